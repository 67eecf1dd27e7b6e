-- Messages as a tree that stays quick at any length, and who takes part in a chat.
--
-- Reading, writing and swiping cost the same at 100 and at 10,000 messages:
--   jump_id      an ancestor far up, chosen so that any ancestor is found in O(log depth) steps
--                (E. W. Myers, "An applicative random-access stack", 1983); it never changes
--   child_count  live children, so that a version needs no counting; chat.root_count for the first
--   leaf_id      where one was reading below this message when one left it for another version
-- swipe_index counts the live versions of one place from 0 without gaps; deleted ones have none.

alter table message
	-- Messages above it; the first has 0.
	add column depth int,
	add column jump_id bigint,
	add column jump_depth int,
	add column child_count int not null default 0,
	add column leaf_id bigint,
	-- The same moment for all that one deletion took away.
	add column deleted_at timestamptz,
	-- Left out of prompts.
	add column is_hidden boolean not null default false,
	-- A mark of the reader, with a label or ''.
	add column bookmark text check (char_length(bookmark) <= 80),
	-- A named place to come back to.
	add column checkpoint text check (char_length(checkpoint) between 1 and 80),
	-- Who speaks, and which member wrote.
	add column character_id bigint references character,
	add column member_id bigint references member on delete set null,
	add column prompt_tokens int not null default 0,
	add column reply_tokens int not null default 0;

alter table chat
	add column root_count int not null default 0,
	add column word_count bigint not null default 0,
	add column token_count bigint not null default 0,
	add column gems_spent bigint not null default 0,
	-- Where a branch was copied from.
	add column origin_chat_id bigint,
	add column origin_message_id bigint;

alter table turn
	-- What stood in the message before: a reply that is continued.
	add column prefix text not null default '',
	-- The model that was chosen when it was ordered.
	add column model_key text not null default '',
	drop constraint turn_message_id_key;
create index turn_message on turn (message_id);

-- Who may read and write.
alter index chat_member rename to chat_mine;
create table chat_member (
	chat_id bigint not null references chat on delete cascade,
	member_id bigint not null references member on delete cascade,
	role text not null default 'owner' check (role in ('owner', 'guest')),
	-- What they typed here and have not sent yet.
	draft text not null default '' check (char_length(draft) <= 8000),
	joined_at timestamptz not null default now(),
	primary key (chat_id, member_id)
);
create index chat_member_of on chat_member (member_id, chat_id);
create index chat_member_guest on chat_member (member_id, chat_id) where role = 'guest';

-- Who speaks besides them.
create table chat_character (
	chat_id bigint not null references chat on delete cascade,
	character_id bigint not null references character,
	place int not null default 0,
	talkativeness real not null default 0.5 check (talkativeness between 0 and 1),
	is_muted boolean not null default false,
	primary key (chat_id, character_id)
);
create index chat_character_in on chat_character (character_id);

grant select, insert, update, delete on chat_member, chat_character to snug_web;
-- A branch gives its rows their ids itself.
grant usage on sequence chat_id_seq, message_id_seq to snug_web;
grant select on chat_member, chat_character to snug_worker;

create function chat_begun() returns trigger language plpgsql as $$
begin
	insert into chat_member (chat_id, member_id) values (new.id, new.member_id);
	insert into chat_character (chat_id, character_id) values (new.id, new.character_id);
	return null;
end $$;
insert into chat_member (chat_id, member_id, draft, joined_at) select id, member_id, draft, created_at from chat;
alter table chat drop column draft;
insert into chat_character (chat_id, character_id) select id, character_id from chat;
create trigger chat_begun after insert on chat for each row execute function chat_begun();

-- The chats that a member is in. Every statement about a chat of theirs reads this.
create function chat_of(p_member bigint) returns setof chat language sql stable as $$
	select c.* from chat c where c.deleted_at is null and exists (
		select from chat_member m where m.chat_id = c.id and m.member_id = p_member)
$$;

-- ---------------------------------------------------------------- a message's place in the tree

create function count_words(p_text text) returns int language sql immutable as $$
	select cardinality(array_remove(string_to_array(translate(p_text, E'\n\t\r', '   '), ' '), ''))
$$;

-- What comes with a depth is a copy and has all that follows already.
create function message_place() returns trigger language plpgsql as $$
declare
	p record;
	c record;
begin
	if new.parent_id is null then
		new.depth := 0; new.jump_id := new.id; new.jump_depth := 0;
		update chat set root_count = root_count + 1 where id = new.chat_id;
	else
		select m.chat_id, m.depth, m.jump_id, m.jump_depth, j.jump_id as far_id, j.jump_depth as far_depth
			into p from message m join message j on j.id = m.jump_id where m.id = new.parent_id;
		if p.chat_id is distinct from new.chat_id then
			raise exception 'message % is in no branch of chat %', new.parent_id, new.chat_id
				using errcode = 'foreign_key_violation';
		end if;
		new.depth := p.depth + 1;
		if p.depth - p.jump_depth = p.jump_depth - p.far_depth then
			new.jump_id := p.far_id; new.jump_depth := p.far_depth;
		else
			new.jump_id := new.parent_id; new.jump_depth := p.depth;
		end if;
		update message set child_count = child_count + 1 where id = new.parent_id;
	end if;
	if new.role = 'user' and new.member_id is null or new.role = 'assistant' and new.character_id is null then
		select member_id, character_id into c from chat where id = new.chat_id;
		new.member_id := case new.role when 'user' then coalesce(new.member_id, c.member_id) end;
		new.character_id := case new.role when 'assistant' then coalesce(new.character_id, c.character_id) end;
	end if;
	return new;
end $$;

-- The ancestor of p_id (or itself) that has p_depth messages above it.
create function message_at(p_id bigint, p_depth int) returns bigint language plpgsql stable as $$
declare
	v bigint := p_id;
	m record;
