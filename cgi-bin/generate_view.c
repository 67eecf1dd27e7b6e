/* What the page of /generate shows: the form, the order at hand, the queue. */
#include "cgi-bin/generate.h"
#include "lib/base/cfg.h"
#include "lib/base/label.h"
#include "lib/base/utf8.h"
#include "lib/generate/pose.h"
#include "lib/web/form.h"

enum { SITTERS = 5, SITTERS_FOUND = 11, QUEUE = 20 };

int
ask_count(const struct ask *in)
{
	return in->count.p[0] - '0';
}

enum image_quality
ask_quality(const struct ask *in)
{
	enum image_quality quality;
	return generate_quality(in->quality, &quality) ? quality : IMAGE_BALANCED;
}

struct str
gem_words(struct req *rq, struct gems gems)
{
	struct buf words = buf_in(rq->arena);
	json_put_gems(&words, gems);
	buf_str(&words, gems.milli == 1000 ? STR(" gem") : STR(" gems"));
	return buf_done(&words);
}

bool
painting_is_open(const struct painting_row *job)
{
	return str_eq(job->status, STR("queued")) || str_eq(job->status, STR("processing"));
}

struct rows
painting_images(struct req *rq, struct rows jobs)
{
	int64_t *ids = ARENA_ARRAY(rq->arena, int64_t, jobs.n + 1);
	for (size_t i = 0; i < jobs.n; i++)
		ids[i] = painting_at(jobs, i)->generation;
	return generate_images(rq->db, (struct i64s){ ids, jobs.n });
}

static struct str
time_words(struct req *rq, int64_t seconds)
{
	if (seconds < 90)
		return str_fmt(rq->arena, "about %lld s", (long long)(seconds < 1 ? 1 : seconds));
	return str_fmt(rq->arena, "about %lld min", (long long)((seconds + 59) / 60));
}

static void
push_option(struct view_list *options, struct str value, struct str label, struct str note,
	    struct str chosen)
{
	view_text(view_push_choice(options, value, label, str_eq(value, chosen)), "note", note);
}

static void
show_qualities(struct req *rq, struct view *page_only, const struct ask *in)
{
	static const struct str LABELS[] = { STR_INIT("Draft"), STR_INIT("Fast"),
					     STR_INIT("Balanced"), STR_INIT("High"),
					     STR_INIT("Ultra") };
	struct rows prices = generate_prices(rq->db);
	struct view_list *options = view_list(page_only, "qualities");
	for (size_t i = 0; i < prices.n && i < COUNT(LABELS); i++) {
		const struct generate_prices_row *price = generate_prices_at(prices, i);
		push_option(options, price->quality, LABELS[i], gem_words(rq, price->price_each),
			    in->quality);
	}
}

static void
show_choices(struct req *rq, struct view *page_only, const struct ask *in)
{
	static const struct {
		const char *list;
		struct str value;
		struct str label;
	} CHOICES[] = { { "counts", STR_INIT("1"), STR_INIT("1") },
			{ "counts", STR_INIT("4"), STR_INIT("4") },
			{ "counts", STR_INIT("9"), STR_INIT("9") },
			{ "shapes", STR_INIT("portrait"), STR_INIT("Portrait") },
			{ "shapes", STR_INIT("square"), STR_INIT("Square") },
			{ "styles", STR_INIT("default"), STR_INIT("Default") },
			{ "styles", STR_INIT("cartoon"), STR_INIT("Cartoon") },
			{ "styles", STR_INIT("ink"), STR_INIT("Ink") },
			{ "styles", STR_INIT("pastel"), STR_INIT("Pastel") },
			{ "styles", STR_INIT("noir"), STR_INIT("Noir") } };
	struct view_list *list = NULL;
	const char *name = "";
	for (size_t i = 0; i < COUNT(CHOICES); i++) {
		if (!str_eq(str_from(name), str_from(CHOICES[i].list)))
			list = view_list(page_only, CHOICES[i].list);
		name = CHOICES[i].list;
		push_option(list, CHOICES[i].value, CHOICES[i].label, STR_NONE,
			    name[0] == 'c'   ? in->count
			    : name[1] == 'h' ? in->orientation
					     : in->style);
	}
	struct view_list *poses = view_list(page_only, "poses");
	push_option(poses, STR(""), STR("None"), STR_NONE, in->pose);
	for (size_t i = 0; i < pose_count; i++)
		push_option(poses, pose_all[i].key, pose_all[i].label, STR_NONE, in->pose);
	show_qualities(rq, page_only, in);
}

