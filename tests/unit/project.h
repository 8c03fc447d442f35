/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * A small project in a scratch folder: the family "demo" with four codes in English, two of them in German, a note, and
 * templates that show what the tests look at. A test changes what it is about, then builds it as the program does.
 */
#ifndef STATUSBOOK_TESTS_PROJECT_H
#define STATUSBOOK_TESTS_PROJECT_H

#include "sandbox.h"
#include "stages/plan.h"
#include "stages/resolve.h"

#define SITE_YAML                                                                                                      \
	"name: Demo\ndescription: Codes of a demo\nbase_url: https://demo.example/docs\nsource_locale: en\n"           \
	"locales:\n  en: { name: English }\n  de: { name: Deutsch }\n"                                                 \
	"citation: \"{name}, section {section}\"\n"                                                                    \
	"sources:\n  rfc1: { name: RFC 1, title: One, url: \"https://rfc.example/1\", "                                \
	"section_url: \"https://rfc.example/1#{section}\" }\n"                                                         \
	"  man: { name: Manual, title: Two, url: \"https://man.example/\" }\n"

#define FAMILY_YAML                                                                                                    \
	"name: Demo codes\nshort_name: Demo\n"                                                                         \
	"kinds:\n  code: { label: code, pattern: \"[1-5][0-9][0-9]\" }\n"                                              \
	"  other: { label: no code, pattern: \"[0-9]+\", compared_with: meant }\n"                                     \
	"classes:\n  ok: { pattern: \"2..\", label: Fine, tone: good }\n"                                              \
	"  bad: { pattern: \".*\", label: Refused, tone: bad }\n"                                                      \
	"sections:\n  entry:\n    first: { label: First, place: answer }\n"                                            \
	"    meaning: { label: Meaning, place: both, required: true }\n    more: { label: More }\n"                    \
	"  note: { lead: { label: Verdict, required: true }, more: { label: More } }\n"                                \
	"  family: { lead: { label: Introduction } }\n"                                                                \
	"facts:\n  outcome: { type: choice, label: Outcome, required: true, values: { yes: good, no: not good } }\n"   \
	"  steps: { type: steps, label: Answers }\n"                                                                   \
	"  about: { type: set, label: About, values: { mail: mail, login: login } }\n"                                 \
	"  unasked: { type: flag, label: Unasked, values: { \"true\": may come unasked, \"false\": never unasked } "   \
	"}\n"                                                                                                          \
	"  remark: { type: text, label: Remark }\n"                                                                    \
	"  cite: { type: sources, label: Defined in }\n"                                                               \
	"  near: { type: codes, label: Near, hidden: true }\n"                                                         \
	"  meant: { type: codes, label: Meant, required: { kind: other } }\n"                                          \
	"conversation:\n  steps:\n    hello: { label: HELLO, at: at HELLO }\n"                                         \
	"    login: { label: LOGIN, at: at LOGIN, after: hello, repeats: \"true\" }\n"                                 \
	"    mail: { label: MAIL, at: at MAIL, after: login, repeats: \"true\" }\n"                                    \
	"  closes: { outcome: [] }\n  stops: { outcome: \"no\" }\n"                                                    \
	"answers:\n  final: { fact: outcome, question: Final?, say: { yes: It is done. } }\n"                          \
	"compare:\n  verdict:\n    outcome: { when: { differ: outcome }, say: \"{a.code} and {b.code} end "            \
	"differently.\" }\n"                                                                                           \
	"    any: { say: \"{a.code} and {b.code} differ.\" }\n"                                                        \
	"  session:\n    then: { when: { session: then }, say: \"First {a.code} {a.at}, then {b.code} {b.at}.\" }\n"

#define ENTRY(code, title, facts, body)                                                                                \
	"---\ncode: " code "\ntitle: " title "\nsummary: About " code ".\nfacts:\n" facts "---\n" body

#define MEANING "## Meaning {#meaning}\n\nIt means something.\n"

