/* The tree of a chat as a drawing and as a list, and the places that were marked in it. */
#include "cgi-bin/chat.h"

#include "lib/chat/outline.h"
#include "sql/tree.h"

/* The drawing's measures, in its own units. */
enum { ROW = 44, LANE = 26, LEFT = 22, LANES_SHOWN = 12, TEXT_ROOM = 560 };

static struct outline
read_outline(struct req *rq, const struct chat_find_row *chat, struct message_id from)
{
	struct rows rows = tree_bones(rq->db, chat->id);
	struct outline_bone *bones = ARENA_ARRAY(rq->arena, struct outline_bone, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct tree_bones_row *row = tree_bones_at(rows, i);
		bones[i] = (struct outline_bone){ row->id, row->parent_id, row->depth,
						  row->is_marked };
	}
	return outline_make(rq->arena, bones, rows.n, chat->head_id, from);
}

static const struct tree_flesh_row *
flesh_of(struct rows rows, struct message_id id)
{
	size_t low = 0, high = rows.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (tree_flesh_at(rows, middle)->id.v < id.v)
			low = middle + 1;
		else
			high = middle;
	}
	return low < rows.n && tree_flesh_at(rows, low)->id.v == id.v ? tree_flesh_at(rows, low)
								      : NULL;
}

static struct rows
read_flesh(struct req *rq, const struct chat_find_row *chat, const struct outline *outline)
{
	int64_t *ids = ARENA_ARRAY(rq->arena, int64_t, outline->n + 1);
	for (size_t i = 0; i < outline->n; i++)
		ids[i] = outline->nodes[i].id.v;
	return tree_flesh(rq->db, chat->id, (struct i64s){ ids, outline->n });
}

/* Lanes far out share the last one, so that the drawing stays as wide as a phone lets it. */
static long long
x_of(int64_t lane)
{
	return LEFT + LANE * (long long)(lane < LANES_SHOWN ? lane : LANES_SHOWN - 1);
}

static struct str
edge_path(struct req *rq, const struct outline *outline, size_t i)
{
	const struct outline_node *node = &outline->nodes[i];
	long long y = LEFT + ROW * (long long)i;
	if (node->parent < 0)
		return STR_NONE;
	long long from_x = x_of(outline->nodes[node->parent].lane), x = x_of(node->lane);
	long long from_y = LEFT + ROW * (long long)node->parent;
	if (x == from_x)
		return str_fmt(rq->arena, "M%lld %lldV%lld", x, from_y, y);
	return str_fmt(rq->arena, "M%lld %lldV%lldQ%lld %lld %lld %lldH%lld", from_x, from_y,
		       y - 10, from_x, y, from_x + 10, y, x);
}

static struct str
count_words(struct req *rq, const struct outline_node *node)
{
	struct buf words = buf_in(rq->arena);
	if (node->skipped > 0)
		buf_fmt(&words, "%lld in between", (long long)node->skipped);
	if (node->skipped > 0 && node->folded > 0)
		buf_lit(&words, ", ");
	if (node->folded > 0)
		buf_fmt(&words, "%lld folded", (long long)node->folded);
	return words.n > 0 ? buf_done(&words) : STR_NONE;
}

static struct str
first_words(struct arena *arena, struct str text)
{
	enum { WORDS = 64 };
	struct buf out = buf_in(arena);
	struct str clipped = str_first(text, str_clip(text, WORDS));
	for (size_t i = 0; i < clipped.n; i++)
		buf_char(&out, clipped.p[i] == '\n' || clipped.p[i] == '*' ? ' ' : clipped.p[i]);
	if (clipped.n < text.n)
		buf_str(&out, STR("…"));
	return str_trim(buf_done(&out));
}

