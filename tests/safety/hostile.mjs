// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * S1: hostile entries, translations, notes, front matter, tables and catalogues. Each payload in each slot is refused with a
 * message or becomes text: no script runs and nothing is asked of another site in Chromium, with the policy of the pages
 * and with it taken away; and the pages hold no element and no attribute that could. Usage: node hostile.mjs PROGRAM
 */
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import vm from "node:vm";
import { chromium } from "playwright-core";
import { Preview } from "../site/preview.mjs";
import { Report, args } from "../site/report.mjs";
import { filesBelow } from "../site/site.mjs";
import { HARMLESS, PAYLOADS, SLOTS, putPayload } from "./payloads.mjs";
import { ROOT, SEED, TORTURE, copySources, dice, inParallel, run, scratchFolder } from "./scratch.mjs";

const [program] = args("hostile.mjs PROGRAM", 1);
const BROWSER = { executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] };
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };
const POLICY = /<meta http-equiv="Content-Security-Policy"[^>]*>/;

const TAGS = new Set(("html head meta title link script body a header nav ol ul li div button main footer p section h1 h2 h3 h4 h5 h6 b i em strong span small " +
  "code pre blockquote dl dt dd table thead tbody tr th td br hr form label textarea input output dialog details summary select option time mark kbd abbr article noscript").split(" "));
const ATTRIBUTES = /^(lang|dir|charset|http-equiv|content|name|rel|href|hreflang|type|src|defer|class|id|aria-[a-z]+|role|data-[a-z-]+|title|scope|colspan|download|tabindex|hidden|open|start|for|rows|cols|spellcheck|autocomplete|autocapitalize|autofocus|placeholder|value|maxlength|method|novalidate|media|sizes|translate|closedby|enterkeyhint)$/;

const random = dice(SEED);
const report = new Report("S1 hostile content");
const scratch = scratchFolder("hostile");
const project = path.join(scratch, "project");
copySources(path.join(ROOT, "tests/golden/invented"), project);
rmSync(path.join(project, "templates"), { recursive: true });
copySources(ROOT, path.join(scratch, "real"));
renameSync(path.join(scratch, "real/templates"), path.join(project, "templates"));

const counts = { refused: 0, printed: 0 };

const shown = (payload) => JSON.stringify(payload.slice(0, 60));

