/*
 * Any text as one with macros: expanding does no harm, keeps its bounds, gives valid UTF-8 of valid
 * UTF-8, and gives the same twice. The first byte says in what the text stands.
 */
#include <stdlib.h>

#include "lib/base/utf8.h"
#include "lib/macro/macro.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static struct str
expand(struct arena *arena, struct macro_context context, struct str text, uint8_t where)
{
	struct macro_variables local = { .arena = arena }, global = { .arena = arena };
	struct macro_banned banned = { .n = 0 };
	context.local = &local;
	context.global = &global;
	context.banned = &banned;
	if ((where & 4) != 0)
		context.description = text;
	if ((where & 8) != 0)
		context.user = text;
	return macro_expand(arena, &context, text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	if (n == 0)
		return 0;
	struct arena *arena = arena_new(256 * 1024 * 1024);
	uint8_t where = bytes[0];
	struct str text = { (const char *)bytes + 1, n - 1 };
	struct macro_context context = {
		.purpose = (enum macro_purpose)(where % 3),
		.user = STR("Bob"),
		.character = STR("Ann"),
		.description = STR("{{char}} and {{user}}, {{scenario}}"),
		.scenario = STR("{{description}} {{setvar::s::1}}{{getvar::s}}"),
		.last_message = STR("{{user}}"),
		.message_count = 3,
		.now = { 1795284309000000 },
		.chat_hash = where,
		.seed = 1,
	};
	struct str once = expand(arena, context, text, where);
	struct str twice = expand(arena, context, text, where);
	if (!str_eq(once, twice) || once.n > MACRO_BYTES + n)
		abort();
	if (utf8_valid(text) && !utf8_valid(once))
		abort();
	arena_free(arena);
	return 0;
}
