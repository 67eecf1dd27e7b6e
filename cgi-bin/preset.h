/*
 * The screen /preset: preset.c does things, preset_form.c reads what was filled in, preset_view.c shows
 * presets and their form.
 */
#ifndef SNUG_CGI_BIN_PRESET_H
#define SNUG_CGI_BIN_PRESET_H

#include "lib/preset/preset.h"
#include "lib/web/serve.h"
#include "sql/preset.h"

/* A row as a preset, and back to the statement's texts. */
void preset_of_row(struct req *rq, const struct preset_row *row, struct preset *out);
struct strs preset_stops_of(const struct preset *preset);

/*
 * What was filled in, over what `preset` holds: a part of a JSON body changes only what it names. False
 * when something was refused; the errors are in rq->errors.
 */
NODISCARD bool preset_read_form(struct req *rq, struct preset *preset);
/* Holds all texts against the rules; what is not taken is in rq->errors. */
NODISCARD bool preset_is_fine(struct req *rq, const struct preset *preset);
/* The form without anything filled in. */
void preset_show_form(struct req *rq);

struct view *preset_list_view(struct req *rq);
void preset_fields(struct req *rq, struct view *v, const struct preset_row *row);
/* The page of one preset; `typed` is what was filled in, NULL for what is stored. */
struct view *preset_view(struct req *rq, const struct preset_row *row, const struct preset *typed);

#endif
