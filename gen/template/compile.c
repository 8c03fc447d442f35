/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * The compiler's plot: files that extend and include each other become one list of operations. A block is compiled
 * where the outermost file has it, from the innermost definition. Names have a scope (a file, a block, a loop) and are
 * known from their `set` on.
 */
#include "template/compiler.h"

#define MOST_BLOCKS 256
#define MOST_STEPS ((size_t)1 << 17)

struct template_set {
	struct arena *arena;
	struct map sources; /* by name: const struct source */
};

/* Files */

static struct diag *complain_about(struct compiler *c, enum diag_rule rule, struct str place, struct str detail)
{
	struct diag *diag = complain(c, rule, place, NULL);

	diag->detail = arena_copy(c->diags->arena, detail);
	return diag;
}

static void complain_unknown(struct compiler *c, struct str name, struct str place)
{
	const struct map *sources = &c->set->sources;
	struct str_array names = { 0 };

	for (size_t i = 0; i < sources->count; i++)
		*array_add(c->scratch, &names) = sources->items[i].key;
	complain_about(c, DIAG_UNKNOWN_TEMPLATE, place, name)->hint = str_nearest(name, names.items, names.count);
}

/* The blocks of a file, at any depth; each name once. */
static bool collect_blocks(struct compiler *c, struct unit *unit)
{
	bool fine = true;

	for (size_t i = 0; i < unit->outline.count; i++) {
		struct tokens tokens;
		struct block block = { .unit = unit, .piece = i };
		if (unit->outline.items[i].kind != PIECE_BLOCK)
			continue;
		if (unit->blocks.count == MOST_BLOCKS) {
			complain(c, DIAG_TEMPLATE_SYNTAX, unit->outline.items[i].whole,
				 "more than 256 blocks in a file");
			return false;
		}
		tokens_begin(&tokens, unit->outline.items[i].text);
		if (!parse_new_name(c, &tokens, &block.name) || !expect_end(c, &tokens)) {
			fine = false;
			continue;
		}
		for (size_t k = 0; k < unit->blocks.count; k++) {
			if (!str_eq(unit->blocks.items[k].name, block.name))
				continue;
			complain(c, DIAG_TEMPLATE_BLOCK, block.name, "a block of this name is in the file already")
				->note = loc_of(unit->outline.source, unit->blocks.items[k].name);
			fine = false;
		}
		*array_add(c->scratch, &unit->blocks) = block;
	}
	return fine;
}

static struct unit *load_unit(struct compiler *c, struct str name, const struct source *source)
{
	struct unit *unit = map_find(&c->units, name);
	const struct source *outer = c->at.source;

	if (unit)
		return unit;
	unit = arena_new(c->scratch, struct unit);
	unit->name = name;
	map_add(&c->units, c->scratch, name, unit);
	c->at.source = source;
	unit->sound = outline_parse(&unit->outline, source, c->scratch, c->diags) && collect_blocks(c, unit);
	c->at.source = outer;
	c->failed |= !unit->sound;
	return unit;
}

/* "a.html > b.html > a.html" */
static struct str chain_text(struct compiler *c, size_t from, struct str last)
{
	struct str_array parts = { 0 };

	for (size_t i = from; i < c->at.chain_count; i++) {
		*array_add(c->scratch, &parts) = c->chain[i];
		*array_add(c->scratch, &parts) = STR(" > ");
	}
	*array_add(c->scratch, &parts) = last;
	return arena_join(c->scratch, parts.items, parts.count);
}

/* The file that `place` names, now part of the chain; NULL after a diagnostic. */
static struct unit *enter(struct compiler *c, struct str name, struct str place)
{
	const struct source *source = map_find(&c->set->sources, name);

	if (!source) {
		complain_unknown(c, name, place);
		return NULL;
	}
	for (size_t i = 0; i < c->at.chain_count; i++) {
		if (!str_eq(c->chain[i], name))
			continue;
		complain_about(c, DIAG_TEMPLATE_CYCLE, place, chain_text(c, i, name));
		return NULL;
	}
	if (c->at.chain_count == LONGEST_CHAIN) {
		complain(c, DIAG_TEMPLATE_SYNTAX, place, "more than 32 files inside each other");
		return NULL;
	}
	c->chain[c->at.chain_count++] = name;
	struct unit *unit = load_unit(c, name, source);
	return unit->sound ? unit : NULL;
}

