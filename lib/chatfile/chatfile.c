#include "lib/chatfile/chatfile.h"

#include "lib/base/utf8.h"
#include "lib/card/book.h"
#include "lib/chatfile/read.h"

enum { LOOK = 64 };

static const struct {
	struct str word;
	enum chatfile_format format;
} WORDS[] = {
	{ STR_INIT("auto"), CHATFILE_AUTO },	     { STR_INIT("jsonl"), CHATFILE_LINES },
	{ STR_INIT("sillytavern"), CHATFILE_LINES }, { STR_INIT("chub"), CHATFILE_LINES },
	{ STR_INIT("json"), CHATFILE_OWN },	     { STR_INIT("ooba"), CHATFILE_OOBA },
	{ STR_INIT("agnai"), CHATFILE_AGNAI },	     { STR_INIT("cai"), CHATFILE_CAI },
};

bool
chatfile_format_from(struct str word, enum chatfile_format *format)
{
	for (size_t i = 0; i < COUNT(WORDS); i++)
		if (str_eq(word, WORDS[i].word)) {
			*format = WORDS[i].format;
			return true;
		}
	return false;
}

static const char *
format_words(enum chatfile_format format)
{
	switch (format) {
	case CHATFILE_LINES:
		return "SillyTavern or Chub (JSONL)";
	case CHATFILE_OWN:
		return "this house's own (JSON)";
	case CHATFILE_OOBA:
		return "text-generation-webui";
	case CHATFILE_AGNAI:
		return "Agnai";
	case CHATFILE_CAI:
		return "Character.AI";
	case CHATFILE_AUTO:
		break;
	}
	return "unknown";
}

static const struct {
	int status;
	const char *code;
	const char *words;
} OUTCOMES[] = {
	[CHATFILE_OK] = { 200, "", "" },
	[CHATFILE_EMPTY] = { 422, "CHAT_EMPTY", "There is nothing in it." },
	[CHATFILE_LARGE] = { 413, "CHAT_LARGE", "It is larger than 12 MB." },
	[CHATFILE_TYPE] = { 415, "CHAT_TYPE",
			    "It is no chat of a kind that is read here: JSON, or JSON lines." },
	[CHATFILE_NOT_UTF8] = { 422, "CHAT_NOT_UTF8",
				"Its text is not UTF-8. Save it as UTF-8 and bring it again." },
	[CHATFILE_NOT_JSON] = { 422, "CHAT_NOT_JSON", "It cannot be read as JSON" },
	[CHATFILE_NO_CHAT] = { 422, "NO_CHAT", "There is no message in it that can be read." },
	[CHATFILE_OTHER] = { 422, "CHAT_FORMAT",
			     "It is of another format than the one that you chose." },
	[CHATFILE_TOO_MANY] = { 422, "CHAT_TOO_LONG",
				"It has more than 20,000 messages, or 40,000 with all their versions. "
				"Bring it in parts." },
	[CHATFILE_CARD] = { 422, "CHAT_IS_CARD",
			    "That is a character, no chat. Bring it on the page for characters." },
	[CHATFILE_BOOK] = { 422, "CHAT_IS_BOOK",
			    "That is a lorebook, no chat. Bring it on the page for lorebooks." },
};

int
chatfile_status(enum chatfile_outcome outcome)
{
	return OUTCOMES[outcome].status;
}

const char *
chatfile_code(enum chatfile_outcome outcome)
{
	return OUTCOMES[outcome].code;
}

const char *
chatfile_words(enum chatfile_outcome outcome)
{
	return OUTCOMES[outcome].words;
}

/* ---- which format -------------------------------------------------------------------------- */

static bool
has(struct reader *r, struct str object, const char *key)
{
	return scan_find(r->arena, object, key).n > 0;
}

static enum chatfile_outcome
not_a_chat(struct reader *r, struct str object)
{
	struct book book;
	if (has(r, object, "first_mes") || has(r, object, "char_name"))
		return CHATFILE_CARD;
	return book_read(r->arena, object, &book) ? CHATFILE_BOOK : CHATFILE_NO_CHAT;
}

static enum chatfile_outcome
read_object(struct reader *r, struct str object)
{
	struct str spec = scan_text(r->arena, scan_find(r->arena, object, "spec"), 40);
	enum chatfile_format *format = &r->file->format;
	if (str_starts(spec, STR("chara")))
		return CHATFILE_CARD;
	if (str_eq(spec, STR("snug_chat"))) {
		*format = CHATFILE_OWN;
		read_own(r, object);
	} else if (has(r, object, "data_visible") || has(r, object, "visible") ||
		   has(r, object, "internal") || has(r, object, "history")) {
		*format = CHATFILE_OOBA;
		read_ooba(r, object);
	} else if (has(r, object, "histories")) {
		*format = CHATFILE_CAI;
		read_cai(r, object);
	} else if (scan_kind(scan_find(r->arena, object, "messages")) == SCAN_ARRAY) {
		*format = CHATFILE_AGNAI;
		read_agnai(r, object);
	} else {
		return not_a_chat(r, object);
	}
	return CHATFILE_OK;
}

static bool
is_line(struct reader *r, struct str object)
{
	return scan_kind(object) == SCAN_OBJECT &&
	       (has(r, object, "mes") || has(r, object, "chat_metadata") ||
		has(r, object, "swipes"));
}

static enum chatfile_outcome
read_document(struct reader *r, struct str text)
{
	if (scan_kind(text) == SCAN_ARRAY) {
		r->file->format = CHATFILE_LINES;
		read_line_items(r, text);
		return CHATFILE_OK;
	}
	if (!is_line(r, text))
		return read_object(r, text);
	r->file->format = CHATFILE_LINES;
	read_lines(r, text, &r->file->why);
	return CHATFILE_OK;
}

