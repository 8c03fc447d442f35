/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* A writer of JSON: texts that are safe in a script block too, and the commas between members and elements. */
#ifndef STATUSBOOK_FORMATS_JSON_H
#define STATUSBOOK_FORMATS_JSON_H

#include "base/buf.h"

/*
 * Adds `text` in quotes. < > & U+2028 U+2029 and control characters become \uXXXX, so that no text can end the script
 * block around it. Bytes that are not UTF-8 become U+FFFD: what comes out is JSON, whatever goes in.
 */
void json_text(struct buf *json, struct str text);

/*
 * Before an element of an array: adds a comma, unless it is the first. Brackets are written by the caller:
 *
 *     buf_add_char(json, '[');
 *     for (size_t i = 0; i < count; i++) {
 *         json_next(json);
 *         json_text(json, names[i]);
 *     }
 *     buf_add_char(json, ']');
 */
void json_next(struct buf *json);

/* Before the value of a member of an object: the comma as above, the name and a colon. */
void json_key(struct buf *json, const char *name);

/* A member with a text, and one with a number. */
void json_key_text(struct buf *json, const char *name, struct str text);
void json_key_size(struct buf *json, const char *name, size_t number);

#endif
