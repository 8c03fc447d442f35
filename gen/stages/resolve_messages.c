/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Catalogues and templates: what is to be translated, what is missing, and the templates compiled in each language. */
#include <stdio.h>

#include "model/lookup.h"
#include "model/page.h"
#include "stages/resolve_parts.h"

#define MOST_EMPTY 20 /* messages of a catalogue that are named one by one */

static const char *const template_names[PAGE_KINDS] = {
	[PAGE_ROOT] = "root.html",     [PAGE_MISSING] = "missing.html", [PAGE_HOME] = "home.html",
	[PAGE_FAMILY] = "family.html", [PAGE_SENDER] = "sender.html",   [PAGE_CODE] = "code.html",
	[PAGE_PAIR] = "pair.html",     [PAGE_LOOKUP] = "lookup.html",   [PAGE_TRANSLATIONS] = "translations.html",
};

/* A site without these has no such links. */
static const char *const link_names[LINK_KINDS] = {
	[LINK_NEAR] = "link-near.html",
	[LINK_OTHER] = "link-other.html",
};

static void add_message(void *context, const struct template_message *message)
{
	struct resolve *resolve = context;

	*array_add(resolve->arena, &resolve->site->messages) =
		(struct message){ message->context, message->id, message->plural, message->loc, NULL };
}

/* True if the message is not shown in the language; then `entry` is what the catalogue has of it, or NULL. */
static bool is_missing(const struct locale *locale, const struct message *message, const struct po_message **entry)
{
	*entry = po_entry(locale->po, message->context, message->id);
	return !po_find(locale->po, message->context, message->id) && !(*entry && (*entry)->broken);
}

/* How many messages of the catalogue wait for their first translation. */
static size_t count_empty(const struct po *po)
{
	size_t count = 0;

	for (size_t i = 0; i < po->count; i++) {
		const struct po_message *entry = po->items[i];
		count += !entry->fuzzy && !entry->broken && !po_find(po, entry->context, entry->id);
	}
	return count;
}

/*
 * A message without a translation is shown in the source language, and reported at its place in the catalogue. Those of a
 * catalogue that was just begun are counted, or they would hide every other complaint. So are those that have no place
 * there: the catalogue is older than the messages, and merging is the answer to all.
 */
static void check_messages(struct resolve *resolve, const struct locale *locale)
{
	const struct site *site = resolve->site;
	struct str first = { NULL, 0 };
	size_t absent = 0, empty = count_empty(locale->po), seen = 0;
	char count[64];

	for (size_t i = 0; i < site->messages.count; i++) {
		const struct message *message = &site->messages.items[i];
		const struct po_message *entry;
		if (!is_missing(locale, message, &entry))
			continue;
		if (!entry) {
			first = absent++ == 0 ? message->id : first;
			continue;
		}
		if (!entry->fuzzy && empty > MOST_EMPTY && seen++ > 0)
			continue;
		struct diag *diag = diag_add(resolve->diags, DIAG_MISSING_MESSAGE, entry->loc, message->id);
		if (entry->fuzzy) {
			diag->reason = STR("it is marked as fuzzy");
		} else if (empty > MOST_EMPTY) {
			snprintf(count, sizeof(count), "the first of %zu that are empty", empty);
			diag->reason = arena_copy(resolve->arena, str_from(count));
		}
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

void resolve_labels(struct resolve *resolve)
{
	const struct site *site = resolve->site;

	for (size_t i = 0; i < site->messages.count; i++) {
		const struct message *message = &site->messages.items[i];
		const struct label label = { message->context, message->id, message->loc, NULL };
		struct str *texts = arena_array(resolve->arena, site->locales.count, struct str);
		for (size_t l = 0; l < site->locales.count; l++)
			texts[l] = label_in(&label, &site->locales.items[l]);
		if (message->texts)
			message->texts->items = texts;
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

static void compile_links(struct resolve *resolve, const struct locale *locale, const struct translator *translator)
{
	struct site *site = resolve->site;

	for (size_t k = 0; k < LINK_KINDS; k++)
		if (has_source(site, link_names[k]))
			site->links[locale->index * LINK_KINDS + k] =
				template_compile(resolve->arena, site->template_set, str_from(link_names[k]),
						 &link_shape, NULL, translator, resolve->diags);
}

void resolve_templates(struct resolve *resolve)
{
	struct site *site = resolve->site;

	if (site->template_sources.count == 0)
		return; /* said when the folder was read */
	for (size_t i = 0; i < site->template_sources.count; i++)
		template_messages(site->template_sources.items[i], resolve->arena, add_message, resolve);
	site->templates = arena_array(resolve->arena, site->locales.count * PAGE_KINDS, const struct template *);
	site->links = arena_array(resolve->arena, site->locales.count * LINK_KINDS, const struct template *);
	site->views = arena_array(resolve->arena, site->locales.count * PAGE_KINDS, struct page_view *);
	for (size_t l = 0; l < site->locales.count; l++) {
		const struct locale *locale = &site->locales.items[l];
		struct translator *translator = arena_new(resolve->arena, struct translator);
		struct site_view *about = arena_new(resolve->arena, struct site_view);
		*translator = (struct translator){ locale, translate, plural_form };
		*about = (struct site_view){ label_in(&site->name, locale), label_in(&site->description, locale),
					     site->repository };
		compile_links(resolve, locale, locale->po ? translator : NULL);
		for (size_t k = 0; k < PAGE_KINDS; k++) {
			bool unused =
				!template_names[k] || (k == PAGE_LOOKUP && !site_has_lookup(site)) ||
				(k == PAGE_SENDER && !has_senders(site)) ||
				(k == PAGE_TRANSLATIONS && (locale->is_source || !has_source(site, template_names[k])));
			struct page_view *view = resolve_known(resolve, about, locale, (enum page_kind)k);
			site->views[l * PAGE_KINDS + k] = view;
			if (unused)
				continue;
			struct known known = { view, PAGE_KNOWN };
			site->templates[l * PAGE_KINDS + k] =
				template_compile(resolve->arena, site->template_set, str_from(template_names[k]),
						 &page_shape, &known, locale->po ? translator : NULL, resolve->diags);
		}
		site->templates[l * PAGE_KINDS + PAGE_LOST] = site_template(site, locale, PAGE_MISSING);
	}
}
