/*
 * The prompt inspector: what the next reply would be sent, and what was sent for those that came. Both
 * are shown from the same report (lib/turn/record.h); looking sends and charges nothing.
 */
#include "cgi-bin/chat_prompt.h"

#include "cgi-bin/chat.h"
#include "lib/base/json.h"
#include "lib/prompt/count.h"
#include "sql/prompt.h"

enum { REPLIES = 30, LIVE_ARENA = 32 * 1024 * 1024 };

struct asked {
	int64_t message;
};

static const struct field ASKED[] = {
	FIELD_ID(struct asked, message, "messageId", "Message", false),
};

static void
free_arena(void *arena)
{
	arena_free(arena);
}

/* The report of the reply that would come now; NULL when its character is gone. */
static const json_t *
live_report(struct req *rq, const struct chat_find_row *chat, const struct prompt_next_row *next)
{
	struct arena *arena = arena_new(LIVE_ARENA);
	arena_defer(rq->arena, free_arena, arena);
	struct gather_ask ask = {
		.arena = arena,
		.chat = chat->id,
		.member = rq->member->id,
		.character = next->character_id,
		.head = next->head,
		.context = prompt_context_of(next->provider, next->context_tokens),
		.reply = next->reply_tokens,
		.ratio = count_ratio((struct count_mean){ next->ratio, next->samples }),
		.model = next->model,
		.seed = (uint64_t)next->head.v,
		.now = rq->now,
	};
	struct gathered from;
	gather(rq->db, rq->arena, &ask, 1, &from);
	if (!from.is_there)
		return NULL;
	struct prompt prompt = prompt_build(arena, &from.input);
	struct record_answer answer = { .provider = STR(""), .model = next->model };
	struct str why;
	return json_read(arena, record_json(arena, &from, &prompt, &answer), &why);
}

/* ---- the list of replies ------------------------------------------------------------------- */

static void
show_replies(struct req *rq, struct view *v, const struct chat_find_row *chat, int64_t current)
{
	struct rows rows = prompt_records(rq->db, chat->id, rq->member->id, chat->head_id, REPLIES);
	struct view_list *items = view_list(v, "replies");
	struct view_list *tabs = view_list(view_object(v, "page"), "tabs");
	(void)view_push_tab(tabs, STR("The next reply"), chat_address(rq, chat->id, "/prompt"),
			    current == 0);
	for (size_t i = 0; i < rows.n; i++) {
		const struct prompt_records_row *row = prompt_records_at(rows, i);
		struct view *item = view_push(items);
		struct str url = str_fmt(rq->arena, "/chat/%lld/prompt?messageId=%lld",
					 (long long)chat->id.v, (long long)row->message_id.v);
		view_fields(item, &prompt_records_type, row);
		struct view *tab = view_push_tab(tabs, row->excerpt, url,
						 row->message_id.v == current);
		view_time(tab, "createdAt", row->created_at);
		view_bool(tab, "isWhole", row->is_whole);
	}
}

/* What stands about a reply whose report is gone: the lore that fired. */
static void
show_short(struct view *v, const struct prompt_record_of_row *row)
{
	view_bool(v, "isWhole", false);
	view_texts(v, "fired", row->fired);
	view_int(view_object(v, "page"), "firedCount", (int64_t)row->fired.n);
}

static struct reply
show_record(struct req *rq, const struct chat_find_row *chat, int64_t message)
{
	const struct prompt_record_of_row *row = prompt_record_of(rq->db, chat->id, rq->member->id,
								  (struct message_id){ message });
	if (row == NULL)
		return not_found(rq);
	struct view *v = chat_side_view(rq, chat);
	view_id(v, "messageId", message);
	view_time(v, "createdAt", row->created_at);
	view_bool(v, "isLive", false);
	view_texts(v, "fired", row->fired);
	view_url(view_object(v, "page"), "messageUrl",
		 chat_place_url(rq, chat->id, (struct message_id){ message }));
	if (row->report != NULL) {
		chat_prompt_fields(rq, v, chat->id, row->report);
		if (row->tokens > 0)
			view_count(v, "toldTokens", row->tokens);
	} else {
		show_short(v, row);
	}
	show_replies(rq, v, chat, message);
	return page(rq, "chat/prompt", v);
}

struct reply
chat_show_prompt(struct req *rq)
{
	struct asked in = { 0 };
	const struct chat_find_row *chat = chat_of_request(rq);
	if (chat == NULL)
		return not_found(rq);
	if (!form_read(rq, ASKED, COUNT(ASKED), &in))
		return refuse(rq, 422, NULL, "That reply is not known.");
	const struct prompt_next_row *next = prompt_next(rq->db, chat->id, rq->member->id);
	if (next == NULL)
		return refuse(rq, 403, NULL,
			      "Only who began this chat can see what the model is sent.");
	if (in.message != 0)
		return show_record(rq, chat, in.message);
	const json_t *report = live_report(rq, chat, next);
	if (report == NULL)
		return refuse(rq, 409, NULL,
			      "The character of this chat is gone, so nothing would be sent.");
	struct view *v = chat_side_view(rq, chat);
	view_bool(v, "isLive", true);
	chat_prompt_fields(rq, v, chat->id, report);
	show_replies(rq, v, chat, 0);
	return page(rq, "chat/prompt", v);
}
