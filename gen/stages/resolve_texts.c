/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The texts of entries and notes in one language: everything that pages show of them, ready to be spliced. */
#include "formats/html.h"
#include "formats/url.h"
#include "model/page.h"
#include "stages/resolve_parts.h"
#include "stages/translations.h"

/* Copies what was written into a buffer, and empties the buffer for the next. */
static struct str take(struct resolve *resolve, struct buf *buf)
{
	struct str copy = arena_copy(resolve->arena, buf_view(buf));

	buf_clear(buf);
	return copy;
}

static const struct document *source_of(const struct resolve *resolve, const struct draft *draft)
{
	return draft->documents[resolve->site->source_locale->index];
}

/* A key of the front matter in that language, or else of the source; `lang` gets the source's id if it is that. */
static struct str front_text(const struct resolve *resolve, const struct draft *draft, const struct locale *locale,
			     const char *key, struct str *lang)
{
	const struct document *own = draft->documents[locale->index];
	const struct yaml *node = own ? yaml_find(own->front, key) : NULL;

	if (!node || node->kind != YAML_SCALAR) {
		node = yaml_find(source_of(resolve, draft)->front, key);
		if (!locale->is_source && lang)
			*lang = resolve->site->source_locale->id;
	}
	return node && node->kind == YAML_SCALAR ? str_trim(node->text) : (struct str){ NULL, 0 };
}

/* Left as it is in the source: a text of the front matter that a translation was begun with. */
static void check_copied(struct resolve *resolve, const struct yaml *node, struct str source, struct str key)
{
	if (node && node->kind == YAML_SCALAR && text_is_copied(node->text, source))
		diag_add(resolve->diags, DIAG_UNTRANSLATED_TEXT, node->loc, key);
}

void check_front_texts(struct resolve *resolve, const struct draft *draft)
{
	static const char *const keys[] = { "title", "summary" };
	const struct locale *source = resolve->site->source_locale;

	for (size_t l = 0; l < resolve->site->locales.count; l++) {
		const struct document *document = draft->documents[l];
		for (size_t k = 0; document && document->front && k < 2; k++) {
			const struct yaml *node = yaml_find(document->front, keys[k]);
			if (!node && !yaml_was_misspelt(document->front, keys[k], resolve->diags))
				diag_add(resolve->diags, DIAG_MISSING_KEY, document->front->loc, str_from(keys[k]));
			if (!node)
				continue;
			if (node->kind != YAML_SCALAR)
				diag_add(resolve->diags, DIAG_WRONG_TYPE, node->loc, str_from(keys[k]))->reason =
					STR("expected a text");
			else if (str_trim(node->text).len == 0)
				diag_add(resolve->diags, DIAG_EMPTY_VALUE, node->loc, str_from(keys[k]));
			else if (document != source_of(resolve, draft))
				check_copied(resolve, node, front_text(resolve, draft, source, keys[k], NULL),
					     str_from(keys[k]));
		}
	}
}

static void add_citation(const struct citation *citation, const struct locale *locale, struct buf *html)
{
	struct buf text = { 0 };

	buf_add(html, STR("<a class=\"cite\" rel=\"noopener noreferrer nofollow ugc\" href=\""));
	citation_href(citation, &text);
	url_add(html, buf_view(&text));
	buf_clear(&text);
	buf_add(html, STR("\">"));
	citation_name(citation, locale, &text);
	html_add_text(html, buf_view(&text));
	buf_add(html, STR("</a>"));
	buf_free(&text);
}

static void add_code(const struct code_link *link, const struct entry *from, struct buf *html)
{
	buf_add(html, STR("<a class=\"code\" href=\""));
	if (link->entry->family != from->family) {
		buf_add(html, STR("../"));
		html_add_text(html, link->entry->family->slug);
		buf_add(html, STR("/"));
	}
	html_add_text(html, link->entry->slug);
	buf_add(html, STR(".html\">"));
	html_add_text(html, link->entry->code);
	buf_add(html, STR("</a>"));
}

