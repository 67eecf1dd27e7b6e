-- What protects members in conversation: care when somebody is in danger, evidence that is sealed, and
-- reminders of who answers.

alter table member
	-- Adult content and offers are off until then.
	add column care_until timestamptz,
	-- ISO 3166 country as their browser tells it: whom to call. '' is unknown.
	add column region text not null default '' check (region ~ '^([A-Z]{2})?$');

-- A chat in which what is never shown came up again and again: read it, but write no more until staff saw it.
alter table chat add column frozen_at timestamptz;

alter table character
	-- Staff look at its texts, or have decided that it stays as it is: nothing frees it until then.
	add column frozen_at timestamptz,
	-- Staff have read what the rules stopped, and found nothing wrong with it.
	add column cleared_at timestamptz;

-- What two people of the staff look at together: what was stopped of one member in one chat, in a character
-- that they brought, or elsewhere, until it is decided. Columns of the decision are in 0041.
create table safety_case (
	id bigint generated always as identity primary key,
	member_id bigint references member on delete set null,
	chat_id bigint references chat on delete set null,
	character_id bigint references character on delete set null,
	-- Where it stood, which stays when that is gone: the id of the chat or character, or 0.
	place_kind text not null check (place_kind in ('chat', 'character', 'elsewhere')),
	place bigint not null,
	-- The gravest of what the rules saw in it.
	about text not null check (about in ('minor', 'force', 'real_person', 'animal', 'family', 'service')),
	state text not null default 'open' check (state in ('open', 'proposed', 'decided', 'appealed', 'final')),
	hits int not null default 0,
	created_at timestamptz not null default now(),
	last_at timestamptz not null default now(),
	-- When it must be decided: a week, two days where a chat rests.
	due_at timestamptz not null default now() + interval '7 days',
	keep_until timestamptz not null default now() + interval '1 year'
);
create unique index safety_case_running on safety_case (member_id, place_kind, place)
	where state in ('open', 'proposed');
create index safety_case_waiting on safety_case (id) where state in ('open', 'proposed', 'appealed');
create index safety_case_member on safety_case (member_id);
create index safety_case_chat on safety_case (chat_id);
create index safety_case_character on safety_case (character_id) where character_id is not null;

-- Evidence of what was stopped under the rules that no setting lifts. The text is sealed with a key of
-- the house's secret: the database alone tells nothing.
create table safety_event (
	id bigint generated always as identity primary key,
	at timestamptz not null default now(),
	case_id bigint not null references safety_case,
	-- Where it stood: input of the member, or a reply that was stopped.
	source text not null check (source in ('chat', 'edit', 'impersonate', 'persona', 'lore', 'note', 'card',
		'import', 'public', 'picture', 'reply')),
	about text not null check (about in ('minor', 'force', 'real_person', 'animal', 'family', 'service')),
	provider text not null default '',
	-- BLAKE2b of the text: the same text again is seen without opening anything.
	hash bytea not null check (octet_length(hash) = 32),
	sealed bytea not null
);
create index safety_event_case on safety_event (case_id, id);

-- How often, and of nobody: for the yearly report.
create table safety_count (
	day date not null,
	kind text not null check (kind in ('care', 'calm', 'refused', 'blocked', 'asked_real', 'changed', 'plans',
		'reminder', 'service_down')),
	-- Connections count in rows of their own: in one they would wait for each other's commits.
	part int not null,
	n bigint not null default 0,
	primary key (day, kind, part)
);

