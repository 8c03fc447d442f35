// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
//
// The pictures in CONTRIBUTING.md, made from the running preview of a copy of this project:
//
//     node tests/site/translating.mjs build/release/statusbook
//
// In the copy the English text of a note changes after it was translated, a part of that translation and a whole text are
// missing, and then somebody has translated a section id and a command. Ends with an error when what is to be seen is not there.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { withFewColours } from "./palette.mjs";
import { Preview } from "./preview.mjs";

const MOST_BYTES = 60000;
const here = path.dirname(fileURLToPath(import.meta.url));
const program = path.resolve(process.argv[2]);
const project = mkdtempSync(path.join(tmpdir(), "translating-"));

function edit(name, ...changes) {
  const file = path.join(project, "content/smtp", name);
  let text = readFileSync(file, "utf8");
  for (const [from, to] of changes) {
    if (text.search(from) < 0) throw new Error(`${name} has no ${from}: choose another place for the picture`);
    text = text.replace(from, to);
  }
  writeFileSync(file, text);
}

async function take(page, name) {
  const file = path.join(here, name);
  writeFileSync(file, await withFewColours(page, await page.screenshot()));
  const { size } = statSync(file);
  console.log(`tests/site/${name}: ${size} bytes`);
  if (size > MOST_BYTES) throw new Error(`${name} is larger than ${MOST_BYTES} bytes`);
}

let preview, browser;
try {
  for (const folder of ["content", "templates", "locales"])
    cpSync(path.join(here, "../..", folder), path.join(project, folder), { recursive: true });
  const git = (...args) =>
    execFileSync("git", ["-C", project, "-c", "user.name=-", "-c", "user.email=-", "-c", "commit.gpgSign=false", ...args], { stdio: "ignore" });
  execFileSync(program, ["i18n", "stamp", "-q", "--reviewed", "content/smtp/450-vs-550.de.md"], { cwd: project });
  git("init", "-q");
  git("add", ".");
  git("commit", "-q", "-m", "-");

  preview = await Preview.start(program, project);
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  const page = await browser.newPage({ viewport: { width: 1100, height: 640 }, colorScheme: "light" });

  edit("450-vs-550.en.md", [/to stop and to return the message/, "to give up and to send the message back"]);
  edit("450-vs-550.de.md", [/^## .*\{#example\}\n[^]*/m, ""]);
  await page.goto(`${preview.origin}/_translate/de/smtp/450-vs-550`);
  await page.locator(".part.stale .changes ins").first().waitFor({ timeout: 10000 });
  await page.locator(".part.missing").first().waitFor({ timeout: 10000 });
  const button = page.locator("#statusbook-preview button");
  await button.click(); /* closes the box of messages */
  await take(page, "translating.png");

  rmSync(path.join(project, "content/smtp/459.de.md"));
  await page.goto(`${preview.origin}/de/translations.html`);
  await page.locator("main a", { hasText: "Node not allowed" }).waitFor({ timeout: 10000 });
  if (await page.locator("#statusbook-preview .messages").isVisible()) await button.click();
  await take(page, "left-to-do.png");

  for (const name of ["459.de.md", "450-vs-550.de.md", "450-vs-550.en.md"]) git("checkout", `content/smtp/${name}`);
  await button.filter({ hasText: "no problems" }).waitFor({ timeout: 10000 });
  edit("459.de.md", [/\{#when\}/, "{#wann}"], [/^dig \+short MX example\.com$/m, "dig +short MX beispiel.de"]);
  await page.goto(`${preview.origin}/de/smtp/459.html`);
  await page.locator("#statusbook-preview .messages", { hasText: "wann" }).waitFor({ timeout: 10000 });
  await take(page, "mistakes.png");
} finally {
  await browser?.close();
  await preview?.stop();
  rmSync(project, { recursive: true });
}
