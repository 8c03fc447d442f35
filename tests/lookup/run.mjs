// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * Program and browser find the same: what samples.txt says, and in all that a few thousand changes make of the samples.
 * Usage: node run.mjs PROGRAM ANSWERS, where ANSWERS is made of answers.c. Builds the real site to have its lookup data.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import zlib from "node:zlib";

const here = path.dirname(fileURLToPath(import.meta.url));
const project = path.join(here, "..", "..");
const [program, answers] = process.argv.slice(2).map((name) => path.resolve(name));

const MUTANTS = 4000;
const FUZZ_MS = 5000;
const LONG_MS = 2000;
const LONG_PROGRAM_MS = 500;
const MOST_DATA = 60 * 1024;

/* { name, text, expected: ["550 5.1.1 postfix-unknown", ...] } */
function readSamples() {
  const samples = [];
  for (const line of readFileSync(path.join(here, "samples.txt"), "utf8").split("\n")) {
    const start = /^=== (.*?)( \(CRLF\))?$/.exec(line);
    if (start) samples.push({ name: start[1], crlf: Boolean(start[2]), lines: [], expected: [] });
    else if (line.startsWith("=> ")) samples.at(-1).expected.push(line.slice(3));
    else if (samples.length > 0) samples.at(-1).lines.push(line);
  }
  return samples.map(({ name, crlf, lines, expected }) => {
    while (lines.at(-1) === "") lines.pop();
    return { name, text: lines.join(crlf ? "\r\n" : "\n"), expected: expected.filter((line) => line !== "nothing"), stated: expected.length > 0 };
  });
}

let passed = 0, failed = 0;

function holds(condition, what, detail = "") {
  if (condition) {
    passed++;
    return;
  }
  if (failed++ < 20) console.log(`FAILED ${what}${detail ? `\n${detail}` : ""}`);
}

/* "550 5.1.1 postfix-unknown": code (in brackets if only a detail was there), detail, known text. */
function brief({ code, entry, detail, text, disagrees }) {
  return `${code || (entry ? `(${entry})` : "-")} ${detail || "-"} ${text || "-"}${disagrees ? " disagree" : ""}`;
}

function askProgram(texts) {
  const input = Buffer.concat(texts.map((text) => Buffer.from(`${text.replaceAll("\u0001", "\u0002").replaceAll("\0", "\u0001")}\0`)));
  const output = execFileSync(answers, [project], { input, maxBuffer: 1 << 28, stdio: ["pipe", "pipe", "ignore"] });
  return output.toString("utf8").trimEnd().split("\n").map((line) => JSON.parse(line.slice(line.indexOf(" "))));
}

/* The answer to one text, and how long the processor took for it: a busy machine does not count. */
function timeProgram(text) {
  const output = execFileSync(answers, [project], { input: Buffer.from(text.replaceAll("\0", "\u0001")), maxBuffer: 1 << 28,
    stdio: ["pipe", "pipe", "ignore"] }).toString("utf8");
  return { answer: JSON.parse(output.slice(output.indexOf(" "))), time: parseInt(output, 10) };
}

function timeBrowser(work) {
  const start = process.cpuUsage();
  const answer = work();
  const { user, system } = process.cpuUsage(start);
  return { answer, time: (user + system) / 1000 };
}

/* As `answers` puts it. */
function askBrowser(core, families, text) {
  return core.find(families, text.replaceAll("\u0001", "\u0002")).map(({ code, entry, detail, text: known, disagrees, quote }) =>
    ({ code, entry: entry ? entry.code : "", detail, text: known ? known.id : "", disagrees: Number(disagrees), quote }));
}

