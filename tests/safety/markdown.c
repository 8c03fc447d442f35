/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Families of texts that have made Markdown parsers slow, from 64 KiB to the limit of a section: each is refused, or twice
 * the text takes about twice the time, and the largest less than a second. Everything that reads a section is run.
 *
 *     markdown [-v] [FAMILY]     tells what is wrong; with -v, each family's times and memory
 *     markdown --print NUMBER    the largest text of a family; fails when there is none with that number, from 0
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "formats/markdown.h"
#include "formats/markdown_walk.h"

#define SMALLEST ((size_t)64 << 10)
#define LARGEST ((size_t)256 << 10)
#define MOST_RATIO 2.5
#define MOST_SECONDS 1.0
#define SHORTEST 0.02 /* seconds: below, there is more noise than time */
#define ROUNDS 8      /* a family gets so many tries: other programs run beside */

struct family {
	const char *name;
	const char *front, *unit, *back; /* front, then as many of both as fit */
	void (*make)(struct buf *text, size_t size);
};

/* `number` in letters, so that no two are alike. */
static void add_label(struct buf *text, size_t number)
{
	for (; number > 0; number /= 26)
		buf_add_char(text, (char)('a' + number % 26));
}

static void make_code_spans(struct buf *text, size_t size)
{
	for (size_t i = 1; text->len + i < size; i++) {
		buf_add_char(text, 'e');
		for (size_t j = 0; j < i; j++)
			buf_add_char(text, '`');
	}
}

static void make_nested_lists(struct buf *text, size_t size)
{
	for (size_t depth = 0; text->len + 2 * depth + 4 < size; depth = (depth + 1) % 60) {
		for (size_t i = 0; i < depth; i++)
			buf_add(text, STR("  "));
		buf_add(text, STR("* a\n"));
	}
}

static void make_references(struct buf *text, size_t size)
{
	for (size_t i = 1; text->len + 20 < size / 2; i++) {
		buf_add_char(text, '[');
		add_label(text, i);
		buf_add(text, STR("]: u\n"));
	}
	for (size_t i = 1; text->len + 20 < size; i++) {
		buf_add(text, STR("\n\n["));
		add_label(text, i * 7);
		buf_add_char(text, ']');
	}
}

/* One long address, and many links to it. */
static void make_copies(struct buf *text, size_t size)
{
	buf_add(text, STR("[x]: https://a.example/"));
	while (text->len < size / 2)
		buf_add_char(text, 'y');
	while (text->len + 8 < size)
		buf_add(text, STR("\n\n[x]"));
}

static void make_long_labels(struct buf *text, size_t size)
{
	while (text->len + 1200 < size) {
		buf_add_char(text, '[');
		for (size_t i = 0; i < 990; i++)
			buf_add(text, STR("\xc3\x9f"));
		buf_add(text, STR("]\n\n"));
	}
}

static void make_addresses(struct buf *text, size_t size)
{
	for (size_t i = 1; text->len + 32 < size; i++) {
		buf_add(text, STR("<https://"));
		add_label(text, i);
		buf_add(text, STR(".example/>\n"));
	}
}

