/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * What stands inside tags, from the loosest binding to the tightest: or, and, not, one comparison, filters, names. Each
 * function reads one of these, makes the operations that it needs, and gives the value's type and place.
 */
#include "template/compiler.h"

#define LONGEST_PATH 16

static const struct str value_words[] = { { "true", 4 }, { "false", 5 } };
static const struct str loop_members[] = { { "index", 5 }, { "first", 5 }, { "last", 4 } };
static const struct str reserved_words[] = {
	{ "and", 3 },  { "or", 2 },   { "not", 3 },   { "in", 2 },   { "is", 2 },   { "if", 2 },    { "else", 4 },
	{ "none", 4 }, { "true", 4 }, { "false", 5 }, { "loop", 4 }, { "True", 4 }, { "False", 5 }, { "None", 4 },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool among(struct str name, const struct str *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(name, names[i]))
			return true;
	return false;
}

/* Reports the word at hand; at the end of the tag, its end. */
static bool unexpected(struct compiler *c, const struct tokens *tokens, const char *expected)
{
	complain(c, DIAG_TEMPLATE_SYNTAX, tokens->text, expected);
	return false;
}

bool expect(struct compiler *c, struct tokens *tokens, const char *word)
{
	if (tokens_take(tokens, word))
		return true;
	complain(c, DIAG_TEMPLATE_SYNTAX, tokens->text, NULL)->reason =
		arena_concat(c->diags->arena, STR("expected '"), str_from(word), STR("'"));
	return false;
}

bool expect_end(struct compiler *c, struct tokens *tokens)
{
	return tokens->kind == TOKEN_END || unexpected(c, tokens, "expected the end of the tag");
}

bool parse_new_name(struct compiler *c, struct tokens *tokens, struct str *name)
{
	if (tokens->kind != TOKEN_NAME)
		return unexpected(c, tokens, "expected a name");
	if (among(tokens->text, reserved_words, COUNT(reserved_words)) || is_message_name(tokens->text))
		return unexpected(c, tokens, "this word has a meaning of its own");
	*name = tokens->text;
	tokens_next(tokens);
	return true;
}

bool parse_text(struct compiler *c, struct tokens *tokens, struct str *text)
{
	if (tokens->kind != TOKEN_TEXT)
		return unexpected(c, tokens, "expected a text in quotes");
	if (!token_text(tokens->text, c->arena, text)) {
		complain(c, DIAG_TEMPLATE_SYNTAX, *text, "not an escape; \\\\ \\' \\\" \\n \\t \\r \\xHH \\uHHHH are");
		return false;
	}
	tokens_next(tokens);
	return true;
}

static struct str span(const char *start, const struct tokens *tokens)
{
	return (struct str){ start, (size_t)(tokens->before.ptr + tokens->before.len - start) };
}

struct variable *find_variable(struct compiler *c, struct str name)
{
	for (size_t i = c->at.variable_count; i-- > 0;)
		if (!c->variables.items[i].hidden && str_eq(c->variables.items[i].name, name))
			return &c->variables.items[i];
	return NULL;
}

static struct str nearest_field(struct compiler *c, struct str name, const struct shape *shape, bool variables)
{
	struct str_array names = { 0 };

	for (size_t i = variables ? c->at.variable_count : 0; i-- > 0;)
		if (!c->variables.items[i].hidden)
			*array_add(c->scratch, &names) = c->variables.items[i].name;
	for (const struct field *field = shape->fields; field->name; field++)
		*array_add(c->scratch, &names) = str_from(field->name);
	return str_nearest(name, names.items, names.count);
}

static const struct field *find_field(const struct shape *shape, struct str name)
{
	for (const struct field *field = shape->fields; field->name; field++)
		if (str_is(name, field->name))
			return field;
	return NULL;
}

bool is_known_name(struct compiler *c, struct str name)
{
	return find_variable(c, name) || find_field(c->shape, name);
}

