/* The author's note of a chat, as SillyTavern's metadata has it, and as our own document does. */
#include "lib/base/json.h"
#include "lib/base/utf8.h"
#include "lib/chatfile/put.h"
#include "lib/chatfile/read.h"

enum {
	NOTE_DEPTH = 4,
	NOTE_MOST = 1000, /* of depth and interval */
	TIMED_EFFECTS = 2000,
	TIMED_KEY = 400,     /* bytes */
	TIMED_HASH = 20,     /* digits */
	TIMED_MOST = 1000000 /* messages */
};

const char *const CHATFILE_NOTE_KEYS[] = { "note_prompt",   "note_interval", "note_depth",
					   "note_position", "note_role",     NULL };

/* In SillyTavern's numbers, which are the places in these lists. */
static const struct str PLACES[] = { STR_INIT("after"), STR_INIT("depth"), STR_INIT("before") };
static const struct str ROLES[] = { STR_INIT("system"), STR_INIT("user"), STR_INIT("assistant") };
enum { USUAL_PLACE = 1, USUAL_ROLE = 0 };

static int64_t
number_in(struct arena *arena, struct str object, const char *key, int64_t otherwise, int64_t most)
{
	int64_t number;
	if (!scan_whole(scan_find(arena, object, key), &number))
		return otherwise;
	return number < 0 ? 0 : number > most ? most : number;
}

/* The word of a list that a member names, by its number or as it is. */
static struct str
word_in(struct arena *arena, struct str value, const struct str *words, int64_t n, int64_t usual)
{
	int64_t number;
	struct str word = scan_text(arena, value, 16);
	if (scan_whole(value, &number) && number >= 0 && number < n)
		return words[number];
	for (int64_t i = 0; i < n; i++)
		if (str_eq(words[i], word))
			return words[i];
	return words[usual];
}

static int64_t
number_of(struct str word, const struct str *words, int64_t n, int64_t usual)
{
	for (int64_t i = 0; i < n; i++)
		if (str_eq(words[i], word))
			return i;
	return usual;
}

static struct str
text_in(struct arena *arena, struct str value)
{
	struct str text = scan_text(arena, value, (size_t)CHATFILE_NOTE * 4);
	return text.n > 0 ? utf8_clip(text, CHATFILE_NOTE) : STR("");
}

bool
chatfile_note_read(struct arena *arena, struct str metadata, struct chatfile_note *note)
{
	struct str prompt = scan_find(arena, metadata, CHATFILE_NOTE_KEYS[0]);
	*note = (struct chatfile_note){
		.text = text_in(arena, prompt),
		.interval = number_in(arena, metadata, CHATFILE_NOTE_KEYS[1], 1, NOTE_MOST),
		.depth = number_in(arena, metadata, CHATFILE_NOTE_KEYS[2], NOTE_DEPTH, NOTE_MOST),
		.place = word_in(arena, scan_find(arena, metadata, CHATFILE_NOTE_KEYS[3]), PLACES,
				 COUNT(PLACES), USUAL_PLACE),
		.role = word_in(arena, scan_find(arena, metadata, CHATFILE_NOTE_KEYS[4]), ROLES,
				COUNT(ROLES), USUAL_ROLE),
	};
	return scan_kind(prompt) == SCAN_TEXT;
}

void
reader_note(struct reader *r, struct str metadata)
{
	struct chatfile_chat *chat = r->chat;
	chat->has_note = chatfile_note_read(r->arena, metadata, &chat->note);
	if (chat->has_note && chat->note.text.n > 0)
		fate_add(&r->fate.mapped, STR("the author\u2019s note"));
}

void
reader_variables(struct reader *r, struct str object)
{
	size_t n = scan_kind(object) == SCAN_OBJECT ? scan_count(object) : 0;
	if (n == 0)
		return;
	r->chat->variables = object;
	fate_add(&r->fate.mapped, n == 1 ? STR("1 variable of macros")
					 : str_fmt(r->arena, "%zu variables of macros", n));
}

/* One effect with its key, when it says from when to when it lasts. */
static bool
put_effect(struct buf *out, const struct scan *s)
{
	int64_t start, end;
	struct str hash = scan_find(s->arena, s->value, "hash");
	if (s->key.n == 0 || s->key.n > TIMED_KEY || str_find_char(s->key, '\0') >= 0 ||
	    !scan_whole(scan_find(s->arena, s->value, "start"), &start) ||
	    !scan_whole(scan_find(s->arena, s->value, "end"), &end) || start < 0 || end < start ||
	    end > TIMED_MOST)
		return false;
	if (out->p[out->n - 1] != '{')
		buf_char(out, ',');
	json_put_text(out, s->key);
	buf_fmt(out, ":{\"start\":%lld,\"end\":%lld,\"protected\":%s", (long long)start,
		(long long)end,
		scan_true(scan_find(s->arena, s->value, "protected")) ? "true" : "false");
	if (scan_kind(hash) == SCAN_NUMBER && hash.n <= TIMED_HASH)
		buf_fmt(out, ",\"hash\":%.*s", STR_ARG(hash));
	buf_char(out, '}');
	return true;
}

struct str
chatfile_timed(struct arena *arena, struct str object, size_t *n)
{
	static const char *const KINDS[] = { "sticky", "cooldown" };
	struct buf out = buf_in(arena);
	*n = 0;
	for (size_t i = 0; i < COUNT(KINDS); i++) {
		struct scan s = scan_in(arena, scan_find(arena, object, KINDS[i]));
		buf_fmt(&out, "%s\"%s\":{", i == 0 ? "{" : "},", KINDS[i]);
		while (*n < TIMED_EFFECTS && scan_next(&s))
			*n += put_effect(&out, &s);
	}
	buf_lit(&out, "}}");
	return buf_done(&out);
}

void
reader_timed(struct reader *r, struct str object)
{
	size_t n;
	struct str timed = chatfile_timed(r->arena, object, &n);
	if (n == 0)
		return;
	r->chat->timed = timed;
	fate_add(&r->fate.mapped,
		 str_fmt(r->arena, "timed effects of lore (%zu), where the book is the chat's", n));
}

bool
chatfile_note_eq(const struct chatfile_note *a, const struct chatfile_note *b)
{
	return str_eq(a->text, b->text) && str_eq(a->place, b->place) && str_eq(a->role, b->role) &&
	       a->depth == b->depth && a->interval == b->interval;
}

void
chatfile_note_put(struct buf *out, const struct chatfile_note *note)
{
	buf_fmt(out, "\"%s\":", CHATFILE_NOTE_KEYS[0]);
	json_put_text(out, note->text);
	buf_fmt(out, ",\"%s\":%lld,\"%s\":%lld,\"%s\":%lld,\"%s\":%lld", CHATFILE_NOTE_KEYS[1],
		(long long)note->interval, CHATFILE_NOTE_KEYS[2], (long long)note->depth,
		CHATFILE_NOTE_KEYS[3],
		(long long)number_of(note->place, PLACES, COUNT(PLACES), USUAL_PLACE),
		CHATFILE_NOTE_KEYS[4],
		(long long)number_of(note->role, ROLES, COUNT(ROLES), USUAL_ROLE));
}
