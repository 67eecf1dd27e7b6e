-- The scores behind "popular" and "trending". A member counts once a day and character, however much
-- they write, so that nobody talks a character up. The worker keeps them; pages only read.

-- name: score_visits exec
-- Who talked to whom since the last time; each new pair of a day makes the character more popular by
-- one. Rows that are there already count for nothing, so the stretches may overlap. A mark that lies ahead
-- was made by a clock that was wrong.
with m as (
	insert into upkeep_mark as u (name, at) values ('visits', now())
	on conflict (name) do update set at = now() returning at),
since as (
	select least(coalesce((select at from upkeep_mark where name = 'visits'), now() - interval '30 days'), now())
		- interval '20 minutes' as at),
come as (
	insert into character_visit (day, character_id, member_id)
	select distinct (t.created_at at time zone 'UTC')::date, t.character_id, t.member_id
	from turn t, since, m where t.created_at > since.at and t.state = 'complete'
	on conflict do nothing returning character_id)
update character c set popularity = c.popularity + x.n
from (select character_id, count(*) as n from come group by character_id order by character_id) x
where c.id = x.character_id;

-- name: score_trending exec
-- Velocity: what the last day brought, and more so where the days before brought less. Fast and slow
-- counts fade by half in a day and in a week.
update character c set trending = coalesce(x.score, 0)
from character o left join (
	select character_id, (1000 * sum(f) * sum(f) / (sum(f) + sum(s) + 2))::bigint as score
	from (select character_id, power(0.5::float8, current_date - day) as f,
			power(0.5::float8, (current_date - day) / 7.0) / 7 as s
		from character_visit where day > current_date - 15) v
	group by character_id) x on x.character_id = o.id
where c.id = o.id and o.listed and c.trending is distinct from coalesce(x.score, 0);

-- name: score_fade exec
-- Popularity fades by half in 30 days. Each call takes one of 24 parts of all characters: the one that
-- has waited longest, and as much as it has waited, for not every house is up all day. Less than a whole
-- is left to chance; always rounded down, few visits would fade to none at once.
with part as (
	select p.n, m.at from generate_series(0, 23) p (n) left join upkeep_mark m on m.name = 'fade-' || p.n
	order by m.at nulls first, p.n limit 1),
due as (
	insert into upkeep_mark as u (name, at) select 'fade-' || n, now() from part
	on conflict (name) do update set at = now() where u.at < now() - interval '20 hours' returning 1)
update character c set popularity =
	floor(c.popularity * power(0.5::float8, extract(epoch from now() - p.at)::float8 / (30 * 86400)) + random())
from part p, due where c.listed and c.id % 24 = p.n and c.popularity > 0 and p.at is not null;

-- name: score_heads exec
-- What search looks through whole: the most popular few thousand; and by how much they stand out.
with head as (
	select id from character where listed order by popularity desc, id desc limit 4000)
update character_search s set is_head = x.is_head, standing = x.standing
from (select c.id, head.id is not null as is_head, search_standing(c.popularity) as standing
	from character c left join head on head.id = c.id where c.listed) x
where s.character_id = x.id and (s.is_head <> x.is_head or s.standing <> x.standing);

-- name: score_catch_up one
-- Characters that search did not know of yet: a restore, a load past the triggers.
-- in: most int
-- out: n int
select search_catch_up(:most::int) as n;

-- name: score_languages exec
update house_count set languages = languages_spoken()
where name = 'characters' and languages <> languages_spoken();

-- name: score_purge exec
delete from character_visit where day < current_date - 31;
