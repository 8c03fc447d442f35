// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * What the script adds to the pages, in a real browser: search, comparing, keys, colours, copying, languages, and that all
 * of it is missing but nothing else without script. From a plain server of files and from the disk. Usage: node search.mjs
 * SITE. The browser is that of the environment variable CHROMIUM, or /usr/bin/chromium.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { serveFiles } from "./host.mjs";
import { Report, args } from "./report.mjs";

const [site] = args("search.mjs SITE", 1);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const KEYSTROKE_MS = 10;

/*
 * [language, what is typed, what must be the first result, what must be among them, what must not]. A result is its
 * address from the family's folder.
 */
const QUERIES = [
  ["en", "550", "550.html", "450-vs-550.html"],
  ["en", "55", undefined, "554.html"],
  ["en", "5.1.1", undefined, "550.html"],
  ["en", "550 5.1.1", "550.html", "550.html#replies"],
  ["en", "550-5.1.1", "550.html"],
  ["en", "235 vs 550", "235-vs-550.html", "235.html"],
  ["en", "235 550", "235-vs-550.html"],
  ["en", "550 235", "235-vs-550.html"],
  ["en", "550/235", "235-vs-550.html"],
  ["en", "235-vs-550", "235-vs-550.html"],
  ["en", "421 or 451?", "421-vs-451.html", "451.html"],
  ["en", "235 55", undefined, "235-vs-554.html"],
  ["en", "is 451 permanent?", "451.html"],
  ["en", "mailbox unavailable", undefined, "550.html", "354.html"],
  ["en", "UNAVAILABLE mailbox", undefined, "450.html"],
  ["en", "relay access denied", undefined, "554.html#replies"],
  ["en", "550 5.7.1 relay access denied", "550.html"],
  ["en", "too many recipients", "452.html", "452.html#replies", "354.html"],
  ["en", "gmail", undefined, "421.html#replies"],
  ["de", "Postfach voll", "452.html", "552.html"],
  ["de", "Empfänger unbekannt", "550.html"],
  ["de", "empfaenger unbekannt", "550.html"],
  ["de", "EMPFANGER unbekannt", "550.html"],
  ["de", "zu groß", undefined, "552.html"],
  ["de", "zu gross", undefined, "552.html"],
  ["de", "adresse abgelehnt", undefined, "550.html", "354.html"],
  ["de", "relay access denied", undefined, "554.html#replies"],
  ["de", "421 oder 451?", "421-vs-451.html"],
];

const report = new Report("search");
const rules = {
  quiet: report.rule("no message in the console, no error, no request that fails or leaves the site"),
  finds: report.rule("search finds codes, comparisons in both orders, words, folded letters and texts of servers"),
  nothing: report.rule("what is nowhere is said to be nowhere, and what is nearly there is shown as that"),
  marks: report.rule("what was searched for is marked, letters as they stand"),
  fast: report.rule(`a keystroke is answered in under ${KEYSTROKE_MS} ms`),
  combobox: report.rule("by keyboard alone: the list follows the arrows, Enter leads there, Escape back to where one was"),
  touch: report.rule("by touch at 360 px: opened, read and followed without sideways scrolling"),
  picker: report.rule("a code is compared with another by key, field and side of a pair; addresses are in the right order"),
  theme: report.rule("colours are chosen, kept, and there before anything is painted"),
  copy: report.rule("codes and commands are copied, with and without a clipboard, and this is said"),
  help: report.rule("the keys are listed, can be turned off for good, and never get in the way of typing or modifiers"),
  ways: report.rule("keys lead to the next and the previous code"),
  section: report.rule("another language shows the same section"),
  swapped: report.rule("on hosts that only know files, two codes in the wrong order lead to their page"),
  policy: report.rule("no script runs that the site does not have"),
  still: report.rule("nothing moves when the script comes"),
  without: report.rule("without script there are no controls that need it, and lists in their place"),
  axe: report.rule("axe-core finds nothing against WCAG 2.2 AA in search, picker and help"),
};