/* From a record to its member at `offset`. */
static struct operand step_into(struct compiler *c, struct operand record, size_t offset)
{
	struct operand member = { record.cell, (uint16_t)(record.steps + 1), (uint32_t)offset, NULL };

	if (record.steps == 0)
		return member;
	uint32_t *path = arena_array(c->arena, record.steps, uint32_t);
	if (record.steps > 1)
		memcpy(path, record.path, (record.steps - 1u) * sizeof(*path));
	path[record.steps - 1] = record.offset;
	member.path = path;
	return member;
}

static size_t size_of(enum value_type type)
{
	static const size_t sizes[] = {
		[VALUE_TEXT] = sizeof(struct str), [VALUE_URL] = sizeof(struct str),
		[VALUE_HTML] = sizeof(struct str), [VALUE_JSON] = sizeof(struct str),
		[VALUE_NUMBER] = sizeof(size_t),   [VALUE_FLAG] = sizeof(bool),
		[VALUE_RECORD] = sizeof(void *),   [VALUE_LIST] = sizeof(struct value_list),
	};

	return sizes[type];
}

/* A member of a record that is known now; NULL where it is known at each run only. */
static const void *known_member(struct compiler *c, const struct operand *record, const struct field *field, bool root)
{
	const char *start = root ? c->known.record : NULL;

	if (root && field->offset + size_of(field->type) > c->known.size)
		return NULL;
	if (record->steps == OPERAND_CONSTANT)
		memcpy(&start, record->path, sizeof(start));
	else if (!root)
		return NULL;
	return start ? start + field->offset : (const void *)&nothing;
}

/* Makes `value`, a record, its member; `root`: variables were tried before. */
static void take_member(struct compiler *c, struct value *value, struct str name, bool root)
{
	const struct shape *shape = value->shape;
	const struct field *field = find_field(shape, name);

	value->kind = KIND_BROKEN;
	if (!field) {
		struct diag *diag = complain(c, DIAG_UNKNOWN_NAME, name, NULL);
		diag->hint = nearest_field(c, name, shape, root);
		return;
	}
	const void *known = known_member(c, &value->operand, field, root);
	if (!known && value->operand.steps == LONGEST_PATH) {
		complain(c, DIAG_TEMPLATE_SYNTAX, name, "too many names in a row");
		return;
	}
	*value = (struct value){ .type = field->type,
				 .shape = field->shape,
				 .element = field->element_type,
				 .operand = known ? (struct operand){ .steps = OPERAND_CONSTANT, .path = known }
						  : step_into(c, value->operand, field->offset) };
}

/* loop.index, loop.first, loop.last: the dot is at hand. */
static bool parse_loop(struct compiler *c, struct tokens *tokens, struct str name, struct value *value)
{
	static const uint16_t cells[] = { LOOP_INDEX, LOOP_FIRST, LOOP_LAST };
	size_t member = 0;

	if (!expect(c, tokens, "."))
		return false;
	while (member < COUNT(loop_members) && !str_eq(tokens->text, loop_members[member]))
		member++;
	if (member == COUNT(loop_members)) {
		complain(c, DIAG_UNKNOWN_NAME, tokens->text, NULL)->hint =
			str_nearest(tokens->text, loop_members, COUNT(loop_members));
		return false;
	}
	tokens_next(tokens);
	*value = (struct value){ .type = member == 0 ? VALUE_NUMBER : VALUE_FLAG,
				 .operand = { .cell = (uint16_t)(c->at.loop + cells[member]) } };
	if (!c->at.loop) {
		complain(c, DIAG_UNKNOWN_NAME, name, "there is no loop around this in the same file and block");
		value->kind = KIND_BROKEN;
	}
	return true;
}

