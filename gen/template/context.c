/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* A tokenizer for HTML that keeps nothing but where it is (HTML standard, section 13.2.5). */
#include "template/context.h"

enum raw_kind {
	RAW_SCRIPT = 1,
	RAW_STYLE,
	RAW_TITLE, /* from here on character references count, so that escaped text is safe */
	RAW_TEXTAREA,
	RAW_OTHER, /* and here they do not */
};

static const char *const raw_elements[] = {
	[RAW_SCRIPT] = "script",
	[RAW_STYLE] = "style",
	[RAW_TITLE] = "title",
	[RAW_TEXTAREA] = "textarea",
	[RAW_OTHER] = "xmp",
	"iframe",
	"noembed",
	"noframes",
	"plaintext",
};

static const char *const url_attributes[] = {
	"href", "src", "action", "formaction", "cite", "data", "poster", "background", "manifest", "xlink:href",
};

static const char *const refused_attributes[] = {
	"style", "srcdoc", "srcset", "imagesrcset", "ping", "http-equiv",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool letter(char c)
{
	return lower(c) >= 'a' && lower(c) <= 'z';
}

static void name_add(struct html_context *html, char c)
{
	if (html->name_len < sizeof(html->name))
		html->name[html->name_len] = lower(c);
	html->name_len++;
}

static bool name_is(const struct html_context *html, const char *name)
{
	size_t len = strlen(name);

	return html->name_len == len && memcmp(html->name, name, len) == 0;
}

static bool name_among(const struct html_context *html, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (name_is(html, names[i]))
			return true;
	return false;
}

/* The name of a tag is complete. */
static void settle_tag(struct html_context *html)
{
	html->raw = 0;
	for (unsigned i = 1; !html->closing && i < COUNT(raw_elements); i++)
		if (name_is(html, raw_elements[i]))
			html->raw = i;
	html->json = html->typed = false;
	html->name_len = 0;
}

/* The name of an attribute is complete. */
static void settle_attribute(struct html_context *html)
{
	bool handler = html->name_len > 2 && html->name[0] == 'o' && html->name[1] == 'n';

	html->attribute = ATTRIBUTE_PLAIN;
	html->url = URL_START;
	if (handler || name_among(html, refused_attributes, COUNT(refused_attributes)))
		html->attribute = ATTRIBUTE_REFUSED;
	else if (name_among(html, url_attributes, COUNT(url_attributes)))
		html->attribute = ATTRIBUTE_URL;
	else if (html->raw == RAW_SCRIPT && name_is(html, "type"))
		html->attribute = html->typed ? ATTRIBUTE_REFUSED : ATTRIBUTE_TYPE;
	html->typed |= html->attribute == ATTRIBUTE_TYPE;
}

/* Wipes all that was known of the tag before, so that contexts compare equal whatever led to them. */
static void to_text(struct html_context *html)
{
	*html = (struct html_context){ .state = HTML_TEXT };
}

static void end_tag(struct html_context *html)
{
	if (!html->raw) {
		to_text(html);
		return;
	}
	html->state = HTML_RAW;
	html->matched = 0;
}

static void in_tag_start(struct html_context *html, char c)
{
	if (c == '/' && !html->closing) {
		html->closing = true;
	} else if (letter(c)) {
		html->state = HTML_TAG_NAME;
		html->name_len = 0;
		name_add(html, c);
	} else if (c == '!' && !html->closing) {
		html->state = HTML_MARKUP;
		html->matched = 0;
	} else if (c == '?' || (html->closing && c != '>')) {
		html->state = HTML_DECLARATION;
	} else {
		to_text(html);
		html->state = c == '<' ? HTML_TAG_START : HTML_TEXT;
	}
}

/* Between attributes, and behind the name of one (`named`), where '=' may follow. */
static void in_tag(struct html_context *html, char c, bool named)
{
	if (c == '>') {
		end_tag(html);
	} else if (c == '=' && named) {
		html->state = HTML_BEFORE_VALUE;
	} else if (c == '/') {
		html->state = HTML_TAG;
	} else if (!blank(c)) {
		html->state = HTML_ATTRIBUTE_NAME;
		html->name_len = 0;
		name_add(html, c);
	}
}

static void in_name(struct html_context *html, char c)
{
	bool tag = html->state == HTML_TAG_NAME;

	if (!blank(c) && c != '/' && c != '>' && (tag || c != '=')) {
		name_add(html, c);
		return;
	}
	if (tag)
		settle_tag(html);
	else
		settle_attribute(html);
	html->state = tag ? HTML_TAG : HTML_AFTER_NAME;
	in_tag(html, c, !tag);
}

static void in_before_value(struct html_context *html, char c)
{
	if (blank(c))
		return;
	html->name_len = 0;
	html->quote = c;
	html->state = HTML_UNQUOTED;
	if (c == '"' || c == '\'')
		html->state = HTML_QUOTED;
	else if (c == '>')
		end_tag(html);
}

static void in_url(struct html_context *html, char c)
{
	bool slash = c == '/' || c == '\\';

	if (html->url == URL_TAIL || html->url == URL_SCHEME)
		return;
	if (c == '#' || c == '?')
		html->url = URL_TAIL;
	else if (html->url == URL_VALUE || (unsigned char)c <= ' ')
		return;
	else if (c == ':' || c == '&') /* a reference may hide a colon */
		html->url = URL_SCHEME;
	else if (html->url == URL_PREFIX)
		html->url = slash ? URL_TAIL : URL_PREFIX;
	else
		html->url = slash ? URL_SLASHES : URL_PREFIX;
}

static void in_quoted(struct html_context *html, char c)
{
	if (c == html->quote) {
		if (html->attribute == ATTRIBUTE_TYPE)
			html->json = name_is(html, "application/ld+json");
		html->state = HTML_TAG;
	} else if (html->attribute == ATTRIBUTE_URL) {
		in_url(html, c);
	} else if (html->attribute == ATTRIBUTE_TYPE) {
		name_add(html, c);
	}
}

static void in_markup(struct html_context *html, char c)
{
	if (c == '-' && ++html->matched == 2) {
		html->state = HTML_COMMENT;
		html->matched = 0;
	} else if (c == '>') {
		to_text(html);
	} else if (c != '-') {
		html->state = HTML_DECLARATION;
	}
}

static void in_comment(struct html_context *html, char c)
{
	size_t dashes = html->matched;

	html->matched = c == '-' ? dashes + (dashes < 2) : 0;
	if (c == '>' && dashes == 2)
		to_text(html);
}

/* Waits for the end tag: "</", the element's name, and something that ends the name. */
static void in_raw(struct html_context *html, char c)
{
	const char *name = raw_elements[html->raw];
	size_t len = strlen(name), at = html->matched;
	bool more = at == 0 ? c == '<' : at == 1 ? c == '/' : at - 2 < len && lower(c) == name[at - 2];

	if (more) {
		html->matched++;
	} else if (at == len + 2 && (blank(c) || c == '/' || c == '>')) {
		html->raw = 0;
		html->closing = true;
		html->state = HTML_TAG;
		in_tag(html, c, false);
	} else {
		html->matched = c == '<';
	}
}

bool html_context_scan(struct html_context *html, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		switch (html->state) {
		case HTML_TEXT:
			if (c == '<')
				html->state = HTML_TAG_START;
			break;
		case HTML_TAG_START:
			in_tag_start(html, c);
			break;
		case HTML_TAG_EDGE:
			if (!blank(c) && c != '/' && c != '>')
				return false;
			html->state = HTML_TAG;
			in_tag(html, c, false);
			break;
		case HTML_TAG:
			in_tag(html, c, false);
			break;
		case HTML_TAG_NAME:
		case HTML_ATTRIBUTE_NAME:
			in_name(html, c);
			break;
		case HTML_AFTER_NAME:
			in_tag(html, c, true);
			break;
		case HTML_BEFORE_VALUE:
			in_before_value(html, c);
			break;
		case HTML_QUOTED:
			in_quoted(html, c);
			break;
		case HTML_UNQUOTED:
			if (c == '>')
				end_tag(html);
			else if (blank(c))
				html->state = HTML_TAG;
			break;
		case HTML_MARKUP:
			in_markup(html, c);
			break;
		case HTML_DECLARATION:
			if (c == '>')
				to_text(html);
			break;
		case HTML_COMMENT:
			in_comment(html, c);
			break;
		case HTML_RAW:
			in_raw(html, c);
			break;
		}
	}
	return true;
}