/* The file named behind `include` or `extends`. */
static struct unit *enter_named(struct compiler *c, const struct piece *piece)
{
	struct tokens tokens;
	struct str name;

	tokens_begin(&tokens, piece->text);
	struct str place = tokens.text;
	if (!parse_text(c, &tokens, &name) || !expect_end(c, &tokens))
		return NULL;
	return enter(c, name, place);
}

/* Names */

static void begin_scope(struct compiler *c)
{
	c->at.scope = ++c->scopes;
	c->at.branches = 0;
}

static void add_variable(struct compiler *c, struct str name, struct value value, bool fixed)
{
	if (c->at.variable_count == FRAME_CELLS) {
		exhaust(c, "too many names in use at the same time");
		return;
	}
	/* Those behind the count belong to scopes that are over. */
	c->variables.count = c->at.variable_count;
	*array_add(c->scratch, &c->variables) =
		(struct variable){ .name = name, .value = value, .scope = c->at.scope, .fixed = fixed };
	c->at.variable_count = c->variables.count;
}

/* A block sees the names of its file, but not those of loops and blocks around it. */
static void hide_names(struct compiler *c, bool hide)
{
	for (size_t i = c->at.file_variables; i < c->at.variable_count; i++)
		if (c->variables.items[i].scope != c->at.file_scope)
			c->variables.items[i].hidden += hide ? 1 : (size_t)-1;
}

/* Sets */

/* A message keeps the values of its slots as they are now. */
static void keep_slots(struct compiler *c, struct value *value)
{
	struct message *message = arena_new(c->scratch, struct message);

	*message = *value->message;
	message->slots = arena_array(c->scratch, message->slot_count, struct value);
	for (size_t i = 0; i < message->slot_count; i++) {
		message->slots[i] = value->message->slots[i];
		keep_value(c, &message->slots[i]);
	}
	if (message->is_plural)
		keep_value(c, &message->number);
	if (message->unless) {
		struct value *unless = arena_new(c->scratch, struct value);
		*unless = *message->unless;
		keep_value(c, unless);
		message->unless = unless;
	}
	value->message = message;
}

static bool same_type(const struct value *a, const struct value *b)
{
	return a->kind == KIND_VALUE && b->kind == KIND_VALUE && a->type == b->type && a->shape == b->shape &&
	       a->element == b->element && a->letter_case == b->letter_case;
}

/* A name that was set before in this scope gets another value. */
static void set_again(struct compiler *c, struct variable *variable, const struct value *value)
{
	if (value->kind == KIND_BROKEN || variable->value.kind == KIND_BROKEN)
		return;
	if (variable->fixed || !same_type(&variable->value, value)) {
		complain(c, DIAG_TEMPLATE_TYPE, value->place,
			 "a name that is set again keeps its type, and neither loop variables nor texts with slots are "
			 "set again");
		return;
	}
	emit(c, (struct op){ .code = OP_COPY,
			     .type = (uint8_t)value->type,
			     .a = value->operand,
			     .cell = variable->value.operand.cell });
}

static void set_new(struct compiler *c, struct str name, struct value value)
{
	if (c->at.branches > 0 && is_known_name(c, name)) {
		complain(c, DIAG_TEMPLATE_SYNTAX, name,
			 "inside 'if' this would set another name; set it before the 'if' too");
		return;
	}
	if (value.kind == KIND_MESSAGE) {
		keep_slots(c, &value);
	} else if (value.kind != KIND_BROKEN) {
		uint16_t cell = (uint16_t)new_cells(c, 1);
		enum value_type type = value.kind == KIND_JOINED ? VALUE_LIST : value.type;
		emit(c, (struct op){ .code = OP_COPY, .type = (uint8_t)type, .cell = cell, .a = value.operand });
		value.operand = (struct operand){ .cell = cell };
	}
	value.said = false;
	add_variable(c, name, value, false);
}

static void compile_set(struct compiler *c, const struct piece *piece)
{
	size_t cells = c->at.cells;
	struct tokens tokens;
	struct str name;
	struct value value;

	tokens_begin(&tokens, piece->text);
	if (!parse_new_name(c, &tokens, &name))
		return;
	if (!expect(c, &tokens, "=") || !parse_expression(c, &tokens, &value) || !expect_end(c, &tokens))
		value = (struct value){ .kind = KIND_BROKEN };

	/* What a copy needs beside its cell is read before the cell is written. */
	if (value.kind != KIND_MESSAGE)
		c->at.cells = cells;
	struct variable *variable = find_variable(c, name);
	if (variable && variable->scope == c->at.scope)
		set_again(c, variable, &value);
	else
		set_new(c, name, value);
}

