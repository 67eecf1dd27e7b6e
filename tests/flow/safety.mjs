// What protects members: forms that cannot be forged, things that are not yours, headers, methods,
// sessions, redirects.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import net from 'node:net';
import { Client, PASSWORD, newMember, newPerson, newVisitor, raw } from '../support/client.mjs';
import { assertError, assertSafe } from '../support/expect.mjs';
import { openHouse } from '../support/house.mjs';
import { balance, characterIds, messages, openChat, say } from '../support/talk.mjs';

const house = await openHouse();

const PAGES = ['/', '/explore', '/tavern', '/tavern/tags', '/character/1', '/sign-in', '/sign-up', '/status', '/gems',
	'/legal/terms', '/legal/privacy', '/legal/content', '/chat', '/gems/history', '/gems/explain', '/generate',
	'/gallery', '/settings/profile', '/settings/security', '/report', '/reset', '/healthz', '/metrics',
	'/api/characters', '/api/characters/1', '/api/tags', '/api/me', '/api/gems/packs', '/api/gems/ledger',
	'/api/chat/sessions', '/api/status', '/api/openapi.json', '/api/generate/jobs', '/api/media', '/stream/me-not',
	'/no/such/page', '/api/none', '/character/999999', '/chat/999999', '/stream/turn/999999999', '/media/none',
	`/media/${'0'.repeat(64)}.webp`, '/static/css/snug.css', '/static/js/chat.pack.js', '/static/icons/sprite.svg',
	'/static/nothing.css', '/static/', '/favicon.ico', '/static/css/', '/static/fonts/README.md'];

