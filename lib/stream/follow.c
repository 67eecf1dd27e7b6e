#include "lib/stream/follow.h"

#include <stdio.h>

#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/stream/form.h"
#include "sql/event.h"
#include "sql/onboarding.h"
#include "sql/session.h"
#include "sql/turn.h"

enum {
	FOLLOW_ARENA = 4 * 1024 * 1024,
	READ_AT_ONCE = 500,
	CLOSING_MS = 60,	 /* what belongs to the end should come together with it */
	CHECK_US = 60 * 1000000, /* between two looks whether turn and session still are */
	DATABASE_MS = 500
};

/* What one stream carries through its steps; no memory but this while it is quiet. */
struct follow {
	struct stream *stream;
	struct hub_seat *seat;
	struct form_page page;
	char name[256]; /* who speaks */
	int64_t chat;
	struct turn_id turn; /* 0 for a member's stream */
	struct member_id member;
	int64_t reached;
	bool is_gone;	 /* the client */
	bool is_ended;	 /* the turn: its end was sent */
	bool is_settled; /* and what is left of the gems, the last of all */
	bool has_text;	 /* the page has shown some of the reply */
	bool is_payer;	 /* whose gems the turn's events tell of; others in the chat are not told */
};

static void
send(struct follow *f, struct str bytes)
{
	const struct stream_out *to = &f->stream->out;
	if (bytes.n > 0 && !f->is_gone)
		f->is_gone = !to->write(to->self, bytes) || !to->flush(to->self);
}

static void
put_event(struct follow *f, struct buf *out, int64_t position, struct str kind, struct str data)
{
	if (f->turn.v == 0 || f->is_payer || !str_eq(kind, STR("credit_update")))
		form_event(out, f->stream->form, &f->page, position, kind, data);
	f->reached = position;
	f->has_text = f->has_text || str_eq(kind, STR("token_delta"));
	f->is_ended = f->is_ended || (f->turn.v != 0 && form_is_last(kind));
	f->is_settled = f->is_settled || str_eq(kind, STR("credit_update"));
}

/* ---- reading the table: pages of it, so that no connection waits for a slow client ---- */

static bool
is_open(struct str state)
{
	return str_eq(state, STR("queued")) || str_eq(state, STR("running"));
}

static void
put_final_text(struct follow *f, struct buf *out, const struct turn_stream_row *row)
{
	struct buf data = buf_in(out->arena);
	if (f->stream->form == STREAM_PAGE) {
		buf_lit(&data, "{\"text\":");
		json_put_text(&data, f->has_text ? STR("") : row->content);
		buf_char(&data, '}');
		form_event(out, STREAM_PAGE, &f->page, 0, STR("token_delta"), buf_done(&data));
		return;
	}
	buf_fmt(&data, "{\"messageId\":\"%lld\",\"content\":", (long long)row->message_id.v);
	json_put_text(&data, row->content);
	buf_lit(&data, ",\"gemCost\":");
	json_put_gems(&data, row->gem_cost);
	buf_lit(&data, ",\"status\":");
	json_put_text(&data, row->status);
	buf_lit(&data, ",\"reason\":");
	json_put_text(&data, row->reason);
	buf_lit(&data, ",\"model\":");
	json_put_text(&data, row->model);
	buf_fmt(&data, ",\"usage\":{\"promptTokens\":%lld,\"completionTokens\":%lld}}",
		(long long)row->prompt_tokens, (long long)row->completion_tokens);
	put_event(f, out, row->seq, STR("message_complete"), buf_done(&data));
}

static void
put_error(struct follow *f, struct buf *out, const struct turn_stream_row *row)
{
	struct buf data = buf_in(out->arena);
	buf_lit(&data, "{\"code\":");
	json_put_text(&data, row->reason);
	buf_lit(&data, ",\"message\":");
	json_put_text(&data, row->says);
	buf_fmt(&data, ",\"retryable\":%s,\"messageId\":\"%lld\"}",
		row->may_retry ? "true" : "false", (long long)row->message_id.v);
	put_event(f, out, row->seq, STR("error"), buf_done(&data));
}

/* The events are gone by now: how the turn ended stands in its message. */
static void
put_end_from_message(struct follow *f, struct buf *out, const struct turn_stream_row *row)
{
	if (str_eq(row->reason, STR("BLOCKED")))
		put_event(f, out, row->seq, STR("moderation_block"), STR("{\"reason\":\"rules\"}"));
	else if (str_eq(row->reason, STR("PROVIDER_BLOCKED")))
		put_event(f, out, row->seq, STR("moderation_block"),
			  STR("{\"reason\":\"provider\"}"));
	else if (str_eq(row->state, STR("failed")))
		put_error(f, out, row);
	else
		put_final_text(f, out, row);
	struct buf data = buf_in(out->arena);
	buf_lit(&data, "{\"gemBalance\":");
	json_put_gems(&data, row->balance);
	buf_char(&data, '}');
	form_event(out, f->stream->form, &f->page, row->seq, STR("credit_update"), buf_done(&data));
	f->is_ended = true;
}

