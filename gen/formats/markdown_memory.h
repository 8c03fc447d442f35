/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * For the markdown_*.c files only: the memory of one document while cmark works on it. All of it is freed at once, and
 * there is a limit to it: where a text would need more, cmark is left where it stands.
 *
 *     struct md_memory memory = { .limit = 1 << 20 };
 *     bool done = md_memory_run(&memory, parse, &context);     parse calls cmark with md_memory_functions()
 *     ...
 *     md_memory_free(&memory);
 *
 * cmark knows no error and ends the process where it gets no memory. Its three functions for memory take no context
 * either: while md_memory_run runs, the thread has a memory of its own that they work on, and where it is used up they
 * jump back to md_memory_run. That is safe because cmark keeps nothing but memory. When the machine has none left, the
 * program ends as in base/arena.h.
 *
 * Blocks that are given back are kept by size for the next that ask, and the last one grows where it stands: strings that
 * grow would take most of the memory else. Under AddressSanitizer each block is malloc's.
 */
#ifndef STATUSBOOK_FORMATS_MARKDOWN_MEMORY_H
#define STATUSBOOK_FORMATS_MARKDOWN_MEMORY_H

#include <cmark.h>
#include <stdbool.h>
#include <stddef.h>

#define MD_MEMORY_SIZES 48

struct md_memory {
	size_t limit; /* bytes; set it */
	size_t taken; /* from the system */
	struct md_chunk *chunks;
	struct md_block *unused[MD_MEMORY_SIZES];
};

/* Calls `work` once. False if it was left because the limit was reached; what it has made is not to be used then. */
bool md_memory_run(struct md_memory *memory, void (*work)(void *context), void *context);

/* For cmark_parser_new_with_mem, inside of `work` only; what cmark has made can be read until md_memory_free. */
cmark_mem *md_memory_functions(void);

void md_memory_free(struct md_memory *memory);

#endif
