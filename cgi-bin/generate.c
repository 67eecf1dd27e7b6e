/* Pictures on order: the form, the price, the orders and what became of them. */
#include "cgi-bin/generate.h"
#include "lib/base/log.h"
#include "lib/generate/pose.h"
#include "lib/job/job.h"
#include "lib/moderate/moderate.h"
#include "lib/web/part.h"
#include "lib/web/secret.h"
#include "lib/web/serve.h"
#include "lib/web/wake.h"

enum {
	PROMPT_MOST = 2000,
	A_PAGE = 20,
	QUOTE_S = 15 * 60,
	ORDER_EVERY_S = 3,
	ORDERS = 30,
	REFRESH_S = 3
};

#define SEED_MOST INT64_C(9007199254740991) /* what a JSON number holds exactly */

static const struct field ASK[] = {
	FIELD_ID(struct ask, character, "characterId", "Character", false),
	FIELD_TEXT(struct ask, prompt, "prompt", "Prompt", 0, PROMPT_MOST),
	FIELD_TEXT(struct ask, negative, "negativePrompt", "Leave out", 0, 1000),
	FIELD_LINE(struct ask, pose, "posePreset", "Pose", 0, 40),
	FIELD_CHOICE(struct ask, count, "count", "How many", "1|4|9", false),
	FIELD_CHOICE(struct ask, orientation, "orientation", "Shape", "portrait|square", false),
	FIELD_CHOICE(struct ask, style, "style", "Style", "default|cartoon|ink|pastel|noir", false),
	FIELD_CHOICE(struct ask, quality, "quality", "Quality", "balanced|draft|fast|high|ultra",
		     false),
	FIELD_INT(struct ask, seed, "seed", "Seed", 0, SEED_MOST, false),
	FIELD_LINE(struct ask, quote, "quoteId", "Quote", 0, 400),
	FIELD_CHOICE(struct ask, show, "show", "Show", "|price|characters", false),
	FIELD_LINE(struct ask, q, "q", "Search", 0, 80),
};

static struct ask
ask_nothing(void)
{
	return (struct ask){ .count = STR("1"),
			     .orientation = STR("portrait"),
			     .style = STR("default"),
			     .quality = STR("balanced"),
			     .seed = -1 };
}

static struct str
address(struct req *rq, struct job_id job)
{
	return str_fmt(rq->arena, "/generate?job=%lld#pictures", (long long)job.v);
}

/* ---- prices -------------------------------------------------------------------------------- */

/* A quote is text that only this house can write: whose it is, how much, until when. */
static struct str
quote_seal(struct req *rq, struct gems total, struct moment until)
{
	return secret_seal(rq->arena, "quote",
			   str_fmt(rq->arena, "%lld:%lld:%lld", (long long)rq->member->id.v,
				   (long long)total.milli, (long long)until.us));
}

/* An order costs no more than the quote it carries; one that carries none was not shown a price by us. */
static bool
quote_covers(struct req *rq, struct str quote, struct gems total)
{
	struct str text, part;
	int64_t numbers[3];
	if (quote.n == 0)
		return true;
	if (!secret_open(rq->arena, "quote", quote, &text))
		return false;
	for (size_t i = 0; i < COUNT(numbers); i++)
		if (!str_cut(&text, ':', &part) || !str_to_i64(part, &numbers[i]))
			return false;
	return numbers[0] == rq->member->id.v && total.milli <= numbers[1] &&
	       rq->now.us < numbers[2];
}

static void
quote_line(struct view_list *lines, const char *rule, struct str label, double factor,
	   int64_t milli)
{
	struct view *line = view_push(lines);
	view_text(line, "rule", str_from(rule));
	view_text(line, "label", label);
	if (factor > 0)
		view_real(line, "factor", factor);
	view_gems(line, "gems", (struct gems){ milli });
}

void
quote_fields(struct req *rq, struct view *v, const struct ask *in, struct generate_quote quote)
{
	struct rows prices = generate_prices(rq->db);
	const struct generate_prices_row *price = generate_prices_at(prices, ask_quality(in));
	struct moment until = { rq->now.us + (int64_t)QUOTE_S * 1000000 };
	int count = ask_count(in);
	int64_t base = price->base.milli * count;
	struct view_list *lines = view_list(v, "lines");
	quote_line(lines, "picture.base",
		   count == 1 ? STR("One picture") : str_fmt(rq->arena, "%d pictures", count), 0,
		   base);
	if (price->factor != 1000)
		quote_line(lines,
			   str_fmt(rq->arena, "picture.quality.%.*s", STR_ARG(in->quality)).p,
			   str_fmt(rq->arena, "Quality: %.*s", STR_ARG(in->quality)),
			   (double)price->factor / 1000, quote.total.milli - base);
	view_text(v, "quoteId", quote_seal(rq, quote.total, until));
	view_gems(v, "gems", quote.total);
	view_time(v, "expiresAt", until);
	view_int(v, "estimatedTime", quote.eta_s);
	view_int(v, "position", quote.position);
}

