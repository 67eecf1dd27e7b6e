#include "lib/web/wake.h"

#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "lib/job/job.h"
#include "lib/web/wire.h"

extern char **environ;

/* build/bin/worker, seen from build/cgi-bin/<screen>. */
static bool
worker_path(char *path, size_t room)
{
	static const char WORKER[] = "/bin/worker";
	ssize_t n = readlink("/proc/self/exe", path, room);
	if (n <= 0 || (size_t)n >= room)
		return false;
	for (int up = 0; up < 2; up++) {
		while (n > 0 && path[n - 1] != '/')
			n--;
		if (n == 0)
			return false;
		n--;
	}
	if ((size_t)n + sizeof(WORKER) > room)
		return false;
	memcpy(path + n, WORKER, sizeof(WORKER));
	return true;
}

/* In a session of its own, so that it outlives the request, and with nothing of the reply's output. */
static void
start_once(void)
{
	char path[PATH_MAX], once[] = "--once";
	char *argv[] = { path, once, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	pid_t pid;
	if (!worker_path(path, sizeof(path)) || posix_spawn_file_actions_init(&files) != 0)
		return;
	(void)posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	(void)posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	if (posix_spawnattr_init(&how) == 0) {
		(void)posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSID);
		int error = posix_spawn(&pid, path, &files, &how, argv, environ);
		if (error != 0)
			LOG_EVENT(LOG_ERROR, "no-worker", LOG_CSTR("why", strerror(error)));
		(void)posix_spawnattr_destroy(&how);
	}
	(void)posix_spawn_file_actions_destroy(&files);
}

void
wake_alone(struct req *rq)
{
	if (rq->wire->is_cgi)
		start_once();
}

static void
wake(struct req *rq, void *arg)
{
	(void)arg;
	job_wake(rq->db);
	wake_alone(rq);
}

void
wake_after_commit(struct req *rq)
{
	req_after_commit(rq, wake, NULL);
}
