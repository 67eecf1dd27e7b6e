#!/usr/bin/env bash
# The private PostgreSQL of a house: in VAR/pg, on a socket in RUN, no TCP. Sourced by house.sh; by
# itself:
#   pg.sh scratch COMMAND...   runs COMMAND with SNUG_VAR naming a new, migrated, throw-away house
#                              that has a database and nothing else
#   pg.sh psql [ARGUMENT...]   psql as superuser in the running house
# A kill -9 of any of its processes, and a reboot, leave files behind that stop the next start; what
# may be removed is decided here, after making sure that nobody works on the data any more.
# shellcheck source=tools/common.sh
. "${BASH_SOURCE[0]%/*}/common.sh"

# The server's release is that of the data, or the newest that is installed.
PG_RELEASE=$(cat -- "$VAR/pg/PG_VERSION" 2>/dev/null)
[ -n "$PG_RELEASE" ] || PG_RELEASE=$(find /usr/lib/postgresql -mindepth 1 -maxdepth 1 -printf '%f\n' \
	2>/dev/null | sort -n | tail -n 1)
PG_BIN=/usr/lib/postgresql/$PG_RELEASE/bin

# Every process that works in VAR/pg, the postmaster among them.
pg_pids() {
	local proc name
	for proc in /proc/[0-9]*; do
		[ "$proc/cwd" -ef "$VAR/pg" ] || continue
		{ read -r name <"$proc/comm"; } 2>/dev/null || continue
		[ "$name" = postgres ] && is_alive "${proc#/proc/}" && say "${proc#/proc/}"
	done
	return 0
}

# Sets PID to the postmaster's, when it is alive and works in VAR/pg.
pg_alive() {
	local name
	PID=
	{ read -r PID <"$VAR/pg/postmaster.pid"; } 2>/dev/null
	is_alive "$PID" && [ "/proc/$PID/cwd" -ef "$VAR/pg" ] || return 1
	{ read -r name <"/proc/$PID/comm"; } 2>/dev/null && [ "$name" = postgres ]
}

# Its own file says "ready" through the recovery after a killed process, so ask.
pg_ready() { pg_alive && "$PG_BIN/pg_isready" -q -h "$RUN" -t 1; }

# Settings are written anew at each start; an owner's own stand in VAR/postgresql.conf and win.
pg_write_settings() {
	cat >"$1/snug.conf" <<-'CONF'
		# Written by tools/pg.sh at each start. Put your own settings into postgresql.conf of the
		# state directory, one above this one; they win.
		listen_addresses = ''
		port = 5432	# part of the socket's name; PGPORT of an owner's shell is about another server
		max_connections = 120
		shared_buffers = 64MB
		huge_pages = off
		work_mem = 4MB
		maintenance_work_mem = 32MB
		autovacuum_work_mem = 16MB
		temp_buffers = 1MB
		effective_cache_size = 512MB
		random_page_cost = 1.1
		jit = off
		max_parallel_workers_per_gather = 0
		max_worker_processes = 3
		max_parallel_workers = 0
		max_parallel_maintenance_workers = 0
		max_logical_replication_workers = 0
		# Money: a COMMIT that was answered is on the disk.
		fsync = on
		full_page_writes = on
		synchronous_commit = on
		wal_level = replica
		wal_compression = lz4
		default_toast_compression = lz4
		max_wal_senders = 3
		max_replication_slots = 3
		min_wal_size = 80MB
		max_wal_size = 512MB
		checkpoint_timeout = 15min
		checkpoint_completion_target = 0.9
		# Queue and counters are rewritten all day.
		autovacuum_max_workers = 2
		autovacuum_naptime = 20s
		autovacuum_vacuum_scale_factor = 0.05
		autovacuum_analyze_scale_factor = 0.05
		# Plans of hot statements are pinned: new figures of small tables would only void them.
		autovacuum_analyze_threshold = 1000
		# The screens' and the worker's roles have a tighter limit of their own.
		idle_in_transaction_session_timeout = 5min
		tcp_keepalives_idle = 60
		timezone = 'UTC'
		log_timezone = 'UTC'
		lc_messages = 'C'
		log_destination = 'stderr'
		logging_collector = off
		log_line_prefix = '%m [%p] %u '
		log_checkpoints = off
		log_min_duration_statement = 1s
		log_lock_waits = on
		# What members wrote stays out of the log.
		log_parameter_max_length = 0
		log_parameter_max_length_on_error = 0
		log_error_verbosity = terse
	CONF
	[ "$EUID" = 0 ] && chown -- "$PG_UID:$PG_GID" "$1/snug.conf"
	return 0
}

# Who may: over the socket, whose directory keeps strangers out. Only the cluster's own user (and
# root) may be superuser, so that a program of the house cannot become one.
pg_write_access() {
	cat >"$1/pg_hba.conf" <<-'CONF'
		local all postgres peer map=superuser
		local all all trust
	CONF
	{
		say "superuser $(id -nu -- "$PG_UID" 2>/dev/null || echo postgres) postgres"
		say 'superuser root postgres'
	} >"$1/pg_ident.conf"
}

