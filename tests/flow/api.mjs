// The same evening as a script has it: JSON, a bearer token, an event stream.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, PASSWORD, newPerson } from '../support/client.mjs';
import { assertError } from '../support/expect.mjs';
import { openHouse, until } from '../support/house.mjs';
import { allPages, ended, messages, ownCharacter } from '../support/talk.mjs';

const house = await openHouse();

test('an evening by the JSON API', async (t) => {
	const me = new Client(house);
	const person = newPerson();
	const character = await ownCharacter(house, { reply_price: 9000 });
	let chat;
	let reply;

	await t.test('register gives a token and 30 gems', async () => {
		const answer = await me.api('POST', '/api/auth/register', person);
		assert.equal(answer.status, 201, answer.text);
		assert.equal(answer.json.gemBalance, 30);
		assert.equal(answer.json.user.username, person.username);
		assert.equal(typeof answer.json.user.id, 'string');
		assert.equal(answer.json.requiresEmailVerification, true);
		assert.match(answer.json.token, /^[\w-]{43}$/);
		assertError(await me.api('POST', '/api/auth/register', { ...newPerson({ password: 'other-word-than-this' }), username: person.username }), 422);
		const login = await me.api('POST', '/api/auth/login', { identifier: person.email, password: PASSWORD });
		assert.equal(login.status, 200);
		me.token = login.json.token;
	});

	await t.test('me', async () => {
		const { json } = await me.api('GET', '/api/me');
		assert.equal(json.user.email, person.email);
		assert.equal(json.gemBalance, 30);
		assert.equal(typeof json.csrfToken, 'string');
		assert.equal(typeof json.unreadNotifications, 'number');
		const name = await me.api('GET', `/api/auth/username-available?username=${person.username}`);
		assert.equal(name.json.available, false);
	});

	await t.test('a character has all that the contract names', async () => {
		const list = await me.api('GET', '/api/characters?limit=5&sort=new');
		assert.equal(list.json.items.length, 5);
		const { json } = await me.api('GET', `/api/characters/${character}`);
		for (const name of ['id', 'name', 'avatarUrl', 'shortDescription', 'tags', 'ratingAvg', 'ratingCount', 'usageCount',
			'gemCostPerMessage', 'nsfwLevel', 'voice', 'disclosure', 'lastActive', 'longBio', 'traits', 'exampleDialogues',
			'greeting', 'gallery', 'author', 'createdAt', 'favorites']) assert.ok(name in json, `${name} is missing`);
		assert.equal(json.gemCostPerMessage, 9);
		assert.equal(json.disclosure, 'Fictional character, AI');
		assert.equal(json.moderationStatus ?? null, null, 'moderation is for owner and staff');
		assert.match(json.createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
	});

	await t.test('a chat; the same pair gets the same one', async () => {
		const answer = await me.api('POST', '/api/chat/sessions', { characterId: character });
		assert.equal(answer.status, 201, answer.text);
		chat = answer.json.sessionId;
		const again = await me.api('POST', '/api/chat/sessions', { characterId: character });
		assert.equal(again.status, 200);
		assert.equal(again.json.sessionId, chat);
	});

	await t.test('a message answers 202, and its stream tells all', async () => {
		const sent = await me.api('POST', `/api/chat/sessions/${chat}/message`, { content: 'Good evening.' });
		assert.equal(sent.status, 202, sent.text);
		const events = await me.events(sent.json.streamUrl);
		assert.match(events.headers['content-type'], /^text\/event-stream/);
		assert.ok(events.every((event) => event.id !== null && event.json !== null), 'an event without id or JSON');
		const kinds = events.map((event) => event.event);
		assert.ok(kinds.filter((kind) => kind === 'token_delta').length > 1, 'it came in one piece');
		const whole = events.find((event) => event.event === 'message_complete').json;
		const text = events.filter((event) => event.event === 'token_delta').map((event) => event.json.text).join('');
		assert.equal(whole.content, text);
		assert.equal(whole.messageId, sent.json.messageId);
		assert.equal(whole.gemCost, 9);
		assert.ok(whole.usage);
		assert.equal(events.find((event) => event.event === 'credit_update').json.gemBalance, 21);
		const list = await messages(me, chat);
		assert.deepEqual(list.map((one) => one.role), ['assistant', 'user', 'assistant']);
		reply = list[2];
		assert.equal(reply.content, text);
		assert.equal(reply.parentId, list[1].id);
		assert.equal(reply.speaker.kind, 'ai');
	});

	await t.test('a stream asked for in one call', async () => {
		const answer = await me.api('POST', `/api/chat/sessions/${chat}/message`, { content: 'And you?' },
			{ headers: { Accept: 'text/event-stream' } });
		const events = answer.status === 303 ? await me.events(answer.location) : null;
		if (events) assert.ok(events.some((event) => event.event === 'message_complete'));
		else assert.match(answer.text, /event: message_complete/);
	});

	await t.test('another version; swipe; rate', async () => {
		const head = (await messages(me, chat)).at(-1);
		const again = await me.api('POST', `/api/chat/sessions/${chat}/regenerate`, {});
		assert.equal(again.status, 202, again.text);
		const second = await ended(me, chat, again.json.messageId);
		assert.equal(second.swipeCount, 2);
		assert.equal(second.swipeIndex, 1);
		const swipe = await me.api('POST', `/api/chat/sessions/${chat}/swipe`, { messageId: second.id, index: 0 });
		assert.equal(swipe.status, 200, swipe.text);
		assert.equal(swipe.json.id, head.id);
		assertError(await me.api('POST', `/api/chat/sessions/${chat}/swipe`, { messageId: second.id, index: 7 }), 404);
		const rated = await me.api('POST', `/api/chat/sessions/${chat}/rate`, { messageId: head.id, rating: 'up' });
		assert.equal(rated.status, 200, rated.text);
	});

	await t.test('402 says what is needed and what is there', async () => {
		const answer = await me.api('POST', `/api/chat/sessions/${chat}/message`, { content: 'One more.' });
		const error = assertError(answer, 402, 'INSUFFICIENT_GEMS');
		assert.equal(error.balance, 3);
		assert.equal(error.needed, 9);
		assert.equal((await messages(me, chat)).length, 5);
	});

	await t.test('packs, order, payment, ledger', async () => {
		const { packs, currency } = (await me.api('GET', '/api/gems/packs')).json;
		assert.equal(currency, 'USD');
		assert.deepEqual([packs[0].gems, packs[0].priceMinor], [500, 499]);
		const order = await me.api('POST', '/api/gems/checkout', { packId: packs[0].id, paymentProvider: 'sandbox' });
		assert.equal(order.status, 201, order.text);
		assert.equal(order.json.checkoutSessionUrl, `/checkout/${order.json.orderId}/sandbox`);
		assert.equal((await me.api('GET', `/api/orders/${order.json.orderId}`)).json.status, 'pending');
		const paid = await me.api('POST', order.json.checkoutSessionUrl, { outcome: 'pay' });
		assert.equal(paid.json.status, 'paid', paid.text);
		const lines = await allPages(me, '/api/gems/ledger', 2);
		assert.equal(new Set(lines.map((line) => line.id)).size, lines.length);
		assert.equal(lines.reduce((sum, line) => sum + line.delta, 0), 503);
		assert.equal(lines[0].type, 'purchase');
		assert.equal(lines[0].balanceAfter, 503);
		assert.deepEqual((await me.api('GET', '/api/gems/ledger?type=purchase')).json.items.length, 1);
		const explain = (await me.api('GET', '/api/gems/explain')).json;
		assert.equal(explain.isSound, true, JSON.stringify(explain.findings));
		for (const outcome of ['fail', 'cancel']) {
			const other = (await me.api('POST', '/api/gems/checkout', { packId: packs[0].id })).json;
			const ended2 = await me.api('POST', other.checkoutSessionUrl, { outcome });
			assert.equal(ended2.json.status, outcome === 'fail' ? 'failed' : 'canceled');
		}
		assert.equal((await me.api('GET', '/api/me')).json.gemBalance, 503);
	});

	await t.test('pictures: quoted, made, listed, fetched by their owner alone', async () => {
		const order = { characterId: character, prompt: 'a quiet evening by the fire', count: 1, quality: 'draft' };
		const quote = await me.api('POST', '/api/generate/quote', order);
		assert.equal(quote.status, 200, quote.text);
		const job = await me.api('POST', '/api/generate', order);
		assert.equal(job.status, 202, job.text);
		assert.equal(job.json.estimatedCost, quote.json.gems);
		const done = await until('the picture is made', async () => {
			const { json } = await me.api('GET', `/api/generate/jobs/${job.json.jobId}`);
			return /^(queued|processing)$/.test(json.status) ? null : json;
		});
		assert.equal(done.status, 'completed', JSON.stringify(done));
		assert.equal(done.cost, quote.json.gems);
		assert.equal((await me.api('GET', '/api/me')).json.gemBalance, 503 - quote.json.gems);
		const [picture] = done.images;
		assert.equal((await me.api('GET', picture.url)).status, 200);
		assert.ok([401, 404].includes((await new Client(house).get(picture.url)).status), 'a private picture is open');
		const media = (await me.api('GET', '/api/media')).json.items;
		assert.equal(media.length, 1);
		assert.equal((await me.api('GET', `/api/media/${media[0].id}`)).status, 200);
		assert.equal((await me.api('DELETE', `/api/media/${media[0].id}`)).status, 200);
		assert.equal((await me.api('GET', '/api/media')).json.items.length, 0);
	});

	await t.test('the profile', async () => {
		const answer = await me.api('PATCH', '/api/me/profile', { displayName: 'Ann of the Lamps' });
		assert.equal(answer.status, 200, answer.text);
		assert.equal((await me.api('GET', '/api/me')).json.user.displayName, 'Ann of the Lamps');
	});

	await t.test('sessions can be ended one by one', async () => {
		const extra = (await me.api('POST', '/api/auth/login', { identifier: person.username, password: PASSWORD })).json.token;
		const { items } = (await me.api('GET', '/api/me/sessions')).json;
		assert.ok(items.length >= 2);
		assert.equal(items.filter((one) => one.current).length, 1);
		for (const one of items.filter((session) => !session.current)) {
			assert.equal((await me.api('DELETE', `/api/me/sessions/${one.id}`)).status, 200);
		}
		assertError(await me.api('GET', '/api/me', null, { token: extra }), 401);
	});

	await t.test('titles, deleting, signing out', async () => {
		const renamed = await me.api('PATCH', `/api/chat/sessions/${chat}`, { title: 'By the fire' });
		assert.equal(renamed.json.title, 'By the fire');
		assert.equal((await me.api('DELETE', `/api/chat/sessions/${chat}`)).status, 200);
		assertError(await me.api('GET', `/api/chat/sessions/${chat}`), 404);
		assert.equal((await me.api('POST', '/api/auth/logout', {})).status, 200);
		assertError(await me.api('GET', '/api/me'), 401, 'UNAUTHENTICATED');
	});
});
