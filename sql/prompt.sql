-- What prompts are made of, and what is kept of them. Each statement serves all turns that begin together.

-- name: prompt_start many
-- Marks turns as running and gives what the worker keeps of each. The mark may be lost in a crash of the
-- database: the job's lease is what counts. head: the message that the reply answers, or 0.
-- in: jobs int[], attempts int[]
-- out: job_id job_id, turn_id turn_id, chat_id chat_id, message_id message_id, head message_id
-- out: member_id member_id, character_id character_id, seed int, seq int, price gems, unit text
-- out: held gems, hold_id hold_id?, stop_asked bool, prefix text, model_key text
with off as materialized (select set_config('synchronous_commit', 'off', true) as is_off),
t as (
	update turn set state = 'running'
	from off, unnest(:jobs::bigint[], :attempts::bigint[]) as x (job, attempt)
	join job j on j.id = x.job and j.attempt = x.attempt and j.state = 1
	where turn.id = j.subject and is_off is not null returning j.id as job, turn.*)
select t.job as job_id, t.id as turn_id, t.chat_id, t.message_id, coalesce(m.parent_id, 0) as head,
	t.member_id, t.character_id, t.seed, greatest(t.seq, coalesce((select max(e.seq) from turn_event e
		where e.turn_id = t.id), 0))::bigint as seq, t.price, t.unit, coalesce(h.amount, 0) as held, t.hold_id,
	t.stop_asked, t.prefix, t.model_key
from t join message m on m.id = t.message_id left join gem.hold h on h.id = t.hold_id
order by t.job;

-- name: prompt_sources many ahead
-- Who asks, and how the chat is set. n counts the asks from 1. swipe, swipes: which version of its message
-- the newest one is, of how many; where a reply is written again, that reply.
-- in: chats int[], members int[], heads int[], speakers int[]
-- out: n int, member_name text, persona_id key, persona_name text, persona_description text
-- out: persona_position text, persona_depth int, persona_role text, preset_id key, preset_name text
-- out: preset_main text, preset_post_history text, preset_layout text, preset_sampling text
-- out: preset_stops text[], pins_examples bool, note_text text, note_position text, note_depth int
-- out: note_interval int, note_role text, sampling text, card_mode text
-- out: other_ids text[], other_names text[], has_lore bool, message_total int, is_again bool, user_turns int
-- out: swipe int, swipes int
-- out: last_user_at moment?, variables text, globals text, sees_all bool
with house as materialized (
	select min(id) as id from preset where member_id is null and deleted_at is null)
select x.n, u.display_name as member_name, coalesce(p.id, 0) as persona_id,
	coalesce(p.name, u.display_name) as persona_name, coalesce(p.description, '') as persona_description,
	coalesce(p.position, 'off') as persona_position, coalesce(p.depth, 0)::bigint as persona_depth,
	coalesce(p.role, 'system') as persona_role,
	s.id as preset_id, s.name as preset_name, s.main as preset_main, s.post_history as preset_post_history,
	s.layout::text as preset_layout, s.sampling::text as preset_sampling, s.stops as preset_stops,
	s.pins_examples, c.note_text, c.note_position, c.note_depth::bigint, c.note_interval::bigint,
	c.note_role, c.sampling::text as sampling, coalesce(c.settings ->> 'cardMode', 'swap') as card_mode,
	coalesce(o.ids, '{}') as other_ids, coalesce(o.names, '{}') as other_names,
	exists (select from chat_lorebook l where l.chat_id = c.id)
		or exists (select from character_lorebook l where l.character_id = x.speaker)
		or exists (select from character_card k where k.character_id = x.speaker and k.entries > 0)
		or exists (select from lorebook b where b.owner_id = x.member and b.is_global and b.deleted_at is null)
		or p.lorebook_id is not null as has_lore,
	coalesce(h.depth + 1, 0)::bigint as message_total, coalesce(h.child_count > 1, false) as is_again,
	case when c.note_interval > 1 then prompt_user_turns(x.head) else 0 end as user_turns,
	case when h.child_count > 1 then h.child_count when w.child_count > 1 then (select count(*) from message s
		where s.parent_id = w.id and s.id <= h.id and s.deleted_at is null) else (h.id is not null)::int
	end::bigint as swipe,
	case when h.child_count > 1 then h.child_count when w.child_count > 1 then w.child_count
		else (h.id is not null)::int end::bigint as swipes,
	w.created_at as last_user_at, coalesce(c.variables::text, '') as variables,
	coalesce(g.variables::text, '') as globals, member_sight(u) = 'explicit' as sees_all
from unnest(:chats::bigint[], :members::bigint[], :heads::bigint[], :speakers::bigint[])
	with ordinality x (chat, member, head, speaker, n)
