-- Lists of characters. What a card shows stands flat in the row; pages are cut by keyset, and each
-- order has its index. A rank is a whole number that falls from card to card.

-- name: tavern_popular many
-- row: card
-- in: below_rank int, below_id character_id, limit int
-- out: id character_id, name text, avatar_url url, thumb_url url, short_description text
-- out: tags text[], rating_avg real?, rating_count count, usage_count count
-- out: gem_cost_per_message gems, nsfw_level text, voice text, disclosure text
-- out: last_active moment, creator_name text, featured bool, creator_id key, rank key
select id, name, avatar_url, thumb_url, short_description, tags, rating_avg, rating_count,
	usage_count, gem_cost_per_message, nsfw_level, voice, disclosure, last_active, creator_name,
	featured, creator_id, popularity as rank
from card where (popularity, id) < (:below_rank, :below_id)
order by popularity desc, id desc limit :limit;

-- name: tavern_trending many
-- row: card
-- in: below_rank int, below_id character_id, limit int
select id, name, avatar_url, thumb_url, short_description, tags, rating_avg, rating_count,
	usage_count, gem_cost_per_message, nsfw_level, voice, disclosure, last_active, creator_name,
	featured, creator_id, trending as rank
from card where (trending, id) < (:below_rank, :below_id)
order by trending desc, id desc limit :limit;

-- name: tavern_new many
-- row: card
-- in: below_rank int, below_id character_id, limit int
select id, name, avatar_url, thumb_url, short_description, tags, rating_avg, rating_count,
	usage_count, gem_cost_per_message, nsfw_level, voice, disclosure, last_active, creator_name,
	featured, creator_id, (extract(epoch from published_at) * 1000000)::bigint as rank
from card where (published_at, id) < (case when :below_rank = 9223372036854775807 then 'infinity'
	else timestamptz 'epoch' + :below_rank * interval '1 microsecond' end, :below_id)
order by published_at desc, id desc limit :limit;

-- name: tavern_recent many
-- row: card
-- in: below_rank int, below_id character_id, limit int
select id, name, avatar_url, thumb_url, short_description, tags, rating_avg, rating_count,
	usage_count, gem_cost_per_message, nsfw_level, voice, disclosure, last_active, creator_name,
	featured, creator_id, (extract(epoch from last_active) * 1000000)::bigint as rank
from card where (last_active, id) < (case when :below_rank = 9223372036854775807 then 'infinity'
	else timestamptz 'epoch' + :below_rank * interval '1 microsecond' end, :below_id)
order by last_active desc, id desc limit :limit;

-- name: tavern_fast many
-- row: card
-- in: below_rank int, below_id character_id, limit int
select id, name, avatar_url, thumb_url, short_description, tags, rating_avg, rating_count,
	usage_count, gem_cost_per_message, nsfw_level, voice, disclosure, last_active, creator_name,
	featured, creator_id, -prompt_weight::bigint as rank
from card where (prompt_weight, id) > (case when :below_rank = 9223372036854775807 then -1
	else -:below_rank end, :below_id)
order by prompt_weight, id limit :limit;

-- name: tavern_find many replan
-- Cards that pass the filters, in an order. Planned anew each time: only the branch of the asked
-- order is left, and a rare tag reads another index than a common one.
-- row: card
-- in: sort text, tags text[], voice text, rated real, price text, below_rank int
-- in: below_id character_id, limit int
with fits as not materialized (
	select * from card where tags @> :tags and (:voice = '' or voice = :voice)
		and (:rated = 0 or rating_avg >= :rated)
		and (:price <> 'free' or reply_price = 0)
		and (:price <> 'standard' or coalesce(reply_price, 0) <= (select milligems from price where key = 'chat.standard'))),
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
	(select id, (extract(epoch from last_active) * 1000000)::bigint from fits where :sort = 'recent'
		and (last_active, id) < (case when :below_rank = 9223372036854775807 then 'infinity'
			else timestamptz 'epoch' + :below_rank * interval '1 microsecond' end, :below_id)
		order by last_active desc, id desc limit :limit)
	union all
	(select id, -prompt_weight::bigint from fits where :sort = 'fast'
		and (prompt_weight, id) > (case when :below_rank = 9223372036854775807 then -1
			else -:below_rank end, :below_id)
		order by prompt_weight, id limit :limit))
