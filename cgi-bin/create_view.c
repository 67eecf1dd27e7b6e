/* Showing a character in the making: the steps, and what is typed. */
#include "cgi-bin/create.h"
#include "lib/base/cfg.h"
#include "lib/character/note.h"
#include "lib/character/suggest.h"

enum { TAG_CHIPS = 36, PORTRAITS = 11, SUGGESTIONS = 8 };

static const struct {
	const char *label;
	const char *template;
} STEPS[DRAFT_STEPS] = {
	[DRAFT_BASICS] = { "Basics", "create/basics" },
	[DRAFT_PERSONALITY] = { "Personality", "create/personality" },
	[DRAFT_VISUALS] = { "Visuals", "create/visuals" },
	[DRAFT_TAGS] = { "Tags", "create/tags" },
	[DRAFT_VISIBILITY] = { "Visibility", "create/visibility" },
	[DRAFT_REVIEW] = { "Review", "create/review" },
};

struct str
create_step_label(enum draft_step step)
{
	return str_from(STEPS[step].label);
}

struct str
create_address(struct req *rq, struct character_id id, enum draft_step step)
{
	if (id.v == 0)
		return STR("/tavern/new");
	return str_fmt(rq->arena, "/tavern/%lld/edit/%.*s", (long long)id.v,
		       STR_ARG(draft_step_word(step)));
}

static struct str
join(struct req *rq, struct strs list)
{
	struct buf out = buf_in(rq->arena);
	for (size_t i = 0; i < list.n; i++) {
		if (i > 0)
			buf_lit(&out, ", ");
		buf_str(&out, list.at[i]);
	}
	return buf_done(&out);
}

/* What was typed a moment ago, if this answers a form that could not be read; else what is kept. */
static void
put_typed(struct req *rq, struct view *v, const char *name, struct str kept)
{
	struct str typed = rq->method == GET ? STR_NONE : form_value(rq, name);
	view_text(v, name, str_or(typed, kept));
}

static void
put_texts(struct req *rq, struct view *v, const struct draft *d)
{
	put_typed(rq, v, "name", d->name);
	put_typed(rq, v, "shortDescription", d->short_description);
	put_typed(rq, v, "longBio", d->long_bio);
	put_typed(rq, v, "age", d->age);
	put_typed(rq, v, "pronouns", d->pronouns);
	put_typed(rq, v, "personality", d->personality);
	put_typed(rq, v, "scenario", d->scenario);
	put_typed(rq, v, "greeting", d->greeting);
	put_typed(rq, v, "nickname", d->nickname);
	put_typed(rq, v, "creatorNotes", d->creator_notes);
	put_typed(rq, v, "systemPrompt", d->system_prompt);
	put_typed(rq, v, "postHistory", d->post_history);
	put_typed(rq, v, "depthPrompt", d->depth_prompt);
	put_typed(rq, v, "depthPromptDepth", d->depth_prompt_depth);
	put_typed(rq, v, "visibility", d->visibility);
	put_typed(rq, v, "publishAt", d->publish_at);
	put_typed(rq, v, "replyPrice", d->reply_price);
}

struct view *
create_draft_view(struct req *rq, const struct making *m, enum draft_step step)
{
	struct str why;
	struct view *v = view_new(rq->arena);
	json_t *data = json_read(rq->arena, draft_json(rq->arena, &m->draft), &why);
	const char *key;
	json_t *value;
	view_id(v, "id", m->id.v);
	view_text(v, "step", m->row->step);
	view_bool(v, "isPublished", m->row->is_made);
	if (!moment_is_none(m->row->updated_at))
		view_time(v, "updatedAt", m->row->updated_at);
	view_text(v, "mark", draft_mark(rq->arena, &m->draft, step));
	struct view *draft = view_object(v, "draft");
	json_object_foreach(data, key, value) view_json(draft, key, value);
	view_text(draft, "nsfwLevel", draft_level(&m->draft));
	return v;
}

/* ---- parts of the form --------------------------------------------------------------------- */

