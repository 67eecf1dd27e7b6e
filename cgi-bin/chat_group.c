/* The people of a chat: which characters speak in it and when, which members are in it. */
#include "cgi-bin/chat.h"

#include "lib/base/json.h"
#include "lib/base/utf8.h"
#include "lib/chat/chat.h"
#include "lib/chat/order.h"
#include "sql/group.h"

struct about_voice {
	int64_t character;
	struct str what;
	int64_t talkativeness;
	bool muted;
	int64_t expected;
};

/* Talkativeness comes in hundredths, as the page's choices have it; without one it stays as it is. */
static const struct field ABOUT_VOICE[] = {
	FIELD_ID(struct about_voice, character, "characterId", "Character", true),
	FIELD_CHOICE(struct about_voice, what, "do", "Action", "save|add|remove|up|down", false),
	FIELD_INT(struct about_voice, talkativeness, "talkativeness", "Talkativeness", 0, 100,
		  false),
	FIELD_YES(struct about_voice, muted, "isMuted", "Silent"),
	FIELD_ID(struct about_voice, expected, "expectedParentId", "Message", false),
};

struct rule {
	struct str order;
	bool itself;
};

static const struct field RULE[] = {
	FIELD_CHOICE(struct rule, order, "turnOrder", "Who answers", "natural|list|manual", true),
	FIELD_YES(struct rule, itself, "answersItself", "May answer itself"),
};

/* ---- who answers ---------------------------------------------------------------------------- */

size_t
chat_speakers(struct req *rq, struct chat_id chat, struct str text, struct character_id *out,
	      bool *is_manual)
{
	struct order_voice voices[ORDER_VOICES];
	struct rows rows = group_voices(rq->db, chat, rq->member->id);
	const struct group_rule_row *rule = group_rule(rq->db, chat);
	struct order_ask ask = { .voices = voices,
				 .text = text,
				 .silent = text.n > 0 ? (struct character_id){ 0 }
						      : rule->last_speaker,
				 .answers_itself = rule->answers_itself };
	for (size_t i = 0; i < rows.n && ask.n < ORDER_VOICES; i++) {
		const struct group_voices_row *row = group_voices_at(rows, i);
		voices[ask.n++] = (struct order_voice){ row->id, row->name, row->talkativeness,
							row->is_muted || row->is_gone };
	}
	*is_manual = str_eq(rule->turn_order, STR("manual"));
	if (str_eq(rule->turn_order, STR("list")))
		return order_list(&ask, out);
	uint64_t seed;
	rand_secret(&seed, sizeof(seed));
	struct rand_seeded chance = rand_from_seed(seed);
	return order_natural(&ask, &chance, out);
}

/* ---- beside the message box ----------------------------------------------------------------- */

/* The first word of a name, as one calls somebody; the whole when two of them share it. */
static struct str
call_name(struct rows rows, size_t who)
{
	struct str name = group_voices_at(rows, who)->name, rest = name, first;
	if (!str_cut(&rest, ' ', &first) || first.n < 3)
		return name;
	for (size_t i = 0; i < rows.n; i++)
		if (i != who && str_starts(group_voices_at(rows, i)->name, first))
			return name;
	return first;
}

/* What the voices that may speak cost, and how many they are. */
struct fares {
	struct gems low;
	struct gems high;
	int64_t voices;
	bool is_all_ai;
};

static struct fares
fares_of(struct rows rows)
{
	struct fares fares = { .is_all_ai = true };
	for (size_t i = 0; i < rows.n; i++) {
		const struct group_voices_row *row = group_voices_at(rows, i);
		if (row->is_muted || row->is_gone)
			continue;
		if (fares.voices == 0 || row->price.milli < fares.low.milli)
			fares.low = row->price;
		if (row->price.milli > fares.high.milli)
			fares.high = row->price;
		fares.is_all_ai = fares.is_all_ai && str_eq(row->voice, STR("ai"));
		fares.voices++;
	}
	return fares;
}

/* "1 gem a reply, up to 3 answer" */
static struct str
fares_words(struct req *rq, const struct chat_find_row *chat, const struct fares *fares)
{
	struct buf words = buf_in(rq->arena);
	struct str order = group_rule(rq->db, chat->id)->turn_order;
	if (fares->high.milli == 0) {
		buf_lit(&words, "Replies are free here");
	} else {
		if (fares->low.milli != fares->high.milli) {
			json_put_gems(&words, fares->low);
			buf_lit(&words, " to ");
		}
		buf_str(&words, chat_gems_words(rq->arena, fares->high));
		buf_str(&words, chat->price_is_per_1000_tokens ? STR(" per 1,000 tokens")
							       : STR(" a reply"));
	}
	if (str_eq(order, STR("manual")))
		buf_lit(&words, ", when you let somebody speak");
	else if (fares->voices < 2)
		buf_lit(&words, ", one answers");
	else
		buf_fmt(&words, ", %s %lld answer", str_eq(order, STR("list")) ? "all" : "up to",
			(long long)fares->voices);
	return buf_done(&words);
}

