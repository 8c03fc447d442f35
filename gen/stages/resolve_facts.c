/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Front matter of entries: from scalars to typed facts, with links to codes and sources followed. */
#include "model/compare.h"
#include "stages/resolve_parts.h"

bool resolve_citation(struct resolve *resolve, struct str written, struct loc loc, struct citation *citation)
{
	struct str id = str_until_index(written, str_find_char(written, '#'));

	citation->reference = map_find(&resolve->site->references, id);
	citation->section = str_from_index(written, id.len + 1);
	if (!citation->reference) {
		struct str_array ids = { 0 };
		for (size_t i = 0; i < resolve->site->references.count; i++)
			*array_add(resolve->arena, &ids) = resolve->site->references.items[i].key;
		diag_add(resolve->diags, DIAG_UNKNOWN_SOURCE, loc, id)->hint = str_nearest(id, ids.items, ids.count);
		return false;
	}
	if (citation->section.len > 0 && citation->reference->section_url.len == 0) {
		diag_add(resolve->diags, DIAG_NO_SUCH_SECTION_LINK, loc, written);
		return false;
	}
	return true;
}

const struct entry *resolve_code(const struct resolve *resolve, const struct family *family, struct str written)
{
	size_t slash = str_find_char(written, '/');

	if (slash != SIZE_MAX) {
		family = map_find(&resolve->site->families, str_until_index(written, slash));
		written = str_from_index(written, slash + 1);
	}
	return family ? map_find(&family->entry_map, written) : NULL;
}

/* The scalars of a fact's value: one, or a list of them. */
struct scalars {
	const struct yaml *node;
	size_t count;
};

static const struct yaml *scalar_at(struct scalars scalars, size_t i)
{
	return scalars.node->kind == YAML_LIST ? scalars.node->items[i].value : scalars.node;
}

/* False after a complaint, if the node is neither a text nor a list of texts, or a list where one text is wanted. */
static bool scalars_of(struct resolve *resolve, const struct yaml *node, struct str name, bool many,
		       struct scalars *scalars)
{
	struct str reason = many ? STR("expected a text or a list of texts") : STR("expected a text");
	bool fits = node->kind == YAML_SCALAR || (many && node->kind == YAML_LIST);

	for (size_t i = 0; fits && node->kind == YAML_LIST && i < node->count; i++)
		fits = node->items[i].value->kind == YAML_SCALAR;
	if (!fits)
		diag_add(resolve->diags, DIAG_WRONG_TYPE, node->loc, name)->reason = reason;
	*scalars = (struct scalars){ node, node->kind == YAML_LIST ? node->count : 1 };
	return fits;
}

static void complain_value(struct resolve *resolve, const struct yaml *node, struct str text,
			   const struct choices *values)
{
	struct str_array ids = { 0 };

	for (size_t i = 0; i < values->count; i++)
		*array_add(resolve->arena, &ids) = values->items[i].id;
	struct diag *diag = diag_add(resolve->diags, DIAG_WRONG_VALUE, node->loc, text);
	diag->reason = STR("not a value of this fact");
	diag->hint = str_nearest(text, ids.items, ids.count);
}

static void read_values(struct resolve *resolve, const struct fact_def *def, struct scalars scalars,
			struct fact_value *value)
{
	for (size_t i = 0; i < scalars.count; i++) {
		const struct yaml *node = scalar_at(scalars, i);
		size_t found = choice_find(&def->values, node->text);
		if (found == NONE)
			complain_value(resolve, node, node->text, &def->values);
		else
			value->bits |= (uint64_t)1 << found;
	}
}

/* "rcpt", or "rcpt (usual)". */
static void read_steps(struct resolve *resolve, const struct family *family, struct scalars scalars,
		       struct fact_value *value)
{
	const struct yaml *marked = NULL;

	for (size_t i = 0; i < scalars.count; i++) {
		const struct yaml *node = scalar_at(scalars, i);
		struct str id = node->text;
		bool usual = str_ends(id, STR(" (usual)"));
		if (usual)
			id = str_trim(str_until_index(id, id.len - strlen(" (usual)")));
		size_t found = step_find(family, id);
		if (found == NONE) {
			diag_add(resolve->diags, DIAG_UNKNOWN_STEP, node->loc, id);
			continue;
		}
		if (usual && marked)
			diag_add(resolve->diags, DIAG_WRONG_VALUE, node->loc, node->text)->reason =
				STR("only one step is the usual one");
		if (usual)
			marked = node;
		if (usual || scalars.count == 1)
			value->usual = found;
		value->bits |= (uint64_t)1 << found;
	}
	if (scalars.count > 1 && !marked)
		diag_add(resolve->diags, DIAG_WRONG_VALUE, scalars.node->loc, (struct str){ NULL, 0 })->reason =
			STR("of several steps one is marked as the usual one, by (usual) behind it");
}

