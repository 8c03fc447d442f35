/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * family.yaml: `lookup`, where codes stand in text. The patterns are run by the C library and by browsers, so they keep
 * to what both read alike, and to what neither needs long for.
 */
#include "formats/slots.h"
#include "model/lookup.h"
#include "stages/load_parts.h"

#define MOST_PLACES 32
#define MOST_UNBOUNDED 3 /* browsers try them all: each multiplies the time */

/* What stood last in a pattern, and what may therefore follow. */
enum piece { PIECE_NONE, PIECE_ONE, PIECE_GROUP, PIECE_REPEATED };

struct reader {
	struct str text;
	size_t at;
	size_t depth;
	size_t unbounded;
	enum piece last;
	bool anchored; /* may begin with '^' */
};

#define FINE ((struct str){ NULL, 0 })

static char peek(const struct reader *reader, size_t ahead)
{
	return reader->at + ahead < reader->text.len ? reader->text.ptr[reader->at + ahead] : '\0';
}

static struct str read_escape(struct reader *reader)
{
	char next = peek(reader, 1);

	if (!next || !strchr(".()[]{}*+?|^$\\", next))
		return STR("a backslash stands before one of . ( ) [ ] { } * + ? | ^ $ \\ only");
	reader->at += 2;
	reader->last = PIECE_ONE;
	return FINE;
}

static struct str read_bracket(struct reader *reader)
{
	size_t first = reader->at + (peek(reader, 1) == '^' ? 2 : 1), end = first;

	while (end < reader->text.len && reader->text.ptr[end] != ']') {
		if (reader->text.ptr[end] == '[' || reader->text.ptr[end] == '\\') {
			reader->at = end;
			return STR("no '[' and no backslash stands in brackets");
		}
		end++;
	}
	if (end == first || end == reader->text.len)
		return STR("brackets hold characters, and no ']'");
	reader->at = end + 1;
	reader->last = PIECE_ONE;
	return FINE;
}

/* "{2}", "{2,}" or "{2,3}": the length, 0 if it is none. `*open` if it has no upper end. */
static size_t read_interval(struct str text, bool *open)
{
	size_t end = str_find_char(text, '}'), low, high;
	struct str inside = str_from_index(str_until_index(text, end), 1);
	size_t comma = str_find_char(inside, ',');
	struct str upper = comma == SIZE_MAX ? FINE : str_from_index(inside, comma + 1);

	*open = comma != SIZE_MAX && upper.len == 0;
	bool fits = end != SIZE_MAX && str_to_size(str_until_index(inside, comma), &low) &&
		    (upper.len == 0 || str_to_size(upper, &high));
	return fits ? end + 1 : 0;
}

static struct str read_repetition(struct reader *reader)
{
	char c = peek(reader, 0);
	bool open = c == '*' || c == '+';
	size_t len = c == '{' ? read_interval(str_from_index(reader->text, reader->at), &open) : 1;

	if (len == 0)
		return STR("expected a number between braces");
	if (reader->last == PIECE_NONE || reader->last == PIECE_REPEATED)
		return STR("there is nothing to repeat");
	if (reader->last == PIECE_GROUP && c != '?')
		return STR("a group may be left out, with '?', but not repeated");
	reader->unbounded += open;
	if (reader->unbounded > MOST_UNBOUNDED)
		return STR("at most three repetitions have no upper end");
	reader->at += len;
	reader->last = PIECE_REPEATED;
	return FINE;
}

static struct str read_group(struct reader *reader)
{
	char c = peek(reader, 0);

	if (c != '(' && reader->last == PIECE_NONE)
		return STR("an alternative is empty");
	if (c == ')' && reader->depth == 0)
		return STR("the group has no beginning");
	reader->depth += c == '(' ? 1 : 0;
	reader->depth -= c == ')' ? 1 : 0;
	reader->last = c == ')' ? PIECE_GROUP : PIECE_NONE;
	reader->at++;
	return FINE;
}

/* Reads one piece of the pattern; what is wrong with it, or nothing. */
static struct str read_piece(struct reader *reader)
{
	char c = peek(reader, 0);

