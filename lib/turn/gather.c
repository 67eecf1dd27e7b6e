#include "lib/turn/gather.h"

#include <math.h>

#include "lib/base/fault.h"
#include "lib/preset/layout.h"
#include "lib/turn/gather_parts.h"
#include "sql/prompt.h"

enum { BRANCH_BYTES_MOST = 2 * 1024 * 1024 };

static struct strs
copy_texts(struct arena *arena, struct strs from)
{
	struct str *to = ARENA_ARRAY(arena, struct str, from.n + 1);
	for (size_t i = 0; i < from.n; i++)
		to[i] = str_copy(arena, from.at[i]);
	return (struct strs){ to, from.n };
}

static enum text_role
role_of(struct str name)
{
	enum text_role role;
	return block_role_find(name, &role) ? role : TEXT_SYSTEM;
}

static enum prompt_place
place_of(struct str word)
{
	static const struct {
		struct str word;
		enum prompt_place place;
	} PLACES[] = {
		{ STR_INIT("before"), PLACE_BEFORE_CHAR },
		{ STR_INIT("after"), PLACE_AFTER_CHAR },
		{ STR_INIT("note_top"), PLACE_NOTE_TOP },
		{ STR_INIT("note_bottom"), PLACE_NOTE_BOTTOM },
		{ STR_INIT("depth"), PLACE_AT_DEPTH },
	};
	for (size_t i = 0; i < COUNT(PLACES); i++)
		if (str_eq(PLACES[i].word, word))
			return PLACES[i].place;
	return PLACE_NOWHERE;
}

/* ---- who asks ------------------------------------------------------------------------------ */

static void
take_preset(struct arena *arena, const struct prompt_sources_row *row, struct gathered *out)
{
	struct str why;
	struct prompt_part *parts = ARENA_ARRAY(arena, struct prompt_part, LAYOUT_PARTS);
	size_t n = layout_read(arena, json_read(arena, row->preset_layout, &why), parts);
	out->preset = row->preset_id;
	out->stops = copy_texts(arena, row->preset_stops);
	out->input.preset = (struct prompt_preset){
		.name = str_copy(arena, row->preset_name),
		.main = str_copy(arena, row->preset_main),
		.post_history = str_copy(arena, row->preset_post_history),
		.pins_examples = row->pins_examples,
		.parts = parts,
		.part_count = n,
	};
	struct sampling of_preset = sampling_parse(arena, row->preset_sampling);
	struct sampling of_chat = sampling_parse(arena, row->sampling);
	out->sampling = sampling_over(&of_preset, &of_chat);
}

/* Neither preset nor chat can make the house or the model take more than they do. */
static void
take_room(const struct gather_ask *ask, struct gathered *out)
{
	struct prompt_input *in = &out->input;
	in->context = ask->context > 0 ? ask->context : prompt_context_tokens();
	in->reply = ask->reply > 0 ? ask->reply : prompt_reply_tokens();
	if (!isnan(out->sampling.context_tokens) &&
	    out->sampling.context_tokens < (double)in->context)
		in->context = (int64_t)out->sampling.context_tokens;
	if (!isnan(out->sampling.max_tokens) && out->sampling.max_tokens < (double)in->reply)
		in->reply = (int64_t)out->sampling.max_tokens;
	if (in->reply > in->context / 2)
		in->reply = in->context / 2;
}

/* NULL when there are none. What stood with a reply counts as changed: the next one keeps it, too. */
static const struct macro_variables *
variables_of(struct arena *arena, struct str json, bool is_changed)
{
	struct str why;
	if (json.n == 0)
		return NULL;
	struct macro_variables *v = ARENA_NEW(arena, struct macro_variables);
	*v = macro_variables_read(arena, json_read(arena, json, &why));
	v->is_changed = is_changed;
	return v;
}

