#!/usr/bin/env bash
# Starts, watches and stops a house: house.sh run | start | stop | status | migrate
#
#   PORT  port, default 8080            VAR   state directory, default var/ of the tree
#   SEED  demo (default) or none        SNUG_DATABASE_URL  an outside PostgreSQL instead of VAR/pg
#
# A house is PostgreSQL, lighttpd (which starts the screens), the worker, and a supervisor: this script
# in a session of its own, which starts the others again when they die. All of them carry SNUG_VAR in
# their environment; that is how a house knows its own.
# shellcheck source=tools/pg.sh
. "${BASH_SOURCE[0]%/*}/pg.sh"

# ---- settings ----------------------------------------------------------------------------------

# VAR/snug.env as lib/base/cfg.h reads it: NAME=value, no quoting, the environment wins.
load_settings() {
	local line name
	if [ -r "$VAR/snug.env" ]; then
		while IFS= read -r line || [ -n "$line" ]; do
			[[ $line =~ ^[[:space:]]*(SNUG_[A-Z0-9_]+)[[:space:]]*=[[:space:]]*(.*)$ ]] || continue
			name=${BASH_REMATCH[1]} line=${BASH_REMATCH[2]}
			[ -n "${!name+set}" ] || export "$name=${line%"${line##*[![:space:]]}"}"
		done <"$VAR/snug.env"
	fi
	PORT_GIVEN=${PORT:-}
	PORT=${PORT:-${SNUG_PORT:-8080}}
	[[ $PORT =~ ^[0-9]{1,5}$ && $PORT -ge 1 && $PORT -le 65535 ]] ||
		die "PORT must be a number from 1 to 65535, not \"$PORT\"."
	case ${SEED:=demo} in
	demo | none) ;;
	*) die "SEED must be demo or none, not \"$SEED\"." ;;
	esac
	export SNUG_ROOT=$ROOT SNUG_VAR=$VAR SNUG_LISTEN=${SNUG_LISTEN:-127.0.0.1}
	export HOUSE_RUN=$RUN HOUSE_BIN=$BUILD/cgi-bin
	set_address
}

# Where the house listens, and where to reach it from this machine.
set_address() {
	export SNUG_PORT=$PORT
	ADDRESS=$SNUG_LISTEN
	case $ADDRESS in
	0.0.0.0 | '*') ADDRESS=127.0.0.1 ;;
	::1 | ::) SNUG_LISTEN="[$ADDRESS]" ADDRESS=::1 ;;
	'[::1]' | '[::]') ADDRESS=::1 ;;
	esac
	URL=http://127.0.0.1:$PORT/
	[ "$ADDRESS" = 127.0.0.1 ] || URL=http://${SNUG_LISTEN/#'[::]'/'[::1]'}:$PORT/
}

# The pid files are read by the house's user too.
note() {
	say "$2" >"$RUN/$1" && chmod 0644 -- "$RUN/$1"
}

has_own_database() { [ -z "${SNUG_DATABASE_URL-}" ]; }

# ---- asking the house --------------------------------------------------------------------------

# Unless PORT says otherwise, the port of a running house is meant. Sets RUNNING to it.
take_running_port() {
	{ read -r RUNNING <"$RUN/port"; } 2>/dev/null || RUNNING=$PORT
	[ -n "$PORT_GIVEN" ] || { PORT=$RUNNING && set_address; }
}

port_is_taken() { (exec 3<>"/dev/tcp/$ADDRESS/${1:-$PORT}") 2>/dev/null; }

# Prints status line and body of GET /healthz.
ask_health() {
	(
		exec 3<>"/dev/tcp/$ADDRESS/$PORT" || exit 1
		printf 'GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
		timeout 3 head -c 4096 <&3 | tr -d '\r'
	) 2>/dev/null
}
is_healthy() { [[ $(ask_health) == HTTP/1.?' 200'* ]]; }

# ---- parts -------------------------------------------------------------------------------------

enter() {
	[ "$EUID" = 0 ] || [ ! -e "$VAR" ] || [ -O "$VAR" ] ||
		die "$VAR belongs to $(stat -c %U -- "$VAR"). Be that user, or choose another place for the" \
			"state of the house, as in: make start VAR=~/snug"
	own "$HOUSE_UID" 0710 "$VAR"
}

