#include "tests/greatest.h"

#include "lib/provider/sse.h"

static struct arena *arena;

/* All events of `input`, read `step` bytes at a time, as "name|data;" each. */
static const char *
events_of(struct str input, size_t step, size_t cap)
{
	struct sse_parser sse = sse_in(arena, cap);
	struct buf out = buf_in(arena);
	struct sse_event event;
	enum sse_state state = SSE_MORE;
	for (size_t at = 0; at < input.n && state != SSE_TOO_LONG; at += step) {
		sse_feed(&sse, str_first(str_from_at(input, at), step));
		while ((state = sse_next(&sse, &event)) == SSE_EVENT)
			buf_fmt(&out, "%.*s|%.*s;", STR_ARG(event.name), STR_ARG(event.data));
	}
	if (state == SSE_TOO_LONG)
		buf_lit(&out, "too long");
	else if (sse_unfinished(&sse, &event))
		buf_fmt(&out, "unfinished %.*s|%.*s", STR_ARG(event.name), STR_ARG(event.data));
	return str_cstr(arena, buf_done(&out));
}

static const size_t STEPS[] = { 1, 2, 3, 7, 1000 };

TEST
reads_torture_input_at_every_step(void)
{
	struct str input = STR(
		": OPENROUTER PROCESSING\r\n\r\ndata:{\"a\":1}\n\nevent: e\rdata: x\r"
		"data: y\r\rid: 7\nretry: 5\n\ndata: [DONE]\n\n");
	for (size_t i = 0; i < COUNT(STEPS); i++)
		ASSERT_STR_EQ("|{\"a\":1};e|x\ny;|[DONE];", events_of(input, STEPS[i], 1000));
	PASS();
}

TEST
follows_the_rules_of_fields(void)
{
	static const struct {
		struct str input;
		const char *events;
	} CASES[] = {
		{ STR_INIT("data: a\n\n"), "|a;" },
		{ STR_INIT("data:  a\n\n"), "| a;" },
		{ STR_INIT("data\n\n"), "|;" },
		{ STR_INIT("data:\ndata:\n\n"), "|\n;" },
		{ STR_INIT("event: only\n\n"), "only|;" },
		{ STR_INIT("event: a\nevent: b\ndata: x\n\ndata: y\n\n"), "b|x;|y;" },
		{ STR_INIT(" data: not a field\n\n"), "" },
		{ STR_INIT("data: a: b\n\n"), "|a: b;" },
		{ STR_INIT("\xEF\xBB\xBF"
			   "data: a\n\n"),
		  "|a;" },
		{ STR_INIT("data: a\r\n\r\ndata: b\r\n\r\n"), "|a;|b;" },
		{ STR_INIT("data: a\n\r\ndata: b\r\r"), "|a;|b;" },
		{ STR_INIT("data: caf\xC3\xA9\n\n"), "|caf\xC3\xA9;" },
		{ STR_INIT("data: a\n\ndata: b"), "|a;unfinished |b" },
		{ STR_INIT("data: a\n\ndata: b\n"), "|a;unfinished |b" },
		{ STR_INIT("data: a\n\n: only a comment"), "|a;" },
		{ STR_INIT(""), "" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++)
		for (size_t k = 0; k < COUNT(STEPS); k++)
			ASSERT_STR_EQ(CASES[i].events, events_of(CASES[i].input, STEPS[k], 1000));
	PASS();
}

TEST
stops_at_the_cap(void)
{
	struct str one_line = STR("data: 0123456789012345678901234567890123456789\n\n");
	struct str many_lines = STR("data: 01234567\ndata: 01234567\ndata: 01234567\n"
				    "data: 01234567\n\n");
	for (size_t i = 0; i < COUNT(STEPS); i++) {
		ASSERT_STR_EQ("too long", events_of(one_line, STEPS[i], 32));
		ASSERT_STR_EQ("too long", events_of(many_lines, STEPS[i], 32));
	}
	PASS();
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	arena = arena_new(16 * 1024 * 1024);
	RUN_TEST(reads_torture_input_at_every_step);
	RUN_TEST(follows_the_rules_of_fields);
	RUN_TEST(stops_at_the_cap);
	arena_free(arena);
	GREATEST_MAIN_END();
}
