/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Comparing two codes: each relation of a session, each condition, rules in both orders, and their sentences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/compare.h"

/* A dialogue: hello once, then any number of logins, then the letter once; help at any time; "any" is all steps. */
enum { HELLO, LOGIN, LETTER, HELP, ANY, STEPS };
enum { FACT_OUTCOME, FACT_WHEN, FACT_ABOUT, FACT_NEAR, FACTS };
enum { GOOD, REFUSES, CLOSES };

#define ITEMS(array)                                                                                                   \
	{                                                                                                              \
		(array), sizeof(array) / sizeof(*(array)), sizeof(array) / sizeof(*(array))                            \
	}

static struct step steps[STEPS] = {
	[HELLO] = { .id = { "hello", 5 }, .label = { .text = { "HELLO", 5 } }, .at = { .text = { "at <HELLO>", 10 } } },
	[LOGIN] = { .id = { "login", 5 }, .before = 1 << HELLO, .repeats = true },
	[LETTER] = { .id = { "letter", 6 }, .before = 1 << HELLO | 1 << LOGIN },
	[HELP] = { .id = { "help", 4 }, .anytime = true },
	[ANY] = { .id = { "any", 3 }, .any = true },
};
static struct choice outcomes[] = {
	{ { "good", 4 }, { .text = { "good & fine", 11 } } },
	{ { "refuses", 7 }, { .text = { "refuses", 7 } } },
	{ { "closes", 6 }, { .text = { "closes", 6 } } },
};
static struct fact_def facts[FACTS] = {
	[FACT_OUTCOME] = { .id = { "outcome", 7 }, .type = FACT_CHOICE, .values = ITEMS(outcomes) },
	[FACT_WHEN] = { .id = { "when", 4 }, .type = FACT_STEPS },
	[FACT_ABOUT] = { .id = { "about", 5 }, .type = FACT_SET, .values = ITEMS(outcomes) },
	[FACT_NEAR] = { .id = { "near", 4 }, .type = FACT_CODES },
};
static struct condition closes[] = { { .type = CONDITION_FACT, .fact = FACT_OUTCOME, .bits = 1 << CLOSES } };
static struct condition stops[] = { { .type = CONDITION_FACT, .fact = FACT_OUTCOME, .bits = 1 << REFUSES } };
static struct kind kinds[] = { { .id = { "code", 4 } }, { .id = { "other", 5 } } };
static struct code_class classes[] = { { .id = { "2yz", 3 } }, { .id = { "5yz", 3 } } };
static const struct family family = {
	.slug = { "demo", 4 },
	.kinds = ITEMS(kinds),
	.classes = ITEMS(classes),
	.facts = ITEMS(facts),
	.conversation = { steps, STEPS, STEPS, ITEMS(closes), ITEMS(stops) },
};

struct code {
	struct entry entry;
	struct fact_value facts[FACTS];
};

/* A code that answers at a step (NONE for no step) with an outcome. */
static const struct entry *answer(struct code *code, size_t step, size_t outcome)
{
	*code = (struct code){ .entry = { .family = &family, .kind = &kinds[0], .slug = STR("1") } };
	code->entry.facts = code->facts;
	for (size_t i = 0; i < FACTS; i++)
		code->facts[i].usual = NONE;
	code->facts[FACT_OUTCOME] = (struct fact_value){ .given = true, .bits = (uint64_t)1 << outcome, .usual = NONE };
	if (step != NONE)
		code->facts[FACT_WHEN] =
			(struct fact_value){ .given = true, .bits = (uint64_t)1 << step, .usual = step };
	return &code->entry;
}

static enum relation relation(size_t step_a, size_t outcome_a, size_t step_b, size_t outcome_b)
{
	struct code a, b;

	return compare_session(answer(&a, step_a, outcome_a), answer(&b, step_b, outcome_b));
}

static void without_a_step_there_is_no_relation(void **state)
{
	(void)state;
	assert_int_equal(relation(NONE, GOOD, LOGIN, GOOD), RELATION_NONE);
	assert_int_equal(relation(LOGIN, CLOSES, NONE, GOOD), RELATION_NONE);
	assert_int_equal(relation(NONE, GOOD, NONE, GOOD), RELATION_NONE);
}

static void answers_to_one_step_come_together_only_if_it_repeats(void **state)
{
	(void)state;
	assert_int_equal(relation(LOGIN, GOOD, LOGIN, REFUSES), RELATION_SAME_STEP);
	assert_int_equal(relation(HELP, GOOD, HELP, REFUSES), RELATION_SAME_STEP);
	assert_int_equal(relation(HELLO, GOOD, HELLO, REFUSES), RELATION_ONCE);
	assert_int_equal(relation(LETTER, GOOD, LETTER, CLOSES), RELATION_ONCE);
}

