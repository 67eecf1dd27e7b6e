/*
 * A compiled template: flat instructions over one run of literal text. Private to the compiler and
 * the renderer.
 */
#ifndef SNUG_WEB_MUSTACHE_PROGRAM_H
#define SNUG_WEB_MUSTACHE_PROGRAM_H

#include "lib/web/mustache.h"

enum op_code {
	OP_TEXT,     /* literal text */
	OP_VALUE,    /* a value, escaped */
	OP_RAW,	     /* a value as it is, where its kind allows */
	OP_SECTION,  /* until `end`; the body follows */
	OP_INVERTED, /* until `end`; the body follows */
	OP_REPEAT,   /* the end of a section: once more from `end`, while there are items */
	OP_PARTIAL,
	OP_PARENT, /* arguments stand between here and `end` and run only when called */
	OP_BLOCK   /* the default follows, until `end` */
};

/*
 * Where a line begins inside an indented partial, its indentation is written. Within literal text
 * that is behind each newline; at its edges these flags tell.
 */
enum op_flag {
	OP_STARTS_LINE = 1,  /* TEXT: its first byte is the first of a line */
	OP_ENDS_AT_LINE = 2, /* TEXT: what follows it is the first of a line */
	OP_DYNAMIC = 4,	     /* PARTIAL, PARENT: the name is looked up first */
	OP_ALONE = 8	     /* PARTIAL, PARENT: indents; BLOCK: its content begins its own line */
};

struct op {
	uint8_t code;
	uint8_t flags;
	uint16_t names; /* parts of the path at `first`; none is the value at hand */
	uint32_t first; /* TEXT: offset into the literals; else the first name */
	uint32_t end;	/* TEXT: length; else an instruction */
	uint32_t indent;
	uint32_t indent_n; /* white space at `indent` of the template's text */
	uint32_t argument; /* PARENT: the first of its arguments, or NO_ARGUMENT */
};

struct name {
	struct str text;
	uint32_t hash;
};

#define NO_ARGUMENT UINT32_MAX

struct argument {
	struct name name;
	uint32_t from; /* instructions */
	uint32_t to;
	uint32_t next; /* of the same parent, or NO_ARGUMENT */
	bool opens_line;
};

struct mustache {
	struct str text;
	const char *literals;
	const struct op *ops;
	const struct name *names;
	const struct argument *arguments;
	uint32_t n;
};

#endif
