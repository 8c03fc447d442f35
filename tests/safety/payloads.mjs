// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * What somebody who wants to harm readers would write, and every place where it could be written. Scripts call alert(1),
 * addresses lead to evil.example; neither must ever happen.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

export const HARMLESS = "voju bona";

export const PAYLOADS = [
  "<script>alert(1)</script>", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>", "</script><script>alert(1)</script>", "</title><script>alert(1)</script>",
  "</style><script>alert(1)</script>", "</textarea><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<img src=//evil.example/x.png>",
  "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<svg><a xlink:href=javascript:alert(1)><text y=20>x</text></a></svg>",
  "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "<iframe src=javascript:alert(1)>", "<iframe srcdoc='<script>parent.alert(1)</script>'>",
  "<object data=//evil.example/x>", "<embed src=//evil.example/x>", "<base href=//evil.example/>", "<link rel=stylesheet href=//evil.example/x.css>",
  "<meta http-equiv=refresh content='0;url=//evil.example/'>", "<form action=//evil.example/><input name=x autofocus onfocus=alert(1)>",
  "<details open ontoggle=alert(1)>", "<video><source onerror=alert(1)></video>", "<body onload=alert(1)>", "<style>@import '//evil.example/x.css';</style>",
  "<template><script>alert(1)</script></template>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<a href=javascript:alert(1)>x</a>",
  "\" onmouseover=\"alert(1)", "\" autofocus onfocus=alert(1) x=\"", "' onmouseover='alert(1)", "\"><img src=x onerror=alert(1)>", "'><img src=x onerror=alert(1)>",
  "\" style=\"background:url(//evil.example/x)", "`onmouseover=alert(1)", "--><script>alert(1)</script>", "<!--><script>alert(1)</script>", "<![CDATA[><script>alert(1)</script>]]>",
  "<?php alert(1) ?>", "<!DOCTYPE html><script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;img src=x onerror=alert(1)&#62;", "&#x3c;script&#x3e;alert(1)",
  "{{ 7*7 }}", "{% include \"base.html\" %}", "{{ constructor.constructor('alert(1)')() }}", "${alert(1)}", "{a.code}{0}{b}%s%n%x", "\\u003cscript\\u003ealert(1)",
  "\u2028alert(1)\u2029", "\";alert(1);//", "');alert(1);//", "\\\";alert(1);//", "*/alert(1)/*", "]]>alert(1)", "javascript:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)",
  "JaVaScRiPt:alert(1)", "javascript&colon;alert(1)", "&#106;avascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:alert(1)", "//evil.example/x",
  "https:evil.example", "https:///evil.example", "\\\\evil.example\\x", "/\\evil.example", "blob:https://evil.example/x", "view-source:https://evil.example/", "file:///etc/passwd",
  "https://evil.example@good.example/", "https://good.example\\@evil.example/", "intent://evil.example#Intent;scheme=http;end", "ms-msdt:/id PCWDiagnostic",
  "![x](//evil.example/x.png)", "[x](javascript:alert(1))", "[x]: javascript:alert(1)", "<javascript:alert(1)>", "[x](<javascript:alert(1)>)", "[x](  javascript&#58;alert(1) )",
  "ＳＣＲＩＰＴ ＜script＞alert(1)＜/script＞", "\u00a0<script>alert(1)</script>", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "\ufeff<script>alert(1)</script>", "a\u0301".repeat(200) + "<b>",
  "<<script>script>alert(1)<</script>/script>", "<scr\nipt>alert(1)</scr\nipt>", "<x onclick=alert(1) tabindex=1 autofocus onfocus=alert(1)>",
];

const json = JSON.stringify; /* is YAML, too */

/* Each: [name, file, how the payload gets into the text of the file]. Kinds: plain text is shown as it is; the others are read. */
const front = (key, wrap = json) => (text, p) => text.replace(new RegExp(`^${key}:(.*\\n)(  .*\\n)*`, "m"), () => `${key}: ${wrap(p)}\n`);
const at = (from, to) => (text, p) => text.replace(from, (...found) => to(p, ...found));
const body = (make) => (text, p) => text.replace("Voju klara. Vidu", () => `Voju klara.\n\n${make(p)}\n\nVidu`);
const line = (p) => p.replaceAll("\n", " ");

