#include "lib/provider/wall.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/cfg.h"
#include "lib/base/str.h"

struct range4 {
	uint32_t net;
	int bits;
};

/* What is not globally reachable, and 192.88.99.0/24 and multicast. */
static const struct range4 PRIVATE4[] = {
	{ 0x00000000, 8 },  { 0x0A000000, 8 },	{ 0x64400000, 10 }, { 0x7F000000, 8 },
	{ 0xA9FE0000, 16 }, { 0xAC100000, 12 }, { 0xC0000000, 24 }, { 0xC0000200, 24 },
	{ 0xC0586300, 24 }, { 0xC0A80000, 16 }, { 0xC6120000, 15 }, { 0xC6336400, 24 },
	{ 0xCB007100, 24 }, { 0xE0000000, 4 },	{ 0xF0000000, 4 },
};

static bool
is_public4(uint32_t address)
{
	for (size_t i = 0; i < COUNT(PRIVATE4); i++)
		if ((address ^ PRIVATE4[i].net) >> (32 - PRIVATE4[i].bits) == 0)
			return false;
	return true;
}

/*
 * Of IPv6 only 2000::/3 is handed out. Within it: documentation, Teredo and the other protocol
 * assignments, and 6to4 and NAT64, which lead back to IPv4 addresses.
 */
static bool
is_public6(const uint8_t a[16])
{
	if ((a[0] & 0xE0) != 0x20)
		return false;
	if (a[0] == 0x20 && a[1] == 0x01 && a[2] < 0x02) /* 2001::/23 */
		return false;
	if (a[0] == 0x20 && a[1] == 0x01 && a[2] == 0x0D && a[3] == 0xB8) /* 2001:db8::/32 */
		return false;
	if (a[0] == 0x20 && a[1] == 0x02) /* 2002::/16 */
		return false;
	return !(a[0] == 0x3F && a[1] == 0xFF && a[2] < 0x10); /* 3fff::/20 */
}

bool
wall_is_public(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET) {
		struct sockaddr_in in;
		memcpy(&in, address, sizeof(in));
		return is_public4(ntohl(in.sin_addr.s_addr));
	}
	if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 in6;
		memcpy(&in6, address, sizeof(in6));
		return is_public6(in6.sin6_addr.s6_addr);
	}
	return false;
}

struct parts {
	char *scheme, *host, *port, *user, *password;
};

static bool
take_apart(const char *url, CURLU *handle, struct parts *parts)
{
	if (handle == NULL || curl_url_set(handle, CURLUPART_URL, url, 0) != CURLUE_OK)
		return false;
	(void)curl_url_get(handle, CURLUPART_USER, &parts->user, 0);
	(void)curl_url_get(handle, CURLUPART_PASSWORD, &parts->password, 0);
	return curl_url_get(handle, CURLUPART_SCHEME, &parts->scheme, 0) == CURLUE_OK &&
	       curl_url_get(handle, CURLUPART_HOST, &parts->host, 0) == CURLUE_OK &&
	       curl_url_get(handle, CURLUPART_PORT, &parts->port, CURLU_DEFAULT_PORT) == CURLUE_OK;
}

/* "host:port" of the owner's list. */
static bool
is_listed(const struct parts *parts)
{
	struct str rest = str_from(cfg_text(CFG_OWN_KEY_HOSTS)), item;
	while (str_cut(&rest, ',', &item)) {
		item = str_trim(item);
		ptrdiff_t colon = str_rfind_char(item, ':');
		if (colon > 0 &&
		    str_eq_fold(str_first(item, (size_t)colon), str_from(parts->host)) &&
		    str_eq(str_from_at(item, (size_t)colon + 1), str_from(parts->port)))
			return true;
	}
	return false;
}

/* A number where a name should be: it must be public as it stands. */
static bool
is_private_number(const char *host)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	char bare[64];
	size_t n = strlen(host);
	if (inet_pton(AF_INET, host, &in.sin_addr) == 1)
		return !wall_is_public((const struct sockaddr *)&in);
	if (host[0] != '[' || n < 3 || n > sizeof(bare))
		return false;
	memcpy(bare, host + 1, n - 2);
	bare[n - 2] = '\0';
	return inet_pton(AF_INET6, bare, &in6.sin6_addr) != 1 ||
	       !wall_is_public((const struct sockaddr *)&in6);
}

static bool
judge(const char *url, bool *listed)
{
	CURLU *handle = curl_url();
	struct parts parts = { 0 };
	bool allowed = false;
	*listed = false;
	if (take_apart(url, handle, &parts) && parts.user == NULL && parts.password == NULL) {
		bool is_https = strcmp(parts.scheme, "https") == 0;
		*listed = (is_https || strcmp(parts.scheme, "http") == 0) && is_listed(&parts);
		allowed = *listed || (is_https && strcmp(parts.port, "443") == 0 &&
				      !is_private_number(parts.host));
	}
	curl_free(parts.scheme);
	curl_free(parts.host);
	curl_free(parts.port);
	curl_free(parts.user);
	curl_free(parts.password);
	curl_url_cleanup(handle);
	return allowed;
}

bool
wall_url_allowed(const char *url)
{
	bool listed;
	return judge(url, &listed);
}

/* Called by curl with the address that it is about to connect to. */
static curl_socket_t
open_public(void *nothing, curlsocktype purpose, struct curl_sockaddr *address)
{
	(void)nothing;
	(void)purpose;
	if (!wall_is_public(&address->addr))
		return CURL_SOCKET_BAD;
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

void
wall_set_up(CURL *easy, const char *url)
{
	bool listed;
	bool allowed = judge(url, &listed);
	(void)curl_easy_setopt(easy, CURLOPT_PROXY, "");
	(void)curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
	/* A connection that others opened was not judged here, and theirs may carry another key. */
	(void)curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
	(void)curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
	if (allowed && listed)
		return;
	(void)curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https");
	(void)curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_public);
}
