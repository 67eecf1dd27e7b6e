// Letters and reports from outside: proof of an address, a lost password, what the house tells and what
// it keeps to itself; and the accounts that an owner makes on the host.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { CHILD_BORN, Client, PASSWORD, newMember, newPerson } from '../support/client.mjs';
import { openHouse } from '../support/house.mjs';

const house = await openHouse();
const NEXT = 'copper-harbor-thistle-31';

/** Letters to an address, oldest first: {subject, text, link}. */
async function letters(address) {
	const folder = path.join(house.var, 'mail');
	const found = [];
	for (const name of (await readdir(folder)).filter((n) => n.endsWith('.eml')).sort()) {
		const mail = await readFile(path.join(folder, name), 'utf8');
		if (!mail.includes(`\r\nTo: <${address}>\r\n`)) continue;
		found.push({ subject: /^Subject: (.*)\r$/m.exec(mail)[1], text: mail,
			link: /^http:\/\/[^/]+(\/\S+token=\S+)\r$/m.exec(mail)?.[1] });
	}
	return found;
}
const tokenOf = (letter) => new URL(letter.link, house.url).searchParams.get('token');
const ask = (client, email) => client.api('POST', '/api/auth/password-reset/request', { email });
const report = (client, body) => client.api('POST', '/api/report', body);
const snug = async (...words) => {
	try {
		return { status: 0, ...(await house.snug(...words)) };
	} catch (error) {
		return { status: error.code, stdout: error.stdout, stderr: error.stderr };
	}
};

test('an address is proved by a press on the page of the letter, once', async () => {
	const person = newPerson();
	await newMember(house, person);
	const [letter] = await letters(person.email);
	assert.match(letter.subject, /^Verify your address/);
	const guest = new Client(house);
	for (let i = 0; i < 2; i++) assert.equal((await guest.get(letter.link)).status, 200, 'looking uses nothing up');
	const page = await guest.get(letter.link);
	assert.ok(page.words.includes(person.username), 'whose account it is');
	assert.equal((await guest.submit(page.form('/verify'))).status, 303);
	assert.equal((await guest.get(letter.link)).status, 410);
	const login = await guest.api('POST', '/api/auth/login', { identifier: person.email, password: PASSWORD });
	assert.equal(login.json.user.emailVerified, true);
});

test('an address that somebody proved is told to its owner alone', async () => {
	const first = newPerson();
	await newMember(house, first);
	const token = tokenOf((await letters(first.email))[0]);
	assert.equal((await new Client(house).api('POST', '/api/auth/verify-email', { token })).status, 200);
	const second = newPerson({ email: first.email });
	const answer = await new Client(house).api('POST', '/api/auth/register', second);
	assert.equal(answer.status, 201);
	assert.equal(answer.json.user.emailVerified, false);
	const last = (await letters(first.email)).at(-1);
	assert.match(last.subject, /was used to join/);
	assert.equal(last.link, undefined);
});

test('a lost password: same answer for everybody, newest link only, every session ends', async () => {
	const person = newPerson();
	const member = await newMember(house, person);
	const guest = new Client(house);
	const known = await ask(guest, person.email.toUpperCase());
	const unknown = await ask(guest, newPerson().email);
	assert.deepEqual([known.status, known.text], [unknown.status, unknown.text]);
	await ask(guest, person.email);
	const [, older, newer] = await letters(person.email);
	assert.equal((await guest.get(older.link)).status, 410, 'the newer one took its place');

	const page = await guest.get(newer.link);
	assert.equal(page.headers['cache-control'], 'no-store');
	const weak = await guest.submit(page.form('/reset/new'), { newPassword: `${person.username}1` });
	assert.equal(weak.status, 422);
	const set = await guest.submit(weak.form('/reset/new'), { newPassword: NEXT });
	assert.equal(set.location, '/sign-in');
	assert.equal((await guest.submit(weak.form('/reset/new'), { newPassword: NEXT })).status, 410);

	assert.equal((await member.api('GET', '/api/me')).status, 401);
	const login = (password) => new Client(house).api('POST', '/api/auth/login', { identifier: person.username, password });
	assert.equal((await login(PASSWORD)).status, 401);
	assert.equal((await login(NEXT)).status, 200);
	assert.match((await letters(person.email)).at(-1).subject, /was changed$/);
});

test('of two that bring one link at once, one sets the password', async () => {
	const person = newPerson();
	await newMember(house, person);
	await ask(new Client(house), person.email);
	const token = tokenOf((await letters(person.email)).at(-1));
	const answers = await Promise.all([1, 2, 3].map((n) => new Client(house).api('POST',
		'/api/auth/password-reset/confirm', { token, newPassword: `${NEXT}${n}` })));
	assert.deepEqual(answers.map((a) => a.status).sort(), [200, 422, 422]);
});

test('the database keeps no token that lets anybody in', async () => {
	const person = newPerson();
	await newMember(house, person);
	const token = tokenOf((await letters(person.email))[0]);
	const [[n]] = await house.sql(`select count(*) from mail_token t where t::text like '%${token}%'`);
	assert.equal(n, '0');
});

