-- Characters in the making, and what their creator does with those that are made. Ownership stands in
-- every statement. Texts of a draft are in its data as they were typed; lib/character/draft.h reads it.

-- name: create_lock one
-- Changes of one member's characters come one after the other, so that limits and names hold.
-- in: member_id member_id
-- out: locked bool
select pg_advisory_xact_lock(hashtextextended('character', :member_id)) is not null as locked;

-- name: create_begin one
-- A new draft; the same one for the same key. No row when the member has too many.
-- in: member_id member_id, key text?, data json
-- out: id character_id
insert into character_draft (member_id, key, data)
select :member_id, :key, :data where (select count(*) from character_draft
		where member_id = :member_id and deleted_at is null)
	< coalesce(entitled(:member_id, 'drafts'), 1000)
	or exists (select from character_draft where member_id = :member_id and key = :key)
on conflict (member_id, key) do update set data = excluded.data, updated_at = now(), deleted_at = null
returning id;

-- name: create_open one
-- A draft, or the character as a draft when nothing was changed since it was published. `cleared`: what the
-- character says, where staff looked at it and found nothing.
-- in: id character_id, member_id member_id
-- out: id character_id, data json, step text, updated_at moment?, has_draft bool, is_made bool
-- out: visibility text?, moderation_status text?, publish_at moment?, avatar_url url, thumb_url url
-- out: has_brought_portrait bool, mes_example text?, is_frozen bool, cleared json?
select x.id, coalesce(d.data, character_texts(c)) as data,
	coalesce(d.step, 'basics') as step, d.updated_at, d.id is not null as has_draft,
	c.id is not null as is_made, c.visibility, c.moderation_status, c.publish_at, c.avatar_url, c.thumb_url,
	exists (select from media m where m.hash = substr(c.avatar_url, 8, 64) and m.generated_by = '')
		as has_brought_portrait,
	c.mes_example, c.frozen_at is not null as is_frozen,
	case when c.cleared_at is not null then character_texts(c) end as cleared
from (select :id::bigint as id) x
	left join character c on c.id = x.id and c.creator_id = :member_id and c.deleted_at is null
	left join character_draft d on d.id = x.id and d.member_id = :member_id and d.deleted_at is null
where c.id is not null or d.id is not null;

-- name: create_save exec
-- Keeps what was typed. No step: the one where they were.
-- in: id character_id, member_id member_id, step text?, data json
insert into character_draft (id, member_id, step, data)
select :id, :member_id, coalesce(:step, 'basics'), :data
where exists (select from character c where c.id = :id and c.creator_id = :member_id and c.deleted_at is null)
	or exists (select from character_draft d where d.id = :id and d.member_id = :member_id)
on conflict (id) do update set data = excluded.data, step = coalesce(:step, character_draft.step),
	updated_at = now()
where character_draft.member_id = excluded.member_id and character_draft.deleted_at is null;

-- name: create_discard exec
-- The draft goes; a character that it would have changed stays as it is.
-- in: id character_id, member_id member_id
delete from character_draft d where d.id = :id and d.member_id = :member_id;

-- name: create_name_taken one
-- in: id character_id, member_id member_id, name text
-- out: taken bool
select exists (select from character c where c.creator_id = :member_id and c.deleted_at is null
	and c.id <> :id and lower(c.name) = lower(:name)) as taken;

-- name: create_room one
-- How many characters the member's plan counts, and has room for (no number: no limit). Cards that they
-- brought and that nobody else sees do not count. Of the one with the id: whether it is counted already,
-- and whether it came as a card.
-- in: member_id member_id, id character_id?
-- out: used int, most int?, plan text, is_counted bool, is_brought bool
select (select count(*) from character c where c.creator_id = :member_id and c.deleted_at is null
		and character_counts(c)) as used,
	entitled(:member_id, 'characters') as most,
	coalesce((select p.name from plan p where p.key = plan_of(:member_id)), 'Free') as plan,
	exists (select from character c where c.id = :id and c.creator_id = :member_id and c.deleted_at is null
		and character_counts(c)) as is_counted,
	exists (select from character_card k where k.character_id = :id) as is_brought;

