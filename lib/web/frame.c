#include "lib/web/frame.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "lib/base/cfg.h"
#include "lib/base/fault.h"
#include "lib/base/rand.h"
#include "lib/base/utf8.h"
#include "lib/web/form.h"
#include "lib/web/secret.h"
#include "lib/web/session.h"
#include "lib/web/template.h"

static struct template_store *templates;
static char asset_version[32];

/* Changes whenever the stylesheet, a script or the icons did, so that browsers may keep them. */
static void
read_asset_version(struct arena *arena)
{
	static const char *const FILES[] = { "public/css/snug.css", "public/js/*.js",
					     "public/icons/*.svg" };
	int64_t newest = 0;
	glob_t found = { 0 };
	for (size_t i = 0; i < COUNT(FILES); i++)
		(void)glob(str_fmt(arena, "%s/%s", cfg_text(CFG_ROOT), FILES[i]).p,
			   i > 0 ? GLOB_APPEND : 0, NULL, &found);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct stat st;
		if (stat(found.gl_pathv[i], &st) == 0 && st.st_mtime > newest)
			newest = st.st_mtime;
	}
	globfree(&found);
	(void)snprintf(asset_version, sizeof(asset_version), "%llx", (unsigned long long)newest);
}

void
frame_open(void)
{
	struct arena *arena = arena_new(64 * 1024);
	templates = template_store_open(str_fmt(arena, "%s/templates", cfg_text(CFG_ROOT)).p);
	read_asset_version(arena);
	arena_free(arena);
}

static void
fill_flash(struct req *rq, struct view *page)
{
	struct str sealed = req_cookie(rq, FLASH_COOKIE);
	struct str text;
	if (sealed.n == 0 || !secret_open(rq->arena, "flash", sealed, &text) || text.n < 2)
		return;
	struct view *flash = view_push(view_list(page, "flash"));
	view_bool(flash, "isGood", text.p[0] == 'g');
	view_bool(flash, "isBad", text.p[0] == 'b');
	view_bool(flash, "isInfo", text.p[0] == 'i');
	view_text(flash, "text", str_from_at(text, 1));
}

static void
fill_nav(struct req *rq, struct view *page)
{
	static const struct {
		const char *prefix;
		const char *name;
	} NAV[] = { { "/tavern", "tavern" },	 { "/character", "tavern" }, { "/chat", "chat" },
		    { "/generate", "generate" }, { "/gallery", "generate" }, { "/gems", "gems" },
		    { "/explore", "explore" } };
	struct view *nav = view_object(page, "nav");
	for (size_t i = 0; i < COUNT(NAV); i++)
		if (str_starts(rq->path, str_from(NAV[i].prefix))) {
			view_bool(nav, NAV[i].name, true);
			return;
		}
	if (rq->path.n == 1)
		view_bool(nav, "explore", true);
}

/* What was typed, and why it was refused, by field: page.form.<name>.{value,error,checked}. */
static void
fill_form(struct req *rq, struct view *page)
{
	const struct field *fields = rq->form_spec;
	if (fields == NULL)
		return;
	struct view *form = view_object(page, "form");
	const struct pairs *pairs = rq->method == GET ? &rq->query_pairs : &rq->form;
	for (size_t i = 0; i < rq->form_fields; i++) {
		const struct field *field = &fields[i];
		struct view *one = view_object(form, field->name);
		for (size_t k = 0; k < pairs->n; k++) {
			if (!str_eq(pairs->at[k].name, str_from(field->name)) ||
			    field->kind == FIELD_KIND_SECRET || !utf8_valid(pairs->at[k].value))
				continue;
			view_text(one, "value", pairs->at[k].value);
			if (field->kind == FIELD_KIND_YES)
				view_bool(one, "checked", true);
			if (field->kind == FIELD_KIND_CHOICE) {
				/* is_<choice> lets a template mark the chosen option. */
				struct str key = str_fmt(rq->arena, "is_%.*s",
							 STR_ARG(pairs->at[k].value));
				view_bool(one, key.p, true);
			}
		}
	}
	if (rq->error_count == 0)
		return;
	view_bool(form, "hasErrors", true);
	struct view_list *errors = view_list(form, "errors");
	for (size_t i = 0; i < rq->error_count; i++) {
		const struct field_error *error = &rq->errors[i];
		struct view *item = view_push(errors);
		view_text(item, "field", str_from(error->field));
		view_text(item, "label", str_from(error->label));
		view_text(item, "message", error->message);
		if (error->field[0] != '\0')
			view_text(view_object(form, error->field), "error", error->message);
	}
}

/* What the owner says of the house. */
static void
fill_house(struct view *page)
{
	view_text(page, "houseName", str_from(cfg_text(CFG_HOUSE_NAME)));
	if (cfg_is_set(CFG_HOUSE_BADGE))
		view_text(page, "houseBadge", str_from(cfg_text(CFG_HOUSE_BADGE)));
	if (cfg_is_set(CFG_GUIDE_URL))
		view_url(page, "guideUrl", str_from(cfg_text(CFG_GUIDE_URL)));
	if (!cfg_is_set(CFG_COMMUNITY_URL))
		return;
	struct str url = str_from(cfg_text(CFG_COMMUNITY_URL));
	ptrdiff_t scheme = str_find(url, STR("://"));
	struct str host = str_from_at(url, (size_t)scheme + 3);
	ptrdiff_t end = str_find_char(host, '/');
	view_url(page, "communityUrl", url);
	view_text(page, "communityHost", end < 0 ? host : str_first(host, (size_t)end));
}

void
frame_fill(struct req *rq, struct view *page)
{
	session_know(rq);
	const struct member *member = rq->member;
	struct str theme = member != NULL ? member->theme : req_cookie(rq, "snug-theme");
	if (!str_eq(theme, STR("dark")) && !str_eq(theme, STR("light")))
		theme = STR("auto");
	view_text(page, "theme", theme);
	view_bool(page, "themeIsAuto", str_eq(theme, STR("auto")));
	view_bool(page, "themeIsDark", str_eq(theme, STR("dark")));
	view_bool(page, "themeIsLight", str_eq(theme, STR("light")));
	fill_house(page);
	view_text(page, "assetVersion", str_from(asset_version));
	view_text(page, "traceId", str_from(rq->trace));
	view_url(page, "path", str_or(rq->place, rq->path));
	struct buf here = buf_in(rq->arena);
	buf_url(&here, rq->path);
	view_url(page, "signInUrl",
		 str_fmt(rq->arena, "/sign-in?next=%.*s", STR_ARG(buf_done(&here))));
	fill_nav(rq, page);
	fill_flash(rq, page);
	fill_form(rq, page);
	if (member != NULL || rq->has_form) {
		view_text(page, "csrf", csrf_token(rq));
		view_text(page, "idempotencyKey", rand_token(rq->arena, 18));
	}
	if (member == NULL)
		return;
	view_bool(page, "isStaff", session_moderates(member));
	struct view *who = view_object(page, "member");
	view_text(who, "username", member->username);
	view_bool(who, "isNew", member->is_new);
	view_text(who, "displayName", member->display_name);
	view_url(who, "avatarUrl", member->avatar_url);
	if (member->unread > 0)
		view_count(who, "unread", member->unread);
	view_gems(page, "balance", member->balance);
}

bool
frame_render(struct req *rq, const char *template, const struct view *view, struct buf *out)
{
	ENSURE(templates != NULL);
	return template_render(templates, template, view, rq->now, out);
}
