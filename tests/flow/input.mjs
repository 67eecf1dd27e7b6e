// Bad input: each field of each form and call, in every way it can be wrong. Always a refusal that says
// what is wrong; never a fault; nothing written.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { Client, newMember, newPerson, newVisitor } from '../support/client.mjs';
import { assertError, assertField } from '../support/expect.mjs';
import { openHouse } from '../support/house.mjs';
import { characterIds, openChat, say } from '../support/talk.mjs';

const house = await openHouse();
const long = (n) => 'x'.repeat(n);
const MISSING = Symbol('missing');

/** JSON values that a field of this kind must refuse, each with what to call it. */
function wrong({ kind, max, required }) {
	const lists = {
		line: [['a number', 12345], ['true', true], ['an object', { a: 1 }], ['a list', ['x']],
			['too long', long(max + 1)], ['a NUL', 'abc\0def'], ['a control byte', 'abc\u0007def'],
			['a line break', 'abc\ndef'], ['a lone surrogate', 'abc\ud800def']],
		text: [['a number', 12345], ['true', true], ['an object', { a: 1 }], ['a list', ['x']],
			['too long', long(max + 1)], ['a NUL', 'abc\0def'], ['a control byte', 'abc\u0007def'],
			['a lone surrogate', 'abc\ud800def']],
		id: [['a word', 'abc'], ['negative', -1], ['zero', 0], ['a fraction', 1.5], ['true', true],
			['an object', {}], ['a list', [1]], ['too large', '9223372036854775808'], ['two', '1 2']],
		int: [['a word', 'abc'], ['below', -1], ['above', max + 1], ['a fraction', 1.5], ['true', true],
			['a list', [1]], ['too large', '99999999999999999999']],
		choice: [['unknown', 'nope'], ['true', true], ['an object', {}], ['a list', ['x']]],
		bool: [['a word', 'maybe'], ['an object', {}], ['a list', []]],
	};
	const all = lists[kind].slice();
	if (required) all.push(['missing', MISSING], ['null', null], ['empty', '']);
	return all;
}

/** The same as bytes of a form. */
function wrongBytes({ kind, max, required }) {
	const all = [['half a code point', 'a%C3'], ['a wrong byte', 'a%FFb'], ['an overlong slash', '%C0%AF'],
		['a NUL', 'a%00b'], ['a broken escape', 'a%2'], ['sent twice', null]];
	if (kind === 'line' || kind === 'text') all.push(['too long', long(max + 1)]);
	if (kind === 'id' || kind === 'int') all.push(['a word', 'abc'], ['a fraction', '1.5']);
	if (required) all.push(['missing', MISSING], ['empty', '']);
	return all;
}