static const struct family families[] = {
	{ "blank lines in nested lists", "- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - x", "\n", "",
	  0 },
	{ "blank lines in nested lists in a quote", "> - - - - - - - - - - - - - - - - - - - - - - x\n", ">\n", "", 0 },
	{ "many markers on each line", "", "> > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > a\n", "",
	  0 },
	{ "markers that end", "", "> > > > > > > > > > > > > > > > > > > > > > > > a\n\n", "", 0 },
	{ "emphasis in nested quotes", ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>", "a*a*", "", 0 },
	{ "a line of markers", "", ">", "", 0 },
	{ "nested lists by indentation", NULL, NULL, NULL, make_nested_lists },
	{ "indented code with blank lines", "", "    a\n\n", "", 0 },
	{ "short list items", "", "- a\n\n", "", 0 },
	{ "numbered items", "", "1. a\n2) b\n", "", 0 },
	{ "open brackets", "", "[", "", 0 },
	{ "open brackets on lines", "", "[a\n", "", 0 },
	{ "open brackets in paragraphs", "", "[[[[[[[[a\n\n", "", 0 },
	{ "nested brackets", "", "[", "]", 0 },
	{ "closing brackets", "", "a]", "", 0 },
	{ "images of nothing", "", "![[]()", "", 0 },
	{ "images of nothing in paragraphs", "", "![[]()\n\n", "", 0 },
	{ "links that do not end", "", "[a](b", "", 0 },
	{ "links that do not end, in paragraphs", "", "[a](<b\n\n", "", 0 },
	{ "links with titles that do not end", "", "[a](b \"c\n\n", "", 0 },
	{ "parentheses in an address", "[a](", "(", ")", 0 },
	{ "brackets and parentheses", "", "[ (](", "", 0 },
	{ "links and emphasis", "", "[ a_", "", 0 },
	{ "definitions without end", "", "[a]: <b\n", "", 0 },
	{ "definitions with titles without end", "", "[a]: b 'c\n", "", 0 },
	{ "the same definition", "", "[x]: y\n", "", 0 },
	{ "definitions and links to them", NULL, NULL, NULL, make_references },
	{ "copies of a long address", NULL, NULL, NULL, make_copies },
	{ "copies of an address", "[x]: https://yyyyyyyyyyyyyyyyyyyyyyyyy.example/\n\n", "[x]\n\n", "", 0 },
	{ "long labels", NULL, NULL, NULL, make_long_labels },
	{ "emphasis that never ends", "", "_a ", "", 0 },
	{ "emphasis that never begins", "", "a_ ", "", 0 },
	{ "nested emphasis", "", "*a **a ", " a** a*", 0 },
	{ "emphasis of two kinds", "", "*a_ ", "", 0 },
	{ "emphasis of three kinds", "", "a***b__c*_", "", 0 },
	{ "emphasis in multiples of three", "a**b", "c* ", "", 0 },
	{ "mixed emphasis", "", "a**b c* ", "", 0 },
	{ "a run of stars", "", "*", "", 0 },
	{ "stars around a word", "a", "*", "*", 0 },
	{ "stars between letters", "", "**a*", "", 0 },
	{ "code spans of all lengths", NULL, NULL, NULL, make_code_spans },
	{ "code spans", "", "`a``b", "", 0 },
	{ "code spans over lines", "", "`a\nb` <a:b>\n", "", 0 },
	{ "fences", "", "~~~\n", "", 0 },
	{ "fences of both kinds", "", "```\n~~~\n", "", 0 },
	{ "comments that do not end", "", "a<!-- ", "", 0 },
	{ "instructions that do not end", "", "a<?", "", 0 },
	{ "declarations that do not end", "", "a<!A ", "", 0 },
	{ "CDATA that does not end", "", "a<![CDATA[", "", 0 },
	{ "tags that do not end", "", "a<a b='c", "", 0 },
	{ "closing tags that do not end", "", "a</", "", 0 },
	{ "tags with many attributes", "a<b", " c='d'", "", 0 },
	{ "tags", "", "<a>", "", 0 },
	{ "blocks of HTML", "", "<div>\n\n", "", 0 },
	{ "addresses", NULL, NULL, NULL, make_addresses },
	{ "addresses with references", "", "<a:&#98;> ", "", 0 },
	{ "references", "", "&amp;", "", 0 },
	{ "references that do not end", "", "&a", "", 0 },
	{ "numbers that do not end", "", "&#9", "", 0 },
	{ "backslashes", "", "\\", "", 0 },
	{ "lines under lines", "", "a\n=\n", "", 0 },
	{ "a paragraph of lines", "", "a\n", "", 0 },
	{ "lines with two blanks", "", "a  \n", "", 0 },
	{ "blanks", "a", " ", "", 0 },
	{ "tabs", "a", "\t", "", 0 },
	{ "headings", "", "### a ###\n", "", 0 },
	{ "hashes behind a heading", "### a ", "#", "", 0 },
	{ "sections without a place", "", "## a {#a}\n", "", 0 },
	{ "ids in a heading", "## ", "{#", "", 0 },
	{ "breaks", "", "* * *\n", "", 0 },
	{ "a break that is none", "", "*\t", "", 0 },
	{ "dashes", "a\n", "-", "", 0 },
	{ "carriage returns", "", "a\r", "", 0 },
};

static void make(const struct family *family, size_t size, struct buf *text)
{
	buf_clear(text);
	if (family->make) {
		family->make(text, size);
		return;
	}
	buf_add(text, str_from(family->front));
	size_t both = strlen(family->unit) + strlen(family->back);
	size_t count = (size - text->len) / both;
	for (size_t i = 0; i < count; i++)
		buf_add(text, str_from(family->unit));
	for (size_t i = 0; i < count && *family->back; i++)
		buf_add(text, str_from(family->back));
}

static bool resolve(void *context, struct str url, struct loc loc, struct buf *href, struct buf *label)
{
	(void)context;
	(void)loc;
	buf_add(href, url);
	buf_add(label, url);
	return true;
}

static double seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct reading {
	double seconds;
	bool refused;
	size_t memory; /* of cmark */
};

/* All that is done with a body: cut, and each section rendered, read, scanned and fingerprinted. */
static struct reading read_body(struct str text)
{
	struct arena arena = { 0 };
	struct diags diags = { .arena = &arena };
	struct source source = { .path = STR("x.md"), .text = text };
	struct md_sections sections;
	struct buf out = { 0 };
	char print[MD_FINGERPRINT_SIZE];
	struct reading reading = { .seconds = seconds_now() };

	md_split(&arena, &source, text, &sections, &diags);
	for (size_t i = 0; i < sections.count; i++) {
		struct str body = sections.items[i].body;
		struct md_paragraphs paragraphs = { 0 };
		struct md_parts parts = { 0 };
		md_render(&source, body, &(struct md_links){ .resolve = resolve }, &out, &diags);
		md_read(&arena, body, &paragraphs);
		md_scan(&arena, &source, body, &parts);
		md_fingerprint(body, print);
	}
	diag_sort(&diags);
	reading.seconds = seconds_now() - reading.seconds;
	for (size_t i = 0; i < diags.count; i++)
		reading.refused = reading.refused || diags.items[i].rule == DIAG_MARKDOWN_LIMIT;
	buf_free(&out);
	arena_free(&arena);

	struct md_walk walk;
	md_walk_init(&walk, text);
	reading.memory = walk.memory.taken;
	md_walk_free(&walk);
	return reading;
}

/* The least of several times for three sizes; stops early where all is well. */
static bool check(const struct family *family, bool verbose, struct buf *text)
{
	double best[3] = { 1e9, 1e9, 1e9 }, ratio = 0;
	struct reading reading = { 0 };
	bool good = false;

	for (int round = 0; round < ROUNDS && !good; round++) {
		for (int i = 0; i < 3; i++) {
			make(family, SMALLEST << i, text);
			reading = read_body(buf_view(text));
			if (reading.seconds < best[i])
				best[i] = reading.seconds;
		}
		double first = best[1] / best[0], second = best[2] / best[1];
		ratio = best[1] < SHORTEST ? 0 : first;
		if (best[2] >= SHORTEST && second > ratio)
			ratio = second;
		good = ratio <= MOST_RATIO && best[2] < MOST_SECONDS;
	}
	if (verbose || !good)
		printf("%s %-40s %7.1f ms %7.1f ms %7.1f ms  x%.1f  %4zu bytes a byte%s\n", good ? "ok    " : "FAILED",
		       family->name, best[0] * 1e3, best[1] * 1e3, best[2] * 1e3, ratio, reading.memory / text->len,
		       reading.refused ? ", refused" : "");
	return good;
}

static int print(size_t number)
{
	struct buf text = { 0 };

	if (number >= sizeof(families) / sizeof(*families))
		return 1;
	make(&families[number], LARGEST - 1024, &text); /* front matter goes before it */
	fwrite(text.ptr, 1, text.len, stdout);
	buf_free(&text);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "--print") == 0)
		return print((size_t)atoi(argv[2]));

	bool verbose = argc > 1 && strcmp(argv[1], "-v") == 0;
	const char *wanted = argc > 1 + verbose ? argv[1 + verbose] : "";
	size_t run = 0, failed = 0;
	struct buf text = { 0 };

	mallopt(M_MMAP_MAX, 0); /* memory is kept: the time that the kernel takes for new pages is not the parser's */
	mallopt(M_TRIM_THRESHOLD, 1 << 30);
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
		if (!strstr(families[i].name, wanted))
			continue;
		run++;
		failed += !check(&families[i], verbose, &text);
	}
	buf_free(&text);
	printf("markdown: %zu families, %zu failed\n", run, failed);
	return failed > 0 || run == 0;
}
