// No link of the house leads nowhere: what a guest and a member can reach by links from the front door
// is followed, each kind of address a few times. Other tests take away what they have made, so a link
// that leads nowhere is dead when its page still has it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, newMember, newVisitor, unescapeHtml } from '../support/client.mjs';
import { openHouse, startHouse, until } from '../support/house.mjs';
import { characterIds, openChat, say } from '../support/talk.mjs';

const house = await openHouse();
const OF_A_KIND = 4;

/** Addresses of a page, without what stands behind "#". */
const links = (html) => [...html.matchAll(/(?:href|src)="(\/[^"#]*)/g)].map(([, url]) => unescapeHtml(url));
const kind = (url) => url.replace(/\/[0-9a-f]{64}/g, '/H').replace(/\d+/g, 'N').replace(/=[^&]*/g, '=');

const leads = (answer) => [200, 303].includes(answer.status);
const stillHas = async (client, page, link) => links((await client.get(page)).text).includes(link);

/** It leads nowhere, its page has it, and it still leads nowhere: what others hide and show again is not dead. */
const isDead = async (client, page, link) => await stillHas(client, page, link) && !leads(await client.get(link));

async function crawl(client, from) {
	const queue = from.map((url) => [url, 'the start']);
	const seen = new Set(from);
	const kinds = new Map();
	const dead = [];
	for (let next = queue.shift(); next; next = queue.shift()) {
		const [url, page] = next;
		const answer = await client.get(url);
		if (!leads(answer) && (from.includes(url) || await isDead(client, page, url))) {
			dead.push(`${url} (${answer.status}) on ${page}`);
		}
		if (!/^text\/html/.test(answer.headers['content-type'] ?? '')) continue;
		for (const link of links(answer.text)) {
			const n = kinds.get(kind(link)) ?? 0;
			if (seen.has(link) || n >= OF_A_KIND) continue;
			kinds.set(kind(link), n + 1);
			seen.add(link);
			queue.push([link, url]);
		}
	}
	assert.ok(seen.size > 40, `only ${seen.size} links`);
	return dead;
}

test('a guest meets no dead link', async () => {
	assert.deepEqual(await crawl(new Client(house), ['/']), []);
});

test('a member meets no dead link', async () => {
	const member = await newMember(house);
	const [first] = await characterIds(house);
	await say(member, await openChat(member, first), 'Good evening.');
	const job = await member.api('POST', '/api/generate', { characterId: first, prompt: 'by the fire', count: 1, quality: 'draft' });
	await until('the picture is made', async () =>
		(await member.api('GET', `/api/generate/jobs/${job.json.jobId}`)).json.status === 'completed');
	const { packs } = (await member.api('GET', '/api/gems/packs')).json;
	await member.api('POST', '/api/gems/checkout', { packId: packs[0].id });
	const visitor = await newVisitor(house);
	visitor.cookies.set('snug', member.token);
	assert.deepEqual(await crawl(visitor, ['/', '/chat', '/gems/history']), []);
});

test('an owner may lead to a guide and to where members meet, and call the house a beta', async () => {
	const own = await startHouse({ seed: 'none', env: { SNUG_HOUSE_BADGE: 'Beta', SNUG_GUIDE_URL: 'https://guide.example.org/snug?from="house"',
		SNUG_COMMUNITY_URL: 'https://chat.example.org/invite/abc' } });
	try {
		const [front, tavern] = await Promise.all(['/', '/tavern'].map(async (path) => (await new Client(own).get(path)).text));
		for (const page of [front, tavern]) assert.match(page, /Snug<span class="badge badge-brand">Beta<\/span><\/a>/);
		assert.match(front, /<a class="btn btn-quiet" href="https:\/\/chat\.example\.org\/invite\/abc" rel="noreferrer">Go to chat\.example\.org</);
		assert.match(tavern, /<a href="https:\/\/guide\.example\.org\/snug\?from=&quot;house&quot;" rel="noreferrer">Guide</);
	} finally {
		await own.stop();
	}
	assert.doesNotMatch((await new Client(house).get('/')).text, /badge-brand|Meet the other members|>Guide</);
});
