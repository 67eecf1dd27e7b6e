-- Characters, tags, pictures, and what members think of characters.

create extension if not exists pg_trgm;

-- Pictures and other files, kept under the hash of their content.
create table media (
	id bigint generated always as identity primary key,
	owner_id bigint references member on delete cascade,
	hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
	thumb_hash text check (thumb_hash ~ '^[0-9a-f]{64}$'),
	type text not null check (type in ('image', 'video', 'audio')),
	mime text not null check (mime in ('image/webp', 'image/png', 'image/jpeg')),
	width int not null check (width > 0),
	height int not null check (height > 0),
	bytes bigint not null check (bytes > 0),
	-- Private files are served to their owner only.
	is_public boolean not null default false,
	-- Who made it: "sketch", a model's name, or "" for what a member brought.
	generated_by text not null default '',
	alt text not null default '' check (char_length(alt) <= 500),
	character_id bigint,
	created_at timestamptz not null default now(),
	deleted_at timestamptz
);
create index media_thumb on media (thumb_hash);
create index media_owner on media (owner_id, id desc) where deleted_at is null;
create index media_character on media (character_id, id desc) where deleted_at is null;

create table tag (
	id bigint generated always as identity primary key,
	-- As lib/card/tag.h writes them.
	name text not null unique check (char_length(name) <= 30 and name ~ '^[^-A-Z[:space:][:cntrl:],<>"&%?#/][^A-Z[:space:][:cntrl:],<>"&%?#/]*$'),
	label text not null check (char_length(label) between 1 and 40),
	about text not null default '',
	-- Kept by a trigger: listed characters that carry the tag.
	character_count bigint not null default 0 check (character_count >= 0)
);

create index tag_used on tag (character_count desc, name) where character_count > 0;

-- Everything that a list shows stands flat in the row: no list joins or counts.
create table character (
	id bigint generated always as identity primary key,
	key text unique,
	creator_id bigint not null references member,
	creator_name text not null,
	name text not null check (char_length(name) between 1 and 60),
	short_description text not null check (char_length(short_description) <= 160),
	long_bio text not null default '',
	personality text not null default '',
	scenario text not null default '',
	greeting text not null default '',
	alternate_greetings text[] not null default '{}',
	traits text[] not null default '{}',
	example_dialogues jsonb not null default '[]' check (jsonb_typeof(example_dialogues) = 'array'),
	-- Lines for the offline engine.
	chat_lines jsonb not null default '{}' check (jsonb_typeof(chat_lines) = 'object'),
	-- What the painter sees.
	look jsonb not null default '{}' check (jsonb_typeof(look) = 'object'),
	pronouns text not null default '',
	-- Depicted people are adults; no setting lowers this (product decision 7). A card without a stated age
	-- waits in quarantine.
	age int,
	tags text[] not null default '{}' check (cardinality(tags) <= 10),
	voice text not null default 'ai' check (voice in ('ai', 'staff', 'mixed')),
	nsfw_level text not null default 'none' check (nsfw_level in ('none', 'suggestive', 'explicit')),
	visibility text not null default 'private' check (visibility in ('public', 'private', 'unlisted')),
	moderation_status text not null default 'pending'
		check (moderation_status in ('pending', 'approved', 'rejected', 'quarantined')),
	featured boolean not null default false,
	avatar_url text,
	thumb_url text,
	-- Price of one reply, where it differs from the price book.
	reply_price bigint check (reply_price >= 0),
	-- Size of the card in the prompt: the smaller, the sooner the first word (sort "fast").
	prompt_weight int not null generated always as (octet_length(long_bio) + octet_length(personality)
		+ octet_length(scenario) + octet_length(greeting) + octet_length(example_dialogues::text)) stored,
	rating_sum bigint not null default 0,
	rating_count bigint not null default 0,
	-- Null while nobody has rated it.
	rating_avg double precision generated always as
		(rating_sum::double precision / nullif(rating_count, 0)) stored,
	usage_count bigint not null default 0,
	favorite_count bigint not null default 0,
	popularity bigint not null default 0,
	-- Velocity: what happened lately, fading; the worker keeps it.
	trending bigint not null default 0,
	published_at timestamptz,
	last_active_at timestamptz not null default now(),
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	deleted_at timestamptz,
	listed boolean generated always as
		(visibility = 'public' and moderation_status = 'approved' and deleted_at is null
		 and nsfw_level = 'none') stored,
	-- The same of what only adults may see who want to; see migration 0042.
	listed_adult boolean generated always as
		(visibility = 'public' and moderation_status = 'approved' and deleted_at is null
		 and nsfw_level <> 'none') stored,
	constraint published_when_public check (visibility <> 'public' or published_at is not null),
	constraint adults_only check
		(coalesce(age, 0) >= 18 or (age is null and moderation_status = 'quarantined')),
	constraint texts_are_not_endless check (char_length(long_bio) <= 32000
		and char_length(personality) <= 32000 and char_length(scenario) <= 32000
		and char_length(greeting) <= 32000)
) with (fillfactor = 85);
alter table media add foreign key (character_id) references character;

