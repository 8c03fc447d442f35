/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* family.yaml: conditions, the conversation, and the rules of comparisons. */
#include "model/compare.h"
#include "model/sketch.h"
#include "stages/load_parts.h"

/* Where a value of a condition is looked up. */
struct vocabulary {
	struct str (*name)(const struct family *family, size_t fact, size_t index);
	size_t count;
	size_t fact;
};

static struct str fact_value_name(const struct family *family, size_t fact, size_t index)
{
	return family->facts.items[fact].values.items[index].id;
}

static struct str step_name(const struct family *family, size_t fact, size_t index)
{
	(void)fact;
	return family->conversation.items[index].id;
}

static struct str kind_name(const struct family *family, size_t fact, size_t index)
{
	(void)fact;
	return family->kinds.items[index].id;
}

static struct str class_name(const struct family *family, size_t fact, size_t index)
{
	(void)fact;
	return family->classes.items[index].id;
}

static struct str relation_name_of(const struct family *family, size_t fact, size_t index)
{
	(void)family;
	(void)fact;
	return relation_name((enum relation)index);
}

/* The values named by a text or a list of texts, as bits. */
static uint64_t read_bits(struct load *load, const struct family *family, const struct yaml *node,
			  struct vocabulary words)
{
	uint64_t bits = 0;
	size_t count = node->kind == YAML_LIST ? node->count : 1;

	if (node->kind == YAML_MAP) {
		load_is(load, node, YAML_LIST, STR("when"));
		return 0;
	}
	for (size_t i = 0; i < count; i++) {
		const struct yaml *item = node->kind == YAML_LIST ? node->items[i].value : node;
		size_t found = 0;
		while (found < words.count && !str_eq(words.name(family, words.fact, found), item->text))
			found++;
		if (found < words.count)
			bits |= (uint64_t)1 << found;
		else
			diag_add(load->diags, DIAG_WRONG_VALUE, item->loc, item->text)->reason =
				STR("not a value of this condition");
	}
	return bits;
}

static bool read_fact_condition(struct load *load, const struct family *family, struct str name,
				const struct yaml *node, struct condition *condition)
{
	condition->fact = fact_find(family, name);
	if (condition->fact == NONE)
		return false;

	const struct fact_def *fact = &family->facts.items[condition->fact];
	struct vocabulary words = { .fact = condition->fact };
	condition->type = CONDITION_FACT;
	if (fact->type == FACT_CHOICE || fact->type == FACT_SET || fact->type == FACT_FLAG)
		words = (struct vocabulary){ fact_value_name, fact->values.count, condition->fact };
	else if (fact->type == FACT_STEPS)
		words = (struct vocabulary){ step_name, family->conversation.count, condition->fact };
	else
		return false;
	condition->bits = read_bits(load, family, node, words);
	return true;
}

/* A condition on one entry: kind, class, code, or a fact. */
static bool read_side(struct load *load, const struct family *family, struct str name, const struct yaml *node,
		      struct condition *condition)
{
	if (str_is(name, "kind")) {
		condition->type = CONDITION_KIND;
		condition->bits =
			read_bits(load, family, node, (struct vocabulary){ kind_name, family->kinds.count, 0 });
		return true;
	}
	if (str_is(name, "class")) {
		condition->type = CONDITION_CLASS;
		condition->bits =
			read_bits(load, family, node, (struct vocabulary){ class_name, family->classes.count, 0 });
		return true;
	}
	if (str_is(name, "code")) {
		condition->type = CONDITION_CODE;
		condition->slugs = load_texts(load, node, name);
		return true;
	}
	return read_fact_condition(load, family, name, node, condition);
}

/* same, differ, share, linked: lists of facts, each a condition of its own. */
static bool read_relation(struct load *load, const struct family *family, const struct yaml_item *item, bool negated,
			  struct conditions *conditions)
{
	static const struct {
		const char *name;
		enum condition_type type;
	} kinds[] = { { "same", CONDITION_SAME },
		      { "differ", CONDITION_DIFFER },
		      { "share", CONDITION_SHARE },
		      { "linked", CONDITION_LINKED } };
	size_t k = 0;

	while (k < 4 && !str_is(item->key, kinds[k].name))
		k++;
	if (k == 4)
		return false;

