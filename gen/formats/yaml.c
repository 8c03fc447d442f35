/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Builds the tree from libyaml's events, with a stack of open lists and maps. What libyaml would allow and we do not
 * (anchors, tags, directives) is reported where it stands, and reading goes on to find the next mistake.
 */
#include "formats/yaml.h"

#include <yaml.h>

#include "base/map.h"
#include "formats/unfit.h"

struct items {
	struct yaml_item *items;
	size_t count;
	size_t capacity;
};

/* A list or map that is still open. */
struct level {
	struct yaml *node;
	struct arena_mark mark; /* of the scratch arena, when it was opened */
	struct items items;
	struct yaml_item next; /* of a map: the key that waits for its value */
	bool has_key;
	struct map keys; /* to their places */
};

struct reader {
	yaml_parser_t parser;
	struct arena *arena;
	struct arena scratch; /* a level's memory is above that of the levels around it */
	const struct source *source;
	struct str part;
	struct diags *diags;
	struct yaml *root;
	size_t documents;
	size_t index;  /* the same place in characters, as libyaml counts, ... */
	size_t offset; /* ... and in bytes */
	bool failed;
	size_t depth;
	struct level levels[YAML_DEEPEST];
};

static bool continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* The byte that `mark` stands for. Marks come almost in order, so a cursor that walks both ways has little to walk. */
static size_t offset_of(struct reader *reader, const yaml_mark_t *mark)
{
	struct str part = reader->part;

	while (reader->index < mark->index && reader->offset < part.len) {
		reader->index++;
		reader->offset++;
		while (reader->offset < part.len && continues(part.ptr[reader->offset]))
			reader->offset++;
	}
	while (reader->index > mark->index && reader->offset > 0) {
		reader->index--;
		reader->offset--;
		while (reader->offset > 0 && continues(part.ptr[reader->offset]))
			reader->offset--;
	}
	return reader->offset;
}

static struct str span_of(struct reader *reader, const yaml_mark_t *start, const yaml_mark_t *end)
{
	size_t from = offset_of(reader, start);
	size_t to = offset_of(reader, end);

	return str_from_index(str_until_index(reader->part, to), from);
}

/* `part` up to the next blank or bracket: a tag, or the name of an anchor, as written. */
static struct str word_at(struct str part, size_t start)
{
	struct str word = str_from_index(part, start);
	size_t len = 0;

	while (len < word.len && str_find_char(STR(" \t\r\n,[]{}"), word.ptr[len]) == SIZE_MAX)
		len++;
	return str_until_index(word, len);
}

static struct diag *complain(struct reader *reader, enum diag_rule rule, struct str where, struct str detail)
{
	reader->failed = true;
	return diag_add(reader->diags, rule, loc_of(reader->source, where), detail);
}

static void complain_word(struct reader *reader, enum diag_rule rule, const yaml_mark_t *start)
{
	struct str word = word_at(reader->part, offset_of(reader, start));

	complain(reader, rule, word, word);
}

/* Anchor and tag stand in front of their node, in any order: the first one is reported. */
static void check_properties(struct reader *reader, const yaml_mark_t *start, const void *anchor, const void *tag)
{
	if (!anchor && !tag)
		return;

	size_t first = offset_of(reader, start);
	bool is_anchor = first < reader->part.len && reader->part.ptr[first] == '&';
	complain_word(reader, is_anchor ? DIAG_YAML_ANCHOR : DIAG_YAML_TAG, start);
}

static void take_key(struct reader *reader, struct level *level, const struct yaml *key)
{
	struct loc *first = map_find(&level->keys, key->text);

	level->next = (struct yaml_item){ .key = key->text, .key_loc = key->loc };
	level->has_key = true;
	if (first) {
		reader->failed = true;
		diag_add(reader->diags, DIAG_DUPLICATE_KEY, key->loc, key->text)->note = *first;
		return;
	}
	first = arena_new(&reader->scratch, struct loc);
	*first = key->loc;
	map_add(&level->keys, &reader->scratch, key->text, first);
}

/* Puts `node` where it belongs. Returns the node in the tree, or NULL if it became a key. */
static struct yaml *add_node(struct reader *reader, const struct yaml *node)
{
	struct level *level = reader->depth ? &reader->levels[reader->depth - 1] : NULL;
	bool is_key = level && level->node->kind == YAML_MAP && !level->has_key;

	if (is_key && node->kind == YAML_SCALAR) {
		take_key(reader, level, node);
		return NULL;
	}

	struct yaml *kept = arena_new(reader->arena, struct yaml);
	*kept = *node;
	if (!level) {
		reader->root = kept;
	} else if (is_key) {
		reader->failed = true;
		diag_add(reader->diags, DIAG_BAD_YAML, node->loc, STR("a key must be a text"));
		level->has_key = true;
	} else {
		level->next.value = kept;
		*array_add(&reader->scratch, &level->items) = level->next;
		level->next = (struct yaml_item){ 0 };
		level->has_key = false;
	}
	return kept;
}