/* Whether the first line is a whole document with more behind it. */
static bool
has_lines(struct reader *r, struct str text)
{
	struct str line, why;
	do {
		if (!str_cut(&text, '\n', &line))
			return false;
		line = str_trim(line);
	} while (line.n == 0);
	return str_trim(text).n > 0 && line.n <= CHATFILE_LINE && line.p[0] == '{' &&
	       scan_check(r->arena, line, &why);
}

static enum chatfile_outcome
read_text(struct reader *r, struct str text)
{
	struct str why = STR_NONE;
	if (!has_lines(r, text) && scan_check(r->arena, text, &why))
		return read_document(r, text);
	r->file->format = CHATFILE_LINES;
	read_lines(r, text, &r->file->why);
	if (r->rows > 0 || r->is_over)
		return CHATFILE_OK;
	if (why.n == 0)
		return CHATFILE_NO_CHAT; /* lines of JSON, none of them a message */
	r->file->why = why;
	if (text.p[0] != '{' && text.p[0] != '[')
		return CHATFILE_TYPE;
	return utf8_valid(text) ? CHATFILE_NOT_JSON : CHATFILE_NOT_UTF8;
}

/* ---- what is told of it -------------------------------------------------------------------- */

static void
tell(struct reader *r, struct fate_list *list, size_t n, const char *one, const char *many)
{
	if (n > 0)
		fate_add(list, str_fmt(r->arena, "%zu %s", n, n == 1 ? one : many));
}

static void
tell_all(struct reader *r)
{
	struct fate *fate = &r->fate;
	size_t messages = r->rows - r->versions;
	fate_add(&fate->notes, str_fmt(r->arena, "Read as: %s.", format_words(r->file->format)));
	tell(r, &fate->mapped, messages, "message", "messages");
	tell(r, &fate->mapped, r->versions, "other version of a message",
	     "other versions of messages");
	tell(r, &fate->mapped, r->hidden, "message that is hidden from the character",
	     "messages that are hidden from the character");
	tell(r, &fate->ignored, r->left_out, "version without text, or beyond 100 of a message",
	     "versions without text, or beyond 100 of a message");
	tell(r, &fate->notes, r->cut,
	     "text is longer than 64,000 characters. It is cut here; the whole of it goes out again.",
	     "texts are longer than 64,000 characters. They are cut here; the whole of them goes out "
	     "again.");
	tell(r, &fate->notes, fate->ignored.n, "part of it was not taken: see below.",
	     "parts of it were not taken: see below.");
	for (size_t i = 0; i < r->key_count; i++) {
		if (str_eq(r->keys[i].key, STR("send_date")))
			continue; /* used, and kept as it was written */
		fate_add(&fate->kept, r->keys[i].n == 1
					      ? r->keys[i].key
					      : str_fmt(r->arena, "%.*s (%zu times)",
							STR_ARG(r->keys[i].key), r->keys[i].n));
	}
	r->file->report = fate_json(r->arena, fate);
}

/* Chats in which nothing could be read are none. */
static void
drop_empty(struct chatfile *file)
{
	size_t n = 0;
	for (size_t i = 0; i < file->n; i++)
		if (file->chats[i].n > 0)
			file->chats[n++] = file->chats[i];
	file->n = n;
}

static enum chatfile_outcome
read_all(struct reader *r, struct str bytes, enum chatfile_format wanted)
{
	if (str_starts(bytes, STR("\xFF\xFE")) || str_starts(bytes, STR("\xFE\xFF")))
		return CHATFILE_NOT_UTF8;
	if (str_starts(bytes, STR("\xEF\xBB\xBF")))
		bytes = str_from_at(bytes, 3);
	bytes = str_trim(bytes);
	if (bytes.n == 0)
		return CHATFILE_EMPTY;
	if (bytes.n > CHATFILE_BYTES)
		return CHATFILE_LARGE;
	enum chatfile_outcome outcome = read_text(r, bytes);
	if (outcome != CHATFILE_OK)
		return outcome;
	if (r->is_over)
		return CHATFILE_TOO_MANY;
	drop_empty(r->file);
	if (r->file->n == 0)
		return CHATFILE_NO_CHAT;
	return wanted == CHATFILE_AUTO || wanted == r->file->format ? CHATFILE_OK : CHATFILE_OTHER;
}

bool
chatfile_may_be(struct str bytes)
{
	static const struct str MARKS[] = { STR_INIT("\"mes\""),       STR_INIT("\"messages\""),
					    STR_INIT("\"histories\""), STR_INIT("_visible\""),
					    STR_INIT("\"visible\""),   STR_INIT("\"internal\""),
					    STR_INIT("chat_metadata") };
	struct str start = str_trim(str_first(bytes, LOOK));
	bool is_text = start.n > 0 &&
		       (start.p[0] == '{' || start.p[0] == '[' || start.p[0] == '\xEF');
	for (size_t i = 0; is_text && i < COUNT(MARKS); i++)
		if (str_find(bytes, MARKS[i]) >= 0)
			return true;
	return false;
}

enum chatfile_outcome
chatfile_read(struct arena *arena, struct str bytes, enum chatfile_format format,
	      struct chatfile *file)
{
	*file = (struct chatfile){ .format = CHATFILE_AUTO };
	struct reader *r = ARENA_NEW(arena, struct reader);
	r->arena = arena;
	r->file = file;
	r->fate = fate_in(arena);
	enum chatfile_outcome outcome = read_all(r, bytes, format);
	if (outcome == CHATFILE_OK)
		tell_all(r);
	return outcome;
}
