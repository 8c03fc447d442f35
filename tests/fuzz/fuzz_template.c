/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Templates: page.html, and further files behind lines "=== name"; compiled, and run where they can be. */
#include "formats/text.h"
#include "fuzz.h"
#include "template/template.h"

struct record {
	struct str code, title;
	struct record *twin;
};

struct page {
	struct str text, url, html, json;
	size_t count;
	bool yes;
	struct record *entry, *missing;
	struct value_list entries, words;
};

static const struct shape record_shape;
static const struct field record_fields[] = {
	{ .name = "code", .type = VALUE_TEXT, .offset = offsetof(struct record, code) },
	{ .name = "title", .type = VALUE_TEXT, .offset = offsetof(struct record, title) },
	{ .name = "twin", .type = VALUE_RECORD, .offset = offsetof(struct record, twin), .shape = &record_shape },
	{ 0 },
};
static const struct shape record_shape = { "record", record_fields };

#define FIELD(field_name, ...)                                                                                         \
	{                                                                                                              \
		.name = #field_name, .offset = offsetof(struct page, field_name), __VA_ARGS__                          \
	}
static const struct field page_fields[] = {
	FIELD(text, .type = VALUE_TEXT),
	FIELD(url, .type = VALUE_URL),
	FIELD(html, .type = VALUE_HTML),
	FIELD(json, .type = VALUE_JSON),
	FIELD(count, .type = VALUE_NUMBER),
	FIELD(yes, .type = VALUE_FLAG),
	FIELD(entry, .type = VALUE_RECORD, .shape = &record_shape),
	FIELD(missing, .type = VALUE_RECORD, .shape = &record_shape),
	FIELD(entries, .type = VALUE_LIST, .element_type = VALUE_RECORD, .shape = &record_shape),
	FIELD(words, .type = VALUE_LIST, .element_type = VALUE_TEXT),
	{ 0 },
};
static const struct shape page_shape = { "page", page_fields };

/* What a value looks like, which must never come out as it is: it is escaped everywhere. */
#define HOSTILE "\"'><script x=`&"

/* All of it is known or nothing, or what stands before `html`. */
static const size_t known_sizes[] = { 0, sizeof(struct page), offsetof(struct page, html) };
#define KNOWN (sizeof(known_sizes) / sizeof(*known_sizes))

static struct str words[] = { { "one", 3 }, { HOSTILE, sizeof(HOSTILE) - 1 } };
static struct record twin = { .code = { "450", 3 }, .title = { HOSTILE, sizeof(HOSTILE) - 1 } };
static struct record entries[] = { { .code = { "450", 3 } }, { { "550", 3 }, { "gone", 4 }, &twin } };
static const struct page page = {
	.text = { HOSTILE, sizeof(HOSTILE) - 1 },
	.url = { "550.html?a=1&b=2", 16 },
	.html = { "<p>Text</p>", 11 },
	.json = { "{\"a\":\"\\u003c\"}", 14 },
	.count = 3,
	.yes = true,
	.entry = &entries[1],
	.entries = { entries, 2, sizeof(entries[0]) },
	.words = { words, 2, sizeof(words[0]) },
};

/* Whatever is known while compiling, the mistakes and the pages are the same. */
static void run(struct fuzz *fuzz, const struct template_set *set)
{
	struct buf pages[KNOWN] = { 0 };
	bool compiled[KNOWN];

	for (size_t i = 0; i < KNOWN; i++) {
		struct known known = { &page, known_sizes[i] };
		size_t before = fuzz->diags.count;
		const struct template *template = template_compile(&fuzz->arena, set, STR("page.html"), &page_shape,
								   i ? &known : NULL, NULL, &fuzz->diags);
		compiled[i] = template != NULL;
		CHECK(compiled[i] == compiled[0] && compiled[i] == (fuzz->diags.count == before));
		if (template)
			template_run(template, &page, &pages[i]);
		CHECK(str_find(buf_view(&pages[i]), STR(HOSTILE), 0) == SIZE_MAX);
		fuzz_check_text(buf_view(&pages[i]));
		CHECK(str_eq(buf_view(&pages[i]), buf_view(&pages[0])));
	}
	for (size_t i = 0; i < KNOWN; i++)
		buf_free(&pages[i]);
}

static void found(void *context, const struct template_message *message)
{
	struct fuzz *fuzz = context;

	CHECK(message->loc.offset + (size_t)message->loc.len <= fuzz->source.text.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz fuzz;

	fuzz_begin(&fuzz, data, size);
	struct str rest = fuzz.source.text, name = STR("page.html");
	bool quotes = str_find(rest, STR(HOSTILE), 0) != SIZE_MAX; /* the template says it itself */
	if (text_check(&fuzz.source, &fuzz.diags) && !quotes) {
		struct template_set *set = template_set_new(&fuzz.arena);
		for (size_t end = 0; end != SIZE_MAX; str_next_line(&rest, &name)) {
			struct source *source = arena_new(&fuzz.arena, struct source);
			end = str_find(rest, STR("\n=== "), 0);
			*source = (struct source){ .path = name,
						   .text = str_until_index(rest, end == SIZE_MAX ? end : end + 1) };
			template_set_add(set, name, source);
			rest = str_from_index(rest, end == SIZE_MAX ? end : end + 5);
		}
		run(&fuzz, set);
		template_messages(&fuzz.source, &fuzz.arena, found, &fuzz);
	}
	fuzz_end(&fuzz);
	return 0;
}