static void
show_steps(struct req *rq, struct view *page, const struct making *m, enum draft_step step)
{
	struct draft_errors errors;
	enum draft_step reached = DRAFT_BASICS;
	struct view_list *list = view_list(page, "steps");
	create_check(rq, m, &errors);
	if (m->row != NULL)
		(void)!draft_step_from(m->row->step, &reached);
	if (m->row != NULL && m->row->is_made)
		reached = DRAFT_REVIEW;
	reached = step > reached ? step : reached;
	for (size_t i = 0; i < DRAFT_STEPS; i++) {
		struct view *one = view_push(list);
		bool is_wrong = false;
		for (size_t k = 0; k < errors.n; k++)
			is_wrong = is_wrong || errors.at[k].step == (enum draft_step)i;
		bool was_seen = i <= (size_t)reached && i != (size_t)step;
		view_text(one, "word", draft_step_word((enum draft_step)i));
		view_text(one, "label", str_from(STEPS[i].label));
		view_bool(one, "isCurrent", i == (size_t)step);
		view_bool(one, "hasError", was_seen && is_wrong);
		view_bool(one, "isDone", was_seen && !is_wrong && i != DRAFT_REVIEW);
	}
}

static void
push_option(struct req *rq, struct view_list *options, struct str word, struct str chosen)
{
	view_push_choice(options, word,
			 word.n > 0 ? look_label(rq->arena, word) : STR("The painter chooses"),
			 str_eq(word, chosen));
}

static void
show_look(struct req *rq, struct view *page, const struct draft *d)
{
	struct view_list *looks = view_list(page, "looks");
	struct str rest = look_accessories, word;
	for (size_t i = 0; i < LOOK_FIELDS; i++) {
		struct view *one = view_push(looks);
		struct str words = look_fields[i].words;
		view_text(one, "name", look_fields[i].name);
		view_text(one, "label", look_fields[i].label);
		view_null(one, "help");
		view_null(one, "error");
		struct view_list *options = view_list(one, "options");
		push_option(rq, options, STR(""), d->look[i]);
		while (str_cut(&words, '|', &word))
			push_option(rq, options, word, d->look[i]);
	}
	struct view_list *chips = view_list(page, "accessories");
	while (str_cut(&rest, '|', &word)) {
		struct view *chip = view_push(chips);
		bool is_on = false;
		for (size_t i = 0; i < d->accessories.n; i++)
			is_on = is_on || str_eq(d->accessories.at[i], word);
		view_text(chip, "value", word);
		view_text(chip, "label", look_label(rq->arena, word));
		view_bool(chip, "isOn", is_on);
	}
	view_text(page, "lookFree", d->look_free);
}

static void
show_portraits(struct req *rq, struct view *page, const struct making *m)
{
	int64_t chosen = 0;
	struct str portrait = m->draft.portrait;
	bool has_one = m->row != NULL && m->row->avatar_url.n > 0;
	if (!str_to_i64(portrait, &chosen))
		chosen = 0;
	struct rows rows = create_portraits(rq->db, rq->member->id, (struct media_id){ chosen },
					    PORTRAITS);
	struct view_list *list = view_list(page, "portraits");
	for (size_t i = 0; i < rows.n; i++) {
		const struct create_portraits_row *row = create_portraits_at(rows, i);
		struct view *one = view_push(list);
		view_id(one, "id", row->id.v);
		view_url(one, "thumbUrl", row->thumb_url);
		view_text(one, "label",
			  row->is_brought ? STR("You brought it") : STR("From your gallery"));
		view_bool(one, "isOn", row->id.v == chosen);
		if (row->id.v == chosen && row->is_brought && m->id.v != 0)
			view_bool(page, "canCut", true);
	}
	if (has_one)
		view_url(page, "ownPortraitUrl", m->row->thumb_url);
	int64_t pictures = m->id.v == 0 ? 0
					: (int64_t)create_gallery(rq->db, m->id, rq->member->id).n;
	if (pictures > 0)
		view_text(page, "galleryCount",
			  str_fmt(rq->arena, pictures == 1 ? "%lld picture" : "%lld pictures",
				  (long long)pictures));
	view_bool(page, "isKept", has_one && portrait.n == 0);
	view_bool(page, "isPainted",
		  (!has_one && portrait.n == 0) || str_eq(portrait, STR("paint")));
}

