-- Chats that come in from files, and go out as files. Ownership stands in every statement.

-- name: chatfile_ids many
-- Numbers for messages that are about to be written.
-- in: n int
-- out: id key
select message_ids(:n::int) as id;

-- name: chatfile_used one
-- Bytes of the chats that a member brought and still has.
-- in: member_id member_id
-- out: bytes int
select coalesce(sum(brought_bytes), 0)::bigint as bytes from chat
where member_id = :member_id and deleted_at is null;

-- name: chatfile_put_chat one
-- in: member_id member_id, character_id character_id, title text, preview text, brought text?
-- in: variables text?, note_text text, note_position text, note_depth int, note_interval int, note_role text
-- in: bytes int, messages int, roots int, words int, created_at moment?
-- out: id chat_id
insert into chat (member_id, character_id, title, preview, brought, variables, note_text, note_position, note_depth,
	note_interval, note_role, brought_bytes, message_count, root_count, word_count, created_at)
values (:member_id, :character_id, :title, :preview, :brought::text::json, :variables::text::json, :note_text,
	:note_position, :note_depth::int, :note_interval::int, :note_role, :bytes, :messages, :roots::int, :words,
	coalesce(:created_at, now()))
returning id;

-- name: chatfile_put_messages exec
-- Some messages of a new chat with their places in the tree, as 0018 has them. Null is 0 or '', and a
-- bookmark begins with "+"; moments are microseconds since 1970.
-- in: chat_id chat_id, member_id member_id, character_id character_id, ids int[], parents int[]
-- in: jumps int[], swipes int[], depths int[], jump_depths int[], children int[], ratings int[]
-- in: moments int[], edited int[], hidden int[], roles text[], names text[], contents text[]
-- in: models text[], statuses text[], bookmarks text[], checkpoints text[], extras text[]
insert into message (id, chat_id, parent_id, role, content, status, swipe_index, speaker_label, model,
	rating, created_at, edited_at, depth, jump_id, jump_depth, child_count, is_hidden, bookmark, checkpoint,
	character_id, member_id, extra)
overriding system value
select x.id, :chat_id, nullif(x.parent, 0), x.role, x.content, x.status, x.swipe, x.name, x.model,
	nullif(x.rating, 0), to_timestamp(x.moment / 1000000.0),
	case when x.edited = 1 then to_timestamp(x.moment / 1000000.0) end, x.depth, x.jump, x.jump_depth,
	x.children, x.hidden = 1, case when x.bookmark <> '' then substr(x.bookmark, 2) end,
	nullif(x.checkpoint, ''), case x.role when 'assistant' then :character_id end,
	case x.role when 'user' then :member_id end, nullif(x.extra, '')::json
from unnest(:ids, :parents, :jumps, :swipes, :depths, :jump_depths, :children, :ratings, :moments,
	:edited, :hidden, :roles, :names, :contents, :models, :statuses, :bookmarks, :checkpoints, :extras)
	as x (id, parent, jump, swipe, depth, jump_depth, children, rating, moment, edited, hidden, role, name,
		content, model, status, bookmark, checkpoint, extra);

-- name: chatfile_open exec
-- Shows the new chat at the end of its path.
-- in: chat_id chat_id, head_id message_id
update chat set head_id = :head_id where id = :chat_id;

-- name: chatfile_put_timed one
-- Timed effects of lore that came with the chat: what fired for the replies that say so.
-- in: chat_id chat_id, timed text
-- out: done bool
select timed_bring(:chat_id, :timed::jsonb) is null as done;

-- name: chatfile_timed_find one
-- Those that last at the end of it, as SillyTavern has them; `came` is what came with the chat.
-- in: chat_id chat_id, came text
-- out: timed text
select timed_take(:chat_id, :came::jsonb)::text as timed;

-- name: chatfile_find one
-- A chat of the member, as its file says it. Note and variables are its owner's, and not for guests.
-- in: chat_id chat_id, member_id member_id
-- out: id chat_id, title text, head_id message_id?, brought text?, created_at moment
-- out: character_id character_id, character_name text, disclosure text, is_own bool, note_text text
-- out: note_position text, note_depth int, note_interval int, note_role text, variables text
select c.id, c.title, c.head_id, c.brought::text as brought, c.created_at, k.id as character_id,
	k.name as character_name, disclosure(k.voice) as disclosure, c.member_id = :member_id as is_own, c.note_text,
	c.note_position, c.note_depth::bigint, c.note_interval::bigint, c.note_role,
	coalesce(variables_at(c.head_id), c.variables, '{}')::text as variables
