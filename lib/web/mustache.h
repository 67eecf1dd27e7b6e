/*
 * Mustache: templates compiled once into flat instructions, rendered into a buf.
 *
 * Source: the Mustache specification 1.4 (github.com/mustache/spec): core modules, ~inheritance and
 * ~dynamic-names; lambdas are left out. Where it leaves room:
 *   - a tag is standalone when it is alone on its line; a parent with its end tag counts as one;
 *   - indentation is put before each line of a partial that is not empty;
 *   - of several arguments for one block the outermost parent tag's wins; inside an argument only
 *     the arguments of parents further out are seen, those that stood where it was written.
 *
 * Errors: what is wrong in a template comes with line and column (from 1; columns count code
 * points). A rendering never fails: limits cut it short and its outcome says so.
 * Ownership: a compiled template lives in the arena that was given and keeps a copy of its text.
 * Locking: a compiled template is never changed; any number of threads may render it.
 */
#ifndef SNUG_WEB_MUSTACHE_H
#define SNUG_WEB_MUSTACHE_H

#include "lib/web/view.h"

enum {
	MUSTACHE_TEXT_MAX = 512 * 1024, /* bytes of one template */
	MUSTACHE_NAME_MAX = 1024,	/* bytes of a name */
	MUSTACHE_NESTING_MAX = 128,	/* open sections, parents and blocks of one template */
	MUSTACHE_CALLS_MAX = 32,	/* partials and parents inside one another */
	MUSTACHE_SCOPES_MAX = 256,	/* values on the context stack */
	MUSTACHE_WORK_MAX = 1000000,	/* list items and calls of one rendering */
	MUSTACHE_OUTPUT_MAX = 1024 * 1024
};

struct mustache;

struct mustache_error {
	size_t line;
	size_t column;
	struct str message;
};

enum mustache_mode {
	MUSTACHE_HOUSE, /* {{{x}}} is raw for VIEW_HTML only, escaped for all other text */
	MUSTACHE_PLAIN, /* plain text, as in mail: nothing is escaped */
	MUSTACHE_BARE	/* the bare specification: {{{x}}} is raw */
};

enum mustache_outcome {
	MUSTACHE_DONE,
	MUSTACHE_TOO_DEEP, /* a partial beyond MUSTACHE_CALLS_MAX was left out */
	MUSTACHE_TOO_LONG, /* cut at the output limit */
	MUSTACHE_TOO_MUCH  /* cut at MUSTACHE_WORK_MAX or MUSTACHE_SCOPES_MAX */
};

struct mustache_env {
	enum mustache_mode mode;
	struct moment now; /* what relative times are seen from */
	size_t limit;	   /* bytes of output, looked at between items and calls */
	/*
	 * The template called `name` (with its str_hash), which must live until the rendering
	 * ends; NULL renders as nothing.
	 */
	const struct mustache *(*find)(void *store, struct str name, uint32_t hash);
	void *store;
};

/* Compiles `text`; NULL with `*error` filled when it is not a template. */
NODISCARD const struct mustache *mustache_compile(struct arena *arena, struct str text,
						  struct mustache_error *error);

NODISCARD enum mustache_outcome mustache_render(const struct mustache *template,
						struct view_value root,
						const struct mustache_env *env, struct buf *out);

#endif
