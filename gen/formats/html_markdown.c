/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Blocks inside of others (quotes, items of lists) are lines with a prefix. What separates two blocks is written when the
 * second begins, so that nothing is left over at the end.
 */
#include "formats/html_markdown.h"

#include <stdio.h>

#define DEEPEST 64 /* what md_render lets pass is not deeper */

struct level {
	size_t prefix; /* length of the prefix outside of it */
	bool is_ordered;
	size_t number; /* of the next item */
};

struct writer {
	struct buf *out;
	size_t start;
	struct str folder;
	struct buf prefix;
	struct level levels[DEEPEST];
	size_t depth;
	size_t gap; /* newlines before what comes next; 0 within a line */
	bool line_start;
	struct buf marker; /* of an item or quote whose first line is still to come, */
	struct buf next;   /* and what stands before its other lines */
	struct buf href;   /* of the open link */
};

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The character at the front of `text`, taken off, references decoded. */
static char take_char(struct str *text)
{
	static const struct {
		struct str reference;
		char c;
	} known[] = { { { "&amp;", 5 }, '&' },
		      { { "&lt;", 4 }, '<' },
		      { { "&gt;", 4 }, '>' },
		      { { "&quot;", 6 }, '"' },
		      { { "&#39;", 5 }, '\'' } };

	for (size_t i = 0; text->ptr[0] == '&' && i < sizeof(known) / sizeof(*known); i++)
		if (str_take(text, known[i].reference))
			return known[i].c;
	char c = text->ptr[0];
	*text = str_from_index(*text, 1);
	return c;
}

static void add_decoded(struct buf *out, struct str html)
{
	while (html.len > 0) {
		struct str plain = str_until_index(html, str_find_char(html, '&'));
		buf_add(out, plain);
		html = str_from_index(html, plain.len);
		if (html.len > 0)
			buf_add_char(out, take_char(&html));
	}
}

/* Whether `c` would begin something, with `before` and `next` around it ('\0' for none). */
static bool is_special(char c, char before, char next)
{
	if (c == '_')
		return !is_word(before) || !is_word(next);
	if (c == '&')
		return is_word(next) || next == '#';
	return c == '\\' || c == '`' || c == '*' || c == '[' || c == ']' || c == '<';
}

/* What would begin a block at the front of a line: its length up to where a backslash has to stand; SIZE_MAX for none. */
static size_t block_start(struct str line)
{
	size_t digits = 0;

	while (digits < line.len && line.ptr[digits] >= '0' && line.ptr[digits] <= '9')
		digits++;
	if (digits > 0)
		return digits < 10 && digits < line.len && (line.ptr[digits] == '.' || line.ptr[digits] == ')')
			       ? digits
			       : SIZE_MAX;
	return line.len > 0 && strchr("#>+-=~", line.ptr[0]) ? 0 : SIZE_MAX;
}

static void add_text(struct buf *out, struct str plain, bool line_start)
{
	size_t escape = line_start ? block_start(plain) : SIZE_MAX, added = 0;
	char before = out->len > 0 ? out->ptr[out->len - 1] : '\0';

	for (size_t i = 0; i < plain.len; i++) {
		char c = plain.ptr[i], next = i + 1 < plain.len ? plain.ptr[i + 1] : '\0';
		if (i == escape || is_special(c, before, next)) {
			buf_add(out, (struct str){ plain.ptr + added, i - added });
			buf_add_char(out, '\\');
			added = i;
		}
		before = c;
	}
	buf_add(out, str_from_index(plain, added));
}

void markdown_add_text(struct buf *text, struct str plain)
{
	add_text(text, plain, true);
}

static void ask_gap(struct writer *w, size_t gap)
{
	if (w->gap < gap)
		w->gap = gap;
}

static void add_prefix(struct writer *w, bool trimmed)
{
	struct str prefix = buf_view(&w->prefix);

	while (trimmed && prefix.len > 0 && prefix.ptr[prefix.len - 1] == ' ')
		prefix.len--;
	buf_add(w->out, prefix);
}

/* Before anything is written: the lines between, the prefix, and the marker of an item. */
static void begin(struct writer *w)
{
	if (w->gap > 0) {
		if (w->out->len > w->start) {
			buf_add_char(w->out, '\n');
			if (w->gap > 1) {
				add_prefix(w, true);
				buf_add_char(w->out, '\n');
			}
		}
		add_prefix(w, false);
		w->line_start = true;
	}
	w->gap = 0;
	if (w->marker.len == 0)
		return;
	buf_add(w->out, buf_view(&w->marker));
	buf_add(&w->prefix, buf_view(&w->next));
	buf_clear(&w->marker);
	buf_clear(&w->next);
	w->line_start = true;
}

static void add_mark(struct writer *w, struct str mark)
{
	begin(w);
	buf_add(w->out, mark);
	w->line_start = false;
}

