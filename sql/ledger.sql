-- The gem book, as its public functions show it (migrations 0002 to 0005). Amounts are milligems.

-- name: ledger_explain many
-- What a balance is made of. part: paid, bonus, held, debt, expired. `about` is the character of a
-- reply; `chat_id` where it is being written.
-- in: member_id member_id
-- out: part text, gems gems, expires_at moment?, ref text?, about text?, chat_id chat_id?
select e.part, e.amount as gems, e.expires_at, e.ref, c.name || ' (' || disclosure(c.voice) || ')' as about, h.id as chat_id
from gem.explain(:member_id) e
left join message m on m.id = case when e.ref ~ '^msg:\d{1,18}$' then substr(e.ref, 5)::bigint end
left join chat h on h.id = m.chat_id and h.member_id = :member_id
left join character c on c.id = h.character_id
order by array_position(array['paid', 'bonus', 'held', 'expired', 'debt'], e.part), e.expires_at, e.ref;

-- name: ledger_balance one
-- in: member_id member_id
-- out: gems gems
select gem.balance(:member_id) as gems;

-- name: ledger_lines many
-- The member's history, newest first, from `before` on (the largest number: from the top).
-- row: ledger_line
-- in: member_id member_id, before int, limit int
-- out: id op_id, type text, delta gems, balance_after gems, reference_type text, reference_id text?
-- out: pending bool, created_at moment, about text?, chat_id chat_id?
select s.seq as id, s.type, s.delta, s.balance_after,
	case s.reference_type when 'msg' then 'message' when 'img' then 'generation' else s.reference_type end
		as reference_type,
	s.reference_id, s.pending, s.at as created_at, c.name || ' (' || disclosure(c.voice) || ')' as about, h.id as chat_id
from gem.statement(:member_id, :before, :limit::int) s
left join message m on m.id = case when s.reference_type = 'msg' and s.reference_id ~ '^\d{1,18}$'
	then s.reference_id::bigint end
left join chat h on h.id = m.chat_id and h.member_id = :member_id
left join character c on c.id = h.character_id
order by s.seq desc;

-- name: ledger_lines_of many
-- The same, of one type and without what is pending.
-- row: ledger_line
-- in: member_id member_id, type text, before int, limit int
select s.id, s.type, s.delta, s.balance_after,
	case split_part(s.ref, ':', 1) when 'msg' then 'message' when 'img' then 'generation'
		else split_part(s.ref, ':', 1) end as reference_type,
	nullif(substr(s.ref, length(split_part(s.ref, ':', 1)) + 2), '') as reference_id,
	false as pending, s.at as created_at, c.name || ' (' || disclosure(c.voice) || ')' as about, h.id as chat_id
from (select o.n as id, gem.line_type(o.kind, o.ref) as type, o.delta, o.balance_after, o.ref, o.at
	from gem.op o where o.owner = :member_id and o.delta <> 0 and o.n < :before
		and gem.line_type(o.kind, o.ref) = :type order by o.n desc limit :limit) s
left join message m on m.id = case when s.ref ~ '^msg:\d{1,18}$' then substr(s.ref, 5)::bigint end
left join chat h on h.id = m.chat_id and h.member_id = :member_id
left join character c on c.id = h.character_id
order by s.id desc;

-- name: ledger_member one
-- in: username text
-- out: id member_id, username text
select id, username from member where username = lower(:username);

-- name: ledger_bonus one
-- Bonus gems by the owner's hand; they last a year.
-- in: key text, member_id member_id, gems gems
-- out: moved gems
select :gems as moved from gem.grant_bonus(:key, :member_id, :gems, now() + interval '1 year',
	'grant:' || :member_id, 'staff:owner') g;

-- name: ledger_adjust one
-- Paid gems given (above zero) or taken, as many as there are (below).
-- may: GE010
-- in: key text, member_id member_id, gems gems, reason text
-- out: moved gems
select a.moved from gem.adjust(:key, :member_id, :gems, :reason, 'grant:' || :member_id, 'staff:owner') a;

-- name: ledger_note exec
-- in: action text, subject text, detail text
insert into audit_log (actor, action, subject, detail) values ('staff:owner', :action, :subject, :detail);

-- name: ledger_sweep one
-- Books what is due, so that an audit finds only what is wrong.
-- out: closed int
select gem.sweep(100000) as closed;

-- name: ledger_seal one
-- out: sealed int
select gem.seal_next() as sealed;

-- name: ledger_audit many
-- out: problem text, n int, example int
select problem, n, example from gem.audit();

-- name: ledger_audit_of many
-- One member's part of the book.
-- row: ledger_audit
-- in: member_id member_id
select problem, n, example from gem.audit(:member_id);

-- name: ledger_verify many
-- out: block text, bad text
select coalesce(block::text, 'the end') as block, bad from gem.verify();

-- name: ledger_size one
-- out: ops int, blocks int, newest_member member_id?
select (select count(*) from gem.op) as ops, (select count(*) from gem.seal) as blocks,
	(select o.owner from gem.op o where o.owner is not null order by o.id desc limit 1) as newest_member;

-- name: price_list many
-- row: price
-- out: key text, milligems int, unit text, about text, updated_at moment
select key, milligems, unit, about, updated_at from price order by key;

-- name: price_find one
-- row: price
-- in: key text
select key, milligems, unit, about, updated_at from price where key = :key;

-- name: price_set many
-- The unit stays when none is given.
-- row: price
-- in: key text, milligems int, unit text?
update price set milligems = :milligems, unit = coalesce(:unit, unit), updated_at = now()
where key = :key returning key, milligems, unit, about, updated_at;
