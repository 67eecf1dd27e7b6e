-- The gem book: double entry, append-only, checkable by the member who owns a balance.
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

-- ---------------------------------------------------------------- inside
-- These run with the search_path of the public function that called them.

-- Number of a house account. Folded to a constant where the code is one; NULL when there is none.
CREATE FUNCTION sys(p_code text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE p_code
		WHEN 'issued' THEN 1 WHEN 'promo' THEN 2 WHEN 'commission' THEN 3
		WHEN 'expired' THEN 4 WHEN 'clawback' THEN 5 WHEN 'adjusted' THEN 6
		WHEN 'spent.chat' THEN 11 WHEN 'spent.image' THEN 12 WHEN 'spent.video' THEN 13
		WHEN 'spent.speech' THEN 14 WHEN 'spent.story' THEN 15 WHEN 'spent.staff' THEN 16
		WHEN 'spent.gift' THEN 17 WHEN 'spent.other' THEN 18 END::bigint
$$;

INSERT INTO account (id, kind, asset, code, hot) OVERRIDING SYSTEM VALUE
SELECT sys(c), 1, 1, c, true FROM unnest(ARRAY['issued', 'promo', 'commission', 'expired',
	'clawback', 'adjusted', 'spent.chat', 'spent.image', 'spent.video', 'spent.speech',
	'spent.story', 'spent.staff', 'spent.gift', 'spent.other']) c;

-- A house account for cash, made when it is first needed.
CREATE FUNCTION cash(p_code text, p_currency text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	c text := p_code || ':' || p_currency;
	acc bigint;
BEGIN
	SELECT a.id INTO acc FROM account a WHERE a.code = c;
	IF acc IS NULL THEN
		INSERT INTO asset (code) VALUES (p_currency) ON CONFLICT DO NOTHING;
		INSERT INTO account (kind, asset, code, hot)
		SELECT 1, s.id, c, true FROM asset s WHERE s.code = p_currency
			ON CONFLICT DO NOTHING;
		SELECT a.id INTO STRICT acc FROM account a WHERE a.code = c;
	END IF;
	RETURN acc;
END $$;

-- One debit and one credit. The caller holds the owner's mutex.
CREATE FUNCTION move(p_op bigint, p_src bigint, p_dst bigint, p_amount bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	s record;
	d record;
BEGIN
	UPDATE account SET balance = balance - p_amount, seq = seq + 1 WHERE id = p_src AND NOT hot
		RETURNING asset, balance, seq INTO s;
	IF NOT FOUND THEN
		SELECT asset, NULL::bigint AS balance, NULL::bigint AS seq INTO STRICT s
			FROM account WHERE id = p_src;
	END IF;
	UPDATE account SET balance = balance + p_amount, seq = seq + 1 WHERE id = p_dst AND NOT hot
		RETURNING asset, balance, seq INTO d;
	IF NOT FOUND THEN
		SELECT asset, NULL::bigint AS balance, NULL::bigint AS seq INTO STRICT d
			FROM account WHERE id = p_dst;
	END IF;
	IF s.asset <> d.asset THEN
		RAISE EXCEPTION 'assets differ' USING ERRCODE = 'GE003';
	END IF;
	INSERT INTO transfer (op, asset, src, dst, amount, src_after, src_seq, dst_after, dst_seq)
	VALUES (p_op, s.asset, p_src, p_dst, p_amount, s.balance, s.seq, d.balance, d.seq);
END $$;

-- SHA-256 of a request, for op.req_hash. The text of a row is unambiguous, NULLs included.
CREATE FUNCTION digest(p_row text) RETURNS bytea LANGUAGE sql STABLE AS $$
	SELECT sha256(convert_to(p_row, 'UTF8'))
$$;

-- The op that this key has made already, or NULL.
CREATE FUNCTION seen(p_idem text, p_hash bytea) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	o record;
BEGIN
	SELECT id, req_hash INTO o FROM op WHERE idem = p_idem;
	IF FOUND AND o.req_hash <> p_hash THEN
		RAISE EXCEPTION 'this key was used for another request' USING ERRCODE = 'GE004';
	END IF;
	RETURN o.id;
END $$;

-- Writes the op. p_delta is what its transfers will do to the owner's total.
CREATE FUNCTION add_op(p_idem text, p_hash bytea, p_kind text, p_owner bigint, p_ref text,
	p_reason text, p_parent bigint, p_actor text, p_delta bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
	last record;
	o bigint;
BEGIN
	IF p_idem IS NULL OR length(p_idem) NOT BETWEEN 8 AND 120
	OR p_ref IS NULL OR p_ref !~ '^[a-z][a-z0-9_.-]{0,39}(:[A-Za-z0-9_.:/-]{1,80})?$'
	OR p_actor IS NULL OR p_actor !~ '^[a-z][a-z0-9_.-]{0,39}(:[A-Za-z0-9_.-]{1,40})?$'
	OR p_reason !~ '^[a-z][a-z0-9_.:-]{0,59}$' THEN
		RAISE EXCEPTION 'bad key, ref, reason or actor' USING ERRCODE = 'GE002';
	END IF;
	SELECT n, balance_after INTO last FROM op WHERE owner = p_owner ORDER BY n DESC LIMIT 1;
	INSERT INTO op (idem, req_hash, kind, owner, n, ref, reason, parent, actor, delta,
		balance_after)
	VALUES (p_idem, p_hash, p_kind, p_owner, coalesce(last.n, 0) + 1, p_ref, p_reason, p_parent,
		p_actor, p_delta, coalesce(last.balance_after, 0) + p_delta)
	ON CONFLICT (idem) DO NOTHING RETURNING id INTO o;
	IF o IS NULL THEN       -- another owner's call committed the same key in between
		RAISE EXCEPTION 'this key was used for another request' USING ERRCODE = 'GE004';
	END IF;
	INSERT INTO unsealed VALUES (o);
	RETURN o;
END $$;

-- Books what has expired of one owner, who is locked. Returns how many lots lost gems.
CREATE FUNCTION expire_due(p_owner bigint) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
	r record;
	o bigint;
	n integer := 0;
BEGIN
	FOR r IN WITH gone AS (DELETE FROM due WHERE owner = p_owner AND expires_at <= now()
			RETURNING account, expires_at)
		SELECT a.id, a.balance, a.seq FROM gone JOIN account a ON a.id = gone.account
		WHERE a.balance > 0 ORDER BY gone.expires_at, a.id
	LOOP
		o := add_op('expire-lot:' || r.id || ':' || r.seq,
			digest(ROW('expire', r.id, r.seq)::text), 'expire', p_owner, 'lot:' || r.id,
			NULL, NULL, 'ledger', -r.balance);
		PERFORM move(o, r.id, sys('expired'), r.balance);
		n := n + 1;
	END LOOP;
	RETURN n;
END $$;

-- Opens the accounts of a member. Any writing call does it where it has not been done.
CREATE FUNCTION open_wallet(p_owner bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gem, pg_temp AS $$
BEGIN
	IF p_owner IS NULL OR p_owner <= 0 THEN
		RAISE EXCEPTION 'no owner' USING ERRCODE = 'GE002';
	END IF;
	INSERT INTO account (kind, asset, owner, hot, floor) VALUES
		(2, 1, p_owner, false, 0), (4, 1, p_owner, false, 0), (6, 1, p_owner, false, NULL)
	ON CONFLICT DO NOTHING;
END $$;

-- Takes the member's mutex and books what has expired. Returns the paid account.
CREATE FUNCTION lock_owner(p_owner bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	paid bigint;
BEGIN
	IF current_setting('transaction_isolation') <> 'read committed' THEN
		RAISE EXCEPTION 'the gem book wants READ COMMITTED' USING ERRCODE = 'GE006';
	END IF;
	SELECT id INTO paid FROM account WHERE owner = p_owner AND kind = 2 FOR NO KEY UPDATE;
	IF paid IS NULL THEN
		PERFORM open_wallet(p_owner);
		SELECT id INTO STRICT paid FROM account WHERE owner = p_owner AND kind = 2
			FOR NO KEY UPDATE;
	END IF;
	IF EXISTS (SELECT FROM due WHERE owner = p_owner AND expires_at <= now()) THEN
		PERFORM expire_due(p_owner);
	END IF;
	RETURN paid;
END $$;

-- Moves p_need from the member's lots (soonest expiry first), then from the paid gems, to p_held.
CREATE FUNCTION draw(p_op bigint, p_owner bigint, p_paid bigint, p_held bigint, p_need bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	r record;
	need bigint := p_need;
BEGIN
	FOR r IN SELECT id, balance FROM account
			WHERE owner = p_owner AND kind = 3 AND expires_at > now() AND balance > 0
			ORDER BY expires_at, id
	LOOP
		PERFORM move(p_op, r.id, p_held, least(need, r.balance));
		need := need - least(need, r.balance);
		EXIT WHEN need = 0;
	END LOOP;
	IF need > 0 THEN
		PERFORM move(p_op, p_paid, p_held, need);
	END IF;
END $$;

-- Returns p_back of what a hold took to where it came from, last taken first.
CREATE FUNCTION give_back(p_op bigint, p_hold bigint, p_held bigint, p_back bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	r record;
	back bigint := p_back;
BEGIN
	FOR r IN SELECT t.src, t.amount FROM transfer t WHERE t.dst = p_held
		AND t.op IN (SELECT p_hold
			UNION ALL SELECT x.id FROM op x WHERE x.parent = p_hold
				AND x.kind = 'extend')
			ORDER BY t.id DESC
	LOOP
		PERFORM move(p_op, p_held, r.src, least(back, r.amount));
		back := back - least(back, r.amount);
		-- A lot that has expired meanwhile is booked next time. Do not ask now() whether it
		-- has: our transaction may be older than the one that booked its expiry.
		INSERT INTO due SELECT a.owner, a.expires_at, a.id FROM account a
			WHERE a.id = r.src AND a.kind = 3 ON CONFLICT DO NOTHING;
		EXIT WHEN back = 0;
	END LOOP;
END $$;

-- Closes a hold, once: captures p_used and gives the rest back. NULL when it was closed before.
CREATE FUNCTION close_hold(p_idem text, p_hold bigint, p_used bigint, p_revenue text, p_actor text,
	p_unused_state text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	h hold;
	want bytea := digest(ROW('settle', p_hold, p_used, p_revenue)::text);
	o bigint;
	held bigint;
BEGIN
	SELECT * INTO h FROM hold WHERE id = p_hold;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such hold' USING ERRCODE = 'GE011';
	END IF;
	PERFORM lock_owner(h.owner);
	o := seen(p_idem, want);
	IF o IS NOT NULL THEN
		RETURN o;
	END IF;
	SELECT * INTO STRICT h FROM hold WHERE id = p_hold FOR UPDATE;
	IF h.state <> 'open' THEN
		RETURN NULL;
	ELSIF p_used IS NULL OR p_used < 0 OR p_used > h.amount THEN
		RAISE EXCEPTION 'more used than held' USING ERRCODE = 'GE013',
			DETAIL = h.amount::text;
	ELSIF p_used > 0 AND (sys(p_revenue) IS NULL OR p_revenue NOT LIKE 'spent.%') THEN
		RAISE EXCEPTION 'no such revenue account' USING ERRCODE = 'GE017';
	END IF;
	o := add_op(p_idem, want, 'settle', h.owner, h.ref, NULL, p_hold, p_actor, -p_used);
	SELECT id INTO STRICT held FROM account WHERE owner = h.owner AND kind = 4;
	IF p_used > 0 THEN
		PERFORM move(o, held, sys(p_revenue), p_used);
	END IF;
	IF p_used < h.amount THEN
		PERFORM give_back(o, p_hold, held, h.amount - p_used);
	END IF;
	UPDATE hold SET captured = p_used, released = amount - p_used,
		state = CASE WHEN p_used > 0 THEN 'captured' ELSE p_unused_state END
			WHERE id = p_hold;
	RETURN o;
END $$;

-- Adds paid gems that come from the house account p_from.
CREATE FUNCTION add_paid(p_idem text, p_kind text, p_owner bigint, p_amount bigint, p_from text,
	p_ref text, p_reason text, p_actor text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	paid bigint := lock_owner(p_owner);
	want bytea := digest(ROW(p_kind, p_owner, p_amount, p_ref, p_reason)::text);
	o bigint := seen(p_idem, want);
BEGIN
	IF o IS NULL THEN
		o := add_op(p_idem, want, p_kind, p_owner, p_ref, p_reason, NULL, p_actor,
			p_amount);
		PERFORM move(o, sys(p_from), paid, p_amount);
	END IF;
	RETURN o;
END $$;

-- ---------------------------------------------------------------- public: reading

-- Milligems that can be spent now: paid and live lots. Held gems are not in it. The search path is
-- fixed so that pages and the functions of this schema share one plan: each would discard the other's.
CREATE FUNCTION balance(p_owner bigint) RETURNS bigint LANGUAGE plpgsql STABLE
SET search_path = gem, pg_temp AS $$
BEGIN
	RETURN coalesce((SELECT a.balance FROM gem.account a WHERE a.owner = p_owner
		AND a.kind = 2), 0)
		+ coalesce((SELECT sum(a.balance)::bigint FROM gem.account a
			WHERE a.owner = p_owner AND a.kind = 3 AND a.expires_at > now()), 0);
END $$;

-- What a balance is made of. part: paid, bonus (a live lot), held (an open hold), debt (below
-- zero), expired (not booked yet). available = Σ paid and bonus. ref: what granted or holds them.
CREATE FUNCTION explain(p_owner bigint)
RETURNS TABLE (part text, amount bigint, expires_at timestamptz, ref text)
LANGUAGE sql STABLE AS $$
	SELECT CASE a.kind WHEN 2 THEN 'paid' WHEN 6 THEN 'debt'
			ELSE CASE WHEN a.expires_at > now() THEN 'bonus' ELSE 'expired' END END,
		a.balance, a.expires_at,
		(SELECT o.ref FROM gem.transfer t JOIN gem.op o ON o.id = t.op
			WHERE t.dst = a.id AND t.dst_seq = 1 AND a.kind = 3)
	FROM gem.account a
	WHERE a.owner = p_owner AND (a.kind = 2 OR (a.kind IN (3, 6) AND a.balance <> 0))
	UNION ALL
	SELECT 'held', h.amount, h.expires_at, h.ref
	FROM gem.hold h WHERE h.owner = p_owner AND h.state = 'open'
	ORDER BY 1, 3, 4
$$;

-- The member's word for an op.
CREATE FUNCTION line_type(p_kind text, p_ref text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE p_kind
		WHEN 'expire' THEN 'expiry' WHEN 'adjust' THEN 'adjustment'
		WHEN 'settle' THEN CASE WHEN split_part(p_ref, ':', 1)
			IN ('msg', 'message', 'turn', 'chat', 'story', 'staff', 'gift') THEN 'chat'
				ELSE 'generation' END
		ELSE p_kind END
$$;

-- The member's history, newest first. Pass the seq of the last row as p_before for the next page;
-- NULL starts at the top. Two sorts of rows, and the deltas of all of them sum to balance(owner):
--   booked   final. One per op that changed the total; a settled hold is one row with what was
--            captured, a released one none. balance_after is the total, held gems included.
--   pending  always on top: what is held now, or has expired and is not booked yet. They take
--            their part off the running balance, so the top row's balance_after is available.
CREATE FUNCTION statement(p_owner bigint, p_before bigint DEFAULT NULL, p_limit integer DEFAULT 50)
RETURNS TABLE (seq bigint, op bigint, type text, pending boolean, delta bigint,
	balance_after bigint, reference_type text, reference_id text, at timestamptz)
LANGUAGE sql STABLE AS $$
	WITH soon AS (
		SELECT 4611686018427387904 + o.n AS s, o.id, 'settle' AS kind, -h.amount AS d,
			h.ref, o.at
		FROM gem.hold h JOIN gem.op o USING (id) WHERE h.owner = p_owner
			AND h.state = 'open'
		UNION ALL
		SELECT 6917529027641081856 + a.id, NULL, 'expire', -a.balance, 'lot:' || a.id,
			a.expires_at
		FROM gem.due u JOIN gem.account a ON a.id = u.account
		WHERE u.owner = p_owner AND u.expires_at <= now() AND a.balance > 0
	), line AS (
		SELECT s, id, kind, true AS pending, d, ref, soon.at,
			sum(d) OVER (ORDER BY s)::bigint
			+ (SELECT o.balance_after FROM gem.op o WHERE o.owner = p_owner
				ORDER BY o.n DESC LIMIT 1) AS after
		FROM soon
		UNION ALL
		(SELECT o.n, o.id, o.kind, false, o.delta, o.ref, o.at, o.balance_after
		FROM gem.op o
		WHERE o.owner = p_owner AND o.delta <> 0
			AND o.n < coalesce(p_before, 9223372036854775807)
		ORDER BY o.n DESC LIMIT p_limit)
	)
	SELECT s, id, gem.line_type(kind, ref), line.pending, d, after,
		split_part(ref, ':', 1),
		nullif(substr(ref, length(split_part(ref, ':', 1)) + 2), ''), line.at
	FROM line WHERE s < coalesce(p_before, 9223372036854775807) ORDER BY s DESC LIMIT p_limit
$$;

-- ---------------------------------------------------------------- public: writing

-- Paid gems after a verified payment. The key names the payment ('stripe:pi_…'), not the event
-- that told of it, so two events cannot credit twice. Debt is repaid first. p_price in minor units
-- of p_currency, taken through p_provider, books the cash beside the gems; leave all three NULL
-- where no money moved. Returns the op.
CREATE FUNCTION credit(p_idem text, p_owner bigint, p_amount bigint, p_ref text, p_actor text,
	p_price bigint DEFAULT NULL, p_currency text DEFAULT NULL, p_provider text DEFAULT NULL)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = gem, pg_temp AS $$
DECLARE
	paid bigint := lock_owner(p_owner);
	want bytea := digest(ROW('purchase', p_owner, p_amount, p_ref, p_price, p_currency,
		p_provider)::text);
	o bigint := seen(p_idem, want);
	debt record;
	owed bigint;
BEGIN
	IF o IS NOT NULL THEN
		RETURN o;
	END IF;
	IF p_amount IS NULL OR p_amount <= 0
	OR num_nulls(p_price, p_currency, p_provider) NOT IN (0, 3)
	OR p_price <= 0 OR p_currency !~ '^[A-Z]{3}$' OR p_currency = 'GEM'
	OR p_provider !~ '^[a-z0-9_]{1,30}$' THEN
		RAISE EXCEPTION 'bad amount or price' USING ERRCODE = 'GE002';
	END IF;
	SELECT id, balance INTO STRICT debt FROM account WHERE owner = p_owner AND kind = 6;
	owed := least(-debt.balance, p_amount);
	o := add_op(p_idem, want, 'purchase', p_owner, p_ref, NULL, NULL, p_actor, p_amount - owed);
	PERFORM move(o, sys('issued'), paid, p_amount);
	IF owed > 0 THEN
		PERFORM move(o, paid, debt.id, owed);
	END IF;
	IF p_price IS NOT NULL THEN
		PERFORM move(o, cash('psp.' || p_provider || '.clearing', p_currency),
			cash('deferred', p_currency), p_price);
	END IF;
	RETURN o;
END $$;

-- A lot of bonus gems that are gone at p_expires. The key of the welcome gems is 'welcome:<user>'.
-- The expiry is not part of the request, so a repeated call may compute it anew. Returns the op.
CREATE FUNCTION grant_bonus(p_idem text, p_owner bigint, p_amount bigint, p_expires timestamptz,
	p_ref text, p_actor text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = gem, pg_temp AS $$
DECLARE
	paid bigint := lock_owner(p_owner);
	want bytea := digest(ROW('bonus', p_owner, p_amount, p_ref)::text);
	o bigint := seen(p_idem, want);
	lot bigint;
BEGIN
	IF o IS NOT NULL THEN
		RETURN o;
	END IF;
	IF p_amount IS NULL OR p_amount <= 0 OR p_expires IS NULL OR p_expires <= now()
	OR NOT isfinite(p_expires) THEN
		RAISE EXCEPTION 'bad amount or expiry' USING ERRCODE = 'GE002';
	END IF;
	o := add_op(p_idem, want, 'bonus', p_owner, p_ref, NULL, NULL, p_actor, p_amount);
	INSERT INTO account (kind, asset, owner, hot, floor, expires_at)
	VALUES (3, 1, p_owner, false, 0, p_expires) RETURNING id INTO lot;
	INSERT INTO due VALUES (p_owner, p_expires, lot);
	PERFORM move(o, sys('promo'), lot, p_amount);
	RETURN o;
END $$;

-- Paid gems earned by referring others. Returns the op.
CREATE FUNCTION commission(p_idem text, p_owner bigint, p_amount bigint, p_ref text, p_actor text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = gem, pg_temp AS $$
BEGIN
	IF p_amount IS NULL OR p_amount <= 0 THEN
		RAISE EXCEPTION 'bad amount' USING ERRCODE = 'GE002';
	END IF;
	RETURN add_paid(p_idem, 'commission', p_owner, p_amount, 'commission', p_ref, NULL,
		p_actor);
END $$;

-- By staff, with a reason code: above zero gives paid gems, below zero takes as many as are there
-- (GE010 when none are). Returns the op and what was moved, signed.
CREATE FUNCTION adjust(p_idem text, p_owner bigint, p_amount bigint, p_reason text, p_ref text,
	p_actor text, OUT op bigint, OUT moved bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gem, pg_temp AS $$
DECLARE
	paid bigint;
	want bytea := digest(ROW('adjust', p_owner, p_amount, p_ref, p_reason)::text);
BEGIN
	IF p_amount IS NULL OR p_amount = 0 OR p_reason IS NULL THEN
		RAISE EXCEPTION 'bad amount or reason' USING ERRCODE = 'GE002';
	ELSIF p_amount > 0 THEN
		op := add_paid(p_idem, 'adjust', p_owner, p_amount, 'issued', p_ref, p_reason,
			p_actor);
		moved := p_amount;
		RETURN;
	END IF;
	paid := lock_owner(p_owner);
	op := seen(p_idem, want);
	IF op IS NOT NULL THEN
		SELECT o.delta INTO moved FROM gem.op o WHERE o.id = adjust.op;
		RETURN;
	END IF;
	SELECT greatest(p_amount, -a.balance) INTO moved FROM account a WHERE a.id = paid;
	IF moved = 0 THEN
		RAISE EXCEPTION 'not enough gems' USING ERRCODE = 'GE010', DETAIL = '0';
	END IF;
	op := add_op(p_idem, want, 'adjust', p_owner, p_ref, p_reason, NULL, p_actor, moved);
	PERFORM move(op, paid, sys('adjusted'), -moved);
END $$;

-- Sets up to p_amount aside, at least p_min: soonest-expiring lots first, paid gems last. One open
-- hold per ref. Past p_ttl the sweep gives it back. Returns the hold (its op) and what it got; where
-- there are fewer gems than p_min, no hold, and how many there are.
CREATE FUNCTION hold_try(p_idem text, p_owner bigint, p_amount bigint, p_min bigint,
	p_ttl interval, p_ref text, p_actor text, OUT hold_id bigint, OUT held bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gem, pg_temp AS $$
DECLARE
	paid bigint := lock_owner(p_owner);
	want bytea := digest(ROW('hold', p_owner, p_amount, p_min, p_ref)::text);
	avail bigint;
	acc bigint;
BEGIN
	hold_id := seen(p_idem, want);
	IF hold_id IS NOT NULL THEN
		SELECT sum(t.amount) INTO STRICT held FROM transfer t WHERE t.op = hold_id;
		RETURN;
	END IF;
	IF p_min IS NULL OR p_min <= 0 OR p_amount IS NULL OR p_amount < p_min
	OR p_ttl IS NULL OR p_ttl <= interval '0' OR p_ttl > interval '31 days' THEN
		RAISE EXCEPTION 'bad amount or time' USING ERRCODE = 'GE002';
	END IF;
	avail := balance(p_owner);
	held := least(p_amount, avail);
	IF avail < p_min THEN
		RETURN;
	END IF;
	hold_id := add_op(p_idem, want, 'hold', p_owner, p_ref, NULL, NULL, p_actor, 0);
	INSERT INTO hold (id, owner, ref, amount, expires_at)
	VALUES (hold_id, p_owner, p_ref, held, now() + p_ttl)
	ON CONFLICT (ref) WHERE state = 'open' DO NOTHING;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'a hold for this ref is open already' USING ERRCODE = 'GE018';
	END IF;
	SELECT id INTO STRICT acc FROM account WHERE owner = p_owner AND kind = 4;
	PERFORM draw(hold_id, p_owner, paid, acc, held);
END $$;

-- The same, but raises GE010 where gems are wanting.
CREATE FUNCTION hold_open(p_idem text, p_owner bigint, p_amount bigint, p_min bigint,
	p_ttl interval, p_ref text, p_actor text, OUT hold_id bigint, OUT held bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gem, pg_temp AS $$
DECLARE
	h record := hold_try(p_idem, p_owner, p_amount, p_min, p_ttl, p_ref, p_actor);
BEGIN
	IF h.hold_id IS NULL THEN
		RAISE EXCEPTION 'not enough gems' USING ERRCODE = 'GE010', DETAIL = h.held::text;
	END IF;
	hold_id := h.hold_id;
	held := h.held;
END $$;

-- Makes an open hold larger, by up to p_more. grown is false when the wallet is empty: nothing was
-- written, and the work stops at the boundary. Returns what the hold has after this call.
CREATE FUNCTION hold_extend(p_idem text, p_hold bigint, p_more bigint, p_actor text,
	OUT held bigint, OUT grown boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gem, pg_temp AS $$
DECLARE
	h hold;
	want bytea := digest(ROW('extend', p_hold, p_more)::text);
	paid bigint;
	acc bigint;
	o bigint;
	got bigint;
BEGIN
	SELECT * INTO h FROM hold WHERE id = p_hold;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such hold' USING ERRCODE = 'GE011';
	ELSIF p_more IS NULL OR p_more <= 0 THEN
		RAISE EXCEPTION 'bad amount' USING ERRCODE = 'GE002';
	END IF;
	paid := lock_owner(h.owner);
	SELECT id INTO STRICT acc FROM account WHERE owner = h.owner AND kind = 4;
	o := seen(p_idem, want);
	IF o IS NOT NULL THEN
		SELECT sum(t.amount), true INTO STRICT held, grown FROM transfer t
			WHERE t.dst = acc AND t.op IN (SELECT p_hold UNION ALL
				SELECT x.id FROM op x WHERE x.parent = p_hold AND x.kind = 'extend'
					AND x.id <= o);
		RETURN;
	END IF;
	SELECT * INTO STRICT h FROM hold WHERE id = p_hold FOR UPDATE;
	IF h.state <> 'open' THEN
		RAISE EXCEPTION 'the hold is closed' USING ERRCODE = 'GE012', DETAIL = h.state;
	END IF;
	got := least(p_more, balance(h.owner));
	held := h.amount + got;
	grown := got > 0;
	IF grown THEN
		o := add_op(p_idem, want, 'extend', h.owner, h.ref, NULL, p_hold, p_actor, 0);
		PERFORM draw(o, h.owner, paid, acc, got);
		UPDATE hold SET amount = held WHERE id = p_hold;
	END IF;
END $$;

-- Closes a hold, once: p_used goes to p_revenue ('spent.chat', 'spent.image', …), the rest back to
-- where it came from. p_used = 0 is a release. Returns the op, which a refund names; NULL when the
-- hold was closed before.
CREATE FUNCTION settle_try(p_idem text, p_hold bigint, p_used bigint, p_revenue text, p_actor text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = gem, pg_temp AS $$
BEGIN
	RETURN close_hold(p_idem, p_hold, p_used, p_revenue, p_actor, 'released');
END $$;

-- The same, but raises GE012 when it was closed before.
CREATE FUNCTION hold_settle(p_idem text, p_hold bigint, p_used bigint, p_revenue text, p_actor text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = gem, pg_temp AS $$
DECLARE
	o bigint := close_hold(p_idem, p_hold, p_used, p_revenue, p_actor, 'released');
BEGIN
	IF o IS NULL THEN
		RAISE EXCEPTION 'the hold is closed' USING ERRCODE = 'GE012',
			DETAIL = (SELECT h.state FROM hold h WHERE h.id = p_hold);
	END IF;
	RETURN o;
END $$;

-- Gives captured gems back, as paid ones: bonus gems gain by it, in the member's favour. Never
-- above what was captured and not given back yet. Returns the op.
CREATE FUNCTION refund(p_idem text, p_settle_op bigint, p_amount bigint, p_reason text,
	p_actor text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = gem, pg_temp AS $$
DECLARE
	s op;
	want bytea := digest(ROW('refund', p_settle_op, p_amount)::text);
	paid bigint;
	o bigint;
	rest bigint;
BEGIN
	SELECT * INTO s FROM op WHERE id = p_settle_op AND kind = 'settle' AND delta < 0;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'nothing was captured by that op' USING ERRCODE = 'GE014';
	END IF;
	paid := lock_owner(s.owner);
	o := seen(p_idem, want);
	IF o IS NOT NULL THEN
		RETURN o;
	END IF;
	SELECT -s.delta - coalesce(sum(r.delta), 0) INTO rest FROM op r
		WHERE r.parent = p_settle_op AND r.kind = 'refund';
	IF p_amount IS NULL OR p_amount <= 0 THEN
		RAISE EXCEPTION 'bad amount' USING ERRCODE = 'GE002';
	ELSIF p_amount > rest THEN
		RAISE EXCEPTION 'refund above the capture' USING ERRCODE = 'GE015',
			DETAIL = rest::text;
	END IF;
	o := add_op(p_idem, want, 'refund', s.owner, s.ref, p_reason, s.id, p_actor, p_amount);
	PERFORM move(o, t.dst, paid, p_amount) FROM transfer t
		WHERE t.op = s.id AND t.dst_seq IS NULL;
	RETURN o;
END $$;

-- The money of a purchase went back (refund or dispute): takes its paid gems, and what is left of
-- bonus lots granted under the purchase's ref. Paid gems that are spent become a debt, which the
-- next purchase repays first: taken + debt is the purchase. Once per purchase.
CREATE FUNCTION clawback(p_idem text, p_purchase_op bigint, p_ref text, p_actor text,
	OUT taken bigint, OUT debt bigint, OUT bonus bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gem, pg_temp AS $$
DECLARE
	s op;
	want bytea := digest(ROW('clawback', p_purchase_op)::text);
	paid bigint;
	owing bigint;
	o bigint;
	lots bigint[];
	r record;
BEGIN
	SELECT * INTO s FROM op WHERE id = p_purchase_op AND kind = 'purchase';
	IF NOT FOUND THEN
		RAISE EXCEPTION 'not a purchase' USING ERRCODE = 'GE014';
	END IF;
	paid := lock_owner(s.owner);
	SELECT id INTO STRICT owing FROM account WHERE owner = s.owner AND kind = 6;
	o := seen(p_idem, want);
	IF o IS NULL THEN
		IF EXISTS (SELECT FROM op WHERE parent = s.id AND kind = 'clawback') THEN
			RAISE EXCEPTION 'that purchase was clawed back' USING ERRCODE = 'GE016';
		END IF;
		SELECT least(a.balance, t.amount), t.amount - least(a.balance, t.amount)
			INTO STRICT taken, debt
			FROM transfer t JOIN account a ON a.id = paid WHERE t.op = s.id
				AND t.src = sys('issued');
		SELECT array_agg(a.id), coalesce(sum(a.balance), 0) INTO lots, bonus
			FROM op b JOIN transfer t ON t.op = b.id JOIN account a ON a.id = t.dst
			WHERE b.owner = s.owner AND b.kind = 'bonus' AND b.ref = s.ref
				AND a.balance > 0;
		o := add_op(p_idem, want, 'clawback', s.owner, p_ref, NULL, s.id, p_actor,
			-taken - bonus);
		FOR r IN SELECT id, balance AS n FROM account WHERE id = ANY (lots)
				UNION ALL SELECT paid, taken UNION ALL SELECT owing, debt
		LOOP
			CONTINUE WHEN r.n = 0;
			PERFORM move(o, r.id, sys('clawback'), r.n);
		END LOOP;
		FOR r IN SELECT t.src, t.dst, t.amount FROM transfer t WHERE t.op = s.id
			AND t.asset <> 1 LOOP
			PERFORM move(o, r.dst, r.src, r.amount);
		END LOOP;
	END IF;
	SELECT coalesce(sum(t.amount) FILTER (WHERE t.src = paid), 0),
		coalesce(sum(t.amount) FILTER (WHERE t.src = owing), 0),
		coalesce(sum(t.amount) FILTER (WHERE t.src NOT IN (paid, owing)), 0)
		INTO taken, debt, bonus FROM transfer t WHERE t.op = o AND t.asset = 1;
END $$;

-- ---------------------------------------------------------------- public: upkeep

-- Gives expired holds back and books expired lots; at most p_limit members each. It never waits for
-- a member who is busy, so it cannot deadlock. Every minute. Returns how many it closed.
CREATE FUNCTION sweep(p_limit integer DEFAULT 500)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = gem, pg_temp AS $$
DECLARE
	r record;
	n integer := 0;
BEGIN
	IF NOT pg_try_advisory_xact_lock(hashtext('gem.sweep')) THEN
		RETURN 0;
	END IF;
	FOR r IN SELECT h.id, h.owner FROM hold h WHERE h.state = 'open' AND h.expires_at < now()
			ORDER BY h.expires_at LIMIT p_limit
	LOOP
		PERFORM 1 FROM account WHERE owner = r.owner AND kind = 2
			FOR NO KEY UPDATE SKIP LOCKED;
		CONTINUE WHEN NOT FOUND;
		PERFORM 1 FROM hold WHERE id = r.id AND state = 'open';
		CONTINUE WHEN NOT FOUND;
		PERFORM close_hold('expire-hold:' || r.id, r.id, 0, NULL, 'ledger', 'expired');
		n := n + 1;
	END LOOP;
	FOR r IN SELECT u.owner FROM due u WHERE u.expires_at <= now()
			GROUP BY u.owner ORDER BY min(u.expires_at) LIMIT p_limit
	LOOP
		PERFORM 1 FROM account WHERE owner = r.owner AND kind = 2
			FOR NO KEY UPDATE SKIP LOCKED;
		CONTINUE WHEN NOT FOUND;
		n := n + expire_due(r.owner);
	END LOOP;
	RETURN n;
END $$;

-- The line of each op that a block is hashed over: the op, its transfers, and what cannot change
-- about the accounts they name.
CREATE FUNCTION lines(p_ids int8multirange) RETURNS TABLE (id bigint, hash bytea)
LANGUAGE sql STABLE AS $$
	SELECT o.id, sha256(convert_to(ROW(o.id, o.idem, encode(o.req_hash, 'hex'), o.kind, o.owner,
		o.n, o.ref, o.reason, o.parent, o.actor, o.delta, o.balance_after,
		extract(epoch FROM o.at), t.legs)::text, 'UTF8'))
	FROM unnest(p_ids) r
	JOIN op o ON o.id >= lower(r) AND o.id < upper(r)
	LEFT JOIN LATERAL (SELECT string_agg(ROW(x.id, x.asset, x.src, x.dst, x.amount, x.src_after,
			x.src_seq, x.dst_after, x.dst_seq, s.kind, s.owner, s.code,
			extract(epoch FROM s.expires_at), d.kind, d.owner, d.code,
			extract(epoch FROM d.expires_at))::text, ';' ORDER BY x.id) AS legs
		FROM transfer x
		LEFT JOIN account s ON s.id = x.src LEFT JOIN account d ON d.id = x.dst
		WHERE x.op = o.id) t ON true
$$;

CREATE FUNCTION block_hash(p_n bigint, p_prev bytea, p_ids int8multirange, OUT ops bigint,
	OUT hash bytea)
LANGUAGE sql STABLE AS $$
	SELECT count(*), sha256(p_prev || convert_to(p_n || ' ' || p_ids::text, 'UTF8')
		|| coalesce(string_agg(l.hash, ''::bytea ORDER BY l.id), ''::bytea))
			FROM lines(p_ids) l
$$;

-- Seals up to p_max ops that are in no block yet. Returns how many; 0 when there are none. The head
-- (highest n) is to be signed and kept outside: a chain that nobody exports can be rewritten whole.
CREATE FUNCTION seal_next(p_max integer DEFAULT 10000)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = gem, pg_temp AS $$
DECLARE
	last record;
	members int8multirange;
	b record;
BEGIN
	PERFORM pg_advisory_xact_lock(hashtext('gem.seal'));
	SELECT n, hash INTO last FROM seal ORDER BY n DESC LIMIT 1;
	WITH gone AS (DELETE FROM unsealed WHERE op IN
			(SELECT op FROM unsealed ORDER BY op LIMIT p_max) RETURNING op)
	SELECT range_agg(int8range(op, op + 1)) INTO members FROM gone;
	IF members IS NULL THEN
		RETURN 0;
	END IF;
	b := block_hash(coalesce(last.n, 0) + 1, coalesce(last.hash, '\x00'), members);
	INSERT INTO seal (n, ops, ids, prev, hash)
	VALUES (coalesce(last.n, 0) + 1, b.ops, members, coalesce(last.hash, '\x00'), b.hash);
	RETURN b.ops;
END $$;

-- Checks the chain; blocks before p_from are only checked for their links. A row is an incident.
CREATE FUNCTION verify(p_from bigint DEFAULT 1)
RETURNS TABLE (block bigint, bad text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = gem, pg_temp AS $$
DECLARE
	s seal;
	before bytea := '\x00';
	number bigint := 1;
	known int8multirange := '{}';
	b record;
	stray bigint;
BEGIN
	FOR s IN SELECT * FROM seal ORDER BY n LOOP
		block := s.n;
		IF s.prev <> before OR s.n <> number THEN
			bad := 'does not follow the block before';
			RETURN NEXT;
		END IF;
		IF s.ids && known THEN
			bad := 'has operations of another block';
			RETURN NEXT;
		END IF;
		IF s.n >= p_from THEN
			b := block_hash(s.n, s.prev, s.ids);
			IF b.ops <> s.ops THEN
				bad := format('has %s operations instead of %s', b.ops, s.ops);
				RETURN NEXT;
			ELSIF b.hash <> s.hash THEN
				bad := 'was changed';
				RETURN NEXT;
			END IF;
		END IF;
		known := known + s.ids;
		before := s.hash;
		number := s.n + 1;
	END LOOP;
	SELECT count(*) INTO stray FROM op o
		WHERE NOT o.id <@ known AND NOT EXISTS (SELECT FROM unsealed u WHERE u.op = o.id);
	IF stray > 0 THEN
		block := NULL;
		bad := format('%s operations are in no block and not waiting for one', stray);
		RETURN NEXT;
	END IF;
END $$;

-- Checks the book, or one member's part of it. A row is an incident; example is an account, op,
-- hold or owner, as the problem says. Grows with the book: all of it nightly, on a replica.
CREATE FUNCTION audit(p_owner bigint DEFAULT NULL)
RETURNS TABLE (problem text, n bigint, example bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = gem, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY WITH
	o AS (SELECT * FROM op WHERE p_owner IS NULL OR owner = p_owner),
	a AS (SELECT * FROM account WHERE p_owner IS NULL OR owner = p_owner),
	h AS (SELECT * FROM hold WHERE p_owner IS NULL OR owner = p_owner),
	leg AS MATERIALIZED (
		SELECT o.id AS op, o.kind, o.owner, o.parent, t.id, x.acc, x.d, x.after, x.s,
			t.asset, c.asset AS c_asset, c.kind AS c_kind, c.owner AS c_owner
		FROM o JOIN transfer t ON t.op = o.id
		CROSS JOIN LATERAL (VALUES (t.src, -t.amount, t.src_after, t.src_seq),
			(t.dst, t.amount, t.dst_after, t.dst_seq)) x (acc, d, after, s)
		LEFT JOIN account c ON c.id = x.acc),
	tot AS (SELECT acc, sum(d) AS d, count(*) AS c FROM leg GROUP BY acc),
	run AS (SELECT acc, after, s, sum(d) OVER w AS r, row_number() OVER w AS k FROM leg
		WHERE c_kind <> 1 WINDOW w AS (PARTITION BY acc ORDER BY s)),
	per_op AS (SELECT op, sum(d) FILTER (WHERE c_kind IN (2, 3, 4)) AS d FROM leg GROUP BY op),
	per_owner AS (SELECT o.id, n, balance_after, sum(delta) OVER w AS r,
		row_number() OVER w AS k
		FROM o WINDOW w AS (PARTITION BY owner ORDER BY n)),
	by_owner AS (SELECT owner, sum(total) AS total, sum(in_hold) AS in_hold,
		sum(stated) AS stated,
			sum(open_holds) AS open_holds FROM (
		SELECT owner, CASE WHEN kind IN (2, 3, 4) THEN balance END,
			CASE WHEN kind = 4 THEN balance END, 0, 0
			FROM a WHERE owner IS NOT NULL
		UNION ALL SELECT owner, 0, 0, delta, 0 FROM o
		UNION ALL SELECT owner, 0, 0, 0, amount FROM h WHERE state = 'open')
		x (owner, total, in_hold, stated, open_holds) GROUP BY owner),
	per_hold AS (SELECT h.id, h.amount, h.captured, h.released, h.state,
			coalesce(sum(l.d) FILTER (WHERE l.kind IN ('hold', 'extend')), 0) AS taken,
			coalesce(-sum(l.d) FILTER (WHERE l.kind = 'settle'), 0) AS closed,
			coalesce(-min(s.delta), 0) AS used
		FROM h LEFT JOIN leg l ON l.c_kind = 4 AND coalesce(l.parent, l.op) = h.id
		LEFT JOIN o s ON s.parent = h.id AND s.kind = 'settle' GROUP BY 1, 2, 3, 4, 5),
	found (problem, id) AS (
		SELECT 'account: balance or count differs from its transfers', a.id
			FROM a LEFT JOIN tot ON acc = a.id
			WHERE NOT a.hot AND (a.balance <> coalesce(tot.d, 0)
				OR a.seq <> coalesce(tot.c, 0))
		UNION ALL SELECT 'account: running balance or sequence broken', acc FROM run
			WHERE after IS DISTINCT FROM r OR s IS DISTINCT FROM k
		UNION ALL SELECT 'account: below its floor', a.id FROM a WHERE a.balance < a.floor
		UNION ALL SELECT 'asset: trial balance is not zero', c_asset FROM leg
			GROUP BY c_asset HAVING sum(d) <> 0
		UNION ALL SELECT 'op: transfer of another asset or an unknown account', op FROM leg
			WHERE c_asset IS DISTINCT FROM asset
		UNION ALL SELECT 'op: touches an account of another member', op FROM leg
			WHERE c_kind <> 1 AND c_owner IS DISTINCT FROM owner
		UNION ALL SELECT 'op: no transfers', o.id FROM o LEFT JOIN per_op ON op = o.id
			WHERE op IS NULL
		UNION ALL SELECT 'op: delta differs from its transfers', o.id FROM o
			JOIN per_op ON op = o.id
			WHERE o.delta <> coalesce(per_op.d, 0)
		UNION ALL SELECT 'op: balance_after is not the sum of deltas, or a gap', id
			FROM per_owner WHERE balance_after <> r OR n <> k
		UNION ALL SELECT 'op: refunds above the capture', parent FROM o
			WHERE kind = 'refund'
			GROUP BY parent HAVING sum(delta) > coalesce((SELECT -s.delta FROM op s
				WHERE s.id = o.parent AND s.kind = 'settle'), 0)
		UNION ALL SELECT 'op: clawed back twice', parent FROM o WHERE kind = 'clawback'
			GROUP BY parent HAVING count(*) > 1
		UNION ALL SELECT 'owner: statement differs from the accounts', owner FROM by_owner
			WHERE total <> stated
		UNION ALL SELECT 'owner: held differs from the open holds', owner FROM by_owner
			WHERE in_hold <> open_holds
		UNION ALL SELECT 'hold: differs from its transfers', id FROM per_hold
			WHERE amount <> taken
			OR captured + released <> closed OR captured <> used
		UNION ALL SELECT 'hold: open 5 minutes past its time', id FROM h
			WHERE state = 'open' AND expires_at < now() - interval '5 min'
		UNION ALL SELECT 'account: lot with gems that will never expire', a.id FROM a
			LEFT JOIN due u ON (u.owner, u.expires_at, u.account)
				= (a.owner, a.expires_at, a.id)
			WHERE a.kind = 3 AND a.balance > 0 AND u.account IS NULL
		UNION ALL SELECT 'account: lot not expired 5 minutes past its time', a.id FROM a
			WHERE kind = 3 AND balance > 0 AND expires_at < now() - interval '5 min')
	SELECT f.problem, count(*), min(f.id) FROM found f GROUP BY 1 ORDER BY 1;
END $$;

-- ---------------------------------------------------------------- who may do what

GRANT USAGE ON SCHEMA gem TO snug_owner, snug_web, snug_worker, snug_report;
GRANT SELECT ON ALL TABLES IN SCHEMA gem TO snug_owner, snug_web, snug_worker, snug_report;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA gem TO snug_owner;      -- for pg_dump
GRANT EXECUTE ON FUNCTION balance, explain, statement, line_type
	TO snug_owner, snug_web, snug_worker, snug_report;
GRANT EXECUTE ON FUNCTION verify, audit TO snug_owner, snug_web, snug_worker, snug_report;
GRANT EXECUTE ON FUNCTION open_wallet, credit, grant_bonus, commission, adjust, hold_open,
	hold_try, hold_extend, hold_settle, settle_try, refund, clawback TO snug_owner, snug_web, snug_worker;
GRANT EXECUTE ON FUNCTION sweep, seal_next TO snug_owner, snug_worker;
SET LOCAL ROLE snug_owner;
SET LOCAL search_path = DEFAULT;
