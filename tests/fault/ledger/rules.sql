-- Rules of the gem book and the rate limiter, checked one by one on a fresh cluster:
--   chaos -s sql -x tests/fault/ledger/rules.sql
-- Prints ok / not ok lines. Runs as the superuser, who takes the role each check is about.
\pset fieldsep '\n'
SET client_min_messages = warning;
CREATE SCHEMA t;
GRANT USAGE ON SCHEMA t TO PUBLIC;

-- One line for a condition.
CREATE FUNCTION t.ok(good boolean, name text) RETURNS text LANGUAGE sql AS $$
	SELECT CASE WHEN good THEN 'ok - ' ELSE 'not ok - ' END || name
$$;
-- One line for a statement that p_role must be refused with p_state (and p_detail, when given).
CREATE FUNCTION t.refused(p_role text, p_state text, p_sql text, p_detail text DEFAULT NULL)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	got text := 'nothing';
	detail text;
BEGIN
	BEGIN
		EXECUTE format('SET LOCAL ROLE %I', p_role);
		EXECUTE p_sql;
		RAISE EXCEPTION USING ERRCODE = 'ZZ000';        -- it was carried out: take it back
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS got = RETURNED_SQLSTATE, detail = PG_EXCEPTION_DETAIL;
	END;
	RETURN t.ok(got = p_state AND (p_detail IS NULL OR detail = p_detail),
		format('%s gets %s from: %s', p_role, p_state, p_sql))
		|| CASE WHEN got <> p_state OR detail <> p_detail THEN format(' # %s %s', got,
			detail) ELSE '' END;
END $$;
-- True when the statement of a member adds up to the balance, row by row.
CREATE FUNCTION t.adds_up(p_owner bigint) RETURNS boolean LANGUAGE sql AS $$
	SELECT coalesce(sum(delta), 0) = gem.balance(p_owner) AND bool_and(chained)
		AND max(balance_after) FILTER (WHERE newest = 1) = gem.balance(p_owner)
	FROM (SELECT *, row_number() OVER (ORDER BY seq DESC) AS newest, balance_after - delta
			= coalesce(lead(balance_after) OVER (ORDER BY seq DESC), 0) AS chained
		FROM gem.statement(p_owner, NULL, 1000)) x
$$;

