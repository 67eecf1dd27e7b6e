// Every screen, as a guest and as a member sees it: no barrier that axe knows, in both themes; nothing
// too wide or too small for a phone; a title and one heading; no broken file, no policy violation.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { findBarriers, findTightSpots, openBrowser } from '../support/browser.mjs';
import { newMember, newVisitor } from '../support/client.mjs';
import { openHouse, until } from '../support/house.mjs';
import { characterIds, openChat, quiet, say } from '../support/talk.mjs';

const house = await openHouse();

const GUEST = ['/', '/explore?tab=new', '/tavern', '/tavern?q=zzzz', '/tavern/tags', '/search', '/search?q=morw', '/preview/1', '/character/1',
	'/character/1?tab=examples', '/character/1?tab=gallery', '/character/1?tab=reviews', '/sign-in', '/sign-up', '/gems',
	'/reset', '/report', '/report?targetType=character&targetId=1', '/status', '/legal/terms', '/legal/privacy',
	'/legal/content', '/no/such/page'];
const MEMBER = ['/', '/tavern', '/character/1?tab=reviews', '/chat', '/chat?gone=1', 'CHAT', 'CHAT#chat-panel', 'CHAT/settings',
	'CHAT/model', 'CHAT/memory', 'CHAT/lore', 'CHAT/prompt', 'CHAT/export', 'CHAT/people', '/chat/keys',
	'/chat/import', '/lore', '/lore/import', 'BOOK', 'BOOK/settings', 'BOOK/entry', '/persona', '/persona/new', '/preset', '/preset/1', '/plans',
	'/safety', '/safety/protocol', '/settings/keys', '/u/rukmini_k', 'BROKE', '/gems',
	'/gems/history', '/gems/explain', 'ORDER', 'ORDER/sandbox', 'PAID', '/generate', 'JOB', '/gallery', 'GALLERY#first',
	'/settings/profile', '/settings/security', '/settings/privacy', '/settings/notifications', '/settings/billing',
	'/notifications', '/onboarding?step=interests', '/onboarding?step=meet', '/tavern/sight', '/tavern?voice=ai', '/tavern/new', '/tavern/mine', '/styleguide', '/no/such/page'];
const HELD = ['HELD', 'HELD/release', 'DECISION', '/safety/decisions', '/tavern/import'];
const STAFF = ['/admin/safety', '/admin/safety?show=decided', 'SEALED', 'CASE', '/admin/reports', 'REPORT', '/admin/characters', 'WAITS',
	'/admin/appeals', 'APPEAL', '/admin/lines', '/admin/lines/new', '/admin/notices'];

async function furnish() {
	const member = await newMember(house);
	const ids = await characterIds(house);
	const at = {};
	const chat = await openChat(member, ids[3]);
	await say(member, chat, 'Good evening. *sits down* **Is it warm here?**\n\n- one\n- two');
	const again = await member.api('POST', `/api/chat/sessions/${chat}/regenerate`, {});
	assert.equal(again.status, 202, again.text);
	await quiet(member, chat);
	at.CHAT = `/chat/${chat}`;
	const { packs } = (await member.api('GET', '/api/gems/packs')).json;
	const order = async () => `/checkout/${(await member.api('POST', '/api/gems/checkout', { packId: packs[0].id })).json.orderId}`;
	at.ORDER = await order();
	at.PAID = await order();
	await member.api('POST', `${at.PAID}/sandbox`, { outcome: 'pay' });
	const job = await member.api('POST', '/api/generate', { characterId: ids[0], prompt: 'by the fire', count: 4, quality: 'draft' });
	assert.equal(job.status, 202, job.text);
	await until('the pictures are made', async () =>
		/completed/.test((await member.api('GET', `/api/generate/jobs/${job.json.jobId}`)).json.status));
	at.JOB = `/generate?job=${job.json.jobId}`;
	at.GALLERY = '/gallery';
	await house.sql(`update character set reply_price = 900000 where id = ${ids[4]}`);
	const book = await member.api('POST', '/api/lore', { name: 'The Isles' });
	assert.equal(book.status, 201, book.text);
	at.BOOK = `/lore/${book.json.id}`;
	at.BROKE = `/chat/${await openChat(member, ids[4])}`;
	return { member, at };
}

