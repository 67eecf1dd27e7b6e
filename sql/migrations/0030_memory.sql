-- What is remembered of a chat: rolling summaries, pinned facts and notes, and words by which passages
-- from long ago are found again.
--
-- A chat is a tree; what is remembered belongs to one path of it. A summary stands at the last message
-- that it covers and covers all of the path above; in force is the deepest live one that is an ancestor
-- of the head (message_at of 0018 tells that in O(log depth)). So branches and versions have their own.
-- Messages of a path, but its newest two, get a row in memory_place: from then on they can be found and
-- may be covered, and a trigger watches over them. Versions that nobody went on from never get one.

create table memory_member (
	member_id bigint primary key references member on delete cascade,
	is_on boolean not null default true,
	-- Summaries made for this member on that day; they are free, so they have a limit.
	day date not null default current_date,
	made_today int not null default 0
) with (fillfactor = 80);

create table memory_chat (
	chat_id bigint primary key references chat on delete cascade,
	is_on boolean not null default true,
	-- Passages from long ago.
	is_recalling boolean not null default true,
	-- When a new summary is due; null: the house's rule. 0: not by this count.
	every_messages int check (every_messages between 0 and 400),
	every_words int check (every_words between 0 and 50000),
	-- The newest message when it was last looked whether one is due.
	seen_id bigint not null default 0,
	-- Asked for by hand: made even of a few messages.
	is_wanted boolean not null default false
) with (fillfactor = 80);

create table memory_place (
	message_id bigint primary key references message on delete cascade,
	-- Its stems (memory_words). Null: it says nothing that may be remembered.
	words tsvector
) with (fillfactor = 90);
-- Written in the background and read before each reply: no list of what is pending.
create index memory_place_words on memory_place using gin (words) with (fastupdate = off);

create table memory_summary (
	id bigint generated always as identity primary key,
	chat_id bigint not null references chat on delete cascade,
	-- The last message that it covers, and how many are above that one.
	message_id bigint not null references message on delete cascade,
	depth int not null,
	-- Messages that it covers, without hidden ones.
	message_count int not null check (message_count > 0),
	text text not null check (char_length(text) between 1 and 8000),
	words int not null check (words > 0),
	-- The model, as people see it.
	made_by text not null,
	created_at timestamptz not null default now(),
	-- By the member.
	edited_at timestamptz,
	void_at timestamptz,
	void_reason text not null default ''
		check (void_reason in ('', 'edited', 'hidden', 'deleted', 'anew')),
	constraint void_for_a_reason check ((void_at is null) = (void_reason = ''))
);
create index memory_summary_chat on memory_summary (chat_id, id desc);
create unique index memory_summary_live on memory_summary (chat_id, depth desc, message_id)
	where void_at is null;
create index memory_summary_message on memory_summary (message_id);

-- Facts of a chat (chat_id), notes on a character (character_id), notes for all chats (neither).
create table memory_note (
	id bigint generated always as identity primary key,
	member_id bigint not null references member on delete cascade,
	chat_id bigint references chat on delete cascade,
	character_id bigint references character on delete cascade,
	-- Where it was found or pinned.
	message_id bigint references message on delete set null,
	text text not null check (char_length(text) between 1 and 1000),
	place int not null default 0,
	-- on, off; offered: found by the house, waiting for a click; refused: never offer again;
	-- removed: gone for the member, kept a day for "undo".
	state text not null default 'on' check (state in ('on', 'off', 'offered', 'refused', 'removed')),
	created_at timestamptz not null default now(),
	changed_at timestamptz not null default now(),
	constraint one_scope check (chat_id is null or character_id is null),
	constraint offered_in_chats check (state not in ('offered', 'refused') or chat_id is not null)
);
create index memory_note_chat on memory_note (chat_id, place, id) where chat_id is not null;
create index memory_note_member on memory_note (member_id, character_id, place, id) where chat_id is null;
create index memory_note_character on memory_note (character_id) where character_id is not null;
create index memory_note_message on memory_note (message_id) where message_id is not null;

grant select, insert, update, delete on memory_member, memory_chat, memory_note, memory_summary, memory_place
	to snug_web, snug_worker;

-- ---------------------------------------------------------------- places

-- Small letters without accents.
create function memory_fold(p_text text) returns text language sql immutable as $$
	select case when octet_length(p_text) = char_length(p_text) then lower(p_text)
		else normalize(regexp_replace(normalize(lower(p_text), nfkd), '[\u0300-\u036f]', '', 'g'), nfc) end
