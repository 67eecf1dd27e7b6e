/* snug config: every setting with its value, default and help. */
#include "bin/snug.h"

#include <stdio.h>

#include "lib/base/cfg.h"
#include "lib/base/json.h"

static const char *
shown(enum cfg_key key)
{
	const char *value = cfg_text(key);
	return cfg_entries[key].kind == CFG_SECRET && value[0] != '\0' ? "****" : value;
}

static int
print_json(void)
{
	struct buf out = buf_in(snug_arena());
	buf_lit(&out, "{\"items\":[");
	for (int i = 0; i < CFG_KEYS; i++) {
		const struct cfg_entry *entry = &cfg_entries[i];
		buf_fmt(&out, "%s{\"name\":", i == 0 ? "" : ",");
		json_put_text(&out, str_from(entry->name));
		buf_lit(&out, ",\"value\":");
		json_put_text(&out, str_from(shown((enum cfg_key)i)));
		buf_lit(&out, ",\"default\":");
		json_put_text(&out, str_from(entry->standard));
		buf_lit(&out, ",\"help\":");
		json_put_text(&out, str_from(entry->help));
		buf_fmt(&out, ",\"built\":%s}", entry->built ? "true" : "false");
	}
	buf_lit(&out, "]}\n");
	(void)fwrite(out.p, 1, out.n, stdout);
	return 0;
}

int
snug_config(int argc, char **argv)
{
	bool json = snug_flag(&argc, argv, "--json");
	if (argc != 1)
		return snug_usage("config");
	if (json)
		return print_json();
	for (int i = 0; i < CFG_KEYS; i++) {
		const struct cfg_entry *entry = &cfg_entries[i];
		(void)printf("%s=%s\n    %s%s%s%s%s\n", entry->name, shown((enum cfg_key)i),
			     entry->help, entry->range[0] != '\0' ? "; " : "", entry->range,
			     cfg_is_set((enum cfg_key)i) ? "; default " : "",
			     cfg_is_set((enum cfg_key)i) ? entry->standard : "");
		if (!entry->built)
			(void)printf("    accepted; what it is for is not built yet\n");
	}
	return 0;
}
