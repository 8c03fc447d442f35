// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * How much each comparison of a language says that no other page says: the share of its words that its two code pages do
 * not have, and how near the nearest other comparison is. Prints the distributions, the weakest pages by each measure,
 * and how many pairs share each verdict. Word shares alone would reward filler: read the pages that it names.
 *
 *     node measure.mjs SITE LOCALE [PROGRAM PROJECT]          verdicts need the program, and the project of the site
 */
import { blocksOf, wordsOf } from "../site/blocks.mjs";
import { find, nameOf, parsePage } from "../site/site.mjs";
import { args } from "../site/report.mjs";
import { pairFiles, readPair, readRules, shareVerdicts } from "./pages.mjs";

const RUN = 4; /* words of a shingle */
const WEAKEST = 10;

const [site, locale, program, project] = args("measure.mjs SITE LOCALE [PROGRAM PROJECT]", 2);

/* Running words, without case. Numbers and codes are one word, so that a swapped code makes no difference. */
function words(text) {
  return text.toLowerCase().match(/\d[\d.]*|[\p{L}][\p{L}\p{M}’'-]*/gu)?.map((word) => /^\d/.test(word) ? "#" : word) ?? [];
}

/* Each run of words of each block, once. */
function runsOf(blocks) {
  const runs = new Set();
  for (const block of blocks) {
    const list = words(block.text);
    for (let i = 0; i + RUN <= list.length || i === 0 && list.length > 0; i++) runs.add(list.slice(i, i + RUN).join(" "));
  }
  return runs;
}

const codePages = new Map();

/* The words and runs of a code's page. */
function readCode(file) {
  if (!codePages.has(file)) {
    const blocks = blocksOf(find(parsePage(site, file), "main"), locale).filter((block) => !block.nav);
    codePages.set(file, { words: new Set(blocks.flatMap((block) => words(block.text))), runs: runsOf(blocks) });
  }
  return codePages.get(file);
}

function readPages() {
  return pairFiles(site, locale).map((file) => {
    const { a, b, blocks } = readPair(site, file);
    const folder = file.slice(0, file.lastIndexOf("/") + 1);
    const codes = [a, b].map((slug) => readCode(`${folder}${slug}.html`));
    const all = blocks.flatMap((block) => wordsOf(block.text).map((word) => word.toLowerCase()));
    const runs = runsOf(blocks);
    const own = (items, kind) => items.filter((item) => !codes.some((code) => code[kind].has(item))).length / items.length;
    return { file, runs, newWords: own(all, "words"), newRuns: own([...runs], "runs") };
  });
}

/* For each page the nearest other one: the share of runs that both have of those that either has. */
function findNearest(pages) {
  const where = new Map();
  pages.forEach((page, i) => {
    for (const run of page.runs) {
      if (where.has(run)) where.get(run).push(i);
      else where.set(run, [i]);
    }
  });
  const shared = new Int32Array(pages.length);
  pages.forEach((page, i) => {
    shared.fill(0);
    for (const run of page.runs) for (const k of where.get(run)) shared[k]++;
    page.near = 0;
    pages.forEach((other, k) => {
      const likeness = shared[k] / (page.runs.size + other.runs.size - shared[k]);
      if (k === i || likeness <= page.near) return;
      page.near = likeness;
      page.nearest = other.file;
    });
  });
}

const percent = (share) => `${(100 * share).toFixed(1).padStart(5)} %`;

/* `sign` is 1 where little is weak, -1 where much is. */
function print(title, pages, measure, sign, tail = () => "") {
  const sorted = [...pages].sort((left, right) => sign * (left[measure] - right[measure]) || (left.file < right.file ? -1 : 1));
  const values = sorted.map((page) => page[measure]).sort((left, right) => left - right);
  const at = (share) => percent(values[Math.round(share * (values.length - 1))]);
  console.log(`\n${title}\n  min ${at(0)}   5 % ${at(0.05)}   median ${at(0.5)}   95 % ${at(0.95)}   max ${at(1)}`);
  for (const page of sorted.slice(0, WEAKEST)) console.log(`  ${percent(page[measure])}  ${page.file}${tail(page)}`);
}

const pages = readPages();
if (pages.length === 0) throw new Error(`no comparisons in ${locale}`);
findNearest(pages);
console.log(`${pages.length} comparisons in ${locale}; the weakest first`);
print("Words that neither code page has", pages, "newWords", 1);
print(`Runs of ${RUN} words that neither code page has`, pages, "newRuns", 1);
print(`Runs of ${RUN} words that the nearest other comparison has too, codes aside`, pages, "near", -1,
  (page) => `  ${nameOf(page.nearest ?? "")}`);
if (program) {
  const rules = readRules(program, project);
  const most = Math.floor(rules.length / 20);
  console.log(`\nVerdicts by rule, of ${rules.length} pairs; no more than ${most} may share one`);
  for (const [rule, count] of shareVerdicts(rules).slice(0, WEAKEST)) console.log(`  ${String(count).padStart(4)}  ${rule}`);
}
