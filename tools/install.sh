#!/bin/sh
# install.sh [tests]: what tools/packages lists, through apt. Silent when all is there. Needs root or
# sudo without a password; else it prints the one line to run, and fails. With `tests`, the packages of
# make test and the node modules of tests/ as well.
set -u
cd -- "$(dirname -- "$0")/.." || exit 1
PATH=$PATH:/usr/sbin:/sbin

missing() {
	have=" $(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | tr '\n' ' ')"
	sed 's/#.*//' tools/packages | while read -r group package command; do
		case $group in
		house) ;;
		tests) [ "$1" = tests ] || continue ;;
		*) continue ;;
		esac
		case $have in *" $package "*) continue ;; esac
		[ -n "$command" ] && command -v "$command" >/dev/null && continue
		printf '%s ' "$package"
	done
}

# Installing a server starts it on its standard port and a database cluster with it, and at every boot
# after. A house starts its own; so both stay off while this script installs, and a lighttpd that was
# not there before stays off at boot.
quiet_servers() {
	policy=/usr/sbin/policy-rc.d cluster=/etc/postgresql-common/createcluster.d/snug.conf
	[ -e $policy ] && policy=
	[ -e $cluster ] && cluster=
	trap 'loud_servers' EXIT
	trap 'exit 130' INT TERM HUP
	if [ -n "$policy" ]; then
		$sudo sh -c "printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy"
	fi
	if [ -n "$cluster" ]; then
		$sudo sh -c "mkdir -p ${cluster%/*} && echo 'create_main_cluster = false' >$cluster"
	fi
}
loud_servers() {
	[ -z "$policy" ] || $sudo rm -f "$policy"
	[ -z "$cluster" ] || $sudo rm -f "$cluster"
}

install() {
	sudo=
	if [ "$(id -u)" != 0 ]; then
		if ! sudo -n true 2>/dev/null; then
			echo 'Packages are missing. Run this once, then try again:' >&2
			echo "  sudo apt-get install --no-install-recommends $1" >&2
			exit 1
		fi
		sudo=sudo
	fi
	had_lighttpd=$(command -v lighttpd)
	quiet_servers
	apt="$sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600"
	log=$(mktemp) || exit 1
	echo "Installing $1"
	# shellcheck disable=SC2086 # words
	$apt install --no-install-recommends $1 </dev/null >"$log" 2>&1 ||
		{ $apt update </dev/null && $apt install --no-install-recommends $1 </dev/null; } \
			>>"$log" 2>&1 || {
		tail -n 20 "$log" >&2
		exit 1
	}
	rm -f "$log"
	if [ -z "$had_lighttpd" ] && command -v systemctl >/dev/null; then
		$sudo systemctl disable --quiet lighttpd.service 2>/dev/null
	fi
}

node_modules() {
	[ -e tests/package-lock.json ] || return 0
	[ -z "$(find tests/package-lock.json -newer tests/node_modules/.package-lock.json 2>&1)" ] &&
		return 0
	echo 'Installing the node modules of tests/'
	if (cd tests && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null); then
		touch tests/node_modules/.package-lock.json
	else
		echo 'npm could not fetch them: the browser tests will fail, all else works.' >&2
	fi
}

what=${1-house}
if command -v dpkg-query >/dev/null; then
	packages=$(missing "$what")
	[ -z "$packages" ] || install "$packages"
elif ! command -v pkg-config >/dev/null; then
	echo 'This is no Debian: install what tools/packages lists by other means.' >&2
	exit 1
fi
[ "$what" != tests ] || node_modules
