/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Finding things of the site by name. */
#include "model/site.h"

#include <stdio.h>

#include "base/hash.h"
#include "formats/slots.h"

const struct locale *site_locale(const struct site *site, struct str id)
{
	for (size_t i = 0; i < site->locales.count; i++)
		if (str_eq(site->locales.items[i].id, id))
			return &site->locales.items[i];
	return NULL;
}

const struct asset *site_asset(const struct site *site, const char *file)
{
	for (size_t i = 0; i < site->assets.count; i++)
		if (str_is(site->assets.items[i].file, file))
			return &site->assets.items[i];
	return NULL;
}

void site_add_asset(struct site *site, struct str file, struct str bytes)
{
	unsigned char digest[HASH_SHA256_SIZE];
	char hex[9];
	size_t dot = file.len;

	hash_sha256(bytes, digest);
	for (size_t i = 0; i < 4; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	while (dot > 0 && file.ptr[dot - 1] != '.')
		dot--;
	struct str stem = str_until_index(file, dot ? dot - 1 : file.len);
	struct str ending = str_from_index(file, dot ? dot - 1 : file.len);
	*array_add(site->arena, &site->assets) = (struct asset){
		.file = file,
		.path = arena_concat(site->arena, STR("assets/"), stem, STR("."), str_from(hex), ending),
		.bytes = bytes,
		.is_hashed = true,
	};
}

void site_add_named_asset(struct site *site, struct str file, struct str bytes)
{
	*array_add(site->arena, &site->assets) = (struct asset){
		.file = file,
		.path = arena_concat(site->arena, STR("assets/"), file),
		.bytes = bytes,
	};
}

struct str site_base_path(const struct site *site)
{
	size_t host = str_find(site->base_url, STR("://"), 0) + 3;

	return str_from_index(site->base_url, str_find(site->base_url, STR("/"), host));
}

void site_add_file_url(struct str pattern, struct str path, struct buf *url)
{
	struct str literal, slot;

	while (slot_next(&pattern, &literal, &slot)) {
		buf_add(url, literal);
		if (slot.len > 0)
			buf_add(url, path);
	}
}

void site_release(struct site *site)
{
	for (size_t i = 0; i < site->patterns.count; i++)
		regfree(&site->patterns.items[i]->compiled);
	site->patterns.count = 0;
}
