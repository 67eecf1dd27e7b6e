// What a model is really sent: persona, preset, author's note, lore and the fields of a card, in the right
// order and roles, at a fake server that keeps every request. And that the inspector tells the truth.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client, newMember, newVisitor } from '../support/client.mjs';
import { startHouse, until } from '../support/house.mjs';
import { ended, messages, openChat, say } from '../support/talk.mjs';
import { startFake } from '../fakes/openai.mjs';

const CARD = {
	spec: 'chara_card_v2', spec_version: '2.0',
	data: {
		name: 'Wren Hollis', description: '{{char}} keeps the ferry. Age: 41.', personality: 'Dry and patient.',
		scenario: '{{user}} waits at the landing.', first_mes: 'Evening, {{user}}.',
		mes_example: '<START>\n{{user}}: Is it deep?\n{{char}}: Deep enough.\n<START>\n{{char}}: Mind the rope.',
		creator_notes: 'NOTES-FOR-PEOPLE', system_prompt: 'FERRY-MAIN {{original}}', post_history_instructions: 'FERRY-LAST',
		alternate_greetings: [], tags: ['tag-for-people'], creator: 'someone', character_version: '1',
		extensions: { depth_prompt: { prompt: 'FERRY-DEEP', depth: 1, role: 'system' } },
		character_book: { extensions: {}, entries: [
			{ keys: ['bell'], content: 'BELL-LORE: the bell rings for {{user}}.', extensions: {}, enabled: true, insertion_order: 100, position: 'before_char', name: 'bell' },
			{ keys: ['dragon'], content: 'DRAGON-LORE', extensions: {}, enabled: true, insertion_order: 100, position: 'before_char', name: 'dragon' }] },
	},
};

/** Where each of these begins in the text; all must be there, each behind the one before. */
function inOrder(text, parts) {
	let at = -1;
	for (const part of parts) {
		const next = text.indexOf(part, at + 1);
		assert.ok(next > at, `${part} is missing or too early in:\n${text}`);
		at = next;
	}
}

