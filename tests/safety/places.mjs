// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * R6: places where a site must not be written, and files that are not the program's. Everything in the sandbox is as it
 * was after each refusal: names, kinds, modes, inodes, bytes. Usage: node places.mjs PROGRAM
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Report, args } from "../site/report.mjs";
import { ROOT, copySources, run, scratchFolder } from "./scratch.mjs";

const program = path.resolve(args("places.mjs PROGRAM", 1)[0]);
const report = new Report("R6 places");
const scratch = scratchFolder("places");
const box = path.join(scratch, "box");
const project = path.join(box, "work/project");
const MANIFEST = ".statusbook-manifest";

function digest() {
  const lines = [];
  const walk = (folder) => {
    for (const name of readdirSync(folder).sort()) {
      const file = path.join(folder, name), info = lstatSync(file);
      const what = info.isSymbolicLink() ? readlinkSync(file) : info.isFile() ? createHash("sha1").update(readFileSync(file)).digest("hex") : "";
      lines.push(`${path.relative(box, file)} ${info.mode} ${info.ino} ${what}`);
      if (info.isDirectory()) walk(file);
    }
  };
  walk(box);
  return lines;
}

const put = (name, text = "mine\n") => {
  mkdirSync(path.join(box, path.dirname(name)), { recursive: true });
  writeFileSync(path.join(box, name), text);
};

function makeBox() {
  spawnSync("chmod", ["-R", "u+rwx", box]);
  rmSync(box, { recursive: true, force: true });
  copySources(path.join(ROOT, "tests/golden/invented"), project);
  for (const name of ["home/notes.txt", "work/project/.git/HEAD", "work/project/.git/objects/x", "work/project/src/a.c", "work/other/file", "work/project/deep/er/file", "file"]) put(name);
  for (const name of ["empty", "work/empty"]) mkdirSync(path.join(box, name));
}

const first = (where = "out") => {
  const built = spawnSync(program, ["build", "-q", "--no-sync", "-C", project, "-d", path.join(box, where)], { encoding: "utf8" });
  if (built.status !== 0) throw new Error(built.stderr);
};
const edit = (name, change) => writeFileSync(path.join(box, name), change(readFileSync(path.join(box, name), "latin1")), "latin1");
const forge = (name) => edit(`out/${MANIFEST}`, (text) => `${text}${text.split("\n")[1].replace(/[^ ]+$/, name)}\n`);
/* So that there is something to write, and to delete. */
const change = () => edit("work/project/templates/base.html", (text) => text.replace("<body", "<body id=\"b\""));

