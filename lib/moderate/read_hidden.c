/* Words that are hidden as base64, or as numbers. */
#include "lib/moderate/read_parts.h"

#include <sodium.h>

#include "lib/base/buf.h"
#include "lib/base/utf8.h"

enum { LEAST_HIDDEN = 8, SURELY_HIDDEN = 16, MOST_HIDDEN = 16384 };

static bool
is_base64(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '+' || c == '/' || c == '-' || c == '_';
}

/* Where the next run begins that is long enough, and its length; text.n when there is none. */
static size_t
next_run(struct str text, size_t from, size_t *n)
{
	while (text.n - from >= LEAST_HIDDEN) {
		/* From behind, since words are short: what is no run is mostly stepped over. */
		size_t good = 0;
		while (good < LEAST_HIDDEN && is_base64(text.p[from + LEAST_HIDDEN - 1 - good]))
			good++;
		if (good == LEAST_HIDDEN) {
			*n = LEAST_HIDDEN;
			while (from + *n < text.n && is_base64(text.p[from + *n]))
				++*n;
			return from;
		}
		from += LEAST_HIDDEN - good;
	}
	return text.n;
}

/* Short runs mostly are words; a capital or a digit inside makes a code of them. */
static bool
may_hide(struct str run)
{
	if (run.n >= SURELY_HIDDEN)
		return run.n <= MOST_HIDDEN;
	for (size_t i = 1; i < run.n; i++)
		if (run.p[i] < 'a' && run.p[i] != '-' && run.p[i] != '_')
			return true;
	return false;
}

/* Bytes that read as words: letters and spaces for the most part. */
static bool
reads_well(struct str s)
{
	size_t good = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		good += c == ' ' || c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	}
	return s.n > 0 && utf8_valid(s) && good * 10 >= s.n * 8;
}

/* What a run decodes to; STR_NONE when that is no text. */
static struct str
hidden_in(struct arena *arena, struct str run)
{
	static const int VARIANTS[] = { sodium_base64_VARIANT_ORIGINAL_NO_PADDING,
					sodium_base64_VARIANT_URLSAFE_NO_PADDING };
	unsigned char *bytes = arena_take(arena, run.n);
	for (size_t i = 0; i < COUNT(VARIANTS); i++) {
		size_t n = 0;
		struct str text = { (const char *)bytes, 0 };
		if (sodium_base642bin(bytes, run.n, run.p, run.n, NULL, &n, NULL, VARIANTS[i]) != 0)
			continue;
		text.n = n;
		if (reads_well(text))
			return text;
	}
	return STR_NONE;
}

/* The next run that decodes to text, from `from` on. */
static size_t
read_base64(struct arena *arena, struct str text, size_t from, struct str *says, size_t *n)
{
	for (size_t i = next_run(text, from, n); i < text.n; i = next_run(text, i + *n, n)) {
		struct str run = { text.p + i, *n };
		*says = may_hide(run) ? hidden_in(arena, run) : STR_NONE;
		if (says->n > 0)
			return i;
	}
	return text.n;
}

typedef size_t finder(struct arena *arena, struct str text, size_t from, struct str *says,
		      size_t *n);

/* The text with what was hidden in its place; false when nothing was. */
static bool
put_hidden(struct arena *arena, struct str text, finder *find, struct buf *out)
{
	struct str says;
	size_t kept = 0, n = 0;
	for (size_t i = find(arena, text, 0, &says, &n); i < text.n;
	     i = find(arena, text, kept, &says, &n)) {
		if (kept == 0)
			buf_char(out, '\n');
		buf_put(out, text.p + kept, i - kept);
		buf_char(out, ' ');
		buf_str(out, says);
		buf_char(out, ' ');
		kept = i + n;
	}
	if (kept > 0)
		buf_put(out, text.p + kept, text.n - kept);
	return kept > 0;
}

/* The text, and once more with what was hidden in its place: neither parts what stands together. */
struct str
read_hidden(struct arena *arena, struct str text)
{
	static finder *const FINDERS[] = { read_base64, read_numbers };
	struct buf more = buf_in(arena);
	bool is_hidden = false;
	for (size_t i = 0; i < COUNT(FINDERS); i++)
		is_hidden = put_hidden(arena, text, FINDERS[i], &more) || is_hidden;
	return is_hidden ? str_fmt(arena, "%.*s%.*s", STR_ARG(text), STR_ARG(buf_done(&more)))
			 : text;
}
