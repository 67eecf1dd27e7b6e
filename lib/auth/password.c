#include "lib/auth/password.h"

#include <sodium.h>
#include <zxcvbn.h>

#include "lib/base/fault.h"
#include "lib/base/utf8.h"

enum { PASSES = 3, MEMORY = 64 * 1024 * 1024, SHORTEST = 8, LONGEST = 128 };

/* Guesses below this are minutes of work: log2 of a million. */
static const double LEAST_BITS = 19.9;

enum password_quality
password_judge(struct str password, const struct str *own, size_t n)
{
	const char *words[8] = { "snug" };
	struct arena *arena = arena_new(64 * 1024);
	size_t count = 1;
	if (utf8_count(password) < SHORTEST || password.n > LONGEST) {
		arena_free(arena);
		return password.n > LONGEST ? PASSWORD_LONG : PASSWORD_SHORT;
	}
	for (size_t i = 0; i < n && count + 1 < COUNT(words); i++)
		words[count++] = str_cstr(arena, own[i]);
	words[count] = NULL;
	double bits = ZxcvbnMatch(str_cstr(arena, password), words, NULL);
	bool holds_own = false;
	for (size_t i = 0; i < n; i++)
		holds_own = holds_own ||
			    (own[i].n >= 4 &&
			     str_find(str_lower(arena, password), str_lower(arena, own[i])) >= 0 &&
			     password.n < own[i].n + 6);
	arena_free(arena);
	if (holds_own || bits < LEAST_BITS / 2)
		return PASSWORD_COMMON;
	return bits < LEAST_BITS ? PASSWORD_GUESSABLE : PASSWORD_GOOD;
}

const char *
password_advice(enum password_quality quality)
{
	switch (quality) {
	case PASSWORD_GOOD:
		return "";
	case PASSWORD_SHORT:
		return "Password needs at least 8 characters; 15 are better.";
	case PASSWORD_LONG:
		return "Password can have 128 characters at most.";
	case PASSWORD_COMMON:
		return "Password is one that guessers try first. Three or four unrelated words are easy "
		       "to keep and hard to guess.";
	case PASSWORD_GUESSABLE:
		return "Password would be guessed soon. Add a few more words.";
	}
	return "";
}

struct str
password_hash(struct arena *arena, struct str password)
{
	char *hash = arena_take(arena, crypto_pwhash_STRBYTES);
	ENSURE(sodium_init() >= 0);
	if (crypto_pwhash_str(hash, password.p, password.n, PASSES, MEMORY) != 0)
		fault_raise(FAULT_MEMORY, "no memory to hash a password");
	return str_from(hash);
}

bool
password_matches(struct arena *arena, struct str hash, struct str password)
{
	ENSURE(sodium_init() >= 0);
	if (hash.n == 0) {
		(void)password_hash(arena, password);
		return false;
	}
	return crypto_pwhash_str_verify(str_cstr(arena, hash), password.p, password.n) == 0;
}