/* [what it is, -d, where one stands, what is done before]. All below the sandbox, but for the root folder. */
const REFUSED = [
  ["the root folder", "/", project],
  ["the root folder, twice", "//", project],
  ["the root folder, by ..", "../../../../../../../../../../..", project],
  ["the home folder", "@home", project],
  ["the home folder by a link", "@link", project, () => symlinkSync(path.join(box, "home"), path.join(box, "link"))],
  ["the project", "@work/project", box],
  ["the project, from inside", ".", project],
  ["the project, by its name", "../project", project],
  ["the folder around the project", "..", project],
  ["a folder further out", "@work", box],
  ["the sandbox", "@.", project],
  ["content", "content", project], ["content with a slash", "content/", project], ["content by ..", "src/../content", project],
  ["templates", "templates", project], ["locales", "locales", project], [".git", ".git", project],
  ["a folder in content", "content/out", project], ["a folder in a family", "content/lumo/out", project], ["a folder in templates", "templates/assets/out", project],
  ["a folder in locales", "locales/out", project], ["a folder in .git", ".git/objects/out", project],
  ["content by a link", "@link", project, () => symlinkSync(path.join(project, "content"), path.join(box, "link"))],
  ["in content by a link", "@link/out", project, () => symlinkSync(path.join(project, "content"), path.join(box, "link"))],
  ["an empty folder by a link", "@link", project, () => symlinkSync(path.join(box, "empty"), path.join(box, "link"))],
  ["a link that leads nowhere", "@link", project, () => symlinkSync(path.join(box, "nowhere"), path.join(box, "link"))],
  ["a file", "@file", project], ["below a file", "@file/out", project],
  ["a pipe", "@pipe", project, () => spawnSync("mkfifo", [path.join(box, "pipe")])],
  ["no name", "", project],
  ["a folder that is not there", "@nothing/out", project],
  ["the folder that one stands in", "@empty", path.join("empty")],
  ["a folder around it", "@work/other", path.join("work/other/in"), () => mkdirSync(path.join(box, "work/other/in"))],
  ["a folder with a file", "@work/other", project],
  ["a folder with a file of a common name", "@work/empty", project, () => put("work/empty/index.html")],
  ["a folder with a hidden file", "@work/empty", project, () => put("work/empty/.hidden")],
  ["a work tree", "@work/empty", project, () => put("work/empty/.git/HEAD")],
  ["a site with a file more", "@out", project, () => (first(), change(), put("out/CNAME"))],
  ["a site with a file more, deep", "@out", project, () => (first(), change(), put("out/qx/lumo/mine.html"))],
  ["a site with a folder more", "@out", project, () => (first(), change(), put("out/.well-known/x"))],
  ["a site with a link more", "@out", project, () => (first(), change(), symlinkSync("index.html", path.join(box, "out/link")))],
  ["a site without manifest", "@out", project, () => (first(), change(), rmSync(path.join(box, "out", MANIFEST)))],
  ["a site with an empty manifest", "@out", project, () => (first(), change(), edit(`out/${MANIFEST}`, () => ""))],
  ["a site with another manifest", "@out", project, () => (first(), change(), edit(`out/${MANIFEST}`, () => "something else\n"))],
  ["a manifest cut off", "@out", project, () => (first(), change(), edit(`out/${MANIFEST}`, (text) => text.slice(0, text.length / 2)))],
  ["a manifest that is a link", "@out", project, () => (first(), change(), put("out2", ""), rmSync(path.join(box, "out", MANIFEST)), symlinkSync("../out2", path.join(box, "out", MANIFEST)))],
  ["a site before with a file more", "@out", project, () => (first(), change(), put(".out.prev/mine"))],
  ["a site before that is a link", "@out", project, () => (first(), change(), symlinkSync(path.join(box, "home"), path.join(box, ".out.prev")))],
  ["a lock that is a link", "@out", project, () => symlinkSync(path.join(box, "file"), path.join(box, ".out.lock"))],
];

/* Needs root and a mount namespace: what is mounted there is gone with it. */
const MOUNTED = [
  ["content by a bind mount", `mount --bind ${project}/content ${box}/empty`],
  ["in content by a bind mount", `mount --bind ${project}/content ${box}/empty`, "empty/out"],
  ["the project by a bind mount", `mount --bind ${project} ${box}/empty`],
  ["the home folder by a bind mount", `mount --bind ${box}/home ${box}/empty`],
];

const rules = {
  refused: report.rule("unsafe places are refused with a message, and nothing in the sandbox changes"),
  foreign: report.rule("files that are not the program's survive"),
  rights: report.rule("without rights to write there is a message, and the old site stays"),
};

async function check(rule, name, ended, before, statuses) {
  const after = digest();
  rule.holds(statuses.includes(ended.status) && ended.stderr.trim() !== "", name, `exit status ${ended.status} ${ended.signal}: ${ended.stderr.slice(-200)}`);
  const changed = [...after.filter((line) => !before.includes(line)), ...before.filter((line) => !after.includes(line))];
  rule.holds(changed.length === 0, name, () => `changed: ${changed.slice(0, 4).join("; ")}`);
}

const env = { ...process.env, HOME: path.join(box, "home") };
const command = (place) => ["build", "-q", "--color", "never", "-C", project, "-d", place];

for (const [name, place, cwd, prepare = () => {}] of REFUSED) {
  makeBox();
  prepare();
  const before = digest();
  const where = place.startsWith("@") ? path.join(box, place.slice(1)) : place;
  const ended = await run(program, command(where), { cwd: path.resolve(box, cwd), env });
  await check(rules.refused, name, ended, before, [2, 3]);
}

const mounts = spawnSync("unshare", ["-m", "true"]).status === 0;
for (const [name, mount, place = "empty"] of mounts ? MOUNTED : []) {
  makeBox();
  const before = digest();
  const ended = await run("unshare", ["-m", "sh", "-c", `${mount} && exec "$@"`, "sh", program, ...command(path.join(box, place))], { cwd: project, env });
  await check(rules.refused, name, ended, before, [2, 3]);
}
if (!mounts) console.log("skip  bind mounts: not root here");
rules.refused.sentence += `: ${REFUSED.length + (mounts ? MOUNTED.length : 0)} places`;

