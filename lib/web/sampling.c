#include "lib/web/sampling.h"

#include <math.h>

static const struct pair *
pair_named(const struct req *rq, const char *name)
{
	for (size_t i = 0; i < rq->form.n; i++)
		if (str_eq(rq->form.at[i].name, str_from(name)))
			return &rq->form.at[i];
	return NULL;
}

static struct str
number_words(struct arena *arena, double value)
{
	struct buf out = buf_in(arena);
	sampling_put_number(&out, value);
	return buf_done(&out);
}

static bool
take(struct req *rq, const struct sampling_param *param, struct sampling *s, bool is_number,
     double value)
{
	bool was_wild = true;
	double tame = is_number ? sampling_tame(param, value, &was_wild) : NAN;
	if (!was_wild) {
		sampling_set(s, param, tame);
		return true;
	}
	struct str least = number_words(rq->arena, param->least);
	struct str most = number_words(rq->arena, param->most);
	form_error(rq, param->key, param->label,
		   str_cstr(rq->arena, str_fmt(rq->arena, "%s is a %snumber from %.*s to %.*s.",
					       param->label, param->is_whole ? "whole " : "",
					       STR_ARG(least), STR_ARG(most))));
	return false;
}

static bool
take_pair(struct req *rq, const struct sampling_param *param, const struct pair *pair,
	  struct sampling *s)
{
	double value = NAN;
	if (json_is_null(pair->json) || (pair->json == NULL && str_trim(pair->value).n == 0)) {
		sampling_set(s, param, NAN);
		return true;
	}
	if (json_is_number(pair->json))
		return take(rq, param, s, true, json_number_value(pair->json));
	bool is_number = sampling_number(pair->json != NULL ? json_text(pair->json) : pair->value,
					 &value);
	return take(rq, param, s, is_number, value);
}

bool
sampling_from_form(struct req *rq, struct sampling *s)
{
	bool ok = true;
	const struct pair *object = pair_named(rq, "sampling");
	if (object != NULL && json_is_object(object->json))
		*s = sampling_read(object->json);
	for (size_t i = 0; i < SAMPLING_PARAMS; i++) {
		const struct sampling_param *param = &sampling_params[i];
		const struct pair *pair = pair_named(rq, param->key);
		if (pair != NULL)
			ok = take_pair(rq, param, pair, s) && ok;
	}
	return ok;
}

static struct str
error_of(const struct req *rq, const char *key)
{
	for (size_t i = 0; i < rq->error_count; i++)
		if (str_eq(str_from(rq->errors[i].field), str_from(key)))
			return rq->errors[i].message;
	return STR_NONE;
}

static void
push_param(struct req *rq, struct view_list *list, const struct sampling_param *param,
	   const struct sampling *s, const struct sampling *below)
{
	struct view *v = view_push(list);
	double value = sampling_get(s, param);
	double under = below != NULL ? sampling_get(below, param) : NAN;
	struct str error = error_of(rq, param->key);
	view_text(v, "name", str_from(param->key));
	view_text(v, "label", str_from(param->label));
	view_text(v, "help", str_from(param->help));
	view_text(v, "value",
		  error.n > 0	 ? form_value(rq, param->key)
		  : isnan(value) ? STR("")
				 : number_words(rq->arena, value));
	view_text(v, "error", str_or(error, STR("")));
	view_text(v, "placeholder",
		  isnan(under) ? STR("the model\u2019s own") : number_words(rq->arena, under));
	view_text(v, "min", number_words(rq->arena, param->least));
	view_text(v, "max", number_words(rq->arena, param->most));
	view_text(v, "step", number_words(rq->arena, param->step));
}

void
sampling_to_form(struct req *rq, struct view *page_only, const struct sampling *s,
		 const struct sampling *below)
{
	static const struct str LABELS[] = {
		[SAMPLING_MAIN] = STR_INIT("Choice of words"),
		[SAMPLING_LENGTH] = STR_INIT("Length"),
		[SAMPLING_REPEATS] = STR_INIT("Against repeating"),
		[SAMPLING_FINE] = STR_INIT("Fine tuning, for back ends that take it"),
	};
	struct view_list *groups = view_list(page_only, "groups");
	for (size_t g = 0; g < COUNT(LABELS); g++) {
		struct view *group = view_push(groups);
		size_t set = 0;
		view_text(group, "label", LABELS[g]);
		struct view_list *list = view_list(group, "params");
		for (size_t i = 0; i < SAMPLING_PARAMS; i++) {
			if ((size_t)sampling_params[i].group != g)
				continue;
			push_param(rq, list, &sampling_params[i], s, below);
			set += !isnan(sampling_get(s, &sampling_params[i])) ||
			       error_of(rq, sampling_params[i].key).n > 0;
		}
		view_bool(group, "isOpen", g == SAMPLING_MAIN || set > 0);
	}
}
