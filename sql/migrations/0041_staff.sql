-- What staff decide, by whom, and what people are told of it; help lines and notices that admins look after.

-- A statement of reasons, as data: what was decided of what, by which rule and on which facts, whether a
-- program found it, and what became of an appeal. Of cases two people decide, and whoever answers an
-- appeal is a third.
create table staff_decision (
	id bigint generated always as identity primary key,
	case_id bigint references safety_case,
	report_id bigint references report,
	character_id bigint references character,
	-- Whose it is: who is told, and may appeal. Null where it is nobody's.
	member_id bigint references member on delete set null,
	-- What it is, in words that stay true when it is gone.
	what text not null check (char_length(what) between 1 and 200),
	outcome text not null check (outcome in ('nothing', 'warning', 'closed', 'held', 'approved', 'removed')),
	rule text not null check (rule in ('underage', 'nonconsent', 'real_person', 'illegal', 'harassment', 'spam',
		'copyright', 'mistagged', 'self_harm', 'other')),
	facts text not null default '' check (char_length(facts) <= 2000),
	was_automated boolean not null,
	state text not null default 'decided' check (state in ('proposed', 'withdrawn', 'decided', 'appealed', 'final')),
	made_by bigint references member on delete set null,
	made_at timestamptz not null default now(),
	confirmed_by bigint references member on delete set null,
	-- When it came into force.
	decided_at timestamptz,
	appeal text not null default '' check (char_length(appeal) <= 2000),
	appealed_at timestamptz,
	answered_by bigint references member on delete set null,
	answered_at timestamptz,
	answer text not null default '' check (char_length(answer) <= 2000),
	is_reversed boolean not null default false,
	constraint of_one_thing check (num_nonnulls(case_id, report_id, character_id) = 1),
	constraint says_why check (outcome in ('nothing', 'approved') or facts <> ''),
	constraint two_people check (confirmed_by <> made_by),
	constraint another_person check (answered_by is null
		or answered_by <> made_by and answered_by is distinct from confirmed_by)
);
create index staff_decision_case on staff_decision (case_id) where case_id is not null;
create index staff_decision_report on staff_decision (report_id) where report_id is not null;
create index staff_decision_character on staff_decision (character_id) where character_id is not null;
create index staff_decision_member on staff_decision (member_id, id desc);
create index staff_decision_appealed on staff_decision (id) where state = 'appealed';

alter table safety_case
	-- Told to an authority: which, and under what number there.
	add column authority text not null default '' check (char_length(authority) <= 120),
	add column reference text not null default '' check (char_length(reference) <= 120),
	add column reported_at timestamptz;

alter table care_line
	-- When a person last called or looked; the shipped lines were never checked.
	add column checked_on date check (checked_on <= current_date + 1),
	add column checked_by bigint references member on delete set null;

-- What the law of a place wants said besides the reminder of who answers, which nobody can take away.
create table care_notice (
	-- ISO 3166; '' is everywhere.
	region text primary key check (region ~ '^([A-Z]{2})?$'),
	words text not null check (char_length(words) between 1 and 600),
	changed_by bigint references member on delete set null,
	changed_at timestamptz not null default now()
);

create function staff_log(p_staff bigint, p_action text, p_subject text, p_detail text) returns void language sql as $$
	insert into audit_log (actor, action, subject, detail) values ('staff:' || p_staff, p_action, p_subject, p_detail)
$$;

-- Whether somebody of the staff has opened this, deliberately, after what came last.
create function staff_has_opened(p_staff bigint, p_subject text, p_since timestamptz) returns boolean
language sql stable as $$
	select exists (select from audit_log where subject = p_subject and actor = 'staff:' || p_staff
		and action = 'safety.open' and at >= p_since)
$$;

create function staff_tell(p_decision bigint) returns void language plpgsql as $$
declare
	d staff_decision;
