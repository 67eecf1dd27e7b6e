-- A closed hold can be settled again.
SET search_path = gem;
SELECT replace(pg_get_functiondef('gem.close_hold'::regproc), 'h.state <> ''open''', 'false') \gexec
