// The staff's side: what was stopped is sealed, opened deliberately and on record, decided by two people,
// told in plain words, and open to appeal by a third; reports, characters that wait, help lines.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { Client, newMember, newVisitor } from '../support/client.mjs';
import { assertError } from '../support/expect.mjs';
import { ROOT, openHouse } from '../support/house.mjs';
import { characterIds, messages, openChat, say } from '../support/talk.mjs';

const house = await openHouse();

async function staff(role) {
	const visitor = await newVisitor(house);
	await house.snug('user', 'role', visitor.person.username, role);
	visitor.call = (method, url, body) => visitor.api(method, url, body, { token: visitor.sessionToken });
	return visitor;
}

/** A member whose chat rests after three hits; the case that came of it. */
async function frozenChat(words = 'loli') {
	const member = await newMember(house);
	const [character] = await characterIds(house);
	const chat = await openChat(member, character);
	for (let i = 0; i < 3; i++) {
		const answer = await member.api('POST', `/api/chat/sessions/${chat}/message`, { content: `${words} ${i}` });
		assert.equal(answer.status, 422, answer.text);
	}
	const [[id]] = await house.sql(`select id from safety_case where chat_id = ${chat}`);
	return { member, chat, character, id };
}

/** A list of the staff from one id on: other tests fill its first page. */
const listFrom = (list, id) => (BigInt(id) > 1n ? `${list}?cursor=${BigInt(id) - 1n}` : list);

const ok = (answer, status = 200) => { assert.equal(answer.status, status, answer.text); return answer.json; };

let first;
let second;
let third;
let admin;
before(async () => {
	[first, second, third, admin] = await Promise.all(['moderator', 'moderator', 'moderator', 'admin'].map(staff));
});