begin
	loop
		select depth, parent_id, jump_id, jump_depth into m from message where id = v;
		if not found or m.depth < p_depth then
			return null;
		elsif m.depth = p_depth then
			return v;
		end if;
		v := case when m.jump_depth >= p_depth then m.jump_id else m.parent_id end;
	end loop;
end $$;

-- How deep the newest message is that two branches share; -1 when they share none.
create function message_meet(p_a bigint, p_b bigint) returns int language plpgsql stable as $$
declare
	a record;
	b record;
	low int;
begin
	select least(x.depth, y.depth) into low from message x, message y where x.id = p_a and y.id = p_b;
	select id, depth, parent_id, jump_id into a from message where id = message_at(p_a, low);
	select id, depth, parent_id, jump_id into b from message where id = message_at(p_b, low);
	while a.id <> b.id loop
		if a.depth = 0 then
			return -1;
		elsif a.jump_id <> b.jump_id then
			select id, depth, parent_id, jump_id into a from message where id = a.jump_id;
			select id, depth, parent_id, jump_id into b from message where id = b.jump_id;
		else
			select id, depth, parent_id, jump_id into a from message where id = a.parent_id;
			select id, depth, parent_id, jump_id into b from message where id = b.parent_id;
		end if;
	end loop;
	return a.depth;
end $$;

-- Before one goes from p_old to p_new: where they part, what one was reading is remembered. p_new may
-- itself lie off the way that was read last below that point; then the same holds there, and so on.
create function message_leave(p_old bigint, p_new bigint) returns void language plpgsql as $$
declare
	old bigint := p_old;
	meet int;
	old_depth int;
	new_depth int;
begin
	select depth into new_depth from message where id = p_new;
	while old is not null and old <> p_new loop
		select depth into old_depth from message where id = old and deleted_at is null;
		exit when not found;
		meet := message_meet(old, p_new);
		exit when meet >= old_depth;
		update message set leaf_id = old where id = message_at(old, meet + 1) and leaf_id is distinct from old;
		exit when meet >= new_depth;
		select leaf_id into old from message where id = message_at(p_new, meet + 1);
	end loop;
end $$;

-- The end of the branch below p_id that was read last, else of the newest.
create function message_leaf(p_id bigint) returns bigint language plpgsql stable as $$
declare
	v bigint := p_id;
	m record;
begin
	loop
		select x.child_count, l.id as leaf into m from message x
			left join message l on l.id = x.leaf_id and l.id <> x.id and l.deleted_at is null where x.id = v;
		if not found or m.child_count = 0 then
			return v;
		end if;
		v := coalesce(m.leaf, (select k.id from message k where k.parent_id = v and k.deleted_at is null
			order by k.id desc limit 1), null);
		if v is null then
			return p_id;
		end if;
	end loop;
end $$;

-- Where a window that shows p_id ends, p_more messages below it on the way to p_head; when p_id is not
-- on that way, on the way that was read last below it. line is the end of that way.
create function message_below(p_head bigint, p_id bigint, p_more int, out end_id bigint, out line bigint,
	out on_way boolean) language plpgsql stable as $$
declare
	deep int;
	last int;
begin
	select depth into deep from message where id = p_id;
	on_way := message_at(p_head, deep) = p_id;
	line := case when on_way then p_head else message_leaf(p_id) end;
	select depth into last from message where id = line;
	end_id := message_at(line, least(last, deep + p_more));
end $$;

-- The oldest message on the way to p_head that is not older than p_from; p_head when there is none.
create function message_since(p_head bigint, p_from timestamptz) returns bigint language plpgsql stable as $$
declare
	v bigint := p_head;
	m record;
begin
	loop
		select x.depth, x.parent_id, x.jump_id, p.created_at >= p_from as up, j.created_at >= p_from as far into m
			from message x left join message p on p.id = x.parent_id join message j on j.id = x.jump_id where x.id = v;
		if not found or m.depth = 0 or not m.up then
			return v;
		end if;
		v := case when m.far then m.jump_id else m.parent_id end;
	end loop;
end $$;

-- Words of whole messages, for the search in a chat.
create extension if not exists btree_gin;
create table message_words (
	message_id bigint primary key references message on delete cascade,
	chat_id bigint not null references chat on delete cascade,
	words tsvector not null
);
create index message_words_find on message_words using gin (chat_id, words);
create function message_words_keep() returns trigger language plpgsql as $$
begin
	insert into message_words values (new.id, new.chat_id, to_tsvector('simple', new.content))
		on conflict (message_id) do update set words = excluded.words;
	return null;
end $$;
insert into message_words select id, chat_id, to_tsvector('simple', content) from message
	where status in ('complete', 'partial') and content <> '';
grant select, insert, update, delete on message_words to snug_web, snug_worker;

-- What is there already gets its place.
do $$
declare
	r record;
	p record;
begin
	for r in with recursive t as (
			select id, parent_id, 0 as depth from message where parent_id is null
			union all select m.id, m.parent_id, t.depth + 1 from t join message m on m.parent_id = t.id)
		select * from t order by depth, id
	loop
		if r.parent_id is null then
			update message set depth = 0, jump_id = id, jump_depth = 0 where id = r.id;
			continue;
		end if;
		select x.depth, x.jump_id, x.jump_depth, j.jump_id as far_id, j.jump_depth as far_depth
			into p from message x join message j on j.id = x.jump_id where x.id = r.parent_id;
		if p.depth - p.jump_depth = p.jump_depth - p.far_depth then
			update message set depth = r.depth, jump_id = p.far_id, jump_depth = p.far_depth where id = r.id;
		else
			update message set depth = r.depth, jump_id = r.parent_id, jump_depth = p.depth where id = r.id;
		end if;
	end loop;
end $$;
update message m set child_count = k.n
	from (select parent_id, count(*) as n from message where parent_id is not null group by 1) k where k.parent_id = m.id;
update message m set member_id = case m.role when 'user' then c.member_id end,
	character_id = case m.role when 'assistant' then c.character_id end from chat c where c.id = m.chat_id;
