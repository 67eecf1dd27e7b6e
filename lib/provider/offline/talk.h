/*
 * One reply of the offline engine, in four steps: what was heard (listen), what the character has
 * to say (persona), stock phrases by mood (lines), and putting them together (reply).
 *
 * Everything is decided by the persona, the messages and the seed, so the same three give the same
 * words. Only the last messages are looked at: the cost does not grow with the conversation.
 */
#ifndef SNUG_PROVIDER_OFFLINE_TALK_H
#define SNUG_PROVIDER_OFFLINE_TALK_H

#include "lib/base/rand.h"
#include "lib/provider/offline/reflect.h"
#include "lib/provider/text.h"

enum { TALK_LOOK_BACK = 40, TALK_FACTS = 8, TALK_LINE = 900 /* bytes of one */ };

/* What kind of thing the member said; the first that fits, from the gravest to the slightest. */
enum heard {
	HEARD_NOTHING, /* there is no word of a member yet */
	HEARD_SELF_HARM,
	HEARD_SEXUAL,
	HEARD_REAL, /* "are you real?" */
	HEARD_LOVE_YOU,
	HEARD_MEET, /* wants to meet outside */
	HEARD_FOREIGN,
	HEARD_FAREWELL,
	HEARD_EMPTY,
	HEARD_REPEAT,
	HEARD_MORE, /* "go on", "why?" */
	HEARD_MY_NAME,
	HEARD_REMEMBER,
	HEARD_HOW_ARE_YOU,
	HEARD_WHO_ARE_YOU,
	HEARD_WHERE,
	HEARD_AGE,
	HEARD_STORY,
	HEARD_ORIGIN, /* "where do you come from?" */
	HEARD_CHOICE,
	HEARD_NAME_TOLD,
	HEARD_GREETING,
	HEARD_FIRST,	/* "you go first" */
	HEARD_OFFER,	/* "can I help?" */
	HEARD_MAY,	/* "do you mind if I stay?" */
	HEARD_PROPOSAL, /* "let's go outside" */
	HEARD_NEED,	/* "I'm cold" */
	HEARD_DANGER,	/* "someone is following me" */
	HEARD_THERE,	/* "is anybody there?" */
	HEARD_HOW_MUCH,
	HEARD_ORDER, /* "I'll have the soup" */
	HEARD_LUCK,  /* "wish me luck" */
	HEARD_THANKS,
	HEARD_SORRY,
	HEARD_INSULT,
	HEARD_COMPLIMENT,
	HEARD_LAUGH,
	HEARD_STILL_LOW, /* goes on about what makes them sad or angry */
	HEARD_SAD,
	HEARD_TIRED,
	HEARD_SCARED,
	HEARD_ANGRY,
	HEARD_LONELY,
	HEARD_BORED,
	HEARD_GLAD,
	HEARD_ADVICE,
	HEARD_OPINION,
	HEARD_FAVOURITE,
	HEARD_WHY,
	HEARD_HOW,
	HEARD_WHO,
	HEARD_WHEN,
	HEARD_LIKE,   /* "do you like ...?" */
	HEARD_EVER,   /* "have you ever ...?" */
	HEARD_HAVE,   /* "do you have ...?" */
	HEARD_CAN,    /* "can you ...?" */
	HEARD_ARE,    /* "are you ...?" */
	HEARD_YES_NO, /* "does it ...?" */
	HEARD_WHAT,
	HEARD_UNSURE,
	HEARD_YES,
	HEARD_NO,
	HEARD_ACTION, /* "*sits down*" */
	HEARD_ANSWER, /* few words, after a question of ours */
	HEARD_FACT,   /* something about themselves */
	HEARD_STATEMENT
};

enum mood {
	MOOD_WARM = 1,
	MOOD_DRY = 2,
	MOOD_GRAND = 4,
	MOOD_PLAYFUL = 8,
	MOOD_STERN = 16,
	MOOD_WISTFUL = 32,
	MOOD_EXACT = 64,
	MOOD_SHY = 128
};

