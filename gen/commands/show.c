/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * statusbook show: what the site says of a code, of a reply, of all replies in a text, or of two codes; in the terminal.
 * The lookup page does the same in a browser.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "commands/command.h"
#include "formats/html.h"
#include "model/compare.h"
#include "model/lookup.h"
#include "model/page.h"

#define USUAL_WIDTH 80
#define LEAST_WIDTH 30
#define MOST_CHECKS 3

static const char help[] =
	"Usage: statusbook show [options] CODE | TEXT | CODE CODE | -\n"
	"\n"
	"Explains a code, or every reply that is found in a text such as a bounce or a log line;\n"
	"compares two codes. '-' reads the text from standard input, up to 1 MiB of it.\n"
	"Exit status: 0 something was found, 1 nothing, or problems in content, 2 wrong use,\n"
	"3 the machine.\n"
	"\n"
	"  -C DIR       the project (default: the current folder)\n"
	"  --locale L   the language (default: the one that the project is written in)\n"
	"  --color W    messages in colour: auto, always or never\n"
	"  --help       this text\n"
	"\n"
	"  statusbook show 550\n"
	"  statusbook show \"550 5.1.1 <user@example.org>: User unknown\"\n"
	"  statusbook show 235 550\n"
	"  statusbook show - < bounce.eml\n";

/* What goes to the terminal. */
struct sheet {
	const struct locale *locale;
	struct arena *arena;
	struct buf out;
	size_t width;
};

static size_t terminal_width(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return USUAL_WIDTH;
	return size.ws_col < LEAST_WIDTH ? LEAST_WIDTH : size.ws_col;
}

static void add_blanks(struct buf *out, size_t count)
{
	while (count-- > 0)
		buf_add_char(out, ' ');
}

/* Adds a paragraph: `mark` in front of its first line, and as many blanks in front of the others. */
static void add_paragraph(struct sheet *sheet, struct str mark, struct str text)
{
	size_t indent = str_count_points(mark), column = indent;
	struct str word;

	buf_add(&sheet->out, mark);
	while (str_next_part(&text, ' ', &word)) {
		size_t len = str_count_points(word);
		if (len == 0)
			continue;
		if (column > indent && column + 1 + len > sheet->width) {
			buf_add_char(&sheet->out, '\n');
			add_blanks(&sheet->out, indent);
			column = indent;
		} else if (column > indent) {
			buf_add_char(&sheet->out, ' ');
			column++;
		}
		buf_add(&sheet->out, word);
		column += len;
	}
	buf_add_char(&sheet->out, '\n');
}

/* What was pasted: nothing in it may drive the terminal, or turn the direction of what follows. */
static struct str harmless(struct sheet *sheet, struct str text)
{
	struct buf safe = { 0 };
	uint32_t point;

	while (text.len > 0) {
		size_t len = str_utf8(text, &point);
		bool hidden = len == 0 || point < ' ' || (point >= 0x7f && point < 0xa0) ||
			      (point >= 0x200b && point <= 0x200f) || (point >= 0x2028 && point <= 0x202e) ||
			      (point >= 0x2060 && point <= 0x2069) || point == 0xfeff;
		len = len > 0 ? len : 1;
		if (hidden)
			buf_add_char(&safe, point == '\t' && len == 1 ? ' ' : '?');
		else
			buf_add(&safe, str_until_index(text, len));
		text = str_from_index(text, len);
	}
	struct str copy = arena_copy(sheet->arena, buf_view(&safe));
	buf_free(&safe);
	return copy;
}

static void add_heading(struct sheet *sheet, const struct entry *entry)
{
	const struct entry_text *text = &entry->texts[sheet->locale->index];

	add_paragraph(sheet, arena_concat(sheet->arena, text->code, STR("  ")), text->title);
}

static void add_answers(struct sheet *sheet, const struct entry_text *text)
{
	const struct answer_text *answers = text->answers.items;

	for (size_t i = 0; i < text->answers.count; i++) {
		buf_add_char(&sheet->out, '\n');
		add_paragraph(sheet, STR("  "), answers[i].question);
		add_paragraph(sheet, STR("    "), answers[i].answer);
	}
}

static void add_section(struct sheet *sheet, const struct section_text *section)
{
	struct buf plain = { 0 };
	struct str rest, line;

	html_plain(&plain, section->html);
	rest = buf_view(&plain);
	buf_add_char(&sheet->out, '\n');
	add_paragraph(sheet, STR("  "), section->heading);
	for (size_t i = 1; i <= MOST_CHECKS && str_next_line(&rest, &line); i++) {
		char mark[] = { ' ', ' ', ' ', ' ', (char)('0' + i), '.', ' ' };
		add_paragraph(sheet, (struct str){ mark, sizeof(mark) }, line);
	}
	buf_free(&plain);
}

