#include "lib/web/template.h"

#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/web/mustache.h"
#include "lib/web/template_file.h"

enum {
	CHAINS = 128,
	ENTRIES_MAX = 1024, /* names kept in all, those of missing templates included */
	LOOK_EVERY_US = 1000000,
	TEMPLATE_ARENA = 64 * 1024 * 1024,
	STORE_ARENA = 1024 * 1024,
	SEEN = 32
};

/* One name as it was asked for, and the last good version of its file. */
struct entry {
	struct entry *next;
	struct str name;
	uint32_t hash;
	enum template_use use;
	const struct mustache *program; /* NULL when there never was a good version */
	struct arena *arena;		/* of the program */
	struct stat file;		/* as it was read last */
	int64_t looked;			/* clock_mono_us of the last look */
	bool missing;			/* at the last look; logged when it became so */
};

struct retired {
	struct retired *next;
	struct arena *arena;
};

/*
 * Locking: `lock` guards everything below it. It is held for a look-up, for a stat once a second
 * and for the compiling of a changed file, never while a page is rendered. Replaced versions are
 * freed when no rendering is under way.
 */
struct template_store {
	char *folder;
	pthread_mutex_t lock;
	struct arena *arena; /* of entries */
	struct entry *chains[CHAINS];
	size_t entries;
	size_t rendering;
	struct retired *retired;
};

/* One rendering: it sees each template in one version, and asks the store for it once. */
struct session {
	struct template_store *store;
	int64_t now;
	struct {
		struct str name;
		const struct mustache *program;
	} seen[SEEN];
};

struct template_store *
template_store_open(const char *folder)
{
	struct template_store *store = calloc(1, sizeof(*store));
	char *copy = strdup(folder);
	if (store == NULL || copy == NULL)
		fault_raise(FAULT_MEMORY, "the system has no memory for the templates");
	store->folder = copy;
	store->arena = arena_new(STORE_ARENA);
	ENSURE(pthread_mutex_init(&store->lock, NULL) == 0);
	return store;
}

static void
free_retired(struct template_store *store)
{
	while (store->retired != NULL) {
		struct retired *retired = store->retired;
		store->retired = retired->next;
		arena_free(retired->arena);
		free(retired);
	}
}

void
template_store_close(struct template_store *store)
{
	if (store == NULL)
		return;
	free_retired(store);
	for (size_t i = 0; i < CHAINS; i++)
		for (struct entry *entry = store->chains[i]; entry != NULL; entry = entry->next)
			arena_free(entry->arena);
	arena_free(store->arena);
	(void)pthread_mutex_destroy(&store->lock);
	free(store->folder);
	free(store);
}

static void
retire(struct template_store *store, struct arena *arena)
{
	if (arena == NULL)
		return;
	struct retired *retired = malloc(sizeof(*retired));
	/* Without memory for the note the version is kept: a small leak, not a crash. */
	if (retired == NULL)
		return;
	retired->arena = arena;
	retired->next = store->retired;
	store->retired = retired;
}

static bool
is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_dev == b->st_dev && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
	       a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

static void
log_broken(const struct entry *entry, const struct mustache_error *error)
{
	LOG_EVENT(
		LOG_ERROR, "template.broken", LOG_STR("template", entry->name),
		LOG_INT("line", error->line), LOG_INT("column", error->column),
		LOG_STR("why", error->message),
		LOG_CSTR("serving", entry->program != NULL ? "the last good version" : "nothing"));
}

/* Compiles the file into `arena`; NULL when it cannot be read or is no template. */
static const struct mustache *
compile_file(struct arena *arena, const char *path, struct mustache_error *error)
{
	struct str text;
	*error = (struct mustache_error){ .message = STR("the file cannot be read") };
	if (!file_read(arena, path, MUSTACHE_TEXT_MAX, &text))
		return NULL;
	return mustache_compile(arena, text, error);
}

/* Puts the file's present version in place of the old one, when it is good. */
static void
reload(struct template_store *store, struct entry *entry, const char *path)
{
	struct fault_frame frame;
	struct mustache_error error;
	struct arena *volatile made = NULL;
	if (FAULT_CATCH(frame)) {
		struct arena *arena = made = arena_new(TEMPLATE_ARENA);
		const struct mustache *program = compile_file(arena, path, &error);
		fault_pop(&frame);
		if (program == NULL) {
			log_broken(entry, &error);
			arena_free(arena);
			return;
		}
		retire(store, entry->arena);
		entry->program = program;
		entry->arena = arena;
		return;
	}
	LOG_EVENT(LOG_ERROR, "template.broken", LOG_STR("template", entry->name),
		  LOG_CSTR("why", frame.fault.message));
	arena_free(made);
}

