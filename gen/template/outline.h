/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * A template cut into text and tags, with white space trimmed as the tags ask for, comments gone, and every `if`, `for`
 * and `block` linked to its end. What stands inside the tags is not looked at.
 */
#ifndef STATUSBOOK_TEMPLATE_OUTLINE_H
#define STATUSBOOK_TEMPLATE_OUTLINE_H

#include "base/diag.h"

enum piece_kind {
	PIECE_TEXT,
	PIECE_OUTPUT, /* {{ ... }} */
	PIECE_IF,
	PIECE_ELIF,
	PIECE_ELSE,
	PIECE_ENDIF,
	PIECE_FOR,
	PIECE_ENDFOR,
	PIECE_BLOCK,
	PIECE_ENDBLOCK,
	PIECE_INCLUDE,
	PIECE_EXTENDS,
	PIECE_SET,
};

struct piece {
	enum piece_kind kind;
	struct str whole; /* the text, or the tag with its delimiters */
	struct str text;  /* the text, or what stands in the tag behind its keyword */
	size_t next;      /* of if, elif, else, for, block: the piece that ends its part */
};

struct outline {
	const struct source *source;
	struct piece *items;
	size_t count;
	size_t capacity;
};

/* False after adding diagnostics; then the links are not to be used, but the pieces so far are. */
bool outline_parse(struct outline *outline, const struct source *source, struct arena *arena, struct diags *diags);

#endif