static void
node_fields(struct req *rq, struct view *v, const struct chat_find_row *chat,
	    const struct outline *outline, size_t i, const struct tree_flesh_row *flesh)
{
	const struct outline_node *node = &outline->nodes[i];
	long long id = (long long)chat->id.v;
	view_id(v, "id", node->id.v);
	if (node->parent >= 0)
		view_id(v, "parentId", outline->nodes[node->parent].id.v);
	else
		view_null(v, "parentId");
	view_int(v, "number", node->depth + 1);
	view_int(v, "between", node->skipped);
	view_int(v, "folded", node->folded);
	view_bool(v, "isOnPath", node->is_on_path);
	view_bool(v, "isHead", node->is_head);
	view_bool(v, "isFork", node->is_fork);
	view_bool(v, "isEnd", node->is_end);
	view_text(v, "speaker", flesh == NULL ? STR("") : flesh->speaker_label);
	view_text(v, "words", flesh == NULL ? STR("") : first_words(rq->arena, flesh->words));
	view_text(v, "bookmark", flesh == NULL ? STR_NONE : flesh->bookmark);
	view_text(v, "checkpoint", flesh == NULL ? STR_NONE : flesh->checkpoint);
	view_url(v, "url", chat_place_url(rq, chat->id, node->id));
	struct view *page_only = view_object(v, "page");
	view_bool(page_only, "isBookmarked", flesh != NULL && flesh->bookmark.p != NULL);
	view_int(page_only, "x", x_of(node->lane));
	view_int(page_only, "y", LEFT + ROW * (int64_t)i);
	view_int(page_only, "textX", x_of(node->lane) + 14);
	view_int(page_only, "textY", LEFT + ROW * (int64_t)i - 1);
	view_int(page_only, "countY", LEFT + ROW * (int64_t)i + 14);
	view_int(page_only, "hitY", LEFT + ROW * (int64_t)i - ROW / 2);
	view_int(page_only, "hitWidth", x_of(outline->lanes) + TEXT_ROOM);
	view_text(page_only, "edge", edge_path(rq, outline, i));
	view_text(page_only, "countWords", count_words(rq, node));
	view_bool(page_only, "isIndented", node->lane > 0);
	if (node->folded > 0)
		view_url(
			page_only, "unfoldUrl",
			str_fmt(rq->arena, "/chat/%lld/tree?from=%lld", id, (long long)node->id.v));
}

struct reply
chat_show_tree(struct req *rq)
{
	struct message_id from;
	const struct chat_find_row *chat = chat_of_request(rq);
	if (chat == NULL)
		return not_found(rq);
	if (!str_to_i64(req_query(rq, "from"), &from.v))
		from.v = 0;
	struct outline outline = read_outline(rq, chat, from);
	if (outline.n == 0)
		return not_found(rq);
	struct rows flesh = read_flesh(rq, chat, &outline);
	struct view *v = chat_side_view(rq, chat);
	struct view_list *items = view_list(v, "items");
	for (size_t i = 0; i < outline.n; i++)
		node_fields(rq, view_push(items), chat, &outline, i,
			    flesh_of(flesh, outline.nodes[i].id));
	view_count(v, "messageCount", outline.messages);
	view_count(v, "foldedCount", outline.folded);
	struct view *page_only = view_object(v, "page");
	view_bool(page_only, "isFolded", outline.folded > 0);
	view_bool(page_only, "isPart", from.v != 0);
	view_int(page_only, "width", x_of(outline.lanes) + TEXT_ROOM);
	view_int(page_only, "height", ROW * (int64_t)outline.n + LEFT);
	return page(rq, "chat/tree", v);
}

/* ---- bookmarks, checkpoints, branches ------------------------------------------------------- */

struct reply
chat_show_places(struct req *rq)
{
	const struct chat_find_row *chat = chat_of_request(rq);
	if (chat == NULL)
		return not_found(rq);
	struct view *v = chat_side_view(rq, chat);
	struct view_list *items = view_list(v, "items");
	struct rows rows = tree_marks(rq->db, chat->id);
	for (size_t i = 0; i < rows.n; i++) {
		const struct tree_marks_row *row = tree_marks_at(rows, i);
		struct view *item = view_push(items);
		view_id(item, "id", row->id.v);
		view_int(item, "number", row->depth + 1);
		view_text(item, "speaker", row->speaker_label);
		view_text(item, "bookmark", row->bookmark);
		view_text(item, "checkpoint", row->checkpoint);
		view_text(item, "words", first_words(rq->arena, row->words));
		view_time(item, "createdAt", row->created_at);
		view_url(item, "url", chat_place_url(rq, chat->id, row->id));
		view_bool(item, "isBookmarked", row->bookmark.p != NULL);
	}
	struct view_list *branches = view_list(v, "branches");
	rows = tree_branches(rq->db, chat->id, rq->member->id);
	for (size_t i = 0; i < rows.n; i++) {
		const struct tree_branches_row *row = tree_branches_at(rows, i);
		struct view *item = view_push(branches);
		view_id(item, "id", row->id.v);
		view_text(item, "title", row->title);
		view_count(item, "messageCount", row->message_count);
		view_time(item, "createdAt", row->created_at);
		view_url(item, "url", chat_address(rq, row->id, ""));
	}
	return page(rq, "chat/places", v);
}
