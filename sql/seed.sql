-- The demo house: what `snug seed demo` writes. Run as snug_owner, in one transaction.

-- name: seed_lock one
-- One seed at a time; tells whether there is nothing yet that it would mix with.
-- in: usernames text[]
-- out: has_characters bool, taken text?
select exists (select from character) as has_characters,
	(select m.username from member m where m.username = any (:usernames) limit 1) as taken
from (select pg_advisory_xact_lock(7042002)) l;

-- name: seed_tags exec
-- in: tags json
insert into tag (name, label, about)
select t.name, t.label, t.about from jsonb_to_recordset(:tags) t (name text, label text, about text)
on conflict (name) do update set label = excluded.label, about = excluded.about;

-- name: seed_member one
-- A member who joined `days` ago, with a verified address and the welcome gems.
-- in: member json, password_hash text, days int
-- out: id member_id
with m as (
	insert into member (username, display_name, password_hash, birth_date, attested_at, created_at, bio,
		avatar_url)
	select :member ->> 'username', :member ->> 'displayName', :password_hash,
		(:member ->> 'birthDate')::date, d.day, d.day, :member ->> 'bio', null
	from (select now() - make_interval(days => :days::int) as day) d returning id)
insert into member_email (member_id, email, folded, verified_at)
select m.id, :member ->> 'email', lower(:member ->> 'email'), now() from m returning member_id as id;

-- name: seed_plan exec
-- Who made so many characters is on the plan that has room for them.
-- in: member_id member_id
insert into member_plan (member_id, plan) select :member_id, key from plan where key = 'pro';

-- name: seed_media one
-- in: owner_id member_id, hash text, thumb_hash text, width int, height int, bytes int, alt text, days int
-- out: id media_id
insert into media (owner_id, hash, thumb_hash, type, mime, width, height, bytes, is_public, generated_by,
	alt, created_at)
values (:owner_id, :hash, :thumb_hash, 'image', 'image/webp', :width::int, :height::int, :bytes, true,
	'sketch', :alt, now() - make_interval(days => :days::int))
on conflict (hash) do update set alt = excluded.alt returning id;

-- name: seed_character one
-- One file of demo/characters, approved and public. Hours are how long ago.
-- in: character json, creator_id member_id, creator_name text, media_id media_id
-- in: usage int, published_hours int, active_hours int
-- out: id character_id
with c as (
	insert into character (key, creator_id, creator_name, name, short_description, long_bio, personality,
		scenario, greeting, alternate_greetings, traits, example_dialogues, chat_lines, look, pronouns, age,
		tags, voice, visibility, moderation_status, featured, avatar_url, thumb_url, usage_count, popularity,
		trending, published_at, last_active_at, created_at, updated_at)
	select d ->> 'key', :creator_id, :creator_name, d ->> 'name', d ->> 'shortDescription',
		d ->> 'longBio', d ->> 'personality', d ->> 'scenario', d ->> 'greeting',
		array(select jsonb_array_elements_text(d -> 'alternateGreetings')),
		array(select jsonb_array_elements_text(d -> 'traits')),
		d -> 'exampleDialogues', d -> 'chatLines', d -> 'look', d ->> 'pronouns', (d ->> 'age')::int,
		array(select jsonb_array_elements_text(d -> 'tags')), d ->> 'voice', 'public', 'approved',
		(d ->> 'featured')::boolean, '/media/' || p.hash || '.webp', '/media/' || p.thumb_hash || '.webp',
		:usage, :usage, :usage / (24 + :active_hours), t.published, now() - make_interval(hours => :active_hours::int),
		t.published - interval '5 hours', t.published
	from (select :character as d, now() - make_interval(hours => :published_hours::int) as published) t,
		media p where p.id = :media_id
	returning id)
update media m set character_id = c.id from c where m.id = :media_id returning c.id;

-- name: seed_chat one
-- in: member_id member_id, character_key text, started moment
-- out: id chat_id, name text
with c as (
	insert into chat (member_id, character_id, created_at, last_message_at)
	select :member_id, x.id, :started, :started from character x where x.key = :character_key
	returning id, character_id)
select c.id, x.name from c join character x on x.id = c.character_id;

-- name: seed_message one
-- in: chat_id chat_id, parent_id message_id?, role text, content text, speaker text, gem_cost gems
-- in: said moment
-- out: id message_id
insert into message (chat_id, parent_id, role, content, speaker_label, gem_cost, created_at)
values (:chat_id, :parent_id, :role, :content, :speaker, :gem_cost, :said) returning id;

-- name: seed_turn one
-- The turn that made a reply, with its gems held and captured.
-- in: message_id message_id, said moment
-- out: op op_id
with h as (
	select h.hold_id, c.member_id, c.character_id, m.chat_id, m.gem_cost
	from message m join chat c on c.id = m.chat_id,
		gem.hold_open('hold:msg:' || m.id, c.member_id, m.gem_cost, m.gem_cost, interval '1 hour',
			'msg:' || m.id, 'member') h
	where m.id = :message_id),
t as (
	insert into turn (chat_id, message_id, member_id, character_id, hold_id, price, state, created_at, ended_at)
	select h.chat_id, :message_id, h.member_id, h.character_id, h.hold_id, h.gem_cost, 'complete', :said, :said
	from h returning hold_id, price)
select gem.hold_settle('settle:hold:' || t.hold_id, t.hold_id, t.price, 'spent.chat', 'worker') as op from t;

-- name: seed_chat_end exec
-- What the list of chats shows.
-- in: chat_id chat_id, head_id message_id
update chat set head_id = m.id, last_message_at = m.created_at,
	message_count = (select count(*) from message x where x.chat_id = :chat_id),
	preview = left(regexp_replace(left(m.content, 400), '\s+', ' ', 'g'), 120)
from message m where chat.id = :chat_id and m.id = :head_id;

-- name: seed_favorite exec
-- in: member_id member_id, character_key text
insert into favorite (member_id, character_id)
select :member_id, c.id from character c where c.key = :character_key on conflict do nothing;

-- name: seed_review exec
-- in: member_id member_id, member_name text, review json, hours int
insert into review (member_id, character_id, member_name, stars, text, created_at)
select :member_id, c.id, :member_name, (:review ->> 'stars')::int, :review ->> 'text',
	now() - make_interval(hours => :hours::int)
from character c where c.key = :review ->> 'character';

-- name: seed_purchase one
-- A pack that was bought, in US dollars.
-- in: member_id member_id, gems gems
-- out: outcome text
select s.outcome from (select shop_place(:member_id, k.id, 'sandbox', '') as id, k.price_minor, k.currency
	from pack k where k.gems = :gems and k.currency = 'USD' and k.active) o,
	shop_settle(o.id, 'sb_' || o.id, o.price_minor, o.currency, 'provider:sandbox') s;
