/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Walks the folders content/, locales/ and templates/ of a project and hands each file to the reader of its format. */
#include "stages/load.h"

#include <errno.h>
#include <fcntl.h>
#include <strings.h>
#include <unistd.h>

#include "base/fs.h"
#include "formats/comments.h"
#include "formats/text.h"
#include "model/page.h"
#include "stages/load_parts.h"

#define LONGEST_TEXT ((size_t)1 << 20)
#define LONGEST_ENTRY ((size_t)256 << 10)
#define NOTHING ((struct str){ NULL, 0 })

/* Reads a file; on failure says why and returns false. `path` is what messages show. */
static bool read_source(struct load *load, int folder, const char *name, size_t limit, struct str path,
			struct source *source)
{
	source->path = path;
	int error = fs_read(load->arena, folder, name, limit, &source->text);
	if (error == 0) {
		source->text = text_without_mark(source->text);
		return true;
	}

	struct source *place = arena_new(load->arena, struct source);
	*place = (struct source){ .path = path, .lenient = source->lenient };
	if (error == EFBIG)
		diag_add(load->diags, DIAG_FILE_TOO_LARGE, (struct loc){ .source = place }, NOTHING);
	else if (error == EINVAL || error == ELOOP)
		diag_add(load->diags, DIAG_NOT_A_FILE, (struct loc){ .source = place }, NOTHING);
	else if (error == ENOENT)
		diag_add(load->diags, DIAG_MISSING_FILE, (struct loc){ 0 }, path);
	else
		diag_add_errno(load->diags, DIAG_UNREADABLE, path, error);
	return false;
}

/* Opens a folder of the project and lists it; -1 after a complaint. */
static int open_folder(struct load *load, int below, const char *name, struct str path, struct fs_listing *listing)
{
	int folder = fs_open_below(below, name);
	int error = folder < 0 ? errno : fs_list(load->arena, folder, listing);

	if (error == 0)
		return folder;
	if (error == ENOENT)
		diag_add(load->diags, DIAG_MISSING_DIRECTORY, (struct loc){ 0 }, path);
	else if (error == ENOTDIR)
		diag_add(load->diags, DIAG_MISSING_DIRECTORY, (struct loc){ 0 }, path)->reason =
			STR("it is a file or a link, and links are not followed");
	else
		diag_add_errno(load->diags, DIAG_UNREADABLE, path, error);
	if (folder >= 0)
		close(folder);
	return -1;
}

static struct source *new_source(struct load *load)
{
	return arena_new(load->arena, struct source);
}

/* About a file as a whole: most often one that the program does not read, likely a slip of the pen. */
static void complain_file(struct load *load, struct str path, enum diag_rule rule, struct str detail)
{
	struct source *place = new_source(load);

	place->path = path;
	diag_add(load->diags, rule, (struct loc){ .source = place }, detail);
}

/* "550.de.md" is the slug "550" in the locale "de". */
static bool document_name(struct str file, struct str *slug, struct str *locale)
{
	if (!str_ends(file, STR(".md")))
		return false;
	*slug = str_until_index(file, file.len - 3);
	size_t dot = slug->len;
	while (dot > 0 && slug->ptr[dot - 1] != '.')
		dot--;
	if (dot <= 1 || dot == slug->len)
		return false;
	*locale = str_from_index(*slug, dot);
	slug->len = dot - 1;
	return true;
}

static bool hidden(struct str name)
{
	return name.len > 0 && name.ptr[0] == '.';
}

static void read_document(struct load *load, int folder, const struct fs_entry *file, struct str path,
			  struct folder *into)
{
	struct document document = { 0 };

	if (!document_name(file->name, &document.slug, &document.locale)) {
		complain_file(load, path, DIAG_UNEXPECTED_FILE, NOTHING);
		return;
	}
	if (!site_locale(load->site, document.locale)) {
		complain_file(load, path, DIAG_UNKNOWN_LOCALE, document.locale);
		return;
	}
	if (!read_source(load, folder, file->name.ptr, LONGEST_ENTRY, path, &document.source))
		return;
	document.source.lenient = !str_eq(document.locale, load->site->source_locale->id);
	*array_add(load->arena, into) = document;
}

