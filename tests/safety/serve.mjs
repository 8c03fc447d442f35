// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * S3: the preview server, attacked with bytes that no browser would send. Everything goes to 127.0.0.1, and every
 * connection ends by itself. Usage: node serve.mjs PROGRAM
 */
import { mkdirSync, readFileSync, readdirSync, readlinkSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { checkEdits } from "../site/events.mjs";
import { Preview } from "../site/preview.mjs";
import { Report, args } from "../site/report.mjs";
import { ROOT, TORTURE, copySources, run, scratchFolder } from "./scratch.mjs";

const [program] = args("serve.mjs PROGRAM", 1);
const CANARY = "canary-7c1e: not to be served";
const PAGE = "/qx/lumo/k2.html";
const REQUESTS = TORTURE ? 100000 : 3000;
const TEN_MINUTES = 600000;

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/* Sends bytes, in pieces with a pause between them if there are several; the answer up to the end of the connection. */
function send(preview, pieces, { timeout = 15000, pause = 0, half = false } = {}) {
  return new Promise((done) => {
    const start = Date.now();
    let text = "", next = 0;
    const list = [].concat(pieces);
    const socket = net.connect({ port: preview.port, host: "127.0.0.1", allowHalfOpen: true });
    const feed = () => {
      if (next < list.length && !socket.destroyed) {
        socket.write(Buffer.from(list[next++], "latin1"));
        timer = setTimeout(feed, pause);
      } else if (half) {
        socket.end();
      }
    };
    let timer = setTimeout(feed, 0);
    const late = setTimeout(() => socket.destroy(), timeout);
    socket.setEncoding("latin1").on("data", (part) => (text += part)).on("error", () => {}).on("end", () => socket.end());
    socket.on("close", () => {
      clearTimeout(timer);
      clearTimeout(late);
      /* libmicrohttpd 0.9.75 writes the head of some of its refusals twice. */
      const answers = text.split(/^(?=HTTP\/1\.[01] \d{3})/m).filter((part) => part.startsWith("HTTP/"));
      const refused = answers.every((part) => /^HTTP.1.1 4/.test(part));
      done({ text, answers: refused ? Math.min(answers.length, 1) : answers.length, status: Number(/^HTTP\/1\.[01] (\d+)/.exec(text)?.[1] ?? 0),
        seconds: (Date.now() - start) / 1000 });
    });
  });
}

const head = (preview, line, ...more) =>
  [line, `Host: 127.0.0.1:${preview.port}`, ...more, "", ""].join("\r\n");

/* 18 ways to write "..", 5 ways to write "/", and the absolute ones. */
function traversals() {
  const dots = ["..", "%2e%2e", ".%2e", "%2E.", "%252e%252e", "%25252e%25252e", "%c0%ae%c0%ae", "%e0%80%ae%e0%80%ae",
    "%f0%80%80%ae%f0%80%80%ae", "%uff0e%uff0e", "\xef\xbc\x8e\xef\xbc\x8e", "..%00", "..;", "..%20", "..\t", "%c0%2e%c0%2e",
    "\xc0\xae\xc0\xae", "...."];
  const gaps = ["/", "%2f", "%5c", "\\", "%252f"];
  const forms = dots.flatMap((dot) => gaps.map((gap) => `/${dot}${gap}canary.txt`));
  const deep = dots.flatMap((dot) => [`/qx/lumo/${`${dot}/`.repeat(4)}canary.txt`, `/assets/${dot}/${dot}/canary.txt`]);
  return [...forms, ...deep, "/canary.txt", "//canary.txt", "/./canary.txt", "/assets/canary.txt", "/assets/link.txt", "/link/canary.txt",
    "/content/link.txt", "/content/site.yaml", "/templates/base.html", "/locales/qy.po", "/.statusbook-manifest", "canary.txt", "*",
    "../canary.txt", "/%", "/%2", "/%zz", "/?/../canary.txt", "/#/../canary.txt", "/_translate/../canary.txt",
    "/_translate/qy/../../canary.txt", "/_translate/qy/lumo/../../../canary.txt", "/_translate/qy/lumo/%2e%2e%2fcanary", "/_events/../canary.txt",
    "/_preview.js/../../canary.txt", "file:///etc/passwd", "/etc/passwd", "//etc/passwd", "/proc/self/environ", "/proc/self/root/etc/passwd",
    `/${"../".repeat(500)}etc/passwd`, `/${"%2e%2e%2f".repeat(300)}etc/passwd`, "http://127.0.0.1/../canary.txt", "/qx/lumo/k2.html/../../../../canary.txt",
    "/qx/lumo/k2.html%00.txt", "/qx/lumo/k2.html\0", "/qx/lumo\0/../canary.txt"];
}

const leaks = (text) => text.includes(CANARY) || text.includes("root:x:") || text.includes("source_locale");

async function checkTraversal(report, preview) {
  const forms = traversals();
  const rule = report.rule(`none of ${forms.length} paths leads out of the site`);
  const twice = report.rule("nor with HEAD, nor with a HTTP/1.0 request");
  for (const form of forms) {
    const answer = await send(preview, head(preview, `GET ${form} HTTP/1.1`));
    /* Behind a NUL libmicrohttpd sees nothing: the page in front of it is one of the site. */
    rule.holds([0, 400, 404].includes(answer.status) || (answer.status === 200 && /^\/[?]|html\0/.test(form)), JSON.stringify(form), answer.status);
    rule.holds(!leaks(answer.text), form, "what is outside was served");
  }
  for (const form of forms.filter((_, i) => i % 4 === 0)) {
    for (const line of [`HEAD ${form} HTTP/1.1`, `GET ${form} HTTP/1.0`]) {
      const answer = await send(preview, head(preview, line));
      twice.holds([0, 400, 404].includes(answer.status) && !leaks(answer.text), line, answer.status);
    }
  }
}

/* Links out of the project, there from the start and put in place of a file that is being served. */
async function checkLinks(report, scratch) {
  const rule = report.rule("links out of the project are not followed, then and when they come later");
  const project = copySources(path.join(ROOT, "tests/golden/invented"), path.join(scratch, "links/project"));
  const canary = path.join(scratch, "links/canary.txt");
  writeFileSync(canary, CANARY);
  const preview = await Preview.start(program, project);
  const never = async (what) => {
    for (const where of ["/", PAGE, "/assets/link.txt", "/assets/style.css", "/assets/icon.svg", "/assets/link/canary.txt", "/qx/link/canary.html", "/qx/lumo/zz.html",
      "/_translate/qy/lumo/k2"]) {
      const answer = await preview.ask(where);
      rule.holds(answer.status > 0 && !answer.text.includes(CANARY), `${what}: ${where}`, answer.status);
    }
    rule.holds(!preview.log.includes(CANARY), `${what}: the terminal shows what is outside`);
  };
  try {
    for (const [link, target] of [["templates/assets/link.txt", canary], ["templates/assets/link", path.dirname(canary)],
      ["content/link", path.dirname(canary)], ["content/lumo/zz.qy.md", canary], ["templates/assets/icon.svg", "../../../canary.txt"],
      ["templates/code.html", canary], ["locales/qy.po", canary], ["content/site.yaml", canary]]) {
      const file = path.join(project, link);
      let before;
      try {
        before = readFileSync(file);
        unlinkSync(file);
      } catch {}
      symlinkSync(target, file);
      await never(`${link}, a link`);
      unlinkSync(file);
      if (before) writeFileSync(file, before);
    }
    await never("after that");
    rule.holds((await preview.ask(PAGE)).status === 200, "it lives");
  } finally {
    await preview.stop();
  }
}

async function checkNames(report, preview) {
  const host = report.rule("Host is ours by name and port, or the answer is 400 or 421");
  const origin = report.rule("Origin is ours or absent, or the answer is 403");
  const { port } = preview;
  const get = (...lines) => send(preview, ["GET " + PAGE + " HTTP/1.1", ...lines, "", ""].join("\r\n"));

  for (const name of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`])
    host.holds((await get(`Host: ${name}`)).status === 200, `${name} is ours`);
  for (const name of ["evil.example", `evil.example:${port}`, "127.0.0.1", "localhost", `127.0.0.1:${port}.evil.example`, `127.0.0.1.evil.example:${port}`,
    `localhost.evil.example:${port}`, "", " ", `0.0.0.0:${port}`, `127.1:${port}`, `2130706433:${port}`, `0x7f000001:${port}`, `[::ffff:127.0.0.1]:${port}`,
    `127.0.0.1:${port}@evil.example`, `evil.example@127.0.0.1:${port}`, `127.0.0.1:${port}/`, `127.0.0.1:${port},evil.example`, `127.0.0.1:0${port}`, `127.0.0.1:${port + 1}`,
    `127.0.0.1:+${port}`, `\xe2\x91\xa0.0.0.1:${port}`, `localhost.:${port}`, `127.0.0.1 :${port}`, `[::1%lo]:${port}`, `http://127.0.0.1:${port}`]) {
    const answer = await get(`Host: ${name}`);
    host.holds([0, 400, 421].includes(answer.status), `Host: ${name}`, answer.status);
  }
  for (const lines of [[`Host: 127.0.0.1:${port}`, "Host: evil.example"], ["Host: evil.example", `Host: 127.0.0.1:${port}`], [],
    [`X-Forwarded-Host: 127.0.0.1:${port}`], [`Host : 127.0.0.1:${port}`], [` Host: 127.0.0.1:${port}`]]) {
    const answer = await get(...lines);
    host.holds([0, 400, 421].includes(answer.status), JSON.stringify(lines), answer.status);
  }
  for (const name of [`http://127.0.0.1:${port}`, `http://localhost:${port}`])
    origin.holds((await get(`Host: 127.0.0.1:${port}`, `Origin: ${name}`)).status === 200, `${name} is ours`);
  for (const name of ["null", "", "http://evil.example", `http://evil.example:${port}`, `https://127.0.0.1:${port}`, "http://127.0.0.1", `http://127.0.0.1:${port + 1}`,
    `http://127.0.0.1:${port}.evil.example`, `http://127.0.0.1:${port}/`, `HTTP://evil.example`, `http://127.0.0.1:${port} http://evil.example`, "file://",
    "chrome-extension://abc", `http://[::ffff:127.0.0.1]:${port}`, `//127.0.0.1:${port}`])
    for (const where of [PAGE, "/_events", "/_preview.js"]) {
      const answer = await send(preview, head(preview, `GET ${where} HTTP/1.1`, `Origin: ${name}`));
      origin.holds([0, 400, 403].includes(answer.status), `${where}, Origin: ${name}`, answer.status);
    }
  const both = await get(`Host: 127.0.0.1:${port}`, `Origin: http://127.0.0.1:${port}`, "Origin: http://evil.example");
  origin.holds([0, 400, 403].includes(both.status), "two of them", both.status);
}

async function checkMethods(report, preview) {
  const rule = report.rule("methods other than GET and HEAD get no page");
  for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "GETX", "G", "", "\x16\x03\x01", "PRI",
    "X".repeat(5000)])
    for (const where of [PAGE, "/_events"]) {
      const answer = await send(preview, head(preview, `${method} ${where} HTTP/1.1`));
      rule.holds(answer.answers <= 1 && [0, 400, 405, 414, 431, 501].includes(answer.status), JSON.stringify(method.slice(0, 20)), answer.status);
    }
  const upgrade = await send(preview, head(preview, `GET ${PAGE} HTTP/1.1`, "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
  rule.holds(upgrade.status !== 101, "an upgrade to something else", upgrade.status);
}

/* Each of these may be refused or answered, but once only, and soon. */
async function checkFraming(report, preview) {
  const one = report.rule("a connection gets one answer, whatever comes on it, within eleven seconds");
  const smuggled = report.rule("what is inside of a body is never taken for a request");
  const host = `Host: 127.0.0.1:${preview.port}`;
  const get = head(preview, `GET ${PAGE} HTTP/1.1`);
  const inside = `GET /_preview.js HTTP/1.1\r\n${host}\r\n\r\n`;
  const chunk = (text) => `${text.length.toString(16)}\r\n${text}\r\n`;
  const forms = {
    "two requests": get + get,
    "a hundred requests": get.repeat(100),
    "a request with a body": head(preview, `GET ${PAGE} HTTP/1.1`, `Content-Length: ${inside.length}`) + inside,
    "two lengths": head(preview, `GET ${PAGE} HTTP/1.1`, "Content-Length: 0", `Content-Length: ${inside.length}`) + inside,
    "two lengths, the other way": head(preview, `GET ${PAGE} HTTP/1.1`, `Content-Length: ${inside.length}`, "Content-Length: 0") + inside,
    "a list of lengths": head(preview, `GET ${PAGE} HTTP/1.1`, `Content-Length: 0, ${inside.length}`) + inside,
    "a length below zero": head(preview, `GET ${PAGE} HTTP/1.1`, "Content-Length: -1") + inside,
    "a length with a sign": head(preview, `GET ${PAGE} HTTP/1.1`, "Content-Length: +5") + inside,
    "a length that is none": head(preview, `GET ${PAGE} HTTP/1.1`, "Content-Length: 0x10") + inside,
    "a length of 2^64": head(preview, `GET ${PAGE} HTTP/1.1`, "Content-Length: 18446744073709551616") + inside,
    "chunks": head(preview, `GET ${PAGE} HTTP/1.1`, "Transfer-Encoding: chunked") + chunk(inside) + "0\r\n\r\n",
    "chunks and a length": head(preview, `GET ${PAGE} HTTP/1.1`, "Transfer-Encoding: chunked", "Content-Length: 4") + chunk(inside) + "0\r\n\r\n",
    "chunks twice": head(preview, `GET ${PAGE} HTTP/1.1`, "Transfer-Encoding: chunked, chunked") + "0\r\n\r\n" + inside,
    "another coding": head(preview, `GET ${PAGE} HTTP/1.1`, "Transfer-Encoding: xchunked") + "0\r\n\r\n" + inside,
    "a coding with a space": head(preview, `GET ${PAGE} HTTP/1.1`, "Transfer-Encoding : chunked") + "0\r\n\r\n" + inside,
    "a chunk of 2^64": head(preview, `GET ${PAGE} HTTP/1.1`, "Transfer-Encoding: chunked") + "10000000000000000\r\n" + inside,
    "a chunk that is none": head(preview, `GET ${PAGE} HTTP/1.1`, "Transfer-Encoding: chunked") + "zz\r\n" + inside,
    "chunks with extensions": head(preview, `GET ${PAGE} HTTP/1.1`, "Transfer-Encoding: chunked") + `1;${"x".repeat(20000)}\r\na\r\n0\r\n\r\n`,
    "bare line feeds": get.replaceAll("\r\n", "\n"),
    "bare carriage returns": get.replaceAll("\r\n", "\r"),
    "a folded header": head(preview, `GET ${PAGE} HTTP/1.1`, "X-A: b\r\n c"),
    "a header without colon": head(preview, `GET ${PAGE} HTTP/1.1`, "nothing"),
    "a header without name": head(preview, `GET ${PAGE} HTTP/1.1`, ": nothing"),
    "a NUL in a header": head(preview, `GET ${PAGE} HTTP/1.1`, "X-A: b\0c"),
    "HTTP/0.9": `GET ${PAGE}\r\n\r\n`,
    "HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/9.9": head(preview, `GET ${PAGE} HTTP/9.9`),
    "no version": head(preview, `GET ${PAGE} `),
    "a tab instead of a space": head(preview, `GET\t${PAGE}\tHTTP/1.1`),
    "empty lines first": "\r\n\r\n\r\n" + get,
    "empty lines only": "\r\n".repeat(4000),
    "TLS": "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + "\0".repeat(500),
    "100-continue": head(preview, `GET ${PAGE} HTTP/1.1`, "Expect: 100-continue", "Content-Length: 3") + "abc",
    "keep-alive": head(preview, `GET ${PAGE} HTTP/1.1`, "Connection: keep-alive") + get,
    "ranges": head(preview, `GET ${PAGE} HTTP/1.1`, `Range: bytes=${"0-,".repeat(1000)}0-`),
    "bytes without meaning": Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 7919) % 256)).toString("latin1"),
  };
  const names = Object.keys(forms);
  const script = (await preview.ask("/_preview.js")).text.slice(0, 80);
  await Promise.all(names.map(async (name) => {
    const answer = await send(preview, forms[name], { half: true });
    const answers = name === "100-continue" ? answer.answers - Number(/^HTTP\/1\.1 100/.test(answer.text)) : answer.answers;
    one.holds(answers <= 1 && answer.seconds < 11, name, `${answer.answers} answers, ${answer.seconds} s`);
    smuggled.holds(!answer.text.includes(script), name);
  }));
  one.sentence += `: ${names.length} forms`;
  const after = await preview.ask(PAGE);
  one.holds(after.status === 200, "a page after that", after.status);
}