static void success_leads_to_later_steps(void **state)
{
	(void)state;
	assert_int_equal(relation(HELLO, GOOD, LOGIN, GOOD), RELATION_THEN);
	assert_int_equal(relation(HELLO, GOOD, LETTER, REFUSES), RELATION_THEN);
	assert_int_equal(relation(LOGIN, GOOD, LETTER, CLOSES), RELATION_THEN);
	assert_int_equal(relation(LETTER, GOOD, HELLO, GOOD), RELATION_AFTER);
}

static void a_refused_step_may_be_tried_again_if_it_repeats(void **state)
{
	(void)state;
	assert_int_equal(relation(LOGIN, REFUSES, LETTER, GOOD), RELATION_RETRY_THEN);
	assert_int_equal(relation(LETTER, GOOD, LOGIN, REFUSES), RELATION_AFTER_RETRY);
	assert_int_equal(relation(HELLO, REFUSES, LOGIN, GOOD), RELATION_BARS);
	assert_int_equal(relation(LETTER, GOOD, HELLO, REFUSES), RELATION_BARRED);
}

static void a_closed_connection_bars_later_steps(void **state)
{
	(void)state;
	assert_int_equal(relation(LOGIN, CLOSES, LETTER, GOOD), RELATION_BARS);
	assert_int_equal(relation(LOGIN, CLOSES, LETTER, CLOSES), RELATION_BARS);
	assert_int_equal(relation(LETTER, GOOD, LOGIN, CLOSES), RELATION_BARRED);
}

static void a_closed_connection_ends_what_has_no_order(void **state)
{
	(void)state;
	assert_int_equal(relation(HELP, CLOSES, LOGIN, GOOD), RELATION_ENDS);
	assert_int_equal(relation(ANY, CLOSES, LETTER, GOOD), RELATION_ENDS);
	assert_int_equal(relation(LETTER, GOOD, ANY, CLOSES), RELATION_ENDED);
	assert_int_equal(relation(LETTER, CLOSES, HELP, REFUSES), RELATION_ENDS);
	assert_int_equal(relation(HELP, CLOSES, ANY, CLOSES), RELATION_BOTH_END);
	assert_int_equal(relation(LOGIN, CLOSES, LOGIN, CLOSES), RELATION_BOTH_END);
}

/* The connection is gone after it, also where both answer the same step: the other can only come before. */
static void a_closed_connection_ends_a_repeated_step_too(void **state)
{
	(void)state;
	assert_int_equal(relation(ANY, CLOSES, ANY, GOOD), RELATION_ENDS);
	assert_int_equal(relation(ANY, GOOD, ANY, CLOSES), RELATION_ENDED);
	assert_int_equal(relation(LOGIN, CLOSES, LOGIN, GOOD), RELATION_ENDS);
	assert_int_equal(relation(HELP, REFUSES, HELP, CLOSES), RELATION_ENDED);
}

static void what_comes_at_any_time_comes_in_any_order(void **state)
{
	(void)state;
	assert_int_equal(relation(HELP, GOOD, LETTER, REFUSES), RELATION_ANY_ORDER);
	assert_int_equal(relation(ANY, REFUSES, ANY, GOOD), RELATION_ANY_ORDER);
	assert_int_equal(relation(HELLO, REFUSES, ANY, GOOD), RELATION_ANY_ORDER);
}

/* Seen from the other side it is the same fact, for all steps and outcomes. */
static void each_relation_has_its_reverse(void **state)
{
	static const enum relation reverse[RELATION_COUNT] = {
#define X(id, name, other) [RELATION_##id] = RELATION_##other,
		RELATIONS(X)
#undef X
	};
	bool seen[RELATION_COUNT] = { [RELATION_NONE] = true };

	(void)state;
	for (size_t i = 0; i < STEPS * 3; i++) {
		for (size_t k = 0; k < STEPS * 3; k++) {
			enum relation forth = relation(i / 3, i % 3, k / 3, k % 3);
			assert_int_equal(relation(k / 3, k % 3, i / 3, i % 3), reverse[forth]);
			assert_int_equal(reverse[reverse[forth]], forth);
			seen[forth] = true;
		}
	}
	for (size_t i = 0; i < RELATION_COUNT; i++)
		assert_true(seen[i]);
	assert_true(str_is(relation_name(RELATION_RETRY_THEN), "retry-then"));
}

/* --- Conditions and rules --------------------------------------------------------------------------------------- */

