#include "lib/provider/probe.h"

#include "lib/base/json.h"
#include "lib/provider/anthropic_wire.h"
#include "lib/provider/fetch.h"
#include "lib/provider/openai_wire.h"

enum { PROBE_ARENA = 32 * 1024 * 1024, PROBE_TIMEOUT_MS = 10 * 1000 };

struct probing {
	struct arena *arena;
	void (*done)(void *, const struct probe *);
	void *arg;
};

/* Who a server says that it is: `owned_by` of its models, or members that only one of them sends. */
static enum text_dialect
dialect_of(const json_t *model)
{
	static const struct {
		const char *owner;
		enum text_dialect dialect;
	} OWNERS[] = {
		{ "llamacpp", TEXT_DIALECT_LLAMACPP },	 { "llama.cpp", TEXT_DIALECT_LLAMACPP },
		{ "vllm", TEXT_DIALECT_VLLM },		 { "library", TEXT_DIALECT_OLLAMA },
		{ "koboldcpp", TEXT_DIALECT_KOBOLDCPP }, { "openai", TEXT_DIALECT_OPENAI },
		{ "system", TEXT_DIALECT_OPENAI },	 { "tabbyAPI", TEXT_DIALECT_TABBYAPI },
	};
	struct str owner = json_get_text(model, "owned_by");
	for (size_t i = 0; i < COUNT(OWNERS); i++)
		if (str_eq_fold(owner, str_from(OWNERS[i].owner)))
			return OWNERS[i].dialect;
	bool has_router = json_is_object(json_object_get(model, "top_provider")) &&
			  json_is_object(json_object_get(model, "architecture"));
	return has_router ? TEXT_DIALECT_OPENROUTER : TEXT_DIALECT_PLAIN;
}

static int64_t
context_of(const json_t *model)
{
	static const char *const NAMES[] = { "context_length", "max_model_len",
					     "max_input_tokens" };
	for (size_t i = 0; i < COUNT(NAMES); i++) {
		int64_t tokens = json_get_i64(model, NAMES[i], 0);
		if (tokens > 0)
			return tokens;
	}
	return 0;
}

static const char *
words_for(long status)
{
	switch (status) {
	case 401:
	case 403:
		return "it does not accept the key";
	case 404:
		return "there is no list of models at this address (does it end in /v1?)";
	case 429:
		return "it is busy";
	default:
		return status >= 500 ? "it has a fault of its own" : "it does not give its models";
	}
}

struct probe
probe_read(struct arena *arena, long status, struct str body)
{
	struct probe probe = { .status = status };
	if (status != 200) {
		probe.why = words_for(status);
		return probe;
	}
	const json_t *list = json_object_get(wire_json(arena, body), "data");
	if (!json_is_array(list)) {
		probe.why = "what answers there is no service of this kind";
		return probe;
	}
	size_t n = json_array_size(list);
	struct probe_model *models = ARENA_ARRAY(arena, struct probe_model, n + 1);
	probe.models = models;
	for (size_t i = 0; i < n && probe.n < PROBE_MODELS_MOST; i++) {
		const json_t *one = json_array_get(list, i);
		struct str id = json_get_text(one, "id");
		if (id.n == 0 || id.n > 200)
			continue;
		if (probe.dialect == TEXT_DIALECT_PLAIN)
			probe.dialect = dialect_of(one);
		models[probe.n++] = (struct probe_model){
			.id = id,
			.label = json_get_text(one, "display_name"),
			.context_tokens = context_of(one),
		};
	}
	return probe;
}

static struct fetch_request
request_for(struct arena *arena, const struct text_settings *settings, enum probe_kind kind)
{
	const struct wire *wire = kind == PROBE_ANTHROPIC ? &anthropic_wire : &openai_wire;
	struct fetch_request request = {
		.timeout_ms = PROBE_TIMEOUT_MS,
		.is_walled = settings->is_walled,
		.plain_allowed = settings->plain_allowed,
	};
	request.url = str_from(http_join(
		arena, settings->base, kind == PROBE_ANTHROPIC ? "/models?limit=1000" : "/models"));
	if (settings->key.n > 0)
		request.headers[0] = wire->key_header(arena, settings->key);
	if (wire->more_header != NULL)
		request.headers[1] = wire->more_header(arena, settings);
	return request;
}

static struct probe
judge(struct arena *arena, const struct fetch_answer *answer)
{
	if (answer->why != NULL)
		return (struct probe){ .why = answer->why };
	return probe_read(arena, answer->status, answer->body);
}

static void
answered(void *of_probing, const struct fetch_answer *answer)
{
	struct probing *probing = of_probing;
	struct probe probe = judge(probing->arena, answer);
	probing->done(probing->arg, &probe);
	arena_free(probing->arena);
}

void
probe_start(struct loop *loop, const struct text_settings *settings, enum probe_kind kind,
	    void (*done)(void *arg, const struct probe *probe), void *arg)
{
	struct arena *arena = arena_new(PROBE_ARENA);
	struct probing *probing = ARENA_NEW(arena, struct probing);
	*probing = (struct probing){ arena, done, arg };
	struct fetch_request request = request_for(arena, settings, kind);
	fetch_start(loop, &request, answered, probing);
}

struct probe
probe_wait(struct arena *arena, const struct text_settings *settings, enum probe_kind kind)
{
	struct fetch_request request = request_for(arena, settings, kind);
	struct fetch_answer answer = fetch_wait(arena, &request);
	return judge(arena, &answer);
}
