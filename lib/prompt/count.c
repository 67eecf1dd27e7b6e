#include "lib/prompt/count.h"

#include <math.h>

#include "lib/base/utf8.h"

/* In 1/64 tokens, so that the sum needs no fractions. */
enum {
	ONE = 64,
	LATIN_FREE = 7,	   /* letters of a word's first piece, its leading space included */
	LATIN_PIECE = 5,   /* letters of each further piece */
	FEWEST = 20,	   /* calls of count_learn below this many tokens say nothing */
	SAMPLES_KEPT = 50, /* the mean follows a provider that changes its tokenizer */
	CAUTIOUS = 10	   /* samples until a mean is trusted as it is */
};

enum class { LATIN, DIGIT, SPACE, LINE, SIGN, OTHER };

static enum class class_of(unsigned char c) {
	if ((c | 32) >= 'a' && (c | 32) <= 'z') return LATIN;
	if (c >= '0' && c <= '9') return DIGIT;
	if (c == ' ' || c == '\t') return SPACE;
	if (c == '\n' || c == '\r') return LINE;
	return c < 0x80 ? SIGN : OTHER;
}

/* What one character beyond ASCII costs, by its script. */
static int
cost_of(uint32_t point)
{
	static const struct {
		uint32_t last;
		int cost;
	} SCRIPTS[] = {
		{ 0x00BF, 48 },	 /* Latin-1 signs */
		{ 0x024F, 44 },	 /* Latin with marks: it breaks words apart */
		{ 0x02FF, 96 },	 /* phonetic signs */
		{ 0x036F, 64 },	 /* combining marks */
		{ 0x03FF, 44 },	 /* Greek */
		{ 0x052F, 30 },	 /* Cyrillic */
		{ 0x05FF, 48 },	 /* Armenian, Hebrew */
		{ 0x06FF, 40 },	 /* Arabic */
		{ 0x0DFF, 64 },	 /* scripts of India */
		{ 0x0EFF, 56 },	 /* Thai, Lao */
		{ 0x10FF, 96 },	 /* Tibetan, Burmese, Georgian */
		{ 0x1FFF, 96 },	 /* the rest of the small scripts */
		{ 0x206F, 48 },	 /* general punctuation: dashes, quotes, dots */
		{ 0x2BFF, 96 },	 /* signs, arrows, lines */
		{ 0x2FFF, 128 }, /* radicals */
		{ 0x303F, 56 },	 /* CJK punctuation */
		{ 0x30FF, 60 },	 /* kana */
		{ 0x3FFF, 96 },	 /* rare signs and ideographs */
		{ 0x9FFF, 78 },	 /* ideographs */
		{ 0xABFF, 128 }, /* rare scripts */
		{ 0xD7FF, 72 },	 /* Hangul */
		{ 0xFFEF, 96 },	 /* private use, forms, full width */
		{ 0xFFFF, 96 },	     { 0x1FFFF, 192 }, /* emoji and what is rarer */
		{ UINT32_MAX, 256 },
	};
	size_t i = 0;
	while (point > SCRIPTS[i].last)
		i++;
	return SCRIPTS[i].cost;
}

/* Length of the run of one class at the start; the same sign only, among signs. */
static size_t
run_of(struct str s, enum class class)
{
	size_t n = 1;
	while (n < s.n && class_of((unsigned char)s.p[n]) == class &&
	       (class != SIGN || s.p[n] == s.p[0]))
		n++;
	return n;
}

static int64_t
cost_of_run(enum class class, size_t n)
{
	switch (class) {
	case LATIN:
		if (n <= LATIN_FREE)
			return ONE + ONE / 16;
		return ONE + ONE / 8 +
		       (int64_t)((n - LATIN_FREE + LATIN_PIECE - 1) / LATIN_PIECE) * (ONE * 5 / 8);
	case DIGIT:
		return (int64_t)((n + 2) / 3) * ONE;
	case SPACE: /* a single one belongs to the word behind it */
		return n == 1 ? 2 : (int64_t)((n + 15) / 16) * ONE;
	case LINE:
		return (int64_t)((n + 3) / 4) * ONE;
	case SIGN:
		return (int64_t)((n + 3) / 4) * (ONE - 6);
	case OTHER:
		break;
	}
	return 0;
}

static int64_t
weigh(struct str text)
{
	int64_t sum = 0;
	while (text.n > 0) {
		enum class class = class_of((unsigned char)text.p[0]);
		if (class == OTHER) {
			uint32_t point;
			(void)utf8_next(&text, &point);
			sum += cost_of(point);
			continue;
		}
		size_t n = run_of(text, class);
		sum += cost_of_run(class, n);
		text = str_from_at(text, n);
	}
	return sum;
}

int64_t
count_tokens(struct str text)
{
	return (weigh(text) + ONE - 1) / ONE;
}

int64_t
count_scaled(struct str text, double ratio)
{
	return (int64_t)ceil((double)weigh(text) / ONE * ratio);
}

size_t
count_fit(struct str text, double ratio, int64_t tokens)
{
	size_t fits = 0, most = text.n;
	while (fits < most) {
		size_t half = str_clip(text, fits + (most - fits + 1) / 2);
		if (half <= fits) {
			most = fits + (most - fits) / 2;
			continue;
		}
		if (count_scaled(str_first(text, half), ratio) <= tokens)
			fits = half;
		else
			most = half - 1;
	}
	return str_clip(text, fits);
}

struct count_mean
count_learn(struct count_mean mean, int64_t estimated, int64_t told)
{
	if (estimated < FEWEST || told < FEWEST)
		return mean;
	double ratio = fmin(fmax((double)told / (double)estimated, 0.5), 3.0);
	int64_t behind = mean.samples < SAMPLES_KEPT ? mean.samples : SAMPLES_KEPT - 1;
	mean.ratio = (mean.ratio * (double)behind + ratio) / (double)(behind + 1);
	mean.samples++;
	return mean;
}

double
count_ratio(struct count_mean mean)
{
	if (mean.samples == 0)
		return 1.05;
	double margin = mean.samples < CAUTIOUS ? 1.03 : 1.01;
	return mean.ratio * margin;
}
