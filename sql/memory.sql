-- What is remembered of chats. The steps that must be atomic are functions of migration 0030.

-- name: memory_gather_all many
-- What prompts need, all of them in one go: parts as in memory_gather, in its order.
-- in: chats int[], members int[], characters int[], heads int[], oldest int[], recents text[]
-- out: nth int, part int, message_id message_id?, n int, at moment?, who text?, body text
select x.nth, g.part::bigint as part, g.message_id, g.n::bigint as n, g.at, g.who, g.body
from unnest(:chats::bigint[], :members::bigint[], :characters::bigint[], :heads::bigint[], :oldest::bigint[],
	:recents::text[]) with ordinality x (chat, member, character, head, oldest, recent, nth)
cross join lateral memory_gather(x.chat, x.member, x.character, x.head, x.oldest, x.recent) g;

-- name: memory_due one
-- Orders summaries for the chats of these turns where enough was said since the last look.
-- in: turns int[], messages int, words int
-- out: n int
select count(memory_want(d.id, '0')) as n from (
	select c.id, coalesce(mc.every_messages, :messages) as messages, coalesce(mc.every_words, :words) as words,
		coalesce(mc.seen_id, 0) as seen
	from chat c left join memory_chat mc on mc.chat_id = c.id
		left join memory_member mm on mm.member_id = c.member_id
	where c.id in (select t.chat_id from turn t where t.id = any (:turns)) and c.deleted_at is null
		and coalesce(mc.is_on, true) and coalesce(mm.is_on, true)) d
cross join lateral (
	select count(*) as messages, sum(octet_length(m.content)) / 6 as words from (
		select x.content from message x where x.chat_id = d.id and x.id > d.seen order by x.id limit 400) m) f
where d.messages > 0 and f.messages >= d.messages or d.words > 0 and f.words >= d.words;

-- name: memory_start one
-- in: chat_id chat_id, bytes int, least int, a_day int
-- out: outcome text, head message_id, base int, base_text text, has_more bool
-- out: member_name text, character_name text
select outcome, head, coalesce(base, 0) as base, base_text, has_more, member_name, character_name
from memory_begin(:chat_id, :bytes::int, :least::int, :a_day::int);

-- name: memory_lines many
-- What a summary is to be made of beyond its base, oldest first. No text: it says nothing to remember.
-- in: chat_id chat_id, head message_id, base int, bytes int
-- out: id message_id, is_member bool, who text, content text?
select m.id, m.role = 'user' as is_member, m.speaker_label as who,
	case when f.is_told then m.content end as content
from memory_fresh(:head, nullif(:base, 0), :bytes::int) f join message m on m.id = f.message_id
where m.chat_id = :chat_id order by f.depth;

-- name: memory_print_of one
-- in: messages int[]
-- out: print text
select coalesce(memory_print(:messages), '') as print;

-- name: memory_store one
-- in: job job_id, attempt int, chat_id chat_id, base int, messages int[], print text
-- in: text text, words int, made_by text, has_more bool
-- out: outcome text?
select memory_keep(:job, :attempt::int, :chat_id, nullif(:base, 0), :messages, :print, :text, :words::int, :made_by,
	:has_more) as outcome;

-- name: memory_offer exec
-- Facts that were found, for the member to take or refuse; what is known in any form is left out.
-- in: chat_id chat_id, messages int[], texts text[]
insert into memory_note (member_id, chat_id, message_id, text, state)
select c.member_id, c.id, x.message, x.text, 'offered'
from chat c cross join unnest(:messages::bigint[], :texts::text[]) x (message, text)
where c.id = :chat_id and c.deleted_at is null
	and not exists (select from memory_note n where n.chat_id = c.id and lower(n.text) = lower(x.text))
	and (select count(*) from memory_note n where n.chat_id = c.id and n.state = 'offered') < 12;

-- ---------------------------------------------------------------- a line in the member's own voice

-- name: impersonate_order one
-- in: member_id member_id, chat_id chat_id, draft text?, context_tokens int
-- out: outcome text, id int, price gems, unit text, needed gems, available gems
select outcome, id, price, unit, needed, available
from impersonate_begin(:member_id, :chat_id, :draft, :context_tokens::int);

-- name: impersonate_read one
-- Whose line it is; nothing when the chat is gone.
-- in: id int
-- out: chat_id chat_id, member_id member_id, character_id character_id, head_id message_id?, seed int
-- out: draft text?
select i.chat_id, i.member_id, c.character_id, c.head_id, i.seed,
	(select x.draft from chat_member x where x.chat_id = c.id and x.member_id = i.member_id) as draft
from impersonation i join chat c on c.id = i.chat_id where i.id = :id and i.ended_at is null and c.deleted_at is null;

