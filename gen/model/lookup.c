/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * From text to findings in three walks: candidates that stand in a place become hits; hits become parts, a reply with
 * all of its lines or a detail by itself; parts that are the same become one finding. Every look forward or back has a
 * limit, so that the time grows as the text does. templates/assets/lookup.js goes the same way.
 */
#include "model/lookup.h"

#include <stdlib.h>

#include "formats/fold.h"
#include "formats/slots.h"
#include "model/compare.h"

#define LONGEST_TOKEN 32
#define MOST_BEFORE 64 /* characters of the line that a pattern sees */
#define MOST_BEHIND 32
#define MOST_BETWEEN 8    /* between code and detail */
#define LONGEST_REPLY 800 /* how far a reply goes on behind its last code */
#define LONGEST_QUOTE 240
#define MOST_LINES 40     /* of a reply that are compared with known texts */
#define MOST_COMPARED 512 /* replies that are compared with known texts */

struct hit {
	const struct entry *entry; /* NULL for a detail by itself */
	size_t start;
	size_t body; /* behind the code, and the detail if there is one */
	struct str detail;
	bool goes_on;
	bool continues; /* a further line of the reply before it */
};

struct part {
	const struct entry *entry;
	struct str detail;
	size_t start;
	size_t limit; /* where its text ends */
	size_t first; /* hit */
	size_t count;
};

/* What patterns see. A line has a blank around it, so that a pattern can ask for one at its ends too. */
struct view {
	char before[MOST_BEFORE + 2];
	char behind[MOST_BEHIND + 2];
	bool from_start;
	bool of_code; /* else of a detail by itself */
};

struct scan {
	struct arena *arena;
	const struct family *family;
	const struct lookup *lookup;
	struct str text;
	size_t line; /* where the line of the candidate begins */
	struct view seen;
	enum { UNKNOWN, NO, YES } fits, skipped; /* of the view that was seen last */
	struct {
		struct hit *items;
		size_t count;
		size_t capacity;
	} hits;
	struct {
		struct part *items;
		size_t count;
		size_t capacity;
	} parts;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z');
}

/* The character there; a line end at and beyond both ends. */
static char char_at(struct str text, size_t i)
{
	return i < text.len ? text.ptr[i] : '\n';
}

/* The run of letters and digits, with dots inside, that begins there. */
static struct str token_at(struct str text, size_t start)
{
	size_t end = start;

	while (is_alnum(char_at(text, end)) || (char_at(text, end) == '.' && end > start &&
						is_alnum(text.ptr[end - 1]) && is_alnum(char_at(text, end + 1))))
		end++;
	return (struct str){ text.ptr + start, end - start };
}

/* As pattern_fits, of a copy: sanitizers measure a text to its end, however little of it is looked at. */
static bool fits_whole(const struct pattern *pattern, struct str text)
{
	char copy[LONGEST_TOKEN + 1];

	if (text.len > LONGEST_TOKEN)
		return false;
	memcpy(copy, text.ptr, text.len);
	copy[text.len] = '\0';
	return pattern_fits(pattern, (struct str){ copy, text.len });
}

static bool is_detail(const struct scan *scan, struct str token)
{
	return scan->lookup->detail != NONE &&
	       fits_whole(scan->family->facts.items[scan->lookup->detail].pattern, token);
}

/* Part of an address, a path, a number with a sign, a time, a sum: no code, whatever stands around it. */
static bool is_cut_out(const struct scan *scan, size_t start, size_t end)
{
	char before = char_at(scan->text, start - 1), behind = char_at(scan->text, end);
	size_t i = end + 1;

	if (strchr("-_/@+.\\%$&", before) || strchr("_/@+\\%$&", behind))
		return true;
	if (!strchr("-:,", behind) || !is_digit(char_at(scan->text, i)))
		return false;
	while (is_digit(char_at(scan->text, i)))
		i++;
	return !is_alnum(char_at(scan->text, i));
}

static void view_make(const struct scan *scan, size_t start, size_t end, struct view *view)
{
	size_t far = start - scan->line, len = far < MOST_BEFORE ? far : MOST_BEFORE, at = 0;

	view->from_start = far <= MOST_BEFORE;
	if (view->from_start)
		view->before[at++] = ' ';
	memcpy(view->before + at, scan->text.ptr + start - len, len);
	view->before[at + len] = '\0';
	for (at = 0; at < MOST_BEHIND && char_at(scan->text, end + at) != '\n'; at++)
		view->behind[at] = scan->text.ptr[end + at];
	if (char_at(scan->text, end + at) == '\n')
		view->behind[at++] = ' ';
	view->behind[at] = '\0';
}

