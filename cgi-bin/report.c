/* Reports: anybody, signed in or not, may say that something here is wrong. */
#include <sodium.h>
#include <string.h>

#include "lib/auth/judge.h"
#include "lib/base/rand.h"
#include "lib/moderate/reason.h"
#include "lib/web/secret.h"
#include "lib/web/serve.h"
#include "sql/report.h"

enum {
	AGAIN_S = 60, /* the same target from the same network */
	EVERY_S = 10, /* anything from one network ... */
	BURST = 30,   /* ... with so many in store */
	RECEIPT = 12
};

struct report {
	struct str target_type;
	struct str target;
	struct str reason;
	struct str details;
	struct str contact;
};

static const struct field REPORT[] = {
	FIELD_CHOICE(struct report, target_type, "targetType", "What it is",
		     "character|message|image|user", true),
	FIELD_LINE(struct report, target, "targetId", "Which one", 1, 500),
	FIELD_CHOICE(struct report, reason, "reasonCode", "Reason", REASON_CHOICES, true),
	FIELD_TEXT(struct report, details, "details", "What happened", 0, 4000),
	FIELD_LINE(struct report, contact, "contactEmail", "Your email", 0, 254),
};

static const struct label TYPES[] = {
	LABEL("character", "A character"),
	LABEL("message", "A message"),
	LABEL("image", "A picture"),
	LABEL("user", "A member"),
};

/*
 * The number or name in what was given: itself, or the end of an address of this house, as in
 * /character/12, /u/wren or /media/<hash>.webp?x=1.
 */
static struct str
target_name(struct str given)
{
	for (size_t i = 0; i < given.n; i++)
		if (given.p[i] == '?' || given.p[i] == '#')
			given = str_first(given, i);
	while (str_ends(given, STR("/")))
		given = str_first(given, given.n - 1);
	ptrdiff_t slash = str_rfind_char(given, '/');
	given = str_from_at(given, slash < 0 ? 0 : (size_t)slash + 1);
	ptrdiff_t dot = str_find_char(given, '.');
	return dot < 0 ? given : str_first(given, (size_t)dot);
}

static const struct report_target_of_row *
find_target(struct req *rq, struct str type, struct str given)
{
	int64_t id = 0;
	struct str name = target_name(given);
	if (name.n == 0)
		return NULL;
	if (!str_to_i64(name, &id))
		id = 0;
	return report_target_of(rq->db, type, id, name);
}

static struct view *
form_view(struct req *rq, struct str type, struct str target, struct str reason)
{
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	rq->has_form = true;
	const struct report_target_of_row *found = find_target(rq, type, target);
	view_choices(page_only, "types", TYPES, COUNT(TYPES), type);
	if (found != NULL)
		view_text(page_only, "typeLabel",
			  TYPES[label_find(TYPES, COUNT(TYPES), type)].words);
	struct view_list *codes = view_list(page_only, "reasons");
	for (size_t i = 0; i < REASONS; i++)
		view_push_choice(codes, reasons[i].code, str_from(reasons[i].label),
				 str_eq(reasons[i].code, reason));
	view_bool(page_only, "isKnown", found != NULL);
	view_text(page_only, "targetType", type);
	view_text(page_only, "targetId", target);
	view_text(page_only, "targetLabel", found != NULL ? found->label : STR_NONE);
	return v;
}

static struct reply
show_form(struct req *rq)
{
	form_show(rq, REPORT, COUNT(REPORT));
	return page(rq, "report/form",
		    form_view(rq, req_query(rq, "targetType"), req_query(rq, "targetId"),
			      req_query(rq, "reasonCode")));
}

static struct reply
form_back(struct req *rq)
{
	return form_again(rq, 422, "report/form",
			  form_view(rq, form_value(rq, "targetType"), form_value(rq, "targetId"),
				    form_value(rq, "reasonCode")));
}

static bool
read_report(struct req *rq, struct report *in)
{
	bool read = form_read(rq, REPORT, COUNT(REPORT), in);
	const char *why = in->contact.n > 0 ? judge_email(in->contact) : NULL;
	if (why != NULL)
		form_error(rq, "contactEmail", "Your email", why);
	if (read && str_eq(in->reason, STR("other")) && in->details.n == 0)
		form_error(rq, "details", "What happened",
			   "Please say in a few words what is wrong.");
	return read && rq->error_count == 0;
}

