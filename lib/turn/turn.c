#include "lib/turn/turn.h"

#include "lib/base/fault.h"
#include "lib/job/job.h"
#include "lib/prompt/prompt.h"
#include "sql/event.h"
#include "sql/turn.h"

static enum turn_outcome
outcome_of(struct str word)
{
	static const struct {
		struct str word;
		enum turn_outcome outcome;
	} WORDS[] = {
		{ STR_INIT("sent"), TURN_SENT },
		{ STR_INIT("no_chat"), TURN_NO_CHAT },
		{ STR_INIT("no_character"), TURN_NO_CHARACTER },
		{ STR_INIT("not_ai"), TURN_NOT_AI },
		{ STR_INIT("stale_parent"), TURN_STALE_PARENT },
		{ STR_INIT("busy"), TURN_BUSY },
		{ STR_INIT("no_gems"), TURN_NO_GEMS },
		{ STR_INIT("bad_message"), TURN_BAD_MESSAGE },
		{ STR_INIT("key_reused"), TURN_KEY_REUSED },
	};
	for (size_t i = 0; i < COUNT(WORDS); i++)
		if (str_eq(word, WORDS[i].word))
			return WORDS[i].outcome;
	fault_raise(FAULT_BUG, "turn_begin answered %.*s", STR_ARG(word));
}

static enum turn_outcome
order_turn(struct db *db, const struct turn_order *order, struct str mode,
	   struct message_id message, struct str content, struct turn_sent *out)
{
	ENSURE(db_in_transaction(db));
	const struct turn_order_row *row = turn_order(
		db, &(struct turn_order_in){
			    .member_id = order->member,
			    .chat_id = order->chat,
			    .mode = mode,
			    .expected = order->expected_head,
			    .message = message,
			    .content = content,
			    .idempotency = order->idempotency,
			    .context_tokens = prompt_context_tokens(),
			    .character_id = order->speaker,
		    });
	*out = (struct turn_sent){
		.message = row->message_id,
		.reply = row->reply_id,
		.turn = row->turn_id,
		.price = row->price,
		.price_is_per_1000_tokens = str_eq(row->unit, STR("1000_tokens")),
		.needed = row->needed,
		.available = row->available,
		.replayed = row->replayed,
		.first_told = row->first_told,
		.last_told = row->last_told,
	};
	return outcome_of(row->outcome);
}

enum turn_outcome
turn_send(struct db *db, const struct turn_order *order, struct str content, struct turn_sent *out)
{
	return order_turn(db, order, STR("send"), (struct message_id){ 0 }, content, out);
}

enum turn_outcome
turn_say(struct db *db, const struct turn_order *order, struct str content, struct turn_sent *out)
{
	return order_turn(db, order, STR("say"), (struct message_id){ 0 }, content, out);
}

enum turn_outcome
turn_regenerate(struct db *db, const struct turn_order *order, struct message_id message,
		struct turn_sent *out)
{
	return order_turn(db, order, STR("regenerate"), message, STR_NONE, out);
}

enum turn_outcome
turn_continue(struct db *db, const struct turn_order *order, struct message_id message,
	      struct turn_sent *out)
{
	return order_turn(db, order, STR("continue"), message, STR_NONE, out);
}

enum turn_outcome
turn_speak(struct db *db, const struct turn_order *order, struct turn_sent *out)
{
	return order_turn(db, order, STR("speak"), (struct message_id){ 0 }, STR_NONE, out);
}

enum turn_outcome
turn_resend(struct db *db, const struct turn_order *order, struct message_id message,
	    struct str content, struct turn_sent *out)
{
	return order_turn(db, order, STR("resend"), message, content, out);
}

void
turn_told(struct db *db, int64_t first, int64_t last)
{
	if (first > 0)
		(void)event_tell(db, STR("member_event"), first, last);
}

void
turn_ordered(struct db *db, int64_t first, int64_t last)
{
	(void)event_tell_work(db, STR("member_event"), first, last);
}

enum turn_stop_outcome
turn_stop(struct db *db, struct member_id member, struct chat_id chat, struct turn_stop *out)
{
	ENSURE(db_in_transaction(db));
	const struct turn_ask_stop_row *row = turn_ask_stop(db, member, chat);
	*out = (struct turn_stop){
		.turn = row->turn_id,
		.reply = row->reply_id,
		.job = row->job_id,
		.first_event = row->first_event,
		.last_event = row->last_event,
	};
	if (str_eq(row->outcome, STR("stopped")))
		return TURN_STOPPED;
	if (str_eq(row->outcome, STR("not_yours")))
		return TURN_NOT_YOURS;
	return str_eq(row->outcome, STR("stopping")) ? TURN_STOPPING : TURN_NOT_RUNNING;
}

void
turn_stop_tell(struct db *db, const struct turn_stop *stop)
{
	if (stop->first_event > 0)
		turn_events_tell(db, stop->first_event, stop->last_event);
	else
		job_cancel_tell(db, stop->job);
}

void
turn_events_tell(struct db *db, int64_t first, int64_t last)
{
	(void)event_tell(db, STR("turn_event"), first, last);
}

struct turn_price
turn_price(struct db *db, struct character_id character)
{
	const struct turn_price_of_row *row = turn_price_of(db, character);
	return (struct turn_price){ row->price, str_eq(row->unit, STR("1000_tokens")) };
}
