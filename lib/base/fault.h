/*
 * Faults: broken promises that no caller can mend (a lost database, an arena at its limit, a
 * statement that no longer fits its table).
 *
 * fault_raise unwinds once, to the innermost FAULT_CATCH of the thread: the serve loop, a job's
 * runner, a command's main. What hung on arenas is let go when those are reset. What a person or
 * the world may cause is not a fault but an outcome, returned as an enum.
 *
 * Locking: frames are per thread.
 */
#ifndef SNUG_BASE_FAULT_H
#define SNUG_BASE_FAULT_H

#include <setjmp.h>

#include "lib/base/attr.h"

enum fault_kind {
	FAULT_NONE = 0,
	FAULT_MEMORY,	/* arena cap reached, or no memory: 503 */
	FAULT_DATABASE, /* lost, starting, full, or refusing connections: 503, worth another try */
	FAULT_RETRY,	/* deadlock or failed serialization: run the whole transaction again */
	FAULT_BUG	/* something that must hold does not: 500 */
};

struct fault {
	enum fault_kind kind;
	char message[512]; /* for the log; never shown to people */
};

struct fault_frame {
	struct fault_frame *outer;
	jmp_buf jump;
	struct fault fault;
};

/* Internal to FAULT_CATCH. */
void fault_push(struct fault_frame *frame);
void fault_pop(struct fault_frame *frame);

/*
 * Runs the following statement; raises inside it land in the else branch, where frame.fault tells
 * what broke. Variables that the else branch reads and the body changes must be volatile.
 *
 *	struct fault_frame frame;
 *	if (FAULT_CATCH(frame)) {
 *		...
 *		fault_pop(&frame);
 *	} else {
 *		log frame.fault.message
 *	}
 */
#define FAULT_CATCH(frame) (fault_push(&(frame)), setjmp((frame).jump) == 0)

/* Unwinds. Without a frame it writes the message to standard error and aborts. */
NORETURN void fault_raise(enum fault_kind kind, const char *format, ...) PRINTF_LIKE(2, 3);

/* A fault when `condition` is false: an assertion that stays on. */
#define ENSURE(condition)                                                                          \
	((condition) ? (void)0                                                                     \
		     : fault_raise(FAULT_BUG, "%s:%d: %s does not hold", __FILE__, __LINE__,       \
				   #condition))

#endif
