/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Resolving: facts get types, links are followed, and what is missing in a language comes from the source. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"

/* Puts other facts and another text into 450. */
static void entry_450(struct fixture *f, const char *facts, const char *body)
{
	struct buf text = { 0 };

	buf_addf(&text, "---\ncode: 450\ntitle: Wait\nsummary: S\nfacts:\n  outcome: no\n%s---\n%s", facts, body);
	buf_add_char(&text, '\0');
	sandbox_write(&f->box, "content/demo/450.en.md", text.ptr);
	buf_free(&text);
}

static void facts_say(struct fixture *f, const char *facts, enum diag_rule rule, const char *detail)
{
	entry_450(f, facts, MEANING);
	built_make(&f->built, &f->box);
	built_says(&f->built, rule, detail);
	built_free(&f->built);
}

static void body_says(struct fixture *f, const char *body, enum diag_rule rule, const char *detail)
{
	entry_450(f, "", body);
	built_make(&f->built, &f->box);
	built_says(&f->built, rule, detail);
	built_free(&f->built);
}

static const struct fact_value *fact(const struct fixture *f, const char *slug, const char *id)
{
	return &built_entry(&f->built, slug)->facts[fact_find(built_family(&f->built), str_from(id))];
}

static void entries_are_sorted_by_number(void **state)
{
	static const char *const order[] = { "99", "200", "450", "500" };
	struct fixture *f = *state;

	built_make_fine(&f->built, &f->box);
	const struct entries *entries = &built_family(&f->built)->entries;
	for (size_t i = 0; i < 4; i++) {
		assert_true(str_is(entries->items[i].slug, order[i]));
		assert_int_equal(entries->items[i].index, i);
	}
}

static void facts_get_their_types(void **state)
{
	struct fixture *f = *state;

	entry_450(f,
		  "  steps: [login, mail (usual)]\n  about: [login]\n  unasked: \"true\"\n  remark: \" 450 x\"\n"
		  "  cite: [rfc1#4.2, man]\n  near: [200, demo/500]\n",
		  MEANING);
	built_make_fine(&f->built, &f->box);
	assert_int_equal(fact(f, "450", "outcome")->bits, 2);
	assert_int_equal(fact(f, "450", "steps")->bits, 2 | 4);
	assert_int_equal(fact(f, "450", "steps")->usual, 2);
	assert_int_equal(fact(f, "200", "steps")->usual, 1); /* the only one */
	assert_int_equal(fact(f, "450", "about")->bits, 2);
	assert_int_equal(fact(f, "450", "unasked")->bits, 1);
	assert_int_equal(fact(f, "200", "unasked")->bits, 2); /* false where nothing is said */
	assert_true(str_is(fact(f, "450", "remark")->text, " 450 x"));
	assert_int_equal(fact(f, "450", "cite")->citation_count, 2);
	assert_true(str_is(fact(f, "450", "cite")->citations[0].section, "4.2"));
	assert_ptr_equal(fact(f, "450", "near")->codes[1].entry, built_entry(&f->built, "500"));
	assert_false(fact(f, "500", "cite")->given);
	assert_int_equal(fact(f, "500", "cite")->usual, NONE);
}

static void wrong_facts_are_named(void **state)
{
	struct fixture *f = *state;

	facts_say(f, "  outcom: x\n", DIAG_UNKNOWN_FACT, "outcom");
	facts_say(f, "  about: [mail, male]\n", DIAG_WRONG_VALUE, "male");
	facts_say(f, "  steps: bye\n", DIAG_UNKNOWN_STEP, "bye");
	facts_say(f, "  steps: [login, mail]\n", DIAG_WRONG_VALUE, "");
	facts_say(f, "  steps: [login (usual), mail (usual)]\n", DIAG_WRONG_VALUE, "mail (usual)");
	facts_say(f, "  near: [777]\n", DIAG_DEAD_CODE, "777");
	facts_say(f, "  near: [none/200]\n", DIAG_DEAD_CODE, "none/200");
	facts_say(f, "  cite: [rfc2]\n", DIAG_UNKNOWN_SOURCE, "rfc2");
	facts_say(f, "  cite: [man#1]\n", DIAG_NO_SUCH_SECTION_LINK, "man#1");
	facts_say(f, "  unasked: [\"true\"]\n", DIAG_WRONG_TYPE, "unasked");
	facts_say(f, "  about: { mail: x }\n", DIAG_WRONG_TYPE, "about");
	facts_say(f, "  about: [[mail]]\n", DIAG_WRONG_TYPE, "about");
}

