/*
 * The wall between what members enter and the owner's network: an address that a member gave may be
 * called only by https on port 443, and only where it leads to the public internet. What a name
 * resolves to is judged at the very moment of connecting, so a name that changes its mind gains
 * nothing. Hosts that the owner lists (SNUG_OWN_KEY_HOSTS) are let through, plain http included.
 *
 * Source: IANA special-purpose address registries (RFC 6890 and its updates).
 */
#ifndef SNUG_PROVIDER_WALL_H
#define SNUG_PROVIDER_WALL_H

#include <curl/curl.h>
#include <stdbool.h>
#include <sys/socket.h>

/* False for anything but an allowed address: what a form checks, too. */
bool wall_url_allowed(const char *url);
/* Puts the wall around a handle for `url`. */
void wall_set_up(CURL *easy, const char *url);
/* Whether this is an address of the public internet. */
bool wall_is_public(const struct sockaddr *address);

#endif