static const char *attribute_refusal(const struct html_context *html, enum value_type type)
{
	if (html->attribute == ATTRIBUTE_REFUSED)
		return "no value may stand in this attribute";
	if (html->attribute == ATTRIBUTE_TYPE)
		return "the type of a script may not be a value";
	if (type == VALUE_HTML)
		return "HTML may not stand in an attribute";
	if (html->attribute == ATTRIBUTE_PLAIN || html->url == URL_TAIL)
		return NULL;
	if (html->url != URL_START)
		return "nothing settles yet where this address leads: a value may follow '#', '?' or a first part like "
		       "'en/'";
	return type == VALUE_URL ? NULL : "an address begins with a value of type url, or with constant text";
}

static const char *raw_refusal(const struct html_context *html, enum value_type type)
{
	if (html->matched > 0)
		return "it may become part of an end tag";
	if (html->json)
		return type == VALUE_JSON ? NULL : "only JSON may stand in this script";
	if (html->raw == RAW_TITLE || html->raw == RAW_TEXTAREA)
		return type == VALUE_HTML ? "only text may stand in this element" : NULL;
	return html->raw == RAW_SCRIPT ? "no value may stand in a script" : "no value may stand in this element";
}

const char *html_context_refusal(const struct html_context *html, enum value_type type)
{
	if (html->state == HTML_RAW)
		return raw_refusal(html, type);
	if (type == VALUE_JSON)
		return "JSON may only stand in <script type=\"application/ld+json\">";
	switch (html->state) {
	case HTML_TEXT:
		return NULL;
	case HTML_QUOTED:
		return attribute_refusal(html, type);
	case HTML_BEFORE_VALUE:
	case HTML_UNQUOTED:
		return "an attribute with a value in it needs quotes";
	case HTML_MARKUP:
	case HTML_DECLARATION:
	case HTML_COMMENT:
		return "no value may stand in a comment or declaration";
	default:
		return "no value may stand in the name of a tag or attribute";
	}
}