-- Whom to call. The owner edits it; a row without regions is for everywhere that has no row of its own.
create table care_line (
	id bigint generated always as identity primary key,
	regions text[] not null default '{}',
	place int not null default 0,
	name text not null check (char_length(name) between 1 and 80),
	phone text not null default '' check (char_length(phone) <= 40),
	url text not null default '' check (url = '' or url like 'https://%'),
	about text not null default '' check (char_length(about) <= 160),
	constraint reachable check (phone <> '' or url <> '')
);
create index care_line_regions on care_line using gin (regions);
insert into care_line (regions, place, name, phone, url, about) values
	('{US}', 1, '988 Suicide and Crisis Lifeline', '988', 'https://988lifeline.org', 'Call or text 988, day and night, free'),
	('{CA}', 1, '988 Suicide Crisis Helpline', '988', 'https://988.ca', 'Call or text 988, day and night, free'),
	('{GB,IE}', 1, 'Samaritans', '116 123', 'https://www.samaritans.org', 'Day and night, free'),
	('{DE}', 1, 'TelefonSeelsorge', '0800 111 0 111', 'https://www.telefonseelsorge.de', 'Day and night, free'),
	('{FR}', 1, 'Numéro national de prévention du suicide', '3114', 'https://3114.fr', 'Day and night, free'),
	('{ES}', 1, 'Línea 024', '024', '', 'Day and night, free'),
	('{NL}', 1, '113 Zelfmoordpreventie', '113', 'https://www.113.nl', 'Day and night; also 0800-0113'),
	('{KE}', 1, 'Befrienders Kenya', '+254 722 178 177', 'https://www.befrienderskenya.org', 'A person who listens'),
	('{AU}', 1, 'Lifeline', '13 11 14', 'https://www.lifeline.org.au', 'Day and night'),
	('{NZ}', 1, 'Need to talk?', '1737', 'https://1737.org.nz', 'Call or text, day and night, free'),
	('{IN}', 1, 'Tele-MANAS', '14416', 'https://telemanas.mohfw.gov.in', 'Day and night, free'),
	('{BR}', 1, 'CVV', '188', 'https://cvv.org.br', 'Day and night, free'),
	('{JP}', 1, 'Yorisoi Hotline', '0120-279-338', '', 'Day and night, free'),
	('{KR}', 1, '자살예방 상담전화', '109', '', 'Day and night'),
	('{AT,BE,BG,HR,CY,CZ,DK,EE,FI,GR,HU,IT,LV,LT,LU,MT,PL,PT,RO,SK,SI,SE}', 1, 'Emotional support helpline',
		'116 123', '', 'Where it is in service; free'),
	('{AT,BE,BG,HR,CY,CZ,DK,EE,FI,FR,DE,GR,HU,IE,IT,LV,LT,LU,MT,NL,PL,PT,RO,SK,SI,ES,SE}', 2, 'European emergency number',
		'112', '', 'When you are in danger this minute'),
	('{US,CA}', 2, 'Emergency', '911', '', 'When you are in danger this minute'),
	('{GB}', 2, 'Emergency', '999', '', 'When you are in danger this minute'),
	('{KE}', 2, 'Emergency', '999', '', 'When you are in danger this minute'),
	('{}', 1, 'Find a helpline', '', 'https://findahelpline.com', 'Lines all over the world, by country'),
	('{}', 2, 'Befrienders Worldwide', '', 'https://www.befrienders.org', 'People who listen, in many countries');

-- How long somebody has been writing, and when they were told last who answers.
create table member_rest (
	member_id bigint primary key references member on delete cascade,
	-- The last use of a chat; null after "take a break".
	seen_at timestamptz,
	-- Seconds of use since the last reminder, since the session began, and of this day.
	used_s int not null default 0,
	session_s int not null default 0,
	day date not null default current_date,
	day_s int not null default 0,
	reminded_at timestamptz,
	noted_at timestamptz
);

-- Who has tapped the card that says that staff write for a kind of character.
create table member_voice (
	member_id bigint not null references member on delete cascade,
	voice text not null check (voice in ('staff', 'mixed')),
	at timestamptz not null default now(),
	primary key (member_id, voice)
);

create function safety_weight(p_about text) returns int language sql immutable as $$
	select array_position(array['service', 'family', 'animal', 'real_person', 'force', 'minor'], p_about)
$$;

