/*
 * Files that members bring to the Tavern, whatever they turn out to be: a card, a chat, a lorebook. Each
 * meets its own fate, and is told it.
 */
#ifndef SNUG_CGI_BIN_IMPORT_H
#define SNUG_CGI_BIN_IMPORT_H

#include "lib/character/bring.h"
#include "lib/chat/bring.h"
#include "lib/lore/bring.h"
#include "lib/web/serve.h"

enum import_kind { IMPORT_CARD, IMPORT_CHAT, IMPORT_BOOK };

struct brought {
	struct str file_name;
	struct str bytes;
	enum import_kind kind;
	enum bring_outcome outcome;
	struct bring_result result;
	enum chat_bring_outcome chat_outcome;
	struct chat_bring_result chat;
	enum lore_bring_outcome book_outcome;
	struct lore_bring_result book;
	struct str chat_with; /* the name that the chat itself gives */
	struct str character; /* whose chat it became */
};

struct brought_all {
	struct brought at[REQ_FILES + 1];
	size_t n;
};

/*
 * Everything that was sent: files, and pasted text as one more. Cards first, so that chats find the
 * characters that came with them.
 */
struct brought_all *import_bring_all(struct req *rq);

bool import_is_good(const struct brought *b);
/* Why it was refused, as a sentence; the status and code for the API. */
struct str import_words(struct req *rq, const struct brought *b);
int import_status(const struct brought *b);
const char *import_code(const struct brought *b);

/* What came of one file: the names of the API. */
void import_show(struct req *rq, struct view *v, const struct brought *b);
void import_show_all(struct req *rq, struct view *v, const struct brought_all *all);

#endif
