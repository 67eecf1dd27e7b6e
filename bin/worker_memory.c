/*
 * Summaries of chats in the background: seeing that one is due, reading what is new on the branch,
 * asking a model, keeping the answer when nothing changed meanwhile.
 */
#include "bin/worker_quiet.h"
#include "lib/base/cfg.h"
#include "lib/base/log.h"
#include "lib/memory/summary.h"
#include "lib/provider/offline/extract.h"
#include "sql/job.h"
#include "sql/memory.h"

enum {
	AT_ONCE = 4,
	LEAST_MESSAGES = 4, /* new ones that are worth a summary of their own accord */
	OFFERS = 3	    /* facts offered to the member after one summary */
};

struct making {
	struct summary_task task;
	int64_t base;
	struct i64s messages;
	int64_t *line_ids; /* the message of each line */
	struct str print;
	bool has_more;
	struct extract_fact offers[OFFERS];
	size_t offer_count;
};

static struct chat_id
chat_of(const struct quiet_run *run)
{
	return (struct chat_id){ run->job.subject };
}

/* ---- beginning ---- */

static void
read_lines(struct quiet_run *run, struct making *m, struct rows rows)
{
	int64_t *ids = ARENA_ARRAY(run->arena, int64_t, rows.n);
	struct summary_line *lines = ARENA_ARRAY(run->arena, struct summary_line, rows.n);
	m->line_ids = ARENA_ARRAY(run->arena, int64_t, rows.n);
	for (size_t i = 0; i < rows.n; i++) {
		const struct memory_lines_row *row = memory_lines_at(rows, i);
		ids[i] = row->id.v;
		if (row->content.n == 0)
			continue;
		m->line_ids[m->task.n] = row->id.v;
		lines[m->task.n++] = (struct summary_line){
			.is_member = row->is_member,
			.who = str_copy(run->arena, row->who),
			.text = str_copy(run->arena, row->content),
		};
	}
	m->task.lines = lines;
	m->messages = (struct i64s){ ids, rows.n };
}

/* Facts that the member told, to be offered. */
static void
find_offers(struct quiet_run *run, struct making *m)
{
	struct extract_line *lines = ARENA_ARRAY(run->arena, struct extract_line, m->task.n);
	for (size_t i = 0; i < m->task.n; i++)
		lines[i] = (struct extract_line){ m->task.lines[i].is_member ? m->task.member
									     : m->task.character,
						  m->task.lines[i].is_member,
						  m->task.lines[i].text };
	m->offer_count = extract_facts(run->arena,
				       &(struct extract_talk){ .member = m->task.member,
							       .character = m->task.character,
							       .lines = lines,
							       .n = m->task.n },
				       m->offers, OFFERS);
}

static bool
begin(struct quiet_run *run)
{
	struct db *db = run->worker->db;
	struct making *m = ARENA_NEW(run->arena, struct making);
	int64_t bytes = summary_bytes();
	db_begin(db);
	const struct memory_start_row *row = memory_start(db, chat_of(run), bytes, LEAST_MESSAGES,
							  cfg_int(CFG_SUMMARIES_A_DAY));
	bool goes = str_eq(row->outcome, STR("go"));
	*m = (struct making){
		.task = { .member = str_copy(run->arena, row->member_name),
			  .character = str_copy(run->arena, row->character_name),
			  .before = str_copy(run->arena, row->base_text),
			  .words = (int)cfg_int(CFG_SUMMARY_LENGTH) },
		.base = row->base,
		.has_more = row->has_more,
	};
	if (goes) {
		read_lines(run, m, memory_lines(db, chat_of(run), row->head, m->base, bytes));
		m->print = str_copy(run->arena, memory_print_of(db, m->messages)->print);
	} else {
		(void)job_finish(db, (struct i64s){ &run->job.id.v, 1 },
				 (struct i64s){ &run->job.attempt, 1 });
	}
	db_commit(db);
	if (!goes)
		return false;
	find_offers(run, m);
	summary_ask(run->arena, &m->task, &run->request);
	run->own = m;
	return true;
}

/* ---- ending ---- */

static void
offer(struct quiet_run *run, const struct making *m)
{
	int64_t messages[OFFERS];
	struct str texts[OFFERS];
	for (size_t i = 0; i < m->offer_count; i++) {
		texts[i] = m->offers[i].text;
		messages[i] = m->line_ids[m->offers[i].line];
	}
	if (m->offer_count > 0)
		(void)memory_offer(run->worker->db, chat_of(run),
				   (struct i64s){ messages, m->offer_count },
				   (struct strs){ texts, m->offer_count });
}

static void
store(struct quiet_run *run, struct str text)
{
	const struct making *m = run->own;
	struct db *db = run->worker->db;
	db_begin(db);
	const struct memory_store_row *row = memory_store(
		db, &(struct memory_store_in){
			    .job = run->job.id,
			    .attempt = run->job.attempt,
			    .chat_id = chat_of(run),
			    .base = m->base,
			    .messages = m->messages,
			    .print = m->print,
			    .text = text,
			    .words = summary_count_words(text),
			    .made_by = run->made_by,
			    .has_more = m->has_more,
		    });
	if (str_eq(row->outcome, STR("stored")))
		offer(run, m);
	run->error = str_eq(row->outcome, STR("stored")) ? STR("")
							 : str_copy(run->arena, row->outcome);
	db_commit(db);
}

/*
 * A model that will not write a summary of what its member was allowed to say is no reason to forget
 * it: then the sentences that can be taken out of the conversation must do.
 */
static enum quiet_end
finish(struct quiet_run *run)
{
	const struct making *m = run->own;
	struct str text = summary_clean(run->arena, buf_done(&run->text), m->task.words);
	bool is_whole = run->ended_as == TEXT_COMPLETE || run->ended_as == TEXT_LENGTH;
	if (!is_whole || text.n == 0) {
		bool may_come = run->ended_as == TEXT_DOWN || run->ended_as == TEXT_LIMITED ||
				run->ended_as == TEXT_CUT;
		if (may_come) {
			run->error = STR("PROVIDER_DOWN");
			return QUIET_AGAIN;
		}
		text = summary_extract(run->arena, &m->task);
		run->made_by = STR("Offline engine");
	}
	store(run, text);
	return QUIET_STORED;
}

static void
fail(struct quiet_run *run)
{
	(void)job_dead_letter(run->worker->db, run->job.id, run->job.attempt, run->error);
}

const struct quiet_kind QUIET_SUMMARY = {
	.name = STR_INIT("summary"),
	.at_once = AT_ONCE,
	.begin = begin,
	.finish = finish,
	.fail = fail,
};

/* ---- when one is due ---- */

void
memory_said(struct worker *w, struct turn_id turn)
{
	/* What finds no room is seen with the next turn of its chat. */
	if (w->said_count < COUNT(w->said))
		w->said[w->said_count++] = turn;
}

void
memory_look(struct worker *w, void *arg)
{
	(void)arg;
	int64_t turns[COUNT(w->said)];
	if (w->said_count == 0)
		return;
	for (size_t i = 0; i < w->said_count; i++)
		turns[i] = w->said[i].v;
	int64_t n = memory_due(w->db, (struct i64s){ turns, w->said_count },
			       cfg_int(CFG_SUMMARY_MESSAGES), cfg_int(CFG_SUMMARY_WORDS))
			    ->n;
	w->said_count = 0;
	if (n > 0)
		worker_claim_soon(w, 0);
}
