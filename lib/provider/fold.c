#include "lib/provider/fold.h"

#include "lib/base/buf.h"

const char FOLD_NOTE[] = "[System note]";

struct folded {
	struct arena *arena;
	struct text_message *at;
	size_t n;
	struct buf open; /* the text of the last one */
};

static void
close_last(struct folded *f)
{
	if (f->n > 0)
		f->at[f->n - 1].content = buf_done(&f->open);
}

/* What the same side says in a row is one message. */
static void
say(struct folded *f, enum text_role role, struct str text)
{
	if (f->n == 0 || f->at[f->n - 1].role != role) {
		close_last(f);
		f->at[f->n++] = (struct text_message){ .role = role };
		f->open = buf_in(f->arena);
	} else {
		buf_lit(&f->open, "\n\n");
	}
	buf_str(&f->open, text);
}

static void
say_note(struct folded *f, struct str text)
{
	say(f, TEXT_USER, str_fmt(f->arena, "%s\n%.*s", FOLD_NOTE, STR_ARG(text)));
}

static bool
has_talk(const struct folded *f)
{
	return f->n > 0 && f->at[f->n - 1].role != TEXT_SYSTEM;
}

const struct text_message *
fold_messages(struct arena *arena, const struct text_message *messages, size_t *n,
	      enum fold_system system, bool goes_on)
{
	struct folded f = { .arena = arena, .open = buf_in(arena) };
	enum text_role first = system == FOLD_SYSTEM_FIRST ? TEXT_SYSTEM : TEXT_USER;
	bool is_begun = false;
	f.at = ARENA_ARRAY(arena, struct text_message, *n + 3);
	for (size_t i = 0; i < *n; i++) {
		struct str text = messages[i].content;
		if (str_trim(text).n == 0)
			continue;
		if (messages[i].role == TEXT_SYSTEM && !is_begun) {
			say(&f, first, text);
			continue;
		}
		is_begun = true;
		if (messages[i].role == TEXT_ASSISTANT && !has_talk(&f))
			say(&f, TEXT_USER, STR("(The conversation begins.)"));
		if (messages[i].role == TEXT_SYSTEM)
			say_note(&f, text);
		else
			say(&f, messages[i].role, text);
	}
	if (!has_talk(&f))
		say(&f, TEXT_USER, STR("(Begin.)"));
	else if (f.at[f.n - 1].role == TEXT_ASSISTANT && !goes_on)
		say(&f, TEXT_USER, STR("(Go on.)"));
	close_last(&f);
	*n = f.n;
	return f.at;
}
