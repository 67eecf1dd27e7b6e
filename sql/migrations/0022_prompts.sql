-- Who members are in a chat, how replies are asked for, and what was sent for each of them.

create table persona (
	id bigint generated always as identity primary key,
	member_id bigint not null references member on delete cascade,
	name text not null check (char_length(name) between 1 and 60),
	description text not null default '' check (char_length(description) <= 8000),
	-- before: among the character's parts; note_top, note_bottom: with the author's note.
	position text not null default 'before'
		check (position in ('before', 'note_top', 'note_bottom', 'depth', 'off')),
	depth int not null default 2 check (depth between 0 and 1000),
	role text not null default 'system' check (role in ('system', 'user', 'assistant')),
	avatar_id bigint references media on delete set null,
	-- A book of the member that is read along.
	lorebook_id bigint references lorebook on delete set null,
	is_default boolean not null default false,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	deleted_at timestamptz
);
create unique index persona_default on persona (member_id) where is_default and deleted_at is null;
create index persona_member on persona (member_id, id) where deleted_at is null;

-- The persona that a member takes with a character, unless a chat says otherwise.
create table character_persona (
	member_id bigint not null references member on delete cascade,
	character_id bigint not null references character on delete cascade,
	persona_id bigint not null references persona on delete cascade,
	primary key (member_id, character_id)
);
create index character_persona_persona on character_persona (persona_id);

-- How replies are asked for. Those without a member are the house's and shared by all.
create table preset (
	id bigint generated always as identity primary key,
	member_id bigint references member on delete cascade,
	key text unique check (key ~ '^[a-z][a-z0-9-]{1,29}$'),
	name text not null check (char_length(name) between 1 and 60),
	about text not null default '' check (char_length(about) <= 300),
	-- Empty: the main prompt of the house.
	main text not null default '' check (char_length(main) <= 16000),
	post_history text not null default '' check (char_length(post_history) <= 16000),
	-- The order of the parts; empty is the usual one. See lib/preset/preset.h.
	layout jsonb not null default '[]' check (jsonb_typeof(layout) = 'array'),
	sampling jsonb not null default '{}' check (jsonb_typeof(sampling) = 'object'),
	stops text[] not null default '{}' check (cardinality(stops) <= 16),
	pins_examples boolean not null default false,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	deleted_at timestamptz,
	constraint house_has_key check ((member_id is null) = (key is not null))
);
create index preset_member on preset (member_id, id) where deleted_at is null;

-- The preset that a member's chats take, unless a chat says otherwise.
create table preset_choice (
	member_id bigint primary key references member on delete cascade,
	preset_id bigint not null references preset on delete cascade
);
create index preset_choice_preset on preset_choice (preset_id);

insert into preset (key, name, about, sampling, main) values
('balanced', 'Balanced', 'Lively and to the point. The one that chats begin with.',
	'{"temperature":0.9,"topP":0.95,"minP":0.03,"frequencyPenalty":0.1}', ''),
('creative', 'Creative', 'Bolder words and sudden turns; now and then it strays.',
	'{"temperature":1.15,"topP":0.98,"minP":0.05,"presencePenalty":0.3}', ''),
('precise', 'Precise', 'Keeps close to the card and to what was said; shorter replies.',
	'{"temperature":0.5,"topP":0.9,"maxTokens":300}', ''),
('storyteller', 'Storyteller', 'Long replies that paint the scene and move the story on.',
	'{"temperature":1,"topP":0.97,"minP":0.04,"maxTokens":900}',
	'Write the next part of this roleplay between {{char}} and {{user}} as a storyteller does: what is '
	'seen, heard and felt, what {{char}} says and does, and one thing that moves the story on. Write '
	'three to five paragraphs, in the language of {{user}}, with actions between *asterisks*. Leave '
	'what {{user}} says, does and decides to {{user}}.');

alter table chat
	add column persona_id bigint references persona on delete set null,
	-- The member speaks as themselves here, whatever their personas are.
	add column persona_off boolean not null default false,
	add column preset_id bigint references preset on delete set null,
	add column note_text text not null default '' check (char_length(note_text) <= 8000),
	add column note_position text not null default 'depth'
		check (note_position in ('before', 'after', 'depth')),
	add column note_depth int not null default 4 check (note_depth between 0 and 1000),
	add column note_interval int not null default 1 check (note_interval between 0 and 1000),
	add column note_role text not null default 'system' check (note_role in ('system', 'user', 'assistant')),
	-- What differs from the preset's sampling.
	add column sampling jsonb not null default '{}' check (jsonb_typeof(sampling) = 'object');
create index chat_persona on chat (persona_id) where persona_id is not null;
create index chat_preset on chat (preset_id) where preset_id is not null;

-- What cards say about the conversation itself, kept beside the texts that people edit.
alter table character
	-- Example dialogue as the card has it, with its blocks; emptied when the examples are edited here.
	add column mes_example text not null default '' check (char_length(mes_example) <= 64000),
	add column depth_prompt text not null default '' check (char_length(depth_prompt) <= 16000),
	add column depth_prompt_depth int not null default 4 check (depth_prompt_depth between 0 and 1000),
	add column depth_prompt_role text not null default 'system'
		check (depth_prompt_role in ('system', 'user', 'assistant'));

create function examples_edited() returns trigger language plpgsql as $$
begin
	if new.example_dialogues is distinct from old.example_dialogues
	and new.mes_example is not distinct from old.mes_example then
		new.mes_example := '';
	end if;
	return new;
end $$;
create trigger examples_edited before update of example_dialogues on character
	for each row execute function examples_edited();

-- What was sent for a reply. The worker writes it with the reply's end; the newest replies of a chat
-- keep the whole report, older ones only the lore that fired, on which its timed effects stand.
create table prompt_record (
	message_id bigint primary key references message on delete cascade,
	chat_id bigint not null references chat on delete cascade,
	-- Who asked for it: their persona stands in it, so nobody else reads it.
	member_id bigint not null references member on delete cascade,
	report jsonb check (jsonb_typeof(report) = 'object'),
	fired text[] not null default '{}',
	created_at timestamptz not null default now()
);
alter table prompt_record alter column report set compression lz4;
create index prompt_record_member on prompt_record (member_id);
create index prompt_record_chat on prompt_record (chat_id, message_id desc) where report is not null;

-- How a model's own count of tokens differs from the estimate (lib/prompt/count.h).
create table token_calibration (
	model text primary key check (char_length(model) between 1 and 200),
	ratio double precision not null check (ratio between 0.5 and 3),
	samples bigint not null check (samples > 0),
	updated_at timestamptz not null default now()
);

grant select, insert, update on persona, preset to snug_web;
grant select, insert, update, delete on character_persona, preset_choice to snug_web;
grant select on prompt_record, token_calibration to snug_web;
grant select on persona, character_persona, preset, preset_choice to snug_worker;
grant select, insert, update, delete on prompt_record to snug_worker;
grant select, insert, update on token_calibration to snug_worker;
