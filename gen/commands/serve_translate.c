/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * A text beside its translation, part by part: what front matter is translated, then the sections. Each part says how it
 * stands. Links lead to the pages of the translation's language.
 */
#include "commands/serve_parts.h"
#include "formats/html.h"
#include "formats/worddiff.h"
#include "stages/stamps.h"
#include "stages/translations.h"

#define NOTHING ((struct str){ NULL, 0 })

/* X(ID, class in serve_page.css, in words) */
#define STATES(X)                                                                                                      \
	X(MISSING, "missing", "not translated: pages show the source text")                                            \
	X(COPIED, "copied", "the source text, word for word")                                                          \
	X(STALE, "stale", "the source text has changed since")                                                         \
	X(EXTRA, "extra", "not in the source text, and so not shown")                                                  \
	X(UNSTAMPED, "unstamped", "not stamped: nobody will know when the source text changes")                        \
	X(DONE, "done", "up to date")

enum state {
#define X(id, name, words) STATE_##id,
	STATES(X)
#undef X
		STATE_COUNT
};

static const struct {
	const char *name;
	const char *words;
} states[STATE_COUNT] = {
#define X(id, name, words) { name, words },
	STATES(X)
#undef X
};

struct view {
	const struct site *site;
	const struct locale *locale; /* of the translation */
	struct str family;
	struct str slug;
	const struct document *source;
	const struct document *translation; /* NULL if there is none */
	const struct document *old;         /* the source that was translated; NULL if it is not known */
	struct arena arena;
	struct diags unsaid; /* the box of messages has them */
	size_t count;        /* of the parts */
	size_t counts[STATE_COUNT];
	size_t first[STATE_COUNT]; /* the number of the first of them */
	struct buf parts;
};

/* A part: in HTML on both sides. */
struct part {
	struct str id;
	struct str before; /* the source text that was translated; empty if it is not known, or the same */
	struct str after;  /* and as it is now */
	struct str heading[2];
	struct buf html[2];
	bool there[2];
	enum state state;
};

/* "550#retry", "235-vs-550" and "enhanced/5.1.1" lead to pages, "rfc5321#4.2.3" to the document. */
static bool lead(void *context, struct str url, struct loc loc, struct buf *href, struct buf *label)
{
	struct view *view = context;

	(void)loc;
	if (str_take(&url, STR("cite:"))) {
		struct str id = str_until_index(url, str_find_char(url, '#'));
		const struct reference *reference = map_find(&view->site->references, id);
		buf_add(href, reference ? reference->url : NOTHING);
		buf_add(label, url);
		return reference != NULL;
	}
	if (!str_take(&url, STR("code:")))
		return false;
	size_t hash = str_find_char(url, '#');
	struct str code = str_until_index(url, hash);
	buf_add_char(href, '/');
	buf_add(href, view->locale->id);
	buf_add_char(href, '/');
	if (str_find_char(code, '/') == SIZE_MAX) {
		buf_add(href, view->family);
		buf_add_char(href, '/');
	}
	buf_add(href, code);
	buf_add(href, STR(".html"));
	buf_add(href, str_from_index(url, hash));
	buf_add(label, code);
	return true;
}

static enum state state_of(const struct document *translation, const struct md_section *source,
			   const struct md_section *own)
{
	static const enum state by_stamp[] = { STATE_UNSTAMPED, STATE_DONE, STATE_STALE };

	if (!source)
		return STATE_EXTRA;
	if (!own)
		return STATE_MISSING;
	return section_is_copied(own, source) ? STATE_COPIED : by_stamp[stamp_of(translation, source)];
}

static void add_side(struct view *view, const struct part *part, size_t side)
{
	const struct locale *locale = side == 0 ? view->site->source_locale : view->locale;
	struct buf *html = &view->parts;

	buf_add(html, STR("<div class=\"side\" lang=\""));
	html_add_text(html, locale->id);
	buf_add(html, STR("\" dir=\""));
	html_add_text(html, locale->dir);
	buf_add(html, STR("\">\n"));
	if (part->heading[side].len > 0) {
		buf_add(html, STR("<h3>"));
		html_add_text(html, part->heading[side]);
		buf_add(html, STR("</h3>\n"));
	}
	buf_add(html, buf_view(&part->html[side]));
	buf_add(html, STR("</div>\n"));
}

