// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * R1: one system call of a build fails, or the build is killed in it. What is published then is the old site or the new
 * one, and the next build mends the rest. Usage: node faults.mjs PROGRAM
 *
 * Environment: ONLY="openat ENOSPC" tries these calls or errors only; MIXED=1 allows a tree of whole pages, some old and
 * some new, between a kill and the next build.
 */
import { readFileSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { Report, args } from "../site/report.mjs";
import { SEED, TORTURE, inParallel, run, scratchFolder } from "./scratch.mjs";
import { build, copyPlace, prepareChanges, readSite, stateOf } from "./sites.mjs";

const [program] = args("faults.mjs PROGRAM", 1);
const ONLY = (process.env.ONLY ?? "").split(" ").filter(Boolean);

/* What can go wrong in a call. Those that are not here cannot fail in a way that matters; brk does not fail with an error. */
const FILES = ["EIO", "EACCES", "ENOMEM"];
const SPACE = ["ENOSPC", "EDQUOT", "EIO", "EACCES"];
const FAULTS = {
  openat: ["EMFILE", "EIO", "EACCES", "EINTR", "ENOSPC", "ENOMEM"], openat2: ["EMFILE", "EIO", "EINTR"], open: ["EMFILE", "EIO"],
  read: ["EIO", "EINTR"], pread64: ["EIO", "EINTR"], write: ["ENOSPC", "EIO", "EDQUOT", "EINTR"], pwrite64: ["ENOSPC", "EIO", "EDQUOT", "EINTR"], writev: ["ENOSPC", "EIO"],
  close: ["EIO", "EINTR", "ENOSPC", "EDQUOT"], mkdirat: SPACE, mkdir: SPACE, renameat: SPACE, renameat2: SPACE, rename: SPACE, linkat: [...SPACE, "EMLINK"], unlinkat: ["EIO", "EACCES"], unlink: ["EIO"],
  syncfs: ["EIO", "ENOSPC", "EDQUOT", "EINTR"], fsync: ["EIO", "ENOSPC", "EDQUOT", "EINTR"], fdatasync: ["EIO", "ENOSPC"], sync_file_range: ["EIO"], ftruncate: ["EIO", "ENOSPC", "EINTR"], fallocate: ["ENOSPC", "EINTR"],
  getdents64: ["EIO", "ENOMEM"], newfstatat: FILES, fstat: FILES, statx: FILES, faccessat: FILES, faccessat2: FILES, readlinkat: ["EIO"], lseek: ["EIO"], fchmod: ["EIO"], utimensat: ["EIO"], copy_file_range: ["EIO", "ENOSPC"],
  flock: ["EINTR", "EIO", "ENOMEM"], fcntl: ["EMFILE", "EIO"], dup: ["EMFILE"], mmap: ["ENOMEM"], mremap: ["ENOMEM"], munmap: ["ENOMEM"], mprotect: ["ENOMEM"], madvise: ["ENOMEM"],
  clone3: ["EAGAIN", "ENOMEM"], clone: ["EAGAIN"], sched_getaffinity: ["EPERM"], getrandom: ["EINTR"], pipe2: ["EMFILE"], ioctl: ["EIO"],
  landlock_create_ruleset: ["ENOSYS", "EOPNOTSUPP"], landlock_add_rule: ["EINVAL"], landlock_restrict_self: ["EPERM"], prctl: ["EPERM"],
};
const REASONS = { EIO: "Input/output error", EACCES: "Permission denied", ENOMEM: "memory", ENOSPC: "No space left", EDQUOT: "quota", EMFILE: "Too many open files", EMLINK: "Too many links",
  EINTR: "Interrupted" };
/* Calls whose failure is the failure of a file: the message names it. */
const NAMES_A_FILE = /^(openat2?|open|read|pread64|write|pwrite64|mkdirat|renameat2?|linkat|syncfs|fsync|ftruncate|getdents64)$/;

const report = new Report("R1 faults");
const scratch = scratchFolder("faults");
const changes = await prepareChanges(program, scratch);

/* The calls of a build, from the first that is the program's own on: [{ call, first, last }]. */
async function listCalls(change) {
  const place = copyPlace(change, path.join(scratch, "listing"));
  const trace = path.join(scratch, "trace");
  const ended = await run("strace", ["-f", "-o", trace, ...build(program, change, place, ["-j1"])]);
  if (ended.status !== 0) throw new Error(`strace: ${ended.stderr}`);
  const calls = new Map();
  let started = false;
  for (const line of readFileSync(trace, "latin1").split("\n")) {
    const call = /^\d+ +([a-z0-9_]+)\(/.exec(line)?.[1];
    if (!call) continue;
    started ||= call === "sched_getaffinity";
    const one = calls.get(call) ?? { call, before: 0, count: 0 };
    one[started ? "count" : "before"]++;
    calls.set(call, one);
  }
  return [...calls.values()].filter(({ count }) => count > 0).map(({ call, before, count }) => ({ call, first: before + 1, last: before + count }));
}

function placesOf({ first, last }) {
  if (TORTURE) return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return [...new Set([first, (first + last) >> 1, last])];
}

async function listJobs() {
  const jobs = [], kills = [];
  for (const change of changes)
    for (const one of await listCalls(change))
      for (const when of placesOf(one)) {
        const errors = FAULTS[one.call] ?? [];
        for (const error of errors) jobs.push({ change, call: one.call, when, error });
        if (one.call !== "exit_group") kills.push({ change, call: one.call, when, error: "SIGKILL" });
      }
  const wanted = ({ call, error }) => ONLY.length === 0 || ONLY.includes(call) || ONLY.includes(error);
  const all = [...jobs, ...kills].filter(wanted);
  if (TORTURE || ONLY.length > 0) return all;
  /* Of each call at each of its places a few errors and one kill, over all kinds of builds in turn. */
  const groups = new Map();
  for (const job of all) {
    const key = `${job.call} ${job.error === "SIGKILL"}`;
    groups.set(key, [...(groups.get(key) ?? []), job]);
  }
  return [...groups.values()].flatMap((group) => {
    const most = Math.min(group.length, group[0].error === "SIGKILL" ? 2 : 4);
    return Array.from({ length: most }, (_, i) => group[(Math.floor((i * group.length) / most) + SEED * 7) % group.length]);
  });
}

const rules = {
  whole: report.rule("the site is the old one or the new one, byte for byte"),
  status: report.rule("exit status 0 only with the new site, 1 to 3 otherwise; no crash, no hang"),
  says: report.rule("what failed is said: the path and the reason"),
  again: report.rule("an interrupted call is repeated"),
  clean: report.rule("a build that failed leaves nothing beside the site"),
  next: report.rule("the next build works, and leaves nothing beside the site"),
};
const counts = { faults: 0, kills: 0, fatal: 0, mixed: 0 };

function litter(change, place) {
  return readdirSync(place).filter((name) => !change.beside.has(name) && name !== ".out.lock");
}

async function tryFault({ change, call, when, error }, desk) {
  const place = copyPlace(change, path.join(scratch, `desk-${desk}`));
  const kill = error === "SIGKILL";
  const inject = `inject=${call}:${kill ? "signal=SIGKILL" : `error=${error}`}:when=${when}`;
  const command = ["-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", `trace=${call}`, "-e", inject, ...build(program, change, place, ["-j1"])];
  const ended = await run("strace", command, { timeout: 10000 });
  const site = readSite(path.join(place, "out"));
  const state = stateOf(site, change);
  const where = `${change.name}: ${call} ${error} when=${when}`;
  const said = ended.stderr.trim();

  counts[kill ? "kills" : "faults"]++;
  if (ended.status !== 0) counts.fatal++;
  const mixed = state === "mixed" && kill && process.env.MIXED;
  if (state === "mixed") counts.mixed++;
  rules.whole.holds(state === "old" || state === "new" || mixed, where, state);
  if (kill) {
    rules.status.holds(!ended.late && (ended.signal === "SIGKILL" || ended.status === 0), where, `${ended.status} ${ended.signal}`);
  } else {
    rules.status.holds(!ended.late && ended.status !== null && ended.status >= 0 && ended.status <= 3 && (ended.status !== 0 || state === "new"), where,
      `status ${ended.status}, signal ${ended.signal}${ended.late ? ", it hangs" : ""}, ${state}; ${said.slice(-200)}`);
    const reason = REASONS[error];
    const isSaid = said !== "" && (!NAMES_A_FILE.test(call) || !reason || (said.includes(reason) && /['/]/.test(said)));
    if (ended.status !== 0) rules.says.holds(isSaid, where, said.slice(-200) || "nothing");
    if (error === "EINTR" && /^(read|write|openat|flock|getrandom)$/.test(call)) rules.again.holds(ended.status === 0, where, said.slice(-200));
    /* What fails while the stage is removed leaves it there. */
    const left = litter(change, place);
    rules.clean.holds(left.length === 0 || /^(unlinkat|getdents64|openat|close|newfstatat|fcntl)$/.test(call), where, left.join(" "));
  }
  const [next, ...rest] = build(program, change, place);
  const after = await run(next, rest);
  const left = litter(change, place);
  rules.next.holds(after.status === 0 && stateOf(readSite(path.join(place, "out")), change) === "new" && left.length === 0, where,
    `status ${after.status}, beside: ${left.join(" ")}; ${after.stderr.slice(-200)}`);
}

const jobs = await listJobs();
await inParallel(jobs, 2, (job, index) => tryFault(job, `${index}`).finally(() => rmSync(path.join(scratch, `desk-${index}`), { recursive: true, force: true })));
rules.whole.sentence += `: ${counts.faults} faults and ${counts.kills} kills in ${new Set(jobs.map(({ call }) => call)).size} system calls and ${changes.length} kinds of builds; ${counts.fatal} ended the build`;
if (counts.mixed > 0) rules.whole.sentence += `; ${counts.mixed} were mixed`;
report.end();