/* A stock phrase; mood 0 fits anyone. {name} {x} {X} {me} are filled in. */
struct line {
	unsigned moods;
	const char *text;
};

enum bank {
	/* lines_meet.c */
	BANK_GREETING,
	BANK_GREETING_AGAIN,
	BANK_NAME_TOLD,
	BANK_FAREWELL,
	BANK_LUCK,
	BANK_THANKS,
	BANK_SORRY,
	BANK_INSULT,
	BANK_COMPLIMENT,
	BANK_LAUGH,
	BANK_FOREIGN,
	BANK_REAL,
	BANK_LOVE_YOU,
	BANK_MEET,
	BANK_SEXUAL,
	BANK_SELF_HARM,
	/* lines_answer.c */
	BANK_HOW_ARE_YOU,
	BANK_WHO_ARE_YOU,
	BANK_WHERE, /* {x}: the scene */
	BANK_AGE,   /* {x}: the number */
	BANK_STORY,
	BANK_CHOICE, /* {X}: what is chosen, {y}: what is not */
	BANK_MY_NAME,
	BANK_NO_NAME,
	BANK_REMEMBER, /* {x}: a fact */
	BANK_REMEMBER_NONE,
	BANK_FAVOURITE,
	BANK_ADVICE,
	BANK_OPINION,
	BANK_WHY,
	BANK_HOW,
	BANK_WHO,
	BANK_WHEN,
	BANK_LIKE,
	BANK_EVER,
	BANK_HAVE,
	BANK_CAN,
	BANK_ARE,
	BANK_YES_NO,
	BANK_WHAT,
	/* lines_hear.c */
	BANK_STILL_LOW,
	BANK_SAD,
	BANK_TIRED,
	BANK_SCARED,
	BANK_ANGRY,
	BANK_LONELY,
	BANK_BORED,
	BANK_GLAD,
	BANK_UNSURE,
	BANK_YES,
	BANK_NO,
	BANK_ACTION,
	BANK_ANSWER, /* {X}: their own words, turned round */
	BANK_FACT,   /* {x}: the same as a clause */
	BANK_FACT_SAD,
	BANK_STATEMENT,
	BANK_MORE,
	BANK_EMPTY,
	BANK_REPEAT,
	/* lines_do.c */
	BANK_ORIGIN,
	BANK_FIRST,
	BANK_OFFER,
	BANK_MAY,
	BANK_PROPOSAL,
	BANK_NEED,
	BANK_DANGER,
	BANK_THERE,
	BANK_HOW_MUCH,
	BANK_ORDER,
	BANK_GESTURE_BYE,
	BANK_GESTURE_SOFT, /* beside somebody who is low */
	/* lines_glue.c */
	BANK_BRIDGE,	  /* from what they said to what the character has to say */
	BANK_RECALL,	  /* {x}: something they said earlier */
	BANK_ASK,	  /* a question for anyone */
	BANK_ASK_MORE,	  /* a question about what they just said */
	BANK_ASK_WISH,	  /* a question about something they would like */
	BANK_ASK_FEELING, /* a question for someone who is low */
	BANK_ASK_NEXT,	  /* a question in the middle of something */
	BANK_BACK,	  /* back into the story after stepping out */
	BANK_THOUGHT,	  /* when the character has nothing left of its own */
	BANK_GESTURE,	  /* for characters that bring none */
	BANK_COUNT
};

/* The lines of a bank. The banks stand in five files, in the order of the enum. */
const struct line *lines_of(enum bank bank, size_t *n);

struct fact {
	struct str about; /* "you bake bread on Sundays" */
	size_t turn;	  /* the message it came from */
};

/* Lines of a character that were written for it. */
struct shelf {
	struct str *at;
	size_t n;
};

struct talk {
	struct arena *arena;
	struct rand_seeded chance;
	const struct text_request *request;

