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

static bool
is_narrow(const struct character_filter *filter)
{
	return filter->tags.n > 0 || filter->voice.n > 0 || filter->rated > 0 ||
	       filter->price.n > 0;
}

static struct rows
search(struct db *db, const struct character_filter *filter, int64_t rank, struct character_id id,
       int64_t limit)
{
	if (filter->sort != CHARACTER_BEST)
		return tavern_search(db, &(struct tavern_search_in){ .sort = SORTS[filter->sort],
								     .query = filter->query,
								     .tags = filter->tags,
								     .voice = filter->voice,
								     .rated = filter->rated,
								     .price = filter->price,
								     .below_rank = rank,
								     .below_id = id,
								     .limit = limit });
	if (is_narrow(filter))
		return tavern_best_of(db, &(struct tavern_best_of_in){ .query = filter->query,
								       .text = filter->text,
								       .tags = filter->tags,
								       .voice = filter->voice,
								       .rated = filter->rated,
								       .price = filter->price,
								       .below_rank = rank,
								       .below_id = id,
								       .limit = limit });
	return tavern_best(
		db, &(struct tavern_best_in){ filter->query, filter->text, rank, id, limit });
}

static struct rows
run(struct db *db, const struct character_filter *filter, int64_t limit)
{
	int64_t rank;
	struct character_id id;
	read_cursor(filter->cursor, &rank, &id);
	if (filter->query.n > 0)
		return search(db, filter, rank, id, limit);
	if (is_narrow(filter))
		return tavern_find(db, &(struct tavern_find_in){ .sort = SORTS[filter->sort],
								 .tags = filter->tags,
								 .voice = filter->voice,
								 .rated = filter->rated,
								 .price = filter->price,
								 .below_rank = rank,
								 .below_id = id,
								 .limit = limit });
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

int64_t
character_count(struct db *db, const struct character_filter *filter, int64_t most)
{
	if (filter->query.n == 0)
		return tavern_count(db,
				    &(struct tavern_count_in){ filter->tags, filter->voice,
							       filter->rated, filter->price, most })
			->n;
	return tavern_count_found(db, &(struct tavern_count_found_in){ filter->query, filter->tags,
								       filter->voice, filter->rated,
								       filter->price, most })
		->n;
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

struct rows
character_without_hidden(struct arena *arena, struct rows cards, struct rows hidden)
{
	if (hidden.n == 0 || cards.n == 0)
		return cards;
	struct card_row *kept = ARENA_ARRAY(arena, struct card_row, cards.n);
	size_t n = 0;
	for (size_t i = 0; i < cards.n; i++) {
		const struct card_row *card = card_at(cards, i);
		if (!character_is_hidden(hidden, card->id.v, card->creator_id))
			kept[n++] = *card;
	}
	return (struct rows){ cards.type, kept, n };
}
