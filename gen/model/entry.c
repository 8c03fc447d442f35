/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Questions about one or two entries that several stages ask. */
#include "model/entry.h"

static bool lists(const struct entry *entry, const struct entry *other)
{
	size_t fact = entry->kind->compared_with;

	return fact == NONE || fact_names(&entry->facts[fact], other);
}

bool entry_pair_exists(const struct entry *a, const struct entry *b)
{
	return a != b && a->family == b->family && lists(a, b) && lists(b, a);
}

static bool same_codes(const struct fact_value *a, const struct fact_value *b)
{
	if (a->code_count != b->code_count)
		return false;
	for (size_t i = 0; i < a->code_count; i++)
		if (!str_eq(a->codes[i].written, b->codes[i].written))
			return false;
	return true;
}

static bool same_citations(const struct fact_value *a, const struct fact_value *b)
{
	if (a->citation_count != b->citation_count)
		return false;
	for (size_t i = 0; i < a->citation_count; i++)
		if (a->citations[i].reference != b->citations[i].reference ||
		    !str_eq(a->citations[i].section, b->citations[i].section))
			return false;
	return true;
}

bool fact_equal(const struct fact_value *a, const struct fact_value *b)
{
	return a->given == b->given && a->bits == b->bits && a->usual == b->usual && str_eq(a->text, b->text) &&
	       same_codes(a, b) && same_citations(a, b);
}

bool fact_names(const struct fact_value *codes, const struct entry *entry)
{
	for (size_t i = 0; i < codes->code_count; i++)
		if (codes->codes[i].entry == entry)
			return true;
	return false;
}
