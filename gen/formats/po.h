/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Catalogues of messages: PO files as GNU gettext writes them, and as its reader takes them. tests/spec/po.md is the
 * manual. What is read never changes afterwards and may be used by any number of threads.
 *
 * Texts are views of the source where they stand there as they are, else copies in the arena: both must outlive the
 * catalogue.
 */
#ifndef STATUSBOOK_FORMATS_PO_H
#define STATUSBOOK_FORMATS_PO_H

#include "base/diag.h"
#include "formats/plural.h"
#include "formats/po_index.h"

struct po_message {
	struct str context; /* empty if there is none */
	struct str id;
	struct str plural; /* empty if the message does not depend on a number */
	struct str *texts; /* one, or the plural forms; empty where a translation is missing */
	size_t text_count;
	bool fuzzy;
	bool brace_format; /* has the flag python-brace-format, brace-format or the like */
	bool broken;       /* a mistake in it has been reported; later checks pass it over */
	struct loc loc;    /* of the id, with its quotes; also good for po_place */
	struct loc plural_loc;
	struct loc *text_locs; /* of the texts */
};

struct po {
	const struct source *source;
	struct po_message **items; /* in the order of the file, without header and obsolete messages */
	size_t count;
	size_t capacity;
	const struct po_message *header; /* NULL if there is none */
	struct plural_rule plurals;
	struct po_index index;
};

/* Reads a catalogue. Never NULL: after mistakes, which are in `diags`, it holds what could be read. */
struct po *po_parse(struct arena *arena, const struct source *source, struct diags *diags);

/* A field of the header ("Language"), without blanks around it; the empty view if it is not there. */
struct str po_header(const struct po *po, const char *name);

/*
 * The message, if it can be shown: NULL if it is absent, fuzzy, broken, or one of its texts is empty. An empty context
 * is the same as none (gettext keeps the two apart, and nobody writes msgctxt "").
 */
const struct po_message *po_find(const struct po *po, struct str context, struct str id);

/* The message in whatever state; NULL only if it is absent. */
const struct po_message *po_entry(const struct po *po, struct str context, struct str id);

/* Which of its texts a message with a plural has for `n`. */
size_t po_plural_index(const struct po *po, size_t n);

/* The place of `part`, a view of `text` whose place is `loc`: counts through quotes, lines and escapes. */
struct loc po_place(struct loc loc, struct str text, struct str part);

/*
 * Compares the slots ({name}, formats/slots.h) of each text that is not empty with those of id and plural:
 * unknown-slot, missing-slot (all slots of the id must be there; those that only the plural has may be), and bad-slot
 * for a brace that begins no slot, if the message has a brace-format flag or slots. False if there was a mistake; fuzzy
 * and broken messages pass.
 */
bool po_check_slots(const struct po_message *message, struct diags *diags);

#endif
