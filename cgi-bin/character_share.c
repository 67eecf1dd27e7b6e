/* What others see of a character beside a link to it; and not wanting to see one. */
#include "cgi-bin/character.h"
#include "lib/base/cfg.h"
#include "lib/media/poster.h"
#include "sql/author.h"

struct blocking {
	struct str what;
};

static const struct field BLOCKING[] = {
	FIELD_CHOICE(struct blocking, what, "what", "What", "character|creator", false),
};

/* Anybody may fetch it, other sites most of all; it shows nothing that a guest does not see. */
struct reply
character_preview(struct req *rq)
{
	struct character_id id = character_asked(rq);
	const struct character_shared_row *row = character_shared(rq->db, id);
	if (row == NULL)
		return not_found(rq);
	struct poster poster = { .character = id.v,
				 .house = str_from(cfg_text(CFG_HOUSE_NAME)),
				 .name = row->name,
				 .line = row->short_description,
				 .disclosure = row->disclosure,
				 .portrait = row->avatar_url };
	struct str tag = str_fmt(rq->arena, "\"%.*s\"", STR_ARG(poster_mark(rq->arena, &poster)));
	struct reply reply = { .status = 304 };
	if (!str_eq(req_header(rq, "If-None-Match"), tag)) {
		struct str png;
		switch (poster_png(rq->arena, &poster, &png)) {
		case POSTER_READY:
			reply = (struct reply){ .status = 200, .type = "image/png", .body = png };
			break;
		case POSTER_BUSY:
		case POSTER_FAILED:
			reply = refuse(rq, 503, NULL,
				       "The picture is being painted. Ask again in a moment.");
			reply_header(&reply, STR("Retry-After: 5"));
			return reply;
		}
	}
	reply_header(&reply, str_fmt(rq->arena, "ETag: %.*s", STR_ARG(tag)));
	reply_header(&reply, STR("Cache-Control: public, max-age=3600"));
	reply_header(&reply, STR("Cross-Origin-Resource-Policy: cross-origin"));
	return reply;
}

static struct reply
block(struct req *rq, bool on)
{
	struct blocking in = { 0 };
	struct character_id id = character_asked(rq);
	const struct character_find_row *row = character_find(rq->db, id, rq->member->id);
	if (row == NULL)
		return character_missing(rq, id);
	if (!form_read(rq, BLOCKING, COUNT(BLOCKING), &in))
		return refuse(rq, 422, NULL, "Say what: character or creator.");
	if (row->is_own)
		return refuse(rq, 422, NULL, "This one is yours.");
	bool is_creator = str_eq(in.what, STR("creator"));
	const struct author_find_row *author = author_find(rq->db, row->author_username,
							   rq->member->id);
	if (on && !is_creator)
		(void)block_add_character(rq->db, rq->member->id, id);
	else if (on && author != NULL)
		(void)block_add_creator(rq->db, rq->member->id, author->id);
	else if (!on && !is_creator)
		(void)block_remove_character(rq->db, rq->member->id, id);
	else if (!on)
		(void)block_remove_creator(rq->db, rq->member->id, row->author_username);
	struct view *v = view_new(rq->arena);
	view_bool(v, "isBlocked", on);
	view_text(v, "what", is_creator ? STR("creator") : STR("character"));
	return done_saying(
		rq, 200, v, character_address(rq, id),
		!on	     ? "Shown in your lists again."
		: is_creator ? "Blocked. Nothing of this creator appears in your lists any more."
			     : "Blocked. This character does not appear in your lists any more.");
}

struct reply
character_block(struct req *rq)
{
	return block(rq, true);
}

struct reply
character_unblock(struct req *rq)
{
	return block(rq, false);
}
