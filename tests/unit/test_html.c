/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The escaper. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "formats/html.h"

static void check(struct str text, const char *expected)
{
	struct buf html = { 0 };

	html_add_text(&html, text);
	buf_add_char(&html, '\0');
	assert_string_equal(html.ptr, expected);
	buf_free(&html);
}

static void five_bytes_become_references(void **state)
{
	(void)state;
	check(STR("<b class=\"x\" id='y'>&amp;"), "&lt;b class=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;");
	check(STR("<<>>"), "&lt;&lt;&gt;&gt;");
}

static void other_text_stays_as_it_is(void **state)
{
	(void)state;
	check(STR("Größe: 5 = 5; \\ ` /"), "Größe: 5 = 5; \\ ` /");
	check(STR("&"), "&amp;");
	check((struct str){ NULL, 0 }, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(five_bytes_become_references),
		cmocka_unit_test(other_text_stays_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
