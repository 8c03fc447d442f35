/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Writing front matter and sections that somebody will fill in. */
#include "stages/skeleton.h"

#include "formats/yaml_write.h"
#include "model/compare.h"
#include "stages/stamps.h"

/* Entries ---------------------------------------------------------------------------------------------------------- */

/* Which facts are required follows from facts: those that were given make others required, until nothing is added. */
static void choose_facts(const struct family *family, struct entry *entry)
{
	bool added = true;

	while (added) {
		added = false;
		for (size_t i = 0; i < family->facts.count; i++) {
			const struct fact_def *def = &family->facts.items[i];
			if (entry->facts[i].given || !requirement_holds(&def->required, entry))
				continue;
			entry->facts[i] = (struct fact_value){ .given = true, .bits = 1, .usual = 0 };
			added = true;
		}
	}
}

static void add_ids(const struct family *family, const struct fact_def *def, struct buf *out)
{
	bool steps = def->type == FACT_STEPS;
	size_t count = steps ? family->conversation.count : def->values.count;

	for (size_t i = 0; i < count; i++) {
		buf_add(out, i > 0 ? STR(", ") : STR("  # choose: "));
		buf_add(out, steps ? family->conversation.items[i].id : def->values.items[i].id);
	}
}

/* The first entry that has a page: of the family's usual kind, which the others are compared with. */
static struct str first_code(const struct family *family)
{
	for (size_t i = 0; i < family->entries.count; i++)
		if (family->entries.items[i].kind == &family->kinds.items[0])
			return family->entries.items[i].slug;
	return (struct str){ NULL, 0 };
}

static void add_value(const struct site *site, const struct family *family, const struct fact_def *def, struct buf *out)
{
	switch (def->type) {
	case FACT_CHOICE:
	case FACT_FLAG:
		buf_add(out, def->values.items[0].id);
		break;
	case FACT_SET:
		buf_addf(out, "[%.*s]", (int)def->values.items[0].id.len, def->values.items[0].id.ptr);
		break;
	case FACT_STEPS:
		buf_addf(out, "[%.*s (usual)]", (int)family->conversation.items[0].id.len,
			 family->conversation.items[0].id.ptr);
		break;
	case FACT_CODES: {
		struct str code = first_code(family);
		buf_addf(out, "[%.*s]  # choose: codes", (int)code.len, code.ptr);
		break;
	}
	case FACT_SOURCES: {
		struct str id = site->references.count > 0 ? site->references.items[0].key : (struct str){ NULL, 0 };
		buf_addf(out, "[%.*s]  # choose: sources of site.yaml, with #SECTION", (int)id.len, id.ptr);
		break;
	}
	case FACT_TEXT:
		buf_addf(out, "\"\"  # write: %.*s", (int)def->label.text.len, def->label.text.ptr);
		break;
	}
}

static void add_facts(const struct site *site, const struct family *family, const struct entry *entry, struct buf *out)
{
	bool any = false;

	for (size_t i = 0; i < family->facts.count; i++) {
		const struct fact_def *def = &family->facts.items[i];
		if (!entry->facts[i].given)
			continue;
		buf_add(out, any ? STR("  ") : STR("facts:\n  "));
		buf_add(out, def->id);
		buf_add(out, STR(": "));
		add_value(site, family, def, out);
		add_ids(family, def, out);
		buf_add_char(out, '\n');
		any = true;
	}
}

/* A comment with the ids of all sections: none but these, and in this order. */
static void add_order(const struct section_defs *defs, struct buf *out)
{
	buf_add(out, STR("# Sections, in this order:"));
	for (size_t i = 0; i < defs->count; i++) {
		buf_add(out, i > 0 ? STR(", ") : STR(" "));
		buf_add(out, defs->items[i].id);
	}
	buf_add_char(out, '\n');
}

static void add_section(const struct section_def *def, struct buf *out)
{
	if (str_is(def->id, "lead"))
		return; /* has no heading */
	buf_addf(out, "\n## %.*s {#%.*s}\n", (int)def->label.text.len, def->label.text.ptr, (int)def->id.len,
		 def->id.ptr);
}

void skeleton_entry(struct arena *arena, const struct site *site, const struct family *family, const struct kind *kind,
		    struct str code, struct buf *out)
{
	struct entry entry = { .family = family, .kind = kind, .code = code };
	const struct section_defs *defs = &family->entry_sections;

