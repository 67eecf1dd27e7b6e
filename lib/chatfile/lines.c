/*
 * A message a line, as SillyTavern and Chub write them. The first line may be a header; group files of
 * 2024 have none.
 */
#include "lib/chatfile/read.h"

enum { CHECK_ROOM = 32 * 1024 * 1024 };

/* Members of a line that are columns here; "extra" and "send_date" are read, and kept as well. */
static const char *const KNOWN[] = { "name",   "is_user",    "is_system", "mes", "swipe_id",
				     "swipes", "swipe_info", "snug",	  NULL };

struct line {
	struct str name;
	struct str is_user;
	struct str is_system;
	struct str date;
	struct str mes;
	struct str swipe_id;
	struct str swipes;
	struct str infos;
	struct str extra;
	struct str snug; /* of our own: rating, bookmark */
};

static struct line
members_of(struct reader *r, struct str object)
{
	static const struct {
		const char *key;
		size_t offset;
	} MEMBERS[] = {
		{ "name", offsetof(struct line, name) },
		{ "is_user", offsetof(struct line, is_user) },
		{ "is_system", offsetof(struct line, is_system) },
		{ "send_date", offsetof(struct line, date) },
		{ "mes", offsetof(struct line, mes) },
		{ "swipe_id", offsetof(struct line, swipe_id) },
		{ "swipes", offsetof(struct line, swipes) },
		{ "swipe_info", offsetof(struct line, infos) },
		{ "extra", offsetof(struct line, extra) },
		{ "snug", offsetof(struct line, snug) },
	};
	struct line line = { 0 };
	struct scan s = scan_in(r->arena, object);
	while (scan_next(&s))
		for (size_t i = 0; i < COUNT(MEMBERS); i++)
			if (str_eq(s.key, str_from(MEMBERS[i].key))) {
				*(struct str *)((char *)&line + MEMBERS[i].offset) = s.value;
				break;
			}
	return line;
}

/* The string that holds the words: Chub wraps it into an object. */
static struct str
words_in(struct reader *r, struct str value)
{
	return scan_kind(value) == SCAN_OBJECT ? scan_find(r->arena, value, "message") : value;
}

static enum chatfile_role
role_of(struct reader *r, const struct line *line)
{
	if (scan_true(line->is_user))
		return CHATFILE_USER;
	struct str type = scan_text(r->arena, scan_find(r->arena, line->extra, "type"), 32);
	return str_eq(type, STR("narrator")) ? CHATFILE_SYSTEM : CHATFILE_ASSISTANT;
}

static void
take_own_marks(struct reader *r, const struct line *line, struct chatfile_message *m)
{
	if (!scan_whole(scan_find(r->arena, line->snug, "rating"), &m->rating) || m->rating < 1 ||
	    m->rating > 5)
		m->rating = 0;
	m->bookmark = reader_name(r, scan_find(r->arena, line->snug, "bookmark"));
	m->checkpoint = reader_name(r, scan_find(r->arena, line->snug, "checkpoint"));
}

static struct str
model_in(struct reader *r, struct str extra, struct str otherwise)
{
	return str_or(reader_name(r, scan_find(r->arena, extra, "model")), otherwise);
}

struct versions {
	int64_t chosen; /* its place in the file, or -1 for none that fits */
	size_t n;
	struct str chosen_words;
};

/* Which of the swipes is the message: the one of swipe_id, when its words are those of mes. */
static struct versions
look_at_versions(struct reader *r, const struct line *line, struct str words)
{
	struct versions v = { .chosen = -1 };
	int64_t id = 0;
	struct str whole;
	bool has_id = scan_whole(line->swipe_id, &id);
	struct scan s = scan_in(r->arena,
				scan_kind(line->swipes) == SCAN_ARRAY ? line->swipes : STR_NONE);
	for (; scan_next(&s); v.n++) {
		if ((int64_t)v.n != (has_id ? id : 0))
			continue;
		v.chosen_words = words_in(r, s.value);
		struct str text = reader_text(r, v.chosen_words, &whole);
		if (words.p == NULL || str_eq(text, words))
			v.chosen = (int64_t)v.n;
	}
	return v;
}