/* A name and its members. */
static bool parse_path(struct compiler *c, struct tokens *tokens, struct value *value)
{
	struct str name = tokens->text;
	struct variable *variable = find_variable(c, name);

	tokens_next(tokens);
	if (str_is(name, "loop"))
		return parse_loop(c, tokens, name, value);
	if (variable) {
		*value = variable->value;
	} else {
		*value = (struct value){ .type = VALUE_RECORD, .shape = c->shape };
		take_member(c, value, name, true);
	}
	while (tokens_take(tokens, ".")) {
		struct str member = tokens->text;
		if (tokens->kind != TOKEN_NAME)
			return unexpected(c, tokens, "expected the name of a member");
		tokens_next(tokens);
		if (value->kind == KIND_BROKEN)
			continue;
		if (value->kind != KIND_VALUE || value->type != VALUE_RECORD) {
			complain(c, DIAG_TEMPLATE_TYPE, span(name.ptr, tokens), "only records have members");
			value->kind = KIND_BROKEN;
			continue;
		}
		take_member(c, value, member, false);
	}
	return true;
}

static bool parse_nested(struct compiler *c, struct tokens *tokens, struct value *value)
{
	if (c->depth == DEEPEST_NESTING)
		return unexpected(c, tokens, "nested too deeply");
	c->depth++;
	bool fine = parse_expression(c, tokens, value) && expect(c, tokens, ")");
	c->depth--;
	return fine;
}

static bool parse_name(struct compiler *c, struct tokens *tokens, struct value *value)
{
	struct str name = tokens->text;

	if (among(name, value_words, COUNT(value_words))) {
		bool *flag = arena_new(c->arena, bool);
		*flag = str_is(name, "true");
		*value = (struct value){ .type = VALUE_FLAG, .operand = { .steps = OPERAND_CONSTANT, .path = flag } };
		tokens_next(tokens);
		return true;
	}
	if (among(name, reserved_words, COUNT(reserved_words)) && !str_is(name, "loop"))
		return unexpected(c, tokens, "expected a value");

	struct tokens ahead = *tokens;
	tokens_next(&ahead);
	if (!token_is(&ahead, "("))
		return parse_path(c, tokens, value);
	*tokens = ahead;
	return parse_message(c, tokens, name, value);
}

static bool parse_primary(struct compiler *c, struct tokens *tokens, struct value *value)
{
	size_t number;
	struct str text;

	switch (tokens->kind) {
	case TOKEN_TEXT:
		if (!parse_text(c, tokens, &text))
			return false;
		*value = constant_text(c, text);
		return true;
	case TOKEN_NUMBER:
		str_to_size(tokens->text, &number);
		tokens_next(tokens);
		*value = constant_number(c, number);
		return true;
	case TOKEN_NAME:
		return parse_name(c, tokens, value);
	default:
		if (tokens_take(tokens, "("))
			return parse_nested(c, tokens, value);
		return unexpected(c, tokens, "expected a value");
	}
}

/* Filters. `argument` is NULL where a filter takes none. A filter that returns false has not been reported yet. */

static bool filter_length(struct compiler *c, struct value *value, const struct value *argument)
{
	struct op op = { .code = OP_LENGTH, .type = (uint8_t)value->type, .a = value->operand };

	(void)argument;
	if (value->type != VALUE_LIST && value->type != VALUE_TEXT)
		return false;
	op.cell = (uint16_t)new_cells(c, 1);
	emit(c, op);
	*value = (struct value){ .type = VALUE_NUMBER, .operand = { .cell = op.cell } };
	return true;
}

static bool filter_join(struct compiler *c, struct value *value, const struct value *argument)
{
	if (value->type != VALUE_LIST || (value->element != VALUE_TEXT && value->element != VALUE_HTML))
		return false;
	if (argument->kind != KIND_VALUE || argument->type != VALUE_TEXT || argument->said)
		return false;
	value->kind = KIND_JOINED;
	value->separator = escaped(c, *(const struct str *)argument->operand.path, CASE_KEPT);
	return true;
}