static void compile_output(struct compiler *c, const struct piece *piece)
{
	size_t cells = c->at.cells;
	struct tokens tokens;
	struct value value;

	tokens_begin(&tokens, piece->text);
	if (parse_expression(c, &tokens, &value) && expect_end(c, &tokens))
		emit_value(c, &value);
	c->at.cells = cells;
}

/* Blocks of tags: these call each other. */

static void compile_range(struct compiler *c, const struct unit *unit, size_t from, size_t to);

/* What is known of a condition, or of a branch, while compiling. */
enum truth { TRUTH_OPEN, TRUTH_ALWAYS, TRUTH_NEVER };

/* Reads the condition of `if` or `elif`. Where that is open, `*leave` is the jump to take when it is false. */
static enum truth compile_condition(struct compiler *c, const struct piece *piece, size_t *leave)
{
	size_t cells = c->at.cells;
	struct op op = { .code = OP_JUMP_FALSE, .type = VALUE_FLAG };
	struct tokens tokens;
	struct value value;

	tokens_begin(&tokens, piece->text);
	if (parse_expression(c, &tokens, &value) && expect_end(c, &tokens) && is_condition(c, &value)) {
		op.type = (uint8_t)value.type;
		op.a = value.operand;
	}
	c->at.cells = cells;
	if (op.a.steps == OPERAND_CONSTANT)
		return value_truth(value.type, op.a.path) ? TRUTH_ALWAYS : TRUTH_NEVER;
	*leave = emit(c, op);
	return TRUTH_OPEN;
}

/* What will never run is compiled for its mistakes, and then forgotten. */
struct aside {
	size_t op_count;
	struct str_array pending;
};

static struct aside begin_aside(struct compiler *c)
{
	struct aside aside = { c->ops.count, c->pending };

	c->pending = (struct str_array){ 0 };
	return aside;
}

static void end_aside(struct compiler *c, const struct aside *aside)
{
	c->ops.count = aside->op_count;
	c->pending = aside->pending;
}

static void join_branches(struct compiler *c, const struct piece *piece, struct html_context *joined, bool first)
{
	if (first)
		*joined = c->html;
	else if (!html_context_join(joined, &c->html))
		complain(c, DIAG_TEMPLATE_CONTEXT, piece->whole, "its branches end in different places of the HTML")
			->detail = piece->kind == PIECE_FOR ? STR("for") : STR("if");
}

/* One branch of an `if`, with the way past those behind it. */
static enum truth compile_branch(struct compiler *c, const struct unit *unit, const struct piece *piece, size_t *ends)
{
	const struct piece *pieces = unit->outline.items;
	struct surroundings outside = c->at;
	size_t leave = 0;
	enum truth truth = piece->kind == PIECE_ELSE ? TRUTH_ALWAYS : compile_condition(c, piece, &leave);
	struct aside aside = { 0 };

	if (truth == TRUTH_NEVER)
		aside = begin_aside(c);
	c->at.branches++;
	compile_range(c, unit, (size_t)(piece - pieces) + 1, piece->next);
	c->at = outside;
	if (truth == TRUTH_NEVER)
		end_aside(c, &aside);
	if (truth != TRUTH_OPEN)
		return truth;
	if (pieces[piece->next].kind != PIECE_ENDIF)
		emit_jump(c, ends, (struct op){ .code = OP_JUMP });
	emit_target(c, leave);
	return truth;
}

