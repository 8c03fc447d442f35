/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Texts that would take long to read, and are refused; tests/safety/markdown.c measures what is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "formats/markdown.h"

static struct str repeat(struct buf *buf, const char *front, const char *unit, size_t size)
{
	buf_clear(buf);
	for (buf_add(buf, str_from(front)); buf->len < size;)
		buf_add(buf, str_from(unit));
	return buf_view(buf);
}

static bool resolve(void *context, struct str url, struct loc loc, struct buf *href, struct buf *label)
{
	(void)context;
	(void)loc;
	buf_add(href, url);
	buf_add(label, url);
	return true;
}

/* Expects that `text` is refused for the reason `expected`; or that it is not, if that is empty. */
static void check_limit(const struct buf *text, const char *expected)
{
	struct arena arena = { 0 };
	struct diags diags = { .arena = &arena };
	struct source source = { .path = STR("x.md"), .text = buf_view(text) };
	struct md_parts parts = { 0 };
	struct buf out = { 0 };

	bool good = md_render(&source, buf_view(text), &(struct md_links){ .resolve = resolve }, &out, &diags);
	assert_int_equal(good, *expected == '\0');
	assert_int_equal(diags.count, *expected != '\0');
	if (!good) {
		assert_int_equal(diags.items[0].rule, DIAG_MARKDOWN_LIMIT);
		assert_true(str_is(diags.items[0].reason, expected));
		md_plain(buf_view(text), &out);
		md_scan(&arena, &source, buf_view(text), &parts);
		assert_int_equal(out.len + parts.count, 0);
	}
	buf_free(&out);
	arena_free(&arena);
}

static void too_much_of_anything_is_refused(void **state)
{
	struct buf text = { 0 };

	(void)state;
	repeat(&text, "", ">", 64);
	check_limit(&text, "");
	repeat(&text, "a\n", ">", 67);
	check_limit(&text, "a line has at most 64");
	repeat(&text, "a\r", "> ", 2 + 65 * 2);
	check_limit(&text, "a line has at most 64");
	repeat(&text, "  ", "1) ", 2 + 65 * 3);
	check_limit(&text, "a line has at most 64");
	repeat(&text, "", "[", 1000);
	check_limit(&text, "");
	repeat(&text, "", "[\n", 2002);
	check_limit(&text, "a paragraph has at most 1000");
	repeat(&text, "", "[\n\n", 3003);
	check_limit(&text, "");
	repeat(&text, "\t", " ", 126);
	buf_add(&text, STR("x"));
	check_limit(&text, "a line has at most 128 columns");
	repeat(&text, "", "a", (256 << 10) + 1);
	check_limit(&text, "a section has at most 256 KiB");
	buf_free(&text);
}

/* No limit of lines and paragraphs stops it: a node for every byte. */
static void what_takes_too_much_memory_is_refused(void **state)
{
	struct buf text = { 0 };

	(void)state;
	repeat(&text, "", "a*", 64 << 10);
	check_limit(&text, "");
	repeat(&text, "", "a*", 200 << 10);
	check_limit(&text, "what a section becomes has at most 16 MiB");
	buf_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(too_much_of_anything_is_refused),
		cmocka_unit_test(what_takes_too_much_memory_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
