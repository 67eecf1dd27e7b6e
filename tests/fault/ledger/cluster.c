#include "tests/fault/ledger/cluster.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define BIN "/usr/lib/postgresql/15/bin/"

enum { MAX_ARGS = 40, MAX_CHILDREN = 200 };

static char home[256], data[300];
static pid_t postmaster;

static void
nap_ms(long ms)
{
	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

void
cluster_fail(const char *what)
{
	fprintf(stderr, "chaos: %s (%s)\n", what, strerror(errno));
	cluster_close();
	_exit(2);
}

/* Starts a program, as the user postgres where we are root. quiet: its output goes to a log. */
static pid_t
spawn(const char *const *words, bool quiet)
{
	static const char *const AS_POSTGRES[] = { "setpriv",	       "--reuid=postgres",
						   "--regid=postgres", "--clear-groups",
						   "--pdeathsig=KILL", NULL };
	const char *argv[MAX_ARGS];
	int n = 0;

	for (int i = 0; geteuid() == 0 && AS_POSTGRES[i] != NULL; i++)
		argv[n++] = AS_POSTGRES[i];
	for (int i = 0; words[i] != NULL && n < MAX_ARGS - 1; i++)
		argv[n++] = words[i];
	argv[n] = NULL;
	fflush(NULL);
	pid_t pid = fork();
	if (pid < 0)
		cluster_fail("fork");
	if (pid == 0) {
		if (quiet) {
			char path[320];
			snprintf(path, sizeof path, "%s/log", home);
			int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0666);
			if (fd >= 0) {
				dup2(fd, 1);
				dup2(fd, 2);
			}
		}
		setpgid(0, 0);
		execvp(argv[0], (char *const *)(const void *)argv);
		_exit(127);
	}
	return pid;
}

