// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * What the pages of a built site say, as text: nothing twice, nothing empty or left over, each language by itself, and the
 * page that this project began with. What can be told from the sources, statusbook check tells (terms, quotation marks,
 * form of address); here is what shows only where texts have been put together. Usage: node text.mjs SITE PROJECT
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { blocksOf, sentencesOf, wordsOf } from "./blocks.mjs";
import { Report, args } from "./report.mjs";
import { attr, elements, filesBelow, find, localeOf, nameOf, parsePage, squeeze, textOf } from "./site.mjs";

const [site, project] = args("text.mjs SITE PROJECT", 2);
const report = new Report("text");

/* Shorter ones ("It stays refused.") may come twice. */
const SHORTEST_SENTENCE = 40;

/* What site.yaml says of each language; all scalars are text, as the program reads it. */
const { locales } = parse(readFileSync(path.join(project, "content", "site.yaml"), "utf8"), { schema: "failsafe" });

/* Words that hardly a text of the language does without, and that the other language does not have. */
const FUNCTION_WORDS = Object.fromEntries(Object.entries(locales).map(([id, { function_words: words }]) =>
  [id, new Set(words)]));

/* Doubled words that are grammar. */
const MAY_REPEAT = Object.fromEntries(Object.entries(locales).map(([id, { may_repeat: words }]) => [id, new Set(words)]));

/* Names with a word in lower case: the same in every language. */
const NAMES = /(?<!\p{L})(qmail|notqmail|netqmail|chkuser|Outlook\.com|Cisco firewall)(?!\p{L})/gu;

const rules = {
  twice: report.rule(`no sentence of ${SHORTEST_SENTENCE} characters or more stands twice on a page`),
  doubled: report.rule("no word stands twice in a row"),
  known: report.rule("site.yaml has function words of both languages"),
  left: report.rule("no markup or slot is left in the text"),
  empty: report.rule("no cell, heading, item or term is empty"),
  foreign: report.rule("text is in the page's language, or marked as not"),
  equal: report.rule("German pages do not say the same words as the English ones"),
};

function checkTwice(file, lang, main) {
  const seen = new Map();
  for (const block of blocksOf(main, lang)) {
    if (block.nav || block.table || block.facts || block.linked || ["pre", "small"].includes(block.tag)) continue;
    for (const sentence of sentencesOf(block.text).filter((text) => text.length >= SHORTEST_SENTENCE)) {
      const key = sentence.toLowerCase().replace(/[.:;!?,]+$/, "");
      rules.twice.holds(!seen.has(key), file, sentence);
      seen.set(key, true);
    }
  }
}

function checkShape(file, tree) {
  for (const element of elements(find(tree, "body")))
    if (/^(td|th|h[1-6]|li|dt|dd|p|a|caption)$/.test(element.tagName))
      rules.empty.holds(squeeze(textOf(element)) !== "" || find(element, "img") || find(element, "svg"), file,
        `<${element.tagName}> in <${element.parentNode.tagName}>`);
}

/* Three words of another language make a text foreign; in a short one, a third of its words. */
function isForeign(own, lang) {
  const words = wordsOf(own).map((word) => word.toLowerCase());
  const count = (which) => words.filter((word) => FUNCTION_WORDS[which].has(word)).length;
  const other = lang === "de" ? "en" : "de";
  const [here, there] = [count(lang), count(other)];
  return there > here && (there >= 3 || words.length >= 2 && words.length <= 8 && there * 3 >= words.length);
}