	if (c == '\\')
		return read_escape(reader);
	if (c == '[')
		return read_bracket(reader);
	if (strchr("*+?{", c))
		return read_repetition(reader);
	if (strchr("()|", c))
		return read_group(reader);
	if (c == '^' && reader->at == 0 && reader->anchored) {
		reader->at++;
		return FINE;
	}
	if (strchr("^$]}", c))
		return c == '^' ? STR("'^' begins a pattern of what stands before, and stands nowhere else")
				: STR("a backslash belongs before it");
	if (c < ' ' || c > '~' || (c >= 'A' && c <= 'Z'))
		return STR("text is looked at in small letters without accents");
	reader->at++;
	reader->last = PIECE_ONE;
	return FINE;
}

/* The place of one character of a scalar; of all of it where it was written with escapes. */
static struct loc loc_inside(const struct yaml *node, size_t at)
{
	struct str source = node->loc.source->text;
	bool view = node->text.ptr >= source.ptr && node->text.ptr + node->text.len <= source.ptr + source.len;
	uint32_t point;
	size_t len = str_utf8(str_from_index(node->text, at), &point);

	return view && len > 0 ? loc_of(node->loc.source, (struct str){ node->text.ptr + at, len }) : node->loc;
}

/* False after a complaint about what program and browser might read in two ways. */
static bool is_common(struct load *load, const struct yaml *node, bool anchored)
{
	struct reader reader = { .text = node->text, .anchored = anchored };
	struct str problem = FINE;

	if (!load_is_modest(load, node))
		return false;
	while (problem.len == 0 && reader.at < reader.text.len)
		problem = read_piece(&reader);
	if (problem.len == 0 && reader.depth > 0)
		problem = STR("a group has no end");
	if (problem.len == 0 && reader.last == PIECE_NONE)
		problem = STR("an alternative is empty");
	if (problem.len > 0)
		diag_add(load->diags, DIAG_UNCOMMON_PATTERN, loc_inside(node, reader.at), node->text)->reason = problem;
	return problem.len == 0;
}

/* The pattern of a member, between two marks of where it has to stand; NULL if there is none. */
static const struct pattern *read_pattern(struct load *load, const struct yaml *map, const char *key, struct str front,
					  struct str back)
{
	const struct yaml *node = load_member(load, map, key, YAML_SCALAR, false);

	if (!node || !is_common(load, node, back.len > 0))
		return NULL;
	struct str text = node->text;
	bool anchored = str_take(&text, STR("^"));
	return load_compile(load, node,
			    arena_concat(load->arena, anchored ? STR("^") : front, STR("("), text, STR(")"), back));
}

static void read_place(struct load *load, const struct yaml_item *item, struct lookup_places *places)
{
	struct lookup_place *place = array_add(load->arena, places);

	place->id = item->key;
	if (!load_is(load, item->value, YAML_MAP, item->key))
		return;
	yaml_check_keys(item->value, YAML_KEYS("before", "behind"), load->diags);
	place->before = read_pattern(load, item->value, "before", FINE, STR("$"));
	place->behind = read_pattern(load, item->value, "behind", STR("^"), FINE);
	place->from_start = place->before && place->before->text.ptr[0] == '^';
	if (item->value->count == 0)
		diag_add(load->diags, DIAG_EMPTY_VALUE, item->value->loc, item->key);
}

static void add_alternative(struct buf *joined, struct str group)
{
	buf_add_char(joined, joined->len > 0 ? '|' : '(');
	buf_add(joined, group);
}

/* What asks for one side only becomes one pattern with all others that do, which is faster than many. */
static void join_places(struct load *load, const struct yaml *node, struct lookup_places *places)
{
	struct buf before = { 0 }, behind = { 0 };
	size_t kept = 0;

	for (size_t i = 0; i < places->count; i++) {
		struct lookup_place *place = &places->items[i];
		if (place->before && !place->behind && !place->from_start)
			add_alternative(&before, str_until_index(place->before->text, place->before->text.len - 1));
		else if (place->behind && !place->before)
			add_alternative(&behind, str_from_index(place->behind->text, 1));
		else
			places->items[kept++] = *place;
	}
	places->count = kept;
	if (before.len > 0) {
		buf_add(&before, STR(")$"));
		places->any_before = load_compile(load, node, buf_view(&before));
	}
	if (behind.len > 0) {
		buf_add_char(&behind, ')');
		places->any_behind = load_compile(load, node, arena_concat(load->arena, STR("^"), buf_view(&behind)));
	}
	buf_free(&before);
	buf_free(&behind);
}

