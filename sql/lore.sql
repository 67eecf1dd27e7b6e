-- Lorebooks. Ownership stands in every statement; what is of a chat is asked of chat_of. An entry
-- travels into the database as JSON with the names of its columns (lib/lore/store.c writes it): it has
-- more fields than a statement has parameters.

-- ---------------------------------------------------------------- books

-- part: lore_book
select b.id, b.name, b.description, b.shape, b.entry_count, b.is_global, b.is_recursive, b.updated_at,
	b.version, b.came_version is null or b.version <> b.came_version as is_changed, b.scan_depth,
	b.token_budget, b.whole_words, b.case_sensitive, b.group_scoring, o.id as character_id,
	o.name as character_name, coalesce(o.n - 1, 0)::bigint as other_characters,
	exists (select from lorebook_file f where f.lorebook_id = b.id) as has_file
from lorebook b left join lateral (
	select c.id, c.name, count(*) over () as n from character_lorebook l
		join character c on c.id = l.character_id and c.deleted_at is null
	where l.lorebook_id = b.id and l.is_own order by c.id limit 1) o on true;

-- name: lore_list many
-- row: lore_book
-- in: member_id member_id, before_id lorebook_id, limit int
-- out: id lorebook_id, name text, description text, shape text, entry_count count, is_global bool
-- out: is_recursive bool, updated_at moment, version int, is_changed bool
-- out: scan_depth int?, token_budget int?, whole_words bool?, case_sensitive bool?, group_scoring bool?
-- out: character_id character_id?, character_name text?, other_characters int, has_file bool
{lore_book}
where b.owner_id = :member_id and b.deleted_at is null and b.id < :before_id
order by b.id desc limit :limit;

-- name: lore_find one
-- row: lore_book
-- in: id lorebook_id, member_id member_id
{lore_book}
where b.id = :id and b.owner_id = :member_id and b.deleted_at is null;

-- name: lore_unopened many
-- Characters of a member whose card holds a book that is no row yet.
-- in: member_id member_id
-- out: id character_id, name text, entries count
select c.id, c.name, k.entries from character c join character_card k on k.character_id = c.id
where c.creator_id = :member_id and c.deleted_at is null and k.entries > 0
	and not exists (select from lorebook b where b.card_id = c.id)
order by c.id desc limit 100;

-- name: lore_used one
-- Locks the member's books against each other, so that limits hold.
-- in: member_id member_id
-- out: locked bool, books int, bytes int
select pg_advisory_xact_lock(hashtextextended('lore', :member_id)) is not null as locked,
	(select count(*) from lorebook where owner_id = :member_id and deleted_at is null) as books,
	(select coalesce(sum(bytes), 0)::bigint from lorebook where owner_id = :member_id and deleted_at is null)
		as bytes;

-- name: lore_put one
-- in: owner_id member_id, name text, description text, shape text, scan_depth int, token_budget int
-- in: is_recursive bool, bytes int, card_id int
-- out: id lorebook_id
-- A scan depth below 0 and a budget of 0 are none, and so is a card of 0.
insert into lorebook (owner_id, name, description, shape, scan_depth, token_budget, is_recursive, bytes, card_id)
values (:owner_id, :name, :description, :shape, nullif(greatest(:scan_depth, -1), -1)::int,
	nullif(:token_budget, 0)::int, :is_recursive, :bytes, nullif(:card_id, 0))
returning id;

-- name: lore_file_put exec
-- in: id lorebook_id, original text
insert into lorebook_file (lorebook_id, original) values (:id, :original);

-- name: lore_came exec
-- The book is as it came, from here on.
-- in: id lorebook_id
update lorebook set came_version = version where id = :id;

-- name: lore_edit exec
-- in: id lorebook_id, member_id member_id, name text, description text, scan_depth int, token_budget int
-- in: is_recursive bool, is_global bool, whole_words text, case_sensitive text, group_scoring text
-- A scan depth below 0 and a budget of 0 are none; switches are inherit, no or yes.
update lorebook set name = :name, description = :description,
	scan_depth = nullif(greatest(:scan_depth, -1), -1)::int, token_budget = nullif(:token_budget, 0)::int,
	is_recursive = :is_recursive, is_global = :is_global,
	whole_words = case :whole_words when 'yes' then true when 'no' then false end,
	case_sensitive = case :case_sensitive when 'yes' then true when 'no' then false end,
	group_scoring = case :group_scoring when 'yes' then true when 'no' then false end,
	version = version + 1, updated_at = now()
