#include "lib/character/list.h"

#include "lib/base/buf.h"
#include "sql/tavern.h"

static const struct str SORTS[] = { STR_INIT("popular"), STR_INIT("trending"), STR_INIT("new"),
				    STR_INIT("recent"),	 STR_INIT("fast"),     STR_INIT("best") };

bool
character_sort_from(struct str word, enum character_sort *sort)
{
	for (size_t i = 0; i < COUNT(SORTS); i++)
		if (str_eq(SORTS[i], word)) {
			*sort = (enum character_sort)i;
			return true;
		}
	return false;
}

struct str
character_pattern(struct arena *arena, struct str words)
{
	struct buf buf = buf_in(arena);
	words = str_lower(arena, str_trim(words));
	buf_char(&buf, '%');
	for (size_t i = 0; i < words.n; i++) {
		if (words.p[i] == '%' || words.p[i] == '_' || words.p[i] == '\\')
			buf_char(&buf, '\\');
		buf_char(&buf, words.p[i]);
	}
	if (words.n > 0)
		buf_char(&buf, '%');
	return buf_done(&buf);
}

/* "rank.id" of the last card seen. A cursor that is none begins at the first page. */
static void
read_cursor(struct str cursor, int64_t *rank, struct character_id *id)
{
	ptrdiff_t dot = str_find_char(cursor, '.');
	if (dot > 0 && str_to_i64(str_first(cursor, (size_t)dot), rank) &&
	    str_to_i64(str_from_at(cursor, (size_t)dot + 1), &id->v))
		return;
	*rank = INT64_MAX;
	id->v = INT64_MAX;
}

/* With the words for "all" where nothing is asked: a statement must not be given null. */
static struct character_filter
whole(const struct character_filter *filter)
{
	struct character_filter out = *filter;
	struct str *const texts[] = { &out.query, &out.text, &out.voice, &out.language,
				      &out.price };
	for (size_t i = 0; i < COUNT(texts); i++)
		if (texts[i]->n == 0)
			*texts[i] = STR("");
	if (out.sight.n == 0)
		out.sight = STR("none");
	return out;
}

static bool
is_for_everybody(const struct character_filter *filter)
{
	return filter->sight.n == 0 || str_eq(filter->sight, STR("none"));
}

bool
character_is_narrow(const struct character_filter *filter)
{
	return filter->query.n > 0 || filter->tags.n > 0 || filter->voice.n > 0 ||
	       filter->language.n > 0 || filter->rated > 0 || filter->price.n > 0 ||
	       !is_for_everybody(filter);
}

static struct rows
best(struct db *db, const struct character_filter *filter, int64_t rank, struct character_id id,
     int64_t limit)
{
	struct character_filter more = *filter;
	more.query = more.sight = STR_NONE;
	if (!character_is_narrow(&more))
		return tavern_best(db, &(struct tavern_best_in){ filter->query, filter->text,
								 filter->sight, rank, id, limit });
	return tavern_best_of(db, &(struct tavern_best_of_in){ .query = filter->query,
							       .text = filter->text,
							       .tags = filter->tags,
							       .voice = filter->voice,
							       .language = filter->language,
							       .rated = filter->rated,
							       .price = filter->price,
							       .sight = filter->sight,
							       .below_rank = rank,
							       .below_id = id,
							       .limit = limit });
}

static struct rows
find(struct db *db, const struct character_filter *filter, bool adult, int64_t rank,
     struct character_id id, int64_t limit)
{
	return tavern_find(db, &(struct tavern_find_in){ .adult = adult,
							 .sight = filter->sight,
							 .sort = SORTS[filter->sort],
							 .query = filter->query,
							 .tags = filter->tags,
							 .voice = filter->voice,
							 .language = filter->language,
							 .rated = filter->rated,
							 .price = filter->price,
							 .below_rank = rank,
							 .below_id = id,
							 .limit = limit });
}

/* Whether a card comes before another one in an order; of equal ranks the fast list has the older first. */
static bool
is_before(const struct card_row *a, const struct card_row *b, enum character_sort sort)
{
	if (a->rank != b->rank)
		return a->rank > b->rank;
	return (a->id.v < b->id.v) == (sort == CHARACTER_FAST);
}

/* The first `limit` of two lists in one order. */
static struct rows
merge(struct arena *arena, struct rows a, struct rows b, enum character_sort sort, int64_t limit)
{
	size_t i = 0, k = 0, n = 0;
	struct card_row *out = ARENA_ARRAY(arena, struct card_row, a.n + b.n + 1);
	while ((i < a.n || k < b.n) && n < (size_t)limit) {
		bool is_a = k == b.n || (i < a.n && is_before(card_at(a, i), card_at(b, k), sort));
		out[n++] = is_a ? *card_at(a, i++) : *card_at(b, k++);
	}
	return (struct rows){ a.type, out, n };
}

