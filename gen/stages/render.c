/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Makes what a page's template sees, and runs the template. */
#include "stages/render.h"

#include "model/lookup.h"
#include "stages/render_parts.h"

struct str render_take(struct worker *worker)
{
	struct str copy = arena_copy(&worker->arena, buf_view(&worker->scratch));

	buf_clear(&worker->scratch);
	return copy;
}

static struct str path_of(const struct page *page, struct worker *worker)
{
	page_path(page, &worker->scratch);
	return render_take(worker);
}

static struct str url_of(const struct site *site, const struct page *page, struct worker *worker)
{
	page_url(site, page, &worker->scratch);
	return render_take(worker);
}

/* The same page in every language; start pages for the pages that have no language. */
static struct value_list alternates(const struct site *site, const struct page *page, struct str root,
				    struct worker *worker)
{
	struct alternate_view *views = arena_array(&worker->arena, site->locales.count, struct alternate_view);

	for (size_t i = 0; i < site->locales.count; i++) {
		const struct locale *locale = &site->locales.items[i];
		struct page other = *page;
		bool without = page->kind == PAGE_ROOT || page_is_missing(page);
		other.locale = locale;
		if (without || (page->kind == PAGE_TRANSLATIONS && !site_work(site, locale)))
			other.kind = PAGE_HOME;
		struct str path = path_of(&other, worker);
		views[i] = (struct alternate_view){
			.id = locale->id,
			.name = locale->name,
			.dir = locale->dir,
			.href = arena_concat(&worker->arena, root, path),
			.url = arena_concat(&worker->arena, site->base_url, path),
			.current = !without && locale == page->locale,
			.translated = page_translated(&other),
			.is_source = locale->is_source,
		};
	}
	return value_list(views, site->locales.count);
}

static const struct entry_link *neighbour(const struct page *page, size_t index, struct worker *worker)
{
	if (index >= page->family->entries.count)
		return NULL;

	const struct entry_text *text = &page->family->entries.items[index].texts[page->locale->index];
	struct entry_link *link = arena_new(&worker->arena, struct entry_link);
	*link = (struct entry_link){
		.href = text->href,
		.code = text->code,
		.title = text->title,
		.lang = text->lang,
		.tone = text->tone,
	};
	return link;
}

/* All comparisons of the code: those that suggest themselves, then the others by class. */
static void list_pairs(const struct site *site, const struct page *page, struct page_view *view, struct worker *worker)
{
	struct neighbours near = links_neighbours(&worker->arena, page->a, SIZE_MAX);
	struct link_row row = links_to_others(&worker->arena, site, page->a, page->locale, &worker->scratch);

	view->near = render_near_groups(page, &near, worker);
	view->same_step = render_near_pairs(page, &near, NONE, worker);
	view->pair_classes = render_link_classes(page, &row, &near, worker);
}

static struct str file_url(struct str pattern, struct str path, struct worker *worker)
{
	site_add_file_url(pattern, path, &worker->scratch);
	return render_take(worker);
}

/* The file with the text of the page in one language, which may be that of the source; empty if there is none. */
static struct str file_of(const struct page *page, const struct locale *locale)
{
	const struct note *note = page_note(page);

	if (page->kind == PAGE_CODE)
		return page->a->texts[locale->index].file;
	if (page->kind == PAGE_FAMILY)
		return page->family->texts[locale->index].file;
	return note ? note->texts[locale->index].file : (struct str){ NULL, 0 };
}

/* Where the text of the page can be changed, or its translation begun. */
static void fill_editing(const struct site *site, const struct page *page, struct page_view *view,
			 struct worker *worker)
{
	const struct locale *source = site->source_locale;
	struct str file = file_of(page, page->locale), original = file_of(page, source);

	if (file.len == 0)
		return;
	view->edit = file_url(site->edit_url, file, worker);
	view->is_translation = !str_eq(file, original);
	if (page->locale != source && !view->is_translation) {
		original.len -= source->id.len + strlen(".md");
		view->translate = file_url(
			site->new_url, arena_concat(&worker->arena, original, page->locale->id, STR(".md")), worker);
	}
}

static void fill_subject(const struct site *site, const struct page *page, struct page_view *view,
			 struct worker *worker)
{
	if (page->family)
		view->family = &page->family->texts[page->locale->index];
	if (page->kind == PAGE_CODE) {
		view->entry = &page->a->texts[page->locale->index];
		view->previous = page->a->index > 0 ? neighbour(page, page->a->index - 1, worker) : NULL;
		view->next = neighbour(page, page->a->index + 1, worker);
		list_pairs(site, page, view, worker);
	}
	if (page->kind == PAGE_SENDER)
		view->sender = &view->family->sender_texts[page->sender->index];
	if (page->kind == PAGE_PAIR)
		view->pair = render_pair(page, worker);
	fill_editing(site, page, view, worker);
}

void render(const struct site *site, const struct page *page, struct worker *worker)
{
	struct arena_mark mark = arena_mark(&worker->arena);

	buf_clear(&worker->out);
	if (page_is_data(page)) {
		render_data(site, page, worker);
		arena_reset(&worker->arena, mark);
		return;
	}
	struct page_view view = *site_page_view(site, page->locale, page->kind);
	struct value_list others = alternates(site, page, view.root, worker);

	if (site->offline.len == 0)
		view.offline = site->offline; /* a package has taken it back */
	view.indexable = page_indexable(page);
	view.alternates = others;
	if (page->locale != site->source_locale)
		view.original = &((const struct alternate_view *)others.items)[site->source_locale->index];
	if (!page_is_missing(page))
		view.canonical = url_of(site, page, worker);
	fill_subject(site, page, &view, worker);
	template_run(site_template(site, page->locale, page->kind), &view, &worker->out);
	arena_reset(&worker->arena, mark);
}

void worker_free(struct worker *worker)
{
	arena_free(&worker->arena);
	buf_free(&worker->out);
	buf_free(&worker->scratch);
}
