#include "lib/ledger/words.h"

static const struct {
	struct str type;
	struct str booked;
	struct str pending;
} TYPES[] = {
	{ STR_INIT("purchase"), STR_INIT("Gems bought"), { 0 } },
	{ STR_INIT("bonus"), STR_INIT("Bonus"), { 0 } },
	{ STR_INIT("chat"), STR_INIT("Reply"), STR_INIT("Set aside for a reply") },
	{ STR_INIT("generation"), STR_INIT("Pictures"), STR_INIT("Set aside for pictures") },
	{ STR_INIT("refund"), STR_INIT("Given back"), { 0 } },
	{ STR_INIT("commission"), STR_INIT("Commission"), { 0 } },
	{ STR_INIT("expiry"), STR_INIT("Bonus expired"), { 0 } },
	{ STR_INIT("clawback"), STR_INIT("Payment went back"), { 0 } },
	{ STR_INIT("adjustment"), STR_INIT("Set right by the house"), { 0 } },
};

struct str
ledger_line_words(const struct ledger_line_row *row)
{
	for (size_t i = 0; i < COUNT(TYPES); i++)
		if (str_eq(TYPES[i].type, row->type))
			return row->pending && TYPES[i].pending.n > 0 ? TYPES[i].pending
								      : TYPES[i].booked;
	return row->type;
}

struct str
ledger_line_detail(struct arena *arena, const struct ledger_line_row *row)
{
	if (row->about.n > 0)
		return str_fmt(arena, "by %.*s", STR_ARG(row->about));
	if (str_eq(row->reference_type, STR("order")))
		return str_fmt(arena, "order %.*s", STR_ARG(row->reference_id));
	if (str_eq(row->reference_type, STR("welcome")))
		return STR("welcome gems");
	return STR_NONE;
}

static struct str
held_words(struct arena *arena, const struct ledger_explain_row *row)
{
	if (row->about.n > 0)
		return str_fmt(arena, "Set aside for a reply by %.*s", STR_ARG(row->about));
	if (str_starts(row->ref, STR("img:")))
		return STR("Set aside for pictures in the making");
	return STR("Set aside for work in progress");
}

struct str
ledger_part_words(struct arena *arena, const struct ledger_explain_row *row)
{
	static const struct str ORDER = STR_INIT("order:");
	if (str_eq(row->part, STR("paid")))
		return STR("Gems that do not expire");
	if (str_eq(row->part, STR("held")))
		return held_words(arena, row);
	if (str_eq(row->part, STR("debt")))
		return STR("Owed since a payment went back; the next purchase repays it first");
	if (str_eq(row->part, STR("expired")))
		return STR("Expired, booked in a moment");
	if (str_starts(row->ref, STR("welcome")))
		return STR("Welcome gems");
	if (str_starts(row->ref, ORDER))
		return str_fmt(arena, "Bonus of order %.*s",
			       STR_ARG(str_from_at(row->ref, ORDER.n)));
	return STR("Bonus gems");
}
