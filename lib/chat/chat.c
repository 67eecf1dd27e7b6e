#include "lib/chat/chat.h"

#include <string.h>

#include "lib/turn/prompt.h"
#include "sql/chat.h"
#include "sql/persona.h"

/* What the character may say first: the greeting and its alternatives, without empty ones. */
static struct strs
greetings_of(struct arena *arena, const struct chat_card_row *card, struct str member_name)
{
	struct str *texts = ARENA_ARRAY(arena, struct str, card->alternate_greetings.n + 1);
	size_t n = 0;
	for (size_t i = 0; i <= card->alternate_greetings.n; i++) {
		struct str text = prompt_fill_names(
			arena, i == 0 ? card->greeting : card->alternate_greetings.at[i - 1],
			card->name, member_name);
		if (str_trim(text).n > 0)
			texts[n++] = text;
	}
	if (n == 0)
		texts[n++] = str_fmt(arena, "*%.*s looks up and smiles.*", STR_ARG(card->name));
	return (struct strs){ texts, n };
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
	if (persona != NULL)
		member_name = persona->name;
	struct strs greetings = greetings_of(arena, card, member_name);
	*chat = chat_insert(db, member, character, card->name, greetings.at[0])->id;
	(void)chat_insert_greetings(db, *chat, greetings, card->name);
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
