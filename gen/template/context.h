/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Where in the HTML a value would stand. The scanner follows the constant text of a template, in the order in which it
 * is written, and says at each value whether one of its type is safe there:
 *
 * - between tags: text, addresses, numbers, HTML;
 * - in quoted attributes: text, addresses, numbers; nothing in style, srcdoc, srcset, ping, http-equiv and on...;
 * - in the attributes that hold an address: an address, at the very start; text and numbers only behind a '#' or '?',
 * or behind the '/' of a relative first part such as "en/", that stands in the template. So no value chooses a scheme
 * or host;
 * - in <script type="application/ld+json">: JSON, and JSON nowhere else;
 * - nothing in other scripts, style, comments, declarations, names, and attributes without quotes.
 *
 * The constant text itself is trusted: it is the author's. End tags, comments and the like are told as browsers tell
 * them.
 */
#ifndef STATUSBOOK_TEMPLATE_CONTEXT_H
#define STATUSBOOK_TEMPLATE_CONTEXT_H

#include "template/value.h"

enum html_state {
	HTML_TEXT,
	HTML_TAG_START, /* behind '<' */
	HTML_TAG_NAME,
	HTML_TAG,      /* between attributes */
	HTML_TAG_EDGE, /* branches ended in several places of a tag: a blank, '/' or '>' must come next */
	HTML_ATTRIBUTE_NAME,
	HTML_AFTER_NAME,
	HTML_BEFORE_VALUE, /* behind '=' */
	HTML_QUOTED,
	HTML_UNQUOTED,
	HTML_MARKUP, /* behind "<!" */
	HTML_DECLARATION,
	HTML_COMMENT,
	HTML_RAW, /* in an element whose content knows no tags but its own end */
};

enum html_attribute {
	ATTRIBUTE_PLAIN,
	ATTRIBUTE_URL,
	ATTRIBUTE_TYPE, /* of a script */
	ATTRIBUTE_REFUSED,
};

/* How far the constant text of an address has settled where it leads. */
enum html_url {
	URL_START,   /* nothing there yet */
	URL_VALUE,   /* an address was written: no second one */
	URL_SLASHES, /* only slashes so far: a host may follow */
	URL_PREFIX,  /* the first part of a path, or a scheme */
	URL_SCHEME,  /* a scheme or something like it: no values */
	URL_TAIL,    /* settled */
};

struct html_context {
	enum html_state state;
	unsigned raw; /* 1 + position in the table of such elements, of the open element or tag; 0: none */
	bool closing; /* in an end tag */
	bool json;    /* a script for JSON-LD */
	bool typed;   /* the script tag has a type */
	char quote;
	enum html_attribute attribute;
	enum html_url url;
	size_t matched;  /* in HTML_RAW, of the end tag; in HTML_MARKUP and HTML_COMMENT, of dashes */
	char name[24];   /* of the tag or attribute, or the value of type; in lower case, cut off */
	size_t name_len; /* as it stands; may be longer than what is kept */
};

/* Goes on over constant text. False where it depends on the branches taken what the text means. */
bool html_context_scan(struct html_context *html, struct str text);

/* Why a value of that type may not stand here; NULL if it may. */
const char *html_context_refusal(const struct html_context *html, enum value_type type);

/* Goes on over a value, also over a refused one. */
void html_context_value(struct html_context *html);

/* The context behind branches that end in `html` and `other`; false if they cannot be brought together. */
bool html_context_join(struct html_context *html, const struct html_context *other);

/* The context in which the body of a loop begins, whichever round it is. */
void html_context_loop(struct html_context *html);

/* Whether a loop may go from the end of its body, in `end`, back to its start. */
bool html_context_repeats(const struct html_context *start, const struct html_context *end);

#endif
