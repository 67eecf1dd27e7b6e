/*
 * Stand-ins for services, as child processes: the Node programs of tests/fakes/ that print
 * {"port":...} as soon as they listen on 127.0.0.1.
 */
#ifndef SNUG_TESTS_SUPPORT_FAKE_H
#define SNUG_TESTS_SUPPORT_FAKE_H

#include <sys/types.h>

struct fake {
	pid_t pid; /* -1 when it did not start */
	int port;
};

struct fake fake_start(const char *program);
void fake_stop(const struct fake *fake);

#endif
