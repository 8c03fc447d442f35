/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Rules do the same on each server: the headers of _headers, the page for unknown addresses in the reader's language, and a
 * redirection for comparisons that are asked for with their codes swapped. Of two orders only one exists, so it is enough to
 * look whether the other one does; the rules do not grow with the site.
 */
#include "stages/host_rules.h"

#define FOR_EVER "public, max-age=31536000, immutable"
#define HASHED "assets/.+\\.[0-9a-f]{8}\\.[a-z]+$"

/* The base path for a regular expression. */
static void add_base_pattern(const struct site *site, struct buf *rules)
{
	struct str base = site_base_path(site);

	for (size_t i = 0; i < base.len; i++) {
		if (strchr(".+*?()[]{}|^$\\", base.ptr[i]))
			buf_add_char(rules, '\\');
		buf_add_char(rules, base.ptr[i]);
	}
}

/* "en|de" */
static void add_locales(const struct site *site, struct buf *rules)
{
	for (size_t i = 0; i < site->locales.count; i++) {
		if (i > 0)
			buf_add_char(rules, '|');
		buf_add(rules, site->locales.items[i].id);
	}
}

/* A line for each header of every answer: `before` its name, `between`, `after` its value. */
static void add_headers(const struct site *site, const char *before, const char *between, const char *after,
			struct buf *rules)
{
	static const char *const others[][2] = {
		{ "Referrer-Policy", "no-referrer" },
		{ "X-Content-Type-Options", "nosniff" },
	};

	buf_addf(rules, "%sContent-Security-Policy%s", before, between);
	buf_add(rules, site->policy);
	buf_addf(rules, "; frame-ancestors 'none'%s\n", after);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		buf_addf(rules, "%s%s%s%s%s\n", before, others[i][0], between, others[i][1], after);
}

static void add_intro(const struct site *site, const char *how, struct buf *rules)
{
	buf_add(rules, STR("# Rules for "));
	buf_add(rules, site->base_url);
	buf_addf(rules, ". %s\n# The site is expected below the server's root at the path of this address.\n", how);
}

/* Headers of an outer block count only where an inner one has none: each block has all. */
static void nginx_block(const struct site *site, const char *more, struct buf *rules)
{
	add_headers(site, "\tadd_header ", " \"", "\" always;", rules);
	buf_addf(rules, "%s}\n", more);
}

static void nginx(const struct site *site, struct buf *rules)
{
	struct str base = site_base_path(site);

	add_intro(site, "Include this file in the server block.", rules);
	buf_add(rules, STR("location "));
	buf_add(rules, base);
	buf_add(rules, STR(" {\n\tgzip_static on;\n\terror_page 404 "));
	buf_add(rules, base);
	buf_add(rules, STR("404.html;\n"));
	nginx_block(site, "", rules);
	buf_add(rules, STR("location ~ \"^"));
	add_base_pattern(site, rules);
	buf_add(rules, STR(HASHED "\" {\n\tgzip_static on;\n"));
	nginx_block(site, "\tadd_header Cache-Control \"" FOR_EVER "\";\n", rules);
	buf_add(rules, STR("location ~ \"^"));
	add_base_pattern(site, rules);
	buf_add(rules, STR("(?<book_locale>"));
	add_locales(site, rules);
	buf_add(rules, STR(")/((?<book_family>[^/]+)/((?<book_a>[^/]+?)-vs-(?<book_b>[^/]+)\\.html$)?)?\" {\n"
			   "\tgzip_static on;\n\terror_page 404 "));
	buf_add(rules, base);
	buf_add(rules, STR("$book_locale/404.html;\n\tset $book_other \""));
	buf_add(rules, base);
	buf_add(rules, STR("$book_locale/$book_family/$book_b-vs-$book_a.html\";\n"
			   "\tif (-f $document_root$book_other) {\n\t\treturn 301 $book_other;\n\t}\n"));
	nginx_block(site, "", rules);
}

static void caddy(const struct site *site, struct buf *rules)
{
	struct str base = site_base_path(site);

	add_intro(site, "Import this file into the site block, which has a root.", rules);
	buf_add(rules, STR("header "));
	buf_add(rules, base);
	buf_add(rules, STR("* {\n"));
	add_headers(site, "\t", " \"", "\"", rules);
	buf_add(rules, STR("}\n@book_hashed path_regexp ^"));
	add_base_pattern(site, rules);
	buf_add(rules,
		STR(HASHED "\nheader @book_hashed Cache-Control \"" FOR_EVER "\"\n@book_pair path_regexp pair ^("));
	add_base_pattern(site, rules);
	buf_add(rules, STR("(?:"));
	add_locales(site, rules);
	buf_add(rules, STR(")/[^/]+/)([^/]+?)-vs-([^/]+)\\.html$\n"
			   "handle @book_pair {\n"
			   "\t@book_other file {re.pair.1}{re.pair.3}-vs-{re.pair.2}.html\n"
			   "\tredir @book_other {re.pair.1}{re.pair.3}-vs-{re.pair.2}.html permanent\n"
			   "}\n"
			   "file_server {\n\tprecompressed gzip\n}\n"
			   "handle_errors {\n"
			   "\t@book_locale path_regexp locale ^("));
	add_base_pattern(site, rules);
	buf_add(rules, STR("(?:"));
	add_locales(site, rules);
	buf_add(rules, STR(")/)\n\thandle @book_locale {\n\t\trewrite * {re.locale.1}404.html\n\t\tfile_server\n\t}\n"
			   "\thandle {\n\t\trewrite * "));
	buf_add(rules, base);
	buf_add(rules, STR("404.html\n\t\tfile_server\n\t}\n}\n"));
}