	entry.facts = arena_array(arena, family->facts.count, struct fact_value);
	for (size_t i = 0; !entry.code_class && i < family->classes.count; i++) {
		const struct code_class *class = &family->classes.items[i];
		if ((class->kind.len == 0 || str_eq(class->kind, kind->id)) && pattern_fits(class->pattern, code))
			entry.code_class = class;
	}
	choose_facts(family, &entry);
	buf_add(out, STR("---\ncode: "));
	yaml_add_text(out, code);
	if (kind != &family->kinds.items[0])
		buf_addf(out, "\nkind: %.*s", (int)kind->id.len, kind->id.ptr);
	buf_add(out, STR("\n"
			 "title:  # a short name, without a full stop\n"
			 "summary:  # one or two sentences, for lists and search results\n"
			 "keywords: []  # what people type to find this\n"
			 "# changed: YYYY-MM-DD First published.\n"));
	add_facts(site, family, &entry, out);
	add_order(defs, out);
	buf_add(out, STR("---\n"));
	for (size_t i = 0; i < defs->count; i++)
		if (requirement_holds(&defs->items[i].required, &entry))
			add_section(&defs->items[i], out);
}

/* Notes ------------------------------------------------------------------------------------------------------------ */

void skeleton_note(const struct entry *a, const struct entry *b, struct buf *out)
{
	const struct section_defs *defs = &a->family->note_sections;

	buf_add(out, STR("---\n# changed: YYYY-MM-DD First published.\n"));
	if (section_find(defs, STR("lead")) != NONE)
		buf_addf(out, "# First the verdict: one paragraph without a heading, which names %.*s and %.*s.\n",
			 (int)a->code.len, a->code.ptr, (int)b->code.len, b->code.ptr);
	add_order(defs, out);
	buf_add(out, STR("---\n"));
	for (size_t i = 0; i < defs->count; i++)
		if (defs->items[i].required.always)
			add_section(&defs->items[i], out);
}

/* Translations ----------------------------------------------------------------------------------------------------- */

static void add_scalar(const struct yaml *front, const char *key, struct buf *out)
{
	const struct yaml *node = yaml_find(front, key);

	if (!node || node->kind != YAML_SCALAR)
		return;
	buf_addf(out, "%s: ", key);
	yaml_add_text(out, str_trim(node->text));
	buf_add_char(out, '\n');
}

static void add_keywords(const struct yaml *front, struct buf *out)
{
	const struct yaml *list = yaml_find(front, "keywords");

	if (!list || list->kind != YAML_LIST)
		return;
	buf_add(out, STR("keywords: ["));
	for (size_t i = 0; i < list->count; i++) {
		if (i > 0)
			buf_add(out, STR(", "));
		yaml_add_text(out, list->items[i].value->text);
	}
	buf_add(out, STR("]\n"));
}

static void add_glosses(const struct yaml *front, struct buf *out)
{
	const struct yaml *list = yaml_find(front, "replies");

	for (size_t i = 0; list && list->kind == YAML_LIST && i < list->count; i++) {
		const struct yaml *id = yaml_find(list->items[i].value, "id");
		const struct yaml *gloss = yaml_find(list->items[i].value, "gloss");
		if (!id || !gloss)
			continue;
		if (i == 0)
			buf_add(out, STR("replies:\n"));
		buf_add(out, STR("  "));
		yaml_add_text(out, id->text);
		buf_add(out, STR(": "));
		yaml_add_text(out, str_trim(gloss->text));
		buf_add_char(out, '\n');
	}
}

/* All that stands below the front matter, with lines that end in LF. */
static void add_body(const struct document *source, struct buf *out)
{
	struct str rest = source->source.text, line;
	size_t marks = 0;

	while (str_next_line(&rest, &line)) {
		if (marks == 2) {
			buf_add(out, line);
			buf_add_char(out, '\n');
		}
		marks += marks < 2 && str_is(line, "---");
	}
}

void skeleton_translation(const struct document *source, struct buf *out)
{
	buf_add(out, STR("---\n"));
	add_scalar(source->front, "title", out);
	add_scalar(source->front, "summary", out);
	add_keywords(source->front, out);
	add_scalar(source->front, "changed", out);
	add_glosses(source->front, out);
	stamps_write(source, source, "\n", out);
	buf_add(out, STR("---\n"));
	add_body(source, out);
}
