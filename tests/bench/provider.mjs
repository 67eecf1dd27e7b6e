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
		response.socket.setNoDelay(true);
		const from = now();
		const [n, apart] = [count, gap];
		let i = 0;
		const tick = () => {
			if (response.destroyed) return;
			const delta = { content: ` ${now().toFixed(2)}` };
			response.write(`data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'even',
				choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`);
			if (++i < n) setTimeout(tick, Math.max(0, from + i * apart - now()));
			else response.end('data: {"id":"c","object":"chat.completion.chunk","model":"even","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
		};
		tick();
	});
});
server.listen(0, '127.0.0.1', 4096, () => console.log(server.address().port));
