-- What macros remember: {{setvar}} for a chat, {{setglobalvar}} for a member. lib/turn/record.h bounds both.

-- Those of a branch stand with its newest reply, so that they follow branches and swipes.
alter table prompt_record add column variables json check (octet_length(variables::text) <= 16384);

-- Those that a chat begins with: what it was brought with, or what stood where it was copied from.
alter table chat add column variables json check (octet_length(variables::text) <= 16384);

create table member_variables (
	member_id bigint primary key references member on delete cascade,
	variables json not null check (octet_length(variables::text) <= 16384),
	updated_at timestamptz not null default now()
);
grant select on member_variables to snug_web;
-- First messages set variables too: a screen begins the chat.
grant insert (message_id, chat_id, member_id, variables) on prompt_record to snug_web;
grant select, insert, update on member_variables to snug_worker;

-- The variables of the branch that ends with a message; sql/prompt.sql looks as far back for them.
create function variables_at(p_message bigint) returns json language sql stable as $$
	with recursive path as (
		select m.id, m.parent_id, 1 as n from message m where m.id = p_message
		union all
		select m.id, m.parent_id, p.n + 1 from path p join message m on m.id = p.parent_id where p.n < 32)
	select r.variables from path p join prompt_record r on r.message_id = p.id
	where r.variables is not null order by p.n limit 1
$$;

-- A chat that its owner copies from another one goes on with the variables of that place. Guests who copy
-- begin without: they belong to the owner's presets and lore.
create function chat_variables_copied() returns trigger language plpgsql as $$
declare
	owner bigint;
begin
	select c.member_id into owner from chat c where c.id = new.origin_chat_id;
	new.variables := case when owner = new.member_id
		then coalesce(variables_at(new.origin_message_id), new.variables) end;
	return new;
end $$;
create trigger chat_variables_copied before insert on chat for each row
	when (new.origin_message_id is not null) execute function chat_variables_copied();
