/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* YAML: what is read lies in the file; and any text that is written is read again as it was. */
#include "formats/text.h"
#include "formats/unfit.h"
#include "formats/yaml.h"
#include "formats/yaml_write.h"
#include "fuzz.h"

static void check_loc(const struct fuzz *fuzz, struct loc loc)
{
	CHECK(loc.source == &fuzz->source && loc.offset + (size_t)loc.len <= fuzz->source.text.len);
}

/* The tree is no deeper than YAML_DEEPEST. */
static void check_tree(const struct fuzz *fuzz, const struct yaml *node)
{
	check_loc(fuzz, node->loc);
	if (node->kind == YAML_SCALAR && node->text.len > 0)
		yaml_place(node->loc, node->text, str_until_index(node->text, 1));
	for (size_t i = 0; i < node->count; i++) {
		if (node->kind == YAML_MAP)
			check_loc(fuzz, node->items[i].key_loc);
		check_tree(fuzz, node->items[i].value);
	}
}

static void check_written(struct str text)
{
	struct fuzz fuzz;
	struct buf yaml = { 0 };
	enum diag_rule rule;
	size_t len;

	if (unfit_find(text, 0, &rule, &len) != SIZE_MAX)
		return;
	buf_add(&yaml, STR("a: "));
	yaml_add_text(&yaml, text);
	buf_add(&yaml, STR("\n"));
	fuzz_begin(&fuzz, (const uint8_t *)yaml.ptr, yaml.len);
	const struct yaml *tree = yaml_parse(&fuzz.arena, &fuzz.source, fuzz.source.text, &fuzz.diags);
	const struct yaml *value = yaml_find(tree, "a");
	CHECK(value && value->kind == YAML_SCALAR && str_eq(value->text, text));
	fuzz_end(&fuzz);
	buf_free(&yaml);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz fuzz;

	fuzz_begin(&fuzz, data, size);
	if (text_check(&fuzz.source, &fuzz.diags)) {
		const struct yaml *tree = yaml_parse(&fuzz.arena, &fuzz.source, fuzz.source.text, &fuzz.diags);
		CHECK(tree || fuzz.diags.count > 0);
		if (tree)
			check_tree(&fuzz, tree);
		yaml_check_keys(tree, YAML_KEYS("title", "summary", "replies", "code"), &fuzz.diags);
	}
	fuzz_end(&fuzz);
	check_written((struct str){ (const char *)data, size });
	return 0;
}