static bool fits_place(const struct lookup_places *places, const struct view *view)
{
	if ((places->any_before && pattern_is_in(places->any_before, view->before)) ||
	    (places->any_behind && pattern_is_in(places->any_behind, view->behind)))
		return true;
	for (size_t i = 0; i < places->count; i++) {
		const struct lookup_place *place = &places->items[i];
		if ((!place->from_start || view->from_start) && pattern_is_in(place->before, view->before) &&
		    pattern_is_in(place->behind, view->behind))
			return true;
	}
	return false;
}

static bool same_view(const struct view *a, const struct view *b)
{
	return a->from_start == b->from_start && a->of_code == b->of_code && strcmp(a->before, b->before) == 0 &&
	       strcmp(a->behind, b->behind) == 0;
}

/* Text repeats itself, so what was said of the last view is kept; patterns take most of the time. */
static void see(struct scan *scan, const struct view *view)
{
	if (same_view(view, &scan->seen))
		return;
	scan->seen = *view;
	scan->fits = scan->skipped = UNKNOWN;
}

static bool stands_in_place(struct scan *scan)
{
	const struct lookup_places *places = scan->seen.of_code ? &scan->lookup->places : &scan->lookup->details;

	if (scan->fits == UNKNOWN)
		scan->fits = fits_place(places, &scan->seen) ? YES : NO;
	return scan->fits == YES;
}

static bool is_skipped(struct scan *scan)
{
	if (scan->skipped == UNKNOWN)
		scan->skipped = fits_place(&scan->lookup->skip, &scan->seen) ? YES : NO;
	return scan->skipped == YES;
}

/* The detail that belongs to a code which ends there. */
static struct str detail_behind(const struct scan *scan, size_t end)
{
	char between[MOST_BETWEEN];

	for (size_t len = 0; len < MOST_BETWEEN && scan->lookup->joint; len++) {
		char c = char_at(scan->text, end + len);
		if (len > 0 && is_alnum(c) && !is_alnum(scan->text.ptr[end + len - 1])) {
			struct str token = token_at(scan->text, end + len);
			if (is_detail(scan, token))
				return fits_whole(scan->lookup->joint, (struct str){ between, len })
					       ? token
					       : (struct str){ NULL, 0 };
		}
		between[len] = c == '\n' ? ' ' : c;
	}
	return (struct str){ NULL, 0 };
}

/* Whether the code is a further line of the reply before it. */
static bool continues(const struct scan *scan, const struct entry *entry, size_t start, size_t end)
{
	const struct hit *last = scan->hits.count > 0 ? &scan->hits.items[scan->hits.count - 1] : NULL;
	struct str rest = str_from_index(scan->text, end);
	char behind = char_at(scan->text, end);

	return last && last->entry == entry && last->goes_on && start - last->start <= LONGEST_REPLY &&
	       (behind == ' ' || behind == '\n' || str_starts(rest, scan->lookup->goes_on));
}

static bool goes_on(const struct scan *scan, size_t end)
{
	struct str mark = scan->lookup->goes_on;

	return mark.len > 0 && str_starts(str_from_index(scan->text, end), mark);
}

/* Looks at a token; returns where to go on. */
static size_t take_token(struct scan *scan, size_t start)
{
	struct str token = token_at(scan->text, start);
	size_t end = start + token.len;
	struct entry *entry = token.len <= LONGEST_TOKEN ? map_find(&scan->lookup->codes, token) : NULL;
	struct hit hit = { .entry = entry, .start = start, .body = end };
	struct view view;

	if (entry) {
		hit.detail = detail_behind(scan, end);
		if (hit.detail.len > 0)
			hit.body = (size_t)(hit.detail.ptr - scan->text.ptr) + hit.detail.len;
		hit.goes_on = goes_on(scan, end);
	} else if (is_detail(scan, token)) {
		hit.detail = token;
	} else {
		return end;
	}
	if (is_cut_out(scan, start, hit.body))
		return end;
	view.of_code = entry != NULL;
	view_make(scan, start, hit.body, &view);
	see(scan, &view);
	hit.continues = entry && continues(scan, entry, start, end);
	bool taken = hit.continues || (entry && hit.detail.len > 0) || stands_in_place(scan);
	if (!taken || is_skipped(scan))
		return end;
	*array_add(scan->arena, &scan->hits) = hit;
	return hit.body;
}

static void find_hits(struct scan *scan)
{
	size_t i = 0;

	while (i < scan->text.len) {
		char c = scan->text.ptr[i];
		if (is_alnum(c)) {
			size_t next = take_token(scan, i);
			for (; i < next; i++) /* a detail may stand in the line below its code */
				if (scan->text.ptr[i] == '\n')
					scan->line = i + 1;
			continue;
		}
		i++;
		if (c == '\n')
			scan->line = i;
	}
}

