/*
 * Keys that members bring for models of their own. A key goes in once and never comes out again: it
 * is sealed before it is stored, and only the worker opens it. It is tried by the worker, too.
 */
#include "cgi-bin/settings.h"
#include "lib/model/key.h"
#include "lib/model/model.h"
#include "lib/prompt/prompt.h"
#include "lib/provider/wall.h"
#include "sql/model.h"

enum { TRY_EVERY_S = 20, TRIES = 5, CONTEXT_TOKENS = 8192 };

struct new_key {
	struct str label;
	struct str kind;
	struct str base;
	struct str key;
	struct str model;
	int64_t context_tokens;
};

static const struct field NEW_KEY[] = {
	FIELD_LINE(struct new_key, label, "label", "Name", 1, 40),
	FIELD_CHOICE(struct new_key, kind, "kind", "Kind of service", "openai|anthropic", true),
	FIELD_LINE(struct new_key, base, "base", "Address", 0, 300),
	FIELD_SECRET(struct new_key, key, "key", "Key", 1, OWN_KEY_LENGTH_MOST),
	FIELD_LINE(struct new_key, model, "model", "Model", 1, 200),
	FIELD_INT(struct new_key, context_tokens, "contextTokens", "Context", 512, 1000000, false),
};

/* ---- showing ---- */

static void
push_key(struct req *rq, struct view_list *items, const struct own_key_list_row *row)
{
	struct view *item = view_push(items);
	view_fields(item, &own_key_list_type, row);
	view_id(item, "id", row->id);
	view_text(item, "choice", str_fmt(rq->arena, "own:%lld", (long long)row->id));
	if (rq->wants_json)
		return;
	bool is_anthropic = str_eq(row->kind, STR("anthropic"));
	view_text(item, "kindText", is_anthropic ? STR("Anthropic") : STR("OpenAI-compatible"));
	view_text(item, "contextText", model_tokens_words(rq->arena, row->context_tokens));
	view_bool(item, "isAsked", str_eq(row->test, STR("asked")));
	view_bool(item, "isGood", str_eq(row->test, STR("good")));
	view_bool(item, "isBad", str_eq(row->test, STR("bad")));
	if (row->chats == 0)
		view_null(item, "chats");
}

static struct view *
keys_view(struct req *rq)
{
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	struct rows rows = own_key_list(rq->db, rq->member->id);
	struct view_list *items = view_list(v, "items");
	bool is_asked = false;
	settings_tabs(page_only, SETTINGS_KEYS);
	for (size_t i = 0; i < rows.n; i++) {
		const struct own_key_list_row *row = own_key_list_at(rows, i);
		is_asked = is_asked || str_eq(row->test, STR("asked"));
		push_key(rq, items, row);
	}
	const struct own_keys_allowed_row *rule = own_keys_allowed(rq->db);
	bool is_allowed = rule->allowed;
	view_bool(v, "allowed", is_allowed);
	view_bool(page_only, "isFree", rule->price.milli == 0);
	view_gems(page_only, "price", rule->price);
	view_null(v, "nextCursor");
	view_bool(page_only, "hasItems", rows.n > 0);
	view_bool(page_only, "canAdd", is_allowed && rows.n < OWN_KEYS_MOST);
	view_bool(page_only, "isFull", is_allowed && rows.n >= OWN_KEYS_MOST);
	view_bool(page_only, "isAsked", is_asked);
	view_bool(page_only, "isAnthropic",
		  rq->method == POST && str_eq(form_value(rq, "kind"), STR("anthropic")));
	view_int(page_only, "most", OWN_KEYS_MOST);
	return v;
}

struct reply
settings_show_keys(struct req *rq)
{
	form_show(rq, NEW_KEY, COUNT(NEW_KEY));
	struct view *v = keys_view(rq);
	struct reply reply = page(rq, "settings/keys", v);
	if (!rq->wants_json && view_at(v, "page.isAsked").as.yes)
		reply_header(&reply, STR("Refresh: 3"));
	return reply;
}

/* ---- adding ---- */

/* What a header line can carry: anything else would be no key, or a second header. */
static bool
is_key(struct str key)
{
	for (size_t i = 0; i < key.n; i++)
		if (key.p[i] <= ' ' || key.p[i] > '~')
			return false;
	return true;
}

