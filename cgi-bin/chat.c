/* Conversations: the list of them, one of them, and the routes of everything that is done in one. */
#include "cgi-bin/chat.h"
#include "cgi-bin/chat_file.h"
#include "cgi-bin/chat_prompt.h"

#include <string.h>
#include <time.h>

#include "lib/chat/chat.h"

struct list_part {
	struct str cursor;
	int64_t limit;
	bool ended;
};

static const struct field LIST_PART[] = {
	FIELD_LINE(struct list_part, cursor, "cursor", "Cursor", 0, 60),
	FIELD_INT(struct list_part, limit, "limit", "Limit", 1, 100, false),
	FIELD_YES(struct list_part, ended, "ended", "Ended chats"),
};

struct begin {
	int64_t character;
	bool always_new;
};

static const struct field BEGIN[] = {
	FIELD_ID(struct begin, character, "characterId", "Character", true),
	FIELD_YES(struct begin, always_new, "isNew", "A new chat"),
};

struct change {
	struct str title;
	struct str draft;
};

static const struct field CHANGE[] = {
	FIELD_LINE(struct change, title, "title", "Title", 0, 80),
	FIELD_TEXT(struct change, draft, "draft", "Draft", 0, CHAT_TEXT_MOST),
};

struct chat_id
chat_asked(const struct req *rq)
{
	return (struct chat_id){ req_id(rq, 0) };
}

const struct chat_find_row *
chat_of_request(struct req *rq)
{
	return chat_find(rq->db, chat_asked(rq), rq->member->id);
}

struct str
chat_address(struct req *rq, struct chat_id chat, const char *more)
{
	return str_fmt(rq->arena, "/chat/%lld%s", (long long)chat.v, more);
}

struct str
chat_place_url(struct req *rq, struct chat_id chat, struct message_id message)
{
	return str_fmt(rq->arena, "/chat/%lld?at=%lld#m-%lld", (long long)chat.v,
		       (long long)message.v, (long long)message.v);
}

/* Which part of a list is asked for; without a word of its length it is `otherwise`. */
static bool
read_part(struct req *rq, int64_t otherwise, struct list_part *part)
{
	*part = (struct list_part){ .limit = otherwise };
	return form_read(rq, LIST_PART, COUNT(LIST_PART), part);
}

/* ---- the list ------------------------------------------------------------------------------ */

/* ?gone=7, ?over=7: what was just done to a chat, with the way back. */
static void
way_back(struct req *rq, struct view *page_only, const char *what)
{
	int64_t chat;
	if (str_to_i64(req_query(rq, what), &chat) && chat > 0)
		view_id(page_only, what, chat);
}

static struct reply
show_list(struct req *rq)
{
	struct str next;
	struct list_part part;
	if (!read_part(rq, CHAT_LIST_PAGE, &part))
		return refuse(rq, 422, NULL, "That part of the list cannot be read.");
	struct view *v = view_new(rq->arena);
	struct rows rows = chat_next(rq, part.ended, part.limit, &next);
	struct view_list *items = view_list(v, "items");
	for (size_t i = 0; i < rows.n; i++)
		chat_push(rq, items, chat_list_at(rows, i), NULL);
	view_text(v, "nextCursor", next);
	if (rq->wants_json)
		return page(rq, "chat/list", v);
	struct view *page_only = view_object(v, "page");
	if (next.n > 0)
		view_url(page_only, "nextUrl",
			 str_fmt(rq->arena, "/chat?%scursor=%.*s", part.ended ? "ended=yes&" : "",
				 STR_ARG(next)));
	way_back(rq, page_only, "gone");
	way_back(rq, page_only, "over");
	view_bool(page_only, "isEnded", part.ended);
	view_bool(page_only, "hasEnded", part.ended || chat_has_ended(rq->db, rq->member->id)->any);
	return page(rq, "chat/list", v);
}

static struct reply
open_chat(struct req *rq)
{
	struct begin in = { 0 };
	struct chat_id chat;
	if (!form_read(rq, BEGIN, COUNT(BEGIN), &in))
		return refuse(rq, 422, NULL, "Say with whom the chat shall be.");
	enum chat_opened opened = chat_open(
		rq->db, rq->arena, rq->member->id, rq->member->display_name,
		(struct character_id){ in.character }, in.always_new, &chat);
	switch (opened) {
	case CHAT_OPENED:
	case CHAT_EXISTING:
		break;
	case CHAT_NO_CHARACTER:
		return not_found(rq);
	}
	struct view *v = view_new(rq->arena);
	view_id(v, "sessionId", chat.v);
	return done(rq, opened == CHAT_OPENED ? 201 : 200, v, chat_address(rq, chat, ""));
}

