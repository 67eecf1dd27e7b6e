// Parts of a running house are killed while members talk: pages come back by themselves, what was said
// is there, and the gem book is sound.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { newMember } from '../support/client.mjs';
import { until } from '../support/house.mjs';
import { characterIds, ended, messages, openChat } from '../support/talk.mjs';
import { ownHouse, pidOf, postmaster } from './break.mjs';

const house = await ownHouse();
let characters;
before(async () => { characters = await characterIds(house); });

/** Asks as a patient client does: a 5xx and a broken line are tried again. */
async function patiently(ask) {
	return until('an answer', async () => {
		const answer = await ask().catch(() => null);
		return answer && answer.status < 500 ? answer : null;
	});
}

async function isSound(member) {
	const { stdout } = await house.snug('ledger', 'verify').catch((error) => error);
	assert.doesNotMatch(stdout ?? '', /finding|differs|broken/i, stdout);
	const explain = (await patiently(() => member.api('GET', '/api/gems/explain'))).json;
	assert.equal(explain.isSound, true, JSON.stringify(explain.findings));
	assert.equal(explain.held, 0, 'gems stay set aside');
	const paid = (await messages(member, member.chat)).reduce((sum, one) => sum + one.gemCost, 0);
	assert.equal(explain.available, 30 - paid);
}

async function talker() {
	const member = await newMember(house);
	member.chat = await openChat(member, characters[0]);
	return member;
}

/** Sends under a key until the house says that it has it. */
async function send(member, content) {
	const answer = await patiently(() => member.api('POST', `/api/chat/sessions/${member.chat}/message`, { content },
		{ key: `restart-${content.length}-${member.chat}` }));
	assert.equal(answer.status, 202, answer.text);
	return answer.json;
}

describe('parts of the house are killed', async () => {
	test('the worker, in the middle of a reply', async () => {
		const member = await talker();
		const sent = await send(member, 'Tell me of the road here.');
		await member.events(sent.streamUrl, { until: (event) => event.event === 'token_delta' });
		process.kill(await house.pid('worker'), 'SIGKILL');
		const reply = await ended(member, member.chat, sent.messageId, 180);
		assert.match(reply.status, /^(complete|partial)$/);
		if (reply.status === 'partial') assert.equal(reply.gemCost, 0, 'what is not whole was charged');
		const events = await member.events(sent.streamUrl);
		assert.ok(events.some((event) => event.event === 'message_complete'));
		await isSound(member);
		const next = await send(member, 'And then, what came after it?');
		assert.equal((await ended(member, member.chat, next.messageId)).status, 'complete');
	});

	for (const name of ['chat', 'stream']) {
		test(`the screen "${name}", while a reply is written`, async () => {
			const member = await talker();
			const sent = await send(member, 'Tell me of the road here.');
			const reading = member.events(sent.streamUrl, { seconds: 10 });
			await sleep(200);
			process.kill(await pidOf(house, `cgi-bin/${name}`), 'SIGKILL');
			await reading.catch(() => {});
			const again = await patiently(() => member.api('GET', `/api/chat/sessions/${member.chat}`));
			assert.equal(again.status, 200);
			assert.equal((await ended(member, member.chat, sent.messageId)).status, 'complete');
			const whole = await until('the stream is back', async () => {
				const events = await member.events(sent.streamUrl, { seconds: 5 }).catch(() => []);
				return events.find((event) => event.event === 'message_complete');
			});
			assert.ok(whole);
			await isSound(member);
		});
	}

	test('the web server', async () => {
		const member = await talker();
		const sent = await send(member, 'Tell me of the road here.');
		process.kill(await house.pid('lighttpd'), 'SIGKILL');
		const page = await patiently(() => member.api('GET', `/api/chat/sessions/${member.chat}`));
		assert.equal(page.status, 200);
		assert.equal((await ended(member, member.chat, sent.messageId)).status, 'complete');
		await isSound(member);
	});

	test('the database, while members send', async () => {
		const members = await Promise.all([talker(), talker(), talker()]);
		const sending = members.map((member) => send(member, 'Tell me of the road here.'));
		await sleep(30);
		process.kill(await postmaster(house), 'SIGKILL');
		const all = await Promise.all(sending);
		const health = await patiently(() => members[0].get('/healthz'));
		assert.equal(health.status, 200);
		for (const [i, member] of members.entries()) {
			const reply = await until('the reply has its end', () => ended(member, member.chat, all[i].messageId)
				.catch(() => null), 180);
			assert.match(reply.status, /^(complete|partial|failed)$/);
			if (reply.status !== 'complete') assert.equal(reply.gemCost, 0);
			const said = (await messages(member, member.chat)).filter((one) => one.role === 'user');
			assert.equal(said.length, 1, 'a message that was acknowledged is lost, or there twice');
			await isSound(member);
		}
	});

	test('while the database is away a page says so, and says when to come again', async () => {
		const member = await talker();
		process.kill(await postmaster(house), 'SIGKILL');
		const answers = [];
		for (let i = 0; i < 5; i++) {
			const answer = await member.get('/tavern').catch(() => null);
			if (answer) answers.push(answer);
			await sleep(50);
		}
		for (const answer of answers.filter((one) => one.status >= 500)) {
			assert.equal(answer.status, 503);
			assert.ok(Number(answer.headers['retry-after']) > 0);
			assert.match(answer.words, /Nothing was lost or charged|Back in a moment/);
		}
		assert.equal((await patiently(() => member.get('/tavern'))).status, 200);
	});
});