where id = :id and owner_id = :member_id and deleted_at is null;

-- name: lore_delete exec
-- It can be brought back for a week. One that came in a card stays as a mark that the card's is not wanted.
-- in: id lorebook_id, member_id member_id
with old as (delete from lorebook where owner_id = :member_id and deleted_at < now() - interval '7 days'
		and card_id is null)
update lorebook set deleted_at = now(), version = version + 1
where id = :id and owner_id = :member_id and deleted_at is null;

-- name: lore_restore exec
-- in: id lorebook_id, member_id member_id
update lorebook set deleted_at = null, version = version + 1
where id = :id and owner_id = :member_id and deleted_at is not null;

-- name: lore_original one
-- The file of a book as it came, and the card when it came in one.
-- in: id lorebook_id
-- out: original text?, card text?
select (select original from lorebook_file where lorebook_id = :id) as original,
	(select k.original from lorebook b join character_card k on k.character_id = b.card_id
		where b.id = :id) as card;

-- ---------------------------------------------------------------- entries

-- name: lore_entries_put exec
-- Entries of a book that is being brought, as a JSON list; their texts, which may be large, apart.
-- in: book_id lorebook_id, entries text, contents text[]
insert into lore_entry (lorebook_id, n, source_at, uid, name, keys, secondary, content, is_enabled,
	is_constant, is_selective, uses_regex, logic, place, outlet, depth, role, insertion_order, priority,
	probability, group_name, is_group_override, group_weight, group_scoring, scan_depth, case_sensitive,
	whole_words, sticky, cooldown, delay, is_excluded, is_preventing, recursion_level, ignores_budget, also,
	filter_names, filter_tags, is_filter_exclusive, triggers)
select :book_id, n, source_at, uid, name, keys, secondary, e.unnest, is_enabled,
	is_constant, is_selective, uses_regex, logic, place, outlet, depth, role, insertion_order, priority,
	probability, group_name, is_group_override, group_weight, group_scoring, scan_depth, case_sensitive,
	whole_words, sticky, cooldown, delay, is_excluded, is_preventing, recursion_level, ignores_budget, also,
	filter_names, filter_tags, is_filter_exclusive, triggers
from rows from (json_populate_recordset(lore_blank(), :entries::text::json), unnest(:contents::text[])) e;

-- name: lore_entry_add one
-- A new entry at the end of the member's book, as JSON.
-- in: book_id lorebook_id, member_id member_id, most int, entry text
-- out: n int
insert into lore_entry (lorebook_id, n, uid, name, keys, secondary, content, is_enabled,
	is_constant, is_selective, uses_regex, logic, place, outlet, depth, role, insertion_order, priority,
	probability, group_name, is_group_override, group_weight, group_scoring, scan_depth, case_sensitive,
	whole_words, sticky, cooldown, delay, is_excluded, is_preventing, recursion_level, ignores_budget, also,
	filter_names, filter_tags, is_filter_exclusive, triggers)
select b.id, b.next_n, e.uid, e.name, keys, secondary, content, is_enabled,
	is_constant, is_selective, uses_regex, logic, place, outlet, depth, role, insertion_order, priority,
	probability, group_name, is_group_override, group_weight, e.group_scoring, e.scan_depth, e.case_sensitive,
	e.whole_words, sticky, cooldown, delay, is_excluded, is_preventing, recursion_level, ignores_budget, also,
	filter_names, filter_tags, is_filter_exclusive, triggers
from (select * from lorebook where id = :book_id and owner_id = :member_id and deleted_at is null
		and entry_count < :most and bytes < 16000000 for update) b,
	json_populate_record(lore_blank(), :entry::text::json) e
returning n;

