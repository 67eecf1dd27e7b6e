// Our own tavern with 100,000 characters, signed in, as a house serves it: log, cookies, CSRF and all.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, startHouse } from '../support/house.mjs';
import { makeMembers } from './crowd.mjs';
import { has, median, quiet, row, window, wrk } from './measure.mjs';

async function fill(house) {
	const psql = spawn(path.join(ROOT, 'tools/pg.sh'), ['psql'], { env: house.env, stdio: ['pipe', 'ignore', 'inherit'] });
	createReadStream(path.join(ROOT, 'tests/bench/crowd.sql')).pipe(psql.stdin);
	const [status] = await once(psql, 'exit');
	if (status !== 0) throw new Error('the characters could not be made');
}

export async function tavern({ onEnd }) {
	if (!has('wrk')) return row({ what: 'tavern: our own page', ours: 'wrk is not installed' });
	const house = await startHouse();
	onEnd(() => house.stop());
	await fill(house);
	const [member] = await makeMembers(house, 1);
	const page = await member.get('/tavern?cursor=2000000.99999999');
	const cards = (page.text.match(/<article\b|class="card\b/g) ?? []).length;
	if (page.status !== 200 || !page.text.includes('Bench 0')) throw new Error(`the tavern answered ${page.status}`);
	const roots = [await house.pid('lighttpd'), Number(readFileSync(path.join(house.var, 'pg/postmaster.pid'), 'utf8').split('\n')[0])];
	const load = (connections, delay) => wrk(house.url, { connections, seconds: 3, script: path.join(ROOT, 'tests/bench/tavern.lua'),
		args: [`snug=${member.token}`, String(delay)] });
	await load(32, 0);
	const tries = [];
	for (let i = 0; i < 3; i++) {
		await quiet();
		tries.push(await window(roots, () => load(32, 0)));
	}
	if (tries.some((one) => one.value.bad > 0)) throw new Error('not every answer was 200');
	tries.sort((a, b) => a.foreign - b.foreign);
	const us = median(tries.slice(0, 2).map((one) => one.cpu / one.value.requests * 1e6));
	row({ what: `tavern: CPU of a signed-in page, ${page.bytes.length} bytes, ${cards} cards of 100,000`, ours: `${us.toFixed(0)} us` });
	await quiet();
	const calm = await load(32, 40);
	row({ what: `tavern: p50 (p99), 32 members who read for 40 ms`, ours: `${calm.p50} (${calm.p99}) ms`, target: '< 3 ms', met: calm.p50 < 3 });
	await house.stop();
	return undefined;
}
