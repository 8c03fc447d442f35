// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * R3: power cuts on ext4 and XFS, during a build and right after it. A file system in a file is shut down at once (the
 * ioctl that ext4 and XFS have for such tests: nothing that is not on the disk yet gets there, not even the log), mounted
 * again, and looked at. That is a cut for the file system, not for a disk that loses what it had in a cache of its own: for
 * that dm-log-writes would be needed. As root; the last kind of builds, without sync, shows that a cut is one.
 *
 * Usage: node power.mjs PROGRAM; CUTS=20 makes so many
 */
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Report, args } from "../site/report.mjs";
import { SEED, dice, run, scratchFolder } from "./scratch.mjs";
import { build, prepareChanges, readSite, stateOf } from "./sites.mjs";

const program = path.resolve(args("power.mjs PROGRAM", 1)[0]);
const CUTS = Number(process.env.CUTS || 400);
const SIZES = { ext4: 64 << 20, xfs: 320 << 20 };
const SHUTDOWN = 'open F, "<", $ARGV[0] or die; select undef, undef, undef, $ARGV[1]; my $how = pack "L", 2; ioctl F, 0x8004587d, $how or die $!;';

if (process.env.POWER_INSIDE !== "1") {
  const can = spawnSync("unshare", ["-m", "true"]).status === 0;
  if (!can) {
    console.log("skip  R3 power cuts: no mount namespace without root");
    process.exit(0);
  }
  const inside = spawnSync("unshare", ["-m", process.execPath, ...process.argv.slice(1)], { stdio: "inherit", env: { ...process.env, POWER_INSIDE: "1" } });
  process.exit(inside.status ?? 1);
}

const random = dice(SEED);
const scratch = scratchFolder("power");
const disk = path.join(scratch, "disk"), place = path.join(disk, "place"), image = path.join(scratch, "image");
mkdirSync(disk);
const changes = await prepareChanges(program, scratch, ["first build", "full rebuild", "small change", "deletion"]);
const kinds = Object.keys(SIZES).filter((kind) => spawnSync(`mkfs.${kind}`, ["-V"]).status === 0);
const report = new Report("R3 power cuts");
const whole = report.rule("after a cut during a build the site is the old one or the new one");
const kept = report.rule("after a cut behind exit status 0 it is the new one");
const next = report.rule("the next build works");
const proof = report.rule("without sync a cut loses the site: the test can fail");

function must(command, ...more) {
  const ended = spawnSync(command, more, { encoding: "utf8" });
  if (ended.status !== 0) throw new Error(`${command} ${more.join(" ")}: ${ended.stderr}`);
}

const mount = (file) => must("mount", "-o", "loop", file, disk);
/* Processes that have just ended may hold it for a moment. */
async function unmount() {
  for (let i = 0; spawnSync("umount", [disk]).status !== 0; i++) {
    if (i === 100) throw new Error("cannot unmount");
    await new Promise((done) => setTimeout(done, 20));
  }
}
process.once("exit", () => spawnSync("umount", ["-l", disk]));

/* One image for each kind of file system and change, with the old site safe on it. */
async function makeImages() {
  for (const kind of kinds)
    for (const change of changes) {
      const file = `${image}-${kind}-${changes.indexOf(change)}`;
      writeFileSync(file, "");
      truncateSync(file, SIZES[kind]);
      must(`mkfs.${kind}`, "-q", file);
      mount(file);
      mkdirSync(place);
      if (existsSync(path.join(change.place, "out"))) cpSync(change.place, place, { recursive: true });
      must("sync", "-f", disk);
      await unmount();
    }
}

/* Builds, cuts after `seconds`, or when the build has ended if that is earlier; mounts again. */
async function cut(kind, change, seconds, after, more = []) {
  const file = `${image}-now`;
  must("cp", "--sparse=always", `${image}-${kind}-${changes.indexOf(change)}`, file);
  mount(file);
  const [command, ...rest] = build(program, change, place, more);
  const shutdown = (wait) => spawn("perl", ["-e", SHUTDOWN, disk, String(wait)], { stdio: ["ignore", "inherit", "inherit"] });
  const closed = (child) => new Promise((done) => child.on("close", done));
  let ended;
  if (after) {
    ended = await run(command, rest);
    await closed(shutdown(0));
  } else {
    const power = closed(shutdown(seconds));
    ended = await run(command, rest);
    await power;
  }
  await unmount();
  mount(file);
  const state = stateOf(readSite(path.join(place, "out")), change);
  const again = await run(command, rest);
  const mended = stateOf(readSite(path.join(place, "out")), change) === "new" && !readdirSync(place).some((name) => name.includes("stage"));
  await unmount();
  return { state, status: ended.status, mended: again.status === 0 && mended, said: again.stderr };
}

async function usualTime(change, kind) {
  const file = `${image}-now`;
  must("cp", "--sparse=always", `${image}-${kind}-${changes.indexOf(change)}`, file);
  mount(file);
  const [command, ...rest] = build(program, change, place);
  const { ms } = await run(command, rest);
  await unmount();
  return ms / 1000;
}

if (kinds.length === 0) throw new Error("neither mkfs.ext4 nor mkfs.xfs is there");
await makeImages();
const counts = { old: 0, new: 0 };
for (const kind of kinds)
  for (const change of changes) {
    const usual = await usualTime(change, kind);
    const share = Math.ceil(CUTS / kinds.length / changes.length);
    for (let i = 0; i < share; i++) {
      const after = i % 4 === 3;
      const seconds = (random(1000) / 1000) * usual * 1.5;
      const { state, status, mended, said } = await cut(kind, change, seconds, after);
      const where = `${kind}, ${change.name}, ${after ? "after the build" : `after ${(seconds * 1000).toFixed(1)} ms`}`;
      counts[state] = (counts[state] ?? 0) + 1;
      if (after) kept.holds(status === 0 && state === "new", where, `status ${status}, ${state}`);
      else whole.holds(state === "new" || (state === "old" && status !== 0), where, `status ${status}, ${state}`);
      next.holds(mended, where, said.slice(-200));
    }
    const { state } = await cut(kind, change, 0, true, ["--no-sync"]);
    proof.looked++;
    if (state !== "new") proof.sentence += `; ${kind}, ${change.name}: ${state.slice(0, 20)}`;
  }
whole.sentence += ` (${kinds.join(" and ")}; ${Object.entries(counts).map(([state, count]) => `${count} ${state}`).join(", ")})`;
proof.holds(proof.sentence.includes(";"), "no cut without sync lost anything");
rmSync(image, { force: true });
report.end();
