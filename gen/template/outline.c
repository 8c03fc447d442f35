/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Cutting a template into pieces. White space is treated as Jinja does with trim_blocks, lstrip_blocks and
 * keep_trailing_newline.
 */
#include "template/outline.h"

#include "template/token.h"

#define DEEPEST 64

static const struct str keywords[] = {
	[PIECE_IF] = { "if", 2 },           [PIECE_ELIF] = { "elif", 4 },         [PIECE_ELSE] = { "else", 4 },
	[PIECE_ENDIF] = { "endif", 5 },     [PIECE_FOR] = { "for", 3 },           [PIECE_ENDFOR] = { "endfor", 6 },
	[PIECE_BLOCK] = { "block", 5 },     [PIECE_ENDBLOCK] = { "endblock", 8 }, [PIECE_INCLUDE] = { "include", 7 },
	[PIECE_EXTENDS] = { "extends", 7 }, [PIECE_SET] = { "set", 3 },
};
#define KEYWORD_COUNT (sizeof(keywords) / sizeof(keywords[0]))

/* A block, or an `if` or `for`, that is not closed yet. */
struct opening {
	size_t piece; /* its first tag */
	size_t part;  /* its last tag so far */
};

struct cutter {
	struct outline *outline;
	struct arena *arena;
	struct diags *diags;
	struct opening open[DEEPEST];
	size_t depth;
	size_t done;     /* up to where the source is cut */
	bool line_start; /* what comes next begins a line */
	bool failed;
};

static struct diag *complain(struct cutter *cutter, enum diag_rule rule, struct str part, struct str detail)
{
	cutter->failed = true;
	return diag_add(cutter->diags, rule, loc_of(cutter->outline->source, part), detail);
}

static bool space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The start of the next tag, or SIZE_MAX. */
static size_t find_tag(struct str text, size_t start)
{
	for (;;) {
		size_t at = str_find(text, STR("{"), start);
		if (at == SIZE_MAX || at + 1 >= text.len)
			return SIZE_MAX;
		char next = text.ptr[at + 1];
		if (next == '{' || next == '%' || next == '#')
			return at;
		start = at + 1;
	}
}

/* The end of a text in quotes that begins at `at`: behind its closing quote, or SIZE_MAX. */
static size_t skip_quoted(struct str text, size_t at)
{
	for (size_t i = at + 1; i < text.len; i++) {
		if (text.ptr[i] == '\\')
			i++;
		else if (text.ptr[i] == text.ptr[at])
			return i + 1;
	}
	return SIZE_MAX;
}

/* The delimiter that closes the tag at `at`, or SIZE_MAX. In comments quotes mean nothing. */
static size_t find_close(struct str text, size_t at)
{
	char kind = text.ptr[at + 1];

	if (kind == '#')
		return str_find(text, STR("#}"), at + 2);
	char close = kind == '{' ? '}' : kind;
	for (size_t i = at + 2; i + 1 < text.len;) {
		if (text.ptr[i] == close && text.ptr[i + 1] == '}')
			return i;
		i = text.ptr[i] == '"' || text.ptr[i] == '\'' ? skip_quoted(text, i) : i + 1;
		if (i == SIZE_MAX)
			return SIZE_MAX;
	}
	return SIZE_MAX;
}

/* Adds the text before a tag; `dash`: all white space before the tag goes; `own_line`: only what indents it goes. */
static void add_text(struct cutter *cutter, struct str text, bool dash, bool own_line)
{
	size_t len = text.len;

	while (dash && len > 0 && space(text.ptr[len - 1]))
		len--;
	if (own_line && !dash) {
		while (len > 0 && space(text.ptr[len - 1]) && text.ptr[len - 1] != '\n')
			len--;
		bool begins_line = len > 0 ? text.ptr[len - 1] == '\n' : cutter->line_start;
		if (!begins_line)
			len = text.len;
	}
	text.len = len;
	if (len == 0)
		return;
	struct piece *piece = array_add(cutter->arena, cutter->outline);
	*piece = (struct piece){ .kind = PIECE_TEXT, .whole = text, .text = text };
}

/* Goes past the white space behind a tag that the tag swallows. */
static void skip_behind(struct cutter *cutter, bool dash, bool own_line)
{
	struct str text = cutter->outline->source->text;
	size_t at = cutter->done;

	while (dash && at < text.len && space(text.ptr[at]))
		at++;
	if (own_line && !dash) {
		if (at + 1 < text.len && text.ptr[at] == '\r' && text.ptr[at + 1] == '\n')
			at++;
		if (at < text.len && text.ptr[at] == '\n')
			at++;
	}
	cutter->line_start = at > cutter->done && text.ptr[at - 1] == '\n';
	cutter->done = at;
}

static void open_block(struct cutter *cutter, size_t index, struct str whole)
{
	if (cutter->depth == DEEPEST) {
		complain(cutter, DIAG_TEMPLATE_SYNTAX, whole, STR("nested too deeply"));
		return;
	}
	cutter->open[cutter->depth++] = (struct opening){ index, index };
}

static bool fits(enum piece_kind first, enum piece_kind last, enum piece_kind kind)
{
	switch (kind) {
	case PIECE_ELIF:
		return first == PIECE_IF && last != PIECE_ELSE;
	case PIECE_ELSE:
		return (first == PIECE_IF || first == PIECE_FOR) && last != PIECE_ELSE;
	case PIECE_ENDIF:
		return first == PIECE_IF;
	case PIECE_ENDFOR:
		return first == PIECE_FOR;
	default:
		return first == PIECE_BLOCK;
	}
}

