// Characters that members bring as cards, and take back: what came in goes out, what was changed here is
// changed there, and nobody talks with a character whose age is not settled.
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import zlib from 'node:zlib';
import { Client, newMember, newVisitor } from '../support/client.mjs';
import { openHouse } from '../support/house.mjs';

const house = await openHouse();

// ---- pictures with cards in them -------------------------------------------------------------------

function crc32(bytes) {
	let crc = ~0;
	for (const byte of bytes) {
		crc ^= byte;
		for (let k = 0; k < 8; k += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc >>> 0;
}

function chunk(type, data) {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const head = Buffer.alloc(4);
	const tail = Buffer.alloc(4);
	head.writeUInt32BE(data.length);
	tail.writeUInt32BE(crc32(body));
	return Buffer.concat([head, body, tail]);
}

function png(texts = {}) {
	const side = 64;
	const head = Buffer.alloc(13);
	head.writeUInt32BE(side, 0);
	head.writeUInt32BE(side, 4);
	head.set([8, 2, 0, 0, 0], 8);
	const rows = Buffer.alloc(side * (side * 3 + 1), 90);
	for (let y = 0; y < side; y += 1) rows[y * (side * 3 + 1)] = 0;
	return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head),
		chunk('IDAT', zlib.deflateSync(rows)),
		...Object.entries(texts).map(([keyword, card]) => chunk('tEXt', Buffer.from(
			`${keyword}\0${Buffer.from(JSON.stringify(card)).toString('base64')}`, 'latin1'))),
		chunk('IEND', Buffer.alloc(0))]);
}

/** The cards in a PNG's text chunks, by keyword; the chunk before the end must be one of them. */
function cardsIn(bytes) {
	const cards = {};
	let last = '';
	for (let at = 8; at < bytes.length;) {
		const length = bytes.readUInt32BE(at);
		const type = bytes.toString('latin1', at + 4, at + 8);
		const data = bytes.subarray(at + 8, at + 8 + length);
		assert.equal(bytes.readUInt32BE(at + 8 + length), crc32(bytes.subarray(at + 4, at + 8 + length)), type);
		if (type === 'tEXt') {
			const [keyword, value] = data.toString('latin1').split('\0');
			assert.ok(!(keyword in cards), `${keyword} stands there twice`);
			cards[keyword] = JSON.parse(Buffer.from(value, 'base64').toString('utf8'));
		}
		if (type === 'IEND') assert.equal(last, 'tEXt');
		last = type;
		at += 12 + length;
	}
	assert.equal(last, 'IEND');
	return cards;
}

const V2 = {
	spec: 'chara_card_v2',
	spec_version: '2.0',
	create_date: '2024-05-01',
	data: {
		name: 'Wren Alder', description: '{{char}} keeps a lighthouse. Age: 34.', personality: 'dry',
		scenario: 'A storm.', first_mes: 'Tea, {{user}}?', mes_example: '<START>\n{{user}}: Hi\n{{char}}: Mind the step.',
		creator_notes: 'Made on a boat.', system_prompt: '', post_history_instructions: '',
		alternate_greetings: ['You again.'], tags: ['Lighthouse'], creator: 'wren', character_version: '1.2',
		extensions: { 'x/y': { k: [1, null, 'é'] }, talkativeness: '0.5' },
		character_book: { name: 'Isles', extensions: { z: 1 }, odd: true,
			entries: [{ keys: ['lamp'], content: 'Old.', extensions: { q: 2 }, enabled: true, insertion_order: 5, weird: [{}] }] },
		something_new: { a: 1 },
	},
};

function bring(member, files) {
	const edge = 'edge-of-a-part';
	const body = Buffer.concat([...files.flatMap(([name, bytes]) => [Buffer.from(`--${edge}\r\nContent-Disposition: `
		+ `form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`), bytes,
	Buffer.from('\r\n')]), Buffer.from(`--${edge}--\r\n`)]);
	return member.api('POST', '/api/characters/import', body,
		{ headers: { 'Content-Type': `multipart/form-data; boundary=${edge}` } });
}

const json = (card) => Buffer.from(JSON.stringify(card));
const take = (member, id, format) => member.api('GET', `/api/characters/${id}/export?format=${format}`);

// ---- tests -----------------------------------------------------------------------------------------

