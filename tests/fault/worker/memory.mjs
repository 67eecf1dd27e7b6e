// Work without a turn: summaries of chats and lines in the member's voice. Workers that die, providers
// that lie, refuse or are away, messages that change meanwhile. After each the book must be whole, and no
// log may hold what members wrote.
import test from 'node:test';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import {
	sql, one, until, member, send, balance, auditIsClean, worker, endWorkers, provider,
} from './house.mjs';

const SECRET = 'quicksilver';
const SAID = [
	`I bake bread on Sundays and I hide the ${SECRET} in the oven.`, 'My sister keeps bees near the harbour.',
	"I'm learning the violin.", '*sits down by the fire* I live in a small house.', 'I never liked the ferry.',
];

// A member whose chat has `n` messages below the greeting, without any reply being made.
async function told(n = 12) {
	const who = await member();
	let [parent] = await one(`select head_id from chat where id = ${who.chat}`);
	for (let i = 0; i < n; i++) {
		const mine = i % 2 === 0;
		const text = mine ? SAID[(i / 2) % SAID.length] : `*nods slowly at you* The lamp burns, and it is night ${i}.`;
		[parent] = await one(`insert into message (chat_id, parent_id, role, content, swipe_index, speaker_label)
			values (${who.chat}, ${parent}, '${mine ? 'user' : 'assistant'}', $t$${text}$t$, 0, '${mine ? '' : 'Mara'}') returning id`);
	}
	await sql(`update chat set head_id = ${parent} where id = ${who.chat}`);
	return who;
}
const want = (who) => sql(`select memory_want(${who.chat}, '0')`, 'snug_web');
const summaries = (who) => sql(`select id, replace(text, chr(10), ' '), made_by, message_count, void_reason from memory_summary
	where chat_id = ${who.chat} order by id`);
const jobOver = (who, state) => until(`select state from job_done where kind = 'summary' and subject = ${who.chat}
	order by at desc limit 1`, state);
const line = async (who, draft = '') => (await one(`select outcome, id from impersonate_begin(${who.id}, ${who.chat},
	$d$${draft}$d$, 4096)`, 'snug_web'));
const lineOver = (id) => until(`select ended_at is not null from impersonation where id = ${id}`, 't');
const draftOf = async (who) => (await one(`select replace(draft, chr(10), '|') from chat_member where chat_id = ${who.chat} and member_id = ${who.id}`))?.[0] ?? '';
// Until a job is over, without its waits between attempts.
async function hurry(which) {
	const end = Date.now() + 90000;
	while (Date.now() < end && (await one(`select count(*) from job where ${which}`))[0] !== '0') {
		await sql(`update job set run_at = now() where state = 0 and ${which}`);
		await sleep(200);
	}
}
const SUMMARY = 'Mara and the member sat by the fire and spoke of bread and bees until late.';

const fault = (name, body) => test(name, { timeout: 300000 }, async () => {
	const providers = [], logs = [];
	try {
		await body({
			async fake(plan) {
				const made = await provider(plan);
				providers.push(made);
				return made;
			},
			async run(env) {
				const child = await worker({ SNUG_LOG_LEVEL: 'debug', ...env });
				logs.push(child);
				return child;
			},
		});
	} finally {
		await endWorkers();
		for (const made of providers) made.close();
	}
	assert.equal(await auditIsClean(), '');
	for (const child of logs) assert.ok(!child.log.includes(SECRET), 'a log holds what a member wrote');
});

