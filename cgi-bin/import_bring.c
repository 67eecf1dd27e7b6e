/* From sent files to characters and chats: see import.h. */
#include "cgi-bin/import.h"
#include "lib/base/json.h"
#include "lib/card/fate.h"
#include "lib/web/attach.h"
#include "sql/chatfile.h"

enum { FILE_MEMORY = 96 * 1024 * 1024 };

/* ---- what it is ---------------------------------------------------------------------------- */

/* Whether it is a chat; then whom it names. Some chats have fields that cards have too. */
static bool
is_chat(struct arena *memory, struct brought *b)
{
	struct chatfile file;
	if (!chatfile_may_be(b->bytes) ||
	    chatfile_read(memory, b->bytes, CHATFILE_AUTO, &file) != CHATFILE_OK)
		return false;
	const struct chatfile_chat *chat = &file.chats[0];
	b->chat_with = chat->character_name;
	for (size_t i = 0; b->chat_with.n == 0 && i < chat->n; i++)
		if (chat->at[i].role == CHATFILE_ASSISTANT)
			b->chat_with = chat->at[i].name;
	return true;
}

/* ---- bringing ------------------------------------------------------------------------------ */

static void
bring_one_card(struct req *rq, struct arena *memory, struct brought *b)
{
	struct bring_order order = { rq->member->id, rq->member->username, b->bytes };
	/* What travels to the database and back is let go with the rest of the file. */
	db_use(rq->db, memory);
	b->outcome = bring_card(rq->db, memory, &order, &b->result);
	db_use(rq->db, rq->arena);
	b->result.why = str_copy(rq->arena, b->result.why);
	b->result.name = str_copy(rq->arena, b->result.name);
	b->result.report = str_copy(rq->arena, b->result.report);
}

/* A lorebook without a character becomes one of the member's books. */
static void
bring_one_book(struct req *rq, struct brought *b)
{
	b->kind = IMPORT_BOOK;
	b->book_outcome = lore_bring(rq->db, rq->arena, rq->member->id, b->file_name, b->bytes,
				     &b->book);
}

/* Whom a chat is with: a character of that name that came along, one of the member's own, the only one. */
static struct character_id
character_for(struct req *rq, const struct brought_all *all, const struct brought *chat)
{
	const struct brought *only = NULL;
	size_t cards = 0;
	for (size_t i = 0; i < all->n; i++) {
		const struct brought *b = &all->at[i];
		if (b->kind != IMPORT_CARD || b->outcome != BRING_DONE || b->result.doubts != 0)
			continue;
		if (str_eq_fold(b->result.name, chat->chat_with))
			return b->result.id;
		only = b;
		cards++;
	}
	const struct chatfile_own_called_row *own =
		chat->chat_with.n > 0 ? chatfile_own_called(rq->db, rq->member->id, chat->chat_with)
				      : NULL;
	if (own != NULL)
		return own->id;
	return cards == 1 ? only->result.id : (struct character_id){ 0 };
}

static void
bring_one_chat(struct req *rq, struct arena *memory, const struct brought_all *all,
	       struct brought *b)
{
	struct character_id with = character_for(rq, all, b);
	struct chat_bring_order order = { .member = rq->member->id,
					  .character = with,
					  .file_name = b->file_name,
					  .bytes = b->bytes };
	const struct chatfile_character_row *row = chatfile_character(rq->db, with, rq->member->id);
	b->character = row != NULL ? row->name : STR_NONE;
	b->chat_outcome = chat_bring(rq->db, rq->arena, memory, &order, &b->chat);
}

static void
look_at(struct req *rq, struct arena *memory, struct brought_all *all, struct str name,
	struct str bytes)
{
	struct brought *b = &all->at[all->n++];
	*b = (struct brought){ .file_name = attach_shown_name(rq, name), .bytes = bytes };
	if (is_chat(memory, b)) {
		b->kind = IMPORT_CHAT;
		b->chat_with = str_copy(rq->arena, b->chat_with);
	} else {
		bring_one_card(rq, memory, b);
		if (b->outcome == BRING_REFUSED && b->result.card == CARD_BOOK)
			bring_one_book(rq, b);
	}
	arena_reset(memory);
}

/* Files are opened in `memory`, one after the other, so that many large ones need no more than one. */
struct brought_all *
import_bring_all(struct req *rq)
{
	struct brought_all *all = ARENA_NEW(rq->arena, struct brought_all);
	struct arena *memory = arena_new_in(rq->arena, FILE_MEMORY);
	for (size_t i = 0; i < rq->file_count; i++)
		if (rq->files[i].bytes.n > 0 || rq->files[i].name.n > 0)
			look_at(rq, memory, all, rq->files[i].name, rq->files[i].bytes);
	struct str text = str_trim(form_value(rq, "text"));
	if (text.n > 0)
		look_at(rq, memory, all, STR("Pasted text"), text);
	for (size_t i = 0; i < all->n; i++)
		if (all->at[i].kind == IMPORT_CHAT) {
			bring_one_chat(rq, memory, all, &all->at[i]);
			arena_reset(memory);
		}
	return all;
}

/* ---- what is told -------------------------------------------------------------------------- */

bool
import_is_good(const struct brought *b)
{
	switch (b->kind) {
	case IMPORT_CHAT:
		return b->chat_outcome == CHAT_BRING_DONE;
	case IMPORT_BOOK:
		return b->book_outcome == LORE_BROUGHT;
	case IMPORT_CARD:
		break;
	}
	return b->outcome == BRING_DONE;
}