test('a card comes in, is private, and goes out whole', async () => {
	const member = await newMember(house);
	const answer = await bring(member, [['wren.png', png({ chara: V2 })]]);
	assert.equal(answer.status, 201, answer.text);
	const { id, report } = answer.json;
	assert.ok(report.kept.some((line) => line.includes('x/y')));
	assert.ok(report.mapped.includes('character_book (1 entry) → lorebook'), report.mapped);
	assert.ok(report.mapped.includes('character_version → version'));
	assert.ok(report.mapped.some((line) => line.startsWith('first_mes')));
	assert.deepEqual(report.ignored, []);

	const character = (await member.api('GET', `/api/characters/${id}`)).json;
	assert.equal(character.name, 'Wren Alder');
	assert.equal(character.age, 34);
	assert.equal(character.greeting, 'Tea, {{user}}?');
	assert.match(character.avatarUrl, /^\/media\/[0-9a-f]{64}\.webp$/);
	const stranger = await newMember(house);
	assert.equal((await stranger.api('GET', `/api/characters/${id}`)).status, 404);
	assert.equal((await take(stranger, id, 'png')).status, 404);
	assert.equal((await new Client(house).api('GET', `/api/characters/${id}/export?format=png`)).status, 401);

	const picture = await take(member, id, 'png');
	assert.equal(picture.headers['content-type'], 'image/png');
	assert.match(picture.headers['content-disposition'],
		/^attachment; filename="Wren Alder\.png"; filename\*=UTF-8''Wren%20Alder\.png$/);
	const cards = cardsIn(picture.bytes);
	assert.deepEqual(cards.chara, V2);
	assert.equal(cards.ccv3.spec, 'chara_card_v3');
	assert.deepEqual(cards.ccv3.data, { ...V2.data, group_only_greetings: [] });
	assert.deepEqual((await take(member, id, 'json')).json, cards.ccv3);
	assert.equal((await take(member, id, 'charx')).bytes.toString('latin1', 0, 2), 'PK');
	assert.equal((await take(member, id, 'gif')).status, 422);

	// What went out comes in again, the same.
	const again = await bring(member, [['wren.charx', (await take(member, id, 'charx')).bytes]]);
	const back = (await take(member, again.json.id, 'json')).json;
	assert.deepEqual({ ...back.data, assets: undefined }, { ...cards.ccv3.data, assets: undefined });
});

test('what was changed here is changed in the card, and only that', async () => {
	const member = await newMember(house);
	const { id } = (await bring(member, [['wren.json', json(V2)]])).json;
	await house.sql(`update character set personality = 'warm', updated_at = now() where id = ${id}`);
	const { data } = (await take(member, id, 'json')).json;
	assert.deepEqual(data, { ...V2.data, personality: 'warm', group_only_greetings: [] });
});

