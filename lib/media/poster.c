#include "lib/media/poster.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/cfg.h"
#include "lib/base/fault.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/media/helper.h"
#include "lib/media/read.h"

enum {
	WAIT_MS = 6000,
	PNG_MOST = 3 * 1024 * 1024,
	PORTRAIT_MOST = 4 * 1024 * 1024,
	KEPT_MOST = 4000, /* files; the oldest go */
	TRIES = 40,
	TRY_US = 50 * 1000,
	STYLE = 1 /* of the picture: a new look is a new file */
};

static const char PNG_SIGN[] = "\x89PNG\r\n\x1a\n";

/* One line of what bin/poster reads. */
static void
put_line(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		buf_char(out, (unsigned char)text.p[i] < ' ' ? ' ' : text.p[i]);
	buf_char(out, '\n');
}

static struct str
head_of(struct arena *arena, const struct poster *poster)
{
	struct buf out = buf_in(arena);
	put_line(&out, poster->house);
	put_line(&out, poster->name);
	put_line(&out, poster->line);
	put_line(&out, poster->disclosure);
	return buf_done(&out);
}

struct str
poster_mark(struct arena *arena, const struct poster *poster)
{
	unsigned char hash[crypto_generichash_BYTES_MIN];
	char hex[sizeof(hash) * 2 + 1];
	struct str all = str_fmt(arena, "%d\n%.*s%.*s", STYLE, STR_ARG(head_of(arena, poster)),
				 STR_ARG(poster->portrait));
	crypto_generichash(hash, sizeof(hash), (const unsigned char *)all.p, all.n, NULL, 0);
	return str_copy(arena, str_from(sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash))));
}

static struct str
read_file(struct arena *arena, const char *path, size_t most)
{
	struct str bytes;
	return file_read(arena, path, most, &bytes) ? bytes : STR("");
}

static bool
write_file(struct arena *arena, const char *path, struct str bytes)
{
	const char *part = str_fmt(arena, "%s.part", path).p;
	int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	size_t n = 0;
	if (fd < 0)
		return false;
	while (n < bytes.n) {
		ssize_t put = write(fd, bytes.p + n, bytes.n - n);
		if (put <= 0)
			break;
		n += (size_t)put;
	}
	bool ok = close(fd) == 0 && n == bytes.n && rename(part, path) == 0;
	if (!ok)
		(void)unlink(part);
	return ok;
}

/* Older pictures of the same character go, and when there are too many, whatever comes first. */
static void
tidy(struct arena *arena, const char *folder, struct str own, const char *keep)
{
	DIR *dir = opendir(folder);
	int files = 0;
	if (dir == NULL)
		return;
	for (const struct dirent *one = readdir(dir); one != NULL; one = readdir(dir)) {
		struct str name = str_from(one->d_name);
		bool is_png = str_ends(name, STR(".png"));
		files += is_png;
		if (is_png && strcmp(one->d_name, keep) != 0 &&
		    (str_starts(name, own) || files > KEPT_MOST))
			(void)unlink(str_fmt(arena, "%s/%s", folder, one->d_name).p);
	}
	(void)closedir(dir);
}

/* The lock of the character, or -1 when somebody holds it for too long. */
static int
lock(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
	for (int i = 0; fd >= 0 && i < TRIES; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return fd;
		(void)usleep(TRY_US);
	}
	if (fd >= 0)
		(void)close(fd);
	return -1;
}

static struct str
paint(struct arena *arena, const struct poster *poster)
{
	struct buf in = buf_in(arena);
	struct str portrait, hash = media_hash_in(poster->portrait);
	buf_str(&in, head_of(arena, poster));
	if (hash.n > 0 && media_read(arena, hash, MEDIA_WEBP, PORTRAIT_MOST, &portrait))
		buf_str(&in, portrait);
	struct str png = helper_run(arena, helper_path(arena, "poster"), buf_done(&in), WAIT_MS,
				    PNG_MOST);
	/* A whole PNG ends with its IEND chunk. */
	bool is_whole = png.n > 64 && memcmp(png.p, PNG_SIGN, 8) == 0 &&
			memcmp(png.p + png.n - 8, "IEND", 4) == 0;
	return is_whole ? png : STR("");
}

enum poster_outcome
poster_png(struct arena *arena, const struct poster *poster, struct str *png)
{
	struct str own = str_fmt(arena, "%lld-", (long long)poster->character);
	const char *folder = cfg_var_path(arena, "media/poster");
	const char *name =
		str_fmt(arena, "%.*s%.*s.png", STR_ARG(own), STR_ARG(poster_mark(arena, poster))).p;
	const char *path = str_fmt(arena, "%s/%s", folder, name).p;
	*png = read_file(arena, path, PNG_MOST);
	if (png->n > 0)
		return POSTER_READY;
	if (mkdir(folder, 0750) != 0 && errno != EEXIST)
		return POSTER_FAILED;
	/* A few locks for all characters: as many are painted at once, and no more files are left. */
	int fd = lock(str_fmt(arena, "%s/lock-%lld", folder, (long long)poster->character % 2).p);
	if (fd < 0)
		return POSTER_BUSY;
	*png = read_file(arena, path, PNG_MOST);
	if (png->n == 0) {
		*png = paint(arena, poster);
		if (png->n > 0 && write_file(arena, path, *png))
			tidy(arena, folder, own, name);
	}
	(void)close(fd);
	if (png->n > 0)
		return POSTER_READY;
	LOG_EVENT(LOG_WARN, "poster", LOG_INT("character", poster->character));
	return POSTER_FAILED;
}
