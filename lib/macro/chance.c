/* Macros that choose and roll. See macro.h. */
#include "lib/macro/run.h"

enum { ROLL_DICE = 1000, ROLL_SIDES = 1000000 };

struct choices {
	struct str at[MACRO_ARGS];
	size_t n;
};

/* "a::b" comes parted, but not behind a single colon; "a,b" is parted here, where "\," is a comma. */
static void
read_choices(struct macro_run *run, const struct macro_call *call, struct choices *out)
{
	out->n = 0;
	if (call->count != 1) {
		for (; out->n < call->count; out->n++)
			out->at[out->n] = call->args[out->n];
		return;
	}
	struct str list = call->args[0];
	struct buf one = buf_in(run->arena);
	if (str_find(list, STR("::")) >= 0) {
		for (ptrdiff_t at = 0; at >= 0 && out->n < MACRO_ARGS;) {
			at = str_find(list, STR("::"));
			size_t n = at >= 0 ? (size_t)at : list.n;
			out->at[out->n++] = str_trim(str_first(list, n));
			list = str_from_at(list, n + 2);
		}
		return;
	}
	for (size_t i = 0; i <= list.n; i++) {
		bool is_end = i == list.n || list.p[i] == ',';
		if (!is_end && list.p[i] == '\\' && i + 1 < list.n && list.p[i + 1] == ',')
			i++;
		if (!is_end) {
			buf_char(&one, list.p[i]);
			continue;
		}
		if (out->n < MACRO_ARGS)
			out->at[out->n++] = str_trim(one.n > 0 ? buf_done(&one) : STR(""));
		one = buf_in(run->arena);
	}
}

bool
macro_random(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	struct choices choices;
	read_choices(run, call, &choices);
	buf_str(out, choices.at[rand_below(&run->chance, (uint32_t)choices.n)]);
	return true;
}

/* The same place in the same text of the same chat always gives the same. */
bool
macro_pick(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	struct choices choices;
	read_choices(run, call, &choices);
	struct rand_seeded r = rand_from_seed(run->context->chat_hash ^ call->text->hash ^
					      ((uint64_t)call->offset * 0x9E3779B97F4A7C15u));
	buf_str(out, choices.at[rand_below(&r, (uint32_t)choices.n)]);
	return true;
}

static bool
read_digits(struct str *s, int64_t *out)
{
	size_t n = 0;
	while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
		n++;
	bool is_number = n > 0 && n < 12 && str_to_i64(str_first(*s, n), out);
	*s = str_from_at(*s, n);
	return is_number;
}

/* "20", "d20", "2d6", "2d6+1". */
static bool
read_dice(struct str s, int64_t *count, int64_t *sides, int64_t *more)
{
	*count = 1;
	*more = 0;
	bool has_count = read_digits(&s, count);
	if (s.n > 0 && (s.p[0] == 'd' || s.p[0] == 'D')) {
		s = str_from_at(s, 1);
		if (!read_digits(&s, sides))
			return false;
	} else if (has_count) {
		*sides = *count;
		*count = 1;
	} else {
		return false;
	}
	if (s.n > 1 && (s.p[0] == '+' || s.p[0] == '-')) {
		bool is_less = s.p[0] == '-';
		s = str_from_at(s, 1);
		if (!read_digits(&s, more))
			return false;
		*more = is_less ? -*more : *more;
	}
	return s.n == 0 && *count >= 1 && *count <= ROLL_DICE && *sides >= 1 &&
	       *sides <= ROLL_SIDES;
}

/* A roll that is none gives nothing, as in SillyTavern. */
bool
macro_roll(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	int64_t count, sides, sum;
	if (!read_dice(call->args[0], &count, &sides, &sum))
		return true;
	for (; count > 0; count--)
		sum += 1 + rand_below(&run->chance, (uint32_t)sides);
	buf_i64(out, sum);
	return true;
}
