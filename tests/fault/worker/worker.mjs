// Cases 10 to 26 of the fault list: workers that die, freeze or are told to stop; providers that lie,
// break off or are away; a database that crashes; gems that end. After each the book must be whole.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
	VAR, sql, one, until, member, newChat, send, balance, messageOf, eventsOf, auditIsClean, worker,
	logs, endWorkers, crashDatabase, startDatabase, provider, mediaFiles, stream, parse,
} from './house.mjs';

const words = (n, pause) => Array.from({ length: n }, (_, i) => [`word${i} `, pause]).flat();
const turnState = (turn) => `select state from turn where id = ${turn.turn}`;
const textOf = (turn) => `select count(*) > 3 from turn_event where turn_id = ${turn.turn}`;

// One test: its provider and workers are gone at its end, and the book is whole.
const fault = (name, body) => test(name, { timeout: 300000 }, async () => {
	const providers = [];
	try {
		await body(async (plan) => {
			const made = await provider(plan);
			providers.push(made);
			return made;
		});
	} finally {
		await endWorkers();
		for (const made of providers) made.close();
	}
	assert.equal(await auditIsClean(), '');
});

fault('a worker killed in the middle of a reply: the text stays, and is free', async (fake) => {
	const who = await member();
	const slow = await fake(() => [...words(400, 250), 'done']);
	const first = await worker(slow.env);
	const turn = await send(who);
	await until(textOf(turn), 't');
	first.kill('SIGKILL');
	await first.over;
	await worker(slow.env);
	await until(turnState(turn), 'partial');
	const message = await messageOf(turn);
	assert.equal(message.status, 'partial');
	assert.equal(message.reason, 'WORKER_LOST');
	assert.equal(message.cost, 0);
	assert.match(message.content, /^word0 word1 word2 /);
	assert.equal(await balance(who), 100000);
	assert.deepEqual((await eventsOf(turn)).slice(-3), ['message_complete', 'error', 'credit_update']);
});

fault('a worker killed before any text: the next one makes the reply, charged once', async (fake) => {
	const who = await member();
	const late = await fake((n) => (n === 0 ? ['hang'] : ['It is late. ', 'done']));
	const first = await worker(late.env);
	const turn = await send(who);
	while (late.asked() === 0) await sleep(20);
	first.kill('SIGKILL');
	await first.over;
	await worker(late.env);
	await until(turnState(turn), 'complete');
	assert.equal((await messageOf(turn)).content.trim(), 'It is late.');
	assert.equal(await balance(who), 99000);
});

fault('a worker frozen past its lease: what it does later is thrown away', async (fake) => {
	const who = await member();
	const slow = await fake(() => [...words(400, 250), 'done']);
	const frozen = await worker(slow.env);
	const turn = await send(who);
	await until(textOf(turn), 't');
	frozen.kill('SIGSTOP');
	await sql(`update job set lease_until = now() - interval '1 second' where subject = ${turn.turn}`);
	await worker(slow.env);
	await until(turnState(turn), 'partial');
	const before = await messageOf(turn);
	const events = await eventsOf(turn);
	frozen.kill('SIGCONT');
	await logs(frozen, 'event=fenced');
	assert.deepEqual(await messageOf(turn), before);
	assert.deepEqual(await eventsOf(turn), events);
	assert.equal(await balance(who), 100000);
});

fault('told to stop (SIGTERM): replies are finished first, and nothing new is begun', async (fake) => {
	const who = await member();
	const slow = await fake(() => [...words(60, 25), 'done']);
	const old = await worker(slow.env);
	const turn = await send(who);
	await until(textOf(turn), 't');
	old.kill('SIGTERM');
	await logs(old, 'event=stopping');
	const later = await send(await member());
	const { code } = await old.over;
	assert.equal(code, 0);
	assert.equal((await messageOf(turn)).status, 'complete');
	assert.equal((await one(turnState(later)))[0], 'queued');
	await worker(slow.env);
	await until(turnState(later), 'complete');
});

fault('told to stop twice: what is there is kept, and the rest goes back to the queue', async (fake) => {
	const who = await member();
	const slow = await fake(() => [...words(400, 250), 'done']);
	const old = await worker(slow.env);
	const turn = await send(who);
	await until(textOf(turn), 't');
	old.kill('SIGTERM');
	await logs(old, 'event=stopping');
	old.kill('SIGTERM');
	assert.equal((await old.over).code, 0);
	const message = await messageOf(turn);
	assert.equal(message.status, 'partial');
	assert.equal(message.cost, 0);
	assert.equal((await one(`select count(*) from job where subject = ${turn.turn}`))[0], '0');
});

