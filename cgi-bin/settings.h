/*
 * The parts of the screen /settings: settings.c changes things, settings_lists.c shows what there is,
 * settings_keys.c keeps model keys.
 */
#ifndef SNUG_CGI_BIN_SETTINGS_H
#define SNUG_CGI_BIN_SETTINGS_H

#include "lib/web/serve.h"
#include "sql/settings.h"

enum settings_tab {
	SETTINGS_PROFILE,
	SETTINGS_SECURITY,
	SETTINGS_PRIVACY,
	SETTINGS_NOTICES,
	SETTINGS_BILLING,
	SETTINGS_KEYS
};

/* The tabs of all settings pages. */
void settings_tabs(struct view *page_only, enum settings_tab tab);

/* Sessions, the log, and the password form. */
struct view *settings_security_view(struct req *rq);

/* Handlers. */
struct reply settings_show_security(struct req *rq);
struct reply settings_show_privacy(struct req *rq);
struct reply settings_show_notices_about(struct req *rq);
struct reply settings_switch_notices(struct req *rq);
struct reply settings_show_billing(struct req *rq);
struct reply settings_show_notices(struct req *rq);
struct reply settings_read_notices(struct req *rq);
struct reply settings_list_sessions(struct req *rq);
struct reply settings_list_log(struct req *rq);

/* settings_keys.c: models of the house, keys of one's own. */
struct reply settings_show_keys(struct req *rq);
struct reply settings_add_key(struct req *rq);
struct reply settings_try_key(struct req *rq);
struct reply settings_delete_key(struct req *rq);
struct reply settings_list_models(struct req *rq);

#endif
