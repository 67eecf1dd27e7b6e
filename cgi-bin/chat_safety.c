/*
 * What protects members in a chat: what is refused before it is sent, care when somebody is in danger,
 * and the reminders of who answers.
 */
#include "cgi-bin/chat.h"

#include <ctype.h>

#include "lib/base/log.h"
#include "lib/moderate/heard.h"
#include "lib/moderate/moderate.h"
#include "sql/safety.h"

enum { WORTH_SAYING_MINUTES = 5 };

struct typed {
	struct str content;
};

static const struct field TYPED[] = {
	FIELD_TEXT(struct typed, content, "content", "Message", 0, CHAT_TEXT_MOST),
};

/* ---- where somebody is --------------------------------------------------------------------- */

/* "en-GB,en;q=0.9" is GB; a language that is spoken in one country for the most part is that country. */
static struct str
region_of(struct req *rq)
{
	static const struct {
		const char *language;
		struct str region;
	} HOMES[] = {
		{ "de", STR_INIT("DE") }, { "fr", STR_INIT("FR") }, { "it", STR_INIT("IT") },
		{ "nl", STR_INIT("NL") }, { "pl", STR_INIT("PL") }, { "ja", STR_INIT("JP") },
		{ "ko", STR_INIT("KR") }, { "hi", STR_INIT("IN") }, { "sw", STR_INIT("KE") },
		{ "sv", STR_INIT("SE") }, { "da", STR_INIT("DK") }, { "fi", STR_INIT("FI") },
		{ "cs", STR_INIT("CZ") }, { "el", STR_INIT("GR") }, { "hu", STR_INIT("HU") },
	};
	struct str first, rest = req_header(rq, "Accept-Language");
	if (!str_cut(&rest, ',', &first))
		return STR("");
	ptrdiff_t quality = str_find_char(first, ';');
	first = str_trim(quality < 0 ? first : str_first(first, (size_t)quality));
	ptrdiff_t dash = str_rfind_char(first, '-');
	struct str tail = str_from_at(first, dash < 0 ? first.n : (size_t)dash + 1);
	if (tail.n == 2 && isalpha((unsigned char)tail.p[0]) && isalpha((unsigned char)tail.p[1]))
		return str_upper(rq->arena, tail);
	for (size_t i = 0; i < COUNT(HOMES); i++)
		if (str_eq_fold(str_first(first, 2), str_from(HOMES[i].language)))
			return HOMES[i].region;
	return STR("");
}

/* ---- what the page shows ------------------------------------------------------------------- */

static void
push_lines(struct req *rq, struct view *v, struct str region)
{
	struct rows rows = safety_lines(rq->db, region);
	struct view_list *lines = view_list(v, "lines");
	for (size_t i = 0; i < rows.n; i++) {
		const struct safety_lines_row *row = safety_lines_at(rows, i);
		struct view *line = view_push(lines);
		view_fields(line, &safety_lines_type, row);
		view_text(line, "phone", str_or(row->phone, STR_NONE));
		view_url(line, "url", str_or(row->url, STR_NONE));
		view_text(line, "about", str_or(row->about, STR_NONE));
	}
}

/* What the member wrote last, or has in the box. */
static struct heard_message
heard_last(struct req *rq, const struct chat_find_row *chat)
{
	struct arena *scratch = arena_new(256 * 1024 * 1024);
	struct rows rows = safety_recent(rq->db, chat->id, rq->member->id);
	struct heard_message heard = { .need = NEED_NOTHING };
	if (rows.n > 0)
		heard = heard_read(scratch, safety_recent_at(rows, 0)->content);
	if (heard.need == NEED_NOTHING && chat->draft.n > 0) {
		struct heard_message typed = heard_read(scratch, chat->draft);
		heard.need = typed.need;
		heard.plans = heard.plans || typed.plans;
	}
	arena_free(scratch);
	return heard;
}

