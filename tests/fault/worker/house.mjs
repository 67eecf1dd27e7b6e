// A scratch house for the worker's fault tests: its database, workers, and a provider that does what
// it is told.
import { spawn, execFile } from 'node:child_process';
import { promisify } from 'node:util';
import http from 'node:http';
import crypto from 'node:crypto';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const run = promisify(execFile);
export const VAR = process.env.SNUG_VAR;
const BUILD = process.env.SNUG_TEST_BUILD ?? 'build';

// Rows of a query as arrays of text.
export async function sql(text, role = 'snug_owner') {
	const { stdout } = await run('psql', ['-X', '-q', '-A', '-t', '-F', '\x1f', '-v', 'ON_ERROR_STOP=1',
		'-h', `${VAR}/run`, '-U', role, '-d', 'snug', '-c', text]);
	return stdout.split('\n').filter((line) => line !== '').map((line) => line.split('\x1f'));
}
export const one = async (text, role) => (await sql(text, role))[0];

// Waits until the query's first value is `want`.
export async function until(text, want, ms = 90000) {
	const end = Date.now() + ms;
	let last;
	while (Date.now() < end) {
		try {
			last = (await one(text))?.[0];
			if (last === want) return last;
		} catch { /* the database may be away */ }
		await sleep(50);
	}
	throw new Error(`${text} gave ${last}, not ${want}, within ${ms} ms`);
}

let members = 0;
// A member with gems and a chat of one greeting.
export async function member(gems = 100) {
	members += 1;
	const name = `m${process.pid}_${members}`;
	const [id] = await one(`insert into member (username, display_name, birth_date)
		values ('${name}', 'Member', '1990-01-01') returning id`);
	await sql(`select gem.grant_bonus('welcome:${id}', ${id}, ${Math.round(gems * 1000)},
		now() + interval '30 days', 'welcome', 'house')`);
	const [character] = await one(`insert into character (creator_id, creator_name, name, short_description,
		greeting, age, visibility, moderation_status, published_at) values (${id}, '${name}', 'Mara',
		'A keeper of a lighthouse.', 'Hello.', 40, 'public', 'approved', now()) returning id`);
	const chat = await newChat(id, character);
	return { id, character, chat };
}
export async function newChat(id, character) {
	const [chat] = await one(`insert into chat (member_id, character_id) values (${id}, ${character}) returning id`);
	const [greeting] = await one(`insert into message (chat_id, role, content)
		values (${chat}, 'assistant', 'Hello.') returning id`);
	await sql(`update chat set head_id = ${greeting} where id = ${chat}`);
	return chat;
}

// A turn as the chat screen orders it.
export async function send(who, text = 'Hi.', chat = who.chat) {
	const [outcome, message, turn, needed] = await one(`select outcome, reply_id, turn_id, needed
		from turn_begin(${who.id}, ${chat}, 'send', null, null, '${text}', null, 4096)`, 'snug_web');
	await sql(`select pg_notify('jobs', '')`, 'snug_web');
	return { outcome, message, turn, needed };
}
export const balance = async (who) => Number((await one(`select gem.balance(${who.id})`))[0]);
export const messageOf = async (turn) => {
	const [status, reason, cost, content] = await one(`select status, reason, gem_cost,
		replace(content, chr(10), ' ') from message where id = ${turn.message}`);
	return { status, reason, cost: Number(cost), content };
};
export const eventsOf = async (turn) => (await sql(`select kind from turn_event
	where turn_id = ${turn.turn} order by seq`)).map((row) => row[0]);

// The book is whole, and nothing is held for work that is over.
export async function auditIsClean() {
	const found = await sql('select problem, n, example from gem.audit()');
	const held = await sql(`select h.ref from gem.hold h where h.state = 'open'
		and not exists (select from job j where j.hold_id = h.id)`);
	return found.length === 0 && held.length === 0 ? '' : JSON.stringify({ found, held });
}

