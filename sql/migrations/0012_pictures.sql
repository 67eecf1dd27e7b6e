-- Pictures on order: ordering, painting, ending; and what cancels or repeats a job of any kind.
-- Locking: as in 0009; a generation's row is locked after its job.

alter table generation
	add column idem text check (char_length(idem) between 8 and 120),
	-- What makes two orders the same: a digest of everything but the seed that we chose.
	add column same text not null default '';
create unique index generation_job on generation (job_id) where job_id is not null;
create unique index generation_idem on generation (member_id, idem) where idem is not null;
create index generation_ended on generation (ended_at desc) where ended_at is not null;

-- Base times factor, rounded half-up once (product decision 5).
create function picture_price(p_quality text) returns bigint language sql stable as $$
	select (b.milligems * f.milligems + 500) / 1000 from price b, price f
	where b.key = 'picture.base' and f.key = 'picture.quality.' || p_quality
$$;

-- Seconds for one picture, from the latest orders; 2 while there are none.
create function picture_pace() returns double precision language sql stable as $$
	select coalesce(extract(epoch from sum(g.ended_at - g.started_at)) / nullif(sum(g.count), 0), 2)
		::double precision
	from (select x.ended_at, x.started_at, x.count from generation x
		where x.ended_at is not null and x.started_at is not null and x.status = 'completed'
		order by x.ended_at desc limit 20) g
$$;

-- Jobs that stand before a queued order, and seconds until its last picture. NULL: as if put now.
create function picture_wait(p_job bigint, p_count int, out place bigint, out eta bigint)
language plpgsql stable as $$
declare
	j job;
	left_over bigint;
begin
	select * into j from job where id = p_job;
	select count(*), coalesce(sum(g.count * (100 - g.progress)) / 100, 0) into place, left_over
		from job q join generation g on g.id = q.subject
		where q.kind = 'picture' and q.id is distinct from p_job
			and (q.state = 1 or j.id is null or (q.prio, q.vt, q.id) < (j.prio, j.vt, j.id));
	if j.state = 1 then
		place := 0; left_over := 0;
	end if;
	eta := ceil((left_over + p_count) * picture_pace());
end $$;

-- Tells the member how an order stands. Returns the event.
create function picture_event(p_generation bigint) returns bigint language plpgsql as $$
declare
	g generation;
	w record;
	e bigint;
	is_open boolean;
begin
	select * into strict g from generation where id = p_generation;
	is_open := g.status in ('queued', 'processing');
	if is_open then
		select * into w from picture_wait(g.job_id, greatest(1, g.count * (100 - g.progress) / 100));
	else
		select 0::bigint as place, 0::bigint as eta into w;
	end if;
	insert into member_event (member_id, kind, data) values (g.member_id, 'job_update',
		json_build_object('jobId', g.job_id::text, 'status', g.status, 'progress', g.progress,
			'position', w.place, 'etaSeconds', w.eta)::text)
		returning id into e;
	return e;
end $$;

-- ---------------------------------------------------------------- ordering

-- Hold, rows and job for p_seeds, one picture each. outcome: ordered, twice, no_gems.
create function picture_put(p_member bigint, p_character bigint, p_prompt text, p_negative text,
	p_orientation text, p_style text, p_quality text, p_seeds bigint[], p_idem text, p_same text,
	p_retry_of bigint, out outcome text, out job_id bigint, out generation_id bigint,
	out price_each bigint, out available bigint)
language plpgsql as $$
#variable_conflict use_column
declare
	n int := cardinality(p_seeds);
	hold bigint;
	text_of text;
	click text := 'img:' || p_member || ':' || p_same;
begin
	available := 0; job_id := 0; generation_id := 0;
	price_each := picture_price(p_quality);
	update job set uniq = null where job.uniq = click and created_at < now() - interval '10 s';
	begin
		insert into generation (member_id, character_id, prompt, negative_prompt, count, orientation, style,
			quality, seed, price_each, idem, same, retry_of)
			values (p_member, p_character, p_prompt, p_negative, n, p_orientation, p_style, p_quality,
				p_seeds[1], price_each, p_idem, p_same, p_retry_of)
			returning id into generation_id;
		insert into generation_image (generation_id, n, seed)
			select generation_id, s.nth - 1, s.seed from unnest(p_seeds) with ordinality s (seed, nth);
		if price_each > 0 then
			select h.hold_id into hold from gem.hold_open('hold:img:' || generation_id, p_member,
				price_each * n, price_each * n, interval '6 hours', 'img:' || generation_id, 'member') h;
		end if;
		job_id := job_put('picture', p_member, 3, generation_id, hold, click, n,
			coalesce(entitled(p_member, 'queue_weight'), 4));
		if job_id is null then
			raise exception 'twice' using errcode = 'SN001';
		end if;
		update generation set job_id = picture_put.job_id, hold_id = hold where id = generation_id;
	exception
	when sqlstate 'GE010' then
		get stacked diagnostics text_of = pg_exception_detail;
		outcome := 'no_gems'; available := text_of::bigint; job_id := 0; generation_id := 0;
		return;
	when sqlstate 'SN001' then
		select j.id, j.subject into job_id, generation_id from job j where j.uniq = click;
		outcome := 'twice';
		return;
	end;
	outcome := 'ordered';