	struct str_array names = load_texts(load, item->value, item->key);
	for (size_t i = 0; i < names.count; i++) {
		size_t fact = fact_find(family, names.items[i]);
		bool links = kinds[k].type == CONDITION_LINKED;
		if (fact == NONE || (links && family->facts.items[fact].type != FACT_CODES))
			diag_add(load->diags, DIAG_UNKNOWN_FACT, item->value->loc, names.items[i])->reason =
				links ? STR("expected a fact of type codes") : (struct str){ NULL, 0 };
		else
			*array_add(load->arena, conditions) =
				(struct condition){ .type = kinds[k].type, .negated = negated, .fact = fact };
	}
	return true;
}

static void read_condition(struct load *load, const struct family *family, const struct yaml_item *item, bool of_pair,
			   bool negated, struct conditions *conditions)
{
	struct condition condition = { .negated = negated };
	struct str name = item->key;

	if (of_pair && read_relation(load, family, item, negated, conditions))
		return;
	if (of_pair && str_is(name, "session")) {
		condition.type = CONDITION_SESSION;
		condition.bits = read_bits(load, family, item->value,
					   (struct vocabulary){ relation_name_of, RELATION_COUNT, 0 });
		*array_add(load->arena, conditions) = condition;
		return;
	}
	condition.side = of_pair && str_take(&name, STR("b.")) ? 1 : 0;
	bool has_side = !of_pair || condition.side == 1 || str_take(&name, STR("a."));
	if (has_side && read_side(load, family, name, item->value, &condition))
		*array_add(load->arena, conditions) = condition;
	else
		diag_add(load->diags, DIAG_UNKNOWN_CONDITION, item->key_loc, item->key);
}

void load_conditions(struct load *load, const struct family *family, const struct yaml *map, bool of_pair,
		     struct conditions *conditions)
{
	for (size_t i = 0; map && i < map->count; i++) {
		const struct yaml_item *item = &map->items[i];
		if (!str_is(item->key, "not")) {
			read_condition(load, family, item, of_pair, false, conditions);
			continue;
		}
		if (!load_is(load, item->value, YAML_MAP, item->key))
			continue;
		for (size_t j = 0; j < item->value->count; j++)
			read_condition(load, family, &item->value->items[j], of_pair, true, conditions);
	}
}

void load_requirement(struct load *load, const struct family *family, const struct yaml *map,
		      struct requirement *requirement)
{
	const struct yaml *node = yaml_find(map, "required");

	if (node && node->kind == YAML_MAP)
		load_conditions(load, family, node, false, &requirement->when);
	else
		requirement->always = load_flag(load, map, "required");
}

static void read_step(struct load *load, struct family *family, const struct yaml_item *item, struct str context)
{
	struct step *step = array_add(load->arena, &family->conversation);
	struct str place = load_context(load, context, item->key);

	step->id = item->key;
	step->loc = item->key_loc;
	if (!load_is(load, item->value, YAML_MAP, item->key))
		return;
	yaml_check_keys(item->value, YAML_KEYS("label", "at", "after", "next", "repeats", "anytime", "any"),
			load->diags);
	load_label(load, item->value, "label", true, place, &step->label);
	load_label(load, item->value, "at", true, load_context(load, place, STR("at")), &step->at);
	step->after_ids = load_texts(load, yaml_find(item->value, "after"), STR("after"));
	step->next_id = load_text(load, item->value, "next", false);
	step->repeats = load_flag(load, item->value, "repeats");
	step->anytime = load_flag(load, item->value, "anytime");
	step->any = load_flag(load, item->value, "any");
}

static size_t find_step(struct load *load, const struct family *family, const struct step *step, struct str id)
{
	size_t found = step_find(family, id);

	if (found == NONE)
		diag_add(load->diags, DIAG_UNKNOWN_STEP, step->loc, id);
	return found;
}

/* Which steps go before which, at any distance. A step that comes to stand before itself is a circle. */
static void order_steps(struct load *load, struct family *family)
{
	struct conversation *steps = &family->conversation;

	for (size_t i = 0; i < steps->count; i++) {
		struct step *step = &steps->items[i];
		for (size_t k = 0; k < step->after_ids.count; k++) {
			size_t before = find_step(load, family, step, step->after_ids.items[k]);
			if (before != NONE)
				step->after |= (uint64_t)1 << before;
		}
		step->before = step->after;
		step->next = step->next_id.len > 0 ? find_step(load, family, step, step->next_id) : NONE;
	}
	for (size_t k = 0; k < steps->count; k++)
		for (size_t i = 0; i < steps->count; i++)
			if (steps->items[i].before >> k & 1)
				steps->items[i].before |= steps->items[k].before;
	for (size_t i = 0; i < steps->count; i++)
		if (steps->items[i].before >> i & 1)
			diag_add(load->diags, DIAG_STEP_CYCLE, steps->items[i].loc, steps->items[i].id);
}

