/*
 * Conversations in the shapes in which other tools keep them, read into one shape, and written again:
 * SillyTavern's lines (with its group files and Chub's dialect), this house's own documents, and those
 * of text-generation-webui ("ooba"), Agnai and Character.AI.
 *
 * A conversation is a tree: the versions of a message ("swipes") are siblings, and what follows hangs
 * on the one that was chosen. What this house has no column for stays as text, byte for byte, in the
 * `extra` of its message or the `origin` of its chat, and goes out again with it.
 *
 * Limits: CHATFILE_BYTES of a file, CHATFILE_LINE of a line, CHATFILE_MESSAGES of a conversation,
 * CHATFILE_ROWS with all versions, SCAN_DEPTH of nesting.
 * Errors: a line that cannot be read is told in the report and never ends the rest.
 * Ownership: text lives in the arena, or in the bytes that were read.
 */
#ifndef SNUG_CHATFILE_CHATFILE_H
#define SNUG_CHATFILE_CHATFILE_H

#include "lib/base/str.h"
#include "lib/base/types.h"

enum chatfile_format {
	CHATFILE_AUTO,
	CHATFILE_LINES,
	CHATFILE_OWN,
	CHATFILE_OOBA,
	CHATFILE_AGNAI,
	CHATFILE_CAI
};

enum chatfile_outcome {
	CHATFILE_OK,
	CHATFILE_EMPTY,
	CHATFILE_LARGE,
	CHATFILE_TYPE, /* no text of any kind that holds conversations */
	CHATFILE_NOT_UTF8,
	CHATFILE_NOT_JSON,
	CHATFILE_NO_CHAT, /* JSON without a message in it */
	CHATFILE_OTHER,	  /* a conversation, but not of the format that was asked for */
	CHATFILE_TOO_MANY,
	CHATFILE_CARD, /* a character, or a lorebook */
	CHATFILE_BOOK
};

enum {
	CHATFILE_BYTES = 12 * 1024 * 1024,
	CHATFILE_LINE = 4 * 1024 * 1024,
	CHATFILE_MESSAGES = 20000,
	CHATFILE_VERSIONS = 100, /* of one message */
	CHATFILE_ROWS = 40000,
	CHATFILE_CHATS = 50,
	CHATFILE_TEXT = 64000, /* code points of one message */
	CHATFILE_NOTE = 8000,  /* and of the author's note */
	CHATFILE_NAME = 100    /* bytes */
};

/* What staff wrote is read as if a program had: nobody can bring words of our staff. */
enum chatfile_role { CHATFILE_USER, CHATFILE_ASSISTANT, CHATFILE_SYSTEM, CHATFILE_STAFF };

#define CHATFILE_NONE SIZE_MAX

struct chatfile_message {
	size_t parent; /* an earlier message, or CHATFILE_NONE */
	int64_t place; /* among the versions, from 0 without gaps */
	enum chatfile_role role;
	struct str name;
	struct str text;
	struct str model;
	struct str status;     /* complete, partial, failed, blocked */
	struct str bookmark;   /* a label or "", STR_NONE for no mark */
	struct str checkpoint; /* a name, or STR_NONE */
	struct moment at;      /* MOMENT_NONE when it is not said */
	int64_t rating;	       /* 1 to 5, or 0 */
	bool is_hidden;
	bool is_edited;
	struct str extra; /* a JSON object, or empty */
};

/* The author's note, with the words that this house has for its place ("before", "after", "depth"). */
struct chatfile_note {
	struct str text;
	struct str place;
	struct str role;
	int64_t depth;
	int64_t interval; /* 0: never */
};

struct chatfile_chat {
	struct str title;
	struct str user_name;
	struct str character_name;
	struct str origin; /* a JSON object: the format, and the header as it came */
	bool has_note;
	struct chatfile_note note;
	struct str variables; /* of macros, a JSON object; empty when there are none */
	struct str timed;     /* SillyTavern's timedWorldInfo, a JSON object; the same */
	struct chatfile_message *at;
	size_t n;
	size_t room;
	size_t head; /* where the path that was open ends */
	size_t path; /* messages of that path */
};

struct chatfile {
	enum chatfile_format format;
	struct chatfile_chat *chats;
	size_t n;
	struct str report; /* JSON, see lib/card/fate.h */
	struct str why;	   /* where JSON breaks */
};

/* "auto", "jsonl" (or "sillytavern", "chub"), "json", "ooba", "agnai", "cai"; false for another word. */
NODISCARD bool chatfile_format_from(struct str word, enum chatfile_format *format);

/* Whether reading may be worth while, at a glance: false for pictures, archives and most cards. */
bool chatfile_may_be(struct str bytes);

NODISCARD enum chatfile_outcome chatfile_read(struct arena *arena, struct str bytes,
					      enum chatfile_format format, struct chatfile *file);

/* Where timed effects of lore stand in SillyTavern's metadata, and in our own document. */
#define CHATFILE_TIMED "timedWorldInfo"

/* The note in such metadata; false when there is none. */
bool chatfile_note_read(struct arena *arena, struct str metadata, struct chatfile_note *note);
bool chatfile_note_eq(const struct chatfile_note *a, const struct chatfile_note *b);
/* Timed effects of lore, as numbers and keys that are none of somebody's JSON; *n is how many. */
struct str chatfile_timed(struct arena *arena, struct str object, size_t *n);
/* "chat_metadata" in the header of a chat that came as lines; empty when it has none. */
struct str chatfile_metadata(struct arena *arena, struct str origin);

/* The status, code and words of an outcome that is not CHATFILE_OK. */
int chatfile_status(enum chatfile_outcome outcome);
const char *chatfile_code(enum chatfile_outcome outcome);
const char *chatfile_words(enum chatfile_outcome outcome);

/*
 * A moment as tools write it: ISO 8601, "May 2, 2024 3:07pm", "2024-5-2 @15h 07m 09s 120ms", seconds or
 * milliseconds since 1970. Without a zone it is UTC. MOMENT_NONE for anything else.
 */
struct moment chatfile_moment(struct str text);

#endif
