// Chromium for tests, with everything that a page may do wrong written down as it happens.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after } from 'node:test';
import { chromium } from 'playwright-core';
import { until } from './house.mjs';

const PROGRAM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);
const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser = null;
after(() => browser?.close());

/** A fresh browser profile. `member`: a client of support/client.mjs whose session it takes over. */
export async function openBrowser(house, { member = null, ...options } = {}) {
	if (!browser) {
		if (!PROGRAM) throw new Error('no Chromium: run tools/install.sh tests');
		browser = await chromium.launch({ executablePath: PROGRAM, timeout: 90000, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
	}
	const context = await browser.newContext({ baseURL: house.url, viewport: { width: 1280, height: 800 },
		reducedMotion: 'reduce', ...options });
	context.setDefaultTimeout(90000);
	if (member) await context.addCookies([{ name: 'snug', value: member.token ?? member.sessionToken, url: house.url, httpOnly: true, sameSite: 'Lax' }]);
	await context.addInitScript(() => {
		document.addEventListener('securitypolicyviolation', (event) => {
			console.error(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
		});
	});
	context.house = house;
	context.troubles = [];
	context.on('page', (page) => watch(page, context.troubles));
	return context;
}

/** Notes what goes wrong on a page, in `troubles`. The answer of a page itself is the test's to judge. */
function watch(page, troubles) {
	const note = (text) => troubles.push(`${new URL(page.url(), 'http://x').pathname}: ${text}`);
	page.on('console', (message) => {
		/* A page that answers 402, 409 or 422 is logged by the browser as a failed load. */
		if (message.type() !== 'error' || /status of (402|404|409|422)/.test(message.text())) return;
		note(message.text());
	});
	page.on('pageerror', (error) => note(`script: ${error.message}`));
	page.on('response', (response) => {
		const request = response.request();
		if (response.status() >= 400 && !request.isNavigationRequest() && request.resourceType() !== 'fetch') {
			note(`${response.status()} for ${new URL(response.url()).pathname}`);
		}
	});
	page.on('requestfailed', (request) => {
		if (/image|stylesheet|script|font/.test(request.resourceType()) && !/ABORTED/.test(request.failure().errorText)) {
			note(`${request.failure().errorText} for ${request.url()}`);
		}
	});
}

/**
 * Waits until `ask` is truthy on the page, or on the one that it leads to: one that is left gives no
 * answer. (The page's policy forbids the driver's own way, by eval.)
 */
export function when(page, ask, argument = null) {
	return until(String(ask).slice(0, 120), () => page.evaluate(ask, argument).catch((error) => {
		if (!/context was destroyed/.test(error.message)) throw error;
	}));
}

/** Waits until no reply is being written on a chat's page. */
export const isDone = (page) => when(page, () => !document.querySelector('.msg-live') && !document.getElementById('chat').dataset.stream);

/** The answer of the next stream of a reply that a page opens. */
export const streamOf = (page) => page.waitForResponse((answer) => answer.url().includes('/stream/turn/'));

/**
 * Orders a reply and waits until the page has all of it. What is only there meanwhile may be over before a
 * driver looks. Nothing of it is written before the page listens: what is over by then has no stream.
 */
export async function reply(page, order) {
	await page.context().house.whileStill(async () => {
		const opened = streamOf(page);
		await order();
		await opened;
	});
	await isDone(page);
}

/** A door that is shut until `open` is called: `await door.opened`. */
export function shutDoor() {
	const door = {};
	door.opened = new Promise((resolve) => { door.open = resolve; });
	return door;
}

/** Waits until a page has its letters and stands as it will be seen. */
export const isPainted = (page) => page.evaluate(async () => {
	await document.fonts.ready;
	for (let i = 0; i < 2; i++) await new Promise((painted) => { requestAnimationFrame(painted); });
});

/** What axe finds against WCAG 2.1 A and AA, one line each. */
export async function findBarriers(page) {
	await page.evaluate(AXE);
	const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] }));
	return violations.flatMap((one) => one.nodes.slice(0, 3).map((node) =>
		`${one.id}: ${node.target.join(' ')} ${node.html.slice(0, 120)} ${(node.any[0]?.message ?? '').slice(0, 140)}`));
}

/** Whether the page scrolls sideways, and controls that a finger would miss; one line each. */
export function findTightSpots(page) {
	return page.evaluate(() => {
		const spots = [];
		const root = document.documentElement;
		if (root.scrollWidth > root.clientWidth) {
			const wide = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1
				&& !one.closest('.vh, .skip, .chips-scroll, .table-box, .tabs'));
			spots.push(`scrolls sideways (${root.scrollWidth} > ${root.clientWidth}): ${wide.slice(0, 3).map((one) => `${one.tagName}.${one.className}`)}`);
		}
		const controls = document.querySelectorAll('a[href], button, select, textarea, summary, input:not([type=hidden])');
		for (const control of controls) {
			/* A hidden box or disc is pressed by its label. */
			const inside = control.matches('input[type=radio], input[type=checkbox]') ? control.closest('label') ?? control : control;
			const style = getComputedStyle(inside);
			if (!inside.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
			if (inside.closest('.vh, .skip, [inert]') || style.clipPath === 'inset(50%)') continue;
			/* A link within a sentence is as high as its line (WCAG 2.5.8, inline). */
			if (inside.tagName === 'A' && style.display === 'inline') continue;
			const box = inside.getBoundingClientRect();
			if (box.width === 0 || box.height === 0) continue;
			/* A control may reach further than it looks: by an empty box around it. */
			const halo = getComputedStyle(inside, '::after');
			const grows = halo.content !== 'none' && halo.position === 'absolute';
			const width = Math.max(box.width, grows ? parseFloat(halo.width) : 0);
			const height = Math.max(box.height, grows ? parseFloat(halo.height) : 0);
			if (width < 43.5 || height < 43.5) {
				spots.push(`${Math.round(width)}x${Math.round(height)}: ${inside.outerHTML.slice(0, 110).replace(/\s+/g, ' ')}`);
			}
		}
		return [...new Set(spots)].slice(0, 6);
	});
}