static void
voice_fields(struct req *rq, struct view *v, const struct chat_find_row *chat)
{
	struct view *card = view_object(v, "voice");
	view_text(card, "words",
		  str_fmt(rq->arena,
			  str_eq(chat->voice, STR("staff"))
				  ? "%.*s is made up. You are writing with our team: a person of "
				    "our staff reads your messages and writes the replies. You "
				    "cannot meet %.*s."
				  : "%.*s is made up. A computer program or a person of our staff "
				    "writes the replies, and our staff can read this chat. You "
				    "cannot meet %.*s.",
			  STR_ARG(chat->character_name), STR_ARG(chat->character_name)));
}

/* Nobody is sold anything while they need care, or plan with what cannot be. */
static bool
is_no_time_to_sell(const struct safety_page_row *row, const struct heard_message *heard)
{
	return row->in_care || heard->need != NEED_NOTHING || heard->plans;
}

bool
safety_sells(struct req *rq, const struct chat_find_row *chat)
{
	struct heard_message heard = heard_last(rq, chat);
	return !is_no_time_to_sell(safety_page(rq->db, rq->member->id, chat->id), &heard);
}

void
safety_on_page(struct req *rq, struct view *v, const struct chat_find_row *chat)
{
	const struct safety_page_row *row = safety_page(rq->db, rq->member->id, chat->id);
	struct view *page_only = view_object(v, "page");
	struct view *safety = view_object(page_only, "safety");
	struct heard_message heard = heard_last(rq, chat);
	struct str region = row->region.n > 0 ? row->region : region_of(rq);
	if (heard.need != NEED_NOTHING) {
		struct view *care = view_object(safety, "care");
		view_bool(care, "isCalm", heard.need == NEED_CALM);
		push_lines(rq, care, region);
	} else {
		view_null(safety, "care");
	}
	view_bool(safety, "inCare", row->in_care && heard.need == NEED_NOTHING);
	view_bool(safety, "plans", heard.plans);
	/* Staff are human beings, and their own card says that they write. */
	bool remind = row->remind && !str_eq(chat->voice, STR("staff"));
	view_bool(safety, "remind", remind);
	if (remind)
		view_rows(safety, "notices", safety_notice(rq->db, region));
	view_bool(safety, "isMixed", str_eq(chat->voice, STR("mixed")));
	view_bool(safety, "hint", row->hint && !remind);
	if (row->day_minutes >= WORTH_SAYING_MINUTES)
		view_int(safety, "dayMinutes", row->day_minutes);
	else
		view_null(safety, "dayMinutes");
	view_bool(safety, "isFrozen", chat->is_frozen);
	if (row->decision_id != 0)
		view_id(safety, "decisionId", row->decision_id);
	else
		view_null(safety, "decisionId");
	if (row->voice_seen)
		view_null(safety, "voice");
	else
		voice_fields(rq, safety, chat);
	if (is_no_time_to_sell(row, &heard))
		view_bool(page_only, "isBroke", false);
}

/* ---- before it is sent --------------------------------------------------------------------- */

/* The chat's page with what was typed and why it was refused, or that of one message. */
static struct reply
page_again(struct req *rq, const struct chat_find_row *chat, struct message_id message, int status,
	   const char *code, const char *why)
{
	struct view *v = NULL;
	if (!rq->wants_json)
		v = message.v != 0 ? chat_message_view(rq, chat, message) : chat_view(rq, chat);
	struct reply reply = v == NULL
				     ? refuse(rq, status, code, why)
				     : form_again(rq, status,
						  message.v != 0 ? "chat/message" : "chat/show", v);
	return reply_kept(reply);
}

static struct reply
refused_with(struct req *rq, const struct chat_find_row *chat, struct message_id message,
	     int status, const char *code, const char *why)
{
	form_error(rq, "content", "Message", why);
	return page_again(rq, chat, message, status, code, why);
}

