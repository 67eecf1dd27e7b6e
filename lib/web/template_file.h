/*
 * Template files: from the names in tags and calls to paths. Shared by the store and the checker.
 */
#ifndef SNUG_WEB_TEMPLATE_FILE_H
#define SNUG_WEB_TEMPLATE_FILE_H

#include <limits.h>
#include <sys/stat.h>

#include "lib/base/str.h"

enum template_use {
	TEMPLATE_PAGE, /* rendered by name: NAME.mustache */
	TEMPLATE_TAG   /* named in a tag: partials/NAME.mustache, else NAME.mustache */
};

/* Parts of letters, digits, "_", "-" and inner dots between slashes; at most 128 bytes. */
bool template_name_is_good(struct str name);

/* The path of the regular file behind a good name, and its state; false when there is none. */
NODISCARD bool template_path(const char *folder, struct str name, enum template_use use,
			     char path[PATH_MAX], struct stat *file);

#endif
