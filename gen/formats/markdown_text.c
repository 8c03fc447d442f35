/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* What a section says, without how it looks: its words, its code blocks, its links. */
#include "formats/markdown.h"
#include "formats/markdown_walk.h"

#define MOST_PLAIN ((size_t)4 << 10) /* bytes of a line whose characters are looked at first */

/* Takes the scheme of our own links off `url`. */
static enum md_kind take_kind(struct str *url)
{
	if (str_take(url, STR("code:")))
		return MD_CODE_LINK;
	return str_take(url, STR("cite:")) ? MD_CITE_LINK : MD_WEB_LINK;
}

/* A paragraph that is being read: its text twice, once with the verbatim parts blotted out. */
struct reading {
	struct arena *arena;
	struct md_walk walk;
	struct md_paragraph *paragraph;
	struct buf text, prose;
};

static void add_run(struct reading *reading, struct str text, bool verbatim, struct str where)
{
	size_t start = reading->text.len;

	buf_add(&reading->text, text);
	if (!verbatim) {
		buf_add(&reading->prose, text);
	} else if (text.len > 0) {
		memset(buf_room(&reading->prose, text.len), MD_VERBATIM, text.len);
		reading->prose.len += text.len;
	}
	if (reading->paragraph && where.len > 0)
		*array_add(reading->arena, &reading->paragraph->runs) =
			(struct md_run){ start, reading->text.len, where, str_eq(text, where) };
}

/* What is written with escapes or references is not found as a whole; its words may be, in what is still to come. */
static void add_text(struct reading *reading)
{
	struct md_walk *walk = &reading->walk;
	struct str literal = md_walk_literal(walk), coming = md_walk_coming(walk), found = md_walk_find(walk, literal);

	add_run(reading, literal, false, str_eq(found, literal) ? found : coming);
}

static void add_bare_link(struct reading *reading)
{
	struct md_walk *walk = &reading->walk;

	if (!walk->entering || !md_walk_is_bare(walk))
		return;
	struct str url = md_walk_url(walk), where = md_walk_find_link(walk);
	take_kind(&url);
	add_run(reading, url, true, where);
	md_walk_skip(walk);
}

static void begin(struct reading *reading, struct md_paragraphs *paragraphs)
{
	reading->paragraph = array_add(reading->arena, paragraphs);
	reading->paragraph->heading = reading->walk.type == CMARK_NODE_HEADING;
	reading->paragraph->line = md_walk_block(&reading->walk);
}

static void end(struct reading *reading)
{
	reading->paragraph->text = arena_copy(reading->arena, buf_view(&reading->text));
	reading->paragraph->prose = arena_copy(reading->arena, buf_view(&reading->prose));
	buf_clear(&reading->text);
	buf_clear(&reading->prose);
}

void md_read(struct arena *arena, struct str body, struct md_paragraphs *paragraphs)
{
	struct reading reading = { .arena = arena };
	struct md_walk *walk = &reading.walk;

	md_walk_init(walk, body);
	while (md_walk_next(walk)) {
		switch (walk->type) {
		case CMARK_NODE_PARAGRAPH:
		case CMARK_NODE_HEADING:
			if (walk->entering)
				begin(&reading, paragraphs);
			else
				end(&reading);
			break;
		case CMARK_NODE_TEXT:
			add_text(&reading);
			break;
		case CMARK_NODE_CODE:
			add_run(&reading, md_walk_literal(walk), true, walk->code);
			break;
		case CMARK_NODE_SOFTBREAK:
		case CMARK_NODE_LINEBREAK:
			add_run(&reading, STR(" "), false, (struct str){ NULL, 0 });
			break;
		case CMARK_NODE_LINK:
			add_bare_link(&reading);
			break;
		default:
			break;
		}
	}
	md_walk_free(walk);
	buf_free(&reading.text);
	buf_free(&reading.prose);
}

/* Where the bytes from `start` to `end`, which lie in one run, stand; empty if that is not known. */
static struct str place_in_run(const struct md_paragraph *paragraph, size_t start, size_t end)
{
	struct str part = str_until_index(str_from_index(paragraph->text, start), end - start);

	for (size_t i = 0; i < paragraph->runs.count; i++) {
		const struct md_run *run = &paragraph->runs.items[i];
		if (start < run->start || end > run->end)
			continue;
		size_t at = run->exact ? start - run->start : str_find(run->where, part, 0);
		if (at == SIZE_MAX)
			break;
		return str_until_index(str_from_index(run->where, at), part.len);
	}
	return (struct str){ NULL, 0 };
}

struct str md_place(const struct md_paragraph *paragraph, struct str part)
{
	size_t start = (size_t)(part.ptr - paragraph->text.ptr), end = start + part.len;
	struct str whole = place_in_run(paragraph, start, end);

