/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * YAML as this program reads it: a tree of maps, lists and texts, each with its place. Nothing is guessed: every scalar
 * is text, whatever its style, so that 5.10, no and 0550 stay what they are. Anchors, aliases, tags, directives and
 * several documents are refused; tests/spec/yaml.md is the manual.
 *
 * Texts are views of the source where they stand there as they are, else copies in the arena: both must outlive the
 * tree. Pure; any thread may call it with an arena and diagnostics of its own.
 */
#ifndef STATUSBOOK_FORMATS_YAML_H
#define STATUSBOOK_FORMATS_YAML_H

#include "base/diag.h"

#define YAML_DEEPEST 32 /* levels of lists and maps; deeper is yaml-too-deep */

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml {
	enum yaml_kind kind;
	struct loc loc;          /* as written: a scalar with its quotes; a list or map from first to last */
	struct str text;         /* of a scalar */
	struct yaml_item *items; /* of a list or map, in the order of the source */
	size_t count;
};

struct yaml_item {
	struct str key; /* of a map; keys are unique */
	struct loc key_loc;
	struct yaml *value; /* never NULL */
};

/*
 * Reads `part`, a view that was cut out of source->text (front matter, or all of it). NULL after an error, which is in
 * `diags`. A part without content gives an empty map.
 */
struct yaml *yaml_parse(struct arena *arena, const struct source *source, struct str part, struct diags *diags);

/* The value of `key`; NULL if it is absent, or if `map` is NULL or no map. Looks through the items one by one. */
const struct yaml *yaml_find(const struct yaml *map, const char *key);

/*
 * The place of `part`, a view of `text`, whose place is `loc`: its bytes are looked for in the source in their order, and
 * white space, quotes and backslashes passed over. If some are not there as such (\u00fc), the whole of `loc`.
 */
struct loc yaml_place(struct loc loc, struct str text, struct str part);

/*
 * Complains about each key of `map` that is not among the `count` names in `known`, with the nearest of them as a
 * suggestion. False if there was one. NULL, or what is no map, has no keys.
 */
bool yaml_check_keys(const struct yaml *map, const char *const *known, size_t count, struct diags *diags);
#define YAML_KEYS(...)                                                                                                 \
	(const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)

/*
 * Whether yaml_check_keys has taken some key of the map for a slip of the pen for `key`: then that need not be missed as
 * well.
 */
bool yaml_was_misspelt(const struct yaml *map, const char *key, const struct diags *diags);

#endif
