/* Replies: ordering one in every way, and stopping it. */
#include "cgi-bin/chat.h"

#include "lib/chat/order.h"
#include "lib/web/wake.h"
#include "sql/group.h"
#include "sql/tree.h"

enum { SEND_EVERY_S = 2, SENDS = 30 };

/* `parent` and `expected` are two names of one thing: the head that the caller saw. */
struct send {
	struct str content;
	int64_t parent;
	int64_t expected;
	int64_t speaker;
};

static const struct field SEND[] = {
	FIELD_TEXT(struct send, content, "content", "Message", 1, CHAT_TEXT_MOST),
	FIELD_ID(struct send, parent, "parentId", "Parent", false),
	FIELD_ID(struct send, expected, "expectedParentId", "Parent", false),
	FIELD_ID(struct send, speaker, "characterId", "Character", false),
};

struct typed {
	struct str content;
};

static const struct field TYPED[] = {
	FIELD_TEXT(struct typed, content, "content", "Message", 0, CHAT_TEXT_MOST),
};

/* Without a message the newest one is meant. */
struct again {
	int64_t message;
	int64_t parent;
	int64_t expected;
	int64_t speaker;
};

static const struct field AGAIN[] = {
	FIELD_ID(struct again, message, "messageId", "Message", false),
	FIELD_ID(struct again, parent, "parentId", "Parent", false),
	FIELD_ID(struct again, expected, "expectedParentId", "Parent", false),
	FIELD_ID(struct again, speaker, "characterId", "Character", false),
};

/* ---- telling -------------------------------------------------------------------------------- */

struct tidings {
	int64_t first;
	int64_t last;
	bool wakes;
};

static void
tell(struct req *rq, void *arg)
{
	const struct tidings *tidings = arg;
	if (!tidings->wakes) {
		turn_told(rq->db, tidings->first, tidings->last);
		return;
	}
	turn_ordered(rq->db, tidings->first, tidings->last);
	wake_alone(rq);
}

void
chat_tell_after(struct req *rq, int64_t first, int64_t last, bool wakes)
{
	struct tidings *tidings = ARENA_NEW(rq->arena, struct tidings);
	*tidings = (struct tidings){ first, last, wakes };
	req_after_commit(rq, tell, tidings);
}

/* ---- answers -------------------------------------------------------------------------------- */

static struct reply
no_gems(struct req *rq, const struct chat_find_row *chat, const struct turn_sent *sent)
{
	if (rq->wants_json) {
		struct view *extra = view_new(rq->arena);
		view_gems(extra, "needed", sent->needed);
		view_gems(extra, "balance", sent->available);
		return refuse_with(
			rq, 402, "INSUFFICIENT_GEMS",
			"There are not enough gems for the next reply. Nothing was charged.",
			extra);
	}
	form_error(rq, "content", "Message",
		   "There are not enough gems for the next reply. Your message is kept below.");
	struct view *v = chat_view(rq, chat);
	/* By tokens it is only now known what a reply needs. */
	if (safety_sells(rq, chat))
		chat_missing_fields(rq, v, chat,
				    (struct gems){ sent->needed.milli - sent->available.milli });
	return form_again(rq, 402, "chat/show", v);
}

/* Every way in which a turn is not ordered, in words. What was typed comes back. */
static struct reply
tell_refused(struct req *rq, const struct chat_find_row *chat, enum turn_outcome outcome,
	     const struct turn_sent *sent)
{
	const char *code = "CONFLICT";
	const char *why = "";
	switch (outcome) {
	case TURN_NO_GEMS:
		return no_gems(rq, chat, sent);
	case TURN_NO_CHAT:
	case TURN_BAD_MESSAGE:
		return not_found(rq);
	case TURN_NO_CHARACTER:
		code = "CHARACTER_GONE";
		why = "This character is no longer here. What you wrote together stays.";
		break;
	case TURN_NOT_AI:
		code = "NOT_AI";
		why = "Staff write for this character; no program answers.";
		break;
	case TURN_STALE_PARENT:
		code = "STALE_PARENT";
		why = "This chat went on elsewhere, in another tab or on another device. Here is how it "
		      "stands now; your message is kept below.";
		break;
	case TURN_BUSY:
		code = "BUSY";
		why = "A reply is still being written. Your message is kept below; send it when the "
		      "reply is done.";
		break;
	case TURN_KEY_REUSED:
		code = "IDEMPOTENCY_KEY_REUSED";
		why = "This form was sent before. Reload the page and send your message again.";
		break;
	case TURN_SENT:
		break;
	}
	if (rq->wants_json)
		return refuse(rq, 409, code, why);
	form_error(rq, "content", "Message", why);
	/* What was read before the wait for the chat's lock is old by now. */
	const struct chat_find_row *now = chat_find(rq->db, chat->id, rq->member->id);
	return form_again(rq, 409, "chat/show", chat_view(rq, now != NULL ? now : chat));
}

