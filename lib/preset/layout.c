#include "lib/preset/layout.h"

#include "lib/base/json.h"

static const struct {
	struct str name;
	enum block_kind kind;
	bool is_lore_after;
} PARTS[] = {
	{ STR_INIT("main"), BLOCK_MAIN, false },
	{ STR_INIT("lore_before"), BLOCK_LORE, false },
	{ STR_INIT("persona"), BLOCK_PERSONA, false },
	{ STR_INIT("description"), BLOCK_DESCRIPTION, false },
	{ STR_INIT("personality"), BLOCK_PERSONALITY, false },
	{ STR_INIT("scenario"), BLOCK_SCENARIO, false },
	{ STR_INIT("lore_after"), BLOCK_LORE, true },
	{ STR_INIT("memory"), BLOCK_MEMORY, false },
	{ STR_INIT("examples"), BLOCK_EXAMPLE, false },
	{ STR_INIT("history"), BLOCK_HISTORY, false },
	{ STR_INIT("post_history"), BLOCK_POST_HISTORY, false },
	{ STR_INIT("extra"), BLOCK_EXTRA, false },
};

bool
layout_part_find(struct str name, struct prompt_part *out)
{
	for (size_t i = 0; i < COUNT(PARTS); i++) {
		if (str_eq(PARTS[i].name, name)) {
			*out = (struct prompt_part){ .kind = PARTS[i].kind,
						     .is_lore_after = PARTS[i].is_lore_after };
			return true;
		}
	}
	return false;
}

struct str
layout_part_name(const struct prompt_part *part)
{
	for (size_t i = 0; i < COUNT(PARTS); i++)
		if (PARTS[i].kind == part->kind && PARTS[i].is_lore_after == part->is_lore_after)
			return PARTS[i].name;
	return STR("extra");
}

void
layout_usual(struct prompt_part out[LAYOUT_USUAL])
{
	for (size_t i = 0; i < LAYOUT_USUAL; i++)
		out[i] = (struct prompt_part){ .kind = PARTS[i].kind,
					       .is_lore_after = PARTS[i].is_lore_after };
}

bool
layout_is_usual(const struct prompt_part *parts, size_t n)
{
	for (size_t i = 0; i < n && i < LAYOUT_USUAL; i++)
		if (parts[i].kind != PARTS[i].kind || parts[i].is_off ||
		    parts[i].is_lore_after != PARTS[i].is_lore_after)
			return false;
	return n == LAYOUT_USUAL;
}

size_t
layout_read(struct arena *arena, const json_t *list, struct prompt_part out[LAYOUT_PARTS])
{
	bool has_history = false;
	size_t n = 0, i;
	json_t *item;
	json_array_foreach(list, i, item)
	{
		struct prompt_part *part = &out[n];
		if (n == LAYOUT_PARTS || !layout_part_find(json_get_text(item, "part"), part))
			continue;
		has_history = has_history || part->kind == BLOCK_HISTORY;
		part->is_off = json_get_bool(item, "off", false);
		if (part->kind == BLOCK_EXTRA) {
			part->name = str_copy(arena, json_get_text(item, "name"));
			part->text = str_copy(arena, json_get_text(item, "text"));
			part->depth = json_get_i64(item, "depth", -1);
			part->is_at_depth = part->depth >= 0;
			if (!block_role_find(json_get_text(item, "role"), &part->role))
				part->role = TEXT_SYSTEM;
		}
		n++;
	}
	return has_history ? n : 0;
}

struct str
layout_json(struct arena *arena, const struct prompt_part *parts, size_t n)
{
	struct buf out = buf_in(arena);
	buf_char(&out, '[');
	for (size_t i = 0; i < n; i++) {
		struct str name = layout_part_name(&parts[i]);
		buf_fmt(&out, "%s{\"part\":\"%.*s\"", i > 0 ? "," : "", STR_ARG(name));
		if (parts[i].is_off)
			buf_lit(&out, ",\"off\":true");
		if (parts[i].kind == BLOCK_EXTRA) {
			buf_lit(&out, ",\"name\":");
			json_put_text(&out, parts[i].name);
			buf_fmt(&out, ",\"role\":\"%.*s\",\"text\":",
				STR_ARG(block_role_name(parts[i].role)));
			json_put_text(&out, parts[i].text);
			if (parts[i].is_at_depth)
				buf_fmt(&out, ",\"depth\":%lld", (long long)parts[i].depth);
		}
		buf_char(&out, '}');
	}
	buf_char(&out, ']');
	return buf_done(&out);
}
