// What a chat costs by its length: opening, reading back, swiping and sending at 100 and at 10,000
// messages. Both chats are asked in turns, so that a busy machine slows both.
import { startHouse } from '../support/house.mjs';
import { newMember } from '../support/client.mjs';
import { ended, openChat } from '../support/talk.mjs';
import { median, quiet, row } from './measure.mjs';

const SHORT = 100;
const LONG = 10000;
const ASKED = 60;
const SENT = 14;
const MOST = 1.3;

/** A chat of so many messages, in which every second reply has a second version. */
async function longChat(house, character, length) {
	const member = await newMember(house);
	const chat = await openChat(member, character);
	await house.snug('gems', 'grant', member.user.username, '500', '--reason', 'bonus');
	const [[head]] = await house.sql(`select head_id from chat where id = ${chat}`);
	const words = "repeat('The wind turned and the lamp burned low. ', 10)";
	await house.sql(`with ids as (select i, nextval('message_id_seq') as id from generate_series(1, ${length}) i),
		linked as (select i, id, lag(id, 1, ${head}) over (order by i) as parent from ids)
		insert into message (id, chat_id, parent_id, role, content) overriding system value
		select id, ${chat}, parent, case i % 2 when 1 then 'user' else 'assistant' end, i || '. ' || ${words}
		from linked order by i`);
	await house.sql(`insert into message (chat_id, parent_id, role, content, swipe_index)
		select chat_id, parent_id, role, 'Another way. ' || content, 1 from message
		where chat_id = ${chat} and role = 'assistant' and depth % 4 = 0 and depth > 0`);
	const [[newest]] = await house.sql(`update chat set head_id = (select id from message where chat_id = ${chat}
		and depth = ${length} and swipe_index = 0), message_count = ${length} + 1 where id = ${chat} returning head_id`);
	return { member, chat, head: newest };
}

const timed = async (work) => {
	const from = performance.now();
	const answer = await work();
	if (answer.status >= 400) throw new Error(`${answer.path}: ${answer.status} ${answer.text.slice(0, 200)}`);
	return { ms: performance.now() - from, answer };
};

/** Medians of the same thing in both chats: {short, long}. */
async function both(chats, times, work) {
	const took = { short: [], long: [] };
	for (let i = 0; i < times + 3; i++) {
		for (const name of i % 2 ? ['short', 'long'] : ['long', 'short']) {
			const ms = await work(chats[name], i);
			if (i >= 3) took[name].push(ms);
		}
	}
	return { short: median(took.short), long: median(took.long) };
}

const page = (query) => async ({ member, chat }) => (await timed(() => member.get(`/chat/${chat}${query}`,
	{ headers: { Cookie: `snug=${member.token}` } }))).ms;

async function swipe({ member, chat, head }, i) {
	return (await timed(() => member.api('POST', `/api/chat/sessions/${chat}/swipe`, { messageId: head, index: i % 2 }))).ms;
}

async function send({ member, chat }, i) {
	const { ms, answer } = await timed(() => member.api('POST', `/api/chat/sessions/${chat}/message`, { content: `And then, ${i}?` }));
	await member.api('POST', `/api/chat/sessions/${chat}/stop`, {});
	await ended(member, chat, answer.json.messageId);
	return ms;
}

export async function tree({ onEnd }) {
	const house = await startHouse();
	onEnd(() => house.stop());
	const [[character]] = await house.sql('select min(id) from character where listed');
	const chats = { short: await longChat(house, character, SHORT), long: await longChat(house, character, LONG) };
	await house.sql('analyze message');
	await quiet();
	const [[middle]] = await house.sql(`select id from message where chat_id = ${chats.long.chat} and depth = ${LONG / 2} and swipe_index = 0`);
	const [[near]] = await house.sql(`select id from message where chat_id = ${chats.short.chat} and depth = ${SHORT / 2} and swipe_index = 0`);
	const places = { [chats.long.chat]: middle, [chats.short.chat]: near };
	const KINDS = [
		['opening', ASKED, page('')],
		['a place in the middle', ASKED, (one) => page(`?at=${places[one.chat]}`)(one)],
		['swiping', ASKED, swipe],
		['sending', SENT, send],
	];
	for (const [name, times, work] of KINDS) {
		const got = await both(chats, times, work);
		const ratio = got.long / got.short;
		row({ what: `chat of 10,000 messages beside 100: ${name}`, ours: `${got.long.toFixed(1)} ms`, peer: `${got.short.toFixed(1)} ms`,
			ratio, target: `<= ${MOST}`, met: ratio <= MOST });
	}
	const drawing = [];
	for (let i = 0; i < 10; i++) drawing.push(await page('/tree')(chats.long));
	row({ what: 'chat of 10,000 messages: its tree', ours: `${median(drawing).toFixed(1)} ms` });
	await house.stop();
}
