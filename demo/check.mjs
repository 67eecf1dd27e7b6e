// Checks the demo house: characters/*.json, tags.json, members.json. Prints one summary line; exit 1 on any error.
import { readFileSync, readdirSync } from 'node:fs';
const at = (path) => new URL(path, import.meta.url);
const ADULT = new Date(new Date().setFullYear(new Date().getFullYear() - 18));
const LOOK = {
	presentation: 'feminine masculine androgynous', build: 'slim average athletic broad full',
	hairStyle: 'short bob long wavy curly braid bun ponytail locs undercut shaved headscarf',
	hairColor: 'black brown auburn red blonde silver white blue green pink violet', eyes: 'brown hazel green blue grey amber violet',
	skin: 'porcelain fair olive tan brown deep ebony moss azure lilac bronze',
	clothes: 'coat armor robe suit sweater dress uniform apron kimono leather cloak labcoat tunic hoodie',
	clothesColor: 'black white grey red crimson orange gold green teal blue navy violet pink brown cream',
	mood: 'calm joyful wistful stern playful mysterious tired confident',
	background: 'city-night forest library sea space desert tavern mountains garden workshop rain stage snow castle train',
	accessories: 'glasses earrings scar freckles hat crown flower scarf horns pointed-ears goggles headphones circuit necklace '
		+ 'beard moustache eyepatch',
};
const KEYS = ('key name creator age pronouns shortDescription longBio personality scenario traits greeting alternateGreetings '
	+ 'exampleDialogues tags voice featured look chatLines').split(' ');
const COUNTS = [['alternateGreetings', 1, 3], ['traits', 4, 7], ['tags', 4, 7], ['exampleDialogues', 3, 4],
	['opinions', 6, 10], ['questions', 6, 8], ['actions', 8, 12], ['topics', 5, 8]];
const WORDS = [['longBio', 120, 220], ['greeting', 60, 130], ['alternateGreetings', 30, 80], ['answers', 25, 70],
	['opinions', 15, 45], ['topics', 20, 60]];
// Words that have no place near a character, and claims or pleas that a character must never make.
const MINORS = new RegExp('\\b(child\\w*|kids?|boys?|girls?|teen(s|age\\w*)?|under-?age|minors?|toddlers?|infants?|bab(y|ies)'
	+ '|school\\w*|youngsters?|loli\\w*|pupils?|adolescen\\w*|juveniles?)\\b', 'i');
const CLAIMS = /\b(i am|i'm) (a )?(human|real person|real human)\b|(don't|do not|never) leave me|without you i\b/i;
let errors = 0;
const fail = (where, what) => { errors++; console.error(`${where}: ${what}`); };
const strings = (v) => typeof v === 'string' ? [v] : v && typeof v === 'object' ? Object.values(v).flatMap(strings) : [];
const duplicates = (list, field) => new Set(list.map((x) => x[field])).size !== list.length;
const range = (where, what, value, low, high) =>
	value >= low && value <= high || fail(where, `${what} is ${value}, wanted ${low} to ${high}`);

function load(path) {
	const text = readFileSync(at(path), 'utf8');
	const data = JSON.parse(text);
	if (text !== JSON.stringify(data, null, 2) + '\n') fail(path, 'not 2-space JSON with LF');
	return data;
}

function checkProse(where, value) {
	for (const text of strings(value)) {
		const bad = MINORS.exec(text) ?? CLAIMS.exec(text) ?? /\{\{(?!user\}\})\w*/.exec(text) ?? /^\s|\s$|^$/.exec(text);
		if (bad) fail(where, `"${bad[0]}" in "${text.slice(0, 40)}"`);
		if (text.split('*').length % 2 === 0) fail(where, `odd number of asterisks in "${text.slice(0, 40)}"`);
	}
}

function checkLook(c) {
	const { age, free, ...parts } = c.look;
	if (age !== c.age || typeof free !== 'string') fail(c.key, 'look.age or look.free');
	for (const key of new Set([...Object.keys(LOOK), ...Object.keys(parts)]))
		for (const value of [parts[key]].flat())
			if (!LOOK[key]?.split(' ').includes(value)) fail(c.key, `look.${key} has "${value}"`);
	range(c.key, 'accessories', parts.accessories?.length, 0, 3);
}