cross join house join chat c on c.id = x.chat join member u on u.id = x.member
-- The same choices as persona_of and preset_of make, which cost more for many chats at once.
left join character_persona cp on cp.member_id = x.member and cp.character_id = c.character_id
left join lateral (
	select q.* from persona q where q.member_id = x.member and q.deleted_at is null
		and not (c.persona_off and c.member_id = x.member)
		and (q.id = c.persona_id or q.id = cp.persona_id or q.is_default)
	order by q.id is not distinct from c.persona_id desc, q.id is not distinct from cp.persona_id desc limit 1) p
	on true
left join preset own on own.id = c.preset_id and own.deleted_at is null
	and (own.member_id is null or own.member_id = c.member_id)
left join preset_choice pc on pc.member_id = x.member
left join member_variables g on g.member_id = x.member
left join preset usual on usual.id = pc.preset_id and usual.deleted_at is null
	and coalesce(usual.member_id, x.member) = x.member
join preset s on s.id = coalesce(own.id, usual.id, house.id)
left join message h on h.id = x.head
left join message w on w.id = h.parent_id
left join lateral (
	select array_agg(v.id::text order by v.id) as ids,
		array_agg(coalesce(q.name, v.display_name) order by v.id) as names
	from chat_member k join member v on v.id = k.member_id
	left join persona q on q.id = persona_of(c.id, v.id)
	where k.chat_id = c.id and k.member_id <> x.member) o on true
order by x.n;

-- name: prompt_cards many ahead
-- The characters of each ask's chat, in their order.
-- in: chats int[]
-- out: n int, id character_id, name text, nickname text, short_description text, long_bio text
-- out: personality text, scenario text, greeting text, traits text[], tags text[], example_dialogues text
-- out: mes_example text, chat_lines text, pronouns text, age int?, version text, system_prompt text
-- out: post_history text, depth_prompt text, depth_prompt_depth int, depth_prompt_role text
-- out: creator_notes text, is_muted bool, creator_id member_id?
select x.n, c.id, c.name, c.nickname, c.short_description, c.long_bio, c.personality, c.scenario, c.greeting,
	c.traits, c.tags, c.example_dialogues::text as example_dialogues, c.mes_example,
	c.chat_lines::text as chat_lines, c.pronouns, c.age::bigint as age, c.version, c.system_prompt,
	c.post_history, c.depth_prompt, c.depth_prompt_depth::bigint, c.depth_prompt_role, c.creator_notes,
	k.is_muted, c.creator_id
from unnest(:chats::bigint[]) with ordinality x (chat, n)
join chat_character k on k.chat_id = x.chat join character c on c.id = k.character_id
order by x.n, k.place, c.id;

-- name: prompt_branches many
-- What was said before each reply, newest first, until `bytes` are reached; hidden messages are not said.
-- Variables stand with the newest reply, which is near: further back they are not read.
-- in: heads int[], bytes int[]
-- out: n int, id message_id, role text, content text, character_id character_id?, member_id member_id?
-- out: speaker_label text, fired text[], variables text
select x.n, b.id, b.role, b.content, b.character_id, b.member_id, b.speaker_label,
	coalesce(r.fired, '{}') as fired,
	case when b.n <= 32 then coalesce(r.variables::text, '') else '' end as variables
from unnest(:heads::bigint[], :bytes::bigint[]) with ordinality x (head, bytes, n)
cross join lateral (
	with recursive path as (
		select m.id, m.parent_id, m.role, m.content, m.status, m.is_hidden, m.character_id, m.member_id,
			m.speaker_label, octet_length(m.content)::bigint as sum, 1 as n from message m where m.id = x.head
		union all
		select m.id, m.parent_id, m.role, m.content, m.status, m.is_hidden, m.character_id, m.member_id,
			m.speaker_label, p.sum + octet_length(m.content), p.n + 1
		from path p join message m on m.id = p.parent_id where p.sum < x.bytes and p.n < 1000)
	select * from path where status in ('complete', 'partial') and content <> '' and role <> 'system'
		and not is_hidden) b
left join prompt_record r on r.message_id = b.id
order by x.n, b.n;

-- name: prompt_next one
-- What a reply would be written for now, and which model would write it. For the one whose chat it is:
-- note, preset and memory are theirs, and guests of the chat do not read them.
-- in: chat_id chat_id, member_id member_id
-- out: head message_id, character_id character_id, model_key text, model text, context_tokens int
-- out: reply_tokens int, ratio real, samples int, provider text
select coalesce(c.head_id, 0) as head, c.character_id, coalesce(p.model_key, '') as model_key,
	coalesce(u.title, k.label, '') as model,
	coalesce(k.context_tokens, u.context_tokens, 0)::bigint as context_tokens,
	coalesce(u.reply_tokens, 0)::bigint as reply_tokens, coalesce(t.ratio, 1) as ratio,
	coalesce(t.samples, 0) as samples, coalesce(u.provider, '') as provider
from chat_of(:member_id) c cross join lateral model_price(c.id, :member_id) p
left join model_usable u on u.key = p.model_key
left join own_key k on 'own:' || k.id = p.model_key and k.member_id = :member_id
left join token_calibration t on t.model = p.model_key
where c.id = :chat_id and c.member_id = :member_id;

