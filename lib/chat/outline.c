#include "lib/chat/outline.h"

#include "lib/base/str.h"

enum { NONE = -1 };

/* What is known of a message while the tree is made small. */
struct twig {
	int64_t parent; /* index, or NONE */
	int64_t first;	/* child, and the next of the same parent */
	int64_t next;
	int64_t size; /* of the tree below it, itself included */
	int64_t kept; /* children that are not folded */
	int64_t main; /* the child that goes on in the same lane */
	bool is_on_path;
	bool has_mark; /* here or below */
	bool is_folded;
};

struct making {
	struct arena *arena;
	const struct outline_bone *bones;
	struct twig *twigs;
	size_t n;
	int64_t head;
};

static int64_t
index_of(const struct outline_bone *bones, size_t n, struct message_id id)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (bones[middle].id.v < id.v)
			low = middle + 1;
		else
			high = middle;
	}
	return low < n && bones[low].id.v == id.v ? (int64_t)low : NONE;
}

static void
link_twigs(struct making *m)
{
	for (size_t i = 0; i < m->n; i++) {
		int64_t parent = m->bones[i].parent.v == 0
					 ? NONE
					 : index_of(m->bones, i, m->bones[i].parent);
		m->twigs[i] = (struct twig){ .parent = parent,
					     .first = NONE,
					     .next = NONE,
					     .size = 1,
					     .main = NONE,
					     .has_mark = m->bones[i].is_marked };
	}
	for (size_t i = m->n; i-- > 0;) {
		struct twig *t = &m->twigs[i];
		if (t->parent == NONE)
			continue;
		struct twig *p = &m->twigs[t->parent];
		t->next = p->first;
		p->first = (int64_t)i;
		p->size += t->size;
		p->has_mark = p->has_mark || t->has_mark;
	}
	for (int64_t i = m->head; i != NONE; i = m->twigs[i].parent)
		m->twigs[i].is_on_path = true;
}

/* The child that is being read, else the one with most below it, goes on in its parent's lane. */
static void
choose_mains(struct making *m)
{
	for (size_t i = 0; i < m->n; i++) {
		struct twig *t = &m->twigs[i];
		for (int64_t k = t->first; k != NONE; k = m->twigs[k].next) {
			const struct twig *child = &m->twigs[k];
			if (t->main == NONE || child->is_on_path ||
			    (!m->twigs[t->main].is_on_path && child->size > m->twigs[t->main].size))
				t->main = k;
		}
	}
}

static bool
is_node(const struct making *m, int64_t i)
{
	const struct twig *t = &m->twigs[i];
	return t->kept != 1 || m->bones[i].is_marked || t->parent == NONE || i == m->head;
}

/* Folds side branches of at most `size` messages without marks; how many nodes remain. */
static size_t
fold(struct making *m, int64_t size)
{
	size_t nodes = 0;
	for (size_t i = 0; i < m->n; i++) {
		struct twig *t = &m->twigs[i];
		const struct twig *p = t->parent == NONE ? NULL : &m->twigs[t->parent];
		bool is_side = p != NULL && p->main != (int64_t)i;
		t->is_folded = (p != NULL && p->is_folded) ||
			       (is_side && t->size <= size && !t->is_on_path && !t->has_mark);
		t->kept = 0;
		if (p != NULL && !t->is_folded)
			m->twigs[t->parent].kept++;
	}
	for (size_t i = 0; i < m->n; i++)
		nodes += !m->twigs[i].is_folded && is_node(m, (int64_t)i);
	return nodes;
}

static int64_t
folded_below(const struct making *m, int64_t i)
{
	int64_t sum = 0;
	for (int64_t k = m->twigs[i].first; k != NONE; k = m->twigs[k].next)
		if (m->twigs[k].is_folded)
			sum += m->twigs[k].size;
	return sum;
}

/* A branch that waits to be drawn: the message it begins with, and what it hangs on. */
struct waiting {
	int64_t at;
	int64_t node;
	int64_t lane;
};

