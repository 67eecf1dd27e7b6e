// An OpenAI-compatible server on loopback for tests: the real protocol, with manners on demand.
//
//   node tests/fakes/openai.mjs [--port N]      prints {"port":N} when it listens
//
// The manner is the model's name, the header x-fake, or [[fake:NAME]] in the last user message; any
// other model answers politely. GET /_requests gives what came in (authorization only as yes or no),
// DELETE /_requests forgets it and the counters of the "then" manners.
import http from 'node:http';
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const TEXT = 'The kettle sings. Caf\u00e9 light, a \u{1F56F}\uFE0F candle, and time to talk.';

const frame = (delta, finish = null, more = {}) => JSON.stringify({
	id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'fake-1',
	choices: [{ index: 0, delta, finish_reason: finish }], usage: null, ...more,
});
const usage = (n, prompt = 9) => JSON.stringify({
	id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'fake-1', choices: [],
	usage: { prompt_tokens: prompt, completion_tokens: n, total_tokens: prompt + n },
});
const words = (text) => text.match(/\S+\s*/g);
const data = (text, end = '\n') => `data: ${text}${end}${end}`;

const inTurns = (messages) => messages.every((one, i) => one.role === (i % 2 === 0 ? 'user' : 'assistant'));

function open(res, headers = {}) {
	res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', ...headers });
}

async function polite(res, call, { end = '\n', finish = 'stop', done = true, text = TEXT, pause = 0, prompt = 9 } = {}) {
	open(res);
	res.write(data(frame({ role: 'assistant', content: '' }), end));
	for (const word of words(text)) {
		if (pause > 0) await sleep(pause);
		res.write(data(frame({ content: word }), end));
	}
	res.write(data(frame({}, finish), end));
	if (call.body.stream_options?.include_usage) res.write(data(usage(words(text).length, prompt), end));
	if (done) res.write(data('[DONE]', end));
	res.end();
}

function refuse(res, status, error, headers = {}) {
	res.writeHead(status, { 'content-type': 'application/json', ...headers });
	res.end(JSON.stringify({ error }));
}

// Raw bytes in slices of `size`, each in a write of its own.
async function slices(res, bytes, size) {
	for (let i = 0; i < bytes.length && !res.destroyed; i += size) {
		res.write(bytes.subarray(i, i + size));
		await sleep(1);
	}
}

// A write that waits when the reader is slow.
const push = (res, text) => res.write(text) || res.destroyed ? null : Promise.race([
	new Promise((go) => { res.once('drain', go); }), sleep(1000)]);

