// Messages as a tree: versions, edits, deletions and their undoing, branches, marks, search, permalinks;
// with JSON and as forms; stale parents; nothing of it for others.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { Client, newMember } from '../support/client.mjs';
import { assertError } from '../support/expect.mjs';
import { openHouse } from '../support/house.mjs';
import { characterIds, ended, messages, openChat, say } from '../support/talk.mjs';

const house = await openHouse();

describe('the tree of messages', async () => {
	let character;
	before(async () => { [character] = await characterIds(house); });

	async function newChat() {
		const member = await newMember(house);
		const chat = await openChat(member, character);
		const api = (verb, body) => member.api('POST', `/api/chat/sessions/${chat}/${verb}`, body);
		const ok = async (verb, body, status = 200) => {
			const answer = await api(verb, body);
			assert.equal(answer.status, status, `${verb}: ${answer.text}`);
			return answer.json;
		};
		const ids = async () => (await messages(member, chat)).map((one) => one.id);
		const browser = new Client(house);
		browser.cookies.set('snug', member.token);
		return { member, chat, api, ok, ids, browser };
	}

	/** Rows as an importer brings them: a chain under the greeting. */
	async function grow(chat, length) {
		await house.sql(`with ids as (select i, nextval('message_id_seq') as id from generate_series(1, ${length}) i)
			insert into message (id, chat_id, parent_id, role, content) overriding system value
			select id, ${chat}, lag(id, 1, (select head_id from chat where id = ${chat})) over (order by i),
			case i % 2 when 1 then 'user' else 'assistant' end, 'Line ' || i || ' of the tale.' from ids order by i`);
		await house.sql(`update chat set head_id = (select max(id) from message where chat_id = ${chat}) where id = ${chat}`);
	}

	test('greetings are versions that wrap at both ends', async () => {
		const { member, chat, ok } = await newChat();
		const [[count]] = await house.sql(`select 1 + cardinality(alternate_greetings) from character where id = ${character}`);
		const [greeting] = await messages(member, chat);
		assert.equal(greeting.swipeCount, Number(count));
		assert.ok(greeting.swipeCount > 1);
		const last = await ok('swipe', { messageId: greeting.id, index: Number(count) - 1 });
		assert.equal(last.swipeIndex, Number(count) - 1);
		const first = await ok('swipe', { messageId: last.id, index: Number(count) });
		assert.equal(first.id, greeting.id);
	});

	test('right of the last version of the newest reply another one is written; left wraps', async () => {
		const { member, chat, ok } = await newChat();
		const reply = await say(member, chat, 'Good evening.');
		const more = await ok('swipe', { messageId: reply.id, index: 1 }, 202);
		const second = await ended(member, chat, more.messageId);
		assert.equal(second.parentId, reply.parentId);
		assert.equal(second.swipeIndex, 1);
		const back = await ok('swipe', { messageId: second.id, index: 0 });
		assert.deepEqual([back.id, back.swipeCount], [reply.id, 2]);
		assert.equal((await ok('swipe', { messageId: reply.id, index: 1 })).id, second.id);
	});

	test('a version is left and found again where one was reading', async () => {
		const { member, chat, ok, ids } = await newChat();
		const first = await say(member, chat, 'One.');
		await say(member, chat, 'Two.');
		const long = await ids();
		const { messageId } = await ok('regenerate', { messageId: first.id }, 202);
		await ended(member, chat, messageId);
		await ok('swipe', { messageId, index: 0 });
		assert.deepEqual(await ids(), long);
		await ok('goto', { messageId: long[2], exact: true });
		assert.deepEqual(await ids(), long.slice(0, 3));
		await ok('goto', { messageId: long[2] });
		assert.deepEqual(await ids(), long);
	});

	test('continue lets the same version go on, and only that one', async () => {
		const { member, chat, ok } = await newChat();
		const reply = await say(member, chat, 'Tell me of the road.');
		const again = await ok('regenerate', {}, 202);
		const second = await ended(member, chat, again.messageId);
		const more = await ok('continue', {}, 202);
		assert.equal(more.messageId, second.id);
		const longer = await ended(member, chat, second.id);
		assert.ok(longer.content.startsWith(second.content));
		assert.ok(longer.content.length > second.content.length);
		assert.equal(longer.gemCost, second.gemCost + 1);
		assert.equal((await ok('swipe', { messageId: second.id, index: 0 })).content, reply.content);
	});

	test('edits change the message; sent again, they begin a branch beside it', async () => {
		const { member, chat, ok, api } = await newChat();
		const reply = await say(member, chat, 'Is it far?');
		const edited = await ok('edit', { messageId: reply.id, content: 'It is *near*.' });
		assert.deepEqual([edited.content, edited.isEdited], ['It is *near*.', true]);
		const said = (await messages(member, chat)).at(-2);
		const sent = await ok('edit', { messageId: said.id, content: 'Is it near?', sendAgain: true }, 202);
		await ended(member, chat, sent.messageId);
		const [, mine] = await messages(member, chat);
		assert.deepEqual([mine.content, mine.swipeIndex, mine.swipeCount], ['Is it near?', 1, 2]);
		const old = await ok('swipe', { messageId: mine.id, index: 0 });
		assert.equal(old.content, 'Is it far?');
		assertError(await api('edit', { messageId: old.id, content: '' }), 422);
		assertError(await api('edit', { messageId: '1', content: 'x' }), 404);
	});

	test('what the house does not take is not edited in either', async () => {
		const { member, chat, api } = await newChat();
		const reply = await say(member, chat, 'Hello.');
		const bad = 'She is a 14 year old girl and they have sex.';
		assertError(await api('edit', { messageId: reply.id, content: bad }), 422, 'MODERATION_BLOCK');
		assert.equal((await messages(member, chat)).at(-1).content, reply.content);
	});

	test('a deleted message goes with what follows, and comes back', async () => {
		const { member, chat, ok, ids, api } = await newChat();
		await say(member, chat, 'One.');
		await say(member, chat, 'Two.');
		const all = await ids();
		const listed = async () => (await member.api('GET', '/api/chat/sessions')).json.items[0].lastMessage;
		const last = await listed();
		await ok('delete-message', { messageId: all[2] });
		assert.deepEqual(await ids(), all.slice(0, 2));
		assert.equal(await listed(), 'One.', 'the list shows the end that is read, not what is gone');
		await ok('restore-message', { messageId: all[2] });
		assert.deepEqual(await ids(), all);
		assert.equal(await listed(), last);
		await ok('goto', { messageId: all[1], exact: true });
		assert.equal(await listed(), 'One.');
		await ok('goto', { messageId: all[1] });
		assertError(await api('restore-message', { messageId: all[2] }), 409);
		assertError(await api('delete-message', { messageId: '1' }), 404);
		await ok('delete-message', { messageId: all[2] });
		await house.sql(`update message set deleted_at = deleted_at - interval '25 hours' where chat_id = ${chat} and deleted_at is not null`);
		assertError(await api('restore-message', { messageId: all[2] }), 409);
	});

	test('of several versions one may go; the same place is read, or the last; the only one stays', async () => {
		const { member, chat, ok, api } = await newChat();
		const versions = [await say(member, chat, 'Hello.')];
		for (let i = 0; i < 2; i++) {
			const { messageId } = await ok('regenerate', {}, 202);
			versions.push(await ended(member, chat, messageId));
		}
		await ok('swipe', { messageId: versions[2].id, index: 1 });
		await ok('delete-version', { messageId: versions[1].id });
		let shown = (await messages(member, chat)).at(-1);
		assert.deepEqual([shown.id, shown.swipeIndex, shown.swipeCount], [versions[2].id, 1, 2]);
		await ok('delete-version', { messageId: versions[2].id });
		shown = (await messages(member, chat)).at(-1);
		assert.deepEqual([shown.id, shown.swipeIndex, shown.swipeCount], [versions[0].id, 0, 1]);
		assertError(await api('delete-version', { messageId: versions[0].id }), 409, 'ONLY_VERSION');
	});

	test('a branch is a chat of its own with the versions up to its point', async () => {
		const { member, chat, ok, ids } = await newChat();
		const first = await say(member, chat, 'One.');
		const { messageId } = await ok('regenerate', {}, 202);
		await ended(member, chat, messageId);
		await say(member, chat, 'Two.');
		const { sessionId } = await ok('branch', { messageId, title: 'Another evening' }, 201);
		assert.notEqual(sessionId, chat);
		const copied = await messages(member, sessionId);
		assert.deepEqual(copied.map((one) => one.content), (await messages(member, chat)).slice(0, 3).map((one) => one.content));
		assert.deepEqual([copied[2].swipeIndex, copied[2].swipeCount], [1, 2]);
		await say(member, sessionId, 'On the other way.');
		assert.equal((await ids()).length, 5);
		const other = await member.api('POST', `/api/chat/sessions/${sessionId}/swipe`, { messageId: copied[2].id, index: 0 });
		assert.equal(other.json.content, first.content);
		const { json } = await member.api('GET', `/api/chat/sessions/${chat}/places`);
		assert.deepEqual(json.branches.map((one) => one.title), ['Another evening']);
	});

	test('bookmarks, checkpoints, hiding and ratings are kept and listed', async () => {
		const { member, chat, ok, api } = await newChat();
		const reply = await say(member, chat, 'Hello.');
		await ok('bookmark', { messageId: reply.id, label: 'the <first> reply' });
		await ok('checkpoint', { messageId: reply.id, name: 'At the fire' });
		assertError(await api('checkpoint', { messageId: reply.id }), 422);
		assert.equal((await ok('rate', { messageId: reply.id, rating: '4' })).rating, 4);
		assert.equal((await ok('rate', { messageId: reply.id, rating: 'down' })).rating, 1);
		assert.equal((await ok('hide', { messageId: reply.id })).isHidden, true);
		const { items } = (await member.api('GET', `/api/chat/sessions/${chat}/places`)).json;
		assert.deepEqual([items.length, items[0].bookmark, items[0].checkpoint], [1, 'the <first> reply', 'At the fire']);
		assert.equal((await ok('hide', { messageId: reply.id, off: true })).isHidden, false);
		assert.equal((await ok('bookmark', { messageId: reply.id, off: true })).bookmark, null);
		assert.equal((await ok('checkpoint', { messageId: reply.id, off: true })).checkpoint, null);
	});

	test('every write is refused when the chat went on elsewhere, and nothing is lost', async () => {
		const { member, chat, api, browser, ids } = await newChat();
		const reply = await say(member, chat, 'One.');
		const page = await browser.get(`/chat/${chat}/message/${reply.id}`);
		await say(member, chat, 'Two.');
		const before = await ids();
		const expectedParentId = reply.id;
		for (const [verb, more] of [['edit', { content: 'Late.' }], ['delete-message', {}], ['delete-version', {}], ['branch', {}],
			['swipe', { index: 0 }], ['regenerate', {}], ['continue', {}], ['hide', {}], ['goto', {}], ['bookmark', {}]]) {
			assertError(await api(verb, { messageId: reply.id, expectedParentId, ...more }), 409, 'STALE_PARENT');
		}
		assertError(await api('message', { content: 'Late.', expectedParentId }), 409, 'STALE_PARENT');
		assert.deepEqual(await ids(), before);
		const answer = await browser.submit(page.form(`/chat/${chat}/edit`), { content: 'What I typed.' });
		assert.equal(answer.status, 409);
		assert.match(answer.text, />What I typed\.<\/textarea>/);
		const saved = await browser.submit(answer.form(`/chat/${chat}/edit`));
		assert.equal(saved.status, 303, saved.words);
	});

	test('while a reply is being written the tree holds still', async () => {
		const { member, chat, api } = await newChat();
		const [greeting] = await messages(member, chat);
		const sent = await api('message', { content: 'Tell me a long story.' });
		const answer = await api('delete-message', { messageId: sent.json.userMessageId });
		const copy = await api('branch', { messageId: greeting.id });
		assert.equal(copy.status, 201, 'copying reads only');
		await ended(member, chat, sent.json.messageId);
		assert.match(`${answer.status} ${answer.json.error?.code}`, /^(409 BUSY|200 undefined)$/);
	});

	test('all of it as forms, each taken from the page before', async () => {
		const { member, chat, browser, ids } = await newChat();
		const reply = await say(member, chat, 'Hello there.');
		const more = `/chat/${chat}/message/${reply.id}`;
		const press = async (action, fill, button) => {
			const page = await browser.get(more);
			const form = page.forms.find((one) => one.action === `/chat/${chat}/${action}`
				&& (!button || one.buttons.some((b) => b.name === button)));
			const answer = await browser.submit(form, fill, { button: button && form.buttons.find((b) => b.name === button) });
			assert.equal(answer.status, 303, `${action}: ${answer.words.slice(0, 300)}`);
			return answer;
		};
		assert.match((await browser.get(`/chat/${chat}`)).text, new RegExp(`href="${more}"`));
		await press('edit', { content: 'Well met.' });
		await press('bookmark', { label: 'here' });
		await press('checkpoint', { name: 'The door' });
		await press('hide', {});
		await press('rate', {}, 'rating');
		let page = await browser.get(`/chat/${chat}`);
		for (const words of [/Well met\./, /edited/, /Bookmark: here/, /Checkpoint: The door/, /left out of prompts/]) {
			assert.match(page.words, words);
		}
		const branch = await press('branch', { title: 'A copy' });
		assert.match((await browser.follow(branch)).words, /branch of an earlier one/);
		const gone = await press('delete-message', {});
		page = await browser.follow(gone);
		assert.match(page.words, /Deleted, with all that followed it/);
		assert.equal((await ids()).length, 2);
		const back = await browser.submit(page.form(`/chat/${chat}/restore-message`),
			{ messageId: page.form(`/chat/${chat}/restore-message`).buttons[0].value });
		assert.equal(back.status, 303, back.words);
		assert.equal((await ids()).length, 3);
		page = await browser.get(`/chat/${chat}/places`);
		const rewound = await browser.submit(page.form(`/chat/${chat}/goto`), { exact: 'yes' });
		assert.equal(rewound.status, 303);
	});

	test('any message has an address that shows it with what is around it', async () => {
		const { member, chat, browser } = await newChat();
		await grow(chat, 300);
		const [[old]] = await house.sql(`select id from message where chat_id = ${chat} and depth = 120`);
		let page = await browser.get(`/chat/${chat}?at=${old}`);
		assert.match(page.text, new RegExp(`id="m-${old}"`));
		assert.match(page.words, /Line 100 of the tale.*Line 145 of the tale/);
		assert.doesNotMatch(page.words, /Line 146 of the tale/);
		const later = /id="newer"><a href="([^"]+)"/.exec(page.text)[1];
		page = await browser.get(later.replaceAll('&amp;', '&'));
		assert.match(page.words, /Line 146 of the tale.*Line 195 of the tale/);
		assert.doesNotMatch(page.words, /Line 145 of the tale/);
		const earlier = /id="older"><a href="([^"]+)"/.exec(page.text)[1];
		page = await browser.get(earlier.replaceAll('&amp;', '&'));
		assert.match(page.words, /Line 96 of the tale.*Line 145 of the tale/);
		const first = await browser.get(`/chat/${chat}?go=first`);
		assert.match((await browser.get(first.location.replace(/#.*/, ''))).words, /Line 25 of the tale/);
		const day = await browser.get(`/chat/${chat}?date=2001-01-01`);
		assert.equal(day.status, 303);
		for (const odd of ['at=0', 'at=x', 'at=99999999999999999999', 'before=1', 'after=-1', 'date=2026-02-31x', 'date=x']) {
			assert.equal((await browser.get(`/chat/${chat}?${odd}`)).status, 200, odd);
		}
		assert.equal((await messages(member, chat)).length, 50);
	});

	test('search finds words from their beginning, in any language, and marks them', async () => {
		const { member, chat, browser, ok } = await newChat();
		const reply = await say(member, chat, 'Where is the Lighthouse? 灯台はどこですか。 It\'s <there> & "here".');
		await ok('edit', { messageId: reply.id, content: 'Over there.' }); // what the engine said may hold the words, too
		const find = async (q) => (await member.api('GET', `/api/chat/sessions/${chat}/search?q=${encodeURIComponent(q)}`)).json.items;
		assert.deepEqual((await find('lighth where')).map((one) => one.role), ['user']);
		assert.deepEqual((await find('灯台')).map((one) => one.role), ['user']);
		assert.deepEqual(await find('nowhereatall'), []);
		for (const odd of ['\'', '&', '!', ':*', '\\', '<', '%', '"', ')(', 'a\'b:*&|', '   ']) {
			assert.equal((await browser.get(`/chat/${chat}/search?q=${encodeURIComponent(odd)}`)).status, 200, odd);
		}
		const page = await browser.get(`/chat/${chat}/search?q=lighthouse`);
		assert.match(page.text, /<mark>Lighthouse<\/mark>/);
		assert.match(page.text, new RegExp(`href="/chat/${chat}\\?at=`));
		await ok('edit', { messageId: reply.id, content: '*Only zebras* are here.' });
		const [found] = await find('zebra');
		assert.equal(found.id, reply.id);
		assert.equal(found.parts.map((one) => one.text).join(''), '*Only zebras* are here.');
		assert.match((await browser.get(`/chat/${chat}/search?q=zebra`)).text, />Only <mark>zebra<\/mark>s are here\./);
		await ok('delete-message', { messageId: reply.id });
		assert.deepEqual(await find('zebra'), []);
	});

	test('the drawing shows where ways part, and says the same as a list', async () => {
		const { member, chat, ok, browser } = await newChat();
		await grow(chat, 400);
		const [[fork]] = await house.sql(`select id from message where chat_id = ${chat} and depth = 100`);
		const { messageId } = await ok('regenerate', { messageId: fork }, 202);
		await ended(member, chat, messageId);
		const { items, messageCount } = (await member.api('GET', `/api/chat/sessions/${chat}/tree`)).json;
		assert.ok(items.length < 8, `${items.length} nodes`);
		assert.equal(items.map((one) => one.between + 1).reduce((a, b) => a + b), messageCount);
		assert.equal(items.filter((one) => one.isHead).length, 1);
		const page = await browser.get(`/chat/${chat}/tree`);
		assert.match(page.text, /<svg class="tree"/);
		assert.equal((page.text.match(/<circle /g) ?? []).length, items.length);
		assert.equal((page.text.match(/<li\b/g) ?? []).filter(Boolean).length >= items.length, true);
		assert.match(page.text, /<title>Message \d+, [^<]+<\/title>/);
		assert.equal((await browser.get(`/chat/${chat}/tree?from=${fork}`)).status, 200);
		assert.equal((await browser.get(`/chat/${chat}/tree?from=1`)).status, 404);
	});

	test('none of it is there for others', async () => {
		const { member, chat } = await newChat();
		const reply = await say(member, chat, 'Hello.');
		const stranger = await newMember(house);
		const other = await openChat(stranger, character);
		for (const verb of ['swipe', 'goto', 'edit', 'delete-message', 'delete-version', 'restore-message', 'hide', 'bookmark',
			'checkpoint', 'rate', 'branch', 'regenerate', 'continue', 'speak', 'message', 'stop']) {
			const body = { messageId: reply.id, content: 'x', index: 0, name: 'x', rating: 'up' };
			assertError(await stranger.api('POST', `/api/chat/sessions/${chat}/${verb}`, body), 404);
			if (!/^(message|stop|speak)$/.test(verb)) {
				assertError(await stranger.api('POST', `/api/chat/sessions/${other}/${verb}`, body), 404);
			}
		}
		for (const path of ['tree', 'places', 'search?q=a', `messages/${reply.id}`, 'messages']) {
			assertError(await stranger.api('GET', `/api/chat/sessions/${chat}/${path}`), 404);
		}
		assertError(await stranger.api('GET', `/api/chat/sessions/${other}/messages/${reply.id}`), 404);
		assert.equal((await messages(member, chat)).at(-1).content, reply.content);
	});

	test('the member\'s stream tells of every change', async () => {
		const { member, chat, ok } = await newChat();
		const reply = await say(member, chat, 'Hello.');
		const { heard } = await member.listen('/stream/me', { until: (event) => event.json?.why === 'delete' });
		await ok('edit', { messageId: reply.id, content: 'Changed.' });
		await ok('delete-message', { messageId: reply.id });
		const told = (await heard).filter((event) => event.event === 'chat_update').map((event) => event.json);
		assert.deepEqual(told.map((one) => [one.chatId, one.why]), [[chat, 'edit'], [chat, 'delete']]);
		assert.equal(told[1].headId, reply.parentId);
	});
});
