-- Accounts by the owner's hand: bin/snug user, bin/snug admin.

-- name: user_set_role one
-- NULL when there is no such member. 23514: an account without a date of birth is staff or nothing.
-- in: username text, role text
-- out: id member_id, username text, role text
-- may: 23514
update member set role = :role where username = lower(:username) and state <> 'deleted'
returning id, username, role;

-- name: user_email_verified one
-- Whether anybody verified this address.
-- in: email text
-- out: taken bool
select exists (select 1 from member_email where folded = lower(:email) and verified_at is not null) as taken;
