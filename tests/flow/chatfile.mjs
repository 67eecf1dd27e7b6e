// Chats that members bring from other tools, and take back: all shapes come in, bad lines are told, and
// what this house does not know goes out again as it came.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, newMember, newVisitor } from '../support/client.mjs';
import { openHouse } from '../support/house.mjs';
import { characterIds } from '../support/talk.mjs';

const house = await openHouse();
const [characterId] = await characterIds(house);

function multipart(fields, files) {
	const edge = 'edge-of-a-part';
	const body = Buffer.concat([
		...Object.entries(fields).map(([name, value]) => Buffer.from(
			`--${edge}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)),
		...files.flatMap(([name, bytes]) => [Buffer.from(`--${edge}\r\nContent-Disposition: form-data; name="file"; `
			+ `filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`), Buffer.from(bytes), Buffer.from('\r\n')]),
		Buffer.from(`--${edge}--\r\n`)]);
	return { body, headers: { 'Content-Type': `multipart/form-data; boundary=${edge}` } };
}

function bring(member, files, fields = {}) {
	const { body, headers } = multipart({ characterId, format: 'auto', ...fields }, files);
	return member.api('POST', '/api/chat/import', body, { headers });
}

async function brought(member, name, bytes, fields) {
	const answer = await bring(member, [[name, bytes]], fields);
	assert.equal(answer.status, 201, answer.text);
	return answer.json;
}

const take = (member, id, format) => member.api('GET', `/api/chat/sessions/${id}/export?format=${format}`);
const jsonLines = (text) => text.trim().split('\n').map((line) => JSON.parse(line));
const lines = (...objects) => objects.map((object) => JSON.stringify(object)).join('\n');

const HEADER = {
	user_name: 'Sam', character_name: 'Wren', create_date: '2024-5-2@15h07m09s',
	chat_metadata: { note_prompt: 'Keep it dry.', note_depth: 4, variables: { mood: 'calm' }, integrity: 'a-b-c',
		timedWorldInfo: { sticky: {} } },
	some_future_key: [1, { two: null }],
};
const TALK = [
	{ name: 'Wren', is_user: false, is_system: false, send_date: 'May 2, 2024 3:07pm', mes: 'Mind the step.',
		swipe_id: 1, swipes: ['Tea?', 'Mind the step.', 'You again.'],
		swipe_info: [{ send_date: 'May 2, 2024 3:06pm', extra: { model: 'old-model', 'x/y': 1 } },
			{ send_date: 'May 2, 2024 3:07pm', extra: { model: 'new-model' } }, { extra: {} }],
		extra: { api: 'openai', model: 'new-model', token_count: 4, odd: { deep: [1, 2, { three: 'é' }] } },
		gen_started: '2024-05-02T15:07:01.120Z', force_avatar: 'a.png' },
	{ name: 'Sam', is_user: true, send_date: '2024-05-02T15:08:00Z', mes: 'I see\r\nit.', extra: { 'b"ä': true } },
	{ name: 'Wren', is_user: false, is_system: true, send_date: 1714662600000, mes: 'A hidden remark.', title: '' },
	{ name: 'Narrator', is_user: false, send_date: '', mes: 'The lamp turns.', extra: { type: 'narrator' } },
];

test('SillyTavern lines come in with their versions, and go out whole', async () => {
	const member = await newMember(house);
	const { sessionId, report, messageCount } = await brought(member, 'Wren - May.jsonl', lines(HEADER, ...TALK));
	assert.equal(messageCount, 4);
	assert.deepEqual(report.ignored, []);
	assert.ok(report.mapped.includes('4 messages'));
	assert.ok(report.mapped.includes('2 other versions of messages'));
	assert.ok(report.mapped.some((line) => /1 message that is hidden/.test(line)));
	for (const key of ['chat_metadata.timedWorldInfo', 'header: some_future_key', 'gen_started', 'force_avatar']) {
		assert.ok(report.kept.includes(key), key);
	}
	assert.ok(report.mapped.includes('the author’s note') && report.mapped.includes('1 variable of macros'));
	const settings = (await member.api('GET', `/api/chat/sessions/${sessionId}/settings`)).json;
	assert.deepEqual([settings.noteText, settings.notePosition, settings.noteDepth, settings.noteInterval, settings.noteRole],
		['Keep it dry.', 'depth', 4, 1, 'system']);

	const session = (await member.api('GET', `/api/chat/sessions/${sessionId}`)).json;
	assert.equal(session.title, 'Wren - May');
	const { items } = (await member.api('GET', `/api/chat/sessions/${sessionId}/messages`)).json;
	assert.deepEqual(items.map((m) => [m.role, m.content]), [['assistant', 'Mind the step.'], ['user', 'I see\nit.'],
		['assistant', 'A hidden remark.'], ['system', 'The lamp turns.']]);
	assert.deepEqual([items[0].swipeIndex, items[0].swipeCount], [1, 3]);
	assert.equal(items[0].speaker.model, 'new-model');
	assert.equal(items[0].createdAt, '2024-05-02T15:07:00Z');
	assert.equal(items[2].createdAt, '2024-05-02T15:10:00Z');

	const answer = await take(member, sessionId, 'jsonl');
	assert.equal(answer.status, 200);
	assert.match(answer.headers['content-disposition'], /^attachment; filename="Wren - May\.jsonl"/);
	const [header, ...talk] = jsonLines(answer.text);
	const { snug, ...metadata } = header.chat_metadata;
	assert.deepEqual({ ...header, chat_metadata: metadata }, HEADER);
	assert.match(snug.disclosure, /AI/);
	assert.equal(talk.length, TALK.length);
	for (const [i, was] of TALK.entries()) {
		for (const [key, value] of Object.entries(was)) {
			const now = typeof talk[i][key] === 'string' ? talk[i][key].replace(/\r\n/g, '\n') : talk[i][key];
			const then = typeof value === 'string' ? value.replace(/\r\n/g, '\n') : value;
			assert.deepEqual(now, then, `${i} ${key}`);
		}
	}

	// And in again: nothing is added by the journey.
	const again = await brought(member, 'again.jsonl', answer.bytes);
	const [, ...twice] = jsonLines((await take(member, again.sessionId, 'jsonl')).text);
	assert.deepEqual(twice, talk);
});

test('timed effects of lore come in, last on, follow the branch and go out again', async () => {
	const member = await newMember(house);
	const entry = (id, key, extensions) => ({ id, keys: [key], content: `LORE OF ${key}`, extensions: { ...extensions, position: 0 }, enabled: true,
		insertion_order: 100, position: 'before_char' });
	const made = await member.api('POST', '/api/characters/import', { text: JSON.stringify({ spec: 'chara_card_v2', spec_version: '2.0', data: {
		name: 'Wren', description: 'Age: 34.', personality: '', scenario: '', first_mes: 'Hi', mes_example: '', creator_notes: '', system_prompt: '',
		post_history_instructions: '', alternate_greetings: [], tags: [], creator: '', character_version: '', extensions: {},
		character_book: { name: 'Isles.of the north', extensions: {}, entries: [entry(4, 'lantern', { sticky: 6, cooldown: 3 }),
			entry(7, 'anchor', { sticky: 2, cooldown: 5 }), entry(9, 'storm', { cooldown: 4 })] } } }) });
	assert.equal(made.status, 201, made.text);
	const talk = [];
	for (let i = 0; i < 6; i += 1) talk.push({ name: i % 2 ? 'Wren' : 'Sam', is_user: i % 2 === 0, mes: `Line ${i}.` });
	talk.splice(2, 0, { name: 'Wren', is_user: false, is_system: true, mes: 'Not said.' });
	const timed = { sticky: { 'Isles.of the north.4': { hash: 5123456789012345, start: 3, end: 9, protected: false },
		'Elsewhere.1': { hash: 1, start: 3, end: 20, protected: false } },
	cooldown: { 'Isles.of the north.4': { hash: 5123456789012345, start: 3, end: 6, protected: false },
		'isles.OF the north.7': { hash: 77, start: 5, end: 10, protected: true }, 'x\u0000y.1': { start: 0, end: 99 }, 'no.2': 7 } };
	const { sessionId, report } = await brought(member, 'timed.jsonl', lines({ ...HEADER, chat_metadata: { timedWorldInfo: timed } }, ...talk),
		{ characterId: made.json.id });
	assert.ok(report.mapped.some((line) => /^timed effects of lore \(4\)/.test(line)), report.mapped);
	// It fired for the fourth line that is said, and for the anchor two before its rest began.
	assert.deepEqual(await house.sql(`select m.content, e.uid from prompt_record r join message m on m.id = r.message_id cross join unnest(r.fired) f
		join lore_entry e on e.id = split_part(f, ':', 2)::bigint where r.chat_id = ${sessionId} order by e.uid`),
	[['Line 3.', '4'], ['Line 3.', '7']]);

	const asked = (await member.api('GET', `/api/chat/sessions/${sessionId}/prompt`)).json;
	const lore = asked.blocks.filter((block) => block.kind === 'lore');
	assert.equal(lore.length, 1);
	assert.match(lore[0].text, /LORE OF lantern/);
	assert.match(lore[0].why, /fired before and stays/);

	const metadata = async (id) => jsonLines((await take(member, id, 'jsonl')).text)[0].chat_metadata.timedWorldInfo;
	assert.deepEqual(await metadata(sessionId), {
		sticky: { 'Isles.of the north.4': timed.sticky['Isles.of the north.4'], 'Elsewhere.1': timed.sticky['Elsewhere.1'] },
		cooldown: { 'Isles.of the north.4': timed.cooldown['Isles.of the north.4'],
			'Isles.of the north.7': { start: 5, end: 10, protected: true } } });
	const tree = (await take(member, sessionId, 'json')).json;
	assert.ok(tree.timedWorldInfo.sticky['Isles.of the north.4']);
	const again = await brought(member, 'tree.json', JSON.stringify(tree), { characterId: made.json.id });
	assert.equal((await house.sql(`select count(*) from prompt_record where chat_id = ${again.sessionId}`))[0][0], '1');

	// Another branch, from before it fired, knows nothing of it.
	const { items } = (await member.api('GET', `/api/chat/sessions/${sessionId}/messages`)).json;
	const early = (await member.api('POST', `/api/chat/sessions/${sessionId}/branch`, { messageId: items[1].id })).json.sessionId;
	assert.deepEqual((await member.api('GET', `/api/chat/sessions/${early}/prompt`)).json.blocks.filter((block) => block.kind === 'lore'), []);
	assert.equal((await metadata(early))?.sticky['Isles.of the north.4'], undefined);
});

test('the whole tree goes out and comes in: branches, versions, marks', async () => {
	const member = await newMember(house);
	const { sessionId } = await brought(member, 'a.jsonl', lines(HEADER, ...TALK));
	const swipe = (await member.api('GET', `/api/chat/sessions/${sessionId}/messages`)).json.items[0];
	const moved = await member.api('POST', `/api/chat/sessions/${sessionId}/swipe`, { messageId: swipe.id, index: 0 });
	assert.equal(moved.status, 200, moved.text);
	await house.sql(`update message set bookmark = 'The lamp', rating = 5 where id = ${swipe.id}`);
	const tree = JSON.parse((await take(member, sessionId, 'json')).text);
	assert.equal(tree.spec, 'snug_chat');
	assert.match(tree.disclosure, /AI/);
	assert.equal(tree.messages.length, 6);
	assert.equal(tree.messages.find((m) => m.id === tree.head).content, 'Tea?');
	const other = await newMember(house);
	const copy = await brought(other, 'tree.json', JSON.stringify(tree));
	const second = JSON.parse((await take(other, copy.sessionId, 'json')).text);
	const shape = ({ messages, head }) => {
		const place = new Map(messages.map((m, i) => [m.id, i]));
		return [place.get(head), messages.map(({ id, parentId, createdAt, ...rest }) => [place.get(parentId), createdAt, rest])];
	};
	assert.deepEqual(shape(second), shape(tree));
	assert.deepEqual(second.origin, tree.origin);
	// The path that is read ends in the greeting now: one line, with all its versions.
	const [, ...talk] = jsonLines((await take(member, sessionId, 'jsonl')).text);
	assert.equal(talk.length, 1);
	assert.equal(talk[0].swipe_id, 0);
	assert.deepEqual(talk[0].swipes, TALK[0].swipes);
	assert.equal(talk[0].force_avatar, 'a.png');
});

test('what was edited here goes out as it is now', async () => {
	const member = await newMember(house);
	const { sessionId } = await brought(member, 'a.jsonl', lines(HEADER, TALK[0]));
	await house.sql(`update message set content = 'Changed.', edited_at = now()
		where chat_id = ${sessionId} and content = 'Mind the step.'`);
	const [, line] = jsonLines((await take(member, sessionId, 'jsonl')).text);
	assert.equal(line.mes, 'Changed.');
	assert.deepEqual(line.swipes, ['Tea?', 'Changed.', 'You again.']);
	assert.equal(line.gen_started, TALK[0].gen_started);
});

test('the author’s note is the chat’s, and goes out as it is now', async () => {
	const member = await newMember(house);
	const note = { note_prompt: 'Rain falls.', note_interval: 3, note_depth: 9, note_position: 0, note_role: 2 };
	const header = { ...HEADER, chat_metadata: { ...HEADER.chat_metadata, ...note } };
	const { sessionId } = await brought(member, 'a.jsonl', lines(header, TALK[0]));
	const url = `/api/chat/sessions/${sessionId}/settings`;
	const was = (await member.api('GET', url)).json;
	assert.deepEqual([was.noteText, was.notePosition, was.noteDepth, was.noteInterval, was.noteRole],
		['Rain falls.', 'after', 9, 3, 'assistant']);
	const head = async (who = member, id = sessionId) => JSON.parse((await take(who, id, 'jsonl')).text.split('\n')[0]).chat_metadata;
	assert.deepEqual({ ...(await head()), snug: null }, { ...header.chat_metadata, snug: null });
	const saved = await member.api('PATCH', url, { noteText: 'Sun shines.', notePosition: 'before', noteRole: 'user' });
	assert.equal(saved.status, 200, saved.text);
	const { snug, ...now } = await head();
	assert.deepEqual(now, { ...header.chat_metadata, note_prompt: 'Sun shines.', note_position: 2, note_role: 1 });
	// Our own document has it too, and a chat that began here says it as SillyTavern would.
	const tree = await take(member, sessionId, 'json');
	assert.equal(JSON.parse(tree.text).note.note_prompt, 'Sun shines.');
	const copy = await brought(member, 'tree.json', tree.bytes);
	assert.equal((await member.api('GET', `/api/chat/sessions/${copy.sessionId}/settings`)).json.noteText, 'Sun shines.');
	const mine = (await member.api('POST', '/api/chat/sessions', { characterId, isNew: true })).json.sessionId;
	assert.equal((await head(member, mine)).note_prompt, undefined);
	await member.api('PATCH', `/api/chat/sessions/${mine}/settings`, { noteText: 'Fog.' });
	assert.equal((await head(member, mine)).note_prompt, 'Fog.');
	// What is not taken here is no note, and nothing is lost of the rest.
	const bad = { ...header, chat_metadata: { note_prompt: 'sex with a 12 year old girl' } };
	const refused = await brought(member, 'b.jsonl', lines(bad, TALK[0]));
	assert.equal((await member.api('GET', `/api/chat/sessions/${refused.sessionId}/settings`)).json.noteText, '');
});

test('every other shape is recognised', async () => {
	const member = await newMember(house);
	const shapes = {
		'group.jsonl': lines({ name: 'Ada', is_user: false, mes: 'One.', send_date: '2024-5-2 @15h 07m 09s 120ms' },
			{ name: 'Bert', is_user: false, mes: 'Two.' }),
		'ooba.json': JSON.stringify({ data: [['<|BEGIN-VISIBLE-CHAT|>', 'Hello.'], ['Hi & bye', 'So be it.']],
			data_visible: [['', 'Hello.'], ['Hi &amp; bye', 'So be it.']], odd: 1 }),
		'new-ooba.json': JSON.stringify({ internal: [['', 'Hello.']], visible: [['', 'Hello.']] }),
		'agnai.json': JSON.stringify({ name: 'Night', messages: [{ _id: 'a', msg: 'Hello.', characterId: 'c1', state: 's' },
			{ _id: 'b', msg: 'Hi.', userId: 'u1' }, { _id: 'c', msg: 'Well?', characterId: 'c1', retries: ['Oh?'] }] }, null, 2),
		'cai.json': JSON.stringify({ histories: { histories: [
			{ external_id: 'h1', msgs: [{ src: { is_human: false, name: 'Wren' }, text: 'Hello.' },
				{ src: { is_human: true }, text: 'Hi.' }] },
			{ msgs: [{ src: { is_human: true }, text: 'Another day.' }] }] } }),
		'chub.jsonl': lines({ userName: 'Sam', characterName: 'Wren' },
			{ is_user: false, name: 'Wren', mes: { message: 'Hello.', id: 7 }, swipes: [{ message: 'Hello.' }, { message: 'Ho.' }] }),
		'array.json': JSON.stringify([{ name: 'Wren', is_user: false, mes: 'Hello.' }]),
	};
	const wanted = {
		'group.jsonl': [['assistant', 'One.'], ['assistant', 'Two.']],
		'ooba.json': [['assistant', 'Hello.'], ['user', 'Hi & bye'], ['assistant', 'So be it.']],
		'new-ooba.json': [['assistant', 'Hello.']],
		'agnai.json': [['assistant', 'Hello.'], ['user', 'Hi.'], ['assistant', 'Well?']],
		'cai.json': [['assistant', 'Hello.'], ['user', 'Hi.']],
		'chub.jsonl': [['assistant', 'Hello.']],
		'array.json': [['assistant', 'Hello.']],
	};
	for (const [name, text] of Object.entries(shapes)) {
		const { sessionId, sessionIds } = await brought(member, name, text);
		const { items } = (await member.api('GET', `/api/chat/sessions/${sessionId}/messages`)).json;
		assert.deepEqual(items.map((m) => [m.role, m.content]), wanted[name], name);
		assert.equal(sessionIds.length, name === 'cai.json' ? 2 : 1);
		const out = await take(member, sessionId, 'jsonl');
		assert.equal(jsonLines(out.text).length, items.length + 1, name);
		if (name === 'agnai.json') {
			assert.match(out.text, /"state":"s"/);
			assert.deepEqual(jsonLines(out.text)[3].swipes, ['Oh?', 'Well?']);
		}
	}
	const wrong = await bring(member, [['ooba.json', shapes['ooba.json']]], { format: 'agnai' });
	assert.deepEqual([wrong.status, wrong.json.error.code], [422, 'CHAT_FORMAT']);
});

test('a bad line is told and ends nothing', async () => {
	const member = await newMember(house);
	const deep = `{"mes":${'['.repeat(40)}${']'.repeat(40)}}`;
	const text = Buffer.concat([Buffer.from(`\ufeff${JSON.stringify(HEADER)}\r\n{"name":"Wren","mes":\r\n`),
		Buffer.from('{"name":"Wren","is_user":false,"mes":"caf\xe9"}\n', 'latin1'),
		Buffer.from(`${deep}\n\n${JSON.stringify(TALK[1])}\n{"name":"x","is_user":false}\n[1]\n{"mes":"a","mes":"b"}\n`)]);
	const { report, messageCount } = await brought(member, 'broken.jsonl', text);
	assert.equal(messageCount, 1);
	assert.equal(report.ignored.length, 6);
	for (const [i, line] of [2, 3, 4, 7, 8, 9].entries()) assert.match(report.ignored[i], new RegExp(`^line ${line}: `));
});

test('what is no chat is refused in words', async () => {
	const member = await newMember(house);
	const cases = [['', 'CHAT_EMPTY', 422], ['{"name":', 'CHAT_NOT_JSON', 422], ['hello there', 'CHAT_TYPE', 415],
		['{"a":1}', 'NO_CHAT', 422], [JSON.stringify({ spec: 'chara_card_v2', data: { name: 'x' } }), 'CHAT_IS_CARD', 422],
		[JSON.stringify({ name: 'b', entries: {} }), 'CHAT_IS_BOOK', 422], ['\xff\xfe{\0', 'CHAT_NOT_UTF8', 422],
		[lines(HEADER), 'NO_CHAT', 422], [`${'{"is_user":true,"mes":"a"}\n'.repeat(20001)}`, 'CHAT_TOO_LONG', 422]];
	for (const [text, code, status] of cases) {
		const answer = await bring(member, [['x.json', Buffer.from(text, 'latin1')]]);
		assert.deepEqual([answer.status, answer.json.error.code], [status, code], text.slice(0, 40));
		assert.ok(answer.json.error.message.length > 15);
	}
	for (const id of ['999999', '0', 'x']) {
		assert.equal((await bring(member, [['a.jsonl', lines(TALK[0])]], { characterId: id })).status, 422);
	}
	assert.equal((await bring(new Client(house), [['a.jsonl', lines(TALK[0])]])).status, 401);
});

test('blocked text is refused, and nothing of the chat stays', async () => {
	const member = await newMember(house);
	const text = lines(HEADER, TALK[0], { is_user: true, mes: 'She is a 15 year old girl, naked, and has sex with him.' });
	const answer = await bring(member, [['bad.jsonl', text]]);
	assert.deepEqual([answer.status, answer.json.error.code], [422, 'MODERATION_BLOCK']);
	assert.match(answer.json.error.message, /message 4/);
	assert.deepEqual((await member.api('GET', '/api/chat/sessions')).json.items, []);

	// In a name, and in words that only together with earlier ones mean it: nothing is split over many.
	const named = lines(HEADER, TALK[0], { is_user: true, name: '14 year old girl, sex', mes: 'Hello.' });
	assert.equal((await bring(member, [['name.jsonl', named]])).json.error?.code, 'MODERATION_BLOCK');
	const say = (mes) => ({ is_user: true, mes });
	const split = lines(HEADER, say('She is 14.'), say('Yes.'), say('I see.'), say('Go on.'), say('Sex with her.'));
	assert.equal((await bring(member, [['split.jsonl', split]])).json.error?.code, 'MODERATION_BLOCK');
	const far = lines(HEADER, say('She is 14.'), ...Array.from({ length: 30 }, () => say('The lamp turns over the water all night.')), say('The sea.'));
	assert.equal((await bring(member, [['far.jsonl', far]])).status, 201);
});

test('a chat is its member\'s alone', async () => {
	const member = await newMember(house);
	const stranger = await newMember(house);
	const { sessionId } = await brought(member, 'a.jsonl', lines(HEADER, ...TALK));
	for (const format of ['jsonl', 'json', 'txt', 'md', 'html']) {
		assert.equal((await take(stranger, sessionId, format)).status, 404);
		assert.equal((await take(member, sessionId, format)).status, 200);
	}
	assert.equal((await take(member, sessionId, 'exe')).status, 422);
});

test('what people read says what wrote it, and shows no markup', async () => {
	const member = await newMember(house);
	const evil = '<script>alert(1)</script> [x](javascript:alert(1))';
	const { sessionId } = await brought(member, 'evil "\u202e/..\\name.jsonl',
		lines(HEADER, { ...TALK[0], mes: evil, swipes: [evil], swipe_id: 0, name: '<b>Wren</b>' }, TALK[1]));
	for (const format of ['txt', 'md', 'html']) {
		const answer = await take(member, sessionId, format);
		assert.match(answer.text, /AI character/);
		assert.match(answer.text, /Fictional character/);
		assert.doesNotMatch(answer.headers['content-disposition'], /[/\\\u202e]\.\.|\r|\n/);
	}
	const page = await take(member, sessionId, 'html');
	assert.doesNotMatch(page.text, /<script|<b>/);
	assert.match(page.text, /&lt;script&gt;/);
	assert.match(page.headers['content-disposition'], /^attachment/);
});

test('ten thousand messages come in and go out quickly', async () => {
	const member = await newMember(house);
	const text = [JSON.stringify(HEADER)];
	for (let i = 0; i < 10000; i += 1) {
		text.push(JSON.stringify({ name: i % 2 ? 'Sam' : 'Wren', is_user: i % 2 === 1, send_date: 1714662600000 + i * 1000,
			mes: `Message ${i}. ${'The lamp turns over the water and nobody minds. '.repeat(8)}`, extra: { n: i } }));
	}
	let from = performance.now();
	const { sessionId, messageCount } = await brought(member, 'long.jsonl', text.join('\n'));
	const into = performance.now() - from;
	assert.equal(messageCount, 10000);
	from = performance.now();
	const out = jsonLines((await take(member, sessionId, 'jsonl')).text);
	const away = performance.now() - from;
	assert.equal(out.length, 10001);
	assert.equal(out[10000].extra.n, 9999);
	assert.equal(JSON.parse((await take(member, sessionId, 'json')).text).messages.length, 10000);
	const { items } = (await member.api('GET', `/api/chat/sessions/${sessionId}/messages?limit=3`)).json;
	assert.match(items[2].content, /^Message 9999/);
	console.log(`# in ${into.toFixed(0)} ms, out ${away.toFixed(0)} ms`);
});

test('the pages work without JavaScript', async () => {
	const member = await newVisitor(house);
	const empty = await member.get('/chat/import');
	assert.match(empty.words, /needs a character/);
	const page = await member.get(`/chat/import?characterId=${characterId}`);
	const form = page.form('/chat/import');
	const send = (files, fill) => {
		const pairs = Object.fromEntries(form.fields.filter(([name]) => name !== 'file'));
		const { body, headers } = multipart({ ...pairs, characterId, ...fill }, files);
		return member.request('POST', '/chat/import', { body, headers });
	};
	const sent = await send([['one.jsonl', lines(HEADER, ...TALK)], ['two.json', '{"no":"chat"}']],
		{ text: lines({ name: 'Pasted', is_user: false, mes: 'From the clipboard.' }) });
	assert.equal(sent.status, 303, sent.words);
	const results = await member.follow(sent);
	assert.match(results.words, /4 messages/);
	assert.match(results.words, /no message in it/);
	assert.match(results.words, /Pasted text/);
	const chats = [...results.text.matchAll(/href="(\/chat\/\d+)"/g)].map(([, url]) => url);
	const chat = await member.get(chats[0]);
	assert.match(chat.words, /Mind the step/);
	const shapes = await member.get(`${chats[0]}/export`);
	assert.match(shapes.words, /SillyTavern/);
	assert.equal((await new Client(house).get(sent.location)).status, 303);
	const stranger = await newVisitor(house);
	assert.equal((await stranger.get(sent.location)).status, 404);
	assert.equal((await stranger.get(`${chats[0]}/export`)).status, 404);
});
