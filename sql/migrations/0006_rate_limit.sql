-- Rate limits: the generic cell rate algorithm (ITU-T I.371), one row per limited thing.
--
-- The table is unlogged: after a crash everybody starts with a full allowance, which is right for
-- a limiter and makes a take cheap. Keys are stored as SHA-256, so no address stands here in clear.
-- A take must commit to count: call it outside the request's transaction (which may be READ ONLY
-- or be rolled back).
CREATE SCHEMA rl;

CREATE UNLOGGED TABLE rl.bucket (
	k bytea PRIMARY KEY,
	tat timestamptz NOT NULL                -- theoretical arrival time of the next cell
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- Takes p_cost cells. Returns zero when allowed, else how long to wait before it would be.
-- p_every: time in which one cell comes back; p_burst: cells that may be taken at once.
CREATE FUNCTION rl.take(p_key text, p_every interval, p_burst integer, p_cost integer DEFAULT 1)
RETURNS interval LANGUAGE plpgsql SECURITY DEFINER SET search_path = rl, pg_temp AS $$
DECLARE
	key bytea := sha256(convert_to(p_key, 'UTF8'));
	step interval := p_every * p_cost;
	span interval := p_every * p_burst;
	wait interval;
BEGIN
	IF p_every <= interval '0' OR p_cost < 1 OR p_cost > p_burst OR key IS NULL OR span IS NULL THEN
		RAISE EXCEPTION 'a limit needs a key, an interval and 1 <= cost <= burst'
			USING ERRCODE = 'invalid_parameter_value';
	END IF;
	-- More than a whole burst ahead: that was before the clock was set back, and begins anew.
	INSERT INTO bucket AS b VALUES (key, clock_timestamp() + step)
	ON CONFLICT (k) DO UPDATE SET tat = step + CASE WHEN b.tat > clock_timestamp() + span
			THEN clock_timestamp() ELSE greatest(b.tat, clock_timestamp()) END
		WHERE greatest(b.tat, clock_timestamp()) + step - clock_timestamp() <= span
			OR b.tat > clock_timestamp() + span;
	IF FOUND THEN
		RETURN interval '0';
	END IF;
	SELECT b.tat + step - span - clock_timestamp() INTO wait FROM bucket b WHERE b.k = key;
	RETURN greatest(coalesce(wait, interval '0'), interval '1 ms');
END $$;

-- Drops buckets that are full again; the worker calls it now and then. Returns how many went.
CREATE FUNCTION rl.sweep()
RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = rl, pg_temp AS $$
	WITH gone AS (DELETE FROM bucket WHERE tat < clock_timestamp() RETURNING 1)
	SELECT count(*) FROM gone
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA rl FROM PUBLIC;
GRANT USAGE ON SCHEMA rl TO snug_web, snug_worker;
GRANT EXECUTE ON FUNCTION rl.take(text, interval, integer, integer) TO snug_web, snug_worker;
GRANT EXECUTE ON FUNCTION rl.sweep() TO snug_worker;
