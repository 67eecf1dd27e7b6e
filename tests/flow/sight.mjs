// What members are shown: nothing sexual in the general edition; in the adult one what their age, their
// country and their own wish open, in lists, searches, pages and chats alike. And the language they read.
// In houses of their own, since characters of the demo are hidden and lists are counted.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client, newMember, newVisitor } from '../support/client.mjs';
import { assertError, assertSafe } from '../support/expect.mjs';
import { startHouse } from '../support/house.mjs';
import { allPages, characterIds, openChat } from '../support/talk.mjs';

const general = await startHouse();
after(() => general.stop());
const SORTS = ['popular', 'trending', 'new', 'recent', 'fast'];
const number = (one) => Number(one.id ?? one);

/** Makes two characters of a house what is not for everybody. Gives [explicit, suggestive, name]. */
async function file(house) {
	const [explicit, suggestive] = await characterIds(house);
	await house.sql(`update character set nsfw_level = 'explicit' where id = ${explicit}`);
	await house.sql(`update character set nsfw_level = 'suggestive' where id = ${suggestive}`);
	const [[name]] = await house.sql(`select name from character where id = ${explicit}`);
	return [explicit, suggestive, name];
}

/** Where a client meets a character: the ways in which it can. */
async function meets(client, id, name) {
	const ways = [];
	await client.house.whileStill(async () => { // once an hour scores fade
		for (const sort of SORTS) {
			const items = await allPages(client, `/api/characters?sort=${sort}`, 9);
			assert.equal(new Set(items.map(number)).size, items.length, `${sort}: a card stands twice`);
			if (items.some((one) => number(one) === Number(id))) ways.push(sort);
		}
	});
	const q = encodeURIComponent(name);
	const found = async (path) => JSON.stringify((await client.api('GET', path)).json).includes(`"id":"${id}"`);
	if (await found(`/api/search?q=${q}`)) ways.push('search');
	if (await found(`/api/characters?q=${q}`)) ways.push('best');
	if (await found(`/api/characters?q=${q}&sort=new`)) ways.push('words');
	if ((await client.api('GET', `/api/characters/${id}`)).status === 200) ways.push('page');
	if (client.token && [200, 201].includes((await client.api('POST', '/api/chat/sessions', { characterId: String(id) })).status)) ways.push('chat');
	return ways;
}

const ALL = [...SORTS, 'search', 'best', 'words', 'page', 'chat'];

describe('the general edition', () => {
	test('shows none of it, whatever somebody wishes or is', async () => {
		const member = await newMember(general);
		const [explicit, suggestive, name] = await file(general);
		try {
			await general.snug('age', 'raise', member.person.username, 'verified', '--method', 'in a test');
			const answer = await member.api('POST', '/api/tavern/sight', { sight: 'explicit', country: 'KE' });
			assert.equal(answer.status, 200, answer.text);
			await general.sql(`update member set sight = 'explicit' where id = ${member.user.id}`);
			assert.deepEqual(await meets(member, explicit, name), []);
			assert.equal((await member.api('GET', '/api/tavern/sight')).json.sight, 'none');
			const visitor = await newVisitor(general);
			assert.doesNotMatch((await visitor.get('/tavern/sight')).text, /name="sight"/);
		} finally {
			await general.sql(`update character set nsfw_level = 'none' where id in (${explicit}, ${suggestive})`);
		}
	});
});

