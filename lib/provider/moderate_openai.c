#include "lib/provider/moderate.h"

#include <jansson.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/json.h"
#include "lib/provider/fetch.h"

enum { ASK_ARENA = 4 * 1024 * 1024, TIMEOUT_MS = 4000, TEXT_MOST = 64000 };

struct asking {
	void (*done)(void *, enum moderate_opinion);
	void *arg;
};

static bool
says(const json_t *categories, const char *name)
{
	return json_is_true(json_object_get(categories, name));
}

enum moderate_opinion
moderate_openai_read(struct str body)
{
	json_error_t error;
	json_t *root = json_loadb(body.p, body.n, JSON_REJECT_DUPLICATES, &error);
	const json_t *result = json_array_get(json_object_get(root, "results"), 0);
	const json_t *categories = json_object_get(result, "categories");
	enum moderate_opinion opinion = MODERATE_NO_ANSWER;
	if (json_is_object(categories))
		opinion = says(categories, "sexual/minors") ? MODERATE_MINORS
			  : says(categories, "self-harm/intent") ||
					  says(categories, "self-harm/instructions")
				  ? MODERATE_SELF_HARM
			  : says(categories, "sexual") ? MODERATE_SEXUAL
						       : MODERATE_PASSES;
	json_decref(root);
	return opinion;
}

static void
answered(void *of_asking, const struct fetch_answer *answer)
{
	struct asking asking = *(struct asking *)of_asking;
	free(of_asking);
	asking.done(asking.arg, answer->status == 200 ? moderate_openai_read(answer->body)
						      : MODERATE_NO_ANSWER);
}

static void
ask(const struct moderate_provider *self, struct loop *loop, struct str text,
    void (*done)(void *, enum moderate_opinion), void *arg)
{
	struct arena *arena = arena_new(ASK_ARENA);
	struct asking *asking = malloc(sizeof(*asking));
	if (asking == NULL) {
		arena_free(arena);
		done(arg, MODERATE_NO_ANSWER);
		return;
	}
	*asking = (struct asking){ done, arg };
	struct buf body = buf_in(arena);
	buf_lit(&body, "{\"model\":\"omni-moderation-latest\",\"input\":");
	json_put_text(&body, str_first(text, str_clip(text, TEXT_MOST)));
	buf_char(&body, '}');
	struct fetch_request request = {
		.url = str_fmt(arena, "%.*s/moderations", STR_ARG(self->base)),
		.body = buf_done(&body),
		.timeout_ms = TIMEOUT_MS,
		.plain_allowed = true,
	};
	if (self->key.n > 0)
		request.headers[0] = str_fmt(arena, "Authorization: Bearer %.*s",
					     STR_ARG(self->key));
	fetch_start(loop, &request, answered, asking);
	arena_free(arena);
}

struct moderate_provider
moderate_openai_provider(struct str base, struct str key)
{
	return (struct moderate_provider){ "openai", ask, base, key };
}
