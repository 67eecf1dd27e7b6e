// One evening as a member without JavaScript has it: only pages, links and forms, each taken from the
// page before. What a step learns, the next one needs; so they stand in one test.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHILD_BORN, Client, PASSWORD, newPerson } from '../support/client.mjs';
import { openHouse, until } from '../support/house.mjs';
import { ownCharacter } from '../support/talk.mjs';

const house = await openHouse();
const HELLO = 'Good evening. <b>Is that fire</b> for everybody & "guests", too?';
const ESCAPED = /Good evening\. &lt;b&gt;Is that fire&lt;\/b&gt; for everybody &amp; &quot;guests&quot;, too\?/;
/** Presses the last of the small buttons in the conversation whose value fits. */
const act = (member, page, chat, what) => {
	const form = page.form(`${chat}/act`);
	return member.submit(form, {}, { button: form.buttons.findLast((button) => what.test(button.value)) });
};
const balanceOf = (page) => Number(/data-balance[^>]*>([\d,.]+)/.exec(page.text)?.[1].replace(',', ''));

/** Follows the noscript link to the finished reply. */
async function finished(member, chat) {
	let page;
	await until('the reply is whole', async () => {
		page = await member.get(chat);
		return !/<iframe/.test(page.text);
	});
	return page;
}

