-- What the health check and the status page ask.

-- name: status_queue one
-- Jobs waiting, and for how long the oldest one has.
-- out: waiting int, oldest_s int
select count(*) as waiting,
	coalesce(extract(epoch from now() - min(run_at)), 0)::bigint as oldest_s
from (select run_at from job where state = 0 and run_at <= now() limit 10000) j;

-- name: status_connections one
-- out: used int, most int
select (select count(*) from pg_stat_activity where datname = current_database()) as used,
	current_setting('max_connections')::bigint as most;
