#include "lib/memory/line.h"

#include "lib/base/json.h"
#include "lib/prompt/words.h"

enum { SAID_BYTES = 1500, ALL_BYTES = 9000 };

static struct str
clip(struct str text)
{
	text = str_trim(text);
	return str_trim(str_first(text, str_clip(text, SAID_BYTES)));
}

/* How many of the newest messages ALL_BYTES hold. */
static size_t
worth_reading(const struct line_task *task)
{
	size_t bytes = 0, n = 0;
	while (n < task->n) {
		bytes += clip(task->said[n].text).n + 40;
		if (bytes > ALL_BYTES && n > 0)
			break;
		n++;
	}
	return n;
}

const json_t *
line_persona(struct arena *arena, const struct line_task *task)
{
	struct buf out = buf_in(arena);
	struct str why;
	buf_lit(&out, "{\"task\":\"line\",");
	json_put_member(&out, "member", task->member);
	json_put_member(&out, "character", task->others[0]);
	buf_lit(&out, "\"lines\":[");
	size_t n = worth_reading(task);
	for (size_t i = n; i-- > 0;) {
		buf_fmt(&out, "%s{", i + 1 == n ? "" : ",");
		json_put_member(&out, "who", task->said[i].who);
		json_put_member(&out, "text", clip(task->said[i].text));
		buf_fmt(&out, "\"isMember\":%s}", task->said[i].is_member ? "true" : "false");
	}
	buf_lit(&out, "]}");
	return json_read(arena, buf_done(&out), &why);
}

/* Without control characters, which no message needs and PostgreSQL does not take. */
static struct str
printable(struct arena *arena, struct str text)
{
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if ((c >= 0x20 && c != 0x7F) || c == '\n')
			buf_char(&out, text.p[i]);
	}
	return str_trim(buf_done(&out));
}

static bool
is_quoted(struct str text)
{
	return text.n > 2 && text.p[0] == '"' && text.p[text.n - 1] == '"' &&
	       str_find_char((struct str){ text.p + 1, text.n - 2 }, '"') < 0;
}

struct str
line_clean(struct arena *arena, const struct line_task *task, struct str answer)
{
	struct str text = printable(arena, answer);
	struct str own = str_fmt(arena, "%.*s:", STR_ARG(task->member));
	if (text.n > own.n && str_eq_fold(str_first(text, own.n), own))
		text = str_trim(str_from_at(text, own.n));
	/* A model that goes on with somebody else's part is cut where it does. */
	for (size_t i = 0; i < task->other_count; i++) {
		struct str other = str_fmt(arena, "%.*s:", STR_ARG(task->others[i]));
		ptrdiff_t strays = str_find(text, other);
		if (strays >= 0)
			text = str_trim(str_first(text, (size_t)strays));
	}
	if (is_quoted(text))
		text = str_trim((struct str){ text.p + 1, text.n - 2 });
	if (text.n <= LINE_CHARACTERS)
		return text;
	size_t end = words_sentence_end(text, LINE_CHARACTERS);
	return str_trim(str_first(text, end > 0 ? end : str_clip(text, LINE_CHARACTERS)));
}