static bool filter_case(struct value *value, enum letter_case letter_case)
{
	value->letter_case = letter_case;
	return value->type == VALUE_TEXT;
}

static bool filter_upper(struct compiler *c, struct value *value, const struct value *argument)
{
	(void)c;
	(void)argument;
	return filter_case(value, CASE_UPPER);
}

static bool filter_lower(struct compiler *c, struct value *value, const struct value *argument)
{
	(void)c;
	(void)argument;
	return filter_case(value, CASE_LOWER);
}

/* A message with slots or plural forms as the default: the choice is made where it is written. */
static void default_message(struct compiler *c, struct value *value, const struct value *argument)
{
	struct message *message = arena_new(c->scratch, struct message);
	struct value *unless = arena_new(c->scratch, struct value);

	*unless = *value;
	*message = *argument->message;
	message->unless = unless;
	*value = (struct value){ .kind = KIND_MESSAGE, .message = message };
}

static bool filter_default(struct compiler *c, struct value *value, const struct value *argument)
{
	struct op op = { .code = OP_DEFAULT, .a = value->operand, .b = argument->operand };
	bool text = value->type == VALUE_TEXT || value->type == VALUE_URL || value->type == VALUE_HTML;

	if (value->letter_case != CASE_KEPT || (!text && value->type != VALUE_NUMBER))
		return false;
	if (value->type == VALUE_URL)
		value->type = VALUE_TEXT;
	if (argument->kind == KIND_BROKEN) {
		value->kind = KIND_BROKEN;
		return true;
	}
	if (argument->kind == KIND_MESSAGE) {
		if (text)
			default_message(c, value, argument);
		return text;
	}
	if (argument->type != (text ? VALUE_TEXT : VALUE_NUMBER))
		return false;
	if (value->type == VALUE_HTML) {
		struct str plain = *(const struct str *)argument->operand.path;
		op.b = constant_text(c, escaped(c, plain, CASE_KEPT)).operand;
	}
	op.type = (uint8_t)value->type;
	op.cell = (uint16_t)new_cells(c, 1);
	emit(c, op);
	value->operand = (struct operand){ .cell = op.cell };
	return true;
}

static bool take_element(struct compiler *c, struct value *value, enum op_code code)
{
	struct op op = { .code = (uint8_t)code, .type = (uint8_t)value->element, .a = value->operand };

	if (value->type != VALUE_LIST)
		return false;
	op.cell = (uint16_t)new_cells(c, 1);
	emit(c, op);
	*value = (struct value){ .type = value->element, .shape = value->shape, .operand = { .cell = op.cell } };
	return true;
}

static bool filter_first(struct compiler *c, struct value *value, const struct value *argument)
{
	(void)argument;
	return take_element(c, value, OP_FIRST);
}

static bool filter_last(struct compiler *c, struct value *value, const struct value *argument)
{
	(void)argument;
	return take_element(c, value, OP_LAST);
}

static const struct filter {
	struct str name;
	bool (*apply)(struct compiler *c, struct value *value, const struct value *argument);
	bool has_argument;
	const char *takes;
} filters[] = {
	{ { "length", 6 }, filter_length, false, "'length' takes a list or a text" },
	{ { "join", 4 }, filter_join, true, "'join' takes a list of texts or HTML, and a text in quotes" },
	{ { "upper", 5 }, filter_upper, false, "'upper' takes a text" },
	{ { "lower", 5 }, filter_lower, false, "'lower' takes a text" },
	{ { "default", 7 },
	  filter_default,
	  true,
	  "'default' takes a text with a text or message, or a number with a number" },
	{ { "first", 5 }, filter_first, false, "'first' takes a list" },
	{ { "last", 4 }, filter_last, false, "'last' takes a list" },
};