describe('who may', () => {
	test('to everybody else the address is not there', async () => {
		const api = JSON.parse(await readFile(path.join(ROOT, 'docs/openapi.json'), 'utf8'));
		const { id } = await frozenChat();
		const calls = Object.entries(api.paths).filter(([url]) => url.startsWith('/api/admin/'))
			.flatMap(([url, methods]) => Object.keys(methods).map((method) => [method.toUpperCase(), url.replace('{id}', id)]));
		assert.ok(calls.length > 20);
		const plain = await newMember(house);
		const support = await staff('support');
		const body = { why: 'first review', outcome: 'nothing', rule: 'other', answer: 'agree', verdict: 'uphold', words: 'as it is',
			facts: 'nothing', name: 'x', phone: '1', authority: 'xx', reference: '1', region: '' };
		for (const [method, url] of calls) {
			for (const one of [plain, Object.assign(support, { token: support.sessionToken })]) {
				assert.equal((await one.api(method, url, method === 'GET' ? null : body)).status, 404, `${method} ${url}`);
			}
			assert.equal((await new Client(house).api(method, url, method === 'GET' ? null : body)).status, 401, `${method} ${url}`);
		}
		for (const url of ['/admin', '/admin/safety', '/admin/lines', '/admin/reports', '/admin/characters', '/admin/appeals', '/admin/notices']) {
			assert.equal((await support.get(url)).status, 404, url);
			assert.notEqual((await first.get(url)).status, 404, url);
		}
		assert.doesNotMatch((await support.get('/tavern')).text, /href="\/admin"/);
		assert.match((await first.get('/tavern')).text, /href="\/admin"/);
		assert.deepEqual(await house.sql(`select state from safety_case where id = ${id}`), [['open']]);
	});

	test('help lines and notices are the admins\'', async () => {
		assertError(await first.call('POST', '/api/admin/lines', { name: 'x', phone: '1' }), 404);
		assertError(await first.call('POST', '/api/admin/notices', { words: 'x' }), 404);
		assert.equal((await first.get('/admin/lines/new')).status, 404);
		assert.doesNotMatch((await first.get('/admin/lines')).text, /\/check"/);
	});
});

describe('a case', () => {
	test('is sealed until somebody says why they open it, and that is on record', async () => {
		const { id, member } = await frozenChat('loli moonrise');
		const list = await first.get(listFrom('/admin/safety', id));
		assert.match(list.words, new RegExp(`Somebody young 3 in a chat, @${member.person.username}`));
		assert.match(list.words, /chat rests/);
		let page = await first.get(`/admin/safety/${id}`);
		assert.doesNotMatch(page.text, /moonrise/);
		assert.doesNotMatch((await first.call('GET', `/api/admin/safety/${id}`)).text, /moonrise/);
		assert.equal((await first.submit(page.form(`/admin/safety/${id}/open`), { why: '' })).status, 303);
		assert.doesNotMatch((await first.get(`/admin/safety/${id}`)).text, /moonrise/);
		page = await first.get(`/admin/safety/${id}`);
		const opened = await first.submit(page.form(`/admin/safety/${id}/open`), { why: 'first review' });
		page = await first.follow(opened);
		assert.match(page.text, /moonrise 2/);
		assert.match(page.headers['cache-control'], /no-store/);
		assert.match(page.words, new RegExp(`@${first.person.username} opened it: first review`));
		assert.doesNotMatch((await second.get(`/admin/safety/${id}`)).text, /moonrise/, 'it is open to whoever opened it');
		await house.sql(`alter table audit_log disable trigger audit_log_kept`);
		await house.sql(`update audit_log set at = at - interval '16 minutes' where subject = 'safety_case:${id}'`);
		await house.sql(`alter table audit_log enable trigger audit_log_kept`);
		assert.doesNotMatch((await first.get(`/admin/safety/${id}`)).text, /moonrise/, 'a quarter of an hour is over');
		await assert.rejects(house.sql(`delete from audit_log where subject = 'safety_case:${id}'`), /append-only/);
	});

	test('what was split over messages is there whole', async () => {
		const member = await newMember(house);
		const chat = await openChat(member, (await characterIds(house))[1]);
		await say(member, chat, 'She is fourteen years old and tall.');
		assert.equal((await member.api('POST', `/api/chat/sessions/${chat}/message`, { content: 'and she undresses' })).status, 422);
		const [[id]] = await house.sql(`select id from safety_case where chat_id = ${chat}`);
		ok(await first.call('POST', `/api/admin/safety/${id}/open`, { why: 'first review' }));
		const { events: [event], about } = ok(await first.call('GET', `/api/admin/safety/${id}`));
		assert.equal(about, 'minor');
		assert.match(event.text, /fourteen years old and tall\.\nand she undresses/);
	});

	test('is decided by two people who both read it; the member reads why, appeals, and a third answers', async () => {
		const { id, member, chat } = await frozenChat();
		const url = `/api/admin/safety/${id}`;
		const proposal = { outcome: 'closed', rule: 'underage', facts: 'Three messages asked for what is never made here.' };
		assertError(await first.call('POST', `${url}/propose`, proposal), 409, 'NOT_OPENED');
		ok(await first.call('POST', `${url}/open`, { why: 'first review' }));
		assertError(await first.call('POST', `${url}/propose`, { ...proposal, facts: '' }), 422);
		ok(await first.call('POST', `${url}/propose`, proposal));
		assertError(await first.call('POST', `${url}/confirm`, { answer: 'agree' }), 409, 'SAME_PERSON');
		assertError(await second.call('POST', `${url}/confirm`, { answer: 'agree' }), 409, 'NOT_OPENED');
		assert.deepEqual((await member.api('GET', '/api/safety/decisions')).json.items, [], 'nothing is told before it holds');
		ok(await second.call('POST', `${url}/open`, { why: 'second review' }));
		ok(await second.call('POST', `${url}/confirm`, { answer: 'agree' }));
		assertError(await third.call('POST', `${url}/confirm`, { answer: 'agree' }), 409, 'NOT_PROPOSED');

		const told = (await member.api('GET', '/api/notifications')).json.items.find((one) => one.type === 'decision');
		assert.match(told.actionUrl, /^\/safety\/decisions\/\d+$/);
		const reader = new Client(house, { address: member.address });
		reader.cookies.set('snug', member.token);
		const page = await reader.get(told.actionUrl);
		assert.match(page.words, /The chat stays closed.*Your chat with .*This chat: you can read.*under 18.*Three messages asked.*By a program\. People decided: two of our staff/);
		assert.doesNotMatch(page.words, new RegExp(`${first.person.username}|loli`));
		assert.match((await reader.get(`/chat/${chat}`)).words, /Our staff closed this chat\. Why, and how to appeal/);
		assertError(await member.api('POST', `/api/chat/sessions/${chat}/message`, { content: 'Hello.' }), 409, 'CHAT_FROZEN');
		assertError(await (await newMember(house)).api('GET', `/api${told.actionUrl}`), 404);

		const appealed = await reader.submit(page.form(`${told.actionUrl}/appeal`), { words: 'It was a word of my language.' });
		assert.equal(appealed.status, 303);
		assertError(await member.api('POST', `/api${told.actionUrl}/appeal`, { words: 'Once more.' }), 409);
		const appeal = `/api/admin/appeals/${told.actionUrl.split('/').pop()}`;
		const answer = { verdict: 'reverse', words: 'You are right, and we are sorry.' };
		assertError(await first.call('POST', `${appeal}/answer`, answer), 409, 'SAME_PERSON');
		assertError(await second.call('POST', `${appeal}/answer`, answer), 409, 'SAME_PERSON');
		assertError(await third.call('POST', `${appeal}/answer`, answer), 409, 'NOT_OPENED');
		ok(await third.call('POST', `${url}/open`, { why: 'appeal' }));
		ok(await third.call('POST', `${appeal}/answer`, answer));
		assert.match((await reader.get(told.actionUrl)).words, /You were right: the decision is reversed.*You are right, and we are sorry/);
		await say(member, chat, 'Good evening.');
	});

	test('the second may give it back; what comes in later voids a proposal; the chat goes on when nothing was wrong', async () => {
		const { id, member, chat } = await frozenChat();
		const url = `/api/admin/safety/${id}`;
		for (const one of [first, second]) ok(await one.call('POST', `${url}/open`, { why: 'review of it' }));
		ok(await first.call('POST', `${url}/propose`, { outcome: 'warning', rule: 'underage', facts: 'Words that stand for it.' }));
		ok(await second.call('POST', `${url}/confirm`, { answer: 'disagree', words: 'It is a name.' }));
		assert.deepEqual(await house.sql(`select state from safety_case where id = ${id}`), [['open']]);
		ok(await second.call('POST', `${url}/propose`, { outcome: 'nothing', rule: 'other' }));
		await house.sql(`select safety_hit(${member.user.id}, ${chat}, 'chat', 'minor', '', sha256('x'), 'x'::bytea)`);
		assertError(await first.call('POST', `${url}/confirm`, { answer: 'agree' }), 409, 'NOT_PROPOSED');
		assertError(await second.call('POST', `${url}/propose`, { outcome: 'nothing', rule: 'other' }), 409, 'NOT_OPENED');
		for (const one of [first, second]) ok(await one.call('POST', `${url}/open`, { why: 'once more' }));
		ok(await second.call('POST', `${url}/propose`, { outcome: 'nothing', rule: 'other' }));
		const page = await first.get(`/admin/safety/${id}`);
		const form = page.form(`/admin/safety/${id}/confirm`);
		assert.equal((await first.submit(form, {}, { button: form.buttons.find((one) => one.value === 'agree') })).status, 303);
		await say(member, chat, 'Good evening.');
		assert.equal((await member.api('GET', '/api/safety/decisions')).json.items[0].outcome, 'nothing');
		const hit = await member.api('POST', `/api/chat/sessions/${chat}/message`, { content: 'loli' });
		assert.equal(hit.status, 422);
		assert.deepEqual(await house.sql(`select frozen_at is null, count(*) from safety_case s join chat c on c.id = s.chat_id
			where c.id = ${chat} group by 1`), [['t', '2']], 'the next hit begins a new case and counts from one');
	});

	test('telling an authority keeps the evidence for a year from then', async () => {
		const { id } = await frozenChat();
		await house.sql(`update safety_case set keep_until = now() + interval '1 day' where id = ${id}`);
		ok(await first.call('POST', `/api/admin/safety/${id}/told`, { authority: 'Hotline', reference: 'R-77' }));
		const one = ok(await first.call('GET', `/api/admin/safety/${id}`));
		assert.deepEqual([one.authority, one.reference], ['Hotline', 'R-77']);
		assert.ok(new Date(one.keepUntil) - Date.now() > 360 * 86400e3);
	});

	test('a card under the absolute list is frozen, sealed, and decided like a chat', async () => {
		const member = await newMember(house);
		const bring = (name, words) => member.api('POST', '/api/characters/import',
			{ text: JSON.stringify({ name, description: `Age: 30. ${words}`, first_mes: 'Hi' }) });
		const decide = async (case_, outcome, facts = 'What the card says is never made here.') => {
			const url = `/api/admin/safety/${case_}`;
			for (const one of [first, second]) ok(await one.call('POST', `${url}/open`, { why: 'review of it' }));
			ok(await first.call('POST', `${url}/propose`, { outcome, rule: 'underage', facts }));
			ok(await second.call('POST', `${url}/confirm`, { answer: 'agree' }));
		};
		const caseOf = async (id) => (await house.sql(`select id from safety_case where character_id = ${id}`))[0][0];
		const status = async (id) => (await house.sql(`select moderation_status, frozen_at is not null, deleted_at is not null
			from character where id = ${id}`))[0].join();
		const chat = (id) => member.api('POST', '/api/chat/sessions', { characterId: id });
		const release = (id) => member.api('POST', `/api/characters/${id}/release`, { age: 30, isSure: true });

		const brought = await bring('Held', 'moonrise loli');
		assert.equal(brought.status, 201, brought.text);
		const { id, doubts, isFrozen } = brought.json;
		assert.equal(isFrozen, true);
		assert.match(doubts.join(), /^Words of the card touch what no house shows\. Our staff look at it/);
		const waiting = await caseOf(id);
		const sealed = await first.get(`/admin/safety/${waiting}`);
		assert.match(sealed.words, /The character Held \(Fictional character, AI\), which they brought/);
		assert.doesNotMatch(sealed.text, /moonrise/);
		ok(await first.call('POST', `/api/admin/safety/${waiting}/open`, { why: 'first review' }));
		const seen = ok(await first.call('GET', `/api/admin/safety/${waiting}`));
		assert.equal(seen.characterId, id);
		assert.match(seen.events[0].text, /moonrise/);
		assert.equal(seen.events[0].source, 'import');
		assertError(await bring('Held', 'moonrise loli'), 409, 'CHARACTER_FROZEN');

		// While it waits nothing gets it out: no release, no export, no other text.
		assertError(await release(id), 422);
		assertError(await chat(id), 404);
		assertError(await member.api('GET', `/api/characters/${id}/export?format=json`), 409, 'HELD');
		const reader = new Client(house, { address: member.address });
		reader.cookies.set('snug', member.token);
		assertError(await member.api('POST', `/api/characters/${id}/publish`, { visibility: 'private' }), 409, 'CHARACTER_FROZEN');
		assert.match((await reader.get(`/character/${id}/release`)).words, /Held is held back.*Our staff look at it/);

		assertError(await first.call('POST', `/api/admin/safety/${waiting}/propose`, { outcome: 'closed', rule: 'underage', facts: 'x' }), 409, 'NO_CHAT');
		await decide(waiting, 'held');
		assert.equal(await status(id), 'quarantined,t,f');
		assertError(await release(id), 422);
		const [decision] = (await member.api('GET', '/api/safety/decisions')).json.items;
		assert.match(decision.what, /^Your character Held, /);
		assert.deepEqual([decision.outcome, decision.canAppeal], ['held', true]);
		assert.match((await reader.get(`/character/${id}/release`)).words, /decided that this character stays as it is/);

		// On appeal a third lets it go: nothing else holds it back.
		ok(await member.api('POST', `/api/safety/decisions/${decision.id}/appeal`, { words: 'It is the name of a boat.' }));
		ok(await third.call('POST', `/api/admin/safety/${waiting}/open`, { why: 'appeal' }));
		ok(await third.call('POST', `/api/admin/appeals/${decision.id}/answer`, { verdict: 'reverse', words: 'A boat, indeed.' }));
		assert.equal(await status(id), 'pending,f,f');
		assert.equal((await chat(id)).status, 201);

		const freed = (await bring('Freed', 'loli pop')).json.id;
		await decide(await caseOf(freed), 'nothing', '');
		assert.equal(await status(freed), 'pending,f,f');
		// The same words are not refused again; staff look before others see them. Other words are judged anew.
		const publish = (id) => member.api('POST', `/api/characters/${id}/publish`, { visibility: 'public' });
		ok(await publish(freed));
		assert.equal(await status(freed), 'pending,f,f');
		ok(await member.api('PATCH', `/api/characters/${freed}/steps`, { scenario: 'A bakery, and a loli pop.' }));
		assertError(await publish(freed), 422, 'CONTENT_REFUSED');

		const warned = (await bring('Warned', 'loli hat')).json.id;
		await decide(await caseOf(warned), 'warning');
		assert.equal(await status(warned), 'quarantined,f,f');
		assertError(await release(warned), 422);
		await house.sql(`update character set long_bio = 'Age: 30. A baker.', short_description = 'A baker.' where id = ${warned}`);
		ok(await release(warned));

		const gone = (await bring('Gone', 'loli car')).json.id;
		await decide(await caseOf(gone), 'removed');
		assert.equal(await status(gone), 'quarantined,t,t');
		const mine = await reader.get('/tavern/mine');
		assert.doesNotMatch(mine.words, /Gone/);
		const other = mine.form(`/tavern/${freed}/edit/duplicate`);
		assert.equal((await reader.submit({ ...other, action: `/tavern/${gone}/edit/restore` })).status, 404);
	});

	test('a chat that rests takes nothing in by any way', async () => {
		const { member, chat } = await frozenChat();
		for (const verb of ['message', 'regenerate', 'continue', 'impersonate']) {
			const answer = await member.api('POST', `/api/chat/sessions/${chat}/${verb}`, { content: 'Hello.' });
			assertError(answer, 409, 'CHAT_FROZEN');
		}
		assert.ok((await messages(member, chat)).length > 0);
	});

	test('a chat that is deleted leaves its case, and another hit does not stumble over it', async () => {
		const { member, chat, id } = await frozenChat();
		await house.sql(`select safety_hit(${member.user.id}, 0, 'persona', 'minor', '', sha256('x'), 'x'::bytea)`);
		await house.sql(`delete from chat where id = ${chat}`);
		assert.equal(ok(await first.call('GET', `/api/admin/safety/${id}`)).hasChat, false);
	});
});

describe('reports', () => {
	test('are decided by one person, told to who reported and to whose it is', async () => {
		const owner = await newMember(house);
		const [[character]] = await house.sql(`with one as (insert into character (creator_id, creator_name, name, short_description, age,
			visibility, moderation_status, published_at) values (${owner.user.id}, 'x', 'Quill the Grey', 'keeps a library', 30, 'public',
			'approved', now()) returning id) select id from one`);
		const reporter = await newMember(house);
		const sent = await reporter.api('POST', '/api/report', { targetType: 'character', targetId: character, reasonCode: 'copyright',
			details: 'From my book.' });
		assert.equal(sent.status, 201, sent.text);
		const [[sentId]] = await house.sql(`select id from report where receipt = '${sent.json.reportId}'`);
		const [report] = ok(await first.call('GET', listFrom('/api/admin/reports', sentId))).items;
		assert.equal(report.receipt, sent.json.reportId);
		assert.deepEqual([report.owner, report.reporter, report.details], [owner.person.username, reporter.person.username, 'From my book.']);
		const url = `/api/admin/reports/${report.id}`;
		ok(await first.call('POST', `${url}/hide`));
		assertError(await reporter.api('GET', `/api/characters/${character}`), 404);
		assertError(await first.call('POST', `${url}/decide`, { outcome: 'removed' }), 422);
		ok(await first.call('POST', `${url}/decide`, { outcome: 'removed', facts: 'Two chapters stand in the description.' }));
		assertError(await second.call('POST', `${url}/decide`, { outcome: 'nothing' }), 409, 'DECIDED');
		const receipt = await reporter.api('GET', `/api/report/${sent.json.reportId}`);
		assert.equal(receipt.json.status, 'decided');
		assert.equal(receipt.json.outcome, 'removed');
		assert.ok((await reporter.api('GET', '/api/notifications')).json.items.some((one) => one.type === 'report_decided'));
		const [decision] = (await owner.api('GET', '/api/safety/decisions')).json.items;
		assert.deepEqual([decision.outcome, decision.wasAutomated, decision.canAppeal], ['removed', false, true]);
		ok(await owner.api('POST', `/api/safety/decisions/${decision.id}/appeal`, { words: 'They are my own chapters.' }));
		assertError(await first.call('POST', `/api/admin/appeals/${decision.id}/answer`, { verdict: 'reverse', words: 'Agreed.' }), 409, 'SAME_PERSON');
		ok(await second.call('POST', `/api/admin/appeals/${decision.id}/answer`, { verdict: 'reverse', words: 'Agreed.' }));
		ok(await reporter.api('GET', `/api/characters/${character}`));
	});

	test('a message is read only by who opens it', async () => {
		const member = await newMember(house);
		const chat = await openChat(member, (await characterIds(house))[0]);
		const reply = await say(member, chat, 'Tell me of the harvest.');
		const sent = await member.api('POST', '/api/report', { targetType: 'message', targetId: reply.id, reasonCode: 'other', details: 'Odd.' });
		const [[id]] = await house.sql(`select id from report where receipt = '${sent.json.reportId}'`);
		assert.equal(ok(await first.call('GET', `/api/admin/reports/${id}`)).messageText, null);
		ok(await first.call('POST', `/api/admin/reports/${id}/open`, { why: 'to decide it' }));
		assert.equal(ok(await first.call('GET', `/api/admin/reports/${id}`)).messageText, reply.content);
		assertError(await first.call('POST', `/api/admin/reports/${id}/decide`, { outcome: 'removed', facts: 'Odd.' }), 409, 'NOTHING_TO_REMOVE');
		ok(await first.call('POST', `/api/admin/reports/${id}/decide`, { outcome: 'nothing' }));
	});
});

describe('characters that wait', () => {
	test('are approved or refused with a reason, never by their creator', async () => {
		const wait = async (creator, name) => (await house.sql(`with one as (insert into character (creator_id, creator_name, name,
			short_description, age, visibility, published_at) values (${creator}, 'x', '${name}', 'mends clocks', 30, 'public', now())
			returning id) select id from one`))[0][0];
		const maker = await newMember(house);
		const [good, bad, own] = [await wait(maker.user.id, 'Good Clock'), await wait(maker.user.id, 'Bad Clock'), await wait(first.user.id, 'Own Clock')];
		assert.match((await first.get(listFrom('/admin/characters', good))).words, /Good Clock Fictional character, AI/);
		ok(await first.call('POST', `/api/admin/characters/${good}/decide`, { answer: 'approve', rule: 'other' }));
		assert.equal((await new Client(house).get(`/character/${good}`)).status, 200);
		assertError(await first.call('POST', `/api/admin/characters/${bad}/decide`, { answer: 'refuse', rule: 'mistagged' }), 422);
		ok(await first.call('POST', `/api/admin/characters/${bad}/decide`, { answer: 'refuse', rule: 'mistagged', facts: 'The tags say something else.' }));
		assertError(await first.call('POST', `/api/admin/characters/${own}/decide`, { answer: 'approve', rule: 'other' }), 409, 'OWN');
		const told = (await maker.api('GET', '/api/safety/decisions')).json.items;
		assert.deepEqual(told.map((one) => one.outcome), ['removed', 'approved']);
	});
});

describe('help lines and notices', () => {
	test('an admin keeps them; members see them; doctor counts those that nobody checked', async () => {
		const unchecked = async () => Number((/(\d+) help lines? (?:was|were) never checked/.exec((await house.snug('doctor').catch((e) => e)).stdout) ?? [0, 0])[1]);
		const before = await unchecked();
		assert.ok(before > 10);
		const lines = ok(await admin.call('GET', '/api/admin/lines')).items;
		assert.equal(lines.filter((one) => one.checkedOn === null).length, before);
		ok(await admin.call('POST', `/api/admin/lines/${lines[0].id}/check`));
		assert.equal(await unchecked(), before - 1);
		assertError(await admin.call('POST', '/api/admin/lines', { name: 'No way', regions: 'IS' }), 422);
		assertError(await admin.call('POST', '/api/admin/lines', { name: 'No land', phone: '1', regions: 'Iceland' }), 422);
		assertError(await admin.call('POST', '/api/admin/lines', { name: 'Bad', url: 'javascript:alert(1)', regions: 'IS' }), 422);
		ok(await admin.call('POST', '/api/admin/lines', { name: 'Hjálparsími', phone: '1717', regions: 'is', place: 1 }));
		assert.match((await new Client(house).get('/safety')).words, /Hjálparsími 1717.*IS/);
		const [[id]] = await house.sql(`select id from care_line where name = 'Hjálparsími'`);
		assert.match((await admin.get('/admin/lines')).words, new RegExp(`Hjálparsími 1717 .*Checked on .* by @${admin.person.username}`));
		ok(await admin.call('POST', `/api/admin/lines/${id}/delete`));
		const everywhere = lines.filter((one) => one.regions === null);
		await house.sql(`update care_line set regions = '{ZZ}' where id <> ${everywhere[0].id} and regions = '{}'`);
		assertError(await admin.call('POST', `/api/admin/lines/${everywhere[0].id}/delete`), 409, 'LAST_LINE');
		await house.sql(`update care_line set regions = '{}' where regions = '{ZZ}'`);
	});

	test('a notice stands with the reminder, which stays when it goes', async () => {
		const { character } = await frozenChat();
		const notice = 'In Fiji a regulator hears complaints.';
		ok(await admin.call('POST', '/api/admin/notices', { region: 'fj', words: notice }));
		const visitor = await newVisitor(house);
		const made = await visitor.api('POST', '/api/chat/sessions', { characterId: character }, { token: visitor.sessionToken });
		const open = (language) => visitor.get(`/chat/${made.json.sessionId}`, { headers: { 'Accept-Language': language } });
		assert.match((await open('en-FJ')).words, new RegExp(`UNABLE TO FEEL HUMAN EMOTION.*${notice}`));
		assert.doesNotMatch((await open('en-GB')).words, new RegExp(notice));
		ok(await admin.call('POST', '/api/admin/notices/delete', { region: 'FJ' }));
		const page = await open('en-FJ');
		assert.match(page.words, /UNABLE TO FEEL HUMAN EMOTION/);
		assert.doesNotMatch(page.words, new RegExp(notice));
	});
});
