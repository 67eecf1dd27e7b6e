/*
 * What the gem book must say after a run, kept apart from it: the keys it has acknowledged, and
 * for each member what they are worth and which holds, captures and purchases they have.
 *
 * Worth is paid + bonus + held - debt. It is a sum, so it does not depend on the order in which
 * concurrent calls took effect; what has expired is added from the book itself.
 *
 * Units: milligems. Locking: every function takes the lock of what it touches; any thread may call.
 */
#ifndef TESTS_FAULT_LEDGER_MODEL_H
#define TESTS_FAULT_LEDGER_MODEL_H

#include <libpq-fe.h>
#include <stdbool.h>

enum { MODEL_MEMBERS = 12 };

struct model_hold {
	long id, amount;
};

struct model_capture {
	long op, left; /* what can still be refunded, as far as we know */
};

struct model_finding {
	long lost, doubled, off;
};

/* Notes a key that the book has acknowledged as written. */
void model_acknowledge(const char *key);
long model_acknowledged(void);

void model_add_worth(int member, long amount);

/* Lists of things to act on. take removes a random one; false when there is none. */
void model_put_hold(int member, struct model_hold hold);
bool model_take_hold(int member, unsigned pick, struct model_hold *hold);
void model_put_capture(int member, struct model_capture capture);
bool model_take_capture(int member, unsigned pick, struct model_capture *capture);
void model_put_purchase(int member, long op);
bool model_take_purchase(int member, unsigned pick, long *op);

/* Notes how a hold ended, for the comparison. */
void model_close_hold(long id, long captured);

/* Compares all of it with the book; prints the first few differences to stderr. */
void model_compare(PGconn *c, struct model_finding *found);

#endif
