/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Parsing with cmark, within limits, and finding the places of what it returns. */
#include "formats/markdown_walk.h"

#define MOST_BYTES ((size_t)256 << 10)
#define MOST_MARKERS 64      /* of quotes and lists on a line */
#define MOST_INDENTATION 128 /* columns before and between them: each two can keep a list open */
#define MOST_BRACKETS 1000   /* `[` in a paragraph */
#define MOST_MISSES 16       /* searches in a block that may fail before we stop searching */

/* 64 bytes for each of the longest section; texts of people take about ten. */
#define MOST_MEMORY ((size_t)16 << 20)

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Where the line behind the one at `start` begins; lines end as cmark has them, also with CR alone. */
static size_t next_line(struct str body, size_t start)
{
	while (start < body.len && body.ptr[start] != '\n' && body.ptr[start] != '\r')
		start++;
	if (start + 1 < body.len && body.ptr[start] == '\r' && body.ptr[start + 1] == '\n')
		start++;
	return start < body.len ? start + 1 : start;
}

/* Length of a marker of a quote or list item at the front of `line`, or 0. */
static size_t marker(struct str line)
{
	size_t len = 0;

	if (line.len > 0 && line.ptr[0] == '>')
		return 1;
	while (len < line.len && len < 9 && line.ptr[len] >= '0' && line.ptr[len] <= '9')
		len++;
	if (len == line.len || !memchr(len ? ".)" : "-+*", line.ptr[len], len ? 2 : 3))
		return 0;
	len++;
	return len == line.len || memchr(" \t\r\n", line.ptr[len], 4) ? len : 0;
}

/* Counts markers and columns of indentation at the front of a line. */
static void measure_front(struct str line, size_t *markers, size_t *columns)
{
	*markers = *columns = 0;
	while (line.len > 0) {
		size_t len = 1;
		if (blank(line.ptr[0]))
			*columns += line.ptr[0] == '\t' ? 4 : 1;
		else if ((len = marker(line)) > 0)
			++*markers;
		else
			return;
		line = str_from_index(line, len);
	}
}

static size_t count_brackets(struct str line)
{
	size_t count = 0;

	for (size_t at = 0; (at = str_find(line, STR("["), at)) != SIZE_MAX; at++)
		count++;
	return count;
}

static struct md_excess find_excess(struct str body)
{
	size_t brackets = 0, markers, columns, end;

	if (body.len > MOST_BYTES)
		return (struct md_excess){ str_until_index(body, 1), STR("length"),
					   STR("a section has at most 256 KiB") };
	for (size_t start = 0; start < body.len; start = end) {
		end = next_line(body, start);
		struct str line = { body.ptr + start, end - start }, text = str_trim(line);
		measure_front(line, &markers, &columns);
		brackets = text.len > 0 ? brackets + count_brackets(line) : 0;
		if (markers > MOST_MARKERS)
			return (struct md_excess){ text, STR("quote and list markers"), STR("a line has at most 64") };
		if (columns > MOST_INDENTATION && text.len > 0)
			return (struct md_excess){ text, STR("indentation"), STR("a line has at most 128 columns") };
		if (brackets > MOST_BRACKETS)
			return (struct md_excess){ text, STR("["), STR("a paragraph has at most 1000") };
	}
	return (struct md_excess){ 0 };
}

static void parse(void *context)
{
	struct md_walk *walk = context;
	cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, md_memory_functions());

	cmark_parser_feed(parser, walk->body.len ? walk->body.ptr : "", walk->body.len);
	walk->iter = cmark_iter_new(cmark_parser_finish(parser));
}

void md_walk_init(struct md_walk *walk, struct str body)
{
	*walk = (struct md_walk){ .excess = find_excess(body), .body = body, .line = 1 };
	walk->memory.limit = MOST_MEMORY;
	if (walk->excess.what.len > 0 || md_memory_run(&walk->memory, parse, walk))
		return;
	walk->iter = NULL;
	walk->excess = (struct md_excess){ str_until_index(body, 1), STR("memory"),
					   STR("what a section becomes has at most 16 MiB") };
}

void md_walk_again(struct md_walk *walk)
{
	if (walk->iter) /* as on entering the document, which means nothing to anybody */
		cmark_iter_reset(walk->iter, cmark_iter_get_root(walk->iter), CMARK_EVENT_ENTER);
	*walk = (struct md_walk){ .excess = walk->excess,
				  .memory = walk->memory,
				  .iter = walk->iter,
				  .body = walk->body,
				  .line = 1 };
}