-- name: lore_entry_edit exec
-- in: book_id lorebook_id, member_id member_id, n int, entry text
update lore_entry o set is_edited = true, name = e.name, keys = e.keys, secondary = e.secondary,
	content = e.content, is_enabled = e.is_enabled, is_constant = e.is_constant,
	is_selective = e.is_selective, uses_regex = e.uses_regex, logic = e.logic, place = e.place,
	outlet = e.outlet, depth = e.depth, role = e.role, insertion_order = e.insertion_order,
	priority = e.priority, probability = e.probability, group_name = e.group_name,
	is_group_override = e.is_group_override, group_weight = e.group_weight,
	group_scoring = e.group_scoring, scan_depth = e.scan_depth, case_sensitive = e.case_sensitive,
	whole_words = e.whole_words, sticky = e.sticky, cooldown = e.cooldown, delay = e.delay,
	is_excluded = e.is_excluded, is_preventing = e.is_preventing, recursion_level = e.recursion_level,
	ignores_budget = e.ignores_budget, also = e.also, filter_names = e.filter_names,
	filter_tags = e.filter_tags, is_filter_exclusive = e.is_filter_exclusive, triggers = e.triggers
from json_populate_record(lore_blank(), :entry::text::json) e, lorebook b
where b.id = :book_id and b.owner_id = :member_id and b.deleted_at is null
	and o.lorebook_id = b.id and o.n = :n and o.deleted_at is null
	and (b.bytes < 16000000 or octet_length(e.content) <= octet_length(o.content));

-- name: lore_entry_enable exec
-- in: book_id lorebook_id, member_id member_id, n int, is_enabled bool
update lore_entry o set is_edited = true, is_enabled = :is_enabled from lorebook b
where b.id = :book_id and b.owner_id = :member_id and b.deleted_at is null
	and o.lorebook_id = b.id and o.n = :n and o.deleted_at is null;

-- name: lore_entry_delete exec
-- in: book_id lorebook_id, member_id member_id, n int
update lore_entry o set deleted_at = now() from lorebook b
where b.id = :book_id and b.owner_id = :member_id and b.deleted_at is null
	and o.lorebook_id = b.id and o.n = :n and o.deleted_at is null;

-- name: lore_entry_restore exec
-- With all that were deleted together with it.
-- in: book_id lorebook_id, member_id member_id, n int
update lore_entry o set deleted_at = null from lorebook b, lore_entry one
where b.id = :book_id and b.owner_id = :member_id and b.deleted_at is null
	and one.lorebook_id = b.id and one.n = :n and o.lorebook_id = b.id and o.deleted_at = one.deleted_at;

-- name: lore_entry_gone one
-- How many were deleted together with it.
-- in: book_id lorebook_id, n int
-- out: count int
select count(*) as count from lore_entry one join lore_entry o
	on o.lorebook_id = one.lorebook_id and o.deleted_at = one.deleted_at
where one.lorebook_id = :book_id and one.n = :n;

-- name: lore_batch_enable exec
-- in: book_id lorebook_id, member_id member_id, ns int[], is_enabled bool
update lore_entry o set is_edited = true, is_enabled = :is_enabled from lorebook b
where b.id = :book_id and b.owner_id = :member_id and b.deleted_at is null
	and o.lorebook_id = b.id and o.n = any (:ns::bigint[]) and o.deleted_at is null
	and o.is_enabled <> :is_enabled;

-- name: lore_batch_delete exec
-- in: book_id lorebook_id, member_id member_id, ns int[]
update lore_entry o set deleted_at = now() from lorebook b
where b.id = :book_id and b.owner_id = :member_id and b.deleted_at is null
	and o.lorebook_id = b.id and o.n = any (:ns::bigint[]) and o.deleted_at is null;

-- name: lore_batch_order exec
-- Orders from `first` on, in steps, in the order of the numbers.
-- in: book_id lorebook_id, member_id member_id, ns int[], first int, step int
update lore_entry o set is_edited = true,
	insertion_order = greatest(least(:first + (x.place - 1) * :step, 1000000), -1000000)::int
from lorebook b, unnest(:ns::bigint[]) with ordinality x (n, place)
where b.id = :book_id and b.owner_id = :member_id and b.deleted_at is null
	and o.lorebook_id = b.id and o.n = x.n and o.deleted_at is null;

