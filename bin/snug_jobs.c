/* snug jobs list, retry, cancel: the queue. Ids are those of the API. */
#include <stdio.h>
#include <string.h>

#include "bin/snug.h"
#include "lib/base/clock.h"
#include "lib/job/job.h"
#include "sql/job.h"

enum { LIST_STANDARD = 50, LIST_MOST = 1000 };

static void
show(struct view *item, const struct job_list_row *row)
{
	view_id(item, "id", row->id.v);
	view_text(item, "kind", row->kind);
	view_text(item, "status", row->status);
	view_int(item, "attempt", row->attempt);
	if (row->owner_id.v > 0)
		view_id(item, "memberId", row->owner_id.v);
	view_text(item, "failureReason", row->error);
	view_text(item, "worker", row->worker);
	view_time(item, "createdAt", row->created_at);
	if (!moment_is_none(row->ended_at))
		view_time(item, "endedAt", row->ended_at);
	if (row->has_retried_as)
		view_id(item, "retriedAs", row->retried_as.v);
}

static int
list(struct str state, int64_t limit, bool json)
{
	struct rows rows = job_list(snug_db("snug_owner"), state, limit);
	if (json) {
		struct view *v = view_new(snug_arena());
		struct view_list *items = view_list(v, "items");
		for (size_t i = 0; i < rows.n; i++)
			show(view_push(items), job_list_at(rows, i));
		view_null(v, "nextCursor");
		snug_print(v);
		return 0;
	}
	for (size_t i = 0; i < rows.n; i++) {
		const struct job_list_row *row = job_list_at(rows, i);
		struct buf at = buf_in(snug_arena());
		clock_put_rfc3339(&at, row->created_at);
		(void)printf("%8lld  %-8.*s %-10.*s %2lld tried  %.*s  member %lld  %.*s\n",
			     (long long)row->id.v, STR_ARG(row->kind), STR_ARG(row->status),
			     (long long)row->attempt, STR_ARG(buf_done(&at)),
			     (long long)row->owner_id.v, STR_ARG(row->error));
	}
	return 0;
}

/* "message" to people, or the words of the JSON API. */
static int
refuse(bool json, const char *code, const char *message)
{
	if (!json) {
		(void)fprintf(stderr, "%s\n", message);
		return 1;
	}
	struct view *v = view_new(snug_arena());
	struct view *error = view_object(v, "error");
	view_text(error, "code", str_from(code));
	view_text(error, "message", str_from(message));
	snug_print(v);
	return 1;
}

static int
tell(bool json, const char *key, int64_t id, const char *line)
{
	if (json) {
		struct view *v = view_new(snug_arena());
		view_id(v, key, id);
		view_text(v, "status", str_from(line));
		snug_print(v);
	} else {
		(void)printf("%s %lld\n", line, (long long)id);
	}
	return 0;
}

static int
retry(struct job_id id, bool json)
{
	struct db *db = snug_db("snug_owner");
	struct job_id again = { 0 };
	db_begin(db);
	switch (job_retry(db, id, STR("owner"), &again)) {
	case JOB_RETRIED:
		db_commit(db);
		job_wake(db);
		return tell(json, "jobId", again.v, "queued");
	case JOB_NOT_DEAD:
		db_rollback(db);
		return refuse(json, "NOT_FAILED", "There is no failed job of this number.");
	case JOB_NO_GEMS:
		db_rollback(db);
		return refuse(json, "INSUFFICIENT_GEMS", "Its member has not enough gems for it.");
	case JOB_TOO_LATE:
		db_rollback(db);
		return refuse(json, "TOO_LATE",
			      "Another reply is being made there, or its chat is gone.");
	}
	return 1;
}

static int
cancel(struct job_id id, bool json)
{
	struct db *db = snug_db("snug_owner");
	db_begin(db);
	enum job_cancel_outcome outcome = job_cancel(db, id, (struct member_id){ 0 });
	db_commit(db);
	switch (outcome) {
	case JOB_CANCELED:
		return tell(json, "jobId", id.v, "canceled");
	case JOB_CANCELING:
		job_cancel_tell(db, id);
		return tell(json, "jobId", id.v, "canceling");
	case JOB_NOT_LIVE:
		return refuse(json, "NOT_LIVE",
			      "There is no job of this number that waits or runs.");
	}
	return 1;
}

int
snug_jobs(int argc, char **argv)
{
	bool json = snug_flag(&argc, argv, "--json");
	const char *state = snug_option(&argc, argv, "--status");
	const char *most = snug_option(&argc, argv, "--limit");
	int64_t limit = LIST_STANDARD;
	struct job_id id = { 0 };
	if (most != NULL && (!str_to_i64(str_from(most), &limit) || limit < 1 || limit > LIST_MOST))
		return snug_usage("jobs");
	if (argc == 2 && strcmp(argv[1], "list") == 0)
		return list(state == NULL ? STR("") : str_from(state), limit, json);
	if (argc != 3 || state != NULL || most != NULL || !str_to_i64(str_from(argv[2]), &id.v))
		return snug_usage("jobs");
	if (strcmp(argv[1], "retry") == 0)
		return retry(id, json);
	if (strcmp(argv[1], "cancel") == 0)
		return cancel(id, json);
	return snug_usage("jobs");
}
