/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * For the markdown_*.c files only: a section parsed by cmark, walked node by node, with places in the source.
 *
 *     struct md_walk walk;
 *     md_walk_init(&walk, body);
 *     while (md_walk_next(&walk))
 *             ... walk.node, walk.entering ...
 *     md_walk_free(&walk);
 */
#ifndef STATUSBOOK_FORMATS_MARKDOWN_WALK_H
#define STATUSBOOK_FORMATS_MARKDOWN_WALK_H

#include "base/str.h"
#include "formats/markdown_memory.h"

/* A text that would take long to read: what is too much of it, and where. */
struct md_excess {
	struct str part;
	struct str what; /* empty if all is well */
	struct str limit;
};

struct md_walk {
	struct md_excess excess;
	cmark_node *node;
	cmark_node_type type; /* of the node */
	bool entering;        /* leaves are entered, and never left */
	struct str code;      /* of a code span: where its text stands */

	struct md_memory memory;
	cmark_iter *iter; /* NULL if there is nothing to walk */
	struct str body;
	size_t line, line_start; /* of the block we are in, from 1; and where it begins in the body */
	size_t cursor;           /* what is still to come in the block stands behind this */
	size_t block_end;
	size_t misses;
};

/*
 * Parses `body`. libcmark 0.30.2 takes quadratic time for some texts; one pass before it finds them. They read as
 * empty, with the first excess in `excess`, and so does what would take too much memory.
 */
void md_walk_init(struct md_walk *walk, struct str body);
bool md_walk_next(struct md_walk *walk);
void md_walk_again(struct md_walk *walk); /* from the front */
void md_walk_free(struct md_walk *walk);

/* Leaves out what is in the current node, and the event of leaving it. */
void md_walk_skip(struct md_walk *walk);

/*
 * Where the current node stands, as a view of the body. cmark gives lines of blocks, and only guesses inside them, so
 * these search the text from the block's start on, and go on behind what they found. What cannot be found (because it
 * is written with character references, say) gives the block's first line.
 */
struct str md_walk_block(const struct md_walk *walk);
struct str md_walk_find(struct md_walk *walk, struct str text);
struct str md_walk_find_link(struct md_walk *walk);

/* What is still to come of the block. */
struct str md_walk_coming(const struct md_walk *walk);

/* The bytes of the current node: its text, code or HTML; the address of a link. Valid until md_walk_free. */
struct str md_walk_literal(const struct md_walk *walk);
struct str md_walk_url(const struct md_walk *walk);

/* True for a link that gives no words of its own: <code:550>, or [](code:550). */
bool md_walk_is_bare(const struct md_walk *walk);

#endif
