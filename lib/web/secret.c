#include "lib/web/secret.h"

#include <sodium.h>

#include "lib/base/rand.h"
#include "lib/base/seal.h"

enum { VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING, MARK = crypto_auth_BYTES };

static unsigned char house_key[crypto_auth_KEYBYTES];
_Static_assert(crypto_auth_KEYBYTES == SEAL_KEY_BYTES, "one size of key");

bool
secret_load(void)
{
	return seal_key(NULL, house_key);
}

static void
mark_of(const char *purpose, struct str text, unsigned char mark[MARK])
{
	crypto_auth_hmacsha512256_state state;
	crypto_auth_hmacsha512256_init(&state, house_key, sizeof(house_key));
	/* The purpose with its NUL, so that no purpose and text run into another pair. */
	crypto_auth_hmacsha512256_update(&state, (const unsigned char *)purpose,
					 str_from(purpose).n + 1);
	crypto_auth_hmacsha512256_update(&state, (const unsigned char *)text.p, text.n);
	crypto_auth_hmacsha512256_final(&state, mark);
}

static struct str
to_base64(struct arena *arena, const unsigned char *bytes, size_t n)
{
	size_t room = sodium_base64_encoded_len(n, VARIANT);
	char *text = arena_take(arena, room);
	sodium_bin2base64(text, room, bytes, n, VARIANT);
	return str_from(text);
}

static bool
from_base64(struct arena *arena, struct str text, struct str *out)
{
	unsigned char *bytes = arena_take(arena, text.n + 1);
	size_t n;
	if (sodium_base642bin(bytes, text.n + 1, text.p, text.n, NULL, &n, NULL, VARIANT) != 0)
		return false;
	*out = (struct str){ (const char *)bytes, n };
	return true;
}

/* What the token is bound to: the session, or the guest's cookie. */
static struct str
csrf_subject(const struct req *rq)
{
	return str_or(rq->session_token, rq->guest_token);
}

struct str
csrf_token(struct req *rq)
{
	if (rq->session_token.n == 0 && rq->guest_token.n == 0) {
		rq->guest_token = rand_token(rq->arena, 24);
		rq->guest_token_new = true;
	}
	unsigned char token[2 * MARK], mark[MARK];
	mark_of("csrf", csrf_subject(rq), mark);
	rand_secret(token, MARK);
	for (size_t i = 0; i < MARK; i++)
		token[MARK + i] = token[i] ^ mark[i];
	return to_base64(rq->arena, token, sizeof(token));
}

bool
csrf_valid(struct req *rq, struct str token)
{
	struct str bytes;
	unsigned char mark[MARK], unmasked[MARK];
	if (csrf_subject(rq).n == 0 || token.n > 200 || !from_base64(rq->arena, token, &bytes) ||
	    bytes.n != 2 * MARK)
		return false;
	mark_of("csrf", csrf_subject(rq), mark);
	for (size_t i = 0; i < MARK; i++)
		unmasked[i] = (unsigned char)bytes.p[i] ^ (unsigned char)bytes.p[MARK + i];
	return sodium_memcmp(mark, unmasked, MARK) == 0;
}

bool
csrf_same_origin(struct req *rq)
{
	struct str site = req_header(rq, "Sec-Fetch-Site");
	if (site.n > 0 && !str_eq(site, STR("same-origin")) && !str_eq(site, STR("none")))
		return false;
	struct str origin = req_header(rq, "Origin");
	/* "null" is what our own Referrer-Policy makes browsers send with a form of ours (Fetch, 3.2). */
	if (origin.n == 0 || str_eq(origin, STR("null")))
		return true;
	ptrdiff_t at = str_find(origin, STR("://"));
	return at > 0 && str_eq_fold(str_from_at(origin, (size_t)at + 3), rq->host);
}

struct str
secret_seal(struct arena *arena, const char *purpose, struct str text)
{
	unsigned char mark[MARK];
	mark_of(purpose, text, mark);
	struct str left = to_base64(arena, (const unsigned char *)text.p, text.n);
	struct str right = to_base64(arena, mark, sizeof(mark));
	return str_fmt(arena, "%.*s.%.*s", STR_ARG(left), STR_ARG(right));
}

bool
secret_open(struct arena *arena, const char *purpose, struct str sealed, struct str *text)
{
	ptrdiff_t dot = str_rfind_char(sealed, '.');
	struct str mark;
	unsigned char want[MARK];
	if (dot < 0 || !from_base64(arena, str_first(sealed, (size_t)dot), text) ||
	    !from_base64(arena, str_from_at(sealed, (size_t)dot + 1), &mark) || mark.n != MARK)
		return false;
	mark_of(purpose, *text, want);
	return sodium_memcmp(want, mark.p, MARK) == 0;
}
