/* What is done to the messages of a chat: other versions, edits, deletions, marks, branches. */
#include "cgi-bin/chat.h"

#include "lib/chat/chat.h"

/* `parent` and `expected` are two names of one thing: the head that the caller saw. */
struct about {
	int64_t message;
	int64_t parent;
	int64_t expected;
	int64_t index;
	bool exact;
	bool off;
	bool again;
	struct str rating;
	struct str content;
	struct str title;
	struct str name;
	struct str label;
};

static const struct field ABOUT[] = {
	FIELD_ID(struct about, message, "messageId", "Message", true),
	FIELD_ID(struct about, parent, "parentId", "Parent", false),
	FIELD_ID(struct about, expected, "expectedParentId", "Parent", false),
	FIELD_INT(struct about, index, "index", "Version", 0, 100000, false),
	FIELD_YES(struct about, exact, "exact", "Exactly here"),
	FIELD_YES(struct about, off, "off", "Take the mark away"),
	FIELD_YES(struct about, again, "sendAgain", "Send it again"),
	FIELD_CHOICE(struct about, rating, "rating", "Rating", "none|up|down|1|2|3|4|5", false),
	FIELD_LINE(struct about, title, "title", "Title", 0, 80),
	FIELD_LINE(struct about, name, "name", "Name", 0, 80),
	FIELD_LINE(struct about, label, "label", "Label", 0, 80),
};

static const struct field EDIT[] = {
	FIELD_ID(struct about, message, "messageId", "Message", true),
	FIELD_ID(struct about, parent, "parentId", "Parent", false),
	FIELD_ID(struct about, expected, "expectedParentId", "Parent", false),
	FIELD_YES(struct about, again, "sendAgain", "Send it again"),
	FIELD_TEXT(struct about, content, "content", "Text", 1, CHAT_REPLY_MOST),
};

static struct tree_place
place_of(struct req *rq, const struct about *in)
{
	return (struct tree_place){
		.member = rq->member->id,
		.chat = chat_asked(rq),
		.expected = { in->expected != 0 ? in->expected : in->parent },
		.message = { in->message },
	};
}

void
chat_tell_others(struct req *rq, const char *why)
{
	struct tree_told told = tree_tell_members(rq->db, chat_asked(rq), why);
	chat_tell_after(rq, told.first, told.last, false);
}

/* Why it was not done, as the chat's page with the reason on it, or as JSON. */
static struct reply
conflict(struct req *rq, int status, const char *code, const char *why)
{
	const struct chat_find_row *chat = chat_of_request(rq);
	if (rq->wants_json || chat == NULL)
		return refuse(rq, status, code, why);
	form_error(rq, "content", "Message", why);
	return form_again(rq, status, "chat/show", chat_view(rq, chat));
}

static struct reply
not_done(struct req *rq, enum tree_outcome outcome)
{
	switch (outcome) {
	case TREE_NO_CHAT:
	case TREE_BAD_MESSAGE:
		return not_found(rq);
	case TREE_BUSY:
		return conflict(rq, 409, "BUSY",
				"A reply is still being written. Stop it or wait for it, then try "
				"again. Nothing was changed.");
	case TREE_STALE_PARENT:
		return conflict(rq, 409, "STALE_PARENT",
				"This chat went on elsewhere, in another tab or on another device. "
				"Here is how it stands now; nothing was changed.");
	case TREE_ONLY_ONE:
		return conflict(rq, 409, "ONLY_VERSION",
				"This is the only version of its place, so it stays. Write another "
				"first, or delete the whole chat.");
	case TREE_NOT_YOURS:
		return conflict(rq, 403, NULL,
				"Somebody else wrote this message; only they can change it.");
	case TREE_TOO_LATE:
		return conflict(
			rq, 409, "TOO_LATE",
			"This cannot be brought back any more: it was deleted more than a day "
			"ago, or what it answered is gone.");
	case TREE_DONE:
	case TREE_GENERATE:
		break;
	}
	return refuse(rq, 500, NULL, "That did not work.");
}

