/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Diagnostics: order, places, the caret line, the three forms, and what a hostile file cannot do to them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <errno.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/diag.h"

struct fixture {
	struct arena arena;
	struct diags diags;
	struct source source;
	char *printed;
	size_t len;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	f->diags.arena = &f->arena;
	f->source.path = STR("content/smtp/550.en.md");
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	free(f->printed);
	arena_free(&f->arena);
	free(f);
	return 0;
}

/* What is printed in that form; good until the next call. */
static const char *print(struct fixture *f, enum diag_format format)
{
	free(f->printed);
	FILE *file = open_memstream(&f->printed, &f->len);
	diag_print(&f->diags, format, false, file);
	fclose(file);
	return f->printed;
}

/* A complaint about the first `part` in the text. */
static struct diag *complain(struct fixture *f, const char *text, const char *part)
{
	f->source.text = str_from(text);
	size_t at = str_find(f->source.text, str_from(part), 0);
	struct str view = str_until_index(str_from_index(f->source.text, at), strlen(part));
	return diag_add(&f->diags, DIAG_UNKNOWN_KEY, loc_of(&f->source, view), str_from(part));
}

static void prints_as(struct fixture *f, const char *expected)
{
	assert_string_equal(print(f, DIAG_TEXT), expected);
}

static void the_caret_stands_under_the_word(void **state)
{
	struct fixture *f = *state;

	complain(f, "---\ncode: 550\ntitel: Gone\n---\n", "titel")->hint = STR("title");
	prints_as(f,
		  "content/smtp/550.en.md:3:1: error: unknown key 'titel'; did you mean 'title'? [unknown-key]\n"
		  "    3 | titel: Gone\n"
		  "      | ^~~~~\n");
}

static void umlauts_count_as_one_column(void **state)
{
	struct fixture *f = *state;

	complain(f, "größe: {länge: 1}\n", "länge");
	prints_as(f,
		  "content/smtp/550.en.md:1:9: error: unknown key 'länge' [unknown-key]\n"
		  "    1 | größe: {länge: 1}\n"
		  "      |         ^~~~~\n");
}

/* A tab is shown as one space, so that the caret is right whatever the terminal makes of tabs. */
static void tabs_count_as_one_column(void **state)
{
	struct fixture *f = *state;

	complain(f, "\ta:\tbad\n", "bad");
	prints_as(f,
		  "content/smtp/550.en.md:1:5: error: unknown key 'bad' [unknown-key]\n"
		  "    1 |  a: bad\n"
		  "      |     ^~~\n");
}

static void control_characters_are_shown_as_numbers(void **state)
{
	struct fixture *f = *state;

	complain(f,
		 "a\033[2Jb: \xc2\x9b"
		 "1m\xe2\x80\xae x\n",
		 "x");
	prints_as(f,
		  "content/smtp/550.en.md:1:14: error: unknown key 'x' [unknown-key]\n"
		  "    1 | a\\x1b[2Jb: \\xc2\\x9b1m\\xe2\\x80\\xae x\n"
		  "      |                                   ^\n");
}

static void hostile_names_cannot_drive_a_terminal(void **state)
{
	struct fixture *f = *state;

	f->source.path = STR("content/\033]0;x\007/a\nb.md");
	struct diag *diag =
		diag_add(&f->diags, DIAG_UNEXPECTED_FILE, (struct loc){ &f->source, 0, 0 }, STR("a\rb\x7f\xff"));
	diag->reason = STR("\x1b");
	diag->hint = STR("\xc2\x85");
	prints_as(f,
		  "content/\\x1b]0;x\\x07/a\\x0ab.md: error: file does not belong here 'a\\x0db\\x7f\\xff': \\x1b; did "
		  "you "
		  "mean '\\xc2\\x85'? [unexpected-file]\n");
	assert_null(strpbrk(print(f, DIAG_JSON), "\033\007\r\x7f"));
	assert_null(strpbrk(print(f, DIAG_GITHUB), "\033\007\r\x7f"));
}

