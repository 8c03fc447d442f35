// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/* Sites before and after a change, for the tests that disturb a build: what is seen from outside, and nothing else. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { filesBelow } from "../site/site.mjs";
import { ROOT, copySources, run } from "./scratch.mjs";

const BASE = path.join(ROOT, "tests/golden/invented");
const OWN = ".statusbook-"; /* what the program keeps for itself in the output */

function edit(project, file, change) {
  const name = path.join(project, file);
  const before = readFileSync(name, "utf8");
  const after = change(before);
  if (before === after) throw new Error(`${file} is not as the tests expect`);
  writeFileSync(name, after);
}

/* Name: how a project becomes the one of the old site, and the one of the new. */
const CHANGES = {
  "first build": [null, () => {}],
  "full rebuild": [() => {}, (project) => edit(project, "templates/base.html", (text) => text.replace("<body", "<body id=\"b\""))],
  "small change": [() => {}, (project) => edit(project, "content/lumo/k2.qy.md", (text) => text.replace(/^summary: .*/m, "summary: ߝߏߦߊ."))],
  "deletion": [() => {}, (project) => {
    for (const locale of ["qx", "qy"]) {
      rmSync(path.join(project, `content/lumo/k10.${locale}.md`));
      edit(project, `content/lumo/_family.${locale}.md`, (text) => text.replace("<code:k10>", "<code:k2>"));
    }
  }],
  "language added": [(project) => {
    edit(project, "content/site.yaml", (text) => text.replace(/^ {2}qy:.*\n/m, ""));
    rmSync(path.join(project, "locales"), { recursive: true });
    for (const file of filesBelow(path.join(project, "content")).filter((name) => name.endsWith(".qy.md"))) rmSync(path.join(project, "content", file));
  }, () => {}],
  "nothing": [() => {}, () => {}],
};

/* Path to digest of every file of a site, but what is the program's own; the empty object if there is none. */
export function readSite(folder) {
  const files = {};
  let names = [];
  try {
    names = filesBelow(folder);
  } catch {}
  for (const file of names.filter((name) => !name.startsWith(OWN)))
    files[file] = createHash("sha1").update(readFileSync(path.join(folder, file))).digest("hex");
  return files;
}

export const equal = (one, other) => JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());

/* "old", "new", or what is wrong. */
export function stateOf(site, change) {
  if (equal(site, change.after)) return "new";
  if (equal(site, change.before)) return "old";
  const names = new Set([...Object.keys(change.before), ...Object.keys(change.after)]);
  const torn = Object.keys(site).filter((file) => site[file] !== change.before[file] && site[file] !== change.after[file]);
  const lost = [...names].filter((file) => change.before[file] && change.after[file] && !site[file]);
  if (torn.length > 0) return `torn: ${torn.slice(0, 3).join(", ")}`;
  if (lost.length > 0) return `lost: ${lost.slice(0, 3).join(", ")}`;
  return "mixed";
}

export const build = (program, change, place, more = []) =>
  [program, "build", "-q", "--color", "never", "-C", change.project, "-d", path.join(place, "out"), ...more];

/*
 * All changes, each { name, project, place, before, after, beside }: `place` is a folder with the old site in it, to be copied;
 * `beside` are the names in it that may be left after a build.
 */
export async function prepareChanges(program, scratch, only = Object.keys(CHANGES)) {
  const changes = [];
  for (const [index, name] of only.entries()) {
    const [first, second] = CHANGES[name];
    const folder = path.join(scratch, `change-${index}`);
    const change = { name, project: path.join(folder, "new"), place: path.join(folder, "place"), before: {}, after: {} };
    copySources(BASE, change.project);
    second(change.project);
    cpSync(change.project, path.join(folder, "keep"), { recursive: true });
    spawnSync("mkdir", ["-p", change.place]);
    if (first) {
      const old = copySources(BASE, path.join(folder, "old"));
      first(old);
      await expectBuild(program, { ...change, project: old }, change.place);
      change.before = readSite(path.join(change.place, "out"));
    }
    const trial = copyPlace(change, path.join(folder, "trial"));
    await expectBuild(program, change, trial);
    change.after = readSite(path.join(trial, "out"));
    change.beside = new Set([...readdirSync(trial), ...readdirSync(change.place), ".out.prev"]);
    if (name !== "nothing" && equal(change.before, change.after)) throw new Error(`${name} changes nothing`);
    changes.push(change);
  }
  return changes;
}

async function expectBuild(program, change, place) {
  const [command, ...args] = build(program, change, place);
  const ended = await run(command, args);
  if (ended.status !== 0) throw new Error(`the site of "${change.name}" is not built:\n${ended.stderr}`);
}

/* The place with its times and links, under another name. */
export function copyPlace(change, to) {
  rmSync(to, { recursive: true, force: true });
  spawnSync("cp", ["-a", change.place, to]);
  return to;
}