	/* the character */
	struct reflect_subject self;
	unsigned moods;
	struct shelf opinions; /* then sentences of its description, in its own voice */
	struct shelf tales;
	struct shelf questions;
	struct shelf gestures;
	struct str scene;

	/* the conversation */
	struct str said;      /* what the character said lately */
	struct str last_said; /* its last message */
	struct str message;   /* the member's last message */
	size_t message_at;    /* which one it is; SIZE_MAX when the character spoke last */
	struct words words;
	struct str joined;
	bool is_question;
	bool has_asked;	 /* the character's last message ended with a question */
	size_t turns;	 /* messages of the member, of those looked at */
	struct str name; /* the member's, or empty */
	bool name_is_new;
	struct fact facts[TALK_FACTS];
	size_t fact_count;
	struct str clause;   /* the last message as a fact, turned round, or empty */
	struct str fragment; /* a short answer, turned round, or empty */
	struct str choice[2];
	struct str subject; /* of a question, as they named it, turned round; or empty */
	enum heard heard;
	bool has_greeted; /* "hello" before something else */
};

/* At most `max` bytes, ending with a whole code point. */
static inline struct str
talk_head(struct str s, size_t max)
{
	return str_first(s, str_clip(s, max));
}

/*
 * cast.c: the request with the names in front of its messages taken off, and without what other
 * characters said. `others`: what those said lately.
 */
const struct text_request *cast_read(struct arena *arena, const struct text_request *request,
				     struct str *others);
/* listen.c: reads the conversation. */
void talk_listen(struct talk *talk);
/* True when what they told of shortly before was something hard. */
bool talk_was_low(struct talk *talk);
/* ask.c: what a question is about. */
bool ask_choice(struct talk *talk);
struct str ask_subject(struct talk *talk);
/* facts.c */
void facts_collect(struct talk *talk);
struct str facts_name_in(struct talk *talk, struct str message);
/* A clause in which the speaker tells something of themselves, as they said it, or nothing. */
struct str facts_told_in(struct talk *talk, struct str sentence);
/* Cuts the next sentence off `*rest`; false at the end. */
bool facts_next_sentence(struct str *rest, struct str *sentence);

/* persona.c: reads the character. */
void persona_read(struct talk *talk);
struct str persona_greeting(struct talk *talk);
/* {{user}} and {{char}} as the names they stand for. */
struct str persona_fill(struct talk *talk, struct str s);
void persona_put(struct talk *talk, struct shelf *shelf, struct str line);

/* persona_answer.c: what the character has to say to just this message. */
enum fits {
	FITS_NOT,
	FITS_NEARLY, /* it shares rare words with the message */
	FITS_TOPIC,  /* it was written for the subject */
	FITS_WELL    /* it is the answer of an example */
};
struct str persona_answer(struct talk *talk, enum fits *fits);
/* A line written for some subject, for when there is none; or nothing. */
struct str persona_topic(struct talk *talk);
/* A line of the shelf that was not said lately, or nothing. */
struct str persona_pick(struct talk *talk, const struct shelf *shelf);
/* True when the character said this lately. */
bool talk_was_said(const struct talk *talk, struct str line);

/* plan.c: what a kind of message calls for. Chances are in percent. */
struct plan {
	enum bank reaction;
	unsigned char reaction_beside_answer; /* when the character has an answer of its own */
	unsigned char own;		      /* something of its own, without an answer */
	unsigned char ask;
	enum bank question; /* BANK_ASK: its own questions first */
};
const struct plan *plan_of(enum heard heard);

/* phrase.c: one of a bank, in the character's mood; nothing when all were said lately and none may be
 * again. */
struct str phrase(struct talk *talk, enum bank bank, struct str x, struct str y, bool may_repeat);
struct str phrase_plain(struct talk *talk, enum bank bank);

/* reply.c */
struct str reply_make(struct arena *arena, const struct text_request *request);

#endif