/* Tags that the draft's own words name, the best first; their number. They lead `tags` from then on. */
static size_t
show_suggestions(struct req *rq, struct view *page, const struct draft *d, struct suggest_tag *tags,
		 size_t n)
{
	size_t found = suggest_tags(rq->arena, d, tags, n);
	struct view_list *list = view_list(page, "suggestions");
	found = found < SUGGESTIONS ? found : SUGGESTIONS;
	for (size_t i = 0; i < found; i++) {
		struct view *chip = view_push(list);
		view_text(chip, "value", tags[i].name);
		view_text(chip, "label", tags[i].label);
	}
	view_bool(page, "hasSuggestions", found > 0);
	return found;
}

static bool
is_among(const struct suggest_tag *tags, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(tags[i].name, name))
			return true;
	return false;
}

static bool
has_letters(struct arena *arena, const struct create_tags_known_row *tag, struct str letters)
{
	return letters.n == 0 || str_find(tag->name, letters) >= 0 ||
	       str_find(str_lower(arena, tag->label), letters) >= 0;
}

/* The tags that many use, each with whether it is chosen; others of the draft are in the text field. */
static void
show_tags(struct req *rq, struct view *page, const struct draft *d)
{
	struct rows tags = create_tags_known(rq->db);
	struct suggest_tag *known = ARENA_ARRAY(rq->arena, struct suggest_tag, tags.n + 1);
	struct str letters = str_lower(rq->arena, str_trim(req_query(rq, "q")));
	struct view_list *chips = view_list(page, "tags");
	size_t shown = 0;
	for (size_t i = 0; i < tags.n; i++) {
		const struct create_tags_known_row *tag = create_tags_known_at(tags, i);
		known[i] = (struct suggest_tag){ tag->name, tag->label, tag->count, 0 };
	}
	size_t suggested = show_suggestions(rq, page, d, known, tags.n);
	bool *is_shown = ARENA_ARRAY(rq->arena, bool, d->tags.n + 1);
	struct str *others = ARENA_ARRAY(rq->arena, struct str, d->tags.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < tags.n; i++) {
		const struct create_tags_known_row *tag = create_tags_known_at(tags, i);
		bool is_on = false;
		for (size_t k = 0; k < d->tags.n; k++)
			if (str_eq(d->tags.at[k], tag->name))
				is_on = is_shown[k] = true;
		bool is_wanted = shown < TAG_CHIPS && has_letters(rq->arena, tag, letters) &&
				 !is_among(known, suggested, tag->name);
		if (!is_on && !is_wanted)
			continue;
		shown += is_on ? 0 : 1;
		struct view *chip = view_push(chips);
		view_text(chip, "value", tag->name);
		view_text(chip, "label", tag->label);
		view_bool(chip, "isOn", is_on);
	}
	for (size_t k = 0; k < d->tags.n; k++)
		if (!is_shown[k])
			others[n++] = d->tags.at[k];
	view_text(page, "moreTags", join(rq, (struct strs){ others, n }));
	view_text(page, "findTag", letters);
	view_bool(page, "foundNone", letters.n > 0 && shown == 0);
}

/* What the story may hold: its level, where this house has more than one, and the notes. */
static void
show_content(struct view *page, const struct draft *d)
{
	static const struct {
		struct str word;
		struct str label;
		struct str note;
	} LEVELS[] = {
		{ STR_INIT("none"), STR_INIT("For everybody"), STR_INIT("nothing sexual") },
		{ STR_INIT("suggestive"), STR_INIT("Suggestive"),
		  STR_INIT("for adults who chose it") },
		{ STR_INIT("explicit"), STR_INIT("Explicit"), STR_INIT("for adults who chose it") },
	};
	struct view_list *chips = view_list(page, "notes");
	for (size_t i = 0; i < NOTES; i++) {
		struct view *chip = view_push(chips);
		bool is_on = false;
		for (size_t k = 0; k < d->notes.n; k++)
			is_on = is_on || str_eq(d->notes.at[k], notes[i].word);
		view_text(chip, "value", notes[i].word);
		view_text(chip, "label", notes[i].label);
		view_bool(chip, "isOn", is_on);
	}
	if (!cfg_is_adult())
		return;
	struct view_list *levels = view_list(view_object(page, "level"), "options");
	for (size_t i = 0; i < COUNT(LEVELS); i++) {
		struct view *one = view_push_choice(levels, LEVELS[i].word, LEVELS[i].label,
						    str_eq(draft_level(d), LEVELS[i].word));
		view_text(one, "note", LEVELS[i].note);
	}
}

