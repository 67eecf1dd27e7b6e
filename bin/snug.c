/*
 * The owner's command line: bin/snug COMMAND ...
 */
#include "bin/snug.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/cfg.h"
#include "lib/base/fault.h"
#include "lib/base/log.h"

enum { ARENA_CAP = 512 * 1024 * 1024 };

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	bool needs_house; /* reads the configuration */
	const char *usage;
	const char *help;
} COMMANDS[] = {
	{ "migrate", snug_migrate, true, "migrate", "bring the database's schema up to date" },
	{ "seed", snug_seed, true, "seed demo",
	  "fill an empty house with the demo characters and members" },
	{ "user", snug_user, true,
	  "user create --email E --username U --birth-date YYYY-MM-DD [--verified] [--password-stdin] "
	  "[--json] | user role U ROLE [--json] | user plan U PLAN [--until YYYY-MM-DD] [--json]",
	  "make a member's account, change a member's role or plan" },
	{ "admin", snug_admin, true,
	  "admin create --email E --username U [--birth-date YYYY-MM-DD] [--password-stdin] [--json]",
	  "make an account that may do everything; asks for its password" },
	{ "age", snug_age, true,
	  "age list [--json] | age rule COUNTRY SUGGESTIVE EXPLICIT | age raise U LEVEL --method TEXT",
	  "which age checks open content that is not for everybody; write down a member's check" },
	{ "gems", snug_gems, true, "gems grant U AMOUNT --reason bonus|adjustment|support [--json]",
	  "give gems to a member" },
	{ "plan", snug_plan, true,
	  "plan list [--json] | plan add KEY NAME | plan set PLAN ENTITLEMENT NUMBER|unlimited | "
	  "plan price PLAN AMOUNT CURRENCY",
	  "read and set what plans hold and cost" },
	{ "price", snug_price, true,
	  "price list [--json] | price set KEY GEMS [--unit reply|1000_tokens|picture|film]",
	  "read and set the price book" },
	{ "model", snug_model, true,
	  "model list | model add KEY PROVIDER [--upstream M] [SETTINGS] | model set KEY [SETTINGS] | "
	  "model enable|disable KEY | model price KEY GEMS [--unit reply|1000_tokens] | "
	  "model refresh PROVIDER [--json]; SETTINGS: --label L --upstream M --context N --reply N "
	  "--price chat.KEY --policy WORDS --adult yes|no --tools yes|no --position N --default",
	  "which models write replies, what they cost, what their providers have" },
	{ "ledger", snug_ledger, true, "ledger verify [--json] | ledger statement U [--json]",
	  "check the gem book, print a member's statement" },
	{ "jobs", snug_jobs, true,
	  "jobs list [--status S] [--limit N] | jobs retry ID | jobs cancel ID [--json]",
	  "look into the queue, put a failed job again, cancel one" },
	{ "card", snug_card, true, "card read FILE | card write ID --format png|json|charx -o FILE",
	  "read a character card into JSON, write a character of the house as one" },
	{ "doctor", snug_doctor, true, "doctor [--json]",
	  "check everything an owner can get wrong" },
	{ "template", snug_template, false, "template check [FILE...]",
	  "check templates before they go live" },
	{ "render", snug_render, false, "render TEMPLATE DATA.json [--partials DIR]",
	  "render a template with data, by the bare specification" },
	{ "config", snug_config, false, "config [--json]",
	  "print all settings with defaults and help" },
};

static struct arena *arena;
static struct db *db;

struct arena *
snug_arena(void)
{
	return arena;
}

struct db *
snug_db(const char *role)
{
	if (db == NULL) {
		db = db_new(db_conninfo(arena, role), DB_WRITER);
		db_use(db, arena);
	}
	return db;
}

int
snug_usage(const char *name)
{
	for (size_t i = 0; i < COUNT(COMMANDS); i++)
		if (strcmp(COMMANDS[i].name, name) == 0)
			(void)fprintf(stderr, "usage: snug %s\n", COMMANDS[i].usage);
	return 2;
}

int
snug_refuse_member(const struct db_refusal *refusal, const char *username, const char *why)
{
	db_rollback(db);
	if (refusal->state[0] == '\0')
		(void)fprintf(stderr, "There is no member %s.\n", username);
	else
		(void)fprintf(stderr, "That cannot be for %s: %s.\n", username, why);
	return 1;
}

void
snug_print(const struct view *v)
{
	struct buf out = buf_in(arena);
	view_put_json(&out, v);
	(void)printf("%.*s\n", STR_ARG(buf_done(&out)));
}

void
snug_print_items(struct rows rows, void (*show)(struct view *item, struct rows rows, size_t i))
{
	struct view *v = view_new(arena);
	struct view_list *items = view_list(v, "items");
	for (size_t i = 0; i < rows.n; i++)
		show(view_push(items), rows, i);
	view_null(v, "nextCursor");
	snug_print(v);
}

static void
take_out(int *argc, char **argv, int at, int words)
{
	memmove(&argv[at], &argv[at + words], (size_t)(*argc - at - words + 1) * sizeof(*argv));
	*argc -= words;
}

bool
snug_flag(int *argc, char **argv, const char *flag)
{
	for (int i = 1; i < *argc; i++)
		if (strcmp(argv[i], flag) == 0) {
			take_out(argc, argv, i, 1);
			return true;
		}
	return false;
}

const char *
snug_option(int *argc, char **argv, const char *option)
{
	for (int i = 1; i + 1 < *argc; i++)
		if (strcmp(argv[i], option) == 0) {
			const char *value = argv[i + 1];
			take_out(argc, argv, i, 2);
			return value;
		}
	return NULL;
}

int
snug_migrate(int argc, char **argv)
{
	(void)argv;
	if (argc != 1)
		return snug_usage("migrate");
	int ran = db_migrate(snug_db("snug_owner"),
			     str_fmt(arena, "%s/sql/migrations", cfg_text(CFG_ROOT)).p);
	(void)printf("%d migrations ran\n", ran);
	return 0;
}

static int
help(void)
{
	(void)printf("usage: snug COMMAND ...\n\n");
	for (size_t i = 0; i < COUNT(COMMANDS); i++)
		(void)printf("  %s\n      %s\n", COMMANDS[i].usage, COMMANDS[i].help);
	return 2;
}

/* The configuration must be sound before a command touches the house. */
static bool
is_ready(const struct command *command)
{
	struct buf problems = buf_in(arena);
	if (cfg_load(arena, &problems) || !command->needs_house)
		return true;
	(void)fprintf(stderr, "%.*s", STR_ARG(buf_done(&problems)));
	return false;
}

static int
run(const struct command *command, int argc, char **argv)
{
	volatile int status = 1;
	struct fault_frame frame;
	if (FAULT_CATCH(frame)) {
		status = is_ready(command) ? command->run(argc, argv) : 1;
		fault_pop(&frame);
	} else {
		(void)fprintf(stderr, "snug %s: %s\n", command->name, frame.fault.message);
	}
	db_free(db);
	return status;
}

int
main(int argc, char **argv)
{
	log_open("snug", LOG_WARN);
	arena = arena_new(ARENA_CAP);
	for (size_t i = 0; argc > 1 && i < COUNT(COMMANDS); i++)
		if (strcmp(COMMANDS[i].name, argv[1]) == 0) {
			int status = run(&COMMANDS[i], argc - 1, argv + 1);
			arena_free(arena);
			return status;
		}
	arena_free(arena);
	return help();
}
