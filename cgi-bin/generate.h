/*
 * The parts of the screen /generate: generate.c answers requests, generate_view.c fills the page.
 */
#ifndef SNUG_CGI_GENERATE_H
#define SNUG_CGI_GENERATE_H

#include "lib/generate/generate.h"
#include "lib/web/reply.h"
#include "sql/generate.h"

/* What was asked for in the form. */
struct ask {
	int64_t character;
	struct str prompt;
	struct str negative;
	struct str pose;
	struct str count;
	struct str orientation;
	struct str style;
	struct str quality;
	int64_t seed; /* -1: ours to choose */
	struct str quote;
	struct str show; /* which button was pressed, when it was not the one that orders */
	struct str q;
};

int ask_count(const struct ask *in);
enum image_quality ask_quality(const struct ask *in);

/* Queued or being painted. */
bool painting_is_open(const struct painting_row *job);
/* The pictures of these orders. */
struct rows painting_images(struct req *rq, struct rows jobs);
/* Tells the price of `in`, line by line, as the outside contract has it. */
void quote_fields(struct req *rq, struct view *v, const struct ask *in,
		  struct generate_quote quote);
/* "1 gem", "12.5 gems" */
struct str gem_words(struct req *rq, struct gems gems);

/* The whole page with the form as `in` has it, and `job` as the order at hand; NULL: the latest. */
struct view *studio_view(struct req *rq, const struct ask *in, const struct painting_row *job);
/* Whether the page keeps itself fresh by script; without one it is sent again every few seconds. */
bool studio_has_script(struct req *rq);

#endif
