/* A chat as a file, to take along. */
#include "cgi-bin/chat_file.h"
#include "lib/chat/take.h"
#include "lib/web/attach.h"

/* The page that says which shapes there are. */
static struct reply
show_shapes(struct req *rq, struct chat_id chat, const struct chat_take *take)
{
	static const struct {
		const char *format;
		const char *label;
		const char *note;
	} SHAPES[] = {
		{ "jsonl", "SillyTavern (JSONL)",
		  "What you read now, with all versions of each message. Other tools take it." },
		{ "json", "Everything (JSON)",
		  "All branches, versions, bookmarks and hidden messages. This house takes it back whole." },
		{ "txt", "Text", "What you read now, to read anywhere." },
		{ "md", "Markdown", "The same, with its emphasis." },
		{ "html", "A page", "One file for any browser; nothing in it comes from the net." },
	};
	struct view *v = view_new(rq->arena);
	view_id(v, "id", chat.v);
	view_text(v, "title", chat_take_name(take));
	view_text(v, "disclosure", chat_take_disclosure(take));
	struct view_list *shapes = view_list(v, "formats");
	for (size_t i = 0; i < COUNT(SHAPES); i++) {
		struct view *shape = view_push(shapes);
		view_text(shape, "format", str_from(SHAPES[i].format));
		view_text(shape, "label", str_from(SHAPES[i].label));
		view_text(shape, "note", str_from(SHAPES[i].note));
		view_url(shape, "url",
			 str_fmt(rq->arena, "/chat/%lld/export?format=%s", (long long)chat.v,
				 SHAPES[i].format));
	}
	return page(rq, "chat/export", v);
}

static bool
put(void *to, struct str piece)
{
	return reply_pour(to, piece);
}

static void
pour(struct req *rq, void *arg)
{
	struct sink out = { .put = put, .to = rq };
	chat_take_write(rq->db, rq->arena, arg, &out);
}

struct reply
chat_export(struct req *rq)
{
	struct str format = req_query(rq, "format");
	struct chat_take_order *order = ARENA_NEW(rq->arena, struct chat_take_order);
	*order = (struct chat_take_order){ .member = rq->member->id,
					   .member_name = rq->member->display_name,
					   .chat = { req_id(rq, 0) },
					   .shape = CHATFILE_AS_LINES };
	bool is_known = format.n == 0 || chatfile_shape_from(format, &order->shape);
	const struct chat_take *take = chat_take_begin(rq->db, rq->arena, order);
	if (take == NULL)
		return not_found(rq);
	if (!is_known)
		return refuse(rq, 422, NULL, "The format is jsonl, json, txt, md or html.");
	if (format.n == 0 && !rq->wants_json)
		return show_shapes(rq, order->chat, take);
	struct reply reply = { .status = 200,
			       .type = chatfile_shape_type(order->shape),
			       .no_store = true,
			       .pour = pour };
	/* The reply is const to nobody else: the take was made for it. */
	reply.pour_arg = (void *)(uintptr_t)take;
	reply_header(&reply, attach_disposition(rq, chat_take_name(take),
						chatfile_shape_ending(order->shape)));
	return reply;
}
