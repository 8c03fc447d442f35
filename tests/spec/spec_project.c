/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * The examples of site.md, family.md, entry.md and prose.md: files of a project in, what the program says of them out.
 *
 * The input is a list of files, each below a line that names it. They are laid over a small project, which is below.
 *
 *     === PATH            the file, whole
 *     === change PATH     keys that take the place of those that the YAML file has; the others follow them
 *     === remove PATH     the file is not there
 *     === show PATH       print this page, if there are no errors
 *     === find            print what is found in the text below: code, detail, known text
 *     === strict          errors in translations count
 *
 * The small project has two languages and no catalogue: what is said of that is left out, unless the example has one.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "example.h"
#include "model/lookup.h"
#include "stages/check_pairs.h"
#include "stages/check_prose.h"
#include "stages/plan.h"
#include "stages/render.h"
#include "stages/resolve.h"

struct file {
	struct str path;
	struct str text;
};

struct files {
	struct file *items;
	size_t count;
	size_t capacity;
};

#define ENTRY(code, title, severity)                                                                                   \
	"---\ncode: " code "\ntitle: " title "\nsummary: The server says " code ".\nfacts:\n  severity: " severity     \
	"\n---\n\n## What it means {#meaning}\n\nThe server says " code ".\n"

static const struct {
	const char *path;
	const char *text;
} small_project[] = {
	{ "content/site.yaml",
	  "name: Codes\n"
	  "description: What codes mean.\n"
	  "base_url: https://codes.example/\n"
	  "source_locale: en\n"
	  "locales:\n"
	  "  en: { name: English }\n"
	  "  de: { name: Deutsch }\n"
	  "citation: \"{name}, section {section}\"\n"
	  "sources:\n"
	  "  rfc5321:\n"
	  "    name: RFC 5321\n"
	  "    title: Simple Mail Transfer Protocol\n"
	  "    url: https://www.rfc-editor.org/rfc/rfc5321\n"
	  "    section_url: \"https://www.rfc-editor.org/rfc/rfc5321#section-{section}\"\n" },
	{ "content/smtp/family.yaml",
	  "name: SMTP reply codes\n"
	  "short_name: SMTP\n"
	  "kinds:\n"
	  "  code: { label: reply code, pattern: \"[2-5][0-9][0-9]\" }\n"
	  "classes:\n"
	  "  good: { label: Success, pattern: \"2..\" }\n"
	  "  bad: { label: Failure, pattern: \"[45]..\" }\n"
	  "sections:\n"
	  "  entry:\n"
	  "    meaning: { label: What it means }\n"
	  "    retry: { label: What happens next }\n"
	  "  note:\n"
	  "    lead: { label: Verdict }\n"
	  "  family:\n"
	  "    lead: { label: Introduction }\n"
	  "facts:\n"
	  "  severity:\n"
	  "    type: choice\n"
	  "    label: Kind of answer\n"
	  "    values: { success: success, transient: temporary refusal, permanent: permanent refusal }\n"
	  "compare:\n"
	  "  verdict:\n"
	  "    any: { say: \"{a.code} is a {a.severity}, {b.code} is a {b.severity}.\" }\n" },
	{ "content/smtp/250.en.md", ENTRY("250", "Okay", "success") },
	{ "content/smtp/450.en.md", ENTRY("450", "Mailbox busy", "transient") },
	{ "content/smtp/550.en.md", ENTRY("550", "Mailbox unavailable", "permanent") },
	{ "templates/root.html", "{{ site.name }}\n" },
	{ "templates/missing.html", "{{ site.name }}\n" },
	{ "templates/home.html",
	  "{{ site.name }}: {{ site.description }}\n"
	  "{% for family in families %}\n"
	  "{{ family.name }} ({{ family.short_name }}), {{ family.title }}\n"
	  "{% endfor %}\n" },
	{ "templates/family.html",
	  "{{ family.title }}: {{ family.summary }}\n"
	  "{{ family.lead.html }}\n"
	  "{% for class in family.classes %}\n"
	  "[{{ class.id }} {{ class.tone }}] {{ class.label }}:"
	  "{% for link in class.entries %} {{ link.code }}{% endfor %}\n\n"
	  "{% endfor %}\n"
	  "{% for section in family.sections %}\n"
	  "[{{ section.id }}] {{ section.heading }}\n{{ section.html }}\n"
	  "{% endfor %}\n" },
	{ "templates/section.html",
	  "[{{ section.id }}] {{ section.heading }}{% if section.lang %} ({{ section.lang }}){% endif %}"
	  "{% if section.stale %} (old){% endif %}\n\n{{ section.html }}\n" },
	{ "templates/code.html",
	  "{{ entry.code }} {{ entry.title }}{% if entry.lang %} ({{ entry.lang }}){% endif %}"
	  " | {{ entry.kind_label }} | {{ entry.class_label }}\n\n"
	  "{% for answer in entry.answers %}\n{{ answer.question }} {{ answer.answer }}\n{% endfor %}\n"
	  "{% for section in entry.top_sections %}\n(on top) {% include \"section.html\" %}\n{% endfor %}\n"
	  "{% for section in entry.sections %}\n{% include \"section.html\" %}\n{% endfor %}\n"
	  "{% for fact in entry.facts %}\n{{ fact.label }}: {{ fact.html }}\n{% endfor %}\n"
	  "{% for sense in entry.senses %}\n{{ sense.label }}:\n"
	  "{% for reply in sense.replies %}\n"
	  "{{ reply.from }}: {{ reply.text }} = {{ reply.gloss }}{% if reply.lang %} ({{ reply.lang }}){% endif %}"
	  "{% if reply.disagreement %} ({{ reply.disagreement }}){% endif %}\n\n"
	  "{% endfor %}\n{% endfor %}\n"
	  "{% if edit %}\nedit at {{ edit }}\n{% endif %}\n"
	  "{% if entry.changed_on %}\nchanged on {{ entry.changed_on }}: {{ entry.changed_what }}\n{% endif %}\n"
	  "compare with{% for group in near %}{% for pair in group.pairs %} *{{ pair.code }}{% endfor %}{% endfor %}"
	  "{% for pair in same_step %} ={{ pair.code }}{% endfor %}"
	  "{% for class in pair_classes %}{{ class.links|join(\"\") }}{% endfor %}\n\n" },
	{ "templates/link-other.html", " {{ pair.code }}" },
	{ "templates/sender.html",
	  "{{ sender.name }}: {{ sender.about }}\n"
	  "{% for code in sender.codes %}\n{{ code.code }} {{ code.title }}\n"
	  "{% for reply in code.replies %}\n- {{ reply.text }} = {{ reply.gloss }} ({{ reply.sense }})\n{% endfor %}\n"
	  "{% endfor %}\n" },
	{ "templates/pair.html",
	  "verdict: {{ pair.verdict }}\n"
	  "{% if pair.session %}\nsession: {{ pair.session }}\n{% endif %}\n"
	  "{% for session in pair.sketch %}\nsketch:"
	  "{% for step in session.steps %}{% if not loop.first %} >{% endif %} {{ step.label }}"
	  "{% if step.first %} {{ step.first.code }}{% endif %}"
	  "{% if step.second %}{% if step.in_turn %} then{% else %} or{% endif %} {{ step.second.code }}{% endif %}"
	  "{% endfor %}\n\n{% endfor %}\n"
	  "{% for sentence in pair.sentences %}\n- {{ sentence }}\n{% endfor %}\n"
	  "{% if pair.choice %}\nchoice: {{ pair.choice }}\n{% endif %}\n"
	  "{% if pair.sender %}\nsender: {{ pair.sender }}\n{% endif %}\n"
	  "{% for row in pair.differences %}\n{{ row.label }}: {{ row.a }} | {{ row.b }}\n{% endfor %}\n"
	  "{% for fact in pair.equal %}\nboth: {{ fact.label }} {{ fact.html }}\n{% endfor %}\n"
	  "{% for section in pair.note.sections %}\n{% include \"section.html\" %}\n{% endfor %}\n"
	  "{% for short in pair.shorts %}\nside by side: {{ short.label }}\n{% endfor %}\n" },
	{ "templates/lookup.html", "{{ lookup_data }}\n" },
	{ "templates/assets/style.css", "" },
};

