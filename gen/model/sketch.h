/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Sketches of sessions in which two codes occur: the steps of the dialogue in their order, and the codes at theirs. A
 * rule on sessions may say where its sketch stops; otherwise the relation of the two does. Between stops the sketch
 * takes the shortest way. What it passes, it passes with success: so it comes to a refused step once more, if the way
 * leads through it, and a code of the two that is such a success stands there too.
 */
#ifndef STATUSBOOK_MODEL_SKETCH_H
#define STATUSBOOK_MODEL_SKETCH_H

#include "model/compare.h"

/* A step, and the replies of the two that come there: none, one, or both, as alternatives or in turn. */
struct sketch_step {
	const struct step *step;
	const struct entry *first;  /* or NULL */
	const struct entry *second; /* or NULL */
	bool in_turn;
};

struct sketch_line {
	struct sketch_step *items;
	size_t count;
	size_t capacity;
};

/* A line for each session. */
struct sketch {
	struct sketch_line *items;
	size_t count;
	size_t capacity;
};

/* The sketch for a matching rule on sessions; empty where there is nothing to draw. */
struct sketch sketch_draw(struct arena *arena, const struct match *match);

/*
 * Reads the stops of one session: "a > b", "b mail > auth > a", "a or b", "a then b rcpt". False for anything else; then
 * `bad` is a word that is no step, or empty.
 */
bool sketch_parse(struct arena *arena, const struct family *family, struct str text, struct stops *stops,
		  struct str *bad);

#endif
