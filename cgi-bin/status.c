/* Status of the house, health for machines, legal pages, and every address that nothing else knows. */
#include "sql/status.h"
#include "lib/base/cfg.h"
#include "lib/base/fault.h"
#include "lib/base/file.h"
#include "lib/web/metrics.h"
#include "lib/web/serve.h"
#include "sql/model.h"

enum {
	SLOW_QUEUE_S = 60, /* a job that nobody took for so long: the worker does not keep up */
	FILE_MOST = 4 * 1024 * 1024
};

struct health {
	bool database;
	bool worker;
	bool queue;
	int64_t waiting;
};

static bool
ask_database(struct req *rq, struct health *health)
{
	struct fault_frame frame;
	if (FAULT_CATCH(frame)) {
		const struct status_queue_row *queue = status_queue(rq->db);
		health->waiting = queue->waiting;
		health->queue = queue->oldest_s < SLOW_QUEUE_S;
		fault_pop(&frame);
		return true;
	}
	return false;
}

static struct health
examine(struct req *rq)
{
	struct health health = { .worker = file_process_lives(rq->arena, "worker") };
	health.database = ask_database(rq, &health);
	return health;
}

static struct reply
healthz(struct req *rq)
{
	struct health health = examine(rq);
	struct view *v = view_new(rq->arena);
	bool ok = health.database && health.worker;
	view_text(v, "status", ok ? STR("ok") : STR("failing"));
	if (!ok) {
		struct view_list *failing = view_list(v, "failing");
		if (!health.database)
			view_push_text(failing, STR("database"));
		if (!health.worker)
			view_push_text(failing, STR("worker"));
	}
	struct reply reply = json_reply(rq, ok ? 200 : 503, v);
	reply.no_store = true;
	return reply;
}

/* Whoever came through a proxy on this machine is not on this machine, declared or not. */
static bool
is_on_loopback(struct req *rq)
{
	return (str_starts(rq->remote, STR("127.")) || str_eq(rq->remote, STR("::1"))) &&
	       req_header(rq, "X-Forwarded-For").n == 0 && req_header(rq, "Forwarded").n == 0;
}

static struct reply
metrics(struct req *rq)
{
	if (!is_on_loopback(rq))
		return not_found(rq);
	struct buf out = buf_in(rq->arena);
	metrics_print(&out);
	const struct status_queue_row *queue = status_queue(rq->db);
	const struct status_connections_row *connections = status_connections(rq->db);
	buf_fmt(&out,
		"# HELP snug_jobs_waiting Jobs that are ready and not taken\n"
		"# TYPE snug_jobs_waiting gauge\nsnug_jobs_waiting %lld\n"
		"# HELP snug_jobs_oldest_seconds Age of the oldest of them\n"
		"# TYPE snug_jobs_oldest_seconds gauge\nsnug_jobs_oldest_seconds %lld\n"
		"# HELP snug_db_connections Connections to the database\n"
		"# TYPE snug_db_connections gauge\nsnug_db_connections %lld\n",
		(long long)queue->waiting, (long long)queue->oldest_s,
		(long long)connections->used);
	return (struct reply){ .status = 200,
			       .type = "text/plain; version=0.0.4; charset=utf-8",
			       .body = buf_done(&out),
			       .no_store = true };
}

static void
push_incident(struct view_list *incidents, struct view_list *degraded, const char *id,
	      const char *title, const char *service)
{
	struct view *incident = view_push(incidents);
	view_text(incident, "id", str_from(id));
	view_text(incident, "title", str_from(title));
	view_text(incident, "severity", STR("warning"));
	view_push_text(view_list(incident, "services"), str_from(service));
	view_push_text(degraded, str_from(service));
}

/* Services that write replies and do not answer now, as the worker met them. True when all do. */
static bool
push_providers(struct req *rq, struct view_list *incidents, struct view_list *degraded)
{
	struct rows rows = model_health_list(rq->db);
	bool all = true;
	for (size_t i = 0; i < rows.n; i++) {
		const struct model_health_list_row *row = model_health_list_at(rows, i);
		if (!row->is_open)
			continue;
		const char *id = str_fmt(rq->arena, "provider-%.*s", STR_ARG(row->name)).p;
		push_incident(incidents, degraded, id,
			      "A service that writes replies does not answer", "replies");
		all = false;
	}
	return all;
}

