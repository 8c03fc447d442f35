/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * What can be said of two codes, computed from their facts: where they differ, whether and in which order both can occur
 * in one session, and which rules of the family match.
 */
#ifndef STATUSBOOK_MODEL_COMPARE_H
#define STATUSBOOK_MODEL_COMPARE_H

#include "base/buf.h"
#include "model/entry.h"

/*
 * How two replies a and b of one dialogue go together, seen from a. Each is taken at its usual step.
 * X(ID, name in rules, the same seen from b)
 */
/* clang-format off: a table */
#define RELATIONS(X)                                                                                                   \
	X(NONE, "none", NONE)                /* no conversation, or one has no place in it */                          \
	X(SAME_STEP, "same-step", SAME_STEP) /* answers to the same step, which may come again */                      \
	X(ONCE, "once", ONCE)                /* answers to the same step, which comes once: one or the other */        \
	X(THEN, "then", AFTER)               /* a, and later b */                                                      \
	X(AFTER, "after", THEN)                                                                                        \
	X(RETRY_THEN, "retry-then", AFTER_RETRY) /* a refuses; once its step was repeated with success, b comes */     \
	X(AFTER_RETRY, "after-retry", RETRY_THEN)                                                                      \
	X(BARS, "bars", BARRED) /* after a, the step of b is never reached */                                          \
	X(BARRED, "barred", BARS)                                                                                      \
	X(ENDS, "ends", ENDED) /* a ends the connection: b can only come before it */                                  \
	X(ENDED, "ended", ENDS)                                                                                        \
	X(BOTH_END, "both-end", BOTH_END)    /* each ends the connection: never both */                                \
	X(ANY_ORDER, "any-order", ANY_ORDER) /* both may occur, in either order */
/* clang-format on */

enum relation {
#define X(id, name, reverse) RELATION_##id,
	RELATIONS(X)
#undef X
		RELATION_COUNT
};

struct str relation_name(enum relation relation);

enum relation compare_session(const struct entry *a, const struct entry *b);

/* Two entries in an order, with their relation: rules ask for it so often that it is found once for all of them. */
struct pair {
	const struct entry *a;
	const struct entry *b;
	enum relation session;
};

struct pair pair_of(const struct entry *a, const struct entry *b);
struct pair pair_reversed(const struct pair *pair);

/* Whether all conditions hold for the pair in this order; and the first that does not, or NULL. */
bool conditions_hold(const struct conditions *conditions, const struct pair *pair);
const struct condition *conditions_miss(const struct conditions *conditions, const struct pair *pair);

/* The same for conditions on one entry. */
bool entry_meets(const struct conditions *conditions, const struct entry *entry);

/* Whether what is required of some entries is required of this one. */
bool requirement_holds(const struct requirement *requirement, const struct entry *entry);

/* A rule that matches, and the pair in the order in which it does. */
struct match {
	const struct rule *rule;
	struct pair pair;
};

/* Makes the rules ready to be matched, once the entries have their facts and conditions know the entries they name. */
void rules_prepare(struct arena *arena, const struct family *family, struct rules *rules);

/* The first rule of the list that matches in either order, from index `*next` on; false if none is left. */
bool compare_match(const struct rules *rules, const struct pair *pair, size_t *next, struct match *match);

/* Writes the sentence of the rule in that language, as HTML. */
void compare_say(const struct match *match, const struct locale *locale, struct buf *html);

/* Cuts a sentence into text and slots. False after a slot that the family does not have; it is put into `bad`. */
bool sentence_parse(struct arena *arena, const struct family *family, struct str text, struct sentence *sentence,
		    struct str *bad);

#endif
