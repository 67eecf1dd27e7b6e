-- Accounts and sessions.

-- name: auth_insert_member one
-- in: username text, display_name text, password_hash text?, birth_date text?, role text
-- out: id member_id
insert into member (username, display_name, password_hash, birth_date, role)
values (:username, :display_name, :password_hash, :birth_date::text::date, :role)
on conflict (username) do nothing
returning id;

-- name: auth_insert_email exec
-- An address is unique among verified ones only.
-- in: member_id member_id, email text, is_verified bool
insert into member_email (member_id, email, folded, verified_at)
values (:member_id, :email, lower(:email), case when :is_verified then now() end);

-- name: auth_grant_welcome one
-- The welcome gems: 30, for 30 days (product decision 4).
-- in: member_id member_id, idem text
-- out: op op_id
select gem.grant_bonus(:idem, :member_id, 30000, now() + interval '30 days', 'welcome', 'system') as op;

-- name: auth_find one
-- Who has this name or address. A verified address comes first, then the oldest account.
-- in: identifier text
-- out: id member_id, password_hash text?, state text
select m.id, m.password_hash, m.state from member m
	left join member_email e on e.member_id = m.id
where m.username = lower(:identifier) or e.folded = lower(:identifier)
order by (m.username = lower(:identifier)) desc, (e.verified_at is not null) desc, m.id
limit 1;

-- name: auth_name_taken one
-- in: username text
-- out: taken bool
select exists (select 1 from member where username = :username) as taken;

-- name: auth_insert_session exec
-- in: token_hash bytes, member_id member_id, days int, device text, network text
insert into session (token_hash, member_id, idle_until, ends_at, device, network)
values (:token_hash, :member_id, now() + least(:days, 14) * interval '1 day',
	now() + :days * interval '1 day', left(:device, 120), left(:network, 60));

-- name: auth_end_session exec
-- in: token_hash bytes
delete from session where token_hash = :token_hash;

-- name: auth_record_event exec
-- in: member_id member_id, type text, device text, network text
insert into security_event (member_id, type, device, network)
values (:member_id, :type, :device, :network);

-- name: auth_me one
-- What GET /api/me and the answers of signing in say of a member.
-- in: member_id member_id
-- out: id member_id, username text, display_name text, avatar_url url, bio text, theme text
-- out: role text, email text?, email_verified bool, created_at moment
select m.id, m.username, m.display_name, m.avatar_url, m.bio, m.theme, m.role, e.email,
	e.verified_at is not null as email_verified, m.created_at
from member m left join member_email e on e.member_id = m.id
where m.id = :member_id;

-- name: auth_balance one
-- in: member_id member_id
-- out: balance gems
select gem.balance(:member_id) as balance;