static void read_codes(struct resolve *resolve, const struct entry *entry, const struct fact_def *def,
		       struct scalars scalars, struct fact_value *value)
{
	value->codes = arena_array(resolve->arena, scalars.count, struct code_link);
	for (size_t i = 0; i < scalars.count; i++) {
		const struct yaml *node = scalar_at(scalars, i);
		struct code_link link = { node->text, resolve_code(resolve, entry->family, node->text), node->loc };
		bool outside = def->pattern && pattern_fits(def->pattern, node->text);
		if (!link.entry && !outside)
			diag_add(resolve->diags, DIAG_DEAD_CODE, node->loc, node->text);
		else
			value->codes[value->code_count++] = link;
	}
}

static void read_citations(struct resolve *resolve, struct scalars scalars, struct fact_value *value)
{
	value->citations = arena_array(resolve->arena, scalars.count, struct citation);
	for (size_t i = 0; i < scalars.count; i++) {
		const struct yaml *node = scalar_at(scalars, i);
		if (resolve_citation(resolve, node->text, node->loc, &value->citations[value->citation_count]))
			value->citation_count++;
	}
}

static void read_fact(struct resolve *resolve, struct entry *entry, const struct yaml_item *item)
{
	const struct family *family = entry->family;
	size_t index = fact_find(family, item->key);
	struct scalars scalars;

	if (index == NONE) {
		struct str_array ids = { 0 };
		for (size_t i = 0; i < family->facts.count; i++)
			*array_add(resolve->arena, &ids) = family->facts.items[i].id;
		diag_add(resolve->diags, DIAG_UNKNOWN_FACT, item->key_loc, item->key)->hint =
			str_nearest(item->key, ids.items, ids.count);
		return;
	}
	const struct fact_def *def = &family->facts.items[index];
	struct fact_value *value = &entry->facts[index];
	bool one = def->type == FACT_CHOICE || def->type == FACT_TEXT || def->type == FACT_FLAG;
	if (!scalars_of(resolve, item->value, item->key, !one, &scalars))
		return;
	*value = (struct fact_value){ .given = scalars.count > 0, .usual = NONE };
	switch (def->type) {
	case FACT_CHOICE:
	case FACT_SET:
	case FACT_FLAG:
		read_values(resolve, def, scalars, value);
		break;
	case FACT_STEPS:
		read_steps(resolve, family, scalars, value);
		break;
	case FACT_CODES:
		read_codes(resolve, entry, def, scalars, value);
		break;
	case FACT_SOURCES:
		read_citations(resolve, scalars, value);
		break;
	case FACT_TEXT:
		value->text = item->value->text;
		break;
	}
}

static const struct yaml *reply_text(struct resolve *resolve, const struct yaml *map, const char *key, bool required)
{
	const struct yaml *node = yaml_find(map, key);

	if (!node && required)
		diag_add(resolve->diags, DIAG_MISSING_KEY, map->loc, str_from(key));
	if (node && node->kind != YAML_SCALAR) {
		diag_add(resolve->diags, DIAG_WRONG_TYPE, node->loc, str_from(key))->reason = STR("expected a text");
		return NULL;
	}
	return node;
}

/* The code, and no other that begins with it: no letter, digit or dot follows. */
static bool begins_with(struct str text, struct str code)
{
	char after = text.len > code.len ? text.ptr[code.len] : ' ';
	bool goes_on =
		(after >= '0' && after <= '9') || ((after | 0x20) >= 'a' && (after | 0x20) <= 'z') || after == '.';

	return str_starts(text, code) && !goes_on;
}

/* A family that lists its senders wants each reply to come from one of them: a misspelt name would be a page of its own. */
static const struct sender *find_sender(struct resolve *resolve, const struct family *family, const struct yaml *from)
{
	struct str_array names = { 0 };

	for (size_t i = 0; i < family->senders.count; i++) {
		if (str_eq(family->senders.items[i].name, from->text))
			return &family->senders.items[i];
		*array_add(resolve->arena, &names) = family->senders.items[i].name;
	}
	if (names.count > 0)
		diag_add(resolve->diags, DIAG_UNKNOWN_SENDER, from->loc, from->text)->hint =
			str_nearest(from->text, names.items, names.count);
	return NULL;
}

