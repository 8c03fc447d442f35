/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * The expression is turned into postfix order with a stack of operators, and run on a stack of values. Neither
 * recurses. Operators are named by one character: those of two are 'o' (||), 'a' (&&), '=' (==), '#' (!=), 'l' (<=),
 * 'g' (>=).
 */
#include "formats/plural.h"

#define DEEPEST 32      /* open parentheses and operators that wait for their right side */
#define TRIED 1000      /* numbers from 0 that a rule is tried with */
#define LARGEST 1000000 /* number in a rule */

struct compiler {
	struct plural_rule *rule;
	struct str rest; /* of the expression */
	struct str token;
	char waiting[DEEPEST];
	size_t depth;
	struct str reason; /* empty as long as all is well */
};

/* Division by zero is an error only where its result counts: in `n ? 6 / n : 0` it never does. */
struct value {
	size_t number;
	bool bad;
};

static const struct {
	const char *written;
	char operation;
	int rank;
} binaries[] = {
	{ "||", 'o', 1 }, { "&&", 'a', 2 }, { "==", '=', 3 }, { "!=", '#', 3 }, { "<=", 'l', 4 },
	{ ">=", 'g', 4 }, { "<", '<', 4 },  { ">", '>', 4 },  { "+", '+', 5 },  { "-", '-', 5 },
	{ "*", '*', 6 },  { "/", '/', 6 },  { "%", '%', 6 },
};

/* How strongly an operator binds; 0 for the brackets that it must not reach beyond: ( ? : */
static int rank_of(char operation)
{
	for (size_t i = 0; i < sizeof(binaries) / sizeof(binaries[0]); i++)
		if (binaries[i].operation == operation)
			return binaries[i].rank;
	return operation == '!' ? 7 : 0;
}

static bool fail(struct compiler *compiler, struct str reason)
{
	compiler->reason = reason;
	return false;
}

static bool emit(struct compiler *compiler, char operation, size_t number)
{
	struct plural_rule *rule = compiler->rule;

	if (rule->step_count == PLURAL_MOST_STEPS)
		return fail(compiler, STR("the expression is too long"));
	rule->steps[rule->step_count++] = (struct plural_step){ operation, number };
	return true;
}

static bool push(struct compiler *compiler, char operation)
{
	if (compiler->depth == DEEPEST)
		return fail(compiler, STR("the expression is nested too deeply"));
	compiler->waiting[compiler->depth++] = operation;
	return true;
}

/* Writes out the operators that bind at least as strongly as `rank`, down to the next bracket. */
static bool settle(struct compiler *compiler, int rank)
{
	while (compiler->depth > 0 && rank_of(compiler->waiting[compiler->depth - 1]) >= rank)
		if (!emit(compiler, compiler->waiting[--compiler->depth], 0))
			return false;
	return true;
}

/* Ends the conditionals that are complete: each ':' writes out its operator. */
static bool settle_conditionals(struct compiler *compiler)
{
	if (!settle(compiler, 1))
		return false;
	while (compiler->depth > 0 && compiler->waiting[compiler->depth - 1] == ':') {
		compiler->depth--;
		if (!emit(compiler, '?', 0) || !settle(compiler, 1))
			return false;
	}
	return true;
}

static bool take(struct compiler *compiler, const char *written)
{
	struct str before = compiler->rest;

	if (!str_take(&compiler->rest, str_from(written)))
		return false;
	compiler->token = str_until_index(before, before.len - compiler->rest.len);
	return true;
}

static bool take_number(struct compiler *compiler)
{
	struct str rest = compiler->rest;
	size_t len = 0, number;

	while (len < rest.len && rest.ptr[len] >= '0' && rest.ptr[len] <= '9')
		len++;
	compiler->token = str_until_index(rest, len > 0 ? len : 1);
	if (len == 0)
		return fail(compiler, STR("expected n, a number, '!' or '('"));
	if (!str_to_size(compiler->token, &number) || number > LARGEST)
		return fail(compiler, STR("the number is too large"));
	compiler->rest = str_from_index(rest, len);
	return emit(compiler, '0', number);
}

/* Takes what may stand where a value is expected; `*complete` tells whether the value is there. */
static bool take_operand(struct compiler *compiler, bool *complete)
{
	*complete = false;
	if (take(compiler, "!"))
		return push(compiler, '!');
	if (take(compiler, "("))
		return push(compiler, '(');
	*complete = true;
	return take(compiler, "n") ? emit(compiler, 'n', 0) : take_number(compiler);
}

/* Takes what may stand behind a value; `*complete` stays true behind a closing parenthesis only. */
static bool take_operator(struct compiler *compiler, bool *complete)
{
	*complete = false;
	for (size_t i = 0; i < sizeof(binaries) / sizeof(binaries[0]); i++)
		if (take(compiler, binaries[i].written))
			return settle(compiler, binaries[i].rank) && push(compiler, binaries[i].operation);
	if (take(compiler, "?"))
		return settle(compiler, 1) && push(compiler, '?');

	bool colon = take(compiler, ":");
	if (!colon && !take(compiler, ")")) {
		compiler->token = str_until_index(compiler->rest, 1);
		return fail(compiler, STR("expected an operator"));
	}
	if (!settle_conditionals(compiler))
		return false;
	char open = compiler->depth > 0 ? compiler->waiting[compiler->depth - 1] : '\0';
	if (open != (colon ? '?' : '('))
		return fail(compiler, colon ? STR("':' without '?'") : STR("')' without '('"));
	if (colon) {
		compiler->waiting[compiler->depth - 1] = ':';
		return true;
	}
	compiler->depth--;
	*complete = true;
	return true;
}

