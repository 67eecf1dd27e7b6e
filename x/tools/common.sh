# shellcheck shell=bash
# shellcheck disable=SC2034 # the files that source this use what it sets
# Sourced by house.sh, pg.sh and the scripts that test with them: where the house is, who runs it,
# which processes are its own. Bash, because it can ask a port without help of another program.
#
#   ROOT      the tree                      BUILD    its compiled programs
#   VAR       the state directory, absolute RUN      its sockets and pid files
#   HOUSE_AS  words before a command that must run as the house's user (none unless root)
#   PG_AS     the same for PostgreSQL, which refuses to run as root
set -u -o pipefail
umask 027
PATH=$PATH:/usr/sbin:/sbin

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
die() {
	warn "$@"
	exit 1
}

ROOT=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd -P) || exit 1
BUILD=$ROOT/${HOUSE_BUILD:-build}
VAR=${VAR:-${SNUG_VAR:-var}}
case $VAR in
/*) ;;
*) VAR=$ROOT/$VAR ;;
esac
VAR=$(realpath -m -- "$VAR") || exit 1
RUN=$VAR/run
[[ $ROOT == *:* ]] && die "The path of the tree must not hold a colon: $ROOT"
[[ $ROOT$VAR == *[[:cntrl:]]* ]] && die "The paths of the tree and of VAR must not hold control characters."
[ "$VAR" != / ] || die "VAR must be a directory of its own."

exec {NAP}<> <(:)
# nap SECONDS: sleep without starting a program.
nap() { read -rt "$1" -u "$NAP" || :; }

# ---- directories -------------------------------------------------------------------------------

# The path of a socket holds 107 bytes. Where VAR lies too deep for that, VAR/run becomes a symbolic
# link to a short directory. Not under XDG_RUNTIME_DIR: that goes when its user signs out, and the
# house stays.
find_run() {
	local LC_ALL=C short
	RUN=$VAR/run
	[ ${#RUN} -gt 80 ] || return 0
	short=/tmp
	[ "$EUID" = 0 ] && short=/run
	RUN=$short/snug-$(printf %s "$VAR" | sha256sum | cut -c 1-16)
}
find_run

make_run() {
	if [ "$RUN" = "$VAR/run" ]; then
		[ -L "$RUN" ] && rm -f -- "$RUN"
		mkdir -p -- "$RUN" || exit 1
		return
	fi
	if ! mkdir -m 0700 -- "$RUN" 2>/dev/null; then
		if [ -L "$RUN" ] || { [ ! -O "$RUN" ] && [ "$EUID" != 0 ]; }; then
			die "$RUN is not mine. Choose a VAR with a shorter path."
		fi
	fi
	[ "$(readlink -- "$VAR/run")" = "$RUN" ] || { rm -rf -- "$VAR/run" && ln -s -- "$RUN" "$VAR/run"; }
}

# ---- users -------------------------------------------------------------------------------------

# as_user UID [CAPABILITY...]: sets AS to the words that run a command as that user, in a folder that
# everybody may enter. A capability is kept for the command and its children.
as_user() {
	local uid=$1 name gid groups=--init-groups caps='-all' cap
	shift
	if name=$(id -nu -- "$uid" 2>/dev/null); then
		gid=$(id -g -- "$name")
	else
		gid=$(stat -c %g -- "$VAR") groups=--clear-groups
	fi
	for cap; do caps+=,+$cap; done
	AS=(env -C / setpriv --reuid "$uid" --regid "$gid" "$groups" --no-new-privs --inh-caps="$caps")
	[ $# -gt 0 ] && AS+=(--ambient-caps="$caps")
	AS+=(--)
}

# door_key UID COMMAND...: sets KEY to the least capability with which the user can run the command,
# often none. A house that root keeps under /root or in a private temporary directory lies behind a
# door that its user cannot open; a capability that only opens doors is less than running as root.
door_key() {
	local uid=$1
	shift
	for KEY in '' dac_read_search dac_override; do
		as_user "$uid" ${KEY:+"$KEY"}
		"${AS[@]}" "$@" >/dev/null 2>&1 && return
	done
	return 1
}

# Who runs what when root starts the house: PostgreSQL as `postgres`, all else as `snug` where there is
# such a user, else as `www-data`. A house that somebody else made stays theirs.
pick_users() {
	HOUSE_UID=$EUID PG_UID=$EUID
	[ "$EUID" = 0 ] || return 0
	HOUSE_UID=$(stat -c %u -- "$VAR" 2>/dev/null || echo 0)
	if [ "$HOUSE_UID" = 0 ]; then
		HOUSE_UID=$(id -u snug 2>/dev/null || id -u www-data) || exit 1
		PG_UID=$(id -u postgres 2>/dev/null || echo "$HOUSE_UID")
	elif [ -d "$VAR/pg" ]; then
		PG_UID=$(stat -c %u -- "$VAR/pg")
	else
		PG_UID=$HOUSE_UID
	fi
}
pick_users
PG_GID=$(id -g -- "$(id -nu -- "$PG_UID" 2>/dev/null)" 2>/dev/null || id -g)

HOUSE_AS=() HOUSE_KEY='' PG_AS=()
# Once the directories are there: sets HOUSE_AS and PG_AS.
pick_words() {
	[ "$EUID" = 0 ] || return 0
	export HOME=$VAR
	door_key "$PG_UID" head -c 1 -- "$VAR/.door" ||
		die "User $(id -nu "$PG_UID") cannot enter $VAR." \
			"Choose another place, as in: make start VAR=/srv/snug/var"
	PG_AS=("${AS[@]}")
	# shellcheck disable=SC2016 # that shell expands it
	door_key "$HOUSE_UID" sh -c 'head -c 1 -- "$1" && "$2"' - "$VAR/.door" "$ROOT/tools/launch" ||
		die "User $(id -nu "$HOUSE_UID") cannot read $ROOT. Move the tree, as to /srv/snug."
	HOUSE_AS=("${AS[@]}") HOUSE_KEY=$KEY
}

# own UID MODE DIRECTORY...
own() {
	local uid=$1 mode=$2
	shift 2
	mkdir -p -- "$@" || exit 1
	[ "$EUID" = 0 ] && chown -- "$uid:$PG_GID" "$@"
	chmod -- "$mode" "$@" || exit 1
}

# ---- processes ---------------------------------------------------------------------------------

# is_alive PID: it is there and no zombie. Sets BORN to its start time, which tells it from a later
# process of the same number.
is_alive() {
	local stat fields
	[[ ${1:-} =~ ^[0-9]+$ ]] || return 1
	{ read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
	read -r -a fields <<<"${stat##*) }"
	BORN=${fields[19]}
	[[ ${fields[0]} != [ZX] ]]
}

# is_ours PID: a program of this very house. Pid files outlive a reboot and numbers come again, so
# nothing gets a signal before it has said which house it serves.
is_ours() {
	local exe
	is_alive "$1" && grep -qszxF -- "SNUG_VAR=$VAR" "/proc/$1/environ" || return 1
	exe=$(readlink -- "/proc/$1/exe") || return 1
	case ${exe% (deleted)} in
	*/lighttpd | "$ROOT"/build/*cgi-bin/* | "$ROOT"/build/*bin/worker) return 0 ;;
	*/bash) tr '\0' ' ' <"/proc/$1/cmdline" | grep -qF 'house.sh supervise' ;;
	*) return 1 ;;
	esac
}

