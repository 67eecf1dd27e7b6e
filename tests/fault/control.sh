#!/usr/bin/env bash
# The control of a house under hard treatment: kill -9 of every process, stale files, a taken port, two
# houses side by side, paths with a space and very long ones. Prints TAP. Every house lives in a
# throw-away directory, on a free port, and all are stopped at the end.
# shellcheck disable=SC2016 # eval expands what stands in single quotes
set -u -o pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." || exit 1
WORK=$(mktemp -d "${TMPDIR:-/tmp}/snug-control.XXXXXX") || exit 1
chmod 0755 "$WORK"
export SEED=none
unset PORT VAR SNUG_PORT SNUG_VAR SNUG_DATABASE_URL
HOUSES=()
tests=0 failed=0

end() {
	local var
	for var in "${HOUSES[@]}"; do VAR=$var tools/house.sh stop >/dev/null 2>&1; done
	rm -rf -- "$WORK"
}
trap end EXIT
trap 'exit 130' INT TERM HUP

# check NAME COMMAND...: one TAP line.
check() {
	local name=$1
	shift
	tests=$((tests + 1))
	if "$@" >"$WORK/out" 2>&1; then
		echo "ok $tests - $name"
	else
		echo "not ok $tests - $name"
		failed=$((failed + 1))
		{ tail -n 12 -- "$WORK/out" && tail -qn 2 -- "$WORK"/*/log/*.log; } | sed 's/^/# /'
	fi
}

taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
free_port() {
	local port=$((20000 + RANDOM % 12000))
	while taken "$port"; do port=$((port + 1)); done
	echo "$port"
}
# health PORT: prints the status code.
health() {
	(exec 3<>"/dev/tcp/127.0.0.1/$1" && printf 'GET /healthz HTTP/1.0\r\n\r\n' >&3 &&
		timeout 20 head -n 1 <&3 | cut -d ' ' -f 2) 2>/dev/null
}
# within SECONDS COMMAND...
within() {
	local tries=$(($1 * 10))
	shift
	until "$@"; do
		[ $((tries--)) -gt 0 ] || return 1
		sleep 0.1
	done
}
is_up() { [ "$(health "$1")" = 200 ]; }
house() {
	local var=$1 port=$2
	shift 2
	VAR=$var PORT=$port tools/house.sh "$@"
}
pid() { cat -- "$1/run/$2.pid"; }
changed() { [ -s "$1/run/$2.pid" ] && [ "$(pid "$1" "$2")" != "$3" ] && kill -0 "$(pid "$1" "$2")"; }
# Processes that carry the house's name, or work in its database.
left_over() {
	grep -lszxF -- "SNUG_VAR=$1" /proc/[0-9]*/environ | while read -r file; do
		exe=$(readlink "${file%environ}exe") && [[ $exe == */lighttpd* || $exe == "$PWD"/build/* ]] && echo "$exe"
	done
	for proc in /proc/[0-9]*; do
		[ "$proc/cwd" -ef "$1/pg" ] && grep -qs '^postgres$' "$proc/comm" && echo "$proc"
	done
}
nothing_left() {
	local found
	found=$(left_over "$1")
	[ -z "$found" ] || { echo "processes: $found" && return 1; }
	found=$(find "$1/run/" -type s -o -name '*.pid' 2>/dev/null)
	[ -z "$found" ] || { echo "files: $found" && return 1; }
}
new_house() {
	mkdir -p -- "$(dirname -- "$1")"
	HOUSES+=("$1")
}
postmaster() { head -n 1 "$1/pg/postmaster.pid"; }
# child PID NAME: the child whose command line begins so.
child() {
	local stat
	for stat in /proc/[0-9]*/stat; do
		[ "$(sed 's/.*) //' "$stat" 2>/dev/null | cut -d ' ' -f 2)" = "$1" ] || continue
		tr '\0' ' ' <"${stat%stat}cmdline" | grep -q "^$2" && stat=${stat%/stat} && echo "${stat#/proc/}"
	done
}
screen_pid() { child "$(pid "$1" lighttpd)" ".*/cgi-bin/$2"; }

A="$WORK/a house" PA=$(free_port)
new_house "$A"
check 'stop of a house that never was' house "$A" "$PA" stop
check 'start, in a path with a space' house "$A" "$PA" start
[ "$failed" = 0 ] || { echo 'Bail out!' && exit 1; }
check '/healthz is 200' is_up "$PA"
check 'start again says that it runs' grep -q 'runs already' <(house "$A" "$PA" start)
check 'status is 0' house "$A" "$PA" status

B=$WORK/b PB=$(free_port)
new_house "$B"
check 'a second house beside it' house "$B" "$PB" start
check 'both answer' eval 'is_up "$PA" && is_up "$PB"'

refused() {
	local out
	out=$(house "$WORK/c" "$PA" start 2>&1) && return 1
	echo "$out"
	grep -q "Port $PA is taken" <<<"$out" && grep -q 'PORT=' <<<"$out" && nothing_left "$WORK/c"
}
new_house "$WORK/c"
check 'a taken port is refused, with the way out, and nothing stays' refused

old=$(pid "$A" worker)
kill -9 "$old"
check 'a killed worker is back, in 2 s where nothing else runs' within 60 changed "$A" worker "$old"
old=$(pid "$A" lighttpd)
kill -9 "$old"
check 'a killed lighttpd is back' within 60 changed "$A" lighttpd "$old"
check 'and answers' within 60 is_up "$PA"
old=$(screen_pid "$A" status)
kill -9 "$old"
check 'a killed screen is back' within 60 eval 'is_up "$PA" && [ "$(screen_pid "$A" status)" != "$old" ]'
old=$(postmaster "$A")
kill -9 "$old"
check 'a killed postmaster is back' within 60 eval '[ "$(postmaster "$A")" != "$old" ] && is_up "$PA"'
within 60 eval '[ -n "$(child "$(postmaster "$A")" "postgres: walwriter")" ]'
kill -9 "$(child "$(postmaster "$A")" 'postgres: walwriter')"
check 'a killed database process does no harm' within 60 is_up "$PA"
kill -9 "$(pid "$A" supervisor)"
check 'without its supervisor the house still answers' within 60 is_up "$PA"
old=$(pid "$A" worker)
check 'start gives it a new supervisor' house "$A" "$PA" start
check 'and keeps the worker' [ "$(pid "$A" worker)" = "$old" ]
check 'the neighbour noticed nothing' is_up "$PB"

kill -9 "$(pid "$A" supervisor)"
kill -9 "$(pid "$A" lighttpd)" "$(pid "$A" worker)" "$(postmaster "$A")"
check 'stop after everything was killed' house "$A" "$PA" stop
check 'leaves nothing' nothing_left "$A"
check 'stop twice' house "$A" "$PA" stop

# A reboot: no process, all files, and the numbers given to others.
house "$A" "$PA" start >/dev/null
cp -a -- "$A/run" "$WORK/run.old"
cp -a -- "$A/pg/postmaster.pid" "$WORK/postmaster.old"
house "$A" "$PA" stop >/dev/null
sleep 600 &
bystander=$!
rm -rf -- "$A/run"
cp -a -- "$WORK/run.old" "$A/run"
cp -a -- "$WORK/postmaster.old" "$A/pg/postmaster.pid"
sed -i "1s/.*/$bystander/" "$A/pg/postmaster.pid"
for name in lighttpd worker supervisor; do echo "$bystander" >"$A/run/$name.pid"; done
check 'start after a reboot left its files' house "$A" "$PA" start
check 'a bystander with a number of ours lives' kill -0 "$bystander"
house "$A" "$PA" stop >/dev/null
for name in lighttpd worker supervisor; do echo "$bystander" >"$A/run/$name.pid"; done
check 'stop with such files' house "$A" "$PA" stop
check 'leaves the bystander alone' kill -0 "$bystander"
kill "$bystander"

LONG=$WORK/$(printf 'long-%.0s' {1..30})/$(printf 'deep-%.0s' {1..20})
new_house "$LONG"
check 'a path too long for a socket' house "$LONG" "$PA" start
check 'answers' is_up "$PA"
old=$(readlink -f -- "$LONG/run")
check 'and stops' house "$LONG" "$PA" stop
check 'leaving nothing behind' eval 'nothing_left "$LONG" && [ ! -e "$old" ]'

# Behind a door that only its owner opens: what root drops to must still get in.
mkdir -m 0700 -- "$WORK/closed"
new_house "$WORK/closed/house"
check 'a house behind a closed door' house "$WORK/closed/house" "$PA" start
check 'answers' is_up "$PA"
check 'and stops' house "$WORK/closed/house" "$PA" stop

# In the foreground, ended the three ways a person or a script ends it.
for way in 'INT make' 'TERM make' 'INT group'; do
	set -m
	VAR=$A PORT=$PA make --no-print-directory run >"$WORK/run.log" 2>&1 &
	job=$!
	set +m
	check "make run answers ($way)" within 60 is_up "$PA"
	if [ "${way#* }" = group ]; then kill -s "${way% *}" -- "-$job"; else kill -s "${way% *}" "$job"; fi
	check "and ends ($way)" within 60 eval '! kill -0 $job'
	check "leaving nothing ($way)" nothing_left "$A"
done

check 'a wrong PORT is refused' eval '! house "$A" 99999 start'
check 'a wrong setting is refused at start' eval '! SNUG_NO_SUCH_THING=1 house "$A" "$PA" start && nothing_left "$A"'
check 'the neighbour stops' house "$B" "$PB" stop
check 'leaving nothing' nothing_left "$B"

echo "1..$tests"
[ "$failed" = 0 ]
