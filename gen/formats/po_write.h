/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * The template of all translations, a POT file: collected from templates and content, then written. Nothing in it
 * depends on the clock, on line numbers or on the machine, so that extracting twice changes nothing. msgfmt --check
 * accepts it.
 *
 *     struct pot pot = { .arena = &arena };
 *     pot_add(&pot, &(struct pot_message){ .id = STR("Reply codes"), .path = STR("templates/index.html") });
 *     pot_write(&pot, STR("Statusbook"), &out);
 *
 * Views that are added must outlive the pot.
 */
#ifndef STATUSBOOK_FORMATS_PO_WRITE_H
#define STATUSBOOK_FORMATS_PO_WRITE_H

#include "base/arena.h"
#include "base/buf.h"
#include "formats/po_index.h"

struct pot_message {
	struct str context; /* empty: none */
	struct str id;      /* not empty: that would be the header */
	struct str plural;  /* empty: the message does not depend on a number */
	struct str comment; /* for translators, of one line or more; may be empty */
	struct str path;    /* where it is used; may be empty */
};

struct pot_entry {
	struct pot_message message;
	struct str_array comments;
	struct str_array paths;
};

struct pot {
	struct arena *arena;
	struct pot_entry **items; /* in the order in which they were first added */
	size_t count;
	size_t capacity;
	struct po_index index;
};

/*
 * Adds a message. One with a context and id that are there already adds its comment and path to that one, and its
 * plural if that one had none. False, and nothing changes, if both have a plural and the two differ.
 */
bool pot_add(struct pot *pot, const struct pot_message *message);

/*
 * Writes the file for `project`. Messages with slots get the flag python-brace-format, which is the one by which msgfmt
 * --check compares slots.
 */
void pot_write(const struct pot *pot, struct str project, struct buf *out);

#endif
