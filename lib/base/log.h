/*
 * The log: one event a line on standard error, logfmt (key=value), UTC. Values with anything but
 * plain characters are quoted, control bytes escaped, so that a line is always one line.
 *
 * Never log what people wrote, tokens, passwords, mail addresses or prompts: ids only.
 *
 *	LOG_EVENT(LOG_INFO, "request", LOG_STR("path", path), LOG_INT("status", 200));
 */
#ifndef SNUG_BASE_LOG_H
#define SNUG_BASE_LOG_H

#include "lib/base/str.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

struct log_field {
	const char *key;
	struct str text; /* used when is_text */
	int64_t number;
	bool is_text;
};

#define LOG_STR(key, value) ((struct log_field){ (key), (value), 0, true })
#define LOG_CSTR(key, value) ((struct log_field){ (key), str_from(value), 0, true })
#define LOG_INT(key, value) ((struct log_field){ (key), STR_NONE, (int64_t)(value), false })
#define LOG_EVENT(level, event, ...)                                                               \
	log_write((level), (event), (const struct log_field[]){ __VA_ARGS__ },                     \
		  sizeof((const struct log_field[]){ __VA_ARGS__ }) / sizeof(struct log_field))

/* The program's name in every line, and the least level that is written. Call once at start. */
void log_open(const char *program, enum log_level least);
/* The trace id of what this thread is doing; it stands in every line until changed. "" for none. */
void log_set_trace(const char *trace);
void log_write(enum log_level level, const char *event, const struct log_field *fields, size_t n);

#endif
