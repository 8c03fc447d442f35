/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Templates, where the manual (tests/spec/template.md) does not reach: limits, hostile places, missing records. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "template/template.h"

struct person {
	struct str name;
	struct person *boss;
	struct value_list staff;
};

struct root {
	struct str text, url, html, json;
	size_t number;
	struct person *person;
	struct value_list people;
};

static const struct shape person_shape;
static const struct field person_fields[] = {
	{ "name", VALUE_TEXT, offsetof(struct person, name), NULL, 0 },
	{ "boss", VALUE_RECORD, offsetof(struct person, boss), &person_shape, 0 },
	{ "staff", VALUE_LIST, offsetof(struct person, staff), &person_shape, VALUE_RECORD },
	{ 0 },
};
static const struct shape person_shape = { "person", person_fields };

static const struct field root_fields[] = {
	{ "text", VALUE_TEXT, offsetof(struct root, text), NULL, 0 },
	{ "url", VALUE_URL, offsetof(struct root, url), NULL, 0 },
	{ "html", VALUE_HTML, offsetof(struct root, html), NULL, 0 },
	{ "json", VALUE_JSON, offsetof(struct root, json), NULL, 0 },
	{ "number", VALUE_NUMBER, offsetof(struct root, number), NULL, 0 },
	{ "person", VALUE_RECORD, offsetof(struct root, person), &person_shape, 0 },
	{ "people", VALUE_LIST, offsetof(struct root, people), &person_shape, VALUE_RECORD },
	{ 0 },
};
static const struct shape root_shape = { "root", root_fields };

/* Compiles the text as "page" and runs it; the first rule that complained otherwise. */
static enum diag_rule render(struct str text, const struct root *root, const struct translator *translator,
			     struct buf *page)
{
	struct arena arena = { 0 };
	struct diags diags = { .arena = &arena };
	struct source source = { .path = STR("page"), .text = text };
	struct template_set *set = template_set_new(&arena);

	template_set_add(set, STR("page"), &source);
	const struct template *template =
		template_compile(&arena, set, STR("page"), &root_shape, NULL, translator, &diags);
	assert_true((template == NULL) == (diags.count > 0));
	if (template)
		template_run(template, root, page);
	enum diag_rule rule = template ? DIAG_RULE_COUNT : diags.items[0].rule;
	arena_free(&arena);
	return rule;
}

static void assert_page(struct str text, const struct root *root, const char *expected)
{
	struct buf page = { 0 };

	assert_int_equal(render(text, root, NULL, &page), DIAG_RULE_COUNT);
	buf_add_char(&page, '\0');
	assert_string_equal(page.ptr, expected);
	buf_free(&page);
}

static void assert_refused(const char *text, enum diag_rule rule)
{
	struct buf page = { 0 };
	struct root root = { 0 };

	assert_string_equal(diag_rule_name(render(str_from(text), &root, NULL, &page)), diag_rule_name(rule));
	buf_free(&page);
}

static void all_five_characters_are_escaped(void **state)
{
	struct root root = { .text = STR("0123456789abcdef<&>\"'0123456789abcdefx<") };

	(void)state;
	assert_page(STR("{{ text }}"), &root, "0123456789abcdef&lt;&amp;&gt;&quot;&#39;0123456789abcdefx&lt;");
}

static void content_that_looks_like_a_template_is_text(void **state)
{
	struct root root = { .text = STR("{{ html }}{% if %}%s%n") };

	(void)state;
	assert_page(STR("{{ text }}"), &root, "{{ html }}{% if %}%s%n");
}

static void members_of_missing_records_are_empty(void **state)
{
	struct root root = { 0 };

	(void)state;
	assert_page(STR("[{{ person.boss.boss.name }}{% for p in person.staff %}x{% endfor %}"
			"{% if person.boss %}y{% endif %}{% set b = person.boss %}{{ b.name }}]"),
		    &root, "[]");
}

