/*
 * What came in goes out as it stood: members of `origin` and `extra` are copied byte for byte, and only
 * what this house holds in columns is written anew.
 */
#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "lib/card/scan.h"
#include "lib/chatfile/put.h"
#include "lib/chatfile/read.h"

/* An object that is being written. */
struct members {
	struct buf *out;
	bool is_begun;
};

static void
put_key(struct members *m, struct str raw)
{
	buf_str(m->out, m->is_begun ? STR(",\"") : STR("{\""));
	buf_str(m->out, raw);
	buf_lit(m->out, "\":");
	m->is_begun = true;
}

static void
put_raw(struct members *m, const char *key, struct str json)
{
	put_key(m, str_from(key));
	buf_str(m->out, json);
}

static void
put_text(struct members *m, const char *key, struct str text)
{
	put_key(m, str_from(key));
	json_put_text(m->out, text);
}

static void
put_bool(struct members *m, const char *key, bool value)
{
	put_raw(m, key, value ? STR("true") : STR("false"));
}

static void
put_moment(struct members *m, const char *key, struct moment at)
{
	put_key(m, str_from(key));
	if (moment_is_none(at)) {
		buf_lit(m->out, "null");
		return;
	}
	buf_char(m->out, '"');
	clock_put_rfc3339(m->out, at);
	buf_char(m->out, '"');
}

static void
put_close(struct members *m)
{
	buf_str(m->out, m->is_begun ? STR("}") : STR("{}"));
}

static bool
is_one_of(struct str key, const char *const *list)
{
	for (; *list != NULL; list++)
		if (str_eq(key, str_from(*list)))
			return true;
	return false;
}

/* The members of `object` but those of the list. */
static void
put_members(struct members *m, struct str object, const char *const *but)
{
	if (scan_kind(object) != SCAN_OBJECT)
		return;
	struct scan s = scan_in(m->out->arena, object);
	while (scan_next(&s))
		if (!is_one_of(s.key, but)) {
			put_key(m, s.raw);
			buf_str(m->out, s.value);
		}
}

static bool
has(struct buf *out, struct str object, const char *key)
{
	return scan_find(out->arena, object, key).n > 0;
}

static const char *
role_of(const struct chatfile_message *m)
{
	static const char *const ROLES[] = { [CHATFILE_USER] = "user",
					     [CHATFILE_ASSISTANT] = "assistant",
					     [CHATFILE_SYSTEM] = "system",
					     [CHATFILE_STAFF] = "staff" };
	return ROLES[m->role];
}

/* A document that came with line breaks between its tokens stays on one line here. */
static void
end_line(struct buf *out, size_t from)
{
	for (char *p = out->p + from; p < out->p + out->n; p++)
		if (*p == '\n' || *p == '\r')
			*p = ' ';
	buf_char(out, '\n');
}

/* ---- SillyTavern's lines ------------------------------------------------------------------- */

/* Of our own, under one key: what the member is told, and where the chat came from. */
static void
put_own_metadata(struct members *m, const struct chatfile_about *about, bool with_origin)
{
	struct members own = { m->out, false };
	put_key(m, STR("snug"));
	put_text(&own, "disclosure", about->disclosure);
	put_text(&own, "title", about->title);
	put_moment(&own, "exportedAt", about->now);
	if (with_origin && about->origin.n > 0)
		put_raw(&own, "origin", about->origin);
	put_close(&own);
}

/* What came with the chat stands as it came, where nobody has changed it since. */
static void
put_metadata(struct buf *out, const struct chatfile_about *about, bool is_lines)
{
	struct members m = { out, false };
	struct str metadata = chatfile_metadata(out->arena, about->origin);
	struct chatfile_note came;
	bool has_note = chatfile_note_read(out->arena, metadata, &came);
	bool is_same = has_note ? chatfile_note_eq(&came, &about->note) : about->note.text.n == 0;
	const char *but[10] = { "snug" };
	size_t n = 1;
	if (about->variables.p != NULL)
		but[n++] = "variables";
	if (about->timed.p != NULL)
		but[n++] = CHATFILE_TIMED;
	for (size_t i = 0; !is_same && CHATFILE_NOTE_KEYS[i] != NULL; i++)
		but[n++] = CHATFILE_NOTE_KEYS[i];
	put_members(&m, metadata, but);
	put_own_metadata(&m, about, !is_lines);
	if (about->variables.p != NULL)
		put_raw(&m, "variables", about->variables);
	if (about->timed.p != NULL)
		put_raw(&m, CHATFILE_TIMED, about->timed);
	if (!is_same) {
		buf_char(out, ',');
		chatfile_note_put(out, &about->note);
	}
	put_close(&m);
}