prepare() {
	make_run
	own "$HOUSE_UID" 0770 "$RUN"
	own "$HOUSE_UID" 0750 "$VAR/log" "$VAR/media" "$VAR/mail" "$VAR/tmp" "$VAR/tmp/gzip"
	: >"$VAR/.door" && chmod 0644 -- "$VAR/.door"
	pick_words
	local log
	for log in lighttpd screens worker supervisor postgres start; do
		: >>"$VAR/log/$log.log" || exit 1
		[ "$EUID" = 0 ] && chown -- "$HOUSE_UID" "$VAR/log/$log.log"
	done
	if [ -z "${SNUG_SECRET_FILE-}" ] && [ ! -s "$VAR/secret" ]; then
		(umask 077 && head -c 32 /dev/urandom >"$VAR/secret.new") || exit 1
		[ "$EUID" = 0 ] && chown -- "$HOUSE_UID" "$VAR/secret.new"
		mv -- "$VAR/secret.new" "$VAR/secret" || exit 1
	fi
}

# step NAME COMMAND...: runs a program of the house to its end; what it says goes to the log, and to
# the owner when it fails.
step() {
	local name=$1 out
	shift
	out=$("${HOUSE_AS[@]}" "$@" 2>&1 9>&-) && { say "$out" >>"$VAR/log/start.log"; return; }
	say "$out" >>"$VAR/log/start.log"
	warn "$name failed:" "$(tail -n 20 <<<"$out")"
	return 1
}

# An outside database needs the roles once, from somebody who may make them.
outside_roles() {
	local ask=(env -C / psql -X -q -A -t -v ON_ERROR_STOP=1 "$SNUG_DATABASE_URL") name out
	out=$("${ask[@]}" -c "select count(*) from pg_roles where rolname in ('snug_owner', 'snug_web',
		'snug_worker', 'snug_report', 'snug_ledger')" 2>&1) ||
		{ warn "The database of SNUG_DATABASE_URL does not answer:" "$out" && return 1; }
	[ "$out" = 5 ] && return
	name=$("${ask[@]}" -c 'select current_database()') || return 1
	out=$(
		"${ask[@]}" -v db="$name" <"$ROOT/sql/roles.sql" 2>&1 &&
			"${ask[@]}" -c 'alter schema public owner to snug_owner' 2>&1
	) && return
	warn "The database of SNUG_DATABASE_URL lacks the roles of Snug, and its user may not make them:" \
		"$out" "Let its superuser run, in that database:" \
		"  psql -v db=$name -f sql/roles.sql && psql -c 'alter schema public owner to snug_owner'"
	return 1
}

open_database() {
	if has_own_database; then
		pg_init
		pg_start || { warn "PostgreSQL does not start:" "$(tail -n 8 -- "$VAR/log/postgres.log")"; return 1; }
		pg_roles || return 1
	else
		outside_roles || return 1
	fi
	step 'The migration of the database' "$BUILD/bin/snug" migrate
}

