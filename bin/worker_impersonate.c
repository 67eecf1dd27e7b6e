/*
 * A line in the member's own voice, for the box of their composer: asked of a model like a reply, paid
 * like a reply, stored as a draft and never sent.
 */
#include "bin/worker_quiet.h"
#include "bin/worker_turn.h"
#include "lib/base/clock.h"
#include "lib/memory/line.h"
#include "lib/moderate/prompt.h"
#include "lib/notify/notify.h"
#include "lib/prompt/count.h"
#include "sql/job.h"
#include "sql/memory.h"

enum { AT_ONCE = 50, LINES = 24, MAX_TOKENS = 220 };

static void
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
}

/* What the offline engine speaks from, and who is not to be spoken for. */
static struct line_task *
task_of(struct arena *arena, const struct prompt_input *in)
{
	struct line_task *task = ARENA_NEW(arena, struct line_task);
	struct str *others = ARENA_ARRAY(arena, struct str, in->card_count + in->others.n);
	size_t n = in->branch_count < LINES ? in->branch_count : LINES;
	struct line_said *said = ARENA_ARRAY(arena, struct line_said, n + 1);
	others[task->other_count++] = prompt_called(&in->cards[in->speaker]);
	for (size_t i = 0; i < in->card_count; i++)
		if (i != in->speaker)
			others[task->other_count++] = prompt_called(&in->cards[i]);
	for (size_t i = 0; i < in->others.n; i++)
		others[task->other_count++] = in->others.at[i];
	for (size_t i = 0; i < n; i++)
		said[i] = (struct line_said){ in->branch[i].role == TEXT_USER, in->branch[i].name,
					      in->branch[i].content };
	task->member = in->persona.name;
	task->others = others;
	task->said = said;
	task->n = n;
	return task;
}

static struct gather_ask
ask_of(struct quiet_run *run, const struct impersonate_read_row *row)
{
	const struct route *route = models_route(run->worker, run->arena);
	const struct route_leg *leg = route->n > 0 ? &route->legs[0] : NULL;
	return (struct gather_ask){
		.arena = run->arena,
		.chat = row->chat_id,
		.member = row->member_id,
		.character = row->character_id,
		.head = row->head_id,
		.begun = str_copy(run->arena, row->draft),
		.mode = PROMPT_IMPERSONATE,
		.context = leg != NULL ? prompt_context_of(str_from(leg->provider->name),
							   leg->context_tokens)
				       : 0,
		.reply = MAX_TOKENS,
		.ratio = leg != NULL ? prompts_ratio(run->worker, leg->key) : 1,
		.model = leg != NULL ? leg->label : STR_NONE,
		.seed = (uint64_t)row->seed,
		.now = clock_now(),
	};
}

static void
fill_request(struct quiet_run *run, const struct gathered *from, const struct prompt *prompt,
	     uint64_t seed)
{
	struct strs stops = gather_stops(run->arena, from, prompt);
	struct line_task *task = task_of(run->arena, &from->input);
	run->request = (struct text_request){
		.messages = prompt->messages,
		.message_count = prompt->count,
		.stops = stops.at,
		.stop_count = stops.n,
		.banned = prompt->banned.at,
		.banned_count = prompt->banned.n,
		.max_tokens = (int)from->input.reply,
		.sampling = &from->sampling.values,
		.seed = seed,
		.persona = line_persona(run->arena, task),
		.member_name = from->input.persona.name,
	};
	run->own = task;
}

static bool
begin(struct quiet_run *run)
{
	struct worker *w = run->worker;
	const struct impersonate_read_row *row = impersonate_read(w->db, run->job.subject);
	if (row == NULL) {
		end_with(run, STR(""), STR("CANCELED"));
		return false;
	}
	struct gathered *from = ARENA_NEW(run->arena, struct gathered);
	struct prompt *prompt = ARENA_NEW(run->arena, struct prompt);
	struct gather_ask ask = ask_of(run, row);
	gather(w->db, w->arena, &ask, 1, from);
	if (!from->is_there) {
		end_with(run, STR(""), STR("NO_CHARACTER"));
		return false;
	}
	*prompt = prompt_build(run->arena, &from->input);
	if (prompt->outcome == PROMPT_TOO_LONG) {
		end_with(run, STR(""), STR("PROMPT_TOO_LONG"));
		return false;
	}
	fill_request(run, from, prompt, ask.seed);
	return true;
}

static enum quiet_end
finish(struct quiet_run *run)
{
	struct str text = line_clean(run->arena, run->own, buf_done(&run->text));
	if (prompt_judge(run->arena, text, PROMPT_CHAT) != PROMPT_FINE) {
		run->error = STR("BLOCKED");
		return QUIET_FAILED;
	}
	enum text_end end = run->ended_as;
	bool is_final = end == TEXT_REFUSED || end == TEXT_BLOCKED || end == TEXT_REJECTED ||
			end == TEXT_TOO_LONG;
	bool is_whole = end == TEXT_COMPLETE || end == TEXT_LENGTH;
	if (!is_whole || text.n == 0) {
		run->error = str_from(provider_code(end));
		return is_final ? QUIET_FAILED : QUIET_AGAIN;
	}
	end_with(run, text, STR(""));
	return QUIET_STORED;
}

static void
fail(struct quiet_run *run)
{
	end_with(run, STR(""), run->error);
}

const struct quiet_kind QUIET_IMPERSONATE = {
	.name = STR_INIT("impersonate"),
	.at_once = AT_ONCE,
	.begin = begin,
	.finish = finish,
	.fail = fail,
};
