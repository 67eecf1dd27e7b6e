#include <string.h>

#include "bin/worker.h"
#include "lib/base/cfg.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"

enum { FAILURES = 5, WINDOW_US = 30 * 1000 * 1000, CLOSED_US = 30 * 1000 * 1000 };

static bool
add_provider(struct worker *w, struct str name)
{
	struct provider_state *state = &w->providers[w->provider_count];
	if (str_eq(name, STR("offline"))) {
		state->provider = text_offline_provider();
	} else if (str_eq(name, STR("openai"))) {
		state->settings = (struct text_openai_settings){
			.base = str_from(cfg_text(CFG_OPENAI_BASE)),
			.key = str_from(cfg_text(CFG_OPENAI_KEY)),
			.model = str_from(cfg_text(CFG_OPENAI_MODEL)),
			.connect_timeout_ms = 5000,
			.idle_timeout_s = 30,
			.retries = 2,
		};
		state->provider = text_openai_provider(&state->settings);
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

size_t
provider_next(struct worker *w, size_t from)
{
	int64_t now = clock_mono_us();
	for (; from < w->provider_count; from++)
		if (w->providers[from].closed_until_us <= now)
			break;
	return from;
}

void
provider_report(struct worker *w, size_t at, bool ok)
{
	struct provider_state *state = &w->providers[at];
	int64_t now = clock_mono_us();
	state->failed_us[state->calls++ % COUNT(state->failed_us)] = ok ? 0 : now;
	if (ok)
		return;
	int failures = 0;
	for (size_t i = 0; i < COUNT(state->failed_us); i++)
		failures += state->failed_us[i] != 0 && now - state->failed_us[i] < WINDOW_US;
	/* While it is closed one call in 30 s finds out whether it is back: the first after that. */
	if (failures >= FAILURES) {
		state->closed_until_us = now + CLOSED_US;
		memset(state->failed_us, 0, sizeof(state->failed_us));
		LOG_EVENT(LOG_WARN, "provider_closed", LOG_CSTR("name", state->provider.name));
	}
}
