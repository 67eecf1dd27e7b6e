/* Example dialogue: from mes_example to blocks and exchanges. */
#include "lib/base/buf.h"
#include "lib/card/card.h"

/* Where "<START>" begins in `s`, in any case; or s.n. */
static size_t
find_start(struct str s)
{
	static const struct str MARK = STR_INIT("<START>");
	for (size_t i = 0; i + MARK.n <= s.n; i++)
		if (s.p[i] == '<' && str_eq_fold(str_first(str_from_at(s, i), MARK.n), MARK))
			return i;
	return s.n;
}

struct strs
card_example_blocks(struct arena *arena, struct str mes_example)
{
	size_t most = 1;
	for (size_t i = 0; i < mes_example.n; i++)
		most += mes_example.p[i] == '<';
	struct str *at = ARENA_ARRAY(arena, struct str, most);
	struct strs out = { at, 0 };
	while (mes_example.n > 0) {
		size_t end = find_start(mes_example);
		struct str block = str_trim(str_first(mes_example, end));
		if (block.n > 0)
			at[out.n++] = block;
		mes_example = str_from_at(mes_example, end + 7);
	}
	return out;
}

/* The length of "{{user}}:" and its like at the start of a line, or 0. */
static size_t
speaker(struct str line, const struct str *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (names[i].n > 0 && line.n > names[i].n && line.p[names[i].n] == ':' &&
		    str_eq_fold(str_first(line, names[i].n), names[i]))
			return names[i].n + 1;
	return 0;
}

struct exchange {
	struct arena *arena;
	struct card_example *out;
	size_t n;
	struct buf user;
	struct buf character;
	bool is_user;
};

static void
end_exchange(struct exchange *x)
{
	struct str user = str_trim(buf_done(&x->user));
	struct str character = str_trim(buf_done(&x->character));
	if ((user.n > 0 || character.n > 0) && x->n < CARD_EXAMPLES)
		x->out[x->n++] = (struct card_example){ str_or(user, STR("")),
							str_or(character, STR("")) };
	x->user = buf_in(x->arena);
	x->character = buf_in(x->arena);
	x->is_user = false;
}

static void
add_line(struct exchange *x, struct str line, const struct str users[2],
	 const struct str characters[3])
{
	struct str begin = str_trim(line);
	size_t by_user = speaker(begin, users, 2);
	size_t by_character = speaker(begin, characters, 3);
	/* The member speaks first in an exchange: once the character has spoken, a new one begins. */
	if (by_user > 0 && x->character.n > 0)
		end_exchange(x);
	if (by_user > 0 || by_character > 0) {
		x->is_user = by_user > 0;
		line = str_from_at(begin, by_user + by_character);
	}
	struct buf *to = x->is_user ? &x->user : &x->character;
	if (to->n > 0)
		buf_char(to, '\n');
	buf_str(to, str_trim(line));
}

size_t
card_examples(struct arena *arena, struct str mes_example, struct str name,
	      struct card_example out[CARD_EXAMPLES])
{
	const struct str users[2] = { STR_INIT("{{user}}"), STR_INIT("<USER>") };
	const struct str characters[3] = { STR_INIT("{{char}}"), STR_INIT("<BOT>"), name };
	struct strs blocks = card_example_blocks(arena, mes_example);
	struct exchange x = { .arena = arena, .out = out };
	for (size_t i = 0; i < blocks.n; i++) {
		struct str rest = blocks.at[i], line;
		end_exchange(&x);
		while (str_cut(&rest, '\n', &line))
			add_line(&x, line, users, characters);
	}
	end_exchange(&x);
	return x.n;
}
