-- The gem book: double entry, append-only, checkable by the member who owns a balance. Its tables and their
-- wall; what works on them is in 0003 (inside), 0004 (what programs call) and 0005 (upkeep, audit, rights).
--
-- Units       Gems are milligems (1 gem = 1000); cash is minor units of its currency.
-- Words       op: one business event, the unit of idempotency. transfer: one debit and one credit.
--             hold: gems set aside for work in progress. lot: one grant of bonus gems, which
--             expires.
--             total: paid + live lots + held. available: total without what is held.
-- Idempotency Every writing call takes a key. The same key with the same request does nothing and
--             answers as the first time; with another request it raises GE004. A refused call (an
--             error, or an extension that got nothing) leaves no key, so it may be tried again.
-- Locking     The member's paid account is the member's mutex, taken before anything is read. One
--             call touches one member; a transaction that touches several must take them in
--             ascending order of owner. READ COMMITTED only (GE006).
-- Order       An op takes its number n under the mutex, so the ops of a member stand in one order
--             and delta and balance_after of each can be written down for good.
-- Wall        Roles: snug_ledger owns all and nobody signs in as it; programs may call the public
--             functions and read. Triggers refuse changes to the history for everybody else,
--             session_replication_role = replica included.
--
-- Errors
--   GE001  the history is append-only                                          a fault
--   GE002  bad argument: amount, key, ref, reason, expiry, owner               a fault
--   GE003  the two accounts of a transfer hold different assets                a fault
--   GE004  this key was used for another request                               HTTP 409
--   GE006  the transaction is not READ COMMITTED                               a fault
--   GE010  not enough gems; DETAIL = available milligems                       HTTP 402
--   GE011  no such hold                                                        a fault
--   GE012  the hold is closed; DETAIL = captured, released or expired          deliver free
--   GE013  more used than held; DETAIL = milligems held                        a fault
--   GE014  that op cannot be refunded or clawed back                           HTTP 409
--   GE015  refund above what is left of the capture; DETAIL = milligems left   HTTP 409
--   GE016  that purchase was clawed back already                               HTTP 409
--   GE017  no such revenue account                                             a fault
--   GE018  a hold for this ref is open already                                 HTTP 409
-- Should a bug get past all this, 23514 (balance_floor) is the last word.

CREATE SCHEMA gem AUTHORIZATION snug_ledger;
SET LOCAL ROLE snug_ledger;
SET LOCAL search_path = gem, pg_temp;
-- EXECUTE is PUBLIC by default, also for functions of later migrations: not in this schema.
ALTER DEFAULT PRIVILEGES FOR ROLE snug_ledger REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- ---------------------------------------------------------------- tables

CREATE TABLE asset (
	id smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,   -- 1 = gems
	code text NOT NULL UNIQUE CHECK (code ~ '^[A-Z]{3}$')
);
INSERT INTO asset (code) VALUES ('GEM');

CREATE TABLE account (
	id bigint GENERATED ALWAYS AS IDENTITY (START WITH 1000) PRIMARY KEY,
	kind smallint NOT NULL CHECK (kind IN (1, 2, 3, 4, 6)), -- house, paid, lot, held, debt
	asset smallint NOT NULL,                -- no foreign key: see transfer
	owner bigint,                           -- a member's number, no person; NULL for the house
	code text UNIQUE,                       -- house accounts only
	hot boolean NOT NULL,           -- recorded, never locked: the balance is Σ transfers
	balance bigint NOT NULL DEFAULT 0,
	seq bigint NOT NULL DEFAULT 0,          -- legs applied; makes gaps visible
	floor bigint,
	expires_at timestamptz,
	CONSTRAINT balance_floor CHECK (floor IS NULL OR balance >= floor),
	CONSTRAINT hot_has_no_balance CHECK (NOT hot
		OR (balance = 0 AND seq = 0 AND floor IS NULL)),
	CONSTRAINT lot_has_expiry CHECK ((kind = 3) = (expires_at IS NOT NULL)),
	CONSTRAINT house_or_member CHECK (hot = (kind = 1) AND hot = (owner IS NULL)
		AND hot = (code IS NOT NULL)),
	CONSTRAINT member_has_gems CHECK (hot OR asset = 1),
	CONSTRAINT never_below CHECK (kind NOT IN (2, 3, 4) OR (floor IS NOT NULL AND floor = 0)),
	CONSTRAINT debt_only_below CHECK (kind <> 6 OR balance <= 0)
) WITH (fillfactor = 50);
CREATE UNIQUE INDEX account_one ON account (owner, kind) WHERE kind IN (2, 4, 6);
-- Plain on purpose: with partial indexes only, ANALYZE makes the planner scan the table.
CREATE INDEX account_owner ON account (owner, kind, expires_at);

