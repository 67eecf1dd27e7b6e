#!/bin/sh
# Faults of the gem book: the rules one by one, a chaos run with crashes, and mutants that must be
# caught, because a test that cannot fail proves nothing.
#
#	tests/fault/ledger/run.sh [full]
#
# From the root of the tree. full: 100,000 operations and 20 crashes instead of 20 seconds and 4.
# CHAOS names a built harness; without it one is compiled. Prints ok / not ok lines and a sum; exit 1
# when anything failed. Needs PostgreSQL 15; as root the clusters run as the user postgres.
set -u
here=tests/fault/ledger
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' INT TERM
passed=0
failed=0

if [ -z "${CHAOS:-}" ]; then
	CHAOS=$scratch/chaos
	${CC:-cc} -std=c17 -O2 -D_GNU_SOURCE -Wall -Wextra -I. -I/usr/include/postgresql \
		-o "$CHAOS" $here/*.c -lpq -lpthread || exit 1
fi

# line STATUS NAME: counts and prints one result
line() {
	if [ "$1" -eq 0 ]; then
		passed=$((passed + 1))
		echo "ok - $2"
	else
		failed=$((failed + 1))
		echo "not ok - $2"
	fi
}

# caught NAME FINDING ARGS...: the mutant must be found out, by FINDING in the report, within 4 seeds
caught() {
	name=$1 finding=$2
	shift 2
	for seed in 1 2 3 4; do
		"$CHAOS" -s sql -m "$here/mutants/$name.sql" -r $seed "$@" >"$scratch/out" 2>/dev/null
		if grep -Eq "$finding" "$scratch/out"; then
			line 0 "mutant $name is caught # seed $seed: $(grep -E "$finding" "$scratch/out" | tail -n 1)"
			return
		fi
	done
	line 1 "mutant $name is caught # $(tail -n 1 "$scratch/out")"
}

"$CHAOS" -s sql -x $here/rules.sql >"$scratch/rules" 2>&1
line $? 'the rules run to their end'
grep -E '^(not )?ok - ' "$scratch/rules"
grep -vE '^((not )?ok - .*|)$' "$scratch/rules" | sed 's/^/# /'
passed=$((passed + $(grep -c '^ok - ' "$scratch/rules")))
failed=$((failed + $(grep -c '^not ok - ' "$scratch/rules")))

if [ "${1:-}" = full ]; then
	"$CHAOS" -s sql -n 100000 -c 20 >"$scratch/out" 2>"$scratch/err"
else
	"$CHAOS" -s sql -t 20 -c 4 >"$scratch/out" 2>"$scratch/err"
fi
status=$?
line $status "chaos # $(cat "$scratch/out")"
[ $status -eq 0 ] || sed 's/^#* */# /' "$scratch/err"

caught async_commit 'lost=[1-9]' -t 6 -c 2
caught no_idempotency 'doubled=[1-9]' -t 4 -c 1
caught no_lock 'errors=[1-9]' -t 4 -c 0
caught settle_twice 'off=[1-9].*audit=dirty' -t 4 -c 0
caught no_refund_cap 'audit=dirty' -t 4 -c 0
caught dead_lots '^not ok - what has expired' -x $here/rules.sql

echo "# ledger faults: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
