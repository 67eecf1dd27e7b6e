/*
 * Names of files: those that people send, shown to them, and those that they take along.
 */
#ifndef SNUG_WEB_ATTACH_H
#define SNUG_WEB_ATTACH_H

#include "lib/web/req.h"

/* A sent file's name as people may see it: no control characters, nothing that turns the reading direction. */
struct str attach_shown_name(struct req *rq, struct str name);

/*
 * A Content-Disposition line: an attachment called `name`.`ending`, in ASCII for old readers and in UTF-8
 * for all others (RFC 6266, 8187). No part of it can be a path.
 */
struct str attach_disposition(struct req *rq, struct str name, const char *ending);

#endif
