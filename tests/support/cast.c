#include "tests/support/cast.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/cfg.h"
#include "lib/base/fault.h"

enum { PAGE_MAX = 256 * 1024 };

int64_t
cast_character(struct screen *s, const char *name, int popularity, const char *tag)
{
	static int creators;
	struct member *creator = screen_member(s, str_fmt(s->arena, "creator_%d", ++creators).p, 0);
	const char *made =
		str_fmt(s->arena,
			"insert into character (creator_id, creator_name, name, "
			"short_description, long_bio, greeting, age, tags, visibility, "
			"moderation_status, published_at, popularity) values (%lld, 'Maker', "
			"'%s', 'Keeps the lamp of %s.', 'Somebody *kind*.', 'Come in.', 40, "
			"'{%s}', 'public', 'approved', '2026-01-01', %d)",
			(long long)creator->id.v, name, name, tag, popularity)
			.p;
	db_script(s->db, made);
	return screen_number(s, "select max(id) from character");
}

/* Puts `with` wherever `pattern` is found; its one group, where it has one, is kept in front. */
static struct str
replace(struct arena *arena, struct str in, const char *pattern, const char *with)
{
	regex_t regex;
	regmatch_t match[2];
	struct buf out = buf_in(arena);
	const char *at = str_cstr(arena, in);
	ENSURE(regcomp(&regex, pattern, REG_EXTENDED) == 0);
	while (regexec(&regex, at, 2, match, 0) == 0 && match[0].rm_eo > 0) {
		regoff_t kept = match[1].rm_so >= 0 ? match[1].rm_eo : match[0].rm_so;
		buf_put(&out, at, (size_t)kept);
		buf_put(&out, with, strlen(with));
		at += match[0].rm_eo;
	}
	buf_put(&out, at, strlen(at));
	regfree(&regex);
	return buf_done(&out);
}

static struct str
without_moving_parts(struct arena *arena, struct str page)
{
	page = replace(arena, page, "(\\?v=)[0-9a-f]+", "V");
	page = replace(arena, page, "(name=\"(csrf|idempotencyKey)\" value=\")[^\"]*", "TOKEN");
	page = replace(arena, page, "(<time) [^>]*>[^<]*", ">TIME");
	page = replace(arena, page, "((/(character|chat|message|preview)/)|id=\"m-)[0-9]+", "ID");
	page = replace(arena, page,
		       "((%2F(character|chat)%2F)|characterId=|targetId=|data-chat=\")[0-9]+",
		       "ID");
	page = replace(arena, page, "(value=\")[0-9]+\"", "NUMBER\"");
	return page;
}

static void
print_difference(struct str have, struct str want)
{
	struct str a, b;
	for (int line = 1; str_cut(&have, '\n', &a) && str_cut(&want, '\n', &b); line++)
		if (!str_eq(a, b)) {
			(void)printf("# line %d\n# have %.*s\n# want %.*s\n", line, STR_ARG(a),
				     STR_ARG(b));
			return;
		}
	(void)printf("# one is longer than the other\n");
}

bool
cast_is_golden(struct screen *s, const struct reply *reply, const char *name)
{
	static char bytes[PAGE_MAX];
	const char *path =
		str_fmt(s->arena, "%s/tests/screens/golden/%s.html", cfg_text(CFG_ROOT), name).p;
	struct str have = without_moving_parts(s->arena, reply->body);
	const char *order = getenv("GOLDEN");
	bool writes = order != NULL && strcmp(order, "write") == 0;
	FILE *file = fopen(path, writes ? "we" : "re");
	if (file == NULL) {
		(void)printf("# no file %s\n", path);
		return false;
	}
	size_t n = writes ? fwrite(have.p, 1, have.n, file) : fread(bytes, 1, sizeof(bytes), file);
	(void)fclose(file);
	if (writes)
		return n == have.n;
	struct str want = { bytes, n };
	if (str_eq(have, want))
		return true;
	print_difference(have, want);
	(void)printf("# when that is meant: GOLDEN=write tests/run screens\n");
	return false;
}
