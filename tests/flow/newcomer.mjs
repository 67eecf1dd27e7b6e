// Who is asked into a chat: how readily they speak, and what they come in with, by what their cards say.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newMember, newVisitor } from '../support/client.mjs';
import { assertError } from '../support/expect.mjs';
import { openHouse, until } from '../support/house.mjs';
import { balance, messages, say } from '../support/talk.mjs';

const house = await openHouse();

const card = (name, more = {}) => ({ spec: 'chara_card_v3', spec_version: '3.0', data: {
	name, description: `${name} keeps the ferry. Age: 44.`, personality: '', scenario: '', first_mes: 'Mind the plank.', mes_example: '',
	creator_notes: '', system_prompt: '', post_history_instructions: '', alternate_greetings: [], tags: [], creator: '', character_version: '',
	group_only_greetings: [], extensions: {}, ...more } });

/** Somebody with a browser, and a chat with Ansel that they began. */
async function table(first = {}) {
	const member = await newVisitor(house);
	const api = (method, path, body) => member.api(method, path, body, { token: member.sessionToken });
	const bring = async (name, more) => {
		const answer = await api('POST', '/api/characters/import', { text: JSON.stringify(card(name, more)) });
		assert.equal(answer.status, 201, answer.text);
		return answer.json.id;
	};
	const host = await bring('Ansel Gray', first);
	const chat = (await api('POST', '/api/chat/sessions', { characterId: host })).json.sessionId;
	const post = (verb, body) => api('POST', `/api/chat/sessions/${chat}/${verb}`, body);
	const add = (characterId, more) => post('people', { characterId, do: 'add', ...more });
	const people = async () => (await api('GET', `/api/chat/sessions/${chat}/people`)).json;
	return { member, api, bring, host, chat, post, add, people, list: () => messages({ api }, chat) };
}

describe('how readily somebody speaks', () => {
	const talks = async (people) => (await people()).characters.map((one) => one.talkativeness);

	test('is what the card says, as a number or as words, until the member says otherwise', async () => {
		const { bring, post, add, people } = await table({ extensions: { talkativeness: '0.9' } });
		const low = await bring('Bo Reed', { extensions: { talkativeness: 0.2 } });
		const plain = await bring('Kay Verne');
		const odd = await bring('Ida Lunt', { extensions: { talkativeness: 'often' } });
		for (const one of [low, plain, odd]) assert.equal((await add(one)).status, 200);
		assert.deepEqual(await talks(people), [90, 20, 50, 50]);
		await post('people', { characterId: low, do: 'save', isMuted: true });
		assert.deepEqual(await talks(people), [90, 20, 50, 50], 'silence is another matter');
		await post('people', { characterId: low, do: 'save', talkativeness: 75 });
		assert.deepEqual(await talks(people), [90, 75, 50, 50]);
		await post('people', { characterId: low, do: 'remove' });
		await add(low);
		assert.deepEqual(await talks(people), [90, 50, 50, 20]);
	});

	test('is on the page as it is, and saving the form keeps it', async () => {
		const { member, host, bring, chat, add, people } = await table({ extensions: { talkativeness: 0.33 } });
		await add(await bring('Bo Reed', { extensions: { talkativeness: 1 } }));
		const page = await member.get(`/chat/${chat}/people`);
		const form = page.forms.find((one) => one.fields.some(([name, value]) => name === 'characterId' && value === host));
		assert.deepEqual(form.fields.find(([name]) => name === 'talkativeness'), ['talkativeness', '33']);
		assert.match(page.text, /value="33" selected>33 times in 100</);
		assert.equal((await member.submit(form, { isMuted: 'yes' }, { button: { name: 'do', value: 'save' } })).status, 303);
		assert.deepEqual(await talks(people), [33, 100]);
	});

	test('goes with branches, versions and copies, and out again', async () => {
		const said = { extensions: { talkativeness: '0.9' }, group_only_greetings: ['Room for one more?'] };
		const { member, api, chat, host, list } = await table(said);
		const copy = (await api('POST', `/api/chat/sessions/${chat}/branch`, { messageId: (await list())[0].id })).json.sessionId;
		assert.equal((await api('GET', `/api/chat/sessions/${copy}/people`)).json.characters[0].talkativeness, 90);
		const data = async (id) => (await api('GET', `/api/characters/${id}/export?format=json`)).json.data;
		for (const scenario of ['A fair.', 'A flood.']) {
			await api('PATCH', `/api/characters/${host}/steps`, { scenario });
			const made = await api('POST', `/api/characters/${host}/publish`, { visibility: 'private' });
			assert.equal(made.status, 200, made.text);
		}
		assert.deepEqual(await data(host), { ...card('Ansel Gray', said).data, scenario: 'A flood.' });
		const mine = await member.get('/tavern/mine');
		const begun = await member.submit(mine.form(`/tavern/${host}/edit/duplicate`));
		const [, twin] = /^\/tavern\/(\d+)\/edit/.exec(begun.location);
		await api('PATCH', `/api/characters/${twin}/steps`, { shortDescription: 'Keeps the ferry.' });
		const made = await api('POST', `/api/characters/${twin}/publish`, { visibility: 'private' });
		assert.ok(made.status < 300, made.text);
		const { extensions, group_only_greetings: greetings } = await data(twin);
		assert.deepEqual([extensions.talkativeness, greetings], [0.9, ['Room for one more?']]);
	});
});

