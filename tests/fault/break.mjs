// What tests of faults share: a house of their own, its processes by name, and its book.
import assert from 'node:assert/strict';
import { readFile, readdir, readlink } from 'node:fs/promises';
import { after } from 'node:test';
import { startHouse, until } from '../support/house.mjs';

/** A demo house that ends with the file's tests. */
export async function ownHouse(env = {}) {
	const house = await startHouse({ env });
	after(() => house.stop());
	return house;
}

/** Every process of the house: [{ pid, name }]; a screen's name is its program's. */
export async function processes(house) {
	const found = [];
	for (const pid of await readdir('/proc')) {
		if (!/^\d+$/.test(pid)) continue;
		const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
		if (!environment.split('\0').includes(`SNUG_VAR=${house.var}`)) continue;
		const program = await readlink(`/proc/${pid}/exe`).catch(() => '');
		found.push({ pid: Number(pid), name: program.replace(/ \(deleted\)$/, '').split('/').slice(-2).join('/') });
	}
	return found;
}

/** The process of a program, as soon as there is one: it may be between two lives. */
export function pidOf(house, name) {
	return until(`${name} runs`, async () => (await processes(house)).find((one) => one.name === name)?.pid);
}

/** Whether a process runs; one that nobody has buried has no command line. */
const isAlive = async (pid) => (await readFile(`/proc/${pid}/cmdline`).catch(() => '')).length > 0;

export async function postmaster(house) {
	const text = await readFile(`${house.var}/pg/postmaster.pid`, 'utf8').catch(() => '');
	return Number(text.split('\n')[0]);
}

/** Resident memory of a process in kilobytes. */
export async function memory(pid) {
	const text = await readFile(`/proc/${pid}/status`, 'utf8');
	return Number(/VmRSS:\s+(\d+)/.exec(text)[1]);
}

/** Stops the database as a crash does and keeps it away while `body` runs. */
export async function withoutDatabase(house, body) {
	const supervisor = await house.pid('supervisor');
	process.kill(supervisor, 'SIGSTOP');
	try {
		const server = await until('there is a database', () => postmaster(house));
		process.kill(server, 'SIGQUIT');
		await until('the database is gone', async () => !await isAlive(server));
		await body();
	} finally {
		process.kill(supervisor, 'SIGCONT');
	}
}

export const isHealthy = (client) => client.get('/healthz', { timeout: 15000 }).then((answer) => answer.status === 200, () => false);

/** Every turn has its end, no gems are left aside, and the book is whole. */
export async function assertSound(house) {
	await until('every turn has its end', async () => {
		const [[open]] = await house.sql("select count(*) from turn where state in ('queued', 'running')");
		return open === '0';
	}, 180);
	const held = await house.sql("select ref from gem.hold where state = 'open'");
	assert.deepEqual(held, []);
	const { stdout } = await house.snug('ledger', 'verify');
	assert.match(stdout, /^The book is sound/);
}
