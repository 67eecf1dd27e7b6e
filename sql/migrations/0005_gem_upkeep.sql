-- The gem book, upkeep: what expires, the chain of seals, the audit; and who may do what in the book.

SET LOCAL ROLE snug_ledger;
SET LOCAL search_path = gem, pg_temp;

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
