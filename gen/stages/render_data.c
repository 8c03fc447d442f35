/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * What programs read: a code as JSON and as Markdown, and the codes of a family as JSON. schema.json (data_schema.json
 * here) describes the JSON. Ids are those of the content and the same in every language; texts are the page's.
 */
#include "formats/html_markdown.h"
#include "formats/json.h"
#include "stages/render_parts.h"

/* What is being written. */
struct data {
	const struct site *site;
	const struct page *page;
	struct worker *worker;
	struct buf *out;
	struct str folder; /* absolute, of the family's pages */
};

static void add_optional(struct buf *json, const char *key, struct str text)
{
	if (text.len > 0)
		json_key_text(json, key, text);
}

static struct str url_of(const struct data *data, struct page page)
{
	page_url(data->site, &page, &data->worker->scratch);
	return render_take(data->worker);
}

static struct page page_of(const struct data *data, enum page_kind kind, const struct entry *entry)
{
	return (struct page){ .kind = kind, .locale = data->page->locale, .family = entry->family, .a = entry };
}

static void open_member(struct buf *json, const char *key, char bracket)
{
	json_key(json, key);
	buf_add_char(json, bracket);
}

static void open_element(struct buf *json)
{
	json_next(json);
	buf_add_char(json, '{');
}

static struct str id_of(const struct data *data, const struct entry *entry)
{
	return arena_concat(&data->worker->arena, entry->family->slug, STR("/"), entry->slug);
}

static void add_head(const struct data *data)
{
	struct buf *json = data->out;

	buf_add_char(json, '{');
	json_key_text(json, "$schema", arena_concat(&data->worker->arena, data->site->base_url, STR("schema.json")));
	json_key_text(json, "language", data->page->locale->id);
	add_optional(json, "license", data->site->text_licence.url);
	json_key_text(json, "family", data->page->family->slug);
}

/* What lists of codes and codes themselves have. */
static void add_names(const struct data *data, const struct entry *entry, const struct entry_text *text)
{
	struct buf *json = data->out;

	json_key_text(json, "id", id_of(data, entry));
	json_key_text(json, "code", entry->code);
	json_key_text(json, "kind", entry->kind->id);
	if (entry->code_class)
		json_key_text(json, "class", entry->code_class->id);
	json_key_text(json, "title", text->title);
	json_key_text(json, "summary", text->summary);
	add_optional(json, "text_language", text->lang);
	add_optional(json, "changed", text->changed_on);
	json_key_text(json, "url", url_of(data, page_of(data, PAGE_CODE, entry)));
}

static void add_citation(const struct data *data, const struct citation *citation)
{
	struct buf *json = data->out, *scratch = &data->worker->scratch;

	buf_add_char(json, '{');
	json_key_text(json, "source", citation->reference->id);
	add_optional(json, "section", citation->section);
	citation_name(citation, data->page->locale, scratch);
	json_key_text(json, "name", render_take(data->worker));
	citation_href(citation, scratch);
	json_key_text(json, "url", render_take(data->worker));
	buf_add_char(json, '}');
}

static void add_values(const struct data *data, const struct fact_def *def, const struct fact_value *value)
{
	const struct conversation *steps = &data->page->family->conversation;
	bool is_steps = def->type == FACT_STEPS;
	size_t count = is_steps ? steps->count : def->values.count;
	struct buf *json = data->out;

	open_member(json, "values", '[');
	for (size_t i = 0; i < count; i++) {
		if (!(value->bits >> i & 1))
			continue;
		open_element(json);
		json_key_text(json, "id", is_steps ? steps->items[i].id : def->values.items[i].id);
		json_key_text(
			json, "label",
			label_in(is_steps ? &steps->items[i].label : &def->values.items[i].label, data->page->locale));
		if (is_steps && i == value->usual) {
			json_key(json, "usual");
			buf_add(json, STR("true"));
		}
		buf_add_char(json, '}');
	}
	buf_add_char(json, ']');
}

static void add_codes(const struct data *data, const struct fact_value *value)
{
	struct buf *json = data->out;

	open_member(json, "codes", '[');
	for (size_t i = 0; i < value->code_count; i++) {
		const struct entry *entry = value->codes[i].entry;
		open_element(json);
		json_key_text(json, "code", entry ? entry->code : value->codes[i].written);
		if (entry)
			json_key_text(json, "id", id_of(data, entry));
		buf_add_char(json, '}');
	}
	buf_add_char(json, ']');
}

