/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Catalogues and templates: what is to be translated, what is missing, and the templates compiled in each language. */
#include <stdio.h>

#include "model/lookup.h"
#include "model/page.h"
#include "stages/resolve_parts.h"

static const char *const template_names[PAGE_KINDS] = {
	[PAGE_ROOT] = "root.html",     [PAGE_MISSING] = "missing.html", [PAGE_HOME] = "home.html",
	[PAGE_FAMILY] = "family.html", [PAGE_SENDER] = "sender.html",   [PAGE_CODE] = "code.html",
	[PAGE_PAIR] = "pair.html",     [PAGE_LOOKUP] = "lookup.html",   [PAGE_TRANSLATIONS] = "translations.html",
};

static void add_message(void *context, const struct template_message *message)
{
	struct resolve *resolve = context;

	*array_add(resolve->arena, &resolve->site->messages) =
		(struct message){ message->context, message->id, message->plural, message->loc };
}

/*
 * A message without a translation is shown in the source language, and reported at its place in the catalogue. Those that
 * have no place there are only counted: the catalogue is older than the messages, and merging is the answer to all.
 */
static void check_messages(struct resolve *resolve, const struct locale *locale)
{
	const struct site *site = resolve->site;
	struct str first = { NULL, 0 };
	size_t absent = 0;
	char count[64];

	for (size_t i = 0; i < site->messages.count; i++) {
		const struct message *message = &site->messages.items[i];
		const struct po_message *entry = po_entry(locale->po, message->context, message->id);
		if (po_find(locale->po, message->context, message->id))
			continue;
		if (entry && entry->broken)
			continue;
		if (entry)
			diag_add(resolve->diags, DIAG_MISSING_MESSAGE, entry->loc, message->id);
		else if (absent++ == 0)
			first = message->id;
	}
	if (absent == 0 || locale->is_broken)
		return;
	if (absent == 1)
		snprintf(count, sizeof(count), "the catalogue lacks it");
	else
		snprintf(count, sizeof(count), "the first of %zu that the catalogue lacks", absent);
	diag_add(resolve->diags, DIAG_MISSING_MESSAGE, (struct loc){ locale->po->source, 0, 0 }, first)->reason =
		arena_copy(resolve->arena, str_from(count));
}

void check_catalogues(struct resolve *resolve)
{
	const struct site *site = resolve->site;

	for (size_t l = 0; l < site->locales.count; l++) {
		const struct locale *locale = &site->locales.items[l];
		if (!locale->po)
			continue;
		check_messages(resolve, locale);
		for (size_t i = 0; i < locale->po->count; i++)
			po_check_slots(locale->po->items[i], resolve->diags);
	}
}

static size_t translate(const void *context, struct str message_context, struct str id, struct str plural,
			const struct str **texts)
{
	const struct locale *locale = context;
	const struct po_message *message = locale->po ? po_find(locale->po, message_context, id) : NULL;

	if (!message || (plural.len > 0) != (message->plural.len > 0))
		return 0;
	*texts = message->texts;
	return message->text_count;
}

static size_t plural_form(const void *context, size_t n)
{
	const struct locale *locale = context;

	return po_plural_index(locale->po, n);
}

/* A site without such pages needs no template for them. */
static bool has_senders(const struct site *site)
{
	for (size_t f = 0; f < site->families.count; f++)
		if (((const struct family *)site->families.items[f].value)->senders.count > 0)
			return true;
	return false;
}

/* Whether the project has the template; for those that it can do without. */
static bool has_source(const struct site *site, const char *name)
{
	for (size_t i = 0; i < site->template_sources.count; i++)
		if (str_is(str_from_index(site->template_sources.items[i]->path, strlen("templates/")), name))
			return true;
	return false;
}

void resolve_templates(struct resolve *resolve)
{
	struct site *site = resolve->site;

	if (site->template_sources.count == 0)
		return; /* said when the folder was read */
	for (size_t i = 0; i < site->template_sources.count; i++)
		template_messages(site->template_sources.items[i], resolve->arena, add_message, resolve);
	site->templates = arena_array(resolve->arena, site->locales.count * PAGE_KINDS, const struct template *);
	for (size_t l = 0; l < site->locales.count; l++) {
		const struct locale *locale = &site->locales.items[l];
		struct translator *translator = arena_new(resolve->arena, struct translator);
		*translator = (struct translator){ locale, translate, plural_form };
		for (size_t k = 0; k < PAGE_KINDS; k++) {
			bool unused =
				!template_names[k] || (k == PAGE_LOOKUP && !site_has_lookup(site)) ||
				(k == PAGE_SENDER && !has_senders(site)) ||
				(k == PAGE_TRANSLATIONS && (locale->is_source || !has_source(site, template_names[k])));
			if (unused)
				continue;
			site->templates[l * PAGE_KINDS + k] =
				template_compile(resolve->arena, site->template_set, str_from(template_names[k]),
						 &page_shape, locale->po ? translator : NULL, resolve->diags);
		}
		site->templates[l * PAGE_KINDS + PAGE_LOST] = site_template(site, locale, PAGE_MISSING);
	}
}
