// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * What axe-core cannot see: the way of the keyboard, enlarged and spaced text, targets, colours that the system forces,
 * motion, print. Pages are read from the disk. Usage: node access.mjs SITE SCREENSHOTS. The browser is that of the
 * environment variable CHROMIUM, or /usr/bin/chromium.
 */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { Report, args } from "./report.mjs";

const [site, screenshots] = args("access.mjs SITE SCREENSHOTS", 2);
const PAGES = ["en/index.html", "de/smtp/index.html", "de/smtp/550.html", "de/smtp/450-vs-550.html", "en/smtp/from-postfix.html",
  "de/lookup.html"];
const BOUNCE = "host mx.example said: 550-5.7.1 Our system has detected that this message is\n550 5.7.1 likely unsolicited mail.";
const MOST_STOPS = 400;
const LEAST_TARGET = 24;

const report = new Report("access");
const rules = {
  reached: report.rule("every link, button and field is reached with the Tab key, and left"),
  visible: report.rule("what has the focus shows it, and nothing covers it, forth and back"),
  dialog: report.rule("the focus stays in the search dialog until it is closed, and then is back where it was"),
  zoom: report.rule("at 400 % (320 by 256 px) nothing is cut, wider than the window, or mostly covered by what sticks"),
  text: report.rule("with the browser's text at 200 % nothing is cut or wider than the window"),
  spacing: report.rule("with more space between lines, words and letters nothing is cut or wider than the window"),
  targets: report.rule(`what is clicked is at least ${LEAST_TARGET} px high and wide, unless it is in a sentence`),
  forced: report.rule("in colours that the system forces, signs and plates keep theirs, and text is readable on plates"),
  motion: report.rule("nothing moves by itself"),
  print: report.rule("on paper there are the text and readable links, and no navigation"),
};

const folder = pathToFileURL(path.resolve(site)).href;

/* The page of that name in a window of its own; `use` gets it. */
async function visit(browser, name, width, height, use) {
  const page = await browser.newPage({ viewport: { width, height }, reducedMotion: "reduce" });
  await page.goto(`${folder}/${name}`, { waitUntil: "load" });
  if (name.endsWith("lookup.html")) {
    await page.evaluate((text) => {
      const field = document.querySelector("#pasted");
      field.value = text;
      field.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste" }));
    }, BOUNCE);
    await page.locator("#results article").first().waitFor();
  }
  await use(page);
  await page.close();
}

/* --- What runs in the page --- */

/* Unfolds everything and numbers all that the Tab key should reach, from 1; of a long list the beginning will do. */
function numberStops() {
  document.querySelectorAll("details").forEach((details) => (details.open = true));
  document.querySelectorAll("main :is(a:nth-of-type(n + 4), li:nth-child(n + 6) a, section:nth-child(n + 4) a):not(.toc a)").forEach((link) => (link.tabIndex = -1));
  const stops = [...document.querySelectorAll("a[href], button, input, textarea, summary")].filter((element) =>
    element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true }));
  stops.forEach((element, i) => (element.dataset.stop = i + 1));
  return stops.length;
}

/* Where the focus is: its number, 0 outside of the page, and what is wrong with how it shows. */
function findStop() {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return { stop: 0 };
  const style = getComputedStyle(element);
  const [box] = element.getClientRects();
  const name = `<${element.localName}> "${(element.textContent || element.getAttribute("aria-label") || "").trim().slice(0, 40)}"`;
  const stop = Number(element.dataset.stop ?? -1);
  const inset = 2;
  const points = [[box.left + inset, box.top + inset], [box.right - inset, box.bottom - inset],
    [(box.left + box.right) / 2, (box.top + box.bottom) / 2]];
  const hidden = points.filter(([x, y]) => {
    /* of a field the browser shows the caret */
    if ((box.height > innerHeight || element.localName === "textarea") && (y < 0 || y > innerHeight)) return false;
    const hit = document.elementFromPoint(x, y);
    return !(hit && element.contains(hit));
  });
  if (hidden.length > 0) return { stop, problem: `${name} at ${Math.round(box.top)} px is covered` };
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return { stop, problem: `${name} does not show the focus` };
  return { stop };
}