static inline void project_make(struct sandbox *box)
{
	sandbox_make(box);
	sandbox_write(box, "content/site.yaml", SITE_YAML);
	sandbox_write(box, "content/demo/family.yaml", FAMILY_YAML);
	sandbox_write(box, "content/demo/200.en.md",
		      ENTRY("200", "Done", "  outcome: yes\n  steps: login\n  cite: rfc1#4.2\n  near: 500\n",
			    "## Meaning {#meaning}\n\nAll is well, not as with <code:500>.\n"));
	sandbox_write(box, "content/demo/200.de.md",
		      "---\ntitle: Fertig\nsummary: Zu 200.\n---\n"
		      "## Bedeutung {#meaning}\n\nAlles ist gut, anders als bei <code:500>.\n");
	sandbox_write(box, "content/demo/450.en.md", ENTRY("450", "Wait", "  outcome: no\n  steps: mail\n", MEANING));
	sandbox_write(box, "content/demo/500.en.md",
		      ENTRY("500", "Broken & <b>", "  outcome: no\n  steps: mail\n  about: [mail, login]\n", MEANING));
	sandbox_write(box, "content/demo/99.en.md",
		      "---\ncode: 99\nkind: other\ntitle: No code\nsummary: None.\nfacts:\n"
		      "  outcome: no\n  meant: [450]\n---\n" MEANING);
	sandbox_write(box, "content/demo/200-vs-500.en.md",
		      "---\nchanged: 2026-11-23 New.\n---\n200 is *done*, 500 is not.\n\n## More {#more}\n\nText.\n");
	sandbox_write(box, "locales/de.po",
		      "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n"
		      "Plural-Forms: nplurals=2; plural=n!=1;\\n\"\n"
		      "msgctxt \"demo.compare.verdict.any\"\nmsgid \"{a.code} and {b.code} differ.\"\n"
		      "msgstr \"{a.code} ist nicht {b.code}.\"\n");
	sandbox_write(box, "templates/assets/style.css", "a{}\n");
	sandbox_write(box, "templates/root.html",
		      "root {{ root }}{% for a in alternates %} {{ a.id }}={{ a.href }}{% endfor %}\n");
	sandbox_write(box, "templates/missing.html", "missing {{ root }} {{ css }}\n");
	sandbox_write(box, "templates/home.html", "home {{ root }}{% for f in families %} {{ f.name }}{% endfor %}\n");
	sandbox_write(box, "templates/family.html",
		      "family {{ family.title }}{% for c in family.classes %} {{ c.label }}:"
		      "{% for e in c.entries %}{{ e.code }},{% endfor %}{% endfor %}\n");
	sandbox_write(
		box, "templates/code.html",
		"<a href=\"{{ canonical }}\">{{ entry.code }} {{ entry.title }}</a> [{{ entry.lang }}]"
		" between {{ previous.code }} and {{ next.code }}\n"
		"{% for s in entry.sections %}{{ s.id }} [{{ s.lang }}] {{ s.html }}{% endfor %}"
		"{% for f in entry.facts %}{{ f.label }}: {{ f.html }}\n{% endfor %}"
		"{% for g in near %}{% for p in g.pairs %}{{ g.label }} {{ p.code }} {{ p.href }}\n{% endfor %}{% "
		"endfor %}"
		"{% for p in same_step %}same step {{ p.code }} {{ p.href }}\n{% endfor %}"
		"{% for c in pair_classes %}{{ c.label }}:{{ c.links|join(\"\") }}\n{% endfor %}"
		"end\n");
	sandbox_write(box, "templates/link-near.html", "{{ pair.a }} or {{ pair.b }}\n");
	sandbox_write(box, "templates/link-other.html", " {{ pair.code }} <a href=\"{{ pair.href }}\"></a>");
	sandbox_write(box, "templates/pair.html",
		      "{{ pair.a.code }} {{ pair.b.code }}: {{ pair.verdict }} [{{ pair.verdict_lang }}]\n{{ "
		      "pair.session }}\n"
		      "{% for d in pair.differences %}{{ d.label }}: {{ d.a }} | {{ d.b }}\n{% endfor %}"
		      "{{ pair.nearby|join(\"\") }}"
		      "{% if not indexable %}noindex{% endif %}\n");
}

/* A project as the program has it after its first three stages. */
struct built {
	struct arena arena;
	struct diags diags;
	struct manuscript *manuscript;
	const struct site *site;
	const struct plan *plan; /* NULL where there are errors */
};

static inline void built_make(struct built *built, const struct sandbox *box)
{
	*built = (struct built){ 0 };
	built->diags.arena = &built->arena;
	built->manuscript = load(&built->arena, box->path, &built->diags);
	built->site = resolve(built->manuscript, &built->diags);
	if (diag_exit_status(&built->diags) == 0)
		built->plan = plan(&built->arena, built->site, &built->diags);
	diag_sort(&built->diags);
}

static inline void built_free(struct built *built)
{
	if (built->manuscript)
		site_release(built->manuscript->site);
	*built = (struct built){ .arena = built->arena };
	arena_free(&built->arena);
}

/* As above; fails, and shows what was said, if there was any error. */
static inline void built_make_fine(struct built *built, const struct sandbox *box)
{
	built_make(built, box);
	if (diag_exit_status(&built->diags) != 0) {
		diag_print(&built->diags, DIAG_TEXT, false, stderr);
		fail_msg("the project has errors");
	}
}

/* The first complaint of that rule; NULL if there is none. */
static inline const struct diag *built_diag(const struct built *built, enum diag_rule rule)
{
	for (size_t i = 0; i < built->diags.count; i++)
		if (built->diags.items[i].rule == rule)
			return &built->diags.items[i];
	return NULL;
}

/* Fails unless there is a complaint of that rule about `what`: its detail, or the path of a file. */
static inline void built_says(const struct built *built, enum diag_rule rule, const char *what)
{
	for (size_t i = 0; i < built->diags.count; i++) {
		const struct diag *diag = &built->diags.items[i];
		bool in_file = diag->loc.source && str_is(diag->loc.source->path, what);
		if (diag->rule == rule && (str_is(diag->detail, what) || in_file))
			return;
	}
	diag_print(&built->diags, DIAG_TEXT, false, stderr);
	fail_msg("nobody complained: %s '%s'", diag_rule_name(rule), what);
}

static inline const struct family *built_family(const struct built *built)
{
	return map_find(&built->site->families, STR("demo"));
}

static inline const struct entry *built_entry(const struct built *built, const char *slug)
{
	return map_find(&built_family(built)->entry_map, str_from(slug));
}

#endif
