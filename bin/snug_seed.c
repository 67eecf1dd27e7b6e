/*
 * snug seed demo: fills an empty house with what demo/ holds: tags, members, characters with their
 * portraits, chats, favourites, reviews, and a few entries in the gem book.
 *
 * Portraits are painted and stored first, by two threads; then everything is written in one
 * transaction. Files of an attempt that failed are found again by their hash.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bin/snug.h"
#include "bin/snug_seed.h"
#include "lib/auth/password.h"
#include "lib/base/cfg.h"
#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "lib/base/file.h"
#include "lib/base/json.h"
#include "lib/base/rand.h"
#include "sql/auth.h"
#include "sql/score.h"
#include "sql/seed.h"

enum { FILE_MAX = 4 * 1024 * 1024, MEMBERS_MAX = 16, DAY_HOURS = 24, REPLY_MILLIGEMS = 1000 };

static const char PASSWORD[] = "lamplight-demo";
static const int64_t HOUR_US = INT64_C(3600) * 1000000;

struct demo {
	struct db *db;
	const json_t *tags;
	const json_t *members;
	const json_t **characters;
	struct seed_portrait *portraits;
	size_t n;
	struct member_id member[MEMBERS_MAX];
	struct rand_seeded rand;
	struct moment now;
};

/* reading demo/ */

static const json_t *
read_json(const char *path)
{
	struct str text, why;
	if (!file_read(snug_arena(), path, FILE_MAX, &text))
		fault_raise(FAULT_BUG, "cannot read %s: %s", path, strerror(errno));
	const json_t *root = json_read(snug_arena(), text, &why);
	if (root == NULL)
		fault_raise(FAULT_BUG, "%s: %.*s", path, STR_ARG(why));
	return root;
}

static const json_t *
read_demo(const char *name)
{
	return read_json(str_fmt(snug_arena(), "%s/demo/%s", cfg_text(CFG_ROOT), name).p);
}

static void
read_all(struct demo *demo)
{
	glob_t found;
	struct str pattern = str_fmt(snug_arena(), "%s/demo/characters/*.json", cfg_text(CFG_ROOT));
	demo->tags = read_demo("tags.json");
	demo->members = read_demo("members.json");
	if (glob(pattern.p, 0, NULL, &found) != 0)
		fault_raise(FAULT_BUG, "no characters in %s", pattern.p);
	demo->n = found.gl_pathc;
	demo->characters = ARENA_ARRAY(snug_arena(), const json_t *, demo->n);
	demo->portraits = ARENA_ARRAY(snug_arena(), struct seed_portrait, demo->n);
	for (size_t i = 0; i < demo->n; i++) {
		demo->characters[i] = read_json(found.gl_pathv[i]);
		demo->portraits[i].character = demo->characters[i];
	}
	globfree(&found);
	ENSURE(json_array_size(demo->members) <= MEMBERS_MAX);
}

static struct strs
usernames(const struct demo *demo)
{
	size_t n = json_array_size(demo->members);
	struct str *names = ARENA_ARRAY(snug_arena(), struct str, n);
	for (size_t i = 0; i < n; i++)
		names[i] = json_get_text(json_array_get(demo->members, i), "username");
	return (struct strs){ names, n };
}

static struct str
as_json(const json_t *value)
{
	return json_print(snug_arena(), value);
}

static int64_t
below(struct demo *demo, uint32_t limit)
{
	return rand_below(&demo->rand, limit);
}

/* members, characters */

/* They joined some weeks before the first character was published. */
static void
write_members(struct demo *demo)
{
	for (size_t i = 0; i < json_array_size(demo->members); i++) {
		const json_t *member = json_array_get(demo->members, i);
		struct str hash = password_hash(snug_arena(), str_from(PASSWORD));
		const struct seed_member_row *row = seed_member(demo->db, as_json(member), hash,
								64 - 9 * (int64_t)i);
		demo->member[i] = row->id;
		(void)seed_plan(demo->db, row->id);
		(void)auth_grant_welcome(
			demo->db, row->id,
			str_fmt(snug_arena(), "welcome:%lld", (long long)row->id.v));
	}
}