static void paths_follow_pointers(void **state)
{
	struct person chief = { .name = STR("c") }, boss = { .name = STR("b"), .boss = &chief };
	struct person staff[] = { { .name = STR("x"), .boss = &boss }, { .name = STR("y"), .boss = &chief } };
	struct root root = { .person = &staff[0], .people = { staff, 2, sizeof(staff[0]) } };

	(void)state;
	assert_page(STR("{{ person.boss.boss.name }}{% for p in people %}{{ p.boss.name }}{% endfor %}"
			"{% set q = people | last %}{{ q.boss.name }}"),
		    &root, "cbcc");
}

static void members_do_not_grow_without_end(void **state)
{
	struct buf text = { 0 };

	(void)state;
	buf_add(&text, STR("{{ person"));
	for (size_t i = 0; i < 100; i++)
		buf_add(&text, STR(".boss"));
	buf_add(&text, STR(".name }}"));
	buf_add_char(&text, '\0');
	assert_refused(text.ptr, DIAG_TEMPLATE_SYNTAX);
	buf_free(&text);
}

static void depth_is_limited(void **state)
{
	static const char *const parts[][2] = {
		{ "{% if number %}", "{% endif %}" },
		{ "{% for p in people %}", "{% endfor %}" },
	};

	(void)state;
	for (size_t kind = 0; kind < 2; kind++) {
		struct buf text = { 0 };
		for (size_t i = 0; i < 1000; i++)
			buf_add(&text, str_from(parts[kind][0]));
		for (size_t i = 0; i < 1000; i++)
			buf_add(&text, str_from(parts[kind][1]));
		buf_add_char(&text, '\0');
		assert_refused(text.ptr, DIAG_TEMPLATE_SYNTAX);
		buf_free(&text);
	}
}

static void parentheses_are_limited(void **state)
{
	struct buf text = { 0 };

	(void)state;
	buf_add(&text, STR("{% if "));
	for (size_t i = 0; i < 100000; i++)
		buf_add_char(&text, '(');
	buf_add(&text, STR("number %}{% endif %}"));
	buf_add_char(&text, '\0');
	assert_refused(text.ptr, DIAG_TEMPLATE_SYNTAX);
	buf_free(&text);
}

/* 2^30 copies of the last file, if nobody counted. */
static void includes_do_not_multiply_without_end(void **state)
{
	struct arena arena = { 0 };
	struct diags diags = { .arena = &arena };
	struct template_set *set = template_set_new(&arena);
	char names[31][4];

	(void)state;
	for (int i = 0; i < 31; i++) {
		struct source *source = arena_new(&arena, struct source);
		struct buf text = { 0 };
		names[i][0] = (char)('a' + i % 26);
		names[i][1] = (char)('a' + i / 26);
		names[i][2] = '\0';
		buf_addf(&text, "{%% include \"%c%c\" %%}{%% include \"%c%c\" %%}", 'a' + (i + 1) % 26,
			 'a' + (i + 1) / 26, 'a' + (i + 1) % 26, 'a' + (i + 1) / 26);
		source->text = i < 30 ? arena_copy(&arena, buf_view(&text)) : STR("x");
		source->path = str_from(names[i]);
		buf_free(&text);
		template_set_add(set, source->path, source);
	}
	assert_null(template_compile(&arena, set, STR("aa"), &root_shape, NULL, NULL, &diags));
	assert_int_equal(diags.items[0].rule, DIAG_TEMPLATE_SYNTAX);
	arena_free(&arena);
}

