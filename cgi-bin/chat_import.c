/* Chats from other tools: files, or pasted text, with a character of this house. */
#include "cgi-bin/chat_file.h"
#include "lib/base/json.h"
#include "lib/chat/bring.h"
#include "lib/web/attach.h"
#include "sql/chatfile.h"

enum { EVERY_S = 10, BURST = 60, MEMORY = 96 * 1024 * 1024 };

struct bring {
	int64_t character;
	struct str format;
	struct str text;
};

static const struct field BRING[] = {
	FIELD_ID(struct bring, character, "characterId", "Character", true),
	FIELD_CHOICE(struct bring, format, "format", "Format",
		     "auto|jsonl|json|ooba|agnai|cai|sillytavern|chub", false),
	FIELD_TEXT(struct bring, text, "text", "Text", 0, CHATFILE_BYTES),
};

struct brought {
	struct str file_name;
	enum chat_bring_outcome outcome;
	struct chat_bring_result result;
};

struct batch {
	struct brought *at;
	size_t n;
	size_t good;
};

/* ---- the form ------------------------------------------------------------------------------ */

static void
push_option(struct req *rq, struct view_list *options, int64_t id, struct str name, int64_t chosen)
{
	view_push_choice(options, str_int(rq->arena, id), name, id == chosen);
}

static struct view *
form_view(struct req *rq, int64_t chosen)
{
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	struct view_list *options = view_list(page_only, "characters");
	struct rows rows = chatfile_characters(rq->db, rq->member->id);
	bool is_listed = false;
	for (size_t i = 0; i < rows.n; i++) {
		const struct chatfile_characters_row *row = chatfile_characters_at(rows, i);
		is_listed = is_listed || row->id.v == chosen;
		push_option(rq, options, row->id.v,
			    str_fmt(rq->arena, "%.*s (%.*s)", STR_ARG(row->name),
				    STR_ARG(row->disclosure)),
			    chosen);
	}
	const struct chatfile_character_row *other =
		is_listed || chosen == 0
			? NULL
			: chatfile_character(rq->db, (struct character_id){ chosen },
					     rq->member->id);
	if (other != NULL)
		push_option(rq, options, other->id.v,
			    str_fmt(rq->arena, "%.*s (%.*s)", STR_ARG(other->name),
				    STR_ARG(other->disclosure)),
			    chosen);
	view_bool(page_only, "hasCharacters", rows.n > 0 || other != NULL);
	return v;
}

struct reply
chat_import_form(struct req *rq)
{
	int64_t chosen = 0;
	if (!str_to_i64(req_query(rq, "characterId"), &chosen))
		chosen = 0;
	form_show(rq, BRING, COUNT(BRING));
	return page(rq, "chat/import", form_view(rq, chosen));
}

/* ---- bringing ------------------------------------------------------------------------------ */

static void
bring_one(struct req *rq, struct arena *memory, const struct bring *in, struct str name,
	  struct str bytes, struct batch *batch)
{
	struct brought *b = &batch->at[batch->n++];
	bool is_file = name.p != NULL;
	struct chat_bring_order order = { .member = rq->member->id,
					  .character = { in->character },
					  .bytes = bytes };
	if (!chatfile_format_from(in->format, &order.format))
		order.format = CHATFILE_AUTO;
	b->file_name = is_file ? attach_shown_name(rq, name) : STR("Pasted text");
	order.file_name = is_file && name.n > 0 ? b->file_name : STR_NONE;
	b->outcome = chat_bring(rq->db, rq->arena, memory, &order, &b->result);
	batch->good += b->outcome == CHAT_BRING_DONE ? 1 : 0;
	arena_reset(memory);
}

static void
bring_all(struct req *rq, const struct bring *in, struct batch *batch)
{
	struct arena *memory = arena_new_in(rq->arena, MEMORY);
	batch->at = ARENA_ARRAY(rq->arena, struct brought, REQ_FILES + 1);
	for (size_t i = 0; i < rq->file_count; i++)
		if (rq->files[i].bytes.n > 0 || rq->files[i].name.n > 0)
			bring_one(rq, memory, in, rq->files[i].name, rq->files[i].bytes, batch);
	if (str_trim(in->text).n > 0)
		bring_one(rq, memory, in, STR_NONE, in->text, batch);
}

