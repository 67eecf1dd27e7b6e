-- Chats and their messages, as the chat screen shows them. chat_of (migration 0018) gives the chats
-- that a member is in; every statement about one reads it.

-- name: chat_list many
-- unread: what others wrote since the member was here, at most 99. What stood there when the chat began
-- for them is not new.
-- in: member_id member_id, before moment?, before_id chat_id?, limit int
-- out: id chat_id, title text, last_message text, message_count count, last_message_at moment
-- out: character_id character_id, character_name text, thumb_url url, disclosure text, voice text, unread int
select c.id, c.title, c.preview as last_message, c.message_count, c.last_message_at,
	c.character_id, k.name as character_name, k.thumb_url, disclosure(k.voice) as disclosure, k.voice,
	case when c.last_message_at <= me.joined_at then 0 else (select count(*) from (select from message m
		where m.chat_id = c.id and m.id > me.seen_id and m.created_at > me.joined_at and m.deleted_at is null
			and m.status in ('complete', 'partial') and m.member_id is distinct from me.member_id
		limit 99) x) end as unread
from ((select x.* from chat x
		where x.member_id = :member_id and x.deleted_at is null and x.ended_at is null
			and (:before::timestamptz is null or (x.last_message_at, x.id) < (:before, :before_id))
		order by x.last_message_at desc, x.id desc limit :limit)
	union all
	(select x.* from chat_member m join chat x on x.id = m.chat_id
		where m.member_id = :member_id and m.role = 'guest' and x.deleted_at is null and x.ended_at is null
			and (:before::timestamptz is null or (x.last_message_at, x.id) < (:before, :before_id))
		order by x.last_message_at desc, x.id desc limit :limit)) c
join character k on k.id = c.character_id
join chat_member me on me.chat_id = c.id and me.member_id = :member_id
order by c.last_message_at desc, c.id desc limit :limit;

-- name: chat_list_ended many
-- Those that the member ended, or whose owner did.
-- row: chat_list
-- in: member_id member_id, before moment?, before_id chat_id?, limit int
select c.id, c.title, c.preview as last_message, c.message_count, c.last_message_at,
	c.character_id, k.name as character_name, k.thumb_url, disclosure(k.voice) as disclosure, k.voice,
	0::bigint as unread
from ((select x.* from chat x
		where x.member_id = :member_id and x.deleted_at is null and x.ended_at is not null
			and (:before::timestamptz is null or (x.last_message_at, x.id) < (:before, :before_id))
		order by x.last_message_at desc, x.id desc limit :limit)
	union all
	(select x.* from chat_member m join chat x on x.id = m.chat_id
		where m.member_id = :member_id and m.role = 'guest' and x.deleted_at is null and x.ended_at is not null
			and (:before::timestamptz is null or (x.last_message_at, x.id) < (:before, :before_id))
		order by x.last_message_at desc, x.id desc limit :limit)) c
join character k on k.id = c.character_id
order by c.last_message_at desc, c.id desc limit :limit;

-- name: chat_has_ended one
-- in: member_id member_id
-- out: any bool
select exists (select from chat where member_id = :member_id and deleted_at is null and ended_at is not null)
	or exists (select from chat_member m join chat c on c.id = m.chat_id where m.member_id = :member_id
		and m.role = 'guest' and c.deleted_at is null and c.ended_at is not null) as any;