end $$;

-- outcome: ordered, twice, no_character, no_gems, too_many.
create function picture_begin(p_member bigint, p_character bigint, p_prompt text, p_negative text,
	p_count int, p_orientation text, p_style text, p_quality text, p_seed bigint, p_idem text, p_most int,
	out outcome text, out job_id bigint, out generation_id bigint, out price_each bigint,
	out available bigint)
language plpgsql as $$
#variable_conflict use_column
declare
	alike text := md5(row(p_character, p_prompt, p_negative, p_count, p_orientation, p_style, p_quality,
		p_seed)::text);
	first bigint := coalesce(p_seed, (random() * 9007199254740991)::bigint);
begin
	price_each := picture_price(p_quality); available := 0; job_id := 0; generation_id := 0;
	-- Orders of one member come one after the other, so that two clicks at once are seen as two.
	perform pg_advisory_xact_lock(hashtextextended('picture', p_member));
	if p_character is not null and not exists (select from character c where c.id = p_character
		and c.deleted_at is null and c.moderation_status not in ('rejected', 'quarantined')
		and (c.visibility in ('public', 'unlisted') or c.creator_id = p_member)) then
		outcome := 'no_character'; return;
	end if;
	select g.job_id, g.id into job_id, generation_id from generation g
		where g.member_id = p_member and (g.idem = p_idem
			or g.same = alike and g.retry_of is null and g.created_at > now() - interval '10 s')
		order by g.id desc limit 1;
	if found then
		outcome := 'twice'; return;
	end if;
	if (select count(*) from generation g where g.member_id = p_member
		and g.status in ('queued', 'processing')) >= p_most then
		outcome := 'too_many'; job_id := 0; generation_id := 0; return;
	end if;
	select p.outcome, p.job_id, p.generation_id, p.price_each, p.available
		into outcome, job_id, generation_id, price_each, available
		from picture_put(p_member, p_character, p_prompt, p_negative, p_orientation, p_style, p_quality,
			array(select first + i from generate_series(0, p_count - 1) i), p_idem, alike, null) p;
end $$;

-- The pictures of an order that failed, again. outcome: ordered, twice, no_order, not_done, nothing_left, no_gems.
create function picture_again(p_member bigint, p_job bigint, out outcome text, out job_id bigint,
	out generation_id bigint, out price_each bigint, out available bigint)
language plpgsql as $$
#variable_conflict use_column
declare
	g generation;
	seeds bigint[];
begin
	available := 0; job_id := 0; generation_id := 0; price_each := 0;
	select * into g from generation x where x.job_id = p_job and x.member_id = p_member for update;
	if not found then
		outcome := 'no_order'; return;
	elsif g.status in ('queued', 'processing') then
		outcome := 'not_done'; return;
	end if;
	seeds := array(select i.seed from generation_image i where i.generation_id = g.id
		and i.status = 'failed' order by i.n);
	if cardinality(seeds) = 0 then
		outcome := 'nothing_left'; return;
	end if;
	select x.job_id, x.id into job_id, generation_id from generation x where x.retry_of = g.id
		and (x.status in ('queued', 'processing') or x.created_at > now() - interval '10 s') limit 1;
	if found then
		outcome := 'twice'; price_each := g.price_each; return;
	end if;
	select p.outcome, p.job_id, p.generation_id, p.price_each, p.available
		into outcome, job_id, generation_id, price_each, available
		from picture_put(p_member, g.character_id, g.prompt, g.negative_prompt, g.orientation, g.style,
			g.quality, seeds, null, md5('retry ' || g.id), g.id) p;
	if outcome = 'ordered' then
		update job_done set retried_as = picture_again.job_id where id = p_job and state = 'dead';
	end if;
end $$;

-- ---------------------------------------------------------------- making

-- One picture of an order is stored. Returns the member event, NULL when fenced off.
create function picture_keep(p_job bigint, p_attempt int, p_n int, p_hash text, p_thumb_hash text,
	p_width int, p_height int, p_bytes bigint, p_alt text, p_prompt_final text, p_provider text)
returns bigint language plpgsql as $$
declare
	g generation;
	file bigint;
begin
	perform from job j where j.id = p_job and j.attempt = p_attempt and j.state = 1 for no key update;
	if not found then
		return null;
	end if;
	select * into strict g from generation x where x.job_id = p_job for update;
	insert into media as m (owner_id, hash, thumb_hash, type, mime, width, height, bytes, generated_by, alt,
		character_id)
		values (g.member_id, p_hash, p_thumb_hash, 'image', 'image/webp', p_width, p_height, p_bytes,
			p_provider, left(p_alt, 500), g.character_id)
		on conflict (hash) do update set deleted_at = null where m.owner_id = g.member_id
		returning m.id into file;
	update generation_image set status = case when file is null then 'failed' else 'completed' end,
		media_id = file, prompt_final = p_prompt_final, ended_at = now()
		where generation_id = g.id and n = p_n;
	update generation set progress = 100 * (select count(*) from generation_image i
		where i.generation_id = g.id and i.status <> 'queued') / g.count where id = g.id;
	return picture_event(g.id);
