/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* statusbook i18n status: what is left to translate, for people and for programs. */
#include "commands/i18n.h"
#include "formats/json.h"
#include "stages/translations.h"

#define MOST_ROWS 20 /* of a family, without --all */

/* Text ------------------------------------------------------------------------------------------------------------- */

static void add_part(struct buf *out, const struct part_status *part)
{
	if (part->kind == PART_GLOSS)
		buf_add(out, STR("gloss of "));
	buf_add(out, part->id);
}

/* "stale: meaning, when; missing: history" */
static void add_parts(struct buf *out, const struct text_status *text)
{
	size_t groups = 0;

	for (int state = PART_MISSING; state <= PART_STALE; state++) {
		size_t count = 0;
		for (size_t i = 0; i < text->part_count; i++) {
			if (text->parts[i].state != (enum part_state)state)
				continue;
			if (count++ == 0)
				buf_addf(out, "%s%s: ", groups++ > 0 ? "; " : "", part_state_name(state));
			else
				buf_add(out, STR(", "));
			add_part(out, &text->parts[i]);
		}
	}
}

static void add_row(struct buf *out, const struct text_status *text, size_t width)
{
	buf_addf(out, "%7zu %7zu  %.*s%*s  ", text->pages, text->words, (int)text->file.len, text->file.ptr,
		 (int)(width - text->file.len), "");
	if (text->state == TEXT_MISSING || text->state == TEXT_BROKEN)
		buf_addf(out, "%s", text_state_name(text->state));
	else
		add_parts(out, text);
	buf_add_char(out, '\n');
}

static void add_family(struct buf *out, const struct locale_status *status, const struct family_status *family,
		       bool all)
{
	size_t to_do = family->text_count - family->counts[TEXT_DONE], width = 0, words = 0;
	size_t rows = all || to_do <= MOST_ROWS ? to_do : MOST_ROWS;

	buf_addf(out, "%.*s %.*s: %zu of %zu texts done", (int)status->locale->id.len, status->locale->id.ptr,
		 (int)family->family->slug.len, family->family->slug.ptr, family->counts[TEXT_DONE],
		 family->text_count);
	for (int state = 0; state < TEXT_DONE; state++)
		if (family->counts[state] > 0)
			buf_addf(out, ", %zu %s", family->counts[state], text_state_name(state));
	if (family->words > 0)
		buf_addf(out, "; %zu word%s to do", family->words, family->words == 1 ? "" : "s");
	if (family->unstamped > 0)
		buf_addf(out, "; sections without a stamp: %zu", family->unstamped);
	buf_add_char(out, '\n');
	/* The done are on no page, and so stand last. */
	for (size_t i = 0; i < rows; i++)
		width = family->texts[i].file.len > width ? family->texts[i].file.len : width;
	if (rows > 0)
		buf_add(out, STR("  pages   words  file\n"));
	for (size_t i = 0; i < rows; i++)
		add_row(out, &family->texts[i], width);
	for (size_t i = rows; i < to_do; i++)
		words += family->texts[i].words;
	if (rows < to_do)
		buf_addf(out, "%7s %7zu  %zu more; --all lists them\n", "", words, to_do - rows);
}

static void add_locale(struct buf *out, const struct translations *all, const struct locale_status *status, bool every)
{
	for (size_t f = 0; f < all->site->families.count; f++)
		add_family(out, status, &status->families[f], every);
	buf_addf(out, "%.*s messages: %zu of %zu done", (int)status->locale->id.len, status->locale->id.ptr,
		 status->message_count - status->missing.count - status->fuzzy.count, status->message_count);
	if (status->missing.count > 0)
		buf_addf(out, ", %zu missing", status->missing.count);
	if (status->fuzzy.count > 0)
		buf_addf(out, ", %zu fuzzy", status->fuzzy.count);
	if (!translations_are_done(status) && status->missing.count + status->fuzzy.count > 0)
		buf_addf(out, "; see locales/%.*s.po", (int)status->locale->id.len, status->locale->id.ptr);
	buf_add_char(out, '\n');
}

/* JSON ------------------------------------------------------------------------------------------------------------- */

static void json_part(struct buf *json, const struct part_status *part)
{
	static const char *const kinds[] = { "title", "summary", "gloss", "section" };

	json_next(json);
	buf_add_char(json, '{');
	json_key_text(json, "kind", str_from(kinds[part->kind]));
	json_key_text(json, "id", part->id);
	json_key_text(json, "state", str_from(part_state_name(part->state)));
	json_key_size(json, "words", part->words);
	buf_add_char(json, '}');
}

