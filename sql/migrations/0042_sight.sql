-- What a member gets to see: how sure the house is of their age, what that opens where they live, what
-- they want to see of it, and in which language characters speak.

-- How sure the house is of a member's age, from weak to strong. Everybody attests: a date of birth and
-- a statement. What is stronger comes from checks outside, which write it down by age_raise.
create function age_rank(level text) returns int language sql immutable strict parallel safe
	return array_position(array['attested', 'checked', 'verified', 'never'], level);

-- What opens content that is not for everybody, by the country that a member lives in. The owner edits
-- it for the law that holds there. A country without a row gets the strictest of all rows, and so does a
-- member who did not say where they live. 'never': nobody there.
create table age_rule (
	-- ISO 3166; '' stands for nowhere, and keeps the strictest from being nothing.
	country text primary key check (country ~ '^([A-Z]{2})?$'),
	suggestive text not null check (age_rank(suggestive) is not null),
	explicit text not null check (age_rank(explicit) >= age_rank(suggestive))
);
insert into age_rule values ('', 'verified', 'verified');

alter table member
	add column assurance text not null default 'attested'
		check (assurance in ('attested', 'checked', 'verified')),
	-- Where they live, as they say; '' when they did not.
	add column country text not null default '' check (country ~ '^([A-Z]{2})?$'),
	-- The most that they want to see, in a house that has it.
	add column sight text not null default 'none' check (sight in ('none', 'suggestive', 'explicit')),
	-- The language of characters that the Tavern lists unless asked for others; '' for all.
	add column language text not null default '' check (language ~ '^([a-z]{2})?$'),
	-- Tags of characters that lists and searches leave out.
	add column tags_off text[] not null default '{}' check (cardinality(tags_off) <= 30);

-- How each level came about; append-only.
create table age_check (
	id bigint generated always as identity primary key,
	member_id bigint not null references member on delete cascade,
	level text not null,
	-- What was done, and by whom: "card check, Example Ltd". Never a document or its number.
	method text not null check (char_length(method) between 1 and 120),
	created_at timestamptz not null default now()
);
create index age_check_member on age_check (member_id, id desc);

create function age_raise(p_member bigint, p_level text, p_method text) returns void language plpgsql as $$
begin
	insert into age_check (member_id, level, method) values (p_member, p_level, p_method);
	update member set assurance = p_level where id = p_member;
end $$;
revoke execute on function age_raise(bigint, text, text) from public;

-- What a level opens in a country: 'none', 'suggestive' or 'explicit'.
create function age_opens(p_level text, p_country text) returns text language sql stable parallel safe as $$
	select case when age_rank(p_level) >= x.explicit then 'explicit'
		when age_rank(p_level) >= x.suggestive then 'suggestive' else 'none' end
	from (select max(age_rank(r.suggestive)) as suggestive, max(age_rank(r.explicit)) as explicit
		from age_rule r where r.country = p_country and p_country <> ''
			or not exists (select from age_rule o where o.country = p_country and o.country <> '')) x
$$;

-- The most that is shown to a member: what is open to them, as far as they want to see it; nothing while
-- they are in care, nor in a house of the general edition. The edition comes with each connection of
-- the house's programs (lib/db); others have none.
create function member_sight(m member) returns text language sql stable as $$
	select case when m.sight = 'none' or m.care_until > now()
			or current_setting('snug.edition', true) is distinct from 'adult' then 'none'
		when m.sight = 'explicit' or age_opens(m.assurance, m.country) = 'none'
			then age_opens(m.assurance, m.country)
		else 'suggestive' end
$$;

-- Whether somebody who is shown so much is shown this.
create function sight_covers(sight text, level text) returns boolean language sql immutable parallel safe
	return level = 'none' or sight = 'explicit' or sight = level;

-- Whether a member is shown what is filed at this level.
create function character_shown(level text, viewer bigint) returns boolean language plpgsql stable as $$
begin
	return level = 'none' or exists (select from member m where m.id = viewer
		and sight_covers(member_sight(m), level));
end $$;

-- ---- languages ---------------------------------------------------------------------------------

