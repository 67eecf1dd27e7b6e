/*
 * Any bytes as a conversation: reading does no harm, the tree holds together, and the path that is
 * written as lines is read again with the same words.
 */
#include <stdlib.h>

#include "lib/card/scan.h"
#include "lib/chatfile/put.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void
check_tree(const struct chatfile_chat *chat)
{
	if (chat->n == 0 || chat->head >= chat->n)
		abort();
	for (size_t i = 0; i < chat->n; i++) {
		const struct chatfile_message *m = &chat->at[i];
		if ((m->parent != CHATFILE_NONE && m->parent >= i) || m->place < 0)
			abort();
		for (size_t k = 0; k < i && k < 64; k++)
			if (chat->at[k].parent == m->parent && chat->at[k].place == m->place)
				abort();
	}
}

static size_t
path_of(const struct chatfile_chat *chat, size_t *path)
{
	size_t n = 0;
	for (size_t i = chat->head; i != CHATFILE_NONE; i = chat->at[i].parent)
		path[n++] = i;
	return n;
}

static void
write_and_read(struct arena *arena, const struct chatfile_chat *chat)
{
	struct chatfile_about about = { .title = STR("t"), .origin = chat->origin };
	struct buf out = buf_in(arena);
	struct chatfile again;
	size_t *path = ARENA_ARRAY(arena, size_t, chat->n), n = path_of(chat, path);
	chatfile_put_head(&out, CHATFILE_AS_LINES, &about);
	for (size_t i = n; i-- > 0;) {
		struct chatfile_message m = chat->at[path[i]];
		struct chatfile_entry entry = { .at = &m, .n = 1 };
		chatfile_put_message(&out, CHATFILE_AS_LINES, &about, &entry);
	}
	if (chatfile_read(arena, buf_done(&out), CHATFILE_AUTO, &again) != CHATFILE_OK ||
	    again.chats[0].n != n)
		abort();
	for (size_t i = 0; i < n; i++)
		if (!str_eq(again.chats[0].at[i].text, chat->at[path[n - 1 - i]].text))
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *arena = arena_new(512 * 1024 * 1024);
	struct chatfile file;
	struct str why;
	if (chatfile_read(arena, (struct str){ (const char *)bytes, n }, CHATFILE_AUTO, &file) ==
	    CHATFILE_OK) {
		if (!scan_check(arena, file.report, &why))
			abort();
		for (size_t i = 0; i < file.n; i++) {
			check_tree(&file.chats[i]);
			write_and_read(arena, &file.chats[i]);
		}
	}
	arena_free(arena);
	return 0;
}
