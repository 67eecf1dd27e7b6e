/* The page of what is remembered of a chat: the summary, when it is made, and the switches. */
#include "cgi-bin/chat_memory.h"
#include "lib/base/cfg.h"
#include "lib/base/label.h"
#include "lib/memory/summary.h"
#include "lib/moderate/moderate.h"
#include "lib/web/wake.h"
#include "sql/memory.h"

enum { HISTORY = 12, AS_THE_HOUSE = -1 };

struct summary_form {
	struct str text;
	int64_t summary;
};

static const struct field SUMMARY[] = {
	FIELD_TEXT(struct summary_form, text, "text", "Summary", 1, MEMORY_SUMMARY_MOST),
	FIELD_ID(struct summary_form, summary, "summaryId", "Summary", true),
};

struct rules_form {
	bool is_on;
	bool is_recalling;
	int64_t every;
};

static const struct field RULES[] = {
	FIELD_YES(struct rules_form, is_on, "isOn", "Remember this chat"),
	FIELD_YES(struct rules_form, is_recalling, "isRecalling", "Passages from long ago"),
	FIELD_INT(struct rules_form, every, "everyMessages", "Messages", -1, 400, false),
};

struct all_form {
	bool is_on;
};

static const struct field ALL[] = {
	FIELD_YES(struct all_form, is_on, "isOn", "Remember chats"),
};

struct clear_form {
	struct str what;
};

static const struct field CLEAR[] = {
	FIELD_CHOICE(struct clear_form, what, "what", "What to delete", "chat|all", true),
};

/* ---- the view ------------------------------------------------------------------------------ */

static struct str
void_words(struct str reason)
{
	static const struct label WORDS[] = {
		LABEL("edited", "Set aside: a message that it covers was changed."),
		LABEL("hidden", "Set aside: a message that it covers was hidden."),
		LABEL("deleted", "Set aside: a message that it covers was deleted."),
		LABEL("anew", "Set aside: you asked for a new one."),
	};
	return label_of(WORDS, COUNT(WORDS), reason, STR_NONE);
}

static void
put_summary(struct req *rq, struct view *v, const struct chat_find_row *chat,
	    const struct memory_page_row *row)
{
	if (!row->has_summary_id) {
		view_null(v, "summary");
		return;
	}
	struct view *s = view_object(v, "summary");
	view_id(s, "id", row->summary_id);
	view_text(s, "text", row->text);
	view_int(s, "words", row->words);
	view_text(s, "madeBy", row->made_by);
	view_time(s, "createdAt", row->created_at);
	view_bool(s, "isEdited", !moment_is_none(row->edited_at));
	view_int(s, "messageCount", row->message_count);
	view_id(s, "messageId", row->message_id.v);
	view_time(s, "until", row->until);
	view_int(s, "since", row->since);
	view_url(s, "messageUrl", chat_place_url(rq, chat->id, row->message_id));
}

static void
put_history(struct req *rq, struct view *v, const struct chat_find_row *chat, int64_t current)
{
	struct rows rows = memory_history(rq->db, chat->id, HISTORY);
	struct view_list *items = view_list(v, "history");
	bool has = false;
	for (size_t i = 0; i < rows.n; i++) {
		const struct memory_history_row *row = memory_history_at(rows, i);
		if (row->id == current)
			continue;
		struct view *item = view_push(items);
		view_id(item, "id", row->id);
		view_text(item, "text", row->text);
		view_int(item, "words", row->words);
		view_text(item, "madeBy", row->made_by);
		view_time(item, "createdAt", row->created_at);
		view_int(item, "messageCount", row->message_count);
		view_bool(item, "isEdited", !moment_is_none(row->edited_at));
		view_text(item, "setAside", void_words(row->void_reason));
		has = true;
	}
	view_bool(view_object(v, "page"), "hasHistory", has);
}

