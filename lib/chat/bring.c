#include "lib/chat/bring_judge.h"

#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "lib/base/utf8.h"
#include "lib/moderate/moderate.h"
#include "lib/turn/record.h"
#include "sql/chatfile.h"

enum {
	BATCH_MESSAGES = 500,
	BATCH_BYTES = 1024 * 1024,
	BATCH_ROOM = 64 * 1024 * 1024,
	TITLE = 80,
	LABEL = 80,
	PREVIEW = 120
};

/* ---- the tree ------------------------------------------------------------------------------ */

/* Where each message of a chat stands (sql/migrations/0018): a jump is an ancestor far up. */
struct place {
	int64_t id;
	int64_t depth;
	int64_t children;
	size_t jump;
};

static struct place *
places_of(struct arena *arena, const struct chatfile_chat *chat, struct rows ids)
{
	struct place *at = ARENA_ARRAY(arena, struct place, chat->n);
	for (size_t i = 0; i < chat->n; i++) {
		size_t parent = chat->at[i].parent;
		at[i].id = chatfile_ids_at(ids, i)->id;
		at[i].jump = i;
		if (parent == CHATFILE_NONE)
			continue;
		const struct place *p = &at[parent], *jump = &at[p->jump], *far = &at[jump->jump];
		bool is_even = p->depth - jump->depth == jump->depth - far->depth;
		at[i].depth = p->depth + 1;
		at[i].jump = is_even ? jump->jump : parent;
		at[parent].children++;
	}
	return at;
}

/* ---- rows ---------------------------------------------------------------------------------- */

enum number {
	IDS,
	PARENTS,
	JUMPS,
	SWIPES,
	DEPTHS,
	JUMP_DEPTHS,
	CHILDREN,
	RATINGS,
	MOMENTS,
	EDITED,
	HIDDEN,
	NUMBERS
};

enum text { ROLES, NAMES, CONTENTS, MODELS, STATUSES, BOOKMARKS, CHECKPOINTS, EXTRAS, TEXTS };

struct batch {
	struct arena *arena;
	int64_t *numbers[NUMBERS];
	struct str *texts[TEXTS];
	size_t n;
	size_t bytes;
};

static void
batch_begin(struct batch *b)
{
	arena_reset(b->arena);
	for (size_t i = 0; i < NUMBERS; i++)
		b->numbers[i] = ARENA_ARRAY(b->arena, int64_t, BATCH_MESSAGES);
	for (size_t i = 0; i < TEXTS; i++)
		b->texts[i] = ARENA_ARRAY(b->arena, struct str, BATCH_MESSAGES);
	b->n = b->bytes = 0;
}

static struct str
role_name(enum chatfile_role role)
{
	switch (role) {
	case CHATFILE_USER:
		return STR("user");
	case CHATFILE_SYSTEM:
		return STR("system");
	case CHATFILE_ASSISTANT:
	case CHATFILE_STAFF:
		break;
	}
	return STR("assistant");
}

static void
batch_add(struct batch *b, const struct chatfile_message *m, const struct place *places, size_t i)
{
	size_t n = b->n++;
	const struct place *place = &places[i];
	const int64_t numbers[NUMBERS] = {
		[IDS] = place->id,
		[PARENTS] = m->parent == CHATFILE_NONE ? 0 : places[m->parent].id,
		[JUMPS] = places[place->jump].id,
		[SWIPES] = m->place,
		[DEPTHS] = place->depth,
		[JUMP_DEPTHS] = places[place->jump].depth,
		[CHILDREN] = place->children,
		[RATINGS] = m->role == CHATFILE_ASSISTANT ? m->rating : 0,
		[MOMENTS] = m->at.us,
		[EDITED] = m->is_edited,
		[HIDDEN] = m->is_hidden,
	};
	const struct str texts[TEXTS] = {
		[ROLES] = role_name(m->role),
		[NAMES] = m->name,
		[CONTENTS] = m->text,
		[MODELS] = m->model,
		[STATUSES] = m->status,
		[BOOKMARKS] = m->bookmark.p == NULL
				      ? STR("")
				      : str_fmt(b->arena, "+%.*s",
						STR_ARG(utf8_clip(m->bookmark, LABEL))),
		[CHECKPOINTS] = utf8_clip(m->checkpoint, LABEL),
		[EXTRAS] = m->extra,
	};
	for (size_t k = 0; k < NUMBERS; k++)
		b->numbers[k][n] = numbers[k];
	for (size_t k = 0; k < TEXTS; k++) {
		b->texts[k][n] = texts[k];
		b->bytes += texts[k].n;
	}
}

