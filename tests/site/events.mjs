// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/* The preview while files change, connections stay open and clients are slow. */
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";

const ROUNDS = 15;
const LATEST_MS = 500; /* from the save to the event; the aim is 200, but the machine may have other things to do */
const EDITS = Number(process.env.EDITS || 60);
const SEED = Number(process.env.SEED || 1);

const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/* Events until one fits; undefined when none does in time. */
async function until(stream, fits, ms = 5000) {
  for (const late = Date.now() + ms; Date.now() < late;) {
    const state = await stream.next(late - Date.now());
    if (!state || fits(state)) return state;
  }
  return undefined;
}

/* Numbers from 0 to below `most`, always the same ones. */
function dice(seed) {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

export async function checkSaves(report, preview, folder) {
  const fast = report.rule(`a save is told to open pages within ${LATEST_MS} ms`);
  const ways = report.rule("every way to save is seen");
  const file = path.join(folder, "content/smtp/550.de.md");
  const source = readFileSync(file, "utf8");
  const stream = await preview.listen();
  const page = async (where) => (await preview.ask(where)).text;
  const times = [];

  const first = await stream.next();
  ways.holds(/^[0-9a-f]{16}$/.test(first?.version) && first.errors === 0, "the first event", JSON.stringify(first));
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    writeFileSync(file, source.replace(/^title: .*$/m, `title: Titel ${round}`));
    const state = await stream.next();
    times.push(performance.now() - start);
    ways.holds(state && (await page("/de/smtp/550.html")).includes(`Titel ${round}`), `save ${round}`);
  }
  const middle = Math.round(median(times));
  fast.sentence += `: median ${middle} ms, longest ${Math.round(Math.max(...times))} ms`;
  fast.holds(middle < LATEST_MS, "median", `${middle} ms`);

  writeFileSync(`${file}.tmp~`, source);
  renameSync(`${file}.tmp~`, file);
  const back = await until(stream, (state) => state.version === first.version);
  ways.holds(back, "a file renamed over the old one");
  unlinkSync(file);
  ways.holds(await until(stream, (state) => state.version !== first.version), "a file removed");
  ways.holds((await page("/de/smtp/550.html")).includes('lang="en"'), "without a translation the page is in English");
  writeFileSync(file, source);
  ways.holds(await until(stream, (state) => state.version === first.version), "a new file");
  mkdirSync(path.join(folder, "content/other"));
  ways.holds(await until(stream, (state) => state.errors > 0), "a new folder that lacks its family.yaml");
  rmSync(path.join(folder, "content/other"), { recursive: true });
  ways.holds(await until(stream, (state) => state.errors === 0), "the folder removed");
  for (let i = 0; i < 20; i++) writeFileSync(file, `${source}\n${"x".repeat(i)}`);
  writeFileSync(file, source);
  ways.holds((await preview.ask("/de/smtp/550.html")).status === 200, "many saves at once");
  stream.close();
}

