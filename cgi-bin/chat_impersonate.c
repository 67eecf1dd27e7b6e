/* A line in the member's own voice: ordered here, written by the worker into the composer's box. */
#include "cgi-bin/chat.h"
#include "lib/prompt/prompt.h"
#include "lib/web/wake.h"
#include "sql/memory.h"

enum { LINE_EVERY_S = 3, LINES = 10 };

struct typed {
	struct str content;
};

static const struct field TYPED[] = {
	FIELD_TEXT(struct typed, content, "content", "Message", 0, CHAT_TEXT_MOST),
};

static struct reply
refused(struct req *rq, const struct chat_find_row *chat, int status, const char *code,
	const char *why)
{
	if (rq->wants_json)
		return refuse(rq, status, code, why);
	form_error(rq, "content", "Message", why);
	return form_again(rq, status, "chat/show", chat_view(rq, chat));
}

static struct reply
no_gems(struct req *rq, const struct chat_find_row *chat, const struct impersonate_order_row *row)
{
	static const char WHY[] =
		"There are not enough gems to write for you. Nothing was charged.";
	if (!rq->wants_json)
		return refused(rq, chat, 402, "INSUFFICIENT_GEMS", WHY);
	struct view *extra = view_new(rq->arena);
	view_gems(extra, "needed", row->needed);
	view_gems(extra, "balance", row->available);
	return refuse_with(rq, 402, "INSUFFICIENT_GEMS", WHY, extra);
}

static struct reply
ordered(struct req *rq, const struct chat_find_row *chat, const struct impersonate_order_row *row)
{
	struct view *v = view_new(rq->arena);
	wake_after_commit(rq);
	view_bool(v, "isWriting", true);
	view_gems(v, "gemCost", row->price);
	view_text(v, "unit", row->unit);
	struct reply reply = done(rq, 202, v, chat_address(rq, chat->id, "#composer"));
	if (!rq->wants_json)
		reply_flash(rq, &reply, FLASH_INFO,
			    "Your line is being written into the box below.");
	return reply;
}

struct reply
chat_impersonate(struct req *rq)
{
	const struct chat_find_row *chat = chat_of_request(rq);
	struct typed in = { .content = STR_NONE };
	struct reply over;
	if (chat == NULL)
		return not_found(rq);
	if (chat_is_over(rq, chat, &over))
		return over;
	if (!form_read(rq, TYPED, COUNT(TYPED), &in))
		return form_again(rq, 422, "chat/show", chat_view(rq, chat));
	/* What came along is what stands in the box now; without it the box stays as it is. */
	struct str draft = form_value(rq, "content").p == NULL ? STR_NONE : in.content;
	if (draft.p == NULL && form_value(rq, "content").p != NULL)
		draft = STR("");
	if (draft.n > 0 &&
	    chat_name_is_refused(rq, chat, (struct message_id){ 0 },
				 &(struct chat_named){ "content", "Message", draft }, &over))
		return over;
	int wait = rate_wait(rq, str_fmt(rq->arena, "line:%lld", (long long)rq->member->id.v),
			     LINE_EVERY_S, LINES);
	if (wait > 0)
		return too_many(rq, wait);
	const struct impersonate_order_row *row = impersonate_order(
		rq->db, rq->member->id, chat->id, draft, prompt_context_tokens());
	if (str_eq(row->outcome, STR("sent")))
		return ordered(rq, chat, row);
	if (str_eq(row->outcome, STR("no_gems")))
		return no_gems(rq, chat, row);
	if (str_eq(row->outcome, STR("busy")))
		return refused(
			rq, chat, 409, "BUSY",
			"Something is being written in this chat already. Wait until it is done.");
	if (str_eq(row->outcome, STR("not_ai")))
		return refused(rq, chat, 409, "NOT_AI",
			       "Staff write for this character; no program writes for you here.");
	if (str_eq(row->outcome, STR("no_character")))
		return refused(rq, chat, 409, "CHARACTER_GONE",
			       "This character is no longer here. What you wrote together stays.");
	return not_found(rq);
}

void
chat_lend_fields(struct req *rq, struct view *v, const struct chat_find_row *chat)
{
	if (str_eq(chat->voice, STR("staff"))) {
		view_null(v, "lend");
		return;
	}
	const struct impersonate_state_row *row = impersonate_state(rq->db, chat->id,
								    rq->member->id);
	struct view *lend = view_object(v, "lend");
	view_bool(lend, "isRunning", row->is_running);
	view_text(lend, "costText",
		  chat->reply_price.milli == 0 ? STR("free")
		  : chat->price_is_per_1000_tokens
			  ? str_fmt(rq->arena, "%.*s per 1,000 tokens",
				    STR_ARG(chat_gems_words(rq->arena, chat->reply_price)))
			  : chat_gems_words(rq->arena, chat->reply_price));
	view_text(lend, "note", row->reason.n == 0 || row->is_running ? STR_NONE : row->says);
}
