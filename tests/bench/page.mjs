// The page of 24 of 100,000 characters, as the peers make it: ours is byte for byte the same.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { randomBytes } from 'node:crypto';
import { ROOT } from '../support/house.mjs';
import { end, has, median, quiet, row, window, wrk } from './measure.mjs';

const run = promisify(execFile);
const PAIRS = 5;
const SECONDS = 3;

export async function freePort() {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address();
	server.close();
	return port;
}

/** Fills the peers' tables, and ours beside them: creator and tags flat in the row. */
async function fill(peers, database) {
	for (const file of ['schema.sql', 'generate.sql']) await database.psql('-f', path.join(peers.home, 'baseline', file));
	await database.psql('-f', path.join(ROOT, 'tests/bench/peerpage_tables.sql'));
}

/** lighttpd as the house runs it, with one row of screens: peerpage. */
async function startOurs(peers, database) {
	const dir = await mkdtemp(path.join(tmpdir(), 'snug-bench-'));
	await chmod(dir, 0o755);
	for (const name of ['root/templates', 'root/public/errors', 'var/log', 'var/run', 'var/tmp/gzip']) {
		await mkdir(path.join(dir, name), { recursive: true });
	}
	await copyFile(path.join(peers.home, 'baseline/page.mustache'), path.join(dir, 'root/templates/peer.mustache'));
	await writeFile(path.join(dir, 'var/secret'), randomBytes(32));
	// lighttpd splits what it starts at white space, which the path of a tree may hold.
	await symlink(path.join(ROOT, 'build/tests/bench'), path.join(dir, 'bin'));
	const conf = await readFile(path.join(ROOT, 'lighttpd.conf'), 'utf8');
	const screens = /^fastcgi\.server = [\s\S]*?(?=^# `make screen`)/m;
	const one = 'fastcgi.server = ("/" => (("bin-path" => env.HOUSE_BIN + "/peerpage", "socket" => run + "page.sock") + screen))\n';
	if (!screens.test(conf)) throw new Error('lighttpd.conf has no rows of screens');
	await writeFile(path.join(dir, 'lighttpd.conf'), conf.replace(screens, one));
	const port = await freePort();
	const child = spawn('lighttpd', ['-D', '-f', path.join(dir, 'lighttpd.conf')], { stdio: 'ignore', env: {
		...process.env, SNUG_ROOT: path.join(dir, 'root'), SNUG_VAR: path.join(dir, 'var'), SNUG_PORT: String(port),
		SNUG_LISTEN: '127.0.0.1', HOUSE_RUN: path.join(dir, 'var/run'), HOUSE_BIN: path.join(dir, 'bin'),
		// The peers write no log either.
		SNUG_LOG_LEVEL: 'warn', SNUG_DATABASE_URL: `host=${database.host} user=bench dbname=bench`,
		PATH: `${process.env.PATH}:/usr/sbin` } });
	return { port, pid: child.pid, async stop() {
		await end(child);
		await rm(dir, { recursive: true, force: true });
	} };
}

async function startPeer(peers, database) {
	const port = await freePort();
	const child = spawn('node', ['fastify-handlebars.js'], { cwd: path.join(peers.home, 'baseline'), stdio: 'ignore',
		env: { ...database.env, PORT: String(port), PREPARED: '1', WORKERS: '1' } });
	return { port, pid: child.pid, stop: () => end(child) };
}

/** The page that both must give; waits for the server to be there. */
async function fetchPage({ port }) {
	for (let tries = 0; ; tries++) {
		try {
			const answer = await fetch(`http://127.0.0.1:${port}/?s=2000000&i=5`,
				{ headers: { cookie: 'theme=dark; sid=session-token-1' } });
			return Buffer.from(await answer.arrayBuffer());
		} catch (error) {
			if (tries > 50) throw error;
			await new Promise((resolve) => { setTimeout(resolve, 100); });
		}
	}
}

export async function page({ peers, onEnd }) {
	if (!peers.home || !has('wrk')) return row({ what: 'page, CPU', ours: '-', peer: 'peer not installed' });
	const database = await peers.database();
	await fill(peers, database);
	const ours = await startOurs(peers, database);
	onEnd(() => ours.stop());
	const peer = await startPeer(peers, database);
	onEnd(() => peer.stop());
	const expected = await readFile(path.join(peers.home, 'baseline/out-express.html'));
	const [mine, theirs] = [await fetchPage(ours), await fetchPage(peer)];
	row({ what: 'page: bytes of HTML', ours: String(mine.length), peer: String(theirs.length), target: 'the same bytes',
		met: mine.equals(expected) && theirs.equals(expected) });

	const script = path.join(peers.home, 'baseline/wrk.lua');
	const one = async ({ port, pid }) => {
		const url = `http://127.0.0.1:${port}/`;
		const w = await window([pid, database.pid], () => wrk(url, { script, seconds: SECONDS }));
		return { us: w.cpu / w.value.requests * 1e6, ...w, ...w.value };
	};
	await one(ours);
	await one(peer);
	const pairs = [];
	for (let i = 0; i < PAIRS; i++) {
		await quiet();
		pairs.push([await one(ours), await one(peer)]);
	}
	// The quieter half of the pairs counts.
	pairs.sort((a, b) => a[0].foreign + a[1].foreign - b[0].foreign - b[1].foreign);
	const kept = pairs.slice(0, Math.ceil(PAIRS / 2));
	const us = [0, 1].map((i) => median(kept.map((pair) => pair[i].us)));
	const ratio = median(kept.map(([a, b]) => a.us / b.us));
	const others = Math.round(median(kept.map(([a]) => a.foreign)) * 100);
	row({ what: 'page: CPU of server and PostgreSQL', ours: `${us[0].toFixed(0)} us`, peer: `${us[1].toFixed(0)} us Fastify`,
		ratio, target: '<= 1/6', met: ratio <= 1 / 6 });
	const p50 = [0, 1].map((i) => Math.min(...pairs.map((pair) => pair[i].p50)));
	row({ what: `page: p50, 32 busy connections (others took ${others} %)`, ours: `${p50[0]} ms`, peer: `${p50[1]} ms Fastify`,
		ratio: p50[0] / p50[1], target: '< 3 ms', met: p50[0] < 3 });
	const bad = pairs.flat().reduce((sum, w) => sum + w.bad, 0);
	if (bad > 0) throw new Error(`${bad} answers were not 200`);
	await peer.stop();
	return undefined;
}

/** Our engine and Handlebars over the same template, rows and clock. */
export async function render({ peers }) {
	const program = path.join(ROOT, 'build/tests/bench/render/page');
	const template = peers.home && path.join(peers.home, 'baseline/page.mustache');
	if (!template || !await access(program).then(() => true, () => false)) {
		return row({ what: 'render: a page of 24 cards', ours: '-', peer: 'peer not installed' });
	}
	const ours = [];
	const theirs = [];
	for (let i = 0; i < 5; i++) {
		const { stdout } = await run(program, [template]);
		ours.push(Number(/\bns=(\d+)/.exec(stdout)[1]) / 1000);
		const bars = await run('node', [path.join(ROOT, 'tests/bench/render/handlebars.cjs'), template],
			{ env: { ...process.env, NODE_PATH: path.join(peers.home, 'baseline/node_modules') } });
		theirs.push(Number(/\bns=(\d+)/.exec(bars.stdout)[1]) / 1000);
	}
	const [a, b] = [Math.min(...ours), Math.min(...theirs)];
	row({ what: 'render: a page of 24 cards', ours: `${a.toFixed(1)} us`, peer: `${b.toFixed(1)} us Handlebars`, ratio: a / b });
	return undefined;
}