-- name: lore_batch_copy exec
-- Copies behind the entries of a book of the member, which may be the same one. None when there is no room.
-- in: book_id lorebook_id, to_id lorebook_id, member_id member_id, ns int[], most int
insert into lore_entry (lorebook_id, n, name, keys, secondary, content, is_enabled,
	is_constant, is_selective, uses_regex, logic, place, outlet, depth, role, insertion_order, priority,
	probability, group_name, is_group_override, group_weight, group_scoring, scan_depth, case_sensitive,
	whole_words, sticky, cooldown, delay, is_excluded, is_preventing, recursion_level, ignores_budget, also,
	filter_names, filter_tags, is_filter_exclusive, triggers)
select t.id, t.next_n + row_number() over (order by x.place) - 1,
	case when t.id = b.id and e.name <> '' and octet_length(e.name) < 900 then e.name || ' (copy)' else e.name end,
	e.keys, e.secondary, e.content, e.is_enabled, e.is_constant, e.is_selective, e.uses_regex, e.logic,
	e.place, e.outlet, e.depth, e.role, e.insertion_order, e.priority, e.probability, e.group_name,
	e.is_group_override, e.group_weight, e.group_scoring, e.scan_depth, e.case_sensitive, e.whole_words,
	e.sticky, e.cooldown, e.delay, e.is_excluded, e.is_preventing, e.recursion_level, e.ignores_budget,
	e.also, e.filter_names, e.filter_tags, e.is_filter_exclusive, e.triggers
from unnest(:ns::bigint[]) with ordinality x (n, place)
join lorebook b on b.id = :book_id and b.owner_id = :member_id and b.deleted_at is null
join lore_entry e on e.lorebook_id = b.id and e.n = x.n and e.deleted_at is null
cross join (select * from lorebook where id = :to_id and owner_id = :member_id and deleted_at is null
	and entry_count + cardinality(:ns::bigint[]) <= :most
	and bytes + (select coalesce(sum(octet_length(s.content) + 200), 0) from lore_entry s
		where s.lorebook_id = :book_id and s.n = any (:ns::bigint[])) <= 16000000 for update) t;

-- name: lore_entry_lines many
-- Entries of a member's book for its page; with words, those that have them all in name, keys or text.
-- Shown are those that are "on", "off" or "always" in, else all.
-- row: lore_entry_lines
-- in: book_id lorebook_id, member_id member_id, words text[], shown text, after_n int, limit int
-- out: n int, name text, keys text[], content text, is_enabled bool, is_constant bool, place int
-- out: insertion_order int, is_edited bool
select e.n, e.name, e.keys, left(e.content, 300) as content, e.is_enabled, e.is_constant, e.place,
	e.insertion_order, e.is_edited
from lore_entry e join lorebook b on b.id = e.lorebook_id
where b.id = :book_id and b.owner_id = :member_id and b.deleted_at is null and e.deleted_at is null
	and e.n > :after_n
	and case :shown when 'on' then e.is_enabled when 'off' then not e.is_enabled
		when 'always' then e.is_constant else true end
	and not exists (select from unnest(:words::text[]) w
		where position(lower(w) in lower(e.name || E'\n' || array_to_string(e.keys, E'\n') || E'\n'
			|| array_to_string(e.secondary, E'\n') || E'\n' || e.content)) = 0)
order by e.n limit :limit;

-- name: lore_entry_sorted many
-- The same by "name", or by "order" as they stand in prompts. after_n is where the page before ended.
-- row: lore_entry_lines
-- in: book_id lorebook_id, member_id member_id, words text[], shown text, sort text, after_n int, limit int
with last as (select lower(x.name) as name, x.insertion_order from lore_entry x
	where x.lorebook_id = :book_id and x.n = :after_n)
select e.n, e.name, e.keys, left(e.content, 300) as content, e.is_enabled, e.is_constant, e.place,
	e.insertion_order, e.is_edited
