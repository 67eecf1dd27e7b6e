#include "lib/character/list.h"

#include "lib/base/buf.h"
#include "sql/tavern.h"

static const struct str SORTS[] = { STR_INIT("popular"), STR_INIT("trending"), STR_INIT("new"),
				    STR_INIT("recent"), STR_INIT("fast") };

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

static struct rows
run(struct db *db, struct arena *arena, const struct character_filter *filter, int64_t limit)
{
	int64_t rank;
	struct character_id id;
	read_cursor(filter->cursor, &rank, &id);
	if (filter->tags.n > 0 || filter->words.n > 0)
		return tavern_find(db, &(struct tavern_find_in){
					       .sort = SORTS[filter->sort],
					       .tags = filter->tags,
					       .pattern = character_pattern(arena, filter->words),
					       .below_rank = rank,
					       .below_id = id,
					       .limit = limit });
	switch (filter->sort) {
	case CHARACTER_POPULAR:
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

struct rows
character_list(struct db *db, struct arena *arena, const struct character_filter *filter,
	       struct str *next)
{
	/* One more than the page shows tells whether there is a next one. */
	struct rows rows = run(db, arena, filter, filter->limit + 1);
	*next = STR_NONE;
	if (rows.n > (size_t)filter->limit) {
		rows.n = (size_t)filter->limit;
		const struct card_row *last = card_at(rows, rows.n - 1);
		*next = str_fmt(arena, "%lld.%lld", (long long)last->rank, (long long)last->id.v);
	}
	return rows;
}
