// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/* What the tests of this folder share: a place to work in, projects to work on, and chance that can be repeated. */
import { spawn } from "node:child_process";
import { accessSync, constants, cpSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const TORTURE = process.env.TORTURE === "1";
export const SEED = Number(process.env.SEED || 1);

process.setMaxListeners(0); /* each folder and each preview has one */

/* In memory where there is such a place: builds sync, and a disk that others use takes its time. */
function fastest() {
  try {
    accessSync("/dev/shm", constants.W_OK);
    return "/dev/shm";
  } catch {
    return os.tmpdir();
  }
}

/* A folder of its own, gone when the test ends. */
export function scratchFolder(name) {
  const folder = mkdtempSync(path.join(process.env.SAFETY_TMPDIR || fastest(), `statusbook-${name}-`));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
  return folder;
}

export function copySources(from, to) {
  for (const name of ["content", "templates", "locales"])
    cpSync(path.join(from, name), path.join(to, name), { recursive: true });
  return to;
}

/* Ends with { status, signal, stdout, stderr, ms }; after `timeout` milliseconds the whole group is killed: `late`. */
export function run(command, args, { timeout = 20000, cwd, env, stdio = ["ignore", "pipe", "pipe"] } = {}) {
  return new Promise((done) => {
    const start = Date.now();
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio, detached: true });
    const said = { stdout: "", stderr: "" };
    let late = false;
    for (const name of ["stdout", "stderr"])
      child[name]?.setEncoding("latin1").on("data", (text) => (said[name] += text));
    const timer = setTimeout(() => {
      late = true;
      process.kill(-child.pid, "SIGKILL");
    }, timeout);
    child.on("error", (error) => {
      clearTimeout(timer);
      done({ status: -1, signal: null, ...said, stderr: String(error), ms: 0, late });
    });
    child.on("close", (status, signal) => {
      clearTimeout(timer);
      done({ status, signal, ...said, ms: Date.now() - start, late });
    });
  });
}

/* Numbers from 0 to below `most`, the same ones for the same seed. */
export function dice(seed) {
  let state = seed >>> 0;
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

/* Runs the jobs, so many at a time. */
export async function inParallel(jobs, most, work) {
  let next = 0;
  const one = async () => {
    while (next < jobs.length) {
      const index = next++;
      await work(jobs[index], index);
    }
  };
  await Promise.all(Array.from({ length: most }, one));
}