struct str
import_words(struct req *rq, const struct brought *b)
{
	if (b->kind == IMPORT_CHAT && b->chat_outcome == CHAT_BRING_NO_CHARACTER)
		return b->chat_with.n == 0
			       ? STR("This is a chat. Say on the page for chats with whom.")
			       : str_fmt(rq->arena,
					 "This is a chat with %.*s, and you have no character of "
					 "that name. Bring the card first, or say on the page for "
					 "chats with whom it shall go on.",
					 STR_ARG(b->chat_with));
	if (b->kind == IMPORT_CHAT)
		return chat_bring_words(rq->arena, b->chat_outcome, &b->chat);
	if (b->kind == IMPORT_BOOK)
		return lore_bring_told(rq->arena, b->book_outcome, b->book.why);
	if (b->outcome == BRING_FROZEN)
		return STR("You brought this file before, and our staff look at it. You are told "
			   "what they decide.");
	if (b->outcome == BRING_OVER_QUOTA)
		return STR(
			"Your cards fill the 256 MB that are yours. Delete a character that you no "
			"longer need first.");
	struct str words = str_from(card_words(b->result.card));
	if (b->result.card != CARD_NOT_JSON)
		return words;
	return str_fmt(rq->arena, "%.*s (%.*s).", STR_ARG(words), STR_ARG(b->result.why));
}

int
import_status(const struct brought *b)
{
	if (b->kind == IMPORT_CHAT)
		return chat_bring_status(b->chat_outcome, &b->chat);
	if (b->kind == IMPORT_BOOK)
		return lore_bring_status(b->book_outcome);
	if (b->outcome == BRING_FROZEN)
		return 409;
	return b->outcome == BRING_OVER_QUOTA ? 422 : card_status(b->result.card);
}

const char *
import_code(const struct brought *b)
{
	if (b->kind == IMPORT_CHAT)
		return chat_bring_code(b->chat_outcome, &b->chat);
	if (b->kind == IMPORT_BOOK)
		return lore_bring_code(b->book_outcome);
	if (b->outcome == BRING_FROZEN)
		return "CHARACTER_FROZEN";
	return b->outcome == BRING_OVER_QUOTA ? "OVER_QUOTA" : card_code(b->result.card);
}

static void
show_card(struct req *rq, struct view *v, const struct bring_result *card)
{
	struct str why;
	struct view_list *doubts;
	view_id(v, "id", card->id.v);
	view_text(v, "name", card->name);
	view_text(v, "moderationStatus", card->doubts != 0 ? STR("quarantined") : STR("pending"));
	view_bool(v, "isHeld", card->doubts != 0);
	doubts = view_list(v, "doubts");
	bool is_frozen = (card->doubts & CARD_DOUBT_WORDS) != 0;
	struct strs words = bring_doubt_words(rq->arena, card->doubts,
					      is_frozen ? STR("waits") : STR(""));
	view_bool(v, "isFrozen", is_frozen);
	for (size_t i = 0; i < words.n; i++)
		view_push_text(doubts, words.at[i]);
	view_int(v, "bookEntries", (int64_t)card->entries);
	view_json(v, "report", json_read(rq->arena, card->report, &why));
}

static void
show_chat(struct req *rq, struct view *v, const struct brought *b)
{
	struct str why;
	view_id(v, "sessionId", b->chat.chats[0].v);
	view_text(v, "title", b->chat.title);
	view_text(v, "characterName", b->character);
	view_int(v, "messageCount", (int64_t)b->chat.messages);
	view_json(v, "report", json_read(rq->arena, b->chat.report, &why));
}

static void
show_book(struct req *rq, struct view *v, const struct lore_bring_result *book)
{
	struct str why;
	struct fate fate = fate_in(rq->arena);
	fate_add(&fate.mapped, str_fmt(rq->arena, "%zu %s", book->entries,
				       book->entries == 1 ? "entry" : "entries"));
	if (book->dropped > 0)
		fate_add(&fate.ignored,
			 str_fmt(rq->arena, "%zu entries that are none", book->dropped));
	for (size_t i = 0; i < book->notes.n; i++)
		fate_add(&fate.notes, book->notes.at[i]);
	view_id(v, "bookId", book->id);
	view_text(v, "name", book->name);
	view_int(v, "bookEntries", (int64_t)book->entries);
	view_json(v, "report", json_read(rq->arena, fate_json(rq->arena, &fate), &why));
}

void
import_show(struct req *rq, struct view *v, const struct brought *b)
{
	if (!import_is_good(b)) {
		struct view *error = view_object(v, "error");
		view_text(error, "code", str_from(import_code(b)));
		view_text(error, "message", import_words(rq, b));
		if (b->kind == IMPORT_CHAT)
			view_bool(error, "isChat", true);
	} else if (b->kind == IMPORT_CHAT) {
		show_chat(rq, v, b);
	} else if (b->kind == IMPORT_BOOK) {
		show_book(rq, v, &b->book);
	} else {
		show_card(rq, v, &b->result);
	}
}

void
import_show_all(struct req *rq, struct view *v, const struct brought_all *all)
{
	struct view_list *items = view_list(v, "items");
	for (size_t i = 0; i < all->n; i++) {
		struct view *item = view_push(items);
		view_text(item, "fileName", all->at[i].file_name);
		import_show(rq, item, &all->at[i]);
	}
}
