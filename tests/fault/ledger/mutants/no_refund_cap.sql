-- Refunds do not count what was refunded before.
SELECT replace(pg_get_functiondef('gem.refund'::regproc), '- coalesce(sum(r.delta), 0)', '') \gexec