/* A message as JSON, or the page where it stands: the newest, or the one around it. */
static struct reply
message_now(struct req *rq, struct message_id message)
{
	struct message_id older;
	struct view *v = view_new(rq->arena);
	const struct chat_find_row *chat = chat_of_request(rq);
	struct rows rows = chat_window(rq->db, rq->arena, chat->id, message, 1, &older);
	const struct chat_path_row *row = rows.n > 0 ? chat_path_at(rows, 0) : NULL;
	if (row == NULL)
		return done(rq, 200, v, chat_address(rq, chat->id, ""));
	chat_message_fields(rq, v, row, chat);
	bool is_near = row->depth > chat->head_depth - CHAT_WINDOW &&
		       chat_below(rq->db, chat->id, chat->head_id, message, 0)->on_way;
	return done(rq, 200, v,
		    is_near ? str_fmt(rq->arena, "/chat/%lld#m-%lld", (long long)chat->id.v,
				      (long long)message.v)
			    : chat_place_url(rq, chat->id, message));
}

static struct reply
unknown(struct req *rq)
{
	return refuse(rq, 422, NULL, "What is to be done to which message cannot be read.");
}

/* ---- other versions ------------------------------------------------------------------------- */

static struct reply
swipe_to(struct req *rq, const struct about *in)
{
	struct message_id shown;
	struct tree_place place = place_of(rq, in);
	enum tree_outcome outcome = tree_turn(rq->db, &place, in->index, &shown);
	if (outcome == TREE_GENERATE)
		return chat_order(rq, chat_of_request(rq), &place, false);
	if (outcome != TREE_DONE)
		return not_done(rq, outcome);
	chat_tell_others(rq, "swipe");
	return message_now(rq, shown);
}

struct reply
chat_swipe(struct req *rq)
{
	struct about in = { 0 };
	return form_read(rq, ABOUT, COUNT(ABOUT), &in) ? swipe_to(rq, &in) : unknown(rq);
}

struct reply
chat_goto(struct req *rq)
{
	struct about in = { 0 };
	if (chat_of_request(rq) != NULL)
		chat_keep_typed(rq, chat_asked(rq));
	if (!form_read(rq, ABOUT, COUNT(ABOUT), &in))
		return unknown(rq);
	struct tree_place place = place_of(rq, &in);
	enum tree_outcome outcome = tree_go(rq->db, &place, in.exact);
	if (outcome != TREE_DONE)
		return not_done(rq, outcome);
	chat_tell_others(rq, "goto");
	return message_now(rq, place.message);
}

/* ---- edits ---------------------------------------------------------------------------------- */

static struct reply
edit_refused(struct req *rq, const struct chat_find_row *chat, struct message_id message,
	     enum tree_outcome outcome)
{
	struct view *v = NULL;
	if (rq->wants_json || (outcome != TREE_STALE_PARENT && outcome != TREE_BUSY))
		return not_done(rq, outcome);
	form_error(rq, "content", "Text",
		   outcome == TREE_BUSY
			   ? "A reply is still being written. Your text is kept below; "
			     "save it when the reply is done."
			   : "This chat went on elsewhere meanwhile. Your text is kept "
			     "below; save it once more if it still fits.");
	v = chat_message_view(rq, chat, message);
	return v == NULL ? not_found(rq) : form_again(rq, 409, "chat/message", v);
}

struct reply
chat_edit(struct req *rq)
{
	struct about in = { 0 };
	struct reply refused;
	const struct chat_find_row *chat = chat_of_request(rq);
	if (chat == NULL)
		return not_found(rq);
	bool is_read = form_read(rq, EDIT, COUNT(EDIT), &in);
	struct tree_place place = place_of(rq, &in);
	struct view *v = is_read || in.message == 0 ? NULL
						    : chat_message_view(rq, chat, place.message);
	if (!is_read)
		return v == NULL && !rq->wants_json ? not_found(rq)
						    : form_again(rq, 422, "chat/message", v);
	if (chat_is_refused(rq, chat, place.message, in.content, &refused))
		return refused;
	if (in.again)
		return chat_send_anew(rq, chat, &place, in.content);
	enum tree_outcome outcome = tree_rewrite(rq->db, &place, in.content);
	if (outcome != TREE_DONE)
		return edit_refused(rq, chat, place.message, outcome);
	chat_tell_others(rq, "edit");
	return message_now(rq, place.message);
}

