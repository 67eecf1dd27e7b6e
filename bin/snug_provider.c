/* The text providers of the configuration: asked for their models, and judged for the doctor. */
#include "bin/snug_provider.h"

#include <string.h>

#include "bin/snug_doctor.h"
#include "lib/base/cfg.h"
#include "lib/base/fault.h"
#include "sql/model.h"

enum snug_provider
snug_provider_of(const char *name, struct text_settings *settings)
{
	struct text_settings none;
	struct text_settings *out = settings != NULL ? settings : &none;
	*out = (struct text_settings){ .base = STR("") };
	if (strcmp(name, "offline") == 0)
		return SNUG_PROVIDER_OFFLINE;
	if (strcmp(name, "openai") == 0) {
		out->base = str_from(cfg_text(CFG_OPENAI_BASE));
		out->key = str_from(cfg_text(CFG_OPENAI_KEY));
		out->model = str_from(cfg_text(CFG_OPENAI_MODEL));
		out->plain_allowed = strcmp(cfg_text(CFG_OPENAI_PLAIN), "yes") == 0;
		return SNUG_PROVIDER_OPENAI;
	}
	if (strcmp(name, "anthropic") == 0) {
		out->base = str_from(cfg_text(CFG_ANTHROPIC_BASE));
		out->key = str_from(cfg_text(CFG_ANTHROPIC_KEY));
		out->model = str_from(cfg_text(CFG_ANTHROPIC_MODEL));
		out->version = str_from(cfg_text(CFG_ANTHROPIC_VERSION));
		return SNUG_PROVIDER_ANTHROPIC;
	}
	return SNUG_PROVIDER_NONE;
}

struct probe
snug_provider_probe(enum snug_provider kind, const struct text_settings *settings)
{
	if (settings->base.n == 0)
		return (struct probe){ .why = "its address is not configured" };
	return probe_wait(snug_arena(), settings,
			  kind == SNUG_PROVIDER_ANTHROPIC ? PROBE_ANTHROPIC : PROBE_OPENAI);
}

static bool
has_model(const struct probe *probe, struct str model)
{
	for (size_t i = 0; i < probe->n; i++)
		if (str_eq(probe->models[i].id, model))
			return true;
	return false;
}

static void
judge_models(const char *name, const struct text_settings *settings, const struct probe *probe)
{
	const char *dialect = text_dialect_name(probe->dialect);
	if (settings->model.n == 0)
		doctor_say(DOCTOR_BAD, "provider",
			   "%s answers, but no model is named: set SNUG_%s_MODEL.", name,
			   strcmp(name, "openai") == 0 ? "OPENAI" : "ANTHROPIC");
	else if (probe->n > 0 && !has_model(probe, settings->model))
		doctor_say(DOCTOR_NOTE, "provider",
			   "%s answers and accepts the key, but has no model %.*s among its %zu. "
			   "A server with one model takes any name; others refuse it.",
			   name, STR_ARG(settings->model), probe->n);
	else
		doctor_say(DOCTOR_GOOD, "provider", "%s answers and has the model %.*s%s%s%s.",
			   name, STR_ARG(settings->model),
			   probe->dialect == TEXT_DIALECT_PLAIN ? "" : " (it is ",
			   probe->dialect == TEXT_DIALECT_PLAIN ? "" : dialect,
			   probe->dialect == TEXT_DIALECT_PLAIN ? "" : ")");
}

static void
ask_one(const char *name)
{
	struct text_settings settings;
	enum snug_provider kind = snug_provider_of(name, &settings);
	if (kind == SNUG_PROVIDER_OFFLINE) {
		doctor_say(DOCTOR_GOOD, "provider", "offline needs nothing.");
		return;
	}
	struct probe probe = snug_provider_probe(kind, &settings);
	if (probe.why != NULL && probe.status == 0)
		doctor_say(DOCTOR_BAD, "provider", "%s at %.*s cannot be reached: %s.", name,
			   STR_ARG(settings.base), probe.why);
	else if (probe.why != NULL)
		doctor_say(DOCTOR_BAD, "provider", "%s at %.*s answers with status %ld: %s.", name,
			   STR_ARG(settings.base), probe.status, probe.why);
	else
		judge_models(name, &settings, &probe);
}

/* What the worker met: a breaker that is open now. */
static void
ask_health(void)
{
	struct fault_frame frame;
	if (FAULT_CATCH(frame)) {
		struct rows rows = model_health_list(snug_db("snug_owner"));
		for (size_t i = 0; i < rows.n; i++) {
			const struct model_health_list_row *row = model_health_list_at(rows, i);
			if (row->is_open)
				doctor_say(
					DOCTOR_BAD, "provider",
					"%.*s failed again and again: the worker leaves it alone "
					"and tries it every 30 seconds.",
					STR_ARG(row->name));
		}
		fault_pop(&frame);
	}
}

void
doctor_ask_providers(void)
{
	const char *list = cfg_text(CFG_TEXT_PROVIDERS);
	struct str rest = str_from(list[0] != '\0' ? list : cfg_text(CFG_TEXT_PROVIDER)), name;
	while (str_cut(&rest, ',', &name))
		ask_one(str_cstr(snug_arena(), str_trim(name)));
	ask_health();
}
