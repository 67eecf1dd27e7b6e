-- What staff see and decide. The screen asks for the role before any of it; decisions are functions of 0041,
-- which say why not ('' is done).

-- name: staff_counts one
-- What waits, for the tabs.
-- out: cases int, reports int, characters int, appeals int, unchecked int
select (select count(*) from safety_case where state in ('open', 'proposed')) as cases,
	(select count(*) from report where state in ('received', 'hidden')) as reports,
	(select count(*) from character where moderation_status = 'pending' and deleted_at is null
		and (visibility <> 'private' or publish_at is not null))
		+ (select count(*) from (select distinct m.character_id from media m where m.gallery_place is not null
			and m.generated_by = '' and not m.is_public and m.deleted_at is null) w
			join character c on c.id = w.character_id and gallery_waits(c) and c.moderation_status = 'approved'
				and c.deleted_at is null) as characters,
	(select count(*) from staff_decision where state = 'appealed') as appeals,
	(select count(*) from care_line where checked_on is null or checked_on < current_date - 365) as unchecked;

-- part: staff_case
select c.id, c.about, c.state, c.hits::bigint,
	case when c.character_id is null then h.frozen_at else k.frozen_at end is not null as is_frozen,
	h.id is not null as has_chat, c.character_id, m.username, k.name as character_name,
	disclosure(k.voice) as disclosure, c.created_at, c.last_at, c.due_at,
	c.keep_until, c.authority, c.reference, c.reported_at,
	c.due_at < now() and c.state in ('open', 'proposed', 'appealed') as is_late
from safety_case c left join member m on m.id = c.member_id left join chat h on h.id = c.chat_id
left join character k on k.id = coalesce(c.character_id, h.character_id);

-- name: staff_cases many
-- Those that wait, the oldest first; or those that are decided. character_id: it is about that character, not
-- about a chat.
-- in: waiting bool, after int, limit int
-- row: staff_case
-- out: id key, about text, state text, hits int, is_frozen bool, has_chat bool, character_id character_id?
-- out: username text?, character_name text?, disclosure text?, created_at moment, last_at moment
-- out: due_at moment, keep_until moment, authority text, reference text, reported_at moment?, is_late bool
{staff_case}
where c.id > :after and (c.state in ('open', 'proposed', 'appealed')) = :waiting order by c.id limit :limit;

-- name: staff_case one
-- in: id int
-- row: staff_case
{staff_case} where c.id = :id;

-- name: staff_events many
-- The evidence; its text only for whoever opened it.
-- in: case_id int, opened bool
-- out: id key, created_at moment, source text, about text, provider text, mark text, times int, sealed bytes?
select e.id, e.at as created_at, e.source, e.about, e.provider, substr(encode(e.hash, 'hex'), 1, 12) as mark,
	(select count(*) from safety_event x where x.case_id = e.case_id and x.hash = e.hash) as times,
	case when :opened then e.sealed end as sealed
from safety_event e where e.case_id = :case_id order by e.id desc limit 50;

-- name: staff_open one
-- Notes that somebody looks, and why.
-- in: staff_id member_id, subject text, why text
-- out: done bool
select staff_log(:staff_id, 'safety.open', :subject, :why) is null as done;

-- name: staff_is_open one
-- Whether it lies open before them: for a quarter of an hour after they said why. has_opened: since `since`.
-- in: staff_id member_id, subject text, since moment
-- out: is_open bool, has_opened bool
select staff_has_opened(:staff_id, :subject, now() - interval '15 minutes') as is_open,
	staff_has_opened(:staff_id, :subject, :since) as has_opened;

-- name: staff_log_of many
-- Who looked and did what, newest first.
-- in: subject text
-- out: created_at moment, action text, detail text, username text?
select a.at as created_at, a.action, a.detail, m.username
from audit_log a left join member m on a.actor = 'staff:' || m.id
where a.subject = :subject order by a.id desc limit 50;

-- name: staff_propose one
-- in: id int, staff_id member_id, outcome text, rule text, facts text
-- out: why text
select case_propose(:id, :staff_id, :outcome, :rule, :facts) as why;

-- name: staff_confirm one
-- in: id int, staff_id member_id, agrees bool, words text
-- out: why text
select case_confirm(:id, :staff_id, :agrees, :words) as why;

