#!/bin/sh
# Prepares every statement of sql/*.sql against a scratch database that has every migration, as the
# role whose programs use it most, and says what does not fit.
cd -- "$(dirname -- "$0")/.." || exit 1
exec tools/pg.sh scratch build/bin/checksql "$@"
