/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Pasted text: what is found lies in it. */
#include "commands/command.h"
#include "formats/fold.h"
#include "formats/words.h"
#include "fuzz.h"
#include "model/lookup.h"

static const struct site *site(void)
{
	static struct options options;
	static const struct site *found;

	if (!found)
		found = fuzz_project(&options)->site;
	return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str text = { (const char *)data, size };
	struct folded folded = fold_text(&arena, text);

	for (size_t i = 0; i < folded.text.len; i++) {
		CHECK(folded.text.ptr[i] == '\n' || (folded.text.ptr[i] >= ' ' && folded.text.ptr[i] < 0x7f));
		CHECK(folded.at[i] < size && folded.at[i] < folded.at[i + 1] + (size_t)1);
	}
	struct findings findings = lookup_find(&arena, site(), text);
	for (size_t i = 0; i < findings.count; i++) {
		struct str quote = findings.items[i].quote;
		CHECK(quote.len == 0 || (quote.ptr >= text.ptr && quote.ptr + quote.len <= text.ptr + text.len));
	}
	arena_free(&arena);
	return 0;
}