begin
	select * into strict d from staff_decision where id = p_decision;
	if d.member_id is null or d.outcome = 'nothing' and d.case_id is null then
		return;
	end if;
	perform notice_add(d.member_id, 'decision', case when d.answered_at is not null then 'Your appeal is answered'
		when d.outcome in ('nothing', 'approved') then 'Staff looked at it: all is well'
		else 'Staff decided about something of yours' end, d.what, '/safety/decisions/' || d.id,
		'decision:' || d.id || case when d.answered_at is not null then ':answer' else '' end);
end $$;

-- The first of two. Gives '' when done, else why not.
create function case_propose(p_case bigint, p_staff bigint, p_outcome text, p_rule text, p_facts text)
returns text language plpgsql as $$
declare
	c safety_case;
begin
	select * into c from safety_case where id = p_case for update;
	if c.id is null then
		return 'gone';
	elsif c.state not in ('open', 'proposed') then
		return 'decided';
	elsif not staff_has_opened(p_staff, 'safety_case:' || c.id, c.last_at) then
		return 'unopened';
	elsif c.chat_id is null and p_outcome = 'closed' then
		return 'no_chat';
	elsif c.character_id is null and p_outcome in ('held', 'removed') then
		return 'no_character';
	end if;
	update staff_decision set state = 'withdrawn' where case_id = c.id and state = 'proposed';
	insert into staff_decision (case_id, member_id, what, outcome, rule, facts, was_automated, state, made_by)
		select c.id, c.member_id, case when c.place_kind = 'elsewhere' then 'What you wrote outside of chats'
			when c.place_kind = 'character' then coalesce('Your character ' || k.name, 'A character of yours')
			when k.name is null then 'A chat of yours' else 'Your chat with ' || k.name end
			|| ', ' || to_char(c.last_at, 'FMDD FMMonth YYYY'), p_outcome, p_rule, p_facts, true, 'proposed', p_staff
		from (values (1)) one left join chat h on h.id = c.chat_id
			left join character k on k.id = coalesce(c.character_id, h.character_id);
	update safety_case set state = 'proposed' where id = c.id;
	perform staff_log(p_staff, 'safety.propose', 'safety_case:' || c.id, p_outcome);
	return '';
end $$;

-- What is decided comes into force: a chat goes on or stays closed; a character is let go, waits until its
-- text is another one (a warning), stays as it is, or is gone.
create function case_settle(c safety_case, p_outcome text) returns void language sql as $$
	update chat set frozen_at = case when p_outcome = 'closed' then coalesce(frozen_at, now()) end
		where id = c.chat_id;
	update character set frozen_at = case when p_outcome in ('held', 'removed') then coalesce(frozen_at, now()) end,
		cleared_at = case when p_outcome = 'nothing' then now() end,
		deleted_at = case when p_outcome = 'removed' then coalesce(deleted_at, now()) else deleted_at end
		where id = c.character_id;
$$;

-- The second of two agrees, or gives it back.
create function case_confirm(p_case bigint, p_staff bigint, p_agrees boolean, p_why text) returns text
language plpgsql as $$
declare
	c safety_case;
	d staff_decision;
begin
	select * into c from safety_case where id = p_case for update;
	select * into d from staff_decision where case_id = p_case and state = 'proposed';
	if c.id is null then
		return 'gone';
	elsif d.id is null or c.state <> 'proposed' then
		return 'not_proposed';
	elsif d.made_by = p_staff then
		return 'same_person';
	elsif not staff_has_opened(p_staff, 'safety_case:' || c.id, c.last_at) then
		return 'unopened';
	elsif not p_agrees then
		update staff_decision set state = 'withdrawn' where id = d.id;
		update safety_case set state = 'open' where id = c.id;
		perform staff_log(p_staff, 'safety.disagree', 'safety_case:' || c.id, p_why);
		return '';
	end if;
	update staff_decision set state = 'decided', confirmed_by = p_staff, decided_at = now() where id = d.id;
	update safety_case set state = 'decided' where id = c.id;
	perform case_settle(c, d.outcome);
	perform staff_log(p_staff, 'safety.confirm', 'safety_case:' || c.id, d.outcome);
	perform staff_tell(d.id);
	return '';