static bool holds(struct condition condition, const struct code *a, const struct code *b)
{
	struct conditions one = { &condition, 1, 1 };
	struct condition not = condition;
	struct conditions negated = { &not, 1, 1 };

	struct pair pair = pair_of(&a->entry, &b->entry);

	not .negated = true;
	bool is = conditions_hold(&one, &pair);
	assert_int_equal(conditions_hold(&negated, &pair), !is);
	return is;
}

static void conditions_look_at_their_side(void **state)
{
	struct code a, b;
	struct str slug = STR("550");

	(void)state;
	answer(&a, LOGIN, GOOD);
	answer(&b, LETTER, REFUSES);
	a.entry.code_class = &classes[1];
	b.entry.kind = &kinds[1];
	b.entry.slug = slug;
	assert_true(
		holds((struct condition){ CONDITION_FACT, false, 0, FACT_OUTCOME, 1 << GOOD, { 0 }, NULL }, &a, &b));
	assert_false(
		holds((struct condition){ CONDITION_FACT, false, 1, FACT_OUTCOME, 1 << GOOD, { 0 }, NULL }, &a, &b));
	assert_true(holds(
		(struct condition){ CONDITION_FACT, false, 1, FACT_OUTCOME, 1 << GOOD | 1 << REFUSES, { 0 }, NULL }, &a,
		&b));
	assert_true(holds((struct condition){ CONDITION_KIND, false, 1, 0, 2, { 0 }, NULL }, &a, &b));
	assert_false(holds((struct condition){ CONDITION_KIND, false, 0, 0, 2, { 0 }, NULL }, &a, &b));
	assert_true(holds((struct condition){ CONDITION_CLASS, false, 0, 0, 2, { 0 }, NULL }, &a, &b));
	assert_false(holds((struct condition){ CONDITION_CLASS, false, 1, 0, 3, { 0 }, NULL }, &a, &b));
	assert_true(holds((struct condition){ CONDITION_CODE, false, 1, 0, 0, { &slug, 1, 1 }, NULL }, &a, &b));
	assert_false(holds((struct condition){ CONDITION_CODE, false, 0, 0, 0, { &slug, 1, 1 }, NULL }, &a, &b));
	assert_true(
		holds((struct condition){ CONDITION_SESSION, false, 0, 0, 1 << RELATION_THEN, { 0 }, NULL }, &a, &b));
	assert_false(
		holds((struct condition){ CONDITION_SESSION, false, 0, 0, 1 << RELATION_THEN, { 0 }, NULL }, &b, &a));
}

static void conditions_compare_facts(void **state)
{
	struct condition same = { .type = CONDITION_SAME, .fact = FACT_ABOUT };
	struct condition differ = { .type = CONDITION_DIFFER, .fact = FACT_ABOUT };
	struct condition share = { .type = CONDITION_SHARE, .fact = FACT_ABOUT };
	struct code a, b;

	(void)state;
	answer(&a, LOGIN, GOOD);
	answer(&b, LOGIN, GOOD);
	assert_false(holds(same, &a, &b)); /* neither has it */
	assert_false(holds(differ, &a, &b));
	assert_false(holds(share, &a, &b));
	a.facts[FACT_ABOUT] = (struct fact_value){ .given = true, .bits = 3, .usual = NONE };
	assert_true(holds(differ, &a, &b));
	b.facts[FACT_ABOUT] = (struct fact_value){ .given = true, .bits = 6, .usual = NONE };
	assert_false(holds(same, &a, &b));
	assert_true(holds(share, &a, &b));
	b.facts[FACT_ABOUT].bits = 3;
	assert_true(holds(same, &a, &b));
	assert_false(holds(differ, &a, &b));
}

static void a_link_in_either_direction_links(void **state)
{
	struct condition linked = { .type = CONDITION_LINKED, .fact = FACT_NEAR };
	struct code a, b, c;

	(void)state;
	answer(&a, LOGIN, GOOD);
	answer(&b, LOGIN, GOOD);
	answer(&c, LOGIN, GOOD);
	struct code_link link = { .written = STR("550"), .entry = &b.entry };
	a.facts[FACT_NEAR] = (struct fact_value){ .given = true, .codes = &link, .code_count = 1, .usual = NONE };
	assert_true(holds(linked, &a, &b));
	assert_true(holds(linked, &b, &a));
	assert_false(holds(linked, &a, &c));
	assert_false(holds((struct condition){ .type = CONDITION_SHARE, .fact = FACT_NEAR }, &a, &b));
	c.facts[FACT_NEAR] = a.facts[FACT_NEAR];
	assert_true(holds((struct condition){ .type = CONDITION_SHARE, .fact = FACT_NEAR }, &a, &c));
}

