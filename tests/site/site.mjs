// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/* A built site as the checks see it: its files, its pages as trees, and where they say that they stand. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "parse5";

/* The files below a folder, with "/" between the parts, sorted. */
export function filesBelow(folder) {
  const found = [];
  const walk = (inside) => {
    for (const item of readdirSync(path.join(folder, inside), { withFileTypes: true })) {
      const name = inside ? `${inside}/${item.name}` : item.name;
      if (item.isDirectory()) walk(name);
      else found.push(name);
    }
  };
  walk("");
  return found.sort();
}

/* The address that the site was built for, as robots.txt has it; it ends with a slash. */
export function baseOf(folder) {
  const found = /^Sitemap: (.*\/)sitemap\.xml$/m.exec(readFileSync(path.join(folder, "robots.txt"), "utf8"));
  if (!found) throw new Error("robots.txt names no sitemap.xml");
  return found[1];
}

/* "pair" for en/smtp/235-vs-550.html, and so on; what page it is can be told by its path alone. */
export function kindOf(file) {
  const parts = file.split("/");
  if (parts.at(-1) === "404.html" && parts.length < 3) return "missing";
  if (parts.length === 1) return "root";
  if (parts.length === 2) return parts[1] === "index.html" ? "home" : "tool";
  if (parts.at(-1) === "index.html") return "family";
  return parts.at(-1).includes("-vs-") ? "pair" : "code";
}

/* The language that a page's path names; undefined at the top. */
export function localeOf(file) {
  return file.includes("/") ? file.split("/")[0] : undefined;
}

/* The page without its language: the same in all of them. */
export function nameOf(file) {
  return file.slice(file.indexOf("/") + 1);
}

/* What an address inside of the site leads to: a folder's is that of its index.html. */
export function fileAt(address) {
  return address === "" || address.endsWith("/") ? `${address}index.html` : address;
}

export function parsePage(folder, file) {
  return parse(readFileSync(path.join(folder, file), "utf8"));
}

export function attr(node, name) {
  return node.attrs?.find((attribute) => attribute.name === name)?.value;
}

/* All elements below a node, in the order of the page. */
export function* elements(node) {
  for (const child of node.childNodes ?? []) {
    if (child.tagName) yield child;
    yield* elements(child);
  }
}

export function find(node, tag) {
  for (const element of elements(node)) if (element.tagName === tag) return element;
  return undefined;
}

export function textOf(node) {
  if (node.nodeName === "#text") return node.value;
  return (node.childNodes ?? []).map(textOf).join("");
}

/* White space as a browser shows it. */
export function squeeze(text) {
  return text.replace(/[ \t\n\r\f]+/g, " ").trim();
}

/* The entries of sitemap.xml, and of those that it may be an index of: address -> { language: address }. */
export function readSitemap(folder) {
  const base = baseOf(folder);
  const entries = new Map();
  const unescape = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) =>
    ({ amp: "&", lt: "<", gt: ">", quot: "\"", "#39": "'" })[name]);
  const read = (file) => {
    const xml = readFileSync(path.join(folder, file), "utf8");
    for (const [, body] of xml.matchAll(/<sitemap>([\s\S]*?)<\/sitemap>/g)) {
      const address = unescape(/<loc>(.*?)<\/loc>/.exec(body)[1]);
      if (!address.startsWith(base)) throw new Error(`${file} leads out of the site: ${address}`);
      read(address.slice(base.length));
    }
    for (const [, body] of xml.matchAll(/<url>([\s\S]*?)<\/url>/g)) {
      const address = unescape(/<loc>(.*?)<\/loc>/.exec(body)[1]);
      if (entries.has(address)) throw new Error(`${file} lists ${address} twice`);
      const alternates = {};
      for (const [, language, href] of body.matchAll(/hreflang="(.*?)" href="(.*?)"/g))
        alternates[language] = unescape(href);
      entries.set(address, alternates);
    }
  };
  read("sitemap.xml");
  return entries;
}
