#include "lib/memory/passage.h"

#include "lib/prompt/words.h"

enum { SENTENCES = 64, MARK_BYTES = 3, HEAD_BYTES = 6 };
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

/* Most languages bend the ends of words: the same beginning is the same word, nearly always. */
static bool
shares_beginning(const struct words *about, struct str word)
{
	struct str head = str_first(word, str_clip(word, HEAD_BYTES));
	if (word.n < HEAD_BYTES)
		return false;
	for (size_t i = 0; i < about->n; i++)
		if (!about->at[i].is_stop && str_starts(about->at[i].text, head))
			return true;
	return false;
}

/* Where nothing stands between words, a word is a run of signs: pairs of them that are asked about. */
static size_t
shared_pairs(const struct words *about, struct str run)
{
	enum { SIGN = 3, LEAST_RUN = 4 * SIGN };
	size_t hits = 0;
	if (run.n < LEAST_RUN || (unsigned char)run.p[0] < 0xE0)
		return 0;
	for (size_t at = 0; at + 2 * SIGN <= run.n; at += SIGN) {
		struct str pair = str_first(str_from_at(run, at), 2 * SIGN);
		for (size_t i = 0; i < about->n; i++)
			if (str_find(about->at[i].text, pair) >= 0) {
				hits++;
				break;
			}
	}
	return hits;
}

static struct sentence
judge(struct arena *arena, struct str text, const struct words *about)
{
	struct words words = words_of(arena, text);
	struct sentence s = { text, 0 };
	for (size_t i = 0; i < words.n; i++) {
		const struct word *word = &words.at[i];
		if (word->is_stop)
			continue;
		if (words_have_stem(about, word->stem) || shares_beginning(about, word->text))
			s.hits++;
		else
			s.hits += shared_pairs(about, word->text);
	}
	return s;
}

/* The end of the first sentence: behind a mark and what follows it up to a blank, or behind a wide mark. */
static size_t
sentence_end(struct str text)
{
	static const struct str WIDE[] = { STR_INIT("\xE3\x80\x82"), STR_INIT("\xEF\xBC\x81"),
					   STR_INIT("\xEF\xBC\x9F"), STR_INIT("\xE0\xA5\xA4") };
	size_t at = 0;
	for (; at < text.n && text.p[at] != '.' && text.p[at] != '!' && text.p[at] != '?'; at++)
		for (size_t i = 0; i < COUNT(WIDE); i++)
			if (str_starts(str_from_at(text, at), WIDE[i]))
				return at + WIDE[i].n;
	while (at < text.n && text.p[at] != ' ')
		at++;
	return at;
}

static size_t
split(struct arena *arena, struct str text, const struct words *about, struct sentence *out)
{
	size_t n = 0;
	while (text.n > 0 && n < SENTENCES) {
		size_t at = sentence_end(text);
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
