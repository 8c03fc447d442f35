/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The allow list of addresses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "formats/url.h"

static void all_are(enum url_kind kind, const char *const *urls)
{
	for (; *urls; urls++) {
		enum url_kind got = url_kind(str_from(*urls));
		if (got != kind)
			fail_msg("'%s' is of kind %d, not %d", *urls, (int)got, (int)kind);
		assert_int_equal(url_problem(str_from(*urls)).len > 0, kind == URL_REFUSED);
	}
}

static void web_addresses_have_a_scheme_and_a_host(void **state)
{
	(void)state;
	all_are(URL_WEB, (const char *const[]){ "https://example.org", "http://example.org/",
						"HTTPS://EXAMPLE.org/x?y#z", "https://example.org:8080/a",
						"https://127.0.0.1/", "https://example.org?q=a:b@c",
						"https://www.rfc-editor.org/rfc/rfc5321#section-4.2.3",
						"https://example.org/größe", NULL });
}

static void mail_addresses_have_a_name_and_a_host(void **state)
{
	(void)state;
	all_are(URL_MAIL, (const char *const[]){ "mailto:postmaster@example.org", "MAILTO:a@b?subject=c", NULL });
	all_are(URL_REFUSED, (const char *const[]){ "mailto:", "mailto:a", "mailto:@b", "mailto:a@", "mailto:a@b@c",
						    "mailto:?to=a@b", NULL });
}

static void relative_addresses_stay_on_the_site(void **state)
{
	(void)state;
	all_are(URL_RELATIVE, (const char *const[]){ "550.html", "../en/smtp/550.html#retry", "#retry", "#", "?page=2",
						     "./a:b", "a/b:c", "5.7.1.html", NULL });
	all_are(URL_REFUSED, (const char *const[]){ "", "/", "/etc/passwd", "//example.org", "///example.org",
						    "/\\example.org", "\\\\host\\share", "a\\b", ":", "a:b", NULL });
}

static void other_schemes_are_refused_in_every_disguise(void **state)
{
	(void)state;
	all_are(URL_REFUSED, (const char *const[]){ "javascript:alert(1)",
						    "JaVaScRiPt:alert(1)",
						    " javascript:alert(1)",
						    "java\tscript:alert(1)",
						    "java\nscript:alert(1)",
						    "\x01javascript:alert(1)",
						    "javascript\t:alert(1)",
						    "data:text/html,x",
						    "vbscript:x",
						    "file:///etc/passwd",
						    "blob:https://example.org/x",
						    "view-source:https://a/",
						    "intent:x",
						    "ms-msdt:x",
						    "about:blank",
						    "ftp://example.org/",
						    "jar:x",
						    "filesystem:x",
						    "code:550",
						    "cite:rfc5321",
						    "tel:1",
						    "javascript\xef\xbc\x9a:x",
						    "\xc2\xa0javascript:x",
						    NULL });
}

static void the_host_cannot_be_hidden(void **state)
{
	(void)state;
	all_are(URL_REFUSED, (const char *const[]){ "https:example.org",
						    "https:/example.org",
						    "https:///example.org",
						    "https://",
						    "https://?x",
						    "https://user@example.org",
						    "https://example.org:80@evil.example/",
						    "https://example.org:",
						    "https://example.org:x",
						    "https://example.org:65536",
						    "https://exa%6dple.org/",
						    "https://ex\xc3\xa4mple.org/",
						    "https:\\\\example.org",
						    "https:/\\example.org",
						    "https://-a",
						    "https://.a",
						    "https://exam ple.org",
						    "https://example.org/ x",
						    " https://example.org",
						    "https://example.org\n",
						    "http\t://example.org",
						    "https://[::1]/",
						    NULL });
}

static void what_is_written_fits_a_quoted_attribute(void **state)
{
	struct buf html = { 0 };

	(void)state;
	url_add(&html, STR("https://a.b/c d\"e'f<g>&h=\xc3\xa4%20`"));
	assert_true(str_is(buf_view(&html), "https://a.b/c%20d%22e&#39;f%3Cg%3E&amp;h=%C3%A4%20%60"));
	buf_free(&html);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(web_addresses_have_a_scheme_and_a_host),
		cmocka_unit_test(mail_addresses_have_a_name_and_a_host),
		cmocka_unit_test(relative_addresses_stay_on_the_site),
		cmocka_unit_test(other_schemes_are_refused_in_every_disguise),
		cmocka_unit_test(the_host_cannot_be_hidden),
		cmocka_unit_test(what_is_written_fits_a_quoted_attribute),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