-- name: chat_find one
-- in: id chat_id, member_id member_id
-- out: id chat_id, title text, head_id message_id?, draft text, message_count count, root_count int
-- out: word_count count, token_count count, gems_spent gems, origin_chat chat_id?
-- out: last_message_at moment, created_at moment, character_id character_id, character_name text
-- out: avatar_url url, thumb_url url, disclosure text, voice text, short_description text
-- out: reply_price gems, price_is_per_1000_tokens bool, is_available bool, is_owner bool
-- out: running_turn turn_id?, running_message message_id?, running_member member_id?, prefix text?
-- out: due_at moment?, due_in_s int, due_words text?, ended_at moment?, seen_id int, newest_id int
-- out: member_count int, character_count int, newest_event int, later_count int, head_depth int
-- out: is_frozen bool
select c.id, c.title, c.head_id, me.draft, c.message_count, c.root_count::bigint as root_count,
	c.word_count, c.token_count, c.gems_spent, o.id as origin_chat, c.last_message_at, c.created_at,
	k.id as character_id, k.name as character_name, k.avatar_url, k.thumb_url,
	disclosure(k.voice) as disclosure, k.voice, k.short_description, f.price as reply_price,
	f.unit = '1000_tokens' as price_is_per_1000_tokens, k.deleted_at is null as is_available,
	c.member_id = :member_id as is_owner, t.id as running_turn, t.message_id as running_message,
	t.member_id as running_member, t.prefix, w.run_at as due_at,
	coalesce(ceil(extract(epoch from w.run_at - now())), 0)::bigint as due_in_s,
	wait_words(ceil(extract(epoch from w.run_at - now()))::int) as due_words,
	c.ended_at, me.seen_id, (select coalesce(max(m.id), 0) from message m where m.chat_id = c.id
		and m.status <> 'streaming') as newest_id,
	(select count(*) from chat_member x where x.chat_id = c.id) as member_count,
	(select count(*) from chat_character x where x.chat_id = c.id) as character_count,
	(select coalesce(max(e.id), 0) from member_event e where e.member_id = :member_id) as newest_event,
	coalesce(h.child_count, 0)::bigint as later_count, coalesce(h.depth, 0)::bigint as head_depth,
	c.frozen_at is not null as is_frozen
from chat_of(:member_id) c join character k on k.id = c.character_id
	join chat_member me on me.chat_id = c.id and me.member_id = :member_id
	cross join lateral turn_fare(c.id, :member_id, c.character_id) f
	left join message h on h.id = c.head_id
	left join chat_of(:member_id) o on o.id = c.origin_chat_id
	left join turn t on t.chat_id = c.id and t.state in ('queued', 'running')
	left join job w on w.id = t.job_id and w.state = 0 and w.run_at > now()
where c.id = :id;

-- name: chat_path many
-- The conversation from one message towards its beginning, newest first. Costs what it shows.
-- in: chat_id chat_id, from_id message_id, limit int
-- out: id message_id, parent_id message_id?, role text, content text, swipe_index int
-- out: swipe_count int, gem_cost gems, status text, created_at moment, speaker_label text
-- out: model text, reason text, rating int?, is_edited bool, is_hidden bool, bookmark text?
-- out: checkpoint text?, depth int, later_count int, member_id member_id?, character_id character_id?
-- out: prompt_tokens int, reply_tokens int, thumb_url url, member_avatar url?
with recursive path as (
	select m.id, m.parent_id, 1 as n from message m
	where m.id = :from_id and m.chat_id = :chat_id and m.deleted_at is null
	union all
	select m.id, m.parent_id, p.n + 1 from path p join message m on m.id = p.parent_id where p.n < :limit)
select m.id, m.parent_id, m.role, m.content, m.swipe_index::bigint,
	coalesce(up.child_count, c.root_count)::bigint as swipe_count,
	m.gem_cost, m.status, m.created_at, m.speaker_label, m.model, m.reason, m.rating,
	m.edited_at is not null as is_edited, m.is_hidden, m.bookmark, m.checkpoint, m.depth::bigint as depth,
	m.child_count::bigint as later_count, m.member_id, m.character_id, m.prompt_tokens::bigint as prompt_tokens,
	m.reply_tokens::bigint as reply_tokens, coalesce(k.thumb_url, '') as thumb_url, w.avatar_url as member_avatar
from path p join message m on m.id = p.id join chat c on c.id = m.chat_id
	left join message up on up.id = m.parent_id
	left join character k on k.id = m.character_id left join member w on w.id = m.member_id
order by p.n;

-- name: chat_below one
-- Where the window ends that shows a message and `more` behind it, and the end of its branch.
-- in: chat_id chat_id, head_id message_id, id message_id, more int
-- out: end_id message_id?, line message_id?, on_way bool
select b.end_id, b.line, coalesce(b.on_way, false) as on_way
from message m cross join lateral message_below(:head_id, m.id, :more::int) b
where m.id = :id and m.chat_id = :chat_id and m.deleted_at is null;

