// Lists in a browser: the way back to a place in a long list, suggestions after a filter was changed,
// and the bell that follows.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openBrowser, shutDoor, when } from '../support/browser.mjs';
import { newMember } from '../support/client.mjs';
import { openHouse, until } from '../support/house.mjs';
import { listedCount } from '../support/talk.mjs';

const house = await openHouse();
const count = (page) => page.locator('#cards > *').count();

describe('the Tavern in a browser', async () => {
	test('who comes back finds the list as long as it was, and their place in it', async () => {
		const all = await listedCount(house);
		for (const member of [null, await newMember(house)]) {
			const context = await openBrowser(house, { member });
			const page = await context.newPage();
			await house.whileStill(async () => { // the worker moves scores
				await page.goto('/tavern');
				const first = await count(page);
				await until('the whole list', async () => {
					await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
					return await count(page) === all && all > first;
				});
			});
			const last = page.locator('#cards a.char-link').nth(all - 4);
			await last.scrollIntoViewIfNeeded();
			const before = await last.evaluate((one) => one.getBoundingClientRect().top);
			await Promise.all([page.waitForURL('**/character/*'), last.click()]);
			await page.goBack();
			await when(page, (n) => document.querySelectorAll('#cards > *').length === n, all);
			await when(page, (top) => Math.abs(document.querySelectorAll('#cards a.char-link')[
				document.querySelectorAll('#cards > *').length - 4].getBoundingClientRect().top - top) < 40, before);
			assert.deepEqual(context.troubles, []);
			await context.close();
		}
	});

	test('on a phone all orders fit in their row, and a chat can be started without scrolling', async () => {
		const context = await openBrowser(house, { viewport: { width: 390, height: 844 }, hasTouch: true });
		const page = await context.newPage();
		await page.goto('/tavern');
		assert.deepEqual(await page.evaluate(() => {
			const row = document.querySelector('.tabs');
			return [row.scrollWidth <= row.clientWidth, row.scrollLeft];
		}), [true, 0]);
		await page.locator('#cards a.char-link').first().click();
		await page.waitForURL('**/character/*');
		assert.ok(await page.getByRole('button', { name: 'Start chat' }).evaluate((one) => {
			const box = one.getBoundingClientRect();
			return document.elementFromPoint(box.x + box.width / 2, box.bottom - 4) === one;
		}));
		assert.deepEqual(context.troubles, []);
		await context.close();
	});

	test('who chooses an order or a tag by keyboard stays at it', async () => {
		const context = await openBrowser(house);
		const page = await context.newPage();
		await page.goto('/tavern');
		const held = () => page.evaluate(() => document.activeElement.innerText.replace(/\s+/g, ' '));
		await page.locator('.tabs a', { hasText: 'Trending' }).focus();
		await page.keyboard.press('Enter');
		await when(page, () => document.querySelector('.tabs [aria-current]')?.textContent === 'Trending');
		await until('the order has the focus', async () => await held() === 'Trending');
		await page.locator('.chips-scroll a.chip', { hasText: 'Fantasy' }).focus();
		for (const isOn of [true, false]) {
			await page.keyboard.press('Enter');
			await when(page, (on) => Boolean(document.querySelector('.chips-scroll a.chip[aria-current]')) === on, isOn);
			await until('the tag has the focus', async () => /Fantasy/.test(await held()));
		}
		assert.deepEqual(context.troubles, []);
		await context.close();
	});

	test('of two orders chosen one after the other the last is shown, whichever answer comes last', async () => {
		const context = await openBrowser(house);
		const page = await context.newPage();
		const door = shutDoor();
		await page.goto('/tavern');
		const slow = await page.locator('.tabs a', { hasText: 'Trending' }).getAttribute('href');
		await page.route((url) => url.href.endsWith(slow), async (route) => {
			const answer = await route.fetch();
			await door.opened;
			await route.fulfill({ response: answer });
		});
		const late = page.waitForResponse((answer) => answer.url().endsWith(slow));
		await page.locator('.tabs a', { hasText: 'Trending' }).click();
		await page.locator('.tabs a', { hasText: 'New' }).click();
		await when(page, () => document.querySelector('.tabs [aria-current]')?.textContent === 'New');
		door.open();
		await (await late).finished();
		await page.evaluate(() => fetch('/healthz').then((answer) => answer.text())); // what came before it has been heard
		assert.equal(await page.locator('.tabs [aria-current]').innerText(), 'New');
		assert.match(page.url(), /sort=new/);
		assert.deepEqual(context.troubles, []);
		await context.close();
	});

	test('suggestions work after a filter was changed in place, and so does the way back to it', async () => {
		const context = await openBrowser(house);
		const page = await context.newPage();
		await page.goto('/tavern');
		await page.locator('.tabs a', { hasText: 'New' }).click();
		await when(page, () => /New/.test(document.querySelector('.tabs [aria-current]')?.textContent ?? ''));
		await page.fill('.combo input', 'morw');
		await page.locator('.suggest [role=option]').first().waitFor();
		assert.match(await page.locator('.suggest [role=option]').first().innerText(), /Morwenna/);
		assert.equal(await page.locator('.suggest mark').first().innerText(), 'Morwenna');
		assert.match(await page.locator('.suggest [role=option]').last().innerText(), /Everything for “morw”/);
		await page.fill('.combo input', '<b>zqxj & "w');
		await when(page, () => /^Nothing so far/.test(document.querySelector('.suggest:not([hidden])')?.textContent ?? ''));
		assert.equal(await page.locator('.combo input').getAttribute('aria-expanded'), 'false');
		await page.goBack();
		await when(page, () => /Popular/.test(document.querySelector('.tabs [aria-current]')?.textContent ?? ''));
		assert.deepEqual(context.troubles, []);
		await context.close();
	});

	test('the bell counts what comes while one looks, and says it', async () => {
		const member = await newMember(house);
		const context = await openBrowser(house, { member });
		const page = await context.newPage();
		const opened = page.waitForResponse((one) => one.url().endsWith('/stream/me'));
		await page.goto('/tavern');
		assert.equal(await page.locator('.topbar a[href="/notifications"] .count').count(), 0);
		await opened;
		const { packs } = (await member.api('GET', '/api/gems/packs')).json;
		const { orderId } = (await member.api('POST', '/api/gems/checkout', { packId: packs[0].id })).json;
		await member.api('POST', `/checkout/${orderId}/sandbox`, { outcome: 'pay' });
		await when(page, () => /^1/.test(document.querySelector('.topbar a[href="/notifications"] .count')?.textContent ?? ''));
		await when(page, () => [...document.querySelectorAll('p.vh[role=status]')].some((one) => /^Notification: ./.test(one.textContent)));
		const { gemBalance } = (await member.api('GET', '/api/me')).json;
		await when(page, (gems) => document.querySelector('.topbar [data-balance]').textContent.replaceAll(',', '') === String(gems), gemBalance);
		await house.snug('gems', 'grant', member.person.username, '123456.789', '--reason', 'support');
		await when(page, () => /^123,\d{3}\.789$/.test(document.querySelector('.topbar [data-balance]').textContent));
		await page.setViewportSize({ width: 390, height: 844 });
		assert.equal(await page.evaluate(() => document.querySelector('.topbar').scrollWidth), 390, 'many gems push the menu out');
		await page.goto('/notifications');
		await page.locator('main li a.plain').first().click();
		await until('what was followed is read', async () => (await member.api('GET', '/api/me')).json.unreadNotifications === 0);
		assert.deepEqual(context.troubles, []);
		await context.close();
	});
});