struct str
chatfile_metadata(struct arena *arena, struct str origin)
{
	struct str format = scan_text(arena, scan_find(arena, origin, "format"), 32);
	return str_eq(format, STR("jsonl"))
		       ? scan_find(arena, scan_find(arena, origin, "header"), "chat_metadata")
		       : STR_NONE;
}

void
chatfile_put_lines_head(struct buf *out, const struct chatfile_about *about)
{
	static const char *const METADATA[] = { "chat_metadata", NULL };
	struct arena *arena = out->arena;
	size_t from = out->n;
	struct members m = { out, false };
	struct str format = scan_text(arena, scan_find(arena, about->origin, "format"), 32);
	bool is_lines = str_eq(format, STR("jsonl"));
	struct str header = is_lines ? scan_find(arena, about->origin, "header") : STR_NONE;
	if (!has(out, header, "user_name"))
		put_text(&m, "user_name", about->user_name);
	if (!has(out, header, "character_name"))
		put_text(&m, "character_name", about->character_name);
	if (!has(out, header, "create_date"))
		put_moment(&m, "create_date", about->began);
	put_members(&m, header, METADATA);
	put_key(&m, STR("chat_metadata"));
	put_metadata(out, about, is_lines);
	put_close(&m);
	end_line(out, from);
}

static struct str
extra_part(struct buf *out, const struct chatfile_message *v, const char *key)
{
	return scan_find(out->arena, v->extra, key);
}

/* The words as they are now; those that were cut on their way in, whole, unless they were edited. */
static void
put_words(struct buf *out, const struct chatfile_message *v)
{
	struct str whole = extra_part(out, v, "whole");
	if (whole.n > 0 && !v->is_edited)
		buf_str(out, whole);
	else
		json_put_text(out, v->text);
}

static void
put_model(struct members *m, const struct chatfile_message *v)
{
	struct members extra = { m->out, false };
	put_key(m, STR("extra"));
	if (v->model.n > 0)
		put_text(&extra, "model", v->model);
	put_close(&extra);
}

static void
put_info(struct buf *out, const struct chatfile_message *v)
{
	struct str info = extra_part(out, v, "info");
	if (info.n > 0) {
		buf_str(out, info);
		return;
	}
	struct members m = { out, false };
	put_moment(&m, "send_date", v->at);
	put_model(&m, v);
	put_close(&m);
}

static void
put_versions(struct members *m, const struct chatfile_entry *entry)
{
	put_key(m, STR("swipe_id"));
	buf_i64(m->out, (int64_t)entry->chosen);
	put_key(m, STR("swipes"));
	for (size_t i = 0; i < entry->n; i++) {
		buf_char(m->out, i == 0 ? '[' : ',');
		put_words(m->out, &entry->at[i]);
	}
	buf_char(m->out, ']');
	put_key(m, STR("swipe_info"));
	for (size_t i = 0; i < entry->n; i++) {
		buf_char(m->out, i == 0 ? '[' : ',');
		put_info(m->out, &entry->at[i]);
	}
	buf_char(m->out, ']');
}

static void
put_marks(struct members *m, const struct chatfile_message *v)
{
	if (v->rating == 0 && v->bookmark.p == NULL && v->checkpoint.p == NULL)
		return;
	struct members own = { m->out, false };
	put_key(m, STR("snug"));
	if (v->rating > 0) {
		put_key(&own, STR("rating"));
		buf_i64(m->out, v->rating);
	}
	if (v->bookmark.p != NULL)
		put_text(&own, "bookmark", v->bookmark);
	if (v->checkpoint.p != NULL)
		put_text(&own, "checkpoint", v->checkpoint);
	put_close(&own);
}

