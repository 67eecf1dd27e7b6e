/*
 * The model list as the worker knows it, and who may answer whom. A change in the list is seen
 * within a few seconds; routes that are under way keep what they began with.
 */
#include <string.h>

#include "bin/worker_models.h"
#include "bin/worker_turn.h"
#include "lib/base/cfg.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/base/seal.h"
#include "lib/provider/probe.h"
#include "sql/model.h"

enum {
	BOOK_ARENA = 4 * 1024 * 1024,
	FRESH_US = 3 * 1000 * 1000,
	TEND_US = 1000 * 1000,
	ASK_AGAIN_US = 60 * 1000 * 1000,
	KEY_RETRIES = 1,
	KEY_IDLE_S = 60
};

struct model_book {
	struct arena *arena;
	struct route_leg *legs; /* in the order of failover */
	size_t n;
	size_t standard; /* the default's place */
	int64_t read_us;
	bool is_synced;
};

static struct provider_state *
state_of(struct worker *w, struct str name)
{
	for (size_t i = 0; i < w->provider_count; i++)
		if (str_eq(name, str_from(w->providers[i].provider.name)))
			return &w->providers[i];
	return NULL;
}

static void
sync_book(struct worker *w)
{
	struct str names[PROVIDERS], models[PROVIDERS];
	for (size_t i = 0; i < w->provider_count; i++) {
		names[i] = str_from(w->providers[i].provider.name);
		models[i] = w->providers[i].settings.model.p == NULL
				    ? STR("")
				    : w->providers[i].settings.model;
	}
	(void)model_sync(w->db, (struct strs){ names, w->provider_count },
			 (struct strs){ models, w->provider_count },
			 strcmp(cfg_text(CFG_OWN_KEYS), "yes") == 0);
	w->models->is_synced = true;
}

static struct route_leg
leg_from(struct worker *w, struct arena *arena, const struct model_book_row *row)
{
	struct provider_state *state = state_of(w, row->provider);
	return (struct route_leg){
		.key = str_copy(arena, row->key),
		.label = str_copy(arena, row->title),
		.upstream = str_copy(arena, row->upstream),
		.provider = state == NULL ? NULL : &state->provider,
		.state = state,
		.price = row->price,
		.is_per_1000_tokens = str_eq(row->unit, STR("1000_tokens")),
		.context_tokens = row->context_tokens,
		.reply_tokens = row->reply_tokens,
		.has_tools = row->supports_tools,
		.allows_adult = row->allows_adult,
	};
}

/* For worker_try. */
static void
read_book(struct worker *w, void *arg)
{
	(void)arg;
	struct model_book *book = w->models;
	if (!book->is_synced)
		sync_book(w);
	struct rows rows = model_book(w->db);
	arena_reset(book->arena);
	book->legs = ARENA_ARRAY(book->arena, struct route_leg, rows.n + 1);
	book->n = 0;
	book->standard = 0;
	for (size_t i = 0; i < rows.n; i++) {
		const struct model_book_row *row = model_book_at(rows, i);
		if (state_of(w, row->provider) == NULL)
			continue;
		if (row->is_default)
			book->standard = book->n;
		book->legs[book->n++] = leg_from(w, book->arena, row);
	}
	book->read_us = clock_mono_us();
}

/* Without a list there are the providers of the configuration, at no price that could be too low. */
static void
make_book(struct worker *w)
{
	struct model_book *book = w->models;
	book->legs = ARENA_ARRAY(book->arena, struct route_leg, w->provider_count);
	for (size_t i = 0; i < w->provider_count; i++)
		book->legs[i] = (struct route_leg){
			.key = str_from(w->providers[i].provider.name),
			.label = str_from(w->providers[i].provider.name),
			.provider = &w->providers[i].provider,
			.state = &w->providers[i],
		};
	book->n = w->provider_count;
}

void
models_open(struct worker *w)
{
	static struct model_book book;
	book.arena = arena_new(BOOK_ARENA);
	w->models = &book;
	make_book(w);
	(void)!worker_try(w, read_book, NULL);
}

