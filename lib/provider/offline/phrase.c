/* Stock phrases: which of them fit, and what is filled in. */
#include "lib/provider/offline/talk.h"

static struct str
fill_line(struct talk *talk, const char *text, struct str x, struct str y)
{
	const struct {
		struct str mark;
		struct str value;
	} FILLS[] = {
		{ STR("{name}"), talk->name },
		{ STR("{me}"), talk->self.full_name },
		{ STR("{x}"), x },
		{ STR("{X}"), reflect_capital(talk->arena, x) },
		{ STR("{y}"), y },
	};
	struct buf out = buf_in(talk->arena);
	struct str rest = str_from(text);
	while (rest.n > 0) {
		size_t used = 0;
		for (size_t i = 0; i < COUNT(FILLS) && rest.p[0] == '{'; i++) {
			if (str_starts(rest, FILLS[i].mark)) {
				buf_str(&out, FILLS[i].value);
				used = FILLS[i].mark.n;
			}
		}
		if (used == 0)
			buf_char(&out, rest.p[0]);
		rest = str_from_at(rest, used == 0 ? 1 : used);
	}
	return buf_done(&out);
}

static unsigned
weight_of(const struct talk *talk, const struct line *line, bool may_repeat)
{
	struct str text = str_from(line->text);
	if (line->moods != 0 && (line->moods & talk->moods) == 0)
		return 0;
	if (talk->name.n == 0 && str_find(text, STR("{name}")) >= 0)
		return 0;
	if (!may_repeat && talk_was_said(talk, text))
		return 0;
	return line->moods != 0 ? 3 : 2;
}

struct str
phrase(struct talk *talk, enum bank bank, struct str x, struct str y, bool may_repeat)
{
	size_t n;
	const struct line *lines = lines_of(bank, &n);
	for (int round = 0; round < (may_repeat ? 2 : 1); round++) {
		unsigned all = 0;
		for (size_t i = 0; i < n; i++)
			all += weight_of(talk, &lines[i], round == 1);
		if (all == 0)
			continue;
		uint32_t at = rand_below(&talk->chance, all);
		for (size_t i = 0; i < n; i++) {
			unsigned weight = weight_of(talk, &lines[i], round == 1);
			if (at < weight)
				return fill_line(talk, lines[i].text, x, y);
			at -= weight;
		}
	}
	return STR_NONE;
}

struct str
phrase_plain(struct talk *talk, enum bank bank)
{
	return phrase(talk, bank, STR_NONE, STR_NONE, false);
}
