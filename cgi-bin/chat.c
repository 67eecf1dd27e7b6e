/* Conversations: the list of them, one of them, and everything that is done in one. */
#include "lib/chat/chat.h"
#include "lib/turn/turn.h"
#include "lib/web/markup.h"
#include "lib/web/serve.h"
#include "sql/chat.h"

enum { CHATS_A_PAGE = 30, SEND_EVERY_S = 2, SENDS = 30 };

struct send {
	struct str content;
	int64_t parent;
};

static const struct field SEND[] = {
	FIELD_TEXT(struct send, content, "content", "Message", 1, 8000),
	FIELD_ID(struct send, parent, "parentId", "Parent", false),
};

struct about_message {
	int64_t message;
	int64_t index;
	struct str rating;
};

static const struct field ABOUT_MESSAGE[] = {
	FIELD_ID(struct about_message, message, "messageId", "Message", false),
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

/* ---- the list ------------------------------------------------------------------------------ */

static void
push_chat(struct req *rq, struct view_list *items, const struct chat_list_row *row)
{
	struct view *item = view_push(items);
	view_fields(item, &chat_list_type, row);
	struct view *character = view_object(item, "character");
	view_id(character, "id", row->character_id.v);
	view_text(character, "name", row->character_name);
	view_url(character, "avatarUrl", row->thumb_url);
	view_text(character, "disclosure", row->disclosure);
	view_bool(item, "isCurrent", row->id.v == req_id(rq, 0));
}

/* A cursor is "<microseconds>.<id>" of the last chat of the page before. */
static struct rows
next_chats(struct req *rq, int64_t limit, struct str *next)
{
	struct moment before = MOMENT_NONE;
	struct chat_id before_id = { 0 };
	struct str cursor = req_query(rq, "cursor");
	ptrdiff_t dot = str_find_char(cursor, '.');
	if (dot > 0 && (!str_to_i64(str_first(cursor, (size_t)dot), &before.us) ||
			!str_to_i64(str_from_at(cursor, (size_t)dot + 1), &before_id.v)))
		before = MOMENT_NONE;
	struct rows rows = chat_list(rq->db, rq->member->id, before, before_id, limit + 1);
	*next = STR_NONE;
	if (rows.n > (size_t)limit) {
		rows.n = (size_t)limit;
		const struct chat_list_row *last = chat_list_at(rows, rows.n - 1);
		*next = str_fmt(rq->arena, "%lld.%lld", (long long)last->last_message_at.us,
				(long long)last->id.v);
	}
	return rows;
}

static struct reply
show_list(struct req *rq)
{
	struct str next;
	struct view *v = view_new(rq->arena);
	struct rows rows = next_chats(rq, CHATS_A_PAGE, &next);
	struct view_list *items = view_list(v, "items");
	for (size_t i = 0; i < rows.n; i++)
		push_chat(rq, items, chat_list_at(rows, i));
	view_text(v, "nextCursor", next);
	if (next.n > 0)
		view_url(view_object(v, "page"), "nextUrl",
			 str_fmt(rq->arena, "/chat?cursor=%.*s", STR_ARG(next)));
	return page(rq, "chat/list", v);
}

static struct reply
open_chat(struct req *rq)
{
	int64_t id;
	struct chat_id chat;
	if (!str_to_i64(form_value(rq, "characterId"), &id) || id < 1) {
		form_error(rq, "characterId", "Character", "Character is needed.");
		return refuse(rq, 422, NULL, "Say with whom the chat shall be.");
	}
	bool always_new = str_eq(form_value(rq, "isNew"), STR("yes"));
	enum chat_opened opened =
		chat_open(rq->db, rq->arena, rq->member->id, rq->member->display_name,
			  (struct character_id){ id }, always_new, &chat);
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

/* What is told of a reply that is not whole, in words. */
static struct str
note_on(const struct chat_path_row *row)
{
	static const struct {
		struct str reason;
		struct str words;
	} NOTES[] = {
		{ STR_INIT("STOPPED"), STR_INIT("You stopped this reply.") },
		{ STR_INIT("PROVIDER_CUT"),
		  STR_INIT("The reply broke off. What came is kept and was free.") },
		{ STR_INIT("PROVIDER_DOWN"),
		  STR_INIT("Nobody answered. Nothing was charged; write it again to retry.") },
		{ STR_INIT("PROVIDER_LIMITED"),
		  STR_INIT("Too many talk at once just now. Nothing was charged; try again soon.") },
		{ STR_INIT("PROVIDER_REFUSED"),
		  STR_INIT("The provider would not answer this. Nothing was charged.") },
		{ STR_INIT("INSUFFICIENT_GEMS"),
		  STR_INIT("The reply ends here because the gems did.") },
		{ STR_INIT("WORKER_LOST"),
		  STR_INIT("The reply was interrupted. What came is kept and was free.") },
	};
	for (size_t i = 0; i < COUNT(NOTES); i++)
		if (str_eq(row->reason, NOTES[i].reason))
			return NOTES[i].words;
	if (str_eq(row->status, STR("failed")))
		return STR("No reply came. Nothing was charged; write it again to retry.");
	if (str_eq(row->status, STR("partial")))
		return STR("This reply is not whole. It was free.");
	return STR_NONE;
}

static bool
is_open(struct str status)
{
	return str_eq(status, STR("pending")) || str_eq(status, STR("streaming"));
}

/* A message as the API gives it. */
static void
message_fields(struct req *rq, struct view *v, const struct chat_path_row *row,
	       const struct chat_find_row *chat)
{
	view_id(v, "id", row->id.v);
	if (row->has_parent_id)
		view_id(v, "parentId", row->parent_id.v);
	else
		view_null(v, "parentId");
	view_text(v, "role", row->role);
	view_text(v, "content", row->content);
	view_int(v, "swipeIndex", row->swipe_index);
	view_int(v, "swipeCount", row->swipe_count);
	view_gems(v, "gemCost", row->gem_cost);
	view_text(v, "status", row->status);
	view_text(v, "reason", row->reason);
	view_time(v, "createdAt", row->created_at);
	bool is_member = str_eq(row->role, STR("user"));
	struct view *speaker = view_object(v, "speaker");
	view_text(speaker, "kind", is_member ? STR("member") : str_eq(row->role, STR("staff"))
				   ? STR("staff") : STR("ai"));
	view_text(speaker, "label", is_member ? rq->member->display_name : chat->character_name);
	if (row->model.n > 0)
		view_text(speaker, "model", row->model);
}

/* What only the page shows of it. */
static void
message_page_fields(struct req *rq, struct view *v, const struct chat_path_row *row,
		    const struct chat_find_row *chat, bool is_last)
{
	bool is_member = str_eq(row->role, STR("user"));
	bool open = is_open(row->status);
	struct view *speaker = view_object(v, "speaker");
	view_url(speaker, "avatarUrl", is_member ? rq->member->avatar_url : chat->thumb_url);
	view_text(speaker, "name", chat->character_name);
	if (!is_member)
		view_text(speaker, "kindText", str_eq(row->role, STR("staff")) ? STR("Staff")
									       : STR("AI character"));
	view_bool(v, "isMember", is_member);
	view_bool(v, "isLast", is_last);
	view_bool(v, "isStreaming", open);
	view_bool(v, "isPending", open && row->content.n == 0);
	view_bool(v, "isFailed", str_eq(row->status, STR("failed")));
	view_bool(v, "isEdited", row->is_edited);
	view_html(v, "contentHtml", markup_html(rq->arena, row->content));
	view_null(v, "costText"); /* the composer's price is not this message's */
	if (row->gem_cost.milli > 0) {
		struct buf cost = buf_in(rq->arena);
		json_put_gems(&cost, row->gem_cost);
		buf_str(&cost, row->gem_cost.milli == 1000 ? STR(" gem") : STR(" gems"));
		view_text(v, "costText", buf_done(&cost));
	}
	if (!open && !is_member)
		view_text(v, "note", note_on(row));
	view_bool(v, "hasTools", !open && !is_member);
	view_bool(v, "hasSwipes", row->swipe_count > 1);
	view_int(v, "swipeNumber", row->swipe_index + 1);
	view_int(v, "prevSwipe", row->swipe_index - 1);
	view_int(v, "nextSwipe", row->swipe_index + 1);
	view_bool(v, "hasPrevSwipe", row->swipe_index > 0);
	view_bool(v, "hasNextSwipe", row->swipe_index + 1 < row->swipe_count);
	bool ended = !open && !is_member && row->has_parent_id;
	view_bool(v, "canRegenerate", ended && is_last);
	view_bool(v, "canRate", ended && row->content.n > 0);
	view_bool(v, "isUp", row->has_rating && row->rating >= 4);
	view_bool(v, "isDown", row->has_rating && row->rating <= 2);
}

static void
push_messages(struct req *rq, struct view_list *items, struct rows rows,
	      const struct chat_find_row *chat)
{
	for (size_t i = 0; i < rows.n; i++) {
		const struct chat_path_row *row = chat_path_at(rows, i);
		struct view *item = view_push(items);
		message_fields(rq, item, row, chat);
		if (!rq->wants_json)
			message_page_fields(rq, item, row, chat, row->id.v == chat->head_id.v);
	}
}

/* The part of the conversation that ?before= or the cursor ends in, else its newest part. */
static struct message_id
window_end(struct req *rq, const struct chat_find_row *chat)
{
	struct message_id id = chat->head_id;
	struct str cursor = req_query(rq, rq->is_api ? "cursor" : "before");
	if (cursor.n > 0 && !str_to_i64(cursor, &id.v))
		id = chat->head_id;
	return id;
}

static void
session_fields(struct view *v, const struct chat_find_row *chat)
{
	view_id(v, "id", chat->id.v);
	view_text(v, "title", chat->title);
	view_count(v, "messageCount", chat->message_count);
	view_time(v, "createdAt", chat->created_at);
	view_time(v, "lastMessageAt", chat->last_message_at);
	struct view *character = view_object(v, "character");
	view_id(character, "id", chat->character_id.v);
	view_text(character, "name", chat->character_name);
	view_url(character, "avatarUrl", chat->thumb_url);
	view_text(character, "disclosure", chat->disclosure);
	view_text(character, "voice", chat->voice);
	view_gems(v, "gemCostPerMessage", chat->reply_price);
}

static struct str
cost_words(struct req *rq, const struct chat_find_row *chat)
{
	struct buf cost = buf_in(rq->arena);
	json_put_gems(&cost, chat->reply_price);
	buf_str(&cost, chat->reply_price.milli == 1000 ? STR(" gem a reply") : STR(" gems a reply"));
	return buf_done(&cost);
}

static void
composer_fields(struct req *rq, struct view *v, const struct chat_find_row *chat)
{
	struct view *page_only = view_object(v, "page");
	view_id(v, "parentId", chat->head_id.v);
	view_bool(v, "isReplying", chat->has_running_turn);
	view_text(v, "costText", cost_words(rq, chat));
	view_text(v, "disclosureLine",
		  str_fmt(rq->arena, "%.*s is made up. %s", STR_ARG(chat->character_name),
			  str_eq(chat->voice, STR("ai")) ? "A computer program writes the replies."
							 : "AI or our staff write the replies."));
	view_text(page_only, "draft", chat->draft);
	if (rq->member->balance.milli < chat->reply_price.milli) {
		view_gems(v, "needed", (struct gems){ chat->reply_price.milli -
						      rq->member->balance.milli });
		view_bool(page_only, "isBroke", true);
	}
	if (chat->has_running_turn) {
		view_id(page_only, "turnId", chat->running_turn.v);
		view_url(page_only, "streamUrl",
			 str_fmt(rq->arena, "/stream/turn/%lld", (long long)chat->running_turn.v));
	}
}

static struct view *
chat_view(struct req *rq, const struct chat_find_row *chat)
{
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	struct message_id older;
	session_fields(view_object(v, "session"), chat);
	session_fields(v, chat);
	struct message_id end = window_end(rq, chat);
	struct rows rows = chat_window(rq->db, rq->arena, chat->id, end, CHAT_WINDOW, &older);
	push_messages(rq, view_list(v, "messages"), rows, chat);
	view_bool(page_only, "isPast", end.v != chat->head_id.v);
	if (older.v != 0)
		view_url(page_only, "olderUrl",
			 str_fmt(rq->arena, "/chat/%lld?before=%lld", (long long)chat->id.v,
				 (long long)older.v));
	composer_fields(rq, v, chat);
	struct str next;
	struct rows chats = next_chats(rq, CHATS_A_PAGE, &next);
	struct view_list *list = view_list(page_only, "chats");
	for (size_t i = 0; i < chats.n; i++)
		push_chat(rq, list, chat_list_at(chats, i));
	return v;
}

static struct reply
show_chat(struct req *rq)
{
	const struct chat_find_row *chat = chat_find(rq->db, asked_chat(rq), rq->member->id);
	if (chat == NULL)
		return not_found(rq);
	if (rq->wants_json) {
		struct view *v = view_new(rq->arena);
		session_fields(v, chat);
		return json_reply(rq, 200, v);
	}
	return page(rq, "chat/show", chat_view(rq, chat));
}

static struct reply
list_messages(struct req *rq)
{
	struct message_id older;
	const struct chat_find_row *chat = chat_find(rq->db, asked_chat(rq), rq->member->id);
	if (chat == NULL)
		return not_found(rq);
	struct view *v = view_new(rq->arena);
	struct rows rows = chat_window(rq->db, rq->arena, chat->id, window_end(rq, chat),
				       CHAT_WINDOW, &older);
	push_messages(rq, view_list(v, "items"), rows, chat);
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
		return refuse_with(rq, 402, "INSUFFICIENT_GEMS",
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
	view_url(v, "streamUrl",
		 str_fmt(rq->arena, "/stream/turn/%lld", (long long)sent->turn.v));
	return v;
}

static void
wake_worker(struct req *rq, void *arg)
{
	(void)arg;
	turn_wake(rq->db);
}

/* The turn is ordered: the worker is woken after the commit; the answer says where the reply streams. */
static struct reply
sent(struct req *rq, struct chat_id chat, const struct turn_sent *turn)
{
	struct view *v = turn_view(rq, turn);
	struct str stream = str_fmt(rq->arena, "/stream/turn/%lld", (long long)turn->turn.v);
	req_after_commit(rq, wake_worker, NULL);
	if (str_starts(req_header(rq, "Accept"), STR("text/event-stream")))
		return see(rq, stream);
	return done(rq, 202, v, str_fmt(rq->arena, "%.*s#composer", STR_ARG(address(rq, chat))));
}

static struct reply
send_message(struct req *rq)
{
	struct send in = { 0 };
	struct turn_sent turn = { 0 };
	const struct chat_find_row *chat = chat_find(rq->db, asked_chat(rq), rq->member->id);
	if (chat == NULL)
		return not_found(rq);
	if (!form_read(rq, SEND, COUNT(SEND), &in))
		return form_again(rq, 422, "chat/show", chat_view(rq, chat));
	int wait = rate_wait(rq, str_fmt(rq->arena, "send:%lld", (long long)rq->member->id.v),
			     SEND_EVERY_S, SENDS);
	if (wait > 0)
		return too_many(rq, wait);
	struct turn_order order = { .member = rq->member->id,
				    .chat = chat->id,
				    .expected_head = { in.parent } };
	enum turn_outcome outcome = turn_send(rq->db, &order, in.content, &turn);
	return outcome == TURN_SENT ? sent(rq, chat->id, &turn) : not_sent(rq, chat, outcome, &turn);
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
	if (!form_read(rq, ABOUT_MESSAGE, COUNT(ABOUT_MESSAGE), &in))
		return refuse(rq, 422, NULL, "That message is not known.");
	struct turn_order order = { .member = rq->member->id, .chat = chat->id };
	enum turn_outcome outcome =
		order_turn(rq->db, &order, (struct message_id){ in.message }, &turn);
	return outcome == TURN_SENT ? sent(rq, chat->id, &turn) : not_sent(rq, chat, outcome, &turn);
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
	struct change in = { 0 };
	if (form_read(rq, CHANGE, COUNT(CHANGE), &in) && in.draft.n > 0)
		(void)chat_keep_draft(rq->db, chat, rq->member->id, in.draft);
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
	message_fields(rq, v, chat_path_at(rows, 0), chat);
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
	session_fields(v, row);
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