from lore_entry e join lorebook b on b.id = e.lorebook_id left join last on true
where b.id = :book_id and b.owner_id = :member_id and b.deleted_at is null and e.deleted_at is null
	and (last.name is null or case :sort when 'name' then (lower(e.name), e.n) > (last.name, :after_n)
		else (e.insertion_order, e.n) > (last.insertion_order, :after_n) end)
	and case :shown when 'on' then e.is_enabled when 'off' then not e.is_enabled
		when 'always' then e.is_constant else true end
	and not exists (select from unnest(:words::text[]) w
		where position(lower(w) in lower(e.name || E'\n' || array_to_string(e.keys, E'\n') || E'\n'
			|| array_to_string(e.secondary, E'\n') || E'\n' || e.content)) = 0)
order by case :sort when 'name' then lower(e.name) end, case :sort when 'name' then 0 else e.insertion_order end, e.n
limit :limit;

-- name: lore_entry_numbers many
-- The numbers of all of them, in their order.
-- in: book_id lorebook_id, member_id member_id, words text[], shown text, sort text, limit int
-- out: n int
select e.n from lore_entry e join lorebook b on b.id = e.lorebook_id
where b.id = :book_id and b.owner_id = :member_id and b.deleted_at is null and e.deleted_at is null
	and case :shown when 'on' then e.is_enabled when 'off' then not e.is_enabled
		when 'always' then e.is_constant else true end
	and not exists (select from unnest(:words::text[]) w
		where position(lower(w) in lower(e.name || E'\n' || array_to_string(e.keys, E'\n') || E'\n'
			|| array_to_string(e.secondary, E'\n') || E'\n' || e.content)) = 0)
order by case :sort when 'name' then lower(e.name) end,
	case :sort when 'order' then e.insertion_order else 0 end, e.n
limit :limit;

-- name: lore_entry_rows many
-- Live entries of a book: to be compiled, and to go out. The caller has asked whose it is.
-- row: lore_entry
-- in: book_id lorebook_id, after_n int, limit int
-- out: id lore_entry_id, n int, source_at int?, is_edited bool, uid text, name text, keys text[]
-- out: secondary text[], content text, is_enabled bool, is_constant bool, is_selective bool
-- out: uses_regex bool, logic int, place int, outlet text, depth int, role int, insertion_order int
-- out: priority int?, probability int, group_name text, is_group_override bool, group_weight int
-- out: group_scoring bool?, scan_depth int?, case_sensitive bool?, whole_words bool?, sticky int
-- out: cooldown int, delay int, is_excluded bool, is_preventing bool, recursion_level int
-- out: ignores_budget bool, also int, filter_names text[], filter_tags text[], is_filter_exclusive bool
-- out: triggers text[]
select id, n, source_at, is_edited, uid, name, keys, secondary, content, is_enabled, is_constant,
	is_selective, uses_regex, logic, place, outlet, depth, role, insertion_order, priority, probability,
	group_name, is_group_override, group_weight, group_scoring, scan_depth, case_sensitive, whole_words,
	sticky, cooldown, delay, is_excluded, is_preventing, recursion_level, ignores_budget, also,
	filter_names, filter_tags, is_filter_exclusive, triggers
from lore_entry where lorebook_id = :book_id and deleted_at is null and n > :after_n
order by n limit :limit;

-- name: lore_entry_find one
-- row: lore_entry
-- in: book_id lorebook_id, member_id member_id, n int
select e.id, e.n, e.source_at, e.is_edited, e.uid, e.name, e.keys, e.secondary, e.content, e.is_enabled,
	e.is_constant, e.is_selective, e.uses_regex, e.logic, e.place, e.outlet, e.depth, e.role,
	e.insertion_order, e.priority, e.probability, e.group_name, e.is_group_override, e.group_weight,
	e.group_scoring, e.scan_depth, e.case_sensitive, e.whole_words, e.sticky, e.cooldown, e.delay,
	e.is_excluded, e.is_preventing, e.recursion_level, e.ignores_budget, e.also, e.filter_names,
	e.filter_tags, e.is_filter_exclusive, e.triggers
from lore_entry e join lorebook b on b.id = e.lorebook_id
where b.id = :book_id and b.owner_id = :member_id and b.deleted_at is null and e.n = :n
	and e.deleted_at is null;

