// What a model is sent beyond one character and one reply: variables that macros keep, words that are
// banned, a line for the member, and a group, at a fake server that keeps every request.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Client, newMember } from '../support/client.mjs';
import { startHouse, until } from '../support/house.mjs';
import { messages, openChat, quiet, say } from '../support/talk.mjs';
import { startFake } from '../fakes/openai.mjs';

const card = (name, description, data = {}) => ({
	spec: 'chara_card_v2', spec_version: '2.0',
	data: { name, description, personality: '', scenario: '', first_mes: `I am ${name}.`, mes_example: '', creator_notes: '',
		system_prompt: '', post_history_instructions: '', alternate_greetings: [], tags: [], creator: '', character_version: '1',
		extensions: {}, ...data },
});

const COUNTING = card('Wren Hollis', '{{char}} keeps the ferry. Age: 41.', {
	system_prompt: 'TURN {{incvar::turns}}.{{banned "shivers down"}} Write as {{char}}.', post_history_instructions: 'LAST-OF-CARD',
	extensions: { depth_prompt: { prompt: 'MOOD [{{getvar::mood}}] SEEN [{{getglobalvar::seen}}]', depth: 1, role: 'system' } },
	character_book: { scan_depth: 2, extensions: {}, entries: [{ keys: ['storm'], extensions: {}, enabled: true, insertion_order: 100,
		position: 'before_char', name: 'storm', content: '{{setvar::mood::stormy}}{{setglobalvar::seen::storm}}STORM-LORE' }] },
});

function parts(fields, file, text) {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	form.append('file', new Blob([text]), file);
	return new Request('http://x', { method: 'POST', body: form });
}

