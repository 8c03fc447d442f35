/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Makes operations. Constant text is held back and goes with the next operation that writes. */
#include "formats/html.h"
#include "template/compiler.h"

#define MOST_OPS ((size_t)1 << 16)
#define MOST_BYTES ((size_t)1 << 25)

struct diag *complain(struct compiler *c, enum diag_rule rule, struct str part, const char *reason)
{
	struct diag *diag = diag_add(c->diags, rule, loc_of(c->at.source, part), part);

	c->failed = true;
	c->exhausted |= ++c->complaints == MOST_COMPLAINTS;
	diag->reason = str_from(reason);
	diag->note = c->at.from;
	return diag;
}

void exhaust(struct compiler *c, const char *reason)
{
	if (!c->exhausted)
		complain(c, DIAG_TEMPLATE_SYNTAX, str_until_index(c->at.source->text, 0), reason);
	c->exhausted = true;
}

size_t new_cells(struct compiler *c, size_t count)
{
	size_t first = c->at.cells;

	if (first + count > FRAME_CELLS) {
		exhaust(c, "too many names in use at the same time");
		return 1;
	}
	c->at.cells += count;
	return first;
}

/* The constant text that waits, in one piece. */
static struct str take_pending(struct compiler *c)
{
	struct str text = { NULL, 0 };

	if (c->pending.count == 1)
		text = c->pending.items[0];
	else if (c->pending.count > 1)
		text = arena_join(c->arena, c->pending.items, c->pending.count);
	c->pending.count = 0;
	return text;
}

static bool writes_text(enum op_code code)
{
	return code <= OP_WRITE_NUMBER;
}

size_t emit(struct compiler *c, struct op op)
{
	if (c->ops.count >= MOST_OPS) {
		exhaust(c, "the template is too large");
		return 0;
	}
	if (writes_text((enum op_code)op.code))
		op.text = take_pending(c);
	else if (c->pending.count > 0)
		emit(c, (struct op){ .code = OP_TEXT });
	*array_add(c->scratch, &c->ops) = op;
	return c->ops.count - 1;
}

void emit_target(struct compiler *c, size_t op)
{
	if (c->pending.count > 0)
		emit(c, (struct op){ .code = OP_TEXT });
	c->ops.items[op].target = (uint32_t)c->ops.count;
}

void emit_jump(struct compiler *c, size_t *jumps, struct op jump)
{
	jump.target = (uint32_t)*jumps;
	*jumps = 1 + emit(c, jump);
}

void emit_targets(struct compiler *c, size_t jumps)
{
	while (jumps > 0 && !c->exhausted) {
		size_t op = jumps - 1;
		jumps = c->ops.items[op].target;
		emit_target(c, op);
	}
}

void emit_text(struct compiler *c, struct str text)
{
	struct str *last = c->pending.count ? &c->pending.items[c->pending.count - 1] : NULL;

	c->bytes += text.len;
	if (c->bytes > MOST_BYTES)
		exhaust(c, "the template is too large");
	if (text.len == 0 || c->exhausted)
		return;
	if (last && last->ptr + last->len == text.ptr)
		last->len += text.len;
	else
		*array_add(c->scratch, &c->pending) = text;
}

void emit_markup(struct compiler *c, struct str text)
{
	if (!html_context_scan(&c->html, text))
		complain(c, DIAG_TEMPLATE_CONTEXT, str_until_index(text, 1),
			 "what this means depends on the branch before it; put a blank there");
	emit_text(c, text);
}

struct str escaped(struct compiler *c, struct str text, enum letter_case letter_case)
{
	struct buf buf = { 0 };

	if (letter_case == CASE_KEPT)
		return html_text(c->arena, text);
	escape_add(&buf, text, letter_case);
	struct str result = str_eq(buf_view(&buf), text) ? text : arena_copy(c->arena, buf_view(&buf));
	buf_free(&buf);
	return result;
}

struct value constant_text(struct compiler *c, struct str text)
{
	struct str *constant = arena_new(c->arena, struct str);

	*constant = text;
	return (struct value){ .type = VALUE_TEXT, .operand = { .steps = OPERAND_CONSTANT, .path = constant } };
}

struct value constant_number(struct compiler *c, size_t number)
{
	size_t *constant = arena_new(c->arena, size_t);

	*constant = number;
	return (struct value){ .type = VALUE_NUMBER, .operand = { .steps = OPERAND_CONSTANT, .path = constant } };
}

void keep_value(struct compiler *c, struct value *value)
{
	enum value_type type = value->kind == KIND_JOINED ? VALUE_LIST : value->type;

	if (value->kind == KIND_BROKEN || value->operand.steps == OPERAND_CONSTANT)
		return;
	uint16_t cell = (uint16_t)new_cells(c, 1);
	emit(c, (struct op){ .code = OP_COPY, .type = (uint8_t)type, .cell = cell, .a = value->operand });
	value->operand = (struct operand){ .cell = cell };
}