test('a card that went through the steps of the wizard goes out as it came, but for what was typed', async () => {
	const member = await newVisitor(house);
	const api = (method, path, body, options) => member.api(method, path, body, { ...options, token: member.sessionToken });
	const mes = Array.from({ length: 20 }, (_, i) => `<START>\n${i % 3 === 0 ? '' : '{{user}}: Hi.\n'}{{char}}: Step ${i}. ${'Mind it. '.repeat(300)}`);
	const data = { ...V2.data, mes_example: mes.join('\n'), system_prompt: 'Write as {{char}}. {{original}}', post_history_instructions: 'Be terse.',
		alternate_greetings: Array.from({ length: 30 }, (_, i) => `Opening ${i}.`), group_only_greetings: [],
		extensions: { ...V2.data.extensions, depth_prompt: { prompt: 'She never lies.', depth: 2, role: 'user', odd: 1 } } };
	const { id, report } = (await bring({ api }, [['wren.json', json({ ...V2, data })]])).json;
	assert.ok(report.mapped.includes('extensions.depth_prompt → note in the conversation'), report.mapped);
	assert.ok(report.kept.includes('extensions.x/y'), report.kept);
	const own = await member.get(`/character/${id}`);
	assert.match(own.words, /Private: only you see Wren Alder/);
	assert.doesNotMatch(own.words, /is being looked at/);
	for (const step of ['basics', 'personality', 'visuals', 'tags', 'visibility']) {
		const at = `/tavern/${id}/edit/${step}`;
		const sent = await member.submit((await member.get(at)).form(at), { go: 'next', ...(step === 'personality' && { scenario: 'A calm.' }) });
		assert.equal(sent.status, 303, sent.words);
		assert.doesNotMatch(sent.location, /check/, step);
	}
	const review = await member.get(`/tavern/${id}/edit/review`);
	assert.match(review.words, /Other openings 30 openings .*Examples 20 exchanges .*Be terse\./);
	const made = await member.submit(review.form(`/tavern/${id}/edit/review`), {},
		{ button: { name: 'x', value: '', action: `/tavern/${id}/edit/publish` } });
	assert.equal(made.location, `/character/${id}`, made.words);
	assert.deepEqual((await take({ api }, id, 'json')).json.data, { ...data, scenario: 'A calm.' });
	await api('PATCH', `/api/characters/${id}/steps`, { alternateGreetings: ['Only this.'], systemPrompt: '' });
	await api('POST', `/api/characters/${id}/publish`, {});
	assert.deepEqual((await take({ api }, id, 'json')).json.data,
		{ ...data, scenario: 'A calm.', alternate_greetings: ['Only this.'], system_prompt: '' });
	const extensions = async (fields) => {
		await api('PATCH', `/api/characters/${id}/steps`, fields);
		await api('POST', `/api/characters/${id}/publish`, {});
		const { snug, ...rest } = (await take({ api }, id, 'json')).json.data.extensions;
		assert.equal(snug.age, 34);
		return rest;
	};
	assert.deepEqual(await extensions({ depthPrompt: 'She lies at times.', depthPromptDepth: 0, depthPromptRole: 'system' }),
		{ ...V2.data.extensions, depth_prompt: { prompt: 'She lies at times.', depth: 0, role: 'system' } });
	assert.deepEqual(await extensions({ depthPrompt: '' }), V2.data.extensions);
});

test('words that hold a card back can be taken out by its creator, wherever they stand', async () => {
	const member = await newVisitor(house);
	member.token = member.sessionToken;
	for (const [field, name] of [['alternate_greetings', 'alternateGreetings'], ['group_only_greetings', 'groupGreetings']]) {
		const card = { ...V2, data: { ...V2.data, name: `Wren ${name}`, tags: [], [field]: ['You again.', 'Porn, all night.'] } };
		const { id, moderationStatus } = (await bring(member, [['wren.json', json(card)]])).json;
		assert.equal(moderationStatus, 'quarantined');
		const [, place] = /href="([^"]+)">Edit the text/.exec((await member.get(`/character/${id}/release`)).text);
		assert.match((await member.get(place)).text, /<textarea[^>]*>Porn, all night\.</);
		await member.api('PATCH', `/api/characters/${id}/steps`, { [name]: ['You again.'] });
		const made = await member.api('POST', `/api/characters/${id}/publish`, { visibility: 'private' });
		assert.equal(made.status, 200, made.text);
		assert.notEqual(made.json.moderationStatus, 'quarantined', name);
	}
	const early = { ...V2, data: { ...V2.data, name: 'Wren Story', tags: [], description: 'Age: 30. Porn, all night.', first_mes: 'Porn.' } };
	const { id } = (await bring(member, [['wren.json', json(early)]])).json;
	assert.match((await member.get(`/character/${id}/release`)).text, new RegExp(`href="/tavern/${id}/edit/basics">Edit the text`));
});