/* ---- taking away ---------------------------------------------------------------------------- */

static struct reply
take_away(struct req *rq, bool alone)
{
	struct about in = { 0 };
	if (!form_read(rq, ABOUT, COUNT(ABOUT), &in))
		return unknown(rq);
	struct tree_place place = place_of(rq, &in);
	enum tree_outcome outcome = tree_take_away(rq->db, &place, alone);
	if (outcome != TREE_DONE)
		return not_done(rq, outcome);
	chat_tell_others(rq, "delete");
	struct view *v = view_new(rq->arena);
	view_id(v, "messageId", place.message.v);
	return done(rq, 200, v,
		    str_fmt(rq->arena, "/chat/%lld?undo=%lld#undo", (long long)place.chat.v,
			    (long long)place.message.v));
}

struct reply
chat_delete_message(struct req *rq)
{
	return take_away(rq, false);
}

struct reply
chat_delete_version(struct req *rq)
{
	return take_away(rq, true);
}

struct reply
chat_restore_message(struct req *rq)
{
	struct about in = { 0 };
	if (!form_read(rq, ABOUT, COUNT(ABOUT), &in))
		return unknown(rq);
	struct tree_place place = place_of(rq, &in);
	enum tree_outcome outcome = tree_bring_back(rq->db, &place);
	if (outcome != TREE_DONE)
		return not_done(rq, outcome);
	chat_tell_others(rq, "restore");
	return message_now(rq, place.message);
}

/* ---- marks ---------------------------------------------------------------------------------- */

/* Whether a label, a name or a title that stands with a message is refused. */
static bool
is_refused(struct req *rq, const struct about *in, const struct chat_named *named,
	   struct reply *reply)
{
	const struct chat_find_row *chat = chat_of_request(rq);
	return chat != NULL &&
	       chat_name_is_refused(rq, chat, (struct message_id){ in->message }, named, reply);
}

static struct reply
mark(struct req *rq, const struct about *in, enum tree_sign sign, struct str text)
{
	struct tree_place place = place_of(rq, in);
	enum tree_outcome outcome = tree_sign(rq->db, &place, sign, text);
	if (outcome != TREE_DONE)
		return not_done(rq, outcome);
	chat_tell_others(rq, "mark");
	return message_now(rq, place.message);
}

struct reply
chat_hide(struct req *rq)
{
	struct about in = { 0 };
	if (!form_read(rq, ABOUT, COUNT(ABOUT), &in))
		return unknown(rq);
	return mark(rq, &in, in.off ? TREE_SHOW : TREE_HIDE, STR_NONE);
}

struct reply
chat_bookmark(struct req *rq)
{
	struct about in = { 0 };
	if (!form_read(rq, ABOUT, COUNT(ABOUT), &in))
		return unknown(rq);
	struct str label = str_or(in.label, STR(""));
	struct reply refused;
	if (!in.off &&
	    is_refused(rq, &in, &(struct chat_named){ "label", "Bookmark", label }, &refused))
		return refused;
	return mark(rq, &in, in.off ? TREE_UNBOOKMARK : TREE_BOOKMARK, in.off ? STR_NONE : label);
}

struct reply
chat_checkpoint(struct req *rq)
{
	struct about in = { 0 };
	if (!form_read(rq, ABOUT, COUNT(ABOUT), &in))
		return unknown(rq);
	if (!in.off && in.name.n == 0)
		return refuse(rq, 422, NULL, "A checkpoint needs a name of 1 to 80 characters.");
	struct reply refused;
	if (!in.off &&
	    is_refused(rq, &in, &(struct chat_named){ "name", "Checkpoint", in.name }, &refused))
		return refused;
	return mark(rq, &in, in.off ? TREE_UNCHECKPOINT : TREE_CHECKPOINT,
		    in.off ? STR_NONE : in.name);
}