/* A page that keeps its own storage and notes what it complains of; `use` gets it at that address. */
async function visit(browser, address, use, options = {}, prepare) {
  const context = await browser.newContext({ viewport: { width: 1024, height: 800 }, ...options });
  context.setDefaultTimeout(8000);
  const page = await context.newPage();
  const problems = [];
  const expected = (text) => /status of 404/.test(text) || options.noisy;
  page.on("console", (message) => expected(message.text()) || problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("requestfailed", (request) =>
    request.failure().errorText === "net::ERR_ABORTED" || problems.push(`${request.url()} failed`)); /* left too early */
  page.on("request", (request) => new URL(request.url()).host === new URL(address).host || problems.push(`${request.url()} is foreign`));
  await prepare?.(page);
  await page.goto(address, { waitUntil: "load" });
  try {
    await use(page);
  } catch (error) {
    problems.push(`the test stopped: ${error.message.split("\n")[0]}`);
  }
  rules.quiet.holds(problems.length === 0, address, () => problems.join("; "));
  await context.close();
}

/* Types a query and waits until the list is that of its words. */
async function ask(page, query) {
  if (!(await page.locator("dialog.search[open]").count())) await page.keyboard.press("/");
  await page.locator("#query").fill(query);
  await page.waitForFunction(() => document.querySelector("dialog.search [role=status]").textContent !== "");
  return page.evaluate(() => [...document.querySelectorAll("[role=option]")].map((link) => link.href.split("/").at(-1)));
}

async function checkQueries(browser, base, where) {
  for (const locale of ["en", "de"])
    await visit(browser, `${base}/${locale}/index.html`, async (page) => {
      for (const [, query, first, among, never] of QUERIES.filter(([own]) => own === locale)) {
        const found = await ask(page, query);
        const right = (!first || found[0] === first) && (!among || found.includes(among)) && !found.includes(never);
        rules.finds.holds(right && found.length > 0, `${where}, ${locale}, "${query}"`, () => found.join(" "));
      }
      const links = await page.evaluate(() => [...document.querySelectorAll("[role=option]")].map((link) => link.href));
      rules.finds.holds(links.every((link) => link.startsWith(`${base}/${locale}/smtp/`)), where, () => links[0]);
    });
}

async function checkNothing(page) {
  const none = await ask(page, "qwrtzk");
  const said = await page.locator("dialog.search [role=status]").innerText();
  rules.nothing.holds(none.length === 0 && said === "Nothing found.", "qwrtzk", said);
  rules.nothing.holds(await page.getAttribute("#query", "aria-expanded") === "false", "qwrtzk", "aria-expanded");
  const some = await ask(page, "mailbox qwrtzk");
  const partly = await page.locator("dialog.search [role=status]").innerText();
  rules.nothing.holds(some.length > 0 && partly.startsWith("Not all words"), "mailbox qwrtzk", partly);
  rules.nothing.holds((await ask(page, "5.1.1")).every((link) => link !== "556.html"), "5.1.1 is not 5.1.10");
}

async function checkMarks(browser, base) {
  const marks = (page) => page.evaluate(() =>
    [...document.querySelectorAll("[role=option]:first-of-type mark")].map((mark) => mark.textContent));
  await visit(browser, `${base}/de/smtp/index.html`, async (page) => {
    await ask(page, "empfaenger unbekannt");
    const found = await marks(page);
    rules.marks.holds(["Empfänger", "unbekannt"].every((word) => found.includes(word)), "empfaenger", found.join(" "));
    await ask(page, "zu gross");
    const other = await marks(page);
    rules.marks.holds(other.includes("groß"), "zu gross", other.join(" "));
  });
}

/* The best of some runs, so that a busy machine does not count; the time until the list stands, not the painting. */
async function checkSpeed(browser, base) {
  await visit(browser, `${base}/de/smtp/550.html`, async (page) => {
    await ask(page, "550");
    const slowest = await page.evaluate((queries) => {
      const input = document.getElementById("query");
      const time = (query) => {
        const start = performance.now();
        input.value = query;
        input.dispatchEvent(new Event("input"));
        return performance.now() - start;
      };
      return queries.map((query) => [Math.min(...[1, 2, 3, 4, 5].map(() => time(query))), query])
        .sort(([a], [b]) => b - a)[0];
    }, ["e", "er", "5", "der", "mail", ...QUERIES.map(([, query]) => query)]);
    rules.fast.holds(slowest[0] < KEYSTROKE_MS, `"${slowest[1]}"`, `${slowest[0].toFixed(1)} ms`);
  });
}

async function checkCombobox(browser, base) {
  await visit(browser, `${base}/en/smtp/550.html`, async (page) => {
    await page.locator("#main a").first().focus();
    const before = await page.evaluate(() => document.activeElement.outerHTML);
    await page.keyboard.press("/");
    const focused = await page.evaluate(() => document.activeElement.id);
    rules.combobox.holds(focused === "query", "focus", focused);
    await page.keyboard.type("no such user");
    rules.combobox.holds(page.url().endsWith("/550.html"), "single keys do nothing while typing", page.url());
    await ask(page, "no such user");
    const active = () => page.evaluate(() => {
      const input = document.getElementById("query");
      const option = document.getElementById(input.getAttribute("aria-activedescendant"));
      const selected = [...document.querySelectorAll("[aria-selected=true]")];
      return { fine: selected.length === 1 && selected[0] === option && option.getAttribute("role") === "option" &&
        input.getAttribute("aria-expanded") === "true" && Boolean(document.getElementById(input.getAttribute("aria-controls"))),
      href: option?.href };
    });
    const first = await active();
    await page.keyboard.press("ArrowDown");
    const second = await active();
    rules.combobox.holds(first.fine && second.fine && first.href !== second.href, "down", JSON.stringify(second));
    await page.keyboard.press("ArrowUp");
    rules.combobox.holds((await active()).href === first.href, "up");
    await page.keyboard.press("ArrowUp");
    const last = await active();
    rules.combobox.holds(last.fine && last.href !== first.href, "around", JSON.stringify(last));
    await page.keyboard.press("Escape");
    const after = await page.evaluate(() => document.activeElement.outerHTML);
    rules.combobox.holds(before === after, "Escape", after);
    await ask(page, "235 vs 550");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/235-vs-550.html");
    rules.combobox.holds((await page.locator("h1").innerText()).includes("235"), "Enter");
  });
}

async function checkTouch(browser, base) {
  await visit(browser, `${base}/de/smtp/550.html`, async (page) => {
    const lines = await page.evaluate(() => document.querySelector("header.site").getBoundingClientRect().height);
    rules.touch.holds(lines < 90, "the header stays one line", `${lines} px`);
    await page.tap("[data-do=search]");
    await ask(page, "zu groß");
    const wide = await page.evaluate(() => [document.documentElement, ...document.querySelectorAll("dialog, dialog *")]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5).map((element) => element.outerHTML.slice(0, 60)));
    rules.touch.holds(wide.length === 0, "nothing sticks out", () => wide.join(" "));
    const low = await page.evaluate(() => Math.min(...[...document.querySelectorAll("dialog[open] :is(a, button), .tools button")]
      .map((element) => element.getBoundingClientRect()).filter((box) => box.height).map((box) => Math.min(box.width, box.height))));
    rules.touch.holds(low >= 24, "targets are large enough", `${low} px`);
    await page.locator("[role=option][href$='/552.html']").tap();
    await page.waitForURL("**/552.html");
    await page.goBack();
    rules.touch.holds(await page.locator("dialog[open]").count() === 0, "the dialog is closed on the way back");
  }, { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });
}