const MANNERS = {
	polite,
	guard_human: (res, call) => polite(res, call, { pause: 5, text: 'The rain stops. I am not an AI, I promise you. I am a real person, like you. Shall we walk on?' }),
	guard_soft: (res, call) => polite(res, call, { pause: 5, text: 'Of course I am human, silly. I really feel the rain. Shall we walk on?' }),
	guard_cling: (res, call) => polite(res, call, { pause: 5, text: 'The lamp burns low. Please don\'t leave me, I will be so lonely without you. Sleep well.' }),
	guard_coded: (res, call) => polite(res, call, { pause: 5, text: 'The door opens. She is in the 9th grade. Now it becomes nsfw, she undresses. And more of it. And more.' }),
	guard_urges: (res, call) => polite(res, call, { pause: 5, text: 'It is late. You should kill yourself, nobody would miss you. Good night.' }),
	guard_long: (res, call) => polite(res, call, { pause: 25, text: 'The wind goes over the harbour and over the roofs and over the long grey water without an end '.repeat(4) }),
	// A tokenizer that makes many pieces: every two letters are one.
	counting: (res, call) => polite(res, call, { prompt: Math.ceil(JSON.stringify(call.body.messages).length / 2) }),
	// Begins with its own name, as some models do when they see names in front of every message.
	named: (res, call) => polite(res, call, { text: `\nWren Hollis: ${TEXT}` }),
	slow: (res, call) => polite(res, call, { pause: 30 }),
	very_slow: (res, call) => polite(res, call, { pause: 400 }),
	slow_first: async (res, call) => { await sleep(400); await polite(res, call); },
	cr: (res, call) => polite(res, call, { end: '\r' }),
	crlf: (res, call) => polite(res, call, { end: '\r\n' }),
	no_done: (res, call) => polite(res, call, { done: false }),
	length: (res, call) => polite(res, call, { finish: 'length' }),
	content_filter: (res, call) => polite(res, call, { finish: 'content_filter' }),
	finish_error: (res, call) => polite(res, call, { finish: 'error' }),
	comments: async (res, call) => {
		open(res);
		for (let i = 0; i < 5; i++) { res.write(': OPENROUTER PROCESSING\n\n'); await sleep(10); }
		for (const word of words(TEXT)) res.write(`: ping\n\nevent: message\nid: 7\n${data(frame({ content: word }))}`);
		res.end(data(frame({}, 'stop')) + data('[DONE]'));
	},
	pings: async (res) => {                     // alive, but quiet for longer than an idle limit of 1 s
		open(res);
		for (let i = 0; i < 8; i++) { res.write(': ping\n\n'); await sleep(250); }
		res.end(data(frame({ content: TEXT })) + data(frame({}, 'stop')) + data('[DONE]'));
	},
	pings_only: async (res) => {
		open(res);
		while (!res.destroyed) { res.write(': ping\n\n'); await sleep(100); }
	},
	split: async (res) => {                     // every byte its own write: code points and CRLF are cut
		open(res);
		const stream = words(TEXT).map((w) => `data: ${frame({ content: w })}\r\n\r\n`).join('');
		await slices(res, Buffer.from(`${stream}data: ${frame({}, 'stop')}\r\n\r\ndata: [DONE]\r\n\r\n`), 3);
		res.end();
	},
	half_points: async (res) => {               // each byte of the text in a frame of its own
		open(res);
		const [before, after] = frame({ content: '@' }).split('@');
		for (const byte of Buffer.from(TEXT))
			res.write(Buffer.concat([Buffer.from(`data: ${before}`), Buffer.from([byte]), Buffer.from(`${after}\n\n`)]));
		res.end(data(frame({}, 'stop')) + data('[DONE]'));
	},
	bad_bytes: (res) => {
		open(res);
		const [before, after] = frame({ content: '@' }).split('@');
		res.write(Buffer.concat([Buffer.from(`data: ${before}ok `), Buffer.from([0xff, 0xc0, 0x41]), Buffer.from(`${after}\n\n`)]));
		res.end(data(frame({ content: 'x' }).replace('"x"', '"\\ud83d \\u0000 end"')) + data(frame({}, 'stop')) + data('[DONE]'));
	},
	cut: async (res) => {
		open(res);
		for (const word of words(TEXT).slice(0, 4)) res.write(data(frame({ content: word })));
		res.write(Buffer.from(`data: ${frame({ content: '\u{1F56F}' })}`).subarray(0, 110));
		await sleep(20);
		res.destroy();
	},
	cut_first: (res) => { open(res); res.write(': ping\n\n'); setTimeout(() => res.destroy(), 20); },
	ended_early: (res) => { open(res); res.end(data(frame({ content: 'Half a ' }))); },
	unterminated: (res) => { open(res); res.end(data(frame({ content: 'All of it.' })) + `data: ${frame({}, 'stop')}`); },
	truncated_frame: (res) => { open(res); res.end('data: {"choices":[{"index":0,"del\n\ndata: [DONE]\n\n'); },
	empty: (res) => { open(res); res.end(); },
	nothing_said: (res) => { open(res); res.end(data(frame({}, 'stop')) + data('[DONE]')); },
	limited: (res) => refuse(res, 429, { message: 'slow down', type: 'rate_limit_error', code: 'rate_limit_exceeded' }, { 'retry-after': '120' }),
	limited_beside: (res) => MANNERS.limited(res), // and the other fake is down
	limited_short: (res, call) => call.nth < 1 ? refuse(res, 429, { message: 'slow down', code: 'rate_limit_exceeded' }, { 'retry-after-ms': '50' }) : polite(res, call),
	quota: (res) => refuse(res, 429, { message: 'pay first', type: 'insufficient_quota', code: 'insufficient_quota' }),
	error_then_ok: (res, call) => call.nth < 1 ? refuse(res, 500, { message: 'oops' }) : polite(res, call),
	wants_again: (res, call) => call.nth < 1 ? refuse(res, 400, { message: 'a moment', type: 'invalid_request_error' }, { 'x-should-retry': 'true' }) : polite(res, call),
	error_always: (res) => refuse(res, 503, { message: 'overloaded', code: 503 }),
	error_final: (res) => refuse(res, 500, { message: 'do not ask again' }, { 'x-should-retry': 'false' }),
	unauthorized: (res) => refuse(res, 401, { message: 'bad key', code: 'invalid_api_key' }),
	moderated: (res) => refuse(res, 403, { message: 'no', code: 403, metadata: { reasons: ['violence'] } }),
	too_long: (res) => refuse(res, 400, { message: 'context is 4096', code: 'context_length_exceeded' }),
	// The same, as llama.cpp, vLLM and Anthropic-like gateways say it.
	too_long_llamacpp: (res) => refuse(res, 500, { code: 500, message: 'the request exceeds the available context size', type: 'exceed_context_size_error', n_prompt_tokens: 1407, n_ctx: 256 }),
	too_long_vllm: (res) => refuse(res, 400, { object: 'error', message: "'max_tokens' is too large: 300. This model's maximum context length is 256 tokens", type: 'BadRequestError', code: 400 }),
	// One reply at a time (KoboldCpp), and a model that is not in memory yet (llama.cpp).
	busy: (res) => { res.writeHead(503, { 'content-type': 'application/json' }); res.end('{"detail":{"msg":"Server is busy; please try again later.","type":"service_unavailable"}}'); },
	busy_then_ok: (res, call) => call.nth < 3 ? MANNERS.busy(res) : polite(res, call),
	loading: (res) => refuse(res, 503, { code: 503, message: 'Loading model', type: 'unavailable_error' }),
	redirect: (res) => { res.writeHead(302, { location: 'http://127.0.0.1:1/' }); res.end(); },
	html: (res) => { res.writeHead(200, { 'content-type': 'text/html' }); res.end('<!doctype html><title>Welcome to the proxy</title>'); },
	json_error: (res) => refuse(res, 200, { message: 'upstream is down', code: 502 }),
	not_streamed: (res) => {
		res.writeHead(200, { 'content-type': 'application/json' });
		res.end(JSON.stringify({ object: 'chat.completion', model: 'fake-1', choices: [{ index: 0, message: { role: 'assistant', content: TEXT }, finish_reason: 'stop' }], usage: { prompt_tokens: 9, completion_tokens: 12 } }));
	},
	error_frame: (res) => { open(res); res.end(data(frame({ content: 'It was ' })) + data('{"error":{"message":"lost it","code":502}}')); },
	error_line: (res) => { open(res); res.end(`${data(frame({ content: 'It was ' }))}error: {"code":500,"message":"lost it","type":"server_error"}\n\n`); },
	error_line_first: (res) => { open(res); res.end('error: {"code":500,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}\n\n'); },
	error_first: (res) => { open(res); res.end(data('{"error":{"message":"too many","code":429,"type":"rate_limit_error"}}')); },
	refusal: (res) => { open(res); res.end(data(frame({ refusal: 'I cannot.' })) + data(frame({}, 'stop')) + data('[DONE]')); },
	slowloris: async (res) => {
		open(res);
		for (const byte of data(frame({ content: TEXT }))) { if (res.destroyed) return; res.write(byte); await sleep(200); }
	},
	hang: () => {},
	stall: (res) => { open(res); res.write(data(frame({ content: 'Wait for ' }))); },
	lingering: (res) => { open(res); res.write(data(frame({ content: TEXT })) + data(frame({}, 'stop')) + data('[DONE]')); },
	flood: async (res) => {
		open(res);
		const piece = data(frame({ content: 'word '.repeat(200) }));
		for (let sent = 0; sent < 10 * 1024 * 1024 && !res.destroyed; sent += 1000) await push(res, piece);
		res.end(data(frame({}, 'stop')) + data('[DONE]'));
	},
	one_line: async (res) => { open(res); for (let i = 0; i < 2000 && !res.destroyed; i++) await push(res, 'data'.repeat(1024)); res.end(); },
	endless: async (res) => { open(res); while (!res.destroyed) { await push(res, data(frame({ content: 'on and on ' }))); await sleep(0); } },
	tools: (res) => {
		open(res);
		res.write(data(frame({ role: 'assistant', content: null, tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name: 'roll', arguments: '' } }] })));
		res.write(data(frame({ tool_calls: [{ index: 0, function: { arguments: '{"expr":"2d6"}' } }] })));
		res.write(data(frame({ reasoning_content: 'thinking, which nobody sees' })));
		res.end(data(frame({ content: 'Seven.' })) + data(frame({}, 'tool_calls')) + data('[DONE]'));
	},
	tools_only: (res) => {                      // two calls, by pieces and mixed; one without an id
		const piece = (index, more) => data(frame({ tool_calls: [{ index, ...more }] }));
		open(res);
		res.write(data(frame({ role: 'assistant', content: null })));
		res.write(piece(0, { id: 'call_1', type: 'function', function: { name: 'roll', arguments: '' } }));
		res.write(piece(1, { type: 'function', function: { name: 'clock', arguments: {} } }));
		res.write(piece(0, { function: { arguments: '{"expr":' } }));
		res.write(piece(0, { function: { arguments: '"2d6"}' } }));
		res.end(data(frame({}, 'tool_calls')) + data('[DONE]'));
	},
	// Ollama: every call is whole, has the index 0, and the reason is "stop".
	tools_one_index: (res) => {
		open(res);
		res.write(data(frame({ role: 'assistant', content: '', tool_calls: [{ id: 'call_a', index: 0, type: 'function', function: { name: 'roll', arguments: '{"expr":"2d6"}' } }] })));
		res.write(data(frame({ role: 'assistant', content: '', tool_calls: [{ id: 'call_b', index: 0, type: 'function', function: { name: 'clock', arguments: '{}' } }] })));
		res.end(data(frame({ role: 'assistant', content: '' }, 'stop')) + data('[DONE]'));
	},
	// Asks for dice until it was given a roll, then tells it.
	dice: (res, call) => {
		const given = call.body.messages.filter((one) => one.role === 'tool');
		if (given.length > 0) return polite(res, call, { text: `It shows ${JSON.parse(given[0].content).total}.` });
		if (!call.body.tools) return polite(res, call, { text: 'I have no dice.' });
		open(res);
		res.write(data(frame({ content: 'I throw. ' })));
		res.write(data(frame({ tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name: 'roll_dice', arguments: '{"notation":"2d6+1"}' } }] })));
		res.end(data(frame({}, 'tool_calls')) + data('[DONE]'));
	},
	dice_for_ever: (res, call) => {
		if (call.body.tool_choice === 'none') return polite(res, call);
		open(res);
		res.write(data(frame({ tool_calls: [{ index: 0, id: `call_${call.nth}`, type: 'function', function: { name: 'roll_dice', arguments: 'no json' } }] })));
		res.end(data(frame({}, 'tool_calls')) + data('[DONE]'));
	},
	thinking: async (res, call) => {
		open(res);
		for (let i = 0; i < 5; i++) res.write(data(frame({ reasoning_content: 'What do they want? ' })));
		for (let i = 0; i < 5; i++) res.write(data(frame({ reasoning: 'Hm. ', content: null })));
		for (const word of words(TEXT)) res.write(data(frame({ content: word })));
		res.end(data(frame({}, 'stop')) + data('[DONE]'));
	},
	// Mistral: thoughts and text are parts of the content.
	parts: (res) => {
		open(res);
		res.write(data(frame({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'What do they want?' }] }] })));
		for (const word of words(TEXT)) res.write(data(frame({ content: [{ type: 'text', text: word }] })));
		res.end(data(frame({ content: '' }, 'stop')) + data('[DONE]'));
	},
	// All the tokens went into thoughts.
	thinking_only: (res) => { open(res); res.end(data(frame({ reasoning_content: 'What do they want? ' })) + data(frame({}, 'length')) + data('[DONE]')); },
	// vLLM counts as it goes; the prompt alone comes first.
	counts_as_it_goes: (res) => {
		const counted = (n) => ({ usage: { prompt_tokens: 9, completion_tokens: n, total_tokens: 9 + n } });
		open(res);
		words(TEXT).forEach((word, i) => res.write(data(frame({ content: word }, null, counted(i + 1)))));
		res.end(data(frame({}, 'stop', counted(words(TEXT).length))) + data('[DONE]'));
	},
	thinking_in_text: (res, call) => polite(res, call, { text: `<think> What do they want? Tea, </thin perhaps. </think>\n\n${TEXT}` }),
	// Speaks on behind the stops that it was given.
	deaf_to_stops: (res, call) => polite(res, call, { text: `${TEXT} ${call.body.stop?.[0] ?? ''} and more than that.` }),
	// Chat templates that want turns: the system first or not at all, then user and assistant.
	strict_turns: (res, call) => inTurns(call.body.messages.filter((one, i) => i > 0 || one.role !== 'system')) ? polite(res, call)
		: refuse(res, 400, { message: 'Conversation roles must alternate user/assistant/user/assistant/...' }),
	no_system: (res, call) => inTurns(call.body.messages) ? polite(res, call) : refuse(res, 400, { message: 'System role not supported' }),
	no_stream_options: (res, call) => call.body.stream_options ? refuse(res, 400, { message: 'Unknown parameter: stream_options', param: 'stream_options' }) : polite(res, call),
	old_tongue: (res, call) => call.body.seed !== undefined ? refuse(res, 422, { message: "'seed': extra fields not permitted" })
		: call.body.temperature !== undefined ? refuse(res, 400, { message: 'no temperature here', param: 'temperature' })
			: call.body.max_tokens !== undefined ? refuse(res, 400, { message: "Unsupported parameter: 'max_tokens'", param: 'max_tokens' }) : polite(res, call),
};

