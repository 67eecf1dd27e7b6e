/*
 * Any conversation with any character: a reply must come, in valid UTF-8, and the same one again.
 * The first byte is the seed; then come up to eight texts, each ended by a NUL: the character's
 * personality lines first, then the messages by turns.
 */
#include <stdlib.h>

#include "lib/base/json.h"
#include "lib/base/utf8.h"
#include "lib/provider/offline/talk.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

enum { TEXTS = 8 };

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	if (n < 2 || n > 8192)
		return 0;
	struct arena *arena = arena_new(64 * 1024 * 1024);
	struct str rest = { (const char *)bytes + 1, n - 1 };
	struct str texts[TEXTS] = { { NULL, 0 } };
	size_t count = 0;
	while (count < TEXTS && str_cut(&rest, '\0', &texts[count]))
		count++;

	struct buf card = buf_in(arena);
	buf_lit(&card, "{\"name\":\"Odile Marsh\",\"pronouns\":\"she/her\",\"longBio\":");
	json_put_text(&card, texts[0]);
	buf_lit(&card, ",\"chatLines\":{\"opinions\":[");
	json_put_text(&card, texts[0]);
	buf_lit(&card, "],\"actions\":[");
	json_put_text(&card, texts[0]);
	buf_lit(&card, "]}}");
	struct str why;
	const json_t *persona = json_read(arena, buf_done(&card), &why);

	struct text_message messages[TEXTS];
	for (size_t i = 1; i < count; i++)
		messages[i - 1] = (struct text_message){ i % 2 == 1 ? TEXT_USER : TEXT_ASSISTANT,
							 texts[i] };
	struct text_request request = { .messages = messages,
					.message_count = count > 0 ? count - 1 : 0,
					.seed = bytes[0],
					.persona = persona };
	struct str once = reply_make(arena, &request);
	if (once.n == 0 || !utf8_valid(once) || !str_eq(once, reply_make(arena, &request)))
		abort();
	arena_free(arena);
	return 0;
}
