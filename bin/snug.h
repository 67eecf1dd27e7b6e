/*
 * The sub-commands of the owner's command line. Each takes its own words in argv (argv[0] is the
 * sub-command) and returns the exit status: 0 done, 1 refused, 2 wrong usage.
 */
#ifndef SNUG_BIN_SNUG_H
#define SNUG_BIN_SNUG_H

#include "lib/db/db.h"
#include "lib/web/view.h"

int snug_card(int argc, char **argv);
int snug_config(int argc, char **argv);
int snug_doctor(int argc, char **argv);
int snug_gems(int argc, char **argv);
int snug_jobs(int argc, char **argv);
int snug_ledger(int argc, char **argv);
int snug_migrate(int argc, char **argv);
int snug_model(int argc, char **argv);
int snug_plan(int argc, char **argv);
int snug_price(int argc, char **argv);
int snug_age(int argc, char **argv);
int snug_render(int argc, char **argv);
int snug_seed(int argc, char **argv);
int snug_template(int argc, char **argv);
int snug_user(int argc, char **argv);
int snug_admin(int argc, char **argv);

/* snug user plan U PLAN [--until YYYY-MM-DD]; NULL: for good. */
int plan_give_member(const char *username, const char *plan, const char *until, bool json);

/* Memory of the running command; freed at its end. */
struct arena *snug_arena(void);
/* The house's database as `role`, opened at the first statement; closed at the command's end. */
struct db *snug_db(const char *role);
/* Prints the sub-command's usage line from the table and returns 2. */
int snug_usage(const char *command);
/*
 * For a change of one member that came to nothing: takes it back and says that there is nobody of that
 * name, or, when it was refused, why. Returns 1.
 */
int snug_refuse_member(const struct db_refusal *refusal, const char *username, const char *why);
/* What the API would give, on one line. */
void snug_print(const struct view *v);
/* Rows as a list of the API; `show` fills one item. */
void snug_print_items(struct rows rows,
		      void (*show)(struct view *item, struct rows rows, size_t i));
/* True and taken out of argv when `flag` is among the words. */
bool snug_flag(int *argc, char **argv, const char *flag);
/* The value of `--option VALUE`, taken out of argv; NULL when it is not there. */
const char *snug_option(int *argc, char **argv, const char *option);

#endif
