-- Packs and orders. What writes an order is a function of migration 0013.

-- name: shop_packs many
-- in: currency text
-- out: id pack_id, gems gems, bonus_gems gems, price_minor int, currency text, bonus_percent int
-- out: is_best_value bool, is_popular bool, label text
select id, gems, bonus_gems, price_minor, currency, (bonus_gems * 100 / gems) as bonus_percent,
	is_best_value, is_popular, label
from pack where active and currency = :currency order by gems, price_minor;

-- name: shop_currencies many
-- US dollars first.
-- out: currency text
select currency from pack where active group by currency order by currency <> 'USD', currency;

-- name: shop_order_put one
-- No row when the pack is not on sale.
-- in: member_id member_id, pack_id pack_id, provider text, return_to text
-- out: id order_id?
select shop_place(:member_id, :pack_id, :provider, :return_to) as id;

-- name: shop_order_find one
-- in: id order_id, member_id member_id
-- out: id order_id, status text, gems gems, bonus_gems gems, price_minor int, currency text
-- out: provider text, pack_id pack_id, return_to text, created_at moment, settled_at moment?
-- out: pays_at moment?, on_sale bool
select o.id, o.status, o.gems, o.bonus_gems, o.price_minor, o.currency, o.provider, o.pack_id,
	o.return_to, o.created_at, o.settled_at, o.pays_at, k.active as on_sale
from purchase o join pack k on k.id = o.pack_id
where o.id = :id and o.member_id = :member_id;

-- name: shop_sandbox_end one
-- in: member_id member_id, order_id order_id, wish text
-- out: outcome text, first_event int, last_event int
select outcome, first_event, last_event from shop_sandbox(:member_id, :order_id, :wish);

-- name: shop_pay_due one
-- Sandbox payments whose time has come. The worker, every few seconds.
-- out: paid int, first_event int, last_event int
select paid, first_event, last_event from shop_pay_due();

-- name: shop_last_currency one
-- What the member paid in last.
-- in: member_id member_id
-- out: currency text
select currency from purchase where member_id = :member_id order by id desc limit 1;
