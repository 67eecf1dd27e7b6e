-- The queue, notices, and the audit log.
--
-- Live jobs stand in `job` and nowhere else; what is over moves to `job_done`, so the live table
-- stays small. The rules:
--   fairness    start-time fair queueing (Goyal, Vin, Cheng 1996): a job's virtual start is the
--               later of the clock of its kind and the owner's own mark, which it then moves on by
--               cost / weight. A claim takes the smallest virtual start. The clock of a kind is the
--               virtual start of what was claimed last.
--   lease       a claim raises `attempt` and leases the job for 60 s; heartbeats renew it.
--   fence       whatever a worker writes names job and attempt; no row means: somebody else has it.
--   kinds       each kind has its own slots in a worker, so none waits behind another.
-- Locking: chat, then job, then the gem book (one member after the other, ascending), then job_flow.

create table job (
	id bigint generated always as identity primary key,
	kind text not null check (kind ~ '^[a-z_]{2,30}$'),
	-- The member it is for; 0 is the house, which no cap holds back.
	owner bigint not null check (owner >= 0),
	prio int not null default 5 check (prio between 1 and 9),
	vt double precision not null,
	-- 0 ready, 1 running
	state smallint not null default 0 check (state in (0, 1)),
	run_at timestamptz not null default now(),
	attempt int not null default 0,
	max_attempt int not null default 4 check (max_attempt > 0),
	-- Time spent on "come back later" of a provider, which uses up no attempt.
	waited interval not null default '0',
	lease_until timestamptz,
	worker text not null default '',
	cancel boolean not null default false,
	uniq text,
	hold_id bigint,
	-- The row that it works on: a turn, a generation.
	subject bigint not null default 0,
	error text not null default '',
	created_at timestamptz not null default now(),
	constraint leased_while_running check ((state = 1) = (lease_until is not null))
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0);
create index job_ready on job (kind, prio, vt, id) where state = 0;
-- lease_until is in no index, so a heartbeat stays on its page.
create index job_running on job (owner) where state = 1;
create unique index job_uniq on job (uniq) where uniq is not null;
create index job_subject on job (kind, subject);

create table job_done (
	id bigint primary key,
	kind text not null,
	owner bigint not null,
	state text not null check (state in ('done', 'dead', 'canceled')),
	attempt int not null,
	prio int not null,
	hold_id bigint,
	subject bigint not null,
	error text not null default '',
	worker text not null default '',
	-- The job that a dead one was put again as.
	retried_as bigint,
	created_at timestamptz not null,
	at timestamptz not null default now()
);
create index job_done_age on job_done (at);
create index job_done_dead on job_done (id desc) where state = 'dead';

create table job_flow (
	kind text not null,
	owner bigint not null,
	vt double precision not null,
	primary key (kind, owner)
) with (fillfactor = 50);

create table job_clock (
	kind text primary key,
	vt double precision not null
) with (fillfactor = 10);

-- What the house did on its own or staff did by hand: codes and ids, never what people wrote.
create table audit_log (
	id bigint generated always as identity primary key,
	actor text not null check (actor ~ '^[a-z][a-z0-9_.-]*(:[A-Za-z0-9_.:-]+)?$'),
	action text not null check (action ~ '^[a-z][a-z0-9_.]*$'),
	subject text not null default '',
	detail text not null default '',
	at timestamptz not null default now()
);
create index audit_log_subject on audit_log (subject, id desc);
create function audit_log_refuse() returns trigger language plpgsql as $$
begin
	raise exception 'audit_log is append-only' using errcode = 'restrict_violation';
end $$;
create trigger audit_log_kept before update or delete on audit_log
	for each row execute function audit_log_refuse();
create trigger audit_log_kept_whole before truncate on audit_log
	execute function audit_log_refuse();

-- ---------------------------------------------------------------- telling members

create function rfc3339(p_at timestamptz) returns text language sql immutable as $$
	select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- Milligems as the JSON number of gems.
create function gems_json(p_milligems bigint) returns numeric language sql immutable as $$
	select trim_scale(p_milligems::numeric / 1000)
$$;

-- Here and below PL/pgSQL, because that keeps its plans: SQL would plan these at each call.
create function credit_event(p_member bigint) returns bigint language plpgsql as $$
declare
	e bigint;
begin
	insert into member_event (member_id, kind, data) values (p_member, 'credit_update',
		json_build_object('gemBalance', gems_json(gem.balance(p_member)))::text) returning id into e;
	return e;
end $$;

-- ---------------------------------------------------------------- putting and claiming

-- Returns the new job, or NULL when a live one has the same p_uniq.
create function job_put(p_kind text, p_owner bigint, p_prio int, p_subject bigint, p_hold bigint,
	p_uniq text default null, p_cost double precision default 1, p_weight double precision default 1,
	p_delay interval default '0', p_max_attempt int default 4)
returns bigint language plpgsql as $$
declare
	base double precision;
	mark double precision;
	step double precision := p_cost / p_weight;
	id bigint;
begin
	if p_uniq is not null and exists (select from job j where j.uniq = p_uniq) then
		return null;
	end if;
	select c.vt into base from job_clock c where c.kind = p_kind;
	base := coalesce(base, 0);
	insert into job_flow as f (kind, owner, vt) values (p_kind, p_owner, base + step)
		on conflict (kind, owner) do update set vt = greatest(f.vt, base) + step
		returning f.vt into mark;
	insert into job (kind, owner, prio, vt, run_at, subject, hold_id, uniq, max_attempt)
		values (p_kind, p_owner, p_prio, mark - step, now() + p_delay, p_subject, p_hold, p_uniq,
			p_max_attempt)
		on conflict (uniq) where uniq is not null do nothing returning job.id into id;
	return id;
end $$;

