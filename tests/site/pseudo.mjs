// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * The pseudo-locales in Chromium, as `build --pseudo` makes them: no text is left that cannot be translated, none is cut where it
 * is longer or runs from right to left, and the whole layout is mirrored. Usage: node pseudo.mjs PROGRAM PROJECT SITE
 * SCREENSHOTS, where SITE was built without --pseudo.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { serveFiles } from "./host.mjs";
import { Report, args } from "./report.mjs";
import { filesBelow } from "./site.mjs";

const [program, project, site, screenshots] = args("pseudo.mjs PROGRAM PROJECT SITE SCREENSHOTS", 4);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const ACCENTED = "en-XA";
const MIRRORED = "ar-XB";
const WIDTHS = [320, 360, 768, 1440];
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const PAGES = ["index.html", "lookup.html", "smtp/index.html", "smtp/550.html", "smtp/235-vs-550.html", "smtp/from-postfix.html"];

const BROWSER = {
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
};

/* Text of these is the same in all languages. */
const VERBATIM = [
  "code, pre, kbd, .verbatim" /* what machines say */,
  ".languages a" /* languages, by their own names */,
  ".replies b, .senders a" /* software and providers, by their names; in sentences too, see readNames */,
].join(", ");

/* What stands on the edge where lines begin is mirrored to the other edge; the rest is fixed to the edge where they end. */
const STARTS = [".site .name", "h1 .plate", "h1", "h2", ".lead", ".toc", ".answer dt", ".text > p", ".codes .plate",
  ".key li", "td", "tbody th", ".sketch li", ".neighbours [rel=prev]", ".replies li", "textarea", ".filter li", ".classes li"];
const ENDS = [".languages", ".facts", "[data-do=theme]", ".neighbours [rel=next]", "header > .copy"];
const LEFT = "pre, code"; /* runs from left to right in every language */

const report = new Report("pseudo");
const rules = {
  absent: report.rule("the site as it is published has no pseudo-locales"),
  hidden: report.rule("search engines are kept out, and neither alternates nor the sitemap name one"),
  accented: report.rule("every text can be translated, in the page and in its attributes"),
  fallback: report.rule("nothing is marked as missing a translation"),
  cut: report.rule(`no text is cut, and none sticks out of its box or the window (${WIDTHS.join(", ")} px)`),
  over: report.rule("no text lies on another one"),
  mirrored: report.rule("the layout is mirrored, and code is not"),
  sticky: report.rule("what sticks to the top does so in both directions"),
  search: report.rule("search works on both, and its box is not wider than the window"),
  lookup: report.rule("what the script finds in a bounce is translated too"),
  axe: report.rule("axe-core finds nothing against WCAG 2.2 AA from right to left"),
};

/* Words in plain letters, with the names that were put into sentences left out. */
function findPlain([verbatim, names]) {
  const plain = (text) => names.reduce((rest, name) => rest.replaceAll(name, " "), text)
    .split(/[^\p{L}\p{M}\p{N}_.@]+/u)
    .filter((word) => /[a-z]/.test(word) && !/[0-9_@]|\p{L}\.\p{L}/u.test(word));
  const found = [];
  const note = (words, where) => words.length > 0 && found.push(`${where}: ${words.join(" ")}`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const inside = node.parentElement;
    if (inside.closest(`script, noscript, ${verbatim}`)) continue;
    const cited = inside.closest("a.cite, a.external"); /* a part of a document is named as its address has it */
    const address = cited ? decodeURIComponent(cited.getAttribute("href")) : "";
    note(plain(node.data).filter((word) => !address.includes(word)), inside.closest("[class]")?.className || inside.localName);
  }
  for (const name of ["aria-label", "title", "alt", "placeholder", "label"])
    for (const element of document.querySelectorAll(`[${name}]`)) note(plain(element.getAttribute(name)), name);
  note(plain(document.title), "title");
  note(plain(document.querySelector("[name=description]").content), "description");
  for (const { dataset } of document.querySelectorAll("script[data-hint], form, [data-auto]"))
    for (const [name, text] of Object.entries(dataset))
      if (!["index", "home", "do"].includes(name)) note(plain(text.replace(/\{\w+\}/g, " ")), `data-${name}`);
  return found;
}

