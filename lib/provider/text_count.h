/*
 * How many tokens a prompt has by the model's own count, where the service offers that: llama.cpp
 * (/tokenize), vLLM (/tokenize), KoboldCpp (/api/extra/tokencount), Anthropic (count_tokens). The
 * functions are `count` of struct text_provider.
 */
#ifndef SNUG_PROVIDER_TEXT_COUNT_H
#define SNUG_PROVIDER_TEXT_COUNT_H

#include "lib/provider/text.h"

void text_count_openai(const struct text_provider *self, struct loop *loop,
		       const struct text_request *request, void (*done)(void *arg, int tokens),
		       void *arg);
void text_count_anthropic(const struct text_provider *self, struct loop *loop,
			  const struct text_request *request, void (*done)(void *arg, int tokens),
			  void *arg);

#endif
