/*
 * Help lines and notices: whom the care card names, and what the reminder says besides. Admins edit
 * them; moderators look. Whoever writes or ticks a line has looked at it that day.
 */
#include "cgi-bin/admin.h"

#include <ctype.h>

struct line {
	struct str regions;
	int64_t place;
	struct str name;
	struct str phone;
	struct str url;
	struct str about;
};

static const struct field LINE[] = {
	FIELD_LINE(struct line, regions, "regions", "Countries", 0, 400),
	FIELD_INT(struct line, place, "place", "Place", 0, 9, false),
	FIELD_LINE(struct line, name, "name", "Name", 1, 80),
	FIELD_LINE(struct line, phone, "phone", "Phone", 0, 40),
	FIELD_LINE(struct line, url, "url", "Website", 0, 300),
	FIELD_LINE(struct line, about, "about", "A few words", 0, 160),
};

struct notice {
	struct str region;
	struct str words;
};

static const struct field NOTICE[] = {
	FIELD_LINE(struct notice, region, "region", "Country", 0, 2),
	FIELD_TEXT(struct notice, words, "words", "Words", 1, 600),
};

static const struct field WHICH[] = {
	FIELD_LINE(struct notice, region, "region", "Country", 0, 2),
};

static const char NO_COUNTRY[] =
	"Countries have two letters, as in GB or KE; none means everywhere "
	"else.";

/* ---- help lines ------------------------------------------------------------------------------ */

static void
line_fields(struct view *v, const struct staff_line_row *row)
{
	view_fields(v, &staff_line_type, row);
	view_id(v, "id", row->id);
	view_url(v, "url", str_or(row->url, STR_NONE));
	view_text(v, "phone", str_or(row->phone, STR_NONE));
	view_text(v, "regions", str_or(row->regions, STR_NONE));
	view_text(v, "about", str_or(row->about, STR_NONE));
}

struct reply
admin_list_lines(struct req *rq)
{
	if (!admin_may_look(rq))
		return not_found(rq);
	struct view *v = admin_view(rq, ADMIN_LINES);
	struct rows rows = staff_lines(rq->db);
	struct view_list *items = view_list(v, "items");
	int64_t stale = 0;
	for (size_t i = 0; i < rows.n; i++) {
		const struct staff_line_row *row = staff_line_at(rows, i);
		line_fields(view_push(items), row);
		stale += row->is_stale;
	}
	view_null(v, "nextCursor");
	if (stale > 0)
		view_int(view_object(v, "page"), "stale", stale);
	return page(rq, "admin/lines", v);
}

static struct view *
line_view(struct req *rq, const struct staff_line_row *row)
{
	struct view *v = admin_view(rq, ADMIN_LINES);
	struct view *form = view_object(view_object(v, "page"), "form");
	view_bool(view_object(v, "page"), "isNew", row == NULL);
	if (row == NULL)
		return v;
	line_fields(v, row);
	view_text(view_object(form, "regions"), "value", row->regions);
	view_int(view_object(form, "place"), "value", row->place);
	view_text(view_object(form, "name"), "value", row->name);
	view_text(view_object(form, "phone"), "value", row->phone);
	view_text(view_object(form, "url"), "value", row->url);
	view_text(view_object(form, "about"), "value", row->about);
	return v;
}

static const struct staff_line_row *
asked_line(struct req *rq)
{
	return admin_may_keep(rq) ? staff_line(rq->db, req_id(rq, 0)) : NULL;
}

struct reply
admin_new_line(struct req *rq)
{
	if (!admin_may_keep(rq))
		return not_found(rq);
	form_show(rq, LINE, COUNT(LINE));
	return page(rq, "admin/line", line_view(rq, NULL));
}

struct reply
admin_show_line(struct req *rq)
{
	const struct staff_line_row *row = asked_line(rq);
	if (row == NULL)
		return not_found(rq);
	form_show(rq, LINE, COUNT(LINE));
	return page(rq, "admin/line", line_view(rq, row));
}

static bool
is_country(struct str word)
{
	return word.n == 2 && isalpha((unsigned char)word.p[0]) &&
	       isalpha((unsigned char)word.p[1]);
}

/* "gb, ie" and "GB IE" as a list. False when one of them is no country. */
static bool
read_regions(struct req *rq, struct str text, struct strs *regions)
{
	enum { MOST = 200 };
	struct str *list = ARENA_ARRAY(rq->arena, struct str, MOST);
	size_t n = 0;
	for (size_t i = 0; i < text.n && n < MOST;) {
		size_t from = i;
		while (i < text.n && text.p[i] != ' ' && text.p[i] != ',')
			i++;
		struct str word = { text.p + from, i - from };
		if (word.n > 0 && !is_country(word))
			return false;
		if (word.n > 0)
			list[n++] = str_upper(rq->arena, word);
		i++;
	}
	*regions = (struct strs){ list, n };
	return true;
}

static bool
read_line(struct req *rq, struct line *in, struct strs *regions)
{
	if (!form_read(rq, LINE, COUNT(LINE), in))
		return false;
	if (!read_regions(rq, in->regions, regions))
		form_error(rq, "regions", "Countries", NO_COUNTRY);
	if (in->phone.n == 0 && in->url.n == 0)
		form_error(rq, "phone", "Phone", "A number or a website is needed.");
	if (in->url.n > 0 && !str_starts(in->url, STR("https://")))
		form_error(rq, "url", "Website", "The address begins with https://.");
	return rq->error_count == 0;
}

