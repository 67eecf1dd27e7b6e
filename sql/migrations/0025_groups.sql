-- Several characters in one chat, and several members. Who speaks is decided by lib/chat/order.h; what
-- it decided waits here, and each reply that ends begins the next.

alter table chat
	add column turn_order text not null default 'natural' check (turn_order in ('natural', 'list', 'manual')),
	-- Whether a character may answer itself.
	add column answers_itself boolean not null default false,
	-- Characters who are still to speak, and the member who pays for them.
	add column next_speakers bigint[] not null default '{}' check (cardinality(next_speakers) <= 16),
	add column next_payer bigint references member on delete set null;

create table chat_invite (
	token_hash bytea primary key check (octet_length(token_hash) = 32),
	chat_id bigint not null references chat on delete cascade,
	member_id bigint not null references member on delete cascade,
	created_at timestamptz not null default now(),
	ends_at timestamptz not null default now() + interval '7 days',
	uses int not null default 0,
	max_uses int not null default 5 check (max_uses between 1 and 50)
);
create index chat_invite_chat on chat_invite (chat_id);
grant select, insert, update, delete on chat_invite to snug_web;

-- After a reply: the next who is to speak begins. What stands in the way (gems, a character that is
-- gone) ends the round.
create function chat_next_turn(p_chat bigint) returns void language plpgsql as $$
declare
	c record;
	o text;
begin
	select next_speakers as who, next_payer as payer into c from chat where id = p_chat;
	if cardinality(c.who) = 0 then
		return;
	end if;
	update chat set next_speakers = c.who[2:] where id = p_chat;
	select b.outcome into o from turn_begin(c.payer, p_chat, 'speak', null, null, null, null, 8192, c.who[1]) b;
	if o is distinct from 'sent' then
		update chat set next_speakers = '{}', next_payer = null where id = p_chat;
	end if;
end $$;

-- What somebody who was asked in says first, below the chat's head: the first of the texts is read, the
-- others are its versions. What macros of one set (0036) stands with it. The caller has seized the chat.
create function chat_greet(p_chat bigint, p_character bigint, p_texts text[], p_variables text[]) returns bigint
language plpgsql as $$
declare
	head bigint;
	first bigint;
	v bigint;
	s record;
begin
	select head_id into head from chat where id = p_chat;
	for i in 1..cardinality(p_texts) loop
		s := message_step(p_chat, head);
		v := nextval('message_id_seq');
		insert into message (id, chat_id, parent_id, role, content, swipe_index, speaker_label, character_id, depth,
			jump_id, jump_depth, child_count) overriding system value
		select v, p_chat, head, 'assistant', left(p_texts[i], 64000), s.place, k.name, k.id, s.depth,
			coalesce(s.jump_id, v), s.jump_depth, 0 from character k where k.id = p_character;
		if p_variables[i] <> '' then
			insert into prompt_record (message_id, chat_id, member_id, variables)
				select v, c.id, c.member_id, p_variables[i]::json from chat c where c.id = p_chat;
		end if;
		first := coalesce(first, v);
	end loop;
	update chat set head_id = first, last_message_at = now(), message_count = message_count + 1,
		word_count = word_count + count_words(left(p_texts[1], 64000)), preview = chat_preview(p_texts[1])
		where id = p_chat;
	return first;
end $$;

-- The owner's chats hold at most so many of each.
create function chat_room(p_chat bigint) returns boolean language sql stable as $$
	select (select count(*) from chat_character where chat_id = p_chat) < 12
		and (select count(*) from chat_member where chat_id = p_chat) < 12
$$;

-- The worker begins these turns, and takes deleted messages away for good.
grant insert on message, turn to snug_worker;
grant delete on message to snug_worker;