/* The unknown members of the line: they came with the version that was chosen then. */
static struct str
line_of(struct buf *out, const struct chatfile_entry *entry)
{
	struct str line = extra_part(out, &entry->at[entry->chosen], "line");
	for (size_t i = 0; line.n == 0 && i < entry->n; i++)
		line = extra_part(out, &entry->at[i], "line");
	return line;
}

void
chatfile_put_line(struct buf *out, const struct chatfile_about *about,
		  const struct chatfile_entry *entry)
{
	static const char *const OURS[] = { "name",   "is_user",    "is_system", "mes", "swipe_id",
					    "swipes", "swipe_info", "snug",	 NULL };
	const struct chatfile_message *v = &entry->at[entry->chosen];
	struct members m = { out, false };
	struct str line = line_of(out, entry);
	size_t from = out->n;
	bool is_member = v->role == CHATFILE_USER;
	put_text(&m, "name",
		 v->name.n > 0 ? v->name
		 : is_member   ? about->user_name
			       : about->character_name);
	put_bool(&m, "is_user", is_member);
	put_bool(&m, "is_system", v->is_hidden);
	put_key(&m, STR("mes"));
	put_words(out, v);
	if (!has(out, line, "send_date"))
		put_moment(&m, "send_date", v->at);
	put_members(&m, line, OURS);
	if (!has(out, line, "extra"))
		put_model(&m, v);
	if (!is_member || entry->n > 1)
		put_versions(&m, entry);
	put_marks(&m, v);
	put_close(&m);
	end_line(out, from);
}

/* ---- the document of this house ------------------------------------------------------------ */

void
chatfile_put_tree_head(struct buf *out, const struct chatfile_about *about)
{
	struct members m = { out, false }, character = { out, false }, user = { out, false };
	put_text(&m, "spec", STR("snug_chat"));
	put_text(&m, "spec_version", STR("1.0"));
	put_text(&m, "disclosure", about->disclosure);
	put_text(&m, "title", about->title);
	put_key(&m, STR("character"));
	put_text(&character, "id", about->character_id);
	put_text(&character, "name", about->character_name);
	put_close(&character);
	put_key(&m, STR("user"));
	put_text(&user, "name", about->user_name);
	put_close(&user);
	put_moment(&m, "createdAt", about->began);
	put_moment(&m, "exportedAt", about->now);
	put_text(&m, "head", about->head);
	if (about->note.text.n > 0) {
		put_key(&m, STR("note"));
		buf_char(out, '{');
		chatfile_note_put(out, &about->note);
		buf_char(out, '}');
	}
	if (about->variables.p != NULL)
		put_raw(&m, "variables", about->variables);
	if (about->timed.p != NULL)
		put_raw(&m, CHATFILE_TIMED, about->timed);
	if (about->origin.n > 0)
		put_raw(&m, "origin", about->origin);
	put_key(&m, STR("messages"));
	buf_char(out, '[');
}

void
chatfile_put_node(struct buf *out, const struct chatfile_entry *entry)
{
	const struct chatfile_message *v = &entry->at[entry->chosen];
	struct members m = { out, false };
	buf_str(out, entry->number == 0 ? STR("\n") : STR(",\n"));
	put_text(&m, "id", entry->id);
	if (entry->parent_id.n > 0)
		put_text(&m, "parentId", entry->parent_id);
	else
		put_raw(&m, "parentId", STR("null"));
	put_text(&m, "role", str_from(role_of(v)));
	put_text(&m, "name", v->name);
	put_key(&m, STR("content"));
	put_words(out, v);
	put_text(&m, "status", v->status);
	if (v->model.n > 0)
		put_text(&m, "model", v->model);
	put_key(&m, STR("swipeIndex"));
	buf_i64(out, v->place);
	if (v->rating > 0) {
		put_key(&m, STR("rating"));
		buf_i64(out, v->rating);
	}
	put_bool(&m, "isHidden", v->is_hidden);
	put_bool(&m, "isEdited", v->is_edited);
	if (v->bookmark.p != NULL)
		put_text(&m, "bookmark", v->bookmark);
	if (v->checkpoint.p != NULL)
		put_text(&m, "checkpoint", v->checkpoint);
	put_moment(&m, "createdAt", v->at);
	if (v->extra.n > 0)
		put_raw(&m, "extra", v->extra);
	put_close(&m);
}