end $$;

-- The order is over: what was made is paid, the rest of the hold is free, the member is told.
-- p_attempt NULL: nobody has begun it. told is the first of the member's events; ok false: fenced off.
create function picture_end(p_job bigint, p_attempt int, p_reason text,
	out ok boolean, out first_told bigint, out last_told bigint)
language plpgsql as $$
#variable_conflict use_column
declare
	g generation;
	made int;
	became text;
	paid bigint;
begin
	first_told := 0; last_told := 0;
	select * into g from generation x where x.job_id = p_job;
	select count(*) into made from generation_image i where i.generation_id = g.id and i.status = 'completed';
	became := case when made = g.count then 'completed' when made > 0 then 'partial'
		when p_reason = 'CANCELED' then 'canceled' else 'failed' end;
	ok := job_over(p_job, p_attempt, case when became = 'failed' then 'dead'
		when p_reason = 'CANCELED' then 'canceled' else 'done' end, p_reason);
	if not ok then
		return;
	end if;
	paid := job_settle(g.hold_id, g.price_each * made, 'spent.image');
	update generation_image set status = 'failed', ended_at = now()
		where generation_id = g.id and status = 'queued';
	update generation set status = became, charged = paid, ended_at = now(),
		progress = case when became = 'completed' then 100 else progress end,
		failure_reason = case when became = 'completed' then '' else p_reason end where id = g.id;
	first_told := picture_event(g.id);
	last_told := credit_event(g.member_id);
	if became in ('completed', 'partial') then
		last_told := greatest(last_told, notice_add(g.member_id, 'picture_ready',
			case when g.count = 1 then 'Your picture is ready'
				when became = 'completed' then 'Your ' || g.count || ' pictures are ready'
				else made || ' of ' || g.count || ' pictures are ready' end,
			case when became = 'partial' then 'Only what was made was charged.' else '' end,
			'/gallery', 'job:' || p_job));
	elsif became = 'failed' then
		insert into audit_log (actor, action, subject, detail)
			values ('worker', 'job.dead', 'job:' || p_job, 'picture ' || p_reason);
		last_told := greatest(last_told, notice_add(g.member_id, 'picture_failed',
			'Your pictures could not be made', 'Nothing was charged.', '/generate', 'job:' || p_job));
	end if;
end $$;

-- ---------------------------------------------------------------- any kind

-- Cancels a job; p_owner NULL is staff. outcome: canceled, canceling, not_live.
create function job_stop(p_job bigint, p_owner bigint) returns text language plpgsql as $$
declare
	j job;
	t turn;
	h record;
begin
	select * into j from job where id = p_job and (p_owner is null or owner = p_owner);
	if not found then
		return 'not_live';
	elsif j.kind = 'turn' then
		select * into strict t from turn where id = j.subject;
		select * into h from turn_halt(t.member_id, t.chat_id);
		return case h.outcome when 'stopped' then 'canceled' when 'stopping' then 'canceling'
			else 'not_live' end;
	elsif j.kind = 'picture' and (select e.ok from picture_end(p_job, null, 'CANCELED') e)
	or j.kind <> 'picture' and job_drop(p_job) then
		return 'canceled';
	end if;
	update job set cancel = true where id = p_job and state = 1;
	return case when found then 'canceling' else 'not_live' end;
end $$;

-- Puts a dead job again: new job, new hold, linked. outcome: retried, not_dead, no_gems, too_late.
create function job_revive(p_job bigint, p_actor text, p_context int, out outcome text, out again bigint)
language plpgsql as $$
declare
	d job_done;
	r record;
begin
	again := 0;
	select * into d from job_done where id = p_job for update;
	if not found or d.state <> 'dead' or d.retried_as is not null then
		outcome := 'not_dead';
		return;
	end if;
	if d.kind = 'turn' then
		select x.outcome, coalesce(x.job_id, 0) as job_id into r from turn_again(p_job, p_context) x;
		outcome := r.outcome; again := r.job_id;
	elsif d.kind = 'picture' then
		select x.outcome, x.job_id into r from picture_again(d.owner, p_job) x;
		again := r.job_id;
		outcome := case r.outcome when 'ordered' then 'retried' when 'no_gems' then 'no_gems'
			else 'not_dead' end;
	elsif d.hold_id is null then
		again := job_put(d.kind, d.owner, d.prio, d.subject, null);
		update job_done set retried_as = again where id = p_job;
		outcome := 'retried';
	else
		outcome := 'too_late';
	end if;
	if outcome = 'retried' then
		insert into audit_log (actor, action, subject, detail)
			values (p_actor, 'job.retry', 'job:' || p_job, 'job:' || again);
	end if;
end $$;
