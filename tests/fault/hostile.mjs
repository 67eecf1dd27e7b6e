// Hostile requests: what is no HTTP, no form and no text; words that want to be markup; addresses that lead
// away; keys, cookies and streams used where they should not be.
import assert from 'node:assert/strict';
import { readFile, readdir, stat } from 'node:fs/promises';
import { before, describe, test } from 'node:test';
import path from 'node:path';
import { Client, PASSWORD, newMember, raw } from '../support/client.mjs';
import { assertError } from '../support/expect.mjs';
import { ROOT, until } from '../support/house.mjs';
import { balance, characterIds, ended, messages, openChat } from '../support/talk.mjs';
import { assertSound, memory, ownHouse, processes } from './break.mjs';

const house = await ownHouse();

const statuses = (answer) => [...answer.matchAll(/^HTTP\/1\.[01] (\d+)/gm)].map((found) => Number(found[1]));

/** Every address that takes a write, from the route tables, with ids that exist where they can. */
async function writes(chat, character) {
	const found = [];
	for (const file of await readdir(path.join(ROOT, 'cgi-bin'))) {
		const text = await readFile(path.join(ROOT, 'cgi-bin', file), 'utf8');
		for (const [, method, pattern] of text.matchAll(/\{ (POST|PATCH|DELETE), "([^"]+)"/g)) {
			const id = pattern.includes('chat') ? chat : pattern.includes('character') ? character : '1';
			found.push([method, pattern.replace('{id}', id).replace('{name}', 'x')]);
		}
	}
	return found.filter(([method, address]) => method !== 'DELETE' && !/sign-out|logout|delete$/.test(address));
}

