-- Commits are acknowledged before they are on disk: a crash loses answered calls.
ALTER SYSTEM SET synchronous_commit = off;
ALTER SYSTEM SET wal_writer_delay = '2s';
ALTER SYSTEM SET wal_writer_flush_after = 0;
SELECT pg_reload_conf() \g /dev/null
