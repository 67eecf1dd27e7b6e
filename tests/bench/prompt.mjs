// What a prompt costs: 200 entries of lore scanned and 8,000 tokens put together.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../support/house.mjs';
import { quiet, row } from './measure.mjs';

const run = promisify(execFile);
const field = (text, name) => Number(new RegExp(`\\b${name}=([\\d.]+)`).exec(text)?.[1]);

export async function prompt() {
	await quiet();
	const { stdout } = await run(path.join(ROOT, 'build/tests/bench/prompt_build'), ['1000']);
	const ms = field(stdout, 'median') / 1000;
	row({ what: `prompt: 200 lore entries, ${field(stdout, 'tokens')} tokens`, ours: `${ms.toFixed(2)} ms`, target: '<= 3 ms', met: ms <= 3 });
}