update chat c set root_count = x.roots, word_count = x.words, gems_spent = x.gems from (
	select chat_id, count(*) filter (where parent_id is null) as roots, sum(count_words(content)) as words,
		sum(gem_cost) as gems from message group by 1) x where x.chat_id = c.id;
update chat c set token_count = x.n from (select chat_id,
	sum(coalesce(prompt_tokens, 0) + coalesce(completion_tokens, 0)) as n from turn group by 1) x where x.chat_id = c.id;
update message m set prompt_tokens = coalesce(t.prompt_tokens, 0), reply_tokens = coalesce(t.completion_tokens, 0)
	from turn t where t.message_id = m.id;

alter table message
	alter column depth set not null,
	alter column jump_id set not null,
	alter column jump_depth set not null,
	alter column swipe_index drop not null,
	drop constraint one_place_among_swipes,
	-- At the end of a statement, so that one statement may move several up.
	add constraint one_place_among_swipes unique (parent_id, swipe_index) deferrable initially immediate,
	add constraint place_while_live check (swipe_index is not null or deleted_at is not null);
create trigger message_place before insert on message for each row when (new.depth is null)
	execute function message_place();
create trigger message_words_new after insert on message for each row
	when (new.status in ('complete', 'partial') and new.content <> '') execute function message_words_keep();
create trigger message_words_changed after update of content, status on message for each row
	when (new.status in ('complete', 'partial') and new.content <> ''
		and (old.content is distinct from new.content or old.status is distinct from new.status))
	execute function message_words_keep();
create index message_root on message (chat_id, swipe_index) where parent_id is null;
create index message_deleted on message (deleted_at) where deleted_at is not null;
create index message_marked on message (chat_id, id) where bookmark is not null or checkpoint is not null;

-- ---------------------------------------------------------------- telling other tabs and devices

alter table member_event drop constraint member_event_kind_check,
	add constraint member_event_kind_check
		check (kind in ('job_update', 'credit_update', 'notification', 'chat_update'));

-- One event for each member of the chat; after the commit the streams are told of this range.
create function chat_tell(p_chat bigint, p_why text, out first_told bigint, out last_told bigint)
language plpgsql as $$
begin
	with e as (
		insert into member_event (member_id, kind, data)
		select m.member_id, 'chat_update', json_build_object('chatId', c.id::text, 'headId', c.head_id::text,
			'why', p_why)::text
		from chat c join chat_member m on m.chat_id = c.id where c.id = p_chat returning id)
	select coalesce(min(id), 0), coalesce(max(id), 0) into first_told, last_told from e;
end $$;

-- ---------------------------------------------------------------- changing the tree

-- Locks a chat for a write. outcome: ok, no_chat, busy, stale_parent. p_expected: the head that the
-- caller saw, NULL for any.
create function chat_seize(p_member bigint, p_chat bigint, p_expected bigint, out outcome text, out c chat)
language plpgsql as $$
begin
	select x.* into c from chat x where x.id = p_chat and x.deleted_at is null
		and exists (select from chat_member m where m.chat_id = p_chat and m.member_id = p_member)
		for no key update of x;
	outcome := case when c.id is null then 'no_chat'
		when exists (select from turn t where t.chat_id = p_chat and t.state in ('queued', 'running')) then 'busy'
		when p_expected is not null and p_expected <> coalesce(c.head_id, 0) then 'stale_parent'
		else 'ok' end;
end $$;

-- Moves the reader. p_exact: to this message and no further, so that the next one begins a new branch.
create function chat_go(p_chat chat, p_to bigint, p_exact boolean) returns bigint language plpgsql as $$
declare
	target bigint := case when p_exact then p_to else message_leaf(p_to) end;
begin
	if p_chat.head_id is distinct from target then
		if p_chat.head_id is not null then
			perform message_leave(p_chat.head_id, target);
		end if;
		update chat set head_id = target where id = p_chat.id;
	end if;
	return target;
end $$;

-- Another version of the same place. Right of the last: outcome 'generate' for the newest reply (the
-- caller orders it), else it begins again with the first; left of the first comes the last.
create function message_swipe(p_member bigint, p_chat bigint, p_expected bigint, p_message bigint,
	p_index int, out outcome text, out message_id bigint) language plpgsql as $$
#variable_conflict use_column
declare
	seized record;
	c chat;
	m message;
	n int;
	i int := p_index;
begin
	select * into seized from chat_seize(p_member, p_chat, p_expected);
	outcome := seized.outcome; c := seized.c;
	if outcome <> 'ok' then
		return;
	end if;
	select x.* into m from message x where x.id = p_message and x.chat_id = p_chat and x.deleted_at is null;
	if not found then
		outcome := 'bad_message'; return;
	end if;
	n := coalesce((select x.child_count from message x where x.id = m.parent_id), c.root_count);
	-- One step beyond either end goes around, or on; further there is nothing.
	if i < -1 or i > n then
		outcome := 'bad_message'; return;
	elsif i = n and m.id = c.head_id and m.role = 'assistant' and m.parent_id is not null then
		outcome := 'generate'; message_id := m.id; return;
	end if;
	i := (i + n) % n;
	if m.parent_id is null then
		select x.id into message_id from message x
			where x.chat_id = p_chat and x.parent_id is null and x.swipe_index = i;
	else
		select x.id into message_id from message x where x.parent_id = m.parent_id and x.swipe_index = i;
	end if;
	perform chat_go(c, message_id, false);
end $$;

create function message_goto(p_member bigint, p_chat bigint, p_expected bigint, p_message bigint,
	p_exact boolean, out outcome text, out message_id bigint) language plpgsql as $$
#variable_conflict use_column
declare
	seized record;
	c chat;