async function checkPicker(browser, base, where) {
  await visit(browser, `${base}/en/smtp/550.html`, async (page) => {
    await page.keyboard.press("c");
    await page.waitForSelector("[role=option]");
    const all = await page.evaluate(() => [...document.querySelectorAll("[role=option]")].map((link) => link.href.split("/").at(-1)));
    rules.picker.holds(all[0] === "450-vs-550.html" && all.includes("550-vs-554.html") && all.every((name) => name.includes("-vs-")),
      where, () => all.slice(0, 3).join(" "));
    await ask(page, "2");
    const some = await page.evaluate(() => [...document.querySelectorAll("[role=option] .plate")].map((one) => one.textContent));
    rules.picker.holds(some.length > 0 && some.every((code) => code !== "550"), where, () => some.join(" "));
    await page.keyboard.press("Escape");
    await page.click(".field");
    await ask(page, "authentication succeeded");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/235-vs-550.html");
    await page.click(".key li:first-child .change");
    rules.picker.holds(/550/.test(await page.locator("dialog.search label").innerText()), where, "the other side stays");
    await ask(page, "554");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/550-vs-554.html");
    await page.click("main nav a[href$='#compare'] >> nth=1");
    await ask(page, "450");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/450-vs-554.html");
    rules.picker.holds(true, where);
  });
  await visit(browser, `${base}/en/smtp/100.html`, async (page) => {
    await page.keyboard.press("c");
    await page.waitForSelector("[role=option]");
    const found = await page.evaluate(() => [...document.querySelectorAll("[role=option]")].map((link) => link.getAttribute("href").split("/").at(-1)).sort());
    const listed = await page.evaluate(() => [...document.querySelectorAll("#main a[href*='-vs-']")]
      .filter((link) => !link.closest("dialog")).map((link) => link.getAttribute("href")));
    rules.picker.holds(found.length > 0 && found.every((name) => listed.includes(name)), `${where}, a number that is no code`,
      () => found.filter((name) => !listed.includes(name)).join(" "));
  });
}

