/* Search in one chat: words with their surroundings, each a way to its place. */
#include "cgi-bin/chat.h"

#include "sql/tree.h"

enum { FOUND_PAGE = 30, BEFORE_HIT = 70, BEHIND_HIT = 130, MARKS = 12 };

struct asked {
	struct str words;
	struct str cursor;
	int64_t limit;
};

static const struct field ASKED[] = {
	FIELD_LINE(struct asked, words, "q", "Search for", 0, 100),
	FIELD_LINE(struct asked, cursor, "cursor", "Cursor", 0, 20),
	FIELD_INT(struct asked, limit, "limit", "Limit", 1, 100, false),
};

static char
small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool
begins(struct str text, struct str with)
{
	if (with.n == 0 || text.n < with.n)
		return false;
	for (size_t i = 0; i < with.n; i++)
		if (small(text.p[i]) != small(with.p[i]))
			return false;
	return true;
}

static bool
is_letter(char c)
{
	return (c >= '0' && c <= '9') || (small(c) >= 'a' && small(c) <= 'z') || (c & 0x80) != 0;
}

/* The length of a word of the question that stands at `at`, from its beginning; 0 for none. */
static size_t
hit_at(struct str text, size_t at, struct str words, bool anywhere)
{
	struct str word;
	struct str here = str_from_at(text, at);
	if (anywhere)
		return begins(here, words) ? words.n : 0;
	if (at > 0 && is_letter(text.p[at - 1]))
		return 0;
	while (str_cut(&words, ' ', &word))
		if (begins(here, word))
			return word.n;
	return 0;
}

static void
push_part(struct req *rq, struct view_list *parts, struct str text, bool is_hit)
{
	if (text.n == 0)
		return;
	struct view *part = view_push(parts);
	view_text(part, "text",
		  is_hit || rq->wants_json ? text : chat_without_marks(rq->arena, text));
	view_bool(part, "isHit", is_hit);
}

/* The text around the first hit, cut into what was asked for and what was not. */
static void
push_parts(struct req *rq, struct view *item, struct str text, struct str words, bool anywhere)
{
	size_t first = 0;
	while (first < text.n && hit_at(text, first, words, anywhere) == 0)
		first++;
	if (first == text.n)
		first = 0;
	size_t from = first > BEFORE_HIT ? str_clip(text, first - BEFORE_HIT) : 0;
	struct str rest = str_from_at(text, from);
	struct str piece = str_first(rest, str_clip(rest, BEFORE_HIT + BEHIND_HIT));
	struct view_list *parts = view_list(item, "parts");
	size_t done = 0, marks = 0;
	if (from > 0)
		push_part(rq, parts, STR("… "), false);
	for (size_t i = 0; i < piece.n && marks < MARKS;) {
		size_t n = hit_at(text, from + i, words, anywhere);
		if (n == 0 || i + n > piece.n) {
			i++;
			continue;
		}
		push_part(rq, parts, (struct str){ piece.p + done, i - done }, false);
		push_part(rq, parts, (struct str){ piece.p + i, n }, true);
		done = i += n;
		marks++;
	}
	push_part(rq, parts, str_from_at(piece, done), false);
	if (piece.n < rest.n)
		push_part(rq, parts, STR(" …"), false);
}

static struct rows
find(struct req *rq, const struct chat_find_row *chat, const struct asked *in, struct strs query)
{
	struct message_id before = { INT64_MAX };
	if (in->cursor.n > 0 && !str_to_i64(in->cursor, &before.v))
		before.v = INT64_MAX;
	if (query.n > 0)
		return tree_find(rq->db, chat->id, query, before, in->limit + 1);
	return tree_scan(rq->db, chat->id, in->words, before, in->limit + 1);
}

static void
push_found(struct req *rq, struct view *v, const struct chat_find_row *chat, const struct asked *in)
{
	struct str next = STR_NONE;
	struct strs query = tree_query(rq->arena, in->words);
	struct rows rows = find(rq, chat, in, query);
	if (rows.n > (size_t)in->limit) {
		rows.n = (size_t)in->limit;
		next = str_int(rq->arena, tree_find_at(rows, rows.n - 1)->id.v);
	}
	struct view_list *items = view_list(v, "items");
	for (size_t i = 0; i < rows.n; i++) {
		const struct tree_find_row *row = tree_find_at(rows, i);
		struct view *item = view_push(items);
		view_id(item, "id", row->id.v);
		view_text(item, "role", row->role);
		view_text(item, "speaker", row->speaker_label);
		view_int(item, "number", row->depth + 1);
		view_time(item, "createdAt", row->created_at);
		view_bool(item, "isOnPath", row->on_way);
		view_url(item, "url", chat_place_url(rq, chat->id, row->id));
		push_parts(rq, item, row->content, in->words, query.n == 0);
	}
	view_text(v, "nextCursor", next);
	if (next.n > 0)
		view_text(view_object(v, "page"), "next", next);
	view_bool(view_object(v, "page"), "isEmpty", rows.n == 0);
}

struct reply
chat_find_words(struct req *rq)
{
	struct asked in = { .limit = FOUND_PAGE };
	const struct chat_find_row *chat = chat_of_request(rq);
	if (chat == NULL)
		return not_found(rq);
	if (!form_read(rq, ASKED, COUNT(ASKED), &in))
		return refuse(rq, 422, NULL, "A search can have 100 characters at most.");
	struct view *v = chat_side_view(rq, chat);
	in.words = str_trim(in.words);
	view_text(v, "q", in.words);
	view_bool(view_object(v, "page"), "isAsked", in.words.n > 0);
	if (in.words.n > 0)
		push_found(rq, v, chat, &in);
	else
		view_list(v, "items");
	return page(rq, "chat/search", v);
}
