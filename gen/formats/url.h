/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Which addresses may stand in a page: an allow list. What is not clearly one of these is refused, however a browser
 * would take it:
 *
 *     https://host/...  http://host/...  a host of letters, digits, '-' and '.', with or without a port; no user name
 *     mailto:name@host
 *     550.html  ../en/x.html  ?page=2    relative, never from '/' on, which is the root of the disk under file://
 *     #retry
 *
 * Addresses are taken after the format around them has been decoded (character references, backslashes). Browsers drop
 * control characters and blanks in odd places and take '\' for '/': an address with any of them is refused.
 */
#ifndef STATUSBOOK_FORMATS_URL_H
#define STATUSBOOK_FORMATS_URL_H

#include "base/buf.h"

enum url_kind {
	URL_REFUSED,
	URL_WEB,
	URL_MAIL,
	URL_RELATIVE, /* relative, or a fragment alone */
};

enum url_kind url_kind(struct str url);

/* Why url_kind refuses it, for people; the empty view if it does not. A constant. */
struct str url_problem(struct str url);

/*
 * Adds `url` for a quoted attribute: bytes that do not belong into an address (quotes, blanks, beyond ASCII, ...)
 * become %XX, the rest is escaped as text is.
 */
void url_add(struct buf *html, struct str url);

#endif
