/* What keeps a draft from being published: lib/character/draft.h. */
#include <stdarg.h>
#include <stdio.h>

#include "lib/base/clock.h"
#include "lib/base/utf8.h"
#include "lib/card/tag.h"
#include "lib/character/draft.h"
#include "lib/character/note.h"

struct check {
	struct arena *arena;
	struct draft_errors *out;
	enum draft_step step;
};

static void PRINTF_LIKE(4, 5)
	complain(struct check *c, const char *field, const char *label, const char *format, ...)
{
	char text[200];
	va_list args;
	if (c->out->n == DRAFT_ERRORS)
		return;
	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	c->out->at[c->out->n++] = (struct draft_error){ c->step, field, label,
							str_cstr(c->arena, str_from(text)) };
}

/* Marks that show nothing, or turn the direction of what follows: no name needs them. */
static bool
is_invisible(uint32_t point)
{
	return point == 0xAD || point == 0x34F || point == 0x61C || point == 0x115F ||
	       point == 0x1160 || point == 0x3164 || point == 0xFEFF || point == 0xFFA0 ||
	       (point >= 0x200B && point <= 0x200F) || (point >= 0x2028 && point <= 0x202E) ||
	       (point >= 0x2060 && point <= 0x206F) || point >= 0xE0000;
}

static void
check_length(struct check *c, const char *field, const char *label, struct str text, size_t most)
{
	size_t n = utf8_count(text);
	if (n > most)
		complain(c, field, label, "%s can have %zu characters at most; this has %zu.",
			 label, most, n);
}

static void
check_line(struct check *c, const char *field, const char *label, struct str text, size_t most)
{
	struct str rest = text;
	uint32_t point;
	check_length(c, field, label, text, most);
	while (utf8_next(&rest, &point))
		if (is_invisible(point)) {
			complain(c, field, label,
				 "%s holds a mark that cannot be seen. Type it anew.", label);
			return;
		}
}

static void
check_basics(struct check *c, const struct draft *d, int64_t least_age)
{
	int64_t age = draft_age(d);
	c->step = DRAFT_BASICS;
	if (utf8_count(str_trim(d->name)) < 2)
		complain(c, "name", "Name", "Give them a name of 2 or more characters.");
	check_line(c, "name", "Name", d->name, DRAFT_NAME);
	if (str_trim(d->short_description).n == 0)
		complain(c, "shortDescription", "One line", "Say in one line who they are.");
	check_line(c, "shortDescription", "One line", d->short_description, DRAFT_SHORT);
	check_length(c, "longBio", "Story", d->long_bio, DRAFT_LONG);
	if (age == 0)
		complain(c, "age", "Age", "Give their age as a whole number.");
	else if (age < least_age)
		complain(c, "age", "Age", "Everybody here is an adult: %lld or older.",
			 (long long)least_age);
	check_line(c, "pronouns", "Pronouns", d->pronouns, 30);
}

static void
check_personality(struct check *c, const struct draft *d)
{
	c->step = DRAFT_PERSONALITY;
	if (d->traits.n > DRAFT_TRAITS)
		complain(c, "traits", "Traits", "%d traits at most; there are %zu.", DRAFT_TRAITS,
			 d->traits.n);
	for (size_t i = 0; i < d->traits.n; i++)
		check_line(c, "traits", "A trait", d->traits.at[i], 40);
	check_length(c, "personality", "Personality", d->personality, DRAFT_LONG);
	check_length(c, "scenario", "Scenario", d->scenario, DRAFT_LONG);
	check_length(c, "greeting", "Greeting", d->greeting, DRAFT_LONG);
	for (size_t i = 0; i < d->openings.n; i++)
		check_length(c, "alternateGreetings", "An opening", d->openings.at[i], DRAFT_LONG);
	for (size_t i = 0; i < d->group_greetings.n; i++)
		check_length(c, "groupGreetings", "A greeting in chats with others",
			     d->group_greetings.at[i], DRAFT_LONG);
	if (draft_talkativeness(d) < 0)
		complain(c, "talkativeness", "How readily they speak",
			 "How readily they speak is a number from 0 to 1.");
	check_line(c, "nickname", "Nickname", d->nickname, DRAFT_NICKNAME);
	check_length(c, "creatorNotes", "Your notes", d->creator_notes, DRAFT_LONG);
	check_length(c, "systemPrompt", "Directions", d->system_prompt, DRAFT_LONG);
	check_length(c, "postHistory", "Last word", d->post_history, DRAFT_LONG);
	check_length(c, "depthPrompt", "The note", d->depth_prompt, DRAFT_DEPTH_PROMPT);
	if (draft_depth(d) < 0)
		complain(c, "depthPromptDepth", "Depth", "Depth is a whole number, 0 to %d.",
			 DRAFT_DEPTH_MOST);
	if (!look_knows(STR("system|user|assistant"), str_or(d->depth_prompt_role, STR("system"))))
		complain(c, "depthPromptRole", "Role", "There is no such role.");
	for (size_t i = 0; i < d->example_count; i++) {
		const struct draft_example *one = &d->examples[i];
		/* A character may speak first; cards have examples of that. */
		if (str_trim(one->user).n > 0 && str_trim(one->character).n == 0)
			complain(c, "exampleDialogues", "Examples",
				 "Example %zu has no answer. Write it, or take the example out.",
				 i + 1);
		if (utf8_count(one->user) > DRAFT_EXAMPLE ||
		    utf8_count(one->character) > DRAFT_EXAMPLE)
			complain(c, "exampleDialogues", "Examples",
				 "Each side of example %zu can have %d characters at most.", i + 1,
				 DRAFT_EXAMPLE);
	}
}

