/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* What a section says, without how it looks: its words, its code blocks, its links. */
#include "formats/markdown.h"
#include "formats/markdown_walk.h"

/* Takes the scheme of our own links off `url`. */
static enum md_kind take_kind(struct str *url)
{
	if (str_take(url, STR("code:")))
		return MD_CODE_LINK;
	return str_take(url, STR("cite:")) ? MD_CITE_LINK : MD_WEB_LINK;
}

static void add_bare_link(struct md_walk *walk, struct buf *text)
{
	struct str url = md_walk_url(walk);

	if (!walk->entering || !md_walk_is_bare(walk))
		return;
	take_kind(&url);
	buf_add(text, url);
	md_walk_skip(walk);
}

void md_plain(struct str body, struct buf *text)
{
	struct md_walk walk;

	md_walk_init(&walk, body);
	while (md_walk_next(&walk)) {
		switch (walk.type) {
		case CMARK_NODE_TEXT:
		case CMARK_NODE_CODE:
			buf_add(text, md_walk_literal(&walk));
			break;
		case CMARK_NODE_SOFTBREAK:
		case CMARK_NODE_LINEBREAK:
			buf_add_char(text, ' ');
			break;
		case CMARK_NODE_LINK:
			add_bare_link(&walk, text);
			break;
		case CMARK_NODE_PARAGRAPH:
		case CMARK_NODE_HEADING:
			if (!walk.entering)
				buf_add_char(text, '\n');
			break;
		default:
			break;
		}
	}
	md_walk_free(&walk);
}

void md_scan(struct arena *arena, const struct source *source, struct str body, struct md_parts *parts)
{
	struct md_walk walk;

	md_walk_init(&walk, body);
	while (md_walk_next(&walk)) {
		if (!walk.entering || (walk.type != CMARK_NODE_CODE_BLOCK && walk.type != CMARK_NODE_LINK))
			continue;

		struct md_part *part = array_add(arena, parts);
		struct str text = walk.type == CMARK_NODE_LINK ? md_walk_url(&walk) : md_walk_literal(&walk);
		part->kind = walk.type == CMARK_NODE_LINK ? take_kind(&text) : MD_CODE_BLOCK;
		part->text = arena_copy(arena, text);
		part->loc =
			loc_of(source, walk.type == CMARK_NODE_LINK ? md_walk_find_link(&walk) : md_walk_block(&walk));
	}
	md_walk_free(&walk);
}
