// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * E1: one defect each, at a known place: the messages name its file and line, and its column. In the lists below § stands
 * where the message has to point. Each defect is planted in several ways: as it is, with CR LF, behind a byte-order mark,
 * with text of other alphabets in front. Usage: node defects.mjs PROGRAM
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Report, args } from "../site/report.mjs";
import { ROOT, SEED, TORTURE, copySources, inParallel, run, scratchFolder } from "./scratch.mjs";

const program = path.resolve(args("defects.mjs PROGRAM", 1)[0]);

const ENTRY = "content/lumo/k2.qx.md", FAMILY = "content/lumo/family.yaml", SITE = "content/site.yaml", PO = "locales/qy.po", CODE = "templates/code.html", NOTE = "content/lumo/k2-vs-m1.qx.md";
const TEXT = "Voju klara. Vidu"; /* in a paragraph of the entry */
const intext = (defect) => [ENTRY, TEXT, `Voju ${defect} Vidu`];
const block = (defect) => [ENTRY, TEXT, `Voju klara.\n\n${defect}\n\nVidu`];

/* [rule, file, what is there, what is put instead]. */
const DEFECTS = [
  ["unknown-key", ENTRY, "code: K2", "code: K2\n§titel: x"],
  ["unknown-key", ENTRY, "changed: ", "§chagned: "],
  ["duplicate-key", ENTRY, "keywords:", "§title: Du\nkeywords:"],
  ["wrong-type", ENTRY, "title: Bara klara", "title: §[Bara, klara]"],
  ["bad-date", ENTRY, "changed: 2031-02-03", "changed: §2031-13-03"],
  ["code-pattern", ENTRY, "code: K2", "code: §Q2"],
  ["unknown-kind", ENTRY, "code: K2", "code: K2\nkind: §fremda"],
  ["unknown-fact", ENTRY, "  pezu: mala", "  pezu: mala\n  §pezo: x"],
  ["wrong-value", ENTRY, "pezu: mala", "pezu: §malo"],
  ["wrong-value", ENTRY, "kruo: [gardi, bati]", "kruo: [gardi, §batoj]"],
  ["unknown-step", ENTRY, "pashi: [salui (usual), voji]", "pashi: [salui (usual), §vojo]"],
  ["unknown-source", ENTRY, "eli: [tomi#4.2, feli]", "eli: [tomi#4.2, §felo]"],
  ["unknown-sender", ENTRY, "id: turi, from: Turo A", "id: turi, from: §Turo Z"],
  ["unknown-sense", ENTRY, "sense: veri, gloss: Turo", "sense: §vero, gloss: Turo"],
  ["unknown-source", ENTRY, "seen: tomi#9", "seen: §toma#9"],
  ["no-such-section-link", ENTRY, "seen: tomi#9", "seen: §feli#9"],
  ["reply-code", ENTRY, "text: K2 TRI", "text: §TRI"],
  ["duplicate-id", ENTRY, "id: tria", "id: §turi"],
  ["bad-yaml", ENTRY, "keywords: [klara, \"voju & bara\"]", "keywords: [klara, \"voju & bara\"]\n§\tx: y"],
  ["yaml-anchor", ENTRY, "title: Bara klara", "title: §&x Bara"],
  ["yaml-anchor", ENTRY, "title: Bara klara", "title: §*x"],
  ["yaml-tag", ENTRY, "title: Bara klara", "title: §!!str Bara"],
  ["unknown-section", ENTRY, "## Dru {#drua}", "## Dru {#§druo}"],
  ["duplicate-section", ENTRY, "## Dru {#drua}", "## Dru {#§keli}"],
  ["heading-id", ENTRY, "## Dru {#drua}", "## §Dru"],
  ["section-order", ENTRY, "## Vidu pri {#vidi}\n\n- Vidu *lumo*.\n\n## Kel sen {#keli}", "## Kel sen {#keli}\n\nVoju.\n\n## Vidu pri {#§vidi}"],
  ["heading-level", ENTRY, "### Detalo", "§# Detalo"],
  ["raw-html", ...intext("klara §<b>bona</b>.")],
  ["raw-html", ...block("§<div>\nx\n</div>")],
  ["raw-html", ...intext("klara §<!-- x -->.")],
  ["image", ...intext("klara §![x](y.png).")],
  ["bad-url", ...intext("klara [x](§javascript:alert(1)).")],
  ["bad-url", ...intext("klara [x](§//evil.example/).")],
  ["bad-url", ...intext("klara <§ftp://x.example/>.")],
  ["bad-url", ...intext("klara\nen du linioj [x](<§k10.html>).")],
  ["dead-code", ...intext("klara <§code:k99>.")],
  ["dead-code", ...intext("klara [x](§code:k99).")],
  ["dead-code", ...intext("klara <§code:k2-vs-k99>.")],
  ["dead-anchor", ...intext("klara <§code:m1#nenio>.")],
  ["unknown-source", ...intext("klara <§cite:toma#1>.")],
  ["no-such-section-link", ...intext("klara <§cite:feli#1>.")],
  ["control-character", ...intext("klara §\x1b[31m.")],
  ["bidi-control", ...intext("klara §\u202ebona.")],
  ["control-character", ...intext("klara §&#27;bona.")],
  ["nul-byte", ...intext("klara §\0bona.")],
  ["note-verdict", NOTE, "Kun K2 eniru, kun M1 haltu.", "§Kun K2 eniru."],
  ["unknown-section", NOTE, "{#plui}", "{#§plue}"],
  ["unknown-key", FAMILY, "short_name: Lumo", "short_name: Lumo\n§shortname: x"],
  ["bad-pattern", FAMILY, 'pattern: "[KM][0-9]+[a-z]?"', 'pattern: §"[KM[0-9]+(a"'],
  ["unknown-condition", FAMILY, "when: { a.kind: nelumo, linked: celi }", "when: { §a.knd: nelumo, linked: celi }"],
  ["unknown-slot", FAMILY, '"{a.code} {a.class}, {b.code} {b.class}."', '"{a.code} §{a.klaso}, {b.code} {b.class}."'],
  ["step-cycle", FAMILY, "salui: { label: SALU, at: la salu, repeats: true }", "§salui: { label: SALU, at: la salu, after: adji }"],
  ["uncommon-pattern", FAMILY, "behind: ' bar'", "behind: '§\\d bar'"],
  ["bad-slug", FAMILY, "  nenio: { name", "  §Nenio!: { name"],
  ["wrong-type", FAMILY, "values: { mala: malgrava, gravi: grava }", "values: §[mala, gravi]"],
  ["unknown-key", SITE, "source_locale: qx", "source_locale: qx\n§sourcelocale: qx"],
  ["bad-locale", SITE, "  qy: {", "  §q_y: {"],
  ["wrong-value", SITE, "dir: rtl", "dir: §rechts"],
  ["unknown-locale", SITE, "source_locale: qx", "source_locale: §qz"],
  ["wrong-value", SITE, "repository: https://", "repository: §javascript://"],
  ["unknown-source", SITE, "obsoleted_by: tomi", "obsoleted_by: §tomo"],
  ["bad-po", PO, /(msgid "Pezo"\n)msgstr/, '$1§msgstring'],
  ["bad-po", PO, /(msgid "Pezo"\nmsgstr )(".*)"\n/, '$1§$2\n'],
  ["po-duplicate", PO, /$/, '\nmsgctxt "site.name"\nmsgid §"Lumabo"\nmsgstr "x"\n'],
  ["unknown-slot", PO, /(msgid "\{a.code\} \{a.class\}, \{b.code\} \{b.class\}."\nmsgstr ").*"/, '$1{a.code} {a.class} {b.code} {b.class} §{x}"'],
  ["template-syntax", CODE, "{{ entry.summary }}", "{{ §+ entry.summary }}"],
  ["unknown-name", CODE, "{{ entry.summary }}", "{{ entry.§sumary }}"],
  ["unknown-name", CODE, "{{ entry.summary }}", "{{ §entri.summary }}"],
  ["unknown-filter", CODE, '|join("; ")', '|§joint("; ")'],
  ["template-block", CODE, "{% endfor %}\n<dl>", "§{% endif %}\n<dl>"],
  ["unknown-template", CODE, '{% include "section.html" %}', '{% include §"sektion.html" %}'],
  ["template-context", CODE, "<h1 class", "<h1 onclick=\"{{ §entry.code }}\" class"],
  ["template-type", CODE, "{{ entry.code }} {{ entry.title }}</h1>", "{{ §entry }}</h1>"],
  ["template-cycle", "templates/section.html", /$/, '{% include §"section.html" %}'],
];

/* What may stand in front, and be otherwise, without another meaning. */
const WAYS = {
  "as it is": (text) => text,
  "CR LF": (text) => text.replaceAll("\n", "\r\n"),
  "byte-order mark": (text) => `\ufeff${text}`,
  "other alphabets": (text, file) => file.endsWith(".md") ? text.replace("Voju", "Ĉßж漢字𝄞 Voju") : file.endsWith(".html") ? `{# ж漢字𝄞 #}\n${text}`.replace(/^(.*\n)(\{% extends.*\n)/, "$2$1") : `# ж漢字𝄞\n${text}`,
};

const report = new Report("E1 defects");
const scratch = scratchFolder("defects");
const found = report.rule("each defect is reported by its rule, in its file and line");
const exact = report.rule("and at its column");
const names = Object.keys(WAYS);
const jobs = DEFECTS.flatMap((defect, i) => names.filter((_, way) => TORTURE || way === (i + SEED) % names.length).map((way) => ({ defect, way })));
const copies = [0, 1].map((i) => copySources(path.join(ROOT, "tests/golden/invented"), path.join(scratch, `copy-${i}`)));
const off = [];

await inParallel(jobs, copies.length, async ({ defect: [rule, file, from, to], way }) => {
  const copy = copies.pop();
  const name = path.join(copy, file);
  const source = readFileSync(name, "utf8");
  const marked = WAYS[way](source.replace(from, typeof from === "string" ? () => to : to), file);
  const at = marked.indexOf("§");
  const before = marked.slice(0, at).replace(/^\ufeff/, "").split("\n");
  const line = before.length, column = [...before.at(-1)].length + 1;
  const where = `${rule} in ${file}, ${JSON.stringify(String(to).slice(0, 40))}, ${way}`;
  writeFileSync(name, marked.replace("§", ""));
  const ended = await run(program, ["check", "--format", "json", "-C", copy]);
  writeFileSync(name, source);
  copies.push(copy);
  let list = [];
  try {
    list = JSON.parse(Buffer.from(ended.stdout, "latin1").toString("utf8"));
  } catch {}
  const own = list.filter((one) => one.rule === rule && one.path === file);
  const said = list.filter(({ rule: of, severity }) => of === rule || severity === "error").map((one) => `${one.path}:${one.line}:${one.column} ${one.rule}`).slice(0, 3).join("; ");
  found.holds(at >= 0 && own.some((one) => one.line === line), where, `expected at ${line}:${column}, but: ${said}`);
  if (!own.some((one) => one.line === line && one.column === column)) off.push([where, `expected at ${line}:${column}, but: ${said}`]);
});
const share = 100 * (1 - off.length / jobs.length);
exact.sentence += `: ${share.toFixed(1)} % of ${jobs.length} (95 % are asked for)`;
exact.holds(share >= 95, "off", () => off.map(([where, what]) => `${where}: ${what}`).join("\n      "));
if (process.env.ALL) for (const [where, what] of off) console.log(`      off: ${where}: ${what}`);
report.end();
