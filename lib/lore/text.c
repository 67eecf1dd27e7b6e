/*
 * Texts that are searched for very many keys. Of a text is kept which four bytes stand next to each
 * other in it (a set of bits, by hash); a key of which any four bytes are missing cannot stand there,
 * and is done with after a look or two. So a book of 50,000 entries costs a few looks a key, needs no
 * automaton in memory, and only keys that are there (or nearly so) are searched for.
 */
#include <unicode/uchar.h>

#include "lib/base/utf8.h"
#include "lib/lore/inside.h"

enum { GRAM = 4, BITS_A_BYTE = 8, BITS_LEAST = 4096, BITS_MOST = 1 << 22, GLOB_LETTERS = 200 };
/* What parts of a search cost, in steps (see struct lore_work). */
enum { BEGIN_STEPS = 20, COMPARE_STEPS = 2, WORD_STEPS = 16, GLOB_STEPS = 8 };

static const char PART = 1;

void
lore_fold(struct buf *out, struct str text)
{
	buf_reserve(out, text.n);
	while (text.n > 0) {
		size_t n = 0;
		char ascii[256];
		while (n < text.n && n < sizeof(ascii) && (unsigned char)text.p[n] < 0x80) {
			char c = text.p[n];
			ascii[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
		}
		buf_put(out, ascii, n);
		text = str_from_at(text, n);
		uint32_t point;
		if (text.n > 0 && (unsigned char)text.p[0] >= 0x80 && utf8_next(&text, &point)) {
			char bytes[4];
			uint32_t folded = (uint32_t)u_foldCase((UChar32)point, U_FOLD_CASE_DEFAULT);
			buf_put(out, bytes, utf8_encode(folded, bytes));
		}
	}
}

/* ---- which bytes stand together ------------------------------------------------------------ */

static inline uint32_t
mix(uint32_t word)
{
	word *= 0x9E3779B1u;
	return word ^ (word >> 15);
}

/* Of four bytes: a load and a multiplication, for every byte of a text. */
static inline uint32_t
gram_hash(const char *p)
{
	uint32_t word;
	memcpy(&word, p, GRAM);
	return mix(word);
}

/* Of one to three bytes. */
static uint32_t
short_hash(const char *p, size_t n)
{
	uint32_t word = (uint32_t)n << 29;
	for (size_t i = 0; i < n; i++)
		word ^= (uint32_t)(unsigned char)p[i] << (8 * i);
	return mix(word);
}

static uint32_t
gram_bits(size_t n)
{
	uint32_t bits = BITS_LEAST;
	while (bits < BITS_MOST && bits < n * BITS_A_BYTE)
		bits *= 2;
	return bits;
}

static inline void
put_bit(uint64_t *set, uint32_t bit)
{
	set[bit / 64] |= (uint64_t)1 << (bit % 64);
}

static inline bool
has_bit(const uint64_t *set, uint32_t bit)
{
	return (set[bit / 64] >> (bit % 64) & 1) != 0;
}

static uint64_t *
grams_of(struct arena *arena, struct str text, uint32_t bits, unsigned short_lengths)
{
	uint64_t *set = ARENA_ARRAY(arena, uint64_t, bits / 64);
	for (size_t i = 0; i + GRAM <= text.n; i++)
		put_bit(set, gram_hash(text.p + i) & (bits - 1));
	for (size_t n = 1; n < GRAM; n++)
		for (size_t i = 0; (short_lengths & (1u << n)) != 0 && i + n <= text.n; i++)
			put_bit(set, short_hash(text.p + i, n) & (bits - 1));
	return set;
}

/* False: the key is surely not there. */
static bool
may_hold(const uint64_t *set, uint32_t mask, struct str key, struct lore_work *work)
{
	size_t i = 0;
	if (key.n < GRAM)
		return has_bit(set, short_hash(key.p, key.n) & mask);
	if (!has_bit(set, gram_hash(key.p + key.n - GRAM) & mask))
		return false;
	while (i + GRAM < key.n && has_bit(set, gram_hash(key.p + i) & mask))
		i++;
	return lore_work(work, i) && i + GRAM >= key.n;
}

/* ---- texts --------------------------------------------------------------------------------- */

struct lore_text
lore_text_of(struct arena *arena, const struct str *pieces, size_t n, unsigned short_lengths,
	     bool has_exact)
{
	struct lore_text t = { .count = n };
	struct buf raw = buf_in(arena), folded = buf_in(arena);
	size_t room = 16;
	for (size_t i = 0; i < n; i++)
		room += pieces[i].n + 2;
	buf_reserve(&raw, room);
	buf_reserve(&folded, room);
	t.raw_end = ARENA_ARRAY(arena, size_t, n + 1);
	t.folded_end = ARENA_ARRAY(arena, size_t, n + 1);
	for (size_t i = 0; i < n; i++) {
		buf_char(&raw, PART);
		buf_char(&folded, PART);
		struct str piece = utf8_valid(pieces[i]) ? pieces[i]
							 : utf8_repair(arena, pieces[i]);
		buf_str(&raw, piece);
		lore_fold(&folded, piece);
		t.raw_end[i] = raw.n;
		t.folded_end[i] = folded.n;
		buf_char(&raw, '\n');
		buf_char(&folded, '\n');
	}
	t.raw = buf_done(&raw);
	t.folded = buf_done(&folded);
	uint32_t bits = gram_bits(folded.n);
	t.gram_mask = bits - 1;
	t.folded_grams = grams_of(arena, t.folded, bits, short_lengths);
	if (has_exact)
		t.raw_grams = grams_of(arena, t.raw, bits, short_lengths);
	return t;
}

/*
 * Whether a letter makes words longer. Scripts that are written without spaces (Chinese, Japanese,
 * Thai, ...) do not: there a key is a word wherever it stands.
 */
static bool
is_word_point(uint32_t point)
{
	if (point < 0x80)
		return point == '_' || (point >= '0' && point <= '9') ||
		       (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
	if (!u_isalnum((UChar32)point) && u_charType((UChar32)point) != U_NON_SPACING_MARK)
		return false;
	switch (u_getIntPropertyValue((UChar32)point, UCHAR_LINE_BREAK)) {
	case U_LB_IDEOGRAPHIC:
	case U_LB_CONDITIONAL_JAPANESE_STARTER:
	case U_LB_COMPLEX_CONTEXT:
	case U_LB_NONSTARTER:
	case U_LB_H2:
	case U_LB_H3:
	case U_LB_JL:
	case U_LB_JV:
	case U_LB_JT:
		return false;
	}
	return true;
}

/* Whether [at, at+n) is no part of a longer word. */
static bool
is_whole_word(struct str text, size_t at, size_t n)
{
	uint32_t point;
	struct str after = str_from_at(text, at + n);
	if (utf8_next(&after, &point) && is_word_point(point))
		return false;
	size_t begin = at;
	while (begin > 0 && at - begin < 4 &&
	       (begin == at || ((unsigned char)text.p[begin] & 0xC0) == 0x80))
		begin--;
	struct str before = { text.p + begin, at - begin };
	return before.n == 0 || !utf8_next(&before, &point) || !is_word_point(point);
}

bool
lore_text_may_hold(const struct lore_text *text, const struct lore_key *key, struct lore_work *work)
{
	const uint64_t *grams = key->is_exact ? text->raw_grams : text->folded_grams;
	return key->text.n > 0 && key->text.n <= text->folded.n + text->raw.n &&
	       (grams == NULL || may_hold(grams, text->gram_mask, key->text, work));
}

/* How far a key moves on by the letter under its last one (Horspool). */
static void
make_skips(struct str key, uint8_t skips[256])
{
	memset(skips, key.n < UINT8_MAX ? (int)key.n : UINT8_MAX, 256);
	for (size_t i = 0; i + 1 < key.n; i++) {
		size_t far = key.n - 1 - i;
		skips[(unsigned char)key.p[i]] = (uint8_t)(far < UINT8_MAX ? far : UINT8_MAX);
	}
}

/* memmem would be as quick, but what it costs with a key that is made for it cannot be counted. */
size_t
lore_text_find(const struct lore_text *text, const struct lore_key *key, bool is_word,
	       struct lore_work *work)
{
	struct str in = key->is_exact ? text->raw : text->folded, what = key->text;
	uint8_t skips[256];
	size_t looked = BEGIN_STEPS + what.n;
	if (what.n == 0 || lore_is_spent(work))
		return SIZE_MAX;
	size_t most = LORE_WORK_MOST - work->done;
	make_skips(what, skips);
	for (size_t at = 0; at + what.n <= in.n && looked <= most; looked++) {
		char last = in.p[at + what.n - 1];
		if (last == what.p[what.n - 1]) {
			bool is_there = memcmp(in.p + at, what.p, what.n - 1) == 0;
			looked += COMPARE_STEPS + what.n / 16;
			if (is_there && (!is_word || is_whole_word(in, at, what.n)))
				return lore_work(work, looked) ? at + what.n : SIZE_MAX;
			looked += is_there ? WORD_STEPS : 0;
		}
		at += skips[(unsigned char)last];
	}
	(void)lore_work(work, looked);
	return SIZE_MAX;
}

/* ---- globs --------------------------------------------------------------------------------- */

/* The bytes of the word letter at `at`, or 0. */
static size_t
word_letter(struct str text, size_t at)
{
	uint32_t point;
	struct str rest = str_from_at(text, at);
	size_t before = rest.n;
	return utf8_next(&rest, &point) && is_word_point(point) ? before - rest.n : 0;
}

static bool
ends_word(struct str text, size_t at)
{
	return word_letter(text, at) == 0;
}

/* Where the glob ends when it begins at `at`, or SIZE_MAX. The last star is where it goes on from. */
static size_t
glob_at(struct str text, size_t at, struct str glob, struct lore_work *work)
{
	size_t g = 0, star_g = SIZE_MAX, star_at = 0, steps = 0;
	while (lore_work(work, GLOB_STEPS)) {
		if (g == glob.n && ends_word(text, at))
			return at;
		if (g < glob.n && glob.p[g] == '*') {
			star_g = ++g;
			star_at = at;
			continue;
		}
		if (g < glob.n && glob.p[g] == '?') {
			size_t n = word_letter(text, at);
			/* One letter when there is one. */
			at += n;
			g++;
			continue;
		}
		if (g < glob.n && at < text.n && text.p[at] == glob.p[g]) {
			at++;
			g++;
			continue;
		}
		size_t n = star_g != SIZE_MAX ? word_letter(text, star_at) : 0;
		if (n == 0 || ++steps > GLOB_LETTERS)
			return SIZE_MAX;
		star_at += n;
		at = star_at;
		g = star_g;
	}
	return SIZE_MAX;
}

size_t
lore_glob_find(struct str text, struct str glob, struct lore_work *work)
{
	for (size_t at = 0; at < text.n && lore_work(work, 1); at++) {
		if (((unsigned char)text.p[at] & 0xC0) == 0x80)
			continue;
		if (glob.p[0] != '*' && glob.p[0] != '?' && text.p[at] != glob.p[0])
			continue;
		uint32_t point;
		size_t begin = at;
		while (begin > 0 && (begin == at || ((unsigned char)text.p[begin] & 0xC0) == 0x80))
			begin--;
		struct str before = { text.p + begin, at - begin };
		(void)lore_work(work, GLOB_STEPS);
		if (before.n > 0 && utf8_next(&before, &point) && is_word_point(point))
			continue;
		size_t end = glob_at(text, at, glob, work);
		if (end != SIZE_MAX && end > at)
			return end;
	}
	return SIZE_MAX;
}