-- name: lore_entry_names many
-- What entries are called, by their ids: for the try box.
-- in: book_id lorebook_id, ids int[]
-- out: id lore_entry_id, n int
select id, n from lore_entry where lorebook_id = :book_id and id = any(:ids);

-- ---------------------------------------------------------------- the shelf

-- name: lore_shelf many
-- The books of a chat: of the chat, the persona, the character, the member; each once, by the first that
-- names it. A character whose card holds a book that is no row yet gives it with an id below 0.
-- row: lore_shelf
-- in: chat_id chat_id, character_id character_id, persona_id int, member_id member_id, limit int
-- out: id int, version int, shape text, name text, source int, scan_depth int?, token_budget int?
-- out: is_recursive bool, whole_words bool?, case_sensitive bool?, group_scoring bool?, is_others bool
select * from (select distinct on (id) * from (
	select b.id, b.version, b.shape, b.name, 0::bigint as source, b.scan_depth, b.token_budget,
		b.is_recursive, b.whole_words, b.case_sensitive, b.group_scoring,
		b.owner_id <> :member_id as is_others
	from chat_lorebook l join lorebook b on b.id = l.lorebook_id
	where l.chat_id = :chat_id and b.owner_id = :member_id and b.deleted_at is null
	union all
	select b.id, b.version, b.shape, b.name, 1, b.scan_depth, b.token_budget,
		b.is_recursive, b.whole_words, b.case_sensitive, b.group_scoring, b.owner_id <> :member_id
	from persona p join lorebook b on b.id = p.lorebook_id
	where p.id = :persona_id and p.member_id = :member_id and b.owner_id = :member_id
		and b.deleted_at is null
	union all
	select b.id, b.version, b.shape, b.name, 2, b.scan_depth, b.token_budget,
		b.is_recursive, b.whole_words, b.case_sensitive, b.group_scoring, b.owner_id <> :member_id
	from character_lorebook l join lorebook b on b.id = l.lorebook_id
	where l.character_id = :character_id and b.deleted_at is null
		and (l.is_own or b.owner_id = :member_id)
	union all
	select -k.character_id, 1, 'v2', c.name, 2, null, null, false, null, null, null,
		c.creator_id is distinct from :member_id
	from character_card k join character c on c.id = k.character_id
	where k.character_id = :character_id and k.entries > 0
		and not exists (select from lorebook o where o.card_id = :character_id)
	union all
	select b.id, b.version, b.shape, b.name, 3, b.scan_depth, b.token_budget,
		b.is_recursive, b.whole_words, b.case_sensitive, b.group_scoring, b.owner_id <> :member_id
	from lorebook b where b.owner_id = :member_id and b.is_global and b.deleted_at is null
) every order by id, source) once order by source, id limit :limit;

-- name: lore_shelf_one one
-- row: lore_shelf
-- in: id lorebook_id, member_id member_id
select b.id, b.version, b.shape, b.name, 3::bigint as source, b.scan_depth, b.token_budget, b.is_recursive,
	b.whole_words, b.case_sensitive, b.group_scoring, false as is_others
from lorebook b where b.id = :id and b.owner_id = :member_id and b.deleted_at is null;

-- name: lore_card_text one
-- The card that a character came in.
-- in: id character_id
-- out: original text
select original::text as original from character_card where character_id = :id;

-- name: lore_card one
-- A character, the book of its card when that is a row already, and the book that goes with it.
-- in: id character_id
-- out: creator_id member_id?, name text, entries int, card_book_id lorebook_id?, is_card_book_deleted bool
-- out: own_id lorebook_id?, own_name text?, is_as_it_came bool
select c.creator_id, c.name, coalesce(k.entries, 0) as entries, kb.id as card_book_id,
	coalesce(kb.deleted_at is not null, false) as is_card_book_deleted, b.id as own_id, b.name as own_name,
	coalesce(b.card_id = c.id and b.came_version = b.version, false) as is_as_it_came
