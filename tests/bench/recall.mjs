// What remembering adds to a reply by the length of its chat: the one statement that reads summary, facts,
// notes and passages, at 100 and at 10,000 messages of the same kind; and making a summary void.
import { startHouse } from '../support/house.mjs';
import { newMember } from '../support/client.mjs';
import { openChat } from '../support/talk.mjs';
import { median, quiet, row } from './measure.mjs';

const SHORT = 100;
const LONG = 10000;
const ASKED = 40;
const MOST = 3;

/** A chat whose messages share twenty words and have six of four thousand to themselves. */
async function filled(house, character, length) {
	const member = await newMember(house);
	const chat = await openChat(member, character);
	const [[head]] = await house.sql(`select head_id from chat where id = ${chat}`);
	await house.sql(`with ids as (select i, nextval('message_id_seq') as id from generate_series(1, ${length}) i),
		linked as (select i, id, lag(id, 1, ${head}) over (order by i) as parent from ids)
		insert into message (id, chat_id, parent_id, role, content) overriding system value
		select id, ${chat}, parent, case i % 2 when 1 then 'user' else 'assistant' end, (select string_agg('I remember the '
			|| (array['storm','harbour','bread','ferry','lantern','letter','window','garden','violin','mountain','river',
			'castle','candle','winter','summer','journey','secret','promise','kitchen','forest'])[1 + (i * 7 + k * 3) % 20]
			|| ' and the w' || md5(((i * 7919 + k * 104729) % 4000)::text) || ' by the house.', ' ') from generate_series(1, 6) k)
		from linked order by i`);
	await house.sql(`update chat set head_id = (select max(id) from message where chat_id = ${chat}) where id = ${chat};
		insert into memory_chat (chat_id) values (${chat}) on conflict do nothing`);
	for (let i = 0; i <= length / 2000; i++) {
		await house.sql(`select memory_settle(id, head_id, 2, 2000) from chat where id = ${chat}`);
	}
	await house.sql(`insert into memory_summary (chat_id, message_id, depth, message_count, text, words, made_by)
		select chat_id, id, depth, depth + 1, repeat('They spoke of things. ', 40), 160, 'bench' from message
		where chat_id = ${chat} and depth < ${length} - 12 and (depth % 400 = 9 or depth > ${length} - 400 and depth % 10 = 9)`);
	return { chat, member: member.user.id, character, length };
}

async function took(house, statement) {
	const rows = await house.sql(`explain (analyze, timing off, costs off, summary on) ${statement}`);
	return Number(/Execution Time: ([\d.]+)/.exec(rows.map((one) => one[0]).join('\n'))[1]);
}

const gather = ({ chat, member, character, length }, passages) => (i) => `select count(*) from memory_gather(${chat}, ${member},
	${character}, (select head_id from chat where id = ${chat}), ${passages
	? `(select message_at(head_id, ${length} - 30) from chat where id = ${chat}), (select content from message
		where chat_id = ${chat} and depth = ${5 + i})` : "0, ''"})`;

export async function recall({ onEnd }) {
	const house = await startHouse();
	onEnd(() => house.stop());
	const [[character]] = await house.sql('select min(id) from character where listed');
	const chats = [await filled(house, character, SHORT), await filled(house, character, LONG)];
	await house.sql('analyze message, memory_place, memory_summary');
	await quiet();
	for (const [name, passages] of [['summary, facts and notes', false], ['the same and passages', true]]) {
		const times = [[], []];
		for (let i = 0; i < ASKED; i++)
			for (const k of i % 2 ? [0, 1] : [1, 0]) times[k].push(await took(house, gather(chats[k], passages)(i)));
		const [short, long] = times.map(median);
		row({ what: `remembering in a chat of 10,000 messages beside 100: ${name}`, ours: `${long.toFixed(2)} ms`,
			peer: `${short.toFixed(2)} ms`, ratio: long / short, target: `<= ${MOST}`, met: long / short <= MOST });
	}
	const edit = await took(house, `update message set content = content || ' Yes.' where chat_id = ${chats[1].chat} and depth = 5`);
	row({ what: 'a change at the beginning of 10,000 messages, all summaries void', ours: `${edit.toFixed(1)} ms` });
	await house.stop();
}
