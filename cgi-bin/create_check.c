/* What keeps a draft from being published that only the house knows: names, pictures, the plan. */
#include "cgi-bin/create.h"
#include "lib/base/cfg.h"

static void
add_error(struct draft_errors *errors, enum draft_step step, const char *field, const char *label,
	  const char *message)
{
	if (errors->n < DRAFT_ERRORS)
		errors->at[errors->n++] = (struct draft_error){ step, field, label, message };
}

/* A price of its own: whether there is room for one more such character, and within what bounds. */
static void
check_price(struct req *rq, const struct making *m, struct draft_errors *errors)
{
	int64_t price = draft_price(&m->draft);
	if (m->draft.reply_price.n == 0 || price < 0)
		return;
	const struct create_premium_row *bounds = create_premium(rq->db, m->id, rq->member->id);
	if (bounds->has_most && bounds->used >= bounds->most)
		add_error(
			errors, DRAFT_VISIBILITY, "replyPrice", "Price",
			"There is no room for one more character with a price of its own. Leave it "
			"empty.");
	else if (price < bounds->least_price.milli || price > bounds->most_price.milli)
		add_error(errors, DRAFT_VISIBILITY, "replyPrice", "Price",
			  str_fmt(rq->arena, "A reply may cost %g to %g gems here.",
				  (double)bounds->least_price.milli / 1000,
				  (double)bounds->most_price.milli / 1000)
				  .p);
}

/* Nobody files at a level that is not open to themselves. */
static void
check_level(struct req *rq, const struct draft *d, struct draft_errors *errors)
{
	struct str level = draft_level(d);
	if (str_eq(level, STR("none")))
		return;
	struct str most = create_levels(rq->db, rq->member->id)->most;
	if (!cfg_is_adult())
		add_error(errors, DRAFT_TAGS, "nsfwLevel", "Level",
			  "Characters are made here for everybody: none.");
	else if (!str_eq(most, level) && !str_eq(most, STR("explicit")))
		add_error(errors, DRAFT_TAGS, "nsfwLevel", "Level",
			  "This level is not open to you. What opens it stands under Settings, "
			  "Privacy.");
}

void
create_check(struct req *rq, const struct making *m, struct draft_errors *errors)
{
	const struct draft *d = &m->draft;
	struct member_id member = rq->member->id;
	bool is_out = m->row != NULL && m->row->is_made &&
		      !str_eq(m->row->visibility, STR("private"));
	int64_t media;
	draft_check(rq->arena, d, create_least_age(), rq->now, errors);
	if (d->name.n > 0 && create_name_taken(rq->db, m->id, member, d->name)->taken)
		add_error(errors, DRAFT_BASICS, "name", "Name",
			  "You have a character of that name already.");
	if (str_to_i64(d->portrait, &media) && media > 0 &&
	    create_portrait(rq->db, (struct media_id){ media }, member) == NULL)
		add_error(errors, DRAFT_VISUALS, "portrait", "Portrait",
			  "That picture is not there any more. Choose another.");
	check_price(rq, m, errors);
	check_level(rq, d, errors);
	if (is_out && d->publish_at.n > 0)
		add_error(errors, DRAFT_VISIBILITY, "publishAt", "When",
			  "They are published already. Leave the moment empty.");
}

/* ---- room in the plan ---------------------------------------------------------------------- */

const struct create_room_row *
create_read_room(struct req *rq, const struct making *m)
{
	return create_room(rq->db, rq->member->id, m != NULL ? m->id : (struct character_id){ 0 });
}

bool
create_is_full(const struct making *m, const struct create_room_row *room)
{
	bool will_count = !room->is_brought || !str_eq(m->draft.visibility, STR("private"));
	return room->has_most && !room->is_counted && will_count && room->used >= room->most;
}

struct str
create_room_words(struct req *rq, const struct create_room_row *room)
{
	long long used = (long long)room->used, most = (long long)room->most;
	if (!room->has_most)
		return str_fmt(rq->arena, used == 1 ? "%lld character" : "%lld characters", used);
	return str_fmt(rq->arena, most == 1 ? "%lld of %lld character" : "%lld of %lld characters",
		       used, most);
}
