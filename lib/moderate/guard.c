#include "lib/moderate/guard.h"

#include "lib/base/buf.h"
#include "lib/moderate/prompt.h"
#include "lib/moderate/read.h"

enum {
	SAID_MOST = 1500,  /* bytes of the member's message that are weighed with a reply */
	BEFORE_MOST = 700, /* and of what was shown of the reply before */
	PIECE_MOST = 4000, /* a longer sentence is judged by its end as well */
	WIDE_KEPT = 3,	   /* the last sign of writing without spaces */
	WORD_MOST = 60,
	SCRATCH = 128 * 1024 * 1024 /* cap, not size */
};

struct guard {
	struct arena *arena;
	struct arena *scratch;
	struct str said;
	enum prompt_verdict said_verdict;
	struct str name;
	struct heard_message heard;
	bool sexual_allowed;
	bool told_truth;
	bool told_leave;
	struct buf before; /* what passed */
	size_t begun;	   /* bytes at its end that are the beginning of a sentence */
	bool is_held;	   /* the rest of that sentence waits for its end */
};

/* Thousands of guards live at once, so none keeps memory between two sentences. */
static void
begin(struct guard *guard)
{
	guard->scratch = arena_new(SCRATCH);
}

static void
end(struct guard *guard)
{
	arena_free(guard->scratch);
	guard->scratch = NULL;
}

struct guard *
guard_new(struct arena *arena, struct str said, struct str name, bool sexual_allowed)
{
	struct guard *guard = ARENA_NEW(arena, struct guard);
	said = str_from_at(said, said.n > SAID_MOST ? said.n - str_clip(said, SAID_MOST) : 0);
	guard->arena = arena;
	begin(guard);
	guard->said = str_copy(arena, said);
	guard->name = str_copy(arena, name);
	guard->sexual_allowed = sexual_allowed;
	guard->heard = heard_read(guard->scratch, guard->said);
	guard->said_verdict = prompt_judge(guard->scratch, guard->said, PROMPT_CHAT);
	guard->before = buf_in(arena);
	end(guard);
	return guard;
}

const struct heard_message *
guard_heard(const struct guard *guard)
{
	return &guard->heard;
}

struct str
guard_opening(struct guard *guard, struct str first)
{
	if (!guard->heard.asks_real)
		return STR_NONE;
	begin(guard);
	unsigned about = read_text(guard->scratch, first).about;
	end(guard);
	guard->told_truth = true;
	if ((about & TERM_TRUE) != 0 && (about & (TERM_CLAIMS | TERM_CLAIMS_SOFT)) == 0)
		return STR_NONE;
	struct str truth = heard_fill(guard->arena, guard->heard.language->lines.truth, guard->name,
				      STR_NONE);
	return str_fmt(guard->arena, "%.*s\n\n", STR_ARG(truth));
}

/* ---- sentences ----------------------------------------------------------------------------- */

static size_t
stop_at(struct str text, size_t i)
{
	static const struct str WIDE[] = { STR_INIT("。"), STR_INIT("！"), STR_INIT("？"),
					   STR_INIT("।"),  STR_INIT("؟"),  STR_INIT("…") };
	char c = text.p[i];
	if ((unsigned char)c < 0x80)
		return c == '.' || c == '!' || c == '?';
	for (size_t k = 0; k < COUNT(WIDE); k++)
		if (str_starts(str_from_at(text, i), WIDE[k]))
			return WIDE[k].n;
	return 0;
}

