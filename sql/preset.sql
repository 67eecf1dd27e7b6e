-- Presets: how replies are asked for. The house's are shared and read only; the rest is its member's.

-- part: preset
select s.id, s.member_id is null as is_shared, s.name, s.about, s.main, s.post_history, s.layout, s.sampling,
	s.stops, s.pins_examples,
	s.id = coalesce((select k.preset_id from preset_choice k join preset c on c.id = k.preset_id
		where k.member_id = :member_id and c.deleted_at is null), (select min(h.id) from preset h
		where h.member_id is null and h.deleted_at is null)) as is_chosen,
	(select count(*) from chat c where c.preset_id = s.id and c.member_id = :member_id and c.deleted_at is null)
		as chats, s.updated_at;

-- name: preset_list many
-- in: member_id member_id
-- row: preset
-- out: id key, is_shared bool, name text, about text, main text, post_history text, layout json
-- out: sampling json, stops text[], pins_examples bool, is_chosen bool, chats int, updated_at moment
{preset}
from preset s where s.deleted_at is null and (s.member_id is null or s.member_id = :member_id)
order by s.member_id is null desc, s.id;

-- name: preset_find one
-- in: id int, member_id member_id
-- row: preset
{preset}
from preset s where s.id = :id and s.deleted_at is null and (s.member_id is null or s.member_id = :member_id);

-- name: preset_insert one
-- in: member_id member_id, name text, about text, main text, post_history text, layout text, sampling text
-- in: stops text[], pins_examples bool, limit int
-- out: id key
insert into preset (member_id, name, about, main, post_history, layout, sampling, stops, pins_examples)
select :member_id, :name, :about, :main, :post_history, :layout::jsonb, :sampling::jsonb, :stops::text[],
	:pins_examples
where (select count(*) from preset where member_id = :member_id and deleted_at is null) < :limit
returning id;

-- name: preset_save exec
-- in: id int, member_id member_id, name text, about text, main text, post_history text, layout text
-- in: sampling text, stops text[], pins_examples bool
update preset set name = :name, about = :about, main = :main, post_history = :post_history,
	layout = :layout::jsonb, sampling = :sampling::jsonb, stops = :stops::text[],
	pins_examples = :pins_examples, updated_at = now()
where id = :id and member_id = :member_id and deleted_at is null;

-- name: preset_remove exec
-- in: id int, member_id member_id
update preset set deleted_at = now() where id = :id and member_id = :member_id and deleted_at is null;

-- name: preset_restore exec
-- in: id int, member_id member_id
update preset set deleted_at = null
where id = :id and member_id = :member_id and deleted_at > now() - interval '1 day';

-- name: preset_choose exec
-- The preset of a member's chats that have none of their own.
-- in: id int, member_id member_id
insert into preset_choice (member_id, preset_id)
select :member_id, s.id from preset s
where s.id = :id and s.deleted_at is null and (s.member_id is null or s.member_id = :member_id)
on conflict (member_id) do update set preset_id = excluded.preset_id;

-- name: preset_settings_of one
-- How a chat is set, for the member whose chat it is.
-- in: chat_id chat_id, member_id member_id
-- row: settings
-- out: persona_id key, persona_off bool, persona_now key, character_persona_id key, character_id character_id
-- out: preset_id key, preset_now key, note_text text, note_position text, note_depth int, note_interval int
-- out: note_role text, sampling json, card_mode text, character_count int
select coalesce(c.persona_id, 0) as persona_id, c.persona_off, coalesce(persona_of(c.id, :member_id), 0) as persona_now,
	coalesce((select k.persona_id from character_persona k where k.member_id = :member_id
		and k.character_id = c.character_id), 0) as character_persona_id, c.character_id,
	coalesce(c.preset_id, 0) as preset_id, preset_of(c.id, :member_id) as preset_now, c.note_text,
	c.note_position, c.note_depth::bigint, c.note_interval::bigint, c.note_role, c.sampling,
	coalesce(c.settings ->> 'cardMode', 'swap') as card_mode,
	(select count(*) from chat_character k where k.chat_id = c.id) as character_count
from chat c where c.id = :chat_id and c.member_id = :member_id and c.deleted_at is null;

-- name: preset_save_chat exec
-- in: chat_id chat_id, member_id member_id, persona_id int, persona_off bool, preset_id int, note_text text
-- in: note_position text, note_depth int, note_interval int, note_role text, sampling text, card_mode text
update chat c set
	persona_id = (select p.id from persona p where p.id = :persona_id and p.member_id = :member_id
		and p.deleted_at is null),
	persona_off = :persona_off,
	preset_id = (select s.id from preset s where s.id = :preset_id and s.deleted_at is null
		and (s.member_id is null or s.member_id = :member_id)),
	note_text = :note_text, note_position = :note_position, note_depth = :note_depth::int,
	note_interval = :note_interval::int, note_role = :note_role, sampling = :sampling::jsonb,
	settings = jsonb_set(c.settings, '{cardMode}', to_jsonb(:card_mode::text))
where c.id = :chat_id and c.member_id = :member_id and c.deleted_at is null;
