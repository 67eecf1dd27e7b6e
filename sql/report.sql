-- Reports.

-- name: report_target_of one
-- What is reported, as anybody may know it: the name of a listed character or of a member, nothing of
-- what is private. `id` is 0 when nothing fits `name`, which is a username or a file's hash.
-- in: type text, id int, name text
-- out: id int, label text?
select t.id, t.label from (
	select c.id, case when c.listed then c.name || ' (' || disclosure(c.voice) || ')' end as label from character c
	where :type = 'character' and c.id = :id and c.deleted_at is null
	union all
	select m.id, null from message m where :type = 'message' and m.id = :id
	union all
	select d.id, null from media d
	where :type = 'image' and d.deleted_at is null
		and (d.id = :id or d.hash = :name or d.thumb_hash = :name)
	union all
	select m.id, m.username from member m
	where :type = 'user' and m.state <> 'deleted' and (m.username = lower(:name) or m.id = :id)
) t order by (t.id = :id) limit 1;

-- name: report_insert exec
-- in: receipt text, reporter_id member_id?, network_mark bytes, contact text?, target_type text
-- in: target_id int, reason_code text, details text?
insert into report (receipt, reporter_id, network_mark, contact, target_type, target_id, reason_code,
	details, due_at)
values (:receipt, :reporter_id, :network_mark, coalesce(:contact, ''), :target_type, :target_id,
	:reason_code, coalesce(:details, ''),
	now() + case when :reason_code in ('underage', 'nonconsent', 'real_person', 'self_harm', 'illegal')
		then interval '48 hours' else interval '7 days' end);

-- name: report_by_receipt one
-- in: receipt text
-- out: receipt text, target_type text, reason_code text, state text, created_at moment, due_at moment
-- out: outcome text?
select r.receipt, r.target_type, r.reason_code, r.state, r.created_at, r.due_at,
	(select case when d.is_reversed then 'nothing' else d.outcome end from staff_decision d
		where d.report_id = r.id order by d.id desc limit 1) as outcome
from report r where r.receipt = :receipt;
