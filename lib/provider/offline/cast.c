/* Conversations of several, in which each message begins with who said it: whose line is whose. */
#include "lib/base/json.h"
#include "lib/provider/offline/talk.h"

enum { NAME_MOST = 80, OTHERS_CAP = 8 * 1024 };

/* The name in front of a message, cut off it; nothing when there is none. */
static struct str
cut_name(struct str *text)
{
	ptrdiff_t colon = str_find(*text, STR(": "));
	struct str name = colon > 0 ? str_first(*text, (size_t)colon) : STR_NONE;
	if (name.n == 0 || name.n > NAME_MOST || str_find_char(name, '\n') >= 0)
		return STR_NONE;
	*text = str_from_at(*text, name.n + 2);
	return name;
}

const struct text_request *
cast_read(struct arena *arena, const struct text_request *request, struct str *others)
{
	*others = STR_NONE;
	if (!request->is_named || request->message_count == 0)
		return request;
	struct str self = json_get_text(request->persona, "name");
	struct text_request *own = ARENA_NEW(arena, struct text_request);
	struct text_message *messages = ARENA_ARRAY(arena, struct text_message,
						    request->message_count);
	struct buf said = buf_in(arena);
	*own = *request;
	own->messages = messages;
	for (size_t i = 0; i < request->message_count; i++) {
		struct text_message *message = &messages[i];
		*message = request->messages[i];
		if (message->role == TEXT_SYSTEM)
			continue;
		struct str name = cut_name(&message->content);
		if (message->role == TEXT_USER && name.n > 0)
			own->member_name = name; /* who spoke last is spoken to */
		bool is_other = message->role == TEXT_ASSISTANT && name.n > 0 &&
				!str_eq_fold(name, self);
		if (!is_other)
			continue;
		message->role = TEXT_SYSTEM; /* which the engine does not read */
		if (said.n < OTHERS_CAP)
			buf_fmt(&said, "%.*s\n", STR_ARG(message->content));
	}
	*others = buf_done(&said);
	return own;
}
