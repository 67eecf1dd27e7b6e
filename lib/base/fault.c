#include "lib/base/fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static _Thread_local struct fault_frame *innermost;

void
fault_push(struct fault_frame *frame)
{
	frame->fault.kind = FAULT_NONE;
	frame->fault.message[0] = '\0';
	frame->outer = innermost;
	innermost = frame;
}

void
fault_pop(struct fault_frame *frame)
{
	innermost = frame->outer;
}

void
fault_raise(enum fault_kind kind, const char *format, ...)
{
	struct fault fault = { .kind = kind };
	va_list args;
	va_start(args, format);
	(void)vsnprintf(fault.message, sizeof(fault.message), format, args);
	va_end(args);

	struct fault_frame *frame = innermost;
	if (frame == NULL) {
		(void)fprintf(stderr, "fault: %s\n", fault.message);
		abort();
	}
	innermost = frame->outer;
	frame->fault = fault;
	longjmp(frame->jump, 1);
}
