#include "lib/chat/tree.h"

#include "lib/base/buf.h"
#include "lib/base/fault.h"
#include "lib/base/utf8.h"
#include "sql/tree.h"

enum { QUERY_WORDS = 12 };

static enum tree_outcome
outcome_of(struct str word)
{
	static const struct {
		struct str word;
		enum tree_outcome outcome;
	} WORDS[] = {
		{ STR_INIT("ok"), TREE_DONE },
		{ STR_INIT("generate"), TREE_GENERATE },
		{ STR_INIT("no_chat"), TREE_NO_CHAT },
		{ STR_INIT("bad_message"), TREE_BAD_MESSAGE },
		{ STR_INIT("busy"), TREE_BUSY },
		{ STR_INIT("stale_parent"), TREE_STALE_PARENT },
		{ STR_INIT("only_one"), TREE_ONLY_ONE },
		{ STR_INIT("not_yours"), TREE_NOT_YOURS },
		{ STR_INIT("too_late"), TREE_TOO_LATE },
	};
	for (size_t i = 0; i < COUNT(WORDS); i++)
		if (str_eq(word, WORDS[i].word))
			return WORDS[i].outcome;
	fault_raise(FAULT_BUG, "the tree answered %.*s", STR_ARG(word));
}

enum tree_outcome
tree_turn(struct db *db, const struct tree_place *place, int64_t index, struct message_id *shown)
{
	const struct tree_swipe_row *row = tree_swipe(
		db, &(struct tree_swipe_in){ .member_id = place->member,
					     .chat_id = place->chat,
					     .expected = place->expected,
					     .message_id = place->message,
					     .index = index });
	*shown = row->message_id;
	return outcome_of(row->outcome);
}

enum tree_outcome
tree_go(struct db *db, const struct tree_place *place, bool exact)
{
	return outcome_of(tree_goto(db, &(struct tree_goto_in){ .member_id = place->member,
								.chat_id = place->chat,
								.expected = place->expected,
								.message_id = place->message,
								.exact = exact })
				  ->outcome);
}

enum tree_outcome
tree_rewrite(struct db *db, const struct tree_place *place, struct str content)
{
	return outcome_of(tree_edit(db, &(struct tree_edit_in){ .member_id = place->member,
								.chat_id = place->chat,
								.expected = place->expected,
								.message_id = place->message,
								.content = content })
				  ->outcome);
}

enum tree_outcome
tree_take_away(struct db *db, const struct tree_place *place, bool alone)
{
	return outcome_of(tree_delete(db, &(struct tree_delete_in){ .member_id = place->member,
								    .chat_id = place->chat,
								    .expected = place->expected,
								    .message_id = place->message,
								    .alone = alone })
				  ->outcome);
}

enum tree_outcome
tree_bring_back(struct db *db, const struct tree_place *place)
{
	return outcome_of(tree_restore(db, place->member, place->chat, place->message)->outcome);
}

static struct str
sign_word(enum tree_sign sign)
{
	switch (sign) {
	case TREE_HIDE:
		return STR("hide");
	case TREE_SHOW:
		return STR("show");
	case TREE_BOOKMARK:
		return STR("bookmark");
	case TREE_UNBOOKMARK:
		return STR("unbookmark");
	case TREE_CHECKPOINT:
		return STR("checkpoint");
	case TREE_UNCHECKPOINT:
		return STR("uncheckpoint");
	case TREE_RATE:
		return STR("rate");
	}
	fault_raise(FAULT_BUG, "no such sign");
}

enum tree_outcome
tree_sign(struct db *db, const struct tree_place *place, enum tree_sign sign, struct str text)
{
	return outcome_of(tree_mark(db, &(struct tree_mark_in){ .member_id = place->member,
								.chat_id = place->chat,
								.expected = place->expected,
								.message_id = place->message,
								.what = sign_word(sign),
								.text = text })
				  ->outcome);
}

enum tree_outcome
tree_copy(struct db *db, const struct tree_place *place, struct str title, struct chat_id *chat)
{
	const struct tree_branch_row *row = tree_branch(
		db, &(struct tree_branch_in){ .member_id = place->member,
					      .chat_id = place->chat,
					      .expected = place->expected,
					      .message_id = place->message,
					      .title = title });
	*chat = row->chat_id;
	return outcome_of(row->outcome);
}

struct tree_told
tree_tell_members(struct db *db, struct chat_id chat, const char *why)
{
	const struct tree_tell_row *row = tree_tell(db, chat, str_from(why));
	return (struct tree_told){ row->first_told, row->last_told };
}

/* Letters and digits of languages that put spaces between words; the rest parts words. */
static bool
is_of_word(uint32_t point)
{
	if (point < 0x80)
		return (point >= '0' && point <= '9') ||
		       ((point | 0x20) >= 'a' && (point | 0x20) <= 'z');
	bool is_sign = (point >= 0x2000 && point < 0x2C00) || point < 0xC0;
	return !is_sign && point < 0x2E80;
}

struct strs
tree_query(struct arena *arena, struct str asked)
{
	struct str *at = ARENA_ARRAY(arena, struct str, QUERY_WORDS);
	struct strs out = { at, 0 };
	const char *word = NULL;
	uint32_t point;
	for (struct str rest = asked;;) {
		struct str from = rest;
		bool is_end = !utf8_next(&rest, &point);
		if (!is_end && point >= 0x2E80)
			return (struct strs){ at, 0 };
		bool is_in = !is_end && is_of_word(point);
		if (is_in && word == NULL)
			word = from.p;
		/* Letters and digits: nothing in them means something to a pattern. */
		if (!is_in && word != NULL && out.n < QUERY_WORDS)
			at[out.n++] = str_fmt(arena, "\\m%.*s", (int)(from.p - word), word);
		if (!is_in)
			word = NULL;
		if (is_end)
			return out;
	}
}
