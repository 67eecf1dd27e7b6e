-- Members as others see them, and what a member does not want to meet.

-- name: author_find one
-- The public side of a member, and whether the asking one hides them.
-- in: username text, viewer_id member_id?
-- out: id key, username text, display_name text, bio text, avatar_url url, created_at moment
-- out: is_own bool, is_hidden bool
select m.id, m.username, m.display_name, m.bio, m.avatar_url, m.created_at,
	m.id is not distinct from :viewer_id as is_own,
	exists (select 1 from member_block b where b.member_id = :viewer_id and b.creator_id = m.id) as is_hidden
from member m where m.username = lower(:username) and m.state = 'active';

-- name: author_totals one
-- Of what they made and listed; counted over their newest thousand.
-- in: member_id int
-- out: characters count, chats count, replies count, favorites count
select count(*) as characters, coalesce(sum(chat_count), 0)::bigint as chats,
	coalesce(sum(reply_count), 0)::bigint as replies, coalesce(sum(favorite_count), 0)::bigint as favorites
from (select chat_count, reply_count, favorite_count from character
	where creator_id = :member_id and listed order by id desc limit 1000) x;

-- name: author_characters many
-- What they listed, the newest first.
-- row: author_card
-- in: member_id int, below_id character_id, limit int
-- out: id character_id, name text, avatar_url url, thumb_url url, short_description text
-- out: tags text[], rating_avg real?, rating_count count, usage_count count
-- out: gem_cost_per_message gems, nsfw_level text, voice text, disclosure text
-- out: last_active moment, creator_name text, featured bool
select id, name, avatar_url, thumb_url, short_description, tags, rating_avg, rating_count,
	usage_count, gem_cost_per_message, nsfw_level, voice, disclosure, last_active, creator_name, featured
from card where creator_id = :member_id and id < :below_id
order by id desc limit :limit;

-- name: block_add_character exec
-- Nobody hides their own, nor more than a thousand.
-- in: member_id member_id, character_id character_id
insert into member_block (member_id, character_id)
select :member_id, c.id from character c
where c.id = :character_id and c.creator_id <> :member_id and c.deleted_at is null
	and (select count(*) from member_block b where b.member_id = :member_id) < 1000
on conflict do nothing;

-- name: block_add_creator exec
-- in: member_id member_id, creator_id int
insert into member_block (member_id, creator_id)
select :member_id, m.id from member m
where m.id = :creator_id and m.id <> :member_id and m.state = 'active'
	and (select count(*) from member_block b where b.member_id = :member_id) < 1000
on conflict do nothing;

-- name: block_remove_character exec
-- in: member_id member_id, character_id character_id
delete from member_block where member_id = :member_id and character_id = :character_id;

-- name: block_remove_creator exec
-- in: member_id member_id, username text
delete from member_block b using member m
where b.member_id = :member_id and b.creator_id = m.id and m.username = lower(:username);

-- name: block_characters many
-- in: member_id member_id
-- out: id character_id, name text, thumb_url url, voice text, disclosure text, created_at moment
select c.id, c.name, c.thumb_url, c.voice, disclosure(c.voice) as disclosure, b.created_at
from member_block b join character c on c.id = b.character_id
where b.member_id = :member_id and (c.listed or c.visibility = 'unlisted')
order by b.created_at desc, c.id desc limit 1000;

-- name: block_creators many
-- in: member_id member_id
-- out: username text, display_name text, avatar_url url, created_at moment
select m.username, m.display_name, m.avatar_url, b.created_at
from member_block b join member m on m.id = b.creator_id
where b.member_id = :member_id
order by b.created_at desc, m.id desc limit 1000;
