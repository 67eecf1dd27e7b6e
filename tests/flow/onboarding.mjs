// First steps after signing up: redirected once, skippable, taken up again, without JavaScript.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Client, newMember, newPerson, newVisitor } from '../support/client.mjs';
import { assertError } from '../support/expect.mjs';
import { openHouse } from '../support/house.mjs';

const house = await openHouse();

const stepOf = async (member) => (await house.sql(`select onboarding from member where id = ${member.user.id}`))[0][0];

describe('first steps', async () => {
	test('from the welcome to the first chat and the gems', async () => {
		const guest = new Client(house);
		const person = newPerson();
		let answer = await guest.submit((await guest.get('/sign-up')).form('/sign-up'), { ...person, agreeTerms: 'yes' });
		assert.equal(answer.status, 303, answer.words);
		assert.equal(answer.location, '/onboarding');
		let page = await guest.follow(answer);
		assert.equal(page.status, 200);
		assert.match(page.words, /Step 1 of 4/);
		answer = await guest.submit(page.form('/onboarding/begin'));
		assert.equal(answer.location, '/onboarding?step=interests');
		page = await guest.follow(answer);
		assert.match(page.words, /Step 2 of 4/);
		const form = page.form('/onboarding/interests');
		const tag = /name="interests" value="([^"]+)"/.exec(page.text)[1];
		answer = await guest.submit(form, { interests: tag });
		assert.equal(answer.location, '/onboarding?step=meet');
		page = await guest.follow(answer);
		assert.match(page.words, /Step 3 of 4/);
		const meet = page.form('/onboarding/meet');
		const id = meet.buttons[0].value;
		const [[tags]] = await house.sql(`select array_to_string(tags, ' ') from character where id = ${id}`);
		assert.ok(tags.split(' ').includes(tag), `${tags} does not hold ${tag}`);
		/* Left and come back: it goes on where it was. */
		assert.match((await guest.get('/onboarding')).words, /Step 3 of 4/);
		answer = await guest.submit(meet, {}, { button: meet.buttons[0] });
		assert.match(answer.location, /^\/chat\/\d+$/);
		assert.equal((await guest.follow(answer)).status, 200);
		assert.match((await guest.get('/notifications')).words, /How gems work here/);
		page = await guest.get('/onboarding');
		assert.match(page.words, /Step 4 of 4/);
		answer = await guest.submit(page.form('/onboarding/finish'));
		assert.equal(answer.location, '/tavern');
		assert.deepEqual(await house.sql(`select onboarding, array_to_string(interests, ',') from member where username = '${person.username}'`),
			[['done', tag]]);
	});

	test('it may be skipped at once, and is nobody else\'s', async () => {
		const visitor = await newVisitor(house);
		const answer = await visitor.submit((await visitor.get('/onboarding')).form('/onboarding/skip'));
		assert.equal(answer.location, '/tavern');
		assert.equal(await stepOf(visitor), 'skipped');
		const guest = await new Client(house).get('/onboarding');
		assert.equal(guest.status, 303);
		assert.match(guest.location, /^\/sign-in/);
	});

	test('the API completes it; only tags that there are count', async () => {
		const member = await newMember(house);
		const state = await member.api('GET', '/api/onboarding');
		assert.equal(state.status, 200, state.text);
		assert.equal(state.json.step, 'welcome');
		assert.ok(state.json.suggestions.length > 0 && state.json.suggestions.every((one) => one.disclosure));
		const [[tag]] = await house.sql('select name from tag order by character_count desc, name limit 1');
		const done = await member.api('POST', '/api/onboarding/complete', { interests: [tag, 'no-such-tag', '<script>'] });
		assert.deepEqual([done.status, done.json], [200, { step: 'done', interests: [tag] }]);
		assertError(await member.api('POST', '/api/onboarding/complete', { interests: Array.from({ length: 11 }, (_, i) => `t${i}`) }), 422);
		assertError(await new Client(house).api('POST', '/api/onboarding/complete', {}), 401);
	});

	test('a character that is gone, and one that never was', async () => {
		const visitor = await newVisitor(house);
		const page = await visitor.get('/onboarding?step=meet');
		const form = page.form('/onboarding/meet');
		for (const id of ['999999999', '0', '-1', 'x', '']) {
			const answer = await visitor.submit(form, { characterId: id });
			assert.equal(answer.status, 404, id);
		}
		assert.equal((await visitor.get('/onboarding?step=nowhere')).status, 200);
		assert.equal(await stepOf(visitor), 'welcome');
	});

	test('who was on the way elsewhere goes there', async () => {
		const guest = new Client(house);
		const answer = await guest.submit((await guest.get('/sign-up?next=/gems')).form('/sign-up'), { ...newPerson(), agreeTerms: 'yes' });
		assert.equal(answer.location, '/gems');
	});
});