begin
	select * into seized from chat_seize(p_member, p_chat, p_expected);
	outcome := seized.outcome; c := seized.c;
	if outcome <> 'ok' then
		return;
	end if;
	select x.id into message_id from message x where x.id = p_message and x.chat_id = p_chat and x.deleted_at is null;
	if not found then
		outcome := 'bad_message'; return;
	end if;
	perform chat_go(c, message_id, p_exact);
end $$;

-- outcome also: not_yours, a message that another member wrote.
create function message_edit(p_member bigint, p_chat bigint, p_expected bigint, p_message bigint,
	p_content text, out outcome text) language plpgsql as $$
#variable_conflict use_column
declare
	seized record;
	c chat;
	m message;
begin
	select * into seized from chat_seize(p_member, p_chat, p_expected);
	outcome := seized.outcome; c := seized.c;
	if outcome <> 'ok' then
		return;
	end if;
	select x.* into m from message x where x.id = p_message and x.chat_id = p_chat and x.deleted_at is null
		and x.role in ('user', 'assistant');
	if not found then
		outcome := 'bad_message'; return;
	elsif m.role = 'user' and m.member_id <> p_member then
		outcome := 'not_yours'; return;
	elsif m.content = p_content then
		return;
	end if;
	update message set content = p_content, edited_at = now(), reason = '',
		status = case when status in ('failed', 'blocked') then 'complete' else status end where id = m.id;
	update chat set word_count = greatest(0, word_count + count_words(p_content) - count_words(m.content)),
		preview = case when head_id = m.id
			then left(regexp_replace(left(p_content, 400), '\s+', ' ', 'g'), 120) else preview end
		where id = p_chat;
end $$;

-- Takes a message with all that follows it out of the tree, for a day. p_alone: only this version, so
-- the only one is refused. What is read next is the version that has its place now, else the message
-- before. outcome also: only_one.
create function message_delete(p_member bigint, p_chat bigint, p_expected bigint, p_message bigint,
	p_alone boolean, out outcome text, out message_id bigint) language plpgsql as $$
#variable_conflict use_column
declare
	seized record;
	c chat;
	m message;
	n int;
	next bigint;
	is_read boolean;
begin
	select * into seized from chat_seize(p_member, p_chat, p_expected);
	outcome := seized.outcome; c := seized.c;
	if outcome <> 'ok' then
		return;
	end if;
	select x.* into m from message x where x.id = p_message and x.chat_id = p_chat and x.deleted_at is null;
	if not found then
		outcome := 'bad_message'; return;
	elsif m.role = 'user' and m.member_id <> p_member and c.member_id <> p_member then
		outcome := 'not_yours'; return;
	end if;
	n := coalesce((select x.child_count from message x where x.id = m.parent_id), c.root_count);
	if n = 1 and (p_alone or m.parent_id is null) then
		outcome := 'only_one'; return;
	end if;
	is_read := message_at(c.head_id, m.depth) = m.id;
	if is_read then
		update message set leaf_id = c.head_id where id = m.id;
	end if;
	with recursive down as (
		select m.id as id
		union all
		select k.id from down d cross join lateral (select x.id from message x
			where x.parent_id = d.id and x.deleted_at is null offset 0) k)
	update message set deleted_at = now(),
		swipe_index = case when message.id = m.id then null else message.swipe_index end
		from down where message.id = down.id;
	if m.parent_id is null then
		update message set swipe_index = swipe_index - 1
			where chat_id = p_chat and parent_id is null and swipe_index > m.swipe_index;
		update chat set root_count = root_count - 1 where id = p_chat;
	else
		update message set swipe_index = swipe_index - 1
			where parent_id = m.parent_id and swipe_index > m.swipe_index;
		update message set child_count = child_count - 1 where id = m.parent_id;
	end if;
	message_id := m.id;
	if not is_read then
		return;
	end if;
	if m.parent_id is null then
		select x.id into next from message x where x.chat_id = p_chat and x.parent_id is null
			and x.swipe_index = least(m.swipe_index, n - 2);
	elsif n > 1 then
		select x.id into next from message x where x.parent_id = m.parent_id
			and x.swipe_index = least(m.swipe_index, n - 2);
	end if;
	update chat set head_id = case when next is null then m.parent_id else message_leaf(next) end where id = p_chat;
end $$;

-- Brings back what a deletion took, as the last version of its place, and reads on where one was.
-- outcome also: too_late, when it is gone or what it followed is.
create function message_restore(p_member bigint, p_chat bigint, p_message bigint,
	out outcome text, out message_id bigint) language plpgsql as $$
#variable_conflict use_column
declare
	seized record;
	c chat;
	m message;
	at timestamptz;
begin
	select * into seized from chat_seize(p_member, p_chat, null);
	outcome := seized.outcome; c := seized.c;
	if outcome <> 'ok' then
		return;
	end if;
	select x.* into m from message x where x.id = p_message and x.chat_id = p_chat
		and x.deleted_at is not null and x.swipe_index is null;
	if not found or m.deleted_at < now() - interval '1 day'
	or exists (select from message x where x.id = m.parent_id and x.deleted_at is not null) then
		outcome := case when exists (select from message x where x.id = p_message and x.chat_id = p_chat)
			then 'too_late' else 'bad_message' end;
		return;
	end if;
	at := m.deleted_at;
	with recursive down as (
		select m.id as id
		union all
		select k.id from down d cross join lateral (select x.id from message x
			where x.parent_id = d.id and (x.deleted_at = at) is true and x.swipe_index is not null offset 0) k)
	update message set deleted_at = null, swipe_index = case when message.id <> m.id then message.swipe_index
		else coalesce((select p.child_count from message p where p.id = m.parent_id), c.root_count) end
		from down where message.id = down.id;
	if m.parent_id is null then
		update chat set root_count = root_count + 1 where id = p_chat;
	else
		update message set child_count = child_count + 1 where id = m.parent_id;
	end if;
	message_id := m.id;
	perform chat_go(c, m.id, false);
end $$;