$$;

-- What a text is found by: English stems, and for what is not clearly English (about half the words of
-- English prose are ones that its stems leave out) the beginnings of its words, marked with ^, since most
-- languages bend the ends; and pairs of signs where nothing stands between words. size: letters of the
-- word; place: where it stands.
create function memory_stems(p_text text) returns table (stem text, size int, place int)
language plpgsql immutable rows 100 as $$
declare
	wide constant text := '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]';
	plain text := memory_fold(left(p_text, 8000));
	stems tsvector := to_tsvector('pg_catalog.english', plain);
	words tsvector;
begin
	return query select l.lexeme, char_length(l.lexeme), l.positions[1]::int from unnest(stems) l
		where char_length(l.lexeme) between 3 and 40;
	words := to_tsvector('pg_catalog.simple', plain);
	if (select coalesce(sum(cardinality(l.positions)), 0) from unnest(stems) l)
		< (select coalesce(sum(cardinality(l.positions)), 0) from unnest(words) l) * 0.8 then
		return;
	end if;
	return query select '^' || left(l.lexeme, case when char_length(l.lexeme) < 7 then 4 else 5 end),
			char_length(l.lexeme), l.positions[1]::int from unnest(words) l
		where char_length(l.lexeme) between 4 and 40 and l.lexeme !~ '[0-9]' and l.lexeme !~ wide;
	if plain ~ wide then
		return query select '^' || substr(r.run[1], i, 2), 2, (r.n * 100 + i)::int
			from regexp_matches(plain, wide || '{2,}', 'g') with ordinality r (run, n)
				cross join lateral generate_series(1, least(char_length(r.run[1]) - 1, 400)) i;
	end if;
end $$;

-- The stems of a text, each with its chat in front, so that finding a word of one chat is one look-up
-- whatever the others say. One message of 64 has them once more, marked: whether a word is common is
-- seen in these, without reading through all the places of a common one.
create function memory_words(p_chat bigint, p_message bigint, p_text text) returns tsvector
language sql immutable as $$
	with x as (select distinct s.stem as lexeme from memory_stems(p_text) s)
	select array_to_tsvector(array(select p_chat || ':' || x.lexeme from x
		union all select '~' || p_chat || ':' || x.lexeme from x where p_message % 64 = 0))
$$;

