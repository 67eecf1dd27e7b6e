-- Lore: books of what is known of a world, read into a prompt when a conversation touches it.
--
-- A book has a version that grows with every change of it or its entries: programs keep compiled
-- books by id and version. What came from a file is kept as it came, byte for byte; going out, an
-- entry that was not changed goes as it was written.

create table lorebook (
	id bigint generated always as identity primary key,
	owner_id bigint not null references member on delete cascade,
	name text not null check (char_length(name) between 1 and 120),
	description text not null default '' check (char_length(description) <= 4000),
	-- Whose rules it follows: V2, V3, SillyTavern's world files, Agnai's memory.
	shape text not null default 'world' check (shape in ('v2', 'v3', 'world', 'memory')),
	-- Null: as the chat says.
	scan_depth int check (scan_depth between 0 and 1000),
	token_budget int check (token_budget between 1 and 1000000),
	is_recursive boolean not null default false,
	-- Null: no.
	whole_words boolean,
	case_sensitive boolean,
	group_scoring boolean,
	-- Read in all chats of its owner.
	is_global boolean not null default false,
	version bigint not null default 1,
	-- The version that came from a file, null for a book that was made here.
	came_version bigint,
	-- Entries that are there; the number of the next one.
	entry_count int not null default 0,
	next_n int not null default 1,
	-- The character in whose card it came; the card keeps its text.
	card_id bigint references character on delete set null,
	-- What it takes of its owner's room.
	bytes bigint not null default 0 check (bytes >= 0),
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	deleted_at timestamptz
);
create index lorebook_owner on lorebook (owner_id, id desc) where deleted_at is null;
create index lorebook_global on lorebook (owner_id) where is_global and deleted_at is null;
create unique index lorebook_card on lorebook (card_id) where card_id is not null;
create index lorebook_gone on lorebook (owner_id, deleted_at) where deleted_at is not null;

-- A book's file, JSON as text (see character_card). The book of a card stands there and has no row here.
create table lorebook_file (
	lorebook_id bigint primary key references lorebook on delete cascade,
	original text not null
);
alter table lorebook_file alter column original set compression lz4;

create table lore_entry (
	id bigint generated always as identity primary key,
	lorebook_id bigint not null references lorebook on delete cascade,
	-- Its number in the book, never given twice.
	n int not null check (n > 0),
	-- Its place in the file from 0, and whether it was changed since; null for one that was made here.
	source_at int check (source_at >= 0),
	is_edited boolean not null default false,
	-- As the file called it.
	uid text not null default '' check (octet_length(uid) <= 200),
	name text not null default '' check (octet_length(name) <= 1000),
	keys text[] not null default '{}' check (cardinality(keys) <= 128),
	secondary text[] not null default '{}' check (cardinality(secondary) <= 128),
	-- With its decorators.
	content text not null default '' check (octet_length(content) <= 262144),
	is_enabled boolean not null default true,
	is_constant boolean not null default false,
	is_selective boolean not null default true,
	-- Every key is a pattern (V3).
	uses_regex boolean not null default false,
	-- 0 any of the others, 1 not all, 2 none, 3 all
	logic int not null default 0 check (logic between 0 and 3),
	-- 0 before the character, 1 after it, 2 and 3 above and below the author's note, 4 at a depth,
	-- 5 and 6 before and after the examples, 7 outlet
	place int not null default 0 check (place between 0 and 7),
	outlet text not null default '' check (octet_length(outlet) <= 200),
	depth int not null default 4 check (depth between 0 and 1000),
	-- 0 system, 1 user, 2 assistant
	role int not null default 0 check (role between 0 and 2),
	insertion_order int not null default 100,
	priority int,
	probability int not null default 100 check (probability between 0 and 100),
	group_name text not null default '' check (octet_length(group_name) <= 200),
	is_group_override boolean not null default false,
	group_weight int not null default 100 check (group_weight between 0 and 10000),
	-- Null: as the book says.
	group_scoring boolean,
	scan_depth int check (scan_depth between 0 and 1000),
	case_sensitive boolean,
	whole_words boolean,
	-- In messages.
	sticky int not null default 0 check (sticky between 0 and 1000),
	cooldown int not null default 0 check (cooldown between 0 and 1000),
	delay int not null default 0 check (delay between 0 and 1000),
	is_excluded boolean not null default false,
	is_preventing boolean not null default false,
	recursion_level int not null default 0 check (recursion_level between 0 and 100),
	ignores_budget boolean not null default false,
	-- Bits of what is scanned besides: see lib/lore/lore.h.
	also int not null default 0 check (also between 0 and 63),
	filter_names text[] not null default '{}' check (cardinality(filter_names) <= 100),
	filter_tags text[] not null default '{}' check (cardinality(filter_tags) <= 100),
	is_filter_exclusive boolean not null default false,
	triggers text[] not null default '{}' check (cardinality(triggers) <= 100),
	deleted_at timestamptz,
	constraint a_number_is_given_once unique (lorebook_id, n)
);
alter table lore_entry alter column content set compression lz4;
create index lore_entry_live on lore_entry (lorebook_id, n) where deleted_at is null;

-- A new entry, as lore_entry_new in lib/lore/read.c has it: what an entry's JSON leaves out is as here.
create function lore_blank() returns lore_entry language sql stable as $$
	select json_populate_record(null::lore_entry, '{"uid":"","name":"","keys":[],"secondary":[],"content":"",
		"is_enabled":true,"is_constant":false,"is_selective":true,"uses_regex":false,"logic":0,"place":0,
		"outlet":"","depth":4,"role":0,"insertion_order":100,"probability":100,"group_name":"",
		"is_group_override":false,"group_weight":100,"sticky":0,"cooldown":0,"delay":0,"is_excluded":false,
		"is_preventing":false,"recursion_level":0,"ignores_budget":false,"also":0,"filter_names":[],
		"filter_tags":[],"is_filter_exclusive":false,"triggers":[]}')
$$;

-- A book changes with its entries.
create function lore_added() returns trigger language plpgsql as $$
begin
	update lorebook b set version = version + 1, updated_at = now(), entry_count = b.entry_count + k.live,
		next_n = greatest(b.next_n, k.top + 1), bytes = b.bytes + k.bytes
	from (select lorebook_id, count(*) filter (where deleted_at is null)::int as live, max(n) as top,
			sum(octet_length(content) + 200) as bytes from added group by lorebook_id) k
	where b.id = k.lorebook_id;
	return null;
end $$;
create trigger lore_entry_added after insert on lore_entry referencing new table as added
	for each statement execute function lore_added();

create function lore_changed() returns trigger language plpgsql as $$
begin
	update lorebook b set version = version + 1, updated_at = now(), entry_count = b.entry_count + k.live,
		bytes = greatest(b.bytes + k.bytes, 0)
	from (select lorebook_id, sum(live)::int as live, sum(bytes) as bytes from (
			select lorebook_id, (deleted_at is null)::int as live, octet_length(content) as bytes from now_there
			union all
			select lorebook_id, -(deleted_at is null)::int, -octet_length(content) from was_there) both_sides
		group by lorebook_id) k
	where b.id = k.lorebook_id;
	return null;
end $$;
create trigger lore_entry_changed after update on lore_entry
	referencing old table as was_there new table as now_there
	for each statement execute function lore_changed();

grant select, insert, update, delete on lorebook, lore_entry to snug_web;
grant select, insert, delete on lorebook_file to snug_web;
grant select on lorebook, lorebook_file, lore_entry to snug_worker;