const CALLS = [
	{ path: () => '/api/auth/register', body: () => newPerson(), guest: true,
		fields: { email: { kind: 'line', max: 254, required: true }, username: { kind: 'line', max: 20, required: true },
			password: { kind: 'line', max: 128, required: true, secret: true },
			birthDate: { kind: 'line', max: 10, required: true }, agreeTerms: { kind: 'bool', required: true },
			referralCode: { kind: 'line', max: 40 } } },
	{ path: () => '/api/auth/login', body: () => ({ identifier: 'nobody_here', password: 'a-wrong-word-7' }), guest: true,
		fields: { identifier: { kind: 'line', max: 254, required: true },
			password: { kind: 'line', max: 128, required: true, secret: true }, rememberMe: { kind: 'bool' } } },
	{ path: () => '/api/chat/sessions', body: (c) => ({ characterId: c.character }),
		fields: { characterId: { kind: 'id', required: true } } },
	{ path: (c) => `/api/chat/sessions/${c.chat}/message`, body: () => ({ content: 'Hello.' }),
		fields: { content: { kind: 'text', max: 8000, required: true }, parentId: { kind: 'id' } } },
	{ path: (c) => `/api/chat/sessions/${c.chat}/swipe`, body: (c) => ({ messageId: c.reply, index: 0 }),
		fields: { messageId: { kind: 'id', required: true }, index: { kind: 'int', max: 100000 } } },
	{ path: (c) => `/api/chat/sessions/${c.chat}/rate`, body: (c) => ({ messageId: c.reply, rating: 'up' }),
		fields: { messageId: { kind: 'id', required: true }, rating: { kind: 'choice' } } },
	{ path: (c) => `/api/chat/sessions/${c.chat}/regenerate`, body: (c) => ({ messageId: c.reply }),
		fields: { messageId: { kind: 'id' } } },
	{ method: 'PATCH', path: (c) => `/api/chat/sessions/${c.chat}`, body: () => ({ title: 'A title' }),
		fields: { title: { kind: 'line', max: 80 } } },
	{ path: (c) => `/api/characters/${c.character}/favorite`, body: () => ({ on: true }),
		fields: { on: { kind: 'bool' } } },
	{ path: (c) => `/api/characters/${c.character}/review`, body: () => ({ stars: 4, text: 'Kind.' }),
		fields: { stars: { kind: 'int', max: 5, required: true }, text: { kind: 'text', max: 1000 } } },
	{ path: () => '/api/gems/checkout', body: (c) => ({ packId: c.pack, paymentProvider: 'sandbox' }),
		fields: { packId: { kind: 'id', required: true }, paymentProvider: { kind: 'choice' },
			promoCode: { kind: 'line', max: 40 } } },
	{ path: () => '/api/generate', body: (c) => ({ characterId: c.character, prompt: 'by the fire', count: 1,
		orientation: 'portrait', quality: 'draft' }),
		fields: { characterId: { kind: 'id' }, prompt: { kind: 'text', max: 2000, required: true },
			negativePrompt: { kind: 'text', max: 1000 }, count: { kind: 'choice' }, orientation: { kind: 'choice' },
			quality: { kind: 'choice' } } },
	{ method: 'PATCH', path: () => '/api/me/profile', body: () => ({ displayName: 'Ann' }),
		fields: { displayName: { kind: 'line', max: 40 }, bio: { kind: 'text', max: 500 } } },
	{ path: () => '/api/report', body: (c) => ({ targetType: 'character', targetId: c.character, reasonCode: 'spam', details: '' }),
		fields: { targetType: { kind: 'choice', required: true }, targetId: { kind: 'line', max: 500, required: true },
			reasonCode: { kind: 'choice', required: true }, details: { kind: 'text', max: 4000 } } },
];

/** What a member has written, as one line. */
const trace = async (id) => (await house.sql(`select
	(select count(*) from chat where member_id = ${id}), (select count(*) from message m join chat c on c.id = m.chat_id
		where c.member_id = ${id}), (select count(*) from turn where member_id = ${id}),
	(select count(*) from review where member_id = ${id}), (select count(*) from favorite where member_id = ${id}),
	(select count(*) from purchase where member_id = ${id}), (select count(*) from generation where member_id = ${id}),
	(select display_name || bio from member where id = ${id}), gem.balance(${id})`)).join('|');

