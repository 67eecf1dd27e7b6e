/*
 * What the readers of all formats share: the file that comes to be, and the account of its parts.
 */
#ifndef SNUG_CHATFILE_READ_H
#define SNUG_CHATFILE_READ_H

#include "lib/card/fate.h"
#include "lib/card/scan.h"
#include "lib/chatfile/chatfile.h"

enum { READER_KEYS = 100 };

struct reader {
	struct arena *arena;
	struct chatfile *file;
	struct chatfile_chat *chat; /* that is being read */
	struct fate fate;
	struct {
		struct str key;
		size_t n;
	} keys[READER_KEYS]; /* kept, and how often */
	size_t key_count;
	size_t rows;
	size_t tip; /* of the chat: what the next message hangs on */
	size_t users, versions, hidden, cut, left_out;
	bool is_over; /* a limit of messages was met */
};

/* A chat begins; false when the file has too many. */
bool reader_begin(struct reader *r);
/* One more message; its index, or CHATFILE_NONE beyond the limits. */
size_t reader_push(struct reader *r, const struct chatfile_message *message);
/* A key that this house only keeps. */
void reader_keeps(struct reader *r, const char *prefix, struct str key);
/* The text of a string, cut at the limits; `whole` is the value when it was cut, else empty. */
struct str reader_text(struct reader *r, struct str value, struct str *whole);
struct str reader_name(struct reader *r, struct str value);
/* The moment in a string or number. */
struct moment reader_moment(struct reader *r, struct str value);

/*
 * An object of the members of `object` but those of the list, which ends in NULL; empty when none is left.
 * Each of them counts as kept.
 */
struct str reader_rest(struct reader *r, struct str object, const char *const *but,
		       const char *prefix);
/* {"line":...,"whole":...} of what there is; empty when there is nothing. */
struct str reader_extra(struct reader *r, struct str line, struct str info, struct str whole);
/* {"format":...,"header":...} */
struct str reader_origin(struct reader *r, const char *format, struct str header);

/* The author's note in an object, and the variables of macros, which go with the chat. */
void reader_note(struct reader *r, struct str metadata);
void reader_variables(struct reader *r, struct str object);
void reader_timed(struct reader *r, struct str object);
/* Their names; the list ends in NULL. */
extern const char *const CHATFILE_NOTE_KEYS[];

/* The readers. The text has been checked; `text` of lines has not. */
void read_lines(struct reader *r, struct str text, struct str *why);
void read_line_items(struct reader *r, struct str array);
void read_own(struct reader *r, struct str object);
void read_ooba(struct reader *r, struct str object);
void read_agnai(struct reader *r, struct str object);
void read_cai(struct reader *r, struct str object);

/* Parents by their ids, for the formats that are trees. */
struct reader_ids;
struct reader_ids *reader_ids_new(struct arena *arena, size_t most);
void reader_ids_put(struct reader_ids *ids, struct str id, size_t index);
/* CHATFILE_NONE when there is none. */
size_t reader_ids_find(const struct reader_ids *ids, struct str id);
/* Numbers the versions of each message without gaps, in the order of their places. */
void reader_renumber(struct reader *r);

#endif