export const SLOTS = [
  ["title", "k2.qx.md", front("title"), "plain"],
  ["summary", "k2.qx.md", front("summary"), "plain"],
  ["keyword", "k2.qx.md", front("keywords", (p) => `[klara, ${json(p)}]`), "plain"],
  ["change", "k2.qx.md", front("changed", (p) => json(`2031-02-03 ${p}`)), "plain"],
  ["fact of type text", "k2.qx.md", at(/voku: .*/, (p) => `voku: ${json(p)}`), "plain"],
  ["value of a fact", "k2.qx.md", at("pezu: mala", (p) => `pezu: ${json(p)}`)],
  ["code in a fact", "k2.qx.md", at("signi: [vorn/v1, x3]", (p) => `signi: [${json(p)}]`)],
  ["citation in a fact", "k2.qx.md", at("eli: [tomi#4.2, feli]", (p) => `eli: [${json(`tomi#${p}`)}]`)],
  ["code", "k2.qx.md", front("code")],
  ["kind", "k2.qx.md", at("code: K2", (p) => `code: K2\nkind: ${json(p)}`)],
  ["reply", "k2.qx.md", at("text: K2 M-4 KLARA", (p) => `text: ${json(`K2 ${p}`)}`), "plain"],
  ["sender of a reply", "k2.qx.md", at("from: Turo A,", (p) => `from: ${json(p)},`)],
  ["source of a reply", "k2.qx.md", at("seen: tomi#9", (p) => `seen: ${json(`tomi#${p}`)}`)],
  ["id of a reply", "k2.qx.md", at("id: tria", (p) => `id: ${json(p)}`)],
  ["gloss", "k2.qx.md", at("gloss: Turo diru klara.", (p) => `gloss: ${json(p)}`), "plain"],
  ["key", "k2.qx.md", at("code: K2", (p) => `code: K2\n${json(p)}: x`)],
  ["heading of a section", "k2.qx.md", at("## Kel sen {#keli}", (p) => `## ${line(p)} {#keli}`), "heading"],
  ["id of a section", "k2.qx.md", at("{#drua}", (p) => `{#${line(p)}}`)],
  ["paragraph", "k2.qx.md", body((p) => p)],
  ["emphasis", "k2.qx.md", body((p) => `**${p}** *${p}*`)],
  ["heading inside", "k2.qx.md", body((p) => `### ${line(p)}`)],
  ["list", "k2.qx.md", body((p) => `- ${p}\n- x`)],
  ["quotation", "k2.qx.md", body((p) => `> ${p}`)],
  ["code span", "k2.qx.md", body((p) => `\`\` ${p} \`\``)],
  ["code block", "k2.qx.md", body((p) => `~~~\n${p}\n~~~`)],
  ["language of a code block", "k2.qx.md", body((p) => `~~~${line(p)}\nx\n~~~`)],
  ["dialogue", "k2.qx.md", body((p) => `~~~smtp\nC: ${p}\nS: ${p}\n~~~`)],
  ["text of a link", "k2.qx.md", body((p) => `[${p}](https://good.example/)`)],
  ["target of a link", "k2.qx.md", body((p) => `[x](<${line(p)}>)`)],
  ["target of a link, bare", "k2.qx.md", body((p) => `[x](${line(p)})`)],
  ["target behind https", "k2.qx.md", body((p) => `[x](<https://good.example/${line(p)}>)`)],
  ["fragment of a link", "k2.qx.md", body((p) => `[x](<#${line(p)}>)`)],
  ["title of a link", "k2.qx.md", body((p) => `[x](https://good.example/ ${json(line(p))})`)],
  ["link in angles", "k2.qx.md", body((p) => `<${line(p)}>`)],
  ["mail", "k2.qx.md", body((p) => `<mailto:${line(p)}@x.example>`)],
  ["reference", "k2.qx.md", body((p) => `[x][r]\n\n[r]: <${line(p)}> ${json(line(p))}`)],
  ["text of an image", "k2.qx.md", body((p) => `![${p}](x.png)`)],
  ["target of an image", "k2.qx.md", body((p) => `![x](<${line(p)}>)`)],
  ["link to a code", "k2.qx.md", body((p) => `[x](<code:${line(p)}>)`)],
  ["link to a section", "k2.qx.md", body((p) => `[x](<code:m1#${line(p)}>)`)],
  ["text of a link to a code", "k2.qx.md", body((p) => `[${p}](code:m1)`)],
  ["citation", "k2.qx.md", body((p) => `[x](<cite:tomi#${line(p)}>)`)],
  ["citation shown", "k2.qx.md", body((p) => `<cite:tomi#${line(p).replaceAll(" ", "")}>`)],
  ["translated title", "k2.qy.md", front("title"), "plain"],
  ["translated summary", "k2.qy.md", front("summary"), "plain"],
  ["translated keyword", "k2.qy.md", front("keywords", (p) => `[${json(p)}]`), "plain"],
  ["translated gloss", "k2.qy.md", at(/turi: .*/, (p) => `turi: ${json(p)}`), "plain"],
  ["stamp", "k2.qy.md", at("vidi: deabfcde", (p) => `vidi: ${json(p)}`)],
  ["translated heading", "k2.qy.md", at(/## .* \{#vidi\}/, (p) => `## ${line(p)} {#vidi}`), "heading"],
  ["translated text", "k2.qy.md", at(/^- .*$/m, (p) => p)],
  ["note", "k2-vs-m1.qx.md", at("Kun K2 eniru", (p) => `Kun K2 ${line(p)} M1 eniru`)],
  ["translated note", "k2-vs-m1.qy.md", at(/^(\S+) K2,/m, (p, all, word) => `${word} K2 ${line(p)},`)],
  ["introduction", "_family.qx.md", at(/$/, (p) => `\n${p}\n`)],
  ["name of the family", "family.yaml", at("name: Lumo ta bar", (p) => `name: ${json(p)}`), "plain"],
  ["short name of the family", "family.yaml", at("short_name: Lumo", (p) => `short_name: ${json(p)}`), "plain"],
  ["label of a kind", "family.yaml", at("label: lumo,", (p) => `label: ${json(p)},`), "plain"],
  ["label of a class", "family.yaml", at("label: Stabi", (p) => `label: ${json(p)}`), "plain"],
  ["tone of a class", "family.yaml", at("tone: verda", (p) => `tone: ${json(p)}`)],
  ["key of a class", "family.yaml", at("  stabo:", (p) => `  ${json(p)}:`)],
  ["label of a section", "family.yaml", at("label: Kel sen", (p) => `label: ${json(p)}`), "plain"],
  ["key of a section", "family.yaml", at("    legi:", (p) => `    ${json(p)}:`)],
  ["label of a step", "family.yaml", at("label: SALU", (p) => `label: ${json(p)}`), "plain"],
  ["place of a step", "family.yaml", at("at: la salu", (p) => `at: ${json(p)}`)],
  ["label of a fact", "family.yaml", at("label: Pezo", (p) => `label: ${json(p)}`), "plain"],
  ["label of a value", "family.yaml", at("mala: malgrava", (p) => `mala: ${json(p)}`), "plain"],
  ["disagreement", "family.yaml", at('"Sekvo ne gemu: vidu lumo."', (p) => json(p)), "plain"],
  ["label of a sense", "family.yaml", at("veri: vera", (p) => `veri: ${json(p)}`), "plain"],
  ["sender", "family.yaml", at("name: Bordo,", (p) => `name: ${json(p)},`)],
  ["about a sender", "family.yaml", at("about: Turo staru.", (p) => `about: ${json(p)}`), "plain"],
  ["key of a sender", "family.yaml", at("  nenio:", (p) => `  ${json(p)}:`)],
  ["question", "family.yaml", at("question: Chu grava?", (p) => `question: ${json(p)}`), "plain"],
  ["answer", "family.yaml", at("gravi: Grava; haltu.", (p) => `gravi: ${json(p)}`)],
  ["verdict", "family.yaml", at('"{a.code} {a.class}, {b.code} {b.class}."', (p) => json(`{a.code} {b.code} ${p}`)), "slots"],
  ["sentence on the session", "family.yaml", at('"{a.code} {a.at}, pri {b.code} {b.at}."', (p) => json(`{a.code} {b.code} ${p}`))],
  ["difference", "family.yaml", at('"Ambu {both.pashi}."', (p) => json(`{both.pashi} ${p}`))],
  ["sentence of the lookup", "family.yaml", at("nothing: Vidu lumo.", (p) => `nothing: ${json(p)}`), "slots"],
  ["pattern of a code", "family.yaml", at('"[KM][0-9]+[a-z]?"', (p) => json(p))],
  ["pattern of the lookup", "family.yaml", at("'^ *'", (p) => json(p))],
  ["name of the site", "../site.yaml", at("name: Lumabo", (p) => `name: ${json(p)}`), "plain"],
  ["description of the site", "../site.yaml", at("description: Sava lumo ne vorn.", (p) => `description: ${json(p)}`), "plain"],
  ["address of the site", "../site.yaml", at(/base_url: .*/, (p) => `base_url: ${json(p)}`)],
  ["path of the site", "../site.yaml", at(/base_url: .*/, (p) => `base_url: ${json(`https://good.example/${p}`)}`)],
  ["repository", "../site.yaml", at(/repository: .*/, (p) => `repository: ${json(p)}`)],
  ["address to edit", "../site.yaml", at(/edit_url: .*/, (p) => `edit_url: ${json(`${p}{path}`)}`)],
  ["address to begin", "../site.yaml", at(/new_url: .*/, (p) => `new_url: ${json(`${p}{path}`)}`)],
  ["name of a language", "../site.yaml", at("{ name: Qexu }", (p) => `{ name: ${json(p)} }`), "plain"],
  ["direction of a language", "../site.yaml", at("dir: rtl", (p) => `dir: ${json(p)}`)],
  ["language", "../site.yaml", at(/^ {2}qy:/m, (p) => `  ${json(p)}:`)],
  ["citations", "../site.yaml", at(/citation: "\{section\}.*/, (p) => `citation: ${json(`{section} {name} ${p}`)}`), "slots"],
  ["name of a source", "../site.yaml", at("name: Tomo Grel", (p) => `name: ${json(p)}`), "plain"],
  ["title of a source", "../site.yaml", at("title: Tomo grel ta lumabo", (p) => `title: ${json(p)}`)],
  ["address of a source", "../site.yaml", at("url: https://tomo.example/\n", (p) => `url: ${json(p)}\n`)],
  ["address of its sections", "../site.yaml", at('"https://tomo.example/grel/{section}.html"', (p) => json(`${p}{section}`))],
  ["status of a source", "../site.yaml", at("status: vela", (p) => `status: ${json(p)}`)],
  ["what is kept", "../site.yaml", at("source_locale: qx", (p) => `keep: [${json(p)}]\nsource_locale: qx`)],
  ["archive", "../site.yaml", at("source_locale: qx", (p) => `offline: ${json(p)}\nsource_locale: qx`)],
  ["translated name of the site", "../../locales/qy.po", at(/(msgctxt "site.name"\nmsgid .*\n)msgstr .*/, (p, all, start) => `${start}msgstr ${json(line(p))}`), "plain"],
  ["translated description", "../../locales/qy.po", at(/(msgctxt "site.description"\nmsgid .*\n)msgstr .*/, (p, all, start) => `${start}msgstr ${json(line(p))}`), "plain"],
  ["translated label", "../../locales/qy.po", at(/(msgid "Pezo"\n)msgstr .*/, (p, all, start) => `${start}msgstr ${json(line(p))}`), "plain"],
  ["translated sentence", "../../locales/qy.po", at(/(msgid "\{a.code\} \{a.class\}, \{b.code\} \{b.class\}."\n)msgstr .*/, (p, all, start) => `${start}msgstr ${json(`{a.code}{a.class}{b.code}{b.class} ${line(p)}`)}`), "slots"],
  ["words of the templates", "../../locales/qy.po", at(/$/, (p) => `\nmsgid "Skip to the content"\nmsgstr ${json(line(p))}\n`), "plain"],
  ["words in an attribute", "../../locales/qy.po", at(/$/, (p) => `\nmsgid "You are here"\nmsgstr ${json(line(p))}\n`), "plain"],
  ["words for the script", "../../locales/qy.po", at(/$/, (p) => `\nmsgid "Search"\nmsgstr ${json(line(p))}\n`), "plain"],
  ["plural forms", "../../locales/qy.po", at(/Plural-Forms: [^\\]*/, (p) => `Plural-Forms: nplurals=2; plural=(${json(line(p)).slice(1, -1)});`)],
].map(([name, file, put, kind = "read"]) => ({ name, file: path.join("content/lumo", file), put, kind }));

/* Writes the payload into the slot; false if the text did not change, which is a mistake in the list above. */
export function putPayload(project, slot, payload) {
  const file = path.join(project, slot.file);
  const before = readFileSync(file, "utf8");
  const after = slot.put(before, payload);
  writeFileSync(file, after);
  return () => writeFileSync(file, before);
}