static int
run(const char *const *words, bool quiet)
{
	int status = 0;
	pid_t pid = spawn(words, quiet);

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

/* What the server says while it dies is no news here. */
static void
ignore_notice(void *nothing, const char *text)
{
	(void)nothing;
	(void)text;
}

PGconn *
cluster_connect(const char *role)
{
	const char *const names[] = { "host", "user", "dbname", "connect_timeout", NULL };
	const char *const values[] = { home, role, "snug", "5", NULL };
	PGconn *c = PQconnectdbParams(names, values, 0);

	if (PQstatus(c) == CONNECTION_OK) {
		PQsetNoticeProcessor(c, ignore_notice, NULL);
		return c;
	}
	PQfinish(c);
	return NULL;
}

PGconn *
cluster_await(const char *role)
{
	for (int i = 0; i < 1200; i++) {
		PGconn *c = cluster_connect(role);
		if (c != NULL)
			return c;
		nap_ms(50);
	}
	cluster_fail("the server did not come back");
}

static void
start(void)
{
	const char *const words[] = { BIN "postgres",
				      "-D",
				      data,
				      "-k",
				      home,
				      "-c",
				      "listen_addresses=",
				      "-c",
				      "jit=off",
				      "-c",
				      "max_connections=80",
				      "-c",
				      "shared_buffers=64MB",
				      "-c",
				      "fsync=on",
				      NULL };
	char db[] = "postgres";
	const char *const names[] = { "host", "user", "dbname", NULL };
	const char *const values[] = { home, "postgres", db, NULL };

	postmaster = spawn(words, true);
	for (int i = 0; i < 1200; i++) {
		if (PQpingParams(names, values, 0) == PQPING_OK)
			return;
		/* Orphans of one that was killed may hold its memory for a while yet. */
		if (waitpid(postmaster, NULL, WNOHANG) == postmaster)
			postmaster = spawn(words, true);
		nap_ms(25);
	}
	cluster_fail("the server did not start");
}

int
cluster_psql(const char *file)
{
	const char *const words[] = { BIN "psql", "-X", "-q", "-At",	  "-v", "ON_ERROR_STOP=1",
				      "-h",	  home, "-U", "postgres", "-d", "snug",
				      "-f",	  file, NULL };

	return run(words, false);
}

static void
migrate(const char *sql, const char *name)
{
	char path[512];
	const char *const words[] = { BIN "psql", "-X", "-q", "-1",	    "-v", "ON_ERROR_STOP=1",
				      "-h",	  home, "-U", "snug_owner", "-d", "snug",
				      "-f",	  path, NULL };

	snprintf(path, sizeof path, "%s/migrations/%s", sql, name);
	if (run(words, false) != 0)
		cluster_fail(path);
}

void
cluster_open(const char *sql)
{
	const char *tmp = getenv("TMPDIR");
	char roles[512];
	const char *const init[] = { BIN "initdb", "-D",    data,
				     "-A",	   "trust", "-U",
				     "postgres",   "-N",    "--locale=C.UTF-8",
				     NULL };
	const char *const make_roles[] = { BIN "psql", "-X",	   "-q",  "-h",	      home,
					   "-U",       "postgres", "-d",  "postgres", "-v",
					   "db=snug",  "-f",	   roles, NULL };

	snprintf(home, sizeof home, "%s/snug-chaos-XXXXXX", tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(home) == NULL)
		cluster_fail("no directory for the cluster");
	snprintf(data, sizeof data, "%s/data", home);
	snprintf(roles, sizeof roles, "%s/roles.sql", sql);
	if (geteuid() == 0) {
		const struct passwd *pw = getpwnam("postgres");
		if (pw == NULL || chown(home, pw->pw_uid, pw->pw_gid) != 0)
			cluster_fail("no user postgres");
	}
	if (run(init, true) != 0)
		cluster_fail("initdb");
	start();
	if (run(make_roles, false) != 0)
		cluster_fail("roles");
	migrate(sql, "0002_gem_book.sql");
	migrate(sql, "0003_gem_inside.sql");
	migrate(sql, "0004_gem_calls.sql");
	migrate(sql, "0005_gem_upkeep.sql");
	migrate(sql, "0006_rate_limit.sql");
}

/* Pids of the processes whose parent is the postmaster. */
static int
children(pid_t *pids)
{
	DIR *proc = opendir("/proc");
	const struct dirent *e;
	int n = 0;

	while (proc != NULL && n < MAX_CHILDREN && (e = readdir(proc)) != NULL) {
		char path[300], line[512];
		long pid = strtol(e->d_name, NULL, 10), parent = 0;
		if (pid <= 0)
			continue;
		snprintf(path, sizeof path, "/proc/%ld/stat", pid);
		FILE *f = fopen(path, "r");
		if (f == NULL)
			continue;
		const char *after = fgets(line, sizeof line, f) != NULL ? strrchr(line, ')') : NULL;
		if (after != NULL && strlen(after) > 4)
			parent = strtol(after + 4, NULL, 10);
		fclose(f);
		if (parent == postmaster)
			pids[n++] = (pid_t)pid;
	}
	if (proc != NULL)
		closedir(proc);
	return n;
}

static void
kill_backend(unsigned victim)
{
	PGconn *c = cluster_await("postgres");
	PGresult *r = PQexec(
		c, "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
		   " AND usename LIKE 'snug%' ORDER BY pid");

	if (PQntuples(r) > 0) {
		int row = (int)(victim % (unsigned)PQntuples(r));
		kill((pid_t)strtol(PQgetvalue(r, row, 0), NULL, 10), SIGKILL);
	}
	PQclear(r);
	PQfinish(c);
}

void
cluster_crash(enum cluster_crash how, unsigned victim)
{
	pid_t pids[MAX_CHILDREN];
	int n;

	switch (how) {
	case CLUSTER_KILL_BACKEND:
		kill_backend(victim);
		return;
	case CLUSTER_KILL_ALL:
		n = children(pids);
		kill(postmaster, SIGKILL);
		for (int i = 0; i < n; i++)
			kill(pids[i], SIGKILL);
		break;
	case CLUSTER_STOP_NOW:
		kill(postmaster, SIGQUIT);
		break;
	case CLUSTER_CRASHES:
		break;
	}
	waitpid(postmaster, NULL, 0);
	nap_ms(100); /* for orphans to let go of the shared memory */
	start();
}

void
cluster_close(void)
{
	const char *const words[] = { "rm", "-rf", home, NULL };

	if (postmaster > 0) {
		kill(postmaster, SIGQUIT);
		waitpid(postmaster, NULL, 0);
		postmaster = 0;
	}
	if (home[0] != '\0')
		run(words, false);
	home[0] = '\0';
}
