/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Sketches of sessions: for each relation of two codes they show what the relation says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/sketch.h"

/* Hello once, then a login or none, then letters, each with its text at once; help at any time; "any" is all steps. */
enum { HELLO, LOGIN, LETTER, TEXT, HELP, ANY, STEPS };
enum { GOOD, REFUSES, CLOSES, EARLY, OUTCOMES };

#define ITEMS(array)                                                                                                   \
	{                                                                                                              \
		(array), sizeof(array) / sizeof(*(array)), sizeof(array) / sizeof(*(array))                            \
	}

static struct step steps[STEPS] = {
	[HELLO] = { .id = { "hello", 5 }, .next = NONE },
	[LOGIN] = { .id = { "login", 5 }, .after = 1 << HELLO, .before = 1 << HELLO, .next = NONE, .repeats = true },
	[LETTER] = { .id = { "letter", 6 },
		     .after = 1 << HELLO | 1 << LOGIN,
		     .before = 1 << HELLO | 1 << LOGIN,
		     .next = TEXT,
		     .repeats = true },
	[TEXT] = { .id = { "text", 4 },
		   .after = 1 << LETTER,
		   .before = 1 << HELLO | 1 << LOGIN | 1 << LETTER,
		   .next = NONE,
		   .repeats = true },
	[HELP] = { .id = { "help", 4 }, .after = 1 << HELLO, .before = 1 << HELLO, .next = NONE, .anytime = true },
	[ANY] = { .id = { "any", 3 }, .next = NONE, .repeats = true, .any = true },
};
static struct fact_def facts[] = { { .id = { "outcome", 7 }, .type = FACT_CHOICE },
				   { .id = { "steps", 5 }, .type = FACT_STEPS } };
static struct condition closes[] = { { .type = CONDITION_FACT, .bits = 1 << CLOSES } };
static struct condition stops[] = { { .type = CONDITION_FACT, .bits = 1 << REFUSES | 1 << EARLY } };
static struct condition early[] = { { .type = CONDITION_FACT, .bits = 1 << EARLY } };
static const struct family family = {
	.facts = ITEMS(facts),
	.conversation = { steps, STEPS, STEPS, ITEMS(closes), ITEMS(stops), ITEMS(early) },
};

struct code {
	struct entry entry;
	struct fact_value facts[2];
};

static const struct entry *answer(struct code *code, const char *name, size_t step, size_t outcome)
{
	*code = (struct code){ .entry = { .family = &family, .code = str_from(name) } };
	code->entry.facts = code->facts;
	code->facts[0] = (struct fact_value){ .given = true, .bits = (uint64_t)1 << outcome, .usual = NONE };
	code->facts[1] = (struct fact_value){ .given = true, .bits = (uint64_t)1 << step, .usual = step };
	return &code->entry;
}

/* "hello > login a > letter > text b; ...", in the arena. */
static struct str write_down(struct arena *arena, const struct sketch *sketch)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < sketch->count; i++) {
		buf_add(&text, i > 0 ? STR("; ") : STR(""));
		for (size_t k = 0; k < sketch->items[i].count; k++) {
			const struct sketch_step *step = &sketch->items[i].items[k];
			buf_add(&text, k > 0 ? STR(" > ") : STR(""));
			buf_add(&text, step->step->id);
			if (step->first)
				buf_addf(&text, " %.*s", (int)step->first->code.len, step->first->code.ptr);
			if (step->second)
				buf_addf(&text, " %s %.*s", step->in_turn ? "then" : "or", (int)step->second->code.len,
					 step->second->code.ptr);
		}
	}
	struct str copy = arena_copy(arena, buf_view(&text));
	buf_free(&text);
	return copy;
}

/* What is drawn for the two; `own` is the sketch of the rule, or NULL. */
static void draws(const struct entry *a, const struct entry *b, const char *own, const char *expected)
{
	struct arena arena = { 0 };
	struct rule rule = { .has_sketch = own != NULL };
	struct match match = { &rule, pair_of(a, b) };
	struct str lines = str_from(own), line, bad;

	while (str_next_part(&lines, ';', &line))
		assert_true(sketch_parse(&arena, &family, line, array_add(&arena, &rule.sketch), &bad));
	struct sketch sketch = sketch_draw(&arena, &match);
	struct str got = write_down(&arena, &sketch);
	assert_string_equal(got.ptr, expected);
	arena_free(&arena);
}

static void relation_draws(size_t step_a, size_t outcome_a, size_t step_b, size_t outcome_b, const char *expected)
{
	struct code a, b;

	draws(answer(&a, "a", step_a, outcome_a), answer(&b, "b", step_b, outcome_b), NULL, expected);
}

static void one_after_the_other_is_one_session(void **state)
{
	(void)state;
	relation_draws(LOGIN, GOOD, TEXT, GOOD, "hello > login a > letter > text b");
	relation_draws(TEXT, GOOD, LOGIN, GOOD, "hello > login b > letter > text a");
	relation_draws(HELLO, GOOD, TEXT, REFUSES, "hello a > letter > text b");
}

