/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The decoder against the table of RFC 3629, section 4, and the check of files against that of single texts. */
#include "formats/text.h"
#include "formats/unfit.h"
#include "fuzz.h"

static bool between(const uint8_t *data, size_t size, size_t at, unsigned low, unsigned high)
{
	return at < size && data[at] >= low && data[at] <= high;
}

static bool tails(const uint8_t *data, size_t size, size_t from, size_t count)
{
	for (size_t i = from; i < from + count; i++)
		if (!between(data, size, i, 0x80, 0xbf))
			return false;
	return true;
}

/* The length of the sequence at the front by the RFC's grammar; 0 if there is none. */
static size_t reference(const uint8_t *d, size_t n)
{
	if (between(d, n, 0, 0x00, 0x7f))
		return 1;
	if (between(d, n, 0, 0xc2, 0xdf) && tails(d, n, 1, 1))
		return 2;
	if (between(d, n, 0, 0xe0, 0xe0) && between(d, n, 1, 0xa0, 0xbf) && tails(d, n, 2, 1))
		return 3;
	if ((between(d, n, 0, 0xe1, 0xec) || between(d, n, 0, 0xee, 0xef)) && tails(d, n, 1, 2))
		return 3;
	if (between(d, n, 0, 0xed, 0xed) && between(d, n, 1, 0x80, 0x9f) && tails(d, n, 2, 1))
		return 3;
	if (between(d, n, 0, 0xf0, 0xf0) && between(d, n, 1, 0x90, 0xbf) && tails(d, n, 2, 2))
		return 4;
	if (between(d, n, 0, 0xf1, 0xf3) && tails(d, n, 1, 3))
		return 4;
	if (between(d, n, 0, 0xf4, 0xf4) && between(d, n, 1, 0x80, 0x8f) && tails(d, n, 2, 2))
		return 4;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz fuzz;
	enum diag_rule rule;
	size_t len;

	fuzz_begin(&fuzz, data, size);
	for (size_t i = 0; i < size; i++) {
		uint32_t point = 0;
		size_t expected = reference(data + i, size - i);
		CHECK(str_utf8((struct str){ (const char *)data + i, size - i }, &point) == expected);
		CHECK(expected == 0 || point <= 0x10ffff);
	}
	bool good = text_check(&fuzz.source, &fuzz.diags);
	CHECK(good == (fuzz.diags.count == 0));
	if (good)
		CHECK(unfit_find(fuzz.source.text, 0, &rule, &len) == SIZE_MAX);
	fuzz_end(&fuzz);
	return 0;
}