test('tokens that are none are refused alike', async () => {
	const guest = new Client(house);
	for (const token of ['x', '\u2603', 'a'.repeat(100), "' or 1=1"]) {
		const answer = await guest.api('POST', '/api/auth/verify-email', { token });
		assert.deepEqual([answer.status, answer.json.error.code], [422, 'TOKEN_VOID'], token);
		assert.equal((await guest.get(`/reset/new?token=${encodeURIComponent(token)}`)).status, 410);
	}
	assert.equal((await guest.api('POST', '/api/auth/verify-email', { token: 'a'.repeat(101) })).status, 422);
});

test('one address cannot be asked for without end', async () => {
	const guest = new Client(house);
	const { email } = newPerson();
	let answer;
	for (let i = 0; i < 30 && answer?.status !== 429; i++) answer = await ask(guest, email);
	assert.equal(answer.status, 429);
	assert.ok(Number(answer.headers['retry-after']) > 0);
});

test('anybody may report, and follows it by a number', async () => {
	const guest = new Client(house);
	const [character] = (await guest.api('GET', '/api/characters?limit=1')).json.items;
	const page = await guest.get(`/report?targetType=character&targetId=${character.id}`);
	assert.ok(page.words.includes(character.name));
	const sent = await guest.submit(page.form('/report'), { reasonCode: 'self_harm', details: 'Look at this.' });
	const again = await report(guest, { targetType: 'character', targetId: character.id, reasonCode: 'spam' });
	assert.equal(again.status, 429);
	assert.match(sent.location, /^\/report\/[a-z2-7]{12}$/);
	const receipt = await guest.follow(sent);
	assert.match(receipt.text, /href="\/safety#lines"/);
	assert.match((await guest.get('/safety')).words, /988/);
	assert.equal((await guest.api('GET', `/api${sent.location}`)).json.status, 'received');
	const byAddress = await report(new Client(house), { targetType: 'image', targetId: `${house.url}${character.avatarUrl}`,
		reasonCode: 'real_person' });
	assert.equal(byAddress.status, 201, byAddress.text);
});

test('a report names something that is there and a reason that is known', async () => {
	const guest = new Client(house);
	const good = { targetType: 'character', targetId: '1', reasonCode: 'spam' };
	for (const bad of [{ targetId: '999999999' }, { targetId: '' }, { targetId: '../1 or 1=1' }, { targetType: 'moon' },
		{ targetType: 'user', targetId: 'nobody_at_all' }, { reasonCode: 'boredom' }, { reasonCode: 'other' },
		{ details: 'x'.repeat(4001) }, { contactEmail: 'a@b.c\r\nBcc: d@e.f' }]) {
		const answer = await report(guest, { ...good, ...bad });
		assert.equal(answer.status, 422, JSON.stringify(bad));
		assert.ok(Object.keys(answer.json.error.fields).length > 0);
	}
	assert.equal((await guest.post('/report', good)).status, 403, 'no token, no form');
	assert.equal((await guest.get('/report/aaaaaaaaaaaa')).status, 404);
});

test('no report holds the address that it came from', async () => {
	const guest = new Client(house);
	await report(guest, { targetType: 'character', targetId: '2', reasonCode: 'spam' });
	const network = guest.address.split('.').slice(0, 3).join('.');
	const [[n]] = await house.sql(`select count(*) from report r where r::text like '%${network}%'`);
	assert.equal(n, '0');
});

test('an owner makes members and changes their role on the host', async () => {
	const person = newPerson();
	const make = ['user', 'create', '--email', person.email, '--username', person.username, '--birth-date'];
	const made = await snug(...make, '1990-01-02', '--verified', '--json');
	assert.deepEqual({ ...JSON.parse(made.stdout), id: 0 }, { id: 0, username: person.username, email: person.email,
		role: 'user', emailVerified: true, hasPassword: false });
	const [[gems]] = await house.sql(`select gem.balance(id) from member where username = '${person.username}'`);
	assert.equal(gems, '30000');
	assert.equal((await snug(...make, '1990-01-02')).status, 1, 'the name is taken');
	assert.equal((await snug(...make.slice(0, -1))).status, 2);
	const child = await snug('user', 'create', '--email', 'x@example.org', '--username', `c${person.username}`.slice(0, 20),
		'--birth-date', CHILD_BORN);
	assert.deepEqual([child.status, /18 and over/.test(child.stderr)], [1, true]);
	assert.equal((await snug('user', 'role', person.username, 'moderator')).status, 0);
	assert.equal((await snug('user', 'role', person.username, 'king')).status, 2);
	assert.equal((await snug('user', 'role', 'nobody_at_all', 'admin')).status, 1);
	assert.equal((await snug('admin', 'create', '--email', 'a@example.org', '--username', 'someadmin')).status, 2,
		'neither a terminal nor --password-stdin');
});