-- name: staff_told exec
-- An authority was told: evidence is kept for a year from then.
-- in: id int, authority text, reference text
update safety_case set authority = :authority, reference = :reference, reported_at = now(),
	keep_until = now() + interval '1 year' where id = :id;

-- name: staff_note one
-- in: staff_id member_id, action text, subject text, detail text
-- out: done bool
select staff_log(:staff_id, :action, :subject, :detail) is null as done;

-- part: staff_decision
-- is_own: they had a part in it.
select d.id, d.what, d.outcome, d.rule, d.facts, d.was_automated, d.state, m.username as made_by,
	coalesce(:staff_id in (d.made_by, d.confirmed_by), false) as is_own,
	d.made_at as created_at, c.username as confirmed_by, d.decided_at, d.appeal, d.appealed_at,
	a.username as answered_by, d.answered_at, d.answer, d.is_reversed, d.case_id, d.report_id, d.character_id
from staff_decision d left join member m on m.id = d.made_by left join member c on c.id = d.confirmed_by
left join member a on a.id = d.answered_by;

-- name: staff_decisions many
-- Of a case, a report or a character (0 for the others), newest first.
-- in: staff_id member_id, case_id int, report_id int, character_id int
-- row: staff_decision
-- out: id key, what text, outcome text, rule text, facts text, was_automated bool, state text, made_by text?
-- out: is_own bool, created_at moment, confirmed_by text?, decided_at moment?, appeal text, appealed_at moment?
-- out: answered_by text?, answered_at moment?, answer text, is_reversed bool, case_id key?, report_id key?
-- out: character_id key?
{staff_decision}
where d.case_id = :case_id or d.report_id = :report_id or d.character_id = :character_id
order by d.id desc limit 20;

-- name: staff_appeals many
-- in: after int, limit int, staff_id member_id
-- row: staff_decision
{staff_decision}
where d.state = 'appealed' and d.id > :after order by d.id limit :limit;

-- name: staff_decision_find one
-- in: id int, staff_id member_id
-- row: staff_decision
{staff_decision}
where d.id = :id and d.state in ('decided', 'appealed', 'final');

-- name: staff_answer one
-- in: id int, staff_id member_id, reverses bool, words text
-- out: why text
select decision_answer(:id, :staff_id, :reverses, :words) as why;

-- ---- reports

-- part: staff_report
select r.id, r.receipt, r.target_type, r.target_id, r.reason_code, r.details, r.contact, r.state, r.created_at,
	r.due_at, r.due_at < now() and r.state in ('received', 'hidden', 'appealed') as is_late, m.username as reporter,
	u.username as owner, o.what, (select count(*) from report x where x.target_type = r.target_type
		and x.target_id = r.target_id) as times
from report r left join member m on m.id = r.reporter_id
left join lateral report_owner(r.target_type, r.target_id) o on true left join member u on u.id = o.member_id;

-- name: staff_reports many
-- in: waiting bool, after int, limit int
-- row: staff_report
-- out: id key, receipt text, target_type text, target_id key, reason_code text, details text, contact text
-- out: state text, created_at moment, due_at moment, is_late bool, reporter text?, owner text?, what text?
-- out: times int
{staff_report}
where r.id > :after and (r.state in ('received', 'hidden')) = :waiting order by r.id limit :limit;

-- name: staff_report one
-- in: id int
-- row: staff_report
{staff_report} where r.id = :id;

-- name: staff_reported_text one
-- The words of a message that was reported.
-- in: id int
-- out: content text, role text
select content, role from message where id = :id;

-- name: staff_hide one
-- in: id int, staff_id member_id
-- out: why text
select report_hide(:id, :staff_id) as why;

-- name: staff_decide one
-- in: id int, staff_id member_id, outcome text, facts text
-- out: why text
select report_decide(:id, :staff_id, :outcome, :facts) as why;

-- ---- characters

-- part: staff_character
select c.id, c.name, c.short_description, c.creator_name, c.age::bigint, c.tags, c.voice,
	disclosure(c.voice) as disclosure, c.visibility, c.updated_at as created_at, c.long_bio, c.personality,
	c.scenario, c.greeting, c.system_prompt, c.post_history, c.creator_notes, c.moderation_status, c.thumb_url,
	exists (select from media d where d.hash = substr(c.avatar_url, 8, 64) and d.generated_by = '') as is_brought,
	c.creator_id = :staff_id as is_own;

