// The peers: found, copied, installed, and their database with its 100,000 characters.
import { execFile, spawn } from 'node:child_process';
import { access, cp, mkdir, mkdtemp, readFile, rm, writeFile, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../support/house.mjs';

const run = promisify(execFile);
const exists = (file) => access(file).then(() => true, () => false);

export const HOME = path.join(ROOT, 'build/bench-peers');

/** Puts npm packages into a folder of build/bench-peers, once. False when they are not to be had. */
export async function install(folder, ...packages) {
	const dir = path.join(HOME, folder);
	const names = packages.map((one) => one.replace(/(.)@.*/, '$1'));
	const there = await Promise.all(names.map((name) => exists(path.join(dir, 'node_modules', name, 'package.json'))));
	if (there.every(Boolean)) return true;
	await mkdir(dir, { recursive: true });
	if (!await exists(path.join(dir, 'package.json'))) await writeFile(path.join(dir, 'package.json'), '{"private":true}');
	const npm = ['install', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', dir, ...packages];
	return run('npm', npm, { timeout: 120000 }).then(() => true, () => false);
}

/** The peers' folder with what it needs, or null. */
export async function findPeers() {
	const from = process.env.SNUG_BENCH_PEERS || path.join(ROOT, '../shared/bench');
	if (!await exists(path.join(from, 'baseline/fastify-handlebars.js'))) return null;
	await mkdir(HOME, { recursive: true });
	for (const part of ['baseline', 'scripts']) {
		await cp(path.join(from, part), path.join(HOME, part), { recursive: true,
			filter: (file) => !/node_modules|package(-lock)?\.json$/.test(file) });
	}
	return await install('baseline', 'pg', 'fastify', 'handlebars', 'graphile-worker') ? HOME : null;
}

/** A scratch PostgreSQL with the settings that the peers were measured with. Sockets only. */
export async function startDatabase() {
	const dir = await mkdtemp(path.join(tmpdir(), 'snug-bench-'));
	await chmod(dir, 0o711);
	const child = spawn(path.join(ROOT, 'tests/bench/database'), [dir], { stdio: ['pipe', 'pipe', 'inherit'] });
	const host = await new Promise((resolve, reject) => {
		child.stdout.once('data', (data) => resolve(String(data).trim()));
		child.once('exit', () => reject(new Error('the database of the peers does not start')));
	});
	const env = { ...process.env, PGHOST: host, PGUSER: 'bench', PGDATABASE: 'bench', PGPORT: '5432',
		NODE_PATH: path.join(HOME, 'baseline/node_modules'), NODE_ENV: 'production' };
	const pid = Number((await readFile(path.join(dir, 'pg/postmaster.pid'), 'utf8')).split('\n')[0]);
	return { env, pid, host,
		psql: (...words) => run('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', ...words], { env, maxBuffer: 1 << 26 })
			.then(({ stdout }) => stdout.trim()),
		async stop() {
			child.stdin.end();
			if (child.exitCode === null) await new Promise((resolve) => { child.once('exit', resolve); });
			await rm(dir, { recursive: true, force: true });
		} };
}