-- name: impersonate_finish one
-- in: job job_id, attempt int, text text, reason text, tokens int
-- out: ok bool, charged gems, first_told int, last_told int
select ok, charged, first_told, last_told
from impersonate_end(:job, :attempt::int, :text, :reason, :tokens::int);

-- ---------------------------------------------------------------- the page

-- name: memory_page one
-- What is remembered on the branch that is read, and by which rules. The caller has seen to it that the
-- member is in the chat.
-- in: chat_id chat_id, member_id member_id
-- out: is_on bool, is_recalling bool, is_on_for_all bool, every_messages int?, is_owner bool, is_making bool
-- out: made_today int, summary_id int?, text text?, words int?, made_by text?, created_at moment?
-- out: edited_at moment?, message_count int?, message_id message_id?, until moment?, since int
select coalesce(mc.is_on, true) as is_on, coalesce(mc.is_recalling, true) as is_recalling,
	coalesce(mm.is_on, true) as is_on_for_all, mc.every_messages::bigint as every_messages,
	c.member_id = :member_id as is_owner,
	exists (select from job j where j.uniq = 'summary:' || c.id) as is_making,
	case when mm.day = current_date then mm.made_today else 0 end::bigint as made_today,
	s.id as summary_id, s.text, s.words::bigint as words, s.made_by, s.created_at, s.edited_at,
	s.message_count::bigint as message_count, s.message_id,
	(select m.created_at from message m where m.id = s.message_id) as until,
	(coalesce((select m.depth from message m where m.id = c.head_id), -1) - coalesce(s.depth, -1))::bigint as since
from chat c left join memory_chat mc on mc.chat_id = c.id
	left join memory_member mm on mm.member_id = :member_id
	left join memory_summary s on s.id = memory_in_force(c.id, c.head_id)
where c.id = :chat_id;

-- name: memory_history many
-- Summaries of a chat, newest first; those that do not count any more with the reason.
-- in: chat_id chat_id, limit int
-- out: id int, text text, words int, made_by text, created_at moment, edited_at moment?
-- out: message_count int, void_reason text
select id, text, words::bigint, made_by, created_at, edited_at, message_count::bigint as message_count, void_reason
from memory_summary where chat_id = :chat_id order by id desc limit :limit;

-- name: memory_notes many
-- The member's facts of this chat, notes on its character, and notes for all chats, in their order.
-- in: chat_id chat_id, character_id character_id, member_id member_id
-- out: id int, scope text, text text, state text, message_id message_id?, created_at moment
select id, case when chat_id is not null then 'chat' when character_id is not null then 'character'
		else 'all' end as scope, text, state, message_id, created_at
from memory_note
where member_id = :member_id and state in ('on', 'off', 'offered')
	and (chat_id = :chat_id or chat_id is null and (character_id is null or character_id = :character_id))
order by place, id limit 400;

-- name: memory_note_add one
-- scope: chat, character, all. Nothing when there are 100 already.
-- in: member_id member_id, chat_id chat_id, character_id character_id, scope text, text text
-- in: message_id message_id?
-- out: id int
insert into memory_note (member_id, chat_id, character_id, text, message_id, place)
select :member_id, x.chat, x.character, :text, :message_id, x.last + 1 from (
	select case when :scope = 'chat' then :chat_id end as chat,
		case when :scope = 'character' then :character_id end as character,
		count(n.id) as n, coalesce(max(n.place), 0) as last
	from (select 1) one left join memory_note n on n.member_id = :member_id and n.state in ('on', 'off')
		and n.chat_id is not distinct from (case when :scope = 'chat' then :chat_id end)
		and n.character_id is not distinct from (case when :scope = 'character' then :character_id end)) x
where x.n < 100 returning id;

-- name: memory_note_edit exec
-- in: member_id member_id, id int, text text
update memory_note set text = :text, changed_at = now()
where id = :id and member_id = :member_id and state in ('on', 'off');

-- name: memory_note_state exec
-- on, off, refused (only what was offered), removed; "on" also takes what was offered, or brings back
-- what was removed within a day. What is taken goes to the end.
-- in: member_id member_id, id int, state text
update memory_note n set state = :state, changed_at = now(), place = case when n.state = 'offered' then
	coalesce((select max(o.place) from memory_note o where o.chat_id = n.chat_id), 0) + 1 else n.place end
where n.id = :id and n.member_id = :member_id and (n.state in ('on', 'off') and :state in ('on', 'off', 'removed')
	or n.state = 'offered' and :state in ('on', 'refused')
	or n.state = 'removed' and :state = 'on' and n.changed_at > now() - interval '1 day');

-- name: memory_note_find one
-- in: member_id member_id, id int
-- out: id int, text text, state text
select id, text, state from memory_note where id = :id and member_id = :member_id;

