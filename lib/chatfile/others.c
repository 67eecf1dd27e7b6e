/* The documents of other tools: text-generation-webui, Agnai, Character.AI. */
#include "lib/base/buf.h"
#include "lib/chatfile/read.h"

/* One more message of a conversation without branches. */
static void
push_line(struct reader *r, struct chatfile_message *m)
{
	m->parent = r->tip;
	size_t index = reader_push(r, m);
	if (index == CHATFILE_NONE)
		return;
	r->tip = r->chat->head = index;
	r->chat->path++;
	r->is_over = r->is_over || r->chat->path > CHATFILE_MESSAGES;
}

/* ---- text-generation-webui: pairs of what the member and what the bot said ------------------------- */

/* The pages of ooba are written as HTML: the five signs that it escapes. */
static struct str
unescaped(struct arena *arena, struct str text)
{
	static const struct {
		struct str entity;
		char sign;
	} SIGNS[] = {
		{ STR_INIT("&amp;"), '&' },   { STR_INIT("&lt;"), '<' },
		{ STR_INIT("&gt;"), '>' },    { STR_INIT("&quot;"), '"' },
		{ STR_INIT("&#x27;"), '\'' },
	};
	struct buf out = buf_in(arena);
	if (str_find_char(text, '&') < 0)
		return text;
	buf_reserve(&out, text.n);
	while (text.n > 0) {
		size_t i = 0, n = 1;
		char sign = text.p[0];
		while (i < COUNT(SIGNS) && !str_starts(text, SIGNS[i].entity))
			i++;
		if (i < COUNT(SIGNS)) {
			sign = SIGNS[i].sign;
			n = SIGNS[i].entity.n;
		}
		buf_char(&out, sign);
		text = str_from_at(text, n);
	}
	return buf_done(&out);
}

/* What was meant: the visible text, unless it is but the HTML of the internal one. */
static struct str
meant(struct reader *r, struct str visible, struct str internal, struct str *whole)
{
	struct str text = reader_text(r, visible, whole);
	struct str inner = scan_text(r->arena, internal, (size_t)CHATFILE_TEXT * 4);
	return inner.n > 0 && whole->n == 0 && str_eq(unescaped(r->arena, text), inner) ? inner
											: text;
}

static void
read_pair(struct reader *r, struct str visible, struct str internal)
{
	struct scan v = scan_in(r->arena, visible), i = scan_in(r->arena, internal);
	bool has_internal = scan_kind(internal) == SCAN_ARRAY;
	for (int half = 0; half < 2 && scan_next(&v); half++) {
		struct str inner = has_internal && scan_next(&i) ? i.value : STR_NONE, whole;
		struct str text = meant(r, v.value, inner, &whole);
		/* The greeting is the answer to nothing. */
		if (text.n == 0 || str_eq(text, STR("<|BEGIN-VISIBLE-CHAT|>")))
			continue;
		struct chatfile_message m = { .role = half == 0 ? CHATFILE_USER
								: CHATFILE_ASSISTANT,
					      .text = text,
					      .at = MOMENT_NONE };
		m.extra = reader_extra(r, STR_NONE, STR_NONE, whole);
		push_line(r, &m);
	}
}

void
read_ooba(struct reader *r, struct str object)
{
	static const char *const KNOWN[] = { "data_visible", "visible", "data",
					     "internal",     "history", NULL };
	struct str inner = scan_find(r->arena, object, "history");
	struct str from = scan_kind(inner) == SCAN_OBJECT ? inner : object;
	bool is_old = scan_find(r->arena, from, "data_visible").n > 0;
	struct str visible = scan_find(r->arena, from, is_old ? "data_visible" : "visible");
	struct str internal = scan_find(r->arena, from, is_old ? "data" : "internal");
	if (visible.n == 0)
		visible = internal;
	if (!reader_begin(r))
		return;
	r->chat->origin = reader_origin(r, "ooba", reader_rest(r, object, KNOWN, "header: "));
	struct scan pairs = scan_in(r->arena, visible), inners = scan_in(r->arena, internal);
	bool has_internal = scan_kind(internal) == SCAN_ARRAY;
	while (!r->is_over && scan_next(&pairs))
		read_pair(r, pairs.value,
			  has_internal && scan_next(&inners) ? inners.value : STR_NONE);
}

/* ---- Agnai --------------------------------------------------------------------------------------- */

static const char *const AGNAI_KNOWN[] = { "msg", "retries", NULL };

static size_t
agnai_parent(struct reader *r, const struct reader_ids *ids, struct str object)
{
	struct str parent = reader_name(r, scan_find(r->arena, object, "parent"));
	size_t index = reader_ids_find(ids, parent);
	return index != CHATFILE_NONE ? index : r->tip;
}

