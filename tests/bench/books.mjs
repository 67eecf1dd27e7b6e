// The gem book and the queue, on a house of their own with durable commits, beside peers.
import { execFile } from 'node:child_process';
import { access, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT, startHouse } from '../support/house.mjs';
import { quiet, row } from './measure.mjs';

const run = promisify(execFile);
const field = (text, name) => Number(new RegExp(`\\b${name}=([\\d.]+)`).exec(text)?.[1]);

/** One of the peers' own programs; the JSON line it ends with. */
async function peerSays(peers, program, ...words) {
	const database = await peers.database();
	await mkdir(path.join(peers.home, 'results'), { recursive: true });
	const { stdout } = await run('node', [path.join(peers.home, 'scripts', program), ...words], { timeout: 120000,
		env: { ...database.env, PGPID: String(database.pid), QUIET: '2', TRIES: '2', VAC: '1' } });
	return JSON.parse(stdout.trim().split('\n').at(-1));
}

export async function ledger({ peers, onEnd }) {
	const house = await startHouse({ seed: 'none' });
	onEnd(() => house.stop());
	const conninfo = `host=${path.join(house.var, 'run')} dbname=snug user=snug_web`;
	const pairs = async (mode) => {
		await quiet();
		return run(path.join(ROOT, 'build/tests/bench/ledger/pairs'), [conninfo, '5', '8', mode])
			.then(({ stdout }) => stdout, (error) => `${error.stdout}${error.stderr} failed=1`);
	};
	const tries = [await pairs('distinct'), await pairs('distinct')];
	const best = tries.sort((a, b) => field(b, 'pairs/s') - field(a, 'pairs/s'))[0];
	const one = await pairs('one');
	const what = 'ledger: hold + settle pairs, 8 clients, distinct members';
	const ours = field(best, 'pairs/s');
	const mine = { what, ours: `${ours}/s`, target: '>= 1000/s', met: ours >= 1000 && field(best, 'failed') === 0 };
	if (peers.home) {
		const peer = await peerSays(peers, 'ledger-bench.js', 'onecall', 'distinct', '8', '4', '1');
		row({ ...mine, peer: `${peer.tps}/s one-call (1 commit, 1 entry)`, ratio: ours / peer.tps });
	} else {
		row({ ...mine, peer: 'peer not installed' });
	}
	if (peers.home && await access(path.join(peers.home, 'pgledger')).then(() => true, () => false)) {
		const peer = await peerSays(peers, 'ledger-bench.js', 'pgledger', 'distinct', '8', '4', '1');
		row({ what: 'ledger: commits, beside pgledger transfers', ours: `${field(best, 'commits/s')}/s`, peer: `${peer.tps}/s`,
			ratio: field(best, 'commits/s') / peer.tps });
	} else {
		row({ what: 'ledger: commits, beside pgledger transfers', ours: `${field(best, 'commits/s')}/s`, peer: 'peer not installed' });
	}
	row({ what: 'ledger: pairs, 8 clients on one member', ours: `${field(one, 'pairs/s')}/s`, target: 'no failures',
		met: field(one, 'failed') === 0 && field(one, 'pairs/s') > 0 });
	await house.stop();
}

export async function queue({ peers, onEnd }) {
	const house = await startHouse({ seed: 'none' });
	onEnd(() => house.stop());
	await quiet();
	const { stdout } = await run(path.join(ROOT, 'build/tests/bench/queue/jobs'), [], { env: { ...house.env, SNUG_VAR: house.var, SNUG_ROOT: ROOT } });
	const mine = { rate: field(stdout, 'jobs/s'), p50: field(stdout, 'p50_ms'), p99: field(stdout, 'p99_ms') };
	const peer = peers.home ? await peerSays(peers, 'jobs-bench.js', 'graphile', '1', '10000') : null;
	row({ what: 'queue: jobs claimed and finished', ours: `${mine.rate}/s`, peer: peer ? `${peer.per_s}/s graphile-worker` : 'peer not installed',
		ratio: peer && mine.rate / peer.per_s, target: '>= 4000/s', met: mine.rate >= 4000 });
	row({ what: 'queue: pickup p50 (p99)', ours: `${mine.p50} (${mine.p99}) ms`,
		peer: peer ? `${peer.lat_p50} (${peer.lat_p99}) ms graphile-worker` : 'peer not installed',
		ratio: peer && mine.p50 / peer.lat_p50, target: '< 3 ms', met: mine.p50 < 3 });
	await house.stop();
}
