/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Enumerating pages by rows of the pair triangle. */
#include "stages/plan.h"

#include "model/lookup.h"
#include "stages/site_files.h"

bool row_next_page(const struct row *row, struct row_walk *walk, struct page *page)
{
	if (row->asset || row->path.len > 0)
		return false;
	*page = row->first;
	if (walk->next == 0) {
		walk->next = row->first.kind == PAGE_CODE ? row->first.a->index + 1 : SIZE_MAX;
		return true;
	}
	for (size_t i = walk->next; i != SIZE_MAX && i < row->first.family->entries.count; i++) {
		page->kind = PAGE_PAIR;
		page->b = &row->first.family->entries.items[i];
		walk->next = i + 1;
		if (entry_pair_exists(page->a, page->b))
			return true;
	}
	return false;
}

static void measure(struct row *row)
{
	struct row_walk walk = { 0 };
	struct buf path = { 0 };
	struct page page;

	if (row->asset || row->path.len > 0) {
		row->files = 1;
		row->path_bytes = row->asset ? row->asset->path.len : row->path.len;
		return;
	}
	while (row_next_page(row, &walk, &page)) {
		page_path(&page, &path);
		row->files++;
	}
	row->path_bytes = path.len;
	buf_free(&path);
}

static void add_row(struct arena *arena, struct plan *plan, struct row row)
{
	struct row *added = array_add(arena, &plan->rows);

	*added = row;
	added->number = plan->rows.count - 1;
}

static void add_page(struct arena *arena, struct plan *plan, struct page page)
{
	add_row(arena, plan, (struct row){ .first = page });
}

static void add_locale(struct arena *arena, struct plan *plan, const struct locale *locale)
{
	const struct site *site = plan->site;

	add_page(arena, plan, (struct page){ .kind = PAGE_HOME, .locale = locale });
	add_page(arena, plan, (struct page){ .kind = PAGE_LOST, .locale = locale });
	if (site_has_lookup(site))
		add_page(arena, plan, (struct page){ .kind = PAGE_LOOKUP, .locale = locale });
	if (site_work(site, locale))
		add_page(arena, plan, (struct page){ .kind = PAGE_TRANSLATIONS, .locale = locale });
	for (size_t f = 0; f < site->families.count; f++) {
		const struct family *family = site->families.items[f].value;
		add_page(arena, plan, (struct page){ .kind = PAGE_FAMILY, .locale = locale, .family = family });
		for (size_t i = 0; i < family->senders.count; i++)
			if (family->texts[locale->index].sender_texts[i].reply_count > 0)
				add_page(arena, plan,
					 (struct page){ .kind = PAGE_SENDER,
							.locale = locale,
							.family = family,
							.sender = &family->senders.items[i] });
		add_page(arena, plan, (struct page){ .kind = PAGE_CODES_JSON, .locale = locale, .family = family });
		for (size_t i = 0; i < family->entries.count; i++) {
			struct page page = { .locale = locale, .family = family, .a = &family->entries.items[i] };
			static const enum page_kind kinds[] = { PAGE_CODE, PAGE_CODE_JSON, PAGE_CODE_MARKDOWN };
			for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
				page.kind = kinds[k];
				add_page(arena, plan, page);
			}
		}
	}
}

/*
 * Pages cannot meet each other: slugs are unique and hold no "-vs-". Assets and files have names of their own, and what
 * the publisher keeps at the top of the output has others.
 */
static void check_paths(struct arena *arena, const struct plan *plan, struct diags *diags)
{
	struct map seen = { 0 };
	struct buf path = { 0 };

	for (size_t i = 0; i < plan->rows.count; i++) {
		const struct row *row = &plan->rows.items[i];
		buf_clear(&path);
		if (row->asset || row->path.len > 0)
			buf_add(&path, row->asset ? row->asset->path : row->path);
		else
			page_path(&row->first, &path);
		struct str key = arena_copy(arena, buf_view(&path));
		if (!map_add(&seen, arena, key, (void *)row))
			diag_add(diags, DIAG_PATH_COLLISION, row->first.a ? row->first.a->loc : (struct loc){ 0 }, key);
	}
	for (size_t i = 0; i < plan->site->kept.count; i++) {
		const struct kept *kept = &plan->site->kept.items[i];
		for (size_t k = 0; k < seen.count; k++) {
			struct str top = str_until_index(seen.items[k].key, str_find_char(seen.items[k].key, '/'));
			if (str_eq(top, kept->name)) {
				diag_add(diags, DIAG_PATH_COLLISION, kept->loc, kept->name)->reason =
					STR("the site has it itself");
				break;
			}
		}
	}
	buf_free(&path);
}

/* Drops the rows of other parts. */
static void take_shard(struct plan *plan, struct shard shard)
{
	size_t kept = 0, codes = 0;

	for (size_t i = 0; i < plan->rows.count; i++) {
		bool is_code = plan->rows.items[i].first.kind == PAGE_CODE;
		if ((is_code ? codes++ % shard.count : 0) == shard.number - 1)
			plan->rows.items[kept++] = plan->rows.items[i];
	}
	plan->rows.count = kept;
}

static void count_files(struct plan *plan)
{
	for (size_t i = 0; i < plan->rows.count; i++) {
		struct row *row = &plan->rows.items[i];
		measure(row);
		plan->file_count += row->files;
		plan->page_count += row_page_count(row);
	}
}

struct plan *plan_shard(struct arena *arena, const struct site *site, struct shard shard, struct diags *diags)
{
	struct plan *plan = arena_new(arena, struct plan);
	struct site_files files = { 0 };

	plan->site = site;
	add_page(arena, plan, (struct page){ .kind = PAGE_ROOT, .locale = site->source_locale });
	add_page(arena, plan, (struct page){ .kind = PAGE_MISSING, .locale = site->source_locale });
	for (size_t i = 0; i < site->assets.count; i++)
		add_row(arena, plan, (struct row){ .asset = &site->assets.items[i] });
	for (size_t i = 0; i < site->locales.count; i++)
		add_locale(arena, plan, &site->locales.items[i]);
	if (shard.number == 1)
		site_files(arena, plan, &files);
	for (size_t i = 0; i < files.count; i++)
		add_row(arena, plan, (struct row){ .path = files.items[i].path, .text = files.items[i].text });
	check_paths(arena, plan, diags);
	take_shard(plan, shard);
	count_files(plan);
	return plan;
}

struct plan *plan(struct arena *arena, const struct site *site, struct diags *diags)
{
	return plan_shard(arena, site, (struct shard){ 1, 1 }, diags);
}

/* An empty folder would be nobody's. */
struct str_array plan_folders(struct arena *arena, const struct plan *plan)
{
	struct str_array folders = { 0 };
	struct map known = { 0 };
	struct buf path = { 0 };

	for (size_t i = 0; i < plan->rows.count; i++) {
		const struct row *row = &plan->rows.items[i];
		buf_clear(&path);
		if (row->asset || row->path.len > 0)
			buf_add(&path, row->asset ? row->asset->path : row->path);
		else
			page_path(&row->first, &path);
		for (size_t end = 0; end < path.len; end++) {
			struct str folder = { path.ptr, end };
			if (path.ptr[end] != '/' || map_find(&known, folder))
				continue;
			folder = arena_copy(arena, folder);
			map_add(&known, arena, folder, plan->rows.items);
			*array_add(arena, &folders) = folder;
		}
	}
	buf_free(&path);
	return folders;
}
