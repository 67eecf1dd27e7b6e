-- Turns: ordering a reply, stopping it, ending it, and ending those whose worker is gone.
--
-- Each function does one step that must be atomic: messages, gems, job and chat change together.
-- Locking: the chat first, then job, then the gem book; see 0006.

alter table turn
	add column unit text not null default 'reply' check (unit in ('reply', '1000_tokens')),
	add column job_id bigint,
	-- The key of the form or the call that ordered it.
	add column idem text check (char_length(idem) between 8 and 120);
create unique index turn_idem on turn (member_id, idem) where idem is not null;
create index turn_age on turn (created_at);

create function turn_price(p_character bigint, out price bigint, out unit text) language plpgsql stable as $$
begin
	select c.reply_price, 'reply' into price, unit from character c where c.id = p_character;
	if price is null then
		select p.milligems, p.unit into price, unit from price p where p.key = 'chat.standard';
	end if;
	price := coalesce(price, 0);
	unit := case when unit = '1000_tokens' then unit else 'reply' end;
end $$;

-- Tokens of the prompt for a reply under p_parent, guessed at four bytes a token.
create function turn_prompt_tokens(p_parent bigint, p_character bigint, p_context int) returns int
language sql stable as $$
	with recursive b as (
		select m.parent_id, octet_length(m.content) as sum, 1 as n from message m where m.id = p_parent
		union all
		select m.parent_id, b.sum + octet_length(m.content), b.n + 1
		from b join message m on m.id = b.parent_id where b.sum < p_context * 4 and b.n < 400)
	select least(p_context, 300 + (coalesce((select max(sum) from b), 0)
		+ (select octet_length(c.long_bio) + octet_length(c.personality) + octet_length(c.scenario)
			from character c where c.id = p_character)) / 4)::int
$$;

-- What p_tokens cost, rounded half-up.
create function turn_cost(p_price bigint, p_unit text, p_tokens bigint) returns bigint
language sql immutable as $$
	select case p_unit when 'reply' then p_price else (p_price * p_tokens + 500) / 1000 end
$$;

