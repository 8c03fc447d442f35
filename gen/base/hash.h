/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Fingerprints: fast ones for tables and for telling whether a page changed, and SHA-256 for the names of assets. */
#ifndef STATUSBOOK_BASE_HASH_H
#define STATUSBOOK_BASE_HASH_H

#include "base/str.h"

struct hash128 {
	uint64_t high;
	uint64_t low;
};

uint64_t hash64(struct str s);
struct hash128 hash128(struct str s);
bool hash_eq(struct hash128 a, struct hash128 b);

/* The same, of bytes that come in parts. */
struct hasher;
struct hasher *hasher_new(void);
void hasher_add(struct hasher *hasher, struct str s);
void hasher_add_size(struct hasher *hasher, size_t number);
void hasher_add_text(struct hasher *hasher, struct str s); /* and its length: it cannot run into the next */
struct hash128 hasher_end(struct hasher *hasher);          /* frees it */

#define HASH_SHA256_SIZE 32
void hash_sha256(struct str s, unsigned char digest[HASH_SHA256_SIZE]);

/* The id that git gives to a file with these bytes, in hexadecimal, with a NUL. */
#define HASH_GIT_BLOB_SIZE 41
void hash_git_blob(struct str s, char hex[HASH_GIT_BLOB_SIZE]);

#endif
