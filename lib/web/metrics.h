/*
 * Counters shared by all processes of a house, in VAR/run/metrics (mapped memory, C11 atomics).
 * The status screen prints them for Prometheus. Losing them in a restart is harmless.
 */
#ifndef SNUG_WEB_METRICS_H
#define SNUG_WEB_METRICS_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/buf.h"

/* Maps the shared page and takes the slot of this program. Without the file everything still works. */
void metrics_open(const char *program);

/* One request: its status and how long it took. */
void metrics_request(int status, int64_t us, int statements);
void metrics_fault(void);

/*
 * Requests of one address, in one table for all processes (GCRA): false when `address` has asked
 * more than `rate` times a second beyond a burst of 4 seconds' worth. `wait_s` is set then.
 */
bool metrics_allow(struct str address, int64_t rate, int *wait_s);

/*
 * At most `most` of something at once over all processes (password hashing). A holder that died is
 * forgotten after a minute.
 */
bool metrics_enter(int most);
void metrics_leave(void);

/* Everything as Prometheus text, version 0.0.4. */
void metrics_print(struct buf *out);

#endif
