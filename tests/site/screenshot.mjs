// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
//
// The picture in the README, made from a built site: node tests/site/screenshot.mjs SITE PICTURE
// A code and a comparison side by side, as readers see them.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [site, picture] = process.argv.slice(2);
const frame = (page) => `<iframe src="${pathToFileURL(resolve(site, page))}"></iframe>`;
const scratch = mkdtempSync(join(tmpdir(), "screenshot-"));
const sheet = join(scratch, "sheet.html");
writeFileSync(sheet, `<!doctype html><style>
  body { margin: 0; padding: 16px; display: flex; gap: 16px; background: #d8d8d2; }
  iframe { border: 0; width: 760px; height: 900px; background: #fff; }
</style>${frame("en/smtp/550.html")}${frame("de/smtp/450-vs-550.html")}`);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"],
});
const page = await browser.newPage({ viewport: { width: 1568, height: 932 } });
await page.goto(pathToFileURL(sheet).href, { waitUntil: "load" });
await page.screenshot({ path: picture });
await browser.close();
rmSync(scratch, { recursive: true });
