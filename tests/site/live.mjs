// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/* The preview under the eyes of the browser: what is saved shows at once, mistakes in a box; a text beside its translation. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const SCHEMES = ["light", "dark"];
const ROUNDS = 9;
const LATEST_MS = 500; /* the aim is 200; the machine may have other things to do */

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/* What the preview adds to the page; all of it is in one element, beside the page's own. */
class Bar {
  constructor(page) {
    this.page = page;
    this.messages = page.locator("#statusbook-preview .messages");
    this.button = page.locator("#statusbook-preview button");
    this.links = page.locator("#statusbook-preview a");
  }

  /* Waits until the button says so; false if it does not. */
  says(text) {
    return this.button.filter({ hasText: text }).waitFor({ timeout: 5000 }).then(() => true, () => false);
  }
}

function edit(file, change) {
  writeFileSync(file, change(readFileSync(file, "utf8")));
}

/* Whether the page has the heading before time is up. */
function heading(page, text) {
  return page.locator("h1", { hasText: text }).waitFor({ timeout: 5000 }).then(() => true, () => false);
}

async function checkReload(report, page, preview, folder) {
  const shows = report.rule("the page shows what was saved, by itself");
  const keeps = report.rule("it stays where it was scrolled to");
  const fast = report.rule(`it does so in ${LATEST_MS} ms`);
  const file = path.join(folder, "content/smtp/550.de.md");
  const source = readFileSync(file, "utf8");
  const times = [];

  await page.goto(`${preview.origin}/de/smtp/550.html`);
  await page.evaluate(() => scrollTo(0, 1500));
  await page.waitForTimeout(200);
  for (let round = 0; round < ROUNDS; round++) {
    const title = `Titel ${round} aus dem Test`;
    const start = Date.now();
    edit(file, (text) => text.replace(/^title: .*$/m, `title: ${title}`));
    const seen = await heading(page, title);
    times.push(Date.now() - start);
    shows.holds(seen, title);
    if (!seen) break;
    await page.waitForLoadState("load");
    /* The first title is as long as no other: what stands below it may move by a line. */
    const place = await page.evaluate(() => scrollY);
    keeps.holds(Math.abs(place - 1500) < 120, title, `${place} px`);
  }
  const middle = median(times);
  fast.sentence += `: median ${middle} ms, longest ${Math.max(...times)} ms`;
  fast.holds(middle < LATEST_MS, "median", `${middle} ms`);
  writeFileSync(file, source);
}

/* A source file is broken and mended. */
async function checkErrors(report, page, preview, folder, checkAxe) {
  const rule = report.rule("mistakes show in a box over the last good page, and it goes when they are mended");
  const own = report.rule("what is in the files does not become markup");
  const bar = new Bar(page);
  const file = path.join(folder, "content/smtp/550.en.md");
  const source = readFileSync(file, "utf8");

  await page.goto(`${preview.origin}/en/smtp/550.html`);
  rule.holds(await bar.says("no problems"), "before");
  rule.holds(!(await bar.messages.isVisible()), "before", "the box is there");
  rule.holds((await page.locator("#statusbook-preview .file").innerText()) === "content/smtp/550.en.md", "the bar names the file");
  const before = await page.innerText("main");

  writeFileSync(file, source.replace("---\n", "---\n<b class=made-up>titel</b>: wrong\n"));
  rule.holds(await bar.says("1 error"), "broken", "the bar does not say so");
  const said = await bar.messages.innerText();
  rule.holds(said.includes("content/smtp/550.en.md:2:1") && said.includes("unknown key"), "broken", said);
  own.holds((await page.locator("b.made-up").count()) === 0 && said.includes("<b class=made-up>"), "the box", said);
  rule.holds((await page.innerText("main")) === before, "broken", "the page is not the last good one");
  rule.holds(/550\.en\.md:2:1/.test(preview.log), "broken", "the terminal does not say so");
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    await checkAxe(page, `a page with a box of messages, ${colorScheme}`);
  }
  await page.reload();
  rule.holds(await bar.says("1 error"), "broken, loaded again");
  rule.holds((await page.innerText("main")) === before, "broken, loaded again");
  await bar.button.click();
  rule.holds(!(await bar.messages.isVisible()), "the button closes the box");

  writeFileSync(file, source);
  rule.holds(await bar.says("no problems"), "mended", "the bar does not say so");
  rule.holds(!(await bar.messages.isVisible()) && (await page.innerText("main")) === before, "mended");

  /* Mistakes in a translation are warnings; whoever made one has to see it all the same. */
  const german = path.join(folder, "content/smtp/550.de.md");
  const translation = readFileSync(german, "utf8");
  await page.goto(`${preview.origin}/de/smtp/550.html`);
  writeFileSync(german, translation.replace("---\n", "---\ntitel: falsch\n"));
  rule.holds(await bar.says("1 warning"), "a translation", "the bar does not say so");
  rule.holds(await bar.messages.isVisible(), "a translation", "the box is closed");

  /* Whoever has closed the box goes on writing: it stays closed as long as there is nothing new in it. */
  await bar.button.click();
  writeFileSync(german, translation.replace("---\n", "---\ntitel: falsch\n").replace(/^title: .*$/m, "title: Ein anderer"));
  rule.holds(await heading(page, "Ein anderer"), "saved again");
  rule.holds((await bar.says("1 warning")) && !(await bar.messages.isVisible()), "saved again", "the box is open");
  writeFileSync(german, translation.replace("---\n", "---\ntitel: falsch\nfarbe: falsch\n"));
  rule.holds((await bar.says("2 warnings")) && (await bar.messages.isVisible()), "one more", "the box is closed");
  writeFileSync(german, translation);
  rule.holds(await bar.says("no problems"), "a translation, mended");
}

