/*
 * Keys that are patterns, as JavaScript writes them, on PCRE2. A pattern comes from a member and may
 * be made to run for ever: every step is counted, and time is looked at on the way. The just-in-time
 * compiler is not used: what it runs cannot be stopped.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "lib/base/utf8.h"
#include "lib/lore/inside.h"

enum {
	NEST = 40,
	PATTERN_BYTES = 1000,
	MATCH_STEPS = 2000000,
	HEAP_KB = 4096,
	LOOK_EVERY = 8 /* steps between two looks at the clock */
};

bool
lore_is_pattern(struct str key, struct str *pattern, struct str *flags)
{
	ptrdiff_t end = str_rfind_char(key, '/');
	if (key.n < 3 || key.p[0] != '/' || end < 2)
		return false;
	*pattern = (struct str){ key.p + 1, (size_t)end - 1 };
	*flags = str_from_at(key, (size_t)end + 1);
	for (size_t i = 0; i < flags->n; i++)
		if (strchr("gimsuy", flags->p[i]) == NULL || flags->p[i] == '\0')
			return false;
	/* A slash inside must be escaped, else it is a path or the like. */
	for (size_t i = 0; i < pattern->n; i++) {
		if (pattern->p[i] == '\\')
			i++;
		else if (pattern->p[i] == '/')
			return false;
	}
	return true;
}

static uint32_t
options_of(struct str flags)
{
	uint32_t options = PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_ALT_BSUX | PCRE2_AUTO_CALLOUT |
			   PCRE2_MATCH_UNSET_BACKREF | PCRE2_ALLOW_EMPTY_CLASS |
			   PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C;
	for (size_t i = 0; i < flags.n; i++)
		switch (flags.p[i]) {
		case 'i':
			options |= PCRE2_CASELESS;
			break;
		case 'm':
			options |= PCRE2_MULTILINE;
			break;
		case 's':
			options |= PCRE2_DOTALL;
			break;
		case 'y':
			options |= PCRE2_ANCHORED;
			break;
		}
	return options;
}

void *
lore_pattern_compile(struct str pattern, struct str flags)
{
	int error;
	PCRE2_SIZE where;
	/* "(*...)" at the start would set options of PCRE2; JavaScript has no such thing. */
	if (pattern.n == 0 || pattern.n > PATTERN_BYTES || !utf8_valid(pattern) ||
	    str_starts(pattern, STR("(*")))
		return NULL;
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	if (context == NULL)
		fault_raise(FAULT_MEMORY, "no memory for a pattern");
	(void)pcre2_set_parens_nest_limit(context, NEST);
	(void)pcre2_set_newline(context, PCRE2_NEWLINE_ANYCRLF);
	(void)pcre2_set_compile_extra_options(context, PCRE2_EXTRA_ALT_BSUX);
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n, options_of(flags),
					 &error, &where, context);
	pcre2_compile_context_free(context);
	return code;
}

bool
lore_pattern_is_good(struct str pattern, struct str flags)
{
	void *code = lore_pattern_compile(pattern, flags);
	lore_pattern_free(code);
	return code != NULL;
}

void
lore_pattern_free(void *code)
{
	pcre2_code_free(code);
}

size_t
lore_pattern_bytes(const void *code)
{
	size_t bytes = 0;
	(void)pcre2_pattern_info(code, PCRE2_INFO_SIZE, &bytes);
	return bytes;
}

struct watch {
	int64_t end_us;
	unsigned steps;
};

static int
look(pcre2_callout_block *block, void *arg)
{
	struct watch *watch = arg;
	(void)block;
	if (++watch->steps % LOOK_EVERY != 0 || clock_mono_us() < watch->end_us)
		return 0;
	return PCRE2_ERROR_MATCHLIMIT;
}

enum lore_found
lore_pattern_match(struct lore_clock *clock, void *code, struct str text)
{
	int64_t now = clock_mono_us();
	if (clock->is_out || clock->used_us >= LORE_SCAN_US) {
		clock->is_out = true;
		return LORE_TOO_SLOW;
	}
	int64_t most = LORE_SCAN_US - clock->used_us;
	struct watch watch = { .end_us = now + (most < LORE_PATTERN_US ? most : LORE_PATTERN_US) };
	pcre2_match_context *context = pcre2_match_context_create(NULL);
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	if (context == NULL || data == NULL)
		fault_raise(FAULT_MEMORY, "no memory for a match");
	(void)pcre2_set_match_limit(context, MATCH_STEPS);
	(void)pcre2_set_heap_limit(context, HEAP_KB);
	(void)pcre2_set_callout(context, look, &watch);
	int n = pcre2_match(code, (PCRE2_SPTR)(text.n > 0 ? text.p : ""), text.n, 0,
			    PCRE2_NO_UTF_CHECK, data, context);
	pcre2_match_data_free(data);
	pcre2_match_context_free(context);
	clock->used_us += clock_mono_us() - now;
	return n >= 0 ? LORE_FOUND : n == PCRE2_ERROR_NOMATCH ? LORE_NOT_FOUND : LORE_TOO_SLOW;
}
