/* A screen as a program: its threads, each with a request at a time, and its connections. */
#include "lib/web/serve.h"

#include <errno.h>
#include <fcgiapp.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "lib/base/log.h"

enum {
	ARENA_CAP = 48 * 1024 * 1024,
	IDLE_S = 60,
	HOT_IDLE_S = 600, /* a member who pauses should not wait for a new connection */
	TICK_S = 15,
	THREADS_MAX = 16,
	LARGE_BLOCK = 512 * 1024,
	SPARE = 1024 * 1024
};

struct screen {
	const char *name;
	int idle_s; /* how long an unused connection to the database stays */
	const struct route *routes;
	size_t n;
	const char *conninfo;
	/*
	 * Connections that rest, one for each thread; whoever gets a request takes the one that was used
	 * last, since its plans are made. A quiet house keeps to one, and the others close.
	 */
	pthread_mutex_t lock;
	struct db *resting[THREADS_MAX];
	int resting_count;
};

static struct db *
take_db(struct screen *screen)
{
	(void)pthread_mutex_lock(&screen->lock);
	struct db *db = screen->resting[--screen->resting_count];
	(void)pthread_mutex_unlock(&screen->lock);
	return db;
}

static void
rest_db(struct screen *screen, struct db *db)
{
	(void)pthread_mutex_lock(&screen->lock);
	screen->resting[screen->resting_count++] = db;
	(void)pthread_mutex_unlock(&screen->lock);
}

static void
close_resting(struct screen *screen)
{
	(void)pthread_mutex_lock(&screen->lock);
	for (int i = 0; i < screen->resting_count; i++)
		db_close_idle(screen->resting[i], screen->idle_s);
	(void)pthread_mutex_unlock(&screen->lock);
}

/*
 * Waits for a request. The wait is cut every few seconds, by the time limit that tick_accept() set,
 * so that idle connections close and freed memory goes back to the system.
 */
static bool
accept_next(FCGX_Request *request, struct screen *screen)
{
	for (;;) {
		int status = FCGX_Accept_r(request);
		if (status != -EAGAIN)
			return status == 0;
		close_resting(screen);
		(void)malloc_trim(0);
	}
}

static bool
tick_accept(void)
{
	struct timeval tick = { .tv_sec = TICK_S };
	return setsockopt(0, SOL_SOCKET, SO_RCVTIMEO, &tick, sizeof(tick)) == 0;
}

static void *
serve_thread(void *arg)
{
	struct screen *screen = arg;
	struct arena *arena = arena_new(ARENA_CAP);
	FCGX_Request request;
	if (FCGX_InitRequest(&request, 0, 0) != 0)
		return NULL;
	struct wire wire = wire_fcgi(&request);
	while (accept_next(&request, screen)) {
		struct db *db = take_db(screen);
		serve_guarded(screen->name, screen->routes, screen->n, &wire, db, arena);
		rest_db(screen, db);
		wire_fcgi_end(&request);
	}
	arena_free(arena);
	return NULL;
}

static int
serve_cgi(const struct screen *screen)
{
	struct arena *arena = arena_new(ARENA_CAP);
	struct db *db = db_new(screen->conninfo, DB_READER);
	struct wire wire = wire_cgi();
	serve_guarded(screen->name, screen->routes, screen->n, &wire, db, arena);
	db_free(db);
	arena_free(arena);
	return 0;
}

static int
serve_threads(struct screen *screen, int threads)
{
	/* A web server that was killed takes its screens with it. */
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	(void)mallopt(M_ARENA_MAX, 2);
	/* Large blocks go back to the system at once, whatever their size was before. */
	(void)mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK);
	/* But not small ones: work in rounds would give back in each what it takes in the next. */
	(void)mallopt(M_TRIM_THRESHOLD, SPARE);
	if (!serve_open(screen->name))
		return 1;
	struct arena *arena = arena_new(64 * 1024);
	screen->conninfo = db_conninfo(arena, "snug_web");
	if (FCGX_IsCGI()) {
		int status = serve_cgi(screen);
		arena_free(arena);
		return status;
	}
	if (FCGX_Init() != 0 || !tick_accept())
		return 1;
	(void)signal(SIGPIPE, SIG_IGN);
	/* libfcgi catches it and goes on waiting; a screen holds nothing that the database does not. */
	(void)signal(SIGTERM, SIG_DFL);
	for (int i = 0; i < threads; i++)
		rest_db(screen, db_new(screen->conninfo, DB_READER));
	LOG_EVENT(LOG_INFO, "ready", LOG_INT("threads", threads));
	pthread_attr_t attributes;
	(void)pthread_attr_init(&attributes);
	(void)pthread_attr_setstacksize(&attributes, 512 * 1024);
	for (int i = 1; i < threads; i++) {
		pthread_t thread;
		if (pthread_create(&thread, &attributes, serve_thread, screen) != 0)
			return 1;
	}
	(void)serve_thread(screen);
	arena_free(arena);
	return 0;
}

int
screen_serve(const char *name, const struct route *routes, size_t n)
{
	struct screen screen = { .name = name,
				 .idle_s = IDLE_S,
				 .routes = routes,
				 .n = n,
				 .lock = PTHREAD_MUTEX_INITIALIZER };
	return serve_threads(&screen, 2);
}

int
screen_serve_hot(const char *name, const struct route *routes, size_t n, int threads)
{
	struct screen screen = { .name = name,
				 .idle_s = HOT_IDLE_S,
				 .routes = routes,
				 .n = n,
				 .lock = PTHREAD_MUTEX_INITIALIZER };
	return serve_threads(&screen, threads < THREADS_MAX ? threads : THREADS_MAX);
}
