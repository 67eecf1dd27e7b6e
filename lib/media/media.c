#include "lib/media/media.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/cfg.h"
#include "lib/base/log.h"

static const struct {
	struct str mime;
	const char *extension;
} KINDS[] = {
	[MEDIA_WEBP] = { STR_INIT("image/webp"), "webp" },
	[MEDIA_PNG] = { STR_INIT("image/png"), "png" },
	[MEDIA_JPEG] = { STR_INIT("image/jpeg"), "jpg" },
};

enum { PATH_ROOM = 4096 };

bool
media_kind_of(struct str mime, enum media_kind *kind)
{
	for (size_t i = 0; i < COUNT(KINDS); i++) {
		if (str_eq(mime, KINDS[i].mime)) {
			*kind = (enum media_kind)i;
			return true;
		}
	}
	return false;
}

struct str
media_path(struct arena *arena, struct str hash, enum media_kind kind)
{
	return str_fmt(arena, "media/%.2s/%.*s.%s", hash.p, STR_ARG(hash), KINDS[kind].extension);
}

static enum media_outcome
failed(const char *step)
{
	int error = errno;
	LOG_EVENT(LOG_ERROR, "media", LOG_CSTR("step", step), LOG_CSTR("why", strerror(error)));
	return error == ENOSPC || error == EDQUOT || error == EFBIG ? MEDIA_FULL : MEDIA_BROKEN;
}

static bool
write_all(int fd, struct str bytes)
{
	while (bytes.n > 0) {
		ssize_t n = write(fd, bytes.p, bytes.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes = str_from_at(bytes, (size_t)n);
	}
	return true;
}

/* Writes `bytes` to a new file and syncs it; nothing is left of it when that fails. */
static enum media_outcome
write_file(const char *path, struct str bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	if (fd < 0)
		return failed("create");
	if (write_all(fd, bytes) && fsync(fd) == 0) {
		if (close(fd) == 0)
			return MEDIA_STORED;
	} else {
		int error = errno;
		(void)close(fd);
		errno = error;
	}
	enum media_outcome outcome = failed("write");
	(void)unlink(path);
	return outcome;
}

static bool
sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool ok = fsync(fd) == 0;
	(void)close(fd);
	return ok;
}

static bool
make_folder(const char *path)
{
	return mkdir(path, 0750) == 0 || errno == EEXIST;
}

bool
media_is_hash(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (memchr("0123456789abcdef", s.p[i], 16) == NULL)
			return false;
	return s.n == MEDIA_HASH;
}

struct str
media_hash_in(struct str url)
{
	static const struct str FOLDER = STR_INIT("/media/");
	struct str name = str_from_at(url, FOLDER.n);
	struct str hash = str_first(name, MEDIA_HASH);
	bool is_ours = str_starts(url, FOLDER) && media_is_hash(hash) &&
		       str_eq(str_from_at(name, MEDIA_HASH), STR(".webp"));
	return is_ours ? hash : STR("");
}

enum media_outcome
media_store(struct str bytes, enum media_kind kind, struct media_file *out)
{
	static _Atomic unsigned long count;
	unsigned char digest[crypto_hash_sha256_BYTES];
	(void)crypto_hash_sha256(digest, (const unsigned char *)bytes.p, bytes.n);
	(void)sodium_bin2hex(out->hash, sizeof(out->hash), digest, sizeof(digest));

	char base[PATH_ROOM / 4], folder[PATH_ROOM / 2], temporary[PATH_ROOM], path[PATH_ROOM];
	int n = snprintf(base, sizeof(base), "%s/media", cfg_text(CFG_VAR));
	if (n < 0 || (size_t)n >= sizeof(base)) {
		errno = ENAMETOOLONG;
		return failed("name");
	}
	(void)snprintf(folder, sizeof(folder), "%s/%.2s", base, out->hash);
	(void)snprintf(path, sizeof(path), "%s/%s.%s", folder, out->hash, KINDS[kind].extension);
	(void)snprintf(temporary, sizeof(temporary), "%s/.new-%ld-%lu", folder, (long)getpid(),
		       atomic_fetch_add(&count, 1));
	if (!make_folder(base) || !make_folder(folder))
		return failed("folder");
	(void)unlink(temporary); /* of an earlier process with our number */
	enum media_outcome outcome = write_file(temporary, bytes);
	if (outcome != MEDIA_STORED)
		return outcome;
	if (rename(temporary, path) != 0 || !sync_folder(folder) || !sync_folder(base)) {
		outcome = failed("rename");
		(void)unlink(temporary);
	}
	return outcome;
}

void
media_delete_file(struct str hash, enum media_kind kind)
{
	char path[PATH_ROOM];
	int n = snprintf(path, sizeof(path), "%s/media/%.2s/%.*s.%s", cfg_text(CFG_VAR), hash.p,
			 STR_ARG(hash), KINDS[kind].extension);
	if (n > 0 && (size_t)n < sizeof(path) && unlink(path) != 0 && errno != ENOENT)
		(void)failed("remove");
}
