/*
 * Character cards: what members bring from other tools and take back (the card specifications V1, V2
 * and V3, as they are met in the wild).
 *
 * A card keeps its text. Fields that this house uses are decoded beside it; everything else stays
 * where it stands and goes out again byte for byte.
 *
 * Ownership: slices of the text that was read, or of the arena.
 */
#ifndef SNUG_CARD_CARD_H
#define SNUG_CARD_CARD_H

#include "lib/card/scan.h"

enum card_spec { CARD_V1 = 1, CARD_V2, CARD_V3 };

enum card_outcome {
	CARD_OK,
	CARD_EMPTY,   /* no bytes */
	CARD_LARGE,   /* more than CARD_BYTES */
	CARD_TYPE,    /* neither picture, archive nor JSON */
	CARD_NO_CARD, /* a sound file without a card in it */
	CARD_DAMAGED, /* cut off, wrong checksums, base64 that is none */
	CARD_BOMB,    /* unpacks to more than it may, or is encrypted, or has paths that lead out */
	CARD_NOT_UTF8,
	CARD_NOT_JSON,
	CARD_BOOK /* a lorebook without a character */
};

enum {
	CARD_BYTES = 12 * 1024 * 1024, /* of a file, and of its JSON */
	CARD_FIELD = 256 * 1024,       /* of one text that is used; the rest only travels */
	CARD_GREETINGS = 50,
	CARD_TAGS = 64,
	CARD_EXAMPLES = 50
};

struct card {
	enum card_spec spec;
	struct str spec_version; /* "1.0", "2.0", "3.0", or a later one */
	bool is_newer;		 /* than the specifications that are known here */
	struct str text;	 /* the whole document, without a byte order mark */
	struct str data;	 /* the object that holds the fields; in V1 the document itself */
	bool is_foreign;	 /* V1 by the names of another tool (char_name, ...) */

	struct str name;
	struct str nickname; /* V3 */
	struct str description;
	struct str personality;
	struct str scenario;
	struct str first_mes;
	struct str mes_example;
	struct str system_prompt;
	struct str post_history_instructions;
	struct str creator_notes;
	struct str creator;
	struct str version;
	struct strs
		greetings; /* first_mes unless empty, then alternate_greetings: the first message's swipes */
	struct strs tags;

	/* As they stand; STR_NONE when there is none of the right kind. */
	struct str book; /* character_book */
	struct str extensions;
	struct str assets;
};

/* The document in `text`, which may begin with a byte order mark. `why` tells where JSON breaks. */
NODISCARD enum card_outcome card_read(struct arena *arena, struct str text, struct card *card,
				      struct str *why);

/*
 * What the V2 copy in a V3 card's picture says before the creator's notes (in the words of the V3
 * specification), for tools that read nothing newer.
 */
#define CARD_COPY_WARNING                                                                          \
	"This character card is Character Card V3, but it is loaded as a Character Card V2. "      \
	"Please use a Character Card V3 compatible application to use this character card "        \
	"properly."
/* The creator's notes without such a warning; `is_copy` says whether there was one. */
struct str card_own_notes(const struct card *card, bool *is_copy);

/* The name that {{char}} stands for: the nickname of a V3 card that has one, else the name. */
struct str card_called(const struct card *card);

/* The V2 and V3 names of the fields of V1, which all versions share. */
enum { CARD_SHARED = 6 };
extern const char *const card_shared_fields[CARD_SHARED];
/* The name that a field has in this card: differs in foreign V1 cards only. */
const char *card_field_name(const struct card *card, size_t shared);
/* Whether this house knows what `key` of data means. */
bool card_knows(struct str key);

/* How readily a character speaks among others when its card does not say. */
#define CARD_TALKATIVENESS 0.5

/* Example dialogue. Blocks begin at <START>, in any case; text before the first is a block too. */
struct card_example {
	struct str user;
	struct str character;
};
struct strs card_example_blocks(struct arena *arena, struct str mes_example);
/*
 * Exchanges in all blocks: lines of {{user}} (or <USER>) and then of {{char}} (<BOT>, or `name`). Speech of
 * one side alone gives a pair with an empty half. At most CARD_EXAMPLES.
 */
size_t card_examples(struct arena *arena, struct str mes_example, struct str name,
		     struct card_example out[CARD_EXAMPLES]);

/* The status, code and words of an outcome that is not CARD_OK. */
int card_status(enum card_outcome outcome);
const char *card_code(enum card_outcome outcome);
const char *card_words(enum card_outcome outcome);

#endif
