// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * Proves that the rules of links, validate and text can fail: breaks a copy of a built site in one place for each rule,
 * and looks whether the rule names that place. No part of run; for whoever changes a check. Usage: node prove.mjs SITE
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Report, args } from "./report.mjs";

const project = fileURLToPath(new URL("../..", import.meta.url));
const [site] = args("prove.mjs SITE", 1);

/* Prose is put in at the end of the content, elements of <head> at its end. */
const prose = (html) => [/<\/main>/, `${html}\n</main>`];
const head = (html) => [/<\/head>/, `${html}\n</head>`];

/* [check, words of the rule, file, what, by what, the file that the rule names if it is another] */
const BREAKS = [
  ["links", "only <a> leaves", "en/smtp/211.html", ...head('<script src="https://cdn.example/x.js"></script>')],
  ["links", "only <a> leaves", "en/smtp/214.html", ...prose('<p><img alt="" src="//img.example/x.png"></p>')],
  ["links", "only <a> leaves", "en/smtp/220.html", ...prose('<p><a href="javascript:alert(1)">x</a></p>')],
  ["links", "rel=noopener", "en/smtp/221.html", ...prose('<p><a href="https://out.example/">x</a></p>')],
  ["links", "is relative", "en/smtp/235.html", ...prose('<p><a href="/en/smtp/250.html">x</a></p>')],
  ["links", "is relative", "404.html", ...prose('<p><a href="en/index.html">x</a></p>')],
  ["links", "leads to a file", "en/smtp/250.html", ...prose('<p><a href="999.html">x</a></p>')],
  ["links", "leads to a file", "en/smtp/251.html", ...prose('<p><a href="../../../en/smtp/250.html">x</a></p>')],
  ["links", "leads to a file", "404.html", ...prose('<p><a href="/en/nothing.html">x</a></p>')],
  ["links", "link to #id", "en/smtp/252.html", ...prose('<p><a href="250.html#nothing">x</a></p>')],
  ["links", "style sheets fetch", "assets/", /$/, "\nbody{background:url(https://img.example/x.png)}"],
  ["links", "the same files", "en/smtp/extra.html", undefined, "<!doctype html>", "de/smtp/extra.html"],
  ["links", "is linked from another", "en/smtp/extra.html"],
  ["links", "names the language", "de/smtp/211.html", 'lang="de"', 'lang="en"'],
  ["links", "ids are unique", "de/smtp/214.html", ...prose('<p id="main">x</p>')],
  ["links", "one h1", "de/smtp/220.html", ...prose("<h1>x</h1>")],
  ["links", "titles are there", "de/smtp/221.html", /<title>[^<]*/, "<title>"],
  ["links", "has a description", "de/smtp/235.html", /<meta name="description"[^>]*>/, ""],
  ["links", "or it says noindex", "de/smtp/250.html", ...head('<meta name="robots" content="noindex">')],
  ["links", "canonical is", "de/smtp/251.html", /<link rel="canonical" href="/, "$&x"],
  ["links", "hreflang names", "de/smtp/252.html", /<link rel="alternate" hreflang="en"[^>]*>\n/, ""],
  ["links", "x-default|hreflang names", "de/smtp/354.html", /<link rel="alternate" hreflang="x-default"[^>]*>\n/, ""],
  ["links", "hreflang is mutual", "en/smtp/252.html"],
  ["web", "sitemaps are valid", "sitemap-en-1.xml", /<loc>[^]*?<\/loc>/, "$&$&"],
  ["web", "a feed for each language", "de/feed.xml", /<updated>[^]*?<\/updated>/, "<updated>today</updated>"],
  ["web", "a feed has codes", "en/feed.xml", /smtp\/100.html"/, 'smtp/999.html"', "en/smtp/999.html"],
  ["web", "the policy of _headers", "en/lookup.html", /script-src/, "script-src 'unsafe-inline'"],
  ["web", "has a hash", "_headers", /assets\/icon\./, "assets/other.", "assets/icon."],
  ["data", "fits schema.json", "en/smtp/211.json", /"kind":"[a-z]*",/, ""],
  ["data", "ids are the same", "de/smtp/214.json", /"id":"final"/, '"id":"endgueltig"'],
  ["data", "leads to a file", "en/smtp/220.md", /\/en\/smtp\/[0-9]*\.html\)/, "/en/smtp/999.html)"],
  ["validate", "valid HTML", "en/smtp/421.html", ...prose("<p><p></div>")],
  ["validate", "valid HTML", "en/smtp/450.html", ...prose('<p><img src="x.png"></p>')],
  ["text", "stands twice on a page", "de/smtp/421.html",
    ...prose("<p>Dieser Satz ist lang genug, um aufzufallen, wenn er wiederkehrt.</p>\n".repeat(2))],
  ["text", "no word stands twice", "en/smtp/451.html", ...prose("<p>It is sent when when sending.</p>")],
  ["text", "no markup or slot", "en/smtp/452.html", ...prose("<p>Then {a.code} is sent.</p>")],
  ["text", "no cell, heading", "en/smtp/454.html", ...prose("<table><tr><td></td></tr></table>")],
  ["text", "in the page's language", "de/smtp/450.html", ...prose("<p>The server is the one that you should ask.</p>")],
  ["text", "in the page's language", "de/smtp/451.html", ...prose("<h2>What it means</h2>")],
  ["text", "in the page's language", "en/smtp/550.html", ...prose("<p>Das ist nicht für die Augen der Leute.</p>")],
  ["text", "do not say the same", "de/smtp/452.html", ...prose("<p>Permanent refusal</p>")],
  ["text", "do not say the same", "en/smtp/452.html", ...prose("<p>Permanent refusal</p>")],
  ["text", "what its readers need", "de/smtp/235-vs-550.html", /<table>[^]*<\/table>/, ""],
];

/* Not an offence for its language: the English page that a German one is compared with. */
const HELPERS = new Set(["en/smtp/452.html do not say the same"]);

const scratch = mkdtempSync(path.join(os.tmpdir(), "statusbook-prove-"));
const report = new Report("prove");
try {
  const copy = path.join(scratch, "site");
  cpSync(site, copy, { recursive: true });
  const style = /assets\/[^"]*\.css/.exec(readFileSync(path.join(site, "404.html"), "utf8"))[0];
  for (const line of BREAKS) {
    const [, , file, from, to] = line;
    if (file === "assets/") line[2] = style;
    const where = path.join(copy, line[2]);
    if (to === undefined) continue;
    const before = from === undefined ? "" : readFileSync(where, "utf8");
    writeFileSync(where, from === undefined ? to : before.replace(from, to));
  }
  for (const check of ["links", "web", "data", "validate", "text"]) {
    const script = fileURLToPath(new URL(`${check}.mjs`, import.meta.url));
    const said = spawnSync(process.execPath, [script, copy, project],
      { encoding: "utf8", env: { ...process.env, ALL: "1" }, maxBuffer: 1 << 28 }).stdout.split("\n");
    for (const [of, words, file, , , named = file] of BREAKS) {
      if (of !== check || HELPERS.has(`${file} ${words}`)) continue;
      const rule = report.rule(`${check}: ${words}: ${file}`);
      const start = said.findIndex((line) => line.startsWith("FAIL") && words.split("|").some((one) => line.includes(one)));
      const end = said.findIndex((line, i) => i > start && !line.startsWith("      "));
      rule.holds(start >= 0 && said.slice(start + 1, end).some((line) => line.includes(named)), named, "not found");
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
report.end();
