/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Texts that would take long to read: refused, or read in no time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <time.h>

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

static double seconds_to_read(struct str text)
{
	struct arena arena = { 0 };
	struct diags diags = { .arena = &arena };
	struct source source = { .path = STR("x.md"), .text = text };
	struct buf out = { 0 };
	struct timespec start, end;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
	md_render(&source, text, &(struct md_links){ .resolve = resolve }, &out, &diags);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
	buf_free(&out);
	arena_free(&arena);
	return (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
}

/* What takes libcmark 0.30.2 seconds, or took other parsers so, at the size limit. */
static void hostile_texts_are_read_in_no_time(void **state)
{
	static const char *const families[][2] = {
		{ "- - - - - - - - - - - - - - - - - - - - - - - - x", "\n" },
		{ ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>", "a*a*" },
		{ "", "![[]()" },
		{ "", "![[]()\n\n" },
		{ "", "[" },
		{ "", "[a](" },
		{ "", "*a_ " },
		{ "", "a**b c* " },
		{ "", "a***b__c*_" },
		{ "", "a<!-- " },
		{ "", "a<?" },
		{ "", "a<![CDATA[" },
		{ "", "a</" },
		{ "", "`a``b" },
		{ "", "<a:&#98;> " },
		{ "", "[x]: y\n" },
		{ "[x]: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\n\n", "[x]\n\n" },
		{ "", "`a\nb` <a:b>\n" },
		{ "", "- a\n\n" },
		{ "", ">" },
		{ "", "    a\n\n" },
		{ "", "&a" },
		{ "", "\\" },
		{ "", "~~~\n" },
		{ "", "<div>\n\n" },
	};
	struct buf text = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
		double seconds = seconds_to_read(repeat(&text, families[i][0], families[i][1], (256 << 10) - 64));
		if (seconds > 5) /* about 0.3 at most; sanitizers are slower */
			fail_msg("'%s' and many '%s' take %.1f s", families[i][0], families[i][1], seconds);
	}
	buf_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(too_much_of_anything_is_refused),
		cmocka_unit_test(hostile_texts_are_read_in_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