# In a directory of its own first, so that a crash half-way leaves nothing that looks like a cluster.
pg_init() {
	[ -e "$VAR/pg/PG_VERSION" ] && return 0
	[ -x "$PG_BIN/initdb" ] || die 'PostgreSQL is not installed: run tools/install.sh'
	rm -rf -- "$VAR/pg.new"
	own "$PG_UID" 0700 "$VAR/pg.new"
	"${PG_AS[@]}" "$PG_BIN/initdb" -D "$VAR/pg.new" -U postgres -E UTF8 --locale=C.UTF-8 \
		--data-checksums -A peer "$@" >"$VAR/log/initdb.log" 2>&1 ||
		die "initdb failed: $(tail -n 3 -- "$VAR/log/initdb.log")"
	pg_write_access "$VAR/pg.new"
	printf "include = 'snug.conf'\ninclude_if_exists = '../postgresql.conf'\n" \
		>>"$VAR/pg.new/postgresql.conf"
	rmdir -- "$VAR/pg" 2>/dev/null
	mv -T -- "$VAR/pg.new" "$VAR/pg" || exit 1
}

# Nobody may be left on the data before files of the dead are removed.
pg_clear() {
	local left
	mapfile -t left < <(pg_pids)
	[ ${#left[@]} -eq 0 ] || end_pids QUIT 3 "${left[@]}" || end_pids KILL 3 "${left[@]}" || return 1
	rm -f -- "$VAR/pg/postmaster.pid" "$RUN"/.s.PGSQL.*
}

# pg_start [OPTION...]: returns when it takes connections. Recovery after a crash may take its time.
pg_start() {
	local tries=1200 socket=${RUN//\"/\"\"}
	if ! pg_alive; then
		pg_clear || return 1
		pg_write_settings "$VAR/pg"
		setsid "${PG_AS[@]}" "$PG_BIN/postgres" -D "$VAR/pg" -k "\"$socket\"" "$@" \
			</dev/null >>"$VAR/log/postgres.log" 2>&1 9>&- {NAP}>&- &
		local child=$!
		until pg_alive; do
			is_alive "$child" && [ $((tries--)) -gt 0 ] || return 1
			nap 0.02
		done
	fi
	until pg_ready; do
		pg_alive && [ $((tries--)) -gt 0 ] || return 1
		nap 0.05
	done
}

# Fast, then immediate, then by force; the write-ahead log covers the last two.
pg_stop() {
	if pg_alive; then
		end_pids INT 10 "$PID" || end_pids QUIT 5 "$PID" || :
	fi
	pg_clear
}

pg_psql() {
	# What PGHOST and its like would say about another server does not hold here.
	env -u PGHOSTADDR -u PGPORT -u PGDATABASE -u PGOPTIONS -u PGSERVICE -u PGPASSWORD -u PGSSLMODE \
		-u PGTZ -u PGDATESTYLE \
		"${PG_AS[@]}" "$PG_BIN/psql" -X -q -v ON_ERROR_STOP=1 -h "$RUN" -U postgres "$@"
}

# Roles and the empty database; the tables are `snug migrate`'s. The owner's role does not inherit, so
# it needs the schema by name.
pg_roles() {
	pg_psql -d postgres -v db=snug <"$ROOT/sql/roles.sql" &&
		pg_psql -d snug -c 'alter schema public owner to snug_owner'
}

pg_scratch() {
	VAR=$(mktemp -d "${TMPDIR:-/tmp}/snug-scratch.XXXXXX") || exit 1
	RUN=$VAR/run
	PG_UID=$EUID
	[ "$EUID" = 0 ] && PG_UID=$(id -u postgres)
	PG_GID=$(id -g -- "$(id -nu -- "$PG_UID")")
	trap 'pg_stop; rm -rf -- "$VAR"' EXIT
	trap 'exit 130' INT TERM HUP
	own "$PG_UID" 0711 "$VAR" "$RUN"
	own "$PG_UID" 0700 "$VAR/log"
	[ "$EUID" = 0 ] && { as_user "$PG_UID" && PG_AS=("${AS[@]}"); }
	pg_init --no-sync
	{ pg_start -F -c max_connections=60 && pg_roles; } ||
		die "No scratch database: $(tail -n 5 -- "$VAR/log/postgres.log")"
	export SNUG_ROOT=$ROOT SNUG_VAR=$VAR
	unset SNUG_DATABASE_URL
	"$BUILD/bin/snug" migrate >"$VAR/log/migrate.log" 2>&1 || die "$(cat -- "$VAR/log/migrate.log")"
	"$@"
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
	case ${1-} in
	scratch)
		shift
		pg_scratch "$@"
		;;
	psql)
		shift
		[ "$EUID" = 0 ] && { as_user "$PG_UID" && PG_AS=("${AS[@]}"); }
		pg_psql -d snug "$@"
		;;
	*) die 'usage: pg.sh scratch COMMAND... | psql [ARGUMENT...]' ;;
	esac
fi