static void a_missing_fact_is_named(void **state)
{
	struct fixture *f = *state;

	sandbox_write(&f->box, "content/demo/99.en.md",
		      "---\ncode: 99\nkind: other\ntitle: No code\nsummary: None.\n---\n" MEANING);
	built_make(&f->built, &f->box);
	built_says(&f->built, DIAG_MISSING_FACT, "outcome");
	built_says(&f->built, DIAG_MISSING_FACT, "meant"); /* required of its kind only */
	assert_int_equal(f->built.diags.items[0].rule == DIAG_MISSING_FACT, true);
}

static void names_and_codes_must_fit(void **state)
{
	static const char *const bad[] = { "Upper", "a..b", "-a", "a-", "a.", "a_b", "a b", "\xc3\xa4", "a%2e" };
	char path[128];
	struct fixture *f = *state;

	facts_say(f, "kind: cod\n", DIAG_UNKNOWN_KIND, "cod");
	sandbox_write(&f->box, "content/demo/600.en.md", ENTRY("600", "T", "  outcome: yes\n", MEANING));
	built_make(&f->built, &f->box);
	built_says(&f->built, DIAG_CODE_PATTERN, "600");
	built_free(&f->built);
	assert_int_equal(unlinkat(f->box.folder, "content/demo/600.en.md", 0), 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		snprintf(path, sizeof(path), "content/demo/%s.en.md", bad[i]);
		sandbox_write(&f->box, path, ENTRY("300", "T", "  outcome: yes\n", MEANING));
		built_make(&f->built, &f->box);
		built_says(&f->built, DIAG_BAD_SLUG, bad[i]);
		built_free(&f->built);
		assert_int_equal(unlinkat(f->box.folder, path, 0), 0);
	}
	sandbox_write(&f->box, "content/demo/index.en.md", ENTRY("300", "T", "  outcome: yes\n", MEANING));
	built_make(&f->built, &f->box);
	built_says(&f->built, DIAG_RESERVED_SLUG, "index");
}

/* A code that no class takes would be on no list. */
static void a_code_without_a_class_is_an_error(void **state)
{
	struct fixture *f = *state;
	struct buf family = { 0 };
	struct str text = STR(FAMILY_YAML);
	size_t at = str_find(text, STR("pattern: \".*\""), 0);

	buf_add(&family, str_until_index(text, at));
	buf_add(&family, STR("pattern: \"5..\""));
	buf_add(&family, str_from_index(text, at + strlen("pattern: \".*\"")));
	sandbox_write_bytes(&f->box, "content/demo/family.yaml", buf_view(&family));
	buf_free(&family);
	built_make(&f->built, &f->box);
	assert_int_equal(diag_exit_status(&f->built.diags), 1);
}

static void links_lead_somewhere(void **state)
{
	struct fixture *f = *state;

	entry_450(f, "",
		  "## Meaning {#meaning}\n\n<code:200#meaning> <code:200-vs-500> [text](cite:rfc1#a\"b) <cite:man>\n");
	built_make_fine(&f->built, &f->box);
	struct str html = built_entry(&f->built, "450")->texts[0].by_def[1].html;
	assert_int_not_equal(str_find(html, STR("href=\"200.html#meaning\""), 0), SIZE_MAX);
	assert_int_not_equal(str_find(html, STR("href=\"200-vs-500.html\""), 0), SIZE_MAX);
	assert_int_not_equal(str_find(html, STR("href=\"https://rfc.example/1#a&quot;b\""), 0), SIZE_MAX);
	assert_int_not_equal(str_find(html, STR(">Manual</a>"), 0), SIZE_MAX);
	built_free(&f->built);

	body_says(f, "## M {#meaning}\n\n<code:777>\n", DIAG_DEAD_CODE, "777");
	body_says(f, "## M {#meaning}\n\n<code:500-vs-200>\n", DIAG_DEAD_CODE, "500-vs-200");
	body_says(f, "## M {#meaning}\n\n<code:200#more>\n", DIAG_DEAD_ANCHOR, "200#more");
	body_says(f, "## M {#meaning}\n\n<cite:rfc9>\n", DIAG_UNKNOWN_SOURCE, "rfc9");
}

static void sections_are_known_in_order_and_not_empty(void **state)
{
	struct fixture *f = *state;

	body_says(f, "## M {#meanin}\n\nText.\n", DIAG_UNKNOWN_SECTION, "meanin");
	body_says(f, "## M {#more}\n\nText.\n", DIAG_MISSING_SECTION, "meaning");
	body_says(f, "## M {#more}\n\nText.\n\n## N {#meaning}\n\nText.\n", DIAG_SECTION_ORDER, "meaning");
	body_says(f, "## M {#meaning}\n\n", DIAG_EMPTY_SECTION, "meaning");
	body_says(f, "Text.\n\n## M {#meaning}\n\nText.\n", DIAG_TEXT_BEFORE_SECTION, "");
}

