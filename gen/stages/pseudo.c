/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Catalogues and documents as a translator would hand them in, so that all later stages do with them what they always do. */
#include "stages/pseudo.h"

#include "formats/pseudo.h"

static const struct {
	struct str id, name, dir;
	enum pseudo_style style;
} made[] = {
	{ { "en-XA", 5 }, { "en-XA", 5 }, { "ltr", 3 }, PSEUDO_ACCENTED },
	{ { "ar-XB", 5 }, { "ar-XB", 5 }, { "rtl", 3 }, PSEUDO_MIRRORED },
};

struct making {
	struct arena *arena;
	struct po *po;
	enum pseudo_style style;
};

static struct str translated(struct making *making, struct str text,
			     void (*change)(enum pseudo_style style, struct str text, struct buf *out))
{
	struct buf out = { 0 };

	change(making->style, text, &out);
	struct str copy = arena_copy(making->arena, buf_view(&out));
	buf_free(&out);
	return copy;
}

static void add_message(struct making *making, struct str context, struct str id, struct str plural, struct loc loc)
{
	struct po_message *message = arena_new(making->arena, struct po_message);
	size_t count = plural.len > 0 ? 2 : 1;

	*message = (struct po_message){
		.context = context,
		.id = id,
		.plural = plural,
		.texts = arena_array(making->arena, count, struct str),
		.text_count = count,
		.loc = loc,
		.plural_loc = loc,
		.text_locs = arena_array(making->arena, count, struct loc),
	};
	for (size_t i = 0; i < count; i++) {
		message->texts[i] = translated(making, i == 0 ? id : plural, pseudo_message);
		message->text_locs[i] = loc;
	}
	if (po_index_add(&making->po->index, making->arena, context, id, message))
		*array_add(making->arena, making->po) = message;
}

static void found_message(void *context, const struct template_message *message)
{
	add_message(context, message->context, message->id, message->plural, message->loc);
}

/* The labels that `load` has found, and what templates say. */
static const struct po *make_catalogue(struct making *making, const struct site *site)
{
	making->po = arena_new(making->arena, struct po);
	making->po->source = site->source;
	plural_init(&making->po->plurals);
	for (size_t i = 0; i < site->messages.count; i++) {
		const struct message *message = &site->messages.items[i];
		add_message(making, message->context, message->id, message->plural, message->loc);
	}
	for (size_t i = 0; i < site->template_sources.count; i++)
		template_messages(site->template_sources.items[i], making->arena, found_message, making);
	return making->po;
}

static struct yaml *make_scalar(struct making *making, const struct yaml *from)
{
	struct yaml *node = arena_new(making->arena, struct yaml);

	*node = *from;
	if (node->kind == YAML_SCALAR)
		node->text = translated(making, from->text, pseudo_text);
	return node;
}

static struct yaml *make_list(struct making *making, const struct yaml *from)
{
	struct yaml *node = arena_new(making->arena, struct yaml);

	*node = *from;
	node->items = arena_array(making->arena, from->count, struct yaml_item);
	for (size_t i = 0; i < from->count; i++)
		node->items[i].value = make_scalar(making, from->items[i].value);
	return node;
}

/* What the source says of each reply of a list; translations have a map of these. */
static struct yaml *make_glosses(struct making *making, const struct yaml *replies)
{
	struct yaml *node = arena_new(making->arena, struct yaml);

	*node = (struct yaml){ .kind = YAML_MAP, .loc = replies->loc };
	node->items = arena_array(making->arena, replies->count, struct yaml_item);
	for (size_t i = 0; i < replies->count; i++) {
		const struct yaml *id = yaml_find(replies->items[i].value, "id");
		const struct yaml *gloss = yaml_find(replies->items[i].value, "gloss");
		if (id && gloss)
			node->items[node->count++] =
				(struct yaml_item){ id->text, id->loc, make_scalar(making, gloss) };
	}
	return node;
}

