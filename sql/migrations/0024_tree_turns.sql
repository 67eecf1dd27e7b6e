-- Turns in a tree of messages (0018): what a reply costs and who writes it, ordering it at any place,
-- and its end.

-- What a reply of one character costs a member in a chat, and which model writes it: own:ID for a key of
-- theirs.
create function turn_fare(p_chat bigint, p_member bigint, p_character bigint, out price bigint, out unit text,
	out model_key text) language plpgsql stable as $$
declare
	asked record;
	f record;
begin
	select k.id as own_key, c.model_key as chosen, h.reply_price as least into asked
		from chat c left join character h on h.id = p_character
		left join own_key k on k.id = c.own_key_id and k.member_id = p_member
			and (select own_keys from model_rule) where c.id = p_chat;
	if asked.own_key is not null then
		f := model_price(p_chat, p_member);
		price := f.price; unit := f.unit; model_key := f.model_key;
		return;
	end if;
	-- The one that was chosen, else the default; without a list there is the price of the house.
	select u.key, u.milligems, u.unit into f from model_usable u
		order by u.key is not distinct from asked.chosen desc, u.is_default desc, u.rank, u.position, u.key limit 1;
	if not found then
		select null as key, p.milligems, case when p.unit = '1000_tokens' then p.unit else 'reply' end as unit into f
			from price p where p.key = 'chat.standard';
	end if;
	model_key := f.key;
	price := coalesce(f.milligems, 0);
	unit := coalesce(f.unit, 'reply');
	if asked.least is not null then
		price := case unit when 'reply' then greatest(price, asked.least) else asked.least end;
		unit := 'reply';
	end if;
end $$;

-- Sets the gems of a reply aside: its price, or by tokens what 400 of them cost after the prompt, and at
-- least what a sentence does. hold is NULL where gems are wanting (available says how many there are),
-- and where there is nothing to pay.
create function turn_hold(p_key text, p_member bigint, p_message bigint, p_price bigint, p_unit text, p_prompt int,
	out hold bigint, out needed bigint, out available bigint, out is_wanting boolean) language plpgsql as $$
declare
	h record;
begin
	needed := case p_unit when 'reply' then p_price else greatest(turn_cost(p_price, p_unit, p_prompt + 40), 1) end;
	is_wanting := false;
	if p_price > 0 then
		h := gem.hold_try(p_key, p_member, greatest(needed, turn_cost(p_price, p_unit, p_prompt + 400)), needed,
			interval '1 hour', 'msg:' || p_message, 'member');
		hold := h.hold_id;
		available := h.held;
		is_wanting := hold is null;
	end if;
end $$;

-- Orders a reply: messages, gems, job and chat change together, or nothing does.
-- p_mode: send; say (the member's message alone: nobody answers yet); speak (a reply without a word of
-- theirs); regenerate (another version of a reply); continue (the reply itself goes on); resend (another
-- version of what the member wrote, with its reply).
-- p_expected: the head that the caller saw, NULL for any. p_character: who speaks, NULL for whom the
-- chat is with.
-- Locking: the chat, then the gem book, then job_flow; see 0009. Gems come first of all that is written,
-- so that a refusal has nothing to undo.
create function turn_begin(p_member bigint, p_chat bigint, p_mode text, p_expected bigint, p_message bigint,
	p_content text, p_idem text, p_context int, p_character bigint default null, out outcome text, out message_id bigint, out reply_id bigint,
	out turn_id bigint, out price bigint, out unit text, out needed bigint, out available bigint,
	out replayed boolean, out first_told bigint, out last_told bigint)
language plpgsql as $$
#variable_conflict use_column
declare
	seized record;
	c chat;
	was record;
	target message;
	who record;
	fare record;
	paid record;
	s record;
	told record;
	parent bigint;
	said bigint;
	answer bigint;
	t bigint;
