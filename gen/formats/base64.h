/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Base64 with its usual alphabet and padding (RFC 4648, section 4): the form of hashes in a content security policy. */
#ifndef STATUSBOOK_FORMATS_BASE64_H
#define STATUSBOOK_FORMATS_BASE64_H

#include "base/buf.h"

/* Adds `count` bytes. */
void base64_add(struct buf *out, const unsigned char *bytes, size_t count);

#endif
