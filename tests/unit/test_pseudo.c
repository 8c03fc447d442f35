/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"
#include "formats/pseudo.h"
#include "model/page.h"
#include "stages/pseudo.h"

typedef void changing(enum pseudo_style style, struct str text, struct buf *out);

static void expect(changing *change, enum pseudo_style style, const char *text, const char *wanted)
{
	struct buf out = { 0 };

	change(style, str_from(text), &out);
	buf_add_char(&out, '\0');
	assert_string_equal(out.ptr, wanted);
	buf_free(&out);
}

static void letters_get_accents_and_every_third_stands_twice(void **state)
{
	(void)state;
	expect(pseudo_text, PSEUDO_ACCENTED, "This is so", "Ţĥîîš îšš šö");
	expect(pseudo_text, PSEUDO_ACCENTED, "", "");
}

static void mirrored_letters_are_arabic_ones(void **state)
{
	(void)state;
	expect(pseudo_text, PSEUDO_MIRRORED, "Get it?", "غعت يت?");
}

static void a_text_is_longer_by_a_third(void **state)
{
	struct str text = STR("Paste a bounce, a line of a log or a whole session, and have it explained");
	struct buf out = { 0 };

	(void)state;
	pseudo_text(PSEUDO_ACCENTED, text, &out);
	size_t points = str_count_points(buf_view(&out));
	assert_in_range(points, text.len * 5 / 4, text.len * 4 / 3 + 1);
	buf_free(&out);
}

static void slots_and_names_stay(void **state)
{
	(void)state;
	expect(pseudo_text, PSEUDO_ACCENTED, "{n} of {a.code}", "{n} öƒ {a.code}");
	expect(pseudo_text, PSEUDO_ACCENTED, "RFC 5321, EHLO (IPv6): main.cf, 5.1.x, me@a-b",
	       "RFC 5321, EHLO (IPv6): main.cf, 5.1.x, me@a-ƀ");
	expect(pseudo_text, PSEUDO_ACCENTED, "I. A. RFCs", "Î. Á. ŔŔƑÇšš");
	expect(pseudo_text, PSEUDO_MIRRORED, "check_etrn {name}", "check_etrn {name}");
}

static void letters_of_other_scripts_stay_and_count(void **state)
{
	(void)state;
	expect(pseudo_text, PSEUDO_ACCENTED, "“мир”", "“мирр”");
	expect(pseudo_text, PSEUDO_ACCENTED, "\xff", "\xff");
}

static void messages_stand_in_brackets_unless_nothing_changes(void **state)
{
	(void)state;
	expect(pseudo_message, PSEUDO_ACCENTED, "Go to {a}", "[Ĝö ţţö {a}]");
	expect(pseudo_message, PSEUDO_MIRRORED, "Go", "[غو]");
	expect(pseudo_message, PSEUDO_ACCENTED, "RFC 772", "RFC 772");
	expect(pseudo_message, PSEUDO_ACCENTED, "{name}, {section}", "{name}, {section}");
}

static void only_the_words_of_markdown_change(void **state)
{
	static const char body[] =
		"1. **At** `EHLO x`: go [on](code:550#retry), see\n   <cite:rfc1#2> or <https://a.example/b>.\n\n"
		"### So it is\n\n```smtp\nS: 550 no\n```\n\n> - _very_ good\n";

	(void)state;
	expect(pseudo_markdown, PSEUDO_ACCENTED, body,
	       "1. **Áţ** `EHLO x`: ĝĝö [öññ](code:550#retry), šééé\n   <cite:rfc1#2> öŕ <https://a.example/b>.\n\n"
	       "### Šö îîţ îšš\n\n```smtp\nS: 550 no\n```\n\n> - _ṽéŕŕý_ ĝöööđ\n");
}

static struct str html(const struct entry *entry, size_t locale)
{
	return entry->texts[locale].by_def[1].html;
}

/* As a translator would have done it, with nothing left over, and nothing said of it. */
static void a_site_has_two_more_locales(void **state)
{
	struct fixture *f = *state;
	struct built *built = &f->built;
	struct page page;

	sandbox_write(&f->box, "content/demo/_family.en.md", "---\ntitle: Codes\nsummary: All.\n---\nWords.\n");
	*built = (struct built){ 0 };
	built->diags.arena = &built->arena;
	built->manuscript = load(&built->arena, f->box.path, &built->diags);
	pseudo_add(built->manuscript);
	built->site = resolve(built->manuscript, &built->diags);
	for (size_t i = 0; i < built->diags.count; i++)
		assert_false(str_find(built->diags.items[i].loc.source->path, STR("-X"), 0) != SIZE_MAX);
	assert_int_equal(diag_exit_status(&built->diags), 0);
	assert_int_equal(built->site->locales.count, 4);
	assert_true(str_is(built->site->locales.items[2].id, "en-XA"));
	assert_true(str_is(built->site->locales.items[3].dir, "rtl"));

	const struct family *family = built->site->families.items[0].value;
	for (size_t i = 0; i < family->entries.count; i++) {
		const struct entry_text *text = &family->entries.items[i].texts[2];
		assert_int_equal(text->lang.len, 0);
		assert_int_equal(text->by_def[1].lang.len, 0);
	}
	const struct entry *entry = map_find(&family->entry_map, STR("200"));
	assert_true(str_is(entry->texts[2].title, "Đöññé"));
	assert_true(str_is(html(entry, 2),
			   "<p>Áļļļ îš ŵŵéļļļ, ñöţţ áš ŵŵîţĥĥ <a class=\"code\" href=\"500.html\">500</a>.</p>\n"));
	assert_true(str_is(family->texts[3].title, "صودعس"));
	assert_true(page_find(built->site, STR("en-XA/demo/200.html"), &page));
	assert_false(page_indexable(&page));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_get_accents_and_every_third_stands_twice),
		cmocka_unit_test(mirrored_letters_are_arabic_ones),
		cmocka_unit_test(a_text_is_longer_by_a_third),
		cmocka_unit_test(slots_and_names_stay),
		cmocka_unit_test(letters_of_other_scripts_stay_and_count),
		cmocka_unit_test(messages_stand_in_brackets_unless_nothing_changes),
		cmocka_unit_test(only_the_words_of_markdown_change),
		cmocka_unit_test_setup_teardown(a_site_has_two_more_locales, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