static void read_places(struct load *load, const struct yaml *map, const char *key, struct lookup_places *places)
{
	const struct yaml *node = load_member(load, map, key, YAML_MAP, false);

	if (node && node->count > MOST_PLACES)
		diag_add(load->diags, DIAG_WRONG_VALUE, node->loc, str_from(key))->reason = STR("more than 32 of them");
	for (size_t i = 0; node && i < node->count && i < MOST_PLACES; i++)
		read_place(load, &node->items[i], places);
	if (node)
		join_places(load, node, places);
}

static void read_sentence(struct load *load, const struct yaml *map, const char *key, bool required, struct str context,
			  struct label *label)
{
	struct str place = load_context(load, context, str_from(key)), rest, literal, slot;

	load_label(load, map, key, required, place, label);
	rest = label->text;
	while (slot_next(&rest, &literal, &slot))
		if (slot.len > 0 && !str_is(slot, "code") && !str_is(slot, "detail") && !str_is(slot, "class"))
			diag_add(load->diags, DIAG_UNKNOWN_SLOT, label->loc, slot);
}

static void read_words(struct load *load, const struct family *family, const struct yaml *map,
		       struct lookup_words *words)
{
	const struct yaml *say = load_member(load, map, "say", YAML_MAP, true);
	struct str context = load_context(load, family->slug, STR("lookup"));
	bool detail = family->lookup->detail != NONE;

	if (!say)
		return;
	yaml_check_keys(say, YAML_KEYS("disagree", "alone", "unknown", "nothing"), load->diags);
	read_sentence(load, say, "disagree", detail, context, &words->disagree);
	read_sentence(load, say, "alone", detail, context, &words->alone);
	read_sentence(load, say, "unknown", detail, context, &words->unknown);
	read_sentence(load, say, "nothing", true, context, &words->nothing);
}

/* The fact whose codes stand with those of the family; browsers read its pattern too. */
static size_t read_detail(struct load *load, const struct family *family, const struct yaml *map,
			  const struct yaml *root)
{
	const struct yaml *node = load_member(load, map, "detail", YAML_SCALAR, false);
	size_t fact = node ? fact_find(family, node->text) : NONE;

	if (node && (fact == NONE || !family->facts.items[fact].pattern)) {
		diag_add(load->diags, DIAG_UNKNOWN_FACT, node->loc, node->text)->reason =
			STR("expected a fact of type codes with a pattern");
		return NONE;
	}
	if (fact == NONE)
		return NONE;
	for (size_t i = 0; i < root->count; i++)
		if (str_eq(root->items[i].key, node->text))
			return is_common(load, yaml_find(root->items[i].value, "pattern"), false) ? fact : NONE;
	return fact;
}

void load_lookup(struct load *load, struct family *family, const struct yaml *map)
{
	const struct yaml *node = load_member(load, map, "lookup", YAML_MAP, false);

	if (!node)
		return;
	yaml_check_keys(node, YAML_KEYS("detail", "joint", "goes_on", "places", "details", "skip", "say"), load->diags);
	struct lookup *lookup = family->lookup = arena_new(load->arena, struct lookup);
	lookup->detail = read_detail(load, family, node, yaml_find(map, "facts"));
	lookup->joint = read_pattern(load, node, "joint", FINE, FINE);
	lookup->goes_on = load_text(load, node, "goes_on", false);
	read_places(load, node, "places", &lookup->places);
	read_places(load, node, "details", &lookup->details);
	read_places(load, node, "skip", &lookup->skip);
	read_words(load, family, node, &lookup->words);
}
