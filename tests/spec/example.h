/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * A page of the format manual is a test: every block
 *
 *     ```````````````````````````````` example
 *     input
 *     .
 *     expected output
 *     ````````````````````````````````
 *
 * (32 backticks) is run and compared. The arrow U+2192 stands for a tab. The rest of the page is for people.
 */
#ifndef STATUSBOOK_TESTS_SPEC_EXAMPLE_H
#define STATUSBOOK_TESTS_SPEC_EXAMPLE_H

#include "base/buf.h"

/* Turns the input of an example into its output. */
typedef void example_run(struct str input, struct buf *output);

/* Runs all examples of the page, prints the ones that differ, and returns the exit status for main. */
int example_page(const char *path, example_run *run);

#endif