static struct reply
show_status(struct req *rq)
{
	struct health health = examine(rq);
	struct view *v = view_new(rq->arena);
	const char *status = !health.database		       ? "down"
			     : !health.worker || !health.queue ? "degraded"
							       : "ok";
	struct view_list *incidents = view_list(v, "incidents");
	struct view_list *degraded = view_list(v, "degradedServices");
	if (!health.worker)
		push_incident(incidents, degraded, "worker",
			      "Replies and pictures are not being made", "replies");
	else if (!health.queue)
		push_incident(incidents, degraded, "queue",
			      "Replies and pictures take longer than usual", "replies");
	bool is_answered = !health.database || push_providers(rq, incidents, degraded);
	if (!is_answered && strcmp(status, "ok") == 0)
		status = "degraded";
	view_text(v, "status", str_from(status));
	struct view *page_only = view_object(v, "page");
	view_bool(page_only, "isOk",
		  health.database && health.worker && health.queue && is_answered);
	view_bool(page_only, "database", health.database);
	view_bool(page_only, "worker", health.worker);
	view_bool(page_only, "queue", health.queue);
	view_int(page_only, "waiting", health.waiting);
	view_text(page_only, "textProvider",
		  str_from(cfg_text(cfg_is_set(CFG_TEXT_PROVIDERS) ? CFG_TEXT_PROVIDERS
								   : CFG_TEXT_PROVIDER)));
	view_text(page_only, "imageProvider", str_from(cfg_text(CFG_IMAGE_PROVIDER)));
	return page(rq, "status/index", v);
}

static struct reply
legal(struct req *rq)
{
	static const struct {
		struct str name;
		const char *template;
	} PAGES[] = { { STR_INIT("terms"), "legal/terms" },
		      { STR_INIT("privacy"), "legal/privacy" },
		      { STR_INIT("content"), "legal/content" },
		      { STR_INIT("affiliate"), "legal/affiliate" } };
	for (size_t i = 0; i < COUNT(PAGES); i++)
		if (str_eq(rq->captures[0], PAGES[i].name))
			return page(rq, PAGES[i].template, view_new(rq->arena));
	return not_found(rq);
}

/* A file of the house's docs or templates; empty when there is none. */
static struct str
read_file(struct req *rq, const char *name)
{
	struct str bytes, path = str_fmt(rq->arena, "%s/%s", cfg_text(CFG_ROOT), name);
	return file_read(rq->arena, path.p, FILE_MOST, &bytes) ? bytes : STR("");
}

static struct reply
styleguide(struct req *rq)
{
	struct str why;
	struct view *v = view_new(rq->arena);
	json_t *sample = json_read(rq->arena, read_file(rq, "templates/styleguide/sample.json"),
				   &why);
	if (sample == NULL)
		return not_found(rq);
	const char *key;
	json_t *value;
	json_object_foreach(sample, key, value)
	{
		if (str_eq(str_from(key), STR("page")))
			continue;
		view_json(v, key, value);
	}
	return page(rq, "styleguide/index", v);
}

static struct reply
openapi(struct req *rq)
{
	struct str text = read_file(rq, "docs/openapi.json");
	if (text.n == 0)
		return not_found(rq);
	return (struct reply){ .status = 200,
			       .type = "application/json; charset=utf-8",
			       .body = text };
}

static const struct route ROUTES[] = {
	{ GET, "/healthz", healthz, FOR_MACHINE },
	{ GET, "/metrics", metrics, FOR_MACHINE },
	{ GET, "/status", show_status, FOR_ANYONE },
	{ GET, "/api/status", show_status, FOR_ANYONE },
	{ GET, "/legal/{name}", legal, FOR_ANYONE },
	{ GET, "/styleguide", styleguide, FOR_ANYONE },
	{ GET, "/api/openapi.json", openapi, FOR_ANYONE },
};

int
main(void)
{
	return screen_serve("status", ROUTES, COUNT(ROUTES));
}