/* Texts that are cut by a box or stick out of one, and pairs of texts that overlap. */
function findCut() {
  const shown = (text) => `"${text.trim().slice(0, 30)}"`;
  const wide = document.documentElement.clientWidth;
  const cut = [];
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);

  if (document.documentElement.scrollWidth > wide) cut.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    /* .skip waits above the page, .aside is for ears; in .key, on top of a comparison, titles that do not fit end in an
       ellipsis: they stand in full in the title of the page's parts, and when pointed to */
    if (node.data.trim() === "" || element.closest("script, .skip, .aside, noscript") || !element.checkVisibility()) continue;
    if (parseFloat(getComputedStyle(element).fontSize) === 0) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter((rect) => rect.width > 1);
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.textOverflow === "ellipsis" && style.overflowX === "hidden") break;
      if (style.display === "inline" || box.clientWidth === 0) continue;
      const { left, right } = box.getBoundingClientRect();
      const loose = box.closest("pre") ? 10 : 1; /* where a line breaks there, its blank hangs over */
      const out = rects.find((rect) => rect.left < left - loose || rect.right > right + loose);
      if (out) cut.push(`${shown(node.data)} sticks out of <${box.localName} class="${box.className}">: ${Math.round(out.left)}-${Math.round(out.right)}, not ${Math.round(left)}-${Math.round(right)}`);
      if (out || style.position === "absolute") break;
    }
    /* sticks to the top, over what scrolls */
    if (!element.closest(".key, .ask, .toc")) rects.forEach((rect) => boxes.push([rect, node]));
  }
  const over = [];
  boxes.sort(([a], [b]) => a.top - b.top);
  for (let i = 0; i < boxes.length; i++) {
    for (let k = i + 1; k < boxes.length && boxes[k][0].top < boxes[i][0].bottom; k++) {
      const [a, one] = boxes[i], [b, other] = boxes[k];
      const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      if (one !== other && width > 2 && height > 0.6 * Math.min(a.height, b.height))
        over.push(`${shown(one.data)} and ${shown(other.data)}`);
    }
  }
  return { cut, over };
}

/* The first few of each, as distances of their edges from the edge of the window where lines begin. */
function findEdges([starts, ends]) {
  const wide = document.documentElement.clientWidth;
  const mirrored = document.documentElement.dir === "rtl";
  const edges = (selector, start) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility())
    .slice(0, 4).map((element) => {
      const { left, right } = element.getBoundingClientRect();
      return [selector, Math.round(start === mirrored ? wide - right : left)];
    });
  return [...starts.flatMap((selector) => edges(selector, true)), ...ends.flatMap((selector) => edges(selector, false))];
}

async function checkMirrored(page, where, wanted) {
  const edges = await page.evaluate(findEdges, [STARTS, ENDS]);
  rules.mirrored.holds(edges.length === wanted.length, where, `${edges.length} boxes, not ${wanted.length}`);
  edges.forEach(([selector, edge], i) => rules.mirrored.holds(Math.abs(edge - wanted[i]?.[1]) <= 2, where,
    `${selector} stands at ${edge}, not ${wanted[i]?.[1]}`));
  const left = await page.evaluate((selector) => [...document.querySelectorAll(selector)].every((element) =>
    getComputedStyle(element).direction === "ltr"), LEFT);
  rules.mirrored.holds(left, where, "code runs from right to left");
}

/* A comparison, scrolled: its two codes stay in sight. */
async function checkSticky(page, where) {
  await page.evaluate(() => scrollTo(0, 900));
  const top = await page.evaluate(() => {
    const stuck = [...document.querySelectorAll("main > *")].filter((element) => getComputedStyle(element).position === "sticky");
    return stuck.map((element) => Math.round(element.getBoundingClientRect().top));
  });
  rules.sticky.holds(top.length === 1 && top[0] === 0, where, `at ${top}`);
  await page.evaluate(() => scrollTo(0, 0));
}

async function checkSearch(page, where) {
  await page.keyboard.press("/");
  await page.keyboard.type("550");
  const first = page.locator("[role=option]").first();
  await first.waitFor({ timeout: 3000 }).catch(() => {});
  const found = await page.evaluate(() => {
    const box = document.querySelector("dialog[open]")?.getBoundingClientRect();
    return { inside: box && box.left >= 0 && box.right <= innerWidth, text: document.querySelector("[role=option]")?.textContent };
  });
  rules.search.holds(found.inside && /550/.test(found.text) && !/[a-z]{4}/.test(found.text.replace(/Postfix|Exim/g, "")), where,
    JSON.stringify(found));
  const { cut } = await page.evaluate(findCut);
  rules.cut.holds(cut.length === 0, `${where}, search`, () => cut.slice(0, 3).join("; "));
  await page.keyboard.press("Escape");
}

