// A disk that fills up: reads work, writes are refused and nothing half of them stays, and with room
// everything goes on. Needs the right to mount a small file system of its own.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, openSync, closeSync, readdirSync, rmSync, rmdirSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { Client, newMember } from '../support/client.mjs';
import { assertError } from '../support/expect.mjs';
import { House, startHouse, until } from '../support/house.mjs';
import { balance, characterIds, ended, messages, openChat, say } from '../support/talk.mjs';
import { assertSound, isHealthy, pidOf } from './break.mjs';

/** Mounts 220 MB of memory as a disk; its folder, or null where that is not allowed. */
function smallDisk() {
	const folder = mkdtempSync(path.join(tmpdir(), 'snug-disk-'));
	chmodSync(folder, 0o755);
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=220m,mode=755', 'tmpfs', folder], { stdio: 'ignore' });
		return folder;
	} catch {
		rmdirSync(folder);
		return null;
	}
}

/** Writes until nothing more fits; gives what makes room again. */
function fill(folder) {
	const file = path.join(folder, 'ballast');
	const fd = openSync(file, 'w');
	for (let size = 1 << 20; size >= 1; size >>= 4) {
		const block = Buffer.alloc(size, 'x');
		try { while (writeSync(fd, block) > 0) continue; } catch (error) { assert.equal(error.code, 'ENOSPC'); }
	}
	closeSync(fd);
	return () => rmSync(file);
}

/** A noisy picture of 900 pixels a side, which no format makes small. */
function picture() {
	const side = 900;
	const rows = Buffer.alloc((side * 3 + 1) * side);
	for (let i = 0, state = 7; i < rows.length; i++) {
		state = (state * 1103515245 + 12345) >>> 0;
		rows[i] = i % (side * 3 + 1) === 0 ? 0 : state >>> 16;
	}
	const table = Int32Array.from({ length: 256 }, (_, n) => {
		for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
		return n;
	});
	const chunk = (type, data) => {
		const body = Buffer.concat([Buffer.from(type), data]);
		const ends = Buffer.alloc(8);
		ends.writeUInt32BE(data.length, 0);
		ends.writeUInt32BE((body.reduce((c, byte) => table[(c ^ byte) & 255] ^ (c >>> 8), -1) ^ -1) >>> 0, 4);
		return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
	};
	const head = Buffer.alloc(13);
	head.writeUInt32BE(side, 0);
	head.writeUInt32BE(side, 4);
	head.set([8, 2], 8);
	return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head),
		chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

const disk = smallDisk();

test('a full disk', { skip: disk === null && 'no right to mount' }, async (t) => {
	const old = process.env.TMPDIR;
	process.env.TMPDIR = disk;
	let house = new House('http://127.0.0.1:1', disk, {}, false);
	after(async () => {
		await house.stop();
		execFileSync('umount', ['-l', disk]);
		rmdirSync(disk);
	});
	house = await startHouse();
	if (old === undefined) delete process.env.TMPDIR;
	else process.env.TMPDIR = old;

	const [character] = await characterIds(house);
	const member = await newMember(house);
	const reader = new Client(house);
	reader.cookies.set('snug', member.token);
	const chat = await openChat(member, character);
	await say(member, chat, 'Good evening.');
	const file = picture();
	const upload = () => member.request('POST', '/api/uploads', { headers: { Authorization: `Bearer ${member.token}`, Accept: 'application/json',
		'Content-Type': 'multipart/form-data; boundary=b' }, body: Buffer.concat([
		Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'), file, Buffer.from('\r\n--b--\r\n')]) });
	assert.equal((await upload()).status, 201);
	const media = () => readdirSync(path.join(house.var, 'media'), { recursive: true }).filter((name) => name.includes('.')).length;
	const kept = media();
	const makeRoom = fill(disk);

	await t.test('reads go on, in screens that are there and in one that starts anew', async () => {
		for (const page of ['/', '/tavern', `/chat/${chat}`, '/gems', '/gallery', '/status']) {
			assert.equal((await reader.get(page)).status, 200, page);
		}
		process.kill(await pidOf(house, 'cgi-bin/tavern'), 'SIGKILL');
		await until('the tavern is back', async () => (await reader.get('/tavern').catch(() => null))?.status === 200);
	});

	let answered = 0;
	await t.test('what does not fit is refused; what was taken ends', async () => {
		let refused = null;
		for (let i = 0; i < 40 && !refused; i++) {
			const answer = await member.api('POST', `/api/chat/sessions/${chat}/message`, { content: `${i} `.repeat(2600) });
			if (answer.status === 202) {
				const message = await ended(member, chat, answer.json.messageId).catch(() => null);
				if (!message) break;
				answered += message.gemCost;
			} else if (answer.status !== 402) {
				refused = answer;
			}
		}
		if (refused) {
			assertError(refused, 503, 'UNAVAILABLE');
			assert.ok(Number(refused.headers['retry-after']) > 0);
		}
		for (let i = 0; i < 3; i++) assert.ok((await upload()).status >= 500, 'a picture was taken without room for it');
		assert.equal(media(), kept, 'part of a picture stayed');
		assert.equal((await reader.get(`/chat/${chat}`)).status, 200);
	});

	await t.test('with room again everything goes on, without a new start', async () => {
		makeRoom();
		await until('the house is well', () => isHealthy(reader));
		const before = (await messages(member, chat)).length;
		await until('a message is taken', async () => {
			const answer = await member.api('POST', `/api/chat/sessions/${chat}/message`, { content: 'And now?' });
			if (answer.status !== 202) return null;
			const message = await ended(member, chat, answer.json.messageId);
			answered += message.gemCost;
			return message.status === 'complete';
		});
		assert.ok((await messages(member, chat)).length > before);
		assert.equal((await upload()).status, 201);
		await assertSound(house);
		assert.ok(await balance(member) <= 29 - answered + 1);
	});
});
