-- Personas: who members are in their chats. Ownership stands in every statement.

-- part: persona
select p.id, p.name, p.description, p.position, p.depth::bigint, p.role, '/media/' || coalesce(m.thumb_hash, m.hash) || '.webp' as avatar_url,
	p.is_default, (select count(*) from chat c where c.persona_id = p.id and c.deleted_at is null) as chats,
	p.created_at, coalesce(p.lorebook_id, 0) as lorebook_id
from persona p left join media m on m.id = p.avatar_id and m.deleted_at is null;

-- name: persona_list many
-- in: member_id member_id
-- row: persona
-- out: id key, name text, description text, position text, depth int, role text, avatar_url url
-- out: is_default bool, chats count, created_at moment, lorebook_id key
{persona}
where p.member_id = :member_id and p.deleted_at is null order by p.is_default desc, lower(p.name), p.id;

-- name: persona_find one
-- in: id int, member_id member_id
-- row: persona
{persona}
where p.id = :id and p.member_id = :member_id and p.deleted_at is null;

-- name: persona_characters many
-- The characters that a persona is taken for.
-- in: id int, member_id member_id
-- out: id character_id, name text, thumb_url url
select c.id, c.name, c.thumb_url from character_persona k join character c on c.id = k.character_id
where k.persona_id = :id and k.member_id = :member_id and c.deleted_at is null order by lower(c.name), c.id;

-- name: persona_insert one
-- The first persona of a member is not their default by itself: they say so. None above the limit.
-- in: member_id member_id, name text, description text, position text, depth int, role text
-- in: lorebook_id int, limit int
-- out: id key
insert into persona (member_id, name, description, position, depth, role, lorebook_id)
select :member_id, :name, :description, :position, :depth::int, :role, (select b.id from lorebook b
	where b.id = :lorebook_id and b.owner_id = :member_id and b.deleted_at is null)
where (select count(*) from persona where member_id = :member_id and deleted_at is null) < :limit
returning id;

-- name: persona_save exec
-- in: id int, member_id member_id, name text, description text, position text, depth int, role text
-- in: lorebook_id int
update persona set name = :name, description = :description, position = :position, depth = :depth::int,
	role = :role, lorebook_id = (select b.id from lorebook b where b.id = :lorebook_id
		and b.owner_id = :member_id and b.deleted_at is null), updated_at = now()
where id = :id and member_id = :member_id and deleted_at is null;

-- name: persona_set_avatar exec
-- in: id int, member_id member_id, media_id media_id?
update persona set avatar_id = :media_id, updated_at = now()
where id = :id and member_id = :member_id and deleted_at is null;

-- name: persona_no_default exec
-- in: member_id member_id
update persona set is_default = false where member_id = :member_id and is_default;

-- name: persona_make_default exec
-- After persona_no_default.
-- in: id int, member_id member_id
update persona set is_default = true where id = :id and member_id = :member_id and deleted_at is null;

-- name: persona_remove exec
-- in: id int, member_id member_id
update persona set deleted_at = now(), is_default = false
where id = :id and member_id = :member_id and deleted_at is null;

-- name: persona_restore exec
-- in: id int, member_id member_id
update persona set deleted_at = null
where id = :id and member_id = :member_id and deleted_at > now() - interval '1 day';

-- name: persona_forget_character exec
-- in: id int, member_id member_id, character_id character_id
delete from character_persona
where persona_id = :id and member_id = :member_id and character_id = :character_id;

-- name: persona_take_for exec
-- The persona that this member takes with a character from now on.
-- in: id int, member_id member_id, character_id character_id
insert into character_persona (member_id, character_id, persona_id)
select :member_id, :character_id, p.id from persona p
where p.id = :id and p.member_id = :member_id and p.deleted_at is null
on conflict (member_id, character_id) do update set persona_id = excluded.persona_id;

-- name: persona_take_none_for exec
-- in: member_id member_id, character_id character_id
delete from character_persona where member_id = :member_id and character_id = :character_id;

-- name: persona_books many
-- in: member_id member_id
-- out: id key, name text
select id, name from lorebook where owner_id = :member_id and deleted_at is null order by lower(name), id limit 500;

-- name: persona_for one
-- Who a member is with a character before there is a chat; nothing: themselves.
-- in: member_id member_id, character_id character_id
-- out: name text, description text
select p.name, p.description from persona p left join character_persona k
	on k.member_id = :member_id and k.character_id = :character_id
where p.member_id = :member_id and p.deleted_at is null and (p.id = k.persona_id or p.is_default)
order by p.id is not distinct from k.persona_id desc limit 1;
