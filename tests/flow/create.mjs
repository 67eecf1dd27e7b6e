// Making a character: six steps by forms alone, drafts that lose nothing, and what is not published.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { Client, newMember, newVisitor } from '../support/client.mjs';
import { assertError, assertField } from '../support/expect.mjs';
import { ROOT, openHouse, until } from '../support/house.mjs';

const house = await openHouse();
const WHOLE = { name: 'Mira Holm', shortDescription: 'A lighthouse keeper who reads storms', age: 34,
	longBio: 'She has kept the *light* for ten years.', greeting: 'Come in, {{user}}.' };
let names = 0;
const whole = (more) => ({ ...WHOLE, name: `Mira ${names += 1}`, ...more });

async function draft(member, more) {
	const answer = await member.api('POST', '/api/characters', whole(more));
	assert.equal(answer.status, 201, answer.text);
	return answer.json.id;
}
/** Goes where a 303 points to, without the part that only browsers see. */
const follow = (client, answer) => client.get(answer.location.replace(/#.*/, ''));
const publish = (member, id, visibility = 'public', more = {}) =>
	member.api('POST', `/api/characters/${id}/publish`, { visibility, ...more });
const patch = (member, id, fields) => member.api('PATCH', `/api/characters/${id}/steps`, fields);
const see = (member, id) => member.api('GET', `/api/characters/${id}`);
const listed = async (member, id) => (await member.api('GET', '/api/characters?sort=new&limit=100')).json.items
	.some((item) => item.id === id);

test('six steps by forms alone make a character, and its portrait is painted', async () => {
	const visitor = await newVisitor(house);
	let page = await visitor.get('/tavern/new');
	let answer = await visitor.submit(page.form('/tavern/new'), { name: 'Juno', age: 'soon', go: 'next' });
	assert.match(answer.location, /^\/tavern\/\d+\/edit\/basics\?check=1#form-errors$/);
	const id = /\d+/.exec(answer.location)[0];
	const at = (step) => `/tavern/${id}/edit/${step}`;
	page = await follow(visitor, answer);
	assert.match(page.words, /Give their age as a whole number/);
	assert.match(page.text, /name="age" value="soon"/);
	answer = await visitor.submit(page.form(at('basics')), { age: '41', go: 'next',
		shortDescription: 'A night nurse who collects dreams' });
	assert.equal(answer.location, at('personality'));
	page = await follow(visitor, answer);
	answer = await visitor.submit(page.form(at('personality')), { traits: 'patient, dry humour', row: 'add',
		exampleUser: 'Do you sleep?', exampleCharacter: 'Never.' });
	page = await follow(visitor, answer);
	assert.equal(page.form(at('personality')).fields.filter(([name]) => name === 'exampleUser').length, 2);
	answer = await visitor.submit(page.form(at('personality')), { row: 'remove-2' });
	page = await follow(visitor, answer);
	assert.equal(page.form(at('personality')).fields.filter(([name]) => name === 'exampleUser').length, 1);
	answer = await visitor.submit(page.form(at('personality')), { greeting: 'Hush.', go: 'next' });
	page = await follow(visitor, answer);
	answer = await visitor.submit(page.form(at('visuals')), { hairStyle: 'braid', accessories: 'glasses', go: 'next' });
	assert.equal(answer.location, at('tags'));
	page = await follow(visitor, answer);
	answer = await visitor.submit(page.form(at('tags')), { moreTags: 'Night shift, dreams', go: 'next' });
	page = await follow(visitor, answer);
	answer = await visitor.submit(page.form(at('visibility')), { visibility: 'public', go: 'next' });
	page = await follow(visitor, answer);
	assert.match(page.words, /About Juno, 41 years old/);
	answer = await visitor.submit(page.form(at('review')), {}, { button: { name: 'x', value: '', action: at('publish') } });
	assert.equal(answer.location, `/character/${id}`);
	const made = (await see(visitor, id)).json;
	assert.deepEqual([made.name, made.age, made.tags, made.traits, made.moderationStatus],
		['Juno', 41, ['night-shift', 'dreams'], ['patient', 'dry humour'], 'approved']);
	assert.deepEqual(made.exampleDialogues, [{ user: 'Do you sleep?', character: 'Never.' }]);
	const { avatarUrl } = await until('the portrait', async () => {
		const now = (await see(visitor, id)).json;
		return now.avatarUrl && now;
	});
	const stranger = await newMember(house);
	assert.equal((await stranger.get(avatarUrl)).status, 200);
	assert.ok(await listed(stranger, id));
	assert.equal((await visitor.api('GET', '/api/me')).json.gemBalance, 30);
});

test('a draft keeps what cannot be published, and its id', async () => {
	const member = await newMember(house);
	const id = await draft(member);
	assertField(await patch(member, id, { step: 'basics', age: 17 }), 'age');
	assertField(await publish(member, id), 'age');
	const kept = (await patch(member, id, { step: 'tags', autosave: true, tags: ['x', 'Good Tag'], name: '' })).json;
	assert.ok(kept.errors.tags && kept.errors.name);
	const draftNow = (await member.api('GET', `/api/characters/${id}/steps`)).json;
	assert.deepEqual([draftNow.step, draftNow.draft.age, draftNow.draft.tags, draftNow.draft.name],
		['tags', '17', ['x', 'good-tag'], '']);
	assert.equal((await see(member, id)).status, 404);
	const fixed = await patch(member, id, { name: 'Fixed', age: 18, tags: [] });
	assert.equal(fixed.status, 200, fixed.text);
	const made = await publish(member, id, 'unlisted');
	assert.deepEqual([made.status, made.json.id, made.json.visibility], [200, id, 'unlisted']);
});

test('the same page begins one draft, however often it is sent', async () => {
	const member = await newMember(house);
	const key = 'the-key-of-a-page';
	const ids = await Promise.all([1, 2, 3, 4].map(async () =>
		(await member.api('POST', '/api/characters', { name: 'Once', key, autosave: true })).json.id));
	assert.equal(new Set(ids).size, 1);
});

test('a draft and a character are their creator\'s', async () => {
	const [member, other] = [await newMember(house), await newMember(house)];
	const id = await draft(member);
	for (const made of [false, true]) {
		if (made) assert.equal((await publish(member, id, 'private')).status, 200);
		assertError(await patch(other, id, { name: 'Mine now' }), 404);
		assertError(await publish(other, id), 404);
		assertError(await other.api('DELETE', `/api/characters/${id}`), 404);
		assertError(await other.api('GET', `/api/characters/${id}/steps`), 404);
		assertError(await see(other, id), 404);
	}
	assert.equal((await member.api('GET', `/api/characters/${id}/steps`)).status, 200);
});

test('what no house publishes is refused, and the draft is kept', async () => {
	const member = await newMember(house);
	const id = await draft(member);
	for (const [field, value] of [
		['name', 'School girl Mia'], ['tags', ['loli']], ['traits', ['jailbait']], ['longBio', 'Age: 15. A knight.'],
		['personality', 'She is 16 years old and loves sex.'], ['look', { free: 'a teen in a dress' }],
		['traits', ['looks like a celebrity']], ['greeting', 'A naked child'], ['scenario', 'Porn, all night.'],
		['exampleDialogues', [{ user: 'hi', character: 'Let us have sex with my sister, now' }]],
	]) {
		await patch(member, id, { autosave: true, ...whole({ tags: [], traits: [], look: { free: '' }, personality: '',
			scenario: '', exampleDialogues: [] }), [field]: value });
		const { message } = assertError(await publish(member, id), 422, 'CONTENT_REFUSED');
		assert.match(message, /your draft is kept/);
	}
	assert.equal((await see(member, id)).status, 404);
	assert.match((await member.api('GET', `/api/characters/${id}/steps`)).text, /with my sister/);
});

test('what is doubtful waits for staff, and its creator can use it meanwhile', async () => {
	const [member, other] = [await newMember(house), await newMember(house)];
	const id = await draft(member, { longBio: 'She teaches at a primary school and went to sea at the age of 15.' });
	const made = await publish(member, id);
	assert.deepEqual([made.status, made.json.moderationStatus], [200, 'pending'], made.text);
	assertError(await see(other, id), 404);
	assert.equal(await listed(other, id), false);
	assert.equal((await member.api('POST', '/api/chat/sessions', { characterId: id })).status, 201);
});

test('a picture from outside is seen by staff before it is seen by others', async () => {
	const [member, other] = [await newMember(house), await newMember(house)];
	const id = await draft(member);
	const boundary = 'a-boundary';
	const png = await readFile(`${ROOT}/docs/screenshot.png`);
	const sent = await member.api('POST', '/api/uploads', Buffer.concat([
		Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="purpose"\r\n\r\ncharacter\r\n`
			+ `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="x.png"\r\nContent-Type: image/png\r\n\r\n`),
		png, Buffer.from(`\r\n--${boundary}--\r\n`)]), { headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` } });
	assert.equal(sent.status, 201, sent.text);
	assertField(await patch(other, await draft(other), { portrait: sent.json.mediaId }), 'portrait');
	assert.equal((await patch(member, id, { portrait: sent.json.mediaId })).status, 200);
	const made = (await publish(member, id)).json;
	assert.deepEqual([made.moderationStatus, made.avatarUrl], ['pending', sent.json.url]);
	assert.equal((await publish(member, id)).json.moderationStatus, 'pending');
	assertError(await see(other, id), 404);
});

test('names and numbers of characters hold, also when all is pressed at once', async () => {
	const member = await newMember(house);
	const ids = [];
	for (let i = 0; i < 7; i += 1) ids.push(await draft(member, i < 2 ? { name: 'Twin' } : {}));
	const statuses = (await Promise.all(ids.slice(0, 2).map((id) => publish(member, id, 'private')))).map((a) => a.status);
	assert.deepEqual(statuses.sort(), [200, 422]);
	await Promise.all(ids.slice(2).map((id) => publish(member, id, 'private')));
	assert.deepEqual(await house.sql(`select count(*) from character where creator_id = ${member.user.id}`), [['5']]);
	assertError(await publish(member, await draft(member)), 409, 'CHARACTER_LIMIT');
});

test('a moment ahead opens the character then, and not before', async () => {
	const [member, other] = [await newMember(house), await newMember(house)];
	const id = await draft(member);
	assertField(await publish(member, id, 'public', { publishAt: '2020-01-01T00:00:00Z' }), 'publishAt');
	assertField(await publish(member, id, 'public', { publishAt: 'tomorrow' }), 'publishAt');
	const at = new Date(Date.now() + 3600e3).toISOString();
	assert.equal((await publish(member, id, 'public', { publishAt: at })).json.visibility, 'private');
	assertError(await see(other, id), 404);
	await house.sql(`update character set publish_at = now() where id = ${id}`);
	await until('it opens', async () => (await see(other, id)).status === 200, 40);
	assert.ok(await listed(other, id));
});

test('a change is seen when it is published again; taking back, copying and deleting can be undone', async () => {
	const [member, other] = [await newVisitor(house), await newMember(house)];
	const { csrfToken } = (await member.api('GET', '/api/me')).json;
	const press = (id, what) => member.post(`/tavern/${id}/edit/${what}`, { csrf: csrfToken });
	member.token = member.sessionToken;
	const id = await draft(member);
	await publish(member, id);
	await patch(member, id, { shortDescription: 'Changed' });
	assert.equal((await see(other, id)).json.shortDescription, WHOLE.shortDescription);
	assert.match((await member.get('/tavern/mine')).words, /Changes not published/);
	await publish(member, id);
	assert.equal((await see(other, id)).json.shortDescription, 'Changed');
	assert.equal((await other.api('POST', '/api/chat/sessions', { characterId: id })).status, 201);
	assert.equal((await press(id, 'unpublish')).status, 303);
	assertError(await see(other, id), 404);
	assert.match((await press(id, 'duplicate')).location, /^\/tavern\/\d+\/edit\/basics$/);
	const gone = await press(id, 'delete');
	assert.equal(gone.location, `/tavern/mine?gone=${id}`);
	assertError(await see(member, id), 404);
	assert.equal((await other.api('GET', '/api/chat/sessions')).json.items.length, 1);
	const page = await member.follow(gone);
	await member.submit(page.form(`/tavern/${id}/edit/restore`));
	assert.equal((await see(member, id)).status, 200);
});

test('bad input is refused in words and breaks nothing', async () => {
	const member = await newMember(house);
	const id = await draft(member);
	for (const [field, value] of [['name', 7], ['name', 'x'.repeat(61)], ['name', 'a\u0007b'], ['name', 'a\u202eb'],
		['longBio', 'x'.repeat(41000)], ['longBio', 'x'.repeat(32001)], ['traits', 'a,b,c,d,e,f,g,h,i'], ['age', '18.5'],
		['age', -1], ['tags', Array.from({ length: 11 }, (_, i) => `tag-${i}`)], ['tags', ['<script>']], ['look', 'bob'],
		['exampleDialogues', Array.from({ length: 13 }, () => ({ user: 'a', character: 'b' }))],
		['exampleDialogues', [{ user: 'only one side' }]], ['exampleDialogues', 'x'], ['nsfwLevel', 'explicit'],
		['visibility', 'everyone'], ['portrait', '99999999'], ['portrait', '../x'], ['step', 'seventh']]) {
		assertField(await patch(member, id, { [field]: value }), field);
		await patch(member, id, { autosave: true, ...whole({ tags: [], traits: [], exampleDialogues: [], portrait: '', visibility: 'private' }) });
	}
	assertField(await patch(member, id, { look: { hairStyle: 'mohawk' } }), 'hairStyle');
	for (const path of ['/api/characters/0/steps', '/api/characters/999999999/steps', '/api/characters/1/steps']) {
		assertError(await member.api('PATCH', path, { name: 'x' }), 404);
	}
	for (const path of ['/tavern/mine?cursor=x', `/tavern/${id}/edit/none`, '/tavern/999999/edit']) {
		assert.ok([404, 422, 303].includes((await member.get(path)).status), path);
	}
});

test('a guest is asked to sign in', async () => {
	const guest = new Client(house);
	for (const path of ['/tavern/new', '/tavern/mine', '/tavern/1/edit']) assert.match((await guest.get(path)).location, /^\/sign-in\?next=/);
	assertError(await guest.api('POST', '/api/characters', WHOLE), 401);
});