	if (whole.len > 0)
		return whole;
	struct str first = place_in_run(paragraph, start, start + 1), last = place_in_run(paragraph, end - 1, end);
	if (first.len == 0 || last.len == 0 || last.ptr < first.ptr)
		return paragraph->line;
	return (struct str){ first.ptr, (size_t)(last.ptr + 1 - first.ptr) };
}

/* Adds the words of what the walk has come to. */
static void add_plain(struct md_walk *walk, struct buf *text)
{
	switch (walk->type) {
	case CMARK_NODE_PARAGRAPH:
	case CMARK_NODE_HEADING:
		if (!walk->entering)
			buf_add_char(text, '\n');
		break;
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
		buf_add(text, md_walk_literal(walk));
		break;
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
		buf_add_char(text, ' ');
		break;
	case CMARK_NODE_LINK:
		if (walk->entering && md_walk_is_bare(walk)) {
			struct str url = md_walk_url(walk);
			take_kind(&url);
			buf_add(text, url);
			md_walk_skip(walk);
		}
		break;
	default:
		break;
	}
}

/* A line that begins with a letter and has no character that Markdown may read as more than itself. */
static bool is_plain_line(struct str text)
{
	char first = text.len > 0 ? (char)(text.ptr[0] | 0x20) : ' ';

	if (first < 'a' || first > 'z' || text.len > MOST_PLAIN)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (memchr("\r\n\t[]<&`*_~\\", text.ptr[i], 12))
			return false;
	return true;
}

void md_plain(struct str body, struct buf *text)
{
	struct md_walk walk;

	if (is_plain_line(body)) {
		buf_add(text, str_trim(body));
		buf_add_char(text, '\n');
		return;
	}
	md_walk_init(&walk, body);
	while (md_walk_next(&walk))
		add_plain(&walk, text);
	md_walk_free(&walk);
}

static void add_part(struct arena *arena, const struct source *source, struct md_walk *walk, struct md_parts *parts)
{
	bool link = walk->type == CMARK_NODE_LINK;

	if (!walk->entering || (!link && walk->type != CMARK_NODE_CODE_BLOCK))
		return;
	struct md_part *part = array_add(arena, parts);
	struct str text = link ? md_walk_url(walk) : md_walk_literal(walk);
	part->kind = link ? take_kind(&text) : MD_CODE_BLOCK;
	part->text = arena_copy(arena, text);
	part->loc = loc_of(source, link ? md_walk_find_link(walk) : md_walk_block(walk));
}

void md_scan(struct arena *arena, const struct source *source, struct str body, struct md_parts *parts)
{
	struct md_walk walk;

	md_walk_init(&walk, body);
	while (md_walk_next(&walk))
		add_part(arena, source, &walk, parts);
	md_walk_free(&walk);
}

size_t md_count_words(struct str plain)
{
	size_t count = 0;
	bool inside = false;

	for (size_t i = 0; i < plain.len; i++) {
		bool blank = plain.ptr[i] == ' ' || plain.ptr[i] == '\n';
		count += inside && blank;
		inside = !blank;
	}
	return count + inside;
}

/* Digits, and behind them what languages put between digits, a no-break space included; a blank for all else. */
static struct str figures_of(struct arena *arena, struct str plain)
{
	struct buf figures = { 0 };
	bool inside = false;

	for (size_t i = 0; i < plain.len; i++) {
		char c = plain.ptr[i];
		bool digit = c >= '0' && c <= '9';
		if (digit || (inside && memchr(".,\xc2\xa0\xe2\x80\xaf", c, 7)))
			buf_add_char(&figures, c);
		else if (inside)
			buf_add_char(&figures, ' ');
		inside = digit || (inside && figures.ptr[figures.len - 1] != ' ');
	}
	struct str copy = arena_copy(arena, buf_view(&figures));
	buf_free(&figures);
	return copy;
}

void md_gist(struct arena *arena, const struct source *source, struct md_section *section)
{
	struct md_gist *gist = &section->gist;
	struct buf plain = { 0 };
	struct md_walk walk;

	*gist = (struct md_gist){ 0 };
	md_walk_init(&walk, section->body);
	while (md_walk_next(&walk))
		add_plain(&walk, &plain);
	md_walk_again(&walk);
	while (md_walk_next(&walk))
		add_part(arena, source, &walk, &gist->parts);
	md_walk_free(&walk);
	gist->words = hash128(buf_view(&plain));
	gist->length = plain.len;
	gist->word_count = md_count_words(buf_view(&plain));
	gist->figures = figures_of(arena, buf_view(&plain));
	md_fingerprint(section->body, gist->fingerprint);
	buf_free(&plain);
}
