/*
 * snug doctor: checks everything an owner can get wrong, and says in one line each what it found.
 *
 * good: as it should be. note: works, but look at it. bad: mend it; the exit status is 1 then.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bin/snug_doctor.h"
#include "bin/snug_provider.h"
#include "lib/base/cfg.h"
#include "lib/base/fault.h"
#include "lib/base/file.h"
#include "lib/provider/payment.h"

enum { CHECKS_MAX = 64 };

static const int64_t MIB = 1024 * 1024;

static const char *const VERDICTS[] = { "good", "note", "bad" };

static struct check {
	const char *name;
	enum doctor_verdict verdict;
	struct str text;
} checks[CHECKS_MAX];
static size_t check_count;

void
doctor_say(enum doctor_verdict verdict, const char *name, const char *format, ...)
{
	char text[512];
	va_list args;
	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	ENSURE(check_count < CHECKS_MAX);
	checks[check_count++] = (struct check){ name, verdict,
						str_copy(snug_arena(), str_from(text)) };
}

/* ---- files ---- */

static void
check_secret(void)
{
	const char *path = cfg_text(CFG_SECRET_FILE);
	struct stat st;
	if (path[0] == '\0')
		path = cfg_var_path(snug_arena(), "secret");
	if (stat(path, &st) != 0)
		doctor_say(DOCTOR_BAD, "secret", "%s: %s. It is made at the first start.", path,
			   strerror(errno));
	else if (st.st_size < 32)
		doctor_say(DOCTOR_BAD, "secret", "%s is shorter than 32 bytes.", path);
	else if ((st.st_mode & 077) != 0)
		doctor_say(DOCTOR_BAD, "secret", "%s can be read by others: chmod 600 it.", path);
	else
		doctor_say(DOCTOR_GOOD, "secret", "Only the house can read %s.", path);
}

static void
check_state(void)
{
	const char *var = cfg_text(CFG_VAR);
	struct statvfs fs;
	if (access(var, R_OK | W_OK | X_OK) != 0) {
		doctor_say(DOCTOR_BAD, "state", "%s cannot be written: %s.", var, strerror(errno));
		return;
	}
	doctor_say(DOCTOR_GOOD, "state", "%s can be written.", var);
	if (statvfs(var, &fs) != 0)
		return;
	int64_t free_mib = (int64_t)((uint64_t)fs.f_bavail * fs.f_frsize) / MIB;
	doctor_say(free_mib < 200    ? DOCTOR_BAD
		   : free_mib < 2048 ? DOCTOR_NOTE
				     : DOCTOR_GOOD,
		   "disk", "%lld MiB are free.", (long long)free_mib);
}

/* ---- what listens where ---- */

static bool
is_loopback(const char *address)
{
	return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0 ||
	       strcmp(address, "[::1]") == 0 || strcmp(address, "localhost") == 0;
}

/* The port of the running house, which may be another than the caller's settings say. */
static const char *
house_port(void)
{
	static char port[8];
	FILE *file = fopen(cfg_var_path(snug_arena(), "run/port"), "re");
	if (file == NULL)
		return cfg_text(CFG_PORT);
	bool ok = fscanf(file, "%5[0-9]", port) == 1;
	(void)fclose(file);
	return ok ? port : cfg_text(CFG_PORT);
}

/* Whether something answers on the house's port on this machine. */
static bool
port_answers(const char *port)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *found = NULL;
	struct str host = str_from(cfg_text(CFG_LISTEN));
	if (str_eq(host, STR("0.0.0.0")) || str_eq(host, STR("*")))
		host = STR("127.0.0.1");
	if (str_starts(host, STR("[")) && str_ends(host, STR("]")))
		host = (struct str){ host.p + 1, host.n - 2 };
	if (str_eq(host, STR("::")))
		host = STR("::1");
	if (getaddrinfo(str_cstr(snug_arena(), host), port, &hints, &found) != 0)
		return false;
	int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool ok = fd >= 0 && connect(fd, found->ai_addr, found->ai_addrlen) == 0;
	if (fd >= 0)
		(void)close(fd);
	freeaddrinfo(found);
	return ok;
}

