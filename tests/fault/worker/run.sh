#!/usr/bin/env bash
# What happens to turns and pictures when a worker, a provider or the database goes away. Prints TAP.
set -eu
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.."
exec tools/pg.sh scratch node --test --test-reporter=tap tests/fault/worker/worker.mjs \
	tests/fault/worker/memory.mjs