/* Where an empty line begins in that part of the text, or its end. */
static size_t paragraph_end(struct str text, size_t start, size_t end)
{
	for (size_t i = start; i < end && i < text.len; i++) {
		if (text.ptr[i] != '\n')
			continue;
		size_t next = i + 1;
		while (next < end && char_at(text, next) == ' ')
			next++;
		if (char_at(text, next) == '\n' && next < end)
			return i;
	}
	return end < text.len ? end : text.len;
}

/* The text of the reply ends where another begins. */
static size_t limit_of(const struct scan *scan, const struct hit *last)
{
	size_t end = last->body + LONGEST_REPLY;

	for (const struct hit *next = last + 1; next < scan->hits.items + scan->hits.count; next++) {
		if (next->start >= end)
			break;
		if (next->entry) {
			end = next->start;
			break;
		}
	}
	return paragraph_end(scan->text, last->body, end);
}

static bool same_start(const struct entry *entry, struct str detail)
{
	return entry->code.ptr[0] == detail.ptr[0];
}

/* A detail behind a reply, or close before one, belongs to it. */
static bool belongs(const struct scan *scan, struct part *reply, const struct part *detail)
{
	bool before = detail->start < reply->start;
	size_t from = before ? detail->start : reply->start;
	bool near = before ? reply->start - from <= LONGEST_REPLY &&
				     paragraph_end(scan->text, from, reply->start) == reply->start
			   : detail->start < reply->limit;

	if (!near || !same_start(reply->entry, detail->detail))
		return false;
	if (reply->detail.len == 0)
		reply->detail = detail->detail;
	return true;
}

static void make_part(const struct scan *scan, size_t first, struct part *part)
{
	const struct hit *hit = &scan->hits.items[first];

	*part = (struct part){ .entry = hit->entry, .detail = hit->detail, .start = hit->start, .first = first };
	part->count = 1;
	if (!hit->entry)
		return;
	while (first + part->count < scan->hits.count && hit[part->count].continues) {
		if (part->detail.len == 0)
			part->detail = hit[part->count].detail;
		part->count++;
	}
	part->limit = limit_of(scan, &hit[part->count - 1]);
}

static void find_parts(struct scan *scan)
{
	struct part part;

	for (size_t i = 0; i < scan->hits.count; i += part.count) {
		struct part *last = scan->parts.count > 0 ? &scan->parts.items[scan->parts.count - 1] : NULL;
		make_part(scan, i, &part);
		if (last && last->entry && !part.entry && belongs(scan, last, &part))
			continue;
		if (last && !last->entry && part.entry && belongs(scan, &part, last))
			scan->parts.count--;
		*array_add(scan->arena, &scan->parts) = part;
	}
}

static const struct reply *known_text(const struct scan *scan, const struct part *part)
{
	struct buf words = { 0 };

	for (size_t i = 0; i < part->count && i < MOST_LINES; i++) {
		const struct hit *hit = &scan->hits.items[part->first + i];
		size_t end = i + 1 < part->count ? hit[1].start : part->limit;
		lookup_words_of((struct str){ scan->text.ptr + hit->body, end - hit->body }, &words);
	}
	buf_add_char(&words, ' ');
	const struct reply *reply = lookup_text_of(scan->lookup, part->entry, part->detail, buf_view(&words));
	buf_free(&words);
	return reply;
}

const struct entry *lookup_kin(const struct family *family, struct str detail)
{
	for (size_t i = 0; i < family->entries.count; i++) {
		const struct entry *entry = &family->entries.items[i];
		if (entry->kind == &family->kinds.items[0] && same_start(entry, detail))
			return entry;
	}
	return NULL;
}

static bool lists(const struct entry *entry, size_t fact, struct str detail)
{
	for (size_t i = 0; i < entry->facts[fact].code_count; i++)
		if (str_eq(entry->facts[fact].codes[i].written, detail))
			return true;
	return false;
}

static const struct entry *entry_with(const struct scan *scan, struct str detail)
{
	const struct entry *best = NULL;

	for (size_t i = 0; i < scan->family->entries.count; i++) {
		const struct entry *entry = &scan->family->entries.items[i];
		bool usual = entry->kind == &scan->family->kinds.items[0] && same_start(entry, detail);
		bool better = !best || scan->lookup->named[i] > scan->lookup->named[best->index];
		if (usual && better && lists(entry, scan->lookup->detail, detail))
			best = entry;
	}
	return best;
}

static bool refuses(const struct entry *entry)
{
	return entry && entry_meets(&entry->family->conversation.stops, entry);
}

