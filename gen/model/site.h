/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * The whole site. Filled by the stages `load` and `resolve`, constant from then on: any number of threads may read it.
 * Everything in it lives in its arena and dies with it.
 */
#ifndef STATUSBOOK_MODEL_SITE_H
#define STATUSBOOK_MODEL_SITE_H

#include "base/buf.h"
#include "model/entry.h"
#include "model/work.h"
#include "template/template.h"

/*
 * The pages that have a template each; PAGE_LOST has that of PAGE_MISSING. PAGE_LOOKUP is there where some family says how
 * its codes stand in text, PAGE_TRANSLATIONS for every language but the source's, if there is a template for it.
 */
enum page_kind {
	PAGE_ROOT,
	PAGE_MISSING, /* shown for addresses that there are not, */
	PAGE_LOST,    /* and the same below the folder of a language */
	PAGE_HOME,
	PAGE_FAMILY,
	PAGE_SENDER,
	PAGE_CODE,
	PAGE_PAIR,
	PAGE_LOOKUP,
	PAGE_TRANSLATIONS,
	PAGE_CODE_JSON, /* from here on for programs, without templates: a code, */
	PAGE_CODE_MARKDOWN,
	PAGE_CODES_JSON, /* and all of a family */
	PAGE_KINDS
};

/* Links to comparisons, each made by a template of its own and once for all pages: see stages/links.h. */
enum link_kind {
	LINK_NEAR,  /* among those that suggest themselves */
	LINK_OTHER, /* among all others of a class */
	LINK_KINDS
};

/* A text that can be translated, and where it stands: what `i18n extract` writes. */
struct message {
	struct str context; /* empty for none */
	struct str id;
	struct str plural;
	struct loc loc;
	struct label_texts *texts; /* of a label, to be filled; NULL for others */
};

/* A word of `pairs: indexable` in site.yaml: "note", or a fact of type codes. */
struct index_word {
	struct str id;
	struct loc loc;
};

struct asset {
	struct str file; /* "style.css", as in templates/assets/ */
	struct str path; /* "assets/style.0a1b2c3d.css" or "assets/search-en.js", in the site */
	struct str bytes;
	bool is_hashed; /* its name is new whenever its bytes are: it can be cached for ever */
};

/* A file or folder at the top of the output that is the publisher's own. */
struct kept {
	struct str name;
	struct loc loc;
};

/* What may be done with something. */
struct licence {
	struct str name; /* empty if nothing is said of it */
	struct str url;
};

struct page_view;

struct site {
	struct arena *arena;
	size_t threads;        /* that a stage may use: see load_with */
	struct source *source; /* site.yaml */
	struct label name;
	struct label description;
	struct str base_url;   /* ends with a slash */
	struct str repository; /* may be empty */
	struct str edit_url;   /* with the slot {path}; may be empty */
	struct str new_url;    /* where a file can be begun, likewise */
	struct licence text_licence, code_licence;
	struct str offline; /* name of the archive for offline use, at the top of the site; may be empty */
	struct {
		struct kept *items;
		size_t count;
		size_t capacity;
	} kept;
	struct label citation;
	struct {
		struct locale *items;
		size_t count;
		size_t capacity;
	} locales;
	const struct locale *source_locale;
	bool has_index_words; /* without: notes, and all facts of type codes */
	struct {
		struct index_word *items;
		size_t count;
		size_t capacity;
	} index_words; /* families know what follows from them */
	struct {
		struct pattern **items;
		size_t count;
		size_t capacity;
	} patterns;            /* all that were compiled */
	struct map references; /* id -> struct reference */
	struct map families;   /* slug -> struct family, in the order of their names */
	struct {
		struct message *items;
		size_t count;
		size_t capacity;
	} messages;
	struct {
		struct asset *items;
		size_t count;
		size_t capacity;
	} assets;
	bool has_feeds;            /* some text says when it was changed */
	const struct source *boot; /* templates/assets/boot.js; NULL if there is none */
	struct str boot_html;      /* the script element with it that stands in every page; may be empty */
	struct str policy;         /* the content security policy of every page */
	struct template_set *template_set;
	struct {
		const struct source **items;
		size_t count;
		size_t capacity;
	} template_sources;
	const struct template **templates; /* per locale and kind: see site_template */
	const struct template **links;     /* per locale and kind; NULL without a template for them */
	struct page_view **views;          /* likewise: what all such pages show alike */
	const struct work_view **work;     /* per locale; NULL for the source's, or without a template to show it */
};

static inline const struct template *site_template(const struct site *site, const struct locale *locale,
						   enum page_kind kind)
{
	return site->templates[locale->index * PAGE_KINDS + kind];
}

static inline const struct page_view *site_page_view(const struct site *site, const struct locale *locale,
						     enum page_kind kind)
{
	return site->views[locale->index * PAGE_KINDS + kind];
}

/* What is left to translate into that language; NULL where no page shows it. */
static inline const struct work_view *site_work(const struct site *site, const struct locale *locale)
{
	return site->work ? site->work[locale->index] : NULL;
}

/* What stands behind the host in the base address: "/", or "/two/deep/". */
struct str site_base_path(const struct site *site);

/* Adds edit_url or new_url with the path of a file in its slot; nothing if the site has none. */
void site_add_file_url(struct str pattern, struct str path, struct buf *url);

/* Gives back what is not in the arena. The site cannot be used any more. */
void site_release(struct site *site);

const struct locale *site_locale(const struct site *site, struct str id); /* NULL if there is none */

/* The asset of that file, or NULL. */
const struct asset *site_asset(const struct site *site, const char *file);

/*
 * Adds an asset: a file of templates/assets/, or one that a stage has made. Its name in the site carries a hash of its
 * bytes, so that it can be cached for ever. `file` and `bytes` have to live as long as the site.
 */
void site_add_asset(struct site *site, struct str file, struct str bytes);

/*
 * The same under its own name, without a hash: for what changes with any text of the site, so that the pages that refer to
 * it need not change each time.
 */
void site_add_named_asset(struct site *site, struct str file, struct str bytes);

#endif
