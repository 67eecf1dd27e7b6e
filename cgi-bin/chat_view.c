/* What a chat shows: its messages, composer and list, as views. */
#include "cgi-bin/chat.h"

#include <time.h>

#include "lib/base/cfg.h"
#include "lib/base/label.h"
#include "lib/base/utf8.h"
#include "lib/chat/chat.h"
#include "lib/web/markup.h"
#include "sql/chat.h"

struct str
chat_without_marks(struct arena *arena, struct str text)
{
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '*')
			buf_char(&out, text.p[i]);
	return buf_done(&out);
}

void
chat_push(struct req *rq, struct view_list *items, const struct chat_list_row *row,
	  const struct chat_find_row *open)
{
	struct view *item = view_push(items);
	view_fields(item, &chat_list_type, row);
	struct view *character = view_object(item, "character");
	view_id(character, "id", row->character_id.v);
	view_text(character, "name", row->character_name);
	bool is_current = open != NULL && row->id.v == open->id.v;
	/* Beside an open chat other characters show an initial: their portraits would weigh more than it. */
	bool is_here = open == NULL || row->character_id.v == open->character_id.v;
	view_url(character, "avatarUrl", is_here ? row->thumb_url : STR_NONE);
	view_text(character, "initial", utf8_first(row->character_name));
	view_text(character, "disclosure", row->disclosure);
	view_text(character, "voice", row->voice);
	view_bool(item, "isCurrent", is_current);
	/* What stands open is read right now. */
	if (!rq->wants_json && (row->unread == 0 || is_current))
		view_null(item, "unread");
	bool is_named = row->title.n > 0 && !str_eq(row->title, row->character_name);
	if (rq->wants_json)
		return;
	view_text(item, "ownTitle", is_named ? row->title : STR_NONE);
	view_text(item, "lastMessage", chat_without_marks(rq->arena, row->last_message));
}

