// Programs die in the middle of an evening: members see it, nothing is lost, nothing is charged twice,
// and the house comes back by itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, PASSWORD, newMember } from '../support/client.mjs';
import { assertError, assertSafe } from '../support/expect.mjs';
import { until } from '../support/house.mjs';
import { balance, characterIds, ended, messages, openChat, say } from '../support/talk.mjs';
import { assertSound, isHealthy, ownHouse, pidOf, postmaster, processes, withoutDatabase } from './break.mjs';

const house = await ownHouse();
const [, , character] = await characterIds(house);
const guest = new Client(house);

/** A member in a chat, with a reply on its way of which some text has come. */
async function talking() {
	const member = await newMember(house);
	const chat = await openChat(member, character);
	const sent = await member.api('POST', `/api/chat/sessions/${chat}/message`, { content: 'Tell me of the sea, all of it.' });
	assert.equal(sent.status, 202, sent.text);
	await member.events(sent.json.streamUrl, { until: (event) => Number(event.id) >= 2 });
	return { member, chat, ...sent.json };
}

/** The same, with the worker held in the middle of it; another reply where it was faster than this test. */
async function talkingStill() {
	for (let i = 0; i < 10; i++) {
		const talk = await talking();
		process.kill(await house.pid('worker'), 'SIGSTOP');
		const [[state]] = await house.sql(`select state from turn where id = ${talk.turnId}`);
		if (state === 'running') return talk;
		process.kill(await house.pid('worker'), 'SIGCONT');
	}
	throw new Error('every reply was over at once');
}

/** Browser clients of one member. */
function visitor(member) {
	const client = new Client(house);
	client.cookies.set('snug', member.token);
	return client;
}

test('the worker is killed in the middle of a reply: the member sees it within a minute, and it is free', async () => {
	const { member, chat, messageId, turnId, streamUrl } = await talkingStill();
	const { heard } = await member.listen(streamUrl, { seconds: 180 });
	const [[soon]] = await house.sql(`select lease_until < now() + interval '1 minute' from job where subject = ${turnId} and kind = 'turn'`);
	assert.equal(soon, 't', 'longer than a minute');
	process.kill(await house.pid('worker'), 'SIGKILL');
	const message = await ended(member, chat, messageId, 180);
	assert.equal(message.status, 'partial');
	assert.ok(message.content.length > 0);
	assert.equal(message.gemCost, 0);
	const events = await heard;
	assert.equal(events.find((event) => event.event === 'error')?.json.code, 'WORKER_LOST');
	assert.equal(events.find((event) => event.event === 'message_complete').json.content, message.content);
	assert.equal(await balance(member), 30);
	const page = await visitor(member).get(`/chat/${chat}`);
	assert.equal(page.status, 200);
	assert.equal((await say(member, chat, 'Go on.')).status, 'complete');
});

test('every screen is killed, one by one, under who reads and writes: each answers again at once', async () => {
	const member = await newMember(house);
	const chat = await openChat(member, character);
	const reader = visitor(member);
	const pages = ['/', '/tavern', `/character/${character}`, '/chat', `/chat/${chat}`, '/gems', '/generate', '/gallery',
		'/settings/profile', '/report', '/checkout/1', '/reset', '/sign-in', '/status'];
	const screens = [...new Set((await processes(house)).map((one) => one.name).filter((name) => name.startsWith('cgi-bin/')))];
	assert.ok(screens.length >= 14, screens.join());
	for (const name of screens) process.kill(await pidOf(house, name), 'SIGKILL');
	for (const path of pages) {
		await until(`${path} answers`, async () => {
			const answer = await reader.get(path).catch(() => null);
			return answer && answer.status < 500;
		});
	}
	assert.equal((await say(member, chat, 'Are you still there?')).status, 'complete');
});

test('a key decides when an answer was lost with its screen: one message, one charge', async () => {
	const member = await newMember(house);
	const chat = await openChat(member, character);
	const order = () => member.api('POST', `/api/chat/sessions/${chat}/message`, { content: 'Once.' }, { key: 'asked-until-answered' })
		.catch(() => null);
	const first = order();
	process.kill(await pidOf(house, 'cgi-bin/chat'), 'SIGKILL');
	await first;
	const answer = await until('the same key gets an answer', async () => {
		const again = await order();
		return again?.status === 202 ? again : null;
	});
	await ended(member, chat, answer.json.messageId);
	const said = (await messages(member, chat)).filter((one) => one.role === 'user');
	assert.equal(said.length, 1);
	assert.equal(await balance(member), 29);
});