/* Kept by name, and carried over; by hard links, so that they are the same files. */
makeBox();
edit("work/project/content/site.yaml", (text) => `${text}\nkeep: [CNAME, .well-known]\n`);
first();
put("out/CNAME", "a.example\n");
put("out/.well-known/deep/security.txt");
for (const round of [1, 2, 3]) {
  edit("work/project/templates/base.html", (text) => text.replace(/<body[^>]*/, `<body id="b${round}"`));
  const inode = lstatSync(path.join(box, "out/CNAME")).ino;
  const ended = await run(program, command(path.join(box, "out")), { env });
  rules.foreign.holds(ended.status === 0, `build ${round}`, ended.stderr.slice(-200));
  rules.foreign.holds(readFileSync(path.join(box, "out/CNAME"), "utf8") === "a.example\n" && lstatSync(path.join(box, "out/CNAME")).ino === inode, `CNAME, build ${round}`);
  rules.foreign.holds(readFileSync(path.join(box, "out/.well-known/deep/security.txt"), "utf8") === "mine\n", `.well-known, build ${round}`);
}
/* A manifest that was changed by others leads to nothing outside, and deletes nothing that is not listed truly. */
for (const name of ["../home/notes.txt", "../../box/file", "/etc/passwd", "qx/../../file", "./index.html", "qx//index.html", "..", "", "a\x00b", "../.out.prev/x", "CNAME"]) {
  makeBox();
  first();
  forge(name);
  put("keep-me");
  change();
  const before = digest().filter((line) => !/^\.?out/.test(line));
  const ended = await run(program, command(path.join(box, "out")), { env });
  const after = digest().filter((line) => !/^\.?out/.test(line));
  rules.foreign.holds([0, 2, 3].includes(ended.status), `a manifest with ${JSON.stringify(name)}`, `${ended.status} ${ended.signal} ${ended.stderr.slice(-200)}`);
  rules.foreign.holds(before.join() === after.join(), `a manifest with ${JSON.stringify(name)}`, "changed what lies outside");
}
/* What bears a name like ours beside the output, and is not ours. */
makeBox();
for (const name of [".out.stage-x/mine", ".out.stage/mine", ".out.stage-12x/mine", ".out.stagecoach/mine", ".outer.stage-1/mine", "out.stage-1/mine"]) put(name);
first();
change();
first();
for (const name of [".out.stage-x/mine", ".out.stage/mine", ".out.stage-12x/mine", ".out.stagecoach/mine", ".outer.stage-1/mine", "out.stage-1/mine"])
  rules.foreign.holds(readdirSync(path.dirname(path.join(box, name))).includes("mine"), name);

/* As somebody who may not write there: root may, so another user is borrowed where there is one. */
const user = process.getuid() === 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
const borrowed = user.length === 0 || spawnSync(user[0], [...user.slice(1), program, "--version"]).status === 0;
for (const [name, where, mode] of borrowed ? [["the folder around the output is read-only", ".", 0o555], ["the output is read-only", "out", 0o555], ["the output cannot be read", "out", 0o000]] : []) {
  makeBox();
  first();
  change();
  if (user.length > 0) spawnSync("chown", ["-R", "65534:65534", box]);
  chmodSync(scratch, 0o755);
  chmodSync(path.join(box, where), mode);
  const ended = await run(user[0] ?? program, [...(user.length > 0 ? [...user.slice(1), program] : []), ...command(path.join(box, "out"))], { env });
  const mended = ended.status === 0 && where === "out";
  rules.rights.holds(mended || (ended.status === 3 && /Permission denied/.test(ended.stderr)), name, `${ended.status}: ${ended.stderr.slice(-200)}`);
  chmodSync(path.join(box, where), 0o755);
  rules.rights.holds(mended || !readFileSync(path.join(box, "out/qx/index.html"), "utf8").includes('<body id="b"'), name, "the old site was changed");
  rules.rights.holds(!readdirSync(box).some((one) => /stage/.test(one)), name, "litter");
}
if (spawnSync("unshare", ["-m", "true"]).status === 0) {
  makeBox();
  first();
  change();
  const ended = await run("unshare", ["-m", "sh", "-c", `mount --bind ${box} ${box} && mount -o remount,bind,ro ${box} && exec "$@"`, "sh", program, ...command(path.join(box, "out"))], { env });
  rules.rights.holds(ended.status === 3 && /Read-only file system/.test(ended.stderr), "a read-only file system", `${ended.status}: ${ended.stderr.slice(-200)}`);
}
makeBox();
first();
spawnSync("chmod", ["-R", "u+rwx", box]);
report.end();
