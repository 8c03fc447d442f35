/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Messages: _("text {slot}", slot=value) and its relatives. The text is looked up while compiling; what is left for the
 * run are the slots and the choice of a plural form. A translation with other slots than the source text is not used.
 */
#include "template/compiler.h"

static const struct {
	struct str name;
	bool has_context;
	bool has_plural;
} calls[] = {
	{ { "_", 1 }, false, false },
	{ { "ngettext", 8 }, false, true },
	{ { "pgettext", 8 }, true, false },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A message as it is called. */
struct call {
	struct str context, id, plural;
	struct str id_place, plural_place; /* in the source, with quotes */
	struct str_array names;            /* of the slots given, as in the source */
	struct {
		struct value *items;
		size_t count;
		size_t capacity;
	} values;
};

static size_t find_call(struct str name)
{
	for (size_t i = 0; i < COUNT(calls); i++)
		if (str_eq(calls[i].name, name))
			return i;
	return SIZE_MAX;
}

bool is_message_name(struct str name)
{
	return find_call(name) != SIZE_MAX;
}

/*
 * The next part of a text: up to a slot, or a slot with its braces. False at the end. `*fine` becomes false at a brace
 * that belongs to no slot; the part is then what is wrong.
 */
static bool next_part(struct str *rest, struct str *part, struct str *slot, bool *fine)
{
	size_t len = 0;

	*slot = (struct str){ NULL, 0 };
	if (rest->len == 0)
		return false;
	while (len < rest->len && rest->ptr[len] != '{' && rest->ptr[len] != '}')
		len++;
	if (len == 0) {
		size_t end = str_find_char(*rest, '}');
		struct tokens name;
		len = end == SIZE_MAX ? rest->len : end + 1;
		*slot = str_until_index(str_from_index(*rest, 1), end == SIZE_MAX || end == 0 ? 0 : end - 1);
		tokens_begin(&name, *slot);
		if (name.kind != TOKEN_NAME || name.text.len != slot->len)
			*fine = false;
	}
	*part = str_until_index(*rest, len);
	*rest = str_from_index(*rest, len);
	return true;
}

static size_t find_name(const struct str_array *names, struct str name)
{
	for (size_t i = 0; i < names->count; i++)
		if (str_eq(names->items[i], name))
			return i;
	return SIZE_MAX;
}

/* Splits a text; slots get the position of their name. False if it has a bad slot or one that is not given. */
static bool split(struct compiler *c, struct str text, const struct str_array *names, struct message_form *form)
{
	struct str part, slot;
	bool fine = true;

	*form = (struct message_form){ 0 };
	while (fine && next_part(&text, &part, &slot, &fine)) {
		size_t position = slot.ptr ? find_name(names, slot) : SIZE_MAX;
		if (slot.ptr && position == SIZE_MAX)
			return false;
		*array_add(c->scratch, form) = (struct message_part){ part, position };
	}
	return fine;
}

static bool form_has(const struct message_form *form, size_t slot)
{
	for (size_t i = 0; i < form->count; i++)
		if (form->items[i].slot == slot)
			return true;
	return false;
}

/* A view of the source for the complaint: the part itself, or the whole literal if it was written with escapes. */
static struct str place_of(struct compiler *c, struct str part, struct str literal)
{
	const char *start = c->at.source->text.ptr;

	return part.ptr >= start && part.ptr < start + c->at.source->text.len ? part : literal;
}

/* Reports the slots of a source text that are malformed or not given. */
static bool check_slots(struct compiler *c, struct str text, struct str literal, const struct str_array *names)
{
	struct str part, slot;
	bool fine = true, all = true;

	while (next_part(&text, &part, &slot, &fine)) {
		if (!fine) {
			complain(c, DIAG_BAD_SLOT, place_of(c, part, literal), NULL);
			return false;
		}
		if (!slot.ptr || find_name(names, slot) != SIZE_MAX)
			continue;
		struct diag *diag = complain(c, DIAG_MISSING_SLOT, place_of(c, slot, literal), "it is given no value");
		diag->detail = arena_copy(c->diags->arena, slot);
		all = false;
	}
	return all;
}

/* Whether a text has the slot; the slots that it has are added to `slots`. */
static bool has_slot(struct compiler *c, struct str text, struct str name, struct str_array *slots)
{
	struct str part, slot;
	bool fine = true, found = false;

	while (next_part(&text, &part, &slot, &fine)) {
		if (!slot.ptr)
			continue;
		*array_add(c->scratch, slots) = slot;
		found |= str_eq(slot, name);
	}
	return found;
}

/* Reports the slots that are given and stand in neither text. The number of a plural need not stand there. */
static bool check_given(struct compiler *c, const struct call *call, size_t number)
{
	bool all = true;

	for (size_t i = 0; i < call->names.count; i++) {
		struct str name = call->names.items[i];
		struct str_array slots = { 0 };
		bool in_id = has_slot(c, call->id, name, &slots), in_plural = has_slot(c, call->plural, name, &slots);
		if (i == number || in_id || in_plural)
			continue;
		complain(c, DIAG_UNKNOWN_SLOT, name, "the text has no such slot")->hint =
			str_nearest(name, slots.items, slots.count);
		all = false;
	}
	return all;
}

static bool parse_texts(struct compiler *c, struct tokens *tokens, size_t kind, struct call *call)
{
	if (calls[kind].has_context && !(parse_text(c, tokens, &call->context) && expect(c, tokens, ",")))
		return false;
	call->id_place = tokens->text;
	if (!parse_text(c, tokens, &call->id))
		return false;
	if (call->id.len == 0) {
		complain(c, DIAG_TEMPLATE_SYNTAX, call->id_place, "a message is not empty");
		return false;
	}
	if (!calls[kind].has_plural)
		return true;
	if (!expect(c, tokens, ","))
		return false;
	call->plural_place = tokens->text;
	return parse_text(c, tokens, &call->plural);
}

/* What a slot may be given: anything that can be written, but for messages. */
static void check_value(struct compiler *c, struct value *value)
{
	bool writable = value->kind == KIND_JOINED || (value->kind == KIND_VALUE && !value->said);

	if (value->kind == KIND_VALUE && value->type > VALUE_NUMBER)
		writable = false;
	if (writable || value->kind == KIND_BROKEN)
		return;
	complain(c, DIAG_TEMPLATE_TYPE, value->place, "a slot takes a text, an address, HTML or a number");
	value->kind = KIND_BROKEN;
}

static bool parse_slots(struct compiler *c, struct tokens *tokens, struct call *call)
{
	while (tokens_take(tokens, ",")) {
		struct str name;
		struct value value;
		if (!parse_new_name(c, tokens, &name) || !expect(c, tokens, "="))
			return false;
		if (!parse_expression(c, tokens, &value))
			return false;
		check_value(c, &value);
		if (call->names.count == MOST_SLOTS) {
			complain(c, DIAG_TEMPLATE_SYNTAX, name, "more than 16 slots");
			return false;
		}
		if (find_name(&call->names, name) != SIZE_MAX)
			complain(c, DIAG_TEMPLATE_SYNTAX, name, "this slot is given twice");
		*array_add(c->scratch, &call->names) = name;
		*array_add(c->scratch, &call->values) = value;
	}
	return expect(c, tokens, ")");
}

/* Puts the translation in place of the source texts, if there is one and its slots are theirs. */
static void translate(struct compiler *c, const struct call *call, struct message *message, size_t number)
{
	const struct str *texts = NULL;
	size_t count = 0;

	if (c->translator)
		count = c->translator->translate(c->translator->context, call->context, call->id, call->plural, &texts);
	if (count == 0)
		return;
	if (!message->is_plural)
		count = 1;
	struct message_form *forms = arena_array(c->scratch, count, struct message_form);
	for (size_t i = 0; i < count; i++) {
		if (!split(c, texts[i], &call->names, &forms[i]))
			return;
		for (size_t slot = 0; slot < call->names.count; slot++) {
			bool needed = slot != number;
			for (size_t k = 0; k < message->form_count; k++)
				needed &= form_has(&message->forms[k], slot);
			if (needed && !form_has(&forms[i], slot))
				return;
		}
	}
	message->forms = forms;
	message->form_count = count;
	message->source_rule = false;
}

/* The number that chooses the plural form: the slot n. */
static size_t find_number(struct compiler *c, struct call *call, struct str place)
{
	size_t number = find_name(&call->names, STR("n"));
	struct value *value = number == SIZE_MAX ? NULL : &call->values.items[number];

	if (!value) {
		complain(c, DIAG_MISSING_SLOT, place, "ngettext needs n=, a number")->detail = STR("n");
	} else if (value->kind != KIND_BROKEN && (value->kind != KIND_VALUE || value->type != VALUE_NUMBER)) {
		complain(c, DIAG_TEMPLATE_TYPE, value->place, "a number is needed");
		value->kind = KIND_BROKEN;
	}
	return value && value->kind == KIND_VALUE ? number : SIZE_MAX;
}

/* Makes the message of a call that was read; the value stays broken if something is wrong. */
static void make_message(struct compiler *c, struct call *call, struct str name, bool has_plural, struct value *value)
{
	struct message *message = arena_new(c->scratch, struct message);
	size_t number = has_plural ? find_number(c, call, name) : SIZE_MAX;
	bool fine = check_slots(c, call->id, call->id_place, &call->names);

	if (has_plural)
		fine = check_slots(c, call->plural, call->plural_place, &call->names) && number != SIZE_MAX && fine;
	if (!check_given(c, call, number) || !fine)
		return;
	*message = (struct message){ .is_plural = has_plural,
				     .source_rule = true,
				     .form_count = has_plural ? 2 : 1,
				     .slots = call->values.items,
				     .slot_count = call->values.count };
	message->forms = arena_array(c->scratch, 2, struct message_form);
	split(c, call->id, &call->names, &message->forms[0]);
	split(c, call->plural, &call->names, &message->forms[1]);
	if (has_plural)
		message->number = call->values.items[number];
	translate(c, call, message, number);
	*value = (struct value){ .kind = KIND_MESSAGE, .message = message };
	if (has_plural || message->slot_count > 0)
		return;
	*value = constant_text(c, message->forms[0].count ? message->forms[0].items[0].text : (struct str){ NULL, 0 });
	value->said = true;
}

bool parse_message(struct compiler *c, struct tokens *tokens, struct str name, struct value *value)
{
	size_t kind = find_call(name);
	struct call call = { 0 };

	*value = (struct value){ .kind = KIND_BROKEN };
	if (kind == SIZE_MAX) {
		struct str names[COUNT(calls)];
		for (size_t i = 0; i < COUNT(calls); i++)
			names[i] = calls[i].name;
		complain(c, DIAG_UNKNOWN_NAME, name, "only _, ngettext and pgettext take parentheses")->hint =
			str_nearest(name, names, COUNT(calls));
		return false;
	}
	if (!expect(c, tokens, "(") || !parse_texts(c, tokens, kind, &call) || !parse_slots(c, tokens, &call))
		return false;
	make_message(c, &call, name, calls[kind].has_plural, value);
	return true;
}

/* Reads the texts of the message whose name is at hand, if it is one. */
static bool read_message(const struct source *source, struct tokens tokens, struct arena *arena,
			 struct template_message *message)
{
	size_t kind = tokens.kind == TOKEN_NAME ? find_call(tokens.text) : SIZE_MAX;
	struct str *texts[3], places[3];
	size_t count = 0, id = 0;

	*message = (struct template_message){ 0 };
	tokens_next(&tokens);
	if (kind == SIZE_MAX || !tokens_take(&tokens, "("))
		return false;
	if (calls[kind].has_context)
		texts[count++] = &message->context;
	id = count;
	texts[count++] = &message->id;
	if (calls[kind].has_plural)
		texts[count++] = &message->plural;
	for (size_t i = 0; i < count; i++) {
		if ((i > 0 && !tokens_take(&tokens, ",")) || tokens.kind != TOKEN_TEXT)
			return false;
		places[i] = tokens.text;
		if (!token_text(tokens.text, arena, texts[i]))
			return false;
		tokens_next(&tokens);
	}
	message->loc = loc_of(source, places[id]);
	return true;
}

void template_messages(const struct source *source, struct arena *arena, template_message_found *found, void *context)
{
	struct arena scratch = { 0 };
	struct diags ignored = { .arena = &scratch };
	struct outline outline;

	outline_parse(&outline, source, &scratch, &ignored);
	for (size_t i = 0; i < outline.count; i++) {
		struct tokens tokens;
		if (outline.items[i].kind == PIECE_TEXT)
			continue;
		for (tokens_begin(&tokens, outline.items[i].text); tokens.kind != TOKEN_END; tokens_next(&tokens)) {
			struct template_message message;
			if (read_message(source, tokens, arena, &message))
				found(context, &message);
		}
	}
	arena_free(&scratch);
}
