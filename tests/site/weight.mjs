// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * How much of a built site readers have to load, compressed as hosts do it. Usage: node weight.mjs SITE
 * A first visit is a page, the style sheet and the icon: what comes before anything can be read.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { Report, args } from "./report.mjs";
import { filesBelow, kindOf } from "./site.mjs";

const [site] = args("weight.mjs SITE", 1);
const KIB = 1024;
/* The largest of a kind as it lies there; only these are compressed, because there are thousands of pages. */
const LARGEST = 12;

const report = new Report("weight");
const files = filesBelow(site);
const bytesOf = (file) => readFileSync(path.join(site, file));
const weigh = (file) => gzipSync(bytesOf(file), { level: 9 }).length;
const among = (pattern) => files.filter((file) => pattern.test(file));
const sum = (names) => names.reduce((all, file) => all + weigh(file), 0);

function checkFiles(sentence, names, most) {
  const rule = report.rule(`${sentence} under ${most} KB`);
  for (const file of names) rule.holds(weigh(file) < most * KIB, file, () => `${weigh(file)} bytes`);
}

function checkVisits(kind, most) {
  const rule = report.rule(`a first visit to a page of kind ${kind} is under ${most} KB`);
  const always = sum([...among(/^assets\/style\./), ...among(/^assets\/icon\./)]);
  const pages = files.filter((file) => file.endsWith(".html") && kindOf(file) === kind)
    .map((file) => [bytesOf(file).length, file]).sort(([a], [b]) => b - a).slice(0, LARGEST);
  for (const [, file] of pages) rule.holds(weigh(file) + always < most * KIB, file, () => `${weigh(file) + always} bytes`);
}

checkFiles("the style sheet is", among(/^assets\/style\..*\.css$/), 6);
checkFiles("the script is", among(/^assets\/script\..*\.js$/), 6);
checkFiles("the search index of a language is", among(/^assets\/search-[^.]*\.js$/), 40);
checkVisits("code", 14);
checkVisits("pair", 16);
report.end();