-- name: create_portraits many
-- The member's newest pictures, to choose a portrait from; the chosen one first.
-- in: member_id member_id, chosen media_id?, limit int
-- out: id media_id, thumb_url url, alt text, is_brought bool
select id, '/media/' || coalesce(thumb_hash, hash) || '.webp' as thumb_url, alt,
	generated_by = '' as is_brought
from media where owner_id = :member_id and deleted_at is null and type = 'image'
order by id = coalesce(:chosen, 0) desc, id desc limit :limit;

-- name: create_portrait one
-- in: id media_id, member_id member_id
-- out: id media_id, avatar_url url, thumb_url url, is_brought bool
select id, '/media/' || hash || '.webp' as avatar_url,
	'/media/' || coalesce(thumb_hash, hash) || '.webp' as thumb_url, generated_by = '' as is_brought
from media where id = :id and owner_id = :member_id and deleted_at is null and type = 'image';

-- name: create_publish one
-- The draft becomes the character. A moment in publish_at puts the visibility off until then.
-- in: id character_id, member_id member_id, creator_name text, name text, short_description text
-- in: long_bio text, age int, pronouns text, traits text[], personality text, scenario text
-- in: greeting text, example_dialogues json, look json, tags text[], visibility text
-- in: publish_at moment?, moderation_status text, avatar_url text?, thumb_url text?
-- in: nsfw_level text, content_notes text[], nickname text, creator_notes text, system_prompt text
-- in: post_history text, alternate_greetings text[], depth_prompt text, depth_prompt_depth int
-- in: depth_prompt_role text, group_greetings text[], talkativeness real
-- out: id character_id, avatar_url url
insert into character as c (id, creator_id, creator_name, name, short_description, long_bio, age, pronouns,
	traits, personality, scenario, greeting, example_dialogues, look, tags, visibility, publish_at, publish_as,
	moderation_status, avatar_url, thumb_url, nsfw_level, content_notes, nickname, creator_notes,
	system_prompt, post_history, alternate_greetings, depth_prompt, depth_prompt_depth, depth_prompt_role,
	group_greetings, talkativeness, published_at)
overriding system value
values (:id, :member_id, :creator_name, :name, :short_description, :long_bio, :age::int, :pronouns, :traits,
	:personality, :scenario, :greeting, :example_dialogues, :look, :tags,
	case when :publish_at::timestamptz is null then :visibility else 'private' end, :publish_at,
	case when :publish_at::timestamptz is not null then :visibility end, :moderation_status, :avatar_url,
	:thumb_url, :nsfw_level, :content_notes, :nickname, :creator_notes, :system_prompt, :post_history,
	:alternate_greetings, :depth_prompt, :depth_prompt_depth::int, :depth_prompt_role, :group_greetings,
	:talkativeness::real, case when :visibility = 'public' and :publish_at::timestamptz is null then now() end)
on conflict (id) do update set name = excluded.name, short_description = excluded.short_description,
	long_bio = excluded.long_bio, age = excluded.age, pronouns = excluded.pronouns, traits = excluded.traits,
	personality = excluded.personality, scenario = excluded.scenario, greeting = excluded.greeting,
	example_dialogues = excluded.example_dialogues, look = excluded.look, tags = excluded.tags,
	visibility = excluded.visibility, publish_at = excluded.publish_at, publish_as = excluded.publish_as,
	moderation_status = excluded.moderation_status, nsfw_level = excluded.nsfw_level,
	content_notes = excluded.content_notes, nickname = excluded.nickname,
	creator_notes = excluded.creator_notes, system_prompt = excluded.system_prompt,
	post_history = excluded.post_history, alternate_greetings = excluded.alternate_greetings,
	depth_prompt = excluded.depth_prompt, depth_prompt_depth = excluded.depth_prompt_depth,
	depth_prompt_role = excluded.depth_prompt_role, group_greetings = excluded.group_greetings,
	talkativeness = excluded.talkativeness,
	avatar_url = coalesce(excluded.avatar_url, c.avatar_url),
	thumb_url = coalesce(excluded.thumb_url, c.thumb_url),
	published_at = coalesce(c.published_at, excluded.published_at), updated_at = now()