const brightness = (page) => page.evaluate(() => {
  const [red] = getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g).map(Number);
  return red / 255;
});

async function checkTheme(browser, base, where) {
  const note = (page) => page.addInitScript(() => {
    new MutationObserver(() => {
      if (document.body && window.themeAtBody === undefined) window.themeAtBody = document.documentElement.dataset.theme ?? "auto";
    }).observe(document, { childList: true, subtree: true });
  });
  await visit(browser, `${base}/en/smtp/550.html`, async (page) => {
    const control = page.locator("[data-do=theme]");
    rules.theme.holds(await brightness(page) > 0.75, `${where}, auto`);
    rules.theme.holds((await control.getAttribute("aria-label")).includes("system"), `${where}, auto`);
    await control.click();
    rules.theme.holds(await brightness(page) > 0.75 && /light/.test(await control.getAttribute("aria-label")), `${where}, light`);
    await control.click();
    rules.theme.holds(await brightness(page) < 0.25 && /dark/.test(await control.getAttribute("aria-label")), `${where}, dark`);
    await page.waitForFunction(() => /dark/.test(document.querySelector("p[role=status]").textContent));
    await page.goto(`${base}/de/smtp/450-vs-550.html`);
    rules.theme.holds(await page.evaluate(() => window.themeAtBody) === "dark" && await brightness(page) < 0.25,
      `${where}, kept, and there before the body`, await page.evaluate(() => window.themeAtBody));
    await page.emulateMedia({ media: "print" });
    rules.theme.holds(await brightness(page) > 0.9, `${where}, print`);
    await page.emulateMedia({ media: "screen", colorScheme: "dark" });
    await page.click("[data-do=theme]");
    await page.reload();
    rules.theme.holds(await page.evaluate(() => window.themeAtBody) === "auto" && await brightness(page) < 0.25, `${where}, auto again`);
    await page.click("[data-do=theme]");
    rules.theme.holds(await brightness(page) > 0.75, `${where}, light in a dark system`);
  }, { colorScheme: "light" }, note);
  const deny = (page) => page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", { get: () => { throw new Error("denied"); } });
  });
  await visit(browser, `${base}/en/smtp/550.html`, async (page) => {
    await page.click("[data-do=theme]");
    await page.click("[data-do=theme]");
    rules.theme.holds(await brightness(page) < 0.25, `${where}, without storage`);
  }, { colorScheme: "light" }, deny);
}

