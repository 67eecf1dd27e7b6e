-- What peerpage reads: the peers' data with a card's creator and tags flat in its row.
create table characters_flat as
	select c.id, c.slug, c.name, c.tagline, c.chats, c.likes, c.score, c.visibility, c.nsfw,
		u.name as creator,
		(select string_agg(t.slug || e'\t' || t.name, e'\n' order by t.id)
			from character_tag ct join tag t on t.id = ct.tag_id where ct.character_id = c.id) as tags
	from characters c join users u on u.id = c.creator_id;
create index on characters_flat (score desc, id desc) where visibility = 1 and not nsfw;
create role snug_web nologin;
grant snug_web to bench;
grant select on all tables in schema public to snug_web;
vacuum analyze;