/*
 * The next page of what is behind `reached`; false when that was the last one. The state is read
 * before the events, so that an end in between is seen in them.
 */
static bool
read_turn(struct follow *f, struct db *db, struct buf *out)
{
	const struct turn_stream_row *turn = turn_stream(db, f->turn, f->member);
	if (turn == NULL) {
		f->is_ended = true; /* deleted with its chat */
		return false;
	}
	struct rows rows = event_after(db, f->turn, f->reached, READ_AT_ONCE);
	for (size_t i = 0; i < rows.n; i++) {
		const struct event_after_row *row = event_after_at(rows, i);
		put_event(f, out, row->seq, row->kind, row->data);
	}
	if (rows.n == READ_AT_ONCE)
		return true;
	if (!f->is_ended && !is_open(turn->state))
		put_end_from_message(f, out, turn);
	return false;
}

static bool
read_member(struct follow *f, struct db *db, struct buf *out)
{
	if (f->reached < 0)
		f->reached = event_member_newest(db, f->member)->id;
	struct rows rows = event_member_after(db, f->member, f->reached, READ_AT_ONCE);
	for (size_t i = 0; i < rows.n; i++) {
		const struct event_member_after_row *row = event_member_after_at(rows, i);
		put_event(f, out, row->id, row->kind, row->data);
	}
	return rows.n == READ_AT_ONCE;
}

enum caught { CAUGHT_UP, CAUGHT_MORE, CAUGHT_NOTHING };

static enum caught
read_page(struct follow *f, struct arena *arena, struct buf *out)
{
	struct fault_frame frame;
	volatile enum caught caught = CAUGHT_NOTHING;
	struct db *volatile db = stream_pool_take(f->stream->pool, arena);
	if (FAULT_CATCH(frame)) {
		bool more = false;
		if (!session_lives(db, f->stream->session)->lives)
			f->is_gone = true; /* signed out: nothing more is told */
		else
			more = f->turn.v != 0 ? read_turn(f, db, out) : read_member(f, db, out);
		caught = more ? CAUGHT_MORE : CAUGHT_UP;
		fault_pop(&frame);
	} else {
		LOG_EVENT(LOG_WARN, "stream", LOG_CSTR("why", frame.fault.message));
	}
	stream_pool_give(f->stream->pool, db);
	return caught;
}

/* False when the database is away; the stream goes on and tries again. */
static bool
catch_up(struct follow *f)
{
	enum caught caught;
	do {
		struct arena *arena = arena_new(FOLLOW_ARENA);
		struct buf out = buf_in(arena);
		int64_t before = f->reached;
		caught = read_page(f, arena, &out);
		if (caught == CAUGHT_NOTHING)
			f->reached = before;
		else
			send(f, buf_done(&out));
		arena_free(arena);
	} while (caught == CAUGHT_MORE && !f->is_gone);
	if (caught != CAUGHT_NOTHING)
		hub_reached(f->seat, f->reached);
	return caught != CAUGHT_NOTHING;
}

/* ---- following ---- */

/* Sends an event and what came together with it, in one write. */
static void
send_events(struct follow *f, struct hub_event *event)
{
	struct arena *arena = arena_new(FOLLOW_ARENA);
	struct buf out = buf_in(arena);
	do {
		put_event(f, &out, event->position, event->kind, event->data);
		hub_event_free(event);
	} while (out.n < FOLLOW_ARENA / 8 && hub_next(f->seat, 0, &event) == HUB_EVENT);
	send(f, buf_done(&out));
	arena_free(arena);
}

/*
 * What belongs to the end of a turn was written with it and is on its way. When it is late, as on a machine
 * that is busy, it is read: it stands in the table by now.
 */
static void
send_rest(struct follow *f)
{
	struct hub_event *event;
	while (!f->is_gone && !f->is_settled && hub_next(f->seat, CLOSING_MS, &event) == HUB_EVENT)
		send_events(f, event);
	if (!f->is_gone && !f->is_settled)
		(void)catch_up(f);
}

