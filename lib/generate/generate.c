#include "lib/generate/generate.h"

#include "lib/base/fault.h"
#include "sql/picture.h"

/* Portrait sizes, and the equal sides of a square one of about as many pixels. */
static const struct {
	struct str word;
	int width;
	int height;
	int side;
} QUALITIES[] = {
	[IMAGE_DRAFT] = { STR_INIT("draft"), 384, 512, 448 },
	[IMAGE_FAST] = { STR_INIT("fast"), 576, 768, 640 },
	[IMAGE_BALANCED] = { STR_INIT("balanced"), 768, 1024, 896 },
	[IMAGE_HIGH] = { STR_INIT("high"), 960, 1280, 1088 },
	[IMAGE_ULTRA] = { STR_INIT("ultra"), 1152, 1536, 1344 },
};

bool
generate_quality(struct str word, enum image_quality *quality)
{
	for (size_t i = 0; i < COUNT(QUALITIES); i++) {
		if (str_eq(word, QUALITIES[i].word)) {
			*quality = (enum image_quality)i;
			return true;
		}
	}
	return false;
}

static struct str
quality_word(enum image_quality quality)
{
	return QUALITIES[quality].word;
}

void
generate_size(enum image_quality quality, bool square, int *width, int *height)
{
	*width = square ? QUALITIES[quality].side : QUALITIES[quality].width;
	*height = square ? QUALITIES[quality].side : QUALITIES[quality].height;
}

struct generate_quote
generate_quote(struct db *db, enum image_quality quality, int count)
{
	const struct picture_quote_row *row = picture_quote(db, quality_word(quality), count);
	return (struct generate_quote){
		.each = row->price_each,
		.total = { row->price_each.milli * count },
		.eta_s = row->eta_s,
		.position = row->place,
	};
}

static enum generate_outcome
outcome_of(struct str word)
{
	static const struct {
		struct str word;
		enum generate_outcome outcome;
	} WORDS[] = {
		{ STR_INIT("ordered"), GENERATE_ORDERED },
		{ STR_INIT("twice"), GENERATE_TWICE },
		{ STR_INIT("no_character"), GENERATE_NO_CHARACTER },
		{ STR_INIT("no_gems"), GENERATE_NO_GEMS },
		{ STR_INIT("too_many"), GENERATE_TOO_MANY },
		{ STR_INIT("not_done"), GENERATE_NOT_DONE },
		{ STR_INIT("no_order"), GENERATE_NO_ORDER },
		{ STR_INIT("nothing_left"), GENERATE_NOTHING_LEFT },
	};
	for (size_t i = 0; i < COUNT(WORDS); i++)
		if (str_eq(word, WORDS[i].word))
			return WORDS[i].outcome;
	fault_raise(FAULT_BUG, "an order was answered %.*s", STR_ARG(word));
}

static struct generate_quote
wait_of(struct db *db, struct job_id job, struct gems each, int64_t count)
{
	const struct picture_wait_of_row *row = picture_wait_of(db, job, count);
	return (struct generate_quote){
		.each = each,
		.total = { each.milli * count },
		.eta_s = row->eta_s,
		.position = row->place,
	};
}

static struct str
or_empty(struct str s)
{
	return s.p == NULL ? STR("") : s;
}

enum generate_outcome
generate_order(struct db *db, const struct generate_order *order, struct generate_ordered *out)
{
	ENSURE(db_in_transaction(db));
	const struct picture_order_row *row = picture_order(
		db, &(struct picture_order_in){
			    .member_id = order->member,
			    .character_id = order->character,
			    .prompt = or_empty(order->prompt),
			    .negative_prompt = or_empty(order->negative_prompt),
			    .count = order->count,
			    .orientation = order->square ? STR("square") : STR("portrait"),
			    .style = order->style,
			    .quality = quality_word(order->quality),
			    .has_seed = order->has_seed,
			    .seed = order->seed,
			    .idempotency = order->idempotency,
			    .most = GENERATE_OPEN_ORDERS,
		    });
	enum generate_outcome outcome = outcome_of(row->outcome);
	*out = (struct generate_ordered){
		.job = row->job_id,
		.generation = row->generation_id,
		.quote = wait_of(db, row->job_id, row->price_each, order->count),
		.available = row->available,
	};
	return outcome;
}

enum generate_outcome
generate_retry(struct db *db, struct member_id member, struct job_id job,
	       struct generate_ordered *out)
{
	ENSURE(db_in_transaction(db));
	const struct picture_order_again_row *row = picture_order_again(db, member, job);
	enum generate_outcome outcome = outcome_of(row->outcome);
	*out = (struct generate_ordered){
		.job = row->job_id,
		.generation = row->generation_id,
		.quote = wait_of(db, row->job_id, row->price_each, row->count),
		.available = row->available,
	};
	return outcome;
}
