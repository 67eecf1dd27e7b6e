#include "lib/card/tag.h"

#include <unicode/uchar.h>

#include "lib/base/buf.h"
#include "lib/base/utf8.h"

enum { MOST = 30 };

/* Letters, digits, and the signs that some scripts write onto letters. */
static bool
is_plain(uint32_t point)
{
	int8_t type = u_charType((UChar32)point);
	return u_isalnum((UChar32)point) || type == U_NON_SPACING_MARK ||
	       type == U_COMBINING_SPACING_MARK;
}

static bool
is_gap(uint32_t point)
{
	return point == ' ' || point == '-' || point == '_';
}

/* `keeps`: what is neither plain nor a gap stays, else it is a gap too. Stops at `most` code points. */
static struct str
write_tag(struct arena *arena, struct str text, bool keeps, size_t most)
{
	struct buf out = buf_in(arena);
	size_t n = 0;
	uint32_t point;
	char bytes[4];
	bool gap = false;
	while (n < most && utf8_next(&text, &point)) {
		bool is_kept = is_plain(point) || (keeps && !is_gap(point));
		if (is_kept && gap && n > 0 && n + 1 < most) {
			buf_char(&out, '-');
			n++;
		}
		if (is_kept) {
			buf_put(&out, bytes,
				utf8_encode((uint32_t)u_tolower((UChar32)point), bytes));
			n++;
		}
		gap = !is_kept;
	}
	return buf_done(&out);
}

struct str
tag_of(struct arena *arena, struct str text)
{
	struct str tag = write_tag(arena, text, false, MOST);
	return tag_is_good(tag) ? tag : STR("");
}

struct str
tag_typed(struct arena *arena, struct str text)
{
	return write_tag(arena, text, true, SIZE_MAX);
}

bool
tag_is_good(struct str tag)
{
	/* From here on a letter may be a word: 猫. */
	enum { WORDY = 0x0800 };
	struct str rest = tag;
	uint32_t point = 0;
	size_t n = 0;
	while (utf8_next(&rest, &point)) {
		if (!is_plain(point) && (point != '-' || n == 0))
			return false;
		n++;
	}
	return n <= MOST && (n > 1 || (n == 1 && point >= WORDY));
}