static void json_status(struct buf *json, const struct text_status *text)
{
	static const char *const kinds[] = { "entry", "note", "introduction" };

	json_next(json);
	buf_add(json, STR("\n{"));
	json_key_text(json, "file", text->file);
	json_key_text(json, "source", text->source->source.path);
	json_key_text(json, "kind", str_from(kinds[text->kind]));
	json_key_text(json, "state", str_from(text_state_name(text->state)));
	json_key_size(json, "pages", text->pages);
	json_key_size(json, "words", text->words);
	json_key(json, "parts");
	buf_add_char(json, '[');
	for (size_t i = 0; i < text->part_count; i++)
		json_part(json, &text->parts[i]);
	buf_add(json, STR("]}"));
}

static void json_family(struct buf *json, const struct family_status *family)
{
	json_next(json);
	buf_add(json, STR("\n{"));
	json_key_text(json, "family", family->family->slug);
	json_key_size(json, "words", family->words);
	for (int state = 0; state < TEXT_STATE_COUNT; state++)
		json_key_size(json, text_state_name(state), family->counts[state]);
	json_key_size(json, "unstamped", family->unstamped);
	json_key(json, "texts");
	buf_add_char(json, '[');
	for (size_t i = 0; i < family->text_count; i++)
		json_status(json, &family->texts[i]);
	buf_add(json, STR("]}"));
}

static void json_messages(struct buf *json, const char *name, const struct message_array *messages)
{
	json_key(json, name);
	buf_add_char(json, '[');
	for (size_t i = 0; i < messages->count; i++) {
		json_next(json);
		buf_add(json, STR("\n{"));
		if (messages->items[i]->context.len > 0)
			json_key_text(json, "context", messages->items[i]->context);
		json_key_text(json, "id", messages->items[i]->id);
		buf_add_char(json, '}');
	}
	buf_add_char(json, ']');
}

static void json_locale(struct buf *json, const struct translations *all, const struct locale_status *status)
{
	json_next(json);
	buf_add(json, STR("\n{"));
	json_key_text(json, "locale", status->locale->id);
	json_key_text(json, "name", status->locale->name);
	json_key_size(json, "texts", status->texts);
	json_key_size(json, "words", status->words);
	json_key(json, "families");
	buf_add_char(json, '[');
	for (size_t f = 0; f < all->site->families.count; f++)
		json_family(json, &status->families[f]);
	buf_add_char(json, ']');
	json_key(json, "messages");
	buf_add_char(json, '{');
	json_key_size(json, "count", status->message_count);
	json_messages(json, "missing", &status->missing);
	json_messages(json, "fuzzy", &status->fuzzy);
	buf_add(json, STR("}}"));
}

/* Both ------------------------------------------------------------------------------------------------------------- */

int i18n_status(struct project *project, const struct options *options, char **files, size_t count)
{
	const struct locale *wanted;
	bool json = options->format == DIAG_JSON;
	size_t texts = 0, words = 0, messages = 0;
	struct buf out = { 0 };

	(void)files;
	(void)count;
	if (!project_find_locale(project, options->locale, &wanted))
		return 0;
	if (options->format == DIAG_GITHUB) {
		diag_add(&project->diags, DIAG_BAD_USAGE, (struct loc){ 0 }, STR("--format github"))->reason =
			STR("status is text or json");
		return 0;
	}
	struct translations all = translations_gather(&project->arena, project->manuscript);
	if (json)
		buf_add(&out, STR("{\"locales\":["));
	for (size_t i = 0; i < all.locale_count; i++) {
		const struct locale_status *status = &all.locales[i];
		if (wanted && status->locale != wanted)
			continue;
		if (json)
			json_locale(&out, &all, status);
		else
			add_locale(&out, &all, status, options->all);
		texts += status->texts;
		words += status->words;
		messages += status->missing.count + status->fuzzy.count;
	}
	if (json)
		buf_add(&out, STR("]}\n"));
	fwrite(out.ptr, 1, out.len, stdout);
	fflush(stdout);
	buf_free(&out);
	if (texts + messages == 0 && !json && !options->quiet)
		fputs("statusbook: nothing to do\n", stderr);
	else if (!json && !options->quiet)
		fprintf(stderr, "statusbook: %zu text%s with %zu words, and %zu message%s to do\n", texts,
			texts == 1 ? "" : "s", words, messages, messages == 1 ? "" : "s");
	return texts + messages > 0 ? 1 : 0;
}
