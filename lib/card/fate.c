#include "lib/card/fate.h"

#include "lib/base/json.h"
#include "lib/base/utf8.h"

enum { LINE = 300 };

struct fate
fate_in(struct arena *arena)
{
	return (struct fate){ { buf_in(arena), 0 },
			      { buf_in(arena), 0 },
			      { buf_in(arena), 0 },
			      { buf_in(arena), 0 } };
}

void
fate_add(struct fate_list *list, struct str line)
{
	struct buf clean = buf_in(list->json.arena);
	uint32_t point;
	if (list->n++ >= FATE_LINES)
		return;
	line = str_first(line, str_clip(line, LINE));
	while (utf8_next(&line, &point)) {
		char bytes[4];
		if (!utf8_is_control(point))
			buf_put(&clean, bytes, utf8_encode(point, bytes));
	}
	if (list->n > 1)
		buf_char(&list->json, ',');
	json_put_text(&list->json, buf_done(&clean));
}

static void
put_list(struct buf *out, const char *name, const struct fate_list *list)
{
	buf_fmt(out, "\"%s\":[", name);
	buf_str(out, buf_done(&list->json));
	if (list->n > FATE_LINES)
		buf_fmt(out, ",\"and %zu more\"", list->n - FATE_LINES);
	buf_char(out, ']');
}

struct str
fate_json(struct arena *arena, const struct fate *fate)
{
	struct buf out = buf_in(arena);
	buf_char(&out, '{');
	put_list(&out, "kept", &fate->kept);
	buf_char(&out, ',');
	put_list(&out, "mapped", &fate->mapped);
	buf_char(&out, ',');
	put_list(&out, "ignored", &fate->ignored);
	buf_char(&out, ',');
	put_list(&out, "notes", &fate->notes);
	buf_char(&out, '}');
	return buf_done(&out);
}
