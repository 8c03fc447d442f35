// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * S1, messages: hostile names and texts reach a terminal, a log of GitHub's workflows and JSON in one piece and visible.
 * Usage: node messages.mjs PROGRAM
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Report, args } from "../site/report.mjs";
import { ROOT, SEED, TORTURE, copySources, run, scratchFolder } from "./scratch.mjs";

const [program] = args("messages.mjs PROGRAM", 1);
const HIDDEN = /[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

const ESC = "\x1b";
/* Colours, titles, the clipboard, answers typed by the terminal, deleted lines, C1 codes, direction, workflow commands. */
const TEXTS = [`${ESC}[31mred`, `${ESC}]0;title\x07`, `${ESC}]52;c;ZXZpbA==\x07`, `${ESC}[6n`, `${ESC}P$q"p${ESC}\\`, `${ESC}[2J${ESC}[H`, "\u009b31mred", "\u0090x\u009c", "a\rb", "a\bb",
  "a\x7fb", "\u202eevil\u202c", "\u2066x\u2069", "\u200fx", "a\n::error::b", "a\r\n::warning file=x::b", "::set-output name=x::y", "::add-mask::x", "::stop-commands::x", "##[error]x",
  "%0A::error::b", "%250A::error::b", "a\u2028::error::b", "a\u0085::error::b", "a,line=1::b", "'; rm -rf /; '", "$(id)", "%s%n%n", "\\x1b[31m", "\"}]\n[{", "\u0001", "\ud83d\ude00".repeat(50)];

const SOME = TEXTS.filter((_, i) => TORTURE || i % 4 === SEED % 4);

const report = new Report("S1 messages");
const scratch = scratchFolder("messages");
const base = copySources(path.join(ROOT, "tests/golden/invented"), path.join(scratch, "base"));
const text = report.rule("text: what is hidden in names and texts shows as \\xNN");
const json = report.rule("json: it is JSON, and each text in it is visible and in one piece");
const github = report.rule("github: each line is one message, as many as in JSON");
const refused = report.rule("escapes in YAML, PO and Markdown that stand for control characters do not get into pages");
const other = report.rule("commands that show texts show no control characters");

const utf8 = (latin1) => Buffer.from(latin1, "latin1").toString("utf8");

async function check(project, where) {
  const said = {};
  for (const format of ["text", "json", "github"]) {
    const ended = await run(program, ["check", "--strict", "--color", "never", "--format", format, "-C", project]);
    said[format] = utf8(format === "json" ? ended.stdout : ended.stderr);
    text.holds([0, 1, 2].includes(ended.status), where, `exit status ${ended.status}`);
  }
  text.holds(!HIDDEN.test(said.text), where, () => JSON.stringify(HIDDEN.exec(said.text)));
  let list = [];
  try {
    list = JSON.parse(said.json);
  } catch (error) {
    json.holds(false, where, error.message);
  }
  for (const one of list)
    for (const value of Object.values(one).filter((value) => typeof value === "string"))
      json.holds(!HIDDEN.test(value) && !value.includes("\n"), where, JSON.stringify(value));
  const lines = said.github.split("\n").filter(Boolean);
  github.holds(lines.length === list.length, where, `${lines.length} lines for ${list.length} messages`);
  for (const line of lines)
    github.holds(/^::(error|warning) (file=[^:,]*,line=\d+,col=\d+,)?title=[a-z-]+::/.test(line) && !HIDDEN.test(line), where, JSON.stringify(line));
  return list;
}

const project = copySources(base, path.join(scratch, "project"));
const entry = path.join(project, "content/lumo/k2.qx.md");
const source = readFileSync(entry, "utf8");
for (const one of SOME) {
  const where = JSON.stringify(one.slice(0, 30));
  /* Raw bytes in a key, a value that is quoted in the message, a heading, a link; and a file and a folder with that name. */
  const name = one.replaceAll("/", "_").slice(0, 60);
  for (const file of [`content/lumo/${name}.qx.md`, `content/lumo/k2.${name}.md`, `content/${name}/family.yaml`, `templates/assets/${name}.css`, `locales/${name}.po`]) {
    mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
    writeFileSync(path.join(project, file), "x\n");
    await check(project, `${file.replace(name, "...")} ${where}`);
    rmSync(path.join(project, file.startsWith("content/lumo/") || !file.startsWith("content/") ? file : path.dirname(file)), { recursive: true });
  }
  writeFileSync(entry, source.replace("code: K2", `code: K2\n${one}: x`).replace("{#drua}", `{#${one}}`).replace("code:m1#gardu", `code:${one}`));
  await check(project, `raw: ${where}`);
  writeFileSync(entry, source.replace("code: K2", `code: K2\n${JSON.stringify(one)}: x`).replace("pezu: mala", `pezu: ${JSON.stringify(one)}`));
  const list = await check(project, `quoted: ${where}`);
  text.holds(list.some(({ rule }) => ["unknown-key", "control-character", "bidi-control", "bad-utf8", "bad-yaml"].includes(rule)), where, "not even noticed");
  writeFileSync(entry, source);
}

/* What a file does not hold, an escape may: of YAML, of PO, of HTML. */
const SITE = path.join(scratch, "site");
for (const [name, hidden] of Object.entries({ ESC: 0x1b, CSI: 0x9b, override: 0x202e,
  ...(TORTURE && { NUL: 0, BEL: 7, DEL: 0x7f, NEL: 0x85, isolate: 0x2066, "line separator": 0x2028 }) })) {
  const hex = hidden.toString(16).padStart(4, "0");
  const character = String.fromCharCode(hidden);
  const catalogue = path.join(project, "locales/qy.po");
  const messages = readFileSync(catalogue, "utf8");
  const forms = {
    "YAML, title": [entry, source.replace("title: Bara klara", `title: "a\\u${hex}b"`)],
    "YAML, reply": [entry, source.replace("text: K2 M-4 KLARA", `text: "K2 a\\u${hex}b"`)],
    "Markdown, decimal": [entry, source.replace("Voju klara. Vidu", `Voju a&#${hidden};b. Vidu`)],
    "Markdown, hexadecimal": [entry, source.replace("Voju klara. Vidu", `Voju a&#x${hex};b. Vidu`)],
    "PO, octal": [catalogue, messages.replace(/(msgid "Pezo"\n)msgstr .*/, `$1msgstr "a\\${hidden.toString(8).padStart(3, "0").slice(-3)}b"`)],
    "PO, hexadecimal": [catalogue, messages.replace(/(msgid "Pezo"\n)msgstr .*/, `$1msgstr "a\\x${hex.slice(-2)}b"`)],
  };
  for (const [form, [file, changed]] of Object.entries(forms)) {
    const before = readFileSync(file, "utf8");
    writeFileSync(file, changed);
    rmSync(SITE, { recursive: true, force: true });
    const built = await run(program, ["build", "-q", "--no-sync", "--color", "never", "-C", project, "-d", SITE]);
    const where = `${name} by ${form}`;
    refused.holds([0, 1].includes(built.status) && !HIDDEN.test(utf8(built.stderr)), where, `${built.status}`);
    if (built.status === 0)
      for (const page of hidden === 0x2028 ? [] : ["qx/lumo/k2.html", "qy/lumo/k2.html", "qx/lumo/index.html"])
        refused.holds(!readFileSync(path.join(SITE, page), "utf8").includes(`a${character}b`), where, `in ${page}`);
    for (const command of [["show", "-C", project, "k2"], ["show", "-C", project, "K2 M-4"], ["i18n", "status", "-C", project], ["check", "--pairs", "-C", project, "k2", "m1"]]) {
      const ended = await run(program, [...command, "--color", "never"]);
      if (hidden === 0x2028) continue; /* terminals do not know it */
      other.holds(ended.status >= 0 && ended.status <= 3 && !HIDDEN.test(utf8(ended.stdout + ended.stderr)), `${where}: ${command.slice(0, 2).join(" ")}`,
        () => `${ended.status} ${JSON.stringify(HIDDEN.exec(utf8(ended.stdout + ended.stderr)))}`);
    }
    writeFileSync(file, before);
  }
}

/* What is given on the command line is often the name of a file that somebody else chose. */
for (const one of SOME.filter((part) => !/[\0\r\u2028]/.test(part))) {
  for (const command of [[one], ["build", one], ["check", `--${one}`], ["check", "-C", one], ["show", "-C", project, one], ["i18n", "status", "-C", project, one], ["i18n", "stamp", "-C", project, one],
    ["i18n", "diff", "-C", project, one], ["new", "-C", project, one], ["build", "-C", project, "-d", path.join(scratch, "not there", one)], ["build", "-b", one], ["serve", "--bind", one]]) {
    const ended = await run(program, [...command, ...(command.length > 1 ? ["--color", "never"] : [])]);
    other.holds(ended.status >= 0 && ended.status <= 3 && !HIDDEN.test(utf8(ended.stdout + ended.stderr)), `${command[0] === one ? "" : command.slice(0, 2).join(" ")} ${JSON.stringify(one.slice(0, 20))}`,
      () => `${ended.status} ${JSON.stringify(utf8(ended.stdout + ended.stderr).slice(0, 100))}`);
  }
}

/* Text that somebody pastes, with the colours of the terminal that it was copied from. */
for (const one of TEXTS) {
  const file = path.join(scratch, "pasted");
  writeFileSync(file, `250 K2 ${one}\n<K2> ${one}\n`);
  const ended = await run("sh", ["-c", '"$1" show --color never -C "$2" <"$3"; "$1" show --color never -C "$2" - <"$3"', "sh", program, project, file]);
  other.holds(!HIDDEN.test(utf8(ended.stdout + ended.stderr)) || one === "a\u2028::error::b", `show, pasted: ${JSON.stringify(one.slice(0, 20))}`, () => JSON.stringify(utf8(ended.stdout + ended.stderr).slice(0, 300)));
}
report.end();