test('what cards have no field for goes out with them and comes in again', async () => {
	const member = await newMember(house);
	const look = { hairStyle: 'braid', eyes: 'amber', accessories: ['scarf', 'no-such'], free: 'A mended sail for a coat.' };
	const [[own]] = await house.sql(`with one as (insert into character (creator_id, creator_name, name, short_description, long_bio, age, pronouns, traits,
		content_notes, look, moderation_status, version) values (${member.user.id}, 'x', 'Ada Quill', 'Keeps maps.', 'A map maker.', 44, 'she/her',
		'{patient,dry}', '{grief,romance}', '${JSON.stringify({ ...look, accessories: ['scarf'], age: 44 })}', 'approved', '3b') returning id) select id from one`);
	const card = (await take(member, own, 'json')).json;
	assert.deepEqual(card.data.extensions.snug, { age: 44, shortDescription: 'Keeps maps.', pronouns: 'she/her', traits: ['patient', 'dry'],
		contentNotes: ['romance', 'grief'], look: { hairStyle: 'braid', eyes: 'amber', accessories: ['scarf'], free: 'A mended sail for a coat.' } });
	assert.equal(card.data.character_version, '3b');
	assert.ok(Math.abs(card.data.creation_date - Date.now() / 1000) < 600 && card.data.modification_date >= card.data.creation_date);

	const columns = (id) => house.sql(`select content_notes, look, version, pronouns from character where id = ${id}`);
	const again = (await bring(member, [['ada.json', json(card)]])).json.id;
	assert.deepEqual((await columns(again))[0][0].split(/[{},]/).filter(Boolean).sort(), ['grief', 'romance']);
	assert.deepEqual(JSON.parse((await columns(again))[0][1]), { ...card.data.extensions.snug.look, age: 44 });
	assert.deepEqual((await columns(again))[0].slice(2), ['3b', 'she/her']);
	assert.deepEqual((await take(member, again, 'json')).json, card, 'unedited it goes out as it came');

	// Words that nobody here knows are left out; what others wrote into the same place stays.
	const odd = structuredClone(V2);
	odd.data.extensions.snug = { contentNotes: ['grief', 'nonsense', 7], look, theirs: { k: 1 } };
	const strange = (await bring(member, [['odd.json', json(odd)]])).json.id;
	assert.deepEqual((await columns(strange))[0][0], '{grief}');
	assert.deepEqual((await take(member, strange, 'json')).json.data.extensions, odd.data.extensions);
	await house.sql(`update character set content_notes = '{horror}' where id = ${strange}`);
	const { extensions } = (await take(member, strange, 'json')).json.data;
	assert.deepEqual([extensions.snug.contentNotes, extensions.snug.theirs, extensions['x/y']], [['horror'], { k: 1 }, odd.data.extensions['x/y']]);

	const evil = structuredClone(V2);
	evil.data.extensions.snug = { look: { free: 'a naked schoolgirl' } };
	assert.equal((await bring(member, [['evil.json', json(evil)]])).json.isFrozen, true);
});

test('all fields of V3 go round, in every container and after an edit', async () => {
	const member = await newMember(house);
	const data = { ...V2.data, nickname: 'Wren', source: ['https://a.example/1', 'b:2'], group_only_greetings: ['Hush, all.'],
		creator_notes_multilingual: { de: 'Auf einem Boot.', fr: 'Sur un bateau.' }, creation_date: 1700000000, modification_date: 0 };
	const card = { spec: 'chara_card_v3', spec_version: '3.0', data };
	for (const file of [['a.json', json(card)], ['b.png', png({ ccv3: card })]]) {
		const { id } = (await bring(member, [file])).json;
		assert.deepEqual((await take(member, id, 'json')).json.data, data, file[0]);
		assert.deepEqual(cardsIn((await take(member, id, 'png')).bytes).ccv3.data, data, file[0]);
		const back = await bring(member, [['c.charx', (await take(member, id, 'charx')).bytes]]);
		assert.deepEqual({ ...(await take(member, back.json.id, 'json')).json.data, assets: undefined }, { ...data, assets: undefined }, file[0]);
		await house.sql(`update character set personality = 'warm' where id = ${id}`);
		assert.deepEqual((await take(member, id, 'json')).json.data, { ...data, personality: 'warm' }, file[0]);
	}
});

test('a card without an age waits until its creator states one', async () => {
	const member = await newMember(house);
	const answer = await bring(member, [['bo.json', json({ name: 'Bo', description: 'A baker.', first_mes: 'Hi' })]]);
	assert.equal(answer.status, 201);
	assert.equal(answer.json.moderationStatus, 'quarantined');
	const { id } = answer.json;
	const chat = () => member.api('POST', '/api/chat/sessions', { characterId: id });
	const release = (who, body) => who.api('POST', `/api/characters/${id}/release`, body);
	assert.equal((await chat()).status, 404);
	assert.equal((await release(member, { age: 17, isSure: true })).status, 422);
	assert.equal((await release(member, { age: 30 })).status, 422);
	assert.equal((await release(await newMember(house), { age: 30, isSure: true })).status, 404);
	assert.equal((await release(member, { age: 30, isSure: true })).status, 200);
	assert.equal((await release(member, { age: 30, isSure: true })).status, 409);
	assert.equal((await chat()).status, 201);
});

