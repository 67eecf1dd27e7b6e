/* Facts of a chat, notes on its character, notes for all chats: added, changed, ordered, pinned. */
#include "cgi-bin/chat_memory.h"
#include "lib/memory/passage.h"
#include "sql/memory.h"

struct note_form {
	struct str text;
	struct str scope;
};

static const struct field NOTE[] = {
	FIELD_TEXT(struct note_form, text, "text", "Text", 1, MEMORY_NOTE_MOST),
	FIELD_CHOICE(struct note_form, scope, "scope", "For what", "chat|character|all", true),
};

struct change_form {
	struct str text;
	int64_t note;
};

static const struct field CHANGE[] = {
	FIELD_TEXT(struct change_form, text, "text", "Text", 1, MEMORY_NOTE_MOST),
	FIELD_ID(struct change_form, note, "noteId", "Note", true),
};

struct state_form {
	int64_t note;
	struct str state;
	struct str direction;
};

static const struct field STATE[] = {
	FIELD_ID(struct state_form, note, "noteId", "Note", true),
	FIELD_CHOICE(struct state_form, state, "state", "State", "on|off|removed|refused", true),
};

static const struct field MOVE[] = {
	FIELD_ID(struct state_form, note, "noteId", "Note", true),
	FIELD_CHOICE(struct state_form, direction, "direction", "Direction", "up|down", true),
};

struct pin_form {
	int64_t message;
};

static const struct field PIN[] = {
	FIELD_ID(struct pin_form, message, "messageId", "Message", true),
};

static struct reply
back(struct req *rq, const struct chat_find_row *chat, int status, const char *more)
{
	struct view *v = rq->wants_json ? memory_view(rq, chat) : NULL;
	return done(
		rq, status, v,
		str_fmt(rq->arena, "%.*s%s", STR_ARG(chat_address(rq, chat->id, "/memory")), more));
}

/* Blanks alone are no text. */
static bool
has_text(struct req *rq, struct str *text)
{
	*text = str_trim(*text);
	if (text->n == 0)
		form_error(rq, "text", "Text", "Write something first.");
	return text->n > 0;
}

static struct reply
page_again(struct req *rq, const struct chat_find_row *chat)
{
	return form_again(rq, 422, "chat/memory", memory_view(rq, chat));
}

static const char *
place_of(struct str scope)
{
	return str_eq(scope, STR("chat"))	 ? "#facts"
	       : str_eq(scope, STR("character")) ? "#character-notes"
						 : "#notes";
}

struct reply
chat_memory_note(struct req *rq)
{
	const struct chat_find_row *chat = chat_of_request(rq);
	struct note_form in = { 0 };
	struct reply refused;
	if (chat == NULL)
		return not_found(rq);
	if (!form_read(rq, NOTE, COUNT(NOTE), &in) || !has_text(rq, &in.text))
		return page_again(rq, chat);
	if (memory_is_refused(rq, chat, in.text, &refused))
		return refused;
	if (memory_note_add(rq->db, &(struct memory_note_add_in){
					    .member_id = rq->member->id,
					    .chat_id = chat->id,
					    .character_id = chat->character_id,
					    .scope = in.scope,
					    .text = in.text,
				    }) == NULL) {
		form_error(rq, "text", "Text",
			   "There are 100 of these already. Remove one to make room.");
		return page_again(rq, chat);
	}
	return back(rq, chat, 201, place_of(in.scope));
}

struct reply
chat_memory_change(struct req *rq)
{
	const struct chat_find_row *chat = chat_of_request(rq);
	struct change_form in = { 0 };
	struct reply refused;
	if (chat == NULL)
		return not_found(rq);
	if (!form_read(rq, CHANGE, COUNT(CHANGE), &in) || !has_text(rq, &in.text))
		return page_again(rq, chat);
	if (memory_is_refused(rq, chat, in.text, &refused))
		return refused;
	if (memory_note_edit(rq->db, rq->member->id, in.note, in.text) == 0)
		return not_found(rq);
	return back(rq, chat, 200,
		    str_cstr(rq->arena, str_fmt(rq->arena, "#n-%lld", (long long)in.note)));
}

struct reply
chat_memory_state(struct req *rq)
{
	const struct chat_find_row *chat = chat_of_request(rq);
	struct state_form in = { 0 };
	if (chat == NULL)
		return not_found(rq);
	if (!form_read(rq, STATE, COUNT(STATE), &in))
		return refuse(rq, 422, NULL, "That cannot be done with a note.");
	if (memory_note_state(rq->db, rq->member->id, in.note, in.state) == 0)
		return not_found(rq);
	struct str more = STR("#offers");
	if (str_eq(in.state, STR("removed")))
		more = str_fmt(rq->arena, "?gone=%lld", (long long)in.note);
	else if (!str_eq(in.state, STR("refused")))
		more = str_fmt(rq->arena, "#n-%lld", (long long)in.note);
	return back(rq, chat, 200, str_cstr(rq->arena, more));
}

struct reply
chat_memory_move(struct req *rq)
{
	const struct chat_find_row *chat = chat_of_request(rq);
	struct state_form in = { 0 };
	if (chat == NULL)
		return not_found(rq);
	if (!form_read(rq, MOVE, COUNT(MOVE), &in))
		return refuse(rq, 422, NULL, "Say up or down.");
	if (memory_note_move(rq->db, rq->member->id, in.note,
			     str_eq(in.direction, STR("up")) ? -1 : 1) == 0)
		return not_found(rq);
	return back(rq, chat, 200,
		    str_cstr(rq->arena, str_fmt(rq->arena, "#n-%lld", (long long)in.note)));
}

/* "Remember this": the beginning of a message, with who said it, as a fact of the chat. */
struct reply
chat_memory_pin(struct req *rq)
{
	const struct chat_find_row *chat = chat_of_request(rq);
	struct pin_form in = { 0 };
	if (chat == NULL)
		return not_found(rq);
	if (!form_read(rq, PIN, COUNT(PIN), &in))
		return refuse(rq, 422, NULL, "That message is not known.");
	struct message_id message = { in.message };
	const struct memory_pin_text_row *row = memory_pin_text(rq->db, chat->id, message);
	if (row == NULL)
		return not_found(rq);
	const struct memory_note_of_message_row *was = memory_note_of_message(
		rq->db, rq->member->id, message);
	int64_t note = was == NULL ? 0 : was->id;
	if (was == NULL) {
		struct words none = { NULL, 0 };
		struct str who = row->is_member ? rq->member->display_name : row->who;
		const struct memory_note_add_row *added = memory_note_add(
			rq->db, &(struct memory_note_add_in){
					.member_id = rq->member->id,
					.chat_id = chat->id,
					.character_id = chat->character_id,
					.scope = STR("chat"),
					.text = str_fmt(rq->arena, "%.*s: %.*s", STR_ARG(who),
							STR_ARG(passage_cut(rq->arena, row->content,
									    &none))),
					.message_id = message,
				});
		if (added == NULL)
			return refuse(rq, 422, "MEMORY_FULL",
				      "There are 100 facts already. Remove one to make room.");
		note = added->id;
	}
	return back(rq, chat, was == NULL ? 201 : 200,
		    str_cstr(rq->arena, str_fmt(rq->arena, "#n-%lld", (long long)note)));
}