static void apache_missing(struct str folder, struct buf *rules)
{
	buf_add(rules, STR("<Location \""));
	buf_add(rules, folder);
	buf_add(rules, STR("\">\n\tErrorDocument 404 "));
	buf_add(rules, folder);
	buf_add(rules, STR("404.html\n</Location>\n"));
}

static void apache(const struct site *site, struct buf *rules)
{
	struct str base = site_base_path(site);
	struct buf folder = { 0 };

	add_intro(site, "Include this file in the virtual host; it needs mod_headers and mod_rewrite.", rules);
	buf_add(rules, STR("<Location \""));
	buf_add(rules, base);
	buf_add(rules, STR("\">\n"));
	add_headers(site, "\tHeader always set ", " \"", "\"", rules);
	buf_add(rules, STR("</Location>\n<LocationMatch \"^"));
	add_base_pattern(site, rules);
	buf_add(rules, STR(HASHED "\">\n\tHeader set Cache-Control \"" FOR_EVER "\"\n</LocationMatch>\n"));
	apache_missing(base, rules);
	for (size_t i = 0; i < site->locales.count; i++) {
		buf_clear(&folder);
		buf_add(&folder, base);
		buf_add(&folder, site->locales.items[i].id);
		buf_add_char(&folder, '/');
		apache_missing(buf_view(&folder), rules);
	}
	buf_add(rules, STR("RewriteEngine On\nRewriteCond \"%{DOCUMENT_ROOT}$1$3-vs-$2.html\" -f\nRewriteRule \"^("));
	add_base_pattern(site, rules);
	buf_add(rules, STR("(?:"));
	add_locales(site, rules);
	buf_add(rules, STR(")/[^/]+/)([^/]+?)-vs-([^/]+)\\.html$\" \"$1$3-vs-$2.html\" [R=301,L]\n"));
	buf_free(&folder);
}

/* Limits as the hosts gave them in November 2026, of what costs nothing. */
static const struct host hosts[] = {
	{ "github", 0, 0, 1000000000, 0,
	  "It reads no _headers: the policy stands in every page all the same. It has one page for unknown addresses, "
	  "404.html at the top.",
	  NULL },
	{ "gitlab", 200000, 0, 1000000000, 0,
	  "It reads no _headers: the policy stands in every page all the same. The folder has to be called public.",
	  NULL },
	{ "cloudflare", 20000, 0, 0, 25 << 20,
	  "It reads _headers and the nearest 404.html. It leads from addresses with .html to those without.", NULL },
	{ "netlify", 0, 54000, 0, 0, "It reads _headers and 404.html at the top.", NULL },
	{ "nginx", 0, 0, 0, 0, "The rules are for its server block.", nginx },
	{ "caddy", 0, 0, 0, 0, "The rules are for its site block.", caddy },
	{ "apache", 0, 0, 0, 0, "The rules are for its virtual host.", apache },
};

#define HOSTS (sizeof(hosts) / sizeof(*hosts))

const struct host *host_find(const char *name)
{
	for (size_t i = 0; i < HOSTS; i++)
		if (strcmp(hosts[i].name, name) == 0)
			return &hosts[i];
	return NULL;
}

void host_names(struct buf *names)
{
	for (size_t i = 0; i < HOSTS; i++)
		buf_addf(names, "%s%s", i > 0 ? ", " : "", hosts[i].name);
}

/* A line on one number; false if it is over the limit. */
static bool compare(const char *what, struct str where, size_t number, size_t limit, const char *change,
		    struct buf *text)
{
	buf_addf(text, "  %-30s %12zu", what, number);
	if (limit > 0)
		buf_addf(text, " of %zu", limit);
	else
		buf_add(text, STR(", no limit"));
	if (where.len > 0) {
		buf_add(text, STR(", in "));
		buf_add(text, where);
	}
	buf_add_char(text, '\n');
	if (limit == 0 || number <= limit)
		return true;
	buf_addf(text, "    too many: %s\n", change);
	return false;
}

bool host_report(const struct host *host, const struct site_size *size, struct buf *text)
{
	static const char *const fewer = "leave out comparisons (compared_with in family.yaml) or languages";
	struct str none = { NULL, 0 };
	bool fits = true;

	buf_addf(text, "%s\n", host->name);
	fits &= compare("files", none, size->files, host->most_files, fewer, text);
	fits &= compare("files in one folder", size->fullest, size->in_folder, host->most_in_folder, fewer, text);
	fits &= compare("bytes", none, size->bytes, host->most_bytes, fewer, text);
	fits &= compare("bytes of the largest file", size->largest, size->in_file, host->most_in_file,
			"put it elsewhere, or split the family", text);
	buf_addf(text, "  %s\n", host->advice);
	return fits;
}
