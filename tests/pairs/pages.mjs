// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/* The comparisons of a built site, as its readers meet them; and what the program says of the rules behind them. */
import { execFileSync } from "node:child_process";
import { blocksOf } from "../site/blocks.mjs";
import { attr, elements, filesBelow, find, kindOf, localeOf, parsePage, squeeze, textOf } from "../site/site.mjs";

const classesOf = (element) => (attr(element, "class") ?? "").split(/\s+/);

/* What a cell says; the usual step among others is only stronger. */
function readCell(cell) {
  const say = (node) => node.tagName === "strong" ? `*${textOf(node)}*` : node.childNodes?.map(say).join("") ?? node.value;
  return squeeze(say(cell));
}

/* The steps of one session: { text, codes }. */
function readSteps(list) {
  return [...elements(list)].filter((element) => element.tagName === "li").map((item) => {
    const codes = [...elements(item)].filter((element) => element.tagName === "b").map(textOf);
    return { text: squeeze(textOf(item)), codes };
  });
}

/*
 * One comparison: its path, its two codes, the verdict, the sentence on the session and the sketches below it, the rows
 * of the table as [a, b], and all blocks of text but lists of links to other pages.
 */
export function readPair(site, file) {
  const tree = parsePage(site, file);
  const main = find(tree, "main");
  const all = [...elements(main)];
  const [a, b] = /([^/]+)-vs-(.+)\.html$/.exec(file).slice(1);
  const sketches = all.filter((element) => element.tagName === "ol" && classesOf(element).includes("sketch"));
  const table = all.find((element) => element.tagName === "table");
  const rows = table ? [...elements(table)].filter((element) => element.tagName === "tr")
    .map((row) => [...elements(row)].filter((cell) => cell.tagName === "td").map(readCell))
    .filter((cells) => cells.length > 0) : [];
  const verdict = all.find((element) => classesOf(element).includes("verdict"));
  const session = all.find((element) => classesOf(element).includes("session"));
  return {
    file, a, b, rows,
    verdict: verdict ? squeeze(textOf(verdict)) : "",
    session: session ? squeeze(textOf(find(session, "p"))) : "",
    sketches: sketches.map(readSteps),
    blocks: blocksOf(main, localeOf(file)).filter((block) => !block.nav),
  };
}

/* The paths of all comparisons in a language. */
export function pairFiles(site, locale) {
  return filesBelow(site).filter((file) => kindOf(file) === "pair" && localeOf(file) === locale);
}

/* What `statusbook check --pairs` says of all: [{ pair, pages, note, verdict, ... }]. */
export function readRules(program, project) {
  const json = execFileSync(program, ["check", "--pairs", "--format", "json", "-C", project],
    { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] });
  return JSON.parse(json);
}

/* How many comparisons show the verdict of each rule, the most first; a note's verdict is its own. */
export function shareVerdicts(rules) {
  const counts = new Map();
  for (const pair of rules) {
    if (pair.note) continue;
    const family = pair.pair.split("/")[0];
    for (const { rule } of pair.verdict) counts.set(`${family} ${rule}`, (counts.get(`${family} ${rule}`) ?? 0) + 1);
  }
  return [...counts].sort((left, right) => right[1] - left[1]);
}
