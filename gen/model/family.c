/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Finding what a family declares, by id. */
#include "model/family.h"

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

bool pattern_fits(const struct pattern *pattern, struct str text)
{
	regmatch_t match = { .rm_so = 0, .rm_eo = (regoff_t)text.len };

	if (!pattern)
		return true;
	return regexec(&pattern->compiled, text.ptr, 1, &match, REG_STARTEND) == 0 && match.rm_so == 0 &&
	       (size_t)match.rm_eo == text.len;
}