/*
 * What the tag ends or divides. If that is not the innermost open block, those inside it are given up, so that one
 * mistake gives one message.
 */
static struct opening *find_opening(struct cutter *cutter, const struct piece *piece)
{
	const struct piece *pieces = cutter->outline->items;
	size_t depth = cutter->depth;

	while (depth > 0 && !fits(pieces[cutter->open[depth - 1].piece].kind, pieces[cutter->open[depth - 1].part].kind,
				  piece->kind))
		depth--;
	if (depth < cutter->depth || depth == 0) {
		struct diag *diag = complain(cutter, DIAG_TEMPLATE_BLOCK, piece->whole, keywords[piece->kind]);
		if (cutter->depth > 0)
			diag->note =
				loc_of(cutter->outline->source, pieces[cutter->open[cutter->depth - 1].piece].whole);
	}
	if (depth > 0)
		cutter->depth = depth;
	return depth > 0 ? &cutter->open[depth - 1] : NULL;
}

/* Links a tag that ends a part of an open block. */
static void close_part(struct cutter *cutter, size_t index)
{
	struct piece *pieces = cutter->outline->items, *piece = &pieces[index];
	struct opening *open = find_opening(cutter, piece);
	struct str name = str_trim(piece->text);

	if (!open)
		return;
	if (piece->kind == PIECE_ENDBLOCK && name.len > 0 && !str_eq(name, str_trim(pieces[open->piece].text)))
		complain(cutter, DIAG_TEMPLATE_BLOCK, name, name)->note =
			loc_of(cutter->outline->source, pieces[open->piece].whole);
	else if (piece->kind != PIECE_ENDBLOCK && piece->kind != PIECE_ELIF && name.len > 0)
		complain(cutter, DIAG_TEMPLATE_SYNTAX, name, name)->reason = STR("nothing stands behind this word");
	pieces[open->part].next = index;
	open->part = index;
	if (piece->kind != PIECE_ELIF && piece->kind != PIECE_ELSE)
		cutter->depth--;
}

/* Adds a tag of the form {% ... %}; `inside` is what stands between the delimiters. */
static void add_block_tag(struct cutter *cutter, struct str whole, struct str inside)
{
	struct tokens tokens;
	size_t kind = PIECE_IF;

	tokens_begin(&tokens, inside);
	struct str word = tokens.text;
	while (kind < KEYWORD_COUNT && !(tokens.kind == TOKEN_NAME && str_eq(word, keywords[kind])))
		kind++;
	if (kind == KEYWORD_COUNT) {
		struct diag *diag = complain(cutter, DIAG_TEMPLATE_SYNTAX, word.len ? word : whole, word);
		diag->reason = STR("expected the name of a tag");
		diag->hint = str_nearest(word, keywords + PIECE_IF, KEYWORD_COUNT - PIECE_IF);
		return;
	}
	size_t index = cutter->outline->count;
	struct piece *piece = array_add(cutter->arena, cutter->outline);
	*piece = (struct piece){ .kind = (enum piece_kind)kind, .whole = whole };
	piece->text = str_from_index(inside, (size_t)(word.ptr - inside.ptr) + word.len);
	if (kind == PIECE_IF || kind == PIECE_FOR || kind == PIECE_BLOCK)
		open_block(cutter, index, whole);
	else if (kind != PIECE_INCLUDE && kind != PIECE_EXTENDS && kind != PIECE_SET)
		close_part(cutter, index);
}

/* Cuts off the text up to the tag at `at`, and the tag; false if it has no end. */
static bool add_tag(struct cutter *cutter, size_t at)
{
	struct str source = cutter->outline->source->text;
	size_t close = find_close(source, at);
	char kind = source.ptr[at + 1];

	if (close == SIZE_MAX) {
		struct str part = { source.ptr + at, 2 };
		complain(cutter, DIAG_TEMPLATE_SYNTAX, part, part)->reason =
			STR("it has no end, or a text in quotes inside it has none");
		return false;
	}
	size_t first = at + 2, last = close;
	bool dash_before = first < last && source.ptr[first] == '-';
	first += dash_before;
	bool dash_behind = first < last && source.ptr[last - 1] == '-';
	last -= dash_behind;

	struct str whole = { source.ptr + at, close + 2 - at }, inside = { source.ptr + first, last - first };
	struct str before = { source.ptr + cutter->done, at - cutter->done };
	add_text(cutter, before, dash_before, kind != '{');
	cutter->done = close + 2;
	skip_behind(cutter, dash_behind, kind != '{');
	if (kind == '{') {
		struct piece *piece = array_add(cutter->arena, cutter->outline);
		*piece = (struct piece){ .kind = PIECE_OUTPUT, .whole = whole, .text = inside };
	} else if (kind == '%') {
		add_block_tag(cutter, whole, inside);
	}
	return true;
}

bool outline_parse(struct outline *outline, const struct source *source, struct arena *arena, struct diags *diags)
{
	struct cutter cutter = { .outline = outline, .arena = arena, .diags = diags, .line_start = true };
	size_t at;

	*outline = (struct outline){ .source = source };
	while ((at = find_tag(source->text, cutter.done)) != SIZE_MAX)
		if (!add_tag(&cutter, at))
			return false;
	add_text(&cutter, str_from_index(source->text, cutter.done), false, false);
	while (cutter.depth > 0) {
		struct piece *piece = &outline->items[cutter.open[--cutter.depth].piece];
		complain(&cutter, DIAG_TEMPLATE_BLOCK, piece->whole, keywords[piece->kind])->reason =
			STR("it has no end");
	}
	return !cutter.failed;
}
