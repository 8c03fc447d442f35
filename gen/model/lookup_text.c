/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Texts that software is known to send: cut into runs of three words when the site is resolved, compared with what
 * stands behind a code later. What changes from one reply to the next (addresses, hosts, numbers) breaks a run.
 */
#include "formats/fold.h"
#include "model/lookup.h"

#define RUN 3
#define SHORT_TEXT 4 /* runs; of such a text all have to be found, of a longer one more than half */

static bool is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

void lookup_words_of(struct str folded, struct buf *words)
{
	bool inside = false;

	for (size_t i = 0; i < folded.len; i++) {
		char c = folded.ptr[i];
		if (is_alnum(c) && !inside)
			buf_add_char(words, ' ');
		inside = is_alnum(c);
		if (inside)
			buf_add_char(words, c);
	}
}

/* "user@example.org", "<name>", "192.0.2.1", "mx.example.org", "https://...": not the same the next time. */
static bool is_variable(struct str token)
{
	for (size_t i = 0; i < token.len; i++) {
		char c = token.ptr[i];
		bool inside = i > 0 && i + 1 < token.len;
		if ((c >= '0' && c <= '9') || c == '@' || c == '<' || c == '>')
			return true;
		if (c == '.' && inside && is_alnum(token.ptr[i - 1]) && is_alnum(token.ptr[i + 1]))
			return true; /* a host is written small; a name such as RESOLVER.Name is not */
	}
	return str_find(token, STR("://"), 0) != SIZE_MAX;
}

static struct str without_marks(struct str token)
{
	while (token.len > 0 && !is_alnum(token.ptr[0]))
		token = str_from_index(token, 1);
	while (token.len > 0 && !is_alnum(token.ptr[token.len - 1]))
		token.len--;
	return token;
}

/* Whose a run of words is, as long as it is only one's. */
struct owner {
	struct str from;
	bool shared;
};

struct builder {
	struct arena *arena;
	const struct family *family;
	struct map owners; /* run -> struct owner */
};

static void own(struct builder *builder, struct str run, struct str from)
{
	struct owner *owner = map_find(&builder->owners, run);

	if (owner) {
		owner->shared |= from.len == 0 || !str_eq(owner->from, from);
		return;
	}
	owner = arena_new(builder->arena, struct owner);
	*owner = (struct owner){ from, from.len == 0 };
	map_add(&builder->owners, builder->arena, run, owner);
}

/* Adds the runs of a phrase; one of fewer words is a run by itself, and nobody's own. */
static void add_runs(struct builder *builder, struct str phrase, struct str from, struct str_array *runs)
{
	struct str_array words = { 0 };
	struct str rest = str_trim(phrase), word;

	while (str_next_part(&rest, ' ', &word))
		*array_add(builder->arena, &words) = word;
	size_t count = words.count > RUN ? words.count - RUN + 1 : words.count > 0;
	for (size_t i = 0; i < count; i++) {
		struct str last = words.items[words.count < RUN ? words.count - 1 : i + RUN - 1];
		const char *start = words.items[i].ptr;
		struct str run = { start, (size_t)(last.ptr + last.len - start) };
		*array_add(builder->arena, runs) = run;
		own(builder, run, words.count < RUN ? (struct str){ NULL, 0 } : from);
	}
}

static void close_phrase(struct builder *builder, struct buf *phrase, struct str from, struct str_array *runs)
{
	add_runs(builder, arena_copy(builder->arena, buf_view(phrase)), from, runs);
	buf_clear(phrase);
}

/* The runs of a text, and the first detail in it. */
static void read_text(struct builder *builder, struct str text, struct str from, struct str_array *runs,
		      struct str *detail)
{
	const struct lookup *lookup = builder->family->lookup;
	struct buf phrase = { 0 };
	struct str token;

	while (str_next_part(&text, ' ', &token)) {
		if (!is_variable(token)) {
			lookup_words_of(fold_text(builder->arena, token).text, &phrase);
			continue;
		}
		close_phrase(builder, &phrase, from, runs);
		struct str bare = without_marks(token);
		if (detail->len == 0 && lookup->detail != NONE &&
		    pattern_fits(builder->family->facts.items[lookup->detail].pattern, bare))
			*detail = bare;
	}
	close_phrase(builder, &phrase, from, runs);
	buf_free(&phrase);
}

static struct str behind_code(const struct family *family, const struct entry *entry, struct str text)
{
	str_take(&text, entry->code);
	str_take(&text, family->lookup->goes_on);
	return text;
}