/* The colours of a terminal, which no text can have in it, become elements. */
static void add_marked(struct buf *html, struct str text)
{
	struct str end = NOTHING;

	while (text.len > 0) {
		size_t plain = str_find_char(text, '\033');
		html_add_text(html, str_until_index(text, plain));
		text = str_from_index(text, plain);
		if (str_take(&text, STR("\033[31m"))) {
			buf_add(html, STR("<del>"));
			end = STR("</del>");
		} else if (str_take(&text, STR("\033[32m"))) {
			buf_add(html, STR("<ins>"));
			end = STR("</ins>");
		} else if (str_take(&text, STR("\033[m"))) {
			buf_add(html, end);
		}
	}
}

static void add_changes(struct view *view, const struct part *part)
{
	struct buf changes = { 0 }, *html = &view->parts;

	worddiff(part->before, part->after, true, &changes);
	if (changes.len > 0) {
		buf_add(html,
			STR("<div class=\"changes\">\n<h3>What has changed in the source text</h3>\n<pre lang=\""));
		html_add_text(html, view->site->source_locale->id);
		buf_add(html, STR("\">"));
		add_marked(html, buf_view(&changes));
		buf_add(html, STR("</pre>\n</div>\n"));
	}
	buf_free(&changes);
}

static void add_part(struct view *view, struct part *part)
{
	struct buf *html = &view->parts;
	const char *name = states[part->state].name;
	size_t number = ++view->count;

	if (view->counts[part->state]++ == 0)
		view->first[part->state] = number;
	buf_addf(html,
		 "<section class=\"part %s\" id=\"part-%zu\" aria-labelledby=\"name-%zu\">\n<h2 id=\"name-%zu\"><code>",
		 name, number, number, number);
	html_add_text(html, part->id);
	buf_addf(html, "</code> <small>%s</small></h2>\n<div class=\"sides\">\n", states[part->state].words);
	add_side(view, part, 0);
	add_side(view, part, 1);
	buf_add(html, STR("</div>\n"));
	if (part->before.len > 0)
		add_changes(view, part);
	buf_add(html, STR("</section>\n"));
	buf_free(&part->html[0]);
	buf_free(&part->html[1]);
}

/* A scalar, or a list of them with a line each. */
static void add_yaml(struct buf *html, const struct yaml *value)
{
	buf_add(html, STR("<p>"));
	if (value->kind == YAML_SCALAR)
		html_add_text(html, value->text);
	for (size_t i = 0; value->kind == YAML_LIST && i < value->count; i++) {
		buf_add(html, i > 0 ? STR("<br>\n") : NOTHING);
		html_add_text(html, value->items[i].value->text);
	}
	buf_add(html, STR("</p>\n"));
}

static bool is_same(const struct yaml *a, const struct yaml *b)
{
	if (a->kind != b->kind || a->count != b->count)
		return false;
	for (size_t i = 0; a->kind != YAML_SCALAR && i < a->count; i++)
		if (!str_eq(a->items[i].value->text, b->items[i].value->text))
			return false;
	return a->kind != YAML_SCALAR || str_eq(a->text, b->text);
}

/*
 * A value of the front matter; what the source does not have is not translated. It has no stamp: whether it has changed is
 * known only where `old`, the value of the text that was translated, is.
 */
static void add_value(struct view *view, struct str id, const struct yaml *source, const struct yaml *translation,
		      const struct yaml *old)
{
	struct part part = { .id = id, .state = translation ? STATE_DONE : STATE_MISSING };

	if (!source)
		return;
	if (translation && old && old->kind == YAML_SCALAR && !str_eq(old->text, source->text)) {
		part.state = STATE_STALE;
		part.before = old->text;
		part.after = source->text;
	} else if (translation && is_same(translation, source)) {
		part.state = STATE_COPIED;
	}
	add_yaml(&part.html[0], source);
	if (translation)
		add_yaml(&part.html[1], translation);
	add_part(view, &part);
}

/* In the source a list of replies with `id` and `gloss`, in the translation a map from one to the other. */
static void add_glosses(struct view *view, const struct yaml *own)
{
	const struct yaml *replies = yaml_find(view->source->front, "replies");

	for (size_t i = 0; replies && replies->kind == YAML_LIST && i < replies->count; i++) {
		const struct yaml *reply = replies->items[i].value, *id = yaml_find(reply, "id");
		if (!id || id->kind != YAML_SCALAR)
			continue;
		const char *name = arena_copy(&view->arena, id->text).ptr;
		add_value(view, arena_concat(&view->arena, STR("replies: "), id->text), yaml_find(reply, "gloss"),
			  yaml_find(yaml_find(own, "replies"), name), NULL);
	}
}

static void add_front(struct view *view)
{
	static const char *const keys[] = { "title", "summary", "keywords", "changed" };
	const struct yaml *own = view->translation ? view->translation->front : NULL;
	const struct yaml *old = view->old ? view->old->front : NULL;

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		add_value(view, str_from(keys[i]), yaml_find(view->source->front, keys[i]), yaml_find(own, keys[i]),
			  yaml_find(old, keys[i]));
	add_glosses(view, own);
}

