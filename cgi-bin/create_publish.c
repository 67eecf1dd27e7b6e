/* A draft becomes a character, if nothing is wrong with it. */
#include "cgi-bin/create.h"
#include "lib/base/cfg.h"
#include "lib/character/judge.h"
#include "lib/moderate/moderate.h"
#include "lib/web/wake.h"
#include "sql/character.h"

enum { PAINT_EVERY_S = 600, PAINTS = 8 };

static struct str
review_of(struct req *rq, const struct making *m)
{
	return create_address(rq, m->id, DRAFT_REVIEW);
}

/* Pages go back to the review, where the reason is shown; the API gets it as an error. */
static struct reply
turn_down(struct req *rq, const struct making *m, int status, const char *code, const char *words)
{
	if (rq->wants_json)
		return refuse(rq, status, code, words);
	struct reply reply = see(rq, review_of(rq, m));
	reply_flash(rq, &reply, FLASH_BAD, words);
	return reply;
}

/* Something is missing or wrong. False when nothing is. */
static bool
is_unfinished(struct req *rq, const struct making *m, struct reply *reply)
{
	struct draft_errors errors;
	create_check(rq, m, &errors);
	for (size_t i = 0; i < errors.n; i++)
		form_error(rq, errors.at[i].field, errors.at[i].label, errors.at[i].message);
	if (rq->error_count == 0)
		return false;
	*reply = rq->wants_json
			 ? form_again(rq, 422, "create/review", NULL)
			 : see(rq, str_fmt(rq->arena, "%.*s#problems", STR_ARG(review_of(rq, m))));
	return true;
}

/* The picture that was chosen, or NULL. `is_brought` tells of the one that will be shown. */
static const struct create_portrait_row *
find_portrait(struct req *rq, const struct making *m, bool *is_brought)
{
	int64_t id;
	const struct create_portrait_row *picture = NULL;
	if (str_to_i64(m->draft.portrait, &id) && id > 0)
		picture = create_portrait(rq->db, (struct media_id){ id }, rq->member->id);
	*is_brought = picture != NULL ? picture->is_brought
				      : m->draft.portrait.n == 0 && m->row->has_brought_portrait;
	return picture;
}

/*
 * What can be checked is checked before anybody sees it; the rest is for staff: doubtful words, a picture
 * from outside that others would see, and what staff have rejected before.
 */
static struct str
status_of(const struct making *m, enum judge_verdict verdict, bool is_brought, bool is_new_picture)
{
	bool is_private = str_eq(m->draft.visibility, STR("private"));
	bool was_approved = m->row->is_made && str_eq(m->row->moderation_status, STR("approved"));
	bool was_rejected = m->row->is_made && str_eq(m->row->moderation_status, STR("rejected"));
	if (was_rejected || verdict == JUDGE_DOUBTFUL)
		return STR("pending");
	if (is_brought && (is_private || is_new_picture || !was_approved))
		return STR("pending");
	return STR("approved");
}

static struct character_id
write_character(struct req *rq, const struct making *m, struct str status,
		const struct create_portrait_row *picture)
{
	const struct draft *d = &m->draft;
	/* What it was before is a version too, also of a character from before there were any. */
	if (m->row->is_made)
		(void)create_remember(rq->db, m->id);
	struct str made_by = rq->member->username;
	const struct create_publish_row *row = create_publish(
		rq->db, &(struct create_publish_in){
				.id = m->id,
				.member_id = rq->member->id,
				.creator_name = made_by,
				.name = str_trim(d->name),
				.short_description = str_trim(d->short_description),
				.long_bio = d->long_bio,
				.age = draft_age(d),
				.pronouns = d->pronouns,
				.traits = d->traits,
				.personality = d->personality,
				.scenario = d->scenario,
				.greeting = d->greeting,
				.alternate_greetings = draft_written(rq->arena, d->openings),
				.nickname = str_trim(d->nickname),
				.creator_notes = d->creator_notes,
				.system_prompt = d->system_prompt,
				.post_history = d->post_history,
				.depth_prompt = d->depth_prompt,
				.depth_prompt_depth = draft_depth(d),
				.depth_prompt_role = str_or(d->depth_prompt_role, STR("system")),
				.group_greetings = draft_written(rq->arena, d->group_greetings),
				.talkativeness = draft_talkativeness(d),
				.example_dialogues = draft_examples_json(rq->arena, d),
				.look = draft_look_json(rq->arena, d),
				.tags = d->tags,
				.nsfw_level = draft_level(d),
				.content_notes = d->notes,
				.visibility = d->visibility,
				.publish_at = draft_moment(d),
				.moderation_status = status,
				.avatar_url = picture != NULL ? picture->avatar_url : STR_NONE,
				.thumb_url = picture != NULL ? picture->thumb_url : STR_NONE });
	if (row == NULL)
		return (struct character_id){ 0 };
	(void)create_set_price(rq->db, row->id, rq->member->id, draft_price(d));
	(void)create_remember(rq->db, row->id);
	(void)create_hang(rq->db, m->id, rq->member->id);
	(void)create_discard(rq->db, m->id, rq->member->id);
	return row->id;
}

