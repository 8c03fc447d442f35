// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/* What a built site has for programs: JSON, Markdown and llms.txt. Usage: node data.mjs SITE */
import { readFileSync } from "node:fs";
import path from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import { Report, args } from "./report.mjs";
import { baseOf, filesBelow, kindOf, localeOf, nameOf } from "./site.mjs";

const [site] = args("data.mjs SITE", 1);
const base = baseOf(site);
const files = filesBelow(site);
const fileSet = new Set(files);
const read = (file) => readFileSync(path.join(site, file), "utf8");
const readJson = (file) => JSON.parse(read(file));
const report = new Report("data");

const inLocales = files.filter((file) => localeOf(file));
const jsonFiles = inLocales.filter((file) => file.endsWith(".json"));
const markdownFiles = inLocales.filter((file) => file.endsWith(".md"));
const codePages = inLocales.filter((file) => file.endsWith(".html") && kindOf(file) === "code" && !/\/from-/.test(file));

function checkSchema() {
  const fits = report.rule("every JSON file fits schema.json");
  const validate = new Ajv2020({ allErrors: true, strictTypes: false }).compile(readJson("schema.json"));

  for (const file of jsonFiles)
    fits.holds(validate(readJson(file)), file, () => validate.errors
      .filter(({ schemaPath }) => !schemaPath.includes("oneOf")).map((error) => `${error.instancePath} ${error.message}`)[0]);
}

function checkComplete() {
  const twins = report.rule("every code has its twins, which say where its page is");
  const lists = report.rule("codes.json has all codes of its family, and leads to them");

  for (const page of codePages) {
    const json = page.replace(/html$/, "json"), markdown = page.replace(/html$/, "md");
    if (!twins.holds(fileSet.has(json) && fileSet.has(markdown), page, "missing")) continue;
    twins.holds(readJson(json).url === base + page, json, readJson(json).url);
    twins.holds(read(markdown).includes(`<${base}${page}>`), markdown);
  }
  for (const file of jsonFiles.filter((name) => name.endsWith("/codes.json"))) {
    const pages = codePages.filter((page) => path.dirname(page) === path.dirname(file)).map((page) => base + page);
    const { codes } = readJson(file);
    lists.holds(JSON.stringify(codes.map(({ url }) => url).sort()) === JSON.stringify(pages.sort()), file, codes.length);
    for (const { json, markdown } of codes)
      lists.holds([json, markdown].every((url) => fileSet.has(url.slice(base.length))), file, json);
  }
}

/* All ids in a file, in their order, and the ids of facts. */
function idsOf(value, found = []) {
  if (Array.isArray(value)) for (const one of value) idsOf(one, found);
  else if (value && typeof value === "object") {
    for (const [key, inside] of Object.entries(value)) {
      if (["id", "kind", "class", "sense", "source"].includes(key)) found.push(`${key}=${inside}`);
      if (key === "facts") found.push(...Object.keys(inside));
      idsOf(inside, found);
    }
  }
  return found;
}

function checkIds() {
  const same = report.rule("ids are the same in every language");
  const first = new Map();

  for (const file of jsonFiles) {
    const ids = idsOf(readJson(file)).join("\n");
    const known = first.get(nameOf(file));
    if (known === undefined) first.set(nameOf(file), ids);
    else same.holds(ids === known, file);
  }
}

function checkProse() {
  const links = report.rule("a link in Markdown is absolute, and one into the site leads to a file");
  const clean = report.rule("no HTML is left in Markdown");

  for (const file of [...markdownFiles, "llms.txt"]) {
    const text = read(file).replace(/^( *)(`{3,}).*\n[^]*?^\1\2$/gm, "").replace(/(`+)[^`][^]*?\1/g, "");
    for (const [, url] of text.matchAll(/\]\(<?([^)>]*)>?\)/g)) {
      const inside = url.startsWith(base);
      links.holds(/^(https?:\/\/|mailto:)/.test(url) && (!inside || fileSet.has(url.slice(base.length).split("#")[0])), file, url);
    }
    clean.holds(!/(^|[^\\])<\/?[a-z]+[ >]/.test(text), file, () => /.{20}<\/?[a-z]+[ >].{20}/.exec(text)?.[0] ?? "");
  }
}

checkSchema();
checkComplete();
checkIds();
checkProse();
report.end();
