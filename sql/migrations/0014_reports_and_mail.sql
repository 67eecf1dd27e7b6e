-- Reports by anyone of anything, and the one-time tokens that travel by mail.

-- What somebody says is wrong. A report outlives its reporter's account.
create table report (
	id bigint generated always as identity primary key,
	-- What the reporter is told: random, since a number in order would tell how many there are.
	receipt text not null unique check (receipt ~ '^[a-z2-7]{12}$'),
	reporter_id bigint references member on delete set null,
	-- HMAC of the reporter's network under the house's secret: tells equal ones apart, names none.
	network_mark bytea not null check (octet_length(network_mark) = 32),
	contact text not null default '' check (char_length(contact) <= 254),
	target_type text not null check (target_type in ('character', 'message', 'image', 'user')),
	target_id bigint not null,
	reason_code text not null check (reason_code in ('underage', 'nonconsent', 'real_person', 'illegal',
		'harassment', 'spam', 'copyright', 'mistagged', 'self_harm', 'other')),
	details text not null default '' check (char_length(details) <= 4000),
	state text not null default 'received'
		check (state in ('received', 'hidden', 'decided', 'appealed', 'final')),
	created_at timestamptz not null default now(),
	-- When staff must have decided: 48 hours where a person may be harmed, 7 days for all else.
	due_at timestamptz not null,
	constraint report_other_says_what check (reason_code <> 'other' or details <> '')
);
create index report_open on report (due_at, id) where state in ('received', 'hidden');
create index report_target on report (target_type, target_id);
create index report_reporter on report (reporter_id) where reporter_id is not null;

-- One-time tokens sent by mail; only their SHA-256 stands here. A row without a member was made for
-- an address that nobody has, so that neither the answer nor its time tells who has an account.
create table mail_token (
	token_hash bytea primary key check (octet_length(token_hash) = 32),
	kind text not null check (kind in ('reset', 'verify')),
	member_id bigint references member on delete cascade,
	-- Where the mail went. A token is void once the member has another address.
	folded text not null check (folded = lower(folded)),
	created_at timestamptz not null default now(),
	ends_at timestamptz not null,
	constraint mail_token_is_short check (ends_at between created_at + interval '10 minutes'
		and created_at + interval '60 minutes')
);
create index mail_token_member on mail_token (member_id, kind) where member_id is not null;
create index mail_token_ends on mail_token (ends_at);

grant select, insert on report to snug_web;
grant select, delete on report to snug_worker;
grant select on report to snug_report;
grant select, insert, delete on mail_token to snug_web;
grant select, delete on mail_token to snug_worker;
