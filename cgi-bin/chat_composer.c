/* The box that one writes into: what a reply costs, what is missing for it, what is being written. */
#include "cgi-bin/chat.h"

/* What a price by tokens comes to, as it is charged: begun thousandths of a gem count. */
static struct gems
fare(const struct chat_find_row *chat, int64_t tokens)
{
	return (struct gems){ (chat->reply_price.milli * tokens + 999) / 1000 };
}

/* The newest reply that a model wrote, of which the next one will not differ much; or NULL. */
static const struct chat_path_row *
newest_priced(struct rows rows)
{
	for (size_t i = rows.n; i-- > 0;)
		if (chat_path_at(rows, i)->prompt_tokens > 0)
			return chat_path_at(rows, i);
	return NULL;
}

/* "about 30 gems": in whole ones, below ten in tenths. */
static struct gems
rounded(struct gems gems)
{
	int64_t step = gems.milli >= 10000 ? 1000 : 100;
	return (struct gems){ (gems.milli + step - 1) / step * step };
}

static struct str
cost_words(struct req *rq, const struct chat_find_row *chat, const struct chat_path_row *newest)
{
	struct str price = chat_gems_words(rq->arena, chat->reply_price);
	if (chat->reply_price.milli == 0)
		return STR("Replies are free here");
	if (!chat->price_is_per_1000_tokens)
		return str_fmt(rq->arena, "%.*s a reply", STR_ARG(price));
	if (newest == NULL)
		return str_fmt(rq->arena, "%.*s per 1,000 tokens", STR_ARG(price));
	struct gems next = rounded(fare(chat, newest->prompt_tokens + newest->reply_tokens));
	return str_fmt(rq->arena, "%.*s per 1,000 tokens, about %.*s a reply", STR_ARG(price),
		       STR_ARG(chat_gems_words(rq->arena, next)));
}

/* The least that must be there for a reply to begin: its price, or that of the prompt and a sentence. */
static struct gems
least_needed(const struct chat_find_row *chat, const struct chat_path_row *newest)
{
	enum { SENTENCE = 40 };
	if (!chat->price_is_per_1000_tokens)
		return chat->reply_price;
	return fare(chat, (newest == NULL ? 0 : newest->prompt_tokens) + SENTENCE);
}

void
chat_missing_fields(struct req *rq, struct view *v, const struct chat_find_row *chat,
		    struct gems missing)
{
	view_text(v, "neededText",
		  chat_gems_words(rq->arena,
				  chat->price_is_per_1000_tokens ? rounded(missing) : missing));
	view_bool(view_object(v, "page"), "isBroke", true);
}

void
chat_composer_fields(struct req *rq, struct view *v, const struct chat_find_row *chat,
		     struct rows rows)
{
	struct view *page_only = view_object(v, "page");
	const struct chat_path_row *newest = newest_priced(rows);
	struct gems missing = { least_needed(chat, newest).milli - rq->member->balance.milli };
	view_id(v, "parentId", chat->head_id.v);
	view_bool(v, "isReplying", chat->has_running_turn);
	/* Who pays for it, and whose chat it is (turn_halt). */
	view_bool(page_only, "mayStop",
		  chat->is_owner || chat->running_member.v == rq->member->id.v);
	view_text(v, "costText", cost_words(rq, chat, newest));
	view_text(v, "disclosureLine",
		  str_fmt(rq->arena, "%.*s is made up. %s", STR_ARG(chat->character_name),
			  str_eq(chat->voice, STR("ai")) ? "A computer program writes the replies."
							 : "AI or our staff write the replies."));
	view_text(page_only, "draft", chat->draft);
	chat_lend_fields(rq, v, chat);
	if (missing.milli > 0)
		chat_missing_fields(rq, v, chat, missing);
	if (chat->has_running_turn) {
		view_id(page_only, "turnId", chat->running_turn.v);
		view_url(page_only, "streamUrl",
			 str_fmt(rq->arena, "/stream/turn/%lld", (long long)chat->running_turn.v));
	}
}