/** Three of the staff, and what waits for them of one member; `at` has their pages, and the member's. */
async function employ() {
	const member = await newMember(house);
	const staff = await Promise.all(['admin', 'moderator', 'moderator'].map(async (role) => {
		const visitor = await newVisitor(house);
		await house.snug('user', 'role', visitor.person.username, role);
		return { ...visitor, call: async (method, url, body) => {
			const answer = await visitor.api(method, url, body, { token: visitor.sessionToken });
			assert.ok(answer.status < 300, `${url}: ${answer.text}`);
		} };
	}));
	const [first, second, third] = staff;
	const bring = async (name) => {
		const answer = await member.api('POST', '/api/characters/import',
			{ text: JSON.stringify({ name, description: 'Age: 30. A loli of long words.', first_mes: 'Hi' }) });
		assert.equal(answer.status, 201, answer.text);
		return { id: answer.json.id, at: (await house.sql(`select id from safety_case where character_id = ${answer.json.id}`))[0][0] };
	};
	const [held, open, sealed] = [await bring('Held'), await bring('Open'), await bring('Sealed')];
	for (const one of [second, third]) await one.call('POST', `/api/admin/safety/${held.at}/open`, { why: 'first review' });
	await second.call('POST', `/api/admin/safety/${held.at}/propose`, { outcome: 'held', rule: 'underage', facts: 'Words that stand for it.' });
	await third.call('POST', `/api/admin/safety/${held.at}/confirm`, { answer: 'agree' });
	const [decision] = (await member.api('GET', '/api/safety/decisions')).json.items;
	await member.api('POST', `/api/safety/decisions/${decision.id}/appeal`, { words: 'It is the name of a boat.' });
	await first.call('POST', `/api/admin/safety/${open.at}/open`, { why: 'first review' });
	await member.api('POST', '/api/report', { targetType: 'character', targetId: '1', reasonCode: 'underage', details: 'Look at it, please.' });
	const [[report]] = await house.sql('select max(id) from report');
	const [[waits]] = await house.sql(`with one as (insert into character (creator_id, creator_name, name, short_description, age, visibility,
		published_at) values (${member.user.id}, 'x', 'Clock Mender', 'mends clocks', 30, 'public', now()) returning id) select id from one`);
	return { member, staff: first, at: { HELD: `/character/${held.id}`, DECISION: `/safety/decisions/${decision.id}`, SEALED: `/admin/safety/${sealed.at}`,
		CASE: `/admin/safety/${open.at}`, REPORT: `/admin/reports/${report}`, WAITS: `/admin/characters/${waits}`, APPEAL: `/admin/appeals/${decision.id}` } };
}

function inspect(who, open, pathOf) {
	return async () => {
		const { context, path } = await open();
		const page = await context.newPage();
		try {
			const target = await pathOf(page, path);
			await page.emulateMedia({ colorScheme: 'dark' });
			const answer = await page.goto(target);
			if (answer) assert.ok([200, 404].includes(answer.status()), `${target}: ${answer.status()}`);
			assert.match(await page.title(), /^.{3,} · Snug$/, `${target}: title`);
			assert.equal(await page.locator('h1').count(), 1, `${target}: h1`);
			assert.deepEqual(await findBarriers(page), [], `${target}, dark, wide`);
			await page.emulateMedia({ colorScheme: 'light' });
			await page.setViewportSize({ width: 390, height: 844 });
			assert.deepEqual(await findBarriers(page), [], `${target}, light, phone`);
			assert.deepEqual(await findTightSpots(page), [], `${target}, phone`);
			assert.deepEqual(context.troubles.splice(0), [], `${target}: troubles`);
		} finally {
			await page.close();
		}
	};
}

describe('screens', async () => {
	let guest;
	let home;
	let own;
	let office;
	let staff;
	let concerned;
	before(async () => {
		guest = await openBrowser(house);
		home = await furnish();
		own = await openBrowser(house, { member: home.member });
		office = await employ();
		staff = await openBrowser(house, { member: office.staff });
		concerned = await openBrowser(house, { member: office.member });
	});
	const place = async (page, path) => {
		if (path === 'GALLERY#first') {
			await page.goto(home.at.GALLERY);
			return `${home.at.GALLERY}${await page.locator('a[href^="#pic-"]').first().getAttribute('href')}`;
		}
		return path.replace(/^[A-Z]+/, (name) => home.at[name] ?? office.at[name]);
	};
	for (const path of GUEST) test(`guest ${path}`, inspect('guest', async () => ({ context: guest, path }), place));
	for (const path of HELD) test(`who it is about ${path}`, inspect('member', async () => ({ context: concerned, path }), place));
	for (const path of STAFF) test(`staff ${path}`, inspect('staff', async () => ({ context: staff, path }), place));
	for (const path of MEMBER) test(`member ${path}`, inspect('member', async () => ({ context: own, path }), place));

	test('a theme that was chosen wins over the device\'s', async () => {
		const page = await own.newPage();
		await page.emulateMedia({ colorScheme: 'light' });
		await page.goto('/tavern');
		const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
		const light = await ground();
		await page.locator('details.menu > summary').first().click();
		await page.locator('form[action="/settings/theme"] button[value=dark]').click();
		await page.waitForSelector('html[data-theme=dark]', { state: 'attached' });
		await page.waitForLoadState();
		assert.notEqual(await ground(), light);
		await page.close();
	});

	test('who wants less motion gets none', async () => {
		const page = await own.newPage();
		await page.emulateMedia({ reducedMotion: 'reduce' });
		await page.goto(home.at.CHAT);
		const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter((one) => {
			const style = getComputedStyle(one);
			return parseFloat(style.animationDuration) > 0.01 || parseFloat(style.transitionDuration) > 0.01;
		}).map((one) => one.className).slice(0, 3));
		assert.deepEqual(moving, []);
		await page.close();
	});
});
