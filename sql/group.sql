-- Several characters and several members in one chat: who they are, who is asked in, who speaks next.

-- name: group_voices many
-- The characters of a chat, in the order of the list, and what a reply of theirs costs a member.
-- in: chat_id chat_id, member_id member_id
-- out: id character_id, name text, thumb_url url, disclosure text, voice text, talkativeness real
-- out: is_muted bool, is_first bool, is_gone bool, price gems
select k.id, k.name, k.thumb_url, disclosure(k.voice) as disclosure, k.voice,
	x.talkativeness::double precision as talkativeness, x.is_muted, k.id = c.character_id as is_first,
	k.deleted_at is not null as is_gone, f.price
from chat_character x join character k on k.id = x.character_id join chat c on c.id = x.chat_id
	cross join lateral turn_fare(c.id, :member_id, k.id) f
where x.chat_id = :chat_id order by x.place, x.character_id limit 16;

-- name: group_rule one
-- How turns go, and who spoke last if that is what is answered.
-- in: chat_id chat_id
-- out: turn_order text, answers_itself bool, last_speaker character_id?
select c.turn_order, c.answers_itself, case when h.role = 'assistant' then h.character_id end as last_speaker
from chat c left join message h on h.id = c.head_id where c.id = :chat_id;

-- name: group_plan exec
-- Who speaks after the reply that is being written, and who pays for it.
-- in: chat_id chat_id, member_id member_id, speakers int[]
update chat set next_speakers = :speakers, next_payer = :member_id where id = :chat_id;

-- name: group_set_rule exec
-- in: chat_id chat_id, member_id member_id, turn_order text, answers_itself bool
update chat set turn_order = :turn_order, answers_itself = :answers_itself
where id = :chat_id and member_id = :member_id;

-- name: group_candidates many
-- Characters that the member could ask in: those they know, or whose names begin so.
-- in: member_id member_id, chat_id chat_id, q text
-- out: id character_id, name text, thumb_url url, disclosure text, short_description text, greets bool
select k.id, k.name, k.thumb_url, disclosure(k.voice) as disclosure, k.short_description,
	k.group_greetings <> '{}' as greets from character k
