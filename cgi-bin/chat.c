/* Conversations: the list of them, one of them, and everything that is done in one. */
#include "cgi-bin/chat.h"
#include "lib/base/cfg.h"
#include "lib/base/log.h"
#include "lib/chat/chat.h"
#include "lib/moderate/prompt.h"
#include "lib/turn/turn.h"
#include "lib/web/wake.h"
#include "sql/chat.h"

enum { SEND_EVERY_S = 2, SENDS = 30 };

struct list_part {
	struct str cursor;
	int64_t limit;
};

static const struct field LIST_PART[] = {
	FIELD_LINE(struct list_part, cursor, "cursor", "Cursor", 0, 60),
	FIELD_INT(struct list_part, limit, "limit", "Limit", 1, 100, false),
};

struct begin {
	int64_t character;
	bool always_new;
};

static const struct field BEGIN[] = {
	FIELD_ID(struct begin, character, "characterId", "Character", true),
	FIELD_YES(struct begin, always_new, "isNew", "A new chat"),
};

struct send {
	struct str content;
	int64_t parent;
};

static const struct field SEND[] = {
	FIELD_TEXT(struct send, content, "content", "Message", 1, 8000),
	FIELD_ID(struct send, parent, "parentId", "Parent", false),
};

struct typed {
	struct str content;
};

static const struct field TYPED[] = {
	FIELD_TEXT(struct typed, content, "content", "Message", 0, 8000),
};

struct about_message {
	int64_t message;
	int64_t index;
	struct str rating;
};

/* Without a message the newest one is meant. */
static const struct field AGAIN[] = {
	FIELD_ID(struct about_message, message, "messageId", "Message", false),
};

static const struct field ABOUT_MESSAGE[] = {
	FIELD_ID(struct about_message, message, "messageId", "Message", true),
	FIELD_INT(struct about_message, index, "index", "Version", 0, 100000, false),
	FIELD_CHOICE(struct about_message, rating, "rating", "Rating", "none|up|down|1|2|3|4|5",
		     false),
};

struct change {
	struct str title;
	struct str draft;
};

static const struct field CHANGE[] = {
	FIELD_LINE(struct change, title, "title", "Title", 0, 80),
	FIELD_TEXT(struct change, draft, "draft", "Draft", 0, 8000),
};

static struct chat_id
asked_chat(const struct req *rq)
{
	return (struct chat_id){ req_id(rq, 0) };
}

static struct str
address(struct req *rq, struct chat_id chat)
{
	return str_fmt(rq->arena, "/chat/%lld", (long long)chat.v);
}

/* How much of a list is asked for; what it does not say is `otherwise`. False when it is refused. */
static bool
read_limit(struct req *rq, int64_t otherwise, int64_t *limit)
{
	struct list_part in = { .limit = otherwise };
	bool ok = form_read(rq, LIST_PART, COUNT(LIST_PART), &in);
	*limit = in.limit;
	return ok;
}

/* ---- the list ------------------------------------------------------------------------------ */

static struct reply
show_list(struct req *rq)
{
	struct str next;
	int64_t limit;
	if (!read_limit(rq, CHAT_LIST_PAGE, &limit))
		return refuse(rq, 422, NULL, "That part of the list cannot be read.");
	struct view *v = view_new(rq->arena);
	struct rows rows = chat_next(rq, limit, &next);
	struct view_list *items = view_list(v, "items");
	for (size_t i = 0; i < rows.n; i++)
		chat_push(rq, items, chat_list_at(rows, i));
	view_text(v, "nextCursor", next);
	struct view *page_only = view_object(v, "page");
	if (next.n > 0)
		view_url(page_only, "nextUrl",
			 str_fmt(rq->arena, "/chat?cursor=%.*s", STR_ARG(next)));
	int64_t gone;
	if (str_to_i64(req_query(rq, "gone"), &gone) && gone > 0)
		view_id(page_only, "gone", gone);
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
	return done(rq, opened == CHAT_OPENED ? 201 : 200, v, address(rq, chat));
}

/* ---- one chat ------------------------------------------------------------------------------ */

static struct reply
show_chat(struct req *rq)
{
	const struct chat_find_row *chat = chat_find(rq->db, asked_chat(rq), rq->member->id);
	if (chat == NULL)
		return not_found(rq);
	if (rq->wants_json) {
		struct view *v = view_new(rq->arena);
		chat_session_fields(v, chat);
		return json_reply(rq, 200, v);
	}
	return page(rq, "chat/show", chat_view(rq, chat));
}

