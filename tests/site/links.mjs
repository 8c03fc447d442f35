// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * How the pages of a built site hang together: links, anchors, languages, and what search engines are told. Usage:
 * node links.mjs SITE
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { Report, args } from "./report.mjs";
import {
  attr, baseOf, elements, fileAt, filesBelow, find, kindOf, localeOf, nameOf, parsePage, readSitemap, squeeze, textOf,
} from "./site.mjs";

const [site] = args("links.mjs SITE", 1);
const base = baseOf(site);
const basePath = new URL(base).pathname;
const files = filesBelow(site);
const fileSet = new Set(files);

/* Attributes that make a browser fetch or follow something. */
const FETCHING = ["href", "src", "action", "formaction", "poster", "data", "cite", "manifest", "background", "ping"];
/* Elements of <head> that name an absolute address on purpose; nothing is fetched. */
const NAMING = new Set(["canonical", "alternate"]);
/* Folders around the site: a link that climbs out of it must not be caught by the root. */
const ABOVE = "/some/folders/above";
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/* What the checks need of a page; the tree itself is too big to keep for all of them. */
function look(file) {
  const tree = parsePage(site, file);
  const html = find(tree, "html");
  const page = {
    file, kind: kindOf(file), locale: localeOf(file), lang: attr(html, "lang"), dir: attr(html, "dir"),
    ids: new Set(), doubleIds: [], links: [], alternates: {}, doubleAlternates: [], headings: 0, title: "",
  };
  for (const element of elements(tree)) {
    const id = attr(element, "id");
    if (id !== undefined) {
      if (page.ids.has(id) || id === "") page.doubleIds.push(id);
      page.ids.add(id);
    }
    const rel = (attr(element, "rel") ?? "").split(/\s+/);
    if (element.tagName === "h1") page.headings++;
    if (element.tagName === "title" && element.parentNode.tagName === "head") page.title = squeeze(textOf(element));
    if (element.tagName === "meta" && attr(element, "name") === "robots") page.robots = attr(element, "content");
    if (element.tagName === "meta" && attr(element, "name") === "description")
      page.description = attr(element, "content");
    if (element.tagName === "link" && rel.includes("canonical")) page.canonical = attr(element, "href");
    if (element.tagName === "link" && rel.includes("alternate") && attr(element, "hreflang")) {
      const language = attr(element, "hreflang");
      if (language in page.alternates) page.doubleAlternates.push(language);
      page.alternates[language] = attr(element, "href");
    }
    if (element.tagName === "link" && rel.some((word) => NAMING.has(word))) continue;
    for (const name of FETCHING) {
      const value = attr(element, name);
      if (value !== undefined) page.links.push({ tag: element.tagName, name, value, rel });
    }
    for (const part of (attr(element, "srcset") ?? "").split(",").filter(Boolean))
      page.links.push({ tag: element.tagName, name: "srcset", value: part.trim().split(/\s/)[0], rel });
  }
  return page;
}

const pages = new Map(files.filter((file) => file.endsWith(".html")).map((file) => [file, look(file)]));
const sitemap = readSitemap(site);
const report = new Report("links");

/* Languages are the folders with a start page; the one of the page for unknown addresses is the source language. */
const locales = files.filter((file) => kindOf(file) === "home").map(localeOf);
const source = pages.get("404.html")?.lang;

function checkLinks() {
  const inside = report.rule("only <a> leaves the site, by https, http or mailto");
  const noopener = report.rule("a link out has rel=noopener");
  const relative = report.rule("a link inside is relative (from the base path in 404.html)");
  const target = report.rule("a link inside leads to a file");
  const anchor = report.rule("a link to #id leads to an element with that id");
  const reached = report.rule("every page is linked from another page of its language");
  const seen = new Set();

  for (const page of pages.values()) {
    for (const { tag, name, value, rel } of page.links) {
      const shown = `<${tag} ${name}="${value}">`;
      if (SCHEME.test(value) || value.startsWith("//")) {
        if (inside.holds(tag === "a" && /^(https?:\/\/|mailto:)/.test(value), page.file, shown))
          noopener.holds(rel.includes("noopener") || value.startsWith("mailto:"), page.file, shown);
        continue;
      }
      const missing = page.kind === "missing";
      const own = value.startsWith("#");
      if (!relative.holds(own || value.startsWith("/") === missing && !value.includes("\\"), page.file, shown))
        continue;
      if (missing && !own && !target.holds(value.startsWith(basePath), page.file, `${shown}, not in ${basePath}`))
        continue;
      const top = missing ? basePath : `${ABOVE}${basePath}`;
      const url = new URL(value, `http://site${top}${page.file}`);
      const file = fileAt(decodeURI(url.pathname.slice(top.length)));
      if (!target.holds(url.pathname.startsWith(top) && fileSet.has(file), page.file, shown)) continue;
      if (file !== page.file && localeOf(file) === page.locale) seen.add(file);
      if (url.hash && pages.has(file))
        anchor.holds(pages.get(file).ids.has(decodeURIComponent(url.hash.slice(1))), page.file, shown);
    }
  }
  for (const page of pages.values())
    if (page.locale && page.kind !== "missing") reached.holds(seen.has(page.file), page.file);
}