struct example {
	struct arena arena;
	struct files files;
	struct str shown;       /* the page that is wanted; empty for none */
	struct str_array texts; /* in which codes are found */
	bool has_catalogue;
	bool strict;
};

static struct file *find_file(struct example *example, struct str path)
{
	for (size_t i = 0; i < example->files.count; i++)
		if (str_eq(example->files.items[i].path, path))
			return &example->files.items[i];
	struct file *file = array_add(&example->arena, &example->files);
	*file = (struct file){ .path = path };
	return file;
}

/* The top-level key that the line begins; empty for lines that belong to one before. */
static struct str key_of(struct str line)
{
	size_t colon = str_find_char(line, ':');
	bool begins = line.len > 0 && line.ptr[0] != ' ' && line.ptr[0] != '#' && colon != SIZE_MAX;

	return str_until_index(line, begins ? colon : 0);
}

static bool has_key(struct str text, struct str key)
{
	struct str line;

	while (str_next_line(&text, &line))
		if (str_eq(key_of(line), key))
			return true;
	return false;
}

/* The new keys first, so that line numbers in messages are those of the example; then the old ones that stay. */
static void change_file(struct example *example, struct file *file, struct str text)
{
	struct buf merged = { 0 };
	struct str rest = file->text, line;
	bool stays = true;

	buf_add(&merged, text);
	while (str_next_line(&rest, &line)) {
		struct str key = key_of(line);
		if (key.len > 0)
			stays = !has_key(text, key);
		if (!stays)
			continue;
		buf_add(&merged, line);
		buf_add_char(&merged, '\n');
	}
	file->text = arena_copy(&example->arena, buf_view(&merged));
	buf_free(&merged);
}

