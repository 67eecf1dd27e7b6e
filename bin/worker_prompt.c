/*
 * What the worker keeps of prompts: the record of each reply, stored with its end, and how each model's
 * count of tokens differs from the estimate.
 */
#include <string.h>

#include "bin/worker_turn.h"
#include "lib/base/clock.h"
#include "lib/prompt/count.h"
#include "lib/turn/record.h"
#include "sql/prompt.h"

enum { MODELS = 64, KEY_ROOM = 201, FRESH_US = 60 * 1000 * 1000, ENDED = 256 };

struct model_ratio {
	char key[KEY_ROOM];
	struct count_mean mean;
	bool is_news;
};

/* The means of models that wrote lately. Others are counted as if nobody had measured them. */
struct ratio_book {
	struct model_ratio at[MODELS];
	size_t n;
	int64_t read_us;
	int64_t ended[ENDED]; /* turns with a new record: only the newest of a chat stay whole */
	size_t ended_count;
};

static struct ratio_book *
book_of(struct worker *w)
{
	if (w->ratios == NULL)
		w->ratios = ARENA_NEW(arena_new(sizeof(struct ratio_book) + 4096),
				      struct ratio_book);
	return w->ratios;
}

static struct model_ratio *
ratio_of(struct ratio_book *book, struct str key, bool make)
{
	for (size_t i = 0; i < book->n; i++)
		if (str_eq(str_from(book->at[i].key), key))
			return &book->at[i];
	if (!make || book->n == MODELS || key.n == 0 || key.n >= KEY_ROOM)
		return NULL;
	struct model_ratio *ratio = &book->at[book->n++];
	*ratio = (struct model_ratio){ .mean = { 1, 0 } };
	memcpy(ratio->key, key.p, key.n);
	return ratio;
}

void
prompts_refresh(struct worker *w)
{
	struct ratio_book *book = book_of(w);
	int64_t now = clock_mono_us();
	if (book->read_us != 0 && now - book->read_us < FRESH_US)
		return;
	struct rows rows = prompt_ratios(w->db, 0);
	book->read_us = now;
	for (size_t i = 0; i < rows.n; i++) {
		const struct prompt_ratios_row *row = prompt_ratios_at(rows, i);
		struct model_ratio *ratio = ratio_of(book, row->model, true);
		if (ratio != NULL && !ratio->is_news)
			ratio->mean = (struct count_mean){ row->ratio, row->samples };
	}
}

double
prompts_ratio(struct worker *w, struct str model)
{
	const struct model_ratio *ratio = ratio_of(book_of(w), model, false);
	return count_ratio(ratio != NULL ? ratio->mean : (struct count_mean){ 1, 0 });
}

/* ---- the speaker's name in front of a reply ------------------------------------------------ */

static struct str
without_space(struct str text)
{
	while (text.n > 0 && (text.p[0] == ' ' || text.p[0] == '\n' || text.p[0] == '\t'))
		text = str_from_at(text, 1);
	return text;
}

struct str
prompts_led(struct turn_run *run, struct str text)
{
	if (run->is_led || run->from == NULL)
		return text;
	const struct prompt_input *in = &run->from->input;
	struct str name = prompt_called(&in->cards[in->speaker]);
	buf_str(&run->lead, text);
	struct str all = buf_done(&run->lead);
	struct str begun = without_space(all);
	size_t common = begun.n < name.n ? begun.n : name.n;
	bool is_name = str_eq_fold(str_first(begun, common), str_first(name, common)) &&
		       (begun.n <= name.n || begun.p[name.n] == ':');
	if (is_name && (begun.n <= name.n || without_space(str_from_at(begun, name.n + 1)).n == 0))
		return STR_NONE; /* not known yet */
	run->is_led = true;
	return is_name ? without_space(str_from_at(begun, name.n + 1)) : all;
}

struct str
prompts_lead_rest(struct turn_run *run)
{
	struct str rest = run->is_led ? STR_NONE : buf_done(&run->lead);
	run->is_led = true;
	return rest;
}

/* ---- what models tell of tokens ------------------------------------------------------------ */

/* The offline engine counts nothing that a tokenizer would. */
static void
learn(struct worker *w, const struct turn_run *run)
{
	if (run->told_prompt <= 0 || run->prompt == NULL || str_eq(run->provider, STR("offline")))
		return;
	struct model_ratio *ratio = ratio_of(book_of(w), run->model_key, true);
	if (ratio == NULL)
		return;
	ratio->mean = count_learn(ratio->mean, run->prompt->estimate, run->told_prompt);
	ratio->is_news = ratio->mean.samples > 0;
}