from chat_of(:member_id) c join character k on k.id = c.character_id
where c.id = :chat_id;

-- name: chatfile_path many
-- The conversation that is read, newest first: what each message hangs on.
-- in: chat_id chat_id, head_id message_id
-- out: id key, parent_id key
with recursive path as (
	select m.id, m.parent_id from message m where m.id = :head_id and m.chat_id = :chat_id
	union all
	-- One look by the key for each, whatever the planner thinks of a table that has just grown.
	select p.parent_id, (select m.parent_id from message m where m.id = p.parent_id)
	from path p where p.parent_id is not null)
select id, coalesce(parent_id, 0)::bigint as parent_id from path;

-- part: message
select m.id, coalesce(m.parent_id, 0)::bigint as parent_id, m.role, m.content, m.status,
	m.swipe_index::bigint, m.speaker_label, m.model, coalesce(m.rating, 0)::bigint as rating, m.created_at,
	m.edited_at is not null as is_edited, m.is_hidden, m.bookmark, m.checkpoint, m.extra::text as extra;

-- name: chatfile_versions many
-- Messages that hang on these (0: the first of the chat), in the order of their versions.
-- in: chat_id chat_id, parents int[]
-- row: chatfile_message
-- out: id key, parent_id key, role text, content text, status text, swipe_index int
-- out: speaker_label text, model text, rating int, created_at moment, is_edited bool, is_hidden bool
-- out: bookmark text?, checkpoint text?, extra text?
{message}
from (select * from message where parent_id = any(:parents) and chat_id = :chat_id
	union all
	select * from message where chat_id = :chat_id and parent_id is null and 0 = any(:parents)) m
where m.deleted_at is null
order by m.depth, m.swipe_index;

-- name: chatfile_tree many
-- All messages, in the order in which they were written.
-- in: chat_id chat_id, after int, limit int
-- row: chatfile_message
{message}
from message m
where m.chat_id = :chat_id and m.deleted_at is null and m.id > :after order by m.id limit :limit;

-- name: chatfile_results_put one
-- in: member_id member_id, results json
-- out: id int
with old as (
	delete from chat_import where id in (select i.id from chat_import i
		where i.member_id = :member_id order by i.id desc offset 19))
insert into chat_import (member_id, results) values (:member_id, :results) returning id;

-- name: chatfile_results_find one
-- in: id int, member_id member_id
-- out: results json, created_at moment
select results, created_at from chat_import where id = :id and member_id = :member_id;

-- name: chatfile_characters many
-- Whom a chat can be with: the member's own, then those that they talked with last.
-- in: member_id member_id
-- out: id character_id, name text, is_own bool, disclosure text
select k.id, k.name, k.creator_id = :member_id as is_own, disclosure(k.voice) as disclosure from character k
where k.deleted_at is null and character_shown(k.nsfw_level, :member_id) and k.moderation_status not in ('rejected', 'quarantined')
	and (k.creator_id = :member_id or k.visibility in ('public', 'unlisted') and k.moderation_status = 'approved'
		and exists (select from chat c where c.member_id = :member_id and c.character_id = k.id))
order by 3 desc, lower(k.name), k.id limit 300;

-- name: chatfile_character one
-- The name of one with whom the member may have a chat.
-- in: id character_id, member_id member_id
-- out: id character_id, name text, disclosure text
select id, name, disclosure(voice) as disclosure from character
where id = :id and deleted_at is null and character_shown(nsfw_level, :member_id)
	and moderation_status not in ('rejected', 'quarantined')
	and (creator_id = :member_id or visibility in ('public', 'unlisted') and moderation_status = 'approved');

-- name: chatfile_own_called one
-- A character of the member's own by its name; the newest of several.
-- in: member_id member_id, name text
-- out: id character_id
select id from character
where creator_id = :member_id and lower(name) = lower(:name) and deleted_at is null
	and moderation_status not in ('rejected', 'quarantined')
order by id desc limit 1;
