/*
 * The services that write replies, as the house is configured, and their breakers: five failures of
 * the last ten calls within 30 s open one (SNUG_PROVIDER_REST), then one call alone finds out whether
 * the service is back (Nygard, Release It, "Circuit Breaker").
 */
#include <string.h>

#include "bin/worker.h"
#include "lib/base/cfg.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"

enum { FAILURES = 5, WINDOW_US = 30 * 1000 * 1000, CONNECT_MS = 5000, RETRIES = 2 };

static struct text_settings
settings_with(enum cfg_key base, enum cfg_key key, enum cfg_key model)
{
	return (struct text_settings){
		.base = str_from(cfg_text(base)),
		.key = str_from(cfg_text(key)),
		.model = str_from(cfg_text(model)),
		.connect_timeout_ms = CONNECT_MS,
		/* A model on a small machine reads a long prompt for a while. */
		.first_timeout_s = (int)cfg_int(CFG_PROVIDER_FIRST),
		.idle_timeout_s = (int)cfg_int(CFG_PROVIDER_IDLE),
		.retries = RETRIES,
	};
}

/* What the owner says it is, else what the address tells; the server itself may tell more later. */
static enum text_dialect
first_dialect(struct str base)
{
	struct str word = str_from(cfg_text(CFG_OPENAI_DIALECT));
	return str_eq(word, STR("auto")) ? text_dialect_of_base(base) : text_dialect_of(word);
}

static bool
add_provider(struct worker *w, struct str name)
{
	struct provider_state *state = &w->providers[w->provider_count];
	state->has_news = true;
	if (str_eq(name, STR("offline"))) {
		state->provider = text_offline_provider();
	} else if (str_eq(name, STR("openai"))) {
		state->settings = settings_with(CFG_OPENAI_BASE, CFG_OPENAI_KEY, CFG_OPENAI_MODEL);
		state->settings.dialect = first_dialect(state->settings.base);
		state->settings.plain_allowed = strcmp(cfg_text(CFG_OPENAI_PLAIN), "yes") == 0;
		state->provider = text_openai_provider(&state->settings);
	} else if (str_eq(name, STR("anthropic"))) {
		state->settings = settings_with(CFG_ANTHROPIC_BASE, CFG_ANTHROPIC_KEY,
						CFG_ANTHROPIC_MODEL);
		state->settings.version = str_from(cfg_text(CFG_ANTHROPIC_VERSION));
		state->provider = text_anthropic_provider(&state->settings);
	} else {
		LOG_EVENT(LOG_WARN, "provider_not_built", LOG_STR("name", name));
		return false;
	}
	w->provider_count++;
	return true;
}

void
provider_open_all(struct worker *w, struct arena *arena)
{
	struct str list = str_from(cfg_text(CFG_TEXT_PROVIDERS));
	if (list.n == 0)
		list = str_from(cfg_text(CFG_TEXT_PROVIDER));
	list = str_copy(arena, list);
	struct str name;
	while (w->provider_count < PROVIDERS && str_cut(&list, ',', &name))
		(void)add_provider(w, str_trim(name));
	if (w->provider_count == 0)
		(void)add_provider(w, STR("offline"));
}

const char *
provider_code(enum text_end end)
{
	switch (end) {
	case TEXT_COMPLETE:
	case TEXT_LENGTH:
	case TEXT_TOOLS:
		return "PROVIDER_EMPTY";
	case TEXT_REFUSED:
		return "PROVIDER_REFUSED";
	case TEXT_BLOCKED:
		return "PROVIDER_BLOCKED";
	case TEXT_LIMITED:
		return "PROVIDER_LIMITED";
	case TEXT_REJECTED:
		return "PROVIDER_REJECTED";
	case TEXT_TOO_LONG:
		return "PROMPT_TOO_LONG";
	case TEXT_GARBAGE:
		return "PROVIDER_GARBAGE";
	case TEXT_CUT:
	case TEXT_DOWN:
		break;
	}
	return "PROVIDER_DOWN";
}

enum provider_leave
provider_take(struct provider_state *state)
{
	if (state->open_until_us == 0)
		return LEAVE_CALL;
	if (state->is_probing || clock_mono_us() < state->open_until_us)
		return LEAVE_NOT;
	state->is_probing = true;
	return LEAVE_PROBE;
}

static void
open_breaker(struct provider_state *state, int64_t now)
{
	state->open_until_us = now + cfg_int(CFG_PROVIDER_REST) * 1000 * 1000;
	state->has_news = true;
	memset(state->failed_us, 0, sizeof(state->failed_us));
	LOG_EVENT(LOG_WARN, "provider_closed", LOG_CSTR("name", state->provider.name));
}

static void
note_call(struct provider_state *state, bool ok, int64_t now)
{
	int failures = 0;
	state->failed_us[state->calls++ % BREAKER_CALLS] = ok ? 0 : now;
	for (size_t i = 0; i < BREAKER_CALLS; i++)
		failures += state->failed_us[i] != 0 && now - state->failed_us[i] < WINDOW_US;
	if (!ok && failures >= FAILURES)
		open_breaker(state, now);
}

void
provider_report(struct provider_state *state, enum provider_leave leave, enum provider_did did)
{
	int64_t now = clock_mono_us();
	if (leave == LEAVE_PROBE)
		state->is_probing = false;
	if (did == DID_NOTHING)
		return;
	if (leave == LEAVE_PROBE && did == DID_WELL) {
		state->open_until_us = 0;
		state->has_news = true;
		LOG_EVENT(LOG_INFO, "provider_back", LOG_CSTR("name", state->provider.name));
	} else if (leave == LEAVE_PROBE) {
		open_breaker(state, now);
	} else if (state->open_until_us == 0) {
		/* What began before it opened and ends behind that tells nothing new. */
		note_call(state, did == DID_WELL, now);
	}
}
