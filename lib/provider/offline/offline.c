/*
 * The offline engine as a provider: the reply is made at once and told word by word, at about the
 * pace of a quick model. One timer per call. What nobody watches (extract.h) is told in one go.
 */
#include <string.h>

#include "lib/base/fault.h"
#include "lib/provider/offline/extract.h"
#include "lib/provider/offline/talk.h"
#include "lib/provider/text.h"

enum {
	MAKING_CAP = 16 * 1024 * 1024,
	CALL_CAP = 256 * 1024,
	WORD_US = 18 * 1000, /* about 50 words a second with the pauses */
	SENTENCE_US = 60 * 1000,
	PARAGRAPH_US = 110 * 1000
};

struct text_call {
	struct arena *arena;
	struct loop *loop;
	struct loop_timer *timer;
	const struct text_request *request;
	const struct text_events *events;
	void *arg;
	struct str rest; /* of the reply, not told yet */
	bool is_quiet;
	bool is_shortened;
	bool is_busy;
	bool is_over;
	int words;
};

static void tell_word(void *of_call);

static void
cancel_call(struct text_call *call)
{
	if (call == NULL)
		return;
	loop_timer_cancel(call->loop, call->timer);
	call->timer = NULL;
	call->is_over = true;
	if (!call->is_busy)
		arena_free(call->arena);
}

static void
end_call(struct text_call *call, enum text_end end, struct str detail)
{
	const struct text_result result = {
		.end = end,
		.prompt_tokens = -1,
		.completion_tokens = call->words,
		.model = STR("offline"),
		.detail = detail,
	};
	call->is_busy = true;
	call->events->ended(call->arg, &result);
	arena_free(call->arena);
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\n';
}

/* The next word with the space behind it. */
static struct str
next_word(struct str rest)
{
	size_t n = 0;
	while (n < rest.n && !is_space(rest.p[n]))
		n++;
	while (n < rest.n && is_space(rest.p[n]))
		n++;
	return str_first(rest, n);
}

static int64_t
pause_behind(struct str word)
{
	if (str_ends(word, STR("\n")))
		return PARAGRAPH_US;
	struct str bare = str_trim(word);
	while (str_ends(bare, STR("*")))
		bare.n--;
	bool ends_sentence = bare.n > 0 && strchr(".?!", bare.p[bare.n - 1]) != NULL;
	return ends_sentence ? SENTENCE_US : WORD_US;
}

static void
tell_word(void *of_call)
{
	struct text_call *call = of_call;
	call->timer = NULL;
	if (call->rest.n == 0) {
		end_call(call, call->is_shortened ? TEXT_LENGTH : TEXT_COMPLETE, STR_NONE);
		return;
	}
	struct str word = call->is_quiet ? call->rest : next_word(call->rest);
	call->rest = str_from_at(call->rest, word.n);
	call->words++;
	call->is_busy = true;
	call->events->delta(call->arg, word);
	call->is_busy = false;
	if (call->is_over)
		arena_free(call->arena);
	else
		call->timer = loop_after(call->loop, call->rest.n == 0 ? 0 : pause_behind(word),
					 tell_word, call);
}

/* As many words as `max_tokens` allows, at three words to four tokens. */
static struct str
shorten(struct text_call *call, struct str reply)
{
	int most = call->request->max_tokens;
	if (most <= 0)
		return reply;
	struct str rest = reply;
	for (int words = 0; rest.n > 0; words++) {
		if (words >= most / 4 * 3 + 1) {
			call->is_shortened = true;
			return str_trim(str_first(reply, reply.n - rest.n));
		}
		rest = str_from_at(rest, next_word(rest).n);
	}
	return reply;
}

static struct str
write_text(struct arena *arena, const struct text_call *call)
{
	return call->is_quiet ? extract_answer(arena, call->request->persona, call->request->seed)
			      : reply_make(arena, call->request);
}

static void
make_reply(void *of_call)
{
	static const struct str NOTHING = STR_INIT("no reply could be made");
	struct text_call *call = of_call;
	struct fault_frame frame;
	call->timer = NULL;
	struct arena *making = arena_new(MAKING_CAP);
	bool is_made = false;
	if (FAULT_CATCH(frame)) {
		struct str reply = str_trim(write_text(making, call));
		call->rest = str_copy(call->arena, shorten(call, reply));
		is_made = true;
		fault_pop(&frame);
	}
	arena_free(making);
	if (is_made && call->rest.n > 0)
		tell_word(call);
	else
		end_call(call, TEXT_DOWN, NOTHING);
}

static struct text_call *
start_call(const struct text_provider *self, struct loop *loop, const struct text_request *request,
	   const struct text_events *events, void *arg)
{
	(void)self;
	struct arena *arena = arena_new(CALL_CAP);
	struct text_call *call = ARENA_NEW(arena, struct text_call);
	call->arena = arena;
	call->loop = loop;
	call->request = request;
	call->events = events;
	call->arg = arg;
	call->is_quiet = json_get_text(request->persona, "task").n > 0;
	call->timer = loop_after(loop, 0, make_reply, call);
	return call;
}

struct text_provider
text_offline_provider(void)
{
	return (struct text_provider){
		.name = "offline",
		.label = "offline engine",
		.start = start_call,
		.cancel = cancel_call,
	};
}
