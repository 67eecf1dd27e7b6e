/*
 * Attributes of functions, so that a promise in a comment is also a promise to the compiler.
 */
#ifndef SNUG_BASE_ATTR_H
#define SNUG_BASE_ATTR_H

/* The caller must look at the result: it is an outcome. */
#define NODISCARD __attribute__((warn_unused_result))
#define NORETURN __attribute__((noreturn))
/* Argument `f` is a printf format for the arguments from `a` on. */
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