/* ---- orders as the API gives them ---------------------------------------------------------- */

static void
job_fields(struct view *v, const struct painting_row *job, struct rows images)
{
	view_fields(v, &painting_type, job);
	view_text(v, "kind", STR("picture"));
	struct view_list *list = view_list(v, "images");
	for (size_t i = 0; i < images.n; i++)
		if (generate_images_at(images, i)->generation == job->generation)
			view_fields(view_push(list), &generate_images_type,
				    generate_images_at(images, i));
}

static struct reply
job_reply(struct req *rq, struct job_id id)
{
	const struct painting_row *job = generate_job(rq->db, id, rq->member->id);
	if (job == NULL)
		return not_found(rq);
	struct rows one = { &painting_type, job, 1 };
	struct view *v = view_new(rq->arena);
	job_fields(v, job, painting_images(rq, one));
	return json_reply(rq, 200, v);
}

static struct reply
show_job(struct req *rq)
{
	return job_reply(rq, (struct job_id){ req_id(rq, 0) });
}

struct listing {
	struct str status;
};

static const struct field LISTING[] = {
	FIELD_CHOICE(struct listing, status, "status", "Status", "all|incomplete", false),
};

static struct reply
list_jobs(struct req *rq)
{
	struct listing in = { 0 };
	struct part part = { .limit = A_PAGE, .from = INT64_MAX };
	if (!form_read(rq, LISTING, COUNT(LISTING), &in) || !part_read(rq, &part))
		return part_unknown(rq);
	struct rows jobs = generate_jobs(rq->db, rq->member->id,
					 str_eq(in.status, STR("incomplete")), part.from,
					 part.limit + 1);
	bool is_more = part_cut(&part, &jobs);
	struct view *v = view_new(rq->arena);
	struct view_list *items = view_list(v, "items");
	struct rows images = painting_images(rq, jobs);
	for (size_t i = 0; i < jobs.n; i++)
		job_fields(view_push(items), painting_at(jobs, i), images);
	part_next(rq, v, STR("/api/generate/jobs"),
		  is_more ? painting_at(jobs, jobs.n - 1)->generation : 0);
	return json_reply(rq, 200, v);
}

/* ---- ordering ------------------------------------------------------------------------------ */

static struct reply
ask_again(struct req *rq, int status, const struct ask *in)
{
	return form_again(rq, status, "generate/studio", studio_view(rq, in, NULL));
}

/* A form field's complaint on the page, the contract's error for the API. */
static struct reply
refuse_order(struct req *rq, const struct ask *in, int status, const char *code, const char *field,
	     const char *why)
{
	if (rq->wants_json && code != NULL)
		return refuse(rq, status, code, why);
	form_error(rq, field, "Prompt", why);
	return ask_again(rq, status, in);
}

static struct reply
no_gems(struct req *rq, const struct ask *in, const struct generate_ordered *ordered)
{
	if (!rq->wants_json)
		return ask_again(rq, 402, in);
	struct view *extra = view_new(rq->arena);
	view_gems(extra, "needed", ordered->quote.total);
	view_gems(extra, "balance", ordered->available);
	return refuse_with(rq, 402, NULL,
			   "There are not enough gems for this. Nothing was charged.", extra);
}

static struct reply
ordered_reply(struct req *rq, const struct generate_ordered *ordered)
{
	struct view *v = view_new(rq->arena);
	view_id(v, "jobId", ordered->job.v);
	view_gems(v, "estimatedCost", ordered->quote.total);
	view_int(v, "estimatedTime", ordered->quote.eta_s);
	view_int(v, "position", ordered->quote.position);
	wake_after_commit(rq);
	return done(rq, 202, v, address(rq, ordered->job));
}

/* What did not become an order, in words. */
static struct reply
not_ordered(struct req *rq, const struct ask *in, enum generate_outcome outcome,
	    const struct generate_ordered *ordered)
{
	struct reply reply;
	switch (outcome) {
	case GENERATE_NO_GEMS:
		return no_gems(rq, in, ordered);
	case GENERATE_NO_CHARACTER:
	case GENERATE_NO_ORDER:
		return not_found(rq);
	case GENERATE_TOO_MANY:
		reply = refuse_order(rq, in, 429, "TOO_MANY_ORDERS", "prompt",
				     "Ten of your orders are in the making. When one is done, the "
				     "next can be placed.");
		reply_header(&reply, STR("Retry-After: 10"));
		return reply;
	case GENERATE_NOT_DONE:
		return refuse(rq, 409, "NOT_DONE", "This order is not over yet.");
	case GENERATE_NOTHING_LEFT:
		return refuse(rq, 409, "NOTHING_LEFT", "Every picture of this order was made.");
	case GENERATE_ORDERED:
	case GENERATE_TWICE:
		break;
	}
	return ordered_reply(rq, ordered);
}

