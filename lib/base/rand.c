#include "lib/base/rand.h"

#include <sodium.h>
#include <string.h>

#include "lib/base/fault.h"

/*
 * A page takes a few secrets, and the system hands out many bytes for the price of one. What was
 * given away is wiped, so that nothing that is found here later says what it was.
 */
static _Thread_local struct {
	unsigned char bytes[512];
	size_t left;
} pool;

void
rand_secret(void *bytes, size_t n)
{
	if (n > sizeof(pool.bytes) / 4) {
		ENSURE(sodium_init() >= 0);
		randombytes_buf(bytes, n);
		return;
	}
	if (pool.left < n) {
		ENSURE(sodium_init() >= 0);
		randombytes_buf(pool.bytes, sizeof(pool.bytes));
		pool.left = sizeof(pool.bytes);
	}
	pool.left -= n;
	memcpy(bytes, pool.bytes + pool.left, n);
	sodium_memzero(pool.bytes + pool.left, n);
}

struct str
rand_token(struct arena *arena, size_t n)
{
	unsigned char *bytes = arena_take(arena, n);
	rand_secret(bytes, n);
	size_t room = sodium_base64_encoded_len(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = arena_take(arena, room);
	sodium_bin2base64(text, room, bytes, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return str_from(text);
}

struct rand_seeded
rand_from_seed(uint64_t seed)
{
	return (struct rand_seeded){ seed };
}

uint64_t
rand_next(struct rand_seeded *r)
{
	uint64_t z = (r->state += 0x9E3779B97F4A7C15u);
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

uint32_t
rand_below(struct rand_seeded *r, uint32_t below)
{
	ENSURE(below > 0);
	return (uint32_t)(((rand_next(r) >> 32) * below) >> 32);
}

double
rand_unit(struct rand_seeded *r)
{
	return (double)(rand_next(r) >> 11) * 0x1.0p-53;
}
