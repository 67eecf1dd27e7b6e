-- Members, their addresses, sessions and what happened to their accounts.

create table member (
	id bigint generated always as identity primary key,
	username text not null unique check (username ~ '^[a-z0-9_]{3,20}$'),
	display_name text not null check (char_length(display_name) between 1 and 40),
	password_hash text,
	birth_date date,
	-- Adults only: age is what the member stated when they signed up (product decision 7).
	attested_at timestamptz not null default now(),
	terms_version int not null default 1,
	role text not null default 'user' check (role in ('user', 'creator', 'actor', 'support',
		'moderator', 'affiliate_manager', 'admin', 'super_admin')),
	state text not null default 'active' check (state in ('active', 'locked', 'banned', 'deleted')),
	bio text not null default '' check (char_length(bio) <= 500),
	avatar_url text,
	theme text not null default 'auto' check (theme in ('auto', 'dark', 'light')),
	created_at timestamptz not null default now(),
	constraint member_is_adult check (birth_date <= (attested_at at time zone 'UTC')::date - interval '18 years'),
	-- Staff accounts made on the host state no date of birth; everybody else does.
	constraint member_states_age check (birth_date is not null or role in ('admin', 'super_admin'))
);

-- Unique among verified addresses only: signing up tells nothing about who has an account.
create table member_email (
	member_id bigint primary key references member on delete cascade,
	email text not null check (char_length(email) between 3 and 254 and email like '_%@_%'),
	folded text not null check (folded = lower(folded)),
	verified_at timestamptz
);
create unique index member_email_verified on member_email (folded) where verified_at is not null;
create index member_email_folded on member_email (folded);

-- The table keeps only the SHA-256 of a token: who reads it can sign in as nobody.
create table session (
	id bigint generated always as identity primary key,
	token_hash bytea not null unique check (octet_length(token_hash) = 32),
	member_id bigint not null references member on delete cascade,
	created_at timestamptz not null default now(),
	last_seen_at timestamptz not null default now(),
	idle_until timestamptz not null,
	ends_at timestamptz not null,
	device text not null default '' check (char_length(device) <= 120),
	network text not null default '' check (char_length(network) <= 60)
) with (fillfactor = 80);
create index session_member on session (member_id, last_seen_at desc);

create table security_event (
	id bigint generated always as identity primary key,
	member_id bigint not null references member on delete cascade,
	type text not null check (type in ('sign_up', 'sign_in', 'sign_in_failed', 'sign_out',
		'session_ended', 'password_changed')),
	device text not null default '',
	network text not null default '',
	created_at timestamptz not null default now()
);
create index security_event_member on security_event (member_id, id desc);

-- What a POST with an Idempotency-Key answered: the same key gives the same answer again.
create table idempotency (
	member_id bigint not null references member on delete cascade,
	key text not null check (char_length(key) between 8 and 120),
	request_hash bytea not null,
	status int not null,
	location text not null default '',
	body text not null default '',
	created_at timestamptz not null default now(),
	primary key (member_id, key)
);
create index idempotency_age on idempotency (created_at);

create table notification (
	id bigint generated always as identity primary key,
	member_id bigint not null references member on delete cascade,
	type text not null,
	title text not null,
	body text not null default '',
	action_url text not null default '',
	-- One notice for one cause, however often the cause is reported.
	cause text unique,
	read_at timestamptz,
	created_at timestamptz not null default now()
);
create index notification_member on notification (member_id, id desc);
create index notification_unread on notification (member_id) where read_at is null;

grant select, insert, update, delete on member, member_email, session, idempotency to snug_web;
grant select, insert on security_event to snug_web;
grant select, insert, update on notification to snug_web, snug_worker;
grant select on member, member_email to snug_worker;
grant select, delete on idempotency, session to snug_worker;