where c.creator_id = :member_id and c.deleted_at is null
returning c.id, c.avatar_url;

-- name: create_hang exec
-- The portrait and the gallery of the draft are shown to whom the character is shown; what was brought
-- into a gallery waits for staff. It stays so when the character is taken back: chats of others go on
-- under it.
-- in: id character_id, member_id member_id
update media m set draft_id = null,
	character_id = case when m.gallery_place is null then coalesce(m.character_id, c.id) else c.id end,
	is_public = m.is_public or (c.visibility <> 'private' or c.publish_at is not null)
		and (m.generated_by <> '' or m.hash is not distinct from substr(c.avatar_url, 8, 64))
from character c
where c.id = :id and c.creator_id = :member_id and m.owner_id = c.creator_id and (m.draft_id = c.id
	or m.hash = substr(c.avatar_url, 8, 64)
	or m.draft_id is null and m.character_id = c.id and m.gallery_place is not null);

-- name: create_paint one
-- A portrait by the house. No job when one is being painted.
-- in: member_id member_id, id character_id, prompt text
-- out: job_id job_id?
select portrait_order(:member_id, :id, :prompt) as job_id;

-- name: create_mine many
-- The member's own, the newest first; with a pattern, those whose name, line or tags are like it.
-- in: member_id member_id, before_id character_id, pattern text, limit int
-- out: id character_id, name text, short_description text, thumb_url url, visibility text
-- out: moderation_status text, publish_at moment?, usage_count count, favorite_count count
-- out: rating_avg real?, rating_count count, has_draft bool, updated_at moment, disclosure text
-- out: picture_count count, is_frozen bool
select c.id, c.name, c.short_description, c.thumb_url, c.visibility, c.moderation_status, c.publish_at,
	c.usage_count, c.favorite_count, c.rating_avg, c.rating_count,
	exists (select from character_draft d where d.id = c.id and d.deleted_at is null) as has_draft,
	c.updated_at, disclosure(c.voice) as disclosure,
	(select count(*) from media m where m.character_id = c.id and m.owner_id = c.creator_id
		and m.deleted_at is null) as picture_count, c.frozen_at is not null as is_frozen
from character c where c.creator_id = :member_id and c.deleted_at is null and c.id < :before_id
	and (:pattern = '' or search_fold(concat_ws(' ', c.name, c.nickname, c.short_description,
		array_to_string(c.tags, ' '))) like search_fold(:pattern))
order by c.id desc limit :limit;

-- name: create_drafts many
-- What is being made and is no character yet.
-- in: member_id member_id, pattern text
-- out: id character_id, name text, short_description text, step text, updated_at moment
select d.id, coalesce(d.data ->> 'name', '') as name,
	coalesce(d.data ->> 'shortDescription', '') as short_description, d.step, d.updated_at
from character_draft d
where d.member_id = :member_id and d.deleted_at is null
	and not exists (select from character c where c.id = d.id)
	and (:pattern = '' or search_fold(concat_ws(' ', d.data ->> 'name', d.data ->> 'shortDescription'))
		like search_fold(:pattern))
order by d.updated_at desc limit 100;

-- name: create_unpublish exec
-- in: id character_id, member_id member_id
update character set visibility = 'private', publish_at = null, publish_as = null, updated_at = now()
where id = :id and creator_id = :member_id and deleted_at is null
	and (visibility <> 'private' or publish_at is not null);

