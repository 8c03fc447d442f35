/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "formats/words.h"

/* The words of a text, each in brackets with the gap before it. */
static void expect_words(struct str text, const char *wanted)
{
	struct arena arena = { 0 };
	struct words words = { 0 };
	struct buf found = { 0 };

	words_add(&arena, &words, text);
	for (size_t i = 0; i < words.count; i++)
		buf_addf(&found, "%.*s[%.*s]", (int)words.items[i].gap.len, words.items[i].gap.ptr,
			 (int)words.items[i].text.len, words.items[i].text.ptr);
	buf_add_char(&found, '\0');
	assert_string_equal(found.ptr, wanted);
	buf_free(&found);
	arena_free(&arena);
}

/* What the pattern finds in the text, each in brackets. */
static void expect(struct str pattern, struct str text, const char *wanted)
{
	struct arena arena = { 0 };
	struct words words = { 0 };
	struct word_set set = { 0 };
	struct buf found = { 0 };

	assert_true(word_set_add(&arena, &set, pattern, NULL));
	words_add(&arena, &words, text);
	for (size_t i = 0; i < words.count; i++) {
		const struct word_pattern *match = word_set_match(&set, &words, i, NULL);
		if (!match)
			continue;
		struct str view = words_view(&words, i, match->words.count);
		buf_addf(&found, "[%.*s]", (int)view.len, view.ptr);
	}
	buf_add_char(&found, '\0');
	assert_string_equal(found.ptr, wanted);
	buf_free(&found);
	arena_free(&arena);
}

static void words_are_letters_marks_and_digits(void **state)
{
	(void)state;
	expect_words(STR("Größe: 5.7-mal „Ja“"), "[Größe]: [5].[7]-[mal] „[Ja]");
	expect_words(STR("e\xcc\x81t\xc3\xa9 слово 字"), "[e\xcc\x81t\xc3\xa9] [слово] [字]");
	expect_words(STR(" ... "), "");
	expect_words((struct str){ NULL, 0 }, "");
}

static void patterns_fit_whole_words(void **state)
{
	(void)state;
	expect(STR("Sender"), STR("Absender, Sender, SMTP-Sender, Senders"), "[Sender][Sender]");
	expect(STR("Sender*"), STR("Absender, Sender, Senders, Senderadresse"), "[Sender][Senders][Senderadresse]");
	expect(STR("*ende"), STR("Absender, Ende, Wochenende, ende"), "[Ende][Wochenende][ende]");
	expect(STR("*nd*"), STR("Absender, Ende, Regen"), "[Absender][Ende]");
}

static void capital_letters_fit_only_themselves(void **state)
{
	(void)state;
	expect(STR("Sender"), STR("sender SENDER Sender"), "[SENDER][Sender]");
	expect(STR("über"), STR("ÜBER Über über uber"), "[ÜBER][Über][über]");
	expect(STR("Über"), STR("über Über"), "[Über]");
}

static void what_stands_between_words_counts(void **state)
{
	(void)state;
	expect(STR("status code"), STR("status code, status\n code, status-code, status. Code"),
	       "[status code][status\n code]");
	expect(STR("status-code"), STR("status code, status-code"), "[status-code]");
	expect(STR("temporär* Fehler*"),
	       STR("temporäre Fehler, temporär\xc2\xa0"
		   "Fehler"),
	       "[temporäre Fehler][temporär\xc2\xa0"
	       "Fehler]");
	expect(STR("a b c"), STR("a b, a b c"), "[a b c]");
}

static void all_patterns_of_a_word_are_found_in_order(void **state)
{
	struct arena arena = { 0 };
	struct words words = { 0 };
	struct word_set set = { 0 };
	const struct word_pattern *match = NULL;
	char found[8] = "";

	(void)state;
	assert_true(word_set_add(&arena, &set, STR("*ab"), "3"));
	assert_true(word_set_add(&arena, &set, STR("ab"), "1"));
	assert_true(word_set_add(&arena, &set, STR("a*"), "2"));
	assert_true(word_set_add(&arena, &set, STR("abc"), "x"));
	words_add(&arena, &words, STR("ab"));
	while ((match = word_set_match(&set, &words, 0, match)))
		strcat(found, match->value);
	assert_string_equal(found, "123");
	arena_free(&arena);
}

static void what_is_verbatim_fits_nothing(void **state)
{
	struct arena arena = { 0 };
	struct words words = { 0 };
	struct word_set set = { 0 };

	(void)state;
	assert_true(word_set_add(&arena, &set, STR("a b"), NULL));
	words_add(&arena, &words, STR("a b"));
	assert_non_null(word_set_match(&set, &words, 0, NULL));
	words.items[1].verbatim = true;
	assert_null(word_set_match(&set, &words, 0, NULL));
	arena_free(&arena);
}

static void no_pattern_is_refused(void **state)
{
	static const char *const none[] = { "", "*", "a*b", " a", "a ", "a **b", "(a", "a**", "?" };
	struct arena arena = { 0 };
	struct word_set set = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_false(word_set_add(&arena, &set, str_from(none[i]), NULL));
	assert_int_equal(set.count, 0);
	arena_free(&arena);
}

static void quotation_marks_are_known(void **state)
{
	(void)state;
	assert_true(point_is_quote('"') && point_is_quote(0x201e) && point_is_quote(0x300c) && point_is_quote(0x2019));
	assert_false(point_is_quote('a') || point_is_quote('<') || point_is_quote(0x2013) || point_is_quote(0));
}

static void sets_have_an_end(void **state)
{
	struct arena arena = { 0 };
	struct word_set set = { 0 };

	(void)state;
	for (size_t i = 0; i < WORD_SET_MOST; i++)
		assert_true(word_set_add(&arena, &set, STR("a"), NULL));
	assert_false(word_set_add(&arena, &set, STR("a"), NULL));
	arena_free(&arena);
}

static void words_are_compared_without_case(void **state)
{
	(void)state;
	assert_true(word_same(STR("Die"), STR("die")));
	assert_true(word_same(STR("ÖL"), STR("öl")));
	assert_false(word_same(STR("die"), STR("dies")));
	assert_false(word_same(STR("dies"), STR("die")));
}

static void ends_of_texts_are_known_by_their_script(void **state)
{
	(void)state;
	assert_true(text_ends_in_letter(STR("in the")));
	assert_true(text_ends_in_letter(STR("eine Größ\xc3\xa9")));
	assert_true(text_ends_in_letter(STR("слово")));
	assert_false(text_ends_in_letter(STR("字")));
	assert_false(text_ends_in_letter(STR("end.")));
	assert_false(text_ends_in_letter(STR("")));
	assert_true(text_ends_word(STR("字")));
	assert_false(text_ends_word(STR("“")));
	assert_true(text_begins_word(STR("Öl")));
	assert_false(text_begins_word(STR("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_letters_marks_and_digits),
		cmocka_unit_test(patterns_fit_whole_words),
		cmocka_unit_test(capital_letters_fit_only_themselves),
		cmocka_unit_test(what_stands_between_words_counts),
		cmocka_unit_test(all_patterns_of_a_word_are_found_in_order),
		cmocka_unit_test(what_is_verbatim_fits_nothing),
		cmocka_unit_test(no_pattern_is_refused),
		cmocka_unit_test(quotation_marks_are_known),
		cmocka_unit_test(sets_have_an_end),
		cmocka_unit_test(words_are_compared_without_case),
		cmocka_unit_test(ends_of_texts_are_known_by_their_script),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