/* Under what is shown as several characters stand as many tildes. */
static void the_underline_is_as_wide_as_what_is_shown(void **state)
{
	struct fixture *f = *state;

	complain(f,
		 "a\x01"
		 "b: 1\n",
		 "a\x01"
		 "b");
	prints_as(f,
		  "content/smtp/550.en.md:1:1: error: unknown key 'a\\x01b' [unknown-key]\n"
		  "    1 | a\\x01b: 1\n"
		  "      | ^~~~~~\n");
}

static void a_place_at_the_end_of_the_file_is_shown(void **state)
{
	struct fixture *f = *state;

	f->source.text = STR("a: 1\nb: [");
	diag_add(&f->diags, DIAG_BAD_YAML, (struct loc){ &f->source, 9, 1 }, STR(""));
	prints_as(f,
		  "content/smtp/550.en.md:2:5: error: YAML cannot be read [bad-yaml]\n"
		  "    2 | b: [\n"
		  "      |     ^\n");
}

static void a_place_beyond_the_end_is_the_end(void **state)
{
	struct fixture *f = *state;

	f->source.text = STR("a: 1\n");
	diag_add(&f->diags, DIAG_BAD_YAML, (struct loc){ &f->source, UINT32_MAX, UINT32_MAX }, STR(""));
	prints_as(f,
		  "content/smtp/550.en.md:2:1: error: YAML cannot be read [bad-yaml]\n"
		  "    2 | \n"
		  "      | ^\n");
}

/* What is underlined ends with its line, and with what is shown of it. */
static void a_place_over_lines_is_underlined_on_the_first(void **state)
{
	struct fixture *f = *state;

	complain(f, "x: [a,\r\n  b]\r\n", "[a,\r\n  b]")->detail = STR("x");
	prints_as(f,
		  "content/smtp/550.en.md:1:4: error: unknown key 'x' [unknown-key]\n"
		  "    1 | x: [a,\n"
		  "      |    ^~~\n");
}

static void long_lines_are_cut_between_characters(void **state)
{
	struct fixture *f = *state;
	char text[400];

	memset(text, 'x', sizeof(text));
	memcpy(text + 159, "ä", 2);
	f->source.text = (struct str){ text, sizeof(text) };
	diag_add(&f->diags, DIAG_BAD_YAML, (struct loc){ &f->source, 150, 100 }, STR(""));
	const char *printed = print(f, DIAG_TEXT);
	uint32_t point;
	for (struct str rest = str_from(printed); rest.len > 0; rest = str_from_index(rest, str_utf8(rest, &point)))
		assert_int_not_equal(str_utf8(rest, &point), 0); /* no letter was cut in two */
	assert_non_null(strstr(printed, "\n    1 | xxx"));
	assert_non_null(strstr(printed, "x\n      | "));
	assert_non_null(strstr(printed, " ^~~~~~~~~\n"));
}

/* Far to the right there is no use in a caret line. */
static void a_place_far_to_the_right_is_only_named(void **state)
{
	struct fixture *f = *state;
	char text[400];

	memset(text, 'x', sizeof(text));
	f->source.text = (struct str){ text, sizeof(text) };
	diag_add(&f->diags, DIAG_BAD_YAML, (struct loc){ &f->source, 300, 1 }, STR(""));
	prints_as(f, "content/smtp/550.en.md:1:301: error: YAML cannot be read [bad-yaml]\n");
}

static void a_note_names_the_other_place(void **state)
{
	struct fixture *f = *state;

	complain(f, "id: a\nid: a\n", "a")->note = (struct loc){ &f->source, 10, 1 };
	prints_as(f,
		  "content/smtp/550.en.md:1:5: error: unknown key 'a' [unknown-key]\n"
		  "    1 | id: a\n"
		  "      |     ^\n"
		  "content/smtp/550.en.md:2:5: note: the other place [unknown-key]\n");
}