async function checkCopy(browser, base, where) {
  const permissions = ["clipboard-read", "clipboard-write"];
  const copyAll = async (page, how) => {
    const read = () => page.evaluate(() => (window.clipboard ?? navigator.clipboard).readText());
    const command = page.locator("pre > .copy").first();
    const text = await page.evaluate(() => document.querySelector("pre > .language-sh").textContent.trimEnd());
    await command.click();
    await page.waitForFunction(() => document.querySelector("p[role=status]").textContent === "Copied");
    rules.copy.holds(await read() === text && await command.innerText() === "Copied", `${where}, ${how}, a command`, await read());
    const focused = await page.evaluate(() => document.activeElement.className);
    rules.copy.holds(focused === "copy", `${where}, ${how}, the focus stays`, focused);
    await page.click("header > .copy");
    await page.waitForTimeout(100);
    rules.copy.holds(await read() === "250", `${where}, ${how}, the code`, await read());
  };
  await visit(browser, `${base}/en/smtp/250.html`, (page) => copyAll(page, "clipboard"), { permissions });
  await visit(browser, `${base}/en/smtp/250.html`, (page) => copyAll(page, "selection"), { permissions }, (page) =>
    page.addInitScript(() => {
      window.clipboard = navigator.clipboard;
      Object.defineProperty(navigator, "clipboard", { value: undefined });
    }));
  await visit(browser, `${base}/en/smtp/250.html`, async (page) =>
    rules.copy.holds(await page.locator(".copy").count() === 0, `${where}, where neither works there is no button`), {}, (page) =>
    page.addInitScript(() => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
      document.queryCommandSupported = () => false;
    }));
}

async function checkHelp(browser, base, where) {
  await visit(browser, `${base}/en/smtp/550.html`, async (page) => {
    const opened = () => page.locator("dialog[open]").count();
    await page.locator(".toc a").first().focus();
    await page.keyboard.press("?");
    rules.help.holds(await page.locator("dialog.help[open] kbd").count() >= 5, `${where}, the keys are listed`);
    await page.keyboard.press("Escape");
    rules.help.holds(await page.evaluate(() => Boolean(document.activeElement.closest(".toc"))), `${where}, the focus returns`);
    for (const chord of ["Control+/", "Alt+n", "Meta+c"]) await page.keyboard.press(chord);
    rules.help.holds(await opened() === 0 && page.url().endsWith("/550.html"), `${where}, modifiers`);
    await page.click("[data-do=help]");
    await page.uncheck("dialog.help input");
    await page.click("dialog.help .close");
    await page.reload();
    await page.locator(".toc a").first().focus();
    for (const key of ["/", "?", "n", "c"]) await page.keyboard.press(key);
    rules.help.holds(await opened() === 0 && page.url().endsWith("/550.html"), `${where}, turned off`, page.url());
    await page.click("[data-do=help]");
    await page.check("dialog.help input");
    await page.keyboard.press("Escape");
    await page.reload();
    await page.keyboard.press("/");
    rules.help.holds(await opened() === 1, `${where}, turned on again`);
  });
  await visit(browser, `${base}/en/smtp/550.html`, async (page) => {
    await page.keyboard.press("n");
    await page.waitForURL("**/551.html");
    await page.keyboard.press("p");
    await page.waitForURL("**/550.html");
    rules.ways.holds(true, where);
  });
}

async function checkSection(browser, base, where) {
  await visit(browser, `${base}/en/smtp/550.html#retry`, async (page) => {
    await page.click(".languages a[hreflang=de]");
    await page.waitForURL("**/de/smtp/550.html#retry");
    await page.click(".toc a[href='#facts']");
    await page.click(".languages a[hreflang=en]");
    await page.waitForURL("**/en/smtp/550.html#facts");
    rules.section.holds(true, where);
  });
}

async function checkSwapped(browser, base) {
  for (const locale of ["en", "de"])
    await visit(browser, `${base}/${locale}/smtp/550-vs-235.html#facts`, async (page) => {
      await page.waitForURL(`**/${locale}/smtp/235-vs-550.html#facts`);
      rules.swapped.holds(/235[\s\S]*550/.test(await page.locator("h1").innerText()), locale);
    });
  for (const name of ["550-vs-999", "550-vs-550", "999"])
    await visit(browser, `${base}/en/smtp/${name}.html`, async (page) => {
      await page.waitForTimeout(150);
      rules.swapped.holds(page.url().endsWith(`${name}.html`), name, page.url());
    });
}

