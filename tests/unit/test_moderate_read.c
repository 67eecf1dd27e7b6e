/*
 * The matcher of terms finds what looking for each term in turn finds, in plain words and in disguise,
 * and a long text has no place to hide in.
 */
#include "tests/greatest.h"

#include <sodium.h>
#include <stdio.h>

#include "lib/base/buf.h"
#include "lib/moderate/prompt.h"
#include "lib/moderate/read_parts.h"

enum { TERMS = 20000, HITS = 4000 };

static struct arena *arena;

/* ---- each term in turn --------------------------------------------------------------------- */

struct word {
	struct str text;
	bool is_native;
	bool goes_on;
};

struct rule {
	unsigned about;
	size_t language_at;
	struct word words[TERM_WORDS];
	size_t n;
};

static struct rule *rules;
static size_t rule_count;

static void
add_rule(struct arena *keep, size_t language, unsigned about, struct str term)
{
	struct rule *rule = &rules[rule_count++];
	struct str part;
	*rule = (struct rule){ .about = about, .language_at = language };
	if (str_starts(term, STR("~")))
		term = str_from_at(term, 1);
	while (str_cut(&term, ' ', &part)) {
		bool goes_on = str_ends(part, STR("*"));
		part.n -= goes_on ? 1 : 0;
		struct fold_words folded = fold_text(keep, part);
		for (size_t i = 0; i < folded.n && rule->n < TERM_WORDS; i++) {
			const struct fold_word *w = &folded.at[i];
			bool is_native = w->text.n == 0;
			if (is_native && w->native.n == 0)
				continue;
			rule->words[rule->n++] = (struct word){ is_native ? w->native : w->text,
								is_native,
								goes_on && i + 1 == folded.n };
		}
	}
}

static void
add_rules(struct arena *keep, size_t language, unsigned about, const char *terms)
{
	struct str rest = str_from(terms), one;
	while (rest.n > 0 && str_cut(&rest, '|', &one))
		add_rule(keep, language, about, one);
}

static void
make_rules(struct arena *keep)
{
	rules = ARENA_ARRAY(keep, struct rule, TERMS);
	for (size_t i = 0; i < TERM_LANGUAGES; i++)
		for (size_t k = 0; k < term_languages[i]->group_count; k++)
			add_rules(keep, i, term_languages[i]->groups[k].about,
				  term_languages[i]->groups[k].terms);
}

static bool
word_fits(const struct fold_word *word, const struct word *rule)
{
	struct str text = rule->is_native ? word->native : word->text;
	if (!str_starts(text, rule->text))
		return false;
	return rule->goes_on || text.n == rule->text.n ||
	       (!rule->is_native && rule->text.n > 2 && text.n == rule->text.n + 1 &&
		text.p[text.n - 1] == 's');
}

static bool
rule_fits(const struct fold_words *words, size_t at, const struct rule *rule)
{
	size_t i = 0;
	while (i < rule->n && at + i < words->n && word_fits(&words->at[at + i], &rule->words[i]))
		i++;
	return i == rule->n;
}

struct hit {
	size_t at, n, language_at, about;
};

static int
by_all(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct hit));
}

static size_t
hits_in_turn(const struct fold_words *words, struct hit *out)
{
	size_t n = 0;
	for (size_t at = 0; at < words->n; at++)
		for (size_t i = 0; i < rule_count && n < HITS; i++)
			if ((rules[i].about & TERM_NUMBER) == 0 && rule_fits(words, at, &rules[i]))
				out[n++] = (struct hit){ at, rules[i].n, rules[i].language_at,
							 rules[i].about };
	qsort(out, n, sizeof(*out), by_all);
	return n;
}

static size_t
hits_at_once(struct fold_words words, struct hit *out)
{
	struct reading r = { .words = words };
	struct reader reader = { .arena = arena, .r = &r, .tail = FOLD_NATIVE };
	size_t n = 0;
	terms_find(&reader);
	for (size_t i = 0; i < reader.n && n < HITS; i++) {
		const struct term *t = reader.found[i].term;
		if ((t->about & TERM_NUMBER) == 0)
			out[n++] = (struct hit){ reader.found[i].at, t->n, t->language_at,
						 t->about };
	}
	qsort(out, n, sizeof(*out), by_all);
	return n;
}

static bool
same_hits(struct str text)
{
	static struct hit one[HITS], other[HITS];
	/* Holes between the members are compared too. */
	memset(one, 0, sizeof(one));
	memset(other, 0, sizeof(other));
	struct fold_words words = fold_text(arena, text);
	size_t n = hits_at_once(words, one);
	bool same = n == hits_in_turn(&words, other) && memcmp(one, other, n * sizeof(*one)) == 0;
	if (!same)
		(void)printf("# differs: %.*s\n", STR_ARG(text));
	return same;
}

/* ---- disguises ----------------------------------------------------------------------------- */

static struct str
spaced(struct str text)
{
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < text.n; i++)
		buf_fmt(&out, (unsigned char)text.p[i] < 0x80 ? "%c " : "%c", text.p[i]);
	return buf_done(&out);
}

static struct str
with_signs(struct str text)
{
	static const char FROM[] = "oieast", TO[] = "013457";
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < text.n; i++) {
		const char *at = strchr(FROM, text.p[i]);
		buf_char(&out, at != NULL ? TO[at - FROM] : text.p[i]);
	}
	return buf_done(&out);
}

static struct str
wide(struct str text)
{
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] > ' ')
			buf_fmt(&out, "\xEF%c%c", 0xBC + (text.p[i] >= '`' ? 1 : 0),
				0x80 + ((text.p[i] - ' ') & 0x3F));
		else
			buf_char(&out, text.p[i]);
	return buf_done(&out);
}

