/*
 * Unit tests in one header, with the usual macros of greatest's public interface.
 *
 * A test is a function made by TEST that ends in PASS, FAIL or SKIP; a suite runs tests; a program
 * runs suites between GREATEST_MAIN_BEGIN and GREATEST_MAIN_END. Each test prints one line ("ok 1 -
 * name", "not ok 2 - name", "ok 3 - name # SKIP why"), the end prints the plan "1..N" (TAP 13), and
 * the program exits 1 when a test failed. Arguments: -t NAME runs only tests whose names hold NAME,
 * -l lists them.
 *
 *	TEST adds(void) { ASSERT_EQ(4, 2 + 2); PASS(); }
 *	SUITE(sums) { RUN_TEST(adds); }
 *	GREATEST_MAIN_DEFS();
 *	int main(int argc, char **argv)
 *	{
 *		GREATEST_MAIN_BEGIN();
 *		RUN_SUITE(sums);
 *		GREATEST_MAIN_END();
 *	}
 */
#ifndef SNUG_TESTS_GREATEST_H
#define SNUG_TESTS_GREATEST_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum greatest_test_res { GREATEST_TEST_RES_PASS, GREATEST_TEST_RES_FAIL, GREATEST_TEST_RES_SKIP };

typedef void greatest_setup_cb(void *data);
typedef void greatest_teardown_cb(void *data);

struct greatest_run_info {
	unsigned passed;
	unsigned failed;
	unsigned skipped;
	const char *only; /* run tests whose names hold this */
	bool list;
	const char *suffix; /* tells runs of one test with different values apart */
	const char *message;
	const char *file;
	unsigned line;
	greatest_setup_cb *setup;
	void *setup_data;
	greatest_teardown_cb *teardown;
	void *teardown_data;
};

extern struct greatest_run_info greatest_info;

static inline bool
greatest_wants(const char *name)
{
	if (greatest_info.list)
		(void)printf("%s\n", name);
	return !greatest_info.list &&
	       (greatest_info.only == NULL || strstr(name, greatest_info.only) != NULL);
}

static inline void
greatest_before(void)
{
	greatest_info.message = NULL;
	if (greatest_info.setup != NULL)
		greatest_info.setup(greatest_info.setup_data);
}

static inline void
greatest_after(const char *name, enum greatest_test_res result)
{
	if (greatest_info.teardown != NULL)
		greatest_info.teardown(greatest_info.teardown_data);
	unsigned *count = result == GREATEST_TEST_RES_PASS   ? &greatest_info.passed
			  : result == GREATEST_TEST_RES_FAIL ? &greatest_info.failed
							     : &greatest_info.skipped;
	++*count;
	unsigned n = greatest_info.passed + greatest_info.failed + greatest_info.skipped;
	(void)printf("%sok %u - %s", result == GREATEST_TEST_RES_FAIL ? "not " : "", n, name);
	if (greatest_info.suffix != NULL && greatest_info.suffix[0] != '\0')
		(void)printf(" %s", greatest_info.suffix);
	const char *message = greatest_info.message != NULL ? greatest_info.message : "";
	if (result == GREATEST_TEST_RES_SKIP)
		(void)printf(" # SKIP %s", message);
	(void)printf("\n");
	if (result == GREATEST_TEST_RES_FAIL)
		(void)printf("# %s:%u: %s\n", greatest_info.file, greatest_info.line, message);
	(void)fflush(stdout);
}

static inline void
greatest_read_arguments(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "-l") == 0) {
			greatest_info.list = true;
		} else if (strcmp(argv[i], "-t") == 0 && i + 1 < argc) {
			greatest_info.only = argv[++i];
		} else if (strcmp(argv[i], "-v") != 0) {
			(void)fprintf(stderr, "usage: %s [-v] [-l] [-t NAME]\n", argv[0]);
			exit(2);
		}
	}
}

