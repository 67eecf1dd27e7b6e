// Finding: search, suggestions, filters, favourites, what a member blocks, pictures for links, scores.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Client, newMember, newVisitor } from '../support/client.mjs';
import { assertError, assertSafe } from '../support/expect.mjs';
import { openHouse, until } from '../support/house.mjs';
import { characterIds, openChat, ownCharacter, say } from '../support/talk.mjs';

const house = await openHouse();
const guest = new Client(house);
const find = async (q, more = '') => (await guest.api('GET', `/api/search?q=${encodeURIComponent(q)}${more}`)).json;
const names = (list) => list.map((one) => one.name);

describe('search', () => {
	test('a name, its beginning, with and without accents, and mistyped', async () => {
		const cast = await house.sql('select name from character where listed and key is not null order by popularity desc limit 12');
		for (const [name] of cast) {
			assert.equal((await find(name)).characters[0].name, name);
			const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase();
			assert.ok(names((await find(plain)).characters).includes(name), plain);
			const word = name.split(' ').find((w) => w.length >= 5);
			if (word) assert.ok(names((await find(word.slice(0, 4))).characters).includes(name), word.slice(0, 4));
		}
		const found = await find('morwena');
		assert.equal(found.mended, 'morwenna');
		assert.match(found.characters[0].nameHtml, /<mark>Morwenna<\/mark>/);
	});

	test('nothing that is typed acts: patterns, quotes, markup, directions, length', async () => {
		const odd = ['%', '_', '\\', "'", '"', "'; drop table member; --", '*', '(((', '&|!<->:*', '<b>x</b>', '\u202Eevil\u202C',
			'\u0000', 'a'.repeat(200), '🙂', '\uFEFF', 'ا', '東京', '{{x}}', '${x}'];
		for (const q of odd) {
			for (const path of ['/search', '/api/search', '/tavern', '/api/characters']) {
				const answer = await guest.get(`${path}?q=${encodeURIComponent(q)}`);
				assert.ok([200, 400, 422].includes(answer.status), `${path} ${JSON.stringify(q)}: ${answer.status}`);
				assert.doesNotMatch(answer.text, /<b>x<\/b>/);
			}
		}
		assertError(await guest.api('GET', `/api/search?q=${'x'.repeat(201)}`), 422);
		assert.equal((await guest.get('/search?q=%FF%FE')).status, 400);
		assertError(await guest.api('GET', '/api/search?q=a&q=b'), 422);
		assertError(await guest.api('GET', '/api/search?q=a&limit=1000'), 422);
	});

	test('a page shows what fits of a search that is too long, or of too many tags, and says so', async () => {
		const long = await guest.get(`/search?q=${encodeURIComponent('é'.repeat(300))}`);
		assert.equal(long.status, 200);
		assert.match(long.words, /A search takes 200 characters; the rest was left out/);
		assert.equal([...long.form('/search').fields.find(([name]) => name === 'q')[1]].length, 200);
		const { tags } = (await guest.api('GET', '/api/tags')).json;
		const many = tags.slice(0, 11).map(({ name }) => `tags=${name}`).join('&');
		const room = await guest.get(`/tavern?${many}&q=${'x'.repeat(300)}`);
		assert.equal(room.status, 200);
		assert.match(room.words, /200 characters and ten tags; the rest was left out/);
		assert.equal(room.form('/tavern').fields.filter(([name]) => name === 'tags').length, 10);
		assertError(await guest.api('GET', `/api/characters?${many}`), 422);
		assert.doesNotMatch((await guest.get('/tavern?q=morw')).words, /left out/);
	});

	test('without a script, what is ticked stays ticked while one looks for another tag', async () => {
		const { tags: [first, second] } = (await guest.api('GET', '/api/tags')).json;
		const page = await guest.get('/tavern/tags?voice=ai');
		const form = page.form('/tavern');
		const found = await guest.submit({ ...form, action: form.buttons[0].action }, { tags: first.name, find: second.name });
		const again = found.form('/tavern');
		assert.deepEqual(again.fields.filter(([name]) => name === 'tags' || name === 'voice'), [['voice', 'ai'], ['tags', first.name]]);
		assert.match(found.text, new RegExp(`name="tags" value="${second.name}"`));
		assert.match((await guest.submit(again, { find: '' })).text, /<a class="chip"[^>]*aria-current="true"/);
	});

	test('what stops being public is not found, and what becomes public is', async () => {
		const [[id]] = await house.sql(`insert into character (creator_id, creator_name, name, short_description, age)
			select id, username, 'Xanthippe Quorndon', 'Counts quibbles.', 40 from member order by id limit 1 returning id`);
		assert.deepEqual((await find('quorndon')).characters, []);
		await house.sql(`update character set visibility = 'public', moderation_status = 'approved', published_at = now() where id = ${id}`);
		assert.deepEqual(names((await find('quorndon')).characters), ['Xanthippe Quorndon']);
		await house.sql(`update character set name = 'Xanthippe Marwick' where id = ${id}`);
		assert.deepEqual((await find('quorndon', '&exact=yes')).characters, []);
		assert.deepEqual(names((await find('marwick')).characters), ['Xanthippe Marwick']);
		await house.sql(`update character set deleted_at = now() where id = ${id}`);
		assert.deepEqual((await find('marwick')).characters, []);
		const [[left]] = await house.sql("select count(*) from search_word where uses > 0 and word in ('quorndon', 'marwick', 'quibbles')");
		assert.equal(left, '0');
	});

	test('private words of members do not come out: chats, bios of hidden characters, mail', async () => {
		const member = await newMember(house);
		await say(member, await openChat(member, (await characterIds(house))[0]), 'my secret is zyzzogeton');
		for (const q of ['zyzzogeton', member.person.email, 'example.org']) {
			const found = await find(q);
			assert.deepEqual([found.characters, found.members, found.tags].flat().filter((one) => one.username), []);
		}
	});

	test('the page and the fields of the house are safe as any other', async () => {
		for (const path of ['/search?q=moth', '/search', '/u/ines_lantern', '/robots.txt', '/sitemap.xml', '/tavern/tags?find=a']) assertSafe(await guest.get(path));
	});
});