static struct reply
list_messages(struct req *rq)
{
	struct message_id older;
	int64_t limit;
	const struct chat_find_row *chat = chat_find(rq->db, asked_chat(rq), rq->member->id);
	if (chat == NULL)
		return not_found(rq);
	if (!read_limit(rq, CHAT_WINDOW, &limit))
		return refuse(rq, 422, NULL, "That part of the chat cannot be read.");
	struct view *v = view_new(rq->arena);
	struct rows rows = chat_window(rq->db, rq->arena, chat->id, chat_window_end(rq, chat),
				       limit, &older);
	chat_push_messages(rq, view_list(v, "items"), rows, chat);
	view_text(v, "nextCursor",
		  older.v == 0 ? STR_NONE : str_fmt(rq->arena, "%lld", (long long)older.v));
	return json_reply(rq, 200, v);
}

/* ---- replies ------------------------------------------------------------------------------- */

static struct reply
no_gems(struct req *rq, const struct chat_find_row *chat, const struct turn_sent *sent)
{
	if (rq->wants_json) {
		struct view *extra = view_new(rq->arena);
		view_gems(extra, "needed", sent->needed);
		view_gems(extra, "balance", sent->available);
		return refuse_with(
			rq, 402, "INSUFFICIENT_GEMS",
			"There are not enough gems for the next reply. Nothing was charged.",
			extra);
	}
	form_error(rq, "content", "Message",
		   "There are not enough gems for the next reply. Your message is kept below.");
	return form_again(rq, 402, "chat/show", chat_view(rq, chat));
}

/* Every way in which a turn is not ordered, in words. The text that was typed comes back. */
static struct reply
not_sent(struct req *rq, const struct chat_find_row *chat, enum turn_outcome outcome,
	 const struct turn_sent *sent)
{
	const char *code = "CONFLICT";
	const char *why = "";
	switch (outcome) {
	case TURN_NO_GEMS:
		return no_gems(rq, chat, sent);
	case TURN_NO_CHAT:
	case TURN_BAD_MESSAGE:
		return not_found(rq);
	case TURN_NO_CHARACTER:
		code = "CHARACTER_GONE";
		why = "This character is no longer here. What you wrote together stays.";
		break;
	case TURN_NOT_AI:
		code = "NOT_AI";
		why = "Staff write for this character; no program answers.";
		break;
	case TURN_STALE_PARENT:
		code = "STALE_PARENT";
		why = "This chat went on elsewhere, in another tab or on another device. Here is how it "
		      "stands now; your message is kept below.";
		break;
	case TURN_BUSY:
		code = "BUSY";
		why = "A reply is still being written. Your message is kept below; send it when the "
		      "reply is done.";
		break;
	case TURN_KEY_REUSED:
		code = "IDEMPOTENCY_KEY_REUSED";
		why = "This form was sent before. Reload the page and send your message again.";
		break;
	case TURN_SENT:
		break;
	}
	if (rq->wants_json)
		return refuse(rq, 409, code, why);
	form_error(rq, "content", "Message", why);
	/* What was read before the wait for the chat's lock is old by now. */
	const struct chat_find_row *now = chat_find(rq->db, chat->id, rq->member->id);
	if (now != NULL)
		chat = now;
	return form_again(rq, 409, "chat/show", chat_view(rq, chat));
}

static struct view *
turn_view(struct req *rq, const struct turn_sent *sent)
{
	struct view *v = view_new(rq->arena);
	view_id(v, "messageId", sent->reply.v);
	view_id(v, "turnId", sent->turn.v);
	if (sent->message.v != 0)
		view_id(v, "userMessageId", sent->message.v);
	view_url(v, "streamUrl", str_fmt(rq->arena, "/stream/turn/%lld", (long long)sent->turn.v));
	return v;
}

/* The turn is ordered: the worker is woken after the commit; the answer says where the reply streams. */
static struct reply
sent(struct req *rq, struct chat_id chat, const struct turn_sent *turn)
{
	struct view *v = turn_view(rq, turn);
	struct str stream = str_fmt(rq->arena, "/stream/turn/%lld", (long long)turn->turn.v);
	wake_after_commit(rq);
	if (str_starts(req_header(rq, "Accept"), STR("text/event-stream")))
		return see(rq, stream);
	return done(rq, 202, v, str_fmt(rq->arena, "%.*s#composer", STR_ARG(address(rq, chat))));
}

/* What the house does not take, said without naming a word; the text stays in the box. */
static bool
is_refused(struct req *rq, struct str content, struct reply *reply,
	   const struct chat_find_row *chat)
{
	enum prompt_verdict verdict = prompt_judge(rq->arena, content, PROMPT_CHAT);
	bool is_general = !cfg_is_set(CFG_EDITION);
	if (verdict == PROMPT_FINE || (verdict == PROMPT_SEXUAL && !is_general))
		return false;
	LOG_EVENT(LOG_INFO, "message-refused", LOG_INT("verdict", verdict),
		  LOG_INT("chat", chat->id.v));
	form_error(rq, "content", "Message", prompt_refusal(verdict));
	*reply = rq->wants_json ? refuse(rq, 422, "MODERATION_BLOCK", prompt_refusal(verdict))
				: form_again(rq, 422, "chat/show", chat_view(rq, chat));
	return true;
}