function checkStyles() {
  const rule = report.rule("style sheets fetch nothing but files of the site");
  for (const file of files.filter((name) => name.endsWith(".css"))) {
    const text = readFileSync(path.join(site, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
    const wanted = [...text.matchAll(/url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)/g)].map((m) => m[1] ?? m[2]);
    rule.holds(true, file);
    for (const value of wanted) {
      const target = path.posix.join(path.posix.dirname(file), value);
      rule.holds(value.startsWith("data:") || !SCHEME.test(value) && fileSet.has(target), file, value);
    }
  }
}

function checkLanguages() {
  const same = report.rule("every language has the same files, all but the source one on the state of its translation");
  const lang = report.rule("<html> names the language of its folder, and a direction");
  const names = new Map(locales.map((locale) =>
    [locale, new Set(files.filter((file) => localeOf(file) === locale).map(nameOf))]));

  same.holds(locales.length > 1 && locales.includes(source), "the site", `languages ${locales}; source ${source}`);
  for (const [locale, own] of names)
    for (const [other, theirs] of names)
      for (const name of own)
        same.holds(theirs.has(name) !== (name === "translations.html" && other === source), `${other}/${name}`,
          `missing, but ${locale} has it; or too many`);
  for (const page of pages.values())
    lang.holds(page.lang === (page.locale ?? source) && ["ltr", "rtl"].includes(page.dir), page.file,
      `lang="${page.lang}" dir="${page.dir}"`);
}

function checkPages() {
  const ids = report.rule("ids are unique in a page");
  const heading = report.rule("a page has one h1");
  const title = report.rule("titles are there, and unique in their language");
  const description = report.rule("a page has a description");
  const titles = new Map();

  for (const page of pages.values()) {
    const key = `${page.locale} ${page.title}`;
    ids.holds(page.doubleIds.length === 0, page.file, page.doubleIds.join(" "));
    heading.holds(page.headings === 1, page.file, `${page.headings}`);
    title.holds(page.title !== "" && !titles.has(key), page.file, () => `"${page.title}", as ${titles.get(key)}`);
    titles.set(key, page.file);
    description.holds(page.description?.trim(), page.file);
  }
}

/* Pages that search engines may list, their one address, and their other languages. */
function checkRobots() {
  const listed = report.rule("a page is in the sitemap, or it says noindex");
  const known = report.rule("the sitemap lists pages of the site");
  const canonical = report.rule("canonical is the page's own address; 404.html has none");
  const complete = report.rule("hreflang names all languages to be listed, itself and x-default");
  const equal = report.rule("the sitemap names the same languages as the page");
  const mutual = report.rule("hreflang is mutual");
  const address = (file) => base + file;

  for (const url of sitemap.keys())
    known.holds(url.startsWith(base) && pages.has(url.slice(base.length)), url);
  for (const page of pages.values()) {
    const url = address(page.file);
    const noindex = /\bnoindex\b/.test(page.robots ?? "");
    listed.holds(sitemap.has(url) !== noindex, page.file, noindex ? "both" : "neither");
    const right = page.kind === "missing" ? undefined : url;
    canonical.holds(page.canonical === right, page.file, page.canonical ?? "none");
    if (page.kind === "missing" || page.kind === "root") continue;

    const name = nameOf(page.file);
    const wanted = {};
    for (const locale of locales)
      if (sitemap.has(address(`${locale}/${name}`))) wanted[locale] = address(`${locale}/${name}`);
    if (noindex || Object.keys(wanted).length === 0) continue;
    const found = { ...page.alternates };
    const others = [address(`${source}/${name}`)];
    if (page.kind === "home") others.push(base, address("index.html")); /* a page to choose the language on */
    complete.holds(others.includes(found["x-default"]), page.file, `x-default is ${found["x-default"] ?? "missing"}`);
    delete found["x-default"];
    complete.holds(page.doubleAlternates.length === 0 && sameMap(found, wanted), page.file,
      () => `${Object.keys(found)} instead of ${Object.keys(wanted)}`);
    equal.holds(sameMap(page.alternates, sitemap.get(url) ?? {}), page.file);
    for (const other of Object.values(found))
      mutual.holds(pages.get(other.slice(base.length))?.alternates[page.locale] === url, page.file, other);
  }
}

function sameMap(a, b) {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

checkLinks();
checkStyles();
checkLanguages();
checkPages();
checkRobots();
report.end();