select c.id, c.name, c.avatar_url, c.thumb_url, c.short_description, c.tags, c.rating_avg, c.rating_count,
	c.usage_count, c.gem_cost_per_message, c.nsfw_level, c.voice, c.disclosure, c.last_active,
	c.creator_name, c.featured, c.creator_id, p.rank
from page p join card c on c.id = p.id
order by p.rank desc, case when :sort = 'fast' then -p.id else p.id end desc;

-- name: tavern_search many replan
-- The same among what holds the words of a query (search_query).
-- row: card
-- in: sort text, query text, tags text[], voice text, rated real, price text, below_rank int
-- in: below_id character_id, limit int
with found as not materialized (
	select c.* from card c join character_search s on s.character_id = c.id
	where s.words @@ :query::tsquery and c.tags @> :tags and (:voice = '' or c.voice = :voice)
		and (:rated = 0 or c.rating_avg >= :rated)
		and (:price <> 'free' or c.reply_price = 0)
		and (:price <> 'standard' or coalesce(c.reply_price, 0) <= (select milligems from price where key = 'chat.standard'))),
page as (
	(select id, popularity as rank from found where :sort = 'popular'
		and (popularity, id) < (:below_rank, :below_id) order by popularity desc, id desc limit :limit)
	union all
	(select id, trending from found where :sort = 'trending'
		and (trending, id) < (:below_rank, :below_id) order by trending desc, id desc limit :limit)
	union all
	(select id, (extract(epoch from published_at) * 1000000)::bigint from found where :sort = 'new'
		and (published_at, id) < (case when :below_rank = 9223372036854775807 then 'infinity'
			else timestamptz 'epoch' + :below_rank * interval '1 microsecond' end, :below_id)
		order by published_at desc, id desc limit :limit)
	union all
	(select id, (extract(epoch from last_active) * 1000000)::bigint from found where :sort = 'recent'
		and (last_active, id) < (case when :below_rank = 9223372036854775807 then 'infinity'
			else timestamptz 'epoch' + :below_rank * interval '1 microsecond' end, :below_id)
		order by last_active desc, id desc limit :limit)
	union all
	(select id, -prompt_weight::bigint from found where :sort = 'fast'
		and (prompt_weight, id) > (case when :below_rank = 9223372036854775807 then -1
			else -:below_rank end, :below_id)
		order by prompt_weight, id limit :limit))
select c.id, c.name, c.avatar_url, c.thumb_url, c.short_description, c.tags, c.rating_avg, c.rating_count,
	c.usage_count, c.gem_cost_per_message, c.nsfw_level, c.voice, c.disclosure, c.last_active,
	c.creator_name, c.featured, c.creator_id, p.rank
from page p join card c on c.id = p.id
order by p.rank desc, case when :sort = 'fast' then -p.id else p.id end desc;

-- name: tavern_best many ahead
-- The best of all that holds the words of a query, in order; a name that is `text` (what was typed,
-- folded) stands in front of one that begins with it. Bounded however common a word is: everything
-- among the most popular thousands, and some of the rest.
-- row: card
-- in: query text, text text, below_rank int, below_id character_id, limit int
with hit as (
	(select character_id, standing, name, words from character_search
	where is_head and words @@ (select :query::tsquery))
	union all
	(select character_id, standing, name, words from character_search
	where not is_head and words @@ (select :query::tsquery) limit 1000)
	union all
	(select character_id, standing, name, words from character_search
	where not is_head and name >= :text and name < :text || chr(1114111) order by name limit 50)),
ranked as (
	select character_id as id, max((ts_rank('{0.1,0.2,0.4,1.0}', words, :query::tsquery) * 10000)::bigint * 1000
		+ standing + case when name = :text then 100000000 when starts_with(name, :text) then 50000000
			else 0 end) as rank
	from hit group by character_id),