void load_conversation(struct load *load, struct family *family, const struct yaml *map)
{
	if (!map)
		return;
	yaml_check_keys(map, YAML_KEYS("steps", "closes", "stops", "early"), load->diags);

	const struct yaml *steps = load_member(load, map, "steps", YAML_MAP, true);
	struct str context = load_context(load, family->slug, STR("conversation"));
	if (steps && steps->count > MOST_VALUES)
		diag_add(load->diags, DIAG_WRONG_VALUE, steps->loc, STR("steps"))->reason = STR("more than 64 steps");
	for (size_t i = 0; steps && i < steps->count && i < MOST_VALUES; i++)
		read_step(load, family, &steps->items[i], context);
	order_steps(load, family);
	load_conditions(load, family, load_member(load, map, "closes", YAML_MAP, true), false,
			&family->conversation.closes);
	load_conditions(load, family, load_member(load, map, "stops", YAML_MAP, true), false,
			&family->conversation.stops);
	load_conditions(load, family, load_member(load, map, "early", YAML_MAP, false), false,
			&family->conversation.early);
}

/* The sketch of a rule on sessions: a text, or one for each of several sessions. */
static void read_sketch(struct load *load, const struct family *family, const struct yaml *node, struct rule *rule)
{
	struct str_array lines = load_texts(load, node, STR("sketch"));
	struct str bad;

	rule->has_sketch = true;
	for (size_t i = 0; i < lines.count; i++) {
		bool is_list = node->kind == YAML_LIST && node->count == lines.count;
		struct loc loc = is_list ? node->items[i].value->loc : node->loc;
		if (sketch_parse(load->arena, family, lines.items[i], array_add(load->arena, &rule->sketch), &bad))
			continue;
		if (bad.len > 0)
			diag_add(load->diags, DIAG_UNKNOWN_STEP, loc, bad);
		else
			diag_add(load->diags, DIAG_WRONG_VALUE, loc, lines.items[i])->reason =
				STR("expected stops with '>' between them, such as 'a > b'");
	}
}

static void read_rule(struct load *load, struct family *family, const struct yaml_item *item, struct str context,
		      struct rules *rules)
{
	struct rule rule = { .id = item->key, .loc = item->key_loc };
	struct sentence unused = { 0 };
	struct str bad;

	if (!load_is(load, item->value, YAML_MAP, item->key))
		return;
	if (rules == &family->rules[RULES_SESSION])
		yaml_check_keys(item->value, YAML_KEYS("when", "say", "sketch"), load->diags);
	else
		yaml_check_keys(item->value, YAML_KEYS("when", "say"), load->diags);
	const struct yaml *sketch = yaml_find(item->value, "sketch");
	if (sketch && rules == &family->rules[RULES_SESSION])
		read_sketch(load, family, sketch, &rule);
	load_conditions(load, family, load_member(load, item->value, "when", YAML_MAP, false), true, &rule.when);
	load_label(load, item->value, "say", true, load_context(load, context, item->key), &rule.say);
	if (rule.say.text.len == 0)
		return;
	if (sentence_parse(load->arena, family, rule.say.text, &unused, &bad))
		*array_add(load->arena, rules) = rule;
	else
		diag_add(load->diags, DIAG_UNKNOWN_SLOT, rule.say.loc, bad);
}

void load_rules(struct load *load, struct family *family, const struct yaml *map)
{
	static const char *const lists[RULE_LISTS] = {
		[RULES_VERDICT] = "verdict", [RULES_SESSION] = "session", [RULES_DIFFERENCES] = "differences",
		[RULES_CHOICE] = "choice",   [RULES_SENDER] = "sender",
	};
	struct str context = load_context(load, family->slug, STR("compare"));

	if (!map)
		return;
	yaml_check_keys(map, lists, RULE_LISTS, load->diags);
	for (size_t k = 0; k < RULE_LISTS; k++) {
		const struct yaml *list = load_member(load, map, lists[k], YAML_MAP, false);
		struct str place = load_context(load, context, str_from(lists[k]));
		for (size_t i = 0; list && i < list->count; i++)
			read_rule(load, family, &list->items[i], place, &family->rules[k]);
	}
}