void
chat_group_on_page(struct req *rq, struct view *v, const struct chat_find_row *chat)
{
	struct view *page_only = view_object(v, "page");
	struct buf who = buf_in(rq->arena);
	bool has_voices = chat->character_count > 1;
	if (has_voices)
		buf_fmt(&who, "%lld characters", (long long)chat->character_count);
	if (chat->member_count > 1)
		buf_fmt(&who, "%s%lld people", has_voices ? ", " : "",
			(long long)chat->member_count);
	view_text(page_only, "groupText", who.n > 0 ? buf_done(&who) : STR_NONE);
	if (!has_voices)
		return;
	struct rows rows = group_voices(rq->db, chat->id, rq->member->id);
	struct fares fares = fares_of(rows);
	struct view_list *list = view_list(page_only, "voices");
	for (size_t i = 0; i < rows.n; i++) {
		if (group_voices_at(rows, i)->is_gone)
			continue;
		struct view *item = view_push(list);
		view_id(item, "id", group_voices_at(rows, i)->id.v);
		view_text(item, "name", group_voices_at(rows, i)->name);
		view_text(item, "call", call_name(rows, i));
	}
	view_bool(page_only, "isGroup", true);
	view_text(v, "costText", fares_words(rq, chat, &fares));
	view_text(
		v, "disclosureLine",
		fares.is_all_ai
			? STR("The characters are made up. A computer program writes their replies.")
			: STR("The characters are made up. AI or our staff write their replies."));
}

/* ---- the page ------------------------------------------------------------------------------- */

static void
push_levels(struct req *rq, struct view_list *list, double talk)
{
	struct order_level levels[ORDER_LEVELS];
	size_t n = order_levels(rq->arena, talk, levels);
	for (size_t i = 0; i < n; i++) {
		struct view *level = view_push(list);
		view_int(level, "value", levels[i].hundredths);
		view_text(level, "label", levels[i].words);
		view_bool(level, "selected", levels[i].is_chosen);
	}
}

static void
push_voices(struct req *rq, struct view *v, const struct chat_find_row *chat)
{
	struct rows rows = group_voices(rq->db, chat->id, rq->member->id);
	struct view_list *list = view_list(v, "characters");
	for (size_t i = 0; i < rows.n; i++) {
		const struct group_voices_row *row = group_voices_at(rows, i);
		struct view *item = view_push(list);
		view_fields(item, &group_voices_type, row);
		view_url(item, "avatarUrl", row->thumb_url);
		view_int(item, "talkativeness", order_hundredths(row->talkativeness));
		view_bool(item, "isUp", i > 0);
		view_bool(item, "isDown", i + 1 < rows.n);
		push_levels(rq, view_list(item, "levels"), row->talkativeness);
	}
	view_bool(v, "isGroup", rows.n > 1);
}

static void
push_members(struct req *rq, struct view *v, const struct chat_find_row *chat)
{
	struct rows rows = group_members(rq->db, chat->id);
	struct view_list *list = view_list(v, "members");
	for (size_t i = 0; i < rows.n; i++) {
		const struct group_members_row *row = group_members_at(rows, i);
		struct view *item = view_push(list);
		/* Others are told a name and nothing that leads to the account. */
		view_text(item, "displayName", row->display_name);
		view_url(item, "avatarUrl", row->avatar_url);
		view_text(item, "initial", utf8_first(row->display_name));
		view_bool(item, "isOwner", row->is_owner);
		view_bool(item, "isYou", row->id.v == rq->member->id.v);
		view_time(item, "joinedAt", row->joined_at);
		if (chat->is_owner && !row->is_owner)
			view_id(item, "memberId", row->id.v);
		else
			view_null(item, "memberId");
	}
}

static void
push_candidates(struct req *rq, struct view *v, const struct chat_find_row *chat)
{
	struct str q = str_trim(req_query(rq, "q"));
	if (q.n > 200)
		q.n = str_clip(q, 200);
	struct rows rows = group_candidates(rq->db, rq->member->id, chat->id, str_or(q, STR("")));
	struct view_list *list = view_list(v, "candidates");
	for (size_t i = 0; i < rows.n; i++) {
		const struct group_candidates_row *row = group_candidates_at(rows, i);
		struct view *item = view_push(list);
		view_fields(item, &group_candidates_type, row);
		view_url(item, "avatarUrl", row->thumb_url);
	}
	view_text(v, "q", q);
}