/* The value as a view of the source where it stands there letter by letter; else a copy, made of escapes or lines. */
static struct str scalar_text(struct reader *reader, struct str span, struct str value)
{
	struct str inside = span;

	if (span.len == value.len + 2)
		inside = str_from_index(str_until_index(span, span.len - 1), 1);
	if (str_eq(inside, value))
		return inside;

	enum diag_rule rule;
	size_t len, bad = unfit_find(value, 0, &rule, &len);
	if (bad != SIZE_MAX) {
		reader->failed = true;
		unfit_report(rule, loc_of(reader->source, span), str_from_index(value, bad), reader->diags);
	}
	return arena_copy(reader->arena, value);
}

static void add_scalar(struct reader *reader, const yaml_event_t *event)
{
	struct str span = span_of(reader, &event->start_mark, &event->end_mark);
	struct str value = { (const char *)event->data.scalar.value, event->data.scalar.length };

	check_properties(reader, &event->start_mark, event->data.scalar.anchor, event->data.scalar.tag);
	add_node(reader, &(struct yaml){
				 .kind = YAML_SCALAR,
				 .loc = loc_of(reader->source, span),
				 .text = scalar_text(reader, span, value),
			 });
}

/* An alias is refused, but stands for something: an empty text in its place keeps keys and values in step. */
static void add_alias(struct reader *reader, const yaml_event_t *event)
{
	struct str word = word_at(reader->part, offset_of(reader, &event->start_mark));

	complain(reader, DIAG_YAML_ANCHOR, word, word);
	add_node(reader, &(struct yaml){ .kind = YAML_SCALAR, .loc = loc_of(reader->source, word), .text = word });
}

static bool open_level(struct reader *reader, const yaml_event_t *event, enum yaml_kind kind)
{
	struct str span = span_of(reader, &event->start_mark, &event->end_mark);

	if (reader->depth == YAML_DEEPEST) {
		complain(reader, DIAG_YAML_TOO_DEEP, span, STR(""));
		return false;
	}
	if (kind == YAML_LIST)
		check_properties(reader, &event->start_mark, event->data.sequence_start.anchor,
				 event->data.sequence_start.tag);
	else
		check_properties(reader, &event->start_mark, event->data.mapping_start.anchor,
				 event->data.mapping_start.tag);

	struct yaml *node = add_node(reader, &(struct yaml){ .kind = kind, .loc = loc_of(reader->source, span) });
	reader->levels[reader->depth++] = (struct level){ .node = node, .mark = arena_mark(&reader->scratch) };
	return true;
}

/* A node with brackets reaches to the closing one, a block to the end of its last value. */
static void close_level(struct reader *reader, const yaml_event_t *event)
{
	struct level *level = &reader->levels[--reader->depth];
	struct yaml *node = level->node;
	size_t count = level->items.count;
	struct str closing = span_of(reader, &event->start_mark, &event->end_mark);
	struct loc last = loc_of(reader->source, closing);

	if (closing.len == 0 && count > 0)
		last = level->items.items[count - 1].value->loc;
	if (closing.len > 0 || count > 0)
		node->loc.len = last.offset + last.len - node->loc.offset;
	node->items = arena_array(reader->arena, count, struct yaml_item);
	node->count = count;
	if (count > 0)
		memcpy(node->items, level->items.items, count * sizeof(*node->items));
	arena_reset(&reader->scratch, level->mark);
}

static bool start_document(struct reader *reader, const yaml_event_t *event)
{
	struct str span = span_of(reader, &event->start_mark, &event->end_mark);

	if (event->data.document_start.version_directive ||
	    event->data.document_start.tag_directives.start != event->data.document_start.tag_directives.end) {
		complain(reader, DIAG_BAD_YAML, span, STR("directives are not allowed"));
		return false;
	}
	if (reader->documents++ > 0) {
		complain(reader, DIAG_BAD_YAML, span, STR("only one document is allowed"));
		return false;
	}
	return true;
}

/* False where reading must end. */
static bool take_event(struct reader *reader, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		return start_document(reader, event);
	case YAML_ALIAS_EVENT:
		add_alias(reader, event);
		return true;
	case YAML_SCALAR_EVENT:
		add_scalar(reader, event);
		return true;
	case YAML_SEQUENCE_START_EVENT:
		return open_level(reader, event, YAML_LIST);
	case YAML_MAPPING_START_EVENT:
		return open_level(reader, event, YAML_MAP);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_level(reader, event);
		return true;
	default:
		return event->type != YAML_STREAM_END_EVENT;
	}
}

