#include "lib/provider/text_count.h"

#include "lib/base/json.h"
#include "lib/provider/anthropic_wire.h"
#include "lib/provider/fetch.h"
#include "lib/provider/openai_wire.h"

enum { COUNT_ARENA = 16 * 1024 * 1024, COUNT_TIMEOUT_MS = 10 * 1000 };

struct counting {
	struct arena *arena;
	void (*done)(void *, int);
	void *arg;
};

/* The base without its version: "http://host:port" of "http://host:port/v1". */
static struct str
root_of(struct str base)
{
	while (str_ends(base, STR("/")))
		base.n--;
	return str_ends(base, STR("/v1")) ? str_first(base, base.n - 3) : base;
}

static void
end_counting(struct counting *counting, int tokens)
{
	counting->done(counting->arg, tokens);
	arena_free(counting->arena);
}

/* {"tokens":[...]} of llama.cpp, {"count":n} of vLLM, {"value":n} of KoboldCpp, {"input_tokens":n}. */
static void
counted(void *of_counting, const struct fetch_answer *answer)
{
	static const char *const NAMES[] = { "count", "value", "input_tokens" };
	struct counting *counting = of_counting;
	const json_t *document = answer->status == 200 ? wire_json(counting->arena, answer->body)
						       : NULL;
	int tokens = -1;
	for (size_t i = 0; i < COUNT(NAMES) && tokens < 0; i++)
		tokens = wire_count(document, NAMES[i]);
	const json_t *list = json_object_get(document, "tokens");
	if (tokens < 0 && json_is_array(list))
		tokens = (int)json_array_size(list);
	end_counting(counting, tokens);
}

static void
cannot_count(void *of_counting)
{
	end_counting(of_counting, -1);
}

static struct counting *
begin_counting(void (*done)(void *, int), void *arg)
{
	struct arena *arena = arena_new(COUNT_ARENA);
	struct counting *counting = ARENA_NEW(arena, struct counting);
	*counting = (struct counting){ arena, done, arg };
	return counting;
}

static void
ask(struct counting *counting, struct loop *loop, const struct text_settings *settings,
    const struct wire *wire, struct str url, struct str body)
{
	struct fetch_request request = {
		.url = url,
		.body = body,
		.timeout_ms = COUNT_TIMEOUT_MS,
		.is_walled = settings->is_walled,
		.plain_allowed = settings->plain_allowed,
	};
	if (settings->key.n > 0)
		request.headers[0] = wire->key_header(counting->arena, settings->key);
	if (wire->more_header != NULL)
		request.headers[1] = wire->more_header(counting->arena, settings);
	fetch_start(loop, &request, counted, counting);
}

/* The prompt as one text: what a chat template adds is a few tokens a message. */
static void
put_prompt(struct buf *body, const struct text_request *request)
{
	struct buf all = buf_in(body->arena);
	for (size_t i = 0; i < request->message_count; i++) {
		buf_str(&all, request->messages[i].content);
		buf_lit(&all, "\n");
	}
	json_put_text(body, buf_done(&all));
}

void
text_count_openai(const struct text_provider *self, struct loop *loop,
		  const struct text_request *request, void (*done)(void *arg, int tokens),
		  void *arg)
{
	const struct text_settings *settings = self->settings;
	struct counting *counting = begin_counting(done, arg);
	struct buf body = buf_in(counting->arena);
	const char *path = NULL;
	if (settings->dialect == TEXT_DIALECT_LLAMACPP) {
		path = "/tokenize";
		buf_lit(&body, "{\"content\":");
	} else if (settings->dialect == TEXT_DIALECT_VLLM) {
		path = "/tokenize";
		buf_lit(&body, "{\"model\":");
		json_put_text(&body, str_or(request->model, settings->model));
		buf_lit(&body, ",\"prompt\":");
	} else if (settings->dialect == TEXT_DIALECT_KOBOLDCPP) {
		path = "/api/extra/tokencount";
		buf_lit(&body, "{\"prompt\":");
	}
	if (path == NULL) {
		(void)loop_after(loop, 0, cannot_count, counting);
		return;
	}
	put_prompt(&body, request);
	buf_char(&body, '}');
	const char *url = http_join(counting->arena, root_of(settings->base), path);
	ask(counting, loop, settings, &openai_wire, str_from(url), buf_done(&body));
}

void
text_count_anthropic(const struct text_provider *self, struct loop *loop,
		     const struct text_request *request, void (*done)(void *arg, int tokens),
		     void *arg)
{
	const struct text_settings *settings = self->settings;
	struct counting *counting = begin_counting(done, arg);
	const char *url = http_join(counting->arena, settings->base, "/messages/count_tokens");
	ask(counting, loop, settings, &anthropic_wire, str_from(url),
	    anthropic_count_body(counting->arena, settings, request));
}
