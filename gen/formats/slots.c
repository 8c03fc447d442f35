/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Finds slots in one pass: a candidate ends at the first character that cannot be in a name, so none is read twice. */
#include "formats/slots.h"

static bool in_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
	       c == '-';
}

/* Length of the name behind the brace that begins `s`; 0 if it is no slot. */
static size_t name_length(struct str s)
{
	size_t end = 1;

	while (end < s.len && in_name(s.ptr[end]))
		end++;
	return end < s.len && s.ptr[end] == '}' ? end - 1 : 0;
}

bool slot_next(struct str *rest, struct str *literal, struct str *name)
{
	if (rest->len == 0)
		return false;

	for (size_t i = 0; i < rest->len; i++) {
		if (rest->ptr[i] != '{')
			continue;
		size_t len = name_length(str_from_index(*rest, i));
		if (len == 0)
			continue;
		*literal = str_until_index(*rest, i);
		*name = str_until_index(str_from_index(*rest, i + 1), len);
		*rest = str_from_index(*rest, i + len + 2);
		return true;
	}
	*literal = *rest;
	*name = str_from_index(*rest, rest->len);
	*rest = *name;
	return true;
}
