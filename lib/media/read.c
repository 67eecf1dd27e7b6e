#include "lib/media/read.h"

#include "lib/base/cfg.h"
#include "lib/base/file.h"

bool
media_read(struct arena *arena, struct str hash, enum media_kind kind, size_t most,
	   struct str *bytes)
{
	struct str path = media_path(arena, hash, kind);
	return file_read(arena, cfg_var_path(arena, path.p), most, bytes);
}