static void add_values(const struct family *family, const struct fact_def *def, const struct fact_value *value,
		       const struct locale *locale, struct buf *html)
{
	bool steps = def->type == FACT_STEPS;
	size_t count = steps ? family->conversation.count : def->values.count;

	for (size_t i = 0, shown = 0; i < count; i++) {
		if (!(value->bits >> i & 1))
			continue;
		const struct label *label = steps ? &family->conversation.items[i].label : &def->values.items[i].label;
		if (shown++ > 0)
			buf_add(html, STR(", "));
		if (steps && i == value->usual)
			buf_add(html, STR("<strong>"));
		html_add_text(html, label_in(label, locale));
		if (steps && i == value->usual)
			buf_add(html, STR("</strong>"));
	}
}

/* A fact's value as a table shows it. */
static void add_fact(const struct resolve *resolve, const struct entry *entry, size_t index,
		     const struct locale *locale, struct buf *html)
{
	const struct fact_def *def = &entry->family->facts.items[index];
	const struct fact_value *value = &entry->facts[index];

	add_values(entry->family, def, value, locale, html);
	for (size_t i = 0; i < value->code_count; i++) {
		if (i > 0)
			buf_add(html, STR(", "));
		if (value->codes[i].entry) {
			add_code(&value->codes[i], entry, html);
		} else {
			buf_add(html, STR("<span class=\"code\">"));
			html_add_text(html, value->codes[i].written);
			buf_add(html, STR("</span>"));
		}
	}
	for (size_t i = 0; i < value->citation_count; i++) {
		if (i > 0)
			buf_add(html, STR(", "));
		add_citation(&value->citations[i], locale, html);
	}
	if (value->text.len > 0) {
		buf_add(html, STR("<span class=\"verbatim\" lang=\""));
		html_add_text(html, resolve->site->source_locale->id);
		buf_add(html, STR("\">"));
		html_add_text(html, value->text);
		buf_add(html, STR("</span>"));
	}
}

static void make_facts(struct resolve *resolve, const struct entry *entry, const struct locale *locale,
		       struct entry_text *text)
{
	const struct family *family = entry->family;
	struct fact_text *rows = arena_array(resolve->arena, family->facts.count, struct fact_text);
	struct buf html = { 0 };
	size_t count = 0;

	text->fact_html = arena_array(resolve->arena, family->facts.count, struct str);
	for (size_t i = 0; i < family->facts.count; i++) {
		const struct fact_def *def = &family->facts.items[i];
		if (!entry->facts[i].given)
			continue;
		add_fact(resolve, entry, i, locale, &html);
		text->fact_html[i] = take(resolve, &html);
		if (!def->hidden)
			rows[count++] = (struct fact_text){ label_in(&def->label, locale), text->fact_html[i] };
	}
	text->facts = value_list(rows, count);
	buf_free(&html);
}

/* The sentences for the values that the entry has; for several values several sentences. */
static void make_answers(struct resolve *resolve, const struct entry *entry, const struct locale *locale,
			 struct entry_text *text)
{
	const struct family *family = entry->family;
	struct answer_text *answers = arena_array(resolve->arena, family->answers.count, struct answer_text);
	struct buf say = { 0 };
	size_t count = 0;

	for (size_t i = 0; i < family->answers.count; i++) {
		const struct answer_def *def = &family->answers.items[i];
		const struct choices *values = &family->facts.items[def->fact].values;
		struct str first = { NULL, 0 };
		for (size_t k = 0; k < values->count; k++) {
			if (!(entry->facts[def->fact].bits >> k & 1))
				continue;
			bool own = def->says[k].text.len > 0;
			if (say.len > 0)
				buf_add(&say, own ? STR(" ") : STR(", "));
			else
				first = values->items[k].id;
			buf_add(&say, label_in(own ? &def->says[k] : &values->items[k].label, locale));
		}
		if (say.len > 0)
			answers[count++] = (struct answer_text){
				def->id,
				label_in(&def->question, locale),
				take(resolve, &say),
				first,
			};
	}
	text->answers = value_list(answers, count);
	buf_free(&say);
}