static struct reply
send_message(struct req *rq)
{
	struct reply refused;
	struct send in = { 0 };
	struct turn_sent turn = { 0 };
	const struct chat_find_row *chat = chat_find(rq->db, asked_chat(rq), rq->member->id);
	if (chat == NULL)
		return not_found(rq);
	if (!form_read(rq, SEND, COUNT(SEND), &in))
		return form_again(rq, 422, "chat/show", chat_view(rq, chat));
	if (is_refused(rq, in.content, &refused, chat))
		return refused;
	/* Sending empties the draft again; whatever refuses the message, its text is there on return. */
	(void)chat_keep_draft(rq->db, chat->id, rq->member->id, in.content);
	int wait = rate_wait(rq, str_fmt(rq->arena, "send:%lld", (long long)rq->member->id.v),
			     SEND_EVERY_S, SENDS);
	if (wait > 0)
		return too_many(rq, wait);
	struct turn_order order = { .member = rq->member->id,
				    .chat = chat->id,
				    .expected_head = { in.parent } };
	enum turn_outcome outcome = turn_send(rq->db, &order, in.content, &turn);
	if (outcome == TURN_SENT)
		return sent(rq, chat->id, &turn);
	refused = not_sent(rq, chat, outcome, &turn);
	refused.commit = true;
	return refused;
}

static struct reply
again(struct req *rq, enum turn_outcome (*order_turn)(struct db *, const struct turn_order *,
						      struct message_id, struct turn_sent *))
{
	struct about_message in = { 0 };
	struct turn_sent turn = { 0 };
	const struct chat_find_row *chat = chat_find(rq->db, asked_chat(rq), rq->member->id);
	if (chat == NULL)
		return not_found(rq);
	if (!form_read(rq, AGAIN, COUNT(AGAIN), &in))
		return refuse(rq, 422, NULL, "That message is not known.");
	struct turn_order order = { .member = rq->member->id, .chat = chat->id };
	enum turn_outcome outcome = order_turn(rq->db, &order, (struct message_id){ in.message },
					       &turn);
	return outcome == TURN_SENT ? sent(rq, chat->id, &turn)
				    : not_sent(rq, chat, outcome, &turn);
}

static struct reply
regenerate(struct req *rq)
{
	return again(rq, turn_regenerate);
}

static struct reply
continue_reply(struct req *rq)
{
	return again(rq, turn_continue);
}

static void
tell_stopped(struct req *rq, void *arg)
{
	turn_stop_tell(rq->db, arg);
}

static struct reply
stop(struct req *rq)
{
	struct turn_stop *stopped = ARENA_NEW(rq->arena, struct turn_stop);
	struct chat_id chat = asked_chat(rq);
	/* What was typed meanwhile comes along with the button and is kept as the draft. */
	struct typed in = { 0 };
	if (form_read(rq, TYPED, COUNT(TYPED), &in) && in.content.n > 0)
		(void)chat_keep_draft(rq->db, chat, rq->member->id, in.content);
	switch (turn_stop(rq->db, rq->member->id, chat, stopped)) {
	case TURN_STOPPED:
	case TURN_STOPPING:
		break;
	case TURN_NOT_RUNNING:
		if (chat_find(rq->db, chat, rq->member->id) == NULL)
			return not_found(rq);
		return done(rq, 200, NULL, address(rq, chat));
	}
	req_after_commit(rq, tell_stopped, stopped);
	struct view *v = view_new(rq->arena);
	view_id(v, "messageId", stopped->reply.v);
	return done(rq, 200, v, address(rq, chat));
}

static struct reply
swipe(struct req *rq)
{
	struct about_message in = { 0 };
	struct message_id older;
	if (!form_read(rq, ABOUT_MESSAGE, COUNT(ABOUT_MESSAGE), &in))
		return refuse(rq, 422, NULL, "That version is not known.");
	struct chat_id id = asked_chat(rq);
	if (chat_swipe(rq->db, id, rq->member->id, (struct message_id){ in.message }, in.index) ==
	    NULL)
		return not_found(rq);
	const struct chat_find_row *chat = chat_find(rq->db, id, rq->member->id);
	struct rows rows = chat_window(rq->db, rq->arena, id, chat->head_id, 1, &older);
	struct view *v = view_new(rq->arena);
	chat_message_fields(rq, v, chat_path_at(rows, 0), chat);
	return done(rq, 200, v, address(rq, id));
}

