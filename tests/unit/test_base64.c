/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "formats/base64.h"

static void expect(const char *bytes, size_t count, const char *wanted)
{
	struct buf out = { 0 };

	base64_add(&out, (const unsigned char *)bytes, count);
	assert_true(str_is(buf_view(&out), wanted));
	buf_free(&out);
}

/* RFC 4648, section 10. */
static void vectors_of_the_standard(void **state)
{
	(void)state;
	expect("", 0, "");
	expect("f", 1, "Zg==");
	expect("fo", 2, "Zm8=");
	expect("foo", 3, "Zm9v");
	expect("foob", 4, "Zm9vYg==");
	expect("fooba", 5, "Zm9vYmE=");
	expect("foobar", 6, "Zm9vYmFy");
}

static void bytes_beyond_ascii(void **state)
{
	(void)state;
	expect("\xff\xef\xbe\0\xff", 5, "/+++AP8=");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vectors_of_the_standard),
		cmocka_unit_test(bytes_beyond_ascii),
	};

	return cmocka_run_group_tests_name("base64", tests, NULL, NULL);
}
