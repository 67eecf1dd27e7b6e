/* The terms of all languages, folded and cut into words once, and found by their first word. */
#include "lib/moderate/read_parts.h"

#include <pthread.h>
#include <string.h>

#include "lib/base/fault.h"

enum { BUCKETS = 4096, BEGINNINGS = 1 << 20, TERM_ARENA = 64 * 1024 * 1024 };

const struct term_language *const term_languages[TERM_LANGUAGES] = {
	&term_english, &term_spanish,	 &term_portuguese, &term_french,  &term_italian,
	&term_german,  &term_dutch,	 &term_polish,	   &term_russian, &term_turkish,
	&term_swahili, &term_hindi,	 &term_arabic,	   &term_chinese, &term_japanese,
	&term_korean,  &term_indonesian, &term_vietnamese,
};

/* By their first word: whole words by its hash, beginnings of words by their first two bytes. */
static struct term *wholes[BUCKETS];
static struct term *buckets[BUCKETS];
/* A bit for the hash of each beginning of each first word; a bit too many only holds a word back. */
static unsigned char beginnings[BEGINNINGS / 8];
static struct arena *term_arena; /* as long as the process */
static pthread_once_t compiled = PTHREAD_ONCE_INIT;

static size_t
bucket_of(const char *word)
{
	unsigned char a = (unsigned char)word[0], b = a == 0 ? 0 : (unsigned char)word[1];
	unsigned char c = b == 0 || a < 0x80 ? 0 : (unsigned char)word[2];
	return (a * 131U + b * 31U + c) % BUCKETS;
}

/* The words of one part between spaces: Chinese has several there. */
static void
compile_part(struct arena *arena, struct term *term, struct str part)
{
	bool goes_on = str_ends(part, STR("*"));
	if (goes_on)
		part.n--;
	/* Folding takes far more than its words: they are copied, and the rest is let go. */
	struct arena *scratch = arena_new(TERM_ARENA);
	struct fold_words folded = fold_text(scratch, part);
	for (size_t i = 0; i < folded.n && term->n < TERM_WORDS; i++) {
		const struct fold_word *word = &folded.at[i];
		struct term_word *to = &term->words[term->n];
		to->is_native = word->text[0] == '\0';
		to->text = str_cstr(arena, str_from(to->is_native ? word->native : word->text));
		to->n = strlen(to->text);
		to->goes_on = goes_on && i + 1 == folded.n;
		term->n += to->n > 0;
	}
	arena_free(scratch);
}

static void
note_beginnings(const struct term_word *word)
{
	for (size_t n = 1; n <= word->n; n++) {
		size_t bit = str_hash((struct str){ word->text, n }) % BEGINNINGS;
		beginnings[bit / 8] |= (unsigned char)(1U << bit % 8);
	}
}

static void
compile_term(struct arena *arena, size_t language, unsigned about, struct str words)
{
	struct term *term = ARENA_NEW(arena, struct term);
	struct str part;
	term->language = term_languages[language];
	term->language_at = language;
	term->about = about;
	term->is_shared = str_starts(words, STR("~"));
	if (term->is_shared)
		words = str_from_at(words, 1);
	while (str_cut(&words, ' ', &part))
		compile_part(arena, term, part);
	ENSURE(term->n > 0);
	const struct term_word *first = &term->words[0];
	if ((about & READ_HELD) != 0)
		note_beginnings(first);
	struct term **bucket = first->goes_on ? &buckets[bucket_of(first->text)]
					      : &wholes[str_hash(str_from(first->text)) % BUCKETS];
	term->next = *bucket;
	*bucket = term;
}

static void
compile_list(struct arena *arena, size_t language, unsigned about, const char *terms)
{
	struct str rest = str_from(terms), one;
	while (rest.n > 0 && str_cut(&rest, '|', &one))
		compile_term(arena, language, about, one);
}

static void
compile_all(void)
{
	struct arena *arena = term_arena = arena_new(TERM_ARENA);
	for (size_t i = 0; i < TERM_LANGUAGES; i++) {
		const struct term_language *language = term_languages[i];
		compile_list(arena, i, TERM_COMMON, language->common);
		for (size_t k = 0; k < language->group_count; k++)
			compile_list(arena, i, language->groups[k].about,
				     language->groups[k].terms);
		struct str rest = str_from(language->numbers), one;
		for (unsigned n = 6; rest.n > 0 && str_cut(&rest, '|', &one); n++)
			if (n >=
			    10) /* below ten a word may end a larger number: "treinta y siete" */
				compile_term(arena, i, TERM_NUMBER_IS(n), one);
	}
}

void
terms_ready(void)
{
	if (pthread_once(&compiled, compile_all) != 0 || term_arena == NULL)
		fault_raise(FAULT_MEMORY, "the terms cannot be compiled");
}

/* ---- matching ------------------------------------------------------------------------------ */

static bool
word_fits(const struct fold_word *word, const struct term_word *term)
{
	const char *text = term->is_native ? word->native : word->text;
	if (strncmp(text, term->text, term->n) != 0)
		return false;
	if (term->goes_on || text[term->n] == '\0')
		return true;
	return !term->is_native && term->n > 2 && text[term->n] == 's' && text[term->n + 1] == '\0';
}

enum term_fit
term_fit(const struct fold_words *words, size_t at, const struct term *term)
{
	size_t i = 0;
	while (i < term->n && at + i < words->n && word_fits(&words->at[at + i], &term->words[i]))
		i++;
	if (i == term->n)
		return TERM_FITS;
	return at + i == words->n ? TERM_BEGINS : TERM_ELSE;
}

static size_t
add_chain(struct term_chain *to, const struct term *first, bool is_native)
{
	*to = (struct term_chain){ first, is_native };
	return first != NULL;
}

static size_t
add_chains(struct term_chain *to, const char *word, bool is_native)
{
	size_t n = strlen(word), whole = str_hash(str_from(word)) % BUCKETS, count = 0;
	if (n == 0)
		return 0;
	count += add_chain(&to[count], wholes[whole], is_native);
	/* A final s is folded away, so it is looked for without one as well. */
	if (!is_native && n > 3 && word[n - 1] == 's') {
		size_t single = str_hash((struct str){ word, n - 1 }) % BUCKETS;
		if (single != whole)
			count += add_chain(&to[count], wholes[single], is_native);
	}
	return count + add_chain(&to[count], buckets[bucket_of(word)], is_native);
}

static bool
is_beginning(const char *word)
{
	size_t bit = str_hash(str_from(word)) % BEGINNINGS;
	return word[0] != '\0' && (beginnings[bit / 8] >> bit % 8 & 1) != 0;
}

bool
read_may_begin(struct arena *arena, struct str word)
{
	terms_ready();
	struct fold_words words = fold_text(arena, word);
	if (words.n == 0)
		return false;
	const struct fold_word *last = &words.at[words.n - 1];
	return is_beginning(last->text) || is_beginning(last->native);
}

size_t
terms_chains(const struct fold_word *word, struct term_chain chains[TERM_CHAINS])
{
	size_t n = add_chains(chains, word->text, false);
	return n + add_chains(chains + n, word->native, true);
}