static void add_page(struct sheet *sheet, const struct page *page, struct str anchor)
{
	buf_add(&sheet->out, STR("\n  "));
	page_path(page, &sheet->out);
	buf_add(&sheet->out, anchor);
	buf_add_char(&sheet->out, '\n');
}

/* What the family says of a finding, if anything. */
static void add_words(struct sheet *sheet, const struct finding *finding)
{
	const struct lookup *lookup = finding->family->lookup;
	const struct label *label = NULL;
	struct buf sentence = { 0 };

	if (finding->disagrees)
		label = &lookup->words.disagree;
	else if (finding->code.len == 0)
		label = finding->entry ? &lookup->words.alone : &lookup->words.unknown;
	if (!label)
		return;
	lookup_say(label, finding, sheet->locale, &sentence);
	buf_add_char(&sheet->out, '\n');
	add_paragraph(sheet, STR("  "), buf_view(&sentence));
	buf_free(&sentence);
}

static void add_known_text(struct sheet *sheet, const struct finding *finding)
{
	const struct entry_text *text = &finding->entry->texts[sheet->locale->index];
	const struct reply_text *shown = finding->reply ? reply_text_find(text, finding->reply->id) : NULL;

	if (!shown)
		return;
	struct str sense = label_in(&finding->family->senses.items[finding->reply->sense].label, sheet->locale);
	buf_add_char(&sheet->out, '\n');
	add_paragraph(sheet, STR("  "),
		      arena_concat(sheet->arena, shown->from, STR(": "), shown->gloss, STR(" ("), sense, STR(")")));
}

/* A detail of which no page is known: its class is all there is to say. */
static void add_unknown(struct sheet *sheet, const struct finding *finding)
{
	const struct entry *kin = lookup_kin(finding->family, finding->detail);
	struct page page = { .kind = PAGE_FAMILY, .locale = sheet->locale, .family = finding->family };
	struct str class = kin && kin->code_class ? kin->code_class->id : (struct str){ NULL, 0 };

	add_paragraph(sheet, STR(""), finding->detail);
	add_words(sheet, finding);
	add_page(sheet, &page,
		 class.len > 0 ? arena_concat(sheet->arena, STR("#class-"), class) : (struct str){ NULL, 0 });
}

static void add_finding(struct sheet *sheet, const struct finding *finding)
{
	const struct entry *entry = finding->entry;
	struct page page = { .kind = PAGE_CODE, .locale = sheet->locale, .family = finding->family, .a = entry };

	if (sheet->out.len > 0)
		buf_add_char(&sheet->out, '\n');
	if (!entry) {
		add_unknown(sheet, finding);
		return;
	}
	const struct entry_text *text = &entry->texts[sheet->locale->index];
	const struct section_text *sections = text->top_sections.items;
	bool both = finding->code.len > 0 && finding->detail.len > 0;
	add_heading(sheet, entry);
	add_paragraph(sheet, STR("  "),
		      arena_concat(sheet->arena, text->class_label, both ? STR(", ") : STR(""),
				   both ? finding->detail : STR("")));
	if (!str_eq(finding->quote, finding->code) && finding->quote.len > 0)
		add_paragraph(sheet, STR("  > "), harmless(sheet, finding->quote));
	add_words(sheet, finding);
	add_known_text(sheet, finding);
	add_answers(sheet, text);
	for (size_t i = 0; i < text->top_sections.count; i++)
		add_section(sheet, &sections[i]);
	add_page(sheet, &page, finding->reply ? STR("#replies") : STR(""));
}

static void add_html(struct sheet *sheet, struct str html)
{
	struct buf plain = { 0 };

	html_plain(&plain, html);
	buf_add_char(&sheet->out, '\n');
	add_paragraph(sheet, STR("  "), buf_view(&plain));
	buf_free(&plain);
}

static void add_sentence(struct sheet *sheet, const struct page *page, enum rule_list list)
{
	struct pair pair = pair_of(page->a, page->b);
	struct match match;
	struct buf html = { 0 };
	size_t next = 0;

	if (!compare_match(&page->family->rules[list], &pair, &next, &match))
		return;
	compare_say(&match, sheet->locale, &html);
	add_html(sheet, buf_view(&html));
	buf_free(&html);
}

static void add_pair(struct sheet *sheet, const struct entry *a, const struct entry *b)
{
	bool later = a->index > b->index;
	struct page page = {
		.kind = PAGE_PAIR, .locale = sheet->locale, .family = a->family, .a = later ? b : a, .b = later ? a : b
	};
	const struct note *note = page_note(&page);

	add_heading(sheet, page.a);
	add_heading(sheet, page.b);
	if (note)
		add_html(sheet, note->texts[sheet->locale->index].verdict);
	else
		add_sentence(sheet, &page, RULES_VERDICT);
	add_sentence(sheet, &page, RULES_SESSION);
	add_sentence(sheet, &page, RULES_CHOICE);
	add_page(sheet, &page, STR(""));
}