static void
push_sitter(struct view_list *list, const struct sitter_row *sitter, int64_t chosen)
{
	struct view *item = view_push(list);
	view_fields(item, &sitter_type, sitter);
	view_bool(item, "selected", sitter->id.v == chosen);
}

/* The chosen character first, then those who fit the search, or those whom the member knows. */
static void
show_sitters(struct req *rq, struct view *page_only, const struct ask *in)
{
	struct view_list *list = view_list(page_only, "sitters");
	const struct sitter_row *chosen = NULL;
	if (in->character > 0)
		chosen = generate_character(rq->db, (struct character_id){ in->character },
					    rq->member->id);
	struct rows rows;
	if (in->q.n > 0) {
		struct buf pattern = buf_in(rq->arena);
		struct str words = str_lower(rq->arena, in->q);
		buf_char(&pattern, '%');
		for (size_t i = 0; i < words.n; i++) {
			if (words.p[i] == '%' || words.p[i] == '_' || words.p[i] == '\\')
				buf_char(&pattern, '\\');
			buf_char(&pattern, words.p[i]);
		}
		buf_char(&pattern, '%');
		rows = generate_sitters_find(rq->db, rq->member->id, buf_done(&pattern),
					     SITTERS_FOUND);
		view_bool(page_only, "foundNobody", rows.n == 0);
	} else {
		rows = generate_sitters(rq->db, rq->member->id, SITTERS);
	}
	if (chosen != NULL)
		push_sitter(list, chosen, in->character);
	for (size_t i = 0; i < rows.n; i++)
		if (chosen == NULL || sitter_at(rows, i)->id.v != chosen->id.v)
			push_sitter(list, sitter_at(rows, i), in->character);
	view_bool(page_only, "isNobody", chosen == NULL);
}

static struct str
typed(struct req *rq, const char *name, struct str otherwise)
{
	struct str value = rq->method == GET ? STR_NONE : form_value(rq, name);
	return value.p == NULL ? otherwise : utf8_repair(rq->arena, value);
}

static void
show_form(struct req *rq, struct view *page_only, const struct ask *in)
{
	struct generate_quote quote = generate_quote(rq->db, ask_quality(in), ask_count(in));
	int64_t missing = quote.total.milli - rq->member->balance.milli;
	view_text(page_only, "prompt", typed(rq, "prompt", in->prompt));
	view_text(page_only, "negativePrompt", typed(rq, "negativePrompt", in->negative));
	view_text(page_only, "seed",
		  typed(rq, "seed", in->seed >= 0 ? str_int(rq->arena, in->seed) : STR("")));
	view_text(page_only, "q", typed(rq, "q", in->q));
	view_bool(page_only, "hasDetails", in->negative.n > 0 || in->seed >= 0);
	view_bool(page_only, "isSketch",
		  str_eq(str_from(cfg_text(CFG_IMAGE_PROVIDER)), STR("sketch")));
	view_bool(page_only, "hasPose", in->pose.n > 0);
	view_bool(page_only, "showsPrice", in->show.n > 0);
	show_choices(rq, page_only, in);
	show_sitters(rq, page_only, in);
	quote_fields(rq, view_object(page_only, "quote"), in, quote);
	view_text(page_only, "priceText",
		  str_fmt(rq->arena, "%.*s, %.*s", STR_ARG(gem_words(rq, quote.total)),
			  STR_ARG(time_words(rq, quote.eta_s))));
	view_bool(page_only, "isPoor", missing > 0);
	if (missing > 0)
		view_gems(page_only, "missing", (struct gems){ missing });
}

