-- One character, as its page shows it.

-- name: character_find one
-- What the page and the API show. A private character is its creator's alone.
-- in: id character_id, viewer_id member_id?
-- out: id character_id, name text, avatar_url url, thumb_url url, short_description text
-- out: tags text[], rating_avg real?, rating_count count, usage_count count
-- out: gem_cost_per_message gems, nsfw_level text, voice text, disclosure text, last_active moment
-- out: long_bio text, personality text, scenario text, greeting text, traits text[]
-- out: example_dialogues json, age int?, pronouns text, author text, favorites count
-- out: created_at moment, visibility text, is_favorite bool, is_own bool, moderation_status text?
-- out: creator_notes text, is_held bool, updated_at moment, chat_count count, reply_count count
-- out: content_notes text[], look json, gallery_count int, is_painted bool, greetings count, author_username text, author_avatar_url url, is_listed bool, is_shared bool, publish_at moment?
select c.id, c.name, c.avatar_url, c.thumb_url, c.short_description, c.tags, c.rating_avg,
	c.rating_count, c.usage_count,
	coalesce(c.reply_price, (select milligems from price where key = 'chat.standard'))
		as gem_cost_per_message,
	c.nsfw_level, c.voice, disclosure(c.voice) as disclosure, c.last_active_at as last_active,
	c.long_bio, c.personality, c.scenario, c.greeting, c.traits, c.example_dialogues,
	c.age, c.pronouns, c.creator_name as author, c.favorite_count as favorites, c.created_at,
	c.visibility,
	exists (select 1 from favorite f where f.member_id = :viewer_id and f.character_id = c.id)
		as is_favorite,
	c.creator_id is not distinct from :viewer_id as is_own,
	case when c.creator_id = :viewer_id then c.moderation_status end as moderation_status,
	c.creator_notes,
	coalesce(c.creator_id = :viewer_id, false) and c.moderation_status = 'quarantined' as is_held,
	c.updated_at, c.chat_count, c.reply_count, c.content_notes, c.look,
	(select count(*) from media g where g.character_id = c.id and g.deleted_at is null and g.is_public) as gallery_count,
	not exists (select from media g where g.hash = substr(c.avatar_url, 8, 64) and g.generated_by = '') as is_painted,
	cardinality(c.alternate_greetings)::bigint as greetings,
	m.username as author_username, m.avatar_url as author_avatar_url, c.listed as is_listed,
	c.visibility in ('public', 'unlisted') and c.moderation_status = 'approved' and c.nsfw_level = 'none'
		as is_shared,
	case when c.creator_id = :viewer_id then c.publish_at end as publish_at
from character c join member m on m.id = c.creator_id
where c.id = :id and c.deleted_at is null
	and (c.creator_id = :viewer_id
		or (c.visibility in ('public', 'unlisted') and c.moderation_status = 'approved'
			and character_shown(c.nsfw_level, :viewer_id) and m.state not in ('banned', 'deleted')));

-- name: character_gone one
-- Why there is nothing to see where something public is or was: it was taken down, its creator's account
-- is closed, or it is for adults who chose to see such. No row for what nobody ever saw.
-- in: id character_id
-- out: is_closed bool, is_gated bool
select c.closed_visibility is not null as is_closed, c.listed_adult as is_gated from character c
where c.id = :id and c.published_at is not null
	and (c.deleted_at is not null or c.closed_visibility is not null
		or c.listed_adult and current_setting('snug.edition', true) = 'adult');

-- name: character_is_blocked one
-- Whether the member hides the character, or all of its creator.
-- in: member_id member_id, id character_id
-- out: is_blocked bool, is_creator_blocked bool
select exists (select 1 from member_block b where b.member_id = :member_id and b.character_id = :id) as is_blocked,
	exists (select 1 from member_block b join character c on c.creator_id = b.creator_id
		where b.member_id = :member_id and c.id = :id) as is_creator_blocked;

-- name: character_similar many
-- Others who share tags: looked for by its rarest three, the most shared first.
-- in: id character_id
-- out: id character_id, name text, avatar_url url, thumb_url url, short_description text
-- out: tags text[], rating_avg real?, rating_count count, gem_cost_per_message gems, voice text
-- out: disclosure text, creator_id key
with own as materialized (
	select c.tags, array(select t.name from tag t where t.name = any (c.tags)
		order by t.character_count, t.name limit 3) as rare
	from character c where c.id = :id),
