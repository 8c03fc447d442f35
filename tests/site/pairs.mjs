// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * Every comparison says something of its own: a verdict, differences, nothing twice, and a sketch that agrees with what
 * is said of the session. Usage: node pairs.mjs PROGRAM PROJECT SITE
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { pairFiles, readPair, readRules, shareVerdicts } from "../pairs/pages.mjs";
import { sentencesOf } from "./blocks.mjs";
import { Report, args } from "./report.mjs";
import { filesBelow, nameOf } from "./site.mjs";

const [program, project, site] = args("pairs.mjs PROGRAM PROJECT SITE", 3);
const report = new Report("pairs");

/* A verdict names both codes, or one of them and what both do. */
const BOTH = { en: /\bboth\b/i, de: /\bbeide[nrs]?\b/i };
/* Shorter ones ("Yes.") may come twice. */
const SHORTEST_SENTENCE = 20;

/* Bytes of a page and of what it needs to be seen. */
const HEAVIEST = 16 * 1024;

const rules = {
  built: report.rule("every comparison is a page in every language, and there is no other"),
  shared: report.rule("no verdict is shared by more than a twentieth of all pairs"),
  verdict: report.rule("each verdict names both codes, or one of them and what both do"),
  differences: report.rule("each comparison shows a difference, and none that is not one"),
  twice: report.rule("no sentence stands twice on a page"),
  drawn: report.rule("both codes are in the sketch, and it ends with one of them"),
  undrawn: report.rule("nothing is drawn where nobody knows the step"),
  relation: report.rule("the sketch agrees with the relation of the two"),
  sentence: report.rule("the sketch agrees with the sentence above it"),
  weight: report.rule(`a first visit takes at most ${HEAVIEST / 1024} KB, with style sheet and icon, gzipped`),
  same: report.rule("the sketch is the same in every language"),
};

function names(text, code) {
  return new RegExp(`(?<![\\p{L}\\d.])${code}(?![\\p{L}\\d])`, "u").test(text);
}

function checkText(pair, locale) {
  const { file, a, b, verdict, rows } = pair;
  const seen = new Set();

  rules.verdict.holds(names(verdict, a) && names(verdict, b) ||
    (names(verdict, a) || names(verdict, b)) && BOTH[locale].test(verdict), file, verdict);
  rules.differences.holds(rows.length > 0 && rows.every(([left, right]) => left !== right), file,
    () => JSON.stringify(rows.find(([left, right]) => left === right) ?? "no row"));
  for (const block of pair.blocks.filter((one) => !one.table && !one.linked && one.tag !== "pre")) {
    for (const sentence of sentencesOf(block.text).filter((text) => text.length >= SHORTEST_SENTENCE)) {
      rules.twice.holds(!seen.has(sentence), file, sentence);
      seen.add(sentence);
    }
  }
}

/*
 * How the two stand to each other in one session: "ab" or "ba" by where they come (`last` or first), "fork" for one step
 * with either, "a" or "b" where the other is missing. In "AUTH: 334 then 535" the one comes before the other.
 */
function orderOf(steps, a, b, fork, last) {
  const place = (code) => {
    const found = steps.flatMap((step, i) => step.codes.includes(code) ? [[step, i + step.codes.indexOf(code) / 2]] : []);
    return last ? found.at(-1) : found[0];
  };
  const [left, right] = [place(a), place(b)];
  if (!left || !right) return left ? "a" : "b";
  if (left[0] === right[0] && fork.test(left[0].text)) return "fork";
  return left[1] < right[1] ? "ab" : "ba";
}

const FORK = { en: /\bor\b/, de: /\boder\b/ };

/* The sessions that each relation is drawn as, seen from the lower code. */
const DRAWN = {
  "then": ["ab"], "retry-then": ["ab"], "ended": ["ab"], "after": ["ba"], "after-retry": ["ba"], "ends": ["ba"],
  "bars": ["a", "b"], "barred": ["a", "b"], "both-end": ["a", "b"], "same-step": ["fork"], "once": ["fork"],
  "any-order": ["ab", "ba"],
};

function checkRelation(pair, rule) {
  const orders = pair.sketches.map((steps) => orderOf(steps, pair.a, pair.b, FORK.en, true)).sort().join(" ");
  const forked = rule.relation === "any-order" && orders === "fork";

  if (rule.session.length > 0 && !rule.session[0].sketch)
    rules.relation.holds(forked || orders === (DRAWN[rule.relation] ?? []).join(" "), pair.file,
      `${rule.relation}: ${orders || "nothing"}`);
}

/* What the English sentence says in so many words. */
function checkSentence(pair) {
  const { file, a, b, session, sketches } = pair;
  const orders = sketches.map((steps) => orderOf(steps, a, b, FORK.en, false));
  const said = () => `${session} | ${orders.join(" ")}`;

  if (/^No\b/.test(session)) rules.sentence.holds(!orders.includes("ab") && !orders.includes("ba"), file, said);
  const either = /\bin (either|any) order\b|\beither way\b/.test(session);
  if (either)
    rules.sentence.holds(orders.includes("fork") || orders.includes("ab") && orders.includes("ba"), file, said);
  const first = [...session.matchAll(/(\S+?)(?: can come| has come| comes)? first\b/g)].map(([, code]) => code)
    .filter((code) => code === a || code === b);
  for (const code of first) rules.sentence.holds(orders.includes(code === a ? "ab" : "ba"), file, said);
  if (new Set(first).size === 1 && !either)
    rules.sentence.holds(!orders.includes(first[0] === a ? "ba" : "ab"), file, said);
}

function checkSketch(pair) {
  const { file, a, b, session, sketches } = pair;
  const drawn = sketches.flat().flatMap((step) => step.codes);

  if (/Nobody can tell|No RFC says|Only in theory|the standard provides none/.test(session)) {
    rules.undrawn.holds(sketches.length === 0, file, session);
    return;
  }
  rules.drawn.holds(drawn.includes(a) && drawn.includes(b) && sketches.every((steps) => steps.at(-1).codes.length > 0), file);
}

const packed = (file) => gzipSync(readFileSync(path.join(site, file))).length;

function main() {
  const said = new Map(readRules(program, project).flatMap((rule) => rule.pages.map((page) => [page.path, rule])));
  const all = [...new Set(said.values())];
  const locales = [...new Set([...said.keys()].map((path) => path.split("/")[0]))];
  const most = Math.floor(all.length / 20);
  const sketches = new Map();
  const assets = filesBelow(path.join(site, "assets")).filter((file) => /\.(css|svg)$/.test(file))
    .reduce((sum, file) => sum + packed(`assets/${file}`), 0);

  for (const [rule, count] of shareVerdicts(all)) rules.shared.holds(count <= most, rule, `${count} of ${all.length} pairs`);
  for (const locale of locales) {
    const files = pairFiles(site, locale);
    rules.built.holds(files.length === all.length && files.every((file) => said.has(file)), locale,
      `${files.length} pages, ${all.length} pairs`);
    for (const file of files) {
      const pair = readPair(site, file);
      const codes = JSON.stringify(pair.sketches.map((steps) => steps.map((step) => step.codes)));
      const weight = assets + packed(file);
      rules.weight.holds(weight <= HEAVIEST, file, `${weight} bytes`);
      checkText(pair, locale);
      if (locale === "en") {
        checkSketch(pair);
        checkRelation(pair, said.get(file));
        if (pair.sketches.length > 0) checkSentence(pair);
      }
      const other = sketches.get(nameOf(file));
      if (other) rules.same.holds(codes === other, file, codes);
      sketches.set(nameOf(file), codes);
    }
  }
  report.end();
}

main();
