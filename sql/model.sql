-- Models: the list, who chose which, and keys of members' own. The rules are functions of migration 0028.

-- name: model_sync exec
-- What the worker finds in the configuration, in the order of failover.
-- in: names text[], models text[], own_keys bool
with x as (
	select n.name, n.model, n.at::int as at
	from unnest(:names::text[], :models::text[]) with ordinality as n (name, model, at)),
r as (update model_rule set own_keys = :own_keys where own_keys <> :own_keys),
i as (
	insert into model (key, provider, policy, supports_tools, is_ready, rank, configured)
	select x.name, x.name, 'As its provider allows; nothing sexual.', x.name = 'anthropic', true, x.at, x.model
	from x
	on conflict (key) do nothing)
update model m set is_ready = x.at is not null, rank = coalesce(x.at, 100), configured = coalesce(x.model, '')
from model o left join x on x.name = o.provider where o.key = m.key
	and (m.is_ready, m.rank, m.configured) is distinct from
		(x.at is not null, coalesce(x.at, 100), coalesce(x.model, ''));

-- name: model_book many
-- Those that may be used now, in the order of failover.
-- out: key text, title text, provider text, upstream text, price gems, unit text, context_tokens int
-- out: reply_tokens int, supports_tools bool, allows_adult bool, is_default bool, policy text
select key, title, provider, upstream, milligems as price, unit, context_tokens::bigint as context_tokens,
	reply_tokens::bigint as reply_tokens, supports_tools, allows_adult,
	key = model_default() as is_default, policy
from model_usable order by rank, position, key;

-- name: model_routes many ahead
-- Who writes the replies of these jobs.
-- in: jobs int[]
-- out: job_id job_id, member_id member_id, model_key text?, tools bool, own_id int, kind text?, base text?
-- out: model text?, label text?, sealed bytes?, context_tokens int, own_price gems, price gems, unit text
select j.id as job_id, t.member_id, model_of_chat(c.id) as model_key, c.tools,
	coalesce(k.id, 0) as own_id, k.kind, k.base, k.model, k.label, k.sealed,
	coalesce(k.context_tokens, 0)::bigint as context_tokens,
	coalesce((select p.milligems from price p where p.key = 'chat.own'), 0) as own_price, t.price, t.unit
from unnest(:jobs::bigint[]) as x (id) join job j on j.id = x.id
join turn t on t.id = j.subject join chat c on c.id = t.chat_id
left join own_key k on k.id = model_own_key(c.id, t.member_id);

-- name: model_lower exec
-- Replies that another model wrote than the one that was chosen: the lower price of both is due.
-- in: jobs int[], models text[]
update turn t set price = least(t.price, f.price)
from unnest(:jobs::bigint[], :models::text[]) as x (job, model) join job j on j.id = x.job
join turn o on o.id = j.subject cross join lateral model_fare(o.character_id, x.model) f
where t.id = o.id and f.unit = t.unit;

-- name: model_health exec
-- How a provider is doing.
-- in: name text, is_open bool
insert into provider_health as h (name, state) values (:name, case when :is_open then 'open' else 'closed' end)
on conflict (name) do update set state = excluded.state, since = now() where h.state <> excluded.state;

-- name: model_health_list many
-- out: name text, is_open bool, since moment
select name, state = 'open' and since > now() - interval '1 day' as is_open, since from provider_health
order by name;

-- ---------------------------------------------------------------- choosing

-- name: model_fare_in one
-- in: chat_id chat_id, member_id member_id?
-- out: price gems, unit text, model_key text
select price, unit, model_key from model_price(:chat_id, :member_id);

-- name: model_choice_of one
-- What a chat has chosen: an empty text is the default of the house.
-- in: chat_id chat_id, member_id member_id
-- out: choice text, tools bool
select case when c.own_key_id is not null then 'own:' || c.own_key_id else coalesce(c.model_key, '') end
	as choice, c.tools
from chat c where c.id = :chat_id and c.member_id = :member_id and c.deleted_at is null;

-- name: model_set_choice one
-- in: chat_id chat_id, member_id member_id, model_key text?, own_key int
-- out: id chat_id
update chat c set model_key = :model_key, own_key_id = nullif(:own_key, 0)
where c.id = :chat_id and c.member_id = :member_id and c.deleted_at is null
	and (:model_key::text is null or exists (select from model_usable u where u.key = :model_key))
	and (:own_key = 0 or (select own_keys from model_rule) and exists (select from own_key k
		where k.id = :own_key and k.member_id = :member_id))
returning c.id;

-- name: model_set_tools exec
-- in: chat_id chat_id, member_id member_id, tools bool
update chat set tools = :tools where id = :chat_id and member_id = :member_id and deleted_at is null;

-- name: model_offers many
-- The models of the list as a chat may choose them, with what a reply costs there.
-- in: chat_id chat_id
-- out: key text, label text, provider text, price gems, unit text, context_tokens int, policy text
-- out: allows_adult bool, supports_tools bool, is_default bool
select u.key, u.title as label, u.provider, f.price, f.unit, u.context_tokens::bigint as context_tokens, u.policy,
	u.allows_adult, u.supports_tools, u.key = model_default() as is_default