-- name: memory_note_move exec
-- Puts a note one up (-1) or down (1) among those of its scope, and numbers them anew.
-- in: member_id member_id, id int, by int
with me as (select * from memory_note where id = :id and member_id = :member_id and state in ('on', 'off')),
l as (
	select n.id, row_number() over (order by n.place, n.id) * 2 as place from memory_note n, me
	where n.member_id = me.member_id and n.state in ('on', 'off')
		and n.chat_id is not distinct from me.chat_id and n.character_id is not distinct from me.character_id)
update memory_note n set place = l.place + case when l.id = :id then :by * 3 else 0 end
from l where n.id = l.id;

-- name: memory_pin_text one
-- A message that may be pinned: the beginning of what it says.
-- in: chat_id chat_id, message_id message_id
-- out: id message_id, is_member bool, who text, content text
select id, role = 'user' as is_member, speaker_label as who, left(content, 4000) as content from message
where id = :message_id and chat_id = :chat_id and deleted_at is null and content <> '' and role <> 'system';

-- name: memory_note_of_message one
-- in: member_id member_id, message_id message_id
-- out: id int
select id from memory_note where message_id = :message_id and member_id = :member_id
	and state in ('on', 'off') limit 1;

-- name: memory_set_chat exec
-- in: chat_id chat_id, member_id member_id, is_on bool, is_recalling bool, every_messages int
insert into memory_chat (chat_id, is_on, is_recalling, every_messages)
select id, :is_on, :is_recalling, nullif(:every_messages, -1)::int from chat
where id = :chat_id and member_id = :member_id
on conflict (chat_id) do update set is_on = excluded.is_on, is_recalling = excluded.is_recalling,
	every_messages = excluded.every_messages;

-- name: memory_set_member exec
-- in: member_id member_id, is_on bool
insert into memory_member (member_id, is_on) values (:member_id, :is_on)
on conflict (member_id) do update set is_on = excluded.is_on;

-- name: memory_edit_summary exec
-- in: chat_id chat_id, member_id member_id, id int, text text, words int
update memory_summary s set text = :text, words = :words, edited_at = now()
from chat c where s.id = :id and s.chat_id = :chat_id and s.void_at is null and c.id = s.chat_id
	and c.member_id = :member_id;

-- name: memory_anew one
-- Sets the summary in force aside and orders a new one. No answer when the chat is not the member's, or
-- memory is off.
-- in: chat_id chat_id, member_id member_id
-- out: job job_id?
with c as (
	select c.id, c.head_id from chat c left join memory_chat mc on mc.chat_id = c.id
		left join memory_member mm on mm.member_id = c.member_id
	where c.id = :chat_id and c.member_id = :member_id and c.deleted_at is null
		and coalesce(mc.is_on, true) and coalesce(mm.is_on, true)),
s as (
	update memory_summary s set void_at = now(), void_reason = 'anew' from c
	where s.id = memory_in_force(c.id, c.head_id) returning s.id),
w as (
	insert into memory_chat (chat_id, is_wanted) select id, true from c
	on conflict (chat_id) do update set is_wanted = true returning chat_id)
select memory_want(w.chat_id, '0') as job from w left join s on true;

-- name: memory_clear exec
-- All that is remembered of a chat: summaries, facts, and what passages are found by.
-- in: chat_id chat_id, member_id member_id
with c as (select id from chat where id = :chat_id and member_id = :member_id),
s as (delete from memory_summary where chat_id in (select id from c)),
p as (delete from memory_place where message_id in (select m.id from message m join c on c.id = m.chat_id)),
n as (delete from memory_note where chat_id in (select id from c)),
t as (update memory_chat set seen_id = coalesce((select max(m.id) from message m where m.chat_id = memory_chat.chat_id), 0),
	is_wanted = false where chat_id in (select id from c))
select from c;

-- name: memory_clear_all exec
-- The same for all chats of a member, and their notes.
-- in: member_id member_id
with c as (select id from chat where member_id = :member_id),
s as (delete from memory_summary where chat_id in (select id from c)),
p as (delete from memory_place where message_id in (select m.id from message m join c on c.id = m.chat_id)),
n as (delete from memory_note where member_id = :member_id)
select from c;

-- name: impersonate_state one
-- Whether a line is being written for the member, and why the last one failed when that was just now.
-- in: chat_id chat_id, member_id member_id
-- out: is_running bool, reason text?, says text?
select impersonate_runs(:chat_id, :member_id) as is_running, i.reason, turn_says(i.reason) as says
from (select 1) one left join lateral (
	select x.reason from impersonation x where x.chat_id = :chat_id and x.member_id = :member_id
		and x.ended_at > now() - interval '2 min' order by x.id desc limit 1) i on true;