static bool compile(struct compiler *compiler)
{
	bool complete = false; /* a value stands before */

	for (;;) {
		compiler->rest = str_trim(compiler->rest);
		if (compiler->rest.len == 0)
			break;
		if (complete ? !take_operator(compiler, &complete) : !take_operand(compiler, &complete))
			return false;
	}
	if (!complete)
		return fail(compiler, STR("the expression ends too early"));
	if (!settle_conditionals(compiler))
		return false;
	if (compiler->depth > 0)
		return fail(compiler, STR("'(' or '?' without its other half"));
	return true;
}

static struct value apply(char operation, struct value a, struct value b)
{
	size_t x = a.number, y = b.number;
	struct value result = { 0, a.bad || b.bad };

	switch (operation) {
	case 'o':
		return (struct value){ x || y, a.bad || (!x && b.bad) };
	case 'a':
		return (struct value){ x && y, a.bad || (x && b.bad) };
	case '=':
		result.number = x == y;
		break;
	case '#':
		result.number = x != y;
		break;
	case 'l':
		result.number = x <= y;
		break;
	case 'g':
		result.number = x >= y;
		break;
	case '<':
		result.number = x < y;
		break;
	case '>':
		result.number = x > y;
		break;
	case '+':
		result.number = x + y;
		break;
	case '-':
		result.number = x - y;
		break;
	case '*':
		result.number = x * y;
		break;
	case '/':
		return y ? (struct value){ x / y, result.bad } : (struct value){ 0, true };
	default:
		return y ? (struct value){ x % y, result.bad } : (struct value){ 0, true };
	}
	return result;
}

static struct value run(const struct plural_rule *rule, size_t n)
{
	struct value stack[PLURAL_MOST_STEPS] = { { 0, false } };
	size_t depth = 0;

	for (size_t i = 0; i < rule->step_count; i++) {
		const struct plural_step *step = &rule->steps[i];
		switch (step->operation) {
		case 'n':
		case '0':
			stack[depth++] = (struct value){ step->operation == 'n' ? n : step->number, false };
			break;
		case '!':
			stack[depth - 1].number = !stack[depth - 1].number;
			break;
		case '?': {
			depth -= 2;
			struct value chosen = stack[depth - 1].number ? stack[depth] : stack[depth + 1];
			stack[depth - 1] = (struct value){ chosen.number, stack[depth - 1].bad || chosen.bad };
			break;
		}
		default:
			depth--;
			stack[depth - 1] = apply(step->operation, stack[depth - 1], stack[depth]);
		}
	}
	return stack[0];
}

static bool try_rule(const struct plural_rule *rule, struct str *reason)
{
	for (size_t n = 0; n <= TRIED; n++) {
		struct value value = run(rule, n);
		if (value.bad)
			*reason = STR("it divides by zero");
		else if (value.number >= rule->form_count)
			*reason = STR("it gives a form beyond nplurals");
		else
			continue;
		return false;
	}
	return true;
}

/* The value behind `name=`, up to the next semicolon; false, and the whole text as its place, if it is not there. */
static bool find_field(struct str text, struct str name, struct str *value)
{
	size_t at = str_find(text, name, 0);

	*value = text;
	if (at == SIZE_MAX)
		return false;
	struct str rest = str_from_index(text, at + name.len);
	*value = str_trim(str_until_index(rest, str_find_char(rest, ';')));
	return true;
}

static bool parse(struct plural_rule *rule, struct str text, struct str *problem, struct str *reason)
{
	struct compiler compiler = { .rule = rule };

	rule->step_count = 0;
	*reason = STR("expected nplurals=N with N from 1 to 8");
	if (!find_field(text, STR("nplurals="), problem) || !str_to_size(*problem, &rule->form_count) ||
	    rule->form_count == 0 || rule->form_count > PLURAL_MOST_FORMS)
		return false;
	*reason = STR("expected plural= and an expression");
	if (!find_field(text, STR(" plural="), problem) && !find_field(text, STR(";plural="), problem))
		return false;
	compiler.rest = compiler.token = *problem;
	if (!compile(&compiler)) {
		*problem = compiler.token;
		*reason = compiler.reason;
		return false;
	}
	return try_rule(rule, reason);
}

void plural_init(struct plural_rule *rule)
{
	*rule = (struct plural_rule){
		.form_count = 2,
		.step_count = 3,
		.steps = { { 'n', 0 }, { '0', 1 }, { '#', 0 } },
	};
}

bool plural_parse(struct plural_rule *rule, struct str text, struct str *problem, struct str *reason)
{
	if (parse(rule, text, problem, reason))
		return true;
	plural_init(rule);
	return false;
}

size_t plural_index(const struct plural_rule *rule, size_t n)
{
	size_t form = run(rule, n).number;

	return form < rule->form_count ? form : 0;
}
