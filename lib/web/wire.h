/*
 * How a request arrives and its reply leaves: FastCGI, plain CGI, or memory in tests.
 */
#ifndef SNUG_WEB_WIRE_H
#define SNUG_WEB_WIRE_H

#include "lib/base/str.h"

struct wire {
	/* A CGI variable, or NULL. */
	const char *(*param)(struct wire *wire, const char *name);
	/* Reads up to n bytes of the body; 0 at its end. */
	size_t (*read)(struct wire *wire, char *to, size_t n);
	/* False when the other side is gone. */
	bool (*write)(struct wire *wire, const char *from, size_t n);
	bool (*flush)(struct wire *wire);
	/* The whole reply, after which the request takes nothing more. False as in `write`. */
	bool (*send)(struct wire *wire, struct str head, struct str body);
	/* Ends the connection in the middle of a reply, so that its part is not taken for the whole. */
	void (*cut)(struct wire *wire);
	void *self;
	bool is_pouring; /* a reply has begun that is not there whole */
	bool is_cgi;	 /* the process answers this request and ends */
};

/* The wire of plain CGI: environment, standard input and output. */
struct wire wire_cgi(void);

/* The wire of a FastCGI request, which must outlive it. */
struct FCGX_Request;
struct wire wire_fcgi(struct FCGX_Request *request);
/* Ends the request, sent or not, and lets go of what it held. */
void wire_fcgi_end(struct FCGX_Request *request);

#endif
