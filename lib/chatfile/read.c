#include "lib/chatfile/read.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/json.h"
#include "lib/base/utf8.h"

enum { MOMENT_TEXT = 64, KEY = 100 };

bool
reader_begin(struct reader *r)
{
	struct chatfile *file = r->file;
	r->tip = CHATFILE_NONE;
	if (file->n == CHATFILE_CHATS) {
		r->is_over = true;
		return false;
	}
	if (file->chats == NULL)
		file->chats = ARENA_ARRAY(r->arena, struct chatfile_chat, CHATFILE_CHATS);
	r->chat = &file->chats[file->n++];
	r->chat->head = CHATFILE_NONE;
	return true;
}

size_t
reader_push(struct reader *r, const struct chatfile_message *message)
{
	struct chatfile_chat *chat = r->chat;
	if (r->rows == CHATFILE_ROWS) {
		r->is_over = true;
		return CHATFILE_NONE;
	}
	if (chat->n == chat->room) {
		size_t room = chat->room == 0 ? 64 : chat->room * 2;
		chat->at = arena_grow(r->arena, chat->at, chat->room * sizeof(*chat->at),
				      room * sizeof(*chat->at));
		chat->room = room;
	}
	chat->at[chat->n] = *message;
	if (message->status.n == 0)
		chat->at[chat->n].status = STR("complete");
	r->rows++;
	r->users += message->role == CHATFILE_USER ? 1 : 0;
	r->hidden += message->is_hidden ? 1 : 0;
	return chat->n++;
}

void
reader_keeps(struct reader *r, const char *prefix, struct str key)
{
	key = str_first(key, str_clip(key, KEY));
	size_t prefix_n = strlen(prefix);
	for (size_t i = 0; i < r->key_count; i++) {
		struct str known = r->keys[i].key;
		if (known.n == prefix_n + key.n && memcmp(known.p, prefix, prefix_n) == 0 &&
		    str_eq(str_from_at(known, prefix_n), key)) {
			r->keys[i].n++;
			return;
		}
	}
	if (r->key_count == READER_KEYS)
		return;
	r->keys[r->key_count].key = str_fmt(r->arena, "%s%.*s", prefix, STR_ARG(key));
	r->keys[r->key_count++].n = 1;
}

struct str
reader_text(struct reader *r, struct str value, struct str *whole)
{
	struct str text = scan_text(r->arena, value, (size_t)CHATFILE_TEXT * 4);
	*whole = STR_NONE;
	if (text.n <= CHATFILE_TEXT && value.n <= (size_t)CHATFILE_TEXT * 4)
		return text;
	struct str kept = utf8_clip(text, CHATFILE_TEXT);
	bool is_cut = kept.n < text.n ||
		      (text.n + 4 > (size_t)CHATFILE_TEXT * 4 && value.n > text.n + 2);
	if (is_cut) {
		*whole = value;
		r->cut++;
	}
	return kept;
}

struct str
reader_name(struct reader *r, struct str value)
{
	return str_trim(scan_text(r->arena, value, CHATFILE_NAME));
}

struct moment
reader_moment(struct reader *r, struct str value)
{
	if (scan_kind(value) == SCAN_NUMBER)
		return chatfile_moment(value);
	return chatfile_moment(scan_text(r->arena, value, MOMENT_TEXT));
}

static bool
is_listed(struct str key, const char *const *list)
{
	for (; *list != NULL; list++)
		if (str_eq(key, str_from(*list)))
			return true;
	return false;
}

struct str
reader_rest(struct reader *r, struct str object, const char *const *but, const char *prefix)
{
	struct buf out = buf_in(r->arena);
	struct scan s = scan_in(r->arena, object);
	if (scan_kind(object) != SCAN_OBJECT)
		return STR_NONE;
	while (scan_next(&s)) {
		if (is_listed(s.key, but))
			continue;
		reader_keeps(r, prefix, s.key);
		if (out.n == 0)
			buf_reserve(&out, s.raw.n + s.value.n + s.rest.n + 8);
		buf_str(&out, out.n == 0 ? STR("{\"") : STR(",\""));
		buf_str(&out, s.raw);
		buf_lit(&out, "\":");
		buf_str(&out, s.value);
	}
	if (out.n == 0)
		return STR_NONE;
	buf_char(&out, '}');
	return buf_done(&out);
}

static void
put_part(struct buf *out, const char *key, struct str json)
{
	if (json.n == 0)
		return;
	buf_fmt(out, "%s\"%s\":", out->n == 0 ? "{" : ",", key);
	buf_str(out, json);
}

struct str
reader_extra(struct reader *r, struct str line, struct str info, struct str whole)
{
	struct buf out = buf_in(r->arena);
	buf_reserve(&out, line.n + info.n + whole.n + 40);
	put_part(&out, "line", line);
	put_part(&out, "info", info);
	put_part(&out, "whole", whole);
	if (out.n > 0)
		buf_char(&out, '}');
	return buf_done(&out);
}

struct str
reader_origin(struct reader *r, const char *format, struct str header)
{
	struct buf out = buf_in(r->arena);
	buf_fmt(&out, "{\"format\":\"%s\"", format);
	if (header.n > 0) {
		buf_lit(&out, ",\"header\":");
		buf_str(&out, header);
	}
	buf_char(&out, '}');
	return buf_done(&out);
}

/* ---- trees --------------------------------------------------------------------------------- */

struct reader_ids {
	size_t mask;
	struct {
		struct str id;
		size_t index; /* and one: 0 is an empty place */
	} at[];
};

struct reader_ids *
reader_ids_new(struct arena *arena, size_t most)
{
	struct reader_ids *ids;
	size_t room = 64;
	while (room < most * 2)
		room *= 2;
	ids = arena_take_zero(arena, 1, sizeof(*ids) + room * sizeof(ids->at[0]));
	ids->mask = room - 1;
	return ids;
}

/* Where an id stands, or the empty place where it would. */
static size_t
place_of(const struct reader_ids *ids, struct str id)
{
	size_t i = str_hash(id) & ids->mask;
	while (ids->at[i].index != 0 && !str_eq(ids->at[i].id, id))
		i = (i + 1) & ids->mask;
	return i;
}

void
reader_ids_put(struct reader_ids *ids, struct str id, size_t index)
{
	size_t i = place_of(ids, id);
	if (id.n == 0 || ids->at[i].index != 0)
		return;
	ids->at[i].id = id;
	ids->at[i].index = index + 1;
}

size_t
reader_ids_find(const struct reader_ids *ids, struct str id)
{
	size_t i = place_of(ids, id);
	return id.n == 0 || ids->at[i].index == 0 ? CHATFILE_NONE : ids->at[i].index - 1;
}

struct place {
	size_t parent;
	int64_t place;
	size_t index;
};

static int
compare(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	if (x->parent != y->parent)
		return x->parent < y->parent ? -1 : 1;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return x->index < y->index ? -1 : 1;
}

void
reader_renumber(struct reader *r)
{
	struct chatfile_chat *chat = r->chat;
	struct place *places = ARENA_ARRAY(r->arena, struct place, chat->n + 1);
	int64_t next = 0;
	for (size_t i = 0; i < chat->n; i++)
		places[i] = (struct place){ chat->at[i].parent, chat->at[i].place, i };
	qsort(places, chat->n, sizeof(*places), compare);
	for (size_t i = 0; i < chat->n; i++) {
		next = i > 0 && places[i].parent == places[i - 1].parent ? next + 1 : 0;
		r->versions += next > 0 ? 1 : 0;
		chat->at[places[i].index].place = next;
	}
}