/* Text that is cut off, and what sticks out to the right; "" if nothing. */
function findLoss() {
  const root = document.documentElement;
  const named = (element) => `<${element.localName} class="${element.className}"> "${element.textContent.trim().slice(0, 30)}"`;
  const all = [...document.body.querySelectorAll("*")].filter((element) => element.checkVisibility());
  if (root.scrollWidth > root.clientWidth) {
    const wide = all.filter((element) => element.getBoundingClientRect().right > root.clientWidth + 0.5);
    return `${root.scrollWidth} of ${root.clientWidth} px: ${wide.slice(-2).map(named).join(", ")}`;
  }
  const cut = all.filter((element) => {
    const style = getComputedStyle(element);
    if (element.matches(".aside, textarea, input, .key a") || !element.textContent.trim()) return false; /* .key a: whole with the focus */
    const hides = (overflow) => overflow === "hidden" || overflow === "clip";
    return (hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1) ||
      (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1);
  });
  if (cut.length > 0) return `cut: ${cut.slice(0, 3).map(named).join(", ")}`;
  const bulging = all.filter((element) => element.matches(".plate, button, .sign") && getComputedStyle(element).display !== "inline" &&
    (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 3));
  return bulging.length > 0 ? `out of its box: ${bulging.slice(0, 3).map(named).join(", ")}` : "";
}

/* How much of the window stays covered while one scrolls; of columns only what stands in the way. */
function findStuck() {
  scrollTo(0, document.documentElement.scrollHeight / 2);
  const stuck = [...document.querySelectorAll("main *")].filter((element) => getComputedStyle(element).position === "sticky")
    .map((element) => element.getBoundingClientRect()).filter((box) => box.bottom > 0 && box.top < innerHeight);
  scrollTo(0, 0);
  return Math.max(0, ...stuck.map((box) => (box.width > innerWidth / 2 ? box.height / innerHeight : 0)));
}

/* Else nothing can cover what is scrolled to from below. */
function anySticks() {
  return [...document.querySelectorAll("body *")].some((element) => getComputedStyle(element).position === "sticky");
}

/* Targets that are too small: a link is in a sentence if there are words beside it in its paragraph. */
function findSmall(least) {
  const inSentence = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    let block = element.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    const words = (node) => [...node.childNodes].map((child) =>
      child.nodeType === Node.TEXT_NODE ? child.data : child.nodeType === Node.ELEMENT_NODE && !child.matches("a, ul, ol, dl, button") ? words(child) : " ").join("");
    return /\p{L}{2}/u.test(words(block));
  };
  return [...document.querySelectorAll("a[href], button, input, textarea, summary, label:has(input)")]
    .filter((element) => element.checkVisibility() && !element.closest(".aside, .skip") && !inSentence(element))
    .map((element) => ({ element, box: element.getBoundingClientRect() }))
    .filter(({ element, box }) => (box.height < least - 0.01 || box.width < least - 0.01) && !element.closest("label:has(input)"))
    .map(({ element, box }) => `<${element.localName}> "${element.textContent.trim().slice(0, 30)}" ${box.width.toFixed(1)} by ${box.height.toFixed(1)}`);
}

const SPACED = `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
  p { margin-bottom: 2em !important; }`;