export async function checkMistakes(report, preview, folder, start) {
  const rule = report.rule("mistakes are told with their place, and the last good page stays");
  const none = report.rule("without a good version there is a page that tells why, and the site when it is mended");
  const file = path.join(folder, "content/smtp/550.en.md");
  const source = readFileSync(file, "utf8");
  const broken = source.replace("---\n", "---\n<b>titel</b>: wrong\n");
  const stream = await preview.listen();
  const before = await stream.next();
  const page = await preview.ask("/en/smtp/550.html");

  writeFileSync(file, broken);
  const state = await until(stream, ({ errors }) => errors > 0);
  const [message] = state?.messages ?? [];
  rule.holds(message?.path === "content/smtp/550.en.md" && message.line === 2 && message.column === 1 &&
    message.severity === "error" && message.message.includes("<b>titel</b>"), "the event", JSON.stringify(state));
  rule.holds(state?.version === before.version, "the version is the last good one");
  const while_broken = await preview.ask("/en/smtp/550.html");
  rule.holds(while_broken.status === 200 && while_broken.text === page.text, "the page", while_broken.status);
  rule.holds(/550\.en\.md:2:1/.test(preview.log), "the terminal does not say so");

  const other = await start();
  const answer = await other.ask("/en/smtp/550.html");
  none.holds(answer.status === 500 && answer.text.includes("550.en.md:2:1") && answer.text.includes("&lt;b&gt;titel") &&
    !answer.text.includes("<b>titel"), "broken from the start", answer.status);
  const others = await other.listen();
  none.holds((await others.next())?.version === "", "broken from the start: its version");
  writeFileSync(file, source);
  none.holds(await until(others, ({ version }) => version === before.version), "mended: the event");
  none.holds((await other.ask("/en/smtp/550.html")).text === page.text, "mended: the page");
  others.close();
  await other.stop();
  const mended = await until(stream, ({ errors }) => errors === 0);
  rule.holds(mended?.version === before.version && mended.messages.length === 0, "mended", JSON.stringify(mended));

  const german = path.join(folder, "content/smtp/550.de.md");
  const translation = readFileSync(german, "utf8");
  writeFileSync(german, translation.replace(/^(## .*\{#meaning\}\n\n)/m, "$1Der Server Server lehnt ab. "));
  const read = await until(stream, ({ messages }) => messages.length > 0);
  rule.holds(read?.messages.some((one) => one.rule === "doubled-word" && one.path === "content/smtp/550.de.md"),
    "what a proof-reader sees is told too", JSON.stringify(read));
  rule.holds(preview.log.split("[doubled-word]").length === 2, "the terminal says it once");
  writeFileSync(german, translation);
  rule.holds(await until(stream, ({ messages }) => messages.length === 0), "a word taken back");
  stream.close();
}

export async function checkForeign(report, preview) {
  const rule = report.rule("events are for pages of the preview only");
  const cross = report.rule("no answer lets another site read it");

  for (const headers of [{ Host: "evil.example" }, { Origin: "http://evil.example" }, { Origin: "null" },
    { Origin: "https://127.0.0.1" }, { Origin: `http://127.0.0.1.evil.example:${preview.port}` }, { Origin: "http://127.0.0.1:1" },
    { Origin: `https://127.0.0.1:${preview.port}` }])
    rule.holds((await preview.listen(headers)) === undefined, JSON.stringify(headers));
  for (const headers of [{ Origin: preview.origin }, { Host: `localhost:${preview.port}`, Origin: `http://localhost:${preview.port}` }]) {
    const stream = await preview.listen(headers);
    rule.holds(stream?.status === 200, JSON.stringify(headers));
    stream?.close();
  }
  for (const method of ["POST", "OPTIONS"])
    rule.holds((await preview.ask("/_events", { method })).status === 405, method);
  const head = await preview.ask("/_events", { method: "HEAD" });
  rule.holds(head.status === 200 && head.text === "", "HEAD", head.status);
  for (const where of ["/", "/_events/", "/_preview.js", "/_preview.css", "/_translate/de/smtp/550", "/nothing"]) {
    const answer = await preview.ask(where);
    const names = Object.keys(answer.headers).filter((name) => name.startsWith("access-control"));
    cross.holds(names.length === 0, where, names.join(" "));
    cross.holds(answer.headers["cross-origin-resource-policy"] === "same-origin", where);
  }
  const page = await preview.ask("/en/smtp/550.html", { headers: { Origin: "http://evil.example" } });
  cross.holds(page.status === 403, "a page for another origin", page.status);
}

function measure(preview) {
  const status = readFileSync(`/proc/${preview.process.pid}/status`, "utf8");
  return { memory: Number(/VmRSS:\s+(\d+)/.exec(status)[1]), files: readdirSync(`/proc/${preview.process.pid}/fd`).length };
}

/* A client that sends `head` and then something now and then; how long until it is cut off, in seconds. */
function drip(preview, head, drop) {
  return new Promise((done) => {
    const start = Date.now();
    const socket = net.connect(preview.port, "127.0.0.1", () => socket.write(head));
    const timer = setInterval(() => drop && socket.write(drop), 700);
    const late = setTimeout(() => socket.destroy(), 20000);
    socket.on("error", () => {}).on("data", () => {}).on("close", () => {
      clearInterval(timer);
      clearTimeout(late);
      done((Date.now() - start) / 1000);
    });
  });
}

export async function checkSlow(report, preview) {
  const rule = report.rule("a request has ten seconds, however it comes");
  const slow = [["no byte", "", ""], ["a slow line", "GET /", "a"], ["slow headers", "GET / HTTP/1.1\r\n", "X-A: b\r\n"],
    ["a slow body", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n", "a"]];
  const ends = slow.map(([, head, drop]) => drip(preview, head, drop));

  const answer = await preview.ask("/en/smtp/550.html");
  rule.holds(answer.status === 200, "a page meanwhile", answer.status);
  for (const [i, [name]] of slow.entries()) {
    const seconds = await ends[i];
    rule.holds(seconds > 8 && seconds < 13, name, `${seconds} s`);
  }
}

export async function checkCrowd(report, preview) {
  const rule = report.rule("with 64 connections the oldest event stream makes room");
  const before = measure(preview).files;
  const streams = [];

  for (let i = 0; i < 80; i++) {
    const stream = await preview.listen();
    rule.holds(stream, `stream ${i}`);
    streams.push(stream);
  }
  await wait(300);
  const ended = streams.map((stream) => stream.ended);
  rule.holds(ended.slice(0, 16).every(Boolean), "the first 16 are still there", ended.indexOf(false));
  rule.holds(!ended.slice(20).some(Boolean), "a later one was dropped", ended.lastIndexOf(true));
  const answer = await preview.ask("/en/smtp/550.html");
  rule.holds(answer.status === 200, "a page beside them", answer.status);

  const idle = [];
  for (let i = 0; i < 80; i++) idle.push(net.connect(preview.port, "127.0.0.1").on("error", () => {}));
  await wait(300);
  const after = await preview.ask("/en/smtp/550.html");
  rule.holds(after.status === 200, "a page beside 80 that say nothing", after.status);
  for (const stream of streams) stream.close();
  for (const socket of idle) socket.destroy();
  await wait(500);
  rule.holds(measure(preview).files <= before, "descriptors after that", `${before}, then ${measure(preview).files}`);
}

/* One random change of a file; sometimes of its name. */
function spoil(file, random) {
  const text = readFileSync(file, "utf8");
  const at = random(text.length), end = at + random(200);
  const junk = ["{#", "---\n", "<b>", "`", "[x](", "\0", "\u202e", "  - ", ": ", "{{", "\n\n", "&amp;", "%s%n", "</pre><script>"];
  switch (random(5)) {
    case 0: return writeFileSync(file, text.slice(0, at));
    case 1: return writeFileSync(file, text.slice(0, at) + text.slice(end));
    case 2: return writeFileSync(file, text.slice(0, at) + text.slice(at, end) + text.slice(at));
    case 3: return unlinkSync(file);
    default: return writeFileSync(file, text.slice(0, at) + junk[random(junk.length)] + text.slice(at));
  }
}

export async function checkEdits(report, preview, folder) {
  const lives = report.rule(`it answers after each of ${EDITS} random edits (EDITS), seed ${SEED}`);
  const flat = report.rule("memory and descriptors stay as they are");
  const random = dice(SEED);
  const files = ["content", "content/smtp", "locales", "templates"].flatMap((name) => readdirSync(path.join(folder, name), { withFileTypes: true })
    .filter((item) => item.isFile()).map((item) => path.join(folder, name, item.name)));
  const stream = await preview.listen();
  let before;

  for (let i = 0; i < EDITS; i++) {
    const file = files[random(files.length)];
    const source = readFileSync(file);
    spoil(file, random);
    for (const where of ["/en/smtp/550.html", "/_translate/de/smtp/550"]) {
      const answer = await preview.ask(where);
      lives.holds(answer.status === 200 && answer.text.endsWith("</html>\n"), `edit ${i} of ${path.relative(folder, file)}: ${where}`,
        answer.status);
    }
    writeFileSync(file, source);
    if (i === Math.floor(EDITS / 3)) before = measure(preview);
  }
  const last = await until(stream, ({ errors, warnings }) => errors + warnings === 0);
  lives.holds(last && !stream.ended, "all is as it was");
  const after = measure(preview);
  flat.sentence += `: ${after.memory} kB, ${after.files} descriptors`;
  flat.holds(after.files <= before.files, "descriptors", `${before.files}, then ${after.files}`);
  flat.holds(after.memory < before.memory * 1.25 + 4096, "memory", `${before.memory} kB, then ${after.memory} kB`);
  stream.close();
}
