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
	add column depth int not null,
	add column jump_id bigint not null,
	add column jump_depth int not null,
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
	-- Ended by its owner: out of the list, and nothing is written until they take it up again.
	add column ended_at timestamptz,
	-- Where a branch was copied from.
	add column origin_chat_id bigint,
	add column origin_message_id bigint;

alter table turn
	-- What stood in the message before: a reply that is continued.
	add column prefix text not null default '',
	-- The model that was chosen when it was ordered.
	add column model_key text not null default '';
create index turn_message on turn (message_id);

create index chat_ended on chat (member_id, last_message_at desc, id desc)
	where deleted_at is null and ended_at is not null;

-- Who may read and write.
create table chat_member (
	chat_id bigint not null references chat on delete cascade,
	member_id bigint not null references member on delete cascade,
	role text not null default 'owner' check (role in ('owner', 'guest')),
	-- What they typed here and have not sent yet.
	draft text not null default '' check (char_length(draft) <= 8000),
	-- The newest message that they were shown.
	seen_id bigint not null default 0,
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
	insert into chat_character (chat_id, character_id, talkativeness)
		select new.id, k.id, k.talkativeness from character k where k.id = new.character_id;
	return null;
end $$;
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

-- Makes room for one more version under p_parent, or for one more first message: where it stands among the
-- versions, and what belongs to its place. far is the jump of the message at jump_id. A first message
-- jumps to itself: NULL.
create function message_step(p_chat bigint, p_parent bigint, out place int, out depth int, out jump_id bigint,
	out jump_depth int, out far_id bigint, out far_depth int) language plpgsql as $$
declare
	p record;
begin
	if p_parent is null then
		update chat set root_count = root_count + 1 where id = p_chat returning root_count - 1 into place;
		depth := 0; jump_depth := 0; far_depth := 0;
		return;
	end if;
	update message m set child_count = m.child_count + 1
		from message j join message f on f.id = j.jump_id where m.id = p_parent and j.id = m.jump_id
		returning m.chat_id, m.child_count, m.depth, m.jump_id, m.jump_depth, j.jump_id as far_id,
			j.jump_depth as far_depth, f.jump_id as further_id, f.jump_depth as further_depth into p;
	if p.chat_id is distinct from p_chat then
		raise exception 'message % is in no branch of chat %', p_parent, p_chat
			using errcode = 'foreign_key_violation';
	end if;
	place := p.child_count - 1;
	depth := p.depth + 1;
	if p.depth - p.jump_depth = p.jump_depth - p.far_depth then
		jump_id := p.far_id; jump_depth := p.far_depth;
		far_id := p.further_id; far_depth := p.further_depth;
	else
		jump_id := p_parent; jump_depth := p.depth;
		far_id := p.jump_id; far_depth := p.jump_depth;
	end if;
end $$;

-- What comes with a depth has all that follows already.
create function message_place() returns trigger language plpgsql as $$
declare
	s record;
	c record;
begin
	s := message_step(new.chat_id, new.parent_id);
	new.depth := s.depth;
	new.jump_id := coalesce(s.jump_id, new.id);
	new.jump_depth := s.jump_depth;
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

alter table message
	add constraint place_while_live check (swipe_index is not null or deleted_at is not null);
create trigger message_place before insert on message for each row when (new.depth is null)
	execute function message_place();
create index message_root on message (chat_id, swipe_index) where parent_id is null;
create index message_deleted on message (deleted_at) where deleted_at is not null;
create index message_marked on message (chat_id, id) where bookmark is not null or checkpoint is not null;

-- ---------------------------------------------------------------- telling other tabs and devices

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
