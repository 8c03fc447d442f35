// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/* The preview server, asked without a browser. Usage: node serve.mjs PROGRAM PROJECT SITE */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { checkCrowd, checkEdits, checkForeign, checkMistakes, checkSaves, checkSlow } from "./events.mjs";
import { Preview, asServed } from "./preview.mjs";
import { Report, args } from "./report.mjs";
import { filesBelow } from "./site.mjs";

const [program, project, site] = args("serve.mjs PROGRAM PROJECT SITE", 3);
const SECRET = "not to be served";

const OUTSIDE = [
  "/../secret.txt", "/../../secret.txt", "/%2e%2e/secret.txt", "/%2E%2E/secret.txt", "/..%2fsecret.txt", "/..%2Fsecret.txt",
  "/%2e%2e%2fsecret.txt", "/..%5csecret.txt", "/..\\secret.txt", "/%252e%252e/secret.txt", "/en/../../secret.txt",
  "/en/..%2f..%2fsecret.txt", "/assets/../secret.txt", "/assets/%2e%2e/%2e%2e/secret.txt", "/secret.txt", "//secret.txt",
  "/en/smtp/550.html/../../../secret.txt", "/en/smtp/550.html%00", "/%00", "/./secret.txt", "/content/site.yaml",
  "/content/smtp/550.en.md", "/templates/base.html", "/.statusbook-manifest", "/..;/secret.txt", "/%c0%ae%c0%ae/secret.txt",
  "//etc/passwd", "/../../../../../../../../etc/passwd", "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
];

function isServed(built, served) {
  return served === (built.startsWith("<!doctype html>") ? asServed(built, served) : built);
}

async function checkPages(report, preview) {
  const same = report.rule("the preview serves what the build writes, and one script");
  const missing = report.rule("an unknown path is 404, with the page for it");
  const folder = report.rule("a folder is its start page");
  const swapped = report.rule("two codes in the wrong order lead to their page");
  const files = filesBelow(site).filter((file) => !/^\.|\.zip$/.test(file) && (!file.includes("-vs-") || file.includes("550")));

  for (const file of files) {
    const answer = await preview.ask(`/${file}`);
    same.holds(answer.status === 200 && isServed(readFileSync(path.join(site, file), "utf8"), answer.text), file, answer.status);
    if (file.endsWith(".html"))
      same.holds(answer.headers["content-type"] === "text/html; charset=utf-8", file, answer.headers["content-type"]);
  }
  for (const where of ["/", "/en/", "/de/", "/en/smtp/"]) {
    const answer = await preview.ask(where);
    folder.holds(answer.status === 200 && isServed(readFileSync(path.join(site, `.${where}index.html`), "utf8"), answer.text),
      where, answer.status);
  }
  const page = readFileSync(path.join(site, "404.html"), "utf8");
  for (const where of ["/nothing", "/en/smtp/999.html", "/en/smtp/550-vs-550.html", "/en/smtp/235-vs-", "/xx/smtp/550.html",
    "/en/smtp/550-vs-235-vs-550.html", "/en/smtp/-vs-.html", "/en//smtp/550.html", "/en/smtp/550.HTML"]) {
    const answer = await preview.ask(where);
    missing.holds(answer.status === 404 && isServed(page, answer.text), where, answer.status);
  }
  for (const locale of ["en", "de"]) {
    const where = `/${locale}/smtp/550-vs-235.html`;
    const answer = await preview.ask(where);
    const target = answer.headers.location && new URL(answer.headers.location, preview.origin + where).href;
    swapped.holds([301, 302, 307, 308].includes(answer.status) &&
      target === `${preview.origin}/${locale}/smtp/235-vs-550.html`, where, `${answer.status} ${target}`);
  }
}