static void
take_source(const struct gather_ask *ask, const struct prompt_sources_row *row,
	    struct gathered *out)
{
	struct arena *arena = ask->arena;
	struct prompt_input *in = &out->input;
	out->persona = row->persona_id;
	take_preset(arena, row, out);
	take_room(ask, out);
	in->persona = (struct prompt_persona){
		.name = str_copy(arena, row->persona_name),
		.description = str_copy(arena, row->persona_description),
		.place = place_of(row->persona_position),
		.depth = row->persona_depth,
		.role = role_of(row->persona_role),
	};
	in->note = (struct prompt_note){
		.text = str_copy(arena, row->note_text),
		.place = place_of(row->note_position),
		.depth = row->note_depth,
		.interval = row->note_interval,
		.role = role_of(row->note_role),
	};
	in->others = copy_texts(arena, row->other_names);
	in->card_mode = str_eq(row->card_mode, STR("append"))	      ? PROMPT_APPEND
			: str_eq(row->card_mode, STR("append_muted")) ? PROMPT_APPEND_MUTED
								      : PROMPT_SWAP;
	in->variables = variables_of(arena, row->variables, true);
	in->globals = variables_of(arena, row->globals, false);
	in->user_turns = row->user_turns;
	in->branch_total = row->message_total + (ask->prefix.n > 0);
	in->is_again = row->is_again;
	in->swipe = row->swipe;
	in->swipes = row->swipes;
	in->last_user_at = row->last_user_at;
	in->is_adult = row->sees_all;
	in->mode = ask->mode;
	in->ratio = ask->ratio;
	in->seed = ask->seed;
	in->chat = ask->chat;
	in->now = ask->now;
	in->model = ask->model;
	in->begun = ask->begun;
}

/* ---- cards --------------------------------------------------------------------------------- */

static struct prompt_card
card_of(struct arena *arena, const struct prompt_cards_row *row)
{
	return (struct prompt_card){
		.id = row->id,
		.name = str_copy(arena, row->name),
		.nickname = str_copy(arena, row->nickname),
		.short_description = str_copy(arena, row->short_description),
		.long_bio = str_copy(arena, row->long_bio),
		.personality = str_copy(arena, row->personality),
		.scenario = str_copy(arena, row->scenario),
		.greeting = str_copy(arena, row->greeting),
		.traits = copy_texts(arena, row->traits),
		.example_dialogues = str_copy(arena, row->example_dialogues),
		.mes_example = str_copy(arena, row->mes_example),
		.chat_lines = str_copy(arena, row->chat_lines),
		.pronouns = str_copy(arena, row->pronouns),
		.age = row->has_age ? row->age : 0,
		.version = str_copy(arena, row->version),
		.system_prompt = str_copy(arena, row->system_prompt),
		.post_history = str_copy(arena, row->post_history),
		.depth_prompt = str_copy(arena, row->depth_prompt),
		.depth_prompt_depth = row->depth_prompt_depth,
		.depth_prompt_role = role_of(row->depth_prompt_role),
		.is_muted = row->is_muted,
	};
}

static void
take_cards(const struct gather_ask *ask, struct rows rows, size_t nth, struct gathered *out,
	   const struct prompt_cards_row **speaker)
{
	struct prompt_card *cards = ARENA_ARRAY(ask->arena, struct prompt_card, PROMPT_CARDS);
	size_t n = 0;
	for (size_t i = 0; i < rows.n && n < PROMPT_CARDS; i++) {
		const struct prompt_cards_row *row = prompt_cards_at(rows, i);
		if ((size_t)row->n != nth + 1)
			continue;
		if (row->id.v == ask->character.v) {
			out->input.speaker = n;
			*speaker = row;
		}
		cards[n] = card_of(ask->arena, row);
		cards[n++].is_others = !row->has_creator_id || row->creator_id.v != ask->member.v;
	}
	out->input.cards = cards;
	out->input.card_count = n;
}

/* ---- the branch ---------------------------------------------------------------------------- */

static struct str
name_of(const struct gather_ask *ask, const struct prompt_branches_row *row,
	const struct prompt_sources_row *source, const struct gathered *out)
{
	if (str_eq(row->role, STR("user"))) {
		if (!row->has_member_id || row->member_id.v == ask->member.v)
			return out->input.persona.name;
		for (size_t i = 0; i < source->other_ids.n; i++) {
			int64_t id;
			if (str_to_i64(source->other_ids.at[i], &id) && id == row->member_id.v)
				return out->input.others.at[i];
		}
	} else {
		for (size_t i = 0; i < out->input.card_count; i++)
			if (row->has_character_id &&
			    out->input.cards[i].id.v == row->character_id.v)
				return prompt_called(&out->input.cards[i]);
	}
	return str_copy(ask->arena, row->speaker_label);
}