async function checkLimits(report, preview) {
  const rule = report.rule("a header may have 8 KiB; what is longer is refused at once");
  const ask = (size) => send(preview, head(preview, `GET ${PAGE} HTTP/1.1`, `X-A: ${"x".repeat(size)}`));
  const usual = await ask(4096);
  rule.holds(usual.status === 200, "4 KiB", usual.status);
  let low = 4096, high = 65536;
  while (high - low > 64) {
    const middle = (low + high) >> 1;
    if ((await ask(middle)).status === 200) low = middle;
    else high = middle;
  }
  rule.sentence += `: the limit is at ${low} bytes`;
  rule.holds(low > 7800 && low < 8192, "limit", low);
  for (const [name, bytes] of [["64 KiB of header", head(preview, `GET ${PAGE} HTTP/1.1`, `X-A: ${"x".repeat(65536)}`)],
    ["4,000 headers", head(preview, `GET ${PAGE} HTTP/1.1`, ...Array.from({ length: 4000 }, (_, i) => `X-${i}: y`))],
    ["a path of 1 MiB", head(preview, `GET /${"x".repeat(1 << 20)} HTTP/1.1`)], ["1 MiB without an end", "G".repeat(1 << 20)],
    ["a header name of 64 KiB", head(preview, `GET ${PAGE} HTTP/1.1`, `${"X".repeat(65536)}: y`)],
    ["10,000 arguments", head(preview, `GET ${PAGE}?${"a=b&".repeat(10000)} HTTP/1.1`)],
    ["cookies of 60 KiB", head(preview, `GET ${PAGE} HTTP/1.1`, `Cookie: ${"a=b; ".repeat(12000)}`)]]) {
    const answer = await send(preview, bytes);
    rule.holds([0, 400, 413, 414, 431].includes(answer.status) && answer.seconds < 5, name, `${answer.status} after ${answer.seconds} s`);
  }
  for (const body of [1 << 20, 1 << 24]) {
    const answer = await send(preview, head(preview, `POST ${PAGE} HTTP/1.1`, `Content-Length: ${body}`) + "x".repeat(body));
    rule.holds([0, 405, 413].includes(answer.status), `a body of ${body} bytes`, answer.status);
  }
}