-- Languages that the house tells apart: by their letters, or by words that hardly a sentence is without
-- (as search_words stores them).
create table language (
	code text primary key check (code ~ '^[a-z]{2}$'),
	name text not null,
	letters text not null default '',
	words text[] not null default '{}'
);
insert into language (code, name, words) values
	('en', 'English', '{the,and,you,to,is,with,your,that,it,are,was,her,his,of,for,this,she,he,what,have}'),
	('es', 'Español', '{el,los,las,una,por,para,pero,como,esta,muy,tu,eres,que,con,del,su,sus,y,mas,esto}'),
	('pt', 'Português', '{o,os,uma,nao,voce,para,com,mas,sao,ela,ele,isso,seu,sua,muito,em,ao,e,esta,voces}'),
	('fr', 'Français', '{le,les,des,une,et,est,pas,vous,pour,dans,avec,qui,mais,sur,elle,il,ce,sont,tres,du}'),
	('de', 'Deutsch', '{der,die,das,und,ist,nicht,ein,eine,ich,du,mit,sie,auf,den,dem,zu,wie,aber,auch,sich}'),
	('it', 'Italiano', '{il,gli,che,di,non,per,una,sono,ma,con,della,del,piu,come,questo,sei,nel,e,lei,anche}'),
	('nl', 'Nederlands', '{de,het,een,en,van,niet,je,ik,met,is,op,dat,zijn,voor,maar,ook,naar,wat,zij,haar}'),
	('pl', 'Polski', '{nie,jest,sie,na,z,i,to,w,do,ze,jak,ale,czy,tak,jego,jej,ktory,ktora,przez,bardzo}'),
	('cs', 'Čeština', '{je,se,na,a,to,v,ze,jsem,neni,ale,jak,pro,ktery,ktera,jeho,jeji,tak,byl,byla,nebo}'),
	('sv', 'Svenska', '{och,att,det,en,som,pa,inte,jag,du,med,av,ar,har,till,den,om,men,hon,han,ett}'),
	('da', 'Dansk', '{og,at,det,en,som,pa,ikke,jeg,du,med,af,er,har,til,den,om,men,hun,han,et}'),
	('fi', 'Suomi', '{ja,on,ei,se,han,mina,sina,etta,mutta,kuin,oli,ovat,niin,joka,myos,kun,tama,hanen,olen,mita}'),
	('hu', 'Magyar', '{a,az,es,nem,hogy,egy,van,de,te,meg,is,csak,mint,ez,volt,aki,mert,neki,vagy,igen}'),
	('ro', 'Română', '{si,este,nu,pe,in,cu,la,sa,un,care,din,mai,pentru,dar,ca,sunt,lui,ei,foarte,acest}'),
	('tr', 'Türkçe', '{bir,ve,bu,ne,icin,cok,ile,ama,gibi,sen,ben,degil,var,o,mi,daha,olarak,kadar,onun,seni}'),
	('id', 'Bahasa Indonesia', '{yang,dan,di,ini,itu,tidak,aku,kamu,dengan,untuk,ada,adalah,saya,dia,ke,dari,akan,juga,sudah,bisa}'),
	('vi', 'Tiếng Việt', '{la,va,cua,co,khong,toi,ban,mot,cho,nhung,nguoi,duoc,trong,voi,nay,da,khi,o,lai,anh}'),
	('sw', 'Kiswahili', '{na,ya,wa,ni,kwa,la,katika,yako,wewe,mimi,kama,si,hii,lakini,za,sana,yake,cha,kuwa,huyu}');
insert into language (code, name, letters) values
	('ru', 'Русский', 'а-яё'), ('uk', 'Українська', 'іїєґ'), ('el', 'Ελληνικά', 'α-ω'), ('he', 'עברית', 'א-ת'),
	('ar', 'العربية', 'ء-ي'), ('hi', 'हिन्दी', 'ऀ-ॿ'), ('th', 'ไทย', '฀-๿'), ('ko', '한국어', '가-힣'),
	('ja', '日本語', 'ぁ-ヿ'), ('zh', '中文', '一-鿿');

-- The language of a text: by its letters where they tell, else the one most of whose commonest words
-- stand in it. '' when it cannot be told. A few words of another script do not count.
create function language_of(t text) returns text language plpgsql stable as $$
declare
	head text := left(t, 3000);
	n int := length(regexp_replace(head, '[^[:alpha:]]', '', 'g'));
	found text;