static void
show_brought(struct req *rq, struct view *v, const struct brought *b)
{
	struct str why;
	if (b->outcome != CHAT_BRING_DONE) {
		struct view *error = view_object(v, "error");
		const char *code = chat_bring_code(b->outcome, &b->result);
		view_text(error, "code", str_from(code));
		view_text(error, "message", chat_bring_words(rq->arena, b->outcome, &b->result));
		return;
	}
	view_id(v, "sessionId", b->result.chats[0].v);
	struct view_list *ids = view_list(v, "sessionIds");
	for (size_t i = 0; i < b->result.n; i++)
		view_push_text(ids, str_int(rq->arena, b->result.chats[i].v));
	view_text(v, "title", b->result.title);
	view_int(v, "messageCount", (int64_t)b->result.messages);
	if (b->result.n > 1)
		view_int(v, "moreCount", (int64_t)b->result.n - 1);
	view_json(v, "report", json_read(rq->arena, b->result.report, &why));
}

static void
show_all(struct req *rq, struct view *v, const struct batch *batch)
{
	struct view_list *items = view_list(v, "items");
	for (size_t i = 0; i < batch->n; i++) {
		struct view *item = view_push(items);
		view_text(item, "fileName", batch->at[i].file_name);
		show_brought(rq, item, &batch->at[i]);
	}
}

static struct reply
refuse_one(struct req *rq, const struct bring *in, const struct brought *b)
{
	int status = chat_bring_status(b->outcome, &b->result);
	const char *words = str_cstr(rq->arena,
				     chat_bring_words(rq->arena, b->outcome, &b->result));
	struct reply reply;
	if (rq->wants_json) {
		reply = refuse(rq, status, chat_bring_code(b->outcome, &b->result), words);
	} else {
		const char *field = b->outcome == CHAT_BRING_NO_CHARACTER      ? "characterId"
				    : str_eq(b->file_name, STR("Pasted text")) ? "text"
									       : "file";
		form_error(rq, field, "Chat", words);
		reply = form_again(rq, status, "chat/import", form_view(rq, in->character));
	}
	return reply_kept(reply);
}

/* Keeps what came of the files, so that the page can be looked at again. */
static struct str
keep_results(struct req *rq, const struct batch *batch)
{
	struct view *v = view_new(rq->arena);
	struct buf out = buf_in(rq->arena);
	show_all(rq, v, batch);
	view_put_value(&out, view_at(v, "items"));
	int64_t id = chatfile_results_put(rq->db, rq->member->id, buf_done(&out))->id;
	return str_fmt(rq->arena, "/chat/import/%lld", (long long)id);
}

struct reply
chat_import(struct req *rq)
{
	struct bring in = { 0 };
	struct batch batch = { 0 };
	int wait = rate_wait(rq,
			     str_fmt(rq->arena, "chat-import:%lld", (long long)rq->member->id.v),
			     EVERY_S, BURST);
	if (wait > 0)
		return too_many(rq, wait);
	if (!form_read(rq, BRING, COUNT(BRING), &in))
		return form_again(rq, 422, "chat/import", form_view(rq, in.character));
	bring_all(rq, &in, &batch);
	if (batch.n == 0) {
		struct brought none = { .file_name = STR("A file"),
					.outcome = CHAT_BRING_REFUSED,
					.result = { .file = CHATFILE_EMPTY } };
		return refuse_one(rq, &in, &none);
	}
	if (batch.good == 0 && (batch.n == 1 || rq->wants_json))
		return refuse_one(rq, &in, &batch.at[0]);
	struct view *v = view_new(rq->arena);
	if (batch.n == 1)
		show_brought(rq, v, &batch.at[0]);
	else
		show_all(rq, v, &batch);
	return done(rq, 201, v, rq->wants_json ? STR("/chat/import") : keep_results(rq, &batch));
}

struct reply
chat_import_results(struct req *rq)
{
	const struct chatfile_results_find_row *row = chatfile_results_find(rq->db, req_id(rq, 0),
									    rq->member->id);
	if (row == NULL)
		return not_found(rq);
	struct view *v = view_new(rq->arena);
	view_json(v, "items", row->results);
	view_time(v, "createdAt", row->created_at);
	return page(rq, "chat/brought", v);
}
