#include "lib/character/suggest.h"

#include <stdlib.h>

enum { TIMES_MOST = 3, READ_MOST = 40000 };

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* How often `word` stands in `text` as a whole word, with or without an s; both in lower case. */
static int64_t
times_in(struct str text, struct str word)
{
	int64_t times = 0;
	for (struct str rest = text; word.n > 1 && times < TIMES_MOST;) {
		ptrdiff_t at = str_find(rest, word);
		if (at < 0)
			break;
		bool begins = at == 0 || !is_letter(rest.p[at - 1]);
		rest = str_from_at(rest, (size_t)at + word.n);
		if (rest.n > 0 && rest.p[0] == 's')
			rest = str_from_at(rest, 1);
		times += begins && (rest.n == 0 || !is_letter(rest.p[0])) ? 1 : 0;
	}
	return times;
}

/* "night-shift" is written "night shift" in texts. */
static struct str
with_spaces(struct arena *arena, struct str name)
{
	char *p = arena_take(arena, name.n + 1);
	for (size_t i = 0; i < name.n; i++)
		p[i] = name.p[i] == '-' ? ' ' : name.p[i];
	return (struct str){ p, name.n };
}

struct words {
	struct str text;
	int64_t weight;
};

static int
compare(const void *a, const void *b)
{
	const struct suggest_tag *x = a, *y = b;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return (x->count < y->count) - (x->count > y->count);
}

static bool
has_tag(const struct draft *draft, struct str name)
{
	for (size_t i = 0; i < draft->tags.n; i++)
		if (str_eq(draft->tags.at[i], name))
			return true;
	return false;
}

size_t
suggest_tags(struct arena *arena, const struct draft *draft, struct suggest_tag *tags, size_t n)
{
	struct words words[] = { { draft->name, 4 },	 { draft->short_description, 4 },
				 { draft->scenario, 2 }, { draft->personality, 2 },
				 { draft->long_bio, 1 }, { draft->greeting, 1 },
				 { draft->look_free, 1 } };
	size_t found = 0;
	for (size_t k = 0; k < COUNT(words); k++)
		words[k].text = str_lower(
			arena, str_first(words[k].text, str_clip(words[k].text, READ_MOST)));
	for (size_t i = 0; i < n; i++) {
		struct str label = str_lower(arena, tags[i].label);
		struct str name = with_spaces(arena, tags[i].name);
		tags[i].score = 0;
		if (has_tag(draft, tags[i].name))
			continue;
		for (size_t k = 0; k < COUNT(words); k++) {
			int64_t times = times_in(words[k].text, label);
			if (!str_eq(label, name))
				times += times_in(words[k].text, name);
			tags[i].score += words[k].weight * times;
		}
		for (size_t k = 0; k < draft->traits.n; k++)
			tags[i].score += 4 * times_in(str_lower(arena, draft->traits.at[k]), name);
		found += tags[i].score > 0 ? 1 : 0;
	}
	qsort(tags, n, sizeof(*tags), compare);
	return found;
}
