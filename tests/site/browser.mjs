// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * The pages in a real browser: one of each kind in every language, from the disk and from the preview server. Usage:
 * node browser.mjs PROGRAM PROJECT SITE SCREENSHOTS. The browser is that of the environment variable CHROMIUM, or
 * /usr/bin/chromium.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { checkLive } from "./live.mjs";
import { Preview } from "./preview.mjs";
import { Report, args } from "./report.mjs";
import { filesBelow, kindOf, localeOf } from "./site.mjs";

const [program, project, site, screenshots] = args("browser.mjs PROGRAM PROJECT SITE SCREENSHOTS", 4);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const WIDTHS = [320, 360, 768, 1440];
const SCHEMES = ["light", "dark"];
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/* Of each kind in each language these pages, if they exist, else the first one. */
const PREFERRED = { code: ["550.html", "250.html", "100.html"], pair: ["235-vs-550.html", "221-vs-556.html"] };

const BROWSER = {
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
};

/* The pages to open: { file, kind, locale, name }. */
function choosePages() {
  const files = filesBelow(site).filter((file) => file.endsWith(".html"));
  const groups = new Map();
  for (const file of files) {
    const key = `${kindOf(file)} ${localeOf(file)}`;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  const chosen = [];
  for (const group of groups.values()) {
    const preferred = group.filter((file) => PREFERRED[kindOf(file)]?.includes(path.posix.basename(file)));
    const all = kindOf(group[0]) === "tool";
    chosen.push(...(all ? group : preferred.length > 0 ? preferred : group.slice(0, 1)));
  }
  return chosen.map((file) => ({ file, kind: kindOf(file), name: file.replace(/\.html$/, "").replaceAll("/", "-") }));
}

const report = new Report("browser");
const rules = {
  quiet: report.rule("no message in the console, no error, no dialog"),
  requests: report.rule("no request fails, and none leaves the site"),
  wide: report.rule(`no page is wider than its window (${WIDTHS.join(", ")} px)`),
  schemes: report.rule("dark is dark and light is light"),
  skip: report.rule("the first Tab stop is visible and leads to the content"),
  script: report.rule("without JavaScript the text is there"),
  axe: report.rule("axe-core finds nothing against WCAG 2.2 AA"),
};

/* Notes everything that a page complains of or asks for. `own` tells addresses of the site. */
function watch(page, where, own) {
  const problems = [];
  const heard = (text) => problems.push(["quiet", text]);
  page.on("console", (message) => {
    /* that the page for unknown addresses comes with 404 is no fault */
    const expected = where.missing && message.text().includes("404") && message.location().url === page.url();
    if (!expected) heard(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => heard(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    heard(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("requestfailed", (request) => problems.push(["requests", `${request.url()}: ${request.failure()?.errorText}`]));
  page.on("request", (request) => {
    if (!own(request.url())) problems.push(["requests", `${request.url()} is not of this site`]);
  });
  page.on("response", (response) => {
    const asked = response.request().isNavigationRequest() && where.missing;
    if (response.status() >= 400 && !asked) problems.push(["requests", `${response.url()}: ${response.status()}`]);
  });
  return () => {
    for (const rule of ["quiet", "requests"]) {
      const found = problems.filter(([kind]) => kind === rule);
      rules[rule].holds(found.length === 0, where.name, () => found.map(([, text]) => text).join("; "));
    }
    problems.length = 0;
  };
}

/* What sticks out to the right of the window, and is not inside something that scrolls by itself. */
function findWide() {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return "";
  const scrolls = (element) => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement)
      if (getComputedStyle(up).overflowX !== "visible") return true;
    return false;
  };
  const found = [...document.body.querySelectorAll("*")].filter((element) =>
    element.getBoundingClientRect().right > wide + 0.5 && !scrolls(element));
  const shown = found.slice(-3).map((element) =>
    `<${element.localName}${element.className ? ` class="${element.className}"` : ""}> "${element.textContent.trim().slice(0, 30)}"`);
  return `${document.documentElement.scrollWidth} px: ${shown.join(", ")}`;
}

/* Brightness of the page's ground, 0 to 1. */
function findBrightness() {
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  for (const element of [document.body, document.documentElement]) {
    const color = getComputedStyle(element).backgroundColor;
    if (/^rgba\(.*, 0\)$|^transparent$/.test(color)) continue;
    probe.fillStyle = color;
    probe.fillRect(0, 0, 1, 1);
    const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
    return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
  }
  return matchMedia("(prefers-color-scheme: dark)").matches ? 0 : 1;
}

async function checkAxe(page, where) {
  await page.evaluate(axe);
  const violations = await page.evaluate(async (tags) => {
    const result = await window.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
    return result.violations.map(({ id, help, nodes }) => ({ id, help, count: nodes.length, first: nodes[0].html.slice(0, 120) }));
  }, WCAG);
  rules.axe.holds(violations.length === 0, where,
    () => violations.map((one) => `${one.id} (${one.count}): ${one.help}: ${one.first}`).join("; "));
}

async function checkSkip(page, where) {
  await page.keyboard.press("Tab");
  const found = await page.evaluate(() => {
    const link = document.activeElement;
    const box = link.getBoundingClientRect();
    return { href: link.getAttribute("href"), visible: box.width > 1 && box.height > 1 && box.top >= 0 && box.left >= 0 &&
      box.right <= innerWidth && document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2) === link };
  });
  rules.skip.holds(found.href === "#main" && found.visible, where, JSON.stringify(found));
}

/* One page over HTTP: all widths, both schemes, pictures, axe. */
async function checkPage(context, address, own, chosen) {
  const page = await context.newPage();
  const where = { name: chosen.file, missing: chosen.kind === "missing" };
  const settle = watch(page, where, own);
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: WIDTHS.at(-1), height: 900 });
  await page.goto(address, { waitUntil: "load" });
  /* As it is published; live.mjs looks at what the preview adds. */
  await page.locator("#statusbook-preview").evaluate((bar) => bar.remove());
  await checkSkip(page, chosen.file);
  await page.evaluate(() => {
    document.activeElement.blur();
    scrollTo(0, 0);
  });
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await page.evaluate(findWide);
    rules.wide.holds(wide === "", `${chosen.file} at ${width} px`, wide);
  }
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme });
    const brightness = await page.evaluate(findBrightness);
    rules.schemes.holds(scheme === "dark" ? brightness < 0.25 : brightness > 0.75, `${chosen.file}, ${scheme}`,
      brightness.toFixed(2));
    for (const width of [360, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: path.join(screenshots, `${chosen.name}-${scheme}-${width}.png`), fullPage: true });
    }
    await page.setViewportSize({ width: scheme === "dark" ? 360 : 1440, height: 900 });
    await checkAxe(page, `${chosen.file}, ${scheme}`);
  }
  const text = await page.evaluate(() => {
    document.querySelectorAll("main button").forEach((button) => button.remove()); /* what scripts add on top */
    return document.querySelector("main").innerText;
  });
  settle();
  await page.close();
  return text;
}

