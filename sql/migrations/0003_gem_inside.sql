-- The gem book, inside: what its public functions are made of. These run with the search_path of the public
-- function that called them; programs may call open_wallet alone.

SET LOCAL ROLE snug_ledger;
SET LOCAL search_path = gem, pg_temp;

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

SET LOCAL ROLE snug_owner;
SET LOCAL search_path = DEFAULT;