static void add_text(struct builder *builder, const struct entry *entry, const struct reply *reply)
{
	struct lookup_text *text = array_add(builder->arena, &builder->family->lookup->texts);

	*text = (struct lookup_text){ .entry = entry, .reply = reply };
	read_text(builder, behind_code(builder->family, entry, reply->text), reply->from, &text->common, &text->detail);
}

/* What the standards say is nobody's own. */
static void read_standard(struct builder *builder, const struct entry *entry)
{
	struct str_array runs = { 0 };
	struct str detail = { 0 };

	for (size_t i = 0; i < builder->family->facts.count; i++)
		read_text(builder, entry->facts[i].text, (struct str){ NULL, 0 }, &runs, &detail);
}

/* Parts own runs from common ones, once all texts are known. */
static void part_runs(struct builder *builder, struct lookup_text *text)
{
	struct str_array all = text->common;
	const struct lookup *lookup = builder->family->lookup;

	text->common = (struct str_array){ 0 };
	for (size_t i = 0; i < all.count; i++) {
		const struct owner *owner = map_find(&builder->owners, all.items[i]);
		*array_add(builder->arena, owner->shared ? &text->common : &text->own) = all.items[i];
	}
	text->detail_is_own = text->detail.len > 0;
	for (size_t i = 0; i < lookup->texts.count; i++) {
		const struct lookup_text *other = &lookup->texts.items[i];
		if (other->entry == text->entry && str_eq(other->detail, text->detail) &&
		    !str_eq(other->reply->from, text->reply->from))
			text->detail_is_own = false;
	}
}

static void add_code(struct arena *arena, struct lookup *lookup, struct entry *entry)
{
	struct str code = fold_text(arena, entry->code).text;

	map_add(&lookup->codes, arena, code, entry); /* of two entries with the same code, the first */
}

static void count_names(const struct family *family, const struct entry *entry, size_t *named)
{
	for (size_t f = 0; f < family->facts.count; f++)
		for (size_t i = 0; i < entry->facts[f].code_count; i++)
			if (entry->facts[f].codes[i].entry && entry->facts[f].codes[i].entry->family == family)
				named[entry->facts[f].codes[i].entry->index]++;
}

void lookup_prepare(struct arena *arena, const struct family *family)
{
	struct builder builder = { .arena = arena, .family = family };

	family->lookup->named = arena_array(arena, family->entries.count, size_t);
	for (size_t i = 0; i < family->entries.count; i++) {
		struct entry *entry = &family->entries.items[i];
		add_code(arena, family->lookup, entry);
		count_names(family, entry, family->lookup->named);
		read_standard(&builder, entry);
		for (size_t k = 0; k < entry->reply_count; k++)
			add_text(&builder, entry, &entry->replies[k]);
	}
	for (size_t i = 0; i < family->lookup->texts.count; i++)
		part_runs(&builder, &family->lookup->texts.items[i]);
}

static bool has_run(struct str words, struct str run)
{
	size_t at = str_find(words, run, 0);

	while (at != SIZE_MAX) { /* `words` has a blank at both ends */
		if (words.ptr[at - 1] == ' ' && words.ptr[at + run.len] == ' ')
			return true;
		at = str_find(words, run, at + 1);
	}
	return false;
}

static size_t count_found(const struct str_array *runs, struct str words)
{
	size_t found = 0;

	for (size_t i = 0; i < runs->count; i++)
		found += has_run(words, runs->items[i]);
	return found;
}

/* How many runs of the known text stand in the words; 0 if they are too few, or tell nothing of whose they are. */
static size_t rate(const struct lookup_text *text, struct str detail, struct str words)
{
	size_t total = text->own.count + text->common.count;
	size_t own_found = count_found(&text->own, words), found = own_found + count_found(&text->common, words);
	bool telling = own_found > 0 || (text->detail_is_own && str_eq(text->detail, detail) && total >= 2);

	return telling && found >= (total > SHORT_TEXT ? total / 2 + 1 : total) ? found : 0;
}

const struct reply *lookup_text_of(const struct lookup *lookup, const struct entry *entry, struct str detail,
				   struct str words)
{
	const struct lookup_text *best = NULL;
	size_t most = 0;

	for (size_t i = 0; i < lookup->texts.count; i++) {
		const struct lookup_text *text = &lookup->texts.items[i];
		if (text->entry != entry)
			continue;
		size_t found = rate(text, detail, words);
		bool nearer = found == most && best && !str_eq(best->detail, detail) && str_eq(text->detail, detail);
		if (found > most || (nearer && found > 0)) {
			most = found;
			best = text;
		}
	}
	return best ? best->reply : NULL;
}
