/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * The body of an entry: CommonMark in sections with fixed ids. tests/spec/markdown.md is the manual of the format.
 *
 * A body is split first; then each section is rendered, read as plain text, fingerprinted or taken apart, each for
 * itself. Texts must have passed text_check. Nothing here keeps state, so that sections can be read in any thread;
 * nothing recurses. A section over the limits (see md_render) reads as empty; md_render says so.
 */
#ifndef STATUSBOOK_FORMATS_MARKDOWN_H
#define STATUSBOOK_FORMATS_MARKDOWN_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/hash.h"

/* What has to be the same in a section and its translation, in the order of the text. */
enum md_kind {
	MD_CODE_BLOCK, /* text: the lines in it */
	MD_CODE_LINK,  /* text: the target without the scheme, `550#retry` */
	MD_CITE_LINK,  /* likewise, `rfc5321#4.2.3` */
	MD_WEB_LINK,   /* text: the whole address */
};

struct md_part {
	enum md_kind kind;
	struct str text;
	struct loc loc;
};

struct md_parts {
	struct md_part *items;
	size_t count;
	size_t capacity;
};

#define MD_FINGERPRINT_SIZE 9

/* What is asked of a section again and again, found in one reading. */
struct md_gist {
	struct md_parts parts;
	struct hash128 words; /* of what md_plain gives, */
	size_t length;        /* and how long that is */
	size_t word_count;
	struct str
		figures; /* of the words nothing but digits, and the points, commas and blanks that may be part of a number */
	char fingerprint[MD_FINGERPRINT_SIZE];
};

/* Views of the source. */
struct md_section {
	struct str id; /* "lead" before the first heading; empty if it cannot be used, which has been reported */
	struct loc id_loc;
	struct str heading; /* plain text: markup in it is not read; empty for "lead" */
	struct loc heading_loc;
	struct str body;
	struct md_gist gist; /* empty until somebody calls md_gist */
};

struct md_sections {
	struct md_section *items;
	size_t count;
	size_t capacity;
};

/*
 * Cuts `body`, a view of the source's text, at its lines `## Heading {#id}`. What stands before the first of them
 * becomes a section "lead", if it is not blank. Complains about headings without an id (heading-id) and about ids that
 * are given twice (duplicate-section); such sections are there all the same, so that what is in them can be checked.
 */
void md_split(struct arena *arena, const struct source *source, struct str body, struct md_sections *sections,
	      struct diags *diags);

/*
 * Knows what links with the schemes code: and cite: lead to. Called with the whole address and its place; adds an
 * address to `href`, which is escaped but not checked, and a name for it to `label`, plain text that <code:550> shows.
 * Both are empty before. Returns false after adding a diagnostic. Code blocks are in `code_lang`; empty: as the text.
 */
struct md_links {
	void *context;
	bool (*resolve)(void *context, struct str url, struct loc loc, struct buf *href, struct buf *label);
	struct str code_lang;
};

/*
 * Adds one section as HTML: headings of level 3 to 6 without ids; code blocks with their language as a class, and lines
 * of `smtp` in spans of class "server" and "client"; links of class "code", "cite" or "external". Raw HTML (raw-html),
 * images, other headings (heading-level) and addresses (bad-url), and text that would take long to read
 * (markdown-limit) are refused: then nothing is added, and false comes back.
 */
bool md_render(const struct source *source, struct str body, const struct md_links *links, struct buf *html,
	       struct diags *diags);

/* A run of a paragraph's text, and where it stands. */
struct md_run {
	size_t start, end; /* in the text */
	struct str where;  /* in the body */
	bool exact;        /* these very bytes; else they may be among others there */
};

/* The words of a paragraph or heading, without markup. */
struct md_paragraph {
	struct str text;  /* code spans and the texts of links are in it, <code:550> as `550` */
	struct str prose; /* as long as `text`, with MD_VERBATIM for each byte of code spans and of <code:550> */
	bool heading;
	struct str line; /* its first line in the body */
	struct {
		struct md_run *items;
		size_t count;
		size_t capacity;
	} runs;
};

#define MD_VERBATIM '\1' /* no text has it: see text_check */

struct md_paragraphs {
	struct md_paragraph *items;
	size_t count;
	size_t capacity;
};

/* Adds the paragraphs and headings of a section, for proof-readers. Code blocks are not among them. */
void md_read(struct arena *arena, struct str body, struct md_paragraphs *paragraphs);

/*
 * Where `part`, a view of the paragraph's text, stands in the body. Where that cannot be told (because it is written with
 * character references, say), its first line.
 */
struct str md_place(const struct md_paragraph *paragraph, struct str part);

/* Adds the words of a section without markup, a line for each paragraph and heading: for search and comparing. */
void md_plain(struct str body, struct buf *text);

/* Adds the parts of a section; their texts are copies in the arena. */
void md_scan(struct arena *arena, const struct source *source, struct str body, struct md_parts *parts);

/* The number of words in what md_plain gives. */
size_t md_count_words(struct str plain);

/* Fills in the gist of a section. */
void md_gist(struct arena *arena, const struct source *source, struct md_section *section);

/*
 * Eight hexadecimal digits and a NUL: the same for two texts that differ only in white space, line ends included. Made
 * of the source, so that a change of markup or of a link counts as a change.
 */
void md_fingerprint(struct str body, char hex[MD_FINGERPRINT_SIZE]);

#endif
