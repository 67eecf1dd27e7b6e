// Anthropic's Messages API on loopback for tests: the real protocol, with manners on demand.
//
//   node tests/fakes/anthropic.mjs [--port N]      prints {"port":N} when it listens
//
// The manner is the model's name or [[fake:NAME]] in the last user message; any other model answers
// politely. What the real service refuses is refused: an empty text, a first message that is not the
// user's, a system message among the others, white space as a stop, sampling settings with a protocol of
// 2026-10-21 or later. GET /_requests gives what came in (the key only as yes or no), DELETE forgets it.
import http from 'node:http';
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const TEXT = 'The kettle sings. Caf\u00e9 light, a \u{1F56F}\uFE0F candle, and time to talk.';
const words = (text) => text.match(/\S+\s*/g);

const event = (type, more = {}, end = '\n') => `event: ${type}${end}data: ${JSON.stringify({ type, ...more })}${end}${end}`;
const begin = (usage = {}) => event('message_start', { message: { id: 'msg_1', type: 'message', role: 'assistant', model: 'fake-claude',
	content: [], stop_reason: null, usage: { input_tokens: 25, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 1, ...usage } } });
const open = (index = 0, block = { type: 'text', text: '' }) => event('content_block_start', { index, content_block: block });
const say = (text, index = 0) => event('content_block_delta', { index, delta: { type: 'text_delta', text } });
const close = (index = 0) => event('content_block_stop', { index });
const stop = (reason, n = 12, more = {}) => event('message_delta', { delta: { stop_reason: reason, stop_sequence: null, ...more }, usage: { output_tokens: n } })
	+ event('message_stop');

function stream(res) {
	res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
}

async function polite(res, call, { reason = 'end_turn', text = TEXT, pause = 0, usage = {} } = {}) {
	stream(res);
	res.write(begin(usage) + open() + event('ping'));
	for (const word of words(text)) {
		if (pause > 0) await sleep(pause);
		res.write(say(word));
	}
	res.end(close() + stop(reason, words(text).length));
}

