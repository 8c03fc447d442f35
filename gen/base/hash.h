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

#define HASH_SHA256_SIZE 32
void hash_sha256(struct str s, unsigned char digest[HASH_SHA256_SIZE]);

/* The id that git gives to a file with these bytes, in hexadecimal, with a NUL. */
#define HASH_GIT_BLOB_SIZE 41
void hash_git_blob(struct str s, char hex[HASH_GIT_BLOB_SIZE]);

#endif
