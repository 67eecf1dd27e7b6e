-- Plans: what there are, who is on which, and the owner's changes.

-- name: plan_list many
-- row: plan_card
-- in: currency text, member_id member_id?
-- out: id text, name text, line text, price_minor int, currency text, interval text
-- out: entitlements json, lines json, is_yours bool, is_default bool
select p.key as id, p.name, p.line, r.price_minor, r.currency, p.interval,
	plan_entitlements(p.key) as entitlements, plan_lines(p.key) as lines,
	coalesce(:member_id::bigint is not null and p.key = plan_of(:member_id), false) as is_yours, p.is_default
from plan p join plan_price r on r.plan = p.key and r.currency = :currency
where p.active order by p.position, p.key;

-- name: plan_currencies many
-- US dollars first.
-- out: currency text
select r.currency from plan_price r join plan p on p.key = r.plan where p.active
group by r.currency order by r.currency <> 'USD', r.currency;

-- name: plan_mine one
-- Always a row, also in a house whose owner deleted every plan.
-- in: member_id member_id
-- out: id text, name text, until moment?, entitlements json
select coalesce(p.key, 'free') as id, coalesce(p.name, 'Free') as name,
	(select m.until from member_plan m where m.member_id = :member_id and m.plan = p.key and m.until > now()) as until,
	plan_entitlements(p.key) as entitlements
from (select plan_of(:member_id) as key) k left join plan p on p.key = k.key;

-- name: plan_book many
-- Every plan with every entitlement, for the owner.
-- out: id text, name text, position int, is_default bool, active bool, members int, prices json
-- out: entitlements json
select p.key as id, p.name, p.position::bigint as position, p.is_default, p.active,
	(select count(*) from member_plan m where m.plan = p.key and (m.until is null or m.until > now())) as members,
	(select coalesce(jsonb_object_agg(r.currency, r.price_minor), '{}') from plan_price r where r.plan = p.key)
		as prices,
	(select jsonb_object_agg(e.key, case when x.key is null then e.value else x.value end)
		from entitlement e left join plan_entitlement x on x.key = e.key and x.plan = p.key) as entitlements
from plan p order by p.position, p.key;

-- name: plan_add exec
-- in: key text, name text
-- may: 23505 23514
insert into plan (key, name, position) select :key, :name, coalesce(max(position), 0) + 1 from plan;

-- name: plan_set exec
-- No limit where there is no value.
-- in: plan text, key text, has_value bool, value int
-- may: 23503
insert into plan_entitlement (plan, key, value) values (:plan, :key, case when :has_value then :value end)
on conflict (plan, key) do update set value = excluded.value;

-- name: plan_price_set exec
-- in: plan text, currency text, price_minor int
-- may: 23503 23514
insert into plan_price (plan, currency, price_minor) values (:plan, :currency, :price_minor)
on conflict (plan, currency) do update set price_minor = excluded.price_minor;

-- name: plan_give one
-- Puts a member on a plan from now on. No row when there is no such member; 23503: no such plan.
-- in: username text, plan text, until moment?
-- out: id member_id, username text, plan text, until moment?
-- may: 23503
insert into member_plan (member_id, plan, until)
select m.id, :plan, :until from member m where m.username = lower(:username) and m.state <> 'deleted'
on conflict (member_id) do update set plan = excluded.plan, until = excluded.until, set_at = now()
returning member_id as id, lower(:username) as username, plan, until;
