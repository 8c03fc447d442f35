/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Finding things of the site by name. */
#include "model/site.h"

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

void site_release(struct site *site)
{
	for (size_t i = 0; i < site->patterns.count; i++)
		regfree(&site->patterns.items[i]->compiled);
	site->patterns.count = 0;
}