describe('what protects members', async () => {
	let owner;
	let other;
	let chat;
	let reply;
	let turn;
	let order;
	let character;
	before(async () => {
		[owner, other] = await Promise.all([newMember(house), newMember(house)]);
		[character] = await characterIds(house);
		chat = await openChat(owner, character);
		reply = await say(owner, chat, 'Good evening.');
		[[turn]] = await house.sql(`select id from turn where chat_id = ${chat}`);
		const packs = await owner.api('GET', '/api/gems/packs');
		const made = await owner.api('POST', '/api/gems/checkout', { packId: packs.json.packs[0].id, paymentProvider: 'sandbox' });
		assert.equal(made.status, 201, made.text);
		order = made.json.orderId;
	});

	test('every answer carries the headers, errors and files too', async () => {
		const guest = new Client(house);
		const visitor = await newVisitor(house);
		for (const client of [guest, visitor]) {
			for (const path of PAGES) {
				const answer = await client.get(path);
				assertSafe(answer);
				assert.ok(answer.status < 500, `${path}: ${answer.status}`);
				assert.doesNotMatch(answer.text, /Index of/);
			}
		}
	});

	test('members\' pages are never kept, guests\' ones are asked again', async () => {
		const visitor = await newVisitor(house);
		for (const path of ['/', '/tavern', '/chat', '/gems', '/gems/history', '/api/me', '/api/chat/sessions']) {
			const answer = await visitor.get(path);
			assert.match(answer.headers['cache-control'], /no-store/, path);
			assert.equal(answer.headers.etag, undefined, path);
		}
		const guest = new Client(house);
		for (const path of ['/', '/tavern', '/character/1', '/api/characters']) {
			const answer = await guest.get(path);
			assert.equal(answer.headers['set-cookie'], undefined, `${path} sets a cookie for nothing`);
			assert.match(answer.headers.vary ?? '', /Cookie/, path);
			let tag = answer.headers.etag;
			assert.ok(tag, `${path} has no ETag`);
			let again;
			for (let i = 0; i < 20; i++) {
				again = await guest.get(path, { headers: { 'If-None-Match': tag } });
				if (again.status !== 200 || again.headers.etag === tag) break;
				tag = again.headers.etag; // others changed what stands there
			}
			assert.equal(again.status, 304, path);
			assert.equal(again.bytes.length, 0);
		}
		const css = await guest.get('/static/css/snug.css');
		assert.equal((await guest.get('/static/css/snug.css', { headers: { 'If-None-Match': css.headers.etag } })).status, 304);
		assert.match((await guest.get('/static/css/snug.css?v=1')).headers['cache-control'], /immutable/);
	});

	test('a page is compressed for who reads gzip', async () => {
		const guest = new Client(house);
		const answer = await guest.get('/tavern', { headers: { 'Accept-Encoding': 'gzip' } });
		assert.equal(answer.headers['content-encoding'], 'gzip');
	});

	test('what is asked for as JSON comes as JSON', async () => {
		const guest = new Client(house);
		const json = await guest.get('/tavern', { headers: { Accept: 'application/json' } });
		assert.match(json.headers['content-type'], /^application\/json/);
		assert.equal(json.json.page, undefined);
		assert.ok(json.json.items.length > 0);
		assertError(await guest.get('/chat', { headers: { Accept: 'application/json' } }), 401, 'UNAUTHENTICATED');
		assertError(await guest.api('GET', '/api/chat/sessions'), 401, 'UNAUTHENTICATED');
		assertError(await guest.api('GET', '/api/none'), 404, 'NOT_FOUND');
		const page = await guest.get('/none', { headers: { Accept: 'text/html' } });
		assert.equal(page.status, 404);
		assert.match(page.text, /<html/);
	});

	test('a method that an address does not take is 405 and says which it takes', async () => {
		for (const [method, path, allow] of [['POST', '/api/tags', 'GET'], ['DELETE', '/api/status', 'GET'],
			['GET', `/api/chat/sessions/${chat}/message`, 'POST'], ['PUT', `/api/chat/sessions/${chat}`, 'PATCH'],
			['PATCH', '/api/auth/login', 'POST'], ['OPTIONS', '/api/tags', 'GET'], ['PUT', '/api/tags', 'GET']]) {
			const answer = await owner.api(method, path, method === 'GET' || method === 'OPTIONS' ? null : {});
			assert.equal(answer.status, 405, `${method} ${path}: ${answer.status}`);
			assert.match(answer.headers.allow ?? '', new RegExp(`\\b${allow}\\b`), `${method} ${path}`);
			assertSafe(answer);
		}
		const head = await owner.api('HEAD', '/api/characters');
		assert.equal(head.status, 200);
		assert.equal(head.bytes.length, 0);
		const trace = await owner.api('TRACE', '/api/characters');
		assert.ok([405, 501].includes(trace.status), `TRACE: ${trace.status}`);
	});

	test('a form without its token, with another\'s, or from another site changes nothing', async () => {
		const visitor = await newVisitor(house);
		const stranger = await newVisitor(house);
		const page = await visitor.get(`/character/${character}`);
		const form = page.form(`/character/${character}/favorite`);
		const foreign = (await stranger.get(`/character/${character}`)).form(`/character/${character}/favorite`)
			.fields.find(([name]) => name === 'csrf')[1];
		const own = form.fields.find(([name]) => name === 'csrf')[1];
		const tries = [
			[{ csrf: null }, {}], [{ csrf: '' }, {}], [{ csrf: 'x' }, {}], [{ csrf: foreign }, {}],
			[{ csrf: `${own.slice(0, -2)}AA` }, {}],
			[{}, { Origin: 'https://evil.example' }], [{}, { Origin: `http://127.0.0.1:${house.port + 1}` }],
			[{}, { 'Sec-Fetch-Site': 'cross-site' }], [{}, { 'Sec-Fetch-Site': 'same-site' }],
		];
		for (const [fill, headers] of tries) {
			const answer = await visitor.submit(form, fill, { headers });
			assert.equal(answer.status, 403, JSON.stringify([fill, headers]));
		}
		const [[likes]] = await house.sql(`select count(*) from favorite where member_id = ${visitor.user.id}`);
		assert.equal(likes, '0');
		const good = await visitor.submit(form, {}, { headers: { Origin: house.url.replace('127.0.0.1', '127.0.0.1'),
			Host: `127.0.0.1:${house.port}`, 'Sec-Fetch-Site': 'same-origin' } });
		assert.equal(good.status, 303, good.words);
	});

	test('the cookie alone does not write through the API', async () => {
		const visitor = await newVisitor(house);
		const answer = await visitor.api('POST', `/api/characters/${character}/favorite`, {});
		assertError(answer, 403, 'CSRF');
		const me = await visitor.api('GET', '/api/me');
		assert.equal(me.status, 200, me.text);
		const good = await visitor.api('POST', `/api/characters/${character}/favorite`, {},
			{ headers: { 'X-CSRF-Token': me.json.csrfToken } });
		assert.equal(good.status, 200, good.text);
	});

	test('signing in and up need the form\'s token, too', async () => {
		const guest = new Client(house);
		await guest.get('/sign-in');
		for (const path of ['/sign-in', '/sign-up']) {
			const answer = await guest.post(path, { identifier: owner.person.username, password: PASSWORD });
			assert.equal(answer.status, 403, path);
		}
	});

	test('no GET changes anything', async () => {
		const visitor = await newVisitor(house);
		for (const path of [`/character/${character}/favorite`, '/sign-out', `/chat/${chat}/delete`, '/gems/checkout']) {
			const answer = await visitor.get(path);
			assert.ok([404, 405].includes(answer.status), `${path}: ${answer.status}`);
		}
		assert.equal((await visitor.get('/chat')).status, 200);
	});

	test('what is another member\'s is not there', async () => {
		const was = await messages(owner, chat);
		const gems = await balance(owner);
		const body = { content: 'x', messageId: reply.id, index: 0, rating: 'up', title: 'mine', outcome: 'pay', parentId: reply.id };
		const gets = [`/api/chat/sessions/${chat}`, `/api/chat/sessions/${chat}/messages`, `/chat/${chat}`,
			`/stream/turn/${turn}`, `/api/orders/${order}`, `/checkout/${order}`, `/checkout/${order}/sandbox`];
		for (const path of gets) {
			const answer = await other.api('GET', path);
			assert.equal(answer.status, 404, `GET ${path}: ${answer.status}`);
			assert.doesNotMatch(answer.text, /Good evening/);
		}
		const writes = ['message', 'regenerate', 'continue', 'stop', 'swipe', 'rate']
			.map((verb) => ['POST', `/api/chat/sessions/${chat}/${verb}`]);
		writes.push(['PATCH', `/api/chat/sessions/${chat}`], ['DELETE', `/api/chat/sessions/${chat}`],
			['POST', `/chat/${chat}`], ['POST', `/chat/${chat}/delete`], ['POST', `/chat/${chat}/restore`],
			['POST', `/checkout/${order}/sandbox`]);
		for (const [method, path] of writes) {
			const answer = await other.api(method, path, body);
			assert.equal(answer.status, 404, `${method} ${path}: ${answer.status} ${answer.text.slice(0, 200)}`);
		}
		/* A message of one's own chat cannot stand for another's. */
		const mine = await openChat(other, character);
		for (const verb of ['swipe', 'rate', 'regenerate', 'continue']) {
			const answer = await other.api('POST', `/api/chat/sessions/${mine}/${verb}`, { ...body, parentId: undefined });
			assert.equal(answer.status, 404, `${verb} of another chat's message: ${answer.status}`);
		}
		assert.deepEqual(await messages(owner, chat), was);
		assert.equal(await balance(owner), gems);
		assert.equal((await owner.api('GET', `/api/orders/${order}`)).json.status, 'pending');
	});

	test('a private character is its creator\'s alone', async () => {
		const [[id]] = await house.sql(`with one as (insert into character (creator_id, creator_name, name, short_description, age)
			values (${owner.user.id}, 'x', 'Hidden', 'not for others', 30) returning id) select id from one`);
		for (const client of [other, new Client(house)]) {
			for (const path of [`/character/${id}`, `/api/characters/${id}`]) assert.equal((await client.api('GET', path)).status, 404, path);
			assert.doesNotMatch((await client.api('GET', '/api/characters?q=Hidden')).text, /not for others/);
		}
		assert.equal((await owner.api('GET', `/api/characters/${id}`)).status, 200);
		assertError(await other.api('POST', '/api/chat/sessions', { characterId: id }), 404);
		assertError(await other.api('POST', `/api/characters/${id}/favorite`, {}), 404);
		assertError(await other.api('POST', `/api/characters/${id}/review`, { stars: 1 }), 404);
	});

	test('nothing that a form does not offer can be set', async () => {
		const person = newPerson({ role: 'admin', state: 'active', gemBalance: 99999, id: 1, displayName: 'x', emailVerified: true });
		const client = new Client(house);
		const answer = await client.api('POST', '/api/auth/register', person);
		assert.equal(answer.status, 201, answer.text);
		assert.equal(answer.json.user.role, 'user');
		assert.equal(answer.json.user.emailVerified, false);
		assert.equal(answer.json.gemBalance, 30);
	});

	test('signing in gives a new token, signing out kills it', async () => {
		const client = new Client(house);
		const first = await client.api('POST', '/api/auth/login', { identifier: owner.person.username, password: PASSWORD });
		const second = await client.api('POST', '/api/auth/login', { identifier: owner.person.email.toUpperCase(), password: PASSWORD });
		assert.equal(first.status, 200, first.text);
		assert.equal(second.status, 200, second.text);
		assert.notEqual(first.json.token, second.json.token);
		assert.equal(client.cookies.size, 0, 'the API sets cookies');
		const out = await client.api('POST', '/api/auth/logout', {}, { token: first.json.token });
		assert.equal(out.status, 200, out.text);
		assertError(await client.api('GET', '/api/chat/sessions', null, { token: first.json.token }), 401);
		assert.equal((await client.api('GET', '/api/chat/sessions', null, { token: second.json.token })).status, 200);
		const [[stored]] = await house.sql(`select count(*) from session where encode(token_hash, 'escape') like '%${second.json.token}%'`);
		assert.equal(stored, '0');
	});

	test('a bad bearer is nobody, whatever cookie comes with it', async () => {
		const visitor = await newVisitor(house);
		assertError(await visitor.api('GET', '/api/chat/sessions', null, { token: 'x'.repeat(43) }), 401);
		assertError(await visitor.api('POST', `/api/characters/${character}/favorite`, {}, { token: 'x'.repeat(43) }), 401);
	});

	test('signing in says the same of a wrong word and of nobody', async () => {
		const client = new Client(house);
		const one = await client.api('POST', '/api/auth/login', { identifier: owner.person.username, password: 'not the word at all' });
		const two = await client.api('POST', '/api/auth/login', { identifier: 'nobody_of_that_name', password: 'not the word at all' });
		const a = assertError(one, 401, 'INVALID_CREDENTIALS');
		const b = assertError(two, 401, 'INVALID_CREDENTIALS');
		assert.equal(a.message, b.message);
	});

	test('guessing is slowed down by name and network, and locks nobody out', async () => {
		const victim = await newMember(house);
		const guesser = new Client(house);
		let limited = null;
		for (let i = 0; i < 14 && !limited; i++) {
			const answer = await guesser.api('POST', '/api/auth/login', { identifier: victim.person.username, password: `guess number ${i}` });
			if (answer.status === 429) limited = answer;
			else assertError(answer, 401);
		}
		assert.ok(limited, 'no limit');
		assertError(limited, 429, 'RATE_LIMIT');
		assert.ok(Number(limited.headers['retry-after']) > 0);
		const right = await victim.api('POST', '/api/auth/login', { identifier: victim.person.username, password: PASSWORD }, { token: null });
		assert.equal(right.status, 200, 'the member is locked out');
	});

	test('signing up under a taken name is no way round that', async () => {
		const victim = await newMember(house);
		const guesser = new Client(house);
		for (let i = 0; i < 11; i++) {
			const guess = newPerson({ username: victim.person.username, password: `a guess of number ${i}` });
			assertError(await guesser.api('POST', '/api/auth/register', guess), [422, 429]);
		}
		const right = newPerson({ username: victim.person.username, password: PASSWORD });
		assertError(await guesser.api('POST', '/api/auth/register', right), [422, 429]);
	});

	test('sign-up of an address that somebody has is told nothing', async () => {
		const client = new Client(house);
		await house.sql(`update member_email set verified_at = now() where member_id = ${owner.user.id}`);
		const answer = await client.api('POST', '/api/auth/register', newPerson({ email: owner.person.email }));
		assert.equal(answer.status, 201, answer.text);
		assert.equal(answer.json.user.emailVerified, false);
		const back = await client.api('POST', '/api/auth/login', { identifier: owner.person.email, password: PASSWORD });
		assert.equal(back.json.user.id, owner.user.id, 'the address signs in somebody else');
	});

	test('after signing in one stays in this house', async () => {
		for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)', '/\t/evil.example',
			'/%0d%0aSet-Cookie:x=1', '\\\\evil.example', ' /x']) {
			const guest = new Client(house);
			const page = await guest.get(`/sign-in?next=${encodeURIComponent(next)}`);
			if (page.status === 400) continue;
			const answer = await guest.submit(page.form('/sign-in'), { identifier: other.person.username, password: PASSWORD, next });
			assert.equal(answer.status, 303, next);
			assert.match(answer.location, /^\/(?![/\\])/, `${next} led to ${answer.location}`);
			assert.equal(answer.headers['set-cookie'].some((line) => /x=1/.test(line)), false);
		}
	});

	test('the cookie is for the browser alone, and in no address', async () => {
		const guest = new Client(house);
		const page = await guest.get('/sign-in');
		const answer = await guest.submit(page.form('/sign-in'), { identifier: other.person.username, password: PASSWORD });
		const line = answer.headers['set-cookie'].find((one) => one.startsWith('snug='));
		assert.match(line, /; HttpOnly/);
		assert.match(line, /; SameSite=Lax/);
		assert.match(line, /; Path=\//);
		const token = guest.cookies.get('snug');
		for (const path of ['/', '/chat', `/character/${character}`, '/gems', '/settings/profile', '/settings/security']) {
			assert.doesNotMatch((await guest.get(path)).text, new RegExp(token), `${path} shows the token`);
		}
	});

	test('raw trickery is refused', async () => {
		const host = `Host: 127.0.0.1:${house.port}\r\n`;
		const post = 'POST /api/auth/login HTTP/1.1\r\n';
		const cases = {
			'two lengths': `${post}${host}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`,
			'length and chunks': `${post}${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
			'a bad chunk': `${post}${host}Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n`,
			'no host': 'GET / HTTP/1.1\r\n\r\n',
			'a dot segment': `GET /static/../lighttpd.conf HTTP/1.1\r\n${host}\r\n`,
			'an encoded dot segment': `GET /static/%2e%2e/lighttpd.conf HTTP/1.1\r\n${host}\r\n`,
			'an encoded slash': `GET /static%2flighttpd.conf HTTP/1.1\r\n${host}\r\n`,
			'a NUL in the path': `GET /tavern%00 HTTP/1.1\r\n${host}\r\n`,
			'bad UTF-8 in the path': `GET /tavern%ff HTTP/1.1\r\n${host}\r\n`,
		};
		for (const [what, text] of Object.entries(cases)) {
			const answer = await raw(house, text.replace(/\r\n\r\n$/, '\r\nConnection: close\r\n\r\n'));
			assert.match(answer, /^HTTP\/1\.[01] (400|403|404|411|501)/, `${what}: ${answer.slice(0, 60)}`);
		}
		for (const path of ['/.git/config', '/lighttpd.conf', '/Makefile', '/static/.htaccess', '/var/secret', '/cgi-bin/tavern']) {
			assert.equal((await new Client(house).get(path)).status, 404, path);
		}
	});

	test('health and metrics', async () => {
		const guest = new Client(house);
		const health = await guest.get('/healthz');
		assert.deepEqual([health.status, health.json], [200, { status: 'ok' }]);
		const metrics = await guest.get('/metrics');
		assert.equal(metrics.status, 200);
		assert.match(metrics.text, /^snug_jobs_waiting \d+$/m);
		/* What came through a proxy on this machine is not from this machine. */
		assert.equal((await guest.get('/metrics', { headers: { 'X-Forwarded-For': '127.0.0.1' } })).status, 404);
		const address = Object.values((await import('node:os')).networkInterfaces()).flat().find((one) => !one.internal);
		if (address) assert.equal(await reaches(address.address), false, 'the house listens beyond loopback');
	});
});

function reaches(host) {
	return new Promise((resolve) => {
		const socket = net.connect({ host, port: house.port, timeout: 500 }, () => { socket.destroy(); resolve(true); });
		socket.on('error', () => resolve(false));
		socket.on('timeout', () => { socket.destroy(); resolve(false); });
	});
}