# pid_of NAME: sets PID to what RUN/NAME.pid says, when it is alive and ours.
pid_of() {
	PID=
	{ read -r PID <"$RUN/$1.pid"; } 2>/dev/null
	is_ours "$PID"
}

# Every process of this house but PostgreSQL's: the programs, and what they started in the
# supervisor's session.
house_pids() {
	local file pid pids=() session=
	while read -r file; do
		pid=${file//[!0-9]/}
		[ "$pid" != "$$" ] && is_ours "$pid" && pids+=("$pid")
	done < <(grep -lszxF -- "SNUG_VAR=$VAR" /proc/[0-9]*/environ)
	{ read -r session <"$RUN/supervisor.pid"; } 2>/dev/null
	cat /proc/[0-9]*/stat 2>/dev/null | awk -v mine="${pids[*]-}" -v session="${session:-0}" '
		BEGIN { n = split(mine, list, " "); for (i = 1; i <= n; i++) ours[list[i]] = 1 }
		{ pid = $1; name = $0; sub(/^[^(]*\(/, "", name); sub(/\).*/, "", name)
		  sub(/^.*\) /, ""); if ($1 == "Z") next
		  in_session[pid] = $4 == session && name != "postgres"
		  if (ours[pid]) { print pid; if ($4 == session) is_true = 1 } }
		END { if (is_true) for (pid in in_session) if (in_session[pid] && !ours[pid]) print pid }'
}

# end_pids SIGNAL SECONDS PID...: signals, then waits until none is left. Fails when some are.
end_pids() {
	local signal=$1 tries=$(($2 * 20)) pid left
	shift 2
	[ $# -gt 0 ] || return 0
	kill -s "$signal" "$@" 2>/dev/null
	while :; do
		left=
		for pid; do is_alive "$pid" && left+=" $pid"; done
		[ -n "$left" ] || return 0
		[ $((tries--)) -gt 0 ] || return 1
		nap 0.05
	done
}
