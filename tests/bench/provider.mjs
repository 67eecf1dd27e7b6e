// An OpenAI-compatible server for the stream benchmark: deltas at an even pace, each of which says as
// its text when it was sent (milliseconds since 1970), so that whoever reads it knows how late it is.
// Prints its port. GET /pace/COUNT/GAP sets how many deltas, and how many ms apart.
import http from 'node:http';

const now = () => performance.timeOrigin + performance.now();
let [count, gap] = [100, 20];

const server = http.createServer((request, response) => {
	const pace = /^\/pace\/(\d+)\/(\d+)$/.exec(request.url);
	if (pace) {
		[count, gap] = [Number(pace[1]), Number(pace[2])];
		response.end();
		return;
	}
	request.resume();
	request.on('end', () => {
		response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
		response.flushHeaders();
		response.socket.setNoDelay(true);
		give({ response, from: now(), sent: 0, count, gap });
	});
});

const frame = (delta, why) => `data: {"id":"c","object":"chat.completion.chunk","model":"even","choices":[{"index":0,"delta":${
	delta},"finish_reason":${why}}]}\n\n`;

/** A delta, straight to the socket as a chunk: what this server takes of the machine, the house lacks. */
function give(stream) {
	const { response } = stream;
	if (response.destroyed) return;
	const text = frame(`{"content":" ${now().toFixed(2)}${++stream.sent % 12 ? '' : '.'}"}`, null);
	response.socket.write(`${text.length.toString(16)}\r\n${text}\r\n`, 'latin1');
	if (stream.sent < stream.count) wait(stream);
	else response.end(`${frame('{}', '"stop"')}data: [DONE]\n\n`);
}

// Streams by the millisecond in which their next delta is due, under one timer for all.
const due = new Map();
let looked = Math.floor(now());
function wait(stream) {
	const at = Math.max(looked + 1, Math.ceil(stream.from + stream.sent * stream.gap));
	const there = due.get(at);
	if (there) there.push(stream);
	else due.set(at, [stream]);
}
setInterval(() => {
	for (const until = Math.floor(now()); looked < until;) {
		const ready = due.get(++looked);
		if (!ready) continue;
		due.delete(looked);
		ready.forEach(give);
	}
}, 1);

server.listen(0, '127.0.0.1', 4096, () => console.log(server.address().port));
