/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* One section as HTML. The layout of blocks is cmark's own, so that its output can be compared in tests. */
#include "formats/html.h"
#include "formats/markdown.h"
#include "formats/markdown_walk.h"
#include "formats/unfit.h"
#include "formats/url.h"

#define LONGEST_DETAIL 60
#define LONGEST_LANGUAGE 20
#define LONGEST_REFERENCE 40

struct render {
	struct md_walk walk;
	const struct source *source;
	const struct md_links *links;
	struct diags *diags;
	struct buf *html;
	size_t start; /* of our part of `html` */
	struct buf href, label;
	bool has_references; /* perhaps: an '&' stands somewhere */
	bool failed;
};

static struct diag *refuse(struct render *render, enum diag_rule rule, struct str part, struct str detail)
{
	render->failed = true;
	return diag_add(render->diags, rule, loc_of(render->source, part), detail);
}

/* The first line of `s`, cut if it is long. */
static struct str excerpt(struct str s)
{
	struct str line = { s.ptr, 0 };

	str_next_line(&s, &line);
	if (line.len > LONGEST_DETAIL) {
		line.len = LONGEST_DETAIL;
		while (line.len > 0 && ((unsigned char)line.ptr[line.len] & 0xc0) == 0x80)
			line.len--;
	}
	return line;
}

/* The first of `text` that looks like a character reference; empty if nothing does. */
static struct str reference_in(struct str text)
{
	for (size_t at = 0; (at = str_find(text, STR("&"), at)) != SIZE_MAX; at++) {
		struct str rest = str_until_index(str_from_index(text, at), LONGEST_REFERENCE);
		struct str name = str_until_index(rest, str_find_char(rest, ';'));
		if (name.len < rest.len && str_find_char(name, ' ') == SIZE_MAX)
			return str_until_index(rest, name.len + 1);
	}
	return (struct str){ NULL, 0 };
}

/* Refuses what no text may hold and was written with a character reference: the bytes of the file have been looked at. */
static void check_text(struct render *render, struct str text)
{
	enum diag_rule rule;
	size_t len, bad = render->has_references ? unfit_find(text, 0, &rule, &len) : SIZE_MAX;

	if (bad == SIZE_MAX)
		return;
	render->failed = true;
	struct str place = md_walk_find(&render->walk, reference_in(md_walk_coming(&render->walk)));
	unfit_report(rule, loc_of(render->source, place), str_from_index(text, bad), render->diags);
}

static void add(struct render *render, struct str s)
{
	buf_add(render->html, s);
}

static void begin_line(struct render *render)
{
	if (render->html->len > render->start && render->html->ptr[render->html->len - 1] != '\n')
		buf_add_char(render->html, '\n');
}

/* A tag on a line of its own, or with text behind it. */
static void add_block_tag(struct render *render, struct str open, struct str close)
{
	if (render->walk.entering)
		begin_line(render);
	add(render, render->walk.entering ? open : close);
}

static void add_list(struct render *render)
{
	bool ordered = cmark_node_get_list_type(render->walk.node) == CMARK_ORDERED_LIST;
	int start = cmark_node_get_list_start(render->walk.node);

	if (ordered && start != 1 && render->walk.entering) {
		begin_line(render);
		buf_addf(render->html, "<ol start=\"%d\">\n", start);
	} else if (ordered) {
		add_block_tag(render, STR("<ol>\n"), STR("</ol>\n"));
	} else {
		add_block_tag(render, STR("<ul>\n"), STR("</ul>\n"));
	}
}

static void add_heading(struct render *render)
{
	int level = cmark_node_get_heading_level(render->walk.node);
	struct str line = md_walk_block(&render->walk);

	if (level < 3 && render->walk.entering)
		refuse(render, DIAG_HEADING_LEVEL, line, excerpt(line));
	if (render->walk.entering)
		begin_line(render);
	buf_addf(render->html, render->walk.entering ? "<h%d>" : "</h%d>\n", level);
}

