-- Characters that members bring from other tools, and take back whole.

-- What a card says besides what a character had.
alter table character
	add column nickname text not null default '' check (char_length(nickname) <= 60),
	-- Shown to people, never put into a prompt.
	add column creator_notes text not null default '' check (char_length(creator_notes) <= 32000),
	-- As its creator calls it: {{charVersion}}.
	add column version text not null default '' check (char_length(version) <= 60),
	add column system_prompt text not null default '' check (char_length(system_prompt) <= 32000),
	add column post_history text not null default '' check (char_length(post_history) <= 32000),
	-- What it may say when it comes into a chat with others.
	add column group_greetings text[] not null default '{}',
	-- How readily it speaks among others.
	add column talkativeness real not null default 0.5 check (talkativeness between 0 and 1);

-- The card as it came, byte for byte, which jsonb would not keep (order, numbers, \u0000). It is JSON: the
-- program that brings it has read it whole, and the database does not read ten megabytes again.
create table character_card (
	character_id bigint primary key references character on delete cascade,
	container text not null check (container in ('json', 'png', 'charx', 'jpeg')),
	spec int not null check (spec between 1 and 3),
	spec_version text not null,
	original text not null,
	-- BLAKE2b of the file that was brought, to know it again.
	hash bytea not null check (octet_length(hash) = 32),
	-- Of the card and its files, for the member's quota.
	bytes bigint not null check (bytes >= 0),
	-- Entries of its book.
	entries int not null default 0 check (entries >= 0),
	created_at timestamptz not null default now()
);
alter table character_card alter column original set compression lz4;

-- Files that came inside a card. They only go out again with it: nothing here shows or runs them.
create table character_card_file (
	character_id bigint not null references character_card on delete cascade,
	n int not null,
	place text not null check (octet_length(place) between 1 and 1000),
	bytes bytea not null,
	primary key (character_id, n)
);

-- What came of the files of one import, for its page. The newest twenty of a member are kept.
create table card_import (
	id bigint generated always as identity primary key,
	member_id bigint not null references member on delete cascade,
	results jsonb not null check (jsonb_typeof(results) = 'array'),
	created_at timestamptz not null default now()
);
create index card_import_member on card_import (member_id, id desc);

grant select, insert on character_card, character_card_file to snug_web;
grant select, insert, update, delete on card_import to snug_web;
