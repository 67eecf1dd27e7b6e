/*
 * Characters in the making: what a member has typed so far, until it is published.
 *
 * Texts stand in a draft as they were typed, also those that cannot be published (an age of "soon"):
 * nothing is lost because something else is wrong. draft_check says what keeps it from being published.
 *
 * Units: lengths are code points. Ownership: texts live in the arena that was given, or in what the
 * draft was read from.
 */
#ifndef SNUG_CHARACTER_DRAFT_H
#define SNUG_CHARACTER_DRAFT_H

#include "lib/base/json.h"
#include "lib/character/look.h"

enum draft_step {
	DRAFT_BASICS,
	DRAFT_PERSONALITY,
	DRAFT_VISUALS,
	DRAFT_TAGS,
	DRAFT_VISIBILITY,
	DRAFT_REVIEW
};

enum {
	DRAFT_STEPS = 6,
	DRAFT_NAME = 60,
	DRAFT_SHORT = 160,
	DRAFT_LONG = 32000,
	DRAFT_NICKNAME = 60,
	DRAFT_EXAMPLE = 8000, /* one side of an exchange */
	DRAFT_EXAMPLES = 50,
	DRAFT_OPENINGS = 50,
	DRAFT_DEPTH_PROMPT = 16000,
	DRAFT_DEPTH = 4,
	DRAFT_DEPTH_MOST = 1000,
	DRAFT_TRAITS = 8,
	DRAFT_TAGS_MOST = 10,
	DRAFT_LIST = 20, /* items of a list that are kept, right or not */
	DRAFT_FREE = 500,
	DRAFT_AGE_MOST = 100000,
	DRAFT_BYTES = 900 * 1000, /* of all of it, as JSON */
	DRAFT_ERRORS = 24
};

struct draft_example {
	struct str user;
	struct str character;
};

struct draft {
	struct str name;
	struct str short_description;
	struct str long_bio;
	struct str age;
	struct str pronouns;
	struct strs traits;
	struct str personality;
	struct str scenario;
	struct str greeting;
	struct strs openings;	     /* other greetings, of which a chat may begin with one */
	struct strs group_greetings; /* of which one is said on coming into a chat of several */
	struct str talkativeness;    /* how readily it speaks there; "" is CARD_TALKATIVENESS */
	struct str nickname;	     /* what {{char}} stands for; "" is the name */
	struct str creator_notes;
	struct str system_prompt;
	struct str post_history;
	struct str depth_prompt;
	struct str depth_prompt_depth; /* messages from the end; "" is DRAFT_DEPTH */
	struct str depth_prompt_role;  /* system, user, assistant; "" is system */
	struct draft_example examples[DRAFT_EXAMPLES];
	size_t example_count;
	struct str look[LOOK_FIELDS]; /* in the order of look_fields; empty: the painter's choice */
	struct strs accessories;
	struct str look_free;
	struct str
		portrait; /* "" as it is, or painted when there is none; "paint"; or a media id */
	struct strs tags;
	struct str level;	/* none, suggestive, explicit; "" is none */
	struct strs notes;	/* lib/character/note.h */
	struct str visibility;	/* public, unlisted, private */
	struct str reply_price; /* "" for the house's; else gems */
	struct str publish_at;	/* "" for now; else RFC 3339, or its date and minutes in UTC */
};

/* "basics" and so on; false for any other word. */
NODISCARD bool draft_step_from(struct str word, enum draft_step *step);
struct str draft_step_word(enum draft_step step);

/* From its JSON, and back. What the JSON does not say is empty. */
void draft_read(struct arena *arena, const json_t *data, struct draft *draft);
struct str draft_json(struct arena *arena, const struct draft *draft);
/*
 * A fingerprint of what one step of it says: it changes when, and only when, that does. Two who write at
 * the same step find each other by it.
 */
struct str draft_mark(struct arena *arena, const struct draft *draft, enum draft_step step);
/* Parts of it, as columns of a character; what is empty is left out, and painters are told the age. */
struct str draft_look_json(struct arena *arena, const struct draft *draft);
struct str draft_examples_json(struct arena *arena, const struct draft *draft);
/* The rows of a list in which something is written. */
struct strs draft_written(struct arena *arena, struct strs rows);

struct draft_error {
	enum draft_step step;
	const char *field; /* name in the form */
	const char *label;
	const char *message;
};

struct draft_errors {
	struct draft_error at[DRAFT_ERRORS];
	size_t n;
};

/*
 * What keeps the draft from being published. `least_age` is the house's, at least 18 (product decision
 * 7). `now`: a moment to publish at lies ahead of it.
 */
void draft_check(struct arena *arena, const struct draft *draft, int64_t least_age,
		 struct moment now, struct draft_errors *out);

/* The age, or 0 when it is no number. */
int64_t draft_age(const struct draft *draft);
/* The depth, DRAFT_DEPTH when nothing was said; -1 when it is no depth. */
int64_t draft_depth(const struct draft *draft);
/* From 0 to 1, CARD_TALKATIVENESS when nothing was said; -1 when it is none. */
double draft_talkativeness(const struct draft *draft);
/* The moment in publish_at; MOMENT_NONE for now, and for what is no moment. */
struct moment draft_moment(const struct draft *draft);
/* The level, "none" when nothing was said. */
struct str draft_level(const struct draft *draft);
/* The price of a reply in milligems; -1 for the house's, and for what is no price. */
int64_t draft_price(const struct draft *draft);

#endif