static struct str source_gloss(const struct resolve *resolve, const struct draft *draft, const struct reply *reply)
{
	const struct yaml *list = yaml_find(source_of(resolve, draft)->front, "replies");

	for (size_t i = 0; list && i < list->count; i++) {
		const struct yaml *id = yaml_find(list->items[i].value, "id");
		const struct yaml *gloss = yaml_find(list->items[i].value, "gloss");
		if (id && gloss && str_eq(id->text, reply->id))
			return gloss->text;
	}
	return (struct str){ NULL, 0 };
}

static struct str gloss_of(const struct resolve *resolve, const struct draft *draft, const struct locale *locale,
			   const struct reply *reply, struct str *lang)
{
	const struct document *own = draft->documents[locale->index];
	const struct yaml *glosses = own && !locale->is_source ? yaml_find(own->front, "replies") : NULL;

	for (size_t i = 0; glosses && glosses->kind == YAML_MAP && i < glosses->count; i++)
		if (str_eq(glosses->items[i].key, reply->id) && glosses->items[i].value->kind == YAML_SCALAR)
			return glosses->items[i].value->text;
	if (!locale->is_source)
		*lang = resolve->site->source_locale->id;
	return source_gloss(resolve, draft, reply);
}

static bool has_key(const struct yaml *map, struct str key)
{
	for (size_t i = 0; map && i < map->count; i++)
		if (str_eq(map->items[i].key, key))
			return true;
	return false;
}

static void check_glosses(struct resolve *resolve, const struct draft *draft, const struct document *document)
{
	const struct entry *entry = draft->entry;
	const struct yaml *glosses = yaml_find(document->front, "replies");

	if (entry->broken || document->broken)
		return;
	if (glosses && glosses->kind != YAML_MAP) {
		diag_add(resolve->diags, DIAG_WRONG_TYPE, glosses->loc, STR("replies"))->reason =
			STR("expected an id and a gloss for each reply");
		return;
	}
	for (size_t i = 0; glosses && i < glosses->count; i++) {
		size_t k = 0;
		while (k < entry->reply_count && !str_eq(entry->replies[k].id, glosses->items[i].key))
			k++;
		if (glosses->items[i].value->kind != YAML_SCALAR)
			diag_add(resolve->diags, DIAG_WRONG_TYPE, glosses->items[i].value->loc, glosses->items[i].key)
				->reason = STR("expected a text");
		else if (k < entry->reply_count)
			check_copied(resolve, glosses->items[i].value, source_gloss(resolve, draft, &entry->replies[k]),
				     glosses->items[i].key);
		if (k == entry->reply_count)
			diag_add(resolve->diags, DIAG_UNKNOWN_GLOSS, glosses->items[i].key_loc, glosses->items[i].key);
	}
	for (size_t k = 0; document->front && k < entry->reply_count; k++)
		if (!has_key(glosses, entry->replies[k].id))
			diag_add(resolve->diags, DIAG_MISSING_GLOSS, document->loc, entry->replies[k].id);
}

/* What is said of a reply whose text has, right behind its code, a code that begins otherwise. */
static struct str disagreement_of(const struct entry *entry, const struct reply *reply, const struct locale *locale)
{
	struct str rest = str_from_index(reply->text, entry->code.len + 1), code;

	if (!str_next_part(&rest, ' ', &code) || code_begins_as(code, entry->code))
		return (struct str){ NULL, 0 };
	for (size_t i = 0; i < entry->family->facts.count; i++) {
		const struct fact_def *def = &entry->family->facts.items[i];
		if (def->disagreement.text.len > 0 && pattern_fits(def->pattern, code))
			return label_in(&def->disagreement, locale);
	}
	return (struct str){ NULL, 0 };
}

