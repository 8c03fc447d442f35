// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * D1: the same bytes, whatever the machine: threads, languages, time zones, clocks, order of folders, paths, umask; and
 * whether a site was built anew or changed edit by edit. Usage: node same.mjs PROGRAM
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Report, args } from "../site/report.mjs";
import { filesBelow } from "../site/site.mjs";
import { ROOT, SEED, TORTURE, copySources, dice, run, scratchFolder } from "./scratch.mjs";
import { equal, readSite } from "./sites.mjs";

const program = path.resolve(args("same.mjs PROGRAM", 1)[0]);
const random = dice(SEED);
const report = new Report("D1 same bytes");
const scratch = scratchFolder("same");
const base = copySources(path.join(ROOT, "tests/golden/invented"), path.join(scratch, "base"));
const faketime = spawnSync("faketime", ["-f", "2038-01-19 03:14:08", "date"]).status === 0;

/* The same files, made one after the other in another order: that is the order in which some file systems list them. */
function copyShuffled(to, order) {
  const files = filesBelow(base);
  if (order === "backwards") files.reverse();
  else for (let i = files.length - 1; i > 0; i--) {
    const other = random(i + 1);
    [files[i], files[other]] = [files[other], files[i]];
  }
  for (const file of files) {
    mkdirSync(path.join(to, path.dirname(file)), { recursive: true });
    copyFileSync(path.join(base, file), path.join(to, file));
    utimesSync(path.join(to, file), random(2 ** 31), random(2 ** 31));
  }
  return to;
}

/* What can be another way; each returns { env, before, args, project }. */
const WAYS = {
  threads: () => ({ args: [`-j${[1, 2, 3, 5, 8, 16, 64, 256][random(8)]}`] }),
  language: () => ({ env: { LC_ALL: ["C", "C.UTF-8", "tr_TR.UTF-8", "de_DE.UTF-8", "ar_SA.UTF-8", "nonsense"][random(6)], LANG: "ja_JP", LANGUAGE: "de:en" } }),
  zone: () => ({ env: { TZ: ["Pacific/Kiritimati", "America/St_Johns", "UTC-14", ":/etc/localtime", "nonsense"][random(5)] } }),
  clock: () => (faketime ? { before: ["faketime", "-f", ["1970-01-02 00:00:00", "2038-01-19 03:14:06", "2099-12-31 23:59:59", "2027-03-28 01:59:59"][random(4)]] } : {}),
  order: () => ({ project: copyShuffled(path.join(scratch, `order-${random(1e9)}`), ["backwards", "shuffled"][random(2)]) }),
  path: () => ({ project: copySources(base, path.join(scratch, ["a", "deep/".repeat(20), "a b", "ünï", "%s%n", "-C"][random(6)], `p${random(1e9)}`)) }),
  umask: () => ({ before: ["sh", "-c", `umask ${["077", "000", "027"][random(3)]}; exec "$@"`, "sh"] }),
  environment: () => ({ before: ["env", "-i", "PATH=/usr/bin:/bin", `SOURCE_DATE_EPOCH=${random(2 ** 31)}`, `X=${"x".repeat(random(5000))}`] }),
  place: () => ({ cwd: ["/", scratch, "/tmp"][random(3)] }),
  addresses: () => ({ before: ["setarch", "-R"] }),
};

async function build(to, way = {}) {
  const [command, ...more] = [...(way.before ?? []), program, "build", "-q", "--no-sync", "--color", "never", "-C", way.project ?? base, "-d", to, ...(way.args ?? [])];
  return run(command, more, { cwd: way.cwd, env: { ...process.env, ...way.env } });
}