async function checkFromDisk(context, chosen) {
  const page = await context.newPage();
  const folder = pathToFileURL(path.resolve(site)).href;
  const settle = watch(page, { name: `${chosen.file}, from the disk` }, (url) => url.startsWith(`${folder}/`) || url.startsWith("data:"));
  await page.goto(`${folder}/${chosen.file}`, { waitUntil: "load" });
  const styled = await page.evaluate(() => getComputedStyle(document.body).getPropertyValue("font-family"));
  rules.requests.holds(styled && !/^"?(Times|serif)/.test(styled), `${chosen.file}, from the disk`, "no style sheet");
  settle();
  await page.close();
}

/* The text that is seen with JavaScript is there without; what scripts add on top may be missing. */
async function checkWithoutScript(context, address, chosen, withScript) {
  const page = await context.newPage();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(address, { waitUntil: "load" });
  const lines = (text) => text.split("\n").map((line) => line.trim()).filter((line) => line.length > 20);
  const text = await page.evaluate(() => document.querySelector("main").innerText);
  const shown = await page.locator("h1").isVisible();
  const there = new Set(lines(text));
  const missing = lines(withScript).filter((line) => !there.has(line));
  rules.script.holds(shown && missing.length * 20 <= lines(withScript).length, chosen.file,
    () => `${missing.length} lines are missing: ${missing[0]}`);
  await page.close();
}

/* A translation that is stamped, and git's store with what it was made from. */
function keepHistory(folder) {
  const run = (name, ...given) => {
    const { status, stderr } = spawnSync(name, given, { cwd: folder, encoding: "utf8" });
    if (status !== 0) throw new Error(`${name} ${given.join(" ")}: ${stderr}`);
  };
  run("git", "init", "-q");
  run("git", "hash-object", "-w", "content/smtp/550.en.md");
  run(path.resolve(program), "i18n", "stamp", "--reviewed", "content/smtp/550.de.md");
}

async function main() {
  const scratch = mkdtempSync(path.join(os.tmpdir(), "statusbook-browser-"));
  const browser = await chromium.launch(BROWSER);
  let preview;
  try {
    for (const folder of ["content", "templates", "locales"])
      cpSync(path.join(project, folder), path.join(scratch, folder), { recursive: true });
    keepHistory(scratch);
    mkdirSync(screenshots, { recursive: true });
    preview = await Preview.start(program, scratch);
    const withScript = await browser.newContext();
    const without = await browser.newContext({ javaScriptEnabled: false });
    const own = (url) => url.startsWith(`${preview.origin}/`) || url.startsWith("data:");

    for (const chosen of choosePages()) {
      const address = `${preview.origin}/${chosen.kind === "missing" ? "a/page/that/is/not/there" : chosen.file}`;
      const text = await checkPage(withScript, address, own, chosen);
      await checkWithoutScript(without, address, chosen, text);
      if (chosen.kind !== "missing") await checkFromDisk(withScript, chosen);
    }
    await checkLive(report, browser, preview, scratch, checkAxe);
  } finally {
    await preview?.stop("SIGKILL");
    await browser.close();
    rmSync(scratch, { recursive: true, force: true });
  }
  report.end();
}

await main();
