/*
 * Marks made with the house's secret: CSRF tokens, and text that a browser keeps for us.
 * HMAC-SHA-512-256 of libsodium (crypto_auth).
 */
#ifndef SNUG_WEB_SECRET_H
#define SNUG_WEB_SECRET_H

#include "lib/web/req.h"

/* Reads VAR/secret (or SNUG_SECRET_FILE). False when it is missing or shorter than 32 bytes. */
NODISCARD bool secret_load(void);

/* A token for forms of this session, masked anew each time (against BREACH). */
struct str csrf_token(struct req *rq);
NODISCARD bool csrf_valid(struct req *rq, struct str token);
/* Whether the browser says that the request comes from a page of this house. */
NODISCARD bool csrf_same_origin(struct req *rq);

/* "<base64url of text>.<base64url of mark>", and back; `purpose` keeps kinds apart. */
struct str secret_seal(struct arena *arena, const char *purpose, struct str text);
NODISCARD bool secret_open(struct arena *arena, const char *purpose, struct str sealed,
			   struct str *text);

#endif
