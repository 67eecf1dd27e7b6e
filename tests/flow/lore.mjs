// Lorebooks: what comes in goes out whole, what is changed here is changed there, entries fire in the
// try box as they would in a chat, and nobody reads the book of another.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, newMember, newVisitor } from '../support/client.mjs';
import { openHouse } from '../support/house.mjs';
import { characterIds, openChat } from '../support/talk.mjs';

const house = await openHouse();

const V2 = {
	name: 'Isles', description: 'Of the sea', scan_depth: 3, token_budget: 300, recursive_scanning: true,
	extensions: { 'x/y': { k: [1, null, 'é'] } }, odd: [{}],
	entries: [
		{ keys: ['lamp'], content: 'The lamp is old.', extensions: { q: 2 }, enabled: true, insertion_order: 5, weird: [{}], number: 1.50 },
		{ keys: ['storm'], content: 'Storms come at night.', extensions: {}, enabled: true, insertion_order: 9, position: 'after_char' },
		'not an entry',
		{ keys: ['gull'], content: 'Gulls steal.', extensions: {}, enabled: true, insertion_order: 1 },
	],
};

const WORLD = {
	entries: {
		7: { uid: 7, key: ['castle', '/keep|tower/i'], keysecondary: [], comment: 'Castle', content: 'A king lives there.', constant: false,
			vectorized: false, selective: true, selectiveLogic: 0, addMemo: true, order: 100, position: 0, disable: false,
			excludeRecursion: false, preventRecursion: false, delayUntilRecursion: false, probability: 100, useProbability: true,
			depth: 4, group: '', groupOverride: false, groupWeight: 100, scanDepth: null, caseSensitive: null, matchWholeWords: null,
			useGroupScoring: null, automationId: '', role: null, sticky: 3, cooldown: 0, delay: 0, custom: { a: 1 } },
		9: { uid: 9, key: ['king'], keysecondary: ['queen'], comment: '', content: 'He is kind.', selective: true, selectiveLogic: 2,
			order: 90, position: 4, depth: 2, role: 1, disable: false, probability: 100, useProbability: true },
	},
	originalData: { anything: [1] },
};

const AGNAI = {
	kind: 'memory', name: 'Memory', description: '', _id: 'abc',
	entries: [{ name: 'one', entry: 'Dragons sleep.', keywords: ['drag*'], priority: 3, weight: 2, enabled: true, extra: true }],
};

const text = (value) => JSON.stringify(value);
const EDGE = 'edge-of-a-part';
const form = (parts) => Buffer.concat([...parts.map(([head, body]) => Buffer.concat([
	Buffer.from(`--${EDGE}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`), Buffer.from(body), Buffer.from('\r\n')])),
Buffer.from(`--${EDGE}--\r\n`)]);
const AS_FORM = { headers: { 'Content-Type': `multipart/form-data; boundary=${EDGE}` } };
const bring = (member, body) => member.api('POST', '/api/lore/import',
	form([['name="file"; filename="Lorebook.json"', typeof body === 'string' || Buffer.isBuffer(body) ? body : text(body)]]), AS_FORM);

/** A member with both a browser's cookie and a bearer token. */
async function newBoth() {
	const member = await newVisitor(house);
	member.token = member.sessionToken;
	return member;
}

const take = (member, id, shape = 'own') => member.api('GET', `/api/lore/${id}/export?shape=${shape}`);
const entries = async (member, id) => (await member.api('GET', `/api/lore/${id}/entries`)).json.items;