/* The turn is ordered: 202, or the chat's page. */
static struct reply
tell_sent(struct req *rq, struct chat_id chat, const struct turn_sent *turn)
{
	struct view *v = view_new(rq->arena);
	struct str stream = str_fmt(rq->arena, "/stream/turn/%lld", (long long)turn->turn.v);
	if (turn->turn.v == 0) {
		view_id(v, "messageId", turn->message.v);
		view_null(v, "turnId");
		chat_tell_after(rq, turn->first_told, turn->last_told, false);
		return done(rq, 201, v, chat_address(rq, chat, "#composer"));
	}
	view_id(v, "messageId", turn->reply.v);
	view_id(v, "turnId", turn->turn.v);
	if (turn->message.v != 0)
		view_id(v, "userMessageId", turn->message.v);
	view_url(v, "streamUrl", stream);
	chat_tell_after(rq, turn->first_told, turn->last_told, true);
	if (str_starts(req_header(rq, "Accept"), STR("text/event-stream")))
		return see(rq, stream);
	return done(rq, 202, v, chat_address(rq, chat, "#composer"));
}

bool
chat_is_over(struct req *rq, const struct chat_find_row *chat, struct reply *reply)
{
	if (moment_is_none(chat->ended_at) && !chat->is_frozen)
		return false;
	chat_keep_typed(rq, chat->id);
	*reply = refuse(
		rq, 409, chat->is_frozen ? "CHAT_FROZEN" : "CHAT_ENDED",
		chat->is_frozen ? CHAT_RESTS
		: chat->is_owner
			? "You ended this chat. Take it up again, then send your message; it is kept."
			: "This chat was ended by whoever began it. Your message is kept.");
	reply->commit = true;
	return true;
}

/* ---- ordering ------------------------------------------------------------------------------- */

static struct message_id
head_seen(int64_t parent, int64_t expected)
{
	return (struct message_id){ expected != 0 ? expected : parent };
}

/* The replies of a member come at most so fast; true with the refusal. What was typed waits in the box. */
static bool
is_too_fast(struct req *rq, const struct chat_find_row *chat, struct reply *reply)
{
	int wait = rate_wait(rq, str_fmt(rq->arena, "send:%lld", (long long)rq->member->id.v),
			     SEND_EVERY_S, SENDS);
	if (wait == 0)
		return false;
	chat_keep_typed(rq, chat->id);
	if (rq->wants_json) {
		*reply = too_many(rq, wait);
		return true;
	}
	form_error(rq, "content", "Message",
		   "That was a little too often. Your message is kept below; send it in a moment.");
	*reply = form_again(rq, 429, "chat/show", chat_view(rq, chat));
	reply_header(reply, str_fmt(rq->arena, "Retry-After: %d", wait));
	reply->commit = true;
	return true;
}

/* What a member says: a new message, or with `instead` another version of one of theirs. */
struct said {
	struct str content;
	struct message_id instead;
};

static enum turn_outcome
send_words(struct req *rq, const struct turn_order *order, const struct said *said,
	   struct turn_sent *turn)
{
	return said->instead.v == 0
		       ? turn_send(rq->db, order, said->content, turn)
		       : turn_resend(rq->db, order, said->instead, said->content, turn);
}