where k.deleted_at is null and character_shown(k.nsfw_level, :member_id) and k.voice <> 'staff'
	and k.moderation_status not in ('rejected', 'quarantined')
	and (k.creator_id = :member_id or k.visibility in ('public', 'unlisted') and k.moderation_status = 'approved')
	and not exists (select from chat_character x where x.chat_id = :chat_id and x.character_id = k.id)
	and case when :q = '' then k.creator_id = :member_id
			or exists (select from favorite f where f.member_id = :member_id and f.character_id = k.id)
			or exists (select from chat c where c.member_id = :member_id and c.character_id = k.id)
		else (k.listed or k.creator_id = :member_id) and k.name ilike
			'%' || replace(replace(replace(:q, '\', '\\'), '%', '\%'), '_', '\_') || '%' end
order by k.popularity desc, k.id limit 12;

-- name: group_add one
-- No row when nobody came in. silently: only who has no greeting may.
-- in: chat_id chat_id, member_id member_id, character_id character_id, silently bool
-- out: greets bool
insert into chat_character (chat_id, character_id, place, talkativeness)
select c.id, k.id, 1 + (select coalesce(max(x.place), 0) from chat_character x where x.chat_id = c.id),
	k.talkativeness
from chat_of(:member_id) c, character k
where c.id = :chat_id and c.member_id = :member_id and chat_room(c.id) and k.id = :character_id
	and k.deleted_at is null and character_shown(k.nsfw_level, :member_id) and k.voice <> 'staff'
	and k.moderation_status not in ('rejected', 'quarantined')
	and (k.creator_id = :member_id or k.visibility in ('public', 'unlisted') and k.moderation_status = 'approved')
	and (k.group_greetings = '{}' or not :silently)
on conflict do nothing
returning (select k.group_greetings <> '{}' from character k where k.id = character_id) as greets;

-- name: group_newcomer one
-- Who was asked in, and what their greetings may speak of: the member as who they are in this chat, all who
-- speak in it, and what macros remember on the branch.
-- in: chat_id chat_id, member_id member_id, character_id character_id
-- out: name text, nickname text, long_bio text, personality text, scenario text, greetings text[]
-- out: member_name text, persona text, voices text, variables text
select k.name, k.nickname, k.long_bio, k.personality, k.scenario, k.group_greetings as greetings,
	coalesce(p.name, m.display_name) as member_name, coalesce(p.description, '') as persona,
	(select string_agg(coalesce(nullif(o.nickname, ''), o.name), ', ' order by v.place, v.character_id)
		from chat_character v join character o on o.id = v.character_id where v.chat_id = c.id) as voices,
	coalesce(variables_at(c.head_id), c.variables, '{}')::text as variables
from chat c join chat_character x on x.chat_id = c.id join character k on k.id = x.character_id
	join member m on m.id = :member_id left join persona p on p.id = persona_of(c.id, m.id)
where c.id = :chat_id and k.id = :character_id;

-- name: group_seize one
-- Locks the chat for a message. is_shut: ended, or at rest with staff.
-- in: chat_id chat_id, member_id member_id, expected message_id?
-- out: outcome text, is_shut bool
select outcome, (c).ended_at is not null or (c).frozen_at is not null as is_shut
from chat_seize(:member_id, :chat_id, :expected);

-- name: group_greet one
-- in: chat_id chat_id, character_id character_id, texts text[], variables text[]
-- out: id message_id
select chat_greet(:chat_id, :character_id, :texts, :variables) as id;

-- name: group_drop exec
-- Whom the chat is with stays; what the others said stays, too.
-- in: chat_id chat_id, member_id member_id, character_id character_id
delete from chat_character x using chat c
where x.chat_id = :chat_id and x.character_id = :character_id and c.id = x.chat_id
	and c.member_id = :member_id and c.character_id <> x.character_id;

-- name: group_tune exec
-- A talkativeness below 0 leaves it as it is.
-- in: chat_id chat_id, member_id member_id, character_id character_id, talkativeness real, is_muted bool
update chat_character x set is_muted = :is_muted,
	talkativeness = case when :talkativeness >= 0 then :talkativeness::real else x.talkativeness end
from chat c
where x.chat_id = :chat_id and x.character_id = :character_id and c.id = x.chat_id
	and c.member_id = :member_id;

-- name: group_move exec
-- One place up (-1) or down (1): the two change places.
-- in: chat_id chat_id, member_id member_id, character_id character_id, by int
with l as (
	select x.character_id, row_number() over (order by x.place, x.character_id) as n
	from chat_character x join chat c on c.id = x.chat_id
	where x.chat_id = :chat_id and c.member_id = :member_id),
me as (select n from l where character_id = :character_id)
update chat_character x set place = case when l.n = me.n then me.n + :by when l.n = me.n + :by then me.n else l.n end
from l, me where x.chat_id = :chat_id and x.character_id = l.character_id
	and exists (select from l where l.n = me.n + :by);

-- ---- members

-- name: group_members many
-- in: chat_id chat_id
-- out: id member_id, display_name text, avatar_url url?, is_owner bool, joined_at moment
select m.id, m.display_name, m.avatar_url, x.role = 'owner' as is_owner, x.joined_at
from chat_member x join member m on m.id = x.member_id
where x.chat_id = :chat_id order by x.role = 'owner' desc, x.joined_at limit 16;

-- name: group_invite exec
-- in: token_hash bytes, chat_id chat_id, member_id member_id
insert into chat_invite (token_hash, chat_id, member_id)
select :token_hash, c.id, :member_id from chat_of(:member_id) c
where c.id = :chat_id and c.member_id = :member_id
	and (select count(*) from chat_invite i where i.member_id = :member_id
		and i.created_at > now() - interval '1 day') < 20;

-- name: group_invites one
-- in: chat_id chat_id
-- out: open int
select count(*) as open from chat_invite where chat_id = :chat_id and ends_at > now() and uses < max_uses;

-- name: group_revoke exec
-- in: chat_id chat_id, member_id member_id
delete from chat_invite i using chat c where i.chat_id = :chat_id and c.id = i.chat_id and c.member_id = :member_id;

-- name: group_invited one
-- What an invitation leads to.
-- in: token_hash bytes, member_id member_id
-- out: chat_id chat_id, title text, owner_name text, character_name text, disclosure text, is_in bool
-- out: has_room bool, member_count int, message_count count, reply_price gems, price_is_per_1000_tokens bool
select c.id as chat_id, c.title, o.display_name as owner_name, k.name as character_name,
	disclosure(k.voice) as disclosure,
	exists (select from chat_member x where x.chat_id = c.id and x.member_id = :member_id) as is_in,
	chat_room(c.id) as has_room, (select count(*) from chat_member x where x.chat_id = c.id) as member_count,
	c.message_count, f.price as reply_price, f.unit = '1000_tokens' as price_is_per_1000_tokens
from chat_invite i join chat c on c.id = i.chat_id and c.deleted_at is null
	join member o on o.id = c.member_id and o.state = 'active' join character k on k.id = c.character_id
	cross join lateral turn_fare(c.id, :member_id, c.character_id) f
where i.token_hash = :token_hash and i.ends_at > now() and i.uses < i.max_uses;

-- name: group_join exec
-- in: token_hash bytes, member_id member_id
with i as (
	update chat_invite set uses = uses + 1
	where token_hash = :token_hash and ends_at > now() and uses < max_uses and chat_room(chat_id)
		and not exists (select from chat_member x where x.chat_id = chat_invite.chat_id
			and x.member_id = :member_id)
	returning chat_id)
insert into chat_member (chat_id, member_id, role) select chat_id, :member_id, 'guest' from i
on conflict do nothing;

-- name: group_leave exec
-- A guest goes, or the owner sends one away. Their words stay under their name.
-- in: chat_id chat_id, member_id member_id, who member_id
delete from chat_member x using chat c
where x.chat_id = :chat_id and x.member_id = :who and x.role = 'guest' and c.id = x.chat_id
	and (:who = :member_id or c.member_id = :member_id);