/* ---- one chat ------------------------------------------------------------------------------ */

/* ?date=2026-11-20: to the first message of that day or later. */
static bool
asked_day(struct req *rq, struct moment *day)
{
	struct tm tm = { 0 };
	struct str text = req_query(rq, "date");
	char copy[16] = "";
	if (text.n != 10)
		return false;
	memcpy(copy, text.p, text.n);
	const char *end = strptime(copy, "%Y-%m-%d", &tm);
	if (end == NULL || *end != '\0')
		return false;
	day->us = (int64_t)timegm(&tm) * 1000000;
	return true;
}

/* Ways to a place of the conversation that are no message's address: its day, its beginning. */
static bool
is_jump(struct req *rq, const struct chat_find_row *chat, struct reply *reply)
{
	struct moment day;
	struct message_id to = { 0 };
	if (rq->wants_json || chat->head_id.v == 0)
		return false;
	if (asked_day(rq, &day))
		to = chat_since(rq->db, chat->head_id, day)->id;
	else if (str_eq(req_query(rq, "go"), STR("first")))
		to = chat_first(rq->db, chat->head_id)->id;
	if (to.v == 0)
		return false;
	*reply = see(rq, chat_place_url(rq, chat->id, to));
	return true;
}

/* A page of the chat is all that is needed: the list no longer calls what stands there new. */
static void
note_seen(struct req *rq, const struct chat_find_row *chat)
{
	if (chat->newest_id <= chat->seen_id || db_in_transaction(rq->db))
		return;
	db_begin(rq->db);
	(void)chat_seen(rq->db, chat->id, rq->member->id, chat->newest_id);
	db_commit(rq->db);
}

static struct reply
show_chat(struct req *rq)
{
	struct reply elsewhere;
	const struct chat_find_row *chat = chat_of_request(rq);
	if (chat == NULL)
		return not_found(rq);
	if (rq->wants_json) {
		struct view *v = view_new(rq->arena);
		chat_session_fields(v, chat);
		return json_reply(rq, 200, v);
	}
	if (is_jump(rq, chat, &elsewhere))
		return elsewhere;
	struct view *v = chat_view(rq, chat);
	note_seen(rq, chat);
	return page(rq, "chat/show", v);
}

static struct reply
list_messages(struct req *rq)
{
	struct message_id older;
	struct list_part part;
	const struct chat_find_row *chat = chat_of_request(rq);
	if (chat == NULL)
		return not_found(rq);
	struct message_id end = chat->head_id;
	struct str cursor = req_query(rq, "cursor");
	if (!read_part(rq, CHAT_WINDOW, &part) || (cursor.n > 0 && !str_to_i64(cursor, &end.v)))
		return refuse(rq, 422, NULL, "That part of the chat cannot be read.");
	struct view *v = view_new(rq->arena);
	struct rows rows = chat_window(rq->db, rq->arena, chat->id, end, part.limit, &older);
	chat_push_messages(rq, view_list(v, "items"), rows, chat);
	view_text(v, "nextCursor", older.v == 0 ? STR_NONE : str_int(rq->arena, older.v));
	return json_reply(rq, 200, v);
}

static struct reply
change(struct req *rq)
{
	struct change in = { 0 };
	struct chat_id chat = chat_asked(rq);
	if (!form_read(rq, CHANGE, COUNT(CHANGE), &in))
		return refuse(rq, 422, NULL, "A title can have 80 characters at most.");
	const struct chat_find_row *row = chat_of_request(rq);
	struct reply refused;
	if (row == NULL)
		return not_found(rq);
	if (chat_name_is_refused(rq, row, (struct message_id){ 0 },
				 &(struct chat_named){ "title", "Title of this chat", in.title },
				 &refused))
		return refused;
	if (in.title.n > 0)
		(void)chat_rename(rq->db, chat, rq->member->id, in.title);
	if (form_value(rq, "draft").p != NULL)
		(void)chat_keep_draft(rq->db, chat, rq->member->id, in.draft);
	struct view *v = view_new(rq->arena);
	chat_session_fields(v, chat_of_request(rq));
	return done(rq, 200, v, chat_address(rq, chat, ""));
}

