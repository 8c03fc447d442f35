/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The one place that knows xxHash and libmd. */
#include "base/hash.h"

#include <sha1.h>
#include <sha256.h>
#include <stdio.h>
#include <xxhash.h>

#include "base/arena.h"

uint64_t hash64(struct str s)
{
	return XXH3_64bits(s.len ? s.ptr : "", s.len);
}

struct hash128 hash128(struct str s)
{
	XXH128_hash_t hash = XXH3_128bits(s.len ? s.ptr : "", s.len);

	return (struct hash128){ hash.high64, hash.low64 };
}

bool hash_eq(struct hash128 a, struct hash128 b)
{
	return a.high == b.high && a.low == b.low;
}

struct hasher *hasher_new(void)
{
	XXH3_state_t *state = XXH3_createState();

	if (!state)
		arena_out_of_memory();
	XXH3_128bits_reset(state);
	return (struct hasher *)state;
}

void hasher_add(struct hasher *hasher, struct str s)
{
	if (s.len > 0)
		XXH3_128bits_update((XXH3_state_t *)hasher, s.ptr, s.len);
}

void hasher_add_size(struct hasher *hasher, size_t number)
{
	unsigned char bytes[8];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(number >> 8 * i);
	XXH3_128bits_update((XXH3_state_t *)hasher, bytes, sizeof(bytes));
}

void hasher_add_text(struct hasher *hasher, struct str s)
{
	hasher_add_size(hasher, s.len);
	hasher_add(hasher, s);
}

struct hash128 hasher_end(struct hasher *hasher)
{
	XXH128_hash_t hash = XXH3_128bits_digest((XXH3_state_t *)hasher);

	XXH3_freeState((XXH3_state_t *)hasher);
	return (struct hash128){ hash.high64, hash.low64 };
}

void hash_sha256(struct str s, unsigned char digest[HASH_SHA256_SIZE])
{
	SHA256_CTX context;

	SHA256Init(&context);
	SHA256Update(&context, (const uint8_t *)(s.len ? s.ptr : ""), s.len);
	SHA256Final(digest, &context);
}

void hash_git_blob(struct str s, char hex[HASH_GIT_BLOB_SIZE])
{
	SHA1_CTX context;
	uint8_t digest[SHA1_DIGEST_LENGTH];
	char header[32];
	int len = snprintf(header, sizeof(header), "blob %zu", s.len) + 1;

	SHA1Init(&context);
	SHA1Update(&context, (const uint8_t *)header, (size_t)len);
	SHA1Update(&context, (const uint8_t *)(s.len ? s.ptr : ""), s.len);
	SHA1Final(digest, &context);
	for (size_t i = 0; i < SHA1_DIGEST_LENGTH; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}
