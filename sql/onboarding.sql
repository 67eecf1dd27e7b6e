-- First steps, and what a guest may taste.

-- name: onboarding_state one
-- in: member_id member_id
-- out: step text, interests text[], language text, spoken text[]
select m.onboarding as step, m.interests, m.language, coalesce(h.languages, '{}') as spoken
from member m left join house_count h on h.name = 'characters' where m.id = :member_id;

-- name: onboarding_go exec
-- in: member_id member_id, step text
update member set onboarding = :step where id = :member_id;

-- name: onboarding_like exec
-- in: member_id member_id, interests text[]
update member set interests = :interests where id = :member_id;

-- name: onboarding_tags many
-- in: limit int
-- out: name text, label text, count int
select name, label, character_count as count from tag where character_count > 0
order by character_count desc, name limit :limit;

-- name: onboarding_suggest many
-- Those who speak the member's language, and share most with what they like; when there are too few,
-- those whom others like.
-- in: interests text[], language text, limit int
-- out: id character_id, name text, avatar_url url, thumb_url url, short_description text
-- out: tags text[], rating_avg real?, rating_count count, usage_count count, gem_cost_per_message gems
-- out: voice text, disclosure text
select c.id, c.name, c.avatar_url, c.thumb_url, c.short_description, c.tags, c.rating_avg, c.rating_count,
	c.usage_count, coalesce(c.reply_price, (select milligems from price where key = 'chat.standard'))
		as gem_cost_per_message, c.voice, disclosure(c.voice) as disclosure
from (select id, max(shared) as shared from (
	(select k.id, cardinality(array(select unnest(k.tags) intersect select unnest(:interests::text[]))) as shared
		from character k where k.listed and k.tags && :interests::text[] and k.voice <> 'staff'
		order by k.popularity desc limit 200)
	union all
	(select k.id, 0 from character k where k.listed and k.voice <> 'staff' and not k.tags && :interests::text[]
		order by k.popularity desc limit :limit)
	union all
	(select k.id, 0 from character k where k.listed and k.voice <> 'staff' and k.language = :language
		and :language <> '' order by k.popularity desc limit :limit)) y group by id) x
join character c on c.id = x.id
order by :language <> '' and c.language = :language desc, x.shared desc, c.popularity desc, c.id limit :limit;

-- name: onboarding_tell one
-- A notice that leads back to what is left of the first steps.
-- in: member_id member_id
-- out: event int
select notice_add(:member_id, 'welcome', 'How gems work here',
	'One page, one minute: what things cost, and what is free.', '/onboarding', 'welcome:' || :member_id) as event;

-- name: onboarding_left exec
-- The member closed the page (or came back to it) while a reply is being written.
-- in: turn_id turn_id, is_gone bool
update turn set left_at = case when :is_gone then now() end
where id = :turn_id and state in ('queued', 'running') and left_at is null = :is_gone;

-- name: preview_card one
-- What the built-in engine speaks from, for anybody who may see the character.
-- in: id character_id
-- out: id character_id, name text, short_description text, long_bio text, personality text, scenario text
-- out: greeting text, pronouns text, age int, traits text[], example_dialogues text, chat_lines text
-- out: thumb_url url, avatar_url url, disclosure text, voice text
select id, name, short_description, long_bio, personality, scenario, greeting, pronouns, age::bigint as age,
	traits, example_dialogues::text as example_dialogues, chat_lines::text as chat_lines, thumb_url, avatar_url,
	disclosure(voice) as disclosure, voice
from character where id = :id and listed and voice <> 'staff';

-- name: preview_keep one
-- in: chat_id chat_id, said text[], heard text[]
-- out: head_id message_id
select preview_keep(:chat_id, :said, :heard) as head_id;

-- name: notice_switches one
-- in: member_id member_id
-- out: off text[]
select notice_off as off from member where id = :member_id;

-- name: notice_switch exec
-- in: member_id member_id, off text[]
update member set notice_off = :off where id = :member_id;