page as (
	select id, rank from ranked where (rank, id) < (:below_rank, :below_id)
	order by rank desc, id desc limit :limit)
select c.id, c.name, c.avatar_url, c.thumb_url, c.short_description, c.tags, c.rating_avg, c.rating_count,
	c.usage_count, c.gem_cost_per_message, c.nsfw_level, c.voice, c.disclosure, c.last_active,
	c.creator_name, c.featured, c.creator_id, p.rank
from page p join card c on c.id = p.id
order by p.rank desc, p.id desc;

-- name: tavern_best_of many
-- The same of those that pass the filters.
-- row: card
-- in: query text, text text, tags text[], voice text, rated real, price text, below_rank int
-- in: below_id character_id, limit int
with hit as (
	(select character_id, standing, name, words from character_search
	where is_head and words @@ (select :query::tsquery))
	union all
	(select character_id, standing, name, words from character_search
	where not is_head and words @@ (select :query::tsquery) limit 1000)
	union all
	(select character_id, standing, name, words from character_search
	where not is_head and name >= :text and name < :text || chr(1114111) order by name limit 50)),
ranked as (
	select character_id as id, max((ts_rank('{0.1,0.2,0.4,1.0}', words, :query::tsquery) * 10000)::bigint * 1000
		+ standing + case when name = :text then 100000000 when starts_with(name, :text) then 50000000
			else 0 end) as rank
	from hit group by character_id)
select c.id, c.name, c.avatar_url, c.thumb_url, c.short_description, c.tags, c.rating_avg, c.rating_count,
	c.usage_count, c.gem_cost_per_message, c.nsfw_level, c.voice, c.disclosure, c.last_active,
	c.creator_name, c.featured, c.creator_id, r.rank
from ranked r join card c on c.id = r.id
where (r.rank, r.id) < (:below_rank, :below_id) and c.tags @> :tags and (:voice = '' or c.voice = :voice)
	and (:rated = 0 or c.rating_avg >= :rated)
	and (:price <> 'free' or c.reply_price = 0)
	and (:price <> 'standard' or coalesce(c.reply_price, 0) <= (select milligems from price where key = 'chat.standard'))
order by r.rank desc, r.id desc limit :limit;

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
		and c.moderation_status = 'approved' and c.nsfw_level = 'none'))
order by f.created_at desc, f.character_id desc limit :limit;

-- name: tavern_count one replan
-- How many cards pass the filters, counted up to a limit.
-- in: tags text[], voice text, rated real, price text, limit int
-- out: n int
select count(*) as n from (select 1 from card where tags @> :tags and (:voice = '' or voice = :voice)
	and (:rated = 0 or rating_avg >= :rated)
	and (:price <> 'free' or reply_price = 0)
	and (:price <> 'standard' or coalesce(reply_price, 0) <= (select milligems from price where key = 'chat.standard'))
	limit :limit) x;

-- name: tavern_count_found one replan
-- in: query text, tags text[], voice text, rated real, price text, limit int
-- out: n int
select count(*) as n from (select 1 from card c join character_search s on s.character_id = c.id
	where s.words @@ :query::tsquery and c.tags @> :tags and (:voice = '' or c.voice = :voice)
		and (:rated = 0 or c.rating_avg >= :rated)
		and (:price <> 'free' or c.reply_price = 0)
		and (:price <> 'standard' or coalesce(c.reply_price, 0) <= (select milligems from price where key = 'chat.standard'))
	limit :limit) x;

-- name: tavern_total many ahead
-- How many characters are listed.
-- out: n int
select n from house_count where name = 'characters';

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
-- Whom the member of this session talked to last.
-- in: token_hash bytes
-- out: chat_id chat_id, id character_id, name text, thumb_url url, voice text, disclosure text, creator_id key
select x.chat_id, c.id, c.name, c.thumb_url, c.voice, disclosure(c.voice) as disclosure, c.creator_id
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
