/* The terms of all languages, folded and cut into words once, as one tree (read_parts.h). */
#include "lib/moderate/read_parts.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/fault.h"
#include "lib/base/utf8.h"

enum { ROOM = 16 * 1024 * 1024, ATOMS = ATOM_SLOTS * 3 / 4 };

const struct term_language *const term_languages[TERM_LANGUAGES] = {
	&term_english, &term_spanish,	 &term_portuguese, &term_french,  &term_italian,
	&term_german,  &term_dutch,	 &term_polish,	   &term_russian, &term_turkish,
	&term_swahili, &term_hindi,	 &term_arabic,	   &term_chinese, &term_japanese,
	&term_korean,  &term_indonesian, &term_vietnamese,
};

/* A term on its way into the tree. */
struct draft {
	struct term term;
	uint16_t atoms[TERM_WORDS]; /* 0 behind the last */
	uint16_t order;
};

struct compiler {
	struct arena *arena;   /* what stays */
	struct arena *made;    /* what is needed until all is done */
	struct arena *scratch; /* for one word */
	struct terms *t;
	struct draft *drafts;
	size_t n, room;
	size_t words;
	struct buf letters;
	struct atom *atoms;
	size_t atom_count;
	struct term *terms;
	size_t term_count;
	struct term_node *nodes;
	uint16_t *node_atoms;
	size_t node_count;
};

/* ---- atoms --------------------------------------------------------------------------------- */

static uint16_t
atom_of(struct compiler *c, struct str letters, enum atom_kind kind)
{
	uint32_t hash = ATOM_BASIS;
	for (size_t i = 0; i < letters.n; i++)
		hash = atom_hash_on(hash, letters.p[i]);
	hash = atom_hash_of(hash, kind);
	uint16_t known = atom_find(c->t, letters, kind, hash);
	if (known != 0)
		return known;
	ENSURE(c->atom_count < ATOMS);
	size_t slot = hash % ATOM_SLOTS;
	while (c->t->slots[slot] != 0)
		slot = (slot + 1) % ATOM_SLOTS;
	c->t->slots[slot] = (uint16_t)c->atom_count;
	c->t->bits[atom_bit(hash) / 8] |= (unsigned char)(1U << atom_bit(hash) % 8);
	c->atoms[c->atom_count] = (struct atom){ .at = (uint32_t)c->letters.n,
						 .n = (uint8_t)letters.n,
						 .kind = (uint8_t)kind };
	buf_str(&c->letters, letters);
	c->t->letters = c->letters.p;
	return (uint16_t)c->atom_count++;
}

/* The words of one part between spaces: Chinese has several there. */
static void
compile_part(struct compiler *c, struct draft *to, struct str part)
{
	bool goes_on = str_ends(part, STR("*"));
	if (goes_on)
		part.n--;
	struct fold_words folded = fold_text(c->scratch, part);
	for (size_t i = 0; i < folded.n && to->term.n < TERM_WORDS; i++) {
		const struct fold_word *word = &folded.at[i];
		bool is_native = word->text.n == 0;
		struct str letters = is_native ? word->native : word->text;
		enum atom_kind kind = goes_on && i + 1 == folded.n
					      ? (is_native ? ATOM_BEGINNING_NATIVE : ATOM_BEGINNING)
					      : (is_native ? ATOM_WHOLE_NATIVE : ATOM_WHOLE);
		if (letters.n > 0)
			to->atoms[to->term.n++] = atom_of(c, letters, kind);
	}
	arena_reset(c->scratch);
}

/* ---- terms --------------------------------------------------------------------------------- */

static void
compile_term(struct compiler *c, size_t language, unsigned about, struct str words)
{
	struct str part;
	if (c->n == c->room) {
		size_t room = c->room * 2 + 1024;
		c->drafts = arena_grow(c->made, c->drafts, c->room * sizeof(*c->drafts),
				       room * sizeof(*c->drafts));
		c->room = room;
	}
	struct draft *to = &c->drafts[c->n];
	*to = (struct draft){ .order = (uint16_t)c->n++ };
	to->term.about = about;
	to->term.language_at = (uint8_t)language;
	to->term.is_shared = str_starts(words, STR("~"));
	if (to->term.is_shared)
		words = str_from_at(words, 1);
	while (str_cut(&words, ' ', &part))
		compile_part(c, to, part);
	ENSURE(to->term.n > 0 && c->n < UINT16_MAX);
	c->words += to->term.n;
}

static void
compile_list(struct compiler *c, size_t language, unsigned about, const char *terms)
{
	struct str rest = str_from(terms), one;
	while (rest.n > 0 && str_cut(&rest, '|', &one))
		compile_term(c, language, about, one);
}

static void
compile_language(struct compiler *c, size_t at)
{
	const struct term_language *language = term_languages[at];
	struct str rest = str_from(language->numbers), one;
	compile_list(c, at, TERM_COMMON, language->common);
	for (size_t i = 0; i < language->group_count; i++)
		compile_list(c, at, language->groups[i].about, language->groups[i].terms);
	for (unsigned n = 6; rest.n > 0 && str_cut(&rest, '|', &one); n++)
		if (n >= 10) /* below ten a word may end a larger number: "treinta y siete" */
			compile_term(c, at, TERM_NUMBER_IS(n), one);
}

/* ---- the tree ------------------------------------------------------------------------------ */

