#include "lib/chat/chat.h"

#include <string.h>

#include "lib/base/clock.h"
#include "lib/macro/macro.h"
#include "lib/moderate/prompt.h"
#include "lib/prompt/prompt.h"
#include "lib/turn/record.h"
#include "sql/chat.h"
#include "sql/persona.h"

/* First messages, and as JSON the variables that each of them sets. */
struct greetings {
	struct str *texts, *variables;
	size_t n;
};

struct greeter {
	const struct chat_card_row *card;
	struct str member_name, persona;
};

/* What macros make of a text must be no worse than the text: else only its names are filled in. */
static bool
is_as_good(struct arena *arena, struct str made, struct str plain)
{
	return str_eq(made, plain) ||
	       prompt_judge(arena, made, PROMPT_CHAT) == prompt_judge(arena, plain, PROMPT_CHAT);
}

static void
put_greeting(struct arena *arena, const struct greeter *by, struct str text, struct greetings *out)
{
	const struct chat_card_row *card = by->card;
	struct str name = str_or(card->nickname, card->name);
	struct macro_variables variables = { .arena = arena }, globals = { .arena = arena };
	struct moment now = clock_now();
	struct macro_context macros = { .purpose = MACRO_FOR_PROMPT,
					.user = by->member_name,
					.character = name,
					.description = card->long_bio,
					.personality = card->personality,
					.scenario = card->scenario,
					.persona = by->persona,
					.original = STR_NONE,
					.first_included = -1,
					.now = now,
					.last_user_at = MOMENT_NONE,
					.chat_hash = (uint64_t)now.us,
					.seed = (uint64_t)now.us,
					.local = &variables,
					.global = &globals };
	struct str made = macro_expand(arena, &macros, text);
	struct str plain = prompt_fill_names(arena, text, name, by->member_name);
	bool is_good = is_as_good(arena, made, plain);
	if (str_trim(is_good ? made : plain).n == 0)
		return;
	out->variables[out->n] = is_good && variables.n > 0 ? record_variables(arena, &variables)
							    : STR("");
	out->texts[out->n++] = is_good ? made : plain;
}

/* What the character may say first: the greeting and its alternatives, without empty ones. */
static struct greetings
greetings_of(struct arena *arena, const struct greeter *by)
{
	const struct chat_card_row *card = by->card;
	size_t most = card->alternate_greetings.n + 1;
	struct greetings g = { ARENA_ARRAY(arena, struct str, most),
			       ARENA_ARRAY(arena, struct str, most), 0 };
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
	struct greeter by = { card, member_name, STR("") };
	if (persona != NULL) {
		by.member_name = persona->name;
		by.persona = persona->description;
	}
	struct greetings g = greetings_of(arena, &by);
	*chat = chat_insert(db, member, character, card->name, g.texts[0])->id;
	(void)chat_insert_greetings(db, *chat, (struct strs){ g.texts, g.n },
				    (struct strs){ g.variables, g.n }, card->name);
	(void)chat_begin(db, *chat, character);
	return CHAT_OPENED;
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