/* One part of the input: the line behind `===`, and the text below it. */
static void take_part(struct example *example, struct str name, struct str text)
{
	if (str_is(name, "strict")) {
		example->strict = true;
		return;
	}
	if (str_take(&name, STR("show "))) {
		example->shown = name;
		return;
	}
	if (str_is(name, "find")) {
		*array_add(&example->arena, &example->texts) = text;
		return;
	}
	example->has_catalogue |= str_ends(name, STR(".po"));
	if (str_take(&name, STR("remove ")))
		find_file(example, name)->path = STR("");
	else if (str_take(&name, STR("change ")))
		change_file(example, find_file(example, name), text);
	else
		find_file(example, name)->text = text;
}

static void read_input(struct example *example, struct str input)
{
	struct str rest = input, line, name = { NULL, 0 };
	const char *start = input.ptr;

	for (size_t i = 0; i < sizeof(small_project) / sizeof(*small_project); i++)
		*array_add(&example->arena, &example->files) =
			(struct file){ str_from(small_project[i].path), str_from(small_project[i].text) };
	while (str_next_line(&rest, &line)) {
		if (!str_starts(line, STR("=== ")))
			continue;
		if (name.len > 0)
			take_part(example, name, (struct str){ start, (size_t)(line.ptr - start) });
		name = str_from_index(line, 4);
		start = rest.ptr;
	}
	if (name.len > 0)
		take_part(example, name, (struct str){ start, (size_t)(input.ptr + input.len - start) });
}

/* The machine is at fault, not the example. */
static _Noreturn void give_up(const char *what)
{
	fprintf(stderr, "spec_project: %s: %s\n", what, strerror(errno));
	exit(3);
}

