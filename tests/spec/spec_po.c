/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The examples of po.md: a PO file in, the catalogue, its plural forms and the diagnostics out. */
#include <stdio.h>
#include <stdlib.h>

#include "example.h"
#include "formats/po.h"

static void print_diags(struct buf *output, struct diags *diags)
{
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);

	diag_sort(diags);
	diag_print(diags, DIAG_TEXT, false, file);
	fclose(file);
	buf_add(output, (struct str){ text, len });
	free(text);
}

static void print_text(struct buf *output, struct str text)
{
	buf_add_char(output, '[');
	while (text.len > 0) {
		uint32_t point = 0;
		size_t len = str_utf8(text, &point);
		if (point == '\n')
			buf_add(output, STR("\\n"));
		else if (len == 0 || point < ' ')
			buf_addf(output, "\\x%02x", (unsigned)(unsigned char)text.ptr[0]);
		else
			buf_add(output, str_until_index(text, len));
		text = str_from_index(text, len ? len : 1);
	}
	buf_add_char(output, ']');
}

static void print_message(struct buf *output, const struct po *po, const struct po_message *message)
{
	if (message->context.len > 0) {
		print_text(output, message->context);
		buf_add_char(output, ' ');
	}
	print_text(output, message->id);
	if (message->plural.len > 0)
		print_text(output, message->plural);
	buf_add(output, STR(" ="));
	for (size_t i = 0; i < message->text_count; i++) {
		buf_add_char(output, ' ');
		print_text(output, message->texts[i]);
	}
	if (po_find(po, message->context, message->id) != message)
		buf_add(output, message->broken  ? STR(" (broken)")
				: message->fuzzy ? STR(" (fuzzy)")
						 : STR(" (untranslated)"));
	buf_add_char(output, '\n');
}

static void print_plurals(struct buf *output, const struct po *po)
{
	static const size_t numbers[] = { 0, 1, 2, 3, 4, 5, 11, 12, 21, 22, 100, 101 };

	buf_add(output, STR("forms:"));
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		buf_addf(output, " %zu->%zu", numbers[i], po_plural_index(po, numbers[i]));
	buf_add_char(output, '\n');
}

static void run(struct str input, struct buf *output)
{
	struct arena arena = { 0 };
	struct diags diags = { .arena = &arena };
	struct source source = { .path = STR("de.po"), .text = input };
	const struct po *po = po_parse(&arena, &source, &diags);

	for (size_t i = 0; i < po->count; i++) {
		print_message(output, po, po->items[i]);
		po_check_slots(po->items[i], &diags);
	}
	if (po_header(po, "Plural-Forms").len > 0)
		print_plurals(output, po);
	print_diags(output, &diags);
	arena_free(&arena);
}

int main(void)
{
	return example_page("tests/spec/po.md", run);
}
