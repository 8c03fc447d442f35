/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Bodies of entries. What authors see is tested by tests/spec/markdown.md; here is the rest; splitting and limits have
 * files of their own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <cmark.h>
#include <stdlib.h>

#include "formats/markdown.h"

/* Resolves everything but code:999. */
static bool resolve(void *context, struct str url, struct loc loc, struct buf *href, struct buf *label)
{
	if (str_is(url, "code:999")) {
		diag_add(context, DIAG_DEAD_CODE, loc, url);
		return false;
	}
	buf_add(href, str_from_index(url, 5));
	buf_add(href, STR(".html"));
	buf_add(label, STR("label of "));
	buf_add(label, str_from_index(url, 5));
	return true;
}

struct fixture {
	struct arena arena;
	struct diags diags;
	struct source source;
	struct md_links links;
	struct buf out;
	bool good;
};

static void init(struct fixture *fixture, struct str text)
{
	*fixture = (struct fixture){ .source = { .path = STR("x.md"), .text = text } };
	fixture->diags.arena = &fixture->arena;
	fixture->links = (struct md_links){ .context = &fixture->diags, .resolve = resolve };
}

static void init_rendered(struct fixture *fixture, struct str text)
{
	init(fixture, text);
	fixture->good = md_render(&fixture->source, text, &fixture->links, &fixture->out, &fixture->diags);
}

static void cleanup(struct fixture *fixture)
{
	buf_free(&fixture->out);
	arena_free(&fixture->arena);
}

/* The complaints as "rule@offset+length detail" in a row. */
static void check_diags(const struct fixture *fixture, const char *expected)
{
	struct buf got = { 0 };

	for (size_t i = 0; i < fixture->diags.count; i++) {
		const struct diag *diag = &fixture->diags.items[i];
		buf_addf(&got, "%s%s@%u+%u %.*s", i ? ", " : "", diag_rule_name(diag->rule), (unsigned)diag->loc.offset,
			 (unsigned)diag->loc.len, (int)diag->detail.len, diag->detail.ptr);
	}
	buf_add_char(&got, '\0');
	assert_string_equal(got.ptr, expected);
	buf_free(&got);
}

static void check_refused(struct str text, const char *expected)
{
	struct fixture fixture;

	init_rendered(&fixture, text);
	check_diags(&fixture, expected);
	assert_false(fixture.good);
	assert_int_equal(fixture.out.len, 0);
	cleanup(&fixture);
}

static void check_html(struct str text, const char *expected)
{
	struct fixture fixture;

	init_rendered(&fixture, text);
	check_diags(&fixture, "");
	assert_true(fixture.good);
	buf_add_char(&fixture.out, '\0');
	assert_string_equal(fixture.out.ptr, expected);
	cleanup(&fixture);
}

/* Appends `html` in cmark's spelling. */
static void add_as_cmark(struct buf *out, struct str html)
{
	for (size_t i = 0; i < html.len; i++) {
		struct str rest = str_from_index(html, i);
		if (str_starts(rest, STR("&#39;"))) {
			buf_add_char(out, '\'');
			i += 4;
		} else if (str_starts(rest, STR("<hr>")) || str_starts(rest, STR("<br>"))) {
			buf_add(out, str_until_index(rest, 3));
			buf_add(out, STR(" />"));
			i += 3;
		} else {
			buf_add_char(out, html.ptr[i]);
		}
	}
}

/* Code blocks of languages that only cmark takes are left out. */
static void compare_with_cmark(struct str text)
{
	struct fixture fixture;
	struct buf ours = { 0 };
	char *theirs = cmark_markdown_to_html(text.len ? text.ptr : "", text.len, CMARK_OPT_DEFAULT);

	init_rendered(&fixture, text);
	for (size_t i = 0; i < fixture.diags.count; i++)
		assert_true(fixture.diags.items[i].rule == DIAG_HEADING_LEVEL ||
			    fixture.diags.items[i].rule == DIAG_MARKDOWN_LIMIT);
	add_as_cmark(&ours, buf_view(&fixture.out));
	bool same_languages =
		!strstr(theirs, "language-") == (str_find(buf_view(&ours), STR("language-"), 0) == SIZE_MAX);
	if (fixture.good && same_languages && !str_is(buf_view(&ours), theirs))
		fail_msg("--- text\n%.*s\n--- ours\n%.*s--- cmark's\n%s---", (int)text.len, text.ptr, (int)ours.len,
			 ours.ptr, theirs);
	free(theirs);
	buf_free(&ours);
	cleanup(&fixture);
}