begin
	message_id := 0; reply_id := 0; turn_id := 0; price := 0; unit := 'reply';
	needed := 0; available := 0; replayed := false; first_told := 0; last_told := 0;
	seized := chat_seize(p_member, p_chat, p_expected);
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
	parent := c.head_id;
	if p_mode in ('regenerate', 'continue', 'resend') then
		select * into target from message m where m.id = coalesce(p_message, c.head_id) and m.chat_id = p_chat
			and m.role = case p_mode when 'resend' then 'user' else 'assistant' end and m.deleted_at is null;
		if target.id is null or p_mode = 'regenerate' and target.parent_id is null
		or p_mode = 'resend' and (target.parent_id is null or target.member_id <> p_member)
		or p_mode = 'continue' and (target.content = '' or target.child_count > 0 or target.reason = 'CARE') then
			outcome := 'bad_message'; return;
		end if;
		parent := target.parent_id;
	end if;
	select k.id, k.name, k.voice, k.deleted_at is not null or k.moderation_status in ('rejected', 'quarantined') as is_gone,
		u.display_name as writer into who
		from member u left join chat_character x on x.chat_id = p_chat and x.character_id = coalesce(
			case when p_mode = 'continue' then target.character_id end, p_character,
			case when p_mode = 'regenerate' then target.character_id end, c.character_id)
		left join character k on k.id = x.character_id where u.id = p_member;
	if p_mode in ('send', 'say', 'resend') then
		said := nextval('message_id_seq'); -- below that of its reply
	end if;
	if p_mode <> 'say' then
		if who.id is null or who.is_gone then
			outcome := 'no_character'; return;
		elsif who.voice = 'staff' then
			outcome := 'not_ai'; return;
		end if;
		fare := turn_fare(p_chat, p_member, who.id);
		t := nextval('turn_id_seq');
		answer := case when p_mode = 'continue' then target.id else nextval('message_id_seq') end;
		price := fare.price; unit := fare.unit;
		paid := turn_hold('hold:turn:' || t, p_member, answer, price, unit, case unit when 'reply' then 0
			else least(p_context, turn_prompt_tokens(case when p_mode = 'continue' then target.id else parent end,
				who.id, p_context) + coalesce(octet_length(p_content), 0) / 4) end);
		needed := paid.needed;
		if paid.is_wanting then
			outcome := 'no_gems'; available := paid.available; return;
		end if;
	end if;

	if p_mode = 'continue' then
		update message set status = 'streaming', reason = '' where id = answer;
	else
		s := message_step(p_chat, parent);
		insert into message (id, chat_id, parent_id, role, content, status, swipe_index, speaker_label, member_id,
			character_id, depth, jump_id, jump_depth, child_count) overriding system value
		select said, p_chat, parent, 'user', p_content, 'complete', s.place, who.writer, p_member, null, s.depth,
			coalesce(s.jump_id, said), s.jump_depth, (answer is not null)::int where said is not null
		union all
		select answer, p_chat, parent, 'assistant', '', 'streaming', s.place, who.name, null, who.id, s.depth,
			coalesce(s.jump_id, answer), s.jump_depth, 0 where said is null
		union all
		-- As message_step would find its place, but said is not there yet.
		select answer, p_chat, said, 'assistant', '', 'streaming', 0, who.name, null, who.id, s.depth + 1,
			case when x.is_far then coalesce(s.far_id, said) else said end,
			case when x.is_far then s.far_depth else s.depth end, 0
			from (select s.depth - s.jump_depth = s.jump_depth - s.far_depth as is_far) x
			where said is not null and answer is not null;
	end if;
	if p_mode <> 'say' then
		insert into turn (id, chat_id, message_id, member_id, character_id, price, unit, idem, seed, prefix, model_key,
			hold_id, job_id) overriding system value
			values (t, p_chat, answer, p_member, who.id, price, unit, p_idem, (random() * 9007199254740991)::bigint,
				case when p_mode = 'continue' then target.content else '' end, coalesce(fare.model_key, ''),
				paid.hold, job_put('turn', p_member, 1, t, paid.hold, p_max_attempt => 3));
		if p_mode not in ('send', 'speak') and c.head_id <> answer then
			perform message_leave(c.head_id, answer);
		end if;
	end if;
	update chat set head_id = coalesce(answer, said), last_message_at = now(),
		message_count = message_count + (answer is distinct from target.id)::int + (said is not null)::int,
		word_count = word_count + case when said is null then 0 else count_words(p_content) end,
		preview = case when said is null then preview else chat_preview(p_content) end,
		next_speakers = case when p_mode = 'speak' then next_speakers else '{}' end
		where id = p_chat;
	if p_mode in ('send', 'say') then
		update chat_member x set draft = '' where x.chat_id = p_chat and x.member_id = p_member and x.draft <> '';
	end if;
	outcome := 'sent'; message_id := coalesce(said, 0); reply_id := coalesce(answer, 0); turn_id := coalesce(t, 0);
	told := chat_tell(p_chat, 'message');
	first_told := told.first_told; last_told := told.last_told;
