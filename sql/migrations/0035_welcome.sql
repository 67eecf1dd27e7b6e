-- The first steps of a member, a taste for guests, and notices that people may switch off.

alter table member
	-- How far they came.
	add column onboarding text not null default 'welcome'
		check (onboarding in ('welcome', 'interests', 'meet', 'gems', 'done', 'skipped')),
	add column interests text[] not null default '{}' check (cardinality(interests) <= 10),
	-- Kinds of notices that they do not want.
	add column notice_off text[] not null default '{}' check (cardinality(notice_off) <= 20);

-- When the member closed the page in which the reply was being written; null while they look on.
alter table turn add column left_at timestamptz;

-- What a switch of the settings covers. What concerns money or the account has none.
create function notice_group(p_type text) returns text language sql immutable as $$
	select case
		when p_type in ('picture_ready', 'picture_failed') then 'pictures'
		when p_type in ('reply_ready', 'reply_failed') then 'replies'
		when p_type in ('import_done', 'job_failed', 'memory_ready') then 'work'
		when p_type in ('welcome', 'author_news', 'character_news') then 'news'
		else 'house' end
$$;

-- Keeps a notice and the event that tells of it. Returns the event; 0 when the cause is known, and when the
-- member switched such notices off.
create function notice_add(p_member bigint, p_type text, p_title text, p_body text, p_url text,
	p_cause text) returns bigint language plpgsql as $$
declare
	n notification;
	e bigint;
begin
	if exists (select from member where id = p_member and notice_group(p_type) = any (notice_off)) then
		return 0;
	end if;
	insert into notification (member_id, type, title, body, action_url, cause)
		values (p_member, p_type, p_title, coalesce(p_body, ''), coalesce(p_url, ''), p_cause)
		on conflict (cause) do nothing returning * into n;
	if n.id is null then
		return 0;
	end if;
	insert into member_event (member_id, kind, data) values (p_member, 'notification',
		json_build_object('id', n.id::text, 'type', n.type, 'title', n.title, 'body', n.body,
			'actionUrl', n.action_url, 'read', false, 'createdAt', rfc3339(n.created_at))::text)
		returning id into e;
	return e;
end $$;

-- A reply that is whole while its member is away: one notice a chat until it is read. Returns its event, or 0.
create function notice_reply(p_turn bigint) returns bigint language plpgsql as $$
declare
	t record;
begin
	select x.member_id, x.chat_id, x.message_id, k.name into strict t
		from turn x join character k on k.id = x.character_id where x.id = p_turn;
	if exists (select from notification where member_id = t.member_id and type = 'reply_ready'
			and action_url like '/chat/' || t.chat_id || '#%' and read_at is null) then
		return 0;
	end if;
	return notice_add(t.member_id, 'reply_ready', 'The reply of ' || t.name || ' is there',
		'It was finished while you were away.', '/chat/' || t.chat_id || '#m-' || t.message_id,
		'reply:' || t.message_id);
end $$;

-- What a guest said and heard, as the beginning of their first chat.
create function preview_keep(p_chat bigint, p_said text[], p_heard text[]) returns bigint language plpgsql as $$
declare
	c chat;
	who text;
	v bigint;
begin
	select * into strict c from chat where id = p_chat for no key update;
	select name into who from character where id = c.character_id;
	v := c.head_id;
	for i in 1 .. cardinality(p_said) loop
		insert into message (chat_id, parent_id, role, content, swipe_index)
			values (p_chat, v, 'user', p_said[i], 0) returning id into v;
		insert into message (chat_id, parent_id, role, content, swipe_index, speaker_label, model)
			values (p_chat, v, 'assistant', p_heard[i], 0, who, 'offline engine') returning id into v;
	end loop;
	update chat set head_id = v, message_count = message_count + 2 * cardinality(p_said),
		preview = left(regexp_replace(p_heard[cardinality(p_heard)], '\s+', ' ', 'g'), 120), last_message_at = now()
		where id = p_chat;
	return v;
end $$;