/* xorshift32: the same numbers every time. */
function randomNumbers(seed) {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const PIECES = ["\n", "\n\n", " ", "550", "550-", "550 5.1.1", "5.7.1", "#", "> ", "ü", "€", "—", "&lt;", "&#8222;", "&amp", "\r\n",
  "\0", "\t", "(", "'", "\"", "said: ", "Status: ", "smtp; ", "250", "421 4.7.0", "571", "-", ":", ",", ".", "\u200b", "日本語",
  "\ud83d\ude00", "\ud800", "\u00a0", "KB", " Euro", "S: ", "relay not permitted"];

function mutate(text, samples, random) {
  let result = text;
  for (let n = 1 + random(6); n > 0; n--) {
    const at = random(result.length + 1), length = random(20);
    const other = samples[random(samples.length)].text;
    const from = random(other.length + 1);
    result = [
      () => result.slice(0, at) + result.slice(at + length),
      () => result.slice(0, at) + PIECES[random(PIECES.length)] + result.slice(at),
      () => result.slice(0, at) + other.slice(from, from + random(200)) + result.slice(at),
      () => result.slice(0, at) + result.slice(at, at + length).repeat(2) + result.slice(at + length),
      () => result.slice(0, at) + PIECES[random(PIECES.length)] + result.slice(at + length),
    ][random(5)]();
  }
  /* what reaches the program is UTF-8: half a pair of surrogates is U+FFFD there */
  return Buffer.from(result).toString("utf8");
}

function checkSamples(core, data, samples) {
  const found = samples.filter(({ expected }) => expected.length > 0).length;
  holds(found >= 60, "samples.txt has 60 samples in which something is found", `${found}`);
  holds(samples.length - found >= 15, "samples.txt has 15 samples in which nothing is found", `${samples.length - found}`);
  const program = askProgram(samples.map(({ text }) => text));
  samples.forEach(({ name, text, expected, stated }, i) => {
    holds(stated, `${name}: says what is expected`);
    for (const [who, findings] of [["program", program[i]], ["browser", askBrowser(core, data.en, text)]]) {
      const got = findings.map(brief);
      holds(got.join("\n") === expected.join("\n"), `${name} (${who})`,
        `${expected.map((line) => `  expected ${line}`).join("\n")}\n${got.map((line) => `  found    ${line}`).join("\n")}`);
    }
    const english = askBrowser(core, data.en, text);
    for (const [locale, families] of Object.entries(data))
      holds(JSON.stringify(askBrowser(core, families, text)) === JSON.stringify(english), `${name}: the same in ${locale}`);
    holds(JSON.stringify(program[i]) === JSON.stringify(english), `${name}: the same quotes`);
  });
}

function checkMutants(core, families, samples) {
  const random = randomNumbers(20261123);
  const mutants = Array.from({ length: MUTANTS }, (_, i) => mutate(samples[i % samples.length].text, samples, random));
  const program = askProgram(mutants);
  let same = 0;
  const { time } = timeBrowser(() => mutants.forEach((text, i) => {
    const browser = JSON.stringify(askBrowser(core, families, text));
    if (browser === JSON.stringify(program[i])) same++;
    else holds(false, "a mutant", `${JSON.stringify(text)}\n  program ${JSON.stringify(program[i])}\n  browser ${browser}`);
  }));
  holds(same === MUTANTS, `${MUTANTS} mutants give the same in both`);
  holds(time < FUZZ_MS, `within ${FUZZ_MS} ms`, `${time.toFixed(0)} ms`);
}

/* A megabyte of the same, and of what looks worst to each step. */
function checkLong(core, families) {
  const fill = (piece) => piece.repeat(Math.ceil((1 << 20) / piece.length)).slice(0, 1 << 20);
  const pieces = ["550 ", "550 5.1.1 ", "550-a ", "550-5.1.1 a\n", "550 a\n", "550 a\n\n", "5.1.1 ", "5.1.1\n", "dsn=5.1.1 ", "a", " ", "\n",
    ">", "> ", "&", "&#", "&lt;", "\0", "日", "said: 550 relay not permitted\n", "550 x 5.1.1\n", "250 2.0.0 ok\n", "(550 a", "<", "1.", "1"];
  for (const piece of pieces) {
    const program = timeProgram(fill(piece)), browser = timeBrowser(() => askBrowser(core, families, fill(piece)));
    const what = `1 MiB of ${JSON.stringify(piece)}`;
    holds(program.time < LONG_PROGRAM_MS, `${what} in the program`, `${program.time} ms`);
    holds(browser.time < LONG_MS, `${what} in the browser's script`, `${browser.time.toFixed(0)} ms`);
    holds(JSON.stringify(program.answer) === JSON.stringify(browser.answer), `${what}: the same in both`);
  }
}

function readData(core, folder) {
  const data = {};
  for (const file of readdirSync(path.join(folder, "assets"))) {
    const locale = /^lookup-(\w+)\.[0-9a-f]+\.js$/.exec(file);
    if (!locale) continue;
    const bytes = readFileSync(path.join(folder, "assets", file));
    const size = zlib.gzipSync(bytes).length;
    holds(size < MOST_DATA, `lookup data under ${MOST_DATA} bytes`, `${locale[1]}: ${size}`);
    console.log(`lookup-${locale[1]}.js: ${bytes.length} bytes, ${size} gzipped`);
    const context = vm.createContext({});
    vm.runInContext(bytes.toString("utf8"), context);
    data[locale[1]] = JSON.parse(JSON.stringify(context.lookupData)).map(core.prepare);
  }
  holds(Object.keys(data).length >= 2, "there is data in each language");
  return data;
}

const scratch = mkdtempSync(path.join(os.tmpdir(), "statusbook-lookup-"));
try {
  execFileSync(program, ["build", "-q", "--no-sync", "-C", project, "-d", path.join(scratch, "site")], { stdio: ["ignore", "ignore", "ignore"] });
  const core = createRequire(import.meta.url)(path.join(project, "templates", "assets", "lookup.js"));
  const data = readData(core, path.join(scratch, "site"));
  const samples = readSamples();
  checkSamples(core, data, samples);
  checkMutants(core, data.en, samples);
  checkLong(core, data.en);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`lookup: ${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
