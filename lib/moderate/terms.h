/*
 * The words that the walls of lib/moderate know, language by language, as data.
 *
 * A term is one or more words that follow each other; terms of a group are separated by |. A * ends
 * a word that may go on. A term behind ~ is also an innocent word of another language: it counts only
 * where the text is mostly in its own, as told by `common`. Terms are folded when they are compiled
 * (fold.h), so accents and case do not matter, and in English a final s is folded away.
 *
 * Sources of rules: product decision 8; the duties on companion chats (self-harm, disclosure).
 */
#ifndef SNUG_MODERATE_TERMS_H
#define SNUG_MODERATE_TERMS_H

#include <stddef.h>

enum term_about {
	/* what is never shown, and what makes it so */
	TERM_YOUNG = 1,
	TERM_SEXUAL = 2,
	TERM_ACT = 4, /* a sexual act; SEXUAL as well */
	TERM_FORCE = 8,
	TERM_REAL = 16,
	TERM_ANIMAL = 32,
	TERM_KIN = 64,
	TERM_CODED = 128,     /* has no other meaning: refused by itself */
	TERM_DEPICTED = 256,  /* names what is never painted */
	TERM_HINT = 512,      /* sexual only beside somebody young */
	TERM_CLINIC = 1024,   /* SEXUAL, but also what patients and survivors say */
	TERM_PLAIN = 2048,    /* these words together mean nothing of the above */
	TERM_ABUSE = 4096,    /* what was done to somebody: may be told, is not played */
	TERM_TELLS = 8192,    /* somebody tells what happened, or reports it */
	TERM_ASKS = 1 << 14,  /* asks for a scene */
	TERM_YEARS = 1 << 15, /* behind a number: an age, and nothing else */
	TERM_SPAN = 1 << 16,  /* behind a number: an age, when AGED is near */
	TERM_AGED = 1 << 17,
	TERM_NUMBER = 1 << 18,
	TERM_COMMON = 1 << 19, /* tells the language */
	/* what a member or a reply is at */
	TERM_SELF_HARM = 1 << 20,
	TERM_HARM = 1 << 21,  /* of others, in earnest */
	TERM_IDIOM = 1 << 22, /* these words together are a manner of speaking */
	TERM_ASKS_REAL = 1 << 23,
	TERM_CLAIMS = 1 << 24,	    /* says that no machine is at work: never true here */
	TERM_CLAIMS_SOFT = 1 << 25, /* the same, but also what a person in a story says */
	TERM_TRUE = 1 << 26,	    /* says that a machine is at work */
	TERM_LEAVES = 1 << 27,
	TERM_CLINGS = 1 << 28, /* wants to keep somebody from leaving */
	TERM_URGES = 1 << 29,  /* tells somebody to harm themselves */
	TERM_PLANS = 1 << 30   /* travel, money, marriage with a character */
};

/* A word for a number: the value stands in the low bits. */
#define TERM_NUMBER_IS(n) (TERM_NUMBER | (n))

struct term_group {
	unsigned about;
	const char *terms;
};

/* What the house itself says in a language. {name} is the character's. */
struct term_lines {
	const char *truth; /* who answers here */
	const char *leave; /* in place of words that hold somebody back */
	const char *care;  /* to somebody who may harm themselves */
	const char *calm;  /* to somebody who may harm others */
};

struct term_language {
	const char *code; /* ISO 639-1 */
	const char *common;
	const char *numbers; /* 6 to 17 in words, in order, separated by |; "" for none */
	const struct term_group *groups;
	size_t group_count;
	struct term_lines lines;
};

enum { TERM_LANGUAGES = 18 };

/* English first. */
extern const struct term_language *const term_languages[TERM_LANGUAGES];

extern const struct term_language term_english, term_spanish, term_portuguese, term_french,
	term_italian, term_german, term_dutch, term_polish, term_russian, term_turkish,
	term_swahili, term_hindi, term_arabic, term_chinese, term_japanese, term_korean,
	term_indonesian, term_vietnamese;

#endif
