-- Care, evidence, reminders: what protects members in conversation.

-- name: safety_member one
-- in: member_id member_id
-- sees_all: nothing that a house of the adult edition may show is kept from them.
-- out: in_care bool, region text, sees_all bool
select coalesce(m.care_until > now(), false) as in_care, m.region, member_sight(m) = 'explicit' as sees_all
from member m where m.id = :member_id;

-- name: safety_set_region exec
-- in: member_id member_id, region text
update member set region = :region where id = :member_id and region <> :region;

-- name: safety_recent many
-- What the member wrote last on the branch that they read, newest first.
-- in: chat_id chat_id, member_id member_id
-- out: content text
with recursive b as (
	select m.id, m.parent_id, m.role, m.member_id, m.content, 1 as n
	from chat c join message m on m.id = c.head_id where c.id = :chat_id
	union all
	select m.id, m.parent_id, m.role, m.member_id, m.content, b.n + 1
	from b join message m on m.id = b.parent_id where b.n < 12)
select content from b where role = 'user' and member_id = :member_id order by n limit 4;

-- name: safety_hit one
-- in: member_id member_id, chat_id chat_id?, character_id character_id?, source text, about text
-- in: provider text, hash bytes, sealed bytes
-- out: done bool
select safety_hit(:member_id, coalesce(:chat_id, 0), :source, :about, :provider, :hash, :sealed,
	coalesce(:character_id, 0)) is not null as done;

-- name: safety_care one
-- in: member_id member_id, kind text
-- out: done bool
select safety_care(:member_id, :kind) is not null as done;

-- name: safety_add one
-- in: kind text
-- out: done bool
select safety_add(:kind) is not null as done;

-- name: safety_lines many
-- Whom to call in a country; where it has no line of its own, those for everywhere.
-- in: region text
-- out: name text, phone text, url url, about text
select name, phone, url, about from care_line l
where :region = any (l.regions) or (cardinality(l.regions) = 0
	and not exists (select from care_line x where :region = any (x.regions) and x.place = 1))
order by place, id limit 6;

-- name: safety_all_lines many
-- For the page that shows them all.
-- out: regions text, name text, phone text, url url, about text
select array_to_string(regions, ' ') as regions, name, phone, url, about from care_line
order by cardinality(regions) = 0 desc, place, regions, id limit 200;

-- name: safety_turns many ahead
-- What the worker must know before a reply is made: the member's last message on its branch.
-- in: jobs int[]
-- out: job_id job_id, member_id member_id, chat_id chat_id, said text, name text, region text
-- out: sees_all bool
select j.id as job_id, t.member_id, t.chat_id, coalesce(s.content, '') as said, k.name, u.region,
	member_sight(u) = 'explicit' as sees_all
from unnest(:jobs::bigint[]) as x (job) join job j on j.id = x.job join turn t on t.id = j.subject
join member u on u.id = t.member_id join character k on k.id = t.character_id
join message m on m.id = t.message_id
left join lateral (
	with recursive b as (
		select p.id, p.parent_id, p.role, p.content, 1 as n from message p where p.id = m.parent_id
		union all
		select p.id, p.parent_id, p.role, p.content, b.n + 1 from b join message p on p.id = b.parent_id
		where b.role <> 'user' and b.n < 8)
	select content from b where role = 'user' order by n limit 1) s on true;

-- name: safety_forget_deltas exec
-- What was told of a reply that was stopped is told to nobody else.
-- in: turn_id turn_id
delete from turn_event where turn_id = :turn_id and kind = 'token_delta';

-- name: safety_page one
-- What the chat page shows of it. remind: the reminder of who answers is due, or was given and not
-- tapped yet. hint: a good moment for a break.
-- in: member_id member_id, chat_id chat_id
-- out: in_care bool, region text, remind bool, hint bool, day_minutes int, voice_seen bool
-- out: decision_id key?
select coalesce(u.care_until > now(), false) as in_care, u.region,
	coalesce(r.seen_at is null or r.seen_at < now() - interval '30 minutes'
		or r.used_s + extract(epoch from now() - r.seen_at) >= 10800
		or r.reminded_at > coalesce(r.noted_at, '-infinity') and r.reminded_at > now() - interval '20 minutes', true)
		as remind,
	coalesce(r.session_s >= 5400 and r.session_s % 5400 < 900, false) as hint,
	(coalesce(case when r.day = current_date then r.day_s end, 0) / 60)::bigint as day_minutes,
	k.voice = 'ai' or exists (select from member_voice v where v.member_id = u.id and v.voice = k.voice) as voice_seen,
	case when c.frozen_at is not null then (select max(d.id) from safety_case s join staff_decision d on d.case_id = s.id
		where s.chat_id = c.id and d.member_id = u.id and d.state in ('decided', 'appealed', 'final')
			and d.outcome = 'closed') end as decision_id
