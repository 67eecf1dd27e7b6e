/*
 * Templates and data from anywhere: compiled, rendered in every mode, checked. The input is a
 * template, a partial "p" and JSON data, with a NUL byte between.
 */
#include "lib/base/fault.h"
#include "lib/web/mustache.h"
#include "lib/web/template_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct mustache *
find(void *store, struct str name, uint32_t hash)
{
	(void)hash;
	return str_eq(name, STR("p")) ? store : NULL;
}

static void
render_all(struct arena *arena, const struct mustache *template, const struct mustache *partial,
	   struct view_value root)
{
	for (int mode = MUSTACHE_HOUSE; mode <= MUSTACHE_BARE; mode++) {
		const struct mustache_env env = { .mode = (enum mustache_mode)mode,
						  .limit = 64 * 1024,
						  .find = find,
						  .store = (void *)(uintptr_t)partial };
		struct buf out = buf_in(arena);
		(void)!mustache_render(template, root, &env, &out);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = { (const char *)data, size };
	struct str text, partial_text = STR_NONE, json = STR_NONE, why;
	if (size == 0 || !str_cut(&rest, '\0', &text))
		return 0;
	if (str_cut(&rest, '\0', &partial_text))
		json = rest;

	struct fault_frame frame;
	struct arena *arena = arena_new(64 * 1024 * 1024);
	if (FAULT_CATCH(frame)) {
		struct mustache_error error;
		const struct mustache *template = mustache_compile(arena, text, &error);
		const struct mustache *partial = mustache_compile(arena, partial_text, &error);
		const json_t *root = json_read(arena, json, &why);
		if (template != NULL)
			render_all(arena, template, partial, view_from_json(root));
		(void)template_check(arena, "/nonexistent", STR("fuzz"), text);
		fault_pop(&frame);
	}
	arena_free(arena);
	return 0;
}