/* The words that are painted, judged together with what shall be left out. False: refused. */
static bool
read_words(struct req *rq, const struct ask *in, struct str *prompt, struct reply *refusal)
{
	const struct pose *pose = in->pose.n > 0 ? pose_find(in->pose) : NULL;
	const char *why = NULL;
	if (in->pose.n > 0 && pose == NULL)
		why = "Pose is not one of the choices.";
	else if (in->prompt.n == 0 && pose == NULL)
		why = "Say what is in the picture, or pick a pose.";
	if (why != NULL) {
		form_error(rq, in->pose.n > 0 ? "posePreset" : "prompt", "Prompt", why);
		*refusal = ask_again(rq, 422, in);
		return false;
	}
	*prompt = pose == NULL ? in->prompt : pose_apply(rq->arena, in->prompt, pose, PROMPT_MOST);
	struct str whole = str_fmt(rq->arena, "%.*s\n%.*s", STR_ARG(*prompt),
				   STR_ARG(in->negative));
	enum prompt_verdict verdict = prompt_judge(rq->arena, whole, PROMPT_PICTURE);
	bool is_adult = str_eq(rq->member->sight, STR("explicit"));
	if (verdict == PROMPT_FINE || (verdict == PROMPT_SEXUAL && is_adult))
		return true;
	LOG_EVENT(LOG_INFO, "prompt-refused", LOG_INT("verdict", verdict),
		  LOG_INT("member", rq->member->id.v));
	*refusal = refuse_order(rq, in, 422, "PROMPT_REFUSED", "prompt", prompt_refusal(verdict));
	if (verdict == PROMPT_NEVER && rq->method != GET) {
		moderate_keep(rq->db, rq->arena,
			      &(struct moderate_source){ .member = rq->member->id,
							 .use = MODERATE_PICTURE },
			      STR(""), whole);
		refusal->commit = true; /* the evidence stays */
	}
	return false;
}

/* False when the form shows another price than the one that would be charged. */
static bool
agrees_on_price(struct req *rq, const struct ask *in, struct reply *refusal)
{
	struct generate_quote quote = generate_quote(rq->db, ask_quality(in), ask_count(in));
	if (quote_covers(rq, in->quote, quote.total))
		return true;
	struct str why = str_fmt(rq->arena,
				 "This costs %.*s. Nothing was charged yet: press the button "
				 "again to order it at this price.",
				 STR_ARG(gem_words(rq, quote.total)));
	if (rq->wants_json) {
		struct view *extra = view_new(rq->arena);
		quote_fields(rq, view_object(extra, "quote"), in, quote);
		*refusal = refuse_with(rq, 409, "PRICE_CHANGED", why.p, extra);
		return false;
	}
	struct view *v = studio_view(rq, in, NULL);
	view_text(view_object(v, "page"), "repriced", why);
	*refusal = page_status(rq, 409, "generate/studio", v);
	return false;
}

static struct reply
order(struct req *rq)
{
	struct ask in = ask_nothing();
	struct generate_ordered ordered;
	struct reply refusal;
	struct str prompt;
	if (!form_read(rq, ASK, COUNT(ASK), &in))
		return ask_again(rq, 422, &in);
	if (in.show.n > 0 && !rq->wants_json)
		return page(rq, "generate/studio", studio_view(rq, &in, NULL));
	if (!read_words(rq, &in, &prompt, &refusal) || !agrees_on_price(rq, &in, &refusal))
		return refusal;
	int wait = rate_wait(rq, str_fmt(rq->arena, "generate:%lld", (long long)rq->member->id.v),
			     ORDER_EVERY_S, ORDERS);
	if (wait > 0)
		return too_many(rq, wait);
	struct generate_order wish = { .member = rq->member->id,
				       .character = { in.character },
				       .prompt = prompt,
				       .negative_prompt = in.negative,
				       .count = ask_count(&in),
				       .square = str_eq(in.orientation, STR("square")),
				       .style = in.style,
				       .quality = ask_quality(&in),
				       .has_seed = in.seed >= 0,
				       .seed = in.seed };
	enum generate_outcome outcome = generate_order(rq->db, &wish, &ordered);
	return not_ordered(rq, &in, outcome, &ordered);
}

