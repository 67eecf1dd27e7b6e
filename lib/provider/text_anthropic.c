/* Replies from Anthropic's Messages API. */
#include "lib/provider/anthropic_wire.h"
#include "lib/provider/text_count.h"
#include "lib/provider/text_stream.h"

static struct text_call *
start_call(const struct text_provider *self, struct loop *loop, const struct text_request *request,
	   const struct text_events *events, void *arg)
{
	return text_stream_start(&anthropic_wire, self->settings, loop, request, events, arg);
}

struct text_provider
text_anthropic_provider(const struct text_settings *settings)
{
	return (struct text_provider){
		.name = "anthropic",
		.label = "",
		.start = start_call,
		.cancel = text_stream_cancel,
		.count = text_count_anthropic,
		.settings = settings,
	};
}
