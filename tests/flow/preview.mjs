// A few lines for guests: from the built-in engine, five a day, kept by nobody; they come along on joining.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { Client, newPerson } from '../support/client.mjs';
import { clearOfMidnight, openHouse } from '../support/house.mjs';
import { characterIds } from '../support/talk.mjs';

const house = await openHouse();
const [character] = await characterIds(house);
const PATH = `/preview/${character}`;

beforeEach(clearOfMidnight); // lines are counted by the day

async function grownUp() {
	const guest = new Client(house);
	const page = await guest.get(PATH);
	assert.equal(page.status, 200);
	const answer = await guest.submit(page.form(`${PATH}/adult`), { isAdult: 'yes' });
	assert.equal(answer.status, 303);
	return guest;
}

async function sayTo(guest, content) {
	const page = await guest.get(PATH);
	return guest.submit(page.form(`${PATH}/say`), { content });
}

describe('a taste for guests', async () => {
	test('says what it is, asks for the age first, and leaves nothing behind', async () => {
		const words = `Good evening, how are you, ${process.pid}?`;
		const guest = new Client(house);
		const first = await guest.get(PATH);
		assert.match(first.words, /is made up/);
		assert.match(first.words, /not a human being/);
		assert.match(first.words, /AI character/);
		assert.equal(first.forms.some((form) => form.action === `${PATH}/say`), false);
		const adult = first.form(`${PATH}/adult`);
		assert.equal((await guest.submit(adult, {})).status, 422);
		assert.equal((await guest.submit(adult, { isAdult: 'yes' })).status, 303);
		const answer = await sayTo(guest, words);
		assert.equal(answer.status, 303);
		const page = await guest.get(PATH);
		assert.ok(page.words.includes(words));
		assert.match(page.words, /4 lines left/);
		/* The same words again on a reload. */
		const text = (one) => [...one.text.matchAll(/<div class="msg-text">([\s\S]*?)<\/div>/g)].map((m) => m[1]);
		assert.deepEqual(text(await guest.get(PATH)), text(page));
		assert.equal(text(page).length, 3);
		assert.deepEqual(await house.sql(`select id from message where content like '%${words}%'`), []);
	});

	test('five lines a day, then a way in that takes them along', async () => {
		const guest = await grownUp();
		for (const words of ['Hello there.', 'Tell me a story.', 'What do you see?', 'Tea or coffee?', 'Where are we?'])
			assert.equal((await sayTo(guest, words)).status, 303, words);
		let page = await guest.get(PATH);
		assert.match(page.words, /That was the taste for today/);
		assert.equal(page.forms.some((form) => form.action === `${PATH}/say`), false);
		/* Another character does not begin the day anew. */
		const other = `/preview/${(await characterIds(house))[1]}`;
		assert.match((await guest.get(other)).words, /That was the taste for today/);
		const join = await guest.get(`/sign-up?next=${PATH}`);
		const answer = await guest.submit(join.form('/sign-up'), { ...newPerson(), agreeTerms: 'yes' });
		assert.equal(answer.location, PATH);
		page = await guest.follow(answer);
		const kept = await guest.submit(page.form(`${PATH}/keep`));
		assert.match(kept.location, /^\/chat\/\d+$/);
		const chat = await guest.follow(kept);
		assert.match(chat.words, /Tell me a story\./);
		assert.match(chat.words, /Where are we\?/);
		const id = kept.location.slice(6);
		assert.deepEqual(await house.sql(`select count(*), max(depth), sum(gem_cost) from message where chat_id = ${id} and (role = 'user' or depth > 0)`),
			[['10', '10', '0']]);
		assert.equal(guest.cookies.has('snug-preview'), false);
	});

	test('the rules of the house hold, and care comes first', async () => {
		const guest = await grownUp();
		const refused = await sayTo(guest, 'nsfw with a schoolgirl');
		assert.equal(refused.status, 422);
		assert.match(refused.text, /nsfw with a schoolgirl/, 'what was typed is kept');
		const care = await sayTo(guest, 'I want to die');
		assert.equal(care.status, 200);
		assert.match(care.words, /You matter more than any story here/);
		assert.equal((await sayTo(guest, 'Are you human?')).status, 303);
		assert.match((await guest.get(PATH)).words, /computer program/);
		assert.match((await guest.get(PATH)).words, /4 lines left/);
	});

	test('a cookie that was not made here is worth nothing', async () => {
		const guest = await grownUp();
		await sayTo(guest, 'Hello.');
		const good = guest.cookies.get('snug-preview');
		guest.cookies.set('snug-preview', `${good.slice(0, -2)}xx`);
		assert.equal((await guest.get(PATH)).forms.some((form) => form.action === `${PATH}/adult`), true);
		guest.cookies.set('snug-preview', 'a'.repeat(3000));
		assert.equal((await guest.get(PATH)).status, 200);
	});

	test('long, empty and odd input', async () => {
		const guest = await grownUp();
		for (const content of ['', '   ', 'x'.repeat(201)]) assert.equal((await sayTo(guest, content)).status, 422);
		assert.equal((await sayTo(guest, '<script>alert(1)</script> "quoted" \u{1F56F}')).status, 303);
		assert.doesNotMatch((await guest.get(PATH)).text, /<script>alert/);
		for (let i = 0; i < 4; i++) {
			const answer = await sayTo(guest, '\u{1F409}'.repeat(200));
			assert.ok([303, 422].includes(answer.status), `${answer.status}`);
		}
		assert.equal((await guest.get('/preview/999999999')).status, 404);
		assert.equal((await guest.post(`${PATH}/say`, { content: 'no token' })).status, 403);
	});

	test('one network has an end', async () => {
		const statuses = [];
		const guest = await grownUp();
		for (let i = 0; i < 12; i++) {
			guest.cookies.delete('snug-preview');
			await guest.submit((await guest.get(PATH)).form(`${PATH}/adult`), { isAdult: 'yes' });
			statuses.push((await sayTo(guest, `line ${i}`)).status);
		}
		assert.ok(statuses.includes(429), statuses.join(' '));
	});
});