/* The versions that were not chosen, as siblings before it, so that it is the newest of them. */
static int64_t
push_others(struct reader *r, const struct line *line, const struct chatfile_message *model,
	    const struct versions *v)
{
	int64_t place = 0, chosen_place = 0;
	struct str whole, info;
	struct scan s = scan_in(r->arena, line->swipes), infos = scan_in(r->arena, line->infos);
	bool has_infos = scan_kind(line->infos) == SCAN_ARRAY;
	for (int64_t i = 0; scan_next(&s); i++) {
		info = has_infos && scan_next(&infos) ? infos.value : STR_NONE;
		if (i == v->chosen) {
			chosen_place = place++;
			continue;
		}
		struct str words = words_in(r, s.value);
		if (place >= CHATFILE_VERSIONS || scan_kind(words) != SCAN_TEXT) {
			r->left_out++;
			continue;
		}
		struct chatfile_message m = *model;
		struct moment at = reader_moment(r, scan_find(r->arena, info, "send_date"));
		m.at = moment_is_none(at) ? m.at : at;
		m.model = model_in(r, scan_find(r->arena, info, "extra"), STR_NONE);
		m.place = place++;
		m.text = reader_text(r, words, &whole);
		m.extra = reader_extra(r, STR_NONE, info, whole);
		m.rating = 0;
		m.bookmark = m.checkpoint = STR_NONE;
		if (reader_push(r, &m) != CHATFILE_NONE)
			r->versions++;
	}
	return v->chosen >= 0 ? chosen_place : place;
}

static struct str
info_at(struct reader *r, struct str infos, int64_t at)
{
	struct scan s = scan_in(r->arena, scan_kind(infos) == SCAN_ARRAY ? infos : STR_NONE);
	for (int64_t i = 0; scan_next(&s); i++)
		if (i == at)
			return s.value;
	return STR_NONE;
}

/* False when the object is no message. */
static bool
read_line(struct reader *r, struct str object)
{
	struct line line = members_of(r, object);
	struct str words = words_in(r, line.mes), whole = STR_NONE;
	struct str text = reader_text(r, words, &whole);
	struct versions v = look_at_versions(r, &line, text);
	if (text.p == NULL && v.chosen >= 0)
		text = reader_text(r, v.chosen_words, &whole);
	if (text.p == NULL)
		return false;
	struct chatfile_message m = { .parent = r->tip,
				      .role = role_of(r, &line),
				      .name = reader_name(r, line.name),
				      .at = reader_moment(r, line.date),
				      .is_hidden = scan_true(line.is_system) };
	take_own_marks(r, &line, &m);
	m.place = v.n > 0 ? push_others(r, &line, &m, &v) : 0;
	m.text = text;
	m.model = model_in(r, line.extra, STR_NONE);
	m.extra = reader_extra(r, reader_rest(r, object, KNOWN, ""),
			       info_at(r, line.infos, v.chosen), whole);
	size_t index = reader_push(r, &m);
	if (index != CHATFILE_NONE) {
		r->tip = index;
		r->chat->path++;
	}
	return true;
}

static bool
is_header(struct reader *r, struct str object)
{
	bool has_words = scan_find(r->arena, object, "mes").n > 0 ||
			 scan_find(r->arena, object, "swipes").n > 0;
	return !has_words && (scan_find(r->arena, object, "chat_metadata").n > 0 ||
			      scan_find(r->arena, object, "user_name").n > 0 ||
			      scan_find(r->arena, object, "character_name").n > 0 ||
			      scan_find(r->arena, object, "characterName").n > 0);
}

static struct str
name_of_two(struct reader *r, struct str object, const char *one, const char *other)
{
	struct str name = reader_name(r, scan_find(r->arena, object, one));
	if (name.n == 0)
		name = reader_name(r, scan_find(r->arena, object, other));
	/* What newer versions write where they have no name. */
	return str_eq(name, STR("unused")) ? STR("") : name;
}

