-- What members change about themselves, and what happened to their account.

-- name: settings_save_profile exec
-- in: member_id member_id, display_name text, bio text, theme text
update member set display_name = :display_name, bio = :bio, theme = :theme where id = :member_id;

-- name: settings_set_theme exec
-- in: member_id member_id, theme text
update member set theme = :theme where id = :member_id;

-- name: settings_set_avatar exec
-- in: member_id member_id, avatar_url text?
update member set avatar_url = :avatar_url where id = :member_id;

-- name: settings_sessions many
-- in: member_id member_id, current_id session_id
-- out: id session_id, current bool, device text, network text, created_at moment, last_seen_at moment
select id, id = :current_id as current, device, network, created_at, last_seen_at from session
where member_id = :member_id and idle_until > now() and ends_at > now()
order by id = :current_id desc, last_seen_at desc limit 100;

-- name: settings_end_session exec
-- in: id session_id, member_id member_id
delete from session where id = :id and member_id = :member_id;

-- name: settings_end_others exec
-- in: member_id member_id, current_id session_id
delete from session where member_id = :member_id and id <> :current_id;

-- name: settings_renew_session one
-- The session goes on under a new token, for as long as it would have.
-- in: id session_id, member_id member_id, token_hash bytes
-- out: seconds int
update session set token_hash = :token_hash where id = :id and member_id = :member_id
returning greatest(extract(epoch from ends_at - now()), 0)::bigint as seconds;

-- name: settings_password one
-- in: member_id member_id
-- out: password_hash text?, username text, email text?
select m.password_hash, m.username, e.email from member m left join member_email e on e.member_id = m.id
where m.id = :member_id;

-- name: settings_set_password exec
-- in: member_id member_id, password_hash text
update member set password_hash = :password_hash where id = :member_id;

-- name: settings_log many
-- in: member_id member_id, before int, limit int
-- out: id int, type text, device text, network text, created_at moment
select id, type, device, network, created_at from security_event
where member_id = :member_id and id < :before order by id desc limit :limit;

-- name: settings_orders many
-- in: member_id member_id, before order_id, limit int
-- out: id order_id, gems gems, price_minor int, currency text, status text, created_at moment
select id, gems + bonus_gems as gems, price_minor, currency, status, created_at from purchase
where member_id = :member_id and id < :before order by id desc limit :limit;

-- name: settings_notices many
-- in: member_id member_id, before int, limit int
-- out: id notification_id, type text, title text, body text, action_url url, read bool, created_at moment
select id, type, title, body, action_url, read_at is not null as read, created_at from notification
where member_id = :member_id and id < :before order by id desc limit :limit;

-- name: settings_read exec
-- in: member_id member_id, ids int[]
update notification set read_at = now()
where member_id = :member_id and id = any (:ids::bigint[]) and read_at is null;

-- name: settings_read_all exec
-- in: member_id member_id
update notification set read_at = now() where member_id = :member_id and read_at is null;