test('without the database: 503 in the look of the house, a number to tell, open streams that survive', async () => {
	const { member, chat, messageId, streamUrl } = await talking();
	const reader = visitor(member);
	const { heard } = await member.listen(streamUrl, { seconds: 180 });
	const { heard: own } = await member.listen('/stream/me', { seconds: 180, until: (event) => event.event === 'credit_update' });
	const lighttpd = await house.pid('lighttpd');
	const screen = await pidOf(house, 'cgi-bin/chat');
	await withoutDatabase(house, async () => {
		for (const [client, paths] of [[guest, ['/', '/tavern', `/character/${character}`]],
			[reader, ['/', '/tavern', '/chat', `/chat/${chat}`, '/gems', '/legal/terms', '/nowhere']]]) {
			for (const path of paths) {
				const answer = await client.get(path);
				assert.equal(answer.status, 503, `${path}: ${answer.status}`);
				assert.ok(Number(answer.headers['retry-after']) > 0, path);
				assert.match(answer.headers['x-trace-id'], /^[0-9a-f]{32}$/);
				assert.ok(answer.text.includes(answer.headers['x-trace-id']), `${path} does not show its number`);
				assert.match(answer.headers['content-type'], /^text\/html/);
				assertSafe(answer);
			}
		}
		for (const [method, path] of [['GET', '/api/me'], ['GET', '/api/characters'], ['GET', streamUrl], ['GET', '/stream/me'],
			['POST', `/api/chat/sessions/${chat}/message`]]) {
			const answer = await member.api(method, path, method === 'POST' ? { content: 'Lost?' } : null);
			assertError(answer, 503, 'UNAVAILABLE');
			assert.ok(Number(answer.headers['retry-after']) > 0, path);
		}
		/* More of these than may be in the making at once must not shut the door for a minute. */
		for (let i = 0; i < 6; i++) {
			assertError(await guest.api('POST', '/api/auth/login', { identifier: member.person.username, password: PASSWORD }), 503);
		}
		assert.equal((await guest.get('/healthz')).status, 503);
		assert.equal((await guest.get('/status')).status, 200);
	});
	await until('the house is well', () => isHealthy(guest));
	for (const path of ['/', '/tavern', '/chat', `/chat/${chat}`, '/gems']) assert.equal((await reader.get(path)).status, 200, path);
	const again = await guest.api('POST', '/api/auth/login', { identifier: member.person.username, password: PASSWORD });
	assert.equal(again.status, 200, again.text);
	assert.equal(await house.pid('lighttpd'), lighttpd);
	assert.equal(await pidOf(house, 'cgi-bin/chat'), screen);
	const message = await ended(member, chat, messageId, 180);
	assert.equal(message.status, 'complete');
	const events = await heard;
	assert.equal(events.find((event) => event.event === 'message_complete').json.content, message.content);
	assert.ok((await own).some((event) => event.event === 'credit_update'));
	assert.equal(await balance(member), 29);
});

test('web server, database and supervisor are killed while replies are made: all ends well', async () => {
	const [one, two] = await Promise.all([talking(), talking()]);
	const parts = () => Promise.all([postmaster(house), house.pid('lighttpd')]);
	const old = await parts();
	for (const pid of old) process.kill(pid, 'SIGKILL');
	/* What the old database had in hand may answer for a moment yet. */
	await until('others are there', async () => (await parts()).every((pid, i) => pid > 0 && pid !== old[i]));
	await until('the house is well', () => isHealthy(guest));
	process.kill(await house.pid('supervisor'), 'SIGKILL');
	assert.equal(await isHealthy(guest), true);
	await house.control('start');
	for (const { member, chat, messageId } of [one, two]) {
		const message = await ended(member, chat, messageId, 180);
		assert.match(message.status, /^(complete|partial)$/);
		assert.equal(await balance(member), 30 - message.gemCost);
		assert.equal(message.gemCost, message.status === 'complete' ? 1 : 0);
		assert.equal((await say(member, chat, 'Where were we?')).status, 'complete');
	}
	await assertSound(house);
});