end $$;

-- Takes what was decided about out of sight, or puts it back.
create function staff_apply(p_decision bigint, p_removed boolean) returns void language plpgsql as $$
declare
	d staff_decision;
	r report;
begin
	select * into strict d from staff_decision where id = p_decision;
	select * into r from report where id = d.report_id;
	update character set moderation_status = case when p_removed then 'rejected' else 'approved' end,
		published_at = case when not p_removed and visibility = 'public' then coalesce(published_at, now())
			else published_at end, updated_at = now()
		where id = coalesce(d.character_id, case when r.target_type = 'character' then r.target_id end)
			and moderation_status <> 'quarantined';
	update media set deleted_at = case when p_removed then now() end
		where r.target_type = 'image' and id = r.target_id;
end $$;

-- A character that waits, or is looked at again.
create function character_decide(p_character bigint, p_staff bigint, p_approves boolean, p_rule text, p_facts text)
returns text language plpgsql as $$
declare
	k character%rowtype;
	d bigint;
begin
	select * into k from character where id = p_character and deleted_at is null for update;
	if k.id is null then
		return 'gone';
	elsif k.moderation_status <> 'pending' and not gallery_waits(k) then
		return 'decided';
	elsif k.creator_id = p_staff then
		return 'own';
	end if;
	-- Of a character that others see already, only the pictures that were brought since are decided.
	if k.moderation_status = 'pending' and p_approves or k.moderation_status <> 'pending' then
		perform gallery_decide(k.id, p_approves);
	end if;
	if k.moderation_status <> 'pending' then
		perform staff_log(p_staff, case when p_approves then 'gallery.approve' else 'gallery.refuse' end,
			'character:' || k.id, p_rule);
		perform notice_add(k.creator_id, 'character_news', case when p_approves then 'Others see your pictures of '
			else 'Pictures were taken out of the gallery of ' end || k.name, coalesce(p_facts, ''),
			'/character/' || k.id || '?tab=gallery', null);
		return '';
	end if;
	insert into staff_decision (character_id, member_id, what, outcome, rule, facts, was_automated, made_by, decided_at)
		values (k.id, k.creator_id, 'Your character ' || k.name, case when p_approves then 'approved' else 'removed' end,
			p_rule, p_facts, false, p_staff, now()) returning id into d;
	perform staff_apply(d, not p_approves);
	perform staff_log(p_staff, case when p_approves then 'character.approve' else 'character.refuse' end,
		'character:' || k.id, p_rule);
	perform staff_tell(d);
	return '';
end $$;

-- Whose the thing is that was reported, and what to call it.
create function report_owner(p_type text, p_id bigint, out member_id bigint, out what text) language sql stable as $$
	select k.creator_id, 'Your character ' || k.name from character k where p_type = 'character' and k.id = p_id
	union all
	select d.owner_id, 'A picture of yours' from media d where p_type = 'image' and d.id = p_id
	union all
	select u.id, 'Your account' from member u where p_type = 'user' and u.id = p_id
	union all
	select case when m.role = 'user' then m.member_id end, 'A message of yours' from message m
	where p_type = 'message' and m.id = p_id
$$;

-- What is reported as urgent is out of sight until it is decided: others see the character no more.
create function report_hide(p_report bigint, p_staff bigint) returns text language plpgsql as $$
declare
	r report;
begin
	select * into r from report where id = p_report for update;
	if r.id is null or r.target_type <> 'character' then
		return 'gone';
	elsif r.state <> 'received' then
		return 'decided';
	end if;
	update character set moderation_status = 'pending', updated_at = now()
		where id = r.target_id and moderation_status = 'approved';
	update report set state = 'hidden' where id = r.id;
	perform staff_log(p_staff, 'report.hide', 'report:' || r.id, '');
	return '';
end $$;

