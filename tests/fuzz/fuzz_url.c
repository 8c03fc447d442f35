/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* An address that is taken leads, read as browsers read it (URL standard, section 4.4), where we take it to lead. */
#include <ctype.h>

#include "formats/url.h"
#include "fuzz.h"

/* The address as a browser has it: without controls and blanks at its ends, and without tabs and line ends. */
static struct str seen_by_browser(struct str url, char *bytes)
{
	size_t len = 0;

	while (url.len > 0 && (unsigned char)url.ptr[0] <= ' ')
		url = str_from_index(url, 1);
	while (url.len > 0 && (unsigned char)url.ptr[url.len - 1] <= ' ')
		url.len--;
	for (size_t i = 0; i < url.len; i++)
		if (!memchr("\t\n\r", url.ptr[i], 3))
			bytes[len++] = (char)tolower((unsigned char)url.ptr[i]);
	return (struct str){ bytes, len };
}

/* Up to and with the colon; empty if there is none. */
static struct str scheme_of(struct str url)
{
	size_t len = 0;

	while (len < url.len && (isalnum((unsigned char)url.ptr[len]) || memchr("+-.", url.ptr[len], 3)))
		len++;
	bool is_scheme = len > 0 && len < url.len && url.ptr[len] == ':' && isalpha((unsigned char)url.ptr[0]);
	return str_until_index(url, is_scheme ? len + 1 : 0);
}

static void check_kind(enum url_kind kind, struct str seen)
{
	struct str scheme = scheme_of(seen);

	if (kind == URL_WEB) {
		CHECK(str_is(scheme, "https:") || str_is(scheme, "http:"));
		struct str host = str_from_index(seen, scheme.len + 2);
		CHECK(host.len > 0 && isalnum((unsigned char)host.ptr[0]));
		for (size_t i = 0; i < host.len && !memchr("/?#", host.ptr[i], 3); i++)
			CHECK(host.ptr[i] != '@' && host.ptr[i] != '\\');
	} else if (kind == URL_MAIL) {
		CHECK(str_is(scheme, "mailto:"));
	} else {
		CHECK(scheme.len == 0 && seen.len > 0);
		CHECK(seen.ptr[0] != '/' && seen.ptr[0] != '\\');
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str url = { (const char *)data, size };
	enum url_kind kind = url_kind(url);
	struct buf html = { 0 };

	CHECK((url_problem(url).len > 0) == (kind == URL_REFUSED));
	if (kind != URL_REFUSED) {
		char *bytes = malloc(size);
		CHECK(bytes);
		check_kind(kind, seen_by_browser(url, bytes));
		free(bytes);
	}
	url_add(&html, url);
	for (size_t i = 0; i < html.len; i++)
		CHECK(html.ptr[i] > ' ' && html.ptr[i] < 0x7f && !memchr("<>\"'`\\", html.ptr[i], 6));
	buf_free(&html);
	return 0;
}
