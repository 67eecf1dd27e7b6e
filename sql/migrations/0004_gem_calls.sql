-- The gem book, public: what programs read and write. Errors, keys and locks: see 0002.

SET LOCAL ROLE snug_ledger;
SET LOCAL search_path = gem, pg_temp;

-- ---------------------------------------------------------------- reading

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

-- ---------------------------------------------------------------- writing

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

SET LOCAL ROLE snug_owner;
SET LOCAL search_path = DEFAULT;
