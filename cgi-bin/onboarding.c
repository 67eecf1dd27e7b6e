/*
 * First steps: welcome, what they like, somebody to meet, a first chat, how gems work. Each step may be
 * left and taken up again; none is needed.
 */
#include "sql/onboarding.h"
#include "lib/chat/chat.h"
#include "lib/web/serve.h"
#include "sql/sight.h"

enum { TAGS = 36, SUGGESTIONS = 6, LIKES = 10 };

enum step { WELCOME, INTERESTS, MEET, GEMS, STEPS };

static const struct {
	struct str name;
	const char *label;
} STEP_NAMES[STEPS] = {
	[WELCOME] = { STR_INIT("welcome"), "Welcome" },
	[INTERESTS] = { STR_INIT("interests"), "What you like" },
	[MEET] = { STR_INIT("meet"), "Meet someone" },
	[GEMS] = { STR_INIT("gems"), "Gems" },
};

struct liking {
	struct strs interests;
	struct str language;
};

static const struct field LIKING[] = {
	FIELD_LIST(struct liking, interests, "interests", "What you like", LIKES),
	FIELD_LINE(struct liking, language, "language", "Language", 0, 3),
};

struct meeting {
	int64_t character;
};

static const struct field MEETING[] = {
	FIELD_ID(struct meeting, character, "characterId", "Character", true),
};

struct completing {
	struct strs interests;
	bool is_skipped;
};

static const struct field COMPLETING[] = {
	FIELD_LIST(struct completing, interests, "interests", "What you like", LIKES),
	FIELD_YES(struct completing, is_skipped, "skipped", "Skipped"),
};

static enum step
step_named(struct str name)
{
	for (size_t i = 0; i < STEPS; i++)
		if (str_eq(name, STEP_NAMES[i].name))
			return (enum step)i;
	return STEPS;
}

static struct str
address(struct req *rq, enum step step)
{
	return str_fmt(rq->arena, "/onboarding?step=%.*s", STR_ARG(STEP_NAMES[step].name));
}

/* Only tags that there are, so that nothing else is kept. */
static void
push_tags(struct req *rq, struct view *v, struct strs chosen)
{
	struct rows rows = onboarding_tags(rq->db, TAGS);
	struct view_list *tags = view_list(v, "tags");
	for (size_t i = 0; i < rows.n; i++) {
		const struct onboarding_tags_row *row = onboarding_tags_at(rows, i);
		struct view *tag = view_push(tags);
		bool is_on = false;
		for (size_t k = 0; k < chosen.n; k++)
			is_on = is_on || str_eq(chosen.at[k], row->name);
		view_text(tag, "name", row->name);
		view_text(tag, "label", row->label);
		view_count(tag, "count", row->count);
		view_bool(tag, "isOn", is_on);
	}
}

/* Where characters speak several languages: which first. A browser's own is proposed. */
static void
push_languages(struct req *rq, struct view *v, const struct onboarding_state_row *state)
{
	enum { CODE = 2 };
	struct str own = state->language;
	struct view_list *list = view_list(v, "languages");
	if (state->spoken.n < 2)
		return;
	if (own.n == 0 && step_named(state->step) <= INTERESTS)
		own = str_lower(rq->arena, str_first(req_header(rq, "Accept-Language"), CODE));
	for (size_t i = 0; i < state->spoken.n; i++) {
		struct str code = str_first(state->spoken.at[i], CODE);
		view_push_choice(list, code, str_from_at(state->spoken.at[i], CODE + 1),
				 str_eq(code, own));
	}
	view_bool(v, "hasLanguages", true);
}

static struct strs
known_tags(struct req *rq, struct strs asked)
{
	struct rows rows = onboarding_tags(rq->db, 1000);
	struct str *kept = ARENA_ARRAY(rq->arena, struct str, asked.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < asked.n; i++)
		for (size_t k = 0; k < rows.n; k++)
			if (str_eq(asked.at[i], onboarding_tags_at(rows, k)->name)) {
				kept[n++] = asked.at[i];
				break;
			}
	return (struct strs){ kept, n };
}

static struct view *
step_view(struct req *rq, enum step step, const struct onboarding_state_row *state)
{
	static const char *const FLAGS[STEPS] = { "isWelcome", "isInterests", "isMeet", "isGems" };
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	view_text(v, "step", state->step);
	view_texts(v, "interests", state->interests);
	struct view_list *steps = view_list(page_only, "steps");
	for (size_t i = 0; i < STEPS; i++) {
		struct view *one = view_push(steps);
		view_text(one, "label", str_from(STEP_NAMES[i].label));
		view_url(one, "url", i == step ? STR_NONE : address(rq, (enum step)i));
		view_bool(one, "isDone", i < step);
		view_bool(one, "isCurrent", i == step);
		view_bool(one, "hasError", false);
		view_bool(page_only, FLAGS[i], i == step);
	}
	view_int(page_only, "number", (int64_t)step + 1);
	if (step == INTERESTS) {
		push_tags(rq, page_only, state->interests);
		push_languages(rq, page_only, state);
	}
	if (step == MEET || rq->wants_json)
		view_rows(
			v, "suggestions",
			onboarding_suggest(rq->db, state->interests, state->language, SUGGESTIONS));
	return v;
}

