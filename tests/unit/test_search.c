/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* What scripts of the pages get: the search index, the policy that admits them, and the one that stands in the page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"

static struct str index_of(struct fixture *f, const char *file)
{
	sandbox_write(&f->box, "templates/assets/script.js", "a();\n");
	built_make_fine(&f->built, &f->box);
	const struct asset *asset = site_asset(f->built.site, file);
	assert_non_null(asset);
	assert_true(str_starts(asset->path, STR("assets/search-")) && str_ends(asset->path, asset->file));
	return asset->bytes;
}

static void has(struct str text, const char *part)
{
	if (str_find(text, str_from(part), 0) == SIZE_MAX)
		fail_msg("'%s' is not in %.*s", part, (int)text.len, text.ptr);
}

static void lacks(struct str text, const char *part)
{
	if (str_find(text, str_from(part), 0) != SIZE_MAX)
		fail_msg("'%s' is in %.*s", part, (int)text.len, text.ptr);
}

static void there_is_no_index_without_a_script(void **state)
{
	struct fixture *f = *state;

	built_make_fine(&f->built, &f->box);
	assert_null(site_asset(f->built.site, "search-en.js"));
}

static void each_language_has_its_texts(void **state)
{
	struct fixture *f = *state;
	struct str english = index_of(f, "search-en.js");

	assert_true(str_starts(english, STR("statusbookIndex({\"source\":\"en\",\"families\":[{\"slug\":\"demo\",")));
	assert_true(str_ends(english, STR("]}]})\n")));
	has(english,
	    "{\"slug\":\"200\",\"code\":\"200\",\"tone\":\"good\",\"class\":\"Fine\",\"title\":\"Done\",\"summary\":"
	    "\"About 200.\",");
	lacks(english, "\"lang\"");
	has(site_asset(f->built.site, "search-de.js")->bytes, "\"title\":\"Fertig\",\"summary\":\"Zu 200.\",");
}

static void what_is_not_translated_says_its_language(void **state)
{
	struct fixture *f = *state;

	sandbox_write(&f->box, "content/demo/450.en.md",
		      "---\ncode: 450\ntitle: Wait\nsummary: Later.\nkeywords: [be patient]\nfacts:\n  outcome: no\n"
		      "  steps: mail\n---\n" MEANING);
	has(index_of(f, "search-de.js"),
	    "\"title\":\"Wait\",\"summary\":\"Later.\",\"lang\":\"en\",\"words\":[\"be patient\"]");
}

static void no_text_can_end_the_script_or_the_string(void **state)
{
	struct fixture *f = *state;

	sandbox_write(&f->box, "content/demo/450.en.md",
		      ENTRY("450", "'Say \"no\" \\ </script><!--'", "  outcome: no\n  steps: mail\n", MEANING));
	struct str english = index_of(f, "search-en.js");
	has(english, "\"title\":\"Say \\\"no\\\" \\\\ \\u003c/script\\u003e\\u003c!--\"");
	lacks(english, "<");
}

/* 99 is of a kind that is compared only with what it lists; 200 names 500 as near. */
static void comparisons_can_be_told(void **state)
{
	struct fixture *f = *state;
	struct str english = index_of(f, "search-en.js");

	has(english, "\"summary\":\"None.\",\"near\":[2],\"only\":[2]}");
	has(english, "\"summary\":\"About 200.\",\"near\":[3]}");
	has(english, "\"summary\":\"About 450.\",\"near\":[]}");
}

static void the_policy_has_the_hash_of_the_script_in_the_page(void **state)
{
	struct fixture *f = *state;

	sandbox_write(&f->box, "templates/assets/boot.js", "/* not in the page */\r\na(\"<b>\");\r\n");
	built_make_fine(&f->built, &f->box);
	assert_true(str_is(f->built.site->boot_html, "<script>a(\"<b>\");\n</script>"));
	has(f->built.site->policy, "script-src 'self' 'sha256-tOPvc9BE/LIOOzk2iW3SVj5sv0oUGtKNEYWFjYnb3Yk='; ");
	assert_null(site_asset(f->built.site, "boot.js"));
}

static void without_a_script_in_the_page_the_policy_has_no_hash(void **state)
{
	struct fixture *f = *state;

	built_make_fine(&f->built, &f->box);
	assert_int_equal(f->built.site->boot_html.len, 0);
	has(f->built.site->policy, "default-src 'none'; ");
	has(f->built.site->policy, "script-src 'self'; ");
	lacks(f->built.site->policy, "unsafe");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(there_is_no_index_without_a_script, set_up, tear_down),
		cmocka_unit_test_setup_teardown(each_language_has_its_texts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_not_translated_says_its_language, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_text_can_end_the_script_or_the_string, set_up, tear_down),
		cmocka_unit_test_setup_teardown(comparisons_can_be_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_policy_has_the_hash_of_the_script_in_the_page, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_a_script_in_the_page_the_policy_has_no_hash, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
