#!/bin/sh
# analyze.sh CFLAG...: gcc's analyzer and clang-tidy over every C file of the tree. Slow; prints
# findings, and fails when there are some.
cd -- "$(dirname -- "$0")/.." || exit 1
found=0
for file in $(tests/lint/files c | grep '\.c$'); do
	case $file in
	tests/*) continue ;;
	esac
	gcc "$@" -O2 -fanalyzer -fsyntax-only "$file" 2>&1 | grep . && found=1
	clang-tidy --quiet --checks='-*,clang-analyzer-*,bugprone-*,-bugprone-easily-swappable-parameters,-bugprone-reserved-identifier' \
		--warnings-as-errors='*' "$file" -- "$@" 2>/dev/null | grep . && found=1
done
exit $found
