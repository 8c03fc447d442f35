/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Typed values out of YAML nodes, with a complaint at the node where one does not fit. */
#include "stages/load_parts.h"

#include <stdlib.h>

#define LONGEST_PATTERN 200
#define LARGEST_REPETITION 1000
#define MEMORY_OF_PATTERN ((size_t)4 << 20) /* more than any modest one takes */

static const char *const kind_names[] = {
	[YAML_SCALAR] = "expected a text",
	[YAML_LIST] = "expected a list",
	[YAML_MAP] = "expected keys and values",
};

bool load_is(struct load *load, const struct yaml *node, enum yaml_kind kind, struct str key)
{
	if (!node)
		return false;
	if (node->kind == kind)
		return true;
	diag_add(load->diags, DIAG_WRONG_TYPE, node->loc, key)->reason = str_from(kind_names[kind]);
	return false;
}

const struct yaml *load_member(struct load *load, const struct yaml *map, const char *key, enum yaml_kind kind,
			       bool required)
{
	const struct yaml *node = yaml_find(map, key);

	if (!node && required && map && !yaml_was_misspelt(map, key, load->diags))
		diag_add(load->diags, DIAG_MISSING_KEY, map->loc, str_from(key));
	return load_is(load, node, kind, str_from(key)) ? node : NULL;
}

struct str load_text(struct load *load, const struct yaml *map, const char *key, bool required)
{
	const struct yaml *node = load_member(load, map, key, YAML_SCALAR, required);

	if (!node)
		return (struct str){ NULL, 0 };
	if (node->text.len == 0)
		diag_add(load->diags, DIAG_EMPTY_VALUE, node->loc, str_from(key));
	return node->text;
}

bool load_flag(struct load *load, const struct yaml *map, const char *key)
{
	const struct yaml *node = load_member(load, map, key, YAML_SCALAR, false);

	if (!node)
		return false;
	if (!str_is(node->text, "true") && !str_is(node->text, "false"))
		diag_add(load->diags, DIAG_WRONG_VALUE, node->loc, node->text)->reason = STR("expected true or false");
	return str_is(node->text, "true");
}

struct str_array load_texts(struct load *load, const struct yaml *node, struct str key)
{
	struct str_array texts = { 0 };

	if (!node)
		return texts;
	if (node->kind == YAML_SCALAR) {
		*array_add(load->arena, &texts) = node->text;
		return texts;
	}
	if (!load_is(load, node, YAML_LIST, key))
		return texts;
	for (size_t i = 0; i < node->count; i++)
		if (load_is(load, node->items[i].value, YAML_SCALAR, key))
			*array_add(load->arena, &texts) = node->items[i].value->text;
	return texts;
}

/* Repetition counts multiply when they are nested; regcomp would take time and memory without bound. */
static bool is_modest(struct str pattern)
{
	size_t product = 1, number = 0;

	for (size_t i = 0; i < pattern.len; i++) {
		char c = pattern.ptr[i];
		bool digit = c >= '0' && c <= '9';
		number = digit ? number * 10 + (size_t)(c - '0') : c == '}' ? number : 0;
		if (c == '}' && number > 1)
			product *= number;
		if (number > LARGEST_REPETITION || product > LARGEST_REPETITION)
			return false;
	}
	return pattern.len <= LONGEST_PATTERN;
}

bool load_is_modest(struct load *load, const struct yaml *node)
{
	if (is_modest(node->text))
		return true;
	diag_add(load->diags, DIAG_BAD_PATTERN, node->loc, node->text)->reason =
		STR("longer, or with more repetitions, than any code needs");
	return false;
}

/* As regcomp, which frees some memory twice in glibc 2.36 when it gets no more: whether there is enough is asked first. */
static int compile(struct pattern *pattern)
{
	void *memory = malloc(MEMORY_OF_PATTERN);
	int error = memory ? 0 : REG_ESPACE;

	free(memory);
	return error ? error : regcomp(&pattern->compiled, pattern->text.ptr, REG_EXTENDED);
}

const struct pattern *load_compile(struct load *load, const struct yaml *node, struct str text)
{
	struct pattern *pattern = arena_new(load->arena, struct pattern);
	char reason[128];

	pattern->text = arena_copy(load->arena, text);
	int error = compile(pattern);
	if (error == 0) {
		*array_add(load->arena, &load->site->patterns) = pattern;
		return pattern;
	}
	if (error == REG_ESPACE)
		arena_out_of_memory();
	regerror(error, &pattern->compiled, reason, sizeof(reason));
	diag_add(load->diags, DIAG_BAD_PATTERN, node->loc, node->text)->reason =
		arena_copy(load->arena, str_from(reason));
	return NULL;
}

const struct pattern *load_pattern(struct load *load, const struct yaml *map, const char *key, bool required)
{
	const struct yaml *node = load_member(load, map, key, YAML_SCALAR, required);

	return node && load_is_modest(load, node) ? load_compile(load, node, node->text) : NULL;
}

void load_label_node(struct load *load, const struct yaml *node, struct str context, struct label *label)
{
	if (!load_is(load, node, YAML_SCALAR, context))
		return;
	if (node->text.len == 0)
		diag_add(load->diags, DIAG_EMPTY_VALUE, node->loc, context);
	*label = (struct label){ context, node->text, node->loc, arena_new(load->arena, struct label_texts) };
	*array_add(load->arena, &load->site->messages) =
		(struct message){ .context = context, .id = node->text, .loc = node->loc, .texts = label->shared };
}

void load_label(struct load *load, const struct yaml *map, const char *key, bool required, struct str context,
		struct label *label)
{
	const struct yaml *node = load_member(load, map, key, YAML_SCALAR, required);

	if (node)
		load_label_node(load, node, context, label);
}

struct str load_context(struct load *load, struct str context, struct str name)
{
	return arena_concat(load->arena, context, STR("."), name);
}
