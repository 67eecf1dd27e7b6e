#include "lib/provider/http.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { FIRST_WAIT_US = 500 * 1000, LONGEST_WAIT_US = 8 * 1000 * 1000 };

static bool
is_loopback(const char *host)
{
	static const char NET[] = "127.";
	if (strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0)
		return true;
	/* A name may begin like a loopback address: only digits and dots are one. */
	return strncmp(host, NET, sizeof(NET) - 1) == 0 &&
	       host[strspn(host, "0123456789.")] == '\0';
}

bool
http_url_allowed(const char *url, enum http_plain plain)
{
	CURLU *parts = curl_url();
	char *scheme = NULL;
	char *host = NULL;
	bool allowed = false;
	if (parts != NULL && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
	    curl_url_get(parts, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
	    curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK)
		allowed = strcmp(scheme, "https") == 0 ||
			  (strcmp(scheme, "http") == 0 &&
			   (plain == HTTP_PLAIN_ALLOWED || is_loopback(host)));
	curl_free(scheme);
	curl_free(host);
	curl_url_cleanup(parts);
	return allowed;
}

const char *
http_join(struct arena *arena, struct str base, const char *path)
{
	while (str_ends(base, STR("/")))
		base.n--;
	return str_fmt(arena, "%.*s%s", STR_ARG(base), path).p;
}

void
http_set_up(CURL *easy, const char *url, long connect_timeout_ms)
{
	(void)curl_easy_setopt(easy, CURLOPT_URL, url);
	(void)curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	(void)curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	(void)curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	(void)curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	(void)curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	(void)curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, connect_timeout_ms);
	(void)curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
	(void)curl_easy_setopt(easy, CURLOPT_USERAGENT, "snug");
}

/* The last value of a header, or NULL. */
static const char *
header_value(CURL *easy, const char *name)
{
	struct curl_header *header = NULL;
	if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
		return NULL;
	return header->value;
}

enum http_wish
http_wish(CURL *easy)
{
	const char *wish = header_value(easy, "x-should-retry");
	if (wish != NULL && strcmp(wish, "true") == 0)
		return HTTP_TRY_AGAIN;
	return wish != NULL && strcmp(wish, "false") == 0 ? HTTP_LET_BE : HTTP_NO_WISH;
}

bool
http_may_retry(CURL *easy, CURLcode code, long status)
{
	if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL ||
	    code == CURLE_PEER_FAILED_VERIFICATION)
		return false;
	if (status == 0)
		return code != CURLE_OK;
	enum http_wish wish = http_wish(easy);
	if (wish != HTTP_NO_WISH)
		return wish == HTTP_TRY_AGAIN;
	if (status < 400)
		return code != CURLE_OK;
	return status == 408 || status == 409 || status == 429 || status >= 500;
}

int64_t
http_asked_wait(CURL *easy)
{
	enum { MOST_MS = 24 * 3600 * 1000 };
	const char *ms = header_value(easy, "retry-after-ms");
	if (ms != NULL) {
		double value = strtod(ms, NULL);
		if (value > 0 && value <= MOST_MS)
			return (int64_t)(value * 1000);
	}
	curl_off_t seconds = 0;
	(void)curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &seconds);
	if (seconds <= 0)
		return 0;
	return (seconds > MOST_MS / 1000 ? MOST_MS / 1000 : seconds) * 1000 * 1000;
}

int64_t
http_backoff(int attempt, struct rand_seeded *chance)
{
	int64_t wait = FIRST_WAIT_US;
	for (int i = 0; i < attempt && wait < LONGEST_WAIT_US; i++)
		wait *= 2;
	if (wait > LONGEST_WAIT_US)
		wait = LONGEST_WAIT_US;
	return wait - (int64_t)((double)wait * 0.25 * rand_unit(chance));
}