static void
check_processes(void)
{
	bool runs = file_process_lives(snug_arena(), "lighttpd");
	const char *port = house_port();
	bool answers = port_answers(port);
	if (runs)
		doctor_say(answers ? DOCTOR_GOOD : DOCTOR_BAD, "port",
			   answers ? "The web server answers on port %s."
				   : "The web server runs, but nothing answers on port %s.",
			   port);
	else
		doctor_say(answers ? DOCTOR_BAD : DOCTOR_GOOD, "port",
			   answers ? "Port %s is taken by a program that is not this house."
				   : "The house is stopped; port %s is free.",
			   port);
	if (file_process_lives(snug_arena(), "worker"))
		doctor_say(DOCTOR_GOOD, "worker", "The worker runs.");
	else
		doctor_say(runs ? DOCTOR_BAD : DOCTOR_NOTE, "worker",
			   "No worker runs: replies and pictures wait until one does.");
}

static struct str
host_of(struct str url)
{
	ptrdiff_t at = str_find(url, STR("://"));
	struct str host = str_from_at(url, (size_t)(at + 3));
	for (size_t i = 0; i < host.n; i++)
		if (host.p[i] == '/' || (host.p[i] == ':' && host.p[0] != '['))
			return str_first(host, i);
	return host;
}

static void
check_address(void)
{
	const char *listen = cfg_text(CFG_LISTEN);
	struct str url = str_from(cfg_text(CFG_PUBLIC_URL));
	bool is_open = !is_loopback(listen);
	bool has_proxy = cfg_is_set(CFG_TRUSTED_PROXIES);
	if (str_starts(url, STR("https://"))) {
		if (is_open)
			doctor_say(DOCTOR_NOTE, "address",
				   "%s is reached by https, but the house also listens on %s "
				   "in clear. Let only the proxy reach it.",
				   url.p, listen);
		else
			doctor_say(DOCTOR_GOOD, "address", "Members come by %s.", url.p);
		if (!has_proxy)
			doctor_say(DOCTOR_NOTE, "proxy",
				   "SNUG_TRUSTED_PROXIES is empty: all members share the proxy's "
				   "address, and its limits.");
	} else if (url.n > 0 && !is_loopback(str_cstr(snug_arena(), host_of(url)))) {
		doctor_say(DOCTOR_BAD, "address",
			   "%s is not https: passwords and cookies travel in clear.", url.p);
	} else if (is_open && !has_proxy) {
		doctor_say(DOCTOR_BAD, "address",
			   "The house listens on %s without https: passwords and cookies travel "
			   "in clear. Put a proxy with https before it and set SNUG_PUBLIC_URL.",
			   listen);
	} else {
		doctor_say(DOCTOR_GOOD, "address", "The house is open to this machine only (%s).",
			   listen);
	}
}

/* ---- settings ---- */

/* Settings whose words name parts, and those that are built. */
static const struct {
	enum cfg_key key;
	const char *built;
} PARTS[] = {
	{ CFG_TEXT_PROVIDER, "offline|openai|anthropic" },
	{ CFG_TEXT_PROVIDERS, "offline|openai|anthropic" },
	{ CFG_IMAGE_PROVIDER, "sketch" },
	{ CFG_PAYMENT_PROVIDERS, "sandbox" },
	{ CFG_STORAGE, "local" },
	{ CFG_MAIL, "file" },
};

static bool
is_word_of(const char *list, struct str word)
{
	struct str rest = str_from(list), piece;
	while (str_cut(&rest, '|', &piece))
		if (str_eq(piece, word))
			return true;
	return false;
}

static void
check_parts(void)
{
	size_t before = check_count;
	for (int i = 0; i < CFG_KEYS; i++)
		if (!cfg_entries[i].built && cfg_is_set((enum cfg_key)i))
			doctor_say(DOCTOR_NOTE, "settings",
				   "%s is set; the part that it is for is not built yet.",
				   cfg_entries[i].name);
	for (size_t i = 0; i < COUNT(PARTS); i++) {
		struct str rest = str_from(cfg_text(PARTS[i].key)), word;
		while (str_cut(&rest, ',', &word))
			if (word.n > 0 && !is_word_of(PARTS[i].built, str_trim(word)))
				doctor_say(DOCTOR_NOTE, "settings",
					   "%s names %.*s, which is not built yet.",
					   cfg_entries[PARTS[i].key].name, STR_ARG(str_trim(word)));
	}
	if (check_count == before)
		doctor_say(DOCTOR_GOOD, "settings", "Every part that is named is built.");
}