-- name: chat_since one
-- The oldest message of the branch from a moment on.
-- in: head_id message_id, from moment
-- out: id message_id?
select message_since(:head_id, :from) as id;

-- name: chat_first one
-- in: head_id message_id
-- out: id message_id?
select message_at(:head_id, 0) as id;

-- name: chat_latest one
-- The chat of this pair that was used last.
-- in: member_id member_id, character_id character_id
-- out: id chat_id
select id from chat
where member_id = :member_id and character_id = :character_id and deleted_at is null and ended_at is null
order by last_message_at desc limit 1;

-- name: chat_card one
-- What a new chat begins with.
-- in: character_id character_id, member_id member_id
-- out: name text, nickname text, long_bio text, personality text, scenario text, greeting text
-- out: alternate_greetings text[]
select name, nickname, long_bio, personality, scenario, greeting, alternate_greetings from character
where id = :character_id and deleted_at is null and character_shown(nsfw_level, :member_id)
	and moderation_status not in ('rejected', 'quarantined')
	and (creator_id = :member_id
		or (visibility in ('public', 'unlisted') and moderation_status = 'approved'));

-- name: chat_insert one
-- in: member_id member_id, character_id character_id, title text, preview text
-- out: id chat_id
insert into chat (member_id, character_id, title, preview)
values (:member_id, :character_id, :title, left(regexp_replace(:preview, '\s+', ' ', 'g'), 120)) returning id;

-- name: chat_insert_greetings exec
-- The first is read first; the others are its versions. What macros of one set stands with it.
-- in: chat_id chat_id, greetings text[], variables text[], speaker_label text
with said as (
	insert into message (chat_id, role, content, speaker_label, swipe_index)
	select :chat_id, 'assistant', left(g.text, 64000), :speaker_label, g.n - 1
	from unnest(:greetings::text[]) with ordinality as g (text, n) order by g.n
	returning id, chat_id, swipe_index)
insert into prompt_record (message_id, chat_id, member_id, variables)
select s.id, s.chat_id, c.member_id, v.variables::json
from said s join chat c on c.id = s.chat_id
join unnest(:variables::text[]) with ordinality as v (variables, n) on v.n = s.swipe_index + 1
where v.variables <> '';

-- name: chat_begin exec
-- The character counts one more chat.
-- in: id chat_id, character_id character_id
with c as (
	update chat set head_id = (select m.id from message m where m.chat_id = :id and m.parent_id is null
			and m.swipe_index = 0),
		message_count = 1,
		word_count = (select count_words(m.content) from message m where m.chat_id = :id and m.parent_id is null
			and m.swipe_index = 0)
	where id = :id)
update character set usage_count = usage_count + 1, chat_count = chat_count + 1, last_active_at = now()
where id = :character_id;

-- name: chat_rename exec
-- in: id chat_id, member_id member_id, title text
update chat set title = :title where id = :id and member_id = :member_id and deleted_at is null;

-- name: chat_keep_draft exec
-- in: id chat_id, member_id member_id, draft text
update chat_member set draft = :draft where chat_id = :id and member_id = :member_id;

-- name: chat_remove exec
-- in: id chat_id, member_id member_id
update chat set deleted_at = now() where id = :id and member_id = :member_id and deleted_at is null;

-- name: chat_restore exec
-- in: id chat_id, member_id member_id
update chat set deleted_at = null
where id = :id and member_id = :member_id and deleted_at > now() - interval '1 day';

-- name: chat_end exec
-- Who were to speak stay silent.
-- in: id chat_id, member_id member_id
update chat set ended_at = now(), next_speakers = '{}'
where id = :id and member_id = :member_id and deleted_at is null and ended_at is null;

-- name: chat_resume exec
-- in: id chat_id, member_id member_id
update chat set ended_at = null
where id = :id and member_id = :member_id and deleted_at is null and ended_at is not null;

-- name: chat_seen exec
-- The member was shown the chat up to this message.
-- in: id chat_id, member_id member_id, newest int
update chat_member set seen_id = :newest where chat_id = :id and member_id = :member_id and seen_id < :newest;
