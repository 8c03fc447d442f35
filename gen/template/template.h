/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Page templates: a small, strict part of Jinja. templates/README.md has the grammar, tests/spec/template.md the
 * manual.
 *
 * A template is compiled once per locale and kind of page, to a flat list of operations: names become offsets into C
 * structs (see value.h), messages become the texts of that locale, `extends` and `include` are resolved. Whatever can
 * be wrong is found then. Running a template cannot fail.
 *
 * Sources, catalogues and shapes must outlive the templates that were compiled from them: text between tags stays where
 * it is, in its source. It is copied only where several pieces with nothing to do in between become one.
 */
#ifndef STATUSBOOK_TEMPLATE_TEMPLATE_H
#define STATUSBOOK_TEMPLATE_TEMPLATE_H

#include "base/buf.h"
#include "base/diag.h"
#include "template/value.h"

/* All templates of a site, by the names that `include` and `extends` use: "page.html". Whoever reads the files adds
 * them. */
struct template_set;

struct template_set *template_set_new(struct arena *arena);

/* Views are kept. A name that is taken keeps its first source. */
void template_set_add(struct template_set *set, struct str name, const struct source *source);

/* Gives messages their texts in one language. The calls may come from any thread, so `context` stays constant. */
struct translator {
	const void *context;
	/*
	 * Points `*texts` at the translation of a message: one text, or one per plural form when `plural` is not empty.
	 * Returns their number; 0 if there is no translation, and then the message stands as the template has it.
	 * `message_context` is empty but for pgettext. The texts must outlive the template.
	 */
	size_t (*translate)(const void *context, struct str message_context, struct str id, struct str plural,
			    const struct str **texts);
	/* Which of the plural forms goes with `n`. */
	size_t (*plural_form)(const void *context, size_t n);
};

struct template;

/*
 * What is the same in each record that a template will run over: the first `size` bytes of `record`, and what they point
 * at. Such members become constant text while compiling. Both must outlive the template.
 */
struct known {
	const void *record;
	size_t size;
};

/*
 * Compiles the template `name` of the set for records of the given shape. `known` may be
 * NULL, for nothing is; `translator` may be: then all messages stand as they are in the templates. NULL after adding diagnostics; each mistake is reported, not only the first.
 * Anything the template needs is in `arena`.
 */
const struct template *template_compile(struct arena *arena, const struct template_set *set, struct str name,
					const struct shape *shape, const struct known *known,
					const struct translator *translator, struct diags *diags);

/*
 * Adds the page to `out`. `record` is a struct of the shape that the template was compiled for. Allocates nothing but
 * room in `out`; any number of threads may run one template at the same time.
 */
void template_run(const struct template *template, const void *record, struct buf *out);

/* A message in a template, as the catalogue needs it. */
struct template_message {
	struct str context; /* of pgettext; else empty */
	struct str id;
	struct str plural; /* of ngettext; else empty */
	struct loc loc;    /* the id, with its quotes */
};

typedef void template_message_found(void *context, const struct template_message *message);

/*
 * Calls `found` for each message in the source, in order of place. Texts are views of the source, or of `arena` where
 * they were written with escapes. Mistakes are passed over in silence: template_compile reports them.
 */
void template_messages(const struct source *source, struct arena *arena, template_message_found *found, void *context);

#endif
