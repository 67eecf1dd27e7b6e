/* The screen of files and the gallery without a web server: who sees which file, and the list. */
int screen_main(void);
#define main screen_main
#include "cgi-bin/media.c"
#undef main

#include "tests/greatest.h"
#include "tests/support/screen.h"

static struct screen s;

/* A picture of this member; its hash is 64 times the same digit. */
static const char *
put_picture(struct member_id owner, char digit, bool is_public)
{
	char *hash = arena_take(s.arena, MEDIA_HASH + 1);
	memset(hash, digit, MEDIA_HASH);
	hash[MEDIA_HASH] = '\0';
	db_script(
		s.db,
		str_fmt(s.arena,
			"insert into media (owner_id, hash, thumb_hash, type, mime, width, height, "
			"bytes, is_public, generated_by) values (%lld, '%s', '%.60sffff', 'image', "
			"'image/webp', 768, 1024, 9, %s, 'sketch')",
			(long long)owner.v, hash, hash, is_public ? "true" : "false")
			.p);
	return hash;
}

static struct reply
get_file(const char *hash, const char *ending)
{
	return screen_call(&s, GET, str_fmt(s.arena, "/media/%s%s", hash, ending).p, NULL);
}

static const char *
newest(void)
{
	return str_fmt(s.arena, "%lld", (long long)screen_number(&s, "select max(id) from media"))
		.p;
}

TEST
private_files_are_their_owners_alone(void)
{
	struct member *owner = screen_member(&s, "owner", 0);
	const char *hash = put_picture(owner->id, 'a', false);
	ASSERT_EQ(404, get_file(hash, ".webp").status);
	s.member = screen_member(&s, "other", 0);
	ASSERT_EQ(404, get_file(hash, ".webp").status);
	s.member = owner;
	struct reply reply = get_file(hash, ".webp");
	ASSERT_EQ(200, reply.status);
	ASSERT_STR_EQ("image/webp", reply.type);
	ASSERT_STR_EQ("private, no-store", screen_header(&s, &reply, "Cache-Control"));
	const char *path = screen_header(&s, &reply, "X-Sendfile");
	ASSERT(path[0] == '/');
	ASSERT(str_ends(str_from(path), str_fmt(s.arena, "/media/aa/%s.webp", hash)));
	ASSERT_EQ(200, get_file(hash, "").status);
	ASSERT_EQ(200, get_file(str_fmt(s.arena, "%.60sffff", hash).p, ".webp").status);
	PASS();
}

TEST
public_files_are_kept_by_browsers(void)
{
	const char *hash = put_picture(screen_member(&s, "painter", 0)->id, 'b', true);
	struct reply reply = get_file(hash, ".webp");
	ASSERT_EQ(200, reply.status);
	ASSERT_STR_EQ("public, max-age=31536000, immutable",
		      screen_header(&s, &reply, "Cache-Control"));
	ASSERT_STR_EQ("default-src 'none'; sandbox",
		      screen_header(&s, &reply, "Content-Security-Policy"));
	s.match = screen_header(&s, &reply, "ETag");
	reply = get_file(hash, ".webp");
	ASSERT_EQ(304, reply.status);
	ASSERT_STR_EQ("", screen_header(&s, &reply, "X-Sendfile"));
	PASS();
}

TEST
a_name_that_is_no_name_of_a_file_leads_nowhere(void)
{
	static const char *const NAMES[] = { "x", "..", "passwd", "%2e%2e", "a.webp" };
	const char *hash = put_picture(screen_member(&s, "painter", 0)->id, 'c', true);
	for (size_t i = 0; i < COUNT(NAMES); i++)
		ASSERT_EQ(404, get_file(NAMES[i], "").status);
	ASSERT_EQ(404, get_file(hash, ".png").status);
	ASSERT_EQ(404, get_file(hash, ".webp.html").status);
	ASSERT_EQ(404, get_file(str_fmt(s.arena, "%.63sC", hash).p, ".webp").status);
	PASS();
}

TEST
other_web_servers_get_the_bytes(void)
{
	struct media_file file;
	struct member *owner = screen_member(&s, "owner", 0);
	ASSERT_EQ(MEDIA_STORED, media_store(STR("not a picture but bytes"), MEDIA_WEBP, &file));
	db_script(s.db,
		  str_fmt(s.arena,
			  "insert into media (owner_id, hash, type, mime, width, height, bytes, "
			  "is_public) values (%lld, '%s', 'image', 'image/webp', 1, 1, 23, true)",
			  (long long)owner->id.v, file.hash)
			  .p);
	s.server = "Apache";
	struct reply reply = get_file(file.hash, ".webp");
	ASSERT_EQ(200, reply.status);
	ASSERT_STR_EQ("", screen_header(&s, &reply, "X-Sendfile"));
	ASSERT(str_eq(reply.body, STR("not a picture but bytes")));
	media_delete_file(str_from(file.hash), MEDIA_WEBP);
	ASSERT_EQ(404, get_file(file.hash, ".webp").status);
	PASS();
}

