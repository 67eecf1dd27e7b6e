/*
 * Runs the official test files of the Mustache specification: *.json in data/mustache-spec of the
 * folder that SNUG_SHARED names (default ../shared). Without them the one test is skipped.
 */
#include <glob.h>
#include <libgen.h>

#include "lib/base/fault.h"
#include "lib/web/mustache.h"
#include "tests/greatest.h"

GREATEST_MAIN_DEFS();

struct partials {
	struct arena *arena;
	const json_t *texts;
};

static const struct mustache *
find(void *store, struct str name, uint32_t hash)
{
	const struct partials *partials = store;
	const json_t *text = json_object_getn(partials->texts, name.p, name.n);
	struct mustache_error error;
	(void)hash;
	return text == NULL ? NULL : mustache_compile(partials->arena, json_text(text), &error);
}

static enum greatest_test_res
render_case(struct arena *arena, const json_t *test)
{
	struct partials partials = { arena, json_object_get(test, "partials") };
	struct mustache_env env = { .mode = MUSTACHE_BARE,
				    .limit = MUSTACHE_OUTPUT_MAX,
				    .find = find,
				    .store = &partials };
	struct mustache_error error;
	struct buf out = buf_in(arena);
	const struct mustache *template = mustache_compile(arena, json_get_text(test, "template"),
							   &error);
	ASSERT(template != NULL);
	ASSERT_EQ(MUSTACHE_DONE,
		  mustache_render(template, view_from_json(json_object_get(test, "data")), &env,
				  &out));
	ASSERT_STR_EQ(json_get_text(test, "expected").p, str_cstr(arena, buf_done(&out)));
	PASS();
}

TEST
spec_case(const json_t *test)
{
	struct arena *arena = arena_new(16 * 1024 * 1024);
	enum greatest_test_res result = render_case(arena, test);
	arena_free(arena);
	return result;
}

static void
run_file(char *path)
{
	char name[256];
	json_t *root = json_load_file(path, 0, NULL);
	ENSURE(root != NULL);
	const char *file_name = basename(path);
	size_t i;
	json_t *test;
	json_array_foreach(json_object_get(root, "tests"), i, test)
	{
		(void)snprintf(name, sizeof(name), "%s: %s", file_name,
			       json_get_text(test, "name").p);
		GREATEST_RUN(name, spec_case(test));
	}
	json_decref(root);
}

TEST
specification_files(void)
{
	SKIPm("data/mustache-spec is not there; set SNUG_SHARED to the folder that holds data/");
}

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	char pattern[4096];
	const char *shared = getenv("SNUG_SHARED");
	(void)snprintf(pattern, sizeof(pattern), "%s/data/mustache-spec/*.json",
		       shared != NULL ? shared : "../shared");
	glob_t files;
	bool any = glob(pattern, 0, NULL, &files) == 0;
	for (size_t i = 0; any && i < files.gl_pathc; i++)
		if (strstr(files.gl_pathv[i], "lambdas") == NULL)
			run_file(files.gl_pathv[i]);
	if (any)
		globfree(&files);
	else
		RUN_TEST(specification_files);
	GREATEST_MAIN_END();
}