static void make_replies(struct resolve *resolve, const struct draft *draft, const struct locale *locale,
			 struct entry_text *text)
{
	const struct entry *entry = draft->entry;
	struct buf html = { 0 };

	text->replies = arena_array(resolve->arena, entry->reply_count, struct reply_text);
	for (size_t i = 0; i < entry->reply_count; i++) {
		const struct reply *reply = &entry->replies[i];
		struct reply_text *row = &text->replies[i];
		*row = (struct reply_text){
			.id = reply->id,
			.from = reply->from,
			.sense = label_in(&entry->family->senses.items[reply->sense].label, locale),
			.text = reply->text,
			.text_lang = resolve->site->source_locale->id,
		};
		if (reply->sender)
			row->href = sender_href(resolve->arena, reply->sender);
		row->gloss = gloss_of(resolve, draft, locale, reply, &row->lang);
		row->disagreement = disagreement_of(entry, reply, locale);
		add_citation(&reply->seen, locale, &html);
		row->seen = take(resolve, &html);
	}
	buf_free(&html);
}

/* Replies by sense, in the order in which the family lists the senses. */
static void group_replies(struct resolve *resolve, const struct entry *entry, const struct locale *locale,
			  struct entry_text *text)
{
	const struct choices *senses = &entry->family->senses;
	struct sense_text *groups = arena_array(resolve->arena, senses->count, struct sense_text);
	size_t group_count = 0;

	for (size_t s = 0; s < senses->count; s++) {
		struct reply_text *replies = arena_array(resolve->arena, entry->reply_count, struct reply_text);
		size_t count = 0;
		for (size_t i = 0; i < entry->reply_count; i++)
			if (entry->replies[i].sense == s)
				replies[count++] = text->replies[i];
		if (count > 0)
			groups[group_count++] = (struct sense_text){ label_in(&senses->items[s].label, locale),
								     value_list(replies, count) };
	}
	text->senses = value_list(groups, group_count);
}

static void make_keywords(struct resolve *resolve, const struct draft *draft, const struct locale *locale,
			  struct entry_text *text)
{
	const struct document *own = draft->documents[locale->index];
	const struct yaml *list = own ? yaml_find(own->front, "keywords") : NULL;

	if (!list || list->kind != YAML_LIST) {
		if (list)
			diag_add(resolve->diags, DIAG_WRONG_TYPE, list->loc, STR("keywords"))->reason =
				STR("expected a list");
		return;
	}
	struct str *words = arena_array(resolve->arena, list->count, struct str);
	for (size_t i = 0; i < list->count; i++) {
		words[i] = list->items[i].value->text;
		if (list->items[i].value->kind != YAML_SCALAR)
			diag_add(resolve->diags, DIAG_WRONG_TYPE, list->items[i].value->loc, STR("keywords"))->reason =
				STR("expected a text");
	}
	text->keywords = value_list(words, list->count);
}

/* Sorts the sections by where they are shown, and counts how much of the text is in the page's language. */
static void place_sections(struct resolve *resolve, const struct family *family, struct entry_text *text)
{
	const struct section_defs *defs = &family->entry_sections;
	struct section_text *top = arena_array(resolve->arena, defs->count, struct section_text);
	struct section_text *rest = arena_array(resolve->arena, defs->count, struct section_text);
	size_t top_count = 0, rest_count = 0, own = 0;

	for (size_t i = 0; i < defs->count; i++) {
		if (text->by_def[i].id.len == 0)
			continue;
		own += text->by_def[i].lang.len == 0;
		if (defs->items[i].place == PLACE_ANSWER)
			top[top_count++] = text->by_def[i];
		else
			rest[rest_count++] = text->by_def[i];
	}
	text->top_sections = value_list(top, top_count);
	text->sections = value_list(rest, rest_count);
	text->translated = 2 * own >= top_count + rest_count;
}

