#include "lib/web/template_html.h"

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static void
say(struct html *h, size_t at, const char *message)
{
	h->report(h->context, at, str_from(message));
}

static struct str
element(const struct html *h)
{
	return (struct str){ h->element, h->element_n };
}

static struct str
attribute(const struct html *h)
{
	return (struct str){ h->attribute, h->attribute_n };
}

/* A name longer than any that a rule knows may be cut. */
static void
add_to_name(char name[HTML_NAME_MAX], size_t *n, char c)
{
	if (*n < HTML_NAME_MAX)
		name[(*n)++] = lower(c);
}

static bool
is_one_of(struct str name, const struct str *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(name, list[i]))
			return true;
	return false;
}

static bool
is_url_attribute(const struct html *h)
{
	static const struct str NAMES[] = { STR_INIT("href"),	STR_INIT("src"),
					    STR_INIT("action"), STR_INIT("srcset"),
					    STR_INIT("poster"), STR_INIT("formaction"),
					    STR_INIT("data"),	STR_INIT("cite"),
					    STR_INIT("ping"),	STR_INIT("xlink:href") };
	return is_one_of(attribute(h), NAMES, COUNT(NAMES));
}

static bool
leads_a_form(const struct html *h)
{
	return str_eq(attribute(h), STR("action")) || str_eq(attribute(h), STR("formaction"));
}

/* The names of views whose values are urls: by their ending, and these. */
static bool
names_a_url(struct str name)
{
	static const struct str NAMES[] = { STR_INIT("src"), STR_INIT("action"),
					    STR_INIT("page.path") };
	ptrdiff_t dot = str_rfind_char(name, '.');
	struct str last = str_from_at(name, (size_t)(dot + 1));
	return is_one_of(last, NAMES, COUNT(NAMES)) || is_one_of(name, NAMES, COUNT(NAMES)) ||
	       str_ends(last, STR("Url")) || str_ends(last, STR("Href")) ||
	       str_eq(last, STR("url")) || str_eq(last, STR("href"));
}

/* Urls. */

static void
begin_url(struct html *h)
{
	h->value_open = true;
	h->prefix_n = 0;
}

/* A literal url, or the literal beginning of one, is complete as far as the rules look. */
static void
check_prefix(struct html *h, size_t at)
{
	static const struct str SCHEMES[] = { STR_INIT("javascript:"), STR_INIT("vbscript:"),
					      STR_INIT("data:") };
	struct str prefix = { h->prefix, h->prefix_n };
	for (size_t i = 0; i < COUNT(SCHEMES); i++)
		if (str_starts(prefix, SCHEMES[i]))
			say(h, at, "a url that runs or embeds its own text");
	if (leads_a_form(h) && (str_starts(prefix, STR("//")) || str_starts(prefix, STR("http:")) ||
				str_starts(prefix, STR("https:"))))
		say(h, at, "a form that leads to another site");
}

static void
end_url(struct html *h, size_t at)
{
	if (h->value_open && h->prefix_n > 0)
		check_prefix(h, at);
	h->value_open = false;
}

static void
read_url_char(struct html *h, char c, size_t at)
{
	if (str_eq(attribute(h), STR("srcset")) && c == ',') {
		end_url(h, at);
		begin_url(h);
		return;
	}
	/* Browsers pass over white space before a url, and tabs and line ends within. */
	if (!h->value_open || is_space(c))
		return;
	if (h->prefix_n < HTML_PREFIX_MAX)
		h->prefix[h->prefix_n++] = lower(c);
	if (h->prefix_n == HTML_PREFIX_MAX)
		end_url(h, at);
}

static void
check_url_value(struct html *h, struct str name, size_t at)
{
	struct str prefix = { h->prefix, h->prefix_n };
	if (!h->value_open)
		return;
	if (prefix.n == 0) {
		if (!names_a_url(name))
			h->report(h->context, at,
				  str_fmt(h->arena,
					  "%.*s begins with a value whose name is not a url's",
					  STR_ARG(attribute(h))));
	} else if (str_eq(prefix, STR("/")) || str_eq(prefix, STR("//")) ||
		   str_eq(prefix, STR("http://")) || str_eq(prefix, STR("https://"))) {
		say(h, at, "a value right behind the first slash could lead to another site");
	} else if (str_find_char(prefix, '/') < 0 && str_find_char(prefix, ':') < 0 &&
		   str_find_char(prefix, '?') < 0 && str_find_char(prefix, '#') < 0) {
		say(h, at, "a url begins with \"/\", \"?\", \"#\", a scheme or a url value");
	}
	end_url(h, at);
}

/* Elements and attributes. */