end $$;

-- Ends a turn: text, gems, message, chat, job and the events that say so. The caller holds the lock of the
-- chat. p_attempt NULL: the job has not begun. p_state: complete, partial, failed, stopped; p_status: the
-- message's. A price by tokens is taken from both counts; p_pays false makes it free. ok is false when
-- fenced off: nothing was written. told is the first of the member's events, which follow each other.
create function turn_end(p_job bigint, p_attempt int, p_state text, p_status text, p_content text,
	p_reason text, p_pays boolean, p_prompt_tokens int, p_completion_tokens int, p_provider text,
	p_model text, p_seq int,
	out ok boolean, out charged bigint, out first_event bigint, out last_event bigint,
	out first_told bigint, out last_told bigint)
language plpgsql as $$
#variable_conflict use_column
declare
	t turn;
	n int;
	more int;
	wallet text;
	whole text;
	status_now text;
	speakers bigint[];
	is_away boolean; -- the member has closed the page meanwhile (0035)
begin
	charged := 0; first_event := 0; last_event := 0; first_told := 0; last_told := 0;
	ok := job_over(p_job, p_attempt, case p_state when 'failed' then 'dead' when 'stopped' then 'canceled'
		else 'done' end, p_reason);
	if not ok then
		return;
	end if;
	select x.* into strict t from turn x where x.id = (select d.subject from job_done d where d.id = p_job);
	if t.hold_id is not null then
		if p_pays and t.unit = 'reply' then
			charged := t.price; -- never above what was set aside
		elsif p_pays then
			charged := least(turn_cost(t.price, t.unit, p_prompt_tokens + p_completion_tokens),
				(select h.amount from gem.hold h where h.id = t.hold_id));
		end if;
		charged := job_settle(t.hold_id, charged, 'spent.chat');
	end if;
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
			else chat_preview(whole) end
		where id = t.chat_id returning next_speakers into speakers;
	n := greatest(t.seq, p_seq, coalesce((select max(e.seq) from turn_event e where e.turn_id = t.id), 0));
	wallet := json_build_object('gemBalance', gems_json(gem.balance(t.member_id)))::text;
	with e as (
		insert into turn_event (turn_id, seq, kind, data)
		select t.id, n + row_number() over (order by x.place), x.kind, x.data from (values
			(1, 'moderation_block', case when p_reason in ('BLOCKED', 'PROVIDER_BLOCKED') then json_build_object(
				'reason', case p_reason when 'BLOCKED' then 'rules' else 'provider' end)::text end),
			(2, 'message_complete', case when p_status <> 'blocked' and (p_state <> 'failed' or p_content <> '')
				then json_build_object('messageId', t.message_id::text, 'content', whole, 'gemCost', gems_json(charged),
					'status', status_now, 'reason', p_reason, 'model', p_model, 'usage', json_build_object(
					'promptTokens', p_prompt_tokens, 'completionTokens', p_completion_tokens))::text end),
			(3, 'error', case when p_reason not in ('', 'STOPPED', 'BLOCKED', 'PROVIDER_BLOCKED', 'CARE')
				then json_build_object('code', p_reason, 'message', turn_says(p_reason),
					'retryable', turn_may_retry(p_reason), 'messageId', t.message_id::text)::text end),
			(4, 'credit_update', wallet)) -- the last of all: streams wait for it
			x (place, kind, data) where x.data is not null returning id)
	select min(id), max(id), count(*) into first_event, last_event, more from e;
	update turn set state = p_state, seq = n + more, prompt_tokens = p_prompt_tokens,
		completion_tokens = p_completion_tokens, ended_at = now(),
		first_text_at = coalesce(first_text_at, (select e.at from turn_event e
			where e.turn_id = t.id and e.kind = 'token_delta' order by e.seq limit 1)),
		provider = case when p_provider = '' then provider else p_provider end where id = t.id
		returning left_at is not null into is_away;
	insert into member_event (member_id, kind, data) values (t.member_id, 'credit_update', wallet)
		returning id into first_told;
	last_told := first_told;
	if p_state = 'failed' then
		insert into audit_log (actor, action, subject, detail)
			values ('worker', 'job.dead', 'job:' || p_job, 'turn ' || p_reason);
		last_told := greatest(last_told, notice_add(t.member_id, 'reply_failed', 'A reply could not be made',
			turn_says(p_reason), '/chat/' || t.chat_id, 'job:' || p_job));
	elsif is_away and p_state <> 'stopped' then
		last_told := greatest(last_told, notice_reply(t.id));
	end if;
	-- A stop may have come when this one had nothing left to write.
	if cardinality(speakers) > 0 and p_state = 'complete' and not t.stop_asked then
		perform chat_next_turn(t.chat_id);
	elsif cardinality(speakers) > 0 then
		update chat set next_speakers = '{}' where id = t.chat_id;
	end if;
