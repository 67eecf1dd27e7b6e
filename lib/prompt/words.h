/*
 * Where sentences end, for replies that end early.
 */
#ifndef SNUG_PROMPT_WORDS_H
#define SNUG_PROMPT_WORDS_H

#include "lib/base/str.h"

/*
 * The length of the longest prefix of at most `most` bytes that ends a sentence (. ! ? and their
 * like, with closing quotes, brackets and asterisks behind them), or 0.
 */
size_t words_sentence_end(struct str text, size_t most);

/* True when there is nothing but white space. */
bool words_blank(struct str text);

#endif