static struct reply
remove_chat(struct req *rq)
{
	if (chat_remove(rq->db, chat_asked(rq), rq->member->id) == 0)
		return not_found(rq);
	return done(rq, 200, NULL, str_fmt(rq->arena, "/chat?gone=%lld", (long long)req_id(rq, 0)));
}

static struct reply
restore_chat(struct req *rq)
{
	if (chat_restore(rq->db, chat_asked(rq), rq->member->id) == 0)
		return not_found(rq);
	return done(rq, 200, NULL, chat_address(rq, chat_asked(rq), ""));
}

static struct reply
end_chat(struct req *rq)
{
	struct chat_id chat = chat_asked(rq);
	if (chat_end(rq->db, chat, rq->member->id) == 0)
		return not_found(rq);
	chat_keep_typed(rq, chat);
	chat_tell_others(rq, "end");
	return done(rq, 200, NULL, str_fmt(rq->arena, "/chat?over=%lld", (long long)chat.v));
}

static struct reply
resume_chat(struct req *rq)
{
	struct chat_id chat = chat_asked(rq);
	if (chat_resume(rq->db, chat, rq->member->id) == 0)
		return not_found(rq);
	chat_tell_others(rq, "resume");
	return done(rq, 200, NULL, chat_address(rq, chat, "#composer"));
}

static struct reply
show_keys(struct req *rq)
{
	return page(rq, "chat/keys", view_new(rq->arena));
}

/* Everything that is done in a chat has a form and a call, and both are the same handler. */
#define WRITES(verb, handler)                                                                      \
	{ POST, "/chat/{id}/" verb, handler, FOR_MEMBER },                                         \
	{                                                                                          \
		POST, "/api/chat/sessions/{id}/" verb, handler, FOR_MEMBER                         \
	}