static void
batch_put(struct db *db, const struct chat_bring_order *order, struct chat_id chat,
	  const struct batch *b)
{
#define NUMBER(which) ((struct i64s){ b->numbers[which], b->n })
#define TEXT(which) ((struct strs){ b->texts[which], b->n })
	(void)chatfile_put_messages(
		db, &(struct chatfile_put_messages_in){ .chat_id = chat,
							.member_id = order->member,
							.character_id = order->character,
							.ids = NUMBER(IDS),
							.parents = NUMBER(PARENTS),
							.jumps = NUMBER(JUMPS),
							.swipes = NUMBER(SWIPES),
							.depths = NUMBER(DEPTHS),
							.jump_depths = NUMBER(JUMP_DEPTHS),
							.children = NUMBER(CHILDREN),
							.ratings = NUMBER(RATINGS),
							.moments = NUMBER(MOMENTS),
							.edited = NUMBER(EDITED),
							.hidden = NUMBER(HIDDEN),
							.roles = TEXT(ROLES),
							.names = TEXT(NAMES),
							.contents = TEXT(CONTENTS),
							.models = TEXT(MODELS),
							.statuses = TEXT(STATUSES),
							.bookmarks = TEXT(BOOKMARKS),
							.checkpoints = TEXT(CHECKPOINTS),
							.extras = TEXT(EXTRAS) });
#undef NUMBER
#undef TEXT
}

/* Messages go in by batches, so that a long chat needs no second copy of itself in memory. */
static void
put_messages(struct db *db, struct arena *scratch, const struct chat_bring_order *order,
	     struct chat_id id, const struct chatfile_chat *chat, const struct place *places)
{
	struct batch batch = { .arena = scratch };
	batch_begin(&batch);
	db_use(db, scratch);
	for (size_t i = 0; i < chat->n; i++) {
		batch_add(&batch, &chat->at[i], places, i);
		if (batch.n == BATCH_MESSAGES || batch.bytes >= BATCH_BYTES || i + 1 == chat->n) {
			batch_put(db, order, id, &batch);
			batch_begin(&batch);
		}
	}
}

/* ---- one chat ------------------------------------------------------------------------------ */

/* A message without a moment has that of the one before it. */
static void
date_messages(struct chatfile_chat *chat, struct moment now)
{
	for (size_t i = 0; i < chat->n; i++) {
		struct chatfile_message *m = &chat->at[i];
		if (moment_is_none(m->at))
			m->at = m->parent == CHATFILE_NONE ? now : chat->at[m->parent].at;
	}
}

static size_t
words_in(const struct chatfile_chat *chat)
{
	size_t words = 0;
	for (size_t i = 0; i < chat->n; i++) {
		bool in_word = false;
		for (size_t k = 0; k < chat->at[i].text.n; k++) {
			char c = chat->at[i].text.p[k];
			bool is_space = c == ' ' || c == '\n' || c == '\t';
			words += !in_word && !is_space ? 1 : 0;
			in_word = !is_space;
		}
	}
	return words;
}