TEST
the_gallery_goes_page_by_page(void)
{
	s.member = screen_member(&s, "keeper", 0);
	for (const char *digit = "0123456"; *digit != '\0'; digit++)
		(void)put_picture(s.member->id, *digit, false);
	struct reply one = screen_call(&s, GET, "/api/media?limit=4", NULL);
	ASSERT_STR_EQ("768", screen_json(&s, &one, "items.3.width"));
	ASSERT_STR_EQ("", screen_json(&s, &one, "items.4"));
	const char *next = screen_json(&s, &one, "nextCursor");
	struct reply two = screen_call(
		&s, GET, str_fmt(s.arena, "/api/media?limit=4&cursor=%s", next).p, NULL);
	ASSERT(screen_json(&s, &two, "items.2")[0] != '\0');
	ASSERT_STR_EQ("", screen_json(&s, &two, "items.3"));
	ASSERT_STR_EQ("null", screen_json(&s, &two, "nextCursor"));
	ASSERT_EQ(422, screen_call(&s, GET, "/api/media?cursor=x", NULL).status);
	ASSERT_EQ(422, screen_call(&s, GET, "/api/media?limit=0", NULL).status);
	struct reply page = screen_call(&s, GET, "/gallery", NULL);
	ASSERT_EQ(200, page.status);
	ASSERT(screen_says(&page, "tile-mark\">AI"));
	PASS();
}

TEST
a_deleted_picture_is_gone_and_can_come_back(void)
{
	struct member *owner = screen_member(&s, "owner", 0);
	const char *hash = put_picture(owner->id, 'd', false);
	const char *id = newest();
	const char *api = str_fmt(s.arena, "/api/media/%s", id).p;
	const char *restore = str_fmt(s.arena, "/gallery/%s/restore", id).p;
	s.member = screen_member(&s, "other", 0);
	ASSERT_EQ(404, screen_call(&s, GET, api, NULL).status);
	ASSERT_EQ(404, screen_call(&s, DELETE, api, NULL).status);
	s.member = owner;
	ASSERT_EQ(200, screen_call(&s, DELETE, api, NULL).status);
	ASSERT_EQ(404, screen_call(&s, DELETE, api, NULL).status);
	ASSERT_EQ(404, get_file(hash, ".webp").status);
	s.member = screen_member(&s, "third", 0);
	ASSERT_EQ(404, screen_call(&s, POST, restore, "").status);
	s.member = owner;
	ASSERT_EQ(303, screen_call(&s, POST, restore, "").status);
	ASSERT_EQ(200, get_file(hash, ".webp").status);
	PASS();
}

TEST
a_portrait_in_use_stays_and_an_avatar_is_taken_down(void)
{
	s.member = screen_member(&s, "owner", 0);
	const char *hash = put_picture(s.member->id, 'e', false);
	const char *url = str_fmt(s.arena, "/api/media/%s", newest()).p;
	db_script(
		s.db,
		str_fmt(s.arena,
			"insert into character (creator_id, creator_name, name, short_description, age, "
			"avatar_url) values (%lld, 'owner', 'Lamp', 'A lamp', 40, '/media/%s.webp')",
			(long long)s.member->id.v, hash)
			.p);
	ASSERT_EQ(409, screen_call(&s, DELETE, url, NULL).status);
	(void)put_picture(s.member->id, '9', true);
	url = str_fmt(s.arena, "/api/media/%s", newest()).p;
	db_script(s.db,
		  "update member set avatar_url = '/media/' || repeat('9', 60) || 'ffff.webp' "
		  "where username = 'owner'");
	ASSERT_EQ(200, screen_call(&s, DELETE, url, NULL).status);
	ASSERT_EQ(1, screen_number(&s, "select count(*) from member where username = 'owner' "
				       "and avatar_url is null"));
	PASS();
}

TEST
an_upload_without_a_file_is_refused_in_words(void)
{
	s.member = screen_member(&s, "hasty", 0);
	struct reply reply = screen_call(&s, POST, "/api/uploads", "{\"purpose\":\"gallery\"}");
	ASSERT_EQ(422, reply.status);
	ASSERT(screen_json(&s, &reply, "error.fields.file")[0] != '\0');
	ASSERT_EQ(422, screen_call(&s, POST, "/api/uploads", "{\"purpose\":\"cover\"}").status);
	PASS();
}

SUITE(media)
{
	SET_SETUP(screen_begin, &s);
	SET_TEARDOWN(screen_end, &s);
	RUN_TEST(private_files_are_their_owners_alone);
	RUN_TEST(public_files_are_kept_by_browsers);
	RUN_TEST(a_name_that_is_no_name_of_a_file_leads_nowhere);
	RUN_TEST(other_web_servers_get_the_bytes);
	RUN_TEST(the_gallery_goes_page_by_page);
	RUN_TEST(a_deleted_picture_is_gone_and_can_come_back);
	RUN_TEST(a_portrait_in_use_stays_and_an_avatar_is_taken_down);
	RUN_TEST(an_upload_without_a_file_is_refused_in_words);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	screen_open(&s, ROUTES, COUNT(ROUTES));
	RUN_SUITE(media);
	screen_close(&s);
	GREATEST_MAIN_END();
}