/* Nobody answers. Another version stands beside the old one: one goes back to what both follow. */
static enum turn_outcome
say_words(struct req *rq, const struct turn_order *order, const struct said *said,
	  struct turn_sent *turn)
{
	struct turn_order here = *order;
	if (said->instead.v != 0) {
		const struct tree_beside_row *row = tree_beside(rq->db, order->chat, said->instead,
								order->member);
		struct tree_place before = {
			order->member, order->chat, order->expected_head, { 0 }
		};
		if (row == NULL)
			return TURN_BAD_MESSAGE;
		before.message = row->parent_id;
		enum tree_outcome outcome = tree_go(rq->db, &before, true);
		if (outcome != TREE_DONE)
			return outcome == TREE_BUSY	      ? TURN_BUSY
			       : outcome == TREE_STALE_PARENT ? TURN_STALE_PARENT
							      : TURN_BAD_MESSAGE;
		here.expected_head.v = 0;
	}
	return turn_say(rq->db, &here, said->content, turn);
}

/*
 * The member's message, and who answers it: whom the chat is with, or in a group those whom its order
 * names. The first begins now, the others when the one before has ended.
 */
static enum turn_outcome
send_to_all(struct req *rq, const struct chat_find_row *chat, struct turn_order *order,
	    const struct said *said, struct turn_sent *turn)
{
	struct character_id who[ORDER_VOICES];
	int64_t rest[ORDER_VOICES];
	bool is_manual = false;
	if (chat->character_count < 2 || order->speaker.v != 0)
		return send_words(rq, order, said, turn);
	size_t n = chat_speakers(rq, chat->id, said->content, who, &is_manual);
	if (n == 0 || is_manual)
		return say_words(rq, order, said, turn);
	order->speaker = who[0];
	enum turn_outcome outcome = send_words(rq, order, said, turn);
	for (size_t i = 1; i < n; i++)
		rest[i - 1] = who[i].v;
	if (outcome == TURN_SENT && n > 1 && !turn->replayed)
		(void)group_plan(rq->db, chat->id, rq->member->id, (struct i64s){ rest, n - 1 });
	return outcome;
}

struct reply
chat_send(struct req *rq)
{
	struct reply refused;
	struct send in = { 0 };
	struct turn_sent turn = { 0 };
	const struct chat_find_row *chat = chat_of_request(rq);
	if (chat == NULL)
		return not_found(rq);
	if (!form_read(rq, SEND, COUNT(SEND), &in))
		return form_again(rq, 422, "chat/show", chat_view(rq, chat));
	if (chat_is_over(rq, chat, &refused))
		return refused;
	if (chat_is_refused(rq, chat, (struct message_id){ 0 }, in.content, &refused))
		return refused;
	/* Whatever refuses the message, its text is there on return. */
	if (is_too_fast(rq, chat, &refused))
		return refused;
	struct turn_order order = { .member = rq->member->id,
				    .chat = chat->id,
				    .expected_head = head_seen(in.parent, in.expected),
				    .speaker = { in.speaker } };
	enum turn_outcome outcome = send_to_all(rq, chat, &order,
						&(struct said){ .content = in.content }, &turn);
	if (outcome == TURN_SENT)
		return tell_sent(rq, chat->id, &turn);
	(void)chat_keep_draft(rq->db, chat->id, rq->member->id, in.content);
	refused = tell_refused(rq, chat, outcome, &turn);
	refused.commit = true;
	return refused;
}

struct reply
chat_send_anew(struct req *rq, const struct chat_find_row *chat, const struct tree_place *place,
	       struct str content)
{
	struct reply refused;
	struct turn_sent turn = { 0 };
	if (chat_is_over(rq, chat, &refused) || is_too_fast(rq, chat, &refused))
		return refused;
	struct turn_order order = { .member = place->member,
				    .chat = place->chat,
				    .expected_head = place->expected };
	enum turn_outcome outcome = send_to_all(rq, chat, &order,
						&(struct said){ content, place->message }, &turn);
	if (outcome == TURN_SENT)
		return tell_sent(rq, chat->id, &turn);
	/* Refused for want of gems and the like: what was typed waits in the chat's box. */
	(void)chat_keep_draft(rq->db, chat->id, rq->member->id,
			      str_first(content, str_clip(content, CHAT_TEXT_MOST)));
	refused = tell_refused(rq, chat, outcome, &turn);
	refused.commit = true;
	return refused;
}

enum way { WAY_VERSION, WAY_FURTHER, WAY_SPEAK };

/* Who goes on when nobody was named: whom the order of the group would choose first. */
static void
speak_by_itself(struct req *rq, const struct chat_find_row *chat, struct turn_order *order)
{
	struct character_id who[ORDER_VOICES];
	bool is_manual;
	if (order->speaker.v == 0 && chat->character_count > 1 &&
	    chat_speakers(rq, chat->id, STR_NONE, who, &is_manual) > 0)
		order->speaker = who[0];
}