static void the_systems_words_are_the_reason(void **state)
{
	struct fixture *f = *state;

	diag_add_errno(&f->diags, DIAG_UNWRITABLE, STR("site"), EACCES);
	prints_as(f, "statusbook: error: cannot write 'site': Permission denied [unwritable]\n");
	assert_int_equal(diag_exit_status(&f->diags), 3);
}

static void messages_are_sorted_and_doubles_dropped(void **state)
{
	struct fixture *f = *state;
	struct source other = { .path = STR("content/smtp/421.en.md"), .text = STR("abcdef") };

	f->source.text = STR("abcdef");
	diag_add(&f->diags, DIAG_UNKNOWN_KEY, (struct loc){ &f->source, 3, 1 }, STR("d"));
	diag_add(&f->diags, DIAG_UNKNOWN_KEY, (struct loc){ &f->source, 1, 1 }, STR("b"));
	diag_add(&f->diags, DIAG_UNKNOWN_KEY, (struct loc){ &other, 5, 1 }, STR("f"));
	diag_add(&f->diags, DIAG_BAD_UTF8, (struct loc){ &f->source, 3, 1 }, STR("d"));
	diag_add(&f->diags, DIAG_UNKNOWN_KEY, (struct loc){ &f->source, 1, 1 }, STR("b"));
	diag_add(&f->diags, DIAG_UNKNOWN_KEY, (struct loc){ &f->source, 1, 1 }, STR("a"));
	diag_add(&f->diags, DIAG_BAD_USAGE, (struct loc){ 0 }, STR("z"));
	diag_sort(&f->diags);

	static const char *const order[] = { "z", "f", "a", "b", "d", "d" };
	assert_int_equal(f->diags.count, 6);
	for (size_t i = 0; i < 6; i++)
		assert_true(str_is(f->diags.items[i].detail, order[i]));
	assert_int_equal(f->diags.items[4].rule, DIAG_BAD_UTF8);
}

static void sorting_nothing_is_fine(void **state)
{
	struct fixture *f = *state;

	diag_sort(&f->diags);
	prints_as(f, "");
	assert_string_equal(print(f, DIAG_JSON), "[]\n");
	assert_string_equal(print(f, DIAG_GITHUB), "");
}

static void mistakes_in_translations_are_warnings(void **state)
{
	struct fixture *f = *state;
	size_t errors, warnings;

	f->source.lenient = true;
	complain(f, "x", "x");
	assert_int_equal(diag_exit_status(&f->diags), 0);
	diag_count(&f->diags, &errors, &warnings);
	assert_int_equal(errors, 0);
	assert_int_equal(warnings, 1);
	assert_non_null(strstr(print(f, DIAG_TEXT), ": warning: "));

	f->diags.strict = true;
	assert_int_equal(diag_exit_status(&f->diags), 1);
	assert_non_null(strstr(print(f, DIAG_TEXT), ": error: "));
}

static void the_highest_status_wins(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(diag_exit_status(&f->diags), 0);
	diag_add(&f->diags, DIAG_DOUBLED_WORD, (struct loc){ 0 }, STR(""));
	assert_int_equal(diag_exit_status(&f->diags), 0);
	diag_add(&f->diags, DIAG_UNKNOWN_KEY, (struct loc){ 0 }, STR(""));
	assert_int_equal(diag_exit_status(&f->diags), 1);
	diag_add(&f->diags, DIAG_UNREADABLE, (struct loc){ 0 }, STR(""));
	diag_add(&f->diags, DIAG_BAD_USAGE, (struct loc){ 0 }, STR(""));
	assert_int_equal(diag_exit_status(&f->diags), 3);
}

static void text_stops_at_a_hundred(void **state)
{
	struct fixture *f = *state;
	char name[16];

	for (int i = 0; i < 101; i++) {
		snprintf(name, sizeof(name), "%03d", i);
		diag_add(&f->diags, DIAG_UNKNOWN_KEY, (struct loc){ 0 }, str_from(name));
	}
	const char *printed = print(f, DIAG_TEXT);
	assert_non_null(strstr(printed, "'099'"));
	assert_null(strstr(printed, "'100'"));
	assert_non_null(strstr(printed, "statusbook: and 1 more\n"));
	assert_non_null(strstr(print(f, DIAG_JSON), "'100'"));
	f->diags.count = 100;
	assert_null(strstr(print(f, DIAG_TEXT), "more"));
}

