#include "lib/web/wire.h"

#include <errno.h>
#include <fastcgi.h>
#include <fcgiapp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

/* Parts of a reply that leave in one system call, and the most that a record of FastCGI holds. */
enum { PARTS = 64, RECORD_MAX = 65528 };

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

static bool
cgi_send(struct wire *wire, struct str head, struct str body)
{
	return cgi_write(wire, head.p, head.n) && cgi_write(wire, body.p, body.n);
}

/* A web server that reads the output sees a program that failed. */
static void
cgi_cut(struct wire *wire)
{
	(void)wire;
	_exit(1);
}

struct wire
wire_cgi(void)
{
	return (struct wire){ .param = cgi_param,
			      .read = cgi_read,
			      .write = cgi_write,
			      .flush = cgi_flush,
			      .send = cgi_send,
			      .cut = cgi_cut,
			      .is_cgi = true };
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

/* Records under way to the web server. */
struct records {
	int fd;
	int request;
	bool failed;
	int n;
	struct iovec part[PARTS];
	FCGI_Header head[PARTS / 2];
};

static void
put_out(struct records *r)
{
	struct iovec *part = r->part;
	while (r->n > 0 && !r->failed) {
		ssize_t put = writev(r->fd, part, r->n);
		if (put < 0 && errno != EINTR)
			r->failed = true;
		for (size_t left = put < 0 ? 0 : (size_t)put; r->n > 0; part++, r->n--) {
			if (left < part->iov_len) {
				part->iov_base = (char *)part->iov_base + left;
				part->iov_len -= left;
				break;
			}
			left -= part->iov_len;
		}
	}
	r->n = 0;
}

static void
put_record(struct records *r, unsigned char type, struct str content)
{
	if (r->n + 2 > PARTS)
		put_out(r);
	FCGI_Header *head = &r->head[r->n / 2];
	*head = (FCGI_Header){ .version = FCGI_VERSION_1,
			       .type = type,
			       .requestIdB1 = (unsigned char)(r->request >> 8),
			       .requestIdB0 = (unsigned char)r->request,
			       .contentLengthB1 = (unsigned char)(content.n >> 8),
			       .contentLengthB0 = (unsigned char)content.n };
	r->part[r->n++] = (struct iovec){ head, sizeof(*head) };
	r->part[r->n++] = (struct iovec){ (void *)(uintptr_t)content.p, content.n };
}

static void
put_stream(struct records *r, struct str text)
{
	while (text.n > 0) {
		struct str piece = str_first(text, RECORD_MAX);
		put_record(r, FCGI_STDOUT, piece);
		text = str_from_at(text, piece.n);
	}
}

/*
 * The library passes a reply on in pieces of 8 KB, copied, each with a system call and a wake-up of
 * the web server; here it leaves in one, with the end of the request behind it. A connection that
 * stays open for the next request is the library's to end.
 */
static bool
fcgi_send(struct wire *wire, struct str head, struct str body)
{
	FCGX_Request *request = wire->self;
	static const FCGI_EndRequestBody DONE = { .protocolStatus = FCGI_REQUEST_COMPLETE };
	if (request->keepConnection)
		return fcgi_write(wire, head.p, head.n) && fcgi_write(wire, body.p, body.n);
	struct records r;
	r.fd = request->ipcFd;
	r.request = request->requestId;
	r.failed = false;
	r.n = 0;
	put_stream(&r, head);
	put_stream(&r, body);
	put_record(&r, FCGI_STDOUT, STR_NONE);
	put_record(&r, FCGI_END_REQUEST, (struct str){ (const char *)&DONE, sizeof(DONE) });
	put_out(&r);
	/* A close with a part of the request unread would take back what was sent. */
	char rest[256];
	ssize_t unread = recv(request->ipcFd, rest, sizeof(rest), MSG_DONTWAIT);
	if (unread == (ssize_t)sizeof(rest)) {
		FCGX_Free(request, 1);
	} else {
		(void)close(request->ipcFd);
		request->ipcFd = -1;
	}
	return !r.failed;
}

static void
fcgi_cut(struct wire *wire)
{
	FCGX_Request *request = wire->self;
	(void)close(request->ipcFd);
	request->ipcFd = -1;
}

void
wire_fcgi_end(FCGX_Request *request)
{
	if (request->ipcFd >= 0)
		FCGX_Finish_r(request);
	else
		FCGX_Free(request, 0);
}

struct wire
wire_fcgi(struct FCGX_Request *request)
{
	return (struct wire){ .param = fcgi_param,
			      .read = fcgi_read,
			      .write = fcgi_write,
			      .flush = fcgi_flush,
			      .send = fcgi_send,
			      .cut = fcgi_cut,
			      .self = request };
}
