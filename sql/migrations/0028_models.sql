-- Models that write replies: which there are, what they cost, and who chose which.

insert into price (key, milligems, unit, about)
	values ('chat.own', 0, 'reply', 'A reply by a model that the member pays for with a key of their own');

create table model (
	key text primary key check (key ~ '^[a-z0-9][a-z0-9._-]{0,59}$' and key !~ '^own'),
	-- How people see it; empty: the provider's name for it.
	label text not null default '' check (char_length(label) <= 80),
	provider text not null check (provider in ('offline', 'openai', 'anthropic')),
	-- The model as its provider names it; empty: the one that the configuration names.
	upstream text not null default '' check (char_length(upstream) <= 200),
	-- 0: as the house is configured.
	context_tokens int not null default 0 check (context_tokens between 0 and 10000000),
	reply_tokens int not null default 0 check (reply_tokens between 0 and 1000000),
	price_key text not null default 'chat.standard' references price,
	-- What its provider lets it write, in words that members read.
	policy text not null default '' check (char_length(policy) <= 300),
	allows_adult boolean not null default false,
	supports_tools boolean not null default false,
	is_default boolean not null default false,
	is_enabled boolean not null default true,
	position int not null default 100,
	-- What the worker found at its start: whether the provider is configured, its place in the order
	-- of failover, and the model that the configuration names.
	is_ready boolean not null default false,
	rank int not null default 100,
	configured text not null default '',
	created_at timestamptz not null default now()
);
create unique index model_one_default on model (is_default) where is_default;

insert into model (key, label, provider, policy, is_ready, rank)
	values ('offline', 'Offline engine', 'offline', 'General: nothing sexual, nothing real.', true, 0);

-- One row: what the house allows, as the worker found it in the configuration.
create table model_rule (
	one boolean primary key default true check (one),
	own_keys boolean not null default true
);
insert into model_rule default values;

-- A key that a member brought. The key itself is sealed with the house's secret; the screens may write
-- it, and only the worker may read it back.
create table own_key (
	id bigint generated always as identity primary key,
	member_id bigint not null references member on delete cascade,
	label text not null check (char_length(label) between 1 and 40),
	kind text not null check (kind in ('openai', 'anthropic')),
	base text not null check (char_length(base) between 8 and 300),
	model text not null check (char_length(model) between 1 and 200),
	context_tokens int not null default 8192 check (context_tokens between 512 and 10000000),
	sealed bytea not null check (octet_length(sealed) between 24 and 1024),
	-- The last characters, by which its owner knows it again.
	tail text not null default '' check (char_length(tail) <= 4),
	test text not null default '' check (test in ('', 'asked', 'good', 'bad')),
	test_says text not null default '' check (char_length(test_says) <= 300),
	tested_at timestamptz,
	created_at timestamptz not null default now()
);
create index own_key_member on own_key (member_id, id);
create index own_key_asked on own_key (id) where test = 'asked';

-- Which model writes a chat: one of the list, or a key of the member's own; neither: the default.
alter table chat
	add column model_key text references model on update cascade on delete set null,
	add column own_key_id bigint references own_key on delete set null,
	-- Whether the model may roll dice and look at the clock.
	add column tools boolean not null default true;
create index chat_own_key on chat (own_key_id) where own_key_id is not null;

-- What may be chosen now, in the order of failover.
create view model_usable as
	select m.*, coalesce(nullif(m.label, ''), nullif(m.upstream, ''), nullif(m.configured, ''), m.provider)
			as title, p.milligems, case when p.unit = '1000_tokens' then p.unit else 'reply' end as unit
	from model m join price p on p.key = m.price_key where m.is_enabled and m.is_ready;

-- In PL/pgSQL, here and below, because that keeps its plans: SQL would plan these for every reply.
create function model_default() returns text language plpgsql stable as $$
begin
	return (select key from model_usable order by is_default desc, rank, position, key limit 1);
end $$;

-- What a reply of a character costs with a model. A character's own price is the least that a reply of
-- it costs; a model that is dearer costs its own.
create function model_fare(p_character bigint, p_model text, out price bigint, out unit text)
language plpgsql stable as $$
declare
	own bigint;
begin
	select u.milligems, u.unit into price, unit from model_usable u where u.key = p_model;
	if not found then
		select p.milligems, case when p.unit = '1000_tokens' then p.unit else 'reply' end into price, unit
			from price p where p.key = 'chat.standard';
	end if;
	price := coalesce(price, 0);
	unit := coalesce(unit, 'reply');
	select c.reply_price into own from character c where c.id = p_character;
	if own is not null and unit = 'reply' then
		price := greatest(price, own);
	elsif own is not null then
		price := own; unit := 'reply';
	end if;
end $$;

-- The member's own key that writes their replies in a chat, or NULL.
create function model_own_key(p_chat bigint, p_member bigint) returns bigint language plpgsql stable as $$
begin
	return (select k.id from chat c join own_key k on k.id = c.own_key_id and k.member_id = p_member
		where c.id = p_chat and (select own_keys from model_rule));
end $$;

-- The model of the list that writes in a chat.
create function model_of_chat(p_chat bigint) returns text language plpgsql stable as $$
begin
	return coalesce((select u.key from chat c join model_usable u on u.key = c.model_key where c.id = p_chat),
		model_default());
end $$;

-- What a reply costs p_member in a chat: NULL is the one whose chat it is. model_key is own:ID for a
-- key of theirs.
create function model_price(p_chat bigint, p_member bigint default null, out price bigint, out unit text,
	out model_key text)
language plpgsql stable as $$
declare
	own bigint;
	whose bigint;
	with_whom bigint;
begin
	select c.member_id, c.character_id into whose, with_whom from chat c where c.id = p_chat;
	own := model_own_key(p_chat, coalesce(p_member, whose));
	if own is not null then
		select p.milligems, 'reply' into price, unit from price p where p.key = 'chat.own';
		price := coalesce(price, 0);
		unit := 'reply';
		model_key := 'own:' || own;
		return;
	end if;
	model_key := model_of_chat(p_chat);
	select f.price, f.unit into price, unit from model_fare(with_whom, model_key) f;
end $$;

-- Before there is a chat: with the default model.
create function turn_price(p_character bigint, out price bigint, out unit text)
language sql stable as $$
	select f.price, f.unit from model_fare(p_character, model_default()) f
$$;

grant select on model, model_usable, model_rule to snug_web, snug_report;
grant select, insert, update on model, model_rule to snug_worker;
grant select on model_usable to snug_worker;
grant select (id, member_id, label, kind, base, model, context_tokens, tail, test, test_says, tested_at,
	created_at), insert, delete on own_key to snug_web;
grant update (test, test_says, tested_at) on own_key to snug_web;
grant select on own_key to snug_worker;
grant update (test, test_says, tested_at) on own_key to snug_worker;