bool
chat_name_is_refused(struct req *rq, const struct chat_find_row *chat, struct message_id message,
		     const struct chat_named *named, struct reply *reply)
{
	const struct moderate_source source = { rq->member->id, chat->id, MODERATE_NOTE };
	const char *why = named->text.n == 0
				  ? NULL
				  : moderate_text(rq->db, rq->arena, &source, named->text);
	if (why == NULL)
		return false;
	form_error(rq, named->field, named->label, why);
	*reply = page_again(rq, chat, message, 422, "MODERATION_BLOCK", why);
	return true;
}

/* Use, the place they are at, and care: told to the database with the message. */
static void
note_said(struct req *rq, struct str content)
{
	struct arena *scratch = arena_new(256 * 1024 * 1024);
	struct heard_message heard = heard_read(scratch, content);
	struct str region = region_of(rq);
	(void)safety_touch(rq->db, rq->member->id);
	if (region.n > 0)
		(void)safety_set_region(rq->db, rq->member->id, region);
	if (heard.need != NEED_NOTHING)
		(void)safety_care(rq->db, rq->member->id,
				  heard.need == NEED_CARE ? STR("care") : STR("calm"));
	if (heard.plans)
		(void)safety_add(rq->db, STR("plans"));
	arena_free(scratch);
}

bool
chat_is_refused(struct req *rq, const struct chat_find_row *chat, struct message_id message,
		struct str content, struct reply *reply)
{
	const struct safety_page_row *row = safety_page(rq->db, rq->member->id, chat->id);
	if (chat->is_frozen) {
		*reply = refused_with(rq, chat, message, 409, "CHAT_FROZEN", CHAT_RESTS);
		return true;
	}
	if (!row->voice_seen && !rq->wants_json) {
		*reply = refused_with(
			rq, chat, message, 409, "VOICE_NOT_SEEN",
			"Please read who writes here first, and tap that you did. Your "
			"message is kept.");
		return true;
	}
	const char *why = moderate_text(
		rq->db, rq->arena,
		&(struct moderate_source){ rq->member->id, chat->id,
					   message.v != 0 ? MODERATE_EDIT : MODERATE_CHAT },
		content);
	if (why != NULL) {
		*reply = refused_with(rq, chat, message, 422, "MODERATION_BLOCK", why);
		return true;
	}
	if (message.v == 0)
		note_said(rq, content);
	return false;
}

/* ---- cards that are tapped ----------------------------------------------------------------- */

/* The chat, and what was typed meanwhile as its draft; NULL when it is not theirs. */
static const struct chat_find_row *
keep_and_find(struct req *rq)
{
	struct typed typed = { 0 };
	const struct chat_find_row *chat = chat_of_request(rq);
	if (chat != NULL && form_read(rq, TYPED, COUNT(TYPED), &typed) && typed.content.n > 0)
		(void)chat_keep_draft(rq->db, chat->id, rq->member->id, typed.content);
	return chat;
}

struct reply
safety_note_reminder(struct req *rq)
{
	const struct chat_find_row *chat = keep_and_find(rq);
	if (chat == NULL)
		return not_found(rq);
	(void)safety_noted(rq->db, rq->member->id);
	return done(rq, 200, NULL, chat_address(rq, chat->id, "#composer"));
}

struct reply
safety_take_break(struct req *rq)
{
	const struct chat_find_row *chat = keep_and_find(rq);
	if (chat == NULL)
		return not_found(rq);
	(void)safety_break(rq->db, rq->member->id);
	return done_saying(rq, 200, NULL, STR("/chat"),
			   "Rest well. What you wrote is kept, and nothing here runs on.");
}

struct reply
safety_note_voice(struct req *rq)
{
	const struct chat_find_row *chat = keep_and_find(rq);
	if (chat == NULL)
		return not_found(rq);
	(void)safety_see_voice(rq->db, rq->member->id, chat->id);
	return done(rq, 200, NULL, chat_address(rq, chat->id, "#composer"));
}