static void add_fact(const struct data *data, const struct fact_def *def, const struct fact_value *value)
{
	struct buf *json = data->out;

	json_next(json);
	json_text(json, def->id);
	buf_add(json, STR(":{"));
	json_key_text(json, "label", label_in(&def->label, data->page->locale));
	if (def->type == FACT_CODES) {
		add_codes(data, value);
	} else if (def->type == FACT_SOURCES) {
		open_member(json, "sources", '[');
		for (size_t i = 0; i < value->citation_count; i++) {
			json_next(json);
			add_citation(data, &value->citations[i]);
		}
		buf_add_char(json, ']');
	} else if (def->type == FACT_TEXT) {
		json_key_text(json, "text", value->text);
	} else {
		add_values(data, def, value);
	}
	buf_add_char(json, '}');
}

static void add_facts(const struct data *data, const struct entry *entry)
{
	open_member(data->out, "facts", '{');
	for (size_t i = 0; i < entry->family->facts.count; i++)
		if (entry->facts[i].given)
			add_fact(data, &entry->family->facts.items[i], &entry->facts[i]);
	buf_add_char(data->out, '}');
}

static void add_answers(const struct data *data, const struct entry_text *text)
{
	const struct answer_text *answers = text->answers.items;
	struct buf *json = data->out;

	open_member(json, "answers", '[');
	for (size_t i = 0; i < text->answers.count; i++) {
		open_element(json);
		json_key_text(json, "id", answers[i].id);
		json_key_text(json, "question", answers[i].question);
		json_key_text(json, "answer", answers[i].answer);
		buf_add_char(json, '}');
	}
	buf_add_char(json, ']');
}

static struct str markdown_of(const struct data *data, struct str html)
{
	html_markdown(&data->worker->scratch, html, data->folder);
	return str_trim(render_take(data->worker));
}

static void add_sections(const struct data *data, const struct entry_text *text)
{
	size_t count = data->page->family->entry_sections.count;
	struct buf *json = data->out;

	open_member(json, "sections", '[');
	for (size_t i = 0; i < count; i++) {
		const struct section_text *section = &text->by_def[i];
		if (section->id.len == 0)
			continue;
		open_element(json);
		json_key_text(json, "id", section->id);
		json_key_text(json, "heading", section->heading);
		add_optional(json, "text_language", section->lang);
		json_key_text(json, "markdown", markdown_of(data, section->html));
		buf_add_char(json, '}');
	}
	buf_add_char(json, ']');
}

static void add_replies(const struct data *data, const struct entry *entry, const struct entry_text *text)
{
	struct buf *json = data->out;

	open_member(json, "replies", '[');
	for (size_t i = 0; i < entry->reply_count; i++) {
		const struct reply *reply = &entry->replies[i];
		open_element(json);
		json_key_text(json, "id", reply->id);
		json_key_text(json, "from", reply->from);
		json_key_text(json, "text", reply->text);
		json_key_text(json, "sense", entry->family->senses.items[reply->sense].id);
		json_key_text(json, "gloss", text->replies[i].gloss);
		add_optional(json, "text_language", text->replies[i].lang);
		json_key(json, "seen");
		add_citation(data, &reply->seen);
		buf_add_char(json, '}');
	}
	buf_add_char(json, ']');
}

static void add_keywords(const struct data *data, const struct entry_text *text)
{
	const struct str *words = text->keywords.items;

	open_member(data->out, "keywords", '[');
	for (size_t i = 0; i < text->keywords.count; i++) {
		json_next(data->out);
		json_text(data->out, words[i]);
	}
	buf_add_char(data->out, ']');
}

static void add_code(const struct data *data)
{
	const struct entry *entry = data->page->a;
	const struct entry_text *text = &entry->texts[data->page->locale->index];

	add_head(data);
	add_names(data, entry, text);
	add_keywords(data, text);
	add_answers(data, text);
	add_facts(data, entry);
	add_sections(data, text);
	add_replies(data, entry, text);
	buf_add(data->out, STR("}\n"));
}

static void add_list(const struct data *data)
{
	const struct family *family = data->page->family;

	add_head(data);
	json_key_text(data->out, "name", label_in(&family->name, data->page->locale));
	open_member(data->out, "codes", '[');
	for (size_t i = 0; i < family->entries.count; i++) {
		const struct entry *entry = &family->entries.items[i];
		json_next(data->out);
		buf_add(data->out, STR("\n{"));
		add_names(data, entry, &entry->texts[data->page->locale->index]);
		json_key_text(data->out, "json", url_of(data, page_of(data, PAGE_CODE_JSON, entry)));
		json_key_text(data->out, "markdown", url_of(data, page_of(data, PAGE_CODE_MARKDOWN, entry)));
		buf_add_char(data->out, '}');
	}
	buf_add(data->out, STR("\n]}\n"));
}

