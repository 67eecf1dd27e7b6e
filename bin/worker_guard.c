/*
 * A reply is judged before anybody is told of it: whole sentences as they come, and at each tick the
 * whole words of the one that is being written. Nothing waits for a clock of its own.
 */
#include "bin/worker_guard.h"

#include <string.h>

#include "lib/base/cfg.h"
#include "lib/base/log.h"
#include "lib/moderate/moderate.h"
#include "sql/safety.h"

enum {
	HOLD_BYTES = 1200,  /* more than that of a held sentence is judged as a piece */
	OPENING_BYTES = 220 /* read before it is decided whether the truth is missing */
};

/* ---- before the reply ---------------------------------------------------------------------- */

static struct str
lines_of(struct worker *w, struct arena *arena, struct str region)
{
	struct rows rows = safety_lines(w->db, region);
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < rows.n; i++) {
		const struct safety_lines_row *line = safety_lines_at(rows, i);
		bool has_both = line->phone.n > 0 && line->url.n > 0;
		buf_fmt(&out, "%s- %.*s: %.*s%s", i > 0 ? "\n" : "", STR_ARG(line->name),
			STR_ARG(line->phone), has_both ? ", " : "");
		if (line->url.n > 0)
			buf_fmt(&out, "<%.*s>", STR_ARG(line->url)); /* Markdown: a link */
	}
	return buf_done(&out);
}

struct db_later *
turn_guard_ask(struct worker *w, const int64_t *jobs, size_t n)
{
	return safety_turns_ahead(w->db, (struct i64s){ jobs, n });
}

static void
load_one(struct worker *w, struct turn_run *run, const struct safety_turns_row *row)
{
	struct turn_guard *guard = ARENA_NEW(run->arena, struct turn_guard);
	*guard = (struct turn_guard){ .member = row->member_id,
				      .chat = row->chat_id,
				      .said = str_copy(run->arena, row->said),
				      .name = str_copy(run->arena, row->name),
				      .sees_all = row->sees_all,
				      .tail = buf_in(run->arena) };
	guard->rules = guard_new(run->arena, row->said, row->name, row->sees_all);
	guard->need = guard_heard(guard->rules)->need;
	/* Whom to call is read for those who may need it. A service may say so later. */
	if (guard->need != NEED_NOTHING || cfg_is_set(CFG_MODERATION_PROVIDER))
		guard->lines = lines_of(w, run->arena, row->region);
	run->guard = guard;
}

void
turn_guard_load(struct worker *w, struct rows rows, struct turn_run *const *runs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < rows.n; k++)
			if (safety_turns_at(rows, k)->job_id.v == runs[i]->job.v)
				load_one(w, runs[i], safety_turns_at(rows, k));
}

bool
turn_guard_answers(struct turn_run *run)
{
	struct turn_guard *guard = run->guard;
	if (guard == NULL || guard->need == NEED_NOTHING)
		return false;
	struct heard_message heard = *guard_heard(guard->rules);
	heard.need = guard->need;
	run->text.n = 0;
	buf_str(&run->text, heard_care(run->arena, &heard, guard->name, guard->lines));
	run->model = STR("the house");
	return true;
}

/* ---- while it comes ------------------------------------------------------------------------ */

/* Text for people: PostgreSQL stores no NUL, and no reply needs other control characters. */
static void
put_clean(struct buf *to, struct str text)
{
	size_t from = 0;
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F) {
			buf_put(to, text.p + from, i - from);
			from = i + 1;
		}
	}
	buf_put(to, text.p + from, text.n - from);
}

static void
drop_tail(struct turn_guard *guard, size_t n)
{
	memmove(guard->tail.p, guard->tail.p + n, guard->tail.n - n);
	guard->tail.n -= n;
}