static const struct filter *find_filter(struct compiler *c, struct str name)
{
	struct str names[COUNT(filters)];

	for (size_t i = 0; i < COUNT(filters); i++) {
		if (str_eq(filters[i].name, name))
			return &filters[i];
		names[i] = filters[i].name;
	}
	complain(c, DIAG_UNKNOWN_FILTER, name, NULL)->hint = str_nearest(name, names, COUNT(filters));
	return NULL;
}

/* One literal, or a message, in parentheses. */
static bool parse_argument(struct compiler *c, struct tokens *tokens, struct value *argument)
{
	if (!expect(c, tokens, "("))
		return false;
	if (tokens->kind != TOKEN_TEXT && tokens->kind != TOKEN_NUMBER && !is_message_name(tokens->text))
		return unexpected(c, tokens, "expected a text in quotes, a number or a message");
	return parse_primary(c, tokens, argument) && expect(c, tokens, ")");
}

static bool parse_filter(struct compiler *c, struct tokens *tokens, const char *start, struct value *value)
{
	struct value argument = { 0 };
	const struct filter *filter;

	if (tokens->kind != TOKEN_NAME)
		return unexpected(c, tokens, "expected the name of a filter");
	filter = find_filter(c, tokens->text);
	tokens_next(tokens);
	struct str place = span(start, tokens);
	if (!filter || (filter->has_argument && !parse_argument(c, tokens, &argument)))
		return false;
	if (value->kind == KIND_BROKEN)
		return true;
	if (value->kind != KIND_VALUE || value->said || !filter->apply(c, value, &argument)) {
		complain(c, DIAG_TEMPLATE_TYPE, place, filter->takes);
		value->kind = KIND_BROKEN;
	}
	return true;
}

static bool parse_filtered(struct compiler *c, struct tokens *tokens, struct value *value)
{
	const char *start = tokens->text.ptr;

	if (!parse_primary(c, tokens, value))
		return false;
	value->place = span(start, tokens);
	while (tokens_take(tokens, "|")) {
		if (!parse_filter(c, tokens, start, value))
			return false;
		value->place = span(start, tokens);
	}
	return true;
}

/* Makes `value` a flag that `op` computes. */
static void compute_flag(struct compiler *c, struct value *value, struct op op)
{
	struct str place = value->place;

	op.cell = (uint16_t)new_cells(c, 1);
	emit(c, op);
	*value = (struct value){ .type = VALUE_FLAG, .operand = { .cell = op.cell }, .place = place };
}

static bool is_textual(const struct value *value)
{
	return (value->type == VALUE_TEXT || value->type == VALUE_URL) && value->letter_case == CASE_KEPT;
}

static bool is_comparable(const struct value *left, const struct value *right, enum op_code code)
{
	if (left->kind != KIND_VALUE || right->kind != KIND_VALUE || left->said || right->said)
		return false;
	if (code == OP_IN && right->type == VALUE_LIST)
		return is_textual(left) && right->element == VALUE_TEXT;
	if (is_textual(left) && is_textual(right))
		return true;
	if (left->type != right->type || code == OP_IN)
		return false;
	return left->type == VALUE_NUMBER || (left->type == VALUE_FLAG && code == OP_EQUAL);
}

/* The operator at hand; false if there is none. */
static bool take_operator(struct tokens *tokens, enum op_code *code, bool *negated, bool *swapped)
{
	struct tokens ahead = *tokens;

	*negated = token_is(tokens, "!=") || (tokens_take(&ahead, "not") && token_is(&ahead, "in"));
	*swapped = token_is(tokens, ">");
	if (token_is(tokens, "not") && *negated)
		*tokens = ahead;
	if (token_is(tokens, "==") || token_is(tokens, "!="))
		*code = OP_EQUAL;
	else if (token_is(tokens, "<") || token_is(tokens, ">"))
		*code = OP_LESS;
	else if (token_is(tokens, "in"))
		*code = OP_IN;
	else
		return false;
	tokens_next(tokens);
	return true;
}

