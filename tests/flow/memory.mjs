// What is remembered of a chat, as members meet it: the page without scripts, facts and notes, switches,
// branches, and a line in their own voice. Everything is theirs alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, newMember } from '../support/client.mjs';
import { openHouse, until } from '../support/house.mjs';
import { balance, characterIds, messages, openChat, ownCharacter, say } from '../support/talk.mjs';

const house = await openHouse();
const character = async () => (await characterIds(house))[0];
const memory = async (member, chat) => {
	const answer = await member.api('GET', `/api/chat/sessions/${chat}/memory`);
	assert.equal(answer.status, 200, answer.text);
	return answer.json;
};
const LINES = ['Hello, I am Juno.', 'I bake bread on Sundays.', 'My sister keeps bees near the harbour.',
	"I'm learning the violin.", 'I live in a small house by the mill.', 'I never liked the ferry.'];

/** A member who reads pages and speaks JSON. */
async function someone() {
	const member = await newMember(house);
	const browser = new Client(house);
	const signIn = await browser.get('/sign-in');
	const answer = await browser.submit(signIn.form('/sign-in'), { identifier: member.person.email, password: member.person.password });
	assert.equal(answer.status, 303, answer.text);
	member.cookies = browser.cookies;
	return member;
}

/** Presses the first form of a page that goes there. */
const press = (member, page, action, fill) => member.submit(page.form(action), fill);

async function talked(lines = LINES) {
	const member = await someone();
	const chat = await openChat(member, await character());
	for (const line of lines) await say(member, chat, line);
	return { member, chat };
}
const summarised = (member, chat) => until('a summary', async () => (await memory(member, chat)).summary);

test('a summary comes by itself, costs nothing, and can be read, changed and made anew', async () => {
	const { member, chat } = await talked();
	const before = await balance(member);
	const summary = await summarised(member, chat);
	assert.match(summary.text, /bakes bread on Sundays/);
	assert.equal(await balance(member), before);
	const page = await member.get(`/chat/${chat}/memory`);
	assert.match(page.words, new RegExp(`Messages 1 to ${summary.messageCount}, until`));
	assert.match(page.words, /bakes bread on Sundays/);
	const changed = await press(member, page, `/chat/${chat}/memory/summary`, { text: 'They met at the mill, and Juno told of bread.' });
	assert.equal(changed.status, 303);
	let now = await memory(member, chat);
	assert.equal(now.summary.text, 'They met at the mill, and Juno told of bread.');
	assert.equal(now.summary.isEdited, true);
	const anew = await press(member, await member.get(`/chat/${chat}/memory`), `/chat/${chat}/memory/anew`);
	assert.equal(anew.status, 303);
	now = await until('another summary', async () => {
		const m = await memory(member, chat);
		return m.summary && m.summary.id !== summary.id ? m : null;
	});
	assert.match(now.summary.text, /bakes bread on Sundays/);
	assert.equal(now.history.length, 1);
	assert.match(now.history[0].setAside, /you asked for a new one/);
});

test('a changed message sets the summary aside, and another branch has its own', async () => {
	const { member, chat } = await talked();
	const first = await summarised(member, chat);
	const said = (await messages(member, chat)).find((one) => one.content === LINES[1]);
	let now = await house.whileStill(async () => {
		const edit = await member.api('POST', `/api/chat/sessions/${chat}/edit`, { messageId: said.id, content: 'I bake cakes on Mondays.' });
		assert.equal(edit.status, 200, edit.text);
		return memory(member, chat);
	});
	assert.equal(now.summary, null);
	assert.equal(now.isMaking, true);
	assert.match(now.history.find((one) => one.id === first.id).setAside, /was changed/);
	await house.sql(`update job set run_at = now() where uniq = 'summary:${chat}'`);
	now = await summarised(member, chat);
	assert.match(now.text, /bakes cakes on Mondays/);
	assert.doesNotMatch(now.text, /bread/);
	// Back to the beginning: nothing of that branch is in force there.
	const greeting = (await messages(member, chat))[0];
	const there = await member.api('POST', `/api/chat/sessions/${chat}/goto`, { messageId: greeting.id, isExact: true, exact: true });
	assert.ok(there.status < 400, there.text);
	await say(member, chat, 'Let us begin anew.');
	assert.equal((await memory(member, chat)).summary, null);
});

