-- The tavern from 1,000 places of its list, as the member whose cookie is the first argument; each
-- connection waits for as many milliseconds as the second says before it asks again.
local requests, n, i, pause = {}, 1000, 0, 0
function init(args)
	math.randomseed(7)
	pause = tonumber(args[2])
	for k = 1, n do
		requests[k] = wrk.format("GET", "/tavern?cursor=" .. math.random(400000, 4290000) .. ".99999999",
			{ ["Cookie"] = args[1], ["Host"] = "127.0.0.1" })
	end
	if pause == 0 then delay = nil end
end
function delay() return pause end
function request() i = i % n + 1; return requests[i] end
function done(s, l)
	io.write(string.format("RESULT p50=%.2f p99=%.2f req=%d non2xx=%d err=%d bytes=%d\n", l:percentile(50) / 1000,
		l:percentile(99) / 1000, s.requests, s.errors.status,
		s.errors.connect + s.errors.read + s.errors.write + s.errors.timeout, s.bytes))
end