describe('what a model reads', async () => {
	let fake;
	let house;
	let member;
	let chat;
	before(async () => {
		fake = await startFake();
		house = await startHouse({ env: { SNUG_TEXT_PROVIDER: 'openai', SNUG_OPENAI_MODEL: 'polite',
			SNUG_OPENAI_BASE: `http://127.0.0.1:${fake.port}/v1`, SNUG_CONTEXT_TOKENS: '4096' } });
		member = await newMember(house);
		await house.snug('gems', 'grant', member.user.username, '200', '--reason', 'bonus');
		const form = new FormData();
		form.append('file', new Blob([JSON.stringify(CARD)]), 'wren.json');
		const request = new Request('http://x', { method: 'POST', body: form });
		const answer = await member.api('POST', '/api/characters/import', Buffer.from(await request.arrayBuffer()),
			{ headers: { 'Content-Type': request.headers.get('content-type') } });
		assert.equal(answer.status, 201, answer.text);
		chat = await openChat(member, answer.json.id);
	});
	after(async () => {
		await house?.stop();
		fake?.server.close();
	});

	// Summaries are asked for as well; they are no replies.
	const replies = () => fake.requests.filter(({ body }) => body.messages[0].content.startsWith('Rules of this house'));
	const sent = () => replies().at(-1).body;
	const ask = async (method, path, body) => {
		const answer = await member.api(method, path, body);
		assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
		return answer.json;
	};
	const settings = (body) => ask('PATCH', `/api/chat/sessions/${chat}/settings`, body);
	const inspect = (id) => ask('GET', `/api/chat/sessions/${chat}/prompt${id ? `?messageId=${id}` : ''}`);

	test('everything arrives, in order and in its role', async () => {
		const persona = await ask('POST', '/api/personas', { name: 'Captain Bo', description: 'PERSONA-TEXT, {{user}} is 44.' });
		const shared = (await ask('GET', '/api/presets')).items;
		assert.deepEqual(shared.map((one) => one.name), ['Balanced', 'Creative', 'Precise', 'Storyteller']);
		const preset = await ask('POST', `/api/presets/${shared[0].id}/duplicate`);
		await ask('PATCH', `/api/presets/${preset.id}`, { main: 'PRESET-MAIN for {{char}}', postHistory: 'PRESET-LAST',
			sampling: { temperature: 0.83, topP: 0.9, topK: 33, maxTokens: 222 }, stops: ['END-HERE'] });
		await settings({ personaId: persona.id, presetId: preset.id, noteText: 'NOTE for {{user}}', noteDepth: 0, temperature: 0.66 });
		await say(member, chat, 'I hear a bell.');
		const body = sent();
		const [first, ...rest] = body.messages;
		assert.equal(first.role, 'system');
		inOrder(first.content, ['Rules of this house', 'FERRY-MAIN PRESET-MAIN for Wren Hollis',
			'BELL-LORE: the bell rings for Captain Bo.', 'PERSONA-TEXT, Captain Bo is 44.', 'Wren Hollis keeps the ferry',
			'Dry and patient.', 'Captain Bo waits at the landing.', 'Captain Bo: Is it deep?\nWren Hollis: Deep enough.',
			'Wren Hollis: Mind the rope.']);
		assert.ok(!/DRAGON|NOTES-FOR-PEOPLE|tag-for-people|PRESET-LAST/.test(JSON.stringify(body)));
		const told = rest.map((one) => [one.role, one.content.replace(/<[^>]+>/g, '').trim()]);
		assert.equal(told[0][0], 'assistant');
		assert.deepEqual(told.slice(1, 3), [['system', 'FERRY-DEEP'], ['user', 'I hear a bell.']]);
		assert.equal(told.length, 4);
		assert.equal(told[3][0], 'system');
		inOrder(told[3][1], ['NOTE for Captain Bo', 'FERRY-LAST', 'The rules of this house']);
		assert.equal(body.temperature, 0.66);
		assert.equal(body.top_p, 0.9);
		assert.equal(body.max_tokens ?? body.max_completion_tokens, 222);
		assert.ok(body.stop.includes('\nCaptain Bo:') && body.stop.includes('END-HERE'), `${body.stop}`);
	});

	test('the inspector shows what was sent, and what would be', async () => {
		const live = await inspect();
		const reply = await say(member, chat, 'Row on, then.');
		const record = await inspect(reply.id);
		assert.equal(record.isLive, false);
		assert.equal(record.provider, 'openai');
		assert.equal(record.preset, 'Balanced, my way');
		assert.equal(record.persona, 'Captain Bo');
		const kept = record.blocks.filter((block) => !block.isCut);
		const texts = sent().messages.map((one) => one.content).join('\n\n');
		inOrder(texts, kept.map((block) => block.text));
		const length = kept.reduce((sum, block) => sum + block.text.length, 0) + 2 * (kept.length - 1);
		assert.equal(texts.length, length, 'something was sent that the record does not show');
		assert.equal(record.tokens, kept.reduce((sum, block) => sum + block.tokens, 0) + 3);
		assert.ok(record.tokens <= record.budget + 3);
		assert.deepEqual(record.sampling, { temperature: 0.66, topP: 0.9, topK: 33, maxTokens: 222 });
		const lore = kept.find((block) => block.kind === 'lore');
		assert.match(lore.why, /bell/i);
		assert.deepEqual(record.fired.length, 1);
		// The page before the turn told the same, but for what was not said yet.
		const kinds = (prompt) => prompt.blocks.filter((block) => block.kind !== 'history').map((block) => block.kind);
		assert.deepEqual(kinds(live), kinds(record));
	});

	test('the page of it reads well without JavaScript, and belongs to its member', async () => {
		const visitor = await newVisitor(house);
		assert.equal((await visitor.get(`/chat/${chat}/prompt`)).status, 404);
		assert.equal((await visitor.get(`/chat/${chat}/settings`)).status, 404);
		const owner = new Client(house, { address: member.address });
		owner.cookies.set('snug', member.token);
		const page = await owner.get(`/chat/${chat}/prompt`);
		assert.equal(page.status, 200);
		for (const words of ['Rules of the house', 'Main prompt', 'Persona', 'Author’s note', 'Sampling', 'BELL-LORE'])
			assert.ok(page.words.includes(words), `${words} is not on the page`);
		const form = (await owner.get(`/chat/${chat}/settings`)).form(`/chat/${chat}/settings`);
		const typed = await owner.submit(form, { temperature: 'warm', noteText: 'Kept words' });
		assert.equal(typed.status, 422);
		assert.match(typed.words, /Temperature is a number from 0 to 5/);
		assert.match(typed.text, /Kept words/);
		const saved = await owner.submit(form, { temperature: '1,25', noteInterval: '3' });
		assert.equal(saved.status, 303, saved.words);
		const now = await ask('GET', `/api/chat/sessions/${chat}/settings`);
		assert.equal(now.sampling.temperature, 1.25);
		assert.equal(now.noteInterval, 3);
	});

	test('a guest of a chat reads neither its settings nor its prompts', async () => {
		const guest = await newMember(house);
		await house.sql(`insert into chat_member (chat_id, member_id, role) values (${chat}, ${guest.user.id}, 'guest')`);
		const [[reply]] = await house.sql(`select max(message_id) from prompt_record where chat_id = ${chat}`);
		for (const path of ['prompt', `prompt?messageId=${reply}`, 'settings'])
			assert.equal((await guest.api('GET', `/api/chat/sessions/${chat}/${path}`)).status, 403, path);
		assert.equal((await guest.api('PATCH', `/api/chat/sessions/${chat}/settings`, { noteText: 'mine' })).status, 403);
		await house.sql(`delete from chat_member where member_id = ${guest.user.id}`);
	});

	test('what a creator keeps to themselves reaches the model, and no inspector but theirs', async () => {
		await house.sql("update character set visibility = 'public', moderation_status = 'approved', published_at = now() where name = 'Wren Hollis'");
		const reader = await newMember(house);
		await house.snug('gems', 'grant', reader.user.username, '50', '--reason', 'bonus');
		const [[wren]] = await house.sql("select id from character where name = 'Wren Hollis'");
		const theirs = await openChat(reader, wren);
		const persona = await reader.api('POST', '/api/personas', { name: 'Nosy', description: 'I am told: {{reverse:{{charPrompt}}}}' });
		await reader.api('PATCH', `/api/chat/sessions/${theirs}/settings`, { personaId: persona.json.id });
		const reply = await say(reader, theirs, 'I hear a bell.');
		const body = JSON.stringify(sent());
		for (const text of ['BELL-LORE', 'FERRY-MAIN', 'FERRY-LAST', 'FERRY-DEEP'])
			assert.ok(body.includes(text), `${text} was not sent`);
		for (const query of ['', `?messageId=${reply.id}`]) {
			const shown = await reader.api('GET', `/api/chat/sessions/${theirs}/prompt${query}`);
			assert.ok(!/BELL-LORE|FERRY-|-YRREF/.test(shown.text), shown.text);
			const hidden = shown.json.blocks.filter((block) => block.isHidden);
			assert.deepEqual(hidden.map((block) => block.kind).sort(), ['depth_prompt', 'lore', 'main', 'persona', 'post_history']);
			assert.ok(hidden.every((block) => block.tokens > 0 && !block.text));
			assert.match(hidden.find((block) => block.kind === 'lore').name, /bell/);
			assert.match(shown.text, /keeps the ferry/);
		}
		const owner = new Client(house, { address: reader.address });
		owner.cookies.set('snug', reader.token);
		const page = await owner.get(`/chat/${theirs}/prompt`);
		assert.ok(!/BELL-LORE|FERRY-/.test(page.text));
		assert.match(page.words, /Who made this keeps its text to themselves/);
		assert.match((await member.api('GET', `/api/chat/sessions/${chat}/prompt`)).text, /FERRY-MAIN/);
	});

	test('a persona is copied', async () => {
		const one = (await member.api('POST', '/api/personas', { name: 'Ada Pell', description: 'A surveyor, 36.', position: 'depth', depth: 3, isDefault: true })).json;
		const copy = await member.api('POST', `/api/personas/${one.id}/duplicate`);
		assert.equal(copy.status, 201, copy.text);
		assert.deepEqual([copy.json.name, copy.json.description, copy.json.position, copy.json.depth, copy.json.isDefault],
			['Ada Pell', 'A surveyor, 36.', 'depth', 3, false]);
		assert.notEqual(copy.json.id, one.id);
		const stranger = await newMember(house);
		assert.equal((await stranger.api('POST', `/api/personas/${one.id}/duplicate`)).status, 404);
		for (const { id } of [one, copy.json]) assert.equal((await member.api('DELETE', `/api/personas/${id}`)).status, 200);
	});

	test('personas: taken everywhere, for one character, deleted and brought back', async () => {
		const own = await newMember(house);
		const call = async (method, path, body, status = 200) => {
			const answer = await own.api(method, path, body);
			assert.equal(answer.status, status, `${method} ${path}: ${answer.text}`);
			return answer.json;
		};
		const [[character]] = await house.sql('select min(id) from character where listed');
		await house.sql(`update character set greeting = 'Well met, {{user}}.' where id = ${character}`);
		const one = await call('POST', '/api/personas', { name: 'Rook', isDefault: true }, 201);
		const two = await call('POST', '/api/personas', { name: 'Tern', isDefault: true }, 201);
		assert.deepEqual((await call('GET', '/api/personas')).items.map((p) => [p.name, p.isDefault]), [['Tern', true], ['Rook', false]]);
		const talk = await openChat(own, character);
		const named = async () => (await call('GET', `/api/chat/sessions/${talk}/prompt`)).persona;
		assert.match((await messages(own, talk))[0].content, /Tern/);
		assert.equal(await named(), 'Tern');
		await call('PATCH', `/api/chat/sessions/${talk}/settings`, { personaId: one.id, personaAlways: true });
		assert.equal(await named(), 'Rook');
		const next = (await call('POST', '/api/chat/sessions', { characterId: character, isNew: true }, 201)).sessionId;
		assert.match((await messages(own, next))[0].content, /Rook/);
		await call('DELETE', `/api/personas/${one.id}`);
		assert.equal(await named(), 'Tern');
		await call('POST', `/api/personas/${one.id}/restore`);
		assert.equal(await named(), 'Rook');
		await call('PATCH', `/api/chat/sessions/${talk}/settings`, { personaId: 'off' });
		assert.equal(await named(), own.user.displayName ?? own.user.username);
		await call('POST', '/api/personas', { name: 'Pip', description: 'Pip is 14 years old.' }, 422);
		assert.equal((await member.api('PATCH', `/api/personas/${two.id}`, { name: 'Stolen' })).status, 404);
		assert.equal((await member.api('PATCH', `/api/chat/sessions/${chat}/settings`, { personaId: two.id })).status, 422);
	});

	test('a note comes at its interval', async () => {
		await settings({ noteText: 'EVERY-THIRD', noteInterval: 3, noteDepth: 1 });
		const seen = [];
		for (let turn = 3; turn <= 6; turn += 1) {
			await say(member, chat, `Turn ${turn}.`);
			seen.push(JSON.stringify(sent().messages).includes('EVERY-THIRD'));
		}
		assert.deepEqual(seen, [true, false, false, true]);
		await settings({ noteText: '' });
	});

	test('what is too long ends the turn in words, and costs nothing', async () => {
		const before = (await ask('GET', '/api/gems/explain')).available;
		const asked = replies().length;
		const long = await ask('POST', '/api/personas', { name: 'Long', description: 'word '.repeat(1500) });
		const note = 'more '.repeat(1500);
		await settings({ personaId: long.id, noteText: note, noteInterval: 1 });
		assert.equal((await inspect()).isTooLong, true);
		const reply = await say(member, chat, 'Well?');
		assert.equal(reply.status, 'failed');
		assert.equal(reply.reason, 'PROMPT_TOO_LONG');
		assert.equal(replies().length, asked);
		assert.equal((await ask('GET', '/api/gems/explain')).available, before);
		await settings({ personaId: 'off', noteText: '' });
		assert.equal((await say(member, chat, 'And now?')).status, 'complete');
		assert.ok(!JSON.stringify(sent()).includes('PERSONA-TEXT'));
	});

	test('a reply that goes on ends the prompt, with what it said so far', async () => {
		const before = await say(member, chat, 'A short one, please.');
		const more = await ask('POST', `/api/chat/sessions/${chat}/continue`, { messageId: before.id });
		const after = await ended(member, chat, more.messageId);
		assert.ok(after.content.startsWith(before.content) && after.content.length > before.content.length);
		const [said, nudge] = sent().messages.slice(-2);
		assert.deepEqual([said.role, said.content], ['assistant', before.content]);
		assert.match(nudge.content, /Go on as Wren Hollis/);
	});

	test('a name in front of a reply is taken off', async () => {
		const reply = await say(member, chat, '[[fake:named]] And you are?');
		assert.match(reply.content, /^The kettle sings/);
	});

	test('a model’s own count is learned', async () => {
		const learned = () => house.sql('select ratio, samples from token_calibration');
		assert.deepEqual(await learned(), [], 'nine tokens, as the fake tells for every prompt, teach nothing');
		const before = (await inspect()).tokens;
		for (let i = 0; i < 3; i += 1) await say(member, chat, `[[fake:counting]] How far is it now, number ${i}?`);
		const [[ratio, samples]] = await until('the mean is stored', async () => {
			const rows = await learned();
			return rows.length > 0 && rows[0][1] === '3' ? rows : null;
		});
		assert.equal(samples, '3');
		assert.ok(Number(ratio) > 1.3 && Number(ratio) < 3, ratio);
		assert.ok((await inspect()).tokens > before * 1.3, 'the next prompt is not counted as the model counts');
	});

	test('only the newest replies keep their report; older ones keep what fired', async () => {
		for (let i = 0; i < 7; i += 1) await say(member, chat, i === 0 ? 'The bell again.' : `Line ${i}.`);
		await until('older records are trimmed', async () => {
			const [[whole, empty]] = await house.sql(`select count(*) filter (where report is not null),
				count(*) filter (where report is null and fired = '{}') from prompt_record where chat_id = ${chat}`);
			return whole === '12' && empty === '0';
		});
	});

	test('presets come from other tools, and go out again', async () => {
		const file = { temperature: 1.1, top_p: 0.92, openai_max_context: 8000, openai_max_tokens: 400, wi_format: 'x',
			prompts: [{ identifier: 'main', name: 'Main', content: 'ST-MAIN', role: 'system' },
				{ identifier: 'jailbreak', content: 'ST-LAST' }, { identifier: 'tone', name: 'Tone', content: 'ST-TONE', role: 'user', injection_position: 1, injection_depth: 2 }],
			prompt_order: [{ character_id: 100001, order: [{ identifier: 'scenario', enabled: true }, { identifier: 'main', enabled: true },
				{ identifier: 'charDescription', enabled: true }, { identifier: 'charPersonality', enabled: false },
				{ identifier: 'tone', enabled: true }, { identifier: 'chatHistory', enabled: true }, { identifier: 'jailbreak', enabled: true }] }] };
		const form = new FormData();
		form.append('file', new Blob([JSON.stringify(file)]), 'My preset.json');
		const request = new Request('http://x', { method: 'POST', body: form });
		const brought = await member.api('POST', '/api/presets/import', Buffer.from(await request.arrayBuffer()),
			{ headers: { 'Content-Type': request.headers.get('content-type') } });
		assert.equal(brought.status, 201, brought.text);
		assert.equal(brought.json.name, 'My preset');
		assert.deepEqual(brought.json.report.ignored, ['wi_format']);
		await settings({ presetId: brought.json.id, sampling: {} });
		await say(member, chat, 'With another preset.');
		const [first, ...rest] = sent().messages;
		inOrder(first.content, ['waits at the landing', 'FERRY-MAIN ST-MAIN', 'keeps the ferry']);
		assert.ok(!first.content.includes('Dry and patient'));
		assert.equal(rest.at(-5).content, 'ST-TONE');
		assert.equal(rest.at(-5).role, 'user');
		assert.equal(sent().temperature, 1.1);
		const out = await member.api('GET', `/api/presets/${brought.json.id}/export`);
		assert.match(out.headers['content-disposition'], /My-preset\.json/);
		assert.equal(out.json.layout.length, 7);
		const other = await newMember(house);
		assert.equal((await other.api('GET', `/api/presets/${brought.json.id}`)).status, 404);
		assert.equal((await other.api('PATCH', `/api/presets/${brought.json.id}`, { name: 'x' })).status, 404);
	});
});
