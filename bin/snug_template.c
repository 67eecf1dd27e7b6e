/* bin/snug template check, bin/snug render */
#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <string.h>

#include "bin/snug.h"
#include "lib/base/cfg.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/base/json.h"
#include "lib/web/mustache.h"
#include "lib/web/template_check.h"
#include "lib/web/template_file.h"

enum { RENDER_MAX = 64 * 1024 * 1024 };

static const struct str SUFFIX = STR_INIT(".mustache");

/* template check */

/* The templates of the house; a plain "templates" where the house is the working directory. */
static const char *
house_folder(void)
{
	const char *root = cfg_text(CFG_ROOT);
	return strcmp(root, ".") == 0 ? "templates" : str_fmt(snug_arena(), "%s/templates", root).p;
}

/* Cuts "x/templates/tavern/room.mustache" into the folder "x/templates" and the name "tavern/room". */
static void
split_path(const char *path, const char **folder, struct str *name)
{
	struct str whole = str_from(path);
	struct str stem = str_ends(whole, SUFFIX) ? str_first(whole, whole.n - SUFFIX.n) : whole;
	struct str begin = STR("templates/");
	struct str inner = STR("/templates/");
	ptrdiff_t at = str_find(stem, inner);
	if (str_starts(stem, begin)) {
		*folder = "templates";
		*name = str_from_at(stem, begin.n);
	} else if (at >= 0) {
		size_t end = (size_t)at + inner.n;
		*folder = str_cstr(snug_arena(), str_first(stem, end - 1));
		*name = str_from_at(stem, end);
	} else {
		ptrdiff_t slash = str_rfind_char(stem, '/');
		*folder = house_folder();
		*name = str_from_at(stem, (size_t)(slash + 1));
	}
}

/* Prints the findings of one file; false when one of them is an error. */
static bool
check_file(const char *path)
{
	struct arena *arena = arena_new(256 * 1024 * 1024);
	const char *folder;
	struct str name, text;
	if (!file_read(arena, path, MUSTACHE_TEXT_MAX, &text)) {
		(void)printf("%s:1:1: %s\n", path, strerror(errno));
		arena_free(arena);
		return false;
	}
	split_path(path, &folder, &name);
	struct template_findings findings = template_check(arena, folder, name, text);
	for (size_t i = 0; i < findings.n; i++) {
		const struct template_finding *f = &findings.at[i];
		(void)printf("%s:%zu:%zu: %s%.*s\n", path, f->line, f->column,
			     f->warning ? "warning: " : "", STR_ARG(f->message));
	}
	arena_free(arena);
	return findings.errors == 0;
}

static int
by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static bool
check_all(void)
{
	struct str folder = str_from(house_folder());
	char *root = arena_take(snug_arena(), folder.n + 1);
	memcpy(root, folder.p, folder.n + 1);
	char *roots[] = { root, NULL };
	FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
	if (walk == NULL) {
		(void)fprintf(stderr, "%s: %s\n", root, strerror(errno));
		return false;
	}
	bool good = true;
	for (FTSENT *at = fts_read(walk); at != NULL; at = fts_read(walk)) {
		if (at->fts_info == FTS_F && str_ends(str_from(at->fts_name), SUFFIX)) {
			good = check_file(at->fts_path) && good;
		} else if (at->fts_info == FTS_ERR || at->fts_info == FTS_DNR ||
			   at->fts_info == FTS_NS) {
			(void)fprintf(stderr, "%s: %s\n", at->fts_path, strerror(at->fts_errno));
			good = false;
		}
	}
	(void)fts_close(walk);
	return good;
}

int
snug_template(int argc, char **argv)
{
	if (argc < 2 || strcmp(argv[1], "check") != 0)
		return snug_usage("template");
	bool good = true;
	if (argc == 2)
		good = check_all();
	for (int i = 2; i < argc; i++)
		good = check_file(argv[i]) && good;
	return good ? 0 : 1;
}

/* render */

struct partial {
	struct partial *next;
	struct str name;
	const struct mustache *program;
};

struct render {
	const char *folder;
	struct partial *partials; /* found so far, missing ones included */
	bool failed;		  /* one of them is no template */
};