static void no_conditions_always_hold(void **state)
{
	struct requirement never = { 0 }, always = { .always = true }, when = { .when = ITEMS(closes) };
	struct conditions none = { 0 };
	struct code a;

	(void)state;
	answer(&a, LOGIN, GOOD);
	struct pair pair = pair_of(&a.entry, &a.entry);
	assert_true(conditions_hold(&none, &pair));
	assert_false(requirement_holds(&never, &a.entry));
	assert_true(requirement_holds(&always, &a.entry));
	assert_false(requirement_holds(&when, &a.entry));
	a.facts[FACT_OUTCOME].bits = 1 << CLOSES;
	assert_true(requirement_holds(&when, &a.entry));
}

/* Makes the rules ready for two codes, which become the entries of the family. */
static void prepare(struct arena *arena, struct rules *rules, struct entry *a, struct entry *b)
{
	struct entry entries[2];
	struct family demo = family;

	a->index = 0;
	b->index = 1;
	entries[0] = *a;
	entries[1] = *b;
	demo.entries = (struct entries)ITEMS(entries);
	rules_prepare(arena, &demo, rules);
}

static void rules_match_in_both_orders(void **state)
{
	struct condition good_then_refused[] = {
		{ .type = CONDITION_FACT, .fact = FACT_OUTCOME, .bits = 1 << GOOD },
		{ .type = CONDITION_FACT, .side = 1, .fact = FACT_OUTCOME, .bits = 1 << REFUSES }
	};
	struct rule list[] = { { .id = STR("a"), .when = ITEMS(good_then_refused) } };
	struct rules rules = { list, sizeof(list) / sizeof(*list), 0, NULL };
	struct arena arena = { 0 };
	struct code good, refuses;
	struct match match;
	size_t next = 0;

	(void)state;
	answer(&good, LOGIN, GOOD);
	answer(&refuses, LOGIN, REFUSES);
	prepare(&arena, &rules, &good.entry, &refuses.entry);
	struct pair forth = pair_of(&good.entry, &refuses.entry), back = pair_reversed(&forth);
	struct pair same = pair_of(&good.entry, &good.entry);
	assert_ptr_equal(back.a, &refuses.entry);
	assert_int_equal(back.session, pair_of(&refuses.entry, &good.entry).session);
	assert_true(compare_match(&rules, &forth, &next, &match));
	assert_ptr_equal(match.pair.a, &good.entry);
	assert_ptr_equal(match.pair.b, &refuses.entry);
	assert_false(compare_match(&rules, &forth, &next, &match));
	next = 0;
	assert_true(compare_match(&rules, &back, &next, &match));
	assert_ptr_equal(match.pair.a, &good.entry);
	assert_ptr_equal(match.pair.b, &refuses.entry);
	next = 0;
	assert_false(compare_match(&rules, &same, &next, &match));
	arena_free(&arena);
}

/* A rule that holds both ways gives one sentence, in the order of the page; the walk goes on behind it. */
static void a_rule_matches_once(void **state)
{
	struct rule list[] = { { .id = STR("first") },
			       { .id = STR("second"), .when = ITEMS(closes) },
			       { .id = STR("third") } };
	struct rules rules = { list, sizeof(list) / sizeof(*list), 0, NULL };
	struct arena arena = { 0 };
	struct code a, b;
	struct match match;
	size_t next = 0;

	(void)state;
	answer(&a, LOGIN, GOOD);
	answer(&b, LETTER, GOOD);
	prepare(&arena, &rules, &a.entry, &b.entry);
	struct pair pair = pair_of(&a.entry, &b.entry);
	assert_true(compare_match(&rules, &pair, &next, &match) && match.rule == &list[0]);
	assert_ptr_equal(match.pair.a, &a.entry);
	assert_true(compare_match(&rules, &pair, &next, &match) && match.rule == &list[2]);
	assert_false(compare_match(&rules, &pair, &next, &match));
	arena_free(&arena);
}

