/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Runs the flat list of operations over a record. */
#include "formats/html.h"
#include "template/escape.h"
#include "template/program.h"

static const void *far_address(const union cell *frame, const struct operand *operand)
{
	if (operand->steps == OPERAND_CONSTANT)
		return operand->path;

	const char *record = frame[operand->cell].record;
	const uint32_t *path = operand->path;
	for (size_t i = 0; record && i + 1 < operand->steps; i++)
		memcpy(&record, record + path[i], sizeof(record));
	return record ? record + operand->offset : (const void *)&nothing;
}

static inline const void *address(const union cell *frame, const struct operand *operand)
{
	if (operand->steps == 0)
		return &frame[operand->cell];
	if (operand->steps == 1 && frame[operand->cell].record)
		return (const char *)frame[operand->cell].record + operand->offset;
	return far_address(frame, operand);
}

static struct str text_at(const union cell *frame, const struct operand *operand)
{
	return *(const struct str *)address(frame, operand);
}

static size_t number_at(const union cell *frame, const struct operand *operand)
{
	return *(const size_t *)address(frame, operand);
}

static struct value_list list_at(const union cell *frame, const struct operand *operand)
{
	return *(const struct value_list *)address(frame, operand);
}

static bool truth(const union cell *frame, const struct op *op)
{
	return value_truth((enum value_type)op->type, address(frame, &op->a));
}

static void copy(union cell *cell, enum value_type type, const void *value)
{
	switch (type) {
	case VALUE_NUMBER:
		cell->number = *(const size_t *)value;
		break;
	case VALUE_FLAG:
		cell->flag = *(const bool *)value;
		break;
	case VALUE_RECORD:
		cell->record = *(const void *const *)value;
		break;
	case VALUE_LIST:
		cell->list = *(const struct value_list *)value;
		break;
	default:
		cell->text = *(const struct str *)value;
	}
}

static void take_element(union cell *cell, enum value_type type, struct value_list list, size_t index)
{
	const char *element = list.count ? (const char *)list.items + index * list.stride : NULL;

	if (type == VALUE_RECORD)
		cell->record = element;
	else
		copy(cell, type, element ? element : (const void *)&nothing);
}

