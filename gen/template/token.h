/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The words inside a tag: names, texts in quotes, numbers and signs. */
#ifndef STATUSBOOK_TEMPLATE_TOKEN_H
#define STATUSBOOK_TEMPLATE_TOKEN_H

#include "base/arena.h"

enum token_kind {
	TOKEN_END,
	TOKEN_NAME, /* also and, or, not, in, true, false */
	TOKEN_TEXT, /* with its quotes */
	TOKEN_NUMBER,
	TOKEN_SIGN, /* one of . , | ( ) = == != < > */
	TOKEN_BAD,  /* anything else */
};

struct tokens {
	struct str rest;
	enum token_kind kind; /* of the word at hand */
	struct str text;      /* the word; at the end an empty view of the place */
	struct str before;    /* the word that was at hand before */
};

void tokens_begin(struct tokens *tokens, struct str tag); /* the first word is at hand */
void tokens_next(struct tokens *tokens);

bool token_is(const struct tokens *tokens, const char *word); /* a name or sign */
bool tokens_take(struct tokens *tokens, const char *word);    /* goes on behind it if it is there */

/*
 * What a text in quotes stands for: \\ \' \" \n \t \r \xHH \uHHHH and \UHHHHHHHH. A view of the word if it has no
 * escapes. False if an escape is another one, or means NUL or nothing in Unicode; then `*value` is that escape.
 */
bool token_text(struct str word, struct arena *arena, struct str *value);

#endif
