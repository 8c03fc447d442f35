/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * statusbook serve: a preview. Pages are made from memory when they are asked for; the project is read again when one of
 * its files has changed. While it has errors, they are shown instead of pages. Nothing but pages, assets and the other
 * files of the plan can be asked for: paths are looked up in the model and never reach the file system.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "commands/command.h"
#include "formats/html.h"
#include "stages/render.h"

static const char help[] =
	"Usage: statusbook serve [options]\n"
	"\n"
	"Shows the site at http://127.0.0.1:8000/ without writing it. Pages are made when they are\n"
	"asked for; after a change, reload the page. Errors show in the page and in the terminal.\n"
	"Ctrl-C ends it.\n"
	"\n"
	"  -C DIR       the project (default: the current folder)\n"
	"  -p PORT      the port (default: 8000)\n"
	"  --bind ADDR  another address to listen on; anything but 127.0.0.1 shows the preview to\n"
	"               other machines\n"
	"  --pseudo     add two pseudo-locales, en-XA (accented and longer) and ar-XB (right to left)\n"
	"  --strict     errors in translations count as errors\n"
	"  --color W    auto, always or never\n"
	"  --help       this text\n";

struct preview {
	const struct options *options;
	struct project project;
	struct worker worker;
	uint64_t state; /* of the project's files, as seen when it was read */
	bool opened;
};

/* Names, sizes and times of all files of a folder and below, as one number. */
static uint64_t state_of(struct arena *arena, int below, const char *name, size_t depth)
{
	int folder = fs_open_folder(below, name);
	struct fs_listing listing;
	uint64_t state = 0;

	if (folder < 0)
		return 1;
	if (fs_list(arena, folder, &listing) != 0)
		listing.count = 0;
	for (size_t i = 0; i < listing.count; i++) {
		const struct fs_entry *item = &listing.items[i];
		struct stat info;
		if (item->is_folder && depth > 0) {
			state = state * 31 + state_of(arena, folder, item->name.ptr, depth - 1);
			continue;
		}
		if (fstatat(folder, item->name.ptr, &info, AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		uint64_t facts[] = { hash64(item->name), (uint64_t)info.st_size, (uint64_t)info.st_ino,
				     (uint64_t)info.st_mtim.tv_sec, (uint64_t)info.st_mtim.tv_nsec };
		state = state * 31 + hash64((struct str){ (const char *)facts, sizeof(facts) });
	}
	close(folder);
	return state;
}

static uint64_t project_state(const struct preview *preview)
{
	static const char *const folders[] = { "content", "locales", "templates" };
	struct arena arena = { 0 };
	int root = fs_open_folder(AT_FDCWD, preview->options->project);
	uint64_t state = 0;

	for (size_t i = 0; root >= 0 && i < 3; i++)
		state = state * 31 + state_of(&arena, root, folders[i], 2);
	if (root >= 0)
		close(root);
	arena_free(&arena);
	return state;
}

/* Reads the project again if anything in it has changed since. */
static void refresh(struct preview *preview)
{
	uint64_t state = project_state(preview);

	if (preview->opened && state == preview->state)
		return;
	if (preview->opened)
		project_close(&preview->project);
	project_open(&preview->project, preview->options);
	project_report(&preview->project, preview->options);
	preview->state = state;
	preview->opened = true;
}

/* The messages as the terminal has them, escaped, as a page. */
static void add_errors(struct preview *preview, struct buf *html)
{
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);

	if (!file)
		return;
	diag_print(&preview->project.diags, DIAG_TEXT, false, file);
	fclose(file);
	buf_add(html, STR("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
			  "<title>statusbook serve</title>\n<h1>The site has errors</h1>\n<pre>"));
	html_add_text(html, (struct str){ text, len });
	buf_add(html, STR("</pre>\n<p>Mend them and reload this page.</p>\n</html>\n"));
	free(text);
}

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
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (str_ends(path, types[i].ending))
			return types[i].type;
	return "text/plain; charset=utf-8";
}

static enum MHD_Result answer(struct MHD_Connection *connection, unsigned status, struct str body, const char *type)
{
	struct MHD_Response *response =
		MHD_create_response_from_buffer(body.len, (void *)body.ptr, MHD_RESPMEM_MUST_COPY);

	if (!response)
		return MHD_NO;
	MHD_add_response_header(response, "Content-Type", type);
	MHD_add_response_header(response, "Cache-Control", "no-store");
	MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
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
	enum MHD_Result result = MHD_queue_response(connection, MHD_HTTP_FOUND, response);
	MHD_destroy_response(response);
	return result;
}