from character c left join character_card k on k.character_id = c.id
	left join lorebook kb on kb.card_id = c.id
	left join character_lorebook l on l.character_id = c.id and l.is_own
	left join lorebook b on b.id = l.lorebook_id and b.deleted_at is null
where c.id = :id and c.deleted_at is null;

-- ---------------------------------------------------------------- links

-- name: lore_own_put exec
-- in: character_id character_id, book_id lorebook_id
insert into character_lorebook (character_id, lorebook_id, is_own) values (:character_id, :book_id, true)
on conflict do nothing;

-- name: lore_give_clear exec
-- A deleted book no longer stands in the way of another one.
-- in: character_id character_id, member_id member_id
delete from character_lorebook l using lorebook b, character c
where l.character_id = :character_id and l.is_own and b.id = l.lorebook_id and b.deleted_at is not null
	and c.id = l.character_id and c.creator_id = :member_id;

-- name: lore_give exec
-- A member's book goes with a character that they made. Not when another one does, or when the card holds
-- one that was never opened.
-- in: character_id character_id, book_id lorebook_id, member_id member_id
insert into character_lorebook (character_id, lorebook_id, is_own)
select c.id, b.id, true from character c, lorebook b
where c.id = :character_id and c.creator_id = :member_id and c.deleted_at is null
	and b.id = :book_id and b.owner_id = :member_id and b.deleted_at is null
	and not exists (select from character_lorebook l
		where l.character_id = c.id and l.is_own and l.lorebook_id <> b.id)
	and not exists (select from character_card k where k.character_id = c.id and k.entries > 0
		and not exists (select from lorebook o where o.card_id = c.id))
on conflict (character_id, lorebook_id) do update set is_own = true;

-- name: lore_give_choices many
-- Characters of a member that no book goes with yet.
-- in: member_id member_id
-- out: id character_id, name text
select c.id, c.name from character c left join character_card k on k.character_id = c.id
where c.creator_id = :member_id and c.deleted_at is null
	and not exists (select from character_lorebook l join lorebook b on b.id = l.lorebook_id
		where l.character_id = c.id and l.is_own and b.deleted_at is null)
	and (coalesce(k.entries, 0) = 0 or exists (select from lorebook o where o.card_id = c.id))
order by lower(c.name), c.id limit 200;

-- name: lore_books many
-- A member's books, to choose one of.
-- in: member_id member_id
-- out: id lorebook_id, name text
select id, name from lorebook where owner_id = :member_id and deleted_at is null
order by lower(name), id limit 500;

-- name: lore_character_link exec
-- A member's book is read in that member's chats with a character that they may see.
-- in: character_id character_id, book_id lorebook_id, member_id member_id
insert into character_lorebook (character_id, lorebook_id)
select c.id, b.id from character c, lorebook b
where c.id = :character_id and c.deleted_at is null and (c.creator_id = :member_id
		or c.visibility in ('public', 'unlisted'))
	and b.id = :book_id and b.owner_id = :member_id and b.deleted_at is null
on conflict do nothing;

-- name: lore_character_unlink exec
-- in: character_id character_id, book_id lorebook_id, member_id member_id
delete from character_lorebook l using lorebook b
where l.character_id = :character_id and l.lorebook_id = :book_id
	and b.id = l.lorebook_id and b.owner_id = :member_id;

-- name: lore_characters many
-- Characters that a member's book is linked with.
-- in: book_id lorebook_id, member_id member_id
-- out: id character_id, name text, is_own bool
select c.id, c.name, l.is_own from character_lorebook l join character c on c.id = l.character_id
	join lorebook b on b.id = l.lorebook_id
where l.lorebook_id = :book_id and b.owner_id = :member_id and c.deleted_at is null
order by l.is_own desc, c.name, c.id limit 200;

-- name: lore_character_choices many
-- Characters that a member might link: their own, and those they talk with.
-- in: book_id lorebook_id, member_id member_id
-- out: id character_id, name text
select c.id, c.name from character c
where c.deleted_at is null and (c.creator_id = :member_id or c.visibility in ('public', 'unlisted'))
	and c.id in (select id from character where creator_id = :member_id
		union select character_id from chat_of(:member_id))
	and not exists (select from character_lorebook l where l.character_id = c.id and l.lorebook_id = :book_id)
