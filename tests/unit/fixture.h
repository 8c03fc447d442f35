/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* What most tests of stages need: the small project in a folder of its own, built or not, and nothing left open after. */
#ifndef STATUSBOOK_TESTS_UNIT_FIXTURE_H
#define STATUSBOOK_TESTS_UNIT_FIXTURE_H

#include "project.h"

struct fixture {
	struct sandbox box;
	struct built built;
	size_t descriptors;
};

static inline int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	f->descriptors = open_descriptors();
	project_make(&f->box);
	*state = f;
	return 0;
}

static inline int tear_down(void **state)
{
	struct fixture *f = *state;

	built_free(&f->built);
	sandbox_free(&f->box);
	assert_int_equal(open_descriptors(), f->descriptors);
	free(f);
	return 0;
}

#endif