describe('the adult edition', () => {
	let house;
	let ids;
	before(async () => {
		house = await startHouse({ env: { SNUG_EDITION: 'adult', SNUG_PAYMENT_PROVIDERS: 'sandbox' } });
		ids = await file(house);
	});
	after(() => house.stop());

	test('opens it step by step: the wish, the country, the check; care closes it', async () => {
		const [explicit, suggestive, name] = ids;
		const [[soft]] = await house.sql(`select name from character where id = ${suggestive}`);
		const member = await newMember(house);
		const guest = new Client(house);
		const wish = (what) => member.api('POST', '/api/tavern/sight', what);
		assert.deepEqual(await meets(guest, explicit, name), []);
		assert.equal((await guest.api('GET', `/api/characters/${explicit}`)).json.error.code, 'NOT_SHOWN');
		assert.deepEqual(await meets(member, suggestive, soft), []);
		assert.equal((await wish({ sight: 'explicit' })).status, 200);
		assert.deepEqual(await meets(member, suggestive, soft), [], 'no country, no check: the strictest rule');
		await house.snug('age', 'rule', 'KE', 'attested', 'checked');
		assert.equal((await wish({ country: 'KE' })).status, 200);
		assert.deepEqual(await meets(member, suggestive, soft), ALL);
		assert.deepEqual(await meets(member, explicit, name), []);
		assert.equal((await wish({ country: 'FI' })).status, 200);
		assert.deepEqual(await meets(member, suggestive, soft), [], 'a country without a rule');
		await house.snug('age', 'raise', member.person.username, 'checked', '--method', 'card check, Example Ltd');
		await wish({ country: 'KE' });
		assert.deepEqual(await meets(member, explicit, name), ALL);
		const none = await allPages(member, '/api/characters?level=none', 50);
		assert.ok(none.length > 0 && none.every((one) => one.nsfwLevel === 'none'));
		assert.equal((await wish({ sight: 'suggestive' })).status, 200);
		assert.deepEqual(await meets(member, explicit, name), []);
		assert.deepEqual(await meets(member, suggestive, soft), ALL);
		await house.sql(`update member set care_until = now() + interval '1 day' where id = ${member.user.id}`);
		assert.deepEqual(await meets(member, suggestive, soft), []);
		assert.deepEqual(await house.sql(`select level, method from age_check where member_id = ${member.user.id}`), [['checked', 'card check, Example Ltd']]);
	});

	test('what is written about there follows the same gate; the list without a switch holds for all', async () => {
		const [plain, open] = [await newMember(house), await newMember(house)];
		await house.snug('age', 'rule', 'KE', 'attested', 'checked');
		await house.snug('age', 'raise', open.person.username, 'verified', '--method', 'in a test');
		await open.api('POST', '/api/tavern/sight', { sight: 'explicit', country: 'KE' });
		const character = (await characterIds(house))[3];
		const write = async (member, chat, content) => (await member.api('POST', `/api/chat/sessions/${chat}/message`, { content })).status;
		const chats = [await openChat(plain, character), await openChat(open, character)];
		assert.equal(await write(plain, chats[0], 'This is nsfw now.'), 422);
		assert.equal(await write(open, chats[1], 'nsfw with a schoolgirl'), 422);
		assert.equal(await write(open, chats[1], 'This is nsfw now.'), 202);
	});

	test('words of what few see are told to nobody else: no mended search, no number', async () => {
		const [id] = ids;
		await house.sql(`update character set name = 'Zyzzogeton Quorndon' where id = ${id}`);
		const found = (await new Client(house).api('GET', '/api/search?q=zyzzogeto')).json;
		assert.deepEqual([found.mended, found.characters], [null, []]);
		const listed = Number((await house.sql('select count(*) from character where listed'))[0][0]);
		assert.equal(Number((await house.sql("select n from house_count where name = 'characters'"))[0][0]), listed);
	});

	test('odd wishes, rules and levels are refused', async () => {
		const member = await newMember(house);
		for (const odd of [{ sight: 'all' }, { country: 'ZZ' }, { country: 'ke' }, { country: 'KEN' }, { language: 'qq' }, { language: "d'" }])
			assertError(await member.api('POST', '/api/tavern/sight', odd), 422);
		assertError(await new Client(house).api('POST', '/api/tavern/sight', { sight: 'explicit' }), 401);
		for (const words of [['rule', 'KE', 'verified', 'attested'], ['rule', 'Kenya', 'attested', 'attested'], ['rule', 'KE', 'all', 'all'],
			['raise', 'nobody_at_all', 'checked', '--method', 'x'], ['raise', member.person.username, 'never', '--method', 'x'], ['raise', member.person.username, 'checked', '--method', '']])
			await assert.rejects(house.snug('age', ...words), words.join(' '));
		assert.equal((await house.sql(`select assurance from member where id = ${member.user.id}`))[0][0], 'attested');
	});

	test('the page works as a form', async () => {
		const visitor = await newVisitor(house);
		const page = await visitor.get('/tavern/sight');
		assertSafe(page);
		const answer = await visitor.submit(page.form('/tavern/sight'), { language: 'en', country: 'KE', sight: 'suggestive' });
		assert.equal(answer.status, 303, answer.words);
		const again = await visitor.follow(answer);
		assert.match(again.text, /value="suggestive" checked/);
		assert.match((await visitor.get('/tavern')).text, /name="level"/);
	});
});