/* "2026-11-23 First published." */
static bool split_changed(struct str changed, struct str *on, struct str *what)
{
	bool fits = changed.len > 11 && changed.ptr[10] == ' ';

	for (size_t i = 0; fits && i < 10; i++) {
		bool dash = i == 4 || i == 7;
		fits = dash ? changed.ptr[i] == '-' : changed.ptr[i] >= '0' && changed.ptr[i] <= '9';
	}
	*on = str_until_index(changed, 10);
	*what = str_trim(str_from_index(changed, 11));
	size_t month, day;
	return fits && str_to_size(str_until_index(str_from_index(changed, 5), 2), &month) &&
	       str_to_size(str_until_index(str_from_index(changed, 8), 2), &day) && month >= 1 && month <= 12 &&
	       day >= 1 && day <= 31;
}

void check_changed(struct resolve *resolve, const struct draft *draft)
{
	for (size_t i = 0; i < resolve->site->locales.count; i++) {
		const struct yaml *node = draft->documents[i] ? yaml_find(draft->documents[i]->front, "changed") : NULL;
		struct str on, what;
		if (node && !split_changed(node->text, &on, &what))
			diag_add(resolve->diags, DIAG_BAD_DATE, node->loc, node->text);
	}
}

static void make_changed(const struct draft *draft, const struct locale *locale, struct entry_text *text)
{
	const struct document *own = draft->documents[locale->index];
	const struct yaml *node = own ? yaml_find(own->front, "changed") : NULL;

	if (!node || !split_changed(node->text, &text->changed_on, &text->changed_what))
		text->changed_on = text->changed_what = (struct str){ NULL, 0 };
}

static void make_names(struct resolve *resolve, const struct draft *draft, const struct locale *locale,
		       struct entry_text *text)
{
	const struct entry *entry = draft->entry;
	const struct code_class *class = entry->code_class;
	struct buf html = { 0 };

	text->code = entry->code;
	text->slug = entry->slug;
	text->href = arena_concat(resolve->arena, entry->slug, STR(".html"));
	text->file = resolve_file_of(resolve, draft, locale);
	text->title = front_text(resolve, draft, locale, "title", &text->lang);
	text->summary = front_text(resolve, draft, locale, "summary", &text->lang);
	text->dir = text->lang.len > 0 ? resolve->site->source_locale->dir : (struct str){ NULL, 0 };
	text->kind = entry->kind->id;
	text->kind_label = label_in(&entry->kind->label, locale);
	text->is_code = entry->kind == &entry->family->kinds.items[0];
	if (class) {
		text->class_id = class->id;
		text->class_label = label_in(&class->label, locale);
		text->tone = class->tone;
	}
	buf_add(&html, STR("<b class=\"code\">"));
	html_add_text(&html, entry->code);
	buf_add(&html, STR("</b>"));
	text->code_html = take(resolve, &html);
	if (text->lang.len > 0)
		buf_addf(&html, "<span lang=\"%.*s\">", (int)text->lang.len, text->lang.ptr);
	html_add_text(&html, text->title);
	if (text->lang.len > 0)
		buf_add(&html, STR("</span>"));
	text->title_html = take(resolve, &html);
	buf_free(&html);
}

