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

-- Timed effects of lore, as SillyTavern keeps them with a chat: {"sticky": {"World.uid": {"start", "end",
-- "protected", "hash"}}, "cooldown": {...}}, where start is how many messages there were. Here a reply says
-- what fired for it (prompt_record), and they follow from that.

create function timed_books(p_chat bigint) returns table (id bigint, name text, owner_id bigint)
language sql stable as $$
	select b.id, b.name, b.owner_id from chat c cross join lateral (
		select l.lorebook_id from chat_lorebook l where l.chat_id = c.id
		union select l.lorebook_id from character_lorebook l join lorebook o on o.id = l.lorebook_id
		where l.character_id = c.character_id and (l.is_own or o.owner_id = c.member_id)
		union select p.lorebook_id from persona p where p.id = persona_of(c.id, c.member_id)
		union select g.id from lorebook g where g.owner_id = c.member_id and g.is_global) x (id)
	join lorebook b on b.id = x.id and b.deleted_at is null where c.id = p_chat
$$;

-- What is read of a chat, from its beginning; n counts from 0.
create function timed_path(p_chat bigint) returns table (n int, id bigint, role text) language sql stable as $$
	with recursive path as (
		select m.id, m.parent_id, m.role, m.is_hidden, m.depth from chat c join message m on m.id = c.head_id
		where c.id = p_chat
		union all
		select m.id, m.parent_id, m.role, m.is_hidden, m.depth from path p join message m on m.id = p.parent_id)
	select row_number() over (order by depth)::int - 1, id, role from path where not is_hidden
$$;

-- The effects that a file has, with the entries that they are about where their book is one of the chat's.
create function timed_read(p_chat bigint, p_timed jsonb) returns table (kind text, key text, entry_id bigint,
	book_id bigint, sticky int, is_protected boolean, began int, ends int) language sql stable as $$
	with books as materialized (select * from timed_books(p_chat)),
	said as (
		select t.kind, v.key, regexp_replace(v.key, '\.[^.]*$', '') as world, regexp_replace(v.key, '^.*\.', '') as uid,
			v.value from (values ('sticky'), ('cooldown')) t (kind), lateral jsonb_each(case
				when jsonb_typeof(p_timed -> t.kind) = 'object' then p_timed -> t.kind else '{}' end) v
		where v.value @? '$ ? (@.start >= 0 && @.start < 1000000 && @.end >= 0 && @.end < 1000000)' limit 2000)
	select s.kind, s.key, e.id, e.lorebook_id, coalesce(e.sticky, 0), coalesce(s.value -> 'protected' = 'true', false),
		(s.value ->> 'start')::numeric::int, (s.value ->> 'end')::numeric::int
	from said s left join lateral (
		select e.id, e.lorebook_id, e.sticky from books b join lore_entry e on e.lorebook_id = b.id
		where e.deleted_at is null and (e.uid = s.uid or e.uid = '' and e.source_at::text = s.uid)
			and (lower(b.name) = lower(s.world) or (select count(*) from books) = 1)
		order by lower(b.name) = lower(s.world) desc limit 1) e on true
$$;

create function timed_bring(p_chat bigint, p_timed jsonb) returns void language sql as $$
	insert into prompt_record (message_id, chat_id, member_id, fired)
	select p.id, p_chat, c.member_id, array_agg(distinct r.book_id || ':' || r.entry_id)
	from timed_read(p_chat, p_timed) r join chat c on c.id = p_chat
	-- What rests since it ended fired when that began.
	join timed_path(p_chat) p on p.role = 'assistant'
		and p.n = r.began - case when r.kind = 'cooldown' and r.is_protected then r.sticky else 0 end
	where r.entry_id is not null group by p.id, c.member_id
	on conflict (message_id) do nothing
$$;

-- What lasts at the end of a chat: of books of its owner's, and of what came with it and is about no book here.
create function timed_take(p_chat bigint, p_came jsonb) returns jsonb language sql stable as $$
	with path as materialized (select * from timed_path(p_chat)),
	now as (select count(*)::int as n from path),
	fired as (
		select e.id, b.name || '.' || coalesce(nullif(e.uid, ''), e.source_at::text, e.n::text) as key,
			coalesce(e.sticky, 0) as sticky, coalesce(e.cooldown, 0) as cooldown, p.n
		from path p join prompt_record r on r.message_id = p.id cross join unnest(r.fired) f (ref)
		join timed_books(p_chat) b on b.id = split_part(f.ref, ':', 1)::bigint
		join chat c on c.id = p_chat and c.member_id = b.owner_id
		join lore_entry e on e.lorebook_id = b.id and e.id = split_part(f.ref, ':', 2)::bigint and e.deleted_at is null
		where coalesce(e.sticky, 0) + coalesce(e.cooldown, 0) > 0),
	-- While it lasts it fires on, which is no new beginning.
	runs as (select *, max(n) filter (where is_new) over (partition by id order by n) as began from (
		select *, coalesce(n - lag(n) over (partition by id order by n) > sticky + cooldown, true) as is_new from fired) f),
	lasting as (
		select distinct on (r.id) r.key, r.sticky, r.cooldown, r.began, now.n as count from runs r, now
		order by r.id, r.n desc),
	ours as (
		select 'sticky' as kind, key, began, began + sticky as ends, false as is_protected from lasting
		where sticky > 0 and count <= began + sticky
		union all
		select 'cooldown', key, began, began + cooldown, false from lasting
		where cooldown > 0 and count <= began + case when sticky > 0 then sticky else cooldown end
		union all
		select 'cooldown', key, began + sticky, began + sticky + cooldown, true from lasting
		where cooldown > 0 and sticky > 0 and count > began + sticky and count <= began + sticky + cooldown),
	whole as (
		select kind, key, jsonb_strip_nulls(jsonb_build_object('hash', coalesce(p_came -> kind -> key -> 'hash',
			p_came -> 'sticky' -> key -> 'hash', p_came -> 'cooldown' -> key -> 'hash'), 'start', began, 'end', ends,
			'protected', is_protected)) as value from ours
		union all
		select r.kind, r.key, p_came -> r.kind -> r.key from timed_read(p_chat, coalesce(p_came, '{}')) r, now
		where r.entry_id is null and (r.began < now.n or r.is_protected) and now.n <= r.ends)
	select jsonb_build_object('sticky', coalesce(jsonb_object_agg(key, value) filter (where kind = 'sticky'), '{}'),
		'cooldown', coalesce(jsonb_object_agg(key, value) filter (where kind = 'cooldown'), '{}')) from whole
$$;

grant insert on prompt_record to snug_web;
grant usage on sequence message_id_seq to snug_web;
grant select, insert, delete on chat_import to snug_web;
