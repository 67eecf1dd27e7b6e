#include "lib/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/cfg.h"

static bool
read_all(int fd, char *to, size_t n)
{
	while (n > 0) {
		ssize_t got = read(fd, to, n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			errno = got == 0 ? EIO : errno; /* it became shorter */
			return false;
		}
		to += got;
		n -= (size_t)got;
	}
	return true;
}

bool
file_read(struct arena *arena, const char *path, size_t most, struct str *bytes)
{
	struct stat state;
	/* The room is taken before the file is open: a fault must not leave it so. */
	if (stat(path, &state) != 0)
		return false;
	if (!S_ISREG(state.st_mode) || (uint64_t)state.st_size > most) {
		errno = S_ISREG(state.st_mode) ? EFBIG : S_ISDIR(state.st_mode) ? EISDIR : EINVAL;
		return false;
	}
	size_t n = (size_t)state.st_size;
	char *p = arena_take(arena, n + 1);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool ok = read_all(fd, p, n);
	int why = errno;
	(void)close(fd);
	errno = why;
	p[n] = '\0';
	*bytes = (struct str){ p, n };
	return ok;
}

bool
file_process_lives(struct arena *arena, const char *name)
{
	enum { MOST = 32 };
	struct str path = str_fmt(arena, "run/%s.pid", name), text;
	int64_t pid;
	return file_read(arena, cfg_var_path(arena, path.p), MOST, &text) &&
	       str_to_i64(str_trim(text), &pid) && pid > 1 &&
	       (kill((pid_t)pid, 0) == 0 || errno == EPERM);
}