function checkBlock(file, lang, block) {
  const { own, tag } = block;
  const shown = () => `${tag}: ${own.slice(0, 100)}`;
  const double = /(?<![\p{L}\d.-])(\p{L}{2,}) \1(?![\p{L}\d-])/iu.exec(own);

  rules.doubled.holds(!double || MAY_REPEAT[lang].has(double[1].toLowerCase()), file,
    () => `... ${own.slice(Math.max(0, double.index - 40), double.index + 60)} ...`);
  rules.left.holds(!/\{\{|\{%|\{[a-z][a-z_.]*\}|\]\(|\*\*|<(code|cite):|&[a-z]+;|\bundefined\b|\(null\)/.test(own), file, shown);
  rules.foreign.holds(!isForeign(own, lang), file, shown);
}

/* Text that a translation would change: it has a word in lower case that is no part of a name. */
function isTranslatable(own) {
  return wordsOf(own.replace(NAMES, "")).some((word) => /^\p{Ll}{3,}$/u.test(word));
}

/* A page's text for all rules that take it block by block; title and description come with it. */
function allBlocks(tree, lang) {
  const head = find(tree, "head");
  const found = blocksOf(find(tree, "body"), lang);
  for (const element of elements(head)) {
    const name = attr(element, "name") ?? attr(element, "property") ?? "";
    const text = element.tagName === "title" ? textOf(element) :
      /description$|title$/.test(name) ? attr(element, "content") : undefined;
    if (text !== undefined) found.push({ tag: name || "title", text: squeeze(text), own: squeeze(text), nav: true });
  }
  return found;
}

/* The comparison that the old site got wrong: German only, both steps, the sections of the RFCs, nothing twice. */
function checkSeed(file) {
  const rule = report.rule(`${file} says what its readers need`);
  const tree = parsePage(site, file);
  const main = find(tree, "main");
  const table = find(main, "table");
  const blocks = blocksOf(main, "de");
  const firstTable = blocks.findIndex((block) => block.table);
  const top = blocks.slice(0, firstTable < 0 ? undefined : firstTable).map((block) => block.text).join(" ");
  const cells = table ? [...elements(table)].filter((element) => element.tagName === "td") : [];
  const links = table ? [...elements(table)].filter((element) => element.tagName === "a").map((a) => attr(a, "href")) : [];
  const foreign = [...elements(main)].filter((element) => (attr(element, "lang") ?? "de") !== "de");
  const headings = [...elements(main)].filter((element) => /^h[1-6]$/.test(element.tagName)).map(textOf).map(squeeze);

  rule.holds(attr(find(tree, "html"), "lang") === "de", file, "not German");
  rule.holds(foreign.every((element) => ["pre", "code", "span"].includes(element.tagName)), file,
    () => `prose in another language: ${squeeze(textOf(foreign[0])).slice(0, 80)}`);
  rule.holds(/\bAUTH\b/.test(top), file, `above the table, AUTH is not named: ${top.slice(0, 200)}`);
  rule.holds(/\b550\b[^.]*\b(später|danach|folgt)|\b(später|danach)[^.]*\b550\b/.test(top), file,
    `above the table, nothing says that 550 comes later: ${top.slice(0, 200)}`);
  rule.holds(/\bRCPT\b/.test(top), file, "above the table, RCPT is not named");
  rule.holds(cells.length >= 8, file, `a table of differences with ${cells.length} cells`);
  rule.holds(links.some((href) => /rfc4954#section-/.test(href)), file, "the table names no section of RFC 4954");
  rule.holds(links.some((href) => /rfc5321#section-/.test(href)), file, "the table names no section of RFC 5321");
  rule.holds(new Set(headings).size === headings.length, file, `a heading twice: ${headings.join(" | ")}`);
}

function main() {
  for (const lang of ["en", "de"]) rules.known.holds(FUNCTION_WORDS[lang]?.size >= 20, "content/site.yaml", lang);
  const english = new Map();
  const files = filesBelow(site).filter((file) => file.endsWith(".html"));

  for (const file of files.sort((a, b) => (localeOf(b) === "en") - (localeOf(a) === "en"))) {
    const tree = parsePage(site, file);
    const lang = attr(find(tree, "html"), "lang");
    if (!(lang in FUNCTION_WORDS)) continue;
    const blocks = allBlocks(tree, lang);
    if (lang === "en") english.set(nameOf(file), new Set(blocks.map((block) => block.own)));
    checkTwice(file, lang, find(tree, "main"));
    checkShape(file, tree);
    for (const block of blocks) {
      checkBlock(file, lang, block);
      if (lang !== "de") continue;
      if (isTranslatable(block.own))
        rules.equal.holds(!english.get(nameOf(file))?.has(block.own), file, `${block.tag}: ${block.own.slice(0, 100)}`);
    }
  }
  checkSeed("de/smtp/235-vs-550.html");
  report.end();
}

main();
