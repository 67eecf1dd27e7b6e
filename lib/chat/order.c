#include "lib/chat/order.h"

#include "lib/base/utf8.h"

enum { SHORTEST_NAME = 2 };

static bool
may_speak(const struct order_ask *ask, const struct order_voice *voice)
{
	return !voice->is_muted && (ask->answers_itself || voice->id.v != ask->silent.v);
}

static char
small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool
is_letter(char c)
{
	return (c >= '0' && c <= '9') || (small(c) >= 'a' && small(c) <= 'z') || (c & 0x80) != 0;
}

/* Where a word stands whole in a text, or its length when it does not. ASCII letters fold. */
static size_t
place_of_word(struct str text, struct str word)
{
	for (size_t i = 0; i + word.n <= text.n; i++) {
		size_t same = 0;
		if (i > 0 && is_letter(text.p[i - 1]))
			continue;
		while (same < word.n && small(text.p[i + same]) == small(word.p[same]))
			same++;
		if (same == word.n && (i + same == text.n || !is_letter(text.p[i + same])))
			return i;
	}
	return text.n;
}

/* Where a text first names somebody by any word of the name that others do not share. */
static size_t
place_of_name(const struct order_ask *ask, size_t who)
{
	size_t first = ask->text.n;
	struct str rest = ask->voices[who].name, word;
	while (str_cut(&rest, ' ', &word)) {
		bool is_shared = utf8_count(word) < SHORTEST_NAME;
		for (size_t i = 0; i < ask->n; i++)
			is_shared = is_shared ||
				    (i != who && place_of_word(ask->voices[i].name, word) <
							 ask->voices[i].name.n);
		size_t place = is_shared ? ask->text.n : place_of_word(ask->text, word);
		first = place < first ? place : first;
	}
	size_t whole = place_of_word(ask->text, ask->voices[who].name);
	return whole < first ? whole : first;
}

static size_t
add_named(const struct order_ask *ask, bool *taken, struct character_id *out)
{
	size_t places[ORDER_VOICES], count = 0;
	for (size_t i = 0; i < ask->n; i++)
		places[i] = may_speak(ask, &ask->voices[i]) ? place_of_name(ask, i) : ask->text.n;
	for (;;) {
		size_t next = ask->n;
		for (size_t i = 0; i < ask->n; i++)
			if (!taken[i] && places[i] < ask->text.n &&
			    (next == ask->n || places[i] < places[next]))
				next = i;
		if (next == ask->n)
			return count;
		taken[next] = true;
		out[count++] = ask->voices[next].id;
	}
}

/* Fisher and Yates. */
static void
shuffle(size_t *places, size_t n, struct rand_seeded *chance)
{
	for (size_t i = 0; i < n; i++)
		places[i] = i;
	for (size_t i = n; i > 1; i--) {
		size_t other = rand_below(chance, (uint32_t)i);
		size_t kept = places[i - 1];
		places[i - 1] = places[other];
		places[other] = kept;
	}
}

/* Somebody who may speak; who never wants to only when nobody else may. */
static size_t
anybody(const struct order_ask *ask, const size_t *places)
{
	size_t found = ask->n;
	for (size_t i = 0; i < ask->n; i++) {
		const struct order_voice *voice = &ask->voices[places[i]];
		if (may_speak(ask, voice) &&
		    (found == ask->n ||
		     (ask->voices[found].talkativeness <= 0 && voice->talkativeness > 0)))
			found = places[i];
	}
	return found;
}

/* When only the one who spoke last is left, it goes on itself. */
static struct order_ask
loosened(const struct order_ask *ask)
{
	struct order_ask loose = *ask;
	bool has_other = false;
	for (size_t i = 0; i < ask->n; i++)
		has_other = has_other || may_speak(ask, &ask->voices[i]);
	loose.answers_itself = ask->answers_itself || !has_other;
	loose.n = ask->n < ORDER_VOICES ? ask->n : ORDER_VOICES;
	return loose;
}

size_t
order_natural(const struct order_ask *asked, struct rand_seeded *chance, struct character_id *out)
{
	size_t places[ORDER_VOICES];
	bool taken[ORDER_VOICES] = { false };
	struct order_ask ask = loosened(asked);
	size_t count = add_named(&ask, taken, out);
	shuffle(places, ask.n, chance);
	for (size_t i = 0; i < ask.n; i++) {
		const struct order_voice *voice = &ask.voices[places[i]];
		bool wants = rand_unit(chance) < voice->talkativeness;
		if (!taken[places[i]] && wants && may_speak(&ask, voice))
			out[count++] = voice->id;
	}
	size_t last = count == 0 ? anybody(&ask, places) : ask.n;
	if (last < ask.n)
		out[count++] = ask.voices[last].id;
	return count;
}

size_t
order_list(const struct order_ask *asked, struct character_id *out)
{
	size_t count = 0;
	struct order_ask ask = loosened(asked);
	for (size_t i = 0; i < ask.n; i++)
		if (may_speak(&ask, &ask.voices[i]))
			out[count++] = ask.voices[i].id;
	return count;
}

int64_t
order_hundredths(double talkativeness)
{
	return (int64_t)(talkativeness * 100 + 0.5);
}

size_t
order_levels(struct arena *arena, double talkativeness, struct order_level out[ORDER_LEVELS])
{
	static const struct order_level LEVELS[] = { { 0, STR_INIT("Only when named"), false },
						     { 25, STR_INIT("Now and then"), false },
						     { 50, STR_INIT("Every second time"), false },
						     { 75, STR_INIT("Mostly"), false },
						     { 100, STR_INIT("Always"), false } };
	int64_t talk = talkativeness < 0 ? -1 : order_hundredths(talkativeness);
	size_t n = 0;
	for (size_t i = 0; i < COUNT(LEVELS); i++) {
		if (i > 0 && talk > LEVELS[i - 1].hundredths && talk < LEVELS[i].hundredths)
			out[n++] = (struct order_level){
				talk,
				str_fmt(arena, talk == 1 ? "%lld time in 100" : "%lld times in 100",
					(long long)talk),
				true
			};
		out[n++] = (struct order_level){ LEVELS[i].hundredths, LEVELS[i].words,
						 talk == LEVELS[i].hundredths };
	}
	return n;
}
