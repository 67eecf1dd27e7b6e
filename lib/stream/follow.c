#include "lib/stream/follow.h"

#include "lib/base/fault.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/stream/form.h"
#include "sql/event.h"
#include "sql/turn.h"

enum {
	FOLLOW_ARENA = 4 * 1024 * 1024,
	READ_AT_ONCE = 500,
	CLOSING_MS = 60,     /* what belongs to the end comes together with it */
	CHECK_EVERY = 5,     /* heartbeats between two looks whether the turn still is */
	DATABASE_MS = 500
};

/* What one stream carries through its steps. */
struct follow {
	struct stream *stream;
	struct hub_seat *seat;
	struct arena *arena;
	struct form_page page;
	struct turn_id turn;
	struct member_id member;
	int64_t reached;
	bool is_gone;  /* the client */
	bool is_ended; /* the turn: its last event was sent */
	bool has_text; /* the page has shown some of the reply */
};

static void
send(struct follow *f, struct buf *out)
{
	const struct stream_out *to = &f->stream->out;
	if (out->n > 0 && !f->is_gone)
		f->is_gone = !to->write(to->self, buf_done(out)) || !to->flush(to->self);
	out->n = 0;
}

static void
put_event(struct follow *f, struct buf *out, int64_t position, struct str kind, struct str data)
{
	form_event(out, f->stream->form, position, kind, data);
	f->reached = position;
	f->has_text = f->has_text || str_eq(kind, STR("token_delta"));
	f->is_ended = f->is_ended || form_is_last(kind);
}

/* ---- reading the table ---- */

static void
read_turn_events(struct follow *f, struct db *db, struct buf *out)
{
	struct rows rows;
	do {
		rows = event_after(db, f->turn, f->reached, READ_AT_ONCE);
		for (size_t i = 0; i < rows.n; i++) {
			const struct event_after_row *row = event_after_at(rows, i);
			put_event(f, out, row->seq, row->kind, row->data);
		}
		send(f, out);
	} while (rows.n == READ_AT_ONCE && !f->is_gone);
}

static bool
is_open(struct str state)
{
	return str_eq(state, STR("queued")) || str_eq(state, STR("running"));
}