static void emit_constant(struct compiler *c, const struct value *value)
{
	if (value->type == VALUE_NUMBER) {
		char *digits = arena_alloc(c->arena, 24, 1), *first = digits + 24;
		for (size_t n = *(const size_t *)value->operand.path; n > 0 || first == digits + 24; n /= 10)
			*--first = (char)('0' + n % 10);
		emit_text(c, (struct str){ first, (size_t)(digits + 24 - first) });
		return;
	}
	struct str text = *(const struct str *)value->operand.path;
	bool raw = value->type == VALUE_HTML || value->type == VALUE_JSON;
	emit_text(c, raw ? text : escaped(c, text, value->letter_case));
}

static void emit_form(struct compiler *c, const struct message *message, const struct message_form *form)
{
	for (size_t i = 0; i < form->count; i++) {
		if (form->items[i].slot != SIZE_MAX)
			emit_value(c, &message->slots[form->items[i].slot]);
		else
			emit_text(c, escaped(c, form->items[i].text, CASE_KEPT));
	}
}

static void emit_forms(struct compiler *c, const struct message *message)
{
	enum op_code code = message->source_rule ? OP_PLURAL_SOURCE : OP_PLURAL;
	size_t jumps = 0;

	if (!message->is_plural) {
		emit_form(c, message, &message->forms[0]);
		return;
	}
	size_t first = 1 + emit(c, (struct op){ .code = (uint8_t)code,
						.a = message->number.operand,
						.target = (uint32_t)message->form_count - 1 });
	for (size_t i = 0; i < message->form_count; i++)
		emit(c, (struct op){ .code = OP_JUMP });
	for (size_t i = 0; i < message->form_count && !c->exhausted; i++) {
		emit_target(c, first + i);
		emit_form(c, message, &message->forms[i]);
		emit_jump(c, &jumps, (struct op){ .code = OP_JUMP });
	}
	emit_targets(c, jumps);
}

static void emit_message(struct compiler *c, const struct message *message)
{
	const struct value *unless = message->unless;
	size_t jumps = 0;

	if (!unless) {
		emit_forms(c, message);
		return;
	}
	size_t empty =
		emit(c, (struct op){ .code = OP_JUMP_FALSE, .type = (uint8_t)unless->type, .a = unless->operand });
	emit_value(c, unless);
	emit_jump(c, &jumps, (struct op){ .code = OP_JUMP });
	emit_target(c, empty);
	emit_forms(c, message);
	emit_targets(c, jumps);
}

static void emit_plain(struct compiler *c, const struct value *value)
{
	static const enum op_code by_case[] = { OP_WRITE_TEXT, OP_WRITE_UPPER, OP_WRITE_LOWER };
	enum op_code code = by_case[value->letter_case];

	if (value->operand.steps == OPERAND_CONSTANT) {
		emit_constant(c, value);
		return;
	}
	if (value->type == VALUE_NUMBER)
		code = OP_WRITE_NUMBER;
	else if (value->type == VALUE_HTML || value->type == VALUE_JSON)
		code = OP_WRITE_RAW;
	emit(c, (struct op){ .code = (uint8_t)code, .a = value->operand });
}

static void emit_joined(struct compiler *c, const struct value *value)
{
	if (c->pending.count > 0)
		emit(c, (struct op){ .code = OP_TEXT });
	emit(c,
	     (struct op){
		     .code = OP_JOIN, .type = (uint8_t)value->element, .a = value->operand, .text = value->separator });
}

void emit_value(struct compiler *c, const struct value *value)
{
	enum value_type type = value->kind == KIND_JOINED    ? value->element
			       : value->kind == KIND_MESSAGE ? VALUE_TEXT
							     : value->type;

	if (value->kind == KIND_BROKEN)
		return;
	if (type == VALUE_FLAG || type == VALUE_RECORD || type == VALUE_LIST) {
		complain(c, DIAG_TEMPLATE_TYPE, value->place,
			 type == VALUE_FLAG     ? "a flag is only for conditions"
			 : type == VALUE_RECORD ? "a record cannot be written, but its members can"
						: "a list cannot be written; use 'for' or the filter 'join'");
		return;
	}
	const char *refusal = html_context_refusal(&c->html, type);
	html_context_value(&c->html);
	if (refusal) {
		complain(c, DIAG_TEMPLATE_CONTEXT, value->place, refusal);
		return;
	}
	if (value->kind == KIND_MESSAGE)
		emit_message(c, value->message);
	else if (value->kind == KIND_JOINED)
		emit_joined(c, value);
	else
		emit_plain(c, value);
}
