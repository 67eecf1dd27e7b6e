/*
 * Keys that members brought and want tried: one tiny request each, through the same client that
 * writes replies, and what came of it in words.
 */
#include "bin/worker_models.h"

#include "lib/base/log.h"
#include "sql/model.h"

enum { TRIAL_ARENA = 1024 * 1024, TRIAL_TOKENS = 64 };

struct trial {
	struct trial *next;
	struct worker *worker;
	struct arena *arena;
	int64_t id;
	struct text_request request;
	bool is_over;
	bool is_good;
	struct str says;
};

/* Those under way, and those whose end is not stored yet. The loop's thread only. */
static struct trial *trials;

static bool
is_under_way(int64_t id)
{
	for (const struct trial *trial = trials; trial != NULL; trial = trial->next)
		if (trial->id == id)
			return true;
	return false;
}

static void
heard_delta(void *of_trial, struct str text)
{
	(void)of_trial;
	(void)text;
}

static void store_now(void *of_worker);

static struct str
words_for(struct arena *arena, const struct text_result *result)
{
	switch (result->end) {
	case TEXT_COMPLETE:
	case TEXT_LENGTH:
	case TEXT_TOOLS:
		return str_fmt(arena, "It works: %.*s answered.",
			       STR_ARG(result->model.n > 0 ? str_first(result->model,
								       str_clip(result->model, 100))
							   : STR("the model")));
	case TEXT_REFUSED:
	case TEXT_BLOCKED:
		return STR("The key works, but the service would not answer the test.");
	case TEXT_LIMITED:
		return STR("The key is known, but the service is busy or its limit is reached.");
	case TEXT_TOO_LONG:
	case TEXT_REJECTED:
		return str_fmt(arena,
			       "The service refused the key, the model or the address (%.*s).",
			       STR_ARG(result->detail));
	case TEXT_GARBAGE:
		return STR("Something answers there, but not as a service of this kind does.");
	case TEXT_CUT:
	case TEXT_DOWN:
		return STR("The service cannot be reached.");
	}
	return STR("It could not be tried.");
}

static void
store_trial(struct worker *w, void *of_trial)
{
	const struct trial *trial = of_trial;
	(void)own_key_tested(w->db, trial->id, trial->is_good, trial->says);
}

static void
end_trial(struct trial *trial, bool is_good, struct str says)
{
	trial->is_over = true;
	trial->is_good = is_good;
	trial->says = says;
	LOG_EVENT(LOG_INFO, "own_key_tried", LOG_INT("key", trial->id), LOG_INT("good", is_good));
}

static void
heard_end(void *of_trial, const struct text_result *result)
{
	struct trial *trial = of_trial;
	bool is_good = result->end == TEXT_COMPLETE || result->end == TEXT_LENGTH ||
		       result->end == TEXT_REFUSED || result->end == TEXT_BLOCKED;
	end_trial(trial, is_good, words_for(trial->arena, result));
	/* Not here: the call still stands on what the trial owns. */
	(void)loop_after(trial->worker->loop, 0, store_now, trial->worker);
}

static void
start_trial(struct worker *w, const struct own_key_to_test_row *row)
{
	static const struct text_message QUESTION = {
		TEXT_USER,
		STR_INIT("This is a test of the connection. Answer with the one word: ready")
	};
	static const struct text_events EVENTS = { heard_delta, heard_end };
	struct arena *arena = arena_new(TRIAL_ARENA);
	struct trial *trial = ARENA_NEW(arena, struct trial);
	struct own_key key = { row->member_id, row->kind, row->base, row->model, row->sealed };
	const struct text_provider *provider = models_own_provider(arena, &key);
	*trial = (struct trial){
		.next = trials,
		.worker = w,
		.arena = arena,
		.id = row->id,
		.request = { .messages = &QUESTION,
			     .message_count = 1,
			     .max_tokens = TRIAL_TOKENS },
	};
	trials = trial;
	if (provider == NULL)
		end_trial(trial, false,
			  STR("The key cannot be opened any more: the house's secret has changed. "
			      "Delete it and add it again."));
	else
		(void)provider->start(provider, w->loop, &trial->request, &EVENTS, trial);
}

static void
look(struct worker *w, void *arg)
{
	(void)arg;
	struct rows rows = own_key_to_test(w->db);
	for (size_t i = 0; i < rows.n; i++) {
		const struct own_key_to_test_row *row = own_key_to_test_at(rows, i);
		if (!is_under_way(row->id))
			start_trial(w, row);
	}
}

static void
store_all(struct worker *w)
{
	for (struct trial **at = &trials; *at != NULL;) {
		struct trial *trial = *at;
		if (!trial->is_over || !worker_try(w, store_trial, trial)) {
			at = &trial->next;
			continue;
		}
		*at = trial->next;
		arena_free(trial->arena);
	}
}

static void
store_now(void *of_worker)
{
	struct worker *w = of_worker;
	store_all(w);
	worker_idle(w);
}

size_t
keys_under_way(void)
{
	size_t n = 0;
	for (const struct trial *trial = trials; trial != NULL; trial = trial->next)
		n++;
	return n;
}

void
keys_look(struct worker *w)
{
	(void)!worker_try(w, look, NULL);
	store_all(w);
}
