// Several characters in one chat, and several members: who answers, who pays, who sees what.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { Client, newMember } from '../support/client.mjs';
import { assertError } from '../support/expect.mjs';
import { openHouse } from '../support/house.mjs';
import { balance, characterIds, messages, openChat, quiet, say } from '../support/talk.mjs';

const house = await openHouse();

describe('chats of several', async () => {
	let first;
	let second;
	let third;
	let names;
	before(async () => {
		[first, second, third] = await characterIds(house);
		names = Object.fromEntries((await house.sql(`select id, name from character where id in (${first}, ${second}, ${third})`)));
	});

	async function group(...others) {
		const member = await newMember(house);
		const chat = await openChat(member, first);
		const post = (verb, body = {}) => member.api('POST', `/api/chat/sessions/${chat}/${verb}`, body);
		for (const characterId of others) assert.equal((await post('people', { characterId, do: 'add' })).status, 200);
		const people = async () => (await member.api('GET', `/api/chat/sessions/${chat}/people`)).json;
		return { member, chat, post, people };
	}

	/** How many are still to speak after the one who does. */
	const waiting = async (chat) => Number((await house.sql(`select cardinality(next_speakers) from chat where id = ${chat}`))[0][0]);

	test('in order, everybody answers once, and each reply is paid for', async () => {
		const { member, chat, post, people } = await group(second, third);
		assert.equal((await post('turn-order', { turnOrder: 'list' })).status, 200);
		assert.deepEqual((await people()).characters.map((one) => one.id), [first, second, third]);
		assert.equal((await post('people', { characterId: third, do: 'up' })).status, 200);
		assert.deepEqual((await people()).characters.map((one) => one.id), [first, third, second]);
		assert.equal((await post('message', { content: 'Good evening, all of you.' })).status, 202);
		const list = await quiet(member, chat);
		assert.deepEqual(list.slice(2).map((one) => one.speaker.label), [names[first], names[third], names[second]]);
		assert.equal(await balance(member), 27);
		assert.deepEqual(list.slice(2).map((one, i) => one.parentId === list[i + 1].id), [true, true, true]);
	});

	test('who is named answers; who is silent does not; by hand one lets them speak', async () => {
		const { member, chat, post } = await group(second);
		for (const characterId of [first, second]) await post('people', { characterId, do: 'save', talkativeness: 0 });
		assert.equal((await post('message', { content: `What do you say, ${names[second]}?` })).status, 202);
		let list = await quiet(member, chat);
		assert.deepEqual(list.slice(2).map((one) => one.speaker.label), [names[second]]);
		await post('people', { characterId: second, do: 'save', isMuted: true });
		await post('message', { content: `And now, ${names[second]}?` });
		list = await quiet(member, chat);
		assert.equal(list.at(-1).speaker.label, names[first]);
		await post('turn-order', { turnOrder: 'manual' });
		const said = await post('message', { content: 'Nobody answers this by themselves.' });
		assert.equal(said.status, 201, said.text);
		list = await quiet(member, chat);
		assert.equal(list.at(-1).role, 'user');
		assert.equal((await post('speak', { characterId: second })).status, 202);
		list = await quiet(member, chat);
		assert.equal(list.at(-1).speaker.label, names[second]);
		assertError(await post('speak', { characterId: third }), 409, 'CHARACTER_GONE');
	});

	test('what is sent again is answered as what is new is: by all, or by hand by nobody', async () => {
		const { member, chat, post } = await group(second, third);
		await post('turn-order', { turnOrder: 'list' });
		await post('message', { content: 'Good evening.' });
		let list = await quiet(member, chat);
		const said = list[1];
		assert.equal((await post('edit', { messageId: said.id, content: 'Good morning.', sendAgain: true })).status, 202);
		list = await quiet(member, chat);
		assert.deepEqual(list.slice(1).map((one) => one.speaker.label).slice(1), [names[first], names[second], names[third]]);
		assert.deepEqual([list[1].content, list[1].swipeIndex, list[1].swipeCount], ['Good morning.', 1, 2]);
		assert.equal(await balance(member), 24);
		await post('turn-order', { turnOrder: 'manual' });
		assertError(await post('edit', { messageId: said.id, content: 'Good night.', sendAgain: true, expectedParentId: said.id }), 409, 'STALE_PARENT');
		const again = await post('edit', { messageId: said.id, content: 'Good night.', sendAgain: true });
		assert.equal(again.status, 201, again.text);
		list = await quiet(member, chat);
		assert.equal(list.length, 2);
		assert.deepEqual([list[1].content, list[1].swipeIndex, list[1].parentId], ['Good night.', 2, said.parentId]);
		assert.equal(await balance(member), 24);
	});

	test('the list says how much others wrote meanwhile, until one has looked', async () => {
		const { member, chat, post } = await group();
		const { path } = (await post('invite')).json;
		const guest = await newMember(house);
		assert.equal((await guest.api('POST', `/api${path}`, {})).status, 200);
		const unread = async (who) => (await who.api('GET', '/api/chat/sessions')).json.items.find((one) => one.id === chat).unread;
		const look = async (who) => assert.equal((await who.get(`/chat/${chat}`, { headers: { Cookie: `snug=${who.token}` } })).status, 200);
		await look(member);
		assert.deepEqual([await unread(member), await unread(guest)], [0, 0]);
		await say(guest, chat, 'Is anybody here?');
		assert.equal(await unread(member), 2);
		assert.equal(await unread(guest), 1, 'the reply');
		const page = await member.get('/chat', { headers: { Cookie: `snug=${member.token}` } });
		assert.match(page.words, /2 new/);
		await look(member);
		assert.equal(await unread(member), 0);
	});

	test('an ended chat takes nothing in until it is taken up again', async () => {
		const { member, chat, post } = await group();
		const { path } = (await post('invite')).json;
		const guest = await newMember(house);
		assert.equal((await guest.api('POST', `/api${path}`, {})).status, 200);
		const lists = async (who) => Promise.all(['', '?ended=yes'].map(async (query) =>
			(await who.api('GET', `/api/chat/sessions${query}`)).json.items.some((one) => one.id === chat)));
		assertError(await guest.api('POST', `/api/chat/sessions/${chat}/end`, {}), 404);
		assertError(await post('resume'), 404);
		assert.equal((await post('end')).status, 200);
		assertError(await post('end'), 404);
		assert.deepEqual([await lists(member), await lists(guest)], [[false, true], [false, true]]);
		assert.ok((await member.api('GET', `/api/chat/sessions/${chat}`)).json.endedAt);
		for (const who of [member, guest]) {
			for (const [verb, body] of [['message', { content: 'One more thing.' }], ['speak', {}], ['impersonate', {}]]) {
				assertError(await who.api('POST', `/api/chat/sessions/${chat}/${verb}`, body), 409, 'CHAT_ENDED');
			}
		}
		assert.equal((await messages(member, chat)).length, 1);
		const page = async () => member.get(`/chat/${chat}`, { headers: { Cookie: `snug=${member.token}` } });
		assert.match((await page()).words, /You ended this chat/);
		const again = await member.api('POST', '/api/chat/sessions', { characterId: first });
		assert.equal(again.status, 201, 'who meets them anew begins anew');
		assert.equal((await post('resume')).status, 200);
		assert.match((await page()).text, /One more thing\.<\/textarea>/);
		assert.deepEqual(await lists(guest), [true, false]);
		await say(member, chat, 'One more thing.');
	});

	test('a stop ends the round', async () => {
		const others = (await characterIds(house)).slice(1, 9);
		const { member, chat, post } = await group(...others);
		await post('turn-order', { turnOrder: 'list' });
		let left = 0;
		for (let i = 0; i < 3 && left === 0; i++) { // anew when the round was over before it could be stopped
			const { json } = await post('message', { content: 'Tell me everything, at length.' });
			await member.events(json.streamUrl, { until: (event) => event.event === 'token_delta' });
			left = await house.whileStill(async () => {
				const before = await waiting(chat);
				await post('stop');
				return before;
			});
		}
		assert.ok(left > 0, 'the round was never stopped');
		const list = await quiet(member, chat);
		assert.equal(await waiting(chat), 0);
		assert.equal(list.length - 1 - list.findLastIndex((one) => one.role === 'user'), 1 + others.length - left);
	});

	test('a stop ends the round also when the reply has all its words, and only its end is not stored yet', async () => {
		const { member, chat, post } = await group(second, third);
		await post('turn-order', { turnOrder: 'list' });
		await house.whileStill(async () => {
			const { turnId } = (await post('message', { content: 'Good evening, all of you.' })).json;
			/* As a worker would that has the reply. */
			await house.sql(`update job set state = 1, attempt = 1, worker = 'elsewhere', lease_until = now() + interval '1 hour'
				where id = (select job_id from turn where id = ${turnId})`);
			await house.sql(`update turn set state = 'running' where id = ${turnId}`);
			assert.equal((await post('stop')).status, 200);
			const [[isStored]] = await house.sql(`select e.ok from turn t, turn_end(t.job_id, 1, 'complete', 'complete', 'It is told.', '', true,
				9, 9, 'offline', 'offline', 0) e where t.id = ${turnId}`);
			assert.equal(isStored, 't');
		});
		const list = await quiet(member, chat);
		assert.deepEqual(list.slice(2).map((one) => [one.content, one.status]), [['It is told.', 'complete']]);
		assert.equal(await waiting(chat), 0);
	});

	test('who asked for a reply and whose chat it is may stop it; the others see that it is being written', async () => {
		const { member, chat, post } = await group();
		const { path } = (await post('invite')).json;
		const [asker, other] = [await newMember(house), await newMember(house)];
		for (const one of [asker, other]) assert.equal((await one.api('POST', `/api${path}`, {})).status, 200);
		const page = (who, verb = '', form = null) => {
			const headers = { Cookie: `snug=${who.token}` };
			return form ? who.post(`/chat/${chat}${verb}`, form, { headers }) : who.get(`/chat/${chat}`, { headers });
		};
		const stop = (who) => who.api('POST', `/api/chat/sessions/${chat}/stop`, {});
		const offers = async (who) => (await page(who)).text.includes(`formaction="/chat/${chat}/stop"`);
		for (const mayStop of [member, asker]) {
			await house.whileStill(async () => {
				assert.equal((await asker.api('POST', `/api/chat/sessions/${chat}/message`, { content: 'Tell me of the road.' })).status, 202);
				assert.deepEqual([await offers(member), await offers(asker), await offers(other)], [true, true, false]);
				const seen = await page(other);
				assert.match(seen.text, /aria-label="A reply is being written"/);
				assertError(await stop(other), 403);
				const csrf = seen.forms.find((form) => form.action === `/chat/${chat}/message`).fields.find(([name]) => name === 'csrf')[1];
				const refused = await page(other, '/stop', { csrf, content: 'Not so fast.' });
				assert.equal(refused.status, 403);
				assert.match(refused.words, /Somebody else asked for this reply\. They can stop it, and whoever began this chat\./);
				assert.match((await page(other)).text, /Not so fast\.<\/textarea>/);
				const [[running]] = await house.sql(`select count(*) from turn where chat_id = ${chat} and state in ('queued', 'running') and not stop_asked`);
				assert.equal(running, '1');
				assert.equal((await stop(mayStop)).status, 200);
			});
			const list = await quiet(member, chat);
			assert.equal(list.at(-1).reason, 'STOPPED');
			assert.match((await page(other)).words, /This reply was stopped\./);
			assert.doesNotMatch((await page(other)).words, /You stopped this reply/);
		}
		assert.equal((await stop(other)).status, 200, 'nothing runs: there is nothing to refuse');
		assert.equal(await balance(asker), 30);
	});

	test('whom the chat is with stays; strangers and their private characters are not there', async () => {
		const { post } = await group(second);
		assertError(await post('people', { characterId: first, do: 'remove' }), 404);
		assert.equal((await post('people', { characterId: second, do: 'remove' })).status, 200);
		assertError(await post('people', { characterId: '999999', do: 'add' }), 404);
		const stranger = await newMember(house);
		const other = await group();
		for (const [verb, body] of [['people', { characterId: second, do: 'add' }], ['turn-order', { turnOrder: 'list' }], ['invite', {}], ['leave', {}]]) {
			assertError(await stranger.api('POST', `/api/chat/sessions/${other.chat}/${verb}`, body), 404);
		}
		assertError(await stranger.api('GET', `/api/chat/sessions/${other.chat}/people`), 404);
	});

	test('by invitation a second member reads, writes and pays for their own', async () => {
		const { member, chat, post } = await group();
		await say(member, chat, 'Good evening.');
		const invited = await post('invite');
		assert.equal(invited.status, 201, invited.text);
		const { path, link } = invited.json;
		assert.equal(link, `${house.url}${path}`, 'whole, also where no public address is set');
		const guest = await newMember(house);
		const browser = new Client(house);
		assert.match((await browser.get(path)).location, /^\/sign-in\?next=/);
		browser.cookies.set('snug', guest.token);
		const page = await browser.get(path);
		assert.match(page.words, /invites you to a chat.*You read this chat from its first message on/);
		assertError(await guest.api('GET', `/api/chat/sessions/${chat}`), 404);
		assert.equal((await browser.submit(page.form(path))).location, `/chat/${chat}`);
		assert.equal((await messages(guest, chat)).length, 3);
		assert.ok((await guest.api('GET', '/api/chat/sessions')).json.items.some((one) => one.id === chat));
		await say(guest, chat, 'May I sit here?');
		assert.equal(await balance(guest), 29);
		assert.equal(await balance(member), 29);
		const seen = (await messages(member, chat)).at(-2);
		assert.equal(seen.speaker.label, guest.user.displayName ?? guest.user.username);
		assert.equal(seen.speaker.kind, 'member');
		const own = (await messages(member, chat))[1];
		assertError(await guest.api('POST', `/api/chat/sessions/${chat}/edit`, { messageId: own.id, content: 'Not mine.' }), 403);
		assertError(await guest.api('POST', `/api/chat/sessions/${chat}/delete-message`, { messageId: own.id }), 403);
		for (const verb of ['invite', 'turn-order']) {
			assertError(await guest.api('POST', `/api/chat/sessions/${chat}/${verb}`, { turnOrder: 'list' }), 404);
		}
		assertError(await guest.api('DELETE', `/api/chat/sessions/${chat}`), 404);
		const { members } = (await guest.api('GET', `/api/chat/sessions/${chat}/people`)).json;
		assert.deepEqual(Object.keys(members[0]).sort(), ['avatarUrl', 'displayName', 'initial', 'isOwner', 'isYou', 'joinedAt', 'memberId']);
		assert.equal(members[0].memberId, null);
		const report = await member.api('POST', '/api/report', { targetType: 'message', targetId: seen.id, reasonCode: 'spam', details: 'x' });
		assert.equal(report.status, 201, report.text);
		assert.equal((await guest.api('POST', `/api/chat/sessions/${chat}/leave`, {})).status, 200);
		assertError(await guest.api('GET', `/api/chat/sessions/${chat}`), 404);
		assert.equal((await messages(member, chat)).at(-2).speaker.label, seen.speaker.label);
	});

	test('others may follow a reply, but are not told what its payer has', async () => {
		const { member, chat, post } = await group();
		const { path } = (await post('invite')).json;
		const guest = await newMember(house);
		assert.equal((await guest.api('POST', `/api${path}`, {})).status, 200);
		const sent = await guest.api('POST', `/api/chat/sessions/${chat}/message`, { content: 'Tell me of the road.' });
		const [mine, theirs] = await Promise.all([guest.events(sent.json.streamUrl), member.events(sent.json.streamUrl)]);
		const text = (events) => events.filter((one) => one.event === 'token_delta').map((one) => one.json.text).join('');
		assert.equal(text(theirs), text(mine));
		assert.ok(mine.some((one) => one.event === 'credit_update'));
		assert.deepEqual(theirs.filter((one) => one.event === 'credit_update').map((one) => [one.id, one.json]), []);
		assert.equal((await post('revoke')).status, 200);
		const late = await newMember(house);
		assertError(await late.api('POST', `/api${path}`, {}), 404);
		assertError(await late.api('POST', '/api/chat/join/nonsense', {}), 404);
	});
});
