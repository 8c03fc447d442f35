/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * What the targets share. A target is a file fuzz_NAME.c with the one function below, which takes any bytes and aborts
 * where a promise is broken. With clang's libFuzzer it is a fuzzer (`make fuzz`); with replay.c it is a program that reads
 * the files of a corpus, built by any compiler (`make check-fuzz`).
 */
#ifndef STATUSBOOK_TESTS_FUZZ_H
#define STATUSBOOK_TESTS_FUZZ_H

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/diag.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition) ((condition) ? (void)0 : fuzz_fail(__FILE__, __LINE__, #condition))
_Noreturn void fuzz_fail(const char *file, int line, const char *condition);

/* A file with those bytes, and what is said of it. */
struct fuzz {
	struct arena arena;
	struct diags diags;
	struct source source;
};

void fuzz_begin(struct fuzz *fuzz, const uint8_t *data, size_t size);

/* Writes the messages in all forms: whatever they quote, they are UTF-8 that shows. Then frees all. */
void fuzz_end(struct fuzz *fuzz);

/* Aborts if the text holds what no text of ours may hold (formats/unfit.h). */
void fuzz_check_text(struct str text);

/* Aborts if the messages do not show, or lie outside of their files. */
void fuzz_check_diags(struct diags *diags);

/* Aborts unless `html` is made of the elements and attributes that md_render knows, nested well, and of allowed addresses. */
void fuzz_check_html(struct str html);

struct options;
struct project;

/* A project of the checked-out tree, at whose top the programs are run; opened once. */
struct project *fuzz_project(struct options *options);

#endif