static int
by_atoms(const void *a, const void *b)
{
	const struct draft *x = a, *y = b;
	for (size_t i = 0; i < TERM_WORDS; i++)
		if (x->atoms[i] != y->atoms[i])
			return x->atoms[i] < y->atoms[i] ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* Hangs drafts `from` to `to`, which share their first `depth` atoms, on the node. */
static void
build(struct compiler *c, size_t node, size_t from, size_t to, size_t depth)
{
	struct term_node *n = &c->nodes[node];
	n->terms = (uint16_t)c->term_count;
	for (; from < to && c->drafts[from].term.n == depth; from++)
		c->terms[c->term_count++] = c->drafts[from].term;
	n->term_count = (uint16_t)(c->term_count - n->terms);
	n->children = (uint16_t)c->node_count;
	for (size_t i = from; i < to; i++) {
		n->below |= c->drafts[i].term.about;
		if (i == from || c->drafts[i].atoms[depth] != c->drafts[i - 1].atoms[depth])
			c->node_atoms[c->node_count++] = c->drafts[i].atoms[depth];
	}
	n->child_count = (uint16_t)(c->node_count - n->children);
	for (size_t child = n->children; from < to; child++) {
		size_t end = from;
		while (end < to && c->drafts[end].atoms[depth] == c->node_atoms[child])
			end++;
		build(c, child, from, end, depth + 1);
		from = end;
	}
}

static void
build_all(struct compiler *c)
{
	struct terms *t = c->t;
	/* Each word of a term makes one node at most. */
	c->nodes = ARENA_ARRAY(c->made, struct term_node, c->words + 1);
	c->node_atoms = ARENA_ARRAY(c->made, uint16_t, c->words + 1);
	c->terms = ARENA_ARRAY(c->arena, struct term, c->n);
	c->node_count = 1;
	ENSURE(c->words < UINT16_MAX);
	qsort(c->drafts, c->n, sizeof(*c->drafts), by_atoms);
	build(c, 0, 0, c->n, 0);
	for (size_t i = 0; i < c->nodes[0].child_count; i++) {
		size_t node = c->nodes[0].children + i;
		c->atoms[c->node_atoms[node]].node = (uint16_t)node;
	}
	t->terms = c->terms;
	t->nodes = memcpy(arena_take(c->arena, c->node_count * sizeof(*c->nodes)), c->nodes,
			  c->node_count * sizeof(*c->nodes));
	t->node_atoms = memcpy(arena_take(c->arena, c->node_count * sizeof(*c->node_atoms)),
			       c->node_atoms, c->node_count * sizeof(*c->node_atoms));
	t->atoms = memcpy(arena_take(c->arena, c->atom_count * sizeof(*c->atoms)), c->atoms,
			  c->atom_count * sizeof(*c->atoms));
	t->letters = str_copy(c->arena, buf_done(&c->letters)).p;
}

/* ---- first words --------------------------------------------------------------------------- */

static int
by_letters(const void *a, const void *b)
{
	const struct str *x = a, *y = b;
	int order = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);
	return order != 0 ? order : (x->n > y->n) - (x->n < y->n);
}

/* The first words of terms that hold a sentence back, in the order of their letters. */
static void
list_held(struct compiler *c)
{
	const struct terms *t = c->t;
	struct str *list = ARENA_ARRAY(c->arena, struct str, t->nodes[0].child_count);
	size_t n = 0;
	for (size_t i = 0; i < t->nodes[0].child_count; i++) {
		size_t at = t->nodes[0].children + i;
		const struct term_node *node = &t->nodes[at];
		const struct atom *atom = &t->atoms[t->node_atoms[at]];
		unsigned about = node->below;
		for (size_t k = 0; k < node->term_count; k++)
			about |= t->terms[node->terms + k].about;
		if ((about & READ_HELD) != 0)
			list[n++] = (struct str){ t->letters + atom->at, atom->n };
	}
	qsort(list, n, sizeof(*list), by_letters);
	c->t->held = list;
	c->t->held_count = n;
}

/* ---- what is looked for in codes ------------------------------------------------------------ */

/* The longest word of a term, without which it is not there. */
static void
add_grave(struct compiler *c, unsigned char *grave, const struct draft *draft)
{
	struct str letters = STR("");
	uint16_t at = 0;
	for (size_t i = 0; i < draft->term.n; i++) {
		const struct atom *atom = &c->t->atoms[draft->atoms[i]];
		if (atom->n <= letters.n)
			continue;
		letters = (struct str){ c->t->letters + atom->at, atom->n };
		at = draft->atoms[i];
	}
	if (utf8_count(letters) < GRAVE_LEAST)
		return;
	size_t start = start_of(letters.p[0], letters.p[1], letters.p[2]);
	grave[at / 8] |= (unsigned char)(1U << at % 8);
	c->t->grave_starts[start / 8] |= (unsigned char)(1U << start % 8);
}

static void
list_grave(struct compiler *c)
{
	unsigned char *grave = ARENA_ARRAY(c->arena, unsigned char, ATOM_SLOTS / 8);
	for (size_t i = 0; i < c->n; i++)
		if ((c->drafts[i].term.about & READ_GRAVE) != 0 &&
		    (c->drafts[i].term.about & TERM_NUMBER) == 0)
			add_grave(c, grave, &c->drafts[i]);
	c->t->grave = grave;
}

const struct terms *
terms_compile(void)
{
	struct compiler c = { .arena = arena_new(ROOM), .made = arena_new(ROOM) };
	c.scratch = arena_new(ROOM);
	c.t = ARENA_NEW(c.arena, struct terms);
	c.t->arena = c.arena;
	c.letters = buf_in(c.made);
	c.atoms = ARENA_ARRAY(c.made, struct atom, ATOMS);
	c.atom_count = 1;
	c.t->atoms = c.atoms;
	for (size_t i = 0; i < TERM_LANGUAGES; i++)
		compile_language(&c, i);
	build_all(&c);
	list_held(&c);
	list_grave(&c);
	arena_free(c.scratch);
	arena_free(c.made);
	return c.t;
}