/* What the page makes of a bounce. */
async function checkLookup(page, where, names) {
  await page.locator("textarea").fill("said: 550 5.1.1 <user@example.org>: Recipient address rejected: User unknown in virtual mailbox table");
  await page.locator("#results article").first().waitFor({ timeout: 3000 }).catch(() => {});
  rules.lookup.holds(await page.locator("#results article").count() > 0, where, "nothing is found");
  const plain = await page.evaluate(findPlain, [VERBATIM, names]);
  rules.lookup.holds(plain.length === 0, where, () => plain.slice(0, 8).join("; "));
}

async function checkAxe(page, where) {
  await page.evaluate(axe);
  const violations = await page.evaluate(async (tags) => {
    const result = await window.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
    return result.violations.map(({ id, help, nodes }) => `${id} (${nodes.length}): ${help}: ${nodes[0].html.slice(0, 120)}`);
  }, WCAG);
  rules.axe.holds(violations.length === 0, where, () => violations.join("; "));
}

/* Names of software and providers, as the family's page lists them: they stand in sentences too. */
async function readNames(page, origin) {
  await page.goto(`${origin}/${ACCENTED}/smtp/index.html`);
  const names = await page.locator(".senders a").allInnerTexts();
  return names.map((name) => name.trim()).sort((a, b) => b.length - a.length);
}

async function checkPage(page, origin, file, names) {
  for (const locale of [ACCENTED, MIRRORED]) {
    const where = `${locale}/${file}`;
    await page.goto(`${origin}/${where}`, { waitUntil: "load" });
    const { robots, alternates, marks } = await page.evaluate(() => ({
      robots: document.querySelector("meta[name=robots]")?.content ?? "",
      alternates: document.querySelectorAll("link[hreflang]").length,
      marks: document.querySelectorAll("main [lang]:not(pre, code, .verbatim)").length,
    }));
    rules.hidden.holds(robots.includes("noindex") && alternates === 0, where, robots);
    rules.fallback.holds(marks === 0, where, `${marks} blocks in another language`);
    const plain = await page.evaluate(findPlain, [VERBATIM, names]);
    rules.accented.holds(plain.length === 0, where, () => plain.slice(0, 8).join("; "));
    if (file === "lookup.html") await checkLookup(page, where, names);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const at = `${where} at ${width} px`;
      const { cut, over } = await page.evaluate(findCut);
      rules.cut.holds(cut.length === 0, at, () => cut.slice(0, 3).join("; "));
      rules.over.holds(over.length === 0, at, () => over.slice(0, 3).join("; "));
      if (file.includes("-vs-")) await checkSticky(page, at);
    }
    if (file === "smtp/550.html") await checkSearch(page, where);
    if (file.includes("550")) await page.screenshot({ path: path.join(screenshots, `pseudo-${locale}-${path.basename(file, ".html")}.png`), fullPage: true });
    if (locale === MIRRORED) await checkAxe(page, where);
  }
  /* The same words, once from the left: everything is as far from that edge as from the other one before. */
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate(() => { document.documentElement.dir = "ltr"; });
    const wanted = await page.evaluate(findEdges, [STARTS, ENDS]);
    await page.evaluate(() => { document.documentElement.dir = "rtl"; });
    await checkMirrored(page, `${file} at ${width} px`, wanted);
  }
}

async function main() {
  const browser = await chromium.launch(BROWSER);
  const scratch = mkdtempSync(path.join(tmpdir(), "pseudo-"));
  let host;
  try {
    mkdirSync(screenshots, { recursive: true });
    const mirrored = path.join(scratch, "site");
    execFileSync(program, ["build", "-q", "--no-sync", "--pseudo", "-C", project, "-d", mirrored], { stdio: ["ignore", "ignore", "pipe"] });
    host = await serveFiles(mirrored);
    const page = await browser.newPage();
    for (const locale of [ACCENTED, MIRRORED]) rules.absent.holds(!existsSync(path.join(site, locale)), locale);
    const sitemap = filesBelow(mirrored).filter((file) => /^sitemap.*\.xml$/.test(file))
      .map((file) => readFileSync(path.join(mirrored, file), "utf8")).join();
    rules.hidden.holds(sitemap.includes("<loc>") && !sitemap.includes(ACCENTED) && !sitemap.includes(MIRRORED), "sitemap.xml");
    const names = await readNames(page, host.origin);
    for (const file of PAGES) await checkPage(page, host.origin, file, names);
  } finally {
    host?.close();
    rmSync(scratch, { recursive: true });
    await browser.close();
  }
  report.end();
}

await main();
