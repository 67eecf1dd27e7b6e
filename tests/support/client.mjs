// An HTTP client as small as a text browser: cookies, forms of pages, JSON, event streams. Each client
// speaks from a network of its own on loopback, so that limits by address do not join the tests.
import http from 'node:http';
import net from 'node:net';
import { randomBytes } from 'node:crypto';

let clients = 0;
const nextAddress = () => {
	clients += 1;
	return `127.${1 + (process.pid % 250)}.${clients % 250}.1`;
};

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };
export const unescapeHtml = (text) => text.replace(/&(#?\w+);/g, (all, name) => ENTITIES[name] ?? all);

const attributes = (tag) => Object.fromEntries([...tag.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].slice(1)
	.map(([, name, value]) => [name, unescapeHtml(value ?? '')]));

/** The forms of a page: {action, method, fields: [[name, value]], buttons: [[name, value]]}. */
export function forms(html) {
	return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head, inner]) => {
		const { action = '', method = 'get' } = attributes(`form ${head}`);
		const fields = [];
		const buttons = [];
		for (const [tag] of inner.matchAll(/<input\b[^>]*>/g)) {
			const a = attributes(tag);
			if (!a.name || 'disabled' in a) continue;
			if (/^(checkbox|radio)$/.test(a.type) && !('checked' in a)) continue;
			fields.push([a.name, a.value ?? (a.type === 'checkbox' ? 'on' : '')]);
		}
		for (const [, tag, text] of inner.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g)) {
			fields.push([attributes(`t ${tag}`).name, unescapeHtml(text)]);
		}
		for (const [, tag, options] of inner.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
			const chosen = [...options.matchAll(/<option\b[^>]*>/g)].map(([o]) => attributes(o));
			const one = chosen.find((o) => 'selected' in o) ?? chosen[0];
			fields.push([attributes(`s ${tag}`).name, one?.value ?? '']);
		}
		for (const [tag] of inner.matchAll(/<button\b[^>]*>/g)) {
			const a = attributes(tag);
			buttons.push({ name: a.name, value: a.value ?? '', action: a.formaction, disabled: 'disabled' in a });
		}
		return { action, method: method.toLowerCase(), fields, buttons };
	});
}

export class Answer {
	constructor(client, path, res, body) {
		this.client = client;
		this.path = path;
		this.status = res.statusCode;
		this.headers = res.headers;
		this.rawHeaders = res.rawHeaders;
		this.bytes = body;
	}

	get text() { return this.bytes.toString('utf8'); }

	get json() { return JSON.parse(this.text); }

	get location() { return this.headers.location; }

	/** The text people read, without tags. */
	get words() {
		return unescapeHtml(this.text.replace(/<(script|style)\b[\s\S]*?<\/\1>/g, ' ')
			.replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ').trim();
	}

	get forms() { return forms(this.text); }

	/** The form whose action is, or matches, this. */
	form(action) {
		const form = this.forms.find((f) => (action instanceof RegExp ? action.test(f.action) : f.action === action));
		if (!form) throw new Error(`${this.path} (${this.status}) has no form ${action}: ${this.words.slice(0, 300)}`);
		return form;
	}
}

const encode = (pairs) => pairs.map(([k, v]) => `${encodeURIComponent(k)}=${encodeURIComponent(v)}`).join('&');
const toPairs = (form) => (Array.isArray(form) ? form : Object.entries(form));

export class Client {
	constructor(house, { address = nextAddress(), token = null } = {}) {
		this.house = house;
		this.address = address;
		this.cookies = new Map();
		this.token = token; // sent as a bearer by api()
	}

	keepCookies(res) {
		for (const line of res.headers['set-cookie'] ?? []) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
			if (/;\s*Max-Age=0\b/i.test(line)) this.cookies.delete(name);
			else this.cookies.set(name, value);
		}
	}

	/** Opens a request and gives the response as it begins. */
	open(method, path, { headers = {}, body = null, timeout = 90000 } = {}) {
		const send = { ...headers };
		const names = Object.keys(send).map((name) => name.toLowerCase());
		if (this.cookies.size > 0 && !names.includes('cookie')) {
			send.Cookie = [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
		}
		if (!names.includes('accept')) send.Accept = 'text/html,*/*;q=0.8';
		if (body !== null && !names.includes('content-length')) send['Content-Length'] = Buffer.byteLength(body);
		return new Promise((resolve, reject) => {
			const req = http.request({ host: '127.0.0.1', port: this.house.port, method, path, headers: send,
				localAddress: this.address, agent: false, timeout }, (res) => {
				this.keepCookies(res);
				resolve(res);
			});
			req.on('timeout', () => req.destroy(new Error(`${method} ${path}: no answer in ${timeout} ms`)));
			req.on('error', reject);
			if (body !== null) req.write(body);
			req.end();
		});
	}

	async request(method, path, options = {}) {
		const res = await this.open(method, path, options);
		const chunks = [];
		for await (const chunk of res) chunks.push(chunk);
		return new Answer(this, path, res, Buffer.concat(chunks));
	}

	get(path, options) { return this.request('GET', path, options); }

	/** Posts pairs as a form would. */
	post(path, form, { headers = {}, ...options } = {}) {
		return this.request('POST', path, { ...options, body: encode(toPairs(form)),
			headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers } });
	}

