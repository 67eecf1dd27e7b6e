-- Which books are read where, and how the books of a chat mix.

-- A character has one book of its own, which came with its card or was given by its creator: it is read in
-- every chat with it and goes out with its card; one book may belong to several characters. Other links
-- are a member's own: that member's book, read in that member's chats.
create table character_lorebook (
	character_id bigint not null references character on delete cascade,
	lorebook_id bigint not null references lorebook on delete cascade,
	is_own boolean not null default false,
	primary key (character_id, lorebook_id)
);
create unique index character_own_book on character_lorebook (character_id) where is_own;
create index character_lorebook_book on character_lorebook (lorebook_id);

create table chat_lorebook (
	chat_id bigint not null references chat on delete cascade,
	lorebook_id bigint not null references lorebook on delete cascade,
	primary key (chat_id, lorebook_id)
);
create index chat_lorebook_book on chat_lorebook (lorebook_id);

create table chat_lore (
	chat_id bigint primary key references chat on delete cascade,
	-- Messages that are scanned by books that do not say.
	depth int not null default 4 check (depth between 0 and 1000),
	-- Of the context, in percent; and at most so many tokens, 0 for no such limit.
	percent int not null default 25 check (percent between 1 and 100),
	cap int not null default 0 check (cap between 0 and 1000000),
	strategy text not null default 'evenly'
		check (strategy in ('evenly', 'character_first', 'global_first')),
	-- Rounds in all, 0 for as many as it takes; entries that are to fire at least.
	steps_most int not null default 0 check (steps_most between 0 and 32),
	least int not null default 0 check (least between 0 and 100),
	least_depth_most int not null default 0 check (least_depth_most between 0 and 1000),
	has_names boolean not null default true
);

grant select, insert, update, delete on character_lorebook, chat_lorebook, chat_lore to snug_web;
grant select on character_lorebook, chat_lorebook, chat_lore to snug_worker;
grant select on character_card to snug_worker;
