/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Requests. Nothing but pages, assets and the other files of the plan can be asked for, and what stands here under `/_`:
 * paths are looked up in the model and never reach the file system.
 */
#include <stdio.h>
#include <strings.h>

#include "commands/serve_parts.h"

#define NOTHING ((struct str){ NULL, 0 })
#define MOST_HEADER ((size_t)8192)

static const struct row *find_file(const struct plan *plan, struct str path)
{
	for (size_t i = 0; i < plan->rows.count; i++) {
		const struct row *row = &plan->rows.items[i];
		struct str name = row->asset ? row->asset->path : row->path;
		if (name.len > 0 && str_eq(name, path))
			return row;
	}
	return NULL;
}

static const char *type_of(struct str path)
{
	static const struct {
		struct str ending;
		const char *type;
	} types[] = {
		{ { ".html", 5 }, "text/html; charset=utf-8" },
		{ { ".css", 4 }, "text/css; charset=utf-8" },
		{ { ".svg", 4 }, "image/svg+xml" },
		{ { ".js", 3 }, "text/javascript; charset=utf-8" },
		{ { ".xml", 4 }, "application/xml" },
		{ { ".json", 5 }, "application/json" },
		{ { ".md", 3 }, "text/markdown; charset=utf-8" },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (str_ends(path, types[i].ending))
			return types[i].type;
	return "text/plain; charset=utf-8";
}

void answer_headers(struct MHD_Response *response, const char *type)
{
	MHD_add_response_header(response, "Content-Type", type);
	MHD_add_response_header(response, "Cache-Control", "no-store");
	MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
	MHD_add_response_header(response, "Cross-Origin-Resource-Policy", "same-origin");
	MHD_add_response_header(response, "Connection", "close");
}

static enum MHD_Result answer(struct MHD_Connection *connection, unsigned status, struct str body, const char *type)
{
	struct MHD_Response *response =
		MHD_create_response_from_buffer(body.len, (void *)body.ptr, MHD_RESPMEM_MUST_COPY);

	if (!response)
		return MHD_NO;
	answer_headers(response, type);
	if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
		MHD_add_response_header(response, "Allow", "GET, HEAD");
	enum MHD_Result result = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return result;
}

static enum MHD_Result redirect(struct MHD_Connection *connection, const char *where)
{
	struct MHD_Response *response = MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);

	if (!response)
		return MHD_NO;
	MHD_add_response_header(response, "Location", where);
	MHD_add_response_header(response, "Connection", "close");
	enum MHD_Result result = MHD_queue_response(connection, MHD_HTTP_FOUND, response);
	MHD_destroy_response(response);
	return result;
}

static bool is_our_host(struct str host, const struct options *options)
{
	const char *names[] = { "localhost", "127.0.0.1", "[::1]", options->bind };
	char expected[300];

	for (size_t i = 0; i < 4; i++) {
		snprintf(expected, sizeof(expected), "%s:%zu", names[i], options->port);
		if (str_is(host, expected) || (options->port == 80 && str_is(host, names[i])))
			return true;
	}
	return false;
}

struct header {
	const char *name;
	struct str value;
	size_t count; /* how often it stands in the request */
};

static enum MHD_Result note_header(void *context, enum MHD_ValueKind kind, const char *name, size_t name_size,
				   const char *value, size_t size)
{
	struct header *header = context;

	(void)kind;
	(void)name_size;
	if (strcasecmp(name, header->name) == 0) {
		header->value = (struct str){ value, size };
		header->count++;
	}
	return MHD_YES;
}

/* Another host name that leads to this machine (DNS rebinding) must not read the preview. */
static bool is_for_us(struct MHD_Connection *connection, const struct options *options)
{
	struct header host = { .name = "Host" };

	MHD_get_connection_values_n(connection, MHD_HEADER_KIND, note_header, &host);
	return host.count == 1 && is_our_host(host.value, options);
}

/* Browsers say who asks, where it is not the site itself: no other site may know what is in the preview. */
static bool is_from_us(struct MHD_Connection *connection, const struct options *options)
{
	struct header origin = { .name = "Origin" };

	MHD_get_connection_values_n(connection, MHD_HEADER_KIND, note_header, &origin);
	return origin.count == 0 ||
	       (origin.count == 1 && str_take(&origin.value, STR("http://")) && is_our_host(origin.value, options));
}

/* "en/smtp/550-vs-235.html": the two in the other order lead to the page. */
static bool find_swapped(const struct site *site, struct str path, struct arena *arena, struct page *page)
{
	size_t middle = str_find(path, STR("-vs-"), 0), slash = path.len;

	if (middle == SIZE_MAX || !str_ends(path, STR(".html")))
		return false;
	while (slash > 0 && path.ptr[slash - 1] != '/')
		slash--;
	if (slash > middle)
		return false;
	struct str a = str_from_index(str_until_index(path, middle), slash);
	struct str b = str_until_index(str_from_index(path, middle + 4), path.len - middle - 4 - 5);
	return page_find(site, arena_concat(arena, str_until_index(path, slash), b, STR("-vs-"), a, STR(".html")),
			 page);
}

/* The slug of the text that the page shows; empty for pages that are made of many. */
static struct str slug_of_text(const struct page *page, struct arena *arena)
{
	if (page->kind == PAGE_CODE)
		return page->a->slug;
	if (page->kind == PAGE_FAMILY)
		return STR("_family");
	if (page->kind == PAGE_PAIR && page_note(page))
		return arena_concat(arena, page->a->slug, STR("-vs-"), page->b->slug);
	return NOTHING;
}

