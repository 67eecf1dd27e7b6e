/* Which model writes a chat: the models of the house with what they cost, and keys of one's own. */
#include "cgi-bin/chat.h"
#include "lib/model/model.h"
#include "lib/prompt/prompt.h"
#include "sql/model.h"

struct choosing {
	struct str model;
	bool tools;
};

static const struct field CHOOSING[] = {
	FIELD_LINE(struct choosing, model, "model", "Model", 0, 60),
	FIELD_YES(struct choosing, tools, "tools", "Dice and clock"),
};

static struct str
price_words(struct req *rq, struct gems gems, bool is_per_1000_tokens)
{
	if (gems.milli == 0)
		return STR("no gems");
	return str_fmt(rq->arena, "%.*s %s", STR_ARG(chat_gems_words(rq->arena, gems)),
		       is_per_1000_tokens ? "for 1,000 tokens" : "a reply");
}

static void
push_model(struct req *rq, struct view_list *items, const struct model_offers_row *row,
	   struct str choice)
{
	struct view *item = view_push(items);
	int64_t context = prompt_context_of(row->provider, row->context_tokens);
	bool is_per_1000 = str_eq(row->unit, STR("1000_tokens"));
	view_fields(item, &model_offers_type, row);
	view_int(item, "contextTokens", context);
	view_bool(item, "isChosen", str_eq(choice, row->key));
	if (rq->wants_json)
		return;
	view_text(item, "priceText", price_words(rq, row->price, is_per_1000));
	view_text(item, "contextText", model_tokens_words(rq->arena, context));
}

static void
push_own(struct req *rq, struct view_list *items, const struct own_key_list_row *row,
	 struct str choice, struct gems price)
{
	struct view *item = view_push(items);
	struct str key = str_fmt(rq->arena, "own:%lld", (long long)row->id);
	view_text(item, "key", key);
	view_text(item, "label", row->label);
	view_text(item, "model", row->model);
	view_int(item, "contextTokens", row->context_tokens);
	view_bool(item, "isChosen", str_eq(choice, key));
	if (rq->wants_json)
		return;
	view_text(item, "contextText", model_tokens_words(rq->arena, row->context_tokens));
	view_text(item, "priceText", price_words(rq, price, false));
	view_bool(item, "isBad", str_eq(row->test, STR("bad")));
}

/* What partials/model-choice shows of a chat: choice, price, models, ownKeys, tools. */
static void
model_fields(struct req *rq, struct view *v, struct chat_id chat)
{
	struct str choice = STR("");
	bool tools = true;
	(void)!model_choice(rq->db, rq->member->id, chat, &choice, &tools);
	struct model_price price = model_price(rq->db, chat, rq->member->id);
	struct rows models = model_offers(rq->db, chat);
	struct rows keys = own_key_list(rq->db, rq->member->id);
	const struct own_keys_allowed_row *rule = own_keys_allowed(rq->db);
	bool is_allowed = rule->allowed;
	view_text(v, "choice", choice);
	view_text(v, "model", price.key);
	view_gems(v, "price", price.gems);
	view_text(v, "unit", price.is_per_1000_tokens ? STR("1000_tokens") : STR("reply"));
	view_bool(v, "tools", tools);
	struct view_list *items = view_list(v, "models");
	struct view_list *own = view_list(v, "ownKeys");
	for (size_t i = 0; i < models.n; i++)
		push_model(rq, items, model_offers_at(models, i), choice);
	for (size_t i = 0; is_allowed && i < keys.n; i++)
		push_own(rq, own, own_key_list_at(keys, i), choice, rule->price);
	if (rq->wants_json)
		return;
	view_bool(v, "isDefault", choice.n == 0);
	view_bool(v, "hasOwnKeys", is_allowed && keys.n > 0);
	view_bool(v, "mayOwnKeys", is_allowed);
	view_text(v, "priceText", price_words(rq, price.gems, price.is_per_1000_tokens));
}

static struct view *
model_view(struct req *rq, const struct chat_find_row *chat)
{
	struct view *v = rq->wants_json ? view_new(rq->arena) : chat_side_view(rq, chat);
	model_fields(rq, v, chat_asked(rq));
	return v;
}

struct reply
chat_show_model(struct req *rq)
{
	const struct chat_find_row *chat = chat_of_request(rq);
	if (chat == NULL)
		return not_found(rq);
	form_show(rq, CHOOSING, COUNT(CHOOSING));
	return page(rq, "chat/model", model_view(rq, chat));
}

struct reply
chat_choose_model(struct req *rq)
{
	struct choosing in = { 0 };
	const struct chat_find_row *chat = chat_of_request(rq);
	struct chat_id id = chat_asked(rq);
	if (chat == NULL)
		return not_found(rq);
	if (!form_read(rq, CHOOSING, COUNT(CHOOSING), &in))
		return form_again(rq, 422, "chat/model", model_view(rq, chat));
	switch (model_choose(rq->db, rq->member->id, id, in.model)) {
	case MODEL_CHOSEN:
		break;
	case MODEL_NO_CHAT:
		return refuse(rq, 403, NULL,
			      "The one whose chat this is chooses the model for it.");
	case MODEL_UNKNOWN:
		form_error(rq, "model", "Model", "This model may not be chosen now.");
		return form_again(rq, 422, "chat/model", model_view(rq, chat));
	}
	/* A form has no word for a box that is empty; the API leaves out what stays. */
	if (!rq->wants_json || form_has(rq, "tools"))
		(void)model_set_tools(rq->db, id, rq->member->id, in.tools);
	struct view *v = view_new(rq->arena);
	model_fields(rq, v, id);
	return done_saying(rq, 200, v, chat_address(rq, id, "/model"),
			   "Saved. It counts from the next reply on.");
}
