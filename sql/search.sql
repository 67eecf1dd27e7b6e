-- Searching: what was typed, as words; members and tags. Characters are found by tavern.sql.

-- name: search_read_words one
-- row: search_read
-- The words of a text as they are stored, and the queries for all of them and for any.
-- in: q text
-- out: words text[], text text, query text, any text
select t.words, array_to_string(t.words, ' ') as text, search_query(t.words)::text as query,
	replace(search_query(t.words)::text, '&', '|') as any
from (select (search_words(:q))[1:8] as words) t;

-- name: search_correct one
-- The words again, those that no character has replaced by the most alike that one has: first by one
-- with two letters swapped, which trigrams hardly see.
-- in: words text[]
-- out: words text[]
select coalesce(array_agg(coalesce(k.word, w.word) order by w.n), '{}') as words
from unnest(:words::text[]) with ordinality w (word, n)
left join lateral (
	select c.word from (
		select t.word, 1.0::real as alike, t.uses
		from generate_series(1, length(w.word) - 1) i cross join lateral (
			select s.word, s.uses from search_word s
			where s.uses > 0 and s.word = substr(w.word, 1, i - 1) || substr(w.word, i + 1, 1)
				|| substr(w.word, i, 1) || substr(w.word, i + 2) limit 1) t
		union all
		select s.word, similarity(s.word, w.word), s.uses from search_word s
		where s.word % w.word and s.uses > 0
			and length(s.word) between length(w.word) - 2 and length(w.word) + 4) c
	where length(w.word) > 2
		and not exists (select 1 from search_word e where e.word = w.word and e.uses > 0)
	order by c.alike desc, c.uses desc limit 1) k on true;

-- name: search_members many ahead
-- Members by their public names.
-- in: query text, text text, limit int
-- out: id key, username text, display_name text, avatar_url url, url url, rank key
select m.id, m.username, m.display_name, m.avatar_url, '/u/' || m.username as url,
	(case when m.username = replace(:text, ' ', '_') then 2
		when starts_with(m.username, replace(:text, ' ', '_')) then 1 else 0 end)::bigint as rank
from (select id, username, display_name, avatar_url from member
	where state = 'active' and search_member(username, display_name) @@ (select :query::tsquery) limit 300) m
order by rank desc, length(m.username), m.username limit :limit;

-- name: search_tags many ahead
-- in: any text, limit int
-- out: name text, label text, count count, url url
select name, label, character_count as count, '/tavern?tags=' || name as url from tag
where character_count > 0 and search_tag(name, label) @@ (select :any::tsquery)
order by character_count desc, name limit :limit;