void md_walk_free(struct md_walk *walk)
{
	md_memory_free(&walk->memory);
	*walk = (struct md_walk){ 0 };
}

static void enter_block(struct md_walk *walk)
{
	int first = cmark_node_get_start_line(walk->node), last = cmark_node_get_end_line(walk->node);

	for (; walk->line < (size_t)(first > 0 ? first : 1); walk->line++)
		walk->line_start = next_line(walk->body, walk->line_start);
	walk->cursor = walk->block_end = walk->line_start;
	for (int line = first; line <= last || line == first; line++)
		walk->block_end = next_line(walk->body, walk->block_end);
	walk->misses = 0;
}

static bool holds_text(cmark_node_type type)
{
	return type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING || type == CMARK_NODE_CODE_BLOCK ||
	       type == CMARK_NODE_HTML_BLOCK;
}

bool md_walk_next(struct md_walk *walk)
{
	cmark_event_type event = walk->iter ? cmark_iter_next(walk->iter) : CMARK_EVENT_DONE;

	if (event == CMARK_EVENT_DONE)
		return false;
	walk->node = cmark_iter_get_node(walk->iter);
	walk->type = cmark_node_get_type(walk->node);
	walk->entering = event == CMARK_EVENT_ENTER;
	if (walk->entering && holds_text(walk->type))
		enter_block(walk);
	else if (walk->entering && walk->type == CMARK_NODE_CODE)
		walk->code = md_walk_find(walk, md_walk_literal(walk)); /* passes over it: no link is found inside */
	return true;
}

void md_walk_skip(struct md_walk *walk)
{
	cmark_iter_reset(walk->iter, walk->node, CMARK_EVENT_EXIT);
}

struct str md_walk_block(const struct md_walk *walk)
{
	struct str rest = str_from_index(walk->body, walk->line_start), line = rest;

	str_next_line(&rest, &line);
	return str_trim(line);
}

/* Where `text` stands in what is still to come of the block; SIZE_MAX if it does not, or we have stopped to search. */
static size_t search(const struct md_walk *walk, struct str text, size_t from)
{
	if (text.len == 0 || walk->misses >= MOST_MISSES)
		return SIZE_MAX;
	return str_find(str_until_index(walk->body, walk->block_end), text, from);
}

static struct str take(struct md_walk *walk, size_t at, size_t len)
{
	if (at == SIZE_MAX) {
		walk->misses++;
		return md_walk_block(walk);
	}
	walk->cursor = at + len;
	return (struct str){ walk->body.ptr + at, len };
}

struct str md_walk_find(struct md_walk *walk, struct str text)
{
	return take(walk, search(walk, text, walk->cursor), text.len);
}

/* True if an address at `at` is written as one: after `](`, `](<` or `<`, and up to what can end it. */
static bool written_as_link(struct str body, size_t at, size_t len)
{
	struct str before = str_until_index(body, at), after = str_from_index(body, at + len);

	if (!str_ends(before, STR("](")) && !str_ends(before, STR("<")))
		return false;
	return after.len > 0 && memchr(")> \t\r\n", after.ptr[0], 6);
}

struct str md_walk_find_link(struct md_walk *walk)
{
	struct str url = md_walk_url(walk);
	cmark_node *words = cmark_node_first_child(walk->node);

	if (words && str_take(&url, STR("mailto:")) && !str_is(url, cmark_node_get_literal(words)))
		url = md_walk_url(walk); /* else written <name@host> */
	for (size_t at = walk->cursor; (at = search(walk, url, at)) != SIZE_MAX; at++)
		if (written_as_link(walk->body, at, url.len))
			return take(walk, at, url.len);
	walk->misses++;
	return md_walk_find(walk, url);
}

struct str md_walk_coming(const struct md_walk *walk)
{
	return str_from_index(str_until_index(walk->body, walk->block_end), walk->cursor);
}

struct str md_walk_literal(const struct md_walk *walk)
{
	return str_from(cmark_node_get_literal(walk->node));
}

struct str md_walk_url(const struct md_walk *walk)
{
	return str_from(cmark_node_get_url(walk->node));
}

bool md_walk_is_bare(const struct md_walk *walk)
{
	cmark_node *words = cmark_node_first_child(walk->node);

	if (!words)
		return true;
	return cmark_node_get_type(words) == CMARK_NODE_TEXT && !cmark_node_next(words) &&
	       str_is(md_walk_url(walk), cmark_node_get_literal(words));
}
