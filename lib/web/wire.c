#include "lib/web/wire.h"

#include <errno.h>
#include <fcgiapp.h>
#include <stdlib.h>
#include <unistd.h>

static const char *
cgi_param(struct wire *wire, const char *name)
{
	(void)wire;
	return getenv(name);
}

static size_t
cgi_read(struct wire *wire, char *to, size_t n)
{
	(void)wire;
	ssize_t got;
	do
		got = read(STDIN_FILENO, to, n);
	while (got < 0 && errno == EINTR);
	return got < 0 ? 0 : (size_t)got;
}

static bool
cgi_write(struct wire *wire, const char *from, size_t n)
{
	(void)wire;
	while (n > 0) {
		ssize_t put = write(STDOUT_FILENO, from, n);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		from += put;
		n -= (size_t)put;
	}
	return true;
}

static bool
cgi_flush(struct wire *wire)
{
	(void)wire;
	return true;
}

struct wire
wire_cgi(void)
{
	return (struct wire){ cgi_param, cgi_read, cgi_write, cgi_flush, NULL, true };
}

/* FastCGI */

static const char *
fcgi_param(struct wire *wire, const char *name)
{
	const FCGX_Request *request = wire->self;
	return FCGX_GetParam(name, request->envp);
}

static size_t
fcgi_read(struct wire *wire, char *to, size_t n)
{
	const FCGX_Request *request = wire->self;
	int got = FCGX_GetStr(to, (int)n, request->in);
	return got < 0 ? 0 : (size_t)got;
}

static bool
fcgi_write(struct wire *wire, const char *from, size_t n)
{
	const FCGX_Request *request = wire->self;
	return FCGX_PutStr(from, (int)n, request->out) == (int)n;
}

static bool
fcgi_flush(struct wire *wire)
{
	const FCGX_Request *request = wire->self;
	return FCGX_FFlush(request->out) == 0;
}

struct wire
wire_fcgi(struct FCGX_Request *request)
{
	return (struct wire){ fcgi_param, fcgi_read, fcgi_write, fcgi_flush, request, false };
}
