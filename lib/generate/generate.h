/*
 * Pictures on order: one order (generation) is 1, 4 or 9 pictures, one hold and one job. The screens
 * order here, the worker paints (bin/worker_picture.c).
 *
 * All of it runs inside the caller's open write transaction and leaves it whole whatever it answers.
 * After the commit the caller calls job_wake (and job_cancel_tell after generate_cancel).
 *
 * The `jobId` of the outside contract is the id of the job; table generation has it as job_id.
 *
 * Units: prices are milligems; progress is percent.
 * What is charged: the pictures that were made, at the price of the order. The rest of the hold is
 * released, not refunded, so that the member's history shows one line.
 */
#ifndef SNUG_GENERATE_GENERATE_H
#define SNUG_GENERATE_GENERATE_H

#include "lib/db/db.h"
#include "lib/provider/image.h"

enum { GENERATE_OPEN_ORDERS = 10 }; /* of one member at a time */

/* False for a word that is no quality. */
NODISCARD bool generate_quality(struct str word, enum image_quality *quality);
/* Pixels of a picture. */
void generate_size(enum image_quality quality, bool square, int *width, int *height);

struct generate_quote {
	struct gems each;
	struct gems total;
	int64_t eta_s;	  /* until the last picture is there, guessed from recent ones */
	int64_t position; /* jobs that stand before it: 0 is next */
};

/* What `count` pictures cost now: base times factor, rounded half-up once (product decision 5). */
struct generate_quote generate_quote(struct db *db, enum image_quality quality, int count);

struct generate_order {
	struct member_id member;
	struct character_id character; /* 0: none */
	struct str prompt;	       /* at most 2000 characters */
	struct str negative_prompt;    /* at most 1000 */
	int count;		       /* 1, 4 or 9 */
	bool square;
	struct str style;
	enum image_quality quality;
	bool has_seed;
	int64_t seed;		/* of the first picture; the others count on from it */
	struct str idempotency; /* STR_NONE, or the key of the form */
};

enum generate_outcome {
	GENERATE_ORDERED,
	GENERATE_TWICE,	       /* the same order came within 10 s: the ids are those of that one */
	GENERATE_NO_CHARACTER, /* not there, or not for them: 404 */
	GENERATE_NO_GEMS,      /* 402; `quote.total` is needed, `available` is there */
	GENERATE_TOO_MANY,     /* GENERATE_OPEN_ORDERS are in the making: 429 */
	GENERATE_NOT_DONE,     /* generate_retry: it is not over yet, 409 */
	GENERATE_NO_ORDER,     /* generate_retry: not there or not theirs, 404 */
	GENERATE_NOTHING_LEFT  /* generate_retry: every picture was made, 409 */
};

struct generate_ordered {
	struct job_id job;
	int64_t generation;
	struct generate_quote quote;
	struct gems available;
};

NODISCARD enum generate_outcome generate_order(struct db *db, const struct generate_order *order,
					       struct generate_ordered *out);
/* A new order for the pictures of an old one that failed, with the same words and seeds. */
NODISCARD enum generate_outcome generate_retry(struct db *db, struct member_id member,
					       struct job_id job, struct generate_ordered *out);

#endif