/* The keys that translations have. */
static struct yaml *make_front(struct making *making, const struct yaml *from)
{
	struct yaml *front = arena_new(making->arena, struct yaml);

	*front = (struct yaml){ .kind = YAML_MAP, .loc = from->loc };
	front->items = arena_array(making->arena, from->count, struct yaml_item);
	for (size_t i = 0; i < from->count; i++) {
		const struct yaml_item *item = &from->items[i];
		struct yaml *value = NULL;
		if (str_is(item->key, "title") || str_is(item->key, "summary") || str_is(item->key, "changed"))
			value = make_scalar(making, item->value);
		else if (str_is(item->key, "keywords") && item->value->kind == YAML_LIST)
			value = make_list(making, item->value);
		else if (str_is(item->key, "replies") && item->value->kind == YAML_LIST)
			value = make_glosses(making, item->value);
		if (value)
			front->items[front->count++] = (struct yaml_item){ item->key, item->key_loc, value };
	}
	return front;
}

/* Sections are views of the document's text, so all of them stand in one. */
static void make_document(struct making *making, const struct document *from, struct document *document)
{
	struct buf text = { 0 };
	size_t start = 0;

	*document = (struct document){
		.source.lenient = true,
		.slug = from->slug,
		.loc = from->loc,
		.front = make_front(making, from->front),
	};
	for (size_t i = 0; i < from->sections.count; i++) {
		struct md_section *section = array_add(making->arena, &document->sections);
		*section = from->sections.items[i];
		section->heading = translated(making, section->heading, pseudo_text);
		pseudo_markdown(making->style, section->body, &text);
		section->body = (struct str){ NULL, text.len - start };
		start = text.len;
	}
	document->source.text = arena_copy(making->arena, buf_view(&text));
	buf_free(&text);
	start = 0;
	for (size_t i = 0; i < document->sections.count; i++) {
		struct str *body = &document->sections.items[i].body;
		body->ptr = document->source.text.ptr + start;
		start += body->len;
		md_gist(making->arena, &from->source, &document->sections.items[i]);
	}
}

/* The documents move; what was said of them points to where they stood, which stays in the arena. */
static void add_documents(struct making *making, struct folder *folder, const struct locale *source, struct str locale)
{
	size_t count = folder->count;

	for (size_t i = 0; i < count; i++) {
		struct document document;
		if (!str_eq(folder->items[i].locale, source->id) || folder->items[i].broken || !folder->items[i].front)
			continue;
		make_document(making, &folder->items[i], &document);
		document.locale = locale;
		document.source.path = arena_concat(making->arena, STR("content/"), folder->family->slug, STR("/"),
						    document.slug, STR("."), locale, STR(".md"));
		*array_add(making->arena, folder) = document;
	}
}

/* Locales point to each other, and move. */
static struct locale *add_locale(struct site *site)
{
	size_t source = site->source_locale->index;
	struct locale *locale = array_add(site->arena, &site->locales);

	site->source_locale = &site->locales.items[source];
	locale->index = site->locales.count - 1;
	for (size_t i = 0; i < site->locales.count; i++)
		site->locales.items[i].source = site->source_locale;
	return locale;
}

void pseudo_add(struct manuscript *manuscript)
{
	struct site *site = manuscript->site;

	for (size_t i = 0; site->source_locale && i < sizeof(made) / sizeof(*made); i++) {
		struct making making = { .arena = site->arena, .style = made[i].style };
		if (site_locale(site, made[i].id))
			continue;
		struct locale *locale = add_locale(site);
		locale->id = made[i].id;
		locale->name = made[i].name;
		locale->dir = made[i].dir;
		locale->is_pseudo = true;
		locale->po = make_catalogue(&making, site);
		for (size_t f = 0; f < manuscript->folders.count; f++)
			add_documents(&making, &manuscript->folders.items[f], site->source_locale, locale->id);
	}
}
