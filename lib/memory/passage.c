#include "lib/memory/passage.h"

#include "lib/turn/words.h"

enum { SENTENCES = 64, MARK_BYTES = 3 };
static const double ALIKE = 0.7;

struct sentence {
	struct str text;
	size_t hits; /* words that are in the question too */
};

/* One line: white space is a blank each. */
static struct str
one_line(struct arena *arena, struct str text)
{
	struct buf out = buf_in(arena);
	text = str_trim(text);
	for (size_t i = 0; i < text.n; i++) {
		bool is_blank = text.p[i] == '\n' || text.p[i] == '\t' || text.p[i] == ' ' ||
				text.p[i] == '\r';
		if (!is_blank)
			buf_char(&out, text.p[i]);
		else if (out.n > 0 && out.p[out.n - 1] != ' ')
			buf_char(&out, ' ');
	}
	return buf_done(&out);
}

static struct sentence
judge(struct arena *arena, struct str text, const struct words *about)
{
	struct words words = words_of(arena, text);
	struct sentence s = { text, 0 };
	for (size_t i = 0; i < words.n; i++)
		s.hits += !words.at[i].is_stop && words_have_stem(about, words.at[i].stem);
	return s;
}

static size_t
split(struct arena *arena, struct str text, const struct words *about, struct sentence *out)
{
	size_t n = 0;
	while (text.n > 0 && n < SENTENCES) {
		size_t at = 0;
		while (at < text.n && text.p[at] != '.' && text.p[at] != '!' && text.p[at] != '?')
			at++;
		while (at < text.n && text.p[at] != ' ')
			at++;
		out[n++] = judge(arena, str_trim(str_first(text, at)), about);
		text = str_trim(str_from_at(text, at));
	}
	return n;
}

struct str
passage_cut(struct arena *arena, struct str text, const struct words *about)
{
	struct sentence all[SENTENCES];
	text = one_line(arena, text);
	if (text.n <= PASSAGE_BYTES)
		return text;
	size_t n = split(arena, text, about, all);
	size_t best = 0, best_hits = 0, end = 1;
	for (size_t from = 0; from < n; from++) {
		size_t hits = 0, bytes = 0, to = from;
		while (to < n && bytes + all[to].text.n + 1 <= PASSAGE_BYTES) {
			bytes += all[to].text.n + 1;
			hits += all[to++].hits;
		}
		if (hits > best_hits) {
			best = from;
			best_hits = hits;
			end = to;
		}
	}
	/* What adds nothing at the end is left out, so that it is no longer than it must be. */
	while (end > best + 1 && all[end - 1].hits == 0)
		end--;
	const char *first = all[best].text.p;
	const char *last = all[end - 1].text.p + all[end - 1].text.n;
	struct str cut = { first, (size_t)(last - first) };
	if (cut.n <= PASSAGE_BYTES)
		return cut;
	cut = str_first(cut, str_clip(cut, PASSAGE_BYTES - MARK_BYTES));
	return str_fmt(arena, "%.*s\xE2\x80\xA6", STR_ARG(str_trim(cut)));
}

size_t
passage_choose(struct arena *arena, struct str recent, struct memory_passage *passages, size_t n)
{
	struct words about = words_of(arena, recent);
	struct words kept[MEMORY_PASSAGES];
	size_t count = 0;
	for (size_t i = 0; i < n && count < MEMORY_PASSAGES; i++) {
		struct memory_passage passage = passages[i];
		passage.text = passage_cut(arena, passage.text, &about);
		struct words words = words_of(arena, passage.text);
		bool is_new = !words_blank(passage.text);
		for (size_t k = 0; k < count && is_new; k++)
			is_new = words_likeness(&kept[k], &words) < ALIKE;
		if (!is_new)
			continue;
		kept[count] = words;
		passages[count++] = passage;
	}
	return count;
}
