#include "lib/web/letter.h"

#include "lib/base/cfg.h"
#include "lib/base/log.h"
#include "lib/mail/mail.h"
#include "lib/web/frame.h"

struct letter {
	enum letter_to to;
	struct str address;
	const char *template;
	struct view *view;
};

struct str
letter_link(struct arena *arena, struct str path)
{
	struct str base = str_from(cfg_text(CFG_PUBLIC_URL));
	while (str_ends(base, STR("/")))
		base = str_first(base, base.n - 1);
	if (base.n > 0)
		return str_fmt(arena, "%.*s%.*s", STR_ARG(base), STR_ARG(path));
	struct str listen = str_from(cfg_text(CFG_LISTEN));
	if (str_eq(listen, STR("0.0.0.0")) || str_eq(listen, STR("*")))
		listen = STR("127.0.0.1");
	else if (str_eq(listen, STR("[::]")))
		listen = STR("[::1]");
	return str_fmt(arena, "http://%.*s:%s%.*s", STR_ARG(listen), cfg_text(CFG_PORT),
		       STR_ARG(path));
}

/* Splits "Subject: words\n\ntext". */
static bool
read_letter(struct str page, struct mail *mail)
{
	struct str head;
	if (!str_cut(&page, '\n', &head) || !str_starts(head, STR("Subject: ")))
		return false;
	mail->subject = str_trim(str_from_at(head, sizeof("Subject: ") - 1));
	mail->text = str_trim(page);
	return mail->subject.n > 0 && mail->text.n > 0;
}

static void
send_letter(struct req *rq, void *arg)
{
	const struct letter *letter = arg;
	struct mail mail = { .to = letter->address };
	struct buf page = buf_in(rq->arena);
	if (!frame_render(rq, letter->template, letter->view, &page) ||
	    !read_letter(buf_done(&page), &mail)) {
		LOG_EVENT(LOG_ERROR, "letter-broken", LOG_CSTR("template", letter->template));
		return;
	}
	enum mail_outcome outcome = letter->to == LETTER_TO_NOBODY ? mail_rehearse(rq->arena, &mail)
								   : mail_send(rq->arena, &mail);
	if (outcome != MAIL_SENT)
		LOG_EVENT(LOG_ERROR, "letter-lost", LOG_CSTR("template", letter->template));
}

void
letter_after_commit(struct req *rq, enum letter_to to, struct str address, const char *template,
		    struct view *view)
{
	struct letter *letter = ARENA_NEW(rq->arena, struct letter);
	*letter = (struct letter){ to, address, template, view };
	view_text(view, "houseName", str_from(cfg_text(CFG_HOUSE_NAME)));
	view_text(view, "houseUrl", letter_link(rq->arena, STR("/")));
	req_after_commit(rq, send_letter, letter);
}
