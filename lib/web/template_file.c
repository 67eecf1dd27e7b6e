#include "lib/web/template_file.h"

#include <stdio.h>

bool
template_name_is_good(struct str name)
{
	if (name.n == 0 || name.n > 128 || name.p[name.n - 1] == '/')
		return false;
	bool begins = true;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			     (c >= '0' && c <= '9') || c == '_' || c == '-';
		if (begins ? !plain : !plain && c != '/' && c != '.')
			return false;
		begins = c == '/';
	}
	return true;
}

static bool
is_file(char path[PATH_MAX], const char *folder, const char *inner, struct str name,
	struct stat *file)
{
	int n = snprintf(path, PATH_MAX, "%s/%s%.*s.mustache", folder, inner, STR_ARG(name));
	return n > 0 && n < PATH_MAX && stat(path, file) == 0 && S_ISREG(file->st_mode);
}

bool
template_path(const char *folder, struct str name, enum template_use use, char path[PATH_MAX],
	      struct stat *file)
{
	if (!template_name_is_good(name))
		return false;
	return (use == TEMPLATE_TAG && is_file(path, folder, "partials/", name, file)) ||
	       is_file(path, folder, "", name, file);
}
