/*
 * A line in the member's own voice, for the box of their composer: asked of a model like a reply, paid
 * like a reply, stored as a draft and never sent.
 */
#include "bin/worker_quiet.h"
#include "lib/memory/line.h"
#include "lib/memory/memory.h"
#include "lib/moderate/prompt.h"
#include "lib/notify/notify.h"
#include "lib/turn/count.h"
#include "sql/job.h"
#include "sql/memory.h"

enum { AT_ONCE = 50, LINES = 24, MAX_TOKENS = 220 };

static struct line_said *
read_said(struct quiet_run *run, struct message_id head, size_t *n)
{
	struct rows rows = impersonate_lines(run->worker->db, head, LINES);
	struct line_said *said = ARENA_ARRAY(run->arena, struct line_said, rows.n);
	*n = rows.n;
	for (size_t i = 0; i < rows.n; i++) {
		const struct impersonate_lines_row *row = impersonate_lines_at(rows, i);
		said[rows.n - 1 - i] = (struct line_said){
			.is_member = row->is_member,
			.who = str_copy(run->arena, row->who),
			.text = str_copy(run->arena, row->content),
		};
	}
	return said;
}

static bool
begin(struct quiet_run *run)
{
	struct db *db = run->worker->db;
	struct memory memory;
	struct line_task *task = ARENA_NEW(run->arena, struct line_task);
	const struct impersonate_read_row *row = impersonate_read(db, run->job.subject);
	if (row == NULL) {
		(void)impersonate_finish(db, &(struct impersonate_finish_in){
						     .job = run->job.id,
						     .attempt = run->job.attempt,
						     .text = STR(""),
						     .reason = STR("CANCELED"),
					     });
		return false;
	}
	*task = (struct line_task){
		.member = str_copy(run->arena, row->member_name),
		.about = str_copy(run->arena, row->about),
		.character = str_copy(run->arena, row->character_name),
		.character_is = str_copy(run->arena, row->short_description),
		.begun = str_copy(run->arena, row->draft),
	};
	struct memory_ask ask = { .chat = row->chat_id,
				  .member = row->member_id,
				  .character = row->character_id,
				  .head = row->head_id };
	uint64_t seed = (uint64_t)row->seed;
	task->said = read_said(run, ask.head, &task->n);
	memory_read(db, run->arena, &ask, 1, &memory);
	task->summary = memory.summary;
	line_ask(run->arena, task, &run->request);
	run->request.max_tokens = MAX_TOKENS;
	run->request.seed = seed;
	run->own = task;
	return true;
}

static struct impersonate_finish_row
end_with(struct quiet_run *run, struct str text, struct str reason)
{
	struct db *db = run->worker->db;
	int64_t tokens = run->prompt_tokens;
	if (tokens < 0) {
		tokens = 0;
		for (size_t i = 0; i < run->request.message_count; i++)
			tokens += count_tokens(run->request.messages[i].content);
	}
	tokens += run->completion_tokens >= 0 ? run->completion_tokens
					      : count_tokens(buf_done(&run->text));
	db_begin(db);
	struct impersonate_finish_row row = *impersonate_finish(db,
								&(struct impersonate_finish_in){
									.job = run->job.id,
									.attempt = run->job.attempt,
									.text = text,
									.reason = reason,
									.tokens = tokens,
								});
	db_commit(db);
	struct notify_told told = { row.first_told, row.last_told };
	notify_tell(db, &told);
	return row;
}

static enum quiet_end
finish(struct quiet_run *run)
{
	struct str text = line_clean(run->arena, run->own, buf_done(&run->text));
	if (run->ended_as == TEXT_REFUSED || run->ended_as == TEXT_BLOCKED ||
	    prompt_judge(run->arena, text, PROMPT_CHAT) != PROMPT_FINE) {
		run->error = STR("BLOCKED");
		return QUIET_FAILED;
	}
	if (run->ended_as == TEXT_REJECTED) {
		run->error = STR("PROVIDER_REJECTED");
		return QUIET_FAILED;
	}
	bool is_whole = run->ended_as == TEXT_COMPLETE || run->ended_as == TEXT_LENGTH;
	if (!is_whole || text.n == 0) {
		run->error = run->ended_as == TEXT_LIMITED		 ? STR("PROVIDER_LIMITED")
			     : is_whole || run->ended_as == TEXT_GARBAGE ? STR("PROVIDER_GARBAGE")
									 : STR("PROVIDER_DOWN");
		return QUIET_AGAIN;
	}
	(void)end_with(run, text, STR(""));
	return QUIET_STORED;
}

static void
fail(struct quiet_run *run)
{
	(void)end_with(run, STR(""), run->error);
}

const struct quiet_kind QUIET_IMPERSONATE = {
	.name = STR_INIT("impersonate"),
	.at_once = AT_ONCE,
	.begin = begin,
	.finish = finish,
	.fail = fail,
};
