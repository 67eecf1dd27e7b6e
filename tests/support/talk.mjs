// What many tests do in chats, by the JSON API.
import assert from 'node:assert/strict';
import { until } from './house.mjs';

/**
 * Ids of the demo's characters, lowest first. Files of a suite share them: a test that changes one, or
 * counts what it gathers, makes its own.
 */
export async function characterIds(house) {
	const rows = await house.sql('select id from character where listed and key is not null order by id');
	return rows.map(([id]) => id);
}

/** How many characters the Tavern lists, with those that other tests of this house made. */
export async function listedCount(house) {
	const [[count]] = await house.sql("select count(*) from character where listed and nsfw_level = 'none'");
	return Number(count);
}

/** A public character that no other test knows; its id. `more`: further columns. */
export async function ownCharacter(house, more = {}) {
	const columns = { name: 'Ottoline Vesper', short_description: 'Winds the clocks.', greeting: 'Come in.', age: 50,
		visibility: 'public', moderation_status: 'approved', ...more };
	const [[id]] = await house.sql(`insert into character (creator_id, creator_name, published_at, ${Object.keys(columns)})
		select id, username, now(), ${Object.values(columns).map((value) => `$v$${value}$v$`)} from member order by id limit 1 returning id`);
	return id;
}

/** A new chat with a character; its id. */
export async function openChat(member, characterId) {
	const answer = await member.api('POST', '/api/chat/sessions', { characterId });
	assert.equal(answer.status, 201, answer.text);
	return answer.json.sessionId;
}

export async function messages(member, chat) {
	const answer = await member.api('GET', `/api/chat/sessions/${chat}/messages`);
	assert.equal(answer.status, 200, answer.text);
	return answer.json.items;
}

/** Waits until a message has its end, and gives it. */
export function ended(member, chat, messageId, seconds) {
	return until(`message ${messageId} has its end`, async () => {
		const found = (await messages(member, chat)).find((one) => one.id === messageId);
		return found && !/^(pending|streaming)$/.test(found.status) ? found : null;
	}, seconds);
}

/** Says something and waits for the whole reply. */
export async function say(member, chat, content) {
	const sent = await member.api('POST', `/api/chat/sessions/${chat}/message`, { content });
	assert.equal(sent.status, 202, sent.text);
	return ended(member, chat, sent.json.messageId);
}

/**
 * Waits until nobody is to speak in a chat any more, and gives its messages. Looks at the turns first: each
 * that ends begins the next, so where none is open the messages read afterwards are all there will be.
 */
export function quiet(member, chat) {
	return until('everybody has spoken', async () => {
		const [[open]] = await member.house.sql(`select count(*) from turn where chat_id = ${chat} and state in ('queued', 'running')`);
		return open === '0' ? messages(member, chat) : null;
	});
}

export async function balance(member) {
	const answer = await member.api('GET', '/api/gems/explain');
	assert.equal(answer.status, 200, answer.text);
	return answer.json.available;
}

/** All pages of a list, by cursor. */
export async function allPages(member, path, limit) {
	const items = [];
	let cursor = null;
	for (let pages = 0; pages < 200; pages++) {
		const mark = path.includes('?') ? '&' : '?';
		const more = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
		const answer = await member.api('GET', `${path}${mark}limit=${limit}${more}`);
		assert.equal(answer.status, 200, answer.text);
		items.push(...answer.json.items);
		cursor = answer.json.nextCursor;
		if (cursor === null) return items;
	}
	throw new Error(`${path} never ends`);
}
