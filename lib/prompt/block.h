/*
 * The pieces that a prompt is made of, in the order in which they are sent, each with what it costs and
 * why it is there. What found no room stays in the list and says so: the inspector shows both.
 *
 * Units: tokens, COUNT_MESSAGE included. Ownership: the arena of the list.
 */
#ifndef SNUG_PROMPT_BLOCK_H
#define SNUG_PROMPT_BLOCK_H

#include "lib/base/buf.h"
#include "lib/base/types.h"
#include "lib/provider/text.h"

enum block_kind {
	BLOCK_RULES,
	BLOCK_MAIN,
	BLOCK_LORE,
	BLOCK_PERSONA,
	BLOCK_DESCRIPTION,
	BLOCK_PERSONALITY,
	BLOCK_SCENARIO,
	BLOCK_MEMORY,
	BLOCK_EXTRA, /* text of a preset that has no other name */
	BLOCK_EXAMPLE,
	BLOCK_HISTORY,
	BLOCK_NOTE,
	BLOCK_DEPTH_PROMPT, /* of the card */
	BLOCK_POST_HISTORY,
	BLOCK_NUDGE,
	BLOCK_KINDS
};

struct block {
	enum block_kind kind;
	enum text_role role;
	struct str name; /* for people */
	struct str text; /* as it is sent */
	struct str why;	 /* why it is there, or why it is not */
	int64_t tokens;
	int64_t depth; /* messages of the conversation behind it; meant for injections only */
	int64_t order; /* among what stands at the same depth, lowest first */
	struct message_id message;
	bool may_go;	 /* left out when there is no room, before the prompt is refused */
	bool goes_first; /* before all others that may */
	bool is_cut;
	bool is_others; /* of another member, who shows it to nobody: the inspector leaves it out */
};

struct blocks {
	struct arena *arena;
	struct block *at;
	size_t n;
	size_t room;
};

/* A copy at the end of the list. */
struct block *block_put(struct blocks *list, const struct block *block);
void blocks_join(struct blocks *list, const struct blocks *more);

/* "main", "post_history": the name in records and in layouts. */
struct str block_kind_name(enum block_kind kind);
NODISCARD bool block_kind_find(struct str name, enum block_kind *kind);
/* "Main prompt": what people read. */
struct str block_kind_label(enum block_kind kind);
/* "system", "user", "assistant"; an unknown name is false. */
struct str block_role_name(enum text_role role);
NODISCARD bool block_role_find(struct str name, enum text_role *role);

/*
 * Text of others in which nothing reads as a mark: of a fence, of the turns that chat templates write
 * ("<|im_start|>", "[INST]", "### Instruction:"), or in letters that nobody sees. `text` itself when
 * there is nothing to change. harmless.c.
 */
struct str block_harmless(struct arena *arena, struct str text);

/*
 * Text of others inside a system message, made harmless. `kind` names it. The house's rules say what
 * the two fences mean.
 */
enum block_fence { FENCE_MATERIAL, FENCE_DIRECTIONS };
struct str block_fenced(struct arena *arena, enum block_fence fence, struct str kind,
			struct str text);

#endif