static void values_are_refused_in_unsafe_places(void **state)
{
	static const char *const places[] = {
		"<a b={{ text }}>",
		"<a b= {{ text }}>",
		"<a b=x{{ text }}>",
		"<a {{ text }}>",
		"<a {{ text }}=''>",
		"<{{ text }}>",
		"</{{ text }}>",
		"<a{{ text }}>",
		"<a onclick='{{ text }}'>",
		"<a ONCLICK = \"x{{ text }}\">",
		"<a style='{{ text }}'>",
		"<iframe srcdoc='{{ text }}'>",
		"<img srcset='{{ url }}'>",
		"<!--{{ text }}-->",
		"<!-- > {{ text }}-->",
		"<!doctype {{ text }}>",
		"<?xml {{ text }}>",
		"<style>{{ text }}</style>",
		"<STYLE\n>a</styl>{{ text }}</style>",
		"<script>'{{ text }}'</script>",
		"<script>{{ json }}</script>",
		"<script type='application/ld+json'>{{ text }}</script>",
		"<script type='text/javascript' type='application/ld+json'>{{ json }}</script>",
		"<script type='{{ text }}'></script>",
		"<iframe>{{ text }}</iframe>",
		"<title>{{ html }}</title>",
		"<a title='{{ html }}'>",
		"<p>{{ json }}</p>",
		"<a href='{{ text }}'>",
		"<a href='{{ number }}'>",
		"<a HREF=\"{{ text }}\">",
		"<a href=' {{ text }}'>",
		"<a href='/{{ text }}'>",
		"<a href='//{{ text }}'>",
		"<a href='\\{{ text }}'>",
		"<a href='https://{{ text }}'>",
		"<a href='java{{ text }}'>",
		"<a href='javascript:x/{{ text }}'>",
		"<a href='javascript&colon;x/{{ text }}'>",
		"<a href='{{ url }}{{ url }}'>",
		"<a href='{{ url }}/{{ text }}'>",
		"<a href='{% if number %}#{% endif %}{{ text }}'>",
		"<a href='{% for p in people %}{{ url }}{% endfor %}'></a>",
		"<form action='{{ text }}'>",
		"<svg><a xlink:href='{{ text }}'>",
		"<a href='{{ _(\"javascript:\") }}'>",
		"<a {% if number %}on{% endif %}click='{{ text }}'>",
		"<{% if number %}script{% else %}b{% endif %}>{{ text }}",
		"{% if number %}<script>{% endif %}{{ text }}</script>",
		"{% for p in people %}<a title='{% endfor %}",
		"<a title='",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		assert_refused(places[i], DIAG_TEMPLATE_CONTEXT);
}

static void values_are_taken_in_safe_places(void **state)
{
	struct root root = { .text = STR("t"), .url = STR("u"), .html = STR("<b>"), .json = STR("{}"), .number = 7 };

	(void)state;
	assert_page(STR("<A HREF = '{{ url }}' b=\"{{ text }}\">{{ html }}</A >"), &root,
		    "<A HREF = 'u' b=\"t\"><b></A >");
	assert_page(STR("<a href='{{ url }}?{{ text }}#{{ number }}'>"), &root, "<a href='u?t#7'>");
	assert_page(STR("<a href='a/{{ text }}'>"), &root, "<a href='a/t'>");
	assert_page(STR("<script>var a = '<p>';</script>{{ text }}"), &root, "<script>var a = '<p>';</script>t");
	assert_page(STR("<!-- a -->{{ text }}<!doctype html>{{ text }}"), &root, "<!-- a -->t<!doctype html>t");
	assert_page(STR("<script type=\"application/ld+json\">{{ json }}</script>"), &root,
		    "<script type=\"application/ld+json\">{}</script>");
	assert_page(STR("1 < 2 {{ text }} <= </> {{ text }}"), &root, "1 < 2 t <= </> t");
	assert_page(STR("<p{% if number %} hidden{% endif %}>{{ text }}"), &root, "<p hidden>t");
	assert_page(STR("<textarea><b>{{ text }}</textarea>{{ html }}"), &root, "<textarea><b>t</textarea><b>");
}

static void a_set_copy_stays_when_its_source_is_set_again(void **state)
{
	struct root root = { .text = STR("t"), .number = 1 };

	(void)state;
	assert_page(STR("{% set a = text %}{% set m = _('<{s}>', s=a) %}{% if number %}{% set a = 'b' %}{% endif %}"
			"{{ a }}{{ m }}"),
		    &root, "b&lt;t&gt;");
}

static void slots_are_checked(void **state)
{
	(void)state;
	assert_refused("{{ _('{a') }}", DIAG_BAD_SLOT);
	assert_refused("{{ _('a}') }}", DIAG_BAD_SLOT);
	assert_refused("{{ _('{a b}') }}", DIAG_BAD_SLOT);
	assert_refused("{{ _('{}') }}", DIAG_BAD_SLOT);
	assert_refused("{{ _('{a}') }}", DIAG_MISSING_SLOT);
	assert_refused("{{ _('a', a=text) }}", DIAG_UNKNOWN_SLOT);
	assert_refused("{{ ngettext('a', 'b') }}", DIAG_MISSING_SLOT);
	assert_refused("{{ ngettext('a', 'b', n=text) }}", DIAG_TEMPLATE_TYPE);
	assert_refused("{{ _('{a}', a=people) }}", DIAG_TEMPLATE_TYPE);
	assert_refused("{{ _('a') | upper }}", DIAG_TEMPLATE_TYPE);
	assert_refused("{% if _('a') == text %}{% endif %}", DIAG_TEMPLATE_TYPE);
	assert_refused("{{ gettext('a') }}", DIAG_UNKNOWN_NAME);
}

/* A language with three forms; the translation of one message has a slot that the source has not. */
static size_t three_forms(const void *context, struct str message_context, struct str id, struct str plural,
			  const struct str **texts)
{
	static const struct str good[] = { { "{n} a", 5 }, { "{n} b", 5 }, { "c", 1 } };
	static const struct str bad[] = { { "{n} {x}", 7 }, { "{n} {x}", 7 }, { "{n} {y}", 7 } };

	(void)context;
	(void)message_context;
	(void)plural;
	*texts = str_is(id, "good") ? good : bad;
	return 3;
}

static size_t form_of_three(const void *context, size_t n)
{
	(void)context;
	return n == 1 ? 0 : n < 5 ? 1 : 99; /* beyond the last counts as the last */
}

static void plural_forms_are_chosen_by_the_language(void **state)
{
	static const struct translator translator = { NULL, three_forms, form_of_three };
	static const struct {
		size_t n;
		struct str good, bad;
	} rows[] = { { 1, { "1 a", 3 }, { "one -", 5 } },
		     { 2, { "2 b", 3 }, { "many -", 6 } },
		     { 7, { "c", 1 }, { "many -", 6 } } };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct root root = { .number = rows[i].n, .text = STR("-") };
		struct buf page = { 0 };
		render(STR("{{ ngettext('good', '{n} good', n=number) }}"), &root, &translator, &page);
		assert_true(str_eq(buf_view(&page), rows[i].good));
		buf_clear(&page);
		/* The translation invents a slot, so the source stands, with the source's rule. */
		render(STR("{{ ngettext('one {x}', 'many {x}', n=number, x=text) }}"), &root, &translator, &page);
		assert_true(str_eq(buf_view(&page), rows[i].bad));
		buf_free(&page);
	}
}

