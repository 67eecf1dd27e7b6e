// Notices of finished work: to those who left, once, and only if they want them.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { newMember, newVisitor } from '../support/client.mjs';
import { openHouse, until } from '../support/house.mjs';
import { characterIds, ended, openChat } from '../support/talk.mjs';

const house = await openHouse();

describe('notices of replies', async () => {
	let character;
	before(async () => { [character] = await characterIds(house); });
	const ready = async (member) => (await member.api('GET', '/api/notifications')).json.items.filter((one) => one.type === 'reply_ready');

	/**
	 * Orders a reply, looks on for a moment, and goes. Once more when the reply was over before the house
	 * could see that nobody reads it.
	 */
	async function leave(member, chat) {
		for (let i = 0; i < 8; i++) {
			const sent = await member.api('POST', `/api/chat/sessions/${chat}/message`, { content: 'Tell me a long story, please.' });
			assert.equal(sent.status, 202, sent.text);
			await member.events(sent.json.streamUrl, { until: (event) => event.event === 'token_delta' });
			await ended(member, chat, sent.json.messageId);
			const [[isSeen]] = await house.sql(`select left_at is not null from turn where id = ${sent.json.turnId}`);
			if (isSeen === 't') return sent.json.messageId;
		}
		throw new Error('the house never saw them go');
	}

	test('who closes the page is told when it is there, with the way to it', async () => {
		const member = await newMember(house);
		const chat = await openChat(member, character);
		const id = await leave(member, chat);
		const [notice] = await until('the notice', async () => { const all = await ready(member); return all.length ? all : null; });
		assert.equal(notice.actionUrl, `/chat/${chat}#m-${id}`);
		assert.equal(notice.read, false);
		assert.equal((await member.api('POST', '/api/notifications/read', { ids: [notice.id] })).json.read, 1);
		assert.equal((await ready(member))[0].read, true);
	});

	test('who stays is not, nor who comes back in time', async () => {
		const member = await newMember(house);
		const chat = await openChat(member, character);
		const sent = await member.api('POST', `/api/chat/sessions/${chat}/message`, { content: 'Tell me a story.' });
		await member.events(sent.json.streamUrl, { until: (event) => event.event === 'credit_update' });
		await ended(member, chat, sent.json.messageId);
		await sleep(300);
		assert.deepEqual(await ready(member), []);
	});

	test('who closes one page and has another open is not away', async () => {
		const member = await newMember(house);
		const chat = await openChat(member, character);
		for (let i = 0; i < 3; i++) {
			const sent = await member.api('POST', `/api/chat/sessions/${chat}/message`, { content: 'Tell me a long story, please.' });
			const { heard } = await member.listen(sent.json.streamUrl, { until: (event) => event.event === 'credit_update' });
			await member.events(sent.json.streamUrl, { until: (event) => event.event === 'token_delta' });
			await heard;
			await ended(member, chat, sent.json.messageId);
			const [[isAway]] = await house.sql(`select left_at is not null from turn where id = ${sent.json.turnId}`);
			assert.equal(isAway, 'f');
		}
		assert.deepEqual(await ready(member), []);
	});

	test('switched off is switched off', async () => {
		const visitor = await newVisitor(house);
		const page = await visitor.get('/settings/notifications');
		const form = page.form('/settings/notifications');
		const rest = form.fields.filter(([name, value]) => !(name === 'on' && value === 'replies'));
		assert.equal((await visitor.post('/settings/notifications', rest)).status, 303);
		const shown = await visitor.api('GET', '/api/me/notices', null, { token: visitor.sessionToken });
		assert.deepEqual(shown.json.groups.map((one) => [one.name, one.isOn]),
			[['replies', false], ['pictures', true], ['work', true], ['news', true]]);
		visitor.token = visitor.sessionToken;
		const chat = await openChat(visitor, character);
		await leave(visitor, chat);
		await sleep(500);
		assert.deepEqual(await ready(visitor), []);
		const on = await visitor.api('PATCH', '/api/me/notices', { on: ['replies', 'nonsense'] });
		assert.equal(on.status, 200, on.text);
		assert.deepEqual(await house.sql(`select array_to_string(notice_off, ',') from member where id = ${visitor.user.id}`), [['pictures,work,news']]);
	});
});