static void
follow(struct follow *f)
{
	bool behind = !catch_up(f);
	for (int64_t checked = clock_mono_us(); !f->is_gone && !f->is_ended;) {
		struct hub_event *event;
		switch (hub_next(f->seat, behind ? DATABASE_MS : STREAM_BEAT_MS, &event)) {
		case HUB_EVENT:
			send_events(f, event);
			if (f->is_ended)
				send_rest(f);
			break;
		case HUB_LAGGING:
			behind = true;
			break;
		case HUB_QUIET:
			send(f, form_beat(f->stream->form));
			break;
		}
		behind = behind || clock_mono_us() - checked > CHECK_US;
		if (behind && !f->is_ended) {
			behind = !catch_up(f);
			checked = clock_mono_us();
		}
	}
}

/*
 * A member's stream without a position begins at the newest event. That is looked up before the first
 * byte is sent: what happens once the client was answered is told. Without a database it is looked up later.
 */
static void
begin_at_newest(struct follow *f)
{
	struct arena *arena = arena_new(FOLLOW_ARENA);
	struct db *db = stream_pool_take(f->stream->pool, arena);
	struct fault_frame frame;
	if (FAULT_CATCH(frame)) {
		f->reached = event_member_newest(db, f->member)->id;
		fault_pop(&frame);
	}
	stream_pool_give(f->stream->pool, db);
	arena_free(arena);
}

/*
 * Whether the member who asked for the reply looks on: one who closed the page is told when it is there,
 * one who has it open elsewhere, or loaded it anew, is not. It is no more than a courtesy, so a database
 * that is away is no fault here.
 */
static void
note_presence(struct follow *f, bool is_gone)
{
	struct arena *arena = arena_new(FOLLOW_ARENA);
	struct db *db = stream_pool_take(f->stream->pool, arena);
	struct fault_frame frame;
	if (FAULT_CATCH(frame)) {
		db_begin(db);
		(void)onboarding_left(db, f->turn, is_gone);
		db_commit(db);
		fault_pop(&frame);
	}
	stream_pool_give(f->stream->pool, db);
	arena_free(arena);
}

static void
follow_from_head_to_tail(struct follow *f, enum hub_topic topic, int64_t id)
{
	f->page = (struct form_page){
		.name = str_from(f->name),
		.theme = f->stream->theme,
		.chat = f->chat,
		.is_framed = f->stream->is_framed,
	};
	f->seat = hub_join(f->stream->hub, topic, id, f->member.v);
	if (f->is_payer)
		note_presence(f, false);
	if (f->turn.v == 0 && f->reached < 0)
		begin_at_newest(f);
	struct arena *arena = arena_new(FOLLOW_ARENA);
	struct buf head = buf_in(arena);
	form_head(&head, f->stream, &f->page);
	send(f, buf_done(&head));
	arena_free(arena);
	follow(f);
	arena = arena_new(FOLLOW_ARENA);
	struct buf tail = buf_in(arena);
	form_tail(&tail, f->stream->form, &f->page);
	send(f, buf_done(&tail));
	arena_free(arena);
	hub_leave(f->seat);
}

/* False when there is no such turn in a chat of theirs. A fault when the database is away. */
static bool
find_turn(struct follow *f)
{
	struct arena *arena = arena_new(FOLLOW_ARENA);
	struct db *db = stream_pool_take(f->stream->pool, arena);
	struct fault_frame frame;
	volatile bool found = false;
	enum fault_kind fault = FAULT_NONE;
	if (FAULT_CATCH(frame)) {
		const struct turn_stream_row *row = turn_stream(db, f->turn, f->member);
		found = row != NULL;
		if (row != NULL) {
			f->chat = row->chat_id.v;
			f->is_payer = row->is_payer;
			(void)snprintf(f->name, sizeof(f->name), "%.*s",
				       STR_ARG(row->character_name));
		}
		fault_pop(&frame);
	} else {
		fault = frame.fault.kind;
	}
	stream_pool_give(f->stream->pool, db);
	arena_free(arena);
	if (fault != FAULT_NONE)
		fault_raise(fault, "%s", frame.fault.message);
	return found;
}

bool
stream_turn(struct stream *stream, struct turn_id turn, struct member_id member)
{
	struct follow f = {
		.stream = stream,
		.turn = turn,
		.member = member,
		.reached = stream->after > 0 ? stream->after : 0,
		.has_text = stream->after > 0,
	};
	if (!find_turn(&f))
		return false;
	follow_from_head_to_tail(&f, HUB_TURN, turn.v);
	bool is_away = f.is_gone && !f.is_ended && f.is_payer;
	if (is_away && !hub_has(stream->hub, HUB_TURN, turn.v, member.v))
		note_presence(&f, true);
	return true;
}

void
stream_member(struct stream *stream, struct member_id member)
{
	struct follow f = { .stream = stream, .member = member, .reached = stream->after };
	follow_from_head_to_tail(&f, HUB_MEMBER, member.v);
}
