-- One-time tokens that travel by mail: a lost password, a new address.

-- name: token_recipient one
-- Whom a mail to this address reaches: who verified it, else the oldest account that claims it.
-- in: email text
-- out: member_id member_id, username text, email text, is_verified bool
select m.id as member_id, m.username, e.email, e.verified_at is not null as is_verified
from member_email e join member m on m.id = e.member_id
where e.folded = lower(:email) and m.state <> 'deleted'
order by (e.verified_at is not null) desc, m.id
limit 1;

-- name: token_address one
-- The member's own address.
-- in: member_id member_id
-- out: email text, is_verified bool
select email, verified_at is not null as is_verified from member_email where member_id = :member_id;

-- name: token_insert exec
-- A new token makes older ones of its kind void. Ended ones go on the way.
-- in: token_hash bytes, kind text, member_id member_id?, email text, minutes int
with gone as (
	delete from mail_token t where (t.member_id = :member_id and t.kind = :kind) or t.ends_at < now()
)
insert into mail_token (token_hash, kind, member_id, folded, ends_at)
values (:token_hash, :kind, :member_id, lower(:email), now() + :minutes * interval '1 minute');

-- name: token_find one
-- in: token_hash bytes, kind text
-- out: member_id member_id, username text, email text
select m.id as member_id, m.username, e.email
from mail_token t join member m on m.id = t.member_id
	join member_email e on e.member_id = m.id and e.folded = t.folded
where t.token_hash = :token_hash and t.kind = :kind and t.ends_at > now() and m.state <> 'deleted';

-- name: token_take exec
-- 1 when the token was there; of two that come at once, one gets it.
-- in: token_hash bytes, kind text
delete from mail_token where token_hash = :token_hash and kind = :kind and ends_at > now();

-- name: token_void_all exec
-- in: member_id member_id
delete from mail_token where member_id = :member_id;

-- name: token_set_password exec
-- in: member_id member_id, password_hash text
update member set password_hash = :password_hash where id = :member_id;

-- name: token_end_sessions exec
-- in: member_id member_id
delete from session where member_id = :member_id;

-- name: token_is_taken one
-- Whether somebody else verified this address.
-- in: email text, member_id member_id?
-- out: taken bool
select exists (select 1 from member_email
	where folded = lower(:email) and verified_at is not null and member_id is distinct from :member_id) as taken;

-- name: token_verify exec
-- 0 when somebody else verified the address before.
-- in: member_id member_id, email text
-- may: 23505
update member_email e set verified_at = coalesce(e.verified_at, now())
where e.member_id = :member_id and e.folded = lower(:email) and not exists (select 1 from member_email x
	where x.folded = e.folded and x.verified_at is not null and x.member_id <> e.member_id);