static void read_family_folder(struct load *load, int content, struct str slug, struct manuscript *manuscript)
{
	struct fs_listing listing;
	struct str path = arena_concat(load->arena, STR("content/"), slug, STR("/"));
	int folder = open_folder(load, content, slug.ptr, path, &listing);
	struct source *source = new_source(load);

	if (folder < 0)
		return;
	if (!slug_fits(slug) || str_find(slug, STR("-vs-"), 0) != SIZE_MAX)
		complain_file(load, path, DIAG_BAD_SLUG, NOTHING);
	else if (slug_is_reserved(slug))
		complain_file(load, path, DIAG_RESERVED_SLUG, NOTHING);
	struct str yaml_path = arena_concat(load->arena, path, STR("family.yaml"));
	if (!read_source(load, folder, "family.yaml", LONGEST_TEXT, yaml_path, source) ||
	    !text_check(source, load->diags)) {
		close(folder);
		return;
	}
	struct folder *into = array_add(load->arena, &manuscript->folders);
	struct diags listed = { .arena = load->arena };
	struct load list = { load->arena, &listed, load->site };
	for (size_t i = 0; i < listing.count; i++) {
		const struct fs_entry *file = &listing.items[i];
		if (hidden(file->name) || str_is(file->name, "family.yaml"))
			continue;
		struct str file_path = arena_concat(load->arena, path, file->name);
		if (file->is_file)
			read_document(&list, folder, file, file_path, into);
		else
			complain_file(&list, file_path, DIAG_NOT_A_FILE, NOTHING);
	}
	close(folder);
	if (!load_folder(load, into, slug, source)) {
		manuscript->folders.count--;
		return;
	}
	map_add(&load->site->families, load->arena, slug, into->family);
	diag_add_all(load->diags, &listed);
}

static void read_content(struct load *load, int root, struct manuscript *manuscript)
{
	struct fs_listing listing;
	int content = open_folder(load, root, "content", STR("content/"), &listing);
	struct source *source = load->site->source = new_source(load);

	if (content < 0)
		return;
	if (read_source(load, content, "site.yaml", LONGEST_TEXT, STR("content/site.yaml"), source) &&
	    text_check(source, load->diags))
		load_site(load, source);
	for (size_t i = 0; load->site->source_locale && i < listing.count; i++) {
		const struct fs_entry *item = &listing.items[i];
		bool known = str_is(item->name, "site.yaml") || str_is(item->name, "README.md");
		if (hidden(item->name) || known)
			continue;
		if (item->is_folder)
			read_family_folder(load, content, item->name, manuscript);
		else
			complain_file(load, arena_concat(load->arena, STR("content/"), item->name),
				      DIAG_UNEXPECTED_FILE, NOTHING);
	}
	load_index_words(load);
	if (load->site->source_locale && load->site->families.count == 0 && diag_exit_status(load->diags) == 0)
		diag_add(load->diags, DIAG_NO_FAMILY, (struct loc){ 0 }, STR("content/"));
	close(content);
}

/* A glossary is optional. */
static void read_glossary(struct load *load, int folder, struct locale *locale)
{
	struct source *source = new_source(load);
	struct str name = arena_concat(load->arena, STR("glossary."), locale->id, STR(".tsv"));
	struct str path = arena_concat(load->arena, STR("locales/"), name);

	if (folder < 0 || fs_read(load->arena, folder, name.ptr, LONGEST_TEXT, &source->text) == ENOENT)
		return;
	if (read_source(load, folder, name.ptr, LONGEST_TEXT, path, source) && text_check(source, load->diags))
		locale->glossary = load_glossary(load, source);
}

/* The PO file of each locale but the source one, and the glossaries of all. */
static void read_catalogues(struct load *load, int root)
{
	int folder = fs_open_below(root, "locales");

	/* Without the folder there are no catalogues; one that cannot be opened must not pass for none. */
	if (folder < 0 && errno != ENOENT && errno != ENOTDIR && errno != ELOOP) {
		diag_add_errno(load->diags, DIAG_UNREADABLE, STR("locales"), errno);
		return;
	}
	for (size_t i = 0; i < load->site->locales.count; i++) {
		struct locale *locale = &load->site->locales.items[i];
		if (locale->is_broken)
			continue;
		read_glossary(load, folder, locale);
		if (locale->is_source)
			continue;
		struct source *source = new_source(load);
		struct str name = arena_concat(load->arena, locale->id, STR(".po"));
		struct str path = arena_concat(load->arena, STR("locales/"), name);
		source->lenient = true;
		if (folder < 0 || fs_read(load->arena, folder, name.ptr, LONGEST_TEXT, &source->text) == ENOENT) {
			source->path = path;
			diag_add(load->diags, DIAG_MISSING_CATALOGUE, (struct loc){ .source = source }, NOTHING);
		} else if (read_source(load, folder, name.ptr, LONGEST_TEXT, path, source) &&
			   text_check(source, load->diags)) {
			size_t before = load->diags->count;
			locale->po = po_parse(load->arena, source, load->diags);
			locale->is_broken = load->diags->count > before;
		}
	}
	if (folder >= 0)
		close(folder);
}

