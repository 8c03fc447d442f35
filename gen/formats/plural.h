/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Which plural form goes with a number: the Plural-Forms field of a PO file, whose rule is an expression of C with the
 * number as n. Rules come from translators, so they are checked before they are used: length and depth are limited, and
 * a rule that divides by zero or gives a form that does not exist is refused.
 */
#ifndef STATUSBOOK_FORMATS_PLURAL_H
#define STATUSBOOK_FORMATS_PLURAL_H

#include "base/str.h"

#define PLURAL_MOST_FORMS 8 /* no language is known with more than six */
#define PLURAL_MOST_STEPS 128

/* The expression in postfix order. A value, not a handle: copy it as you like. */
struct plural_rule {
	size_t form_count;
	size_t step_count;
	struct plural_step {
		char operation;
		size_t number;
	} steps[PLURAL_MOST_STEPS];
};

/* The rule of English, German and many others, which holds where none is given: two forms, n != 1. */
void plural_init(struct plural_rule *rule);

/*
 * Reads "nplurals=2; plural=(n != 1);". On failure, false: `*problem` is the part of `text` that cannot be taken and
 * `*reason` says why (a constant); `rule` is that of plural_init then.
 */
bool plural_parse(struct plural_rule *rule, struct str text, struct str *problem, struct str *reason);

/* The form for `n`, less than form_count. Pure. */
size_t plural_index(const struct plural_rule *rule, size_t n);

#endif
