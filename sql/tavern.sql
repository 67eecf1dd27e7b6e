-- Lists of characters. What a card shows stands flat in the row; pages are cut by keyset, and each
-- order has its index. A rank is a whole number that falls from card to card.

-- name: tavern_popular many
-- row: card
-- in: below_rank int, below_id character_id, limit int
-- out: id character_id, name text, avatar_url url, thumb_url url, short_description text
-- out: tags text[], rating_avg real?, rating_count count, usage_count count
-- out: gem_cost_per_message gems, nsfw_level text, voice text, disclosure text
-- out: last_active moment, creator_name text, featured bool, rank key
select id, name, avatar_url, thumb_url, short_description, tags, rating_avg, rating_count,
	usage_count, gem_cost_per_message, nsfw_level, voice, disclosure, last_active, creator_name,
	featured, popularity as rank
from card where (popularity, id) < (:below_rank, :below_id)
order by popularity desc, id desc limit :limit;

-- name: tavern_trending many
-- row: card
-- in: below_rank int, below_id character_id, limit int
select id, name, avatar_url, thumb_url, short_description, tags, rating_avg, rating_count,
	usage_count, gem_cost_per_message, nsfw_level, voice, disclosure, last_active, creator_name,
	featured, trending as rank
from card where (trending, id) < (:below_rank, :below_id)
order by trending desc, id desc limit :limit;

-- name: tavern_new many
-- row: card
-- in: below_rank int, below_id character_id, limit int
select id, name, avatar_url, thumb_url, short_description, tags, rating_avg, rating_count,
	usage_count, gem_cost_per_message, nsfw_level, voice, disclosure, last_active, creator_name,
	featured, (extract(epoch from published_at) * 1000000)::bigint as rank
from card where (published_at, id) < (case when :below_rank = 9223372036854775807 then 'infinity'
	else timestamptz 'epoch' + :below_rank * interval '1 microsecond' end, :below_id)
order by published_at desc, id desc limit :limit;

-- name: tavern_recent many
-- row: card
-- in: below_rank int, below_id character_id, limit int
select id, name, avatar_url, thumb_url, short_description, tags, rating_avg, rating_count,
	usage_count, gem_cost_per_message, nsfw_level, voice, disclosure, last_active, creator_name,
	featured, (extract(epoch from last_active) * 1000000)::bigint as rank
from card where (last_active, id) < (case when :below_rank = 9223372036854775807 then 'infinity'
	else timestamptz 'epoch' + :below_rank * interval '1 microsecond' end, :below_id)
order by last_active desc, id desc limit :limit;

-- name: tavern_fast many
-- row: card
-- in: below_rank int, below_id character_id, limit int
select id, name, avatar_url, thumb_url, short_description, tags, rating_avg, rating_count,
	usage_count, gem_cost_per_message, nsfw_level, voice, disclosure, last_active, creator_name,
	featured, -prompt_weight::bigint as rank
from card where (prompt_weight, id) > (case when :below_rank = 9223372036854775807 then -1
	else -:below_rank end, :below_id)
order by prompt_weight, id limit :limit;

-- name: tavern_find many replan
-- Cards that carry all the tags and hold the words, best match first.
-- row: card
-- in: sort text, tags text[], pattern text, below_rank int, below_id character_id, limit int
select * from (
	select id, name, avatar_url, thumb_url, short_description, tags, rating_avg, rating_count,
		usage_count, gem_cost_per_message, nsfw_level, voice, disclosure, last_active,
		creator_name, featured,
		case :sort
			when 'trending' then trending
			when 'new' then (extract(epoch from published_at) * 1000000)::bigint
			when 'recent' then (extract(epoch from last_active) * 1000000)::bigint
			when 'fast' then -prompt_weight::bigint
			else popularity end as rank
	from card
	where tags @> :tags
		and (:pattern = '%' or lower(name || ' ' || short_description || ' ' || creator_name) like :pattern)
) found
where (rank, id) < (:below_rank, :below_id)
order by rank desc, id desc limit :limit;

-- name: tavern_tags many ahead
-- The most used tags.
-- in: limit int
-- out: name text, label text, count count
select name, label, character_count as count from tag
where character_count > 0 order by character_count desc, name limit :limit;
