/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * The parts of the compiler among themselves: compile.c reads tags, expression.c what stands in them, message.c the
 * messages, emit.c makes operations. Nobody else includes this.
 *
 * There is no tree: operations are made while reading. A value that was read is known by its type and by where it will
 * be when the template runs.
 */
#ifndef STATUSBOOK_TEMPLATE_COMPILER_H
#define STATUSBOOK_TEMPLATE_COMPILER_H

#include "base/map.h"
#include "template/context.h"
#include "template/escape.h"
#include "template/outline.h"
#include "template/program.h"
#include "template/token.h"

#define DEEPEST_NESTING 64 /* of tags and parentheses, through all files */
#define LONGEST_CHAIN 32   /* of files that include or extend each other */
#define MOST_SLOTS 16
#define MOST_COMPLAINTS 100
#define MOST_LOOPS 8 /* inside each other, because their rounds multiply */

enum value_kind {
	KIND_VALUE,
	KIND_JOINED,  /* a list to be written with a separator */
	KIND_MESSAGE, /* a text with slots, or with plural forms */
	KIND_BROKEN,  /* something was wrong and has been reported: fits everywhere */
};

struct message;

struct value {
	enum value_kind kind;
	enum value_type type;
	const struct shape *shape;    /* of a record, or of a list's records */
	enum value_type element;      /* of a list */
	enum letter_case letter_case; /* in which a text will be written */
	bool said;                    /* straight from a message: only to be written, set, or a default */
	struct operand operand;
	struct str separator; /* of KIND_JOINED, escaped */
	const struct message *message;
	struct str place; /* in the source */
};

struct variable {
	struct str name;
	struct value value;
	size_t scope;
	size_t hidden; /* times */
	bool fixed;    /* a loop's */
};

struct block {
	struct str name;
	const struct unit *unit;
	size_t piece;
};

struct blocks {
	struct block *items;
	size_t count;
	size_t capacity;
};

/* A file of the set that the template needs. */
struct unit {
	struct str name;
	struct outline outline;
	struct blocks blocks;
	bool sound;
};

/* What changes with the place that is being compiled, and comes back behind it. */
struct surroundings {
	const struct source *source;
	struct loc from;             /* the include tag that led here */
	const struct blocks *blocks; /* the definitions that count */
	size_t scope;
	size_t branches;       /* ifs around, in this scope */
	size_t file_scope;     /* of the file, whose names its blocks see */
	size_t file_variables; /* those before came from outside */
	size_t loop;           /* cells of the innermost loop; 0: none */
	size_t variable_count;
	size_t cells; /* in use */
	size_t chain_count;
};

struct compiler {
	struct arena *arena;   /* what the template keeps */
	struct arena *scratch; /* what the compiler needs */
	struct diags *diags;
	const struct template_set *set;
	const struct shape *shape;
	struct known known;                  /* of the record that the template will run over */
	const struct translator *translator; /* may be NULL */
	struct map units;
	struct surroundings at;
	struct html_context html;
	struct str_array pending; /* constant text not written yet */
	struct {
		struct op *items;
		size_t count;
		size_t capacity;
	} ops;
	struct {
		struct variable *items;
		size_t count;
		size_t capacity;
	} variables;
	struct str chain[LONGEST_CHAIN];
	size_t scopes; /* so far */
	size_t depth;
	size_t loops;
	size_t steps; /* pieces compiled */
	size_t bytes; /* of constant text */
	size_t complaints;
	bool exhausted; /* stops the compiler */
	bool failed;
};

/* emit.c */

/* Reports at `part` of the current source, with the part as the detail. */
struct diag *complain(struct compiler *c, enum diag_rule rule, struct str part, const char *reason);

/* Reports once that the template has no end, and makes the compiler stop. */
void exhaust(struct compiler *c, const char *reason);

size_t new_cells(struct compiler *c, size_t count);

/* Adds an operation and returns its place. */
size_t emit(struct compiler *c, struct op op);

/* Makes the jump at `op` lead to whatever comes next. */
void emit_target(struct compiler *c, size_t op);

/* A list of jumps to one place, linked through their targets; starts as 0. */
void emit_jump(struct compiler *c, size_t *jumps, struct op jump);
void emit_targets(struct compiler *c, size_t jumps);

/* Adds constant text as it is. */
void emit_text(struct compiler *c, struct str text);

/* Adds constant text from the template itself, and follows its HTML. */
void emit_markup(struct compiler *c, struct str text);

/* Writes a value, or reports why it may not be written here. */
void emit_value(struct compiler *c, const struct value *value);

/* `text` as it is written; kept as long as the template. */
struct str escaped(struct compiler *c, struct str text, enum letter_case letter_case);

struct value constant_text(struct compiler *c, struct str text);
struct value constant_number(struct compiler *c, size_t number);

/* Copies the value into a cell of its own, so that it stays when names are set anew. */
void keep_value(struct compiler *c, struct value *value);

/* expression.c */

/* False after a mistake that leaves the rest of the tag without sense. Other mistakes give KIND_BROKEN. */
bool parse_expression(struct compiler *c, struct tokens *tokens, struct value *value);

/* The value has a truth: true, unless reported. */
bool is_condition(struct compiler *c, const struct value *value);

/* Complains if the tag goes on. */
bool expect_end(struct compiler *c, struct tokens *tokens);
bool expect(struct compiler *c, struct tokens *tokens, const char *word);

/* A name that may be given to something. */
bool parse_new_name(struct compiler *c, struct tokens *tokens, struct str *name);

/* A text in quotes. */
bool parse_text(struct compiler *c, struct tokens *tokens, struct str *text);

struct variable *find_variable(struct compiler *c, struct str name);
bool is_known_name(struct compiler *c, struct str name); /* a variable, or a member of the page's record */

/* message.c */

struct message_part {
	struct str text;
	size_t slot; /* position among the slots; SIZE_MAX: text */
};

struct message_form {
	struct message_part *items;
	size_t count;
	size_t capacity;
};

struct message {
	struct message_form *forms;
	size_t form_count;
	bool is_plural;
	bool source_rule;    /* forms are the templates' own */
	struct value number; /* that chooses the form */
	struct value *slots;
	size_t slot_count;
	const struct value *unless; /* written instead, if it is not empty */
};

bool is_message_name(struct str name);

/* The opening parenthesis is at hand. */
bool parse_message(struct compiler *c, struct tokens *tokens, struct str name, struct value *value);

#endif
