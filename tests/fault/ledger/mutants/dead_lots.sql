-- Expired bonus gems can be spent.
SELECT replace(pg_get_functiondef('gem.draw'::regproc), 'AND expires_at > now()', '') \gexec
SELECT replace(pg_get_functiondef('gem.balance'::regproc), 'AND a.expires_at > now()', '') \gexec
SELECT replace(pg_get_functiondef('gem.lock_owner'::regproc), 'expires_at <= now()', 'false') \gexec
