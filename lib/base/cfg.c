#include "lib/base/cfg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/fault.h"

extern char **environ;

const struct cfg_entry cfg_entries[CFG_KEYS] = {
#define CFG_ENTRY(key, kind, value, range, built, help)                                            \
	{ "SNUG_" #key, kind, value, range, built, help },
	CFG_TABLE(CFG_ENTRY)
#undef CFG_ENTRY
};

static const char *values[CFG_KEYS];

/* Handed to programs by what starts them; not settings of the house. */
static const char *const INTERNAL[] = { "SNUG_SHARED", "SNUG_TEST" };

static int
find(const char *name, size_t n)
{
	for (int i = 0; i < CFG_KEYS; i++)
		if (strlen(cfg_entries[i].name) == n && memcmp(cfg_entries[i].name, name, n) == 0)
			return i;
	return -1;
}

static bool
is_internal(const char *name, size_t n)
{
	for (size_t i = 0; i < COUNT(INTERNAL); i++)
		if (strlen(INTERNAL[i]) <= n && memcmp(INTERNAL[i], name, strlen(INTERNAL[i])) == 0)
			return true;
	return false;
}

/* Lines KEY=VALUE; blank lines and # comments are skipped; no quoting, no expansion. */
static void
load_file(struct arena *arena, const char *path, struct buf *problems)
{
	FILE *file = fopen(path, "re");
	if (file == NULL)
		return;
	char line[4096];
	for (int number = 1; fgets(line, sizeof(line), file) != NULL; number++) {
		struct str text = str_trim(str_from(line));
		ptrdiff_t equals = str_find_char(text, '=');
		if (text.n == 0 || text.p[0] == '#')
			continue;
		if (equals <= 0 || !str_starts(text, STR("SNUG_"))) {
			buf_fmt(problems, "%s:%d: expected SNUG_NAME=value\n", path, number);
			continue;
		}
		struct str name = str_trim(str_first(text, (size_t)equals));
		struct str value = str_trim(str_from_at(text, (size_t)equals + 1));
		/* The environment of the caller wins over the file. */
		if (setenv(str_cstr(arena, name), str_cstr(arena, value), 0) != 0)
			fault_raise(FAULT_MEMORY, "no memory for the configuration");
	}
	(void)fclose(file);
}

static void
report_unknown(struct buf *problems)
{
	for (char **at = environ; *at != NULL; at++) {
		const char *equals = strchr(*at, '=');
		size_t n = equals == NULL ? strlen(*at) : (size_t)(equals - *at);
		if (strncmp(*at, "SNUG_", 5) == 0 && find(*at, n) < 0 && !is_internal(*at, n))
			buf_fmt(problems, "%.*s: there is no such setting\n", (int)n, *at);
	}
}

static bool
in_words(struct str range, struct str word)
{
	struct str choice;
	while (str_cut(&range, '|', &choice))
		if (str_eq(choice, word))
			return true;
	return false;
}

static bool
is_valid(const struct cfg_entry *entry, struct str value)
{
	struct str range = str_from(entry->range);
	switch (entry->kind) {
	case CFG_TEXT:
	case CFG_SECRET:
		return true;
	case CFG_URL:
		return value.n == 0 || str_starts(value, STR("https://")) ||
		       str_starts(value, STR("http://"));
	case CFG_CHOICE:
		return in_words(range, value);
	case CFG_WORDS: {
		struct str word;
		if (value.n == 0)
			return true;
		while (str_cut(&value, ',', &word))
			if (!in_words(range, str_trim(word)))
				return false;
		return true;
	}
	case CFG_INT: {
		int64_t number, least, most;
		ptrdiff_t dots = str_find(range, STR(".."));
		ENSURE(dots > 0 && str_to_i64(str_first(range, (size_t)dots), &least) &&
		       str_to_i64(str_from_at(range, (size_t)dots + 2), &most));
		return str_to_i64(value, &number) && number >= least && number <= most;
	}
	}
	return false;
}

/* Rules between settings. */
static void
report_conflicts(struct buf *problems)
{
	/* Stripe and Paystack refuse adult businesses (product decision 6). */
	if (cfg_is_adult() && !cfg_has_word(CFG_PAYMENT_PROVIDERS, "sandbox") &&
	    !cfg_has_word(CFG_PAYMENT_PROVIDERS, "manual"))
		buf_lit(problems,
			"SNUG_PAYMENT_PROVIDERS: Stripe and Paystack refuse adult "
			"businesses; a house of the adult edition needs another provider, "
			"\"manual\" for example\n");
}

bool
cfg_load(struct arena *arena, struct buf *problems)
{
	size_t before = problems->n;
	const char *var = getenv("SNUG_VAR");
	struct str file = str_fmt(arena, "%s/snug.env", var == NULL ? "var" : var);
	load_file(arena, file.p, problems);
	report_unknown(problems);
	for (int i = 0; i < CFG_KEYS; i++) {
		const struct cfg_entry *entry = &cfg_entries[i];
		const char *value = getenv(entry->name);
		if (value == NULL || value[0] == '\0')
			value = entry->standard;
		if (!is_valid(entry, str_from(value)))
			buf_fmt(problems, "%s: \"%s\" does not fit; it takes %s\n", entry->name,
				entry->kind == CFG_SECRET ? "****" : value,
				entry->range[0] != '\0' ? entry->range
							: "http:// or https:// addresses");
		values[i] = strdup(value);
		if (values[i] == NULL)
			fault_raise(FAULT_MEMORY, "no memory for the configuration");
	}
	report_conflicts(problems);
	return problems->n == before;
}

const char *
cfg_text(enum cfg_key key)
{
	return values[key] != NULL ? values[key] : cfg_entries[key].standard;
}

int64_t
cfg_int(enum cfg_key key)
{
	int64_t value;
	ENSURE(str_to_i64(str_from(cfg_text(key)), &value));
	return value;
}

bool
cfg_is_set(enum cfg_key key)
{
	return strcmp(cfg_text(key), cfg_entries[key].standard) != 0;
}

bool
cfg_has_word(enum cfg_key key, const char *word)
{
	struct str rest = str_from(cfg_text(key));
	struct str item;
	while (str_cut(&rest, ',', &item))
		if (str_eq(str_trim(item), str_from(word)))
			return true;
	return false;
}

bool
cfg_is_adult(void)
{
	return strcmp(cfg_text(CFG_EDITION), "adult") == 0;
}

const char *
cfg_var_path(struct arena *arena, const char *name)
{
	return str_fmt(arena, "%s/%s", cfg_text(CFG_VAR), name).p;
}