test('no statement outvotes what the text says', async () => {
	const member = await newMember(house);
	const { id, doubts } = (await bring(member, [['y.json', json({ name: 'Y', description: 'Age: 15', first_mes: '' })]])).json;
	assert.equal(doubts.length, 1);
	const answer = await member.api('POST', `/api/characters/${id}/release`, { age: 30, isSure: true });
	assert.equal(answer.status, 422);
	assert.match(answer.json.error.fields.age, /adult/);
});

test('who is called or sorted like somebody young or real waits, whatever age is stated', async () => {
	const member = await newMember(house);
	const card = (name, tags, description = 'Age: 30.') => ({ ...V2, data: { ...V2.data, name, tags, description } });
	for (const [name, tags, why] of [['Emma Stone', [], /real person/], ['Wren', ['celebrity'], /real person/],
		['Schoolgirl Wren', [], /younger/], ['Wren', ['teenager'], /younger/]]) {
		const { id, moderationStatus, doubts, isFrozen } = (await bring(member, [['a.json', json(card(name, tags))]])).json;
		assert.deepEqual([moderationStatus, isFrozen], ['quarantined', false], `${name} ${tags}`);
		assert.match(doubts.join(), why);
		assert.equal((await member.api('POST', `/api/characters/${id}/release`, { age: 30, isSure: true })).status, 422);
	}
	// To speak of them is no likeness.
	assert.equal((await bring(member, [['b.json', json(card('Wren', [], 'Age: 30. A teacher of children who hums songs of Taylor Swift.'))]]))
		.json.moderationStatus, 'pending');
});

test('what only the prompt shows is judged too, and a book tells what does not work', async () => {
	const member = await newMember(house);
	const card = structuredClone(V2);
	card.data.extensions.depth_prompt = { prompt: 'Stay dry.', depth: 6, role: 'user' };
	card.data.character_book.entries.push(
		{ keys: ['/(/'], content: '@@dance\nHm.', extensions: { vectorized: true }, enabled: true, insertion_order: 6 }, 'none');
	const { id, report } = (await bring(member, [['wren.json', json(card)]])).json;
	assert.deepEqual(await house.sql(`select depth_prompt, depth_prompt_depth, depth_prompt_role, mes_example <> ''
		from character where id = ${id}`), [['Stay dry.', '6', 'user', 't']]);
	for (const what of [/meaning/, /pattern/, /decorator/, /was empty/]) {
		assert.ok(report.notes.some((line) => /^In its lorebook: /.test(line) && what.test(line)), `${what}: ${report.notes}`);
	}
	assert.deepEqual((await take(member, id, 'json')).json.data, { ...card.data, group_only_greetings: [] });
	card.data.extensions.depth_prompt.prompt = 'She is 14 years old and they have sex.';
	assert.equal((await bring(member, [['wren.json', json(card)]])).json.moderationStatus, 'quarantined');
	card.data.extensions.depth_prompt.prompt = '';
	card.data.mes_example += '\nShe is 14 years old and they have sex.';
	assert.equal((await bring(member, [['wren.json', json(card)]])).json.moderationStatus, 'quarantined');
});

test('one bad file of several stops none of the others', async () => {
	const member = await newMember(house);
	const files = [['good.json', json({ name: 'Good', description: 'Age: 40' })], ['bad.json', Buffer.from('{"name":')],
		['none.png', png()], ['two.png', png({ CHARA: V2 })]];
	const { items } = (await bring(member, files)).json;
	assert.deepEqual(items.map((item) => item.error?.code ?? item.name),
		['Good', 'CARD_NOT_JSON', 'NO_CARD', 'Wren Alder']);
	const alone = await bring(member, [files[1]]);
	assert.equal(alone.status, 422);
	assert.equal(alone.json.error.code, 'CARD_NOT_JSON');
	assert.equal((await bring(member, [['a.txt', Buffer.from('hello')]])).status, 415);
});