static void json_is_escaped(void **state)
{
	struct fixture *f = *state;

	struct diag *diag = complain(f, "k: \"a\\b\"", "\"a\\b\"");
	diag->reason = STR("a\nb\xff");
	diag->hint = STR("<ä>");
	assert_string_equal(
		print(f, DIAG_JSON),
		"[\n {\"severity\":\"error\",\"rule\":\"unknown-key\",\"path\":\"content/smtp/550.en.md\",\"line\":1,"
		"\"column\":4,\"length\":5,\"message\":\"unknown key '\\\"a\\\\b\\\"': a\\\\x0ab\\\\xff; did you mean "
		"'<ä>'?\",\"suggestion\":\"<ä>\"}\n]\n");
}

static void json_objects_are_a_list(void **state)
{
	struct fixture *f = *state;

	diag_add(&f->diags, DIAG_BAD_USAGE, (struct loc){ 0 }, STR("a"));
	diag_add(&f->diags, DIAG_BAD_USAGE, (struct loc){ 0 }, STR("b"));
	assert_string_equal(print(f, DIAG_JSON),
			    "[\n {\"severity\":\"error\",\"rule\":\"bad-usage\",\"message\":\"wrong use 'a'\"},"
			    "\n {\"severity\":\"error\",\"rule\":\"bad-usage\",\"message\":\"wrong use 'b'\"}\n]\n");
}

static void github_commands_cannot_be_forged(void **state)
{
	struct fixture *f = *state;

	f->source.path = STR("content/a,b:c%.md");
	complain(f, "x", "x")->detail = STR("50%\n::error::x");
	assert_string_equal(print(f, DIAG_GITHUB),
			    "::error file=content/a%2Cb%3Ac%25.md,line=1,col=1,title=unknown-key::unknown "
			    "key '50%25\\x0a::error::x'\n");
}

static void a_rule_is_named_by_its_id(void **state)
{
	(void)state;
	assert_string_equal(diag_rule_name(DIAG_BAD_UTF8), "bad-utf8");
	assert_string_equal(diag_rule_name(DIAG_NO_SUCH_SECTION_LINK), "no-such-section-link");
}

/* The list keeps what it was told, whatever happens to the bytes. */
static void details_are_copied(void **state)
{
	struct fixture *f = *state;
	char name[] = "first";

	diag_add(&f->diags, DIAG_BAD_USAGE, (struct loc){ 0 }, str_from(name));
	memcpy(name, "other", 5);
	prints_as(f, "statusbook: error: wrong use 'first' [bad-usage]\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_caret_stands_under_the_word),
		TEST(umlauts_count_as_one_column),
		TEST(tabs_count_as_one_column),
		TEST(control_characters_are_shown_as_numbers),
		TEST(hostile_names_cannot_drive_a_terminal),
		TEST(the_underline_is_as_wide_as_what_is_shown),
		TEST(a_place_at_the_end_of_the_file_is_shown),
		TEST(a_place_beyond_the_end_is_the_end),
		TEST(a_place_over_lines_is_underlined_on_the_first),
		TEST(long_lines_are_cut_between_characters),
		TEST(a_place_far_to_the_right_is_only_named),
		TEST(a_note_names_the_other_place),
		TEST(the_systems_words_are_the_reason),
		TEST(messages_are_sorted_and_doubles_dropped),
		TEST(sorting_nothing_is_fine),
		TEST(mistakes_in_translations_are_warnings),
		TEST(the_highest_status_wins),
		TEST(text_stops_at_a_hundred),
		TEST(json_is_escaped),
		TEST(json_objects_are_a_list),
		TEST(github_commands_cannot_be_forged),
		TEST(a_rule_is_named_by_its_id),
		TEST(details_are_copied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
