/*
 * A reply is judged sentence by sentence before anybody is told of it. What begins harmlessly does not
 * wait for the end of its sentence: after a moment, or 160 bytes, its whole words are shown.
 */
#include "bin/worker_guard.h"

#include <string.h>

#include "lib/base/cfg.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/moderate/moderate.h"
#include "sql/onboarding.h"
#include "sql/safety.h"

enum {
	HOLD_FIRST_US = 60 * 1000, /* before the first words are shown */
	HOLD_US = 150 * 1000,
	SHOW_BYTES = 160,
	HOLD_BYTES = 1200,   /* a sentence that is longer is judged in pieces */
	OPENING_BYTES = 220, /* read before it is decided whether the truth is missing */
	WIDE_KEPT = 12	     /* bytes kept back in writing without spaces */
};

/* ---- before the reply ---------------------------------------------------------------------- */

static struct str
lines_of(struct worker *w, struct arena *arena, struct str region)
{
	struct rows rows = safety_lines(w->db, region);
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < rows.n; i++) {
		const struct safety_lines_row *line = safety_lines_at(rows, i);
		buf_fmt(&out, "%s- %.*s: %.*s%s%.*s", i > 0 ? "\n" : "", STR_ARG(line->name),
			STR_ARG(line->phone), line->phone.n > 0 && line->url.n > 0 ? ", " : "",
			STR_ARG(line->url));
	}
	return buf_done(&out);
}

void
turn_guard_load(struct worker *w, struct turn_run *const *runs, size_t n)
{
	int64_t *turns = ARENA_ARRAY(w->arena, int64_t, n);
	for (size_t i = 0; i < n; i++)
		turns[i] = runs[i]->turn.v;
	struct rows rows = safety_turns(w->db, (struct i64s){ turns, n });
	for (size_t i = 0; i < rows.n; i++) {
		const struct safety_turns_row *row = safety_turns_at(rows, i);
		struct turn_run *run = runs[row->n - 1];
		struct turn_guard *guard = ARENA_NEW(run->arena, struct turn_guard);
		*guard = (struct turn_guard){ .member = row->member_id,
					      .chat = row->chat_id,
					      .said = str_copy(run->arena, row->said),
					      .name = str_copy(run->arena, row->name),
					      .tail = buf_in(run->arena) };
		guard->rules = guard_new(run->arena, row->said, row->name,
					 cfg_is_set(CFG_EDITION) && !row->in_care);
		guard->need = guard_heard(guard->rules)->need;
		guard->lines = lines_of(w, run->arena, row->region);
		run->guard = guard;
	}
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

static bool
show(struct turn_run *run, size_t n)
{
	struct turn_guard *guard = run->guard;
	struct str piece = str_copy(run->arena, str_first(buf_done(&guard->tail), n));
	struct str shown = piece;
	guard->hit = guard_judge(guard->rules, &shown);
	memmove(guard->tail.p, guard->tail.p + n, guard->tail.n - n);
	guard->tail.n -= n;
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

/* How much of an unfinished sentence is whole words. */
static size_t
whole_words(struct str tail)
{
	for (size_t n = tail.n; n > 0; n--)
		if (tail.p[n - 1] == ' ' || tail.p[n - 1] == '\n')
			return n;
	bool is_wide = tail.n > WIDE_KEPT && (unsigned char)tail.p[0] >= 0xE0;
	return is_wide ? str_clip(tail, tail.n - WIDE_KEPT) : 0;
}

static void
due(void *arg)
{
	struct turn_run *run = arg;
	struct turn_guard *guard = run->guard;
	guard->timer = NULL;
	struct str tail = buf_done(&guard->tail);
	size_t n = whole_words(tail);
	if (run->phase != TURN_WRITING || n == 0 || !guard->is_open ||
	    !guard_may_show(guard->rules, tail))
		return;
	bool first = run->text.n == 0;
	if (!show(run, n))
		turn_stop_guarded(run);
	else
		tick_wanted(run->worker, first && run->told == 0);
}

static void
wait_for_more(struct turn_run *run)
{
	struct turn_guard *guard = run->guard;
	if (guard->timer != NULL || guard->tail.n == 0)
		return;
	guard->timer = loop_after(run->worker->loop, run->text.n == 0 ? HOLD_FIRST_US : HOLD_US,
				  due, run);
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
		if (n == 0 && tail.n >= SHOW_BYTES && guard_may_show(guard->rules, tail))
			n = whole_words(tail);
		if (n == 0 && tail.n >= HOLD_BYTES)
			n = whole_words(tail) > 0 ? whole_words(tail) : str_clip(tail, HOLD_BYTES);
		if (n == 0)
			break;
		if (!show(run, n))
			return false;
	}
	wait_for_more(run);
	return true;
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
	switch (guard->need) {
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
			guard->judge.n > 0 ? guard->judge : run->provider, guard->evidence);
	else
		(void)safety_add(w->db, STR("blocked"));
}

void
turn_guard_keep(struct worker *w, struct turn_run *const *runs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (runs[i]->guard != NULL)
			keep_one(w, runs[i]);
	int64_t *jobs = ARENA_ARRAY(w->arena, int64_t, n);
	for (size_t i = 0; i < n; i++)
		jobs[i] = runs[i]->job.v;
	(void)onboarding_replies(w->db, (struct i64s){ jobs, n });
}

void
turn_guard_free(struct turn_run *run)
{
	if (run->guard != NULL && run->guard->timer != NULL)
		loop_timer_cancel(run->worker->loop, run->guard->timer);
}
