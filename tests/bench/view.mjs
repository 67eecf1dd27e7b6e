// The first view of pages in a browser: what goes over the wire, and what Lighthouse says.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT, startHouse } from '../support/house.mjs';
import { openChat, say } from '../support/talk.mjs';
import { newVisitor } from '../support/client.mjs';
import { has, row } from './measure.mjs';
import { HOME, install } from './peers.mjs';

const run = promisify(execFile);
const CHROMIUM = process.env.CHROMIUM || '/usr/bin/chromium-headless-shell';
const LIGHTHOUSE_LEAST = 95;

async function openHouse(onEnd) {
	const house = await startHouse();
	onEnd(() => house.stop());
	const visitor = await newVisitor(house);
	visitor.token = visitor.sessionToken;
	const [[character]] = await house.sql('select min(id) from character where listed');
	const chat = await openChat(visitor, character);
	await say(visitor, chat, 'Hello there. How was the road?');
	return { house, visitor, chat };
}

/** Everything that one page loads into an empty browser: {requests, wire, js}. */
async function weigh(browser, { house, visitor }, url) {
	const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
	await context.addCookies([{ name: 'snug', value: visitor.sessionToken, url: house.url }]);
	const page = await context.newPage();
	const cdp = await context.newCDPSession(page);
	await cdp.send('Network.enable');
	const seen = new Map();
	cdp.on('Network.requestWillBeSent', ({ requestId, request, type }) => {
		if (/^https?:/.test(request.url)) seen.set(requestId, { url: request.url, type, wire: 0 });
	});
	cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
		if (seen.has(requestId)) seen.get(requestId).wire = encodedDataLength;
	});
	await page.goto(house.url + url, { waitUntil: 'load' });
	await page.waitForTimeout(1500);
	await context.close();
	const list = [...seen.values()];
	const sum = (some) => some.reduce((n, one) => n + one.wire, 0);
	return { requests: list.length, wire: sum(list), js: sum(list.filter((one) => one.type === 'Script')), list };
}

export async function view({ onEnd }) {
	const require = createRequire(path.join(ROOT, 'tests/package.json'));
	const { chromium } = require('playwright-core');
	const world = await openHouse(onEnd);
	const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
	onEnd(() => browser.close());
	const kb = (n) => `${(n / 1024).toFixed(1)} KiB`;
	for (const [name, url] of [['chat', `/chat/${world.chat}`], ['tavern', '/tavern'], ['explore', '/']]) {
		const got = await weigh(browser, world, url);
		const asked = name === 'chat';
		if (process.env.SNUG_BENCH_LIST) console.error(got.list.map((one) => `${one.wire} ${one.type} ${one.url}`).join('\n'));
		row({ what: `view of ${name}: all bytes on the wire`, ours: kb(got.wire), target: asked ? '<= 60 KiB' : '-',
			met: asked ? got.wire <= 60 * 1024 : null });
		row({ what: `view of ${name}: requests`, ours: String(got.requests), target: asked ? '<= 8' : '-', met: asked ? got.requests <= 8 : null });
		row({ what: `view of ${name}: JavaScript`, ours: kb(got.js), target: asked ? '<= 15 KiB' : '-', met: asked ? got.js <= 15 * 1024 : null });
	}
	await browser.close();
	await world.house.stop();
}

export async function lighthouse({ onEnd }) {
	if (!has(CHROMIUM) || !await install('lighthouse', 'lighthouse@12')) {
		return row({ what: 'Lighthouse 12', ours: 'not installed', target: `>= ${LIGHTHOUSE_LEAST}` });
	}
	const world = await openHouse(onEnd);
	const dir = await mkdtemp(path.join(tmpdir(), 'snug-bench-'));
	onEnd(() => rm(dir, { recursive: true, force: true }));
	const headers = path.join(dir, 'headers.json');
	await writeFile(headers, JSON.stringify({ Cookie: `snug=${world.visitor.sessionToken}` }));
	for (const [name, url] of [['explore', '/'], ['tavern', '/tavern'], ['chat', `/chat/${world.chat}`], ['generate', '/generate']]) {
		const out = path.join(dir, `${name}.json`);
		await run(path.join(HOME, 'lighthouse/node_modules/.bin/lighthouse'), [world.house.url + url, '--quiet', '--output=json',
			`--output-path=${out}`, `--extra-headers=${headers}`, '--only-categories=performance,accessibility,best-practices',
			'--chrome-flags=--headless --no-sandbox --disable-gpu'], { timeout: 90000, env: { ...process.env, CHROME_PATH: CHROMIUM, HOME: dir } });
		const { categories, finalDisplayedUrl } = JSON.parse(await readFile(out, 'utf8'));
		const score = (id) => Math.round((categories[id].score ?? 0) * 100);
		const scores = ['performance', 'accessibility', 'best-practices'].map(score);
		row({ what: `Lighthouse 12, ${name}: performance, accessibility, best practices`, ours: scores.join(', '),
			target: `>= ${LIGHTHOUSE_LEAST}`, met: scores.every((n) => n >= LIGHTHOUSE_LEAST) && new URL(finalDisplayedUrl).pathname === url });
	}
	await world.house.stop();
	return undefined;
}
