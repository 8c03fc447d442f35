/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* What the compiler makes and the runner runs. Only for these two. */
#ifndef STATUSBOOK_TEMPLATE_PROGRAM_H
#define STATUSBOOK_TEMPLATE_PROGRAM_H

#include "template/template.h"

#define FRAME_CELLS 128

/* A place of the frame: what `set` and `for` name, and what an expression works with. */
union cell {
	const void *record;
	struct str text;
	size_t number;
	bool flag;
	struct value_list list;
};

/* What every member of a missing record is: empty, zero, false. */
static const union cell nothing;

/* The cells of a loop, from the one of its variable on. */
enum loop_cell { LOOP_ITEM, LOOP_INDEX, LOOP_FIRST, LOOP_LAST, LOOP_REST, LOOP_CELLS };

#define OPERAND_CONSTANT UINT16_MAX

/*
 * Where a value is. `steps` 0: in the cell itself. 1: `offset` bytes into the record that the cell points at. More:
 * first through the pointers at `path[0]`, `path[1]` ... OPERAND_CONSTANT: `path` points at the value.
 */
struct operand {
	uint16_t cell;
	uint16_t steps;
	uint32_t offset;
	const void *path;
};

enum op_code {
	OP_END, /* writes text; all others that write do so behind their text */
	OP_TEXT,
	OP_WRITE_TEXT, /* a, escaped */
	OP_WRITE_UPPER,
	OP_WRITE_LOWER,
	OP_WRITE_RAW, /* a: HTML or JSON */
	OP_WRITE_NUMBER,
	OP_JOIN,       /* the elements of list a, of `type`, with text in between */
	OP_JUMP,       /* to target */
	OP_JUMP_FALSE, /* to target if a, of `type`, is false or empty */
	OP_JUMP_TRUE,
	OP_FOR,           /* begins a loop over list a in cell; to target if it is empty */
	OP_NEXT,          /* next round from target, or on */
	OP_PLURAL,        /* to the jump behind it that belongs to number a; there are target + 1 */
	OP_PLURAL_SOURCE, /* the same by the rule of the templates' own language: 1 and all others */
	OP_COPY,          /* into cell: a, of `type` */
	OP_LENGTH,
	OP_FIRST,
	OP_LAST,
	OP_DEFAULT, /* into cell: a, or b where a is empty */
	OP_TRUTH,
	OP_NOT,
	OP_EQUAL, /* into cell: a == b, and so on */
	OP_LESS,
	OP_IN,
};

struct op {
	uint8_t code;
	uint8_t type; /* enum value_type of a */
	uint16_t cell;
	uint32_t target;
	struct operand a;
	union {
		struct str text;
		struct operand b;
	};
};

/* Whether the value counts as true: neither zero nor empty. */
static inline bool value_truth(enum value_type type, const void *value)
{
	switch (type) {
	case VALUE_NUMBER:
		return *(const size_t *)value != 0;
	case VALUE_FLAG:
		return *(const bool *)value;
	case VALUE_RECORD:
		return *(const void *const *)value != NULL;
	case VALUE_LIST:
		return ((const struct value_list *)value)->count > 0;
	default:
		return ((const struct str *)value)->len > 0;
	}
}

struct template
{
	const struct op *ops;
	struct translator translator;
};

#endif