/* Text between tags; a line's end stays one, and blanks between blocks are none of ours. */
static void add_run(struct writer *w, struct str html)
{
	struct buf plain = { 0 };
	struct str rest, line;

	if (w->gap > 0 && str_trim(html).len == 0)
		return;
	add_decoded(&plain, html);
	rest = buf_view(&plain);
	while (rest.len > 0) {
		size_t end = str_find_char(rest, '\n');
		line = str_until_index(rest, end);
		rest = str_from_index(rest, end == SIZE_MAX ? rest.len : end + 1);
		if (line.len > 0) {
			begin(w);
			add_text(w->out, line, w->line_start);
			w->line_start = false;
		}
		if (end != SIZE_MAX)
			ask_gap(w, 1);
	}
	buf_free(&plain);
}

static size_t longest_run(struct str text, char c)
{
	size_t longest = 0, run = 0;

	for (size_t i = 0; i < text.len; i++) {
		run = text.ptr[i] == c ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

static void add_ticks(struct buf *out, size_t count)
{
	while (count-- > 0)
		buf_add_char(out, '`');
}

void markdown_add_code(struct buf *text, struct str plain)
{
	bool pad = plain.len > 0 && (plain.ptr[0] == '`' || plain.ptr[plain.len - 1] == '`');
	size_t ticks = longest_run(plain, '`') + 1;

	add_ticks(text, ticks);
	if (pad)
		buf_add_char(text, ' ');
	buf_add(text, plain);
	if (pad)
		buf_add_char(text, ' ');
	add_ticks(text, ticks);
}

static void add_code(struct writer *w, struct str html)
{
	struct buf plain = { 0 };

	add_decoded(&plain, html);
	begin(w);
	markdown_add_code(w->out, buf_view(&plain));
	w->line_start = false;
	buf_free(&plain);
}

/* The value of an attribute, as it stands there. */
static struct str attribute(struct str tag, struct str name)
{
	size_t at = str_find(tag, name, 0);

	if (at == SIZE_MAX)
		return (struct str){ NULL, 0 };
	struct str value = str_from_index(tag, at + name.len);
	return str_until_index(value, str_find_char(value, '"'));
}

/* Takes off what stands before `end`, and `end`. */
static struct str take_until(struct str *html, struct str end)
{
	size_t at = str_find(*html, end, 0);
	struct str taken = str_until_index(*html, at);

	*html = str_from_index(*html, at == SIZE_MAX ? html->len : at + end.len);
	return taken;
}

/* `html` begins behind <pre>, with the <code> of the block. */
static void add_block(struct writer *w, struct str html)
{
	struct str language = attribute(str_until_index(html, str_find_char(html, '>')), STR("class=\"language-"));
	struct buf plain = { 0 };
	struct str rest, line;

	while (html.len > 0) {
		size_t tag = str_find_char(html, '<');
		add_decoded(&plain, str_until_index(html, tag));
		html = str_from_index(html, tag == SIZE_MAX ? html.len : tag);
		take_until(&html, STR(">"));
	}
	rest = buf_view(&plain);
	size_t ticks = longest_run(rest, '`') < 3 ? 3 : longest_run(rest, '`') + 1;
	ask_gap(w, w->marker.len > 0 ? 0 : 2);
	begin(w);
	add_ticks(w->out, ticks);
	buf_add(w->out, language);
	while (str_next_line(&rest, &line)) {
		w->gap = 1;
		begin(w);
		buf_add(w->out, line);
	}
	w->gap = 1;
	begin(w);
	add_ticks(w->out, ticks);
	w->gap = 2;
	buf_free(&plain);
}

static void push(struct writer *w, struct level level)
{
	level.prefix = w->prefix.len;
	if (w->depth < DEEPEST)
		w->levels[w->depth++] = level;
}

static void pop(struct writer *w)
{
	if (w->depth > 0)
		w->prefix.len = w->levels[--w->depth].prefix;
}

/* Something that stands in front of lines opens: `marker` before its first line, `next` before all others. */
static void open_marked(struct writer *w, struct str marker, struct str next, size_t gap)
{
	if (w->marker.len > 0)
		begin(w); /* an item that begins with a list: both markers stand on one line */
	else
		ask_gap(w, gap);
	push(w, (struct level){ 0 });
	buf_add(&w->marker, marker);
	buf_add(&w->next, next);
}

static void open_item(struct writer *w, struct str tag)
{
	struct level *list = w->depth > 0 ? &w->levels[w->depth - 1] : NULL;
	char marker[24] = "- ";

	(void)tag;
	if (list && list->is_ordered)
		snprintf(marker, sizeof(marker), "%zu. ", list->number++);
	char next[sizeof(marker)] = { 0 };
	memset(next, ' ', strlen(marker));
	open_marked(w, str_from(marker), str_from(next), 1);
}

static void close_item(struct writer *w, struct str tag)
{
	(void)tag;
	if (w->marker.len > 0)
		begin(w); /* it is empty */
	pop(w);
	ask_gap(w, 1);
}

static void open_quote(struct writer *w, struct str tag)
{
	(void)tag;
	open_marked(w, STR("> "), STR("> "), 2);
}

static void close_quote(struct writer *w, struct str tag)
{
	close_item(w, tag);
	ask_gap(w, 2);
}

static void open_list(struct writer *w, struct str tag)
{
	struct level level = { .is_ordered = tag.ptr[0] == 'o', .number = 1 };
	struct str start = attribute(tag, STR(" start=\""));

	if (start.len > 0 && !str_to_size(start, &level.number))
		level.number = 1;
	push(w, level);
}

static void close_list(struct writer *w, struct str tag)
{
	(void)tag;
	pop(w);
	ask_gap(w, w->depth == 0 ? 2 : 1);
}

static void open_paragraph(struct writer *w, struct str tag)
{
	(void)tag;
	if (w->marker.len == 0)
		ask_gap(w, 2);
}

static void close_block(struct writer *w, struct str tag)
{
	(void)tag;
	ask_gap(w, 2);
}

static void open_heading(struct writer *w, struct str tag)
{
	open_paragraph(w, tag);
	for (char level = '0'; level < tag.ptr[1]; level++)
		add_mark(w, STR("#"));
	add_mark(w, STR(" "));
}

static void add_rule(struct writer *w, struct str tag)
{
	open_paragraph(w, tag);
	add_mark(w, STR("* * *"));
	ask_gap(w, 2);
}

static void add_break(struct writer *w, struct str tag)
{
	(void)tag;
	add_mark(w, STR("\\"));
}

static void add_emphasis(struct writer *w, struct str tag)
{
	add_mark(w, str_ends(tag, STR("em")) ? STR("*") : STR("**"));
}

/* "../" climbs from the folder. */
static void open_link(struct writer *w, struct str tag)
{
	struct str href = attribute(tag, STR(" href=\"")), folder = w->folder;

	buf_clear(&w->href);
	if (str_find_char(href, ':') != SIZE_MAX)
		folder.len = 0;
	while (folder.len > 0 && str_take(&href, STR("../"))) {
		folder.len--;
		while (folder.len > 0 && folder.ptr[folder.len - 1] != '/')
			folder.len--;
	}
	buf_add(&w->href, folder);
	add_decoded(&w->href, href);
	add_mark(w, STR("["));
}

static void close_link(struct writer *w, struct str tag)
{
	bool plain = true;

	(void)tag;
	for (size_t i = 0; i < w->href.len; i++)
		plain &= !strchr("()<> ", w->href.ptr[i]);
	add_mark(w, plain ? STR("](") : STR("](<"));
	buf_add(w->out, buf_view(&w->href));
	buf_add(w->out, plain ? STR(")") : STR(">)"));
}

/* By the beginning of the tag, without its bracket. Code and blocks of it are read as a whole. */
static const struct {
	const char *name;
	void (*act)(struct writer *w, struct str tag);
} tags[] = {
	{ "p", open_paragraph },
	{ "/p", close_block },
	{ "ul", open_list },
	{ "/ul", close_list },
	{ "ol", open_list },
	{ "/ol", close_list },
	{ "li", open_item },
	{ "/li", close_item },
	{ "h3", open_heading },
	{ "/h3", close_block },
	{ "h4", open_heading },
	{ "/h4", close_block },
	{ "h5", open_heading },
	{ "/h5", close_block },
	{ "h6", open_heading },
	{ "/h6", close_block },
	{ "hr", add_rule },
	{ "br", add_break },
	{ "em", add_emphasis },
	{ "/em", add_emphasis },
	{ "a", open_link },
	{ "/a", close_link },
	{ "strong", add_emphasis },
	{ "/strong", add_emphasis },
	{ "/blockquote", close_quote },
	{ "blockquote", open_quote },
};

static void read_tag(struct writer *w, struct str tag)
{
	struct str rest = tag, name;

	if (!str_next_part(&rest, ' ', &name))
		return;
	for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++)
		if (str_is(name, tags[i].name))
			tags[i].act(w, tag);
}

void html_markdown(struct buf *text, struct str html, struct str folder)
{
	struct writer w = { .out = text, .start = text->len, .folder = folder, .gap = 1 };

	while (html.len > 0) {
		size_t tag = str_find_char(html, '<');
		if (tag != 0) {
			add_run(&w, str_until_index(html, tag));
			html = str_from_index(html, tag == SIZE_MAX ? html.len : tag);
		} else if (str_take(&html, STR("<code>"))) {
			add_code(&w, take_until(&html, STR("</code>")));
		} else if (str_starts(html, STR("<pre"))) {
			take_until(&html, STR(">"));
			add_block(&w, take_until(&html, STR("</pre>")));
		} else {
			read_tag(&w, str_from_index(take_until(&html, STR(">")), 1));
		}
	}
	if (text->len > w.start)
		buf_add_char(text, '\n');
	buf_free(&w.prefix);
	buf_free(&w.marker);
	buf_free(&w.next);
	buf_free(&w.href);
}