static void write_number(struct buf *out, size_t number)
{
	char digits[24], *first = digits + sizeof(digits);

	do {
		*--first = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	buf_add(out, (struct str){ first, (size_t)(digits + sizeof(digits) - first) });
}

static void write_join(struct buf *out, const struct op *op, struct value_list list)
{
	for (size_t i = 0; i < list.count; i++) {
		const struct str *text = (const void *)((const char *)list.items + i * list.stride);
		if (i > 0)
			buf_add(out, op->text);
		if (op->type == VALUE_HTML)
			buf_add(out, *text);
		else
			html_add_text(out, *text);
	}
}

/* Sets the cells of a loop for the next round; false if there is none. */
static bool next_round(union cell *loop)
{
	struct value_list *rest = &loop[LOOP_REST].list;

	if (rest->count == 0)
		return false;
	loop[LOOP_ITEM].record = rest->items;
	loop[LOOP_INDEX].number++;
	loop[LOOP_FIRST].flag = loop[LOOP_INDEX].number == 1;
	loop[LOOP_LAST].flag = rest->count == 1;
	rest->items = (const char *)rest->items + rest->stride;
	rest->count--;
	return true;
}

static bool list_has(struct value_list list, struct str text)
{
	for (size_t i = 0; i < list.count; i++)
		if (str_eq(*(const struct str *)(const void *)((const char *)list.items + i * list.stride), text))
			return true;
	return false;
}

/* The type of these operations is that of b for OP_IN, and that of both for the others. */
static bool compare(const union cell *frame, const struct op *op)
{
	const void *a = address(frame, &op->a), *b = address(frame, &op->b);
	const struct str *text = a;

	if (op->code == OP_IN && op->type == VALUE_LIST)
		return list_has(*(const struct value_list *)b, *text);
	if (op->code == OP_IN)
		return str_find(*(const struct str *)b, *text, 0) != SIZE_MAX;
	if (op->type == VALUE_FLAG)
		return *(const bool *)a == *(const bool *)b;
	if (op->type == VALUE_NUMBER) {
		size_t m = *(const size_t *)a, n = *(const size_t *)b;
		return op->code == OP_EQUAL ? m == n : m < n;
	}
	return op->code == OP_EQUAL ? str_eq(*text, *(const struct str *)b)
				    : str_cmp(*text, *(const struct str *)b) < 0;
}

/* The operations that fill a cell. */
static void compute(union cell *frame, const struct op *op)
{
	union cell *cell = &frame[op->cell];

	switch ((enum op_code)op->code) {
	case OP_COPY:
		copy(cell, (enum value_type)op->type, address(frame, &op->a));
		break;
	case OP_LENGTH:
		cell->number = op->type == VALUE_LIST ? list_at(frame, &op->a).count
						      : str_count_points(text_at(frame, &op->a));
		break;
	case OP_FIRST:
		take_element(cell, (enum value_type)op->type, list_at(frame, &op->a), 0);
		break;
	case OP_LAST: {
		struct value_list list = list_at(frame, &op->a);
		take_element(cell, (enum value_type)op->type, list, list.count - 1);
		break;
	}
	case OP_DEFAULT:
		copy(cell, (enum value_type)op->type, address(frame, truth(frame, op) ? &op->a : &op->b));
		break;
	case OP_TRUTH:
		cell->flag = truth(frame, op);
		break;
	case OP_NOT:
		cell->flag = !truth(frame, op);
		break;
	default:
		cell->flag = compare(frame, op);
	}
}

/* Which of the jumps behind a plural operation to take. */
static size_t plural_form(const struct template *template, const union cell *frame, const struct op *op)
{
	size_t n = number_at(frame, &op->a);
	size_t form =
		op->code == OP_PLURAL ? template->translator.plural_form(template->translator.context, n) : n != 1;

	return form < op->target ? form : op->target;
}

void template_run(const struct template *template, const void *record, struct buf *out)
{
	union cell frame[FRAME_CELLS];
	const struct op *op = template->ops;

	frame[0].record = record;
	for (;; op++) {
		switch ((enum op_code)op->code) {
		case OP_END:
			buf_add(out, op->text);
			return;
		case OP_TEXT:
			buf_add(out, op->text);
			break;
		case OP_WRITE_TEXT:
			buf_add(out, op->text);
			html_add_text(out, text_at(frame, &op->a));
			break;
		case OP_WRITE_UPPER:
			buf_add(out, op->text);
			escape_add(out, text_at(frame, &op->a), CASE_UPPER);
			break;
		case OP_WRITE_LOWER:
			buf_add(out, op->text);
			escape_add(out, text_at(frame, &op->a), CASE_LOWER);
			break;
		case OP_WRITE_RAW:
			buf_add(out, op->text);
			buf_add(out, text_at(frame, &op->a));
			break;
		case OP_WRITE_NUMBER:
			buf_add(out, op->text);
			write_number(out, number_at(frame, &op->a));
			break;
		case OP_JOIN:
			write_join(out, op, list_at(frame, &op->a));
			break;
		case OP_JUMP:
			op = template->ops + op->target - 1;
			break;
		case OP_JUMP_FALSE:
		case OP_JUMP_TRUE:
			if (truth(frame, op) == (op->code == OP_JUMP_TRUE))
				op = template->ops + op->target - 1;
			break;
		case OP_FOR:
			frame[op->cell + LOOP_REST].list = list_at(frame, &op->a);
			frame[op->cell + LOOP_INDEX].number = 0;
			if (!next_round(&frame[op->cell]))
				op = template->ops + op->target - 1;
			break;
		case OP_NEXT:
			if (next_round(&frame[op->cell]))
				op = template->ops + op->target - 1;
			break;
		case OP_PLURAL:
		case OP_PLURAL_SOURCE:
			op += plural_form(template, frame, op);
			break;
		default:
			compute(frame, op);
		}
	}
}
