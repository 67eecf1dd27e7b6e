/* What a streaming call makes of its frames: text, tool calls, counts, and an end. */
#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/provider/text_stream.h"

enum { MODEL_NAME = 200 }; /* bytes that are kept of a model's own name */

void
text_stream_end(struct text_call *call, enum text_end end)
{
	text_stream_stop(call);
	call->result.end = end;
	LOG_EVENT(LOG_INFO, "text call ended", LOG_CSTR("provider", call->wire->name),
		  LOG_INT("end", end), LOG_STR("detail", call->result.detail),
		  LOG_INT("attempts", call->attempt + 1),
		  LOG_INT("prompt", call->result.prompt_tokens),
		  LOG_INT("cached", call->result.cached_tokens),
		  LOG_INT("completion", call->result.completion_tokens),
		  LOG_INT("ms", (clock_mono_us() - call->began_us) / 1000));
	call->is_busy = true;
	call->events->ended(call->arg, &call->result);
	text_stream_free(call);
}

void
text_reply_broken(struct text_call *call, enum text_end without_text, struct str detail)
{
	call->result.detail = detail;
	text_stream_end(call, call->text_n > 0 ? TEXT_CUT : without_text);
}

static void
keep_counts(struct text_call *call, const struct text_result *said)
{
	/* Said twice, the second time without what came out of a cache: the larger one is the prompt. */
	if (said->prompt_tokens > call->result.prompt_tokens)
		call->result.prompt_tokens = said->prompt_tokens;
	if (said->completion_tokens >= 0)
		call->result.completion_tokens = said->completion_tokens;
	if (said->cached_tokens > 0)
		call->result.cached_tokens = said->cached_tokens;
	if (call->result.model.n == 0 && said->model.n > 0)
		call->result.model = str_copy(
			call->arena, str_first(said->model, str_clip(said->model, MODEL_NAME)));
}

/* False when the call is over. */
static bool
give(struct text_call *call, struct str text)
{
	bool is_too_long = text.n > call->text_most - call->text_n;
	if (is_too_long)
		text = str_first(text, str_clip(text, call->text_most - call->text_n));
	if (text.n > 0) {
		call->text_n += text.n;
		call->is_busy = true;
		call->events->delta(call->arg, text);
		call->is_busy = false;
		if (call->is_over) {
			text_stream_free(call);
			return false;
		}
	}
	if (is_too_long) {
		call->result.detail = STR("more text than was asked for");
		text_stream_end(call, TEXT_LENGTH);
	}
	return !is_too_long;
}

/* Servers that do not know stops write on: what is behind one is shown to nobody. */
static bool
give_filtered(struct text_call *call, struct str bytes)
{
	if (!give(call, filter_feed(&call->filter, call->scratch, bytes)))
		return false;
	if (!call->filter.is_stopped)
		return true;
	call->finish = WIRE_STOP;
	text_reply_finish(call);
	return false;
}

static bool
take_tools(struct text_call *call, const struct wire_frame *frame)
{
	for (size_t i = 0; i < frame->tool_count && call->request->tool_count > 0; i++)
		if (!wire_calls_add(call->arena, &call->calls, &frame->tools[i])) {
			text_reply_broken(call, TEXT_GARBAGE, STR("tool calls beyond the cap"));
			return false;
		}
	return true;
}

static bool
take_frame(struct text_call *call, const struct wire_frame *frame)
{
	if (frame->is_error) {
		struct str detail = str_copy(call->arena, frame->outcome.detail);
		enum text_end end = frame->outcome.end;
		if (end == TEXT_REFUSED || end == TEXT_BLOCKED) {
			call->result.detail = detail;
			text_stream_end(call, end);
		} else {
			text_reply_broken(call, end, detail);
		}
		return false;
	}
	keep_counts(call, &frame->outcome);
	if (frame->text.n > 0 && !give_filtered(call, frame->text))
		return false;
	if (!take_tools(call, frame))
		return false;
	if (frame->finish == WIRE_REFUSED) {
		call->result.detail = STR("refusal");
		text_stream_end(call, TEXT_REFUSED);
		return false;
	}
	if (frame->finish != WIRE_GOING_ON)
		call->finish = frame->finish;
	call->is_done = call->is_done || frame->is_done;
	return true;
}

bool
text_reply_event(struct text_call *call, const struct sse_event *event, long status)
{
	struct wire_frame frame;
	arena_reset(call->scratch);
	if (call->is_done || event->data.n == 0)
		return true;
	if (!call->wire->read(call->scratch, event, status, &frame)) {
		text_reply_broken(call, TEXT_GARBAGE, STR("a frame that is none"));
		return false;
	}
	return take_frame(call, &frame);
}

void
text_reply_whole(struct text_call *call, long status)
{
	struct wire_frame frame;
	struct sse_event whole = { STR_NONE, buf_done(&call->body) };
	arena_reset(call->scratch);
	if (!call->wire->read(call->scratch, &whole, status, &frame) || frame.is_done) {
		call->result.detail = str_fmt(call->arena, "status %ld, no stream", status);
		text_stream_end(call, TEXT_GARBAGE);
		return;
	}
	if (take_frame(call, &frame))
		text_reply_finish(call);
}

static void
end_with_tools(struct text_call *call)
{
	call->result.calls = wire_calls_done(call->arena, &call->calls, &call->result.call_count);
	if (call->result.call_count > 0) {
		text_stream_end(call, TEXT_TOOLS);
	} else if (call->text_n == 0 && call->finish == WIRE_GOING_ON) {
		call->result.detail = STR("an answer without text or finish");
		text_stream_end(call, TEXT_GARBAGE);
	} else {
		text_stream_end(call, TEXT_COMPLETE);
	}
}

void
text_reply_finish(struct text_call *call)
{
	arena_reset(call->scratch);
	struct str rest = filter_end(&call->filter, call->scratch);
	if (rest.n > 0 && !give(call, rest))
		return;
	switch (call->finish) {
	case WIRE_FAILED:
		text_reply_broken(call, TEXT_DOWN, STR("finish error"));
		break;
	case WIRE_FILTERED:
		call->result.detail = STR("content filter");
		text_stream_end(call, TEXT_BLOCKED);
		break;
	case WIRE_REFUSED:
		text_stream_end(call, TEXT_REFUSED);
		break;
	case WIRE_LENGTH:
		text_stream_end(call, TEXT_LENGTH);
		break;
	case WIRE_GOING_ON:
	case WIRE_STOP:
	case WIRE_TOOLS:
		end_with_tools(call);
		break;
	}
}
