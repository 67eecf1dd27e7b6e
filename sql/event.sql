-- Events: what streams send. Rows live for a while; messages and notifications keep what matters.

-- name: event_add one
-- Deltas of many turns at once, and the one notice that tells of them. What was fenced off is left
-- out. The commit does not wait for the disk: text is stored in its message before it counts.
-- in: jobs int[], attempts int[], turns int[], seqs int[], data text[]
-- out: first int, last int, n int
with off as materialized (select set_config('synchronous_commit', 'off', true) as is_off),
e as (
	insert into turn_event (turn_id, seq, kind, data)
	select x.turn, x.seq, 'token_delta', x.data
	from off, unnest(:jobs::bigint[], :attempts::bigint[], :turns::bigint[], :seqs::bigint[], :data::text[])
		as x (job, attempt, turn, seq, data)
	join job j on j.id = x.job and j.attempt = x.attempt and j.state = 1
	where is_off is not null order by x.turn
	on conflict (turn_id, seq) do nothing returning id),
r as (select min(id) as first, max(id) as last, count(*) as n from e),
s as (select pg_notify('turn_event', r.first || ' ' || r.last) from r where r.n > 0)
select coalesce(r.first, 0) as first, coalesce(r.last, 0) as last, r.n from r left join s on true;

-- name: event_tell one
-- Streams look for the events between these ids.
-- in: channel text, first int, last int
-- out: told bool
select pg_notify(:channel, :first::text || ' ' || :last::text) is not null as told;

-- name: event_credit one
-- Writes what a member has for their open streams; they are told after the commit.
-- in: member_id member_id
-- out: id int
select credit_event(:member_id) as id;

-- name: event_tell_work one
-- The same, and workers look for jobs: told together, both cost what one does.
-- in: channel text, first int, last int
-- out: told bool
select pg_notify(:channel, :first::text || ' ' || :last::text) is not null and pg_notify('jobs', '') is not null
	as told;

-- name: event_tell_ends one
-- Streams of turns and of members at once; 0 and 0 is nothing.
-- in: first int, last int, member_first int, member_last int
-- out: told bool
select pg_notify('turn_event', :first::text || ' ' || :last::text) is not null
	and pg_notify('member_event', :member_first::text || ' ' || :member_last::text) is not null as told;

-- name: event_range many
-- What a notice told of.
-- in: first int, last int
-- out: id int, turn_id turn_id, seq int, kind text, data text
select id, turn_id, seq::bigint as seq, kind, data from turn_event
where id between :first and :last order by id;

-- name: event_after many
-- A stream begins, or comes back: the events of a turn behind the one it has.
-- in: turn_id turn_id, seq int, limit int
-- out: seq int, kind text, data text
select seq::bigint as seq, kind, data from turn_event
where turn_id = :turn_id and seq > :seq order by seq limit :limit;

-- name: event_behind many
-- For all open streams at once: events that no notice told of.
-- in: turns int[], seqs int[]
-- out: id int, turn_id turn_id, seq int, kind text, data text
select e.id, e.turn_id, e.seq::bigint as seq, e.kind, e.data
from unnest(:turns::bigint[], :seqs::bigint[]) as x (turn, seq)
join turn_event e on e.turn_id = x.turn and e.seq > x.seq order by e.turn_id, e.seq limit 5000;

-- name: event_member_range many
-- in: first int, last int
-- out: id int, member_id member_id, kind text, data text
select id, member_id, kind, data from member_event where id between :first and :last order by id;

-- name: event_member_after many
-- in: member_id member_id, after int, limit int
-- out: id int, kind text, data text
select id, kind, data from member_event
where member_id = :member_id and id > :after order by id limit :limit;

-- name: event_member_behind many
-- in: members int[], ids int[]
-- out: id int, member_id member_id, kind text, data text
select e.id, e.member_id, e.kind, e.data
from unnest(:members::bigint[], :ids::bigint[]) as x (member, id)
join member_event e on e.member_id = x.member and e.id > x.id order by e.id limit 5000;

-- name: event_member_newest one
-- Where a stream without a past begins.
-- in: member_id member_id
-- out: id int
select coalesce(max(id), 0) as id from member_event where member_id = :member_id;

-- name: event_purge exec
-- Deltas and member events are gone after ten minutes; how a turn ended stands in its message.
-- They are looked for by their ids, which rise with time: an index more would cost each delta something.
with t as (delete from turn_event where at < now() - interval '10 minutes'
	and id in (select id from turn_event order by id limit 20000))
delete from member_event where at < now() - interval '10 minutes'
	and id in (select id from member_event order by id limit 20000);

-- name: event_purge_keys exec
-- Answers to idempotency keys are kept for a day, sessions until they have ended.
with i as (delete from idempotency where created_at < now() - interval '1 day')
delete from session where ends_at < now() or idle_until < now();

-- name: event_sweep_gems one
-- out: n int
select gem.sweep()::bigint as n;

-- name: event_seal_gems one
-- out: n int
select gem.seal_next()::bigint as n;

-- name: event_sweep_limits one
-- out: n int
select rl.sweep() as n;
