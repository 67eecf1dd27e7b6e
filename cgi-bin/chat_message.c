/* One message with everything that can be done to it, in words: the menu of those without script. */
#include "cgi-bin/chat.h"

#include "lib/chat/chat.h"
#include "lib/web/markup.h"
#include "sql/tree.h"

struct typed_text {
	struct str content;
};

static const struct field TEXT[] = {
	FIELD_TEXT(struct typed_text, content, "content", "Text", 0, CHAT_REPLY_MOST),
};

static void
push_versions(struct req *rq, struct view *v, const struct chat_find_row *chat,
	      struct message_id message)
{
	struct rows rows = tree_versions(rq->db, chat->id, message);
	struct view_list *list = view_list(v, "versions");
	for (size_t i = 0; i < rows.n; i++) {
		const struct tree_versions_row *row = tree_versions_at(rows, i);
		struct view *item = view_push(list);
		view_id(item, "id", row->id.v);
		view_int(item, "index", row->swipe_index);
		view_int(item, "number", row->swipe_index + 1);
		view_text(item, "words", row->content);
		view_time(item, "createdAt", row->created_at);
		view_bool(item, "isThis", row->id.v == message.v);
		view_bool(item, "hasMore", row->later_count > 0);
	}
	view_bool(v, "hasVersions", rows.n > 1);
}

static void
push_stars(struct view *v, const struct chat_path_row *row)
{
	static const struct str WORDS[] = { STR_INIT("Poor"), STR_INIT("Weak"), STR_INIT("Fair"),
					    STR_INIT("Good"), STR_INIT("Great") };
	struct view_list *list = view_list(v, "stars");
	for (int64_t n = 1; n <= (int64_t)COUNT(WORDS); n++) {
		struct view *star = view_push(list);
		view_int(star, "value", n);
		view_text(star, "word", WORDS[n - 1]);
		view_bool(star, "isOn", row->has_rating && row->rating >= n);
		view_bool(star, "isChosen", row->has_rating && row->rating == n);
	}
}

struct view *
chat_message_view(struct req *rq, const struct chat_find_row *chat, struct message_id message)
{
	struct message_id older;
	struct rows rows = chat_window(rq->db, rq->arena, chat->id, message, 1, &older);
	if (rows.n == 0)
		return NULL;
	const struct chat_path_row *row = chat_path_at(rows, 0);
	bool is_mine = str_eq(row->role, STR("user")) &&
		       (!row->has_member_id || row->member_id.v == rq->member->id.v);
	bool is_reply = str_eq(row->role, STR("assistant"));
	bool is_whole = str_eq(row->status, STR("complete")) || str_eq(row->status, STR("partial"));
	struct view *v = chat_side_view(rq, chat);
	view_id(v, "headId", chat->head_id.v);
	struct view *m = view_object(v, "message");
	chat_message_fields(rq, m, row, chat);
	view_html(m, "contentHtml", markup_html(rq->arena, row->content));
	view_text(m, "priceText", chat_usage_words(rq, row));
	view_url(m, "placeUrl", chat_place_url(rq, chat->id, row->id));
	view_bool(m, "isBookmarked", row->bookmark.p != NULL);
	view_bool(m, "isCheckpoint", row->checkpoint.p != NULL);
	view_bool(m, "canEdit", chat_may_edit(rq, row));
	view_bool(m, "canSendAgain", is_mine && row->has_parent_id);
	view_bool(m, "canBranch", is_whole);
	view_bool(m, "canRate", is_reply && row->has_parent_id && row->content.n > 0);
	view_bool(m, "canDelete", row->has_parent_id || row->swipe_count > 1);
	view_bool(m, "canInspect", is_reply && row->has_parent_id);
	view_int(m, "laterCount", chat->head_depth - row->depth);
	push_versions(rq, m, chat, message);
	push_stars(m, row);
	return v;
}

struct reply
chat_show_message(struct req *rq)
{
	struct message_id message = { req_id(rq, 1) };
	const struct chat_find_row *chat = chat_of_request(rq);
	struct view *v = chat == NULL ? NULL : chat_message_view(rq, chat, message);
	if (v == NULL)
		return not_found(rq);
	form_show(rq, TEXT, COUNT(TEXT));
	return page(rq, "chat/message", v);
}
