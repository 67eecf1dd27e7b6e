// Large files that members bring and take: a card of 10 MB, a chat of 10,000 messages. Time stands beside
// that of reading the same bytes and their SHA-256 in this program in the same run; memory is the peak of
// the program that answers.
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newMember } from '../support/client.mjs';
import { ROOT, startHouse } from '../support/house.mjs';
import { cpu, median, quiet, row } from './measure.mjs';

const ROUNDS = 5;
const ONE_MB = 1024 * 1024;

/** The process of a screen of this house. */
async function screenOf(house, name) {
	for (const pid of (await readdir('/proc')).filter((one) => /^\d+$/.test(one))) {
		try {
			const program = readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, '');
			if (program === path.join(ROOT, 'build/cgi-bin', name)
				&& readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`SNUG_VAR=${house.var}`)) return Number(pid);
		} catch { /* it ended */ }
	}
	throw new Error(`no process of ${name}`);
}

const forgetPeak = (pid) => writeFileSync(`/proc/${pid}/clear_refs`, '5');
const peak = (pid) => Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

function form(fields, name, bytes) {
	const edge = 'an-edge';
	const head = Object.entries(fields).map(([key, value]) =>
		`--${edge}\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`).join('');
	return [Buffer.concat([Buffer.from(`${head}--${edge}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`),
		bytes, Buffer.from(`\r\n--${edge}--\r\n`)]), { headers: { 'Content-Type': `multipart/form-data; boundary=${edge}` } }];
}

function largeCard() {
	const entries = Array.from({ length: 1000 }, (_, i) => ({ keys: [`key ${i}`], content: 'The lamp turns over the water. '.repeat(330),
		extensions: {}, enabled: true, insertion_order: i }));
	return Buffer.from(JSON.stringify({ spec: 'chara_card_v2', spec_version: '2.0', data: { name: 'Large', description: 'Age: 30.',
		character_book: { entries, extensions: {} } } }));
}

function longChat() {
	const lines = [JSON.stringify({ user_name: 'Sam', character_name: 'Wren', chat_metadata: {} })];
	for (let i = 0; i < 10000; i += 1) {
		lines.push(JSON.stringify({ name: i % 2 ? 'Sam' : 'Wren', is_user: i % 2 === 1, send_date: 1714662600000 + i * 1000,
			mes: `Message ${i}. ${'The lamp turns over the water and nobody minds. '.repeat(8)}` }));
	}
	return Buffer.from(lines.join('\n'));
}

/** Median milliseconds, CPU milliseconds and the highest peak of `work`. */
async function measure(pid, work) {
	const times = [];
	let used = 0;
	let most = 0;
	for (let i = 0; i < ROUNDS; i += 1) {
		forgetPeak(pid);
		const [c0, t0] = [cpu(pid), performance.now()];
		const answer = await work();
		times.push(performance.now() - t0);
		used += cpu(pid) - c0;
		most = Math.max(most, peak(pid));
		if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text.slice(0, 200)}`);
	}
	return { ms: median(times), cpu: used * 1000 / ROUNDS, peak: most };
}

/** Reading the bytes from a file and their SHA-256, as anything that takes a file must. */
async function plain(bytes) {
	const dir = await mkdtemp(path.join(tmpdir(), 'snug-bench-'));
	const file = path.join(dir, 'file');
	await writeFile(file, bytes);
	const times = [];
	for (let i = 0; i < ROUNDS; i += 1) {
		const from = performance.now();
		createHash('sha256').update(await readFile(file)).digest();
		times.push(performance.now() - from);
	}
	await rm(dir, { recursive: true });
	return median(times);
}

function show(what, got, base, most, memory) {
	row({ what, ours: `${got.ms.toFixed(0)} ms, ${got.cpu.toFixed(0)} ms CPU, peak ${got.peak.toFixed(0)} MiB`,
		peer: `${base.toFixed(1)} ms read and hash`, ratio: got.ms / base,
		target: `${most} ms, ${memory} MiB`, met: got.ms <= most && got.peak <= memory });
}

export async function files({ onEnd }) {
	const house = await startHouse();
	onEnd(() => house.stop());
	const member = await newMember(house);
	const [[character]] = await house.sql('select min(id) from character where listed');
	const [card, chat] = [largeCard(), longChat()];
	let id;
	await quiet();
	const bring = () => member.api('POST', '/api/characters/import', ...form({}, 'large.json', card));
	id = (await bring()).json.id;
	const [cards, chats] = [await screenOf(house, 'import'), await screenOf(house, 'chat')];
	const base = await plain(card);
	show(`card of ${(card.length / ONE_MB).toFixed(1)} MiB in`, await measure(cards, bring), base, 300, 64);
	for (const format of ['png', 'json', 'charx']) {
		const take = () => member.api('GET', `/api/characters/${id}/export?format=${format}`);
		show(`the same out as ${format}`, await measure(cards, take), base, 1000, 64);
	}
	const talk = () => member.api('POST', '/api/chat/import', ...form({ characterId: character }, 'long.jsonl', chat));
	const { sessionId } = (await talk()).json;
	const chatBase = await plain(chat);
	show('chat of 10,000 messages in', await measure(chats, talk), chatBase, 1000, 96);
	for (const format of ['jsonl', 'json', 'txt']) {
		const take = () => member.api('GET', `/api/chat/sessions/${sessionId}/export?format=${format}`);
		show(`the same out as ${format}`, await measure(chats, take), chatBase, 1000, 64);
	}
}
