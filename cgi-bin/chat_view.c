/* What a chat shows: its messages, composer and list, as views. */
#include "cgi-bin/chat.h"

#include "lib/base/utf8.h"
#include "lib/chat/chat.h"
#include "lib/web/markup.h"
#include "sql/chat.h"

/* The first letter of a name. */
static struct str
initial_of(struct str name)
{
	struct str rest = name;
	uint32_t point;
	return utf8_next(&rest, &point) ? str_first(name, name.n - rest.n) : STR_NONE;
}

void
chat_push(struct req *rq, struct view_list *items, const struct chat_list_row *row)
{
	struct view *item = view_push(items);
	view_fields(item, &chat_list_type, row);
	struct view *character = view_object(item, "character");
	view_id(character, "id", row->character_id.v);
	view_text(character, "name", row->character_name);
	/* Beside an open chat the others show an initial: their portraits would weigh more than it. */
	bool is_current = row->id.v == req_id(rq, 0);
	view_url(character, "avatarUrl",
		 is_current || req_id(rq, 0) == 0 ? row->thumb_url : STR_NONE);
	view_text(character, "initial", initial_of(row->character_name));
	view_text(character, "disclosure", row->disclosure);
	view_bool(item, "isCurrent", is_current);
}

/* A cursor is "<microseconds>.<id>" of the last chat of the page before. */
struct rows
chat_next(struct req *rq, int64_t limit, struct str *next)
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
		  STR_INIT(
			  "Too many talk at once just now. Nothing was charged; try again soon.") },
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
void
chat_message_fields(struct req *rq, struct view *v, const struct chat_path_row *row,
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
	view_text(speaker, "kind",
		  is_member			    ? STR("member")
		  : str_eq(row->role, STR("staff")) ? STR("staff")
						    : STR("ai"));
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
		view_text(speaker, "kindText",
			  str_eq(row->role, STR("staff")) ? STR("Staff") : STR("AI character"));
	view_bool(v, "isMember", is_member);
	view_bool(v, "isLast", is_last);
	view_bool(v, "isStreaming", open);
	view_bool(v, "isPending", open && row->content.n == 0);
	if (open && chat->has_running_turn)
		view_url(v, "streamUrl",
			 str_fmt(rq->arena, "/stream/turn/%lld", (long long)chat->running_turn.v));
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

void
chat_push_messages(struct req *rq, struct view_list *items, struct rows rows,
		   const struct chat_find_row *chat)
{
	for (size_t i = 0; i < rows.n; i++) {
		const struct chat_path_row *row = chat_path_at(rows, i);
		struct view *item = view_push(items);
		chat_message_fields(rq, item, row, chat);
		if (!rq->wants_json)
			message_page_fields(rq, item, row, chat, row->id.v == chat->head_id.v);
	}
}

/* The part of the conversation that ?before= or the cursor ends in, else its newest part. */
struct message_id
chat_window_end(struct req *rq, const struct chat_find_row *chat)
{
	struct message_id id = chat->head_id;
	struct str cursor = req_query(rq, rq->is_api ? "cursor" : "before");
	if (cursor.n > 0 && !str_to_i64(cursor, &id.v))
		id = chat->head_id;
	return id;
}

void
chat_session_fields(struct view *v, const struct chat_find_row *chat)
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
	buf_str(&cost,
		chat->reply_price.milli == 1000 ? STR(" gem a reply") : STR(" gems a reply"));
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
		view_gems(v, "needed",
			  (struct gems){ chat->reply_price.milli - rq->member->balance.milli });
		view_bool(page_only, "isBroke", true);
	}
	if (chat->has_running_turn) {
		view_id(page_only, "turnId", chat->running_turn.v);
		view_url(page_only, "streamUrl",
			 str_fmt(rq->arena, "/stream/turn/%lld", (long long)chat->running_turn.v));
	}
}

struct view *
chat_view(struct req *rq, const struct chat_find_row *chat)
{
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	struct message_id older;
	chat_session_fields(view_object(v, "session"), chat);
	chat_session_fields(v, chat);
	struct message_id end = chat_window_end(rq, chat);
	struct rows rows = chat_window(rq->db, rq->arena, chat->id, end, CHAT_WINDOW, &older);
	chat_push_messages(rq, view_list(v, "messages"), rows, chat);
	view_bool(page_only, "isPast", end.v != chat->head_id.v);
	if (older.v != 0)
		view_url(page_only, "olderUrl",
			 str_fmt(rq->arena, "/chat/%lld?before=%lld", (long long)chat->id.v,
				 (long long)older.v));
	composer_fields(rq, v, chat);
	struct str next;
	struct rows chats = chat_next(rq, CHAT_LIST_PAGE, &next);
	struct view_list *list = view_list(page_only, "chats");
	for (size_t i = 0; i < chats.n; i++)
		chat_push(rq, list, chat_list_at(chats, i));
	return v;
}
