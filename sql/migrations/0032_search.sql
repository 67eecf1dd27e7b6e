-- Search: what a listed character can be found by, the words that there are, how members hide what
-- they do not want to meet, and the scores behind "popular" and "trending".

-- Accents are folded by unaccent where the server has it; else only marks that stand apart are.
do $$
begin
	if exists (select from pg_available_extensions where name = 'unaccent') then
		create extension if not exists unaccent;
		execute $f$create function search_fold(t text) returns text language sql immutable parallel safe strict
			return lower(public.unaccent('public.unaccent'::regdictionary, normalize(t, nfkc)))$f$;
	else
		execute $f$create function search_fold(t text) returns text language sql immutable parallel safe strict
			return lower(normalize(regexp_replace(normalize(t, nfkd), '[\u0300-\u036f]+', '', 'g'), nfkc))$f$;
	end if;
end $$;

-- A text as its words with blanks between them: folded, apostrophes taken out, cut at whatever is no
-- letter and no digit. What is stored and what is asked for go through this one function.
create function search_text(t text) returns text language sql immutable parallel safe strict
	return btrim(regexp_replace(translate(search_fold(t), '''’ʼ', ''), '[^[:alnum:]]+', ' ', 'g'));
create function search_words(t text) returns text[] language sql immutable parallel safe strict
	return string_to_array(search_text(t), ' ');
create function search_vector(t text) returns tsvector language sql immutable parallel safe strict
	return to_tsvector('simple'::regconfig, search_text(t));

-- By rank: name (A), tags (B), short description (C), creator (D, twice), the beginning of the
-- biography (without places, which counts least).
create function search_document(name text, tags text[], short_description text, creator_name text,
	long_bio text) returns tsvector language sql immutable parallel safe strict
	return setweight(search_vector(name), 'A') || setweight(search_vector(array_to_string(tags, ' ')), 'B')
		|| setweight(search_vector(short_description), 'C')
		|| search_vector(creator_name || ' ' || creator_name) || strip(search_vector(left(long_bio, 2000)));

-- What is typed, as a query: all words; the last may be the beginning of one. The words hold letters
-- and digits only: nothing to quote.
create function search_query(words text[]) returns tsquery language sql immutable parallel safe strict
	return to_tsquery('simple'::regconfig, (select coalesce(string_agg('''' || w || ''''
			|| case when n = cardinality(words) and (length(w) > 1 or w > '~') then ':*' else '' end,
			' & ' order by n), '')
		from unnest(words) with ordinality x (w, n)));

-- Listed characters only. A table beside `character`, whose rows change with every reply: these
-- change when somebody edits.
create table character_search (
	character_id bigint primary key references character on delete cascade,
	-- As the character's: what is not for everybody is found by few.
	nsfw_level text not null default 'none',
	-- Among the most popular few thousand: searched whole, however common a word is.
	is_head boolean not null,
	-- Popularity by orders of magnitude; only ranks what fits equally well.
	standing smallint not null default 0,
	name text collate "C" not null,
	words tsvector not null
);
create index character_search_words on character_search using gin (words) with (fastupdate = off);
create index character_search_head on character_search using gin (words) with (fastupdate = off)
	where is_head;
create index character_search_name on character_search (name);

-- The words of names, tags, short descriptions and creators, and in how many characters: what a
-- mistyped word is compared with.
create table search_word (
	word text primary key,
	uses bigint not null default 0
);
create index search_word_like on search_word using gin (word gin_trgm_ops);

-- Numbers that pages show and nobody counts.
create table house_count (
	name text primary key,
	n bigint not null
);
insert into house_count values ('characters', 0);

create function search_standing(popularity bigint) returns smallint
language sql immutable parallel safe strict
	return (ln(greatest(popularity, 0) + 1) * 4)::smallint;

create function search_lexicon(name text, tags text[], short_description text, creator_name text)
returns text[] language sql immutable parallel safe strict
	return array(select distinct w from unnest(search_words(name || ' ' || array_to_string(tags, ' ')
		|| ' ' || short_description || ' ' || creator_name)) w where length(w) > 2 order by w);

-- Adds what a set of characters is found by, counting each word once. The set may be large: nothing
-- here is done row by row. Words and numbers that everybody sees come from what everybody may see.
create function search_add(ids bigint[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	room bigint := 4000 - (select n from house_count where house_count.name = 'characters');
begin
	insert into character_search
		select c.id, c.nsfw_level, row_number() over (order by c.popularity desc, c.id) <= room,
			search_standing(c.popularity), search_text(c.name),
			search_document(c.name, c.tags, c.short_description, c.creator_name, c.long_bio)
		from character c where c.id = any (ids) and (c.listed or c.listed_adult)
		on conflict do nothing;
	insert into search_word
		select w, count(*) from character c,
			unnest(search_lexicon(c.name, c.tags, c.short_description, c.creator_name)) w
		where c.id = any (ids) and c.listed group by w order by w
		on conflict (word) do update set uses = search_word.uses + excluded.uses;
	update house_count set n = n + (select count(*) from character c where c.id = any (ids) and c.listed)
		where name = 'characters';
end $$;
revoke execute on function search_add(bigint[]) from public;

create function character_search_insert() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	ids bigint[] := array(select id from come where listed or listed_adult);
begin
	if cardinality(ids) > 0 then
		perform search_add(ids);
	end if;
	return null;
end $$;

-- The rows themselves go with their characters.
create function character_search_delete() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	update search_word s set uses = s.uses - d.n
		from (select w, count(*) as n from gone g,
				unnest(search_lexicon(g.name, g.tags, g.short_description, g.creator_name)) w
			where g.listed group by w order by w) d
		where s.word = d.w;
	update house_count set n = n - (select count(*) from gone where listed) where name = 'characters';
	return null;
end $$;

create function character_search_update() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	gone text[] := '{}';
	come text[] := '{}';
begin
	if not (old.listed or old.listed_adult) then
		if new.listed or new.listed_adult then
			perform search_add(array[new.id]);
		end if;
		return null;
	end if;
	if old.listed then
		gone := search_lexicon(old.name, old.tags, old.short_description, old.creator_name);
	end if;
	if new.listed then
		come := search_lexicon(new.name, new.tags, new.short_description, new.creator_name);
	end if;
	if new.listed or new.listed_adult then
		update character_search set name = search_text(new.name), nsfw_level = new.nsfw_level,
				words = search_document(new.name, new.tags, new.short_description, new.creator_name, new.long_bio)
			where character_id = new.id;
	else
		delete from character_search where character_id = old.id;
	end if;
	if old.listed <> new.listed then
		update house_count set n = n + case when new.listed then 1 else -1 end where name = 'characters';
	end if;
	insert into search_word select w from unnest(come) w order by w on conflict (word) do nothing;
	update search_word s set uses = s.uses + d.n
		from (select w, sum(n) as n from (select unnest(come) as w, 1 as n
			union all select unnest(gone), -1) x group by w having sum(n) <> 0 order by w) d
		where s.word = d.w;
	return null;
end $$;

create trigger character_search_inserted after insert on character
	referencing new table as come for each statement execute function character_search_insert();
create trigger character_search_deleted after delete on character
	referencing old table as gone for each statement execute function character_search_delete();
create trigger character_search_updated
	after update of name, tags, short_description, creator_name, long_bio, visibility, moderation_status,
		deleted_at, nsfw_level
	on character for each row
	when (old.listed or new.listed or old.listed_adult or new.listed_adult)
	execute function character_search_update();

-- Takes in what came past the triggers (a load of many rows with them switched off), a part at a
-- time; returns how many. Nothing to do is seen from two numbers.
create function search_catch_up(most int) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	ids bigint[];
	total bigint := (select count(*) from character where listed);
begin
	if total = (select n from house_count where name = 'characters')
			or not pg_try_advisory_xact_lock(hashtext('search_catch_up')) then
		return 0;
	end if;
	delete from character_search s using character c
		where c.id = s.character_id and not c.listed and not c.listed_adult;
	ids := array(select c.id from character c where (c.listed or c.listed_adult)
		and not exists (select 1 from character_search s where s.character_id = c.id) limit most);
	perform search_add(ids);
	update house_count set n = (select count(*) from character_search where nsfw_level = 'none')
		where name = 'characters';
	return cardinality(ids);
end $$;
revoke execute on function search_catch_up(int) from public;
grant execute on function search_catch_up(int) to snug_worker;

-- Everything anew: after the migration, and when rows came past the triggers.
create function search_rebuild() returns bigint language plpgsql as $$
declare
	total bigint;
begin
	-- Neither an edit nor the worker writes the same rows meanwhile.
	lock table character in share row exclusive mode;
	perform pg_advisory_xact_lock(hashtext('search_catch_up'));
	delete from character_search;
	delete from search_word;
	insert into character_search
		select id, nsfw_level, false, search_standing(popularity), search_text(name),
			search_document(name, tags, short_description, creator_name, long_bio)
		from character where listed or listed_adult;
	select count(*) into total from character where listed;
	update character_search set is_head = true
		where character_id in (select id from character where listed order by popularity desc, id desc limit 4000);
	insert into search_word select w, count(*) from character c,
		unnest(search_lexicon(c.name, c.tags, c.short_description, c.creator_name)) w
		where c.listed group by w;
	update house_count set n = total where name = 'characters';
	return total;
end $$;
select search_rebuild();

-- Public names of members.
create function search_member(username text, display_name text) returns tsvector
language sql immutable parallel safe strict
	return search_vector(username || ' ' || replace(username, '_', '') || ' ' || display_name);
create index member_words on member using gin (search_member(username, display_name))
	where state = 'active';

create function search_tag(name text, label text) returns tsvector language sql immutable parallel safe strict
	return search_vector(name || ' ' || label);
create index tag_words on tag using gin (search_tag(name, label));

-- What a member does not want to meet: one character, or everything of a creator.
create table member_block (
	member_id bigint not null references member on delete cascade,
	character_id bigint references character on delete cascade,
	creator_id bigint references member on delete cascade,
	created_at timestamptz not null default now(),
	constraint member_block_is_one check (num_nonnulls(character_id, creator_id) = 1),
	constraint member_block_is_other check (creator_id <> member_id)
);
create unique index member_block_character on member_block (member_id, character_id)
	where character_id is not null;
create unique index member_block_creator on member_block (member_id, creator_id)
	where creator_id is not null;
create index member_block_of_character on member_block (character_id) where character_id is not null;
create index member_block_of_creator on member_block (creator_id) where creator_id is not null;

-- Lists with filters: what is rare has an index of its own.
create index character_voiced on character (voice, popularity desc, id desc) where listed and voice <> 'ai';
create index character_rated on character (rating_avg) where listed and rating_count > 0;
create index character_priced on character (reply_price) where listed and reply_price is not null;
create index favorite_member on favorite (member_id, created_at desc, character_id desc);

-- Chats and replies apart, as a character's page shows them.
alter table character add column chat_count bigint not null default 0,
	add column reply_count bigint not null default 0;

-- Who talked to whom on which day: a member counts once a day, however much they write. Scores are
-- made of these rows alone; they go after a month.
create table character_visit (
	day date not null,
	character_id bigint not null references character on delete cascade,
	member_id bigint not null references member on delete cascade,
	primary key (day, character_id, member_id)
);
create index character_visit_character on character_visit (character_id);
create index character_visit_member on character_visit (member_id);

-- When the worker last did what it does now and then, whichever worker it was.
create table upkeep_mark (
	name text primary key,
	at timestamptz not null
);

grant select on character_search, search_word, house_count to snug_web;
grant select, insert, delete on member_block to snug_web;
grant select, update on character_search to snug_worker;
grant select, insert, delete on character_visit to snug_worker;
grant select, insert, update on upkeep_mark to snug_worker;