static void
take_branch(const struct gather_ask *ask, struct rows rows, size_t nth,
	    const struct prompt_sources_row *source, struct gathered *out,
	    struct gather_fired *fired)
{
	size_t most = ask->prefix.n > 0, n = 0;
	for (size_t i = 0; i < rows.n; i++)
		most += (size_t)prompt_branches_at(rows, i)->n == nth + 1;
	struct prompt_said *branch = ARENA_ARRAY(ask->arena, struct prompt_said, most + 1);
	bool has_variables = false;
	fired->at = ARENA_ARRAY(ask->arena, struct strs, most + 1);
	if (ask->prefix.n > 0)
		branch[n++] = (struct prompt_said){
			.role = TEXT_ASSISTANT,
			.name = prompt_called(&out->input.cards[out->input.speaker]),
			.content = str_copy(ask->arena, ask->prefix),
			.id = ask->prefixed,
		};
	for (size_t i = 0; i < rows.n; i++) {
		const struct prompt_branches_row *row = prompt_branches_at(rows, i);
		if ((size_t)row->n != nth + 1)
			continue;
		fired->at[n] = copy_texts(ask->arena, row->fired);
		if (!has_variables && row->variables.n > 0) {
			out->input.variables = variables_of(ask->arena, row->variables, true);
			has_variables = true;
		}
		branch[n++] = (struct prompt_said){
			.role = str_eq(row->role, STR("user")) ? TEXT_USER : TEXT_ASSISTANT,
			.name = name_of(ask, row, source, out),
			.content = str_copy(ask->arena, row->content),
			.id = row->id,
		};
	}
	out->input.branch = branch;
	out->input.branch_count = n;
	out->input.shows_names = out->input.card_count > 1 || out->input.others.n > 0;
}

/* ---- all together -------------------------------------------------------------------------- */

struct columns {
	struct i64s chats, members, heads, speakers, bytes;
};

static struct columns
columns_of(struct arena *scratch, const struct gather_ask *asks, size_t n)
{
	int64_t *chats = ARENA_ARRAY(scratch, int64_t, n);
	int64_t *members = ARENA_ARRAY(scratch, int64_t, n);
	int64_t *heads = ARENA_ARRAY(scratch, int64_t, n);
	int64_t *speakers = ARENA_ARRAY(scratch, int64_t, n);
	int64_t *bytes = ARENA_ARRAY(scratch, int64_t, n);
	for (size_t i = 0; i < n; i++) {
		chats[i] = asks[i].chat.v;
		members[i] = asks[i].member.v;
		heads[i] = asks[i].head.v;
		speakers[i] = asks[i].character.v;
		int64_t context = asks[i].context > 0 ? asks[i].context : prompt_context_tokens();
		int64_t most = prompt_branch_bytes(context);
		bytes[i] = most < BRANCH_BYTES_MOST ? most : BRANCH_BYTES_MOST;
	}
	return (struct columns){
		{ chats, n }, { members, n }, { heads, n }, { speakers, n }, { bytes, n }
	};
}

void
gather(struct db *db, struct arena *scratch, const struct gather_ask *asks, size_t n,
       struct gathered *out)
{
	ENSURE(n <= GATHER_AT_ONCE);
	struct columns c = columns_of(scratch, asks, n);
	struct db_later *later_sources = prompt_sources_ahead(db, c.chats, c.members, c.heads,
							      c.speakers);
	struct db_later *later_cards = prompt_cards_ahead(db, c.chats);
	struct rows branches = prompt_branches(db, c.heads, c.bytes);
	struct rows sources = db_collect(later_sources);
	struct rows cards = db_collect(later_cards);
	struct gather_more *more = ARENA_ARRAY(scratch, struct gather_more, n);
	for (size_t i = 0; i < n; i++)
		out[i] = (struct gathered){ .is_there = false };
	for (size_t i = 0; i < sources.n; i++) {
		const struct prompt_sources_row *row = prompt_sources_at(sources, i);
		size_t at = (size_t)row->n - 1;
		take_source(&asks[at], row, &out[at]);
		take_cards(&asks[at], cards, at, &out[at], &more[at].speaker);
		out[at].is_there = more[at].speaker != NULL;
		if (!out[at].is_there)
			continue;
		take_branch(&asks[at], branches, at, row, &out[at], &more[at].fired);
		more[at].source = row;
	}
	gather_remembered(db, scratch, asks, n, out);
	for (size_t i = 0; i < n; i++)
		if (out[i].is_there)
			gather_lore(db, scratch, &asks[i], &more[i], &out[i]);
}

struct strs
gather_stops(struct arena *arena, const struct gathered *from, const struct prompt *prompt)
{
	struct str *stops = ARENA_ARRAY(arena, struct str, from->stops.n + prompt->stop_count + 1);
	size_t n = 0;
	for (size_t i = 0; i < prompt->stop_count; i++)
		stops[n++] = prompt->stops[i];
	for (size_t i = 0; i < from->stops.n; i++)
		stops[n++] = from->stops.at[i];
	return (struct strs){ stops, n };
}
