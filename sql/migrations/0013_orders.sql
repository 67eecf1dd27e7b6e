-- Orders of gem packs: placing, paying and closing them.
--
-- Programs call these functions and read the rows; they cannot write them. An order is paid once,
-- whoever tells of the payment and however often: the row's lock and the book's key see to it.
-- Locking: the order first, then the gem book (several members in ascending order), then notices.

revoke insert, update on purchase from snug_web, snug_worker;
create index purchase_open on purchase (created_at) where status = 'pending';

-- Keeps the offer as it stands now. Returns the order, or NULL when the pack is not on sale.
create function shop_place(p_member bigint, p_pack bigint, p_provider text, p_return_to text)
returns bigint language sql security definer set search_path = public, pg_temp as $$
	insert into purchase (member_id, pack_id, gems, bonus_gems, price_minor, currency, provider, return_to)
	select p_member, k.id, k.gems, k.bonus_gems, k.price_minor, k.currency, p_provider, p_return_to
	from pack k where k.id = p_pack and k.active returning id
$$;

-- The provider says that p_price was paid. outcome: paid; already (this payment is booked);
-- twice (the order was paid by another payment), refunded, mismatch (other money than was asked, or
-- the payment of another order), no_order: nothing was booked and staff must look.
-- A payment that arrives after the order was closed is money all the same, and is credited.
-- Bonus gems of a pack last a year. first_event and last_event are the member's events.
create function shop_settle(p_order bigint, p_reference text, p_price bigint, p_currency text, p_actor text,
	out outcome text, out first_event bigint, out last_event bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	o purchase;
begin
	first_event := 0; last_event := 0;
	select * into o from purchase where id = p_order for update;
	if not found then
		outcome := 'no_order'; return;
	elsif o.status = 'paid' then
		outcome := case when o.provider_reference = p_reference then 'already' else 'twice' end; return;
	elsif o.status = 'refunded' then
		outcome := 'refunded'; return;
	elsif o.price_minor <> p_price or o.currency <> p_currency
	or exists (select from purchase x where x.provider_reference = p_reference and x.id <> p_order) then
		outcome := 'mismatch'; return;
	end if;
	perform gem.credit(o.provider || ':' || p_reference, o.member_id, o.gems, 'order:' || o.id, p_actor,
		o.price_minor, o.currency, o.provider);
	if o.bonus_gems > 0 then
		perform gem.grant_bonus('bonus:order:' || o.id, o.member_id, o.bonus_gems,
			now() + interval '1 year', 'order:' || o.id, p_actor);
	end if;
	update purchase set status = 'paid', provider_reference = p_reference, pays_at = null,
		settled_at = now() where id = o.id;
	first_event := notice_add(o.member_id, 'purchase_paid',
		gems_json(o.gems + o.bonus_gems) || ' gems are yours',
		'Your payment arrived and the gems are in your balance.', '/checkout/' || o.id, 'order:' || o.id);
	last_event := credit_event(o.member_id);
	first_event := coalesce(nullif(first_event, 0), last_event);
	outcome := 'paid';
end $$;

-- What a member does on the sandbox's page: pay, fail, cancel, or later (pays after 20 s).
-- outcome: paid, failed, canceled, later; over (it ended another way before; no_order otherwise).
create function shop_sandbox(p_member bigint, p_order bigint, p_wish text,
	out outcome text, out first_event bigint, out last_event bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	o purchase;
	wanted text := case p_wish when 'pay' then 'paid' when 'fail' then 'failed' when 'cancel' then 'canceled'
		when 'later' then 'later' end;
begin
	first_event := 0; last_event := 0;
	select * into o from purchase where id = p_order and member_id = p_member and provider = 'sandbox'
		for update;
	if not found or wanted is null then
		outcome := 'no_order'; return;
	elsif o.status <> 'pending' then
		outcome := case when o.status = wanted then wanted else 'over' end; return;
	end if;
	outcome := wanted;
	if wanted = 'paid' then
		select s.first_event, s.last_event into first_event, last_event
			from shop_settle(o.id, 'sb_' || o.id, o.price_minor, o.currency, 'provider:sandbox') s;
	elsif wanted = 'later' then
		update purchase set pays_at = coalesce(pays_at, now() + interval '20 s') where id = o.id;
	else
		update purchase set status = wanted, pays_at = null, settled_at = now() where id = o.id;
	end if;
end $$;

-- Sandbox payments whose time has come, and sandbox orders that nobody touched for a day (canceled).
-- Every few seconds. Returns how many were paid, and the members' events.
create function shop_pay_due(p_limit int default 50, out paid bigint, out first_event bigint,
	out last_event bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	o record;
	s record;
begin
	paid := 0; first_event := 0; last_event := 0;
	for o in select x.* from (select p.id, p.member_id, p.price_minor, p.currency from purchase p
			where p.status = 'pending' and p.pays_at <= now() and p.provider = 'sandbox'
			order by p.pays_at limit p_limit for update skip locked) x order by x.member_id, x.id
	loop
		select * into s from shop_settle(o.id, 'sb_' || o.id, o.price_minor, o.currency, 'provider:sandbox');
		continue when s.outcome <> 'paid';
		paid := paid + 1;
		first_event := coalesce(nullif(first_event, 0), s.first_event);
		last_event := s.last_event;
	end loop;
	update purchase set status = 'canceled', settled_at = now() where id in (select p.id from purchase p
		where p.status = 'pending' and p.created_at < now() - interval '1 day' and p.pays_at is null
		and p.provider = 'sandbox' limit p_limit for update skip locked);
end $$;

revoke all on function shop_place, shop_settle, shop_sandbox, shop_pay_due from public;
grant execute on function shop_place, shop_sandbox to snug_web;
grant execute on function shop_settle, shop_pay_due to snug_worker;
