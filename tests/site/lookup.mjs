// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * The lookup page in Chromium: pasting, typing, keyboard, without script, on a narrow screen, in both schemes, and that no
 * request leaves it; over HTTP and from the disk, in each language. What it finds is tested in tests/lookup. Usage:
 * node lookup.mjs SITE SCREENSHOTS
 */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { serveFiles } from "./host.mjs";
import { Report, args } from "./report.mjs";
import { filesBelow, localeOf } from "./site.mjs";

const [site, screenshots] = args("lookup.mjs SITE SCREENSHOTS", 2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

const BROWSER = {
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
};

const BOUNCE = `<user@example.org>: host mx.example.org[192.0.2.1] said: 550-5.1.1 The email account that you tried to
    reach does not exist. 550 5.1.1 Please try double-checking the recipient's email address (in reply to RCPT TO command)

status=sent (250 2.0.0 Ok: queued as 4F5501A2B3)
`;
const HOSTILE = `said: 550 <img src=x onerror="document.title='pwned'"> <script>document.title='pwned'</script> &lt;b&gt;`;

const report = new Report("lookup");
const rules = {
  paste: report.rule("a pasted bounce is explained: code, title, class, answers, checks, known text, links"),
  order: report.rule("refusals come first, successes after them, in brief"),
  live: report.rule("what was found is announced"),
  type: report.rule("typing is enough"),
  nothing: report.rule("where nothing is found, the page says what to look for"),
  keyboard: report.rule("all by keyboard: Tab to the text, the buttons and the results, Ctrl+Enter"),
  hostile: report.rule("what is pasted stays text"),
  script: report.rule("without script there is no empty form, and the way by hand is there"),
  wide: report.rule("no page is wider than its window with results (320, 360, 768, 1440 px)"),
  axe: report.rule("axe-core finds nothing against WCAG 2.2 AA, with results, in both schemes"),
  requests: report.rule("nothing is requested after loading, nothing fails, nothing is stored, the console is empty"),
  address: report.rule("the address does not change"),
};

/* Types the text into the clipboard's place: what a paste does to the field. */
async function paste(page, text) {
  await page.locator("textarea").focus();
  await page.keyboard.insertText(text);
}

const articles = (page) => page.locator("#results article");

async function checkPaste(page, where) {
  await paste(page, BOUNCE);
  await articles(page).first().waitFor({ timeout: 3000 }).catch(() => {});
  const found = await page.evaluate(() => {
    const first = document.querySelector("#results article");
    return first && { text: first.innerText, link: first.querySelector("h2 a")?.href, dd: first.querySelectorAll("dd").length,
      checks: first.querySelectorAll("ol li").length, known: first.querySelector(".known")?.innerText ?? "",
      replies: first.querySelector(".known a")?.href, lang: document.documentElement.lang };
  });
  rules.paste.holds(found && /550/.test(found.text) && /5\.1\.1/.test(found.text) && /Gmail/.test(found.known) && found.dd >= 3 &&
    found.checks === 3, where, JSON.stringify(found));
  rules.paste.holds(found?.link.endsWith(`/${found.lang}/smtp/550.html`) && found.replies.endsWith("/550.html#replies"), where, found?.link);
  const plates = await page.locator("#results .plate").allInnerTexts();
  rules.order.holds(plates.join(" ") === "550 250", where, plates.join(" "));
  rules.order.holds(await page.locator("#results .also article dd").count() === 0, where, "a success is told at length");
  const said = await page.locator("output").innerText();
  rules.live.holds(/550 5\.1\.1, 250 2\.0\.0/.test(said), where, said);
}

async function checkTyping(page, where) {
  await page.locator("textarea").fill("");
  await page.locator("textarea").pressSequentially("fehler 421");
  await page.waitForFunction(() => document.querySelector("#results .plate")?.textContent === "421", null, { timeout: 3000 }).catch(() => {});
  rules.type.holds(await page.locator("#results .plate").first().innerText().catch(() => "") === "421", where);
  await page.locator("textarea").fill("no code in here, only port 465");
  await page.waitForFunction(() => !document.querySelector("#results article"), null, { timeout: 3000 }).catch(() => {});
  rules.nothing.holds(/5\.1\.1/.test(await page.locator("#results").innerText()), where);
  await page.locator("textarea").fill("");
  await page.waitForFunction(() => document.querySelector("#results").hidden, null, { timeout: 3000 }).catch(() => {});
  rules.nothing.holds(await page.locator("#results").isHidden(), where, "an empty text has results");
}

async function checkKeyboard(page, where) {
  const focused = () => page.evaluate(() => {
    const box = document.activeElement.getBoundingClientRect();
    const style = getComputedStyle(document.activeElement);
    return `${document.activeElement.localName}${document.activeElement.id ? `#${document.activeElement.id}` : ""}` +
      `${style.outlineStyle === "none" || box.width === 0 ? " without a mark" : ""}`;
  });
  const seen = [];
  for (let i = 0; i < 12 && !seen.includes("textarea#pasted"); i++) {
    await page.keyboard.press("Tab");
    seen.push(await focused());
  }
  rules.keyboard.holds(seen.at(-1) === "textarea#pasted", where, seen.join(", "));
  await page.keyboard.type("550 relay not permitted");
  await page.keyboard.press("Control+Enter");
  rules.keyboard.holds(await focused() === "section#results", where, `Ctrl+Enter leads to ${await focused()}`);
  rules.keyboard.holds(await articles(page).count() === 1, where, "Ctrl+Enter shows the results at once");
  await page.keyboard.press("Tab");
  rules.keyboard.holds(await focused() === "a", where, `then Tab to ${await focused()}`);
  await page.locator("textarea").focus();
  await page.keyboard.press("Tab");
  rules.keyboard.holds(await focused() === "button", where, await focused());
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.waitForFunction(() => document.querySelector("#results").hidden, null, { timeout: 3000 }).catch(() => {});
  rules.keyboard.holds(await page.locator("textarea").inputValue() === "" && await focused() === "textarea#pasted", where, "the second button clears");
}

async function checkHostile(page, where) {
  await page.locator("textarea").fill(HOSTILE);
  await articles(page).first().waitFor({ timeout: 3000 }).catch(() => {});
  const made = await page.locator("#results img, #results script, #results b:not([class])").count();
  rules.hostile.holds(made === 0 && !/pwned/.test(await page.title()), where, `${made} elements`);
  const quote = await page.locator("#results .quote").first().innerText();
  rules.hostile.holds(quote.includes("<img src=x") && quote.includes("&lt;b&gt;"), where, quote);
}

async function checkLooks(page, where, name) {
  await page.locator("textarea").fill(BOUNCE);
  await page.waitForFunction(() => document.querySelectorAll("#results article").length === 2, null, { timeout: 3000 }).catch(() => {});
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const width of [320, 360, 768, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      rules.wide.holds(wide <= 0, `${where} at ${width} px`, `${wide} px too wide`);
      await page.screenshot({ path: path.join(screenshots, `${name}-found-${scheme}-${width}.png`), fullPage: true });
    }
    await page.evaluate(axe);
    const violations = await page.evaluate(async (tags) => (await window.axe.run(document,
      { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] })).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 100)}`), WCAG);
    rules.axe.holds(violations.length === 0, `${where}, ${scheme}`, violations.join("; "));
  }
}

async function checkPage(browser, address, where, name) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const problems = [];
  let loaded = false;
  page.on("console", (message) => problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("requestfailed", (request) => problems.push(`failed: ${request.url()}`));
  page.on("request", (request) => loaded && problems.push(`requested: ${request.url()}`));
  await page.goto(address, { waitUntil: "networkidle" });
  loaded = true;
  await checkKeyboard(page, where);
  await checkPaste(page, where);
  await checkTyping(page, where);
  await checkHostile(page, where);
  const stored = await page.evaluate(() => { try { return localStorage.length + sessionStorage.length + document.cookie.length; } catch { return 0; } });
  rules.requests.holds(problems.length === 0 && stored === 0, where, `${problems.join("; ")} ${stored}`);
  rules.address.holds(page.url() === address, where, page.url());
  await checkLooks(page, where, name); // last: axe asks for the style sheet itself, in vain
  await context.close();
}

async function checkWithoutScript(browser, address, where) {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
  const page = await context.newPage();
  await page.goto(address, { waitUntil: "load" });
  rules.script.holds(await page.locator("form").isHidden() && await page.locator("noscript p").isVisible(), where);
  const links = await page.locator(".hand a[href*='index.html#class-']").count();
  rules.script.holds(await page.locator(".hand li").first().isVisible() && links >= 4, where, `${links} links to lists of codes`);
  await context.close();
}

const pages = filesBelow(site).filter((file) => /^[^/]+\/lookup\.html$/.test(file));
const browser = await chromium.launch(BROWSER);
let host;
try {
  mkdirSync(screenshots, { recursive: true });
  host = await serveFiles(site);
  for (const file of pages) {
    const http = `${host.origin}/${file}`, disk = pathToFileURL(path.resolve(site, file)).href;
    await checkPage(browser, http, file, `${localeOf(file)}-lookup`);
    await checkPage(browser, disk, `${file} from the disk`, `${localeOf(file)}-lookup`);
    await checkWithoutScript(browser, disk, file);
  }
} finally {
  await browser.close();
  host?.close();
}
report.end();
