/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Finding what a family declares, by id. */
#include "model/family.h"

#include <errno.h>

size_t choice_find(const struct choices *choices, struct str id)
{
	for (size_t i = 0; i < choices->count; i++)
		if (str_eq(choices->items[i].id, id))
			return i;
	return NONE;
}

size_t fact_find(const struct family *family, struct str id)
{
	for (size_t i = 0; i < family->facts.count; i++)
		if (str_eq(family->facts.items[i].id, id))
			return i;
	return NONE;
}

size_t step_find(const struct family *family, struct str id)
{
	for (size_t i = 0; i < family->conversation.count; i++)
		if (str_eq(family->conversation.items[i].id, id))
			return i;
	return NONE;
}

const struct sender *sender_find(const struct family *family, struct str slug)
{
	for (size_t i = 0; i < family->senders.count; i++)
		if (str_eq(family->senders.items[i].slug, slug))
			return &family->senders.items[i];
	return NULL;
}

size_t section_find(const struct section_defs *sections, struct str id)
{
	for (size_t i = 0; i < sections->count; i++)
		if (str_eq(sections->items[i].id, id))
			return i;
	return NONE;
}

/* As regexec, which takes a want of memory for "not found": then only errno knows. */
static bool is_found(const struct pattern *pattern, const char *text, size_t matches, regmatch_t *match, int flags)
{
	errno = 0;
	bool found = regexec(&pattern->compiled, text, matches, match, flags) == 0;
	if (!found && errno == ENOMEM)
		arena_out_of_memory();
	return found;
}

bool pattern_fits(const struct pattern *pattern, struct str text)
{
	regmatch_t match = { .rm_so = 0, .rm_eo = (regoff_t)text.len };

	if (!pattern)
		return true;
	return is_found(pattern, text.ptr, 1, &match, REG_STARTEND) && match.rm_so == 0 &&
	       (size_t)match.rm_eo == text.len;
}

bool pattern_is_in(const struct pattern *pattern, const char *text)
{
	return !pattern || is_found(pattern, text, 0, NULL, 0);
}
