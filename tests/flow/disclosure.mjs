// Nobody is deceived about whom they talk to: wherever the house shows a character, words say who
// writes. What a guest and a member can reach by links is read, pages, API objects and mails; a
// character without its words fails the build.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { Client, newMember, newVisitor, unescapeHtml } from '../support/client.mjs';
import { openHouse, until } from '../support/house.mjs';
import { characterIds, openChat, say } from '../support/talk.mjs';

const house = await openHouse();
const WORDS = /Fictional character, (AI and staff|AI|written by our staff)/;
const OF_A_KIND = 3;
const links = (html) => [...html.matchAll(/(?:href|src)="(\/[^"#]*)/g)].map(([, url]) => unescapeHtml(url));
const kind = (url) => url.replace(/\/[0-9a-f]{64}/g, '/H').replace(/\d+/g, 'N').replace(/=[^&]*/g, '=');
const bare = (html) => unescapeHtml(html.replace(/<(script|style|head)\b[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ');

/** Names of the demo's characters, by id. Other tests make some called "Fixed", which is no word to look for. */
const cast = new Map(await house.sql('select id, name from character where key is not null'));

/** What a page shows of characters without saying who writes: links to them, and their names. */
function undisclosed(url, html) {
	const main = html.slice(Math.max(0, html.indexOf('<main')));
	const words = bare(main);
	const shown = [...cast.values()].filter((name) => words.includes(name));
	const linked = [...main.matchAll(/<a\b[^>]*href="\/character\/(\d+)"[^>]*>([\s\S]*?)<\/a>/g)];
	const faults = [];
	if (shown.length + linked.length > 0 && !WORDS.test(words)) faults.push(`${url}: shows ${shown[0] ?? `character ${linked[0][1]}`}, and never says who writes`);
	for (const [whole, id, inside] of linked) {
		// A face or a card must carry the words itself or beside it.
		if (!/<img|<svg/.test(inside)) continue;
		const at = main.indexOf(whole);
		if (!WORDS.test(bare(main.slice(Math.max(0, at - 400), at + whole.length + 500)))) faults.push(`${url}: character ${id} without its words`);
	}
	return faults;
}

/** Objects of the API that are a character: they have a name of the cast and an id or a picture. */
function unlabelled(url, value, at = '') {
	if (value === null || typeof value !== 'object') return [];
	const faults = [];
	if (!Array.isArray(value) && typeof value.name === 'string' && cast.has(String(value.id)) && cast.get(String(value.id)) === value.name &&
		!(typeof value.voice === 'string' && WORDS.test(value.disclosure ?? ''))) faults.push(`${url}: ${at || 'the object'} is ${value.name} without voice and disclosure`);
	for (const [key, inside] of Object.entries(value)) faults.push(...unlabelled(url, inside, `${at}.${key}`));
	return faults;
}

async function crawl(client, from) {
	const queue = [...from];
	const seen = new Set(from);
	const kinds = new Map();
	const faults = [];
	let pages = 0;
	for (let url = queue.shift(); url; url = queue.shift()) {
		const answer = await client.get(url);
		if (!/^text\/html/.test(answer.headers['content-type'] ?? '') || answer.status !== 200) continue;
		pages += 1;
		faults.push(...undisclosed(url, answer.text));
		for (const link of links(answer.text)) {
			const n = kinds.get(kind(link)) ?? 0;
			if (seen.has(link) || n >= OF_A_KIND || link.startsWith('/static/') || link.startsWith('/media/')) continue;
			kinds.set(kind(link), n + 1);
			seen.add(link);
			queue.push(link);
		}
	}
	assert.ok(pages > 15, `only ${pages} pages`);
	return faults;
}

test('no page that a guest reaches hides who writes', async () => {
	assert.deepEqual(await crawl(new Client(house), ['/', '/search?q=a', '/search?q=mor']), []);
});

test('no page that a member reaches hides who writes', async () => {
	const member = await newMember(house);
	const [first, second] = await characterIds(house);
	const chat = await openChat(member, first);
	await say(member, chat, 'Good evening.');
	await member.api('POST', `/api/characters/${second}/favorite`, { on: true });
	const job = await member.api('POST', '/api/generate', { characterId: first, prompt: 'by the fire', count: 1, quality: 'draft' });
	await until('the picture is made', async () => (await member.api('GET', `/api/generate/jobs/${job.json.jobId}`)).json.status === 'completed');
	const visitor = await newVisitor(house);
	visitor.cookies.set('snug', member.token);
	assert.deepEqual(await crawl(visitor, ['/', '/chat', '/favorites', '/tavern/hidden', `/chat/${chat}`]), []);
});

test('no object of the API is a character without voice and words', async () => {
	const member = await newMember(house);
	const [first, second] = await characterIds(house);
	const chat = await openChat(member, first);
	await say(member, chat, 'Good evening.');
	await member.api('POST', `/api/characters/${second}/favorite`, { on: true });
	await member.api('POST', `/api/characters/${second}/block`, { what: 'character' });
	const author = (await member.api('GET', `/api/characters/${first}`)).json.authorUsername;
	const faults = [];
	for (const url of ['/api/characters', '/api/characters?sort=new&q=a', `/api/characters/${first}`, '/api/search?q=mor', '/api/favorites',
		'/api/tavern/hidden', `/api/users/${author}/public`, '/api/chat/sessions', `/api/chat/sessions/${chat}`, `/api/chat/sessions/${chat}/messages`,
		'/api/media', '/api/notifications', '/api/generate/jobs']) {
		const answer = await member.api('GET', url);
		if (answer.status === 404) continue;
		assert.equal(answer.status, 200, url);
		faults.push(...unlabelled(url, answer.json));
	}
	assert.deepEqual(faults, []);
});

test('what goes to other places says it too', async () => {
	const guest = new Client(house);
	const [first] = await characterIds(house);
	const page = await guest.get(`/character/${first}`);
	for (const name of ['og:description', 'og:image:alt']) {
		const [, content] = new RegExp(`property="${name}" content="([^"]*)"`).exec(page.text);
		assert.match(content, WORDS, name);
	}
	assert.match(/name="description" content="([^"]*)"/.exec(page.text)[1], WORDS);
	const folder = path.join(house.var, 'mail');
	for (const file of await readdir(folder).catch(() => [])) {
		const text = await readFile(path.join(folder, file), 'utf8').catch(() => '');
		const shown = [...cast.values()].find((name) => text.includes(name));
		if (shown) assert.match(text, WORDS, `${file} shows ${shown}`);
	}
});