-- A stem of a chat as a query, whatever signs it holds. p_chat: its number, with a ~ in front for the sample.
create function memory_key(p_chat text, p_lexeme text) returns tsquery language sql immutable as $$
	select ('''' || p_chat || ':' || replace(replace(p_lexeme, '\', '\\'), '''', '''''') || '''')::tsquery
$$;

-- The words of a message that may be remembered, else null.
create function memory_words_of(m message) returns tsvector language sql stable as $$
	select case when m.role <> 'system' and m.status in ('complete', 'partial') and m.content <> ''
		and not m.is_hidden and m.deleted_at is null then memory_words(m.chat_id, m.id, m.content) end
$$;

-- The summary in force on the path to p_head, or null.
create function memory_in_force(p_chat bigint, p_head bigint) returns bigint language plpgsql stable as $$
declare
	top int;
	s record;
begin
	select m.depth into top from message m where m.id = p_head;
	for s in select x.id, x.message_id, x.depth from memory_summary x where x.chat_id = p_chat
		and x.void_at is null and x.depth <= top order by x.depth desc limit 400
	loop
		if message_at(p_head, s.depth) = s.message_id then
			return s.id;
		end if;
	end loop;
	return null;
end $$;

-- Gives places to the messages of the path to p_head that have none, oldest first, but the newest
-- p_behind; at most p_most of them. Returns how many. The caller holds the row of memory_chat.
create function memory_settle(p_chat bigint, p_head bigint, p_behind int, p_most int) returns int
language plpgsql as $$
declare
	path bigint[];
	n int;
begin
	with recursive up as (
		select m.id, m.parent_id, 1 as n from message m where m.id = p_head and m.chat_id = p_chat
			and not exists (select from memory_place p where p.message_id = m.id)
		union all
		select m.id, m.parent_id, u.n + 1 from up u join message m on m.id = u.parent_id
		where not exists (select from memory_place p where p.message_id = m.id))
	select array_agg(u.id order by u.n desc) into path from up u;
	n := least(cardinality(path) - p_behind, p_most);
	if coalesce(n, 0) <= 0 then
		return 0;
	end if;
	insert into memory_place (message_id, words) select m.id, memory_words_of(m)
	from message m where m.id = any (path[:n]) on conflict do nothing;
	return n;
end $$;

-- The messages of the path to p_head that a new summary would add to p_base (null: to nothing), oldest
-- first, until p_bytes are reached; at least one. is_told: it says something that may be remembered.
create function memory_fresh(p_head bigint, p_base bigint, p_bytes int)
returns table (message_id bigint, depth int, is_told boolean) language sql stable rows 60 as $$
	with recursive base as (
		select coalesce((select s.depth from memory_summary s where s.id = p_base), -1) as depth),
	up as (
		select m.id, m.parent_id, m.depth from base cross join message h
			join message m on m.id = message_at(h.id, least(h.depth, base.depth + 400))
			where h.id = p_head and h.depth > base.depth
		union all
		select m.id, m.parent_id, m.depth from up u cross join base join message m on m.id = u.parent_id
		where m.depth > base.depth),
	q as (
		select u.id, u.depth, p.words is not null as is_told,
			sum(octet_length(m.content) + 20) over (order by u.depth) - octet_length(m.content) as before
		from up u join memory_place p on p.message_id = u.id join message m on m.id = u.id)
	select q.id, q.depth, q.is_told from q where q.before <= p_bytes order by q.depth
$$;

-- What a summary stands on: changes when one of the messages does.
create function memory_print(p_messages bigint[]) returns text language sql stable as $$
	select md5(string_agg(md5(m.content) || m.status || m.is_hidden || (m.deleted_at is null), '' order by x.i))
	from unnest(p_messages) with ordinality x (id, i) join message m on m.id = x.id
$$;

-- ---------------------------------------------------------------- jobs

-- Orders a look at the chat. One that waits already will do, and comes sooner if it must.
create function memory_want(p_chat bigint, p_delay interval) returns bigint language plpgsql as $$
declare
	j bigint;
begin
	select job_put('summary', c.member_id, 7, c.id, null, 'summary:' || c.id, p_delay => p_delay, p_max_attempt => 3)
		into j from chat c where c.id = p_chat and c.deleted_at is null;
	if j is null then
		update job set run_at = now() + p_delay where uniq = 'summary:' || p_chat and state = 0
			and run_at > now() + p_delay returning id into j;
	end if;
	return j;
end $$;

-- A message changed: what was made of it is void.
create function memory_forget() returns trigger language plpgsql as $$
declare
	n int;
begin
	if new.deleted_at is not null then
		delete from memory_place p where p.message_id = new.id;
	else
		update memory_place p set words = memory_words_of(new) where p.message_id = new.id;
	end if;
	if not found then
		return null; -- without a place it is in no summary
	end if;
	update memory_summary s set void_at = now(), void_reason = case
		when new.deleted_at is not null then 'deleted'
		when new.is_hidden and not old.is_hidden then 'hidden' else 'edited' end
	where s.chat_id = new.chat_id and s.void_at is null and s.depth >= new.depth
		and message_at(s.message_id, new.depth) = new.id;
	get diagnostics n = row_count;
	if n > 0 then
		-- A little later: whoever edits one message often edits two.
		perform memory_want(new.chat_id, interval '20 s');
	end if;
	return null;
end $$;
create trigger message_remembered after update of content, status, is_hidden, deleted_at on message
	for each row when (old.status <> 'streaming' and (old.content is distinct from new.content
		or old.status is distinct from new.status or old.is_hidden is distinct from new.is_hidden
		or old.deleted_at is distinct from new.deleted_at))
	execute function memory_forget();

-- ---------------------------------------------------------------- passages

-- Messages of the path above depth p_before that share rare words with p_recent, best first: a word counts
-- the more, the fewer messages of the chat have it; one that more than 40 have tells nothing, and one word
-- alone must be a rare one. Costs the words, not the chat.
create function memory_recall(p_chat bigint, p_head bigint, p_before int, p_recent text, p_most int)
returns table (message_id bigint) language plpgsql stable rows 8
set enable_seqscan = off as $$
declare
	b record;
	n int := 0;
begin
	for b in with stems as materialized (
		select s.stem, max(s.size) as size, max(s.place) as place from memory_stems(right(p_recent, 1600)) s
		where s.stem !~ '^\d' group by 1),
	w as materialized (
		(select s.stem as word from stems s where s.stem not like '^%' order by s.size desc, s.place desc limit 14)
		union all
		(select s.stem from stems s where s.stem like '^%' order by s.size desc, s.place desc limit 20)),
	rare as materialized (
		select w.word from w where (select count(*) from (select from memory_place p
			where p.words @@ memory_key('~' || p_chat, w.word) limit 3) x) < 3),
	hits as materialized (
		-- A stem and the beginning of the same word are one word.
		select left(ltrim(w.word, '^'), 4) as root, h.ids, ln(200.0::double precision / cardinality(h.ids)) as weight
		from rare w cross join lateral (select array_agg(q.message_id) as ids from (select p.message_id from memory_place p
			where p.words @@ memory_key(p_chat::text, w.word) limit 41) q) h
		where cardinality(h.ids) <= 40),
	sums as materialized (
		select y.id, sum(y.weight) as score from (select x.id, max(h.weight) as weight
			from hits h cross join unnest(h.ids) x (id) group by x.id, h.root) y
		group by 1 having count(*) > 1 or max(y.weight) > 3.5 order by 2 desc limit 60)
	select s.id, m.depth from sums s join message m on m.id = s.id where m.depth < p_before
	order by s.score desc, m.depth desc
	loop
		-- One after the other: looking whether it is on the path costs more than all the rest.
		if message_at(p_head, b.depth) = b.id then
			message_id := b.id; n := n + 1;
			return next;
			exit when n = p_most;
		end if;
	end loop;
end $$;

-- All that a prompt needs. part: 0 it is on, 1 summary, 2 fact, 3 note on the character, 4 note,
-- 5 passage.
create function memory_gather(p_chat bigint, p_member bigint, p_character bigint, p_head bigint,
	p_oldest bigint, p_recent text)
returns table (part int, message_id bigint, n int, at timestamptz, who text, body text)
language plpgsql stable rows 12 as $$
#variable_conflict use_column
declare
	recalling boolean;
	before int;
begin
	select coalesce(mc.is_recalling, true) into recalling from chat c
		left join memory_chat mc on mc.chat_id = c.id left join memory_member mm on mm.member_id = p_member
		where c.id = p_chat and coalesce(mc.is_on, true) and coalesce(mm.is_on, true);
	if not found then
		return;
	end if;
	return query select 0, null::bigint, 0, null::timestamptz, ''::text, ''::text;
	return query select 1, s.message_id, s.message_count, s.created_at, ''::text, s.text from memory_summary s
		where s.id = memory_in_force(p_chat, p_head);
	return query select x.part, null::bigint, 0, null::timestamptz, ''::text, x.text from (
		select 2 as part, f.text, f.place, f.id from memory_note f
			where f.chat_id = p_chat and f.member_id = p_member and f.state = 'on'
		union all
		select case when g.character_id is null then 4 else 3 end, g.text, g.place, g.id from memory_note g
			where g.member_id = p_member and g.chat_id is null and g.state = 'on'
				and (g.character_id is null or g.character_id = p_character)) x
		order by x.part, x.place, x.id;
	if not recalling or coalesce(p_oldest, 0) = 0 or p_recent = '' then
		return;
	end if;
	select m.depth into before from message m where m.id = p_oldest;
	if before is null or before < 1 then
		return;
	end if;
	return query select 5, m.id, r.i::int, m.created_at,
			case when m.role = 'user' then '' else m.speaker_label end, left(m.content, 4000)
		from memory_recall(p_chat, p_head, before, p_recent, 8) with ordinality r (id, i)
			join message m on m.id = r.id order by r.i;
end $$;

-- ---------------------------------------------------------------- making summaries

-- What a member is called in a chat.
create function memory_member_name(p_chat bigint, p_member bigint) returns text language sql stable as $$
	select coalesce((select p.name from persona p where p.id = persona_of(p_chat, p_member)),
		(select u.display_name from member u where u.id = p_member))
$$;

-- The first half of the job 'summary': places for what has none, and whether a summary is due. p_least:
-- messages that are worth one; by hand one is enough. p_a_day: summaries of a member on one day.
-- outcome: go, idle (nothing to do), off, enough (for today). has_more: places are still wanting.
create function memory_begin(p_chat bigint, p_bytes int, p_least int, p_a_day int, out outcome text,
	out head bigint, out base bigint, out base_text text, out base_count int, out has_more boolean,
	out member_name text, out character_name text)
language plpgsql as $$
declare
	c chat;
	mc memory_chat;
	n int;
	busy boolean;
begin
	base_text := ''; base_count := 0; has_more := false; member_name := ''; character_name := ''; head := 0;
	select * into c from chat where id = p_chat and deleted_at is null;
	if not found then
		outcome := 'idle'; return;
	end if;
	insert into memory_chat (chat_id) values (p_chat) on conflict do nothing;
	select * into mc from memory_chat where chat_id = p_chat for no key update;
	if not mc.is_on or exists (select from memory_member m where m.member_id = c.member_id and not m.is_on) then
		outcome := 'off'; return;
	end if;
	head := coalesce(c.head_id, 0);
	busy := exists (select from turn t where t.chat_id = p_chat and t.state in ('queued', 'running'));
	update memory_chat set seen_id = coalesce((select max(id) from message where chat_id = p_chat), 0)
		where chat_id = p_chat;
	-- The last two messages are the ones that are written again most.
	n := memory_settle(p_chat, c.head_id, case when mc.is_wanted and not busy then 0 else 2 end, 2000);
	has_more := n = 2000;
	base := memory_in_force(p_chat, c.head_id);
	select count(*) into n from memory_fresh(c.head_id, base, p_bytes) f where f.is_told;
	-- A long chat that came from elsewhere is read piece by piece.
	has_more := has_more or n + p_least <= (select count(*) from memory_fresh(c.head_id, base, 2147483647) f
		where f.is_told);
	if n < (case when mc.is_wanted then 1 else p_least end) then
		update memory_chat set is_wanted = false where chat_id = p_chat;
		outcome := 'idle'; return;
	elsif exists (select from memory_member m where m.member_id = c.member_id and m.day = current_date
		and m.made_today >= p_a_day) then
		outcome := 'enough'; return;
	end if;
	outcome := 'go';
	if base is not null then
		select s.text, s.message_count into base_text, base_count from memory_summary s where s.id = base;
	end if;
	member_name := memory_member_name(p_chat, c.member_id);
	select k.name into character_name from character k where k.id = c.character_id;
end $$;

-- The second half: keeps a summary and ends its job, unless what it stands on has changed meanwhile.
-- p_messages: all that it was made of beyond p_base, in order. outcome: stored, changed (ordered anew),
-- off, or NULL: fenced off.
create function memory_keep(p_job bigint, p_attempt int, p_chat bigint, p_base bigint, p_messages bigint[],
	p_print text, p_text text, p_words int, p_made_by text, p_has_more boolean) returns text
language plpgsql as $$
declare
	at record;
	n int;
	owner bigint;
	is_off boolean;
begin
	perform from memory_chat where chat_id = p_chat for no key update;
	if not job_over(p_job, p_attempt, 'done', '') then
		return null;
	end if;
	select c.member_id, c.deleted_at is not null or not coalesce(mc.is_on, true) or not coalesce(mm.is_on, true)
		into owner, is_off from chat c left join memory_chat mc on mc.chat_id = c.id
		left join memory_member mm on mm.member_id = c.member_id where c.id = p_chat;
	if coalesce(is_off, true) then
		return 'off';
	end if;
	if memory_print(p_messages) is distinct from p_print or p_base is not null
		and not exists (select from memory_summary s where s.id = p_base and s.void_at is null) then
		perform memory_want(p_chat, interval '5 s');
		return 'changed';
	end if;
	select m.id, m.depth into strict at from message m where m.id = p_messages[cardinality(p_messages)];
	select count(*) into n from memory_place p where p.message_id = any (p_messages) and p.words is not null;
	insert into memory_summary (chat_id, message_id, depth, message_count, text, words, made_by)
	values (p_chat, at.id, at.depth,
		n + coalesce((select s.message_count from memory_summary s where s.id = p_base), 0), p_text, p_words,
		p_made_by)
	on conflict (chat_id, depth, message_id) where void_at is null do nothing;
	update memory_chat set is_wanted = false where chat_id = p_chat;
	insert into memory_member as m (member_id, made_today) values (owner, 1)
		on conflict (member_id) do update set day = current_date,
			made_today = case when m.day = current_date then m.made_today + 1 else 1 end;
	delete from memory_summary s where s.chat_id = p_chat and s.void_at < now() - interval '7 days';
	-- To go back to: the newest forty, and one in 400 messages of those before.
	delete from memory_summary s using (
		select x.id, row_number() over (order by x.depth desc, x.id desc) as nth,
			row_number() over (partition by x.depth / 400 order by x.depth desc, x.id desc) as of_part
		from memory_summary x where x.chat_id = p_chat and x.void_at is null) r
	where s.id = r.id and r.nth > 40 and r.of_part > 1;
	if p_has_more then
		perform memory_want(p_chat, interval '1 s');
	end if;
	return 'stored';
end $$;