-- Puts hold and job under a turn whose rows are there. Raises GE010 when gems are wanting.
create function turn_queue(p_turn bigint, p_key text, p_context int, out needed bigint)
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
		prompt := turn_prompt_tokens((select parent_id from message where id = t.message_id),
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

-- p_mode: send, regenerate, continue. p_expected: the head that the caller saw, NULL for any.
create function turn_begin(p_member bigint, p_chat bigint, p_mode text, p_expected bigint, p_message bigint,
	p_content text, p_idem text, p_context int, out outcome text, out message_id bigint, out reply_id bigint,
	out turn_id bigint, out price bigint, out unit text, out needed bigint, out available bigint,
	out replayed boolean)
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
begin
	message_id := 0; reply_id := 0; turn_id := 0; price := 0; unit := 'reply';
	needed := 0; available := 0; replayed := false;
	select * into c from chat where id = p_chat and member_id = p_member and deleted_at is null
		for no key update;
	if not found then
		outcome := 'no_chat'; return;
	end if;
	if p_idem is not null then
		select x.id, x.chat_id, x.message_id, x.price, x.unit, u.id as said, u.role, u.content
			into was from turn x join message r on r.id = x.message_id left join message u on u.id = r.parent_id
			where x.member_id = p_member and x.idem = p_idem;
		if found then
			if was.chat_id <> p_chat or p_mode = 'send' and (was.role <> 'user' or was.content <> p_content) then
				outcome := 'key_reused'; return;
			end if;
			outcome := 'sent'; replayed := true; reply_id := was.message_id; turn_id := was.id;
			price := was.price; unit := was.unit;
			message_id := case when p_mode = 'send' then was.said else 0 end;
			return;
		end if;
	end if;
	select * into strict ch from character where id = c.character_id;
	if ch.deleted_at is not null or ch.moderation_status in ('rejected', 'quarantined') then
		outcome := 'no_character'; return;
	elsif ch.voice = 'staff' then
		outcome := 'not_ai'; return;
	elsif exists (select from turn x where x.chat_id = p_chat and x.state in ('queued', 'running')) then
		outcome := 'busy'; return;
	elsif p_expected is not null and p_expected <> coalesce(c.head_id, 0) then
		outcome := 'stale_parent'; return;
	end if;
	if p_mode <> 'send' then
		select * into target from message m where m.id = coalesce(p_message, c.head_id) and m.chat_id = p_chat
			and m.role = 'assistant' and m.status <> 'deleted';
		if target.id is null or p_mode = 'regenerate' and target.parent_id is null
		or p_mode = 'continue' and target.content = '' then
			outcome := 'bad_message'; return;
		end if;
	end if;
	select p.price, p.unit into cost, per from turn_price(c.character_id) p;

	-- What follows is undone when the gems do not suffice.
	begin
		parent := case p_mode when 'send' then c.head_id when 'continue' then target.id else target.parent_id end;
		if p_mode = 'send' then
			insert into message (chat_id, parent_id, role, content, swipe_index)
				values (p_chat, parent, 'user', p_content, (select coalesce(max(m.swipe_index) + 1, 0)
					from message m where m.parent_id = parent))
				returning id into said;
			parent := said;
		end if;
		insert into message (chat_id, parent_id, role, status, speaker_label, swipe_index)
			values (p_chat, parent, 'assistant', 'streaming', ch.name,
				(select coalesce(max(m.swipe_index) + 1, 0) from message m where m.parent_id = parent))
			returning id into answer;
		insert into turn (chat_id, message_id, member_id, character_id, price, unit, idem, seed)
			values (p_chat, answer, p_member, c.character_id, cost, per, p_idem,
				(random() * 9007199254740991)::bigint)
			returning id into t;
		short := left(regexp_replace(p_content, '\s+', ' ', 'g'), 120);
		update chat set head_id = answer, last_message_at = now(),
			message_count = message_count + case when p_mode = 'send' then 2 else 1 end,
			preview = case when p_mode = 'send' then short else preview end,
			draft = case when p_mode = 'send' then '' else draft end
			where id = p_chat;
		needed := case per when 'reply' then cost else 0 end;
		select q.needed into needed from turn_queue(t, 'hold:msg:' || answer, p_context) q;
	exception when sqlstate 'GE010' then
		get stacked diagnostics short = pg_exception_detail;
		outcome := 'no_gems'; available := short::bigint; price := cost; unit := per;
		if per <> 'reply' then
			needed := greatest(turn_cost(cost, per, 40 + turn_prompt_tokens(case p_mode when 'send'
				then c.head_id else parent end, c.character_id, p_context)
				+ coalesce(octet_length(p_content), 0) / 4), 1);
		end if;
		return;
	end;
	outcome := 'sent'; message_id := coalesce(said, 0); reply_id := answer; turn_id := t;
	price := cost; unit := per;
end $$;

-- ---------------------------------------------------------------- ending

-- What people read about a code.
create function turn_says(p_code text) returns text language sql immutable as $$
	select case p_code
		when 'PROVIDER_DOWN' then 'The service that writes replies cannot be reached. Nothing was charged.'
		when 'PROVIDER_LIMITED' then 'The service that writes replies is busy. Nothing was charged.'
		when 'PROVIDER_REJECTED' then 'The service that writes replies refused the request. Nothing was charged.'
		when 'PROVIDER_GARBAGE' then 'The service that writes replies sent something unreadable. Nothing was charged.'
		when 'PROVIDER_CUT' then 'The reply broke off. What came is kept, and free.'
		when 'WORKER_LOST' then 'The reply broke off on our side. What came is kept, and free.'
		when 'INSUFFICIENT_GEMS' then 'The reply ends here because the gems did. What came was charged.'
		when 'BLOCKED' then 'This reply was blocked. Nothing was charged.'
		when 'STOPPED' then 'Stopped.'
		else 'The reply could not be made. Nothing was charged.' end
$$;

create function turn_may_retry(p_code text) returns boolean language sql immutable as $$
	select p_code not in ('PROVIDER_REJECTED', 'BLOCKED', 'STOPPED')
$$;

-- Ends a turn: text, gems, message, chat, job and the events that say so. p_attempt NULL: the job
-- has not begun. p_state: complete, partial, failed, stopped; p_status: the message's. A price by tokens
-- is taken from both counts; p_pays false makes it free. ok is false when fenced off: nothing was written.
-- told is the first of the member's events, which follow each other.
create function turn_end(p_job bigint, p_attempt int, p_state text, p_status text, p_content text,
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
	update message set content = p_content, status = p_status, reason = p_reason, gem_cost = charged,
		model = p_model where id = t.message_id;
	if p_content <> '' then
		update chat set last_message_at = now(),
			preview = left(regexp_replace(left(p_content, 400), '\s+', ' ', 'g'), 120)
			where id = t.chat_id and head_id = t.message_id;
	end if;
	wallet := json_build_object('gemBalance', gems_json(gem.balance(t.member_id)))::text;
	for kind in select k from unnest(array['moderation_block', 'message_complete', 'credit_update', 'error']) k
		where k = 'moderation_block' and p_reason = 'BLOCKED'
			or k = 'message_complete' and p_status <> 'blocked' and (p_state <> 'failed' or p_content <> '')
			or k = 'credit_update'
			or k = 'error' and p_reason not in ('', 'STOPPED', 'BLOCKED')
	loop
		n := n + 1;
		insert into turn_event (turn_id, seq, kind, data) values (t.id, n, kind, case kind
			when 'moderation_block' then '{"reason":"provider"}'
			when 'message_complete' then json_build_object('messageId', t.message_id::text,
				'content', p_content, 'gemCost', gems_json(charged), 'status', p_status,
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
end $$;

-- Stops the turn of a chat. outcome: stopped (it had not begun), stopping, not_running.
create function turn_halt(p_member bigint, p_chat bigint, out outcome text, out turn_id bigint,
	out reply_id bigint, out job_id bigint, out first_event bigint, out last_event bigint)
language plpgsql as $$
#variable_conflict use_column
declare
	t turn;
	e record;
begin
	outcome := 'not_running';
	turn_id := 0; reply_id := 0; job_id := 0; first_event := 0; last_event := 0;
	perform from chat where id = p_chat and member_id = p_member for no key update;
	if not found then
		return;
	end if;
	select * into t from turn where chat_id = p_chat and state in ('queued', 'running');
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

-- A turn whose worker is gone or whose lease is over. Text that came is kept and free; without any,
-- the job goes back to the queue while it has attempts left. outcome: partial, again, failed, stopped,
-- or NULL when somebody was faster.
create function turn_rescue(p_job bigint, p_attempt int, out outcome text, out first_event bigint,
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
	if words is null or char_length(words) < char_length(m.content) then
		words := m.content;
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

-- A failed turn once more: new hold, new job, the same reply row. outcome: retried, not_dead, no_gems, too_late.
create function turn_again(p_job bigint, p_context int, out outcome text, out job_id bigint) language plpgsql as $$
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
	if t.state <> 'failed' or t.job_id <> p_job then
		outcome := 'not_dead'; return;
	elsif exists (select from turn x where x.chat_id = t.chat_id and x.state in ('queued', 'running')) then
		outcome := 'too_late'; return;
	end if;
	begin
		update turn set state = 'queued', stop_asked = false, ended_at = null where id = t.id;
		update message set status = 'streaming', reason = '', content = '' where id = t.message_id;
		perform turn_queue(t.id, 'hold:again:' || p_job, p_context);
	exception when sqlstate 'GE010' then
		outcome := 'no_gems'; return;
	end;
	select x.job_id into job_id from turn x where x.id = t.id;
	update job_done set retried_as = job_id where id = p_job;
	outcome := 'retried';
end $$;