function refuse(res, status, type, message = 'no', headers = {}) {
	res.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_1', ...headers });
	res.end(JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_1' }));
}

const failed = (type) => event('error', { error: { type, message: 'told to nobody' } });

const MANNERS = {
	polite,
	slow: (res, call) => polite(res, call, { pause: 30 }),
	very_slow: (res, call) => polite(res, call, { pause: 400 }),
	crlf: async (res) => {
		stream(res);
		res.end((begin() + open() + say(TEXT) + close() + stop('end_turn')).replaceAll('\n', '\r\n'));
	},
	split: async (res) => {                     // every few bytes their own write: code points are cut
		const bytes = Buffer.from(begin() + open() + words(TEXT).map((word) => say(word)).join('') + close() + stop('end_turn'));
		stream(res);
		for (let i = 0; i < bytes.length && !res.destroyed; i += 7) { res.write(bytes.subarray(i, i + 7)); await sleep(0); }
		res.end();
	},
	pings: async (res) => {                     // alive, but quiet for longer than an idle limit of 1 s
		stream(res);
		res.write(begin() + open());
		for (let i = 0; i < 8; i++) { res.write(event('ping')); await sleep(250); }
		res.end(say(TEXT) + close() + stop('end_turn'));
	},
	unknown: async (res) => {                   // what was not there when the client was written
		stream(res);
		res.end(begin() + event('weather', { sky: 'blue' }) + open(0, { type: 'thinking', thinking: '' })
			+ event('content_block_delta', { index: 0, delta: { type: 'thinking_delta', thinking: 'Hm, what?' } })
			+ event('content_block_delta', { index: 0, delta: { type: 'signature_delta', signature: 'x' } }) + close(0)
			+ open(1) + event('content_block_delta', { index: 1, delta: { type: 'citations_delta', citation: {} } }) + say(TEXT, 1) + close(1)
			+ stop('end_turn'));
	},
	cached: (res, call) => polite(res, call, { usage: { cache_creation_input_tokens: 100, cache_read_input_tokens: 1000 } }),
	length: (res, call) => polite(res, call, { reason: 'max_tokens' }),
	full: (res, call) => polite(res, call, { reason: 'model_context_window_exceeded' }),
	stop_sequence: (res, call) => polite(res, call, { reason: 'stop_sequence' }),
	refusal: async (res) => { stream(res); res.end(begin() + open() + say('I would ') + close() + stop('refusal', 2, { stop_details: { category: 'policy' } })); },
	refusal_first: async (res) => { stream(res); res.end(begin() + stop('refusal', 0)); },
	nothing_said: async (res) => { stream(res); res.end(begin() + stop('end_turn', 0)); },
	no_stop: async (res) => { stream(res); res.end(begin() + open() + say(TEXT) + close() + event('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 12 } })); },
	not_streamed: (res) => {
		res.writeHead(200, { 'content-type': 'application/json' });
		res.end(JSON.stringify({ id: 'msg_1', type: 'message', role: 'assistant', model: 'fake-claude', content: [{ type: 'text', text: TEXT }],
			stop_reason: 'end_turn', usage: { input_tokens: 25, output_tokens: 12 } }));
	},
	overloaded: (res) => refuse(res, 529, 'overloaded_error'),
	overloaded_then_ok: (res, call) => (call.nth < 1 ? refuse(res, 529, 'overloaded_error') : polite(res, call)),
	overloaded_first: async (res) => { stream(res); res.end(begin() + failed('overloaded_error')); },
	overloaded_later: async (res) => { stream(res); res.end(begin() + open() + say('It was ') + failed('overloaded_error')); },
	limited: (res) => refuse(res, 429, 'rate_limit_error', 'slow down', { 'retry-after': '120' }),
	limited_beside: (res) => MANNERS.internal(res), // and the other fake is limited
	limited_short: (res, call) => (call.nth < 1 ? refuse(res, 429, 'rate_limit_error', 'slow down', { 'retry-after-ms': '50' }) : polite(res, call)),
	unauthorized: (res) => refuse(res, 401, 'authentication_error'),
	unpaid: (res) => refuse(res, 402, 'billing_error'),
	unknown_model: (res) => refuse(res, 404, 'not_found_error'),
	too_long: (res) => refuse(res, 400, 'invalid_request_error', 'prompt is too long: 208310 tokens > 200000 maximum'),
	too_large: (res) => refuse(res, 413, 'request_too_large', 'Request exceeds the maximum size'),
	busy_for_a_while: (res) => refuse(res, 529, 'overloaded_error', 'Overloaded', { 'retry-after': '90' }),
	paused: (res, call) => polite(res, call, { reason: 'pause_turn' }),
	internal: (res) => refuse(res, 500, 'api_error', 'oops', { 'x-should-retry': 'false' }),
	no_sampling: (res, call) => (call.body.top_p !== undefined || call.body.temperature !== undefined
		? refuse(res, 400, 'invalid_request_error', `${call.body.top_p !== undefined ? 'top_p' : 'temperature'}: not with this model`) : polite(res, call)),
	html: (res) => { res.writeHead(200, { 'content-type': 'text/html' }); res.end('<!doctype html><title>Welcome to the proxy</title>'); },
	garbage: async (res) => { stream(res); res.end('event: message_start\ndata: {"type":\n\n'); },
	cut: async (res) => {
		stream(res);
		res.write(begin() + open() + say('The kettle ') + say('sings. '));
		res.write(Buffer.from(say('\u{1F56F}')).subarray(0, 60));
		await sleep(20);
		res.destroy();
	},
	cut_first: (res) => { stream(res); res.write(event('ping')); setTimeout(() => res.destroy(), 20); },
	stall: (res) => { stream(res); res.write(begin() + open() + say('Wait for ')); },
	hang: () => {},
	slowloris: async (res) => { stream(res); for (const byte of begin() + open() + say(TEXT)) { if (res.destroyed) return; res.write(byte); await sleep(200); } },
	endless: async (res) => { stream(res); res.write(begin() + open()); while (!res.destroyed) { res.write(say('on and on ')); await sleep(0); } },
	tools: (res) => {
		stream(res);
		res.end(begin() + open() + say('I throw. ') + close() + open(1, { type: 'tool_use', id: 'toolu_1', name: 'roll', input: {} })
			+ event('content_block_delta', { index: 1, delta: { type: 'input_json_delta', partial_json: '' } })
			+ event('content_block_delta', { index: 1, delta: { type: 'input_json_delta', partial_json: '{"expr":' } })
			+ event('content_block_delta', { index: 1, delta: { type: 'input_json_delta', partial_json: '"2d6"}' } }) + close(1)
			+ open(2, { type: 'tool_use', id: 'toolu_2', name: 'clock', input: {} }) + close(2) + stop('tool_use'));
	},
	// Asks for dice until it was given a roll, then tells it.
	dice: (res, call) => {
		const given = call.body.messages.flatMap((one) => one.content).filter((block) => block.type === 'tool_result');
		if (given.length > 0) return polite(res, call, { text: `It shows ${JSON.parse(given[0].content).total}.` });
		if (!call.body.tools) return polite(res, call, { text: 'I have no dice.' });
		stream(res);
		return res.end(begin() + open() + say('I throw. ') + close() + open(1, { type: 'tool_use', id: 'toolu_1', name: 'roll_dice', input: {} })
			+ event('content_block_delta', { index: 1, delta: { type: 'input_json_delta', partial_json: '{"notation":"d20"}' } }) + close(1) + stop('tool_use'));
	},
};

/** What the real service would say against a request; null when it is sound. */
function complaint(body, version) {
	if (!Array.isArray(body?.messages) || body.messages.length === 0) return 'messages: at least one message is required';
	if (!Number.isInteger(body.max_tokens) || body.max_tokens < 1) return 'max_tokens: field required';
	if (body.messages[0].role !== 'user') return 'messages: first message must use the "user" role';
	const blocks = (content) => (typeof content === 'string' ? [{ type: 'text', text: content }] : content);
	const all = [...blocks(body.system ?? []), ...body.messages.flatMap((one) => blocks(one.content))];
	let last = null;
	for (const one of body.messages) {
		if (!/^(user|assistant)$/.test(one.role)) return `messages: unexpected role "${one.role}"`;
		if (one.role === last) return 'messages: roles must alternate';
		last = one.role;
	}
	if (last !== 'user') return 'messages: the last message must be the user\'s with this model';
	if (all.some((block) => block.type === 'text' && !block.text?.trim())) return 'messages: text content blocks must contain non-whitespace text';
	if (all.filter((block) => block.cache_control).length > 4) return 'a maximum of 4 blocks with cache_control may be provided';
	if (body.stop_sequences?.some((one) => !one.trim())) return 'stop_sequences: each stop sequence must contain non-whitespace';
	const sampling = ['temperature', 'top_p', 'top_k'].find((name) => body[name] !== undefined);
	if (version >= '2026-10-21' && sampling) return `${sampling}: not permitted`;
	if (body.temperature > 1) return 'temperature: range: 0..1';
	return null;
}

function mannerOf(body) {
	const asked = body.messages?.filter((one) => one.role === 'user').map((one) => one.content).flat() ?? [];
	const text = asked.map((block) => (typeof block === 'string' ? block : block.text ?? '')).join('\n');
	const marked = [...text.matchAll(/\[\[fake:(\w+)\]\]/g)].at(-1)?.[1];
	for (const name of [marked, body.model]) if (Object.hasOwn(MANNERS, name ?? '')) return name;
	return 'polite';
}

export function startFake(port = 0) {
	const requests = [];
	const counters = new Map();

	async function complete(req, res, body) {
		const manner = mannerOf(body ?? {});
		const nth = counters.get(manner) ?? 0;
		const version = req.headers['anthropic-version'] ?? '';
		counters.set(manner, nth + 1);
		const seen = { manner, body, version, key: Boolean(req.headers['x-api-key']), idempotency: req.headers['idempotency-key'], broken: false };
		requests.push(seen);
		res.on('close', () => { seen.broken = !res.writableFinished; });
		res.on('error', () => {});
		const against = version === '' ? 'anthropic-version: header is required' : complaint(body, version);
		if (against) refuse(res, 400, 'invalid_request_error', against);
		else await MANNERS[manner](res, { body, nth });
	}

	const server = http.createServer((req, res) => {
		const parts = [];
		req.on('data', (part) => parts.push(part));
		req.on('end', () => {
			let body = null;
			try { body = JSON.parse(Buffer.concat(parts).toString()); } catch { /* refused below */ }
			if (req.url === '/_requests') {
				const answer = JSON.stringify(requests);
				if (req.method === 'DELETE') { requests.length = 0; counters.clear(); }
				res.end(answer);
			} else if (req.headers['x-api-key'] === 'sk-wrong') {
				refuse(res, 401, 'authentication_error', 'invalid x-api-key');
			} else if (req.url.startsWith('/v1/models')) {
				res.end(JSON.stringify({ data: [{ type: 'model', id: 'fake-claude', display_name: 'Fake Claude' },
					{ type: 'model', id: 'fake-claude-small', display_name: 'Fake Claude, small' }], has_more: false }));
			} else if (req.method === 'POST' && req.url === '/v1/messages/count_tokens') {
				res.end(JSON.stringify({ input_tokens: JSON.stringify(body).length >> 2 }));
			} else if (req.method === 'POST' && req.url === '/v1/messages') {
				complete(req, res, body).catch((error) => { res.destroy(error); });
			} else {
				refuse(res, 404, 'not_found_error');
			}
		});
	});
	return new Promise((go) => {
		server.listen(port, '127.0.0.1', () => go({ server, requests, port: server.address().port }));
	});
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
	const at = process.argv.indexOf('--port');
	const { port } = await startFake(at > 0 ? Number(process.argv[at + 1]) : 0);
	console.log(JSON.stringify({ port }));
}
