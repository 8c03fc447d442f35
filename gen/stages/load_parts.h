/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* What the files load*.c share. For them only. */
#ifndef STATUSBOOK_STAGES_LOAD_PARTS_H
#define STATUSBOOK_STAGES_LOAD_PARTS_H

#include "stages/load.h"

struct load {
	struct arena *arena;
	struct diags *diags;
	struct site *site;
};

/* Reading typed values from YAML. Each complains at the right place and then returns something empty. */
bool load_is(struct load *load, const struct yaml *node, enum yaml_kind kind, struct str key);
const struct yaml *load_member(struct load *load, const struct yaml *map, const char *key, enum yaml_kind kind,
			       bool required);
struct str load_text(struct load *load, const struct yaml *map, const char *key, bool required);
bool load_flag(struct load *load, const struct yaml *map, const char *key);
struct str_array load_texts(struct load *load, const struct yaml *node, struct str key); /* a text, or a list of them */
const struct pattern *load_pattern(struct load *load, const struct yaml *map, const char *key, bool required);

/*
 * Compiles `text`, which stands at `node`; NULL after a complaint. Also for texts that were made of the node's, as long as
 * it is modest (see load_yaml.c).
 */
const struct pattern *load_compile(struct load *load, const struct yaml *node, struct str text);
bool load_is_modest(struct load *load, const struct yaml *node);

/* The family's `lookup`; its facts must be known. */
void load_lookup(struct load *load, struct family *family, const struct yaml *map);

/* A text that is translated; it joins the site's messages under its context. */
void load_label(struct load *load, const struct yaml *map, const char *key, bool required, struct str context,
		struct label *label);
void load_label_node(struct load *load, const struct yaml *node, struct str context, struct label *label);

/* "smtp.facts" and "severity" give "smtp.facts.severity". */
struct str load_context(struct load *load, struct str context, struct str name);

void load_site(struct load *load, const struct source *source);

/* What the words of `pairs: indexable` mean in each family; they must be known. */
void load_index_words(struct load *load);
struct family *load_family(struct load *load, struct str slug, const struct source *source);

/* The parts of family.yaml that make conditions; the family's kinds, classes, facts and steps must be known. */
void load_conditions(struct load *load, const struct family *family, const struct yaml *map, bool of_pair,
		     struct conditions *conditions);
void load_requirement(struct load *load, const struct family *family, const struct yaml *map,
		      struct requirement *requirement);
void load_conversation(struct load *load, struct family *family, const struct yaml *map);
void load_rules(struct load *load, struct family *family, const struct yaml *map);

/* locales/glossary.LOCALE.tsv */
const struct glossary *load_glossary(struct load *load, const struct source *source);

/*
 * Reads the folder's family from its file, and splits the documents, whose `source` is filled in, into front matter and
 * sections. The array has stopped moving, since messages may point into it. Of a family without kinds nothing more can be
 * said: then there are no messages but its own, and false is returned.
 */
bool load_folder(struct load *load, struct folder *folder, struct str slug, const struct source *source);

#endif
