/* What is said in chats that come in, as it is judged: see bring_judge.h. */
#include "lib/chat/bring_judge.h"

#include "lib/base/buf.h"
#include "lib/base/cfg.h"
#include "lib/moderate/moderate.h"

enum {
	JUDGE_STRETCH = 12000, /* bytes of messages in one look */
	JUDGE_CONTEXT = 1000,  /* that are read with a message */
	JUDGE_ROOM = 64 * 1024 * 1024
};

static bool
is_refused(enum prompt_verdict verdict)
{
	return verdict == PROMPT_NEVER || (verdict == PROMPT_SEXUAL && !cfg_is_adult());
}

static enum prompt_verdict
judge_text(struct arena *scratch, struct str text)
{
	enum prompt_verdict verdict = prompt_judge(scratch, text, PROMPT_CHAT);
	arena_reset(scratch);
	return verdict;
}

/* Messages `from` to `to` as one text: nothing is split over several. */
static struct str
joined(struct buf *out, const struct chatfile_chat *chat, size_t from, size_t to)
{
	out->n = 0;
	for (size_t i = from; i < to; i++) {
		buf_str(out, chat->at[i].text);
		buf_char(out, '\n');
	}
	return buf_done(out);
}

/* Where what is read together with message `i` begins: two before it, more when they are short. */
static size_t
context_of(const struct chatfile_chat *chat, size_t i)
{
	size_t first = i, bytes = 0;
	while (first > 0 && (i - first < 2 || bytes < JUDGE_CONTEXT))
		bytes += chat->at[--first].text.n + 1;
	return first;
}

/*
 * The first message of a stretch that makes it refused, alone or with those before it; `to` when it was
 * only the company of many.
 */
static size_t
find_refused(struct arena *scratch, struct buf *text, const struct chatfile_chat *chat, size_t from,
	     size_t to, enum prompt_verdict *verdict)
{
	for (size_t i = from; i < to; i++) {
		*verdict = judge_text(scratch, joined(text, chat, context_of(chat, i), i + 1));
		if (is_refused(*verdict))
			return i;
	}
	return to;
}

/* Names and marks are shown as well. Those of the two messages before have been looked at. */
static bool
is_label_refused(struct arena *scratch, const struct chatfile_chat *chat, size_t i,
		 enum prompt_verdict *verdict)
{
	const struct chatfile_message *m = &chat->at[i];
	const struct str labels[] = { m->name, m->bookmark, m->checkpoint };
	bool is_known = (i > 0 && str_eq(m->name, m[-1].name)) ||
			(i > 1 && str_eq(m->name, m[-2].name));
	for (size_t k = is_known ? 1 : 0; k < COUNT(labels); k++) {
		if (labels[k].n == 0)
			continue;
		*verdict = judge_text(scratch, labels[k]);
		if (is_refused(*verdict))
			return true;
	}
	return false;
}

/*
 * The number of the first message that this house does not take, or 0. Messages are looked at by the
 * stretch, since each look has its price, and one by one only where something was found.
 */
static size_t
judge_chat(struct arena *scratch, struct buf *text, const struct chatfile_chat *chat,
	   enum prompt_verdict *verdict)
{
	for (size_t i = 0; i < chat->n; i++)
		if (is_label_refused(scratch, chat, i, verdict))
			return i + 1;
	for (size_t from = 0, to; from < chat->n; from = to) {
		size_t bytes = 0;
		for (to = from; to < chat->n && (to == from || bytes < JUDGE_STRETCH); to++)
			bytes += chat->at[to].text.n + 1;
		*verdict = judge_text(scratch, joined(text, chat, context_of(chat, from), to));
		if (!is_refused(*verdict))
			continue;
		size_t found = find_refused(scratch, text, chat, from, to, verdict);
		if (found < to)
			return found + 1;
	}
	*verdict = PROMPT_FINE;
	return 0;
}

/* The chat in which a message is not taken, whose number is out->blocked; NULL when all are. */
static const struct chatfile_chat *
judge_all(struct arena *memory, const struct chatfile *file, struct chat_bring_result *out)
{
	struct arena *scratch = arena_new_in(memory, JUDGE_ROOM);
	struct buf text = buf_in(memory);
	for (size_t i = 0; i < file->n; i++) {
		out->blocked = judge_chat(scratch, &text, &file->chats[i], &out->verdict);
		if (out->blocked > 0)
			return &file->chats[i];
	}
	return NULL;
}

/*
 * What was refused goes the way of all refused words: noted where it must be, and told in words. It may
 * stand in a label, or only together with the messages before it.
 */
static void
note_blocked(struct db *db, struct arena *arena, const struct chat_bring_order *order,
	     const struct chatfile_chat *chat, struct chat_bring_result *out)
{
	const struct moderate_source source = { .member = order->member, .use = MODERATE_IMPORT };
	size_t i = out->blocked - 1;
	const struct chatfile_message *m = &chat->at[i];
	struct buf around = buf_in(arena);
	struct str texts[] = { m->text,
			       str_fmt(arena, "%.*s\n%.*s\n%.*s", STR_ARG(m->name),
				       STR_ARG(m->bookmark), STR_ARG(m->checkpoint)),
			       joined(&around, chat, context_of(chat, i), i + 1) };
	const char *why = NULL;
	for (size_t k = 0; k < COUNT(texts) && why == NULL; k++)
		why = moderate_text(db, arena, &source, texts[k]);
	out->refusal = str_from(why != NULL ? why : prompt_refusal(out->verdict));
}

bool
chat_bring_judge(struct db *db, struct arena *arena, struct arena *memory,
		 const struct chat_bring_order *order, const struct chatfile *file,
		 struct chat_bring_result *out)
{
	const struct chatfile_chat *blocked = judge_all(memory, file, out);
	if (blocked != NULL)
		note_blocked(db, arena, order, blocked, out);
	return blocked == NULL;
}
