-- Characters in the making, and what a member may have of what the house limits.

-- Numbers that are no prices, where a member's plan says nothing else. The owner edits them; nothing in
-- the code repeats them.
create table entitlement (
	key text primary key check (key ~ '^[a-z0-9_.]{3,60}$'),
	-- Null: as many as they like.
	value bigint check (value >= 0),
	about text not null default '',
	-- What members are told it is. Null: not told (a bound of the house, or what this house does not do
	-- yet).
	label text check (char_length(label) between 3 and 60)
);
insert into entitlement (key, value, about, label) values
	('characters', 1, 'Characters that a member has at once', 'Characters'),
	('drafts', 20, 'Characters in the making that a member has at once', 'Drafts at once');

-- What a member typed so far. A draft has the id that its character has, or will have: it stays the
-- same from the first word on.
create table character_draft (
	id bigint primary key default nextval('character_id_seq'),
	member_id bigint not null references member on delete cascade,
	-- Of the page that began it, so that pressing twice begins one.
	key text check (char_length(key) between 8 and 120),
	step text not null default 'basics'
		check (step in ('basics', 'personality', 'visuals', 'tags', 'visibility', 'review')),
	data jsonb not null default '{}'
		check (jsonb_typeof(data) = 'object' and octet_length(data::text) <= 1000000),
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	deleted_at timestamptz,
	unique (member_id, key)
);
create index character_draft_member on character_draft (member_id, updated_at desc) where deleted_at is null;
create index character_draft_gone on character_draft (deleted_at) where deleted_at is not null;

-- A character that is to be seen from a moment on; the worker opens it.
alter table character
	add column publish_at timestamptz,
	add column publish_as text check (publish_as in ('public', 'unlisted')),
	add constraint publish_at_as check ((publish_at is null) = (publish_as is null));
create index character_publish_due on character (publish_at) where publish_at is not null;

-- ---------------------------------------------------------------- portraits

-- The first portrait of a character is the house's: an order of one picture without a price.
alter table generation add column is_portrait boolean not null default false;

-- Orders a portrait. Returns the job, or null when one is being painted.
create function portrait_order(p_member bigint, p_character bigint, p_prompt text) returns bigint
language plpgsql as $$
declare
	seed bigint := (random() * 9007199254740991)::bigint;
	g bigint;
	j bigint;
begin
	if exists (select from job where uniq = 'portrait:' || p_character) then
		return null;
	end if;
	insert into generation (member_id, character_id, prompt, count, orientation, style, quality, seed,
		price_each, is_portrait)
		values (p_member, p_character, p_prompt, 1, 'portrait', 'default', 'balanced', seed, 0, true)
		returning id into g;
	insert into generation_image (generation_id, n, seed) values (g, 0, seed);
	j := job_put('picture', p_member, 3, g, null, 'portrait:' || p_character);
	update generation set job_id = j where id = g;
	return j;
end $$;

-- A portrait that is painted hangs on its character, and is seen by whom the character is seen.
create function portrait_hang() returns trigger language plpgsql as $$
begin
	if new.status <> 'completed' or new.media_id is null then
		return null;
	end if;
	with c as (
		update character set avatar_url = '/media/' || m.hash || '.webp',
			thumb_url = '/media/' || coalesce(m.thumb_hash, m.hash) || '.webp'
		from generation g, media m
		where g.id = new.generation_id and g.is_portrait and character.id = g.character_id
			and character.creator_id = g.member_id and m.id = new.media_id
		returning character.visibility)
	update media set is_public = true from c where media.id = new.media_id and c.visibility <> 'private';
	return null;
end $$;
create trigger generation_image_hangs after update of status on generation_image
	for each row execute function portrait_hang();

grant usage on sequence character_id_seq to snug_web;
grant select on entitlement to snug_web;
grant select, insert, update, delete on character_draft to snug_web;
grant select, delete on character_draft to snug_worker;
