-- The page of the peers' benchmark, over their tables; a card's creator and tags stand flat in its
-- row, as they do in ours.

-- name: peer_session one ahead
-- in: token_hash bytes
-- out: name text, locale text, balance int
select u.name, u.locale, u.balance from sessions s join users u on u.id = s.user_id
where s.token_hash = :token_hash and s.expires_at > now();

-- name: peer_list many
-- `tags` holds one tag a line: its slug, a tab, its name.
-- in: below_score int, below_id character_id
-- out: id character_id, slug text, name text, tagline text, chats int, likes int, score key
-- out: creator text, tags text
select id, slug, name, tagline, chats, likes, score, creator, tags from characters_flat
where visibility = 1 and not nsfw and (score, id) < (:below_score, :below_id)
order by score desc, id desc limit 24;
