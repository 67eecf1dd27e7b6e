/*
 * Sampling: how a model chooses its words, by the names that back ends share (struct text_sampling),
 * as a preset or a chat sets them. What is not set is left to the model.
 *
 * In the database, in forms and in the API a value stands under its key ("topP"); files of other tools
 * have names of their own for the same thing.
 */
#ifndef SNUG_PRESET_SAMPLING_H
#define SNUG_PRESET_SAMPLING_H

#include "lib/base/json.h"
#include "lib/provider/text.h"

enum {
	SAMPLING_PARAMS = 27,
	SAMPLING_REPLY_LEAST = 16,
	SAMPLING_REPLY_MOST = 32000,
	SAMPLING_CONTEXT_LEAST = 512,
	SAMPLING_CONTEXT_MOST = 1000000
};

struct sampling {
	struct text_sampling values; /* NAN: not set */
	double max_tokens;	     /* of the reply */
	double context_tokens;	     /* of prompt and reply */
	double seed; /* a whole number; the same seed, the same words where a back end can */
};

enum sampling_group { SAMPLING_MAIN, SAMPLING_LENGTH, SAMPLING_REPEATS, SAMPLING_FINE };

struct sampling_param {
	const char *key;
	const char *label;
	const char *help; /* in plain words */
	size_t offset;	  /* in struct sampling */
	double least, most, step;
	bool is_whole;
	enum sampling_group group;
	const char *text_name; /* in presets for text completion */
	const char *chat_name; /* in presets for chat completion; NULL: they have none */
};
extern const struct sampling_param sampling_params[SAMPLING_PARAMS];

/* Nothing set. */
struct sampling sampling_none(void);
double sampling_get(const struct sampling *s, const struct sampling_param *param);
void sampling_set(struct sampling *s, const struct sampling_param *param, double value);
const struct sampling_param *sampling_find(struct str key);
/* Rounded and drawn into its range; *was_wild when that changed it. */
double sampling_tame(const struct sampling_param *param, double value, bool *was_wild);

/* An object of keys and numbers; everything else in it is passed over. */
struct sampling sampling_read(const json_t *object);
struct sampling sampling_parse(struct arena *arena, struct str text);
struct str sampling_json(struct arena *arena, const struct sampling *s);
/* What `above` sets, else what `below` does. */
struct sampling sampling_over(const struct sampling *below, const struct sampling *above);
/* How many values are set. */
size_t sampling_count(const struct sampling *s);
/* 0.75, 40: no more digits than needed. */
void sampling_put_number(struct buf *out, double value);

/* The whole text as a number: "0.8", "1,5" too. */
NODISCARD bool sampling_number(struct str text, double *out);

#endif