-- Up to p_limits[i] jobs of p_kinds[i] for a worker, and at most p_cap running of one owner.
create function job_claim(p_worker text, p_kinds text[], p_limits bigint[], p_cap int, p_lease interval)
returns setof job language plpgsql as $$
declare
	k record;
begin
	-- Most of the time nothing is ready; then the dear part is left out.
	for k in select x.kind, x.most from unnest(p_kinds, p_limits) as x (kind, most)
		where x.most > 0 and exists (select from job j
			where j.state = 0 and j.kind = x.kind and j.run_at <= now())
	loop
		return query with c as materialized (
			select j.id, j.owner, j.prio, j.vt,
				(select count(*) from job r where r.owner = j.owner and r.state = 1) as busy
			from job j
			where j.state = 0 and j.kind = k.kind and j.run_at <= now() and (j.owner = 0
				or (select count(*) from job r where r.owner = j.owner and r.state = 1) < p_cap)
			order by j.prio, j.vt, j.id limit k.most for update of j skip locked),
		f as (
			select n.id, n.vt from (select c.*, row_number() over (partition by c.owner
				order by c.prio, c.vt, c.id) as nth from c) n
			where n.owner = 0 or n.busy + n.nth <= p_cap),
		u as (
			update job j set state = 1, attempt = j.attempt + 1, worker = p_worker,
				lease_until = now() + p_lease
			from f where j.id = f.id returning j.*),
		t as (
			insert into job_clock as o (kind, vt)
			select k.kind, max(f.vt) from f having count(*) > 0
			on conflict (kind) do update set vt = greatest(o.vt, excluded.vt))
		select u.* from u order by u.prio, u.vt, u.id;
	end loop;
end $$;

-- ---------------------------------------------------------------- ending

-- Moves a job to job_done. p_attempt NULL: one that nobody has begun. False: fenced off.
create function job_over(p_id bigint, p_attempt int, p_state text, p_error text)
returns boolean language plpgsql as $$
declare
	d job;
begin
	delete from job j where j.id = p_id and (j.attempt = p_attempt and j.state = 1
		or p_attempt is null and j.state = 0) returning j.* into d;
	if not found then
		return false;
	end if;
	insert into job_done (id, kind, owner, state, attempt, prio, hold_id, subject, error, worker, created_at)
		values (d.id, d.kind, d.owner, p_state, d.attempt, d.prio, d.hold_id, d.subject, p_error, d.worker,
			d.created_at);
	return true;
end $$;

-- Captures p_used of a hold and gives the rest back. What is already closed stays as it is: a late
-- result is free. Returns what was captured.
create function job_settle(p_hold bigint, p_used bigint, p_revenue text) returns bigint
language plpgsql as $$
begin
	if p_hold is null or gem.settle_try('settle:hold:' || p_hold, p_hold, p_used, p_revenue, 'worker') is null then
		return 0;
	end if;
	return p_used;
end $$;

-- A dead letter, in one go: out of the queue, gems back, the member told, the log written.
-- For kinds whose subject needs no end of its own. A summary that fails bothers nobody: it is made again
-- with the next messages. Returns the member event (0: none), NULL: fenced.
create function job_bury(p_id bigint, p_attempt int, p_error text) returns bigint
language plpgsql as $$
declare
	d job_done;
	told bigint := 0;
begin
	if not job_over(p_id, p_attempt, 'dead', p_error) then
		return null;
	end if;
	select * into strict d from job_done where id = p_id;
	perform job_settle(d.hold_id, 0, null);
	if d.owner > 0 and d.kind <> 'summary' then
		told := notice_add(d.owner, 'job_failed', 'Something could not be finished',
			'It was tried ' || d.attempt || ' times. Nothing was charged.', '/notifications', 'job:' || d.id);
	end if;
	insert into audit_log (actor, action, subject, detail)
		values ('worker', 'job.dead', 'job:' || d.id, d.kind || ' ' || p_error);
	return told;
end $$;

-- One that nobody has begun, and whose subject needs no end of its own: out, gems back.
create function job_drop(p_id bigint) returns boolean language plpgsql as $$
begin
	if not job_over(p_id, null, 'canceled', 'CANCELED') then
		return false;
	end if;
	perform job_settle((select d.hold_id from job_done d where d.id = p_id), 0, null);
	return true;
end $$;

-- After a failure that may pass. p_asked is what a provider asked to wait ('0': it did not): that
-- uses up no attempt, 15 minutes in all. Else the wait is 10 s, 30 s, 90 s, ... at most 10 min, each
-- times 0.5 to 1.5. Returns 'again', 'dead' (the caller buries it), or NULL: fenced off.
create function job_again(p_id bigint, p_attempt int, p_error text, p_asked interval)
returns text language plpgsql as $$
declare
	j job;
	asked boolean;
begin
	select * into j from job where id = p_id and attempt = p_attempt and state = 1 for update;
	if not found then
		return null;
	end if;
	asked := p_asked > interval '0' and j.waited + p_asked <= interval '15 min';
	if not asked and j.attempt >= j.max_attempt then
		return 'dead';
	end if;
	update job set state = 0, lease_until = null, worker = '', error = p_error,
		max_attempt = j.max_attempt + asked::int,
		waited = j.waited + case when asked then p_asked else '0' end,
		run_at = now() + case when asked then p_asked else least(interval '10 min',
			interval '10 s' * power(3, least(j.attempt - 1, 10))) * (0.5 + random()) end
	where id = p_id;
	return 'again';
end $$;

grant select, insert, update, delete on job, job_flow, job_clock to snug_web, snug_worker;
grant select, insert, update, delete on job_done to snug_web, snug_worker;
grant select, insert on audit_log to snug_web, snug_worker;
grant select on job, job_done, audit_log to snug_report;
