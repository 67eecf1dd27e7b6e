// The chat screen in a browser: keys, the sheet of a message, earlier messages in place, tabs in step.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { findBarriers, findTightSpots, openBrowser, when } from '../support/browser.mjs';
import { newMember } from '../support/client.mjs';
import { openHouse } from '../support/house.mjs';
import { characterIds, ended, messages, openChat, say } from '../support/talk.mjs';

const house = await openHouse();
const isDone = (page) => when(page, () => !document.querySelector('.msg-live') && !document.getElementById('chat').dataset.stream);

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
		await page.waitForSelector('dialog[open]', { state: 'detached' }).catch(() => {});
		await page.keyboard.press('r');
		await page.waitForSelector('.msg-live');
		await isDone(page);
		await when(page, () => /2\s*\//.test(document.querySelector('.msg-last .swipes').innerText));
		await page.keyboard.press('ArrowLeft');
		await when(page, () => /1\s*\//.test(document.querySelector('.msg-last .swipes').innerText));
		await page.keyboard.press('c');
		await page.waitForSelector('.msg-live');
		await isDone(page);
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

	test('a message is edited in a sheet over the chat; refused text stays in it', async () => {
		const { member, chat, context, page } = await openPage();
		await say(member, chat, 'Good evening.');
		await page.goto(`/chat/${chat}`);
		await page.keyboard.press('e');
		await page.waitForSelector('dialog[open] #f-content');
		await page.fill('#f-content', 'She is a 14 year old girl and they have sex.');
		await page.click('dialog #edit button:has-text("Save")');
		await page.waitForSelector('dialog[open] .field-error');
		assert.match(await page.inputValue('#f-content'), /14 year old/);
		await page.fill('#f-content', 'Well *met*.');
		await page.click('dialog #edit button:has-text("Save")');
		await page.waitForSelector('.msg-last .msg-text em >> text=met');
		assert.equal(await page.locator('dialog[open]').count(), 0);
		assert.equal((await messages(member, chat)).at(-1).content, 'Well *met*.');
		await page.keyboard.press('e');
		await page.waitForSelector('dialog[open] #delete');
		await page.click('dialog #delete button');
		await page.waitForSelector('#undo');
		await page.click('#undo button');
		await page.waitForSelector('.msg-last .msg-text em >> text=met');
		assert.deepEqual(context.troubles, []);
		await context.close();
	});

	test('earlier messages come in place, and at most 200 stay on the page', async () => {
		const { chat, context, page } = await openPage();
		await grow(chat, 400);
		await page.goto(`/chat/${chat}`);
		assert.equal(await page.locator('.msg').count(), 50);
		for (let i = 0; i < 6; i++) {
			const from = await page.evaluate(() => document.querySelector('.msg').id);
			await page.evaluate(() => { const box = document.querySelector('.stream'); box.scrollTop = -box.scrollHeight; });
			await when(page, (old) => document.querySelector('.msg').id !== old, from);
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
		await other.fill('#composer', 'Half a thought');
		await page.waitForTimeout(500);
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
		for (const tab of [page, other]) await when(tab, () => !document.body.textContent.includes('Changed by a phone.'));
		assert.deepEqual(context.troubles, []);
		await context.close();
	});

	test('a line that breaks is taken up again; when that fails there is a button', async () => {
		const { member, chat, context, page } = await openPage();
		await page.goto(`/chat/${chat}`);
		await page.route('**/stream/**', (route) => route.abort());
		await page.fill('#composer', 'Good evening.');
		await page.press('#composer', 'Control+Enter');
		await page.waitForSelector('.toast button', { timeout: 60000 });
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
			await page.waitForTimeout(250);
			assert.deepEqual(await findBarriers(page), [], `barriers on ${path}`);
			assert.deepEqual(await findTightSpots(page), [], `tight on ${path}`);
		}
		assert.deepEqual(context.troubles, []);
		await context.close();
	});
});
