/*
 * The gem book from C: a thin layer over the functions of schema gem (migrations 0002 to 0005), which hold
 * the rules. Holds and captures are made where the work is ordered and done (lib/turn, lib/generate).
 *
 * Units: milligems. Errors: faults of lib/db.
 */
#ifndef SNUG_LEDGER_LEDGER_H
#define SNUG_LEDGER_LEDGER_H

#include "lib/db/db.h"

/*
 * "12", "0.5" or "-3.125" as milligems: at most three decimals and a thousand million gems. False
 * for anything else.
 */
NODISCARD bool ledger_parse_gems(struct str text, struct gems *gems);

/* A line type of the outside contract: purchase, bonus, chat, generation, ... */
NODISCARD bool ledger_is_type(struct str word);

struct ledger_filter {
	struct member_id member;
	struct str type;   /* empty for all; what is pending stands only in the list of all */
	struct str cursor; /* of the page before, empty for the first */
	int64_t limit;	   /* lines a page */
};

/* Lines as struct ledger_line_row of sql/ledger.h, newest first; the next cursor or STR_NONE. */
struct rows ledger_page(struct db *db, struct arena *arena, const struct ledger_filter *filter,
			struct str *next);

enum ledger_reason {
	LEDGER_BONUS,	   /* a lot of bonus gems, for a year */
	LEDGER_ADJUSTMENT, /* paid gems; below zero takes them away */
	LEDGER_SUPPORT	   /* the same, for a complaint */
};

NODISCARD bool ledger_reason_from(struct str word, enum ledger_reason *reason);

enum ledger_grant_outcome {
	LEDGER_GRANTED,
	LEDGER_NOTHING_LEFT, /* gems were to be taken from a wallet without paid gems */
	LEDGER_NO_AMOUNT     /* zero, or a bonus below zero */
};

/*
 * By the owner's hand, with a line in the audit log, in a transaction of its own. *moved is what the
 * member has got, or lost: never more than there was.
 */
NODISCARD enum ledger_grant_outcome ledger_grant(struct db *db, struct arena *arena,
						 struct member_id member, enum ledger_reason reason,
						 struct gems gems, struct gems *moved);

/*
 * Checks the whole book: books what is due, audits, seals what is not sealed, verifies the chain.
 * One line a finding; none when all is well. Grows with the book.
 */
struct strs ledger_check(struct db *db, struct arena *arena);

#endif