/* The entry that is named by all of the text, and by nothing else. */
static const struct entry *entry_named(const struct site *site, struct str text)
{
	for (size_t f = 0; f < site->families.count; f++) {
		const struct family *family = site->families.items[f].value;
		const struct entry *entry = map_find(&family->entry_map, text);
		for (size_t i = 0; !entry && i < family->entries.count; i++)
			if (str_eq(family->entries.items[i].code, text))
				entry = &family->entries.items[i];
		if (entry)
			return entry;
	}
	return NULL;
}

/* Two codes that are compared; false for any other text. */
static bool take_pair(const struct site *site, struct str text, const struct entry **a, const struct entry **b)
{
	struct str rest = str_trim(text), first;

	if (!str_next_part(&rest, ' ', &first))
		return false;
	*a = entry_named(site, first);
	*b = entry_named(site, str_trim(rest));
	return *a && *b && entry_pair_exists(*a, *b);
}

static bool show_text(struct sheet *sheet, const struct site *site, struct str text)
{
	const struct entry *a = entry_named(site, str_trim(text)), *b;

	if (a) {
		add_finding(sheet, &(struct finding){ .family = a->family, .entry = a, .code = a->code });
		return true;
	}
	if (take_pair(site, text, &a, &b)) {
		add_pair(sheet, a, b);
		return true;
	}
	struct findings findings = lookup_find(sheet->arena, site, text);
	for (size_t i = 0; i < findings.count; i++)
		add_finding(sheet, &findings.items[i]);
	return findings.count > 0;
}

static void print(struct sheet *sheet, FILE *file)
{
	if (sheet->out.len > 0)
		fwrite(sheet->out.ptr, 1, sheet->out.len, file);
	buf_clear(&sheet->out);
}

/* To standard error: what to look for. */
static void say_nothing_found(struct sheet *sheet, const struct site *site)
{
	fputs("statusbook show: nothing found\n", stderr);
	for (size_t i = 0; i < site->families.count; i++) {
		const struct family *family = site->families.items[i].value;
		if (family->lookup)
			add_paragraph(sheet, STR(""), label_in(&family->lookup->words.nothing, sheet->locale));
	}
	print(sheet, stderr);
}

/* Reads as much as is looked at; false if that cannot be read. */
static bool read_input(struct buf *input)
{
	ssize_t len = 1;

	while (len > 0 && input->len <= LOOKUP_LONGEST) {
		len = read(STDIN_FILENO, buf_room(input, (size_t)1 << 16), (size_t)1 << 16);
		if (len < 0 && errno == EINTR)
			len = 1;
		else if (len > 0)
			input->len += (size_t)len;
	}
	if (len < 0)
		perror("statusbook show: error: cannot read standard input");
	else if (input->len > LOOKUP_LONGEST)
		fprintf(stderr, "statusbook show: only the first %zu bytes are looked at\n", LOOKUP_LONGEST);
	return len >= 0;
}

static bool read_text(int argc, char **argv, const struct options *options, struct buf *text)
{
	if (argc - options->first == 1 && strcmp(argv[options->first], "-") == 0)
		return read_input(text);
	for (int i = options->first; i < argc; i++) {
		if (text->len > 0)
			buf_add_char(text, ' ');
		buf_add(text, str_from(argv[i]));
	}
	return true;
}

static int show(struct project *project, const struct options *options, struct str text)
{
	const struct site *site = project->site;
	struct sheet sheet = { .arena = &project->arena, .width = terminal_width(), .locale = site->source_locale };

	if (options->locale)
		sheet.locale = site_locale(site, str_from(options->locale));
	if (!sheet.locale) {
		fprintf(stderr, "statusbook show: error: no such locale '%s' [unknown-locale]\n", options->locale);
		return 2;
	}
	bool found = show_text(&sheet, site, text);
	if (!found)
		say_nothing_found(&sheet, site);
	print(&sheet, stdout);
	buf_free(&sheet.out);
	return found ? 0 : 1;
}

int command_show(int argc, char **argv)
{
	struct options options;
	struct project project;
	struct buf text = { 0 };
	int status = options_read(argc, argv, "Cl", help, &options);

	if (status >= 0)
		return status;
	if (options.first == argc) {
		fputs("statusbook show: error: expected a code, a text or '-'; see 'statusbook show --help' "
		      "[bad-usage]\n",
		      stderr);
		return 2;
	}
	if (!read_text(argc, argv, &options, &text)) {
		buf_free(&text);
		return 3;
	}
	project_confine(&options, NULL);
	project_open(&project, &options);
	status = diag_exit_status(&project.diags);
	if (status == 0)
		status = show(&project, &options, buf_view(&text));
	else
		status = project_report(&project, &options);
	project_close(&project);
	buf_free(&text);
	return status;
}