static void
put_final_text(struct follow *f, struct buf *out, const struct turn_stream_row *row)
{
	struct buf data = buf_in(f->arena);
	if (f->stream->form == STREAM_PAGE && !f->has_text) {
		buf_lit(&data, "{\"text\":");
		json_put_text(&data, row->content);
		buf_char(&data, '}');
		form_event(out, STREAM_PAGE, 0, STR("token_delta"), buf_done(&data));
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

/* The events are gone by now: how the turn ended stands in its message. */
static void
put_end_from_message(struct follow *f, struct buf *out, const struct turn_stream_row *row)
{
	struct buf data = buf_in(f->arena);
	if (str_eq(row->status, STR("blocked"))) {
		put_event(f, out, row->seq, STR("moderation_block"),
			  STR("{\"reason\":\"provider\"}"));
	} else if (str_eq(row->state, STR("failed"))) {
		buf_lit(&data, "{\"code\":");
		json_put_text(&data, row->reason);
		buf_lit(&data, ",\"message\":");
		json_put_text(&data, row->says);
		buf_fmt(&data, ",\"retryable\":%s,\"messageId\":\"%lld\"}",
			row->may_retry ? "true" : "false", (long long)row->message_id.v);
		put_event(f, out, row->seq, STR("error"), buf_done(&data));
	} else {
		put_final_text(f, out, row);
	}
	data = buf_in(f->arena);
	buf_lit(&data, "{\"gemBalance\":");
	json_put_gems(&data, row->balance);
	buf_char(&data, '}');
	form_event(out, f->stream->form, row->seq, STR("credit_update"), buf_done(&data));
	f->is_ended = true;
	send(f, out);
}

/*
 * Everything behind `reached`. A turn that ended without events to show for it is told from its
 * message; the state is read before the events, so that an end in between is seen in them.
 */
static void
catch_up_turn(struct follow *f, struct db *db)
{
	struct buf out = buf_in(f->arena);
	const struct turn_stream_row *row = turn_stream(db, f->turn, f->member);
	if (row == NULL) {
		f->is_ended = true; /* deleted with its chat */
		return;
	}
	read_turn_events(f, db, &out);
	if (!f->is_ended && !is_open(row->state))
		put_end_from_message(f, &out, row);
}

static void
catch_up_member(struct follow *f, struct db *db)
{
	struct buf out = buf_in(f->arena);
	struct rows rows;
	if (f->reached < 0)
		f->reached = event_member_newest(db, f->member)->id;
	do {
		rows = event_member_after(db, f->member, f->reached, READ_AT_ONCE);
		for (size_t i = 0; i < rows.n; i++) {
			const struct event_member_after_row *row = event_member_after_at(rows, i);
			put_event(f, &out, row->id, row->kind, row->data);
		}
		send(f, &out);
	} while (rows.n == READ_AT_ONCE && !f->is_gone);
	f->is_ended = false;
}

/* False when the database is away; the stream goes on and tries again. */
static bool
catch_up(struct follow *f)
{
	struct fault_frame frame;
	volatile bool ok = false;
	struct db *volatile db = stream_pool_take(f->stream->pool, f->arena);
	if (FAULT_CATCH(frame)) {
		if (f->turn.v != 0)
			catch_up_turn(f, db);
		else
			catch_up_member(f, db);
		hub_reached(f->seat, f->reached);
		fault_pop(&frame);
		ok = true;
	} else {
		LOG_EVENT(LOG_WARN, "stream", LOG_CSTR("why", frame.fault.message));
	}
	stream_pool_give(f->stream->pool, db);
	arena_reset(f->arena);
	return ok;
}

/* ---- following ---- */

static void
beat(struct follow *f)
{
	struct buf out = buf_in(f->arena);
	form_beat(&out, f->stream->form);
	send(f, &out);
	arena_reset(f->arena);
}

/* Sends an event and what came together with it, in one write. */
static void
send_events(struct follow *f, struct hub_event *event)
{
	struct buf out = buf_in(f->arena);
	do {
		put_event(f, &out, event->position, event->kind, event->data);
		hub_event_free(event);
	} while (hub_next(f->seat, f->is_ended && f->turn.v != 0 ? CLOSING_MS : 0, &event) == HUB_EVENT);
	send(f, &out);
	arena_reset(f->arena);
}

static void
follow(struct follow *f)
{
	bool behind = !catch_up(f);
	for (int quiet = 0; !f->is_gone && (f->turn.v == 0 || !f->is_ended);) {
		struct hub_event *event;
		switch (hub_next(f->seat, behind ? DATABASE_MS : STREAM_BEAT_MS, &event)) {
		case HUB_EVENT:
			send_events(f, event);
			quiet = 0;
			break;
		case HUB_LAGGING:
			behind = true;
			break;
		case HUB_QUIET:
			beat(f);
			behind = behind || ++quiet % CHECK_EVERY == 0;
			break;
		}
		if (behind)
			behind = !catch_up(f);
	}
}

static void
follow_and_close(struct follow *f)
{
	struct buf out = buf_in(f->arena);
	form_head(&out, f->stream, &f->page);
	send(f, &out);
	arena_reset(f->arena);
	follow(f);
	struct buf tail = buf_in(f->arena);
	form_tail(&tail, f->stream->form, &f->page);
	send(f, &tail);
	hub_leave(f->seat);
}

bool
stream_turn(struct stream *stream, struct turn_id turn, struct member_id member)
{
	struct arena *kept = arena_new(64 * 1024);
	struct db *db = stream_pool_take(stream->pool, kept);
	struct fault_frame frame;
	const struct turn_stream_row *volatile row = NULL;
	if (FAULT_CATCH(frame)) {
		row = turn_stream(db, turn, member);
		fault_pop(&frame);
	} else {
		stream_pool_give(stream->pool, db);
		arena_free(kept);
		fault_raise(frame.fault.kind, "%s", frame.fault.message);
	}
	stream_pool_give(stream->pool, db);
	if (row == NULL) {
		arena_free(kept);
		return false;
	}
	struct follow f = {
		.stream = stream,
		.arena = arena_new(FOLLOW_ARENA),
		.page = { row->character_name, stream->theme, row->chat_id.v },
		.turn = turn,
		.member = member,
		.reached = stream->after,
		.has_text = stream->after > 0,
	};
	f.seat = hub_join(stream->hub, HUB_TURN, turn.v);
	follow_and_close(&f);
	arena_free(f.arena);
	arena_free(kept);
	return true;
}

void
stream_member(struct stream *stream, struct member_id member)
{
	struct follow f = {
		.stream = stream,
		.arena = arena_new(FOLLOW_ARENA),
		.member = member,
		.reached = stream->after,
	};
	f.seat = hub_join(stream->hub, HUB_MEMBER, member.v);
	follow_and_close(&f);
	arena_free(f.arena);
}