/* Whether the two are the same reply; then the older one gets what it lacks. */
static bool merge(struct finding *old, const struct finding *new)
{
	bool same_detail = str_eq(old->detail, new->detail);

	if (old->code.len == 0 || new->code.len == 0)
		return old->code.len == new->code.len &&same_detail;
	bool detail_fits = same_detail || old->detail.len == 0 || new->detail.len == 0;
	bool reply_fits = old->reply == new->reply || !old->reply || !new->reply;
	if (old->entry != new->entry || (old->refuses && !(detail_fits && reply_fits)))
		return false;
	if (old->detail.len == 0)
		old->detail = new->detail;
	if (!old->reply)
		old->reply = new->reply;
	return true;
}

static void add_finding(struct scan *scan, const struct finding *new, struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		if (merge(&findings->items[i], new))
			return;
	if (findings->count < LOOKUP_MOST)
		*array_add(scan->arena, findings) = *new;
}

/* From the code to the end of its line, as it was pasted; of an endless line only the beginning. */
static struct str quote_of(const struct scan *scan, const struct folded *folded, struct str text, size_t start)
{
	size_t end = start;

	while (end < scan->text.len && end - start < LONGEST_QUOTE && scan->text.ptr[end] != '\n')
		end++;
	return str_trim((struct str){ text.ptr + folded->at[start], folded->at[end] - folded->at[start] });
}

static void find_findings(struct scan *scan, const struct folded *folded, struct str text, struct findings *findings)
{
	for (size_t i = 0; i < scan->parts.count; i++) {
		const struct part *part = &scan->parts.items[i];
		struct finding finding = {
			.family = scan->family,
			.entry = part->entry ? part->entry : entry_with(scan, part->detail),
			.detail = part->detail,
			.quote = quote_of(scan, folded, text, part->start),
		};
		if (part->entry)
			finding.code = part->entry->code;
		if (part->entry && i < MOST_COMPARED)
			finding.reply = known_text(scan, part);
		finding.refuses = refuses(finding.entry ? finding.entry : lookup_kin(scan->family, part->detail));
		add_finding(scan, &finding, findings);
	}
	for (size_t i = 0; i < findings->count; i++) {
		struct finding *finding = &findings->items[i];
		finding->disagrees = finding->code.len > 0 && finding->detail.len > 0 &&
				     !same_start(finding->entry, finding->detail);
	}
}

static bool is_repeated(const struct findings *findings, const struct finding *alone)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->items[i].code.len > 0 && str_eq(findings->items[i].detail, alone->detail))
			return true;
	return false;
}

/* Adds those of one kind, but for details that some reply has. */
static void add_ranked(struct arena *arena, const struct findings *found, bool refusing, struct findings *ranked)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct finding *finding = &found->items[i];
		bool repeated = finding->code.len == 0 && is_repeated(found, finding);
		if (finding->refuses == refusing && !repeated)
			*array_add(arena, ranked) = *finding;
	}
}

bool site_has_lookup(const struct site *site)
{
	for (size_t i = 0; i < site->families.count; i++)
		if (((const struct family *)site->families.items[i].value)->lookup)
			return true;
	return false;
}

struct findings lookup_find(struct arena *arena, const struct site *site, struct str text)
{
	struct findings found = { 0 }, ranked = { 0 };

	text = str_until_index(text, LOOKUP_LONGEST);
	struct folded folded = fold_text(arena, text);
	for (size_t i = 0; i < site->families.count; i++) {
		const struct family *family = site->families.items[i].value;
		struct scan scan = { .arena = arena, .family = family, .lookup = family->lookup, .text = folded.text };
		struct findings own = { 0 };
		if (!family->lookup)
			continue;
		find_hits(&scan);
		find_parts(&scan);
		find_findings(&scan, &folded, text, &own);
		for (size_t k = 0; k < own.count; k++)
			*array_add(arena, &found) = own.items[k];
	}
	add_ranked(arena, &found, true, &ranked);
	add_ranked(arena, &found, false, &ranked);
	return ranked;
}

void lookup_say(const struct label *words, const struct finding *finding, const struct locale *locale, struct buf *text)
{
	const struct entry *entry = finding->entry ? finding->entry : lookup_kin(finding->family, finding->detail);
	struct str rest = label_in(words, locale), literal, slot;

	while (slot_next(&rest, &literal, &slot)) {
		buf_add(text, literal);
		if (str_is(slot, "detail"))
			buf_add(text, finding->detail);
		else if (entry && str_is(slot, "code"))
			buf_add(text, entry->code);
		else if (entry && str_is(slot, "class"))
			buf_add(text, entry->texts[locale->index].class_label);
	}
}
