/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* One Markdown file: front matter between two lines `---`, then sections. */
#include "base/pool.h"
#include "formats/text.h"
#include "stages/load_parts.h"

/* Cuts the front matter out of the text; false if there is none. Both are views of the source. */
static bool split(const struct source *source, struct str *front, struct str *body)
{
	struct str rest = source->text, line;

	if (!str_next_line(&rest, &line) || !str_is(line, "---"))
		return false;

	const char *start = rest.ptr;
	while (str_next_line(&rest, &line)) {
		if (!str_is(line, "---"))
			continue;
		*front = (struct str){ start, (size_t)(line.ptr - start) };
		*body = rest;
		return true;
	}
	return false;
}

static void load_document(struct load *load, struct document *document)
{
	const struct source *source = &document->source;
	size_t before = load->diags->count;
	struct str front, body;

	document->loc = (struct loc){ source, 0, 0 };
	if (!text_check(source, load->diags)) {
		document->broken = true;
		return;
	}
	if (!split(source, &front, &body)) {
		diag_add(load->diags, DIAG_NO_FRONT_MATTER, document->loc, (struct str){ NULL, 0 });
		document->broken = true;
		return;
	}
	document->front = yaml_parse(load->arena, source, front, load->diags);
	if (document->front && !load_is(load, document->front, YAML_MAP, STR("front matter")))
		document->front = NULL;
	md_split(load->arena, source, body, &document->sections, load->diags);
	for (size_t i = 0; i < document->sections.count; i++)
		md_gist(load->arena, source, &document->sections.items[i]);
	document->broken = load->diags->count > before;
}

/* Neither the family nor the documents know each other, so each is read by itself. */
struct reading {
	struct load *load;
	struct folder *folder;
	struct str slug;
	const struct source *source; /* of the family, which takes longest and so is first */
	struct diags *diags;         /* per file */
	struct arena *arenas;        /* per worker */
};

static void read_one(void *context, size_t index, size_t worker)
{
	struct reading *reading = context;
	struct load load = { &reading->arenas[worker], &reading->diags[index], reading->load->site };

	load.diags->arena = load.arena;
	if (index == 0)
		reading->folder->family = load_family(&load, reading->slug, reading->source);
	else
		load_document(&load, &reading->folder->items[index - 1]);
}

bool load_folder(struct load *load, struct folder *folder, struct str slug, const struct source *source)
{
	struct arena scratch = { 0 };
	size_t threads = load->site->threads, files = folder->count + 1;
	struct reading reading = { .load = load,
				   .folder = folder,
				   .slug = slug,
				   .source = source,
				   .diags = arena_array(&scratch, files, struct diags),
				   .arenas = arena_array(&scratch, threads, struct arena) };

	pool_run(threads, files, read_one, &reading);
	bool fine = folder->family->kinds.count > 0;
	for (size_t i = 0; i < threads; i++)
		arena_absorb(load->arena, &reading.arenas[i]);
	for (size_t i = 0; i < (fine ? files : 1); i++)
		diag_add_all(load->diags, &reading.diags[i]);
	arena_free(&scratch);
	return fine;
}

void document_parse(struct arena *arena, struct document *document, struct diags *diags)
{
	struct load load = { .arena = arena, .diags = diags };

	load_document(&load, document);
}

const struct md_section *document_section(const struct document *document, struct str id)
{
	for (size_t i = 0; document && i < document->sections.count; i++)
		if (str_eq(document->sections.items[i].id, id))
			return &document->sections.items[i];
	return NULL;
}

struct document *folder_find(const struct folder *folder, struct str slug, struct str locale)
{
	for (size_t i = 0; i < folder->count; i++)
		if (str_eq(folder->items[i].slug, slug) && str_eq(folder->items[i].locale, locale))
			return &folder->items[i];
	return NULL;
}
