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
	assert.match(page.words, /What the model is told .*Juno.*41/);
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
	await house.snug('user', 'plan', member.person.username, 'starter');
	const ids = [];
	for (let i = 0; i < 7; i += 1) ids.push(await draft(member, i < 2 ? { name: 'Twin' } : {}));
	const statuses = (await Promise.all(ids.slice(0, 2).map((id) => publish(member, id, 'private')))).map((a) => a.status);
	assert.deepEqual(statuses.sort(), [200, 422]);
	await Promise.all(ids.slice(2).map((id) => publish(member, id, 'private')));
	assert.deepEqual(await house.sql(`select count(*) from character where creator_id = ${member.user.id}`), [['5']]);
	assertError(await publish(member, await draft(member)), 409, 'CHARACTER_LIMIT');
});

test('a moment ahead opens the character then, and not before', async () => {
	const [member, other] = [await newVisitor(house), await newMember(house)];
	member.token = member.sessionToken;
	const id = await draft(member);
	assertField(await publish(member, id, 'public', { publishAt: '2020-01-01T00:00:00Z' }), 'publishAt');
	assertField(await publish(member, id, 'public', { publishAt: 'tomorrow' }), 'publishAt');
	const at = new Date(Date.now() + 3600e3).toISOString();
	assert.equal((await publish(member, id, 'public', { publishAt: at })).json.visibility, 'private');
	assertError(await see(other, id), 404);
	const stands = async (words) => assert.match((await member.get(`/character/${id}`)).words, words);
	await stands(/Opens in [^.]+\. Until then only you see/);
	await house.sql(`update character set moderation_status = 'pending' where id = ${id}`);
	await stands(/is being looked at\. Until then only you see this page\. Opens in [^.]+ at the earliest/);
	await house.sql(`update character set moderation_status = 'approved' where id = ${id}`);
	await house.sql(`update character set publish_at = now() where id = ${id}`);
	await until('it opens', async () => (await see(other, id)).status === 200);
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

test('each publishing is a version; an old one is compared and becomes the draft again', async () => {
	const [member, other] = [await newVisitor(house), await newMember(house)];
	member.token = member.sessionToken;
	const id = await draft(member, { longBio: 'She keeps the old light. <b>Always</b>.' });
	await publish(member, id);
	await publish(member, id); // the same again is no version
	await patch(member, id, { longBio: 'She keeps the new light. <b>Always</b>.', tags: ['cosy'] });
	await publish(member, id);
	const { items } = (await member.api('GET', `/api/characters/${id}/versions`)).json;
	assert.deepEqual(items.map((v) => [v.number, v.changed ?? '']), [[2, 'Story, Tags'], [1, '']]);
	assert.match((await member.get(`/tavern/${id}/edit/versions`)).words, /Version 2 as it is .* changed: Story, Tags/);
	const page = await member.get(`/tavern/${id}/edit/versions/1`);
	assert.match(page.text, /<del>old <\/del>/);
	assert.match(page.text, /<ins>new <\/ins>/);
	assert.doesNotMatch(page.text, /<b>Always/);
	const back = await member.submit(page.form(/restore$/));
	assert.equal(back.location, `/tavern/${id}/edit/review`);
	assert.match((await see(other, id)).json.longBio, /new light/);
	await publish(member, id);
	assert.match((await see(other, id)).json.longBio, /old light/);
	assert.equal((await member.api('GET', `/api/characters/${id}/versions`)).json.items.length, 3);
	for (const path of ['versions', 'versions/1']) assertError(await other.api('GET', `/api/characters/${id}/${path}`), 404);
	assertError(await other.api('POST', `/api/characters/${id}/versions/1/restore`), 404);
	assertError(await member.api('GET', `/api/characters/${id}/versions/99`), 404);
	await house.sql(`insert into character_version (character_id, n, data) select ${id}, g, '{}' from generate_series(4, 60) g`);
	await patch(member, id, { shortDescription: 'Once more' });
	await publish(member, id);
	assert.ok((await house.sql(`select count(*) from character_version where character_id = ${id}`))[0][0] <= 51);
});

test('a way to talk is written by one press, and replaced by another', async () => {
	const visitor = await newVisitor(house);
	const begun = await visitor.submit((await visitor.get('/tavern/new')).form('/tavern/new'),
		{ name: 'Stylish', shortDescription: 'x', age: '30', go: 'next' });
	const at = begun.location;
	const press = async (row, fill = {}) => follow(visitor, await visitor.submit((await visitor.get(at)).form(at), { row, ...fill }));
	let page = await press('style-friendly', { personality: 'Own words.' });
	assert.match(page.text, />Own words\.\n\nTalks warmly/);
	page = await press('style-playful');
	assert.match(page.text, />Own words\.\n\nTeases kindly/);
	assert.doesNotMatch(page.text, />Own words\.[^<]*Talks warmly/);
	assert.match(page.text, /value="style-playful" aria-pressed="true"/);
	page = await press('style-unknown');
	assert.match(page.text, />Own words\.\n\nTeases kindly/);
});

test('other openings and directions are written by forms, and a chat and the prompt have them', async () => {
	const visitor = await newVisitor(house);
	const begun = await visitor.submit((await visitor.get('/tavern/new')).form('/tavern/new'),
		{ name: 'Openhanded', shortDescription: 'x', age: '30', go: 'next' });
	const at = begun.location;
	const rows = (page) => page.form(at).fields.filter(([name]) => name === 'alternateGreeting').map(([, text]) => text);
	/** Presses a button with these openings typed. */
	const press = async (page, typed, more) => {
		const form = page.form(at);
		form.fields = [...form.fields.filter(([name]) => name !== 'alternateGreeting'), ...typed.map((text) => ['alternateGreeting', text])];
		return visitor.submit(form, more);
	};
	let page = await visitor.get(at);
	assert.deepEqual(rows(page), ['']);
	let answer = await press(page, ['The door is *open*.'], { row: 'opening-add', greeting: 'Hush.' });
	assert.equal(answer.location, `${at}#f-alternateGreetings`);
	page = await follow(visitor, answer);
	assert.deepEqual(rows(page), ['The door is *open*.', '']);
	page = await follow(visitor, await press(page, ['The door is *open*.', 'Too late.'], { row: 'opening-remove-2' }));
	assert.deepEqual(rows(page), ['The door is *open*.']);
	answer = await press(page, ['The door is *open*.', ' '], { go: 'review', nickname: 'Hand', creatorNotes: 'Be **kind** to them.',
		systemPrompt: 'Write short lines. {{original}}', postHistory: 'End on a question.', depthPrompt: 'Never in a hurry.', depthPromptRole: 'assistant' });
	page = await follow(visitor, answer);
	assert.match(page.words, /Other openings 1 opening .*What the model is told .*Write short lines\. .*Never in a hurry\. .*End on a question\./);
	assert.match(page.text, /Be <strong>kind<\/strong> to them/);
	const id = /\d+/.exec(at)[0];
	await visitor.submit(page.form(`/tavern/${id}/edit/review`), {}, { button: { name: 'x', value: '', action: `/tavern/${id}/edit/publish` } });
	const [made] = await house.sql(`select alternate_greetings, nickname, creator_notes, system_prompt, post_history, depth_prompt,
		depth_prompt_depth, depth_prompt_role from character where id = ${id}`);
	assert.deepEqual(made, ['{"The door is *open*."}', 'Hand', 'Be **kind** to them.', 'Write short lines. {{original}}', 'End on a question.',
		'Never in a hurry.', '4', 'assistant']);
	const chat = (await visitor.submit((await visitor.get(`/character/${id}`)).form('/chat'))).location;
	assert.match((await visitor.get(chat)).words, /Hush\. Version 1 \/ of 2/);
	await patch({ api: (method, path, body) => visitor.api(method, path, body, { token: visitor.sessionToken }) }, id, { alternateGreetings: ['Come.'] });
	await visitor.api('POST', `/api/characters/${id}/publish`, {}, { token: visitor.sessionToken });
	assert.match((await visitor.get(`/tavern/${id}/edit/versions`)).words, /changed: Other openings/);
});

test('greetings in chats with others and how readily they speak are written by forms, shown, and go out on the card', async () => {
	const visitor = await newVisitor(house);
	visitor.token = visitor.sessionToken;
	const id = await draft(visitor);
	const at = `/tavern/${id}/edit/personality`;
	const rows = (page) => page.form(at).fields.filter(([name]) => name === 'groupGreeting').map(([, text]) => text);
	const fold = (page) => /<details class="card fold"( open)?><summary>In chats with others/.exec(page.text)[1] ?? '';
	/** Presses a button with these greetings typed. */
	const press = async (page, typed, more) => {
		const form = page.form(at);
		form.fields = [...form.fields.filter(([name]) => name !== 'groupGreeting'), ...typed.map((text) => ['groupGreeting', text])];
		return visitor.submit(form, more);
	};
	let page = await visitor.get(at);
	assert.deepEqual([rows(page), fold(page)], [[''], '']);
	assert.match(page.text, /<option value="" selected>Every second time</);
	let answer = await press(page, ['Is there *tea*, {{user}}?'], { row: 'group-add', greeting: 'Hush.' });
	assert.equal(answer.location, `${at}#f-groupGreetings`);
	page = await follow(visitor, answer);
	assert.deepEqual([rows(page), fold(page)], [['Is there *tea*, {{user}}?', ''], ' open']);
	page = await follow(visitor, await press(page, ['', 'Is there *tea*, {{user}}?', 'Late.'], { row: 'group-remove-3' }));
	assert.deepEqual(rows(page), ['', 'Is there *tea*, {{user}}?']);
	answer = await press(page, rows(page), { go: 'review', talkativeness: '0.75' });
	page = await follow(visitor, answer);
	assert.match(page.words, /In chats with others 1 greeting How readily they speak: Mostly Is there tea , /);
	await visitor.submit(page.form(`/tavern/${id}/edit/review`), {}, { button: { name: 'x', value: '', action: `/tavern/${id}/edit/publish` } });
	const card = async () => {
		const { data } = (await visitor.api('GET', `/api/characters/${id}/export?format=json`)).json;
		return [data.group_only_greetings, data.alternate_greetings, data.extensions.talkativeness];
	};
	assert.deepEqual(await card(), [['Is there *tea*, {{user}}?'], [], 0.75]);
	const said = async (body) => {
		const answered = await patch(visitor, id, body);
		assert.equal(answered.status, 200, answered.text);
		return [answered.json.draft.groupGreetings, answered.json.draft.talkativeness];
	};
	assert.deepEqual(await said({ groupGreetings: ['One.', 'Two.'], talkativeness: 0.123 }), [['One.', 'Two.'], '0.123']);
	assert.match((await visitor.get(at)).text, /<option value="0.123" selected>12 times in 100</);
	await publish(visitor, id, 'private');
	assert.deepEqual(await card(), [['One.', 'Two.'], [], 0.123]);
	const versions = (await visitor.api('GET', `/api/characters/${id}/versions`)).json.items;
	assert.equal(versions[0].changed, 'Greetings in chats with others, How readily they speak');
	assert.match((await visitor.get(`/tavern/${id}/edit/versions/1`)).text, /Greetings in chats with others[\s\S]*<ins>[^<]*One\.[\s\S]*How readily they speak[\s\S]*<del>0\.75<\/del>/);
});

test('a list of texts that is none, is too long or is not within its bounds is named, and what was kept stays', async () => {
	const visitor = await newVisitor(house);
	visitor.token = visitor.sessionToken;
	const id = await draft(visitor, { alternateGreetings: ['You again.'], groupGreetings: ['Hush, all.'], talkativeness: '0.25',
		exampleDialogues: [{ user: 'Hi', character: 'Hello.' }, { user: '', character: 'Tea?' }] });
	const kept = async () => {
		const { alternateGreetings, groupGreetings, talkativeness, scenario, exampleDialogues } = (await visitor.api('GET', `/api/characters/${id}/steps`)).json.draft;
		assert.equal(exampleDialogues.length, 2);
		return [alternateGreetings, groupGreetings, talkativeness, scenario];
	};
	for (const [name, most] of [['alternateGreetings', 50], ['groupGreetings', 10]]) {
		for (const bad of [Array(most + 1).fill('x'), 'x', 7, { 0: 'x' }, ['x', null], ['x', 7], [['x']]]) assertField(await patch(visitor, id, { [name]: bad }), name);
	}
	for (const bad of [Array(51).fill({}), 'x', {}, [{ user: 'Hi', character: 'Who?' }, 7]]) assertField(await patch(visitor, id, { exampleDialogues: bad }), 'exampleDialogues');
	for (const bad of [true, [], {}, 'x'.repeat(50)]) assertField(await patch(visitor, id, { talkativeness: bad }), 'talkativeness');
	assert.deepEqual(await kept(), [['You again.'], ['Hush, all.'], '0.25', '']);
	assertField(await patch(visitor, id, { groupGreetings: ['x'.repeat(32001)] }), 'groupGreetings');
	await patch(visitor, id, { groupGreetings: ['Hush, all.'] });
	const at = `/tavern/${id}/edit/personality`;
	const page = await visitor.get(at);
	const form = page.form(at);
	form.fields.push(...Array(10).fill(['groupGreeting', 'x']));
	const answer = await visitor.submit(form, { go: 'next', scenario: 'A storm.' });
	assert.equal(answer.status, 422);
	assert.match(answer.text, /<a href="#f-groupGreetings">Greetings in chats with others are a list of 10 texts at most/);
	assert.deepEqual(await kept(), [['You again.'], ['Hush, all.'], '0.25', 'A storm.']);
	for (const bad of [-0.01, 1.01, '2', 'often', 'nan']) assertField(await patch(visitor, id, { talkativeness: bad }), 'talkativeness');
	assertField(await publish(visitor, id), 'talkativeness');
	const shown = await visitor.get(`${at}?check=1`);
	assert.match(shown.text, /<details class="card fold" open><summary>In chats with others[\s\S]*<option value="nan" selected>nan</);
	for (const edge of [0, 1]) assert.equal((await patch(visitor, id, { talkativeness: edge })).json.draft.talkativeness, `${edge}`);
});

test('among many, one\'s own are found by name, line and tag, whatever letters and accents', async () => {
	const visitor = await newVisitor(house);
	const api = (path, body) => visitor.api('POST', path, body, { token: visitor.sessionToken });
	assert.doesNotMatch((await visitor.get('/tavern/mine')).text, /role="search"[^>]*action="\/tavern\/mine|action="\/tavern\/mine"/);
	for (let i = 0; i < 8; i += 1) await api('/api/characters/import', { text: JSON.stringify({ name: `Row ${i}`, description: 'Age: 40.' }) });
	await api('/api/characters/import', { text: JSON.stringify({ name: 'Éowyn Ярослав', description: 'Age: 40. Minds 100% of the bees.' }) });
	await api('/api/characters', whole({ name: 'Eowyn the Draft' }));
	const page = await visitor.get('/tavern/mine');
	const found = async (q) => {
		const answer = await visitor.submit(page.form('/tavern/mine'), { q });
		assert.equal(answer.status, 200, q);
		return [...answer.text.matchAll(/<h3><a href="[^"]+">([^<]+)/g)].map(([, name]) => name);
	};
	assert.deepEqual(await found('eowyn'), ['Eowyn the Draft', 'Éowyn Ярослав']);
	assert.deepEqual(await found('ЯРОСЛАВ'), ['Éowyn Ярослав']);
	assert.deepEqual(await found('100%'), ['Éowyn Ярослав']);
	assert.deepEqual(await found('row _'), []);
	assert.equal((await found('row')).length, 8);
	assert.match((await visitor.get('/tavern/mine?q=zzz')).words, /Nobody of yours fits/);
	assert.match((await visitor.get('/tavern/mine?q=row&limit=5')).text, /href="\/tavern\/mine\?q=row&amp;(limit=\d+&amp;)?cursor=\d+/);
});

test('tags of any script are carried, listed, found and lead to their characters', async () => {
	const member = await newMember(house);
	const id = await draft(member, { tags: ['Морской роман', '猫'] });
	assert.equal((await publish(member, id)).status, 200);
	assert.deepEqual((await see(member, id)).json.tags, ['морской-роман', '猫']);
	const { tags } = (await member.api('GET', '/api/tags')).json;
	assert.ok(tags.some(({ name }) => name === 'морской-роман'));
	const page = await member.get(`/character/${id}`);
	const [, href] = /<a class="tag" href="([^"]+)">морской/.exec(page.text);
	const room = await member.get(encodeURI(href));
	assert.match(room.words, /1 character\b/);
	assert.match(room.text, /aria-current="true"[^>]*>.*?Морской роман/i);
	assert.match((await member.get(`/tavern/tags?find=${encodeURIComponent('морск')}`)).words, /Морской роман/i);
	assert.match((await member.get(`/search?q=${encodeURIComponent('морской')}`)).words, /Mira \d+/);
});

test('tags are found in the words, and by letters', async () => {
	const visitor = await newVisitor(house);
	const [[name, label]] = await house.sql('select name, label from tag where character_count > 0 order by character_count desc limit 1');
	visitor.token = visitor.sessionToken;
	/* No other words: they are tags of other tests' characters, perhaps. */
	const id = await draft(visitor, { shortDescription: label, greeting: '', longBio: `${label.toUpperCase()}, and ${label}.`, tags: [] });
	const at = `/tavern/${id}/edit/tags`;
	const page = await visitor.get(at);
	assert.match(page.words, new RegExp(`Found in your words ${label}`));
	const found = await visitor.submit(page.form(at), { row: 'find', findTag: name.slice(0, 4).toUpperCase(), tags: name });
	assert.match(found.location, /\?q=.*#f-tags$/);
	const list = await follow(visitor, found);
	assert.match(list.text, new RegExp(`value="${name}" checked`));
	const shown = [...list.text.matchAll(/name="tags" value="([^"]+)"(?! checked)/g)].map(([, tag]) => tag);
	assert.ok(shown.length < 36);
	assert.match((await visitor.get(`${at}?q=zzzzzz`)).words, /No tag has these letters/);
});

test('a price of its own needs a place in the plan, stays in its bounds, and is shown', async () => {
	const [member, other] = [await newMember(house), await newMember(house)];
	const id = await draft(member);
	assertField(await patch(member, id, { replyPrice: 2 }), 'replyPrice');
	await house.sql("update entitlement set value = 1 where key = 'premium_characters'");
	try {
		for (const bad of ['free', '-1', '1.2345', '99999', '10.001']) assertField(await patch(member, id, { replyPrice: bad }), 'replyPrice');
		assert.equal((await patch(member, id, { replyPrice: 2.5 })).status, 200);
		assert.equal((await publish(member, id)).json.gemCostPerMessage, 2.5);
		assert.equal((await see(other, id)).json.gemCostPerMessage, 2.5);
		assertField(await patch(member, await draft(member), { replyPrice: '2' }), 'replyPrice');
		await patch(member, id, { replyPrice: '' });
		assert.equal((await publish(member, id)).json.gemCostPerMessage, 1);
	} finally {
		await house.sql("update entitlement set value = 0 where key = 'premium_characters'");
	}
});

function pictureForm(fields, bytes) {
	const edge = 'a-boundary';
	const body = Buffer.concat([...fields.map(([name, value]) => Buffer.from(
		`--${edge}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)),
	...(bytes ? [Buffer.from(`--${edge}\r\nContent-Disposition: form-data; name="file"; filename="x.png"\r\n\r\n`), bytes,
		Buffer.from('\r\n')] : []), Buffer.from(`--${edge}--\r\n`)]);
	return { body, headers: { 'Content-Type': `multipart/form-data; boundary=${edge}` } };
}

test('the gallery of a draft and of a character takes pictures, words and an order; what is taken out can be put back', async () => {
	const [member, other] = [await newVisitor(house), await newVisitor(house)];
	for (const one of [member, other]) one.token = one.sessionToken;
	const id = await draft(member);
	const at = `/tavern/${id}/edit/gallery`;
	const visuals = await member.get(`/tavern/${id}/edit/visuals`);
	const opened = await member.submit(visuals.form(`/tavern/${id}/edit/visuals`), { row: 'gallery', lookFree: 'typed before' });
	assert.equal(opened.location, at);
	assert.equal((await member.api('GET', `/api/characters/${id}/steps`)).json.draft.look.free, 'typed before');
	const png = await readFile(`${ROOT}/docs/screenshot.png`);
	const send = async (fill, bytes) => {
		const form = (await member.get(at)).forms.find((f) => f.action === at && f.fields.some(([n]) => n === 'file'));
		const fields = form.fields.filter(([name]) => name !== 'file' && !(name in fill));
		return member.request('POST', at, pictureForm([...fields, ...Object.entries(fill)], bytes));
	};
	const ids = async () => [...(await member.get(at)).text.matchAll(/name="caption-(\d+)"/g)].map(([, n]) => n);
	for (let i = 0; i < 2; i += 1) assert.equal((await send({ press: 'save' }, png)).status, 303);
	const [first, second] = await ids();
	const words = await send({ press: `down-${first}`, [`caption-${first}`]: '<i>Dusk</i>', [`alt-${second}`]: 'The quay' });
	assert.equal(words.status, 303, words.words);
	assert.deepEqual(await ids(), [second, first]);
	const page = await member.get(at);
	assert.match(page.text, /value="&lt;i&gt;Dusk/);
	assert.match(page.text, /alt="The quay"/);
	assert.equal((await other.get(at)).status, 404);

	assert.equal((await publish(member, id)).status, 200);
	await until('the portrait', async () => (await see(member, id)).json.avatarUrl);
	assert.deepEqual((await ids()).slice(0, 2), [second, first]);
	const gallery = async (who) => (await see(who, id)).json.gallery.map((one) => one.id).filter((one) => [first, second].includes(one));
	assert.deepEqual(await gallery(member), [second, first]);
	assert.deepEqual(await gallery(other), []); // what was brought waits for staff
	const staff = await newMember(house);
	await house.sql(`update member set role = 'moderator' where id = ${staff.user.id}`);
	const waiting = async () => (await staff.api('GET', `/api/admin/characters?cursor=${BigInt(id) - 1n}`)).json.items.some((one) => one.id === id);
	assert.ok(await waiting());
	const before = (await see(member, id)).json.gallery.find((one) => one.id === first);
	assert.equal((await staff.get(before.thumbUrl, { headers: { Authorization: `Bearer ${staff.token}` } })).status, 200);
	assert.equal((await other.get(before.thumbUrl)).status, 404);
	const decided = await staff.api('POST', `/api/admin/characters/${id}/decide`, { answer: 'approve', rule: 'other' });
	assert.equal(decided.status, 200, decided.text);
	assert.equal(await waiting(), false);
	assert.deepEqual(await gallery(other), [second, first]);
	const shown = await other.get(`/character/${id}?tab=gallery`);
	assert.match(shown.text, /<p class="small">&lt;i&gt;Dusk&lt;\/i&gt;<\/p>/);
	assert.match(shown.text, new RegExp(`id="pic-${second}"[\\s\\S]*href="#pic-${first}" aria-label="Next picture"`));
	const { url } = (await see(other, id)).json.gallery.find((one) => one.id === first);
	assert.equal((await other.get(url)).status, 200);

	const gone = await send({ press: `remove-${first}` });
	assert.equal(gone.location, `${at}?gone=${first}`);
	assert.equal((await other.get(url)).status, 404);
	assert.equal((await ids()).includes(first), false);
	const undo = (await member.follow(gone)).forms.find((f) => f.buttons.some((b) => b.value === `back-${first}`));
	assert.equal((await member.submit(undo, {}, { button: { name: 'press', value: `back-${first}` } })).status, 303);
	assert.deepEqual((await ids()).slice(0, 2), [second, first]);
	assert.deepEqual(await gallery(other), [second]); // it waits again
	assert.equal((await staff.api('POST', `/api/admin/characters/${id}/decide`, { answer: 'refuse', rule: 'other', facts: 'Blurred' })).status, 200);
	assert.deepEqual([await gallery(member), (await see(other, id)).status], [[second], 200]);
	assert.equal((await send({ press: 'save', [`caption-${second}`]: 'naked child' })).status, 422);
	assert.equal((await send({ press: 'up-99999999' })).status, 303);
	const elsewhere = `/tavern/${await draft(member)}/edit/gallery`;
	const form = (await member.get(elsewhere)).form(elsewhere);
	assert.equal((await member.submit(form, {}, { button: { name: 'press', value: `add-${second}` } })).status, 422);
});

test('the pictures of a draft that is deleted for good are in no gallery', async () => {
	const member = await newVisitor(house);
	member.token = member.sessionToken;
	const id = await draft(member);
	const at = `/tavern/${id}/edit/gallery`;
	const sent = await member.request('POST', at, pictureForm([['csrf', (await member.api('GET', '/api/me')).json.csrfToken],
		['press', 'save']], await readFile(`${ROOT}/docs/screenshot.png`)));
	assert.equal(sent.status, 303, sent.words);
	await house.sql(`delete from character_draft where id = ${id}`);
	assert.deepEqual(await house.sql(`select coalesce(gallery_place, 0), coalesce(draft_id, 0) from media where owner_id = ${member.user.id}`),
		[['0', '0']]);
});

test('a portrait is cut on the server, and only one\'s own', async () => {
	const [member, other] = [await newVisitor(house), await newVisitor(house)];
	for (const one of [member, other]) one.token = one.sessionToken;
	const id = await draft(member);
	const png = await readFile(`${ROOT}/docs/screenshot.png`);
	const up = await member.api('POST', '/api/uploads', ...(({ body, headers }) => [body, { headers }])(pictureForm([['purpose', 'character']], png)));
	const media = up.json.mediaId;
	await patch(member, id, { portrait: media });
	const visuals = await member.get(`/tavern/${id}/edit/visuals`);
	const page = await member.follow(await member.submit(visuals.form(`/tavern/${id}/edit/visuals`), { row: 'cut' }));
	assert.match(page.path, /\/edit\/cut\?media=\d+$/);
	const form = page.form(`/tavern/${id}/edit/cut`);
	const preview = await member.submit(form, { x: '10', zoom: '200', press: 'preview' });
	assert.match(preview.location, /x=10&y=20&zoom=200/);
	const [, picture] = /src="([^"]*cut\/picture[^"]*)"/.exec((await member.follow(preview)).text);
	const shown = await member.get(picture.replace(/&amp;/g, '&'));
	assert.equal(shown.headers['content-type'], 'image/webp');
	assert.equal(shown.bytes.toString('latin1', 8, 12), 'WEBP');
	assert.equal((await other.get(picture.replace(/&amp;/g, '&'))).status, 404);
	assert.equal((await member.get(`/tavern/${id}/edit/cut?media=999999`)).status, 404);
	const cut = await member.submit(form, { x: '10', zoom: '200', press: 'use' });
	assert.equal(cut.status, 303, cut.words);
	const now = (await member.api('GET', `/api/characters/${id}/steps`)).json.draft.portrait;
	assert.notEqual(now, media);
	const [[width, height]] = await house.sql(`select width, height from media where id = ${now}`);
	assert.ok(Math.abs(width / height - 0.75) < 0.02, `${width} x ${height}`);
	for (const bad of ['x=-5', 'x=101', 'zoom=9999', 'y=abc']) {
		assert.ok([404, 422].includes((await member.get(`/tavern/${id}/edit/cut/picture?media=${media}&${bad}`)).status));
	}
});

test('bad input is refused in words and breaks nothing', async () => {
	const member = await newMember(house);
	const id = await draft(member);
	for (const [field, value] of [['name', 7], ['name', 'x'.repeat(61)], ['name', 'a\u0007b'], ['name', 'a\u202eb'],
		['longBio', 'x'.repeat(41000)], ['longBio', 'x'.repeat(32001)], ['traits', 'a,b,c,d,e,f,g,h,i'], ['age', '18.5'],
		['age', -1], ['tags', Array.from({ length: 11 }, (_, i) => `tag-${i}`)], ['tags', ['<script>']], ['look', 'bob'],
		['exampleDialogues', Array.from({ length: 51 }, () => ({ user: 'a', character: 'b' }))],
		['exampleDialogues', [{ user: 'only one side' }]], ['exampleDialogues', 'x'], ['alternateGreetings', 'x'], ['alternateGreetings', [7]],
		['alternateGreetings', Array.from({ length: 51 }, () => 'Hi.')], ['nickname', 'x'.repeat(61)], ['systemPrompt', 'x'.repeat(32001)],
		['depthPrompt', 'x'.repeat(16001)], ['depthPromptDepth', -1], ['depthPromptDepth', 'deep'], ['depthPromptRole', 'narrator'],
		['nsfwLevel', 'explicit'],
		['visibility', 'everyone'], ['portrait', '99999999'], ['portrait', '../x'], ['step', 'seventh']]) {
		assertField(await patch(member, id, { [field]: value }), field);
		await patch(member, id, { autosave: true, ...whole({ tags: [], traits: [], exampleDialogues: [], portrait: '', visibility: 'private',
			alternateGreetings: [], nickname: '', systemPrompt: '', depthPrompt: '', depthPromptDepth: '', depthPromptRole: '' }) });
	}
	const long = Array.from({ length: 50 }, () => 'x'.repeat(30000));
	assertField(await patch(member, id, { alternateGreetings: long }), 'longBio');
	assert.equal((await patch(member, id, { alternateGreetings: long.slice(0, 20) })).status, 200);
	assertField(await patch(member, id, { look: { hairStyle: 'mohawk' } }), 'hairStyle');
	for (const path of ['/api/characters/0/steps', '/api/characters/999999999/steps', '/api/characters/1/steps']) {
		assertError(await member.api('PATCH', path, { name: 'x' }), 404);
	}
	for (const path of ['/tavern/mine?cursor=x', `/tavern/${id}/edit/none`, '/tavern/999999/edit']) {
		assert.ok([404, 422, 303].includes((await member.get(path)).status), path);
	}
});

test('notes and level of the story are kept, shown and bounded', async () => {
	const [member, other] = [await newMember(house), await newMember(house)];
	const id = await draft(member, { contentNotes: ['violence', 'grief'] });
	assertField(await patch(member, id, { contentNotes: ['sunshine'] }), 'contentNotes');
	assertField(await patch(member, id, { nsfwLevel: 'suggestive' }), 'nsfwLevel');
	await patch(member, id, { contentNotes: ['violence', 'grief'], nsfwLevel: 'none' });
	assert.deepEqual((await publish(member, id)).json.contentNotes, ['violence', 'grief']);
	assert.match((await other.get(`/character/${id}`)).words, /The story may hold: violence, grief and loss\./);
});

test('a change of a step that was changed elsewhere is refused, with the mark to write over it', async () => {
	const member = await newMember(house);
	const id = await draft(member);
	const { mark } = (await patch(member, id, { step: 'basics', longBio: 'One.' })).json;
	await patch(member, id, { step: 'basics', longBio: 'Two.' });
	const stale = await patch(member, id, { step: 'basics', longBio: 'Three.', mark });
	const error = assertError(stale, 409, 'STALE_DRAFT');
	assert.equal((await member.api('GET', `/api/characters/${id}/steps`)).json.draft.longBio, 'Two.');
	assert.equal((await patch(member, id, { step: 'basics', longBio: 'Two.', mark })).status, 200); // says the same
	assert.equal((await patch(member, id, { step: 'personality', greeting: 'Hi.', mark: (await patch(member, id,
		{ step: 'personality', greeting: 'Hello.' })).json.mark })).status, 200);
	assert.equal((await patch(member, id, { step: 'basics', longBio: 'Three.', mark: error.mark })).status, 200);
});

test('the portrait of a private character is seen by who is in a chat with them, and by nobody else', async () => {
	const [member, guest, stranger] = [await newMember(house), await newMember(house), await newMember(house)];
	const id = await draft(member);
	await publish(member, id, 'private');
	const { avatarUrl } = await until('the portrait', async () => {
		const now = (await see(member, id)).json;
		return now.avatarUrl && now;
	});
	const looks = async (who) => (await who.get(avatarUrl, { headers: { Authorization: `Bearer ${who.token}` } })).status;
	const { sessionId: chat } = (await member.api('POST', '/api/chat/sessions', { characterId: id })).json;
	assert.deepEqual([await looks(member), await looks(guest), await looks(stranger)], [200, 404, 404]);
	const { path } = (await member.api('POST', `/api/chat/sessions/${chat}/invite`, {})).json;
	assert.equal((await guest.api('POST', `/api${path}`, {})).status, 200);
	assert.deepEqual([await looks(member), await looks(guest), await looks(stranger)], [200, 200, 404]);
	const { characters } = (await guest.api('GET', `/api/chat/sessions/${chat}/people`)).json;
	assert.equal((await guest.get(characters[0].thumbUrl, { headers: { Authorization: `Bearer ${guest.token}` } })).status, 200);
	assertError(await see(guest, id), 404); // the page stays its creator's
	assert.equal((await guest.api('POST', `/api/chat/sessions/${chat}/leave`, {})).status, 200);
	assert.deepEqual([await looks(member), await looks(guest)], [200, 404]);
});

test('who is signed out while writing loses no word, without a script as well', async () => {
	const visitor = await newVisitor(house);
	visitor.token = visitor.sessionToken;
	const id = await draft(visitor);
	const at = `/tavern/${id}/edit/basics`;
	const page = await visitor.get(at);
	await house.sql(`delete from session where member_id = ${visitor.user.id}`);
	const held = await visitor.submit(page.form(at), { longBio: 'Two lines,\n"quoted" <b>.', age: '61', go: 'next' });
	assert.equal(held.status, 401);
	assert.match(held.words, /You are signed out\. What you typed is below/);
	const { json } = await visitor.api('POST', '/api/auth/login', { identifier: visitor.person.username, password: visitor.person.password }, { token: null });
	visitor.cookies.set('snug', json.token);
	const again = await visitor.submit(held.form(at));
	assert.equal(again.status, 403);
	const kept = await visitor.submit(again.form(at));
	assert.equal(kept.location, `/tavern/${id}/edit/personality`, kept.words);
	const { longBio, age } = (await visitor.api('GET', `/api/characters/${id}/steps`, null, { token: json.token })).json.draft;
	assert.deepEqual([longBio, age], ['Two lines,\n"quoted" <b>.', '61']);
	// Not for what another site's page sends, and never with secrets.
	const foreign = await visitor.submit(page.form(at), { longBio: 'Sent by others.' }, { headers: { Origin: 'https://example.org', 'Sec-Fetch-Site': 'cross-site' } });
	assert.equal(foreign.status, 403);
	assert.doesNotMatch(foreign.text, /Sent by others/);
	const secret = await new Client(house).post('/settings/password', { oldPassword: 'my old secret', newPassword: 'a new secret', note: 'some words' });
	assert.doesNotMatch(secret.text, /my old secret|a new secret/);
});

test('what is written into any field is text on every page', async () => {
	const member = await newVisitor(house);
	member.token = member.sessionToken;
	const evil = (n) => `"><script>alert(${n})</script><img src=x onerror=alert(${n})>[x](javascript:alert(1)){{{x}}}`;
	const id = await draft(member, { name: `<img src=x>${evil(1)}`.slice(0, 60), shortDescription: evil(2), longBio: `${evil(3)}\n\n![x](javascript:alert(1))`,
		pronouns: '<b>x</b>', traits: ['<script>alert(1)'], personality: evil(4), scenario: evil(5), greeting: evil(6), look: { free: evil(7) },
		exampleDialogues: [{ user: evil(8), character: evil(9) }] });
	const png = await readFile(`${ROOT}/docs/screenshot.png`);
	const at = `/tavern/${id}/edit/gallery`;
	const { csrfToken } = (await member.api('GET', '/api/me')).json;
	await member.request('POST', at, pictureForm([['csrf', csrfToken], ['press', 'save']], png));
	const [[media]] = await house.sql(`select id from media where owner_id = ${member.user.id}`);
	await member.post(at, { csrf: csrfToken, press: 'save', [`caption-${media}`]: evil(10), [`alt-${media}`]: evil(11) });
	const steps = ['basics', 'personality', 'visuals', 'gallery', 'tags', 'visibility', 'review'].map((step) => `/tavern/${id}/edit/${step}`);
	const pages = [...steps, '/tavern/mine'];
	assert.equal((await publish(member, id, 'unlisted')).status, 200);
	await patch(member, id, { longBio: `${evil(12)} anew` });
	await publish(member, id, 'unlisted');
	for (const tab of ['about', 'examples', 'gallery', 'reviews']) pages.push(`/character/${id}?tab=${tab}`);
	pages.push(`/tavern/${id}/edit/versions`, `/tavern/${id}/edit/versions/1`, `/generate?characterId=${id}`, `/report?targetType=character&targetId=${id}`,
		`/chat/import?characterId=${id}`, `/u/${member.person.username}`);
	const { sessionId } = (await member.api('POST', '/api/chat/sessions', { characterId: id })).json;
	pages.push(`/chat/${sessionId}`, '/chat');
	for (const path of pages) {
		const page = await member.get(path);
		assert.equal(page.status, 200, path);
		assert.doesNotMatch(page.text, /<script>alert|<img src=x|<b>x<\/b>|href="javascript:|src="javascript:/i, path);
	}
});

test('a guest is asked to sign in', async () => {
	const guest = new Client(house);
	for (const path of ['/tavern/new', '/tavern/mine', '/tavern/1/edit']) assert.match((await guest.get(path)).location, /^\/sign-in\?next=/);
	assertError(await guest.api('POST', '/api/characters', WHOLE), 401);
});