fault('the member stops a reply: it ends within a moment', async (fake) => {
	const slow = await fake((n) => [n * 60000, 'One sentence. ', 100, ...words(400, 250), 'done']);
	await worker(slow.env);
	for (const [ready, status, cost] of [[textOf, 'partial', 1000], [(turn) => `select state = 'running' from turn where id = ${turn.turn}`, 'failed', 0]]) {
		const who = await member();
		const turn = await send(who);
		await until(ready(turn), 't');
		const began = Date.now();
		const [outcome, job] = await one(`select outcome, job_id from turn_halt(${who.id}, ${who.chat})`, 'snug_web');
		await sql(`select pg_notify('job_stop', '${job}')`, 'snug_web');
		await until(`select state <> 'running' and state <> 'queued' from turn where id = ${turn.turn}`, 't');
		// A moment on a machine that is busy; what would go on takes a minute.
		assert.ok(Date.now() - began < 45000, `${outcome} took ${Date.now() - began} ms`);
		const message = await messageOf(turn);
		assert.equal(message.reason, 'STOPPED');
		assert.equal(message.status, status);
		assert.equal(message.cost, cost);
	}
});

fault('a provider that breaks off: the text is kept, free, and says so', async (fake) => {
	const who = await member();
	const cut = await fake(() => ['Half a sen', 100, 'cut']);
	await worker(cut.env);
	const turn = await send(who);
	await until(turnState(turn), 'partial');
	assert.deepEqual(await messageOf(turn), { status: 'partial', reason: 'PROVIDER_CUT', cost: 0, content: 'Half a sen' });
	assert.equal(await balance(who), 100000);
});

fault('a provider that refuses, talks nonsense or says nothing: failed, and free', async (fake) => {
	const cases = [
		[() => [{ status: 401 }], 'PROVIDER_REJECTED'],
		[() => [{ status: 200, body: '<html>hello</html>' }], 'PROVIDER_GARBAGE'],
		[() => ['done'], 'PROVIDER_EMPTY'],
	];
	for (const [plan, reason] of cases) {
		const who = await member();
		const bad = await fake(plan);
		const child = await worker(bad.env);
		const turn = await send(who);
		await until(turnState(turn), 'failed');
		assert.deepEqual(await messageOf(turn), { status: 'failed', reason, cost: 0, content: '' });
		assert.equal(await balance(who), 100000);
		assert.deepEqual(await eventsOf(turn), ['error', 'credit_update']);
		child.kill('SIGKILL');
		await child.over;
	}
});

fault('a provider that is away: the next one answers, else the turn fails and can be put again', async () => {
	const away = { SNUG_TEXT_PROVIDER: 'openai', SNUG_OPENAI_BASE: 'http://127.0.0.1:9/v1' };
	const who = await member();
	const alone = await worker(away);
	const turn = await send(who);
	await until(turnState(turn), 'failed');
	assert.equal((await messageOf(turn)).reason, 'PROVIDER_DOWN');
	assert.equal((await one(`select count(*) from notification where member_id = ${who.id}`))[0], '1');
	alone.kill('SIGKILL');
	await alone.over;
	const [job] = await one(`select job_id from turn where id = ${turn.turn}`);
	assert.equal((await one(`select outcome from job_revive(${job}, 'owner', 4096)`))[0], 'retried');
	assert.equal((await one(`select outcome from job_revive(${job}, 'owner', 4096)`))[0], 'not_dead');
	await worker({ ...away, SNUG_TEXT_PROVIDERS: 'openai,offline' });
	await until(turnState(turn), 'complete');
	assert.equal((await messageOf(turn)).cost, 1000);
	assert.equal(await balance(who), 99000);
});

fault('429 with a time to come back: waits in the queue, uses up no attempt', async (fake) => {
	const who = await member();
	const busy = await fake((n) => (n < 3 ? [{ status: 429, headers: { 'retry-after': '120' } }] : ['Now. ', 'done']));
	await worker(busy.env);
	const turn = await send(who);
	await until(`select count(*) from job where subject = ${turn.turn} and state = 0
		and run_at > now() + interval '60 s' and error = 'PROVIDER_LIMITED' and max_attempt = 4`, '1');
	assert.ok(await auditIsClean() === '');
	await sql(`update job set run_at = now() where subject = ${turn.turn}`);
	for (let i = 0; i < 60 && (await one(turnState(turn)))[0] !== 'complete'; i++) {
		await sleep(500);
		await sql(`update job set run_at = now() where subject = ${turn.turn} and state = 0`);
	}
	assert.deepEqual(await one(turnState(turn)), ['complete']);
});

