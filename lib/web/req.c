#include "lib/web/req.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/cfg.h"
#include "lib/web/wire.h"

void
req_after_commit(struct req *rq, void (*then)(struct req *rq, void *arg), void *arg)
{
	rq->after = then;
	rq->after_arg = arg;
}

struct str
req_header(struct req *rq, const char *name)
{
	char variable[64];
	int n = snprintf(variable, sizeof(variable), "HTTP_%s", name);
	if (n < 0 || (size_t)n >= sizeof(variable))
		return STR_NONE;
	for (char *c = variable + 5; *c != '\0'; c++) {
		if (*c == '-')
			*c = '_';
		else if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 'a' + 'A');
	}
	const char *value = rq->wire->param(rq->wire, variable);
	/* Apache hides Authorization from CGI programs unless told otherwise. */
	if (value == NULL && strcmp(variable, "HTTP_AUTHORIZATION") == 0)
		value = rq->wire->param(rq->wire, "REDIRECT_HTTP_AUTHORIZATION");
	return str_from(value);
}

struct str
req_cookie(struct req *rq, const char *name)
{
	struct str rest = req_header(rq, "Cookie");
	struct str want = str_from(name);
	struct str item;
	while (str_cut(&rest, ';', &item)) {
		item = str_trim(item);
		if (item.n > want.n && item.p[want.n] == '=' && str_starts(item, want))
			return str_from_at(item, want.n + 1);
	}
	return STR_NONE;
}

int64_t
req_id(const struct req *rq, size_t n)
{
	int64_t id;
	return n < rq->captured && str_to_i64(rq->captures[n], &id) ? id : 0;
}

struct str
req_query(struct req *rq, const char *name)
{
	for (size_t i = 0; i < rq->query_pairs.n; i++)
		if (str_eq(rq->query_pairs.at[i].name, str_from(name)))
			return rq->query_pairs.at[i].value;
	return STR_NONE;
}

bool
req_is_https(void)
{
	return strncmp(cfg_text(CFG_PUBLIC_URL), "https://", 8) == 0;
}

/* The first of `names` that the user agent contains. */
static const char *
first_of(struct str agent, const char *const *names, size_t n, const char *otherwise)
{
	for (size_t i = 0; i + 1 < n; i += 2)
		if (str_find(agent, str_from(names[i])) >= 0)
			return names[i + 1];
	return otherwise;
}

struct str
req_device(struct req *rq)
{
	static const char *const BROWSERS[] = { "Firefox/", "Firefox", "Edg/",	  "Edge",
						"OPR/",	    "Opera",   "Chrome/", "Chrome",
						"Safari/",  "Safari",  "curl/",	  "curl",
						"Lynx",	    "Lynx",    "w3m",	  "w3m",
						"Links",    "Links" };
	static const char *const SYSTEMS[] = { "Android", "Android", "iPhone",	"iPhone",
					       "iPad",	  "iPad",    "Windows", "Windows",
					       "Mac OS",  "macOS",   "Linux",	"Linux" };
	struct str agent = req_header(rq, "User-Agent");
	const char *browser = first_of(agent, BROWSERS, COUNT(BROWSERS), "A program");
	const char *system = first_of(agent, SYSTEMS, COUNT(SYSTEMS), NULL);
	return system == NULL ? str_from(browser) : str_fmt(rq->arena, "%s on %s", browser, system);
}

struct str
req_network(struct req *rq)
{
	unsigned char bytes[16];
	char text[INET6_ADDRSTRLEN];
	const char *address = str_cstr(rq->arena, rq->remote);
	if (inet_pton(AF_INET, address, bytes) == 1)
		return str_fmt(rq->arena, "%u.%u.%u.0/24", bytes[0], bytes[1], bytes[2]);
	if (inet_pton(AF_INET6, address, bytes) == 1) {
		memset(bytes + 6, 0, 10);
		if (inet_ntop(AF_INET6, bytes, text, sizeof(text)) != NULL)
			return str_fmt(rq->arena, "%s/48", text);
	}
	return STR("");
}