static void collect(void *context, const struct template_message *message)
{
	buf_addf(context, "%.*s|%.*s|%.*s@%u ", (int)message->context.len, message->context.ptr, (int)message->id.len,
		 message->id.ptr, (int)message->plural.len, message->plural.ptr, (unsigned)message->loc.offset);
}

static void messages_are_listed_even_in_broken_templates(void **state)
{
	struct source source = { .text = STR("_('no'){# _('no') #}{{ _('a\\n{b}', b=x) }}{% if pgettext('c', 'd') %}"
					     "{{ f(ngettext('e', 'f', n=1)) | default(_('g')) }}{{ _(h) _('i') + ") };
	struct arena arena = { 0 };
	struct buf list = { 0 };

	(void)state;
	template_messages(&source, &arena, collect, &list);
	buf_add_char(&list, '\0');
	assert_string_equal(list.ptr, "|a\n{b}|@25 c|d|@62 |e|f@83 |g|@111 ");
	buf_free(&list);
	arena_free(&arena);
}

static void white_space_of_other_systems_is_trimmed(void **state)
{
	struct root root = { .number = 1 };

	(void)state;
	assert_page(STR("a\r\n  {% if number %}\r\nb\r\n{% endif %}\r\nc\r\n"), &root, "a\r\nb\r\nc\r\n");
}

