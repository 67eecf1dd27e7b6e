-- The tree of messages of a chat: reading on elsewhere, changing it, marks, search. The steps that must
-- be atomic are functions of migration 0019; their outcomes are words.

-- name: tree_swipe one
-- in: member_id member_id, chat_id chat_id, expected message_id?, message_id message_id, index int
-- out: outcome text, message_id message_id?
select outcome, message_id from message_swipe(:member_id, :chat_id, :expected, :message_id, :index::int);

-- name: tree_goto one
-- in: member_id member_id, chat_id chat_id, expected message_id?, message_id message_id, exact bool
-- out: outcome text, message_id message_id?
select outcome, message_id from message_goto(:member_id, :chat_id, :expected, :message_id, :exact);

-- name: tree_edit one
-- in: member_id member_id, chat_id chat_id, expected message_id?, message_id message_id, content text
-- out: outcome text
select outcome from message_edit(:member_id, :chat_id, :expected, :message_id, :content);

-- name: tree_delete one
-- in: member_id member_id, chat_id chat_id, expected message_id?, message_id message_id, alone bool
-- out: outcome text, message_id message_id?
select outcome, message_id from message_delete(:member_id, :chat_id, :expected, :message_id, :alone);

-- name: tree_restore one
-- in: member_id member_id, chat_id chat_id, message_id message_id
-- out: outcome text, message_id message_id?
select outcome, message_id from message_restore(:member_id, :chat_id, :message_id);

-- name: tree_mark one
-- in: member_id member_id, chat_id chat_id, expected message_id?, message_id message_id, what text, text text
-- out: outcome text
select outcome from message_mark(:member_id, :chat_id, :expected, :message_id, :what, :text);

-- name: tree_branch one
-- in: member_id member_id, chat_id chat_id, expected message_id?, message_id message_id, title text
-- out: outcome text, chat_id chat_id?
select outcome, chat_id from message_branch(:member_id, :chat_id, :expected, :message_id, :title);

-- name: tree_tell one
-- The members' other tabs and devices, told after the commit.
-- in: chat_id chat_id, why text
-- out: first_told int, last_told int
select first_told, last_told from chat_tell(:chat_id, :why);

-- name: tree_versions many
-- All versions of a message's place, in their order.
-- in: chat_id chat_id, message_id message_id
-- out: id message_id, swipe_index int, content text, created_at moment, model text, later_count int
select s.id, s.swipe_index::bigint as swipe_index, left(s.content, 240) as content, s.created_at, s.model,
	s.child_count::bigint as later_count
from message m join message s on s.chat_id = m.chat_id and s.parent_id is not distinct from m.parent_id
	and s.deleted_at is null
where m.id = :message_id and m.chat_id = :chat_id order by s.swipe_index limit 200;

-- name: tree_beside one
-- What a message of the member follows, where another version of it can stand.
-- in: chat_id chat_id, message_id message_id, member_id member_id
-- out: parent_id message_id
select parent_id from message where id = :message_id and chat_id = :chat_id and role = 'user'
	and member_id = :member_id and parent_id is not null and deleted_at is null;

-- name: tree_marks many
-- Bookmarks and checkpoints of a chat, in the order of the story.
-- in: chat_id chat_id
-- out: id message_id, role text, speaker_label text, bookmark text?, checkpoint text?, words text
-- out: depth int, created_at moment
select id, role, speaker_label, bookmark, checkpoint, left(content, 160) as words, depth::bigint as depth, created_at
from message where chat_id = :chat_id and (bookmark is not null or checkpoint is not null)
	and deleted_at is null order by depth, id limit 300;

-- name: tree_branches many
-- Chats of the member that were copied from this one.
-- in: chat_id chat_id, member_id member_id
-- out: id chat_id, title text, created_at moment, message_count count
select c.id, c.title, c.created_at, c.message_count from chat_of(:member_id) c
where c.origin_chat_id = :chat_id order by c.id desc limit 100;

-- part: found
select m.id, m.role, m.speaker_label, m.content, m.depth::bigint as depth, m.created_at,
	coalesce(message_at(c.head_id, m.depth) = m.id, false) as on_way
from message m join chat c on c.id = m.chat_id;

-- name: tree_find many
-- Messages that have all of the patterns, newest first. A chat is read from its end until there are enough:
-- 10,000 messages take some milliseconds, less than an index of their words takes in writing.
-- in: chat_id chat_id, patterns text[], before message_id, limit int
-- out: id message_id, role text, speaker_label text, content text, depth int, created_at moment
-- out: on_way bool
{found}
where m.chat_id = :chat_id and m.deleted_at is null and m.id < :before and m.status in ('complete', 'partial')
	and m.content ~* all(:patterns::text[])
order by m.id desc limit :limit;

-- name: tree_scan many
-- The same for what has no words as languages with spaces have them: any part of the text.
-- row: tree_find
-- in: chat_id chat_id, part text, before message_id, limit int
{found}
where m.chat_id = :chat_id and m.deleted_at is null and m.id < :before
	and strpos(lower(m.content), lower(:part)) > 0
order by m.id desc limit :limit;

-- name: tree_bones many
-- Every live message of a chat without its text, parents before children: what a drawing needs.
-- in: chat_id chat_id
-- out: id message_id, parent_id message_id?, depth int, child_count int, swipe_index int, is_member bool
-- out: is_marked bool
select id, parent_id, depth::bigint as depth, child_count::bigint as child_count,
	swipe_index::bigint as swipe_index, role = 'user' as is_member,
	bookmark is not null or checkpoint is not null as is_marked
from message where chat_id = :chat_id and deleted_at is null order by id limit 200000;

-- name: tree_flesh many
-- What a drawing says of the messages that it shows.
-- in: chat_id chat_id, ids int[]
-- out: id message_id, speaker_label text, words text, bookmark text?, checkpoint text?
select id, speaker_label, left(content, 120) as words, bookmark, checkpoint
from message where chat_id = :chat_id and id = any (:ids) order by id;

-- name: tree_purge exec
-- What was deleted a day ago is gone for good.
delete from message where id in (select id from message
	where deleted_at < now() - interval '25 hours' order by depth desc limit 5000);