const workers = new Set();
export async function worker(env = {}, args = []) {
	const child = spawn(`${BUILD}/bin/worker`, args, {
		env: { ...process.env, SNUG_OPENAI_KEY: 'test', SNUG_OPENAI_MODEL: 'm', ...env },
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	workers.add(child);
	child.log = '';
	child.stderr.on('data', (bytes) => { child.log += bytes; });
	child.over = new Promise((go) => child.on('exit', (code, signal) => {
		workers.delete(child);
		go({ code, signal });
	}));
	await logs(child, 'event=worker ');
	return child;
}
// Waits until a worker has written this to its log.
export async function logs(child, text) {
	const end = Date.now() + 90000;
	while (!child.log.includes(text)) {
		if (Date.now() > end) throw new Error(`no ${text} in the log of the worker:\n${child.log.slice(-2000)}`);
		await sleep(20);
	}
}
export async function endWorkers(signal = 'SIGKILL') {
	const all = [...workers];
	for (const child of all) {
		child.kill('SIGCONT');
		child.kill(signal);
	}
	await Promise.all(all.map((child) => child.over));
}

// The database, stopped at once as by a crash, and started again.
const pg = (what) => run('bash', ['-c', `. tools/pg.sh && PG_UID=$(stat -c %u "$VAR/pg") && PG_GID=$(stat -c %g "$VAR/pg")
	if [ "$EUID" = 0 ]; then as_user "$PG_UID"; PG_AS=("\${AS[@]}"); else PG_AS=(); fi; ${what}`],
	{ env: { ...process.env, VAR } });
export const crashDatabase = () => pg('kill -QUIT "$(head -n 1 "$VAR/pg/postmaster.pid")"; sleep 1');
export const startDatabase = () => pg('pg_start -F -c max_connections=60 </dev/null >/dev/null 2>&1');

// An OpenAI-compatible server. `plan` is asked for every request what to do: a list of steps, each
// text to send, a number of milliseconds or a promise to wait for, 'cut', 'hang', 'done' or { status, headers }.
export async function provider(plan) {
	let asked = 0;
	const server = http.createServer(async (req, res) => {
		req.resume();
		// Questions about the server itself count as no request.
		if (req.method !== 'POST' || !req.url.endsWith('/chat/completions')) {
			res.writeHead(404).end();
			return;
		}
		const frame = (text) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: text }, finish_reason: null }] })}\n\n`;
		for (const step of plan(asked++)) {
			if (res.destroyed) return;
			if (step instanceof Promise) { await step; continue; }
			if (typeof step === 'object') {
				res.writeHead(step.status, { 'content-type': 'application/json', ...step.headers });
				res.end(step.body ?? '{"error":{"message":"no"}}');
				return;
			}
			if (typeof step === 'number') { await sleep(step, null, { ref: false }); continue; } // nobody waits for it at the end
			if (!res.headersSent) res.writeHead(200, { 'content-type': 'text/event-stream' });
			if (step === 'cut') { res.destroy(); return; }
			if (step === 'hang') { res.flushHeaders(); return; }
			if (step === 'done') {
				res.end('data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
				return;
			}
			res.write(frame(step));
		}
	});
	await new Promise((go) => server.listen(0, '127.0.0.1', go));
	return {
		env: { SNUG_TEXT_PROVIDER: 'openai', SNUG_OPENAI_BASE: `http://127.0.0.1:${server.address().port}/v1` },
		asked: () => asked,
		close: () => { server.closeAllConnections(); server.close(); },
	};
}

// A stream by plain CGI, as a member's client reads it: { text(), over }.
export async function stream(who, turn, after = 0) {
	if (!fs.existsSync(`${VAR}/secret`)) fs.writeFileSync(`${VAR}/secret`, crypto.randomBytes(64), { mode: 0o600 });
	const token = crypto.randomBytes(24).toString('base64url');
	await sql(`insert into session (token_hash, member_id, idle_until, ends_at) values
		(sha256('${token}'), ${who.id}, now() + interval '1 hour', now() + interval '1 hour')`);
	fs.writeFileSync(`${VAR}/run/worker.pid`, `${[...workers][0]?.pid ?? process.pid}`);
	const child = spawn(`${BUILD}/cgi-bin/stream`, [], {
		env: { ...process.env, SNUG_LOG_LEVEL: 'error', REQUEST_METHOD: 'GET', PATH_INFO: `/stream/turn/${turn.turn}`,
			QUERY_STRING: `after=${after}`, HTTP_AUTHORIZATION: `Bearer ${token}` },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	let text = '';
	child.stdout.setEncoding('utf8');
	child.stdout.on('data', (more) => { text += more; });
	return { text: () => text, over: new Promise((go) => child.on('close', () => go(text))) };
}
// Its events: [position, kind, data].
export const parse = (text) => text.split('\n\n').map((block) => block.match(/^id: (\d+)\nevent: (\w+)\ndata: (.*)$/m))
	.filter(Boolean).map(([, id, kind, data]) => [Number(id), kind, JSON.parse(data)]);

export const mediaFiles = () => (fs.existsSync(`${VAR}/media`)
	? fs.readdirSync(`${VAR}/media`, { recursive: true }).filter((name) => name.includes('.')) : []);