-- Marks of one message: hide, show, bookmark, checkpoint (with p_text), unbookmark, uncheckpoint, and
-- rate (p_text a number, '0' for none). They may be set while a reply is being written.
create function message_mark(p_member bigint, p_chat bigint, p_expected bigint, p_message bigint,
	p_what text, p_text text, out outcome text) language plpgsql as $$
#variable_conflict use_column
declare
	seized record;
	c chat;
begin
	select * into seized from chat_seize(p_member, p_chat, p_expected);
	outcome := seized.outcome; c := seized.c;
	if outcome = 'busy' then
		outcome := case when p_expected is not null and p_expected <> coalesce(c.head_id, 0)
			then 'stale_parent' else 'ok' end;
	end if;
	if outcome <> 'ok' then
		return;
	end if;
	update message m set
		is_hidden = case p_what when 'hide' then true when 'show' then false else m.is_hidden end,
		bookmark = case p_what when 'bookmark' then p_text when 'unbookmark' then null else m.bookmark end,
		checkpoint = case p_what when 'checkpoint' then p_text when 'uncheckpoint' then null else m.checkpoint end,
		rating = case p_what when 'rate' then nullif(p_text::int, 0) else m.rating end
		where m.id = p_message and m.chat_id = p_chat and m.deleted_at is null
			and (p_what <> 'rate' or m.role = 'assistant');
	if not found then
		outcome := 'bad_message';
	end if;
end $$;

-- A new chat of p_member that holds the conversation up to p_message, with the versions beside it.
-- What belongs to the chat itself (its columns, its characters) is copied as it is now.
create function message_branch(p_member bigint, p_chat bigint, p_expected bigint, p_message bigint,
	p_title text, out outcome text, out chat_id bigint) language plpgsql as $$
#variable_conflict use_column
declare
	seized record;
	c chat;
	m message;
	source bigint := p_chat;
begin
	select * into seized from chat_seize(p_member, p_chat, p_expected);
	outcome := seized.outcome; c := seized.c;
	if outcome = 'busy' and (p_expected is null or p_expected = c.head_id) then
		outcome := 'ok'; -- copying reads only
	end if;
	if outcome <> 'ok' then
		return;
	end if;
	select x.* into m from message x where x.id = p_message and x.chat_id = p_chat and x.deleted_at is null
		and x.status in ('complete', 'partial');
	if not found then
		outcome := 'bad_message'; return;
	end if;
	chat_id := nextval(pg_get_serial_sequence('chat', 'id'));
	c.id := chat_id;
	c.member_id := p_member;
	c.head_id := null;
	c.title := p_title;
	c.message_count := m.depth + 1;
	c.root_count := 0;
	c.token_count := 0;
	c.gems_spent := 0;
	c.preview := left(regexp_replace(left(m.content, 400), '\s+', ' ', 'g'), 120);
	c.created_at := now();
	c.last_message_at := now();
	c.origin_chat_id := source;
	c.origin_message_id := m.id;
	insert into chat overriding system value select (c).*;
	insert into chat_character select c.id, x.character_id, x.place, x.talkativeness, x.is_muted
		from chat_character x where x.chat_id = source
		on conflict on constraint chat_character_pkey do update set place = excluded.place,
			talkativeness = excluded.talkativeness, is_muted = excluded.is_muted;

	with recursive path as (
		select x.id, x.parent_id from message x where x.id = m.id
		union all
		select x.id, x.parent_id from path p join message x on x.id = p.parent_id),
	wanted as (
		select x.* from path p join message x on x.parent_id = p.parent_id
		union all
		select x.* from message x where x.chat_id = source and x.parent_id is null),
	copy as materialized (
		select w.id, w.parent_id, nextval(pg_get_serial_sequence('message', 'id')) as to_id,
			row_number() over (partition by w.parent_id order by w.swipe_index) - 1 as place
		from wanted w left join path p on p.id = w.id
		where p.id is not null or w.deleted_at is null and w.status in ('complete', 'partial') order by w.depth, w.id),
	family as (select parent_id, count(*) as n from copy group by parent_id),
	put as (
		insert into message (id, chat_id, parent_id, role, content, status, swipe_index, speaker_label, model,
			reason, created_at, edited_at, depth, jump_id, jump_depth, child_count, is_hidden, character_id, member_id, extra)
		overriding system value
		select k.to_id, c.id, up.to_id, x.role, x.content, x.status, k.place, x.speaker_label, x.model,
			x.reason, x.created_at, x.edited_at, x.depth, far.to_id, x.jump_depth, coalesce(f.n, 0), x.is_hidden,
			x.character_id, x.member_id, x.extra -- (0026)
		from copy k join message x on x.id = k.id left join copy up on up.id = x.parent_id
			left join copy far on far.id = x.jump_id left join family f on f.parent_id = x.id
		returning content)
	update chat set head_id = (select k.to_id from copy k where k.id = m.id),
		root_count = (select f.n from family f where f.parent_id is null),
		word_count = (select sum(count_words(p.content)) from put p)
		where id = c.id;
end $$;

-- ---------------------------------------------------------------- turns

-- What a reply of one character costs a member in a chat, and which model writes it.
create function turn_fare(p_chat bigint, p_member bigint, p_character bigint, out price bigint, out unit text,
	out model_key text) language plpgsql stable as $$
declare
	own bigint;
begin
	own := model_own_key(p_chat, p_member);
	if own is not null then
		select m.price, m.unit, m.model_key into price, unit, model_key from model_price(p_chat, p_member) m;
		return;
	end if;
	model_key := model_of_chat(p_chat);
	select f.price, f.unit into price, unit from model_fare(p_character, model_key) f;
end $$;

create or replace function turn_queue(p_turn bigint, p_key text, p_context int, out needed bigint)
language plpgsql as $$
declare
	t turn;
	prompt int;
	most bigint;
	hold bigint;