create function report_decide(p_report bigint, p_staff bigint, p_outcome text, p_facts text) returns text
language plpgsql as $$
declare
	r report;
	o record;
	d bigint;
begin
	select * into r from report where id = p_report for update;
	if r.id is null then
		return 'gone';
	elsif r.state not in ('received', 'hidden') then
		return 'decided';
	end if;
	select * into o from report_owner(r.target_type, r.target_id);
	if o.member_id = p_staff then
		return 'own';
	elsif p_outcome = 'removed' and r.target_type not in ('character', 'image') then
		return 'nothing_to_remove';
	end if;
	insert into staff_decision (report_id, member_id, what, outcome, rule, facts, was_automated, made_by, decided_at)
		values (r.id, o.member_id, coalesce(o.what, 'Something reported'), p_outcome, r.reason_code, p_facts, false,
			p_staff, now()) returning id into d;
	if p_outcome = 'removed' or r.state = 'hidden' then
		perform staff_apply(d, p_outcome = 'removed');
	end if;
	update report set state = 'decided' where id = r.id;
	perform staff_log(p_staff, 'report.decide', 'report:' || r.id, p_outcome);
	perform staff_tell(d);
	if r.reporter_id is not null then
		perform notice_add(r.reporter_id, 'report_decided', 'Your report is decided', 'Report ' || r.receipt,
			'/report/' || r.receipt, 'report:' || r.id);
	end if;
	return '';
end $$;

-- By whom it concerns, once, within six months.
create function decision_appeal(p_decision bigint, p_member bigint, p_words text) returns text language plpgsql as $$
declare
	d staff_decision;
begin
	select * into d from staff_decision where id = p_decision and member_id = p_member
		and state in ('decided', 'appealed', 'final') for update;
	if d.id is null then
		return 'gone';
	elsif d.state <> 'decided' or d.outcome in ('nothing', 'approved') then
		return 'decided';
	elsif d.decided_at < now() - interval '6 months' then
		return 'late';
	end if;
	update staff_decision set state = 'appealed', appeal = p_words, appealed_at = now() where id = d.id;
	update safety_case set state = 'appealed', due_at = now() + interval '7 days' where id = d.case_id;
	update report set state = 'appealed', due_at = now() + interval '7 days' where id = d.report_id;
	return '';
end $$;

-- By somebody who did not decide before.
create function decision_answer(p_decision bigint, p_staff bigint, p_reverses boolean, p_words text) returns text
language plpgsql as $$
declare
	d staff_decision;
	c safety_case;
begin
	select * into d from staff_decision where id = p_decision for update;
	if d.id is null or d.state <> 'appealed' then
		return 'gone';
	elsif p_staff in (d.made_by, d.confirmed_by) then
		return 'same_person';
	elsif d.member_id = p_staff then
		return 'own';
	end if;
	select * into c from safety_case where id = d.case_id;
	if c.id is not null and not staff_has_opened(p_staff, 'safety_case:' || c.id, c.last_at) then
		return 'unopened';
	end if;
	update staff_decision set state = 'final', answered_by = p_staff, answered_at = now(), answer = p_words,
		is_reversed = p_reverses where id = d.id;
	update safety_case set state = 'final' where id = d.case_id;
	update report set state = 'final' where id = d.report_id;
	if p_reverses and c.id is not null then
		perform case_settle(c, 'nothing');
		update character set deleted_at = null where id = c.character_id and d.outcome = 'removed';
	elsif p_reverses and d.outcome = 'removed' then
		perform staff_apply(d.id, false);
	end if;
	perform staff_log(p_staff, 'decision.answer', 'staff_decision:' || d.id,
		case when p_reverses then 'reversed' else 'upheld' end);
	perform staff_tell(d.id);
	return '';
end $$;

grant select, insert, update on staff_decision to snug_web;
grant select on staff_decision to snug_report, snug_worker;
grant update on report to snug_web;
grant insert, update, delete on care_line to snug_web;
grant select, insert, update, delete on care_notice to snug_web;
grant select on care_notice to snug_worker, snug_report;
