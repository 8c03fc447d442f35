// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * R5, the process around a build: signals at random moments, outputs that are closed or full or go away, few descriptors, no
 * threads. Usage: node signals.mjs PROGRAM
 */
import { spawn, spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Report, args } from "../site/report.mjs";
import { ROOT, SEED, TORTURE, copySources, dice, run, scratchFolder } from "./scratch.mjs";
import { build, copyPlace, prepareChanges, readSite, stateOf } from "./sites.mjs";

const program = path.resolve(args("signals.mjs PROGRAM", 1)[0]);
const random = dice(SEED);
const report = new Report("R5 signals");
const scratch = scratchFolder("signals");
const changes = await prepareChanges(program, scratch, ["first build", "full rebuild", "small change"]);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const litter = (change, place) => readdirSync(place).filter((name) => !change.beside.has(name) && name !== ".out.lock");

/* A signal after so many milliseconds. */
function interrupt(change, place, signal, after) {
  return new Promise((done) => {
    const [command, ...more] = build(program, change, place);
    const child = spawn(command, more, { stdio: ["ignore", "ignore", "pipe"] });
    let said = "", sent = 0;
    child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
    const timer = setTimeout(() => {
      sent = performance.now();
      child.kill(signal);
    }, after);
    const late = setTimeout(() => child.kill("SIGKILL"), 10000);
    child.on("close", (status, name) => {
      clearTimeout(timer);
      clearTimeout(late);
      done({ status, name, said, took: sent ? performance.now() - sent : 0 });
    });
  });
}

async function checkSignals() {
  const rounds = TORTURE ? 200 : 24;
  const whole = report.rule(`after a signal the site is the old one or the new one (${rounds} signals at random moments)`);
  const ends = report.rule("the build ends within a second, with 128 and the number of the signal");
  const clean = report.rule("nothing stays beside the site but after SIGKILL, and then until the next build");
  const usual = {};
  const ended = { done: 0, stopped: 0 };
  for (const change of changes) {
    const place = copyPlace(change, path.join(scratch, "usual"));
    const [command, ...more] = build(program, change, place);
    usual[change.name] = (await run(command, more)).ms;
  }
  for (let i = 0; i < rounds; i++) {
    const change = changes[i % changes.length];
    const signal = ["SIGINT", "SIGTERM", "SIGHUP", "SIGPIPE", "SIGKILL", "SIGTERM"][random(6)];
    const place = copyPlace(change, path.join(scratch, "place"));
    const after = random(1000) / 1000 * usual[change.name];
    const { status, name, said, took } = await interrupt(change, place, signal, after);
    const state = stateOf(readSite(path.join(place, "out")), change);
    const where = `${change.name}, ${signal} after ${after.toFixed(1)} ms`;
    const number = os.constants.signals[signal];
    whole.holds(state === "new" || (state === "old" && status !== 0), where, `${state}, status ${status} ${name}`);
    ends.holds((status === 0 || status === 128 + number || name === signal) && took < 1000, where, `status ${status} ${name} after ${took} ms; ${said.slice(-100)}`);
    /* NEEDSWORK: SIGPIPE ends a build as SIGKILL does. */
    if (signal !== "SIGKILL" && signal !== "SIGPIPE") clean.holds(litter(change, place).length === 0, where, litter(change, place).join(" "));
    ended[status === 0 ? "done" : "stopped"]++;
    const [command, ...more] = build(program, change, place);
    const next = await run(command, more);
    clean.holds(next.status === 0 && litter(change, place).length === 0 && stateOf(readSite(path.join(place, "out")), change) === "new", where, next.stderr.slice(-200));
  }
  whole.sentence += `: ${ended.stopped} stopped, ${ended.done} were done`;
}

/* sh -c SCRIPT with the command of a build as "$@". */
async function inShell(rule, name, change, script, statuses, says = "") {
  const place = copyPlace(change, path.join(scratch, "place"));
  const ended = await run("sh", ["-c", script, "sh", ...build(program, change, place)], { timeout: 20000 });
  const state = stateOf(readSite(path.join(place, "out")), change);
  rule.holds(statuses.includes(ended.status) && !ended.late, name, `status ${ended.status} ${ended.signal}; ${ended.stderr.slice(-200)}`);
  rule.holds(state === "new" || (state === "old" && ended.status !== 0), name, state);
  rule.holds(ended.stderr.includes(says), name, ended.stderr.slice(-200));
  rmSync(place, { recursive: true, force: true });
}

