#include "lib/prompt/words.h"

#include "lib/base/utf8.h"

static bool
ends_sentence(uint32_t point)
{
	switch (point) {
	case '.':
	case '!':
	case '?':
	case 0x2026: /* ellipsis */
	case 0x3002: /* ideographic full stop */
	case 0xFF01:
	case 0xFF1F:
	case 0x061F: /* Arabic question mark */
	case 0x0964: /* danda */
		return true;
	default:
		return false;
	}
}

/* What may stand between a full stop and the space behind the sentence. */
static bool
closes(uint32_t point)
{
	return point == '"' || point == '\'' || point == '*' || point == ')' || point == ']' ||
	       point == '_' || point == '~' || point == 0x2019 || point == 0x201D ||
	       point == 0x300D || point == 0xBB;
}

static bool
is_space(uint32_t point)
{
	return point == ' ' || point == '\n' || point == '\t' || point == '\r' || point == 0xA0;
}

/* Scripts that put no space between sentences. */
static bool
needs_no_space(uint32_t stop)
{
	return stop == 0x3002 || stop == 0xFF01 || stop == 0xFF1F;
}

size_t
words_sentence_end(struct str text, size_t most)
{
	struct str rest = text;
	uint32_t point, stop = 0;
	size_t end = 0, at = 0;
	while (utf8_next(&rest, &point)) {
		if (stop != 0 && (is_space(point) || needs_no_space(stop)) && !closes(point) &&
		    at <= most)
			end = at;
		if (ends_sentence(point))
			stop = point;
		else if (stop == 0 || !closes(point))
			stop = 0;
		at = text.n - rest.n;
	}
	return stop != 0 && at <= most ? at : end;
}

bool
words_blank(struct str text)
{
	return str_trim(text).n == 0;
}