/* Earlier tries of a reply, as versions before it. */
static int64_t
push_retries(struct reader *r, struct chatfile_message m, struct str retries)
{
	struct scan s = scan_in(r->arena, scan_kind(retries) == SCAN_ARRAY ? retries : STR_NONE);
	int64_t place = 0;
	struct str whole;
	while (scan_next(&s)) {
		m.text = reader_text(r, s.value, &whole);
		if (m.text.n == 0 || place == CHATFILE_VERSIONS) {
			r->left_out++;
			continue;
		}
		m.place = place;
		m.extra = reader_extra(r, STR_NONE, STR_NONE, whole);
		if (reader_push(r, &m) != CHATFILE_NONE)
			place++;
	}
	return place;
}

static void
read_agnai_message(struct reader *r, struct reader_ids *ids, struct str object, size_t number)
{
	struct arena *arena = r->arena;
	struct str whole, text = reader_text(r, scan_find(arena, object, "msg"), &whole);
	struct str character = reader_name(r, scan_find(arena, object, "characterId"));
	struct str user = reader_name(r, scan_find(arena, object, "userId"));
	if (text.p == NULL) {
		fate_add(&r->fate.ignored,
			 str_fmt(arena, "message %zu: a message without text", number));
		return;
	}
	struct chatfile_message m = {
		.parent = agnai_parent(r, ids, object),
		.role = user.n > 0 && character.n == 0 ? CHATFILE_USER : CHATFILE_ASSISTANT,
		.name = reader_name(r, scan_find(arena, object, "handle")),
		.at = reader_moment(r, scan_find(arena, object, "createdAt")),
	};
	m.place = push_retries(r, m, scan_find(arena, object, "retries"));
	m.text = text;
	m.extra = reader_extra(r, reader_rest(r, object, AGNAI_KNOWN, ""), STR_NONE, whole);
	size_t index = reader_push(r, &m);
	if (index == CHATFILE_NONE)
		return;
	reader_ids_put(ids, reader_name(r, scan_find(arena, object, "_id")), index);
	r->tip = index;
}

void
read_agnai(struct reader *r, struct str object)
{
	static const char *const KNOWN[] = { "messages", NULL };
	struct str messages = scan_find(r->arena, object, "messages");
	struct reader_ids *ids = reader_ids_new(r->arena, scan_count(messages));
	struct scan s = scan_in(r->arena, messages);
	if (!reader_begin(r))
		return;
	r->chat->title = reader_name(r, scan_find(r->arena, object, "name"));
	r->chat->origin = reader_origin(r, "agnai", reader_rest(r, object, KNOWN, "header: "));
	for (size_t number = 1; !r->is_over && scan_next(&s); number++)
		read_agnai_message(r, ids, s.value, number);
	size_t leaf = reader_ids_find(ids,
				      reader_name(r, scan_find(r->arena, object, "treeLeafId")));
	r->chat->head = leaf != CHATFILE_NONE ? leaf : r->tip;
	reader_renumber(r);
}

/* ---- Character.AI -------------------------------------------------------------------------------- */

static void
read_cai_history(struct reader *r, struct str history)
{
	static const char *const KNOWN[] = { "text", NULL };
	struct scan s = scan_in(r->arena, scan_find(r->arena, history, "msgs"));
	for (size_t number = 1; !r->is_over && scan_next(&s); number++) {
		struct str src = scan_find(r->arena, s.value, "src"), whole;
		struct str text = reader_text(r, scan_find(r->arena, s.value, "text"), &whole);
		if (text.p == NULL) {
			fate_add(&r->fate.ignored,
				 str_fmt(r->arena, "message %zu: a message without text", number));
			continue;
		}
		struct chatfile_message m = {
			.role = scan_true(scan_find(r->arena, src, "is_human"))
					? CHATFILE_USER
					: CHATFILE_ASSISTANT,
			.name = reader_name(r, scan_find(r->arena, src, "name")),
			.at = reader_moment(r, scan_find(r->arena, s.value, "created")),
			.text = text,
		};
		m.extra = reader_extra(r, reader_rest(r, s.value, KNOWN, ""), STR_NONE, whole);
		push_line(r, &m);
	}
}

void
read_cai(struct reader *r, struct str object)
{
	static const char *const TOP[] = { "histories", NULL }, *const KNOWN[] = { "msgs", NULL };
	struct str list = scan_find(r->arena, object, "histories");
	if (scan_kind(list) == SCAN_OBJECT)
		list = scan_find(r->arena, list, "histories");
	struct str top = reader_rest(r, object, TOP, "header: ");
	struct scan s = scan_in(r->arena, list);
	while (!r->is_over && scan_next(&s)) {
		if (scan_count(scan_find(r->arena, s.value, "msgs")) == 0)
			continue;
		if (!reader_begin(r))
			return;
		struct str own = reader_rest(r, s.value, KNOWN, "history: ");
		r->chat->origin = reader_origin(r, "cai", reader_extra(r, own, top, STR_NONE));
		read_cai_history(r, s.value);
	}
}