static void
look(struct template_store *store, struct entry *entry, int64_t now)
{
	char path[PATH_MAX];
	struct stat file;
	entry->looked = now;
	if (!template_path(store->folder, entry->name, entry->use, path, &file)) {
		if (!entry->missing)
			LOG_EVENT(LOG_ERROR, "template.missing", LOG_STR("template", entry->name),
				  LOG_CSTR("serving", entry->program != NULL
							      ? "the last good version"
							      : "nothing"));
		entry->missing = true;
		return;
	}
	if (entry->missing || !is_same_file(&file, &entry->file)) {
		entry->missing = false;
		entry->file = file;
		reload(store, entry, path);
	}
}

static struct entry *
find_entry(struct template_store *store, struct str name, uint32_t hash, enum template_use use)
{
	struct entry **chain = &store->chains[hash % CHAINS];
	for (struct entry *entry = *chain; entry != NULL; entry = entry->next)
		if (entry->hash == hash && entry->use == use && str_eq(entry->name, name))
			return entry;
	/* Names may come from data ({{>*name}}), so there is an end to them. */
	if (store->entries == ENTRIES_MAX || !template_name_is_good(name))
		return NULL;
	struct entry *entry = ARENA_NEW(store->arena, struct entry);
	entry->name = str_copy(store->arena, name);
	entry->hash = hash;
	entry->use = use;
	entry->looked = INT64_MIN;
	entry->next = *chain;
	*chain = entry;
	store->entries++;
	return entry;
}

/* The good version of a template, looked for on disk when the last look is old. Locked. */
static const struct mustache *
find_program(struct template_store *store, struct str name, uint32_t hash, enum template_use use,
	     int64_t now)
{
	struct entry *entry = find_entry(store, name, hash, use);
	if (entry == NULL)
		return NULL;
	if (entry->looked == INT64_MIN || now - entry->looked >= LOOK_EVERY_US)
		look(store, entry, now);
	return entry->program;
}

static const struct mustache *
find_tag(void *context, struct str name, uint32_t hash)
{
	struct session *session = context;
	/* Names stay where they are while a page is rendered, so the slice itself tells them. */
	size_t slot = hash % SEEN;
	const struct str *seen = &session->seen[slot].name;
	if (seen->p != NULL && seen->p == name.p && seen->n == name.n)
		return session->seen[slot].program;
	ENSURE(pthread_mutex_lock(&session->store->lock) == 0);
	const struct mustache *program = find_program(session->store, name, hash, TEMPLATE_TAG,
						      session->now);
	ENSURE(pthread_mutex_unlock(&session->store->lock) == 0);
	session->seen[slot].name = name;
	session->seen[slot].program = program;
	return program;
}

static const struct mustache *
begin(struct session *session, struct str name)
{
	struct template_store *store = session->store;
	ENSURE(pthread_mutex_lock(&store->lock) == 0);
	const struct mustache *program = find_program(store, name, str_hash(name), TEMPLATE_PAGE,
						      session->now);
	if (program != NULL)
		store->rendering++;
	ENSURE(pthread_mutex_unlock(&store->lock) == 0);
	return program;
}

static void
end(struct template_store *store)
{
	ENSURE(pthread_mutex_lock(&store->lock) == 0);
	if (--store->rendering == 0)
		free_retired(store);
	ENSURE(pthread_mutex_unlock(&store->lock) == 0);
}

static void
log_outcome(const char *name, enum mustache_outcome outcome)
{
	const char *why = NULL;
	switch (outcome) {
	case MUSTACHE_DONE:
		return;
	case MUSTACHE_TOO_DEEP:
		why = "partials too deep";
		break;
	case MUSTACHE_TOO_LONG:
		why = "output too long";
		break;
	case MUSTACHE_TOO_MUCH:
		why = "too much work";
		break;
	}
	LOG_EVENT(LOG_ERROR, "template.cut", LOG_CSTR("template", name), LOG_CSTR("why", why));
}

bool
template_render(struct template_store *store, const char *name, const struct view *view,
		struct moment now, struct buf *out)
{
	struct session session = { .store = store, .now = clock_mono_us() };
	const struct mustache *program = begin(&session, str_from(name));
	if (program == NULL)
		return false;
	bool plain = str_ends(str_from(name), STR(".txt"));
	struct mustache_env env = { .mode = plain ? MUSTACHE_PLAIN : MUSTACHE_HOUSE,
				    .now = now,
				    .limit = MUSTACHE_OUTPUT_MAX,
				    .find = find_tag,
				    .store = &session };
	struct fault_frame frame;
	if (FAULT_CATCH(frame)) {
		enum mustache_outcome outcome = mustache_render(program, view_root(view), &env,
								out);
		fault_pop(&frame);
		end(store);
		log_outcome(name, outcome);
		return true;
	}
	end(store);
	fault_raise(frame.fault.kind, "%s", frame.fault.message);
}
