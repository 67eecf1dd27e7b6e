-- How the services that write replies are doing, as the worker sees it: for /status and the doctor.

create table provider_health (
	name text primary key check (name ~ '^[a-z]{2,30}$'),
	-- closed: asked as usual; open: left alone for a while, then tried with one call.
	state text not null default 'closed' check (state in ('closed', 'open')),
	since timestamptz not null default now()
);
grant select on provider_health to snug_web, snug_report;
grant select, insert, update, delete on provider_health to snug_worker;
