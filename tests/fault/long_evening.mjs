// An evening of two hundred turns with a provider that misbehaves, processes that die, swipes, branches,
// edits, deletions and two tabs: at its end every word that was said is there, and every gem.
// TURNS says how many (60 in a suite; sends are limited to one in two seconds, so 200 take some minutes).
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFake } from '../fakes/openai.mjs';
import { newMember, Client } from '../support/client.mjs';
import { until } from '../support/house.mjs';
import { balance, characterIds, openChat } from '../support/talk.mjs';
import { assertSound, ownHouse, pidOf } from './break.mjs';

const TURNS = Number(process.env.TURNS ?? 60);
const GIFT = 1000;

/* What the provider does, more often well than not. Stalls are left out: each costs its 30 s. */
const MANNERS = ['polite', 'polite', 'polite', 'polite', 'slow', 'half_points', 'no_done', 'cut', 'error_frame',
	'error_then_ok', 'bad_bytes', 'refusal', 'empty', 'html', 'cut_first', 'not_streamed', 'tools'];

/** Whole numbers below n, the same in every run (xorshift). */
function dice(seed) {
	let x = seed;
	return (n) => {
		x ^= x << 13; x ^= x >>> 17; x ^= x << 5;
		return (x >>> 0) % n;
	};
}

const roll = dice(20261121);
const pick = (list) => list[roll(list.length)];

const fake = await startFake();
after(() => { fake.server.closeAllConnections(); fake.server.close(); });
const house = await ownHouse({ SNUG_TEXT_PROVIDERS: 'openai,offline', SNUG_OPENAI_BASE: `http://127.0.0.1:${fake.port}/v1`,
	SNUG_OPENAI_KEY: 'a-key', SNUG_OPENAI_MODEL: 'fake-1' });

const member = await newMember(house);
await house.snug('gems', 'grant', member.person.username, String(GIFT), '--reason', 'support');
const [, , character] = await characterIds(house);
const browser = new Client(house);
browser.cookies.set('snug', member.token);

/* What was said, as the house acknowledged it: id -> { chat, content }. */
const said = new Map();
const chats = [await openChat(member, character)];
let chat = chats[0];

/** A call that may meet a dying screen: asked again under the same key until it is answered. */
async function ask(method, path, body) {
	const key = `evening-${said.size}-${roll(1 << 30)}`;
	return until(`${method} ${path} is answered`, async () => {
		const answer = await member.api(method, path, body, { key: method === 'GET' ? null : key, timeout: 15000 }).catch(() => null);
		if (answer?.status === 429) await sleep(1000);
		return answer && answer.status < 500 && answer.status !== 429 ? answer : null;
	});
}

const api = (name, body) => ask('POST', `/api/chat/sessions/${chat}/${name}`, body);

async function page() {
	const answer = await ask('GET', `/api/chat/sessions/${chat}/messages`);
	assert.equal(answer.status, 200, answer.text);
	return answer.json.items;
}

async function settled() {
	return until('the reply has its end', async () => {
		const items = await page();
		return items.every((one) => !/^(pending|streaming)$/.test(one.status)) ? items : null;
	}, 180);
}

function keep(message) {
	if (message) said.set(message.id, { chat, content: message.content });
}

async function send(n) {
	const content = `Turn ${n}: the lamp is lit and the rain goes on, ${roll(1e9)}. [[fake:${pick(MANNERS)}]]`;
	const answer = await api('message', { content });
	assert.equal(answer.status, 202, answer.text);
	said.set(answer.json.userMessageId, { chat, content });
	keep((await settled()).at(-1));
}