static size_t compile_if(struct compiler *c, const struct unit *unit, size_t first)
{
	const struct piece *pieces = unit->outline.items;
	struct html_context start = c->html, joined = c->html;
	struct aside aside = { 0 };
	bool settled = false; /* a branch before is taken always */
	size_t ends = 0, i = first;

	while (pieces[i].kind != PIECE_ENDIF && !c->exhausted) {
		size_t unused = 0;
		c->html = start;
		if (settled)
			aside = begin_aside(c);
		enum truth truth = compile_branch(c, unit, &pieces[i], settled ? &unused : &ends);
		if (settled)
			end_aside(c, &aside);
		settled |= truth == TRUTH_ALWAYS;
		join_branches(c, &pieces[first], &joined, i == first);
		bool conditional = pieces[i].kind != PIECE_ELSE;
		i = pieces[i].next;
		c->html = start;
		if (conditional && pieces[i].kind == PIECE_ENDIF)
			join_branches(c, &pieces[first], &joined, false);
	}
	emit_targets(c, ends);
	c->html = joined;
	return i + 1;
}

static struct value loop_value(const struct value *list, size_t cell)
{
	struct value value = { .kind = list->kind, .type = list->element, .shape = list->shape };

	/* A record's cell holds its address; other elements are one step from it. */
	value.operand = (struct operand){ .cell = (uint16_t)cell, .steps = list->element == VALUE_RECORD ? 0 : 1 };
	return value;
}

/* Reads "name in list"; a broken list where that is wrong. */
static struct str parse_loop_head(struct compiler *c, const struct piece *piece, struct value *list)
{
	struct str name = { NULL, 0 };
	struct tokens tokens;

	tokens_begin(&tokens, piece->text);
	if (!parse_new_name(c, &tokens, &name) || !expect(c, &tokens, "in") || !parse_expression(c, &tokens, list) ||
	    !expect_end(c, &tokens))
		*list = (struct value){ .kind = KIND_BROKEN };
	if (list->kind != KIND_BROKEN && (list->kind != KIND_VALUE || list->type != VALUE_LIST)) {
		complain(c, DIAG_TEMPLATE_TYPE, list->place, "'for' takes a list");
		list->kind = KIND_BROKEN;
	}
	return name;
}

/* The rounds of a loop; `c->html` is where one begins and, in the end, where one leaves. */
static void compile_rounds(struct compiler *c, const struct unit *unit, size_t first, struct str name,
			   const struct value *list)
{
	const struct piece *piece = &unit->outline.items[first];
	size_t cell = c->at.loop;

	html_context_loop(&c->html);
	struct html_context start = c->html;
	begin_scope(c);
	add_variable(c, name, loop_value(list, cell), true);
	size_t body = c->ops.count;
	compile_range(c, unit, first + 1, piece->next);
	emit_target(c, emit(c, (struct op){ .code = OP_NEXT, .cell = (uint16_t)cell }));
	if (!c->exhausted)
		c->ops.items[c->ops.count - 1].target = (uint32_t)body;
	if (!html_context_repeats(&start, &c->html))
		complain(c, DIAG_TEMPLATE_CONTEXT, piece->whole,
			 "this loop ends in another place of the HTML than it begins")
			->detail = STR("for");
}

static size_t compile_for(struct compiler *c, const struct unit *unit, size_t first)
{
	const struct piece *pieces = unit->outline.items, *piece = &pieces[first];
	struct surroundings outside = c->at;
	struct html_context start = c->html, joined;
	struct value list = { .kind = KIND_BROKEN };
	struct str name = parse_loop_head(c, piece, &list);
	size_t end = piece->next, jumps = 0;

	if (c->loops == MOST_LOOPS) {
		complain(c, DIAG_TEMPLATE_SYNTAX, piece->whole, "more than 8 loops inside each other")->detail =
			STR("for");
		return (pieces[end].kind == PIECE_ELSE ? pieces[end].next : end) + 1;
	}
	c->loops++;
	c->at.cells = outside.cells;
	size_t cell = new_cells(c, LOOP_CELLS);
	size_t empty = emit(c, (struct op){ .code = OP_FOR, .cell = (uint16_t)cell, .a = list.operand });
	c->at.loop = cell;
	compile_rounds(c, unit, first, name, &list);
	c->loops--;
	c->at = outside;
	joined = c->html;
	c->html = start;
	if (pieces[end].kind == PIECE_ELSE) {
		emit_jump(c, &jumps, (struct op){ .code = OP_JUMP });
		emit_target(c, empty);
		begin_scope(c);
		compile_range(c, unit, end + 1, pieces[end].next);
		c->at = outside;
		emit_targets(c, jumps);
		end = pieces[end].next;
	} else {
		emit_target(c, empty);
	}
	join_branches(c, piece, &joined, false);
	c->html = joined;
	return end + 1;
}

