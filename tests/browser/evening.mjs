// The evening in a browser: once with JavaScript, once without, once by keyboard alone.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isDone, openBrowser, reply, shutDoor, streamOf, when } from '../support/browser.mjs';
import { newMember, newPerson } from '../support/client.mjs';
import { openHouse, until } from '../support/house.mjs';
import { characterIds, listedCount, messages, openChat, say } from '../support/talk.mjs';

const house = await openHouse();
const [first, second] = await characterIds(house);
const lastText = (page) => page.locator('.msg').last().locator('.msg-text').innerText();

describe('with JavaScript', async () => {
	test('the list of the Tavern grows while one scrolls, and stays plain without a script', async () => {
		const context = await openBrowser(house);
		const page = await context.newPage();
		await house.whileStill(async () => { // the worker moves scores
			await page.goto('/tavern');
			const shown = await page.locator('#cards > *').count();
			await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
			await when(page, (n) => document.querySelectorAll('#cards > *').length > n, shown);
			await until('all of them', async () => {
				await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
				return /That is all/.test(await page.locator('.pager').innerText());
			});
		});
		const links = await page.locator('#cards a.char-link').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
		assert.equal(new Set(links).size, links.length, 'a card stands twice');
		assert.equal(links.length, await listedCount(house));
		assert.deepEqual(context.troubles, []);
		await context.close();
	});

	test('signing up says at once whether a name is free', async () => {
		const taken = (await newMember(house)).person.username;
		const person = newPerson();
		const context = await openBrowser(house);
		const page = await context.newPage();
		await page.goto('/sign-up');
		await page.fill('#f-username', taken);
		await when(page, () => /taken/.test(document.getElementById('f-username-error').textContent));
		await page.fill('#f-username', person.username);
		await when(page, () => /free/.test(document.getElementById('f-username-help').textContent));
		assert.equal(await page.locator('#f-username-error').innerText(), '');
		await page.fill('#f-email', person.email);
		await page.fill('#f-password', person.password);
		await page.fill('#f-birthDate', person.birthDate);
		await page.check('#f-agreeTerms');
		await page.click('form[action="/sign-up"] button[type=submit]');
		await page.waitForURL('**/onboarding*');
		assert.match(await page.locator('main').innerText(), /30 gems are on the house/);
		assert.deepEqual(context.troubles, []);
		await context.close();
	});

	test('a reply appears word by word on the same page, and the balance follows', async () => {
		const member = await newMember(house);
		const context = await openBrowser(house, { member });
		const page = await context.newPage();
		await page.goto(`/character/${first}`);
		await page.click('text=Start chat');
		await page.waitForURL('**/chat/*');
		await page.evaluate(() => { globalThis.samePage = true; globalThis.sizes = []; });
		await page.evaluate(() => new MutationObserver(() => {
			const text = document.querySelector('.msg-live .msg-text')?.textContent.length ?? 0;
			if (text > 0 && globalThis.sizes.at(-1) !== text) globalThis.sizes.push(text);
		}).observe(document.getElementById('messages'), { childList: true, subtree: true, characterData: true }));
		await page.fill('#composer', 'Good evening. <b>How</b> are you?');
		await reply(page, async () => {
			await page.press('#composer', 'Control+Enter');
			await page.waitForSelector('.msg-mine >> text=Good evening. <b>How</b> are you?');
			assert.equal(await page.inputValue('#composer'), '');
		});
		assert.equal(await page.evaluate(() => globalThis.samePage), true, 'the page was left');
		const sizes = await page.evaluate(() => globalThis.sizes);
		assert.ok(sizes.length > 1, `the text came in ${sizes.length} steps`);
		assert.deepEqual(sizes, [...sizes].sort((a, b) => a - b), 'the text shrank while it grew');
		assert.equal(await page.locator('[data-balance]').first().innerText(), '29');
		const list = await messages(member, page.url().split('/').pop().replace(/#.*/, ''));
		assert.equal((await lastText(page)).replace(/\s+/g, ' '), list.at(-1).content.replace(/\*/g, '').replace(/\s+/g, ' '));

		await reply(page, () => page.click('button[aria-label="Write it again"]'));
		assert.match(await page.locator('.msg-last .swipes').innerText(), /2\s*\/\s*(of)?\s*2/);
		await page.click('.msg-last button[aria-label="Previous version"]');
		await when(page, () => /1\s*\//.test(document.querySelector('.msg-last .swipes').innerText));
		assert.equal((await lastText(page)).replace(/\s+/g, ' '), list.at(-1).content.replace(/\*/g, '').replace(/\s+/g, ' '));
		await page.click('button[aria-label="Good reply"]');
		await page.waitForSelector('button[aria-label="Good reply"][aria-pressed=true]');
		assert.equal(await page.evaluate(() => globalThis.samePage), true, 'the page was left');
		assert.deepEqual(context.troubles, []);
		await context.close();
	});

	test('a draft survives a reload, and a reply does, too', async () => {
		const member = await newMember(house);
		const chat = await openChat(member, second);
		const context = await openBrowser(house, { member });
		const page = await context.newPage();
		await page.goto(`/chat/${chat}`);
		const kept = page.waitForResponse((response) => response.url().endsWith(`/chat/${chat}`) && response.request().method() === 'POST');
		await page.fill('#composer', 'Half a thought');
		assert.equal((await kept).status(), 200);
		await page.reload();
		assert.equal(await page.inputValue('#composer'), 'Half a thought');
		await page.fill('#composer', 'A whole thought.');
		await house.whileStill(async () => { // so that the reload comes in the middle
			const opened = streamOf(page);
			await page.click('.composer-send');
			await opened;
			await page.reload();
		});
		await isDone(page);
		const list = await messages(member, chat);
		assert.deepEqual(list.map((one) => [one.role, one.status]), [['assistant', 'complete'], ['user', 'complete'], ['assistant', 'complete']]);
		assert.equal(await page.locator('.msg').count(), 3);
		assert.equal(await page.inputValue('#composer'), '', 'what was sent came back as a draft');
		assert.deepEqual(context.troubles, []);
		await context.close();
	});

	test('away and back: the chat stands as it was', async () => {
		const member = await newMember(house);
		const chat = await openChat(member, second);
		await say(member, chat, 'Good evening.');
		const context = await openBrowser(house, { member });
		const page = await context.newPage();
		await page.goto(`/chat/${chat}`);
		await page.click('.chat-who');
		await page.waitForURL('**/character/*');
		await page.goBack();
		assert.equal(await page.locator('.msg').count(), 3);
		await page.fill('#composer', 'Still here.');
		await reply(page, () => page.click('.composer-send'));
		assert.equal((await messages(member, chat)).length, 5);
		await context.close();
	});

	test('two tabs send at once: one goes on, the other is told and keeps its text', async () => {
		const member = await newMember(house);
		const chat = await openChat(member, second);
		const context = await openBrowser(house, { member });
		const tabs = [await context.newPage(), await context.newPage()];
		await Promise.all(tabs.map((tab) => tab.goto(`/chat/${chat}`)));
		await Promise.all(tabs.map((tab, i) => tab.fill('#composer', `From tab ${i}.`)));
		/* Both requests leave together, however long after the first the second click comes. */
		const door = shutDoor();
		let waiting = 0;
		for (const tab of tabs) {
			await tab.route(`**/chat/${chat}/message`, async (route) => {
				waiting += 1;
				if (waiting === tabs.length) door.open();
				await door.opened;
				await route.continue();
			});
		}
		let loser;
		await house.whileStill(async () => { // with the reply's end goes what was said of the other
			await Promise.all(tabs.map((tab) => tab.click('.composer-send')));
			await Promise.all(tabs.map((tab) => tab.waitForSelector('.msg-mine')));
			const texts = await Promise.all(tabs.map((tab) => until('the tab knows', async () => {
				const [error, text] = [await tab.locator('.composer-error').count(), await tab.inputValue('#composer')];
				return text === '' || error > 0 ? { error, text } : null;
			})));
			loser = texts.findIndex((one) => one.text !== '');
			assert.notEqual(loser, -1, 'both tabs think that they sent');
			assert.equal(texts[loser].text, `From tab ${loser}.`);
			assert.equal(texts[1 - loser].text, '');
			assert.match(await tabs[loser].locator('.composer-error').innerText(), /kept/);
		});
		await Promise.all(tabs.map(isDone));
		assert.equal((await messages(member, chat)).filter((one) => one.role === 'user').length, 1);
		await tabs[loser].click('.composer-send');
		await when(tabs[loser], () => document.querySelectorAll('.msg-mine').length === 2);
		await isDone(tabs[loser]);
		assert.deepEqual((await messages(member, chat)).filter((one) => one.role === 'user').map((one) => one.content),
			[`From tab ${1 - loser}.`, `From tab ${loser}.`]);
		assert.deepEqual(context.troubles, []);
		await context.close();
	});

	test('without gems the text stays, and paying leads back to it', async () => {
		const member = await newMember(house);
		const dear = (await characterIds(house)).at(-3);
		await house.sql(`update character set reply_price = 40000 where id = ${dear}`);
		const chat = await openChat(member, dear);
		const context = await openBrowser(house, { member });
		const page = await context.newPage();
		await page.goto(`/chat/${chat}`);
		await page.fill('#composer', 'A dear word.');
		await page.click('.composer-send');
		await page.waitForSelector('.composer-error');
		assert.equal(await page.inputValue('#composer'), 'A dear word.');
		assert.equal(await page.locator('.toast').count(), 0, 'it is said once, above the box');
		await page.click('text=Get gems');
		await page.waitForURL(/\/gems\?/);
		await page.locator('form[action="/gems/checkout"] button').first().click();
		await page.waitForURL('**/checkout/*');
		await page.locator('a[href$="/sandbox"]').click();
		await page.locator('button[value=pay]').click();
		await page.waitForSelector('text=500 gems are yours');
		await page.click('text=Back to your chat');
		await page.waitForURL(`**/chat/${chat}*`);
		assert.equal(await page.inputValue('#composer'), 'A dear word.');
		assert.deepEqual(context.troubles, []);
		await context.close();
	});
});

describe('without JavaScript', async () => {
	test('a reply grows in a frame, and the next form is there', async () => {
		const member = await newMember(house);
		const chat = await openChat(member, first);
		const context = await openBrowser(house, { member, javaScriptEnabled: false });
		const page = await context.newPage();
		await page.goto(`/chat/${chat}`);
		await page.fill('#composer', 'Good evening.');
		await house.whileStill(async () => {
			await page.click('.composer-send');
			await page.waitForSelector('iframe');
		});
		const frame = page.frameLocator('iframe');
		await frame.locator('.msg-text, p').first().waitFor();
		const list = await until('the reply is whole', async () => {
			const all = await messages(member, chat);
			return all.at(-1).status === 'complete' ? all : null;
		});
		const words = list.at(-1).content.replace(/[*_\s]+/g, ' ').trim().slice(0, 30);
		await until('the frame shows it', async () => (await frame.locator('body').innerText()).replace(/[*_\s]+/g, ' ').includes(words));
		assert.equal(await frame.locator('a').count(), 0, 'the way on is on the page around it');
		await page.fill('#composer', 'Half a thought');
		await page.click('noscript .link');
		await page.waitForSelector('iframe', { state: 'detached' });
		assert.equal(await page.inputValue('#composer'), 'Half a thought');
		assert.equal(await page.locator('.msg').count(), 3);
		await house.whileStill(async () => {
			await page.click('.composer-send');
			await page.waitForSelector('iframe');
		});
		await until('the second is whole', async () => (await messages(member, chat)).at(-1).status === 'complete');
		await page.fill('#composer', 'A third, from below the frame.');
		await page.click('noscript .composer-send');
		await page.waitForSelector('.msg-mine >> text=from below the frame');
		assert.deepEqual(context.troubles, []);
		await context.close();
	});

	test('pictures open and close by links alone', async () => {
		const member = await newMember(house);
		const job = await member.api('POST', '/api/generate', { characterId: first, prompt: 'by the fire', count: 1, quality: 'draft' });
		await until('the picture is made', async () =>
			(await member.api('GET', `/api/generate/jobs/${job.json.jobId}`)).json.status === 'completed');
		const context = await openBrowser(house, { member, javaScriptEnabled: false });
		const page = await context.newPage();
		await page.goto('/gallery');
		const box = page.locator('.lightbox').first();
		assert.equal(await box.isVisible(), false);
		await page.locator('a[href^="#pic-"]').first().press('Enter');
		assert.equal(await box.isVisible(), true);
		await box.locator('a[aria-label="Close"]').press('Enter');
		assert.equal(await box.isVisible(), false);
		assert.deepEqual(context.troubles, []);
		await context.close();
	});
});

describe('by keyboard alone', async () => {
	test('skip link, order, visible focus', async () => {
		const member = await newMember(house);
		const context = await openBrowser(house, { member });
		const page = await context.newPage();
		for (const path of ['/', '/tavern', `/character/${first}`, '/gems', '/generate', '/settings/profile']) {
			await page.goto(path);
			await page.keyboard.press('Tab');
			const skip = page.locator(':focus');
			assert.equal(await skip.innerText(), 'Skip to content', path);
			assert.ok((await skip.boundingBox()).y >= 0, `${path}: the skip link is not seen`);
			let before = { x: 0, y: -1 };
			for (let i = 0; i < 14; i++) {
				await page.keyboard.press('Tab');
				const at = await page.evaluate(() => {
					const one = document.activeElement;
					if (!one || one === document.body) return null;
					const style = getComputedStyle(one);
					const own = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
					const label = one.matches('input') && one.closest('label');
					const around = label && [label, ...label.querySelectorAll('*')].some((part) => getComputedStyle(part).outlineStyle !== 'none');
					return { shown: own || Boolean(around) || style.boxShadow !== 'none', html: one.outerHTML.slice(0, 100) };
				});
				if (!at) break;
				assert.ok(at.shown, `${path}: no focus to be seen on ${at.html}`);
				before = at;
			}
			assert.ok(before);
			await page.goto(path);
			await page.keyboard.press('Tab');
			await page.keyboard.press('Enter');
			assert.equal(await page.evaluate(() => document.activeElement.id), 'main', `${path}: the skip link leads nowhere`);
		}
		await context.close();
	});

	test('menu, chat and sending', async () => {
		const member = await newMember(house);
		const chat = await openChat(member, first);
		const context = await openBrowser(house, { member });
		const page = await context.newPage();
		await page.goto('/tavern');
		await page.locator('details.menu > summary').first().focus();
		await page.keyboard.press('Enter');
		await page.keyboard.press('Tab');
		assert.match(await page.locator(':focus').innerText(), /\S/);
		assert.equal(await page.locator('.menu-panel').first().isVisible(), true);
		await page.goto(`/chat/${chat}`);
		const reached = await until('the composer has the focus', async () => {
			await page.keyboard.press('Tab');
			return page.evaluate(() => document.activeElement.id === 'composer');
		});
		assert.ok(reached);
		await page.keyboard.type('By keys alone.');
		await page.keyboard.press('Enter');
		assert.equal(await page.inputValue('#composer'), 'By keys alone.\n');
		await page.keyboard.press('Control+Enter');
		await page.waitForSelector('.msg-mine');
		await isDone(page);
		assert.equal(await page.evaluate(() => document.activeElement.id), 'composer', 'the focus is lost');
		await context.close();
	});
});
