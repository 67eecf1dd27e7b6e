/* snug model: which models write replies, what they cost, what their providers have. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "bin/snug.h"
#include "bin/snug_provider.h"
#include "lib/ledger/ledger.h"
#include "lib/model/model.h"
#include "lib/prompt/prompt.h"
#include "sql/ledger.h"
#include "sql/model.h"

static void
show(struct view *item, struct rows rows, size_t i)
{
	const struct model_all_row *row = model_all_at(rows, i);
	view_fields(item, &model_all_type, row);
	view_int(item, "contextTokens", prompt_context_of(row->provider, row->context_tokens));
}

static const char *
state_of(const struct model_all_row *row)
{
	if (!row->is_enabled)
		return "off";
	if (!row->is_ready)
		return "not configured";
	return row->is_default ? "default" : "on";
}

static void
print_line(const struct model_all_row *row)
{
	struct buf price = buf_in(snug_arena());
	json_put_gems(&price, row->price);
	(void)printf("%-20.*s %-15s %-10.*s %-28.*s %6.*s a %-12.*s %-14.*s %s%s\n",
		     STR_ARG(row->key), state_of(row), STR_ARG(row->provider),
		     STR_ARG(str_or(row->upstream, row->label)), STR_ARG(buf_done(&price)),
		     STR_ARG(row->unit), STR_ARG(row->price_key), row->allows_adult ? "adult " : "",
		     row->supports_tools ? "tools" : "");
}

static int
list(bool json)
{
	struct rows rows = model_all(snug_db("snug_owner"));
	if (json) {
		snug_print_items(rows, show);
		return 0;
	}
	for (size_t i = 0; i < rows.n; i++)
		print_line(model_all_at(rows, i));
	return 0;
}

PRINTF_LIKE(1, 2)
static int
refuse(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	(void)vfprintf(stderr, format, args);
	va_end(args);
	return 1;
}

/* The change in the audit log, and the list as it is now. */
static int
changed(const char *action, const char *key, bool json)
{
	struct db *db = snug_db("snug_owner");
	(void)ledger_note(db, str_fmt(snug_arena(), "model.%s", action),
			  str_fmt(snug_arena(), "model:%s", key), STR(""));
	db_commit(db);
	return list(json);
}

/* ---- set ---- */

struct wish {
	struct model_set_in in;
	bool is_default;
	bool is_bad;
};

static int64_t
number_of(const char *text, struct wish *wish)
{
	int64_t number = -1;
	if (text == NULL)
		return -1;
	if (!str_to_i64(str_from(text), &number) || number < 0 || number > 10000000) {
		(void)fprintf(stderr, "\"%s\" is no number that fits.\n", text);
		wish->is_bad = true;
	}
	return number;
}

static int64_t
answer_of(const char *text, struct wish *wish)
{
	if (text == NULL)
		return -1;
	if (strcmp(text, "yes") == 0 || strcmp(text, "no") == 0)
		return text[0] == 'y';
	(void)fprintf(stderr, "\"%s\" must be yes or no.\n", text);
	wish->is_bad = true;
	return -1;
}

static struct wish
read_wish(int *argc, char **argv)
{
	struct wish wish = { .in = { .enabled = -1 } };
	wish.in.label = str_from(snug_option(argc, argv, "--label"));
	wish.in.upstream = str_from(snug_option(argc, argv, "--upstream"));
	wish.in.price_key = str_from(snug_option(argc, argv, "--price"));
	wish.in.policy = str_from(snug_option(argc, argv, "--policy"));
	wish.in.context_tokens = number_of(snug_option(argc, argv, "--context"), &wish);
	wish.in.reply_tokens = number_of(snug_option(argc, argv, "--reply"), &wish);
	wish.in.position = number_of(snug_option(argc, argv, "--position"), &wish);
	wish.in.adult = answer_of(snug_option(argc, argv, "--adult"), &wish);
	wish.in.tools = answer_of(snug_option(argc, argv, "--tools"), &wish);
	wish.is_default = snug_flag(argc, argv, "--default");
	return wish;
}

/* The limits of the table, said before it says them. */
static bool
is_sound(const struct wish *wish)
{
	if (wish->is_bad)
		return false;
	if (wish->in.label.n > 80 || wish->in.upstream.n > 200 || wish->in.policy.n > 300) {
		(void)fprintf(stderr,
			      "A label has at most 80 bytes, a model's name 200, a policy 300.\n");
		return false;
	}
	if (wish->in.price_key.n > 0 && !str_starts(wish->in.price_key, STR("chat."))) {
		(void)fprintf(
			stderr,
			"The price of a reply is one of `snug price list` that begins with chat.\n");
		return false;
	}
	return true;
}