/* Paragraphs of a tight list stand without tags. */
static void add_paragraph(struct render *render)
{
	cmark_node *list = cmark_node_parent(cmark_node_parent(render->walk.node));

	if (!list || !cmark_node_get_list_tight(list))
		add_block_tag(render, STR("<p>"), STR("</p>\n"));
}

/* The language of a code block: the first word behind the fence, from a closed alphabet; empty for anything else. */
static struct str language_of(cmark_node *node)
{
	struct str info = str_from(cmark_node_get_fence_info(node));
	struct str word = str_until_index(info, str_find_char(info, ' '));

	for (size_t i = 0; i < word.len; i++) {
		char c = word.ptr[i];
		if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '+')
			return (struct str){ NULL, 0 };
	}
	return word.len <= LONGEST_LANGUAGE ? word : (struct str){ NULL, 0 };
}

/* Marks who speaks; the newline stays outside, so that the text copied from the page is the text in the source. */
static void add_dialogue(struct render *render, struct str text)
{
	struct str line;

	while (str_next_line(&text, &line)) {
		bool server = str_starts(line, STR("S: ")) || str_is(line, "S:");
		bool client = str_starts(line, STR("C: ")) || str_is(line, "C:");
		if (server || client)
			add(render, server ? STR("<span class=\"server\">") : STR("<span class=\"client\">"));
		html_add_text(render->html, line);
		add(render, server || client ? STR("</span>\n") : STR("\n"));
	}
}

static void add_code_block(struct render *render)
{
	struct str language = language_of(render->walk.node), text = md_walk_literal(&render->walk);

	begin_line(render);
	add(render, STR("<pre"));
	if (render->links->code_lang.len > 0) {
		add(render, STR(" lang=\""));
		html_add_text(render->html, render->links->code_lang);
		add(render, STR("\""));
	}
	add(render, STR("><code"));
	if (language.len > 0) {
		add(render, STR(" class=\"language-"));
		add(render, language);
		add(render, STR("\""));
	}
	add(render, STR(">"));
	if (str_is(language, "smtp"))
		add_dialogue(render, text);
	else
		html_add_text(render->html, text);
	add(render, STR("</code></pre>\n"));
}

static void add_code(struct render *render)
{
	add(render, STR("<code>"));
	html_add_text(render->html, md_walk_literal(&render->walk));
	add(render, STR("</code>"));
}

/* The class of a link whose address stands in `href`; empty if it is refused. */
static struct str resolve_link(struct render *render, struct str url, struct str place)
{
	bool code = str_starts(url, STR("code:")), cite = str_starts(url, STR("cite:"));
	enum url_kind kind = url_kind(url);

	buf_clear(&render->href);
	buf_clear(&render->label);
	if (code || cite) {
		const struct md_links *links = render->links;
		if (links->resolve(links->context, url, loc_of(render->source, place), &render->href, &render->label))
			return code ? STR("code") : STR("cite");
		render->failed = true;
	} else if (kind == URL_WEB || kind == URL_MAIL) {
		return STR("external");
	} else {
		struct diag *diag = refuse(render, DIAG_BAD_URL, place, excerpt(url));
		diag->reason = url_problem(url);
		if (kind == URL_RELATIVE)
			diag->reason = STR("link to other pages by code:");
	}
	return (struct str){ NULL, 0 };
}

