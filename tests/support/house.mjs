// A running house for tests. tests/run starts one for a whole suite and names it in SNUG_TEST_URL and
// SNUG_VAR; a file that runs by itself (node --test tests/flow/x.mjs), and a test that breaks things,
// gets one of its own.
import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, chmod, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

const run = promisify(execFile);

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Listens there; null when somebody does already. */
function listenAt(...place) {
	return new Promise((resolve, reject) => {
		const server = createServer().unref();
		server.on('error', (error) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)));
		server.listen(...place, () => resolve(server));
	});
}

/** A name that one test program of this machine holds at a time, at most until it ends; null when another has it. */
const hold = (name) => listenAt(`\0snug-test-${name}`);

/**
 * A port that nobody has, below those that the system lends to connections. It is this program's from now
 * on, also while its house does not listen there: before it starts, and when it is stopped in between.
 */
async function freePort() {
	for (;;) {
		const port = randomInt(20000, 32000);
		const server = await hold(`port-${port}`) && await listenAt(port, '127.0.0.1');
		if (!server) continue;
		await new Promise((closed) => { server.close(closed); });
		return port;
	}
}

export class House {
	constructor(url, dir, env, isOwn) {
		this.url = url.replace(/\/$/, '');
		this.port = Number(new URL(url).port);
		this.var = dir;
		this.env = env;
		this.isOwn = isOwn;
	}

	/** Runs tools/house.sh; gives what it said. */
	control(...words) {
		return run(path.join(ROOT, 'tools/house.sh'), words, { env: this.env, cwd: ROOT });
	}

	/** Runs bin/snug on this house. */
	snug(...words) {
		return run(path.join(ROOT, 'build/bin/snug'), words, { env: { ...this.env, SNUG_ROOT: ROOT, SNUG_VAR: this.var,
			SNUG_PORT: String(this.port) } });
	}

	/** One statement as the database's superuser; rows of text columns. */
	async sql(text) {
		const { stdout } = await run(path.join(ROOT, 'tools/pg.sh'),
			['psql', '-A', '-t', '-F', '\t', '-c', text], { env: this.env, maxBuffer: 64 << 20 });
		return stdout.split('\n').filter(Boolean).map((line) => line.split('\t'));
	}

	/** The process id in VAR/run/<name>.pid. */
	async pid(name) {
		return Number(await readFile(path.join(this.var, 'run', `${name}.pid`), 'utf8').catch(() => 0));
	}

	/**
	 * What `body` gives, which happens while the worker stands still: no reply begins, goes on or ends
	 * meanwhile. For a moment only: in the house of a suite other files wait, too. One at a time, or the end
	 * of one would let the worker go on under another; and between two transactions, or `body` might wait for
	 * what the worker has locked.
	 */
	async whileStill(body) {
		const mine = await until('no other test has the worker stand still', () => hold(`still-${this.port}`));
		let worker = 0;
		const letGo = () => { if (worker > 0) process.kill(worker, 'SIGCONT'); };
		try {
			await until('the worker stands between two transactions', async () => {
				worker = await this.pid('worker');
				if (worker > 0) process.kill(worker, 'SIGSTOP');
				const [[busy]] = await this.sql("select count(*) from pg_stat_activity where usename = 'snug_worker' and state <> 'idle'");
				if (worker > 0 && busy === '0') return true;
				letGo();
				return false;
			});
			return await body();
		} finally {
			letGo();
			mine.close();
		}
	}

	/** Every line of every log, as one text. */
	async logs() {
		const dir = path.join(this.var, 'log');
		const files = (await readdir(dir)).filter((name) => name.includes('.log'));
		const texts = await Promise.all(files.map((name) => readFile(path.join(dir, name), 'latin1')));
		return texts.join('\n');
	}

	async stop() {
		if (!this.isOwn) return;
		await this.control('stop').catch(() => {});
		/* Where tests/run looks when a test failed. */
		const { HOUSE_LOGS: folder } = process.env;
		const name = `${path.basename(process.argv[1])}-${this.port}.log`;
		if (folder) await writeFile(path.join(folder, name), await this.logs()).catch(() => {});
		await rm(this.var, { recursive: true, force: true });
	}
}

/**
 * Starts a house of one's own, a copy of that of tests/run where there is one. `env`: more settings. The
 * caller stops it.
 */
export async function startHouse({ seed = 'demo', env = {} } = {}) {
	const dir = await mkdtemp(path.join(tmpdir(), 'snug-house-'));
	await chmod(dir, 0o755);
	const { HOUSE_SEEDED: seeded } = process.env;
	if (seeded && seed === 'demo') await run('cp', ['-a', `${seeded}/.`, dir]);
	const port = await freePort();
	const all = { ...process.env, VAR: dir, PORT: String(port), SEED: seed, SNUG_REQUEST_RATE: '0', ...env };
	for (const name of ['SNUG_TEST_URL', 'SNUG_VAR', 'SNUG_PORT', 'SNUG_ROOT', 'SNUG_DATABASE_URL',
		'NODE_TEST_CONTEXT']) delete all[name];
	const house = new House(`http://127.0.0.1:${port}`, dir, all, true);
	try {
		await house.control('start');
	} catch (error) {
		await house.stop();
		throw new Error(`The house does not start:\n${error.stdout}${error.stderr}`);
	}
	return house;
}

/** The suite's house, or one of this file's own that ends with it. */
export async function openHouse() {
	const { SNUG_TEST_URL: url, SNUG_VAR: dir } = process.env;
	if (url && dir) return new House(url, dir, { ...process.env, VAR: dir, SNUG_TEST_URL: undefined }, false);
	const house = await startHouse();
	after(() => house.stop());
	return house;
}

/**
 * Lets midnight (UTC) go by when it is near: what is counted by the day, or by the month, keeps its day for
 * the next two minutes.
 */
export async function clearOfMidnight() {
	const left = 86400e3 - Date.now() % 86400e3;
	if (left < 120e3) await sleep(left + 1000);
}

/** Asks until the answer is truthy; fails with `what` after `seconds`: a slow machine may need many. */
export async function until(what, ask, seconds = 90) {
	const end = Date.now() + seconds * 1000;
	for (;;) {
		const answer = await ask();
		if (answer) return answer;
		if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
		await sleep(50);
	}
}