static void
end_attribute(struct html *h, size_t at)
{
	struct str name = attribute(h);
	if (name.n == 0)
		return;
	if (str_eq(name, STR("style")))
		say(h, at, "a style attribute");
	else if (str_eq(name, STR("srcdoc")))
		say(h, at, "a srcdoc attribute");
	else if (name.n > 2 && str_starts(name, STR("on")))
		say(h, at, "an event handler attribute");
	else if (str_eq(name, STR("http-equiv")) && str_eq(element(h), STR("meta")))
		say(h, at, "meta http-equiv");
	else if (str_eq(name, STR("src")))
		h->has_src = true;
}

static void
end_element(struct html *h)
{
	struct str name = element(h);
	if (h->closing)
		return;
	if (str_eq(name, STR("base")))
		say(h, h->element_at, "a base element");
	else if (str_eq(name, STR("style")))
		say(h, h->element_at, "a style element");
}

static void
end_tag(struct html *h)
{
	struct str name = element(h);
	bool script = str_eq(name, STR("script"));
	h->state = HTML_TEXT;
	if (h->closing)
		return;
	if (script && !h->has_src)
		say(h, h->element_at, "a script without src");
	if (script || str_eq(name, STR("style")))
		h->state = HTML_RAW_TEXT;
}

static void
begin_value(struct html *h, char quote)
{
	h->state = quote == '\0' ? HTML_UNQUOTED : HTML_QUOTED;
	h->quote = quote;
	h->value_open = false;
	if (is_url_attribute(h))
		begin_url(h);
}

static void
end_value(struct html *h, size_t at)
{
	end_url(h, at);
	h->attribute_n = 0;
	h->state = HTML_IN_TAG;
}

static void
read_tag_open(struct html *h, char c, size_t at)
{
	if (c == '/' && !h->closing) {
		h->closing = true;
	} else if (c == '!') {
		h->state = HTML_DECLARATION;
	} else if ((lower(c) >= 'a' && lower(c) <= 'z')) {
		h->state = HTML_TAG_NAME;
		h->element_at = at - 1;
		h->has_src = false;
		add_to_name(h->element, &h->element_n, c);
	} else {
		h->state = HTML_TEXT;
	}
}

static void
read_in_tag(struct html *h, char c)
{
	if (c == '>') {
		end_tag(h);
	} else if (!is_space(c) && c != '/') {
		h->state = HTML_ATTRIBUTE;
		h->attribute_n = 0;
		add_to_name(h->attribute, &h->attribute_n, c);
	}
}

static void
read_attribute(struct html *h, char c, size_t at)
{
	if (c == '=') {
		end_attribute(h, at);
		h->state = HTML_BEFORE_VALUE;
	} else if (is_space(c) || c == '>' || c == '/') {
		/* White space may stand before the equals sign: the next "=" is then seen there. */
		end_attribute(h, at);
		h->state = HTML_IN_TAG;
		if (c == '>')
			end_tag(h);
	} else {
		add_to_name(h->attribute, &h->attribute_n, c);
	}
}

static void
read_value(struct html *h, char c, size_t at)
{
	bool quoted = h->state == HTML_QUOTED;
	if (quoted ? c == h->quote : is_space(c) || c == '>') {
		end_value(h, at);
		if (!quoted && c == '>')
			end_tag(h);
		return;
	}
	read_url_char(h, c, at);
}

/* Behind white space "=" belongs to the attribute before it. */
static bool
takes_equals(struct html *h, char c)
{
	return c == '=' && h->state == HTML_IN_TAG && h->attribute_n > 0;
}

static void
read_char(struct html *h, char c, size_t at)
{
	if (h->glued && !is_space(c) && c != '>' && c != '/')
		say(h, at, "a section inside a name of the markup");
	h->glued = false;
	if (takes_equals(h, c)) {
		h->state = HTML_BEFORE_VALUE;
		return;
	}
	switch (h->state) {
	case HTML_TEXT:
		if (c == '<') {
			h->state = HTML_TAG_OPEN;
			h->closing = false;
			h->element_n = 0;
			h->attribute_n = 0;
		}
		break;
	case HTML_DECLARATION:
		if (c == '>')
			h->state = HTML_TEXT;
		break;
	case HTML_TAG_OPEN:
		read_tag_open(h, c, at);
		break;
	case HTML_TAG_NAME:
		if (is_space(c) || c == '/' || c == '>') {
			end_element(h);
			h->state = HTML_IN_TAG;
			if (c == '>')
				end_tag(h);
		} else {
			add_to_name(h->element, &h->element_n, c);
		}
		break;
	case HTML_IN_TAG:
		read_in_tag(h, c);
		break;
	case HTML_ATTRIBUTE:
		read_attribute(h, c, at);
		break;
	case HTML_BEFORE_VALUE:
		if (c == '"' || c == '\'') {
			begin_value(h, c);
		} else if (c == '>') {
			end_tag(h);
		} else if (!is_space(c)) {
			begin_value(h, '\0');
			read_value(h, c, at);
		}
		break;
	case HTML_QUOTED:
	case HTML_UNQUOTED:
		read_value(h, c, at);
		break;
	case HTML_COMMENT:
	case HTML_RAW_TEXT:
		break;
	}
}

