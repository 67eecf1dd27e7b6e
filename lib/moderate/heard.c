#include "lib/moderate/heard.h"

#include "lib/base/buf.h"
#include "lib/moderate/read.h"

/* Bytes of what begins here in quotes or between asterisks; 0 when nothing does. */
static size_t
play_at(struct str text)
{
	static const struct str OPEN[] = { STR_INIT("\""), STR_INIT("“"), STR_INIT("«"),
					   STR_INIT("„"),  STR_INIT("*"), STR_INIT("「") };
	static const struct str CLOSE[] = { STR_INIT("\""), STR_INIT("”"), STR_INIT("»"),
					    STR_INIT("“"),  STR_INIT("*"), STR_INIT("」") };
	for (size_t i = 0; i < COUNT(OPEN); i++) {
		if (!str_starts(text, OPEN[i]))
			continue;
		ptrdiff_t end = str_find(str_from_at(text, OPEN[i].n), CLOSE[i]);
		if (end >= 0)
			return OPEN[i].n + (size_t)end + CLOSE[i].n;
	}
	return 0;
}

/* Without what stands in quotes or between asterisks: that is said by somebody in the story. */
static struct str
without_play(struct arena *arena, struct str text)
{
	struct buf out = buf_in(arena);
	size_t kept = 0;
	for (size_t i = 0; i < text.n;) {
		char c = text.p[i];
		size_t skip = c == '"' || c == '*' || (unsigned char)c >= 0x80
				      ? play_at(str_from_at(text, i))
				      : 0;
		if (skip > 0) {
			buf_put(&out, text.p + kept, i - kept);
			buf_char(&out, ' ');
			kept = i + skip;
		}
		i += skip > 0 ? skip : 1;
	}
	if (kept == 0)
		return text;
	buf_put(&out, text.p + kept, text.n - kept);
	return buf_done(&out);
}

struct heard_message
heard_read(struct arena *arena, struct str message)
{
	struct heard_message heard = { .need = NEED_NOTHING };
	struct reading whole = read_text(arena, message);
	struct str said = without_play(arena, message);
	struct reading plain = said.p == message.p ? whole : read_text(arena, said);
	const struct read_mark *mark;
	heard.language = whole.language;
	if ((mark = read_first(&whole, TERM_SELF_HARM)) != NULL)
		heard.need = NEED_CARE;
	else if ((mark = read_first(&whole, TERM_HARM)) != NULL)
		heard.need = NEED_CALM;
	heard.asks_real = (plain.about & TERM_ASKS_REAL) != 0;
	heard.leaves = (plain.about & TERM_LEAVES) != 0;
	heard.plans = (plain.about & TERM_PLANS) != 0;
	if (mark == NULL)
		mark = read_first(&plain, TERM_ASKS_REAL | TERM_LEAVES | TERM_PLANS);
	if (mark != NULL)
		heard.language = mark->language;
	return heard;
}

struct str
heard_fill(struct arena *arena, const char *line, struct str name, struct str lines)
{
	struct buf out = buf_in(arena);
	for (struct str rest = str_from(line); rest.n > 0;) {
		if (str_starts(rest, STR("{name}"))) {
			buf_str(&out, name);
			rest = str_from_at(rest, 6);
		} else if (str_starts(rest, STR("{lines}"))) {
			buf_str(&out, lines);
			rest = str_from_at(rest, 7);
		} else {
			buf_char(&out, rest.p[0]);
			rest = str_from_at(rest, 1);
		}
	}
	return buf_done(&out);
}

struct str
heard_care(struct arena *arena, const struct heard_message *heard, struct str name,
	   struct str lines)
{
	switch (heard->need) {
	case NEED_NOTHING:
		break;
	case NEED_CARE:
		return heard_fill(arena, heard->language->lines.care, name, lines);
	case NEED_CALM:
		return heard_fill(arena, heard->language->lines.calm, name, lines);
	}
	return STR_NONE;
}
