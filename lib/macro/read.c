/* Reading a text: where its tags are, and which of them belong together. See run.h. */
#include "lib/macro/run.h"

static bool
is_name(char c)
{
	return macro_is_letter(c) || (c >= '0' && c <= '9') || c == '-';
}

static bool
is_flag(char c)
{
	return c == '!' || c == '?' || c == '>' || c == '#' || c == '~' || c == '/';
}

/* Reads flags and name behind the braces at `at`. False when this is no tag. */
static bool
read_name(struct str text, size_t at, struct macro_node *node)
{
	size_t i = at + 2;
	*node = (struct macro_node){ .start = at, .close = SIZE_MAX };
	while (i < text.n && macro_is_space(text.p[i]))
		i++;
	while (i < text.n && is_flag(text.p[i]) && !node->is_close) {
		if (text.p[i] == '/' && i + 1 < text.n && text.p[i + 1] == '/')
			break;
		node->is_close = text.p[i] == '/';
		node->keeps_space = node->keeps_space || text.p[i] == '#';
		i++;
		while (i < text.n && macro_is_space(text.p[i]))
			i++;
	}
	/* {{///}} closes {{//}}. */
	struct str rest = str_from_at(text, i);
	if (str_starts(rest, STR("///")) && str_starts(str_from_at(rest, 3), STR("}}"))) {
		node->is_close = true;
		i++;
	}
	node->name_start = i;
	if (i + 1 < text.n && text.p[i] == '/' && text.p[i + 1] == '/') {
		node->name_end = i + 2;
		return true;
	}
	/* {{.name}} and {{$name}} are variables. */
	if (i + 1 < text.n && (text.p[i] == '.' || text.p[i] == '$') &&
	    macro_is_letter(text.p[i + 1])) {
		node->name_end = i + 1;
		return !node->is_close;
	}
	if (i >= text.n || !macro_is_letter(text.p[i]))
		return false;
	while (i < text.n && is_name(text.p[i]))
		i++;
	node->name_end = i;
	/* {{time_UTC-3}}: what follows the name is its argument. */
	struct str name = { text.p + node->name_start, i - node->name_start };
	if (name.n > MACRO_UTC.n && str_eq_fold(str_first(name, MACRO_UTC.n), MACRO_UTC))
		node->name_end = node->name_start + MACRO_UTC.n;
	return true;
}

/* All tags that open and close, in one pass. */
static void
find_tags(struct arena *arena, struct macro_text *t)
{
	struct str s = t->text;
	size_t room = 0, opened = 0;
	for (size_t i = 0; i + 1 < s.n; i++)
		room += s.p[i] == '{' && s.p[i + 1] == '{' ? 1 : 0;
	room = room < MACRO_NODES ? room : MACRO_NODES;
	struct macro_node *nodes = ARENA_ARRAY(arena, struct macro_node, room + 1);
	size_t *open = ARENA_ARRAY(arena, size_t, room + 1);
	size_t n = 0;
	for (size_t i = 0; i + 1 < s.n; i++) {
		bool opens = s.p[i] == '{' && s.p[i + 1] == '{' &&
			     (i + 2 >= s.n || s.p[i + 2] != '{');
		if (opens && n < room && read_name(s, i, &nodes[n])) {
			open[opened++] = n++;
			i++;
		} else if (s.p[i] == '}' && s.p[i + 1] == '}' && opened > 0) {
			struct macro_node *node = &nodes[open[--opened]];
			node->end = i + 2;
			i++;
		}
	}
	/* What never closed is text. */
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (nodes[i].end > 0)
			nodes[kept++] = nodes[i];
	t->nodes = nodes;
	t->count = kept;
}

struct str
macro_name_of(const struct macro_text *t, const struct macro_node *node)
{
	return (struct str){ t->text.p + node->name_start, node->name_end - node->name_start };
}

/* Finds what follows each tag, and which {{/name}} closes which {{name}} beside it. */
static void
find_scopes(struct arena *arena, struct macro_text *t)
{
	/* Tags whose inside is being read; then tags of each level that a close may belong to. */
	size_t *inside = ARENA_ARRAY(arena, size_t, t->count + 1);
	size_t *waiting = ARENA_ARRAY(arena, size_t, t->count + 1);
	size_t *base = ARENA_ARRAY(arena, size_t, t->count + 2);
	size_t depth = 0, n = 0;
	for (size_t i = 0; i <= t->count; i++) {
		struct macro_node *node = &t->nodes[i];
		while (depth > 0 &&
		       (i == t->count || t->nodes[inside[depth - 1]].end <= node->start)) {
			size_t done = inside[--depth];
			t->nodes[done].next = i;
			n = base[depth + 1];
			if (!t->nodes[done].is_close)
				waiting[n++] = done;
		}
		if (i == t->count)
			break;
		if (node->is_close) {
			size_t look = n;
			size_t end = n - base[depth] > MACRO_LOOK_BACK ? n - MACRO_LOOK_BACK
								       : base[depth];
			for (; look > end; look--)
				if (str_eq_fold(macro_name_of(t, &t->nodes[waiting[look - 1]]),
						macro_name_of(t, node)))
					break;
			if (look > end) {
				t->nodes[waiting[look - 1]].close = i;
				node->is_bound = true;
				n = look - 1;
			}
		}
		inside[depth++] = i;
		base[depth] = n;
	}
}

struct macro_text
macro_read(struct arena *arena, struct str text)
{
	struct macro_text t = { .text = text, .hash = 0xCBF29CE484222325u };
	for (size_t i = 0; i < text.n; i++)
		t.hash = (t.hash ^ (unsigned char)text.p[i]) * 0x100000001B3u;
	find_tags(arena, &t);
	find_scopes(arena, &t);
	return t;
}
