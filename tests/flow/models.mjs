// Which model writes: the choice of a chat, what it costs, who stands in, tools, and keys of one's own.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startFake as startAnthropic } from '../fakes/anthropic.mjs';
import { startFake as startOpenai } from '../fakes/openai.mjs';
import { newMember, newVisitor } from '../support/client.mjs';
import { startHouse, until } from '../support/house.mjs';
import { balance, characterIds, openChat, say } from '../support/talk.mjs';

const WHOLE = /^The kettle sings\. Caf\u00e9 light, a .* candle, and time to talk\.$/u;
const KEY = 'sk-member-Zq81-never-shown-XYZW';

describe('models', async () => {
	const openai = await startOpenai();
	const anthropic = await startAnthropic();
	const bases = [openai, anthropic].map(({ port }) => `http://127.0.0.1:${port}/v1`);
	const house = await startHouse({ env: { SNUG_TEXT_PROVIDERS: 'openai,anthropic', SNUG_OPENAI_BASE: bases[0], SNUG_OPENAI_KEY: 'sk-house-a',
		SNUG_OPENAI_MODEL: 'fake-1', SNUG_ANTHROPIC_BASE: bases[1], SNUG_ANTHROPIC_KEY: 'sk-house-b', SNUG_ANTHROPIC_MODEL: 'fake-claude',
		SNUG_OWN_KEY_HOSTS: `127.0.0.1:${openai.port}, 127.0.0.1:${anthropic.port}` } });
	let character;

	after(async () => {
		await house.stop();
		for (const { server } of [openai, anthropic]) { server.closeAllConnections(); server.close(); }
	});
	before(async () => {
		[character] = await characterIds(house);
		await until('the worker knows the list', async () => (await house.snug('model', 'list')).stdout.includes('fake-claude'));
		await house.snug('model', 'add', 'claude', 'anthropic', '--label', 'Claude, premium', '--price', 'chat.premium', '--tools', 'yes');
		await house.snug('model', 'set', 'openai', '--tools', 'yes');
	});

	const chooser = (chat) => `/api/chat/sessions/${chat}/model`;
	const choose = (member, chat, model, more = {}) => member.api('PATCH', chooser(chat), { model, ...more });
	async function chatWith(model, more) {
		const member = await newMember(house);
		const chat = await openChat(member, character);
		if (model !== undefined) {
			const chosen = await choose(member, chat, model, more);
			assert.equal(chosen.status, 200, chosen.text);
		}
		return { member, chat };
	}
	/** The worker reads the list anew every few seconds. */
	const settled = () => new Promise((go) => { setTimeout(go, 3500); });

	test('the list says what each costs, and the default comes first', async () => {
		const member = await newMember(house);
		const { items } = (await member.api('GET', '/api/models')).json;
		assert.deepEqual(items.map((one) => [one.key, one.price, one.isDefault]),
			[['openai', 1, true], ['anthropic', 1, false], ['claude', 2, false]]);
		assert.equal((await new (member.constructor)(house).api('GET', '/api/models')).status, 401);
	});

	test('by tokens, too: who has too few gems is told how many, and where to get them', async () => {
		await house.snug('price', 'set', 'chat.premium', '400', '--unit', '1000_tokens');
		const visitor = await newVisitor(house);
		const api = (method, path, body) => visitor.api(method, path, body, { token: visitor.sessionToken });
		const chat = (await api('POST', '/api/chat/sessions', { characterId: character })).json.sessionId;
		assert.equal((await api('PATCH', chooser(chat), { model: 'claude' })).status, 200);
		const page = await visitor.get(`/chat/${chat}`);
		assert.match(page.words, /400 gems per 1,000 tokens/);
		const refused = await visitor.submit(page.form(`/chat/${chat}/message`), { content: 'Good evening.' });
		assert.equal(refused.status, 402);
		assert.match(refused.words, /You need [\d,]+ gems more for the next reply/);
		assert.ok(refused.text.includes(`href="/gems?returnTo=/chat/${chat}"`));
		assert.match(refused.text, />Good evening\.<\/textarea>/);
		const { path } = (await api('POST', `/api/chat/sessions/${chat}/invite`)).json;
		const guest = await newVisitor(house);
		assert.match((await guest.get(path)).words, /costs you 400 gems per 1,000 tokens/);
		await house.snug('price', 'set', 'chat.premium', '2', '--unit', 'reply');
	});

	test('a chat has the model that it chose, at the price that was shown', async () => {
		const { member, chat } = await chatWith('claude');
		const shown = (await member.api('GET', chooser(chat))).json;
		assert.deepEqual([shown.choice, shown.price, shown.unit], ['claude', 2, 'reply']);
		await settled();
		const message = await say(member, chat, 'Good evening.');
		assert.match(message.content, WHOLE);
		assert.equal(message.gemCost, 2);
		assert.equal(message.speaker.model, 'fake-claude');
		assert.equal(await balance(member), 28);
		const plain = await chatWith();
		const other = await say(plain.member, plain.chat, 'And here?');
		assert.equal(other.gemCost, 1);
		assert.equal(other.speaker.model, 'fake-1');
	});

	test('the page: without JavaScript, with the price of every model', async () => {
		const visitor = await newVisitor(house);
		visitor.token = visitor.sessionToken;
		const chat = await openChat(visitor, character);
		const page = await visitor.get(`/chat/${chat}/model`);
		assert.match(page.words, /Claude, premium 2 gems a reply/);
		const saved = await visitor.submit(page.form(`/chat/${chat}/model`), { model: 'claude' });
		assert.equal(saved.status, 303);
		assert.match((await visitor.get(`/chat/${chat}/model`)).words, /As it stands, you pay 2 gems a reply/);
		assert.match((await visitor.get(`/chat/${chat}`)).words, /2 gems a reply/);
	});

	test('what is no model, and chats of others, are refused', async () => {
		const { member, chat } = await chatWith();
		const stranger = await newMember(house);
		for (const model of ['nothing', 'own:1', 'own:', 'own:x', 'own:-1', 'own:99999999999999999999', "x'; drop table model"])
			assert.equal((await choose(member, chat, model)).status, 422, model);
		assert.equal((await choose(stranger, chat, 'claude')).status, 404);
		assert.equal((await stranger.api('GET', chooser(chat))).status, 404);
	});

	test('one that is down gives way to a cheaper one, and the lower price is due', async () => {
		const { member, chat } = await chatWith('claude');
		const message = await say(member, chat, 'Are you there? [[fake:internal]]');
		assert.match(message.content, WHOLE);
		assert.equal(message.speaker.model, 'fake-1');
		assert.equal(message.gemCost, 1);
		assert.equal(await balance(member), 29);
	});

	test('one that says when it has time is waited for, though another is down', async () => {
		const { member, chat } = await chatWith('openai');
		const sent = await member.api('POST', `/api/chat/sessions/${chat}/message`, { content: 'Hello. [[fake:limited_beside]]' });
		const [told] = await member.events(sent.json.streamUrl, { until: (event) => event.event === 'job_update' });
		assert.ok(told.json.etaSeconds > 100, JSON.stringify(told));
		assert.equal((await member.api('POST', `/api/chat/sessions/${chat}/stop`)).status, 200);
	});

	test('but never to a dearer one', async () => {
		await house.snug('model', 'disable', 'anthropic');
		await settled();
		const before = anthropic.requests.length;
		const { member, chat } = await chatWith();
		const message = await say(member, chat, 'Are you there? [[fake:error_final]]');
		assert.equal(message.status, 'failed');
		assert.equal(anthropic.requests.length, before);
		assert.equal(await balance(member), 30);
		await house.snug('model', 'enable', 'anthropic');
	});

	test('a model that is switched off falls back to the default', async () => {
		const { member, chat } = await chatWith('claude');
		await house.snug('model', 'disable', 'claude');
		const shown = (await member.api('GET', chooser(chat))).json;
		assert.deepEqual([shown.choice, shown.model, shown.price], ['claude', 'openai', 1]);
		assert.equal((await say(member, chat, 'Still there?')).gemCost, 1);
		await house.snug('model', 'enable', 'claude');
		await settled();
	});

	test('a refusal is said as such and is free', async () => {
		const { member, chat } = await chatWith('claude');
		const message = await say(member, chat, 'Do it. [[fake:refusal]]');
		assert.equal(message.status, 'blocked');
		assert.equal(message.content, '');
		assert.equal(await balance(member), 30);
	});

	for (const model of ['openai', 'claude']) {
		test(`${model} throws the house's dice, and the roll is shown`, async () => {
			const { member, chat } = await chatWith(model, { tools: true });
			await settled();
			const message = await say(member, chat, 'Throw them. [[fake:dice]]');
			const [, notation, total] = /^I throw\.\s+\*Dice (\S+): .*?(\d+)\.\*\s+It shows (?:\2)\.$/s.exec(message.content) ?? [];
			assert.ok(notation, message.content);
			assert.ok(Number(total) >= 1 && Number(total) <= 20);
			await choose(member, chat, model, { tools: false });
			assert.equal((await say(member, chat, 'Again. [[fake:dice]]')).content, 'I have no dice.');
		});
	}

	test('a model that asks for tools for ever is told to speak', async () => {
		const { member, chat } = await chatWith('openai');
		const message = await say(member, chat, 'Go on. [[fake:dice_for_ever]]');
		assert.match(message.content, WHOLE);
		assert.equal(message.gemCost, 1);
	});

	// ---- keys of one's own ----

	const newKey = (member, more = {}) => member.api('POST', '/api/me/keys', { label: 'Mine', kind: 'anthropic', base: bases[1], key: KEY,
		model: 'fake-claude', ...more });
	async function ownedKey(more) {
		const member = await newMember(house);
		const added = await newKey(member, more);
		assert.equal(added.status, 201, added.text);
		return { member, id: added.json.id };
	}
	const tried = (member, id) => until('the key was tried', async () => {
		const one = (await member.api('GET', '/api/me/keys')).json.items.find((key) => key.id === id);
		return one && one.test !== 'asked' && one.test !== '' ? one : null;
	});

	test('a key of one\'s own: tried, used, free of gems, never shown again', async () => {
		for (const [kind, base, model] of [['anthropic', bases[1], 'fake-claude'], ['openai', bases[0], 'fake-1']]) {
			const { member, id } = await ownedKey({ kind, base, model });
			assert.equal((await member.api('POST', `/api/me/keys/${id}/test`)).status, 202);
			const one = await tried(member, id);
			assert.deepEqual([one.test, one.tail], ['good', 'XYZW'], one.testSays);
			const chat = await openChat(member, character);
			const chosen = await choose(member, chat, `own:${id}`);
			assert.deepEqual([chosen.json.price, chosen.json.model], [0, `own:${id}`]);
			const message = await say(member, chat, 'Good evening.');
			assert.match(message.content, WHOLE);
			assert.equal(message.gemCost, 0);
			assert.equal(message.speaker.model, model);
			assert.equal(await balance(member), 30);
			assert.equal((await member.api('GET', '/api/me/keys')).text.includes('never-shown'), false);
			assert.equal((await member.api('DELETE', `/api/me/keys/${id}`)).status, 200);
			assert.equal((await say(member, chat, 'And now?')).gemCost, 1);
		}
	});

	test('the page: adding, trying and deleting without JavaScript', async () => {
		const visitor = await newVisitor(house);
		let page = await visitor.get('/settings/keys');
		const again = await visitor.submit(page.form('/settings/keys'), { label: 'Home', kind: 'anthropic', base: 'http://10.0.0.7/v1', key: KEY, model: 'm' });
		assert.equal(again.status, 422);
		assert.match(again.words, /https address on the public internet/);
		assert.equal(again.text.includes(KEY), false);
		const added = await visitor.submit(page.form('/settings/keys'), { label: 'Home', kind: 'openai', base: bases[0], key: KEY, model: 'fake-1' });
		assert.equal(added.status, 303, added.words);
		page = await visitor.follow(added);
		assert.match(page.words, /Home OpenAI-compatible/);
		assert.equal(page.text.includes('never-shown'), false);
		await visitor.submit(page.form(/\/test$/), {});
		await until('the page says how it went', async () => /works/.test((await visitor.get('/settings/keys')).words));
		await visitor.submit(page.form(/\/delete$/), {});
		assert.match((await visitor.get('/settings/keys')).words, /You have brought none yet/);
	});

	test('the wall: addresses that lead inside, or are none', async () => {
		const member = await newMember(house);
		for (const base of ['http://example.org/v1', 'https://127.0.0.1/v1', 'https://10.1.2.3/v1', 'https://[::1]/v1', 'https://[::ffff:127.0.0.1]/v1',
			'https://169.254.169.254/latest', 'https://192.168.1.1/', 'https://100.64.0.1/v1', 'https://example.org:8443/v1', 'https://user:pw@example.org/v1',
			'https://2130706433/v1', 'https://0x7f.1/v1', 'file:///etc/passwd', 'gopher://example.org/', 'https://example.org/v1?x=1', 'https://example.org/v1#x',
			`http://127.0.0.1:${house.port}/v1`, 'nonsense', 'https://'])
			assert.equal((await newKey(member, { base })).status, 422, base);
		assert.equal((await member.api('GET', '/api/me/keys')).json.items.length, 0);
	});

	test('a name that leads inside is stopped at the door', async () => {
		const { member, id } = await ownedKey({ base: 'https://localhost/v1' });
		await member.api('POST', `/api/me/keys/${id}/test`);
		const one = await tried(member, id);
		assert.equal(one.test, 'bad');
	});

	test('a key that its service refuses is said in words; nothing is charged', async () => {
		const { member, id } = await ownedKey({ key: 'sk-wrong' });
		await member.api('POST', `/api/me/keys/${id}/test`);
		assert.match((await tried(member, id)).testSays, /refused the key/);
		const chat = await openChat(member, character);
		await choose(member, chat, `own:${id}`);
		const asked = openai.requests.length;
		const message = await say(member, chat, 'Good evening.');
		assert.equal(message.status, 'failed');
		assert.equal(openai.requests.length, asked, 'the house paid for it');
		assert.equal(await balance(member), 30);
	});

	test('keys of others, odd keys and too many are refused', async () => {
		const { member, id } = await ownedKey();
		const stranger = await newMember(house);
		const chat = await openChat(stranger, character);
		assert.equal((await choose(stranger, chat, `own:${id}`)).status, 422);
		assert.equal((await stranger.api('DELETE', `/api/me/keys/${id}`)).status, 404);
		assert.equal((await stranger.api('POST', `/api/me/keys/${id}/test`)).status, 404);
		for (const key of ['a b', 'a\r\nX-Evil: 1', 'k\u00e9y', ''])
			assert.equal((await newKey(stranger, { key })).status, 422, JSON.stringify(key));
		for (let i = 1; i < 10; i++) assert.equal((await newKey(member, { label: `Key ${i}` })).status, 201);
		assert.equal((await newKey(member)).status, 409);
	});

	test('a house that takes no keys says so, and uses none', async () => {
		const { member, id } = await ownedKey();
		const chat = await openChat(member, character);
		await choose(member, chat, `own:${id}`);
		await house.sql('update model_rule set own_keys = false');
		assert.equal((await newKey(member)).status, 403);
		assert.equal((await say(member, chat, 'Good evening.')).gemCost, 1);
		await house.sql('update model_rule set own_keys = true');
	});

	test('no key stands in the database, the logs, or what its row is moved to', async () => {
		const { member, id } = await ownedKey();
		const [[sealed]] = await house.sql(`select encode(sealed, 'escape') from own_key where id = ${id}`);
		assert.equal(sealed.includes('never-shown'), false);
		await house.sql(`update own_key set base = 'http://127.0.0.1:${openai.port}/v1' where id = ${id}`);
		await member.api('POST', `/api/me/keys/${id}/test`);
		assert.match((await tried(member, id)).testSays, /cannot be opened/);
		assert.equal((await house.logs()).includes('never-shown'), false);
		const grants = await house.sql("select has_column_privilege('snug_web', 'own_key', 'sealed', 'select')");
		assert.deepEqual(grants, [['f']]);
	});
});
