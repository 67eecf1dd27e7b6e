-- 100,000 characters for a scratch house, the same on every run: names, lines and tags of plain
-- words, 3 to 5 of the house's own tags each. Triggers are off meanwhile, so tags are counted here.
set session_replication_role = replica;
with words as (
	select string_to_array('amber river quiet lantern captain wolf garden silver archive winter engine '
		|| 'moth harbor violin ember glass orchard storm paper raven copper tide scholar fox meadow clock '
		|| 'saffron bridge marble cedar', ' ') as w,
		(select array_agg(name order by id) from tag) as t,
		(select min(id) from member) as creator
)
insert into character (creator_id, creator_name, name, short_description, age, tags, visibility,
	moderation_status, avatar_url, thumb_url, rating_sum, rating_count, usage_count, popularity,
	published_at, last_active_at)
select creator, 'user' || i % 8191,
	initcap(w[1 + i * 31 % 30]) || ' ' || initcap(w[1 + (i * 17 + 5) % 30]),
	(select string_agg(w[1 + (i * 13 * k + k * 7) % 30], ' ') from generate_series(1, 12 + i % 7) k),
	18 + i % 60,
	(select array_agg(distinct t[1 + (i * 37 + k * 53) % cardinality(t)]) from generate_series(1, 3 + i % 3) k),
	'public', 'approved', '/static/icons/favicon.svg', '/static/icons/favicon.svg',
	i % 97 * 4, i % 97, i::bigint * 48271 % 90000, i::bigint * 2654435761 % 4294967291 / 1000,
	timestamptz '2026-01-01' + i * interval '200 seconds',
	timestamptz '2026-06-01' + i * interval '100 seconds'
from generate_series(1, 100000) i, words;
update tag set character_count = (select count(*) from character where listed and tags @> array[tag.name]);
set session_replication_role = origin;
select search_rebuild();
vacuum analyze character, tag, character_search, search_word;
checkpoint;