static void add_link(struct render *render)
{
	struct str url = md_walk_url(&render->walk), title = str_from(cmark_node_get_title(render->walk.node));

	if (!render->walk.entering) {
		add(render, STR("</a>"));
		return;
	}
	struct str class = resolve_link(render, url, md_walk_find_link(&render->walk));
	bool external = str_is(class, "external");

	check_text(render, title); /* in an address it would be written as %XX */
	add(render, STR("<a class=\""));
	add(render, class);
	add(render, STR("\" href=\""));
	if (external)
		url_add(render->html, url);
	else
		html_add_text(render->html, buf_view(&render->href));
	if (!str_is(class, "code")) /* it leaves the site */
		add(render, STR("\" rel=\"noopener noreferrer nofollow ugc"));
	if (title.len > 0) {
		add(render, STR("\" title=\""));
		html_add_text(render->html, title);
	}
	add(render, STR("\">"));
	if (md_walk_is_bare(&render->walk) && (!external || !cmark_node_first_child(render->walk.node))) {
		html_add_text(render->html, external ? url : buf_view(&render->label));
		add(render, STR("</a>"));
		md_walk_skip(&render->walk);
	}
}

static void refuse_html(struct render *render)
{
	struct str tag = excerpt(str_trim(md_walk_literal(&render->walk)));
	struct diag *diag = refuse(render, DIAG_RAW_HTML, md_walk_find(&render->walk, tag), tag);

	diag->reason = STR("what is meant as text belongs between `backticks`");
}

static void refuse_image(struct render *render)
{
	refuse(render, DIAG_IMAGE, md_walk_find(&render->walk, STR("![")), (struct str){ NULL, 0 });
	md_walk_skip(&render->walk);
}

static void add_inline_tag(struct render *render, struct str open, struct str close)
{
	add(render, render->walk.entering ? open : close);
}

static void add_node(struct render *render)
{
	switch (render->walk.type) {
	case CMARK_NODE_BLOCK_QUOTE:
		begin_line(render);
		add_block_tag(render, STR("<blockquote>\n"), STR("</blockquote>\n"));
		break;
	case CMARK_NODE_LIST:
		add_list(render);
		break;
	case CMARK_NODE_ITEM:
		add_block_tag(render, STR("<li>"), STR("</li>\n"));
		break;
	case CMARK_NODE_CODE_BLOCK:
		add_code_block(render);
		break;
	case CMARK_NODE_PARAGRAPH:
		add_paragraph(render);
		break;
	case CMARK_NODE_HEADING:
		add_heading(render);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		add_block_tag(render, STR("<hr>\n"), STR(""));
		break;
	case CMARK_NODE_TEXT:
		check_text(render, md_walk_literal(&render->walk));
		html_add_text(render->html, md_walk_literal(&render->walk));
		break;
	case CMARK_NODE_SOFTBREAK:
		add(render, STR("\n"));
		break;
	case CMARK_NODE_LINEBREAK:
		add(render, STR("<br>\n"));
		break;
	case CMARK_NODE_CODE:
		add_code(render);
		break;
	case CMARK_NODE_EMPH:
		add_inline_tag(render, STR("<em>"), STR("</em>"));
		break;
	case CMARK_NODE_STRONG:
		add_inline_tag(render, STR("<strong>"), STR("</strong>"));
		break;
	case CMARK_NODE_LINK:
		add_link(render);
		break;
	case CMARK_NODE_HTML_BLOCK:
	case CMARK_NODE_HTML_INLINE:
		refuse_html(render);
		break;
	case CMARK_NODE_IMAGE:
		refuse_image(render);
		break;
	default: /* the document; cmark makes custom nodes only on demand */
		break;
	}
}

bool md_render(const struct source *source, struct str body, const struct md_links *links, struct buf *html,
	       struct diags *diags)
{
	struct render render = { .source = source, .links = links, .diags = diags, .html = html, .start = html->len };

	render.has_references = str_find_char(body, '&') != SIZE_MAX;
	md_walk_init(&render.walk, body);
	struct md_excess *excess = &render.walk.excess;
	if (excess->what.len > 0)
		refuse(&render, DIAG_MARKDOWN_LIMIT, excess->part, excess->what)->reason = excess->limit;
	while (md_walk_next(&render.walk))
		add_node(&render);
	md_walk_free(&render.walk);
	buf_free(&render.href);
	buf_free(&render.label);
	if (render.failed)
		html->len = render.start;
	return !render.failed;
}
