-- Turns in a tree of messages (0018): what a reply costs and who writes it, ordering it at any place,
-- and its end.

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
