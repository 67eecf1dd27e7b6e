// The same thing sent twice happens once.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { newMember, newVisitor } from '../support/client.mjs';
import { assertError } from '../support/expect.mjs';
import { openHouse } from '../support/house.mjs';
import { balance, ended, messages, openChat, ownCharacter, say } from '../support/talk.mjs';

const house = await openHouse();

describe('once', async () => {
	let character;
	before(async () => { character = await ownCharacter(house); });
	const turns = async (chat) => Number((await house.sql(`select count(*) from turn where chat_id = ${chat}`))[0][0]);

	test('a key and its content get the same answer', async () => {
		const member = await newMember(house);
		const chat = await openChat(member, character);
		const path = `/api/chat/sessions/${chat}/message`;
		const key = 'a-key-of-this-test';
		const first = await member.api('POST', path, { content: 'Once.' }, { key });
		assert.equal(first.status, 202, first.text);
		await ended(member, chat, first.json.messageId);
		const again = await member.api('POST', path, { content: 'Once.' }, { key });
		assert.equal(again.status, 202);
		assert.deepEqual(again.json, first.json);
		assert.equal(await turns(chat), 1);
		assertError(await member.api('POST', path, { content: 'Something else.' }, { key }), 409, 'IDEMPOTENCY_KEY_REUSED');
		assert.equal(await turns(chat), 1);
		assert.equal(await balance(member), 29);
	});

	test('a key is its member\'s own', async () => {
		const key = 'the-same-key-for-two';
		for (const member of [await newMember(house), await newMember(house)]) {
			const answer = await member.api('POST', '/api/chat/sessions', { characterId: character }, { key });
			assert.equal(answer.status, 201, answer.text);
		}
	});

	test('a refused request leaves its key free', async () => {
		const member = await newMember(house);
		const chat = await openChat(member, character);
		const path = `/api/chat/sessions/${chat}/message`;
		const key = 'a-key-that-was-refused';
		assertError(await member.api('POST', path, { content: '' }, { key }), 422);
		assert.equal((await member.api('POST', path, { content: 'Now it is good.' }, { key })).status, 202);
	});

	test('a request that hit a limit may be sent again under its key', async () => {
		const member = await newMember(house);
		const { packs } = (await member.api('GET', '/api/gems/packs')).json;
		const path = '/api/gems/checkout';
		let limited = null;
		for (let i = 0; i < 90 && !limited; i++) {
			const key = `limit-test-${i}`;
			const answer = await member.api('POST', path, { packId: packs[0].id }, { key });
			if (answer.status !== 429) continue;
			assertError(answer, 429, 'RATE_LIMIT');
			limited = { key, wait: Number(answer.headers['retry-after']) };
		}
		assert.ok(limited, 'no limit on orders');
		assert.ok(limited.wait > 0);
		/* As when the time is over. */
		await house.sql(`delete from rl.bucket where k = sha256('checkout:${member.user.id}')`);
		const again = await member.api('POST', path, { packId: packs[0].id }, { key: limited.key });
		assert.equal(again.status, 201, again.text);
	});

	test('who sends too fast stays in the chat, with the text in the box', async () => {
		const visitor = await newVisitor(house);
		const chat = await openChat(Object.assign(visitor, { token: visitor.sessionToken }), character);
		const page = await visitor.get(`/chat/${chat}`);
		/* From one page one message goes out, but each counts that is sent; many at once are too fast on any machine. */
		const form = page.form(`/chat/${chat}/message`);
		let refused;
		for (let i = 0; i < 120 && !refused; i += 10) {
			const answers = await Promise.all(Array.from({ length: 10 }, (_, k) =>
				visitor.submit(form, { content: 'All at once.', idempotencyKey: `one-of-many-${i + k}` })));
			refused = answers.find((answer) => answer.status === 429);
		}
		assert.ok(refused, 'nobody is too fast');
		assert.ok(Number(refused.headers['retry-after']) > 0);
		assert.match(refused.words, /too often\. Your message is kept below/);
		assert.match(refused.text, />All at once\.<\/textarea>/);
		assert.match((await visitor.get(`/chat/${chat}`)).text, />All at once\.<\/textarea>/, 'and it is there on return');
	});

	test('a double click sends one message and sets gems aside once', async () => {
		const visitor = await newVisitor(house);
		const opened = await visitor.submit((await visitor.get(`/character/${character}`)).form('/chat'));
		const page = await visitor.follow(opened);
		const form = page.form(`${opened.location}/message`);
		const answers = await Promise.all(Array.from({ length: 5 }, () => visitor.submit(form, { content: 'Click.' })));
		for (const answer of answers) {
			assert.equal(answer.status, 303, answer.words.slice(0, 300));
			assert.equal(answer.location, answers[0].location);
		}
		const chat = opened.location.split('/').pop();
		assert.equal(await turns(chat), 1);
		const [[said]] = await house.sql(`select count(*) from message where chat_id = ${chat} and role = 'user'`);
		assert.equal(said, '1');
		const [[held]] = await house.sql(`select count(*) from gem.op where owner = ${visitor.user.id} and ref like 'msg:%' and kind = 'hold'`);
		assert.equal(held, '1');
	});

	test('two tabs that answer the same message: one goes on, the other is told', async () => {
		const member = await newMember(house);
		const chat = await openChat(member, character);
		const [greeting] = await messages(member, chat);
		const path = `/api/chat/sessions/${chat}/message`;
		const answers = await Promise.all(['One.', 'Two.'].map((content) =>
			member.api('POST', path, { content, parentId: greeting.id })));
		const statuses = answers.map((answer) => answer.status).sort();
		assert.deepEqual(statuses, [202, 409]);
		const error = assertError(answers.find((answer) => answer.status === 409), 409);
		assert.match(error.code, /^(STALE_PARENT|BUSY)$/);
		await ended(member, chat, answers.find((answer) => answer.status === 202).json.messageId);
		const late = await member.api('POST', path, { content: 'Three.', parentId: greeting.id });
		assertError(late, 409, 'STALE_PARENT');
		assert.equal(await turns(chat), 1);
	});

	test('a form in a stale tab keeps its text', async () => {
		const visitor = await newVisitor(house);
		const opened = await visitor.submit((await visitor.get(`/character/${character}`)).form('/chat'));
		const page = await visitor.follow(opened);
		const tab = page.form(`${opened.location}/message`);
		const first = await visitor.submit(page.form(`${opened.location}/message`), { content: 'From here.', idempotencyKey: 'another-key-of-the-tab' });
		assert.equal(first.status, 303, first.words);
		const late = await visitor.submit(tab, { content: 'Typed <in> the other tab.' });
		assert.equal(late.status, 409);
		assert.match(late.text, /Typed &lt;in&gt; the other tab\.<\/textarea>/);
	});

	test('an order is paid once, however often the button is pressed', async () => {
		const member = await newMember(house);
		const { packs } = (await member.api('GET', '/api/gems/packs')).json;
		const { orderId } = (await member.api('POST', '/api/gems/checkout', { packId: packs[0].id, paymentProvider: 'sandbox' })).json;
		const path = `/checkout/${orderId}/sandbox`;
		const pays = await Promise.all(Array.from({ length: 6 }, () => member.api('POST', path, { outcome: 'pay' })));
		for (const answer of pays) assert.ok([200, 409].includes(answer.status), answer.text);
		assert.equal(await balance(member), 30 + packs[0].gems + packs[0].bonusGems);
		assertError(await member.api('POST', path, { outcome: 'fail' }), 409);
		assert.equal((await member.api('GET', `/api/orders/${orderId}`)).json.status, 'paid');
	});

	test('a review is one a member, and needs a chat', async () => {
		const member = await newMember(house);
		const path = `/api/characters/${character}/review`;
		assertError(await member.api('POST', path, { stars: 5, text: 'Never met.' }), 422);
		await say(member, await openChat(member, character), 'Good evening.');
		assert.equal((await member.api('POST', path, { stars: 2, text: 'First.' })).status, 200);
		assert.equal((await member.api('POST', path, { stars: 4, text: 'Second.' })).status, 200);
		const rows = await house.sql(`select stars, text from review where member_id = ${member.user.id}`);
		assert.deepEqual(rows, [['4', 'Second.']]);
	});

	test('a favourite counts once and goes away', async () => {
		const member = await newMember(house);
		const count = async () => (await member.api('GET', `/api/characters/${character}`)).json.favorites;
		const was = await count();
		await Promise.all([1, 2, 3].map(() => member.api('POST', `/api/characters/${character}/favorite`, {})));
		assert.equal(await count(), was + 1);
		assert.equal((await member.api('POST', `/api/characters/${character}/favorite`, { on: false })).json.isFavorite, false);
		assert.equal(await count(), was);
	});
});
