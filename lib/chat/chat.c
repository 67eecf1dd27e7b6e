#include "lib/chat/chat.h"

#include <string.h>

#include "lib/base/clock.h"
#include "lib/macro/macro.h"
#include "lib/moderate/prompt.h"
#include "lib/prompt/prompt.h"
#include "lib/turn/record.h"
#include "sql/chat.h"
#include "sql/group.h"
#include "sql/persona.h"

/* First messages, and as JSON the variables that each of them sets. */
struct greetings {
	struct str *texts, *variables;
	size_t n;
};

/* Who greets whom, and what macros in the greeting know. */
struct greeter {
	struct str name, description, personality, scenario;
	struct str member_name, persona;
	struct str voices; /* of a chat of several */
	const json_t *variables;
};

/*
 * What macros make of a text must be no worse than the text, and tell nothing that another member's
 * texts set in secret: else only its names are filled in.
 */
static bool
is_as_good(struct arena *arena, struct str made, struct str plain)
{
	return str_eq(made, plain) ||
	       prompt_judge(arena, made, PROMPT_CHAT) == prompt_judge(arena, plain, PROMPT_CHAT);
}

static void
put_greeting(struct arena *arena, const struct greeter *by, struct str text, struct greetings *out)
{
	bool has_hidden = false;
	struct macro_variables variables = macro_variables_read(arena, by->variables);
	struct macro_variables globals = { .arena = arena };
	struct moment now = clock_now();
	struct macro_context macros = { .purpose = MACRO_FOR_PROMPT,
					.user = by->member_name,
					.character = by->name,
					.group = by->voices,
					.group_speaking = by->voices,
					.is_group = by->voices.n > 0,
					.description = by->description,
					.personality = by->personality,
					.scenario = by->scenario,
					.persona = by->persona,
					.original = STR_NONE,
					.first_included = -1,
					.now = now,
					.last_user_at = MOMENT_NONE,
					.chat_hash = (uint64_t)now.us,
					.seed = (uint64_t)now.us,
					.local = &variables,
					.global = &globals,
					.has_hidden = &has_hidden };
	struct str made = macro_expand(arena, &macros, text);
	struct str plain = prompt_fill_names(arena, text, by->name, by->member_name);
	bool is_good = !has_hidden && is_as_good(arena, made, plain);
	if (str_trim(is_good ? made : plain).n == 0)
		return;
	out->variables[out->n] = is_good && variables.n > 0 ? record_variables(arena, &variables)
							    : STR("");
	out->texts[out->n++] = is_good ? made : plain;
}

static struct greetings
room_for(struct arena *arena, size_t most)
{
	return (struct greetings){ ARENA_ARRAY(arena, struct str, most),
				   ARENA_ARRAY(arena, struct str, most), 0 };
}

/* What the character may say first: the greeting and its alternatives, without empty ones. */
static struct greetings
greetings_of(struct arena *arena, const struct greeter *by, const struct chat_card_row *card)
{
	struct greetings g = room_for(arena, card->alternate_greetings.n + 1);
	put_greeting(arena, by, card->greeting, &g);
	for (size_t i = 0; i < card->alternate_greetings.n; i++)
		put_greeting(arena, by, card->alternate_greetings.at[i], &g);
	if (g.n == 0) {
		g.variables[g.n] = STR("");
		g.texts[g.n++] = str_fmt(arena, "*%.*s looks up and smiles.*", STR_ARG(card->name));
	}
	return g;
}

enum chat_opened
chat_open(struct db *db, struct arena *arena, struct member_id member, struct str member_name,
	  struct character_id character, bool always_new, struct chat_id *chat)
{
	const struct chat_card_row *card = chat_card(db, character, member);
	if (card == NULL)
		return CHAT_NO_CHARACTER;
	const struct chat_latest_row *latest = always_new ? NULL
							  : chat_latest(db, member, character);
	if (latest != NULL) {
		*chat = latest->id;
		return CHAT_EXISTING;
	}
	const struct persona_for_row *persona = persona_for(db, member, character);
	struct greeter by = { .name = str_or(card->nickname, card->name),
			      .description = card->long_bio,
			      .personality = card->personality,
			      .scenario = card->scenario,
			      .member_name = member_name,
			      .persona = STR("") };
	if (persona != NULL) {
		by.member_name = persona->name;
		by.persona = persona->description;
	}
	struct greetings g = greetings_of(arena, &by, card);
	*chat = chat_insert(db, member, character, card->name, g.texts[0])->id;
	(void)chat_insert_greetings(db, *chat, (struct strs){ g.texts, g.n },
				    (struct strs){ g.variables, g.n }, card->name);
	(void)chat_begin(db, *chat, character);
	return CHAT_OPENED;
}

static struct greetings
group_greetings_of(struct arena *arena, const struct group_newcomer_row *row)
{
	struct str why;
	struct greeter by = { .name = str_or(row->nickname, row->name),
			      .description = row->long_bio,
			      .personality = row->personality,
			      .scenario = row->scenario,
			      .member_name = row->member_name,
			      .persona = row->persona,
			      .voices = row->voices,
			      .variables = json_read(arena, row->variables, &why) };
	struct greetings g = room_for(arena, row->greetings.n);
	for (size_t i = 0; i < row->greetings.n; i++)
		put_greeting(arena, &by, row->greetings.at[i], &g);
	return g;
}

enum chat_asked_in
chat_ask_in(struct db *db, struct arena *arena, const struct chat_invitation *to,
	    struct chat_newcomer *out)
{
	*out = (struct chat_newcomer){ 0 };
	const struct group_seize_row *chat = group_seize(db, to->chat, to->member,
							 to->expected_head);
	bool is_stale = !chat->is_shut && str_eq(chat->outcome, STR("stale_parent"));
	const struct group_add_row *added = group_add(db, to->chat, to->member, to->character,
						      is_stale);
	if (added == NULL)
		return is_stale ? CHAT_ASKED_STALE : CHAT_ASKED_NOBODY;
	if (!added->greets)
		return CHAT_ASKED_SILENT;
	const struct group_newcomer_row *row = group_newcomer(db, to->chat, to->member,
							      to->character);
	out->name = row->name;
	if (str_eq(chat->outcome, STR("busy")))
		return CHAT_ASKED_BUSY;
	struct greetings g = group_greetings_of(arena, row);
	if (chat->is_shut || g.n == 0)
		return CHAT_ASKED_SILENT;
	out->greeting = group_greet(db, to->chat, to->character, (struct strs){ g.texts, g.n },
				    (struct strs){ g.variables, g.n })
				->id;
	return CHAT_ASKED_GREETS;
}

struct rows
chat_window(struct db *db, struct arena *arena, struct chat_id chat, struct message_id from,
	    int64_t limit, struct message_id *older)
{
	struct rows rows = chat_path(db, chat, from, limit + 1);
	older->v = 0;
	if (rows.n > (size_t)limit) {
		*older = chat_path_at(rows, (size_t)limit)->id;
		rows.n = (size_t)limit;
	}
	struct chat_path_row *turned = ARENA_ARRAY(arena, struct chat_path_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		turned[i] = *chat_path_at(rows, rows.n - 1 - i);
	rows.at = turned;
	return rows;
}