fault('the database crashes in the middle of a reply: the turn ends whole, charged once', async (fake) => {
	const who = await member();
	const slow = await fake(() => [...words(150, 30), 'The end.', 'done']);
	const child = await worker(slow.env);
	const turn = await send(who);
	await until(textOf(turn), 't');
	await crashDatabase();
	await sleep(1500);
	await startDatabase();
	await until(turnState(turn), 'complete');
	const message = await messageOf(turn);
	assert.match(message.content, /^word0 .* word149 The end\.$/);
	assert.equal(message.cost, 1000);
	assert.equal(await balance(who), 99000);
	assert.equal(child.exitCode, null);
	// The worker hears again: the next turn does not wait for the poll of a second for long.
	const next = await send(await member());
	await until(textOf(next), 't');
});

fault('the database crashes under open streams: they stay open, and every event comes once', async (fake) => {
	const who = await member();
	const slow = await fake(() => [...words(150, 30), 'The end.', 'done']);
	await worker(slow.env);
	const turn = await send(who);
	const early = await stream(who, turn);
	await until(textOf(turn), 't');
	const late = await stream(who, turn, 2);
	await sleep(500);
	await crashDatabase();
	await sleep(1500);
	await startDatabase();
	for (const [open, first] of [[early, 1], [late, 3]]) {
		const events = parse(await open.over);
		const ids = events.map(([id]) => id);
		assert.equal(ids[0], first);
		assert.deepEqual(ids, [...new Set(ids)].sort((a, b) => a - b));
		const end = events.find(([, kind]) => kind === 'message_complete');
		assert.match(end[2].content, /^word0 .* word149 The end\.$/s);
		assert.equal(end[2].status, 'complete');
		assert.equal(events.at(-1)[1], 'credit_update');
		if (open === early) {
			const deltas = events.filter(([, kind]) => kind === 'token_delta').map(([, , data]) => data.text).join('');
			assert.equal(deltas, end[2].content);
		}
	}
});

fault('a stream that comes back gets only what it has not seen; one of a stranger gets nothing', async () => {
	const who = await member();
	await worker();
	const turn = await send(who);
	await until(turnState(turn), 'complete');
	const all = parse(await (await stream(who, turn)).over);
	const rest = parse(await (await stream(who, turn, all[2][0])).over);
	assert.deepEqual(rest, all.slice(3));
	// After ten minutes the events are gone; the message still tells how it ended.
	await sql(`delete from turn_event where turn_id = ${turn.turn}`);
	const later = parse(await (await stream(who, turn)).over);
	assert.deepEqual(later.map(([, kind]) => kind), ['message_complete', 'credit_update']);
	assert.equal(later[0][2].content, all.find(([, kind]) => kind === 'message_complete')[2].content);
	const stranger = await (await stream(await member(), turn)).over;
	assert.match(stranger, /^Status: 404/);
});

fault('gems end in the middle of a reply that is paid by tokens: cut at a sentence, charged exactly', async (fake) => {
	await sql(`update price set milligems = 5000, unit = '1000_tokens' where key = 'chat.standard'`);
	try {
		const who = await member(5);
		const long = await fake(() => [...Array.from({ length: 400 }, () => ['A sentence of some length stands here. ', 15]).flat(), 'done']);
		await worker(long.env);
		const turn = await send(who);
		assert.equal(turn.outcome, 'sent');
		await until(turnState(turn), 'partial');
		const message = await messageOf(turn);
		assert.equal(message.reason, 'INSUFFICIENT_GEMS');
		assert.match(message.content, /here\.$/);
		const left = await balance(who);
		assert.equal(5000 - left, message.cost);
		assert.ok(left < 100, `${left} milligems are left`);
		const [tokens] = await one(`select prompt_tokens + completion_tokens from turn where id = ${turn.turn}`);
		assert.equal(message.cost, Math.round(Number(tokens) * 5));
		const broke = await send(who);
		assert.equal(broke.outcome, 'no_gems');
	} finally {
		await sql(`update price set milligems = 1000, unit = 'reply' where key = 'chat.standard'`);
	}
});