static struct view *
people_view(struct req *rq, const struct chat_find_row *chat)
{
	struct view *v = chat_side_view(rq, chat);
	struct view *page_only = view_object(v, "page");
	const struct group_rule_row *rule = group_rule(rq->db, chat->id);
	push_voices(rq, v, chat);
	push_members(rq, v, chat);
	if (chat->is_owner)
		push_candidates(rq, v, chat);
	else
		view_list(v, "candidates");
	view_text(v, "turnOrder", rule->turn_order);
	view_bool(v, "answersItself", rule->answers_itself);
	view_bool(page_only, "isNatural", str_eq(rule->turn_order, STR("natural")));
	view_bool(page_only, "isList", str_eq(rule->turn_order, STR("list")));
	view_bool(page_only, "isManual", str_eq(rule->turn_order, STR("manual")));
	view_bool(page_only, "isOwner", chat->is_owner);
	int64_t open = group_invites(rq->db, chat->id)->open;
	view_int(page_only, "openInvites", open);
	view_bool(page_only, "hasInvites", open > 0);
	view_bool(page_only, "isReplying", chat->has_running_turn);
	view_bool(page_only, "isShut", !moment_is_none(chat->ended_at) || chat->is_frozen);
	return v;
}

struct reply
chat_show_people(struct req *rq)
{
	const struct chat_find_row *chat = chat_of_request(rq);
	if (chat == NULL)
		return not_found(rq);
	return page(rq, "chat/people", people_view(rq, chat));
}

/* ---- changes -------------------------------------------------------------------------------- */

/* The page of the people with the reason why nothing was changed, or that as JSON. */
static struct reply
people_conflict(struct req *rq, const char *why)
{
	const struct chat_find_row *chat = chat_of_request(rq);
	if (rq->wants_json || chat == NULL)
		return refuse(rq, 409, "STALE_PARENT", why);
	form_error(rq, "q", "Character", why);
	return form_again(rq, 409, "chat/people", people_view(rq, chat));
}

static struct reply
people_now(struct req *rq, struct chat_id chat, int64_t changed)
{
	if (changed == 0)
		return not_found(rq);
	chat_tell_others(rq, "people");
	return done(rq, 200, NULL, chat_address(rq, chat, "/people"));
}

/* They come in, with a greeting where their card has one for this, and the chat is at rest. */
static struct reply
ask_in(struct req *rq, const struct chat_invitation *to)
{
	struct chat_newcomer newcomer;
	const char *way = "came in with a greeting";
	struct view *v = view_new(rq->arena);
	enum chat_asked_in outcome = chat_ask_in(rq->db, rq->arena, to, &newcomer);
	switch (outcome) {
	case CHAT_ASKED_NOBODY:
	case CHAT_ASKED_SILENT:
		return people_now(rq, to->chat, outcome == CHAT_ASKED_SILENT);
	case CHAT_ASKED_STALE:
		return people_conflict(
			rq, "This chat went on elsewhere meanwhile, and a greeting would follow "
			    "what you have not read. Nobody was added; add them again if it still "
			    "fits.");
	case CHAT_ASKED_BUSY:
		way = "came in without a greeting, since a reply is being written";
		break;
	case CHAT_ASKED_GREETS:
		view_id(v, "messageId", newcomer.greeting.v);
		break;
	}
	chat_tell_others(rq, "people");
	return done_saying(rq, 200, v, chat_address(rq, to->chat, "/people"),
			   str_fmt(rq->arena, "%.*s %s.", STR_ARG(newcomer.name), way).p);
}

struct reply
chat_change_voice(struct req *rq)
{
	struct about_voice in = { .talkativeness = -1 };
	struct chat_id chat = chat_asked(rq);
	struct member_id me = rq->member->id;
	if (!form_read(rq, ABOUT_VOICE, COUNT(ABOUT_VOICE), &in))
		return refuse(rq, 422, NULL, "Say which character, and what is to be changed.");
	struct character_id who = { in.character };
	if (str_eq(in.what, STR("add")))
		return ask_in(rq, &(struct chat_invitation){ me, chat, who, { in.expected } });
	if (str_eq(in.what, STR("remove")))
		return people_now(rq, chat, group_drop(rq->db, chat, me, who));
	if (str_eq(in.what, STR("up")))
		return people_now(rq, chat, group_move(rq->db, chat, me, who, -1));
	if (str_eq(in.what, STR("down")))
		return people_now(rq, chat, group_move(rq->db, chat, me, who, 1));
	return people_now(
		rq, chat,
		group_tune(rq->db,
			   &(struct group_tune_in){ .chat_id = chat,
						    .member_id = me,
						    .character_id = who,
						    .talkativeness = (double)in.talkativeness / 100,
						    .is_muted = in.muted }));
}

struct reply
chat_change_order(struct req *rq)
{
	struct rule in = { 0 };
	struct chat_id chat = chat_asked(rq);
	if (!form_read(rq, RULE, COUNT(RULE), &in))
		return refuse(rq, 422, NULL, "Who answers is natural, list or manual.");
	return people_now(rq, chat,
			  group_set_rule(rq->db, chat, rq->member->id, in.order, in.itself));
}