/* What a reply costs, and whether its creator may say so. */
static void
show_price(struct req *rq, struct view *page, const struct making *m)
{
	const struct create_premium_row *p = create_premium(rq->db, m->id, rq->member->id);
	bool is_open = !p->has_most || p->used < p->most;
	view_gems(page, "housePrice", p->house_price);
	view_gems(page, "leastPrice", p->least_price);
	view_gems(page, "mostPrice", p->most_price);
	view_bool(page, "mayPrice", is_open || m->draft.reply_price.n > 0);
}

static void
show_visibility(struct view *page, const struct making *m)
{
	struct str v = m->draft.visibility;
	view_bool(page, "isPublic", str_eq(v, STR("public")));
	view_bool(page, "isUnlisted", str_eq(v, STR("unlisted")));
	view_bool(page, "isPrivate", str_eq(v, STR("private")));
	view_bool(page, "isOut",
		  m->row != NULL && m->row->is_made && !str_eq(m->row->visibility, STR("private")));
}

/* ---- the page ------------------------------------------------------------------------------ */

/* What the plan has room for: said from the first step on, so that nobody is surprised at the last. */
static void
show_room(struct req *rq, struct view *page, const struct making *m)
{
	const struct create_room_row *room = create_read_room(rq, m);
	view_text(page, "room", create_room_words(rq, room));
	view_text(page, "plan", room->plan);
	view_bool(page, "isFull", create_is_full(m, room));
}

struct reply
create_page(struct req *rq, int status, const struct making *m, enum draft_step step)
{
	struct view *v = view_new(rq->arena);
	struct view *page = view_object(v, "page");
	put_texts(rq, view_object(v, "draft"), &m->draft);
	view_bool(page, "isNew", m->id.v == 0);
	view_bool(page, "isMade", m->row != NULL && m->row->is_made);
	view_bool(page, "hasDraft", m->row != NULL && m->row->has_draft);
	if (m->id.v != 0)
		view_id(page, "id", m->id.v);
	view_text(page, "step", draft_step_word(step));
	view_text(page, "mark", draft_mark(rq->arena, &m->kept, step));
	view_bool(page, "wasChanged", m->was_changed);
	view_url(page, "action", create_address(rq, m->id, step));
	view_bool(page, "canGoBack", step != DRAFT_BASICS);
	view_int(page, "number", step + 1);
	view_int(page, "leastAge", create_least_age());
	view_text(page, "heading", str_or(m->draft.name, STR("New character")));
	if (m->row != NULL && !moment_is_none(m->row->updated_at))
		view_time(page, "savedAt", m->row->updated_at);
	show_steps(rq, page, m, step);
	show_room(rq, page, m);
	view_text(page, "traitsText", join(rq, m->draft.traits));
	if (step == DRAFT_PERSONALITY)
		create_show_words(rq, page, &m->draft);
	if (step == DRAFT_VISUALS) {
		show_look(rq, page, &m->draft);
		show_portraits(rq, page, m);
	}
	if (step == DRAFT_TAGS)
		show_tags(rq, page, &m->draft);
	if (step == DRAFT_TAGS || step == DRAFT_REVIEW)
		show_content(page, &m->draft);
	if (step == DRAFT_VISIBILITY || step == DRAFT_REVIEW) {
		show_visibility(page, m);
		show_price(rq, page, m);
	}
	if (step == DRAFT_REVIEW)
		create_show_review(rq, page, m);
	return page_status(rq, status, STEPS[step].template, v);
}
