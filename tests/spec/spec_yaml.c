/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The examples of yaml.md: YAML in, the tree and the diagnostics out. */
#include <stdio.h>
#include <stdlib.h>

#include "example.h"
#include "formats/yaml.h"

static void print_diags(struct buf *output, struct diags *diags)
{
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);

	diag_sort(diags);
	diag_print(diags, DIAG_TEXT, false, file);
	fclose(file);
	buf_add(output, (struct str){ text, len });
	free(text);
}

static void print_indent(struct buf *output, size_t depth)
{
	for (size_t i = 0; i < depth; i++)
		buf_add(output, STR("  "));
}

static void print_text(struct buf *output, struct str text)
{
	buf_add_char(output, '[');
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == '\n')
			buf_add(output, STR("\\n"));
		else
			buf_add_char(output, text.ptr[i]);
	buf_add(output, STR("]\n"));
}

/* Recursion is fine here: yaml_parse caps the depth. */
static void print_node(struct buf *output, const struct yaml *node, size_t depth)
{
	if (node->kind == YAML_SCALAR) {
		print_text(output, node->text);
		return;
	}
	buf_addf(output, "%s of %zu\n", node->kind == YAML_LIST ? "list" : "map", node->count);
	for (size_t i = 0; i < node->count; i++) {
		print_indent(output, depth + 1);
		if (node->kind == YAML_MAP) {
			buf_add(output, node->items[i].key);
			buf_add(output, STR(": "));
		} else {
			buf_add(output, STR("- "));
		}
		print_node(output, node->items[i].value, depth + 1);
	}
}

static void run(struct str input, struct buf *output)
{
	static const char *const known[] = { "title", "code", "keywords", "summary", "next" };
	struct arena arena = { 0 };
	struct diags diags = { .arena = &arena };
	struct source source = { .path = STR("x.yaml"), .text = input };
	const struct yaml *tree = yaml_parse(&arena, &source, source.text, &diags);

	if (tree) {
		print_node(output, tree, 0);
		/* The page talks about this check in one place: a map that has a title. */
		if (yaml_find(tree, "title"))
			yaml_check_keys(tree, known, sizeof(known) / sizeof(known[0]), &diags);
	}
	print_diags(output, &diags);
	arena_free(&arena);
}

int main(void)
{
	return example_page("tests/spec/yaml.md", run);
}