static void
put_notes(struct req *rq, struct view *v, const struct chat_find_row *chat)
{
	struct rows rows = memory_notes(rq->db, chat->id, chat->character_id, rq->member->id);
	int64_t changed;
	if (!str_to_i64(form_value(rq, "noteId"), &changed))
		changed = 0;
	struct view_list *facts = view_list(v, "facts");
	struct view_list *offers = view_list(v, "offers");
	struct view_list *character = view_list(v, "characterNotes");
	struct view_list *all = view_list(v, "notes");
	for (size_t i = 0; i < rows.n; i++) {
		const struct memory_notes_row *row = memory_notes_at(rows, i);
		struct view *item = view_push(str_eq(row->state, STR("offered"))     ? offers
					      : str_eq(row->scope, STR("chat"))	     ? facts
					      : str_eq(row->scope, STR("character")) ? character
										     : all);
		view_id(item, "id", row->id);
		view_text(item, "text", row->text);
		bool is_again = rq->error_count > 0 && changed == row->id;
		view_text(item, "typed", is_again ? form_value(rq, "text") : row->text);
		view_bool(item, "isAgain", is_again);
		view_bool(item, "isOn", str_eq(row->state, STR("on")));
		view_time(item, "createdAt", row->created_at);
		if (row->message_id.v != 0) {
			view_id(item, "messageId", row->message_id.v);
			view_url(item, "messageUrl", chat_place_url(rq, chat->id, row->message_id));
		}
	}
}

static void
put_rules(struct req *rq, struct view *v, const struct memory_page_row *row)
{
	static const int64_t CHOICES[] = { AS_THE_HOUSE, 6, 10, 20, 40, 0 };
	int64_t house = cfg_int(CFG_SUMMARY_MESSAGES);
	int64_t now = row->has_every_messages ? row->every_messages : AS_THE_HOUSE;
	bool is_known = false;
	view_int(v, "everyMessages", row->has_every_messages ? row->every_messages : house);
	struct view_list *options = view_list(view_object(v, "page"), "every");
	for (size_t i = 0; i <= COUNT(CHOICES); i++) {
		if (i == COUNT(CHOICES) && is_known)
			break;
		int64_t value = i == COUNT(CHOICES) ? now : CHOICES[i];
		struct str label =
			value == AS_THE_HOUSE
				? house == 0 ? STR("As the house does")
					     : str_fmt(rq->arena, "As the house does (%lld)",
						       (long long)house)
			: value == 0 ? STR("Only when I ask")
				     : str_fmt(rq->arena, "Every %lld messages", (long long)value);
		view_push_choice(options, str_int(rq->arena, value), label, value == now);
		is_known = is_known || value == now;
	}
}

static void
put_removed(struct req *rq, struct view *page_only)
{
	int64_t gone;
	if (!str_to_i64(req_query(rq, "gone"), &gone) || gone <= 0)
		return;
	const struct memory_note_find_row *note = memory_note_find(rq->db, rq->member->id, gone);
	if (note == NULL || !str_eq(note->state, STR("removed")))
		return;
	struct view *v = view_object(page_only, "gone");
	view_id(v, "id", note->id);
	view_text(v, "text", note->text);
}

struct view *
memory_view(struct req *rq, const struct chat_find_row *chat)
{
	const struct memory_page_row *row = memory_page(rq->db, chat->id, rq->member->id);
	struct view *v = chat_side_view(rq, chat);
	struct view *page_only = view_object(v, "page");
	view_bool(v, "isOn", row->is_on);
	view_bool(v, "isOnForAll", row->is_on_for_all);
	view_bool(v, "isRecalling", row->is_recalling);
	view_bool(v, "isMaking", row->is_making);
	put_summary(rq, v, chat, row);
	put_history(rq, v, chat, row->has_summary_id ? row->summary_id : 0);
	put_notes(rq, v, chat);
	put_rules(rq, v, row);
	view_bool(page_only, "isOwner", row->is_owner);
	view_bool(page_only, "isReady", row->is_on && row->is_on_for_all);
	view_int(page_only, "said", row->since);
	view_bool(page_only, "isUsedUp", row->made_today >= cfg_int(CFG_SUMMARIES_A_DAY));
	put_removed(rq, page_only);
	return v;
}

bool
memory_is_refused(struct req *rq, const struct chat_find_row *chat, struct str text,
		  struct reply *reply)
{
	const char *why = moderate_text(
		rq->db, rq->arena,
		&(struct moderate_source){ rq->member->id, chat->id, MODERATE_NOTE }, text);
	if (why == NULL)
		return false;
	form_error(rq, "text", "Text", why);
	*reply = rq->wants_json ? refuse(rq, 422, "MODERATION_BLOCK", why)
				: form_again(rq, 422, "chat/memory", memory_view(rq, chat));
	reply->commit = true; /* what was noted of it stays */
	return true;
}

/* ---- handlers ------------------------------------------------------------------------------ */

struct reply
chat_show_memory(struct req *rq)
{
	const struct chat_find_row *chat = chat_of_request(rq);
	if (chat == NULL)
		return not_found(rq);
	return page(rq, "chat/memory", memory_view(rq, chat));
}