/* Stops, quotes, brackets and asterisks that still belong to the sentence before. */
static size_t
closing_at(struct str text, size_t i)
{
	static const struct str CLOSING[] = { STR_INIT("\""), STR_INIT("'"),  STR_INIT("*"),
					      STR_INIT(")"),  STR_INIT("”"),  STR_INIT("’"),
					      STR_INIT("»"),  STR_INIT("」"), STR_INIT("』") };
	size_t stop = stop_at(text, i);
	for (size_t k = 0; k < COUNT(CLOSING) && stop == 0; k++)
		if (str_starts(str_from_at(text, i), CLOSING[k]))
			stop = CLOSING[k].n;
	return stop;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

size_t
guard_sentence(struct str text)
{
	size_t i = 0;
	while (i < text.n && is_space(text.p[i]))
		i++;
	while (i < text.n) {
		size_t stop = stop_at(text, i);
		if (text.p[i] == '\n') {
			while (i < text.n && is_space(text.p[i]))
				i++;
			return i;
		}
		if (stop == 0) {
			i++;
			continue;
		}
		bool is_wide = stop > 1;
		for (size_t more = stop; more > 0; more = i < text.n ? closing_at(text, i) : 0)
			i += more;
		if (i < text.n && (is_space(text.p[i]) || is_wide)) {
			while (i < text.n && is_space(text.p[i]))
				i++;
			return i;
		}
	}
	return 0;
}

/* ---- judging ------------------------------------------------------------------------------- */

static struct str
tail_of(struct str text, size_t most)
{
	if (text.n <= most)
		return text;
	size_t from = text.n - most;
	while (from < text.n && ((unsigned char)text.p[from] & 0xC0) == 0x80)
		from++;
	return str_from_at(text, from);
}

static enum guard_verdict
forbidden(struct guard *guard, struct str piece)
{
	struct str shown = tail_of(buf_done(&guard->before), BEFORE_MOST);
	struct str whole = str_fmt(guard->scratch, "%.*s\n%.*s%.*s", STR_ARG(guard->said),
				   STR_ARG(shown), STR_ARG(tail_of(piece, PIECE_MOST)));
	enum prompt_verdict verdict = prompt_judge(guard->scratch, whole, PROMPT_CHAT);
	if (verdict == PROMPT_NEVER && guard->said_verdict != PROMPT_NEVER)
		return GUARD_NEVER;
	/* Whatever the member said, the reply alone is judged as well. */
	whole = str_fmt(guard->scratch, "%.*s%.*s", STR_ARG(shown), STR_ARG(piece));
	enum prompt_verdict alone = prompt_judge(guard->scratch, whole, PROMPT_CHAT);
	if (alone == PROMPT_NEVER)
		return GUARD_NEVER;
	return alone == PROMPT_SEXUAL && verdict != PROMPT_FINE && !guard->sexual_allowed
		       ? GUARD_SEXUAL
		       : GUARD_PASS;
}

/* What stands in place of a piece; where its sentence was begun already, it breaks off first. */
static struct str
changed(struct guard *guard, const struct read_mark *mark, bool is_truth, struct str piece)
{
	bool *told = is_truth ? &guard->told_truth : &guard->told_leave;
	const struct term_lines *lines = &mark->language->lines;
	const char *broken = guard->begun > 0 ? "\u2026 " : "";
	size_t words = piece.n;
	while (words > 0 && is_space(piece.p[words - 1]))
		words--;
	if (*told)
		return str_from(broken);
	*told = true;
	struct str line = heard_fill(guard->arena, is_truth ? lines->truth : lines->leave,
				     guard->name, STR_NONE);
	return str_fmt(guard->arena, "%s%.*s%.*s", broken, STR_ARG(line),
		       STR_ARG(str_from_at(piece, words)));
}

/* A piece with what passed of its sentence. */
static struct reading
read_sentence(struct guard *guard, struct str piece)
{
	size_t most = guard->begun < BEFORE_MOST ? guard->begun : BEFORE_MOST;
	return read_text(guard->scratch,
			 str_fmt(guard->scratch, "%.*s%.*s",
				 STR_ARG(tail_of(buf_done(&guard->before), most)), STR_ARG(piece)));
}

static enum guard_verdict
judge(struct guard *guard, struct str *piece)
{
	enum guard_verdict verdict = forbidden(guard, *piece);
	if (verdict != GUARD_PASS)
		return verdict;
	struct reading r = read_sentence(guard, *piece);
	const struct read_mark *mark;
	if ((r.about & TERM_URGES) != 0)
		return GUARD_URGES;
	unsigned claims = TERM_CLAIMS | (guard->heard.asks_real ? (unsigned)TERM_CLAIMS_SOFT : 0);
	if ((mark = read_first(&r, claims)) != NULL && (r.about & TERM_TRUE) == 0) {
		*piece = changed(guard, mark, true, *piece);
		return GUARD_CHANGED;
	}
	if (guard->heard.leaves && (mark = read_first(&r, TERM_CLINGS)) != NULL) {
		*piece = changed(guard, mark, false, *piece);
		return GUARD_CHANGED;
	}
	return GUARD_PASS;
}

enum guard_verdict
guard_judge(struct guard *guard, struct str *piece)
{
	begin(guard);
	enum guard_verdict verdict = judge(guard, piece);
	end(guard);
	buf_str(&guard->before, *piece);
	guard->begun = 0;
	guard->is_held = false;
	return verdict;
}

/* ---- before a sentence ends ----------------------------------------------------------------- */

/* How much of an unfinished sentence is whole words. Han and kana stand without spaces. */
static size_t
whole_words(struct str text)
{
	size_t n = text.n;
	while (n > 0 && !is_space(text.p[n - 1]))
		n--;
	if (n > 0 || text.n <= WIDE_KEPT)
		return n;
	unsigned char lead = (unsigned char)text.p[0];
	return lead >= 0xE3 && lead <= 0xE9 ? str_clip(text, text.n - WIDE_KEPT) : 0;
}

/* Whether a hit has begun: by a word of one, or by words that the next ones may make one. */
static bool
may_hit(struct guard *guard, struct str words)
{
	unsigned clings = guard->heard.leaves ? (unsigned)TERM_CLINGS : 0;
	unsigned held = (READ_HELD & ~(unsigned)TERM_CLINGS) | clings;
	unsigned open = TERM_CODED | TERM_CLAIMS | TERM_URGES | clings;
	unsigned beside = TERM_ACT | TERM_REAL | TERM_ANIMAL | TERM_KIN | TERM_ASKS;
	struct reading r = read_sentence(guard, words);
	guard->is_held = (r.about & held) != 0 ||
			 ((r.about & beside) != 0 && forbidden(guard, words) != GUARD_PASS);
	return guard->is_held || (r.open & open) != 0;
}

/* The word at the end of a text whose whole words are `n` bytes, with what was shown of it. */
static struct str
last_word(struct guard *guard, struct str text, size_t n)
{
	struct str shown = n > 0 ? STR("") : tail_of(buf_done(&guard->before), WORD_MOST);
	for (size_t i = shown.n; i > 0; i--)
		if (is_space(shown.p[i - 1])) {
			shown = str_from_at(shown, i);
			break;
		}
	return str_fmt(guard->scratch, "%.*s%.*s", STR_ARG(shown), STR_ARG(str_from_at(text, n)));
}

size_t
guard_release(struct guard *guard, struct str text)
{
	size_t n = whole_words(text);
	if (guard->is_held || guard->heard.asks_real || str_trim(text).n == 0)
		return 0;
	begin(guard);
	if (!read_may_begin(guard->scratch, last_word(guard, text, n)) && !may_hit(guard, text))
		n = text.n;
	else if (guard->is_held || may_hit(guard, str_first(text, n)))
		n = 0;
	end(guard);
	buf_str(&guard->before, str_first(text, n));
	guard->begun += n;
	return n;
}
