-- Versions of characters, what a creator may ask for a reply, and the order of their pictures.

-- A character as it was published: the texts of a draft, as in character_draft.data.
create table character_version (
	id bigint generated always as identity primary key,
	character_id bigint not null references character on delete cascade,
	n int not null check (n > 0),
	data jsonb not null check (jsonb_typeof(data) = 'object'),
	created_at timestamptz not null default now(),
	unique (character_id, n)
);

-- What its story may hold besides the level (lib/character/note.h).
alter table character add column content_notes text[] not null default '{}' check (content_notes <@
	'{violence,horror,strong-language,drink-and-drugs,romance,grief}' and cardinality(content_notes) <= 6);

-- A character as the texts of a draft.
create function character_texts(c public.character) returns jsonb language sql stable as $$
	select jsonb_build_object('name', c.name, 'shortDescription', c.short_description,
		'longBio', c.long_bio, 'age', coalesce(c.age::text, ''), 'pronouns', c.pronouns, 'traits', c.traits,
		'personality', c.personality, 'scenario', c.scenario, 'greeting', c.greeting,
		'alternateGreetings', c.alternate_greetings, 'groupGreetings', c.group_greetings,
		'talkativeness', c.talkativeness::text, 'nickname', c.nickname, 'creatorNotes', c.creator_notes,
		'systemPrompt', c.system_prompt, 'postHistory', c.post_history, 'depthPrompt', c.depth_prompt,
		'depthPromptDepth', c.depth_prompt_depth::text, 'depthPromptRole', c.depth_prompt_role,
		'exampleDialogues', c.example_dialogues, 'look', c.look, 'tags', c.tags,
		'nsfwLevel', c.nsfw_level, 'contentNotes', c.content_notes,
		'visibility', coalesce(c.publish_as, c.visibility),
		'replyPrice', coalesce(trim_scale(c.reply_price / 1000.0)::text, ''))
$$;

-- Keeps the character as it is, unless its newest version says the same; the newest fifty stay.
create function character_remember(p_character bigint) returns int language plpgsql as $$
declare
	texts jsonb;
	last public.character_version;
begin
	select character_texts(c) into texts from public.character c where c.id = p_character;
	select * into last from character_version where character_id = p_character order by n desc limit 1;
	if texts is null or last.data = texts then
		return coalesce(last.n, 0);
	end if;
	insert into character_version (character_id, n, data) values (p_character, coalesce(last.n, 0) + 1, texts);
	delete from character_version where character_id = p_character and n <= coalesce(last.n, 0) + 1 - 50;
	return coalesce(last.n, 0) + 1;
end $$;

insert into entitlement (key, value, about, label) values
	('premium_characters', 0, 'Characters of a member that may have a price of their own',
		'Characters with a price of their own'),
	('premium_least', 0, 'The least that such a reply costs, in thousandths of a gem', null),
	('premium_most', 10000, 'The most that such a reply costs, in thousandths of a gem', null);

-- The place of a picture in the gallery of its character, or of the one that a draft will be. What has
-- none, the portrait aside, is in no gallery.
alter table media
	add column gallery_place int,
	add column draft_id bigint references character_draft,
	add column caption text not null default '' check (char_length(caption) <= 200);
create index media_draft on media (draft_id) where draft_id is not null;

-- What a member brought into a gallery that others see waits for staff.
create index media_waits on media (character_id)
	where gallery_place is not null and generated_by = '' and not is_public and deleted_at is null;
create function gallery_waits(c public.character) returns boolean language sql stable as $$
	select (c.visibility <> 'private' or c.publish_at is not null) and exists (select from media m
		where m.character_id = c.id and m.gallery_place is not null and m.generated_by = ''
			and not m.is_public and m.deleted_at is null)
$$;

-- Staff looked at them: others see them, or they leave the gallery and stay their owner's.
create function gallery_decide(p_character bigint, p_approves boolean) returns void language sql as $$
	update media set is_public = p_approves, gallery_place = case when p_approves then gallery_place end
	where character_id = p_character and gallery_place is not null and generated_by = ''
		and not is_public and deleted_at is null
$$;

-- A draft that goes lets its pictures go.
create function draft_leave_pictures() returns trigger language plpgsql as $$
begin
	update media set draft_id = null, gallery_place = null where draft_id = old.id;
	return old;
end $$;
create trigger draft_goes before delete on character_draft
	for each row execute function draft_leave_pictures();

grant select, insert, delete on character_version to snug_web;
