#include "lib/base/clock.h"
#include "lib/lore/shelf.h"
#include "lib/prompt/count.h"
#include "lib/turn/gather_parts.h"

static int64_t
count(void *arg, struct str text)
{
	const double *ratio = arg;
	return count_scaled(text, *ratio);
}

/* Where an entry goes; false for one that only stands where {{outlet::Name}} does. */
static bool
place_of(enum lore_place place, enum prompt_place *out)
{
	switch (place) {
	case LORE_BEFORE_CHAR:
		*out = PLACE_BEFORE_CHAR;
		return true;
	case LORE_AFTER_CHAR:
		*out = PLACE_AFTER_CHAR;
		return true;
	case LORE_NOTE_TOP:
		*out = PLACE_NOTE_TOP;
		return true;
	case LORE_NOTE_BOTTOM:
		*out = PLACE_NOTE_BOTTOM;
		return true;
	case LORE_AT_DEPTH:
		*out = PLACE_AT_DEPTH;
		return true;
	case LORE_BEFORE_EXAMPLES:
		*out = PLACE_BEFORE_EXAMPLES;
		return true;
	case LORE_AFTER_EXAMPLES:
		*out = PLACE_AFTER_EXAMPLES;
		return true;
	case LORE_FROM_TOP:
		*out = PLACE_FROM_TOP;
		return true;
	case LORE_PERSONALITY:
		*out = PLACE_PERSONALITY;
		return true;
	case LORE_SCENARIO:
		*out = PLACE_SCENARIO;
		return true;
	case LORE_OUTLET:
		break;
	}
	return false;
}

static enum text_role
role_of(enum lore_role role)
{
	return role == LORE_USER	? TEXT_USER
	       : role == LORE_ASSISTANT ? TEXT_ASSISTANT
					: TEXT_SYSTEM;
}

static const struct lore_message *
messages_of(struct arena *arena, const struct gathered *from, const struct gather_fired *fired)
{
	size_t n = from->input.branch_count;
	struct lore_message *messages = ARENA_ARRAY(arena, struct lore_message, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct prompt_said *said = &from->input.branch[i];
		struct lore_ref *refs = ARENA_ARRAY(arena, struct lore_ref, fired->at[i].n + 1);
		size_t count_of_refs = 0;
		for (size_t k = 0; k < fired->at[i].n; k++)
			count_of_refs += lore_ref_read(fired->at[i].at[k], &refs[count_of_refs]);
		messages[i] = (struct lore_message){
			.name = said->name,
			.text = said->content,
			.is_user = said->role == TEXT_USER,
			.fired = refs,
			.fired_count = count_of_refs,
		};
	}
	return messages;
}

static void
put_hits(struct arena *arena, struct gathered *out)
{
	const struct lore_result *lore = &out->lore;
	struct macro_outlet *outlets = ARENA_ARRAY(arena, struct macro_outlet, lore->hit_count + 1);
	size_t n = 0;
	for (size_t i = 0; i < lore->hit_count; i++) {
		const struct lore_hit *hit = &lore->hits[i];
		enum prompt_place place;
		if (!place_of(hit->place, &place)) {
			outlets[n++] = (struct macro_outlet){ hit->outlet, hit->content,
							      hit->is_others };
			continue;
		}
		gather_put(arena, out,
			   &(struct prompt_insert){
				   .kind = BLOCK_LORE,
				   .place = place,
				   .name = str_fmt(arena, "%.*s: %.*s", STR_ARG(hit->book),
						   STR_ARG(hit->entry)),
				   .text = hit->content,
				   .why = hit->words,
				   .depth = hit->depth,
				   .order = hit->order,
				   .role = role_of(hit->role),
				   .is_first_out = hit->is_first_out,
				   .is_others = hit->is_others,
			   });
	}
	out->input.outlets = outlets;
	out->input.outlet_count = n;
	out->input.is_system_prompt_off = lore->is_system_prompt_off;
	out->input.is_post_history_off = lore->is_post_history_off;
}

void
gather_lore(struct db *db, struct arena *scratch, const struct gather_ask *ask,
	    const struct gather_more *more, struct gathered *out)
{
	if (!more->source->has_lore)
		return;
	/* The shelf answers into the arena that holds its books. */
	db_use(db, ask->arena);
	struct shelf shelf = shelf_of_chat(db, ask->arena, ask->chat, ask->character, out->persona,
					   ask->member);
	db_use(db, scratch);
	if (shelf.count == 0)
		return;
	double ratio = ask->ratio;
	struct macro_context macros = prompt_macros(ask->arena, &out->input);
	macros.purpose = MACRO_FOR_PROMPT;
	macros.creator_notes = str_copy(ask->arena, more->speaker->creator_notes);
	const struct str note[] = { out->input.note.text };
	struct lore_order order = shelf.order;
	order.books = shelf.books;
	order.book_count = shelf.count;
	order.messages = messages_of(ask->arena, out, &more->fired);
	order.message_count = out->input.branch_count;
	order.branch_count = out->input.branch_total;
	order.injections = (struct strs){ note, note[0].n > 0 };
	order.macros = &macros;
	order.character = out->input.cards[out->input.speaker].name;
	order.character_tags = more->speaker->tags;
	order.trigger = macros.kind;
	order.context_tokens = out->input.context;
	order.seed = ask->seed;
	order.count = count;
	order.count_arg = &ratio;
	int64_t begun = clock_mono_us();
	out->lore = lore_scan(ask->arena, &order);
	out->lore_us = clock_mono_us() - begun;
	/* What entries set stands in the prompt, too. */
	out->input.variables = macros.local;
	out->input.globals = macros.global;
	put_hits(ask->arena, out);
}