static struct reply
rate(struct req *rq)
{
	struct about_message in = { 0 };
	int64_t stars = 0;
	if (!form_read(rq, ABOUT_MESSAGE, COUNT(ABOUT_MESSAGE), &in))
		return refuse(rq, 422, NULL, "That rating is not known.");
	if (str_eq(in.rating, STR("up")))
		stars = 5;
	else if (str_eq(in.rating, STR("down")))
		stars = 1;
	else if (!str_to_i64(in.rating, &stars))
		stars = 0;
	if (chat_rate(rq->db, asked_chat(rq), rq->member->id, (struct message_id){ in.message },
		      stars) == 0)
		return not_found(rq);
	return done(rq, 200, NULL,
		    str_fmt(rq->arena, "/chat/%lld#m-%lld", (long long)req_id(rq, 0),
			    (long long)in.message));
}

static struct reply
change(struct req *rq)
{
	struct change in = { 0 };
	struct chat_id chat = asked_chat(rq);
	if (!form_read(rq, CHANGE, COUNT(CHANGE), &in))
		return refuse(rq, 422, NULL, "A title can have 80 characters at most.");
	if (chat_find(rq->db, chat, rq->member->id) == NULL)
		return not_found(rq);
	if (in.title.n > 0)
		(void)chat_rename(rq->db, chat, rq->member->id, in.title);
	if (form_value(rq, "draft").p != NULL)
		(void)chat_keep_draft(rq->db, chat, rq->member->id, in.draft);
	const struct chat_find_row *row = chat_find(rq->db, chat, rq->member->id);
	struct view *v = view_new(rq->arena);
	chat_session_fields(v, row);
	return done(rq, 200, v, address(rq, chat));
}

static struct reply
remove_chat(struct req *rq)
{
	if (chat_remove(rq->db, asked_chat(rq), rq->member->id) == 0)
		return not_found(rq);
	struct reply reply = done(rq, 200, NULL,
				  str_fmt(rq->arena, "/chat?gone=%lld", (long long)req_id(rq, 0)));
	return reply;
}

static struct reply
restore_chat(struct req *rq)
{
	if (chat_restore(rq->db, asked_chat(rq), rq->member->id) == 0)
		return not_found(rq);
	return done(rq, 200, NULL, address(rq, asked_chat(rq)));
}

static const struct route ROUTES[] = {
	{ GET, "/chat", show_list, FOR_MEMBER },
	{ POST, "/chat", open_chat, FOR_MEMBER },
	{ GET, "/chat/{id}", show_chat, FOR_MEMBER },
	{ POST, "/chat/{id}", change, FOR_MEMBER },
	{ POST, "/chat/{id}/message", send_message, FOR_MEMBER },
	{ POST, "/chat/{id}/regenerate", regenerate, FOR_MEMBER },
	{ POST, "/chat/{id}/continue", continue_reply, FOR_MEMBER },
	{ POST, "/chat/{id}/stop", stop, FOR_MEMBER },
	{ POST, "/chat/{id}/swipe", swipe, FOR_MEMBER },
	{ POST, "/chat/{id}/rate", rate, FOR_MEMBER },
	{ POST, "/chat/{id}/delete", remove_chat, FOR_MEMBER },
	{ POST, "/chat/{id}/restore", restore_chat, FOR_MEMBER },
	{ GET, "/api/chat/sessions", show_list, FOR_MEMBER },
	{ POST, "/api/chat/sessions", open_chat, FOR_MEMBER },
	{ GET, "/api/chat/sessions/{id}", show_chat, FOR_MEMBER },
	{ PATCH, "/api/chat/sessions/{id}", change, FOR_MEMBER },
	{ DELETE, "/api/chat/sessions/{id}", remove_chat, FOR_MEMBER },
	{ GET, "/api/chat/sessions/{id}/messages", list_messages, FOR_MEMBER },
	{ POST, "/api/chat/sessions/{id}/message", send_message, FOR_MEMBER },
	{ POST, "/api/chat/sessions/{id}/regenerate", regenerate, FOR_MEMBER },
	{ POST, "/api/chat/sessions/{id}/continue", continue_reply, FOR_MEMBER },
	{ POST, "/api/chat/sessions/{id}/stop", stop, FOR_MEMBER },
	{ POST, "/api/chat/sessions/{id}/swipe", swipe, FOR_MEMBER },
	{ POST, "/api/chat/sessions/{id}/rate", rate, FOR_MEMBER },
};

int
main(void)
{
	return screen_serve_hot("chat", ROUTES, COUNT(ROUTES), 4);
}