from member u join chat c on c.id = :chat_id join character k on k.id = c.character_id
left join member_rest r on r.member_id = u.id where u.id = :member_id;

-- name: safety_notice many
-- What the law of a place wants said besides, and what the house says everywhere.
-- in: region text
-- out: words text
select words from care_notice where region in ('', :region) order by region desc;

-- name: safety_touch one
-- in: member_id member_id
-- out: done bool
select rest_touch(:member_id) is not null as done;

-- name: safety_noted one
-- The reminder was tapped.
-- in: member_id member_id
-- out: done bool
select rest_noted(:member_id) is not null as done;

-- name: safety_break exec
-- The timer stands until they come back.
-- in: member_id member_id
insert into member_rest (member_id, seen_at) values (:member_id, null)
on conflict (member_id) do update set seen_at = null, used_s = 0, session_s = 0;

-- name: safety_see_voice exec
-- in: member_id member_id, chat_id chat_id
insert into member_voice (member_id, voice)
select :member_id, k.voice from chat c join character k on k.id = c.character_id
where c.id = :chat_id and k.voice <> 'ai' on conflict do nothing;

-- name: safety_counts many
-- Of this month and the eleven before, each whole: what the protocol page publishes.
-- out: month text, care int, calm int, reminders int
select to_char(date_trunc('month', day), 'FMMonth YYYY') as month,
	coalesce(sum(n) filter (where kind = 'care'), 0)::bigint as care,
	coalesce(sum(n) filter (where kind = 'calm'), 0)::bigint as calm,
	coalesce(sum(n) filter (where kind = 'reminder'), 0)::bigint as reminders
from safety_count where day >= date_trunc('month', current_date) - interval '11 months' and kind in ('care', 'calm', 'reminder')
group by date_trunc('month', day) order by date_trunc('month', day) desc;

-- name: safety_purge exec
-- Evidence is kept for a year: after the last of it, or after it was reported.
delete from safety_event e using safety_case c where c.id = e.case_id and c.keep_until < now();

-- part: decision
select d.id, d.what, d.outcome, d.rule, d.facts, d.was_automated, d.state, d.decided_at, d.appeal, d.appealed_at,
	d.answered_at, d.answer, d.is_reversed, d.decided_at + interval '6 months' as appeal_until,
	d.state = 'decided' and d.outcome in ('warning', 'closed', 'held', 'removed')
		and d.decided_at > now() - interval '6 months' as can_appeal, d.case_id is not null as by_two;

-- name: safety_decisions many
-- What was decided about a member's things, newest first.
-- in: member_id member_id, before int, limit int
-- row: safety_decision
-- out: id key, what text, outcome text, rule text, facts text, was_automated bool, state text
-- out: decided_at moment, appeal text, appealed_at moment?, answered_at moment?, answer text
-- out: is_reversed bool, appeal_until moment, can_appeal bool, by_two bool
{decision}
from staff_decision d where d.member_id = :member_id and d.state in ('decided', 'appealed', 'final')
	and (d.outcome <> 'nothing' or d.case_id is not null) and d.id < :before order by d.id desc limit :limit;

-- name: safety_decision one
-- in: id int, member_id member_id
-- row: safety_decision
{decision}
from staff_decision d where d.id = :id and d.member_id = :member_id and d.state in ('decided', 'appealed', 'final')
	and (d.outcome <> 'nothing' or d.case_id is not null);

-- name: safety_appeal one
-- in: id int, member_id member_id, words text
-- out: why text
select decision_appeal(:id, :member_id, :words) as why;