static size_t
creator_of(const struct demo *demo, const json_t *character)
{
	struct strs names = usernames(demo);
	for (size_t i = 0; i < names.n; i++)
		if (str_eq(names.at[i], json_get_text(character, "creator")))
			return i;
	fault_raise(FAULT_BUG, "a demo character has no creator");
}

/* Published over five weeks, the last one four days ago; a few are talked to far more than others. */
static void
write_character(struct demo *demo, size_t i)
{
	const json_t *character = demo->characters[i];
	const struct seed_portrait *portrait = &demo->portraits[i];
	size_t creator = creator_of(demo, character);
	int64_t published = 96 + (int64_t)(i * 17 % demo->n) * 20;
	double luck = rand_unit(&demo->rand);
	int64_t usage = 40 + (int64_t)(2400 * luck * luck * luck);
	if (json_get_bool(character, "featured", false))
		usage += 1200;
	const struct seed_media_row *media = seed_media(
		demo->db, &(struct seed_media_in){ .owner_id = demo->member[creator],
						   .hash = str_from(portrait->file.hash),
						   .thumb_hash = str_from(portrait->thumb.hash),
						   .width = portrait->width,
						   .height = portrait->height,
						   .bytes = portrait->bytes,
						   .alt = str_from(portrait->alt),
						   .days = published / DAY_HOURS });
	const json_t *who = json_array_get(demo->members, creator);
	(void)seed_character(demo->db, &(struct seed_character_in){
					       .character = as_json(character),
					       .creator_id = demo->member[creator],
					       .creator_name = json_get_text(who, "displayName"),
					       .media_id = media->id,
					       .usage = usage,
					       .published_hours = published,
					       .active_hours = below(demo, 60) });
}

/* chats */

/* One message; replies but the greeting cost a gem, which stands in the gem book. */
static struct message_id
write_message(struct demo *demo, const struct seed_chat_row *chat, struct message_id parent,
	      const json_t *message, struct moment said)
{
	struct str role = json_get_text(message, "role");
	bool is_reply = str_eq(role, STR("assistant"));
	bool is_paid = is_reply && parent.v != 0;
	const struct seed_message_row *row = seed_message(
		demo->db, &(struct seed_message_in){ .chat_id = chat->id,
						     .parent_id = parent,
						     .role = role,
						     .content = json_get_text(message, "content"),
						     .speaker = is_reply ? chat->name : STR(""),
						     .gem_cost = { is_paid ? REPLY_MILLIGEMS : 0 },
						     .said = said });
	if (is_paid)
		(void)seed_turn(demo->db, row->id, said);
	return row->id;
}

static void
write_chat(struct demo *demo, struct member_id member, const json_t *told, int64_t hours_ago)
{
	struct moment said = { demo->now.us - hours_ago * HOUR_US };
	const json_t *messages = json_object_get(told, "messages");
	struct message_id last = { 0 };
	const struct seed_chat_row *chat = seed_chat(demo->db, member,
						     json_get_text(told, "character"), said);
	ENSURE(chat != NULL);
	for (size_t i = 0; i < json_array_size(messages); i++) {
		last = write_message(demo, chat, last, json_array_get(messages, i), said);
		/* A reply comes within seconds, a person takes a minute or three. */
		said.us += (i % 2 == 0 ? 50 + below(demo, 130) : 3 + below(demo, 5)) * 1000000;
	}
	(void)seed_chat_end(demo->db, chat->id, last);
}