static bool
show(struct turn_run *run, size_t n)
{
	struct turn_guard *guard = run->guard;
	struct str piece = str_copy(run->arena, str_first(buf_done(&guard->tail), n));
	struct str shown = piece;
	guard->hit = guard_judge(guard->rules, &shown);
	drop_tail(guard, n);
	switch (guard->hit) {
	case GUARD_PASS:
	case GUARD_CHANGED:
		buf_str(&run->text, shown);
		return true;
	case GUARD_NEVER:
	case GUARD_SEXUAL:
	case GUARD_URGES:
		guard->evidence = str_fmt(run->arena, "%.*s%.*s", STR_ARG(buf_done(&run->text)),
					  STR_ARG(piece));
		return false;
	}
	return true;
}

void
turn_guard_tick(struct turn_run *run)
{
	struct turn_guard *guard = run->guard;
	if (guard == NULL || run->phase != TURN_WRITING || !guard->is_open || guard->tail.n == 0)
		return;
	size_t n = guard_release(guard->rules, buf_done(&guard->tail));
	buf_put(&run->text, guard->tail.p, n);
	drop_tail(guard, n);
}

/* The truth before anything else, where it was asked for. */
static bool
open_reply(struct turn_run *run, bool all)
{
	struct turn_guard *guard = run->guard;
	struct str tail = buf_done(&guard->tail);
	if (guard->is_open)
		return true;
	if (guard_heard(guard->rules)->asks_real) {
		if (!all && tail.n < OPENING_BYTES)
			return false;
		if (tail.n == 0)
			return true;
		buf_str(&run->text, guard_opening(guard->rules, tail));
	}
	guard->is_open = true;
	return true;
}

/* Of a sentence without end: to its last space, if it has one. */
static size_t
piece_of(struct str tail)
{
	ptrdiff_t space = str_rfind_char(tail, ' ');
	return space > 0 ? (size_t)space + 1 : str_clip(tail, HOLD_BYTES);
}

static bool
drain(struct turn_run *run, bool all)
{
	struct turn_guard *guard = run->guard;
	if (!open_reply(run, all))
		return true;
	for (;;) {
		struct str tail = buf_done(&guard->tail);
		size_t n = guard_sentence(tail);
		if (n == 0 && all)
			n = tail.n;
		if (n == 0 && tail.n >= HOLD_BYTES)
			n = piece_of(tail);
		if (n == 0)
			return true;
		if (!show(run, n))
			return false;
	}
}

bool
turn_guard_take(struct turn_run *run, struct str text)
{
	if (run->guard == NULL) {
		put_clean(&run->text, text);
		return true;
	}
	put_clean(&run->guard->tail, text);
	return drain(run, false);
}

bool
turn_guard_flush(struct turn_run *run)
{
	return run->guard == NULL || run->guard->tail.n == 0 || drain(run, true);
}

/* ---- when it ends -------------------------------------------------------------------------- */

static void
keep_one(struct worker *w, const struct turn_run *run)
{
	const struct turn_guard *guard = run->guard;
	/* What the rules heard was counted when the message was sent; this is what a service said. */
	switch (guard_heard(guard->rules)->need == NEED_NOTHING ? guard->need : NEED_NOTHING) {
	case NEED_NOTHING:
		break;
	case NEED_CARE:
		(void)safety_care(w->db, guard->member, STR("care"));
		break;
	case NEED_CALM:
		(void)safety_care(w->db, guard->member, STR("calm"));
		break;
	}
	if (guard_heard(guard->rules)->asks_real)
		(void)safety_add(w->db, STR("asked_real"));
	if (guard->evidence.n == 0)
		return;
	LOG_EVENT(LOG_WARN, "reply-blocked", LOG_INT("turn", run->turn.v),
		  LOG_INT("verdict", guard->hit));
	(void)safety_forget_deltas(w->db, run->turn);
	if (guard->hit == GUARD_NEVER)
		moderate_keep(
			w->db, w->arena,
			&(struct moderate_source){ guard->member, guard->chat, MODERATE_REPLY },
			str_or(guard->judge, run->provider), guard->evidence);
	else
		(void)safety_add(w->db, STR("blocked"));
}

void
turn_guard_keep(struct worker *w, struct turn_run *const *runs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (runs[i]->guard != NULL)
			keep_one(w, runs[i]);
}
