// What the benchmarks share: CPU and memory of processes, load by wrk, quantiles, the rows of the table.
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const TICKS = 100; // of a second, as Linux counts them in /proc

const read = (file) => { try { return readFileSync(file, 'utf8'); } catch { return ''; } };

/** A process and all that it started. */
export function tree(pid) {
	const found = [Number(pid)];
	for (const one of found) {
		let tasks = [];
		try { tasks = readdirSync(`/proc/${one}/task`); } catch { /* it ended */ }
		for (const task of tasks) {
			found.push(...read(`/proc/${one}/task/${task}/children`).split(' ').filter(Boolean).map(Number));
		}
	}
	return found;
}

function cpuOf(pid) {
	const text = read(`/proc/${pid}/stat`);
	const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
	return text ? (Number(fields[11]) + Number(fields[12])) / TICKS : 0;
}

/** CPU seconds that the trees have used. */
export const cpu = (...roots) => roots.flatMap(tree).reduce((sum, pid) => sum + cpuOf(pid), 0);

/** Proportional memory of the trees, in MiB. */
export function pss(...roots) {
	const kb = roots.flatMap(tree).map((pid) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0));
	return kb.reduce((a, b) => a + b, 0) / 1024;
}

/** Seconds that all cores were busy, since the start of the machine. */
function busy() {
	const f = read('/proc/stat').split('\n')[0].trim().split(/\s+/).slice(1).map(Number);
	return (f[0] + f[1] + f[2] + f[5] + f[6]) / TICKS;
}
const CORES = read('/proc/stat').split('\n').filter((line) => /^cpu\d/.test(line)).length;

export const load = () => read('/proc/loadavg').split(' ')[0];

export function quantile(values, q) {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] : NaN;
}
export const median = (values) => quantile(values, 0.5);

/**
 * Runs `work` and says what it cost the trees: {cpu, wall, foreign, value}. `foreign` is the share of
 * all cores that something else took meanwhile, `own` being this process and what it waits for.
 */
export async function window(roots, work) {
	const own = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1e6; };
	const [c0, b0, o0, t0] = [cpu(...roots), busy(), own(), performance.now()];
	const value = await work();
	const wall = (performance.now() - t0) / 1000;
	const used = cpu(...roots) - c0;
	const foreign = Math.max(0, (busy() - b0 - used - (own() - o0) - (value?.loadCpu ?? 0)) / wall / CORES);
	return { cpu: used, wall, foreign, value };
}

/** A window of wrk: {requests, p50, p99 (ms), bad, loadCpu}. */
export function wrk(url, { script, connections = 32, seconds = 3, args = [] }) {
	return new Promise((resolve, reject) => {
		const child = spawn('wrk', ['-t1', `-c${connections}`, `-d${seconds}`, '-s', script, url, '--', ...args]);
		let out = '';
		let used = 0;
		const watch = setInterval(() => { used = Math.max(used, cpuOf(child.pid)); }, 100);
		child.stdout.on('data', (data) => { out += data; });
		child.on('error', reject);
		child.on('close', () => {
			clearInterval(watch);
			const line = /RESULT (.*)/.exec(out)?.[1];
			if (!line) return reject(new Error(`wrk said:\n${out}`));
			const got = Object.fromEntries(line.split(' ').map((pair) => pair.split('=')).map(([k, v]) => [k, Number(v)]));
			return resolve({ requests: got.req, p50: got.p50, p99: got.p99, bad: got.non2xx + got.err,
				bytes: got.bytes / got.req, loadCpu: used });
		});
	});
}

/** Waits, a few seconds at most, for a moment in which others leave the machine alone. */
export async function quiet(seconds = 4) {
	for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
		const from = busy();
		await sleep(400);
		if ((busy() - from) / 0.4 / CORES < 0.15) return;
	}
}

export const has = (program) => {
	try { execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }); return true; } catch { return false; }
};

/** Ends a child, which may have ended before, and waits for it. */
export async function end(child) {
	if (child.exitCode !== null || child.signalCode !== null) return;
	child.kill();
	await once(child, 'exit');
}

const rows = [];

/**
 * A row of the table. `ours` and `peer` are text with a unit; `ratio` a number or null; `target` says
 * what must hold and `met` whether it does (null: nothing is asked).
 */
export function row({ what, ours, peer = '-', ratio = null, target = '-', met = null }) {
	const one = [what, ours, peer, ratio === null || !Number.isFinite(ratio) ? '-' : ratio.toFixed(ratio < 1 ? 3 : 2), target,
		met === null ? '' : met ? 'met' : 'NOT MET'];
	rows.push(one);
	console.error(one.filter((cell) => cell && cell !== '-').join(' | '));
}

export function table() {
	const all = [['what', 'ours', 'peer', 'ratio', 'target', ''], ...rows];
	const width = all[0].map((_, i) => Math.max(...all.map((one) => one[i].length)));
	return all.map((one) => one.map((cell, i) => cell.padEnd(width[i])).join('  ').trimEnd()).join('\n');
}