describe('what somebody comes in with', () => {
	const GREETS = { group_only_greetings: ['{{setvar::mood::merry}}{{char}} joins {{group}}, and bows to {{user}}.', 'Is there tea?'] };

	test('is told before, stands below the head, costs nothing, and the rest are its versions', async () => {
		const { member, api, bring, chat, people, list } = await table();
		const [greeter, silent] = [await bring('Bo Reed', GREETS), await bring('Kay Verne')];
		const { candidates } = await people();
		assert.deepEqual([greeter, silent].map((id) => candidates.find((one) => one.id === id).greets), [true, false]);
		const page = await member.get(`/chat/${chat}/people`);
		assert.equal(page.words.match(/Comes in with a greeting of its own/g).length, 1);
		const formOf = (id) => page.forms.find((one) => one.fields.some(([name, value]) => name === 'characterId' && value === id));
		const button = { name: 'do', value: 'add' };
		const asked = await member.submit(formOf(greeter), {}, { button });
		assert.equal(asked.location, `/chat/${chat}/people`);
		assert.match((await member.follow(asked)).words, /Bo Reed came in with a greeting/);
		const [first, greeting, ...rest] = await list();
		assert.deepEqual(rest, []);
		assert.deepEqual([greeting.speaker.label, greeting.content, greeting.parentId, greeting.swipeIndex, greeting.swipeCount, greeting.gemCost],
			['Bo Reed', `Bo Reed joins Ansel Gray, Bo Reed, and bows to ${member.user.displayName ?? member.user.username}.`, first.id, 0, 2, 0]);
		assert.equal(await balance({ api }), 30);
		const [[mood]] = await house.sql(`select variables ->> 'mood' from prompt_record where message_id = ${greeting.id}`);
		assert.equal(mood, 'merry');
		const swiped = await api('POST', `/api/chat/sessions/${chat}/swipe`, { messageId: greeting.id, index: 1 });
		assert.equal(swiped.json.content, 'Is there tea?');
		/* Who says nothing comes in as ever, whatever was written meanwhile. */
		assert.equal((await member.submit(formOf(silent), {}, { button })).status, 303);
		assert.equal((await list()).length, 2);
		assert.equal((await people()).characters.length, 3);
		assert.match((await member.get(`/chat/${chat}`)).words, /Is there tea\?/);
	});

	test('is told to other tabs, and can be taken away and brought back', async () => {
		const { member, api, bring, chat, add, post, list } = await table();
		const greeter = await bring('Bo Reed', GREETS);
		const { heard } = await member.listen('/stream/me', { until: (one) => one.event === 'chat_update' });
		const { messageId } = (await add(greeter)).json;
		const told = (await heard).find((one) => one.event === 'chat_update').json;
		assert.deepEqual([told.chatId, told.headId], [chat, messageId]);
		const before = (await list())[0].id;
		assert.equal((await post('delete-message', { messageId })).status, 200);
		assert.deepEqual((await list()).at(-1).content, 'Is there tea?', 'the version that has its place now');
		assert.equal((await post('restore-message', { messageId })).status, 200);
		assert.deepEqual((await list()).map((one) => one.id), [before, messageId]);
		const reply = await say({ api }, chat, 'Sit with us, Bo Reed.');
		assert.equal(reply.speaker.label, 'Bo Reed');
	});

	test('follows what was read: when the chat went on, nobody is added', async () => {
		const { member, api, bring, chat, add, people, list } = await table();
		const greeter = await bring('Bo Reed', GREETS);
		const page = await member.get(`/chat/${chat}/people`);
		const form = page.forms.find((one) => one.fields.some(([name, value]) => name === 'characterId' && value === greeter));
		const [{ id: seen }] = await list();
		await say({ api }, chat, 'Good evening.');
		assertError(await add(greeter, { expectedParentId: seen }), 409, 'STALE_PARENT');
		const refused = await member.submit(form, {}, { button: { name: 'do', value: 'add' } });
		assert.equal(refused.status, 409);
		assert.match(refused.words, /This chat went on elsewhere meanwhile.* Comes in with a greeting of its own/);
		assert.deepEqual([(await list()).length, (await people()).characters.length], [3, 1]);
		const head = (await list()).at(-1).id;
		assert.equal((await add(greeter, { expectedParentId: head })).status, 200);
		assert.equal((await list()).at(-1).parentId, head);
		assertError(await add(greeter), 404);
		assert.equal((await list()).length, 4, 'who is in does not come in twice');
	});

	test('is not said while a reply is being written, nor in a chat that was ended', async () => {
		const { member, bring, chat, add, post, people, list } = await table();
		const [one, two] = [await bring('Bo Reed', GREETS), await bring('Kay Verne', GREETS)];
		await house.whileStill(async () => {
			assert.equal((await post('message', { content: 'Good evening.' })).status, 202);
			const page = await member.get(`/chat/${chat}/people`);
			assert.match(page.words, /comes in without it while a reply is being written/);
			const form = page.forms.find((form) => form.fields.some(([name, value]) => name === 'characterId' && value === one));
			const asked = await member.submit(form, {}, { button: { name: 'do', value: 'add' } });
			assert.match((await member.follow(asked)).words, /Bo Reed came in without a greeting, since a reply is being written/);
		});
		await until('the reply has ended', async () => (await list()).every((message) => message.status === 'complete'));
		assert.equal((await list()).length, 3);
		await post('end');
		assert.doesNotMatch((await member.get(`/chat/${chat}/people`)).words, /greeting of its own/);
		assert.equal((await add(two)).status, 200);
		assert.deepEqual([(await list()).length, (await people()).characters.length], [3, 3]);
	});

	test('is judged as all of the card is', async () => {
		const member = await newMember(house);
		const evil = card('Bo Reed', { group_only_greetings: ['Hello.', 'She is a naked schoolgirl.'] });
		const answer = await member.api('POST', '/api/characters/import', { text: JSON.stringify(evil) });
		assert.deepEqual([answer.json.moderationStatus, answer.json.isFrozen], ['quarantined', true]);
	});

	test('knows what macros remember on the branch, but tells nothing that another member keeps to themselves', async () => {
		const { api, bring, chat, add, list } = await table();
		await house.sql(`update chat set variables = '{"day": "2", "plot": {"kept": "a wreck"}}' where id = ${chat}`);
		await add(await bring('Bo Reed', { group_only_greetings: ['Day {{incvar::day}}.', 'Psst, {{user}}: {{getvar::plot}}.'] }));
		const greeting = (await list()).at(-1);
		assert.equal(greeting.content, 'Day 3.');
		const [[kept]] = await house.sql(`select variables from prompt_record where message_id = ${greeting.id}`);
		assert.deepEqual(JSON.parse(kept), { day: '3', plot: { kept: 'a wreck' } });
		const other = await api('POST', `/api/chat/sessions/${chat}/swipe`, { messageId: greeting.id, index: 1 });
		assert.match(other.json.content, /^Psst, .+: \{\{getvar::plot\}\}\.$/);
	});
});
