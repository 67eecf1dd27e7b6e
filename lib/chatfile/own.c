/* This house's own document: the whole tree of a chat (written by put_tree.c). */
#include "lib/chatfile/read.h"

static const char *const KNOWN[] = { "id",	   "parentId",	"role",	    "name",
				     "content",	   "status",	"model",    "swipeIndex",
				     "rating",	   "isHidden",	"isEdited", "bookmark",
				     "checkpoint", "createdAt", "extra",    NULL };

static enum chatfile_role
role_of(struct str word)
{
	return str_eq(word, STR("user"))     ? CHATFILE_USER
	       : str_eq(word, STR("system")) ? CHATFILE_SYSTEM
					     : CHATFILE_ASSISTANT;
}

/* A reply that was in the making when the document was written has ended since. */
static struct str
status_of(struct str word)
{
	static const struct str WORDS[] = { STR_INIT("partial"), STR_INIT("failed"),
					    STR_INIT("blocked") };
	for (size_t i = 0; i < COUNT(WORDS); i++)
		if (str_eq(word, WORDS[i]))
			return WORDS[i];
	return STR("complete");
}

/* `extra` as it stands, with what this version does not know beside it. */
static struct str
extra_of(struct reader *r, struct str object)
{
	struct str extra = scan_find(r->arena, object, "extra");
	struct str rest = reader_rest(r, object, KNOWN, "");
	if (scan_kind(extra) == SCAN_OBJECT && scan_count(extra) > 0)
		return extra;
	return reader_extra(r, rest, STR_NONE, STR_NONE);
}

static void
read_message(struct reader *r, struct reader_ids *ids, struct str object, size_t number)
{
	struct arena *arena = r->arena;
	struct str whole;
	struct chatfile_message m = {
		.parent = CHATFILE_NONE,
		.role = role_of(reader_name(r, scan_find(arena, object, "role"))),
		.name = reader_name(r, scan_find(arena, object, "name")),
		.text = reader_text(r, scan_find(arena, object, "content"), &whole),
		.model = reader_name(r, scan_find(arena, object, "model")),
		.status = status_of(reader_name(r, scan_find(arena, object, "status"))),
		.bookmark = reader_name(r, scan_find(arena, object, "bookmark")),
		.checkpoint = reader_name(r, scan_find(arena, object, "checkpoint")),
		.at = reader_moment(r, scan_find(arena, object, "createdAt")),
		.is_hidden = scan_true(scan_find(arena, object, "isHidden")),
		.is_edited = scan_true(scan_find(arena, object, "isEdited")),
	};
	if (m.text.p == NULL) {
		fate_add(&r->fate.ignored,
			 str_fmt(arena, "message %zu: a message without text", number));
		return;
	}
	if (!scan_whole(scan_find(arena, object, "rating"), &m.rating) || m.rating < 1 ||
	    m.rating > 5)
		m.rating = 0;
	if (!scan_whole(scan_find(arena, object, "swipeIndex"), &m.place) || m.place < 0)
		m.place = (int64_t)number;
	struct str parent = reader_name(r, scan_find(arena, object, "parentId"));
	if (parent.n > 0) {
		m.parent = reader_ids_find(ids, parent);
		if (m.parent == CHATFILE_NONE)
			m.parent = r->tip;
	}
	m.extra = extra_of(r, object);
	size_t index = reader_push(r, &m);
	if (index == CHATFILE_NONE)
		return;
	reader_ids_put(ids, reader_name(r, scan_find(arena, object, "id")), index);
	r->tip = index;
}

static void
read_head(struct reader *r, struct str object)
{
	static const char *const TOP[] = { "spec",	"spec_version", "disclosure", "title",
					   "character", "user",		"createdAt",  "exportedAt",
					   "head",	"origin",	"messages",   "note",
					   "variables", CHATFILE_TIMED, NULL };
	struct chatfile_chat *chat = r->chat;
	struct str origin = scan_find(r->arena, object, "origin");
	struct str rest = reader_rest(r, object, TOP, "header: ");
	reader_note(r, scan_find(r->arena, object, "note"));
	reader_variables(r, scan_find(r->arena, object, "variables"));
	reader_timed(r, scan_find(r->arena, object, CHATFILE_TIMED));
	chat->title = reader_name(r, scan_find(r->arena, object, "title"));
	chat->user_name = reader_name(
		r, scan_find(r->arena, scan_find(r->arena, object, "user"), "name"));
	chat->character_name = reader_name(
		r, scan_find(r->arena, scan_find(r->arena, object, "character"), "name"));
	if (scan_kind(origin) == SCAN_OBJECT)
		chat->origin = origin;
	else
		chat->origin = reader_origin(r, "snug", rest);
}

void
read_own(struct reader *r, struct str object)
{
	struct str messages = scan_find(r->arena, object, "messages");
	struct reader_ids *ids = reader_ids_new(r->arena, scan_count(messages));
	struct scan s = scan_in(r->arena, messages);
	if (!reader_begin(r))
		return;
	read_head(r, object);
	for (size_t number = 1; !r->is_over && scan_next(&s); number++)
		read_message(r, ids, s.value, number);
	size_t head = reader_ids_find(ids, reader_name(r, scan_find(r->arena, object, "head")));
	r->chat->head = head != CHATFILE_NONE ? head : r->tip;
	reader_renumber(r);
}
