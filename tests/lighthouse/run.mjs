// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * Scores of Lighthouse, as on a phone, for a page of each kind in every language of the real site, which is built into a
 * scratch folder for the address that it is served at. Usage: node run.mjs PROGRAM PROJECT [PART...], where only pages whose
 * name has one of the parts are looked at. The browser is that of the environment variable CHROMIUM, or /usr/bin/chromium.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import RobotsTxt from "lighthouse/core/audits/seo/robots-txt.js";

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
  ".txt": "text/plain", ".xml": "application/xml" };
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const TRIES = 3; /* speed is measured on a machine that has other things to do: the best of as many counts */

const [program, project, ...parts] = process.argv.slice(2);
if (!project) {
  console.error("usage: node run.mjs PROGRAM PROJECT [PART...]");
  process.exit(2);
}

/* A host that knows files, compresses them, and has a page for unknown addresses. */
async function serve(site) {
  const server = http.createServer((request, response) => {
    const name = path.posix.normalize(decodeURI(new URL(request.url, "http://host").pathname));
    const answer = (status, file) => {
      const bytes = readFileSync(path.join(site, file));
      const pack = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
      response.writeHead(status, { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream",
        "cache-control": file.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
        ...(pack && { "content-encoding": "gzip" }) });
      response.end(pack ? gzipSync(bytes) : bytes);
    };
    try {
      answer(200, name.endsWith("/") ? `${name}index.html` : name);
    } catch {
      answer(404, "404.html");
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return server;
}

const isHidden = (site, file) => /<meta name="robots" content="noindex/.test(readFileSync(path.join(site, file), "utf8"));

/* A page of each kind: { name, file, hidden }, where hidden ones ask search engines to leave them out. */
function choosePages(site) {
  /* the page for unknown addresses by its own name: an answer of 404 is an error to Lighthouse whatever comes with it */
  const pages = [["language choice", "index.html"], ["unknown address", "404.html"]];
  const folders = readdirSync(site, { withFileTypes: true }).filter((item) => item.isDirectory() && item.name !== "assets");
  for (const { name: locale } of folders) { /* each is a language */
    const files = readdirSync(path.join(site, locale, "smtp"));
    const hidden = files.find((file) => /-vs-.*\.html$/.test(file) && isHidden(site, `${locale}/smtp/${file}`));
    pages.push([`${locale} start`, `${locale}/index.html`], [`${locale} family`, `${locale}/smtp/index.html`],
      [`${locale} code`, `${locale}/smtp/550.html`], [`${locale} comparison`, `${locale}/smtp/450-vs-550.html`],
      [`${locale} comparison, not indexed`, `${locale}/smtp/${hidden}`], [`${locale} sender`, `${locale}/smtp/from-postfix.html`],
      [`${locale} lookup`, `${locale}/lookup.html`]);
  }
  return pages.filter(([name]) => parts.length === 0 || parts.some((part) => name.includes(part)))
    .map(([name, file]) => ({ name, file, hidden: isHidden(site, file) }));
}

/* What a score is below 100 for: "document-title: Document doesn't have a title", each with the first place. */
function reasons(lhr, category) {
  return lhr.categories[category].auditRefs.map(({ id, weight }) => ({ weight, ...lhr.audits[id] }))
    .filter(({ weight, score }) => weight > 0 && score !== null && score < 1)
    .map(({ id, title, displayValue, details }) => {
      const first = details?.items?.[0];
      const place = first?.node?.snippet ?? first?.url ?? first?.description ?? "";
      return [`${id}: ${title}`, displayValue, place && String(place).slice(0, 120)].filter(Boolean).join(", ");
    });
}

/* The rule of Lighthouse on robots.txt, put to the file itself. */
async function checkRobots(origin) {
  const answer = await fetch(`${origin}robots.txt`);
  const { score } = RobotsTxt.audit({ RobotsTxt: { status: answer.status, content: await answer.text() } });
  if (score === 1) return;
  console.log("robots.txt is not valid");
  process.exitCode = 1;
}

async function look(page, origin, port) {
  /* robots.txt is fetched from the page, whose policy lets nobody fetch anything: see checkRobots() */
  const skipAudits = ["robots-txt", ...(page.hidden ? ["is-crawlable"] : [])];
  let best;
  for (let i = 0; i < TRIES && !(best?.categories.performance.score === 1); i++) {
    const { lhr } = await lighthouse(origin + page.file, { port, logLevel: "error" },
      { extends: "lighthouse:default", settings: { onlyCategories: CATEGORIES, skipAudits } });
    if (lhr.runtimeError) throw new Error(`${page.file}: ${lhr.runtimeError.message}`);
    if (!best || lhr.categories.performance.score > best.categories.performance.score) best = lhr;
  }
  return best;
}

async function main() {
  const site = mkdtempSync(path.join(os.tmpdir(), "statusbook-lighthouse-"));
  const server = await serve(path.join(site, "site"));
  const origin = `http://127.0.0.1:${server.address().port}/`;
  let chrome;
  try {
    execFileSync(program, ["build", "-q", "--no-sync", "-C", project, "-d", path.join(site, "site"), "-b", origin],
      { stdio: ["ignore", "inherit", "inherit"] });
    await checkRobots(origin);
    chrome = await launch({ chromePath: process.env.CHROMIUM || "/usr/bin/chromium", logLevel: "error",
      chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic"] });
    console.log(`${"page".padEnd(30)}${CATEGORIES.map((category) => category.padStart(16)).join("")}`);
    for (const page of choosePages(path.join(site, "site"))) {
      const lhr = await look(page, origin, chrome.port);
      const scores = CATEGORIES.map((category) => Math.round(lhr.categories[category].score * 100));
      console.log(`${page.name.padEnd(30)}${scores.map((score) => String(score).padStart(16)).join("")}`);
      CATEGORIES.filter((category, i) => scores[i] < 100).forEach((category) => {
        reasons(lhr, category).forEach((reason) => console.log(`    ${category}: ${reason}`));
        process.exitCode = 1;
      });
    }
  } finally {
    await chrome?.kill();
    server.close();
    rmSync(site, { recursive: true, force: true });
  }
}

await main();
