#include "lib/base/log.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LINE_ROOM = 4096 };

static const char *program = "snug";
static enum log_level least_level = LOG_INFO;
static _Thread_local char trace_id[40];

/* A line under construction; what does not fit is cut, the newline always fits. */
struct line {
	char text[LINE_ROOM];
	size_t n;
};

static void
put(struct line *line, const char *p, size_t n)
{
	size_t room = sizeof(line->text) - 1 - line->n;
	if (n > room)
		n = room;
	memcpy(line->text + line->n, p, n);
	line->n += n;
}

static bool
is_plain(struct str s)
{
	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c <= ' ' || c == '"' || c == '=' || c == '\\' || c == 0x7F)
			return false;
	}
	return true;
}

static void
put_value(struct line *line, struct str s)
{
	if (is_plain(s)) {
		put(line, s.p, s.n);
		return;
	}
	put(line, "\"", 1);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		char escaped[8];
		if (c == '"' || c == '\\') {
			put(line, (char[]){ '\\', (char)c }, 2);
		} else if (c < 0x20 || c == 0x7F) {
			int n = snprintf(escaped, sizeof(escaped), "\\x%02x", c);
			put(line, escaped, (size_t)n);
		} else {
			put(line, s.p + i, 1);
		}
	}
	put(line, "\"", 1);
}

static void
put_field(struct line *line, const char *key, struct str value)
{
	put(line, " ", 1);
	put(line, key, strlen(key));
	put(line, "=", 1);
	put_value(line, value);
}

void
log_open(const char *name, enum log_level least)
{
	program = name;
	least_level = least;
}

void
log_set_trace(const char *trace)
{
	size_t n = strnlen(trace, sizeof(trace_id) - 1);
	memcpy(trace_id, trace, n);
	trace_id[n] = '\0';
}

void
log_write(enum log_level level, const char *event, const struct log_field *fields, size_t n)
{
	static const char *const NAMES[] = { "debug", "info", "warn", "error" };
	if (level < least_level)
		return;
	struct line line = { .n = 0 };
	struct timespec now;
	struct tm tm;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	(void)gmtime_r(&now.tv_sec, &tm);
	char head[96];
	int length = snprintf(head, sizeof(head), "at=%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ",
			      tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
			      tm.tm_sec, now.tv_nsec / 1000000);
	put(&line, head, (size_t)length);
	put_field(&line, "level", str_from(NAMES[level]));
	put_field(&line, "program", str_from(program));
	put_field(&line, "event", str_from(event));
	if (trace_id[0] != '\0')
		put_field(&line, "trace", str_from(trace_id));
	for (size_t i = 0; i < n; i++) {
		char digits[24];
		struct str value = fields[i].text;
		if (!fields[i].is_text) {
			int d = snprintf(digits, sizeof(digits), "%lld",
					 (long long)fields[i].number);
			value = (struct str){ digits, (size_t)d };
		}
		put_field(&line, fields[i].key, value);
	}
	line.text[line.n++] = '\n';
	/* One write a line: lines of several processes do not mix. A full disk loses the line. */
	ssize_t written = write(STDERR_FILENO, line.text, line.n);
	(void)written;
}
