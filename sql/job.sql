-- The queue. Its rules are functions of migration 0009.

-- name: job_insert one
-- A new job; no id when a live job has the same uniq.
-- in: kind text, owner member_id, prio int, subject int, hold hold_id?
-- in: uniq text?, cost real, weight real, delay_s int, max_attempts int
-- out: id job_id?
select job_put(:kind, :owner, :prio::int, :subject, :hold, :uniq, :cost, :weight,
	make_interval(secs => :delay_s::double precision), :max_attempts::int) as id;

-- name: job_by_uniq one
-- in: uniq text
-- out: id job_id
select id from job where uniq = :uniq;

-- name: job_notify one
-- in: channel text, payload text
-- out: told bool
select pg_notify(:channel, :payload) is not null as told;

-- name: job_take many
-- Claims for this worker up to `limits` jobs of each kind, at most `cap` running of one owner. The commit
-- does not wait for the disk, and the reply begins the sooner: whatever follows from a claim is committed
-- after it, so a crash of the database takes back either the claim alone (then it is claimed anew) or both.
-- in: worker text, kinds text[], limits int[], cap int, lease_s int
-- out: id job_id, kind text, owner member_id, attempt int, subject int, hold_id hold_id?
with off as materialized (select set_config('synchronous_commit', 'off', true) as is_off)
select j.id, j.kind, j.owner, j.attempt::bigint as attempt, j.subject, j.hold_id
from off cross join lateral job_claim(:worker, :kinds, :limits, :cap::int,
	make_interval(secs => :lease_s::double precision)) j where off.is_off is not null;

-- name: job_beat many
-- Renews leases. What is not in the answer is no longer ours.
-- in: ids int[], attempts int[], lease_s int
-- out: id job_id, cancel bool
update job j set lease_until = now() + make_interval(secs => :lease_s::double precision)
from unnest(:ids::bigint[], :attempts::bigint[]) as x (id, attempt)
where j.id = x.id and j.attempt = x.attempt and j.state = 1
returning j.id, j.cancel;

-- name: job_finish many
-- Ends jobs that have nothing else to end. What is not in the answer was fenced off.
-- in: ids int[], attempts int[]
-- out: id job_id
select x.id from unnest(:ids::bigint[], :attempts::bigint[]) as x (id, attempt)
where job_over(x.id, x.attempt::int, 'done', '');

-- name: job_give_back exec
-- Hands leases back at once, without using up an attempt's worth of waiting.
-- in: ids int[], attempts int[]
update job j set state = 0, lease_until = null, worker = ''
from unnest(:ids::bigint[], :attempts::bigint[]) as x (id, attempt)
where j.id = x.id and j.attempt = x.attempt and j.state = 1;

-- name: job_later one
-- After a failure: again, dead, or nothing when fenced off. asked_s is what a provider asked to wait.
-- in: id job_id, attempt int, error text, asked_s int
-- out: outcome text?
select job_again(:id, :attempt::int, :error, make_interval(secs => :asked_s::double precision)) as outcome;

-- name: job_turn_waits one
-- The same for a turn, whose readers are told when it is due. event: 0 when nobody is.
-- in: id job_id, attempt int, reason text, asked_s int
-- out: outcome text?, event int
select x.outcome, x.event from turn_wait(:id, :attempt::int, :reason,
	make_interval(secs => :asked_s::double precision)) x;

-- name: job_dead_letter one
-- Out of the queue, gems back, the member told. No event when fenced off.
-- in: id job_id, attempt int, error text
-- out: told int?
select job_bury(:id, :attempt::int, :error) as told;

-- name: job_lost many
-- Jobs whose lease is over, or whose worker is named here: it is known to be gone.
-- in: gone text[]
-- out: id job_id, kind text, attempt int
select id, kind, attempt::bigint as attempt from job
where state = 1 and (lease_until < now() or worker = any (:gone)) order by id limit 200;

-- name: job_workers many
-- Who holds jobs on this host.
-- in: prefix text
-- out: worker text
select distinct worker from job where state = 1 and starts_with(worker, :prefix);

-- name: job_ask_stop one
-- Cancels: canceled, canceling, not_live. No owner means staff.
-- in: id job_id, owner member_id?
-- out: outcome text
select job_stop(:id, :owner) as outcome;

-- name: job_put_again one
-- A dead job once more: retried, not_dead, no_gems, too_late.
-- in: id job_id, actor text, context_tokens int
-- out: outcome text, again job_id
select outcome, again from job_revive(:id, :actor, :context_tokens::int);

-- name: job_list many
-- Live jobs and the latest that are over; state '' for all.
-- in: state text, limit int
-- out: id job_id, kind text, owner_id member_id, status text, attempt int, subject_id int
-- out: error text, worker text, created_at moment, ended_at moment?, retried_as job_id?
select * from (
	select id, kind, owner as owner_id, case state when 0 then 'queued' else 'processing' end as status,
		attempt::bigint as attempt, subject as subject_id, error, worker, created_at,
		null::timestamptz as ended_at, null::bigint as retried_as
	from job
	union all
	(select id, kind, owner, case state when 'done' then 'completed' when 'dead' then 'failed'
		else state end, attempt::bigint, subject, error, worker, created_at, at, retried_as
	from job_done order by id desc limit :limit * 4)) x
where :state = '' or status = :state order by id desc limit :limit;

-- name: job_purge exec
-- Jobs that have been over for 90 days, and marks of owners that the clock has passed.
with f as (delete from job_flow w using job_clock c where c.kind = w.kind and w.vt < c.vt
	and not exists (select from job j where j.kind = w.kind and j.owner = w.owner))
delete from job_done where id in (select id from job_done where at < now() - interval '90 days' limit 5000);
