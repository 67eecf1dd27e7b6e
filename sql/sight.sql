-- What a member is shown, and what opens it: migration 0042.

-- name: sight_of one
-- What the member wishes, and what their age opens where they live.
-- in: member_id member_id
-- out: language text, tags_off text[], country text, assurance text, wanted text, opens text, in_care bool
select language, tags_off, country, assurance, sight as wanted, age_opens(assurance, country) as opens,
	coalesce(care_until > now(), false) as in_care
from member where id = :member_id;

-- name: sight_set exec
-- Null leaves a wish as it is. 0 rows for a language that the house does not know.
-- in: member_id member_id, language text?, country text?, sight text?
update member set language = coalesce(:language, language), country = coalesce(:country, country),
	sight = coalesce(:sight, sight)
where id = :member_id and (coalesce(:language, '') = '' or exists (select from language l where l.code = :language));

-- name: sight_leave_out exec
-- Only tags that there are, so that nothing else is kept.
-- in: member_id member_id, tags text[]
update member set tags_off = array(select name from tag where name = any (:tags) order by name limit 30)
where id = :member_id;

-- name: sight_languages many
-- out: code text, name text
select code, name from language order by name;

-- name: sight_rules many
-- Which level opens what, by country.
-- out: country text, suggestive text, explicit text
select country, suggestive, explicit from age_rule order by country;

-- name: sight_rule_put exec
-- in: country text, suggestive text, explicit text
-- may: 23514
insert into age_rule as r (country, suggestive, explicit) values (:country, :suggestive, :explicit)
on conflict (country) do update set suggestive = excluded.suggestive, explicit = excluded.explicit;

-- name: sight_raise one
-- Writes down how sure the house is of a member's age now. No row when there is no such member.
-- in: username text, level text, method text
-- out: id member_id, done bool
-- may: 23514
select m.id, age_raise(m.id, :level, :method) is not null as done from member m
where m.username = lower(:username) and m.state <> 'deleted';
