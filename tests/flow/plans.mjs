// Plans: what they hold, who is on which, and that one which ends takes nothing away.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, newMember, newVisitor } from '../support/client.mjs';
import { assertError } from '../support/expect.mjs';
import { openHouse } from '../support/house.mjs';

const house = await openHouse();
let names = 0;
const draft = async (member) => (await member.api('POST', '/api/characters', { name: `Ines ${names += 1}`,
	shortDescription: 'Ferrywoman', age: 52 })).json.id;
const publish = (member, id, visibility = 'private') => member.api('POST', `/api/characters/${id}/publish`, { visibility });
const make = async (member) => {
	const id = await draft(member);
	return { id, answer: await publish(member, id) };
};
const me = async (member) => (await member.api('GET', '/api/me')).json;
const putOn = (member, ...words) => house.snug('user', 'plan', member.person.username, ...words);

test('the shipped plans, their prices, and what each has room for', async () => {
	const { json } = await new Client(house).api('GET', '/api/plans');
	assert.deepEqual(json.items.map((p) => [p.id, p.name, p.priceMinor, p.currency, p.interval, p.entitlements.characters]), [
		['free', 'Free', 0, 'USD', 'month', 1], ['starter', 'Starter', 999, 'USD', 'month', 5],
		['creator', 'Creator', 1999, 'USD', 'month', 5], ['pro', 'Pro', 2999, 'USD', 'month', null]]);
	const page = await new Client(house).get('/plans');
	assert.match(page.words, /Starter .*\$9\.99 a month Characters 5 .*Pro .*\$29\.99 a month Characters no limit/);
	assert.doesNotMatch(page.words, /Your plan|films/i); // what the house does not do is not sold
	assertError(await new Client(house).api('GET', '/api/plans?currency=ZZZ'), 422);
});

test('everybody begins on the free plan; the wizard says how much room there is', async () => {
	const visitor = await newVisitor(house);
	visitor.token = visitor.sessionToken;
	assert.equal((await me(visitor)).plan, 'free');
	assert.equal((await me(visitor)).entitlements.characters, 1);
	assert.match((await visitor.get('/tavern/new')).words, /You have 0 of 1 character\. Plan Free/);
	assert.equal((await make(visitor)).answer.status, 200);
	const second = await make(visitor);
	const { message } = assertError(second.answer, 409, 'CHARACTER_LIMIT');
	assert.match(message, /1 of 1 character, as many as the plan Free holds.*your draft is kept/);
	assert.match((await visitor.get(`/tavern/${second.id}/edit/review`)).words, /You have 1 of 1 character, as many as/);
	await putOn(visitor, 'starter');
	assert.match((await visitor.get('/tavern/mine')).words, /1 of 5 characters, plan Starter/);
	assert.equal((await publish(visitor, second.id)).status, 200);
	assert.match((await visitor.get('/plans')).words, /You are on the plan Starter\. .*Your plan/);
	assert.match((await visitor.get('/settings/billing')).words, /Plan You are on Starter/);
});

test('a plan that ends takes nothing away, and lets nothing new in', async () => {
	const member = await newMember(house);
	await putOn(member, 'starter', '--until', '2999-12-31');
	const ids = [];
	for (let i = 0; i < 3; i += 1) ids.push((await make(member)).id);
	assert.equal((await me(member)).plan, 'starter');
	await putOn(member, 'starter', '--until', '2020-01-01');
	assert.equal((await me(member)).plan, 'free');
	for (const id of ids) assert.equal((await member.api('GET', `/api/characters/${id}`)).status, 200);
	await member.api('PATCH', `/api/characters/${ids[1]}/steps`, { shortDescription: 'Changed' });
	assert.equal((await publish(member, ids[1], 'public')).json.shortDescription, 'Changed');
	assertError((await make(member)).answer, 409, 'CHARACTER_LIMIT');
	assert.equal((await member.api('DELETE', `/api/characters/${ids[0]}`)).status, 200);
	const { csrfToken } = await me(member);
	const back = await member.post(`/tavern/${ids[0]}/edit/restore`, { csrf: csrfToken }, { headers: { Authorization: `Bearer ${member.token}` } });
	assert.equal(back.status, 409, back.words);
	await putOn(member, 'pro');
	for (let i = 0; i < 3; i += 1) assert.equal((await make(member)).answer.status, 200);
});

test('cards that nobody else sees do not count; showing one does', async () => {
	const member = await newMember(house);
	const card = (name) => JSON.stringify({ spec: 'chara_card_v2', spec_version: '2.0', data: { name, description: `${name} is a 44 year old baker. Age: 44.`,
		personality: 'Calm', scenario: '', first_mes: 'Good morning.', mes_example: '' } });
	const bring = async (name) => {
		const edge = 'an-edge';
		const answer = await member.api('POST', '/api/characters/import', `--${edge}\r\nContent-Disposition: form-data; name="file"; filename="${name}.json"\r\n\r\n${card(name)}\r\n--${edge}--\r\n`,
			{ headers: { 'Content-Type': `multipart/form-data; boundary=${edge}` } });
		assert.equal(answer.status, 201, answer.text);
		return answer.json.id;
	};
	const brought = [await bring('Bruno'), await bring('Berta')];
	assert.equal((await make(member)).answer.status, 200);
	await member.api('PATCH', `/api/characters/${brought[0]}/steps`, { age: 44, shortDescription: 'A baker' });
	const alone = await publish(member, brought[0]);
	assert.equal(alone.status, 200, alone.text);
	assertError(await publish(member, brought[0], 'unlisted'), 409, 'CHARACTER_LIMIT');
});

test('a new plan and a new value need no code', async () => {
	const member = await newMember(house);
	const key = `house_${process.pid}`;
	await house.snug('plan', 'add', key, 'House friends');
	await house.snug('plan', 'set', key, 'characters', '2');
	await house.snug('plan', 'price', key, '4.50', 'USD');
	try {
		const item = (await member.api('GET', '/api/plans')).json.items.find((one) => one.id === key);
		assert.deepEqual([item.name, item.priceMinor, item.entitlements.characters], ['House friends', 450, 2]);
		await putOn(member, key);
		assert.deepEqual([(await make(member)).answer.status, (await make(member)).answer.status, (await make(member)).answer.status], [200, 200, 409]);
		await house.snug('plan', 'set', key, 'characters', 'unlimited');
		assert.equal((await me(member)).entitlements.characters, null);
	} finally {
		await putOn(member, 'free');
		await house.sql(`delete from plan where key = '${key}'`);
	}
	for (const words of [['plan', 'set', 'free', 'no_such_key', '1'], ['plan', 'set', 'none', 'drafts', '1'], ['plan', 'add', 'free', 'Twice'],
		['user', 'plan', member.person.username, 'none'], ['user', 'plan', 'nobody_at_all', 'pro']]) {
		await assert.rejects(house.snug(...words), { code: 1 }, words.join(' '));
	}
	for (const words of [['plan', 'set', 'free', 'drafts', 'many'], ['plan', 'price', 'free', 'x', 'USD'], ['plan', 'nonsense'],
		['user', 'plan', member.person.username, 'pro', '--until', 'soon']]) {
		await assert.rejects(house.snug(...words), { code: 2 }, words.join(' '));
	}
});