describe('what a model reads, by macros and in groups', async () => {
	let fake;
	let house;
	let member;
	let wren;
	let chat;
	before(async () => {
		fake = await startFake();
		house = await startHouse({ env: { SNUG_TEXT_PROVIDER: 'openai', SNUG_OPENAI_MODEL: 'polite', SNUG_OPENAI_DIALECT: 'koboldcpp',
			SNUG_OPENAI_BASE: `http://127.0.0.1:${fake.port}/v1` } });
		member = await newMember(house);
		await house.snug('gems', 'grant', member.user.username, '200', '--reason', 'bonus');
		wren = await bring('/api/characters/import', {}, 'wren.json', JSON.stringify(COUNTING));
		wren = wren.id;
		chat = await openChat(member, wren);
	});
	after(async () => {
		await house?.stop();
		fake?.server.close();
	});
	// One member says everything here: on a fast machine sooner than members may.
	beforeEach(() => house.sql('delete from rl.bucket'));

	async function bring(path, fields, file, text) {
		const request = parts(fields, file, text);
		const answer = await member.api('POST', path, Buffer.from(await request.arrayBuffer()),
			{ headers: { 'Content-Type': request.headers.get('content-type') } });
		assert.equal(answer.status, 201, answer.text);
		return answer.json;
	}

	// Summaries are asked for as well; they are no replies.
	const replies = () => fake.requests.map(({ body }) => body).filter((body) => body.messages[0].content.startsWith('Rules of this house'));
	const sent = () => replies().at(-1);
	const told = () => /TURN (\d+)\.[^]*MOOD \[(\w*)\] SEEN \[(\w*)\]/.exec(JSON.stringify(sent())).slice(1);
	const ask = async (method, path, body) => {
		const answer = await member.api(method, path, body);
		assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
		return answer.json;
	};

	test('variables go on from reply to reply, and follow branches and swipes', async () => {
		await say(member, chat, 'Good evening.');
		assert.deepEqual(told(), ['1', '', '']);
		const calm = (await messages(member, chat)).at(-1);
		const reply = await say(member, chat, 'A storm comes.');
		assert.deepEqual(told(), ['2', 'stormy', 'storm']);
		const again = await ask('POST', `/api/chat/sessions/${chat}/regenerate`, {});
		await quiet(member, chat);
		assert.notEqual(again.messageId, reply.id);
		assert.deepEqual(told(), ['2', 'stormy', 'storm'], 'a swipe counted twice');
		await say(member, chat, 'It is over.');
		assert.deepEqual(told(), ['3', 'stormy', 'storm']);
		const record = await ask('GET', `/api/chat/sessions/${chat}/prompt?messageId=${(await messages(member, chat)).at(-1).id}`);
		assert.deepEqual([record.variables, record.globals], [{ turns: '3', mood: 'stormy' }, { seen: 'storm' }]);
		const copy = await ask('POST', `/api/chat/sessions/${chat}/branch`, { messageId: calm.id });
		await say(member, copy.sessionId, 'Calm here.');
		assert.deepEqual(told(), ['2', '', 'storm'], 'a branch before the storm knows of it');
		const far = await ask('POST', `/api/chat/sessions/${chat}/branch`, { messageId: (await messages(member, chat)).at(-1).id });
		await say(member, far.sessionId, 'And here.');
		assert.deepEqual(told(), ['4', 'stormy', 'storm']);
	});

	test('macros know which version of the card and of a message they stand beside', async () => {
		const other = await bring('/api/characters/import', {}, 'kay.json', JSON.stringify(card('Kay Verne', 'Age: 30.', {
			system_prompt: 'V[{{charVersion}}] S[{{currentSwipeId}}/{{lastSwipeId}}] F[{{firstIncludedMessageId}}]', character_version: '2.1b' })));
		const talk = await openChat(member, other.id);
		const seen = () => /V\[(.*?)\] S\[(.*?)\] F\[(.*?)\]/.exec(JSON.stringify(sent())).slice(1);
		await say(member, talk, 'Hello.');
		assert.deepEqual(seen(), ['2.1b', '1/1', '0']);
		await ask('POST', `/api/chat/sessions/${talk}/regenerate`, {});
		await quiet(member, talk);
		assert.deepEqual(seen(), ['2.1b', '2/2', '0']);
	});

	test('looking changes nothing, and the page shows them', async () => {
		for (let i = 0; i < 2; i += 1)
			assert.equal((await ask('GET', `/api/chat/sessions/${chat}/prompt`)).variables.turns, '4');
		await say(member, chat, 'On we go.');
		assert.equal(told()[0], '4');
		const owner = new Client(house, { address: member.address });
		owner.cookies.set('snug', member.token);
		assert.match((await owner.get(`/chat/${chat}/prompt`)).words, /Variables turns 5 mood stormy seen all chats storm/);
	});

	test('another member has none of them; older replies keep theirs without a report', async () => {
		const other = await newMember(house);
		const [[kept]] = await house.sql(`select count(*) from member_variables where member_id <> ${member.user.id}`);
		assert.equal(kept, '0');
		assert.equal((await other.api('GET', `/api/chat/sessions/${chat}/prompt`)).status, 404);
		for (let i = 0; i < 12; i += 1) await say(member, chat, `Line ${i}.`);
		await until('the oldest reports are trimmed, and no variables', async () => {
			const [[trimmed, empty]] = await house.sql(`select count(*) filter (where report is null and variables is not null),
				count(*) filter (where variables is null) from prompt_record where chat_id = ${chat}`);
			assert.equal(empty, '0');
			return Number(trimmed) > 0;
		});
		const turns = Number(told()[0]);
		await say(member, chat, 'One more.');
		assert.equal(Number(told()[0]), turns + 1);
	});

	test('a chat from SillyTavern begins with its variables', async () => {
		const header = { user_name: 'Sam', character_name: 'Wren Hollis', create_date: '2024-5-2@15h07m09s',
			chat_metadata: { variables: { turns: 41, mood: 'old', deep: { is: 'dropped' } } } };
		const lines = [header, { name: 'Wren Hollis', is_user: false, send_date: 'May 2, 2024 3:07pm', mes: 'Mind the step.' },
			{ name: 'Sam', is_user: true, send_date: 'May 2, 2024 3:08pm', mes: 'Thanks.' }];
		const brought = await bring('/api/chat/import', { characterId: wren, format: 'auto' }, 'Wren.jsonl', lines.map((one) => JSON.stringify(one)).join('\n'));
		await say(member, brought.sessionId, 'Here again.');
		assert.deepEqual(told(), ['42', 'old', 'storm']);
		await say(member, brought.sessionId, 'And again.');
		assert.equal(told()[0], '43');
	});

	test('first messages set variables, each version its own', async () => {
		const { id } = await bring('/api/characters/import', {}, 'teller.json', JSON.stringify(card('Teller Ames', '{{char}} tells. Age: 50.', {
			nickname: 'Tell', first_mes: '{{setvar::mood::first}}{{char}} greets {{user}}. {{pick:One,One}}.',
			alternate_greetings: ['{{setvar::mood::second}}Again, {{reverse:olleh}}.'],
			system_prompt: 'TURN {{incvar::turns}}.', extensions: { depth_prompt: { prompt: 'MOOD [{{getvar::mood}}] SEEN [x]', depth: 1 } } })));
		const own = await openChat(member, id);
		const [greeting] = await messages(member, own);
		assert.match(greeting.content, /^Teller Ames greets .+\. One\.$/);
		await say(member, own, 'Good day.');
		assert.deepEqual(told(), ['1', 'first', 'x']);
		const other = (await member.api('POST', '/api/chat/sessions', { characterId: id, isNew: true })).json;
		const fresh = other.sessionId ?? other.id;
		const [first] = await messages(member, fresh);
		await ask('POST', `/api/chat/sessions/${fresh}/swipe`, { messageId: first.id, index: 1 });
		assert.equal((await messages(member, fresh))[0].content, 'Again, hello.');
		await say(member, fresh, 'Good day.');
		assert.equal(told()[1], 'second');
	});

	test('banned words go where they are understood', async () => {
		await say(member, chat, 'Do you?');
		assert.deepEqual(sent().banned_strings, ['shivers down']);
		assert.deepEqual((await ask('GET', `/api/chat/sessions/${chat}/prompt`)).banned, ['shivers down']);
	});

	test('a line for the member is asked for under the same rules', async () => {
		const persona = await ask('POST', '/api/personas', { name: 'Nora Vale', description: 'PERSONA-TEXT of {{user}}.' });
		await ask('PATCH', `/api/chat/sessions/${chat}/settings`, { personaId: persona.id, noteText: 'NOTE for {{char}}', noteInterval: 1 });
		await say(member, chat, 'The storm is near.');
		const before = replies().length;
		await ask('POST', `/api/chat/sessions/${chat}/impersonate`, { content: 'I take the oar and' });
		await until('it was asked for', () => replies().length > before);
		const { messages: list, stop, max_tokens: most } = sent();
		const [first] = list;
		const last = list.at(-1).content;
		for (const part of ['Rules of this house', 'Lend Nora Vale the words', 'STORM-LORE', 'PERSONA-TEXT of Nora Vale.', 'Wren Hollis keeps the ferry'])
			assert.ok(first.content.includes(part), `${part} is missing`);
		assert.ok(!/TURN \d|LAST-OF-CARD/.test(JSON.stringify(list)), 'what the card says of replies is no part of it');
		assert.match(last, /I take the oar and\n<\/material>[^]*Write the next message as Nora Vale[^]*nothing for Wren Hollis/);
		assert.ok(stop.includes('\nWren Hollis:') && !stop.includes('\nNora Vale:'), `${stop}`);
		assert.equal(most, 220);
		await until('the line is in the box', async () => {
			const [[draft]] = await house.sql(`select translate(draft, E'\\n', ' ') from chat_member where chat_id = ${chat} and member_id = ${member.user.id}`);
			return /The kettle sings/.test(draft);
		});
	});

	test('in a group the one who speaks is asked, with their card, and nobody speaks for the member', async () => {
		const tom = await bring('/api/characters/import', {}, 'tom.json', JSON.stringify(card('Tom Reed', '{{char}} mends nets. Age: 50.')));
		const group = (await ask('POST', '/api/chat/sessions', { characterId: wren, isNew: true })).sessionId;
		const persona = (await ask('GET', '/api/personas')).items[0];
		await ask('PATCH', `/api/chat/sessions/${group}/settings`, { personaId: persona.id });
		await ask('POST', `/api/chat/sessions/${group}/people`, { characterId: tom.id, do: 'add' });
		await ask('POST', `/api/chat/sessions/${group}/turn-order`, { turnOrder: 'list' });
		const before = replies().length;
		await ask('POST', `/api/chat/sessions/${group}/message`, { content: '[[fake:deaf_to_stops]] Good evening, both.' });
		const list = await quiet(member, group);
		assert.deepEqual(list.slice(-2).map((one) => one.speaker.label), ['Wren Hollis', 'Tom Reed']);
		for (const one of list.slice(-2)) assert.ok(!/Nora|more than that/.test(one.content), one.content);
		const [ofWren, ofTom, ...more] = replies().slice(before);
		assert.equal(more.length, 0);
		for (const [body, own, other, does, not] of [[ofWren, 'Wren Hollis', 'Tom Reed', 'keeps the ferry', 'mends nets'],
			[ofTom, 'Tom Reed', 'Wren Hollis', 'mends nets', 'keeps the ferry']]) {
			const [first, ...rest] = body.messages;
			assert.ok(first.content.includes(`${own} ${does}`) && !first.content.includes(not), first.content);
			assert.match(rest.at(-1).content, new RegExp(`Write the next reply only as ${own}, without a name in front`));
			assert.ok(body.stop.includes('\nNora Vale:') && body.stop.includes(`\n${other}:`) && !body.stop.includes(`\n${own}:`), `${body.stop}`);
			assert.ok(rest.some((one) => one.role === 'user' && one.content.startsWith('Nora Vale: [[fake')));
			assert.ok(rest.some((one) => one.role === 'assistant' && one.content.startsWith('Wren Hollis: I am Wren')));
		}
		assert.ok(ofTom.messages.some((one) => one.role === 'assistant' && one.content.startsWith('Wren Hollis: The kettle sings')));
		// Every card, where the chat says so.
		await ask('PATCH', `/api/chat/sessions/${group}/settings`, { cardMode: 'append' });
		await ask('POST', `/api/chat/sessions/${group}/turn-order`, { turnOrder: 'manual' });
		await ask('POST', `/api/chat/sessions/${group}/speak`, { characterId: tom.id });
		await quiet(member, group);
		assert.ok(sent().messages[0].content.includes('keeps the ferry') && sent().messages[0].content.includes('mends nets'));
		assert.match(sent().messages.at(-1).content, /only as Tom Reed/);
	});

	// The last one: what a model refuses is remembered, and its prompts are folded from then on.
	test('templates that want turns get them, however often the system speaks', async () => {
		for (const [manner, tries] of [['strict_turns', 2], ['no_system', 2]]) {
			const asked = replies().length;
			const reply = await say(member, chat, `[[fake:${manner}]] Is it far?`);
			assert.equal(reply.status, 'complete', manner);
			assert.equal(replies().length, asked + tries);
			const last = sent().messages.at(-1);
			assert.equal(last.role, 'user');
			assert.match(last.content, /MOOD [^]*Is it far\?[^]*\[System note\][^]*LAST-OF-CARD/);
		}
	});
});