/** The same by the form of the page, as a browser without JavaScript sends it. */
async function sendForm(n) {
	const content = `Turn ${n}, by hand: "quotes" & <angles>, ${roll(1e9)}. [[fake:${pick(MANNERS)}]]`;
	const sent = await until('the form is taken', async () => {
		const shown = await browser.get(`/chat/${chat}`).catch(() => null);
		if (shown?.status !== 200) return null;
		const answer = await browser.submit(shown.form(`/chat/${chat}/message`), { content }).catch(() => null);
		if (answer?.status === 429) await sleep(1000);
		return answer?.status === 303 ? answer : null;
	});
	assert.match(sent.location, /#/);
	const items = await settled();
	keep(items.at(-2));
	assert.equal(items.at(-2).content, content);
	keep(items.at(-1));
}

async function regenerate() {
	const answer = await api('regenerate', {});
	assert.ok([202, 404].includes(answer.status), answer.text); // the greeting has none
	keep((await settled()).at(-1));
}

async function goOn() {
	const last = (await page()).at(-1);
	const answer = await api('continue', {});
	assert.ok([202, 404].includes(answer.status), answer.text);
	const now = (await settled()).at(-1);
	if (answer.status === 202 && now.id === last.id) {
		assert.ok(now.content.startsWith(last.content), 'what stood there before is kept');
	}
	keep(now);
}

async function swipe() {
	const many = (await page()).filter((one) => one.swipeCount > 1);
	if (many.length === 0) return;
	const one = pick(many);
	const answer = await api('swipe', { messageId: one.id, index: roll(one.swipeCount) });
	assert.equal(answer.status, 200, answer.text);
}

async function edit() {
	const one = pick((await page()).filter((each) => each.content !== ''));
	const content = `${one.content.slice(0, 300)} (as I remember it, ${roll(1e9)})`;
	const answer = await api('edit', { messageId: one.id, content });
	assert.equal(answer.status, 200, answer.text);
	said.set(one.id, { chat, content });
}

async function deleteAndUndo() {
	const items = await page();
	if (items.length < 3) return;
	const one = items.at(-1 - roll(Math.min(5, items.length - 1)));
	const gone = await api('delete-message', { messageId: one.id });
	if (gone.status === 409) return; // its only version
	assert.ok(gone.status < 300, gone.text);
	const back = await api('restore-message', { messageId: one.id });
	assert.ok(back.status < 300, back.text);
	assert.deepEqual((await page()).map((each) => each.id), items.map((each) => each.id));
}

async function branch() {
	const one = pick((await page()).filter(({ status }) => /^(complete|partial)$/.test(status))); // no branch begins at what failed
	const answer = await api('branch', { messageId: one.id });
	assert.equal(answer.status, 201, `${JSON.stringify(one)}: ${answer.text}`);
	chat = answer.json.sessionId;
	chats.push(chat);
	const copied = await page();
	assert.equal(copied.at(-1).content, one.content);
	for (const each of copied) keep(each);
}

/** Two tabs send at once: one is taken, the other keeps its words. */
async function twoTabs(n) {
	const parent = (await page()).at(-1).id;
	const words = [0, 1].map((tab) => `Turn ${n}, tab ${tab}, ${roll(1e9)}. [[fake:polite]]`);
	const answers = await Promise.all(words.map((content) =>
		ask('POST', `/api/chat/sessions/${chat}/message`, { content, parentId: parent })));
	assert.deepEqual(answers.map((one) => one.status).sort(), [202, 409]);
	const taken = answers.findIndex((one) => one.status === 202);
	said.set(answers[taken].json.userMessageId, { chat, content: words[taken] });
	keep((await settled()).at(-1));
	const [, draft] = (await browser.get(`/chat/${chat}`)).form(`/chat/${chat}/message`).fields.find(([name]) => name === 'content');
	assert.ok(draft.includes(words[1 - taken]), 'the words that were not taken are the draft');
}

const VICTIMS = ['cgi-bin/chat', 'cgi-bin/stream', 'bin/worker'];

test(`${TURNS} turns: not one word and not one gem is lost`, { timeout: 20 * 60 * 1000 }, async () => {
	for (let n = 1; n <= TURNS; n++) {
		const kill = n % 20 === 0 ? pick(VICTIMS) : null;
		const killed = kill && sleep(roll(120)).then(async () => process.kill(await pidOf(house, kill), 'SIGKILL'));
		switch (roll(12)) {
		case 0: await regenerate(); break;
		case 1: await goOn(); break;
		case 2: await swipe(); await send(n); break;
		case 3: await edit(); await send(n); break;
		case 4: await deleteAndUndo(); await sendForm(n); break;
		case 5: if (chats.length < 8) await branch(); await send(n); break;
		case 6: if (kill) await send(n); else await twoTabs(n); break;
		case 7: chat = pick(chats); await sendForm(n); break;
		case 8: case 9: await sendForm(n); break;
		default: await send(n);
		}
		await killed; // on a busy machine later than this turn, but not in the next
	}

	const kept = new Map();
	for (const id of chats) {
		const answer = await ask('GET', `/api/chat/sessions/${id}/export?format=json`);
		assert.equal(answer.status, 200, answer.text.slice(0, 300));
		for (const one of answer.json.messages) kept.set(one.id, one);
	}
	for (const [id, { content }] of said) {
		assert.ok(kept.has(id), `message ${id} is gone`);
		assert.equal(kept.get(id).content, content);
	}
	const [[spent]] = await house.sql(`select coalesce(sum(gem_cost), 0) from message m join chat c on c.id = m.chat_id
		where c.member_id = ${member.user.id}`);
	const [[copied]] = await house.sql(`select coalesce(sum(m.gem_cost), 0) from message m join chat c on c.id = m.chat_id
		where c.origin_chat_id is not null and c.member_id = ${member.user.id}
		and not exists (select from turn t where t.message_id = m.id)`);
	assert.equal(await balance(member), 30 + GIFT - (Number(spent) - Number(copied)) / 1000);
	await assertSound(house);
});