void resolve_entry_texts(struct resolve *resolve, const struct family_drafts *family, struct draft *draft)
{
	const struct section_defs *defs = &family->family->entry_sections;
	const struct locale *source = resolve->site->source_locale;
	const struct section_text *original = resolve_sections(resolve, family->family, defs, draft, source, NULL);

	check_front_texts(resolve, draft);
	check_changed(resolve, draft);
	draft->entry->texts = arena_array(resolve->arena, resolve->site->locales.count, struct entry_text);
	for (size_t i = 0; i < resolve->site->locales.count; i++) {
		const struct locale *locale = &resolve->site->locales.items[i];
		struct entry_text *text = &draft->entry->texts[i];
		text->by_def = locale == source
				       ? (struct section_text *)original
				       : resolve_sections(resolve, family->family, defs, draft, locale, original);
		make_names(resolve, draft, locale, text);
		make_keywords(resolve, draft, locale, text);
		make_changed(draft, locale, text);
		make_facts(resolve, draft->entry, locale, text);
		make_answers(resolve, draft->entry, locale, text);
		make_replies(resolve, draft, locale, text);
		group_replies(resolve, draft->entry, locale, text);
		place_sections(resolve, family->family, text);
		if (draft->documents[i] && !locale->is_source)
			check_glosses(resolve, draft, draft->documents[i]);
	}
	check_sections(resolve, defs, draft);
}

/* The lead is one paragraph, the verdict; what stands around it is taken off. False if it is anything else. */
static bool verdict_of(struct str html, struct str *verdict)
{
	*verdict = str_trim(html);
	bool starts = str_take(verdict, STR("<p>"));
	size_t end = str_find(*verdict, STR("</p>"), 0);
	bool whole = starts && end != SIZE_MAX && verdict->len == end + strlen("</p>");

	*verdict = str_until_index(*verdict, end);
	return whole;
}

/* The first line of the lead. */
static struct loc loc_of_lead(const struct document *document)
{
	const struct md_section *lead = document_section(document, STR("lead"));
	struct str rest = lead ? str_trim(lead->body) : (struct str){ NULL, 0 }, line;

	return str_next_line(&rest, &line) ? loc_of(&document->source, line) : document->loc;
}

/* A verdict names both codes. */
static void check_verdict(struct resolve *resolve, const struct draft *draft, size_t locale)
{
	const struct document *document = draft->documents[locale];
	const struct entry *entries[] = { draft->note->a, draft->note->b };

	for (size_t i = 0; document && draft->note->texts[locale].verdict.len > 0 && i < 2; i++)
		if (str_find(draft->note->texts[locale].verdict, entries[i]->code, 0) == SIZE_MAX)
			diag_add(resolve->diags, DIAG_NOTE_VERDICT, loc_of_lead(document), entries[i]->code);
}

void resolve_note_texts(struct resolve *resolve, const struct family_drafts *family, struct draft *draft)
{
	const struct section_defs *defs = &family->family->note_sections;
	const struct locale *source = resolve->site->source_locale;
	size_t lead = section_find(defs, STR("lead"));
	const struct section_text *original = resolve_sections(resolve, family->family, defs, draft, source, NULL);

	check_changed(resolve, draft);
	draft->note->texts = arena_array(resolve->arena, resolve->site->locales.count, struct note_text);
	for (size_t i = 0; i < resolve->site->locales.count; i++) {
		const struct locale *locale = &resolve->site->locales.items[i];
		struct note_text *text = &draft->note->texts[i];
		const struct section_text *sections =
			locale == source ? original
					 : resolve_sections(resolve, family->family, defs, draft, locale, original);
		struct section_text *shown = arena_array(resolve->arena, defs->count, struct section_text);
		size_t count = 0;
		text->file = resolve_file_of(resolve, draft, locale);
		for (size_t k = 0; k < defs->count; k++)
			if (k != lead && sections[k].id.len > 0)
				shown[count++] = sections[k];
		if (lead != NONE) {
			bool whole = verdict_of(sections[lead].html, &text->verdict);
			if (!whole && sections[lead].id.len > 0 && draft->documents[i])
				diag_add(resolve->diags, DIAG_NOTE_PARAGRAPH, loc_of_lead(draft->documents[i]),
					 (struct str){ 0 });
			text->original = sections[lead].original;
			text->lang = sections[lead].lang;
			text->dir = sections[lead].dir;
		}
		text->sections = value_list(shown, count);
		check_verdict(resolve, draft, i);
	}
	check_sections(resolve, defs, draft);
}
