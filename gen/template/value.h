/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * What a template can see: C structs, described by tables. A template reads the members in place, at their offsets;
 * nothing is copied or built. The descriptors are constants; names are resolved against them when a template is
 * compiled, so running one cannot fail.
 */
#ifndef STATUSBOOK_TEMPLATE_VALUE_H
#define STATUSBOOK_TEMPLATE_VALUE_H

#include "base/hash.h"

enum value_type {
	VALUE_TEXT,   /* struct str: plain text, escaped where it is written */
	VALUE_URL,    /* struct str: an address that our URL policy let pass, escaped; the only type for href and src */
	VALUE_HTML,   /* struct str: HTML made by our own renderers, written as it is */
	VALUE_JSON,   /* struct str: JSON for a script block, with '<' escaped, written as it is; only there */
	VALUE_NUMBER, /* size_t, written in decimal */
	VALUE_FLAG,   /* bool; only for conditions */
	VALUE_RECORD, /* pointer to a struct with a shape of its own; NULL counts as false and as empty in all members */
	VALUE_LIST,   /* struct value_list of records, texts or html */
};

struct shape;

struct field {
	const char *name;
	enum value_type type;
	size_t offset;
	const struct shape *shape; /* of the record, or of the list's elements if these are records */
	enum value_type
		element_type; /* of a list: VALUE_RECORD (elements are the structs themselves), VALUE_TEXT, VALUE_HTML */
};

/* A kind of record. `fields` ends with a field whose name is NULL. */
struct shape {
	const char *name;
	const struct field *fields;
};

/* A list is an array somewhere: `count` elements, `stride` bytes apart. */
struct value_list {
	const void *items;
	size_t count;
	size_t stride;
};

/* The list of an array of `count` elements. */
#define value_list(items, count) ((struct value_list){ (items), (count), sizeof(*(items)) })

/* Adds all that a template can see of the record, however deep; NULL is something too. */
void value_hash(struct hasher *hasher, const struct shape *shape, const void *record);

#endif