/* Twelve letters and digits that read well aloud. */
static struct str
new_receipt(struct arena *arena)
{
	static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned char bytes[RECEIPT];
	char *text = arena_take(arena, RECEIPT);
	rand_secret(bytes, sizeof(bytes));
	for (size_t i = 0; i < RECEIPT; i++)
		text[i] = LETTERS[bytes[i] % 32];
	return (struct str){ text, RECEIPT };
}

/* Equal for equal networks, and nothing that leads back to one without the house's secret. */
static struct str
network_mark(struct req *rq)
{
	struct str sealed = secret_seal(rq->arena, "report-network", req_network(rq));
	unsigned char *mark = arena_take(rq->arena, crypto_hash_sha256_BYTES);
	crypto_hash_sha256(mark, (const unsigned char *)sealed.p, sealed.n);
	return (struct str){ (const char *)mark, crypto_hash_sha256_BYTES };
}

static int
report_wait(struct req *rq, const struct report *in, int64_t target)
{
	struct str network = req_network(rq);
	int wait = rate_wait(rq, str_fmt(rq->arena, "report:%.*s", STR_ARG(network)), EVERY_S,
			     BURST);
	if (wait > 0)
		return wait;
	return rate_wait(rq,
			 str_fmt(rq->arena, "report:%.*s:%.*s:%lld", STR_ARG(network),
				 STR_ARG(in->target_type), (long long)target),
			 AGAIN_S, 1);
}

static struct reply
report(struct req *rq)
{
	struct report in = { 0 };
	if (!read_report(rq, &in))
		return form_back(rq);
	const struct report_target_of_row *target = find_target(rq, in.target_type, in.target);
	if (target == NULL) {
		form_error(rq, "targetId", "Which one",
			   "There is nothing here under that number, name or address.");
		return form_back(rq);
	}
	int wait = report_wait(rq, &in, target->id);
	if (wait > 0)
		return too_many(rq, wait);
	struct str receipt = new_receipt(rq->arena);
	(void)report_insert(rq->db,
			    &(struct report_insert_in){
				    .receipt = receipt,
				    .reporter_id = rq->member != NULL ? rq->member->id
								      : (struct member_id){ 0 },
				    .network_mark = network_mark(rq),
				    .contact = in.contact,
				    .target_type = in.target_type,
				    .target_id = target->id,
				    .reason_code = in.reason,
				    .details = in.details });
	struct view *v = view_new(rq->arena);
	view_text(v, "reportId", receipt);
	return done(rq, 201, v, str_fmt(rq->arena, "/report/%.*s", STR_ARG(receipt)));
}

/* Whoever knows the number may see how the report stands. */
static struct reply
show_receipt(struct req *rq)
{
	struct str receipt = rq->captures[0];
	const struct report_by_receipt_row *row = receipt.n == RECEIPT
							  ? report_by_receipt(rq->db, receipt)
							  : NULL;
	if (row == NULL)
		return not_found(rq);
	struct view *v = view_new(rq->arena);
	view_text(v, "reportId", row->receipt);
	view_text(v, "targetType", row->target_type);
	view_text(v, "reasonCode", row->reason_code);
	view_text(v, "status", row->state);
	view_text(v, "outcome", row->outcome);
	view_time(v, "createdAt", row->created_at);
	view_time(v, "dueAt", row->due_at);
	struct view *page_only = view_object(v, "page");
	view_text(page_only, "reason", str_from(reason_find(row->reason_code)->label));
	view_bool(page_only, "isSelfHarm", str_eq(row->reason_code, STR("self_harm")));
	view_bool(page_only, "isOpen",
		  str_eq(row->state, STR("received")) || str_eq(row->state, STR("hidden")));
	if (row->outcome.n > 0)
		view_text(
			page_only, "decision",
			str_eq(row->outcome, STR("removed"))
				? STR("We agree with you: it is taken down.")
			: str_eq(row->outcome, STR("warning"))
				? STR("We agree with you: whose it is was warned.")
				: STR("We looked at it, and it may stay. Write to the house if you do not "
				      "agree: somebody else looks then."));
	struct reply reply = page(rq, "report/receipt", v);
	reply.no_store = true;
	return reply;
}

static const struct route ROUTES[] = {
	{ GET, "/report", show_form, FOR_ANYONE },
	{ POST, "/report", report, FOR_ANYONE },
	{ GET, "/report/{name}", show_receipt, FOR_ANYONE },
	{ POST, "/api/report", report, FOR_ANYONE },
	{ GET, "/api/report/{name}", show_receipt, FOR_ANYONE },
};

int
main(void)
{
	return screen_serve("report", ROUTES, COUNT(ROUTES));
}
