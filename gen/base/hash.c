/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The one place that knows xxHash and libmd. */
#include "base/hash.h"

#include <sha256.h>
#include <xxhash.h>

uint64_t hash64(struct str s)
{
	return XXH3_64bits(s.len ? s.ptr : "", s.len);
}

struct hash128 hash128(struct str s)
{
	XXH128_hash_t hash = XXH3_128bits(s.len ? s.ptr : "", s.len);

	return (struct hash128){ hash.high64, hash.low64 };
}

void hash_sha256(struct str s, unsigned char digest[HASH_SHA256_SIZE])
{
	SHA256_CTX context;

	SHA256Init(&context);
	SHA256Update(&context, (const uint8_t *)(s.len ? s.ptr : ""), s.len);
	SHA256Final(digest, &context);
}
