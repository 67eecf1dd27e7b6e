-- Orders of pictures, as the screen /generate shows them. Ownership stands in every statement.

-- part: painting
select g.job_id as id, g.id as generation, g.status, g.progress::bigint as progress,
	coalesce(w.place, 0) as position, coalesce(w.eta, 0) as eta_seconds, g.prompt, g.negative_prompt,
	g.count::bigint as count, g.orientation, g.style, g.quality, g.seed, g.price_each,
	g.price_each * g.count as cost,
	case when g.ended_at is null then 0 else g.price_each * g.count - g.charged end as refunded,
	g.failure_reason, g.character_id, c.name as character_name, g.created_at, g.ended_at
from generation g left join character c on c.id = g.character_id
	left join lateral (select p.place, p.eta
		from picture_wait(g.job_id, greatest(1, g.count * (100 - g.progress) / 100)) p
		where g.ended_at is null) w on true;

-- name: generate_jobs many
-- A member's orders, newest first; those with an order behind them are asked for by `only_open`.
-- row: painting
-- in: member_id member_id, only_open bool, before int, limit int
-- out: id job_id, generation key, status text, progress int, position int, eta_seconds int
-- out: prompt text, negative_prompt text, count int, orientation text, style text, quality text
-- out: seed int, price_each gems, cost gems, refunded gems, failure_reason text
-- out: character_id character_id?, character_name text?, created_at moment, ended_at moment?
{painting}
where g.member_id = :member_id and g.job_id is not null and g.id < :before
	and (not :only_open or g.status in ('queued', 'processing'))
order by g.id desc limit :limit;

-- name: generate_job one
-- row: painting
-- in: id job_id, member_id member_id
{painting}
where g.job_id = :id and g.member_id = :member_id;

-- name: generate_images many
-- The pictures of these orders. One that was deleted since has no id.
-- in: generations int[]
-- out: generation key, n key, id media_id?, url url?, thumb_url url?, seed int, prompt_final text
-- out: width int?, height int?, status text, generated_at moment?, alt_text text?
select i.generation_id as generation, i.n::bigint as n, m.id, '/media/' || m.hash || '.webp' as url,
	'/media/' || coalesce(m.thumb_hash, m.hash) || '.webp' as thumb_url, i.seed, i.prompt_final,
	m.width::bigint as width, m.height::bigint as height, i.status, i.ended_at as generated_at,
	m.alt as alt_text
from generation_image i left join media m on m.id = i.media_id and m.deleted_at is null
where i.generation_id = any (:generations::bigint[]) order by i.generation_id desc, i.n;

-- name: generate_prices many
-- One picture of each quality; a factor is in thousandths.
-- out: quality text, price_each gems, base gems, factor int
select q as quality, picture_price(q) as price_each,
	(select milligems from price where key = 'picture.base') as base,
	(select milligems from price where key = 'picture.quality.' || q) as factor
from unnest(array['draft', 'fast', 'balanced', 'high', 'ultra']) with ordinality x (q, n) order by n;

-- name: generate_character one
-- A character that this member may have painted.
-- row: sitter
-- in: id character_id, member_id member_id
-- out: id character_id, name text, avatar_url url?, disclosure text
select c.id, c.name, coalesce(c.thumb_url, c.avatar_url) as avatar_url, disclosure(c.voice) as disclosure
from character c where c.id = :id and c.deleted_at is null
	and c.moderation_status not in ('rejected', 'quarantined')
	and (c.visibility in ('public', 'unlisted') or c.creator_id = :member_id);

-- name: generate_sitters many
-- Whom a member would have painted: who they talk with, favourites and their own, then the popular ones.
-- row: sitter
-- in: member_id member_id, limit int
select c.id, c.name, coalesce(c.thumb_url, c.avatar_url) as avatar_url, disclosure(c.voice) as disclosure
from (select x.id, min(x.rank) as rank, max(x.at) as at from (
		(select character_id as id, 1 as rank, last_message_at as at from chat
			where member_id = :member_id and deleted_at is null order by last_message_at desc limit 12)
		union all
		(select character_id, 2, created_at from favorite where member_id = :member_id
			order by created_at desc limit 12)
		union all
		(select id, 3, created_at from character where creator_id = :member_id and deleted_at is null
			order by id desc limit 12)
		union all
		(select id, 4, last_active_at from character where listed order by popularity desc, id desc limit 12)) x
	group by x.id) s
join character c on c.id = s.id
where c.deleted_at is null and c.moderation_status not in ('rejected', 'quarantined')
	and (c.visibility in ('public', 'unlisted') or c.creator_id = :member_id)
order by s.rank, s.at desc, c.id desc limit :limit;

-- name: generate_sitters_find many
-- row: sitter
-- in: member_id member_id, pattern text, limit int
select * from (
	(select id, name, coalesce(thumb_url, avatar_url) as avatar_url, disclosure(voice) as disclosure
	from character where listed
		and lower(name || ' ' || short_description || ' ' || creator_name) like :pattern
	order by popularity desc, id desc limit :limit)
	union
	(select id, name, coalesce(thumb_url, avatar_url), disclosure(voice) from character
	where creator_id = :member_id and deleted_at is null
		and moderation_status not in ('rejected', 'quarantined') and lower(name) like :pattern
	order by id desc limit :limit)) x
order by x.name limit :limit;