static void html_is_laid_out_as_cmark_does(void **state)
{
	static const char *const texts[] = {
		"",
		"a\n",
		"a\nb\n\nc",
		"a  \nb\\\nc",
		"*a* **b** ***c*** `d < e`",
		"### a\n#### b\n##### c\n###### d #\n",
		"- a\n- b\n",
		"- a\n\n- b\n",
		"- a\n  - b\n\n    c\n- d\n",
		"1. a\n2. b\n",
		"7) a\n8) b\n",
		"0. a\n",
		"> a\n> - b\n>\n> c\n",
		"> > a\n",
		"***\na\n\n---\n",
		"    a\n\tb\n",
		"```\na < b\n```\n",
		"```sh\na & b\n```\n",
		"~~~ text more\na\n\n~~~\n",
		"- ```sh\n  a\n  ```\n- b\n",
		"-\n- \n\n  a\n",
		"&amp; &copy; &#65; \\* \" '\n",
		"- a\n\n\n- b\n- > c\n  ### d\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		compare_with_cmark(str_from(texts[i]));
}

/* The same random texts in every run. */
static struct str random_text(char *room, size_t size, uint32_t *seed)
{
	static const char *const pieces[] = { "a",      "b ",      "*",       "**",      "_",      "`",     "``",
					      "\n",     "\n\n",    "\n- ",    "\n  ",    "\n    ", "\n1. ", "\n> ",
					      "\n### ", "\n```\n", "\n~~~\n", "\n***\n", "&amp;",  "\\",    "\t",
					      " ",      "'",       "#",       "\n* ",    "\n   ",  "  \n",  "\xc3\xa4",
					      "> ",     "- ",      "\r\n" };
	size_t len = 0;

	for (int i = 0; i < 40; i++) {
		*seed = *seed * 1103515245 + 12345;
		struct str piece = str_from(pieces[(*seed >> 16) % (sizeof(pieces) / sizeof(*pieces))]);
		if (len + piece.len > size)
			break;
		memcpy(room + len, piece.ptr, piece.len);
		len += piece.len;
	}
	return (struct str){ room, len };
}

static void random_texts_come_out_as_cmarks(void **state)
{
	char room[256];
	uint32_t seed = 1;

	(void)state;
	for (int i = 0; i < 3000; i++)
		compare_with_cmark(random_text(room, sizeof(room), &seed));
}

static void languages_come_from_a_closed_alphabet(void **state)
{
	(void)state;
	check_html(STR("```c++ x\n```"), "<pre><code class=\"language-c++\"></code></pre>\n");
	check_html(STR("``` \"onclick=\n```"), "<pre><code></code></pre>\n");
	check_html(STR("``` a&#32;b\n```"), "<pre><code class=\"language-a\"></code></pre>\n");
	check_html(STR("``` abcdefghijklmnopqrstu\n```"), "<pre><code></code></pre>\n");
}

static void code_blocks_have_their_own_language(void **state)
{
	(void)state;
	struct fixture fixture;

	init(&fixture, STR("text\n\n```smtp\nQUIT\n```"));
	fixture.links.code_lang = STR("en");
	md_render(&fixture.source, fixture.source.text, &fixture.links, &fixture.out, &fixture.diags);
	assert_true(str_is(buf_view(&fixture.out),
			   "<p>text</p>\n<pre lang=\"en\"><code class=\"language-smtp\">QUIT\n</code></pre>\n"));
	cleanup(&fixture);
}

static void links_show_where_they_lead(void **state)
{
	(void)state;
	check_html(STR("<code:550#a>"), "<p><a class=\"code\" href=\"550#a.html\">label of 550#a</a></p>\n");
	check_html(STR("[](code:550)"), "<p><a class=\"code\" href=\"550.html\">label of 550</a></p>\n");
	check_html(STR("[a *b*](cite:x 'It''s &quot;')"),
		   "<p>[a <em>b</em>](cite:x &#39;It&#39;&#39;s &quot;&#39;)</p>\n");
	check_html(STR("[a *b*](cite:x \"It's <\")"),
		   "<p><a class=\"cite\" href=\"x.html\" rel=\"noopener noreferrer nofollow ugc\" title=\"It&#39;s "
		   "&lt;\">a <em>b</em></a></p>\n");
	check_html(STR("<p@example.org>"),
		   "<p><a class=\"external\" href=\"mailto:p@example.org\" "
		   "rel=\"noopener noreferrer nofollow ugc\">p@example.org</a></p>\n");
	check_html(STR("[](https://a.b/?c&d)"),
		   "<p><a class=\"external\" href=\"https://a.b/?c&amp;d\" "
		   "rel=\"noopener noreferrer nofollow ugc\">https://a.b/?c&amp;d</a></p>\n");
}

static void problems_are_found_where_they_stand(void **state)
{
	(void)state;
	check_refused(STR("a\n\nb `<i>` c\n   d <i>e\n"), "raw-html@18+3 <i>");
	check_refused(STR("> <div\n> id=x>\n"), "raw-html@2+4 <div");
	check_refused(STR("a `javascript:x` [b](javascript:x)"), "bad-url@21+12 javascript:x");
	check_refused(STR("code:999 <code:999>"), "dead-code@10+8 code:999");
	check_refused(STR("[a](code:550) [b\nc](<code:999>) d"), "dead-code@21+8 code:999");
	check_refused(STR("- x\n- [a]\n\n[a]: ftp:b"), "bad-url@4+5 ftp:b");
	check_refused(STR("[a](java&#115;cript:b)"), "bad-url@0+22 javascript:b");
	check_refused(STR("a ![b](c) ![d](e)"), "image@2+2 , image@10+2 ");
	check_refused(STR("a\n===\n## b\n### c\n- # d\n"),
		      "heading-level@0+1 a, heading-level@6+4 ## b, heading-level@17+5 - # d");
	check_refused(STR("[a](550.html) [b](//c) [d](<>)"), "bad-url@4+8 550.html, bad-url@18+3 //c, bad-url@0+30 ");
}

static void places_are_those_of_the_file(void **state)
{
	struct fixture fixture;
	struct str text = STR("---\n---\nab <i>\n");

	(void)state;
	init(&fixture, text);
	assert_false(md_render(&fixture.source, str_from_index(text, 8), &fixture.links, &fixture.out, &fixture.diags));
	check_diags(&fixture, "raw-html@11+3 <i>");
	cleanup(&fixture);
}

static void what_stands_in_the_buffer_stays(void **state)
{
	struct fixture fixture;
	struct str text = STR("a <i>");

	(void)state;
	init(&fixture, text);
	buf_add(&fixture.out, STR("before"));
	assert_true(md_render(&fixture.source, str_until_index(text, 1), &fixture.links, &fixture.out, &fixture.diags));
	assert_false(md_render(&fixture.source, text, &fixture.links, &fixture.out, &fixture.diags));
	assert_true(str_is(buf_view(&fixture.out), "before<p>a</p>\n"));
	cleanup(&fixture);
}

static void check_plain(struct str text, const char *expected)
{
	struct buf plain = { 0 };

	md_plain(text, &plain);
	buf_add_char(&plain, '\0');
	assert_string_equal(plain.ptr, expected);
	buf_free(&plain);
}

static void plain_text_has_the_words_and_no_markup(void **state)
{
	(void)state;
	check_plain(STR("### A *b*\n\nc\nd  \ne `f g` &amp;\n\n- h\n- i\n\n> j\n"), "A b\nc d e f g &\nh\ni\nj\n");
	check_plain(STR("see <code:550#x>, <cite:rfc1#2>, [that](code:450) and <https://a.b>"),
		    "see 550#x, rfc1#2, that and https://a.b\n");
	check_plain(STR("a\n\n```\nb\n```\n\n    c\n\nd"), "a\nd\n");
	check_plain(STR(""), "");
}

static void parts_are_listed_in_order(void **state)
{
	struct fixture fixture;
	struct str text = STR("<code:550#a> `code:1` [b](cite:c)\n\n```smtp\nS: x\n```\n\n[d](https://e.f) <code:1>\n");
	struct md_parts parts = { 0 };

	(void)state;
	init(&fixture, text);
	md_scan(&fixture.arena, &fixture.source, text, &parts);
	for (size_t i = 0; i < parts.count; i++)
		buf_addf(&fixture.out, "%d '%.*s' @%u, ", (int)parts.items[i].kind, (int)parts.items[i].text.len,
			 parts.items[i].text.ptr, (unsigned)parts.items[i].loc.offset);
	assert_true(str_is(buf_view(&fixture.out),
			   "1 '550#a' @1, 2 'c' @26, 0 'S: x\n' @35, 3 'https://e.f' @57, 1 '1' @71, "));
	cleanup(&fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(html_is_laid_out_as_cmark_does),
		cmocka_unit_test(random_texts_come_out_as_cmarks),
		cmocka_unit_test(languages_come_from_a_closed_alphabet),
		cmocka_unit_test(code_blocks_have_their_own_language),
		cmocka_unit_test(links_show_where_they_lead),
		cmocka_unit_test(problems_are_found_where_they_stand),
		cmocka_unit_test(places_are_those_of_the_file),
		cmocka_unit_test(what_stands_in_the_buffer_stays),
		cmocka_unit_test(plain_text_has_the_words_and_no_markup),
		cmocka_unit_test(parts_are_listed_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
