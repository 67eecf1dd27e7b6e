/*
 * Orders of pictures. Painting takes long and much of the processor, so it has threads of its own:
 * the loop hands a thread one picture at a time, and gets the stored files back through loop_post.
 *
 * Locking: `lock` guards the tasks that wait and `closing`. A task belongs to the loop's thread but
 * between being queued and being posted back.
 */
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bin/worker.h"
#include "lib/base/fault.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/generate/generate.h"
#include "lib/media/media.h"
#include "lib/notify/notify.h"
#include "lib/provider/image.h"
#include "sql/job.h"
#include "sql/picture.h"

enum {
	THREADS_MOST = 2,
	PAINT_ARENA = 256 * 1024 * 1024,
	ORDER_ARENA = 1024 * 1024,
	ORDER_MOST = 9
};

enum painted { PAINTED, PAINT_FAILED, PAINT_DISK_FULL, PAINT_DISK_BROKEN };

struct order_run {
	struct order_run *next;
	struct worker *worker;
	struct arena *arena;
	struct job_id job;
	int64_t attempt;
	int64_t generation;
	struct image_request request;
	struct str prompt; /* as it was painted */
	int64_t todo_n[ORDER_MOST];
	int64_t todo_seed[ORDER_MOST];
	size_t todo;
	size_t at; /* of todo: what is being painted */
	bool canceled;
	bool fenced;
	const char *error; /* of a picture that could not be made, or NULL */
	int64_t last_us;