/* White space as single spaces, and at most as much as a list shows. */
static struct str
preview_of(struct arena *arena, struct str text)
{
	struct buf out = buf_in(arena);
	text = str_trim(str_first(text, str_clip(text, (size_t)PREVIEW * 8)));
	for (size_t i = 0; i < text.n; i++) {
		bool is_space = text.p[i] == ' ' || text.p[i] == '\n' || text.p[i] == '\t';
		if (!is_space)
			buf_char(&out, text.p[i]);
		else if (out.n > 0 && out.p[out.n - 1] != ' ')
			buf_char(&out, ' ');
	}
	return utf8_clip(buf_done(&out), PREVIEW);
}

/* The chat's own title, or the name of its file without its ending, or the character's. */
static struct str
title_of(struct arena *arena, const struct chatfile_chat *chat, struct str file_name, size_t number,
	 struct str character)
{
	struct str title = chat->title;
	if (title.n == 0 && file_name.n > 0) {
		ptrdiff_t dot = str_rfind_char(file_name, '.');
		title = dot > 0 ? str_first(file_name, (size_t)dot) : file_name;
	}
	if (title.n == 0)
		title = character;
	title = utf8_clip(title, TITLE - 5);
	return number == 0 ? str_copy(arena, title)
			   : str_fmt(arena, "%.*s (%zu)", STR_ARG(title), number + 1);
}

static size_t
path_length(const struct chatfile_chat *chat)
{
	size_t n = 0;
	for (size_t i = chat->head; i != CHATFILE_NONE; i = chat->at[i].parent)
		n++;
	return n;
}

struct str
chat_bring_variables(struct arena *arena, struct str object)
{
	struct str why;
	if (object.n == 0)
		return STR_NONE;
	struct macro_variables v = macro_variables_read(arena, json_read(arena, object, &why));
	return v.n > 0 ? record_variables(arena, &v) : STR_NONE;
}

/* A note with what is not taken here stays in the file's header, and is used by nobody. */
static struct chatfile_note
note_of(struct db *db, struct arena *arena, const struct chat_bring_order *order,
	const struct chatfile_chat *chat)
{
	static const struct chatfile_note NONE = { .text = STR_INIT(""),
						   .place = STR_INIT("depth"),
						   .role = STR_INIT("system"),
						   .depth = 4,
						   .interval = 1 };
	const struct moderate_source source = { .member = order->member, .use = MODERATE_IMPORT };
	bool is_used = chat->has_note &&
		       (chat->note.text.n == 0 ||
			moderate_text(db, arena, &source, chat->note.text) == NULL);
	return is_used ? chat->note : NONE;
}

static struct chat_id
put_chat(struct db *db, struct arena *memory, const struct chat_bring_order *order,
	 struct chatfile_chat *chat, struct str title, int64_t bytes)
{
	size_t roots = 0;
	for (size_t i = 0; i < chat->n; i++)
		roots += chat->at[i].parent == CHATFILE_NONE ? 1 : 0;
	db_use(db, memory);
	date_messages(chat, clock_now());
	struct chatfile_note note = note_of(db, memory, order, chat);
	struct rows ids = chatfile_ids(db, (int64_t)chat->n);
	struct place *places = places_of(memory, chat, ids);
	struct chat_id id =
		chatfile_put_chat(
			db,
			&(struct chatfile_put_chat_in){
				.member_id = order->member,
				.character_id = order->character,
				.title = title,
				.preview = preview_of(memory, chat->at[chat->head].text),
				.brought = str_or(chat->origin, STR_NONE),
				.variables = chat_bring_variables(memory, chat->variables),
				.note_text = note.text,
				.note_position = note.place,
				.note_depth = note.depth,
				.note_interval = note.interval,
				.note_role = note.role,
				.bytes = bytes,
				.messages = (int64_t)path_length(chat),
				.roots = (int64_t)roots,
				.words = (int64_t)words_in(chat),
				.created_at = chat->at[0].at })
			->id;
	put_messages(db, arena_new_in(memory, BATCH_ROOM), order, id, chat, places);
	db_use(db, memory);
	(void)chatfile_open(db, id, (struct message_id){ places[chat->head].id });
	if (chat->timed.n > 0)
		(void)chatfile_put_timed(db, id, chat->timed);
	return id;
}