/* A cursor is "<microseconds>.<id>" of the last chat of the page before. */
struct rows
chat_next(struct req *rq, bool ended, int64_t limit, struct str *next)
{
	struct moment before = MOMENT_NONE;
	struct chat_id before_id = { 0 };
	struct str cursor = req_query(rq, "cursor");
	ptrdiff_t dot = str_find_char(cursor, '.');
	if (dot > 0 && (!str_to_i64(str_first(cursor, (size_t)dot), &before.us) ||
			!str_to_i64(str_from_at(cursor, (size_t)dot + 1), &before_id.v)))
		before = MOMENT_NONE;
	struct rows rows = ended ? chat_list_ended(rq->db, rq->member->id, before, before_id,
						   limit + 1)
				 : chat_list(rq->db, rq->member->id, before, before_id, limit + 1);
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
note_on(const struct chat_path_row *row, const struct chat_find_row *chat)
{
	static const struct label NOTES[] = {
		LABEL("STOPPED", "You stopped this reply."),
		LABEL("CARE", "The house wrote this, not the character. It was free."),
		LABEL("BLOCKED", "This reply was stopped by the rules of the house. It was free."),
		LABEL("PROMPT_TOO_LONG",
		      "All of it together is longer than the model can read. Nothing was charged. "
		      "What is large stands under \xE2\x80\x9CWhat the model is sent\xE2\x80\x9D."),
		LABEL("PROVIDER_CUT", "The reply broke off. What came is kept and was free."),
		LABEL("PROVIDER_DOWN",
		      "Nobody answered. Nothing was charged; write it again to retry."),
		LABEL("PROVIDER_LIMITED",
		      "Too many talk at once just now. Nothing was charged; try again soon."),
		LABEL("PROVIDER_EMPTY",
		      "The model answered with nothing. It was free; write it again, or "
		      "choose another model."),
		LABEL("PROVIDER_BLOCKED",
		      "The moderation of the service that writes replies stopped this one. "
		      "It was free."),
		LABEL("PROVIDER_REFUSED",
		      "The provider would not answer this. Nothing was charged."),
		LABEL("INSUFFICIENT_GEMS", "The reply ends here because the gems did."),
		LABEL("WORKER_LOST", "The reply was interrupted. What came is kept and was free."),
	};
	if (chat->member_count > 1 && str_eq(row->reason, STR("STOPPED")))
		return STR("This reply was stopped."); /* by one of them */
	struct str note = label_of(NOTES, COUNT(NOTES), row->reason, STR_NONE);
	if (note.n > 0)
		return note;
	if (str_eq(row->status, STR("failed")) || str_eq(row->status, STR("blocked")))
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

/* ---- one message ---------------------------------------------------------------------------- */

struct str
chat_gems_words(struct arena *arena, struct gems gems)
{
	struct buf words = buf_in(arena);
	json_put_gems(&words, gems);
	buf_str(&words, gems.milli == 1000 ? STR(" gem") : STR(" gems"));
	return buf_done(&words);
}

static bool
is_of_member(const struct chat_path_row *row)
{
	return str_eq(row->role, STR("user"));
}

static bool
is_mine(const struct req *rq, const struct chat_path_row *row)
{
	return is_of_member(row) && (!row->has_member_id || row->member_id.v == rq->member->id.v);
}

/* Lines of help: they stand where a reply would, and are none. */
static bool
is_of_house(const struct chat_path_row *row)
{
	return str_eq(row->reason, STR("CARE"));
}

bool
chat_may_edit(const struct req *rq, const struct chat_path_row *row)
{
	return !is_open(row->status) && !is_of_house(row) &&
	       (is_mine(rq, row) || str_eq(row->role, STR("assistant")));
}

struct str
chat_usage_words(struct req *rq, const struct chat_path_row *row)
{
	if (row->prompt_tokens + row->reply_tokens == 0)
		return STR_NONE;
	return str_fmt(rq->arena, "%lld tokens were sent for it and %lld came back. It cost %.*s.",
		       (long long)row->prompt_tokens, (long long)row->reply_tokens,
		       STR_ARG(row->gem_cost.milli == 0
				       ? STR("nothing")
				       : chat_gems_words(rq->arena, row->gem_cost)));
}

static struct str
speaker_of(struct req *rq, const struct chat_path_row *row, const struct chat_find_row *chat)
{
	if (is_mine(rq, row))
		return rq->member->display_name;
	if (is_of_house(row))
		return str_from(cfg_text(CFG_HOUSE_NAME));
	if (row->speaker_label.n > 0)
		return row->speaker_label;
	return is_of_member(row) ? STR("A former member") : chat->character_name;
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
	view_bool(v, "isEdited", row->is_edited);
	view_bool(v, "isHidden", row->is_hidden);
	view_text(v, "bookmark", row->bookmark);
	view_text(v, "checkpoint", row->checkpoint);
	if (row->has_rating)
		view_int(v, "rating", row->rating);
	else
		view_null(v, "rating");
	struct view *usage = view_object(v, "usage");
	view_int(usage, "promptTokens", row->prompt_tokens);
	view_int(usage, "completionTokens", row->reply_tokens);
	struct view *speaker = view_object(v, "speaker");
	view_text(speaker, "kind",
		  is_of_member(row)		    ? STR("member")
		  : str_eq(row->role, STR("staff")) ? STR("staff")
						    : STR("ai"));
	view_text(speaker, "label", speaker_of(rq, row, chat));
	if (row->model.n > 0)
		view_text(speaker, "model", row->model);
}

static void
speaker_fields(struct req *rq, struct view *v, const struct chat_path_row *row,
	       const struct chat_find_row *chat)
{
	struct view *speaker = view_object(v, "speaker");
	struct str face = is_of_house(row) ? STR_NONE : str_or(row->thumb_url, chat->thumb_url);
	view_url(speaker, "avatarUrl", is_of_member(row) ? row->member_avatar : face);
	view_text(speaker, "initial", utf8_first(speaker_of(rq, row, chat)));
	if (!is_of_member(row))
		view_text(speaker, "kindText",
			  is_of_house(row)		      ? STR("The house")
			  : str_eq(row->role, STR("staff"))   ? STR("Staff")
			  : str_eq(chat->voice, STR("staff")) ? STR("Fictional character")
							      : STR("AI character"));
	else if (!is_mine(rq, row))
		view_text(speaker, "kindText", STR("Member"));
}

/* Buttons that send "swipe 17 2" and the like to the form around them. */
static void
tool_fields(struct view *v, const struct chat_path_row *row, bool is_open_now, bool is_last)
{
	bool is_reply = !is_of_member(row);
	bool ended = !is_open_now && is_reply && row->has_parent_id && !is_of_house(row);
	bool swipes = !is_open_now && (row->swipe_count > 1 || (ended && is_last));
	view_bool(v, "hasSwipes", swipes);
	view_int(v, "swipeNumber", row->swipe_index + 1);
	view_int(v, "prevSwipe", row->swipe_index - 1);
	view_int(v, "nextSwipe", row->swipe_index + 1);
	view_bool(v, "makesVersion", ended && is_last && row->swipe_index + 1 == row->swipe_count);
	view_bool(v, "canRegenerate", ended && is_last);
	view_bool(v, "canContinue",
		  !is_open_now && is_reply && row->later_count == 0 && row->content.n > 0 &&
			  !is_of_house(row));
	view_bool(v, "canRate", ended && row->content.n > 0);
	view_bool(v, "isUp", row->has_rating && row->rating >= 4);
	view_bool(v, "isDown", row->has_rating && row->rating <= 2);
	view_bool(v, "hasTools", !is_open_now);
}

/* What only the page shows of it. */
static void
message_page_fields(struct req *rq, struct view *v, const struct chat_path_row *row,
		    const struct chat_find_row *chat, bool is_last)
{
	bool open = is_open(row->status);
	bool is_live = open && chat->has_running_turn && chat->running_message.v == row->id.v;
	speaker_fields(rq, v, row, chat);
	view_bool(v, "isMember", is_mine(rq, row));
	view_bool(v, "isLast", is_last);
	view_bool(v, "isStreaming", open);
	/* Its stream begins where the reply does, so nothing of it is shown twice. */
	struct str shown = is_live ? str_or(chat->prefix, STR("")) : row->content;
	view_bool(v, "isPending", open && shown.n == 0);
	if (is_live) {
		view_url(v, "streamUrl",
			 str_fmt(rq->arena, "/stream/turn/%lld", (long long)chat->running_turn.v));
		view_text(v, "before", shown);
		if (chat->due_words.n > 0)
			view_text(v, "waitText",
				  str_fmt(rq->arena,
					  "The service that writes replies is busy. It is asked "
					  "again in %.*s.",
					  STR_ARG(chat->due_words)));
	} else {
		view_null(v, "before");
	}
	view_bool(v, "isFailed", str_eq(row->status, STR("failed")));
	view_html(v, "contentHtml", markup_html(rq->arena, shown));
	view_null(v, "costText"); /* the composer's price is not this message's */
	if (row->gem_cost.milli > 0)
		view_text(v, "costText", chat_gems_words(rq->arena, row->gem_cost));
	view_null(v, "tokenText");
	if (row->reply_tokens > 0 && !is_of_house(row)) {
		view_text(v, "tokenText",
			  str_fmt(rq->arena, "%lld tokens", (long long)row->reply_tokens));
		view_text(v, "usageText", chat_usage_words(rq, row));
	}
	view_bool(v, "canEdit", chat_may_edit(rq, row));
	if (!open && !is_of_member(row))
		view_text(v, "note", note_on(row, chat));
	view_bool(v, "needsGems", str_eq(row->reason, STR("INSUFFICIENT_GEMS")));
	view_url(v, "moreUrl",
		 str_fmt(rq->arena, "/chat/%lld/message/%lld", (long long)chat->id.v,
			 (long long)row->id.v));
	view_bool(v, "isBookmarked", row->bookmark.p != NULL);
	/* What would order a reply is not offered where none is taken. */
	tool_fields(v, row, open, is_last && moment_is_none(chat->ended_at));
}

/* The line between two days; none when both messages are of one. */
static void
day_fields(struct req *rq, struct view *v, struct moment before, struct moment at)
{
	enum { DAY_S = 24 * 60 * 60 };
	static const char *const DAYS[] = { "Sunday",	"Monday", "Tuesday", "Wednesday",
					    "Thursday", "Friday", "Saturday" };
	time_t now = (time_t)(at.us / 1000000);
	struct tm tm;
	char words[64], date[16];
	if (!moment_is_none(before) && before.us / 1000000 / DAY_S == now / DAY_S)
		return;
	(void)gmtime_r(&now, &tm);
	(void)strftime(words, sizeof(words), "%B %Y", &tm);
	(void)strftime(date, sizeof(date), "%Y-%m-%d", &tm);
	struct view *day = view_object(v, "day");
	view_text(day, "words",
		  str_fmt(rq->arena, "%s, %d %s", DAYS[tm.tm_wday], tm.tm_mday, words));
	view_text(day, "date", str_fmt(rq->arena, "%s", date));
}

void
chat_push_messages(struct req *rq, struct view_list *items, struct rows rows,
		   const struct chat_find_row *chat)
{
	struct moment before = MOMENT_NONE;
	for (size_t i = 0; i < rows.n; i++) {
		const struct chat_path_row *row = chat_path_at(rows, i);
		struct view *item = view_push(items);
		chat_message_fields(rq, item, row, chat);
		if (rq->wants_json)
			continue;
		message_page_fields(rq, item, row, chat, row->id.v == chat->head_id.v);
		day_fields(rq, item, before, row->created_at);
		before = row->created_at;
	}
}

/* ---- the chat ------------------------------------------------------------------------------- */

void
chat_session_fields(struct view *v, const struct chat_find_row *chat)
{
	view_id(v, "id", chat->id.v);
	view_text(v, "title", chat->title);
	view_count(v, "messageCount", chat->message_count);
	view_count(v, "wordCount", chat->word_count);
	view_count(v, "tokenCount", chat->token_count);
	view_gems(v, "gemsSpent", chat->gems_spent);
	if (chat->head_id.v != 0)
		view_id(v, "headId", chat->head_id.v);
	else
		view_null(v, "headId");
	view_time(v, "createdAt", chat->created_at);
	view_time(v, "lastMessageAt", chat->last_message_at);
	if (moment_is_none(chat->ended_at))
		view_null(v, "endedAt");
	else
		view_time(v, "endedAt", chat->ended_at);
	if (chat->due_words.n > 0) {
		struct view *waits = view_object(v, "waits");
		view_time(waits, "dueAt", chat->due_at);
		view_int(waits, "etaSeconds", chat->due_in_s);
	}
	struct view *character = view_object(v, "character");
	view_id(character, "id", chat->character_id.v);
	view_text(character, "name", chat->character_name);
	view_url(character, "avatarUrl", chat->thumb_url);
	view_text(character, "disclosure", chat->disclosure);
	view_text(character, "voice", chat->voice);
	view_gems(v, "gemCostPerMessage", chat->reply_price);
}

struct view *
chat_side_view(struct req *rq, const struct chat_find_row *chat)
{
	struct view *v = view_new(rq->arena);
	chat_session_fields(view_object(v, "session"), chat);
	struct view *character = view_object(v, "character");
	view_id(character, "id", chat->character_id.v);
	view_text(character, "name", chat->character_name);
	view_url(character, "avatarUrl", chat->thumb_url);
	view_text(character, "initial", utf8_first(chat->character_name));
	view_text(character, "disclosure", chat->disclosure);
	return v;
}

/* Which part of the conversation is asked for. */
struct part {
	struct message_id end;	/* its newest message */
	struct message_id line; /* the end of the branch that it is on */
	bool is_on_way;		/* that branch is the one that is being read */
	struct message_id at;	/* the message that it is about, or 0 */
};

static struct part
asked_part(struct req *rq, const struct chat_find_row *chat)
{
	enum { AROUND = CHAT_WINDOW / 2 };
	static const struct {
		const char *name;
		int64_t more;
	} WAYS[] = { { "at", AROUND }, { "before", 0 }, { "after", CHAT_WINDOW } };
	struct part part = { chat->head_id, chat->head_id, true, { 0 } };
	for (size_t i = 0; i < COUNT(WAYS); i++) {
		struct message_id id;
		if (!str_to_i64(req_query(rq, WAYS[i].name), &id.v))
			continue;
		const struct chat_below_row *row = chat_below(rq->db, chat->id, chat->head_id, id,
							      WAYS[i].more);
		if (row != NULL && row->end_id.v != 0)
			part = (struct part){
				row->end_id, row->line, row->on_way, { i == 0 ? id.v : 0 }
			};
		break;
	}
	return part;
}

static void
part_fields(struct req *rq, struct view *page_only, const struct chat_find_row *chat,
	    const struct part *part, struct message_id older)
{
	long long id = (long long)chat->id.v;
	view_bool(page_only, "isPast", part->end.v != chat->head_id.v);
	view_bool(page_only, "isElsewhere", !part->is_on_way);
	if (!part->is_on_way)
		view_id(page_only, "elsewhereId", part->at.v != 0 ? part->at.v : part->end.v);
	if (older.v != 0)
		view_url(page_only, "olderUrl",
			 str_fmt(rq->arena, "/chat/%lld?before=%lld", id, (long long)older.v));
	if (part->end.v != part->line.v)
		view_url(page_only, "newerUrl",
			 str_fmt(rq->arena, "/chat/%lld?after=%lld", id, (long long)part->end.v));
	/* One stands at an earlier place: what followed it is on other branches. */
	if (part->end.v == chat->head_id.v && chat->later_count > 0)
		view_count(page_only, "laterCount", chat->later_count);
	view_bool(page_only, "manyLater", chat->later_count > 1);
	int64_t undo;
	if (str_to_i64(req_query(rq, "undo"), &undo) && undo > 0)
		view_id(page_only, "undo", undo);
	view_int(page_only, "eventId", chat->newest_event);
}

struct view *
chat_view(struct req *rq, const struct chat_find_row *chat)
{
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	struct message_id older;
	chat_session_fields(view_object(v, "session"), chat);
	chat_session_fields(v, chat);
	view_text(view_object(v, "character"), "initial", utf8_first(chat->character_name));
	struct part part = asked_part(rq, chat);
	struct rows rows = chat_window(rq->db, rq->arena, chat->id, part.end, CHAT_WINDOW, &older);
	chat_push_messages(rq, view_list(v, "messages"), rows, chat);
	part_fields(rq, page_only, chat, &part, older);
	const struct chat_path_row *last = rows.n == 0 ? NULL : chat_path_at(rows, rows.n - 1);
	view_bool(page_only, "canContinue",
		  last != NULL && last->id.v == chat->head_id.v && last->later_count == 0 &&
			  !is_of_member(last) && !is_of_house(last) && last->content.n > 0);
	chat_composer_fields(rq, v, chat, rows);
	view_bool(page_only, "isOwner", chat->is_owner);
	chat_group_on_page(rq, v, chat);
	if (chat->origin_chat.v != 0)
		view_url(page_only, "originUrl", chat_address(rq, chat->origin_chat, ""));
	struct str next;
	struct rows chats = chat_next(rq, false, CHAT_LIST_PAGE, &next);
	struct view_list *list = view_list(page_only, "chats");
	for (size_t i = 0; i < chats.n; i++)
		chat_push(rq, list, chat_list_at(chats, i), chat);
	safety_on_page(rq, v, chat);
	return v;
}