	/* the task, and what came of it */
	struct order_run *next_task;
	enum painted painted;
	struct arena *paint_arena;
	struct image image;
	struct media_file file;
	struct media_file thumb;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static struct order_run *first_task;
static bool closing;
static pthread_t threads[THREADS_MOST];
static size_t thread_count;

/* ---- in a painter's thread ---- */

/*
 * Appends a chunk that names the picture ("SNUG", WebP container specification: unknown chunks are
 * skipped), so that two orders which paint the very same picture are two files with an owner each.
 */
static struct str
label_file(struct arena *arena, struct str webp, int64_t generation, int64_t n)
{
	char label[48];
	int length = snprintf(label, sizeof(label), "generation %lld picture %lld",
			      (long long)generation, (long long)n);
	size_t size = ((size_t)length + 1) & ~(size_t)1;
	ENSURE(webp.n >= 12 && memcmp(webp.p, "RIFF", 4) == 0);
	char *p = arena_take_zero(arena, 1, webp.n + 8 + size);
	memcpy(p, webp.p, webp.n);
	memcpy(p + webp.n, "SNUG", 4);
	p[webp.n + 4] = (char)length;
	memcpy(p + webp.n + 8, label, (size_t)length);
	uint32_t riff = (uint32_t)(webp.n + 8 + size - 8);
	for (int i = 0; i < 4; i++)
		p[4 + i] = (char)(riff >> (8 * i) & 0xFF);
	return (struct str){ p, webp.n + 8 + size };
}

static enum painted
painted_of(enum media_outcome outcome)
{
	switch (outcome) {
	case MEDIA_STORED:
		return PAINTED;
	case MEDIA_FULL:
		return PAINT_DISK_FULL;
	case MEDIA_BROKEN:
		return PAINT_DISK_BROKEN;
	}
	return PAINT_DISK_BROKEN;
}

static enum painted
paint(struct order_run *order)
{
	struct arena *arena = order->paint_arena;
	int64_t n = order->todo_n[order->at];
	order->request.seed = (uint64_t)order->todo_seed[order->at];
	image_sketch_paint(arena, &order->request, &order->image);
	struct str file = label_file(arena, order->image.bytes, order->generation, n);
	struct str thumb = label_file(arena, order->image.thumb, order->generation, n);
	order->image.bytes.n = file.n;
	enum painted done = painted_of(media_store(thumb, MEDIA_WEBP, &order->thumb));
	return done != PAINTED ? done : painted_of(media_store(file, MEDIA_WEBP, &order->file));
}

static void order_painted(void *arg);

static struct order_run *
wait_for_task(void)
{
	(void)pthread_mutex_lock(&lock);
	while (first_task == NULL && !closing)
		(void)pthread_cond_wait(&wake, &lock);
	struct order_run *task = closing ? NULL : first_task;
	if (task != NULL)
		first_task = task->next_task;
	(void)pthread_mutex_unlock(&lock);
	return task;
}

static void *
painter(void *arg)
{
	(void)arg;
	struct order_run *order;
	while ((order = wait_for_task()) != NULL) {
		struct fault_frame frame;
		if (FAULT_CATCH(frame)) {
			order->painted = paint(order);
			fault_pop(&frame);
		} else {
			LOG_EVENT(LOG_ERROR, "paint", LOG_CSTR("why", frame.fault.message));
			order->painted = PAINT_FAILED;
		}
		loop_post(order->worker->loop, order_painted, order);
	}
	return NULL;
}

/* ---- in the loop ---- */

void
orders_open(struct worker *w)
{
	(void)w;
	size_t want = sysconf(_SC_NPROCESSORS_ONLN) > 2 ? THREADS_MOST : 1;
	while (thread_count < want &&
	       pthread_create(&threads[thread_count], NULL, painter, NULL) == 0)
		thread_count++;
}

static void
order_free(struct order_run *order)
{
	struct worker *w = order->worker;
	struct order_run **at = &w->orders;
	while (*at != order)
		at = &(*at)->next;
	*at = order->next;
	w->order_count--;
	arena_free(order->paint_arena);
	arena_free(order->arena);
}

size_t
orders_room(const struct worker *w)
{
	return thread_count > w->order_count ? thread_count - w->order_count : 0;
}

static void
queue_task(struct order_run *order)
{
	(void)pthread_mutex_lock(&lock);
	struct order_run **at = &first_task;
	while (*at != NULL)
		at = &(*at)->next_task;
	order->next_task = NULL;
	*at = order;
	(void)pthread_cond_signal(&wake);
	(void)pthread_mutex_unlock(&lock);
}

/* The order is over, or has to wait for another attempt. */
static void
store_end(struct worker *w, void *arg)
{
	struct order_run *order = arg;
	const char *reason = order->error != NULL ? order->error
			     : order->canceled	  ? "CANCELED"
						  : "";
	bool again = order->error != NULL && !order->canceled;
	struct notify_told told = { 0, 0 };
	db_begin(w->db);
	struct str later =
		again ? job_later(w->db, order->job, order->attempt, str_from(reason), 0)->outcome
		      : STR("end");
	if (str_eq(later, STR("end")) || str_eq(later, STR("dead"))) {
		const struct picture_finish_row *row = picture_finish(
			w->db, order->job, order->attempt, str_from(reason));
		told = (struct notify_told){ row->first_told, row->last_told };
		LOG_EVENT(LOG_INFO, "pictures", LOG_INT("generation", order->generation),
			  LOG_CSTR("reason", reason), LOG_INT("ok", row->ok));
	}
	db_commit(w->db);
	notify_tell(w->db, &told);
}

static void
end_order(void *arg)
{
	struct order_run *order = arg;
	struct worker *w = order->worker;
	if (!order->fenced && !worker_try(w, store_end, order) && w->fault == FAULT_DATABASE) {
		(void)loop_after(w->loop, worker_wait_us(w), end_order, order);
		return;
	}
	order_free(order);
	worker_idle(w);
}

/* Unfinished goes back to the queue; what is painted of it stays. */
static void
hand_back(struct order_run *order)
{
	struct worker *w = order->worker;
	worker_orphan(w, order->job, order->attempt);
	order_free(order);
	worker_idle(w);
}

static void
next_picture(struct order_run *order)
{
	arena_reset(order->paint_arena);
	if (order->worker->stopping && order->at < order->todo && order->error == NULL) {
		hand_back(order);
		return;
	}
	if (order->at == order->todo || order->canceled || order->fenced || order->error != NULL)
		end_order(order);
	else
		queue_task(order);
}

static void
store_picture(struct worker *w, void *arg)
{
	struct order_run *order = arg;
	const struct picture_store_row *row = picture_store(
		w->db, &(struct picture_store_in){
			       .job = order->job,
			       .attempt = order->attempt,
			       .n = order->todo_n[order->at],
			       .hash = str_from(order->file.hash),
			       .thumb_hash = str_from(order->thumb.hash),
			       .width = order->image.width,
			       .height = order->image.height,
			       .bytes = (int64_t)order->image.bytes.n,
			       .alt = order->image.alt,
			       .prompt_final = order->prompt,
			       .provider = STR("sketch"),
		       });
	order->fenced = !row->has_told;
	if (row->has_told) {
		struct notify_told told = { row->told, row->told };
		notify_tell(w->db, &told);
	}
}

static void
keep_picture(void *arg)
{
	struct order_run *order = arg;
	struct worker *w = order->worker;
	if (!worker_try(w, store_picture, order)) {
		if (w->fault == FAULT_DATABASE) {
			(void)loop_after(w->loop, worker_wait_us(w), keep_picture, order);
			return;
		}
		order->error = "STORE_FAILED";
	}
	order->at++;
	next_picture(order);
}

/* Posted by the painter. */
static void
order_painted(void *arg)
{
	struct order_run *order = arg;
	switch (order->painted) {
	case PAINTED:
		keep_picture(order);
		return;
	case PAINT_FAILED:
		order->error = "PAINT_FAILED";
		break;
	case PAINT_DISK_FULL:
		order->error = "DISK_FULL";
		break;
	case PAINT_DISK_BROKEN:
		order->error = "DISK_BROKEN";
		break;
	}
	next_picture(order);
}

static void
read_order(struct order_run *order, const struct picture_start_row *row)
{
	struct str why;
	struct arena *arena = order->arena;
	enum image_quality quality = IMAGE_BALANCED;
	if (!generate_quality(row->quality, &quality))
		LOG_EVENT(LOG_WARN, "quality", LOG_INT("generation", row->generation_id));
	order->generation = row->generation_id;
	order->prompt = str_copy(arena, row->prompt);
	order->request = (struct image_request){
		.look = json_read(arena, str_copy(arena, row->look), &why),
		.name = str_copy(arena, row->name),
		.prompt = order->prompt,
		.style = str_copy(arena, row->style),
		.quality = quality,
	};
	generate_size(quality, str_eq(row->orientation, STR("square")), &order->request.width,
		      &order->request.height);
}

static void
load_order(struct worker *w, void *arg)
{
	struct order_run *order = arg;
	const struct picture_start_row *row = picture_start(w->db, order->job, order->attempt);
	order->fenced = row == NULL;
	if (row == NULL)
		return;
	read_order(order, row);
	struct rows rows = picture_todo(w->db, order->generation);
	for (size_t i = 0; i < rows.n && i < ORDER_MOST; i++) {
		order->todo_n[i] = picture_todo_at(rows, i)->n;
		order->todo_seed[i] = picture_todo_at(rows, i)->seed;
		order->todo++;
	}
	int64_t event = picture_tell(w->db, order->generation)->told;
	struct notify_told told = { event, event };
	rows = picture_tell_waiting(w->db);
	if (rows.n > 0)
		told.last = picture_tell_waiting_at(rows, rows.n - 1)->told;
	notify_tell(w->db, &told);
}

void
orders_begin(struct worker *w, const struct job_taken *jobs, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct arena *arena = arena_new(ORDER_ARENA);
		struct order_run *order = ARENA_NEW(arena, struct order_run);
		order->worker = w;
		order->arena = arena;
		order->paint_arena = arena_new(PAINT_ARENA);
		order->job = jobs[i].id;
		order->attempt = jobs[i].attempt;
		order->next = w->orders;
		w->orders = order;
		w->order_count++;
		if (worker_try(w, load_order, order)) {
			next_picture(order);
		} else if (w->fault == FAULT_DATABASE) {
			worker_orphan(w, order->job, order->attempt);
			order_free(order);
		} else {
			order->error = "NOT_BEGUN";
			end_order(order);
		}
	}
}