/* Walks a run to its next node and puts that into the list. */
static int64_t
put_node(struct making *m, struct outline *out, struct outline_node *nodes,
	 const struct waiting *from)
{
	int64_t skipped = 0, folded = 0, at = from->at;
	while (!is_node(m, at)) {
		folded += folded_below(m, at);
		skipped++;
		int64_t k = m->twigs[at].first;
		while (m->twigs[k].is_folded)
			k = m->twigs[k].next;
		at = k;
	}
	const struct twig *t = &m->twigs[at];
	nodes[out->n++] = (struct outline_node){
		.id = m->bones[at].id,
		.parent = from->node,
		.depth = m->bones[at].depth,
		.skipped = skipped,
		.folded = folded + folded_below(m, at),
		.lane = from->lane,
		.is_on_path = t->is_on_path,
		.is_head = at == m->head,
		.is_fork = t->kept > 1,
		.is_end = t->kept == 0,
	};
	out->folded += nodes[out->n - 1].folded;
	if (from->lane >= out->lanes)
		out->lanes = from->lane + 1;
	return at;
}

/* The children of a node, the one in its own lane last: it waits undermost. */
static size_t
push_children(struct making *m, struct waiting *stack, size_t deep, int64_t at, int64_t node,
	      int64_t lane)
{
	const struct twig *t = &m->twigs[at];
	int64_t main = t->main != NONE && !m->twigs[t->main].is_folded ? t->main : NONE;
	if (main != NONE)
		stack[deep++] = (struct waiting){ main, node, lane };
	size_t first = deep;
	for (int64_t k = t->first; k != NONE; k = m->twigs[k].next)
		if (k != main && !m->twigs[k].is_folded)
			stack[deep++] = (struct waiting){ k, node, lane + 1 };
	for (size_t a = first, b = deep; a + 1 < b; a++) {
		struct waiting swapped = stack[a];
		stack[a] = stack[--b];
		stack[b] = swapped;
	}
	return deep;
}

static void
draw(struct making *m, struct outline *out)
{
	struct outline_node *nodes = ARENA_ARRAY(m->arena, struct outline_node, m->n + 1);
	struct waiting *stack = ARENA_ARRAY(m->arena, struct waiting, m->n + 1);
	size_t deep = 0;
	for (size_t i = m->n; i-- > 0;)
		if (m->twigs[i].parent == NONE)
			stack[deep++] = (struct waiting){ (int64_t)i, NONE, 0 };
	while (deep > 0) {
		struct waiting from = stack[--deep];
		int64_t at = put_node(m, out, nodes, &from);
		deep = push_children(m, stack, deep, at, (int64_t)out->n - 1, from.lane);
	}
	out->nodes = nodes;
}

/* Only what is below a message, which then has no parent. */
static size_t
part_of(struct arena *arena, const struct outline_bone *bones, size_t n, struct message_id from,
	const struct outline_bone **part)
{
	struct outline_bone *kept = ARENA_ARRAY(arena, struct outline_bone, n + 1);
	size_t count = 0;
	for (size_t i = 0; i < n; i++) {
		bool is_top = bones[i].id.v == from.v;
		if (!is_top && index_of(kept, count, bones[i].parent) == NONE)
			continue;
		kept[count] = bones[i];
		if (is_top)
			kept[count].parent.v = 0;
		count++;
	}
	*part = kept;
	return count;
}

struct outline
outline_make(struct arena *arena, const struct outline_bone *bones, size_t n,
	     struct message_id head, struct message_id from)
{
	if (from.v != 0)
		n = part_of(arena, bones, n, from, &bones);
	struct outline out = { .messages = (int64_t)n };
	struct making m = { .arena = arena, .bones = bones, .n = n };
	if (n == 0)
		return out;
	m.twigs = ARENA_ARRAY(arena, struct twig, n);
	m.head = index_of(bones, n, head);
	link_twigs(&m);
	choose_mains(&m);
	int64_t size = 0;
	while (fold(&m, size) > OUTLINE_MOST && size < (int64_t)n)
		size = size == 0 ? 1 : size * 2;
	draw(&m, &out);
	return out;
}