test('twenty-four files come in at once and are counted; of more, none is kept, and that is said', async () => {
	const member = await newVisitor(house);
	const { fields } = (await member.get('/tavern/import')).form('/tavern/import');
	const edge = 'drop';
	const drop = (n) => {
		const parts = fields.filter(([name]) => name !== 'file' && name !== 'idempotencyKey').map(([name, value]) =>
			`--${edge}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
		for (let i = 0; i < n; i += 1) {
			const card = i === 0 ? '{"name":' : JSON.stringify({ name: `Drop ${i}`, description: i === 1 ? 'Nobody knows.' : 'Age: 40' });
			parts.push(`--${edge}\r\nContent-Disposition: form-data; name="file"; filename="${i}.json"\r\n\r\n${card}\r\n`);
		}
		return member.request('POST', '/tavern/import', { body: `${parts.join('')}--${edge}--\r\n`,
			headers: { 'Content-Type': `multipart/form-data; boundary=${edge}` } });
	};
	const many = await drop(25);
	assert.equal(many.status, 400);
	assert.match(many.words, /More than 24 files came at once, and none of them was kept/);
	const sent = await drop(24);
	assert.equal(sent.status, 303, sent.words);
	const results = await member.follow(sent);
	assert.match(results.words, /Came in: 22\. Waiting for you: 1\. Not taken: 1\./);
	assert.match(results.words, /Used here 2/);
	assert.doesNotMatch(results.text, /<details class="fold" open/);
});

test('of a mixed drop each file meets its own fate', async () => {
	const member = await newMember(house);
	const talk = (name) => Buffer.from([{ user_name: 'Sam', character_name: name, chat_metadata: {} },
		{ name, is_user: false, mes: 'Mind the step.' }].map((line) => JSON.stringify(line)).join('\n'));
	const agnai = json({ name: 'Wren Alder', scenario: 'A storm.', messages: [{ msg: 'Hello.', characterId: 'c' }] });
	const files = [['talk.jsonl', talk('Wren Alder')], ['wren.png', png({ chara: V2 })], ['other.jsonl', talk('Nobody')],
		['agnai.json', agnai], ['bad.json', Buffer.from('{')]];
	const book = json({ spec: 'lorebook_v3', data: { name: 'Isles', entries: [{ keys: ['lamp'], content: 'Old.', extensions: {},
		enabled: true, insertion_order: 1, use_regex: false }, 7] } });
	const { items } = (await bring(member, [...files, ['two.json', json({ name: 'Two', description: 'Age: 40' })],
		['isles.json', book]])).json;
	assert.deepEqual(items.map((item) => item.error?.code ?? item.characterName ?? item.name),
		['Wren Alder', 'Wren Alder', 'NO_CHARACTER', 'NO_CHARACTER', 'CARD_NOT_JSON', 'Two', 'Isles']);
	assert.equal(items[6].bookEntries, 1);
	assert.equal((await member.get(`/lore/${items[6].bookId}`, { headers: { Authorization: `Bearer ${member.token}` } })).status, 200);
	assert.match(items[2].error.message, /Nobody/);
	const { items: messages } = (await member.api('GET', `/api/chat/sessions/${items[0].sessionId}/messages`)).json;
	assert.equal(messages[0].content, 'Mind the step.');
	// By itself, with a character of one's own by that name.
	const alone = await bring(member, [['again.jsonl', talk('wren alder')]]);
	assert.equal(alone.status, 201, alone.text);
	assert.equal(alone.json.characterName, 'Wren Alder');
	assert.equal((await bring(member, [['none.jsonl', talk('Nobody')]])).json.error.code, 'NO_CHARACTER');
});

test('markup in any field is text on every page', async () => {
	const member = await newVisitor(house);
	const evil = (n) => `"><script>alert(${n})</script><img src=x onerror=alert(${n})>{{{x}}}`;
	const card = { spec: 'chara_card_v3', spec_version: '3.0', data: {
		name: evil(1).slice(0, 55), nickname: evil(2).slice(0, 55), description: `Age: 30. ${evil(3)}`, personality: evil(4),
		scenario: evil(5), first_mes: evil(6), mes_example: `<START>\n{{user}}: ${evil(7)}\n{{char}}: ${evil(8)}`,
		creator_notes: evil(9), system_prompt: evil(10), post_history_instructions: evil(11),
		alternate_greetings: [evil(12)], tags: [evil(13), 'cosy'], creator: evil(14), character_version: evil(15),
		extensions: { [evil(16)]: 1 }, character_book: { name: evil(17), entries: [{ keys: [evil(18)], content: evil(19),
			extensions: {}, enabled: true, insertion_order: 1, name: evil(20) }] }, [evil(21)]: evil(22) } };
	const edge = 'part';
	const [, csrf] = /name="csrf" value="([^"]+)"/.exec((await member.get('/tavern/import')).text);
	const body = Buffer.concat([Buffer.from(`--${edge}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n${csrf}\r\n`
		+ `--${edge}\r\nContent-Disposition: form-data; name="file"; filename="<b>x</b>.json"\r\n\r\n`),
	json(card), Buffer.from(`\r\n--${edge}--\r\n`)]);
	const sent = await member.request('POST', '/tavern/import', { body,
		headers: { 'Content-Type': `multipart/form-data; boundary=${edge}` } });
	assert.equal(sent.status, 303, sent.words);
	const results = await member.follow(sent);
	const [, id] = /href="\/character\/(\d+)"/.exec(results.text);
	const begun = await member.submit((await member.get(`/character/${id}`)).form('/chat'));
	assert.equal(begun.status, 303, begun.words);
	const pages = [sent.location, `/character/${id}`, `/character/${id}?tab=examples`, `/tavern/${id}/edit`, '/tavern/mine',
		begun.location, '/chat', `${begun.location}/export`, '/chat/import', `/generate?characterId=${id}`];
	for (const step of ['basics', 'personality', 'visuals', 'tags', 'visibility', 'review']) pages.push(`/tavern/${id}/edit/${step}`);
	let seen = 0;
	for (const url of pages) {
		const page = await member.get(url);
		assert.ok([200, 303, 404].includes(page.status), `${url} ${page.status}`);
		assert.doesNotMatch(page.text, /<script>alert|<img src=x|<b>x<\/b>/, url);
		seen += page.status === 200 ? 1 : 0;
	}
	assert.ok(seen >= 8, `${seen} pages`);
	const out = await member.get(`${begun.location}/export?format=html`);
	assert.doesNotMatch(out.text, /<script>|<img/);
});