fault('a chat is summarised by itself once enough was said, for nothing', async ({ run }) => {
	const who = await told();
	await run();
	const before = await balance(who);
	await send(who, 'And I work at the bakery.');
	await until(`select count(*) from memory_summary where chat_id = ${who.chat}`, '1');
	const [[, text, by, n]] = await summaries(who);
	assert.match(text, /Member bakes bread on Sundays/);
	assert.match(text, /Member's sister keeps bees/);
	assert.equal(by, 'Offline engine');
	assert.equal(n, '13');
	assert.equal(await balance(who), before - 1000); // the reply alone
	const offers = await sql(`select text from memory_note where chat_id = ${who.chat} and state = 'offered'`);
	assert.ok(offers.length > 0, 'facts are offered');
	assert.equal((await one(`select count(*) from memory_note where chat_id = ${who.chat} and state = 'on'`))[0], '0');
});

fault('a worker killed in the middle of a summary leaves nothing half', async ({ fake, run }) => {
	const who = await told();
	const slow = await fake((n) => (n === 0 ? ['Mara and ', 60000, 'done'] : [SUMMARY, 'done']));
	const first = await run(slow.env);
	await want(who);
	await until(`select state from job where uniq = 'summary:${who.chat}'`, '1');
	while (slow.asked() === 0) await sleep(20);
	await sleep(100);
	first.kill('SIGKILL');
	await first.over;
	assert.equal((await summaries(who)).length, 0);
	await run(slow.env);
	await hurry(`uniq = 'summary:${who.chat}'`);
	await jobOver(who, 'done');
	assert.deepEqual((await summaries(who)).map((row) => row[1]), [SUMMARY]);
	assert.deepEqual((await one(`select count(*) from notification where member_id = ${who.id}`)), ['0']);
});

fault('a model that refuses: the sentences of the conversation must do', async ({ fake, run }) => {
	const who = await told();
	const no = await fake(() => ["I'm sorry, but I can't help with that request.", 'done']);
	await run(no.env);
	await want(who);
	await jobOver(who, 'done');
	const [[, text, by]] = await summaries(who);
	assert.equal(by, 'Offline engine');
	assert.match(text, /keeps bees/);
});

fault('garbage is no summary, and neither is half a one', async ({ fake, run }) => {
	const who = await told();
	const bad = await fake((n) => (n === 0 ? ['Mara and the member sat by ', 300, 'cut'] : ['<html><body>502 Bad Gateway</body></html>', 'done']));
	await run(bad.env);
	await want(who);
	await until(`select error from job where uniq = 'summary:${who.chat}' and state = 0`, 'PROVIDER_DOWN');
	assert.equal((await summaries(who)).length, 0);
	await sql(`update job set run_at = now() where uniq = 'summary:${who.chat}'`);
	await jobOver(who, 'done');
	const [[, text, by]] = await summaries(who);
	assert.equal(by, 'Offline engine');
	assert.ok(!text.includes('Gateway'));
});

fault('a provider that is away: tried three times, then let be, and nobody is bothered', async ({ fake, run }) => {
	const who = await told();
	const away = await fake(() => [{ status: 503 }]);
	await run(away.env);
	await want(who);
	await hurry(`uniq = 'summary:${who.chat}'`);
	await jobOver(who, 'dead');
	assert.equal((await summaries(who)).length, 0);
	assert.deepEqual(await one(`select count(*) from notification where member_id = ${who.id}`), ['0']);
});

fault('a message edited while its summary is made: the summary is not kept, another is ordered', async ({ fake, run }) => {
	const who = await told();
	let open;
	const edited = new Promise((go) => { open = go; });
	const slow = await fake((n) => (n === 0 ? [edited, SUMMARY, 'done'] : ['Something newer was said by the fire, of bread and of bees.', 'done']));
	await run(slow.env);
	await want(who);
	while (slow.asked() === 0) await sleep(20);
	await sql(`update message set content = 'I bake cakes.', edited_at = now() where chat_id = ${who.chat} and depth = 1`);
	open();
	await until(`select count(*) from memory_summary where chat_id = ${who.chat} and void_at is null`, '1');
	assert.deepEqual((await summaries(who)).map((row) => row[1]), ['Something newer was said by the fire, of bread and of bees.']);
});

fault('switched off, nothing is read or made', async ({ run }) => {
	const who = await told();
	await sql(`insert into memory_chat (chat_id, is_on) values (${who.chat}, false)`);
	await run();
	await want(who);
	await jobOver(who, 'done');
	await send(who, 'Hello again.');
	await sleep(2500);
	assert.equal((await summaries(who)).length, 0);
	assert.equal((await one(`select count(*) from memory_place p join message m on m.id = p.message_id
		where m.chat_id = ${who.chat}`))[0], '0');
	assert.equal((await one(`select count(*) from memory_note where chat_id = ${who.chat}`))[0], '0');
});

fault('a line in the member\'s voice stands in the box, and costs a reply', async ({ run }) => {
	const who = await told();
	const before = await balance(who);
	const [outcome, id] = await line(who);
	assert.equal(outcome, 'sent');
	assert.equal((await line(who))[0], 'busy');
	await run();
	await lineOver(id);
	const draft = await draftOf(who);
	assert.ok(draft.length > 5, draft);
	assert.equal(await balance(who), before - 1000);
	const [data] = await one(`select data from member_event where member_id = ${who.id} and kind = 'draft_update'`);
	assert.equal(JSON.parse(data).text, draft);
	assert.equal((await one(`select count(*) from message where chat_id = ${who.chat}`))[0], '13');
	// What was typed is never overwritten.
	const [, second] = await line(who, 'I was about to say');
	await lineOver(second);
	assert.match(await draftOf(who), /^I was about to say\|\|./);
});

fault('a line that cannot be written is free, and what was typed stays', async ({ fake, run }) => {
	const who = await told();
	const no = await fake(() => [{ status: 400 }]);
	await run(no.env);
	const before = await balance(who);
	const [, id] = await line(who, 'typed');
	await lineOver(id);
	assert.equal(await balance(who), before);
	assert.equal(await draftOf(who), 'typed');
	const [data] = await one(`select data from member_event where member_id = ${who.id} and kind = 'draft_update'`);
	assert.equal(JSON.parse(data).text, '');
	assert.match(JSON.parse(data).message, /Nothing was charged/);
});

fault('a worker killed in the middle of a line: written once, paid once', async ({ fake, run }) => {
	const who = await told();
	const slow = await fake((n) => (n === 0 ? ['I ', 60000, 'done'] : ['"I would like to see the lamp."', 'done']));
	const first = await run(slow.env);
	const before = await balance(who);
	const [, id] = await line(who);
	await sql(`select pg_notify('jobs', '')`);
	while (slow.asked() === 0) await sleep(20);
	first.kill('SIGKILL');
	await first.over;
	await run(slow.env);
	await hurry(`kind = 'impersonate' and subject = ${id}`);
	assert.equal(await draftOf(who), 'I would like to see the lamp.');
	assert.equal(await balance(who), before - 1000);
});
