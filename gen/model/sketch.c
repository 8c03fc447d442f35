/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Drawing the sessions of two codes as lists of steps. */
#include "model/sketch.h"

/* A session on its way. */
struct walk {
	struct arena *arena;
	const struct conversation *conversation;
	const struct pair *pair;
	struct sketch_line *line;
	uint64_t passed; /* steps that need not come again */
	size_t last;     /* the step just passed; NONE after a refusal, and at the start */
};

static bool has(uint64_t bits, size_t i)
{
	return bits >> i & 1;
}

static bool refuses(const struct walk *walk, const struct entry *entry)
{
	return entry_meets(&walk->conversation->stops, entry);
}

/* Whether the reply, to that step, lets a session go on. */
static bool is_passed_with(const struct walk *walk, const struct entry *entry, size_t step)
{
	const struct fact_value *steps = entry_steps(entry);

	return steps && has(steps->bits, step) && !refuses(walk, entry) &&
	       !entry_meets(&walk->conversation->closes, entry);
}

static void add(struct walk *walk, size_t i, struct sketch_step drawn, bool refused)
{
	drawn.step = &walk->conversation->items[i];
	*array_add(walk->arena, walk->line) = drawn;
	if (!refused || !drawn.step->repeats)
		walk->passed |= (uint64_t)1 << i;
	walk->last = refused ? NONE : i;
}

/* A step on the way to a stop. */
static void pass(struct walk *walk, size_t i)
{
	bool a = is_passed_with(walk, walk->pair->a, i), b = is_passed_with(walk, walk->pair->b, i);
	const struct entry *only = a ? walk->pair->a : walk->pair->b;

	add(walk, i, (struct sketch_step){ .first = a != b ? only : NULL }, false);
}

/*
 * The shortest way to a step from what has been passed: the steps in between and the step itself. It is looked for
 * backwards, one step further in each round. Returns how many they are.
 */
static size_t find_way(const struct conversation *conversation, uint64_t passed, size_t to, size_t way[MOST_VALUES])
{
	size_t queue[MOST_VALUES], then[MOST_VALUES], head = 0, tail = 0, count = 0;
	uint64_t seen = (uint64_t)1 << to;

	queue[tail++] = to;
	while (head < tail) {
		uint64_t after = conversation->items[queue[head]].after;
		if (after == 0 || (after & passed) != 0)
			break;
		for (size_t i = 0; i < conversation->count; i++) {
			if (!has(after, i) || has(seen, i))
				continue;
			seen |= (uint64_t)1 << i;
			then[i] = queue[head];
			queue[tail++] = i;
		}
		head++;
	}
	size_t i = head < tail ? queue[head] : to;
	while (i != to) {
		way[count++] = i;
		i = then[i];
	}
	way[count++] = to;
	return count;
}

static const struct entry *side(const struct pair *pair, size_t i)
{
	return i == 0 ? pair->a : pair->b;
}

static size_t step_of(const struct pair *pair, const struct stop *stop)
{
	return stop->step != NONE ? stop->step : entry_steps(side(pair, stop->sides[0]))->usual;
}

/* Goes to the stop. A reply that says that something is missing comes without the step before. */
static void go_to(struct walk *walk, const struct stop *stop)
{
	const struct conversation *conversation = walk->conversation;
	struct sketch_step drawn = { .in_turn = stop->in_turn };
	size_t to = step_of(walk->pair, stop), way[MOST_VALUES];
	size_t next = walk->last == NONE ? NONE : conversation->items[walk->last].next;

	if (stop->count > 0)
		drawn.first = side(walk->pair, stop->sides[0]);
	if (stop->count > 1)
		drawn.second = side(walk->pair, stop->sides[1]);
	if (next != NONE && next != to)
		pass(walk, next);

	size_t count = find_way(conversation, walk->passed, to, way) - 1;
	bool early = drawn.first && conversation->early.count > 0 && entry_meets(&conversation->early, drawn.first);
	if (early && count > 0 && conversation->items[way[count - 1]].after != 0)
		count--;
	for (size_t i = 0; i < count; i++)
		pass(walk, way[i]);
	add(walk, to, drawn, drawn.first && refuses(walk, drawn.second ? drawn.second : drawn.first));
}