function addStyle(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/* Plates and signs with what tells them apart, and how much their text stands out; the sign is a box before the word. */
function findColours() {
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (color) => {
    probe.fillStyle = color;
    probe.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...probe.getImageData(0, 0, 1, 1).data].map((part) => (part / 255 <= 0.04045 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = getComputedStyle(document.documentElement).backgroundColor;
  const standsOut = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  return [...document.querySelectorAll("main :is(.plate, .sign)")].filter((element) => element.checkVisibility()).map((element) => {
    const style = getComputedStyle(element, element.matches(".sign") ? "::before" : null);
    const filled = !/, 0\)$/.test(style.backgroundColor);
    const edge = filled ? style.backgroundColor : element.matches(".sign") ? style.borderTopColor : style.outlineColor;
    return { name: element.textContent, shape: `${style.clipPath} ${style.borderRadius}`, edge: standsOut(edge, ground),
      text: element.matches(".sign") ? Infinity : standsOut(style.color, filled ? style.backgroundColor : ground) };
  });
}

/* Elements that move although the reader asked for none of it. */
function findMoving() {
  const moving = [...document.querySelectorAll("*")].filter((element) => {
    const style = getComputedStyle(element);
    return style.transitionDuration !== "0s" || style.animationName !== "none" || style.scrollBehavior === "smooth";
  });
  return moving.slice(0, 3).map((element) => `<${element.localName} class="${element.className}">`).join(", ");
}

/* What is wrong with the page on paper. */
function findUnprintable() {
  const shown = [...document.querySelectorAll("nav, button, dialog, .skip, [download]")].filter((element) => element.checkVisibility());
  const pale = [...document.querySelectorAll("main a, main p, main code")].filter((element) => {
    const parts = getComputedStyle(element).color.match(/[\d.]+/g).map(Number);
    return element.checkVisibility() && !element.closest(".plate, .sign") && Math.max(...parts.slice(0, 3)) > 110;
  });
  const white = getComputedStyle(document.documentElement).backgroundColor === "rgb(255, 255, 255)";
  return [...shown.slice(0, 2).map((element) => `<${element.localName}> is there`),
    ...pale.slice(0, 2).map((element) => `"${element.textContent.slice(0, 30)}" is pale`),
    ...(white ? [] : ["the ground is not white"]), ...(document.querySelector("h1").checkVisibility() ? [] : ["no title"])].join(", ");
}

/* --- Checks --- */

async function checkKeyboard(page, where) {
  const stops = await page.evaluate(numberStops);
  const seen = new Set();
  const walk = async (key) => {
    for (let i = 0; i < MOST_STOPS; i++) {
      await page.keyboard.press(key);
      const { stop, problem } = await page.evaluate(findStop);
      if (stop === 0) return true;
      seen.add(stop);
      rules.visible.holds(!problem, `${where}, ${key}`, problem);
    }
    return false;
  };
  const left = await walk("Tab");
  rules.reached.holds(left && seen.size === stops, where, `${seen.size} of ${stops}, ${left ? "left" : "not left"}`);
  if (await page.evaluate(anySticks)) await walk("Shift+Tab");
}

async function checkDialog(browser, width) {
  await visit(browser, "de/smtp/550.html", width, 700, async (page) => {
    const where = `at ${width} px`;
    await page.focus("[data-do=search]");
    await page.keyboard.press("Enter");
    await page.keyboard.type("550");
    await page.locator("[role=option]").first().waitFor();
    for (let i = 0; i < 6; i++) {
      const inside = await page.evaluate(() => document.activeElement === document.body || Boolean(document.activeElement.closest("dialog")));
      const { problem } = await page.evaluate(findStop);
      rules.dialog.holds(inside, `${where}, stop ${i}`);
      rules.visible.holds(!problem, `search ${where}`, problem);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Escape");
    const back = await page.evaluate(() => document.activeElement.dataset.do);
    rules.dialog.holds(back === "search", where, `the focus is at ${back}`);
  });
}

/* Enlarged by the browser, by its setting for text, and with other distances. */
async function checkSizes(page, name) {
  const holds = async (rule, where) => {
    const loss = await page.evaluate(findLoss);
    rule.holds(loss === "", where, loss);
  };
  await page.setViewportSize({ width: 320, height: 256 });
  await holds(rules.zoom, name);
  const stuck = await page.evaluate(findStuck);
  rules.zoom.holds(stuck < 0.34, name, `${Math.round(stuck * 100)} % of the window are covered`);

  const session = await page.context().newCDPSession(page);
  for (const [standard, widths] of [[32, [640, 1280]], [16, [360, 1280]]]) {
    await session.send("Page.setFontSizes", { fontSizes: { standard, fixed: standard } });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      const where = `${name} at ${width} px`;
      if (standard === 32) await holds(rules.text, where);
      else {
        const small = await page.evaluate(findSmall, LEAST_TARGET);
        rules.targets.holds(small.length === 0, where, `${small.length}: ${small.slice(0, 4).join(", ")}`);
      }
    }
  }
  await page.evaluate(addStyle, SPACED);
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 });
    await holds(rules.spacing, `${name} at ${width} px`);
  }
}

/* The system's own colours, no motion, paper. */
async function checkMedia(page, name) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ forcedColors: "active", colorScheme });
    const own = await page.evaluate(findColours);
    const poor = own.filter(({ edge, text }) => edge < 3 || text < 4.5);
    rules.forced.holds(poor.length === 0, `${name}, ${colorScheme}`, JSON.stringify(poor[0]));
    if (name === "de/smtp/index.html") {
      const shapes = new Set(own.map(({ shape }) => shape));
      rules.forced.holds(shapes.size >= 5, `${name}, ${colorScheme}`, `${shapes.size} shapes`);
      await page.screenshot({ path: path.join(screenshots, `de-smtp-index-forced-${colorScheme}.png`) });
    }
  }
  const moving = await page.evaluate(findMoving);
  rules.motion.holds(moving === "", name, moving);
  await page.emulateMedia({ media: "print", forcedColors: "none", colorScheme: "dark" });
  if (!/index|lookup/.test(name)) {
    const unprintable = await page.evaluate(findUnprintable);
    rules.print.holds(unprintable === "", name, unprintable);
  }
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"],
});
try {
  mkdirSync(screenshots, { recursive: true });
  for (const name of PAGES) {
    await visit(browser, name, 360, 700, async (page) => checkKeyboard(page, `${name} at 360 px`));
    await visit(browser, name, 1280, 700, async (page) => {
      await checkKeyboard(page, `${name} at 1280 px`);
      await checkMedia(page, name);
      await page.emulateMedia({ media: "screen", colorScheme: "light" });
      await checkSizes(page, name);
    });
  }
  for (const width of [360, 1280]) await checkDialog(browser, width);
} finally {
  await browser.close();
}
report.end();
