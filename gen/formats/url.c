/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Addresses: told apart by what they are for certain, never by what they are not. */
#include "formats/url.h"

#include "formats/html.h"

struct verdict {
	enum url_kind kind;
	const char *problem;
};

static bool letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Takes `scheme`, in lower case and with its colon, off the front of `url` in any mixture of cases. */
static bool take_scheme(struct str *url, struct str scheme)
{
	if (url->len < scheme.len)
		return false;
	for (size_t i = 0; i < scheme.len; i++) {
		char c = url->ptr[i];
		if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != scheme.ptr[i])
			return false;
	}
	*url = str_from_index(*url, scheme.len);
	return true;
}

/* Letters beyond ASCII are refused: every host has a form in ASCII (xn--...), which cannot pass for another one. */
static bool plain_host(struct str host)
{
	if (host.len == 0 || !letter_or_digit(host.ptr[0]))
		return false;
	for (size_t i = 1; i < host.len; i++)
		if (!letter_or_digit(host.ptr[i]) && host.ptr[i] != '-' && host.ptr[i] != '.')
			return false;
	return true;
}

static struct verdict judge_web(struct str rest)
{
	size_t end = 0, port;

	if (!str_take(&rest, STR("//")))
		return (struct verdict){ URL_REFUSED, "the scheme must be followed by '//' and a host" };
	while (end < rest.len && !strchr("/?#", rest.ptr[end]))
		end++;

	struct str host = str_until_index(rest, end);
	size_t colon = str_find_char(host, ':');
	if (colon != SIZE_MAX) {
		if (!str_to_size(str_from_index(host, colon + 1), &port) || port > 65535)
			return (struct verdict){ URL_REFUSED,
						 "the port is not a number, or a user name stands before the host" };
		host = str_until_index(host, colon);
	}
	if (!plain_host(host))
		return (struct verdict){ URL_REFUSED,
					 "the host may have letters a to z, digits, '-' and '.', and no user name" };
	return (struct verdict){ URL_WEB, "" };
}

static struct verdict judge_mail(struct str rest)
{
	struct str name = str_until_index(rest, str_find_char(rest, '?'));
	size_t at = str_find_char(name, '@');

	if (at == 0 || at == SIZE_MAX || !plain_host(str_from_index(name, at + 1)))
		return (struct verdict){ URL_REFUSED, "expected a mail address" };
	return (struct verdict){ URL_MAIL, "" };
}

static struct verdict judge_relative(struct str url)
{
	if (url.ptr[0] == '/')
		return (struct verdict){ URL_REFUSED, "an address may not begin with '/'" };
	for (size_t i = 0; i < url.len && !strchr("/?#", url.ptr[i]); i++)
		if (url.ptr[i] == ':')
			return (struct verdict){ URL_REFUSED, "unknown scheme" };
	return (struct verdict){ URL_RELATIVE, "" };
}

static struct verdict judge(struct str url)
{
	struct str rest = url;

	if (url.len == 0)
		return (struct verdict){ URL_REFUSED, "the address is empty" };
	for (size_t i = 0; i < url.len; i++) {
		unsigned char c = (unsigned char)url.ptr[i];
		if (c <= ' ' || c == 0x7f || c == '\\')
			return (struct verdict){ URL_REFUSED,
						 "blanks, control characters and '\\' are not allowed in it" };
	}
	if (take_scheme(&rest, STR("https:")) || take_scheme(&rest, STR("http:")))
		return judge_web(rest);
	if (take_scheme(&rest, STR("mailto:")))
		return judge_mail(rest);
	return judge_relative(url);
}

enum url_kind url_kind(struct str url)
{
	return judge(url).kind;
}

struct str url_problem(struct str url)
{
	return str_from(judge(url).problem);
}

void url_add(struct buf *html, struct str url)
{
	for (size_t i = 0; i < url.len; i++) {
		unsigned char c = (unsigned char)url.ptr[i];
		if (letter_or_digit((char)c) || (c != '\0' && strchr("-._~:/?#[]@!$()*+,;=%", c)))
			buf_add_char(html, (char)c);
		else if (c == '&' || c == '\'')
			html_add_text(html, (struct str){ url.ptr + i, 1 });
		else
			buf_addf(html, "%%%02X", (unsigned)c);
	}
}