static const struct route ROUTES[] = {
	{ GET, "/chat", show_list, FOR_MEMBER },
	{ POST, "/chat", open_chat, FOR_MEMBER },
	{ GET, "/chat/keys", show_keys, FOR_MEMBER },
	{ GET, "/chat/import", chat_import_form, FOR_MEMBER },
	{ POST, "/chat/import", chat_import, FOR_UPLOAD },
	{ GET, "/chat/import/{id}", chat_import_results, FOR_MEMBER },
	{ POST, "/api/chat/import", chat_import, FOR_UPLOAD },
	{ GET, "/chat/{id}/settings", chat_show_settings, FOR_MEMBER },
	{ POST, "/chat/{id}/settings", chat_save_settings, FOR_MEMBER },
	{ GET, "/api/chat/sessions/{id}/settings", chat_show_settings, FOR_MEMBER },
	{ PATCH, "/api/chat/sessions/{id}/settings", chat_save_settings, FOR_MEMBER },
	{ GET, "/chat/{id}/lore", chat_show_lore, FOR_MEMBER },
	{ POST, "/chat/{id}/lore", chat_save_lore, FOR_MEMBER },
	{ GET, "/api/chat/sessions/{id}/lore", chat_show_lore, FOR_MEMBER },
	{ PATCH, "/api/chat/sessions/{id}/lore", chat_save_lore, FOR_MEMBER },
	{ GET, "/chat/{id}/prompt", chat_show_prompt, FOR_MEMBER },
	{ GET, "/api/chat/sessions/{id}/prompt", chat_show_prompt, FOR_MEMBER },
	{ GET, "/chat/{id}/model", chat_show_model, FOR_MEMBER },
	{ POST, "/chat/{id}/model", chat_choose_model, FOR_MEMBER },
	{ GET, "/api/chat/sessions/{id}/model", chat_show_model, FOR_MEMBER },
	{ PATCH, "/api/chat/sessions/{id}/model", chat_choose_model, FOR_MEMBER },
	{ GET, "/chat/{id}/export", chat_export, FOR_MEMBER },
	{ GET, "/api/chat/sessions/{id}/export", chat_export, FOR_MEMBER },
	{ GET, "/chat/{id}", show_chat, FOR_MEMBER },
	{ POST, "/chat/{id}", change, FOR_MEMBER },
	{ GET, "/chat/{id}/message/{id}", chat_show_message, FOR_MEMBER },
	{ GET, "/chat/{id}/tree", chat_show_tree, FOR_MEMBER },
	{ GET, "/chat/{id}/places", chat_show_places, FOR_MEMBER },
	{ GET, "/chat/{id}/search", chat_find_words, FOR_MEMBER },
	{ GET, "/chat/{id}/people", chat_show_people, FOR_MEMBER },
	{ GET, "/chat/join/{name}", chat_show_join, FOR_MEMBER },
	{ POST, "/chat/join/{name}", chat_join, FOR_MEMBER },
	{ POST, "/chat/{id}/act", chat_act, FOR_MEMBER },
	{ POST, "/chat/{id}/delete", remove_chat, FOR_MEMBER },
	{ POST, "/chat/{id}/restore", restore_chat, FOR_MEMBER },
	{ GET, "/chat/{id}/memory", chat_show_memory, FOR_MEMBER },
	{ GET, "/api/chat/sessions/{id}/memory", chat_show_memory, FOR_MEMBER },
	WRITES("memory/rules", chat_memory_rules),
	WRITES("memory/everywhere", chat_memory_all),
	WRITES("memory/summary", chat_memory_summary),
	WRITES("memory/anew", chat_memory_anew),
	WRITES("memory/clear", chat_memory_clear),
	WRITES("memory/note", chat_memory_note),
	WRITES("memory/change", chat_memory_change),
	WRITES("memory/state", chat_memory_state),
	WRITES("memory/move", chat_memory_move),
	WRITES("memory/pin", chat_memory_pin),
	WRITES("impersonate", chat_impersonate),
	WRITES("message", chat_send),
	WRITES("regenerate", chat_regenerate),
	WRITES("continue", chat_continue),
	WRITES("speak", chat_speak),
	WRITES("stop", chat_stop),
	WRITES("swipe", chat_swipe),
	WRITES("goto", chat_goto),
	WRITES("edit", chat_edit),
	WRITES("delete-message", chat_delete_message),
	WRITES("delete-version", chat_delete_version),
	WRITES("restore-message", chat_restore_message),
	WRITES("hide", chat_hide),
	WRITES("bookmark", chat_bookmark),
	WRITES("checkpoint", chat_checkpoint),
	WRITES("rate", chat_rate_message),
	WRITES("branch", chat_branch),
	WRITES("people", chat_change_voice),
	WRITES("turn-order", chat_change_order),
	WRITES("invite", chat_invite),
	WRITES("revoke", chat_revoke),
	WRITES("leave", chat_leave),
	WRITES("end", end_chat),
	WRITES("resume", resume_chat),
	{ POST, "/chat/{id}/reminder", safety_note_reminder, FOR_MEMBER },
	{ POST, "/chat/{id}/break", safety_take_break, FOR_MEMBER },
	{ POST, "/chat/{id}/voice", safety_note_voice, FOR_MEMBER },
	{ GET, "/api/chat/sessions", show_list, FOR_MEMBER },
	{ POST, "/api/chat/sessions", open_chat, FOR_MEMBER },
	{ GET, "/api/chat/sessions/{id}", show_chat, FOR_MEMBER },
	{ PATCH, "/api/chat/sessions/{id}", change, FOR_MEMBER },
	{ DELETE, "/api/chat/sessions/{id}", remove_chat, FOR_MEMBER },
	{ GET, "/api/chat/sessions/{id}/messages", list_messages, FOR_MEMBER },
	{ GET, "/api/chat/sessions/{id}/messages/{id}", chat_show_message, FOR_MEMBER },
	{ GET, "/api/chat/sessions/{id}/tree", chat_show_tree, FOR_MEMBER },
	{ GET, "/api/chat/sessions/{id}/places", chat_show_places, FOR_MEMBER },
	{ GET, "/api/chat/sessions/{id}/search", chat_find_words, FOR_MEMBER },
	{ GET, "/api/chat/sessions/{id}/people", chat_show_people, FOR_MEMBER },
	{ POST, "/api/chat/join/{name}", chat_join, FOR_MEMBER },
};

int
main(void)
{
	return screen_serve_hot("chat", ROUTES, COUNT(ROUTES), 4);
}
