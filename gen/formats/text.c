/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* One pass over the bytes of a file; plain ASCII is passed over quickly. */
#include "formats/text.h"

#include <stdio.h>

#define MOST_REPORTS 5

struct check {
	const struct source *source;
	struct diags *diags;
	size_t nuls, controls, bidis; /* found so far */
};

static void report(struct check *check, enum diag_rule rule, struct str part, uint32_t point, size_t *found)
{
	char name[16];

	if ((*found)++ >= (rule == DIAG_NUL_BYTE ? 1 : MOST_REPORTS))
		return;
	snprintf(name, sizeof(name), "U+%04X", (unsigned)point);
	diag_add(check->diags, rule, loc_of(check->source, part),
		 rule == DIAG_NUL_BYTE ? (struct str){ 0 } : str_from(name));
}

static void report_bad(struct check *check, struct str rest)
{
	char byte[8];
	bool front = rest.ptr == check->source->text.ptr;

	snprintf(byte, sizeof(byte), "0x%02x", (unsigned)(unsigned char)rest.ptr[0]);
	struct diag *diag =
		diag_add(check->diags, DIAG_BAD_UTF8, loc_of(check->source, str_until_index(rest, 1)), str_from(byte));
	if (front && (str_starts(rest, STR("\xff\xfe")) || str_starts(rest, STR("\xfe\xff"))))
		diag->reason = STR("this is UTF-16; save the file as UTF-8");
}

bool text_check(const struct source *source, struct diags *diags)
{
	struct check check = { source, diags, 0, 0, 0 };
	struct str text = source->text;
	uint32_t point;
	size_t len;

	for (size_t i = 0; i < text.len; i += len) {
		unsigned char c = (unsigned char)text.ptr[i];
		len = 1;
		if ((c >= ' ' && c < 0x7f) || c == '\n' || c == '\t' ||
		    (c == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n'))
			continue;

		struct str rest = str_from_index(text, i);
		len = str_utf8(rest, &point);
		if (len == 0) {
			report_bad(&check, rest);
			return false;
		}
		if (point == 0)
			report(&check, DIAG_NUL_BYTE, str_until_index(rest, len), point, &check.nuls);
		else if (point < ' ' || (point >= 0x7f && point < 0xa0))
			report(&check, DIAG_CONTROL_CHARACTER, str_until_index(rest, len), point, &check.controls);
		else if (point_is_bidi_control(point))
			report(&check, DIAG_BIDI_CONTROL, str_until_index(rest, len), point, &check.bidis);
	}
	return check.nuls + check.controls + check.bidis == 0;
}

struct str text_without_mark(struct str text)
{
	str_take(&text, STR("\xef\xbb\xbf"));
	return text;
}