/* Names of assets become addresses: ASCII letters, digits, '-', '_' and '.'. */
static bool is_asset_name(struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i], lower = (char)(c | 0x20);
		bool plain = (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9');
		if (!plain && c != '-' && c != '_' && c != '.')
			return false;
	}
	return name.len > 0;
}

/* One of them stands inside of pages, and is no file of the site. What authors say to each other stays here. */
static void add_asset(struct load *load, struct str name, const struct source *source)
{
	struct buf bytes = { 0 };

	if (str_is(name, "boot.js")) {
		load->site->boot = source;
		return;
	}
	if (str_ends(name, STR(".js")) || str_ends(name, STR(".css")))
		comments_remove(&bytes, source->text);
	else
		buf_add(&bytes, source->text);
	site_add_asset(load->site, name, arena_copy(load->arena, buf_view(&bytes)));
	buf_free(&bytes);
}

/* The file before it in the listing that is the same one where case does not count; NULL if there is none. */
static const struct fs_entry *twin_of(const struct fs_listing *listing, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (strcasecmp(listing->items[i].name.ptr, listing->items[index].name.ptr) == 0)
			return &listing->items[i];
	return NULL;
}

static void read_assets(struct load *load, int templates)
{
	struct fs_listing listing;
	int folder = open_folder(load, templates, "assets", STR("templates/assets/"), &listing);

	if (folder < 0)
		return;
	for (size_t i = 0; i < listing.count; i++) {
		const struct fs_entry *file = &listing.items[i], *twin = twin_of(&listing, i);
		struct source *source = new_source(load);
		struct str path = arena_concat(load->arena, STR("templates/assets/"), file->name);
		if (twin)
			complain_file(load, path, DIAG_CASE_COLLISION, twin->name);
		if (!is_asset_name(file->name))
			complain_file(load, path, DIAG_UNEXPECTED_FILE, NOTHING);
		else if (!hidden(file->name) && read_source(load, folder, file->name.ptr, LONGEST_TEXT, path, source))
			add_asset(load, file->name, source);
	}
	close(folder);
}

static void read_templates(struct load *load, int root)
{
	struct fs_listing listing;
	int folder = open_folder(load, root, "templates", STR("templates/"), &listing);

	load->site->template_set = template_set_new(load->arena);
	if (folder < 0)
		return;
	for (size_t i = 0; i < listing.count; i++) {
		const struct fs_entry *file = &listing.items[i];
		struct source *source = new_source(load);
		struct str path = arena_concat(load->arena, STR("templates/"), file->name);
		if (hidden(file->name) || !str_ends(file->name, STR(".html")))
			continue;
		if (read_source(load, folder, file->name.ptr, LONGEST_TEXT, path, source) &&
		    text_check(source, load->diags)) {
			template_set_add(load->site->template_set, file->name, source);
			*array_add(load->arena, &load->site->template_sources) = source;
		}
	}
	read_assets(load, folder);
	close(folder);
}

struct manuscript *load_with(struct arena *arena, const char *path, size_t threads, struct diags *diags)
{
	struct manuscript *manuscript = arena_new(arena, struct manuscript);
	struct load load = { arena, diags, arena_new(arena, struct site) };
	int root = fs_open_folder(AT_FDCWD, path), error = root < 0 ? errno : 0;

	manuscript->site = load.site;
	load.site->arena = arena;
	load.site->threads = threads;
	if (error == ENOENT || error == ENOTDIR) {
		diag_add(diags, DIAG_MISSING_DIRECTORY, (struct loc){ 0 }, str_from(path));
		return manuscript;
	}
	if (error) {
		diag_add_errno(diags, DIAG_UNREADABLE, str_from(path), error);
		return manuscript;
	}
	read_content(&load, root, manuscript);
	read_catalogues(&load, root);
	read_templates(&load, root);
	close(root);
	return manuscript;
}

struct manuscript *load(struct arena *arena, const char *path, struct diags *diags)
{
	return load_with(arena, path, 1, diags);
}
