// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * The files of a built site that are for search engines, feed readers and hosts. Usage: node web.mjs SITE PROJECT
 * xmllint holds XML against schemas/, which say what the formats' own descriptions say.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Report, args } from "./report.mjs";
import { attr, baseOf, elements, filesBelow, kindOf, localeOf, parsePage, readSitemap } from "./site.mjs";

const [site, project] = args("web.mjs SITE PROJECT", 2);
const schemas = path.join(path.dirname(fileURLToPath(import.meta.url)), "schemas");
const base = baseOf(site);
const files = filesBelow(site);
const read = (file) => readFileSync(path.join(site, file), "utf8");
const locales = files.filter((file) => kindOf(file) === "home").map(localeOf);
const report = new Report("web");

/* What xmllint has against the file; empty if it is valid. */
function complaint(schema, file) {
  try {
    execFileSync("xmllint", ["--nonet", "--noout", "--schema", path.join(schemas, schema), path.join(site, file)],
      { stdio: "pipe", encoding: "utf8" });
    return "";
  } catch (error) {
    return error.stderr ?? String(error);
  }
}

function checkSitemaps() {
  const valid = report.rule("sitemaps are valid");
  const limits = report.rule("a sitemap has at most 50,000 addresses and 50 MB");
  const own = report.rule("a part is of one language, and the index names every part");
  const index = read("sitemap.xml");
  const parts = files.filter((file) => /^sitemap-.*\.xml$/.test(file));

  valid.holds(complaint("siteindex.xsd", "sitemap.xml") === "", "sitemap.xml", () => complaint("siteindex.xsd", "sitemap.xml"));
  for (const file of parts) {
    const xml = read(file), locale = /^sitemap-(.*)-\d+\.xml$/.exec(file)[1];
    const addresses = [...xml.matchAll(/<url>\s*<loc>(.*?)<\/loc>/g)].map(([, address]) => address);
    valid.holds(complaint("sitemap.xsd", file) === "", file, () => complaint("sitemap.xsd", file));
    limits.holds(addresses.length <= 50000 && statSync(path.join(site, file)).size <= 50e6, file, addresses.length);
    own.holds(index.includes(`<loc>${base}${file}</loc>`), file, "not in the index");
    for (const address of addresses)
      own.holds(address.startsWith(`${base}${locale}/`) || address === `${base}index.html`, file, address);
  }
  own.holds(parts.length >= locales.length && readSitemap(site).size > 0, "sitemap.xml", parts.join(" "));
}

/* The date in the front matter of the file that the page is made of. */
function changedOn(file) {
  const [locale, family, name] = file.split("/");
  const source = readFileSync(path.join(project, "content", family, name.replace(/html$/, `${locale}.md`)), "utf8");
  return /^changed: (\S+)/m.exec(source)?.[1];
}

function checkFeeds() {
  const valid = report.rule("a feed for each language, valid, and known to its start page and lists");
  const changes = report.rule("a feed has codes with the date of their change, the latest first");
  const unique = report.rule("ids in feeds are unique");
  const ids = new Set();

  for (const locale of locales) {
    const file = `${locale}/feed.xml`;
    if (!valid.holds(files.includes(file), file, "missing")) continue;
    const xml = read(file);
    valid.holds(complaint("feed.xsd", file) === "", file, () => complaint("feed.xsd", file));
    const dates = [...xml.matchAll(/<entry>[\s\S]*?<\/entry>/g)].map(([entry]) => {
      const page = /href="(.*?)"/.exec(entry)[1].slice(base.length);
      const date = /<updated>(.*?)T00:00:00Z</.exec(entry)?.[1], id = /<id>(.*?)</.exec(entry)[1];
      changes.holds(files.includes(page) && date === changedOn(page), page, date);
      unique.holds(!ids.has(id), file, id);
      ids.add(id);
      return date;
    });
    changes.holds(dates.length > 0 && dates.every((date, i) => i === 0 || date <= dates[i - 1]), file, "order");
    changes.holds(xml.includes(`<updated>${dates[0]}T`), file, "the feed's own date");
    for (const page of files.filter((name) => localeOf(name) === locale && ["home", "family"].includes(kindOf(name)))) {
      const links = [...elements(parsePage(site, page))].filter((node) => attr(node, "type") === "application/atom+xml");
      valid.holds(links.length === 1 && path.posix.join(path.posix.dirname(page), attr(links[0], "href")) === file, page);
    }
  }
}

/* The rules of _headers: address -> { name: value }. */
function readHeaders() {
  const rules = new Map();
  let rule;
  for (const line of read("_headers").split("\n").filter(Boolean)) {
    const [, name, value] = /^ {2}([A-Za-z-]+): (.*)$/.exec(line) ?? [];
    if (name) rule[name] = value;
    else rules.set(line, rule = {});
  }
  return rules;
}

function checkHosts() {
  const policy = report.rule("the policy of _headers is that of every page, and says who may show it in a frame");
  const cache = report.rule("what has a hash in its name may be kept for ever, and nothing else");
  const known = report.rule("files that hosts look for are there");
  const root = new URL(base).pathname;
  const rules = readHeaders();
  const all = rules.get(`${root}*`) ?? {};

  for (const file of files.filter((name) => name.endsWith(".html") && kindOf(name) !== "pair")) {
    const meta = [...elements(parsePage(site, file))].find((node) => attr(node, "http-equiv") === "Content-Security-Policy");
    policy.holds(`${attr(meta ?? {}, "content")}; frame-ancestors 'none'` === all["Content-Security-Policy"], file);
  }
  for (const file of files) {
    const kept = rules.get(root + file)?.["Cache-Control"] === "public, max-age=31536000, immutable";
    cache.holds(kept === /^assets\/.*\.[0-9a-f]{8}\.[a-z]+$/.test(file), file);
  }
  for (const file of [".nojekyll", "404.html", "robots.txt", ...locales.map((locale) => `${locale}/404.html`)])
    known.holds(files.includes(file), file, "missing");
}

checkSitemaps();
checkFeeds();
checkHosts();
report.end();