-- name: prompt_records many
-- The replies of a branch that have a record, newest first.
-- in: chat_id chat_id, member_id member_id, head message_id, limit int
-- out: message_id message_id, created_at moment, model text, excerpt text, is_whole bool, fired_count int
-- out: tokens int, reply_tokens int
with recursive path as (
	select m.id, m.parent_id, m.content, m.model, m.prompt_tokens, m.reply_tokens, 1 as n
	from message m join chat_of(:member_id) c on c.id = m.chat_id where m.id = :head and c.id = :chat_id
	union all
	select m.id, m.parent_id, m.content, m.model, m.prompt_tokens, m.reply_tokens, p.n + 1
	from path p join message m on m.id = p.parent_id where p.n < 400)
select r.message_id, r.created_at, p.model, left(p.content, 120) as excerpt, r.report is not null as is_whole,
	cardinality(r.fired)::bigint as fired_count, p.prompt_tokens::bigint as tokens,
	p.reply_tokens::bigint as reply_tokens
from path p join prompt_record r on r.message_id = p.id and r.member_id = :member_id
where r.report is not null or r.fired <> '{}'
order by p.n limit :limit;

-- name: prompt_record_of one
-- in: chat_id chat_id, member_id member_id, message_id message_id
-- out: message_id message_id, created_at moment, model text, report json?, fired text[], tokens int
-- out: reply_tokens int
select r.message_id, r.created_at, m.model, r.report, r.fired, m.prompt_tokens::bigint as tokens,
	m.reply_tokens::bigint as reply_tokens
from prompt_record r join message m on m.id = r.message_id
join chat_of(:member_id) c on c.id = r.chat_id
where r.message_id = :message_id and r.chat_id = :chat_id and r.member_id = :member_id;

-- name: prompt_said many
-- The texts that a record only names.
-- in: chat_id chat_id, ids int[]
-- out: id message_id, content text
select id, content from message where chat_id = :chat_id and id = any (:ids::bigint[]) and deleted_at is null;

-- name: prompt_keep exec
-- What was sent for replies that end together. A turn that was fenced off keeps nothing.
-- in: turns int[], jobs int[], reports text[], fired text[], variables text[]
insert into prompt_record (message_id, chat_id, member_id, report, fired, variables)
select t.message_id, t.chat_id, t.member_id, x.report::jsonb,
	array(select f from unnest(string_to_array(x.fired, ' ')) f where f <> ''), nullif(x.variables, '')::json
from unnest(:turns::bigint[], :jobs::bigint[], :reports::text[], :fired::text[], :variables::text[])
	as x (turn, job, report, fired, variables)
join turn t on t.id = x.turn and t.job_id = x.job join message m on m.id = t.message_id
where m.content <> ''
on conflict (message_id) do update set report = excluded.report, fired = excluded.fired,
	variables = excluded.variables, member_id = excluded.member_id, created_at = now();

-- name: prompt_keep_globals exec
-- What these turns changed for their members everywhere; of two turns of one member the later one stays.
-- in: turns int[], jobs int[], variables text[]
insert into member_variables (member_id, variables)
select distinct on (t.member_id) t.member_id, x.variables::json
from unnest(:turns::bigint[], :jobs::bigint[], :variables::text[]) with ordinality as x (turn, job, variables, n)
join turn t on t.id = x.turn and t.job_id = x.job join message m on m.id = t.message_id
where m.content <> '' order by t.member_id, x.n desc
on conflict (member_id) do update set variables = excluded.variables, updated_at = now();

-- name: prompt_trim exec
-- Older replies of these chats keep only the lore that fired and the variables; those without nothing.
-- in: turns int[], keep int
with old as (
	select r.message_id, r.fired = '{}' and r.variables is null as is_empty from (select distinct t.chat_id from turn t
		where t.id = any (:turns::bigint[])) c
	cross join lateral (select q.message_id, q.fired, q.variables from prompt_record q
		where q.chat_id = c.chat_id and q.report is not null
		order by q.message_id desc offset :keep limit 200) r),
gone as (delete from prompt_record r using old o where r.message_id = o.message_id and o.is_empty)
update prompt_record r set report = null from old o where r.message_id = o.message_id and not o.is_empty;

-- name: prompt_ratios many
-- in: none int
-- out: model text, ratio real, samples int
select model, ratio, samples from token_calibration where :none = 0;

-- name: prompt_learn exec
-- in: models text[], ratios text[], samples int[]
insert into token_calibration (model, ratio, samples)
select x.model, x.ratio::double precision, x.samples
from unnest(:models::text[], :ratios::text[], :samples::bigint[]) as x (model, ratio, samples)
where x.model <> '' order by x.model
on conflict (model) do update set ratio = excluded.ratio,
	samples = greatest(token_calibration.samples, excluded.samples), updated_at = now();