-- ------------------------------------------------------------ the wall of privileges
SELECT gem.credit('rules:first', 1, 5000, 'order:1', 'webhook:test') AS _ \gset
SELECT t.refused(r, '42501', s) FROM unnest(ARRAY['snug_web', 'snug_worker', 'snug_report',
	'snug_owner']) r,
	unnest(ARRAY[
	'UPDATE gem.account SET balance = balance + 1',
	'INSERT INTO gem.op (idem, req_hash, kind, ref, actor, delta) VALUES (''xxxxxxxx'', '''', ''bonus'', ''x'', ''x'', 0)',
	'DELETE FROM gem.transfer',
	'UPDATE gem.hold SET state = ''released''',
	'INSERT INTO gem.seal VALUES (99, 1, ''{[1,2)}'', '''', '''')',
	'DELETE FROM gem.unsealed',
	'TRUNCATE gem.op CASCADE',
	'SELECT gem.move(1, 1, 1000, 1)',
	'SELECT gem.add_op(''xxxxxxxx'', '''', ''bonus'', 1, ''x'', NULL, NULL, ''x'', 5)',
	'SELECT gem.close_hold(''xxxxxxxx'', 1, 0, NULL, ''x'', ''expired'')',
	'SELECT gem.lock_owner(1)',
	'CREATE TABLE gem.mine ()',
	'ALTER TABLE gem.op DISABLE TRIGGER ALL']) s;
SELECT t.refused('snug_web', '42501', 'SELECT gem.sweep()'),
	t.refused('snug_web', '42501', 'SELECT gem.seal_next()'),
	t.refused('snug_report', '42501',
		'SELECT gem.credit(''rules:report'', 1, 1, ''x'', ''x'')'),
	t.refused('snug_web', '42501', 'UPDATE rl.bucket SET tat = now()');
SELECT t.ok(count(*) = 0, 'PUBLIC may execute nothing in gem and rl: '
	|| coalesce(string_agg(proname, ' '), ''))
	FROM pg_proc p, aclexplode(coalesce(proacl, acldefault('f', proowner))) a
	WHERE pronamespace IN ('gem'::regnamespace, 'rl'::regnamespace) AND a.grantee = 0;
SELECT t.ok(count(*) = 0, 'every SECURITY DEFINER function fixes its search_path, pg_temp last')
	FROM pg_proc WHERE pronamespace IN ('gem'::regnamespace, 'rl'::regnamespace) AND prosecdef
	AND NOT coalesce(array_to_string(proconfig, ' ') ~ 'search_path=(gem|rl), pg_temp', false);
SELECT t.ok(count(*) = 0, 'everything in gem belongs to snug_ledger')
	FROM pg_class WHERE relnamespace = 'gem'::regnamespace
		AND relowner <> 'snug_ledger'::regrole;

-- ------------------------------------------------------------ the wall of triggers
SET session_replication_role = replica;
SELECT t.refused('postgres', 'GE001', s) FROM unnest(ARRAY[
	'TRUNCATE gem.op CASCADE', 'TRUNCATE gem.transfer', 'TRUNCATE gem.account',
		'TRUNCATE gem.unsealed',
	'UPDATE gem.op SET delta = 1', 'DELETE FROM gem.op', 'UPDATE gem.transfer SET amount = 1',
	'DELETE FROM gem.transfer', 'DELETE FROM gem.account',
		'UPDATE gem.account SET owner = 2 WHERE owner = 1',
	'UPDATE gem.account SET floor = NULL', 'TRUNCATE gem.hold', 'TRUNCATE gem.seal',
		'TRUNCATE gem.due']) s;
RESET session_replication_role;

-- ------------------------------------------------------------ keys and arguments
SET ROLE snug_web;
SELECT t.ok(gem.credit('rules:again', 1, 7000, 'order:2', 'webhook:test')
	= gem.credit('rules:again', 1, 7000, 'order:2', 'webhook:other'),
		'a repeated credit is the same op');
SELECT t.ok(gem.balance(1) = 12000, 'and counts once');
RESET ROLE;
SELECT t.refused('snug_web', 'GE004',
	'SELECT gem.credit(''rules:again'', 1, 7001, ''order:2'', ''x'')'),
	t.refused('snug_web', 'GE004',
		'SELECT gem.credit(''rules:again'', 2, 7000, ''order:2'', ''x'')'),
	t.refused('snug_web', 'GE004',
		'SELECT gem.grant_bonus(''rules:again'', 1, 7000, now() + ''1 h'', ''order:2'', ''x'')');
SELECT t.refused('snug_web', 'GE002', s) FROM unnest(ARRAY[
	'SELECT gem.credit(''rules:bad'', 1, 0, ''order:1'', ''x'')',
	'SELECT gem.credit(''rules:bad'', 1, -5, ''order:1'', ''x'')',
	'SELECT gem.credit(''rules:bad'', 1, NULL, ''order:1'', ''x'')',
	'SELECT gem.credit(''rules:bad'', NULL, 5, ''order:1'', ''x'')',
	'SELECT gem.credit(''rules:bad'', -1, 5, ''order:1'', ''x'')',
	'SELECT gem.credit(''short'', 1, 5, ''order:1'', ''x'')',
	'SELECT gem.credit(NULL, 1, 5, ''order:1'', ''x'')',
	'SELECT gem.credit(''rules:bad'', 1, 5, ''Jane Doe, Main Street'', ''x'')',
	'SELECT gem.credit(''rules:bad'', 1, 5, ''order:1'', ''x'', 100)',
	'SELECT gem.credit(''rules:bad'', 1, 5, ''order:1'', ''x'', 100, ''GEM'', ''stripe'')',
	'SELECT gem.grant_bonus(''rules:bad'', 1, 5, now(), ''x'', ''x'')',
	'SELECT gem.grant_bonus(''rules:bad'', 1, 5, ''infinity'', ''x'', ''x'')',
	'SELECT gem.hold_open(''rules:bad'', 1, 5, 0, ''1 h'', ''msg:1'', ''x'')',
	'SELECT gem.hold_open(''rules:bad'', 1, 5, 6, ''1 h'', ''msg:1'', ''x'')',
	'SELECT gem.hold_open(''rules:bad'', 1, 5, 1, ''-1 h'', ''msg:1'', ''x'')',
	'SELECT gem.adjust(''rules:bad'', 1, 0, ''support'', ''x'', ''x'')',
	'SELECT gem.adjust(''rules:bad'', 1, 5, ''a long story'', ''x'', ''x'')']) s;
SELECT t.refused('snug_web', 'GE010',
	'SELECT gem.hold_open(''rules:poor'', 1, 99000, 12001, ''1 h'', ''msg:1'', ''x'')',
		'12000'),
	t.refused('snug_web', 'GE010',
		'SELECT gem.hold_open(''rules:new'', 77, 5, 5, ''1 h'', ''msg:1'', ''x'')', '0'),
	t.refused('snug_web', 'GE011',
		'SELECT gem.hold_settle(''rules:none'', 999999, 0, NULL, ''x'')'),
	t.refused('snug_web', 'GE011', 'SELECT gem.hold_extend(''rules:none'', 999999, 1, ''x'')'),
	t.refused('snug_web', 'GE014', 'SELECT gem.refund(''rules:none'', 1, 1, ''x'', ''x'')'),
	t.refused('snug_web', 'GE014', 'SELECT gem.clawback(''rules:none'', 999999, ''x'', ''x'')');
SELECT t.ok(NOT EXISTS (SELECT FROM gem.op WHERE idem IN ('rules:bad', 'rules:poor', 'rules:new')),
	'a refused call leaves no key');
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT t.refused('snug_web', 'GE006', 'SELECT gem.credit(''rules:bad'', 1, 5, ''x'', ''x'')');
COMMIT;

-- ------------------------------------------------------------ what is drawn, and given back
SET ROLE snug_worker;
SELECT gem.grant_bonus('rules:late', 2, 3000, now() + interval '2 days', 'promo:late', 'house') > 0 AS _ \gset
SELECT gem.grant_bonus('rules:soon', 2, 2000, now() + interval '1 day', 'promo:soon', 'house') > 0 AS _ \gset
SELECT gem.credit('rules:paid', 2, 10000, 'order:3', 'webhook:test') > 0 AS _ \gset
SELECT * FROM gem.hold_open('rules:hold', 2, 6000, 1, '1 h', 'msg:9', 'member') \gset
SELECT t.ok(string_agg(part || ' ' || amount || ' ' || coalesce(ref, '-'), ', ') =
	'held 6000 msg:9, paid 9000 -', 'bonus goes before paid, soonest expiry first')
		FROM gem.explain(2);
SELECT t.ok(array_agg(amount ORDER BY t.id) = '{2000,3000,1000}', 'in that order')
	FROM gem.transfer t WHERE op = :hold_id;
SELECT t.ok(gem.balance(2) = 9000 AND t.adds_up(2), 'an open hold is a pending line');
SELECT t.ok(type = 'chat' AND pending AND delta = -6000 AND balance_after = 9000
	AND reference_type = 'msg'
	AND reference_id = '9', 'with type, amount and reference') FROM gem.statement(2, NULL, 1);
SELECT t.ok(held = 7500 AND grown, 'an extension takes more')
	FROM gem.hold_extend('rules:more', :hold_id, 1500, 'worker:1');
SELECT t.ok(held = 7500 AND grown, 'a repeated one does not')
	FROM gem.hold_extend('rules:more', :hold_id, 1500, 'worker:1');
SELECT t.ok(held = 15000 AND grown, 'it takes what there is')
	FROM gem.hold_extend('rules:all', :hold_id, 99999, 'worker:1');
SELECT t.ok(held = 15000 AND NOT grown, 'and says when the wallet is empty')
	FROM gem.hold_extend('rules:dry', :hold_id, 1, 'worker:1');
SELECT t.ok(held = 7500, 'a repeated extension answers as the first time')
	FROM gem.hold_extend('rules:more', :hold_id, 1500, 'worker:1');
SELECT t.ok(held = 6000, 'so does a repeated hold') FROM gem.hold_open('rules:hold', 2, 6000, 1,
	'1 h', 'msg:9', 'member');
SELECT gem.credit('rules:topup', 2, 500, 'order:4', 'webhook:test') > 0 AS _ \gset
SELECT t.ok(held = 15001 AND grown, 'asking again after a top-up may succeed')
	FROM gem.hold_extend('rules:dry', :hold_id, 1, 'worker:1');
RESET ROLE;
SELECT t.refused('snug_web', 'GE018',
	'SELECT gem.hold_open(''rules:other'', 1, 5, 1, ''1 h'', ''msg:9'', ''x'')'),
	t.refused('snug_web', 'GE013',
		format('SELECT gem.hold_settle(''rules:over'', %s, 15002, ''spent.chat'', ''x'')',
			:hold_id), '15001'),
	t.refused('snug_web', 'GE013',
		format('SELECT gem.hold_settle(''rules:over'', %s, -1, ''spent.chat'', ''x'')',
			:hold_id)),
	t.refused('snug_web', 'GE017',
		format('SELECT gem.hold_settle(''rules:over'', %s, 1, ''issued'', ''x'')',
			:hold_id)),
	t.refused('snug_web', 'GE017',
		format('SELECT gem.hold_settle(''rules:over'', %s, 1, NULL, ''x'')', :hold_id));
SET ROLE snug_worker;
SELECT gem.hold_settle('rules:settle', :hold_id, 2500, 'spent.chat', 'worker:1') AS settled \gset
SELECT t.ok(gem.hold_settle('rules:settle', :hold_id, 2500, 'spent.chat', 'worker:2') = :settled,
	'a repeated settlement is the same op');
SELECT t.ok(string_agg(part || ' ' || amount || ' ' || coalesce(ref, '-'),
	', ') = 'bonus 2500 promo:late, paid 10500 -',
	'the rest returns where it came from, last taken first') FROM gem.explain(2);
SELECT t.ok(delta = -2500 AND NOT pending AND type = 'chat', 'a settled hold is one line')
	FROM gem.statement(2, NULL, 1);
SELECT t.ok(count(*) = 5 AND t.adds_up(2), 'and nothing else is left of it') FROM gem.statement(2);
RESET ROLE;
SELECT t.refused('snug_web', 'GE012',
	format('SELECT gem.hold_settle(''rules:twice'', %s, 1, ''spent.chat'', ''x'')', :hold_id),
		'captured'),
	t.refused('snug_web', 'GE012',
		format('SELECT gem.hold_extend(''rules:twice'', %s, 1, ''x'')', :hold_id),
			'captured'),
	t.refused('snug_web', 'GE004',
		format('SELECT gem.hold_settle(''rules:settle'', %s, 1, ''spent.chat'', ''x'')',
			:hold_id));
SELECT * FROM gem.hold_open('rules:free', 2, 1000, 1000, '1 h', 'job:5', 'member') \gset
SELECT gem.hold_settle('rules:freed', :hold_id, 0, NULL, 'worker:1') > 0 AS _ \gset
SELECT t.ok(count(*) = 5 AND t.adds_up(2), 'a released hold is no line at all')
	FROM gem.statement(2);

-- ------------------------------------------------------------ refunds, clawback, adjustments
SELECT gem.refund('rules:refund', :settled, 2000, 'bad_reply', 'staff:1') > 0 AS _ \gset
SELECT t.ok(amount = 12500, 'a refund comes back as paid gems') FROM gem.explain(2)
	WHERE part = 'paid';
SELECT t.refused('snug_web', 'GE015',
	format('SELECT gem.refund(''rules:more-back'', %s, 501, ''x'', ''x'')', :settled), '500'),
	t.refused('snug_web', 'GE002',
		format('SELECT gem.refund(''rules:more-back'', %s, -1, ''x'', ''x'')', :settled));
SELECT gem.credit('rules:buy', 3, 4000, 'order:7', 'webhook:test', 499, 'USD', 'stripe') AS bought \gset
SELECT gem.grant_bonus('rules:pack', 3, 400, now() + interval '1 day', 'order:7', 'house') > 0 AS _ \gset
SELECT * FROM gem.hold_open('rules:spend', 3, 1400, 1400, '1 h', 'job:7', 'member') \gset
SELECT gem.hold_settle('rules:spent', :hold_id, 1400, 'spent.image', 'worker:1') > 0 AS _ \gset
SELECT t.ok(taken = 3000 AND debt = 1000 AND bonus = 0,
	'a clawback takes what is left, the rest is debt')
	FROM gem.clawback('rules:claw', :bought, 'dispute:1', 'webhook:stripe');
SELECT t.ok(taken = 3000 AND debt = 1000, 'once per key')
	FROM gem.clawback('rules:claw', :bought, 'dispute:1', 'webhook:stripe');
SELECT t.refused('snug_web', 'GE016',
	format('SELECT gem.clawback(''rules:claw2'', %s, ''x'', ''x'')', :bought));
SELECT t.ok(gem.balance(3) = 0 AND t.adds_up(3), 'debt is not part of the balance');
SELECT t.ok(sum(CASE WHEN t.src = a.id THEN -amount ELSE amount END) = 0,
	'the cash went back as well')
	FROM gem.account a JOIN gem.transfer t ON a.id IN (t.src, t.dst)
		WHERE a.code = 'psp.stripe.clearing:USD';
SELECT gem.credit('rules:repay', 3, 1500, 'order:8', 'webhook:test') > 0 AS _ \gset
SELECT t.ok(gem.balance(3) = 500 AND t.adds_up(3) AND NOT EXISTS (SELECT FROM gem.explain(3)
	WHERE part = 'debt'),
	'the next purchase repays the debt first');
SELECT gem.credit('rules:gift', 4, 1000, 'order:9', 'webhook:test') AS bought \gset
SELECT gem.grant_bonus('rules:gift2', 4, 300, now() + interval '1 day', 'order:9', 'house') > 0 AS _ \gset
SELECT t.ok(taken = 1000 AND debt = 0 AND bonus = 300,
	'bonus gems of the purchase go with it') FROM gem.clawback('rules:claw4', :bought,
		'dispute:2', 'webhook:test');
SELECT t.ok(gem.balance(4) = 0 AND t.adds_up(4), 'and nothing is left');
SELECT t.ok(moved = 800, 'staff give') FROM gem.adjust('rules:give', 4, 800, 'support', 'ticket:1',
	'staff:1');
SELECT t.ok(moved = -800, 'and take what is there') FROM gem.adjust('rules:take', 4, -900, 'abuse',
	'ticket:1', 'staff:1');
SELECT t.ok(moved = -800, 'once') FROM gem.adjust('rules:take', 4, -900, 'abuse', 'ticket:1',
	'staff:1');
SELECT t.refused('snug_web', 'GE010',
	'SELECT gem.adjust(''rules:take2'', 4, -1, ''abuse'', ''ticket:1'', ''staff:1'')', '0');
SELECT gem.commission('rules:refer', 4, 150, 'referral:3', 'house') > 0 AS _ \gset
SELECT t.ok(string_agg(type || ' ' || delta, ', '
	ORDER BY seq) = 'purchase 1000, bonus 300, clawback -1300, '
	'adjustment 800, adjustment -800, commission 150' AND t.adds_up(4),
		'the statement names all of it') FROM gem.statement(4);
SELECT t.ok((SELECT array_agg(op) FROM (SELECT op FROM gem.statement(4, NULL, 2) UNION ALL SELECT op
	FROM gem.statement(4,
	(SELECT min(seq) FROM gem.statement(4, NULL, 2)), 100)) x) = (SELECT array_agg(op)
		FROM gem.statement(4)), 'page by page as at once');

-- ------------------------------------------------------------ time
SELECT gem.grant_bonus('rules:brief', 5, 900, clock_timestamp() + interval '5 s', 'promo:brief', 'house') > 0 AS _ \gset
SELECT gem.grant_bonus('rules:brief2', 5, 600, clock_timestamp() + interval '5 s', 'promo:brief', 'house') > 0 AS _ \gset
SELECT * FROM gem.hold_open('rules:slow', 5, 1000, 1000, '1 h', 'job:20', 'member') \gset
SELECT pg_sleep(5.1) AS _ \gset
SELECT t.ok(gem.balance(5) = 0, 'what has expired is not spendable');
SELECT t.ok(pending AND type = 'expiry' AND delta = -500 AND balance_after = -0 AND t.adds_up(5),
	'it is a pending line until it is booked') FROM gem.statement(5, NULL, 1);
SELECT t.refused('snug_web', 'GE010',
	'SELECT gem.hold_open(''rules:dead'', 5, 1, 1, ''1 h'', ''msg:21'', ''x'')', '0');
SELECT t.ok(gem.sweep() = 1 AND t.adds_up(5), 'the sweep books it, in spite of the open hold');
SELECT gem.hold_settle('rules:slowly', :hold_id, 300, 'spent.image', 'worker:1') > 0 AS _ \gset
SELECT t.ok(gem.balance(5) = 0 AND t.adds_up(5), 'what returns to an expired lot is gone as well');
SELECT t.ok(gem.sweep() = 2 AND gem.sweep() = 0 AND t.adds_up(5), 'and is booked, once');
SELECT t.ok(string_agg(type || ' ' || delta, ', ' ORDER BY seq) =
	'bonus 900, bonus 600, expiry -500, generation -300, expiry -600, expiry -100',
		'line by line') FROM gem.statement(5);
SELECT * FROM gem.hold_open('rules:lost', 1, 1000, 1000, '100 ms', 'msg:30', 'member') \gset
SELECT pg_sleep(0.2) AS _ \gset
SELECT t.ok(gem.sweep() = 1, 'the sweep takes an expired hold');
SELECT t.ok(gem.balance(1) = 12000 AND t.adds_up(1), 'and gives it back');
SELECT t.refused('snug_worker', 'GE012',
	format('SELECT gem.hold_settle(''rules:late-capture'', %s, 1, ''spent.chat'', ''x'')',
		:hold_id), 'expired');

-- A transaction that began before the lot expired gives it back after the sweep has been there.
CREATE EXTENSION dblink;
SELECT gem.grant_bonus('rules:race', 7, 900, clock_timestamp() + interval '5 s', 'promo:race', 'house') > 0 AS _ \gset
SELECT * FROM gem.hold_open('rules:raced', 7, 900, 900, '1 h', 'job:40', 'member') \gset
BEGIN;
SELECT now() IS NULL AS _, pg_sleep(5.1) AS _ \gset
SELECT n AS _ FROM dblink(format('host=%s dbname=snug user=snug_worker',
	current_setting('unix_socket_directories')),
	'SELECT gem.sweep()') x (n integer) \gset
SELECT gem.hold_settle('rules:racing', :hold_id, 0, NULL, 'worker:1') > 0 AS _ \gset
COMMIT;
SELECT t.ok(gem.balance(7) = 0 AND t.adds_up(7), 'a lot that comes back late is a pending expiry');
SELECT t.ok(gem.sweep() = 1 AND t.adds_up(7), 'and the next sweep books it');

-- ------------------------------------------------------------ the plan of the hot queries
INSERT INTO gem.account (kind, asset, owner, hot, floor, expires_at)
	SELECT k, 1, 100000 + m, false, 0, CASE k WHEN 3 THEN now() - interval '1 day' END
	FROM generate_series(1, 20000) m, unnest('{2,3,4}'::int[]) k;
SELECT gem.credit('rules:many:' || i, 6, 1000, 'order:' || i, 'webhook:test') IS NULL AS _ FROM generate_series(1, 2000) i OFFSET 1999 \gset
ANALYZE gem.account, gem.op, gem.transfer, gem.hold;
CREATE FUNCTION t.plan(p_sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	line text;
	plan text := '';
BEGIN
	FOR line IN EXECUTE 'EXPLAIN ' || p_sql LOOP
		plan := plan || line || E'\n';
	END LOOP;
	RETURN plan;
END $$;
SELECT t.ok(p LIKE '%account_owner%' AND p !~ 'Seq Scan on (account|op|transfer)',
	'account_owner serves: ' || q) FROM unnest(ARRAY[
	'SELECT id, balance FROM gem.account WHERE owner = 100077 AND kind = 3 AND expires_at > now() AND balance > 0 ORDER BY expires_at, id',
	'SELECT sum(balance) FROM gem.account WHERE owner = 100077 AND kind = 3 AND expires_at > now()',
	'SELECT * FROM gem.explain(100077)']) q, t.plan(q) p;
SELECT t.ok(p LIKE '%' || i || '%' AND p !~ 'Seq Scan on (account|op|transfer)', i || ' serves: '
	|| q) FROM (VALUES
	('account_o',
		'SELECT id FROM gem.account WHERE owner = 100077 AND kind = 2 FOR NO KEY UPDATE'),
	('op_owner', 'SELECT n, balance_after FROM gem.op WHERE owner = 6 ORDER BY n DESC LIMIT 1'),
	('op_owner', 'SELECT * FROM gem.statement(6, NULL, 50)'),
	('op_owner', 'SELECT * FROM gem.statement(6, 1000, 50)')) v (i, q), t.plan(q) p;
SELECT pg_stat_force_next_flush() AS _ \gset
SELECT seq_scan AS before FROM pg_stat_user_tables WHERE relid = 'gem.account'::regclass \gset
SELECT sum(gem.hold_settle('rules:s:' || i, (gem.hold_open('rules:h:' || i, 6, 10, 10, '1 h',
	'msg:h' || i, 'x')).hold_id,
	5, 'spent.chat', 'x')) > 0 AS _ FROM generate_series(1, 50) i \gset
SELECT pg_stat_force_next_flush() AS _ \gset
SELECT t.ok(seq_scan = :before, 'fifty holds and settlements never scan the accounts')
	FROM pg_stat_user_tables WHERE relid = 'gem.account'::regclass;

-- ------------------------------------------------------------ audit and chain
SELECT t.ok(count(*) = 0, 'the audit is clean: ' || coalesce(string_agg(problem, ', '), ''))
	FROM gem.audit();
SELECT t.ok(count(*) = 0, 'so is that of each member') FROM generate_series(1, 7) m, gem.audit(m);
SELECT t.ok(sum(gem.seal_next(100)) = (SELECT count(*) FROM gem.op),
	'blocks of a hundred take in every op')
	FROM generate_series(1, 50);
SELECT t.ok(count(*) = 0, 'the chain is intact') FROM gem.verify();
ALTER TABLE gem.op DISABLE TRIGGER USER;
ALTER TABLE gem.transfer DISABLE TRIGGER USER;
ALTER TABLE gem.account DISABLE TRIGGER USER;
ALTER TABLE gem.seal DISABLE TRIGGER USER;
-- A purchase of member 6 grows by a million, and everything that follows from it is put right.
SELECT o.id AS victim, (SELECT n FROM gem.seal WHERE o.id <@ ids) AS block FROM gem.op o WHERE idem = 'rules:many:700' \gset
BEGIN;
UPDATE gem.op SET delta = delta + CASE WHEN id = :victim THEN 1000000 ELSE 0 END,
	balance_after = balance_after + 1000000 WHERE owner = 6 AND id >= :victim;
WITH paid AS (SELECT id FROM gem.account WHERE owner = 6 AND kind = 2)
UPDATE gem.transfer SET amount = amount + CASE WHEN op = :victim THEN 1000000 ELSE 0 END,
	dst_after = CASE WHEN dst = (SELECT id FROM paid) THEN dst_after + 1000000
		ELSE dst_after END,
	src_after = CASE WHEN src = (SELECT id FROM paid) THEN src_after + 1000000
		ELSE src_after END
	WHERE op >= :victim AND (SELECT id FROM paid) IN (src, dst);
UPDATE gem.account SET balance = balance + 1000000 WHERE owner = 6 AND kind = 2;
SELECT t.ok(count(*) = 0, 'a careful tamper passes the audit') FROM gem.audit();
SELECT t.ok(min(block) = :block AND bool_and(bad = 'was changed'), 'but the chain names the block')
	FROM gem.verify();
ROLLBACK;
BEGIN;
UPDATE gem.account SET balance = balance + 1 WHERE owner = 6 AND kind = 2;
SELECT t.ok(count(*) > 0, 'a careless one does not pass the audit') FROM gem.audit();
ROLLBACK;
BEGIN;
DELETE FROM gem.transfer WHERE op = :victim;
DELETE FROM gem.op WHERE id = :victim;
SELECT t.ok(count(*) = 1 AND min(block) = :block, 'a deleted op is missed') FROM gem.verify();
ROLLBACK;
BEGIN;
INSERT INTO gem.op (idem, req_hash, kind, owner, n, ref, actor, delta, balance_after)
	VALUES ('forged:1', '', 'bonus', 1, 999, 'x', 'x', 0, 0);
SELECT t.ok(count(*) = 1 AND min(block) IS NULL, 'a forged op stands out') FROM gem.verify();
ROLLBACK;
BEGIN;
UPDATE gem.account SET expires_at = expires_at + interval '1 year' WHERE id = (SELECT dst
	FROM gem.transfer t
	JOIN gem.op o ON o.id = t.op WHERE o.idem = 'rules:late');
SELECT t.ok(count(*) = 1, 'so does a lot whose expiry was moved') FROM gem.verify()
	WHERE bad = 'was changed';
ROLLBACK;
BEGIN;
DELETE FROM gem.seal WHERE n = 3;
SELECT t.ok(min(block) FILTER (WHERE bad LIKE 'does not follow%') = 4, 'and a missing block')
	FROM gem.verify();
ROLLBACK;
SELECT t.ok(count(*) = 0, 'all of that was taken back') FROM gem.verify();

-- ------------------------------------------------------------ rate limits
SET ROLE snug_web;
SELECT t.ok(bool_and(rl.take('login:1', '10 s', 3) = interval '0'), 'a burst of three is allowed')
	FROM generate_series(1, 3);
SELECT t.ok(rl.take('login:1', '10 s', 3) BETWEEN '1 s' AND '10 s',
	'the fourth waits for one cell');
SELECT t.ok(rl.take('login:2', '10 s', 3) = interval '0', 'another key does not');
SELECT t.ok(rl.take('cost:1', '1 s', 10, 10) = interval '0'
	AND rl.take('cost:1', '1 s', 10, 4) BETWEEN '3 s' AND '4 s',
	'a cost counts as many cells');
SELECT rl.take('fast:1', '100 ms', 1) = interval '0' AS _ \gset
SELECT pg_sleep(0.15) AS _ \gset
SELECT t.ok(rl.take('fast:1', '100 ms', 1) = interval '0', 'cells come back');
RESET ROLE;
SELECT t.refused('snug_web', '22023', 'SELECT rl.take(''x'', ''1 s'', 3, 4)'), t.refused('snug_web',
	'22023', 'SELECT rl.take(''x'', ''0 s'', 3)'),
	t.refused('snug_web', '22023', 'SELECT rl.take(NULL, ''1 s'', 3)');
SELECT pg_sleep(0.15) AS _ \gset
SELECT t.ok(rl.sweep() = 1, 'the sweep drops the bucket that is full again');
SELECT t.ok(count(*) = 3, 'and keeps the others') FROM rl.bucket;
