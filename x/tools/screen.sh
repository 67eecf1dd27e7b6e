#!/bin/sh
# screen.sh NAME: the four files of a new screen, from tools/screen/, and its row in lighttpd.conf.
# NAME is the first segment of its address: small letters and digits.
# shellcheck disable=SC2016 # dollars that lighttpd expands
set -eu
cd -- "$(dirname -- "$0")/.."
name=${1-}
if ! printf %s "$name" | grep -qE '^[a-z][a-z0-9]{1,23}$'; then
	echo 'usage: make screen NAME=word    (small letters and digits)' >&2
	exit 2
fi
set -- "screen.c cgi-bin/$name.c" "index.mustache templates/$name/index.mustache" \
	"screen.sql sql/$name.sql" "test.c tests/screens/$name.c"
for pair; do
	[ ! -e "${pair#* }" ] || { echo "${pair#* } is there already." >&2 && exit 1; }
done
if grep -qE "launch $name\"|[(|]${name}[|)]" lighttpd.conf; then
	echo "lighttpd.conf has a row for /$name already." >&2
	exit 1
fi
title=$(printf %s "$name" | awk '{ print toupper(substr($0, 1, 1)) substr($0, 2) }')
for pair; do
	mkdir -p "$(dirname "${pair#* }")"
	sed "s/NAME/$name/g; s/TITLE/$title/g" "tools/screen/${pair% *}" >"${pair#* }"
	echo "wrote ${pair#* }"
done
new=$(mktemp lighttpd.conf.XXXXXX)
while IFS= read -r line; do
	case $line in
	'# `make screen` writes'*)
		printf '$HTTP["url"] =~ "^/(%s)(/|$)" { fastcgi.server = ("/" => ((\n' "$name"
		printf '\t"bin-path" => "/usr/bin/env launch %s", "socket" => run + "%s.sock") + screen)) }\n' \
			"$name" "$name"
		;;
	esac
	printf '%s\n' "$line"
done <lighttpd.conf >"$new"
cat "$new" >lighttpd.conf
rm -f "$new"
echo "added a row to lighttpd.conf: /$name and all below it"
echo 'Next: make restart, then look at the page; make check before you commit.'