/* What libyaml has to say. Problems with bytes come with a byte offset, all others with a mark. */
static void report_problem(struct reader *reader)
{
	const yaml_parser_t *parser = &reader->parser;

	if (parser->error == YAML_MEMORY_ERROR)
		arena_out_of_memory();

	bool bytes = parser->error == YAML_READER_ERROR;
	size_t offset = bytes ? parser->problem_offset : offset_of(reader, &parser->problem_mark);
	struct str rest = str_from_index(reader->part, offset);
	uint32_t point;
	struct str where = str_until_index(rest, str_utf8(rest, &point));
	struct diag *diag = complain(reader, DIAG_BAD_YAML, where, str_from(parser->problem));

	if (strcmp(parser->problem, "mapping values are not allowed in this context") == 0)
		diag->reason = STR("a text with ': ' in it needs quotation marks around it");
	if (bytes || !parser->context)
		return;
	diag->reason = str_from(parser->context);
	if (parser->context_mark.index != parser->problem_mark.index)
		diag->note =
			loc_of(reader->source, str_from_index(reader->part, offset_of(reader, &parser->context_mark)));
}

static void read_events(struct reader *reader)
{
	for (bool more = true; more;) {
		yaml_event_t event;
		if (!yaml_parser_parse(&reader->parser, &event)) {
			report_problem(reader);
			return;
		}
		more = take_event(reader, &event);
		yaml_event_delete(&event);
	}
}

struct yaml *yaml_parse(struct arena *arena, const struct source *source, struct str part, struct diags *diags)
{
	struct reader reader = { .arena = arena, .source = source, .part = part, .diags = diags };

	str_take(&reader.part, STR("\xef\xbb\xbf"));
	if (!yaml_parser_initialize(&reader.parser))
		arena_out_of_memory();
	/* Said, not guessed: a part that begins like UTF-16 is a mistake, not UTF-16. */
	yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reader.parser, (const unsigned char *)(part.len ? reader.part.ptr : ""),
				     reader.part.len);
	read_events(&reader);
	yaml_parser_delete(&reader.parser);
	arena_free(&reader.scratch);
	if (reader.failed)
		return NULL;

	if (!reader.root) {
		reader.root = arena_new(arena, struct yaml);
		reader.root->loc = loc_of(source, str_until_index(part, 0));
	}
	if (reader.root->kind == YAML_SCALAR && reader.root->loc.len == 0)
		reader.root->kind = YAML_MAP;
	return reader.root;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct loc yaml_place(struct loc loc, struct str text, struct str part)
{
	struct str written = str_until_index(str_from_index(loc.source->text, loc.offset), loc.len);
	size_t at = 0, start = (size_t)(part.ptr - text.ptr), first = SIZE_MAX;

	if (written.len > 1 && (written.ptr[0] == '"' || written.ptr[0] == '\''))
		at = 1;
	for (size_t i = 0; i < start + part.len; i++) {
		if (is_blank(text.ptr[i]))
			continue;
		while (at < written.len && written.ptr[at] != text.ptr[i])
			at++;
		if (at == written.len)
			return loc;
		if (i >= start && first == SIZE_MAX)
			first = at;
		at++;
	}
	return first == SIZE_MAX ? loc
				 : (struct loc){ loc.source, loc.offset + (uint32_t)first, (uint32_t)(at - first) };
}

const struct yaml *yaml_find(const struct yaml *map, const char *key)
{
	if (!map || map->kind != YAML_MAP)
		return NULL;
	for (size_t i = 0; i < map->count; i++)
		if (str_is(map->items[i].key, key))
			return map->items[i].value;
	return NULL;
}

static bool is_known(struct str key, const char *const *known, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_is(key, known[i]))
			return true;
	return false;
}

static void report_unknown(const struct yaml_item *item, const char *const *known, size_t count, struct diags *diags)
{
	struct diag *diag = diag_add(diags, DIAG_UNKNOWN_KEY, item->key_loc, item->key);
	struct str *names = arena_array(diags->arena, count, struct str);

	for (size_t i = 0; i < count; i++)
		names[i] = str_from(known[i]);
	diag->hint = arena_copy(diags->arena, str_nearest(item->key, names, count));
}

bool yaml_check_keys(const struct yaml *map, const char *const *known, size_t count, struct diags *diags)
{
	bool good = true;

	if (!map || map->kind != YAML_MAP)
		return true;
	for (size_t i = 0; i < map->count; i++) {
		if (is_known(map->items[i].key, known, count))
			continue;
		report_unknown(&map->items[i], known, count, diags);
		good = false;
	}
	return good;
}

bool yaml_was_misspelt(const struct yaml *map, const char *key, const struct diags *diags)
{
	for (size_t i = 0; i < diags->count; i++) {
		const struct diag *diag = &diags->items[i];
		bool inside = diag->loc.source == map->loc.source && diag->loc.offset >= map->loc.offset &&
			      diag->loc.offset < map->loc.offset + map->loc.len;
		if (diag->rule == DIAG_UNKNOWN_KEY && inside && str_is(diag->hint, key))
			return true;
	}
	return diags->before && yaml_was_misspelt(map, key, diags->before);
}