async function checkPolicy(browser, base, where) {
  await visit(browser, `${base}/en/smtp/550.html`, async (page) => {
    const ran = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.foreign = true";
      const link = document.createElement("a");
      link.setAttribute("onclick", "window.foreign = true");
      document.body.append(script, link);
      link.click();
      return Boolean(window.foreign);
    });
    rules.policy.holds(!ran, where);
    rules.policy.holds(await page.evaluate(() => document.documentElement.dataset.script) === "", `${where}, ours runs`);
  }, { noisy: true });
}

/* As browsers measure it. */
async function checkStill(browser, base) {
  const note = (page) => page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shift += entry.value)))
      .observe({ type: "layout-shift", buffered: true });
  });
  for (const width of [320, 1024])
    await visit(browser, `${base}/de/smtp/550.html`, async (page) => {
      for (const name of ["smtp/550", "smtp/250", "smtp/450-vs-550", "lookup"]) {
        await page.goto(`${base}/de/${name}.html`, { waitUntil: "load" });
        await page.waitForTimeout(50);
        const shift = await page.evaluate(() => window.shift);
        rules.still.holds(shift === 0, `${name} at ${width} px`, shift);
      }
    }, { viewport: { width, height: 800 } }, note);
}

async function checkWithout(browser, base, where) {
  await visit(browser, `${base}/en/index.html`, async (page) => {
    for (const name of ["smtp/550", "smtp/450-vs-550", "index"]) {
      await page.goto(`${base}/en/${name}.html`, { waitUntil: "load" });
      const shown = await page.locator("button:visible").count();
      rules.without.holds(shown === 0, `${where}, ${name}`, `${shown} buttons`);
      if (name !== "index")
        rules.without.holds(await page.locator("main a[href*='-vs-']").count() > 2, `${where}, ${name}`, "no list");
    }
  }, { javaScriptEnabled: false });
}

async function checkAxe(page, where) {
  await page.evaluate(axe);
  const violations = await page.evaluate(async (tags) => {
    const result = await window.axe.run("dialog[open]", { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
    return result.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0].html.slice(0, 120)}`);
  }, WCAG);
  rules.axe.holds(violations.length === 0, where, () => violations.join("; "));
}

async function checkAccess(browser, base) {
  for (const locale of ["en", "de"])
    for (const colorScheme of ["light", "dark"])
      await visit(browser, `${base}/${locale}/smtp/550.html`, async (page) => {
        await ask(page, "550 5.1.1");
        await checkAxe(page, `search, ${locale}, ${colorScheme}`);
        await ask(page, "qwrtzk");
        await checkAxe(page, `search without result, ${locale}, ${colorScheme}`);
        await page.keyboard.press("Escape");
        await page.waitForFunction(() => !document.querySelector("dialog[open]"));
        await page.keyboard.press("?");
        await page.waitForSelector("dialog.help[open]");
        await checkAxe(page, `help, ${locale}, ${colorScheme}`);
      }, { colorScheme, viewport: { width: locale === "en" ? 1024 : 360, height: 800 } });
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const host = await serveFiles(site);
const disk = pathToFileURL(path.resolve(site)).href;
try {
  for (const [base, where] of [[host.origin, "over HTTP"], [disk, "from the disk"]]) {
    await checkQueries(browser, base, where);
    await checkPicker(browser, base, where);
    await checkTheme(browser, base, where);
    await checkCopy(browser, base, where);
    await checkHelp(browser, base, where);
    await checkSection(browser, base, where);
    await checkPolicy(browser, base, where);
    await checkWithout(browser, base, where);
  }
  await visit(browser, `${host.origin}/en/smtp/550.html`, checkNothing);
  await checkMarks(browser, host.origin);
  await checkSpeed(browser, host.origin);
  await checkCombobox(browser, host.origin);
  await checkTouch(browser, host.origin);
  await checkSwapped(browser, host.origin);
  await checkStill(browser, host.origin);
  await checkAccess(browser, host.origin);
} finally {
  await browser.close();
  host.close();
}
report.end();