static void
need(const char *part, enum cfg_key key)
{
	if (cfg_text(key)[0] == '\0')
		doctor_say(DOCTOR_BAD, "providers", "%s needs %s.", part, cfg_entries[key].name);
}

static void
check_providers(void)
{
	size_t before = check_count;
	if (strcmp(cfg_text(CFG_TEXT_PROVIDER), "openai") == 0 ||
	    cfg_has_word(CFG_TEXT_PROVIDERS, "openai")) {
		need("openai", CFG_OPENAI_BASE);
		need("openai", CFG_OPENAI_MODEL);
	}
	if (strcmp(cfg_text(CFG_TEXT_PROVIDER), "anthropic") == 0 ||
	    cfg_has_word(CFG_TEXT_PROVIDERS, "anthropic")) {
		need("anthropic", CFG_ANTHROPIC_KEY);
		need("anthropic", CFG_ANTHROPIC_MODEL);
	}
	if (strcmp(cfg_text(CFG_MAIL), "smtp") == 0) {
		need("smtp", CFG_SMTP_URL);
		need("smtp", CFG_MAIL_FROM);
	}
	if (check_count == before)
		doctor_say(DOCTOR_GOOD, "providers", "Providers have what they need.");
	if (payment_first() == NULL)
		doctor_say(DOCTOR_BAD, "payment",
			   "No payment provider that is built is enabled: nobody can buy gems.");
	else if (strcmp(payment_first()->name, "sandbox") == 0)
		doctor_say(
			is_loopback(cfg_text(CFG_LISTEN)) && !cfg_is_set(CFG_PUBLIC_URL)
				? DOCTOR_GOOD
				: DOCTOR_BAD,
			"payment",
			"Payments go to the sandbox: anybody who can sign in gets gems for nothing.");
}

/* ---- templates ---- */

/* The command that owners use, with its words thrown away. */
static void
check_templates(void)
{
	char *argv[] = { (char[]){ "snug" }, (char[]){ "template" }, (char[]){ "check" }, NULL };
	posix_spawn_file_actions_t actions;
	pid_t pid;
	int status = 1;
	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	(void)posix_spawn_file_actions_adddup2(&actions, 1, 2);
	if (posix_spawn(&pid, "/proc/self/exe", &actions, NULL, argv, environ) == 0)
		(void)waitpid(pid, &status, 0);
	(void)posix_spawn_file_actions_destroy(&actions);
	if (status == 0)
		doctor_say(DOCTOR_GOOD, "templates", "All templates pass.");
	else
		doctor_say(DOCTOR_BAD, "templates",
			   "Some template is broken; `snug template check` says which.");
}

/* ---- saying it ---- */

static void
print_json(bool ok)
{
	struct view *v = view_new(snug_arena());
	struct view_list *items = view_list(v, "items");
	view_bool(v, "ok", ok);
	for (size_t i = 0; i < check_count; i++) {
		struct view *item = view_push(items);
		view_text(item, "name", str_from(checks[i].name));
		view_text(item, "status", str_from(VERDICTS[checks[i].verdict]));
		view_text(item, "text", checks[i].text);
	}
	snug_print(v);
}

int
snug_doctor(int argc, char **argv)
{
	bool json = snug_flag(&argc, argv, "--json");
	bool ok = true;
	if (argc != 1)
		return snug_usage("doctor");
	check_secret();
	check_state();
	check_address();
	check_parts();
	check_providers();
	doctor_ask_providers();
	check_templates();
	check_processes();
	doctor_ask_database();
	for (size_t i = 0; i < check_count; i++)
		ok = ok && checks[i].verdict != DOCTOR_BAD;
	if (json) {
		print_json(ok);
		return ok ? 0 : 1;
	}
	for (size_t i = 0; i < check_count; i++)
		(void)printf("%-5s %-11s %.*s\n", VERDICTS[checks[i].verdict], checks[i].name,
			     STR_ARG(checks[i].text));
	return ok ? 0 : 1;
}
