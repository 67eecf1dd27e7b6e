-- Cards: characters that members bring, and take back. Ownership stands in every statement.

-- name: card_put one
-- A character out of a card: private, its creator's alone.
-- in: creator_id member_id, creator_name text, name text, nickname text, short_description text
-- in: long_bio text, personality text, scenario text, greeting text, alternate_greetings text[]
-- in: traits text[], example_dialogues json, pronouns text, tags text[], creator_notes text
-- in: system_prompt text, post_history text, mes_example text, depth_prompt text, depth_prompt_depth int
-- in: depth_prompt_role text, age int, moderation_status text, version text, content_notes text[], look json
-- in: group_greetings text[], talkativeness real
-- out: id character_id
insert into character (creator_id, creator_name, name, nickname, short_description, long_bio,
	personality, scenario, greeting, alternate_greetings, traits, example_dialogues, pronouns, tags,
	creator_notes, system_prompt, post_history, mes_example, depth_prompt, depth_prompt_depth,
	depth_prompt_role, age, moderation_status, version, content_notes, look, group_greetings, talkativeness,
	visibility)
values (:creator_id, :creator_name, :name, :nickname, :short_description, :long_bio, :personality,
	:scenario, :greeting, :alternate_greetings, :traits, :example_dialogues, :pronouns, :tags,
	:creator_notes, :system_prompt, :post_history, :mes_example, :depth_prompt, :depth_prompt_depth::int,
	:depth_prompt_role, nullif(:age, 0)::int, :moderation_status, :version, :content_notes, :look,
	:group_greetings, :talkativeness::real, 'private')
returning id;

-- name: card_keep exec
-- The card as it came.
-- in: character_id character_id, container text, spec int, spec_version text, original text
-- in: hash bytes, bytes int, entries int
insert into character_card (character_id, container, spec, spec_version, original, hash, bytes, entries)
values (:character_id, :container, :spec::int, :spec_version, :original, :hash, :bytes,
	:entries::int);

-- name: card_keep_file exec
-- in: character_id character_id, n int, place text, bytes bytes
insert into character_card_file (character_id, n, place, bytes)
values (:character_id, :n::int, :place, :bytes);

-- name: card_portrait_set exec
-- The picture that came with a card becomes the character's portrait.
-- in: id character_id, owner_id member_id, media_id media_id, avatar_url text, thumb_url text, alt text
with m as (update media set character_id = :id, alt = :alt where id = :media_id and owner_id = :owner_id)
update character set avatar_url = :avatar_url, thumb_url = :thumb_url
where id = :id and creator_id = :owner_id;

-- name: card_used one
-- Bytes of cards that a member has here.
-- in: member_id member_id
-- out: bytes int
select coalesce(sum(k.bytes), 0)::bigint as bytes
from character c join character_card k on k.character_id = c.id
where c.creator_id = :member_id and c.deleted_at is null;

-- name: card_twin one
-- The character that the same file became before.
-- in: member_id member_id, hash bytes
-- out: id character_id, is_frozen bool
select c.id, c.frozen_at is not null as is_frozen from character c join character_card k on k.character_id = c.id
where c.creator_id = :member_id and k.hash = :hash and c.deleted_at is null order by c.id limit 1;

-- name: card_take one
-- A character as it is now, with the card that it came from. No owner: whoever's it is. rests: staff look
-- at its texts ('waits'), or decided that it stays as it is ('decided'); '' for neither.
-- in: id character_id, owner_id member_id?
-- out: id character_id, name text, nickname text, short_description text, long_bio text
-- out: personality text, scenario text, greeting text, alternate_greetings text[], traits text[]
-- out: example_dialogues json, pronouns text, tags text[], creator_notes text, system_prompt text
-- out: post_history text, age int, moderation_status text, creator_name text, avatar_url text
-- out: mes_example text, depth_prompt text, depth_prompt_depth int, depth_prompt_role text
-- out: original text?, entries int, is_cleared bool, rests text
-- out: version text, content_notes text[], look json, created_at moment, updated_at moment
-- out: group_greetings text[], talkativeness text
select c.id, c.name, c.nickname, c.short_description, c.long_bio, c.personality, c.scenario,
	c.greeting, c.alternate_greetings, c.traits, c.example_dialogues, c.pronouns, c.tags,
	c.creator_notes, c.system_prompt, c.post_history, coalesce(c.age, 0)::bigint as age,
	c.moderation_status, c.creator_name, coalesce(c.avatar_url, '') as avatar_url,
	c.mes_example, c.depth_prompt, c.depth_prompt_depth::bigint, c.depth_prompt_role, k.original,
	coalesce(k.entries, 0)::bigint as entries,
	c.cleared_at is not null as is_cleared, case when c.frozen_at is null then ''
		when exists (select from safety_case s where s.character_id = c.id and s.state in ('open', 'proposed'))
		then 'waits' else 'decided' end as rests, c.version, c.content_notes, c.look, c.created_at, c.updated_at,
	c.group_greetings, c.talkativeness::text
from character c left join character_card k on k.character_id = c.id
where c.id = :id and c.deleted_at is null
	and (:owner_id::bigint is null or c.creator_id = :owner_id);

-- name: card_files many
-- in: character_id character_id
-- out: place text, bytes bytes
select place, bytes from character_card_file where character_id = :character_id order by n;

-- name: card_file_count one
-- in: character_id character_id
-- out: n int
select count(*) as n from character_card_file where character_id = :character_id;

-- name: card_file one
-- One of them, by its place in their order.
-- in: character_id character_id, n int
-- out: place text, bytes bytes
select place, bytes from character_card_file where character_id = :character_id order by n limit 1 offset :n;

-- name: card_release exec
-- The age is stated, and the checks have passed: private use is open. No owner: whoever's it is.
-- in: id character_id, owner_id member_id?, age int
update character set age = :age::int, moderation_status = 'pending', updated_at = now()
where id = :id and (:owner_id::bigint is null or creator_id = :owner_id) and deleted_at is null
	and moderation_status = 'quarantined' and frozen_at is null;

-- name: card_import_put one
-- in: member_id member_id, results json
-- out: id int
with old as (
	delete from card_import where id in (select i.id from card_import i
		where i.member_id = :member_id order by i.id desc offset 19))
insert into card_import (member_id, results) values (:member_id, :results) returning id;

-- name: card_import_add exec
-- More of the same drop.
-- in: id int, member_id member_id, results json
update card_import set results = results || :results
where id = :id and member_id = :member_id and jsonb_array_length(results) < 400;

-- name: card_import_find one
-- in: id int, member_id member_id
-- out: results json, created_at moment
select results, created_at from card_import where id = :id and member_id = :member_id;
