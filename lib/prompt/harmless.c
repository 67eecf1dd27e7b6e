/*
 * Marks in texts of others. A model reads three kinds of them: the ends of our own fences, the marks
 * between turns that chat templates write (local back ends read them in any text), and letters that no
 * reader sees. Each loses its sign of opening to one that looks much the same, or goes.
 */
#include "lib/base/utf8.h"
#include "lib/moderate/fold.h"
#include "lib/prompt/block.h"

enum {
	WINDOW = 64,	 /* bytes behind a sign that are looked at */
	LOOKS_MOST = 200 /* in disguised letters; beyond that every sign goes */
};

struct harm {
	struct arena *arena;
	struct str text;
	size_t looks;
};

static const char *const FENCES[] = { "material", "directions", "rules" };

/* Behind "<" or "</": marks of Llama 2, Gemma, Phi and others. Those with a bar are told by it. */
static const char *const TURNS[] = {
	"s>",	 "bos>", "eos>",	   "unk>",	   "pad>",
	"<sys>", "sys>", "start_of_turn>", "end_of_turn>", "end_of_utterance>"
};

/* Behind "[" or "[/": marks of Mistral. */
static const char *const BRACKETS[] = { "inst]",       "system_prompt]", "available_tools]",
					"tool_calls]", "tool_results]",	 "tool_content]" };

/* Behind "###" at the beginning of a line: headings of Alpaca. */
static const char *const HEADINGS[] = { "instruction:", "response:",  "input:", "system:",
					"human:",	"assistant:", "user:" };

static bool
begins(struct str s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str word = str_from(words[i]);
		if (str_eq_fold(str_first(s, word.n), word))
			return true;
	}
	return false;
}

static struct str
skip(struct str s, const char *what)
{
	while (s.n > 0 && s.p[0] != '\0' && strchr(what, s.p[0]) != NULL)
		s = str_from_at(s, 1);
	return s;
}

static bool
is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

/* Whether a sign that opens begins the name of a fence, case, spaces and foreign letters aside. */
static bool
opens_fence(struct harm *h, struct str behind)
{
	struct str at = skip(behind, " \t\r\n/");
	if (begins(at, FENCES, COUNT(FENCES)))
		return true;
	/* Letters that look like others, or stand apart, or have something unseen between them. */
	bool is_odd = !is_plain(str_first(at, 24)) || (at.n > 1 && strchr(" .-_", at.p[1]) != NULL);
	if (!is_odd)
		return false;
	if (h->looks++ >= LOOKS_MOST)
		return true;
	struct str window = str_first(behind, str_clip(behind, WINDOW));
	struct fold_words words = fold_text(h->arena, window);
	struct buf letters = buf_in(h->arena);
	for (size_t i = 0; i < words.n; i++)
		buf_str(&letters, words.at[i].text);
	return letters.n > 0 && begins(buf_done(&letters), FENCES, COUNT(FENCES));
}

static bool
opens_turn(struct str behind)
{
	/* "<|im_start|>", and the wide bar of DeepSeek. */
	if (str_starts(behind, STR("|")) || str_starts(behind, STR("\xEF\xBD\x9C")))
		return true;
	return begins(skip(behind, "/"), TURNS, COUNT(TURNS));
}

static bool
opens_bracket(struct str behind)
{
	return begins(skip(behind, "/"), BRACKETS, COUNT(BRACKETS));
}

static bool
is_heading(struct str text, size_t at)
{
	if (at > 0 && text.p[at - 1] != '\n')
		return false;
	struct str rest = str_from_at(text, at);
	return str_starts(rest, STR("###")) &&
	       begins(skip(skip(rest, "#"), " "), HEADINGS, COUNT(HEADINGS));
}

/* What stands for the sign at `at`, which is *n bytes long; STR_NONE: it may stay. */
static struct str
instead(struct harm *h, size_t at, size_t *n)
{
	struct str s = str_from_at(h->text, at);
	*n = 1;
	switch ((unsigned char)s.p[0]) {
	case '<':
		return opens_turn(str_from_at(s, 1)) || opens_fence(h, str_from_at(s, 1))
			       ? STR("\u2039")
			       : STR_NONE;
	case '[':
		return opens_bracket(str_from_at(s, 1)) ? STR("\u27E6") : STR_NONE;
	case '#':
		return is_heading(h->text, at) ? STR("\uFF03") : STR_NONE;
	case 0xEF: /* wide and small "<" */
		if (!str_starts(s, STR("\uFF1C")) && !str_starts(s, STR("\uFE64")))
			return STR_NONE;
		*n = 3;
		return opens_fence(h, str_from_at(s, 3)) ? STR("\u2039") : STR_NONE;
	default:
		return STR_NONE;
	}
}

/* Without U+E0000 to U+E007F: letters that nobody sees, between which a mark could hide as well. */
static struct str
without_unseen(struct arena *arena, struct str text)
{
	static const struct str PLANE = STR_INIT("\xF3\xA0");
	struct buf out = buf_in(arena);
	ptrdiff_t at = str_find(text, PLANE);
	if (at < 0)
		return text;
	buf_reserve(&out, text.n);
	for (; at >= 0; at = str_find(text, PLANE)) {
		struct str rest = str_from_at(text, (size_t)at);
		bool is_unseen = rest.n >= 4 && ((unsigned char)rest.p[2] & 0xFE) == 0x80;
		buf_str(&out, str_first(text, (size_t)at + (is_unseen ? 0 : PLANE.n)));
		text = str_from_at(rest, is_unseen ? 4 : PLANE.n);
	}
	buf_str(&out, text);
	return out.n > 0 ? buf_done(&out) : STR("");
}

static size_t
next_sign(struct str text, size_t at)
{
	for (; at < text.n; at++)
		switch ((unsigned char)text.p[at]) {
		case '<':
		case '[':
		case '#':
		case 0xEF:
			return at;
		default:
			break;
		}
	return at;
}

struct str
block_harmless(struct arena *arena, struct str text)
{
	text = without_unseen(arena, text);
	struct harm h = { .arena = arena, .text = text };
	struct buf out = buf_in(arena);
	size_t from = 0, n;
	for (size_t at = next_sign(text, 0); at < text.n; at = next_sign(text, at + n)) {
		struct str other = instead(&h, at, &n);
		if (other.p == NULL)
			continue;
		if (out.n == 0)
			buf_reserve(&out, text.n + 64);
		buf_str(&out, (struct str){ text.p + from, at - from });
		buf_str(&out, other);
		from = at + n;
	}
	if (from == 0)
		return text;
	buf_str(&out, str_from_at(text, from));
	return out.n > 0 ? buf_done(&out) : STR("");
}
