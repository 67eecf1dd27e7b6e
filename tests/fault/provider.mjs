// A text provider with bad manners, in both protocols, through a whole turn: what the member reads, and
// what it costs.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFake as startAnthropic } from '../fakes/anthropic.mjs';
import { startFake as startOpenai } from '../fakes/openai.mjs';
import { Client, newMember } from '../support/client.mjs';
import { until } from '../support/house.mjs';
import { balance, characterIds, ended, openChat } from '../support/talk.mjs';
import { assertSound, memory, ownHouse } from './break.mjs';

const WHOLE = /^The kettle sings\. Caf\u00e9 light, a .* candle, and time to talk\.$/u;
const NOTHING = /^$/;
const LONGEST = 16384;
const GOOD = ['complete', '', WHOLE];
const TOO_LONG = ['failed', 'PROMPT_TOO_LONG', NOTHING];
const EMPTY = ['failed', 'PROVIDER_EMPTY', NOTHING];
const REJECTED = ['failed', 'PROVIDER_REJECTED', NOTHING];
const GARBAGE = ['failed', 'PROVIDER_GARBAGE', NOTHING];
const BLOCKED = ['blocked', 'PROVIDER_BLOCKED', NOTHING];
const REFUSED = ['blocked', 'PROVIDER_REFUSED', NOTHING];

/* manner: status, why, what is kept. Groups are small enough not to open the breaker. */
const PROTOCOLS = {
	openai: { start: startOpenai, final: 'error_final', again: 'error_then_ok', groups: [
		{ polite: GOOD, slow: GOOD, half_points: GOOD, no_done: GOOD, not_streamed: GOOD, lingering: GOOD, thinking: GOOD, thinking_in_text: GOOD,
			bad_bytes: ['complete', '', /^ok \ufffd\ufffdA\ufffd \ufffd end$/u], tools: ['complete', '', /^Seven\.$/],
			cut: ['partial', 'PROVIDER_CUT', /^The kettle sings\. Caf\u00e9 $/u], error_frame: ['partial', 'PROVIDER_CUT', /^It was $/] },
		{ limited_short: GOOD, error_then_ok: GOOD, counts_as_it_goes: GOOD, unauthorized: REJECTED, quota: REJECTED, too_long: TOO_LONG,
			too_long_llamacpp: TOO_LONG, thinking_only: EMPTY, error_line: ['partial', 'PROVIDER_CUT', /^It was $/] },
		{ html: GARBAGE, truncated_frame: GARBAGE, empty: GARBAGE, one_line: GARBAGE },
		{ refusal: REFUSED, moderated: BLOCKED, content_filter: BLOCKED, flood: ['complete', '', /^(word ){3276}word$|^(word ){1000,}/],
			endless: ['complete', '', /^(on and on ){1000,}/] },
		{ slowloris: ['failed', 'PROVIDER_DOWN', NOTHING], stall: ['partial', 'PROVIDER_CUT', /^Wait for $/] },
	] },
	anthropic: { start: startAnthropic, final: 'internal', again: 'overloaded_then_ok', groups: [
		{ polite: GOOD, slow: GOOD, crlf: GOOD, split: GOOD, unknown: GOOD, cached: GOOD, no_stop: GOOD, not_streamed: GOOD, stop_sequence: GOOD,
			cut: ['partial', 'PROVIDER_CUT', /^The kettle sings\. $/], overloaded_later: ['partial', 'PROVIDER_CUT', /^It was $/] },
		{ limited_short: GOOD, overloaded_then_ok: GOOD, unauthorized: REJECTED, unpaid: REJECTED, too_long: TOO_LONG, too_large: TOO_LONG,
			unknown_model: REJECTED, paused: GOOD },
		{ html: GARBAGE, garbage: GARBAGE, nothing_said: EMPTY },
		{ refusal: REFUSED, refusal_first: REFUSED, length: GOOD, endless: ['complete', '', /^(on and on ){1000,}/] },
		{ slowloris: ['failed', 'PROVIDER_DOWN', NOTHING], stall: ['partial', 'PROVIDER_CUT', /^Wait for $/] },
	] },
};

/** How long a provider that is down is left alone: enough to ask meanwhile on a slow machine, too. */
const REST_S = 20;