/* The rest of a comment or of a script: returns how much of `text` it takes. */
static size_t
read_opaque(struct html *h, struct str text)
{
	if (h->state == HTML_COMMENT) {
		ptrdiff_t end = str_find(text, STR("-->"));
		if (end < 0)
			return text.n;
		h->state = HTML_TEXT;
		return (size_t)end + 3;
	}
	for (size_t i = 0; i < text.n; i++) {
		struct str rest = str_from_at(text, i);
		if (str_starts(rest, STR("</")) &&
		    str_eq_fold(str_first(str_from_at(rest, 2), h->element_n), element(h))) {
			h->state = HTML_TEXT;
			return i;
		}
	}
	return text.n;
}

void
html_read(struct html *h, struct str text, size_t at)
{
	size_t i = 0;
	while (i < text.n) {
		struct str rest = str_from_at(text, i);
		if (h->state == HTML_TEXT && str_starts(rest, STR("<!--"))) {
			h->state = HTML_COMMENT;
			i += 4;
		} else if (h->state == HTML_COMMENT || h->state == HTML_RAW_TEXT) {
			i += read_opaque(h, rest);
		} else {
			read_char(h, text.p[i], at + i);
			i++;
		}
	}
}

/* Says what is wrong with a tag that puts something here; true when nothing is. */
static bool
may_stand(struct html *h, size_t at)
{
	switch (h->state) {
	case HTML_TEXT:
	case HTML_COMMENT:
	case HTML_DECLARATION:
	case HTML_QUOTED:
		return true;
	case HTML_RAW_TEXT:
		say(h, at, "a tag inside script or style");
		return false;
	case HTML_BEFORE_VALUE:
	case HTML_UNQUOTED:
		say(h, at, "a tag in an attribute without quotes");
		/* One finding is enough for the whole value. */
		begin_value(h, '\0');
		h->value_open = false;
		return false;
	case HTML_TAG_OPEN:
	case HTML_TAG_NAME:
	case HTML_IN_TAG:
	case HTML_ATTRIBUTE:
		say(h, at, "a tag inside an element's tag, but not in a quoted value");
		return false;
	}
	return false;
}

void
html_value(struct html *h, struct str name, bool raw, size_t at)
{
	if (!may_stand(h, at) || h->state != HTML_QUOTED)
		return;
	if (raw)
		say(h, at, "an unescaped value in an attribute");
	check_url_value(h, name, at);
}

void
html_partial(struct html *h, size_t at)
{
	if (may_stand(h, at) && h->state == HTML_QUOTED)
		say(h, at, "a partial in an attribute");
}

void
html_section(struct html *h, size_t at)
{
	if (h->state == HTML_BEFORE_VALUE || h->state == HTML_UNQUOTED)
		(void)may_stand(h, at);
	h->glued = h->state == HTML_TAG_NAME || h->state == HTML_ATTRIBUTE;
}

static bool
is_in_tag(enum html_state state)
{
	return state == HTML_TAG_NAME || state == HTML_IN_TAG || state == HTML_ATTRIBUTE;
}

void
html_section_end(struct html *h, const struct html *before, size_t at)
{
	h->glued = h->state == HTML_TAG_NAME || h->state == HTML_ATTRIBUTE;
	bool same = h->state == before->state || (is_in_tag(h->state) && is_in_tag(before->state));
	if (!same || (h->state == HTML_QUOTED && !str_eq(attribute(h), attribute(before)))) {
		say(h, at, "a section that ends in another part of the markup than it began in");
		return;
	}
	if (h->state != HTML_QUOTED)
		return;
	/* When the section is passed over, the url begins behind it. */
	if (h->value_open || before->value_open)
		end_url(h, at);
	h->value_open = before->value_open;
	h->prefix_n = before->prefix_n;
}

/* Blocks of attributes are known by their names. */
static bool
names_attributes(struct str name)
{
	return str_eq(name, STR("attrs")) || str_ends(name, STR("Attrs"));
}

void
html_block(struct html *h, struct str name, size_t at)
{
	if (is_in_tag(h->state) && !names_attributes(name))
		say(h, at, "a block inside an element's tag whose name does not end in Attrs");
	else if (h->state == HTML_QUOTED && h->value_open && h->prefix_n == 0)
		say(h, at, "a url that begins with a block");
	html_section(h, at);
}

void
html_argument(struct html *h, struct str name)
{
	h->state = names_attributes(name) ? HTML_IN_TAG : HTML_TEXT;
	h->glued = false;
	h->closing = false;
	h->has_src = false;
	h->element_n = 0;
	h->attribute_n = 0;
}

void
html_end(struct html *h, struct str name, size_t at)
{
	if (names_attributes(name) ? !is_in_tag(h->state) : h->state != HTML_TEXT)
		say(h, at, "markup that is not closed at the end");
	else if (h->state == HTML_ATTRIBUTE)
		end_attribute(h, at);
}
