/* A few lines with a character before signing up: five a day, from the built-in engine alone. */
#include "cgi-bin/preview.h"

#include "lib/base/utf8.h"
#include "lib/chat/chat.h"
#include "lib/moderate/heard.h"
#include "lib/moderate/prompt.h"
#include "lib/web/markup.h"

enum {
	DAY_S = 24 * 3600,
	EVERY_S = DAY_S / PREVIEW_LINES, /* of one browser in one network */
	NETWORK_EVERY_S = DAY_S / 60,	 /* of all browsers there */
	NETWORK_LINES = 60
};

struct saying {
	struct str content;
};

static const struct field SAYING[] = {
	FIELD_TEXT(struct saying, content, "content", "Message", 1, PREVIEW_MOST),
};

struct adult {
	bool is_adult;
};

static const struct field ADULT[] = {
	FIELD_YES(struct adult, is_adult, "isAdult", "Your age"),
};

static const struct preview_card_row *
asked_card(struct req *rq)
{
	return preview_card(rq->db, (struct character_id){ req_id(rq, 0) });
}

static struct str
address(struct req *rq)
{
	return str_fmt(rq->arena, "/preview/%lld", (long long)req_id(rq, 0));
}

/* What was said with somebody else is not taken over; how much was said today is. */
static struct preview
preview_of(struct req *rq, const struct preview_card_row *card)
{
	struct preview p = preview_read(rq);
	if (p.character != card->id.v) {
		p.character = card->id.v;
		p.n = 0;
	}
	return p;
}

static void
push_line(struct req *rq, struct view_list *lines, struct str text,
	  const struct preview_card_row *card)
{
	struct view *line = view_push(lines);
	view_bool(line, "isGuest", card == NULL);
	view_text(line, "content", text);
	view_html(line, "html", markup_html(rq->arena, text));
}

static struct view *
preview_view(struct req *rq, const struct preview_card_row *card, const struct preview *p)
{
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	struct view *character = view_object(v, "character");
	rq->has_form = true;
	view_id(character, "id", card->id.v);
	view_text(character, "name", card->name);
	view_text(character, "disclosure", card->disclosure);
	view_text(character, "shortDescription", card->short_description);
	view_url(character, "avatarUrl", card->thumb_url);
	view_url(character, "thumbUrl", card->thumb_url);
	struct view_list *lines = view_list(v, "lines");
	push_line(rq, lines, preview_greeting(rq, card), card);
	struct strs heard = preview_heard(rq, card, p);
	for (size_t i = 0; i < heard.n; i++) {
		push_line(rq, lines, p->said[i], NULL);
		push_line(rq, lines, heard.at[i], card);
	}
	int64_t left = p->used < PREVIEW_LINES ? PREVIEW_LINES - p->used : 0;
	if (p->n >= PREVIEW_LINES)
		left = 0;
	view_int(v, "left", left);
	view_bool(page_only, "oneLeft", left == 1);
	view_bool(page_only, "isAdult", p->is_adult);
	view_bool(page_only, "canSay", left > 0 && rq->member == NULL);
	view_bool(page_only, "isOver", left == 0 && rq->member == NULL);
	view_bool(page_only, "canKeep", rq->member != NULL && p->n > 0);
	view_bool(page_only, "hasSaid", p->n > 0);
	view_url(page_only, "signUpUrl",
		 str_fmt(rq->arena, "/sign-up?next=%.*s%%23say", STR_ARG(address(rq))));
	return v;
}

static struct reply
show(struct req *rq)
{
	const struct preview_card_row *card = asked_card(rq);
	if (card == NULL)
		return not_found(rq);
	struct preview p = preview_of(rq, card);
	if (rq->member != NULL && p.n == 0)
		return see(rq, str_fmt(rq->arena, "/character/%lld", (long long)card->id.v));
	form_show(rq, SAYING, COUNT(SAYING));
	struct reply reply = page(rq, "preview/show", preview_view(rq, card, &p));
	reply.no_store = true;
	return reply;
}