-- name: create_remove one
-- Out of sight with its draft; chats with it stay. It can come back for 30 days.
-- in: id character_id, member_id member_id
-- out: id character_id
with d as (update character_draft set deleted_at = now()
	where id = :id and member_id = :member_id and deleted_at is null returning id),
c as (update character set deleted_at = now()
	where id = :id and creator_id = :member_id and deleted_at is null returning id)
select id from d union select id from c;

-- name: create_gone one
-- What was deleted and can come back.
-- in: id character_id, member_id member_id
-- out: id character_id, name text, is_made bool, counts bool
select x.id, coalesce(c.name, d.data ->> 'name', '') as name, c.id is not null as is_made,
	c.id is not null and character_counts(c) as counts
from (select :id::bigint as id) x
	left join character c on c.id = x.id and c.creator_id = :member_id
		and c.deleted_at > now() - interval '30 days' and c.frozen_at is null
	left join character_draft d on d.id = x.id and d.member_id = :member_id
		and d.deleted_at > now() - interval '30 days'
where c.id is not null or d.id is not null;

-- name: create_restore exec
-- in: id character_id, member_id member_id
with d as (update character_draft set deleted_at = null where id = :id and member_id = :member_id)
update character set deleted_at = null where id = :id and creator_id = :member_id and frozen_at is null;

-- name: create_publish_due exec
-- Opens characters whose moment has come. The worker's.
update character set visibility = publish_as,
	published_at = case when publish_as = 'public' then coalesce(published_at, now()) else published_at end,
	publish_at = null, publish_as = null
where publish_at <= now() and deleted_at is null;

-- name: create_purge exec
-- Drafts that were deleted long ago. The worker's.
delete from character_draft where deleted_at < now() - interval '30 days';

-- name: create_remember one
-- The character as it is now becomes its newest version, unless nothing has changed.
-- in: id character_id
-- out: n int
select character_remember(:id)::bigint as n;

-- name: create_versions many
-- in: id character_id, member_id member_id
-- out: n int, data json, created_at moment, name text
select v.n::bigint, v.data, v.created_at, c.name
from character c join character_version v on v.character_id = c.id
where c.id = :id and c.creator_id = :member_id and c.deleted_at is null
order by v.n desc;

-- name: create_version one
-- One of them, with the character as it is now.
-- in: id character_id, member_id member_id, n int
-- out: n int, data json, created_at moment, name text, now json
select v.n::bigint, v.data, v.created_at, c.name, character_texts(c) as now
from character c join character_version v on v.character_id = c.id
where c.id = :id and c.creator_id = :member_id and c.deleted_at is null and v.n = :n;

-- name: create_premium one
-- Whether one more character of the member may have a price of its own, and between what bounds.
-- in: id character_id, member_id member_id
-- out: used int, most int?, least_price gems, most_price gems, house_price gems
select (select count(*) from character where creator_id = :member_id and deleted_at is null
		and reply_price is not null and id <> :id) as used,
	entitled(:member_id, 'premium_characters') as most,
	coalesce(entitled(:member_id, 'premium_least'), 0) as least_price,
	coalesce(entitled(:member_id, 'premium_most'), 10000) as most_price,
	coalesce((select milligems from price where key = 'chat.standard'), 0) as house_price;

-- name: create_set_price exec
-- What a reply costs from now on; -1 is the house's price.
-- in: id character_id, member_id member_id, price int
update character set reply_price = case when :price >= 0 then :price end
where id = :id and creator_id = :member_id and deleted_at is null;

-- name: create_tags_known many
-- All tags of the house.
-- out: name text, label text, count count
select name, label, character_count as count from tag order by character_count desc, name limit 1000;

-- name: create_gallery many
-- The pictures of a character or draft of the member's, in the order of its gallery.
-- in: id character_id, member_id member_id
-- out: id media_id, thumb_url url, url url, alt text, caption text, is_brought bool, place int
select m.id, '/media/' || coalesce(m.thumb_hash, m.hash) || '.webp' as thumb_url,
	'/media/' || m.hash || '.webp' as url, m.alt, m.caption, m.generated_by = '' as is_brought,
	coalesce(m.gallery_place, 0)::bigint as place