-- name: staff_characters many
-- Those that wait before others may see them, the oldest first.
-- in: staff_id member_id, after int, limit int
-- row: staff_character
-- out: id character_id, name text, short_description text, creator_name text, age int?, tags text[]
-- out: voice text, disclosure text, visibility text, created_at moment, long_bio text, personality text
-- out: scenario text, greeting text, system_prompt text, post_history text, creator_notes text
-- out: moderation_status text, thumb_url url?, is_brought bool, is_own bool
{staff_character}
from character c where c.deleted_at is null and c.id > :after
	and (c.moderation_status = 'pending' and (c.visibility <> 'private' or c.publish_at is not null)
		or c.moderation_status = 'approved' and gallery_waits(c) and c.id in (select m.character_id from media m
			where m.gallery_place is not null and m.generated_by = '' and not m.is_public and m.deleted_at is null))
order by c.id limit :limit;

-- name: staff_character one
-- in: id character_id, staff_id member_id
-- row: staff_character
{staff_character}
from character c where c.id = :id and c.deleted_at is null
	and (c.visibility <> 'private' or c.publish_at is not null);

-- name: staff_gallery many
-- Pictures that a creator brought into a gallery and that nobody has looked at.
-- in: id character_id
-- out: id media_id, url url, thumb_url url, alt text, caption text
select m.id, '/media/' || m.hash || '.webp' as url,
	'/media/' || coalesce(m.thumb_hash, m.hash) || '.webp' as thumb_url, m.alt, m.caption
from media m where m.character_id = :id and m.gallery_place is not null and m.generated_by = ''
	and not m.is_public and m.deleted_at is null order by m.gallery_place limit 24;

-- name: staff_decide_character one
-- in: id character_id, staff_id member_id, approves bool, rule text, facts text
-- out: why text
select character_decide(:id, :staff_id, :approves, :rule, :facts) as why;

-- ---- help lines and notices

-- part: staff_line
select l.id, array_to_string(l.regions, ' ') as regions, l.place::bigint, l.name, l.phone, l.url, l.about,
	to_char(l.checked_on, 'FMDD FMMonth YYYY') as checked_on, m.username as checked_by,
	l.checked_on is null or l.checked_on < current_date - 365 as is_stale
from care_line l left join member m on m.id = l.checked_by;

-- name: staff_lines many
-- row: staff_line
-- out: id key, regions text, place int, name text, phone text, url url, about text, checked_on text?
-- out: checked_by text?, is_stale bool
{staff_line}
order by cardinality(l.regions) = 0, l.regions, l.place, l.id limit 500;

-- name: staff_line one
-- in: id int
-- row: staff_line
{staff_line} where l.id = :id;

-- name: staff_write_line one
-- A new one when id is 0. Whoever writes a line has looked at it.
-- in: id int, regions text[], place int, name text, phone text, url text, about text, staff_id member_id
-- out: id key
with kept as (
	update care_line set regions = :regions, place = :place::int, name = :name, phone = :phone, url = :url,
		about = :about, checked_on = current_date, checked_by = :staff_id where id = :id returning id),
made as (
	insert into care_line (regions, place, name, phone, url, about, checked_on, checked_by)
	select :regions, :place::int, :name, :phone, :url, :about, current_date, :staff_id where :id = 0 returning id)
select id from kept union all select id from made;

-- name: staff_check_line exec
-- in: id int, staff_id member_id
update care_line set checked_on = current_date, checked_by = :staff_id where id = :id;

-- name: staff_remove_line exec
-- Never the last one that is for everywhere: somebody must be named to everybody.
-- in: id int
delete from care_line where id = :id
	and (cardinality(regions) > 0 or exists (select from care_line x where cardinality(x.regions) = 0 and x.id <> :id));

-- name: staff_notices many
-- out: region text, words text, username text?, created_at moment
select n.region, n.words, m.username, n.changed_at as created_at
from care_notice n left join member m on m.id = n.changed_by order by n.region limit 300;

-- name: staff_save_notice exec
-- in: region text, words text, staff_id member_id
insert into care_notice (region, words, changed_by) values (:region, :words, :staff_id)
on conflict (region) do update set words = excluded.words, changed_by = excluded.changed_by, changed_at = now();

-- name: staff_remove_notice exec
-- in: region text
delete from care_notice where region = :region;