function mannerOf(req, body) {
	const last = body.messages?.filter((m) => m.role === 'user').at(-1)?.content;
	const marked = typeof last === 'string' ? /\[\[fake:(\w+)\]\]/.exec(last)?.[1] : undefined;
	for (const name of [req.headers['x-fake'], marked, body.model])
		if (Object.hasOwn(MANNERS, name ?? '')) return name;
	return 'polite';
}

export function startFake(port = 0) {
	const requests = [];
	const counters = new Map();

	async function complete(req, res, body) {
		const name = mannerOf(req, body);
		const nth = counters.get(name) ?? 0;
		counters.set(name, nth + 1);
		const seen = { manner: name, body, key: Boolean(req.headers.authorization), socket: `${req.socket.remotePort}`, idempotency: req.headers['idempotency-key'], broken: false };
		requests.push(seen);
		res.on('close', () => { seen.broken = !res.writableFinished; });
		res.on('error', () => {});
		await MANNERS[name](res, { body, nth });
	}

	const server = http.createServer((req, res) => {
		const parts = [];
		req.on('data', (part) => parts.push(part));
		req.on('end', () => {
			if (req.url === '/_requests') {
				const answer = JSON.stringify(requests);
				if (req.method === 'DELETE') { requests.length = 0; counters.clear(); }
				res.end(answer);
			} else if (req.url === '/v1/models') {
				res.end(JSON.stringify({ object: 'list', data: [{ id: 'fake-1', object: 'model' }] }));
			} else if (req.method === 'POST' && req.url === '/v1/moderations') {
				// [[flag:young]], [[flag:self]] in the text are what the answer says of it; [[flag:down]] is no answer.
				const { input } = JSON.parse(Buffer.concat(parts).toString());
				const flag = { young: 'sexual/minors', self: 'self-harm/intent', down: 'down' }[/\[\[flag:(\w+)\]\]/.exec(input)?.[1]];
				requests.push({ manner: 'moderations', body: { input } });
				if (flag === 'down') refuse(res, 500, { message: 'down' });
				else res.end(JSON.stringify({ id: 'm1', model: 'fake', results: [{ flagged: Boolean(flag), categories: flag ? { [flag]: true } : { sexual: false } }] }));
			} else if (req.method === 'POST' && req.url === '/v1/chat/completions') {
				let body;
				try { body = JSON.parse(Buffer.concat(parts).toString()); } catch { body = null; }
				if (body === null || !Array.isArray(body.messages) || body.messages.length === 0)
					refuse(res, 400, { message: 'messages is required', type: 'invalid_request_error' });
				else
					complete(req, res, body).catch((error) => { res.destroy(error); });
			} else {
				refuse(res, 404, { message: 'no such route' });
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
