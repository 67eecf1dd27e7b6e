-- What `snug doctor` asks the database. Run as snug_owner.

-- name: doctor_database one
-- in: migrations text[]
-- out: version int, now moment, missing text[], unknown text[]
select current_setting('server_version_num')::bigint / 10000 as version, clock_timestamp() as now,
	array(select m from unnest(:migrations) m
		where not exists (select from schema_version v where v.name = m) order by m) as missing,
	array(select v.name from schema_version v where v.name <> all (:migrations) order by 1) as unknown;

-- name: doctor_queue one
-- Dead jobs of the last day, and how long the oldest job that may run has waited.
-- out: dead int, waiting_s int
select (select count(*) from job_done where state = 'dead' and at > now() - interval '1 day') as dead,
	coalesce((select extract(epoch from now() - min(j.run_at))::bigint from job j
		where j.state = 0 and j.run_at <= now()), 0) as waiting_s;

-- name: doctor_lines one
-- Help lines that nobody has checked, or not for a year.
-- out: unchecked int, old int
select count(*) filter (where checked_on is null) as unchecked,
	count(*) filter (where checked_on < current_date - 365) as old from care_line;

-- name: doctor_staff one
-- What waits for staff beyond its time, and how many of them there are.
-- out: late int, people int
select (select count(*) from safety_case where state in ('open', 'proposed', 'appealed') and due_at < now())
	+ (select count(*) from report where state in ('received', 'hidden', 'appealed') and due_at < now()) as late,
	(select count(*) from member where role in ('moderator', 'admin', 'super_admin') and state = 'active') as people;
