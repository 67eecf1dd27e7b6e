// Replies that stream: how soon they are taken, how late their words come, what they cost.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readlinkSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT, startHouse } from '../support/house.mjs';
import { openChat } from '../support/talk.mjs';
import { makeMembers } from './crowd.mjs';
import { end, median, pss, quantile, quiet, row, tree, window } from './measure.mjs';

const now = () => performance.timeOrigin + performance.now();
const MOST = 1000;

async function startProvider(onEnd) {
	const child = spawn('node', [path.join(ROOT, 'tests/bench/provider.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
	onEnd(() => end(child));
	const [port] = await once(child.stdout, 'data');
	return `http://127.0.0.1:${Number(port)}`;
}

/** What a stream brought, and when: [[milliseconds, text], ...]. */
function listen(open) {
	return new Promise((resolve) => {
		const chunks = [];
		const done = () => resolve(chunks);
		open((response) => {
			response.setEncoding('utf8');
			response.on('data', (chunk) => chunks.push([now(), chunk]));
			response.on('close', done);
		}, done);
	});
}

/** Each number in a delta's text is when the provider sent it: what they say of the way. */
function delaysOf({ from, chunks, textOf, ...rest }) {
	const seen = { ...rest, first: 0, late: [] };
	let text = '';
	for (const [at, chunk] of chunks ?? []) {
		text += chunk;
		for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
			for (const sent of textOf(text.slice(0, end)).match(/\d+\.\d+/g) ?? []) {
				seen.first ||= at - from;
				seen.late.push(at - Number(sent));
			}
		}
	}
	return seen;
}

const data = (event) => /^data: (\{.*)$/m.exec(event)?.[1];
const providerText = (event) => { const json = data(event); return json ? JSON.parse(json).choices[0].delta.content ?? '' : ''; };
const houseText = (event) => { const json = event.includes('event: token_delta') && data(event); return json ? JSON.parse(json).text : ''; };

async function direct(base) {
	const from = now();
	const body = JSON.stringify({ model: 'even', stream: true, messages: [{ role: 'user', content: 'Go on.' }] });
	const chunks = await listen((take, fail) => {
		http.request(`${base}/v1/chat/completions`, { method: 'POST', agent: false, headers: { 'content-type': 'application/json' } },
			take).on('error', fail).end(body);
	});
	return { from, chunks, textOf: providerText };
}

async function through(client, chat) {
	const from = now();
	const sent = await client.api('POST', `/api/chat/sessions/${chat}/message`, { content: 'Go on.' });
	if (sent.status !== 202) return { failed: `${sent.status} ${sent.text.slice(0, 200)}` };
	const taken = now() - from;
	const chunks = await listen((take, fail) => {
		client.open('GET', sent.json.streamUrl, { headers: { Accept: 'text/event-stream', Authorization: `Bearer ${client.token}` },
			timeout: 120000 }).then(take, fail);
	});
	return { from, taken, chunks, textOf: houseText };
}

const all = (list, name) => list.map((one) => one[name]).filter((value) => value > 0);

async function openHouse(onEnd, members) {
	const base = await startProvider(onEnd);
	const house = await startHouse({ env: { SNUG_TEXT_PROVIDER: 'openai', SNUG_OPENAI_BASE: `${base}/v1`, SNUG_OPENAI_KEY: 'none',
		SNUG_OPENAI_MODEL: 'even' } });
	onEnd(() => house.stop());
	const [[character]] = await house.sql('select min(id) from character where listed');
	const clients = await makeMembers(house, members);
	const talks = [];
	for (let i = 0; i < members; i += 50) {
		talks.push(...await Promise.all(clients.slice(i, i + 50).map(async (client) => ({ client,
			chat: await openChat(client, character) }))));
	}
	return { base, house, talks };
}

const pace = (base, count, gap) => fetch(`${base}/pace/${count}/${gap}`).then((answer) => answer.text());

const SPREAD_MS = 2000; // as long as a reply takes, so that about all of them run at once

/**
 * Starts one after the other, evenly spread, or all in one instant; gives what each came to. It is taken
 * apart when all have ended: on the way this reader takes as little as it can of what the house needs.
 */
async function start(list, spread, begin) {
	const came = await Promise.all(list.map(async (one, i) => {
		await sleep(spread * i / list.length);
		return begin(one);
	}));
	return came.map(delaysOf);
}

async function delays(n, { base, talks }) {
	const some = talks.slice(0, n);
	const whole = (ours) => {
		const failed = ours.filter((one) => one.failed || one.late.length < 100);
		if (failed.length) throw new Error(`${failed.length} of ${n} streams were not whole: ${failed[0].failed ?? failed[0].late.length}`);
		return ours;
	};
	const rounds = n === 1 ? 9 : 1;
	const straight = [];
	const ours = [];
	for (let i = 0; i < rounds; i++) {
		await quiet();
		straight.push(...await start(some, SPREAD_MS, () => direct(base)));
		ours.push(...whole(await start(some, SPREAD_MS, ({ client, chat }) => through(client, chat))));
	}
	const added = median(all(ours, 'first')) - median(all(straight, 'first'));
	const late = ours.flatMap((one) => one.late);
	const most = n <= 50 ? 15 : 30;
	row({ what: `stream: time to first token, ${n} running`, ours: `${median(all(ours, 'first')).toFixed(1)} ms`,
		peer: `${median(all(straight, 'first')).toFixed(1)} ms provider itself`,
		target: `+${added.toFixed(1)} of <= ${most} ms`, met: added <= most });
	row({ what: `stream: lateness of a delta, ${n} running, p50 (p99)`,
		ours: `${median(late).toFixed(1)} (${quantile(late, 0.99).toFixed(1)}) ms`,
		peer: `${median(straight.flatMap((one) => one.late)).toFixed(1)} ms provider itself`, target: '<= 45 ms', met: median(late) <= 45 });
	if (n > 1) {
		const taken = all(ours, 'taken');
		row({ what: `stream: message acknowledged, ${n} running, p50 (p99)`,
			ours: `${median(taken).toFixed(1)} (${quantile(taken, 0.99).toFixed(1)}) ms`,
			target: n === 50 ? '<= 10 ms' : '-', met: n === 50 ? median(taken) <= 10 : null });
		await quiet();
		const burst = whole(await start(some, 0, ({ client, chat }) => through(client, chat)));
		row({ what: `stream: time to first token, ${n} sent in one instant`, ours: `${median(all(burst, 'first')).toFixed(0)} ms` });
	}
}

const postmaster = (house) => Number(readFileSync(path.join(house.var, 'pg/postmaster.pid'), 'utf8').split('\n')[0]);

/** The processes that carry a stream: worker, stream screen, PostgreSQL. */
async function carriers(house) {
	const streams = tree(await house.pid('lighttpd')).filter((pid) => {
		try { return readlinkSync(`/proc/${pid}/exe`).endsWith('/cgi-bin/stream'); } catch { return false; }
	});
	return [...streams, await house.pid('worker'), postmaster(house)];
}

async function cost(n, world) {
	const roots = await carriers(world.house);
	await quiet();
	const w = await window(roots, () => start(world.talks.slice(0, n), 0, ({ client, chat }) => through(client, chat)));
	const failed = w.value.filter((one) => one.failed || one.late.length < 50);
	if (failed.length) throw new Error(`${failed.length} of ${n} streams were not whole: ${failed[0].failed ?? failed[0].late.length}`);
	return w.cpu / n * 1000;
}

export async function stream({ onEnd }) {
	const world = await openHouse(onEnd, MOST);
	// Every thread of a screen opens and prepares its own connection at its first request.
	await start(world.talks.slice(0, 16), 0, ({ client, chat }) => through(client, chat));
	for (const n of [1, 50, 200]) await delays(n, world);
	// Slower deltas: at 1,000 streams the provider and this reader must not be what is measured.
	await pace(world.base, 50, 200);
	const few = await cost(50, world);
	const many = await cost(MOST, world);
	row({ what: `stream: CPU of worker, stream and PostgreSQL a stream, ${MOST} against 50 at once`, ours: `${many.toFixed(1)} ms`,
		peer: `${few.toFixed(1)} ms (ours at 50)`, ratio: many / few, target: '<= 1.1', met: many / few <= 1.1 });
	await world.house.stop();
}

export async function memory({ onEnd }) {
	const world = await openHouse(onEnd, 50);
	const { house } = world;
	await sleep(20000); // freed memory goes back to the system
	const web = [await house.pid('lighttpd'), await house.pid('worker')];
	const idle = pss(...web);
	row({ what: 'memory: lighttpd, screens and worker, idle (PSS)', ours: `${idle.toFixed(0)} MiB`, target: '<= 64 MiB', met: idle <= 64 });
	const talking = Promise.all(world.talks.map(({ client, chat }) => through(client, chat)));
	await sleep(1200);
	const busy = pss(...web, postmaster(house), await house.pid('supervisor'));
	row({ what: 'memory: the whole house, 50 replies streaming (PSS)', ours: `${busy.toFixed(0)} MiB`, target: '<= 256 MiB', met: busy <= 256 });
	await talking;
	await house.stop();
}
