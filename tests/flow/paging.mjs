// Lists by cursor: complete, without doubles, in their order, whatever the order is. In a house of their own:
// elsewhere others make characters and move their scores between two pages. So does the worker, once an hour.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client, newMember } from '../support/client.mjs';
import { startHouse } from '../support/house.mjs';
import { allPages, characterIds } from '../support/talk.mjs';

const house = await startHouse();
after(() => house.stop());

describe('paging', async () => {
	const guest = new Client(house);
	const sorted = (list) => [...list].sort((a, b) => a - b);
	let all;
	before(async () => { all = sorted(await characterIds(house)); });

	for (const sort of ['popular', 'trending', 'new', 'fast']) {
		for (const limit of [1, 7, 100]) {
			test(`characters by ${sort}, ${limit} at a time`, async () => {
				const items = await house.whileStill(() => allPages(guest, `/api/characters?sort=${sort}`, limit));
				assert.deepEqual(sorted(items.map((one) => one.id)), all);
			});
		}
	}

	test('tags and words narrow the list, page by page', async () => {
		const { tags } = (await guest.api('GET', '/api/tags')).json;
		const tag = tags.find((one) => one.count >= 4);
		const items = await allPages(guest, `/api/characters?tags=${tag.name}`, 3);
		assert.equal(items.length, tag.count);
		for (const one of items) assert.ok(one.tags.includes(tag.name));
		for (const sort of ['popular', 'trending', 'new', 'recent', 'fast']) {
			const again = await house.whileStill(() => allPages(guest, `/api/characters?tags=${tag.name}&sort=${sort}`, 3));
			assert.deepEqual(sorted(again.map((one) => one.id)), sorted(items.map((one) => one.id)), sort);
		}
		const none = await guest.api('GET', '/api/characters?q=zzzzqqqq');
		assert.deepEqual(none.json.items, []);
		assert.equal(none.json.nextCursor, null);
	});

	test('signs of a search pattern are letters like others', async () => {
		for (const q of ['%', '_', '\\', '%%', "'", '"', ';--', '*', '(', '[a-z]', '\\%']) {
			const answer = await guest.api('GET', `/api/characters?q=${encodeURIComponent(q)}`);
			assert.equal(answer.status, 200, q);
			for (const one of answer.json.items) {
				assert.ok(`${one.name} ${one.shortDescription} ${one.creatorName}`.includes(q), `${q} found ${one.name}`);
			}
		}
	});

	test('a cursor that nobody gave is refused or begins anew, and harms nothing', async () => {
		for (const cursor of ['x', '1', '.', '1.', '.1', '1.x', '-1.-1', '9'.repeat(40), '1.2.3', "1'--", '99999999999999999999.1']) {
			const answer = await guest.api('GET', `/api/characters?cursor=${encodeURIComponent(cursor)}`);
			assert.ok([200, 422].includes(answer.status), `${cursor}: ${answer.status}`);
		}
	});

	test('chats of a member, more than a page of them', async () => {
		const member = await newMember(house);
		const ids = [];
		for (let i = 0; i < 34; i++) {
			const answer = await member.api('POST', '/api/chat/sessions', { characterId: all[i % all.length], isNew: true });
			assert.ok([200, 201].includes(answer.status), answer.text);
			ids.push(answer.json.sessionId);
		}
		const whole = await allPages(member, '/api/chat/sessions', 10);
		assert.deepEqual(sorted(whole.map((one) => one.id)), sorted([...new Set(ids)]));
		const first = (await member.api('GET', '/api/chat/sessions?limit=10')).json;
		assert.equal(first.items.length, 10);
		const times = whole.map((one) => one.lastMessageAt);
		assert.deepEqual(times, [...times].sort().reverse());
	});

	test('a long chat, from its end to its beginning', async () => {
		const member = await newMember(house);
		const { sessionId } = (await member.api('POST', '/api/chat/sessions', { characterId: all[0] })).json;
		await house.sql(`do $$ declare head bigint; begin
			select head_id into head from chat where id = ${sessionId};
			for i in 1..150 loop
				insert into message (chat_id, parent_id, role, content, speaker_label)
					values (${sessionId}, head, case when i % 2 = 1 then 'user' else 'assistant' end, 'line ' || i, 'x')
					returning id into head;
			end loop;
			update chat set head_id = head where id = ${sessionId}; end $$`);
		const list = [];
		let cursor = null;
		do {
			const path = `/api/chat/sessions/${sessionId}/messages${cursor ? `?cursor=${cursor}` : ''}`;
			const { json } = await member.api('GET', path);
			list.unshift(...json.items);
			cursor = json.nextCursor;
			assert.ok(list.length <= 151);
		} while (cursor);
		assert.deepEqual(list.slice(1).map((one) => one.content), Array.from({ length: 150 }, (_, i) => `line ${i + 1}`));
	});
});