async function checkTranslation(report, page, preview, folder, checkAxe) {
  const rule = report.rule("a translation stands beside its source, with what is stale and what is missing");
  const live = report.rule("it follows what is saved");
  const bar = new Bar(page);
  const english = path.join(folder, "content/smtp/550.en.md"), german = path.join(folder, "content/smtp/550.de.md");
  const sources = [readFileSync(english, "utf8"), readFileSync(german, "utf8")];
  const part = (id) => page.locator(".part", { has: page.locator(`h2 > code:text-is("${id}")`) });
  const state = async (id) => (await part(id).getAttribute("class")).replace("part ", "");

  await page.goto(`${preview.origin}/en/smtp/550.html`);
  await bar.links.first().click();
  await page.waitForURL(/_translate/);
  rule.holds(page.url() === `${preview.origin}/_translate/de/smtp/550`, "the link in the bar", page.url());
  for (const id of ["title", "meaning", "when"]) rule.holds((await state(id)) === "done", id, await state(id));
  const sides = part("meaning").locator(".side");
  rule.holds((await sides.nth(0).getAttribute("lang")) === "en" && (await sides.nth(1).getAttribute("lang")) === "de", "languages");
  const [left, right] = [await sides.nth(0).boundingBox(), await sides.nth(1).boundingBox()];
  rule.holds(left.y === right.y && left.x < right.x, "sections are level", JSON.stringify([left, right]));

  edit(english, (text) => text.replace(/^## .*\{#meaning\}\n\n/m, "$&A sentence of this test. "));
  await page.locator(".part.stale").waitFor({ timeout: 5000 }).catch(() => {});
  live.holds((await state("meaning")) === "stale", "a change of the source", await state("meaning"));
  live.holds((await part("meaning").locator(".side").first().innerText()).includes("A sentence of this test."), "the new text");
  const changes = part("meaning").locator(".changes");
  live.holds((await changes.locator("ins").allInnerTexts()).join(" ") === "A sentence of this test." && (await changes.locator("del").count()) === 0,
    "the words that are new, from git", await changes.innerText().catch(() => "nothing"));
  live.holds((await page.locator(".changes").count()) === 1, "changes elsewhere");
  edit(german, (text) => text.replace(/^## .*\{#when\}\n[^]*?(?=^## )/m, "").replace(/^summary: >-\n( .*\n)+/m, "")
    .replace(/^title: .*/m, sources[0].match(/^title: .*/m)[0]));
  await page.locator(".part.missing").first().waitFor({ timeout: 5000 }).catch(() => {});
  for (const id of ["when", "summary"]) live.holds((await state(id)) === "missing", `${id} is taken away`, await state(id));
  live.holds((await state("title")) === "copied", "the title of the source", await state("title"));
  live.holds(/2 missing, 1 copied, 1 stale/.test(await page.innerText("main > p")), "the numbers", await page.innerText("main > p"));
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    await checkAxe(page, `a translation beside its source, ${colorScheme}`);
  }
  await page.setViewportSize({ width: 320, height: 800 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  rule.holds(wide <= 320, "a narrow window", `${wide} px`);
  writeFileSync(english, sources[0]);
  writeFileSync(german, sources[1]);
  await page.locator(".part.missing, .part.stale").first().waitFor({ state: "detached", timeout: 5000 }).catch(() => {});
  live.holds((await page.locator(".part.missing, .part.stale").count()) === 0, "all is as it was");
}

async function checkSwapped(report, page, preview) {
  const rule = report.rule("the preview leads two codes in the wrong order to their page");

  for (const locale of ["en", "de"]) {
    await page.goto(`${preview.origin}/${locale}/smtp/550-vs-235.html`);
    rule.holds(page.url() === `${preview.origin}/${locale}/smtp/235-vs-550.html`, locale, page.url());
    rule.holds(/235[\s\S]*550/.test(await page.locator("h1").innerText()), locale);
  }
}

export async function checkLive(report, browser, preview, folder, checkAxe) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const quiet = report.rule("nothing of the preview is refused by the browser");

  page.on("console", (message) => quiet.holds(message.type() !== "error", message.location().url, message.text()));
  page.on("pageerror", (error) => quiet.holds(false, page.url(), error.message));
  await checkReload(report, page, preview, folder);
  await checkErrors(report, page, preview, folder, checkAxe);
  await checkTranslation(report, page, preview, folder, checkAxe);
  await checkSwapped(report, page, preview);
  quiet.holds(true, "all pages");
  await page.close();
}
