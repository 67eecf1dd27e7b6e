-- Sessions, as every request asks for them.

-- name: session_find one ahead
-- Who signed in with this token, and what every page shows of them.
-- in: token_hash bytes
-- out: id session_id, member_id member_id, username text, display_name text, avatar_url url?
-- out: theme text, role text, balance gems, unread int, is_stale bool, hides bool, sight text
-- out: language text, tags_off text[], is_new bool
select s.id, m.id as member_id, m.username, m.display_name, m.avatar_url,
	m.theme, m.role, gem.balance(m.id) as balance,
	(select count(*) from (select 1 from notification n
		where n.member_id = m.id and n.read_at is null limit 100) x) as unread,
	s.last_seen_at < now() - interval '1 minute' as is_stale,
	exists (select 1 from member_block b where b.member_id = m.id) as hides,
	member_sight(m) as sight, m.language, m.tags_off, m.onboarding not in ('done', 'skipped') as is_new
from session s join member m on m.id = s.member_id
where s.token_hash = :token_hash and s.idle_until > now() and s.ends_at > now() and m.state = 'active';

-- name: session_lives one
-- Whether a stream that this session opened may go on.
-- in: id session_id
-- out: lives bool
select exists (select 1 from session s join member m on m.id = s.member_id
	where s.id = :id and s.idle_until > now() and s.ends_at > now() and m.state = 'active') as lives;

-- name: session_touch exec
-- Marks the session as used; at most once a minute. A mark that a crash of the database takes back costs
-- nobody anything, so the request does not wait for the disk.
-- in: id session_id
with off as materialized (select set_config('synchronous_commit', 'off', true) as is_off)
update session set last_seen_at = now(), idle_until = least(now() + interval '14 days', ends_at)
from off where id = :id and off.is_off is not null;

-- name: idempotency_take exec
-- Takes the key for this request; 0 rows when it was taken before.
-- in: member_id member_id, key text, request_hash bytes
insert into idempotency (member_id, key, request_hash, status)
values (:member_id, :key, :request_hash, 0) on conflict do nothing;

-- name: idempotency_find one
-- in: member_id member_id, key text
-- out: request_hash bytes, status int, location text, body text
select request_hash, status, location, body from idempotency
where member_id = :member_id and key = :key;

-- name: idempotency_answer exec
-- in: member_id member_id, key text, status int, location text, body text
update idempotency set status = :status::int, location = :location, body = :body
where member_id = :member_id and key = :key;

-- name: idempotency_forget exec
-- Nothing came of the request: the key may be used again.
-- in: member_id member_id, key text
delete from idempotency where member_id = :member_id and key = :key;

-- name: rate_take one
-- Seconds to wait before this may happen again; 0 when it may happen now (GCRA).
-- in: key text, every_ms int, burst int
-- out: wait_ms int
select ceil(extract(epoch from rl.take(:key, make_interval(secs => :every_ms::double precision / 1000), :burst::int)) * 1000)::bigint as wait_ms;
