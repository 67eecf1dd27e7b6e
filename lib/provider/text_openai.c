/* Replies from any OpenAI-compatible server. */
#include "lib/provider/openai_wire.h"
#include "lib/provider/text_count.h"
#include "lib/provider/text_stream.h"

static struct text_call *
start_call(const struct text_provider *self, struct loop *loop, const struct text_request *request,
	   const struct text_events *events, void *arg)
{
	return text_stream_start(&openai_wire, self->settings, loop, request, events, arg);
}

struct text_provider
text_openai_provider(const struct text_settings *settings)
{
	return (struct text_provider){
		.name = "openai",
		.label = "",
		.start = start_call,
		.cancel = text_stream_cancel,
		.count = text_count_openai,
		.settings = settings,
	};
}