from model_usable u left join chat c on c.id = :chat_id
cross join lateral model_fare(c.character_id, u.key) f
order by u.key = model_default() desc, u.rank, u.position, u.key;

-- ---------------------------------------------------------------- keys of members' own

-- name: own_key_list many
-- in: member_id member_id
-- out: id int, label text, kind text, base text, model text, context_tokens int, tail text, test text
-- out: test_says text, tested_at moment?, created_at moment, chats int
select k.id, k.label, k.kind, k.base, k.model, k.context_tokens::bigint as context_tokens, k.tail, k.test,
	k.test_says, k.tested_at, k.created_at, (select count(*) from chat c where c.own_key_id = k.id
		and c.member_id = k.member_id and c.deleted_at is null) as chats
from own_key k where k.member_id = :member_id order by k.id;

-- name: own_key_add one
-- Nothing when the member has as many as one may have.
-- in: member_id member_id, label text, kind text, base text, model text, context_tokens int, sealed bytes
-- in: tail text, most int
-- out: id int
insert into own_key (member_id, label, kind, base, model, context_tokens, sealed, tail)
select :member_id, :label, :kind, :base, :model, :context_tokens::int, :sealed, :tail
where (select count(*) from own_key k where k.member_id = :member_id) < :most
returning id;

-- name: own_key_delete exec
-- in: id int, member_id member_id
delete from own_key where id = :id and member_id = :member_id;

-- name: own_key_ask_test one
-- in: id int, member_id member_id
-- out: id int
update own_key set test = 'asked', test_says = '', tested_at = now() where id = :id and member_id = :member_id
returning id;

-- name: own_key_to_test many
-- For the worker: what waits to be tried.
-- out: id int, member_id member_id, kind text, base text, model text, sealed bytes
select id, member_id, kind, base, model, sealed from own_key where test = 'asked' order by tested_at limit 20;

-- name: own_key_tested exec
-- in: id int, is_good bool, says text
update own_key set test = case when :is_good then 'good' else 'bad' end, test_says = :says, tested_at = now()
where id = :id and test = 'asked';

-- name: own_keys_allowed one
-- out: allowed bool, price gems
select own_keys as allowed,
	coalesce((select p.milligems from price p where p.key = 'chat.own'), 0) as price from model_rule;

-- ---------------------------------------------------------------- the owner's command line

-- name: model_all many
-- out: key text, label text, provider text, upstream text, context_tokens int, reply_tokens int
-- out: price_key text, price gems, unit text, policy text, allows_adult bool, supports_tools bool
-- out: is_default bool, is_enabled bool, is_ready bool, position int
select m.key, coalesce(nullif(m.label, ''), nullif(m.upstream, ''), nullif(m.configured, ''), m.provider) as label,
	m.provider, coalesce(nullif(m.upstream, ''), m.configured) as upstream,
	m.context_tokens::bigint as context_tokens, m.reply_tokens::bigint as reply_tokens, m.price_key,
	p.milligems as price, p.unit, m.policy, m.allows_adult, m.supports_tools, m.key = model_default() as is_default,
	m.is_enabled, m.is_ready, m.position::bigint as position
from model m join price p on p.key = m.price_key order by m.rank, m.position, m.key;

-- name: model_add one
-- No row when the key is taken.
-- in: key text, provider text, upstream text
-- out: key text
insert into model (key, provider, upstream, policy, is_ready, rank)
select :key, :provider, :upstream, coalesce(o.policy, ''), coalesce(o.is_ready, false), coalesce(o.rank, 100)
from (select 1) one left join model o on o.key = :provider
on conflict (key) do nothing returning key;

-- name: model_set one
-- What is null stays as it is.
-- in: key text, label text?, upstream text?, context_tokens int, reply_tokens int, price_key text?
-- in: policy text?, adult int, tools int, enabled int, position int
-- out: key text
-- may: 23503
update model set label = coalesce(:label, label), upstream = coalesce(:upstream, upstream),
	context_tokens = case when :context_tokens < 0 then context_tokens else :context_tokens::int end,
	reply_tokens = case when :reply_tokens < 0 then reply_tokens else :reply_tokens::int end,
	price_key = coalesce(:price_key, price_key), policy = coalesce(:policy, policy),
	allows_adult = case when :adult < 0 then allows_adult else :adult = 1 end,
	supports_tools = case when :tools < 0 then supports_tools else :tools = 1 end,
	is_enabled = case when :enabled < 0 then is_enabled else :enabled = 1 end,
	position = case when :position < 0 then position else :position::int end
where key = :key returning key;

-- name: model_clear_default exec
-- in: key text
update model set is_default = false where is_default and key <> :key;

-- name: model_set_default one
-- After model_clear_default.
-- in: key text
-- out: key text
update model set is_default = true where key = :key returning key;