static struct str
as_it_is(struct str text)
{
	return text;
}

TEST
all_terms_are_found_at_once(void)
{
	static const char *const FILES[] = {
		"innocent", "evil", "care", "asks", "claims", "holds"
	};
	static struct str (*const DISGUISES[])(struct str) = { as_it_is, spaced, with_signs, wide };
	size_t lines = 0;
	bool same = true;
	for (size_t f = 0; f < COUNT(FILES); f++) {
		char path[80], line[4000];
		(void)snprintf(path, sizeof(path), "tests/data/moderate/%s.txt", FILES[f]);
		FILE *file = fopen(path, "re");
		ASSERT(file != NULL);
		while (fgets(line, sizeof(line), file) != NULL) {
			struct str text = str_trim(str_from(line));
			same = same_hits(DISGUISES[lines++ % COUNT(DISGUISES)](text)) && same;
			arena_reset(arena);
		}
		(void)fclose(file);
	}
	ASSERT(lines > 700);
	ASSERT(same);
	PASS();
}

/* Several terms behind each other, so that walks through the tree cross. */
TEST
terms_that_overlap_are_found(void)
{
	bool same = true;
	for (size_t i = 0; i + 7 < rule_count; i += 7) {
		struct buf text = buf_in(arena);
		for (size_t k = 0; k < 4; k++) {
			const struct rule *rule = &rules[(i * (k + 1)) % rule_count];
			for (size_t w = 0; w < rule->n; w++)
				buf_fmt(&text, "%.*s ", STR_ARG(rule->words[w].text));
		}
		same = same_hits(buf_done(&text)) && same;
		arena_reset(arena);
	}
	ASSERT(same);
	PASS();
}

/* ---- long texts ---------------------------------------------------------------------------- */

static struct str
around(const char *one, size_t before, struct str middle, size_t after)
{
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < before; i++)
		buf_str(&out, str_from(one));
	buf_fmt(&out, " %.*s ", STR_ARG(middle));
	for (size_t i = 0; i < after; i++)
		buf_str(&out, str_from(one));
	return buf_done(&out);
}

#define BAD "nsfw scene with a schoolgirl of 14"

TEST
nothing_hides_in_a_long_text(void)
{
	static const size_t PLACES[] = { 0, 400, 1000, 1290, 2000, 5000 };
	for (size_t i = 0; i < COUNT(PLACES); i++) {
		struct str plain = around("The lamp turns. ", PLACES[i], STR("in the night"), 5000);
		struct str bad = around("The lamp turns. ", PLACES[i], STR(BAD), 5000);
		ASSERT_EQ(PROMPT_FINE, prompt_judge(arena, plain, PROMPT_CHAT));
		ASSERT_EQ(PROMPT_NEVER, prompt_judge(arena, bad, PROMPT_CHAT));
		ASSERT((prompt_subjects(arena, bad) & PROMPT_OF_YOUNG) != 0);
		arena_reset(arena);
	}
	PASS();
}

TEST
nor_behind_many_words_that_are_looked_at(void)
{
	ASSERT(read_text(arena, around("孩子", 3000, STR(""), 0)).is_full);
	ASSERT_EQ(PROMPT_NEVER,
		  prompt_judge(arena, around("孩子", 2000, STR(BAD), 2000), PROMPT_CHAT));
	ASSERT_EQ(PROMPT_NEVER,
		  prompt_judge(arena, around("dog ", 3000, STR(BAD), 10000), PROMPT_CHAT));
	PASS();
}

TEST
nor_as_base64_at_the_end_of_a_piece(void)
{
	char hidden[200];
	struct str bad = STR(BAD " and more of it");
	sodium_bin2base64(hidden, sizeof(hidden), (const unsigned char *)bad.p, bad.n,
			  sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
	for (size_t before = 900; before < 1010; before += 10) {
		struct str text = around("The lamp turns. ", before, str_from(hidden), 10);
		ASSERT_EQ(PROMPT_NEVER, prompt_judge(arena, text, PROMPT_CHAT));
	}
	PASS();
}

TEST
pieces_cut_no_letter_and_end(void)
{
	static const char *const LETTERS[] = { "a", "é", "語", "\U0001F600", "\x80" };
	for (size_t i = 0; i < COUNT(LETTERS); i++) {
		struct str rest = around(LETTERS[i], 30000, STR(""), 30000), piece;
		size_t n = 0, total = rest.n;
		while (read_piece(&rest, &piece)) {
			ASSERT(piece.n > 0 && n++ < total / 10000 + 2);
			ASSERT(i == 4 || ((unsigned char)piece.p[0] & 0xC0) != 0x80);
		}
	}
	PASS();
}

static void
tear_down(void *data)
{
	(void)data;
	arena_reset(arena);
}

SUITE(reading)
{
	SET_TEARDOWN(tear_down, NULL);
	RUN_TEST(all_terms_are_found_at_once);
	RUN_TEST(terms_that_overlap_are_found);
	RUN_TEST(nothing_hides_in_a_long_text);
	RUN_TEST(nor_behind_many_words_that_are_looked_at);
	RUN_TEST(nor_as_base64_at_the_end_of_a_piece);
	RUN_TEST(pieces_cut_no_letter_and_end);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	struct arena *keep = arena_new(256 * 1024 * 1024);
	arena = arena_new(256 * 1024 * 1024);
	make_rules(keep);
	RUN_SUITE(reading);
	arena_free(arena);
	arena_free(keep);
	GREATEST_MAIN_END();
}