static struct reply
show_step(struct req *rq)
{
	const struct onboarding_state_row *state = onboarding_state(rq->db, rq->member->id);
	enum step step = step_named(req_query(rq, "step"));
	if (step == STEPS)
		step = step_named(state->step);
	if (step == STEPS)
		step = WELCOME;
	return page(rq, "onboarding/index", step_view(rq, step, state));
}

/* Forward only: who looks back at an earlier step loses nothing. */
static void
go(struct req *rq, enum step step)
{
	enum step now = step_named(onboarding_state(rq->db, rq->member->id)->step);
	if (now < step)
		(void)onboarding_go(rq->db, rq->member->id, STEP_NAMES[step].name);
}

static struct reply
begin(struct req *rq)
{
	go(rq, INTERESTS);
	return done(rq, 200, NULL, address(rq, INTERESTS));
}

static struct reply
like(struct req *rq)
{
	struct liking in = { 0 };
	if (!form_read(rq, LIKING, COUNT(LIKING), &in))
		return form_again(
			rq, 422, "onboarding/index",
			step_view(rq, INTERESTS, onboarding_state(rq->db, rq->member->id)));
	(void)onboarding_like(rq->db, rq->member->id, known_tags(rq, in.interests));
	/* One that the house does not know changes nothing. */
	if (form_has(rq, "language"))
		(void)sight_set(rq->db, rq->member->id, in.language, STR_NONE, STR_NONE);
	go(rq, MEET);
	return done(rq, 200, NULL, address(rq, MEET));
}

static struct reply
meet(struct req *rq)
{
	struct meeting in = { 0 };
	struct chat_id chat;
	if (!form_read(rq, MEETING, COUNT(MEETING), &in) ||
	    chat_open(rq->db, rq->arena, rq->member->id, rq->member->display_name,
		      (struct character_id){ in.character }, false, &chat) == CHAT_NO_CHARACTER)
		return refuse(rq, 404, NULL, "That character is not here any more.");
	go(rq, GEMS);
	(void)onboarding_tell(rq->db, rq->member->id);
	struct view *v = view_new(rq->arena);
	view_id(v, "sessionId", chat.v);
	return done(rq, 200, v, str_fmt(rq->arena, "/chat/%lld", (long long)chat.v));
}

static struct reply
finish(struct req *rq)
{
	(void)onboarding_go(rq->db, rq->member->id, STR("done"));
	return done_saying(rq, 200, NULL, STR("/tavern"),
			   "That was all. The whole house is yours.");
}

static struct reply
skip(struct req *rq)
{
	(void)onboarding_go(rq->db, rq->member->id, STR("skipped"));
	return done(rq, 200, NULL, STR("/tavern"));
}

static struct reply
complete(struct req *rq)
{
	struct completing in = { 0 };
	if (!form_read(rq, COMPLETING, COUNT(COMPLETING), &in))
		return refuse(rq, 422, NULL, "Give up to ten tags, or none.");
	if (in.interests.n > 0)
		(void)onboarding_like(rq->db, rq->member->id, known_tags(rq, in.interests));
	(void)onboarding_go(rq->db, rq->member->id, in.is_skipped ? STR("skipped") : STR("done"));
	const struct onboarding_state_row *state = onboarding_state(rq->db, rq->member->id);
	struct view *v = view_new(rq->arena);
	view_text(v, "step", state->step);
	view_texts(v, "interests", state->interests);
	return json_reply(rq, 200, v);
}

static const struct route ROUTES[] = {
	{ GET, "/onboarding", show_step, FOR_MEMBER },
	{ POST, "/onboarding/begin", begin, FOR_MEMBER },
	{ POST, "/onboarding/interests", like, FOR_MEMBER },
	{ POST, "/onboarding/meet", meet, FOR_MEMBER },
	{ POST, "/onboarding/finish", finish, FOR_MEMBER },
	{ POST, "/onboarding/skip", skip, FOR_MEMBER },
	{ GET, "/api/onboarding", show_step, FOR_MEMBER },
	{ POST, "/api/onboarding/complete", complete, FOR_MEMBER },
};

int
main(void)
{
	return screen_serve("onboarding", ROUTES, COUNT(ROUTES));
}
