/* snug gems grant: gems for a member by the owner's hand. */
#include <stdio.h>
#include <string.h>

#include "bin/snug.h"
#include "lib/ledger/ledger.h"
#include "lib/notify/notify.h"
#include "sql/ledger.h"

static void
print_json(const struct ledger_member_row *member, const char *reason, struct gems moved,
	   struct gems balance)
{
	struct view *v = view_new(snug_arena());
	view_text(v, "username", member->username);
	view_text(v, "reason", str_from(reason));
	view_gems(v, "gems", moved);
	view_gems(v, "gemBalance", balance);
	snug_print(v);
}

static void
print_words(const struct ledger_member_row *member, struct gems moved, struct gems balance)
{
	struct buf out = buf_in(snug_arena());
	struct gems size = { moved.milli < 0 ? -moved.milli : moved.milli };
	buf_fmt(&out, "%.*s %s ", STR_ARG(member->username), moved.milli < 0 ? "lost" : "got");
	json_put_gems(&out, size);
	buf_lit(&out, " gems and has ");
	json_put_gems(&out, balance);
	(void)printf("%.*s now.\n", STR_ARG(buf_done(&out)));
}

static int
grant(const char *username, struct gems gems, const char *word, enum ledger_reason reason,
      bool json)
{
	struct db *db = snug_db("snug_owner");
	struct gems moved = { 0 };
	struct notify_told told = { 0, 0 };
	const struct ledger_member_row *member = ledger_member(db, str_from(username));
	if (member == NULL) {
		(void)fprintf(stderr, "There is no member %s.\n", username);
		return 1;
	}
	switch (ledger_grant(db, snug_arena(), member->id, reason, gems, &moved)) {
	case LEDGER_GRANTED:
		break;
	case LEDGER_NOTHING_LEFT:
		(void)fprintf(stderr, "%s has no paid gems that could be taken.\n", username);
		return 1;
	case LEDGER_NO_AMOUNT:
		(void)fprintf(stderr, "A bonus is more than 0 gems; anything else is not 0.\n");
		return 1;
	}
	struct gems balance = ledger_balance(db, member->id)->gems;
	notify_credit(db, member->id, &told);
	notify_tell(db, &told);
	if (json)
		print_json(member, word, moved, balance);
	else
		print_words(member, moved, balance);
	return 0;
}

int
snug_gems(int argc, char **argv)
{
	bool json = snug_flag(&argc, argv, "--json");
	const char *word = snug_option(&argc, argv, "--reason");
	enum ledger_reason reason;
	struct gems gems;
	if (argc != 4 || strcmp(argv[1], "grant") != 0 || word == NULL ||
	    !ledger_reason_from(str_from(word), &reason))
		return snug_usage("gems");
	if (!ledger_parse_gems(str_from(argv[3]), &gems)) {
		(void)fprintf(stderr, "\"%s\" is no amount of gems: write 30, 0.5 or -2.125\n",
			      argv[3]);
		return 2;
	}
	return grant(argv[2], gems, word, reason, json);
}
