#include "lib/media/read.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/cfg.h"

static bool
read_all(int fd, char *to, size_t n)
{
	while (n > 0) {
		ssize_t got = read(fd, to, n);
		if (got == 0 || (got < 0 && errno != EINTR))
			return false;
		if (got > 0) {
			to += got;
			n -= (size_t)got;
		}
	}
	return true;
}

bool
media_read(struct arena *arena, struct str hash, enum media_kind kind, size_t most,
	   struct str *bytes)
{
	struct stat state;
	/* The room is taken before the file is open: a fault must not leave it so. */
	const char *path = cfg_var_path(arena, str_cstr(arena, media_path(arena, hash, kind)));
	if (stat(path, &state) != 0 || !S_ISREG(state.st_mode) || (uint64_t)state.st_size > most)
		return false;
	size_t n = (size_t)state.st_size;
	char *p = arena_take(arena, n);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool ok = read_all(fd, p, n);
	(void)close(fd);
	*bytes = (struct str){ p, n };
	return ok;
}
