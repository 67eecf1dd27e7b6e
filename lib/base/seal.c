#include "lib/base/seal.h"

#include <sodium.h>
#include <stdio.h>

#include "lib/base/cfg.h"

/* version, nonce, text with its mark */
enum {
	VERSION = 1,
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	MARK = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	HEAD = 1 + NONCE,
	SECRET_LEAST = 32
};

bool
seal_key(const char *purpose, unsigned char key[SEAL_KEY_BYTES])
{
	struct arena *arena = arena_new(64 * 1024);
	const char *path = cfg_text(CFG_SECRET_FILE);
	if (path[0] == '\0')
		path = cfg_var_path(arena, "secret");
	FILE *file = fopen(path, "re");
	unsigned char bytes[4096];
	size_t n = 0;
	if (file != NULL) {
		n = fread(bytes, 1, sizeof(bytes), file);
		(void)fclose(file);
	}
	arena_free(arena);
	if (n < SECRET_LEAST || sodium_init() < 0)
		return false;
	(void)crypto_generichash(key, SEAL_KEY_BYTES, bytes, n, (const unsigned char *)purpose,
				 str_from(purpose).n);
	sodium_memzero(bytes, sizeof(bytes));
	return true;
}

/* BLAKE2b takes keys of 16 bytes or more as purposes. */
static const char PURPOSE[] = "snug sealed text";

bool
seal_close(struct arena *arena, struct str bound_to, struct str text, struct str *sealed)
{
	unsigned char key[SEAL_KEY_BYTES];
	unsigned char *out = arena_take(arena, HEAD + text.n + MARK);
	unsigned long long n = 0;
	if (!seal_key(PURPOSE, key))
		return false;
	out[0] = VERSION;
	randombytes_buf(out + 1, NONCE);
	(void)crypto_aead_xchacha20poly1305_ietf_encrypt(
		out + HEAD, &n, (const unsigned char *)text.p, text.n,
		(const unsigned char *)bound_to.p, bound_to.n, NULL, out + 1, key);
	sodium_memzero(key, sizeof(key));
	*sealed = (struct str){ (const char *)out, HEAD + (size_t)n };
	return true;
}

bool
seal_open(struct arena *arena, struct str bound_to, struct str sealed, struct str *text)
{
	unsigned char key[SEAL_KEY_BYTES];
	const unsigned char *in = (const unsigned char *)sealed.p;
	unsigned long long n = 0;
	if (sealed.n < HEAD + MARK || in[0] != VERSION || !seal_key(PURPOSE, key))
		return false;
	unsigned char *out = arena_take(arena, sealed.n);
	bool ok = crypto_aead_xchacha20poly1305_ietf_decrypt(
			  out, &n, NULL, in + HEAD, sealed.n - HEAD,
			  (const unsigned char *)bound_to.p, bound_to.n, in + 1, key) == 0;
	sodium_memzero(key, sizeof(key));
	*text = (struct str){ (const char *)out, (size_t)n };
	return ok;
}

void
seal_forget(struct str text)
{
	if (text.n > 0)
		sodium_memzero((void *)(uintptr_t)text.p, text.n);
}
