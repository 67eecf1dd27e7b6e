-- Pictures: ordering and the worker's side. The steps that must be atomic are functions of
-- migration 0012.

-- name: picture_quote one
-- in: quality text, count int
-- out: price_each gems, place int, eta_s int
select picture_price(:quality) as price_each, w.place, w.eta as eta_s
from picture_wait(null, :count::int) w;

-- name: picture_order one
-- in: member_id member_id, character_id character_id?, prompt text, negative_prompt text, count int
-- in: orientation text, style text, quality text, has_seed bool, seed int, idempotency text?, most int
-- out: outcome text, job_id job_id, generation_id int, price_each gems, available gems
select outcome, job_id, generation_id, price_each, available
from picture_begin(:member_id, :character_id, :prompt, :negative_prompt, :count::int, :orientation, :style,
	:quality, case when :has_seed then :seed end, :idempotency, :most::int);

-- name: picture_order_again one
-- The new order is not seen by the statement that makes it: count and quality are told by the old one.
-- in: member_id member_id, job job_id
-- out: outcome text, job_id job_id, generation_id int, price_each gems, available gems, count int, quality text
select a.outcome, a.job_id, a.generation_id, a.price_each, a.available,
	(select count(*) from generation o join generation_image i on i.generation_id = o.id
		where o.job_id = :job and i.status = 'failed') as count,
	coalesce((select o.quality from generation o where o.job_id = :job), '') as quality
from picture_again(:member_id, :job) a;

-- name: picture_wait_of one
-- in: job job_id, count int
-- out: place int, eta_s int
select place, eta as eta_s from picture_wait(:job, :count::int);

-- name: picture_start one
-- Marks an order as begun and says what to paint. No row when fenced off.
-- in: job job_id, attempt int
-- out: generation_id int, prompt text, negative_prompt text, orientation text, style text, quality text
-- out: name text, look text
with g as (
	update generation set status = 'processing', started_at = coalesce(started_at, now())
	from job j where j.id = :job and j.attempt = :attempt and j.state = 1 and generation.id = j.subject
	returning generation.*)
select g.id as generation_id, g.prompt, g.negative_prompt, g.orientation, g.style, g.quality,
	coalesce(c.name, '') as name, coalesce(c.look, '{}')::text as look
from g left join character c on c.id = g.character_id;

-- name: picture_todo many
-- in: generation_id int
-- out: n int, seed int
select n::bigint as n, seed from generation_image
where generation_id = :generation_id and status = 'queued' order by n;

-- name: picture_store one
-- One picture of an order. No event when fenced off.
-- in: job job_id, attempt int, n int, hash text, thumb_hash text, width int, height int, bytes int
-- in: alt text, prompt_final text, provider text
-- out: told int?
select picture_keep(:job, :attempt::int, :n::int, :hash, :thumb_hash, :width::int, :height::int, :bytes,
	:alt, :prompt_final, :provider) as told;

-- name: picture_finish one
-- in: job job_id, attempt int, reason text
-- out: ok bool, first_told int, last_told int
select ok, first_told, last_told from picture_end(:job, :attempt::int, :reason);

-- name: picture_tell one
-- How an order stands, for its member.
-- in: generation_id int
-- out: told int
select picture_event(:generation_id) as told;

-- name: picture_tell_waiting many
-- The next in the queue hear their new place.
-- out: told int
select picture_event(g.id) as told
from (select j.subject from job j where j.kind = 'picture' and j.state = 0 order by j.prio, j.vt, j.id limit 20) q
join generation g on g.id = q.subject order by 1;