static struct str
base_or_usual(const struct new_key *in)
{
	if (in->base.n > 0)
		return in->base;
	return str_eq(in->kind, STR("anthropic")) ? STR("https://api.anthropic.com/v1")
						  : STR("https://api.openai.com/v1");
}

static bool
judge(struct req *rq, struct new_key *in)
{
	in->base = base_or_usual(in);
	while (str_ends(in->base, STR("/")))
		in->base.n--;
	bool has_tail = str_find_char(in->base, '?') >= 0 || str_find_char(in->base, '#') >= 0;
	if (has_tail || !wall_url_allowed(str_cstr(rq->arena, in->base)))
		form_error(rq, "base", "Address",
			   "This must be an https address on the public internet, such as "
			   "https://openrouter.ai/api/v1.");
	if (!is_key(in->key))
		form_error(rq, "key", "Key", "A key has no spaces and no unusual characters.");
	return rq->error_count == 0;
}

static struct reply
add_again(struct req *rq)
{
	return form_again(rq, 422, "settings/keys", keys_view(rq));
}

static struct reply
add_judged(struct req *rq, const struct new_key *in)
{
	struct own_key key = { rq->member->id, in->kind, in->base, in->model, STR_NONE };
	if (!own_key_close(rq->arena, &key, in->key, &key.sealed))
		return refuse(rq, 503, NULL,
			      "The house has no secret to seal keys with. Nothing was kept.");
	const struct own_key_add_row *row = own_key_add(
		rq->db, &(struct own_key_add_in){
				.member_id = rq->member->id,
				.label = in->label,
				.kind = in->kind,
				.base = in->base,
				.model = in->model,
				.context_tokens = in->context_tokens,
				.sealed = key.sealed,
				.tail = own_key_tail(in->key),
				.most = OWN_KEYS_MOST,
			});
	if (row == NULL)
		return refuse(rq, 409, "TOO_MANY_KEYS",
			      "You have as many keys as one may have. Delete one first.");
	struct view *v = view_new(rq->arena);
	view_id(v, "id", row->id);
	return done_saying(rq, 201, v, STR("/settings/keys"),
			   "Your key is kept, sealed. Try it now.");
}

struct reply
settings_add_key(struct req *rq)
{
	struct new_key in = { .context_tokens = CONTEXT_TOKENS };
	if (!own_keys_allowed(rq->db)->allowed)
		return refuse(rq, 403, "OWN_KEYS_OFF", "This house takes no keys of members.");
	if (!form_read(rq, NEW_KEY, COUNT(NEW_KEY), &in))
		return add_again(rq);
	if (in.context_tokens == 0)
		in.context_tokens = CONTEXT_TOKENS;
	return judge(rq, &in) ? add_judged(rq, &in) : add_again(rq);
}

/* ---- trying, deleting ---- */

struct reply
settings_try_key(struct req *rq)
{
	int wait = rate_wait(rq, str_fmt(rq->arena, "own-key:%lld", (long long)rq->member->id.v),
			     TRY_EVERY_S, TRIES);
	if (wait > 0)
		return too_many(rq, wait);
	if (!own_keys_allowed(rq->db)->allowed ||
	    own_key_ask_test(rq->db, req_id(rq, 0), rq->member->id) == NULL)
		return not_found(rq);
	return done(rq, 202, NULL, STR("/settings/keys"));
}

struct reply
settings_delete_key(struct req *rq)
{
	if (own_key_delete(rq->db, req_id(rq, 0), rq->member->id) == 0)
		return not_found(rq);
	return done_saying(rq, 200, NULL, STR("/settings/keys"),
			   "The key is gone. Chats that wrote with it use the house's model now.");
}

/* ---- the models of the house ---- */

struct reply
settings_list_models(struct req *rq)
{
	struct view *v = view_new(rq->arena);
	struct view_list *items = view_list(v, "items");
	struct rows rows = model_offers(rq->db, (struct chat_id){ 0 });
	for (size_t i = 0; i < rows.n; i++) {
		const struct model_offers_row *row = model_offers_at(rows, i);
		struct view *item = view_push(items);
		view_fields(item, &model_offers_type, row);
		view_int(item, "contextTokens",
			 prompt_context_of(row->provider, row->context_tokens));
	}
	view_null(v, "nextCursor");
	return json_reply(rq, 200, v);
}
