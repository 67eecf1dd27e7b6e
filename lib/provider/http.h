/*
 * What all HTTP clients of outside services have in common: which addresses may be called, how a
 * curl handle is set up, and when a failed request is tried again.
 *
 * Units: microseconds, unless a name says otherwise.
 */
#ifndef SNUG_PROVIDER_HTTP_H
#define SNUG_PROVIDER_HTTP_H

#include <curl/curl.h>

#include "lib/base/rand.h"
#include "lib/base/str.h"

enum http_plain {
	HTTP_PLAIN_LOOPBACK, /* plain http only to this machine */
	HTTP_PLAIN_ALLOWED   /* the owner said that this is a local back end */
};

/* True for https, and for http where `plain` lets it through. Nothing else is an address. */
bool http_url_allowed(const char *url, enum http_plain plain);

/* "BASE/path", whether or not the base ends in a slash. */
const char *http_join(struct arena *arena, struct str base, const char *path);

/*
 * A handle for `url`: no signals, no redirects (they would carry the key elsewhere), certificates
 * checked, http and https only. Deadlines of the transfer itself are the caller's.
 */
void http_set_up(CURL *easy, const char *url, long connect_timeout_ms);

/* What the server says of that itself, in x-should-retry. */
enum http_wish { HTTP_NO_WISH, HTTP_TRY_AGAIN, HTTP_LET_BE };
enum http_wish http_wish(CURL *easy);
/* True when the same request may be sent again. */
bool http_may_retry(CURL *easy, CURLcode code, long status);
/* What the server asked to wait (retry-after-ms, retry-after), or 0. */
int64_t http_asked_wait(CURL *easy);
/* Half a second, doubling up to eight, less up to a quarter by chance; `attempt` counts from 0. */
int64_t http_backoff(int attempt, struct rand_seeded *chance);

#endif