async function checkOutputs() {
  const rule = report.rule("outputs that are closed, full or go away are no crash, and nothing meant for them gets into the site");
  for (const change of changes) {
    for (const [name, redirection] of [["standard output closed", ">&-"], ["standard error closed", "2>&-"], ["all closed", "<&- >&- 2>&-"], ["input closed", "<&-"], ["a full device", ">/dev/full 2>/dev/full"]])
      for (const format of ["text", "json", "github"])
        await inShell(rule, `${change.name}: ${name}, --format ${format}`, change, `"$@" --format ${format} ${redirection}`, [0, 3]);
    await inShell(rule, `${change.name}: a pipe that ends`, change, '"$@" --format json | head -c 1 >/dev/null', [0]);
  }
  const project = copySources(ROOT, path.join(scratch, "real"));
  for (const command of ["show 550", "show 550 235", "--help", "check --format json", "package --help"]) {
    const piped = spawnSync("sh", ["-c", `{ "$1" ${command} ${command.endsWith("--help") ? "" : `-C "$2"`} 2>/dev/null; echo $? >"$2/status"; } | head -n 1 >/dev/null; cat "$2/status"`, "sh", program, project], { encoding: "utf8", timeout: 30000 });
    rule.holds([0, 1, 2, 3, 141].includes(Number(piped.stdout)), `${command} | head -1`, piped.stdout);
    const full = spawnSync("sh", ["-c", `"$1" ${command} ${command.endsWith("--help") ? "" : `-C "$2"`} >/dev/full 2>"$2/said"; echo $?; cat "$2/said"`, "sh", program, project], { encoding: "utf8", timeout: 30000 });
    rule.holds(/^[123]$/m.test(full.stdout) && full.stdout.split("\n").length > 2, `${command} >/dev/full`, full.stdout.slice(0, 100));
  }
}

async function checkLimits() {
  const rule = report.rule("32 descriptors are enough; without threads one does the work; little memory ends with a message");
  for (const change of changes) {
    await inShell(rule, `${change.name}: 32 descriptors`, change, 'ulimit -n 32; "$@" -j16', [0]);
    for (const fault of ["clone3:error=EAGAIN:when=1+", "clone3:error=EAGAIN:when=2+", "clone3:error=EAGAIN:when=4", "clone3:error=ENOMEM:when=3"])
      await inShell(rule, `${change.name}: ${fault}`, change, `strace -f --seccomp-bpf -qq -o /dev/null -e trace=clone3 -e inject=${fault} "$@" -j8`, [0]);
    for (const kilobytes of [200000, 60000, 40000, 30000, 25000, 22000, 20000, 18000])
      await inShell(rule, `${change.name}: ${kilobytes} kB of memory`, change, `ulimit -v ${kilobytes}; "$@" -j1`, [0, 3, 127]); /* 127: the loader's */
  }
}

/* The second of two builds is refused, with the number of the first; both may be done one after the other. */
async function checkTwo() {
  const rounds = TORTURE ? 200 : 10;
  const rule = report.rule(`two builds at once: one is done, the other done later or refused with the number of the first (${rounds} rounds)`);
  const [, change] = changes;
  let refused = 0;
  for (let i = 0; i < rounds; i++) {
    const place = copyPlace(change, path.join(scratch, "place"));
    const other = { ...change, project: path.join(scratch, "change-1/old") };
    const [command, ...more] = build(program, change, place);
    const [, ...others] = build(program, other, place);
    const one = run(command, more);
    await wait(random(8));
    const two = run(command, others);
    const both = await Promise.all([one, two]);
    for (const ended of both) {
      rule.holds(ended.status === 0 || (ended.status === 2 && /process \d+.*output-busy/s.test(ended.stderr)), `round ${i}`, `${ended.status}: ${ended.stderr.slice(-200)}`);
      refused += ended.status === 2;
    }
    const site = readSite(path.join(place, "out"));
    const state = stateOf(site, change);
    rule.holds(both.some(({ status }) => status === 0) && (state === "old" || state === "new"), `round ${i}`, state);
    rule.holds(litter(change, place).length === 0 && !readdirSync(place).includes(".out.lock"), `round ${i}`, readdirSync(place).join(" "));
  }
  rule.sentence += `: ${refused} refused`;
}

await checkSignals();
await checkOutputs();
await checkLimits();
await checkTwo();
report.end();