/* Thumbs are the ends of the scale of stars. */
static struct str
stars_of(struct str rating)
{
	if (str_eq(rating, STR("up")))
		return STR("5");
	if (str_eq(rating, STR("down")))
		return STR("1");
	return rating.n == 1 ? rating : STR("0");
}

struct reply
chat_rate_message(struct req *rq)
{
	struct about in = { 0 };
	if (!form_read(rq, ABOUT, COUNT(ABOUT), &in))
		return refuse(rq, 422, NULL, "That rating is not known.");
	return mark(rq, &in, TREE_RATE, stars_of(in.rating));
}

/* ---- branches ------------------------------------------------------------------------------- */

struct reply
chat_branch(struct req *rq)
{
	struct about in = { 0 };
	struct chat_id copy;
	const struct chat_find_row *chat = chat_of_request(rq);
	if (chat == NULL)
		return not_found(rq);
	if (!form_read(rq, ABOUT, COUNT(ABOUT), &in))
		return unknown(rq);
	struct tree_place place = place_of(rq, &in);
	struct str title = in.title;
	struct reply refused;
	if (is_refused(rq, &in, &(struct chat_named){ "title", "Title of the new chat", title },
		       &refused))
		return refused;
	if (title.n == 0)
		title = str_fmt(rq->arena, "%.*s, branch",
				STR_ARG(str_first(chat->title, str_clip(chat->title, 64))));
	enum tree_outcome outcome = tree_copy(rq->db, &place, title, &copy);
	if (outcome != TREE_DONE)
		return not_done(rq, outcome);
	struct view *v = view_new(rq->arena);
	view_id(v, "sessionId", copy.v);
	return done(rq, 201, v, chat_address(rq, copy, "#composer"));
}

/* ---- the small buttons in the conversation -------------------------------------------------- */

struct act {
	struct str what;
	int64_t parent;
	int64_t seen;
};

static const struct field ACT[] = {
	FIELD_LINE(struct act, what, "do", "Action", 3, 60),
	FIELD_ID(struct act, parent, "expectedParentId", "Parent", false),
	FIELD_ID(struct act, seen, "parentId", "Parent", false),
};

/*
 * The conversation is one form, so that a long one stays light: each button says in its value what is
 * done to which message: "swipe 17 2", "rate 17 up", "again 17", "further 17". "show" does no more than
 * show the chat as it stands and keep what is typed: without JavaScript, a link to the same page would
 * only move on it.
 */
struct reply
chat_act(struct req *rq)
{
	struct act act = { 0 };
	struct str word, id, rest;
	struct about in = { 0 };
	const struct chat_find_row *chat = chat_of_request(rq);
	if (chat == NULL)
		return not_found(rq);
	if (!form_read(rq, ACT, COUNT(ACT), &act))
		return unknown(rq);
	if (str_eq(act.what, STR("show"))) {
		chat_keep_typed(rq, chat->id);
		return done(rq, 200, NULL, chat_address(rq, chat->id, "#composer"));
	}
	rest = act.what;
	if (!str_cut(&rest, ' ', &word) || !str_cut(&rest, ' ', &id) ||
	    !str_to_i64(id, &in.message))
		return unknown(rq);
	in.expected = act.parent != 0 ? act.parent : act.seen;
	chat_keep_typed(rq, chat->id);
	if (str_eq(word, STR("rate"))) {
		in.expected = 0; /* liking a reply does not depend on what came after it */
		return mark(rq, &in, TREE_RATE, stars_of(rest));
	}
	if (str_eq(word, STR("swipe")) && str_to_i64(rest, &in.index))
		return swipe_to(rq, &in);
	struct tree_place place = place_of(rq, &in);
	if (str_eq(word, STR("again")) || str_eq(word, STR("further")))
		return chat_order(rq, chat, &place, word.p[0] == 'f');
	return unknown(rq);
}