/* ---- every second ---- */

static void
store_health(struct worker *w, void *of_state)
{
	const struct provider_state *state = of_state;
	(void)model_health(w->db, str_from(state->provider.name), state->open_until_us != 0);
}

/* The server itself said which it is: from now on it gets what it takes. */
static void
heard_dialect(void *of_state, const struct probe *probe)
{
	struct provider_state *state = of_state;
	state->is_known = probe->why == NULL;
	if (probe->why != NULL || probe->dialect == TEXT_DIALECT_PLAIN)
		return;
	state->settings.dialect = probe->dialect;
	LOG_EVENT(LOG_INFO, "dialect", LOG_CSTR("name", text_dialect_name(probe->dialect)));
}

static void
ask_dialect(struct worker *w, struct provider_state *state)
{
	int64_t now = clock_mono_us();
	if (strcmp(state->provider.name, "openai") != 0 || state->is_known ||
	    strcmp(cfg_text(CFG_OPENAI_DIALECT), "auto") != 0 || now < state->ask_again_us)
		return;
	state->ask_again_us = now + ASK_AGAIN_US;
	probe_start(w->loop, &state->settings, PROBE_OPENAI, heard_dialect, state);
}

void
models_tend(void *of_worker)
{
	struct worker *w = of_worker;
	for (size_t i = 0; i < w->provider_count; i++) {
		struct provider_state *state = &w->providers[i];
		if (state->has_news && worker_try(w, store_health, state))
			state->has_news = false;
		ask_dialect(w, state);
	}
	keys_look(w);
	if (!w->once)
		(void)loop_after(w->loop, TEND_US, models_tend, w);
}

/* Reads the list anew when it is older than a few seconds. For worker_try. */
static void
refresh_book(struct worker *w)
{
	if (w->models->read_us == 0 || clock_mono_us() - w->models->read_us > FRESH_US)
		read_book(w, NULL);
}

/* Whether `next` may answer in place of `first` for a reply that costs `most`. */
static bool
may_stand_in(const struct route_leg *first, const struct route_leg *next)
{
	return next->is_per_1000_tokens == first->is_per_1000_tokens &&
	       next->price.milli <= first->price.milli &&
	       (next->allows_adult || !first->allows_adult) &&
	       (next->context_tokens == 0 || first->context_tokens == 0 ||
		next->context_tokens >= first->context_tokens);
}

static struct route_leg
copy_leg(struct arena *arena, const struct route_leg *from)
{
	struct route_leg leg = *from;
	leg.key = str_copy(arena, leg.key);
	leg.label = str_copy(arena, leg.label);
	leg.upstream = str_copy(arena, leg.upstream);
	return leg;
}

static struct route *
route_from(const struct model_book *book, struct arena *arena, size_t first)
{
	struct route *route = ARENA_NEW(arena, struct route);
	if (book->n == 0)
		return route;
	route->legs[route->n++] = copy_leg(arena, &book->legs[first]);
	for (size_t i = 0; i < book->n && route->n < LEGS; i++)
		if (i != first && may_stand_in(&book->legs[first], &book->legs[i]))
			route->legs[route->n++] = copy_leg(arena, &book->legs[i]);
	return route;
}

struct route *
models_route(struct worker *w, struct arena *arena)
{
	return route_from(w->models, arena, w->models->standard);
}

void
models_lower(struct worker *w, struct turn_run *const *runs, size_t n)
{
	int64_t *jobs = ARENA_ARRAY(w->arena, int64_t, n + 1);
	struct str *keys = ARENA_ARRAY(w->arena, struct str, n + 1);
	size_t others = 0;
	for (size_t i = 0; i < n; i++) {
		const struct turn_run *run = runs[i];
		if (run->model_key.n == 0 || run->route == NULL || run->route->n < 2 ||
		    str_eq(run->model_key, run->route->legs[0].key))
			continue;
		jobs[others] = run->job.v;
		keys[others++] = run->model_key;
	}
	if (others > 0)
		(void)model_lower(w->db, (struct i64s){ jobs, others },
				  (struct strs){ keys, others });
}

