#include "cgi-bin/preview.h"

#include <jansson.h>

#include "lib/base/json.h"
#include "lib/base/rand.h"
#include "lib/macro/macro.h"
#include "lib/moderate/guard.h"
#include "lib/prompt/prompt.h"
#include "lib/provider/offline/talk.h"
#include "lib/web/secret.h"

#define COOKIE "snug-preview"

enum { COOKIE_MOST = 3600, KEPT_S = 24 * 3600, DAY_US = 86400 };

static int64_t
today(const struct req *rq)
{
	return rq->now.us / 1000000 / DAY_US;
}

struct preview
preview_read(struct req *rq)
{
	struct preview empty = { .day = today(rq), .seed = (int64_t)(rq->now.us & 0xFFFFFFF) };
	struct str text, why, sealed = req_cookie(rq, COOKIE);
	if (sealed.n == 0 || !secret_open(rq->arena, "preview", sealed, &text))
		return empty;
	const json_t *root = json_read(rq->arena, text, &why);
	struct preview p = { .character = json_integer_value(json_object_get(root, "c")),
			     .day = json_integer_value(json_object_get(root, "d")),
			     .used = json_integer_value(json_object_get(root, "u")),
			     .seed = json_integer_value(json_object_get(root, "s")),
			     .is_adult = json_is_true(json_object_get(root, "a")) };
	const json_t *said = json_object_get(root, "m");
	for (size_t i = 0; i < json_array_size(said) && p.n < PREVIEW_LINES; i++)
		p.said[p.n++] = (struct str){ json_string_value(json_array_get(said, i)),
					      json_string_length(json_array_get(said, i)) };
	if (p.day != empty.day) {
		p.day = empty.day;
		p.used = 0;
	}
	return p;
}

bool
preview_write(struct req *rq, struct reply *reply, const struct preview *preview)
{
	struct buf out = buf_in(rq->arena);
	buf_fmt(&out, "{\"c\":%lld,\"d\":%lld,\"u\":%lld,\"s\":%lld,\"a\":%s,\"m\":[",
		(long long)preview->character, (long long)preview->day, (long long)preview->used,
		(long long)preview->seed, preview->is_adult ? "true" : "false");
	for (size_t i = 0; i < preview->n; i++) {
		if (i > 0)
			buf_char(&out, ',');
		json_put_text(&out, preview->said[i]);
	}
	buf_lit(&out, "]}");
	struct str sealed = secret_seal(rq->arena, "preview", buf_done(&out));
	if (sealed.n > COOKIE_MOST)
		return false;
	reply_cookie(rq, reply, COOKIE, sealed, KEPT_S);
	return true;
}

void
preview_forget(struct req *rq, struct reply *reply)
{
	reply_cookie(rq, reply, COOKIE, STR(""), -1);
}

/* ---- what the engine says ------------------------------------------------------------------ */

static const json_t *
persona_of(struct req *rq, const struct preview_card_row *card)
{
	const struct prompt_card from = {
		.name = card->name,
		.short_description = card->short_description,
		.long_bio = card->long_bio,
		.personality = card->personality,
		.scenario = card->scenario,
		.greeting = card->greeting,
		.pronouns = card->pronouns,
		.traits = card->traits,
		.age = card->age,
		.example_dialogues = card->example_dialogues,
		.chat_lines = card->chat_lines,
	};
	return prompt_offline_card(rq->arena, &from, STR(""), (struct strs){ NULL, 0 });
}

struct str
preview_greeting(struct req *rq, const struct preview_card_row *card)
{
	const struct macro_context names = { .purpose = MACRO_FOR_SCREEN,
					     .user = STR("friend"),
					     .character = card->name,
					     .personality = card->personality,
					     .scenario = card->scenario,
					     .now = rq->now,
					     .is_read_only = true };
	struct str text = macro_expand(rq->arena, &names, card->greeting);
	return str_trim(text).n > 0
		       ? text
		       : str_fmt(rq->arena, "*%.*s looks up and smiles.*", STR_ARG(card->name));
}

/* As the worker's guard passes a reply on: the truth where it was asked for, nothing that holds back. */
static struct str
guarded(struct req *rq, const struct preview_card_row *card, struct str said, struct str reply)
{
	struct guard *guard = guard_new(rq->arena, said, card->name, false);
	struct buf out = buf_in(rq->arena);
	buf_str(&out, guard_opening(guard, reply));
	while (reply.n > 0) {
		size_t n = guard_sentence(reply);
		struct str piece = n > 0 ? str_first(reply, n) : reply;
		reply = str_from_at(reply, piece.n);
		switch (guard_judge(guard, &piece)) {
		case GUARD_PASS:
		case GUARD_CHANGED:
			buf_str(&out, piece);
			break;
		case GUARD_NEVER:
		case GUARD_SEXUAL:
		case GUARD_URGES:
			return STR("*says nothing to that.*");
		}
	}
	return buf_done(&out);
}

struct strs
preview_heard(struct req *rq, const struct preview_card_row *card, const struct preview *preview)
{
	struct str *heard = ARENA_ARRAY(rq->arena, struct str, PREVIEW_LINES);
	struct text_message messages[PREVIEW_LINES * 2 + 1];
	const json_t *persona = persona_of(rq, card);
	messages[0] = (struct text_message){ .role = TEXT_ASSISTANT,
					     .content = preview_greeting(rq, card) };
	for (size_t i = 0; i < preview->n; i++) {
		messages[i * 2 + 1] = (struct text_message){ .role = TEXT_USER,
							     .content = preview->said[i] };
		struct text_request request = { .messages = messages,
						.message_count = i * 2 + 2,
						.max_tokens = 160,
						.seed = (uint64_t)preview->seed + i,
						.persona = persona,
						.member_name = STR("") };
		heard[i] = guarded(rq, card, preview->said[i],
				   str_trim(reply_make(rq->arena, &request)));
		messages[i * 2 + 2] = (struct text_message){ .role = TEXT_ASSISTANT,
							     .content = heard[i] };
	}
	return (struct strs){ heard, preview->n };
}