start_lighttpd() {
	local left
	# Screens of a web server that was killed still hold their sockets; a new one would talk to them.
	mapfile -t left < <(screen_pids)
	end_pids TERM 1 "${left[@]}" || end_pids KILL 1 "${left[@]}"
	rm -f -- "$RUN"/*.sock "$RUN"/*.sock-*
	local as=("${HOUSE_AS[@]}")
	if [ "$EUID" = 0 ] && [ "$PORT" -lt 1024 ]; then
		as_user "$HOUSE_UID" ${HOUSE_KEY:+"$HOUSE_KEY"} net_bind_service
		as=("${AS[@]}")
	fi
	"${as[@]}" lighttpd -D -f "$ROOT/lighttpd.conf" \
		</dev/null >>"$VAR/log/screens.log" 2>&1 9>&- {NAP}>&- &
	note lighttpd.pid $!
}

start_worker() {
	"${HOUSE_AS[@]}" "$BUILD/bin/worker" </dev/null >>"$VAR/log/worker.log" 2>&1 9>&- {NAP}>&- &
	note worker.pid $!
}

screen_pids() {
	local pid exe
	for pid in $(house_pids); do
		exe=$(readlink -- "/proc/$pid/exe") && [[ $exe == "$ROOT"/build/*cgi-bin/* ]] && say "$pid"
	done
	return 0
}

# ---- the supervisor ----------------------------------------------------------------------------

declare -A SEEN=() NEXT=() FAILS=()

# keep NAME: starts it unless it runs; with pauses when it dies at once, again and again.
keep() {
	local name=$1 seen=${SEEN[$1]-}
	is_alive "${seen%:*}" && [ "${seen#*:}" = "$BORN" ] && return
	if pid_of "$name" && is_alive "$PID"; then
		SEEN[$name]=$PID:$BORN
		return
	fi
	[ "$SECONDS" -ge "${NEXT[$name]:-0}" ] || return
	[ "$SECONDS" -le $((${NEXT[$name]:-0} + 1)) ] || FAILS[$name]=0
	FAILS[$name]=$((${FAILS[$name]:-0} + 1))
	NEXT[$name]=$((SECONDS + (FAILS[$name] > 20 ? 10 : FAILS[$name] > 4)))
	say "$(date -u +%FT%TZ) start $name"
	"start_$name"
	read -r PID <"$RUN/$name.pid" && is_alive "$PID" && SEEN[$name]=$PID:$BORN
}

keep_database() {
	has_own_database || return 0
	pg_alive && return
	say "$(date -u +%FT%TZ) start postgres"
	pg_start || nap 2
}

# One generation of old text is enough; the writers append, so the file is emptied in place.
trim_logs() {
	local log
	for log in "$VAR"/log/*.log; do
		[ "$(stat -c %s -- "$log")" -gt 20000000 ] || continue
		cp -p -- "$log" "$log.1" && : >"$log"
	done
}

supervise() {
	local me tick=0
	trap 'exit 0' TERM
	trap '' INT HUP
	prepare
	note supervisor.pid "$BASHPID"
	note port "$PORT"
	while :; do
		# Another supervisor took over, or the state is gone with all that a house is.
		{ read -r me <"$RUN/supervisor.pid"; } 2>/dev/null || me=
		[ "$me" = "$BASHPID" ] || break
		keep_database
		keep lighttpd
		keep worker
		[ $((++tick % 120)) -eq 0 ] && trim_logs
		nap 0.5
	done
	[ -n "$me" ] || end_house
}

start_supervisor() {
	VAR=$VAR PORT=$PORT setsid "$BASH" "$ROOT/tools/house.sh" supervise \
		</dev/null >>"$VAR/log/supervisor.log" 2>&1 9>&- {NAP}>&- &
	SUPERVISOR=$!
	note supervisor.pid "$SUPERVISOR"
}

# ---- start and stop ----------------------------------------------------------------------------

# One of start and stop at a time; the lock goes with the process that holds it.
lock() {
	exec 9>>"$VAR/.lock" || exit 1
	[ "$EUID" = 0 ] && chown -- "$HOUSE_UID" "$VAR/.lock"
	flock -w 60 9 || die "Another start or stop of $VAR is still busy."
}
unlock() { exec 9>&-; }

say_port_taken() {
	local other=$((PORT + 1))
	while [ "$other" -lt 65535 ] && port_is_taken "$other"; do other=$((other + 1)); done
	warn "Port $PORT is taken by another program. Choose another one, as in: make ${1:-start} PORT=$other"
}

# await_health SUPERVISOR OFFSET: waits for /healthz; fails early when the supervisor is gone, or when
# lighttpd says in its log, from OFFSET on, that it cannot have its port.
await_health() {
	local deadline=$((SECONDS + 45)) from=$2
	while [ "$SECONDS" -lt "$deadline" ] && is_alive "$1"; do
		is_healthy && return
		if tail -c "+$((from + 1))" -- "$VAR/log/lighttpd.log" | grep -q 'Address already in use'; then
			say_port_taken
			return 1
		fi
		nap 0.1
	done
	warn "The house does not answer with 200 at ${URL}healthz."
	report
	return 1
}

report() {
	local name log=
	if has_own_database; then
		if pg_ready; then
			say "postgres    runs, process $PID"
		else
			say 'postgres    does not run' && log=postgres
		fi
	fi
	for name in lighttpd worker supervisor; do
		pid_of "$name" && printf '%-11s runs, process %s\n' "$name" "$PID" && continue
		printf '%-11s does not run\n' "$name"
		log+=" $name"
	done
	say "healthz     $(ask_health | sed -n '1p;$p' | tr '\n' ' ')"
	for name in $log screens start; do
		[ -s "$VAR/log/$name.log" ] || continue
		say "--- $VAR/log/$name.log"
		tail -n 5 -- "$VAR/log/$name.log"
	done
}

end_house() {
	local pids=() left all
	# What programs have started is known by the session of the living.
	mapfile -t all < <(house_pids)
	pid_of supervisor && { end_pids TERM 2 "$PID" || end_pids KILL 2 "$PID"; }
	pid_of lighttpd && pids+=("$PID") && kill -s INT "$PID"
	pid_of worker && pids+=("$PID") && kill -s TERM "$PID"
	end_pids CONT 5 "${pids[@]}"
	mapfile -t left < <(house_pids)
	left+=("${all[@]}")
	end_pids TERM 2 "${left[@]}" || end_pids KILL 3 "${left[@]}"
	[ -d "$VAR/pg" ] && pg_stop
	rm -f -- "$RUN"/{lighttpd,worker,supervisor}.pid "$RUN/port" "$RUN"/*.sock "$RUN"/*.sock-*
	# The short directory is ours by its name, and goes whole.
	[ "$RUN" = "$VAR/run" ] || rm -rf -- "$RUN" "$VAR/run"
}

start() {
	local log_size
	[ -x "$BUILD/bin/snug" ] || die 'Nothing is built yet: run make build.'
	enter
	lock
	prepare
	if pid_of supervisor; then
		take_running_port
		[ "$RUNNING" = "$PORT" ] ||
			die "This house runs already, on port $RUNNING. Run make stop first to move it to $PORT."
		await_health "$PID" 0 || exit 1
		say "Snug runs already at $URL"
		unlock
		return
	fi
	if ! pid_of lighttpd && port_is_taken; then
		say_port_taken "${1-}"
		exit 1
	fi
	log_size=$(stat -c %s -- "$VAR/log/lighttpd.log")
	if ! open_database ||
		{ [ "$SEED" = demo ] && ! step 'The demo' "$BUILD/bin/snug" seed demo; } ||
		! { start_supervisor && await_health "$SUPERVISOR" "$log_size"; }; then
		end_house
		exit 1
	fi
	unlock
	say "Snug runs at $URL"
}

stop() {
	[ -d "$VAR" ] || { say 'Snug does not run.' && return; }
	enter
	lock
	if [ -z "$(house_pids)" ] && [ -z "$(pg_pids)" ]; then
		end_house
		say 'Snug does not run.'
	else
		end_house
		say 'Snug is stopped.'
	fi
}

# True while the make that called us wants us to go on. Ctrl-C reaches its recipe through the terminal;
# when only make itself is told to end it waits for us, which we see by the handler it gave back.
is_wanted() {
	local key value
	[ "$PARENT" = make ] || return 0
	while read -r key value; do
		case $key in
		Name:) [ "$value" = make ] || return 1 ;;
		SigCgt:) [ $((0x${value: -8} & 2)) -ne 0 ] && return ;;
		esac
	done 2>/dev/null <"/proc/$PPID/status"
	return 1
}

run() {
	trap 'END=1' INT TERM HUP
	END=
	{ read -r PARENT <"/proc/$PPID/comm"; } 2>/dev/null || PARENT=
	start run
	[ -r "$VAR/demo-sign-in.txt" ] && cat -- "$VAR/demo-sign-in.txt"
	say 'Ctrl-C stops it.'
	while [ -z "$END" ] && is_wanted; do
		if ! pid_of supervisor; then
			# Killed, or stopped by `make stop`, which takes the pid file away.
			[ -e "$RUN/supervisor.pid" ] || { say 'Snug was stopped.' && return; }
			start_supervisor
		fi
		nap 0.5
	done
	trap '' INT TERM HUP
	stop
}

load_settings
cd "$ROOT" || exit 1
case ${1-} in
run) run ;;
start) start ;;
stop) stop ;;
supervise) supervise ;;
status)
	take_running_port
	say "address     $URL"
	report
	is_healthy
	;;
migrate)
	enter
	lock
	prepare
	has_own_database && { pg_alive || trap pg_stop EXIT; }
	open_database || exit 1
	tail -n 1 -- "$VAR/log/start.log"
	;;
*) die 'usage: house.sh run | start | stop | status | migrate' ;;
esac
