-- Prices, packs, orders, and pictures on order.

-- What things cost, in milligems a unit. The owner edits it; nothing in the code repeats it.
create table price (
	key text primary key check (key ~ '^[a-z0-9_.]{3,60}$'),
	milligems bigint not null check (milligems >= 0),
	unit text not null check (unit in ('reply', '1000_tokens', 'picture', 'film', 'factor')),
	about text not null default '',
	updated_at timestamptz not null default now()
);
-- Product decision 4. A factor is in thousandths: 1500 is x 1.5.
insert into price (key, milligems, unit, about) values
	('chat.standard', 1000, 'reply', 'A reply'),
	('chat.premium', 2000, 'reply', 'A reply by the premium model'),
	('chat.staff', 8000, 'reply', 'A message written by staff'),
	('picture.base', 10000, 'picture', 'A picture, before the factor of its quality'),
	('picture.quality.draft', 500, 'factor', 'Draft'),
	('picture.quality.fast', 800, 'factor', 'Fast'),
	('picture.quality.balanced', 1000, 'factor', 'Balanced'),
	('picture.quality.high', 1500, 'factor', 'High'),
	('picture.quality.ultra', 2000, 'factor', 'Ultra'),
	('film.4s', 50000, 'film', 'A film of 4 seconds'),
	('film.6s', 80000, 'film', 'A film of 6 seconds');

create table pack (
	id bigint generated always as identity primary key,
	gems bigint not null check (gems > 0),
	bonus_gems bigint not null default 0 check (bonus_gems >= 0),
	price_minor bigint not null check (price_minor > 0),
	currency text not null check (currency ~ '^[A-Z]{3}$'),
	label text not null default '',
	is_popular boolean not null default false,
	is_best_value boolean not null default false,
	active boolean not null default true,
	unique (currency, gems, price_minor)
);
-- Product decision 2; gems in milligems.
insert into pack (gems, bonus_gems, price_minor, currency, is_popular, is_best_value, label) values
	(500000, 0, 499, 'USD', false, false, ''),
	(1000000, 0, 899, 'USD', true, false, 'Popular'),
	(1500000, 0, 1299, 'USD', false, false, ''),
	(2500000, 0, 1999, 'USD', false, true, 'Best value'),
	(5000000, 0, 3999, 'USD', false, false, ''),
	(10000000, 0, 6999, 'USD', false, false, ''),
	(80000, 0, 10000, 'KES', false, false, ''),
	(400000, 0, 40000, 'KES', true, false, 'Popular'),
	(800000, 80000, 70000, 'KES', false, true, 'Best value'),
	(4000000, 800000, 300000, 'KES', false, false, 'VIP');

-- An order keeps what was offered when the member clicked; the pack may change later.
create table purchase (
	id bigint generated always as identity primary key,
	member_id bigint not null references member,
	pack_id bigint not null references pack,
	gems bigint not null check (gems > 0),
	bonus_gems bigint not null check (bonus_gems >= 0),
	price_minor bigint not null check (price_minor > 0),
	currency text not null check (currency ~ '^[A-Z]{3}$'),
	provider text not null check (provider in ('sandbox', 'stripe', 'paystack', 'manual')),
	status text not null default 'pending'
		check (status in ('pending', 'paid', 'failed', 'canceled', 'refunded')),
	-- Where the member was; a path of this house.
	return_to text not null default '' check (return_to = '' or return_to ~ '^/[^/\\]'),
	-- The payment as the provider names it: the idempotency of the credit.
	provider_reference text unique,
	-- Sandbox "later": when the payment arrives.
	pays_at timestamptz,
	created_at timestamptz not null default now(),
	settled_at timestamptz
);
create index purchase_member on purchase (member_id, id desc);
create index purchase_due on purchase (pays_at) where status = 'pending' and pays_at is not null;

-- Pictures on order: one row an order, one row a picture.
create table generation (
	id bigint generated always as identity primary key,
	member_id bigint not null references member on delete cascade,
	character_id bigint references character,
	prompt text not null default '' check (char_length(prompt) <= 2000),
	negative_prompt text not null default '' check (char_length(negative_prompt) <= 1000),
	-- 1, 4 or 9 when ordered; what failed of it when tried again.
	count int not null check (count between 1 and 9),
	orientation text not null check (orientation in ('portrait', 'square')),
	style text not null,
	quality text not null check (quality in ('draft', 'fast', 'balanced', 'high', 'ultra')),
	seed bigint not null,
	price_each bigint not null check (price_each >= 0),
	hold_id bigint,
	job_id bigint,
	status text not null default 'queued'
		check (status in ('queued', 'processing', 'completed', 'partial', 'failed', 'canceled')),
	progress int not null default 0 check (progress between 0 and 100),
	failure_reason text not null default '',
	charged bigint not null default 0 check (charged >= 0),
	retry_of bigint references generation,
	created_at timestamptz not null default now(),
	started_at timestamptz,
	ended_at timestamptz
) with (fillfactor = 70);
create index generation_member on generation (member_id, id desc);
create index generation_open on generation (member_id) where status in ('queued', 'processing');

create table generation_image (
	generation_id bigint not null references generation on delete cascade,
	n int not null check (n >= 0),
	status text not null default 'queued' check (status in ('queued', 'completed', 'failed', 'blocked')),
	seed bigint not null,
	prompt_final text not null default '',
	media_id bigint references media,
	ended_at timestamptz,
	primary key (generation_id, n)
);

-- Who speaks, in words, wherever a character is shown (product decision 9).
create function disclosure(voice text) returns text language sql immutable parallel safe
	return case voice
		when 'ai' then 'Fictional character, AI'
		when 'staff' then 'Fictional character, written by our staff'
		else 'Fictional character, AI and staff' end;

-- What a card shows: everything a list needs, flat.
create view card as
	select id, name, avatar_url, thumb_url, short_description, tags, rating_avg, rating_count,
		usage_count,
		coalesce(reply_price, (select milligems from price where key = 'chat.standard'))
			as gem_cost_per_message,
		nsfw_level, voice, disclosure(voice) as disclosure, last_active_at as last_active,
		creator_name, featured, published_at, popularity, trending, prompt_weight,
		creator_id, reply_price
	from character where listed;
grant select on card to snug_web;

grant select, insert, update on purchase, generation, generation_image to snug_web, snug_worker;
grant select on price, pack to snug_web, snug_worker;