static const struct block *find_block(const struct blocks *blocks, struct str name)
{
	for (size_t i = 0; i < blocks->count; i++)
		if (str_eq(blocks->items[i].name, name))
			return &blocks->items[i];
	return NULL;
}

/* Compiles the definition of a block that counts, in place of the one at `piece`. */
static void compile_block(struct compiler *c, const struct piece *piece)
{
	const struct block *block = find_block(c->at.blocks, str_trim(piece->text));
	struct surroundings outside = c->at;

	if (!block)
		return;
	hide_names(c, true);
	begin_scope(c);
	c->at.loop = 0;
	c->at.source = block->unit->outline.source;
	compile_range(c, block->unit, block->piece + 1, block->unit->outline.items[block->piece].next);
	c->at = outside;
	hide_names(c, false);
}

static bool is_blank(const struct piece *piece)
{
	return piece->kind == PIECE_TEXT && str_trim(piece->text).len == 0;
}

/* The tag `extends` of a file, if it has one: nothing but white space stands before it. */
static const struct piece *find_extends(const struct unit *unit)
{
	size_t i = 0;

	while (i < unit->outline.count && is_blank(&unit->outline.items[i]))
		i++;
	return i < unit->outline.count && unit->outline.items[i].kind == PIECE_EXTENDS ? &unit->outline.items[i] : NULL;
}

/* Between the blocks of a file that extends another only names are set. */
static void compile_between(struct compiler *c, const struct unit *unit)
{
	const struct piece *pieces = unit->outline.items;

	for (size_t i = 0; i < unit->outline.count; i++) {
		if (pieces[i].kind == PIECE_BLOCK)
			i = pieces[i].next;
		else if (pieces[i].kind == PIECE_SET)
			compile_set(c, &pieces[i]);
		else if (&pieces[i] != find_extends(unit) && !is_blank(&pieces[i]))
			complain(c, DIAG_TEMPLATE_SYNTAX, str_until_index(pieces[i].whole, 1),
				 "a file that extends another has only blocks and 'set' here")
				->detail = (struct str){ NULL, 0 };
	}
}

/* Reports the outer blocks of a file that none of the files it extends has. */
static void check_overrides(struct compiler *c, const struct unit *unit, const struct unit *const *bases, size_t count)
{
	for (size_t i = 0; i < unit->blocks.count; i++) {
		const struct block *block = &unit->blocks.items[i];
		struct str_array names = { 0 };
		bool found = false;
		for (size_t k = 0; k < i; k++) /* a block inside another one is new with it */
			found |= unit->outline.items[unit->blocks.items[k].piece].next > block->piece;
		for (size_t k = 0; k < count; k++) {
			for (size_t n = 0; n < bases[k]->blocks.count; n++)
				*array_add(c->scratch, &names) = bases[k]->blocks.items[n].name;
			found |= find_block(&bases[k]->blocks, block->name) != NULL;
		}
		if (!found)
			complain(c, DIAG_UNKNOWN_NAME, block->name, "no file that this one extends has such a block")
				->hint = str_nearest(block->name, names.items, names.count);
	}
}

/* Follows `extends` from the file on. The last one is the outermost; false after a diagnostic. */
static bool collect_layers(struct compiler *c, const struct unit **layers, size_t *count)
{
	const struct piece *extends;

	while ((extends = find_extends(layers[*count - 1])) != NULL) {
		c->at.source = layers[*count - 1]->outline.source;
		const struct unit *base = enter_named(c, extends);
		if (!base)
			return false;
		layers[(*count)++] = base;
	}
	return true;
}

/* Compiles a file with all that it extends. It is in the chain already. */
static void compile_file(struct compiler *c, const struct unit *unit)
{
	const struct unit *layers[LONGEST_CHAIN] = { unit };
	struct blocks *blocks = arena_new(c->scratch, struct blocks);
	size_t count = 1;

	begin_scope(c);
	c->at.file_scope = c->at.scope;
	c->at.file_variables = c->at.variable_count;
	c->at.loop = 0;
	if (!collect_layers(c, layers, &count))
		return;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < layers[i]->blocks.count; k++)
			if (!find_block(blocks, layers[i]->blocks.items[k].name))
				*array_add(c->scratch, blocks) = layers[i]->blocks.items[k];
	c->at.blocks = blocks;
	for (size_t i = 0; i < count; i++) {
		c->at.source = layers[i]->outline.source;
		if (i + 1 == count) {
			compile_range(c, layers[i], 0, layers[i]->outline.count);
			return;
		}
		check_overrides(c, layers[i], layers + i + 1, count - i - 1);
		compile_between(c, layers[i]);
	}
}

