#!/usr/bin/env bash
# Pages of a demo house through lighttpd and FastCGI, beside the style sheet that lighttpd sends
# by itself: answers a second on one connection and on 16, as ratios, and the memory of every process.
set -u -o pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.." || exit 1
VAR=$(mktemp -d "${TMPDIR:-/tmp}/snug-bench.XXXXXX") || exit 1
PORT=$((20000 + RANDOM % 20000))
export VAR PORT SEED=demo SNUG_REQUEST_RATE=0
unset SNUG_VAR SNUG_PORT
trap 'tools/house.sh stop >/dev/null; rm -rf -- "$VAR"' EXIT
trap 'exit 130' INT TERM
tools/house.sh start || exit 1

url=http://127.0.0.1:$PORT
# rate CONNECTIONS PATH: answers a second, best of three short runs.
rate() {
	for _ in 1 2 3; do wrk -t 1 -c "$1" -d 2 "$url$2" 2>/dev/null | awk '/^Requests\/sec/ { print $2 }'; done |
		sort -n | tail -n 1
}
file1=$(rate 1 /static/css/snug.css) file16=$(rate 16 /static/css/snug.css)
printf '%-28s %10s %8s %10s %8s\n' path '1 conn/s' 'of file' '16 conn/s' 'of file'
for path in /static/css/snug.css /healthz / /tavern /sign-in /api/characters; do
	awk -v path="$path" -v a="$(rate 1 "$path")" -v b="$(rate 16 "$path")" -v f="$file1" -v g="$file16" \
		'BEGIN { printf "%-28s %10.0f %8.2f %10.0f %8.2f\n", path, a, a / f, b, b / g }'
done

# pss PID...: kilobytes
pss() { for pid; do awk '/^Pss:/ { print $2 }' "/proc/$pid/smaps_rollup"; done | awk '{ n += $1 } END { print n }'; }
mapfile -t web < <(cat "$VAR"/run/{lighttpd,worker,supervisor}.pid && pgrep -P "$(cat "$VAR/run/lighttpd.pid")")
mapfile -t db < <(head -n 1 "$VAR/pg/postmaster.pid" && pgrep -P "$(head -n 1 "$VAR/pg/postmaster.pid")")
echo "memory: $(($(pss "${web[@]}") / 1024)) MB house, $(($(pss "${db[@]}") / 1024)) MB PostgreSQL"
