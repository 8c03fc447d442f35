/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Cuts both texts into words, numbers these, and writes down what base/diff finds. */
#include "formats/worddiff.h"

#include "base/diff.h"
#include "base/map.h"

/* What stands before a word. */
enum gap { GAP_SPACE, GAP_LINE, GAP_PARAGRAPH };

struct word {
	struct str text;
	enum gap gap;
};

struct words {
	struct word *items;
	size_t count;
	size_t capacity;
	uint32_t *numbers; /* equal words have equal numbers */
	bool *changed;
};

enum piece_kind { PIECE_KEPT, PIECE_REMOVED, PIECE_ADDED };

struct piece {
	struct word word;
	enum piece_kind kind;
};

struct pieces {
	struct piece *items;
	size_t count;
	size_t capacity;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void cut(struct arena *arena, struct str text, struct words *words)
{
	size_t at = 0;

	while (at < text.len) {
		size_t lines = 0, start;
		for (; at < text.len && is_blank(text.ptr[at]); at++)
			lines += text.ptr[at] == '\n';
		for (start = at; at < text.len && !is_blank(text.ptr[at]);)
			at++;
		if (at == start)
			break;
		*array_add(arena, words) = (struct word){
			.text = { text.ptr + start, at - start },
			.gap = lines > 1 ? GAP_PARAGRAPH : (enum gap)lines,
		};
	}
}

/* The number of a word is its place in the map, so that it is the same for both texts. */
static void number(struct arena *arena, struct map *seen, struct words *words)
{
	words->numbers = arena_array(arena, words->count + 1, uint32_t);
	words->changed = arena_array(arena, words->count + 1, bool);
	for (size_t i = 0; i < words->count; i++) {
		uint32_t *known = map_find(seen, words->items[i].text);
		if (!known) {
			known = arena_new(arena, uint32_t);
			*known = (uint32_t)seen->count;
			map_add(seen, arena, words->items[i].text, known);
		}
		words->numbers[i] = *known;
	}
}

static enum gap wider(enum gap a, enum gap b)
{
	return a > b ? a : b;
}

/* Adds a run of changed words; false if there was none. */
static bool add_run(struct arena *arena, struct pieces *pieces, const struct words *words, size_t *at,
		    enum piece_kind kind)
{
	size_t start = *at;

	for (; *at < words->count && words->changed[*at]; (*at)++)
		*array_add(arena, pieces) = (struct piece){ words->items[*at], kind };
	return *at > start;
}

static void weave(struct arena *arena, const struct words *before, const struct words *after, struct pieces *pieces)
{
	size_t i = 0, j = 0;

	while (i < before->count || j < after->count) {
		size_t first = pieces->count;
		bool removed = add_run(arena, pieces, before, &i, PIECE_REMOVED);
		size_t second = pieces->count;
		if (add_run(arena, pieces, after, &j, PIECE_ADDED) && removed) { /* one stands in the other's place */
			pieces->items[first].word.gap =
				wider(pieces->items[first].word.gap, pieces->items[second].word.gap);
			pieces->items[second].word.gap = GAP_SPACE;
		}
		if (j < after->count) {
			*array_add(arena, pieces) = (struct piece){ after->items[j++], PIECE_KEPT };
			i++;
		}
	}
}

static void open_or_close(enum piece_kind kind, bool opens, bool color, struct buf *out)
{
	static const char *const marks[2][3][2] = {
		{ { "", "" }, { "-]", "[-" }, { "+}", "{+" } },
		{ { "", "" }, { "\033[m", "\033[31m" }, { "\033[m", "\033[32m" } },
	};

	buf_add(out, str_from(marks[color][kind][opens]));
}

static void write_paragraph(const struct piece *pieces, size_t count, bool color, struct buf *out)
{
	for (size_t i = 0; i < count; i++) {
		const struct piece *piece = &pieces[i];
		bool same = i > 0 && pieces[i - 1].kind == piece->kind;
		bool line = i > 0 && piece->word.gap != GAP_SPACE;
		bool opposite = i > 0 && pieces[i - 1].kind == PIECE_REMOVED && piece->kind == PIECE_ADDED;
		if (i > 0 && (line || !same))
			open_or_close(pieces[i - 1].kind, false, color, out);
		if (line)
			buf_add_char(out, '\n');
		else if (i > 0 && !opposite)
			buf_add_char(out, ' ');
		if (line || !same)
			open_or_close(piece->kind, true, color, out);
		buf_add(out, piece->word.text);
	}
	open_or_close(pieces[count - 1].kind, false, color, out);
	buf_add_char(out, '\n');
}

static bool has_change(const struct piece *pieces, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (pieces[i].kind != PIECE_KEPT)
			return true;
	return false;
}

static void write_pieces(const struct pieces *pieces, bool color, struct buf *out)
{
	bool skipped = false, first = true;
	size_t end;

	for (size_t start = 0; start < pieces->count; start = end) {
		for (end = start + 1; end < pieces->count && pieces->items[end].word.gap != GAP_PARAGRAPH;)
			end++;
		bool shown = has_change(&pieces->items[start], end - start);
		if (shown) {
			if (!first)
				buf_add_char(out, '\n');
			if (skipped)
				buf_add(out, STR("...\n\n"));
			write_paragraph(&pieces->items[start], end - start, color, out);
			first = false;
		}
		skipped = !shown;
	}
	if (skipped && !first)
		buf_add(out, STR("\n...\n"));
}

void worddiff(struct str before, struct str after, bool color, struct buf *out)
{
	struct arena arena = { 0 };
	struct words from = { 0 }, to = { 0 };
	struct pieces pieces = { 0 };
	struct map seen = { 0 };

	cut(&arena, before, &from);
	cut(&arena, after, &to);
	number(&arena, &seen, &from);
	number(&arena, &seen, &to);
	diff(from.numbers, from.count, to.numbers, to.count, from.changed, to.changed);
	weave(&arena, &from, &to, &pieces);
	write_pieces(&pieces, color, out);
	arena_free(&arena);
}