static void read_reply(struct resolve *resolve, struct entry *entry, const struct yaml *map)
{
	struct reply *reply = &entry->replies[entry->reply_count];
	const struct yaml *id = reply_text(resolve, map, "id", true), *from = reply_text(resolve, map, "from", true),
			  *text = reply_text(resolve, map, "text", true),
			  *seen = reply_text(resolve, map, "seen", true),
			  *sense = reply_text(resolve, map, "sense", true);

	yaml_check_keys(map, YAML_KEYS("id", "from", "text", "seen", "sense", "gloss"), resolve->diags);
	if (!id || !from || !text || !seen || !sense || !reply_text(resolve, map, "gloss", true))
		return;
	*reply = (struct reply){ .id = id->text, .from = from->text, .text = text->text, .loc = id->loc };
	for (size_t i = 0; i < entry->reply_count; i++)
		if (str_eq(entry->replies[i].id, reply->id))
			diag_add(resolve->diags, DIAG_DUPLICATE_ID, id->loc, id->text)->note = entry->replies[i].loc;
	reply->sender = find_sender(resolve, entry->family, from);
	if (!begins_with(text->text, entry->code))
		diag_add(resolve->diags, DIAG_REPLY_CODE, text->loc, text->text);
	reply->sense = choice_find(&entry->family->senses, sense->text);
	if (reply->sense == NONE)
		diag_add(resolve->diags, DIAG_UNKNOWN_SENSE, sense->loc, sense->text);
	else if (resolve_citation(resolve, seen->text, seen->loc, &reply->seen))
		entry->reply_count++;
}

static void read_replies(struct resolve *resolve, struct entry *entry, const struct yaml *replies)
{
	if (!replies)
		return;
	if (replies->kind != YAML_LIST) {
		diag_add(resolve->diags, DIAG_WRONG_TYPE, replies->loc, STR("replies"))->reason =
			STR("expected a list");
		return;
	}
	entry->replies = arena_array(resolve->arena, replies->count, struct reply);
	for (size_t i = 0; i < replies->count; i++) {
		const struct yaml *map = replies->items[i].value;
		if (map->kind == YAML_MAP)
			read_reply(resolve, entry, map);
		else
			diag_add(resolve->diags, DIAG_WRONG_TYPE, map->loc, STR("replies"))->reason =
				STR("expected keys and values");
	}
}

/* Where the family asks for it, the codes of a fact begin as the entry's own. A warning: the entry is not broken by it. */
static void check_first(struct resolve *resolve, const struct entry *entry)
{
	for (size_t i = 0; i < entry->family->facts.count; i++) {
		const struct fact_value *value = &entry->facts[i];
		for (size_t k = 0; entry->family->facts.items[i].same_first && k < value->code_count; k++) {
			const struct code_link *link = &value->codes[k];
			struct str code = link->entry ? link->entry->code : link->written;
			if (!code_begins_as(code, entry->code))
				diag_add(resolve->diags, DIAG_FIRST_DIFFERS, link->loc, link->written)->reason =
					arena_concat(resolve->diags->arena, STR("the entry's is "), entry->code);
		}
	}
}

void resolve_facts(struct resolve *resolve, struct draft *draft)
{
	struct entry *entry = draft->entry;
	const struct family *family = entry->family;
	const struct document *document = draft->documents[resolve->site->source_locale->index];
	const struct yaml *facts = yaml_find(document->front, "facts");
	size_t before = resolve->diags->count;

	for (size_t i = 0; i < family->facts.count; i++) {
		bool flag = family->facts.items[i].type == FACT_FLAG;
		entry->facts[i] = (struct fact_value){ .given = flag, .bits = flag ? 2 : 0, .usual = NONE };
	}
	if (facts && facts->kind != YAML_MAP)
		diag_add(resolve->diags, DIAG_WRONG_TYPE, facts->loc, STR("facts"))->reason =
			STR("expected keys and values");
	for (size_t i = 0; facts && facts->kind == YAML_MAP && i < facts->count; i++)
		read_fact(resolve, entry, &facts->items[i]);
	for (size_t i = 0; document->front && i < family->facts.count; i++) {
		bool required = requirement_holds(&family->facts.items[i].required, entry);
		if (!entry->facts[i].given && required)
			diag_add(resolve->diags, DIAG_MISSING_FACT, facts ? facts->loc : entry->loc,
				 family->facts.items[i].id);
	}
	read_replies(resolve, entry, yaml_find(document->front, "replies"));
	entry->broken |= resolve->diags->count > before;
	check_first(resolve, entry);
}
