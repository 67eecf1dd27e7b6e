-- A line in the member's own voice: written by a model into the box of the composer, never sent.

create table impersonation (
	id bigint generated always as identity primary key,
	chat_id bigint not null references chat on delete cascade,
	member_id bigint not null references member on delete cascade,
	price bigint not null check (price >= 0),
	unit text not null check (unit in ('reply', '1000_tokens')),
	hold_id bigint,
	job_id bigint,
	seed bigint not null default 0,
	paid bigint not null default 0 check (paid >= 0),
	-- Why there is no text: a code of the outside contract, or ''.
	reason text not null default '',
	created_at timestamptz not null default now(),
	ended_at timestamptz
) with (fillfactor = 80);
create index impersonation_chat on impersonation (chat_id, member_id, id desc);
create unique index impersonation_open on impersonation (chat_id, member_id) where ended_at is null;
grant select, insert, update on impersonation to snug_web, snug_worker;
grant update (draft) on chat_member to snug_worker;

-- Whether one is being written for the member. One whose job is gone was given up.
create function impersonate_runs(p_chat bigint, p_member bigint) returns boolean language plpgsql stable as $$
begin
	return exists (select from impersonation i join job j on j.id = i.job_id
		where i.chat_id = p_chat and i.member_id = p_member and i.ended_at is null);
end $$;

-- Orders a line. p_draft: what stands in the box, NULL to leave it. outcome: sent, no_chat,
-- no_character, not_ai, busy, no_gems (then nothing is written).
create function impersonate_begin(p_member bigint, p_chat bigint, p_draft text, p_context int,
	out outcome text, out id bigint, out price bigint, out unit text, out needed bigint,
	out available bigint)
language plpgsql as $$
#variable_conflict use_column
declare
	c chat;
	ch public.character;
	i bigint;
	cost bigint;
	per text;
	most bigint;
	fewest bigint;
	hold bigint;
	short text;
begin
	id := 0; price := 0; unit := 'reply'; needed := 0; available := 0;
	select x.* into c from chat x where x.id = p_chat and x.deleted_at is null
		and exists (select from chat_member m where m.chat_id = p_chat and m.member_id = p_member)
		for no key update of x;
	if not found then
		outcome := 'no_chat'; return;
	end if;
	select * into strict ch from character k where k.id = c.character_id;
	if ch.deleted_at is not null or ch.moderation_status in ('rejected', 'quarantined') then
		outcome := 'no_character'; return;
	elsif ch.voice = 'staff' then
		outcome := 'not_ai'; return;
	elsif impersonate_runs(p_chat, p_member) or exists (select from turn t where t.chat_id = p_chat
		and t.state in ('queued', 'running')) then
		outcome := 'busy'; return;
	end if;
	update impersonation x set ended_at = now(), reason = 'CANCELED'
		where x.chat_id = p_chat and x.member_id = p_member and x.ended_at is null;
	select p.price, p.unit into cost, per from turn_price(c.character_id) p;
	if per = 'reply' then
		fewest := cost;
		most := cost;
	else
		most := turn_cost(cost, per, turn_prompt_tokens(c.head_id, c.character_id, p_context) + 200);
		fewest := most;
	end if;
	begin
		insert into impersonation as x (chat_id, member_id, price, unit, seed)
			values (p_chat, p_member, cost, per, (random() * 9007199254740991)::bigint) returning x.id into i;
		if cost > 0 then
			select h.hold_id into hold from gem.hold_open('hold:line:' || i, p_member, most, fewest,
				interval '1 hour', 'line:' || i, 'member') h;
		end if;
		update impersonation x set hold_id = hold,
			job_id = job_put('impersonate', p_member, 2, i, hold, p_max_attempt => 3)
			where x.id = i;
		if p_draft is not null then
			update chat_member x set draft = p_draft where x.chat_id = p_chat and x.member_id = p_member;
		end if;
	exception when sqlstate 'GE010' then
		get stacked diagnostics short = pg_exception_detail;
		outcome := 'no_gems'; available := short::bigint; price := cost; unit := per; needed := fewest; return;
	end;
	outcome := 'sent'; id := i; price := cost; unit := per; needed := fewest;
end $$;

-- Ends one. p_text '': it failed, p_reason says why, and it is free. The text goes behind what stands in
-- the box, if it has room there. ok is false when fenced off: nothing was written. told: the member's
-- events, which follow each other.
create function impersonate_end(p_job bigint, p_attempt int, p_text text, p_reason text, p_tokens int,
	out ok boolean, out charged bigint, out first_told bigint, out last_told bigint)
language plpgsql as $$
#variable_conflict use_column
declare
	i impersonation;
	held bigint;
begin
	charged := 0; first_told := 0; last_told := 0;
	select x.* into i from impersonation x join job j on j.subject = x.id where j.id = p_job;
	perform from chat c where c.id = i.chat_id for no key update;
	ok := job_over(p_job, p_attempt, case when p_text <> '' then 'done' when p_reason = 'CANCELED'
		then 'canceled' else 'dead' end, p_reason);
	if not ok then
		return;
	end if;
	if i.hold_id is not null then
		select h.amount into held from gem.hold h where h.id = i.hold_id;
		if p_text <> '' then
			charged := least(held, turn_cost(i.price, i.unit, p_tokens));
		end if;
		charged := job_settle(i.hold_id, charged, 'spent.chat');
	end if;
	update impersonation x set ended_at = now(), reason = p_reason, paid = charged where x.id = i.id;
	if p_text <> '' then
		update chat_member m set draft = case when btrim(m.draft, E' \n\t') = '' then p_text
			else m.draft || E'\n\n' || p_text end
			where m.chat_id = i.chat_id and m.member_id = i.member_id
				and char_length(m.draft) + char_length(p_text) + 2 <= 8000;
	end if;
	insert into member_event (member_id, kind, data) values (i.member_id, 'draft_update',
		json_build_object('chatId', i.chat_id::text, 'text', p_text, 'code', p_reason,
			'message', case when p_reason = '' then '' else turn_says(p_reason) end)::text)
		returning id into first_told;
	last_told := credit_event(i.member_id);
end $$;