begin
	if n = 0 then
		return '';
	end if;
	-- Ukrainian and Japanese are told by letters that Russian and Chinese do not have.
	if octet_length(head) > length(head) then
		select l.code into found from language l
			where l.letters <> '' and length(regexp_replace(lower(head), '[^' || l.letters || ']', '', 'g'))
				> n * case l.code when 'uk' then 0.02 when 'ja' then 0.1 when 'ru' then 0.4 else 0.5 end
			order by l.code in ('uk', 'ja') desc limit 1;
	end if;
	if found is null then
		select l.code into found from unnest(search_words(head)) w join language l on w = any (l.words)
			group by l.code having count(*) >= 3 order by count(*) desc, count(distinct w) desc, l.code limit 1;
	end if;
	return coalesce(found, '');
end $$;

-- What a character speaks is read from what it says and what is told of it.
alter table character add column language text not null default '';
create function character_read_language() returns trigger language plpgsql
security definer set search_path = public, pg_temp as $$
begin
	new.language := language_of(concat_ws(' ', left(new.greeting, 1200), new.short_description,
		left(new.long_bio, 1200), left(new.personality, 600)));
	return new;
end $$;
create trigger character_language_read
	before insert or update of greeting, short_description, long_bio, personality on character
	for each row execute function character_read_language();
create index character_language on character (language, popularity desc, id desc) where listed;

-- ---- lists -------------------------------------------------------------------------------------

-- The few that are not for everybody, in each order; the many have theirs since 0007.
create index character_adult_popular on character (popularity desc, id desc) where listed_adult;
create index character_adult_trending on character (trending desc, id desc) where listed_adult;
create index character_adult_new on character (published_at desc, id desc) where listed_adult;
create index character_adult_recent on character (last_active_at desc, id desc) where listed_adult;
create index character_adult_fast on character (prompt_weight, id) where listed_adult;
create index character_adult_tags on character using gin (tags) where listed_adult;

-- What a card shows, of any character: for lists that chose their ids by other means, and for all
-- levels of content.
create view card_of as
	select id, name, avatar_url, thumb_url, short_description, tags, rating_avg, rating_count,
		usage_count,
		coalesce(reply_price, (select milligems from price where key = 'chat.standard'))
			as gem_cost_per_message,
		nsfw_level, voice, disclosure(voice) as disclosure, last_active_at as last_active,
		creator_name, featured, creator_id, reply_price, language
	from character;

-- What holds the words of a query, with its rank; a name that is `asked` (what was typed, folded) stands
-- in front of one that begins with it. Bounded however common a word is: everything among the most
-- popular thousands, and some of the rest.
create function search_hits(query tsquery, asked text, sight text) returns table (id bigint, rank bigint)
language sql stable as $$
	with hit as (
		(select s.character_id, s.standing, s.name, s.words from character_search s
		where s.is_head and s.words @@ (select query) and sight_covers(sight, s.nsfw_level))
		union all
		(select s.character_id, s.standing, s.name, s.words from character_search s
		where not s.is_head and s.words @@ (select query) and sight_covers(sight, s.nsfw_level) limit 1000)
		union all
		(select s.character_id, s.standing, s.name, s.words from character_search s
		where not s.is_head and s.name >= asked and s.name < asked || chr(1114111)
			and sight_covers(sight, s.nsfw_level) order by s.name limit 50))
	select h.character_id, max((ts_rank('{0.1,0.2,0.4,1.0}', h.words, query) * 10000)::bigint * 1000 + h.standing
		+ case when h.name = asked then 100000000 when starts_with(h.name, asked) then 50000000 else 0 end)
	from hit h group by h.character_id
$$;

-- Languages that listed characters speak, beside the number of them: "de Deutsch".
alter table house_count add column languages text[] not null default '{}';
create function languages_spoken() returns text[] language sql stable as $$
	with recursive l (code) as (
		(select language from character where listed order by language limit 1)
		union all
		select (select c.language from character c where c.listed and c.language > l.code
			order by c.language limit 1) from l where l.code is not null)
	select coalesce(array_agg(l.code || ' ' || n.name order by n.name), '{}')
	from l join language n on n.code = l.code
$$;

grant select on age_rule, language, card_of to snug_web, snug_worker;
grant select, update on house_count to snug_worker;
