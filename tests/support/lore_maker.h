/*
 * Books and conversations for tests of lore. One test at a time.
 */
#ifndef SNUG_TESTS_SUPPORT_LORE_MAKER_H
#define SNUG_TESTS_SUPPORT_LORE_MAKER_H

#include "lib/lore/lore.h"

extern struct arena *lore_arena;
extern struct lore_order lore_order;
extern struct lore_on lore_on[4];
extern struct lore_message lore_messages[64];
extern struct lore_result lore_result;

/* Setup and teardown of a suite. */
void lore_setup(void *data);
void lore_teardown(void *data);
/* Takes all books off. */
void lore_clear(void);
/* Reads and compiles a book of any shape. Ids: books and entries from 1. */
void lore_put_on(struct str text, enum lore_source source);
/* A world file of entries without their braces, parted by |, with ' for ". */
void lore_put_world(const char *entries);
void lore_say(const char *newest);
/* The contents that fire, in their order, parted by commas. */
const char *lore_fired(void);
const char *lore_fired_on(const char *newest);
bool lore_is_cut(enum lore_cut_why why);
int64_t lore_as_number(void *arg, struct str text);

#endif
