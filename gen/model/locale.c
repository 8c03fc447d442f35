/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Looking up labels in catalogues. */
#include "model/locale.h"

struct str label_in(const struct label *label, const struct locale *locale)
{
	const struct po_message *message = locale->po ? po_find(locale->po, label->context, label->text) : NULL;

	return message && message->text_count > 0 && message->texts[0].len > 0 ? message->texts[0] : label->text;
}
