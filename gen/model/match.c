/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Which rules match. Most conditions are on one entry or on the relation in a session, so the rules that these leave are
 * known for each entry and relation, as sets of bits; a pair takes what is in all of its sets, and only conditions that
 * look at both entries are left to be asked.
 */
#include "model/compare.h"

#define BITS 64

struct rule_sets {
	size_t words;    /* of a set */
	uint64_t *sides; /* of each entry as a, then of each as b */
	uint64_t *sessions[RELATION_COUNT];
};

static bool looks_at_both(const struct condition *condition)
{
	return condition->type == CONDITION_SAME || condition->type == CONDITION_DIFFER ||
	       condition->type == CONDITION_SHARE || condition->type == CONDITION_LINKED;
}

static uint64_t *set_of_entry(const struct rule_sets *sets, const struct entry *entry, size_t side)
{
	return sets->sides + (2 * entry->index + side) * sets->words;
}

/* Takes the rule out of the sets of what its condition rules out. */
static void apply(const struct family *family, struct rule_sets *sets, size_t rule, struct condition *condition)
{
	const struct conditions one = { condition, 1, 1 };
	uint64_t bit = (uint64_t)1 << rule % BITS;

	if (condition->type == CONDITION_SESSION) {
		for (size_t r = 0; r < RELATION_COUNT; r++)
			if ((condition->bits >> r & 1) == condition->negated)
				sets->sessions[r][rule / BITS] &= ~bit;
		return;
	}
	for (size_t i = 0; i < family->entries.count; i++)
		if (!entry_meets(&one, &family->entries.items[i]))
			set_of_entry(sets, &family->entries.items[i], condition->side)[rule / BITS] &= ~bit;
}

void rules_prepare(struct arena *arena, const struct family *family, struct rules *rules)
{
	struct rule_sets *sets = arena_new(arena, struct rule_sets);

	sets->words = (rules->count + BITS - 1) / BITS;
	size_t size = 2 * family->entries.count * sets->words;
	sets->sides = arena_array(arena, size + RELATION_COUNT * sets->words, uint64_t);
	memset(sets->sides, 0xff, (size + RELATION_COUNT * sets->words) * sizeof(uint64_t));
	for (size_t r = 0; r < RELATION_COUNT; r++)
		sets->sessions[r] = sets->sides + size + r * sets->words;
	for (size_t i = 0; i < rules->count; i++) {
		struct rule *rule = &rules->items[i];
		for (size_t k = 0; k < rule->when.count; k++) {
			if (looks_at_both(&rule->when.items[k]))
				*array_add(arena, &rule->both) = rule->when.items[k];
			else
				apply(family, sets, i, &rule->when.items[k]);
		}
	}
	rules->sets = sets;
}

bool compare_match(const struct rules *rules, const struct pair *pair, size_t *next, struct match *match)
{
	const struct rule_sets *sets = rules->sets;
	struct pair reversed = pair_reversed(pair);
	const uint64_t *a = set_of_entry(sets, pair->a, 0), *b = set_of_entry(sets, pair->b, 1);
	const uint64_t *reversed_a = set_of_entry(sets, pair->b, 0), *reversed_b = set_of_entry(sets, pair->a, 1);
	const uint64_t *session = sets->sessions[pair->session];
	const uint64_t *reversed_session = sets->sessions[reversed.session];

	while (*next < rules->count) {
		size_t word = *next / BITS;
		uint64_t forth = a[word] & b[word] & session[word];
		uint64_t back = reversed_a[word] & reversed_b[word] & reversed_session[word];
		uint64_t left = (forth | back) & ~(uint64_t)0 << *next % BITS;
		size_t found = word * BITS + (left ? (size_t)__builtin_ctzll(left) : BITS);
		*next = found + (left != 0);
		if (left == 0 || found >= rules->count)
			continue;
		const struct rule *rule = &rules->items[found];
		bool is_forth = (forth >> found % BITS & 1) && conditions_hold(&rule->both, pair);
		bool is_back = !is_forth && (back >> found % BITS & 1) && conditions_hold(&rule->both, &reversed);
		if (is_forth || is_back) {
			*match = (struct match){ rule, is_forth ? *pair : reversed };
			return true;
		}
	}
	return false;
}
