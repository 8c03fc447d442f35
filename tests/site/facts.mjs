// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * Whether the entries say what the fact sheets say. The sheets (tests/facts/*.csv) were compiled from the RFCs apart from
 * the entries. Usage: node facts.mjs PROJECT
 *
 * smtp-replies.csv      real codes. An entry's `cite` begins with the sheet's, in its order; what is appended is free.
 *                       `enhanced` holds all codes of `typical_enhanced`, and beyond them only such as the register pairs
 *                       with the code (`registry_enhanced`): usual ones are not left out, and none is invented.
 *                       A code that is named in a register without a command ("unspecified") may answer any.
 * smtp-nonstandard.csv  numbers that are taken for codes. Only those that have an entry of their own are compared.
 * smtp-pairs.csv        comparisons that people look for: each must be told of by the facts, or have a note.
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { Report, args } from "./report.mjs";
import { readSheet } from "./sheet.mjs";

const [project] = args("facts.mjs PROJECT", 1);
const folder = path.join(project, "content", "smtp");

const RFC5321 = "211 214 220 221 250 251 252 354 421 450 451 452 455 500 501 502 503 504 550 551 552 553 554 555";
const EXTENSIONS = "235 334 432 454 521 530 534 535 538 556";

/* As the program reads it: all scalars are text. */
function readYaml(text) {
  return parse(text, { schema: "failsafe" });
}

function readEntries() {
  const entries = new Map();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".en.md")).sort()) {
    const slug = file.slice(0, -".en.md".length);
    if (slug.startsWith("_") || slug.includes("-vs-")) continue;
    const text = readFileSync(path.join(folder, file), "utf8");
    entries.set(slug, { kind: "code", ...readYaml(/^---\n([\s\S]*?)\n---\n/.exec(text)[1]) });
  }
  return entries;
}

const entries = readEntries();
const family = readYaml(readFileSync(path.join(folder, "family.yaml"), "utf8"));
const replies = readSheet("smtp-replies.csv");
const report = new Report("facts");

const words = (text) => text.split(" ").filter(Boolean);
const steps = (list) => (list ?? []).map((step) => step.replace(/ \(usual\)$/, ""));
const enhancedIn = (text) => text.match(/\b[245]\.\d+\.\d+\b/g) ?? [];
const sameSet = (a, b) => a.length === b.length && a.every((item) => b.includes(item));

function classOf(code) {
  const found = Object.entries(family.classes).find(([, { pattern }]) => new RegExp(`^(?:${pattern})$`).test(code));
  return found?.[0];
}

function checkComplete() {
  const there = report.rule("every code of RFC 5321 and its extensions has an entry in English and German");
  const unique = report.rule("the sheet has a code once");
  const sheet = report.rule("the sheet knows every entry that is a code");
  const known = new Set(replies.map((row) => row.code));

  for (const code of words(`${RFC5321} ${EXTENSIONS}`))
    for (const locale of ["en", "de"])
      there.holds(existsSync(path.join(folder, `${code}.${locale}.md`)), `${code}.${locale}.md`);
  unique.holds(known.size === replies.length, "smtp-replies.csv");
  for (const [slug, entry] of entries)
    if (entry.kind === "code") sheet.holds(known.has(entry.code), slug);
}

function checkReplies() {
  const rules = {
    code: report.rule("code is the sheet's"),
    class: report.rule("the family's pattern gives the sheet's class"),
    severity: report.rule("severity is the sheet's"),
    stages: report.rule("stages are the sheet's, as a set, one of them the usual one"),
    cite: report.rule("cite begins with the sheet's sources"),
    status: report.rule("status is the sheet's"),
    text: report.rule("reply_text is the sheet's"),
    enhanced: report.rule("enhanced has the usual codes, and none that is not known to be used"),
    digit: report.rule("enhanced codes have the first digit of the code"),
    first: report.rule("first_defined begins with the sheet's RFC"),
  };

  for (const row of replies) {
    const entry = entries.get(row.code);
    if (!entry || entry.kind !== "code") continue;
    const where = `${row.code}.en.md`;
    const { facts } = entry;
    const compare = (rule, is, wanted) => rules[rule].holds(is === wanted, where, `'${is}', the sheet has '${wanted}'`);

    compare("code", entry.code, row.code);
    compare("class", classOf(entry.code), words(row.class)[0]);
    compare("severity", facts.severity, row.severity);
    compare("status", facts.status, row.status);
    const stages = row.stages === "unspecified" ? "any" : row.stages;
    rules.stages.holds(sameSet(steps(facts.stages), words(stages)), where,
      () => `'${steps(facts.stages).join(" ")}', the sheet has '${row.stages}'`);
    rules.stages.holds(facts.stages.length === 1 || facts.stages.filter((step) => /\(usual\)$/.test(step)).length === 1,
      where, "not one usual step");
    const cite = words(row.cite);
    compare("cite", facts.cite.slice(0, cite.length).join(" "), cite.join(" "));
    compare("text", facts.reply_text ?? "", row.reply_text.startsWith("(") ? "" : row.reply_text);

    const enhanced = facts.enhanced ?? [];
    const usual = enhancedIn(row.typical_enhanced);
    const allowed = [...usual, ...enhancedIn(row.registry_enhanced)];
    const missing = usual.filter((code) => !enhanced.includes(code));
    const invented = enhanced.filter((code) => !allowed.includes(code));
    rules.enhanced.holds(missing.length + invented.length === 0, where,
      `missing '${missing.join(" ")}', not in the sheet '${invented.join(" ")}'`);
    rules.digit.holds(enhanced.every((code) => code[0] === row.code[0]), where, enhanced.join(" "));

    const first = /RFC (\d+)/.exec(row.first_defined);
    if (first) compare("first", facts.first_defined?.[0].split("#")[0] ?? "nothing", `rfc${first[1]}`);
  }
}

/* Numbers that are no codes, where an entry of that name exists. */
function checkNumbers() {
  const real = new Set(replies.map((row) => row.code));
  const rows = readSheet("smtp-nonstandard.csv").filter(({ code }) => entries.has(code) && !real.has(code));
  if (rows.length === 0) return;
  const kind = report.rule("a number that only passes for a code is not given out as one");
  const meant = report.rule("it leads to a code that the sheet names");

  for (const row of rows) {
    const entry = entries.get(row.code);
    const where = `${row.code}.en.md`;
    kind.holds(entry.kind !== "code" && entry.facts.status !== "standard", where,
      `kind ${entry.kind}, status ${entry.facts.status}`);
    const wanted = (row.real_code_for_that_case.match(/\b[2-5]\d\d\b/g) ?? []).filter((code) => entries.has(code));
    meant.holds(wanted.length === 0 || (entry.facts.mistaken_for ?? []).some((code) => wanted.includes(code)), where,
      `mistaken_for '${entry.facts.mistaken_for}', the sheet has '${wanted}'`);
  }
}

function checkPairs() {
  const rule = report.rule("codes that people confuse name each other, or have a note");
  const links = (entry) => ["confused_with", "twin", "mistaken_for"].flatMap((fact) => entry.facts[fact] ?? []);

  for (const row of readSheet("smtp-pairs.csv")) {
    const [a, b] = [entries.get(row.code_a), entries.get(row.code_b)];
    if (!a || !b) continue;
    rule.holds(links(a).includes(row.code_b) || links(b).includes(row.code_a) ||
      existsSync(path.join(folder, `${row.code_a}-vs-${row.code_b}.en.md`)), row.pair, row.why_confused);
  }
}

checkComplete();
checkReplies();
checkNumbers();
checkPairs();
report.end();