async function checkRefusals() {
  const rule = report.rule("each payload in each slot is taken, or refused with a message that names a place");
  const quiet = report.rule("no message has a control character or hides what it says");
  const jobs = PAYLOADS.flatMap((payload, p) => SLOTS.map((slot, s) => ({ payload, slot, p, s })))
    .filter(({ p, s }) => TORTURE || (p + s * 7 + SEED) % 48 === 0);
  const copies = await Promise.all([0, 1].map(async (i) => copySources(project, path.join(scratch, `copy-${i}`))));

  await inParallel(jobs, copies.length, async ({ payload, slot }) => {
    const copy = copies.pop();
    const undo = putPayload(copy, slot, payload);
    const file = readFileSync(path.join(copy, slot.file), "utf8");
    const ended = await run(program, ["check", "--color", "never", "-C", copy]);
    const where = `${slot.name}: ${shown(payload)}`;
    const name = path.posix.normalize(slot.file);
    const said = Buffer.from(ended.stderr, "latin1").toString("utf8");
    const refused = ended.status === 1 || ended.status === 2 || said.includes(`${name}:`);
    counts[refused ? "refused" : "printed"]++;
    rule.holds(file.includes(payload) || file.includes(JSON.stringify(payload).slice(1, -1)) || file.includes(payload.replaceAll("\n", " ")) || /shown$|of the lookup$/.test(slot.name),
      where, "the test did not write it");
    rule.holds([0, 1, 2].includes(ended.status) && (ended.status === 0 || /^(content|locales)\/\S+:\d+:\d+: error: /m.test(said)), where, `${ended.status}: ${said.slice(0, 200)}`);
    quiet.holds(!/[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/.test(said), where, said.slice(0, 200));
    undo();
    copies.push(copy);
  });
  rule.sentence += `: ${counts.refused} refused, ${counts.printed} taken, of ${PAYLOADS.length} payloads x ${SLOTS.length} slots`;
}

/* One payload in all slots that take it: slot after slot is filled, and emptied again if the site is refused then. */
const filled = new Map();

async function fill(payload) {
  if (filled.has(payload)) return filled.get(payload);
  const copy = copySources(project, path.join(scratch, `filled-${filled.size}`));
  const taken = [];
  const fill = async (slots) => {
    const undo = slots.map((slot) => putPayload(copy, slot, payload)).reverse();
    const ended = await run(program, ["check", "-q", "--color", "never", "-C", copy]);
    if (ended.status === 0) return void taken.push(...slots);
    undo.forEach((put) => put());
    if (slots.length === 1) return;
    const middle = slots.length >> 1;
    await fill(slots.slice(0, middle));
    await fill(slots.slice(middle));
  };
  /* Plain text first, all at once; what is read, one by one, for it can change what other slots mean. */
  await fill(SLOTS.filter(({ kind }) => kind === "plain" || kind === "heading" || kind === "slots"));
  await fill(SLOTS.filter(({ kind }) => kind === "read"));
  const site = `${copy}-site`;
  const built = await run(program, ["build", "-q", "--no-sync", "--color", "never", "-C", copy, "-d", site]);
  filled.set(payload, { copy, site, taken, built });
  return filled.get(payload);
}

/* Scripts and data files: JSON that no page could end, and that runs to nothing but data. */
function checkData(rule, site, payload) {
  for (const file of filesBelow(site).filter((name) => /\.js$/.test(name) && !/\/(script|lookup|boot)\./.test(name))) {
    const text = readFileSync(path.join(site, file), "utf8");
    rule.holds(!/[<\u2028\u2029]/.test(text), file, `${shown(payload)} in it as it is`);
    const ran = [];
    try {
      vm.runInNewContext(text, { window: {}, statusbookIndex: () => {}, alert: () => ran.push(1) }, { timeout: 1000 });
      rule.holds(ran.length === 0, file, "it ran");
    } catch (error) {
      rule.holds(false, file, error.message);
    }
  }
}

/* Files as they are, or without their policy. */
function serve(folder, withPolicy) {
  const server = http.createServer((request, response) => {
    try {
      const file = path.join(folder.now, path.normalize(decodeURI(new URL(request.url, "http://host").pathname)));
      const bytes = readFileSync(file);
      const type = TYPES[path.extname(file)] ?? "text/plain";
      response.writeHead(200, { "content-type": type });
      response.end(type.startsWith("text/html") && !withPolicy ? bytes.toString("utf8").replace(POLICY, "") : bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () =>
    done({ origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() })));
}

/* In the page: what is there that should not be. */
function inspect([tags, attributes, own]) {
  const found = [];
  const pattern = new RegExp(attributes);
  for (const element of document.querySelectorAll("*")) {
    if (!tags.includes(element.localName) || element.namespaceURI !== "http://www.w3.org/1999/xhtml") found.push(`<${element.localName}>`);
    for (const { name } of element.attributes) if (!pattern.test(name)) found.push(`<${element.localName} ${name}>`);
    for (const name of ["href", "src", "action"]) {
      if (!element.hasAttribute(name)) continue;
      const url = new URL(element.getAttribute(name), location.href);
      const away = element.localName === "a" || (element.localName === "link" && /^(canonical|alternate)$/.test(element.rel));
      const ok = url.origin === own || (away && ["http:", "https:", "mailto:"].includes(url.protocol));
      if (!ok) found.push(`<${element.localName} ${name}="${element.getAttribute(name)}">`);
    }
    if (element.localName === "script" && !element.src && element.textContent.includes("alert")) found.push("script");
    if (element.localName === "meta" && /refresh/i.test(element.httpEquiv)) found.push("meta refresh");
  }
  if (window.ran.length > 0) found.push(`ran: ${window.ran.join(" ")}`);
  return found;
}

const CLEAN = /[\s\u00a0]+/g;
const same = (text) => text.normalize("NFC").replace(CLEAN, " ").trim();

/* Everything that the page shows or has in attributes. */
const textOf = () => [document.documentElement.textContent, document.title,
  ...[...document.querySelectorAll("*")].flatMap((element) => [...element.attributes].map(({ value }) => value))].join("\n");

class Browser {
  static async open() {
    const browser = new Browser();
    browser.chromium = await chromium.launch(BROWSER);
    browser.context = await browser.chromium.newContext();
    await browser.context.addInitScript(() => {
      window.ran = [];
      for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => window.ran.push(name);
    });
    browser.pages = 0;
    return browser;
  }

  /* Opens a page and looks at it; `act` may do something there first. Returns what is wrong, and its text. */
  async look(address, act = async () => {}) {
    const origin = new URL(address).origin;
    const page = await this.context.newPage();
    const found = [];
    page.on("dialog", (dialog) => (found.push(`dialog ${dialog.type()}`), dialog.dismiss()));
    page.on("pageerror", (error) => found.push(`error ${error.message}`));
    page.on("popup", () => found.push("a window"));
    page.on("request", (request) => {
      const url = request.url();
      if (new URL(url).origin !== origin && !url.startsWith("data:image/svg")) found.push(`request to ${url}`);
    });
    page.on("framenavigated", (frame) => frame !== page.mainFrame() && found.push("a frame"));
    let text = "";
    try {
      await page.goto(address, { waitUntil: "load" });
      await page.mouse.move(200, 300);
      await page.keyboard.press("Tab");
      await act(page);
      found.push(...await page.evaluate(inspect, [[...TAGS], ATTRIBUTES.source, origin]));
      text = await page.evaluate(textOf);
      if (page.url().split("#")[0] !== address) found.push(`it went to ${page.url()}`);
    } catch (error) {
      found.push(`${error.message.split("\n")[0]}`);
    }
    await page.close();
    this.pages++;
    return { found: [...new Set(found)], text };
  }
}

/* The search finds the entry, and shows what was found. */
async function search(page) {
  await page.locator("[data-do=search]").first().click();
  await page.locator("dialog input").fill("k");
  await page.locator("dialog [role=option]").first().waitFor({ timeout: 3000 });
  await page.locator("dialog input").fill("k2 alert script");
  await page.waitForTimeout(100);
}

async function lookUp(payload, page) {
  await page.locator("#lookup textarea").fill(` K2 ${payload}\nM1 <b>${payload}</b>\n\n<K2> #x3`);
  await page.waitForTimeout(150);
}

/* The pages where the slots show; those of one code, of a pair, of all. */
function pagesOf(site) {
  const files = filesBelow(site).filter((file) => file.endsWith(".html"));
  const wanted = [/^q[xy]\/lumo\/k2\.html$/, /^q[xy]\/lumo\/k2-vs-m1\.html$/, /^q[xy]\/lumo\/index\.html$/, /^q[xy]\/lumo\/from-turo\.html$/, /^q[xy]\/index\.html$/,
    /^q[xy]\/lookup\.html$/, /^qy\/translations\.html$/, /^404\.html$/, /^index\.html$/, /^q[xy]\/lumo\/k10-vs-k2\.html$/, /^q[xy]\/lumo\/k2-vs-k10\.html$/];
  return files.filter((file) => wanted.some((one) => one.test(file)));
}

/* In `make check` three of them: other ones with another SEED. */
const first = SEED === 1 ? 0 : random(PAYLOADS.length);
const chosen = TORTURE ? PAYLOADS : [0, 30, 76].map((i) => PAYLOADS[(first + i) % PAYLOADS.length]);
const browser = await Browser.open();
const folder = { now: "" };
const guarded = await serve(folder, true), bare = await serve(folder, false);

/* The list of slots is right: a harmless word passes everywhere where plain text does. */
async function checkHarmless() {
  const rule = report.rule("a harmless word is taken in every slot of plain text, and shows");
  const { taken, built, site } = await fill(HARMLESS);
  rule.holds(built.status === 0, "build", built.stderr);
  for (const slot of SLOTS.filter(({ kind }) => kind !== "read")) rule.holds(taken.includes(slot), slot.name);
  const all = filesBelow(site).filter((file) => file.endsWith(".html")).map((file) => readFileSync(path.join(site, file), "utf8")).join();
  rule.holds(all.split(HARMLESS).length > 50, "in the pages", all.split(HARMLESS).length);
}

async function checkPages() {
  const safe = report.rule("no script runs, nothing foreign is asked for, no element or attribute that could: with the policy");
  const without = report.rule("the same with the policy taken away");
  const written = report.rule("what was taken is shown as it was written");
  const data = report.rule("search index and lookup data hold it as data");
  const builds = report.rule("a site that passed the check is built");

  for (const payload of chosen) {
    const { taken, site, built } = await fill(payload);
    builds.holds(built.status === 0 && taken.length > 0, shown(payload), built.stderr);
    if (built.status !== 0) continue;
    folder.now = site;
    checkData(data, site, payload);
    let texts = "";
    const jobs = pagesOf(site).flatMap((file) => [[safe, guarded, file], [without, bare, file]]);
    await inParallel(jobs, 2, async ([rule, host, file]) => {
      const act = /lookup/.test(file) ? (page) => lookUp(payload, page) : /k2\.html|^q.\/index/.test(file) ? search : undefined;
      const { found, text } = await browser.look(`${host.origin}/${file}`, act);
      texts += text;
      rule.holds(found.length === 0, `${file}, ${shown(payload)}`, found.join("; "));
    });
    if (taken.some(({ kind }) => kind === "plain")) written.holds(same(texts).includes(same(payload)), shown(payload));
  }
  safe.sentence += ` (${chosen.length} payloads, each in all slots that take it)`;
}

/* The preview: its pages, a text beside its translation, and the box with messages about hostile files. */
async function checkPreview() {
  const rule = report.rule("nor in the preview: its pages, the view for translators, the box of mistakes");
  for (const payload of TORTURE ? PAYLOADS : chosen.slice(0, 2)) {
    const { copy } = await fill(payload);
    const preview = await Preview.start(program, copy);
    const asides = (found) => found.filter((one) => one !== "<aside>"); /* the bar */
    for (const where of ["qx/lumo/k2.html", "qy/lumo/k2.html", "_translate/qy/lumo/k2", "_translate/qy/lumo/k2-vs-m1", "_translate/qy/lumo/_family"]) {
      const { found } = await browser.look(`${preview.origin}/${where}`, (page) => page.locator("#statusbook-preview").waitFor({ state: "attached" }));
      const left = asides(found);
      rule.holds(left.length === 0, `${where}, ${shown(payload)}`, left.join("; "));
    }
    /* A key, a heading and a name of a file that are refused: the box quotes them. */
    const entry = path.join(copy, "content/lumo/k2.qx.md");
    const { found } = await browser.look(`${preview.origin}/qx/lumo/k2.html`, async (page) => {
      await page.locator("#statusbook-preview").waitFor({ state: "attached" });
      writeFileSync(entry, readFileSync(entry, "utf8").replace("---\n", () => `---\n${JSON.stringify(payload)}: x\n`).replace("{#drua}", () => `{#${payload}}`));
      await page.locator("#statusbook-preview .messages p").first().waitFor({ timeout: 5000 });
      const marked = await page.evaluate(() => document.querySelector("#statusbook-preview").shadowRoot.querySelectorAll("p :not(code, b)").length);
      if (marked > 0) throw new Error("the box has elements of the payload");
    });
    const left = asides(found);
    rule.holds(left.length === 0, `the box, ${shown(payload)}`, left.join("; "));
    await preview.stop();
    const broken = await Preview.start(program, copy);
    const errors = await browser.look(`${broken.origin}/`, (page) => page.locator("main pre").waitFor());
    rule.holds(asides(errors.found).length === 0, `the page of mistakes, ${shown(payload)}`, errors.found.join("; "));
    await broken.stop();
  }
}

/* Ids and names that hide what scripts use: search, keys and lookup work all the same. */
async function checkClobbering() {
  const rule = report.rule("ids from texts hide nothing that scripts use, and names like those of objects are names");
  const copy = copySources(project, path.join(scratch, "clobbered"));
  const names = ["location", "constructor", "prototype", "tostring", "cookie", "forms", "lookup", "name", "length", "self", "top", "parent", "close", "status", "history", "navigator"];
  const family = path.join(copy, "content/lumo/family.yaml");
  writeFileSync(family, readFileSync(family, "utf8")
    .replace("    drua: { label: Dru }\n", (all) => all + names.map((name) => `    ${name}: { label: ${name} }\n`).join(""))
    .replace("  nenio:", () => names.map((name) => `  ${name}: { name: ${name}, about: ${name} }\n`).join("") + "  nenio:"));
  const entry = path.join(copy, "content/lumo/k2.qx.md");
  writeFileSync(entry, readFileSync(entry, "utf8") + names.map((name) => `\n## ${name} {#${name}}\n\nvoju\n`).join(""));
  for (const file of readdirSync(path.join(copy, "content/lumo")).filter((name) => name.startsWith("m1.")))
    renameSync(path.join(copy, "content/lumo", file), path.join(copy, "content/lumo", file.replace("m1.", "constructor.")));
  for (const name of filesBelow(path.join(copy, "content")).filter((one) => one.endsWith(".md"))) {
    const file = path.join(copy, "content", name);
    writeFileSync(file, readFileSync(file, "utf8").replaceAll("code:k2-vs-m1", "code:k10").replaceAll("code:m1", "code:constructor").replaceAll("gemi: m1", "gemi: constructor")
      .replaceAll("celi: m1", "celi: constructor"));
  }
  for (const locale of ["qx", "qy"]) rmSync(path.join(copy, `content/lumo/k2-vs-m1.${locale}.md`), { force: true });
  const site = path.join(scratch, "clobbered-site");
  const built = await run(program, ["build", "-q", "--no-sync", "--color", "never", "-C", copy, "-d", site]);
  if (!rule.holds(built.status === 0, "build", built.stderr)) return;
  folder.now = site;
  for (const file of ["qx/lumo/k2.html", "qx/lookup.html", "qy/index.html"]) {
    const { found } = await browser.look(`${guarded.origin}/${file}`, /lookup/.test(file) ? (page) => lookUp("constructor", page) : search);
    rule.holds(found.length === 0, file, found.join("; "));
  }
}

/* An icon that is a script by itself is an image for the pages. */
async function checkIcon() {
  const rule = report.rule("an icon with a script in it is an image to the pages");
  const copy = copySources(project, path.join(scratch, "icon"));
  writeFileSync(path.join(copy, "templates/assets/icon.svg"), '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1);fetch("//evil.example/")</script><image href="//evil.example/x.png"/></svg>');
  const site = path.join(scratch, "icon-site");
  const built = await run(program, ["build", "-q", "--no-sync", "--color", "never", "-C", copy, "-d", site]);
  if (built.status !== 0) return void rule.holds(/icon\.svg/.test(built.stderr), "refused", built.stderr);
  folder.now = site;
  const { found } = await browser.look(`${bare.origin}/qx/index.html`);
  rule.holds(found.length === 0, "qx/index.html", found.join("; "));
}

try {
  await checkRefusals();
  await checkHarmless();
  await checkPages();
  await checkPreview();
  await checkClobbering();
  await checkIcon();
} finally {
  await browser.chromium.close();
  guarded.close();
  bare.close();
}
report.rule(`pages opened in Chromium: ${browser.pages}`).holds(browser.pages >= (TORTURE ? 2400 : 100), "pages", browser.pages);
report.end();