test('facts and notes: added, changed, ordered, switched, removed and brought back without scripts', async () => {
	const { member, chat } = await talked(LINES.slice(0, 1));
	const path = `/chat/${chat}/memory`;
	const add = async (scope, text) => {
		const page = await member.get(path);
		const form = page.forms.find((f) => f.action === `${path}/note` && f.fields.some(([k, v]) => k === 'scope' && v === scope));
		const answer = await member.post(`${path}/note`, [...form.fields.filter(([k]) => k !== 'text'), ['text', text]]);
		assert.equal(answer.status, 303, answer.text);
	};
	await add('chat', 'They met on the ferry.');
	await add('chat', 'Juno owes two coins.');
	await add('character', 'Speaks in short sentences.');
	await add('all', 'Keep replies short.');
	let now = await memory(member, chat);
	assert.deepEqual(now.facts.map((one) => one.text), ['They met on the ferry.', 'Juno owes two coins.']);
	const [first, second] = now.facts;
	const act = (what, body) => member.api('POST', `/api/chat/sessions/${chat}/memory/${what}`, body);
	now = (await act('move', { noteId: second.id, direction: 'up' })).json;
	assert.deepEqual(now.facts.map((one) => one.id), [second.id, first.id]);
	now = (await act('move', { noteId: second.id, direction: 'up' })).json;
	assert.deepEqual(now.facts.map((one) => one.id), [second.id, first.id]);
	now = (await act('change', { noteId: first.id, text: 'They met on the bridge.' })).json;
	assert.equal(now.facts[1].text, 'They met on the bridge.');
	now = (await act('state', { noteId: first.id, state: 'off' })).json;
	assert.equal(now.facts[1].isOn, false);
	const gone = await press(member, await member.get(path), `${path}/state`, { noteId: first.id, state: 'removed' });
	assert.equal(gone.status, 303);
	const page = await member.get(gone.location);
	assert.match(page.words, /Removed: They met on the bridge\. Bring it back/);
	now = (await act('state', { noteId: first.id, state: 'on' })).json;
	assert.equal(now.facts.length, 2);
	// Another chat with the same character shows the notes, and none of the facts.
	const other = await member.api('POST', '/api/chat/sessions', { characterId: await character(), isNew: true });
	const there = await memory(member, other.json.sessionId);
	assert.deepEqual([there.facts.length, there.characterNotes.length, there.notes.length], [0, 1, 1]);
	assert.equal((await act('note', { scope: 'chat', text: 'x'.repeat(1001) })).status, 422);
	assert.equal((await act('note', { scope: 'everyone', text: 'x' })).status, 422);
	assert.equal((await act('note', { scope: 'chat', text: ' ' })).status, 422);
	assert.equal((await act('state', { noteId: first.id, state: 'refused' })).status, 404);
});

test('"remember this" pins a message once; facts found are offered and used only when taken', async () => {
	const { member, chat } = await talked();
	const said = (await messages(member, chat)).find((one) => one.content === LINES[1]);
	const pin = () => member.api('POST', `/api/chat/sessions/${chat}/memory/pin`, { messageId: said.id });
	assert.equal((await pin()).status, 201);
	const again = await pin();
	assert.equal(again.status, 200);
	assert.equal(again.json.facts.length, 1);
	assert.match(again.json.facts[0].text, /I bake bread on Sundays/);
	assert.equal(again.json.facts[0].messageId, said.id);
	await summarised(member, chat);
	const { offers } = await memory(member, chat);
	assert.ok(offers.length > 0);
	const act = (noteId, state) => member.api('POST', `/api/chat/sessions/${chat}/memory/state`, { noteId, state });
	let now = (await act(offers[0].id, 'on')).json;
	assert.equal(now.facts.length, 2);
	if (offers[1]) now = (await act(offers[1].id, 'refused')).json;
	assert.equal(now.offers.length, Math.max(0, offers.length - 2));
});