/* Another host name that leads to this machine (DNS rebinding) must not read the preview. */
static bool is_our_host(struct MHD_Connection *connection, const struct options *options)
{
	const char *host = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Host");
	const char *names[] = { "localhost", "127.0.0.1", "[::1]", options->bind };
	char expected[300];

	for (size_t i = 0; host && i < 4; i++) {
		snprintf(expected, sizeof(expected), "%s:%zu", names[i], options->port);
		if (strcmp(host, expected) == 0 || (options->port == 80 && strcmp(host, names[i]) == 0))
			return true;
	}
	return false;
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

static enum MHD_Result answer_path(struct preview *preview, struct MHD_Connection *connection, struct str path)
{
	const struct site *site = preview->project.site;
	const struct row *file = find_file(preview->project.plan, path);
	struct arena arena = { 0 };
	struct page page;
	bool folder = path.len == 0 || str_ends(path, STR("/"));
	struct str wanted = folder ? arena_concat(&arena, path, STR("index.html")) : path;
	enum MHD_Result result;

	if (file) {
		struct str body = file->asset ? file->asset->bytes : file->text;
		result = answer(connection, MHD_HTTP_OK, body, type_of(path));
	} else if (page_find(site, wanted, &page)) {
		render(site, &page, &preview->worker);
		result = answer(connection, MHD_HTTP_OK, buf_view(&preview->worker.out), type_of(wanted));
	} else if (find_swapped(site, path, &arena, &page)) {
		struct buf where = { 0 };
		buf_add_char(&where, '/');
		page_path(&page, &where);
		buf_add_char(&where, '\0');
		result = redirect(connection, where.ptr);
		buf_free(&where);
	} else {
		page = (struct page){ .kind = PAGE_MISSING, .locale = site->source_locale };
		render(site, &page, &preview->worker);
		result = answer(connection, MHD_HTTP_NOT_FOUND, buf_view(&preview->worker.out), type_of(STR(".html")));
	}
	arena_free(&arena);
	return result;
}

/* Addresses of the site need no %XX, so what has one is not found: nothing is decoded that could hide a path. */
static size_t keep_escapes(void *context, struct MHD_Connection *connection, char *text)
{
	(void)context;
	(void)connection;
	return strlen(text);
}

/* Called by the one thread of the server, so the preview needs no lock. */
static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url, const char *method,
			      const char *version, const char *data, size_t *size, void **request)
{
	struct preview *preview = context;
	static const char seen = 0;

	(void)version;
	(void)data;
	if (!*request) { /* the headers are there, the body is not: answered at the second call */
		*request = (void *)&seen;
		return MHD_YES;
	}
	if (*size > 0) { /* a body is read and forgotten */
		*size = 0;
		return MHD_YES;
	}
	if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
		return answer(connection, MHD_HTTP_METHOD_NOT_ALLOWED, STR("only GET and HEAD\n"), "text/plain");
	if (!is_our_host(connection, preview->options))
		return answer(connection, MHD_HTTP_MISDIRECTED_REQUEST, STR("not this host\n"), "text/plain");
	refresh(preview);
	if (!preview->project.plan || diag_exit_status(&preview->project.diags) != 0) {
		struct buf html = { 0 };
		add_errors(preview, &html);
		enum MHD_Result result =
			answer(connection, MHD_HTTP_INTERNAL_SERVER_ERROR, buf_view(&html), type_of(STR(".html")));
		buf_free(&html);
		return result;
	}
	return answer_path(preview, connection, str_from_index(str_from(url), 1));
}

static bool address(const struct options *options, struct sockaddr_in *where)
{
	*where = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)options->port) };
	return inet_pton(AF_INET, options->bind, &where->sin_addr) == 1;
}

static int serve(struct preview *preview)
{
	struct sockaddr_in where;
	sigset_t ends;
	int caught;

	if (!address(preview->options, &where)) {
		fprintf(stderr, "statusbook serve: error: '%s' is not an IPv4 address [bad-usage]\n",
			preview->options->bind);
		return 2;
	}
	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &ends, NULL);
	struct MHD_Daemon *daemon = MHD_start_daemon(
		MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL, (uint16_t)preview->options->port, NULL, NULL, handle,
		preview, MHD_OPTION_SOCK_ADDR, &where, MHD_OPTION_CONNECTION_LIMIT, (unsigned)64,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)10, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)16384, MHD_OPTION_END);
	if (!daemon) {
		fprintf(stderr,
			"statusbook serve: error: cannot listen on port %zu: %s; another one may be free, -p %zu "
			"[port-taken]\n",
			preview->options->port, strerror(errno), preview->options->port + 1);
		return 2;
	}
	fprintf(stderr, "statusbook: preview at http://%s:%zu/ (Ctrl-C ends it)\n", preview->options->bind,
		preview->options->port);
	sigwait(&ends, &caught);
	MHD_stop_daemon(daemon);
	return caught == SIGINT ? 0 : 128 + caught;
}

int command_serve(int argc, char **argv)
{
	struct options options;
	int status = options_read(argc, argv, "Cpisu", help, &options);

	if (status >= 0)
		return status;
	if (options.first < argc) {
		fprintf(stderr, "statusbook serve: error: no argument is expected, but got '%s' [bad-usage]\n",
			argv[options.first]);
		return 2;
	}
	struct preview preview = { .options = &options };
	project_confine(&options, NULL);
	refresh(&preview);
	status = serve(&preview);
	project_close(&preview.project);
	worker_free(&preview.worker);
	return status;
}