test('the page works without JavaScript', async () => {
	const member = await newVisitor(house);
	const form = (await member.get('/tavern/import')).form('/tavern/import');
	const edge = 'page';
	const fields = [...form.fields.filter(([name]) => name !== 'file' && name !== 'text'),
		['text', JSON.stringify({ name: 'Ada <b>', description: 'A clockmaker.' })]];
	const body = fields.map(([name, value]) => `--${edge}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`
		+ `${value}\r\n`).join('') + `--${edge}\r\nContent-Disposition: form-data; name="file"; filename=""\r\n`
		+ `Content-Type: application/octet-stream\r\n\r\n\r\n--${edge}--\r\n`;
	const sent = await member.request('POST', '/tavern/import', { body,
		headers: { 'Content-Type': `multipart/form-data; boundary=${edge}` } });
	assert.equal(sent.status, 303, sent.words);
	const results = await member.follow(sent);
	assert.match(results.words, /Ada <b>/);
	assert.doesNotMatch(results.text, /Ada <b>/);
	const [, address] = /href="(\/character\/\d+\/release)"/.exec(results.text);
	const asked = await member.get(address);
	const released = await member.submit(asked.form(address), { age: '52', isSure: '1' });
	assert.equal(released.status, 303, released.words);
	assert.match((await member.follow(released)).words, /52/);
	assert.equal((await new Client(house).get(sent.location)).status, 303);
});

test('the command line reads and writes cards', async () => {
	const member = await newMember(house);
	const file = path.join(house.var, 'tmp', `card-${process.pid}.png`);
	const { id } = (await bring(member, [['wren.png', png({ chara: V2 })]])).json;
	try {
		await house.snug('card', 'write', id, '--format', 'png', '-o', file);
		assert.deepEqual(cardsIn(await readFile(file)).chara, V2);
		const { stdout } = await house.snug('card', 'read', file);
		const read = JSON.parse(stdout);
		assert.equal(read.name, 'Wren Alder');
		assert.equal(read.book.entryCount, 1);
		await writeFile(file, 'no card');
		await assert.rejects(house.snug('card', 'read', file), { code: 1 });
		await assert.rejects(house.snug('card', 'write', '999999', '--format', 'png', '-o', file), { code: 1 });
		await assert.rejects(house.snug('card', 'write', id, '--format', 'gif', '-o', file), { code: 2 });
	} finally {
		await rm(file, { force: true });
	}
});
