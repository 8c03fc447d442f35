/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Runs the examples of template.md: compiles page.html of the input and prints the page, or what is wrong. */
#include <stdlib.h>

#include "example.h"
#include "template/template.h"

struct record {
	struct str code, title;
	struct record *twin;
	struct value_list replies;
};

struct page {
	struct str title, empty, url, html, json;
	size_t count, zero;
	bool yes, no;
	struct record *entry, *missing;
	struct value_list entries, words, nothing, parts;
};

static const struct shape record_shape;
static const struct field record_fields[] = {
	{ .name = "code", .type = VALUE_TEXT, .offset = offsetof(struct record, code) },
	{ .name = "title", .type = VALUE_TEXT, .offset = offsetof(struct record, title) },
	{ .name = "twin", .type = VALUE_RECORD, .offset = offsetof(struct record, twin), .shape = &record_shape },
	{ .name = "replies",
	  .type = VALUE_LIST,
	  .offset = offsetof(struct record, replies),
	  .element_type = VALUE_TEXT },
	{ 0 },
};
static const struct shape record_shape = { "record", record_fields };

#define FIELD(field_name, field_type)                                                                                  \
	{                                                                                                              \
		.name = #field_name, .type = field_type, .offset = offsetof(struct page, field_name)                   \
	}
static const struct field page_fields[] = {
	FIELD(title, VALUE_TEXT),
	FIELD(empty, VALUE_TEXT),
	FIELD(url, VALUE_URL),
	FIELD(html, VALUE_HTML),
	FIELD(json, VALUE_JSON),
	FIELD(count, VALUE_NUMBER),
	FIELD(zero, VALUE_NUMBER),
	FIELD(yes, VALUE_FLAG),
	FIELD(no, VALUE_FLAG),
	{ .name = "entry", .type = VALUE_RECORD, .offset = offsetof(struct page, entry), .shape = &record_shape },
	{ .name = "missing", .type = VALUE_RECORD, .offset = offsetof(struct page, missing), .shape = &record_shape },
	{ .name = "entries",
	  .type = VALUE_LIST,
	  .offset = offsetof(struct page, entries),
	  .element_type = VALUE_RECORD,
	  .shape = &record_shape },
	{ .name = "words", .type = VALUE_LIST, .offset = offsetof(struct page, words), .element_type = VALUE_TEXT },
	{ .name = "nothing", .type = VALUE_LIST, .offset = offsetof(struct page, nothing), .element_type = VALUE_TEXT },
	{ .name = "parts", .type = VALUE_LIST, .offset = offsetof(struct page, parts), .element_type = VALUE_HTML },
	{ 0 },
};
static const struct shape page_shape = { "page", page_fields };

static struct value_list texts(struct str *items, size_t count)
{
	return (struct value_list){ items, count, sizeof(*items) };
}

/* German, for templates whose first line says "locale: de". */

#define TEXT(literal)                                                                                                  \
	{                                                                                                              \
		literal, sizeof(literal) - 1                                                                           \
	}

static const struct german {
	struct str context, id;
	struct str forms[2];
} catalogue[] = {
	{ TEXT(""), TEXT("Search"), { TEXT("Suche") } },
	{ TEXT("verb"), TEXT("Search"), { TEXT("Suchen") } },
	{ TEXT(""), TEXT("{a} or {b}?"), { TEXT("{b} oder {a}?") } },
	{ TEXT(""), TEXT("{n} page"), { TEXT("{n} Seite"), TEXT("{n} Seiten") } },
	{ TEXT(""), TEXT("Code {code}"), { TEXT("Kode {kode}") } },
};

static size_t translate(const void *context, struct str message_context, struct str id, struct str plural,
			const struct str **translated)
{
	(void)context;
	for (size_t i = 0; i < sizeof(catalogue) / sizeof(catalogue[0]); i++) {
		if (!str_eq(catalogue[i].id, id) || !str_eq(catalogue[i].context, message_context))
			continue;
		*translated = catalogue[i].forms;
		return plural.len > 0 ? 2 : 1;
	}
	return 0;
}

static size_t plural_form(const void *context, size_t n)
{
	(void)context;
	return n != 1;
}

static const struct translator german = { NULL, translate, plural_form };

/* The input: page.html, and further files, each behind a line "=== name". */
static void add_files(struct arena *arena, struct template_set *set, struct str input)
{
	struct str name = STR("page.html");

	for (;;) {
		size_t end = str_find(input, STR("\n=== "), 0);
		struct source *source = arena_new(arena, struct source);
		*source = (struct source){ .path = name,
					   .text = str_until_index(input, end == SIZE_MAX ? end : end + 1) };
		template_set_add(set, name, source);
		if (end == SIZE_MAX)
			return;
		input = str_from_index(input, end + 5);
		str_next_line(&input, &name);
	}
}

static void add_diags(struct buf *output, struct diags *diags)
{
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);

	diag_sort(diags);
	diag_print(diags, DIAG_TEXT, false, file);
	fclose(file);
	buf_add(output, (struct str){ text, len });
	free(text);
}

static void run(struct str input, struct buf *output)
{
	struct str one[] = { STR("no such user"), STR("mailbox full") };
	struct str words[] = { STR("one"), STR("two & a half"), STR("three") };
	struct str parts[] = { STR("<b>1</b>"), STR("<b>2</b>") };
	struct record twin = { .code = STR("450"), .title = STR("Mailbox busy") };
	struct record entry = { STR("550"), STR("Mailbox unavailable"), &twin, texts(one, 2) };
	struct record entries[] = { twin, entry };
	struct page page = {
		.title = STR("Mailbox \"<unavailable>\" & 'gone'"),
		.url = STR("550.html?a=1&b=2"),
		.html = STR("<p>Text</p>"),
		.json = STR("{\"a\":\"\\u003c\"}"),
		.count = 3,
		.yes = true,
		.entry = &entry,
		.entries = { entries, 2, sizeof(entries[0]) },
		.words = texts(words, 3),
		.parts = texts(parts, 2),
	};
	struct arena arena = { 0 };
	struct diags diags = { .arena = &arena };
	struct template_set *set = template_set_new(&arena);
	bool translated = str_take(&input, STR("locale: de\n"));

	add_files(&arena, set, input);
	const struct template *template =
		template_compile(&arena, set, STR("page.html"), &page_shape, NULL, translated ? &german : NULL, &diags);
	if (template)
		template_run(template, &page, output);
	else
		add_diags(output, &diags);
	arena_free(&arena);
}

int main(void)
{
	return example_page("tests/spec/template.md", run);
}