test('off means nothing is made, and what is there can be deleted', async () => {
	const { member, chat } = await talked();
	await summarised(member, chat);
	const path = `/chat/${chat}/memory`;
	const form = (await member.get(path)).form(`${path}/rules`);
	const off = await member.post(form.action, form.fields.filter(([k]) => k !== 'isOn'));
	assert.equal(off.status, 303);
	assert.match((await member.get(path)).words, /Memory is off for this chat/);
	assert.equal((await member.api('POST', `/api${path}`.replace('/chat/', '/chat/sessions/') + '/anew')).status, 409);
	const cleared = await press(member, await member.get(path), `${path}/clear`);
	assert.equal(cleared.status, 303);
	const now = await memory(member, chat);
	assert.deepEqual([now.isOn, now.summary, now.facts.length, now.offers.length, now.history.length], [false, null, 0, 0, 0]);
	const rows = await house.sql(`select count(*) from memory_place p join message m on m.id = p.message_id where m.chat_id = ${chat}`);
	assert.equal(rows[0][0], '0');
	await say(member, chat, 'Still there?');
	assert.equal((await memory(member, chat)).summary, null);
});

test('nobody else sees or changes what is remembered', async () => {
	const { member, chat } = await talked(LINES.slice(0, 1));
	const mine = await member.api('POST', `/api/chat/sessions/${chat}/memory/note`, { scope: 'chat', text: 'Mine.' });
	const note = mine.json.facts[0].id;
	const other = await someone();
	const own = await openChat(other, await character());
	assert.equal((await other.get(`/chat/${chat}/memory`)).status, 404);
	for (const what of ['rules', 'everywhere', 'anew', 'clear', 'note', 'summary', 'pin']) {
		const answer = await other.api('POST', `/api/chat/sessions/${chat}/memory/${what}`,
			{ text: 'x', scope: 'chat', what: 'chat', summaryId: '1', messageId: '1' });
		assert.equal(answer.status, 404, what);
	}
	for (const [what, body] of [['state', { state: 'removed' }], ['change', { text: 'x' }], ['move', { direction: 'up' }]]) {
		const answer = await other.api('POST', `/api/chat/sessions/${own}/memory/${what}`, { noteId: note, ...body });
		assert.equal(answer.status, 404, what);
	}
	assert.equal((await other.api('POST', `/api/chat/sessions/${chat}/impersonate`)).status, 404);
	assert.equal((await memory(member, chat)).facts[0].text, 'Mine.');
});

test('what the house does not take is not remembered either', async () => {
	const { member, chat } = await talked(LINES.slice(0, 1));
	const answer = await member.api('POST', `/api/chat/sessions/${chat}/memory/note`,
		{ scope: 'chat', text: 'a naked schoolgirl, 14 years old, sex' });
	assert.equal(answer.status, 422);
	assert.equal(answer.json.error.code, 'MODERATION_BLOCK');
});

test('a line in the member\'s voice comes into the box, behind what was typed, for a reply\'s price', async () => {
	const { member, chat } = await talked(LINES.slice(0, 2));
	const before = await balance(member);
	const n = (await messages(member, chat)).length;
	const page = await member.get(`/chat/${chat}`);
	const form = page.form(`/chat/${chat}/message`);
	const button = form.buttons.find((one) => /impersonate$/.test(one.action ?? ''));
	assert.ok(button, 'the button stands in the composer');
	assert.match(page.words, /Write for me \(\d/);
	const answer = await member.post(button.action, [...form.fields.filter(([k]) => k !== 'content'), ['content', 'Well, ']]);
	assert.equal(answer.status, 303, answer.text);
	const draft = await until('the line', async () => {
		const box = (await member.get(`/chat/${chat}`)).form(`/chat/${chat}/message`).fields.find(([k]) => k === 'content')[1];
		return box.trim() !== 'Well,' && box !== '' ? box : null;
	});
	assert.match(draft, /^Well, ?\n\n./);
	assert.equal((await messages(member, chat)).length, n);
	assert.ok(await balance(member) < before);
});

test('without gems no line is ordered, and nothing is charged', async () => {
	const member = await someone();
	const chat = await openChat(member, await ownCharacter(house, { reply_price: 9000000 }));
	const before = await balance(member);
	const answer = await member.api('POST', `/api/chat/sessions/${chat}/impersonate`, { content: 'Typed.' });
	assert.equal(answer.status, 402, answer.text);
	assert.equal(answer.json.error.code, 'INSUFFICIENT_GEMS');
	assert.equal(answer.json.error.needed, 9000);
	assert.equal(await balance(member), before);
});