/* Why pictures of an order are missing, in words. */
static struct str
failure_words(const struct painting_row *job)
{
	static const struct label WORDS[] = {
		LABEL("CANCELED", "You canceled it"),
		LABEL("DISK_FULL", "The house had no room for it"),
		LABEL("DISK_BROKEN", "The house could not keep it"),
		LABEL("STORE_FAILED", "The house could not keep it"),
		LABEL("WORKER_LOST", "The painter was interrupted"),
		LABEL("PROVIDER_DOWN", "The painter did not answer"),
		LABEL("PROVIDER_REFUSED", "The painter would not make it"),
	};
	return label_of(WORDS, COUNT(WORDS), job->failure_reason, STR("It could not be painted"));
}

static struct str
status_words(struct req *rq, const struct painting_row *job)
{
	long long made = (long long)(job->count * job->progress / 100);
	if (str_eq(job->status, STR("queued")))
		return job->position == 0 ? STR("Next in line")
					  : str_fmt(rq->arena, "%lld %s before yours",
						    (long long)job->position,
						    job->position == 1 ? "order" : "orders");
	if (str_eq(job->status, STR("processing")))
		return job->count == 1 ? STR("Painting")
				       : str_fmt(rq->arena, "Painting %lld of %lld", made + 1,
						 (long long)job->count);
	if (str_eq(job->status, STR("completed")))
		return job->count == 1 ? STR("Done")
				       : str_fmt(rq->arena, "%lld done", (long long)job->count);
	if (str_eq(job->status, STR("partial")))
		return str_fmt(rq->arena, "%lld of %lld done", made, (long long)job->count);
	return str_eq(job->status, STR("canceled")) ? STR("Canceled") : STR("Failed");
}

static void
progress_fields(struct req *rq, struct view *v, const struct painting_row *job)
{
	view_text(v, "statusText", status_words(rq, job));
	view_text(v, "etaText", time_words(rq, job->eta_seconds));
	view_bool(v, "hasProgress", str_eq(job->status, STR("processing")));
	view_int(v, "progress", job->progress);
}

static void
push_tile(struct view_list *tiles, const struct painting_row *job,
	  const struct generate_images_row *image, bool is_next)
{
	struct view *tile = view_push(tiles);
	bool is_made = str_eq(image->status, STR("completed"));
	bool waits = str_eq(image->status, STR("queued"));
	if (image->has_id)
		view_fields(tile, &generate_images_type, image);
	view_bool(tile, "isDone", is_made && image->has_id);
	view_bool(tile, "isWaiting", waits);
	view_bool(tile, "isFailed", !waits && !(is_made && image->has_id));
	view_bool(tile, "isSquare", str_eq(job->orientation, STR("square")));
	view_bool(tile, "isUpload", false);
	view_text(tile, "altText", image->alt_text);
	view_text(tile, "caption", str_or(job->character_name, STR("Someone new")));
	view_null(tile, "durationText");
	view_null(tile, "retryUrl");
	if (waits) {
		bool is_painted = is_next && str_eq(job->status, STR("processing"));
		view_text(tile, "statusText", is_painted ? STR("Painting") : STR("Waiting"));
		view_text(tile, "etaText", STR_NONE);
		view_bool(tile, "hasProgress", !is_painted);
		view_int(tile, "progress", 0);
		view_null(tile, "thumbUrl");
		return;
	}
	view_text(tile, "failureText",
		  is_made ? STR("You deleted this picture") : failure_words(job));
	if (is_made || job->price_each.milli == 0)
		view_null(tile, "refunded");
	else
		view_gems(tile, "refunded", job->price_each);
}

/* The neighbours of each picture that is there, for the lightbox. */
static void
show_pictures(struct req *rq, struct view *page_only, const struct painting_row *job,
	      struct rows images)
{
	struct view_list *tiles = view_list(page_only, "tiles");
	struct view_list *pictures = view_list(page_only, "pictures");
	int64_t before = 0, failed = 0;
	struct view *last = NULL;
	bool is_next = true;
	for (size_t i = 0; i < images.n; i++) {
		const struct generate_images_row *image = generate_images_at(images, i);
		push_tile(tiles, job, image, is_next);
		is_next = is_next && !str_eq(image->status, STR("queued"));
		failed += str_eq(image->status, STR("failed"));
		if (!image->has_id)
			continue;
		struct view *picture = view_push(pictures);
		view_fields(picture, &generate_images_type, image);
		view_text(picture, "caption", str_or(job->character_name, STR("Someone new")));
		view_null(picture, "prevId");
		view_null(picture, "nextId");
		if (last != NULL) {
			view_id(picture, "prevId", before);
			view_id(last, "nextId", image->id.v);
		}
		before = image->id.v;
		last = picture;
	}
	if (failed > 0 && !painting_is_open(job)) {
		struct view *retry = view_object(page_only, "retry");
		view_int(retry, "count", failed);
		view_bool(retry, "isOne", failed == 1);
		view_text(retry, "costText",
			  gem_words(rq, (struct gems){ job->price_each.milli * failed }));
		view_bool(retry, "isPoor",
			  job->price_each.milli * failed > rq->member->balance.milli);
	}
}