describe('bad input', async () => {
	const c = {};
	let member;
	before(async () => {
		member = await newMember(house);
		[c.character] = await characterIds(house);
		c.chat = await openChat(member, c.character);
		c.reply = (await say(member, c.chat, 'Good evening.')).id;
		const packs = await member.api('GET', '/api/gems/packs');
		c.pack = packs.json.packs[0].id;
	});

	for (const call of CALLS) {
		const name = call.path({ chat: ':id', character: ':id' });
		const method = call.method ?? 'POST';
		test(`${method} ${name} refuses what is wrong in JSON`, async () => {
			const was = await trace(member.user.id);
			const names = ["''"];
			for (const [field, rule] of Object.entries(call.fields)) {
				for (const [what, value] of wrong(rule)) {
					if (rule.secret && /control byte|line break/.test(what)) continue;
					const body = { ...call.body(c), [field]: value };
					if (value === MISSING) delete body[field];
					const client = call.guest ? new Client(house) : member;
					const answer = await client.api(method, call.path(c), body);
					try {
						if (/NUL|surrogate/.test(what)) assertError(answer, [400, 422]);
						else assertField(answer, field);
					} catch (error) {
						error.message = `${field}, ${what}: ${error.message}`;
						throw error;
					}
					if (call.guest && /^\w+$/.test(body.username)) names.push(`'${body.username}'`);
				}
			}
			assert.equal(await trace(member.user.id), was, 'something was written');
			assert.deepEqual(await house.sql(`select username from member where username in (${names})`), []);
		});

		test(`${method} ${name} refuses what is wrong in a form`, async () => {
			const was = await trace(member.user.id);
			for (const [field, rule] of Object.entries(call.fields)) {
				for (const [what, bytes] of wrongBytes(rule)) {
					const own = encodeURIComponent(String(call.body(c)[field] ?? '1'));
					const rest = Object.entries(call.body(c)).filter(([k]) => k !== field)
						.map(([k, v]) => `${k}=${encodeURIComponent(v)}`);
					if (what === 'sent twice') rest.push(`${field}=${own}`, `${field}=${own}`);
					else if (bytes !== MISSING) rest.push(`${field}=${bytes}`);
					const client = call.guest ? new Client(house) : member;
					const answer = await client.api(method, call.path(c), rest.join('&'),
						{ headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
					try {
						if (/NUL|escape/.test(what)) assertError(answer, 400);
						else assertField(answer, field);
					} catch (error) {
						error.message = `${field}, ${what}: ${error.message}`;
						throw error;
					}
				}
			}
			assert.equal(await trace(member.user.id), was, 'something was written');
		});
	}

	const QUERIES = {
		'/api/characters': { sort: { kind: 'choice' }, limit: { kind: 'int', max: 100 }, q: { kind: 'line', max: 200 },
			cursor: { kind: 'line', max: 60 } },
		'/api/gems/ledger': { type: { kind: 'choice' }, limit: { kind: 'int', max: 200 }, cursor: { kind: 'line', max: 20 } },
		'/api/gems/packs': { currency: { kind: 'line', max: 3 } },
	};
	for (const [path, fields] of Object.entries(QUERIES)) {
		test(`GET ${path} refuses a query that is wrong`, async () => {
			for (const [field, rule] of Object.entries(fields)) {
				const list = [['a wrong byte', 'a%FFb', 400], ['a NUL', 'a%00b', 400],
					['sent twice', `1&${field}=1`, 422]];
				if (rule.kind === 'line') list.push(['too long', long(rule.max + 1), 422]);
				if (rule.kind === 'choice') list.push(['unknown', 'nope', 422]);
				if (rule.kind === 'int') list.push(['a word', 'abc', 422], ['above', rule.max + 1, 422], ['zero', 0, 422]);
				for (const [what, value, status] of list) {
					const answer = await member.api('GET', `${path}?${field}=${value}`);
					assert.equal(answer.status, status, `${path} ${field}, ${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
					if (status === 422) assertField(answer, field);
				}
			}
		});
	}

	test('a body that cannot be read is 400, an unknown type 415, a large one 413', async () => {
		const path = `/api/chat/sessions/${c.chat}/message`;
		const deep = `${'['.repeat(100000)}${']'.repeat(100000)}`;
		for (const body of ['{', '[]', '"x"', '{"content":"a","content":"b"}', '{"content":1e999}', '{"content":"\\ud800"}',
			`{"content":${deep}}`, '{"content":"a"}x', '\ufeff{"content":"a"}', `{"content":"${'a'}\u0001"}`]) {
			assertError(await member.api('POST', path, body), [400, 413]);
		}
		assertError(await member.api('POST', path, Buffer.from('{"content":"\xff"}', 'latin1')), [400, 422]);
		for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencodedd']) {
			assertError(await member.api('POST', path, 'content=a', { headers: { 'Content-Type': type } }), 415);
		}
		assertError(await member.api('POST', path, 'content=a', { headers: { 'Content-Type': '' } }), [400, 415]);
		assertError(await member.api('POST', path, { content: long(300000) }), 413);
		for (const body of ['no boundary', '--x\r\nnonsense', `--x\r\nContent-Disposition: form-data; name="content"\r\n\r\nhi`,
			'--x\r\n'.repeat(10000)]) {
			assertError(await member.api('POST', path, body, { headers: { 'Content-Type': 'multipart/form-data; boundary=x' } }), [400, 413]);
		}
		const many = Array.from({ length: 5000 }, (_, i) => `a${i}=1`).join('&');
		assertError(await member.api('POST', path, many, { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }), 400);
	});

	test('a form comes back as a page with what was typed, and no password', async () => {
		const visitor = await newVisitor(house);
		await visitor.submit((await visitor.get(`/character/${c.character}`)).form('/chat'));
		const page = await visitor.get(`/character/${c.character}?tab=reviews`);
		const answer = await visitor.submit(page.form(/\/review$/), { stars: '9', text: 'I came & <saw>.' });
		assert.equal(answer.status, 422);
		assert.match(answer.text, /I came &amp; &lt;saw&gt;\./);
		assert.match(answer.headers['content-type'], /^text\/html/);
	});

	test('odd names in text come out as they went in', async () => {
		const text = 'Żółć 雪 🏮 e\u0301 \u202eabc\u202c "\'<>& {{content}} {{{content}}} %s %n';
		const other = await newMember(house);
		const own = await openChat(other, c.character);
		await say(other, own, text);
		const items = (await other.api('GET', `/api/chat/sessions/${own}/messages`)).json.items;
		assert.equal(items[1].content, text);
	});
});
