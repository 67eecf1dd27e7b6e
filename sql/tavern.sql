-- Lists of characters. What a card shows stands flat in the row; pages are cut by keyset, and each
-- order has its index. A rank is a whole number that falls from card to card.

-- part: card
select id, name, avatar_url, thumb_url, short_description, tags, rating_avg, rating_count,
	usage_count, gem_cost_per_message, nsfw_level, voice, disclosure, last_active, creator_name,
	featured, creator_id,;

-- name: tavern_popular many
-- row: card
-- in: below_rank int, below_id character_id, limit int
-- out: id character_id, name text, avatar_url url, thumb_url url, short_description text
-- out: tags text[], rating_avg real?, rating_count count, usage_count count
-- out: gem_cost_per_message gems, nsfw_level text, voice text, disclosure text
-- out: last_active moment, creator_name text, featured bool, creator_id key, rank key
{card} popularity as rank
from card where (popularity, id) < (:below_rank, :below_id)
order by popularity desc, id desc limit :limit;

-- name: tavern_trending many
-- row: card
-- in: below_rank int, below_id character_id, limit int
{card} trending as rank
from card where (trending, id) < (:below_rank, :below_id)
order by trending desc, id desc limit :limit;

-- name: tavern_new many
-- row: card
-- in: below_rank int, below_id character_id, limit int
{card} (extract(epoch from published_at) * 1000000)::bigint as rank
from card where (published_at, id) < (case when :below_rank = 9223372036854775807 then 'infinity'
	else timestamptz 'epoch' + :below_rank * interval '1 microsecond' end, :below_id)
order by published_at desc, id desc limit :limit;

-- name: tavern_recent many
-- row: card
-- in: below_rank int, below_id character_id, limit int
{card} (extract(epoch from last_active) * 1000000)::bigint as rank
from card where (last_active, id) < (case when :below_rank = 9223372036854775807 then 'infinity'
	else timestamptz 'epoch' + :below_rank * interval '1 microsecond' end, :below_id)
order by last_active desc, id desc limit :limit;

-- name: tavern_fast many
-- row: card
-- in: below_rank int, below_id character_id, limit int
{card} -prompt_weight::bigint as rank
from card where (prompt_weight, id) > (case when :below_rank = 9223372036854775807 then -1
	else -:below_rank end, :below_id)
order by prompt_weight, id limit :limit;

-- name: tavern_find many replan
-- Cards that pass the filters, and hold the words of a query (search_query) where there is one, in an
-- order: those for everybody, or (`adult`) the others as far as `sight` goes. Planned anew each time:
-- only the branch of the asked order is left, the search is joined only when there is a query, and a
-- rare tag reads another index than a common one.
-- row: card
-- in: adult bool, sight text, sort text, query text, tags text[], voice text, language text, rated real
-- in: price text, below_rank int, below_id character_id, limit int
with fits as not materialized (
	select c.* from character c left join character_search s on s.character_id = c.id
	where case when :adult then c.listed_adult and sight_covers(:sight, c.nsfw_level) else c.listed end
		and (:query = '' or s.words @@ :query::tsquery and (s.nsfw_level <> 'none') = :adult)
		and c.tags @> :tags and (:voice = '' or c.voice = :voice)
		and (:language = '' or c.language = :language) and (:rated = 0 or c.rating_avg >= :rated)
		and (:price <> 'free' or c.reply_price = 0)
		and (:price <> 'standard' or coalesce(c.reply_price, 0) <= (select milligems from price where key = 'chat.standard'))),
page as (
	(select id, popularity as rank from fits where :sort = 'popular'
		and (popularity, id) < (:below_rank, :below_id) order by popularity desc, id desc limit :limit)
	union all
	(select id, trending from fits where :sort = 'trending'
		and (trending, id) < (:below_rank, :below_id) order by trending desc, id desc limit :limit)
	union all
	(select id, (extract(epoch from published_at) * 1000000)::bigint from fits where :sort = 'new'
		and (published_at, id) < (case when :below_rank = 9223372036854775807 then 'infinity'
			else timestamptz 'epoch' + :below_rank * interval '1 microsecond' end, :below_id)
		order by published_at desc, id desc limit :limit)
	union all
	(select id, (extract(epoch from last_active_at) * 1000000)::bigint from fits where :sort = 'recent'
		and (last_active_at, id) < (case when :below_rank = 9223372036854775807 then 'infinity'
			else timestamptz 'epoch' + :below_rank * interval '1 microsecond' end, :below_id)
		order by last_active_at desc, id desc limit :limit)
	union all
	(select id, -prompt_weight::bigint from fits where :sort = 'fast'
		and (prompt_weight, id) > (case when :below_rank = 9223372036854775807 then -1
			else -:below_rank end, :below_id)
		order by prompt_weight, id limit :limit))
select c.id, c.name, c.avatar_url, c.thumb_url, c.short_description, c.tags, c.rating_avg, c.rating_count,
	c.usage_count, c.gem_cost_per_message, c.nsfw_level, c.voice, c.disclosure, c.last_active,
	c.creator_name, c.featured, c.creator_id, p.rank
from page p join card_of c on c.id = p.id
order by p.rank desc, case when :sort = 'fast' then -p.id else p.id end desc;

-- name: tavern_best many
-- The best of all that holds the words of a query, in order (search_hits).
-- row: card
-- in: query text, text text, sight text, below_rank int, below_id character_id, limit int
with page as (
	select id, rank from search_hits(:query::tsquery, :text, :sight) h
	where (rank, id) < (:below_rank, :below_id) order by rank desc, id desc limit :limit)
select c.id, c.name, c.avatar_url, c.thumb_url, c.short_description, c.tags, c.rating_avg, c.rating_count,
	c.usage_count, c.gem_cost_per_message, c.nsfw_level, c.voice, c.disclosure, c.last_active,
	c.creator_name, c.featured, c.creator_id, p.rank