static struct reply
quote(struct req *rq)
{
	struct ask in = ask_nothing();
	if (!form_read(rq, ASK, COUNT(ASK), &in))
		return form_again(rq, 422, "generate/studio", view_new(rq->arena));
	struct view *v = view_new(rq->arena);
	struct generate_quote price = generate_quote(rq->db, ask_quality(&in), ask_count(&in));
	quote_fields(rq, v, &in, price);
	view_gems(v, "balance", rq->member->balance);
	return json_reply(rq, 200, v);
}

static void
tell_canceled(struct req *rq, void *arg)
{
	job_cancel_tell(rq->db, *(struct job_id *)arg);
}

static struct reply
cancel(struct req *rq)
{
	struct job_id *job = ARENA_NEW(rq->arena, struct job_id);
	job->v = req_id(rq, 0);
	if (generate_job(rq->db, *job, rq->member->id) == NULL)
		return not_found(rq);
	switch (job_cancel(rq->db, *job, rq->member->id)) {
	case JOB_CANCELED:
	case JOB_CANCELING:
		break;
	case JOB_NOT_LIVE:
		if (rq->wants_json)
			return refuse(rq, 409, "NOT_LIVE", "This order is over already.");
		return see(rq, address(rq, *job));
	}
	req_after_commit(rq, tell_canceled, job);
	if (rq->wants_json)
		return job_reply(rq, *job);
	struct reply reply = see(rq, address(rq, *job));
	reply_flash(rq, &reply, FLASH_INFO,
		    "The order is canceled. What was not painted costs nothing.");
	return reply;
}

static struct reply
retry(struct req *rq)
{
	struct generate_ordered ordered;
	struct ask in = ask_nothing();
	struct job_id job = { req_id(rq, 0) };
	enum generate_outcome outcome = generate_retry(rq->db, rq->member->id, job, &ordered);
	return not_ordered(rq, &in, outcome, &ordered);
}

/* ---- the page ------------------------------------------------------------------------------ */

/* The form as the order at hand had it, so that the next one can differ in a word. */
static void
ask_like(struct ask *in, const struct painting_row *job)
{
	static const struct str COUNTS[] = { STR_INIT("1"), STR_INIT("4"), STR_INIT("9") };
	in->character = job->has_character_id ? job->character_id.v : 0;
	in->prompt = job->prompt;
	in->negative = job->negative_prompt;
	in->count = job->count == 9 ? COUNTS[2] : job->count == 4 ? COUNTS[1] : COUNTS[0];
	in->orientation = job->orientation;
	in->style = job->style;
	in->quality = job->quality;
}

static struct reply
show_studio(struct req *rq)
{
	struct ask in = ask_nothing();
	const struct painting_row *job = NULL;
	struct job_id id;
	struct str asked = req_query(rq, "job");
	if (asked.n > 0) {
		if (str_to_i64(asked, &id.v))
			job = generate_job(rq->db, id, rq->member->id);
		if (job == NULL)
			return not_found(rq);
		ask_like(&in, job);
	}
	if (req_query(rq, "characterId").n > 0 &&
	    !str_to_i64(req_query(rq, "characterId"), &in.character))
		in.character = 0;
	if (rq->wants_json)
		return job != NULL ? job_reply(rq, id) : list_jobs(rq);
	struct reply reply = page(rq, "generate/studio", studio_view(rq, &in, job));
	if (job != NULL && painting_is_open(job) && !studio_has_script(rq))
		/* Named without its #pictures: going there again would be no new page to a browser. */
		reply_header(&reply, str_fmt(rq->arena, "Refresh: %d; url=/generate?job=%lld",
					     REFRESH_S, (long long)id.v));
	return reply;
}

static const struct route ROUTES[] = {
	{ GET, "/generate", show_studio, FOR_MEMBER },
	{ POST, "/generate", order, FOR_MEMBER },
	{ POST, "/generate/jobs/{id}/cancel", cancel, FOR_MEMBER },
	{ POST, "/generate/jobs/{id}/retry", retry, FOR_MEMBER },
	{ POST, "/api/generate", order, FOR_MEMBER },
	{ POST, "/api/generate/quote", quote, FOR_MEMBER },
	{ GET, "/api/generate/jobs", list_jobs, FOR_MEMBER },
	{ GET, "/api/generate/jobs/{id}", show_job, FOR_MEMBER },
	{ POST, "/api/generate/jobs/{id}/cancel", cancel, FOR_MEMBER },
	{ POST, "/api/generate/jobs/{id}/retry", retry, FOR_MEMBER },
};

int
main(void)
{
	return screen_serve("generate", ROUTES, COUNT(ROUTES));
}