near as (
	select distinct x.id from own, unnest(own.rare) r (tag), lateral (
		select c.id from character c where c.listed and c.tags @> array[r.tag] limit 200) x
	where x.id <> :id),
best as (
	select c.id, c.popularity, (select count(*) from own, unnest(own.tags) t where t = any (c.tags)) as shared
	from near n join character c on c.id = n.id
	order by shared desc, c.popularity desc, c.id desc limit 10)
select d.id, d.name, d.avatar_url, d.thumb_url, d.short_description, d.tags, d.rating_avg, d.rating_count,
	d.gem_cost_per_message, d.voice, d.disclosure, d.creator_id
from best b join card d on d.id = b.id
order by b.shared desc, b.popularity desc, b.id desc;

-- name: character_shared one
-- What a picture for sharing is made of: nothing but what everybody may see.
-- in: id character_id
-- out: name text, short_description text, disclosure text, avatar_url text?
select c.name, c.short_description, disclosure(c.voice) as disclosure, c.avatar_url
from character c join member m on m.id = c.creator_id
where c.id = :id and c.deleted_at is null and c.visibility in ('public', 'unlisted')
	and c.moderation_status = 'approved' and c.nsfw_level = 'none' and m.state not in ('banned', 'deleted');

-- name: character_sitemap many
-- Listed characters for search engines: the most popular, with the day of their last edit.
-- in: limit int
-- out: id character_id, day text
select id, to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD') as day from character
where listed order by popularity desc, id desc limit :limit;

-- name: character_gallery many
-- Its creator sees also what others do not see yet.
-- in: id character_id, viewer_id member_id?
-- out: id media_id, url url, thumb_url url, width int, height int, alt text, caption text
-- out: generated_by text, is_public bool
select m.id, '/media/' || m.hash || '.webp' as url,
	'/media/' || coalesce(m.thumb_hash, m.hash) || '.webp' as thumb_url,
	m.width, m.height, m.alt, m.caption, m.generated_by, m.is_public
from media m join character c on c.id = m.character_id
where m.character_id = :id and m.deleted_at is null and m.type = 'image' and (m.is_public
	or m.owner_id = :viewer_id and c.creator_id = :viewer_id
		and (m.gallery_place is not null or m.hash = substr(c.avatar_url, 8, 64)))
order by m.gallery_place nulls last, m.id desc limit 24;

-- name: character_reviews many
-- in: id character_id
-- out: member_name text, stars int, text text, created_at moment
select member_name, stars, text, created_at from review
where character_id = :id order by created_at desc limit 20;

-- name: character_own_review one
-- What a member said of a character, and whether they may: who talked with one that is listed.
-- in: member_id member_id, id character_id
-- out: stars int, text text, may_review bool
select coalesce(r.stars, 0)::bigint as stars, coalesce(r.text, '') as text,
	exists (select from character c where c.id = :id and c.listed)
		and exists (select from chat x where x.member_id = :member_id and x.character_id = :id) as may_review
from (select 1) one left join review r on r.member_id = :member_id and r.character_id = :id;

-- name: character_stars many
-- How many reviews gave how many stars.
-- in: id character_id
-- out: stars int, count int
select s as stars, (select count(*) from review where character_id = :id and review.stars = s) as count
from generate_series(5, 1, -1) s;

-- name: favorite_add exec
-- in: member_id member_id, character_id character_id
insert into favorite (member_id, character_id)
select :member_id, id from character where id = :character_id and deleted_at is null
	and (creator_id = :member_id or (visibility <> 'private' and moderation_status = 'approved'))
on conflict do nothing;

-- name: favorite_remove exec
-- in: member_id member_id, character_id character_id
delete from favorite where member_id = :member_id and character_id = :character_id;

-- name: review_put exec
-- A member has one review of a character; a new one replaces it. Nobody reviews their own.
-- in: member_id member_id, character_id character_id, member_name text, stars int, text text
insert into review (member_id, character_id, member_name, stars, text)
select :member_id, c.id, :member_name, :stars::int, :text from character c
	where c.id = :character_id and c.listed and c.creator_id <> :member_id
		and exists (select 1 from chat where chat.member_id = :member_id and chat.character_id = c.id)
on conflict (member_id, character_id)
	do update set stars = excluded.stars, text = excluded.text, created_at = now();