describe('hostile requests', async () => {
	let member;
	let reader;
	let chat;
	let character;
	let farewell;
	before(async () => {
		[character] = await characterIds(house);
		member = await newMember(house);
		chat = await openChat(member, character);
		reader = new Client(house);
		reader.cookies.set('snug', member.token);
		farewell = listenAndLeave();
	});

	/** Opens a member's own stream, signs out, and waits for what becomes of it. */
	async function listenAndLeave() {
		const leaver = await newMember(house);
		const { heard } = await leaver.listen('/stream/me', { seconds: 180 });
		assert.equal((await leaver.api('POST', '/api/auth/logout', {})).status, 200);
		const began = Date.now();
		const events = await heard;
		return { events: [...events], seconds: (Date.now() - began) / 1000 };
	}

	test('two ways to tell where a request ends, or none: 400 and closed', async () => {
		const post = 'POST /api/auth/login HTTP/1.1\r\nHost: x\r\n';
		for (const [text, want] of [
			[`${post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /tavern HTTP/1.1\r\nHost: x\r\n\r\n`, 400],
			[`${post}Content-Length: 2\r\nContent-Length: 5\r\n\r\n{}xxx`, 400], [`${post}Content-Length: 2, 2\r\n\r\n{}`, 400],
			[`${post}Content-Length: +2\r\n\r\n{}`, 400], [`${post}Content-Length: -2\r\n\r\n{}`, 400],
			[`${post}Content-Length: 99999999999999999999\r\n\r\n{}`, 400], [`${post}Content-Length: 13900000\r\n\r\n{}`, 413],
			[`${post}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n`, 501],
			[`${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`, 400],
			[`${post}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n0\r\n\r\n`, 400],
			['GET /tavern HTTP/1.1\r\nHost: x\r\nX-A : b\r\n\r\n', 400], ['GET /tavern HTTP/1.1\nHost: x\n\n', 400],
			['GET /tavern HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n', 400], ['GET /tavern HTTP/1.1\r\n\r\n', 400],
			['GET /tavern HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n', 400], ['GET /tavern HTTP/1.1\r\nHost: a b"<\r\n\r\n', 400],
			[`GET /tavern HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20000)}\r\n\r\n`, 431],
			[`GET /tavern?q=${'a'.repeat(70000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431], ['\x16\x03\x01\x02\0\x01\0\r\n\r\n', 400],
		]) {
			assert.deepEqual(statuses(await raw(house, text)), [want], JSON.stringify(text.slice(0, 120)));
		}
	});

	test('addresses that are no addresses lead nowhere', async () => {
		for (const address of ['/%00', '/tavern%00', '/..%2f..%2fetc/passwd', '/../../etc/passwd', '/static/..%2f..%2flighttpd.conf',
			'/static/%2e%2e/lighttpd.conf', '//evil.example/', '/tavern/..', '/%zz', '/tavern?q=%00', '/tavern?q=%ff', '/tavern?q=%ed%a0%80',
			'/media/..%2fsecret', '/media/../secret', '/tavern%0d%0aX-Injected:1', '/.git/config', '/TAVERN', '/tavernxyz',
			'/character/18446744073709551617', '/character/-1', '/character/+1', '/healthz/', '/tavern;a=b']) {
			const answer = await raw(house, `GET ${address} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
			const [status] = statuses(answer);
			assert.ok(status === 400 || status === 404, `${address}: ${status}`);
			assert.doesNotMatch(answer, /^X-Injected|root:x:|server\.modules/m, address);
		}
	});

	test('bodies that are no forms, at every address that takes one: never a fault, and no memory', async () => {
		const json = 'application/json';
		const form = 'application/x-www-form-urlencoded';
		const multi = 'multipart/form-data; boundary=b';
		const part = (name, value, file = '') => `--b\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
		const bodies = [[json, '{'], [json, 'null'], [json, '{"a":1,"a":2}'], [json, `{"content":${'['.repeat(50000)}`],
			[json, '{"content":1e999}'], [json, Buffer.from('{"content":"\xff"}', 'latin1')], [json, '{"content":"\\ud800"}'],
			[json, '{"characterId":{"a":1},"content":[1],"title":true,"prompt":{},"packId":[],"email":{},"password":[],"ids":"x","stars":{}}'],
			[json, `{${Array.from({ length: 2000 }, (_, i) => `"k${i}":1`)}}`], [form, 'a=%zz'], [form, 'content=%00'],
			[form, 'content=%c0%af'], [form, 'content=a&content=b'], [form, '&'.repeat(50000)],
			[form, Array.from({ length: 2000 }, (_, i) => `a${i}=1`).join('&')], [multi, ''], [multi, part('content', 'x')],
			[multi, `${part('a', 'b').repeat(2000)}--b--`], [multi, `${part('file', 'x', '; filename="../../etc/passwd"')}--b--`],
			['multipart/form-data', 'x'], ['text/plain', 'x'], ['', 'x'],
			['application/xml', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>']];
		const target = await newMember(house);
		const cookie = `snug=${target.token}`;
		const { csrfToken } = (await target.api('GET', '/api/me', null, { token: null, headers: { Cookie: cookie } })).json;
		const addresses = await writes(await openChat(target, character), character);
		assert.ok(addresses.length > 50, `${addresses.length} addresses`);
		const bad = [];
		const guest = new Client(house);
		for (const [method, address] of addresses) {
			for (const [type, body] of bodies) {
				for (const who of [{ Authorization: `Bearer ${target.token}` }, { Cookie: cookie, 'X-CSRF-Token': csrfToken }, {}]) {
					const headers = { Accept: 'application/json', ...who };
					if (type) headers['Content-Type'] = type;
					const answer = await guest.request(method, address, { headers, body });
					if (answer.status >= 500) bad.push(`${method} ${address} ${type} ${String(body).slice(0, 40)}: ${answer.status}`);
				}
			}
		}
		assert.deepEqual(bad, []);
		for (const { pid, name } of await processes(house)) {
			if (name.startsWith('cgi-bin/')) assert.ok(await memory(pid) < 40 * 1024, `${name}: ${await memory(pid)} kB`);
		}
	});

	test('words that want to be markup are words, wherever they are shown', async () => {
		await house.snug('gems', 'grant', member.person.username, '50', '--reason', 'bonus');
		for (const words of ['"><script>alert(1)</script>', '\'><img src=x onerror=alert(1)>', '</textarea><svg onload=alert(1)>',
			'[x](javascript:alert(1)) ![i](http://e.example/x.png)', '{{{7*7}}}{{page.csrf}}']) {
			assert.equal((await member.api('PATCH', '/api/me/profile', { displayName: words.slice(0, 40), bio: words })).status, 200);
			const opened = await member.api('POST', '/api/chat/sessions', { characterId: character, isNew: true });
			const address = `/api/chat/sessions/${opened.json.sessionId}`;
			assert.equal((await member.api('PATCH', address, { title: words, draft: words })).status, 200);
			const sent = await member.api('POST', `${address}/message`, { content: words });
			assert.equal(sent.status, 202, sent.text);
			const growing = await reader.get(sent.json.streamUrl, { headers: { Accept: 'text/html' } });
			await ended(member, opened.json.sessionId, sent.json.messageId);
			assert.equal((await member.api('POST', `/api/characters/${character}/review`, { stars: 3, text: words })).status, 200);
			const code = encodeURIComponent(words);
			const pages = [growing];
			for (const page of ['/settings/profile', '/chat', `/chat/${opened.json.sessionId}`, `/character/${character}`, `/tavern?q=${code}`,
				`/tavern?tags=${code}`, `/sign-in?next=${code}`, `/report?targetType=${code}&targetId=${code}`, `/generate?prompt=${code}`,
				`/gallery?gone=${code}`, `/no/${code}`, `/reset/new?token=${code}`]) pages.push(await reader.get(page));
			const guest = new Client(house);
			const form = (await guest.get('/sign-up')).form('/sign-up');
			pages.push(await guest.submit(form, { email: words, username: words, password: words, birthDate: words, next: words }));
			for (const page of pages) {
				assert.ok(page.status < 500, page.path);
				assert.doesNotMatch(page.text, /<script>alert|<img src=x|<svg onload|href="javascript:|src="http:\/\/e\.example/i, page.path);
			}
		}
	});

	test('signing in leads only to places of this house', async () => {
		for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', 'http:evil', '///evil.example',
			'/ok\r\nSet-Cookie: x=1', '/\t/evil.example', '@evil.example', '/chat/1']) {
			const guest = new Client(house);
			const form = (await guest.get('/sign-in')).form('/sign-in');
			const answer = await guest.submit(form, { identifier: member.person.username, password: PASSWORD, next });
			if (answer.status !== 303) continue;
			const to = new URL(answer.location, house.url);
			assert.equal(to.host, new URL(house.url).host, next);
			assert.equal(guest.cookies.has('x'), false);
		}
	});

	test('a session that somebody set before does not become a member\'s', async () => {
		const guest = new Client(house);
		guest.cookies.set('snug', 'F'.repeat(43));
		const form = (await guest.get('/sign-in')).form('/sign-in');
		const answer = await guest.submit(form, { identifier: member.person.username, password: PASSWORD });
		assert.equal(answer.status, 303);
		assert.notEqual(guest.cookies.get('snug'), 'F'.repeat(43));
		const [, csrf] = form.fields.find(([name]) => name === 'csrf');
		assert.equal((await guest.post(`/character/${character}/favorite`, { csrf })).status, 403, 'the guest\'s token serves the member');
		const tossed = new Client(house);
		for (const cookie of [`snug=evil${'x'.repeat(40)}; snug=${member.token}`, `snug="${member.token}"`, `SNUG=${member.token}`, 'snug=%00', ';;=;']) {
			assert.equal((await tossed.api('GET', '/api/me', null, { headers: { Cookie: cookie } })).status, 401, cookie);
		}
	});

	test('the numbers of the house are for this machine, not for who comes through a proxy on it', async () => {
		const guest = new Client(house);
		assert.equal((await guest.get('/metrics')).status, 200);
		for (const headers of [{ 'X-Forwarded-For': '203.0.113.7' }, { 'X-Forwarded-For': '127.0.0.1' }, { Forwarded: 'for=203.0.113.7' }]) {
			assert.equal((await guest.get('/metrics', { headers })).status, 404, JSON.stringify(headers));
		}
	});

	test('what the house keeps is for its own eyes', async () => {
		for (const name of ['secret', 'media', 'mail', 'log', 'pg', 'demo-sign-in.txt']) {
			const { mode } = await stat(path.join(house.var, name));
			assert.equal(mode & 0o007, 0, `${name}: ${(mode & 0o777).toString(8)}`);
		}
		assert.equal((await stat(path.join(house.var, 'secret'))).mode & 0o077, 0);
	});

	test('a key is for one kind of request: another method under it is refused, not answered', async () => {
		const key = 'one-key-two-methods';
		const address = `/api/chat/sessions/${chat}`;
		assert.equal((await member.api('PATCH', address, {}, { key })).status, 200);
		assertError(await member.api('DELETE', address, {}, { key }), 409, 'IDEMPOTENCY_KEY_REUSED');
	});

	test('gems for three replies, ten asked for at once: three are made', async () => {
		const poor = await newMember(house);
		const chats = [];
		for (let i = 0; i < 10; i++) {
			chats.push((await poor.api('POST', '/api/chat/sessions', { characterId: character, isNew: true })).json.sessionId);
		}
		await house.sql(`update price set milligems = 10000 where key = 'chat.standard'`);
		try {
			const answers = await Promise.all(chats.map((id) => poor.api('POST', `/api/chat/sessions/${id}/message`, { content: 'Me first.' })));
			assert.equal(answers.filter((answer) => answer.status === 202).length, 3);
			for (const answer of answers.filter((one) => one.status !== 202)) assertError(answer, 402, 'INSUFFICIENT_GEMS');
			for (const [i, answer] of answers.entries()) if (answer.status === 202) await ended(poor, chats[i], answer.json.messageId);
			assert.equal(await balance(poor), 0);
		} finally {
			await house.sql(`update price set milligems = 1000 where key = 'chat.standard'`);
		}
	});

	test('twenty at once without a key in one chat: one goes on', async () => {
		const eager = await newMember(house);
		const own = await openChat(eager, character);
		const answers = await house.whileStill(() => Promise.all(Array.from({ length: 20 }, (_, i) =>
			eager.api('POST', `/api/chat/sessions/${own}/message`, { content: `Number ${i}.` }))));
		const taken = answers.filter((answer) => answer.status === 202);
		assert.equal(taken.length, 1);
		for (const answer of answers.filter((one) => one.status !== 202)) assertError(answer, 409);
		await ended(eager, own, taken[0].json.messageId);
		assert.equal((await messages(eager, own)).filter((one) => one.role === 'user').length, 1);
		assert.equal(await balance(eager), 29);
	});

	test('three hundred open streams hear the same, pages go on meanwhile, and all is given back', async () => {
		const { pid } = (await processes(house)).find((one) => one.name === 'cgi-bin/stream');
		const threads = async () => Number(/Threads:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))[1]);
		const teller = await newMember(house);
		const own = await openChat(teller, character);
		const sent = await teller.api('POST', `/api/chat/sessions/${own}/message`, { content: 'All of it, please.' });
		const heard = await Promise.all(Array.from({ length: 300 }, () => teller.events(sent.json.streamUrl)));
		const texts = new Set(heard.map((list) => list.filter((event) => event.event === 'token_delta').map((event) => event.json.text).join('')));
		assert.equal(texts.size, 1);
		assert.equal([...texts][0], (await ended(teller, own, sent.json.messageId)).content);
		assert.equal((await reader.get('/tavern')).status, 200);
		await until('the threads are gone', async () => await threads() < 20);
		assert.ok(await memory(pid) < 40 * 1024);
	});

	test('signing out, losing the chat, losing the character: the reply that runs ends whole, its stream too', async () => {
		for (const what of ['sign out', 'chat', 'character']) {
			const leaver = await newMember(house);
			const [[other]] = await house.sql(`with one as (insert into character (creator_id, creator_name, name, short_description, greeting, age,
				visibility, moderation_status, published_at) values (${leaver.user.id}, 'x', 'Wren', 'A keeper.', 'Hello.', 40, 'unlisted', 'approved', now())
				returning id) select id from one`);
			const own = await openChat(leaver, other);
			const sent = await leaver.api('POST', `/api/chat/sessions/${own}/message`, { content: 'Tell me of the sea.' });
			const { heard } = await leaver.listen(sent.json.streamUrl);
			if (what === 'sign out') assert.equal((await leaver.api('POST', '/api/auth/logout', {})).status, 200);
			else if (what === 'chat') assert.equal((await leaver.api('DELETE', `/api/chat/sessions/${own}`)).status, 200);
			else await house.sql(`update character set deleted_at = now() where id = ${other}`);
			const events = await heard;
			assert.ok(events.length === 0 || events.some((event) => event.event === 'message_complete'), what);
			const [[state, cost]] = await until('the turn is over', async () => {
				const rows = await house.sql(`select t.state, m.gem_cost from turn t join message m on m.id = t.message_id where t.id = ${sent.json.turnId}`);
				return /queued|running/.test(rows[0][0]) ? null : rows;
			});
			const [[left]] = await house.sql(`select gem.balance(${leaver.user.id})`);
			assert.equal(state, 'complete', what);
			assert.equal(Number(left), 30000 - Number(cost), what);
		}
	});

	test('a stream of one\'s own ends within a minute after signing out, and tells nothing more', async () => {
		const { events, seconds } = await farewell;
		assert.ok(seconds < 150, 'it is still open');
		assert.deepEqual(events, []);
	});

	test('after all this the book is whole', () => assertSound(house));
});
