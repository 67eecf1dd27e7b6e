// What members write stays out of the logs: words are sent through every door, then looked for.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { Client, newPerson } from '../support/client.mjs';
import { openHouse, until } from '../support/house.mjs';
import { characterIds, openChat, say } from '../support/talk.mjs';

const house = await openHouse();

test('no log holds what members wrote, or what opens their accounts', async () => {
	const mark = `canary${process.pid}`;
	const person = newPerson({ email: `${mark}mail@example.org`, password: `${mark}-Password-1` });
	const client = new Client(house);
	const secrets = [person.email, person.password, `${mark}-message`, `${mark}-wrong-password`, `${mark}-query`,
		`${mark}-title`, `${mark}-review`, `${mark}-draft`, `${mark}-prompt`, `${mark}-report`, `${mark}-broken`, `${mark}-bio`];
	const joined = await client.api('POST', '/api/auth/register', person);
	assert.equal(joined.status, 201, joined.text);
	client.token = joined.json.token;
	secrets.push(client.token);
	const [id] = await characterIds(house);
	const chat = await openChat(client, id);
	await say(client, chat, `${mark}-message`);
	await client.api('POST', '/api/auth/login', { identifier: person.email, password: `${mark}-wrong-password` });
	await client.api('GET', `/api/characters?q=${mark}-query`);
	await client.api('PATCH', `/api/chat/sessions/${chat}`, { title: `${mark}-title`, draft: `${mark}-draft` });
	await client.api('POST', `/api/characters/${id}/review`, { stars: 4, text: `${mark}-review` });
	const { jobId } = (await client.api('POST', '/api/generate', { characterId: id, prompt: `${mark}-prompt`, count: 1, quality: 'draft' })).json;
	await client.api('POST', '/api/report', { targetType: 'character', targetId: id, reasonCode: 'spam', details: `${mark}-report` });
	await client.api('PATCH', '/api/me/profile', { bio: `${mark}-bio` });
	await client.api('POST', `/api/chat/sessions/${chat}/message`, `{"content":"${mark}-broken`);
	await client.api('POST', '/api/auth/password-reset/request', { email: person.email });
	await client.get(`/chat/${chat}`, { headers: { Cookie: `snug=${client.token}` } });
	await until('the picture is made', async () => /^(completed|failed)$/.test((await client.api('GET', `/api/generate/jobs/${jobId}`)).json.status));
	const logs = await house.logs();
	assert.ok(logs.includes('"request"') || logs.includes('request'), 'the logs were not read');
	for (const secret of secrets) assert.equal(logs.includes(secret), false, `a log holds ${secret.replace(client.token, 'the token')}`);
});

test('one event is one line, whatever a client sends', async () => {
	const client = new Client(house);
	await client.get('/tavern?q=%22%0aat=forged');
	await client.get('/no%0aat=forged%1b%5b31msuch%22page');
	await client.api('GET', '/api/none', null, { headers: { 'User-Agent': 'x"\tat=forged' } });
	const text = await readFile(`${house.var}/log/screens.log`, 'utf8');
	const line = /^at=\d{4}-\d\d-\d\dT[\d:.]+Z level=(debug|info|warn|error) program=\w+( trace=[0-9a-f]{32})? event=[\w-]+( \w+=("([^"\\\x00-\x1f\x7f]|\\.)*"|[^\s"\x00-\x1f\x7f]*))*$/;
	const whole = text.slice(0, text.lastIndexOf('\n')); // the last one may be on its way
	assert.deepEqual(whole.split('\n').filter((one) => one && !line.test(one)).slice(0, 3), []);
});
