-- Chats that members bring from other tools, and take back whole.

-- As text, byte for byte: jsonb would change order, numbers and \u0000.
alter table message
	-- What the message brought and no column holds: lib/chatfile/read.h.
	add column extra json;
alter table message alter column extra set compression lz4;
alter table chat
	-- The format that it was brought in, and its header as it came.
	add column brought json,
	-- Bytes of the file that it came in, for the quota of its member.
	add column brought_bytes bigint not null default 0;

-- Ids ahead of their rows, so that a tree goes in by a few statements.
create function message_ids(p_n int) returns setof bigint language sql as $$
	select nextval('message_id_seq') from generate_series(1, p_n)
$$;

-- What came of the files of one import of chats; the newest twenty of a member are kept.
create table chat_import (
	id bigint generated always as identity primary key,
	member_id bigint not null references member on delete cascade,
	results jsonb not null check (jsonb_typeof(results) = 'array'),
	created_at timestamptz not null default now()
);
create index chat_import_member on chat_import (member_id, id desc);

grant usage on sequence message_id_seq to snug_web;
grant select, insert, delete on chat_import to snug_web;
