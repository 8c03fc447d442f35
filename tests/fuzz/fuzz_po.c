/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Catalogues: read, asked for plurals and slots, and what is written is read again as it was. */
#include "formats/po.h"
#include "formats/po_write.h"
#include "formats/text.h"
#include "fuzz.h"

static void check_message(const struct po *po, const struct po_message *message, struct diags *diags)
{
	po_check_slots(message, diags);
	if (message->id.len > 0)
		po_place(message->loc, message->id, str_until_index(message->id, 1));
	const struct po_message *found = po_find(po, message->context, message->id);
	for (size_t n = 0; found && found->plural.len > 0 && n < 200; n += 3)
		CHECK(po_plural_index(po, n) < PLURAL_MOST_FORMS);
}

static void check_written(const struct po *po)
{
	struct fuzz fuzz;
	struct arena arena = { 0 };
	struct pot pot = { .arena = &arena };
	struct buf out = { 0 };

	for (size_t i = 0; i < po->count; i++) {
		const struct po_message *message = po->items[i];
		struct pot_message written = { .context = message->context,
					       .id = message->id,
					       .plural = message->plural,
					       .comment = message->id,
					       .path = STR("a b") };
		if (message->id.len > 0 && !message->broken)
			pot_add(&pot, &written);
	}
	pot_write(&pot, STR("fuzz"), &out);
	fuzz_begin(&fuzz, (const uint8_t *)out.ptr, out.len);
	const struct po *again = po_parse(&fuzz.arena, &fuzz.source, &fuzz.diags);
	for (size_t i = 0; i < pot.count; i++)
		CHECK(po_entry(again, pot.items[i]->message.context, pot.items[i]->message.id));
	CHECK(again->count == pot.count);
	fuzz_end(&fuzz);
	buf_free(&out);
	arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz fuzz;

	fuzz_begin(&fuzz, data, size);
	if (text_check(&fuzz.source, &fuzz.diags)) {
		const struct po *po = po_parse(&fuzz.arena, &fuzz.source, &fuzz.diags);
		for (size_t i = 0; i < po->count; i++)
			check_message(po, po->items[i], &fuzz.diags);
		check_written(po);
	}
	fuzz_end(&fuzz);
	return 0;
}
