#include "lib/media/upload.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "lib/base/log.h"
#include "lib/base/rand.h"
#include "sql/media.h"

enum { PATH_ROOM = 4096, ANSWER_MOST = 6 * 1024 * 1024, NAME_BYTES = 16, CHUNK = 65536 };

/* Beside the screens' folder: build/cgi-bin/media and build/bin/picture. */
static const char *
helper_path(struct arena *arena)
{
	char self[PATH_ROOM];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	ENSURE(n > 0);
	struct str folder = { self, (size_t)n };
	folder.n = (size_t)str_rfind_char(folder, '/');
	return str_fmt(arena, "%.*s/../bin/picture", STR_ARG(folder)).p;
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
	       talk->answer.n < ANSWER_MOST;
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

/* What the program answers to `in`; what it did not end is told by its lengths. */
static struct str
run(struct arena *arena, const char *path, struct str in)
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
	struct talk talk = { .to = to[1], .from = from[0], .left = in, .answer = buf_in(arena) };
	struct fault_frame frame;
	volatile pid_t pid = -1;
	if (FAULT_CATCH(frame)) {
		buf_reserve(&talk.answer, ANSWER_MOST + CHUNK);
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
	talk_until(&talk, clock_mono_us() + (int64_t)UPLOAD_WAIT_MS * 1000);
	shut(&talk.to);
	shut(&talk.from);
	(void)kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return buf_done(&talk.answer);
}

/* "word width height bytes thumb-bytes\n", then both files. */
static enum upload_outcome
read_answer(struct str answer, struct upload_picture *out)
{
	static const struct {
		struct str word;
		enum upload_outcome outcome;
	} WORDS[] = { { STR_INIT("ok"), UPLOAD_KEPT },
		      { STR_INIT("type"), UPLOAD_TYPE },
		      { STR_INIT("sides"), UPLOAD_SIDES } };
	struct str line, word;
	int64_t numbers[4] = { 0 };
	enum upload_outcome outcome = UPLOAD_DAMAGED;
	if (!str_cut(&answer, '\n', &line) || !str_cut(&line, ' ', &word))
		return UPLOAD_DAMAGED;
	for (size_t i = 0; i < COUNT(WORDS); i++)
		if (str_eq(word, WORDS[i].word))
			outcome = WORDS[i].outcome;
	if (outcome != UPLOAD_KEPT)
		return outcome;
	for (size_t i = 0; i < COUNT(numbers); i++)
		if (!str_cut(&line, ' ', &word) || !str_to_i64(word, &numbers[i]) ||
		    numbers[i] <= 0 || numbers[i] > ANSWER_MOST)
			return UPLOAD_DAMAGED;
	if (answer.n != (size_t)(numbers[2] + numbers[3]))
		return UPLOAD_DAMAGED;
	out->width = (int)numbers[0];
	out->height = (int)numbers[1];
	out->bytes = str_first(answer, (size_t)numbers[2]);
	out->thumb = str_from_at(answer, (size_t)numbers[2]);
	return UPLOAD_KEPT;
}

enum upload_outcome
upload_decode(struct arena *arena, const char *helper, struct str file, struct upload_picture *out)
{
	unsigned char name[NAME_BYTES];
	struct buf in = buf_in(arena);
	if (file.n == 0)
		return UPLOAD_EMPTY;
	if (file.n > UPLOAD_BYTES)
		return UPLOAD_LARGE;
	rand_secret(name, sizeof(name));
	for (size_t i = 0; i < sizeof(name); i++)
		buf_fmt(&in, "%02x", name[i]);
	buf_str(&in, file);
	int64_t from = clock_mono_us();
	struct str answer = run(arena, helper != NULL ? helper : helper_path(arena), buf_done(&in));
	enum upload_outcome outcome = read_answer(answer, out);
	LOG_EVENT(LOG_INFO, "upload", LOG_INT("bytes", file.n), LOG_INT("outcome", outcome),
		  LOG_INT("us", clock_mono_us() - from));
	return outcome;
}

/* Both files are new, for each carries a name of its own: without a row nobody would find them again. */
static struct media_id
add_row(struct db *db, const struct media_add_in *in)
{
	struct fault_frame frame;
	if (FAULT_CATCH(frame)) {
		struct media_id id = media_add(db, in)->id;
		fault_pop(&frame);
		return id;
	}
	media_delete_file(in->hash, MEDIA_WEBP);
	media_delete_file(in->thumb_hash, MEDIA_WEBP);
	fault_raise(frame.fault.kind, "%s", frame.fault.message);
}

enum upload_outcome
upload_keep(struct db *db, struct arena *arena, const struct upload_order *order,
	    struct upload_kept *out)
{
	struct upload_picture picture;
	struct media_file file, thumb;
	if (media_used(db, order->owner)->bytes + (int64_t)order->file.n > UPLOAD_QUOTA)
		return UPLOAD_OVER_QUOTA;
	enum upload_outcome outcome = upload_decode(arena, NULL, order->file, &picture);
	if (outcome != UPLOAD_KEPT)
		return outcome;
	if (media_store(picture.thumb, MEDIA_WEBP, &thumb) != MEDIA_STORED)
		return UPLOAD_DISK;
	if (media_store(picture.bytes, MEDIA_WEBP, &file) != MEDIA_STORED) {
		media_delete_file(str_from(thumb.hash), MEDIA_WEBP);
		return UPLOAD_DISK;
	}
	out->id = add_row(db, &(struct media_add_in){
				      .owner_id = order->owner,
				      .hash = str_from(file.hash),
				      .thumb_hash = str_from(thumb.hash),
				      .width = picture.width,
				      .height = picture.height,
				      .bytes = (int64_t)(picture.bytes.n + picture.thumb.n),
				      .is_public = order->is_public,
			      });
	out->url = str_fmt(arena, "/media/%s.webp", file.hash);
	out->thumb_url = str_fmt(arena, "/media/%s.webp", thumb.hash);
	out->width = picture.width;
	out->height = picture.height;
	return UPLOAD_KEPT;
}

int
upload_status(enum upload_outcome outcome)
{
	switch (outcome) {
	case UPLOAD_KEPT:
		return 201;
	case UPLOAD_LARGE:
		return 413;
	case UPLOAD_TYPE:
		return 415;
	case UPLOAD_EMPTY:
	case UPLOAD_SIDES:
	case UPLOAD_DAMAGED:
	case UPLOAD_OVER_QUOTA:
		return 422;
	case UPLOAD_DISK:
		return 503;
	}
	return 500;
}

const char *
upload_words(enum upload_outcome outcome)
{
	switch (outcome) {
	case UPLOAD_KEPT:
		return "";
	case UPLOAD_EMPTY:
		return "Choose a picture first: a JPEG, PNG or WebP file.";
	case UPLOAD_LARGE:
		return "This file is over 10 MB. Save it smaller and try again.";
	case UPLOAD_TYPE:
		return "This is not a JPEG, PNG or WebP picture. Save it as one of these and try again.";
	case UPLOAD_SIDES:
		return "This picture has too many pixels, or too few: 32 to 8192 a side, and 40 "
		       "million in all.";
	case UPLOAD_DAMAGED:
		return "This picture cannot be read; the file seems to be damaged. Save it anew and try "
		       "again.";
	case UPLOAD_OVER_QUOTA:
		return "Your pictures fill the 256 MB that are yours. Delete some in the gallery first.";
	case UPLOAD_DISK:
		return "The house has no room for files right now. Nothing was changed; try again later.";
	}
	return "";
}