describe('blocking', () => {
	test('a blocked character and a blocked creator are in no list of that member, and in all others', async () => {
		const member = await newMember(house);
		const cast = await characterIds(house);
		const items = (await member.api('GET', '/api/characters?limit=100')).json.items.filter(({ id }) => cast.includes(id));
		const [one] = items;
		const other = items.find((x) => x.creatorName !== one.creatorName);
		const page = await member.api('GET', `/api/characters/${other.id}`);
		assert.equal((await member.api('POST', `/api/characters/${one.id}/block`, { what: 'character' })).status, 200);
		assert.equal((await member.api('POST', `/api/users/${page.json.authorUsername}/block`, {})).status, 200);
		for (const path of ['/api/characters?limit=100', '/api/characters?limit=100&sort=new', `/api/characters?limit=100&q=${encodeURIComponent(one.name)}`]) {
			const left = (await member.api('GET', path)).json.items;
			assert.ok(left.every((x) => x.id !== one.id && x.creatorName !== other.creatorName), path);
		}
		const found = (await member.api('GET', `/api/search?q=${encodeURIComponent(one.name)}`)).json;
		assert.ok(!names(found.characters).includes(one.name));
		assert.ok(names((await find(one.name)).characters).includes(one.name));
		assert.equal((await member.api('GET', `/api/characters/${one.id}`)).status, 200, 'its page says that it is blocked');
		const visitor = await newVisitor(house);
		visitor.cookies.set('snug', member.token);
		const list = await visitor.get('/tavern/hidden');
		assert.ok(list.words.includes(one.name));
		assert.equal((await visitor.submit(list.forms.find((form) => form.fields.some(([n]) => n === 'characterId')))).status, 303);
		assert.ok((await member.api('GET', '/api/characters?limit=100')).json.items.some((x) => x.id === one.id));
	});
});