describe('tags to leave out', () => {
	test('no list and no search shows who carries one; by form and by API', async () => {
		const visitor = await newVisitor(general);
		const member = Object.assign(new Client(general), { token: visitor.sessionToken });
		const [tag, typed] = (await member.api('GET', '/api/tags')).json.tags;
		const form = (await visitor.get('/tavern/sight')).form('/tavern/sight');
		assert.equal((await visitor.submit(form, { without: tag.name, more: `${typed.label}, no such tag, <b>` })).status, 303);
		const { without } = (await member.api('GET', '/api/tavern/sight')).json;
		assert.deepEqual(without, [tag.name, typed.name].sort());
		for (const path of [...SORTS.map((sort) => `/api/characters?limit=100&sort=${sort}`), '/api/characters?limit=100&q=the', '/api/search?limit=24&q=a']) {
			const { items, characters } = (await member.api('GET', path)).json;
			assert.ok((items ?? characters).every((one) => !one.tags.some((t) => without.includes(t))), path);
		}
		assert.doesNotMatch((await visitor.get('/')).text, new RegExp(`class="char-tags">(<span>[^<]*</span>)*<span>${tag.name}<`));
		/* What is not sent stays; an empty list lifts it. */
		await member.api('POST', '/api/tavern/sight', { language: '' });
		assert.equal((await member.api('GET', '/api/tavern/sight')).json.without.length, 2);
		assert.equal((await member.api('POST', '/api/tavern/sight', { without: [] })).status, 200);
		assert.deepEqual((await member.api('GET', '/api/tavern/sight')).json.without, []);
		assertError(await member.api('POST', '/api/tavern/sight', { without: Array.from({ length: 31 }, (_, i) => `t${i}`) }), 422);
	});
});

describe('languages', () => {
	test('a character speaks what it writes; the filter finds it, and a member may prefer it', async () => {
		const [[id]] = await general.sql(`insert into character (creator_id, creator_name, name, short_description, greeting, age,
				visibility, moderation_status, published_at)
			select id, username, 'Hedwig', 'Die Wirtin kennt jeden.', 'Guten Abend. Ich bin froh, dass du da bist, und das Feuer ist noch warm.',
				50, 'public', 'approved', now() from member order by id limit 1 returning id`);
		try {
			const guest = new Client(general);
			const ids = async (client, query) => (await allPages(client, `/api/characters?${query}`, 20)).map(number);
			assert.deepEqual(await ids(guest, 'language=de'), [Number(id)]);
			assert.ok(!(await ids(guest, 'language=en')).includes(Number(id)));
			const listed = Number((await general.sql('select count(*) from character where listed'))[0][0]);
			assert.equal((await ids(guest, 'language=any')).length, listed);
			assert.deepEqual(await ids(guest, 'language=xx'), []);
			assertError(await guest.api('GET', '/api/characters?language=DE'), 422);
			const visitor = await newVisitor(general);
			await visitor.submit((await visitor.get('/tavern/sight')).form('/tavern/sight'), { language: 'de' });
			const page = await visitor.get('/tavern');
			assert.match(page.words, /1 character\b/);
			assert.match(page.text, /<option value="de" selected>/);
			assert.match((await visitor.get('/tavern?language=any')).words, new RegExp(`${listed} characters`));
		} finally {
			await general.sql(`update character set deleted_at = now() where id = ${id}`);
		}
	});

	test('scripts and common words tell them apart', async () => {
		const texts = { en: 'She waits by the fire and has a story for you.', ja: '夜の列車で、あなたを待っています。', ru: 'Она ждёт тебя у огня и знает всё.', uk: 'Вона чекає на тебе біля вогню і знає її історію, її світ.',
			zh: '她在火边等你，给你讲一个故事。', ko: '그녀는 불 옆에서 기다린다.', es: 'Ella te espera con una historia que es para ti, pero no esta sola.', fr: 'Elle est dans la maison avec des livres, et vous attend.',
			ar: 'تنتظرك بجانب النار.', el: 'Σε περιμένει δίπλα στη φωτιά.', '': 'Zyx 123 -- ...' };
		for (const [code, text] of Object.entries(texts))
			assert.deepEqual(await general.sql(`select '[' || language_of($t$${text}$t$) || ']'`), [[`[${code}]`]], text);
	});
});