void html_context_value(struct html_context *html)
{
	if (html->state == HTML_QUOTED && html->attribute == ATTRIBUTE_URL && html->url == URL_START)
		html->url = URL_VALUE;
	else if (html->state == HTML_BEFORE_VALUE)
		html->state = HTML_UNQUOTED;
	else if (html->state == HTML_TAG_START)
		html->state = HTML_TAG_NAME;
}

/* Whether the state is one inside a tag from which a blank, '/' or '>' leads on in the same way. */
static bool leave_name(struct html_context *html)
{
	if (html->state == HTML_TAG_NAME)
		settle_tag(html);
	return html->state == HTML_TAG_NAME || html->state == HTML_ATTRIBUTE_NAME || html->state == HTML_AFTER_NAME ||
	       html->state == HTML_TAG || html->state == HTML_TAG_EDGE;
}

static bool same(const struct html_context *a, const struct html_context *b)
{
	if (a->state != b->state || a->raw != b->raw || a->closing != b->closing || a->json != b->json ||
	    a->typed != b->typed)
		return false;
	switch (a->state) {
	case HTML_QUOTED:
		if (a->quote != b->quote || a->attribute != b->attribute)
			return false;
		if (a->attribute == ATTRIBUTE_TYPE)
			break;
		return true;
	case HTML_TAG_NAME:
	case HTML_ATTRIBUTE_NAME:
		break;
	case HTML_AFTER_NAME:
	case HTML_BEFORE_VALUE:
		return a->attribute == b->attribute;
	case HTML_MARKUP:
	case HTML_COMMENT:
	case HTML_RAW:
		return a->matched == b->matched;
	default:
		return true;
	}
	size_t kept = a->name_len < sizeof(a->name) ? a->name_len : sizeof(a->name);
	return a->name_len == b->name_len && memcmp(a->name, b->name, kept) == 0;
}

bool html_context_join(struct html_context *html, const struct html_context *other)
{
	struct html_context theirs = *other;

	if (same(html, other)) {
		if (html->url != other->url)
			html->url = html->url == URL_SCHEME || other->url == URL_SCHEME ? URL_SCHEME : URL_VALUE;
		return true;
	}
	if (!leave_name(html) || !leave_name(&theirs))
		return false;
	html->state = HTML_TAG_EDGE;
	return html->raw == theirs.raw && html->closing == theirs.closing && html->json == theirs.json &&
	       html->typed == theirs.typed;
}

bool html_context_repeats(const struct html_context *start, const struct html_context *end)
{
	struct html_context joined = *start;

	if (start->state == HTML_TAG_EDGE)
		return html_context_join(&joined, end);
	return same(start, end) && (start->state != HTML_QUOTED || start->url == end->url);
}

void html_context_loop(struct html_context *html)
{
	if (html->state != HTML_TAG && leave_name(html))
		html->state = HTML_TAG_EDGE;
}