static enum chat_bring_outcome
bring(struct db *db, struct arena *arena, struct arena *memory,
      const struct chat_bring_order *order, struct chat_bring_result *out)
{
	struct chatfile file;
	const struct chatfile_character_row *character = chatfile_character(db, order->character,
									    order->member);
	if (character == NULL)
		return CHAT_BRING_NO_CHARACTER;
	out->file = chatfile_read(memory, order->bytes, order->format, &file);
	out->why = str_copy(arena, file.why);
	if (out->file != CHATFILE_OK)
		return CHAT_BRING_REFUSED;
	if (chatfile_used(db, order->member)->bytes + (int64_t)order->bytes.n > CHAT_BRING_QUOTA)
		return CHAT_BRING_OVER_QUOTA;
	if (!chat_bring_judge(db, arena, memory, order, &file, out))
		return CHAT_BRING_BLOCKED;
	const struct moderate_source source = { .member = order->member, .use = MODERATE_IMPORT };
	struct str name = str_copy(arena, character->name);
	for (size_t i = 0; i < file.n; i++) {
		struct chatfile_chat *chat = &file.chats[i];
		struct str title = title_of(arena, chat, order->file_name, i, name);
		if (moderate_text(db, arena, &source, title) != NULL)
			title = name;
		out->chats[out->n++] = put_chat(db, memory, order, chat, title,
						i == 0 ? (int64_t)order->bytes.n : 0);
		if (i == 0) {
			out->title = title;
			out->messages = path_length(chat);
		}
	}
	out->report = str_copy(arena, file.report);
	return CHAT_BRING_DONE;
}

enum chat_bring_outcome
chat_bring(struct db *db, struct arena *arena, struct arena *memory,
	   const struct chat_bring_order *order, struct chat_bring_result *out)
{
	*out = (struct chat_bring_result){ 0 };
	db_use(db, memory);
	enum chat_bring_outcome outcome = bring(db, arena, memory, order, out);
	db_use(db, arena);
	return outcome;
}

/* ---- words --------------------------------------------------------------------------------- */

struct str
chat_bring_words(struct arena *arena, enum chat_bring_outcome outcome,
		 const struct chat_bring_result *result)
{
	switch (outcome) {
	case CHAT_BRING_DONE:
		break;
	case CHAT_BRING_REFUSED:
		if (result->file == CHATFILE_NOT_JSON && result->why.n > 0)
			return str_fmt(arena, "%s (%.*s).", chatfile_words(result->file),
				       STR_ARG(result->why));
		return str_from(chatfile_words(result->file));
	case CHAT_BRING_BLOCKED:
		return str_fmt(arena,
			       "Nothing of it was taken, because of message %zu. %.*s Take that "
			       "message out and bring it again.",
			       result->blocked, STR_ARG(result->refusal));
	case CHAT_BRING_OVER_QUOTA:
		return STR(
			"The chats that you brought fill the 256 MB that are yours. Delete one that "
			"you no longer need first.");
	case CHAT_BRING_NO_CHARACTER:
		return STR("Choose a character whom you can talk with.");
	}
	return STR("");
}

int
chat_bring_status(enum chat_bring_outcome outcome, const struct chat_bring_result *result)
{
	return outcome == CHAT_BRING_REFUSED ? chatfile_status(result->file) : 422;
}

const char *
chat_bring_code(enum chat_bring_outcome outcome, const struct chat_bring_result *result)
{
	switch (outcome) {
	case CHAT_BRING_REFUSED:
		return chatfile_code(result->file);
	case CHAT_BRING_BLOCKED:
		return "MODERATION_BLOCK";
	case CHAT_BRING_OVER_QUOTA:
		return "OVER_QUOTA";
	case CHAT_BRING_NO_CHARACTER:
		return "NO_CHARACTER";
	case CHAT_BRING_DONE:
		break;
	}
	return NULL;
}
