#include "lib/prompt/block.h"

static const struct {
	struct str name;
	struct str label;
} KINDS[BLOCK_KINDS] = {
	[BLOCK_RULES] = { STR_INIT("rules"), STR_INIT("Rules of the house") },
	[BLOCK_MAIN] = { STR_INIT("main"), STR_INIT("Main prompt") },
	[BLOCK_LORE] = { STR_INIT("lore"), STR_INIT("Lore") },
	[BLOCK_PERSONA] = { STR_INIT("persona"), STR_INIT("Persona") },
	[BLOCK_DESCRIPTION] = { STR_INIT("description"), STR_INIT("Description") },
	[BLOCK_PERSONALITY] = { STR_INIT("personality"), STR_INIT("Personality") },
	[BLOCK_SCENARIO] = { STR_INIT("scenario"), STR_INIT("Scenario") },
	[BLOCK_MEMORY] = { STR_INIT("memory"), STR_INIT("Memory") },
	[BLOCK_EXTRA] = { STR_INIT("extra"), STR_INIT("Preset text") },
	[BLOCK_EXAMPLE] = { STR_INIT("example"), STR_INIT("Example dialogue") },
	[BLOCK_HISTORY] = { STR_INIT("history"), STR_INIT("Conversation") },
	[BLOCK_NOTE] = { STR_INIT("note"), STR_INIT("Author\u2019s note") },
	[BLOCK_DEPTH_PROMPT] = { STR_INIT("depth_prompt"), STR_INIT("Character\u2019s note") },
	[BLOCK_POST_HISTORY] = { STR_INIT("post_history"), STR_INIT("After the conversation") },
	[BLOCK_NUDGE] = { STR_INIT("nudge"), STR_INIT("Last words") },
};

static const struct str ROLES[] = {
	[TEXT_SYSTEM] = STR_INIT("system"),
	[TEXT_USER] = STR_INIT("user"),
	[TEXT_ASSISTANT] = STR_INIT("assistant"),
};

struct block *
block_put(struct blocks *list, const struct block *block)
{
	if (list->n == list->room) {
		size_t room = list->room > 0 ? list->room * 2 : 32;
		list->at = arena_grow(list->arena, list->at, list->room * sizeof(*list->at),
				      room * sizeof(*list->at));
		list->room = room;
	}
	list->at[list->n] = *block;
	return &list->at[list->n++];
}

void
blocks_join(struct blocks *list, const struct blocks *more)
{
	for (size_t i = 0; i < more->n; i++)
		(void)block_put(list, &more->at[i]);
}

struct str
block_kind_name(enum block_kind kind)
{
	return KINDS[kind].name;
}

bool
block_kind_find(struct str name, enum block_kind *kind)
{
	for (size_t i = 0; i < COUNT(KINDS); i++) {
		if (str_eq(KINDS[i].name, name)) {
			*kind = (enum block_kind)i;
			return true;
		}
	}
	return false;
}

struct str
block_kind_label(enum block_kind kind)
{
	return KINDS[kind].label;
}

struct str
block_role_name(enum text_role role)
{
	return ROLES[role];
}

bool
block_role_find(struct str name, enum text_role *role)
{
	for (size_t i = 0; i < COUNT(ROLES); i++) {
		if (str_eq_fold(ROLES[i], name)) {
			*role = (enum text_role)i;
			return true;
		}
	}
	return false;
}

/* A name between quotation marks: a model reads it, and no parser, so an apostrophe stays one. */
static void
put_kind(struct buf *out, struct str kind)
{
	for (size_t i = 0; i < kind.n; i++) {
		char c = kind.p[i];
		if (c != '<' && c != '>')
			buf_char(out, c == '"' ? '\'' : c);
	}
}

struct str
block_fenced(struct arena *arena, enum block_fence fence, struct str kind, struct str text)
{
	const char *mark = fence == FENCE_MATERIAL ? "material" : "directions";
	struct buf out = buf_in(arena);
	buf_reserve(&out, text.n + kind.n + 64);
	buf_fmt(&out, "<%s kind=\"", mark);
	put_kind(&out, block_harmless(arena, kind));
	buf_lit(&out, "\">\n");
	buf_str(&out, block_harmless(arena, str_trim(text)));
	buf_fmt(&out, "\n</%s>", mark);
	return buf_done(&out);
}
