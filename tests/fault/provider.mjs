// A text provider with bad manners, through a whole turn: what the member reads, and what it costs.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startFake } from '../fakes/openai.mjs';
import { Client, newMember } from '../support/client.mjs';
import { until } from '../support/house.mjs';
import { balance, characterIds, ended, openChat } from '../support/talk.mjs';
import { assertSound, memory, ownHouse } from './break.mjs';

const WHOLE = /^The kettle sings\. Caf\u00e9 light, a .* candle, and time to talk\.$/u;
const NOTHING = /^$/;

/* manner: status, why, what is kept. Groups are small enough not to open the breaker. */
const GROUPS = [
	{ polite: ['complete', '', WHOLE], slow: ['complete', '', WHOLE], half_points: ['complete', '', WHOLE],
		no_done: ['complete', '', WHOLE], not_streamed: ['complete', '', WHOLE], lingering: ['complete', '', WHOLE],
		bad_bytes: ['complete', '', /^ok \ufffd\ufffdA\ufffd \ufffd end$/u], tools: ['complete', '', /^Seven\.$/],
		cut: ['partial', 'PROVIDER_CUT', /^The kettle sings\. Caf\u00e9 $/u],
		error_frame: ['partial', 'PROVIDER_CUT', /^It was $/] },
	{ limited_short: ['complete', '', WHOLE], error_then_ok: ['complete', '', WHOLE], unauthorized: ['failed', 'PROVIDER_REJECTED', NOTHING],
		quota: ['failed', 'PROVIDER_REJECTED', NOTHING], too_long: ['failed', 'PROVIDER_REJECTED', NOTHING] },
	{ html: ['failed', 'PROVIDER_GARBAGE', NOTHING], truncated_frame: ['failed', 'PROVIDER_GARBAGE', NOTHING],
		empty: ['failed', 'PROVIDER_GARBAGE', NOTHING], one_line: ['failed', 'PROVIDER_GARBAGE', NOTHING] },
	{ refusal: ['blocked', 'BLOCKED', NOTHING], moderated: ['blocked', 'BLOCKED', NOTHING], content_filter: ['blocked', 'BLOCKED', NOTHING],
		flood: ['complete', '', /^(word ){3276}word$|^(word ){1000,}/], endless: ['complete', '', /^(on and on ){1000,}/] },
];
const LONGEST = 16384;

describe('a text provider with bad manners', async () => {
	const fake = await startFake();
	after(() => { fake.server.closeAllConnections(); fake.server.close(); });
	const house = await ownHouse({ SNUG_TEXT_PROVIDER: 'openai', SNUG_OPENAI_BASE: `http://127.0.0.1:${fake.port}/v1`,
		SNUG_OPENAI_KEY: 'key-that-no-log-may-hold', SNUG_OPENAI_MODEL: 'fake-1' });
	let character;
	before(async () => { [character] = await characterIds(house); });

	async function turn(manner) {
		const member = await newMember(house);
		const chat = await openChat(member, character);
		const sent = await member.api('POST', `/api/chat/sessions/${chat}/message`, { content: `Good evening. [[fake:${manner}]]` });
		assert.equal(sent.status, 202, sent.text);
		const listening = member.events(sent.json.streamUrl, { seconds: 60 });
		const message = await ended(member, chat, sent.json.messageId, 60);
		return { member, chat, message, events: await listening };
	}

	async function judge(manner, [status, reason, text]) {
		const { member, chat, message, events } = await turn(manner);
		assert.equal(message.status, status, manner);
		assert.match(message.content, text, manner);
		assert.ok(message.content.length <= LONGEST, `${manner}: ${message.content.length}`);
		const price = status === 'complete' ? 1 : 0;
		assert.equal(message.gemCost, price, manner);
		assert.equal(await balance(member), 30 - price, manner);
		const heard = events.filter((event) => event.event === 'token_delta').map((event) => event.json.text).join('');
		assert.equal(heard, message.content, `${manner}: the stream told another text`);
		if (status === 'blocked') {
			assert.ok(events.some((event) => event.event === 'moderation_block'), manner);
		} else if (reason) {
			const { json } = events.find((event) => event.event === 'error');
			assert.equal(json.code, reason, manner);
			assert.ok(json.message.length > 20, manner);
		}
		const reader = new Client(house);
		reader.cookies.set('snug', member.token);
		const page = await reader.get(`/chat/${chat}`);
		assert.equal(page.status, 200);
		assert.doesNotMatch(page.text, /proxy|bad key|pay first|lost it|oops|fake-1 c1/, `${manner}: raw words of the provider`);
	}

	async function newWorker() {
		const old = await house.pid('worker');
		process.kill(old, 'SIGKILL');
		await until('a new worker', async () => ![0, old].includes(await house.pid('worker')));
	}

	for (const group of GROUPS) {
		test(Object.keys(group).join(', '), async () => {
			const results = await Promise.allSettled(Object.entries(group).map(([manner, want]) => judge(manner, want)));
			const bad = results.filter((one) => one.status === 'rejected').map((one) => one.reason.message);
			assert.deepEqual(bad, []);
			await newWorker();
		});
	}

	test('one that is down for all: told at once, nothing is charged, and it is left alone for a while', async () => {
		const worker = await house.pid('worker');
		const turns = await Promise.all(Array.from({ length: 8 }, () => turn('error_final')));
		for (const { member, message, events } of turns) {
			assert.equal(message.status, 'failed');
			assert.equal(events.find((event) => event.event === 'error').json.retryable, true);
			assert.equal(await balance(member), 30);
		}
		const asked = fake.requests.length;
		const { message } = await turn('polite');
		assert.equal(message.status, 'failed');
		assert.equal(fake.requests.length, asked, 'it was asked although it is down');
		assert.ok(await memory(worker) < 64 * 1024);
	});

	test('and in the end no gems are set aside, the book is whole, and no log holds the key', async () => {
		await assertSound(house);
		assert.equal((await house.logs()).includes('key-that-no-log-may-hold'), false);
	});
});