end $$;

-- Stops the turn of a chat: who pays for it may, and whose chat it is. outcome: stopped (it had not begun),
-- stopping, not_running, not_yours.
create function turn_halt(p_member bigint, p_chat bigint, out outcome text, out turn_id bigint,
	out reply_id bigint, out job_id bigint, out first_event bigint, out last_event bigint)
language plpgsql as $$
#variable_conflict use_column
declare
	t turn;
	e record;
	owner bigint;
begin
	outcome := 'not_running';
	turn_id := 0; reply_id := 0; job_id := 0; first_event := 0; last_event := 0;
	select member_id into owner from chat where id = p_chat and exists (select from chat_member m
		where m.chat_id = p_chat and m.member_id = p_member) for no key update;
	if not found then
		return;
	end if;
	select * into t from turn where chat_id = p_chat and state in ('queued', 'running');
	if not found then
		return;
	elsif p_member not in (t.member_id, owner) then
		outcome := 'not_yours'; return;
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

-- A failed turn once more: new hold, new job, the same reply row. outcome: retried, not_dead, no_gems, too_late.
create function turn_again(p_job bigint, p_context int, out outcome text, out job_id bigint) language plpgsql as $$
#variable_conflict use_column
declare
	t turn;
	paid record;
begin
	select x.* into t from turn x where x.id = (select d.subject from job_done d where d.id = p_job and d.kind = 'turn');
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
	paid := turn_hold('hold:again:' || p_job, t.member_id, t.message_id, t.price, t.unit, case t.unit when 'reply' then 0
		else turn_prompt_tokens(case when t.prefix <> '' then t.message_id
			else (select m.parent_id from message m where m.id = t.message_id) end, t.character_id, p_context) end);
	if paid.is_wanting then
		outcome := 'no_gems'; return;
	end if;
	job_id := job_put('turn', t.member_id, 1, t.id, paid.hold, p_max_attempt => 3);
	update turn set state = 'queued', stop_asked = false, ended_at = null, hold_id = paid.hold, job_id = turn_again.job_id
		where id = t.id;
	update message set status = 'streaming', reason = '', content = t.prefix where id = t.message_id;
	update job_done set retried_as = turn_again.job_id where id = p_job;
	outcome := 'retried';
end $$;

-- Turns and messages get their ids before their rows are written.
grant usage on sequence message_id_seq, turn_id_seq to snug_web, snug_worker;