static struct reply
back(struct req *rq, const struct chat_find_row *chat, const char *says)
{
	struct view *v = rq->wants_json ? memory_view(rq, chat) : NULL;
	struct reply reply = done(rq, 200, v, chat_address(rq, chat->id, "/memory"));
	if (!rq->wants_json)
		reply_flash(rq, &reply, FLASH_GOOD, says);
	return reply;
}

struct reply
chat_memory_rules(struct req *rq)
{
	const struct chat_find_row *chat = chat_of_request(rq);
	struct rules_form in = { .every = AS_THE_HOUSE };
	if (chat == NULL)
		return not_found(rq);
	if (!form_read(rq, RULES, COUNT(RULES), &in))
		return form_again(rq, 422, "chat/memory", memory_view(rq, chat));
	if (memory_set_chat(rq->db, &(struct memory_set_chat_in){
					    .chat_id = chat->id,
					    .member_id = rq->member->id,
					    .is_on = in.is_on,
					    .is_recalling = in.is_recalling,
					    .every_messages = in.every,
				    }) == 0)
		return not_found(rq);
	return back(
		rq, chat,
		in.is_on
			? "Saved."
			: "This chat is no longer remembered. What is there stays until you delete it.");
}

struct reply
chat_memory_all(struct req *rq)
{
	const struct chat_find_row *chat = chat_of_request(rq);
	struct all_form in = { 0 };
	if (chat == NULL)
		return not_found(rq);
	if (!form_read(rq, ALL, COUNT(ALL), &in))
		return refuse(rq, 422, NULL, "Say yes or no.");
	(void)memory_set_member(rq->db, rq->member->id, in.is_on);
	return back(
		rq, chat,
		in.is_on
			? "Chats are remembered again."
			: "No chat of yours is remembered any more. What is there stays until you delete it.");
}

struct reply
chat_memory_summary(struct req *rq)
{
	const struct chat_find_row *chat = chat_of_request(rq);
	struct summary_form in = { 0 };
	struct reply refused;
	if (chat == NULL)
		return not_found(rq);
	if (!form_read(rq, SUMMARY, COUNT(SUMMARY), &in))
		return form_again(rq, 422, "chat/memory", memory_view(rq, chat));
	in.text = str_trim(in.text);
	if (in.text.n == 0) {
		form_error(rq, "text", "Summary", "Write something first.");
		return form_again(rq, 422, "chat/memory", memory_view(rq, chat));
	}
	if (memory_is_refused(rq, chat, in.text, &refused))
		return refused;
	if (memory_edit_summary(rq->db, &(struct memory_edit_summary_in){
						.chat_id = chat->id,
						.member_id = rq->member->id,
						.id = in.summary,
						.text = in.text,
						.words = summary_count_words(in.text),
					}) == 0)
		return refuse(
			rq, 409, "STALE_SUMMARY",
			"That summary does not count any more: the chat went on or was changed. "
			"Reload the page to see the one that does.");
	return back(rq, chat, "Saved. The next summary goes on from your words.");
}

struct reply
chat_memory_anew(struct req *rq)
{
	const struct chat_find_row *chat = chat_of_request(rq);
	if (chat == NULL)
		return not_found(rq);
	if (memory_page(rq->db, chat->id, rq->member->id)->made_today >=
	    cfg_int(CFG_SUMMARIES_A_DAY))
		return refuse(rq, 429, "SUMMARY_LIMIT",
			      "That was today's last summary. The next can be made tomorrow.");
	if (memory_anew(rq->db, chat->id, rq->member->id) == NULL)
		return refuse(rq, 409, "MEMORY_OFF", "Switch memory on first.");
	wake_after_commit(rq);
	return back(rq, chat, "A new summary is being written. Reload the page in a moment.");
}

struct reply
chat_memory_clear(struct req *rq)
{
	const struct chat_find_row *chat = chat_of_request(rq);
	struct clear_form in = { 0 };
	if (chat == NULL)
		return not_found(rq);
	if (!form_read(rq, CLEAR, COUNT(CLEAR), &in))
		return refuse(rq, 422, NULL, "Say what to delete: chat or all.");
	if (str_eq(in.what, STR("all")))
		(void)memory_clear_all(rq->db, rq->member->id);
	else
		(void)memory_clear(rq->db, chat->id, rq->member->id);
	return back(rq, chat, "Deleted. The messages themselves are all there.");
}