static void
check_visuals(struct check *c, const struct draft *d)
{
	int64_t media;
	c->step = DRAFT_VISUALS;
	for (size_t i = 0; i < LOOK_FIELDS; i++)
		if (d->look[i].n > 0 && !look_knows(look_fields[i].words, d->look[i]))
			complain(c, look_fields[i].name.p, look_fields[i].label.p,
				 "%s is not one of the choices.", look_fields[i].label.p);
	for (size_t i = 0; i < d->accessories.n; i++)
		if (!look_knows(look_accessories, d->accessories.at[i]))
			complain(c, "accessories", "Details", "One of the details is not known.");
	if (d->accessories.n > LOOK_ACCESSORIES)
		complain(c, "accessories", "Details", "%d details at most.", LOOK_ACCESSORIES);
	check_length(c, "lookFree", "More words", d->look_free, DRAFT_FREE);
	if (d->portrait.n > 0 && !str_eq(d->portrait, STR("paint")) &&
	    (!str_to_i64(d->portrait, &media) || media < 1))
		complain(c, "portrait", "Portrait", "That picture is not there.");
}

static void
check_tags(struct check *c, const struct draft *d)
{
	c->step = DRAFT_TAGS;
	if (d->tags.n > DRAFT_TAGS_MOST)
		complain(c, "tags", "Tags", "%d tags at most; there are %zu.", DRAFT_TAGS_MOST,
			 d->tags.n);
	for (size_t i = 0; i < d->tags.n; i++)
		if (!tag_is_good(d->tags.at[i]))
			complain(c, "tags", "Tags",
				 "\"%.*s\" is no tag. A tag has 2 to 30 letters, digits or -.",
				 (int)str_clip(d->tags.at[i], 60), d->tags.at[i].p);
	if (!look_knows(STR("none|suggestive|explicit"), draft_level(d)))
		complain(c, "nsfwLevel", "Level", "There is no such level.");
	if (d->notes.n > NOTES)
		complain(c, "contentNotes", "Notes", "One of the notes came twice.");
	for (size_t i = 0; i < d->notes.n; i++)
		if (note_find(d->notes.at[i]) == NULL)
			complain(c, "contentNotes", "Notes", "One of the notes is not known.");
}

static void
check_visibility(struct check *c, const struct draft *d, struct moment now)
{
	const int64_t year_us = INT64_C(366) * 24 * 3600 * 1000 * 1000;
	struct moment at = draft_moment(d);
	c->step = DRAFT_VISIBILITY;
	if (!look_knows(STR("public|unlisted|private"), d->visibility))
		complain(c, "visibility", "Who may see them", "Choose who may see them.");
	if (d->reply_price.n > 0 && draft_price(d) < 0)
		complain(c, "replyPrice", "Price", "Give the price in gems, as in 2 or 1.5.");
	if (d->publish_at.n == 0)
		return;
	if (moment_is_none(at))
		complain(c, "publishAt", "When", "Give a date and a time, as in 2026-12-24T18:00.");
	else if (at.us <= now.us || at.us > now.us + year_us)
		complain(c, "publishAt", "When", "The moment lies ahead, within a year.");
}

void
draft_check(struct arena *arena, const struct draft *draft, int64_t least_age, struct moment now,
	    struct draft_errors *out)
{
	struct check c = { arena, out, DRAFT_BASICS };
	out->n = 0;
	check_basics(&c, draft, least_age);
	check_personality(&c, draft);
	check_visuals(&c, draft);
	check_tags(&c, draft);
	check_visibility(&c, draft, now);
}

/* Two digits at `at`, or -1. */
static int64_t
two_digits(struct str s, size_t at)
{
	int64_t value;
	struct str two = str_first(str_from_at(s, at), 2);
	return two.n == 2 && two.p[0] >= '0' && two.p[0] <= '9' && str_to_i64(two, &value) ? value
											   : -1;
}

/* What stands behind the minutes: seconds with a fraction, then Z or an offset (RFC 3339), or nothing. */
static bool
read_tail(struct str tail, int64_t *seconds)
{
	*seconds = 0;
	if (tail.n >= 3 && tail.p[0] == ':') {
		*seconds = two_digits(tail, 1);
		if (*seconds < 0 || *seconds > 59)
			return false;
		tail = str_from_at(tail, 3);
		size_t i = tail.n > 0 && tail.p[0] == '.' ? 1 : 0;
		while (i > 0 && i < tail.n && tail.p[i] >= '0' && tail.p[i] <= '9')
			i++;
		tail = str_from_at(tail, i);
	}
	if (tail.n == 0 || str_eq(tail, STR("Z")))
		return true;
	int64_t hours = two_digits(tail, 1), minutes = two_digits(tail, 4);
	if (tail.n != 6 || (tail.p[0] != '+' && tail.p[0] != '-') || tail.p[3] != ':' ||
	    hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
		return false;
	*seconds += (tail.p[0] == '+' ? -1 : 1) * (hours * 3600 + minutes * 60);
	return true;
}

struct moment
draft_moment(const struct draft *draft)
{
	struct str s = str_trim(draft->publish_at);
	int64_t days, seconds;
	int64_t hours = two_digits(s, 11), minutes = two_digits(s, 14);
	if (s.n < 16 || (s.p[10] != 'T' && s.p[10] != ' ') || s.p[13] != ':' || hours < 0 ||
	    hours > 23 || minutes < 0 || minutes > 59 ||
	    !clock_parse_date(str_first(s, 10), &days) || !read_tail(str_from_at(s, 16), &seconds))
		return MOMENT_NONE;
	return (struct moment){ (days * 86400 + hours * 3600 + minutes * 60 + seconds) * 1000 *
				1000 };
}