/* The first portrait, and a few new ones, are the house's. */
static void
paint(struct req *rq, const struct making *m, const struct create_portrait_row *picture)
{
	bool has_one = picture != NULL || m->row->avatar_url.n > 0;
	if (has_one && !str_eq(m->draft.portrait, STR("paint")))
		return;
	struct str key = str_fmt(rq->arena, "portrait:%lld", (long long)rq->member->id.v);
	if (rate_wait(rq, key, PAINT_EVERY_S, PAINTS) > 0)
		return;
	if (create_paint(rq->db, rq->member->id, m->id, m->draft.look_free)->job_id.v > 0)
		wake_after_commit(rq);
}

static struct reply
answer(struct req *rq, const struct making *m, struct str status)
{
	const char *words = "Published. Everybody can meet them in the Tavern.";
	if (rq->wants_json) {
		struct view *v = view_new(rq->arena);
		view_fields(v, &character_find_type, character_find(rq->db, m->id, rq->member->id));
		view_rows(v, "gallery", character_gallery(rq->db, m->id, rq->member->id));
		return json_reply(rq, 200, v);
	}
	if (str_eq(m->draft.visibility, STR("private")))
		words = "Ready. Only you can see them.";
	else if (str_eq(status, STR("pending")) && m->draft.publish_at.n > 0)
		words = "Sent. Staff look at it first. They open at the moment that you chose, or "
			"when staff are done.";
	else if (str_eq(status, STR("pending")))
		words = "Sent. Staff look at it first; until then only you can see them.";
	else if (m->draft.publish_at.n > 0)
		words = "Ready. They open at the moment that you chose.";
	else if (str_eq(m->draft.visibility, STR("unlisted")))
		words = "Ready. Everybody with the address can meet them.";
	struct reply reply = see(rq, str_fmt(rq->arena, "/character/%lld", (long long)m->id.v));
	reply_flash(rq, &reply, FLASH_GOOD, words);
	return reply;
}

/* A draft that must never be, as its texts say, is kept as evidence. */
static struct reply
refuse_content(struct req *rq, const struct making *m, enum judge_verdict verdict)
{
	struct str text = judge_words(rq->arena, &m->draft);
	struct reply reply = turn_down(rq, m, 422, "CONTENT_REFUSED", judge_refusal(verdict));
	if (verdict == JUDGE_NEVER && prompt_judge(rq->arena, text, PROMPT_CHAT) == PROMPT_NEVER) {
		moderate_keep(
			rq->db, rq->arena,
			&(struct moderate_source){ .member = rq->member->id, .use = MODERATE_CARD },
			STR(""), text);
		reply.commit = true;
	}
	return reply;
}

/* What staff found nothing in is not refused again; but before others see it, they look once more. */
static bool
is_cleared(struct req *rq, const struct making *m)
{
	struct draft cleared;
	if (m->row->cleared == NULL)
		return false;
	draft_read(rq->arena, m->row->cleared, &cleared);
	return str_eq(judge_words(rq->arena, &cleared), judge_words(rq->arena, &m->draft));
}

static struct reply
publish(struct req *rq, const struct making *m)
{
	struct reply reply;
	bool is_brought;
	if (m->row->is_frozen)
		return turn_down(
			rq, m, 409, "CHARACTER_FROZEN",
			"Our staff look at this character, or have decided that it stays as "
			"it is. Your draft is kept.");
	if (is_unfinished(rq, m, &reply))
		return reply;
	const struct create_room_row *room = create_read_room(rq, m);
	if (create_is_full(m, room))
		return turn_down(rq, m, 409, "CHARACTER_LIMIT",
				 str_fmt(rq->arena,
					 "You have %.*s, as many as the plan %.*s holds. Delete "
					 "one first, or take a larger plan; your draft is kept.",
					 STR_ARG(create_room_words(rq, room)), STR_ARG(room->plan))
					 .p);
	enum judge_verdict verdict = judge_draft(rq->arena, &m->draft, m->row->mes_example,
						 create_least_age(), !cfg_is_adult());
	if (verdict == JUDGE_NEVER && is_cleared(rq, m))
		verdict = JUDGE_DOUBTFUL;
	if (verdict == JUDGE_NEVER || verdict == JUDGE_SEXUAL)
		return refuse_content(rq, m, verdict);
	const struct create_portrait_row *picture = find_portrait(rq, m, &is_brought);
	struct str status = status_of(m, verdict, is_brought, picture != NULL);
	if (write_character(rq, m, status, picture).v == 0)
		return not_found(rq);
	paint(rq, m, picture);
	return answer(rq, m, status);
}

struct reply
create_publish_asked(struct req *rq)
{
	struct making m;
	struct pressed pressed;
	(void)create_lock(rq->db, rq->member->id);
	if (!create_open_asked(rq, &m))
		return not_found(rq);
	/* The API says visibility and moment with it; a page has said them before. */
	if (rq->is_api && !create_read(rq, DRAFT_VISIBILITY, &m.draft, &pressed))
		return form_again(rq, 422, "create/review", NULL);
	/* Pressed twice: it is done. */
	if (!rq->is_api && !m.row->has_draft && m.row->is_made)
		return see(rq, str_fmt(rq->arena, "/character/%lld", (long long)m.id.v));
	return publish(rq, &m);
}