/** A fake and a house that knows nobody else. */
async function open(protocol) {
	const fake = await PROTOCOLS[protocol].start();
	after(() => { fake.server.closeAllConnections(); fake.server.close(); });
	const upper = protocol.toUpperCase();
	// The patience of a test house: less than that of others, more than the fake is late on a slow machine.
	const house = await ownHouse({ SNUG_TEXT_PROVIDER: protocol, SNUG_PROVIDER_FIRST: '10', SNUG_PROVIDER_IDLE: '6',
		SNUG_PROVIDER_REST: String(REST_S), [`SNUG_${upper}_BASE`]: `http://127.0.0.1:${fake.port}/v1`,
		[`SNUG_${upper}_KEY`]: 'key-that-no-log-may-hold', [`SNUG_${upper}_MODEL`]: 'fake-1' });
	return { fake, house };
}

// Both at once: most of it is waiting.
const opened = Object.fromEntries(await Promise.all(Object.keys(PROTOCOLS).map(async (protocol) => [protocol, await open(protocol)])));
describe('text providers', { concurrency: true }, () => {
	for (const [protocol, { groups, final, again }] of Object.entries(PROTOCOLS)) {
		describe(`a text provider with bad manners: ${protocol}`, { concurrency: 1 }, () => {
			const { fake, house } = opened[protocol];
			let character;
			before(async () => { [character] = await characterIds(house); });

			async function guest() {
				const member = await newMember(house);
				return { member, chat: await openChat(member, character) };
			}

			async function send(manner, ready = null) {
				const { member, chat } = ready ?? await guest();
				const sent = await member.api('POST', `/api/chat/sessions/${chat}/message`, { content: `Good evening. [[fake:${manner}]]` });
				assert.equal(sent.status, 202, sent.text);
				return { member, chat, sent: sent.json };
			}

			async function turn(manner, ready = null) {
				const { member, chat, sent } = await send(manner, ready);
				const listening = member.events(sent.streamUrl, { seconds: 150 });
				const message = await ended(member, chat, sent.messageId, 150);
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
				if (status !== 'blocked') assert.equal(heard, message.content, `${manner}: the stream told another text`);
				if (reason === 'PROVIDER_BLOCKED') {
					assert.equal(events.find((event) => event.event === 'moderation_block')?.json.reason, 'provider', manner);
				} else if (reason) {
					const error = events.find((event) => event.event === 'error');
					assert.equal(error?.json.code, reason, manner);
					assert.ok(error.json.message.length > 20, manner);
				}
				const reader = new Client(house);
				reader.cookies.set('snug', member.token);
				const page = await reader.get(`/chat/${chat}`);
				assert.equal(page.status, 200);
				assert.doesNotMatch(page.text, /proxy|bad key|pay first|lost it|oops|told to nobody|fake-1 c1/, `${manner}: raw words of the provider`);
			}

			// A breaker that opened for one group of manners must not answer for the next.
			async function newWorker() {
				const old = await house.pid('worker');
				process.kill(old, 'SIGKILL');
				await until('another worker runs', async () => {
					const pid = await house.pid('worker');
					return pid && pid !== old;
				});
				const door = new Client(house);
				await until('the house is well', async () => (await door.get('/healthz')).status === 200);
			}

			for (const group of groups) {
				test(Object.keys(group).join(', '), async () => {
					const results = await Promise.allSettled(Object.entries(group).map(([manner, want]) => judge(manner, want)));
					const bad = results.filter((one) => one.status === 'rejected').map((one) => one.reason.message);
					assert.deepEqual(bad, []);
					await newWorker();
				});
			}

			test('a try that is repeated carries the same key, so that nobody bills it twice', async () => {
				fake.requests.length = 0;
				await turn(again);
				const keys = fake.requests.filter((one) => one.manner === again).map((one) => one.idempotency);
				assert.ok(keys.length >= 1 && keys[0]);
				assert.equal(new Set(keys).size, 1);
			});

			test('one that says when to come back is waited for, and no attempt is used up', async () => {
				const began = Date.now();
				const { member, chat, sent } = await send('limited');
				const [attempt, most, waits] = await until('the job waits', async () => {
					const rows = await house.sql(`select j.attempt, j.max_attempt, j.run_at > t.created_at + interval '100 s' from job j join turn t on t.job_id = j.id
						where t.id = ${sent.turnId} and j.state = 0 and j.attempt > 0`);
					return rows[0];
				});
				assert.deepEqual([attempt, most, waits], ['1', '4', 't']);
				const [told] = await member.events(sent.streamUrl, { until: (event) => event.event === 'job_update' });
				assert.ok(told.json.etaSeconds > 100 && told.json.etaSeconds <= 120, JSON.stringify(told.json));
				const said = Date.parse(told.json.dueAt) - told.json.etaSeconds * 1000; // to the second
				assert.ok(said > began - 1500 && said < Date.now() + 1500, JSON.stringify(told.json));
				assert.match(told.json.message, /about 2 minutes/);
				const { waits: shown } = (await member.api('GET', `/api/chat/sessions/${chat}`)).json;
				assert.ok(shown.etaSeconds <= 120 && Date.parse(shown.dueAt) > began + 100 * 1000, JSON.stringify(shown));
				assert.equal((await member.api('POST', `/api/chat/sessions/${chat}/stop`)).status, 200);
				await ended(member, chat, sent.messageId);
				assert.equal(await balance(member), 30);
			});

			test('when it is due it is asked again, and the reply comes behind what was told of the wait', { skip: protocol !== 'openai' }, async () => {
				const { member, chat, sent } = await send('busy_then_ok');
				const events = await member.events(sent.streamUrl);
				const kinds = events.map(({ event }) => event);
				assert.equal(kinds[0], 'job_update');
				assert.ok(events.every(({ id }, i) => i === 0 || Number(id) > Number(events[i - 1].id)), 'ids go up');
				const message = await ended(member, chat, sent.messageId);
				assert.match(message.content, WHOLE);
				assert.equal(message.gemCost, 1);
				assert.equal((await member.api('GET', `/api/chat/sessions/${chat}`)).json.waits, undefined);
			});

			test('a reader who leaves changes nothing: the reply is there and paid once', async () => {
				const { member, chat, sent } = await send('slow');
				await member.events(sent.streamUrl, { until: (event) => event.event === 'token_delta' });
				const message = await ended(member, chat, sent.messageId);
				assert.match(message.content, WHOLE);
				assert.equal(await balance(member), 29);
			});

			test('one that is down for all: told at once, nothing is charged, and it is left alone for a while', async () => {
				const worker = await house.pid('worker');
				const late = await guest();
				let began, turns, asked, answer;
				do { // once more where this took so long that it was let be no longer
					began = Date.now();
					turns = await Promise.all(Array.from({ length: 8 }, () => turn(final)));
					asked = fake.requests.length;
					({ message: answer } = await turn('polite', late));
				} while (answer.status !== 'failed' && Date.now() - began > REST_S * 1000);
				assert.equal(answer.status, 'failed');
				assert.equal(fake.requests.length, asked, 'it was asked although it is down');
				const door = new Client(house);
				await until('the status page tells', async () => (await door.api('GET', '/api/status')).json.incidents
					.some((one) => one.id === `provider-${protocol}`));
				for (const { member, message, events } of turns) {
					assert.equal(message.status, 'failed');
					assert.equal(events.find((event) => event.event === 'error').json.retryable, true);
					assert.equal(await balance(member), 30);
				}
				assert.ok(await memory(worker) < 64 * 1024);
			});

			test('then one call alone finds out whether it is back', async () => {
				const guests = await Promise.all(Array.from({ length: 4 }, guest));
				await sleep(REST_S * 1000 + 500);
				const asked = fake.requests.length;
				const sent = await house.whileStill(() => Promise.all(guests.map((one) => send('very_slow', one))));
				const ends = await Promise.all(sent.map(({ member, chat, sent: { messageId } }) => ended(member, chat, messageId)));
				const whole = ends.filter(({ status }) => status === 'complete').length;
				assert.equal(fake.requests.length - asked, whole);
				assert.ok(whole >= 1 && whole < 4, `${whole} were let through`);
				assert.match((await turn('polite')).message.content, WHOLE);
			});

			test('and in the end no gems are set aside, the book is whole, and no log holds the key', async () => {
				await assertSound(house);
				assert.equal((await house.logs()).includes('key-that-no-log-may-hold'), false);
			});
		});
	}
});
