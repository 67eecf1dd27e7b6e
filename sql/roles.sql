-- Database roles of a house, each with what its programs need and nothing more.
--
-- Run by the cluster's superuser, before the migrations, as often as you like:
--   psql -d postgres -v db=snug -f sql/roles.sql
-- No role has a password: programs come over the socket, and pg_hba.conf says who may.
--
--   snug_owner   owns the database and runs the migrations; the command line of the owner
--   snug_web     the screens
--   snug_worker  the worker
--   snug_report  reads for reports, on a replica where there is one
--   snug_ledger  owns the gem book; nobody signs in as it. snug_owner may become it (SET ROLE),
--                for migrations, but does not inherit its rights (NOINHERIT): a statement that
--                changes the book by mistake is refused to the owner as well.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
\if :{?db}
\else
\set db snug
\endif

DO $$
DECLARE
	r text;
BEGIN
	FOREACH r IN ARRAY ARRAY['snug_owner', 'snug_web', 'snug_worker', 'snug_report', 'snug_ledger']
	LOOP
		IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN
			EXECUTE format('CREATE ROLE %I', r);
		END IF;
	END LOOP;
END $$;

ALTER ROLE snug_owner LOGIN NOINHERIT NOSUPERUSER NOCREATEROLE NOCREATEDB;
ALTER ROLE snug_web LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB;
ALTER ROLE snug_worker LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB;
ALTER ROLE snug_report LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB;
ALTER ROLE snug_ledger NOLOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB;
GRANT snug_ledger TO snug_owner;

-- A statement that runs away must not pin the database (queue tables bloat behind it).
ALTER ROLE snug_web SET statement_timeout = '5s';
ALTER ROLE snug_web SET idle_in_transaction_session_timeout = '15s';
ALTER ROLE snug_worker SET statement_timeout = '60s';
ALTER ROLE snug_worker SET idle_in_transaction_session_timeout = '15s';
ALTER ROLE snug_report SET default_transaction_read_only = on;

SELECT format('CREATE DATABASE %I OWNER snug_owner TEMPLATE template0 ENCODING ''UTF8'' '
	'LC_COLLATE ''C.UTF-8'' LC_CTYPE ''C.UTF-8''', :'db')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'db')
\gexec
ALTER DATABASE :"db" OWNER TO snug_owner;
ALTER DATABASE :"db" SET jit = off;
REVOKE ALL ON DATABASE :"db" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"db" TO snug_web, snug_worker, snug_report;
-- The owner does not inherit what it belongs to, so it is told explicitly where it may create.
\connect :"db"
GRANT ALL ON SCHEMA public TO snug_owner;
GRANT USAGE ON SCHEMA public TO snug_web, snug_worker, snug_report;