/* A byte a second, in every part of a request. */
async function checkSlow(report, preview) {
  const rule = report.rule("a request has ten seconds, however slowly it comes");
  const host = `Host: 127.0.0.1:${preview.port}\r\n`;
  const drip = (start, byte) => send(preview, [start, ...byte.repeat(20)], { pause: 1000, timeout: 20000 });
  const slow = { "nothing": drip("", ""), "the method": drip("G", "E"), "the path": drip("GET /", "a"), "header names": drip(`GET / HTTP/1.1\r\n${host}`, "X"),
    "header values": drip(`GET / HTTP/1.1\r\n${host}X: `, "y"), "empty lines": drip("\r\n", "\n"),
    "a body": drip(`GET / HTTP/1.1\r\n${host}Content-Length: 100\r\n\r\n`, "b"),
    "chunks": drip(`GET / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n`, "1") };
  const answer = await preview.ask(PAGE);
  rule.holds(answer.status === 200, "a page meanwhile", answer.status);
  for (const [name, end] of Object.entries(slow)) {
    const { seconds } = await end;
    rule.holds(seconds < 12, name, `${seconds} s`);
    rule.holds(seconds > 8 || ["empty lines", "chunks"].includes(name), name, `only ${seconds} s`);
  }
}

/* Answers that nobody reads do not stay for ever either, and hold up nobody. */
async function checkUnread(report, preview) {
  const rule = report.rule("answers that are not read hold up nobody");
  const sockets = Array.from({ length: 30 }, () => net.connect(preview.port, "127.0.0.1").on("error", () => {}));
  for (const socket of sockets) {
    socket.pause();
    socket.write(head(preview, "GET /_preview.js HTTP/1.1"));
  }
  const start = Date.now();
  const answer = await preview.ask(PAGE);
  rule.holds(answer.status === 200 && Date.now() - start < 2000, "a page meanwhile", answer.status);
  for (const socket of sockets) socket.destroy();
}

