-- How the services that write replies are doing, as the worker sees it: for /status and the doctor.

create table provider_health (
	name text primary key check (name ~ '^[a-z]{2,30}$'),
	-- closed: asked as usual; open: left alone for a while, then tried with one call.
	state text not null default 'closed' check (state in ('closed', 'open')),
	since timestamptz not null default now()
);
grant select on provider_health to snug_web, snug_report;
grant select, insert, update, delete on provider_health to snug_worker;

-- "about 2 minutes", for people.
-- (In PL/pgSQL, which keeps its plan: every page of a chat asks.)
create function wait_words(p_seconds int) returns text language plpgsql immutable strict as $$
begin
	return case when p_seconds < 50 then 'about ' || greatest(p_seconds, 1) || ' seconds'
		when p_seconds < 90 then 'about a minute' else 'about ' || round(p_seconds / 60.0) || ' minutes' end;
end $$;

-- A turn whose provider said when to come back: its job waits until then, and readers are told. dueAt is
-- for those who read the event late. outcome as of job_again; event: 0 when nobody is told.
create function turn_wait(p_job bigint, p_attempt int, p_reason text, p_asked interval, out outcome text,
	out event bigint) language plpgsql as $$
declare
	t turn;
	due timestamptz;
	wait int;
begin
	event := 0;
	perform from chat where id = (select x.chat_id from turn x join job j on j.subject = x.id
		where j.id = p_job) for no key update;
	outcome := job_again(p_job, p_attempt, p_reason, p_asked);
	if outcome is distinct from 'again' then
		return;
	end if;
	select j.run_at, ceil(extract(epoch from j.run_at - now()))::int into strict due, wait
		from job j where j.id = p_job;
	update turn x set state = 'queued', seq = 1 + greatest(x.seq,
			coalesce((select max(e.seq) from turn_event e where e.turn_id = x.id), 0))
		from job j where j.id = p_job and x.id = j.subject returning x.* into strict t;
	insert into turn_event (turn_id, seq, kind, data) values (t.id, t.seq, 'job_update', json_build_object(
		'jobId', p_job::text, 'status', 'queued', 'progress', 0, 'position', 0, 'etaSeconds', wait,
		'dueAt', to_char(due at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'reason', p_reason,
		'message', 'The service that writes replies is busy. It is asked again in ' || wait_words(wait)
			|| '.')::text) returning id into event;
end $$;