create function safety_add(p_kind text) returns void language plpgsql as $$
begin
	insert into safety_count (day, kind, part, n) values (current_date, p_kind, pg_backend_pid() % 64, 1)
		on conflict (day, kind, part) do update set n = safety_count.n + 1;
end $$;

-- Care for a day, and one more in the count. Never a word of who or what.
create function safety_care(p_member bigint, p_kind text) returns void language plpgsql as $$
begin
	update member set care_until = now() + interval '24 hours' where id = p_member;
	perform safety_add(p_kind);
end $$;

-- Keeps evidence, in the case that is open or in a new one; what was proposed before is looked at anew. The
-- third time within a day freezes the chat. A character is frozen at once: it is the evidence.
create function safety_hit(p_member bigint, p_chat bigint, p_source text, p_about text, p_provider text,
	p_hash bytea, p_sealed bytea, p_character bigint default 0) returns void language plpgsql as $$
declare
	c bigint;
begin
	insert into safety_case as o (member_id, chat_id, character_id, place_kind, place, about, hits)
		values (p_member, nullif(p_chat, 0), nullif(p_character, 0), case when p_chat > 0 then 'chat'
			when p_character > 0 then 'character' else 'elsewhere' end, greatest(p_chat, p_character), p_about, 1)
		on conflict (member_id, place_kind, place) where state in ('open', 'proposed') do update
		set hits = o.hits + 1, last_at = now(), state = 'open', keep_until = now() + interval '1 year',
			about = case when safety_weight(p_about) > safety_weight(o.about) then p_about else o.about end
		returning id into c;
	insert into safety_event (case_id, source, about, provider, hash, sealed)
		values (c, p_source, p_about, p_provider, p_hash, p_sealed);
	perform safety_add(case p_source when 'reply' then 'blocked' else 'refused' end);
	if p_chat > 0 and (select count(*) from safety_event where case_id = c and at > now() - interval '1 day') >= 3 then
		update chat set frozen_at = now() where id = p_chat and frozen_at is null;
		update safety_case set due_at = least(due_at, now() + interval '2 days') where id = c;
	end if;
	update character set frozen_at = now() where id = p_character and frozen_at is null;
end $$;

-- One more moment of use. A pause of half an hour ends a session.
create function rest_touch(p_member bigint) returns void language plpgsql as $$
declare
	r member_rest;
	gap int;
	due boolean;
begin
	select * into r from member_rest where member_id = p_member for update;
	if not found then
		insert into member_rest (member_id) values (p_member) on conflict do nothing;
		select * into strict r from member_rest where member_id = p_member for update;
	end if;
	-- Transactions that began together end in any order, and clocks are set back.
	gap := greatest(coalesce(extract(epoch from now() - r.seen_at)::int, 1000000), 0);
	if gap > 1800 then
		gap := 0;
		r.session_s := 0;
		due := true;
	else
		due := r.used_s + gap >= 10800;
	end if;
	update member_rest set seen_at = now(), session_s = r.session_s + gap,
		used_s = case when due then 0 else r.used_s + gap end,
		day_s = case when r.day = current_date then r.day_s + gap else gap end, day = current_date,
		reminded_at = case when due then now() else reminded_at end where member_id = p_member;
	if due then
		perform safety_add('reminder');
	end if;
end $$;

create function rest_noted(p_member bigint) returns void language plpgsql as $$
begin
	perform rest_touch(p_member);
	update member_rest set noted_at = now() where member_id = p_member;
end $$;

grant select on care_line, safety_count to snug_web, snug_worker, snug_report;
grant select, insert, update on safety_count, member_rest to snug_web, snug_worker;
grant select, insert on member_voice to snug_web;
grant select, insert on safety_event to snug_web, snug_worker;
grant select, insert, update on safety_case to snug_web, snug_worker;
grant delete on safety_event to snug_worker;
grant select on safety_case to snug_report;
grant update (care_until, region) on member to snug_worker;