static struct reply
order_without_words(struct req *rq, const struct chat_find_row *chat, const struct again *in,
		    enum way way)
{
	struct reply refused;
	struct turn_sent turn = { 0 };
	enum turn_outcome outcome = TURN_BAD_MESSAGE;
	struct message_id message = { in->message };
	struct turn_order order = { .member = rq->member->id,
				    .chat = chat->id,
				    .expected_head = head_seen(in->parent, in->expected),
				    .speaker = { in->speaker } };
	if (chat_is_over(rq, chat, &refused) || is_too_fast(rq, chat, &refused))
		return refused;
	switch (way) {
	case WAY_VERSION:
		outcome = turn_regenerate(rq->db, &order, message, &turn);
		break;
	case WAY_FURTHER:
		outcome = turn_continue(rq->db, &order, message, &turn);
		break;
	case WAY_SPEAK:
		speak_by_itself(rq, chat, &order);
		outcome = turn_speak(rq->db, &order, &turn);
		break;
	}
	return outcome == TURN_SENT ? tell_sent(rq, chat->id, &turn)
				    : tell_refused(rq, chat, outcome, &turn);
}

void
chat_keep_typed(struct req *rq, struct chat_id chat)
{
	struct typed typed = { 0 };
	if (form_read(rq, TYPED, COUNT(TYPED), &typed) && typed.content.n > 0)
		(void)chat_keep_draft(rq->db, chat, rq->member->id, typed.content);
}

static struct reply
order_again(struct req *rq, enum way way)
{
	struct again in = { 0 };
	const struct chat_find_row *chat = chat_of_request(rq);
	if (chat == NULL)
		return not_found(rq);
	chat_keep_typed(rq, chat->id);
	if (!form_read(rq, AGAIN, COUNT(AGAIN), &in))
		return refuse(rq, 422, NULL, "That message is not known.");
	return order_without_words(rq, chat, &in, way);
}

struct reply
chat_regenerate(struct req *rq)
{
	return order_again(rq, WAY_VERSION);
}

struct reply
chat_continue(struct req *rq)
{
	return order_again(rq, WAY_FURTHER);
}

struct reply
chat_speak(struct req *rq)
{
	return order_again(rq, WAY_SPEAK);
}

struct reply
chat_order(struct req *rq, const struct chat_find_row *chat, const struct tree_place *place,
	   bool further)
{
	struct again in = { .message = place->message.v, .expected = place->expected.v };
	return order_without_words(rq, chat, &in, further ? WAY_FURTHER : WAY_VERSION);
}

static void
tell_stopped(struct req *rq, void *arg)
{
	turn_stop_tell(rq->db, arg);
}

/* In a chat of several members the page offers no stop to whom this is told; what was typed is kept. */
static struct reply
tell_not_yours(struct req *rq)
{
	static const char WHY[] =
		"Somebody else asked for this reply. They can stop it, and whoever "
		"began this chat.";
	if (rq->wants_json)
		return reply_kept(refuse(rq, 403, NULL, WHY));
	form_error(rq, "content", "Message", WHY);
	return reply_kept(form_again(rq, 403, "chat/show", chat_view(rq, chat_of_request(rq))));
}

struct reply
chat_stop(struct req *rq)
{
	struct turn_stop *stopped = ARENA_NEW(rq->arena, struct turn_stop);
	struct chat_id chat = chat_asked(rq);
	if (chat_of_request(rq) == NULL)
		return not_found(rq);
	chat_keep_typed(rq, chat);
	switch (turn_stop(rq->db, rq->member->id, chat, stopped)) {
	case TURN_NOT_YOURS:
		return tell_not_yours(rq);
	case TURN_STOPPED:
	case TURN_STOPPING:
		break;
	case TURN_NOT_RUNNING:
		return done(rq, 200, NULL, chat_address(rq, chat, ""));
	}
	req_after_commit(rq, tell_stopped, stopped);
	struct view *v = view_new(rq->arena);
	view_id(v, "messageId", stopped->reply.v);
	return done(rq, 200, v, chat_address(rq, chat, "#composer"));
}