from page p join card_of c on c.id = p.id
order by p.rank desc, p.id desc;

-- name: tavern_best_of many
-- The same of those that pass the filters.
-- row: card
-- in: query text, text text, tags text[], voice text, language text, rated real, price text
-- in: sight text, below_rank int, below_id character_id, limit int
select c.id, c.name, c.avatar_url, c.thumb_url, c.short_description, c.tags, c.rating_avg, c.rating_count,
	c.usage_count, c.gem_cost_per_message, c.nsfw_level, c.voice, c.disclosure, c.last_active,
	c.creator_name, c.featured, c.creator_id, h.rank
from search_hits(:query::tsquery, :text, :sight) h join card_of c on c.id = h.id
where (h.rank, h.id) < (:below_rank, :below_id) and c.tags @> :tags
	and (:voice = '' or c.voice = :voice) and (:language = '' or c.language = :language)
	and (:rated = 0 or c.rating_avg >= :rated)
	and (:price <> 'free' or c.reply_price = 0)
	and (:price <> 'standard' or coalesce(c.reply_price, 0) <= (select milligems from price where key = 'chat.standard'))
order by h.rank desc, h.id desc limit :limit;

-- name: tavern_favorites many
-- What a member likes, the latest first; also what has no place in lists.
-- row: card
-- in: member_id member_id, below_rank int, below_id character_id, limit int
select c.id, c.name, c.avatar_url, c.thumb_url, c.short_description, c.tags, c.rating_avg, c.rating_count,
	c.usage_count, coalesce(c.reply_price, (select milligems from price where key = 'chat.standard'))
		as gem_cost_per_message,
	c.nsfw_level, c.voice, disclosure(c.voice) as disclosure, c.last_active_at as last_active,
	c.creator_name, c.featured, c.creator_id, (extract(epoch from f.created_at) * 1000000)::bigint as rank
from favorite f join character c on c.id = f.character_id
where f.member_id = :member_id and (f.created_at, f.character_id)
		< (case when :below_rank = 9223372036854775807 then 'infinity'
			else timestamptz 'epoch' + :below_rank * interval '1 microsecond' end, :below_id)
	and c.deleted_at is null and (c.creator_id = :member_id or (c.visibility in ('public', 'unlisted')
		and c.moderation_status = 'approved' and character_shown(c.nsfw_level, :member_id)))
order by f.created_at desc, f.character_id desc limit :limit;

-- name: tavern_count one replan
-- How many pass what tavern_find lists, counted up to a limit.
-- in: adult bool, sight text, query text, tags text[], voice text, language text, rated real, price text
-- in: limit int
-- out: n int
select count(*) as n from (
	select 1 from character c left join character_search s on s.character_id = c.id
	where case when :adult then c.listed_adult and sight_covers(:sight, c.nsfw_level) else c.listed end
		and (:query = '' or s.words @@ :query::tsquery and (s.nsfw_level <> 'none') = :adult)
		and c.tags @> :tags and (:voice = '' or c.voice = :voice)
		and (:language = '' or c.language = :language) and (:rated = 0 or c.rating_avg >= :rated)
		and (:price <> 'free' or c.reply_price = 0)
		and (:price <> 'standard' or coalesce(c.reply_price, 0) <= (select milligems from price where key = 'chat.standard'))
	limit :limit) x;

-- name: tavern_total many ahead
-- How many characters are listed, and which languages they speak ("de Deutsch").
-- out: n int, languages text[]
select n, languages from house_count where name = 'characters';

-- name: tavern_tags many ahead
-- row: tavern_tags
-- The most used tags.
-- in: limit int
-- out: name text, label text, count count
select name, label, character_count as count from tag
where character_count > 0 order by character_count desc, name limit :limit;

-- name: tavern_tags_like many
-- row: tavern_tags
-- in: pattern text, limit int
select name, label, character_count as count from tag
where character_count > 0 and lower(name || ' ' || label) like :pattern
order by character_count desc, name limit :limit;

-- name: tavern_hidden many
-- What a member does not want to meet: a character, or a creator's all.
-- in: member_id member_id
-- out: character_id key, creator_id key
select coalesce(character_id, 0) as character_id, coalesce(creator_id, 0) as creator_id
from member_block where member_id = :member_id limit 2000;

-- name: tavern_talked many ahead
-- Whom the member of this session talked to last. is_warm: a moment ago, so that services still hold
-- what they read of that chat, and begin to answer sooner.
-- in: token_hash bytes
-- out: chat_id chat_id, id character_id, name text, thumb_url url, voice text, disclosure text, creator_id key
-- out: is_warm bool
select x.chat_id, c.id, c.name, c.thumb_url, c.voice, disclosure(c.voice) as disclosure, c.creator_id,
	x.last_message_at > now() - interval '5 minutes' as is_warm
from (select distinct on (k.character_id) k.character_id, k.id as chat_id, k.last_message_at
		from session s join member m on m.id = s.member_id cross join lateral (
			select id, character_id, last_message_at from chat
			where member_id = s.member_id and deleted_at is null
			order by last_message_at desc, id desc limit 16) k
		where s.token_hash = :token_hash and s.idle_until > now() and s.ends_at > now() and m.state = 'active'
		order by k.character_id, k.last_message_at desc) x
	join character c on c.id = x.character_id
where c.deleted_at is null
order by x.last_message_at desc limit 8;

-- name: tavern_fresh one
-- How many came within so many seconds; counted up to 100.
-- in: seconds int
-- out: n int
select count(*) as n from (select 1 from card
	where published_at > now() - :seconds * interval '1 second' limit 100) x;