static void draw_line(struct arena *arena, const struct pair *pair, const struct stops *stops, struct sketch *sketch)
{
	struct walk walk = { arena, &pair->a->family->conversation, pair, array_add(arena, sketch), 0, NONE };

	for (size_t i = 0; i < stops->count; i++)
		go_to(&walk, &stops->items[i]);
}

/* The sketch that the relation asks for. */
static void draw_relation(struct arena *arena, const struct pair *pair, struct sketch *sketch)
{
	struct stop a_then_b[] = { { { 0 }, 1, false, NONE }, { { 1 }, 1, false, NONE } };
	struct stop b_then_a[] = { a_then_b[1], a_then_b[0] };
	struct stop a_or_b[] = { { { 0, 1 }, 2, false, NONE } };
	bool one_step = step_of(pair, &a_then_b[0]) == step_of(pair, &a_then_b[1]);

	switch (pair->session) {
	case RELATION_THEN:
	case RELATION_RETRY_THEN:
	case RELATION_ENDED:
		draw_line(arena, pair, &(struct stops){ a_then_b, 2, 2 }, sketch);
		return;
	case RELATION_AFTER:
	case RELATION_AFTER_RETRY:
	case RELATION_ENDS:
		draw_line(arena, pair, &(struct stops){ b_then_a, 2, 2 }, sketch);
		return;
	case RELATION_BARS:
	case RELATION_BARRED:
	case RELATION_BOTH_END:
		draw_line(arena, pair, &(struct stops){ &a_then_b[0], 1, 1 }, sketch);
		draw_line(arena, pair, &(struct stops){ &a_then_b[1], 1, 1 }, sketch);
		return;
	case RELATION_SAME_STEP:
	case RELATION_ONCE:
	case RELATION_ANY_ORDER:
		if (one_step) {
			draw_line(arena, pair, &(struct stops){ a_or_b, 1, 1 }, sketch);
			return;
		}
		draw_line(arena, pair, &(struct stops){ a_then_b, 2, 2 }, sketch);
		draw_line(arena, pair, &(struct stops){ b_then_a, 2, 2 }, sketch);
		return;
	case RELATION_NONE:
	case RELATION_COUNT:
		return;
	}
}

struct sketch sketch_draw(struct arena *arena, const struct match *match)
{
	const struct rule *rule = match->rule;
	struct sketch sketch = { 0 };

	if (match->pair.session == RELATION_NONE)
		return sketch;
	if (!rule->has_sketch)
		draw_relation(arena, &match->pair, &sketch);
	for (size_t i = 0; i < rule->sketch.count; i++)
		draw_line(arena, &match->pair, &rule->sketch.items[i], &sketch);
	return sketch;
}

/* Takes the next word off `rest`; empty at the end. */
static struct str next_word(struct str *rest)
{
	struct str word = { NULL, 0 };

	while (word.len == 0 && str_next_part(rest, ' ', &word))
		;
	return word;
}

static bool is_side(struct str word)
{
	return str_is(word, "a") || str_is(word, "b");
}

static bool parse_stop(const struct family *family, struct str text, struct stop *stop, struct str *bad)
{
	struct str word = next_word(&text);

	*bad = (struct str){ NULL, 0 };
	stop->step = NONE;
	if (is_side(word)) {
		stop->sides[stop->count++] = str_is(word, "b");
		word = next_word(&text);
		stop->in_turn = str_is(word, "then");
		if (stop->in_turn || str_is(word, "or")) {
			word = next_word(&text);
			if (!is_side(word) || stop->sides[0] == str_is(word, "b"))
				return false;
			stop->sides[stop->count++] = str_is(word, "b");
			word = next_word(&text);
		}
	}
	if (word.len > 0) {
		stop->step = step_find(family, word);
		if (stop->step == NONE)
			*bad = word;
	}
	return bad->len == 0 && next_word(&text).len == 0 && (stop->count > 0 || stop->step != NONE);
}

bool sketch_parse(struct arena *arena, const struct family *family, struct str text, struct stops *stops,
		  struct str *bad)
{
	struct str part;

	*bad = (struct str){ NULL, 0 };
	if (str_ends(text, STR(">")))
		return false;
	while (str_next_part(&text, '>', &part))
		if (!parse_stop(family, part, array_add(arena, stops), bad))
			return false;
	return stops->count > 0;
}