	/** Sends a form of a page, with fields filled in and one of its buttons pressed. */
	submit(form, fill = {}, { button = null, ...options } = {}) {
		const pairs = form.fields.filter(([name]) => !(name in fill));
		for (const [name, value] of Object.entries(fill)) if (value !== null) pairs.push([name, value]);
		if (button) pairs.push([button.name, button.value]);
		if (form.method === 'get') return this.get(`${form.action}?${encode(pairs)}`, options);
		return this.post(button?.action ?? form.action, pairs, options);
	}

	/** Goes where a 303 points to. */
	follow(answer, options) {
		if (!answer.location) {
			throw new Error(`${answer.path}: ${answer.status}, not a redirect: ${answer.words.slice(0, 400)}`);
		}
		return this.get(answer.location.replace(/#.*/, ''), options);
	}

	/** A call of the JSON API, with the bearer token when there is one. */
	api(method, path, body, { headers = {}, token = this.token, key = null, ...options } = {}) {
		const send = { Accept: 'application/json', ...headers };
		if (token) send.Authorization = `Bearer ${token}`;
		if (key) send['Idempotency-Key'] = key;
		let bytes = null;
		if (body !== undefined && body !== null) {
			bytes = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
			send['Content-Type'] ??= 'application/json';
		}
		return this.request(method, path, { ...options, headers: send, body: bytes });
	}

	/**
	 * Reads an event stream: a list of {id, event, data}. Ends when `until(event)` is true, when the
	 * stream ends, or after `seconds`. `opened` is called as soon as the house has answered.
	 */
	async events(path, { headers = {}, until = () => false, opened = () => {}, seconds = 90 } = {}) {
		const send = { Accept: 'text/event-stream', ...headers };
		if (this.token) send.Authorization = `Bearer ${this.token}`;
		const res = await this.open('GET', path, { headers: send, timeout: seconds * 1000 });
		opened();
		const list = [];
		list.status = res.statusCode;
		list.headers = res.headers;
		let text = '';
		const timer = setTimeout(() => res.destroy(), seconds * 1000);
		try {
			for await (const chunk of res.setEncoding('utf8')) {
				text += chunk;
				let end;
				while ((end = text.indexOf('\n\n')) >= 0) {
					const event = parseEvent(text.slice(0, end));
					text = text.slice(end + 2);
					if (!event) continue;
					list.push(event);
					if (until(event)) { res.destroy(); return list; }
				}
			}
		} catch (error) {
			if (!/ECONNRESET|ERR_STREAM_PREMATURE_CLOSE/.test(error.code) && error.message !== 'aborted') throw error;
		} finally {
			clearTimeout(timer);
		}
		list.rest = text;
		return list;
	}

	/**
	 * Begins to read an event stream as events() does, and comes back as soon as the house has answered:
	 * what happens from then on is told. Gives { heard }, the promise of the list.
	 */
	listen(path, options) {
		return new Promise((resolve, reject) => {
			const heard = this.events(path, { ...options, opened: () => resolve({ heard }) });
			heard.catch(reject);
		});
	}
}

function parseEvent(block) {
	const event = { id: null, event: 'message', data: '' };
	let any = false;
	for (const line of block.split('\n')) {
		const [, name, value] = /^([^:]*): ?(.*)$/.exec(line) ?? [];
		if (!name) continue;
		any ||= name === 'data';
		event[name] = name === 'data' && event.data ? `${event.data}\n${value}` : value;
	}
	if (!any) return null;
	try { event.json = JSON.parse(event.data); } catch { event.json = null; }
	return event;
}

// ---- people ------------------------------------------------------------------------------------------

/** One raw request; the whole answer as text. */
export function raw(house, text) {
	return new Promise((resolve, reject) => {
		const socket = net.connect(house.port, '127.0.0.1', () => socket.write(text));
		let answer = '';
		socket.setTimeout(60000, () => socket.destroy());
		socket.on('data', (bytes) => { answer += bytes.toString('latin1'); });
		socket.on('close', () => resolve(answer));
		socket.on('error', reject);
	});
}

export const PASSWORD = 'moss-lantern-tuesday-8';
/** The birthday of somebody who is too young, in every year. */
export const CHILD_BORN = `${new Date().getUTCFullYear() - 12}-01-02`;
let people = 0;

export function newPerson(extra = {}) {
	people += 1;
	const tail = `${process.pid.toString(36)}${people.toString(36)}${randomBytes(2).toString('hex')}`;
	return { email: `guest-${tail}@example.org`, username: `t${tail}`.slice(0, 20), password: PASSWORD,
		birthDate: '1990-04-12', agreeTerms: true, ...extra };
}

/** A new member who speaks JSON with a bearer token. */
export async function newMember(house, extra) {
	const client = new Client(house);
	const person = newPerson(extra);
	const answer = await client.api('POST', '/api/auth/register', person);
	if (answer.status !== 201) throw new Error(`register: ${answer.status} ${answer.text}`);
	client.token = answer.json.token;
	client.person = person;
	client.user = answer.json.user;
	return client;
}

/** A new member with a browser's cookie, as the sign-up form leaves it. */
export async function newVisitor(house, extra) {
	const member = await newMember(house, extra);
	const client = new Client(house, { address: member.address });
	client.cookies.set('snug', member.token);
	return Object.assign(client, { person: member.person, user: member.user, sessionToken: member.token });
}