/* What is written stands in the audit log: a wrong number here can cost a life. */
static void
note_line(struct req *rq, const char *action, int64_t id, struct str detail)
{
	(void)staff_note(rq->db, rq->member->id, str_from(action),
			 str_fmt(rq->arena, "care_line:%lld", (long long)id), detail);
}

/* `row` is NULL for a new line. */
static struct reply
write_line(struct req *rq, const struct staff_line_row *row)
{
	struct line in = { .place = 1, .phone = STR(""), .url = STR(""), .about = STR("") };
	struct strs regions;
	bool is_new = row == NULL;
	if (!read_line(rq, &in, &regions))
		return form_again(rq, 422, "admin/line",
				  rq->wants_json ? NULL : line_view(rq, row));
	const struct staff_write_line_row *line = staff_write_line(
		rq->db, &(struct staff_write_line_in){ .id = is_new ? 0 : row->id,
						       .regions = regions,
						       .place = in.place,
						       .name = in.name,
						       .phone = in.phone,
						       .url = in.url,
						       .about = in.about,
						       .staff_id = rq->member->id });
	if (line == NULL)
		return not_found(rq);
	note_line(rq, is_new ? "care_line.add" : "care_line.save", line->id,
		  str_fmt(rq->arena, "%.*s: %.*s %.*s (%.*s)", STR_ARG(in.name), STR_ARG(in.phone),
			  STR_ARG(in.url), STR_ARG(in.regions)));
	return admin_done(rq, STR(""), STR("/admin/lines"),
			  is_new ? "Added, as checked today." : "Saved, as checked today.");
}

struct reply
admin_add_line(struct req *rq)
{
	return admin_may_keep(rq) ? write_line(rq, NULL) : not_found(rq);
}

struct reply
admin_save_line(struct req *rq)
{
	const struct staff_line_row *row = asked_line(rq);
	return row != NULL ? write_line(rq, row) : not_found(rq);
}

struct reply
admin_check_line(struct req *rq)
{
	const struct staff_line_row *row = asked_line(rq);
	if (row == NULL)
		return not_found(rq);
	(void)staff_check_line(rq->db, row->id, rq->member->id);
	note_line(rq, "care_line.check", row->id, row->name);
	return admin_done(rq, STR(""), STR("/admin/lines"), "Noted: it was checked today.");
}

struct reply
admin_remove_line(struct req *rq)
{
	const struct staff_line_row *row = asked_line(rq);
	if (row == NULL)
		return not_found(rq);
	if (staff_remove_line(rq->db, row->id) == 0)
		return refuse(rq, 409, "LAST_LINE",
			      "This is the last line for people whose country has none of its own. "
			      "Add another one first.");
	note_line(rq, "care_line.delete", row->id, row->name);
	return admin_done(rq, STR(""), STR("/admin/lines"), "Deleted.");
}

/* ---- notices ---------------------------------------------------------------------------------- */

static struct view *
notices_view(struct req *rq)
{
	struct view *v = admin_view(rq, ADMIN_NOTICES);
	view_rows(v, "items", staff_notices(rq->db));
	view_null(v, "nextCursor");
	return v;
}

struct reply
admin_list_notices(struct req *rq)
{
	if (!admin_may_look(rq))
		return not_found(rq);
	form_show(rq, NOTICE, COUNT(NOTICE));
	return page(rq, "admin/notices", notices_view(rq));
}

struct reply
admin_save_notice(struct req *rq)
{
	struct notice in = { 0 };
	if (!admin_may_keep(rq))
		return not_found(rq);
	bool is_read = form_read(rq, NOTICE, COUNT(NOTICE), &in);
	if (is_read && in.region.n > 0 && !is_country(in.region))
		form_error(rq, "region", "Country", NO_COUNTRY);
	if (!is_read || rq->error_count > 0)
		return form_again(rq, 422, "admin/notices",
				  rq->wants_json ? NULL : notices_view(rq));
	struct str region = in.region.n > 0 ? str_upper(rq->arena, in.region) : STR("");
	(void)staff_save_notice(rq->db, region, in.words, rq->member->id);
	(void)staff_note(rq->db, rq->member->id, STR("care_notice.save"),
			 str_fmt(rq->arena, "care_notice:%.*s", STR_ARG(region)), in.words);
	return admin_done(rq, STR(""), STR("/admin/notices"),
			  "Saved. It stands with the reminder.");
}

struct reply
admin_remove_notice(struct req *rq)
{
	struct notice in = { 0 };
	if (!admin_may_keep(rq))
		return not_found(rq);
	if (!form_read(rq, WHICH, COUNT(WHICH), &in) || (in.region.n > 0 && !is_country(in.region)))
		return refuse(rq, 422, NULL, NO_COUNTRY);
	struct str region = in.region.n > 0 ? str_upper(rq->arena, in.region) : STR("");
	if (staff_remove_notice(rq->db, region) == 0)
		return not_found(rq);
	(void)staff_note(rq->db, rq->member->id, STR("care_notice.delete"),
			 str_fmt(rq->arena, "care_notice:%.*s", STR_ARG(region)), STR(""));
	return admin_done(rq, STR(""), STR("/admin/notices"),
			  "Deleted. The reminder itself stays.");
}
