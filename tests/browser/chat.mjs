// The chat screen in a browser: keys, the sheet of a message, earlier messages in place, tabs in step.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { findBarriers, findTightSpots, isDone, isPainted, openBrowser, reply as replied, shutDoor, when } from '../support/browser.mjs';
import { newMember } from '../support/client.mjs';
import { openHouse, until } from '../support/house.mjs';
import { characterIds, ended, messages, openChat, say } from '../support/talk.mjs';

const house = await openHouse();

describe('the chat screen', async () => {
	let character;
	before(async () => { [character] = await characterIds(house); });

	async function openPage(options = {}) {
		const member = await newMember(house);
		const chat = await openChat(member, character);
		const context = await openBrowser(house, { member, ...options });
		const page = await context.newPage();
		return { member, chat, context, page };
	}

	async function grow(chat, length) {
		await house.sql(`with ids as (select i, nextval('message_id_seq') as id from generate_series(1, ${length}) i)
			insert into message (id, chat_id, parent_id, role, content) overriding system value
			select id, ${chat}, lag(id, 1, (select head_id from chat where id = ${chat})) over (order by i),
			case i % 2 when 1 then 'user' else 'assistant' end, 'Line ' || i || ' of the tale. ' || repeat('On and on. ', 12) from ids order by i`);
		await house.sql(`update chat set head_id = (select max(id) from message where chat_id = ${chat}) where id = ${chat}`);
	}

	test('keys do what the list of keys says', async () => {
		const { member, chat, context, page } = await openPage();
		await say(member, chat, 'Good evening.');
		await page.goto(`/chat/${chat}`);
		await page.keyboard.press('?');
		await page.waitForSelector('dialog[open] kbd');
		await page.keyboard.press('Escape');
		await page.waitForSelector('dialog[open]', { state: 'detached' });
		await replied(page, () => page.keyboard.press('r'));
		await when(page, () => /2\s*\//.test(document.querySelector('.msg-last .swipes').innerText));
		await page.keyboard.press('ArrowLeft');
		await when(page, () => /1\s*\//.test(document.querySelector('.msg-last .swipes').innerText));
		await replied(page, () => page.keyboard.press('c'));
		assert.equal(await page.locator('.msg').count(), 3, 'what went on became another message');
		await page.keyboard.press('k');
		await page.keyboard.press('k');
		assert.equal(await page.locator('.msg.is-here').count(), 1);
		await page.keyboard.press('/');
		assert.equal(await page.evaluate(() => document.activeElement.id), 'composer');
		await page.keyboard.type('r?j are letters here');
		assert.equal(await page.inputValue('#composer'), 'r?j are letters here');
		await page.fill('#composer', '');
		await page.keyboard.press('Escape');
		await page.keyboard.press('t');
		await page.waitForURL(`**/chat/${chat}/tree`);
		assert.deepEqual(context.troubles, []);
		await context.close();
	});

	test('one stream tells of a reply: what is there without script does not come to life', async () => {
		const { chat, context, page } = await openPage();
		const opened = [];
		page.on('request', (request) => { if (request.url().includes('/stream/turn/')) opened.push(request.resourceType()); });
		await page.goto(`/chat/${chat}`);
		await page.fill('#composer', 'Good evening.');
		await replied(page, () => page.press('#composer', 'Control+Enter'));
		assert.deepEqual(opened, ['eventsource']);
		assert.deepEqual(context.troubles, []);
		await context.close();
	});

	test('a growing reply looks as it will when it is whole', async () => {
		const { chat, context, page } = await openPage();
		const text = '*He nods.* **No.** "So *much* rain,"\nhe says.';
		await page.route('**/stream/turn/**', (route) => route.fulfill({ contentType: 'text/event-stream',
			body: `id: 1\nevent: token_delta\ndata: ${JSON.stringify({ text })}\n\n` }));
		await page.goto(`/chat/${chat}`);
		await house.whileStill(async () => {
			await page.fill('#composer', 'Good evening.');
			await page.press('#composer', 'Control+Enter');
			await page.waitForSelector('.msg-live .growing');
			assert.equal(await page.innerHTML('.msg-live .msg-text'),
				'<p class="growing"><em class="">He nods.</em> <strong class="">No.</strong> <q class="">"So <em class="">much</em> rain,"</q>\nhe says.</p>');
		});
		await page.unroute('**/stream/turn/**');
		await context.close();
	});

	test('a message is edited where it stands; what is refused stays in the box', async () => {
		const { member, chat, context, page } = await openPage();
		await say(member, chat, 'Good evening.');
		await page.goto(`/chat/${chat}`);
		const before = await page.innerText('.msg-last .msg-text');
		await page.keyboard.press('e');
		await page.waitForSelector('.msg-last #f-content:focus');
		await page.keyboard.type('Not this.');
		await page.keyboard.press('Escape');
		await when(page, (words) => document.querySelector('.msg-last .msg-text').innerText === words, before);
		await page.click('.msg-last .msg-edit');
		await page.fill('#f-content', 'She is a 14 year old girl and they have sex.');
		await page.click('#edit button:has-text("Save")');
		await page.waitForSelector('.msg-last #edit .field-error');
		assert.match(await page.inputValue('#f-content'), /14 year old/);
		await page.fill('#f-content', 'Well *met*.');
		await member.api('POST', `/api/chat/sessions/${chat}/rate`, { messageId: (await messages(member, chat)).at(-1).id, rating: 'up' });
		await page.waitForSelector('.msg-last [aria-label="Good reply"][aria-pressed=true]');
		assert.equal(await page.inputValue('#f-content'), 'Well *met*.', 'what another tab does takes nothing away');
		await page.press('#f-content', 'Control+Enter');
		await page.waitForSelector('.msg-last .msg-text em >> text=met');
		assert.equal((await messages(member, chat)).at(-1).content, 'Well *met*.');
		await page.route('**/edit', (route) => route.abort());
		await page.click('.msg-last .msg-edit');
		await page.fill('#f-content', 'The line is down.');
		await page.click('#edit button:has-text("Save")');
		await page.waitForSelector('.toast button');
		assert.equal(await page.inputValue('#f-content'), 'The line is down.');
		await page.unroute('**/edit');
		await page.click('.toast button');
		await page.waitForSelector('.msg-last .msg-text >> text=The line is down.');
		assert.deepEqual(context.troubles.filter((one) => !/ERR_FAILED/.test(one)), []);
		await context.close();
	});

	test('the sheet of a message deletes it and brings it back', async () => {
		const { member, chat, context, page } = await openPage();
		const reply = await say(member, chat, 'Good evening.');
		await page.goto(`/chat/${chat}`);
		await page.keyboard.press('m');
		await page.waitForSelector('dialog[open] #delete');
		await page.click('dialog #delete button');
		await page.waitForSelector('#undo');
		assert.equal(await page.locator(`#m-${reply.id}`).count(), 0);
		await page.click('#undo button');
		await page.waitForSelector(`#m-${reply.id}.msg-last`);
		assert.deepEqual(context.troubles, []);
		await context.close();
	});

	for (const javaScriptEnabled of [true, false]) {
		test(`the menu renames, ends and deletes ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
			const { chat, context, page } = await openPage({ javaScriptEnabled });
			await page.goto(`/chat/${chat}`);
			await page.fill('#composer', 'Half a thought');
			await page.click('summary[aria-label="Chat menu"]');
			await page.click('.menu-panel >> text=Rename');
			await page.fill('#f-title', 'By the fire');
			await page.press('#f-title', 'Enter');
			await page.waitForSelector('.chat-item[aria-current] >> text=By the fire');
			await page.click('summary[aria-label="Chat menu"]');
			await page.click('.menu-panel >> text=End this chat');
			await page.waitForURL('**/chat?over=*');
			await page.click('button:has-text("Take it up again")');
			await page.waitForURL(`**/chat/${chat}*`);
			if (javaScriptEnabled) assert.equal(await page.inputValue('#composer'), 'Half a thought');
			await page.click('summary[aria-label="Chat menu"]');
			await page.click('.menu-panel >> text=Delete');
			await page.click('#delete-chat button');
			await page.waitForURL('**/chat?gone=*');
			await page.click('button:has-text("Bring it back")');
			await page.waitForURL(`**/chat/${chat}*`);
			assert.deepEqual(context.troubles, []);
			await context.close();
		});
	}

	/** Holds the answer to the next request of an address until `door` opens; gives a door that opens when it is held. */
	async function holdAt(page, url, door) {
		const held = shutDoor();
		await page.route(url, async (route) => {
			const answer = await route.fetch();
			held.open();
			await door.opened;
			await route.fulfill({ response: answer });
		}, { times: 1 });
		return held;
	}
	test('who ends a chat comes to the list, though the page hears of it before', async () => {
		const { chat, context, page } = await openPage();
		const door = shutDoor();
		await page.goto(`/chat/${chat}`);
		const held = await holdAt(page, '**/chat?over=*', door);
		const heard = page.waitForResponse((answer) => answer.url().endsWith(`/chat/${chat}`));
		await page.click('summary[aria-label="Chat menu"]');
		await page.click('.menu-panel >> text=End this chat');
		await held.opened;
		await (await heard).finished();
		await page.waitForTimeout(300); // a page that is being left answers nobody; now it would have gone astray
		door.open();
		await page.waitForURL('**/chat?over=*');
		await context.close();
	});

	test('a page that was fetched before something was sent takes nothing of it away', async () => {
		const { member, chat, context, page } = await openPage();
		const door = shutDoor();
		await page.goto(`/chat/${chat}`);
		const held = await holdAt(page, `**/chat/${chat}`, door);
		await member.api('POST', `/api/chat/sessions/${chat}/rate`, { messageId: (await messages(member, chat))[0].id, rating: 'up' });
		await held.opened;
		await house.whileStill(async () => {
			await page.fill('#composer', 'Good evening.');
			await page.click('.composer-send');
			await page.waitForSelector('.msg-mine');
			const heard = page.waitForResponse((answer) => answer.url().endsWith(`/chat/${chat}`));
			door.open();
			await (await heard).finished();
			await page.evaluate(() => fetch('/healthz').then((answer) => answer.text())); // what came before it has been heard
			assert.equal(await page.locator('.msg-mine').count(), 1);
		});
		await isDone(page);
		assert.deepEqual(context.troubles, []);
		await context.close();
	});

	test('one who goes by keys stays where they were', async () => {
		const { member, chat, context, page } = await openPage();
		const reply = await say(member, chat, 'Good evening.');
		const { messageId } = (await member.api('POST', `/api/chat/sessions/${chat}/regenerate`, {})).json;
		await ended(member, chat, messageId);
		await page.goto(`/chat/${chat}`);
		const held = (name) => when(page, (label) => document.activeElement.getAttribute('aria-label') === label, name);
		await page.focus('.msg-last [aria-label="Good reply"]');
		await page.keyboard.press('Enter');
		await page.waitForSelector('.msg-last [aria-label="Good reply"][aria-pressed=true]');
		await held('Good reply');
		await page.focus('.msg-last [aria-label="Previous version"]');
		await page.keyboard.press('Enter');
		await page.waitForSelector(`#m-${reply.id}.msg-last`);
		await held('Previous version');
		await page.focus('summary[aria-label="Chat menu"]');
		await page.keyboard.press('Enter');
		await page.keyboard.press('Tab');
		await page.waitForSelector('.menu-panel a:focus >> text=About this chat');
		await page.keyboard.press('Escape');
		await held('Chat menu');
		await page.keyboard.press('Enter');
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await page.waitForSelector('.panel:target');
		await page.keyboard.press('Escape');
		await when(page, () => getComputedStyle(document.querySelector('.panel')).visibility === 'hidden');
		assert.deepEqual(context.troubles, []);
		await context.close();
	});

	test('a stroke turns between versions and never orders one', async () => {
		const { member, chat, context, page } = await openPage({ viewport: { width: 390, height: 844 }, hasTouch: true });
		const reply = await say(member, chat, 'Good evening.');
		const { messageId } = (await member.api('POST', `/api/chat/sessions/${chat}/regenerate`, {})).json;
		await ended(member, chat, messageId);
		await page.goto(`/chat/${chat}`);
		const cdp = await context.newCDPSession(page);
		async function stroke(by) {
			const { x, y } = await page.evaluate(() => {
				const box = document.querySelector('.msg-last .msg-text').getBoundingClientRect();
				return { x: box.x + box.width / 2, y: box.bottom - 12 };
			});
			await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
			await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
			await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
			await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x: x + by, y: y + 4 }] });
			await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
		}
		await stroke(-110);
		await page.waitForTimeout(300);
		assert.equal(await page.locator('.msg-live').count(), 0);
		await stroke(110);
		await page.waitForSelector(`#m-${reply.id}.msg-last`);
		await stroke(-110);
		await page.waitForSelector(`#m-${messageId}.msg-last`);
		assert.equal((await messages(member, chat)).at(-1).swipeCount, 2);
		assert.deepEqual(context.troubles, []);
		await context.close();
	});

	test('when the line is there again, what was missed comes without a word; the list of chats follows', async () => {
		const { member, chat, context, page } = await openPage();
		await page.goto(`/chat/${chat}`);
		await page.route('**/stream/turn/**', (route) => route.fulfill({ contentType: 'text/event-stream',
			body: 'id: 1\nevent: message_complete\ndata: {}\n\n' }));
		await house.whileStill(async () => {
			await page.fill('#composer', 'Good evening.');
			await page.press('#composer', 'Control+Enter');
			await page.waitForSelector('.chat-item-last >> text=Good evening');
			await page.route(`**/chat/${chat}`, (route) => route.abort());
		});
		await page.waitForSelector('.toast >> text=Show it');
		const { content } = await ended(member, chat, (await messages(member, chat)).at(-1).id);
		await page.unrouteAll();
		await page.evaluate(() => { dispatchEvent(new Event('online')); });
		await isDone(page);
		await page.waitForSelector('.toast', { state: 'detached' });
		const words = content.replace(/[*\s]+/g, ' ').trim().slice(0, 20);
		await when(page, (text) => document.querySelector('.chat-item-last').innerText.startsWith(text), words);
		await context.close();
	});

	test('what makes another end leads there; another version of an old message moves nothing', async () => {
		const { member, chat, context, page } = await openPage();
		await grow(chat, 20);
		const list = await messages(member, chat);
		const [told, answered] = list.slice(7, 9);
		await page.goto(`/chat/${chat}`);
		const isAtEnd = () => page.evaluate(() => Math.abs(document.querySelector('.stream').scrollTop) < 2);
		const open = async ({ id }, selector) => {
			await page.locator(`#m-${id}`).scrollIntoViewIfNeeded();
			await page.locator(`#m-${id} ${selector}`).click({ force: true });
		};
		await open(answered, '.msg-more');
		await page.click('dialog #delete button');
		await page.waitForSelector(`#m-${answered.id}`, { state: 'detached' });
		await until('the end is shown', isAtEnd);
		await page.click('#undo button');
		await page.waitForSelector(`#m-${list.at(-1).id}`, { state: 'attached' });
		await until('what came back is in sight', () => page.evaluate((id) => {
			const { top, bottom } = document.getElementById(id).getBoundingClientRect();
			const box = document.querySelector('.stream').getBoundingClientRect();
			return top < box.bottom && bottom > box.top;
		}, `m-${answered.id}`));
		const again = await member.api('POST', `/api/chat/sessions/${chat}/edit`, { messageId: told.id, content: 'Told otherwise.', sendAgain: true });
		await ended(member, chat, again.json.messageId);
		await page.goto(`/chat/${chat}`);
		const other = page.locator(`#m-${again.json.userMessageId}`);
		await other.scrollIntoViewIfNeeded();
		const { y } = await other.boundingBox();
		await other.locator('.swipes button').first().click();
		await page.waitForSelector(`#m-${told.id}`);
		const now = await page.locator(`#m-${told.id}`).boundingBox();
		assert.ok(Math.abs(now.y - y) <= 2, `${y} became ${now.y}`);
		assert.deepEqual(context.troubles, []);
		await context.close();
	});

	for (const javaScriptEnabled of [true, false]) {
		test(`a line is written for the member, and another may be asked for, ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
			const { chat, context, page } = await openPage({ javaScriptEnabled });
			await page.goto(`/chat/${chat}`);
			await page.fill('#composer', 'I take off my hat.');
			await house.whileStill(async () => {
				await page.click('text=Write for me');
				if (!javaScriptEnabled) await page.click('noscript .chip');
				await page.waitForSelector('#lending');
			});
			await until('it stands behind what was typed', async () => {
				if (!javaScriptEnabled) await page.goto(`/chat/${chat}`);
				return /^I take off my hat\.\s+\S/.test(await page.inputValue('#composer'));
			});
			await page.waitForSelector('.composer-chips >> text=Write for me');
			assert.equal(await page.locator('#lending').count(), 0);
			assert.deepEqual(context.troubles, []);
			await context.close();
		});
	}

	test('while the provider is busy the page says when it is asked again', async () => {
		const { chat, context, page } = await openPage();
		await page.goto(`/chat/${chat}`);
		const due = new Date(Date.now() + 100000).toISOString();
		const wait = { status: 'queued', etaSeconds: 100, dueAt: due, message: 'The service that writes replies is busy. It is asked again in about 2 minutes.' };
		await page.route('**/stream/turn/**', (route) => route.fulfill({ contentType: 'text/event-stream',
			body: `retry: 60000\n\nid: 1\nevent: job_update\ndata: ${JSON.stringify(wait)}\n\n` }));
		await page.fill('#composer', 'Good evening.');
		await page.press('#composer', 'Control+Enter');
		await page.waitForSelector('.msg-live .msg-wait[role=status] >> text=is busy');
		await when(page, () => /\d+\s+s$/.test(document.querySelector('.msg-wait').innerText));
		await page.unroute('**/stream/turn/**');
		await isDone(page);
		assert.equal(await page.locator('.msg-wait').count(), 0);
		await context.close();
	});

	test('Enter sends where one wants that, and Shift Enter does not', async () => {
		const { chat, context, page } = await openPage();
		await page.goto(`/chat/${chat}`);
		await page.fill('#composer', 'One line');
		await page.press('#composer', 'Enter');
		assert.equal(await page.inputValue('#composer'), 'One line\n');
		await page.locator('#composer').blur();
		await page.keyboard.press('?');
		await page.check('dialog[open] #enter-sends');
		await page.keyboard.press('Escape');
		await page.fill('#composer', 'One line');
		await page.press('#composer', 'Shift+Enter');
		await page.keyboard.type('and another');
		await page.press('#composer', 'Enter');
		await page.waitForSelector('.msg-mine >> text=and another');
		assert.equal(await page.inputValue('#composer'), '');
		await page.reload();
		await page.keyboard.press('?');
		await page.waitForSelector('dialog[open] #enter-sends:checked');
		await context.close();
	});

	test('one who reads above is not moved by a reply, and is told of it', async () => {
		const { member, chat, context, page } = await openPage();
		const door = shutDoor();
		await grow(chat, 60);
		await page.goto(`/chat/${chat}`);
		await page.route('**/stream/turn/**', async (route) => {
			await door.opened;
			await route.continue();
		});
		await page.fill('#composer', 'Tell me everything, at length.');
		await page.press('#composer', 'Control+Enter');
		await page.waitForSelector('.msg-live');
		await page.evaluate(() => { document.querySelector('.stream').scrollTop = -900; });
		const place = () => page.evaluate(() => {
			const box = document.querySelector('.stream').getBoundingClientRect();
			const one = [...document.querySelectorAll('.msg')].find((msg) => msg.getBoundingClientRect().top > box.top + 40);
			return [one.id, Math.round(one.getBoundingClientRect().top)];
		});
		const [id, top] = await place();
		door.open();
		await isDone(page);
		await ended(member, chat, (await messages(member, chat)).at(-1).id);
		const now = await page.evaluate((at) => Math.round(document.getElementById(at).getBoundingClientRect().top), id);
		assert.ok(Math.abs(now - top) <= 2, `${id} went from ${top} to ${now}`);
		await when(page, () => !document.querySelector('.newest').hidden && /New below/.test(document.querySelector('.newest').textContent));
		await page.fill('#composer', 'One line.\n'.repeat(6));
		const [way, box] = [await page.locator('.newest').boundingBox(), await page.locator('.composer-box').boundingBox()];
		assert.ok(way.y + way.height <= box.y, 'the way down lies over the box');
		await page.click('.newest');
		await when(page, () => document.querySelector('.newest').hidden);
		await context.close();
	});

	test('earlier messages come in place, and at most 200 stay on the page', async () => {
		const { chat, context, page } = await openPage();
		await grow(chat, 400);
		await house.sql(`update message set created_at = timestamptz '2026-01-01' + depth / 30 * interval '1 day' where chat_id = ${chat}`);
		/* Each message stands below the line of its day, and each day has one. */
		const assertDays = async () => {
			const days = await page.evaluate(() => [...document.querySelectorAll('#messages time')].map((one) =>
				[Boolean(one.closest('.day')), one.dateTime.slice(0, 10)]));
			let day = null;
			for (const [isLine, date] of days) {
				assert.equal(isLine, date !== day, `${date} after ${day}`);
				day = date;
			}
		};
		await page.goto(`/chat/${chat}`);
		assert.equal(await page.locator('.msg').count(), 50);
		await assertDays();
		for (let i = 0; i < 6; i++) {
			const from = await page.evaluate(() => document.querySelector('.msg').id);
			await page.evaluate(() => { const box = document.querySelector('.stream'); box.scrollTop = -box.scrollHeight; });
			await when(page, (old) => document.querySelector('.msg').id !== old, from);
			await assertDays();
		}
		const count = await page.locator('.msg').count();
		assert.ok(count <= 200, `${count} messages`);
		const ids = await page.evaluate(() => [...document.querySelectorAll('.msg')].map((one) => Number(one.id.slice(2))));
		assert.deepEqual(ids, [...ids].sort((a, b) => a - b), 'out of order');
		assert.equal(new Set(ids).size, ids.length);
		await page.locator('#newer a').click();
		await when(page, (last) => Number([...document.querySelectorAll('.msg')].at(-1).id.slice(2)) > last, ids.at(-1));
		const later = await page.evaluate(() => [...document.querySelectorAll('.msg')].map((one) => Number(one.id.slice(2))));
		assert.deepEqual(later, [...later].sort((a, b) => a - b), 'out of order');
		assert.ok(later.length <= 200);
		await assertDays();
		await page.click('.newest');
		await when(page, () => /Line 400 /.test(document.querySelector('.msg-last')?.textContent ?? ''));
		assert.deepEqual(context.troubles, []);
		await context.close();
	});

	test('two tabs stay in step', async () => {
		const { member, chat, context, page } = await openPage();
		await say(member, chat, 'Good evening.');
		const other = await context.newPage();
		await Promise.all([page.goto(`/chat/${chat}`), other.goto(`/chat/${chat}`)]);
		const kept = other.waitForResponse((answer) => answer.url().endsWith(`/chat/${chat}`) && answer.request().method() === 'POST');
		await other.fill('#composer', 'Half a thought');
		await kept;
		await page.fill('#composer', 'From the first tab.');
		await page.press('#composer', 'Control+Enter');
		await other.waitForSelector('.msg-mine >> text=From the first tab.');
		await isDone(page);
		await isDone(other);
		const list = await messages(member, chat);
		await when(other, (words) => document.querySelector('.msg-last').textContent.replace(/\s+/g, ' ').includes(words),
			list.at(-1).content.replace(/\*/g, '').replace(/\s+/g, ' ').slice(0, 40));
		assert.equal(await other.inputValue('#composer'), 'Half a thought', 'what was typed is gone');
		await member.api('POST', `/api/chat/sessions/${chat}/edit`, { messageId: list.at(-1).id, content: 'Changed by a phone.' });
		for (const tab of [page, other]) await tab.waitForSelector('.msg-last >> text=Changed by a phone.');
		await member.api('POST', `/api/chat/sessions/${chat}/delete-message`, { messageId: list.at(-1).id });
		/* Not in what was read out: that may be said once more, late. */
		for (const tab of [page, other]) {
			await when(tab, () => ![...document.querySelectorAll('#messages, .chat-list')]
				.some((part) => part.textContent.includes('Changed by a phone.')));
		}
		assert.deepEqual(context.troubles, []);
		await context.close();
	});

	test('a line that breaks is taken up again; when that fails there is a button', async () => {
		const { member, chat, context, page } = await openPage();
		await page.goto(`/chat/${chat}`);
		await page.route('**/stream/**', (route) => route.abort());
		await page.fill('#composer', 'Good evening.');
		await page.press('#composer', 'Control+Enter');
		await page.waitForSelector('.toast button');
		await page.unroute('**/stream/**');
		await page.click('.toast button');
		await isDone(page);
		await ended(member, chat, (await messages(member, chat)).at(-1).id);
		assert.equal(await page.locator('.msg').count(), 3);
		await context.close();
	});

	test('every page of a chat can be read by everybody, on a phone too', async () => {
		const { member, chat, context, page } = await openPage({ viewport: { width: 390, height: 844 }, hasTouch: true });
		const reply = await say(member, chat, 'Good evening.');
		await member.api('POST', `/api/chat/sessions/${chat}/checkpoint`, { messageId: reply.id, name: 'At the fire' });
		const { messageId } = (await member.api('POST', `/api/chat/sessions/${chat}/regenerate`, {})).json;
		await ended(member, chat, messageId);
		for (const path of ['', `/message/${reply.id}`, '/tree', '/places', '/search?q=evening', '#chat-panel']) {
			await page.goto('/chat/keys');
			await page.goto(`/chat/${chat}${path}`);
			await isPainted(page);
			assert.deepEqual(await findBarriers(page), [], `barriers on ${path}`);
			assert.deepEqual(await findTightSpots(page), [], `tight on ${path}`);
		}
		assert.deepEqual(context.troubles, []);
		await context.close();
	});
});