from media m left join character c on c.id = m.character_id
where m.owner_id = :member_id and m.deleted_at is null and m.type = 'image' and (m.draft_id = :id
	or m.draft_id is null and m.character_id = :id
		and (m.gallery_place is not null or m.is_public or m.hash = substr(c.avatar_url, 8, 64)))
order by m.gallery_place nulls last, m.id desc limit 48;

-- name: create_gallery_own many
-- The member's newest pictures that are in no gallery and nobody's portrait.
-- in: member_id member_id, limit int
-- out: id media_id, thumb_url url, alt text
select m.id, '/media/' || coalesce(m.thumb_hash, m.hash) || '.webp' as thumb_url, m.alt
from media m
where m.owner_id = :member_id and m.deleted_at is null and m.type = 'image' and m.gallery_place is null
	and m.draft_id is null and not exists (select from character c
		where c.creator_id = :member_id and c.deleted_at is null and substr(c.avatar_url, 8, 64) = m.hash)
order by m.id desc limit :limit;

-- name: create_gallery_add exec
-- A picture of the member's own that is in no gallery joins this one, at its end. A gallery has 24.
-- in: id character_id, member_id member_id, media_id media_id
update media m set draft_id = case when c.id is null then d.id end, character_id = coalesce(c.id, m.character_id),
	is_public = m.is_public or c.id is not null and m.generated_by <> ''
		and (c.visibility <> 'private' or c.publish_at is not null),
	gallery_place = x.last + 1
from (select :id::bigint as id) k
	left join character c on c.id = k.id and c.creator_id = :member_id and c.deleted_at is null
	left join character_draft d on d.id = k.id and d.member_id = :member_id and d.deleted_at is null,
	lateral (select coalesce(max(o.gallery_place), 0) as last, count(*) as n from media o
		where (o.draft_id = k.id or o.character_id = k.id and o.gallery_place is not null)
			and o.deleted_at is null) x
where m.id = :media_id and m.owner_id = :member_id and m.deleted_at is null and m.gallery_place is null
	and m.draft_id is null and coalesce(c.id, d.id) is not null and x.n < 24;

-- name: create_gallery_words exec
-- in: id character_id, member_id member_id, media_id media_id, alt text, caption text
update media set alt = :alt, caption = :caption
where id = :media_id and coalesce(draft_id, character_id) = :id and owner_id = :member_id
	and deleted_at is null;

-- name: create_gallery_order exec
-- The pictures in this order.
-- in: id character_id, member_id member_id, ids int[]
update media m set gallery_place = o.n from unnest(:ids) with ordinality o(id, n)
where m.id = o.id and coalesce(m.draft_id, m.character_id) = :id and m.owner_id = :member_id
	and m.deleted_at is null;

-- name: create_gallery_remove exec
-- Out of the gallery and out of sight of others; the picture stays the member's, and can be put back.
-- in: id character_id, member_id member_id, media_id media_id
update media m set draft_id = null, gallery_place = null,
	character_id = case when m.generated_by <> '' then m.character_id end, is_public = exists (select from member w
	where w.id = m.owner_id and w.avatar_url in ('/media/' || m.hash || '.webp', '/media/' || m.thumb_hash || '.webp'))
where m.id = :media_id and coalesce(m.draft_id, m.character_id) = :id and m.owner_id = :member_id
	and not exists (select from character c where c.creator_id = :member_id and c.deleted_at is null
		and substr(c.avatar_url, 8, 64) = m.hash);

-- name: create_levels one
-- The most that a member may file a character at: what is open to them, in a house that has it.
-- in: member_id member_id
-- out: most text
select case when current_setting('snug.edition', true) = 'adult' then age_opens(assurance, country)
	else 'none' end as most
from member where id = :member_id;