function measure(preview) {
  const status = readFileSync(`/proc/${preview.process.pid}/status`, "utf8");
  return { memory: Number(/VmRSS:\s+(\d+)/.exec(status)[1]), files: readdirSync(`/proc/${preview.process.pid}/fd`).length };
}

async function checkCrowd(report, preview) {
  const rule = report.rule("of more than 64 connections the oldest makes room");
  await wait(300);
  const before = measure(preview).files;
  const crowd = [];
  for (let i = 0; i < 100; i++) {
    const socket = net.connect(preview.port, "127.0.0.1");
    const one = { socket, gone: false };
    socket.on("error", () => {}).on("close", () => (one.gone = true)).on("connect", () => socket.write("GET / HT"));
    socket.resume();
    crowd.push(one);
    await new Promise((done) => socket.once("connect", done));
    if (i % 10 === 0) await wait(5);
  }
  await wait(500);
  rule.holds(crowd.slice(0, 36).every(({ gone }) => gone), "one of the oldest 36 is still there", crowd.findIndex(({ gone }) => !gone));
  rule.holds(crowd.slice(36).every(({ gone }) => !gone), "one of the latest 64 was dropped", crowd.findLastIndex(({ gone }) => gone));
  rule.holds(measure(preview).files <= before + 64, "descriptors", measure(preview).files);
  const answer = await preview.ask(PAGE);
  rule.holds(answer.status === 200, "a page beside them", answer.status);
  for (const { socket } of crowd) socket.destroy();
  await wait(500);
  rule.holds(measure(preview).files <= before, "descriptors after that", `${before}, then ${measure(preview).files}`);
}

