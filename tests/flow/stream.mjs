// Event streams: resumed where they broke, the same for who comes late, closed to others.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { Client, newMember } from '../support/client.mjs';
import { openHouse } from '../support/house.mjs';
import { characterIds, ended, messages, openChat } from '../support/talk.mjs';

const house = await openHouse();
const TEXT = (events) => events.filter((event) => event.event === 'token_delta').map((event) => event.json.text).join('');

describe('event streams', async () => {
	let character;
	before(async () => { [, , character] = await characterIds(house); });

	async function sentMessage() {
		const member = await newMember(house);
		const chat = await openChat(member, character);
		const sent = await member.api('POST', `/api/chat/sessions/${chat}/message`, { content: 'Tell me of the road here, all of it.' });
		assert.equal(sent.status, 202, sent.text);
		return { member, chat, ...sent.json };
	}

	test('a line that breaks goes on from its last event, in either way of asking', async () => {
		const { member, chat, messageId, streamUrl } = await sentMessage();
		const first = await member.events(streamUrl, { until: (event) => Number(event.id) >= 3 });
		const last = first.at(-1).id;
		const byHeader = await member.events(streamUrl, { headers: { 'Last-Event-ID': last } });
		const byQuery = await member.events(`${streamUrl}?after=${last}`);
		const whole = await ended(member, chat, messageId);
		assert.ok(Number(byHeader[0].id) > Number(last));
		assert.equal(TEXT(first) + TEXT(byHeader), whole.content);
		assert.equal(TEXT(first) + TEXT(byQuery), whole.content);
		const ids = [...first, ...byHeader].map((event) => Number(event.id));
		assert.deepEqual(ids, [...new Set(ids)].sort((a, b) => a - b), 'ids repeat or go back');
	});

	test('two that listen at once hear the same', async () => {
		const { member, streamUrl } = await sentMessage();
		const [one, two] = await Promise.all([member.events(streamUrl), member.events(streamUrl)]);
		assert.equal(TEXT(one), TEXT(two));
		assert.deepEqual(one.map((event) => event.id), two.map((event) => event.id));
	});

	test('who comes after the end gets all of it and the end', async () => {
		const { member, chat, messageId, streamUrl } = await sentMessage();
		const whole = await ended(member, chat, messageId);
		const late = await member.events(streamUrl);
		assert.ok(TEXT(late) === whole.content
			|| late.find((event) => event.event === 'message_complete').json.content === whole.content);
		assert.ok(late.some((event) => event.event === 'message_complete'));
		const after = await member.events(`${streamUrl}?after=999999`);
		assert.equal(TEXT(after), '');
	});

	test('the end is told whole, also when a part of it comes late', async () => {
		const events = await house.whileStill(async () => {
			const { member, turnId, streamUrl } = await sentMessage();
			const { heard } = await member.listen(streamUrl);
			await house.sql(`with e as (insert into turn_event (turn_id, seq, kind, data)
				values (${turnId}, 1, 'message_complete', '{}'), (${turnId}, 2, 'credit_update', '{}') returning id)
				select pg_notify('turn_event', min(id) || ' ' || min(id)) from e`);
			return heard;
		});
		assert.deepEqual(events.map((one) => [one.event, one.id]), [['message_complete', '1'], ['credit_update', '2']]);
	});

	test('odd positions are taken as the beginning', async () => {
		const { member, chat, messageId, streamUrl } = await sentMessage();
		const whole = await ended(member, chat, messageId);
		for (const after of ['-1', 'x', '', '1e9', '99999999999999999999']) {
			const events = await member.events(`${streamUrl}?after=${after}`);
			assert.equal(TEXT(events), whole.content, `after=${after}`);
		}
	});

	test('the same as a growing page, escaped', async () => {
		const { member, chat, messageId, streamUrl } = await sentMessage();
		const visitor = new Client(house);
		visitor.cookies.set('snug', member.token);
		const page = await visitor.get(streamUrl, { headers: { Accept: 'text/html' } });
		const whole = await ended(member, chat, messageId);
		assert.equal(page.status, 200);
		assert.match(page.headers['content-security-policy'], /default-src 'none'/);
		assert.match(page.headers['cache-control'], /no-store/);
		const words = whole.content.replace(/[*_\s]+/g, ' ').trim().slice(0, 40);
		assert.ok(page.words.replace(/[*_\s]+/g, ' ').includes(words), `${words} is not in ${page.words}`);
	});

	test('a stream is its member\'s alone', async () => {
		const { streamUrl } = await sentMessage();
		const stranger = await newMember(house);
		assert.equal((await stranger.api('GET', streamUrl)).status, 404);
		assert.equal((await new Client(house).api('GET', streamUrl)).status, 401);
		assert.equal((await stranger.api('GET', '/stream/turn/0')).status, 404);
		assert.equal((await stranger.api('GET', '/stream/turn/99999999999999999999')).status, 404);
		assert.equal((await stranger.api('GET', `${streamUrl}/x`)).status, 404);
		assert.equal((await stranger.api('POST', streamUrl, {})).status, 405);
	});

	test('stopping ends the stream, keeps what came, and charges nothing for what did not', async () => {
		const { member, chat, messageId, streamUrl } = await sentMessage();
		const reading = member.events(streamUrl);
		const stopped = await member.api('POST', `/api/chat/sessions/${chat}/stop`, {});
		assert.equal(stopped.status, 200, stopped.text);
		const events = await reading;
		assert.ok(events.some((event) => /message_complete|error/.test(event.event)), JSON.stringify(events.at(-1)));
		const message = await ended(member, chat, messageId);
		assert.match(message.status, /^(partial|complete|failed)$/);
		const { json } = await member.api('GET', '/api/gems/explain');
		assert.equal(json.available, 30 - message.gemCost);
		assert.equal(json.held, 0);
		const next = await member.api('POST', `/api/chat/sessions/${chat}/message`, { content: 'Go on.' });
		assert.equal(next.status, 202, next.text);
	});

	test('a member\'s own stream tells of gems and pictures', async () => {
		const member = await newMember(house);
		const { heard } = await member.listen('/stream/me', { until: ({ event }) => event === 'credit_update' });
		const { json: { jobId } } = await member.api('POST', '/api/generate', { prompt: 'by the fire', count: 1, quality: 'draft' });
		const list = await heard;
		assert.equal(list.status, 200);
		const { json: job } = list.findLast(({ event }) => event === 'job_update');
		assert.deepEqual([job.jobId, job.status], [jobId, 'completed']);
		const { gemBalance } = (await member.api('GET', '/api/me')).json;
		assert.ok(gemBalance < 30);
		assert.equal(list.at(-1).json.gemBalance, gemBalance);
	});

	test('messages come newest page last, each once', async () => {
		const { member, chat, messageId } = await sentMessage();
		await ended(member, chat, messageId);
		const list = await messages(member, chat);
		const ids = list.map((one) => BigInt(one.id));
		assert.deepEqual(ids, [...ids].sort((a, b) => (a < b ? -1 : 1)));
	});
});
