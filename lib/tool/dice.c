#include "lib/tool/dice.h"

#include "lib/base/buf.h"

enum keep { KEEP_ALL, KEEP_HIGHEST, KEEP_LOWEST };

struct term {
	int64_t count; /* of dice, or the number itself */
	int64_t sides; /* 0: no dice */
	enum keep keep;
	int64_t kept;
	bool is_minus;
};

/* Lower case, without white space. */
static struct str
tidy(struct arena *arena, struct str s)
{
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '\n')
			buf_char(&out, s.p[i]);
	return str_lower(arena, buf_done(&out));
}

static bool
read_number(struct str *rest, int64_t most, int64_t *out)
{
	size_t n = 0;
	while (n < rest->n && rest->p[n] >= '0' && rest->p[n] <= '9')
		n++;
	if (n == 0 || n > 6 || !str_to_i64(str_first(*rest, n), out) || *out > most)
		return false;
	*rest = str_from_at(*rest, n);
	return true;
}

static bool
take(struct str *rest, const char *word)
{
	struct str prefix = str_from(word);
	if (!str_starts(*rest, prefix))
		return false;
	*rest = str_from_at(*rest, prefix.n);
	return true;
}

static bool
read_keep(struct str *rest, struct term *term)
{
	term->kept = term->count;
	if (take(rest, "kl"))
		term->keep = KEEP_LOWEST;
	else if (take(rest, "kh") || take(rest, "k"))
		term->keep = KEEP_HIGHEST;
	else
		return true;
	return read_number(rest, term->count, &term->kept) && term->kept > 0;
}

static bool
read_term(struct str *rest, struct term *term)
{
	bool is_dice = rest->n > 0 && rest->p[0] == 'd';
	term->count = 1;
	if (!is_dice && !read_number(rest, 100000, &term->count))
		return false;
	if (!take(rest, "d"))
		return true;
	if (term->count < 1 || term->count > DICE_MOST)
		return false;
	if (take(rest, "%"))
		term->sides = 100;
	else if (!read_number(rest, DICE_SIDES_MOST, &term->sides) || term->sides < 1)
		return false;
	return read_keep(rest, term);
}

/* The sum of those that are kept; each rolled number is shown, and what is left out stands in brackets. */
static int64_t
roll_term(const struct term *term, struct rand_seeded *chance, struct buf *detail)
{
	int64_t rolled[DICE_MOST];
	bool is_kept[DICE_MOST] = { false };
	int64_t sum = 0;
	for (int64_t i = 0; i < term->count; i++)
		rolled[i] = 1 + rand_below(chance, (uint32_t)term->sides);
	for (int64_t n = 0; n < term->kept; n++) {
		int64_t best = -1;
		for (int64_t i = 0; i < term->count; i++) {
			bool is_better = best < 0 ||
					 (term->keep == KEEP_LOWEST ? rolled[i] < rolled[best]
								    : rolled[i] > rolled[best]);
			if (!is_kept[i] && is_better)
				best = i;
		}
		is_kept[best] = true;
		sum += rolled[best];
	}
	for (int64_t i = 0; i < term->count; i++)
		buf_fmt(detail, is_kept[i] ? "%s%lld" : "%s(%lld)", i == 0 ? "" : " + ",
			(long long)rolled[i]);
	return sum;
}

bool
dice_roll(struct arena *arena, struct str notation, struct rand_seeded *chance,
	  struct dice_roll *out)
{
	struct term terms[DICE_TERMS] = { 0 };
	size_t n = 0;
	if (notation.n == 0 || notation.n > DICE_NOTATION_MOST)
		return false;
	out->notation = tidy(arena, notation);
	struct str rest = out->notation;
	bool is_minus = take(&rest, "-");
	bool has_dice = false;
	do {
		if (n == DICE_TERMS)
			return false;
		terms[n].is_minus = is_minus;
		if (!read_term(&rest, &terms[n]))
			return false;
		has_dice = has_dice || terms[n].sides > 0;
		n++;
		is_minus = rest.n > 0 && rest.p[0] == '-';
	} while (take(&rest, "+") || take(&rest, "-"));
	if (rest.n > 0 || !has_dice)
		return false;
	struct buf detail = buf_in(arena);
	out->total = 0;
	for (size_t i = 0; i < n; i++) {
		if (i > 0 || terms[i].is_minus)
			buf_fmt(&detail, "%s%s", i > 0 ? " " : "", terms[i].is_minus ? "- " : "+ ");
		int64_t value = terms[i].count;
		if (terms[i].sides > 0)
			value = roll_term(&terms[i], chance, &detail);
		else
			buf_i64(&detail, value);
		out->total += terms[i].is_minus ? -value : value;
	}
	bool is_single = n == 1 && terms[0].count == 1;
	out->detail = is_single ? STR_NONE : buf_done(&detail);
	return true;
}