/* ---- keys of members' own ---- */

struct own_provider {
	struct text_settings settings;
	struct text_provider provider;
};

static void
forget_key(void *of_own)
{
	struct own_provider *own = of_own;
	seal_forget(own->settings.key);
}

const struct text_provider *
models_own_provider(struct arena *arena, const struct own_key *key)
{
	struct own_provider *own = ARENA_NEW(arena, struct own_provider);
	struct str secret;
	if (!own_key_open(arena, key, &secret))
		return NULL;
	bool is_anthropic = str_eq(key->kind, STR("anthropic"));
	struct str base = str_copy(arena, key->base);
	own->settings = (struct text_settings){
		.base = base,
		.key = secret,
		.model = str_copy(arena, key->model),
		.version = str_from(cfg_text(CFG_ANTHROPIC_VERSION)),
		.dialect = text_dialect_of_base(base),
		.connect_timeout_ms = 5000,
		.first_timeout_s = KEY_IDLE_S,
		.idle_timeout_s = KEY_IDLE_S,
		.retries = KEY_RETRIES,
		.is_walled = true,
	};
	own->provider = is_anthropic ? text_anthropic_provider(&own->settings)
				     : text_openai_provider(&own->settings);
	arena_defer(arena, forget_key, own);
	return &own->provider;
}

static struct route *
own_route(struct arena *arena, const struct model_routes_row *row)
{
	struct route *route = ARENA_NEW(arena, struct route);
	struct own_key key = { row->member_id, row->kind, row->base, row->model, row->sealed };
	const struct text_provider *provider = models_own_provider(arena, &key);
	if (provider == NULL) {
		LOG_EVENT(LOG_ERROR, "own_key_unreadable", LOG_INT("key", row->own_id));
		return route;
	}
	route->legs[route->n++] = (struct route_leg){
		.key = str_fmt(arena, "own:%lld", (long long)row->own_id),
		.label = str_copy(arena, row->label),
		.provider = provider,
		.price = row->own_price,
		.context_tokens = row->context_tokens,
		.has_tools = true,
	};
	return route;
}

struct db_later *
models_ask_routes(struct worker *w, const int64_t *jobs, size_t n)
{
	refresh_book(w);
	return model_routes_ahead(w->db, (struct i64s){ jobs, n });
}

/* Whether a reply for which this was set aside may be written by `leg`. */
static bool
is_paid(const struct route_leg *leg, const struct model_routes_row *row)
{
	return leg->is_per_1000_tokens == str_eq(row->unit, STR("1000_tokens")) &&
	       leg->price.milli <= row->price.milli;
}

/*
 * The place of the model that was chosen. Where the choice became dearer since the reply was ordered,
 * the default or another one serves that is paid; where all did, the owner raised prices meanwhile.
 */
static size_t
first_leg(const struct model_book *book, const struct model_routes_row *row)
{
	size_t chosen = book->standard;
	for (size_t i = 0; i < book->n; i++)
		if (str_eq(book->legs[i].key, row->model_key))
			chosen = i;
	if (book->n == 0 || is_paid(&book->legs[chosen], row))
		return chosen;
	if (is_paid(&book->legs[book->standard], row))
		return book->standard;
	for (size_t i = 0; i < book->n; i++)
		if (is_paid(&book->legs[i], row))
			return i;
	return chosen;
}

struct route *
models_route_of(struct worker *w, struct arena *arena, struct rows rows, struct job_id job,
		bool *wants_tools)
{
	*wants_tools = false;
	for (size_t i = 0; i < rows.n; i++) {
		const struct model_routes_row *row = model_routes_at(rows, i);
		if (row->job_id.v != job.v)
			continue;
		*wants_tools = row->tools;
		return row->own_id != 0 ? own_route(arena, row)
					: route_from(w->models, arena, first_leg(w->models, row));
	}
	return models_route(w, arena);
}
