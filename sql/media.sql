-- Pictures and other files of members. Ownership stands in every statement.

-- name: media_find one
-- A file by the hash in its address, for who may see it: everybody, its owner, who is in a chat with the
-- private character whose portrait it is, and staff when it waits in a gallery.
-- in: hash text, viewer_id member_id?
-- out: id media_id, mime text, is_public bool
select m.id, m.mime, m.is_public from media m
where m.deleted_at is null and (m.hash = :hash or m.thumb_hash = :hash)
	and (m.is_public or m.owner_id = :viewer_id
		or exists (select from character c join chat_character x on x.character_id = c.id
				join chat_member w on w.chat_id = x.chat_id and w.member_id = :viewer_id
				join chat t on t.id = x.chat_id and t.deleted_at is null
			where c.id = m.character_id and substr(c.avatar_url, 8, 64) = m.hash)
		or m.gallery_place is not null and m.draft_id is null and exists (select from member w
			where w.id = :viewer_id and w.role in ('moderator', 'admin', 'super_admin')))
order by m.is_public desc limit 1;

-- part: own_picture
select m.id, m.type, '/media/' || m.hash || '.webp' as url,
	'/media/' || coalesce(m.thumb_hash, m.hash) || '.webp' as thumb_url, m.width::bigint as width,
	m.height::bigint as height, m.character_id, c.name as character_name, m.created_at, m.generated_by,
	m.alt, m.is_public, case when c.id is not null then disclosure(c.voice) end as disclosure
from media m left join character c on c.id = m.character_id;

-- name: media_list many
-- row: own_picture
-- in: owner_id member_id, character_id character_id?, before_id media_id, limit int
-- out: id media_id, type text, url url, thumb_url url, width int, height int
-- out: character_id character_id?, character_name text?, created_at moment, generated_by text, alt text
-- out: is_public bool, disclosure text?
{own_picture}
where m.owner_id = :owner_id and m.deleted_at is null and m.id < :before_id
	and (:character_id::bigint is null or m.character_id = :character_id)
order by m.id desc limit :limit;

-- name: media_one one
-- row: own_picture
-- in: id media_id, owner_id member_id
{own_picture}
where m.id = :id and m.owner_id = :owner_id and m.deleted_at is null;

-- name: media_characters many
-- The characters of a member's pictures, for the filter.
-- in: owner_id member_id
-- out: id character_id, name text, count count, voice text, disclosure text
select c.id, c.name, x.n as count, c.voice, disclosure(c.voice) as disclosure
from (select character_id, count(*) as n from media where owner_id = :owner_id and deleted_at is null
		and character_id is not null group by character_id order by n desc limit 40) x
	join character c on c.id = x.character_id
order by x.n desc, c.name;

-- name: media_add one
-- A file that a member brought.
-- in: owner_id member_id, hash text, thumb_hash text, width int, height int, bytes int, is_public bool
-- out: id media_id
insert into media (owner_id, hash, thumb_hash, type, mime, width, height, bytes, is_public)
values (:owner_id, :hash, :thumb_hash, 'image', 'image/webp', :width::int, :height::int, :bytes, :is_public)
returning id;

-- name: media_used one
-- Bytes that a member's own files take.
-- in: owner_id member_id
-- out: bytes int
select coalesce(sum(bytes), 0)::bigint as bytes from media
where owner_id = :owner_id and deleted_at is null and generated_by = '';

-- name: media_portrait_of one
-- The character of this member whose portrait the file is.
-- in: id media_id, owner_id member_id
-- out: name text
select c.name from media m join character c on c.creator_id = m.owner_id and c.deleted_at is null
	and (c.avatar_url in ('/media/' || m.hash || '.webp', '/media/' || m.thumb_hash || '.webp')
		or c.thumb_url = '/media/' || m.thumb_hash || '.webp')
where m.id = :id and m.owner_id = :owner_id limit 1;

-- name: media_remove exec
-- The file goes out of sight; it can come back until the house sweeps.
-- in: id media_id, owner_id member_id
update media set deleted_at = now() where id = :id and owner_id = :owner_id and deleted_at is null;

-- name: media_restore exec
-- in: id media_id, owner_id member_id
update media set deleted_at = null
where id = :id and owner_id = :owner_id and deleted_at > now() - interval '1 day';

-- name: media_drop_avatar exec
-- Who deletes the picture that is their avatar has none.
-- in: id media_id, owner_id member_id
update member set avatar_url = null from media m
where m.id = :id and member.id = :owner_id and m.owner_id = member.id
	and member.avatar_url in ('/media/' || m.hash || '.webp', '/media/' || m.thumb_hash || '.webp');
