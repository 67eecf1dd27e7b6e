// Making a character in a browser: what is typed is never lost, whatever happens to the page, the
// network, the session or the draft behind it; and the portrait is cut by keyboard.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { findBarriers, findTightSpots, openBrowser, shutDoor, when } from '../support/browser.mjs';
import { newVisitor } from '../support/client.mjs';
import { ROOT, openHouse, until } from '../support/house.mjs';

const house = await openHouse();

describe('wizard', () => {
	let member;
	let browser;
	let bare;
	let names = 0;
	before(async () => {
		member = await newVisitor(house);
		member.token = member.sessionToken;
		browser = await openBrowser(house, { member });
		bare = await openBrowser(house, { member, javaScriptEnabled: false });
	});
	after(() => assert.deepEqual([...browser.troubles, ...bare.troubles], []));

	const newDraft = async (more) => {
		const answer = await member.api('POST', '/api/characters', { name: `Ada ${names += 1}`,
			shortDescription: 'Repairs clocks', age: 40, ...more });
		assert.equal(answer.status, 201, answer.text);
		return answer.json.id;
	};
	const draftOf = async (id) => (await member.api('GET', `/api/characters/${id}/steps`)).json.draft;
	const kept = (page) => page.waitForResponse((answer) => /\/api\/characters/.test(answer.url())
		&& ['POST', 'PATCH'].includes(answer.request().method()) && answer.ok());
	/** Types into a field and leaves it, which keeps it. */
	const type = async (page, label, text) => {
		await page.getByLabel(label, { exact: true }).fill(text);
		await page.getByLabel(label, { exact: true }).blur();
	};
	/** Waits until a page knows that the house has all of a draft. (What it says of that stood there before.) */
	const isKept = (page, id) => when(page, (own) => !Object.keys(localStorage).some((name) => name.includes(own)), `:${id}:`);
	const copies = (page) => page.evaluate(() => Object.keys(localStorage));
	/** Takes the network from the script of a page. (What the driver holds back goes out when the page is closed.) */
	const block = (page) => page.evaluate(() => { globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch')); });

	test('what is typed is kept when a field is left, and the page becomes the draft\'s', async () => {
		const page = await browser.newPage();
		await page.goto('/tavern/new');
		const sent = kept(page);
		await type(page, 'Name', 'Ottilie');
		await sent;
		await when(page, () => /^\/tavern\/\d+\/edit\/basics$/.test(location.pathname));
		const again = kept(page);
		await type(page, 'Story', 'Born in a lighthouse.');
		await again;
		await page.reload();
		assert.equal(await page.getByLabel('Story').inputValue(), 'Born in a lighthouse.');
		assert.deepEqual(await copies(page), []);
		await page.close();
	});

	test('words typed before the script has come are kept as well', async () => {
		const id = await newDraft();
		const page = await browser.newPage();
		let open;
		const opened = new Promise((resolve) => { open = resolve; });
		await page.route(/\/js\/create\.js/, async (route) => {
			await opened;
			await route.continue();
		});
		await page.goto(`/tavern/${id}/edit/basics`, { waitUntil: 'commit' });
		await page.getByLabel('Story').fill('Typed early.');
		const sent = kept(page);
		open();
		await sent;
		assert.equal((await draftOf(id)).longBio, 'Typed early.');
		await page.close();
	});

	test('words typed while the network is lost come back in another tab, rows of examples as well', async () => {
		const id = await newDraft();
		const path = `/tavern/${id}/edit/personality`;
		const page = await browser.newPage();
		await page.goto(path);
		await page.getByRole('button', { name: 'Add an example' }).click();
		await page.waitForURL(`**${path}#*`);
		await page.getByRole('button', { name: 'Add an opening' }).click();
		await when(page, () => document.querySelectorAll('[name=alternateGreeting]').length === 2);
		await page.getByText('In chats with others').click();
		await page.getByRole('button', { name: 'Add a greeting' }).click();
		await when(page, () => document.querySelectorAll('[name=groupGreeting]').length === 2);
		await block(page);
		await page.getByLabel('Greeting 2', { exact: true }).fill('Is there tea?');
		await page.getByLabel('How readily they speak').selectOption('Mostly');
		await page.locator('[name=alternateGreeting]').nth(1).fill('You again.');
		await page.locator('[name=exampleUser]').nth(1).fill('Do you sleep?');
		await type(page, 'Greeting', 'Mind the pendulum.');
		await when(page, () => /Not kept by the house yet/.test(document.getElementById('saved').textContent));
		await page.close({ runBeforeUnload: false });
		await member.api('PATCH', `/api/characters/${id}/steps`, { step: 'basics', longBio: 'Another step.' });
		const other = await browser.newPage();
		const sent = kept(other);
		await other.goto(path);
		await sent;
		const draft = await draftOf(id);
		assert.deepEqual([draft.greeting, draft.exampleDialogues[1].user, draft.alternateGreetings, draft.longBio],
			['Mind the pendulum.', 'Do you sleep?', ['', 'You again.'], 'Another step.']);
		assert.deepEqual([draft.groupGreetings, draft.talkativeness], [['', 'Is there tea?'], '0.75']);
		await other.close();
	});

	test('two who write at one step are asked which words stay', async () => {
		const id = await newDraft();
		const path = `/tavern/${id}/edit/basics`;
		const [first, second] = [await browser.newPage(), await browser.newPage()];
		for (const page of [first, second]) await page.goto(path);
		let sent = kept(first);
		await type(first, 'Story', 'From the first tab.');
		await sent;
		await type(second, 'Story', 'From the second tab.');
		await second.getByRole('alert').waitFor();
		assert.match(await second.getByRole('alert').innerText(), /changed elsewhere/);
		assert.equal((await draftOf(id)).longBio, 'From the first tab.');
		assert.deepEqual(await findBarriers(second), []);
		sent = kept(second);
		await second.getByRole('button', { name: 'Those typed in this browser' }).click();
		await sent;
		assert.equal((await draftOf(id)).longBio, 'From the second tab.');
		await type(first, 'Story', 'The first again.');
		await first.getByRole('button', { name: 'Those that the house has' }).click();
		await when(first, () => document.getElementById('f-longBio')?.value === 'From the second tab.');
		assert.equal((await draftOf(id)).longBio, 'From the second tab.');
		for (const page of [first, second]) await page.close();
	});

	test('of two who wrote at a step, the one with more openings and greetings can keep all of theirs', async () => {
		const id = await newDraft({ alternateGreetings: ['One.', 'Two.', 'Three.'], groupGreetings: ['Four.', 'Five.'] });
		const path = `/tavern/${id}/edit/personality`;
		const page = await browser.newPage();
		await page.goto(path);
		await block(page);
		await type(page, 'Scenario', 'A storm.');
		await when(page, () => /Not kept by the house yet/.test(document.getElementById('saved').textContent));
		await page.close({ runBeforeUnload: false });
		await member.api('PATCH', `/api/characters/${id}/steps`, { step: 'personality', alternateGreetings: ['One.'], groupGreetings: [] });
		const other = await browser.newPage();
		await other.goto(path);
		const sent = kept(other);
		await other.getByRole('button', { name: 'Those typed in this browser' }).click();
		await sent;
		const draft = await draftOf(id);
		assert.deepEqual([draft.alternateGreetings, draft.groupGreetings, draft.scenario], [['One.', 'Two.', 'Three.'], ['Four.', 'Five.'], 'A storm.']);
		assert.deepEqual(await other.evaluate(() => [...document.querySelectorAll('.text-row [id], .text-row')].map((one) => one.id).filter((id, i, all) => all.indexOf(id) !== i)), []);
		await other.close();
	});

	test('another step changed elsewhere is no conflict, and nothing of it is lost', async () => {
		const id = await newDraft();
		const page = await browser.newPage();
		await page.goto(`/tavern/${id}/edit/basics`);
		await member.api('PATCH', `/api/characters/${id}/steps`, { step: 'personality', greeting: 'Come in.' });
		const sent = kept(page);
		await type(page, 'Story', 'Long.');
		await sent;
		const draft = await draftOf(id);
		assert.deepEqual([draft.greeting, draft.longBio], ['Come in.', 'Long.']);
		await page.close();
	});

	test('without a script, a page that is older than the draft shows what was typed and asks', async () => {
		const id = await newDraft({ longBio: 'Old.' });
		const page = await bare.newPage();
		await page.goto(`/tavern/${id}/edit/basics`);
		await member.api('PATCH', `/api/characters/${id}/steps`, { step: 'basics', longBio: 'From elsewhere.' });
		await page.getByLabel('Story').fill('From the old page.');
		await page.getByRole('button', { name: 'Next', exact: true }).last().click();
		assert.match(await page.getByRole('alert').innerText(), /changed elsewhere while you wrote here/);
		assert.equal(await page.getByLabel('Story').inputValue(), 'From the old page.');
		assert.equal((await draftOf(id)).longBio, 'From elsewhere.');
		await page.getByRole('button', { name: 'Next', exact: true }).last().click();
		await page.waitForURL('**/edit/personality');
		assert.equal((await draftOf(id)).longBio, 'From the old page.');
		await page.close();
	});

	test('leaving with unkept words is asked about; with kept ones it is not', async () => {
		const id = await newDraft();
		const page = await browser.newPage();
		let asked = 0;
		page.on('dialog', (dialog) => {
			asked += 1;
			dialog.accept();
		});
		await page.goto(`/tavern/${id}/edit/basics`);
		const sent = kept(page);
		await type(page, 'Story', 'Kept.');
		await sent;
		await isKept(page, id);
		await page.goto('/tavern/mine');
		assert.equal(asked, 0);
		await page.goto(`/tavern/${id}/edit/basics`);
		await block(page);
		await type(page, 'Story', 'Not kept.');
		await page.goto('/tavern/mine');
		assert.equal(asked, 1);
		await page.goto(`/tavern/${id}/edit/basics`);
		assert.equal(await page.getByLabel('Story').inputValue(), 'Not kept.');
		await isKept(page, id);
		assert.equal((await draftOf(id)).longBio, 'Not kept.');
		await page.close();
	});

	test('a form that was sent leaves no copy behind, and none of it comes back', async () => {
		const id = await newDraft();
		const page = await browser.newPage();
		await page.goto(`/tavern/${id}/edit/personality`);
		await page.getByLabel('Traits').fill('dry ,  patient');
		await page.getByLabel('Greeting', { exact: true }).fill('Good evening.');
		await page.getByRole('button', { name: 'Next', exact: true }).last().click();
		await page.waitForURL('**/edit/visuals');
		await page.goto(`/tavern/${id}/edit/personality`);
		assert.equal(await page.getByLabel('Traits').inputValue(), 'dry, patient');
		assert.equal(await page.getByRole('alert').count(), 0);
		assert.deepEqual((await copies(page)).filter((name) => name.includes(`:${id}:`)), []);
		await page.close();
	});

	test('a form that is sent waits for words on their way, or it would be older than they are; but not for ever', async () => {
		for (const doesAnswer of [true, false]) {
			const id = await newDraft();
			const page = await browser.newPage();
			const door = shutDoor();
			await page.goto(`/tavern/${id}/edit/personality`);
			if (doesAnswer) await page.evaluate(() => { globalThis.setTimeout = () => 0; }); // patience without end
			await page.route(`**/api/characters/${id}/steps`, async (route) => {
				const answer = doesAnswer ? await route.fetch() : null;
				await door.opened;
				if (answer) await route.fulfill({ response: answer });
				else await route.abort().catch(() => {});
			});
			await type(page, 'Scenario', 'A storm.');
			if (doesAnswer) await until('the house has the first words', async () => (await draftOf(id)).scenario === 'A storm.');
			await page.getByLabel('Greeting', { exact: true }).fill('Good evening.');
			await page.getByRole('button', { name: 'Next', exact: true }).last().click();
			if (doesAnswer) door.open();
			await page.waitForURL('**/edit/visuals');
			door.open();
			const draft = await draftOf(id);
			assert.deepEqual([draft.scenario, draft.greeting], ['A storm.', 'Good evening.']);
			await page.close();
		}
	});

	test('who is signed out while writing signs in elsewhere and goes on', async () => {
		const other = await newVisitor(house);
		const context = await openBrowser(house, { member: other });
		const page = await context.newPage();
		await page.goto('/tavern/new');
		let sent = kept(page);
		await type(page, 'Name', 'Ottokar');
		await sent;
		await house.sql(`delete from session where member_id = ${other.user.id}`);
		await type(page, 'Story', 'Written while signed out.');
		await when(page, () => /You are signed out/.test(document.getElementById('saved').textContent));
		const door = await context.newPage();
		await door.goto('/sign-in');
		await door.getByLabel('Email or username').fill(other.person.username);
		await door.getByLabel('Password', { exact: true }).fill(other.person.password);
		sent = kept(page);
		await door.getByRole('button', { name: 'Sign in', exact: true }).last().click();
		await sent;
		await page.reload();
		assert.equal(await page.getByLabel('Story').inputValue(), 'Written while signed out.');
		await context.close();
	});

	test('a portrait is brought and cut by keyboard alone', async () => {
		const id = await newDraft();
		const page = await browser.newPage();
		await page.goto(`/tavern/${id}/edit/visuals`);
		await page.getByLabel('Or bring a picture').setInputFiles(`${ROOT}/docs/screenshot.png`);
		await page.getByRole('button', { name: 'Bring and cut it' }).focus();
		await page.keyboard.press('Enter');
		await page.waitForURL('**/edit/cut?media=*');
		const shown = page.waitForResponse((answer) => /cut\/picture\?.*zoom=110/.test(answer.url()));
		await page.locator('#cut-preview').focus();
		for (const key of ['ArrowRight', 'ArrowDown', '+']) await page.keyboard.press(key);
		assert.equal((await shown).status(), 200);
		assert.deepEqual(await page.evaluate(() => ['x', 'y', 'zoom'].map((name) => document.getElementById('cut').elements[name].value)),
			['52', '22', '110']);
		await page.getByRole('button', { name: 'Use this cut' }).focus();
		await page.keyboard.press('Enter');
		await page.waitForURL('**/edit/visuals#f-portrait');
		const [[width, height]] = await house.sql(`select width, height from media where id = ${(await draftOf(id)).portrait}`);
		assert.ok(Math.abs(width / height - 0.75) < 0.02, `${width} x ${height}`);
		await page.close();
	});

	test('neither bar hides what one fills in, on a phone or a tablet', async () => {
		const id = await newDraft();
		const page = await browser.newPage();
		for (const size of [{ width: 390, height: 700 }, { width: 800, height: 700 }, { width: 1280, height: 700 }]) {
			await page.setViewportSize(size);
			await page.goto(`/tavern/${id}/edit/personality`);
			assert.ok(await page.evaluate(() => {
				const next = document.querySelector('.wizard-foot [value=next]').getBoundingClientRect();
				return document.elementFromPoint(next.x + 5, next.y + 5)?.closest('.wizard-foot') !== null;
			}), `${size.width}: the way on`);
			await page.locator('#f-traits').focus();
			for (let i = 0; i < 14; i += 1) {
				await page.keyboard.press('Tab');
				const hidden = await page.evaluate(() => {
					const one = document.activeElement;
					const box = one.getBoundingClientRect();
					const at = document.elementFromPoint(box.x + Math.min(box.width / 2, 40), box.y + Math.min(box.height / 2, 20));
					return at && (at === one || one.contains(at) || at.contains(one)) ? '' : `${one.outerHTML.slice(0, 80)} at ${box.y}`;
				});
				assert.equal(hidden, '', `${size.width}`);
			}
		}
		await page.close();
	});

	test('more cards than one form takes come in by several, with one page of results', async () => {
		const page = await browser.newPage();
		let forms = 0;
		page.on('request', (request) => { if (request.method() === 'POST' && /\/tavern\/import$/.test(request.url())) forms += 1; });
		const card = (i, more = '') => ({ name: `${i}.json`, mimeType: 'application/json',
			buffer: Buffer.from(JSON.stringify({ name: `Crowd ${i}`, description: `Age: 40. ${more}` })) });
		await page.goto('/tavern/import');
		await page.getByLabel('Choose cards').setInputFiles([card(1), card(2)]);
		await page.getByRole('button', { name: 'Bring it in' }).click();
		await page.waitForURL('**/tavern/import/*');
		assert.equal(forms, 1);
		await page.goto('/tavern/import');
		const files = Array.from({ length: 30 }, (_, i) => card(10 + i, i < 14 ? 'x '.repeat(500000) : ''));
		files[29].buffer = Buffer.from('{');
		await page.getByLabel('Choose cards').setInputFiles(files);
		await page.getByLabel('Or paste a card').fill(JSON.stringify({ name: 'Crowd pasted', description: 'Age: 40' }));
		await page.getByRole('button', { name: 'Bring it in' }).click();
		await page.waitForURL('**/tavern/import/*');
		assert.match(await page.innerText('main'), /Came in: 30\. Not taken: 1\./);
		assert.equal(forms, 3);
		await page.goto('/tavern/import');
		await page.getByLabel('Choose cards').setInputFiles({ name: 'huge.png', mimeType: 'image/png', buffer: Buffer.alloc(12 << 20) });
		await page.getByRole('button', { name: 'Bring it in' }).click();
		await page.getByText('huge.png is larger than any card here may be').waitFor();
		assert.equal(forms, 3);
		await page.close();
	});

	test('every step is without barriers, in both themes and on a phone', async () => {
		const id = await newDraft({ tags: ['cosy'], exampleDialogues: [{ user: 'Hi', character: 'Hello.' }] });
		const page = await browser.newPage();
		for (const step of ['basics', 'personality', 'visuals', 'gallery', 'tags', 'visibility', 'review', '/tavern/import', '/plans']) {
			const path = step.startsWith('/') ? step : `/tavern/${id}/edit/${step}`;
			await page.setViewportSize({ width: 1280, height: 800 });
			await page.emulateMedia({ colorScheme: 'dark' });
			await page.goto(path);
			assert.deepEqual(await findBarriers(page), [], `${step}, dark, wide`);
			await page.emulateMedia({ colorScheme: 'light' });
			await page.setViewportSize({ width: 390, height: 844 });
			assert.deepEqual(await findBarriers(page), [], `${step}, light, phone`);
			assert.deepEqual(await findTightSpots(page), [], `${step}, phone`);
		}
		await page.close();
	});
});