fault('the same form twice, two tabs, four at once: one message, one hold', async () => {
	const who = await member();
	const order = (key) => one(`select outcome, turn_id from turn_begin(${who.id}, ${who.chat}, 'send', null, null,
		'Hi.', ${key}, 4096)`, 'snug_web');
	const same = await Promise.all([1, 2, 3, 4].map(() => order(`'form-key-0001'`)));
	assert.deepEqual(new Set(same.map((row) => row.join())).size, 1);
	assert.equal(same[0][0], 'sent');
	assert.equal((await order('null'))[0], 'busy');
	assert.equal((await one(`select count(*) from gem.hold where owner = ${who.id}`))[0], '1');
	assert.equal((await one(`select count(*) from message where chat_id = ${who.chat} and role = 'user'`))[0], '1');
	await (await worker({}, ['--once'])).over;
	assert.equal((await one(turnState({ turn: same[0][1] })))[0], 'complete');
});

fault('many turns at once: every one ends, charged once', async () => {
	const who = await member(1000);
	const turns = [];
	for (let i = 0; i < 4; i++) {
		const other = await member();
		for (let k = 0; k < 10; k++) turns.push(await send(other, 'Hi.', await newChat(other.id, who.character)));
	}
	await worker();
	for (const turn of turns) await until(turnState(turn), 'complete', 200000);
	assert.equal((await one(`select count(*) from gem.hold where state = 'captured'
		and ref in (${turns.map((turn) => `'msg:${turn.message}'`).join()})`))[0], '40');
});

const orderPictures = async (who, count) => {
	const [outcome, job] = await one(`select outcome, job_id from picture_begin(${who.id}, null, 'a ship', '', ${count},
		'portrait', 'default', 'draft', null, null, 10)`, 'snug_web');
	assert.equal(outcome, 'ordered');
	await sql(`select pg_notify('jobs', '')`, 'snug_web');
	return job;
};

fault('a worker killed in the middle of nine pictures: the rest is painted, each is paid once', async () => {
	const first = await worker();
	let who, job;
	do { // another nine when these were painted before this test looked
		first.kill('SIGCONT');
		who = await member();
		job = await orderPictures(who, 9);
		await until(`select progress > 20 from generation where job_id = ${job}`, 't');
		first.kill('SIGSTOP');
	} while ((await one(`select status from generation where job_id = ${job}`))[0] === 'completed');
	first.kill('SIGKILL');
	await first.over;
	assert.equal((await one(`select status from generation where job_id = ${job}`))[0], 'processing');
	await worker();
	// The rescued job waits for its second attempt.
	await until(`select count(*) from job where id = ${job} and attempt = 1 and state = 0`, '1');
	await sql(`update job set run_at = now() where id = ${job}`);
	await until(`select status from generation where job_id = ${job}`, 'completed');
	assert.equal(await balance(who), 100000 - 9 * 5000);
	assert.equal((await one(`select count(distinct media_id) from generation_image i join generation g
		on g.id = i.generation_id where g.job_id = ${job} and i.status = 'completed'`))[0], '9');
	assert.equal((await one(`select count(*) from notification where cause = 'job:${job}'`))[0], '1');
});

fault('pictures that cannot be stored: tried again, then a dead letter; gems back, nothing left behind', async () => {
	const who = await member();
	const before = mediaFiles().length;
	if (fs.existsSync(`${VAR}/media`)) fs.renameSync(`${VAR}/media`, `${VAR}/media.away`);
	fs.writeFileSync(`${VAR}/media`, 'in the way');
	try {
		await worker();
		const job = await orderPictures(who, 1);
		for (let attempt = 1; attempt < 4; attempt++) {
			await until(`select count(*) from job where id = ${job} and attempt = ${attempt} and state = 0`, '1');
			await sql(`update job set run_at = now() where id = ${job}`);
		}
		await until(`select state from job_done where id = ${job}`, 'dead');
		assert.deepEqual(await one(`select status, charged, failure_reason from generation where job_id = ${job}`),
			['failed', '0', 'DISK_BROKEN']);
		assert.equal(await balance(who), 100000);
		assert.equal((await one(`select count(*) from audit_log where subject = 'job:${job}'`))[0], '1');
		assert.equal((await one(`select type from notification where cause = 'job:${job}'`))[0], 'picture_failed');
	} finally {
		fs.rmSync(`${VAR}/media`);
		if (fs.existsSync(`${VAR}/media.away`)) fs.renameSync(`${VAR}/media.away`, `${VAR}/media`);
	}
	assert.equal(mediaFiles().length, before);
});