static void syntax_is_strict(void **state)
{
	static const char *const wrong[] = {
		"{{ }}",
		"{{ text text }}",
		"{{ 1.5 }}",
		"{{ 1x }}",
		"{{ -1 }}",
		"{{ text. }}",
		"{{ 'a }}",
		"{{ '\\q' }}",
		"{{ text <= text }}",
		"{{ text == text == text }}",
		"{% raw %}",
		"{% %}",
		"{% set = 1 %}",
		"{% set loop = 1 %}",
		"{% set a.b = 1 %}",
		"{% for in people %}{% endfor %}",
		"{% for a, b in people %}{% endfor %}",
		"{% include page %}",
		"{{ text | join(text) }}",
		"x{% extends 'page' %}",
		"{{ 99999999999999999999 }}",
		"{# a",
		"{% if number %}{% set text = 'a' %}{% endif %}",
		"{%+ if number %}{% endif %}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_refused(wrong[i], DIAG_TEMPLATE_SYNTAX);
}

static void any_cut_of_a_template_is_survived(void **state)
{
	struct str whole =
		STR("{% set a = text | default('x') %}<a href=\"{{ url }}#{{ a }}\">{% for p in people -%} {{ p.name | "
		    "upper }}{% if loop.first and not (p.boss or number > 3) %}{{ ngettext('{n} a', '{n} b', n=2) }}"
		    "{% elif 'x' in text %}{# c #}{% endif %}{% endfor %}</a>{% block b %}{{ json }}{% endblock %}");

	(void)state;
	for (size_t i = 0; i <= whole.len; i++) {
		struct person person = { .name = STR("n") };
		struct root root = { .people = { &person, 1, sizeof(person) } };
		struct buf page = { 0 };
		/* A copy of its own, so that reading beyond the end is seen. */
		struct arena arena = { 0 };
		char *copy = arena_alloc(&arena, i + !i, 1);
		memcpy(copy, whole.ptr, i);
		render((struct str){ copy, i }, &root, NULL, &page);
		arena_free(&arena);
		buf_free(&page);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_five_characters_are_escaped),
		cmocka_unit_test(content_that_looks_like_a_template_is_text),
		cmocka_unit_test(members_of_missing_records_are_empty),
		cmocka_unit_test(paths_follow_pointers),
		cmocka_unit_test(members_do_not_grow_without_end),
		cmocka_unit_test(depth_is_limited),
		cmocka_unit_test(parentheses_are_limited),
		cmocka_unit_test(includes_do_not_multiply_without_end),
		cmocka_unit_test(values_are_refused_in_unsafe_places),
		cmocka_unit_test(values_are_taken_in_safe_places),
		cmocka_unit_test(a_set_copy_stays_when_its_source_is_set_again),
		cmocka_unit_test(slots_are_checked),
		cmocka_unit_test(plural_forms_are_chosen_by_the_language),
		cmocka_unit_test(messages_are_listed_even_in_broken_templates),
		cmocka_unit_test(white_space_of_other_systems_is_trimmed),
		cmocka_unit_test(syntax_is_strict),
		cmocka_unit_test(any_cut_of_a_template_is_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