begin
	select * into strict t from turn where id = p_turn;
	if t.unit = 'reply' then
		needed := t.price;
		most := t.price;
	else
		-- At least a sentence; the hold grows with the reply.
		prompt := turn_prompt_tokens(case when t.prefix <> '' then t.message_id
			else (select parent_id from message where id = t.message_id) end,
			t.character_id, p_context);
		needed := greatest(turn_cost(t.price, t.unit, prompt + 40), 1);
		most := turn_cost(t.price, t.unit, prompt + 400);
	end if;
	if t.price > 0 then
		select h.hold_id into hold from gem.hold_open(p_key, t.member_id, most, needed, interval '1 hour',
			'msg:' || t.message_id, 'member') h;
	end if;
	update turn set hold_id = hold, job_id = job_put('turn', t.member_id, 1, t.id, hold, p_max_attempt => 3)
		where id = p_turn;
end $$;

-- p_mode: send; say (the member's message alone: nobody answers yet); speak (a reply without a word of theirs); regenerate (another version of a reply);
-- continue (the reply itself goes on); resend (another version of what the member wrote, with its reply).
-- p_expected: the head that the caller saw, NULL for any. p_character: who speaks, NULL for whom the
-- chat is with.
drop function turn_begin(bigint, bigint, text, bigint, bigint, text, text, int);
create function turn_begin(p_member bigint, p_chat bigint, p_mode text, p_expected bigint, p_message bigint,
	p_content text, p_idem text, p_context int, p_character bigint default null, out outcome text, out message_id bigint, out reply_id bigint,
	out turn_id bigint, out price bigint, out unit text, out needed bigint, out available bigint,
	out replayed boolean, out first_told bigint, out last_told bigint)
language plpgsql as $$
#variable_conflict use_column
declare
	c chat;
	ch public.character; -- `character` alone is the type char(1)
	was record;
	target message;
	parent bigint;
	said bigint;
	answer bigint;
	t bigint;
	cost bigint;
	per text;
	short text;
	model text;
	seized record;
begin
	message_id := 0; reply_id := 0; turn_id := 0; price := 0; unit := 'reply';
	needed := 0; available := 0; replayed := false; first_told := 0; last_told := 0;
	select * into seized from chat_seize(p_member, p_chat, p_expected);
	c := seized.c;
	if seized.outcome = 'no_chat' then
		outcome := seized.outcome; return;
	end if;
	if p_idem is not null then
		select x.id, x.chat_id, x.message_id, x.price, x.unit, u.id as said, u.role, u.content
			into was from turn x join message r on r.id = x.message_id left join message u on u.id = r.parent_id
			where x.member_id = p_member and x.idem = p_idem;
		if found then
			if was.chat_id <> p_chat or p_mode in ('send', 'resend') and (was.role <> 'user' or was.content <> p_content) then
				outcome := 'key_reused'; return;
			end if;
			outcome := 'sent'; replayed := true; reply_id := was.message_id; turn_id := was.id;
			price := was.price; unit := was.unit;
			message_id := case when p_mode in ('send', 'resend') then was.said else 0 end;
			return;
		end if;
	end if;
	if seized.outcome <> 'ok' then
		outcome := seized.outcome; return;
	end if;
	if p_mode in ('regenerate', 'continue', 'resend') then
		select * into target from message m where m.id = coalesce(p_message, c.head_id) and m.chat_id = p_chat
			and m.role = case p_mode when 'resend' then 'user' else 'assistant' end and m.deleted_at is null;
		if target.id is null or p_mode = 'regenerate' and target.parent_id is null
		or p_mode = 'resend' and (target.parent_id is null or target.member_id <> p_member)
		or p_mode = 'continue' and (target.content = '' or target.child_count > 0) then
			outcome := 'bad_message'; return;
		end if;
	end if;
	if p_mode = 'say' then
		insert into message (chat_id, parent_id, role, content, swipe_index, member_id, speaker_label)
			values (p_chat, c.head_id, 'user', p_content, (select coalesce(max(m.swipe_index) + 1, 0)
				from message m where m.parent_id = c.head_id and m.deleted_at is null), p_member,
				(select u.display_name from member u where u.id = p_member))
			returning id into said;
		update chat set head_id = said, last_message_at = now(), message_count = message_count + 1,
			word_count = word_count + count_words(p_content), next_speakers = '{}',
			preview = left(regexp_replace(p_content, '\s+', ' ', 'g'), 120) where id = p_chat;
		update chat_member x set draft = '' where x.chat_id = p_chat and x.member_id = p_member and x.draft <> '';
		outcome := 'sent'; message_id := said;
		select x.first_told, x.last_told into first_told, last_told from chat_tell(p_chat, 'message') x;
		return;
	end if;
	select x.* into ch from character x join chat_character k on k.character_id = x.id
		where k.chat_id = p_chat and x.id = coalesce(case when p_mode = 'continue' then target.character_id end,
			p_character, case when p_mode = 'regenerate' then target.character_id end, c.character_id);
	if ch.id is null or ch.deleted_at is not null or ch.moderation_status in ('rejected', 'quarantined') then
		outcome := 'no_character'; return;
	elsif ch.voice = 'staff' then
		outcome := 'not_ai'; return;
	end if;
	select f.price, f.unit, f.model_key into cost, per, model from turn_fare(p_chat, p_member, ch.id) f;

	-- What follows is undone when the gems do not suffice.
	begin
		parent := case when p_mode in ('send', 'speak') then c.head_id else target.parent_id end;
		if p_mode in ('send', 'resend') then
			insert into message (chat_id, parent_id, role, content, swipe_index, member_id, speaker_label)
				values (p_chat, parent, 'user', p_content, (select coalesce(max(m.swipe_index) + 1, 0)
					from message m where m.parent_id = parent and m.deleted_at is null), p_member,
					(select u.display_name from member u where u.id = p_member))
				returning id into said;
			parent := said;
		end if;
		if p_mode = 'continue' then
			answer := target.id;
			update message set status = 'streaming', reason = '' where id = answer;
		else
			insert into message (chat_id, parent_id, role, status, speaker_label, character_id, swipe_index)
				values (p_chat, parent, 'assistant', 'streaming', ch.name, ch.id,
					(select coalesce(max(m.swipe_index) + 1, 0) from message m
						where m.parent_id = parent and m.deleted_at is null))
				returning id into answer;
		end if;
		insert into turn (chat_id, message_id, member_id, character_id, price, unit, idem, seed, prefix, model_key)
			values (p_chat, answer, p_member, ch.id, cost, per, p_idem,
				(random() * 9007199254740991)::bigint,
				case when p_mode = 'continue' then target.content else '' end, coalesce(model, ''))
			returning id into t;
		if p_mode not in ('send', 'speak') and c.head_id <> answer then
			perform message_leave(c.head_id, answer);
		end if;
		short := left(regexp_replace(p_content, '\s+', ' ', 'g'), 120);
		update chat set head_id = answer, last_message_at = now(),
			message_count = message_count + (answer is distinct from target.id)::int + (said is not null)::int,
			word_count = word_count + case when said is null then 0 else count_words(p_content) end,
			preview = case when said is null then preview else short end,
			next_speakers = case when p_mode = 'speak' then next_speakers else '{}' end
			where id = p_chat;
		if p_mode = 'send' then
			update chat_member x set draft = '' where x.chat_id = p_chat and x.member_id = p_member and x.draft <> '';
		end if;
		needed := case per when 'reply' then cost else 0 end;
		select q.needed into needed from turn_queue(t, 'hold:turn:' || t, p_context) q;
	exception when sqlstate 'GE010' then
		get stacked diagnostics short = pg_exception_detail;
		outcome := 'no_gems'; available := short::bigint; price := cost; unit := per;
		if per <> 'reply' then
			needed := greatest(turn_cost(cost, per, 40 + turn_prompt_tokens(case when p_mode in ('send',
				'resend') then c.head_id else parent end, ch.id, p_context)
				+ coalesce(octet_length(p_content), 0) / 4), 1);
		end if;
		return;
	end;
	outcome := 'sent'; message_id := coalesce(said, 0); reply_id := answer; turn_id := t;
	price := cost; unit := per;
	select x.first_told, x.last_told into first_told, last_told from chat_tell(p_chat, 'message') x;
end $$;

create or replace function turn_end(p_job bigint, p_attempt int, p_state text, p_status text, p_content text,
	p_reason text, p_pays boolean, p_prompt_tokens int, p_completion_tokens int, p_provider text,
	p_model text, p_seq int,
	out ok boolean, out charged bigint, out first_event bigint, out last_event bigint,
	out first_told bigint, out last_told bigint)
language plpgsql as $$
#variable_conflict use_column
declare
	t turn;
	held bigint;
	n int;
	kind text;
	wallet text;
	whole text;
	status_now text;
begin
	charged := 0; first_event := 0; last_event := 0; first_told := 0; last_told := 0;
	perform from chat where id = (select x.chat_id from turn x join job j on j.subject = x.id
		where j.id = p_job) for no key update;
	ok := job_over(p_job, p_attempt, case p_state when 'failed' then 'dead' when 'stopped' then 'canceled'
		else 'done' end, p_reason);
	if not ok then
		return;
	end if;
	select x.* into strict t from turn x join job_done d on d.subject = x.id where d.id = p_job;
	if t.hold_id is not null then
		select h.amount into held from gem.hold h where h.id = t.hold_id;
		if p_pays then
			charged := least(held, turn_cost(t.price, t.unit, p_prompt_tokens + p_completion_tokens));
		end if;
		charged := job_settle(t.hold_id, charged, 'spent.chat');
	end if;
	n := greatest(t.seq, p_seq, coalesce((select max(e.seq) from turn_event e where e.turn_id = t.id), 0));
	-- A reply that was to go on stays what it was when nothing came.
	whole := left(t.prefix || p_content, 64000);
	status_now := case when t.prefix <> '' and (p_content = '' or p_status = 'blocked') then 'complete' else p_status end;
	update message set content = whole, status = status_now, reason = p_reason, gem_cost = gem_cost + charged,
		model = case when p_model = '' then model else p_model end, prompt_tokens = p_prompt_tokens,
		reply_tokens = case when t.prefix = '' then 0 else reply_tokens end + p_completion_tokens
		where id = t.message_id;
	update chat set gems_spent = gems_spent + charged,
		token_count = token_count + p_prompt_tokens + p_completion_tokens,
		word_count = word_count + count_words(p_content),
		last_message_at = case when p_content = '' or head_id <> t.message_id then last_message_at else now() end,
		preview = case when p_content = '' or head_id <> t.message_id then preview
			else left(regexp_replace(left(whole, 400), '\s+', ' ', 'g'), 120) end
		where id = t.chat_id;
	wallet := json_build_object('gemBalance', gems_json(gem.balance(t.member_id)))::text;
	for kind in select k from unnest(array['moderation_block', 'message_complete', 'credit_update', 'error']) k
		where k = 'moderation_block' and p_reason = 'BLOCKED'
			or k = 'message_complete' and p_status <> 'blocked' and (p_state <> 'failed' or p_content <> '')
			or k = 'credit_update'
			or k = 'error' and p_reason not in ('', 'STOPPED', 'BLOCKED', 'CARE')
	loop
		n := n + 1;
		insert into turn_event (turn_id, seq, kind, data) values (t.id, n, kind, case kind
			when 'moderation_block' then '{"reason":"provider"}'
			when 'message_complete' then json_build_object('messageId', t.message_id::text,
				'content', whole, 'gemCost', gems_json(charged), 'status', status_now,
				'reason', p_reason, 'model', p_model, 'usage', json_build_object(
				'promptTokens', p_prompt_tokens, 'completionTokens', p_completion_tokens))::text
			when 'credit_update' then wallet
			else json_build_object('code', p_reason, 'message', turn_says(p_reason),
				'retryable', turn_may_retry(p_reason), 'messageId', t.message_id::text)::text end)
			returning id into last_event;
		first_event := coalesce(nullif(first_event, 0), last_event);
	end loop;
	update turn set state = p_state, seq = n, prompt_tokens = p_prompt_tokens,
		completion_tokens = p_completion_tokens, ended_at = now(),
		first_text_at = coalesce(first_text_at, (select e.at from turn_event e
			where e.turn_id = t.id and e.kind = 'token_delta' order by e.seq limit 1)),
		provider = case when p_provider = '' then provider else p_provider end where id = t.id;
	first_told := credit_event(t.member_id);
	last_told := first_told;
	if p_state = 'failed' then
		insert into audit_log (actor, action, subject, detail)
			values ('worker', 'job.dead', 'job:' || p_job, 'turn ' || p_reason);
		last_told := greatest(last_told, notice_add(t.member_id, 'reply_failed', 'A reply could not be made',
			turn_says(p_reason), '/chat/' || t.chat_id, 'job:' || p_job));
	end if;
	if p_state = 'complete' then
		perform chat_next_turn(t.chat_id);
	else
		update chat set next_speakers = '{}' where id = t.chat_id and cardinality(next_speakers) > 0;
	end if;
end $$;

create or replace function turn_halt(p_member bigint, p_chat bigint, out outcome text, out turn_id bigint,
	out reply_id bigint, out job_id bigint, out first_event bigint, out last_event bigint)
language plpgsql as $$
#variable_conflict use_column
declare
	t turn;
	e record;
begin
	outcome := 'not_running';
	turn_id := 0; reply_id := 0; job_id := 0; first_event := 0; last_event := 0;
	perform from chat where id = p_chat and exists (select from chat_member m
		where m.chat_id = p_chat and m.member_id = p_member) for no key update;
	if not found then
		return;
	end if;
	select * into t from turn where chat_id = p_chat and state in ('queued', 'running')
		and (member_id = p_member or exists (select from chat c where c.id = p_chat and c.member_id = p_member));
	if not found then
		return;
	end if;
	turn_id := t.id; reply_id := t.message_id; job_id := t.job_id;
	update turn set stop_asked = true where id = t.id;
	select * into e from turn_end(t.job_id, null, 'stopped', 'failed', '', 'STOPPED', false, 0, 0, '', '', 0);
	if e.ok then
		outcome := 'stopped'; first_event := e.first_event; last_event := e.last_event;
		return;
	end if;
	update job set cancel = true where id = t.job_id;
	outcome := 'stopping';
end $$;

create or replace function turn_rescue(p_job bigint, p_attempt int, out outcome text, out first_event bigint,
	out last_event bigint, out first_told bigint, out last_told bigint)
language plpgsql as $$
#variable_conflict use_column
declare
	j job;
	t turn;
	m message;
	words text;
	e record;
begin
	first_event := 0; last_event := 0; first_told := 0; last_told := 0;
	perform from chat where id = (select x.chat_id from turn x join job q on q.subject = x.id
		where q.id = p_job) for no key update;
	select * into j from job where id = p_job and attempt = p_attempt and state = 1 for update;
	if not found then
		return;
	end if;
	select * into strict t from turn where id = j.subject;
	select * into strict m from message where id = t.message_id;
	-- Events run ahead of the message by up to two seconds. A crash of the database may have lost
	-- some: text with a hole is no text.
	select string_agg(v.data::json ->> 'text', '' order by v.seq) into words
		from turn_event v where v.turn_id = t.id and v.kind = 'token_delta'
		having max(v.seq) - min(v.seq) + 1 = count(*);
	if words is null or char_length(words) < char_length(m.content) - char_length(t.prefix) then
		words := substr(m.content, char_length(t.prefix) + 1);
	end if;
	outcome := case when words <> '' then 'partial' when j.cancel then 'stopped'
		when j.attempt < j.max_attempt then 'again' else 'failed' end;
	if outcome = 'again' then
		update job set state = 0, lease_until = null, worker = '', error = 'WORKER_LOST', run_at = now()
			where id = p_job;
		update turn set state = 'queued' where id = t.id;
		return;
	end if;
	select * into e from turn_end(p_job, p_attempt, outcome, case outcome when 'partial' then 'partial'
		else 'failed' end, words, case outcome when 'stopped' then 'STOPPED' else 'WORKER_LOST' end, false,
		coalesce(t.prompt_tokens, 0), octet_length(words) / 4, '', m.model, 0);
	first_event := e.first_event; last_event := e.last_event;
	first_told := e.first_told; last_told := e.last_told;
end $$;

create or replace function turn_again(p_job bigint, p_context int, out outcome text, out job_id bigint) language plpgsql as $$
#variable_conflict use_column
declare
	t turn;
begin
	select x.* into t from turn x where x.job_id = p_job;
	perform from chat where id = t.chat_id and deleted_at is null for no key update;
	if not found then
		outcome := 'too_late'; return;
	end if;
	select x.* into strict t from turn x where x.id = t.id;
	if t.state <> 'failed' or t.job_id <> p_job or exists (select from message m
	where m.id = t.message_id and m.deleted_at is not null) then
		outcome := 'not_dead'; return;
	elsif exists (select from turn x where x.chat_id = t.chat_id and x.state in ('queued', 'running')) then
		outcome := 'too_late'; return;
	end if;
	begin
		update turn set state = 'queued', stop_asked = false, ended_at = null where id = t.id;
		update message set status = 'streaming', reason = '', content = t.prefix where id = t.message_id;
		perform turn_queue(t.id, 'hold:again:' || p_job, p_context);
	exception when sqlstate 'GE010' then
		outcome := 'no_gems'; return;
	end;
	select x.job_id into job_id from turn x where x.id = t.id;
	update job_done set retried_as = job_id where id = p_job;
	outcome := 'retried';
end $$;
