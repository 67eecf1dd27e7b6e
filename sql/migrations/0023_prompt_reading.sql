-- How prompts are read: which persona and preset a chat takes, and a better guess at what a prompt weighs.

-- The member's persona in a chat: the chat's own choice, then that for the character, then their default.
-- In PL/pgSQL, here and below, because that keeps its plans.
create function persona_of(p_chat bigint, p_member bigint) returns bigint language plpgsql stable as $$
begin
	return (select p.id from chat c left join character_persona k
		on k.member_id = p_member and k.character_id = c.character_id
	join persona p on p.member_id = p_member and p.deleted_at is null
		and (p.id = c.persona_id or p.id = k.persona_id or p.is_default)
	where c.id = p_chat and not (c.persona_off and c.member_id = p_member)
	order by p.id is not distinct from c.persona_id desc, p.id is not distinct from k.persona_id desc limit 1);
end $$;

-- The preset of a chat: its own, then the member's choice, then the house's first.
create function preset_of(p_chat bigint, p_member bigint) returns bigint language sql stable as $$
	select coalesce(
		(select s.id from chat c join preset s on s.id = c.preset_id
			where c.id = p_chat and s.deleted_at is null and (s.member_id is null or s.member_id = c.member_id)),
		(select s.id from preset_choice k join preset s on s.id = k.preset_id
			where k.member_id = p_member and s.deleted_at is null and coalesce(s.member_id, p_member) = p_member),
		(select s.id from preset s where s.member_id is null and s.deleted_at is null order by s.id limit 1))
$$;

-- Messages of members on a branch.
create function prompt_user_turns(p_head bigint) returns bigint language plpgsql stable as $$
begin
	return (with recursive path as (
		select m.id, m.parent_id, m.role from message m where m.id = p_head
		union all
		select m.id, m.parent_id, m.role from path p join message m on m.id = p.parent_id)
	select count(*) from path where role = 'user');
end $$;

-- Tokens of the prompt for a reply under p_parent. The reply before knows best: what its prompt had, by
-- its model's own count, and what was said since. Without one it is a guess, at four bytes a token.
create function turn_prompt_tokens(p_parent bigint, p_character bigint, p_context int) returns int
language plpgsql stable as $$
begin
	return (with recursive b as (
		select m.id, m.parent_id, m.role, octet_length(m.content) as own, 0 as after, 1 as n
		from message m where m.id = p_parent
		union all
		select m.id, m.parent_id, m.role, octet_length(m.content), b.after + b.own, b.n + 1
		from b join message m on m.id = b.parent_id where b.after + b.own < p_context * 4 and b.n < 400),
	known as (
		select t.prompt_tokens + (b.own + b.after) / 4 + 8 * b.n as tokens
		from b join turn t on t.message_id = b.id and t.prompt_tokens > 0 and t.character_id = p_character
		where b.role = 'assistant' and b.n <= 4 order by b.n, t.id desc limit 1)
	select least(p_context, coalesce((select tokens from known),
		600 + (coalesce((select max(after + own) from b), 0)
		+ (select octet_length(c.long_bio) + octet_length(c.personality) + octet_length(c.scenario)
			+ octet_length(c.system_prompt) + octet_length(c.post_history)
			from character c where c.id = p_character)) / 4))::int);
end $$;
