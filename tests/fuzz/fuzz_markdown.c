/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* A body, as it is cut, rendered, read and taken apart; also the pre-scan, whose work is not to be slow. */
#include "formats/markdown.h"
#include "formats/text.h"
#include "fuzz.h"

static bool resolve(void *context, struct str url, struct loc loc, struct buf *href, struct buf *label)
{
	struct fuzz *fuzz = context;

	CHECK(loc.offset + (size_t)loc.len <= fuzz->source.text.len);
	buf_add(href, STR("550.html"));
	buf_add(label, url);
	return url.len % 2 == 0;
}

static bool is_inside(struct str part, struct str whole)
{
	return part.len == 0 || (part.ptr >= whole.ptr && part.ptr + part.len <= whole.ptr + whole.len);
}

static void check_section(struct fuzz *fuzz, const struct md_section *section, struct buf *out)
{
	struct md_links links = { fuzz, resolve, section->id.len % 2 ? STR("en") : (struct str){ NULL, 0 } };
	struct md_paragraphs paragraphs = { 0 };
	struct md_parts parts = { 0 };
	char print[MD_FINGERPRINT_SIZE];
	size_t before = fuzz->diags.count;

	buf_clear(out);
	bool good = md_render(&fuzz->source, section->body, &links, out, &fuzz->diags);
	CHECK(good || out->len == 0);
	CHECK(!good || fuzz->diags.count == before);
	fuzz_check_html(buf_view(out));
	md_read(&fuzz->arena, section->body, &paragraphs);
	for (size_t i = 0; i < paragraphs.count; i++) {
		const struct md_paragraph *paragraph = &paragraphs.items[i];
		CHECK(paragraph->text.len == paragraph->prose.len);
		CHECK(is_inside(paragraph->line, section->body));
		for (size_t at = 0; at < paragraph->text.len; at += 1 + paragraph->text.len / 16)
			CHECK(is_inside(md_place(paragraph, str_until_index(str_from_index(paragraph->text, at), 3)),
					section->body));
	}
	buf_clear(out);
	md_plain(section->body, out);
	md_scan(&fuzz->arena, &fuzz->source, section->body, &parts);
	md_fingerprint(section->body, print);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz fuzz;
	struct md_sections sections;
	struct buf out = { 0 };

	fuzz_begin(&fuzz, data, size);
	if (text_check(&fuzz.source, &fuzz.diags)) {
		md_split(&fuzz.arena, &fuzz.source, fuzz.source.text, &sections, &fuzz.diags);
		for (size_t i = 0; i < sections.count; i++) {
			CHECK(is_inside(sections.items[i].body, fuzz.source.text));
			check_section(&fuzz, &sections.items[i], &out);
		}
	}
	buf_free(&out);
	fuzz_end(&fuzz);
	return 0;
}
