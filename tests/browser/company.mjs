// A chat of several, in the browsers of two members: who comes in, and who may stop a reply.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findBarriers, findTightSpots, isPainted, openBrowser, when } from '../support/browser.mjs';
import { newMember } from '../support/client.mjs';
import { openHouse } from '../support/house.mjs';
import { openChat, ownCharacter } from '../support/talk.mjs';

const house = await openHouse();

describe('a chat of several members', () => {
	test('both see who comes in; both see a reply being written, and who may not stop it has no button for it', async () => {
		const [host, greeter] = [await ownCharacter(house), await ownCharacter(house, { name: 'Bo Reed', group_greetings: '{"{{char}} bows to {{group}}."}' })];
		const [owner, guest] = [await newMember(house), await newMember(house)];
		const chat = await openChat(owner, host);
		const post = (verb, body = {}) => owner.api('POST', `/api/chat/sessions/${chat}/${verb}`, body);
		assert.equal((await guest.api('POST', `/api${(await post('invite')).json.path}`, {})).status, 200);
		const contexts = [];
		const pages = [];
		for (const member of [owner, guest]) {
			contexts.push(await openBrowser(house, { member, viewport: { width: 390, height: 844 } }));
			pages.push(await contexts.at(-1).newPage());
			await pages.at(-1).goto(`/chat/${chat}`);
		}
		const [mine, theirs] = pages;
		const asked = [];
		theirs.on('request', (request) => { if (request.method() === 'POST') asked.push(new URL(request.url()).pathname); });

		assert.equal((await post('people', { characterId: greeter, do: 'add' })).status, 200);
		for (const page of pages) await when(page, () => document.querySelector('.msg-last').innerText.includes('Bo Reed bows to Ottoline Vesper, Bo Reed.'));

		await house.whileStill(async () => {
			assert.equal((await post('message', { content: 'What is that noise?' })).status, 202);
			await mine.waitForSelector('[formaction$="/stop"]');
			await theirs.waitForSelector('.composer-busy');
			assert.equal(await theirs.locator('[formaction$="/stop"], button.composer-send').count(), 0);
			await isPainted(theirs);
			assert.deepEqual([await findBarriers(theirs), await findTightSpots(theirs)], [[], []]);
			await theirs.locator('#messages').click({ position: { x: 2, y: 2 } });
			await theirs.keyboard.press('Escape');
			await mine.click('[formaction$="/stop"]');
			for (const page of pages) await page.waitForSelector('button.composer-send[aria-label="Send"]');
		});
		assert.match(await theirs.locator('.msg-last').innerText(), /This reply was stopped\./);
		assert.deepEqual(asked, [], 'the page asked for what it may not have');
		for (const context of contexts) {
			assert.deepEqual(context.troubles, []);
			await context.close();
		}
	});
});
