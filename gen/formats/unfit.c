/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The bytes and characters that no text of ours may hold. */
#include "formats/unfit.h"

#include <stdio.h>

/* The rule against `point`, or DIAG_RULE_COUNT if there is none. */
static enum diag_rule rule_against(uint32_t point)
{
	if (point == 0)
		return DIAG_NUL_BYTE;
	if (point < 0x20 && point != '\t' && point != '\n' && point != '\r')
		return DIAG_CONTROL_CHARACTER;
	if (point >= 0x7f && point < 0xa0)
		return DIAG_CONTROL_CHARACTER;
	return point_is_bidi_control(point) ? DIAG_BIDI_CONTROL : DIAG_RULE_COUNT;
}

size_t unfit_find(struct str text, size_t start, enum diag_rule *rule, size_t *len)
{
	for (size_t i = start; i < text.len; i += *len) {
		uint32_t point = 0;
		*len = str_utf8(str_from_index(text, i), &point);
		*rule = *len == 0 ? DIAG_BAD_UTF8 : rule_against(point);
		if (*len == 0)
			*len = 1;
		if (*rule != DIAG_RULE_COUNT)
			return i;
	}
	return SIZE_MAX;
}

void unfit_report(enum diag_rule rule, struct loc loc, struct str bytes, struct diags *diags)
{
	char detail[16] = "";
	uint32_t point = 0;

	if (rule == DIAG_BAD_UTF8)
		snprintf(detail, sizeof(detail), "0x%02x", (unsigned)(unsigned char)bytes.ptr[0]);
	else if (rule != DIAG_NUL_BYTE && str_utf8(bytes, &point) > 0)
		snprintf(detail, sizeof(detail), "U+%04X", (unsigned)point);
	diag_add(diags, rule, loc, str_from(detail));
}