async function checkRefusals(report, preview) {
  const host = report.rule("a foreign Host is refused");
  const method = report.rule("nothing but GET and HEAD is answered");
  const head = report.rule("HEAD is GET without the body");
  const outside = report.rule("no path leads out of the site");
  const limits = report.rule("what is too long is refused, and the preview lives on");
  const headers = report.rule("answers are not stored, and their type is not guessed");

  for (const name of ["evil.example", `evil.example:${preview.port}`, "127.0.0.1:1", `127.0.0.1.evil.example:${preview.port}`]) {
    const answer = await preview.ask("/en/smtp/550.html", { headers: { Host: name } });
    host.holds(answer.status >= 400 && answer.status < 500 && !answer.text.includes("<main"), `Host: ${name}`, answer.status);
  }
  for (const lines of ["HTTP/1.1\r\nHost:\r\n", "HTTP/1.1\r\n", "HTTP/1.0\r\n"]) {
    const answer = await preview.raw(`GET /en/smtp/550.html ${lines}Connection: close\r\n\r\n`);
    host.holds((answer.status === 0 || answer.status >= 400) && !answer.text.includes("<main"), "no Host", answer.status);
  }
  for (const name of [`localhost:${preview.port}`, `127.0.0.1:${preview.port}`]) {
    const answer = await preview.ask("/en/smtp/550.html", { headers: { Host: name } });
    host.holds(answer.status === 200, `Host: ${name} is ours`, answer.status);
  }
  for (const name of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"]) {
    const answer = await preview.ask("/en/smtp/550.html", { method: name, body: name === "POST" ? "a=b" : undefined });
    method.holds(answer.status === 405 && !answer.text.includes("<main"), name, answer.status);
    method.holds(/GET/.test(answer.headers.allow ?? ""), name, "405 without the Allow that RFC 9110, 15.5.6, asks for");
  }
  const big = await preview.ask("/en/smtp/550.html", { method: "POST", body: "x".repeat(1 << 20) });
  method.holds([0, 405, 413].includes(big.status), "POST of 1 MiB", big.status);
  const bare = await preview.ask("/en/smtp/550.html", { method: "HEAD" });
  head.holds(bare.status === 200 && bare.text === "" && Number(bare.headers["content-length"]) > 1000, "HEAD", bare.status);
  for (const where of OUTSIDE) {
    const answer = await preview.ask(where);
    outside.holds([0, 400, 404].includes(answer.status) && !answer.text.includes(SECRET) && !answer.text.includes("root:"),
      where, answer.status);
  }
  const long = await preview.ask(`/${"x".repeat(100000)}`);
  limits.holds(long.status === 0 || long.status >= 400, "a path of 100,000 characters", long.status);
  const many = await preview.ask("/", { headers: { "X-Long": "y".repeat(100000) } });
  limits.holds(many.status === 0 || many.status >= 400, "a header of 100,000 characters", many.status);
  const after = await preview.ask("/en/smtp/550.html");
  limits.holds(after.status === 200, "a page after that", after.status);
  headers.holds(after.headers["x-content-type-options"] === "nosniff", "X-Content-Type-Options");
  headers.holds(/no-store|no-cache/.test(after.headers["cache-control"] ?? ""), "Cache-Control");
}

async function checkEnds(report, preview) {
  const ends = report.rule("it says when the port is taken, and ends when told to");
  const other = spawnSync(program, ["serve", "-C", project, "-p", String(preview.port)], { encoding: "utf8", timeout: 3000 });
  ends.holds(other.status === 2 && /port/.test(other.stderr), "a second preview on the same port", other.status ?? "it runs");
  const status = await preview.stop("SIGTERM");
  ends.holds(status === 143, "SIGTERM", status);
}

const scratch = mkdtempSync(path.join(os.tmpdir(), "statusbook-serve-"));
const report = new Report("serve");
try {
  for (const folder of ["content", "templates", "locales"])
    cpSync(path.join(project, folder), path.join(scratch, "project", folder), { recursive: true });
  for (const where of ["secret.txt", "project/secret.txt"]) writeFileSync(path.join(scratch, where), SECRET);
  const folder = path.join(scratch, "project");
  const start = () => Preview.start(program, folder);
  const preview = await start();
  try {
    const slow = checkSlow(report, preview);
    await checkPages(report, preview);
    await checkRefusals(report, preview);
    await checkForeign(report, preview);
    await checkSaves(report, preview, folder);
    await checkMistakes(report, preview, folder, start);
    await checkEdits(report, preview, folder);
    await slow;
    await checkCrowd(report, preview);
    await checkEnds(report, preview);
  } finally {
    await preview.stop("SIGKILL");
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
report.end();