test('a book of every shape comes in and goes out byte for byte', async () => {
	const member = await newMember(house);
	const odd = `\ufeff${text(V2).replace('1.5', '1.50')}`;
	const files = [odd, text(WORLD), text(AGNAI), text({ spec: 'lorebook_v3', data: V2, beside: 1 })];
	for (const [i, file] of files.entries()) {
		const answer = await bring(member, file);
		assert.equal(answer.status, 201, answer.text);
		assert.equal(answer.json.shape, ['v2', 'world', 'memory', 'v3'][i]);
		assert.equal(answer.json.entryCount, [3, 2, 1, 3][i]);
		assert.equal(answer.json.isChanged, false);
		const out = await take(member, answer.json.id);
		assert.match(out.headers['content-disposition'], /^attachment; filename="/);
		assert.equal(out.text, file.replace('\ufeff', ''));
	}
	const list = (await member.api('GET', '/api/lore')).json;
	assert.deepEqual(list.items.map((book) => book.name), ['Isles', 'Memory', 'Lorebook', 'Isles']);
});

test('what is changed here is changed in the file, and only that', async () => {
	const member = await newMember(house);
	const { id } = (await bring(member, WORLD)).json;
	const [castle, king] = await entries(member, id);
	assert.deepEqual(castle.keys, ['castle', '/keep|tower/i']);
	const edit = await member.api('PATCH', `/api/lore/${id}/entries/${castle.n}`,
		{ content: 'A queen lives there.', keys: ['castle'], sticky: 0, logic: 'all' });
	assert.equal(edit.status, 200, edit.text);
	assert.equal(edit.json.order, 100);
	const wanted = structuredClone(WORLD);
	Object.assign(wanted.entries[7], { content: 'A queen lives there.', key: ['castle'], sticky: 0, selectiveLogic: 3 });
	assert.deepEqual((await take(member, id)).json, wanted);

	await member.api('DELETE', `/api/lore/${id}/entries/${king.n}`);
	delete wanted.entries[9];
	assert.deepEqual((await take(member, id)).json, wanted);
	assert.equal((await member.api('POST', `/api/lore/${id}/entries/${king.n}/restore`)).status, 200);
	wanted.entries[9] = WORLD.entries[9];
	assert.deepEqual((await take(member, id)).json, wanted);

	const made = await member.api('POST', `/api/lore/${id}/entries`,
		{ name: 'New', keys: ['moon', 'tide'], content: 'Silver.', isEnabled: true, place: 'at_depth', depth: 1, role: 'user' });
	assert.equal(made.status, 201, made.text);
	const out = (await take(member, id)).json;
	const added = Object.values(out.entries).find((entry) => entry.comment === 'New');
	assert.deepEqual([added.key, added.content, added.position, added.depth, added.role], [['moon', 'tide'], 'Silver.', 4, 1, 1]);

	const v2 = (await bring(member, V2)).json.id;
	await member.api('PATCH', `/api/lore/${v2}`, { name: 'Islands', tokenBudget: 200 });
	await member.api('PATCH', `/api/lore/${v2}/entries/1`, { cooldown: 4, isEnabled: false });
	const changed = structuredClone(V2);
	Object.assign(changed, { name: 'Islands', token_budget: 200 });
	Object.assign(changed.entries[0], { enabled: false, extensions: { q: 2, cooldown: 4 } });
	assert.deepEqual((await take(member, v2)).json, changed);
});

test('a book goes out in the shapes of other tools and comes in again', async () => {
	const member = await newMember(house);
	const { id } = (await bring(member, WORLD)).json;
	for (const shape of ['v3', 'world', 'agnai']) {
		const file = await take(member, id, shape);
		const again = await bring(member, file.text);
		assert.equal(again.status, 201, file.text);
		const items = await entries(member, again.json.id);
		assert.deepEqual(items.map((entry) => entry.content), ['A king lives there.', 'He is kind.'], shape);
		assert.deepEqual(items[0].keys, ['castle', '/keep|tower/i']);
		if (shape !== 'agnai') {
			const entry = (await member.api('GET', `/api/lore/${again.json.id}/entries/${items[1].n}`)).json;
			assert.deepEqual([entry.place, entry.depth, entry.role, entry.logic], ['at_depth', 2, 'user', 'none']);
		}
	}
	assert.equal((await take(member, id, 'xml')).status, 422);
});

test('what is no book is refused in words', async () => {
	const member = await newMember(house);
	for (const [body, status, code] of [['{"a":1}', 422, 'NO_LOREBOOK'], ['{"entries":', 422, 'NOT_JSON'], ['', 422, 'NO_LOREBOOK'],
		['[1,2]', 422, 'NO_LOREBOOK'], ['\xff\xfe', 422, 'NOT_JSON'], [`${'['.repeat(9000)}`, 422, 'NOT_JSON']]) {
		const answer = await bring(member, Buffer.from(body, 'latin1'));
		assert.equal(answer.status, status, `${body.slice(0, 20)} ${answer.text}`);
		assert.equal(answer.json.error.code, code, body.slice(0, 20));
	}
	assert.equal((await bring(member, { entries: [] })).status, 201);
});

test('the try box says what fires and why, and what is held back', async () => {
	const member = await newBoth();
	const { id } = (await bring(member, WORLD)).json;
	await member.api('PATCH', `/api/lore/${id}`, { isRecursive: true });
	const tried = await member.api('POST', `/api/lore/${id}/try`, { text: 'The old TOWER' });
	assert.equal(tried.status, 200, tried.text);
	assert.deepEqual(tried.json.fired.map((entry) => [entry.content, entry.why, entry.step]),
		[['A king lives there.', 'key', 0], ['He is kind.', 'key', 1]]);
	const held = (await member.api('POST', `/api/lore/${id}/try`, { text: 'king and queen' })).json;
	assert.equal(held.fired.length, 0);
	assert.equal(held.heldBack[0].why, 'logic');

	const page = await member.get(`/lore/${id}`);
	const box = page.form(/\/try/);
	const shown = await member.submit({ ...box, action: box.action.split('#')[0] }, { text: 'to the castle' });
	assert.equal(shown.status, 200);
	assert.match(shown.words, /Would fire .* Castle .* “castle” stands in the conversation/);
});

test('pages make, find, switch off, delete and bring back entries without JavaScript', async () => {
	const member = await newBoth();
	let page = await member.get('/lore');
	assert.match(page.words, /No books yet/);
	let answer = await member.submit(page.form('/lore'), { name: 'The <b>Isles</b>' });
	assert.equal(answer.status, 303, answer.text);
	const book = answer.location;
	page = await member.get(`${book}/entry`);
	answer = await member.submit(page.form(`${book}/entry`), { name: 'Lamp', keys: 'lamp\n light \n\n/lan.*n/i', content: 'Old & "bright".',
		order: '7', scanDepth: '', priority: '-3' });
	assert.equal(answer.status, 303, answer.text);
	page = await member.get(book);
	assert.ok(!page.text.includes('<b>Isles'));
	assert.match(page.words, /1 entry,/);
	assert.match(page.words, /Lamp lamp, light, \/lan\.\*n\/i Old & "bright"\./);
	page = await member.get(`${book}/entry/1`);
	const form = page.form(`${book}/entry/1`);
	const value = Object.fromEntries(form.fields);
	assert.deepEqual([value.keys, value.order, value.priority, value.scanDepth, value.isEnabled],
		['lamp\nlight\n/lan.*n/i', '7', '-3', '', '1']);
	answer = await member.submit(form, { probability: '101', name: 'Kept' });
	assert.equal(answer.status, 422);
	assert.match(answer.words, /must be between 0 and 100/);
	assert.equal(Object.fromEntries(answer.form(`${book}/entry/1`).fields).name, 'Kept');
	answer = await member.submit(form, { keys: 'x'.repeat(301) });
	assert.equal(answer.status, 422);

	assert.match((await member.get(`${book}?q=bright%20LAMP`)).words, /Lamp/);
	assert.match((await member.get(`${book}?q=nothing`)).words, /Nothing like that/);
	page = await member.get(book);
	answer = await member.submit(page.form(/\/switch$/));
	assert.equal(answer.status, 303);
	assert.match((await member.get(book)).words, /off/);
	answer = await member.submit((await member.get(`${book}/entry/1`)).form(/\/delete$/));
	page = await member.get(answer.location);
	assert.match(page.words, /An empty book/);
	assert.equal((await member.submit(page.form(/\/restore$/))).status, 303);
	assert.match((await member.get(book)).words, /Lamp/);

	answer = await member.submit((await member.get(`${book}/settings`)).form(`${book}/delete`));
	page = await member.get(answer.location);
	assert.equal((await member.get(book)).status, 404);
	assert.equal((await member.submit(page.form(/\/restore$/))).status, 303);
	assert.equal((await member.get(book)).status, 200);
});

test('a pasted book and a file come in by the page', async () => {
	const member = await newBoth();
	const page = await member.get('/lore/import');
	const fields = page.form('/lore/import').fields.filter(([name]) => name !== 'file' && name !== 'text');
	const body = form([...fields, ['text', text(V2)]].map(([name, value]) => [`name="${name}"`, value]));
	const answer = await member.request('POST', '/lore/import', { body, ...AS_FORM });
	assert.equal(answer.status, 303, answer.text);
	assert.match((await member.get(answer.location)).words, /Isles 3 entries/);
});

test('the book of a card can be edited and goes out with its card', async () => {
	const member = await newMember(house);
	const card = { spec: 'chara_card_v2', spec_version: '2.0', data: { name: 'Wren', description: 'A keeper, 34 years old. Age: 34.',
		personality: '', scenario: '', first_mes: 'Tea?', mes_example: '', creator_notes: '', system_prompt: '',
		post_history_instructions: '', alternate_greetings: [], tags: [], creator: '', character_version: '', extensions: {},
		character_book: V2 } };
	const sent = await member.api('POST', '/api/characters/import', form([['name="file"; filename="w.json"', text(card)]]), AS_FORM);
	assert.equal(sent.status, 201, sent.text);
	const { id } = sent.json;
	const out = async () => (await member.api('GET', `/api/characters/${id}/export?format=json`)).json.data.character_book;
	assert.deepEqual(await out(), V2);
	const [book] = (await member.api('GET', '/api/lore')).json.items;
	assert.equal(book.characterId, id);
	await member.api('PATCH', `/api/lore/${book.id}/entries/2`, { content: 'Storms come by day.' });
	const wanted = structuredClone(V2);
	wanted.entries[1].content = 'Storms come by day.';
	assert.deepEqual(await out(), wanted);

	// One that came before there were books is opened once, however often that is asked for.
	await house.sql(`delete from lorebook where id = ${book.id}`);
	assert.deepEqual(await out(), V2);
	assert.equal((await member.api('GET', '/api/lore')).json.unopened[0].id, id);
	const opened = await Promise.all([1, 2, 3].map(() => member.api('POST', `/api/lore/characters/${id}`)));
	const good = opened.filter((one) => one.status === 200);
	assert.ok(good.length >= 1, opened.map((one) => one.text).join());
	assert.equal(new Set(good.map((one) => one.json.id)).size, 1);
	assert.equal((await member.api('GET', '/api/lore')).json.items.length, 1);
	const stranger = await newMember(house);
	assert.equal((await stranger.api('POST', `/api/lore/characters/${id}`)).status, 404);
});

const CARD = { spec: 'chara_card_v2', spec_version: '2.0', data: { name: 'Wren', description: 'A keeper, 34 years old. Age: 34.',
	personality: '', scenario: '', first_mes: 'Tea?', mes_example: '', creator_notes: '', system_prompt: '',
	post_history_instructions: '', alternate_greetings: [], tags: [], creator: '', character_version: '', extensions: {} } };
const bringCard = (member, card) => member.api('POST', '/api/characters/import', form([['name="file"; filename="w"', card]]), AS_FORM);

test('a creator gives a book to their characters, and it goes out with them', async () => {
	const member = await newBoth();
	const stranger = await newMember(house);
	const { id } = (await bring(member, V2)).json;
	const world = (await bring(member, WORLD)).json.id;
	const wren = (await bringCard(member, text(CARD))).json.id;
	const again = structuredClone(CARD);
	again.data.name = 'Lark';
	const lark = (await bringCard(member, text(again))).json.id;
	const link = (who, book, characterId, on = 'link') => who.api('POST', `/api/lore/${book}/${on}`, { characterId, isOwn: true });
	const out = async (character) => (await member.api('GET', `/api/characters/${character}/export?format=json`)).json.data.character_book;

	assert.equal((await link(member, id, wren)).status, 200);
	const both = await link(member, id, lark);
	assert.deepEqual(both.json.characters.map((one) => [one.name, one.isOwn]), [['Lark', true], ['Wren', true]]);
	assert.deepEqual([both.json.characterId, both.json.otherCharacters], [wren, 1]);
	assert.deepEqual((await member.api('GET', '/api/lore')).json.items.map((book) => book.id), [world, id]);
	assert.deepEqual(await out(wren), V2);
	for (const format of ['png', 'charx']) {
		const file = await member.api('GET', `/api/characters/${wren}/export?format=${format}`);
		const back = await bringCard(member, file.bytes);
		assert.equal(back.status, 201, back.text);
		assert.equal(back.json.bookEntries, V2.entries.length, format);
	}
	await member.api('PATCH', `/api/lore/${id}/entries/1`, { content: 'The lamp is new.' });
	assert.equal((await out(lark)).entries[0].content, 'The lamp is new.');

	// One book a character, and only one's own for one's own.
	assert.equal((await link(member, world, wren)).status, 422);
	const theirs = (await bring(stranger, V2)).json.id;
	await house.sql(`update character set visibility = 'public', moderation_status = 'approved', published_at = now() where id = ${wren}`);
	assert.equal((await link(stranger, theirs, wren)).status, 422);
	assert.equal((await link(stranger, id, wren, 'unlink')).status, 404);
	assert.deepEqual(await house.sql(`select lorebook_id from character_lorebook where character_id = ${wren}`), [[id]]);

	// Taken off, it stays among the books; a deleted one stands in nobody's way.
	assert.equal((await link(member, id, wren, 'unlink')).status, 200);
	assert.equal(await out(wren), undefined);
	assert.equal((await member.api('DELETE', `/api/lore/${id}`)).status, 200);
	assert.equal(await out(lark), undefined);
	assert.equal((await link(member, world, lark)).status, 200);
	const entriesOut = (await out(lark)).entries;
	assert.deepEqual(entriesOut.map((entry) => entry.keys), [['castle', '/keep|tower/i'], ['king']]);
	assert.equal((await member.api('POST', `/api/lore/${id}/restore`)).status, 200);
	assert.deepEqual((await out(lark)).entries.length, 2);

	// By the pages, without JavaScript.
	assert.match((await member.get('/tavern/mine')).text, new RegExp(`href="/lore/character/${wren}"`));
	let page = await member.get(`/lore/character/${wren}`);
	assert.match(page.words, /Lore of Wren .* Give Wren a book/);
	let answer = await member.submit(page.form(/\/give$/), { bookId: world });
	assert.equal(answer.status, 303, answer.text);
	page = await member.get(answer.location);
	assert.match(page.words, /Lorebook Goes with Wren/);
	assert.equal((await member.submit(page.form(/\/take$/))).status, 303);
	assert.equal(await out(wren), undefined);
	page = await member.get(`/lore/${world}/settings`);
	answer = await member.submit(page.forms.find((one) => one.fields.some(([name]) => name === 'isOwn')), { characterId: wren });
	assert.equal(answer.status, 303, answer.text);
	assert.equal((await out(wren)).entries.length, 2);
	assert.equal((await stranger.api('GET', `/api/lore/${world}`)).status, 404);
	const other = await newBoth();
	assert.equal((await other.get(`/lore/character/${wren}`)).status, 404);
});

test('the book of a card gives way to another one, and stays off when it is deleted', async () => {
	const member = await newMember(house);
	const card = structuredClone(CARD);
	card.data.character_book = V2;
	const wren = (await bringCard(member, text(card))).json.id;
	const [own] = (await member.api('GET', '/api/lore')).json.items;
	const world = (await bring(member, WORLD)).json.id;
	const out = async () => (await member.api('GET', `/api/characters/${wren}/export?format=json`)).json.data.character_book;
	const put = (book, on) => member.api('POST', `/api/lore/${book}/${on}`, { characterId: wren, isOwn: true });
	assert.equal((await put(world, 'link')).status, 422);
	assert.equal((await put(own.id, 'unlink')).status, 200);
	assert.deepEqual((await out()).entries, []);
	assert.equal((await put(world, 'link')).status, 200);
	assert.equal((await out()).entries.length, 2);
	await put(world, 'unlink');
	await put(own.id, 'link');
	assert.deepEqual(await out(), V2);
	await member.api('DELETE', `/api/lore/${own.id}`);
	await house.sql(`update lorebook set deleted_at = now() - interval '9 days' where id = ${own.id}`);
	await member.api('DELETE', `/api/lore/${world}`);
	assert.deepEqual((await out()).entries, []);
	assert.deepEqual((await member.api('GET', '/api/lore')).json.unopened, []);
});

test('what the house does not take is refused where it stands, and nothing of it is kept', async () => {
	const member = await newBoth();
	const never = 'She is a 14 year old girl and they have sex.';
	const { id } = (await bring(member, V2)).json;
	const noted = async () => Number((await house.sql(`select coalesce(sum(hits), 0) from safety_case where member_id = ${member.user.id}`))[0][0]);
	const before = await noted();
	for (const [field, value] of [['name', never], ['content', never], ['keys', [never]], ['secondary', [never]]]) {
		const answer = await member.api('PATCH', `/api/lore/${id}/entries/1`, { [field]: value });
		assert.equal(answer.status, 422, `${field}: ${answer.text}`);
		assert.match(answer.text, new RegExp(`"${field}"`), field);
	}
	assert.deepEqual((await take(member, id)).json, V2);
	assert.ok(await noted() > before);
	assert.equal((await member.api('PATCH', `/api/lore/${id}`, { description: never })).status, 422);
	assert.equal((await member.api('POST', '/api/lore', { name: never })).status, 422);

	const form1 = (await member.get(`/lore/${id}/entry/1`)).form(`/lore/${id}/entry/1`);
	const shown = await member.submit(form1, { content: never });
	assert.equal(shown.status, 422);
	assert.equal(Object.fromEntries(shown.form(`/lore/${id}/entry/1`).fields).content, never);

	const bad = structuredClone(V2);
	bad.entries[1].content = never;
	const count = async () => (await member.api('GET', '/api/lore')).json.items.length;
	const books = await count();
	const answer = await bring(member, bad);
	assert.equal(answer.status, 422, answer.text);
	assert.equal(answer.json.error.code, 'MODERATION_BLOCK');
	assert.match(answer.json.error.message, /Entry 2/);
	assert.equal(await count(), books);
	// A card comes without such a book.
	const card = structuredClone(CARD);
	card.data.character_book = bad;
	const sent = await bringCard(member, text(card));
	assert.equal(sent.status, 201, sent.text);
	assert.match(sent.text, /lorebook was not taken/);
	const [made] = (await member.api('GET', '/api/lore')).json.items;
	assert.deepEqual([made.characterId, made.entryCount], [sent.json.id, 0]);
});

test('a chat chooses its books', async () => {
	const member = await newBoth();
	const stranger = await newMember(house);
	const { id } = (await bring(member, WORLD)).json;
	const other = (await bring(stranger, V2)).json.id;
	const [character] = await characterIds(house);
	const chat = await openChat(member, character);
	const url = `/api/chat/sessions/${chat}/lore`;
	assert.equal((await member.api('GET', url)).json.books[0].isChosen, false);
	const saved = await member.api('PATCH', url, { books: [id, other], depth: 9, strategy: 'character_first' });
	assert.equal(saved.status, 200, saved.text);
	assert.deepEqual(saved.json.books.map((book) => [book.id, book.isChosen]), [[id, true]]);
	assert.deepEqual([saved.json.depth, saved.json.percent, saved.json.strategy], [9, 25, 'character_first']);
	assert.deepEqual(await house.sql(`select lorebook_id from chat_lorebook where chat_id = ${chat}`), [[id]]);
	assert.equal((await stranger.api('GET', url)).status, 404);
	assert.equal((await stranger.api('PATCH', url, { books: [other] })).status, 404);
	const page = await member.get(`/chat/${chat}/lore`);
	const answer = await member.submit(page.form(/\/lore$/), { books: null, depth: '1001' });
	assert.equal(answer.status, 422);
	assert.equal((await member.submit(page.form(/\/lore$/), { books: null })).status, 303);
	assert.equal((await member.api('GET', url)).json.books[0].isChosen, false);
});

test('many entries at once: found, sorted, switched, copied, ordered, deleted and brought back', async () => {
	const member = await newBoth();
	const names = ['pear', 'apple', 'fig', 'plum', 'quince'];
	const { id } = (await bring(member, { entries: Array.from({ length: 500 }, (_, i) => ({ keys: [`k${i}`], name: `${names[i % 5]} ${i}`,
		content: `Text ${i}.`, extensions: {}, enabled: i % 10 !== 0, constant: i === 7, insertion_order: 500 - i })) })).json;
	const list = async (query = '') => (await member.api('GET', `/api/lore/${id}/entries?${query}`)).json;
	const batch = (body) => member.api('POST', `/api/lore/${id}/entries/batch`, body);
	const walk = async (query) => {
		const all = [];
		for (let cursor = ''; ;) {
			const page = await list(`${query}&cursor=${cursor}`);
			all.push(...page.items);
			if (!(cursor = page.nextCursor))
				return all;
		}
	};
	const byName = (await walk('sort=name')).map((one) => one.name);
	assert.equal(byName.length, 500);
	assert.deepEqual(byName, [...byName].sort());
	assert.deepEqual((await walk('sort=order')).map((one) => one.insertionOrder), Array.from({ length: 500 }, (_, i) => i + 1));
	assert.equal((await walk('show=off')).length, 50);
	assert.deepEqual((await list('show=always')).items.map((one) => one.name), ['fig 7']);
	assert.deepEqual((await batch({ what: 'on', which: 'all', show: 'off' })).json, { count: 50 });
	assert.deepEqual((await batch({ what: 'off', which: 'all', q: 'apple' })).json, { count: 100 });
	assert.equal((await walk('show=off')).length, 100);
	const ticked = (await list('q=plum')).items.slice(0, 3).map((one) => String(one.n));
	assert.deepEqual((await batch({ what: 'order', entries: ticked, first: 700, step: 10 })).json, { count: 3 });
	assert.deepEqual((await walk('sort=order')).slice(-3).map((one) => one.insertionOrder), [700, 710, 720]);
	assert.deepEqual((await batch({ what: 'copy', entries: ticked })).json, { count: 3 });
	const copies = (await walk('q=(copy)')).map((one) => [one.name, one.content, one.insertionOrder]);
	assert.deepEqual(copies[0], ['plum 3 (copy)', 'Text 3.', 700]);
	const second = (await member.api('POST', '/api/lore', { name: 'Second' })).json.id;
	assert.deepEqual((await batch({ what: 'copy', which: 'all', q: 'quince', toBookId: second })).json, { count: 100 });
	assert.equal((await entries(member, second)).length, 50);
	assert.deepEqual((await batch({ what: 'delete', which: 'all', q: 'pear' })).json, { count: 100 });
	assert.equal((await walk('')).length, 403);
	assert.equal((await member.api('POST', `/api/lore/${id}/entries/1/restore`)).status, 200);
	assert.equal((await walk('')).length, 503);
	assert.equal((await batch({ what: 'on', entries: [] })).status, 422);
	assert.equal((await batch({ what: 'fly', which: 'all' })).status, 422);
	const stranger = await newMember(house);
	const theirs = (await stranger.api('POST', '/api/lore', { name: 'Theirs' })).json.id;
	assert.equal((await stranger.api('POST', `/api/lore/${id}/entries/batch`, { what: 'delete', which: 'all' })).status, 404);
	assert.equal((await batch({ what: 'copy', entries: ticked, toBookId: theirs })).status, 422);

	// The same by forms alone.
	const page = await member.get(`/lore/${id}?sort=name&q=fig`);
	const form = { ...page.form(/\/entries#many$/), action: `/lore/${id}/entries` };
	assert.equal((await member.submit(form, { what: 'off' })).status, 422);
	const done = await member.submit(form, { what: 'delete', which: 'all' });
	assert.equal(done.status, 303);
	const after = await member.get(done.headers.location);
	assert.match(after.words, /100 entries are deleted/);
	assert.equal((await member.submit(after.form(/\/restore$/))).status, 303);
	assert.equal((await walk('q=fig')).length, 100);
});

test('nobody reads or writes the book of another', async () => {
	const member = await newMember(house);
	const stranger = await newMember(house);
	const { id } = (await bring(member, WORLD)).json;
	const guest = new Client(house);
	for (const [method, path, body] of [['GET', ''], ['PATCH', '', { name: 'x' }], ['DELETE', ''], ['POST', '/restore'], ['GET', '/entries'],
		['POST', '/entries', { keys: ['x'], content: 'y' }], ['GET', '/entries/1'], ['PATCH', '/entries/1', { content: 'z' }],
		['DELETE', '/entries/1'], ['POST', '/try', { text: 'castle' }], ['GET', '/export'], ['POST', '/link', { characterId: '1' }]]) {
		const answer = await stranger.api(method, `/api/lore/${id}${path}`, body);
		assert.equal(answer.status, 404, `${method} ${path}: ${answer.text}`);
		assert.equal((await guest.api(method, `/api/lore/${id}${path}`, body)).status, 401, `${method} ${path}`);
	}
	assert.deepEqual((await take(member, id)).json, WORLD);
	assert.deepEqual((await stranger.api('GET', '/api/lore')).json.items, []);
});

test('a book of 50,000 entries comes in, is searched and tried', async () => {
	const member = await newBoth();
	const big = { entries: Array.from({ length: 50000 }, (_, i) => ({ keys: [`name${i}x`], content: `Text ${i}.`, extensions: {},
		enabled: true, insertion_order: i })) };
	let begun = Date.now();
	const answer = await bring(member, big);
	assert.equal(answer.status, 201, answer.text);
	const { id } = answer.json;
	console.log(`# brought in ${Date.now() - begun} ms`);
	assert.equal(answer.json.entryCount, 50000);
	begun = Date.now();
	const tried = (await member.api('POST', `/api/lore/${id}/try`, { text: 'name49999x and NAME7X' })).json;
	console.log(`# tried, cold, in ${Date.now() - begun} ms`);
	begun = Date.now();
	await member.api('POST', `/api/lore/${id}/try`, { text: 'name49999x and NAME7X' });
	console.log(`# tried, warm, in ${Date.now() - begun} ms`);
	assert.deepEqual(tried.fired.map((entry) => entry.content), ['Text 7.', 'Text 49999.']);
	const page = await member.get(`/lore/${id}?q=name49999x`);
	assert.match(page.words, /Text 49999/);
	assert.equal((await take(member, id)).json.entries.length, 50000);
	await member.api('PATCH', `/api/lore/${id}/entries/3`, { content: 'Other.' });
	assert.equal((await take(member, id)).json.entries[2].content, 'Other.');
	assert.equal(Object.keys((await take(member, id, 'world')).json.entries).length, 50000);
});