static void compile_include(struct compiler *c, const struct piece *piece)
{
	struct surroundings outside = c->at;
	const struct unit *unit = enter_named(c, piece);

	if (unit) {
		c->at.from = loc_of(c->at.source, piece->whole);
		c->at.source = unit->outline.source;
		compile_file(c, unit);
	}
	c->at = outside;
}

/* Compiles one piece and what belongs to it; returns the next. */
static size_t compile_piece(struct compiler *c, const struct unit *unit, size_t i)
{
	const struct piece *piece = &unit->outline.items[i];

	switch (piece->kind) {
	case PIECE_TEXT:
		emit_markup(c, piece->text);
		break;
	case PIECE_OUTPUT:
		compile_output(c, piece);
		break;
	case PIECE_IF:
		return compile_if(c, unit, i);
	case PIECE_FOR:
		return compile_for(c, unit, i);
	case PIECE_BLOCK:
		compile_block(c, piece);
		return piece->next + 1;
	case PIECE_INCLUDE:
		compile_include(c, piece);
		break;
	case PIECE_SET:
		compile_set(c, piece);
		break;
	case PIECE_EXTENDS:
		complain(c, DIAG_TEMPLATE_SYNTAX, piece->whole, "nothing but white space may stand before it")->detail =
			STR("extends");
		break;
	default: /* the ends of parts are never reached: whoever opened the part stops before */
		break;
	}
	return i + 1;
}

static void compile_range(struct compiler *c, const struct unit *unit, size_t from, size_t to)
{
	if (c->depth == DEEPEST_NESTING) {
		exhaust(c, "nested too deeply, through all files");
		return;
	}
	c->depth++;
	while (from < to && !c->exhausted) {
		c->steps += 1 + unit->outline.items[from].whole.len / 64;
		if (c->steps > MOST_STEPS)
			exhaust(c, "the template is too large");
		from = compile_piece(c, unit, from);
	}
	c->depth--;
}

static const struct template *finish(struct compiler *c)
{
	struct template *template = arena_new(c->arena, struct template);

	emit(c, (struct op){ .code = OP_END });
	if (!c->failed && c->html.state != HTML_TEXT)
		complain(c, DIAG_TEMPLATE_CONTEXT, str_from_index(c->at.source->text, c->at.source->text.len),
			 "the page ends inside a tag, a comment or an element like script")
			->detail = STR("end");
	if (c->failed)
		return NULL;
	struct op *ops = arena_array(c->arena, c->ops.count, struct op);
	memcpy(ops, c->ops.items, c->ops.count * sizeof(*ops));
	template->ops = ops;
	if (c->translator)
		template->translator = *c->translator;
	return template;
}

struct template_set *template_set_new(struct arena *arena)
{
	struct template_set *set = arena_new(arena, struct template_set);

	set->arena = arena;
	return set;
}

void template_set_add(struct template_set *set, struct str name, const struct source *source)
{
	/* The map gives back what is not constant; nobody changes it. */
	map_add(&set->sources, set->arena, name, (void *)(uintptr_t)source);
}

const struct template *template_compile(struct arena *arena, const struct template_set *set, struct str name,
					const struct shape *shape, const struct known *known,
					const struct translator *translator, struct diags *diags)
{
	struct arena scratch = { 0 };
	struct compiler c = { .arena = arena,
			      .scratch = &scratch,
			      .diags = diags,
			      .set = set,
			      .shape = shape,
			      .known = known ? *known : (struct known){ NULL, 0 },
			      .translator = translator,
			      .at = { .cells = 1 } };
	const struct source *source = map_find(&set->sources, name);
	const struct template *template = NULL;

	if (!source) {
		diag_add(diags, DIAG_UNKNOWN_TEMPLATE, (struct loc){ 0 }, name);
		return NULL;
	}
	c.at.source = source;
	const struct unit *unit = enter(&c, name, name);
	if (unit) {
		compile_file(&c, unit);
		template = finish(&c);
	}
	arena_free(&scratch);
	return template;
}