async function checkWays() {
  const rule = report.rule("the same bytes and the same messages");
  const wanted = path.join(scratch, "wanted");
  const first = await build(wanted);
  const site = readSite(wanted);
  const names = Object.keys(WAYS);
  const rounds = TORTURE ? 40 : names.length;
  for (let i = 0; i < rounds; i++) {
    /* Each by itself first, then several together. */
    const chosen = i < names.length ? [names[i]] : names.filter(() => random(2) === 0);
    const way = chosen.map((name) => WAYS[name]()).reduce((all, one) => ({ ...all, ...one, env: { ...all.env, ...one.env }, before: [...(all.before ?? []), ...(one.before ?? [])] }), {});
    const to = path.join(scratch, `other-${i}`);
    const ended = await build(to, way);
    const where = `${chosen.join(", ")}: ${JSON.stringify({ ...way, project: undefined }).slice(0, 150)}`;
    rule.holds(ended.status === 0, where, ended.stderr.slice(-200));
    rule.holds(equal(readSite(to), site), where, () => Object.keys(site).filter((file) => readSite(to)[file] !== site[file]).slice(0, 3).join(", "));
    rule.holds(ended.stderr === first.stderr, where, "other messages");
    rmSync(to, { recursive: true, force: true });
  }
  rule.sentence += `: ${rounds} variations${faketime ? "" : ", none of the clock (no faketime)"}`;
}

/* One change of one file: a word, a line twice, a line less, a file less, a file back. */
function edit(project, files, gone) {
  if (gone.size > 0 && random(3) === 0) {
    const [[file, text]] = gone;
    gone.delete(file);
    writeFileSync(file, text);
    return `${path.basename(file)} back`;
  }
  const file = files[random(files.length)];
  if (gone.has(file)) return "nothing";
  const text = readFileSync(file, "utf8");
  const lines = text.split("\n");
  const at = random(lines.length);
  switch (random(6)) {
    case 0:
      gone.set(file, text);
      unlinkSync(file);
      return `${path.basename(file)} gone`;
    case 1: lines.splice(at, 1); break;
    case 2: lines.splice(at, 0, lines[random(lines.length)]); break;
    default: lines[at] = lines[at].replace(/[a-z]{4,}(?=[^:{}]*$)/, (word) => `${word}${["a", "o", "eta"][random(3)]}`);
  }
  writeFileSync(file, lines.join("\n"));
  return `${path.basename(file)}:${at + 1}`;
}

async function checkEdits() {
  const edits = TORTURE ? 200 : 20;
  const rule = report.rule("a site that was changed edit by edit is that of a clean build");
  const kept = report.rule("where the sources have errors, the old site stays");
  const project = copySources(base, path.join(scratch, "edited"));
  const files = filesBelow(project).filter((name) => /^(content|locales|templates)\/.*\.(md|yaml|po|html|css)$/.test(name)).map((name) => path.join(project, name));
  const gone = new Map();
  const grown = path.join(scratch, "grown"), clean = path.join(scratch, "clean");
  let done = 0, refused = 0, site = {};
  await build(grown, { project });
  for (let tries = 0; done < edits && tries < edits * 20; tries++) {
    cpSync(project, path.join(scratch, "before"), { recursive: true });
    const goneBefore = new Map(gone);
    const what = edit(project, files, gone);
    const before = readSite(grown);
    const ended = await build(grown, { project });
    if (ended.status !== 0) {
      refused++;
      kept.holds(equal(readSite(grown), before), what, "it changed");
      rmSync(project, { recursive: true });
      cpSync(path.join(scratch, "before"), project, { recursive: true });
      gone.clear();
      goneBefore.forEach((text, file) => gone.set(file, text));
    } else {
      done++;
      rmSync(clean, { recursive: true, force: true });
      await build(clean, { project });
      site = readSite(clean);
      rule.holds(equal(readSite(grown), site), `edit ${done}, ${what}`, () => Object.keys(site).filter((file) => readSite(grown)[file] !== site[file]).slice(0, 3).join(", "));
    }
    rmSync(path.join(scratch, "before"), { recursive: true });
  }
  rule.sentence += ` (${done} edits; ${refused} more were refused)`;
  rule.holds(done >= edits, "edits", done);
}

await checkWays();
await checkEdits();
report.end();