static int
set(const char *action, const char *key, struct wish *wish, bool json)
{
	struct db *db = snug_db("snug_owner");
	struct db_refusal refusal;
	if (!is_sound(wish))
		return 2;
	if (!db_in_transaction(db))
		db_begin(db);
	wish->in.key = str_from(key);
	if (model_set(db, &wish->in, &refusal) == NULL) {
		db_rollback(db);
		return refusal.state[0] != '\0'
			       ? refuse("There is no price of this name; `snug price list` shows all.\n")
			       : refuse("There is no model %s; `snug model list` shows all.\n",
					key);
	}
	if (wish->is_default) {
		(void)model_clear_default(db, str_from(key));
		(void)model_set_default(db, str_from(key));
	}
	return changed(action, key, json);
}

static bool
is_key(const char *key)
{
	size_t n = strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789._-");
	return n > 0 && n <= 60 && key[n] == '\0' && key[0] != '.' && key[0] != '_' &&
	       key[0] != '-' && strncmp(key, "own", 3) != 0;
}

static int
add(const char *key, const char *provider, struct wish *wish, bool json)
{
	struct db *db = snug_db("snug_owner");
	if (!is_key(key))
		return refuse("\"%s\" is no key: small letters, digits, . _ - and not own...\n",
			      key);
	if (snug_provider_of(provider, NULL) == SNUG_PROVIDER_NONE)
		return refuse("There is no provider %s: offline, openai or anthropic.\n", provider);
	if (!is_sound(wish))
		return 2;
	db_begin(db);
	if (model_add(db, str_from(key), str_from(provider), str_or(wish->in.upstream, STR(""))) ==
	    NULL) {
		db_rollback(db);
		return refuse("There is a model %s already.\n", key);
	}
	return set("add", key, wish, json);
}

/* The price that this model has in the price book, in gems. */
static int
set_price(const char *key, const char *amount, const char *unit, bool json)
{
	struct gems gems;
	struct rows rows = model_all(snug_db("snug_owner"));
	if (!ledger_parse_gems(str_from(amount), &gems) || gems.milli < 0)
		return refuse("\"%s\" is no price: write 1, 0.5 or 12.125\n", amount) + 1;
	for (size_t i = 0; i < rows.n; i++) {
		const struct model_all_row *row = model_all_at(rows, i);
		if (!str_eq(row->key, str_from(key)))
			continue;
		if (unit != NULL && strcmp(unit, "reply") != 0 && strcmp(unit, "1000_tokens") != 0)
			return refuse("\"%s\" must be reply or 1000_tokens.\n", unit);
		db_begin(snug_db("snug_owner"));
		(void)price_set(snug_db("snug_owner"), row->price_key, gems.milli, str_from(unit));
		(void)printf("This is %.*s of the price book, for every model that has it.\n",
			     STR_ARG(row->price_key));
		return changed("price", key, json);
	}
	return refuse("There is no model %s; `snug model list` shows all.\n", key);
}

/* ---- refresh ---- */

static int
refresh(const char *name, bool json)
{
	struct text_settings settings;
	enum snug_provider kind = snug_provider_of(name, &settings);
	if (kind != SNUG_PROVIDER_OPENAI && kind != SNUG_PROVIDER_ANTHROPIC)
		return refuse("%s has no list: openai or anthropic.\n", name);
	struct probe probe = snug_provider_probe(kind, &settings);
	if (probe.why != NULL)
		return refuse("The list cannot be read: %s.\n", probe.why);
	struct view *v = view_new(snug_arena());
	struct view_list *items = view_list(v, "items");
	for (size_t i = 0; i < probe.n; i++) {
		struct view *item = view_push(items);
		view_text(item, "id", probe.models[i].id);
		view_text(item, "label", probe.models[i].label);
		view_int(item, "contextTokens", probe.models[i].context_tokens);
		if (!json && probe.models[i].context_tokens > 0)
			(void)printf("%-50.*s %lld tokens\n", STR_ARG(probe.models[i].id),
				     (long long)probe.models[i].context_tokens);
		else if (!json)
			(void)printf("%.*s\n", STR_ARG(probe.models[i].id));
	}
	view_null(v, "nextCursor");
	if (json)
		snug_print(v);
	return 0;
}

int
snug_model(int argc, char **argv)
{
	bool json = snug_flag(&argc, argv, "--json");
	const char *unit = snug_option(&argc, argv, "--unit");
	struct wish wish = read_wish(&argc, argv);
	const char *verb = argc > 1 ? argv[1] : "";
	if (argc == 2 && strcmp(verb, "list") == 0)
		return list(json);
	if (argc == 4 && strcmp(verb, "add") == 0)
		return add(argv[2], argv[3], &wish, json);
	if (argc == 3 && strcmp(verb, "set") == 0)
		return set("set", argv[2], &wish, json);
	if (argc == 3 && (strcmp(verb, "enable") == 0 || strcmp(verb, "disable") == 0)) {
		wish.in.enabled = verb[0] == 'e';
		return set(verb, argv[2], &wish, json);
	}
	if (argc == 4 && strcmp(verb, "price") == 0)
		return set_price(argv[2], argv[3], unit, json);
	if (argc == 3 && strcmp(verb, "refresh") == 0)
		return refresh(argv[2], json);
	return snug_usage("model");
}