describe('the room', () => {
	test('favourites by hand, without a script', async () => {
		const visitor = await newVisitor(house);
		const [first] = await characterIds(house);
		const page = await visitor.get(`/character/${first}`);
		await visitor.submit(page.form(`/character/${first}/favorite`));
		const list = await visitor.get('/favorites');
		assert.match(list.text, new RegExp(`href="/character/${first}"`));
		assert.equal((await guest.get('/favorites')).status, 303);
	});

	test('whom one talked to lately stands above the list, for nobody else', async () => {
		const visitor = await newVisitor(house);
		const member = Object.assign(new Client(house), { token: visitor.sessionToken });
		const [, second] = await characterIds(house);
		await openChat(member, second);
		assert.match((await visitor.get('/tavern')).text, /aria-label="Talked to lately"/);
		assert.doesNotMatch((await guest.get('/tavern')).text, /Talked to lately/);
	});

	test('a day of talk counts once for a member, however long', async () => {
		const id = await ownCharacter(house);
		const member = await newMember(house);
		const chat = await openChat(member, id);
		for (let i = 0; i < 4; i++) await say(member, chat, `line ${i}`);
		const visits = () => house.sql(`select member_id, count(*) from character_visit where character_id = ${id} group by member_id, day`);
		await until('the visit is counted', async () => (await visits()).length > 0, 240); // once a minute
		await say(member, chat, 'and one more');
		const days = await visits(); // two of them when midnight came in between
		assert.ok(days.length <= 2);
		for (const day of days) assert.deepEqual(day, [String(member.user.id), '1']);
		assert.deepEqual(await house.sql(`select popularity from character where id = ${id}`), [[String(days.length)]]);
	});
});

describe('links elsewhere', () => {
	test('the picture is a PNG of 1200 x 630, made once, and anew when the words change', async () => {
		const id = await ownCharacter(house);
		const [one, two] = await Promise.all([0, 0].map(() => guest.get(`/character/${id}/preview.png`)));
		assert.equal(one.status, 200);
		assert.equal(one.headers['content-type'], 'image/png');
		assert.equal(one.bytes.readUInt32BE(16), 1200);
		assert.equal(one.bytes.readUInt32BE(20), 630);
		assert.ok(one.bytes.equals(two.bytes));
		assertSafe(one);
		assert.equal((await guest.get(`/character/${id}/preview.png`, { headers: { 'If-None-Match': one.headers.etag } })).status, 304);
		await house.sql(`update character set short_description = 'Another line.' where id = ${id}`);
		assert.notEqual((await guest.get(`/character/${id}/preview.png`)).headers.etag, one.headers.etag);
	});

	test('what is private has none, and no word of it in the map', async () => {
		const id = await ownCharacter(house);
		await house.sql(`update character set visibility = 'private' where id = ${id}`);
		assert.equal((await guest.get(`/character/${id}/preview.png`)).status, 404);
		assert.doesNotMatch((await guest.get('/sitemap.xml')).text, new RegExp(`/character/${id}<`));
		await house.sql(`update character set visibility = 'public' where id = ${id}`);
		assert.match((await guest.get('/sitemap.xml')).text, new RegExp(`/character/${id}<`));
	});

	test('members\' own pages are nobody\'s to index', async () => {
		for (const path of ['/search?q=a', '/sign-in', '/gems', '/tavern/tags']) {
			const answer = await guest.get(path);
			assert.ok(/noindex/.test(answer.headers['x-robots-tag'] ?? ''), path);
		}
		assert.equal((await guest.get('/character/1')).headers['x-robots-tag'], undefined);
	});
});
