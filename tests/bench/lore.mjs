// Lorebooks scanned over 8,000 tokens of conversation: a usual one, a very large one, hostile patterns.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../support/house.mjs';
import { quiet, row } from './measure.mjs';

const run = promisify(execFile);

export async function lore() {
	await quiet();
	const { stdout } = await run(path.join(ROOT, 'build/tests/bench/lore'));
	const cases = Object.fromEntries(stdout.trim().split('\n').map((line) => {
		const [name, ...fields] = line.split(' ');
		return [name, Object.fromEntries(fields.map((field) => field.split('=')).map(([key, value]) => [key, Number(value)]))];
	}));
	const ms = (us) => `${(us / 1000).toFixed(2)} ms`;
	const say = (what, name, most) => row({ what, ours: ms(cases[name].us), target: `<= ${most} ms`, met: cases[name].us <= most * 1000 });
	say('lore: 200 entries over 8,000 tokens', 'small', 1);
	say('lore: 50,000 entries over 8,000 tokens', 'large', 50);
	say('lore: patterns that would run for ever, cut off', 'hostile', 100);
	row({ what: 'lore: 50,000 entries in memory', ours: `${(cases.large.bytes / 2 ** 20).toFixed(0)} MB`, target: '<= 48 MB',
		met: cases.large.bytes <= 48 * 2 ** 20 });
}