/* What is not for everybody has indexes of its own: it is read apart, and only for whom it is shown. */
static struct rows
find_all(struct db *db, const struct character_filter *filter, int64_t rank, struct character_id id,
	 int64_t limit)
{
	struct rows cards = find(db, filter, false, rank, id, limit);
	if (is_for_everybody(filter))
		return cards;
	return merge(db_arena(db), cards, find(db, filter, true, rank, id, limit), filter->sort,
		     limit);
}

static struct rows
run(struct db *db, const struct character_filter *asked, int64_t limit)
{
	const struct character_filter all = whole(asked), *filter = &all;
	int64_t rank;
	struct character_id id;
	read_cursor(filter->cursor, &rank, &id);
	if (filter->query.n > 0 && filter->sort == CHARACTER_BEST)
		return best(db, filter, rank, id, limit);
	if (character_is_narrow(filter))
		return find_all(db, filter, rank, id, limit);
	switch (filter->sort) {
	case CHARACTER_POPULAR:
	case CHARACTER_BEST:
		return tavern_popular(db, rank, id, limit);
	case CHARACTER_TRENDING:
		return tavern_trending(db, rank, id, limit);
	case CHARACTER_NEW:
		return tavern_new(db, rank, id, limit);
	case CHARACTER_RECENT:
		return tavern_recent(db, rank, id, limit);
	case CHARACTER_FAST:
		return tavern_fast(db, rank, id, limit);
	}
	return (struct rows){ 0 };
}

/* One more than the page shows tells whether there is a next one. */
static struct rows
cut(struct arena *arena, struct rows rows, int64_t limit, struct str *next)
{
	*next = STR_NONE;
	if (rows.n > (size_t)limit) {
		rows.n = (size_t)limit;
		const struct card_row *last = card_at(rows, rows.n - 1);
		*next = str_fmt(arena, "%lld.%lld", (long long)last->rank, (long long)last->id.v);
	}
	return rows;
}

struct rows
character_list(struct db *db, struct arena *arena, const struct character_filter *filter,
	       struct str *next)
{
	return cut(arena, run(db, filter, filter->limit + 1), filter->limit, next);
}

static int64_t
count(struct db *db, const struct character_filter *filter, bool adult, int64_t most)
{
	return tavern_count(db, &(struct tavern_count_in){ .adult = adult,
							   .sight = filter->sight,
							   .query = filter->query,
							   .tags = filter->tags,
							   .voice = filter->voice,
							   .language = filter->language,
							   .rated = filter->rated,
							   .price = filter->price,
							   .limit = most })
		->n;
}

int64_t
character_count(struct db *db, const struct character_filter *asked, int64_t most)
{
	const struct character_filter filter = whole(asked);
	int64_t n = count(db, &filter, false, most);
	if (n < most && !is_for_everybody(&filter))
		n += count(db, &filter, true, most - n);
	return n;
}

struct rows
character_favorites(struct db *db, struct arena *arena, struct member_id member, struct str cursor,
		    int64_t limit, struct str *next)
{
	int64_t rank;
	struct character_id id;
	read_cursor(cursor, &rank, &id);
	return cut(arena, tavern_favorites(db, member, rank, id, limit + 1), limit, next);
}

struct rows
character_hidden(struct db *db, struct member_id member)
{
	return tavern_hidden(db, member);
}

bool
character_is_hidden(struct rows hidden, int64_t id, int64_t creator)
{
	for (size_t i = 0; i < hidden.n; i++) {
		const struct tavern_hidden_row *one = tavern_hidden_at(hidden, i);
		if (one->character_id == id || (one->creator_id != 0 && one->creator_id == creator))
			return true;
	}
	return false;
}

static bool
carries_one(struct strs tags, struct strs of)
{
	for (size_t i = 0; i < tags.n; i++)
		for (size_t k = 0; k < of.n; k++)
			if (str_eq(tags.at[i], of.at[k]))
				return true;
	return false;
}

struct rows
character_unhidden(struct db *db, struct arena *arena, struct rows cards,
		   const struct character_taste *taste)
{
	struct rows hidden = { .n = 0 };
	if (cards.n > 0 && taste->hides)
		hidden = character_hidden(db, taste->id);
	if (cards.n == 0 || (hidden.n == 0 && taste->tags_off.n == 0))
		return cards;
	struct card_row *kept = ARENA_ARRAY(arena, struct card_row, cards.n);
	size_t n = 0;
	for (size_t i = 0; i < cards.n; i++) {
		const struct card_row *card = card_at(cards, i);
		if (!character_is_hidden(hidden, card->id.v, card->creator_id) &&
		    !carries_one(card->tags, taste->tags_off))
			kept[n++] = *card;
	}
	return (struct rows){ cards.type, kept, n };
}