/* Conditions on single entries and on sessions are sets of rules, of several words; the others are asked of the pair. */
static void of_many_rules_those_match_that_hold(void **state)
{
	struct condition of_a[] = { { .type = CONDITION_FACT, .fact = FACT_OUTCOME, .bits = 1 << GOOD } };
	struct condition not_b[] = {
		{ .type = CONDITION_FACT, .side = 1, .fact = FACT_OUTCOME, .bits = 1 << GOOD, .negated = true }
	};
	struct condition then[] = { { .type = CONDITION_SESSION, .bits = 1 << RELATION_THEN },
				    { .type = CONDITION_DIFFER, .fact = FACT_OUTCOME } };
	struct condition never[] = { { .type = CONDITION_SESSION, .bits = 1 << RELATION_ENDS } };
	struct conditions whens[] = { ITEMS(of_a), ITEMS(not_b), ITEMS(then), ITEMS(never) };
	struct rule list[150] = { 0 };
	struct rules rules = { list, 150, 150, NULL };
	struct arena arena = { 0 };
	struct code a, b;
	struct match match;
	size_t next = 0;

	(void)state;
	for (size_t i = 0; i < 150; i++)
		list[i].when = whens[i % 4];
	answer(&a, LOGIN, GOOD);
	answer(&b, LETTER, REFUSES);
	prepare(&arena, &rules, &a.entry, &b.entry);
	struct pair pair = pair_of(&a.entry, &b.entry);
	for (size_t i = 0; i < 150; i++)
		if (i % 4 < 3)
			assert_true(compare_match(&rules, &pair, &next, &match) && match.rule == &list[i]);
	assert_false(compare_match(&rules, &pair, &next, &match));
	arena_free(&arena);
}

/* --- Sentences -------------------------------------------------------------------------------------------------- */

static void a_sentence_is_said_with_its_slots_escaped(void **state)
{
	const struct locale locale = { .index = 0 };
	struct str html_a[FACTS] = { [FACT_OUTCOME] = STR("<i>a</i>") },
		   html_b[FACTS] = { [FACT_OUTCOME] = STR("<i>b</i>") };
	struct entry_text text_a = { .code_html = STR("<b>2</b>"), .title_html = STR("T&amp;A"), .fact_html = html_a };
	struct entry_text text_b = { .code_html = STR("<b>5</b>"),
				     .class_label = STR("x < y"),
				     .kind_label = STR("kind"),
				     .fact_html = html_b };
	struct arena arena = { 0 };
	struct sentence sentence = { 0 };
	struct buf html = { 0 };
	struct code a, b;
	struct str bad;

	(void)state;
	answer(&a, HELLO, GOOD);
	answer(&b, LOGIN, GOOD);
	a.entry.texts = &text_a;
	b.entry.texts = &text_b;
	assert_true(sentence_parse(
		&arena, &family,
		STR("<{a.code} & {b.code}>: {a.title}, {b.class}, {b.kind}, {a.step} {a.at}, {b.outcome}, "
		    "{both.outcome}"),
		&sentence, &bad));
	struct rule rule = { .sentences = &sentence };
	compare_say(&(struct match){ &rule, pair_of(&a.entry, &b.entry) }, &locale, &html);
	assert_true(str_is(buf_view(&html),
			   "&lt;<b>2</b> &amp; <b>5</b>&gt;: T&amp;A, x &lt; y, kind, HELLO at &lt;HELLO&gt;, "
			   "<i>b</i>, good &amp; fine"));
	buf_free(&html);
	arena_free(&arena);
}

static void unknown_slots_are_named(void **state)
{
	static const char *const bad[] = { "{a.cod}",     "{code}", "{c.code}",        "{both.code}",
					   "{both.near}", "{a.}",   "{b.both.outcome}" };
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct sentence sentence = { 0 };
		struct str slot = { NULL, 0 };
		assert_false(sentence_parse(&arena, &family, str_from(bad[i]), &sentence, &slot));
		assert_int_equal(slot.len, strlen(bad[i]) - 2);
		assert_memory_equal(slot.ptr, bad[i] + 1, slot.len);
	}
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_step_there_is_no_relation),
		cmocka_unit_test(answers_to_one_step_come_together_only_if_it_repeats),
		cmocka_unit_test(success_leads_to_later_steps),
		cmocka_unit_test(a_refused_step_may_be_tried_again_if_it_repeats),
		cmocka_unit_test(a_closed_connection_bars_later_steps),
		cmocka_unit_test(a_closed_connection_ends_what_has_no_order),
		cmocka_unit_test(a_closed_connection_ends_a_repeated_step_too),
		cmocka_unit_test(what_comes_at_any_time_comes_in_any_order),
		cmocka_unit_test(each_relation_has_its_reverse),
		cmocka_unit_test(conditions_look_at_their_side),
		cmocka_unit_test(conditions_compare_facts),
		cmocka_unit_test(a_link_in_either_direction_links),
		cmocka_unit_test(no_conditions_always_hold),
		cmocka_unit_test(rules_match_in_both_orders),
		cmocka_unit_test(a_rule_matches_once),
		cmocka_unit_test(of_many_rules_those_match_that_hold),
		cmocka_unit_test(a_sentence_is_said_with_its_slots_escaped),
		cmocka_unit_test(unknown_slots_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