static const struct mustache *
compile_file(const char *path, struct str text)
{
	struct mustache_error error;
	const struct mustache *program = mustache_compile(snug_arena(), text, &error);
	if (program == NULL)
		(void)fprintf(stderr, "%s:%zu:%zu: %.*s\n", path, error.line, error.column,
			      STR_ARG(error.message));
	return program;
}

/* A name never leads out of the folder. */
static bool
stays_inside(struct str name)
{
	struct str part;
	if (name.n == 0 || name.p[0] == '/' || str_find_char(name, '\0') >= 0)
		return false;
	while (str_cut(&name, '/', &part))
		if (str_eq(part, STR("..")))
			return false;
	return true;
}

static const struct mustache *
find_partial(void *store, struct str name, uint32_t hash)
{
	struct render *render = store;
	(void)hash;
	for (struct partial *at = render->partials; at != NULL; at = at->next)
		if (str_eq(at->name, name))
			return at->program;

	struct partial *made = ARENA_NEW(snug_arena(), struct partial);
	struct str text;
	made->name = name;
	made->next = render->partials;
	render->partials = made;
	const char *path =
		str_fmt(snug_arena(), "%s/%.*s.mustache", render->folder, STR_ARG(name)).p;
	if (stays_inside(name) && file_read(snug_arena(), path, MUSTACHE_TEXT_MAX, &text)) {
		made->program = compile_file(path, text);
		render->failed |= made->program == NULL;
	}
	return made->program;
}

static const char *
folder_of(const char *path)
{
	struct str whole = str_from(path);
	ptrdiff_t slash = str_rfind_char(whole, '/');
	if (slash < 0)
		return ".";
	return slash == 0 ? "/" : str_cstr(snug_arena(), str_first(whole, (size_t)slash));
}

static bool
read_or_say(const char *path, size_t max, struct str *text)
{
	if (file_read(snug_arena(), path, max, text))
		return true;
	(void)fprintf(stderr, "%s: %s\n", path, strerror(errno));
	return false;
}

static bool
print_rendering(struct render *render, const struct mustache *program, const json_t *data)
{
	struct mustache_env env = { .mode = MUSTACHE_BARE,
				    .now = clock_now(),
				    .limit = RENDER_MAX,
				    .find = find_partial,
				    .store = render };
	struct buf out = buf_in(snug_arena());
	enum mustache_outcome outcome = mustache_render(program, view_from_json(data), &env, &out);
	if (render->failed)
		return false;
	bool written = (out.n == 0 || fwrite(out.p, out.n, 1, stdout) == 1) && fflush(stdout) == 0;
	if (!written)
		(void)fprintf(stderr, "standard output: %s\n", strerror(errno));
	switch (outcome) {
	case MUSTACHE_DONE:
		return written;
	case MUSTACHE_TOO_DEEP:
		(void)fprintf(stderr, "cut: partials are more than %d deep\n", MUSTACHE_CALLS_MAX);
		return false;
	case MUSTACHE_TOO_LONG:
		(void)fprintf(stderr, "cut: more than %d bytes\n", RENDER_MAX);
		return false;
	case MUSTACHE_TOO_MUCH:
		(void)fprintf(stderr, "cut: too many items or partials\n");
		return false;
	}
	return false;
}

int
snug_render(int argc, char **argv)
{
	const char *folder = snug_option(&argc, argv, "--partials");
	if (argc != 3 || argv[1][0] == '-' || argv[2][0] == '-')
		return snug_usage("render");
	struct str text, json, why;
	if (!read_or_say(argv[1], MUSTACHE_TEXT_MAX, &text) ||
	    !read_or_say(argv[2], RENDER_MAX, &json))
		return 1;
	const struct mustache *program = compile_file(argv[1], text);
	if (program == NULL)
		return 1;
	const json_t *data = json_read(snug_arena(), json, &why);
	if (data == NULL) {
		(void)fprintf(stderr, "%s: %.*s\n", argv[2], STR_ARG(why));
		return 1;
	}
	struct render render = { .folder = folder != NULL ? folder : folder_of(argv[1]) };
	return print_rendering(&render, program, data) ? 0 : 1;
}