function checkCharacter(c, file, tags, creators) {
	if (KEYS.some((key) => c[key] === undefined) || Object.keys(c).length !== KEYS.length) fail(file, 'a key is missing or unknown');
	if (file !== `${c.key}.json` || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(c.key)) fail(file, 'key does not match the file name');
	if (!Number.isInteger(c.age) || c.age < 18) fail(c.key, 'age must be a whole number from 18');
	if (!creators.has(c.creator)) fail(c.key, `creator ${c.creator} is no demo member`);
	if (!['ai', 'mixed'].includes(c.voice) || typeof c.featured !== 'boolean') fail(c.key, 'voice or featured');
	if (!/\*[^*]+\*/.test(c.greeting)) fail(c.key, 'greeting has no action');
	range(c.key, 'shortDescription chars', [...c.shortDescription].length, 20, 110);
	range(c.key, 'longBio paragraphs', c.longBio.split('\n\n').length, 2, 3);
	const parts = { ...c, ...c.chatLines, answers: c.exampleDialogues.map((e) => e.character) };
	for (const [name, low, high] of COUNTS) range(c.key, name, new Set(Object.values(parts[name])).size, low, high);
	for (const [name, low, high] of WORDS)
		for (const text of strings(parts[name])) range(c.key, `${name} "${text.slice(0, 30)}" words`, text.split(/\s+/).length, low, high);
	for (const tag of c.tags) if (!tags.has(tag)) fail(c.key, `unknown tag ${tag}`);
	for (const text of parts.questions) if (!text.includes('?')) fail(c.key, `no question: "${text}"`);
	for (const text of parts.actions) if (!/^\*[^*]+\*$/.test(text)) fail(c.key, `action ${text}`);
	for (const [word, replies] of Object.entries(parts.topics))
		if (!/^\p{Ll}+$/u.test(word) || replies.length < 1 || replies.length > 2) fail(c.key, `topic "${word}"`);
	checkLook(c);
	checkProse(c.key, c);
}

function checkMember(m, cast, tags) {
	if (!/^[a-z0-9_]{3,20}$/.test(m.username)) fail(m.username, 'username');
	if (!/^\d{4}-\d{2}-\d{2}$/.test(m.birthDate) || !(new Date(m.birthDate) <= ADULT)) fail(m.username, 'birthDate');
	if (!/^[^@\s]+@example\.org$/.test(m.email) || !m.displayName || !m.bio) fail(m.username, 'email, displayName or bio');
	for (const tag of m.interests) if (!tags.has(tag)) fail(m.username, `unknown interest ${tag}`);
	range(m.username, 'chats', m.chats.length, 2, 3);
	for (const { character, messages } of m.chats) {
		range(m.username, `messages with ${character}`, messages.length, 6, 14);
		const greeting = cast.get(character)?.greeting.replaceAll('{{user}}', m.displayName);
		if (messages[0].content !== greeting) fail(m.username, `${character} must open with the greeting`);
		if (messages.some((x, i) => x.role !== (i % 2 ? 'user' : 'assistant'))) fail(m.username, `${character}: roles must alternate`);
	}
	for (const key of [...m.favorites, ...m.ratings.map((r) => r.character)]) if (!cast.has(key)) fail(m.username, `no character ${key}`);
	for (const r of m.ratings) {
		if (!Number.isInteger(r.stars) || r.stars < 1 || r.stars > 5 || !r.text) fail(m.username, `rating of ${r.character}`);
		if (cast.get(r.character)?.creator === m.username) fail(m.username, `rates own character ${r.character}`);
	}
	if (duplicates(m.ratings, 'character')) fail(m.username, 'rates a character twice');
	checkProse(m.username, m);
}

const tagList = load('tags.json');
const members = load('members.json');
const files = readdirSync(at('characters/')).sort();
const characters = files.map((file) => load(`characters/${file}`));
const tags = new Set(tagList.map((t) => t.name));
const cast = new Map(characters.map((c) => [c.key, c]));
const rated = new Set(members.flatMap((m) => m.ratings.map((r) => r.character)));
characters.forEach((c, i) => checkCharacter(c, files[i], tags, new Set(members.map((m) => m.username))));
members.forEach((m) => checkMember(m, cast, tags));
for (const { name, label, about } of tagList)
	if (!label || !about || !characters.some((c) => c.tags.includes(name))) fail('tags', `${name} unused or incomplete`);
for (const [list, field] of [[tagList, 'name'], [members, 'username'], [characters, 'key'], [characters, 'name']])
	if (duplicates(list, field)) fail('demo', `a ${field} twice`);
range('characters', 'count', characters.length, 38, 500);
if (characters.filter((c) => c.featured).length !== 6) fail('characters', 'six must be featured');
if (characters.filter((c) => c.voice === 'mixed').length !== 2) fail('characters', 'two must be mixed');
range('members', 'characters with a review', rated.size, 20, characters.length);
console.log(`demo: ${characters.length} characters, ${tags.size} tags, ${members.length} members, ${rated.size} reviewed, ${errors} errors`);
process.exitCode = errors ? 1 : 0;