static void write_file(struct example *example, int root, const struct file *file)
{
	for (size_t i = 0; i < file->path.len; i++) {
		if (file->path.ptr[i] != '/')
			continue;
		struct str folder = arena_copy(&example->arena, str_until_index(file->path, i));
		if (mkdirat(root, folder.ptr, 0755) != 0 && errno != EEXIST)
			give_up(folder.ptr);
	}
	struct str path = arena_copy(&example->arena, file->path);
	int out = openat(root, path.ptr, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (out < 0 || fs_write(out, file->text) != 0 || close(out) != 0)
		give_up(path.ptr);
}

static void write_project(struct example *example, const char *path)
{
	int root = fs_open_folder(AT_FDCWD, path);

	if (root < 0)
		give_up(path);
	for (size_t i = 0; i < example->files.count; i++)
		if (example->files.items[i].path.len > 0)
			write_file(example, root, &example->files.items[i]);
	close(root);
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *place)
{
	(void)info;
	(void)type;
	(void)place;
	return remove(path);
}

static void drop_missing_translations(struct diags *diags)
{
	size_t kept = 0;

	if (diags->count == 0)
		return;
	for (size_t i = 0; i < diags->count; i++) {
		enum diag_rule rule = diags->items[i].rule;
		if (rule != DIAG_MISSING_CATALOGUE && rule != DIAG_MISSING_MESSAGE)
			diags->items[kept++] = diags->items[i];
	}
	memset(&diags->items[kept], 0, (diags->count - kept) * sizeof(*diags->items)); /* as diag_add expects it */
	diags->count = kept;
}

static void print_diags(struct diags *diags, struct buf *output)
{
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);

	if (!file)
		give_up("memory");
	diag_sort(diags);
	diag_print(diags, DIAG_TEXT, false, file);
	fclose(file);
	buf_add(output, len ? (struct str){ text, len } : STR("ok\n"));
	free(text);
}

static void show(const struct site *site, struct str path, struct buf *output)
{
	struct worker worker = { 0 };
	struct page page;

	if (page_find(site, path, &page)) {
		render(site, &page, &worker);
		buf_add(output, buf_view(&worker.out));
	} else {
		buf_add(output, STR("no such page\n"));
	}
	worker_free(&worker);
}

static void find(struct example *example, const struct site *site, struct str text, struct buf *output)
{
	struct findings findings = lookup_find(&example->arena, site, text);

	if (findings.count == 0)
		buf_add(output, STR("nothing\n"));
	for (size_t i = 0; i < findings.count; i++) {
		const struct finding *finding = &findings.items[i];
		struct str code = finding->code.len > 0 ? finding->code : STR("-");
		struct str detail = finding->detail.len > 0 ? finding->detail : STR("-");
		struct str reply = finding->reply ? finding->reply->id : STR("-");
		buf_addf(output, "%.*s %.*s %.*s\n", (int)code.len, code.ptr, (int)detail.len, detail.ptr,
			 (int)reply.len, reply.ptr);
	}
}

static void run_project(struct example *example, const char *path, struct buf *output)
{
	struct diags diags = { .arena = &example->arena, .strict = example->strict };
	struct manuscript *manuscript = load(&example->arena, path, &diags);
	const struct site *site = resolve(manuscript, &diags);

	if (!example->has_catalogue)
		drop_missing_translations(&diags);
	if (diag_exit_status(&diags) == 0) {
		plan(&example->arena, site, &diags);
		check_pairs(site, &diags);
	}
	check_prose(manuscript, &diags);
	bool fine = diag_exit_status(&diags) == 0;
	bool quiet = example->shown.len > 0 || example->texts.count > 0;
	if (!fine || diags.count > 0 || !quiet)
		print_diags(&diags, output);
	for (size_t i = 0; fine && i < example->texts.count; i++)
		find(example, site, example->texts.items[i], output);
	if (fine && example->shown.len > 0)
		show(site, example->shown, output);
	site_release(manuscript->site);
}

static void run(struct str input, struct buf *output)
{
	struct example example = { .strict = false };
	const char *folder = getenv("TMPDIR");
	char path[4096];

	snprintf(path, sizeof(path), "%s/statusbook-spec-XXXXXX", folder && *folder ? folder : "/tmp");
	if (!mkdtemp(path))
		give_up(path);
	read_input(&example, input);
	write_project(&example, path);
	run_project(&example, path, output);
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	arena_free(&example.arena);
}

/* The pages that are named, or all four. */
int main(int argc, char **argv)
{
	static const char *const pages[] = { "tests/spec/site.md", "tests/spec/family.md", "tests/spec/entry.md",
					     "tests/spec/prose.md" };
	int status = 0;

	for (int i = 1; i < argc; i++)
		status |= example_page(argv[i], run);
	for (size_t i = 0; argc == 1 && i < sizeof(pages) / sizeof(*pages); i++)
		status |= example_page(pages[i], run);
	return status;
}