static struct order_run *
find_order(const struct worker *w, struct job_id job)
{
	struct order_run *order = w->orders;
	while (order != NULL && order->job.v != job.v)
		order = order->next;
	return order;
}

bool
orders_have(const struct worker *w, struct job_id job)
{
	return find_order(w, job) != NULL;
}

/* The picture that is being painted is still kept; then it ends. */
void
orders_stop(struct worker *w, struct job_id job)
{
	struct order_run *order = find_order(w, job);
	if (order != NULL)
		order->canceled = true;
}

void
orders_fenced(struct worker *w, struct job_id job, int64_t attempt)
{
	struct order_run *order = find_order(w, job);
	if (order != NULL && order->attempt == attempt)
		order->fenced = true;
}

size_t
orders_refs(const struct worker *w, struct job_ref *refs, size_t room)
{
	size_t n = 0;
	for (const struct order_run *order = w->orders; order != NULL && n < room;
	     order = order->next)
		refs[n++] = (struct job_ref){ order->job, order->attempt };
	return n;
}

void
orders_close(struct worker *w)
{
	(void)pthread_mutex_lock(&lock);
	closing = true;
	(void)pthread_cond_broadcast(&wake);
	(void)pthread_mutex_unlock(&lock);
	for (size_t i = 0; i < thread_count; i++)
		(void)pthread_join(threads[i], NULL);
	while (w->orders != NULL)
		hand_back(w->orders);
}