static inline int
greatest_end(void)
{
	unsigned n = greatest_info.passed + greatest_info.failed + greatest_info.skipped;
	if (!greatest_info.list)
		(void)printf("1..%u\n# %u passed, %u failed, %u skipped\n", n, greatest_info.passed,
			     greatest_info.failed, greatest_info.skipped);
	return greatest_info.failed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

static inline enum greatest_test_res
greatest_finish(enum greatest_test_res result, const char *file, unsigned line, const char *message)
{
	greatest_info.file = file;
	greatest_info.line = line;
	greatest_info.message = message;
	return result;
}

/* Prints what was expected and what came, as a comment of the protocol. */
static inline void
greatest_show(const char *what, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	(void)printf("# %s: ", what);
	for (size_t i = 0; i < n; i++) {
		if (p[i] >= 0x20 && p[i] != 0x7f)
			(void)putchar(p[i]);
		else
			(void)printf("\\x%02x", p[i]);
	}
	(void)printf("\n");
}

static inline bool
greatest_same_text(const char *expected, const char *got, size_t n)
{
	bool same = expected != NULL && got != NULL && strncmp(expected, got, n) == 0;
	if (!same) {
		greatest_show("expected", expected, expected == NULL ? 0 : strlen(expected));
		greatest_show("     got", got, got == NULL ? 0 : strlen(got));
	}
	return same;
}

static inline bool
greatest_same_memory(const void *expected, const void *got, size_t n)
{
	bool same = n == 0 || memcmp(expected, got, n) == 0;
	if (!same) {
		greatest_show("expected", expected, n);
		greatest_show("     got", got, n);
	}
	return same;
}

#define GREATEST_MAIN_DEFS() struct greatest_run_info greatest_info
#define GREATEST_MAIN_BEGIN() greatest_read_arguments(argc, argv)
#define GREATEST_MAIN_END() return greatest_end()

#define TEST static enum greatest_test_res
#define SUITE(name)                                                                                \
	void name(void);                                                                           \
	void name(void)
#define SUITE_EXTERN(name) void name(void)
#define RUN_SUITE(name) name()
#define SET_SETUP(function, data)                                                                  \
	(greatest_info.setup = (function), greatest_info.setup_data = (data))
#define SET_TEARDOWN(function, data)                                                               \
	(greatest_info.teardown = (function), greatest_info.teardown_data = (data))
#define greatest_set_test_suffix(text) (greatest_info.suffix = (text))

#define GREATEST_RUN(name, call)                                                                   \
	do {                                                                                       \
		if (greatest_wants(name)) {                                                        \
			greatest_before();                                                         \
			greatest_after(name, call);                                                \
		}                                                                                  \
		greatest_info.suffix = NULL;                                                       \
	} while (0)
#define RUN_TEST(test) GREATEST_RUN(#test, test())
#define RUN_TEST1(test, value) GREATEST_RUN(#test, test(value))
#define RUN_TESTp(test, ...) GREATEST_RUN(#test, test(__VA_ARGS__))

#define PASSm(message) return greatest_finish(GREATEST_TEST_RES_PASS, __FILE__, __LINE__, (message))
#define FAILm(message) return greatest_finish(GREATEST_TEST_RES_FAIL, __FILE__, __LINE__, (message))
#define SKIPm(message) return greatest_finish(GREATEST_TEST_RES_SKIP, __FILE__, __LINE__, (message))
#define PASS() PASSm(NULL)
#define FAIL() FAILm(NULL)
#define SKIP() SKIPm(NULL)

#define ASSERTm(message, condition)                                                                \
	do {                                                                                       \
		if (!(condition))                                                                  \
			FAILm(message);                                                            \
	} while (0)
#define ASSERT(condition) ASSERTm(#condition, (condition))
#define ASSERT_FALSEm(message, condition) ASSERTm((message), !(condition))
#define ASSERT_FALSE(condition) ASSERT_FALSEm("not " #condition, (condition))
#define ASSERT_EQm(message, expected, got) ASSERTm((message), (expected) == (got))
#define ASSERT_EQ(expected, got) ASSERT_EQm(#expected " != " #got, (expected), (got))
#define ASSERT_NEQm(message, expected, got) ASSERTm((message), (expected) != (got))
#define ASSERT_NEQ(expected, got) ASSERT_NEQm(#expected " == " #got, (expected), (got))
#define ASSERT_GT(expected, got) ASSERTm(#expected " <= " #got, (expected) > (got))
#define ASSERT_GTE(expected, got) ASSERTm(#expected " < " #got, (expected) >= (got))
#define ASSERT_LT(expected, got) ASSERTm(#expected " >= " #got, (expected) < (got))
#define ASSERT_LTE(expected, got) ASSERTm(#expected " > " #got, (expected) <= (got))
#define ASSERT_EQ_FMTm(message, expected, got, format)                                             \
	do {                                                                                       \
		if ((expected) != (got)) {                                                         \
			(void)printf("# expected: " format "\n#      got: " format "\n",           \
				     (expected), (got));                                           \
			FAILm(message);                                                            \
		}                                                                                  \
	} while (0)
#define ASSERT_EQ_FMT(expected, got, format)                                                       \
	ASSERT_EQ_FMTm(#expected " != " #got, (expected), (got), format)
#define ASSERT_IN_RANGE(expected, got, tolerance)                                                  \
	ASSERTm(#got " is not near " #expected,                                                    \
		(got) >= (expected) - (tolerance) && (got) <= (expected) + (tolerance))
#define ASSERT_STR_EQm(message, expected, got)                                                     \
	ASSERTm((message), greatest_same_text((expected), (got), PTRDIFF_MAX))
#define ASSERT_STR_EQ(expected, got) ASSERT_STR_EQm(#expected " != " #got, (expected), (got))
#define ASSERT_STRN_EQ(expected, got, size)                                                        \
	ASSERTm(#expected " != " #got, greatest_same_text((expected), (got), (size)))
#define ASSERT_MEM_EQm(message, expected, got, size)                                               \
	ASSERTm((message), greatest_same_memory((expected), (got), (size)))
#define ASSERT_MEM_EQ(expected, got, size)                                                         \
	ASSERT_MEM_EQm(#expected " != " #got, (expected), (got), (size))

/* Runs a helper that is itself written like a test, and fails where it fails. */
#define CHECK_CALL(call)                                                                           \
	do {                                                                                       \
		if ((call) == GREATEST_TEST_RES_FAIL)                                              \
			return GREATEST_TEST_RES_FAIL;                                             \
	} while (0)

#endif