/* The language of the page, or all but the source language on a page in that. */
static struct str locales_of_text(const struct site *site, const struct locale *own, struct arena *arena)
{
	struct str list = own->is_source ? NOTHING : own->id;

	for (size_t i = 0; own->is_source && i < site->locales.count; i++)
		if (!site->locales.items[i].is_source)
			list = arena_concat(arena, list, list.len > 0 ? STR(" ") : STR(""), site->locales.items[i].id);
	return list;
}

static enum MHD_Result answer_page(struct preview *preview, struct MHD_Connection *connection, unsigned status,
				   const struct page *page)
{
	const struct site *site = preview->good->site;
	struct arena arena = { 0 };
	struct buf html = { 0 };
	struct str slug = slug_of_text(page, &arena);
	struct page_extras extras = { .version = preview->version };

	if (slug.len > 0) {
		struct str family = page->family->slug;
		const struct document *text = preview_document(preview->good, family, slug, page->locale);
		if (!text)
			text = preview_document(preview->good, family, slug, site->source_locale);
		extras.file = text ? text->source.path : NOTHING;
		extras.text = arena_concat(&arena, family, STR("/"), slug);
		extras.locales = locales_of_text(site, page->locale, &arena);
	}
	render(site, page, &preview->worker);
	page_extend(&html, buf_view(&preview->worker.out), &extras);
	enum MHD_Result result = answer(connection, status, buf_view(&html), type_of(STR(".html")));
	buf_free(&html);
	arena_free(&arena);
	return result;
}

static enum MHD_Result answer_path(struct preview *preview, struct MHD_Connection *connection, struct str path)
{
	const struct site *site = preview->good->site;
	const struct row *file = find_file(preview->good->plan, path);
	struct arena arena = { 0 };
	struct page page;
	bool folder = path.len == 0 || str_ends(path, STR("/"));
	struct str wanted = folder ? arena_concat(&arena, path, STR("index.html")) : path;
	enum MHD_Result result;

	if (file) {
		struct str body = file->asset ? file->asset->bytes : file->text;
		result = answer(connection, MHD_HTTP_OK, body, type_of(path));
	} else if (page_find(site, wanted, &page) && page_is_data(&page)) {
		render(site, &page, &preview->worker);
		result = answer(connection, MHD_HTTP_OK, buf_view(&preview->worker.out), type_of(path));
	} else if (page_find(site, wanted, &page)) {
		result = answer_page(preview, connection, MHD_HTTP_OK, &page);
	} else if (find_swapped(site, path, &arena, &page)) {
		struct buf where = { 0 };
		buf_add_char(&where, '/');
		page_path(&page, &where);
		buf_add_char(&where, '\0');
		result = redirect(connection, where.ptr);
		buf_free(&where);
	} else {
		page = (struct page){ .kind = PAGE_MISSING, .locale = site->source_locale };
		result = answer_page(preview, connection, MHD_HTTP_NOT_FOUND, &page);
	}
	arena_free(&arena);
	return result;
}

/* What is not of the site. */
static enum MHD_Result answer_own(struct server *server, struct MHD_Connection *connection, struct str name, bool head)
{
	struct preview *preview = server->preview;
	struct buf html = { 0 };
	enum MHD_Result result;

	if (str_is(name, "_events"))
		result = head ? answer(connection, MHD_HTTP_OK, NOTHING, "text/event-stream")
			      : server_subscribe(server, connection);
	else if (str_is(name, "_preview.js"))
		result = answer(connection, MHD_HTTP_OK, page_script, type_of(name));
	else if (str_is(name, "_preview.css"))
		result = answer(connection, MHD_HTTP_OK, page_style, type_of(name));
	else if (!preview->good) {
		page_of_errors(&html, preview->latest, preview->version);
		result = answer(connection, MHD_HTTP_INTERNAL_SERVER_ERROR, buf_view(&html), type_of(STR(".html")));
	} else if (str_take(&name, STR("_translate/")) && translate_page(&html, preview, name))
		result = answer(connection, MHD_HTTP_OK, buf_view(&html), type_of(STR(".html")));
	else
		result = answer_path(preview, connection, name);
	buf_free(&html);
	return result;
}

enum MHD_Result answer_request(void *context, struct MHD_Connection *connection, const char *url, const char *method,
			       const char *version, const char *data, size_t *size, void **request)
{
	struct server *server = context;
	const struct options *options = server->preview->options;
	struct client *client = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
	bool head = strcmp(method, "HEAD") == 0;

	(void)version;
	(void)data;
	if (!*request) { /* the headers are there, the body is not: answered at the second call */
		*request = client;
		return MHD_YES;
	}
	if (*size > 0) { /* a body is read and forgotten */
		*size = 0;
		return MHD_YES;
	}
	client->asked = true;
	if (strcmp(method, "GET") != 0 && !head)
		return answer(connection, MHD_HTTP_METHOD_NOT_ALLOWED, STR("only GET and HEAD\n"), "text/plain");
	if (!is_for_us(connection, options))
		return answer(connection, MHD_HTTP_MISDIRECTED_REQUEST, STR("not this host\n"), "text/plain");
	if (!is_from_us(connection, options))
		return answer(connection, MHD_HTTP_FORBIDDEN, STR("not for other sites\n"), "text/plain");
	if (MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size > MOST_HEADER)
		return answer(connection, MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE, STR("too long\n"), "text/plain");
	if (url[0] != '/')
		return answer(connection, MHD_HTTP_BAD_REQUEST, STR("not a path\n"), "text/plain");
	if (preview_catch_up(server->preview))
		server_tell(server);
	return answer_own(server, connection, str_from_index(str_from(url), 1), head);
}