order by lower(c.name), c.id limit 200;

-- name: lore_chats many
-- Chats that a member's book is read in.
-- in: book_id lorebook_id, member_id member_id
-- out: id chat_id, title text, character_name text
select c.id, c.title, h.name as character_name
from chat_lorebook l join chat_of(:member_id) c on c.id = l.chat_id
	join lorebook b on b.id = l.lorebook_id join character h on h.id = c.character_id
where l.lorebook_id = :book_id and b.owner_id = :member_id
order by c.last_message_at desc limit 200;

-- name: lore_chat one
-- A chat of the member, and how its books mix; no row when it is not theirs.
-- in: chat_id chat_id, member_id member_id
-- out: id chat_id, title text, character_id character_id, character_name text, depth int, percent int
-- out: cap int, strategy text, steps_most int, least int, least_depth_most int, has_names bool
-- out: disclosure text
select c.id, c.title, c.character_id, h.name as character_name, coalesce(s.depth, 4) as depth,
	coalesce(s.percent, 25) as percent, coalesce(s.cap, 0) as cap, coalesce(s.strategy, 'evenly') as strategy,
	coalesce(s.steps_most, 0) as steps_most, coalesce(s.least, 0) as least,
	coalesce(s.least_depth_most, 0) as least_depth_most, coalesce(s.has_names, true) as has_names,
	disclosure(h.voice) as disclosure
from chat_of(:member_id) c join character h on h.id = c.character_id
	left join chat_lore s on s.chat_id = c.id
where c.id = :chat_id;

-- name: lore_chat_order one
-- How the books of a chat mix, when it says.
-- in: chat_id chat_id
-- out: depth int, percent int, cap int, strategy text, steps_most int, least int, least_depth_most int
-- out: has_names bool
select depth, percent, cap, strategy, steps_most, least, least_depth_most, has_names
from chat_lore where chat_id = :chat_id;

-- name: lore_chat_save exec
-- in: chat_id chat_id, member_id member_id, depth int, percent int, cap int, strategy text
-- in: steps_most int, least int, least_depth_most int, has_names bool
insert into chat_lore (chat_id, depth, percent, cap, strategy, steps_most, least, least_depth_most, has_names)
select c.id, :depth::int, :percent::int, :cap::int, :strategy, :steps_most::int, :least::int,
	:least_depth_most::int, :has_names
from chat_of(:member_id) c where c.id = :chat_id
on conflict (chat_id) do update set depth = excluded.depth, percent = excluded.percent, cap = excluded.cap,
	strategy = excluded.strategy, steps_most = excluded.steps_most, least = excluded.least,
	least_depth_most = excluded.least_depth_most, has_names = excluded.has_names;

-- name: lore_chat_books many
-- The member's books, and whether the chat reads them of itself.
-- in: chat_id chat_id, member_id member_id
-- out: id lorebook_id, name text, entry_count count, is_global bool, is_chosen bool, is_linked bool
select b.id, b.name, b.entry_count, b.is_global,
	exists (select from chat_lorebook l where l.chat_id = c.id and l.lorebook_id = b.id) as is_chosen,
	exists (select from character_lorebook l where l.character_id = c.character_id and l.lorebook_id = b.id)
		as is_linked
from chat_of(:member_id) c, lorebook b
where c.id = :chat_id and b.owner_id = :member_id and b.deleted_at is null
order by lower(b.name), b.id limit 500;

-- name: lore_chat_choose exec
-- The chat reads exactly these of the member's books of itself.
-- in: chat_id chat_id, member_id member_id, ids int[]
with mine as (select b.id, c.id as chat_id from chat_of(:member_id) c, lorebook b
		where c.id = :chat_id and b.owner_id = :member_id and b.deleted_at is null),
	gone as (delete from chat_lorebook l using mine m
		where l.chat_id = m.chat_id and l.lorebook_id = m.id and m.id <> all (:ids::bigint[]))
insert into chat_lorebook (chat_id, lorebook_id) select chat_id, id from mine where id = any (:ids::bigint[])
on conflict do nothing;
