-- Chats as trees of messages, the turns that make replies, and the events that streams are made of.

create table chat (
	id bigint generated always as identity primary key,
	member_id bigint not null references member on delete cascade,
	character_id bigint not null references character,
	title text not null default '' check (char_length(title) <= 80),
	-- The leaf of the branch that is being read; the path to the root is the conversation.
	head_id bigint,
	message_count bigint not null default 0,
	-- First words of the newest message, for the list.
	preview text not null default '',
	settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
	created_at timestamptz not null default now(),
	last_message_at timestamptz not null default now(),
	deleted_at timestamptz
) with (fillfactor = 70);
create index chat_mine on chat (member_id, last_message_at desc, id desc) where deleted_at is null;
create index chat_pair on chat (member_id, character_id, last_message_at desc) where deleted_at is null;

-- One row a message and a swipe: swipes are children of the same parent.
create table message (
	id bigint generated always as identity primary key,
	chat_id bigint not null references chat on delete cascade,
	parent_id bigint references message,
	role text not null check (role in ('user', 'assistant', 'system', 'staff')),
	content text not null default '' check (char_length(content) <= 64000),
	status text not null default 'complete'
		check (status in ('pending', 'streaming', 'complete', 'partial', 'failed', 'blocked', 'deleted')),
	-- Place among the live swipes of one parent, from 0; deleted ones have none.
	swipe_index int default 0 check (swipe_index >= 0),
	-- Who speaks, as people see it, and with what.
	speaker_label text not null default '',
	model text not null default '',
	gem_cost bigint not null default 0 check (gem_cost >= 0),
	-- Why a reply is not whole: an error code of the outside contract, or ''.
	reason text not null default '',
	rating int check (rating between 1 and 5),
	created_at timestamptz not null default now(),
	edited_at timestamptz,
	-- At the end of a statement, so that one statement may move several up.
	constraint one_place_among_swipes unique (parent_id, swipe_index) deferrable initially immediate
) with (fillfactor = 70);
create index message_chat on message (chat_id, id);
alter table chat add foreign key (head_id) references message on delete set null;

-- One reply being made.
create table turn (
	id bigint generated always as identity primary key,
	chat_id bigint not null references chat on delete cascade,
	message_id bigint not null references message on delete cascade,
	member_id bigint not null references member on delete cascade,
	character_id bigint not null references character,
	hold_id bigint,
	price bigint not null check (price >= 0),
	state text not null default 'queued'
		check (state in ('queued', 'running', 'complete', 'partial', 'failed', 'stopped')),
	stop_asked boolean not null default false,
	-- Sequence number of the newest event; what has been told to readers.
	seq int not null default 0,
	provider text not null default '',
	prompt_tokens int,
	completion_tokens int,
	seed bigint not null default 0,
	created_at timestamptz not null default now(),
	first_text_at timestamptz,
	ended_at timestamptz
) with (fillfactor = 60);
-- A chat has one reply in the making at a time; a second send waits as a draft.
create unique index turn_open on turn (chat_id) where state in ('queued', 'running');

-- What streams send, in order. Rows live for minutes; the message keeps the text.
create table turn_event (
	id bigint generated always as identity primary key,
	turn_id bigint not null,
	seq int not null,
	kind text not null check (kind in ('token_delta', 'job_update', 'message_complete', 'credit_update',
		'moderation_block', 'error')),
	data text not null,
	at timestamptz not null default now()
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
create unique index turn_event_turn on turn_event (turn_id, seq);

-- The same for what concerns a member and no turn: pictures in the making, gems, notices.
create table member_event (
	id bigint generated always as identity primary key,
	member_id bigint not null,
	kind text not null check (kind in ('job_update', 'credit_update', 'notification', 'chat_update',
		'draft_update')),
	data text not null,
	at timestamptz not null default now()
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
create index member_event_member on member_event (member_id, id);

grant select, insert, update, delete on chat, message, turn to snug_web;
grant select, update on chat, message, turn to snug_worker;
grant select, insert, delete on turn_event, member_event to snug_worker;
grant select, insert on turn_event, member_event to snug_web;
