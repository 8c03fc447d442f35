/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* A glossary: a table with a tab between two columns, and their names in the first line. */
#include "stages/load_parts.h"

enum column { TERM, USE, AVOID, UNLESS, NOTE, COLUMNS };

static const char *const names[COLUMNS] = { "term", "use", "avoid", "unless", "note" };

struct row {
	struct str fields[COLUMNS];
};

static void complain(struct load *load, const struct source *source, struct str place, struct str detail,
		     struct str reason)
{
	diag_add(load->diags, DIAG_BAD_TABLE, loc_of(source, place), detail)->reason = reason;
}

/* Cuts a line at its tabs; false after a complaint at the first tab too many, or at the end where one is missing. */
static bool split(struct load *load, const struct source *source, struct str line, struct row *row)
{
	struct str reason = STR("expected five columns: term, use, avoid, unless, note");

	for (size_t i = 0; i < COLUMNS; i++) {
		size_t tab = str_find_char(line, '\t');
		if ((tab == SIZE_MAX) != (i == NOTE)) {
			complain(load, source, str_from_index(line, tab), (struct str){ NULL, 0 }, reason);
			return false;
		}
		row->fields[i] = str_trim(str_until_index(line, tab));
		line = str_from_index(line, i == NOTE ? line.len : tab + 1);
	}
	return true;
}

static bool is_header(struct load *load, const struct source *source, const struct row *row)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		if (str_is(row->fields[i], names[i]))
			continue;
		complain(load, source, row->fields[i], row->fields[i],
			 arena_concat(load->arena, STR("expected the name of the column: "), str_from(names[i])));
		return false;
	}
	return true;
}

/* The patterns of a field, with `|` between them. */
static void read_patterns(struct load *load, const struct source *source, struct str field, struct word_set *set,
			  struct term *term)
{
	struct str pattern;

	while (str_next_part(&field, '|', &pattern)) {
		pattern = str_trim(pattern);
		if (!word_set_add(load->arena, set, pattern, term))
			complain(load, source, pattern, pattern, WORD_SET_WANTS);
	}
}

static void read_row(struct load *load, const struct source *source, const struct row *row, struct glossary *glossary)
{
	struct term *term = arena_new(load->arena, struct term);

	*term = (struct term){ .source = row->fields[TERM], .use = row->fields[USE] };
	for (int i = TERM; i <= USE; i++)
		if (row->fields[i].len == 0)
			complain(load, source, row->fields[i], (struct str){ NULL, 0 },
				 arena_concat(load->arena, STR("the column is empty: "), str_from(names[i])));
	read_patterns(load, source, row->fields[AVOID], &glossary->avoid, term);
	read_patterns(load, source, row->fields[UNLESS], &term->unless, term);
}

const struct glossary *load_glossary(struct load *load, const struct source *source)
{
	struct glossary *glossary = arena_new(load->arena, struct glossary);
	struct str rest = source->text, line;
	struct row row;

	if (!str_next_line(&rest, &line) || !split(load, source, line, &row) || !is_header(load, source, &row))
		return glossary;
	while (str_next_line(&rest, &line))
		if (str_trim(line).len > 0 && split(load, source, line, &row))
			read_row(load, source, &row, glossary);
	return glossary;
}
