/*
 * Any bytes as words of a member: folding, matching and judging do no harm, marks lie within the words
 * and by their place, what was refused is refused in the middle of a long text too, and a reply is cut
 * at any place without a fault.
 */
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/moderate/guard.h"
#include "lib/moderate/prompt.h"
#include "lib/moderate/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void
marks_lie_well(const struct reading *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->marks[i].n == 0 || r->marks[i].at + r->marks[i].n > r->words.n ||
		    (i > 0 && r->marks[i].at < r->marks[i - 1].at))
			abort();
}

static void
look_at_marks(struct arena *arena, struct str text)
{
	struct reading r = read_text(arena, text), coded;
	marks_lie_well(&r);
	if (read_coded(arena, &r, &coded))
		marks_lie_well(&coded);
	for (size_t i = 0; i < r.words.n; i++)
		if (r.words.at[i].text.n >= FOLD_WORD || r.words.at[i].native.n >= FOLD_NATIVE)
			abort();
}

/* Far from the rest by words that mean nothing, so that it has nobody's company but its own. */
static struct str
in_the_middle(struct arena *arena, struct str text)
{
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < 3000; i++)
		buf_lit(&out, "lamps turn ");
	buf_char(&out, '\n');
	buf_str(&out, text);
	buf_char(&out, '\n');
	for (size_t i = 0; i < 200; i++)
		buf_lit(&out, "lamps turn ");
	return buf_done(&out);
}

static void
say(struct arena *arena, struct str text, size_t step)
{
	struct guard *guard = guard_new(arena, STR("Are you real?"), STR("Ada"), false);
	for (size_t at = 0; at < text.n; at += step) {
		struct str piece = str_first(str_from_at(text, at), step);
		size_t shown = guard_release(guard, piece);
		if (shown > piece.n)
			abort();
		piece = str_from_at(piece, shown);
		(void)guard_sentence(piece);
		(void)guard_judge(guard, &piece);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	enum { LONG = 1200 };
	if (n == 0 || n > LONG)
		return 0;
	struct arena *arena = arena_new(256 * 1024 * 1024);
	struct str text = { (const char *)bytes + 1, n - 1 };
	look_at_marks(arena, text);
	(void)heard_read(arena, text);
	(void)prompt_judge(arena, text, PROMPT_PICTURE);
	if (prompt_judge(arena, text, PROMPT_CHAT) == PROMPT_NEVER &&
	    prompt_judge(arena, in_the_middle(arena, text), PROMPT_CHAT) == PROMPT_FINE)
		abort();
	say(arena, text, 1 + bytes[0]);
	arena_free(arena);
	return 0;
}