test('an evening without JavaScript', async (t) => {
	const guest = new Client(house);
	const person = newPerson();
	const dear = await ownCharacter(house, { reply_price: 12500 });
	let page;
	let chat;

	await t.test('the front door shows faces and says what they are', async () => {
		page = await guest.get('/');
		assert.equal(page.status, 200);
		assert.match(page.words, /Fictional character, AI/);
		assert.match(page.text, /<a [^>]*href="\/sign-up"/);
	});

	await t.test('a refused sign-up names the fields and keeps what was typed', async () => {
		page = await guest.get('/sign-up');
		const form = page.form('/sign-up');
		const answer = await guest.submit(form, { email: 'no address', username: 'a!', password: 'short',
			birthDate: CHILD_BORN });
		assert.equal(answer.status, 422);
		for (const field of ['email', 'username', 'password', 'birthDate', 'agreeTerms']) {
			assert.match(answer.text, new RegExp(`href="#f-${field}"`), `${field} is not named`);
			assert.match(answer.text, new RegExp(`id="f-${field}"`), `${field} has no control to go to`);
		}
		assert.match(answer.words, /18/);
		assert.match(answer.text, /value="no address"/);
		assert.match(answer.text, /value="a!"/);
		assert.doesNotMatch(answer.text, /value="short"/, 'a password came back');
	});

	await t.test('nobody under 18 gets in, to the day', async () => {
		const days = async () => (await house.sql("select current_date, (current_date - interval '18 years')::date, (current_date - interval '18 years')::date + 1"))[0];
		let young;
		let today;
		let was;
		do { // anew when midnight came in between
			was = await days();
			young = await guest.api('POST', '/api/auth/register', newPerson({ birthDate: was[2] }));
			today = await guest.api('POST', '/api/auth/register', newPerson({ birthDate: was[1] }));
		} while ((await days())[0] !== was[0]);
		assert.equal(young.status, 422, young.text);
		assert.ok(young.json.error.fields.birthDate);
		assert.equal(today.status, 201, today.text);
	});

	await t.test('signing up goes to the first steps with 30 gems', async () => {
		const answer = await guest.submit(page.form('/sign-up'), { ...person, agreeTerms: 'on' });
		assert.equal(answer.status, 303, answer.words);
		assert.equal(answer.location, '/onboarding');
		page = await guest.follow(answer);
		assert.equal(page.status, 200);
		assert.match(page.words, /Welcome\. 30 gems are on the house/);
		assert.equal(balanceOf(page), 30);
		assert.doesNotMatch((await guest.get('/tavern')).words, /30 gems are on the house/, 'the notice stays');
	});

	await t.test('a taken name is refused, and nothing else is lost', async () => {
		const other = new Client(house);
		const again = await other.submit((await other.get('/sign-up')).form('/sign-up'),
			{ ...newPerson({ password: 'quite-another-word-77' }), username: person.username.toUpperCase(), agreeTerms: 'on' });
		assert.equal(again.status, 422);
		assert.match(again.words, /Username is taken/);
		assert.match(again.text, /checked/, 'the box for the terms lost its tick');
	});

	await t.test('search, filter, order and further cards are links', async () => {
		page = await guest.get('/tavern');
		page = await guest.submit(page.form('/tavern'), { q: 'hotel' });
		assert.equal(page.status, 200);
		assert.match(page.words, /Morwenna Sallow/);
		const tag = /href="(\/tavern\?[^"]*tags=[^"&]+)"/.exec((await guest.get('/tavern')).text)[1];
		assert.equal((await guest.get(tag.replaceAll('&amp;', '&'))).status, 200);
		const next = /<a[^>]*href="([^"]+)"[^>]*rel="next"/.exec((await guest.get('/tavern')).text)[1];
		const second = await guest.get(next.replaceAll('&amp;', '&'));
		assert.equal(second.status, 200);
		assert.match(second.text, /class="char"/);
	});

	await t.test('a character says who writes and what a reply costs', async () => {
		page = await guest.get(`/character/${dear}`);
		assert.equal(page.status, 200);
		assert.match(page.words, /A reply costs 12\.5 gems/);
		assert.match(page.words, /Fictional character, AI/);
		for (const tab of ['examples', 'gallery', 'reviews']) {
			assert.equal((await guest.get(`/character/${dear}?tab=${tab}`)).status, 200, tab);
		}
		const liked = await guest.submit(page.form(`/character/${dear}/favorite`));
		assert.equal(liked.status, 303);
		page = await guest.follow(liked);
		assert.match(page.text, /aria-pressed="true"/);
	});

	await t.test('a chat begins with the greeting', async () => {
		const answer = await guest.submit(page.form('/chat'));
		assert.equal(answer.status, 303, answer.words);
		chat = answer.location;
		page = await guest.follow(answer);
		assert.match(page.words, /12\.5 gems a reply/);
		assert.match(page.words, /Fictional character, AI/);
	});

	await t.test('an empty message is refused', async () => {
		const answer = await guest.submit(page.form(`${chat}/message`), { content: '' });
		assert.equal(answer.status, 422);
		assert.match(answer.words, /Message is needed/);
	});

	await t.test('a sent message stands there, and its reply streams into a frame', async () => {
		await house.whileStill(async () => {
			const answer = await guest.submit(page.form(`${chat}/message`), { content: HELLO });
			assert.equal(answer.status, 303, answer.words);
			page = await guest.get(answer.location.replace(/#.*/, ''));
		});
		assert.match(page.text, ESCAPED);
		assert.match(page.text, /<noscript>\s*<iframe[^>]*src="\/stream\/turn\/\d+"/);
		const stream = /src="(\/stream\/turn\/\d+)"/.exec(page.text)[1];
		const growing = await guest.get(stream, { headers: { Accept: 'text/html' } });
		assert.equal(growing.status, 200);
		assert.match(growing.headers['content-type'], /^text\/html/);
		assert.match(growing.text, /<\/html>\s*$/, 'the page never ends');
		assert.match(growing.text, new RegExp(`href="${chat}\\?go=last#composer"`));
		page = await finished(guest, chat);
		assert.equal(balanceOf(page), 17.5);
		assert.match(page.words, /12\.5 gems/);
	});

	await t.test('another version, and back to the first by its arrows', async () => {
		const before = /class="msg-text">([\s\S]*?)<\/div>/g;
		const last = (html) => [...html.matchAll(before)].at(-1)[1];
		const first = last(page.text);
		const answer = await act(guest, page, chat, /^again/);
		assert.equal(answer.status, 303, answer.words);
		page = await finished(guest, chat);
		assert.equal(balanceOf(page), 5);
		assert.match(page.words, /Version 2 \/ of 2/);
		const back = await act(guest, page, chat, /^swipe \d+ 0$/);
		assert.equal(back.status, 303, back.words);
		page = await guest.get(chat);
		assert.equal(last(page.text), first);
		assert.match(page.words, /Version 1 \/ of 2/);
	});

	await t.test('a rating stays', async () => {
		const answer = await act(guest, page, chat, /^rate \d+ up/);
		assert.equal(answer.status, 303);
		page = await guest.get(chat);
		assert.match(page.text, /aria-label="Good reply" aria-pressed="true"/);
	});

	let packs;
	await t.test('without gems the message comes back with the way to get some', async () => {
		const answer = await guest.submit(page.form(`${chat}/message`), { content: HELLO });
		assert.equal(answer.status, 402);
		assert.match(answer.text, ESCAPED, 'what was typed is gone');
		assert.match(answer.words, /You need 7\.5 gems more/);
		packs = /href="(\/gems\?returnTo=[^"]+)"/.exec(answer.text)[1];
		assert.equal(balanceOf(answer), 5);
		page = await guest.get(chat);
		assert.equal(page.text.match(/class="msg msg-mine/g).length, 1, 'it was stored');
	});

	await t.test('a pack, the order, the sandbox, and back to the chat', async () => {
		page = await guest.get(packs.replaceAll('&amp;', '&'));
		assert.equal(page.status, 200);
		assert.match(page.words, /\$4\.99/);
		const ordered = await guest.submit(page.form('/gems/checkout'));
		assert.equal(ordered.status, 303, ordered.words);
		assert.match(ordered.location, /^\/checkout\/\d+$/);
		page = await guest.follow(ordered);
		assert.match(page.words, /500/);
		assert.match(page.words, /fictional characters/);
		const sandbox = await guest.get(`${ordered.location}/sandbox`);
		const form = sandbox.form(`${ordered.location}/sandbox`);
		const paid = await guest.submit(form, {}, { button: form.buttons.find((b) => b.value === 'pay') });
		assert.equal(paid.status, 303, paid.words);
		page = await guest.follow(paid);
		assert.match(page.words, /500 gems are yours/);
		assert.match(page.text, new RegExp(`href="${chat}"`), 'the way back is lost');
		const twice = await guest.submit(form, {}, { button: form.buttons.find((b) => b.value === 'pay') });
		assert.equal(twice.status, 303);
		page = await guest.get(chat);
		assert.equal(balanceOf(page), 505);
		assert.match(page.text, new RegExp(`${ESCAPED.source}</textarea>`), 'what was typed is gone');
	});

	await t.test('the message goes out now', async () => {
		const answer = await guest.submit(page.form(`${chat}/message`), { content: HELLO });
		assert.equal(answer.status, 303, answer.words);
		page = await finished(guest, chat);
		assert.equal(balanceOf(page), 492.5);
	});

	await t.test('stopping keeps what came', async () => {
		const answer = await guest.submit(page.form(`${chat}/message`), { content: 'Tell me a long story.' });
		page = await guest.get(answer.location.replace(/#.*/, ''));
		const form = page.form(`${chat}/message`);
		const stop = form.buttons.find((b) => b.action === `${chat}/stop`);
		if (stop) {
			const stopped = await guest.submit(form, { content: '' }, { button: stop });
			assert.equal(stopped.status, 303, stopped.words);
		}
		page = await finished(guest, chat);
		assert.ok(balanceOf(page) === 492.5 || balanceOf(page) === 480, `balance ${balanceOf(page)}`);
	});

	await t.test('the history sums to the balance', async () => {
		let url = '/gems/history';
		let sum = 0;
		const lines = await guest.get('/api/gems/ledger?limit=200', { headers: { Accept: 'application/json' } });
		for (const line of lines.json.items) sum += line.delta;
		assert.equal(sum, balanceOf(page));
		assert.equal(lines.json.items[0].balanceAfter, balanceOf(page));
		page = await guest.get(url);
		assert.match(page.words, /Gems bought/);
		assert.match(page.words, /order \d+/);
		assert.equal((await guest.get('/gems/explain')).status, 200);
	});

	await t.test('a picture is quoted, made and kept', async () => {
		page = await guest.get(`/generate?characterId=${dear}`);
		assert.equal(page.status, 200);
		const before = balanceOf(page);
		const made = await guest.submit(page.form('/generate'), { prompt: 'by the fire, a quiet evening' });
		assert.equal(made.status, 303, made.words);
		const job = made.location;
		await until('the picture is there', async () => {
			page = await guest.get(job);
			return /src="\/media\/[0-9a-f]{64}/.test(page.text) && !/Painting|Waiting|queued/i.test(page.words);
		});
		const picture = /src="(\/media\/[0-9a-f]{64}[^"]*)"/.exec(page.text)[1];
		const file = await guest.get(picture);
		assert.equal(file.status, 200);
		assert.match(file.headers['content-type'], /^image\/(webp|png|jpeg)$/);
		assert.ok(balanceOf(await guest.get('/gallery')) < before);
		assert.match((await guest.get('/gallery')).text, /\/media\/[0-9a-f]{64}/);
	});

	await t.test('a chat is renamed, deleted, and brought back', async () => {
		page = await guest.get(chat);
		assert.equal((await guest.submit(page.form(chat), { title: 'By the fire' })).status, 303);
		assert.match((await guest.get(chat)).text, /value="By the fire"/);
		const gone = await guest.submit(page.form(`${chat}/delete`));
		assert.equal(gone.status, 303);
		page = await guest.follow(gone);
		assert.equal(page.status, 200);
		assert.equal((await guest.get(chat)).status, 404);
		const back = await guest.submit(page.form(`${chat}/restore`));
		assert.equal(back.status, 303, back.words);
		assert.equal((await guest.get(chat)).status, 200);
	});

	await t.test('the profile changes', async () => {
		page = await guest.get('/settings/profile');
		assert.equal(page.status, 200);
		const saved = await guest.submit(page.form('/settings/profile'), { displayName: 'Ann & <Lee>' });
		assert.equal(saved.status, 303, saved.words);
		assert.match((await guest.get('/settings/profile')).text, /value="Ann &amp; &lt;Lee&gt;"/);
	});

	await t.test('signing out ends the session', async () => {
		const token = guest.cookies.get('snug');
		page = await guest.get('/tavern');
		const out = await guest.submit(page.form('/sign-out'));
		assert.equal(out.status, 303);
		assert.equal(guest.cookies.has('snug'), false);
		guest.cookies.set('snug', token);
		const after = await guest.get('/chat');
		assert.equal(after.status, 303);
		assert.match(after.location, /^\/sign-in\?next=%2Fchat$/);
		guest.cookies.delete('snug');
	});

	await t.test('signing in goes where one wanted to go', async () => {
		page = await guest.get('/sign-in?next=/gems/history');
		const wrong = await guest.submit(page.form('/sign-in'), { identifier: person.username, password: 'not it at all' });
		assert.equal(wrong.status, 401);
		assert.match(wrong.words, /do not go together/);
		assert.match(wrong.text, new RegExp(`value="${person.username}"`));
		const right = await guest.submit(wrong.form('/sign-in'), { identifier: person.email, password: PASSWORD });
		assert.equal(right.status, 303, right.words);
		assert.equal(right.location, '/gems/history');
	});
});
