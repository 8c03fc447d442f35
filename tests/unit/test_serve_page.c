/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* What the preview adds to pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "commands/serve_parts.h"

static void assert_policy(const char *policy, const char *expected)
{
	struct buf out = { 0 };

	page_extend_policy(&out, str_from(policy));
	buf_add_char(&out, '\0');
	assert_string_equal(out.ptr, expected);
	buf_free(&out);
}

static void a_policy_allows_the_script_and_nothing_else(void **state)
{
	(void)state;
	assert_policy("default-src 'none'; script-src 'none'; style-src 'self'; connect-src 'none'",
		      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
	assert_policy("script-src 'self' 'sha256-YWJj'; style-src 'sha256-YWJj'",
		      "script-src 'self' 'sha256-YWJj'; style-src 'sha256-YWJj' 'self'; connect-src 'self'");
	assert_policy("default-src 'none'",
		      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
	assert_policy("", "script-src 'self'; style-src 'self'; connect-src 'self'");
	assert_policy(
		"script-src-elem 'none';img-src 'self'",
		"script-src-elem 'none'; img-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'");
}

static void assert_page(const char *html, const struct page_extras *extras, const char *expected)
{
	struct buf out = { 0 };

	page_extend(&out, str_from(html), extras);
	buf_add_char(&out, '\0');
	assert_string_equal(out.ptr, expected);
	buf_free(&out);
}

static void the_script_comes_last_in_the_body(void **state)
{
	struct page_extras extras = { .version = "1f" };

	(void)state;
	assert_page("<body><p>&lt;/body></p></body></html>", &extras,
		    "<body><p>&lt;/body></p><script src=\"/_preview.js\" defer "
		    "data-version=\"1f\"></script>\n</body></html>");
	assert_page("", &extras, "<script src=\"/_preview.js\" defer data-version=\"1f\"></script>\n");
}

static void what_the_script_is_told_is_escaped(void **state)
{
	struct page_extras extras = { "1f", STR("a\"><b>.md"), STR("s/1"), STR("de fr") };

	(void)state;
	assert_page("</body>", &extras,
		    "<script src=\"/_preview.js\" defer data-version=\"1f\" data-file=\"a&quot;&gt;&lt;b&gt;.md\" "
		    "data-text=\"s/1\" data-locales=\"de fr\"></script>\n</body>");
}

static void the_policy_of_a_page_is_replaced_where_it_stands(void **state)
{
	struct page_extras extras = { .version = "" };

	(void)state;
	assert_page("<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'none'\"><p title=\"x\"></body>",
		    &extras,
		    "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src &#39;self&#39;; style-src "
		    "&#39;self&#39;; connect-src &#39;self&#39;\"><p title=\"x\"><script src=\"/_preview.js\" "
		    "defer></script>\n</body>");
	assert_page(
		"<meta http-equiv=\"Content-Security-Policy\" content=\"script-src &#39;self&#39; &#39;sha256-x&#39;; "
		"style-src &#39;self&#39;; connect-src &#39;self&#39;\"></body>",
		&extras,
		"<meta http-equiv=\"Content-Security-Policy\" content=\"script-src &#39;self&#39; &#39;sha256-x&#39;; "
		"style-src &#39;self&#39;; connect-src &#39;self&#39;\"><script src=\"/_preview.js\" "
		"defer></script>\n</body>");
	assert_page("<meta http-equiv=\"Content-Security-Policy\" content=\"", &extras,
		    "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src &#39;self&#39;; style-src "
		    "&#39;self&#39;; connect-src &#39;self&#39;<script src=\"/_preview.js\" defer></script>\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_policy_allows_the_script_and_nothing_else),
		cmocka_unit_test(the_script_comes_last_in_the_body),
		cmocka_unit_test(what_the_script_is_told_is_escaped),
		cmocka_unit_test(the_policy_of_a_page_is_replaced_where_it_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
