/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Looking up labels in catalogues. */
#include "model/locale.h"

static const struct po_message *find(const struct label *label, const struct locale *locale)
{
	return locale->po ? po_find(locale->po, label->context, label->text) : NULL;
}

bool label_is_translated(const struct label *label, const struct locale *locale)
{
	return locale->is_source || find(label, locale);
}

struct str label_in(const struct label *label, const struct locale *locale)
{
	if (label->shared && label->shared->items)
		return label->shared->items[locale->index];

	const struct po_message *message = find(label, locale);
	return message ? message->texts[0] : label->text;
}
