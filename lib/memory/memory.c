#include "lib/memory/memory.h"

#include <string.h>

#include "lib/base/fault.h"
#include "lib/memory/passage.h"
#include "sql/memory.h"

/* As memory_gather numbers them. */
enum part { PART_ON, PART_SUMMARY, PART_FACT, PART_CHARACTER_NOTE, PART_NOTE, PART_PASSAGE, PARTS };

static struct rows
gather(struct db *db, struct arena *arena, const struct memory_ask *asks, size_t n)
{
	int64_t *numbers[5];
	for (size_t k = 0; k < COUNT(numbers); k++)
		numbers[k] = ARENA_ARRAY(arena, int64_t, n);
	struct str *recents = ARENA_ARRAY(arena, struct str, n);
	for (size_t i = 0; i < n; i++) {
		numbers[0][i] = asks[i].chat.v;
		numbers[1][i] = asks[i].member.v;
		numbers[2][i] = asks[i].character.v;
		numbers[3][i] = asks[i].head.v;
		numbers[4][i] = asks[i].oldest.v;
		recents[i] = asks[i].recent;
	}
	return memory_gather_all(db, &(struct memory_gather_all_in){
					     .chats = { numbers[0], n },
					     .members = { numbers[1], n },
					     .characters = { numbers[2], n },
					     .heads = { numbers[3], n },
					     .oldest = { numbers[4], n },
					     .recents = { recents, n },
				     });
}

/* The texts of one part, among the rows from..to. */
static struct strs
texts_of(struct arena *arena, struct rows rows, size_t from, size_t to, enum part part)
{
	struct str *texts = ARENA_ARRAY(arena, struct str, to - from);
	size_t n = 0;
	for (size_t i = from; i < to; i++) {
		const struct memory_gather_all_row *row = memory_gather_all_at(rows, i);
		if (row->part == (int64_t)part)
			texts[n++] = str_copy(arena, row->body);
	}
	return (struct strs){ texts, n };
}

static void
take_passages(struct arena *arena, struct rows rows, size_t from, size_t to, struct str recent,
	      struct memory *out)
{
	struct memory_passage *passages = ARENA_ARRAY(arena, struct memory_passage, to - from);
	size_t n = 0;
	for (size_t i = from; i < to; i++) {
		const struct memory_gather_all_row *row = memory_gather_all_at(rows, i);
		if (row->part == PART_PASSAGE)
			passages[n++] = (struct memory_passage){
				.message = row->message_id,
				.at = row->at,
				.who = str_copy(arena, row->who),
				.text = row->body,
			};
	}
	out->passage_count = passage_choose(arena, recent, passages, n);
	out->passages = passages;
}

static void
take_part(struct arena *arena, struct rows rows, size_t from, size_t to, struct str recent,
	  struct memory *out)
{
	for (size_t i = from; i < to; i++) {
		const struct memory_gather_all_row *row = memory_gather_all_at(rows, i);
		if (row->part == PART_ON)
			out->is_on = true;
		if (row->part != PART_SUMMARY)
			continue;
		out->summary = str_copy(arena, row->body);
		out->covers = row->message_id;
		out->covered = row->n;
	}
	out->facts = texts_of(arena, rows, from, to, PART_FACT);
	out->character_notes = texts_of(arena, rows, from, to, PART_CHARACTER_NOTE);
	out->notes = texts_of(arena, rows, from, to, PART_NOTE);
	take_passages(arena, rows, from, to, recent, out);
}

void
memory_read(struct db *db, struct arena *arena, const struct memory_ask *asks, size_t n,
	    struct memory *out)
{
	memset(out, 0, n * sizeof(*out));
	struct rows rows = gather(db, arena, asks, n);
	for (size_t from = 0, to; from < rows.n; from = to) {
		size_t nth = (size_t)memory_gather_all_at(rows, from)->nth - 1;
		for (to = from + 1; to < rows.n; to++)
			if ((size_t)memory_gather_all_at(rows, to)->nth - 1 != nth)
				break;
		ENSURE(nth < n);
		take_part(arena, rows, from, to, asks[nth].recent, &out[nth]);
	}
}
