#include "tests/support/fake.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

struct fake
fake_start(const char *program)
{
	struct fake fake = { .pid = -1 };
	int out[2];
	char line[64] = "";
	if (pipe(out) != 0)
		return fake;
	fake.pid = fork();
	if (fake.pid == 0) {
		(void)dup2(out[1], STDOUT_FILENO);
		(void)close(out[0]);
		(void)execlp("node", "node", program, (char *)NULL);
		_exit(127);
	}
	(void)close(out[1]);
	if (read(out[0], line, sizeof(line) - 1) > 0)
		fake.port = atoi(line + sizeof("{\"port\":") - 1);
	(void)close(out[0]);
	return fake;
}

void
fake_stop(const struct fake *fake)
{
	if (fake->pid <= 0)
		return;
	(void)kill(fake->pid, SIGTERM);
	(void)waitpid(fake->pid, NULL, 0);
}
