/* What a character was at each publishing: the list, one beside the character as it is, and going back. */
#include "cgi-bin/create.h"
#include "lib/character/diff.h"

static const struct {
	const char *key;
	const char *label;
} FIELDS[] = {
	{ "name", "Name" },
	{ "shortDescription", "One line" },
	{ "longBio", "Story" },
	{ "age", "Age" },
	{ "pronouns", "Pronouns" },
	{ "traits", "Traits" },
	{ "personality", "Personality" },
	{ "scenario", "Scenario" },
	{ "greeting", "Greeting" },
	{ "alternateGreetings", "Other openings" },
	{ "groupGreetings", "Greetings in chats with others" },
	{ "talkativeness", "How readily they speak" },
	{ "nickname", "Nickname" },
	{ "creatorNotes", "Notes of the creator" },
	{ "systemPrompt", "Directions for the model" },
	{ "postHistory", "Last word to the model" },
	{ "depthPrompt", "Note in the conversation" },
	{ "depthPromptDepth", "Depth of the note" },
	{ "depthPromptRole", "Role of the note" },
	{ "exampleDialogues", "Examples" },
	{ "look", "Looks" },
	{ "tags", "Tags" },
	{ "nsfwLevel", "Level" },
	{ "contentNotes", "Notes" },
	{ "visibility", "Seen by" },
	{ "replyPrice", "Price of a reply" },
};

static void
put_item(struct buf *out, const char *key, const json_t *item)
{
	if (json_is_object(item)) {
		buf_fmt(out, "%.*s \xE2\x86\x92 %.*s\n", STR_ARG(json_get_text(item, "user")),
			STR_ARG(json_get_text(item, "character")));
		return;
	}
	if (key != NULL)
		buf_fmt(out, "%s: ", key);
	if (json_is_integer(item))
		buf_i64(out, json_integer_value(item));
	else
		buf_str(out, json_text(item));
	buf_str(out, key != NULL ? STR("\n") : STR(", "));
}

/* A field as people read it: lists with commas, looks and examples in lines. */
static struct str
field_text(struct arena *arena, const json_t *data, const char *field)
{
	json_t *value = json_object_get(data, field), *item;
	struct buf out = buf_in(arena);
	const char *key;
	size_t i;
	if (json_is_string(value))
		return json_text(value);
	json_array_foreach(value, i, item) put_item(&out, NULL, item);
	json_object_foreach(value, key, item)
	{
		json_t *one;
		if (!json_is_array(item))
			put_item(&out, key, item);
		json_array_foreach(item, i, one) put_item(&out, key, one);
	}
	while (out.n > 0 &&
	       (out.p[out.n - 1] == ' ' || out.p[out.n - 1] == ',' || out.p[out.n - 1] == '\n'))
		out.n--;
	return buf_done(&out);
}

/* "Story, Tags": the fields in which two versions differ. */
static struct str
changed_in(struct arena *arena, const json_t *now, const json_t *before)
{
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < COUNT(FIELDS); i++) {
		if (json_equal(json_object_get(now, FIELDS[i].key),
			       json_object_get(before, FIELDS[i].key)))
			continue;
		buf_fmt(&out, "%s%s", out.n > 0 ? ", " : "", FIELDS[i].label);
	}
	return buf_done(&out);
}

struct reply
create_show_versions(struct req *rq)
{
	struct making m;
	if (!create_open_asked(rq, &m) || !m.row->is_made)
		return not_found(rq);
	struct rows rows = create_versions(rq->db, m.id, rq->member->id);
	struct view *v = view_new(rq->arena);
	view_id(v, "id", m.id.v);
	view_text(v, "name", rows.n > 0 ? create_versions_at(rows, 0)->name : m.draft.name);
	struct view_list *items = view_list(v, "items");
	for (size_t i = 0; i < rows.n; i++) {
		const struct create_versions_row *row = create_versions_at(rows, i);
		const json_t *before = i + 1 < rows.n ? create_versions_at(rows, i + 1)->data
						      : NULL;
		struct view *item = view_push(items);
		view_int(item, "number", row->n);
		view_time(item, "createdAt", row->created_at);
		view_text(item, "changed",
			  before != NULL ? changed_in(rq->arena, row->data, before) : STR_NONE);
		view_bool(item, "isNewest", i == 0);
	}
	return page(rq, "create/versions", v);
}

static const struct create_version_row *
version_of(struct req *rq)
{
	return create_version(rq->db, (struct character_id){ req_id(rq, 0) }, rq->member->id,
			      req_id(rq, 1));
}

static void
push_side(struct view *field, const char *name, const struct diff *diff, enum diff_kind other)
{
	struct view_list *list = view_list(field, name);
	for (size_t i = 0; i < diff->n; i++) {
		if (diff->at[i].kind == other)
			continue;
		struct view *piece = view_push(list);
		view_text(piece, "text", diff->at[i].text);
		view_bool(piece, "isChanged", diff->at[i].kind != DIFF_SAME);
	}
}

struct reply
create_show_version(struct req *rq)
{
	const struct create_version_row *row = version_of(rq);
	if (row == NULL)
		return not_found(rq);
	struct view *v = view_new(rq->arena);
	size_t differ = 0;
	view_id(v, "id", req_id(rq, 0));
	view_int(v, "number", row->n);
	view_text(v, "name", row->name);
	view_time(v, "createdAt", row->created_at);
	view_json(v, "draft", row->data);
	struct view_list *fields = view_list(v, "fields");
	for (size_t i = 0; i < COUNT(FIELDS); i++) {
		struct str then = field_text(rq->arena, row->data, FIELDS[i].key);
		struct str now = field_text(rq->arena, row->now, FIELDS[i].key);
		if (str_eq(then, now))
			continue;
		struct diff diff = diff_words(rq->arena, then, now);
		struct view *field = view_push(fields);
		view_text(field, "label", str_from(FIELDS[i].label));
		push_side(field, "then", &diff, DIFF_IN);
		push_side(field, "now", &diff, DIFF_OUT);
		differ++;
	}
	view_bool(v, "isSame", differ == 0);
	return page(rq, "create/version", v);
}

/* Its texts become the draft: nothing that others see changes before it is published. */
struct reply
create_restore_version(struct req *rq)
{
	struct draft draft;
	struct making m;
	const struct create_version_row *row = version_of(rq);
	if (row == NULL || !create_open_asked(rq, &m))
		return not_found(rq);
	draft_read(rq->arena, row->data, &draft);
	draft.portrait = m.draft.portrait;
	if (create_save(rq->db, m.id, rq->member->id, STR("review"),
			draft_json(rq->arena, &draft)) == 0)
		return not_found(rq);
	struct view *v = view_new(rq->arena);
	view_id(v, "id", m.id.v);
	view_int(v, "number", row->n);
	struct reply reply = done(rq, 200, v, create_address(rq, m.id, DRAFT_REVIEW));
	if (!rq->wants_json)
		reply_flash(
			rq, &reply, FLASH_GOOD,
			"The old version is your draft now. Publish it, and others see it again.");
	return reply;
}