/* A line "- label: text", both plain. */
static void add_item(struct buf *out, struct str label, struct str text)
{
	buf_add(out, STR("- "));
	markdown_add_text(out, label);
	if (!str_ends(label, STR("?")))
		buf_add_char(out, ':');
	buf_add_char(out, ' ');
	buf_add(out, text);
	buf_add_char(out, '\n');
}

static void add_heading(struct buf *out, struct str text)
{
	buf_add(out, STR("\n## "));
	markdown_add_text(out, text);
	buf_add(out, STR("\n\n"));
}

static void add_markdown_replies(const struct data *data, const struct sense_text *sense)
{
	const struct reply_text *replies = sense->replies.items;

	add_heading(data->out, sense->label);
	for (size_t i = 0; i < sense->replies.count; i++) {
		buf_add(data->out, STR("- "));
		markdown_add_text(data->out, replies[i].from);
		buf_add(data->out, STR(": "));
		markdown_add_code(data->out, replies[i].text);
		buf_add(data->out, STR("\n  "));
		markdown_add_text(data->out, replies[i].gloss);
		buf_add(data->out, STR(" ("));
		buf_add(data->out, markdown_of(data, replies[i].seen));
		buf_add(data->out, STR(")\n"));
	}
}

static void add_markdown_head(const struct data *data, const struct entry_text *text)
{
	const struct answer_text *answers = text->answers.items;
	struct buf *out = data->out;

	buf_add(out, STR("# "));
	buf_add(out, label_in(&data->page->family->short_name, data->page->locale));
	buf_add_char(out, ' ');
	markdown_add_text(out, text->code);
	buf_add(out, STR(": "));
	markdown_add_text(out, text->title);
	buf_add(out, STR("\n\n"));
	markdown_add_text(out, text->summary);
	buf_add(out, STR("\n\n"));
	for (size_t i = 0; i < text->answers.count; i++) {
		markdown_add_text(&data->worker->scratch, answers[i].answer);
		add_item(out, answers[i].question, render_take(data->worker));
	}
}

/* Where it is from, and what may be done with it. */
static void add_markdown_foot(const struct data *data)
{
	struct buf *out = data->out;

	buf_add(out, STR("\n<"));
	buf_add(out, url_of(data, page_of(data, PAGE_CODE, data->page->a)));
	buf_add(out, STR(">"));
	if (data->site->text_licence.name.len > 0) {
		buf_add(out, STR(" ["));
		markdown_add_text(out, data->site->text_licence.name);
		buf_add(out, STR("]("));
		buf_add(out, data->site->text_licence.url);
		buf_add(out, STR(")"));
	}
	buf_add_char(out, '\n');
}

/* The page as one column of text. */
static void add_markdown(const struct data *data)
{
	const struct entry_text *text = &data->page->a->texts[data->page->locale->index];
	const struct fact_text *facts = text->facts.items;
	const struct sense_text *senses = text->senses.items;
	struct buf *out = data->out;

	add_markdown_head(data, text);
	for (size_t i = 0; i < data->page->family->entry_sections.count; i++) {
		const struct section_text *section = &text->by_def[i];
		if (section->id.len == 0)
			continue;
		add_heading(out, section->heading);
		html_markdown(out, section->html, data->folder);
	}
	buf_add_char(out, '\n');
	for (size_t i = 0; i < text->facts.count; i++)
		add_item(out, facts[i].label, markdown_of(data, facts[i].html));
	for (size_t i = 0; i < text->senses.count; i++)
		add_markdown_replies(data, &senses[i]);
	add_markdown_foot(data);
}

void render_data(const struct site *site, const struct page *page, struct worker *worker)
{
	struct data data = { site, page, worker, &worker->out, { NULL, 0 } };

	data.folder =
		arena_concat(&worker->arena, site->base_url, page->locale->id, STR("/"), page->family->slug, STR("/"));
	if (page->kind == PAGE_CODE_JSON)
		add_code(&data);
	else if (page->kind == PAGE_CODE_MARKDOWN)
		add_markdown(&data);
	else
		add_list(&data);
}