create index character_popular on character (popularity desc, id desc) where listed;
create index character_trending on character (trending desc, id desc) where listed;
create index character_new on character (published_at desc, id desc) where listed;
create index character_recent on character (last_active_at desc, id desc) where listed;
create index character_fast on character (prompt_weight, id) where listed;
create index character_featured on character (popularity desc) where listed and featured;
create index character_tags on character using gin (tags) where listed;
create index character_words on character
	using gin ((lower(name || ' ' || short_description || ' ' || creator_name)) gin_trgm_ops) where listed;
create index character_creator on character (creator_id, id desc);

-- Keeps tag.character_count. Tags that nobody described yet are made on the way.
create function character_count_tags() returns trigger language plpgsql as $$
declare
	gone text[] := '{}';
	come text[] := '{}';
begin
	if tg_op <> 'INSERT' and old.listed then
		gone := old.tags;
	end if;
	if tg_op <> 'DELETE' and new.listed then
		come := new.tags;
	end if;
	if gone = come then
		return null;
	end if;
	insert into tag (name, label)
		select t, initcap(replace(t, '-', ' ')) from unnest(come) t order by t
		on conflict (name) do nothing;
	update tag set character_count = character_count + d.n
		from (select name, sum(n) as n from (select unnest(come) as name, 1 as n
			union all select unnest(gone), -1) x group by name having sum(n) <> 0 order by name) d
		where tag.name = d.name;
	return null;
end $$;
create trigger character_tags_counted
	after insert or delete or update of tags, visibility, moderation_status, deleted_at, nsfw_level
	on character for each row execute function character_count_tags();

create table favorite (
	member_id bigint not null references member on delete cascade,
	character_id bigint not null references character on delete cascade,
	created_at timestamptz not null default now(),
	primary key (member_id, character_id)
);
create index favorite_character on favorite (character_id);

create table review (
	member_id bigint not null references member on delete cascade,
	character_id bigint not null references character on delete cascade,
	member_name text not null,
	stars int not null check (stars between 1 and 5),
	text text not null default '' check (char_length(text) <= 1000),
	created_at timestamptz not null default now(),
	primary key (member_id, character_id)
);
create index review_character on review (character_id, created_at desc);

-- Counters that pages show are kept where they are shown.
create function character_count_favorites() returns trigger language plpgsql as $$
begin
	if tg_op = 'INSERT' then
		update character set favorite_count = favorite_count + 1, popularity = popularity + 3 where id = new.character_id;
	else
		update character set favorite_count = favorite_count - 1, popularity = popularity - 3 where id = old.character_id;
	end if;
	return null;
end $$;
create trigger favorite_counted after insert or delete on favorite
	for each row execute function character_count_favorites();

create function character_count_reviews() returns trigger language plpgsql as $$
begin
	if tg_op <> 'INSERT' then
		update character set rating_sum = rating_sum - old.stars, rating_count = rating_count - 1 where id = old.character_id;
	end if;
	if tg_op <> 'DELETE' then
		update character set rating_sum = rating_sum + new.stars, rating_count = rating_count + 1 where id = new.character_id;
	end if;
	return null;
end $$;
create trigger review_counted after insert or update or delete on review
	for each row execute function character_count_reviews();

grant select, insert, update on character, media, tag, review to snug_web;
grant select, insert, delete on favorite to snug_web;
grant delete on review to snug_web;
grant select, update on character to snug_worker;
grant select, insert, update on media to snug_worker;