static void
trim(struct worker *w, struct ratio_book *book)
{
	if (book->ended_count > 0)
		(void)prompt_trim(w->db, (struct i64s){ book->ended, book->ended_count },
				  RECORD_WHOLE);
	book->ended_count = 0;
}

void
prompts_tend(struct worker *w)
{
	struct ratio_book *book = book_of(w);
	trim(w, book);
	struct str *models = ARENA_ARRAY(w->arena, struct str, book->n + 1);
	struct str *means = ARENA_ARRAY(w->arena, struct str, book->n + 1);
	int64_t *samples = ARENA_ARRAY(w->arena, int64_t, book->n + 1);
	size_t n = 0;
	for (size_t i = 0; i < book->n; i++) {
		if (!book->at[i].is_news)
			continue;
		models[n] = str_from(book->at[i].key);
		means[n] = str_fmt(w->arena, "%.6f", book->at[i].mean.ratio);
		samples[n++] = book->at[i].mean.samples;
	}
	if (n == 0)
		return;
	(void)prompt_learn(w->db, (struct strs){ models, n }, (struct strs){ means, n },
			   (struct i64s){ samples, n });
	for (size_t i = 0; i < book->n; i++)
		book->at[i].is_news = false;
}

/* What macros left for the next replies: of the branch, and of the member where it changed. */
static struct str
kept_variables(struct worker *w, const struct macro_variables *variables)
{
	bool is_kept = variables->n > 0 || variables->is_changed;
	return is_kept ? record_variables(w->arena, variables) : STR("");
}

/* What finds no room is trimmed with the next reply of its chat. */
static void
note_ended(struct ratio_book *book, struct turn_id turn)
{
	if (book->ended_count < ENDED)
		book->ended[book->ended_count++] = turn.v;
}

static void
keep_globals(struct worker *w, struct turn_run *const *runs, size_t n)
{
	int64_t *turns = ARENA_ARRAY(w->arena, int64_t, n + 1);
	int64_t *jobs = ARENA_ARRAY(w->arena, int64_t, n + 1);
	struct str *globals = ARENA_ARRAY(w->arena, struct str, n + 1);
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		if (runs[i]->from == NULL || !runs[i]->prompt->globals->is_changed)
			continue;
		turns[kept] = runs[i]->turn.v;
		jobs[kept] = runs[i]->job.v;
		globals[kept++] = record_variables(w->arena, runs[i]->prompt->globals);
	}
	if (kept > 0)
		(void)prompt_keep_globals(w->db, (struct i64s){ turns, kept },
					  (struct i64s){ jobs, kept },
					  (struct strs){ globals, kept });
}

void
prompts_keep(struct worker *w, struct turn_run *const *runs, size_t n)
{
	int64_t *turns = ARENA_ARRAY(w->arena, int64_t, n + 1);
	int64_t *jobs = ARENA_ARRAY(w->arena, int64_t, n + 1);
	struct str *reports = ARENA_ARRAY(w->arena, struct str, n + 1);
	struct str *fired = ARENA_ARRAY(w->arena, struct str, n + 1);
	struct str *variables = ARENA_ARRAY(w->arena, struct str, n + 1);
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		if (runs[i]->from == NULL)
			continue;
		struct record_answer answer = { runs[i]->provider, runs[i]->model, runs[i]->dropped,
						runs[i]->told_prompt, runs[i]->cached };
		turns[kept] = runs[i]->turn.v;
		jobs[kept] = runs[i]->job.v;
		reports[kept] = record_json(w->arena, runs[i]->from, runs[i]->prompt, &answer);
		variables[kept] = kept_variables(w, runs[i]->prompt->variables);
		fired[kept++] = record_fired(w->arena, runs[i]->from);
		learn(w, runs[i]);
		note_ended(book_of(w), runs[i]->turn);
	}
	if (kept > 0)
		(void)prompt_keep(w->db, &(struct prompt_keep_in){
						 .turns = { turns, kept },
						 .jobs = { jobs, kept },
						 .reports = { reports, kept },
						 .fired = { fired, kept },
						 .variables = { variables, kept },
					 });
	keep_globals(w, runs, n);
}
