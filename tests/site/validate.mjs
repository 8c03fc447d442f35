// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/* Whether the pages of a built site are valid HTML, by html-validate. Usage: node validate.mjs SITE */
import { readFileSync } from "node:fs";
import path from "node:path";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";
import { Report, args } from "./report.mjs";
import { filesBelow, kindOf, localeOf } from "./site.mjs";

const [site] = args("validate.mjs SITE", 1);

/* Of the comparisons of a language a fixed, spread sample (ALL=1: all): they come from one template. */
const SAMPLE = process.env.ALL ? Infinity : 120;

const config = {
  root: true,
  extends: ["html-validate:recommended", "html-validate:a11y"],
  rules: {
    "doctype-style": ["error", { style: "lowercase" }], /* a matter of taste: ours */
    "long-title": "off", /* a name of a code may be long; search engines cut it, readers do not */
    "no-trailing-whitespace": "off", /* no error in HTML */
    "void-style": ["error", { style: "omit" }],
  },
};

function spread(items, count) {
  if (items.length <= count) return items;
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]);
}

function chosen(files) {
  const pages = files.filter((file) => file.endsWith(".html"));
  const pairs = pages.filter((file) => kindOf(file) === "pair");
  const locales = [...new Set(pairs.map(localeOf))];
  return [
    ...pages.filter((file) => kindOf(file) !== "pair"),
    ...locales.flatMap((locale) => spread(pairs.filter((file) => localeOf(file) === locale), SAMPLE)),
  ];
}

/* The same mistake of a template on every page is one line, with the pages counted. */
function main() {
  const report = new Report("validate");
  const validator = new HtmlValidate(new FileSystemConfigLoader(config));
  const valid = report.rule("pages are valid HTML, and keep the rules for access");
  const kinds = new Map();

  for (const file of chosen(filesBelow(site))) {
    const result = validator.validateStringSync(readFileSync(path.join(site, file), "utf8"), file, config);
    const messages = result.results.flatMap((one) => one.messages);
    valid.holds(messages.length === 0, file, () => {
      const { line, column, message, ruleId } = messages[0];
      return `${line}:${column}: ${message} [${ruleId}]${messages.length > 1 ? `, and ${messages.length - 1} more` : ""}`;
    });
    for (const { ruleId } of messages) kinds.set(ruleId, (kinds.get(ruleId) ?? 0) + 1);
  }
  report.end();
  for (const [rule, count] of kinds) console.log(`      ${rule}: ${count}`);
}

main();
