/*
 * Conversations written for other tools and for people: SillyTavern's lines, this house's document, plain
 * text, Markdown, a page. Every shape says in words what the member talked with.
 *
 * A writer appends one piece after the other, so that a long conversation never stands in memory whole:
 * chatfile_put_head, chatfile_put_message for each, chatfile_put_end.
 */
#ifndef SNUG_CHATFILE_PUT_H
#define SNUG_CHATFILE_PUT_H

#include "lib/base/buf.h"
#include "lib/chatfile/chatfile.h"

enum chatfile_shape {
	CHATFILE_AS_LINES, /* the path that is read, versions in each line */
	CHATFILE_AS_TREE,  /* everything */
	CHATFILE_AS_TEXT,
	CHATFILE_AS_MARKDOWN,
	CHATFILE_AS_PAGE
};

/* "jsonl", "json", "txt", "md", "html"; false for any other word. */
NODISCARD bool chatfile_shape_from(struct str word, enum chatfile_shape *shape);
const char *chatfile_shape_ending(enum chatfile_shape shape);
const char *chatfile_shape_type(enum chatfile_shape shape);

struct chatfile_about {
	struct str title;
	struct str user_name;
	struct str character_name;
	struct str character_id;
	struct str disclosure; /* what the character is, as a sentence without its end */
	struct str house;
	struct str head; /* id of the message that the path ends in */
	struct str origin;
	struct chatfile_note note;
	/* A JSON object; STR_NONE: none, or those that the origin has. */
	struct str variables;
	struct str timed; /* the same, of timed effects of lore */
	struct moment began;
	struct moment now;
};

/* A message with its versions, or one of a tree. */
struct chatfile_entry {
	const struct chatfile_message *at; /* the versions in their order */
	size_t n;
	size_t chosen;
	struct str id;	      /* of the tree */
	struct str parent_id; /* empty for the first */
	size_t number;	      /* of entries before it */
};

void chatfile_put_head(struct buf *out, enum chatfile_shape shape,
		       const struct chatfile_about *about);
void chatfile_put_message(struct buf *out, enum chatfile_shape shape,
			  const struct chatfile_about *about, const struct chatfile_entry *entry);
void chatfile_put_end(struct buf *out, enum chatfile_shape shape);

/* The members of a note, without braces. */
void chatfile_note_put(struct buf *out, const struct chatfile_note *note);

/* The two shapes of JSON: put_json.c. */
void chatfile_put_lines_head(struct buf *out, const struct chatfile_about *about);
void chatfile_put_line(struct buf *out, const struct chatfile_about *about,
		       const struct chatfile_entry *entry);
void chatfile_put_tree_head(struct buf *out, const struct chatfile_about *about);
void chatfile_put_node(struct buf *out, const struct chatfile_entry *entry);

#endif
