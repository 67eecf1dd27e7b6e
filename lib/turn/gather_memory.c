#include "lib/base/clock.h"
#include "lib/memory/memory.h"
#include "lib/turn/gather_parts.h"

enum { RECENT = 3, RECENT_BYTES = 4000 };

void
gather_put(struct arena *arena, struct gathered *out, const struct prompt_insert *insert)
{
	size_t n = out->input.insert_count;
	struct prompt_insert *grown = ARENA_ARRAY(arena, struct prompt_insert, n + 1);
	for (size_t i = 0; i < n; i++)
		grown[i] = out->input.inserts[i];
	grown[n] = *insert;
	out->input.inserts = grown;
	out->input.insert_count = n + 1;
}

/* The newest messages as one text: what passages from long ago are to fit. */
static struct str
recent_text(struct arena *arena, const struct gathered *from)
{
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < from->input.branch_count && i < RECENT; i++) {
		struct str text = from->input.branch[i].content;
		text = str_first(text, str_clip(text, RECENT_BYTES));
		buf_fmt(&out, "%.*s: %.*s\n", STR_ARG(from->input.branch[i].name), STR_ARG(text));
	}
	return buf_done(&out);
}

/*
 * The oldest message that fits into half the room: what lies before it may be gone from the prompt, and
 * passages are looked for there. 0 when all of the branch was read and fits.
 */
static struct message_id
oldest_sure(const struct gather_ask *ask, const struct gathered *from)
{
	int64_t bytes = prompt_branch_bytes(from->input.context) / 4;
	for (size_t i = 0; i < from->input.branch_count; i++) {
		bytes -= (int64_t)from->input.branch[i].content.n;
		if (bytes < 0)
			return from->input.branch[i > 0 ? i - 1 : 0].id;
	}
	(void)ask;
	return (struct message_id){ 0 };
}

static void
put_list(struct arena *arena, struct gathered *out, struct str name, struct strs texts,
	 struct str why, int64_t order)
{
	struct buf text = buf_in(arena);
	for (size_t i = 0; i < texts.n; i++)
		buf_fmt(&text, "- %.*s\n", STR_ARG(texts.at[i]));
	if (text.n > 0)
		gather_put(arena, out,
			   &(struct prompt_insert){
				   .kind = BLOCK_MEMORY,
				   .place = PLACE_MEMORY,
				   .name = name,
				   .text = buf_done(&text),
				   .why = why,
				   .order = order,
			   });
}

static void
put_passages(struct arena *arena, struct gathered *out, const struct memory *memory)
{
	for (size_t i = 0; i < memory->passage_count; i++) {
		const struct memory_passage *passage = &memory->passages[i];
		struct str who = passage->who.n > 0 ? passage->who : out->input.persona.name;
		struct buf when = buf_in(arena);
		clock_put_exact(&when, passage->at);
		gather_put(
			arena, out,
			&(struct prompt_insert){
				.kind = BLOCK_MEMORY,
				.place = PLACE_MEMORY,
				.name = STR("Something said long ago"),
				.text = str_fmt(arena, "Earlier, on %.*s, %.*s: %.*s",
						STR_ARG(buf_done(&when)), STR_ARG(who),
						STR_ARG(passage->text)),
				.why = STR(
					"It fits what is being said, and is too old to be in the "
					"conversation below."),
				.order = -(int64_t)i,
			});
	}
}

static void
put_memory(struct arena *arena, struct gathered *out, const struct memory *memory)
{
	if (memory->summary.n > 0)
		gather_put(arena, out,
			   &(struct prompt_insert){
				   .kind = BLOCK_MEMORY,
				   .place = PLACE_MEMORY,
				   .name = STR("What happened so far"),
				   .text = str_copy(arena, memory->summary),
				   .why = str_fmt(arena, "The summary of the first %lld messages.",
						  (long long)memory->covered),
				   .order = 1000,
			   });
	put_list(arena, out, STR("What always holds in this chat"), memory->facts,
		 STR("Facts that you pinned in this chat."), 1003);
	put_list(arena, out, STR("What is known about the character"), memory->character_notes,
		 STR("Your notes on this character."), 1002);
	put_list(arena, out, STR("What is known about the member"), memory->notes,
		 STR("Your notes for all chats."), 1001);
	put_passages(arena, out, memory);
}

void
gather_remembered(struct db *db, struct arena *scratch, const struct gather_ask *asks, size_t n,
		  struct gathered *out)
{
	struct memory_ask *wants = ARENA_ARRAY(scratch, struct memory_ask, n);
	struct memory *found = ARENA_ARRAY(scratch, struct memory, n);
	size_t *whose = ARENA_ARRAY(scratch, size_t, n);
	size_t wanted = 0;
	for (size_t i = 0; i < n; i++) {
		if (!out[i].is_there)
			continue;
		whose[wanted] = i;
		wants[wanted++] = (struct memory_ask){
			.chat = asks[i].chat,
			.member = asks[i].member,
			.character = asks[i].character,
			.head = asks[i].head,
			.oldest = oldest_sure(&asks[i], &out[i]),
			.recent = recent_text(scratch, &out[i]),
		};
	}
	if (wanted == 0)
		return;
	memory_read(db, scratch, wants, wanted, found);
	for (size_t i = 0; i < wanted; i++)
		put_memory(asks[whose[i]].arena, &out[whose[i]], &found[i]);
}
