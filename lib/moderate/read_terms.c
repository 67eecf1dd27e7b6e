/* Terms in a text: the tree is walked from every word on, all walks at once (read_parts.h). */
#include "lib/moderate/read_parts.h"

#include <pthread.h>
#include <string.h>

#include "lib/base/fault.h"

enum { WALKS = 256 };

static const struct terms *terms;
static pthread_once_t compiled = PTHREAD_ONCE_INIT;

static void
compile(void)
{
	terms = terms_compile();
}

const struct terms *
terms_ready(void)
{
	if (pthread_once(&compiled, compile) != 0 || terms == NULL)
		fault_raise(FAULT_MEMORY, "the terms cannot be compiled");
	return terms;
}

/* ---- atoms --------------------------------------------------------------------------------- */

uint16_t
atom_find(const struct terms *t, struct str letters, enum atom_kind kind, uint32_t hash)
{
	for (size_t slot = hash % ATOM_SLOTS; t->slots[slot] != 0; slot = (slot + 1) % ATOM_SLOTS) {
		const struct atom *atom = &t->atoms[t->slots[slot]];
		if (atom->kind == (uint8_t)kind && atom->n == letters.n &&
		    memcmp(t->letters + atom->at, letters.p, letters.n) == 0)
			return t->slots[slot];
	}
	return 0;
}

static size_t
add_atom(const struct terms *t, struct str letters, enum atom_kind kind, uint32_t hash,
	 uint16_t *to)
{
	hash = atom_hash_of(hash, kind);
	if ((t->bits[atom_bit(hash) / 8] >> atom_bit(hash) % 8 & 1) == 0)
		return 0;
	*to = atom_find(t, letters, kind, hash);
	return *to != 0;
}

static size_t
add_atoms(const struct terms *t, struct str word, bool is_native, size_t tail, uint16_t *to)
{
	enum atom_kind beginning = is_native ? ATOM_BEGINNING_NATIVE : ATOM_BEGINNING;
	enum atom_kind whole = is_native ? ATOM_WHOLE_NATIVE : ATOM_WHOLE;
	uint32_t hash = ATOM_BASIS;
	size_t n = 0;
	for (size_t i = 0; i < word.n; i++) {
		/* A final s is folded away, so it is looked for without one as well. */
		if (!is_native && i > 2 && i + 1 == word.n && word.p[i] == 's')
			n += add_atom(t, (struct str){ word.p, i }, whole, hash, to + n);
		hash = atom_hash_on(hash, word.p[i]);
		if (i + 1 + tail >= word.n)
			n += add_atom(t, (struct str){ word.p, i + 1 }, beginning, hash, to + n);
	}
	return n + add_atom(t, word, whole, hash, to + n);
}

static bool
is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

size_t
atoms_of(const struct terms *t, const struct fold_word *word, size_t tail,
	 uint16_t atoms[WORD_ATOMS])
{
	size_t n = word->text.n > 0 ? add_atoms(t, word->text, false, tail, atoms) : 0;
	/* A term is in its own letters only where these are none of ASCII. */
	if (word->native.p != word->text.p && !is_ascii(word->native))
		n += add_atoms(t, word->native, true, tail, atoms + n);
	return n;
}

/* ---- walks --------------------------------------------------------------------------------- */

/* A term that has begun at word `at` and may go on. */
struct walk {
	size_t at;
	uint16_t node;
};

struct walks {
	struct walk at[WALKS];
	size_t n;
};

static uint16_t
child_of(const struct terms *t, uint16_t node, uint16_t atom)
{
	size_t low = t->nodes[node].children, high = low + t->nodes[node].child_count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (t->node_atoms[middle] == atom)
			return (uint16_t)middle;
		if (t->node_atoms[middle] < atom)
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

/* Takes the terms that end at a node, and goes on from there when there are longer ones. */
static void
arrive(const struct terms *t, size_t at, uint16_t node, struct walks *next, struct reader *reader)
{
	const struct term_node *n = &t->nodes[node];
	for (size_t i = 0; i < n->term_count; i++)
		terms_take(reader, at, &t->terms[n->terms + i]);
	if (n->child_count > 0 && next->n < WALKS)
		next->at[next->n++] = (struct walk){ at, node };
}

void
terms_find(struct reader *reader)
{
	const struct terms *t = terms_ready();
	const struct fold_words *words = &reader->r->words;
	struct walks both[2], *now = &both[0], *next = &both[1];
	now->n = 0;
	for (size_t i = 0; i < words->n; i++) {
		uint16_t atoms[WORD_ATOMS], child;
		size_t n = atoms_of(t, &words->at[i], reader->tail, atoms);
		next->n = 0;
		for (size_t k = 0; k < n; k++) {
			for (size_t w = 0; w < now->n; w++)
				if ((child = child_of(t, now->at[w].node, atoms[k])) != 0)
					arrive(t, now->at[w].at, child, next, reader);
			if ((child = t->atoms[atoms[k]].node) != 0)
				arrive(t, i, child, next, reader);
		}
		struct walks *swap = now;
		now = next;
		next = swap;
	}
	for (size_t w = 0; w < now->n; w++)
		reader->r->open |= t->nodes[now->at[w].node].below;
}

/* ---- beginnings ---------------------------------------------------------------------------- */

static bool
is_beginning(const struct terms *t, struct str word)
{
	size_t low = 0, high = t->held_count;
	if (word.n == 0)
		return false;
	while (low < high) {
		size_t middle = (low + high) / 2;
		struct str held = t->held[middle];
		int order = memcmp(held.p, word.p, held.n < word.n ? held.n : word.n);
		if (order < 0 || (order == 0 && held.n < word.n))
			low = middle + 1;
		else
			high = middle;
	}
	return low < t->held_count && str_starts(t->held[low], word);
}

bool
read_may_begin(struct arena *arena, struct str word)
{
	const struct terms *t = terms_ready();
	struct fold_words words = fold_text(arena, word);
	if (words.n == 0)
		return false;
	const struct fold_word *last = &words.at[words.n - 1];
	return is_beginning(t, last->text) || is_beginning(t, last->native);
}
