-- Plans: what a member may have of what the house limits. A plan and what it holds are rows: neither a
-- new plan nor a new limit needs code (product decision 3).

create table plan (
	key text primary key check (key ~ '^[a-z0-9_]{2,30}$'),
	name text not null check (char_length(name) between 1 and 40),
	line text not null default '' check (char_length(line) <= 160),
	-- What a price is for.
	interval text not null default 'month' check (interval in ('month', 'year')),
	position int not null default 0,
	-- What members are on who have no other.
	is_default boolean not null default false,
	-- Whether it is shown to members; who has it keeps it.
	active boolean not null default true
);
create unique index plan_default on plan (is_default) where is_default;

create table plan_price (
	plan text not null references plan on update cascade on delete cascade,
	currency text not null check (currency ~ '^[A-Z]{3}$'),
	price_minor bigint not null check (price_minor >= 0),
	primary key (plan, currency)
);

create table plan_entitlement (
	plan text not null references plan on update cascade on delete cascade,
	key text not null references entitlement,
	-- Null: as many as they like.
	value bigint check (value >= 0),
	primary key (plan, key)
);

-- Who is on another plan than the default, and until when. What is over counts no more, and nothing
-- that a member made is taken away by it.
create table member_plan (
	member_id bigint primary key references member on delete cascade,
	plan text not null references plan on update cascade,
	until timestamptz,
	set_at timestamptz not null default now()
);

insert into entitlement (key, value, about, label) values
	('queue_weight', 1, 'Weight of an order in the queue of pictures', 'Priority in the picture queue'),
	('pictures_month', 3, 'Pictures a month on top of gems', null),
	('films_month', 0, 'Films a month on top of gems', null),
	('picture_steps', 20, 'Steps of a picture', null),
	('watermark_strength', 100, 'Strength of the visible mark, in percent', null),
	('story_turns_day', 25, 'Story turns a day', null),
	('story_players', 1, 'Players in a story', null),
	('worlds', 3, 'Worlds', null),
	('companion_tools', 0, 'Tools of a companion', null);

insert into plan (key, name, line, position, is_default) values
	('free', 'Free', 'Everything that talks, and a character of your own.', 1, true),
	('starter', 'Starter', 'Room for a small cast.', 2, false),
	('creator', 'Creator', 'For who makes pictures and worlds.', 3, false),
	('pro', 'Pro', 'As many characters as you like.', 4, false);
insert into plan_price (plan, currency, price_minor) values
	('free', 'USD', 0), ('starter', 'USD', 999), ('creator', 'USD', 1999), ('pro', 'USD', 2999);
insert into plan_entitlement (plan, key, value)
	select p.plan, e.key, p.value[e.nth::int]
	from (values ('free', '{1, 1, 3, 0, 20, 100, 25, 1, 3, 0}'::bigint[]),
		('starter', '{5, 2, 50, 5, 35, 70, null, 3, 5, 3}'),
		('creator', '{5, 3, 100, 15, 35, 70, null, 5, null, 10}'),
		('pro', '{null, 4, 200, 30, 50, 50, null, 6, null, null}')) p (plan, value),
	unnest('{characters, queue_weight, pictures_month, films_month, picture_steps, watermark_strength,
		story_turns_day, story_players, worlds, companion_tools}'::text[]) with ordinality e (key, nth);

-- The plan that a member is on now.
create function plan_of(p_member bigint) returns text language sql stable as $$
	select coalesce((select m.plan from member_plan m where m.member_id = p_member
			and (m.until is null or m.until > now())),
		(select p.key from plan p where p.is_default))
$$;

-- How much of something a member may have; null for no limit. Every limit of a plan is read here.
create function entitled(p_member bigint, p_key text) returns bigint language plpgsql stable as $$
declare
	most bigint;
begin
	select case when p.key is null then e.value else p.value end into strict most
		from entitlement e left join plan_entitlement p on p.key = e.key and p.plan = plan_of(p_member)
		where e.key = p_key;
	return most;
end $$;

-- What members are told a plan holds: {"characters": 5, "drafts": 20}; null is no limit.
create function plan_entitlements(p_plan text) returns jsonb language sql stable as $$
	select coalesce(jsonb_object_agg(e.key, case when p.key is null then e.value else p.value end), '{}')
	from entitlement e left join plan_entitlement p on p.key = e.key and p.plan = p_plan
	where e.label is not null
$$;

-- The same in words and in order, without what no plan has anything of.
create function plan_lines(p_plan text) returns jsonb language sql stable as $$
	select coalesce(jsonb_agg(jsonb_build_object('label', e.label, 'most',
		case when p.key is null then e.value else p.value end) order by e.key), '[]')
	from entitlement e left join plan_entitlement p on p.key = e.key and p.plan = p_plan
	where e.label is not null and (e.value is distinct from 0 or exists (select from plan_entitlement o
		where o.key = e.key and o.value is distinct from 0))
$$;

-- Whether a character counts for its creator's plan while it is there: all do but those that came as a
-- card and that nobody else sees.
create function character_counts(c public.character) returns boolean language sql stable as $$
	select c.visibility <> 'private' or c.publish_at is not null
		or not exists (select from character_card k where k.character_id = c.id)
$$;

grant select on plan, plan_price, plan_entitlement, member_plan to snug_web, snug_worker;
grant select on entitlement to snug_worker;
