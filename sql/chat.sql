-- Chats and their messages, as the chat screen shows them. Ownership stands in every statement.

-- name: chat_list many
-- in: member_id member_id, before moment?, before_id chat_id?, limit int
-- out: id chat_id, title text, last_message text, message_count count, last_message_at moment
-- out: character_id character_id, character_name text, thumb_url url, disclosure text
select c.id, c.title, c.preview as last_message, c.message_count, c.last_message_at,
	c.character_id, k.name as character_name, k.thumb_url, disclosure(k.voice) as disclosure
from chat c join character k on k.id = c.character_id
where c.member_id = :member_id and c.deleted_at is null
	and (:before::timestamptz is null or (c.last_message_at, c.id) < (:before, :before_id))
order by c.last_message_at desc, c.id desc limit :limit;

-- name: chat_find one
-- in: id chat_id, member_id member_id
-- out: id chat_id, title text, head_id message_id?, draft text, message_count count
-- out: last_message_at moment, created_at moment, character_id character_id, character_name text
-- out: avatar_url url, thumb_url url, disclosure text, voice text, short_description text
-- out: reply_price gems, is_available bool, running_turn turn_id?, running_message message_id?
select c.id, c.title, c.head_id, c.draft, c.message_count, c.last_message_at, c.created_at,
	k.id as character_id, k.name as character_name, k.avatar_url, k.thumb_url,
	disclosure(k.voice) as disclosure, k.voice, k.short_description,
	coalesce(k.reply_price, (select milligems from price where key = 'chat.standard')) as reply_price,
	k.deleted_at is null as is_available, t.id as running_turn, t.message_id as running_message
from chat c join character k on k.id = c.character_id
	left join turn t on t.chat_id = c.id and t.state in ('queued', 'running')
where c.id = :id and c.member_id = :member_id and c.deleted_at is null;

-- name: chat_path many
-- The conversation from one message towards its beginning, newest first. Costs what it shows.
-- in: chat_id chat_id, from_id message_id, limit int
-- out: id message_id, parent_id message_id?, role text, content text, swipe_index int
-- out: swipe_count int, gem_cost gems, status text, created_at moment, speaker_label text
-- out: model text, reason text, rating int?, is_edited bool
with recursive path as (
	select m.*, 1 as depth from message m where m.id = :from_id and m.chat_id = :chat_id
	union all
	select m.*, p.depth + 1 from path p join message m on m.id = p.parent_id
	where p.depth < :limit)
select p.id, p.parent_id, p.role, p.content, p.swipe_index::bigint,
	case when p.parent_id is null
		then (select count(*) from message s where s.chat_id = :chat_id and s.parent_id is null)
		else (select count(*) from message s where s.parent_id = p.parent_id) end as swipe_count,
	p.gem_cost, p.status, p.created_at, p.speaker_label, p.model, p.reason, p.rating,
	p.edited_at is not null as is_edited
from path p order by p.depth;

-- name: chat_latest one
-- The chat of this pair that was used last.
-- in: member_id member_id, character_id character_id
-- out: id chat_id
select id from chat
where member_id = :member_id and character_id = :character_id and deleted_at is null
order by last_message_at desc limit 1;

-- name: chat_card one
-- What a new chat begins with.
-- in: character_id character_id, member_id member_id
-- out: name text, greeting text, disclosure text, voice text
select name, greeting, disclosure(voice) as disclosure, voice from character
where id = :character_id and deleted_at is null and nsfw_level = 'none'
	and moderation_status not in ('rejected', 'quarantined')
	and (creator_id = :member_id
		or (visibility in ('public', 'unlisted') and moderation_status = 'approved'));

-- name: chat_insert one
-- in: member_id member_id, character_id character_id, title text, preview text
-- out: id chat_id
insert into chat (member_id, character_id, title, preview)
values (:member_id, :character_id, :title, left(:preview, 160)) returning id;

-- name: chat_insert_greeting one
-- in: chat_id chat_id, content text, speaker_label text
-- out: id message_id
insert into message (chat_id, role, content, speaker_label)
values (:chat_id, 'assistant', :content, :speaker_label) returning id;

-- name: chat_begin exec
-- The greeting is what the chat shows first; the character counts one more chat.
-- in: id chat_id, head_id message_id, character_id character_id
with c as (update chat set head_id = :head_id, message_count = 1 where id = :id)
update character set usage_count = usage_count + 1, popularity = popularity + 1, last_active_at = now()
where id = :character_id;

-- name: chat_rename exec
-- in: id chat_id, member_id member_id, title text
update chat set title = :title where id = :id and member_id = :member_id and deleted_at is null;

-- name: chat_keep_draft exec
-- in: id chat_id, member_id member_id, draft text
update chat set draft = :draft where id = :id and member_id = :member_id and deleted_at is null;

-- name: chat_remove exec
-- in: id chat_id, member_id member_id
update chat set deleted_at = now() where id = :id and member_id = :member_id and deleted_at is null;

-- name: chat_restore exec
-- in: id chat_id, member_id member_id
update chat set deleted_at = null
where id = :id and member_id = :member_id and deleted_at > now() - interval '1 day';

-- name: chat_rate exec
-- in: chat_id chat_id, member_id member_id, message_id message_id, rating int
update message m set rating = nullif(:rating, 0)::int from chat c
where m.id = :message_id and m.chat_id = :chat_id and m.role = 'assistant'
	and c.id = :chat_id and c.member_id = :member_id and c.deleted_at is null;

-- name: chat_swipe one
-- Shows another version of a message; the newest end of that version's branch becomes the head.
-- in: chat_id chat_id, member_id member_id, message_id message_id, index int
-- out: id message_id
with recursive wanted as (
	select s.id from message m join message s
		on s.chat_id = m.chat_id and s.parent_id is not distinct from m.parent_id
	join chat c on c.id = m.chat_id
	where m.id = :message_id and m.chat_id = :chat_id and s.swipe_index = :index
		and c.member_id = :member_id and c.deleted_at is null
		and not exists (select 1 from turn t where t.chat_id = c.id and t.state in ('queued', 'running'))),
down as (
	select id, 0 as depth from wanted
	union all
	select (select k.id from message k where k.parent_id = d.id order by k.id desc limit 1), d.depth + 1
	from down d where d.id is not null and d.depth < 100000)
update chat set head_id = (select d.id from down d where d.id is not null order by d.depth desc limit 1)
where id = :chat_id and exists (select 1 from wanted)
returning head_id as id;