static void render_side(struct view *view, struct part *part, size_t side, const struct document *document,
			const struct md_section *section)
{
	struct md_links links = { .context = view, .resolve = lead };

	if (!section)
		return;
	part->heading[side] = section->heading;
	md_render(&document->source, section->body, &links, &part->html[side], &view->unsaid);
}

/* From git: somebody's bytes, until they have been read like any other file. */
static const struct document *read_old(struct view *view, struct history *history)
{
	struct document *old = arena_new(&view->arena, struct document);

	if (!view->translation ||
	    !history_read(history, stamp_blob(view->translation), &view->arena, &old->source.text))
		return NULL;
	document_parse(&view->arena, old, &view->unsaid);
	return old->broken ? NULL : old;
}

static void add_section(struct view *view, const struct md_section *source, const struct md_section *own)
{
	struct part part = { .id = source ? source->id : own->id };

	const struct md_section *old = document_section(view->old, part.id);

	part.state = state_of(view->translation, source, own);
	if (part.state == STATE_STALE && old && stamp_fits(view->translation, part.id, old->body)) {
		part.before = old->body;
		part.after = source->body;
	}
	render_side(view, &part, 0, view->source, source);
	render_side(view, &part, 1, view->translation, own);
	add_part(view, &part);
}

static void add_sections(struct view *view)
{
	const struct document *source = view->source, *own = view->translation;

	for (size_t i = 0; i < source->sections.count; i++)
		add_section(view, &source->sections.items[i], document_section(own, source->sections.items[i].id));
	for (size_t i = 0; own && i < own->sections.count; i++)
		if (!document_section(source, own->sections.items[i].id))
			add_section(view, NULL, &own->sections.items[i]);
}

/* "en/smtp/550.html": a family's introduction is on its own page. */
static struct str path_of_page(struct view *view)
{
	struct str name = str_is(view->slug, "_family") ? STR("index") : view->slug;

	return arena_concat(&view->arena, STR("/"), view->locale->id, STR("/"), view->family, STR("/"), name,
			    STR(".html"));
}

static void add_page(struct buf *html, struct view *view, struct str file, const struct page_extras *extras)
{
	const char *gap = "";

	page_begin(html, file);
	buf_add(html, STR("<main class=\"translate\">\n<h1>"));
	html_add_text(html, file);
	buf_add(html, STR("</h1>\n<p>A translation of <code>"));
	html_add_text(html, view->source->source.path);
	buf_add(html, STR("</code>: "));
	for (size_t i = 0; i < STATE_COUNT; i++) {
		if (view->counts[i] == 0)
			continue;
		buf_addf(html, "%s<a class=\"%s\" href=\"#part-%zu\">%zu %s</a>", gap, states[i].name, view->first[i],
			 view->counts[i], states[i].name);
		gap = ", ";
	}
	buf_add(html, STR(". <a href=\""));
	html_add_text(html, path_of_page(view));
	buf_add(html, STR("\">The page as it will look</a></p>\n"));
	buf_add(html, buf_view(&view->parts));
	buf_add(html, STR("</main>\n"));
	page_end(html, extras);
}

/* Cuts LOCALE/FAMILY/SLUG; false if one is not of the site, or there is nothing to translate. */
static bool find_text(struct view *view, const struct project *project, struct str path)
{
	struct str locale, family;

	if (!str_next_part(&path, '/', &locale) || !str_next_part(&path, '/', &family))
		return false;
	view->locale = site_locale(view->site, locale);
	if (!view->locale || view->locale->is_source)
		return false;
	view->source = preview_document(project, family, path, view->site->source_locale);
	if (!view->source)
		return false;
	view->translation = preview_document(project, family, path, view->locale);
	view->family = family;
	view->slug = path;
	return true;
}

bool translate_page(struct buf *html, struct preview *preview, struct str path)
{
	struct view view = { .site = preview->good->site };

	view.unsaid.arena = &view.arena;
	if (!find_text(&view, preview->good, path))
		return false;
	struct str file = arena_concat(&view.arena, STR("content/"), view.family, STR("/"), view.slug, STR("."),
				       view.locale->id, STR(".md"));
	struct page_extras extras = { .version = preview->version, .file = file };
	view.old = read_old(&view, &preview->history);
	add_front(&view);
	add_sections(&view);
	add_page(html, &view, file, &extras);
	buf_free(&view.parts);
	arena_free(&view.arena);
	return true;
}