static void what_is_not_translated_comes_from_the_source(void **state)
{
	struct fixture *f = *state;

	built_make_fine(&f->built, &f->box);
	const struct entry_text *own = &built_entry(&f->built, "200")->texts[1],
				*lent = &built_entry(&f->built, "450")->texts[1];
	assert_true(str_is(own->title, "Fertig"));
	assert_int_equal(own->lang.len, 0);
	assert_true(own->translated);
	assert_true(str_is(lent->title, "Wait"));
	assert_true(str_is(lent->lang, "en") && str_is(lent->by_def[1].lang, "en"));
	assert_false(lent->translated);
}

/* Only the rule whose sentence has a translation speaks German. */
static void rules_speak_the_language_they_are_translated_to(void **state)
{
	struct fixture *f = *state;

	built_make_fine(&f->built, &f->box);
	const struct rules *rules = &built_family(&f->built)->rules[RULES_VERDICT];
	assert_true(rules->items[0].sentences[1].fallback);
	assert_false(rules->items[1].sentences[1].fallback);
	assert_true(str_is(rules->items[1].sentences[1].items[1].html, " ist nicht "));
	assert_false(rules->items[0].sentences[0].fallback);
}

static void translations_belong_to_something(void **state)
{
	struct fixture *f = *state;

	sandbox_write(&f->box, "content/demo/202.de.md", "---\ntitle: T\nsummary: S\n---\n## B {#meaning}\n\nText.\n");
	sandbox_write(&f->box, "content/demo/200.de.md",
		      "---\ncode: 201\ntitle: T\nsummary: S\n---\n## B {#meaning}\n\nText <code:500>.\n\n## C "
		      "{#more}\n\nText.\n");
	built_make(&f->built, &f->box);
	built_says(&f->built, DIAG_ORPHAN_TRANSLATION, "202");
	built_says(&f->built, DIAG_NEUTRAL_KEY, "code");
	built_says(&f->built, DIAG_EXTRA_SECTION, "more");
	assert_int_equal(diag_exit_status(&f->built.diags), 0); /* in translations they warn */
}

static void notes_are_named_after_pairs(void **state)
{
	static const char *const names[] = { "500-vs-450", "450-vs-777", "99-vs-200", "450-vs-450" };
	char path[64];
	struct fixture *f = *state;

	for (size_t i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "content/demo/%s.en.md", names[i]);
		sandbox_write(&f->box, path, "---\nchanged: 2026-11-23 New.\n---\n450 and 500.\n");
	}
	built_make(&f->built, &f->box);
	for (size_t i = 0; i < 4; i++)
		built_says(&f->built, DIAG_BAD_NOTE_NAME, names[i]);
}

static void a_note_gives_its_first_paragraph_as_the_verdict(void **state)
{
	struct fixture *f = *state;

	built_make_fine(&f->built, &f->box);
	const struct note *note = map_find(&built_family(&f->built)->notes, STR("200-vs-500"));
	assert_true(str_is(note->texts[0].verdict, "200 is <em>done</em>, 500 is not."));
	assert_true(str_is(note->texts[1].lang, "en"));
	built_free(&f->built);
	sandbox_write(&f->box, "content/demo/200-vs-500.en.md", "---\nchanged: 2026-11-23 New.\n---\n200 differs.\n");
	built_make(&f->built, &f->box);
	built_says(&f->built, DIAG_NOTE_VERDICT, "500");
}

/* It stands inside of a paragraph: another block would not be closed. */
static void a_verdict_is_a_paragraph(void **state)
{
	static const char *const leads[] = { "> 200 is done, 500 is not.\n>\n> Yes.\n", "- 200\n\n- 500\n",
					     "200 and 500.\n\nAnd more.\n" };
	struct fixture *f = *state;
	char text[256];

	for (size_t i = 0; i < 3; i++) {
		snprintf(text, sizeof(text), "---\nchanged: 2026-11-23 New.\n---\n%s", leads[i]);
		sandbox_write(&f->box, "content/demo/200-vs-500.en.md", text);
		built_make(&f->built, &f->box);
		assert_int_equal(diag_exit_status(&f->built.diags), 1);
		built_free(&f->built);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(entries_are_sorted_by_number),
		TEST(facts_get_their_types),
		TEST(wrong_facts_are_named),
		TEST(a_missing_fact_is_named),
		TEST(names_and_codes_must_fit),
		TEST(a_code_without_a_class_is_an_error),
		TEST(links_lead_somewhere),
		TEST(sections_are_known_in_order_and_not_empty),
		TEST(what_is_not_translated_comes_from_the_source),
		TEST(rules_speak_the_language_they_are_translated_to),
		TEST(translations_belong_to_something),
		TEST(notes_are_named_after_pairs),
		TEST(a_note_gives_its_first_paragraph_as_the_verdict),
		TEST(a_verdict_is_a_paragraph),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
