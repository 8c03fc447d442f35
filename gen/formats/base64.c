/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Three bytes become four letters of six bits each. */
#include "formats/base64.h"

void base64_add(struct buf *out, const unsigned char *bytes, size_t count)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < count; i += 3) {
		size_t left = count - i;
		uint32_t bits = (uint32_t)bytes[i] << 16;
		bits |= left > 1 ? (uint32_t)bytes[i + 1] << 8 : 0;
		bits |= left > 2 ? bytes[i + 2] : 0;
		buf_add_char(out, alphabet[bits >> 18]);
		buf_add_char(out, alphabet[bits >> 12 & 63]);
		buf_add_char(out, left > 1 ? alphabet[bits >> 6 & 63] : '=');
		buf_add_char(out, left > 2 ? alphabet[bits & 63] : '=');
	}
}