static struct reply
say_adult(struct req *rq)
{
	struct adult in = { 0 };
	const struct preview_card_row *card = asked_card(rq);
	if (card == NULL)
		return not_found(rq);
	struct preview p = preview_of(rq, card);
	if (!form_read(rq, ADULT, COUNT(ADULT), &in) || !in.is_adult) {
		form_error(rq, "isAdult", "Your age", "This house is for people of 18 and over.");
		return form_again(rq, 422, "preview/show", preview_view(rq, card, &p));
	}
	p.is_adult = true;
	struct reply reply = done(rq, 200, NULL, address(rq));
	if (!preview_write(rq, &reply, &p))
		preview_forget(rq, &reply);
	return reply;
}

static int
wait_for_turn(struct req *rq)
{
	struct str network = req_network(rq);
	int wait = rate_wait(
		rq,
		str_fmt(rq->arena, "preview:%.*s:%.*s", STR_ARG(network), STR_ARG(req_device(rq))),
		EVERY_S, PREVIEW_LINES * 2);
	return wait > 0 ? wait
			: rate_wait(rq, str_fmt(rq->arena, "preview:%.*s", STR_ARG(network)),
				    NETWORK_EVERY_S, NETWORK_LINES);
}

/* Somebody who needs help gets it here as well, and loses no line. */
static struct reply
care(struct req *rq, const struct preview_card_row *card, const struct preview *p)
{
	struct view *v = preview_view(rq, card, p);
	view_bool(view_object(v, "page"), "needsCare", true);
	return page(rq, "preview/show", v);
}

static struct reply
say(struct req *rq)
{
	struct saying in = { 0 };
	const struct preview_card_row *card = asked_card(rq);
	if (card == NULL)
		return not_found(rq);
	struct preview p = preview_of(rq, card);
	bool read = form_read(rq, SAYING, COUNT(SAYING), &in);
	in.content = str_trim(in.content);
	enum prompt_verdict verdict = prompt_judge(rq->arena, in.content, PROMPT_CHAT);
	if (read && in.content.n == 0)
		form_error(rq, "content", "Message", "Write a word or two.");
	if (!p.is_adult)
		form_error(rq, "isAdult", "Your age", "Please say first that you are 18 or older.");
	else if (p.n >= PREVIEW_LINES || p.used >= PREVIEW_LINES)
		form_error(rq, "content", "Message", "These were the five lines for today.");
	else if (verdict != PROMPT_FINE)
		form_error(rq, "content", "Message", prompt_refusal(verdict));
	if (!read || rq->error_count > 0)
		return form_again(rq, 422, "preview/show", preview_view(rq, card, &p));
	if (heard_read(rq->arena, in.content).need != NEED_NOTHING)
		return care(rq, card, &p);
	int wait = wait_for_turn(rq);
	if (wait > 0)
		return too_many(rq, wait);
	p.said[p.n++] = in.content;
	p.used++;
	struct reply reply = see(rq, str_fmt(rq->arena, "%.*s#say", STR_ARG(address(rq))));
	if (!preview_write(rq, &reply, &p)) {
		p.n--;
		form_error(rq, "content", "Message",
			   "That is too long for a taste. Try fewer words.");
		return form_again(rq, 422, "preview/show", preview_view(rq, card, &p));
	}
	return reply;
}

/* Into the new account: the first chat begins with what was said. */
static struct reply
keep(struct req *rq)
{
	struct chat_id chat;
	const struct preview_card_row *card = asked_card(rq);
	if (card == NULL)
		return not_found(rq);
	struct preview p = preview_of(rq, card);
	if (chat_open(rq->db, rq->arena, rq->member->id, rq->member->display_name, card->id,
		      p.n > 0, &chat) == CHAT_NO_CHARACTER)
		return not_found(rq);
	if (p.n > 0)
		(void)preview_keep(rq->db, chat, (struct strs){ p.said, p.n },
				   preview_heard(rq, card, &p));
	struct reply reply = see(rq, str_fmt(rq->arena, "/chat/%lld", (long long)chat.v));
	preview_forget(rq, &reply);
	return reply;
}

static const struct route ROUTES[] = {
	{ GET, "/preview/{id}", show, FOR_ANYONE },
	{ POST, "/preview/{id}/adult", say_adult, FOR_ANYONE },
	{ POST, "/preview/{id}/say", say, FOR_ANYONE },
	{ POST, "/preview/{id}/keep", keep, FOR_MEMBER },
};

int
main(void)
{
	return screen_serve("preview", ROUTES, COUNT(ROUTES));
}
