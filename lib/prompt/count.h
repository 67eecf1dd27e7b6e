/*
 * Tokens of a text, without the tokenizer of the model that will read it.
 *
 * Every tokenizer cuts words, digits, signs and scripts into pieces of its own, yet of about the same
 * size; so a text is read once and each class of characters counts by how such pieces come out of the
 * common byte-pair vocabularies. What a model's own counting differs from that, its providers tell with
 * every reply: the ratio of both is kept for each model (table token_calibration) and given as `ratio`.
 *
 * Units: tokens. Trimmed texts that are joined by an empty line count one more than apart at most.
 */
#ifndef SNUG_PROMPT_COUNT_H
#define SNUG_PROMPT_COUNT_H

#include "lib/base/str.h"

/* What a message costs beside its text, and the whole of a prompt beside its messages. */
enum { COUNT_MESSAGE = 4, COUNT_PROMPT = 3 };

/* The estimate for a model that nobody has measured: rounded up, 0 for an empty text. */
int64_t count_tokens(struct str text);
/* The same times `ratio`, a value of count_ratio. */
int64_t count_scaled(struct str text, double ratio);
/* Bytes of the longest beginning of `text`, whole code points, that counts `tokens` at most. */
size_t count_fit(struct str text, double ratio, int64_t tokens);

/*
 * The running mean of a model after one more reply: `told` tokens for a prompt whose estimate with the
 * ratio 1 was `estimated`. Wild values are drawn in: a mean stays within 0.5 and 3.
 */
struct count_mean {
	double ratio;
	int64_t samples;
};
struct count_mean count_learn(struct count_mean mean, int64_t estimated, int64_t told);
/* What to count with: the mean and a little more while few replies stand behind it. */
double count_ratio(struct count_mean mean);

#endif