CREATE TABLE op (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	idem text NOT NULL UNIQUE CHECK (length(idem) BETWEEN 8 AND 120),
	req_hash bytea NOT NULL,
	kind text NOT NULL CHECK (kind IN ('purchase', 'bonus', 'commission', 'hold', 'extend',
		'settle', 'refund', 'clawback', 'adjust', 'expire')),
	owner bigint NOT NULL,
	n bigint NOT NULL CHECK (n > 0),        -- the owner's first, second, … op; no gaps
	ref text NOT NULL,              -- 'msg:9', 'job:12', 'order:3': codes, never free text
	reason text,                            -- a code: why staff or a policy did it
	parent bigint REFERENCES op (id),       -- what this continues (a hold) or reverses
	actor text NOT NULL,            -- 'member', 'worker:3', 'staff:17', 'webhook:stripe'
	delta bigint NOT NULL,                  -- change of the owner's total
	balance_after bigint NOT NULL CHECK (balance_after >= 0), -- the owner's total after
	at timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- By n and not by id: to find the last ops of a busy member the planner would walk the primary key.
CREATE UNIQUE INDEX op_owner ON op (owner, n);
CREATE INDEX op_parent ON op (parent) WHERE parent IS NOT NULL;

-- No foreign key to account: each spend would put a share lock on the same few house rows.
CREATE TABLE transfer (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	op bigint NOT NULL REFERENCES op (id),
	asset smallint NOT NULL,
	src bigint NOT NULL,
	dst bigint NOT NULL,
	amount bigint NOT NULL CHECK (amount > 0),
	src_after bigint, src_seq bigint,       -- NULL for hot accounts
	dst_after bigint, dst_seq bigint,
	CHECK (src <> dst)
);
CREATE INDEX transfer_op ON transfer (op);
CREATE UNIQUE INDEX transfer_src ON transfer (src, src_seq) WHERE src_seq IS NOT NULL;
CREATE UNIQUE INDEX transfer_dst ON transfer (dst, dst_seq) WHERE dst_seq IS NOT NULL;

-- What was taken from where is not repeated here: it is the transfers into the held account.
CREATE TABLE hold (
	id bigint PRIMARY KEY REFERENCES op (id),       -- the op that opened it
	owner bigint NOT NULL,
	ref text NOT NULL,
	amount bigint NOT NULL CHECK (amount > 0),
	captured bigint NOT NULL DEFAULT 0 CHECK (captured >= 0),
	released bigint NOT NULL DEFAULT 0 CHECK (released >= 0),
	state text NOT NULL DEFAULT 'open' CHECK (state IN
		('open', 'captured', 'released', 'expired')),
	expires_at timestamptz NOT NULL,
	CHECK (captured + released = CASE WHEN state = 'open' THEN 0 ELSE amount END),
	CHECK (state NOT IN ('released', 'expired') OR captured = 0)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX hold_open_ref ON hold (ref) WHERE state = 'open';
CREATE INDEX hold_open_owner ON hold (owner, expires_at) WHERE state = 'open';

-- Lots whose expiry is not booked yet. An index on account would have to name balance, and then
-- no update of a balance could be HOT.
CREATE TABLE due (
	owner bigint NOT NULL,
	expires_at timestamptz NOT NULL,
	account bigint NOT NULL,
	PRIMARY KEY (owner, expires_at, account)
);
CREATE INDEX due_at ON due (expires_at);

-- Ops that are in no block yet. Membership is by name, not by transaction number: numbers start
-- again in a restored copy, and one long transaction would hold the sealer back.
CREATE TABLE unsealed (
	op bigint PRIMARY KEY
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

CREATE TABLE seal (
	n bigint PRIMARY KEY CHECK (n > 0),
	ops integer NOT NULL CHECK (ops > 0),
	ids int8multirange NOT NULL,            -- exactly the ops of this block
	prev bytea NOT NULL,
	hash bytea NOT NULL,
	at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- ---------------------------------------------------------------- the wall

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'gem.% is append-only', TG_TABLE_NAME USING ERRCODE = 'GE001';
END $$;

-- UPDATE OF fires by the statement's column list, so the update of a balance pays nothing.
CREATE TRIGGER ro BEFORE UPDATE OR DELETE ON op FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE TRIGGER ro BEFORE UPDATE OR DELETE ON transfer FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE TRIGGER ro BEFORE UPDATE OR DELETE ON seal FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE TRIGGER ro BEFORE UPDATE OR DELETE ON asset FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE TRIGGER ro BEFORE DELETE OR UPDATE OF id, kind, asset, owner, code, hot, floor, expires_at
	ON account FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE TRIGGER ro BEFORE DELETE OR UPDATE OF id, owner, ref, expires_at
	ON hold FOR EACH ROW EXECUTE FUNCTION refuse();
DO $$
DECLARE
	t text;
BEGIN
	FOR t IN SELECT c.relname FROM pg_class c
			WHERE c.relnamespace = 'gem'::regnamespace AND c.relkind = 'r'
	LOOP
		EXECUTE format('CREATE TRIGGER rt BEFORE TRUNCATE ON gem.%I '
			'EXECUTE FUNCTION gem.refuse()', t);
		EXECUTE format('ALTER TABLE gem.%I ENABLE ALWAYS TRIGGER rt', t);
		IF t NOT IN ('due', 'unsealed') THEN
			EXECUTE format('ALTER TABLE gem.%I ENABLE ALWAYS TRIGGER ro', t);
		END IF;
	END LOOP;
END $$;

SET LOCAL ROLE snug_owner;
SET LOCAL search_path = DEFAULT;
