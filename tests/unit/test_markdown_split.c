/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Cutting bodies into sections, and fingerprints of what is in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "formats/markdown.h"

/*
 * Splits `text` and compares "id|heading|body" of its sections, each in brackets, and the complaints, as
 * "rule@offset+length detail" in a row.
 */
static void check_split(struct str text, const char *expected, const char *complaints)
{
	struct arena arena = { 0 };
	struct diags diags = { .arena = &arena };
	struct source source = { .path = STR("x.md"), .text = text };
	struct md_sections sections;
	struct buf got = { 0 };

	md_split(&arena, &source, text, &sections, &diags);
	for (size_t i = 0; i < sections.count; i++) {
		struct md_section *section = &sections.items[i];
		buf_addf(&got, "[%.*s|%.*s|%.*s]", (int)section->id.len, section->id.ptr, (int)section->heading.len,
			 section->heading.ptr, (int)section->body.len, section->body.ptr);
		if (section->heading.len > 0)
			assert_ptr_equal(text.ptr + section->heading_loc.offset, section->heading.ptr);
	}
	buf_add_char(&got, '\0');
	assert_string_equal(got.ptr, expected);

	buf_clear(&got);
	for (size_t i = 0; i < diags.count; i++) {
		const struct diag *diag = &diags.items[i];
		buf_addf(&got, "%s%s@%u+%u %.*s", i ? ", " : "", diag_rule_name(diag->rule), (unsigned)diag->loc.offset,
			 (unsigned)diag->loc.len, (int)diag->detail.len, diag->detail.ptr);
	}
	buf_add_char(&got, '\0');
	assert_string_equal(got.ptr, complaints);
	buf_free(&got);
	arena_free(&arena);
}

static void headings_with_ids_cut_a_body(void **state)
{
	(void)state;
	check_split(STR(""), "", "");
	check_split(STR("\n \n"), "", "");
	check_split(STR("a\n"), "[lead||a\n]", "");
	check_split(STR("\n## A b {#a-1}\n\nc\n##\tD  {#d}  \n"), "[a-1|A b|\nc\n][d|D|]", "");
	check_split(STR("a\r\n## B {#b}\r\nc"), "[lead||a\r\n][b|B|c]", "");
	check_split(STR("## A {#b} {#c}\n### D {#d}\n ## E {#e}\n##F {#f}\n"),
		    "[c|A {#b}|### D {#d}\n ## E {#e}\n##F {#f}\n]", "");
}

static void fenced_code_is_not_cut(void **state)
{
	(void)state;
	check_split(STR("```\n## a\n```\n## B {#b}\n"), "[lead||```\n## a\n```\n][b|B|]", "");
	check_split(STR("  ~~~~ sh\n## a\n~~~\n```\n~~~~\n## B {#b}\n"),
		    "[lead||  ~~~~ sh\n## a\n~~~\n```\n~~~~\n][b|B|]", "");
	check_split(STR("``` a`b\n## B {#b}\n"), "[lead||``` a`b\n][b|B|]", "");
	check_split(STR("    ```\n## B {#b}\n"), "[lead||    ```\n][b|B|]", "");
	check_split(STR("```\n    ```\n## B {#b}\n"), "[lead||```\n    ```\n## B {#b}\n]", "");
	check_split(STR("1. - ```sh\n     ## a\n     ```\n## B {#b}\n"),
		    "[lead||1. - ```sh\n     ## a\n     ```\n][b|B|]", "");
	check_split(STR("- ```sh\n\n  a\n## B {#b}\n"), "[lead||- ```sh\n\n  a\n][b|B|]", "");
	check_split(STR("> ```\n## B {#b}\n"), "[lead||> ```\n][b|B|]", "");
}

static void headings_without_ids_are_reported(void **state)
{
	(void)state;
	check_split(STR("## A\nb\n"), "[|A|b\n]", "heading-id@3+1 A");
	check_split(STR("##\n"), "[||]", "heading-id@2+0 ");
	check_split(STR("## {#a}\n"), "[||]", "heading-id@3+4 {#a}");
	check_split(STR("## A {#B c}\n"), "[|A|]", "heading-id@3+8 A {#B c}");
	check_split(STR("## A {#a} ##\n"), "[|A {#a} ##|]", "heading-id@3+9 A {#a} ##");
	check_split(STR("## A {#lead}\n"), "[|A|]", "heading-id@3+9 A {#lead}");
}

static void ids_are_used_once(void **state)
{
	(void)state;
	check_split(STR("## A {#a}\n## B {#b}\n## C {#a}\n"), "[a|A|][b|B|][|C|]", "duplicate-section@27+1 a");
}

static void fingerprints_are_blind_to_white_space(void **state)
{
	char a[MD_FINGERPRINT_SIZE], b[MD_FINGERPRINT_SIZE];

	(void)state;
	md_fingerprint(STR("one two\n\nthree\n"), a);
	assert_int_equal(strlen(a), 8);
	md_fingerprint(STR("\none\ttwo  \r\nthree"), b);
	assert_string_equal(a, b);
	md_fingerprint(STR("one twothree"), b);
	assert_string_not_equal(a, b);
	md_fingerprint(STR("one two *three*"), b);
	assert_string_not_equal(a, b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headings_with_ids_cut_a_body),          cmocka_unit_test(fenced_code_is_not_cut),
		cmocka_unit_test(headings_without_ids_are_reported),     cmocka_unit_test(ids_are_used_once),
		cmocka_unit_test(fingerprints_are_blind_to_white_space),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
