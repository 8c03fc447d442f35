/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Links to the comparisons of a code: which there are, and their HTML. */
#include "stages/links.h"

struct pair_link link_between(struct arena *arena, const struct entry *about, const struct entry *other,
			      const struct locale *locale)
{
	const struct entry_text *text = &other->texts[locale->index];
	bool later = about->index < other->index;
	const struct entry *a = later ? about : other, *b = later ? other : about;

	return (struct pair_link){
		.href = arena_concat(arena, a->slug, STR("-vs-"), b->slug, STR(".html")),
		.a = a->code,
		.b = b->code,
		.code = other->code,
		.title = text->title,
		.lang = text->lang,
		.tone = text->tone,
	};
}

static bool is_near(const struct entry *about, const struct entry *other)
{
	for (size_t i = 0; i < about->near.count; i++)
		if (about->near.items[i].entry == other)
			return true;
	return false;
}

/* The step that the entry usually answers; NULL without one, or if it is any: that is none in particular. */
static const struct step *usual_step(const struct entry *entry)
{
	const struct fact_value *steps = entry_steps(entry);
	const struct step *step =
		steps && steps->usual != NONE ? &entry->family->conversation.items[steps->usual] : NULL;

	return step && !step->any ? step : NULL;
}

struct neighbours links_neighbours(struct arena *arena, const struct entry *about, size_t most)
{
	const struct step *step = usual_step(about);
	size_t room = about->near.count + (step ? step->usual_count : 0);
	struct neighbours list = { .items = arena_array(arena, room < most ? room : most, struct neighbour) };

	for (size_t i = 0; i < about->near.count && list.count < most; i++)
		list.items[list.count++] = about->near.items[i];
	for (size_t i = 0; step && i < step->usual_count && list.count < most; i++) {
		const struct entry *other = step->usual[i];
		if (entry_pair_exists(about, other) && !is_near(about, other))
			list.items[list.count++] = (struct neighbour){ other, NONE };
	}
	return list;
}

/* `scratch` is used for a while. */
static void add_link(struct arena *scratch, const struct template *template, const struct entry *about,
		     const struct entry *other, const struct locale *locale, struct buf *html)
{
	struct arena_mark mark = arena_mark(scratch);
	struct pair_link link = link_between(scratch, about, other, locale);

	if (template)
		template_run(template, &(struct link_view){ &link }, html);
	arena_reset(scratch, mark);
}

struct link_row links_to_others(struct arena *arena, const struct site *site, const struct entry *about,
				const struct locale *locale, struct buf *scratch)
{
	const struct family *family = about->family;
	const struct template *template = site->links[locale->index * LINK_KINDS + LINK_OTHER];
	uint32_t *ends = arena_array(arena, family->entries.count, uint32_t);
	struct arena links = { 0 };

	for (size_t i = 0; i < family->entries.count && family->classed[i]; i++) {
		if (entry_pair_exists(about, family->classed[i]))
			add_link(&links, template, about, family->classed[i], locale, scratch);
		ends[i] = (uint32_t)scratch->len;
	}
	struct link_row row = { arena_copy(arena, buf_view(scratch)), ends };
	arena_free(&links);
	buf_clear(scratch);
	return row;
}

void links_near(struct arena *arena, const struct site *site, const struct entry *about, const struct locale *locale,
		struct buf *scratch)
{
	const struct template *template = site->links[locale->index * LINK_KINDS + LINK_NEAR];
	struct arena links = { 0 };
	struct neighbours near = links_neighbours(&links, about, MOST_NEAR + 1);
	struct entry_text *text = &about->texts[locale->index];

	text->near = arena_array(arena, near.count, struct near_link);
	for (text->near_count = 0; text->near_count < near.count; text->near_count++) {
		const struct entry *other = near.items[text->near_count].entry;
		add_link(&links, template, about, other, locale, scratch);
		text->near[text->near_count] = (struct near_link){ other, arena_copy(arena, buf_view(scratch)) };
		buf_clear(scratch);
	}
	arena_free(&links);
}
