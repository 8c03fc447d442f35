// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * R5: readers beside builds. Each opens pages by their path as a web server does; none may be missing, empty or cut, whatever
 * the moment. Usage: node readers.mjs PROGRAM
 */
import path from "node:path";
import { readFileSync, rmSync } from "node:fs";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { Report, args } from "../site/report.mjs";
import { TORTURE, run, scratchFolder } from "./scratch.mjs";
import { build, copyPlace, prepareChanges, readSite } from "./sites.mjs";

/* Reads files of the list, again and again; each must be one of the texts that it may be. */
function read({ folder, files, stop }) {
  const shared = new Int32Array(stop); /* whether to stop; how many reads */
  const bad = [];
  while (Atomics.load(shared, 0) === 0)
    for (const { file, texts } of files) {
      Atomics.add(shared, 1, 1);
      try {
        const text = readFileSync(path.join(folder, file), "latin1");
        if (!texts.includes(text)) bad.push(`${file}: ${text.length} bytes of neither site`);
      } catch (error) {
        bad.push(`${file}: ${error.code}`);
      }
    }
  parentPort.postMessage({ bad: bad.slice(0, 20), count: bad.length });
}

async function main() {
  const program = path.resolve(args("readers.mjs PROGRAM", 1)[0]);
  const report = new Report("R5 readers");
  const scratch = scratchFolder("readers");
  const [change] = await prepareChanges(program, scratch, ["full rebuild"]);
  const least = { builds: TORTURE ? 100 : 4, reads: TORTURE ? 1000000 : 2000 };
  const whole = report.rule("readers beside builds never meet a missing, empty or cut page");
  const builds = report.rule("and the builds are done");
  const place = copyPlace(change, path.join(scratch, "place"));
  const folder = path.join(place, "out");
  const projects = [change.project, path.join(scratch, "change-0/old")];

  /* What a file may be: as it is in the old site, and in the new. */
  const texts = [];
  for (const project of [...projects].reverse()) {
    const [command, ...more] = build(program, { project }, place);
    await run(command, more);
    texts.push(Object.fromEntries(Object.keys(readSite(folder)).map((file) => [file, readFileSync(path.join(folder, file), "latin1")])));
  }
  const files = Object.keys(texts[0]).filter((file) => texts[1][file]).map((file) => ({ file, texts: [texts[0][file], texts[1][file]] }));
  const stop = new SharedArrayBuffer(8);
  const shared = new Int32Array(stop);
  const results = [0, 1].map(() => new Promise((done) => new Worker(new URL(import.meta.url), { workerData: { folder, files, stop } }).on("message", done)));
  const start = Date.now();
  let done = 0;
  while (done < least.builds || (Atomics.load(shared, 1) < least.reads && Date.now() - start < (TORTURE ? 600000 : 10000))) {
    const [command, ...more] = build(program, { project: projects[done % 2] }, place);
    const ended = await run(command, more);
    builds.holds(ended.status === 0, `build ${done}`, ended.stderr.slice(-200));
    done++;
  }
  Atomics.store(shared, 0, 1);
  const found = await Promise.all(results);
  const reads = Atomics.load(shared, 1);
  whole.sentence += `: ${reads} reads over ${done} builds`;
  whole.holds(reads >= least.reads, "reads", reads);
  for (const { bad, count } of found) whole.holds(count === 0, `${count} times`, bad.join("; "));
  rmSync(place, { recursive: true, force: true });
  report.end();
}

if (isMainThread) await main();
else read(workerData);