static void
write_life(struct demo *demo, size_t i)
{
	const json_t *member = json_array_get(demo->members, i);
	const json_t *chats = json_object_get(member, "chats");
	const json_t *favorites = json_object_get(member, "favorites");
	const json_t *ratings = json_object_get(member, "ratings");
	for (size_t k = 0; k < json_array_size(favorites); k++)
		(void)seed_favorite(demo->db, demo->member[i],
				    json_text(json_array_get(favorites, k)));
	for (size_t k = 0; k < json_array_size(ratings); k++)
		(void)seed_review(demo->db, demo->member[i], json_get_text(member, "displayName"),
				  as_json(json_array_get(ratings, k)), 20 + below(demo, 600));
	for (size_t k = json_array_size(chats); k > 0; k--)
		write_chat(demo, demo->member[i], json_array_get(chats, k - 1),
			   3 + 26 * (int64_t)(k - 1) + 7 * (int64_t)i);
}

/* Two members have bought a pack. */
static void
write_purchases(struct demo *demo)
{
	static const int64_t PACKS[] = { 500000, 1000000 };
	for (size_t i = 0; i < COUNT(PACKS); i++) {
		const struct seed_purchase_row *row = seed_purchase(demo->db, demo->member[i],
								    (struct gems){ PACKS[i] });
		/* An owner may have changed the packs; the demo does without then. */
		ENSURE(row == NULL || str_eq(row->outcome, STR("paid")));
	}
}

/* The sign-in, for people who try the house; it becomes true with the commit that follows. */
static void
write_sign_in(const struct demo *demo)
{
	struct strs names = usernames(demo);
	struct buf text = buf_in(snug_arena());
	buf_fmt(&text, "username: %.*s\npassword: %s\n", STR_ARG(names.at[0]), PASSWORD);
	buf_lit(&text, "other members with the same password:");
	for (size_t i = 1; i < names.n; i++)
		buf_fmt(&text, " %.*s", STR_ARG(names.at[i]));
	buf_char(&text, '\n');
	const char *path = cfg_var_path(snug_arena(), "demo-sign-in.txt");
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	bool ok = fd >= 0 && write(fd, text.p, text.n) == (ssize_t)text.n;
	if (fd < 0 || close(fd) != 0 || !ok)
		fault_raise(FAULT_BUG, "cannot write %s: %s", path, strerror(errno));
}

static void
write_all(struct demo *demo)
{
	(void)seed_tags(demo->db, as_json(demo->tags));
	write_members(demo);
	for (size_t i = 0; i < demo->n; i++)
		write_character(demo, i);
	write_purchases(demo);
	for (size_t i = 0; i < json_array_size(demo->members); i++)
		write_life(demo, i);
	write_sign_in(demo);
	/* Else the first pages would know no language, until the worker has looked. */
	(void)score_languages(demo->db);
}

/* Whether the house is empty enough; says why not. Takes the lock of the seed. */
static bool
may_seed(struct demo *demo, int *status)
{
	const struct seed_lock_row *row = seed_lock(demo->db, usernames(demo));
	*status = 0;
	if (row->has_characters) {
		(void)printf("This house has characters already; nothing was changed.\n");
		return false;
	}
	if (row->taken.p != NULL) {
		(void)fprintf(
			stderr,
			"A member is called %.*s, as one of the demo is; nothing was changed.\n",
			STR_ARG(row->taken));
		*status = 1;
		return false;
	}
	return true;
}

int
snug_seed(int argc, char **argv)
{
	int status;
	if (argc != 2 || strcmp(argv[1], "demo") != 0)
		return snug_usage("seed");
	struct demo demo = { .db = snug_db("snug_owner"),
			     .rand = rand_from_seed(20261),
			     .now = clock_now() };
	read_all(&demo);
	db_begin(demo.db);
	bool may = may_seed(&demo, &status);
	db_rollback(demo.db);
	if (!may)
		return status;
	/* No transaction waits for the painter; whether the house is empty is asked once more. */
	seed_paint(demo.portraits, demo.n);
	db_begin(demo.db);
	if (!may_seed(&demo, &status)) {
		db_rollback(demo.db);
		return status;
	}
	write_all(&demo);
	db_commit(demo.db);
	(void)printf("%zu characters and %zu members moved in.\n", demo.n,
		     json_array_size(demo.members));
	return 0;
}