/* The sockets of the process, by /proc/net. */
function sockets(preview) {
  const inodes = new Set(readdirSync(`/proc/${preview.process.pid}/fd`).filter((fd) => Number(fd) > 2).flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${preview.process.pid}/fd/${fd}`))?.[1] ?? [];
    } catch {
      return [];
    }
  }));
  return ["tcp", "tcp6", "udp", "udp6", "raw", "unix"].flatMap((kind) => {
    const lines = readFileSync(`/proc/net/${kind}`, "utf8").trim().split("\n").slice(1).map((line) => line.trim().split(/\s+/));
    return kind === "unix" ? lines.filter((one) => inodes.has(one[6])).map(() => ({ kind, address: "" }))
      : lines.filter((one) => inodes.has(one[9])).map((one) => ({ kind, address: one[1], state: one[3] }));
  });
}

async function checkLoopback(report, preview, project) {
  const rule = report.rule("it listens on 127.0.0.1 and nowhere else, by /proc/net");
  const other = report.rule("--bind to another address says what it opens");
  const listening = sockets(preview).filter(({ state }) => state === "0A");
  rule.holds(listening.length === 1 && listening[0].address.startsWith("0100007F:"), "listening", JSON.stringify(listening));
  rule.holds(sockets(preview).every(({ kind }) => kind === "tcp"), "others", JSON.stringify(sockets(preview)));
  for (const bad of ["evil.example", "localhost", "::1", "127.0.0.1:80", "", "256.0.0.1"]) {
    const ended = await run(program, ["serve", "-C", project, "-p", "0", "--bind", bad], { timeout: 3000 });
    other.holds(ended.status === 2 && ended.stderr !== "", `--bind '${bad}'`, ended.late ? "it runs" : ended.status);
  }
  /* In a network of its own, in which there is no other machine. */
  const open = await run("unshare", ["-rn", "timeout", "2", program, "serve", "-C", project, "-p", "0", "--bind", "0.0.0.0"], { timeout: 10000 });
  if (/unshare/.test(open.stderr)) return console.log("skip  --bind 0.0.0.0: no network namespace here");
  other.holds(/note: .*other machines/.test(open.stderr), "--bind 0.0.0.0", open.stderr);
  const own = await run("timeout", ["1", program, "serve", "-C", project, "-p", "0"], { timeout: 10000 });
  other.holds(!/other machines/.test(own.stderr), "without it nothing is said", own.stderr);
}

/* Many requests, good and bad by turns; what the process holds after the first tenth is what it holds at the end. */
async function checkMany(report, preview) {
  const answers = report.rule(`${REQUESTS} requests, good and bad by turns: the good ones get their answer`);
  const flat = report.rule("memory and descriptors stay as they are");
  const bad = ["GET /../x HTTP/1.1\r\n\r\n", "BAD\r\n\r\n", "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", "\0\0\0", "GET / HTTP/1.1\r\nContent-Length: 9\r\n"];
  const style = /assets\/style[^"]*\.css/.exec((await preview.ask("/")).text)?.[0].replace(/^/, "/");
  const good = [PAGE, "/", "/qy/lumo/index.html", style, "/nothing", "/_translate/qy/lumo/k2", "/qx/lumo/m1-vs-k2.html"];
  const start = Date.now();
  let done = 0;
  const client = async (most) => {
    while (done < most && Date.now() - start < TEN_MINUTES) {
      const i = done++;
      if (i % 5 === 4) {
        const socket = net.connect(preview.port, "127.0.0.1").on("error", () => {});
        socket.on("connect", () => socket.write(bad[i % bad.length]) && setTimeout(() => socket.destroy(), 3));
        await new Promise((closed) => socket.on("close", closed));
      } else {
        const where = good[i % good.length];
        const answer = await preview.ask(where);
        answers.holds([200, 302, 404].includes(answer.status) && (answer.status === 404) === (where === "/nothing"), `${i}: ${where}`, answer.status);
      }
    }
  };
  const clients = (most) => Promise.all(Array.from({ length: 8 }, () => client(most)));
  await clients(REQUESTS / 10);
  await wait(300);
  const before = measure(preview);
  await clients(REQUESTS);
  let after = measure(preview);
  for (let i = 0; i < 40 && after.files > before.files; i++) { /* those that have just been closed */
    await wait(300);
    after = measure(preview);
  }
  const seconds = (Date.now() - start) / 1000;
  answers.sentence += ` (${done} in ${seconds.toFixed(0)} s)`;
  answers.holds(done >= REQUESTS, "requests in ten minutes", done);
  flat.sentence += `: ${before.memory} then ${after.memory} kB, ${after.files} descriptors`;
  flat.holds(after.files <= before.files, "descriptors", `${before.files}, then ${after.files}`);
  flat.holds(after.memory < before.memory * 1.1 + 1024, "memory", `${before.memory} kB, then ${after.memory} kB`);
}

const scratch = scratchFolder("serve");
const report = new Report("S3 preview");
const project = copySources(path.join(ROOT, "tests/golden/invented"), path.join(scratch, "project"));
for (const where of ["canary.txt", "project/canary.txt", "project/content/canary.txt"]) {
  mkdirSync(path.join(scratch, path.dirname(where)), { recursive: true });
  if (!where.includes("content")) writeFileSync(path.join(scratch, where), CANARY);
}
const preview = await Preview.start(program, project);
const patient = await Preview.start(program, project);
const slow = checkSlow(report, patient);
try {
  await checkTraversal(report, preview);
  await checkLinks(report, scratch);
  await checkNames(report, preview);
  await checkMethods(report, preview);
  await checkFraming(report, preview);
  await checkLimits(report, preview);
  await checkUnread(report, preview);
  await checkCrowd(report, preview);
  await checkLoopback(report, preview, project);
  await checkMany(report, preview);
  await slow;
  if (TORTURE) {
    const real = copySources(ROOT, path.join(scratch, "real"));
    const edited = await Preview.start(program, real);
    await checkEdits(report, edited, real);
    await edited.stop();
  }
  report.rule("it ends when told to").holds((await preview.stop()) === 143, "SIGTERM");
} finally {
  await preview.stop("SIGKILL");
  await patient.stop("SIGKILL");
}
report.end();
