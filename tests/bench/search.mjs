// Searching 100,000 characters: rare and common words, beginnings, typos, tags, several words, nothing
// found; the page, the suggestions and the Tavern's own search, one after the other on a warm house.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import path from 'node:path';
import { readFileSync } from 'node:fs';
import { ROOT, startHouse } from '../support/house.mjs';
import { quiet, row } from './measure.mjs';

const WORDS = 'amber river quiet lantern captain wolf garden silver archive winter engine moth harbor violin ember glass orchard storm paper raven'.split(' ');

/** The crowd has 30 words; the search has to do with a vocabulary like that of a language. */
const RARE = `set session_replication_role = replica;
update character set short_description = left(short_description, 80) || ' ' || 'w' || substr(md5((id * 7 % 4000)::text), 1, 6)
	|| ' r' || substr(md5(id::text), 1, 7) where creator_name like 'user%';
set session_replication_role = origin;
select search_rebuild();
vacuum analyze character, character_search, search_word, tag;`;

async function fill(house) {
	const psql = spawn(path.join(ROOT, 'tools/pg.sh'), ['psql', '-q'], { env: house.env, stdio: ['pipe', 'ignore', 'inherit'] });
	psql.stdin.end(`${readFileSync(path.join(ROOT, 'tests/bench/crowd.sql'), 'utf8')}\n${RARE}`);
	const [status] = await once(psql, 'exit');
	if (status !== 0) throw new Error('the characters could not be made');
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
function ask(house, url) {
	return new Promise((resolve, reject) => {
		const begun = process.hrtime.bigint();
		http.get(house.url + url, { agent }, (answer) => {
			answer.on('data', () => {});
			answer.on('end', () => (answer.statusCode === 200
				? resolve(Number(process.hrtime.bigint() - begun) / 1e6) : reject(new Error(`${url}: ${answer.statusCode}`))));
		}).on('error', reject);
	});
}

const at = (list, share) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];
const pick = (list, i) => list[(i * 7919) % list.length];
const swap = (word) => word.slice(0, 2) + word.slice(3);

/** Kinds of what people type, each from a number. */
const kinds = (rare, mid, tags) => ({
	'rare word': (i) => pick(rare, i),
	'common word': (i) => pick(WORDS, i),
	'some have it': (i) => pick(mid, i),
	'beginning of a word': (i) => pick(WORDS, i).slice(0, 2 + i % 3),
	'two words': (i) => `${pick(WORDS, i)} ${pick(WORDS, i + 3).slice(0, 3)}`,
	typo: (i) => swap(pick(WORDS, i)),
	'typo in a rare word': (i) => swap(pick(rare, i)),
	tag: (i) => pick(tags, i),
	'nothing found': (i) => `zq${(i * 7919).toString(36)}xj`,
	creator: (i) => `user${i * 37 % 8191}`,
});

export async function search({ onEnd }) {
	const house = await startHouse();
	onEnd(() => house.stop());
	await fill(house);
	const flat = (rows) => rows.map(([word]) => word);
	const rare = flat(await house.sql('select word from search_word where uses = 1 and length(word) = 8 order by word limit 500'));
	const mid = flat(await house.sql('select word from search_word where uses between 5 and 60 and length(word) = 7 order by word limit 300'));
	const tags = flat(await house.sql('select name from tag where character_count > 0 order by name limit 40'));
	const all = kinds(rare, mid, tags);
	const everything = [];
	for (const make of Object.values(all)) for (let i = 0; i < 5; i++) await ask(house, `/search?q=${encodeURIComponent(make(i + 900))}`);
	await quiet();
	for (const [name, make] of Object.entries(all)) {
		const times = [];
		for (let i = 0; i < 60; i++) {
			const q = encodeURIComponent(make(i));
			const url = [`/search?q=${q}`, `/api/search?limit=5&q=${q}`, `/api/characters?q=${q}`][i % 3];
			times.push(await ask(house, url));
		}
		everything.push(...times);
		row({ what: `search: ${name}`, ours: `p50 ${at(times, 0.5).toFixed(1)} ms, most ${at(times, 1).toFixed(1)} ms` });
	}
	const [p50, p99] = [at(everything, 0.5), at(everything, 0.99)];
	row({ what: `search: all ${everything.length} over 100,000 characters, p50 (p99)`, ours: `${p50.toFixed(1)} (${p99.toFixed(1)}) ms`,
		target: '<= 10 (50) ms', met: p50 <= 10 && p99 <= 50 });
	agent.destroy();
	await house.stop();
}