static bool parse_comparison(struct compiler *c, struct tokens *tokens, struct value *value)
{
	const char *start = tokens->text.ptr;
	enum op_code code;
	bool negated, swapped;
	struct value right;

	if (!parse_filtered(c, tokens, value))
		return false;
	if (!take_operator(tokens, &code, &negated, &swapped))
		return true;
	if (!parse_filtered(c, tokens, &right))
		return false;
	value->place = span(start, tokens);
	if (value->kind == KIND_BROKEN || right.kind == KIND_BROKEN) {
		value->kind = KIND_BROKEN;
		return true;
	}
	if (!is_comparable(value, &right, code)) {
		complain(c, DIAG_TEMPLATE_TYPE, value->place,
			 "texts compare with texts, numbers with numbers, flags with flags");
		value->kind = KIND_BROKEN;
		return true;
	}
	struct op op = { .code = (uint8_t)code,
			 .type = (uint8_t)(code == OP_IN ? right.type : value->type),
			 .a = swapped ? right.operand : value->operand,
			 .b = swapped ? value->operand : right.operand };
	compute_flag(c, value, op);
	if (negated)
		compute_flag(c, value, (struct op){ .code = OP_NOT, .type = VALUE_FLAG, .a = value->operand });
	return true;
}

bool is_condition(struct compiler *c, const struct value *value)
{
	if (value->kind == KIND_BROKEN)
		return false;
	if (value->kind == KIND_VALUE && !value->said)
		return true;
	complain(c, DIAG_TEMPLATE_TYPE, value->place, "messages and joined lists cannot be conditions");
	return false;
}

static bool parse_not(struct compiler *c, struct tokens *tokens, struct value *value)
{
	bool negated = false, any = false;

	for (; tokens_take(tokens, "not"); any = true)
		negated = !negated;
	if (!parse_comparison(c, tokens, value))
		return false;
	if (any && is_condition(c, value))
		compute_flag(c, value,
			     (struct op){ .code = negated ? OP_NOT : OP_TRUTH,
					  .type = (uint8_t)value->type,
					  .a = value->operand });
	else if (any)
		value->kind = KIND_BROKEN;
	return true;
}

typedef bool operand_parser(struct compiler *c, struct tokens *tokens, struct value *value);

/* Operands between `word`s. All write their truth to one cell; `leave` is the jump that goes once it is settled. */
static bool parse_chain(struct compiler *c, struct tokens *tokens, struct value *value, const char *word,
			enum op_code leave, operand_parser *parse)
{
	const char *start = tokens->text.ptr;
	size_t jumps = 0;
	bool broken = false;

	if (!parse(c, tokens, value))
		return false;
	if (!token_is(tokens, word))
		return true;
	struct operand flag = { .cell = (uint16_t)new_cells(c, 1) };
	for (;;) {
		broken |= !is_condition(c, value);
		emit(c,
		     (struct op){
			     .code = OP_TRUTH, .type = (uint8_t)value->type, .cell = flag.cell, .a = value->operand });
		if (!tokens_take(tokens, word))
			break;
		emit_jump(c, &jumps, (struct op){ .code = (uint8_t)leave, .type = VALUE_FLAG, .a = flag });
		if (!parse(c, tokens, value))
			return false;
	}
	emit_targets(c, jumps);
	*value = (struct value){ .kind = broken ? KIND_BROKEN : KIND_VALUE,
				 .type = VALUE_FLAG,
				 .operand = flag,
				 .place = span(start, tokens) };
	return true;
}

static bool parse_and(struct compiler *c, struct tokens *tokens, struct value *value)
{
	return parse_chain(c, tokens, value, "and", OP_JUMP_FALSE, parse_not);
}

bool parse_expression(struct compiler *c, struct tokens *tokens, struct value *value)
{
	return parse_chain(c, tokens, value, "or", OP_JUMP_TRUE, parse_and);
}