/* Of the metadata: what the chat here goes on with. */
static bool
is_used(const struct chatfile_chat *chat, struct str key)
{
	bool is_used = (chat->variables.n > 0 && str_eq(key, STR("variables"))) ||
		       (chat->timed.n > 0 && str_eq(key, STR(CHATFILE_TIMED)));
	for (size_t i = 0; chat->has_note && CHATFILE_NOTE_KEYS[i] != NULL; i++)
		is_used = is_used || str_eq(key, str_from(CHATFILE_NOTE_KEYS[i]));
	return is_used;
}

static void
read_header(struct reader *r, struct str object)
{
	struct chatfile_chat *chat = r->chat;
	struct str metadata = scan_find(r->arena, object, "chat_metadata");
	struct scan s = scan_in(r->arena, object);
	chat->user_name = name_of_two(r, object, "user_name", "userName");
	chat->character_name = name_of_two(r, object, "character_name", "characterName");
	chat->title = reader_name(
		r, scan_find(r->arena, scan_find(r->arena, metadata, "snug"), "title"));
	chat->origin = reader_origin(r, "jsonl", object);
	reader_note(r, metadata);
	reader_variables(r, scan_find(r->arena, metadata, "variables"));
	reader_timed(r, scan_find(r->arena, metadata, CHATFILE_TIMED));
	while (scan_next(&s)) {
		struct scan in = scan_in(r->arena, s.value);
		if (str_eq(s.key, STR("chat_metadata")) && scan_kind(s.value) == SCAN_OBJECT)
			while (scan_next(&in)) {
				if (!is_used(chat, in.key))
					reader_keeps(r, "chat_metadata.", in.key);
			}
		else
			reader_keeps(r, "header: ", s.key);
	}
}

static void
tell_bad(struct reader *r, size_t number, struct str why)
{
	fate_add(&r->fate.ignored, str_fmt(r->arena, "line %zu: %.*s", number, STR_ARG(why)));
}

/* A line that has been checked. */
static void
take_line(struct reader *r, struct str line, size_t number, bool is_first)
{
	if (scan_kind(line) != SCAN_OBJECT)
		tell_bad(r, number, STR("no message"));
	else if (is_first && is_header(r, line))
		read_header(r, line);
	else if (!read_line(r, line))
		tell_bad(r, number, STR("a message without text"));
}

void
read_lines(struct reader *r, struct str text, struct str *why)
{
	struct arena *scratch = arena_new(CHECK_ROOM);
	struct str line, bad;
	bool is_first = true;
	if (!reader_begin(r))
		return;
	for (size_t number = 1; !r->is_over && str_cut(&text, '\n', &line); number++) {
		line = str_trim(line);
		if (line.n == 0)
			continue;
		if (line.n > CHATFILE_LINE) {
			tell_bad(r, number, STR("longer than 4 MB"));
		} else if (!scan_check(scratch, line, &bad)) {
			/* A line of its own: "line 1: " of the check says nothing. */
			ptrdiff_t colon = str_find(bad, STR(": "));
			bad = colon > 0 ? str_from_at(bad, (size_t)colon + 2) : bad;
			if (why->n == 0)
				*why = str_fmt(r->arena, "line %zu: %.*s", number, STR_ARG(bad));
			tell_bad(r, number, bad);
		} else {
			take_line(r, line, number, is_first);
		}
		arena_reset(scratch);
		is_first = false;
		r->is_over = r->is_over || r->chat->path > CHATFILE_MESSAGES;
	}
	arena_free(scratch);
	r->chat->head = r->tip;
}

void
read_line_items(struct reader *r, struct str array)
{
	struct scan s = scan_in(r->arena, array);
	if (!reader_begin(r))
		return;
	for (size_t number = 1; !r->is_over && scan_next(&s); number++) {
		take_line(r, s.value, number, number == 1);
		r->is_over = r->is_over || r->chat->path > CHATFILE_MESSAGES;
	}
	r->chat->head = r->tip;
}
