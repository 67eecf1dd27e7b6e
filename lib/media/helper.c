#include "lib/media/helper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/fault.h"

enum { PATH_ROOM = 4096, CHUNK = 65536 };

/* Beside the screens' folder: build/cgi-bin/media and build/bin/picture. */
const char *
helper_path(struct arena *arena, const char *name)
{
	char self[PATH_ROOM];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	ENSURE(n > 0);
	struct str folder = { self, (size_t)n };
	folder.n = (size_t)str_rfind_char(folder, '/');
	return str_fmt(arena, "%.*s/../bin/%s", STR_ARG(folder), name).p;
}

/* Starts the program with `in` and `out` as its standard streams, and nothing else of ours. */
static pid_t
start(const char *path, int in, int out)
{
	static const char *const ENVIRONMENT[] = { "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8",
						   "VIPSHOME=/nonexistent", "VIPS_WARNING=0",
						   NULL };
	const char *const arguments[] = { path, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t none, pipes;
	pid_t pid;
	(void)sigemptyset(&none);
	(void)sigemptyset(&pipes);
	(void)sigaddset(&pipes, SIGPIPE);
	ENSURE(posix_spawn_file_actions_init(&files) == 0 && posix_spawnattr_init(&how) == 0);
	(void)posix_spawn_file_actions_adddup2(&files, in, 0);
	(void)posix_spawn_file_actions_adddup2(&files, out, 1);
	(void)posix_spawnattr_setsigdefault(&how, &pipes);
	(void)posix_spawnattr_setsigmask(&how, &none);
	(void)posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	/* exec changes neither list: the casts only drop the const that its prototype lacks. */
	int error = posix_spawn(&pid, path, &files, &how, (char *const *)(uintptr_t)arguments,
				(char *const *)(uintptr_t)ENVIRONMENT);
	(void)posix_spawn_file_actions_destroy(&files);
	(void)posix_spawnattr_destroy(&how);
	if (error != 0)
		fault_raise(FAULT_BUG, "%s does not start: %s", path, strerror(error));
	return pid;
}

struct talk {
	int to;
	int from;
	struct str left; /* still to be written */
	struct buf answer;
	size_t most;
};

static void
shut(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

/* Writes and reads what is ready. False at the end of the answer. */
static bool
talk_once(struct talk *talk, const struct pollfd fds[2])
{
	if (talk->to >= 0 && fds[1].revents != 0) {
		ssize_t n = write(talk->to, talk->left.p, talk->left.n);
		if (n > 0)
			talk->left = str_from_at(talk->left, (size_t)n);
		if (talk->left.n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
			shut(&talk->to);
	}
	if (fds[0].revents == 0)
		return true;
	buf_reserve(&talk->answer, CHUNK);
	ssize_t n = read(talk->from, talk->answer.p + talk->answer.n, CHUNK);
	if (n > 0)
		talk->answer.n += (size_t)n;
	return (n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR))) &&
	       talk->answer.n < talk->most;
}

static void
talk_until(struct talk *talk, int64_t deadline_us)
{
	for (;;) {
		int64_t left = deadline_us - clock_mono_us();
		struct pollfd fds[2] = { { .fd = talk->from, .events = POLLIN },
					 { .fd = talk->to, .events = POLLOUT } };
		if (left <= 0)
			return;
		int ready = poll(fds, 2, (int)(left / 1000) + 1);
		if ((ready < 0 && errno != EINTR) || (ready > 0 && !talk_once(talk, fds)))
			return;
	}
}

struct str
helper_run(struct arena *arena, const char *path, struct str in, int wait_ms, size_t most)
{
	int to[2], from[2], status = 0;
	if (pipe2(to, O_CLOEXEC) != 0)
		fault_raise(FAULT_BUG, "no pipe: %s", strerror(errno));
	if (pipe2(from, O_CLOEXEC) != 0) {
		(void)close(to[0]);
		(void)close(to[1]);
		fault_raise(FAULT_BUG, "no pipe: %s", strerror(errno));
	}
	(void)fcntl(to[1], F_SETFL, O_NONBLOCK);
	(void)fcntl(from[0], F_SETFL, O_NONBLOCK);
	/* The room for the answer is taken first: no fault may come while the program runs. */
	struct talk talk = {
		.to = to[1], .from = from[0], .left = in, .answer = buf_in(arena), .most = most
	};
	struct fault_frame frame;
	volatile pid_t pid = -1;
	if (FAULT_CATCH(frame)) {
		buf_reserve(&talk.answer, most + CHUNK);
		pid = start(path, to[0], from[1]);
		fault_pop(&frame);
	}
	shut(&to[0]);
	shut(&from[1]);
	if (pid < 0) {
		shut(&talk.to);
		shut(&talk.from);
		fault_raise(frame.fault.kind, "%s", frame.fault.message);
	}
	talk_until(&talk, clock_mono_us() + (int64_t)wait_ms * 1000);
	shut(&talk.to);
	shut(&talk.from);
	(void)kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return buf_done(&talk.answer);
}
