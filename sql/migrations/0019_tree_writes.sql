-- Changing the tree of messages (0018): each function does one step that must be atomic, under the
-- lock of its chat.

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

-- First words of a message, for the list of chats.
create function chat_preview(p_content text) returns text language sql immutable as $$
	select left(regexp_replace(left(p_content, 400), '\s+', ' ', 'g'), 120);
$$;

-- Moves the reader. p_exact: to this message and no further, so that the next one begins a new branch.
create function chat_go(p_chat chat, p_to bigint, p_exact boolean) returns bigint language plpgsql as $$
declare
	target bigint := case when p_exact then p_to else message_leaf(p_to) end;
begin
	if p_chat.head_id is distinct from target then
		if p_chat.head_id is not null then
			perform message_leave(p_chat.head_id, target);
		end if;
		update chat set head_id = target,
			preview = coalesce((select chat_preview(m.content) from message m where m.id = target), '')
			where id = p_chat.id;
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
		preview = case when head_id = m.id then chat_preview(p_content) else preview end
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
	next := case when next is null then m.parent_id else message_leaf(next) end;
	update chat set head_id = next,
		preview = coalesce((select chat_preview(x.content) from message x where x.id = next), '') where id = p_chat;
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
	c.preview := chat_preview(m.content);
	c.created_at := now();
	c.last_message_at := now();
	c.ended_at := null;
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