static void a_refused_step_comes_again_where_the_way_needs_it(void **state)
{
	(void)state;
	relation_draws(LETTER, REFUSES, TEXT, GOOD, "hello > letter a > letter > text b");
	relation_draws(LOGIN, REFUSES, TEXT, GOOD, "hello > login a > letter > text b");
}

static void answers_to_one_step_are_a_fork(void **state)
{
	(void)state;
	relation_draws(LOGIN, GOOD, LOGIN, REFUSES, "hello > login a or b");
	relation_draws(HELLO, GOOD, HELLO, REFUSES, "hello a or b");
	relation_draws(ANY, REFUSES, ANY, GOOD, "any a or b");
}

static void two_that_never_meet_are_two_sessions(void **state)
{
	(void)state;
	relation_draws(HELLO, CLOSES, TEXT, GOOD, "hello a; hello > letter > text b");
	relation_draws(HELLO, REFUSES, TEXT, GOOD, "hello a; hello > letter > text b");
	relation_draws(HELP, CLOSES, ANY, CLOSES, "hello > help a; any b");
}

static void what_ends_the_connection_comes_last(void **state)
{
	(void)state;
	relation_draws(HELP, CLOSES, LOGIN, GOOD, "hello > login b > help a");
	relation_draws(TEXT, GOOD, ANY, CLOSES, "hello > letter > text a > any b");
}

static void any_order_is_a_session_for_each(void **state)
{
	(void)state;
	relation_draws(HELP, GOOD, LOGIN, REFUSES, "hello > help a > login b; hello > login b > help a");
}

static void what_must_follow_follows(void **state)
{
	(void)state;
	relation_draws(LETTER, GOOD, ANY, CLOSES, "hello > letter a > text > any b");
	relation_draws(LETTER, REFUSES, ANY, CLOSES, "hello > letter a > any b");
}

static void a_reply_that_misses_a_step_comes_without_it(void **state)
{
	(void)state;
	relation_draws(TEXT, EARLY, TEXT, EARLY, "hello > text a or b");
	relation_draws(TEXT, EARLY, ANY, CLOSES, "hello > text a > any b");
	relation_draws(LETTER, REFUSES, TEXT, EARLY, "hello > letter a > text b");
	relation_draws(LOGIN, EARLY, LOGIN, GOOD, "hello > login a or b"); /* the first step stays */
}

static void a_code_that_means_success_stands_where_it_is_passed(void **state)
{
	struct code a, b;

	(void)state;
	answer(&a, "a", TEXT, GOOD);
	answer(&b, "b", LETTER, REFUSES);
	a.facts[1].bits |= 1 << HELLO | 1 << LETTER;
	b.facts[1].bits |= 1 << HELLO;
	draws(&a.entry, &b.entry, NULL, "hello a > letter b > letter a > text a");
	b.facts[0].bits = 1 << GOOD;
	draws(&a.entry, &b.entry, NULL, "hello > letter b > text a"); /* either could be the one */
}

static void a_rule_can_say_where_it_stops(void **state)
{
	struct code a, b;

	(void)state;
	answer(&a, "a", LOGIN, REFUSES);
	answer(&b, "b", TEXT, GOOD);
	draws(&a.entry, &b.entry, "a > login > b", "hello > login a > login > letter > text b");
	draws(&a.entry, &b.entry, "b help>a or b login", "hello > help b > login a or b");
	draws(&a.entry, &b.entry, "b then a;help", "hello > letter > text b then a; hello > help");
	draws(&a.entry, &b.entry, "", "");
}

static void nothing_is_drawn_without_a_step(void **state)
{
	struct code a, b;

	(void)state;
	answer(&a, "a", LOGIN, GOOD);
	answer(&b, "b", TEXT, GOOD);
	b.facts[1] = (struct fact_value){ .usual = NONE };
	draws(&a.entry, &b.entry, NULL, "");
	draws(&a.entry, &b.entry, "a > b", "");
}

static void what_is_no_sketch_is_refused(void **state)
{
	static const struct {
		const char *text;
		const char *bad;
	} wrong[] = { { "", "" },       { ">", "" },       { "a >", "" },  { "a > > b", "" },       { "a or", "" },
		      { "a or a", "" }, { "login b", "" }, { "a b", "b" }, { "a > hallo", "hallo" } };
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct stops read = { 0 };
		struct str bad;
		assert_false(sketch_parse(&arena, &family, str_from(wrong[i].text), &read, &bad));
		assert_true(str_is(bad, wrong[i].bad));
	}
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_after_the_other_is_one_session),
		cmocka_unit_test(a_refused_step_comes_again_where_the_way_needs_it),
		cmocka_unit_test(answers_to_one_step_are_a_fork),
		cmocka_unit_test(two_that_never_meet_are_two_sessions),
		cmocka_unit_test(what_ends_the_connection_comes_last),
		cmocka_unit_test(any_order_is_a_session_for_each),
		cmocka_unit_test(what_must_follow_follows),
		cmocka_unit_test(a_reply_that_misses_a_step_comes_without_it),
		cmocka_unit_test(a_code_that_means_success_stands_where_it_is_passed),
		cmocka_unit_test(a_rule_can_say_where_it_stops),
		cmocka_unit_test(nothing_is_drawn_without_a_step),
		cmocka_unit_test(what_is_no_sketch_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