static void
show_order(struct req *rq, struct view *page_only, const struct painting_row *job)
{
	struct rows one = { &painting_type, job, 1 };
	struct view *v = view_object(page_only, "job");
	view_fields(v, &painting_type, job);
	progress_fields(rq, v, job);
	view_bool(v, "isOpen", painting_is_open(job));
	view_text(v, "costText", gem_words(rq, job->cost));
	if (job->refunded.milli > 0)
		view_text(v, "refundedText", gem_words(rq, job->refunded));
	show_pictures(rq, page_only, job, painting_images(rq, one));
}

static struct str
painting_label(struct req *rq, const struct painting_row *job)
{
	if (job->character_name.n > 0)
		return job->count == 1
			       ? job->character_name
			       : str_fmt(rq->arena, "%.*s, %lld pictures",
					 STR_ARG(job->character_name), (long long)job->count);
	return str_first(job->prompt, str_clip(job->prompt, 60));
}

static void
show_queue(struct req *rq, struct view *page_only, struct rows jobs, struct rows images)
{
	if (jobs.n == 0) {
		view_null(page_only, "queue");
		return;
	}
	struct view *queue = view_object(page_only, "queue");
	struct view_list *items = view_list(queue, "items");
	int open = 0;
	for (size_t i = 0; i < jobs.n; i++) {
		const struct painting_row *job = painting_at(jobs, i);
		struct view *item = view_push(items);
		view_id(item, "id", job->id.v);
		view_text(item, "label", painting_label(rq, job));
		view_null(item, "thumbUrl");
		for (size_t k = images.n; k-- > 0;)
			if (generate_images_at(images, k)->generation == job->generation &&
			    generate_images_at(images, k)->has_id)
				view_url(item, "thumbUrl",
					 generate_images_at(images, k)->thumb_url);
		progress_fields(rq, item, job);
		open += painting_is_open(job);
		bool is_short = str_eq(job->status, STR("failed")) ||
				str_eq(job->status, STR("canceled"));
		view_bool(item, "isActive", painting_is_open(job));
		view_bool(item, "isFailed", str_eq(job->status, STR("failed")));
		view_bool(item, "canCancel", painting_is_open(job));
		view_bool(item, "canRetry", false);
		view_bool(item, "isDone", !painting_is_open(job) || is_short);
	}
	view_text(queue, "summary",
		  open == 0   ? STR("Your orders")
		  : open == 1 ? STR("1 order in the making")
			      : str_fmt(rq->arena, "%d orders in the making", open));
}

/* Without a script the page looks again by itself; the script leaves this cookie. */
bool
studio_has_script(struct req *rq)
{
	return req_cookie(rq, "snug-js").n > 0;
}

struct view *
studio_view(struct req *rq, const struct ask *in, const struct painting_row *job)
{
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	if (rq->wants_json)
		return v;
	struct rows jobs = generate_jobs(rq->db, rq->member->id, false, INT64_MAX, QUEUE);
	show_queue(rq, page_only, jobs, painting_images(rq, jobs));
	if (job == NULL && jobs.n > 0)
		job = painting_at(jobs, 0);
	if (job != NULL)
		show_order(rq, page_only, job);
	view_bool(page_only, "hasForm",
		  rq->method != GET || job == NULL || !painting_is_open(job) ||
			  studio_has_script(rq) || req_query(rq, "job").n == 0);
	show_form(rq, page_only, in);
	return v;
}
