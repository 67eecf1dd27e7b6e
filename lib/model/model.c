#include "lib/model/model.h"

#include "sql/model.h"

struct model_price
model_price(struct db *db, struct chat_id chat, struct member_id member)
{
	const struct model_fare_in_row *row = model_fare_in(db, chat, member);
	return (struct model_price){ row->price, str_eq(row->unit, STR("1000_tokens")),
				     row->model_key };
}

enum model_outcome
model_choose(struct db *db, struct member_id member, struct chat_id chat, struct str choice)
{
	struct str mine;
	bool tools;
	int64_t own = 0;
	if (!model_choice(db, member, chat, &mine, &tools))
		return MODEL_NO_CHAT;
	if (str_starts(choice, STR("own:"))) {
		if (!str_to_i64(str_from_at(choice, 4), &own) || own <= 0)
			return MODEL_UNKNOWN;
		choice = STR_NONE;
	}
	struct str key = choice.n == 0 ? STR_NONE : choice;
	return model_set_choice(db, chat, member, key, own) != NULL ? MODEL_CHOSEN : MODEL_UNKNOWN;
}

bool
model_choice(struct db *db, struct member_id member, struct chat_id chat, struct str *choice,
	     bool *tools)
{
	const struct model_choice_of_row *row = model_choice_of(db, chat, member);
	if (row == NULL)
		return false;
	*choice = row->choice;
	*tools = row->tools;
	return true;
}

struct str
model_tokens_words(struct arena *arena, int64_t tokens)
{
	if (tokens < 1000)
		return str_int(arena, tokens);
	return str_fmt(arena, "%.*s,%03lld", STR_ARG(model_tokens_words(arena, tokens / 1000)),
		       (long long)(tokens % 1000));
}
